"""Measures `check` and `report` of two versions of the code beside each other, on the workbook that the older one makes.

Run: python benchmarks/versions.py BEFORE [AFTER] [repetitions], each a commit; AFTER is the present one where it is left out.
Both are measured in turns in one run, as processes; what counts are the ratios of time and of the highest memory. --short shows only
that it works: the present files against themselves.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {"check": ["check", "{book}"], "report": ["report", "{book}", "-o", "{out}"]}


def main(arguments: list[str]) -> int:
    short = "--short" in arguments
    named = [each for each in arguments if not each.startswith("-")]
    times = int(named.pop()) if named and named[-1].isdigit() and len(named[-1]) < 4 else 1 if short else 7
    before, after = ([*named, "HEAD", "HEAD"] if short else [*named, "HEAD"])[:2]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        trees = [ROOT, ROOT]
        if not short:
            trees = [_tree(place / name, commit) for name, commit in (("before", before), ("after", after))]
        book = place / "sample.xlsx"
        _made(trees[0], book)
        found: dict[tuple[str, int], list[tuple[float, float]]] = {}
        for run in range(times + 1):  # the first of each warms the caches and does not count
            for command, words in COMMANDS.items():
                for number, tree in enumerate(trees):
                    filled = [each.format(book=book, out=place / f"{run}-{number}.docx") for each in words]
                    found.setdefault((command, number), []).append(_measured(tree, filled))
    print(f"before: {before} · after: {after} · {times} runs of each, in turns")
    for command in COMMANDS:
        sides = [[statistics.median(each) for each in zip(*found[command, side][1:], strict=True)] for side in (0, 1)]
        (seconds, memory), (seconds_after, memory_after) = sides
        print(
            f"{command:7} {seconds:.2f} s → {seconds_after:.2f} s (× {seconds_after / seconds:.2f}) · "
            f"{memory:.0f} MB → {memory_after:.0f} MB (× {memory_after / memory:.2f})"
        )
    return 0


def _tree(place: Path, commit: str) -> Path:
    """The files of a commit, compiled as they are where the product is installed: a source compiled anew in each run would count."""
    place.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(place)], input=archive, check=True)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(place / "safeaudit")], check=True)
    return place


def _made(tree: Path, book: Path) -> None:
    program = (
        "import sys, pathlib; from safeaudit.examples import sample_city; import safeaudit; audit, raw = sample_city(); "
        "safeaudit.build_workbook(pathlib.Path(sys.argv[1]), audit, raw=raw)"
    )
    subprocess.run([sys.executable, "-c", program, str(book)], env=_with(tree), cwd=book.parent, check=True)


def _measured(tree: Path, words: list[str]) -> tuple[float, float]:
    """Seconds, and the most memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "safeaudit", *words],
        env=_with(tree),
        cwd=Path(words[1]).parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, used.ru_maxrss / 1024


def _with(tree: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tree)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Puts every file of a folder through every command that takes a file, and tells which command broke a promise.

python scripts/corpus.py FOLDER                  all files below the folder, one after the other
python scripts/corpus.py FOLDER --jobs 2         two at a time; time is counted in seconds of the processor
python scripts/corpus.py FOLDER --only rescue    the commands whose name holds this word

What is promised of any file whatever: an exit code from 0 to 3, a sentence with it and never a traceback, less than 20
seconds and 600 MB, the file unchanged, nothing half-written left behind. Ends with 1 when a promise was broken. Each command
runs in a process and a temporary folder of its own, on a copy of the file; nothing is copied into the repository.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from safeaudit.files.formats import ENDINGS, LIKE_WORKBOOKS

ROOT = Path(__file__).resolve().parent.parent

SECONDS, MEGABYTES = 20.0, 600.0
HANGS = 120.0
"""Seconds on the clock after which a command is ended; a busy machine is slow, but not without end."""
WORKBOOKS = {*ENDINGS, *LIKE_WORKBOOKS}
TEMPLATES = {".docx", ".docm", ".dotx", ".dotm", ".odt"}
PROMISED = (0, 1, 2, 3)
OURS = re.compile(r"Traceback|went wrong that should not|\b[A-Za-z]+(?:Error|Exception)\b|<class '|0x[0-9a-f]{8}")
"""What no person should read: the inside of the program."""

Command = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Result:
    """One command on one file: how it ended, what it took, and which promises it broke."""

    file: str
    command: str
    code: int
    seconds: float
    megabytes: float
    broken: tuple[str, ...]
    said: str


def commands(file: Path, helpers: Path) -> list[Command]:
    """(name, arguments) of every command a person might give this file to; `helpers` holds sound files to go with it."""
    name, report = file.name, str(helpers / "report.docx")
    sample, later = str(helpers / "sample-city.xlsx"), str(helpers / "sample-city-follow-up.xlsx")
    kind = file.suffix.lower()
    made: list[Command] = [("check", ("check", name)), ("template lint", ("template", "lint", name))]
    if kind not in TEMPLATES:
        made += [
            ("check as JSON", ("check", name, "--format", "json", "--all")),
            ("check --write", ("check", name, "--write")),
            ("rescue", ("rescue", name, "-o", "rescued.xlsx")),
            ("upgrade", ("upgrade", name, "-o", "upgraded.xlsx")),
            ("grow", ("grow", name, "-o", "grown.xlsx")),
            ("split", ("split", name, "-o", "parts")),
            ("merge, base", ("merge", name, sample, "-o", "merged.xlsx")),
            ("merge, part", ("merge", sample, name, "-o", "merged.xlsx")),
            ("report", ("report", name, "-o", "report.docx")),
            ("report, public brief", ("report", name, "-o", "brief.docx", "--kind", "brief", "--audience", "public")),
            ("compare, before", ("compare", name, sample, "-o", "compared.docx")),
            ("compare, after", ("compare", sample, name, "--format", "json")),
            ("trace, workbook", ("trace", report, name)),
        ]
    if kind not in WORKBOOKS:
        made += [
            ("template lint as JSON", ("template", "lint", name, "--kind", "comparison", "--format", "json")),
            ("report --template", ("report", sample, "-o", "report.docx", "--template", name)),
            ("compare --template", ("compare", sample, later, "-o", "compared.docx", "--template", name)),
            ("trace, report", ("trace", name, sample)),
        ]
    return made


def run(file: Path, command: Command) -> Result:
    """The command on the file, measured."""
    name, arguments = command
    data = file.read_bytes()
    with tempfile.TemporaryDirectory(prefix="safeaudit-corpus-") as folder:
        own = {"HOME": folder, "XDG_CACHE_HOME": folder, "XDG_DATA_HOME": folder, "SAFEAUDIT_CACHE": folder}
        settings = {**os.environ, **own, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
        settings["MPLCONFIGDIR"] = str(Path(tempfile.gettempdir()) / "safeaudit-corpus-fonts")
        work = Path(folder, "work")
        work.mkdir()
        copy = work / file.name
        copy.write_bytes(data)
        code, seconds, megabytes, out, err = measured(
            [sys.executable, "-P", "-m", "safeaudit", *arguments], work, settings
        )
        left = [path.name for path in work.iterdir() if path.name.startswith((".safeaudit-", "~")) and path != copy]
        changed = copy.read_bytes() != data
    broken = []
    if code == -9:
        broken.append("never ended" if seconds < 0 else "killed")
    elif code not in PROMISED:
        broken.append(f"exit code {code}")
    if code in (2, 3) and not err.strip():
        broken.append("no word about it")
    if found := OURS.search(err) or (OURS.search(out) if "--format" not in arguments else None):
        broken.append(f"says {found[0]!r}")
    if seconds >= SECONDS:
        broken.append(f"{seconds:.0f} s")
    if megabytes >= MEGABYTES:
        broken.append(f"{megabytes:.0f} MB")
    if left:
        broken.append(f"left behind {left[0]}")
    if changed:
        broken.append("changed the file")
    return Result(file.name, name, code, seconds, megabytes, tuple(broken), " ".join((err or out).split())[-400:])


def measured(command: list[str], folder: Path, settings: dict[str, str]) -> tuple[int, float, float, str, str]:
    """(exit code, seconds of the processor, megabytes of the largest process, output, errors) of a command and its children."""
    with (folder.parent / "out").open("wb+") as out, (folder.parent / "err").open("wb+") as err:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            command, cwd=folder, env=settings, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )
        end = time.monotonic() + HANGS
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > end:
                os.killpg(process.pid, 9)
                _, status, used = os.wait4(process.pid, 0)
                break
            time.sleep(0.02)
        process.returncode = os.waitstatus_to_exitcode(status)
        told = []
        for stream in (out, err):
            stream.seek(0)
            told.append(stream.read().decode("utf-8", "replace"))
    unit = 1_000_000 if sys.platform == "darwin" else 1000  # bytes there, kilobytes elsewhere
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / unit, told[0], told[1]


def files(folder: Path) -> list[Path]:
    """The workbooks, templates and whatever else lies in the folder, lists and notes about them left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix.lower() not in (".md", ".csv", ".json", ".yaml", ".txt")
    )


def prepare(folder: Path) -> None:
    """Two sound workbooks and a report. Made by a child: what this process holds counts in the memory of those it starts."""
    made = [sys.executable, "-P", "-m", "safeaudit", "demo", "--follow-up", "--out", str(folder)]
    subprocess.run(made, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)  # noqa: S603 - our own
    (folder / "sample-city-strategy-report.docx").rename(folder / "report.docx")


def results(folder: Path, helpers: Path, only: str, jobs: int) -> Iterator[Result]:
    """Every command on every file, as they end."""
    work = [(file, command) for file in files(folder) for command in commands(file, helpers) if only in command[0]]
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda each: run(*each), work)


def main(arguments: Sequence[str]) -> int:
    """Run everything and print what broke a promise, grouped by what was broken."""
    parser = argparse.ArgumentParser(description="Every file of a folder through every command that takes a file.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", help="commands whose name holds this word")
    options = parser.parse_args(arguments)
    if not files(options.folder):
        print(f"No file in {options.folder}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="safeaudit-corpus-") as name:
        prepare(Path(name))
        found = []
        for result in results(options.folder, Path(name), options.only, options.jobs):
            found.append(result)
            if result.broken:
                print(f"{result.file} · {result.command} · {', '.join(result.broken)}\n    {result.said}", flush=True)
    _summary(found)
    return 1 if any(result.broken for result in found) else 0


def _summary(found: list[Result]) -> None:
    causes = Counter((result.command, cause) for result in found for cause in result.broken)
    print("\ncommand                  runs  exit 0/1/2/3       most s   most MB  broken")
    for command in dict.fromkeys(result.command for result in found):
        mine = [result for result in found if result.command == command]
        codes = Counter(result.code for result in mine)
        ended = "/".join(str(codes[code]) for code in PROMISED)
        most = max(result.seconds for result in mine), max(result.megabytes for result in mine)
        broken = sum(1 for result in mine if result.broken)
        print(f"{command:24} {len(mine):4}  {ended:18} {most[0]:6.1f}  {most[1]:8.0f}  {broken:6}")
    for (command, cause), count in causes.most_common():
        print(f"{count:5} × {command}: {cause}")
    failed = sum(1 for result in found if result.broken)
    print(f"{len({result.file for result in found})} files\n{len(found) - failed} passed, {failed} failed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

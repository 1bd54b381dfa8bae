"""How many small faults in the program's heart the tests find: plants a random sample, each in a copy, and prints the share killed.

    python scripts/mutation.py --sample 150 --seed 1      a random sample; survivors are listed
    python scripts/mutation.py --fixed                    the fixed faults of scripts/planted.py, all of which must be found
    python scripts/mutation.py --sample 30 --only report  one package

For each fault only the tests that run its line are run, the fastest first, and the first failure ends it. Which tests run which
lines is measured once (some minutes) and kept in the folder of --work until a source or test changes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from mutants import Mutant, sample
from planted import PLANTED, fits

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("report", "charts", "analysis", "comparison", "audience", "rules")
TESTS = (
    "test_golden_documents", "test_recomputed", "test_rules", "test_sample_city", "test_analysis", "test_comparison", "test_public", "test_report",
    "test_charts", "test_survivors", "test_edited", "test_letters", "test_same_audit", "test_trace", "test_documents", "test_templates",
)  # fmt: skip
"""The test files that look at these packages, those that find most in the least time first."""
ONLY_FOR = {
    "test_templates": ("template/", "word/child", "word/faults", "word/known", "word/render", "word/safe_jinja", "word/tags"),
    "test_trace": ("trace/", "word/controls", "word/finish", "documents/", "writing/crossrefs", "writing/marks", "writing/refs", "writing/statements", "writing/ties"),
}  # fmt: skip
"""Files of tests that draw whole documents and look at one thing in them: only for the modules whose paths begin so."""
FIRST = {
    "rules": "test_rules",
    "audience": "test_public",
    "comparison": "test_comparison",
    "charts": "test_golden_documents",
}
"""The test file that is run first for a package; for a module of ONLY_FOR it is that file."""
OPTIONS = ("-n0", "-q", "-x", "--no-header", "--tb=no", "-p", "no:cacheprovider")
PASSED, FAILED, INTERRUPTED, BROKEN, LATE = 0, 1, 2, 99, 98
"""How a run of tests ends: pytest's own codes (a source that cannot be imported interrupts it), a run that broke down, or took too long."""
LONGEST = 150
"""Seconds of processor time for a file of tests. All of them take less, so that a fault that takes longer has made a loop without an
end; it is listed and not counted as found."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=150, help="how many faults")
    parser.add_argument("--seed", type=int, default=1, help="of the random choice")
    parser.add_argument("--only", nargs="*", default=PACKAGES, choices=PACKAGES, help="these packages")
    parser.add_argument("--jobs", type=int, default=1, help="faults at a time")
    parser.add_argument("--fixed", action="store_true", help="the fixed faults instead, all of which must be found")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "safeaudit-mutation", help="folder for copies"
    )
    given = parser.parse_args()
    if given.fixed:
        return _fixed(given.work)
    return _sample(given)


def _sample(given: argparse.Namespace) -> int:
    files = [path for package in given.only for path in sorted((ROOT / "safeaudit" / package).rglob("*.py"))]
    chosen, every = sample(ROOT, (path.relative_to(ROOT).as_posix() for path in files), given.sample, given.seed)
    print(f"{len(chosen)} of {every} faults, seed {given.seed}", flush=True)
    covered = lines_by_test(given.work)
    found: list[tuple[Mutant, str]] = []
    for number, (mutant, end) in enumerate(_each(chosen, covered, given), 1):
        found.append((mutant, end))
        print(f"{number:4d} {end.partition(' ')[0]:9s} {mutant} {end.partition(' ')[2]}", flush=True)
    print("\nSurvivors")
    for mutant, end in sorted(found):
        if not end.startswith("killed"):
            print(f"  {end:9s} {mutant}")
    print("\nShare killed")
    for package in (*given.only, ""):
        own = [end for mutant, end in found if mutant.path.startswith(f"safeaudit/{package}{'/' if package else ''}")]
        killed = sum(end.startswith("killed") for end in own)
        if own:
            print(f"  {package or 'all':11s} {killed:4d} of {len(own):4d}  {100 * killed / len(own):5.1f} %")
    return 0


def _fixed(work: Path) -> int:
    """Plant each fixed fault; 1 when one of them passes its tests, or no longer fits into its source."""
    if unfit := fits(ROOT):
        print("These no longer fit into their source, see scripts/planted.py:", *unfit, sep="\n  ")
        return 1
    copy = copied(work / "fixed")
    shutil.rmtree(work / "audits", ignore_errors=True)
    _preload()
    passed = []
    for number, each in enumerate((None, *PLANTED)):
        began, path = time.monotonic(), f"safeaudit/{PLANTED[0].path if each is None else each.path}"
        mutant = Mutant(path, 0, 0, 0, "", "", "no fault")
        if each is not None:
            content = (ROOT / path).read_text("utf-8")
            start = len(content[: content.index(each.old)].encode())
            mutant = Mutant(path, 0, start, start + len(each.old.encode()), each.old, each.new, each.what)
        tests = TESTS[:2] if each is None else [each.test]
        _, status = os.waitpid(_started(copy, tests, mutant), 0)
        _restore(copy, path)
        end = _end(os.waitstatus_to_exitcode(status), copy)
        what = "no fault: the tests must pass" if each is None else each.what
        print(
            f"{number:3d} {end:9s} {what} ({time.monotonic() - began:.0f} s{'' if each is None else f', {_by(copy)}'})",
            flush=True,
        )
        if (end == "survived") != (each is None):
            passed.append(what)
    print("All were found." if not passed else f"Not found: {'; '.join(passed)}")
    return int(bool(passed))


def _each(chosen: Sequence[Mutant], covered: dict[str, Any], given: argparse.Namespace) -> Iterable[tuple[Mutant, str]]:
    """Each fault with its end, `jobs` at a time, each job in a copy of its own."""
    copies = [copied(given.work / f"copy-{number}") for number in range(given.jobs)]
    _preload()
    nothing = Mutant(f"{chosen[0].path}", 0, 0, 0, "", "", "no fault")
    _, status = os.waitpid(_started(copies[0], TESTS[:2], nothing), 0)
    if os.waitstatus_to_exitcode(status) != PASSED:
        raise SystemExit(
            f"The tests fail without a fault:\n{copies[0].with_suffix('.log').read_text('utf-8', 'replace')[-3000:]}"
        )
    waiting, running = list(chosen), {}
    while waiting or running:
        while waiting and copies:
            mutant = waiting.pop(0)
            tests = [
                name
                for name in TESTS
                if mutant.line in covered.get(name, {}).get(mutant.path, ()) and _looks_at(name, mutant.path)
            ]
            if not tests:  # templates are read in a process of their own, where no lines are measured
                tests = [name for name in ONLY_FOR if name in covered and _looks_at(name, mutant.path)]
            if not tests:
                yield mutant, "not run"
                continue
            copy = copies.pop()
            running[_started(copy, _in_order(tests, mutant.path), mutant)] = (mutant, copy)
        if not running:
            continue
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            time.sleep(0.05)
            continue
        mutant, copy = running.pop(pid)
        _restore(copy, mutant.path)
        copies.append(copy)
        end = _end(os.waitstatus_to_exitcode(status), copy)
        yield mutant, f"{end} {_by(copy)}" if end == "killed" else end


def _looks_at(test: str, path: str) -> bool:
    return test not in ONLY_FOR or path.removeprefix("safeaudit/report/").startswith(ONLY_FOR[test])


def _in_order(tests: Sequence[str], path: str) -> list[str]:
    """The tests, the file that looks at this module most closely first."""
    own = [name for name in tests if name in ONLY_FOR] + [FIRST.get(path.split("/")[1], "")]
    return sorted(tests, key=lambda name: own.index(name) if name in own else len(own))


def _end(code: int, copy: Path) -> str:
    """What a run of tests says of a fault; a run that broke down says nothing and stops everything."""
    if code == LATE:
        return "timeout"
    if code not in (PASSED, FAILED, INTERRUPTED):
        raise SystemExit(
            f"A run of tests broke down ({code}):\n{copy.with_suffix('.log').read_text('utf-8', 'replace')[-3000:]}"
        )
    return "survived" if code == PASSED else "killed"


def _by(copy: Path) -> str:
    """The first test that failed."""
    found = re.search(
        r"^(?:FAILED|ERROR) tests/(\S+)", copy.with_suffix(".log").read_text("utf-8", "replace"), re.MULTILINE
    )
    return found[1] if found else "no test"


# One run of tests ----------------------------------------------------------------------------------------------------


def _preload() -> None:
    """Load what every run needs and none changes, so that a run begins at once."""
    import yaml  # noqa: F401

    assert "safeaudit" not in sys.modules


def _started(copy: Path, tests: Sequence[str], mutant: Mutant) -> int:
    """Run tests on a copy with a fault, in a process of its own; its ID."""
    target = copy / mutant.path
    target.write_bytes(mutant.applied((ROOT / mutant.path).read_bytes()))
    for old in (target.parent / "__pycache__").glob(f"{target.stem}.*.pyc"):
        old.unlink()
    pid = os.fork()
    if pid:
        return pid
    out = os.open(copy.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    code = PASSED
    for test in tests:  # each file in a process of its own, so that none is collected before it is its turn
        child = os.fork()
        if not child:
            _run(copy, _named(test))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code != PASSED:
            break
    os._exit(code if code >= 0 else LATE)


def _named(test: str) -> list[str]:
    """A test file by its name, with what follows it for pytest."""
    name, _, rest = test.partition(" ")
    return [f"tests/{name.removesuffix('.py')}.py", *shlex.split(rest)]


def _run(copy: Path, tests: Sequence[str]) -> None:
    """Run tests and end the process."""
    import pytest

    os.chdir(copy)
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 5))
    sys.dont_write_bytecode = True
    os.environ |= {
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SAFEAUDIT_AUDITS": str(copy.parent / "audits"),
    }
    os.environ.pop("SAFEAUDIT_RENEW", None)
    sys.path[:0] = [str(copy), str(copy / "tests")]
    code = BROKEN
    try:
        code = int(pytest.main([*OPTIONS, *tests]))
    except BaseException:  # noqa: BLE001 - whatever it is, the process must end here
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def copied(copy: Path) -> Path:
    """A copy of everything git knows or would take, its bytecode ready; only what changed is written anew."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git, wherever it is
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    for name in names:
        source, target = ROOT / name, copy / name
        if not target.exists() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for name in {each.relative_to(copy).as_posix() for each in copy.rglob("*.py")} - set(names):
        (copy / name).unlink()
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "safeaudit", "tests"],
        cwd=copy,
        check=True,
    )
    return copy


def _restore(copy: Path, name: str) -> None:
    shutil.copyfile(ROOT / name, copy / name)


# Which tests run which lines -----------------------------------------------------------------------------------------


def lines_by_test(work: Path) -> dict[str, Any]:
    """{test file: {source file: lines it runs}}, measured once for each state of sources and tests."""
    state = hashlib.sha256()
    for path in sorted(
        [
            *(ROOT / "safeaudit").rglob("*.py"),
            *(ROOT / "safeaudit" / "framework").glob("*"),
            *(ROOT / "tests").glob("*.py"),
        ]
    ):
        state.update(path.read_bytes() if path.is_file() else b"")
    kept = work / f"lines-{state.hexdigest()[:16]}.json"
    if kept.exists():
        return dict(json.loads(kept.read_text("utf-8")))
    work.mkdir(parents=True, exist_ok=True)
    copy = copied(work / "measured")
    shutil.rmtree(work / "audits", ignore_errors=True)
    found: dict[str, Any] = {}
    for name in TESTS:
        if (copy / "tests" / f"{name}.py").exists():
            began = time.monotonic()
            found[name] = _measured(copy, name)
            print(f"  measured {name}: {time.monotonic() - began:.0f} s", flush=True)
    kept.write_text(json.dumps(found), "utf-8")
    return found


def _measured(copy: Path, name: str) -> dict[str, list[int]]:
    data = copy / f".coverage-{name}"
    env = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "SAFEAUDIT_AUDITS": str(copy.parent / "audits"),
        "COVERAGE_CORE": "ctrace",
    }
    done = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "coverage", "run", f"--data-file={data}", "--source=safeaudit", "-m", "pytest", *OPTIONS, f"tests/{name}.py"],
        cwd=copy, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{name} fails without a fault:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    from coverage import CoverageData

    read = CoverageData(str(data))
    read.read()
    return {Path(path).relative_to(copy).as_posix(): sorted(read.lines(path) or ()) for path in read.measured_files()}


if __name__ == "__main__":
    sys.exit(main())

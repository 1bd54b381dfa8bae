"""Thousands of damaged files through `rescue`, `upgrade`, `compare` and `template lint`, what comes out compared with what went in.

python scripts/fuzz.py --count 1000 --seed 1          four kinds of command in turn; ends with 1 when one broke a promise
python scripts/fuzz.py --only "rescue" --case 1-17    one case again, by the number a failure was told with

The same seed damages in the same way. tests/test_fuzz_commands.py takes a sample of this in every run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def main(arguments: Sequence[str]) -> int:
    """Damage, drive, and print every promise that was broken."""
    from driving import JOBS

    parser = argparse.ArgumentParser(description="Damaged files through the commands that rebuild, compare and check.")
    parser.add_argument("--count", type=int, default=400, help="how many files in all")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--only", choices=JOBS, help="this command only")
    parser.add_argument("--case", help="this case only, as SEED-NUMBER")
    options = parser.parse_args(arguments)
    jobs = [options.only] if options.only else list(JOBS)
    cases = [(jobs[number % len(jobs)], f"{options.seed}-{number}") for number in range(options.count)]
    if options.case:
        cases = [(job, options.case) for job in jobs]
    workbook, template = _sound()
    failed: Counter[str] = Counter()
    with ProcessPoolExecutor(options.jobs) as pool:
        work = [(job, case, workbook, template) for job, case in cases]
        for (job, case), said in zip(cases, pool.map(_try, work, chunksize=4), strict=True):
            if said:
                failed[job] += 1
                print(f"{job} {case}: {said}", flush=True)
    for job in jobs:
        print(f"{job}: {sum(1 for each, _ in cases if each == job)} files, {failed[job]} broken promises")
    print(f"{len(cases) - failed.total()} passed, {failed.total()} failed")
    return 1 if failed else 0


def _sound() -> tuple[bytes, bytes]:
    """The sample city's workbook with a few sheets, and the template of the strategy."""
    from driving import little

    with tempfile.TemporaryDirectory() as folder:
        return little(Path(folder)), (ROOT / "report_templates" / "strategy-report.docx").read_bytes()


def _try(case: tuple[str, str, bytes, bytes]) -> str:
    """What was broken, in words; empty where nothing was."""
    from driving import one

    warnings.simplefilter("ignore")
    job, seed, workbook, template = case
    with tempfile.TemporaryDirectory() as folder:
        try:
            one(job, seed, workbook, template, Path(folder))
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is told with its case
            return f"{type(fault).__name__}: {fault}"[:600]
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

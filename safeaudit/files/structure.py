"""How a workbook file is built beside its contents: input checks and protection of each sheet, looked up by openpyxl.

openpyxl fills in whole rectangles and trusts what a file says of itself, so it only ever runs in a child process with the
limits of the operating system, on files that have passed the guard.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from safeaudit.files.encrypted import limit_process
from safeaudit.files.guard import LIMITS, Limits


class Build(NamedTuple):
    """What a sheet has: how many input checks (dropdowns and limits), and whether its locked cells are protected."""

    checks: int
    protected: bool


_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from safeaudit.files.structure import child; child()"


def builds(data: bytes, limits: Limits = LIMITS) -> dict[str, Build] | None:
    """{title: build} of every worksheet; None where openpyxl cannot look at the file within the limits."""
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-I", "-c", _CHILD, root, str(limits.memory), str(limits.seconds)]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter; the file itself comes on standard input
            command, input=data, capture_output=True, timeout=limits.seconds, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    if done.returncode:
        return None
    return {title: Build(*build) for title, build in json.loads(done.stdout).items()}


def child() -> None:
    """The child's side: a workbook on standard input, its builds as JSON on standard output."""
    import io
    import warnings

    from openpyxl import load_workbook

    limit_process(int(sys.argv[2]), float(sys.argv[3]))
    warnings.simplefilter("ignore")
    book = load_workbook(io.BytesIO(sys.stdin.buffer.read()), keep_links=False)
    found = {
        sheet.title: (len(sheet.data_validations.dataValidation), bool(sheet.protection.sheet))
        for sheet in book.worksheets
    }
    json.dump(found, sys.stdout)

"""How other programs are started: found where they are installed, run from a folder of ours, never from the current one.

Workbooks and templates arrive in a folder of downloads. What else lies there may be called `json.py` or `soffice.exe`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder this package is installed in: children find it there, and no stranger writes there."""


def on_path(*names: str) -> Path | None:
    """The first of these programs in a folder of PATH. Windows' own search, and `shutil.which`, look in the current folder first."""
    ends = os.environ.get("PATHEXT", ".COM;.EXE;.BAT;.CMD").split(";") if sys.platform == "win32" else [""]
    for name in names:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            if not Path(folder).is_absolute():
                continue
            for end in ends:
                program = Path(folder, name + end)
                if program.is_file() and os.access(program, os.X_OK):
                    return program
    return None


def of_windows(name: str) -> str:
    """A program of Windows itself, by its full path: a bare name would be looked up in the current folder first."""
    return str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", name))


def import_path() -> list[str]:
    """Where a child looks for modules: where this process does, but for the current folder ("" in the list)."""
    found = [entry or str(ROOT) for entry in sys.path]
    return found if str(ROOT) in found else [*found, str(ROOT)]


@contextmanager
def not_from_here() -> Iterator[None]:
    """Meanwhile Pythons that multiprocessing starts keep the current folder out of their search for modules."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before

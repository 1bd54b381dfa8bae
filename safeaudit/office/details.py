"""What is kept of a fault in safeaudit itself: where in the program it happened, and nothing of anybody's answers."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from safeaudit.paths import atomic

NAME = "last-fault.txt"


def keep(fault: BaseException, command: str) -> Path | None:
    """Write the details of a fault to a file of the person's own and give its path; None where nothing may be written.

    Codes and addresses only: neither the fault's own text, which may quote a cell, nor any variable.
    """
    text = describe(fault, command)
    for folder in (log_folder(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with atomic(folder / NAME) as temporary:
                temporary.write_text(text, "utf-8")
        except OSError:
            continue
        return folder / NAME
    return None


def describe(fault: BaseException, command: str) -> str:
    """The details as text: versions, the command, and the places in the program that were passed."""
    import safeaudit

    lines = [
        f"safeaudit {safeaudit.__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
        f"command: {command}",
    ]
    current: BaseException | None = fault
    while current is not None:
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines.extend(
            f"  {_module(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        )
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines) + "\n"


def _module(filename: str) -> str:
    """A source file without the folders of the person's computer."""
    return "/".join(Path(filename).parts[-3:])


def log_folder() -> Path:
    """Where programs keep their notes on this system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "safeaudit"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Logs" / "safeaudit"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "safeaudit"

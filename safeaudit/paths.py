"""Where templates and examples are, in a checkout or an installed wheel, and how files are written safely."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """workbook_templates, report_templates or examples: inside the installed package, or beside it in a checkout."""
    installed = PACKAGE / "_data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place when the block ends well, and vanishes when it does not.

    OSError passes through, naming `path`: the caller knows what to say about it.
    """
    temporary = None
    try:
        handle, name = tempfile.mkstemp(prefix=".safeaudit-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        _replace(temporary, path)
    except OSError as fault:
        fault.filename = str(path)  # people asked for this file, not for the temporary one
        raise
    finally:
        if temporary is not None:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()


def _replace(temporary: Path, path: Path) -> None:
    """Put the file in place; on Windows another program may hold the old one for a moment."""
    for attempt in range(7):
        try:
            temporary.replace(path)
        except PermissionError:
            if os.name != "nt" or attempt == 6:
                raise
            time.sleep(0.5)
        else:
            return


_RESERVED = {
    *("con", "prn", "aux", "nul", "conin$", "conout$", "clock$"),
    *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"),
}
"""Names that Windows gives to devices, whatever ending follows; it reads ¹, ² and ³ as digits there."""


def safe_name(text: str) -> str:
    """A file name every system accepts, of at most 80 characters and 160 bytes, from any text."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(
        r"[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:\"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+", "-", text
    )
    text = re.sub(r"\s+", "-", text)
    text = re.sub(r"^(?:[-. ]|~\$)+", "", text)[:80]  # ~$ begins the lock files of Office, a dot what is hidden
    while len(text.encode()) > 160:
        text = text[:-1]
    text = text.strip("-. ")
    return f"_{text}" if not text or text.partition(".")[0].lower() in _RESERVED else text

"""Reads a workbook file into a Grid, or says by a code why it cannot be read.

No child process is started by default, by measurement: the reader is Python over zlib, expat and `re`, with no foreign
code that could abort; every loop runs under a byte counter and a deadline, and what it keeps is bounded by the limits.
The worst files found (full limits of cells, texts, strings; parts of 100 MB; floods of names, attributes, tags) took
200 MB and were stopped at 20 s, while a child costs about seven times the reading of a usual file. `isolate=True` adds it
as a second wall, with the operating system's own limits on time and memory, for servers and batches from strangers.
"""

from __future__ import annotations

import errno
import io
import re
import stat
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from safeaudit.cells import Cell, Grid, GridNote, GridSheet, Kind, Value
from safeaudit.hosts.guard import LIMITS, Limits, Refusal, UnreadableFile, too_big
from safeaudit.hosts.xlsx import read_workbook

__all__ = ["LIMITS", "Limits", "Refusal", "UnreadableFile", "read", "read_bytes"]


def read(path: Path, isolate: bool = False, limits: Limits = LIMITS) -> Grid:
    """The workbook at `path` as a Grid of its worksheets' filled cells.

    UnreadableFile with a Refusal's code if it cannot be read; its values always hold `file`, the name without folders.
    With `isolate` the work is done in a child process under limits of the operating system.
    """
    try:
        if isolate and not getattr(sys, "frozen", False):
            return _read_in_child(path, limits)
        return read_bytes(_content(path, limits), path.name, limits)
    except UnreadableFile as refusal:
        refusal.values["file"] = path.name
        raise
    except MemoryError:
        raise too_big(limits, "memory", file=path.name) from None


def read_bytes(data: bytes, source: str, limits: Limits = LIMITS) -> Grid:
    """The workbook in `data`, as an upload brings it; `source` names it to a person. UnreadableFile as in `read`."""
    if len(data) > limits.file:
        raise too_big(limits, "file")
    if not data.startswith((b"PK\3\4", b"PK\5\6")):
        raise other_kind(data)
    return read_workbook(data, source, limits)


def _content(path: Path, limits: Limits) -> bytes:
    try:
        found = path.stat()
        mode = found.st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableFile(Refusal.IS_DIRECTORY)
        if not stat.S_ISREG(mode):
            raise UnreadableFile(Refusal.NOT_A_WORKBOOK, kind="device")
        with path.open("rb") as file:
            # One byte more than allowed is enough to refuse, and a file may grow after it was looked at.
            return file.read(min(found.st_size, limits.file) + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UnreadableFile(Refusal.NOT_FOUND) from None
    except PermissionError:
        raise UnreadableFile(Refusal.NO_PERMISSION) from None
    except OSError as error:
        code = Refusal.NOT_FOUND if error.errno in (errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP) else Refusal.IO_ERROR
        raise UnreadableFile(code, detail=errno.errorcode.get(error.errno or 0, "")) from None


# ── What else people send ────────────────────────────────────────────────────────────────────────────────────────────

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", Refusal.ENCRYPTED),
    ("Workbook", Refusal.OLD_EXCEL),
    ("Book", Refusal.OLD_EXCEL),
    ("WordDocument", Refusal.WORD_DOCUMENT),
)
_OLE_ENTRY = 128
_OLD_EXCEL = tuple(bytes(start) for start in ([9, 0, 4, 0], [9, 2, 6, 0], [9, 4, 6, 0], [9, 8, 16, 0], [9, 8, 8, 0]))
_KINDS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
)
_HTML = re.compile(
    # Possessive throughout: a file of comment marks must not be tried in every combination.
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+"
    r"<(?:!doctype\s+html|html|head|body|table|meta|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_EXCEL_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_SAMPLE = 64 * 1024


def other_kind(data: bytes) -> UnreadableFile:
    """Names what a file is that is not a zip."""
    if not data.strip():
        return UnreadableFile(Refusal.EMPTY)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(_OLD_EXCEL):
        return UnreadableFile(Refusal.OLD_EXCEL)
    if data.startswith(b"{\\rtf"):
        return UnreadableFile(Refusal.WORD_DOCUMENT)
    for magic, kind in _KINDS:
        if data.startswith(magic):
            return UnreadableFile(Refusal.NOT_A_WORKBOOK, kind=kind)
    if not data.strip(b"\0"):
        return UnreadableFile(Refusal.DAMAGED, part="", detail="zeros")
    return _text_kind(data[:_SAMPLE])


def _ole_kind(data: bytes) -> UnreadableFile:
    for name, code in _OLE_STREAMS:
        entry = name.encode("utf-16-le") + b"\0\0"
        at = data.find(entry)
        while at >= 0:
            if at % _OLE_ENTRY == 0:
                return UnreadableFile(code)
            at = data.find(entry, at + 1)
    return UnreadableFile(Refusal.NOT_A_WORKBOOK, kind="ole")


def _text_kind(sample: bytes) -> UnreadableFile:
    text = _as_text(sample)
    if text is None:
        return UnreadableFile(Refusal.NOT_A_WORKBOOK)
    if _HTML.match(text) or text.startswith("MIME-Version:"):
        return UnreadableFile(Refusal.HTML)
    if _EXCEL_2003 in text:
        return UnreadableFile(Refusal.OLD_EXCEL)
    if text.lstrip().startswith("<?xml"):
        return UnreadableFile(Refusal.NOT_A_WORKBOOK, kind="xml")
    return UnreadableFile(Refusal.CSV_OR_TEXT)


def _as_text(sample: bytes) -> str | None:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample[: len(sample) // 2 * 2].decode("utf-16", errors="replace")
    # Other encodings are not told apart: what holds no control characters was written to be read.
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample):
        return None
    return sample.decode("utf-8-sig", errors="replace")


# ── In a child process ───────────────────────────────────────────────────────────────────────────────────────────────

_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from safeaudit.hosts.file import child; child()"


def _read_in_child(path: Path, limits: Limits) -> Grid:
    import json
    import subprocess
    from dataclasses import asdict

    data = _content(path, limits)
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-I", "-c", _CHILD, root, path.name, json.dumps(asdict(limits))]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter; of the file only its name, as an argument
            command, input=data, capture_output=True, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(Refusal.TOO_SLOW, limit=limits.seconds) from None
    except OSError as error:
        raise UnreadableFile(Refusal.IO_ERROR, detail=errno.errorcode.get(error.errno or 0, "")) from None
    if done.returncode:
        raise UnreadableFile(Refusal.DAMAGED, part="", detail="reader_died")
    # JSON, as a child that was taken over could make pickle run anything and marshal crash the parent.
    return _unpacked(json.loads(done.stdout))


def child() -> None:
    """The child's side: a workbook on standard input, its Grid or refusal as JSON on standard output."""
    import json

    limits = Limits(**json.loads(sys.argv[3]))
    _limit_process(limits.memory, limits.seconds)
    try:
        answer = _packed(read_bytes(sys.stdin.buffer.read(), sys.argv[2], limits))
    except UnreadableFile as refusal:
        answer = {"code": refusal.code, "values": refusal.values}
    except MemoryError:
        answer = {"code": Refusal.TOO_BIG, "values": {"what": "memory", "limit": str(limits.memory)}}
    json.dump(answer, io.TextIOWrapper(sys.stdout.buffer, encoding="ascii"))


def _limit_process(memory: int, seconds: float) -> None:
    if sys.platform != "win32":
        import resource

        for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(seconds) + 1)):
            resource.setrlimit(kind, (limit, limit))


def _packed(grid: Grid) -> dict[str, Any]:
    def plain(value: Value) -> str | float | bool:
        return value.value.isoformat() if isinstance(value.value, datetime) else value.value

    return {
        "source": grid.source,
        "date1904": grid.date1904,
        "sheets": [
            (sheet.title, sheet.hidden, [(*at, v.kind, plain(v), v.formula) for at, v in sheet.cells.items()])
            for sheet in grid.sheets
        ],
        "notes": [
            (note.code, note.cell and (note.cell.sheet, note.cell.row, note.cell.column), note.values)
            for note in grid.notes
        ],
    }


def _unpacked(answer: dict[str, Any]) -> Grid:
    if "code" in answer:
        raise UnreadableFile(answer["code"], **answer["values"])
    kinds = {str(kind): kind for kind in Kind}

    def value(kind: str, plain: str | float | bool, formula: bool) -> Value:
        return Value(kinds[kind], datetime.fromisoformat(str(plain)) if kind == Kind.DATE else plain, formula)

    sheets = [
        GridSheet(title, {(row, column): value(*rest) for row, column, *rest in cells}, hidden)
        for title, hidden, cells in answer["sheets"]
    ]
    notes = [
        GridNote(code, Cell(*cell) if cell else None, tuple((name, text) for name, text in values))
        for code, cell, values in answer["notes"]
    ]
    return Grid(answer["source"], sheets, notes, answer["date1904"])

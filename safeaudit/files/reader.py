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
import stat
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from safeaudit.cells import Box, Cell, Format, Grid, GridNote, GridSheet, Kind, Span, Value
from safeaudit.files.encrypted import decrypted, limit_process
from safeaudit.files.formats import read_package
from safeaudit.files.guard import LIMITS, Limits, Refusal, UnreadableFile, too_big
from safeaudit.files.kinds import is_lock_file, other_kind

__all__ = ["LIMITS", "Limits", "Refusal", "UnreadableFile", "content", "other_kind", "package_of", "read", "read_bytes"]


def read(path: Path, isolate: bool = False, limits: Limits = LIMITS, passwords: Sequence[str] = ()) -> Grid:
    """The workbook at `path` as a Grid of its worksheets' filled cells.

    UnreadableFile with a Refusal's code if it cannot be read; its values always hold `file`, the name without folders.
    With `isolate` the work is done in a child process under limits of the operating system. `passwords` are tried in
    turn on a protected workbook.
    """
    try:
        data = package_of(content(path, limits), path.name, limits, passwords)
        if isolate and not getattr(sys, "frozen", False):
            return _read_in_child(data, path.name, limits)
        return read_package(data, path.name, limits)
    except UnreadableFile as refusal:
        refusal.values["file"] = path.name
        raise
    except MemoryError:
        raise too_big(limits, "memory", file=path.name) from None


def read_bytes(data: bytes, source: str, limits: Limits = LIMITS, passwords: Sequence[str] = ()) -> Grid:
    """The workbook in `data`, as an upload brings it; `source` names it to a person. UnreadableFile as in `read`."""
    return read_package(package_of(data, source, limits, passwords), source, limits)


def package_of(data: bytes, source: str, limits: Limits = LIMITS, passwords: Sequence[str] = ()) -> bytes:
    """The zip package in `data`: itself, or what one of the passwords opens. UnreadableFile when there is none."""
    if len(data) > limits.file:
        raise too_big(limits, "file")
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return data
    if is_lock_file(data, source):
        raise UnreadableFile(Refusal.LOCK_FILE)
    refusal = other_kind(data)
    if refusal.code != Refusal.ENCRYPTED:
        raise refusal
    package = decrypted(data, passwords, limits)
    if len(package) > limits.file:
        raise too_big(limits, "file")
    return package


def content(path: Path, limits: Limits = LIMITS) -> bytes:
    """A file's bytes, never many more than allowed. UnreadableFile when it is none, or may not be read."""
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


# ── In a child process ───────────────────────────────────────────────────────────────────────────────────────────────

_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from safeaudit.files.reader import child; child()"


def _read_in_child(data: bytes, name: str, limits: Limits) -> Grid:
    import json
    import subprocess
    from dataclasses import asdict

    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-I", "-c", _CHILD, root, name, json.dumps(asdict(limits))]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter; of the file only its name, as an argument
            command, cwd=root, input=data, capture_output=True, timeout=limits.seconds, check=False
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
    limit_process(limits.memory, limits.seconds)
    try:
        answer = _packed(read_package(sys.stdin.buffer.read(), sys.argv[2], limits))
    except UnreadableFile as refusal:
        answer = {"code": refusal.code, "values": refusal.values}
    except MemoryError:
        answer = {"code": Refusal.TOO_BIG, "values": {"what": "memory", "limit": str(limits.memory)}}
    json.dump(answer, io.TextIOWrapper(sys.stdout.buffer, encoding="ascii"))


def _packed(grid: Grid) -> dict[str, Any]:
    def plain(value: Value) -> str | float | bool:
        return value.value.isoformat() if isinstance(value.value, datetime) else value.value

    return {
        "source": grid.source,
        "date1904": grid.date1904,
        "sheets": [
            {
                "title": sheet.title,
                "hidden": sheet.hidden,
                "cells": [(*at, v.kind, plain(v), v.formula, v.format) for at, v in sheet.cells.items()],
                "merges": sheet.merges,
                "struck": sorted(sheet.struck),
                "notes": [(*at, text) for at, text in sheet.notes.items()],
                "boxes": sheet.boxes,
                "pictures": sheet.pictures,
                "widths": list(sheet.widths.items()),
            }
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

    formats = {str(shown): shown for shown in Format}

    def value(kind: str, plain: str | float | bool, formula: bool, shown: str) -> Value:
        content = datetime.fromisoformat(str(plain)) if kind == Kind.DATE else plain
        return Value(kinds[kind], content, formula, formats[shown])

    sheets = [
        GridSheet(
            title=sheet["title"],
            cells={(row, column): value(*rest) for row, column, *rest in sheet["cells"]},
            hidden=sheet["hidden"],
            merges=[Span(*span) for span in sheet["merges"]],
            struck={(row, column) for row, column in sheet["struck"]},
            notes={(row, column): text for row, column, text in sheet["notes"]},
            boxes=[Box(*box) for box in sheet["boxes"]],
            pictures=[(row, column) for row, column in sheet["pictures"]],
            widths=dict(sheet["widths"]),
        )
        for sheet in answer["sheets"]
    ]
    notes = [
        GridNote(code, Cell(*cell) if cell else None, tuple((name, text) for name, text in values))
        for code, cell, values in answer["notes"]
    ]
    return Grid(answer["source"], sheets, notes, answer["date1904"])

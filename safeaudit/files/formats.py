"""The formats a workbook may come in: another one is a reader of its own and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeaudit.cells import Grid
from safeaudit.files.guard import LIMITS, Limits, Package, Refusal, UnreadableFile
from safeaudit.files.ods import is_ods, mimetype, read_ods
from safeaudit.files.xlsx import read_workbook

__all__ = ["ENDINGS", "FORMATS", "LIKE_WORKBOOKS", "Format", "format_of", "read_package"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the endings its files have, whether a package is of it (by content), and its reader.

    keeps: whether a copy can be written in which only the findings are new; otherwise a copy is built anew.
    """

    name: str
    endings: tuple[str, ...]
    recognise: Callable[[Package], bool]
    read: Callable[[bytes, str, Limits], Grid]
    keeps: bool


def _read_ods(data: bytes, source: str, limits: Limits) -> Grid:
    return read_ods(Package(data, limits), source, limits)


def _is_ooxml(package: Package) -> bool:
    """Whatever is nothing else is left to this reader, which says what it is and why it cannot be read."""
    kind = mimetype(package)
    if kind.startswith((b"application/vnd.oasis.opendocument", b"application/vnd.sun.xml")):
        raise UnreadableFile(Refusal.OPEN_DOCUMENT)
    return True


FORMATS = (
    Format("OpenDocument spreadsheet", (".ods", ".ots"), is_ods, _read_ods, keeps=False),
    Format("Excel workbook", (".xlsx", ".xlsm", ".xltx", ".xltm"), _is_ooxml, read_workbook, keeps=True),
)
"""In the order in which they are tried; the last takes what no other knows."""

ENDINGS = tuple(ending for each in reversed(FORMATS) for ending in each.endings)
"""The endings of files that can be read, the usual first."""

LIKE_WORKBOOKS = (".xls", ".xlsb", ".xlt", ".fods", ".sxc", ".numbers")
"""Endings of files that hold a workbook which cannot be read: in a folder they are told of, not passed over."""


def read_package(data: bytes, source: str, limits: Limits = LIMITS) -> Grid:
    """The workbook in a zip package, by the first format that knows it. UnreadableFile when none can read it."""
    return format_of(data, limits).read(data, source, limits)


def format_of(data: bytes, limits: Limits = LIMITS) -> Format:
    """The format of a zip package. UnreadableFile when it is damaged, hostile or of a kind that is known not to be read."""
    package = Package(data, limits)
    return next(each for each in FORMATS if each.recognise(package))

"""Reads the workbook that is open in desktop Excel, through xlwings, all cells of a sheet in one call.

Values come twice, plain and with the texts of error cells, so that a typed text “#N/A” and an error stay two things. The
writing that only a desktop program needs is here as well: protection lifted and put back, links to cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from safeaudit.cells import Grid, GridSheet, Kind, Value

if TYPE_CHECKING:
    import xlwings as xw

ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!)")


def read(book: xw.Book) -> Grid:
    """The book as a Grid: every worksheet's used range."""
    sheets = [_sheet(sheet) for sheet in book.sheets]
    return Grid(book.name, sheets, [], _date1904(book))


def _sheet(sheet: xw.Sheet) -> GridSheet:
    found = GridSheet(sheet.name, hidden=not sheet.visible)
    used = sheet.used_range
    values, errors = _values(used)
    formulas = _rows(used.formula)
    for number, line in enumerate(values):
        for offset, content in enumerate(line):
            entry = formulas[number][offset]
            entry = entry if isinstance(entry, str) else ""
            # A text such as =1+1 behind a quote gives itself as its formula; no formula is its own result.
            formula = entry.startswith("=") and entry != content
            error = errors.get((number, offset))
            value = Value(Kind.ERROR, error, formula) if error else _value(content, formula=formula)
            if value is not None:
                found.cells[used.row + number, used.column + offset] = value
    return found


def _values(used: xw.Range) -> tuple[list[list[Any]], dict[tuple[int, int], str]]:
    """The values of a range, None for error cells, and the errors by (line, place)."""
    values = _rows(used.options(ndim=2).value)
    # xlwings' own way to error texts fails on a Mac for more than one row.
    shown = _rows(used.api.string_value.get() if _on_mac(used) else used.options(ndim=2, err_to_str=True).value)
    return values, {
        (number, offset): text
        for number, line in enumerate(shown)
        for offset, text in enumerate(line)
        if isinstance(text, str) and values[number][offset] != text and ERRORS.fullmatch(text)
    }


def _on_mac(used: xw.Range) -> bool:
    return type(used.impl).__module__.endswith("_xlmac")


def _rows(block: Any) -> list[list[Any]]:
    """A block of cells as rows, whatever its size: programs hand over one cell or one row without its brackets."""
    if not isinstance(block, (list, tuple)):
        return [[block]]
    if not block or not isinstance(block[0], (list, tuple)):
        return [list(block)]
    return [list(row) for row in block]


def _value(content: object, *, formula: bool) -> Value | None:
    match content:
        case bool():
            return Value(Kind.BOOLEAN, content, formula)
        case int() | float() | Decimal():  # amounts in a currency format come as Decimal
            return Value(Kind.NUMBER, float(content), formula)
        case datetime():
            return Value(Kind.DATE, content.replace(tzinfo=None), formula)
        case date():
            return Value(Kind.DATE, datetime(content.year, content.month, content.day), formula)
        case str() if content:
            return Value(Kind.TEXT, content, formula)
    return Value(Kind.TEXT, "", formula) if formula else None


def _date1904(book: xw.Book) -> bool:
    """Whether the book counts days from 1904; on a Mac it is asked by another name."""
    native: Any = book.api
    for name in ("Date1904", "date_1904", "date1904"):
        told = getattr(native, name, None)
        if isinstance(told, bool):
            return told
        if told is not None and hasattr(told, "get"):
            return told.get() is True
    return False


# Writing -------------------------------------------------------------------------------------------------------------


class LockedSheet(Exception):
    """A sheet is protected with a password that we do not know."""


def link(sheet: str, cell: str) -> str:
    """A formula that shows an address and jumps there."""
    tab = sheet.replace("'", "''").replace('"', '""')
    return f'=HYPERLINK("#\'{tab}\'!{cell}","{cell}")'


OPTIONS = ("AllowFormattingColumns", "AllowFormattingRows", "AllowFiltering")
"""What people may do on our sheets while they are protected; see Book.protect in workbook/tables.py."""


@contextmanager
def unprotected(sheet: xw.Sheet) -> Iterator[None]:
    """Lift the protection of a sheet, which has no password of ours, and put it back. LockedSheet when it has another's."""
    native: Any = sheet.api
    if not _is_protected(native):
        yield
        return
    _lift(native)
    try:
        yield
    finally:
        _protect(native)


def _is_protected(native: Any) -> bool:
    told = getattr(native, "ProtectContents", None)
    if told is None:
        told = native.protect_contents.get()
    return bool(told)


def _lift(native: Any) -> None:
    lift = getattr(native, "Unprotect", None) or native.unprotect
    try:
        lift()
    except Exception as fault:
        raise LockedSheet from fault
    if _is_protected(native):
        raise LockedSheet


def _protect(native: Any) -> None:
    protect = getattr(native, "Protect", None)
    if protect is not None:
        protect(**dict.fromkeys(OPTIONS, True))
    else:
        native.protect_worksheet(allow_formatting_columns=True, allow_formatting_rows=True, allow_filtering=True)


__all__: Sequence[str] = ["LockedSheet", "link", "read", "unprotected"]

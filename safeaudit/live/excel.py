"""The workbook that is open in desktop Excel, through xlwings: all cells of a sheet are read in one call, changes made at once.

Values come twice, plain and with the texts of error cells, so that a typed text “#N/A” and an error stay two things. What is seen
besides the contents is asked for next door.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from safeaudit.cells import Cell, Grid, GridSheet, Kind, Value
from safeaudit.live.beside import fill_beside
from safeaudit.live.looks import Asking, Native, fill_formats, fill_looks
from safeaudit.live.workbook import Action, LockedSheet, Texts

if TYPE_CHECKING:
    import xlwings as xw

ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!)")


def read(book: xw.Book) -> Grid:
    """The book as a Grid: every worksheet's used range, and what lies beside the cells as far as this Excel tells."""
    sheets = [(sheet, _sheet(sheet)) for sheet in book.sheets]
    asked, notes = Asking(), []
    for sheet, found in sheets:
        fill_beside(sheet, found, asked)
        notes += fill_looks(sheet, found, asked)
    for sheet, found in sheets:  # last, as this may take the most questions
        fill_formats(sheet, found, asked)
    return Grid(book.name, [found for _, found in sheets], notes, _date1904(book))


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


def _values(used: xw.Range) -> tuple[list[list[object]], dict[tuple[int, int], str]]:
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


def _rows(block: object) -> list[list[object]]:
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
    native: Native = book.api
    for name in ("Date1904", "date_1904", "date1904"):
        told = getattr(native, name, None)
        if isinstance(told, bool):
            return told
        if told is not None and hasattr(told, "get"):
            return told.get() is True
    return False


# Writing -------------------------------------------------------------------------------------------------------------


class ExcelWorkbook:
    """A book of xlwings as a `Workbook`."""

    actions: Sequence[Action] = ()

    def __init__(self, book: xw.Book) -> None:
        self._book = book

    @property
    def name(self) -> str:
        return self._book.name

    @property
    def place(self) -> str:
        return self._book.fullname

    @property
    def selected(self) -> Cell | None:
        selection = self._book.selection
        return None if selection is None else Cell(selection.sheet.name, selection.row, selection.column)

    def read(self) -> Grid:
        return read(self._book)

    def go(self, cell: Cell) -> None:
        sheet = self._book.sheets[cell.sheet]
        if not sheet.visible:
            sheet.visible = True
        sheet.activate()
        sheet.range(cell.a1).select()

    def changing(self, sheet: str) -> AbstractContextManager[None]:
        return unprotected(self._book.sheets[sheet])

    def write(self, corner: Cell, texts: Texts) -> None:
        """Excel makes formulas, numbers and dates of texts, unless a quote stands before them."""
        self._range(corner, len(texts), len(texts[0])).value = [[text and f"'{text}" for text in row] for row in texts]

    def clear(self, corner: Cell, rows: int, columns: int) -> None:
        self._range(corner, rows, columns).clear_contents()

    def link(self, corner: Cell, targets: Sequence[Cell | None]) -> None:
        formulas = [[link(target) if target is not None else ""] for target in targets]
        self._range(corner, len(targets), 1).formula = formulas

    def fit(self, corner: Cell, rows: int) -> None:
        self._range(corner, rows, 1).rows.autofit()

    def tell(self, step: str) -> None:
        with suppress(Exception):  # a status bar that cannot be written is no reason to stop
            self._book.app.status_bar = f"safeaudit: {step} …" if step else False

    def _range(self, corner: Cell, rows: int, columns: int) -> xw.Range:
        last = (corner.row + rows - 1, corner.column + columns - 1)
        return self._book.sheets[corner.sheet].range((corner.row, corner.column), last)


def link(target: Cell) -> str:
    """A formula that shows an address and jumps there."""
    tab = target.sheet.replace("'", "''").replace('"', '""')
    return f'=HYPERLINK("#\'{tab}\'!{target.a1}","{target.a1}")'


OPTIONS = ("AllowFormattingColumns", "AllowFormattingRows", "AllowFiltering")
"""What people may do on our sheets while they are protected; see Book.protect in workbook/book.py."""


@contextmanager
def unprotected(sheet: xw.Sheet) -> Iterator[None]:
    """Lift the protection of a sheet, which has no password of ours, and put it back. LockedSheet when it has another's."""
    native: Native = sheet.api
    if not _is_protected(native):
        yield
        return
    _lift(native)
    try:
        yield
    finally:
        _protect(native)


def _is_protected(native: Native) -> bool:
    told = getattr(native, "ProtectContents", None)
    if told is None:
        told = native.protect_contents.get()
    return bool(told)


def _lift(native: Native) -> None:
    lift = getattr(native, "Unprotect", None) or native.unprotect
    try:
        lift()
    except Exception as fault:
        raise LockedSheet from fault
    if _is_protected(native):
        raise LockedSheet


def _protect(native: Native) -> None:
    protect = getattr(native, "Protect", None)
    if protect is not None:
        protect(**dict.fromkeys(OPTIONS, True))
    else:
        native.protect_worksheet(allow_formatting_columns=True, allow_formatting_rows=True, allow_filtering=True)


__all__: Sequence[str] = ["ExcelWorkbook", "link", "read", "unprotected"]

"""XlsxWriter without its silences: whatever it would only warn about, or return a code for, is an error here."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet


class WorkbookFault(RuntimeError):
    """The definition asks for something a workbook cannot hold."""


OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "default_date_format": "yyyy-mm-dd",
}


@contextmanager
def strict() -> Iterator[None]:
    """Turn XlsxWriter's warnings into WorkbookFault."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            yield
        except Warning as fault:
            raise WorkbookFault(str(fault)) from fault


def new_book(file: IO[bytes], created: datetime, properties: dict[str, str]) -> Workbook:
    """An empty workbook whose bytes depend on nothing but its content."""
    book = Workbook(file, OPTIONS)
    book.set_properties({**properties, "created": created})
    book.set_calc_mode("auto")
    return book


_CALLED = re.compile(r"[A-Z.]+(?=\()")
PLAIN_FUNCTIONS = frozenset(
    [
        "ABS",
        "AND",
        "AVERAGE",
        "AVERAGEIFS",
        "CHOOSE",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "COUNTIFS",
        "FIND",
        "HYPERLINK",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISBLANK",
        "ISERROR",
        "ISNA",
        "ISNUMBER",
        "LARGE",
        "LEFT",
        "LEN",
        "MATCH",
        "MAX",
        "MID",
        "MIN",
        "MOD",
        "MONTH",
        "N",
        "NOT",
        "OR",
        "ROUND",
        "ROW",
        "ROWS",
        "SEARCH",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "TEXT",
        "TRIM",
        "VALUE",
        "YEAR",
    ]
)
"""Functions that every spreadsheet program has known for long: formulas made of these need no new-function prefix."""


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose rows can be given a height that still grows when somebody types a longer text."""

    def __init__(self) -> None:
        super().__init__()
        self._growing: set[int] = set()

    def growing_height(self, row: int, height: float) -> None:
        """The height of a row (counted from 1) in points, as a start: the row is not marked as set by hand."""
        self.set_row(row - 1, height)
        self._growing.add(row)

    def formula_of_plain_functions(self, row: int, column: int, formula: str, style: Format, value: object) -> int:
        """Write a formula, at a place counted from 0, without looking for newer functions in it.

        XlsxWriter looks for some sixty of them in each of ten thousand formulas. Ours call PLAIN_FUNCTIONS alone, which the
        tests hold them to.
        """
        if self._check_dimensions(row, column):
            return -1
        self.table[row][column] = CellFormulaTuple(formula.removeprefix("="), style, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """XlsxWriter looks for 29 newer functions in every formula; one look tells that ours use none of them."""
        if PLAIN_FUNCTIONS.issuperset(_CALLED.findall(formula)):
            return formula.removeprefix("{").removeprefix("=").removesuffix("}")
        prepared: str = super()._prepare_formula(formula, expand_future_functions)
        return prepared

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, object]] | None = None) -> None:
        if tag == "row" and attributes and attributes[0][1] in self._growing:
            attributes = [(name, value) for name, value in attributes if name != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


LINE, SMALL_LINE = 13.2, 11.8
"""The height of a line of text in points: an answer or a name, and a help in its smaller letters."""
SMALL = 1.18
"""How many more of the smaller letters go on a line."""


def lines_needed(text: object, width: float) -> int:
    """About how many lines a text takes in a cell this many characters wide."""
    room = max(4.0, width * 1.28)
    return sum(max(1, -int(-len(piece) // room)) for piece in str(text).split("\n"))


def put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write a value at a place counted from 1; text is text whatever it begins with."""
    if value is None or value == "":
        code = sheet.write_blank(row - 1, column - 1, None, style)
    elif isinstance(value, bool):
        code = sheet.write_boolean(row - 1, column - 1, value, style)
    elif isinstance(value, (int, float)):
        code = sheet.write_number(row - 1, column - 1, value, style)
    elif isinstance(value, str):
        code = sheet.write_string(row - 1, column - 1, value, style)
    else:
        code = sheet.write_datetime(row - 1, column - 1, value, style)
    _done(code, row, column)


def put_formula(sheet: Sheet, row: int, column: int, formula: str, style: Format, value: object = "") -> None:
    """Write a formula with its result, so that programs that do not calculate show the right thing."""
    if len(formula) > 8192:
        raise WorkbookFault(f"formula of {len(formula)} characters at row {row}, column {column}")
    _done(sheet.formula_of_plain_functions(row - 1, column - 1, formula, style, _stored(value)), row, column)


def put_array(sheet: Worksheet, row: int, column: int, formula: str, style: Format, value: object = "") -> None:
    """Write a formula that works on whole ranges into one cell, with its result."""
    place = (row - 1, column - 1, row - 1, column - 1)
    _done(sheet.write_array_formula(*place, f"{{={formula}}}", style, "" if value is None else value), row, column)


_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _stored(value: object) -> object:
    """A formula's result as the file holds it: XlsxWriter guards _x0041_ in texts and results of arrays, but not in these."""
    return "" if value is None else _ESCAPE.sub("_x005F_", value) if isinstance(value, str) else value


def _done(code: int | None, row: int, column: int) -> None:
    if code:
        raise WorkbookFault(f"cell at row {row}, column {column} could not be written (code {code})")

"""What every door turns a workbook into: sheets of typed values at addresses, with no trace of the program that held them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


class Kind(StrEnum):
    """What a cell holds. A blank cell is not in the grid at all."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"  # #REF!, #N/A …: the value is the error's code as text
    UNCALCULATED = "uncalculated"  # a formula whose result was never stored: the value is ""
    PICTURE = "picture"  # a picture placed in the cell: the value is ""


class Format(StrEnum):
    """How a number is shown. Dates and texts are kinds of their own; a door that knows no formats says so."""

    PLAIN = "plain"
    PERCENT = "percent"  # 0.63 is seen as 63 %
    UNKNOWN = "unknown"


class Value(NamedTuple):
    """One cell's content: `value` is str, float, bool or datetime, as `kind` says; `formula` tells a result from an entry.

    `format` says how a number is shown: what a person reads off a per cent cell is a hundred times its value.
    """

    kind: Kind
    value: str | float | bool | datetime
    formula: bool = False
    format: Format = Format.PLAIN


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """An address: the sheet's title as the file has it, row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


class Span(NamedTuple):
    """A rectangle of cells: its first and last row and column, counted from 1."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def a1(self) -> str:
        first, last = f"{column_letters(self.column)}{self.row}", f"{column_letters(self.last_column)}{self.last_row}"
        return first if first == last else f"{first}:{last}"


class Box(NamedTuple):
    """A text box or a shape with words in it: the cell its upper left corner lies on, and its text."""

    row: int
    column: int
    text: str


@dataclass(slots=True)
class GridSheet:
    """One sheet: its title and its filled cells by (row, column), both counted from 1, and what else is seen on it.

    merges: cells joined into one · struck: filled cells shown struck through as a whole · notes: notes and conversations
    at cells, all their words · boxes: text boxes and shapes with words · pictures: cells that pictures begin at · widths: widths
    of columns in characters, where they were set.
    """

    title: str
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    hidden: bool = False
    merges: list[Span] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[tuple[int, int]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget all that was read, to read it again another way."""
        for found in (self.cells, self.merges, self.struck, self.notes, self.boxes, self.pictures, self.widths):
            found.clear()

    def value(self, row: int, column: int) -> Value | None:
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The cell as text without outer blanks; empty for a blank cell."""
        found = self.cells.get((row, column))
        return "" if found is None else str(found.value).strip()

    def rows(self) -> Iterator[tuple[int, dict[int, Value]]]:
        """Each filled row, top to bottom, as {column: value}."""
        by_row: dict[int, dict[int, Value]] = {}
        for (row, column), value in self.cells.items():
            by_row.setdefault(row, {})[column] = value
        for row in sorted(by_row):
            yield row, by_row[row]


@dataclass(slots=True)
class Grid:
    """A workbook as its cells: `source` names it to a person, `notes` says what the host had to mend or pass over."""

    source: str
    sheets: list[GridSheet]
    notes: list[GridNote] = field(default_factory=list)
    date1904: bool = False
    """Whether numbers that stand for dates count from 1904, as some workbooks made on a Mac do."""


@dataclass(frozen=True, slots=True)
class GridNote:
    """Something a host met while reading that is worth a finding: a code, where, and the values its message needs."""

    code: str
    cell: Cell | None = None
    values: tuple[tuple[str, str], ...] = ()


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


_A1 = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def parse_a1(address: str) -> tuple[int, int]:
    """(row, column) of an address such as C7; ValueError outside the grid."""
    match = _A1.fullmatch(address)
    if not match:
        raise ValueError(f"not a cell address: {address[:20]!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > MAX_ROW or column > MAX_COLUMN:
        raise ValueError(f"outside the grid: {address}")
    return row, column


class Unplaced(NamedTuple):
    """A content that belongs to no question: where it stood, and what it says."""

    cell: Cell
    content: str


DAYS_TO_1904 = 1_462
"""How many days the epoch of 1904 lies behind that of 1900."""

EXCEL_EPOCH = date(1899, 12, 30)

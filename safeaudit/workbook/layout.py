"""Where everything stands in the workbook: one layout a sheet, from which cells, ranges and formulas are addressed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from safeaudit.cells import column_letters
from safeaudit.edition import Edition, full
from safeaudit.sheets import KNOWN, Column, Fixed, FixedRow, Form, Free, Row
from safeaudit.sheets.kinds import Choice, Day, Number, Reference, Scale, Text
from safeaudit.words import Words

# Rows, counted from 1. The row of column IDs is hidden; people see the header below it.
TITLE, PURPOSE, NAVIGATION, REASON, IDS, HEADER, FIRST = 1, 2, 3, 4, 5, 6, 7

# Columns, counted from 1. The first holds the row's ID and is hidden; people see the second.
ROW_ID, NUMBER, STATUS, FIRST_COLUMN = 1, 2, 3, 4

HELPERS = ("_asks", "_expected", "_missing", "_invalid", "_known", "_not_known", "_left_out")
"""Hidden columns at the right end: does the row ask for answers, how many, how many are missing, how many are wrong; and of those
that it asks from the start how many are known, not known, and left out with a reason."""

REASON_ROW = "_reason"
"""The ID of the line that takes the reason why a sheet holds nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a row of answers, or a heading over a run of rows (then `row_id` is empty)."""

    number: int
    row_id: str
    heading: str = ""


@dataclass(frozen=True)
class SheetLayout:
    """The places of one sheet that people fill. All rows and columns count from 1."""

    cls: type[Row]
    tab: str
    lines: tuple[Line, ...]
    order: tuple[str, ...]
    """Column IDs from left to right, starting at FIRST_COLUMN; those that begin with _ are printed, not answered."""
    settings: Mapping[str, float] = field(repr=False)
    """The thresholds that formulas of the sheet may name."""

    @property
    def sheet_id(self) -> str:
        return self.cls.sheet_id

    @cached_property
    def form(self) -> bool:
        return isinstance(self.cls.rows, Form)

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Column number by column ID, hidden helpers included."""
        return {column: FIRST_COLUMN + number for number, column in enumerate((*self.order, *HELPERS))}

    @property
    def last_column(self) -> int:
        """The last column people see."""
        return FIRST_COLUMN + len(self.order) - 1

    @cached_property
    def row_numbers(self) -> Mapping[str, int]:
        """Row number by row ID; in a form, by column ID."""
        return {line.row_id: line.number for line in self.lines if line.row_id}

    @property
    def last(self) -> int:
        return self.lines[-1].number

    def cell(self, column: str, row: int) -> str:
        """A locked cell of a row, its column fixed: $F12. Cells for answers can be cut, and are reached by `reach`."""
        return f"${column_letters(self.columns[column])}{row}"

    def reach(self, column: str, row: int, *, sheet: bool = False) -> str:
        """What stands in a cell of a row, by its position: a reference to a cell for answers goes with it when it is cut.

        So formulas refer to what begins and ends with locked cells. In a form these are the two beside the answer. In a table they
        are the header and the cell below the last line, and ROWS, unlike ROW, counts rightly wherever lines were inserted, and is
        one number within SUMPRODUCT too. Columns are fixed, for conditional formats go with a cell that is cut.
        """
        found = self._reached.get((column, row, sheet))
        if found is None:
            found = self._reached[column, row, sheet] = self._reach(
                column, row, f"{quoted(self.tab)}!" if sheet else ""
            )
        return found

    @cached_property
    def _reached(self) -> dict[tuple[str, int, bool], str]:
        """Most cells are asked for many times."""
        return {}

    def _reach(self, column: str, row: int, prefix: str) -> str:
        if not self.is_input(column, row):
            return prefix + self.cell(column, row)
        number = self.columns[column]
        if self.form:
            return f"INDEX({prefix}${column_letters(number - 1)}{row}:${column_letters(number + 1)}{row},2)"
        return f"INDEX({self._framed(number, number, prefix)},{self._position(row, prefix)})"

    def run(self, first: str, last: str, row: int) -> str:
        """The cells of a row from one column to another."""
        return f"INDEX({self._framed(self.columns[first], self.columns[last])},{self._position(row)},0)"

    def _framed(self, left: int, right: int, prefix: str = "") -> str:
        return f"{prefix}${column_letters(left)}${HEADER}:${column_letters(right)}${self.last + 1}"

    def _position(self, row: int, prefix: str = "") -> str:
        return f"ROWS({prefix}$A${HEADER}:$A{row})"

    def is_input(self, column: str, row: int) -> bool:
        """Whether people may type into a cell."""
        if column.startswith("_") or column not in self.columns:
            return False
        line = self._lines[row]
        asked = self.cls.columns[line.row_id if self.form else column]
        printed = column == "label" and isinstance(self.cls.rows, Fixed) and not is_local(line, self.cls)
        return not asked.computed and not printed

    @cached_property
    def _lines(self) -> Mapping[int, Line]:
        return {line.number: line for line in self.lines}

    def range(self, column: str, *, sheet: bool = True) -> str:
        """A column with its header and the cell below its last line, which nobody can cut: 'TAB'!$F$6:$F$34."""
        return self._column(self.columns[column], HEADER, self.last + 1, sheet=sheet)

    def ids(self, *, sheet: bool = True) -> str:
        """The cells of all row IDs, as long as `range`."""
        return self._column(ROW_ID, HEADER, self.last + 1, sheet=sheet)

    def counts(self, helper: str) -> str:
        """A hidden column of counts, without its header."""
        return self._column(self.columns[helper], FIRST, self.last)

    def _column(self, number: int, first: int, last: int, *, sheet: bool = True) -> str:
        prefix, letters = f"{quoted(self.tab)}!" if sheet else "", column_letters(number)
        return f"{prefix}${letters}${first}:${letters}${last}"

    def answer(self, column: str, row_id: str = "") -> str:
        """One answer of the sheet, for formulas elsewhere; in a form `row_id` is not looked at."""
        if self.form:
            return self.reach("answer", self.row_numbers[column], sheet=True)
        return self.reach(column, self.row_numbers[row_id], sheet=True)

    @property
    def reason(self) -> str:
        """Why a free sheet holds nothing, with the two locked cells beside it."""
        left, right = column_letters(FIRST_COLUMN - 1), column_letters(FIRST_COLUMN + 1)
        return f"INDEX({quoted(self.tab)}!${left}${REASON}:${right}${REASON},2)"


def quoted(tab: str) -> str:
    """A sheet's title as formulas write it."""
    return "'" + tab.replace("'", "''") + "'"


def layouts(words: Words, edition: Edition | None = None) -> dict[str, SheetLayout]:
    """The layout of every input sheet of an edition (the full one), in workbook order."""
    edition = edition or full()
    return {
        sheet_id: SheetLayout(cls, words.tab(sheet_id), tuple(_lines(cls, words)), tuple(_order(cls)), edition.settings)
        for sheet_id, cls in edition.sheets.items()
    }


def _order(cls: type[Row]) -> list[str]:
    if isinstance(cls.rows, Form):
        return ["_label", "answer", "_help"]
    columns = list(cls.columns)
    if isinstance(cls.rows, Fixed):
        given = ["_help"]
        if any("unit" in item.details for group in cls.rows.groups() for item in group.items):
            given += ["_unit", "_better"]
        return [columns[0], *given, *columns[1:]]
    return columns


def _lines(cls: type[Row], words: Words) -> Iterator[Line]:
    """The lines of a sheet from the first on: a heading has no row ID."""
    for number, (row_id, heading) in enumerate(_named(cls, words), start=FIRST):
        yield Line(number, row_id, heading)


def _named(cls: type[Row], words: Words) -> Iterator[tuple[str, str]]:
    """(row ID, "") of each line, and ("", heading) where a run of lines begins."""
    match cls.rows:
        case Form(headings=headings):
            yield from _form_lines(cls, dict(headings), words)
        case Free():
            yield from ((row_id, "") for row_id in cls.ids())
        case Fixed(items=items) as fixed:
            groups = fixed.groups()
            for group in groups:
                if len(groups) > 1:
                    yield "", words.group(items, group.id)
                yield from ((row_id, "") for row_id in group.ids)


def _form_lines(cls: type[Row], begins: Mapping[str, str], words: Words) -> Iterator[tuple[str, str]]:
    asked, heading = "", ""
    for column in KNOWN[cls.sheet_id].columns:  # all of them: a run whose first line is not asked keeps its heading
        heading = words.heading(cls.sheet_id, column) if column in begins else heading
        if column not in cls.columns:
            continue
        if heading != asked:
            yield "", heading
            asked = heading
        yield column, ""


def width(column: Column) -> float:
    """A sensible column width in characters, from what the column holds."""
    if column.width is not None:
        return column.width
    match column.kind:
        case Text(limit=limit):
            return 46 if limit > 255 else 30 if limit > 120 else 22
        case Scale():
            return 11
        case Number():
            return 13
        case Day():
            return 13
        case Choice(options=options):
            return 12 if options.startswith("yes_") else 17
        case Reference():
            return 24


def is_local(line: Line, cls: type[Row]) -> bool:
    """Whether the line is a free row for a local item of a fixed list."""
    return issubclass(cls, FixedRow) and "X" in line.row_id.partition("-")[2]


def part_names(words: Words) -> dict[str, str]:
    """The parts of the workbook in order."""
    return {
        "A": words.t("A · Set up"),
        "B": words.t("B · Understand"),
        "C": words.t("C · Govern"),
        "D": words.t("D · Decide"),
        "E": words.t("E · Check and report"),
    }

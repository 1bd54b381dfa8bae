"""Finding our sheets, columns and rows in any grid: by ID first, by words as a fallback, never by position."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from safeaudit.cells import Cell, GridSheet, Value
from safeaudit.edition import Edition
from safeaudit.reading.values import fold, shown
from safeaudit.sheets import Form, Row
from safeaudit.words import Words

ID_MARK = "#"
"""Stands in front of the hidden row of column IDs."""

SEARCHED_ROWS = 40
"""Column IDs and headers stand within this many rows from the top, inserted ones included."""


@dataclass(slots=True)
class FoundSheet:
    """A sheet of ours in a grid: where its IDs stand and what could not be matched."""

    cls: type[Row]
    grid: GridSheet
    rows: dict[int, dict[int, Value]]
    """The filled rows from top to bottom, as {column: value}."""
    columns: dict[str, int] = field(default_factory=dict)
    computed: dict[str, int] = field(default_factory=dict)
    """Worked-out columns by ID."""
    printed: dict[str, int] = field(default_factory=dict)
    """Columns that are printed or hidden, by ID: they begin with _."""
    strange: list[int] = field(default_factory=list)
    """Columns with neither an ID nor a header of ours."""
    id_row: int = 0
    """The hidden row of column IDs; 0 where there is none."""
    id_column: int = 1
    header_row: int = 0
    by_header: bool = False
    swapped: list[tuple[str, Cell, str]] = field(default_factory=list)
    """(column ID, header cell, header text) where header and ID name two different columns."""

    @property
    def sheet_id(self) -> str:
        return self.cls.sheet_id

    @property
    def form(self) -> bool:
        return isinstance(self.cls.rows, Form)

    def cell(self, row: int, column: int) -> Cell:
        return Cell(self.grid.title, row, column)

    def all_columns(self) -> dict[str, int]:
        """The columns of ours by ID: for answers, worked out, printed and hidden."""
        return {**self.columns, **self.computed, **self.printed}


def sheet_of(grid: GridSheet, edition: Edition, words: Words) -> str | None:
    """The sheet ID of a grid: its hidden mark, or its title; None for a sheet that is not ours."""
    for row in range(1, 6):
        for column in range(1, 4):
            mark = grid.text(row, column)
            if mark in edition.sheets:
                return mark
    asked = edition.sheets
    titles = {fold(words.tab(sheet_id)): sheet_id for sheet_id in asked} | {fold(s): s for s in asked}
    return titles.get(fold(grid.title))


def unmarked(grid: GridSheet, edition: Edition) -> GridSheet:
    """A copy of a sheet of ours without its hidden mark: then it is a sheet of the office's own."""
    marks = {(row, column) for row in range(1, 6) for column in range(1, 4) if grid.text(row, column) in edition.sheets}
    return replace(grid, cells={place: value for place, value in grid.cells.items() if place not in marks})


OUR_OTHERS = ("START", "OVERVIEW", "CHECKS", "LISTS", "ABOUT")
"""Sheets of ours without answers; each has its name in its first cell, and ABOUT says whose it is there."""


LISTED = ("yes_no", "country", "currency")
"""Some of the lists that LISTS has, by the IDs in its first row."""


def is_ours(grid: GridSheet, words: Words) -> bool:
    """Whether a sheet without answers is one of ours, by the mark in its first cell or by its title."""
    titles = {fold(words.t(name)) for name in OUR_OTHERS} | {fold(name) for name in OUR_OTHERS}
    lists = sum(grid.text(1, column) in LISTED for column in range(1, 200))
    return grid.text(1, 1) in (*OUR_OTHERS, "product") or fold(grid.title) in titles or lists == len(LISTED)


def near_sheet(title: str, missing: list[str], words: Words) -> str | None:
    """A missing sheet whose title is close to this one."""
    close = get_close_matches(fold(title), [fold(words.tab(sheet_id)) for sheet_id in missing], 1, 0.8)
    return next((sheet_id for sheet_id in missing if close and fold(words.tab(sheet_id)) == close[0]), None)


def sheet_by_lines(grid: GridSheet, missing: list[type[Row]]) -> str | None:
    """A missing sheet most of whose lines stand in this one, by the IDs in its first columns."""
    texts = {grid.text(row, column) for row, column in grid.cells if column <= 3}
    return next((cls.sheet_id for cls in missing if len(known := line_ids(cls)) <= 2 * len(texts & known)), None)


def line_ids(cls: type[Row]) -> set[str]:
    """The IDs of the lines of a sheet; in a form they are column IDs."""
    return set(cls.columns) if isinstance(cls.rows, Form) else set(cls.ids())


def recognise(cls: type[Row], grid: GridSheet, words: Words) -> FoundSheet:
    """Find the columns of a sheet."""
    found = FoundSheet(cls, grid, dict(grid.rows()))
    rows = {number: cells for number, cells in found.rows.items() if number <= SEARCHED_ROWS}
    wanted = set(_wanted(cls))
    number = _id_row(rows, wanted)
    if number is not None:
        found.id_row = number
        found.columns = _by_id(rows[number], wanted)
        found.id_column = next((c for c, value in rows[number].items() if shown(value) == ID_MARK), 1)
        found.header_row = _header_row(found, rows, number, words)
        header = rows.get(found.header_row, {})
        found.swapped = _swapped(found, header, words)
        if len(found.columns) < len(wanted):
            _complete_by_header(found, header, words)
        found.computed = _by_id(rows[number], {each.id for each in cls.columns.values() if each.computed})
        found.printed = {text: column for column, value in rows[number].items() if (text := shown(value))[:1] == "_"}
        ids = {column for column, value in rows[number].items() if _is_ours(shown(value), cls)}
        used = {column for cells in found.rows.values() for column in cells}
        beside = {found.id_column, found.id_column + 1, found.id_column + 2}
        found.strange = sorted(used - ids - set(found.columns.values()) - beside)
        return found
    _by_header(found, rows, words)
    return found


def _is_ours(column: str, cls: type[Row]) -> bool:
    """Whether a text in the row of column IDs is one of ours, those of printed and hidden columns included."""
    return column in cls.columns or column in (ID_MARK, "answer") or column.startswith("_")


def _header_row(found: FoundSheet, rows: dict[int, dict[int, Value]], number: int, words: Words) -> int:
    """The row of headers: the next filled one below the column IDs, if it names a column of ours."""
    known = headers(found.cls, words)
    following = next((row for row in rows if row > number), number + 1)
    texts = {shown(value) for value in rows.get(following, {}).values()}
    named = any(_match(fold(text), known) for text in texts) and not texts & line_ids(found.cls)
    return following if named else number + 1


def _wanted(cls: type[Row]) -> list[str]:
    return ["answer"] if isinstance(cls.rows, Form) else [column.id for column in cls.inputs()]


def _id_row(rows: dict[int, dict[int, Value]], wanted: set[str]) -> int | None:
    """The row that holds most column IDs, at least half of them."""
    best, count = None, 0
    for number, cells in rows.items():
        hits = sum(1 for value in cells.values() if str(value.value).strip() in wanted)
        if hits > count:
            best, count = number, hits
    return best if count * 2 >= len(wanted) else None


def _by_id(cells: dict[int, Value], wanted: set[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for number in sorted(cells):
        column = str(cells[number].value).strip()
        if column in wanted:
            columns.setdefault(column, number)
    return columns


def headers(cls: type[Row], words: Words) -> dict[str, str]:
    """{folded header: column ID}, in this language and in English."""
    if isinstance(cls.rows, Form):
        return {fold(words.t("Answer")): "answer", "answer": "answer"}
    return {fold(words.column(cls.sheet_id, column)): column for column in _wanted(cls)}


def line_of_form(text: str, cls: type[Row], words: Words) -> str | None:
    """The line of a form that this question is printed on."""
    return _match(fold(text), questions(cls, words))


def questions(cls: type[Row], words: Words) -> dict[str, str]:
    """{folded question: column ID} of a form."""
    return {fold(words.column(cls.sheet_id, column)): column for column in cls.columns}


def asks(text: str, known: dict[str, str]) -> str | None:
    """Which of these questions a printed text is, with or without its star and unit."""
    return _match(fold(text), known)


def header_text(value: Value) -> str:
    """A header without its star and unit."""
    text = fold(shown(value))
    return text.partition(" (")[0].rstrip(" *")


def _match(text: str, known: dict[str, str]) -> str | None:
    plain = text.rstrip(" *")
    for candidate in (plain, plain.partition(" (")[0].rstrip(" *")):
        if candidate in known:
            return known[candidate]
    return None


def _swapped(found: FoundSheet, header: dict[int, Value], words: Words) -> list[tuple[str, Cell, str]]:
    known = headers(found.cls, words)
    swapped = []
    for column, number in found.columns.items():
        if number in header:
            named = _match(fold(shown(header[number])), known)
            if named is not None and named != column:
                swapped.append((column, found.cell(found.header_row, number), shown(header[number])))
    return swapped


def _complete_by_header(found: FoundSheet, header: dict[int, Value], words: Words) -> None:
    """Columns whose ID is gone but whose header is still there."""
    known, taken = headers(found.cls, words), set(found.columns.values())
    for number, value in header.items():
        column = _match(fold(shown(value)), known)
        if column and number not in taken and column not in found.columns:
            found.columns[column] = number
            found.by_header = True


def _by_header(found: FoundSheet, rows: dict[int, dict[int, Value]], words: Words) -> None:
    known = headers(found.cls, words)
    best: dict[str, int] = {}
    for number, cells in rows.items():
        columns = {column: place for place, value in cells.items() if (column := _match(fold(shown(value)), known))}
        if len(columns) > len(best):
            best, found.header_row = columns, number
    found.columns, found.by_header = best, True

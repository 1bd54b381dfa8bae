"""Workbooks of other versions of the instrument: known older ones are carried over by a map of IDs, unknown ones refused."""

from __future__ import annotations

import re

from safeaudit.cells import Grid, GridSheet, Kind, Value
from safeaudit.edition import Edition
from safeaudit.edition.versions import PRESENT, VERSIONS, Carry
from safeaudit.reading.values import fold, reference, shown
from safeaudit.sheets import Form
from safeaudit.sheets.columns import Column
from safeaudit.sheets.kinds import Choice, Reference

TOP_ROWS = 40
"""The row of column IDs stands within this many from the top."""


class UnknownVersion(Exception):
    """The workbook is of a version that this program cannot read; `newer` than it knows, or only unknown."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found, self.newer = found, _number(found) > max(map(_number, VERSIONS))


def known(text: str) -> str:
    """The version that ABOUT names, as it is written here; the present one for no text; UnknownVersion for any other."""
    if not text:
        return PRESENT
    for version in VERSIONS:
        if fold(version) == fold(text):
            return version
    raise UnknownVersion(text)


_VERSION = re.compile(r"gsc-(\d{1,4})\.(\d{1,4})(?:\D.*)?")


def _number(version: str) -> tuple[int, int]:
    """GSC-1.2 as (1, 2), for comparing; (0, 0) for what is not written so."""
    found = _VERSION.fullmatch(fold(version))
    return (int(found[1]), int(found[2])) if found else (0, 0)


def carried(grid: Grid, version: str, edition: Edition) -> Grid:
    """The grid with the IDs of today in place of those of the version; the grid itself where there is nothing to do."""
    carry = VERSIONS[version]
    if version == PRESENT:
        return grid
    sheets = [_Sheet(sheet, carry, edition).carried() for sheet in grid.sheets]
    return Grid(grid.source, sheets, grid.notes, grid.date1904)


class _Sheet:
    """One sheet while its IDs are replaced."""

    def __init__(self, sheet: GridSheet, carry: Carry, edition: Edition) -> None:
        self.sheet, self.carry, self.asked = sheet, carry, edition.sheets
        self.cells = dict(sheet.cells)

    def carried(self) -> GridSheet:
        mark = next(((row, column) for row in range(1, 6) for column in range(1, 4) if self._old(row, column)), None)
        if mark is not None:
            old = self.sheet.text(*mark)
            new = self.carry.sheets.get(old, old)
            self._put(mark, new)
            self._table(old, new)
        self._keys()
        changed = GridSheet(self.sheet.title, self.cells, self.sheet.hidden)
        for name in ("merges", "struck", "notes", "boxes", "widths"):
            setattr(changed, name, getattr(self.sheet, name))
        return changed

    def _old(self, row: int, column: int) -> bool:
        mark = self.sheet.text(row, column)
        return self.carry.sheets.get(mark, mark) in self.asked

    def _put(self, place: tuple[int, int], text: str) -> None:
        self.cells[place] = Value(Kind.TEXT, text)

    def _table(self, old: str, new: str) -> None:
        """Column IDs, row IDs, and the entries that hold IDs or words."""
        ids = next(((row, column) for row, column in sorted(self.cells) if self._is_id_mark(row, column)), None)
        if ids is None:
            return
        top, first = ids
        columns = self._columns(top, old, new)
        form = isinstance(self.asked[new].rows, Form)
        for (row, column), value in self.sheet.cells.items():
            if row <= top:
                continue
            text = shown(value)
            if column in (first, first + 1):
                self._line(
                    (row, column), text, self.carry.columns.get((old, text)) if form else self.carry.rows.get(text)
                )
            elif value.kind is Kind.TEXT:
                asked = self._asked(self.sheet.text(row, first), old, new) if form else columns.get(column)
                self._entry((row, column), text, asked)

    def _columns(self, top: int, old: str, new: str) -> dict[int, Column]:
        """The columns of today by place, their IDs put right."""
        columns = {}
        for (row, column), value in self.sheet.cells.items():
            if row == top:
                name = self.carry.columns.get((old, shown(value)), shown(value))
                self._put((row, column), name)
                if name in self.asked[new].columns:
                    columns[column] = self.asked[new].columns[name]
        return columns

    def _asked(self, line: str, old: str, new: str) -> Column | None:
        """What a line of a form asks."""
        return self.asked[new].columns.get(self.carry.columns.get((old, line), line))

    def _line(self, place: tuple[int, int], text: str, new: str | None) -> None:
        if new is not None and new != text:
            self._put(place, new)

    def _is_id_mark(self, row: int, column: int) -> bool:
        return row <= TOP_ROWS and self.sheet.text(row, column) == "#"

    def _entry(self, place: tuple[int, int], text: str, column: Column | None) -> None:
        """A reference with the new number of its line, a choice with its code of today."""
        if column is None:
            return
        if isinstance(column.kind, Reference):
            if (new := self.carry.rows.get(reference(text) or "")) is not None:
                self._put(place, _NUMBER.sub(new, text, count=1))
        elif isinstance(column.kind, Choice):
            new_word = next(
                (
                    code
                    for (options, word), code in self.carry.words.items()
                    if options == column.kind.options and fold(word) == fold(text)
                ),
                None,
            )
            if new_word is not None:
                self._put(place, new_word)

    def _keys(self) -> None:
        """The answers that accepted warnings on CHECKS speak of."""
        column = next((column for (_, column), value in self.sheet.cells.items() if value.value == "_key"), None)
        for (row, place), value in self.sheet.cells.items():
            if place == column and "|" in (text := shown(value)):
                self._put((row, place), self._key(text))

    def _key(self, text: str) -> str:
        line, _, column = text.partition("|")
        if line.startswith("@"):
            return f"@{self.carry.sheets.get(line[1:], line[1:])}|{column}"
        line = self.carry.rows.get(self.carry.sheets.get(line, line), self.carry.sheets.get(line, line))
        sheet = next((sheet_id for sheet_id, cls in self.asked.items() if line in cls.ids()), "")
        names = {new: old for old, new in self.carry.sheets.items()}
        return f"{line}|{self.carry.columns.get((names.get(sheet, sheet), column), column)}"


_NUMBER = re.compile(r"\s*\w{3}\s*[^\w\s]\s*\w+", re.UNICODE)
"""The number that a reference begins with, with any dash."""

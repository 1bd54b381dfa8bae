"""Writes findings into the table of CHECKS of a live workbook: the same lines as in a file, whatever program holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from safeaudit.cells import Cell, Grid, GridSheet, parse_a1
from safeaudit.ledger import COLUMNS, Line, fitting
from safeaudit.live.workbook import Workbook
from safeaudit.reading.own_cells import SUMMED_UP, is_code

MOST_TEXT = 32_767
HEADING = SUMMED_UP
"""So many rows above the row of column IDs stands the table's heading; beside it, how the last check ended."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the table of findings stands: its sheet, its row of column IDs, and each column's place by ID."""

    grid: GridSheet
    ids: int
    columns: dict[str, int]

    @property
    def top(self) -> int:
        """The first line: below the IDs come the headers."""
        return self.ids + 2

    def line(self, row: int) -> tuple[str, str]:
        """(rule, key) of a line; empty texts where there is none."""
        return self.grid.text(row, self.columns["rule"]), self.grid.text(row, self.columns["_key"])


def find(grid: Grid) -> Table | None:
    """The table of findings, by its row of column IDs; None when it is gone."""
    for sheet in grid.sheets:
        for row, cells in sheet.rows():
            columns = {str(value.value).strip(): column for column, value in sorted(cells.items(), reverse=True)}
            if set(COLUMNS) <= set(columns):
                return Table(sheet, row, {column: columns[column] for column in COLUMNS})
    return None


def at(grid: Grid, cell: Cell | None) -> tuple[str, str] | None:
    """(rule, key) of the finding on whose line of CHECKS this cell is."""
    table = find(grid)
    if table is None or cell is None or cell.sheet != table.grid.title or cell.row < table.top:
        return None
    rule, key = table.line(cell.row)
    return (rule, key) if rule else None


def write(book: Workbook, grid: Grid, lines: Sequence[Line], last_check: str, more: str) -> bool:
    """Fill the table anew and clear what is left of it; False when the workbook has no such table.

    `more` stands on the last line when there is not room for all; a line with a reason is never left out.
    """
    table = find(grid)
    if table is None:
        return False
    room = _room(table)
    shown = fitting(lines, room, more)
    sheet = table.grid.title
    with book.changing(sheet):
        for first, last in _runs(table):
            names = [column for column in COLUMNS if first <= table.columns[column] <= last]
            if shown:
                book.write(
                    Cell(sheet, table.top, first), [[_cell_text(line, name) for name in names] for line in shown]
                )
            if len(shown) < room:
                book.clear(Cell(sheet, table.top + len(shown), first), room - len(shown), last - first + 1)
        if shown:
            book.link(Cell(sheet, table.top, table.columns["cell"]), [_target(line) for line in shown])
        if table.ids > HEADING:
            book.write(Cell(sheet, table.ids - HEADING, table.columns["found"]), [[_plain(last_check)]])
        if shown:
            book.fit(Cell(sheet, table.top, 1), len(shown))
    return True


def _room(table: Table) -> int:
    """How many lines the table has: those it was built with, or down to the last one that holds a finding."""
    from safeaudit.workbook.checks import FINDINGS_ROWS

    column = table.columns["rule"]
    used = [row for row, at in table.grid.cells if at == column and is_code(table.grid.text(row, column))]
    return max(FINDINGS_ROWS, max(used, default=0) - table.top + 1)


def _runs(table: Table) -> list[tuple[int, int]]:
    """The table's columns as unbroken runs: one, unless somebody put a column of their own between them."""
    runs: list[tuple[int, int]] = []
    for column in sorted(table.columns.values()):
        if runs and column == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def _cell_text(line: Line, column: str) -> str:
    return _plain(line.cell if column == "cell" else line.texts[column])


def _plain(text: str) -> str:
    """A text a cell can hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)[:MOST_TEXT]


def _target(line: Line) -> Cell | None:
    return Cell(line.sheet, *parse_a1(line.cell)) if line.cell else None

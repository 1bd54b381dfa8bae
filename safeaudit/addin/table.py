"""Writes findings into the table of CHECKS of a live workbook: the same lines as in a file, through any xlwings engine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import xlwings as xw

from safeaudit.addin import engine
from safeaudit.cells import Cell, Grid, GridSheet, column_letters
from safeaudit.hosts import excel
from safeaudit.ledger import COLUMNS, Line, fitting

MOST_TEXT = 32_767
HEADING = 2
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


def write(book: xw.Book, grid: Grid, lines: Sequence[Line], last_check: str, more: str) -> bool:
    """Fill the table anew and clear what is left of it; False when the workbook has no such table.

    `more` stands on the last line when there is not room for all; a line with a reason is never left out.
    """
    table = find(grid)
    if table is None:
        return False
    room = _room(table)
    shown = fitting(lines, room, more)
    sheet = book.sheets[table.grid.title]
    live = not isinstance(book.impl, engine.Book)
    with _writable(sheet, live=live):
        for first, last in _runs(table):
            names = [column for column in COLUMNS if first <= table.columns[column] <= last]
            if shown:
                block = sheet.range((table.top, first), (table.top + len(shown) - 1, last))
                block.value = [[_cell_text(line, name, live=live) for name in names] for line in shown]
            if len(shown) < room:
                sheet.range((table.top + len(shown), first), (table.top + room - 1, last)).clear_contents()
        if live and shown:
            _link(sheet, table, shown)
        heading = (table.ids - HEADING, table.columns["found"])
        if heading[0] >= 1:
            sheet.range(heading).value = _plain(last_check, live=live)
        if live and shown:
            sheet.range((table.top, 1), (table.top + len(shown) - 1, 1)).rows.autofit()
    return True


def _room(table: Table) -> int:
    """How many lines the table has: those it was built with, or down to the last one in use."""
    from safeaudit.workbook.checks import FINDINGS_ROWS

    columns = set(table.columns.values())
    used = [row for row, column in table.grid.cells if column in columns]
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


def _cell_text(line: Line, column: str, *, live: bool) -> str:
    return _plain(line.cell if column == "cell" else line.texts[column], live=live)


def _plain(text: str, *, live: bool) -> str:
    """A text a cell can hold. A live program makes formulas, numbers and dates of texts, unless a quote stands before them."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)[:MOST_TEXT]
    return f"'{text}" if live and text else text


def _link(sheet: xw.Sheet, table: Table, shown: Sequence[Line]) -> None:
    """In a desktop program the addresses become links that jump to their cells, as in a file."""
    letters = column_letters(table.columns["cell"])
    formulas = [[excel.link(line.sheet, line.cell) if line.cell else ""] for line in shown]
    sheet.range(f"{letters}{table.top}:{letters}{table.top + len(shown) - 1}").formula = formulas


def _writable(sheet: xw.Sheet, *, live: bool) -> AbstractContextManager[None]:
    return excel.unprotected(sheet) if live else nullcontext()

"""Where the answers of one row are in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeaudit.cells import Cell


@dataclass(slots=True)
class TablePlace:
    """Where the answers of one line are: the same row, a column each."""

    sheet: str
    row: int
    columns: Mapping[str, int]

    def cell(self, column: str) -> Cell | None:
        number = self.columns.get(column)
        return Cell(self.sheet, self.row, number) if number else None


@dataclass(slots=True)
class FormPlace:
    """Where the answers of a form are: the same column, a row each."""

    sheet: str
    column: int
    rows: Mapping[str, int] = field(default_factory=dict)

    def cell(self, column: str) -> Cell | None:
        number = self.rows.get(column)
        return Cell(self.sheet, number, self.column) if number else None

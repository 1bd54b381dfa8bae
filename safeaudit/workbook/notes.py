"""Notes at cells, as an older file had them."""

from __future__ import annotations

from collections.abc import Mapping

from safeaudit.cells import MAX_COLUMN, MAX_ROW
from safeaudit.workbook.layout import NUMBER, SheetLayout
from safeaudit.workbook.strict import Sheet

LONGEST_NOTE = 32_767


def write_notes(sheet: Sheet, layout: SheetLayout, notes: Mapping[tuple[str, str], str]) -> None:
    """Write the notes of one sheet's cells again, by (row ID, column; "" for the line's number)."""
    for (row_id, column), text in notes.items():
        if layout.form and row_id == layout.sheet_id and column in layout.row_numbers:
            put_note(sheet, layout.row_numbers[column], layout.columns["answer"], text)
        elif not layout.form and row_id in layout.row_numbers:
            put_note(sheet, layout.row_numbers[row_id], layout.columns.get(column, NUMBER), text)


def put_note(sheet: Sheet, row: int, column: int, text: str) -> None:
    """Put a note to a cell, its place counted from 1."""
    if text and row <= MAX_ROW and column <= MAX_COLUMN:
        sheet.write_comment(row - 1, column - 1, text[:LONGEST_NOTE], {"x_scale": 2, "y_scale": 1.5})

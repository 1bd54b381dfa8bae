"""Every sheet people fill, in the order they meet them; each class is one sheet, each line of it one column."""

from __future__ import annotations

from safeaudit.sheets import decide, govern, set_up, understand
from safeaudit.sheets.base import Column, Fixed, FixedRow, Form, Free, Row

SHEETS: dict[str, type[Row]] = {
    sheet.sheet_id: sheet for part in (set_up, understand, govern, decide) for sheet in part.SHEETS
}
"""Sheet class by sheet ID, in workbook order."""

__all__ = ["SHEETS", "Column", "Fixed", "FixedRow", "Form", "Free", "Row"]

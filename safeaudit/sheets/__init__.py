"""Every sheet people fill, in the order they meet them; each class is one sheet, each line of it one column."""

from __future__ import annotations

from safeaudit.sheets import agree, decide, govern, set_up, understand
from safeaudit.sheets.base import Fixed, FixedRow, Form, Free, Row
from safeaudit.sheets.columns import Column

KNOWN: dict[str, type[Row]] = {
    sheet.sheet_id: sheet for part in (set_up, understand, govern, decide, agree) for sheet in part.SHEETS
}
"""Every sheet class by sheet ID: what can be asked. What a workbook does ask is its edition's, see edition/."""

__all__ = ["KNOWN", "Column", "Fixed", "FixedRow", "Form", "Free", "Row"]

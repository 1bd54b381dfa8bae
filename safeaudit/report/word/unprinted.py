"""Texts people typed that a document does not show: named by place, so that nothing is lost without a word."""

from __future__ import annotations

from safeaudit.audience import Withheld
from safeaudit.audit import Audit
from safeaudit.report.writing.plain import clean
from safeaudit.sheets.kinds import Text

REASON = "not_printed"
"""The code of the reason: the answer stays in the workbook, this kind of document has no place for it."""


def unprinted(audit: Audit, shown: str) -> tuple[Withheld, ...]:
    """Every typed text of the audit that stands nowhere in what a document has `shown`, in the order of the workbook.

    A text counts as printed when it is there whole, or with its first letter made small inside a sentence.
    """
    found = []
    for sheet_id, rows in audit.sheets.items():
        for row in rows:
            typed = [column for column in row.filled if isinstance(row.columns[column].kind, Text)]
            for column in typed:
                text = clean(str(row.get(column))).strip()
                if text and text not in shown and text[:1].lower() + text[1:] not in shown:
                    found.append(Withheld(sheet_id, row.id, column, REASON))
    return tuple(found)

"""How rules tell a figure: its value, the limit or range in its place, or its change where only that is known."""

from __future__ import annotations

from safeaudit.audit import Audit
from safeaudit.sheets.indicators import Indicator

OTHER_FORMS = ("INDICATORS.change_given", "INDICATORS.value_range")
"""The columns beside the value that make a line a figure."""


def given(audit: Audit, row: Indicator) -> str:
    """A figure as it was given."""
    return shown(audit, row, "value", "value_range") or audit.words.percent(row.change_given, 1, sign=True)


def move(audit: Audit, row: Indicator, *, signed: bool = True) -> str:
    """From what to what a figure moved, or by how much where only that is known: by -20 %, or by 20 % where the sentence says it fell."""
    words, before = audit.words, shown(audit, row, "earlier_value", "earlier_range")
    if row.bounds is None or not before:
        return words.t(
            "by {change}", change=words.percent(row.change if signed else abs(row.change or 0), 1, sign=signed)
        )
    return words.t("from {before} to {now}", before=before, now=shown(audit, row, "value", "value_range"))


def shown(audit: Audit, row: Indicator, value: str, limits: str) -> str:
    """A value, or the limit or range in its place, as a person reads it; empty without either."""
    return audit.shown(row, value) or audit.shown(row, limits)

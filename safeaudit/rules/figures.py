"""Which figures there are, and how rules tell one: its value, the limit or range in its place, or its change where only that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeaudit.audit import Audit
from safeaudit.sheets import Row
from safeaudit.sheets.figures import Bounds, bounds_in
from safeaudit.sheets.indicators import Indicator, MoreFigure
from safeaudit.sheets.kinds import Figure, Limits

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


def shown(audit: Audit, row: Row, value: str, limits: str) -> str:
    """A value, or the limit or range in its place, as a person reads it; empty without either."""
    return audit.shown(row, value) or audit.shown(row, limits)


EVERY_FIGURE = tuple(
    f"{cls.sheet_id}.{column.id}"
    for cls in (Indicator, MoreFigure)
    for column in cls.columns.values()
    if isinstance(column.kind, Figure | Limits)
)
"""The columns that hold a figure in the unit of its measure: for all, for some people, before, elsewhere, or by another source."""


@dataclass(frozen=True, slots=True)
class Given:
    """A figure in one cell; `measure` is the line of INDICATORS that says what it counts, and in which unit."""

    row: Row
    column: str
    bounds: Bounds
    measure: Indicator


def figures(audit: Audit) -> Iterator[tuple[Given, ...]]:
    """Every figure of INDICATORS and MORE_FIGURES, line by line, in whatever form it was given."""
    for row in audit.indicators:
        yield _of(row, row)
    for more in audit.lines("MORE_FIGURES"):
        measure = audit.by_id.get(more.get("indicator") or "")
        if isinstance(measure, Indicator):
            yield _of(more, measure)


def _of(row: Row, measure: Indicator) -> tuple[Given, ...]:
    columns = [column.id for column in row.columns.values() if isinstance(column.kind, Figure | Limits)]
    told = {column: bounds_in(getattr(row, column)) for column in columns}
    return tuple(Given(row, column, bounds, measure) for column, bounds in told.items() if bounds is not None)

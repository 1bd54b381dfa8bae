"""Rates and shares worked back to people: what a correction, a change or a part of a whole tells of few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from safeaudit.audience.counts import VALUES, Place
from safeaudit.audit import Audit
from safeaudit.care.figures import Kind
from safeaudit.sheets.indicators import Indicator

Scale = Callable[[Audit, Indicator], float | None]
"""How many people or events one of a figure's unit stands for; None when nobody says."""
KindOf = Callable[[Audit, Indicator], Kind]


def few_by_correction(
    audit: Audit, others: Sequence[Audit], scale: Scale, kind: KindOf, limit: float
) -> Iterator[Place]:
    """Rates and shares that another edition gives otherwise for the same year, by few people; and a change that leads to few."""
    for row in audit.indicators:
        times = scale(audit, row)
        for other in others:
            twin = other.by_id.get(row.id)
            if times is None or not isinstance(twin, Indicator):
                continue
            if kind(audit, row) != "count":
                yield from _corrected(row, twin, times, limit)
            if row.change_given is not None and _leads_to_few(row, twin, times, limit):
                yield row.id, "change_given"


def _corrected(row: Indicator, twin: Indicator, times: float, limit: float) -> Iterator[Place]:
    for column, year in VALUES:
        for again, its_year in VALUES:
            one, other, when = getattr(row, column), getattr(twin, again), getattr(row, year)
            if one is None or other is None or when is None or when != getattr(twin, its_year):
                continue
            if 0 < round(abs(one - other) * times) <= limit:
                yield row.id, column


def _leads_to_few(row: Indicator, twin: Indicator, times: float, limit: float) -> bool:
    """Whether the change, put to a figure of the earlier year in the other edition, gives few people."""
    figures = ((getattr(twin, column), getattr(twin, year)) for column, year in VALUES)
    before: float | None = next(
        (value for value, when in figures if value is not None and when == row.earlier_year), None
    )
    if before is None or row.change_given is None or row.earlier_year is None:
        return False
    return 0 < round(before * times * (1 + row.change_given / 100)) <= limit


def few_left_over(audit: Audit, scale: Scale, kind: KindOf, limit: float) -> Iterator[Place]:
    """Figures with “Part of” that leave few people over, one alone or all together, where not every one of them is a count."""
    for whole in audit.indicators:
        parts = [row for row in audit.indicators if row.part_of == whole.id and row is not whole]
        if not parts or all(kind(audit, row) == "count" for row in (whole, *parts)):
            continue
        people = _people(audit, whole, scale)
        told = [
            (row, many)
            for row in parts
            if row.year == whole.year and (many := _people(audit, row, scale, whole)) is not None
        ]
        if people is None:
            continue
        for number in sorted({1, 2, len(told)}):
            for some in combinations(told, number):
                if 0 < round(people - sum(many for _, many in some)) <= limit:
                    yield min(some, key=lambda each: each[1])[0].id, "value"


def _people(audit: Audit, row: Indicator, scale: Scale, whole: Indicator | None = None) -> float | None:
    """How many people or events a figure stands for; a share without a number asked has that of its whole."""
    times = scale(audit, row)
    if times is None and whole is not None and whole.sample:
        times = whole.sample / 100
    return None if row.value is None or times is None else row.value * times

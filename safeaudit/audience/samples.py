"""Shares of people asked: beside the number asked a share is a count, and one of 1 to 4 points at somebody, as a missing one does."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.care.figures import Figure
from safeaudit.sheets.figures import Bounds, bounds_in
from safeaudit.sheets.indicators import Indicator

NOW = ("value", "value_range", "value_women", "value_men", "value_children", "value_youth")
BEFORE = ("earlier_value", "earlier_range")
ALL = 100.0


def small_shares(
    row: Indicator, made: Figure, whole: tuple[Indicator, Figure] | None, people: float | None, limit: float
) -> list[str]:
    """The columns of a line that hold the share of 1 to 4 people, or of all but 1 to 4.

    The people are those asked, or those whom the line it is a part of counts (`whole`); a share falls short of the one it is a
    part of by some, too. Where nobody says how many were asked, a share that would be few of all residents (`people`) is few.
    """
    found = []
    for columns, sample in ((NOW, row.sample), (BEFORE, row.earlier_sample)):
        for column in columns:
            share = bounds_in(getattr(row, column))
            if share is not None and any(
                _is_few(each, base, limit) for each, base in _told(share, column, made, whole, sample, people)
            ):
                found.append(column)
    return found


def _told(
    share: Bounds,
    column: str,
    made: Figure,
    whole: tuple[Indicator, Figure] | None,
    sample: int | None,
    people: float | None,
) -> Iterator[tuple[Bounds, float]]:
    """Every share that a reader is told or works out, and of how many people."""
    if sample:
        yield share, sample
        yield Bounds(ALL - share.high, ALL - share.low), sample
    elif people and "%" in made.unit:
        yield share, people
    total = bounds_in(getattr(whole[0], column)) if whole else None
    if whole is None or total is None:
        return
    if whole[1].kind == "share" and sample:
        yield Bounds(total.low - share.high, total.high - share.low), sample
    elif whole[1].kind == "count" and total.low == total.high and total.low > 0:
        yield share, total.low
        yield Bounds(ALL - share.high, ALL - share.low), total.low


def _is_few(share: Bounds, base: float, limit: float) -> bool:
    """Whether a share stands for few people but not for nobody; of one within limits, whether it leaves only a part of them open."""
    low, high = (min(max(each, 0.0), ALL) * base / ALL for each in (share.low, share.high))
    few = limit + 0.5  # a share is rounded, people are not
    if low == high:
        return 0 < low < few
    return low < few and (low > 1 or high < few)

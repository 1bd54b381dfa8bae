"""Shares of people asked: beside the number asked a share is a count, and one of 1 to 4 points at somebody, as a missing one does."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from safeaudit.sheets.figures import Bounds, bounds_in
from safeaudit.sheets.indicators import Indicator

NOW = ("value", "value_range", "value_women", "value_men", "value_children", "value_youth")
BEFORE = ("earlier_value", "earlier_range")
ALL = 100.0


def small_shares(
    row: Indicator, of_hundred: bool, whole: Whole | None, people: float | None, limit: float
) -> list[str]:
    """The columns of a line that hold the share of 1 to 4 people, or of all but 1 to 4.

    The people are those asked, or those whom the line it is a part of counts (`whole`); a share falls short of the one it is a
    part of by some, too. Where nobody says how many were asked, a share that would be few of all residents (`people`) is few.
    `of_hundred`: whether its unit says per cent.
    """
    found = []
    for columns, sample, year in ((NOW, row.sample, row.year), (BEFORE, row.earlier_sample, row.earlier_year)):
        for column in columns:
            share = bounds_in(getattr(row, column))
            if share is not None and any(
                _is_few(each, base, limit)
                for each, base in _told(share, column, year, whole, sample, people if of_hundred else None)
            ):
                found.append(column)
    return found


class Whole(NamedTuple):
    """The line of which a share is one: its kind, and how many people or events one of its unit stands for, where that is known."""

    row: Indicator
    kind: str
    scale: float | None


def _told(
    share: Bounds, column: str, year: int | str | None, whole: Whole | None, sample: int | None, people: float | None
) -> Iterator[tuple[Bounds, float]]:
    """Every share that a reader is told or works out, and of how many people."""
    if whole is not None and whole.kind == "share":
        sample = sample or (whole.row.sample if column in NOW else whole.row.earlier_sample)
    if sample:
        yield share, sample
        yield _others(share), sample
    elif people:
        yield share, people
        yield _others(share), people
    for total in _totals(whole, column, year) if whole else ():
        assert whole is not None
        if whole.kind == "share" and sample:
            yield Bounds(total.low - share.high, total.high - share.low), sample
        elif whole.scale:
            for end in {total.low, total.high}:
                if 0 < end < inf:
                    yield share, end * whole.scale
                    yield _others(share), end * whole.scale


def _others(share: Bounds) -> Bounds:
    return Bounds(ALL - share.high, ALL - share.low)


def _totals(whole: Whole, column: str, year: int | str | None) -> Iterator[Bounds]:
    """What the whole comes to: in the same column, and in whichever of its columns is of the same year."""
    row = whole.row
    same = {column, *(each for each in NOW[:2] if year and row.year == year)}
    same |= {each for each in BEFORE if year and row.earlier_year == year}
    for name in sorted(same):
        if (total := bounds_in(getattr(row, name))) is not None:
            yield total
    if column == "value" and row.value is None and (total := bounds_in(row.value_range)) is not None:
        yield total


def _is_few(share: Bounds, base: float, limit: float) -> bool:
    """Whether a share stands for few people but not for nobody; of one within limits, whether it leaves only a part of them open."""
    low, high = (min(max(each, 0.0), ALL) * base / ALL for each in (share.low, share.high))
    few = limit + 0.5  # a share is rounded, people are not
    if low == high:
        return 0 < low < few
    return low < few and (low > 1 or high < few)

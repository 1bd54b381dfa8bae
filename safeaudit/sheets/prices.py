"""How prices move: each in its series, the change a year of a series or a flow, and what it says about supply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Protocol


class Priced(Protocol):
    """A line of PRICES."""

    flow: str | None
    item: str | None
    unit: str | None
    area: str | None
    month: date | None
    price: float | None

    @property
    def relative(self) -> float | None: ...

    def place_in_series(self, relative: float | None) -> None: ...


@dataclass(frozen=True, slots=True)
class PriceChange:
    """How prices moved between two months: `rate` in whole per cent a year, compound, from `start` to `end`.

    Both are relative prices: the mean of those noted in that month, each with the mean of its own series as 100.
    """

    rate: int
    start: float
    end: float
    first: date
    last: date


def relate_prices(prices: Iterable[Priced]) -> None:
    """Give each price its place in its series: the series' mean becomes 100."""
    series: dict[tuple[str | None, str, str, str | None], list[Priced]] = {}
    for row in prices:
        if row.price is not None:
            key = (row.flow, (row.item or "").casefold(), (row.unit or "").casefold(), row.area)
            series.setdefault(key, []).append(row)
    for rows in series.values():
        mean = sum(row.price or 0 for row in rows) / len(rows)
        for row in rows:
            dated = row.month is not None and mean > 0
            row.place_in_series(_rounded((row.price or 0) / mean * 100, 1) if dated else None)


def price_change(prices: Sequence[Priced], points: float) -> PriceChange | None:
    """The change of relative prices a year, from the first month to the last: what one would pay more each year, year on year.

    None with fewer dated prices than `points`, in one month only, and from a price of nothing.
    """
    dated = [(row.month, row.relative) for row in prices if row.month is not None and row.relative is not None]
    if not dated or len(dated) < points:
        return None
    first, last = min(month for month, _ in dated), max(month for month, _ in dated)
    start, end = (_mean([price for month, price in dated if month == each]) for each in (first, last))
    between = (last.year - first.year) * 12 + last.month - first.month
    if not between or not start:
        return None
    return PriceChange(round(_rounded(((end / start) ** (12 / between) - 1) * 100, 0)), start, end, first, last)


def price_reading(change: PriceChange | None, least: float) -> str | None:
    """What a change says about supply: scarcer, more_available, or steady where it is less than `least` per cent a year."""
    if change is None:
        return None
    return "scarcer" if change.rate >= least else "more_available" if change.rate <= -least else "steady"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _rounded(value: float, digits: int) -> float:
    """Rounded as spreadsheets round: half away from zero."""
    size = floor(abs(value) * 10**digits + 0.5) / 10**digits
    return float(size if value >= 0 else -size)

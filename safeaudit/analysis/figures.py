"""Figures beyond the scorecard: over the years and by area, places as people rated them, and prices before and after a measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING

from safeaudit.analysis.flows import price_series
from safeaudit.analysis.table import Line, Table
from safeaudit.sheets.kinds import WHOLE_CITY

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.sheets.exchange import Price
    from safeaudit.sheets.figures import Bounds


@dataclass(frozen=True, slots=True)
class YearLine(Line):
    """A figure of a year: see `by_year`."""

    series: int
    row_id: str
    column: str
    indicator: str
    area: str
    year: int
    value: float | None
    low: float | None
    high: float | None
    value_range: str | None
    source: str | None


def by_year(audit: Audit) -> Table[YearLine]:
    """Every figure with a year, of INDICATORS (newest and earlier) and MORE_FIGURES: by measure and area, which make a `series`,
    then by year. `low` and `high`: between what it lies, None for an open end.
    """
    order = {row_id: number for number, row_id in enumerate(audit.edition.row_ids("INDICATORS"))}
    found = sorted(_points(audit), key=lambda each: (order.get(each[0], len(order)), each[1], int(each[2]), each[3]))
    keys = list(dict.fromkeys((indicator, area) for indicator, area, *_ in found))
    return Table(
        YearLine,
        (
            YearLine(
                series=keys.index((indicator, area)) + 1,
                row_id=row_id,
                column=column,
                indicator=indicator,
                area=area,
                year=year,
                value=bounds.low if bounds.exact else None,
                low=bounds.low if isfinite(bounds.low) else None,
                high=bounds.high if isfinite(bounds.high) else None,
                value_range=text,
                source=source,
            )
            for indicator, area, year, row_id, column, bounds, text, source in found
        ),
    )


Point = tuple[str, str, int, str, str, "Bounds", str | None, str | None]
"""Measure, area, year, row and column it stands in, bounds, the limit or range as typed, source."""


def _points(audit: Audit) -> Iterator[Point]:
    for row in audit.indicators:
        area = row.area or WHOLE_CITY
        for bounds, year, column, text in (
            (row.bounds, row.year, "value", row.value_range),
            (row.earlier_bounds, row.earlier_year, "earlier_value", row.earlier_range),
        ):
            if bounds is not None and year is not None:
                exact = getattr(row, column) is not None
                place = column if exact else column.replace("value", "range") if column != "value" else "value_range"
                yield row.id, area, year, row.id, place, bounds, None if exact else text, row.source
    for figure in audit.more_figures:
        if figure.indicator and figure.bounds is not None and figure.year is not None:
            exact = figure.value is not None
            place, text = ("value", None) if exact else ("value_range", figure.value_range)
            area = figure.area or WHOLE_CITY
            yield figure.indicator, area, figure.year, figure.id, place, figure.bounds, text, figure.source


@dataclass(frozen=True, slots=True)
class WalkLine(Line):
    """A place on a safety walk: see `walks`."""

    row_id: str
    area: str | None
    month: date | None
    time: str | None
    walked_by: str | None
    light: int | None
    openness: int | None
    visibility: int | None
    people: int | None
    security: int | None
    path: int | None
    transport: int | None
    mix: int | None
    feeling: int | None
    mean: float | None
    rated: bool
    low: list[str]


def walks(audit: Audit) -> Table[WalkLine]:
    """Places as people rated them, 1 to 5 in nine points; `mean` of them, `low` the columns rated low by the setting `walk_low`.

    `rated`: at least one of the nine is known.
    """
    least = audit.edition.settings["walk_low"]
    return Table(
        WalkLine,
        (
            WalkLine.of(
                row,
                rated=any(score is not None for score in row.ratings.values()),
                low=[name for name, score in row.ratings.items() if score is not None and score <= least],
            )
            for row in audit.safety_walks
        ),
    )


@dataclass(frozen=True, slots=True)
class PriceTestLine(Line):
    """A measure set against a series of prices: see `price_tests`."""

    row_id: str
    measure: str
    began: date
    item: str | None
    area: str | None
    n_before: int
    n_after: int
    before: float | None
    after: float | None
    change: float | None
    causes_checked: bool
    row_ids: list[str]


def price_tests(audit: Audit) -> Table[PriceTestLine]:
    """Prices as the test of a measure (L12): means of a series before the measure began and from then on, `change` in per cent.

    None where fewer prices than the setting `measure_prices` stand on one of the sides.
    """
    return Table(PriceTestLine, _tests(audit))


def _tests(audit: Audit) -> Iterator[PriceTestLine]:
    rows = {row.id: row for row in audit.prices}
    least = audit.edition.settings["measure_prices"]
    for line in price_series(audit):
        own = [rows[row_id] for row_id in line.row_ids]
        for told in own:
            if told.measure is None or told.measure_month is None:
                continue
            sides = _sides(own, told.measure_month)
            enough = min(map(len, sides)) >= least
            before, after = (sum(side) / len(side) if enough else None for side in sides)
            change = (after - before) / before * 100 if before and after is not None else None
            yield PriceTestLine(
                row_id=told.id,
                measure=told.measure,
                began=told.measure_month,
                item=line.item,
                area=line.area,
                n_before=len(sides[0]),
                n_after=len(sides[1]),
                before=before,
                after=after,
                change=change,
                causes_checked=line.causes_checked,
                row_ids=line.row_ids,
            )


def _sides(rows: list[Price], began: date) -> tuple[list[float], list[float]]:
    """The prices before a month, and those from it on."""
    priced = [(row.month, row.price) for row in rows if row.month is not None and row.price is not None]
    return [price for month, price in priced if month < began], [price for month, price in priced if month >= began]

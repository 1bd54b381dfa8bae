"""Measures over the years, as far as they are known (framework Part II, indicators project)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from safeaudit.charts.canvas import AMBER, BLUE, GREY, RULE, SMALL, TINY, WIDTH, Canvas, Fill, key_height, ticks
from safeaudit.charts.names import name_of
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.sheets.kinds import WHOLE_CITY, FinancialYear
from safeaudit.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeaudit.analysis import Analysis
    from safeaudit.analysis.figures import YearLine
    from safeaudit.audit import Audit
    from safeaudit.words import Words

PANEL_W, PANEL_H, PANELS = 7.95, 3.6, 8
"""Width and height of a panel in cm, and how many fit on a page."""
MARGIN = 1.5
"""Room for the figures of the scale, up to millions, in cm."""
ROOM = 1.1
"""How far apart two years are written at least, in cm: a financial year is long."""
INDENT = 0.75
"""Room for the figure that stands over the first and the last mark, beside the scale, in cm."""


@chart(
    CHARTS,
    title=N_("Measures over the years, whole city"),
    alt=N_("Measures known for several years: {parts}."),
    cells="INDICATORS: value value_range year earlier_value earlier_range earlier_year area; "
    "MORE_FIGURES: indicator area year value value_range",
    places=[Place("strategy", "risks", "by_year", after="scorecard", heading=N_("Measures over the years"))],
)
def measures_by_year(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Small multiples: a panel a measure with its own scale from 0; years without a figure are passed over by a dashed line."""
    panels = series_of(analysis.figures_by_year, audit.edition.settings["series_years"])[:PANELS]
    if not panels:
        return None
    notes: list[tuple[Fill | str, str]] = [
        (Fill(BLUE), words.t("a figure of that year")),
        (Fill(AMBER), words.t("a limit or a range")),
        ("- -", words.t("no figure in between")),
    ]
    canvas = Canvas(-(-len(panels) // 2) * PANEL_H + 0.3 + key_height(notes, WIDTH - 0.2))
    for number, points in enumerate(panels):
        frame = (
            number % 2 * (PANEL_W + 0.1) + MARGIN,
            number // 2 * PANEL_H + 0.8,
            PANEL_W - MARGIN - 0.8,
            PANEL_H - 1.5,
        )
        _panel(canvas, frame, points, audit, words)
    canvas.key(0.1, canvas.height - key_height(notes, WIDTH - 0.2) + 0.15, notes, WIDTH - 0.2)
    return finished(canvas, words, parts="; ".join(_told(points, words) for points in panels))


def series_of(lines: Sequence[YearLine], least: float) -> list[list[YearLine]]:
    """The measures of the whole city that are known for at least so many years, one figure a year, oldest first."""
    found: dict[int, dict[int, YearLine]] = {}
    for line in lines:
        if line.area == WHOLE_CITY:
            found.setdefault(line.series, {}).setdefault(int(line.year), line)
    return [[years[year] for year in sorted(years)] for years in found.values() if len(years) >= least]


def _panel(
    canvas: Canvas, frame: tuple[float, float, float, float], points: list[YearLine], audit: Audit, words: Words
) -> None:
    left, top, wide, tall = frame
    first, last = int(points[0].year), int(points[-1].year)
    steps = ticks(max(_top(point) for point in points), 3)
    high = steps[-1]

    def x(point: YearLine) -> float:
        return left + INDENT + (int(point.year) - first) / max(1, last - first) * (wide - 2 * INDENT)

    def y(value: float) -> float:
        return top + (high - max(0.0, value)) / high * tall

    canvas.label(
        left - MARGIN + 0.1,
        top - 0.5,
        name_of(points[0].indicator, audit),
        PANEL_W - 0.2,
        lines=1,
        most=SMALL,
        bold=True,
    )
    for value in steps:
        canvas.line((left, left + wide), (y(value), y(value)), color=RULE)
        canvas.text(left - 0.12, y(value), words.number(value, 2), size=TINY, ha="right", color=GREY)
    for before, after in pairwise(points):
        if before.value is not None and after.value is not None:
            gap = int(after.year) - int(before.year) > 1
            ends = (x(before), x(after)), (y(before.value), y(after.value))
            canvas.line(*ends, color=GREY if gap else BLUE, line=0.8 if gap else 1.4, dash=gap, above=3)
    end, written = x(points[-1]), -ROOM
    for point in points:
        _point(canvas, point, x(point), y, high)
        if point is points[-1] or (x(point) - written >= ROOM and end - x(point) >= ROOM):
            canvas.text(x(point), top + tall + 0.2, _year(point), size=TINY, ha="center", color=GREY)
            written = x(point)
    for point in (points[0], points[-1]):
        shown = point.value_range or words.number(point.value, 2)
        canvas.text(x(point), y(_top(point)) - 0.22, shown, size=TINY, ha="center", bold=True, above=6)


def _point(canvas: Canvas, point: YearLine, x: float, y: object, high: float) -> None:
    """A dot, or a bar as far as the figure may lie; an open end reaches the end of the scale."""
    assert callable(y)
    if point.value is not None:
        canvas.dot(x, y(point.value), radius=0.09, fill=BLUE)
        return
    upper, lower = y(high if point.high is None else point.high), y(0.0 if point.low is None else point.low)
    canvas.box(x - 0.09, upper, 0.18, max(0.06, lower - upper), AMBER, edge=GREY, line=0.4, above=3)


def _top(point: YearLine) -> float:
    """The highest value that is drawn of a figure."""
    ends = (point.value, point.high, point.low)
    return next((end for end in ends if end is not None), 0.0)


def _year(point: YearLine) -> str:
    return str(point.year) if isinstance(point.year, FinancialYear) else str(int(point.year))


def _told(points: list[YearLine], words: Words) -> str:
    first, last = (point.value_range or words.number(point.value, 2) for point in (points[0], points[-1]))
    name = words.item(points[0].indicator) or points[0].indicator
    values = {"first": first, "since": _year(points[0]), "last": last, "until": _year(points[-1])}
    return words.t("{name} {first} ({since}), {last} ({until})", name=name, **values)

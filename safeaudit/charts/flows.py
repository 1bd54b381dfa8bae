"""Flows, their prices and who governs their markets (framework Part II, Flows and price; 2. Identifying connections)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit.charts import lettering
from safeaudit.charts.canvas import (
    AMBER,
    BLUE,
    BRICK,
    GREY,
    INK,
    PALE,
    RULE,
    SIZE,
    SMALL,
    TEAL,
    TINY,
    TREND,
    WHITE,
    WIDTH,
    Canvas,
    Fill,
    key_height,
)
from safeaudit.charts.names import name_of, named, typed
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from safeaudit.analysis import Analysis
    from safeaudit.analysis.flows import FlowLine, PriceLine
    from safeaudit.audit import Audit
    from safeaudit.words import Words

# Flow profile --------------------------------------------------------------------------------------------------------

SCALE_STEPS = {"low": 1, "medium": 2, "high": 3}
VIOLENCE_STEPS = {"none": 0, "threat": 1, "occasional": 2, "frequent": 3}
PRICE_SIGN = {"scarcer": "▲", "steady": "■", "more_available": "▼"}
PROFILE_X = {"scale": 4.5, "violence": 7.7, "trend": 10.75, "price_reading": 12.0, "confidence": 14.05}
PROFILE_ROOM = {"scale": 3.1, "violence": 2.9, "trend": 1.2, "price_reading": 1.95, "confidence": 1.9}
"""Left edges of the columns of the profile, and the room for their names, in cm."""


@chart(
    CHARTS,
    title=N_("Flows that are present: scale, violence and trend"),
    alt=N_("Flows present: {count}. Large: {large}. With frequent violence: {violent}. Scale not known: {unknown}."),
    cells="FLOWS: label present scale scale_basis violence trend confidence; PRICES: flow month price",
    places=[Place("strategy", "flows", "profile", after="text")],
)
def flow_profile(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """One line a flow that is present: scale (or not known), violence, trend, what prices say, confidence."""
    here = [row for row in analysis.flows if row.present == "yes"]
    if not here:
        return None
    order = {code: number for number, code in enumerate(("high", "medium", "low", "unknown", None))}
    here.sort(key=lambda row: (order.get(row.scale, 9), -VIOLENCE_STEPS.get(row.violence or "", -1)))
    notes: list[tuple[Fill | str, str]] = [
        (TREND["rising"], words.t("rising or dearer")),
        (TREND["stable"], words.t("stable or steady")),
        (TREND["falling"], words.t("falling or cheaper")),
        ("?", words.t("not known; seizures alone never show a scale")),
    ]
    head, tall = 0.85, 0.7
    canvas = Canvas(head + tall * len(here) + 0.35 + key_height(notes, WIDTH - 0.2))
    for column, room in PROFILE_ROOM.items():
        size, title = lettering.fitted(words.column("FLOWS", column), room, 2, SMALL, bold=True)
        canvas.text(PROFILE_X[column], head - 0.12, title, size=size, va="bottom", bold=True)
    for number, row in enumerate(here):
        _flow_row(canvas, head + tall * number, tall, row, audit, words)
    canvas.key(0.1, head + tall * len(here) + 0.35, notes, WIDTH - 0.2)
    return finished(canvas, words, count=len(here), **_flow_alt(here, audit, words))


def _flow_row(canvas: Canvas, y: float, tall: float, row: FlowLine, audit: Audit, words: Words) -> None:
    middle = y + tall / 2
    canvas.across(y)
    canvas.label(0.1, middle, name_of(row.row_id, audit), 4.2, most=SMALL)
    scale, violence = row.scale or "unknown", row.violence or ""
    _steps(canvas, PROFILE_X["scale"], middle, SCALE_STEPS.get(scale, 0), BLUE, words.code("flow_scale", scale))
    step = VIOLENCE_STEPS.get(violence, 0)
    _steps(canvas, PROFILE_X["violence"], middle, step, BRICK, words.code("violence", row.violence))
    canvas.text(PROFILE_X["trend"] + 0.3, middle, TREND[row.trend], size=SIZE, ha="center")
    sign = PRICE_SIGN.get(row.price_reading or "")
    if sign and row.price_change is not None:
        change = words.percent(row.price_change, 0, sign=True)
        yearly = words.t("{sign} {change} a year", sign=sign, change=change)
        canvas.text(PROFILE_X["price_reading"], middle, yearly, size=SMALL, room=1.8, lines=2)
    else:
        # where prices are withheld from a public version, nothing is known of a series
        none = words.t("withheld") if audit.withheld_rows("PRICES") else words.t("no series")
        canvas.text(PROFILE_X["price_reading"], middle, none, size=SMALL, color=GREY, room=1.95)
    canvas.text(PROFILE_X["confidence"], middle, words.code("high_medium_low", row.sure), size=SMALL, room=1.85)


def _steps(canvas: Canvas, x: float, y: float, step: int, color: str, word: str) -> None:
    """Three squares, filled as far as the step; without a step one open square, and always the word."""
    for number in range(3):
        face = color if number < step else WHITE
        canvas.box(x + number * 0.36, y - 0.15, 0.3, 0.3, face, edge=color if number < step else RULE)
    canvas.label(x + 1.2, y, word, 1.8, most=SMALL, color=INK if step else GREY)


def _flow_alt(here: list[FlowLine], audit: Audit, words: Words) -> dict[str, str]:
    chosen = {
        "large": [row.row_id for row in here if row.scale == "high"],
        "violent": [row.row_id for row in here if row.violence == "frequent"],
        "unknown": [row.row_id for row in here if row.scale in ("unknown", None)],
    }
    return {key: named(row_ids, audit, words) for key, row_ids in chosen.items()}


# Prices --------------------------------------------------------------------------------------------------------------

PANEL_W, PANEL_H, PANELS, GUTTER = 7.95, 2.85, 10, 2.35
"""Width and height of a panel, how many fit on a page, and the room for labels at the ends of its lines, in cm."""
LINES: tuple[tuple[str, int], ...] = ((BLUE, 0), (BRICK, 4), (TEAL, 3), (AMBER, 5))
"""Colour and corners of the marks of the lines in a panel."""


@chart(
    CHARTS,
    title=N_("Relative prices over time"),
    alt=N_("Change a year, from the first to the last month noted: {parts}."),
    cells="PRICES: flow item unit area month price; AREAS: name",
    places=[Place("strategy", "flows", "price_chart", after="prices")],
)
def price_trends(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Small multiples: one panel an item and unit, its mean = 100, a line an area, labelled at its end."""
    panels = _panels(analysis)[:PANELS]
    if not panels:
        return None
    points = [row for rows in panels for row in rows]
    low = min(75.0, min(map(_relative, points)) - 5)
    high = max(125.0, max(map(_relative, points)) + 5)
    months = min(row.month for row in points), max(row.month for row in points)
    changes = {row.series: row.change for row in analysis.price_series}
    canvas = Canvas(-(-len(panels) // 2) * PANEL_H + 0.6)
    for number, panel in enumerate(panels):
        frame = (
            number % 2 * (PANEL_W + 0.1) + 0.75,
            number // 2 * PANEL_H + 0.55,
            PANEL_W - 0.85 - GUTTER,
            PANEL_H - 1.2,
        )
        _panel(canvas, frame, panel, (low, high), months, audit, words, changes)
    note = words.t("100 = mean of the series; change a year. Dearer points to scarcity, cheaper to more supply.")
    canvas.text(0.1, canvas.height - 0.28, note, size=SMALL, color=GREY, room=WIDTH - 0.2)
    return finished(canvas, words, parts=_changes(analysis, words))


def _panels(analysis: Analysis) -> list[list[PriceLine]]:
    """The priced lines of each flow, item and unit that have at least two dates; the longest first when there are many."""
    found: dict[tuple[str, str, str], list[PriceLine]] = {}
    for row in analysis.prices:
        found.setdefault((row.flow or "", (row.item or "").casefold(), (row.unit or "").casefold()), []).append(row)
    panels = [rows for rows in found.values() if len({row.month for row in rows}) > 1]
    return panels if len(panels) <= PANELS else sorted(panels, key=len, reverse=True)


def _relative(row: PriceLine) -> float:
    """A price with the mean of its series as 100."""
    return row.relative or 0.0


def _panel(
    canvas: Canvas,
    frame: tuple[float, float, float, float],
    rows: list[PriceLine],
    span: tuple[float, float],
    months: tuple[date, date],
    audit: Audit,
    words: Words,
    changes: Mapping[int, int | None],
) -> None:
    left, top, wide, tall = frame
    days = max(1, (months[1] - months[0]).days)

    def x(month: date) -> float:
        return left + (month - months[0]).days / days * wide

    def y(relative: float) -> float:
        return top + (span[1] - relative) / (span[1] - span[0]) * tall

    title = ", ".join(str(part) for part in (rows[0].item, rows[0].unit) if part)
    title = typed(title, rows[0].row_id)
    canvas.label(left - 0.65, top - 0.33, title, PANEL_W - 0.2, lines=1, most=SMALL, bold=True)
    for value in _guides(span):
        canvas.line((left, left + wide), (y(value), y(value)), color=GREY if value == 100 else RULE)
        canvas.text(left - 0.1, y(value), words.number(value), size=TINY, ha="right", color=GREY)
    for month, side in ((months[0], "left"), (months[1], "right")):
        canvas.text(x(month), top + tall + 0.2, words.short_month(month), size=TINY, ha=side, color=GREY)
    ends = []
    for number, series in enumerate(sorted({row.series for row in rows})):
        own = [row for row in rows if row.series == series]
        color, sides = LINES[number % len(LINES)]
        places = [(x(row.month), y(_relative(row))) for row in own]
        canvas.line(
            [p[0] for p in places], [p[1] for p in places], color=color, line=1.3, dash=number % 2 == 1, above=3
        )
        for place in places:
            canvas.dot(*place, radius=0.08, fill=color, sides=sides)
        ends.append((places[-1], own, color))
    _end_labels(canvas, frame, ends, audit, words, changes)


def _guides(span: tuple[float, float]) -> list[float]:
    """Guide lines round 100, far enough apart to be labelled."""
    step = next(step for step in (20, 25, 50, 100, 200, 500, 1000, 10_000) if (span[1] - span[0]) / step <= 6)
    return [
        100 + step * number
        for number in range(-6, 7)
        if span[0] < 100 + step * number < span[1] and 100 + step * number >= 0
    ]


def _end_labels(
    canvas: Canvas,
    frame: tuple[float, float, float, float],
    ends: list[tuple[tuple[float, float], list[PriceLine], str]],
    audit: Audit,
    words: Words,
    changes: Mapping[int, int | None],
) -> None:
    """At the end of each line its change a year and its area, pushed apart downwards; lines beyond what fits have no label."""
    left, top, wide, tall = frame
    step = lettering.height(1, TINY)
    most = int((tall + 0.4) / step)
    two = len(ends) * 2 <= most
    deep = (2 * step if two else step) + 0.02
    y = top - 0.02
    shown = sorted(ends[:most], key=lambda end: end[0][1])
    for number, (end, own, color) in enumerate(shown):
        yearly = changes.get(own[0].series)
        change = "–" if yearly is None else words.percent(yearly, 0, sign=True)
        area = name_of(own[0].area, audit)
        room = GUTTER - 0.3
        text = (
            [change, lettering.shorten(area, room, TINY, True)]
            if two
            else [lettering.shorten(f"{lettering.LEFT_TO_RIGHT}{change} {area}", room, TINY, True)]
        )
        latest = top + tall + 0.4 - deep * (len(shown) - number)
        y = min(max(y, end[1] - deep / 2), latest)
        canvas.text(left + wide + 0.25, y, [line for line in text if line], size=TINY, va="top", color=color, bold=True)
        y += deep


def _changes(analysis: Analysis, words: Words) -> str:
    parts = [
        words.t("“{item}” {change}", item=row.item, change=words.percent(row.change, 0, sign=True))
        for row in analysis.price_series
        if row.change is not None
    ]
    return "; ".join(parts[:8]) or "–"


# Criminal governance -------------------------------------------------------------------------------------------------

SIGNS = {
    "protection": Fill(BLUE),
    "protection_violence": Fill(BRICK, "////"),
    "newcomers": Fill("#E0A84A", "....", "#7A4A00"),
    "territory": Fill("#7FB3B8", "\\\\\\\\", "#1D5A60"),
}


OPEN = Fill(WHITE, "....", GREY)
"""What is not known of an index."""


@chart(
    CHARTS,
    title=N_("Criminal governance by market: four signs"),
    alt=N_(
        "Criminal governance is strongest in {name}, with an index of {index} of 12. Established or dominant: {strong}."
    ),
    cells="MARKETS: market protection protection_violence newcomers territory",
    places=[Place("strategy", "criminal", "chart", after="markets")],
)
def criminal_governance(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """The four signs of each market stacked to an index of 0 to 12, with the cuts between the readings.

    What signs “not known” could add stands behind them as an open part.
    """
    rows = [row for row in analysis.markets if row.index_low is not None and row.index_high is not None]
    if not rows:
        return None
    left, wide, head, tall = 5.9, 7.2, 0.75, 0.7
    keys: list[tuple[Fill | str, str]] = [(fill, words.column("MARKETS", sign)) for sign, fill in SIGNS.items()]
    if any(row.index is None for row in rows):
        keys.append((OPEN, words.t("Not known: as much as this may be added")))
    canvas = Canvas(head + tall * len(rows) + 0.75 + key_height(keys, WIDTH - 0.2))
    bottom = head + tall * len(rows)
    readings = ("emerging", "established", "dominant")
    cuts = [0, *(audit.edition.settings[f"market_{reading}"] - 0.5 for reading in readings), 12]
    for start, stop, reading in zip(cuts, cuts[1:], ("little", *readings), strict=False):
        x = left + start / 12 * wide
        if start:
            canvas.line((x, x), (head - 0.45, bottom), color=GREY, dash=True, above=3)
        room = (stop - start) / 12 * wide - 0.12
        name, middle = words.code("market_reading", reading), x + room / 2 + 0.06
        canvas.text(middle, head - 0.32, name, size=TINY, ha="center", room=room, color=GREY)
    for number, row in enumerate(rows):
        y = head + tall * number
        canvas.label(left - 0.2, y + tall / 2, name_of(row.row_id, audit), left - 0.3, ha="right", most=SMALL)
        canvas.box(left, y + 0.12, wide, tall - 0.24, PALE, above=0)
        x = left
        for sign, fill in SIGNS.items():
            if value := getattr(row, sign):
                length = value / 12 * wide
                canvas.box(x, y + 0.12, length, tall - 0.24, fill, edge=WHITE, line=0.8)
                x += length
        if row.index is None:
            canvas.box(
                x,
                y + 0.12,
                ((row.index_high or 0) - (row.index_low or 0)) / 12 * wide,
                tall - 0.24,
                OPEN,
                edge=GREY,
                line=0.8,
            )
        index, reading = words.span(row.index_low, row.index_high), words.either("market_reading", *row.readings)
        told = words.t("{index} · {reading}", index=index, reading=reading) if row.reading else index
        room = WIDTH - left - wide - 0.25
        canvas.text(left + wide + 0.2, y + tall / 2, told, size=SMALL, bold=True, room=room)
    for value in (0, 3, 6, 9, 12):
        canvas.text(left + value / 12 * wide, bottom + 0.2, words.number(value), size=TINY, ha="center", color=GREY)
    canvas.key(0.1, bottom + 0.7, keys, WIDTH - 0.2)
    strong = [row.row_id for row in rows if row.readings[0] in ("established", "dominant")]
    first = named([rows[0].row_id], audit, words)
    return finished(
        canvas,
        words,
        name=first,
        index=words.span(rows[0].index_low, rows[0].index_high),
        strong=named(strong, audit, words),
    )

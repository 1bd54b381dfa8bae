"""The strategy: balance of its components, timeline and money (framework Part III, Safety governance strategies)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit.analysis.strategy import COMPONENTS
from safeaudit.charts.canvas import (
    COMPONENT,
    FUNDING,
    GREY,
    INK,
    PALE,
    RULE,
    SMALL,
    TALLEST,
    TINY,
    WIDTH,
    Canvas,
    Fill,
    key_height,
    ticks,
)
from safeaudit.charts.names import numbered
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from safeaudit.analysis import Analysis
    from safeaudit.analysis.balance import BalanceLine
    from safeaudit.analysis.strategy import TimelineLine
    from safeaudit.audit import Audit
    from safeaudit.words import Words

Entries = list[tuple[Fill | str, str]]


@chart(
    CHARTS,
    title=N_("Balance of the four components, by actions and by money"),
    alt=N_("{most} has the most actions ({share}). Enforcement has {number} of the actions and {money} of the money."),
    cells="ACTIONS: component cost status; PROFILE: currency",
    places=[
        Place("strategy", "strategy", "balance", after="text"),
        Place("brief", "asked", "balance", after="actions", width=13.4, height=5.2),
    ],
)
def component_balance(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Share of actions and of money by component, side by side, with the line above which a plan leans on enforcement."""
    rows = analysis.balance
    if not any(row.number for row in rows):
        return None
    left, wide, gap, head, tall = 2.55, 3.9, 2.95, 0.75, 0.68
    limit = analysis.reliance.threshold
    canvas = Canvas(head + tall * 4 + 0.75)
    sides = [(left, "number", words.t("Share of actions")), (left + wide + gap, "money", words.t("Share of money"))]
    for x, _, title in sides:
        canvas.text(x, 0.28, title, size=SMALL, bold=True, room=wide)
        for value in (0, 25, 50, 75, 100):
            at = x + value / 100 * wide
            canvas.line((at, at), (head, head + tall * 4), color=RULE)
            canvas.text(at, head + tall * 4 + 0.2, words.percent(value), size=TINY, ha="center", color=GREY)
        at = x + limit / 100 * wide
        canvas.line((at, at), (head - 0.1, head + tall * 4), color=INK, line=1.0, dash=True, above=4)
    for number, row in enumerate(rows):
        y = head + tall * number
        canvas.label(0.1, y + tall / 2, words.code("component", row.component), left - 0.3)
        for x, measure, _ in sides:
            _share(canvas, x, y, wide, tall, row, measure, audit, words)
    note = words.t(
        "Dashed: {limit}. Above it for enforcement, the plan leans on enforcement.", limit=words.percent(limit)
    )
    canvas.text(left, canvas.height - 0.2, note, size=TINY, color=GREY, room=WIDTH - left - 0.1)
    force = next(row for row in rows if row.component == "enforcement")
    most = max(rows, key=lambda row: row.number)
    shares = {"share": most.number_share, "number": force.number_share, "money": force.money_share}
    told = {key: words.percent(share) for key, share in shares.items()}
    return finished(canvas, words, most=words.code("component", most.component), **told)


def _share(
    canvas: Canvas,
    x: float,
    y: float,
    wide: float,
    tall: float,
    row: BalanceLine,
    measure: str,
    audit: Audit,
    words: Words,
) -> None:
    """One bar; right of its panel its share, and the number or money behind it."""
    share = row.number_share if measure == "number" else row.money_share
    portion = share or 0.0
    fill, edge = COMPONENT[row.component], INK if portion else "none"
    canvas.box(x, y + 0.13, portion / 100 * wide, tall - 0.26, fill, edge=edge, line=0.5)
    count = words.n("{count} action", "{count} actions", row.number)
    amount = count if measure == "number" else _short_money(row.money, audit, words)
    end, middle = x + wide, y + tall / 2
    canvas.text(end + 1.0, middle, words.percent(share), size=SMALL, ha="right", bold=True, room=1.0)
    canvas.label(end + 1.1, middle, amount, 1.55, most=TINY, color=GREY)


def _short_money(value: float, audit: Audit, words: Words) -> str:
    """An amount in billions, millions or thousands, with its currency."""
    currency = audit.profile.currency
    if value >= 10_000_000_000:
        amount = words.t("{amount} billion", amount=words.number(value / 1_000_000_000))
    elif value >= 1_000_000:
        amount = words.t("{amount} million", amount=words.number(value / 1_000_000, 1))
    elif value >= 10_000:
        amount = words.t("{amount} thousand", amount=words.number(value / 1_000))
    else:
        amount = words.number(value)
    return f"{currency} {amount}" if currency else amount


# Timeline ------------------------------------------------------------------------------------------------------------

MOST_BARS = 60
"""Bars of the timeline: more of them on one page nobody can read."""


@chart(
    CHARTS,
    title=N_("When each action runs, and how it is funded"),
    alt=N_("Actions planned between {first} and {last}: {count}, of which with lasting money: {firm}."),
    cells="ACTIONS: action component starts ends funding status",
    places=[Place("strategy", "strategy", "timeline", after="components", heading=N_("Timeline"))],
)
def timeline(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Each action from its first to its last month, by component; the pattern of a bar says how it is funded.

    Of more actions than a page has lines for, it shows those that begin first, and says so.
    """
    every = analysis.timeline
    if not every:
        return None
    first = sorted(every, key=lambda row: (row.starts, row.ends))[:MOST_BARS]
    rows = [row for row in every if row in first]
    entries: Entries = [
        (FUNDING[code], words.code("funding", code)) for code in ("lasting", "one_off", "partly", "unfunded")
    ]
    groups = [(component, [row for row in rows if row.component == component]) for component in (*COMPONENTS, None)]
    groups = [(component, own) for component, own in groups if own]
    note = 0.45 if len(rows) < len(every) else 0.0
    foot = 0.75 + note + key_height(entries, WIDTH - 0.2)
    free = TALLEST - foot - 0.2 - 0.5 * len(groups)
    tall = min(0.46, free / len(rows))
    left = 9.0
    span = rows_span(rows)
    canvas = Canvas(0.2 + 0.5 * len(groups) + tall * len(rows) + foot)
    bottom = canvas.height - foot
    _years(canvas, left, bottom, span)
    y = 0.2
    for component, own in groups:
        name = words.code("component", component) or words.t("No component")
        fill = COMPONENT.get(component or "", Fill(PALE))
        canvas.box(0.1, y + 0.1, 0.34, 0.3, fill, edge=INK, line=0.5)
        canvas.text(0.58, y + 0.26, name, size=SMALL, bold=True, room=left - 0.7)
        canvas.line((0.1, WIDTH - 0.1), (y + 0.48, y + 0.48), color=GREY)
        y += 0.5
        for row in own:
            _bar(canvas, left, y, tall, row, span, audit)
            y += tall
    canvas.key(0.1, canvas.height - foot + 0.9, entries, WIDTH - 0.2)
    if note:
        shown = words.t(
            "Of {all} actions with dates, the {count} that begin first; the tables have all of them.",
            all=len(every),
            count=len(rows),
        )
        canvas.text(0.1, canvas.height - 0.2, shown, size=TINY, color=GREY, room=WIDTH - 0.2)
    return finished(canvas, words, count=len(every), **_span(every, words))


def rows_span(rows: Sequence[TimelineLine]) -> tuple[int, int]:
    """First and last month of the plan as whole months; the last one is the month after the end, at least a year on."""
    first = min(_month(row.starts) for row in rows)
    return first, max(max(_month(row.ends) for row in rows) + 1, first + 12)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _years(canvas: Canvas, left: float, bottom: float, span: tuple[int, int]) -> None:
    """A line and a label a year, or every second, fifth or tenth year of a long plan."""
    wide = WIDTH - 0.5 - left
    months = [month for month in range(span[0], span[1] + 1) if month % 12 == 0]
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100) if len(months) / n <= 9), 200)
    for month in (month for month in months if month // 12 % step == 0 or len(months) == 1):
        x = left + (month - span[0]) / (span[1] - span[0]) * wide
        canvas.line((x, x), (0.2, bottom), color=RULE, above=0)
        canvas.text(x, bottom + 0.22, str(month // 12), size=TINY, ha="center", color=GREY)


def _bar(
    canvas: Canvas,
    left: float,
    y: float,
    tall: float,
    row: TimelineLine,
    span: tuple[int, int],
    audit: Audit,
) -> None:
    wide = WIDTH - 0.5 - left
    size = SMALL if tall > 0.44 else TINY
    canvas.text(0.1, y + tall / 2, f"{row.row_id}", size=TINY, color=GREY)
    name = numbered(row.row_id, audit).removeprefix(row.row_id).removeprefix(" · ")
    canvas.label(1.35, y + tall / 2, name, left - 1.55, lines=1, most=size)
    start = left + (_month(row.starts) - span[0]) / (span[1] - span[0]) * wide
    end = left + (_month(row.ends) + 1 - span[0]) / (span[1] - span[0]) * wide
    canvas.box(start, y + tall * 0.2, max(end - start, 0.08), tall * 0.6, FUNDING[row.funding], edge=INK, line=0.6)


def _span(rows: Sequence[TimelineLine], words: Words) -> dict[str, object]:
    """From when to when, and how much of it on firm ground."""
    first, last = min(row.starts for row in rows), max(row.ends for row in rows)
    firm = sum(row.funding == "lasting" for row in rows)
    return {"first": words.month(first), "last": words.month(last), "firm": firm}


# Money ---------------------------------------------------------------------------------------------------------------


@chart(
    CHARTS,
    title=N_("Cost of the plan by component and funding"),
    alt=N_("The plan costs {total}. {lasting} is lasting money, {one_off} one-off; {open} is not funded."),
    cells="ACTIONS: component funding cost status; PROFILE: currency",
    places=[Place("strategy", "strategy", "money", after="timeline", heading=N_("Money"))],
)
def funding(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Cost of each component, divided by how far the money is secured."""
    rows = [row for row in analysis.funding if row.cost]
    if not rows:
        return None
    order: list[str | None] = [code for code in (*COMPONENTS, None) if any(row.component == code for row in rows)]
    totals = {code: sum(row.cost for row in rows if row.component == code) for code in order}
    steps = ticks(max(totals.values()), 4)
    unit, name = _unit(steps[-1], words)
    left, wide, head, tall = 2.9, 11.6, 0.3, 0.68
    used = [code for code in FUNDING if any(row.funding == code for row in rows)]
    entries: Entries = [(FUNDING[code], words.code("funding", code) or words.t("Not stated")) for code in used]
    bottom = head + tall * len(order)
    canvas = Canvas(bottom + 1.15 + key_height(entries, WIDTH - 0.2))
    for value in steps:
        x = left + value / steps[-1] * wide
        canvas.line((x, x), (head, bottom), color=RULE)
        canvas.text(x, bottom + 0.2, words.number(value / unit, 1), size=TINY, ha="center", color=GREY)
    for number, code in enumerate(order):
        y, x = head + tall * number, left
        canvas.label(0.1, y + tall / 2, words.code("component", code) or words.t("No component"), left - 0.3)
        for funded in FUNDING:
            length = sum(row.cost for row in rows if (row.component, row.funding) == (code, funded)) / steps[-1] * wide
            if length:
                canvas.box(x, y + 0.13, length, tall - 0.26, FUNDING[funded], edge=INK, line=0.6)
                x += length
        total = words.number(totals[code] / unit, 1)
        canvas.text(x + 0.12, y + tall / 2, total, size=SMALL, bold=True)
    unit_name = " ".join(part for part in (audit.profile.currency, name) if part)
    axis = words.t("Cost in {unit}", unit=unit_name) if unit_name else words.t("Cost")
    canvas.text(left, bottom + 0.58, axis, size=SMALL, color=GREY, room=wide)
    canvas.key(0.1, bottom + 1.1, entries, WIDTH - 0.2)
    gap = analysis.funding_gap
    sums = {"total": gap.total, "lasting": gap.lasting, "one_off": gap.one_off, "open": gap.unfunded}
    return finished(canvas, words, **{key: words.money(sum_, audit.profile.currency) for key, sum_ in sums.items()})


def _unit(most: float, words: Words) -> tuple[float, str]:
    if most >= 10_000_000_000:
        return 1_000_000_000, words.t("billions")
    if most >= 1_000_000:
        return 1_000_000, words.t("millions")
    return (1_000, words.t("thousands")) if most >= 10_000 else (1, "")

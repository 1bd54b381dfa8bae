"""What the audit rests on, and homicide in city and country (framework Part II, Data; Part I, Figure 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit.analysis.evidence import LAYERS
from safeaudit.charts.canvas import BLUE, GREY, INK, RULE, SMALL, TINY, WHITE, WIDTH, Canvas, Fill, key_height, ticks
from safeaudit.charts.names import typed
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.words import N_

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.audit import Audit
    from safeaudit.words import Words

STATES = {
    "value": Fill(BLUE),
    "change": Fill("#9FB3C4", "////"),
    "gap": Fill("#E3B566", "////", "#7A4A00"),
    "empty": Fill(WHITE),
    "not_applicable": Fill("#DDE2E5", "....", GREY),
    "withheld": Fill("#8C969D", "xxxx"),
}


@chart(
    CHARTS,
    title=N_("Figures available, by layer"),
    alt=N_("Figures in three layers: {count}. With a value: {value}; with a named gap: {gap}; nothing yet: {empty}."),
    cells="INDICATORS: value value_range change_given gap does_not_apply",
    places=[Place("strategy", "limits", "readiness", after="text")],
)
def data_readiness(analysis: Analysis, _audit: Audit, words: Words) -> Drawn | None:
    """One square a figure, by layer: with a value, with a named gap, empty, or not applicable."""
    rows = analysis.indicators
    if not any(row.state in ("value", "change", "gap") for row in rows):
        return None
    named = {
        "value": words.t("Value"),
        "change": words.t("Only its change"),
        "gap": words.t("Named gap"),
        "empty": words.t("Nothing yet"),
        "not_applicable": words.t("Does not apply"),
        "withheld": words.t("Withheld"),
    }
    used = [state for state in STATES if any(row.state == state for row in rows)]
    left, side, across = 4.9, 0.42, 22
    canvas_rows = []
    for layer in LAYERS:
        own = sorted((row.state for row in rows if row.layer == layer), key=list(STATES).index)
        canvas_rows.append((layer, own, -(-len(own) // across)))
    entries: list[tuple[Fill | str, str]] = [(STATES[state], named[state]) for state in used]
    height = sum(max(0.85, lines * side + 0.3) for _, _, lines in canvas_rows)
    canvas = Canvas(0.15 + height + 0.3 + key_height(entries, WIDTH - 0.2))
    y = 0.15
    for layer, own, lines in canvas_rows:
        tall = max(0.85, lines * side + 0.3)
        canvas.label(0.1, y + tall / 2, words.group("indicators", layer), left - 0.5)
        top = y + (tall - lines * side) / 2
        for number, state in enumerate(own):
            row, column = divmod(number, across)
            x, size = left + column * side, side - 0.1
            canvas.box(x, top + row * side, size, size, STATES[state], edge=INK, line=0.5)
        count = words.t("{part} of {whole}", part=own.count("value"), whole=len(own) - own.count("not_applicable"))
        canvas.text(WIDTH - 0.1, y + tall / 2, count, size=SMALL, ha="right", bold=True, room=1.6)
        y += tall
        canvas.across(y)
    canvas.key(0.1, y + 0.35, entries, WIDTH - 0.2)
    total = {state: sum(row.state == state for row in rows) for state in STATES}
    return finished(canvas, words, count=len(rows), value=total["value"], gap=total["gap"], empty=total["empty"])


@chart(
    CHARTS,
    title=N_("Homicide in city and country"),
    alt=N_("The homicide rate is {city} per 100,000 in {name} and {national} in {country} ({year})."),
    cells="PROFILE: homicide_city homicide_national homicide_year",
    places=[
        Place(
            "strategy",
            "risks",
            "homicide",
            after="closeness",
            heading=N_("Homicide in the city and the country"),
            width=14.0,
        )
    ],
)
def homicide(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Two bars: intentional homicides per 100,000 residents in the city and in the country."""
    found = analysis.homicide
    if found.city is None or found.national is None:
        return None
    country = words.code("country", audit.profile.country) or words.t("Country")
    bars = [
        (typed(audit.profile.city or "", words.t("City")) or words.t("City"), found.city, Fill(BLUE)),
        (country, found.national, Fill("#9FB3C4", "////")),
    ]
    left, wide, head, tall = 3.6, 10.9, 0.2, 0.8
    steps = ticks(max(found.city, found.national))
    bottom = head + tall * 2
    canvas = Canvas(bottom + 1.0)
    for value in steps:
        x = left + value / steps[-1] * wide
        canvas.line((x, x), (head, bottom), color=RULE)
        canvas.text(x, bottom + 0.2, words.number(value, 2), size=TINY, ha="center", color=GREY)
    for number, (name, value, fill) in enumerate(bars):
        y = head + tall * number
        canvas.label(left - 0.2, y + tall / 2, name, left - 0.3, ha="right")
        canvas.box(left, y + 0.16, value / steps[-1] * wide, tall - 0.32, fill, edge=INK if value else "none", line=0.5)
        canvas.text(left + value / steps[-1] * wide + 0.12, y + tall / 2, words.number(value, 1), bold=True)
    year = str(found.year) if found.year else words.t("year not given")
    axis = words.t("Homicides per 100,000 residents, {year}", year=year)
    canvas.text(left, bottom + 0.65, axis, size=SMALL, color=GREY, room=wide)
    rates = {"city": words.number(found.city, 1), "national": words.number(found.national, 1)}
    return finished(canvas, words, name=audit.profile.city or words.t("City"), country=country, year=year, **rates)

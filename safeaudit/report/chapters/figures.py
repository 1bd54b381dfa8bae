"""Figures beside the risks: homicide, and the scorecard in three layers (framework Part II, indicators project)."""

from __future__ import annotations

from safeaudit.analysis.evidence import IndicatorLine
from safeaudit.report.writing.phrases import lines_of, there, year_of
from safeaudit.report.writing.sentences import closed, strung
from safeaudit.report.writing.statements import Block, Cells, Story, para


def homicide(s: Story) -> Block:
    w, found = s.words, s.analysis.homicide
    if found.city is None or found.national is None:
        return Block()
    refs = ("PROFILE.homicide_city", "PROFILE.homicide_national", "PROFILE.homicide_year")
    values = {"city": w.number(found.city, 1), "country": w.number(found.national, 1)}
    said = w.t(
        "In a year that is not stated, the city counted {city} intentional homicides per 100,000 residents, the country {country}.",
        **values,
    )
    if found.year:
        said = w.t(
            "In {year} the city counted {city} intentional homicides per 100,000 residents, the country {country}.",
            year=found.year,
            **values,
        )
    block = s.chart("homicide")
    block.text = [
        para(
            s.say(said, *refs, basis=("official_statistics",)),
            s.say(
                w.t(
                    "A rate above or below the national one says nothing by itself about its causes; a fall can mean that one group "
                    "now rules, and few cases let a rate swing from year to year."
                )
            ),
            s.say_if(
                s.value("PROFILE", "homicide_source"),
                w.t("Source: {source}", source=closed(s.value("PROFILE", "homicide_source"))),
                "PROFILE.homicide_source",
            ),
        )
    ]
    return block


def scorecard(s: Story) -> Block:
    w = s.words
    measured = [line for line in s.analysis.indicators if line.state == "value"]
    if not measured:
        return Block()
    moved = {code: [line.row_id for line in measured if line.moved == code] for code in ("better", "worse")}
    old = [line.row_id for line in measured if line.old]
    better, worse = map(len, moved.values())
    parts = there(
        (better, w.n("one moved in the wished direction", "{count} moved in the wished direction", better)),
        (worse, w.n("one moved in the other direction", "{count} moved in the other direction", worse)),
    )
    heard = any(s.value(line.row_id, "residents") not in ("", w.t("[withheld]")) for line in measured)
    text = [
        para(
            s.say(
                w.n(
                    "One measure has a value.",
                    "{count} measures of three layers have a value: what happens, what lies behind it, and "
                    "what the city does about it.",
                    len(measured),
                ),
                *s.of(measured, "value"),
            ),
            s.say_if(
                parts,
                w.t("Of those with an earlier value, {parts}.", parts=w.listed(parts)),
                *moved["better"],
                *moved["worse"],
            ),
            s.say(
                w.t(
                    "A figure that moved is a change in the figure first; the last column says what residents make of it."
                )
                if heard
                else w.t("A figure that moved is a change in the figure first.")
            ),
            s.about(
                old, "", w.n("One figure is old.", "{count} figures are old and are marked with their year.", len(old))
            ),
        )
    ]
    head = {
        "measure": w.t("Measure"),
        "now": w.t("Value (year); country"),
        "change": w.t("Change since"),
        "source": w.t("Source and its quality"),
        "meaning": w.t("What it means for residents"),
    }
    return Block(
        heading=w.t("What the figures show"),
        text=text,
        caption=w.t("Measures with a value"),
        head=head,
        lines=[_measure(s, line) for line in measured],
    )


def _measure(s: Story, line: IndicatorLine) -> Cells:
    w, row_id = s.words, line.row_id
    unit = s.value(row_id, "unit") or w.item(row_id, "unit")
    place = f"; {s.label(line.area)}" if line.area and line.area != "CITY" else ""
    change = "–"
    if line.change is not None:
        change = w.t(
            "{change} ({year})", change=w.percent(line.change, 1, sign=True), year=year_of(s, line.earlier_year)
        )
    quality = s.low_code("high_medium_low", line.quality)
    value = f"{w.number(line.value, 2)} ({year_of(s, line.year)}{place})"
    nation = w.t("country: {value}", value=w.number(line.national_value, 2)) if line.national_value is not None else ""
    return {
        "measure": s.answer(row_id, "unit", text=f"{s.label(row_id)} ({unit})") if unit else s.named(row_id),
        "now": s.answer(row_id, "value", "year", "area", "national_value", text=lines_of(value, nation)),
        "change": s.answer(row_id, "value", "earlier_value", "earlier_year", text=change),
        "source": s.cell(
            strung((line.source or "", quality)), f"{row_id}.source", *[f"{line.source}.quality"] * bool(line.source)
        ),
        "meaning": s.answer(row_id, "residents"),
    }

"""Figures beside the risks: homicide, and the scorecard in three layers (framework Part II, indicators project)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.evidence import IndicatorLine
from safeaudit.report.writing.phrases import lines_of, there, year_of
from safeaudit.report.writing.sentences import closed, strung
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Statement, Story, para, paras
from safeaudit.words import Words


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
    given = [line for line in s.analysis.indicators if line.state in ("value", "change")]
    if not given:
        return Block()
    moved = {code: [line.row_id for line in given if line.moved == code] for code in ("better", "worse")}
    old = [line.row_id for line in measured if line.old]
    better, worse = map(len, moved.values())
    parts = there(
        (better, w.n("one moved in the wished direction", "{count} moved in the wished direction", better)),
        (worse, w.n("one moved in the other direction", "{count} moved in the other direction", worse)),
    )
    heard = any(s.value(line.row_id, "residents") not in ("", w.t("[withheld]")) for line in measured)
    text = [
        para(
            s.about(
                measured,
                "value",
                w.n(
                    "One measure has a value.",
                    "{count} measures of three layers have a value: what happens, what lies behind it, and "
                    "what the city does about it.",
                    len(measured),
                ),
            ),
            s.say_if(
                parts,
                w.t("Of those that can be set against an earlier figure, {parts}.", parts=w.listed(parts)),
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
        ),
        *_forms(s, given),
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
        caption=w.t("Measures with a figure"),
        head=head,
        lines=[_measure(s, line) for line in given],
    )


def _forms(s: Story, lines: Sequence[IndicatorLine]) -> list[Paragraph]:
    """What is said of figures that are not known exactly, or did not move for certain."""
    w = s.words
    limited = [line.row_id for line in lines if line.state == "value" and line.value is None]
    only = [line.row_id for line in lines if line.only_change]
    chance = [line.row_id for line in lines if line.moved == "within_margin"]
    overlapping = [line.row_id for line in lines if line.moved == "open"]
    apart = [line.row_id for line in lines if line.second_value is not None]
    return paras(
        para(
            s.about(
                limited,
                "value_range",
                w.t("Known as a limit or a range only: {names}.", names=s.labels(limited)),
            ),
            s.about(only, "change_given", w.t("Only the change is known of {names}.", names=s.labels(only))),
            s.about(
                chance,
                "value",
                w.t(
                    "The change of {names} is no larger than chance makes it with the number of people asked, so it is called neither "
                    "better nor worse.",
                    names=s.labels(chance),
                ),
            ),
            s.about(
                overlapping,
                "",
                w.t("Whether {names} moved cannot be said: the limits or ranges overlap.", names=s.labels(overlapping)),
            ),
            s.about(apart, "second_value", w.t("Two sources give a figure for {names}.", names=s.labels(apart))),
        )
    )


def _measure(s: Story, line: IndicatorLine) -> Cells:
    w, row_id = s.words, line.row_id
    unit = s.value(row_id, "unit") or w.item(row_id, "unit")
    place = f"; {s.label(line.area)}" if line.area and line.area != "CITY" else ""
    quality = s.low_code("high_medium_low", line.quality)
    shown = line.value_range if line.value is None and line.value_range else w.number(line.value, 2)
    value = f"{shown} ({year_of(s, line.year)}{place})"
    asked = w.t("asked: {number}", number=w.number(line.sample)) if line.sample else ""
    nation = w.t("country: {value}", value=w.number(line.national_value, 2)) if line.national_value is not None else ""
    return {
        "measure": s.answer(row_id, "unit", text=lines_of(f"{s.label(row_id)} ({unit})", codes(line, w)))
        if unit
        else s.named(row_id),
        "now": s.answer(
            row_id,
            "value",
            "value_range",
            "year",
            "area",
            "national_value",
            "sample",
            text=lines_of(value, nation, asked),
        ),
        "change": _change(s, line),
        "source": s.cell(
            strung((line.source or "", quality)), f"{row_id}.source", *[f"{line.source}.quality"] * bool(line.source)
        ),
        "meaning": s.answer(row_id, "residents"),
    }


def codes(line: IndicatorLine, w: Words) -> str:
    """The codes of a measure in the lists of others: SDG 16.1.1 · ICCS 0101."""
    known = [f"SDG {line.sdg}"] if line.sdg else []
    if line.sdg_reversed:
        known = [w.t("Complement of SDG {code} (100 % less this figure)", code=line.sdg)]
    if line.iccs:
        known.append(f"ICCS {', '.join(line.iccs)}")
    return " · ".join(known)


def _change(s: Story, line: IndicatorLine) -> Statement:
    """The change since the earlier figure, as far as one can be told."""
    w, since = s.words, year_of(s, line.earlier_year)
    columns = ("value", "value_range", "earlier_value", "earlier_range", "earlier_year", "change_given")
    text = ""
    if line.change is not None:
        text = w.t("{change} ({year})", change=w.percent(line.change, 1, sign=True), year=since)
    elif line.earlier_range or (line.earlier_value is not None and (line.value_range or line.value is not None)):
        before = line.earlier_range or w.number(line.earlier_value, 2)
        text = w.t("before: {value} ({year})", value=before, year=since)
    if line.moved == "within_margin":
        margin = w.number(line.margin, 1)
        text = lines_of(text, w.t("within ±{margin} points", margin=margin))
    return s.answer(line.row_id, *columns, text=text)

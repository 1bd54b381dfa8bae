"""Chapter on flows and prices (framework Part II, 1. Identifying flows)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.flows import FlowLine, SeriesLine
from safeaudit.report.chapters.assessment.measures import price_tests
from safeaudit.report.writing.phrases import confidences, rows_in
from safeaudit.report.writing.sentences import closed, quoted
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras


def flows(s: Story) -> Section:
    """What moves through the city, what it does to safety, and what prices say."""
    section = Section("flows", s.words.t("Flows and prices"), sheets=("FLOWS", "PRICES"))
    here = [line for line in s.analysis.flows if line.present == "yes"]
    section.text = _overview(s, here) if s.filled("FLOWS") else [s.nothing("FLOWS")]
    if here:
        section.blocks["overview"] = _profile(s, here)
        section.blocks["effects"] = _effects(s, here)
    section.blocks["prices"] = _prices(s)
    section.blocks["tests"] = price_tests(s)
    return section


def _overview(s: Story, here: Sequence[FlowLine]) -> list[Paragraph]:
    w = s.words
    names = {code: s.count(s.analysis.flow_counts, "present", code) for code in ("no", "unknown")}
    large = [line.row_id for line in here if line.scale == "high"]
    unknown = [line.row_id for line in here if line.scale in (None, "unknown")]
    discarded = [line.row_id for line in here if line.scale_discarded]
    violent = [line.row_id for line in here if line.violence == "frequent"]
    nobody = [line.row_id for line in here if line.responder == "nobody"]
    sure = confidences(s, [line.confidence for line in here])

    def said(text: str, ids: list[str], column: str) -> Statement | None:
        return s.about(ids, column, text.format(names=s.labels(ids, 9)))

    return paras(
        para(
            s.say(
                w.n(
                    "One flow is said to be present in the city.",
                    "{count} flows are said to be present in the city.",
                    len(here),
                )
                if here
                else s.among(w.t("No flow is said to be present in the city."), "FLOWS"),
                *s.of(here, "present"),
            ),
            said(w.t("Said to be absent: {names}."), names["no"], "present"),
            said(w.t("Not known: {names}."), names["unknown"], "present"),
            s.say(
                w.t("Many flows are legal and do much good; the text below says where the wrong lies.")
                if any(s.value(line.row_id, "wrong") for line in here)
                else w.t("Many flows are legal and do much good.")
            ),
            s.see("flow_profile", "flows.overview"),
        ),
        para(
            said(w.t("A large scale is reported for {names}."), large, "scale"),
            said(w.t("The scale is not known for {names}."), unknown, "scale"),
            said(
                w.t(
                    "For {names} the size given rested on seizures, on prices that nobody noted or on nothing yet, and is not used: "
                    "seizures show the work of those who seize, not the size of a flow."
                ),
                discarded,
                "scale_basis",
            ),
            said(w.t("Frequent violence is tied to {names}."), violent, "violence"),
            said(w.t("Nobody is said to respond to {names}."), nobody, "responder"),
            s.say_if(
                sure, w.t("The team’s confidence in these lines is {levels}.", levels=sure), *s.of(here, "confidence")
            ),
        ),
    )


def _profile(s: Story, here: Sequence[FlowLine]) -> Block:
    w = s.words
    head = {
        "flow": w.t("Flow"),
        "basis": w.t("Its scale rests on"),
        "responder": w.t("Who responds"),
        "exposed": w.t("Most exposed"),
        "feeds": w.t("Risks it feeds"),
    }
    lines = [
        {
            "flow": s.named(line.row_id),
            "basis": s.answer(line.row_id, "scale_basis", text=s.code("scale_basis", line.scale_basis)),
            "responder": s.answer(line.row_id, "responder"),
            "exposed": s.answer(
                line.row_id, "group_1", "group_2", text=", ".join(s.code("groups", code) for code in line.groups)
            ),
            "feeds": s.cell(
                s.cell_list(line.feeds), *s.of([line.row_id], "risk_1", "risk_2", "risk_3"), *line.map_rows
            ),
        }
        for line in here
    ]
    return Block(caption=w.t("Flows present, in the order of the workbook"), head=head, lines=lines)


def _effects(s: Story, here: Sequence[FlowLine]) -> Block:
    w = s.words
    points = []
    for line in here:
        row_id = line.row_id
        texts = {column: s.value(row_id, column) for column in ("effect", "wrong", "positive")}
        said = {
            "effect": texts["effect"],
            "wrong": w.t("Where the wrong lies: {text}", text=quoted(texts["wrong"], w)),
            "positive": w.t("The good side: {text}", text=quoted(texts["positive"], w)),
        }
        sentences = [s.say(said[column], f"{row_id}.{column}") for column, text in texts.items() if text]
        if sentences:
            points.append(para(*sentences, lead=closed(s.label(row_id))))
    return Block(heading=w.t("What each flow does to safety here"), points=points) if points else Block()


def _price_text(s: Story) -> list[Paragraph]:
    w = s.words
    if not s.analysis.price_series:
        return [s.nothing("PRICES")]
    series = [line for line in s.analysis.price_series if line.reading]
    scarcer = [line for line in series if line.reading == "scarcer"]
    cheaper = [line for line in series if line.reading == "more_available"]
    unchecked = [line for line in series if not line.causes_checked]
    return paras(
        para(
            s.say(
                w.n(
                    "Prices of one series were noted often enough to show a trend.",
                    "Prices of {count} series were noted often enough to show a trend.",
                    len(series),
                ),
                *[row_id for line in series for row_id in line.row_ids],
            )
            if series
            else s.say(s.among(w.t("No price was noted often enough to show a trend."), "PRICES")),
            _series(s, w.t("Dearer by the trend, which points to scarcer goods: {names}."), scarcer),
            _series(s, w.t("Cheaper by the trend, which points to goods that are easier to get: {names}."), cheaper),
            s.say_if(
                scarcer or cheaper,
                w.t(
                    "A trend is the change from the first month noted to the last, told as a change a year: what would be added each year "
                    "to come from the first price to the last."
                ),
            ),
            s.say_if(
                series and "flow_profile" in s.charts,
                w.t("{figure} takes all prices of a flow together.", figure=s.ref("flow_profile")),
            ),
        ),
        para(
            s.say(w.t("A price can also move with demand, quality or season.")),
            s.say(
                w.n(
                    "For one series no other cause was checked.",
                    "For {count} series no other cause was checked.",
                    len(unchecked),
                ),
                *[row_id for line in unchecked for row_id in line.row_ids],
            )
            if unchecked
            else s.say_if(
                series,
                s.among(w.t("Other causes were checked for every series with a trend."), "PRICES"),
                *s.of(rows_in(series), "other_causes"),
            ),
            s.say_if(
                scarcer, w.t("For payments forced on people, such as protection money, a rise means a heavier burden.")
            ),
        ),
    )


def _series(s: Story, text: str, series: Sequence[SeriesLine]) -> Statement | None:
    if not series:
        return None
    named = s.joined(
        [
            s.words.t(
                "{item} ({change} a year)",
                item=", ".join(part for part in (quoted(line.item or "", s.words), s.label(line.area)) if part),
                change=s.words.percent(line.change, 0, sign=True),
            )
            for line in series
        ]
    )
    return s.say(text.format(names=named), *s.of(rows_in(series), "price"))


def _prices(s: Story) -> Block:
    w, currency = s.words, s.audit.profile.currency or ""
    head = {
        "item": w.t("Item and unit"),
        "area": w.t("Area"),
        "span": w.t("First and last price {currency}", currency=currency).strip(),
        "change": w.t("Change a year"),
        "reading": w.t("Reading"),
        "causes": w.t("Prices noted; other causes checked"),
    }
    lines = [_price_line(s, line) for line in s.analysis.price_series]
    return Block(
        heading=w.t("What prices say"), text=_price_text(s), caption=w.t("Price series"), head=head, lines=lines
    )


def _price_line(s: Story, line: SeriesLine) -> Cells:
    w, ids = s.words, line.row_ids

    def told(text: str, *columns: str) -> Statement:
        return s.cell(text, *s.of(ids, *columns))

    span = w.t(
        "{first} ({since}) – {last} ({until})",
        first=w.number(line.first, 2),
        since=w.short_month(line.first_month),
        last=w.number(line.last, 2),
        until=w.short_month(line.last_month),
    )
    checked = w.t("yes") if line.causes_checked else w.t("no")
    return {
        "item": told(f"{line.item} ({line.unit})" if line.unit else line.item or "", "item", "unit"),
        "area": told(s.label(line.area), "area"),
        "span": told(span, "price", "month"),
        "change": told(w.percent(line.change, 0, sign=True), "price", "month"),
        "reading": told(s.code("price_reading", line.reading) or w.t("Too few prices"), "price", "month"),
        "causes": told(w.t("{count}; {checked}", count=line.n, checked=checked), "price", "other_causes"),
    }

"""What a rapid audit found: problems with place, hour and people; causes and flows; figures and named gaps; the five questions."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.agree import ProblemLine
from safeaudit.analysis.evidence import IndicatorLine
from safeaudit.report.chapters.agree import how_bad
from safeaudit.report.writing.phrases import lines_of, there, typed
from safeaudit.report.writing.statements import Block, Cells, Section, Story, fill, para, paras

TINTS = {"3": "high", "2": "moderate", "1": "low"}
"""The tints of problems by how bad they are, and of causes by how much they matter, as of the levels of a risk."""


def problems(s: Story) -> Section:
    """The problems as people name them, the worst first: where, when, for whom."""
    w = s.words
    section = Section("problems", w.t("Crime and safety problems"), sheets=("PROBLEMS",))
    told = [line for line in s.analysis.problems if not line.not_applicable and line.how_bad]
    rated = [line for line in told if line.how_bad not in ("0", "unknown")]
    calm = [line.row_id for line in told if line.how_bad == "0"]
    unknown = [line.row_id for line in told if line.how_bad == "unknown"]
    section.text = paras(
        para(
            s.about(
                rated,
                "how_bad",
                w.n(
                    "One of the problems asked about is one here; the table has it.",
                    "{count} of the problems asked about are problems here; the table has the worst first.",
                    len(rated),
                ),
            ),
            s.about(calm, "how_bad", w.t("Not a problem here, as they see it: {names}.", names=s.labels(calm, 16))),
            s.about(unknown, "how_bad", w.t("How bad these are is not known: {names}.", names=s.labels(unknown, 16))),
        )
    )
    section.blocks["rated"] = _rated(s, rated)
    return section


def _rated(s: Story, lines: Sequence[ProblemLine]) -> Block:
    w = s.words
    head = {
        "problem": w.t("Problem"),
        "bad": w.t("How bad; trend"),
        "place": w.t("Where and when"),
        "whom": w.t("Who is hit"),
    }
    rows: list[Cells] = [
        {
            "problem": s.named(line.row_id),
            "bad": how_bad(s, line),
            "bad_fill": fill(TINTS.get(line.how_bad or "")),
            "place": s.answer(
                line.row_id, "area_1", "hours", text=lines_of(s.cell_list(line.areas), s.code("hours", line.hours))
            ),
            "whom": s.answer(line.row_id, "group_1"),
        }
        for line in lines
    ]
    return Block(caption=w.t("Problems, the worst first"), head=head, lines=rows) if rows else Block()


def causes(s: Story) -> Section:
    """What lies behind the problems, and what moves into and through the city."""
    w = s.words
    section = Section("causes", w.t("Causes and flows"), sheets=("RISKS", "FLOWS"))
    rated = [line for line in s.analysis.risks if line.in_words]
    by_word = {row.id: row.get("matters") for row in s.audit.risks}
    unknown = [row_id for row_id, word in by_word.items() if word == "unknown"]
    not_here = [row_id for row_id, word in by_word.items() if word == "0"]
    here = [line for line in s.analysis.flows if line.present == "yes"]
    absent = [line.row_id for line in s.analysis.flows if line.present == "no"]
    open_ = [line.row_id for line in s.analysis.flows if line.present == "unknown"]
    section.text = paras(
        para(
            s.about(
                rated,
                "matters",
                w.n("One cause matters here.", "{count} causes matter here; they were rated in words.", len(rated)),
            ),
            s.about(not_here, "matters", w.t("Said not to matter: {names}.", names=s.labels(not_here, 18))),
            s.about(unknown, "matters", w.t("Not known whether they matter: {names}.", names=s.labels(unknown, 18))),
        ),
        para(
            s.about(here, "present", w.n("One flow touches the city.", "{count} flows touch the city.", len(here))),
            s.about(absent, "present", w.t("Said to be absent: {names}.", names=s.labels(absent, 9))),
            s.about(open_, "present", w.t("Not known whether they are present: {names}.", names=s.labels(open_, 9))),
            s.say_if(here, w.t("A flow is no accusation: many are legal and do much good.")),
        ),
    )
    order = sorted(rated, key=lambda line: -int(str(by_word[line.row_id])))
    lines: list[Cells] = [
        {
            "cause": s.named(line.row_id),
            "matters": s.answer(line.row_id, "matters"),
            "matters_fill": fill(TINTS.get(str(by_word[line.row_id]))),
        }
        for line in order
    ]
    if lines:
        head = {"cause": w.t("Cause"), "matters": w.t("How much it matters")}
        section.blocks["rated"] = Block(caption=w.t("Causes, those that matter most first"), head=head, lines=lines)
    flows: list[Cells] = [
        {"flow": s.named(line.row_id), "violence": s.answer(line.row_id, "violence")} for line in here
    ]
    if flows:
        head = {"flow": w.t("Flow that is present"), "violence": w.t("Violence tied to it")}
        section.blocks["flows"] = Block(caption=w.t("Flows, in the order of the workbook"), head=head, lines=flows)
    return section


def figures(s: Story) -> Section:
    """The few figures, and the gaps by name."""
    w = s.words
    section = Section("figures", w.t("Figures and gaps"), sheets=("INDICATORS",))
    known = [line for line in s.analysis.indicators if line.state == "value"]
    gaps = [line for line in s.analysis.indicators if line.state == "gap"]
    parts = there(
        (len(known), w.n("one has a value", "{count} have a value", len(known))),
        (len(gaps), w.n("one has a named gap", "{count} have a named gap", len(gaps))),
    )
    counted = [line.row_id for line in known if s.value(line.row_id, "figure_kind")]
    section.text = paras(
        para(
            s.say_if(parts, w.t("Of the figures asked for, {parts}.", parts=w.listed(parts)), *s.of([*known, *gaps])),
            s.about(
                counted,
                "figure_kind",
                w.t("Where a figure is a count, a few cases more or less say little about one year."),
            ),
        )
    )
    head = {"measure": w.t("Measure"), "value": w.t("Value (year)"), "counted": w.t("Counted as"), "gap": w.t("Gap")}
    lines = [_measure(s, line) for line in (*known, *gaps)]
    if lines:
        section.blocks["known"] = Block(caption=w.t("Figures of the workbook"), head=head, lines=lines)
    return section


def _measure(s: Story, line: IndicatorLine) -> Cells:
    w, row_id = s.words, line.row_id
    year = w.t("{value} ({year})", value=s.value(row_id, "value"), year=s.value(row_id, "year"))
    kind = s.value(row_id, "figure_kind")
    return {
        "measure": s.named(row_id),
        "value": s.answer(row_id, "value", "year", text=year if s.value(row_id, "year") else s.value(row_id, "value")),
        "counted": s.answer(
            row_id, "figure_kind", "unit", text=kind or s.value(row_id, "unit") or w.item(row_id, "unit")
        ),
        "gap": s.answer(row_id, "gap"),
    }


def questions(s: Story) -> Section:
    """The five guiding questions in the team's own words."""
    w = s.words
    section = Section("questions", w.t("The five guiding questions"), sheets=("QUESTIONS",))
    given = [] if s.public else [line for line in s.analysis.questions if line.answered]  # they sum up everything
    chapters = [(s.label(line.row_id), [own]) for line in given if (own := typed(s, line.row_id, "response"))]
    if chapters:
        section.text = [para(s.say(w.t("The answers stand here in the team’s own words.")))]
        section.blocks["answers"] = Block(chapters=chapters)
    return section

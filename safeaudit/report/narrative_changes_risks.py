"""Comparison report, risks and figures: every score or trend that moved, and every figure, with the class of its change."""

from __future__ import annotations

from typing import Any

from safeaudit.report.narrative_changes import Changes, arrow
from safeaudit.report.phrases import stop
from safeaudit.report.statements import Block, Cells, Section, para, paras


def risks(x: Changes) -> Section:
    """Every risk whose score or trend moved, and every figure."""
    s, w = x.s, x.s.words
    section = Section("risks", w.t("Risks and figures"), sheets=("RISKS", "INDICATORS"))
    moved = [
        line
        for line in x.tables["risk_moves"]
        if line["class"] != "none" or line["trend_before"] != line["trend_after"]
    ]
    steady = [line["row_id"] for line in x.tables["risk_moves"] if line not in moved]
    section.text = paras(para(
        s.say(w.t("The same score and trend as in the last audit: {names}.", names=x.named(steady, 6)), *[f"{each}.score" for each in steady])
        if steady else None,
        s.say(w.t("No risk was rated in both audits.")) if not x.tables["risk_moves"] else None,
    ))  # fmt: skip
    section.blocks["chart"] = s.chart("change_since_last")
    section.blocks["moves"] = _risk_table(x, moved)
    section.blocks["words"] = _in_their_words(x, [line["row_id"] for line in moved if line["class"] != "none"])
    section.blocks["figures"] = _figure_table(x)
    return section


def _risk_table(x: Changes, moved: list[dict[str, Any]]) -> Block:
    s, w = x.s, x.s.words
    head = {
        "risk": w.t("Risk"),
        "score": w.t("Score"),
        "level": w.t("Level"),
        "trend": w.t("Trend"),
        "kind": w.t("Class of the score"),
        "why": w.t("Why"),
    }
    lines: list[Cells] = [
        {
            "risk": s.named(line["row_id"], before=f"{line['row_id']} · "),
            "score": s.answer(line["row_id"], "score", text=arrow(w.number(line["score_before"]), w.number(line["score_after"]))),
            "level": s.answer(line["row_id"], "level", text=arrow(s.code("risk_level", line["level_before"]), s.code("risk_level", line["level_after"]))),
            "trend": s.answer(line["row_id"], "trend", text=arrow(s.code("trend", line["trend_before"]), s.code("trend", line["trend_after"]))),
            **x.kind(line),
        }
        for line in moved
    ]  # fmt: skip
    return Block(caption=w.t("Risks whose score or trend moved"), head=head, lines=lines)


def _in_their_words(x: Changes, row_ids: list[str]) -> Block:
    """The team's explanation in this audit, for the risks whose score moved."""
    s = x.s
    points = [
        para(s.say(s.value(row_id, "explanation"), f"{row_id}.explanation"), lead=stop(x.label(row_id)))
        for row_id in row_ids
        if s.value(row_id, "explanation")
    ]
    return Block(heading=s.words.t("What the team writes about them now"), points=points) if points else Block()


def _figure_table(x: Changes) -> Block:
    s, w = x.s, x.s.words
    shown = [line for line in x.tables["indicator_moves"] if line["class"] != "none"]
    head = {
        "measure": w.t("Measure"),
        "before": w.t("Before"),
        "after": w.t("Now"),
        "change": w.t("Change"),
        "kind": w.t("Class"),
        "why": w.t("Why"),
    }
    lines: list[Cells] = []
    for line in shown:
        before = dated(x, line["value_before"], line["year_before"])
        if line["corrected"] is not None:
            before = w.t("{value}, corrected to {corrected}", value=before, corrected=w.number(line["corrected"], 2))
        lines.append({
            "measure": s.named(line["row_id"], after=f" ({w.unit(line['unit'])})" if line["unit"] else ""),
            "before": s.answer(line["row_id"], "earlier_value", "earlier_year", text=before),
            "after": s.answer(line["row_id"], "value", "year", text=dated(x, line["value_after"], line["year_after"])),
            "change": s.answer(line["row_id"], "value", text=w.percent(line["change"], sign=True) if line["change"] is not None else "–"),
            **x.kind(line),
        })  # fmt: skip
    return (
        Block(heading=w.t("Figures"), caption=w.t("Figures before and now"), head=head, lines=lines)
        if lines
        else Block()
    )


def dated(x: Changes, value: float | None, year: int | None) -> str:
    w = x.s.words
    if value is None:
        return w.t("none")
    return w.t("{value} ({year})", value=w.number(value, 2), year=year) if year else w.number(value, 2)

"""Comparison report, risks and figures: every score or trend that moved, and every figure, with the class of its change."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.comparison.moves import RiskMove
from safeaudit.report.chapters.changes.picture import Changes
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Section, paras


def risks(x: Changes) -> Section:
    """Every risk whose score or trend moved, and every figure."""
    w = x.s.words
    section = Section("risks", w.t("Risks and figures"), sheets=("RISKS", "INDICATORS"))
    moved = [line for line in x.c.risk_moves if line.made.kind != "none" or line.trend_before != line.trend_after]
    steady = [line.row_id for line in x.c.risk_moves if line not in moved]
    section.text = paras(
        x.para(
            x.naming(w.t("The same score and trend as in the last audit: {names}."), steady, "score", 6),
            x.s.among(w.t("No risk was rated in both audits."), "RISKS") if not x.c.risk_moves else None,
        )
    )
    section.blocks["moves"] = _risk_table(x, moved)
    section.blocks["words"] = _in_their_words(x, [line.row_id for line in moved if line.made.kind != "none"])
    section.blocks["figures"] = _figure_table(x)
    return section


def _risk_table(x: Changes, moved: Sequence[RiskMove]) -> Block:
    w = x.s.words
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
            "risk": x.numbered(line.row_id),
            "score": x.moved(line.row_id, "score", w.number(line.score_before), w.number(line.score_after)),
            "level": x.coded(line.row_id, "level", "risk_level", line.level_before, line.level_after),
            "trend": x.coded(line.row_id, "trend", "trend", line.trend_before, line.trend_after),
            **x.kind(line.made, "RISKS"),
        }
        for line in moved
    ]
    return Block(caption=w.t("Risks whose score or trend moved"), head=head, lines=lines)


def _in_their_words(x: Changes, row_ids: list[str]) -> Block:
    """The team's explanation in this audit, for the risks whose score moved."""
    s = x.s
    points = [
        x.para(s.say(s.value(row_id, "explanation"), f"{row_id}.explanation"), lead=closed(x.label(row_id)))
        for row_id in row_ids
        if s.value(row_id, "explanation")
    ]
    return Block(heading=s.words.t("What the team writes about them now"), points=points) if points else Block()


def _figure_table(x: Changes) -> Block:
    s, w = x.s, x.s.words
    shown = [line for line in x.c.indicator_moves if line.made.kind != "none"]
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
        alone = ("change_given",) if line.value_after is None and line.change_after is not None else ()
        earlier = "earlier_range" if line.corrected_range else "earlier_value"
        before = dated(x, line.value_before, line.year_before, line.range_before, line.change_before)
        if line.corrected is not None or line.corrected_range:
            mended = line.corrected_range if line.corrected is None else w.number(line.corrected, 2)
            before = w.t("{value}, corrected to {corrected}", value=before, corrected=mended)
        lines.append(
            {
                "measure": s.named(line.row_id, after=f" ({w.unit(line.unit)})" if line.unit else ""),
                "before": s.answer(line.row_id, earlier, "earlier_year", text=before),
                "after": s.answer(
                    line.row_id,
                    "value",
                    "value_range",
                    *alone,
                    "year",
                    text=dated(x, line.value_after, line.year_after, line.range_after, line.change_after),
                ),
                "change": s.answer(
                    line.row_id,
                    "value",
                    *alone,
                    text=w.percent(line.change, sign=True) if line.change is not None else "–",
                ),
                **x.kind(line.made, "INDICATORS"),
            }
        )
    return x.table(w.t("Figures before and now"), head, lines, heading=w.t("Figures"))


def dated(
    x: Changes, value: float | None, year: int | None, limits: str | None = None, change: float | None = None
) -> str:
    """A figure, or the limit or range in its place, with its year; that a change alone was given, where there is neither."""
    w = x.s.words
    if value is None and not limits and change is None:
        return w.t("none")
    alone = w.t("change alone: {change}", change=w.percent(change, sign=True))
    shown = w.number(value, 2) if value is not None else limits or alone
    return w.t("{value} ({year})", value=shown, year=year) if year else str(shown)

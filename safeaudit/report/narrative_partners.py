"""Chapters on partners and on principles (framework Part III, 4. Resilience; Prerequisites for success)."""

from __future__ import annotations

from typing import Any

from safeaudit.report.phrases import stop, tallied
from safeaudit.report.statements import Block, Cells, Paragraph, Section, Statement, Story, fill, para, paras


def partners(s: Story) -> Section:
    """Five criteria, the verdict, and exceptions with their review dates."""
    section = Section("partners", s.words.t("Partners"), sheets=("PARTNERS",))
    lines = s.table("partners")
    if not lines:
        section.text = [s.nothing("PARTNERS")]
        return section
    section.text = _verdict_text(s, lines)
    section.blocks["matrix"] = s.chart("partner_matrix")
    section.blocks["verdicts"] = _verdicts(s, lines)
    section.blocks["exceptions"] = _exceptions(s, lines)
    return section


def _verdict_text(s: Story, lines: list[dict[str, Any]]) -> list[Paragraph]:
    w = s.words
    paid = [
        line["row_id"]
        for line in lines
        if line["verdict"] in ("not_eligible", "incomplete") and line["funded"] == "yes"
    ]
    verdicts = tallied(s, "verdict", [line["verdict"] for line in lines])
    return paras(
        para(
            s.say(w.n("One organisation was checked against five criteria.", "{count} organisations were checked against five criteria.",
                      len(lines)), *[line["row_id"] for line in lines]),
            s.say(w.t("The verdicts: {verdicts}.", verdicts=verdicts), *[f"{line['row_id']}.verdict" for line in lines]) if verdicts else None,
            s.say(w.t("A wrong partner can strengthen those who live from violence; exceptions are possible only for past illicit activity "
                      "and for political ties, each with a reason and a review date.")),
            s.see("partner_matrix", "partners.verdicts"),
        ),
        para(
            s.say(w.t("Paid by the city although not eligible or not fully checked: {names}. This should be settled first.",
                      names=s.labels(paid)), *[f"{row_id}.funded" for row_id in paid]) if paid else None,
        ),
    )  # fmt: skip


def _verdicts(s: Story, lines: list[dict[str, Any]]) -> Block:
    w = s.words
    head = {
        "partner": w.t("Partner and kind"), "verdict": w.t("Verdict"), "open": w.t("Criteria not met, open or by exception"),
        "checked": w.t("Checked by, on"),
    }  # fmt: skip
    criteria = ("p1_leadership", "p2_not_illicit", "p3_not_political", "p4_no_violence", "p5_not_rival")
    rows: list[Cells] = []
    for line in lines:
        row_id = line["row_id"]
        weak = [
            w.t(
                "{criterion}: {answer}",
                criterion=w.column("PARTNERS", name),
                answer=s.low_code("criterion", line[name] or "unknown"),
            )
            for name in criteria
            if line[name] != "met"
        ]
        rows.append({
            "partner": s.answer(row_id, "partner", "kind", text="; ".join(
                part for part in (s.label(row_id), s.low_code("partner_kind", line["kind"])) if part)),
            "verdict": s.answer(row_id, "verdict"),
            "verdict_fill": fill(line["verdict"]),
            "open": s.answer(row_id, *criteria, text="; ".join(weak) if len(weak) < len(criteria) else w.t("All five are still open")),
            "checked": s.answer(row_id, "checked_by", "checked_on", text=", ".join(
                part for part in (s.value(row_id, "checked_by"), s.value(row_id, "checked_on")) if part)),
        })  # fmt: skip
    return Block(caption=w.t("Partners and verdicts"), head=head, lines=rows)


def _exceptions(s: Story, lines: list[dict[str, Any]]) -> Block:
    w = s.words
    points = []
    for line in lines:
        row_id = line["row_id"]
        reason, review = s.value(row_id, "exception_reason"), s.value(row_id, "exception_review")
        if not reason and not review:
            continue
        overdue = (
            s.say(w.t("This review is overdue."), f"{row_id}.exception_review") if line["exception_overdue"] else None
        )
        points.append(para(
            s.say(stop(reason), f"{row_id}.exception_reason") if reason else s.say(w.t("No reason is given.")),
            s.say(w.t("To be reviewed by {day}.", day=review), f"{row_id}.exception_review") if review
            else s.say(w.t("No review date is set.")),
            overdue, lead=stop(s.label(row_id)),
        ))  # fmt: skip
    return Block(heading=w.t("Exceptions and their review"), points=points) if points else Block()


# Principles ----------------------------------------------------------------------------------------------------------


def principles(s: Story) -> Section:
    """The basic principles, the two further conditions, and good governance."""
    w = s.words
    section = Section("principles", w.t("Principles and good governance"), sheets=("PRINCIPLES",))
    lines = [line for line in s.table("principles") if line["applied"]]
    if not lines:
        section.text = [s.nothing("PRINCIPLES")]
        return section
    not_yet = [line["row_id"] for line in lines if line["applied"] == "not_yet"]
    bare = [line["row_id"] for line in lines if line["applied"] in ("partly", "not_yet") and not line["actions"]]
    section.text = paras(para(
        s.say(w.t("How far the principles are applied today, by the team’s own judgement: {counts}.",
                  counts=tallied(s, "applied", [line["applied"] for line in lines])), *[f"{line['row_id']}.applied" for line in lines]),
        s.say(w.t("Not applied yet: {names}.", names=s.labels(not_yet)), *[f"{row_id}.applied" for row_id in not_yet]) if not_yet else None,
        s.say(w.t("No action of the strategy moves these forward: {names}.", names=s.labels(bare)), *bare) if bare else None,
    ))  # fmt: skip
    section.blocks["chart"] = s.chart("principle_coverage")
    basic = [line for line in lines if line["group"] != "good_governance"]
    good = [line for line in lines if line["group"] == "good_governance"]
    section.blocks["basic"] = _applied(s, basic, w.t("Basic principles and prerequisites"))
    section.blocks["good"] = _applied(s, good, w.t("Qualities of good governance"))
    return section


def _actions(s: Story, line: dict[str, Any]) -> Statement:
    """The actions that serve a principle, as its own line or theirs say."""
    row_id, actions = line["row_id"], line["actions"]
    said = [f"{action}.{column}" for action in actions for column in ("principle_1", "principle_2")]
    return s.cell(", ".join(actions), f"{row_id}.action_1", f"{row_id}.action_2", *said)


def _applied(s: Story, lines: list[dict[str, Any]], title: str) -> Block:
    w = s.words
    if not lines:
        return Block()
    head = {
        "principle": w.t("Principle"),
        "applied": w.t("Applied"),
        "evidence": w.t("What shows it"),
        "actions": w.t("Actions that serve it"),
    }
    rows = [
        {
            "principle": s.named(line["row_id"]),
            "applied": s.answer(line["row_id"], "applied"),
            "applied_fill": fill(line["applied"]),
            "evidence": s.answer(line["row_id"], "evidence"),
            "actions": _actions(s, line),
        }
        for line in lines
    ]
    return Block(heading=title, caption=title, head=head, lines=rows)

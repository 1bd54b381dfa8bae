"""Chapters on partners and on principles (framework Part III, 4. Resilience; Prerequisites for success)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.partners import PartnerLine, PrincipleLine
from safeaudit.report.writing.phrases import ids, tallied
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, fill, para, paras
from safeaudit.sheets.govern import CRITERIA
from safeaudit.sheets.kinds import UNKNOWN


def partners(s: Story) -> Section:
    """Five criteria, the verdict, and exceptions with their review dates."""
    section = Section("partners", s.words.t("Partners"), sheets=("PARTNERS",))
    lines = s.analysis.partners
    if not lines:
        section.text = [s.nothing("PARTNERS")]
        return section
    section.text = _verdict_text(s, lines)
    section.blocks["verdicts"] = _verdicts(s, lines)
    section.blocks["exceptions"] = _exceptions(s, lines)
    return section


def _is_checked(line: PartnerLine) -> bool:
    """Whether something is known of at least one criterion; “not known” five times is no check."""
    return any(getattr(line, name) not in (None, UNKNOWN) for name in CRITERIA)


def _verdict_text(s: Story, lines: Sequence[PartnerLine]) -> list[Paragraph]:
    w = s.words
    paid = [line.row_id for line in lines if line.verdict in ("not_eligible", "incomplete") and line.funded == "yes"]
    checked = [line.row_id for line in lines if _is_checked(line)]
    unchecked = [line.row_id for line in lines if not _is_checked(line)]
    verdicts = tallied(s, "verdict", [line.verdict for line in lines if _is_checked(line)])
    return paras(
        para(
            s.say(
                w.n(
                    "One organisation was checked against five criteria.",
                    "{count} organisations were checked against five criteria.",
                    len(checked),
                ),
                *s.of(checked, "verdict"),
            )
            if checked
            else s.say(s.among(w.t("No organisation was checked against the five criteria yet."), "PARTNERS")),
            s.say_if(verdicts, w.t("The verdicts: {verdicts}.", verdicts=verdicts), *s.of(checked, "verdict")),
            s.about(unchecked, "", w.t("Listed, but not checked yet: {names}.", names=s.labels(unchecked))),
            s.say(
                w.t(
                    "A wrong partner can strengthen those who live from violence; exceptions are possible only for past illicit activity "
                    "and for political ties, each with a reason and a review date."
                )
            ),
            s.see("partner_matrix", "partners.verdicts"),
        ),
        para(
            s.about(
                paid,
                "funded",
                w.t(
                    "Paid by the city although not eligible or not fully checked: {names}. This should be settled first.",
                    names=s.labels(paid),
                ),
            ),
        ),
    )


def _verdicts(s: Story, lines: Sequence[PartnerLine]) -> Block:
    w = s.words
    head = {
        "partner": w.t("Partner and kind"),
        "verdict": w.t("Verdict"),
        "open": w.t("Criteria not met, open or by exception"),
        "checked": w.t("Checked by, on"),
    }
    rows: list[Cells] = []
    for line in lines:
        row_id = line.row_id
        weak = [
            w.t(
                "{criterion}: {answer}",
                criterion=w.column("PARTNERS", name),
                answer=s.low_code("criterion", getattr(line, name) or "unknown"),
            )
            for name in CRITERIA
            if getattr(line, name) != "met"
        ]
        rows.append(
            {
                "partner": s.answer(
                    row_id,
                    "partner",
                    "kind",
                    text="; ".join(part for part in (s.label(row_id), s.low_code("partner_kind", line.kind)) if part),
                ),
                "verdict": s.answer(row_id, "verdict"),
                "verdict_fill": fill(line.verdict),
                "open": s.answer(
                    row_id,
                    *CRITERIA,
                    text="; ".join(weak) if len(weak) < len(CRITERIA) else w.t("All five are still open"),
                ),
                "checked": s.answer(
                    row_id,
                    "checked_by",
                    "checked_on",
                    text=", ".join(
                        part for part in (s.value(row_id, "checked_by"), s.value(row_id, "checked_on")) if part
                    ),
                ),
            }
        )
    return Block(caption=w.t("Partners and verdicts"), head=head, lines=rows)


def _exceptions(s: Story, lines: Sequence[PartnerLine]) -> Block:
    w = s.words
    points = []
    for line in lines:
        row_id = line.row_id
        reason, review = s.value(row_id, "exception_reason"), s.value(row_id, "exception_review")
        if not reason and not review:
            continue
        overdue = s.say_if(line.exception_overdue, w.t("This review is overdue."), f"{row_id}.exception_review")
        points.append(
            para(
                s.say(closed(reason), f"{row_id}.exception_reason") if reason else s.say(w.t("No reason is given.")),
                s.say(w.t("To be reviewed by {day}.", day=review), f"{row_id}.exception_review")
                if review
                else s.say(w.t("No review date is set.")),
                overdue,
                lead=closed(s.label(row_id)),
            )
        )
    return Block(heading=w.t("Exceptions and their review"), points=points) if points else Block()


# Principles ----------------------------------------------------------------------------------------------------------


def principles(s: Story) -> Section:
    """The basic principles, the two further conditions, and good governance."""
    w = s.words
    section = Section("principles", w.t("Principles and good governance"), sheets=("PRINCIPLES",))
    lines = [line for line in s.analysis.principles if line.applied]
    if not lines:
        section.text = [s.nothing("PRINCIPLES")]
        return section
    not_yet = [line.row_id for line in lines if line.applied == "not_yet"]
    named = s.audit.carried.named if s.audit.carried else ()
    bare = [
        line.row_id
        for line in lines
        if line.applied in ("partly", "not_yet") and not line.actions and line.row_id not in named
    ]
    section.text = paras(
        para(
            s.say(
                w.t(
                    "How far the principles are applied today, by the team’s own judgement: {counts}.",
                    counts=tallied(s, "applied", [line.applied for line in lines]),
                ),
                *s.of(lines, "applied"),
            ),
            s.about(not_yet, "applied", w.t("Not applied yet: {names}.", names=s.labels(not_yet))),
            s.about(bare, "", w.t("No action of the strategy moves these forward: {names}.", names=s.labels(bare))),
        )
    )
    basic = [line for line in lines if line.group != "good_governance"]
    good = [line for line in lines if line.group == "good_governance"]
    section.blocks["basic"] = _applied(s, basic, w.t("Basic principles and prerequisites"))
    section.blocks["good"] = _applied(s, good, w.t("Qualities of good governance"))
    return section


def _actions(s: Story, line: PrincipleLine) -> Statement:
    """The actions that serve a principle, as its own line or theirs say."""
    row_id, actions = line.row_id, line.actions
    said = s.of(actions, "principle_1", "principle_2")
    return s.cell(ids(s, actions), f"{row_id}.action_1", f"{row_id}.action_2", *said)


def _applied(s: Story, lines: Sequence[PrincipleLine], title: str) -> Block:
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
            "principle": s.named(line.row_id),
            "applied": s.answer(line.row_id, "applied"),
            "applied_fill": fill(line.applied),
            "evidence": s.answer(line.row_id, "evidence"),
            "actions": _actions(s, line),
        }
        for line in lines
    ]
    return Block(heading=title, caption=title, head=head, lines=rows)

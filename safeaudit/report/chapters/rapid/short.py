"""The first page of a rapid report: what is worst, what comes first, who does it by when, at what cost, and what is not known."""

from __future__ import annotations

from safeaudit.coverage import coverage
from safeaudit.coverage.said import sentence
from safeaudit.report.chapters.agree import causes_told, is_withheld, worst_told
from safeaudit.report.chapters.governance.capacity import missing_at_the_table, steps_told
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Paragraph, Section, Statement, Story, para, paras
from safeaudit.sheets.agree import DECIDED

MOST_NAMED = 6
"""Lines that one point of the first page names."""


def short(s: Story) -> Section:
    """One page from which a council sees what it is asked to carry."""
    w = s.words
    section = Section("short", w.t("In short"), sheets=("PROFILE", "PROBLEMS"))
    section.text = paras(_opening(s))
    said = (_problems(s), _causes(s), _in_hand(s), _first(s), _actions(s), _decided(s), _not_there(s))
    points = [point for point in said if point.sentences]
    section.blocks["main"] = Block(points=points) if points else Block()
    return section


def _opening(s: Story) -> Paragraph:
    w, profile = s.words, s.audit.profile
    said = w.t("This is the rapid safety audit of {city}.", city=s.city)
    if profile.period_from and profile.period_to:
        said = w.t(
            "This is the rapid safety audit of {city}, for {first} to {last}.",
            city=s.city,
            first=w.month(profile.period_from),
            last=w.month(profile.period_to),
        )
    return para(
        s.say(said, "PROFILE.city", "PROFILE.period_from", "PROFILE.period_to"),
        _told_by(s),
        s.say(sentence(coverage(s.audit).whole, w)),
        s.withheld_counts(),
    )


def _told_by(s: Story) -> Statement | None:
    """How many offices and groups it rests on."""
    w, lines = s.words, [line for line in s.analysis.who if line.presence]
    if not lines:
        silent = not s.public and s.audit.edition.has("WHO")
        return s.say_if(silent, w.t("The workbook does not say who took part."))
    room, heard, missing = (sum(line.presence == code for line in lines) for code in ("in_room", "heard", "missing"))
    said = w.t(
        "Of {count} kinds of offices and groups, {room} were in the room, {heard} were heard another way and {missing} are missing.",
        count=len(lines),
        room=room,
        heard=heard,
        missing=missing,
    )
    return s.say(said, *s.of(lines, "presence"))


def _problems(s: Story) -> Paragraph:
    return para(*worst_told(s, MOST_NAMED), lead=s.words.t("Problems."))


def _causes(s: Story) -> Paragraph:
    return para(causes_told(s, MOST_NAMED), lead=s.words.t("Causes."))


def _in_hand(s: Story) -> Paragraph:
    return para(steps_told(s), lead=s.words.t("What the city can do."))


def _first(s: Story) -> Paragraph:
    w, lines = s.words, [line for line in s.analysis.priorities if line.problem]
    shown = [line for line in lines if not is_withheld(s, line)]
    named = s.labels([line.problem for line in shown if line.problem], MOST_NAMED)
    return para(
        s.say_if(shown, w.t("The city takes up first: {names}.", names=named), *s.of(shown, "problem")),
        lead=w.t("What comes first."),
    )


def _actions(s: Story) -> Paragraph:
    w, gap = s.words, s.analysis.funding_gap
    live = [line for line in s.analysis.actions if line.live]
    return para(
        s.about(live, "", w.n("The plan has one action.", "The plan has {count} actions.", len(live))),
        s.say_if(live and gap.total, w.t("They cost {total}.", total=s.money(gap.total)), *s.of([*live], "cost")),
        s.say_if(
            gap.open_least > 0,
            w.t("For {amount} of it the money is not found.", amount=s.money(gap.open_least)),
            *s.of(gap.row_ids, "funding"),
        ),
        lead=w.t("Actions."),
    )


def _decided(s: Story) -> Paragraph:
    w, row = s.words, s.audit.decision
    if not row.state or s.audit.withholds(row, "state"):
        return para()
    body, day = s.value("DECISION", "body"), s.value("DECISION", "decided_on")
    state = s.low_code("decision_state", row.state)
    said = (
        w.t("On the plan: {state}, {day}.", state=state, day=day) if day else w.t("On the plan: {state}.", state=state)
    )
    if row.state == "unknown":
        said = w.t("Whether the plan was decided is not known.")
    elif row.state not in DECIDED:
        said = w.t("The plan is not decided yet.")
    by = s.say_if(row.state in DECIDED and body, closed(w.t("Decided by: {body}", body=body)), "DECISION.body")
    return para(s.say(said, "DECISION.state", "DECISION.decided_on"), by, lead=w.t("Decision."))


def _not_there(s: Story) -> Paragraph:
    w = s.words
    told = [line for line in s.analysis.problems if not line.not_applicable]
    unknown = [line.row_id for line in told if line.how_bad == "unknown"]
    return para(
        s.about(unknown, "how_bad", w.t("Not known how bad: {names}.", names=s.labels(unknown, MOST_NAMED))),
        missing_at_the_table(s),
        lead=w.t("What is missing."),
    )

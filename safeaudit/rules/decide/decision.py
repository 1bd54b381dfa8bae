"""Rules DE: a decision that others can find, and a plan that says how it was reached, how long it holds and who steers it."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.days import filled_by, month, months_after, period_end
from safeaudit.rules.wording import quoted, says_nothing
from safeaudit.sheets.agree import ADOPTED, DECIDED
from safeaudit.words import N_

STRATEGIES = N_("Part III, Safety governance strategies")
PREREQUISITES = N_("Part III, Prerequisites for success")
FACTS = ("body", "decided_on", "record")
"""What makes a decision one that others can find."""
REACHED = ("consultation", "consultation_changed", "options_rejected", "publication")
"""How an adopted plan came about, and whether people can read it."""
PERIODS = (("plan_from", "plan_to"), ("fieldwork_from", "fieldwork_to"))


def _blank(audit: Audit, columns: tuple[str, ...]) -> list[str]:
    """The columns of the decision that are blank, or say nothing."""
    row = audit.decision
    return [
        column for column in columns if column not in row.rejected and says_nothing(audit, audit.shown(row, column))
    ]


def _named(audit: Audit, columns: list[str]) -> str:
    words = audit.words
    return words.listed([quoted(words.column("DECISION", column)) for column in columns])


@rule(
    "DE-01",
    Severity.ERROR,
    basis="I",
    section=STRATEGIES,
    asks=("DECISION.body", "DECISION.decided_on", "DECISION.record", "DECISION.state"),
    title=N_("Decision that nobody can find again"),
    message=N_("“{DECISION.state}” says “{answer_given}”, and this is open: {open}."),
    remedy=N_(
        "Copy body, date and number from the minutes. If nothing has been decided yet, choose “{decision_state.not_yet}”."
    ),
    why=N_(
        "A decision binds because a body took it on a day and wrote it down. Without these three nobody can show later "
        "that the plan was adopted, or with what conditions."
    ),
    how=N_(
        "Ask the secretary of the council or committee for the minute. The plan counts as adopted from that day, not from "
        "the day the report was printed."
    ),
)
def decision_without_record(audit: Audit) -> Iterator[Problem]:
    row = audit.decision
    missing = _blank(audit, FACTS) if row.state in DECIDED else []
    if missing:
        values = {"answer_given": audit.shown(row, "state"), "open": _named(audit, missing)}
        yield Problem(row, missing[0], values=values)


@rule(
    "DE-02",
    Severity.WARNING,
    basis="T",
    section=STRATEGIES,
    asks=("DECISION.decided_on", "DECISION.record", "DECISION.state"),
    title=N_("Record of a decision, and no decision"),
    message=N_("“{DECISION}” gives {given}, but “{column}” says: {answer_given}."),
    remedy=N_("Choose what the body decided. If the record belongs to another matter, take it out."),
    why=N_(
        "A reader who finds a date and a minute takes the plan for adopted. The report goes by what “Decision on the plan” "
        "says."
    ),
    how=N_("Compare with the minutes: did the body adopt the plan, take note of it, or send it back?"),
)
def record_without_decision(audit: Audit) -> Iterator[Problem]:
    row, words = audit.decision, audit.words
    if "state" in row.rejected or row.state in DECIDED:
        return
    given = [column for column in ("decided_on", "record") if column not in _blank(audit, ("decided_on", "record"))]
    if given:
        state = quoted(audit.shown(row, "state")) if row.state else words.t("nothing yet")
        yield Problem(row, "state", values={"given": _named(audit, given), "answer_given": state})


@rule(
    "DE-03",
    Severity.WARNING,
    basis="I",
    section=PREREQUISITES,
    asks=("DECISION.review", "DECISION.state"),
    title=N_("Adopted plan that nobody has to report on"),
    message=N_("The plan is adopted, and “{column}” says: {answer_given}."),
    remedy=N_(
        "Set how often somebody reports, who does, and which body hears it. “{plan_review.not_yet}” is a fair answer for now."
    ),
    why=N_(
        "A plan that nobody asks about is forgotten after the next election or budget. A duty to report keeps it alive and "
        "lets the council change what does not work."
    ),
    how=N_("Twice a year suits most plans. Tie it to a meeting that takes place anyway, such as the budget session."),
)
def nobody_reports(audit: Audit) -> Iterator[Problem]:
    row = audit.decision
    if row.state in ADOPTED and row.get("review") in (None, "none"):
        said = quoted(audit.shown(row, "review")) if row.review else audit.words.t("nothing yet")
        yield Problem(row, "review", values={"answer_given": said})


@rule(
    "DE-04",
    Severity.ERROR,
    basis="T",
    section=N_("The tool’s own care for the file"),
    asks=("DECISION.plan_from", "DECISION.plan_to"),
    may=("DECISION.fieldwork_from", "DECISION.fieldwork_to"),
    title=N_("Period that ends before it begins"),
    message=N_("“{column}” says {last}, and it began {first}."),
    remedy=N_("Correct the month that is wrong."),
    why=N_("The report prints both months as they stand, and whoever plans money by year goes by them."),
    how=N_("Look whether the two were put in the wrong order, or whether a year was mistyped."),
)
def period_reversed(audit: Audit) -> Iterator[Problem]:
    row = audit.decision
    for first, last in PERIODS:
        begins, ends = getattr(row, first), getattr(row, last)
        if begins and ends and ends < begins:
            yield Problem(row, last, values={"first": audit.shown(row, first), "last": audit.shown(row, last)})


@rule(
    "DE-05",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, 3. Engagement"),
    asks=("DECISION.audit_status", "DECISION.validation"),
    title=N_("Finished audit, and not said whether anybody checked it"),
    message=N_("“{DECISION.audit_status}” says “{audit_status.finished}”, and “{column}” is empty."),
    remedy=N_("Say with whom the findings were checked. “{validated.not_yet}” is an honest answer."),
    why=N_(
        "Those who live with a problem see at once where an audit is wrong. Findings that nobody outside the team has "
        "looked at may be a picture of our files only."
    ),
    how=N_(
        "Show the main findings to residents, to the offices named in them, and to somebody who knows the field. Note what "
        "changed."
    ),
)
def finished_and_unchecked(audit: Audit) -> Iterator[Problem]:
    row = audit.decision
    if row.audit_status == "finished" and row.get("validation") is None:
        yield Problem(row, "validation")


@rule(
    "DE-06",
    Severity.ADVICE,
    basis="S",
    section=N_("Part III, 3. Engagement"),
    asks=("DECISION.state",),
    may=tuple(f"DECISION.{column}" for column in REACHED),
    title=N_("Adopted plan that does not say how it came about"),
    message=N_("The plan is adopted, and this is open: {open}."),
    remedy=N_(
        "Write a sentence for each. “Nothing” is an answer where nothing changed or nothing else was considered."
    ),
    why=N_(
        "People accept a plan more easily, also one they did not want, when they see who was asked, what it changed and "
        "what was turned down. Later teams need it, too."
    ),
    how=N_("The notes of the hearings and the draft before them hold most of it. Two or three sentences are enough."),
)
def how_it_came_about(audit: Audit) -> Iterator[Problem]:
    row = audit.decision
    asked = [column for column in REACHED if column in row.columns]
    missing = [column for column in asked if row.get(column) is None]
    if row.state in ADOPTED and missing:
        yield Problem(row, missing[0], values={"open": _named(audit, missing)})


@rule(
    "DE-07",
    Severity.WARNING,
    basis="S",
    section=PREREQUISITES,
    asks=("DECISION.coordinator", "DECISION.state", "DECISION.steering"),
    title=N_("Adopted plan that nobody steers"),
    message=N_("The plan is adopted, and neither “{DECISION.steering}” nor “{DECISION.coordinator}” names anybody."),
    remedy=N_("Name the group that steers the plan, and the role that holds it together from day to day."),
    why=N_(
        "Many offices must act together. Where nobody calls them to one table, each does its own part, or waits for the "
        "others."
    ),
    how=N_(
        "A group that meets already, such as a safety forum, may do it. Write offices and roles, no names of people."
    ),
)
def nobody_steers(audit: Audit) -> Iterator[Problem]:
    row = audit.decision
    if row.state in ADOPTED and len(_blank(audit, ("steering", "coordinator"))) == 2:
        yield Problem(row, "steering")


@rule(
    "DE-08",
    Severity.WARNING,
    basis="T",
    section=STRATEGIES,
    asks=("DECISION.decided_on", "PROFILE.period_to"),
    may=("PROFILE.approved_on", "PROFILE.period_from"),
    title=N_("Decision far from the audit it decides on"),
    message=N_("“{column}” says {answer}, {found}."),
    remedy=N_("Look at the day again; a slip of the year is the usual cause. If it is right, accept this and say why."),
    why=N_(
        "The day stands on the cover of the plan. A wrong one makes the plan look older than its facts, or not yet in force."
    ),
    how=N_("Copy the day from the minutes, and look whether the audit period itself is right."),
)
def decided_far_off(audit: Audit) -> Iterator[Problem]:
    row, end, last = audit.decision, period_end(audit), filled_by(audit)
    if row.decided_on is None or end is None or last is None:
        return
    limit = months_after(last, int(audit.edition.settings["filling_months"]))
    found = ""
    if row.decided_on < end:
        found = audit.words.t("before the audit period was over ({end})", end=audit.words.day(end))
    elif row.decided_on > limit:
        found = audit.words.t("long after the audit period was over ({end})", end=audit.words.day(end))
    if found:
        yield Problem(row, "decided_on", values={"found": found})


@rule(
    "DE-09",
    Severity.WARNING,
    basis="T",
    section=STRATEGIES,
    asks=("ACTIONS.status", "DECISION.state"),
    title=N_("Plan rejected, and actions that run"),
    message=N_(
        "“{column}” says “{answer}”, and “{ACTIONS.status}” says of {count} actions that they run or are done: {lines}."
    ),
    remedy=N_("Look at both. If these actions rest on another decision, accept this and name it."),
    why=N_("Money and powers for an action come from a decision. The council that said no will ask who allowed it."),
    how=N_("Compare with the minutes: perhaps the plan was sent back and not rejected, or parts of it were adopted."),
)
def rejected_and_running(audit: Audit) -> Iterator[Problem]:
    lines = [action.id for action in audit.actions if action.status in ("running", "done")]
    if audit.decision.state == "rejected" and lines:
        yield Problem(audit.decision, "state", values={"count": len(lines), "lines": audit.words.listed(lines)})


@rule(
    "DE-10",
    Severity.WARNING,
    basis="T",
    section=STRATEGIES,
    asks=("ACTIONS.ends", "ACTIONS.starts", "DECISION.plan_from", "DECISION.plan_to"),
    may=("ACTIONS.status",),
    title=N_("Plan period in which no action lies"),
    message=N_(
        "The plan goes from {plan_from} to {plan_to}, and no action has a month in it: they lie between {first} and {last}."
    ),
    remedy=N_("Look at the plan period and at the months of the actions; mend the one that is wrong."),
    why=N_("A plan is judged by what is done while it lasts. With no action in it, there is nothing to report on."),
    how=N_("A slip of the year is the usual cause. Actions may begin before the plan or end after it."),
)
def period_without_action(audit: Audit) -> Iterator[Problem]:
    row, words = audit.decision, audit.words
    dated = [(each.starts, each.ends) for each in live(audit) if each.starts and each.ends and each.starts <= each.ends]
    if not dated or row.plan_from is None or row.plan_to is None or row.plan_to < row.plan_from:
        return
    if all(month(ends) < month(row.plan_from) or month(starts) > month(row.plan_to) for starts, ends in dated):
        values = {
            "first": words.month(min(starts for starts, _ in dated)),
            "last": words.month(max(ends for _, ends in dated)),
        }
        yield Problem(row, "plan_from", quote=("plan_from", "plan_to"), values=values)


@rule(
    "DE-11",
    Severity.WARNING,
    basis="T",
    section=PREREQUISITES,
    asks=("DECISION.fieldwork_from", "DECISION.fieldwork_to", "PROFILE.period_to"),
    may=("PROFILE.approved_on", "PROFILE.period_from"),
    title=N_("Fieldwork far from the audit period"),
    message=N_("“{column}” says {answer}, {found}."),
    remedy=N_(
        "Look at the month again; a slip of the year is the usual cause. If it is right, accept this and say why."
    ),
    why=N_(
        "Readers take what was seen and heard in the fieldwork for the state of the city in the audit period. Streets and people "
        "change in a few years."
    ),
    how=N_(
        "Copy the months from the plan or the notes of the visits, and look whether the audit period itself is right."
    ),
)
def fieldwork_far_off(audit: Audit) -> Iterator[Problem]:
    row, end, last = audit.decision, period_end(audit), filled_by(audit)
    begun, done = row.fieldwork_from, row.fieldwork_to or row.fieldwork_from
    if end is None or last is None or done is None:
        return
    first = min(filter(None, (audit.profile.period_from, end)))
    if done < months_after(first, -2 * int(audit.edition.settings["filling_months"])):
        found = audit.words.t("long before the audit period began ({day})", day=audit.words.day(first))
        yield Problem(row, "fieldwork_to" if row.fieldwork_to else "fieldwork_from", values={"found": found})
    elif begun is not None and begun > last:
        found = audit.words.t("long after the audit period was over ({end})", end=audit.words.day(end))
        yield Problem(row, "fieldwork_from", values={"found": found})

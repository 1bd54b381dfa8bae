"""Rules on soldiers in the streets: the terms they are called in on, and the end of their time there."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.wording import quoted, said, says_nothing
from safeaudit.words import N_

SECTION = N_("Part III, 2. Enforcement")
TERMS_FOR_SOLDIERS = ("last_resort", "stabilisation", "police_plan")


@rule(
    "EN-03",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=("ENFORCEMENT.last_resort", "ENFORCEMENT.police_plan", "ENFORCEMENT.soldiers", "ENFORCEMENT.stabilisation"),
    title=N_("Soldiers in policing without the three terms"),
    message=N_("“{ENFORCEMENT.soldiers}” says “{yes_no.yes}”, but “{column}” says: {answer}."),
    remedy=N_(
        "Say why soldiers are the last resort, have it publicly called a stabilisation operation, and say how the "
        "police will be strengthened meanwhile."
    ),
    why=N_(
        "Soldiers are not trained to police a city, and such missions tend to stay and to do harm. The framework "
        "bears them only as a last resort, named as stabilisation, and paired with a call to strengthen the "
        "police."
    ),
    how=N_(
        "Answer all three lines on soldiers. If one of them cannot be answered with a good conscience, that is a "
        "reason to think again about the deployment."
    ),
)
def soldiers_without_terms(audit: Audit) -> Iterator[Problem]:
    record = audit.enforcement
    if record.soldiers != "yes":
        return
    for column in TERMS_FOR_SOLDIERS:
        shown = audit.shown(record, column)
        if column in record.rejected or not says_nothing(audit, shown):
            continue
        yield Problem(record, column, values={"answer": said(audit, shown)})


@rule(
    "EN-04",
    Severity.WARNING,
    basis="I",
    section=SECTION,
    asks=("ENFORCEMENT.soldiers", "ENFORCEMENT.soldiers_exit", "ENFORCEMENT.soldiers_review"),
    title=N_("Soldiers in policing without an end in sight"),
    message=N_("“{ENFORCEMENT.soldiers}” says “{yes_no.yes}”, but nothing is said under {columns}."),
    remedy=N_("Set a date for a review, and say how and when the deployment will end."),
    why=N_(
        "Deployments of soldiers tend to stay longer than meant. A date and a way out keep the last resort a last resort."
    ),
    how=N_(
        "Write the month of the next review, and what must be true for the soldiers to leave: for example posts manned "
        "by trained police."
    ),
)
def soldiers_without_end(audit: Audit) -> Iterator[Problem]:
    record, words = audit.enforcement, audit.words
    if record.soldiers != "yes":
        return
    gaps = ["soldiers_review"] if record.get("soldiers_review") is None else []
    gaps += ["soldiers_exit"] if says_nothing(audit, record.get("soldiers_exit")) else []
    if gaps:
        yield Problem(
            record,
            gaps[0],
            values={"columns": words.listed([quoted(words.column("ENFORCEMENT", column)) for column in gaps])},
        )

"""Rules on what agreements are about: cooperation beyond policing."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import in_force
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.words import N_


@rule(
    "EN-12",
    Severity.ADVICE,
    basis="I",
    section=N_("Part III, 2. Enforcement"),
    asks=("AGREEMENTS.field", "AGREEMENTS.status"),
    may=("AGREEMENTS.ends", "PROFILE.period_to"),
    title=N_("All agreements are about policing"),
    message=N_(
        "“{AGREEMENTS}”: all {count} agreements in force that say what they are about are about policing ({row} is the first)."
    ),
    remedy=N_(
        "Look for work with others that is already done without a paper: courts, health, schools, business, ports. Agree on one "
        "of them in writing, or accept this with the reason why it is right here."
    ),
    why=N_(
        "Police see one part of the harm. Wards, schools, courts and harbours see others, and can act where the police cannot. What is "
        "agreed in writing outlasts the people who began it."
    ),
    how=N_(
        "Ask each office of the forum with whom it works every week, and what would be lost if one person left. Begin with "
        "the hospital: many who are hurt never go to the police."
    ),
)
def only_about_policing(audit: Audit) -> Iterator[Problem]:
    if any({"field", "status"} & set(agreement.rejected) for agreement in audit.agreements):
        return
    told = [agreement for agreement in audit.agreements if agreement.field and in_force(audit, agreement)]
    enough = len(told) >= audit.edition.settings["agreement_fields"]
    if enough and all(agreement.field == "policing" for agreement in told):
        yield Problem(told[0], "field", values={"count": len(told)})

"""Rules on partners for resilience work: five criteria, with exceptions for the second and third only."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.sheets.govern import CRITERIA, EXCEPTION_ALLOWED, Partner
from safeaudit.words import N_

SECTION = N_("Part III, 4. Resilience")
NOT_MET = N_("{row}: “{column}” says “{answer}”.")
DO_NOT_WORK = N_(
    "Do not work with this partner: take it off “{PARTNERS}”, and out of the activities and actions that name it. If "
    "the answer was chosen by mistake, choose again."
)
SPECIAL_CASE = N_("{row}: “{column}” says “{answer}”. {found}")
EXCEPTION = ("exception_reason", "exception_review")


@rule(
    "PA-01",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=("PARTNERS.p1_leadership",),
    title=N_("Partner without credible leadership"),
    message=NOT_MET,
    remedy=DO_NOT_WORK,
    why=N_(
        "People follow a partner whose leaders they trust. Without that trust the work does not last, and the "
        "framework knows no exception here."
    ),
    how=N_("Ask the people the partner works for whether they trust those who lead it, and go by what they say."),
)
def partner_without_credible_leadership(audit: Audit) -> Iterator[Problem]:
    yield from _not_met(audit, "p1_leadership")


@rule(
    "PA-02",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIONS.partner",
        "ACTIVITIES.partner",
        "PARTNERS.exception_reason",
        "PARTNERS.exception_review",
        "PARTNERS.funded",
        "PARTNERS.p2_not_illicit",
    ),
    title=N_("Partner with illicit ties and no exception in writing"),
    message=SPECIAL_CASE,
    remedy=N_(
        "If there is a special case, such as reformed members, choose “{criterion.exception}” and write the reason and a "
        "review date. If not, do not work with this partner."
    ),
    why=N_(
        "Money or standing given to people who take part in illicit activity feeds the problem. Former members "
        "can do much good, so the framework allows a special case, but it must be open and looked at again."
    ),
    how=N_(
        "Check the partner with care. For a special case say why it is justified, on which conditions, and when "
        "you look again."
    ),
)
def partner_with_illicit_ties(audit: Audit) -> Iterator[Problem]:
    yield from _special_case(audit, "p2_not_illicit")


@rule(
    "PA-03",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIONS",
        "ACTIVITIES",
        "PARTNERS.exception_reason",
        "PARTNERS.exception_review",
        "PARTNERS.funded",
        "PARTNERS.p3_not_political",
    ),
    title=N_("Partner with a political character and no exception in writing"),
    message=SPECIAL_CASE,
    remedy=N_(
        "If all sides widely accept it, choose “{criterion.exception}” and write the reason and a review date. If not, do "
        "not work with this partner."
    ),
    why=N_(
        "Work through a partner tied to one party or side turns safety into a prize for some. Only a body that is "
        "widely accepted here may be a special case."
    ),
    how=N_(
        "Ask those who do not share the partner’s views. For a special case say who accepts it, and when you look "
        "again."
    ),
)
def partner_with_political_character(audit: Audit) -> Iterator[Problem]:
    yield from _special_case(audit, "p3_not_political")


@rule(
    "PA-04",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=("PARTNERS.p4_no_violence",),
    title=N_("Partner that does not rule out violence"),
    message=NOT_MET,
    remedy=DO_NOT_WORK,
    why=N_(
        "A partner that keeps violence as a means makes the city part of it. The framework knows no exception here."
    ),
    how=N_(
        "Look at how the partner settles disputes, and at what it says in public. It must rule out violence in both."
    ),
)
def partner_that_allows_violence(audit: Audit) -> Iterator[Problem]:
    yield from _not_met(audit, "p4_no_violence")


@rule(
    "PA-05",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=("PARTNERS.p5_not_rival",),
    title=N_("Partner set up as a rival to a violent group"),
    message=NOT_MET,
    remedy=DO_NOT_WORK,
    why=N_(
        "A body set up to compete with a criminal or violent group becomes its target, or turns into another one "
        "like it. The framework knows no exception here."
    ),
    how=N_(
        "Ask why and against whom the partner was founded. Strength from within the community is what is looked for."
    ),
)
def partner_set_up_as_rival(audit: Audit) -> Iterator[Problem]:
    yield from _not_met(audit, "p5_not_rival")


@rule(
    "PA-06",
    Severity.ERROR,
    basis="I",
    section=SECTION,
    asks=("PARTNERS.p1_leadership", "PARTNERS.p4_no_violence", "PARTNERS.p5_not_rival"),
    title=N_("Exception where none exists"),
    message=N_("{row}: “{column}” says “{answer}”, but this criterion has no exception."),
    remedy=N_("Choose “{criterion.met}” if the partner truly meets it. If it does not, do not work with this partner."),
    why=N_(
        "The framework allows special cases for past illicit ties and for political character only. Trust, "
        "peaceful means and not being a rival protect residents and the partner itself."
    ),
    how=N_("Use exceptions for the second and third criterion only. The other three are met or not met."),
)
def exception_where_none_exists(audit: Audit) -> Iterator[Problem]:
    for partner in audit.partners:
        for criterion in CRITERIA:
            if criterion not in EXCEPTION_ALLOWED and getattr(partner, criterion) == "exception":
                yield Problem(partner, criterion)


def _not_met(audit: Audit, criterion: str) -> Iterator[Problem]:
    for partner in audit.partners:
        if getattr(partner, criterion) == "not_met":
            yield Problem(partner, criterion)


def _special_case(audit: Audit, criterion: str) -> Iterator[Problem]:
    """An exception without its reason or review date; or not met, and the partner is used all the same."""
    for partner in audit.partners:
        found = ""
        if getattr(partner, criterion) == "exception":
            found = _unexplained(audit, partner)
        elif getattr(partner, criterion) == "not_met":
            found = _used_by(audit, partner)
        if found:
            yield Problem(partner, criterion, values={"found": found})


def _unexplained(audit: Audit, partner: Partner) -> str:
    empty = [f"“{audit.words.column('PARTNERS', column)}”" for column in EXCEPTION if partner.get(column) is None]
    return audit.words.t("Still empty: {columns}.", columns=audit.words.listed(empty)) if empty else ""


def _used_by(audit: Audit, partner: Partner) -> str:
    users = [activity.id for activity in audit.activities if activity.partner == partner.id]
    users += [action.id for action in audit.actions if action.partner == partner.id]
    if users:
        return audit.words.t("Yet it is named in {rows}.", rows=audit.words.listed(users))
    if partner.funded == "yes":
        funded = audit.words.column("PARTNERS", "funded")
        return audit.words.t("Yet “{column}” says “{answer}”.", column=funded, answer=audit.shown(partner, "funded"))
    return ""

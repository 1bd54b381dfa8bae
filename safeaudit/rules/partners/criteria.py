"""Rules on partners for resilience work: five criteria, with exceptions for the second and third only.

To examine a partner and not to work with it is a good record. Only work with it, or money for it, makes an unmet criterion an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import is_begun_or_paid, users
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.wording import quoted, said, says_nothing
from safeaudit.sheets.govern import CRITERIA, EXCEPTION_ALLOWED, Partner
from safeaudit.words import N_

SECTION = N_("Part III, 4. Resilience")
FOUND = N_("{row}: “{column}” says “{answer}”. {found}")
DO_NOT_WORK = N_(
    "Do not work with this partner: take it out of the activities and actions that name it, and stop paying it. Its line "
    "here may stay, for it shows that you looked. If the answer was chosen by mistake, choose again."
)
USES = (
    "ACTIONS.partner",
    "ACTIONS.status",
    "ACTIVITIES.partner",
    "ACTIVITIES.status",
    "PARTNERS.funded",
)
"""What shows that the city works with a partner; an edition may ask less of it."""
EXCEPTION = ("exception_reason", "exception_review")


@rule(
    "PA-01",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=("PARTNERS.p1_leadership",),
    may=USES,
    title=N_("Work with a partner without credible leadership"),
    message=FOUND,
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
    asks=("PARTNERS.exception_reason", "PARTNERS.exception_review", "PARTNERS.p2_not_illicit"),
    may=USES,
    title=N_("Partner with illicit ties and no exception in writing"),
    message=FOUND,
    remedy=N_(
        "If there is a special case, such as reformed members, choose “{criterion.exception}” and write the reason and a "
        "review date. If not, do not work with this partner, and do not pay it; its line here may stay."
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
    asks=("PARTNERS.exception_reason", "PARTNERS.exception_review", "PARTNERS.p3_not_political"),
    may=USES,
    title=N_("Partner with a political character and no exception in writing"),
    message=FOUND,
    remedy=N_(
        "If all sides widely accept it, choose “{criterion.exception}” and write the reason and a review date. If not, do "
        "not work with this partner, and do not pay it; its line here may stay."
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
    may=USES,
    title=N_("Work with a partner that does not rule out violence"),
    message=FOUND,
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
    may=USES,
    title=N_("Work with a partner set up as a rival to a violent group"),
    message=FOUND,
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
    remedy=N_(
        "Choose “{criterion.met}” if the partner truly meets it. If it does not, choose “{criterion.not_met}” and do not work with it."
    ),
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


@rule(
    "PA-16",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=tuple(f"PARTNERS.{criterion}" for criterion in CRITERIA),
    may=USES,
    title=N_("Work with a partner that was not checked on all five criteria"),
    message=N_("{row}: not answered, or not known: {columns}. {found}"),
    remedy=N_(
        "Find out first: ask the people it works for, and two offices that know it. Until then take it out of the "
        "activities and actions that name it, and do not pay it. “{criterion.unknown}” is a fair answer for a partner "
        "you do not work with yet."
    ),
    why=N_(
        "The five criteria keep money and trust from those who live from violence. Whoever works with a partner first "
        "and looks afterwards may have strengthened the wrong people by then."
    ),
    how=N_(
        "Answer the five criteria before the first payment. Where nobody can say, that is a reason to wait, and no fault "
        "of the partner."
    ),
)
def partner_not_checked(audit: Audit) -> Iterator[Problem]:
    for partner in audit.partners:
        unchecked = [each for each, answer in partner.criteria.items() if answer in (None, "unknown")]
        found = _used_by(audit, partner)
        if len(unchecked) < len(CRITERIA) and not is_begun_or_paid(audit, partner):
            continue  # a check that has begun may go on until the work does
        if unchecked and found and not partner.rejected.keys() & set(CRITERIA):
            columns = [quoted(audit.words.column("PARTNERS", each)) for each in unchecked]
            yield Problem(partner, unchecked[0], values={"columns": audit.words.listed(columns), "found": found})


@rule(
    "PA-17",
    Severity.WARNING,
    basis="I",
    section=SECTION,
    asks=("PARTNERS.checked_by", *(f"PARTNERS.{criterion}" for criterion in CRITERIA)),
    may=USES,
    title=N_("Partner said to meet all criteria, and nobody who checked it"),
    message=N_("{row}: every criterion says “{criterion.met}”, and “{column}” says: {answer}. {found}"),
    remedy=N_(
        "Write which role checked the five criteria. If nobody did, choose “{criterion.unknown}” until it is done."
    ),
    why=N_(
        "Five times “met” is quickly chosen. What protects the city and the partner is that somebody looked, and can say "
        "at what."
    ),
    how=N_(
        "Name a role, not a person, and note under “Neutrality and ties” what was looked at. It should not be the role that pays."
    ),
)
def nobody_checked(audit: Audit) -> Iterator[Problem]:
    for partner in audit.partners:
        found, checker = _used_by(audit, partner), partner.get("checked_by")
        if found and set(partner.criteria.values()) == {"met"} and says_nothing(audit, checker):
            yield Problem(partner, "checked_by", values={"answer": said(audit, checker), "found": found})


def _not_met(audit: Audit, criterion: str) -> Iterator[Problem]:
    """The criterion is not met, and the city works with the partner all the same."""
    for partner in audit.partners:
        found = _used_by(audit, partner) if getattr(partner, criterion) == "not_met" else ""
        if found:
            yield Problem(partner, criterion, values={"found": found})


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
    """How the city works with a partner, or that it pays it; empty where it does neither."""
    named_in = users(audit, partner)
    if named_in:
        return audit.words.t("Yet it is named in {rows}.", rows=audit.words.listed(named_in))
    if partner.funded == "yes":
        funded = audit.words.column("PARTNERS", "funded")
        return audit.words.t("Yet “{column}” says “{answer}”.", column=funded, answer=audit.shown(partner, "funded"))
    return ""

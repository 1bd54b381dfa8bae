"""Resilience work, its partners, and principles (framework Part III, 4. Resilience; Prerequisites)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import distinct, groups, tally
from safeaudit.analysis.table import CountLine, Line, Table
from safeaudit.definitions import going_on, live, naming
from safeaudit.sheets.kinds import UNKNOWN

if TYPE_CHECKING:
    from safeaudit.audit import Audit


@dataclass(frozen=True, slots=True)
class ActivityLine(Line):
    """Work that builds resilience: see `activities`."""

    row_id: str
    category: str | None
    focus: str | None
    status: str | None
    who_for: str | None
    area: str | None
    partner: str | None
    verdict: str | None
    risks: list[str]
    starts: date | None
    ends: date | None
    months: int | None
    short: bool
    budget: float | None
    funded: str | None
    backed_by: list[str]
    backing_unknown: bool
    care: list[str]


def activities(audit: Audit) -> Table[ActivityLine]:
    """Resilience work (L30): `months` long, `short` under the setting `resilience_months`, `budget` in the audit's currency.

    `backed_by` regulation, engagement, enforcement as answered yes · `backing_unknown`: whether one of them is not known · `verdict` of its partner · `care` questions of its
    category answered no (generation_gap, lets_rise, open_to_women, law_and_community, way_back).
    """
    least = audit.edition.settings["resilience_months"]
    verdicts = {partner.id: partner.verdict for partner in audit.partners}
    rows = []
    for row in audit.activities:
        care = ("generation_gap", "lets_rise", "open_to_women", "law_and_community", "way_back")
        rows.append(
            ActivityLine.of(
                row,
                short=row.months is not None and row.months < least,
                backed_by=[
                    name
                    for name in ("regulation", "engagement", "enforcement")
                    if getattr(row, f"with_{name}") == "yes"
                ],
                backing_unknown=UNKNOWN in (row.with_regulation, row.with_engagement, row.with_enforcement),
                verdict=verdicts.get(row.partner or ""),
                care=[name for name in care if getattr(row, name) == "no"],
            )
        )
    return Table(
        ActivityLine,
        rows,
    )


@dataclass(frozen=True, slots=True)
class ActivityCountLine(Line):
    """A category of work and a status: see `activity_counts`."""

    category: str
    status: str
    count: int
    funded: int
    budget: float
    row_ids: list[str]


def activity_counts(audit: Audit) -> Table[ActivityCountLine]:
    """Category × status, each of the 5 × 4 pairs: `count`, `funded` how many have their money, `budget`, `row_ids`."""
    rows = []
    for category in framework.scales()["resilience_category"]:
        for status in framework.scales()["activity_status"]:
            own = [row for row in audit.activities if (row.category, row.status) == (category, status)]
            rows.append(
                ActivityCountLine(
                    category=category,
                    status=status,
                    count=len(own),
                    funded=sum(row.funded == "yes" for row in own),
                    budget=sum((row.budget or 0.0 for row in own), 0.0),
                    row_ids=[row.id for row in own],
                )
            )
    return Table(ActivityCountLine, rows)


@dataclass(frozen=True, slots=True)
class PartnerLine(Line):
    """A partner: see `partners`."""

    row_id: str
    kind: str | None
    p1_leadership: str | None
    p2_not_illicit: str | None
    p3_not_political: str | None
    p4_no_violence: str | None
    p5_not_rival: str | None
    verdict: str | None
    exception_review: date | None
    exception_overdue: bool
    subversion_risk: str | None
    funded: str | None
    amount: float | None
    checked_on: date | None
    sensitivity: str | None
    activities: list[str]
    actions: list[str]


def partners(audit: Audit) -> Table[PartnerLine]:
    """Partners against the five criteria (L31): met, not_met, unknown, exception; and the `verdict`.

    `exception_overdue`: the review date lies before the end of the audit period · `amount` a year, in the audit's currency ·
    `activities` that have not ended and live `actions` that name the partner.
    """
    end = audit.profile.period_to
    return Table(
        PartnerLine,
        (
            PartnerLine.of(
                row,
                exception_overdue=bool(end and row.exception_review and row.exception_review < end),
                activities=[each.id for each in going_on(audit) if each.partner == row.id],
                actions=naming(audit, "partner", row.id),
            )
            for row in audit.partners
        ),
    )


@dataclass(frozen=True, slots=True)
class VerdictLine(Line):
    """A verdict on partners: see `verdicts`."""

    code: str | None
    count: int
    funded: int
    amount: float
    row_ids: list[str]


def verdicts(audit: Audit) -> Table[VerdictLine]:
    """How many partners of each verdict, how many of them are paid and how much a year (`amount`)."""
    rows = []
    for code in (*framework.scales()["verdict"], None):
        own = [row for row in audit.partners if row.verdict == code]
        paid = [row for row in own if row.funded == "yes"]
        if own or code:
            rows.append(
                VerdictLine(
                    code=code,
                    count=len(own),
                    funded=len(paid),
                    amount=sum((row.amount or 0.0 for row in paid), 0.0),
                    row_ids=[row.id for row in own],
                )
            )
    return Table(VerdictLine, rows)


@dataclass(frozen=True, slots=True)
class PrincipleLine(Line):
    """A principle: see `principles`."""

    row_id: str
    group: str
    applied: str | None
    actions: list[str]
    owned: bool
    not_applicable: bool


def principles(audit: Audit) -> Table[PrincipleLine]:
    """Principles and further conditions (L32), good governance (L21): `applied` fully, partly, not_yet, unknown, None.

    `group` principles, prerequisites, good_governance · live `actions` that serve it, named on either side · `owned`: a role
    answers for it · `not_applicable` with a reason.
    """
    plan = live(audit)
    alive = {action.id for action in plan}
    rows = []
    for row in audit.principles:
        serving = [action.id for action in plan if row.id in action.principles]
        rows.append(
            PrincipleLine.of(
                row,
                group=groups("principles")[row.id],
                owned=row.owner is not None,
                actions=[each for each in distinct(row.actions + serving) if each in alive],
                not_applicable=row.waived,
            )
        )
    return Table(PrincipleLine, rows)


def principle_counts(audit: Audit) -> Table[CountLine]:
    """How many lines of each group are applied fully, partly, not_yet, unknown, or None; measure is the group."""
    lines, codes = [line for line in principles(audit) if not line.not_applicable], list(framework.scales()["applied"])
    rows = []
    for group in framework.rows("principles").groups:
        rows += tally(group.id, codes, ((line.applied, line.row_id) for line in lines if line.group == group.id))
    return Table(CountLine, rows)

"""Who was heard, who is reached, resilience work and its partners, principles (framework Part III, 3. and 4., Prerequisites)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.frames import TALLY, distinct, frame, groups, take, tally
from safeaudit.sheets.govern import CRITERIA

if TYPE_CHECKING:
    from pandas import DataFrame

    from safeaudit.audit import Audit
    from safeaudit.sheets.set_up import Stakeholder


def was_heard(row: Stakeholder, audit: Audit) -> bool:
    """Whether this line says that people were heard: consulted, or a number heard was given."""
    return row.role != "to_be_reached" and (row.role == "consulted" or audit.given(row, "heard"))


def team(audit: Audit) -> DataFrame:
    """Who took part and who was heard: `took_part` in any role but "still to be reached"; `heard_here` as `was_heard` says."""
    return frame(
        "row_id stakeholder level role speaks_for how heard month before_decisions consent told_back took_part:bool "
        "heard_here:bool",
        (
            {
                **take(row, "stakeholder level role speaks_for how heard month before_decisions consent told_back"),
                "took_part": row.role not in (None, "to_be_reached"),
                "heard_here": was_heard(row, audit),
            }
            for row in audit.team
        ),
    )


def stakeholders(audit: Audit) -> DataFrame:
    """Every kind of stakeholder on the list: `state` took_part, to_reach (named, still to be reached) or absent."""
    rows = []
    for code in framework.scales()["stakeholder"]:
        own = [row for row in audit.team if row.stakeholder == code]
        took = any(row.role not in (None, "to_be_reached") for row in own)
        rows.append({"code": code, "state": "took_part" if took else "to_reach" if own else "absent",
                     "row_ids": [row.id for row in own]})  # fmt: skip
    return frame("code state row_ids:list", rows)


def voices(audit: Audit) -> DataFrame:
    """Every group somebody may speak for: `heard`, `before` decisions, `told_back` (yes, partly, no, None), `row_ids`."""
    rows = []
    for code in (code for code in framework.scales()["speaks_for"] if code != "nobody"):
        own = [row for row in audit.team if row.speaks_for == code and was_heard(row, audit)]
        told = {row.told_back for row in own}
        rows.append(
            {
                "code": code,
                "heard": bool(own),
                "before": any(row.before_decisions == "yes" for row in own),
                "told_back": None
                if told <= {None}
                else "yes"
                if told == {"yes"}
                else "partly"
                if "yes" in told
                else "no",
                "row_ids": [row.id for row in own],
            }
        )
    return frame("code heard:bool before:bool told_back row_ids:list", rows)


def team_counts(audit: Audit) -> DataFrame:
    """How many lines: measures role, level, and of those heard told_back, before_decisions, consent (yes, no, None)."""
    heard = [row for row in audit.team if was_heard(row, audit)]
    rows = tally("role", list(framework.scales()["team_role"]), ((row.role, row.id) for row in audit.team))
    rows += tally("level", list(framework.scales()["team_level"]), ((row.level, row.id) for row in audit.team))
    for measure in ("told_back", "before_decisions", "consent"):
        rows += tally(measure, ("yes", "no"), ((getattr(row, measure), row.id) for row in heard))
    return frame(TALLY, rows)


def engagement(audit: Audit) -> DataFrame:
    """Whom the city reaches: `two_way` reached and able to answer back; `barrier` noted; `not_applicable` with a reason."""
    return frame(
        "row_id reached answer_back frequency changed_decision two_way:bool barrier:bool not_applicable:bool",
        (
            {
                **take(row, "reached answer_back frequency changed_decision"),
                "two_way": row.reached in ("directly", "through_leaders") and row.answer_back == "yes",
                "barrier": row.barrier is not None,
                "not_applicable": row.waived,
            }
            for row in audit.engagement
        ),
    )


def engagement_counts(audit: Audit) -> DataFrame:
    """How many groups: measures reached, answer_back, changed_decision; lines that do not apply are left out."""
    own = [row for row in audit.engagement if not row.waived]
    rows = tally("reached", ("directly", "through_leaders", "not_yet"), ((row.reached, row.id) for row in own))
    for measure in ("answer_back", "changed_decision"):
        rows += tally(measure, ("yes", "no", "unknown"), ((getattr(row, measure), row.id) for row in own))
    return frame(TALLY, rows)


def communication(audit: Audit) -> DataFrame:
    """Communication (L28) and public life: `group` communication or public_life; a reason makes `status` not_applicable."""
    return frame(
        "row_id group status",
        (
            {
                "row_id": row.id,
                "group": groups("communication")[row.id],
                "status": "not_applicable" if row.waived else row.status,
            }
            for row in audit.communication
        ),
    )


# Resilience work and partners ----------------------------------------------------------------------------------------


def activities(audit: Audit) -> DataFrame:
    """Resilience work (L30): `months` long, `short` under the setting `resilience_months`, `budget` in the audit's currency.

    `backed_by` regulation, engagement, enforcement as answered yes · `verdict` of its partner · `care` questions of its
    category answered no (generation_gap, lets_rise, open_to_women, law_and_community, way_back).
    """
    least = framework.settings()["resilience_months"]
    verdicts = {partner.id: partner.verdict for partner in audit.partners}
    rows = []
    for row in audit.activities:
        months = None
        if row.starts and row.ends and row.ends >= row.starts:
            months = (row.ends.year - row.starts.year) * 12 + row.ends.month - row.starts.month + 1
        care = ("generation_gap", "lets_rise", "open_to_women", "law_and_community", "way_back")
        rows.append(
            {
                **take(row, "category status who_for area partner risks starts ends budget funded"),
                "months": months,
                "short": months is not None and months < least,
                "backed_by": [
                    name
                    for name in ("regulation", "engagement", "enforcement")
                    if getattr(row, f"with_{name}") == "yes"
                ],
                "verdict": verdicts.get(row.partner or ""),
                "care": [name for name in care if getattr(row, name) == "no"],
            }
        )
    return frame(
        "row_id category status who_for area partner verdict risks:list starts ends months:int short:bool budget:float funded "
        "backed_by:list care:list",
        rows,
    )


def activity_counts(audit: Audit) -> DataFrame:
    """Category × status, each of the 5 × 4 pairs: `count`, `funded` how many have their money, `budget`, `row_ids`."""
    rows = []
    for category in framework.scales()["resilience_category"]:
        for status in framework.scales()["activity_status"]:
            own = [row for row in audit.activities if (row.category, row.status) == (category, status)]
            rows.append(
                {
                    "category": category,
                    "status": status,
                    "count": len(own),
                    "funded": sum(row.funded == "yes" for row in own),
                    "budget": sum(row.budget or 0 for row in own),
                    "row_ids": [row.id for row in own],
                }
            )
    return frame("category status count:int funded:int budget:float row_ids:list", rows)


def partners(audit: Audit) -> DataFrame:
    """Partners against the five criteria (L31): met, not_met, unknown, exception; and the `verdict`.

    `exception_overdue`: the review date lies before the end of the audit period · `amount` a year, in the audit's currency ·
    `activities`, `actions` that name the partner.
    """
    end = audit.profile.period_to
    return frame(
        f"row_id kind {' '.join(CRITERIA)} verdict exception_review exception_overdue:bool subversion_risk funded amount:float "
        "checked_on sensitivity activities:list actions:list",
        (
            {
                **take(
                    row,
                    f"kind {' '.join(CRITERIA)} verdict exception_review subversion_risk funded amount checked_on sensitivity",
                ),
                "exception_overdue": bool(end and row.exception_review and row.exception_review < end),
                "activities": [each.id for each in audit.activities if each.partner == row.id],
                "actions": [each.id for each in audit.actions if each.partner == row.id],
            }
            for row in audit.partners
        ),
    )


def verdicts(audit: Audit) -> DataFrame:
    """How many partners of each verdict, how many of them are paid and how much a year (`amount`)."""
    rows = []
    for code in (*framework.scales()["verdict"], None):
        own = [row for row in audit.partners if row.verdict == code]
        paid = [row for row in own if row.funded == "yes"]
        if own or code:
            rows.append({"code": code, "count": len(own), "funded": len(paid),
                         "amount": sum(row.amount or 0 for row in paid), "row_ids": [row.id for row in own]})  # fmt: skip
    return frame("code count:int funded:int amount:float row_ids:list", rows)


# Principles ----------------------------------------------------------------------------------------------------------


def principles(audit: Audit) -> DataFrame:
    """Principles and further conditions (L32), good governance (L21): `applied` fully, partly, not_yet, unknown, None.

    `group` principles, prerequisites, good_governance · `actions` that serve it, named on either side · `owned`: a role
    answers for it · `not_applicable` with a reason.
    """
    rows = []
    for row in audit.principles:
        serving = [action.id for action in audit.actions if row.id in action.principles]
        rows.append({**take(row, "applied"), "group": groups("principles")[row.id], "owned": row.owner is not None,
                     "actions": distinct(row.actions + serving), "not_applicable": row.waived})  # fmt: skip
    return frame("row_id group applied actions:list owned:bool not_applicable:bool", rows)


def principle_counts(audit: Audit) -> DataFrame:
    """How many lines of each group are applied fully, partly, not_yet, unknown, or None; measure is the group."""
    table = principles(audit)
    rows = []
    for group in framework.rows("principles").groups:
        own = table[(table.group == group.id) & ~table.not_applicable]
        rows += tally(group.id, list(framework.scales()["applied"]), zip(own.applied, own.row_id, strict=True))
    return frame(TALLY, rows)

"""Rules on city planning, closed zones, housing and good governance."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.wording import nothing_behind, says_nothing
from safeaudit.sheets import Row
from safeaudit.sheets.set_up import Stakeholder
from safeaudit.sheets.understand import AreaResilience, PlanningItem
from safeaudit.words import N_

PHYSICAL, SERVICES, SOCIAL, BUBBLES = "PLN-4", "PLN-6", "PLN-5", "PLN-8"
THERE = ("in_place", "partly")
CENTRALITY = N_("Part II, The centrality of city planning")


@rule(
    "PL-01",
    Severity.WARNING,
    basis="S",
    section=CENTRALITY,
    asks=("TEAM.role", "TEAM.stakeholder"),
    title=N_("City planning not at the table"),
    message=N_("“{TEAM}”: {found}."),
    remedy=N_("Bring city planning in, and choose it under “{TEAM.stakeholder}” with what it contributes."),
    why=N_(
        "City planning sits where much of the information meets: growth, land, traffic, services. Left out, it will "
        "plan without the safety figures, and safety staff without the plans."
    ),
    how=N_("Invite the planners to the next meeting, and ask first what they know that the police do not."),
)
def planning_not_at_the_table(audit: Audit) -> Iterator[Problem]:
    team, words = audit.team, audit.words
    planners = [row for row in team if row.stakeholder == "city_planning"]
    if not team or any("stakeholder" in row.rejected for row in team):
        return
    if any(row.role != "to_be_reached" for row in planners):
        return
    planning = words.code("stakeholder", "city_planning")
    if not planners:
        found = words.t("no line says “{planning}”", planning=planning)
        yield Problem(sheet_id="TEAM", column="stakeholder", values={"found": found})
        return
    yield _still_to_be_reached(audit, planners[0])


def _still_to_be_reached(audit: Audit, row: Stakeholder) -> Problem:
    found = audit.words.t("{row} is “{answer}”", row=named(audit, row), answer=audit.shown(row, "role"))
    return Problem(row, "role", values={"found": found})


@rule(
    "PL-02",
    Severity.WARNING,
    basis="S",
    section=CENTRALITY,
    asks=("PLANNING.status",),
    title=N_("Public space or access to services not looked at"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_("Say what is true today, with what shows it. “{in_place.unknown}” is a fair answer."),
    why=N_(
        "Streets and parks that people like to use, and services that poor areas can reach, are part of safety. They "
        "lie in the city’s own hands."
    ),
    how=N_("Walk the places with those who use them after dark, and lay a map of services over a map of need."),
)
def space_or_services_not_looked_at(audit: Audit) -> Iterator[Problem]:
    if not any(row.filled for row in audit.planning):
        return
    for row in audit.planning:
        if row.id in (PHYSICAL, SERVICES) and row.get("status") is None and not row.waived:
            yield Problem(row, "status")


@rule(
    "PL-03",
    Severity.ADVICE,
    basis="S",
    section=CENTRALITY,
    asks=("PLANNING.status", "PLN-4", "PLN-5"),
    title=N_("One kind of prevention in plans, without the other"),
    message=N_("{row}: “{status}”, while {other} says “{present}”."),
    remedy=N_("Plan something of the missing kind as well, and enter it as an action when it is decided."),
    why=N_(
        "Design makes harm harder to do; social prevention deals with why it starts. With one alone, problems move "
        "round the corner, or good programmes fail in bad places."
    ),
    how=N_("Take one site of the next plan and ask both: how is it built and lit, and what do young people do there?"),
)
def one_kind_of_prevention(audit: Audit) -> Iterator[Problem]:
    rows = {row.id: row for row in audit.planning}
    for missing, other in ((PHYSICAL, SOCIAL), (SOCIAL, PHYSICAL)):
        row, beside = rows[missing], rows[other]
        if row.status == "absent" and not row.waived and beside.status in THERE:
            yield Problem(
                row,
                "status",
                quote=("status",),
                values={"other": named(audit, beside), "present": audit.shown(beside, "status")},
            )


@rule(
    "PL-04",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Inclusion as the central concept"),
    asks=(
        "ACTIONS",
        "AREAS.kind",
        "PLANNING.status",
        "RESILIENCE.area",
        "RESILIENCE.bubble",
        "RESILIENCE.bubble_plan",
        "PLN-8",
    ),
    may=("PLANNING.evidence",),
    title=N_("Closed zone without a plan to join it to the city again"),
    message=N_("{area} is a “{area_kind.security_bubble}”, and no plan says how it will be joined to the city again."),
    remedy=N_(
        "Say on “{RESILIENCE}” under “{RESILIENCE.bubble_plan}” what the first steps are and by when, or answer "
        "{line} and enter an action for this area."
    ),
    why=N_(
        "Walls and guards give some people quiet for a while, and close off streets, services and work to others. In "
        "the longer run they split the city and keep all of it from being safe."
    ),
    how=N_(
        "Begin small and with both sides at the table: one path opened by day, a bus line, a shared meeting, rules for "
        "guards."
    ),
)
def closed_zone_without_plan(audit: Audit) -> Iterator[Problem]:
    begun = audit.resilience or any(row.filled for row in audit.planning)
    city_wide = next(row for row in audit.planning if row.id == BUBBLES)
    if not begun or city_wide.waived:
        return
    if city_wide.status in THERE and not nothing_behind(audit, city_wide, "evidence"):
        return
    for row, column in _closed_zones(audit):
        area = row.area if isinstance(row, AreaResilience) else row.id
        if isinstance(row, AreaResilience) and not says_nothing(audit, row.get("bubble_plan")):
            continue
        if any(action.area == area and action.supports == "planning" for action in live(audit)):
            continue
        yield Problem(row, column, values={"area": audit.label(area) or row.id, "line": named(audit, city_wide)})


def _closed_zones(audit: Audit) -> Iterator[tuple[Row, str]]:
    """Each closed zone once: its line in the matrix if it has one, else its line among the areas."""
    lines = {row.area: row for row in audit.resilience if row.area}
    closed = {area.id for area in audit.areas if area.kind == "security_bubble"}
    for area in audit.areas:
        if area.id in closed and area.id not in lines:
            yield area, "kind"
    for row in audit.resilience:
        if row.bubble == "yes" or (row.area in closed and row.get("bubble") is None):
            yield row, "bubble_plan"


@rule(
    "PL-05",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Housing and Homes"),
    asks=("ACTIONS.status", "ACTIONS.supports", "PLANNING.status"),
    may=("PLANNING.evidence",),
    title=N_("Homes counted as safety on their own"),
    message=N_(
        "The strategy counts on housing ({actions}), but “{PLANNING}” does not show what makes homes safe: {lines}."
    ),
    remedy=N_(
        "Answer these lines of “{PLANNING}” for the project, and add what is missing to the action or beside it. "
        "“{in_place.not_applicable}” is an answer where it is true."
    ),
    why=N_(
        "New houses alone bring no safety, and some projects have become places that nobody governs. It takes people "
        "who own what is around them, plain words, schools, work and transport."
    ),
    how=N_(
        "Ask people who moved in the last project: is it yours, were you told the truth, can you reach school and work, "
        "also early and late?"
    ),
)
def homes_on_their_own(audit: Audit) -> Iterator[Problem]:
    actions = [action for action in live(audit) if action.supports == "housing"]
    if not actions or not any(row.filled for row in audit.planning):
        return
    lacking = [row for row in audit.planning if row.id.startswith("HOU-") and _not_shown(audit, row)]
    if lacking:
        words = audit.words
        yield Problem(
            lacking[0],
            "status",
            values={
                "actions": words.listed([action.id for action in actions]),
                "lines": words.listed([_line(audit, row) for row in lacking]),
            },
        )


def _not_shown(audit: Audit, row: PlanningItem) -> bool:
    """Whether nothing shows that it is there: no answer, absent, not known, or said to be there with nothing behind it."""
    if row.waived or "status" in row.rejected or row.status == "not_applicable":
        return False
    return row.status not in THERE or nothing_behind(audit, row, "evidence")


def _line(audit: Audit, row: PlanningItem) -> str:
    answer = audit.shown(row, "status") or audit.words.t("nothing yet")
    if row.status in THERE:
        answer = audit.words.t("{answer}, with nothing that shows it", answer=answer)
    return audit.words.t("{row} ({answer})", row=named(audit, row), answer=answer)


@rule(
    "PL-07",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Why 'safety governance'?"),
    asks=("PRINCIPLES.applied",),
    title=N_("Principle of good governance not looked at"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_(
        "Say how far it is applied in practice. “{applied.unknown}” is a fair answer; if it has no meaning here, say "
        "why."
    ),
    why=N_(
        "Safety governance is good governance with a clear aim. What is not looked at, such as who may see the budget, "
        "is often where trust is lost."
    ),
    how=N_("Go through the nine lines with residents and the audit office, and note one fact for each."),
)
def governance_not_looked_at(audit: Audit) -> Iterator[Problem]:
    if not any(row.filled for row in audit.principles):
        return
    for row in audit.principles:
        if row.id.startswith("GOV-") and row.get("applied") is None and not row.waived:
            yield Problem(row, "applied")


@rule(
    "PL-06",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Inclusion as the central concept"),
    asks=("ACTIONS.beneficiaries", "ACTIONS.status"),
    title=N_("No action for people who are left out"),
    message=N_("“{ACTIONS}”: no action is for a group that is often left out. “{column}” says: {found}."),
    remedy=N_(
        "Add or shape at least one action for such a group, for example women, unemployed youth or displaced "
        "people, and choose the group under “{column}”."
    ),
    why=N_(
        "Inclusion is the centre of the framework: a city becomes safer as those at its edge gain a stake in it. "
        "Enforcement alone cannot bring them in."
    ),
    how=N_(
        "Look at who is hit hardest in the risks and flows, and choose the group that gains most from each "
        "action. “Whole population” is fine for some actions, but not for all of them."
    ),
)
def nobody_left_out_is_reached(audit: Audit) -> Iterator[Problem]:
    actions = live(audit)
    if not actions or any("beneficiaries" in action.rejected for action in actions):
        return
    chosen = {action.beneficiaries for action in actions} - {None}
    if chosen <= {"everyone"}:
        whole = audit.words.code("groups", "everyone")
        yield Problem(
            sheet_id="ACTIONS",
            column="beneficiaries",
            values={"found": f"“{whole}”" if chosen else audit.words.t("nothing yet")},
        )

"""Rules on principles and prerequisites: what the plan and the answers show of them, and the next round."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.activities import UNDER_WAY
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.strategy import live, plan
from safeaudit.rules.wording import quoted, says_nothing
from safeaudit.sheets.govern import Principle
from safeaudit.words import N_

SECTION = N_("Part III, Prerequisites for success")
LEADERSHIP, INCLUSION, PARTNERSHIPS, INTERDEPENDENCY, EXPERIMENTS = "PRN-1", "PRN-2", "PRN-3", "PRN-8", "PRE-2"
CLAIMED, OPEN = ("fully", "partly"), ("not_yet", "unknown")
ENOUGH_KINDS = 3

MINISTRIES = "national_government provincial_government"
AUTHORITIES = (
    "mayor city_planning licensing housing transport city_safety police justice health education social_services statistics "
    "other_department"
)
COMMUNITY = "religious_organisation traditional_leaders migrants_displaced minority_group"
CIVIL_SOCIETY = "civil_society womens_organisation youth_organisation international_organisation"
KINDS_IN_TEAM = {
    **dict.fromkeys(MINISTRIES.split(), "ministries"),
    **dict.fromkeys(AUTHORITIES.split(), "authorities"),
    **dict.fromkeys(COMMUNITY.split(), "community"),
    **dict.fromkeys(CIVIL_SOCIETY.split(), "civil_society"),
    "business": "business",
    "residents": "citizens",
    "academia": "others",
    "media": "others",
    "other": "others",
}
KINDS_OF_PARTNERS = {
    "state": "authorities",
    "religious": "community",
    "social_group": "community",
    "family_ethnic": "community",
    "civil_society": "civil_society",
    "business": "business",
    "school": "others",
    "media": "others",
    "other": "others",
}
"""Kinds of partners the principle names, from the stakeholders of the team sheet and the partners."""

KIND_WORDS = {
    "ministries": N_("ministries"),
    "authorities": N_("authorities"),
    "community": N_("community organisations"),
    "civil_society": N_("civil society"),
    "business": N_("business"),
    "citizens": N_("residents"),
    "others": N_("others"),
}


def principle(audit: Audit, row_id: str) -> Principle | None:
    """A line of the principles that is answered, and not by a reason why it does not apply."""
    row = audit.by_id.get(row_id)
    return row if isinstance(row, Principle) and not row.waived and row.applied is not None else None


@rule(
    "PR-02",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    title=N_("Plan without a symbolic action"),
    message=N_("“{sheet}”: none of the {count} actions that answer “{column}” says “{symbolic}”."),
    remedy=N_("Add at least one visible act of those who lead, and choose “{symbolic}” for it."),
    why=N_(
        "People watch whether leaders live by the rules they ask others to keep. One honest act in public can carry more "
        "than a page of measures."
    ),
    how=N_(
        "Examples: leaders who make their own interests public, ride the night bus, or pay their own fines in the open."
    ),
)
def no_symbolic_action(audit: Audit) -> Iterator[Problem]:
    actions = plan(audit, "nature")
    if actions and all(action.nature != "symbolic" for action in actions):
        yield _nature(audit, len(actions))


@rule(
    "PR-03",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    title=N_("Plan with symbolic actions only"),
    message=N_("“{sheet}”: all {count} actions that answer “{column}” say “{symbolic}”."),
    remedy=N_("Add actions with a result that people can use, and choose “{practical}” for them."),
    why=N_(
        "Signs without deeds wear out, and leave people more bitter than before. Results in daily life must stand beside them."
    ),
    how=N_("Tie each sign to something that changes on the ground at the same time."),
)
def symbolic_actions_only(audit: Audit) -> Iterator[Problem]:
    actions = plan(audit, "nature")
    if actions and all(action.nature == "symbolic" for action in actions):
        yield _nature(audit, len(actions))


def _nature(audit: Audit, count: int) -> Problem:
    words = audit.words
    values: dict[str, object] = {
        "sheet": words.tab("ACTIONS"),
        "count": count,
        "column": words.column("ACTIONS", "nature"),
        **words.options("nature"),
    }
    return Problem(sheet_id="ACTIONS", column="nature", values=values)


@rule(
    "PR-04",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    title=N_("Plan without room to try and to learn"),
    message=N_("“{sheet}”: no action says “{experiment}” under “{nature}”, and none fills “{learning}”."),
    remedy=N_("Try one thing small first. Say what you will look at, and when you will stop or go on."),
    why=N_(
        "What works in one city may fail in the next. A small trial, watched with honesty, costs less than a large "
        "mistake."
    ),
    how=N_("Choose an action you are not sure of, limit it in place and time, and name a figure that decides."),
)
def no_room_to_try(audit: Audit) -> Iterator[Problem]:
    actions, words, row = plan(audit, "nature"), audit.words, principle(audit, EXPERIMENTS)
    tried = any(action.nature == "experiment" for action in actions)
    learning = any(not says_nothing(audit, action.get("learning")) for action in live(audit))
    if actions and not tried and not learning and (row is None or row.applied in OPEN):
        values: dict[str, object] = {
            "sheet": words.tab("ACTIONS"),
            "experiment": words.code("nature", "experiment"),
            "nature": words.column("ACTIONS", "nature"),
            "learning": words.column("ACTIONS", "learning"),
        }
        yield Problem(sheet_id="ACTIONS", column="nature", values=values)


@rule(
    "PR-05",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    title=N_("One level of government leads alone"),
    message=N_("{row}: “{applied}”, but all actions and all who lead the audit belong to one level, “{level}”."),
    remedy=N_(
        "Bring in the other levels with the part that is theirs, or change the answer and say what stands in the way."
    ),
    why=N_(
        "City, province and nation each hold a part of what makes a city safe. If one level leads alone, it can treat "
        "only its own part."
    ),
    how=N_("Name for each level one thing that only it can do, and the office that has agreed to do it."),
)
def one_level_leads(audit: Audit) -> Iterator[Problem]:
    row, actions, words = principle(audit, LEADERSHIP), plan(audit, "level"), audit.words
    if row is None or row.applied not in CLAIMED or not actions:
        return
    leads = {lead.level for lead in audit.team if lead.role == "lead"} - {None}
    levels = {action.level for action in actions} | leads
    if len(levels) == 1:
        level = words.code("action_level", actions[0].level)
        yield Problem(row, "applied", values={"applied": audit.shown(row, "applied"), "level": level})


@rule(
    "PR-06",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    title=N_("Safety is built into no other policy"),
    message=N_("{row}: “{applied}”, and neither an action nor resilience work is tied to jobs, housing or planning."),
    remedy=N_("Build safety into at least one policy on work, schooling, health, housing or planning."),
    why=N_(
        "The causes of insecurity lie mostly outside the reach of police: in work, schools, health, homes and streets. "
        "Policies made there without a thought for safety can undo the rest."
    ),
    how=N_("Choose the policy with most money behind it, and ask what one sentence on safety would change in it."),
)
def safety_in_no_other_policy(audit: Audit) -> Iterator[Problem]:
    row = principle(audit, INCLUSION)
    if row is None or row.applied not in OPEN:
        return
    tied = any(action.supports in ("planning", "housing") or INCLUSION in action.principles for action in live(audit))
    jobs = any(each.category == "jobs_training" and each.status in UNDER_WAY for each in audit.activities)
    if not tied and not jobs:
        yield Problem(row, "applied", values={"applied": audit.shown(row, "applied")})


@rule(
    "PR-07",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    title=N_("Few kinds of partners"),
    message=N_("{row}: “{team}” and “{partners}” show {found}."),
    remedy=N_(
        "Bring in at least three kinds: ministries, authorities, community organisations, civil society, business, residents."
    ),
    why=N_(
        "The causes are many, and so are the skills needed. Partners of one kind see one side and reach one part of the "
        "city."
    ),
    how=N_("Enter whom you work with on these two sheets. Then ask which kind is missing and who could open the door."),
)
def few_kinds_of_partners(audit: Audit) -> Iterator[Problem]:
    row, words = principle(audit, PARTNERSHIPS), audit.words
    team = [each for each in audit.team if each.role != "to_be_reached"]
    if row is None or not (team or audit.partners):
        return
    if any("stakeholder" in each.rejected for each in team) or any("kind" in each.rejected for each in audit.partners):
        return
    kinds = {KINDS_IN_TEAM.get(each.stakeholder or "") for each in team}
    kinds |= {KINDS_OF_PARTNERS.get(partner.kind or "") for partner in audit.partners}
    named_ones = [words.t(word) for kind, word in KIND_WORDS.items() if kind in kinds]
    if len(named_ones) >= ENOUGH_KINDS:
        return
    found = words.t("only {kinds}", kinds=words.listed(named_ones)) if named_ones else words.t("no kind of partner yet")
    values: dict[str, object] = {"team": words.tab("TEAM"), "partners": words.tab("PARTNERS"), "found": found}
    yield Problem(row, "applied", values=values)


@rule(
    "PR-08",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    title=N_("Ties to crime across borders not considered"),
    message=N_("{row}: “{applied}”, and no flow says “{yes}” or “{no}” under “{column}”."),
    remedy=N_("Say how local problems tie to crime across borders, or that you looked and found no tie."),
    why=N_(
        "Much that hurts a street is decided far away: prices, routes, weapons, money. A plan that looks only at the "
        "street treats the last link of a chain."
    ),
    how=N_(
        "Go through the flows and ask whether somebody abroad makes them possible. To have looked and found no tie is a full answer."
    ),
)
def borders_not_considered(audit: Audit) -> Iterator[Problem]:
    row, words = principle(audit, INTERDEPENDENCY), audit.words
    if row is None or row.applied not in OPEN:
        return
    if any(flow.get("helped_internationally") not in (None, "unknown") for flow in audit.flows):
        return
    values: dict[str, object] = {
        "applied": audit.shown(row, "applied"),
        "column": words.column("FLOWS", "helped_internationally"),
        **words.options("yes_no_unknown"),
    }
    yield Problem(row, "applied", values=values)


@rule(
    "PR-09",
    Severity.WARNING,
    basis="I",
    section=SECTION,
    title=N_("No date for the next audit"),
    message=N_("“{column}” is empty, although the city has begun {begun}."),
    remedy=N_("Set the month of the next audit, for example two or three years from now."),
    why=N_(
        "Prevention is a process and not one large stroke. Only a second look shows whether anything changed, and a date "
        "set now keeps the figures comparable."
    ),
    how=N_("Choose a month before the next budget or council term, so that the results can be used."),
)
def no_next_audit(audit: Audit) -> Iterator[Problem]:
    words, profile = audit.words, audit.profile
    begun = [
        sheet
        for sheet, rows in (("ACTIONS", audit.actions), ("PRINCIPLES", audit.principles))
        if any(r.filled for r in rows)
    ]
    if begun and profile.get("next_audit") is None:
        values: dict[str, object] = {
            "column": words.column("PROFILE", "next_audit"),
            "begun": quoted(words.tab(begun[0])),
        }
        yield Problem(profile, "next_audit", values=values)

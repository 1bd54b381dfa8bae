"""Rules on principles and prerequisites: what the plan and the answers show of them, and the next round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.lines import UNDER_WAY, plan
from safeaudit.rules.wording import nothing_behind, quoted, said, says_nothing
from safeaudit.sheets.govern import Principle
from safeaudit.words import N_

SECTION = N_("Part III, Prerequisites for success")
LEADERSHIP, INCLUSION, PARTNERSHIPS, INTERDEPENDENCY, EXPERIMENTS = "PRN-1", "PRN-2", "PRN-3", "PRN-8", "PRE-2"
CLAIMED = ("fully", "partly")

MINISTRIES = "national_government provincial_government"
AUTHORITIES = (
    "mayor city_planning licensing housing transport city_safety police fire justice probation victim_support health education "
    "social_services frontline statistics other_department"
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
    asks=("ACTIONS.nature", "ACTIONS.status"),
    title=N_("Plan without a symbolic action"),
    message=N_("“{ACTIONS}”: none of the {count} actions that answer “{column}” says “{nature.symbolic}”."),
    remedy=N_("Add at least one visible act of those who lead, and choose “{nature.symbolic}” for it."),
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
        yield _nature(len(actions))


@rule(
    "PR-03",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ACTIONS.nature", "ACTIONS.status"),
    title=N_("Plan with symbolic actions only"),
    message=N_("“{ACTIONS}”: all {count} actions that answer “{column}” say “{nature.symbolic}”."),
    remedy=N_("Add actions with a result that people can use, and choose “{nature.practical}” for them."),
    why=N_(
        "Signs without deeds wear out, and leave people more bitter than before. Results in daily life must stand beside them."
    ),
    how=N_("Tie each sign to something that changes on the ground at the same time."),
)
def symbolic_actions_only(audit: Audit) -> Iterator[Problem]:
    actions = plan(audit, "nature")
    if actions and all(action.nature == "symbolic" for action in actions):
        yield _nature(len(actions))


def _nature(count: int) -> Problem:
    return Problem(sheet_id="ACTIONS", column="nature", values={"count": count})


@rule(
    "PR-04",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("ACTIONS.learning", "ACTIONS.nature", "ACTIONS.status"),
    may=("PRINCIPLES.applied", "PRINCIPLES.evidence"),
    title=N_("Plan without room to try and to learn"),
    message=N_(
        "“{ACTIONS}”: no action says “{nature.experiment}” under “{column}”, and none fills “{ACTIONS.learning}”."
    ),
    remedy=N_("Try one thing small first. Say what you will look at, and when you will stop or go on."),
    why=N_(
        "What works in one city may fail in the next. A small trial, watched with honesty, costs less than a large "
        "mistake."
    ),
    how=N_("Choose an action you are not sure of, limit it in place and time, and name a figure that decides."),
)
def no_room_to_try(audit: Audit) -> Iterator[Problem]:
    actions, row = plan(audit, "nature"), principle(audit, EXPERIMENTS)
    tried = any(action.nature == "experiment" for action in actions)
    learning = any(not says_nothing(audit, action.get("learning")) for action in live(audit))
    shown = row is not None and row.applied in CLAIMED and not nothing_behind(audit, row, "evidence")
    if actions and not tried and not learning and not shown:
        yield Problem(sheet_id="ACTIONS", column="nature")


@rule(
    "PR-05",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ACTIONS.level", "ACTIONS.status", "PRINCIPLES.applied", "TEAM.level", "TEAM.role"),
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
        yield Problem(row, "applied", quote=("applied",), values={"level": level})


@rule(
    "PR-06",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIONS.principle_1",
        "ACTIONS.status",
        "ACTIONS.supports",
        "ACTIVITIES.category",
        "ACTIVITIES.status",
        "PRINCIPLES.applied",
    ),
    may=("PRINCIPLES.evidence",),
    title=N_("Safety said to be built into other policies, and nothing shows it"),
    message=N_(
        "{row}: “{applied}”. But “{PRINCIPLES.evidence}” says nothing, and neither an action nor resilience work is tied to "
        "jobs, housing or planning."
    ),
    remedy=N_(
        "Name the policy on work, schooling, health, housing or planning that safety is built into, or tie an action to "
        "one. If there is none, “{applied.not_yet}” is an honest answer."
    ),
    why=N_(
        "The causes of insecurity lie mostly outside the reach of police: in work, schools, health, homes and streets. "
        "Policies made there without a thought for safety can undo the rest."
    ),
    how=N_("Choose the policy with most money behind it, and ask what one sentence on safety would change in it."),
)
def safety_in_no_other_policy(audit: Audit) -> Iterator[Problem]:
    row = principle(audit, INCLUSION)
    if row is None or row.applied not in CLAIMED or not nothing_behind(audit, row, "evidence"):
        return
    tied = any(action.supports in ("planning", "housing") or INCLUSION in action.principles for action in live(audit))
    jobs = any(each.category == "jobs_training" and each.status in UNDER_WAY for each in audit.activities)
    if not tied and not jobs:
        yield Problem(row, "applied", quote=("applied",))


@rule(
    "PR-07",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("PARTNERS.kind", "PRINCIPLES.applied", "TEAM.role", "TEAM.stakeholder"),
    title=N_("Few kinds of partners"),
    message=N_("{row}: “{applied}”, but “{TEAM}” and “{PARTNERS}” show {found}."),
    remedy=N_(
        "Bring in at least {setting.partner_kinds} kinds: ministries, authorities, community organisations, civil society, business, residents."
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
    if row is None or row.applied not in CLAIMED or not (team or audit.partners):
        return
    if any("stakeholder" in each.rejected for each in team) or any("kind" in each.rejected for each in audit.partners):
        return
    kinds = {KINDS_IN_TEAM.get(each.stakeholder or "") for each in team}
    kinds |= {KINDS_OF_PARTNERS.get(partner.kind or "") for partner in audit.partners}
    named_ones = [words.t(word) for kind, word in KIND_WORDS.items() if kind in kinds]
    if len(named_ones) >= audit.edition.settings["partner_kinds"]:
        return
    found = words.t("only {kinds}", kinds=words.listed(named_ones)) if named_ones else words.t("no kind of partner yet")
    yield Problem(row, "applied", quote=("applied",), values={"found": found})


@rule(
    "PR-08",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("FLOWS.helped_internationally", "PRINCIPLES.applied"),
    may=("PRINCIPLES.evidence",),
    title=N_("Ties to crime across borders said to be considered, and nothing shows it"),
    message=N_(
        "{row}: “{applied}”. But “{PRINCIPLES.evidence}” says nothing, and no flow says “{yes_no_unknown.yes}” or "
        "“{yes_no_unknown.no}” under “{FLOWS.helped_internationally}”."
    ),
    remedy=N_(
        "Say how local problems tie to crime across borders, or that you looked and found no tie. If nobody looked yet, "
        "“{applied.not_yet}” is an honest answer."
    ),
    why=N_(
        "Much that hurts a street is decided far away: prices, routes, weapons, money. A plan that looks only at the "
        "street treats the last link of a chain."
    ),
    how=N_(
        "Go through the flows and ask whether somebody abroad makes them possible. To have looked and found no tie is a full answer."
    ),
)
def borders_not_considered(audit: Audit) -> Iterator[Problem]:
    row = principle(audit, INTERDEPENDENCY)
    if row is None or row.applied not in CLAIMED or not nothing_behind(audit, row, "evidence"):
        return
    if any(flow.get("helped_internationally") not in (None, "unknown") for flow in audit.flows):
        return
    yield Problem(row, "applied", quote=("applied",))


@rule(
    "PR-09",
    Severity.WARNING,
    basis="I",
    section=SECTION,
    asks=("ACTIONS", "PRINCIPLES", "PROFILE.next_audit"),
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
        yield Problem(profile, "next_audit", values={"begun": quoted(words.tab(begun[0]))})


@rule(
    "PR-10",
    Severity.WARNING,
    basis="I",
    section=SECTION,
    asks=("PRINCIPLES.applied", "PRINCIPLES.evidence"),
    may=("ACTIONS.principle_1", "ACTIONS.status", "PRINCIPLES.action_1"),
    title=N_("Principle said to be applied, and nothing shows it"),
    message=N_("{row}: “{applied}”, but “{column}” says: {answer}, and no action serves it."),
    remedy=N_(
        "Write one or two facts that show it, or choose the action that serves it. If nothing shows it, "
        "“{applied.not_yet}” or “{applied.unknown}” is the honest answer."
    ),
    why=N_(
        "“Fully” is easily said. A reader believes it where a decision, a figure or a budget line stands behind it, and the "
        "city itself sees by it what still has to be done."
    ),
    how=N_("Ask: what would an auditor from outside be shown? Name that, with its year."),
)
def applied_in_words_only(audit: Audit) -> Iterator[Problem]:
    serving = {principle_id for action in live(audit) for principle_id in action.principles}
    alive = {action.id for action in live(audit)}
    for row in audit.principles:
        if (
            row.id in (INCLUSION, INTERDEPENDENCY) or row.waived or row.applied not in CLAIMED
        ):  # told by PR-06 and PR-08
            continue
        evidence = row.get("evidence")
        if says_nothing(audit, evidence) and row.id not in serving and not alive & set(row.actions):
            yield Problem(row, "evidence", quote=("applied",), values={"answer": said(audit, evidence)})


@rule(
    "PR-01",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Prerequisites for success"),
    asks=("PRINCIPLES.applied",),
    in_work=Severity.WARNING,
    title=N_("Principle or prerequisite without an answer"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_("Say how far it is applied in practice, and what shows it. “{applied.unknown}” is a fair answer."),
    why=N_(
        "The eight basic principles and the two prerequisites decide whether a strategy takes root. The framework "
        "holds all ten to be needed, so each must at least be looked at."
    ),
    how=N_(
        "Answer all ten lines in the group, with one or two facts each. If one has no meaning here, say why in "
        "its last cell."
    ),
)
def principle_without_answer(audit: Audit) -> Iterator[Problem]:
    if not any(row.filled for row in audit.principles):
        return
    groups = {group.id: group for group in framework.rows("principles").groups}
    ten = {item.id for item in chain(groups["principles"].items, groups["prerequisites"].items)}
    for row in audit.principles:
        if row.id in ten and row.get("applied") is None and not row.waived:
            yield Problem(row, "applied")

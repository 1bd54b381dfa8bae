"""Rules on resilience work: its kinds, whom it reaches, what goes with it, how long it lasts and who could capture it."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import going_on, live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.lines import UNDER_WAY
from safeaudit.rules.wording import nothing_behind, quoted, said, says_nothing
from safeaudit.sheets.govern import Activity
from safeaudit.words import N_

SECTION = N_("Part III, 4. Resilience")
YOUNG = ("youth", "unemployed_youth", "children")
BACKING = {
    "with_regulation": ("REGULATION",),
    "with_engagement": ("ENGAGEMENT", "TEAM"),
    "with_enforcement": ("ENFORCEMENT", "ENFORCEMENT_MEANS", "AGREEMENTS"),
}
"""What resilience work is backed by, and the sheets that show something of it."""


@rule(
    "PA-07",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ACTIVITIES.category", "ACTIVITIES.status"),
    title=N_("Resilience work of one kind only"),
    message=N_("“{ACTIVITIES}”: all {count} activities that answer “{column}” are “{category}”."),
    remedy=N_(
        "Add at least one other kind: distance from danger, inner strength of groups, help to intervene, jobs, or exposing."
    ),
    why=N_(
        "A young person who finds work but has no safe way there, or no elder who listens, may still be lost. The five "
        "kinds reach people in different moments and strengthen each other."
    ),
    how=N_(
        "Look at what exists in your city without your doing: a group of mothers, a league, a mediator. Build on that."
    ),
)
def one_kind_only(audit: Audit) -> Iterator[Problem]:
    activities = going_on(audit)
    if any("category" in activity.rejected for activity in activities):
        return
    sorted_ones = [activity for activity in activities if activity.category is not None]
    if len(sorted_ones) >= 2 and len({activity.category for activity in sorted_ones}) == 1:
        yield Problem(sorted_ones[0], "category", quote=("category",), values={"count": len(sorted_ones)})


@rule(
    "PA-08",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ACTIVITIES.category", "ACTIVITIES.law_and_community", "ACTIVITIES.status", "ACTIVITIES.way_back"),
    title=N_("Exposing people without backing or a way back"),
    message=N_("{row}: “{category}”, but {found}."),
    remedy=N_("Do not start before law and community stand behind it and there is a way back for those concerned."),
    why=N_(
        "Naming people in public can bring revenge, hit the wrong person, and push those named deeper in. Law, community "
        "and a way back are what makes it bearable."
    ),
    how=N_(
        "Say “Yes” only if the prosecution or a court is behind it, residents were asked, and those named can return to "
        "the community. Tables of payments or decisions without people are safer."
    ),
)
def exposing_without_backing(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for activity in going_on(audit):
        columns = ("law_and_community", "way_back")
        gaps = [column for column in columns if activity.get(column) in (None, "no")]
        if activity.category == "expose" and gaps:
            found = words.listed([_answer(audit, activity, column) for column in gaps])
            yield Problem(activity, gaps[0], quote=("category",), values={"found": found})


def _answer(audit: Audit, activity: Activity, column: str) -> str:
    """An answer as part of a sentence."""
    label, shown = audit.words.column("ACTIVITIES", column), audit.shown(activity, column)
    if not shown:
        return audit.words.t("“{column}” is empty", column=label)
    return audit.words.t("“{column}” says “{answer}”", column=label, answer=shown)


@rule(
    "PA-09",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ACTIVITIES.category", "ACTIVITIES.lets_rise", "ACTIVITIES.status"),
    may=("ACTIVITIES.measured_by",),
    title=N_("Jobs that lead nowhere"),
    message=N_("{row}: {found}."),
    remedy=N_("Tie the work to a certificate, a trade, a permit or a firm that hires, so that people can move up."),
    why=N_(
        "Illicit work offers standing and money. Sweeping streets for three months does not stand up to that; work that "
        "leads on does."
    ),
    how=N_("Ask what somebody can do two years after the course that was not possible before."),
)
def jobs_without_advancement(audit: Audit) -> Iterator[Problem]:
    for activity in going_on(audit):
        if activity.category != "jobs_training":
            continue
        found = _answer(audit, activity, "lets_rise")
        if activity.lets_rise == "no":
            yield Problem(activity, "lets_rise", values={"found": found})
        elif activity.lets_rise == "yes" and nothing_behind(audit, activity, "measured_by"):
            label = audit.words.column("ACTIVITIES", "measured_by")
            found = audit.words.t("{claim}, but nothing under “{column}” would show it", claim=found, column=label)
            yield Problem(activity, "measured_by", values={"found": found})


@rule(
    "PA-10",
    Severity.ADVICE,
    basis="S",
    section=N_("Part I, Inequality and illicit livelihoods"),
    asks=("ACTIVITIES.category", "ACTIVITIES.open_to_women", "ACTIVITIES.status", "ACTIVITIES.who_for"),
    title=N_("Jobs for men only"),
    message=N_("{row}: {found}, and no other work of this kind is open to women."),
    remedy=N_("Open the work to women in practice, with hours, places and child care that fit, or add work that is."),
    why=N_(
        "Women, too, earn from illicit trade when nothing else is on offer, and often feed a family with it. Plans for "
        "work seldom think of them."
    ),
    how=N_("Ask women in the area what keeps them away from such courses, and change that first."),
)
def jobs_for_men_only(audit: Audit) -> Iterator[Problem]:
    jobs = [activity for activity in going_on(audit) if activity.category == "jobs_training"]
    if any(activity.open_to_women == "yes" or activity.who_for == "women" for activity in jobs):
        return
    first = next((activity for activity in jobs if activity.open_to_women == "no"), None)
    if first is not None:
        yield Problem(first, "open_to_women", values={"found": _answer(audit, first, "open_to_women")})


@rule(
    "PA-11",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIVITIES.category",
        "ACTIVITIES.generation_gap",
        "ACTIVITIES.status",
        "ACTIVITIES.who_for",
        "TEAM.role",
        "TEAM.speaks_for",
        "TEAM.stakeholder",
    ),
    title=N_("Elders are relied on to reach the young"),
    message=N_("{where}: {found}."),
    remedy=N_("Check with young people whom they listen to, and work with those people beside the elders."),
    why=N_(
        "Elders and traditional leaders are respected, and many young people still do not listen to them. Plans that take "
        "this for granted miss those they are made for."
    ),
    how=N_("Ask young women and young men apart, without elders in the room. Then answer the line again."),
)
def elders_for_the_young(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for activity in going_on(audit):
        if activity.category == "inner_strength" and activity.who_for in YOUNG and activity.generation_gap == "no":
            who_for, gap = audit.shown(activity, "who_for"), _answer(audit, activity, "generation_gap")
            found = words.t("it is for “{who_for}”, and {gap}", who_for=who_for, gap=gap)
            yield Problem(activity, "generation_gap", values={"where": named(audit, activity), "found": found})
    voices = [row for row in audit.team if row.speaks_for == "youth" and row.role != "to_be_reached"]
    if voices and all(row.stakeholder == "traditional_leaders" for row in voices):
        answer, elders = audit.shown(voices[0], "speaks_for"), audit.shown(voices[0], "stakeholder")
        found = words.t("only “{elders}” speak for “{answer}”", elders=elders, answer=answer)
        yield Problem(voices[0], "speaks_for", values={"where": quoted(words.tab("TEAM")), "found": found})


@rule(
    "PA-12",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ACTIVITIES.capture_risk", "ACTIVITIES.status"),
    title=N_("Risk of capture not considered"),
    message=N_("{row}: “{column}” says: {answer}."),
    remedy=N_("Say who could take the work over for other ends, and how that is checked."),
    why=N_(
        "Work that brings money, jobs and standing draws those who rule a street. If nobody looks, it ends up serving "
        "them."
    ),
    how=N_(
        "Think of who chooses the people, who holds the money and who could press the partner. One check for each is enough."
    ),
)
def capture_not_considered(audit: Audit) -> Iterator[Problem]:
    for activity in going_on(audit):
        text = activity.get("capture_risk")
        if says_nothing(audit, text) and (text is not None or activity.status in UNDER_WAY):
            yield Problem(activity, "capture_risk", values={"answer": said(audit, text)})


@rule(
    "PA-13",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIVITIES.status",
        "ACTIVITIES.with_enforcement",
        "ACTIVITIES.with_engagement",
        "ACTIVITIES.with_regulation",
    ),
    may=("AGREEMENTS", "ENFORCEMENT", "ENFORCEMENT_MEANS", "ENGAGEMENT", "REGULATION", "TEAM"),
    title=N_("Resilience work that stands on its own"),
    message=N_("{row}: {found}."),
    remedy=N_("Tie it to a power of the city, to work with residents or to those who enforce, and say so on the line."),
    why=N_(
        "Such work is easily undone by those who live off the flows around it. It lasts better where rules, talks with "
        "residents and enforcement go with it."
    ),
    how=N_(
        "One tie is enough to begin with: a permit that helps, a meeting that hears it, an officer who protects it."
    ),
)
def work_on_its_own(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for activity in going_on(audit):
        answers = {column: activity.get(column) for column in BACKING}
        said_to_be = [column for column, answer in answers.items() if answer == "yes"]
        if any(answer not in ("yes", "no", None) for answer in answers.values()) or any(
            _begun(audit, BACKING[column]) for column in said_to_be
        ):
            continue
        if said_to_be:
            label, sheets = words.column("ACTIVITIES", said_to_be[0]), BACKING[said_to_be[0]]
            sheet = words.tab(next(each for each in sheets if audit.edition.has(each)))
            found = words.t(
                "“{column}” says “{yes}”, but “{sheet}” is empty",
                column=label,
                yes=words.code("yes_no", "yes"),
                sheet=sheet,
            )
            yield Problem(activity, said_to_be[0], values={"found": found})
        elif "no" in answers.values() or activity.status in UNDER_WAY:
            columns = words.listed([quoted(words.column("ACTIVITIES", column)) for column in BACKING])
            found = words.t("none of {columns} says “{yes}”", columns=columns, yes=words.code("yes_no", "yes"))
            yield Problem(activity, next(iter(BACKING)), values={"found": found})


def _begun(audit: Audit, sheets: tuple[str, ...]) -> bool:
    """Whether one of these sheets holds an answer, or none of them is asked."""
    asked = [sheet for sheet in sheets if audit.edition.has(sheet)]
    return not asked or any(row.filled for sheet in asked for row in audit.lines(sheet))


@rule(
    "PA-14",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("ACTIVITIES.ends", "ACTIVITIES.starts", "ACTIVITIES.status"),
    title=N_("Resilience work for a short time"),
    message=N_("{row}: it lasts {months} months."),
    remedy=N_("Plan it for {setting.resilience_months} months or more, or say which work carries on where it ends."),
    why=N_("Trust, groups and working lives grow slowly. Work that stops early leaves people worse off than before."),
    how=N_("Give the dates of the whole work, not those of the first grant. Look for money for the years after."),
)
def short_work(audit: Audit) -> Iterator[Problem]:
    least = audit.edition.settings["resilience_months"]
    for activity in going_on(audit):
        if activity.months is not None and activity.months < least:
            yield Problem(activity, "ends", values={"months": activity.months})


@rule(
    "PA-15",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("ACTIONS.partner", "ACTIONS.status", "ACTIVITIES.partner", "ACTIVITIES.status", "PARTNERS.neutrality"),
    title=N_("Ties of a go-between not noted"),
    message=N_("{row} carries {work}, and “{column}” says: {answer}."),
    remedy=N_("Note which sides it is close to, who pays it, and whom it cannot speak to."),
    why=N_(
        "Few who stand between people and the city are neutral. Their ties are no fault, but a plan must know them."
    ),
    how=N_("Ask the partner and those it works with, apart. Write ties to groups and offices, no names of people."),
)
def ties_not_noted(audit: Audit) -> Iterator[Problem]:
    work = {action.partner: named(audit, action) for action in live(audit)}
    work |= {activity.partner: named(audit, activity) for activity in going_on(audit)}
    for partner in audit.partners:
        ties = partner.get("neutrality")
        if partner.id in work and says_nothing(audit, ties):
            yield Problem(
                partner,
                "neutrality",
                values={"work": work[partner.id], "answer": said(audit, ties)},
            )

"""Rules on engagement: who is heard and what comes of it, politics, business, and women who lead."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.govern.communication import DONE, line
from safeaudit.rules.wording import quoted, says_nothing
from safeaudit.sheets.set_up import Stakeholder
from safeaudit.words import N_

SECTION = N_("Part III, 3. Engagement")
BUSINESS, WOMEN, POLITICS = "PUB-1", "PUB-4", "PUB-5"

OFFICIALS_AND_LEADERS = {
    *("mayor", "city_planning", "licensing", "housing", "transport", "city_safety", "police", "justice", "health"),
    *("education", "social_services", "statistics", "other_department", "provincial_government", "national_government"),
    *("international_organisation", "religious_organisation", "traditional_leaders"),
}
"""Stakeholders who are asked anyway: public bodies, and those known as leaders of a community."""


def consulted(audit: Audit) -> list[Stakeholder]:
    """The lines of the team sheet for people who were heard."""
    return [row for row in audit.team if row.role == "consulted"]


@rule(
    "EG-01",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ENGAGEMENT.reached", "TEAM.role", "TEAM.speaks_for", "TEAM.stakeholder"),
    title=N_("Only officials and known leaders were heard"),
    message=N_("“{sheet}”: {found}."),
    remedy=N_(
        "Hear people who are rarely asked, such as women, youth, newcomers or street traders, in places where they feel safe."
    ),
    why=N_(
        "Those who speak for a community do not know all of it, and some keep others quiet. What hurts people at the edge "
        "comes to light only when they are asked themselves."
    ),
    how=N_(
        "Ask who has never been at such a meeting, and go there: a market, a school, a bus rank. Note the group and what "
        "it spoke for, never names."
    ),
)
def only_leaders_heard(audit: Audit) -> Iterator[Problem]:
    words, heard = audit.words, consulted(audit)
    known = all(row.stakeholder is not None for row in heard)
    if heard and known and all(_asked_anyway(row) for row in heard):
        names = words.listed(list(dict.fromkeys(quoted(audit.shown(row, "stakeholder")) for row in heard)))
        found = words.t("the only people heard are {names}", names=names)
        yield Problem(heard[0], "stakeholder", values={"found": found})
    answers = {row.get("reached") for row in audit.engagement} - {None}
    if "through_leaders" in answers and answers <= {"through_leaders", "not_yet"}:
        first = next(row for row in audit.engagement if row.reached == "through_leaders")
        reached, answer = words.column("ENGAGEMENT", "reached"), audit.shown(first, "reached")
        found = words.t(
            "no group is reached directly; “{reached}” says “{answer}” at best", reached=reached, answer=answer
        )
        yield Problem(first, "reached", values={"found": found})


def _asked_anyway(row: Stakeholder) -> bool:
    return row.stakeholder in OFFICIALS_AND_LEADERS and row.get("speaks_for") in (None, "nobody")


@rule(
    "EG-02",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("TEAM.role", "TEAM.told_back"),
    may=("TEAM.heard", "TEAM.how", "TEAM.month"),
    title=N_("People were heard and not told what came of it"),
    message=N_("{where}: {found}."),
    remedy=N_("Tell them what became of their words, what was not taken up and why. Then answer “{yes_no.yes}”."),
    why=N_(
        "Whoever gives time and trust and hears nothing back will not come again. Telling people what came of it costs "
        "little and makes the next round better."
    ),
    how=N_(
        "A short meeting, a notice, a voice message: choose a way that this group uses. Say also what will not be done."
    ),
)
def not_told_back(audit: Audit) -> Iterator[Problem]:
    words, heard = audit.words, consulted(audit)
    column = words.column("TEAM", "told_back")
    if heard and all(row.get("told_back") is None for row in heard):
        found = words.t("“{column}” is empty for everybody who was heard", column=column)
        yield Problem(heard[0], "told_back", values={"where": quoted(words.tab("TEAM")), "found": found})
    for row in heard:
        if row.told_back == "yes" and _hearing_unsaid(row):
            values = {"column": column, "answer": audit.shown(row, "told_back")}
            found = words.t("“{column}” says “{answer}”, but nothing says how or when they were heard", **values)
            yield Problem(row, "told_back", values={"where": named(audit, row), "found": found})
        elif row.told_back == "no":
            found = words.t("“{column}” says “{answer}”", column=column, answer=audit.shown(row, "told_back"))
            yield Problem(row, "told_back", values={"where": named(audit, row), "found": found})


@rule(
    "EG-03",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("TEAM.before_decisions", "TEAM.role"),
    may=("TEAM.heard", "TEAM.how", "TEAM.month"),
    title=N_("People were heard after the decisions"),
    message=N_("“{TEAM}”: {found}."),
    remedy=N_(
        "Hold at least one round before the main decisions are taken, or say how the decisions can still change."
    ),
    why=N_(
        "Who is asked when all is settled learns that asking means little. Plans made without those concerned cost more "
        "later, when they have to be changed."
    ),
    how=N_("Show one meeting that came before the decision on the strategy, and what it changed."),
)
def heard_after_decisions(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    answered = [row for row in consulted(audit) if row.get("before_decisions") is not None]
    yes = [row for row in answered if row.before_decisions != "no"]
    if yes and all(row.before_decisions == "yes" and _hearing_unsaid(row) for row in yes):
        values = {"column": words.column("TEAM", "before_decisions"), "yes": words.code("yes_no", "yes")}
        found = words.t("“{column}” says “{yes}” only where nothing says how or when people were heard", **values)
        yield Problem(yes[0], "before_decisions", values={"found": found})
    elif answered and not yes:
        found = words.n(
            "“{column}” says “{no}” for the one group that answers it",
            "“{column}” says “{no}” for all {count} groups that answer it",
            len(answered),
            column=words.column("TEAM", "before_decisions"),
            no=words.code("yes_no", "no"),
        )
        yield Problem(answered[0], "before_decisions", values={"found": found})


def _hearing_unsaid(row: Stakeholder) -> bool:
    """Whether a line says nothing of how, when or how many people were heard, as far as it is asked."""
    asked = [column for column in ("how", "heard", "month") if column in row.columns]
    return bool(asked) and all(row.get(column) is None for column in asked)


@rule(
    "EG-04",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("COMMUNICATION.note", "COMMUNICATION.status"),
    title=N_("The politics of safety are not looked at"),
    message=N_("{row}: {answer}."),
    remedy=N_(
        "Note under “{COMMUNICATION.note}” who gains, who loses and who could block the plan. Write roles and interests, no names."
    ),
    why=N_(
        "Safety work moves money and power, so it is never neutral. A plan that does not see who loses is stopped by "
        "those it did not see."
    ),
    how=N_("Go through the main actions and ask of each: who gains, who loses, who can stop it, who could help?"),
)
def politics_not_looked_at(audit: Audit) -> Iterator[Problem]:
    yield from _open_line(audit, POLITICS)


@rule(
    "EG-05",
    Severity.ADVICE,
    basis="S",
    section=N_("Part III, Business, safety and politics in three Colombian cities"),
    asks=("COMMUNICATION.note", "COMMUNICATION.status"),
    title=N_("No tie with business is described"),
    message=N_("{row}: {answer}."),
    remedy=N_(
        "Say how business and city work together on safety today. If they do not, invite both large and small firms."
    ),
    why=N_(
        "Where business and city worked closely together, reforms of safety had money, facts and backing. Where the tie "
        "was missing, they ended in conflict."
    ),
    how=N_(
        "Name the meeting, the plan or the money that is shared, and who does not sit at the table, such as small traders."
    ),
)
def no_tie_with_business(audit: Audit) -> Iterator[Problem]:
    yield from _open_line(audit, BUSINESS)


def _open_line(audit: Audit, row_id: str) -> Iterator[Problem]:
    """A line on public life that says nothing of use yet: open, absent or not known, or true without a word on how."""
    row, words = line(audit, row_id), audit.words
    if row is None or "status" in row.rejected:
        return
    status, note = words.column("COMMUNICATION", "status"), words.column("COMMUNICATION", "note")
    if row.status in DONE and says_nothing(audit, row.get("note")):
        answer = words.t(
            "the answer is “{answer}”, but “{note}” says nothing yet", answer=audit.shown(row, "status"), note=note
        )
        yield Problem(row, "note", values={"answer": answer})
    elif row.status in ("absent", "unknown") and says_nothing(audit, row.get("note")):
        answer = words.t("“{column}” says “{answer}”", column=status, answer=audit.shown(row, "status"))
        yield Problem(row, "status", values={"answer": answer})
    elif row.status is None:
        yield Problem(row, "status", values={"answer": words.t("“{column}” is empty", column=status)})


@rule(
    "EG-12",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("COMMUNICATION.note", "COMMUNICATION.status"),
    title=N_("Women lead, and nothing shows what supports and protects them"),
    message=N_("{row}: “{status}”, but “{column}” says nothing yet."),
    remedy=N_("Say what supports women in this role here, what shows that it works, and what keeps them safe."),
    why=N_(
        "Women as peacemakers are widely praised, and the proof is thin. Without support from the city the praise puts "
        "them at risk."
    ),
    how=N_(
        "One or two facts from your city: posts held, money given, quarrels settled, steps for their safety. No names."
    ),
)
def women_lead_without_evidence(audit: Audit) -> Iterator[Problem]:
    row = line(audit, WOMEN)
    if row is not None and row.status in DONE and says_nothing(audit, row.get("note")):
        yield Problem(row, "note", quote=("status",))

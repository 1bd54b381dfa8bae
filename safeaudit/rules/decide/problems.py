"""Rules PB: problems that are bad and that nothing answers or explains, and ratings that rest on nothing."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.decide.answering import READS, answering_any
from safeaudit.rules.wording import quoted, says_nothing
from safeaudit.sheets.agree import SafetyProblem
from safeaudit.words import N_

MEASURE = N_("Part II, Understanding what to measure")
STRATEGIES = N_("Part III, Safety governance strategies")


def bad(audit: Audit) -> list[SafetyProblem]:
    """The problems rated serious or very serious."""
    return [problem for problem in audit.problems if problem.is_bad and not problem.waived]


@rule(
    "PB-01",
    Severity.WARNING,
    basis="S",
    section=STRATEGIES,
    asks=("ACTIONS.problem", "ACTIONS.status", "PROBLEMS.how_bad", "PROBLEMS.responds"),
    may=READS,
    title=N_("Bad problem that nothing answers"),
    message=N_(
        "{row}: “{how_bad}”. “{PROBLEMS.responds}” says: {answer_given}; and no action of “{ACTIONS}” answers it."
    ),
    remedy=N_(
        "Say what answers it today, choose it in an action that answers it, or accept this with the reason why not now."
    ),
    why=N_(
        "What people suffer from most should not be left out without a word. Even where the city cannot act alone, somebody "
        "can be asked to."
    ),
    how=N_(
        "Ask who does anything about it now: police, services, people themselves. If nobody does, choose the problem under "
        "“Answers problem” in an action, or in one that presses others to act."
    ),
)
def nothing_answers(audit: Audit) -> Iterator[Problem]:
    if not live(audit):
        return
    for problem in bad(audit):
        if says_nothing(audit, problem.get("responds")) and not answering_any(audit, problem):
            said = quoted(problem.responds) if problem.responds else audit.words.t("nothing yet")
            yield Problem(problem, "responds", quote=("how_bad",), values={"answer_given": said})


@rule(
    "PB-02",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, A Suggested Analytical Approach"),
    asks=("PROBLEMS.flow_1", "PROBLEMS.how_bad", "PROBLEMS.risk_1"),
    may=("FLOWS", "RISKS"),
    title=N_("Bad problem with nothing behind it"),
    message=N_("{row}: “{how_bad}”, and no risk or flow is named behind it."),
    remedy=N_("Choose the risk or the flow that helps to explain it. If none fits, add a local line to “{RISKS}”."),
    why=N_(
        "A problem without its causes is answered by pressing on it where it shows. The framework asks what feeds it, for "
        "that is where it can be made smaller for good."
    ),
    how=N_(
        "Ask what would have to be different for it to become rare. One link is enough; two are better than a guess at all "
        "of them."
    ),
)
def nothing_behind(audit: Audit) -> Iterator[Problem]:
    if not any(row.filled for row in (*audit.risks, *audit.flows)):
        return
    for problem in bad(audit):
        linked = any(problem.get(column) for column in ("risk_1", "risk_2", "flow_1", "flow_2"))
        if not linked:
            yield Problem(problem, "risk_1", quote=("how_bad",))


@rule(
    "PB-03",
    Severity.ADVICE,
    basis="S",
    section=MEASURE,
    asks=("PROBLEMS.area_1", "PROBLEMS.group_1", "PROBLEMS.how_bad"),
    title=N_("Bad problem without place or people"),
    message=N_("{row}: “{how_bad}”, and this is empty: {open}."),
    remedy=N_(
        "Choose where it is worst and who is hit most. The whole city and the whole population are answers, too."
    ),
    why=N_(
        "Harm gathers in some places and falls on some people. A plan that knows neither is spread thin over everybody."
    ),
    how=N_(
        "Ask in the round: where would you not go, and who avoids it? Choose areas and groups from the lists, nothing finer."
    ),
)
def nowhere_and_nobody(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for problem in bad(audit):
        missing = [column for column in ("area_1", "group_1") if problem.get(column) is None]
        if missing:
            named = words.listed([quoted(words.column("PROBLEMS", column)) for column in missing])
            yield Problem(problem, missing[0], quote=("how_bad",), values={"open": named})


@rule(
    "PB-04",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("PROBLEMS.evidence", "PROBLEMS.how_bad"),
    may=("PROBLEMS.confidence",),
    title=N_("Rating of a problem that rests on nothing"),
    message=N_("{row}: “{how_bad}”, and “{column}” says “{evidence}”{sure}."),
    remedy=N_("Say what shows it, or choose “{how_bad.unknown}”."),
    why=N_(
        "“Not a problem” without anything that shows it turns not knowing into calm. Being sure of what nobody looked at "
        "misleads in the same way."
    ),
    how=N_(
        "Testimony and the judgement of people who know the field count as evidence. If there is neither, “Not known” is the "
        "true answer."
    ),
)
def rests_on_nothing(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for problem in audit.problems:
        if problem.waived or problem.evidence != "none" or problem.how_bad in (None, "unknown"):
            continue
        sure = problem.confidence == "high"
        if sure or problem.how_bad == "0":
            label, answer = words.column("PROBLEMS", "confidence"), audit.shown(problem, "confidence")
            told = words.t(", while “{column}” says “{answer}”", column=label, answer=answer) if sure else ""
            yield Problem(problem, "evidence", quote=("evidence", "how_bad"), values={"sure": told})


@rule(
    "PB-05",
    Severity.WARNING,
    basis="I",
    section=STRATEGIES,
    asks=("PROBLEMS.gap", "PROBLEMS.how_bad", "PROBLEMS.services_missing", "PROBLEMS.services_showed"),
    may=(*READS, "ACTIONS.problem", "ACTIONS.status"),
    title=N_("Services that do not help, and nothing that follows"),
    message=N_("{row}: “{column}” says “{answer}”, and nothing is said to be missing or planned."),
    remedy=N_("Say what is missing, or choose the problem in the action that changes this."),
    why=N_(
        "To know that a service fails and to leave it so costs money and trust. The finding is the most useful one an "
        "evaluation can bring."
    ),
    how=N_("Ask those who use the service, and those who stay away, what would have to be different."),
)
def services_fail(audit: Audit) -> Iterator[Problem]:
    for problem in bad(audit):
        if problem.services_showed not in ("fails", "no_services"):
            continue
        told = [column for column in ("gap", "services_missing") if not says_nothing(audit, problem.get(column))]
        if not told and not answering_any(audit, problem):
            yield Problem(problem, "services_showed")

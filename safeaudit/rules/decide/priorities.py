"""Rules PI: priorities with a reason, an action and a number that a city can carry, and the residents' rank beside them."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.decide.answering import READS, answering_any
from safeaudit.rules.decide.problems import STRATEGIES, bad
from safeaudit.rules.wording import quoted, says_nothing
from safeaudit.sheets import Row
from safeaudit.sheets.agree import SafetyProblem
from safeaudit.words import N_


@rule(
    "PI-01",
    Severity.WARNING,
    basis="I",
    section=STRATEGIES,
    asks=("PRIORITIES.argument", "PRIORITIES.why_1"),
    may=("PRIORITIES.why_2",),
    title=N_("Priority without a reason"),
    message=N_("{row}: “{column}” says: {answer_given}, and “{PRIORITIES.argument}” says nothing more."),
    remedy=N_("Choose the main reason, or write the argument."),
    why=N_(
        "Whoever wanted something else will ask why this came first. Without a reason the answer is a matter of power, not "
        "of findings."
    ),
    how=N_(
        "Finish the sentence: we take this up first because … Choose the reason that comes nearest, and add two findings "
        "that show it."
    ),
)
def no_reason(audit: Audit) -> Iterator[Problem]:
    for priority in audit.priorities:
        given = [priority.get(column) for column in ("why_1", "why_2")]
        open_ones = all(why in (None, "other") for why in given)
        if open_ones and says_nothing(audit, priority.get("argument")):
            said = quoted(audit.shown(priority, "why_1")) if priority.why_1 else audit.words.t("nothing yet")
            yield Problem(priority, "why_1", values={"answer_given": said})


@rule(
    "PI-02",
    Severity.WARNING,
    basis="S",
    section=STRATEGIES,
    asks=("ACTIONS.problem", "ACTIONS.status", "PRIORITIES.problem"),
    may=(*READS, "PROBLEMS"),
    title=N_("Priority without an action"),
    message=N_("{row}: no action of “{ACTIONS}” names this problem, or acts on a risk or flow behind it."),
    remedy=N_("Choose the problem under “{ACTIONS.problem}” in an action that answers it, or add such an action."),
    why=N_(
        "A priority that no action answers is a promise without anybody to keep it. People will measure the plan by it."
    ),
    how=N_(
        "Go through the actions and ask of each whether people would feel less of this problem. An action that was stopped "
        "does not count."
    ),
)
def no_action(audit: Audit) -> Iterator[Problem]:
    if not live(audit):
        return
    for priority in audit.priorities:
        problem = audit.by_id.get(priority.problem or "")
        if isinstance(problem, SafetyProblem) and not answering_any(audit, problem):
            yield Problem(priority, "problem")


@rule(
    "PI-03",
    Severity.WARNING,
    basis="T",
    section=STRATEGIES,
    asks=("PRIORITIES.problem",),
    title=N_("More priorities than a city can carry"),
    message=N_(
        "“{PRIORITIES}”: {count} lines are filled; the plan can take up at most {setting.priorities_most} first."
    ),
    remedy=N_("Keep those that matter most. Note the others under “{PRIORITIES.later}”, with the reason."),
    why=N_(
        "When everything comes first, nothing does. Money, staff and attention of a council last for a handful of things at "
        "a time."
    ),
    how=N_(
        "Ask which of them you would still do if you had half the money. What is left out now can come first in the next "
        "round."
    ),
)
def too_many(audit: Audit) -> Iterator[Problem]:
    count = len(audit.priorities)
    if count > audit.edition.settings["priorities_most"]:
        yield Problem(sheet_id="PRIORITIES", column="problem", values={"count": count})


@rule(
    "PI-04",
    Severity.ADVICE,
    basis="T",
    section=STRATEGIES,
    asks=("PRIORITIES.problem",),
    may=("DECISION.audit_status",),
    title=N_("No choice of what comes first"),
    message=N_("“{PRIORITIES}”: {found}."),
    remedy=N_(
        "Choose at least {setting.priorities_least} problems that the city takes up first, or write on the sheet why it "
        "chose none."
    ),
    why=N_(
        "A list of actions without priorities leaves the choice to chance: to whoever has money first, or speaks loudest."
    ),
    how=N_("Take the problems rated worst, put the residents’ rank beside them, and talk until you agree on a few."),
)
def too_few(audit: Audit) -> Iterator[Problem]:
    count, words = len(audit.priorities), audit.words
    finished = audit.decision.audit_status == "finished" and not audit.reasons.get("PRIORITIES")
    found = ""
    if not count and finished:
        found = words.t("the audit is finished, and no line is filled")
    elif 0 < count < audit.edition.settings["priorities_least"]:
        found = words.n("one line is filled", "{count} lines are filled", count)
    if found:
        yield Problem(sheet_id="PRIORITIES", column="problem", values={"found": found})


@rule(
    "PI-05",
    Severity.WARNING,
    basis="I",
    section=STRATEGIES,
    asks=("PRIORITIES.argument", "PRIORITIES.problem", "PROBLEMS.how_bad"),
    title=N_("Priority that the audit does not find bad"),
    message=N_("{row}: “{PROBLEMS}” says “{rated}” of it{found}."),
    remedy=N_("Write the reason, or look at the rating again. Choose another problem if both stand."),
    why=N_(
        "There can be good reasons to begin with a small problem. Where none is given, the choice looks as if the audit had "
        "not been read."
    ),
    how=N_("Say it in a sentence: it is quickly solved, it opens a door, or residents feel it more than figures show."),
)
def not_bad(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    argument = words.column("PRIORITIES", "argument")
    for priority in audit.priorities:
        problem = audit.by_id.get(priority.problem or "")
        if not isinstance(problem, SafetyProblem):
            continue
        silent = says_nothing(audit, priority.get("argument"))
        not_here = problem.waived or problem.how_bad == "0"
        if not_here or (silent and problem.how_bad == "1"):
            column = "does_not_apply" if problem.waived else "how_bad"
            reason = words.t(", and “{column}” gives no reason why it comes first", column=argument) if silent else ""
            yield Problem(priority, "problem", values={"rated": audit.shown(problem, column), "found": reason})


@rule(
    "PI-06",
    Severity.ADVICE,
    basis="I",
    section=STRATEGIES,
    asks=("PRIORITIES.problem", "PROBLEMS.how_bad"),
    title=N_("Very serious problem that does not come first"),
    message=N_("{row}: “{how_bad}”, and it is none of the {count} priorities."),
    remedy=N_("Take it up, or accept this with the reason why it is left for later."),
    why=N_("Not everything can come first. What harms people most and has to wait deserves a sentence that says why."),
    how=N_("Ask whether another level must act, whether money is missing, or whether a priority answers it in part."),
)
def worst_left_out(audit: Audit) -> Iterator[Problem]:
    chosen = {priority.get("problem") for priority in audit.priorities}
    unclear = any("problem" in each.rejected for each in audit.priorities)
    if unclear or len(chosen) < audit.edition.settings["priorities_least"]:
        return
    for problem in bad(audit):
        if problem.how_bad == "3" and problem.id not in chosen:
            yield Problem(problem, "how_bad", quote=("how_bad",), values={"count": len(audit.priorities)})


@rule(
    "PI-07",
    Severity.ADVICE,
    basis="S",
    section=N_("Part III, 3. Engagement"),
    asks=("PRIORITIES.residents_rank", "TEAM.role"),
    title=N_("Residents were heard, and their order is not shown"),
    message=N_("“{PRIORITIES}”: people were heard for this audit, and “{column}” is empty in all {count} lines."),
    remedy=N_("Put beside each priority the place that residents gave it, also where it differs from yours."),
    why=N_(
        "People who were asked look for what became of it. An order that differs from theirs can be right, but it should be "
        "seen."
    ),
    how=N_(
        "Count what was named first at hearings, walks or in the survey. If nobody asked for an order, accept this and say "
        "so."
    ),
)
def no_rank_by_residents(audit: Audit) -> Iterator[Problem]:
    heard = any(each.role == "consulted" for each in audit.team)
    priorities = audit.priorities
    if heard and priorities and all(each.get("residents_rank") is None for each in priorities):
        yield Problem(sheet_id="PRIORITIES", column="residents_rank", values={"count": len(priorities)})


@rule(
    "PI-08",
    Severity.WARNING,
    basis="T",
    section=STRATEGIES,
    asks=("PRIORITIES.problem",),
    title=N_("One problem twice among the priorities"),
    message=N_("{row}: {others} names this problem already."),
    remedy=N_("Keep one of the two lines. If another problem was meant, choose it."),
    why=N_(
        "The report counts the priorities and takes them one by one. The same problem twice takes the place of another."
    ),
    how=N_(
        "Put both arguments into one line. Where two parts of a problem need two answers, that is what actions are for."
    ),
)
def problem_twice(audit: Audit) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for priority in audit.priorities:
        if priority.problem is not None and first.setdefault(priority.problem, priority) is not priority:
            yield Problem(priority, "problem", values={"others": first[priority.problem].id})


@rule(
    "PI-09",
    Severity.WARNING,
    basis="T",
    section=N_("Part III, 3. Engagement"),
    asks=("PRIORITIES.residents_rank",),
    title=N_("Two priorities with one place in the residents’ order"),
    message=N_("{row}: “{column}” says {answer}, as it does for {others}."),
    remedy=N_("Give each the place it had. If people named both as often, accept this and say so."),
    why=N_(
        "The order of residents stands beside yours. Where several share a place, nobody can see where the two differ."
    ),
    how=N_(
        "Count again what was named first, second and third. A place may be missing: the residents’ order has other problems, too."
    ),
)
def place_twice(audit: Audit) -> Iterator[Problem]:
    first: dict[int, Row] = {}
    for priority in audit.priorities:
        rank = priority.residents_rank
        if rank is not None and first.setdefault(rank, priority) is not priority:
            yield Problem(priority, "residents_rank", values={"others": first[rank].id})

"""Rules BU: money by source and year that adds up, falls into the years of its action, and says what lasts."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import is_live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.wording import quoted
from safeaudit.sheets.agree import YEARS, BudgetLine
from safeaudit.sheets.decide import Action
from safeaudit.words import N_

SECTION = N_("Part III, Prerequisites for success")


def _lines(audit: Audit) -> dict[str, list[BudgetLine]]:
    """The budget lines of each action; an action with an amount that could not be read is left out."""
    found: dict[str, list[BudgetLine]] = {}
    unclear = {line.action for line in audit.budget if set(YEARS) & set(line.rejected)}
    for line in audit.budget:
        if line.action and line.action not in unclear:
            found.setdefault(line.action, []).append(line)
    return found


def _with_lines(audit: Audit) -> Iterator[tuple[Action, list[BudgetLine]]]:
    """Actions that are not stopped, each with its budget lines."""
    for action_id, lines in _lines(audit).items():
        action = audit.by_id.get(action_id)
        if isinstance(action, Action) and action.used and is_live(action):
            yield action, lines


def _whose(audit: Audit, line: BudgetLine) -> str:
    """The action of a line, for a message that begins with the line's number."""
    action = audit.row(line.action)
    return audit.words.t(" (for {action})", action=named(audit, action)) if action else ""


@rule(
    "BU-01",
    Severity.WARNING,
    basis="T",
    section=SECTION,
    asks=("ACTIONS.cost", "BUDGET.action", "BUDGET.total"),
    may=("ACTIONS.ends", "ACTIONS.status", "DECISION.first_year", "PROFILE.currency"),
    title=N_("Money by year that does not add up to the cost"),
    message=N_("{row}: “{BUDGET}” gives {sum} for it in all, but “{ACTIONS.cost}” says {cost}."),
    remedy=N_(
        "Correct the cost or the years. What nobody pays yet is a line with the source “{money_source.not_found}”."
    ),
    why=N_(
        "A council that sees two sums for one action trusts neither. The gap between them is most often money that is not "
        "found yet."
    ),
    how=N_("Add up the lines of the action. If it goes on after the fifth year, the sum may be lower than the cost."),
)
def does_not_add_up(audit: Audit) -> Iterator[Problem]:
    share = audit.edition.settings["money_tolerance"] / 100
    for action, lines in _with_lines(audit):
        total = sum(line.total or 0 for line in lines)
        if action.cost is None or not total or abs(total - action.cost) <= share * max(total, action.cost):
            continue
        if total < action.cost and _goes_on(audit, action):
            continue
        words, currency = audit.words, audit.profile.currency
        values = {"sum": words.money(total, currency), "cost": words.money(action.cost, currency)}
        yield Problem(action, "cost", values=values)


def _goes_on(audit: Audit, action: Action) -> bool:
    """Whether an action ends after the last year of the sheet."""
    first = audit.decision.first_year
    return bool(first and action.ends and action.ends.year > first + len(YEARS) - 1)


@rule(
    "BU-02",
    Severity.WARNING,
    basis="T",
    section=SECTION,
    asks=("BUDGET.action", "BUDGET.year_1"),
    may=("ACTIONS",),
    title=N_("Budget line without an amount"),
    message=N_("{row}{whose}: no amount in any year."),
    remedy=N_("Write the amounts, 0 where a year needs none, or empty the line."),
    why=N_("A line with a source and no amount looks like money that is there. It adds nothing to any sum."),
    how=N_(
        "An estimate by the finance office is enough. If the amount is not known yet, leave the line out and the action "
        "without years."
    ),
)
def no_amount(audit: Audit) -> Iterator[Problem]:
    for line in audit.budget:
        if all(line.get(year) is None for year in YEARS):
            yield Problem(line, "year_1", values={"whose": _whose(audit, line)})


@rule(
    "BU-03",
    Severity.WARNING,
    basis="T",
    section=SECTION,
    asks=("ACTIONS.status", "BUDGET.action", "BUDGET.total"),
    may=("PROFILE.currency",),
    title=N_("Money for an action that was stopped"),
    message=N_("{row}: {money} for {action}, which is marked “{action_status.stopped}”."),
    remedy=N_("Empty the line, or choose the action that the money went to."),
    why=N_(
        "Money for something that no longer happens makes the plan look dearer than it is, and is missing elsewhere."
    ),
    how=N_(
        "Ask the finance office where the rest of the money went. Money that was moved is marked as such under its new "
        "action."
    ),
)
def for_a_stopped_action(audit: Audit) -> Iterator[Problem]:
    for line in audit.budget:
        action = audit.by_id.get(line.action or "")
        if isinstance(action, Action) and not is_live(action) and line.total:
            money = audit.words.money(line.total, audit.profile.currency)
            yield Problem(line, "action", values={"money": money, "action": named(audit, action)})


@rule(
    "BU-04",
    Severity.WARNING,
    basis="T",
    section=SECTION,
    asks=("BUDGET.total", "DECISION.first_year"),
    title=N_("Money by year, and no year"),
    message=N_("“{BUDGET}” holds amounts by year, and “{DECISION}” does not say which year is the first."),
    remedy=N_("Write the year under “{column}”; for a financial year 2027/28 write 2027."),
    why=N_("Whoever decides on next year’s budget must know which column that is."),
    how=N_("Take the first year in which the plan needs money. All lines of the sheet count from there."),
)
def years_without_a_year(audit: Audit) -> Iterator[Problem]:
    if audit.decision.get("first_year") is None and any(line.total for line in audit.budget):
        yield Problem(audit.decision, "first_year")


@rule(
    "BU-05",
    Severity.WARNING,
    basis="T",
    section=SECTION,
    asks=("ACTIONS.ends", "ACTIONS.starts", "BUDGET.action", "BUDGET.year_1", "DECISION.first_year"),
    may=("ACTIONS.status",),
    title=N_("Money in a year in which the action does not run"),
    message=N_("{row}: money for {year}, but {action} runs from {first} to {last}."),
    remedy=N_("Move the amount to a year in which the action runs, or correct its dates."),
    why=N_(
        "Money that comes before an action or after its end cannot be used for it, and is lost at the end of the year."
    ),
    how=N_(
        "Count from the first year that “DECISION” names. A financial year may reach into the next calendar year; that is "
        "allowed for."
    ),
)
def outside_its_time(audit: Audit) -> Iterator[Problem]:
    first = audit.decision.first_year
    if first is None:
        return
    for action, lines in _with_lines(audit):
        if not (action.starts and action.ends) or action.ends < action.starts:
            continue
        span = {column: audit.shown(action, name) for column, name in (("first", "starts"), ("last", "ends"))}
        for line in lines:
            paid = [(column, first + number) for number, column in enumerate(YEARS) if getattr(line, column)]
            outside = [each for each in paid if not action.starts.year - 1 <= each[1] <= action.ends.year]
            for column, year in outside[:1]:
                yield Problem(line, column, values={"year": year, "action": named(audit, action), **span})


@rule(
    "BU-06",
    Severity.WARNING,
    basis="T",
    section=SECTION,
    asks=("ACTIONS.funding", "BUDGET.action", "BUDGET.lasts", "BUDGET.source"),
    may=("ACTIONS.status",),
    title=N_("Funding of an action that its budget lines do not bear out"),
    message=N_("{row}: “{ACTIONS.funding}” says “{funding}”, but “{BUDGET}” says: {found}."),
    remedy=N_("Correct the one that is wrong."),
    why=N_("“Lasting” is the promise that the work goes on. It is true only where money comes again each year."),
    how=N_(
        "Go by the letters and budget lines. One-off money for a start beside lasting money is partly funded, or lasting if "
        "the rest is secured."
    ),
)
def funding_not_borne_out(audit: Audit) -> Iterator[Problem]:
    for action, lines in _with_lines(audit):
        unclear = any({"lasts", "source"} & set(line.rejected) for line in lines)
        if not unclear and (found := _against(audit, action, lines)):
            yield Problem(action, "funding", quote=("funding",), values={"found": found})


def _against(audit: Audit, action: Action, lines: list[BudgetLine]) -> str:
    """What the lines of an action say against its funding; nothing where they bear it out."""
    words, sources = audit.words, {line.source for line in lines if line.source}
    if action.funding == "lasting" and {line.lasts for line in lines} == {"one_off"}:
        return words.t("all of it “{answer}”", answer=words.code("money_lasts", "one_off"))
    if action.funding == "lasting" and "not_found" in sources:
        return words.t("a part of it “{answer}”", answer=words.code("money_source", "not_found"))
    if action.funding == "unfunded":
        return words.listed([quoted(words.code("money_source", source)) for source in sorted(sources - {"not_found"})])
    return ""


@rule(
    "BU-07",
    Severity.ADVICE,
    basis="I",
    section=SECTION,
    asks=("BUDGET.lasts", "BUDGET.posts"),
    may=("ACTIONS", "BUDGET.action"),
    title=N_("Posts on money that comes once"),
    message=N_("{row}{whose}: {posts} posts on money that is marked “{money_lasts.one_off}”."),
    remedy=N_("Say in the plan what happens to these posts when the money ends, or look for lasting money."),
    why=N_(
        "People who build trust and then leave take it with them. Residents who saw a project end are harder to win for the "
        "next."
    ),
    how=N_("Ask early which office takes over the posts. If they are for a task that ends, accept this and say so."),
)
def posts_that_end(audit: Audit) -> Iterator[Problem]:
    for line in audit.budget:
        if line.posts and line.lasts == "one_off":
            yield Problem(line, "posts", quote=("posts",), values={"whose": _whose(audit, line)})


@rule(
    "BU-08",
    Severity.WARNING,
    basis="T",
    section=SECTION,
    asks=("BUDGET.source", "BUDGET.year_1", "DECISION.first_year", "DECISION.safety_budget"),
    may=("PROFILE.currency",),
    title=N_("Plan that takes more than the whole safety budget"),
    message=N_("“{BUDGET}”: {money} from the source “{money_source.city}” in {year}, more than “{column}” ({answer})."),
    remedy=N_("Check the amounts and zeros, or say where the city finds the rest."),
    why=N_(
        "A plan dearer than all that a city spends on safety is either a slip of zeros or a promise it cannot keep."
    ),
    how=N_(
        "Compare both with the city budget. The total safety budget is for one year, and includes what is spent today."
    ),
)
def more_than_the_budget(audit: Audit) -> Iterator[Problem]:
    decision, words = audit.decision, audit.words
    if decision.safety_budget is None or decision.first_year is None:
        return
    for number, column in enumerate(YEARS):
        money = sum(getattr(line, column) or 0 for line in audit.budget if line.source == "city")
        if money > decision.safety_budget:
            values = {"money": words.money(money, audit.profile.currency), "year": decision.first_year + number}
            yield Problem(decision, "safety_budget", values=values)
            return

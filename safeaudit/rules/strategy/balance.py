"""Rules on the balance of the plan: main problems answered, components, money, time and levels of government."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.definitions import answered, known_size, leans, live, main_risks, present
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.lines import plan
from safeaudit.rules.strategy.actions import LINKS
from safeaudit.rules.wording import quoted, rating
from safeaudit.sheets import Row
from safeaudit.words import N_

FORCE = "enforcement"


@rule(
    "ST-02",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, 2. Enforcement"),
    asks=("ACTIONS.component", "ACTIONS.cost", "ACTIONS.status"),
    title=N_("Plan that leans on enforcement"),
    message=N_("“{ACTIONS}”: {found}."),
    remedy=N_(
        "Add or widen actions for “{component.regulation}”, “{component.engagement}” and “{component.resilience}”, or accept this with the reason why "
        "it is right here."
    ),
    why=N_(
        "Enforcement is needed and is no cure by itself. A plan that leans on it leaves the causes alone, and can move "
        "the problem or make it worse."
    ),
    how=N_(
        "Look at what feeds the main risks, and add actions that work there. Rules, talks and work with communities are "
        "often cheaper than they look."
    ),
)
def leans_on_enforcement(audit: Audit) -> Iterator[Problem]:
    actions, words = plan(audit, "component"), audit.words
    number = Counter(action.component or "" for action in actions)
    costed = [action for action in plan(audit, "cost") if action in actions]
    money = Counter[str]()
    for action in costed:
        money[action.component or ""] += round(action.cost or 0)
    force = words.code("component", FORCE)
    found = []
    if (share := _leaning(number, audit.edition.settings)) is not None:
        values: dict[str, object] = {"count": number[FORCE], "all": len(actions), "force": force}
        found.append(
            words.t("{count} of {all} actions belong to “{force}” ({share})", **values, share=words.percent(share))
        )
    if (
        len(costed) >= audit.edition.settings["plan_actions"]
        and (share := _leaning(money, audit.edition.settings)) is not None
    ):
        found.append(words.t("“{force}” takes {share} of the money", force=force, share=words.percent(share)))
    if found:
        yield Problem(sheet_id="ACTIONS", column="component", values={"found": words.listed(found)})


def _leaning(amounts: Mapping[str, int], settings: Mapping[str, float]) -> float | None:
    """Enforcement's share in per cent, when that is too much; None otherwise."""
    force, total = amounts.get(FORCE, 0), sum(amounts.values())
    next_most = max((amount for component, amount in amounts.items() if component != FORCE), default=0)
    return force / total * 100 if leans(force, next_most, total, settings) else None


@rule(
    "ST-05",
    Severity.WARNING,
    basis="I",
    section=N_("Part III, Safety governance strategies"),
    asks=(
        "ACTIONS.flow",
        "ACTIONS.map_row",
        "ACTIONS.risk_1",
        "ACTIONS.status",
        "FLOWS.present",
        "FLOWS.scale",
        "FLOWS.violence",
        "RISKS.relevant",
        "RISKS.level",
    ),
    may=("RISKS.impact", "RISKS.likelihood", "RISKS.matters", "RISKS.score", "FLOWS.scale_basis", "SYSTEM_MAP"),
    title=N_("Main problem without an action"),
    message=N_("{found}. No action of “{ACTIONS}” answers it."),
    remedy=N_(
        "Choose it in an action that answers it, add such an action, or accept this with the reason why not now."
    ),
    why=N_(
        "A plan earns trust when it takes up what the audit found to be worst. A main problem left out without a word "
        "looks as if it had been forgotten."
    ),
    how=N_(
        "Go through the main risks and the flows with much violence, and choose for each the action that answers it. "
        "If the city cannot act alone, an action can also be to press others to act."
    ),
)
def main_problem_without_action(audit: Audit) -> Iterator[Problem]:
    actions = live(audit)
    if len(actions) < audit.edition.settings["plan_actions"] or any(
        link in each.rejected for each in actions for link in LINKS
    ):
        return
    met = answered(audit)
    for row, column, found in _main_problems(audit):
        if row.id not in met:
            yield Problem(row, column, values={"found": found})


def _main_problems(audit: Audit) -> Iterator[tuple[Row, str, str]]:
    """The main risks, and the flows present that are large or violent: row, column to point at, and what makes it main."""
    words = audit.words
    for risk in main_risks(audit):
        column, told = rating(audit, risk)
        said = words.t("{risk} is one of the main risks here ({rating})", risk=named(audit, risk), rating=told)
        yield risk, column, said
    for flow in present(audit):
        column = "violence" if flow.violence == "frequent" else "scale" if known_size(audit, flow) == "high" else ""
        if column:
            label, answer = words.column("FLOWS", column), audit.shown(flow, column)
            yield (
                flow,
                column,
                words.t("{flow}: “{column}” says “{answer}”", flow=named(audit, flow), column=label, answer=answer),
            )


@rule(
    "ST-06",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Prerequisites for success"),
    asks=("ACTIONS.funding", "ACTIONS.status"),
    title=N_("Plan without lasting money"),
    message=N_("“{ACTIONS}”: all {count} actions that answer “{column}” say {answers}."),
    remedy=N_(
        "Find lasting money for at least the actions that matter most: a budget line, or a partner for several years."
    ),
    why=N_(
        "Safety grows over years. Money that comes once pays for a start, and leaves people disappointed when it ends."
    ),
    how=N_(
        "Ask the finance office which lines can go into the yearly budget. Say “Partly funded” where a part of the money is safe."
    ),
)
def no_lasting_money(audit: Audit) -> Iterator[Problem]:
    actions, words = plan(audit, "funding"), audit.words
    given = [code for code in framework.scales()["funding"] if any(action.funding == code for action in actions)]
    if given and set(given) <= {"one_off", "unfunded"}:
        yield Problem(
            sheet_id="ACTIONS",
            column="funding",
            values={
                "count": len(actions),
                "answers": words.listed([quoted(words.code("funding", code)) for code in given]),
            },
        )


@rule(
    "ST-09",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Prerequisites for success"),
    asks=("ACTIONS.ends", "ACTIONS.horizon", "ACTIONS.starts", "ACTIONS.status"),
    title=N_("Plan with short actions only"),
    message=N_("“{ACTIONS}”: all {count} actions with two dates last {setting.short_horizon_months} months or less."),
    remedy=N_(
        "Add actions for the medium and the long term, or give the actions that build something the years they need."
    ),
    why=N_(
        "Prevention is a process and no single big stroke. Causes such as joblessness or unclear land rights do not "
        "give way within a year."
    ),
    how=N_("Keep the quick actions. Beside them plan what will be different in three years, with dates that say so."),
)
def short_actions_only(audit: Audit) -> Iterator[Problem]:
    starting = plan(audit, "starts")
    dated = [action for action in plan(audit, "ends") if action in starting and action.horizon is not None]
    if len(dated) < audit.edition.settings["plan_actions"]:
        return
    if all(action.horizon == "short" for action in dated):
        yield Problem(sheet_id="ACTIONS", column="ends", values={"count": len(dated)})


@rule(
    "ST-10",
    Severity.ADVICE,
    basis="S",
    section=N_("Part III, Prerequisites for success"),
    asks=("ACTIONS.level", "ACTIONS.status"),
    title=N_("Plan for the city level only"),
    message=N_("“{ACTIONS}”: all {count} actions that answer “{column}” say “{action_level.city}”."),
    remedy=N_(
        "Add what the province, the national government or partners abroad must do, with the office that should do it."
    ),
    why=N_(
        "Much of what makes a city unsafe is decided elsewhere: police, courts, borders, laws. The framework wants all "
        "levels to lead in their part."
    ),
    how=N_(
        "An action may also be a request: say who asks whom for what, by when. Choose the level that must act, not the "
        "one that asks."
    ),
)
def city_level_only(audit: Audit) -> Iterator[Problem]:
    actions = plan(audit, "level")
    if actions and all(action.level == "city" for action in actions):
        yield Problem(sheet_id="ACTIONS", column="level", values={"count": len(actions)})

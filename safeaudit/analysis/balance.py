"""The balance of the strategy and its money: components, funding, goals (framework Part III, Safety governance strategies)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import share
from safeaudit.analysis.strategy import COMPONENTS
from safeaudit.analysis.table import Line, Table
from safeaudit.definitions import leans, live

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.sheets.decide import Action


@dataclass(frozen=True, slots=True)
class BalanceLine(Line):
    """A component of the strategy: see `balance`."""

    component: str
    number: int
    number_share: float | None
    money: float
    money_share: float | None
    row_ids: list[str]


def balance(audit: Audit) -> Table[BalanceLine]:
    """The four components (L23), always four lines: live actions, money, and their shares in per cent (None of nothing)."""
    own = {component: [each for each in live(audit) if each.component == component] for component in COMPONENTS}
    number = sum(len(each) for each in own.values())
    money = sum(_cost(each) for each in own.values())
    return Table(
        BalanceLine,
        (
            BalanceLine(
                component=component,
                number=len(each),
                number_share=share(len(each), number),
                money=_cost(each),
                money_share=share(_cost(each), money),
                row_ids=[action.id for action in each],
            )
            for component, each in own.items()
        ),
    )


def _cost(actions: Iterable[Action]) -> float:
    return float(sum(action.cost or 0 for action in actions))


@dataclass(frozen=True, slots=True)
class Reliance:
    """How far the plan leans on enforcement, against the settings. Shares in per cent; None of a plan without actions.

    `next_number`, `next_money`: the largest other component. The plan leans when a share is above `threshold`, or when
    enforcement is at least `times` the next component (`by_number`, `by_money`).
    """

    number_share: float | None
    money_share: float | None
    next_number: int
    next_money: float
    threshold: float
    times: float
    by_number: bool
    by_money: bool
    row_ids: tuple[str, ...]

    @property
    def leans(self) -> bool:
        """Whether the plan leans on enforcement, by number or by money."""
        return self.by_number or self.by_money


def reliance(audit: Audit) -> Reliance:
    """Whether the plan leans on enforcement (Part III, 2. Enforcement)."""
    settings, lines = audit.edition.settings, {line.component: line for line in balance(audit)}
    threshold, times = settings["enforcement_share"], settings["enforcement_times_next"]
    force = lines.pop("enforcement")
    next_number, next_money = (
        max(line.number for line in lines.values()),
        max(line.money for line in lines.values()),
    )

    number, money = (
        sum(amounts) for amounts in zip(*((line.number, line.money) for line in balance(audit)), strict=True)
    )
    return Reliance(
        number_share=force.number_share,
        money_share=force.money_share,
        next_number=next_number,
        next_money=next_money,
        threshold=threshold,
        times=times,
        by_number=leans(force.number, next_number, number, settings),
        by_money=leans(force.money, next_money, money, settings),
        row_ids=tuple(force.row_ids),
    )


MEASURES = {
    "component": "component",
    "horizon": "horizon",
    "level": "action_level",
    "funding": "funding",
    "beneficiaries": "groups",
    "nature": "nature",
    "supports": "supports",
    "status": "action_status",
}
"""What action_counts counts, and the scale of each."""


@dataclass(frozen=True, slots=True)
class ActionCountLine(Line):
    """A code of a measure, with the cost of its actions: see `action_counts`."""

    measure: str
    code: str | None
    count: int
    cost: float
    row_ids: list[str]


def action_counts(audit: Audit) -> Table[ActionCountLine]:
    """Live actions by component, horizon, level, funding, beneficiaries, nature, supports (and all actions by status).

    One line a measure and code, in the scale's order, zero included; code None for actions that do not say. `cost` is the sum.
    """
    rows = []
    for measure, scale in MEASURES.items():
        own = audit.actions if measure == "status" else live(audit)
        for code in (*framework.scales()[scale], None):
            chosen = [action for action in own if getattr(action, measure) == code]
            if chosen or code:
                rows.append(
                    ActionCountLine(
                        measure=measure,
                        code=code,
                        count=len(chosen),
                        cost=_cost(chosen),
                        row_ids=[action.id for action in chosen],
                    )
                )
    return Table(ActionCountLine, rows)


@dataclass(frozen=True, slots=True)
class FundingLine(Line):
    """A component and how it is funded: see `funding`."""

    component: str | None
    funding: str | None
    count: int
    cost: float
    row_ids: list[str]


def funding(audit: Audit) -> Table[FundingLine]:
    """Cost and number of live actions, component × funding (lasting, one_off, partly, unfunded, None), pairs in use only."""
    rows = []
    for component in (*COMPONENTS, None):
        for code in (*framework.scales()["funding"], None):
            own = [each for each in live(audit) if (each.component, each.funding) == (component, code)]
            if own:
                rows.append(
                    FundingLine(
                        component=component,
                        funding=code,
                        count=len(own),
                        cost=_cost(own),
                        row_ids=[each.id for each in own],
                    )
                )
    return Table(FundingLine, rows)


@dataclass(frozen=True, slots=True)
class FundingGap:
    """Money the plan needs and has, in the audit's currency. `open_least` is not funded at all; `open_most` adds the cost
    of actions funded in part or by an unknown source, whose share the workbook does not say."""

    total: float
    lasting: float
    one_off: float
    partly: float
    unfunded: float
    unknown: float
    open_least: float
    open_most: float
    without_cost: tuple[str, ...]
    row_ids: tuple[str, ...]


def funding_gap(audit: Audit) -> FundingGap:
    """The money still open, from the actions' cost and funding; `row_ids` the actions not or only partly funded."""
    plan = live(audit)
    cost = {code: _cost(each for each in plan if each.funding == code) for code in framework.scales()["funding"]}
    unknown = _cost(each for each in plan if each.funding is None)
    return FundingGap(
        total=_cost(plan),
        **cost,
        unknown=unknown,
        open_least=cost["unfunded"],
        open_most=cost["unfunded"] + cost["partly"] + unknown,
        without_cost=tuple(each.id for each in plan if each.cost is None),
        row_ids=tuple(each.id for each in plan if each.funding in ("unfunded", "partly")),
    )


@dataclass(frozen=True, slots=True)
class GoalLine(Line):
    """A target of the Sustainable Development Goals: see `sdg`."""

    code: str
    goal: str
    count: int
    cost: float
    row_ids: list[str]


def sdg(audit: Audit) -> Table[GoalLine]:
    """Live actions by target of the Sustainable Development Goals, targets in use only: `goal` 11 or 16, `cost`."""
    rows = []
    for code in framework.scales()["sdg"]:
        own = [each for each in live(audit) if each.sdg == code]
        if own:
            rows.append(
                GoalLine(
                    code=code,
                    goal=code.partition(".")[0],
                    count=len(own),
                    cost=_cost(own),
                    row_ids=[each.id for each in own],
                )
            )
    return Table(GoalLine, rows)

"""The strategy: its balance, timeline, money and reach (framework Part III, Safety governance strategies)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis import flows, risks
from safeaudit.analysis.frames import distinct, frame, records, share, take

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pandas import DataFrame

    from safeaudit.audit import Audit
    from safeaudit.sheets.decide import Action

COMPONENTS = ("regulation", "enforcement", "engagement", "resilience")


def live(audit: Audit) -> list[Action]:
    """The actions that count for the plan: all but those stopped."""
    return [action for action in audit.actions if action.status != "stopped"]


def causes(audit: Audit, action: Action) -> list[str]:
    """What an action answers, as far as it is a finding: relevant risks, flows present, map rows in use."""
    relevant = {risk.id for risk in audit.risks if risk.relevant == "yes"}
    here = {flow.id for flow in flows.present(audit)}
    rows = {row.id for row in audit.map_rows}
    named = [each for each in action.risks if each in relevant]
    named += [action.flow] if action.flow in here else []
    named += [action.map_row] if action.map_row in rows else []
    return distinct(named)


def answered(audit: Audit) -> set[str]:
    """The risks and flows that live actions answer, themselves or through the map row they name."""
    rows = {row.id: row for row in audit.map_rows}
    found: set[str | None] = set(audit.carried.answered if audit.carried else ())
    for action in live(audit):
        found |= {*action.risks, action.flow}
        if row := rows.get(action.map_row or ""):
            found |= {row.risk, row.flow}
    return {each for each in found if each}


def high_risks(audit: Audit) -> list[str]:
    """The IDs of the high risks, highest first."""
    return [risk.id for risk in risks.high(audit)]


def actions(audit: Audit) -> DataFrame:
    """Every action: what it answers (`causes`), where, who gains, `cost` in the audit's currency, `horizon`, `funding`.

    `live` not stopped · `strengthened_by` actions that name it · `alone` neither · `rights_check`, `displacement` considered ·
    `verdict` of its partner · `measurable`: indicator and target are given.
    """
    verdicts = {partner.id: partner.verdict for partner in audit.partners}
    rows = []
    for row in audit.actions:
        helpers = [other.id for other in audit.actions if other.strengthens == row.id and other.id != row.id]
        rows.append(
            {
                **take(
                    row,
                    "component supports nature horizon risks flow map_row area strengthens beneficiaries level partner "
                    "agreement power starts ends cost funding principles sdg status",
                ),
                "live": row.status != "stopped",
                "causes": causes(audit, row),
                "strengthened_by": helpers,
                "alone": row.strengthens is None and not helpers,
                "verdict": verdicts.get(row.partner or ""),
                "rights_check": row.rights_check is not None,
                "displacement": row.displacement is not None,
                "measurable": row.indicator is not None and row.target is not None,
            }
        )
    return frame(
        "row_id component supports nature horizon status live:bool risks:list flow map_row area causes:list strengthens "
        "strengthened_by:list alone:bool beneficiaries level partner verdict agreement power starts ends cost:float funding "
        "principles:list sdg rights_check:bool displacement:bool measurable:bool",
        rows,
    )


def balance(audit: Audit) -> DataFrame:
    """The four components (L23), always four lines: live actions, money, and their shares in per cent (NaN of nothing)."""
    own = {component: [each for each in live(audit) if each.component == component] for component in COMPONENTS}
    number = sum(len(each) for each in own.values())
    money = sum(_cost(each) for each in own.values())
    return frame(
        "component number:int number_share:float money:float money_share:float row_ids:list",
        (
            {
                "component": component,
                "number": len(each),
                "number_share": share(len(each), number),
                "money": _cost(each),
                "money_share": share(_cost(each), money),
                "row_ids": [action.id for action in each],
            }
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
    settings, lines = framework.settings(), {row["component"]: row for row in records(balance(audit))}
    threshold, times = settings["enforcement_share"], settings["enforcement_times_next"]
    force = lines.pop("enforcement")
    next_number, next_money = (max(row[measure] for row in lines.values()) for measure in ("number", "money"))

    def leans(measure: str, next_most: float) -> bool:
        most = force[measure] >= times * next_most
        return bool(force[measure] > 0 and (force[f"{measure}_share"] > threshold or most))

    return Reliance(
        number_share=force["number_share"],
        money_share=force["money_share"],
        next_number=next_number,
        next_money=next_money,
        threshold=threshold,
        times=times,
        by_number=leans("number", next_number),
        by_money=leans("money", next_money),
        row_ids=tuple(force["row_ids"]),
    )


MEASURES = {
    "component": "component", "horizon": "horizon", "level": "action_level", "funding": "funding",
    "beneficiaries": "groups", "nature": "nature", "supports": "supports", "status": "action_status",
}  # fmt: skip


def action_counts(audit: Audit) -> DataFrame:
    """Live actions by component, horizon, level, funding, beneficiaries, nature, supports (and all actions by status).

    One line a measure and code, in the scale's order, zero included; code None for actions that do not say. `cost` is the sum.
    """
    rows = []
    for measure, scale in MEASURES.items():
        own = audit.actions if measure == "status" else live(audit)
        for code in (*framework.scales()[scale], None):
            chosen = [action for action in own if getattr(action, measure) == code]
            if chosen or code:
                rows.append({"measure": measure, "code": code, "count": len(chosen), "cost": _cost(chosen),
                             "row_ids": [action.id for action in chosen]})  # fmt: skip
    return frame("measure code count:int cost:float row_ids:list", rows)


def timeline(audit: Audit) -> DataFrame:
    """Live actions with both dates in order, by component, then start: `starts`, `ends` months (first days), `months` long."""
    dated = [(each, each.starts, each.ends) for each in live(audit)]
    order = {component: number for number, component in enumerate(COMPONENTS)}
    rows = [
        {
            **take(each, "component starts ends funding status horizon"),
            "months": (ends.year - starts.year) * 12 + ends.month - starts.month + 1,
        }
        for each, starts, ends in dated
        if starts and ends and ends >= starts
    ]
    rows.sort(key=lambda row: (order.get(row["component"], 9), row["starts"], row["ends"], row["row_id"]))
    return frame("row_id component starts ends months:int funding status horizon", rows)


def funding(audit: Audit) -> DataFrame:
    """Cost and number of live actions, component × funding (lasting, one_off, partly, unfunded, None), pairs in use only."""
    rows = []
    for component in (*COMPONENTS, None):
        for code in (*framework.scales()["funding"], None):
            own = [each for each in live(audit) if (each.component, each.funding) == (component, code)]
            if own:
                rows.append({"component": component, "funding": code, "count": len(own), "cost": _cost(own),
                             "row_ids": [each.id for each in own]})  # fmt: skip
    return frame("component funding count:int cost:float row_ids:list", rows)


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
        total=_cost(plan), **cost, unknown=unknown,
        open_least=cost["unfunded"], open_most=cost["unfunded"] + cost["partly"] + unknown,
        without_cost=tuple(each.id for each in plan if each.cost is None),
        row_ids=tuple(each.id for each in plan if each.funding in ("unfunded", "partly")),
    )  # fmt: skip


def sdg(audit: Audit) -> DataFrame:
    """Live actions by target of the Sustainable Development Goals, targets in use only: `goal` 11 or 16, `cost`."""
    rows = []
    for code in framework.scales()["sdg"]:
        own = [each for each in live(audit) if each.sdg == code]
        if own:
            rows.append({"code": code, "goal": code.partition(".")[0], "count": len(own), "cost": _cost(own),
                         "row_ids": [each.id for each in own]})  # fmt: skip
    return frame("code goal count:int cost:float row_ids:list", rows)


def unused(audit: Audit) -> DataFrame:
    """What is held but unused: `kind` resilience_factor (a map line no live action acts on), lever, power.

    A lever counts when it is ready (influence and readiness at least medium) and no live action names its map row; a power
    when the city holds it, it is not used for safety, and no live action uses it. `map_row` where there is one.
    """
    from safeaudit.analysis.govern import power_status

    acted = {each.map_row for each in live(audit)}
    used = {each.power for each in live(audit)}
    rows = [
        {"kind": "resilience_factor", "row_id": row.id, "map_row": row.id}
        for row in audit.map_rows
        if row.resilience and row.id not in acted
    ]
    rows += [
        {"kind": "lever", "row_id": lever.id, "map_row": lever.map_row or ""}
        for lever in audit.levers
        if {lever.influence, lever.readiness} <= {"high", "medium"}
        and (lever.map_row is None or lever.map_row not in acted)
    ]
    rows += [
        {"kind": "power", "row_id": power.id, "map_row": ""}
        for power in audit.powers
        if power_status(power) == "unused" and power.id not in used
    ]
    return frame("kind row_id map_row", ({**row, "map_row": row["map_row"] or None} for row in rows))

"""The strategy: its actions, what they answer, and when (framework Part III, Safety governance strategies)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit.analysis.counting import distinct
from safeaudit.analysis.table import Line, Table
from safeaudit.definitions import is_live, live, power_status, present, stand_alone, strengthened

if TYPE_CHECKING:
    from datetime import date

    from safeaudit.audit import Audit
    from safeaudit.sheets.decide import Action


COMPONENTS = ("regulation", "enforcement", "engagement", "resilience")


def causes(audit: Audit, action: Action) -> list[str]:
    """What an action answers, as far as it is a finding: relevant risks, flows present, map rows in use."""
    relevant = {risk.id for risk in audit.risks if risk.relevant == "yes"}
    here = {flow.id for flow in present(audit)}
    rows = {row.id for row in audit.map_rows}
    named = [each for each in action.risks if each in relevant]
    named += [action.flow] if action.flow in here else []
    named += [action.map_row] if action.map_row in rows else []
    return distinct(named)


@dataclass(frozen=True, slots=True)
class ActionLine(Line):
    """An action of the strategy: see `actions`."""

    row_id: str
    component: str | None
    supports: str | None
    nature: str | None
    horizon: str | None
    status: str | None
    live: bool
    risks: list[str]
    flow: str | None
    map_row: str | None
    area: str | None
    causes: list[str]
    strengthens: str | None
    strengthened_by: list[str]
    alone: bool
    beneficiaries: str | None
    level: str | None
    partner: str | None
    verdict: str | None
    agreement: str | None
    power: str | None
    starts: date | None
    ends: date | None
    cost: float | None
    funding: str | None
    principles: list[str]
    sdg: str | None
    rights_check: bool
    displacement: bool
    measurable: bool


def actions(audit: Audit) -> Table[ActionLine]:
    """Every action: what it answers (`causes`), where, who gains, `cost` in the audit's currency, `horizon`, `funding`.

    `live` not stopped · `strengthened_by` live actions that name it · `alone` of the live ones: neither · `rights_check`, `displacement` considered ·
    `verdict` of its partner · `measurable`: indicator and target are given.
    """
    verdicts = {partner.id: partner.verdict for partner in audit.partners}
    helpers, alone = strengthened(audit), {action.id for action in stand_alone(audit)}
    return Table(
        ActionLine,
        (
            ActionLine.of(
                row,
                live=is_live(row),
                causes=causes(audit, row),
                strengthened_by=helpers.get(row.id, []),
                alone=row.id in alone,
                verdict=verdicts.get(row.partner or ""),
                rights_check=row.rights_check is not None,
                displacement=row.displacement is not None,
                measurable=row.indicator is not None and row.target is not None,
            )
            for row in audit.actions
        ),
    )


@dataclass(frozen=True, slots=True)
class TimelineLine(Line):
    """A dated action: see `timeline`."""

    row_id: str
    component: str | None
    starts: date
    ends: date
    months: int
    funding: str | None
    status: str | None
    horizon: str | None


def timeline(audit: Audit) -> Table[TimelineLine]:
    """Live actions with both dates in order, by component, then start: `starts`, `ends` months (first days), `months` long."""
    order = {component: number for number, component in enumerate(COMPONENTS)}
    rows = [TimelineLine.of(each) for each in live(audit) if each.months is not None]
    rows.sort(key=lambda row: (order.get(row.component or "", 9), row.starts, row.ends, row.row_id))
    return Table(TimelineLine, rows)


@dataclass(frozen=True, slots=True)
class UnusedLine(Line):
    """What is held but unused: see `unused`."""

    kind: str
    row_id: str
    map_row: str | None


def unused(audit: Audit) -> Table[UnusedLine]:
    """What is held but unused: `kind` resilience_factor (a map line no live action acts on), lever, power.

    A lever counts when it is ready (influence and readiness at least medium) and no live action names its map row; a power
    when its status is unused. `map_row` where there is one.
    """
    named = audit.carried.named if audit.carried else frozenset()
    acted = {each.map_row for each in live(audit)} | named
    rows = [
        UnusedLine(kind="resilience_factor", row_id=row.id, map_row=row.id)
        for row in audit.map_rows
        if row.resilience and row.id not in acted
    ]
    rows += [
        UnusedLine(kind="lever", row_id=lever.id, map_row=lever.map_row)
        for lever in audit.levers
        if {lever.influence, lever.readiness} <= {"high", "medium"}
        and (lever.map_row is None or lever.map_row not in acted)
    ]
    rows += [
        UnusedLine(kind="power", row_id=power.id, map_row=None)
        for power in audit.powers
        if power_status(audit, power) == "unused"
    ]
    return Table(UnusedLine, rows)

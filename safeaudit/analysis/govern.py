"""Regulation, enforcement and agreements, and which power meets which flow (framework Part III, 1. Regulation; 2. Enforcement)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit.analysis.counting import tally
from safeaudit.analysis.table import CountLine, Line, Table
from safeaudit.definitions import (
    answered,
    has_lapsed,
    held,
    high_risks,
    in_force,
    is_expiring,
    is_held,
    judged,
    live,
    naming,
    power_status,
    present,
    touched,
)
from safeaudit.sheets.govern import Agreement
from safeaudit.sheets.kinds import UNKNOWN
from safeaudit.sheets.regulation import Power

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from safeaudit.audit import Audit


@dataclass(frozen=True, slots=True)
class PowerLine(Line):
    """A power to regulate: see `powers`."""

    row_id: str
    kind: str | None
    held_by: str | None
    held: bool
    status: str
    flows: list[str]
    used_for_safety: str | None
    market_state: str | None
    incentives: str | None
    corruption_risk: str | None
    criteria_published: str | None
    shown_at_start: str | None
    outside_oversight: str | None
    complaints: str | None
    procurement_checked: str | None
    integrity_gap: int | None
    gap_low: int | None
    gap_high: int | None
    effectiveness: int | None
    evidence: str | None
    confidence: str | None
    joined_up: bool
    change: bool
    actions: list[str]
    not_applicable: bool


def powers(audit: Audit) -> Table[PowerLine]:
    """Powers to regulate (L24–L26). `held` by the city alone or shared; `status` as in `lever_match`.

    Five safeguards (yes, no, unknown) and `integrity_gap`, how many of them are missing, 0–5; with safeguards that are not known
    it lies between `gap_low` and `gap_high` · `effectiveness` 1–5 ·
    `flows` it is said to touch · `change`: a change is proposed · `actions` that use it · `not_applicable` with a reason.
    """
    return Table(
        PowerLine,
        (
            PowerLine.of(
                power,
                held=is_held(power),
                status=power_status(audit, power),
                joined_up=power.joined_up_by is not None,
                change=power.change is not None,
                actions=naming(audit, "power", power.id),
                not_applicable=power.waived,
            )
            for power in audit.powers
        ),
    )


def safeguards(audit: Audit) -> Table[CountLine]:
    """How many of the powers held have each integrity safeguard (L26): measure is its column ID, code yes, no, unknown."""
    rows = []
    for column in Power(id="").safeguards:
        rows += tally(column, ("yes", "no", "unknown"), ((power.safeguards[column], power.id) for power in held(audit)))
    return Table(CountLine, rows)


@dataclass(frozen=True, slots=True)
class MatchLine(Line):
    """A flow and a power that touches it: see `lever_match`."""

    flow: str
    power: str
    status: str
    named: bool


def lever_match(audit: Audit) -> Table[MatchLine]:
    """Every flow that is present × every power that touches it: `status` of the power, as in `powers`.

    `named`: the REGULATION line names the flow; otherwise the framework gives the power as fitting this flow (L25).
    """
    return Table(
        MatchLine,
        (
            MatchLine(flow=flow.id, power=power.id, status=power_status(audit, power), named=flow.id in power.flows)
            for flow in present(audit)
            for power in audit.powers
            if not power.waived and flow.id in touched(power)
        ),
    )


@dataclass(frozen=True, slots=True)
class MeansLine(Line):
    """A way to reach enforcement: see `means`."""

    row_id: str
    in_use: str | None
    safeguards: str | None
    result: str | None
    mandate: bool
    overseen: bool
    unsafe: bool
    unclear: bool
    not_applicable: bool


def means(audit: Audit) -> Table[MeansLine]:
    """How the city reaches enforcement (L27): `unsafe` in use without a mandate or without safeguards.

    `unclear`: in use with a mandate, and the safeguards are blank or not known.
    """
    return Table(
        MeansLine,
        (
            MeansLine.of(
                row,
                mandate=row.mandate is not None,
                overseen=row.oversight is not None,
                unsafe=row.in_use == "yes" and (row.mandate is None or row.safeguards == "no"),
                unclear=row.in_use == "yes" and row.mandate is not None and row.safeguards in (None, UNKNOWN),
                not_applicable=row.waived,
            )
            for row in audit.means
        ),
    )


@dataclass(frozen=True, slots=True)
class AgreementLine(Line):
    """An agreement: see `agreements`."""

    row_id: str
    kind: str | None
    field: str | None
    status: str | None
    signed: date | None
    ends: date | None
    in_force: bool
    measurable: str | None
    expiring: bool
    lapsed: bool
    reviewed: str | None
    last_review: date | None
    never_reviewed: bool
    sets_priorities: str | None
    monitors: str | None
    public_results: str | None
    actions: list[str]


def agreements(audit: Audit) -> Table[AgreementLine]:
    """Agreements with those who enforce. Dates are judged at the end of the audit period, never at today's date.

    `in_force`: said to be, and not past its end · `lapsed`: said to be, or past its end · `expiring`: in force and ending
    within [expiring_months] after the period · `never_reviewed` · `actions` that rest on it.
    """
    return Table(
        AgreementLine,
        (_agreement(audit, row) for row in audit.agreements),
    )


def _agreement(audit: Audit, row: Agreement) -> AgreementLine:
    return AgreementLine.of(
        row,
        in_force=in_force(audit, row),
        lapsed=has_lapsed(audit, row),
        expiring=is_expiring(audit, row),
        never_reviewed=row.reviewed == "never" or (row.reviewed is None and row.last_review is None),
        actions=naming(audit, "agreement", row.id),
    )


def agreement_counts(audit: Audit) -> Table[CountLine]:
    """How many agreements: total, in_force, measurable (of those in force), expiring, lapsed, draft; measure "agreement"."""
    lines = agreements(audit)
    found = {
        "total": [line.row_id for line in lines],
        "in_force": [line.row_id for line in lines if line.in_force],
        "measurable": [line.row_id for line in lines if line.in_force and line.measurable == "yes"],
        "expiring": [line.row_id for line in lines if line.expiring],
        "lapsed": [line.row_id for line in lines if line.lapsed],
        "draft": [line.row_id for line in lines if line.status == "draft"],
    }
    return Table(CountLine, (CountLine("agreement", code, len(ids), ids) for code, ids in found.items()))


@dataclass(frozen=True, slots=True)
class MismatchLine(Line):
    """An answer and a problem that do not meet: see `mismatches`."""

    mismatch: str
    row_id: str
    others: list[str]


def mismatches(audit: Audit) -> Table[MismatchLine]:
    """Where answers and problems do not meet; `row_id` the line concerned, `others` lines that belong to it.

    flow_without_power: present, and no power in use touches it (`others`: powers held that would fit) · power_unused: held, not
    used, though a flow it touches is present (`others`) · action_without_cause: names no relevant risk, present flow or map
    row · risk_without_action: a high risk no live action names, itself or through its map row · flow_without_action: present,
    likewise. What an edition does not ask of an action is missing from none.
    """
    return Table(MismatchLine, _mismatches(audit))


def _mismatches(audit: Audit) -> Iterator[MismatchLine]:
    from safeaudit.analysis import strategy

    here = [flow.id for flow in present(audit)]
    powers = [(power, power_status(audit, power)) for power in audit.powers if not power.waived]
    for flow in here:
        fitting = [(power.id, status) for power, status in powers if flow in touched(power)]
        if not any(status == "used" for _, status in fitting):
            others = [power for power, status in fitting if status in ("unused", "unclear", "planned")]
            yield MismatchLine(mismatch="flow_without_power", row_id=flow, others=others)
    for power, status in powers:
        fitting_flows = [flow for flow in here if flow in touched(power)]
        if status == "unused" and fitting_flows:
            yield MismatchLine(mismatch="power_unused", row_id=power.id, others=fitting_flows)
    asked = {column for column in ("risk_1", "flow", "map_row") if audit.edition.has("ACTIONS", column)}
    for action in live(audit) if asked else ():
        if not strategy.causes(audit, action) and not audit.withholds(action, "flow", "map_row", "risk_1", "risk_2"):
            yield MismatchLine(mismatch="action_without_cause", row_id=action.id, others=[])
    met = answered(audit)
    high = {risk.id for risk in high_risks(audit)}
    worst = [risk.id for risk in judged(audit) if risk.id in high]
    for mismatch, row_ids, own in (("risk_without_action", worst, "risk_1"), ("flow_without_action", here, "flow")):
        for row_id in row_ids if asked & {own, "map_row"} else ():
            if row_id not in met:
                yield MismatchLine(mismatch=mismatch, row_id=row_id, others=[])

"""What was decided and done: actions, agreements, partners, powers, and whether things are in place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from safeaudit.analysis.frames import frame
from safeaudit.comparison.classes import Change, Context
from safeaudit.comparison.moves import CLASS, by_move, classed, of
from safeaudit.comparison.rows import Pair, understood

if TYPE_CHECKING:
    from pandas import DataFrame

STANDINGS = {
    "PLANNING": "status", "COMMUNICATION": "status", "PRINCIPLES": "applied", "ENGAGEMENT": "reached",
    "ENFORCEMENT_MEANS": "result", "FLOWS": "trend", "SYSTEM_MAP": "effect", "ACTORS": "state_relation",
}  # fmt: skip
"""The column of each sheet that says how things stand."""


def action_moves(context: Context, own: dict[str, list[Change]]) -> DataFrame:
    """Every action: `fate` done, running, late, not_started, agreed, proposed, stopped, dropped, new; months and money moved.

    Late: running after the month in which the baseline wanted it done, or its end was put off by more than a month. Not started: the
    month in which it was to begin is over and it is only proposed or agreed. Both are judged at the end of the follow-up's period.
    """
    now = context.followup.profile.period_to
    rows = []
    for pair in _pairs(context, "ACTIONS"):
        old, new = pair.before, pair.after
        dates = {f"{column}_{when}": understood(row, column)
                 for when, row in (("before", old), ("after", new)) for column in ("starts", "ends")}  # fmt: skip
        delay = months(_date(dates["ends_before"]), _date(dates["ends_after"]))
        costs = [understood(row, "cost") for row in (old, new)]
        fate = _fate(pair, dates, delay, now)
        rows.append({
            "row_id": pair.row.id, "state": pair.state, "component": understood(pair.row, "component"), "fate": fate,
            "status_before": understood(old, "status"), "status_after": understood(new, "status"),
            **dates, "delay": delay, "cost_before": costs[0], "cost_after": costs[1],
            "cost_move": None if costs[0] is None or costs[1] is None else costs[1] - costs[0],
            "funding_before": understood(old, "funding"), "funding_after": understood(new, "funding"),
            **classed(of(own["ACTIONS"], pair, "status")),
        })  # fmt: skip
    return frame("row_id state component fate status_before status_after starts_before starts_after ends_before ends_after delay:int "
                 f"cost_before:float cost_after:float cost_move:float funding_before funding_after {CLASS}", rows)  # fmt: skip


def _fate(pair: Pair, dates: dict[str, Any], delay: int | None, now: date | None) -> str:
    if pair.after is None:
        return "dropped"
    if pair.before is None or pair.state == "reused":
        return "new"
    status = understood(pair.after, "status")
    if status in ("done", "stopped"):
        return str(status)
    began, end = _date(dates["starts_before"]), _date(dates["ends_before"])
    if status in ("proposed", "agreed", None) and now is not None and began is not None and began < now:
        return "not_started"
    if status == "running" and ((now is not None and end is not None and end < now) or (delay or 0) > 1):
        return "late"
    return str(status or "unknown")


def months(one: date | None, other: date | None) -> int | None:
    """Months from one date to another."""
    return None if one is None or other is None else (other.year - one.year) * 12 + other.month - one.month


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def agreement_moves(context: Context, own: dict[str, list[Change]]) -> DataFrame:
    """Every agreement: `fate` new, signed, lapsed, still_lapsed, in_force, draft, dropped; targets and review before and after."""
    rows = []
    for pair in _pairs(context, "AGREEMENTS"):
        old, new = (understood(row, "status") for row in (pair.before, pair.after))
        rows.append({
            "row_id": pair.row.id, "state": pair.state, "fate": _agreement_fate(pair, old, new), "status_before": old, "status_after": new,
            "ends": understood(pair.row, "ends"),
            **{f"{column}_{when}": understood(row, column)
               for when, row in (("before", pair.before), ("after", pair.after)) for column in ("measurable", "reviewed", "public_results")},
            **classed(of(own["AGREEMENTS"], pair, "status", "measurable")),
        })  # fmt: skip
    return frame("row_id state fate status_before status_after ends measurable_before measurable_after reviewed_before reviewed_after "
                 f"public_results_before public_results_after {CLASS}", rows)  # fmt: skip


def _agreement_fate(pair: Pair, old: object, new: object) -> str:
    if pair.after is None:
        return "dropped"
    if pair.before is None or pair.state == "reused":
        return "new"
    if new == "in_force" and old != "in_force":
        return "signed"
    if new == "lapsed":
        return "still_lapsed" if old == "lapsed" else "lapsed"
    return str(new or "unknown")


def partner_moves(context: Context, own: dict[str, list[Change]]) -> DataFrame:
    """Every partner: verdict and money before and after; the class is that of the criteria that changed."""
    from safeaudit.sheets.govern import CRITERIA

    rows = []
    for pair in _pairs(context, "PARTNERS"):
        old, new = (understood(row, "verdict") for row in (pair.before, pair.after))
        changed = of(own["PARTNERS"], pair, *CRITERIA, "exception_reason", "exception_review") if old != new else []
        order = ("eligible", "by_exception", "incomplete", "not_eligible")
        places = [order.index(each) if each in order else None for each in (old, new)]
        rows.append({
            "row_id": pair.row.id, "state": pair.state, "verdict_before": old, "verdict_after": new,
            **{f"{column}_{when}": understood(row, column)
               for when, row in (("before", pair.before), ("after", pair.after)) for column in ("funded", "amount")},
            **classed(changed, by_move(*places, lower_is_better=True)),
        })  # fmt: skip
    return frame(
        "row_id state verdict_before verdict_after funded_before funded_after amount_before:float amount_after:float "
        + CLASS,
        rows,
    )


def power_moves(context: Context, own: dict[str, list[Change]]) -> DataFrame:
    """Every power: used for safety, integrity gap (safeguards missing, 0–5) and effectiveness before and after."""
    rows = []
    for pair in _pairs(context, "REGULATION"):
        gaps = [understood(row, "integrity_gap") for row in (pair.before, pair.after)]
        rows.append({
            "row_id": pair.row.id, "state": pair.state,
            **{f"{column}_{when}": understood(row, column)
               for when, row in (("before", pair.before), ("after", pair.after))
               for column in ("used_for_safety", "effectiveness", "corruption_risk", "market_state")},
            "gap_before": gaps[0], "gap_after": gaps[1],
            **classed(of(own["REGULATION"], pair, "used_for_safety", "effectiveness"), by_move(gaps[0], gaps[1], lower_is_better=True)),
        })  # fmt: skip
    return frame("row_id state used_for_safety_before used_for_safety_after effectiveness_before:int effectiveness_after:int "
                 "corruption_risk_before corruption_risk_after market_state_before market_state_after gap_before:int gap_after:int "
                 + CLASS, rows)  # fmt: skip


def standings(own: dict[str, list[Change]]) -> DataFrame:
    """Lines whose standing moved: planning, communication, principles, groups reached, means, flows, answers, actors."""
    rows = [
        {"sheet": sheet, "row_id": change.row_id, "column": column, "before": change.before, "after": change.after,
         **classed([change], change.direction)}
        for sheet, column in STANDINGS.items()
        for change in own[sheet]
        if change.column == column
    ]  # fmt: skip
    return frame(f"sheet row_id column before after {CLASS}", rows)


def _pairs(context: Context, sheet: str) -> list[Pair]:
    return [pair for pair in context.pairs if pair.row.sheet_id == sheet]

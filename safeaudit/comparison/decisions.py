"""What was decided and done: actions, agreements, partners, powers, and whether things are in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from safeaudit.analysis.table import Line, Table, within
from safeaudit.comparison.classes import Context
from safeaudit.comparison.made import Made, by_move, by_ranges, classed, of, on
from safeaudit.comparison.moves import Own, amount
from safeaudit.comparison.rows import Pair, both, understood
from safeaudit.sheets.govern import CRITERIA
from safeaudit.sheets.regulation import SAFEGUARDS

STANDINGS = {
    "PLANNING": "status",
    "COMMUNICATION": "status",
    "PRINCIPLES": "applied",
    "ENGAGEMENT": "reached",
    "ENFORCEMENT_MEANS": "result",
    "FLOWS": "trend",
    "SYSTEM_MAP": "effect",
    "ACTORS": "state_relation",
}
"""The column of each sheet that says how things stand."""


@dataclass(frozen=True, slots=True)
class ActionMove(Line):
    """An action then and now: see `action_moves`."""

    row_id: str
    state: str
    component: str | None
    fate: str
    status_before: str | None
    status_after: str | None
    starts_before: date | None
    starts_after: date | None
    ends_before: date | None
    ends_after: date | None
    delay: int | None
    cost_before: float | None
    cost_after: float | None
    cost_move: float | None
    funding_before: str | None
    funding_after: str | None
    made: Made = field(metadata=within(Made))


def action_moves(context: Context, own: Own) -> Table[ActionMove]:
    """Every action: `fate` done, running, late, not_started, agreed, proposed, stopped, dropped, new; months and money moved.

    Late: running after the month in which the baseline wanted it done, or its end was put off by more than a month. Not started: the
    month in which it was to begin is over and it is only proposed or agreed. Both are judged at the end of the follow-up's period.
    """
    now = context.followup.profile.period_to
    lines = []
    for pair in on(context, "ACTIONS"):
        status, starts, ends, funding = (both(pair, column) for column in ("status", "starts", "ends", "funding"))
        delay = months(_date(ends[0]), _date(ends[1]))
        cost = [amount(each) for each in both(pair, "cost")]
        lines.append(
            ActionMove(
                row_id=pair.row.id,
                state=pair.state,
                component=understood(pair.row, "component"),
                fate=_fate(pair, _date(starts[0]), _date(ends[0]), delay, now),
                status_before=status[0],
                status_after=status[1],
                starts_before=starts[0],
                starts_after=starts[1],
                ends_before=ends[0],
                ends_after=ends[1],
                delay=delay,
                cost_before=cost[0],
                cost_after=cost[1],
                cost_move=None if cost[0] is None or cost[1] is None else cost[1] - cost[0],
                funding_before=funding[0],
                funding_after=funding[1],
                made=classed(of(own["ACTIONS"], pair, "status")),
            )
        )
    return Table(ActionMove, lines)


def _fate(pair: Pair, began: date | None, end: date | None, delay: int | None, now: date | None) -> str:
    """What became of an action that was to begin and end at these dates."""
    if pair.after is None:
        return "dropped"
    if pair.before is None or pair.state == "reused":
        return "new"
    status = understood(pair.after, "status")
    if status in ("done", "stopped"):
        return str(status)
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


@dataclass(frozen=True, slots=True)
class AgreementMove(Line):
    """An agreement then and now: see `agreement_moves`."""

    row_id: str
    state: str
    fate: str
    status_before: str | None
    status_after: str | None
    ends: date | None
    measurable_before: str | None
    measurable_after: str | None
    reviewed_before: str | None
    reviewed_after: str | None
    public_results_before: str | None
    public_results_after: str | None
    made: Made = field(metadata=within(Made))


def agreement_moves(context: Context, own: Own) -> Table[AgreementMove]:
    """Every agreement: `fate` new, signed, lapsed, still_lapsed, in_force, draft, dropped; targets and review before and after."""
    lines = []
    for pair in on(context, "AGREEMENTS"):
        status, measurable, reviewed = (both(pair, column) for column in ("status", "measurable", "reviewed"))
        public = both(pair, "public_results")
        lines.append(
            AgreementMove(
                row_id=pair.row.id,
                state=pair.state,
                fate=_agreement_fate(pair, *status),
                status_before=status[0],
                status_after=status[1],
                ends=understood(pair.row, "ends"),
                measurable_before=measurable[0],
                measurable_after=measurable[1],
                reviewed_before=reviewed[0],
                reviewed_after=reviewed[1],
                public_results_before=public[0],
                public_results_after=public[1],
                made=classed(of(own["AGREEMENTS"], pair, "status", "measurable")),
            )
        )
    return Table(AgreementMove, lines)


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


@dataclass(frozen=True, slots=True)
class PartnerMove(Line):
    """A partner then and now: see `partner_moves`."""

    row_id: str
    state: str
    verdict_before: str | None
    verdict_after: str | None
    funded_before: str | None
    funded_after: str | None
    amount_before: float | None
    amount_after: float | None
    made: Made = field(metadata=within(Made))


def partner_moves(context: Context, own: Own) -> Table[PartnerMove]:
    """Every partner: verdict and money before and after; the class is that of the criteria that changed."""
    order = ("eligible", "by_exception", "incomplete", "not_eligible")
    lines = []
    for pair in on(context, "PARTNERS"):
        verdict, funded, money = (both(pair, column) for column in ("verdict", "funded", "amount"))
        moved = verdict[0] != verdict[1]
        changed = of(own["PARTNERS"], pair, *CRITERIA, "exception_reason", "exception_review") if moved else []
        places = [order.index(each) if each in order else None for each in verdict]
        lines.append(
            PartnerMove(
                row_id=pair.row.id,
                state=pair.state,
                verdict_before=verdict[0],
                verdict_after=verdict[1],
                funded_before=funded[0],
                funded_after=funded[1],
                amount_before=amount(money[0]),
                amount_after=amount(money[1]),
                made=classed(changed, by_move(*places, lower_is_better=True)),
            )
        )
    return Table(PartnerMove, lines)


@dataclass(frozen=True, slots=True)
class PowerMove(Line):
    """A power to regulate then and now: see `power_moves`."""

    row_id: str
    state: str
    used_for_safety_before: str | None
    used_for_safety_after: str | None
    effectiveness_before: int | None
    effectiveness_after: int | None
    corruption_risk_before: str | None
    corruption_risk_after: str | None
    market_state_before: str | None
    market_state_after: str | None
    gap_before: int | None
    gap_after: int | None
    gap_low_before: int | None
    gap_low_after: int | None
    gap_high_before: int | None
    gap_high_after: int | None
    made: Made = field(metadata=within(Made))


def power_moves(context: Context, own: Own) -> Table[PowerMove]:
    """Every power: used for safety, integrity gap (safeguards missing, 0–5) and effectiveness before and after.

    With safeguards that are not known a gap lies between `gap_low` and `gap_high`; it moved only where the two ranges do not meet.
    """
    lines = []
    for pair in on(context, "REGULATION"):
        used, works, gap = (both(pair, column) for column in ("used_for_safety", "effectiveness", "integrity_gap"))
        low, high = both(pair, "gap_low"), both(pair, "gap_high")
        corruption, market = both(pair, "corruption_risk"), both(pair, "market_state")
        changed = of(own["REGULATION"], pair, "used_for_safety", "effectiveness", *SAFEGUARDS)
        lines.append(
            PowerMove(
                row_id=pair.row.id,
                state=pair.state,
                used_for_safety_before=used[0],
                used_for_safety_after=used[1],
                effectiveness_before=works[0],
                effectiveness_after=works[1],
                corruption_risk_before=corruption[0],
                corruption_risk_after=corruption[1],
                market_state_before=market[0],
                market_state_after=market[1],
                gap_before=gap[0],
                gap_after=gap[1],
                gap_low_before=low[0],
                gap_low_after=low[1],
                gap_high_before=high[0],
                gap_high_after=high[1],
                made=classed(changed, by_ranges(low, high)),
            )
        )
    return Table(PowerMove, lines)


@dataclass(frozen=True, slots=True)
class Standing(Line):
    """How a thing stood and stands: see `standings`."""

    sheet: str
    row_id: str
    column: str
    before: str | int | None
    after: str | int | None
    made: Made = field(metadata=within(Made))


def standings(own: Own) -> Table[Standing]:
    """Lines whose standing moved: planning, communication, principles, groups reached, means, flows, answers, actors."""
    return Table(
        Standing,
        (
            Standing(
                sheet,
                change.row_id,
                column,
                _code(change.before),
                _code(change.after),
                classed([change], change.direction),
            )
            for sheet, column in STANDINGS.items()
            for change in own[sheet]
            if change.column == column
        ),
    )


def _code(value: object) -> str | int | None:
    return value if isinstance(value, str | int) else None

"""What moved in the picture of the city: risks, indicators, markets, areas, and how complete the answers are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from safeaudit.analysis.table import Line, Table, within
from safeaudit.comparison import forms
from safeaudit.comparison.chance import unit
from safeaudit.comparison.classes import Change, Context
from safeaudit.comparison.made import Made, by_move, by_ranges, classed, of, on
from safeaudit.comparison.meaning import COMMUNITY_STATE
from safeaudit.comparison.rows import both, understood
from safeaudit.sheets.indicators import FIGURED

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.sheets import Row

Own = dict[str, list[Change]]
"""The changes of each sheet."""


@dataclass(frozen=True, slots=True)
class RiskMove(Line):
    """A risk then and now: see `risk_moves`."""

    row_id: str
    state: str
    score_before: int | None
    score_after: int | None
    move: int | None
    level_before: str | None
    level_after: str | None
    rank_before: int | None
    rank_after: int | None
    trend_before: str | None
    trend_after: str | None
    made: Made = field(metadata=within(Made))


def risk_moves(context: Context, own: Own, analyses: tuple[Analysis, Analysis]) -> Table[RiskMove]:
    """Every risk rated in either audit, the highest now first: score, level and rank before and after, trend, class of the move."""
    before, after = ({line.row_id: line for line in each.risks} for each in analyses)
    lines = []
    for pair in on(context, "RISKS"):
        old = before.get(pair.before.id) if pair.before else None
        new = after.get(pair.row.id) if pair.after else None
        scores = (old.score if old else None, new.score if new else None)
        if scores == (None, None):
            continue
        made = classed(
            of(own["RISKS"], pair, "likelihood", "impact", "relevant"), by_move(*scores, lower_is_better=True)
        )
        lines.append(
            RiskMove(
                row_id=pair.row.id,
                state=pair.state,
                score_before=scores[0],
                score_after=scores[1],
                move=None if scores[0] is None or scores[1] is None else scores[1] - scores[0],
                level_before=old.level if old else None,
                level_after=new.level if new else None,
                rank_before=old.rank if old else None,
                rank_after=new.rank if new else None,
                trend_before=old.trend if old else None,
                trend_after=new.trend if new else None,
                made=made,
            )
        )
    lines.sort(key=lambda line: (-(line.score_after or 0), -(line.score_before or 0)))
    return Table(RiskMove, lines)


@dataclass(frozen=True, slots=True)
class IndicatorMove(Line):
    """A figure then and now: see `indicator_moves`."""

    row_id: str
    state: str
    unit: str | None
    area: str | None
    value_before: float | None
    range_before: str | None
    corrected: float | None
    corrected_range: str | None
    value_after: float | None
    range_after: str | None
    change_before: float | None
    change_after: float | None
    year_before: int | None
    year_after: int | None
    change: float | None
    made: Made = field(metadata=within(Made))

    @property
    def given_before(self) -> bool:
        """Whether the baseline gave a figure in some form."""
        return (self.value_before, self.range_before, self.change_before) != (None, None, None)

    @property
    def given_after(self) -> bool:
        """Whether the follow-up gives a figure in some form."""
        return (self.value_after, self.range_after, self.change_after) != (None, None, None)


def indicator_moves(context: Context, own: Own) -> Table[IndicatorMove]:
    """Every figure given in either audit: value as printed then (`value_before`) and as known now (`corrected`), or
    the limit or range in its place, or the change that alone was given; year, change %.

    `change` is left out where method changed: there is nothing to take a percentage of.
    """
    lines = []
    for pair in on(context, "INDICATORS"):
        old, new = both(pair, "value")
        limits, given = both(pair, "value_range"), both(pair, "change_given")
        if (old, new, *limits, *given) == (None,) * 6:
            continue
        was, now = forms.form(pair.before), forms.form(pair.after)
        told = FIGURED if was is None or now is None else (now,)
        made, corrected, corrected_range = classed(of(own["INDICATORS"], pair, *told)), None, None
        year = understood(pair.before, "year")
        if since := year is not None and understood(pair.after, "earlier_year") == year:
            earlier, earlier_range = understood(pair.after, "earlier_value"), understood(pair.after, "earlier_range")
            corrected = earlier if earlier != old else None
            corrected_range = earlier_range if earlier is None and earlier_range != limits[0] else None
        base, change = old if corrected is None else corrected, None
        if made.kind != "method" and isinstance(base, int | float) and isinstance(new, int | float) and base:
            change = (new - base) / abs(base) * 100
        elif made.kind != "method" and since and now == forms.CHANGE:
            change = given[1]
        lines.append(
            IndicatorMove(
                row_id=pair.row.id,
                state=pair.state,
                unit=unit(pair.row),
                area=understood(pair.row, "area"),
                value_before=amount(old),
                range_before=limits[0],
                corrected=amount(corrected),
                corrected_range=corrected_range,
                value_after=amount(new),
                range_after=limits[1],
                change_before=amount(given[0]),
                change_after=amount(given[1]),
                year_before=_whole(pair.before, "year"),
                year_after=_whole(pair.after, "year"),
                change=change,
                made=made,
            )
        )
    return Table(IndicatorMove, lines)


@dataclass(frozen=True, slots=True)
class MarketMove(Line):
    """A market then and now: see `market_moves`."""

    row_id: str
    state: str
    index_before: int | None
    index_after: int | None
    index_low_before: int | None
    index_low_after: int | None
    index_high_before: int | None
    index_high_after: int | None
    reading_before: str | None
    reading_after: str | None
    readings_before: tuple[str | None, str | None]
    readings_after: tuple[str | None, str | None]
    state_able_before: str | None
    state_able_after: str | None
    made: Made = field(metadata=within(Made))


def market_moves(context: Context, own: Own) -> Table[MarketMove]:
    """Criminal governance: index and reading of every market before and after, and whether the state can act there.

    With signs that are not known an index lies between `index_low` and `index_high`; it moved only where the two ranges do not meet.
    """
    signs = ("protection", "protection_violence", "newcomers", "territory")
    lines = []
    for pair in on(context, "MARKETS"):
        index, low, high = (both(pair, column) for column in ("index", "index_low", "index_high"))
        reading, able = (both(pair, column) for column in ("reading", "state_able"))
        readings = both(pair, "readings")
        lines.append(
            MarketMove(
                row_id=pair.row.id,
                state=pair.state,
                index_before=index[0],
                index_after=index[1],
                index_low_before=low[0],
                index_low_after=low[1],
                index_high_before=high[0],
                index_high_after=high[1],
                reading_before=reading[0],
                reading_after=reading[1],
                readings_before=readings[0] or (None, None),
                readings_after=readings[1] or (None, None),
                state_able_before=able[0],
                state_able_after=able[1],
                made=classed(of(own["MARKETS"], pair, *signs), by_ranges(low, high)),
            )
        )
    return Table(MarketMove, lines)


@dataclass(frozen=True, slots=True)
class AreaMove(Line):
    """An area of the matrix then and now: see `area_moves`."""

    row_id: str
    area: str | None
    state: str
    quadrant_before: str | None
    quadrant_after: str | None
    state_before: float | None
    state_after: float | None
    community_before: float | None
    community_after: float | None
    sign_before: str | None
    sign_after: str | None
    target_before: str | None
    target_after: str | None
    reached: str
    nearer: str | None
    made: Made = field(metadata=within(Made))


def area_moves(context: Context, own: Own) -> Table[AreaMove]:
    """Every area in the matrix: quadrant and both means before and after; `reached` the target of the baseline or not.

    `reached`: yes, no, kept (was there and still is), lost (was there and is no longer), unknown · `nearer`: yes, no, same, None.
    """
    lines = []
    for pair in on(context, "RESILIENCE"):
        quadrant, sign, target = (both(pair, column) for column in ("quadrant", "sign", "target"))
        state, community = both(pair, "state"), both(pair, "community")
        sums = [_sum(row) for row in (pair.before, pair.after)]
        towards = by_move(*sums, lower_is_better=False)
        scores = of(own["RESILIENCE"], pair, *COMMUNITY_STATE)
        made = classed(scores, towards)
        if made.kind == "real" and len(scores) > 1 and len({each.direction for each in scores}) == 1:
            made = replace(made, certainty="likely", reason="moved_scores")
        lines.append(
            AreaMove(
                row_id=pair.row.id,
                area=understood(pair.row, "area"),
                state=pair.state,
                quadrant_before=quadrant[0],
                quadrant_after=quadrant[1],
                state_before=amount(state[0]),
                state_after=amount(state[1]),
                community_before=amount(community[0]),
                community_after=amount(community[1]),
                sign_before=sign[0],
                sign_after=sign[1],
                target_before=target[0],
                target_after=target[1],
                reached=_reached(target[0], *quadrant),
                nearer=None if None in sums else {"neither": "same", "better": "yes"}.get(towards, "no"),
                made=made,
            )
        )
    return Table(AreaMove, lines)


def _reached(target: str | None, was: str | None, now: str | None) -> str:
    if target is None or now is None:
        return "unknown"
    if now in (target, "positive"):
        return "kept" if was == now else "yes"
    return "lost" if was in (target, "positive") else "no"


def _sum(row: Row | None) -> float | None:
    state, community = understood(row, "state"), understood(row, "community")
    return None if state is None or community is None else round(state + community, 1)


@dataclass(frozen=True, slots=True)
class CompletenessMove(Line):
    """A sheet then and now: see `completeness_moves`."""

    sheet: str
    answered_before: int
    expected_before: int
    share_before: float
    answered_after: int
    expected_after: int
    share_after: float
    move: float


def completeness_moves(context: Context) -> Table[CompletenessMove]:
    """Every sheet: needed answers given, before and after, and the share in per cent."""
    lines = []
    for sheet in context.sheets:
        old, new = context.baseline.progress(sheet), context.followup.progress(sheet)
        lines.append(
            CompletenessMove(
                sheet=sheet,
                answered_before=old.answered,
                expected_before=old.expected,
                share_before=_per_cent(old.share),
                answered_after=new.answered,
                expected_after=new.expected,
                share_after=_per_cent(new.share),
                move=_per_cent(new.share - old.share),
            )
        )
    return Table(CompletenessMove, lines)


def _per_cent(share: float) -> float:
    """A share out of a hundred without the dust of binary fractions: 23 of 40 are 57.5."""
    return round(share * 100, 9)


def amount(value: object) -> float | None:
    """A figure as an amount; None for what is none."""
    return float(value) if isinstance(value, int | float) else None


def _whole(row: Row | None, column: str) -> int | None:
    value = understood(row, column)
    return value if isinstance(value, int) else None

"""How prices moved: every series of both audits, and whether old and new can be set beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safeaudit.analysis.table import Line, Table, within
from safeaudit.comparison.classes import Context
from safeaudit.comparison.made import NOTHING, Made
from safeaudit.comparison.reasons import Certainty, Kind

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.analysis.flows import SeriesLine
    from safeaudit.audit import Audit

Key = tuple[str | None, str, str | None]
"""What a series is a series of: flow, item and area."""


@dataclass(frozen=True, slots=True)
class PriceMove(Line):
    """A series of prices then and now: see `price_moves`."""

    flow: str | None
    item: str | None
    area: str | None
    unit_before: str | None
    unit_after: str | None
    n_before: int | None
    n_after: int | None
    last_before: float | None
    last_after: float | None
    change: float | None
    reading_before: str | None
    reading_after: str | None
    made: Made = field(metadata=within(Made))
    row_ids: list[str]


def price_moves(
    context: Context, analyses: tuple[Analysis, Analysis], whole: Table[PriceMove] | None = None
) -> Table[PriceMove]:
    """Every series of prices: last price of each audit, change %, reading before and after; another unit or source is method.

    `whole`: the same table of the whole audits, whose classes hold where only a part may be seen.
    """
    known = {_key(line): line.made for line in whole or ()}
    before, after = ({_key(line): line for line in each.price_series} for each in analyses)
    used = [_sources(each) for each in (context.baseline, context.followup)]
    lines = []
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        made = known.get(key) or _made(context, key, old, new, used)
        lines.append(_move(key, old, new, made))
    return Table(PriceMove, lines)


def _move(key: Key, old: SeriesLine | None, new: SeriesLine | None, made: Made) -> PriceMove:
    change = None
    if made.kind not in ("method", "none") and old and old.last and new and new.last is not None:
        change = (new.last - old.last) / old.last * 100
    shown = new if new is not None and new.item else old
    return PriceMove(
        flow=key[0],
        item=shown.item if shown else None,
        area=key[2],
        unit_before=old.unit if old else None,
        unit_after=new.unit if new else None,
        n_before=old.n if old else None,
        n_after=new.n if new else None,
        last_before=old.last if old else None,
        last_after=new.last if new else None,
        change=change,
        reading_before=old.reading if old else None,
        reading_after=new.reading if new else None,
        made=made,
        row_ids=list(dict.fromkeys([*(new.row_ids if new else ()), *(old.row_ids if old else ())])),
    )


def _made(
    context: Context, key: Key, old: SeriesLine | None, new: SeriesLine | None, used: Sequence[dict[Key, set[str]]]
) -> Made:
    if old is None or new is None or old.last is None or new.last is None:
        filled = old is None or old.last is None
        reason = "edited" if context.same_audit else "gap_filled" if filled else "gone_seen"
        return _series("data_quality", reason, "firm")
    same_source = used[0].get(key) == used[1].get(key)
    if context.same_audit:
        alike = (old.last, old.unit) == (new.last, new.unit) and same_source
        return NOTHING if alike else _series("data_quality", "edited", "firm")
    if (old.unit or "").casefold() != (new.unit or "").casefold():
        return _series("method", "with_way", "firm", "unit")
    if context.other_currency:
        return _series("method", "currency", "firm")
    if not same_source:
        return _series("method", "with_way", "likely", "source")
    if abs(new.last - old.last) < abs(old.last) * context.followup.edition.settings["figure_change"] / 100:
        return _series("data_quality", "within_chance", "likely")
    return _series("real", "moved", "likely")


def _series(kind: Kind, reason: str, certainty: Certainty, *along: str) -> Made:
    """Whether scarcer or dearer is better depends on the flow."""
    return Made(kind, reason, certainty, "unclear" if kind == "real" else "neither", list(along))


def _key(line: SeriesLine | PriceMove) -> Key:
    return line.flow, (line.item or "").casefold(), line.area


def _sources(audit: Audit) -> dict[Key, set[str]]:
    found: dict[Key, set[str]] = {}
    for row in audit.prices:
        if row.source:
            found.setdefault((row.flow, (row.item or "").casefold(), row.area), set()).add(row.source)
    return found

"""What a result that several answers make is called: the class of its change, with the reason and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from safeaudit.analysis.table import Line, called
from safeaudit.comparison.classes import Change, Context
from safeaudit.comparison.meaning import Direction
from safeaudit.comparison.reasons import Certainty, Kind
from safeaudit.comparison.rows import Pair

LEAST_CLAIM = ("method", "data_quality", "real", "wording")
"""When several answers make one result, the class that claims least about the city is that of the result."""


@dataclass(frozen=True, slots=True)
class Made(Line):
    """The class of a change: see `Comparison`."""

    kind: Kind | Literal["none"] = field(metadata=called("class"))
    reason: str
    certainty: Certainty | Literal[""]
    direction: Direction
    along: list[str]


NOTHING = Made("none", "", "", "neither", [])


def as_made(change: Change, towards: Direction | None = None) -> Made:
    """The class of one change."""
    return Made(change.kind, change.reason, change.certainty, towards or change.direction, list(change.along))


def classed(found: Sequence[Change], towards: Direction | None = None) -> Made:
    """The class of a result that several changed answers make; `none` where nothing changed."""
    if not found:
        return NOTHING
    first = min(found, key=lambda each: (LEAST_CLAIM.index(each.kind), each.certainty != "open"))
    if towards is not None and first.kind == "method" and towards in ("better", "worse"):
        towards = "unclear"
    return as_made(first, towards)


def of(changes: Iterable[Change], pair: Pair, *columns: str) -> list[Change]:
    """The changes of these columns of one line."""
    return [each for each in changes if each.pair is pair and each.column in columns]


def on(context: Context, sheet: str) -> list[Pair]:
    """The lines of a sheet, before and after."""
    return [pair for pair in context.pairs if pair.row.sheet_id == sheet]


def by_move(old: float | None, new: float | None, *, lower_is_better: bool) -> Direction:
    if old is None or new is None or old == new:
        return "neither"
    return "better" if (new < old) == lower_is_better else "worse"


def by_ranges(low: tuple[float | None, float | None], high: tuple[float | None, float | None]) -> Direction:
    """The direction of an index that lay between `low` and `high` before and after, less being better; neither where they meet."""
    (low_before, low_after), (high_before, high_after) = low, high
    if low_before is None or low_after is None or high_before is None or high_after is None:
        return "neither"
    return "worse" if low_after > high_before else "better" if high_after < low_before else "neither"

"""A figure is one answer in whatever form it comes: exact, as a limit or range, or by its change alone; what two forms say of a move."""

from __future__ import annotations

from math import isfinite

from safeaudit.audit import Audit
from safeaudit.comparison.chance import few_cases, unit, within_chance
from safeaudit.comparison.meaning import WAY, Direction, by_number
from safeaudit.comparison.reasons import Why
from safeaudit.sheets import Row
from safeaudit.sheets.figures import Bounds
from safeaudit.sheets.indicators import FIGURED, Indicator

EXACT, LIMITS, CHANGE = FIGURED
EARLIER = ("earlier_value", "earlier_range", "earlier_year")


def form(row: Row | None) -> str | None:
    """The column in which the figure of a line stands; None for a line without one."""
    if row is None:
        return None
    return next((column for column in FIGURED if column in row.columns and row.get(column) is not None), None)


def beside(before: Row, after: Row, column: str) -> Why | None:
    """The class of a column that is not the one to compare; None for the one in which the figure stands now."""
    was, now = form(before), form(after)
    if column not in FIGURED or was is None or now is None or column == now:
        return None
    return ("wording", "form", "firm") if column == was else ("data_quality", "knowledge", "firm")


def other_form(before: Row, after: Row, column: str) -> bool:
    """Whether the figure of this column is to be compared with one that is not exact, or was not."""
    was, now = form(before), form(after)
    return isinstance(after, Indicator) and was is not None and column == now and not was == now == EXACT


def step(before: Row, after: Row, audits: tuple[Audit, Audit]) -> tuple[Why, Direction]:
    """What can be said of a figure that is not exact, or was not: whether it moved for certain, and which way."""
    assert isinstance(before, Indicator)
    assert isinstance(after, Indicator)
    if form(after) == CHANGE:
        return _by_change(before, after, audits)
    then, now, settings = known_now(before, after), after.bounds, audits[1].edition.settings
    if then is None or now is None:
        return ("data_quality", "other_form" if form(before) == CHANGE else "unreadable", "firm"), "unclear"
    if then == now:
        return ("wording", "typed" if form(before) == LIMITS == form(after) else "form", "firm"), "unclear"
    then, now = then.widened(settings["about_figure"]), now.widened(settings["about_figure"])
    if not (then.below(now) or now.below(then)):
        return ("data_quality", "ranges_meet", "likely"), "unclear"
    most_then, most_now = (max(end for end in (0.0, each.low, each.high) if isfinite(end)) for each in (then, now))
    few = few_cases(unit(after), (most_then, most_now), (before, after), audits)
    why: Why = ("data_quality", "few_cases", "likely") if few else ("real", "moved", "likely")
    return why, by_number(str(after.better_when), *((0, 1) if then.below(now) else (1, 0)))


def _by_change(before: Indicator, after: Indicator, audits: tuple[Audit, Audit]) -> tuple[Why, Direction]:
    """A change alone tells of a move since the last audit if it is the change since the year of that audit's figure."""
    change, then = after.change_given or 0.0, known_now(before, after)
    if before.year is None or after.earlier_year != before.year:
        return ("data_quality", "other_form", "firm"), "unclear"
    small = abs(change) < audits[1].edition.settings["figure_change"]
    chance = "within_chance" if small else None
    if then is not None and then.exact:
        chance = within_chance(before, after, EXACT, then.low, then.low * (1 + change / 100), audits)
    why: Why = ("data_quality", chance, "likely") if chance else ("real", "moved", "likely")
    return why, by_number(str(after.better_when), 0, change) if change else "neither"


def known_now(before: Row, after: Row) -> Bounds | None:
    """Between which values the figure of the baseline lies, as the follow-up tells it: corrected where the follow-up gives it."""
    assert isinstance(before, Indicator)
    assert isinstance(after, Indicator)
    told_again = before.year is not None and after.earlier_year == before.year
    return after.earlier_bounds if told_again and after.earlier_bounds is not None else before.bounds


def earlier(before: Row, after: Row, name: str) -> Why:
    """The earlier figure of the follow-up against the figure of the baseline."""
    told = after.get("earlier_value") is not None or after.get("earlier_range") is not None
    if not told and (name != "earlier_year" or after.get("change_given") is None):
        broken = any(before.get(way) != after.get(way) for way in WAY["INDICATORS"])
        return ("method", "series_broken", "firm") if broken else ("data_quality", "gap_opened", "firm")
    if name != "earlier_year" and after.get(name) is None:
        return "wording", "form", "firm"
    year = after.get("earlier_year")
    if year == before.get("year") or before.get("year") is None:
        same = name == "earlier_year" or _same(before, after, name)
        return ("wording", "rolled", "firm") if same else ("data_quality", "corrected", "firm")
    if year == before.get("earlier_year"):
        return "data_quality", "corrected", "firm"
    return "data_quality", "other_period", "likely"


def _same(before: Row, after: Row, name: str) -> bool:
    """Whether the earlier figure, as it stands in this column, is the newest one of the baseline."""
    assert isinstance(before, Indicator)
    assert isinstance(after, Indicator)
    if name == "earlier_range" and (after.earlier_value is not None or after.earlier_bounds is None):
        return after.earlier_range == before.value_range
    return after.earlier_bounds == before.bounds

"""What can be said of a figure that moved: better, worse, the same, within the survey's margin, or nothing at all."""



from __future__ import annotations

from collections.abc import Mapping
from math import copysign, inf

from safeaudit import framework
from safeaudit.sheets.figures import LANGUAGE_OF_ALL, margin
from safeaudit.sheets.indicators import Indicator

Settings = Mapping[str, float]
MOVES = ("better", "worse", "same", "within_margin", "open", "unclear")
"""better, worse: in or against the wished direction · same: less than the setting `figure_change` · within_margin: no more than chance
would make of the numbers asked · open: limits or ranges that overlap · unclear: it moved, and nothing says which way is better."""


def unit_of(row: Indicator) -> str:
    """The unit of a line: its own, else the one the framework prints."""
    item = framework.item(row.id)
    return str(row.unit or (item.details.get("unit") if item else "") or "")


def kind_of(row: Indicator) -> str:
    """count, rate, share or score: as it was chosen or is printed, else as the unit tells; empty where nothing tells."""
    item = framework.item(row.id)
    given = row.figure_kind or (str(item.details.get("kind") or "") if item and not row.unit else "")
    if given:
        return given
    text = f" {unit_of(row).casefold()} "
    words = framework.wordlist("per_cent", LANGUAGE_OF_ALL)
    return "share" if any((word if not word.isascii() or word == "%" else f" {word} ") in text for word in words) else ""


def margin_of(row: Indicator, settings: Settings) -> float | None:
    """Up to how many points the share of a survey may have moved by chance; None where it was not counted from samples.

    Where the earlier number asked is not known, it is taken to be that of now.
    """
    if row.value is None or row.earlier_value is None or not row.sample or kind_of(row) != "share":
        return None
    samples = (row.earlier_sample or row.sample, row.sample)
    return margin(row.earlier_value, row.value, samples, settings["survey_errors"], settings["survey_design"])


def moved(row: Indicator, settings: Settings) -> str | None:
    """One of MOVES; None where there is nothing to set the figure against, or where the earlier year is not earlier."""
    if row.years_reversed:
        return None
    change = _from_nothing(row) if row.earlier_value == 0 else row.change
    if change is not None:
        chance = margin_of(row, settings)
        step = abs((row.value or 0) - (row.earlier_value or 0))
        if chance is not None and 0 < step < chance:
            return "within_margin"
        if not change or abs(change) < settings["figure_change"]:
            return "same"
        return _verdict(row, rose=change > 0)
    now, then = row.bounds, row.earlier_bounds
    if now is None or then is None or (now.exact and then.exact):
        return None
    now, then = now.widened(settings["about_figure"]), then.widened(settings["about_figure"])
    if now.below(then) or then.below(now):
        return _verdict(row, rose=then.below(now))
    return "open"


def _from_nothing(row: Indicator) -> float | None:
    """What stands for a change from 0, of which there are no per cent: endless, or none."""
    return copysign(inf, row.value) if row.value else row.value


def _verdict(row: Indicator, *, rose: bool) -> str:
    better = row.better_when
    if better not in ("lower", "higher"):
        return "unclear"
    return "better" if rose == (better == "higher") else "worse"


def apart(row: Indicator) -> float | None:
    """By how many per cent the figure of the second source differs from the first; None where there are not two values."""
    if not row.value or row.second_value is None:
        return None
    return (row.second_value - row.value) / abs(row.value) * 100

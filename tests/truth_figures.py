"""Figures as they come, worked out again from the cells: between what they lie, and which way they moved."""

from __future__ import annotations

import re
from math import inf, sqrt

from truth_cells import SET, Line

from safeaudit import framework


def lies(line: Line, value: str, limits: str) -> tuple[float, float, bool] | None:
    """Lowest and highest a figure can be, and whether the highest is left out; None where there is none that can be read."""
    if line[value] is not None:
        return line[value], line[value], False
    text = line[limits] or ""
    numbers = [float(each) for each in re.findall(r"\d+(?:\.\d+)?", text)]
    if text.startswith("under"):
        return -inf, numbers[0], True
    if text.startswith("at least"):
        return numbers[0], inf, False
    if text.startswith("about"):
        share = SET["about_figure"] / 100
        return numbers[0] * (1 - share), numbers[0] * (1 + share), False
    return (numbers[0], numbers[1], False) if len(numbers) == 2 else None


def has_value(line: Line) -> bool:
    return lies(line, "value", "value_range") is not None


def only_change(line: Line) -> bool:
    return not has_value(line) and line["change_given"] is not None


def wish(line: Line) -> str | None:
    item = framework.item(line.id)
    return item.details["better"] if item else line["better"]


def share_of_hundred(line: Line) -> bool:
    item = framework.item(line.id)
    kind = line["figure_kind"] or (item and not line["unit"] and item.details.get("kind"))
    unit = line["unit"] or (item.details["unit"] if item else "")
    return kind == "share" if kind else "%" in unit


def chance(line: Line) -> float | None:
    """Up to how many points two surveys may differ by chance; None where that cannot be said."""
    new, old, asked = line["value"], line["earlier_value"], line["sample"]
    if (
        new is None
        or old is None
        or not asked
        or not share_of_hundred(line)
        or not (0 <= old <= 100 and 0 <= new <= 100)
    ):
        return None
    spread = old * (100 - old) / (line["earlier_sample"] or asked) + new * (100 - new) / asked
    return SET["survey_errors"] * sqrt(SET["survey_design"] * spread)


def turned_round(line: Line) -> bool:
    """The earlier year is not earlier."""
    now, then = line["year"], line["earlier_year"]
    return bool(now and then) and int(str(then)[:4]) >= int(str(now)[:4])  # a financial year by its first


def went(line: Line) -> str | None:
    """up, down, same, chance or open; None where there is nothing to say."""
    now, then = lies(line, "value", "value_range"), lies(line, "earlier_value", "earlier_range")
    if turned_round(line):
        return None
    if line["value"] is not None and line["earlier_value"] is not None:
        new, old, most = line["value"], line["earlier_value"], chance(line)
        if most is not None and 0 < abs(new - old) < most:
            return "chance"
        if not old:
            return "up" if new > 0 else "down" if new < 0 else "same"
        return way((new - old) / abs(old) * 100)
    if line["change_given"] is not None:
        return way(line["change_given"])
    if now is None or then is None:
        return None
    if now[1] < then[0] or (now[1] == then[0] and now[2]):
        return "down"
    if then[1] < now[0] or (then[1] == now[0] and then[2]):
        return "up"
    return "open"


def way(change: float) -> str:
    if not change or abs(change) < SET["figure_change"]:
        return "same"
    return "up" if change > 0 else "down"


def verdict(line: Line) -> bool | None:
    """True for better, False for worse."""
    found, better = went(line), wish(line)
    return (
        (found == "up") == (better == "higher") if found in ("up", "down") and better in ("lower", "higher") else None
    )


def ended(year: int | str | None) -> int | None:
    """The calendar year in which a year ends, 2025 for 2024/25."""
    return int(year[:4]) + 1 if isinstance(year, str) else year

"""Whether a difference between two figures is larger than chance, rounding or a second look would make it."""

from __future__ import annotations

import re
from math import sqrt

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.sheets import Row
from safeaudit.sheets.figures import margin
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import WHOLE_CITY, Scale
from safeaudit.sheets.verdicts import kind_of

STANDARD_ERRORS = 2.0
"""A difference of two counts smaller than this many standard errors is within chance."""
PER = re.compile(r"\bper\s+(\d[\d,. ]*)")


def within_chance(
    before: Row, after: Row, column: str, old: object, new: object, audits: tuple[Audit, Audit]
) -> str | None:
    """The reason for calling a difference no difference, or None: `within_chance`, `few_cases` or `step_unsure`."""
    if not isinstance(old, int | float) or not isinstance(new, int | float):
        return None
    if isinstance(after.columns[column].kind, Scale):
        weak = "low" in (_confidence(before), _confidence(after))
        return "step_unsure" if weak and abs(new - old) == 1 else None
    if (after.sheet_id, column) not in (("INDICATORS", "value"), ("PRICES", "price")):
        return None
    if abs(new - old) < abs(old) * audits[1].edition.settings["figure_change"] / 100:
        return "within_chance"
    if (
        isinstance(before, Indicator)
        and isinstance(after, Indicator)
        and _within_margin(before, after, old, new, audits[1])
    ):
        return "within_chance"
    return (
        "few_cases" if isinstance(after, Indicator) and _few(unit(after), (old, new), (before, after), audits) else None
    )


def _within_margin(before: Indicator, after: Indicator, old: float, new: float, audit: Audit) -> bool:
    """Whether two shares of surveys lie no further apart than the numbers asked let chance take them."""
    if not before.sample or not after.sample or kind_of(after) != "share":
        return False
    settings = audit.edition.settings
    chance = margin(old, new, (before.sample, after.sample), settings["survey_errors"], settings["survey_design"])
    return chance is not None and abs(new - old) < chance


def _confidence(row: Row) -> object:
    return row.get("confidence") if "confidence" in row.columns else None


def unit(row: Row) -> str:
    """The unit of an indicator: its own, else the one the framework prints."""
    item = framework.item(row.id)
    return str(row.get("unit") or (item.details.get("unit") if item else "") or "")


def few_cases(unit: str, values: tuple[float, float], rows: tuple[Row, Row], audits: tuple[Audit, Audit]) -> bool:
    """Whether both figures stand for a handful of cases at most (counts and rates of events)."""
    sizes = _sizes(unit, rows, audits)
    if sizes is None:
        return False
    most = max(value * size for value, size in zip(values, sizes, strict=True))
    return most <= audits[1].edition.settings["small_number"]


def _few(unit: str, values: tuple[float, float], rows: tuple[Row, Row], audits: tuple[Audit, Audit]) -> bool:
    """Whether the figures stand for so few cases that chance alone moves them so far (counts and rates of events)."""
    sizes = _sizes(unit, rows, audits)
    if sizes is None:
        return False
    if few_cases(unit, values, rows, audits):
        return True
    error = sqrt(sum(value / (size or 1) for value, size in zip(values, sizes, strict=True) if value > 0))
    return abs(values[1] - values[0]) < STANDARD_ERRORS * error


def _sizes(unit: str, rows: tuple[Row, Row], audits: tuple[Audit, Audit]) -> tuple[float, float] | None:
    """How many cases a figure of 1 stood and stands for; None for what counts no events, and where nobody can tell."""
    if unit.startswith("%") or "coefficient" in unit:
        return None
    old, new = (_size(unit, row, audit) for row, audit in zip(rows, audits, strict=True))
    return None if old is None or new is None else (old, new)


def _size(unit: str, row: Row, audit: Audit) -> float | None:
    """How many cases a figure of 1 stands for: 1 for a count, residents / 100,000 for a rate; None where nobody can tell."""
    rate = PER.search(unit)
    if rate is None:
        return 1.0 if re.search(r"\b(cases|events)\b", unit) else None
    if "people" not in unit or "alcohol" in unit or "outlets" in unit:
        return None
    where = row.get("area")
    people = (
        audit.profile.population
        if where in (None, WHOLE_CITY)
        else getattr(audit.by_id.get(str(where)), "population", None)
    )
    base = float(re.sub(r"[^\d]", "", rate.group(1)))
    return people / base if people else None

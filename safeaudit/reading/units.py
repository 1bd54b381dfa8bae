"""Which figures are counted out of a hundred: by the column's unit, or by that of the line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from safeaudit import framework
from safeaudit.cells import Value
from safeaudit.reading.values import clean, fold, shown
from safeaudit.sheets import Column, Row
from safeaudit.sheets.kinds import Number
from safeaudit.sheets.understand import Indicator

FIGURES = ("value", "earlier_value", "national_value")
"""The columns of INDICATORS whose unit is that of the line."""


def per_cent(
    row: Row, column: Column, columns: Mapping[str, int], cells: Mapping[int, Value], language: str
) -> bool | None:
    """Whether a figure of this line is a share out of a hundred; None where the column itself says it.

    `columns` and `cells` are those of the line, in which a unit of its own may be typed; `language` is the workbook's.
    """
    if not isinstance(column.kind, Number) or not isinstance(row, Indicator) or column.id not in FIGURES:
        return None
    typed = cells.get(columns.get("unit", 0))
    unit = clean(shown(typed))[0] if typed is not None else ""
    if unit:
        return says_per_cent(unit, language)
    item = framework.item(row.id)
    return says_per_cent(str(item.details.get("unit", "")) if item else "", "en")


@cache
def says_per_cent(unit: str, language: str) -> bool:
    """Whether a unit means a share out of a hundred: “% of residents”, “per cent”, “pourcentage de cas”."""
    text = f" {fold(unit)} "
    known = {*framework.wordlist("per_cent", language), *framework.wordlist("per_cent", "en")}
    return any((word if not word.isascii() or word == "%" else f" {word} ") in text for word in known)

"""Which figures are counted out of a hundred: by the column's unit, or by that of the line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from safeaudit import framework
from safeaudit.cells import Value
from safeaudit.reading.values import clean, fold, reference, shown
from safeaudit.sheets import Column, Row
from safeaudit.sheets.indicators import Indicator, MoreFigure
from safeaudit.sheets.kinds import Figure


def per_cent(
    row: Row,
    column: Column,
    columns: Mapping[str, int],
    cells: Mapping[int, Value],
    language: str,
    units: Mapping[str, str] | None = None,
) -> bool | None:
    """Whether a figure of this line is a share out of a hundred; None where the column itself says it.

    `columns` and `cells` are those of the line, in which a unit of its own may be typed; `language` is the workbook's. A line
    of MORE_FIGURES has the unit of its measure: `units` are those typed on INDICATORS, by row ID.
    """
    if not isinstance(column.kind, Figure) or not isinstance(row, Indicator | MoreFigure):
        return None
    measure = row.id
    if isinstance(row, MoreFigure):
        named = cells.get(columns.get("indicator", 0))
        measure = (reference(shown(named)) if named is not None else None) or ""
        unit = (units or {}).get(measure, "")
    else:
        typed = cells.get(columns.get("unit", 0))
        unit = clean(shown(typed))[0] if typed is not None else ""
    if unit:
        return says_per_cent(unit, language)
    item = framework.item(measure)
    return says_per_cent(str(item.details.get("unit", "")) if item else "", "en")


@cache
def says_per_cent(unit: str, language: str) -> bool:
    """Whether a unit means a share out of a hundred: “% of residents”, “per cent”, “pourcentage de cas”."""
    text = f" {fold(unit)} "
    known = {*framework.wordlist("per_cent", language), *framework.wordlist("per_cent", "en")}
    return any((word if not word.isascii() or word == "%" else f" {word} ") in text for word in known)

"""Figures typed as people have them: “under 20”, “10–15” or “+12 %” in the cell for the value is read in the column made for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from safeaudit.cells import Kind, Value
from safeaudit.reading.values import clean, parse_number, shown
from safeaudit.sheets import Column, Row
from safeaudit.sheets.figures import read_bounds
from safeaudit.sheets.indicators import CHANGE
from safeaudit.sheets.kinds import Limits

BESIDE = {"value": "value_range", "earlier_value": "earlier_range"}
"""Where a limit or a range belongs that is typed as a value."""
_CHANGE = re.compile(r"([+-])\s*(\d+(?:[.,]\d{1,2})?)\s*[%٪％]")
_MINUS = str.maketrans("−–‐‑", "----")


def typed_beside(
    row: Row, column: Column, cell: Value, *, percent: bool | None, blank: Callable[[str], bool]
) -> tuple[str, str | float] | None:
    """The column that an entry belongs to and its answer there; None for one that stands where it belongs, or whose place is taken.

    `percent`: whether the line is counted in per cent, where “+12 %” may be a figure · `blank`: whether a column is empty.
    """
    place = BESIDE.get(column.id, "")
    if cell.kind is not Kind.TEXT or place not in row.columns:
        return None
    text = clean(shown(cell))[0]
    if parse_number(text, percent=bool(percent)) is not None:
        return None
    kind = row.columns[place].kind
    bounds = read_bounds(text)
    if (
        isinstance(kind, Limits)
        and len(text) <= kind.limit
        and bounds is not None
        and not bounds.exact
        and blank(place)
    ):
        return place, text
    change = _CHANGE.fullmatch(text.translate(_MINUS))
    if change and column.id == "value" and not percent and "change_given" in row.columns and blank("change_given"):
        moved = float(change[1] + change[2].replace(",", "."))
        if (CHANGE.minimum or 0) <= moved <= (CHANGE.maximum or 0):
            return "change_given", moved
    return None

"""The plan on START: who does each step and by when, found by the IDs in its hidden row and column."""

from __future__ import annotations

from datetime import date

from safeaudit.cells import DAYS_TO_1904, Cell, Grid, GridSheet, Value
from safeaudit.edition import Edition
from safeaudit.framework import guides
from safeaudit.reading.recognise import ID_MARK
from safeaudit.reading.unread import Report
from safeaudit.reading.values import Noted, Rejected, clean, convert, shown
from safeaudit.sharing import Assigned
from safeaudit.sheets.kinds import Day
from safeaudit.words import Words

WHO, BY_WHEN = "who", "by_when"


def places(sheet: GridSheet) -> dict[tuple[int, int], tuple[str, str]]:
    """The cells of START that an office fills, each with its sheet and column; none where the IDs are gone."""
    marked = [row for row, column in sheet.cells if column == 1 and sheet.text(row, 1) == ID_MARK]
    for top in marked:
        columns = {name: column for row, column in sheet.cells if row == top and (name := sheet.text(row, column))}
        if WHO in columns and BY_WHEN in columns:
            steps = {
                row: text for row, column in sheet.cells if column == 1 and (text := sheet.text(row, 1)) in guides()
            }
            return {
                (row, columns[name]): (sheet_id, name)
                for row, sheet_id in steps.items()
                if row > top
                for name in (WHO, BY_WHEN)
            }
    return {}


def plan_of(grid: Grid, edition: Edition, own: Words, report: Report) -> dict[str, Assigned]:
    """Who does which step and by when, by sheet; what is no date is kept as it was typed, and named."""
    plan: dict[str, Assigned] = {}
    start = next((sheet for sheet in grid.sheets if sheet.text(1, 1) == "START"), None)
    if start is None:
        return plan
    filled: dict[str, dict[str, tuple[Cell, Value]]] = {}
    for (row, column), (sheet_id, name) in places(start).items():
        if edition.has(sheet_id) and (value := start.value(row, column)) is not None:
            filled.setdefault(sheet_id, {}).setdefault(name, (Cell(start.title, row, column), value))
    for sheet_id in edition.sheets:
        cells = filled.get(sheet_id, {})
        who = clean(shown(cells[WHO][1]))[0] if WHO in cells else ""
        day, typed = _day(cells[BY_WHEN][1], early=grid.date1904) if BY_WHEN in cells else (None, "")
        if typed:
            report("WB-31", cells[BY_WHEN][0], sheet=own.tab(sheet_id), found=typed)
        if who or day or typed:
            plan[sheet_id] = Assigned(who, day, typed)
    return plan


def _day(cell: Value, *, early: bool) -> tuple[date | None, str]:
    """The date in a cell, or what was typed there instead."""
    if early and isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        cell = cell._replace(value=cell.value + DAYS_TO_1904)
    answer: object = convert(cell, Day(), {})
    answer = answer.value if isinstance(answer, Noted) else answer
    if isinstance(answer, date):
        return answer, ""
    return None, clean(shown(cell))[0] if isinstance(answer, Rejected) else ""


__all__ = ["BY_WHEN", "WHO", "places", "plan_of"]

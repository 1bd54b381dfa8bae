"""Where people are in an audit and where they go next: steps, missing answers, findings, all as cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeaudit.audit import Audit, always_required
from safeaudit.cells import Cell, Grid, GridSheet, parse_a1
from safeaudit.findings import Finding
from safeaudit.sheets import Column, Form, Row


@dataclass(frozen=True, slots=True)
class Here:
    """The step, column and row that a cell belongs to, as far as it belongs to any."""

    sheet_id: str | None = None
    column: str | None = None
    row_id: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """The first needed answer that a step lacks, and how many it lacks."""

    sheet_id: str
    row: Row | None
    column: Column | None
    cell: Cell
    count: int


def here(audit: Audit, cell: Cell | None) -> Here:
    """What stands at this cell."""
    if cell is None:
        return Here()
    titles = {title: sheet_id for sheet_id, title in audit.titles.items()}
    sheet_id = titles.get(cell.sheet)
    if sheet_id is None:
        return Here()
    cls, row_id, column = audit.edition.sheets[sheet_id], None, None
    for row in audit.sheets[sheet_id]:
        places = {answer.id: place for answer in cls.inputs() if (place := row.cell(answer.id)) is not None}
        if isinstance(cls.rows, Form):
            return Here(sheet_id, next((id_ for id_, place in places.items() if place.row == cell.row), None))
        if places and next(iter(places.values())).row == cell.row:
            row_id = row.id
        if column is None:
            column = next((id_ for id_, place in places.items() if place.column == cell.column), None)
        if row_id:
            break
    return Here(sheet_id, column, row_id)


def title_of(audit: Audit, sheet_id: str) -> str:
    """What the sheet is called in this workbook."""
    return audit.titles.get(sheet_id) or audit.words.tab(sheet_id)


def first_missing(audit: Audit, sheet_id: str) -> Missing | None:
    """The first needed answer a step lacks; None when it is complete."""
    progress = audit.progress(sheet_id)
    count = progress.expected - progress.answered
    if count <= 0:
        return None
    rows = audit.sheets[sheet_id]
    for row in rows:
        if not row.waived:
            for column in row.missing():
                return Missing(sheet_id, row, column, _cell(audit, row, column), count)
    column = always_required(audit.edition.sheets[sheet_id])[0]
    free = next(row for row in rows if not row.used)
    return Missing(sheet_id, None, column, _cell(audit, free, column), count)


def _cell(audit: Audit, row: Row, column: Column) -> Cell:
    """The cell of an answer; the sheet's first cell where the answer has none."""
    return row.cell(column.id) or Cell(title_of(audit, row.sheet_id), 1, 1)


def next_missing(audit: Audit, at: Cell | None) -> Missing | None:
    """Where to go on: this step, or the next one when people are at its first missing answer already; then round again."""
    order = list(audit.edition.sheets)
    step = here(audit, at).sheet_id
    start = order.index(step) if step else 0
    found = [
        missing for sheet_id in order[start:] + order[:start] if (missing := first_missing(audit, sheet_id)) is not None
    ]
    if not found:
        return None
    return found[1] if len(found) > 1 and found[0].cell == at else found[0]


def cells_of(findings: Iterable[Finding], grid: Grid) -> dict[Cell, list[Finding]]:
    """Open findings by the cell to look at, in the order given; those about no sheet of the workbook stand on CHECKS."""
    titles = {sheet.title.casefold(): sheet.title for sheet in grid.sheets}
    checks = marked(grid, "CHECKS")
    places: dict[Cell, list[Finding]] = {}
    for finding in findings:
        title = titles.get(finding.sheet.casefold())
        if title is not None:
            row, column = parse_a1(finding.cell) if finding.cell else (1, 1)
            places.setdefault(Cell(title, row, column), []).append(finding)
        elif checks is not None:
            places.setdefault(Cell(checks.title, 1, 2), []).append(finding)
    return places


def following(cells: Sequence[Cell], at: Cell | None) -> Cell | None:
    """The cell after this one, the first after the last; the first when this one is none of them."""
    if not cells:
        return None
    return cells[(cells.index(at) + 1) % len(cells)] if at in cells else cells[0]


def marked(grid: Grid, mark: str) -> GridSheet | None:
    """The sheet with this mark in its first cell: START or CHECKS."""
    return next((sheet for sheet in grid.sheets if sheet.text(1, 1) == mark), None)

"""The workbook whose cells a pane sent: commands change its grid, and the changes are queued for the pane to make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from safeaudit.cells import Cell, Grid, GridSheet, Kind, Value, column_letters
from safeaudit.live import json_grid
from safeaudit.live.workbook import Action, Texts


class JsonWorkbook:
    """A grid as a `Workbook`: what is written is in it at once, and among the actions."""

    def __init__(self, grid: Grid, selected: Cell | None = None) -> None:
        self.grid, self.selected = grid, selected
        self.actions: list[Action] = []
        self._sheets = {sheet.title.casefold(): sheet for sheet in grid.sheets}

    @property
    def name(self) -> str:
        return self.grid.source

    @property
    def place(self) -> str:
        """No more than a name: a pane does not tell where a file is."""
        return self.grid.source

    def read(self) -> Grid:
        return self.grid

    def go(self, cell: Cell) -> None:
        sheet = self._sheet(cell.sheet)
        if sheet.hidden:
            sheet.hidden = False
            self.actions.append({"kind": "show_sheet", "sheet": sheet.title})
        self.selected = cell
        self.actions.append({"kind": "activate", "sheet": sheet.title, "address": cell.a1})

    def changing(self, sheet: str) -> AbstractContextManager[None]:
        """The pane lifts and restores the protection itself, as only it can know of it."""
        self._sheet(sheet)
        return nullcontext()

    def write(self, corner: Cell, texts: Texts) -> None:
        sheet, rows = self._sheet(corner.sheet), [list(row) for row in texts]
        for row, line in enumerate(rows, corner.row):
            for column, text in enumerate(line, corner.column):
                sheet.cells.pop((row, column), None)
                if text:
                    sheet.cells[row, column] = Value(Kind.TEXT, text)
        address = _address(corner, len(rows), len(rows[0]))
        self.actions.append({"kind": "write", "sheet": sheet.title, "address": address, "values": rows})

    def clear(self, corner: Cell, rows: int, columns: int) -> None:
        sheet = self._sheet(corner.sheet)
        for row in range(corner.row, corner.row + rows):
            for column in range(corner.column, corner.column + columns):
                sheet.cells.pop((row, column), None)
        self.actions.append({"kind": "clear", "sheet": sheet.title, "address": _address(corner, rows, columns)})

    def link(self, corner: Cell, targets: Sequence[Cell | None]) -> None:
        """An address stays a text: the pane has its own way to each finding."""

    def fit(self, corner: Cell, rows: int) -> None:
        """Excel on the web does so itself."""

    def tell(self, step: str) -> None:
        """The pane shows progress itself."""

    def _sheet(self, title: str) -> GridSheet:
        return self._sheets[title.casefold()]


def open_json(payload: object, language: str = "en") -> JsonWorkbook:
    """The workbook in a JSON payload; NotReadable, in this language, when it is none."""
    grid = json_grid.read(payload, language)
    return JsonWorkbook(grid, _active(payload, grid))


def _active(payload: object, grid: Grid) -> Cell | None:
    """The cell people are in; the first one of the sheet where its address is none, None on a sheet that is not there."""
    active = payload.get("active") if isinstance(payload, Mapping) else None
    title = active.get("sheet") if isinstance(active, Mapping) else None
    if not isinstance(active, Mapping) or not isinstance(title, str):
        return None
    sheet = next((sheet for sheet in grid.sheets if sheet.title.casefold() == title.casefold()), None)
    if sheet is None:
        return None
    try:
        span = json_grid.span(str(active.get("cell") or "A1")[:100])
    except ValueError:
        return Cell(sheet.title, 1, 1)
    return Cell(sheet.title, span.row, span.column)


def _address(corner: Cell, rows: int, columns: int) -> str:
    if rows == columns == 1:
        return corner.a1
    return f"{corner.a1}:{column_letters(corner.column + columns - 1)}{corner.row + rows - 1}"


__all__ = ["JsonWorkbook", "open_json"]

"""A workbook file as Office.js would hand it over: the payload that the pane sends, and the fake Excel holds."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from safeaudit.cells import Cell, Format, Grid, GridSheet, Kind, Value, column_letters
from safeaudit.files import reader as host

LETTERS = {Kind.TEXT: "S", Kind.NUMBER: "D", Kind.DATE: "D", Kind.BOOLEAN: "B", Kind.ERROR: "X", Kind.PICTURE: "P"}


def payload_from_workbook(path: Path, active: Cell | None = None, *, formats: bool = True) -> dict[str, Any]:
    """The JSON grid of a workbook file. Without `formats` numbers and dates cannot be told apart."""
    return payload_from_grid(host.read(path), active, formats=formats, formulas=_formulas(path))


def payload_from_grid(
    grid: Grid,
    active: Cell | None = None,
    *,
    formats: bool = True,
    formulas: Mapping[str, dict[str, str]] | None = None,
) -> dict[str, Any]:
    """The JSON grid of cells read before. Formulas whose text is not given stand as a bare equals sign."""
    sheets = [
        _sheet(sheet, (formulas or {}).get(sheet.title), formats=formats, date1904=grid.date1904)
        | _beside(sheet)
        | {"struck_parts": _struck_parts(grid, sheet.title)}
        for sheet in grid.sheets
    ]
    place = {} if active is None else {"active": {"sheet": active.sheet, "cell": active.a1}}
    return {"name": grid.source, "date1904": grid.date1904, **place, "sheets": sheets, "names": {}}


def _sheet(sheet: GridSheet, given: dict[str, str] | None, *, formats: bool, date1904: bool) -> dict[str, Any]:
    cells = sheet.cells
    formulas = given or {
        f"{column_letters(column)}{row}": "=" for (row, column), value in cells.items() if value.formula
    }
    shown: dict[str, Any] = {
        "name": sheet.title,
        "visibility": "Hidden" if sheet.hidden else "Visible",
        "formulas": formulas,
    }
    if not cells:
        return {
            **shown,
            "address": "A1",
            "values": [[""]],
            "types": [["E"]],
            **({"formats": [["General"]]} if formats else {}),
        }
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    lines = [
        [cells.get((row, column)) for column in range(min(columns), max(columns) + 1)]
        for row in range(min(rows), max(rows) + 1)
    ]
    first, last = (f"{column_letters(pick(columns))}{pick(rows)}" for pick in (min, max))
    return {
        **shown,
        "address": f"{first}:{last}",
        "values": [[_content(value, date1904=date1904) for value in line] for line in lines],
        "types": [[_type(value) for value in line] for line in lines],
        **({"formats": [[_format(value) for value in line] for line in lines]} if formats else {}),
    }


def _beside(sheet: GridSheet) -> dict[str, Any]:
    """What is seen besides the contents of cells."""
    return {
        "merges": [area.a1 for area in sheet.merges],
        "notes": {_name(at): text for at, text in sheet.notes.items()},
        "struck": [_name(at) for at in sorted(sheet.struck)],
        "boxes": [{"cell": _name((box.row, box.column)), "text": box.text} for box in sheet.boxes],
        "pictures": [_name(at) for at in sheet.pictures],
    }


def _struck_parts(grid: Grid, title: str) -> dict[str, str]:
    found = (note for note in grid.notes if note.code == "struck_part")
    return {note.cell.a1: dict(note.values)["text"] for note in found if note.cell and note.cell.sheet == title}


def _name(at: tuple[int, int]) -> str:
    return f"{column_letters(at[1])}{at[0]}"


def _content(value: Value | None, *, date1904: bool) -> Any:
    if value is None:
        return ""
    if isinstance(value.value, datetime):
        return serial(value.value, date1904=date1904)
    return value.value


def _type(value: Value | None) -> str:
    return "E" if value is None or (value.kind is Kind.UNCALCULATED) else LETTERS[value.kind]


def _format(value: Value | None) -> str:
    if value is None:
        return "General"
    return "yyyy-mm-dd" if value.kind is Kind.DATE else "0.0%" if value.format is Format.PERCENT else "General"


def serial(moment: datetime, *, date1904: bool) -> float:
    """The number a spreadsheet keeps for a moment."""
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    if not date1904 and datetime(1900, 1, 1) <= moment < datetime(1900, 3, 1):
        epoch = datetime(1899, 12, 31)
    return (moment - epoch) / timedelta(days=1)


def _formulas(path: Path) -> dict[str, dict[str, str]]:
    """{sheet: {address: formula}} of every formula cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    found: dict[str, dict[str, str]] = {sheet.title: {} for sheet in book.worksheets}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found[sheet.title][cell.coordinate] = str(getattr(cell.value, "text", cell.value))
    book.close()
    return found

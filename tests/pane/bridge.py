"""Between a real workbook and the fake Excel: its cells as the page needs them, and what was written back into a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from support import open_book

from safeaudit.cells import EXCEL_EPOCH, Kind, column_letters, parse_a1
from safeaudit.hosts import file as host


def cells_of(path: Path) -> dict[str, Any]:
    """A workbook as `window.__workbook`: values as Excel holds them, formulas, formats, locked cells, protection, names."""
    book = open_book(path)
    grid = host.read(path)
    return {
        "name": path.name,
        "date1904": grid.date1904,
        "active": {"sheet": grid.sheets[0].title, "cell": "A1"},
        "names": [_name(name, item.attr_text) for name, item in book.defined_names.items()],
        "sheets": [_sheet(number, book[sheet.title], sheet) for number, sheet in enumerate(grid.sheets, 1)],
    }


def _name(name: str, text: str) -> dict[str, str]:
    constant = text.startswith('"')
    return {
        "name": name,
        "type": "String" if constant else "Range",
        "value": text.strip('"') if constant else f"={text}",
    }


def _sheet(number: int, sheet: Any, grid: Any) -> dict[str, Any]:
    formulas, formats = {}, {}
    unlocked = []
    for row in sheet.iter_rows():
        for cell in row:
            if not cell.protection.locked:
                unlocked.append(cell.coordinate)
            if cell.number_format != "General":
                formats[cell.coordinate] = cell.number_format
            if cell.data_type == "f":
                formulas[cell.coordinate] = str(
                    getattr(cell.value, "text", cell.value)
                )  # one over several cells has parts
    cells: dict[str, dict[str, Any]] = {}
    for (row, column), value in grid.cells.items():
        key = f"{column_letters(column)}{row}"
        plain = _serial(value.value) if isinstance(value.value, datetime) else value.value
        cells[key] = {"value": plain} | ({"error": True} if value.kind is Kind.ERROR else {})
        if value.formula:
            cells[key]["formula"] = formulas.get(key, "=1")
    visibility = {"visible": "Visible", "hidden": "Hidden", "veryHidden": "VeryHidden"}[sheet.sheet_state]
    return {
        "id": f"{{sheet-{number}}}",
        "name": sheet.title,
        "visibility": visibility,
        "cells": cells,
        "formats": formats,
        "unlocked": unlocked,
        "protected": bool(sheet.protection.sheet),
        "password": bool(sheet.protection.password),
        "options": {"allowFormatColumns": True, "allowFormatRows": True},
    }


def _serial(day: datetime) -> float:
    passed = day - datetime(EXCEL_EPOCH.year, EXCEL_EPOCH.month, EXCEL_EPOCH.day)
    return passed.days + passed.seconds / 86_400


def save(source: Path, target: Path, log: list[dict[str, Any]]) -> Path:
    """A copy of the workbook with everything that was typed and written in the fake, as Excel would save it."""
    book = open_book(source)
    for entry in log:
        row, column = parse_a1(entry["cell"])
        cell = book[entry["sheet"]].cell(row, column)
        cell.value = entry["value"]
        if isinstance(entry["value"], str):
            cell.data_type = "s"
    book.save(target)
    return target

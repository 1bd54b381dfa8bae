"""Between a real workbook and the fake Excel: its cells as the page needs them, and what was written back into a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from support import open_book

from safeaudit.cells import EXCEL_EPOCH, Grid, GridSheet, Kind, column_letters, parse_a1
from safeaudit.files import reader as host


def cells_of(path: Path) -> dict[str, Any]:
    """A workbook as `window.__workbook`: what Excel holds of its cells, and what lies beside them."""
    book = open_book(path)
    grid = host.read(path)
    return {
        "name": path.name,
        "date1904": grid.date1904,
        "active": {"sheet": grid.sheets[0].title, "cell": "A1"},
        "names": [_name(name, item.attr_text) for name, item in book.defined_names.items()],
        "sheets": [
            _sheet(number, book[sheet.title], sheet, _struck_parts(grid, sheet.title))
            for number, sheet in enumerate(grid.sheets, 1)
        ],
    }


def _struck_parts(grid: Grid, title: str) -> dict[tuple[int, int], str]:
    """What is struck through in texts of a sheet, which the reader of files left out of them."""
    return {
        (note.cell.row, note.cell.column): dict(note.values)["text"]
        for note in grid.notes
        if note.code == "struck_part" and note.cell is not None and note.cell.sheet == title
    }


def _name(name: str, text: str) -> dict[str, str]:
    constant = text.startswith('"')
    return {
        "name": name,
        "type": "String" if constant else "Range",
        "value": text.strip('"') if constant else f"={text}",
    }


def _sheet(number: int, sheet: Any, grid: GridSheet, parts: dict[tuple[int, int], str]) -> dict[str, Any]:
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
        if value.kind is Kind.PICTURE:
            cells[key] = {"value": "#VALUE!", "error": True, "picture": "NotAvailable"}
        if part := parts.get((row, column)):
            cells[key] = {"value": f"{plain}{part}", "runs": [[plain, False], [part, True]]}
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
        **_beside(sheet, grid),
    }


def _beside(sheet: Any, grid: GridSheet) -> dict[str, Any]:
    """What lies beside the cells, as Excel keeps it: a note begins with the name of who wrote it."""
    notes, comments = [], []
    for (row, column), text in grid.notes.items():
        kept, cell = sheet.cell(row, column).comment, f"{column_letters(column)}{row}"
        if kept is not None and not kept.text.startswith("[Threaded comment]"):
            content = kept.text if kept.text.startswith(f"{kept.author}:") else f"{kept.author}:\n{kept.text}"
            notes.append({"cell": cell, "author": kept.author, "content": content})
        else:
            first, *replies = text.split("\n")
            comments.append({"cell": cell, "author": "Somebody", "content": first, "replies": replies})
    shapes = [
        {"type": "GeometricShape", "row": row, "column": column, "text": text} for row, column, text in grid.boxes
    ]
    shapes += [{"type": "Image", "row": row, "column": column} for row, column in grid.pictures]
    return {
        "merges": [area.coord for area in sheet.merged_cells.ranges],
        "struck": [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.font.strike],
        "notes": notes,
        "comments": comments,
        "shapes": shapes,
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

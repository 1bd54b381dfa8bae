"""The cells of START, OVERVIEW, CHECKS and LISTS as a blank workbook has them, kept for the reader: so it sees what was typed over."""

from __future__ import annotations

import json
import tempfile
from itertools import groupby
from pathlib import Path

from safeaudit.audit import blank_audit
from safeaudit.cells import GridSheet, Value
from safeaudit.edition import full
from safeaudit.files.reader import read
from safeaudit.reading.own_cells import ANY, FORMULA, FROM_CLDR, PRINTED, Column, Content, known_as
from safeaudit.reading.recognise import sheet_of
from safeaudit.reading.values import shown
from safeaudit.words import words
from safeaudit.workbook import build_workbook
from safeaudit.workbook.layout import HEADER, ROW_ID


def own_cells(language: str) -> bytes:
    """The table of one language, as `safeaudit/reading` keeps it."""
    with tempfile.TemporaryDirectory() as folder:
        one, other = (Path(folder) / f"{name}.xlsx" for name in ("one", "other"))
        for path in (one, other):
            build_workbook(path, blank_audit(language), workbook_id=path.stem)
        say = words(language)
        sheets = read(one).sheets
        found = {
            name: _columns(sheet, twin)
            for sheet, twin in zip(sheets, read(other).sheets, strict=True)
            if (name := known_as(sheet, say))
        }
        printed = {sheet_id: _printed(sheet) for sheet in sheets if (sheet_id := sheet_of(sheet, full(), say))}
    return _a_line_a_column(found, printed).encode()


def _printed(sheet: GridSheet) -> list[str]:
    """The texts of a sheet for answers that stand on no line: those above the table, and headings within it."""
    return sorted(
        {
            shown(value)
            for (row, _), value in sheet.cells.items()
            if not value.formula and (row <= HEADER or not sheet.text(row, ROW_ID))
        }
    )


def _a_line_a_column(found: dict[str, dict[str, Column]], printed: dict[str, list[str]]) -> str:
    """JSON whose changes can be read in a comparison of two versions."""
    texts = ",\n".join(f'"{sheet}": {json.dumps(own, ensure_ascii=False)}' for sheet, own in sorted(printed.items()))
    sheets = [f'"{PRINTED}": {{\n{texts}\n}}']
    for name, columns in sorted(found.items()):
        lines = ",\n".join(f'"{column}": {json.dumps(runs, ensure_ascii=False)}' for column, runs in columns.items())
        sheets.append(f'"{name}": {{\n{lines}\n}}')
    return "{\n" + ",\n".join(sheets) + "\n}\n"


def _columns(sheet: GridSheet, twin: GridSheet) -> dict[str, Column]:
    """{column: its runs of equal content from top to bottom}; what belongs to one workbook alone is ANY."""
    columns: dict[int, list[tuple[int, Content]]] = {}
    about = sheet.text(1, 1) == "product"  # what it tells differs from version to version
    skipped = {
        column + beside
        for (row, column), value in sheet.cells.items()
        if row == 1 and value.value in FROM_CLDR
        for beside in (0, 1)
    }
    for (row, column), value in sorted(sheet.cells.items()):
        if column not in skipped:
            own = not value.formula and (value != twin.cells[row, column] or (about and column > 1))
            columns.setdefault(column, []).append((row, ANY if own else _content(value)))
    return {str(column): _runs(cells) for column, cells in columns.items()}


def _content(value: Value) -> Content:
    return FORMULA if value.formula else shown(value)


def _runs(cells: list[tuple[int, Content]]) -> Column:
    runs: Column = []
    for (_, content), run in groupby(enumerate(cells), key=lambda each: (each[1][0] - each[0], each[1][1])):
        rows = [row for _, (row, _) in run]
        runs += [rows[0], rows[-1], content]
    return runs

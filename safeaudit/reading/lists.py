"""What a workbook's own sheets LISTS and CHECKS tell the reader: the words of its choices, and reasons for accepted warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from safeaudit.cells import Grid, GridSheet
from safeaudit.reading.own_cells import FROM_CLDR
from safeaudit.reading.values import clean, fold, shown
from safeaudit.words import words


@cache
def folded(language: str, options: str) -> dict[str, str]:
    """Folded words, and codes, to codes of a choice list in one language."""
    known = {fold(word): code for code, word in words(language).options(options).items()}
    return {fold(code): code for code in words(language).options(options)} | known


def workbook_lists(grid: Grid) -> dict[str, dict[str, str]]:
    """{choice list: {folded word: code}} from the workbook's LISTS sheet."""
    for sheet in grid.sheets:
        heads = {column: str(value.value) for (row, column), value in sheet.cells.items() if row == 1}
        if sum(text in ("yes_no", "country", "currency", "trend", "evidence") for text in heads.values()) >= 3:
            return {text: dict(_pairs(sheet, column)) for column, text in heads.items() if text in FROM_CLDR}
    return {}


_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2,4})?")


def _pairs(sheet: GridSheet, column: int) -> Iterator[tuple[str, str]]:
    row = 3
    while code := sheet.text(row, column):
        if _CODE.fullmatch(code):
            yield fold(sheet.text(row, column + 1)), code
            yield fold(code), code
        row += 1


def accepted(grid: Grid) -> dict[tuple[str, str], str]:
    """Reasons for accepted warnings on CHECKS, by (rule, key)."""
    for sheet in grid.sheets:
        for number, cells in sheet.rows():
            columns = {shown(value): column for column, value in cells.items()}
            if {"_key", "rule", "accepted"} <= set(columns):
                return dict(_reasons(sheet, number, columns))
    return {}


def _reasons(sheet: GridSheet, header: int, columns: Mapping[str, int]) -> Iterator[tuple[tuple[str, str], str]]:
    for number, cells in sheet.rows():
        if number > header + 1 and columns["accepted"] in cells:
            reason, _ = clean(shown(cells[columns["accepted"]]))
            rule = sheet.text(number, columns["rule"])
            if reason and rule:
                yield (rule, sheet.text(number, columns["_key"])), reason

"""A workbook that is one office's part: what is locked and grey in it, and the line on each sheet that says so."""

from __future__ import annotations

from itertools import groupby

from safeaudit.reading.own_cells import FOR_READING, PART_LINE, WHITE_LINES
from safeaudit.sharing import Part
from safeaudit.words import Words
from safeaudit.workbook.book import Book
from safeaudit.workbook.layout import FIRST_COLUMN, SheetLayout
from safeaudit.workbook.strict import Sheet


def opens(part: Part | None, layout: SheetLayout, row_id: str = "") -> bool:
    """Whether the office fills this line itself; in a whole workbook it always does."""
    return part is None or part.opens(layout.sheet_id, "" if layout.form else row_id)


def opens_any(part: Part | None, layout: SheetLayout) -> bool:
    """Whether the office fills anything on this sheet."""
    return opens(part, layout) or any(opens(part, layout, line.row_id) for line in layout.lines if line.row_id)


def who_fills(part: Part | None, layout: SheetLayout, words: Words) -> str:
    """What a sheet says above its table; empty where all of it is the office's own."""
    if part is None:
        return ""
    ids = [line.row_id for line in layout.lines if line.row_id]
    owners = [part.owner(layout.sheet_id, "" if layout.form else row_id) for row_id in ids]
    others = list(dict.fromkeys(office for office in owners if office != part.office))
    if not others:
        return ""
    if part.office not in owners:
        return words.t(FOR_READING, office=words.listed(others))
    return words.t(WHITE_LINES, office=words.listed(others))


def part_line(part: Part, words: Words) -> str:
    """What START says of a part."""
    return words.t(PART_LINE, office=part.office)


def grey(book: Book, layout: SheetLayout, sheet: Sheet) -> None:
    """Keep the lines of other offices grey, whatever else would light up in them."""
    lines = [(line.number, bool(line.row_id) and not opens(book.part, layout, line.row_id)) for line in layout.lines]
    for closed, run in groupby(lines, key=lambda each: each[1]):
        numbers = [number for number, _ in run]
        if closed:
            place = (numbers[0] - 1, FIRST_COLUMN - 1, numbers[-1] - 1, layout.last_column - 1)
            rule = {
                "type": "formula",
                "criteria": "=1=1",
                "format": book.styles.condition("closed"),
                "stop_if_true": True,
            }
            sheet.conditional_format(*place, rule)


__all__ = ["grey", "opens", "opens_any", "part_line", "who_fills"]

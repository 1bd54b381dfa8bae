"""What an older file holds beside its answers and a rebuilt workbook keeps: sheets of the office's own, notes at cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from safeaudit.cells import Format, GridSheet, Kind, Value
from safeaudit.workbook.book import Book
from safeaudit.workbook.notes import put_note
from safeaudit.workbook.strict import lines_needed, put

LONGEST_TITLE = 31
USUAL_WIDTH = 8.43
"""The width of a column nobody has set, in characters."""
PADDING = 5 / 7
"""What a stored width has more than the characters that fit: XlsxWriter adds it again."""
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_COLOUR = "#7A6A55"


def write_own_sheets(book: Book, sheets: Sequence[GridSheet]) -> None:
    """Write sheets of the office's own: values as they were seen, widths of columns, notes; formulas as their results."""
    for sheet in sheets:
        tab = free_title(sheet.title, {used.get_name() for used in book.book.worksheets()})
        written = book.add_sheet(tab, _COLOUR)
        for column, width in sheet.widths.items():
            written.set_column(column - 1, column - 1, max(0.0, width - PADDING))
        lines: dict[int, int] = {}
        for (row, column), value in sorted(sheet.cells.items()):
            content, style = _content(value, book.words.t("(a picture)"))
            put(written, row, column, content, book.styles[style])
            if isinstance(content, str):
                needed = lines_needed(content, sheet.widths.get(column, USUAL_WIDTH))
                lines[row] = max(lines.get(row, 1), needed)
        for row, count in lines.items():
            if count > 1:
                written.growing_height(row, min(390, 13.2 * count + 4))
        written.fit_to_pages(1, 0)
        for (row, column), text in sorted(sheet.notes.items()):
            put_note(written, row, column, text)
        if sheet.hidden:
            written.hide()


def _content(value: Value, picture: str) -> tuple[object, str]:
    """A cell's content as it is written, and the style that shows it as it was seen."""
    match value.kind:
        case Kind.PICTURE:
            return picture, "own_text"
        case Kind.DATE if isinstance(value.value, datetime):
            # Before 1900 a sheet knows no dates; a time of day alone lies there.
            return (value.value, "own_date") if value.value.year >= 1900 else (value.value.isoformat(" "), "own_text")
        case Kind.NUMBER:
            return value.value, "own_percent" if value.format is Format.PERCENT else "own"
        case Kind.BOOLEAN:
            return value.value, "own"
    return str(value.value), "own_text"


def free_title(title: str, taken: Collection[str]) -> str:
    """A title for a sheet that no other sheet has, whatever its letters' size, and that a workbook can hold."""
    plain = _NOT_IN_A_TITLE.sub("_", title).strip("'").strip() or "_"
    known = {each.casefold() for each in taken}
    name, number = plain[:LONGEST_TITLE], 1
    while name.casefold() in known or name.casefold() == "history":  # Excel keeps that name for itself
        number += 1
        ending = f" ({number})"
        name = plain[: LONGEST_TITLE - len(ending)] + ending
    return name


__all__ = ["free_title", "write_own_sheets"]

"""A workbook that is one office's part: what is locked and grey in it; and one made of parts: CONFLICTS and WHO ANSWERED."""

from __future__ import annotations

from itertools import groupby

from safeaudit.cells import column_letters
from safeaudit.reading.merged import (
    ANSWERED_IDS,
    ANSWERED_TEXTS,
    AS_IT_WAS,
    CONFLICT_IDS,
    CONFLICT_TEXTS,
    RECORD_PIECE,
)
from safeaudit.reading.own_cells import FOR_READING, PART_LINE, WHITE_LINES
from safeaudit.sharing import Merged, Part
from safeaudit.words import Words
from safeaudit.workbook.book import Book
from safeaudit.workbook.layout import FIRST_COLUMN, SheetLayout, quoted
from safeaudit.workbook.strict import Sheet, lines_needed, put

IDS, HEAD, TOP = 3, 4, 5
"""The rows of the hidden IDs, of the headers, and of the first entry."""
COLOUR = "#9C2F1B"
VALUE_WIDTH = 32
MOST_HEIGHT = 390


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


# A workbook made of parts ---------------------------------------------------------------------------------------------


def write_merged(book: Book, merged: Merged) -> None:
    """Write both sheets; CONFLICTS where there is one."""
    if merged.conflicts:
        _conflicts(book, merged)
    _answered(book, merged)


def _conflicts(book: Book, merged: Merged) -> None:
    words, styles = book.words, book.styles
    title, to_do, *heads = map(words.t, CONFLICT_TEXTS)
    widths = (12, 18, 26, 30, 24, VALUE_WIDTH, *[VALUE_WIDTH] * len(merged.offices))
    sheet = _framed(book, "CONFLICTS", title, to_do, widths)
    for column, mark in enumerate((*CONFLICT_IDS, *["value"] * len(merged.offices)), 1):
        put(sheet, IDS, column, mark, styles["muted"])
    for column, head in enumerate((*heads, words.t(AS_IT_WAS), *merged.offices), 2):
        put(sheet, HEAD, column, head, styles["header"])
    for row, each in enumerate(merged.conflicts, TOP):
        put(sheet, row, 1, each.key, styles["muted"])
        places = (each.sheet, each.line, each.question, each.chosen, each.before, *each.values)
        for column, text in enumerate(places, 2):
            put(sheet, row, column, text, styles["input" if column == 5 else "locked"])
        lines = max(lines_needed(text, widths[column - 1]) for column, text in enumerate(places, 2))
        sheet.growing_height(row, min(MOST_HEIGHT, 13.2 * lines + 4))
    offices = f"{quoted(sheet.get_name())}!$F${HEAD}:${column_letters(6 + len(merged.offices))}${HEAD}"
    sheet.data_validation(
        TOP - 1,
        4,
        TOP + len(merged.conflicts) - 2,
        4,
        {
            "validate": "list",
            "source": f"={offices}",
            "input_title": words.t("Choose"),
            "input_message": words.t(
                "The office whose answer is right, or “{as_it_was}”.", as_it_was=words.t(AS_IT_WAS)
            ),
            "error_type": "warning",
        },
    )
    book.protect(sheet)


def _answered(book: Book, merged: Merged) -> None:
    words, styles = book.words, book.styles
    title, to_do, *heads = map(words.t, ANSWERED_TEXTS)
    widths = (12, 18, 26, 30, 24, VALUE_WIDTH, VALUE_WIDTH)
    sheet = _framed(book, "WHO ANSWERED", title, to_do, widths)
    for column, mark in enumerate(ANSWERED_IDS, 1):
        put(sheet, IDS, column, mark, styles["muted"])
    for column, head in enumerate(heads, 2):
        put(sheet, HEAD, column, head, styles["header"])
    pieces = [merged.record[start : start + RECORD_PIECE] for start in range(0, len(merged.record), RECORD_PIECE)]
    for row in range(TOP, TOP + max(len(pieces), len(merged.answered))):
        number = row - TOP
        put(sheet, row, 1, f"|{pieces[number] if number < len(pieces) else ''}|", styles["muted"])
        if number < len(merged.answered):
            for column, text in enumerate(merged.answered[number], 2):
                put(sheet, row, column, text, styles["locked"])
            lines = max(lines_needed(text, widths[column]) for column, text in enumerate(merged.answered[number], 1))
            sheet.growing_height(row, min(MOST_HEIGHT, 13.2 * lines + 4))
    sheet.autofilter(HEAD - 1, 1, HEAD - 1 + max(1, len(merged.answered)), len(ANSWERED_IDS) - 1)
    book.protect(sheet)


def _framed(book: Book, mark: str, title: str, to_do: str, widths: tuple[float, ...]) -> Sheet:
    """A sheet with its title, what to do with it, and room for its columns; the first of them is hidden."""
    sheet = book.add_sheet(book.words.t(mark), COLOUR)
    put(sheet, 1, 1, mark, book.styles["muted"])
    for column in range(2, len(widths) + 1):
        put(sheet, 1, column, title if column == 2 else "", book.styles["title"])
    put(sheet, 2, 2, to_do, book.styles["plain"])
    sheet.set_row(0, 30)
    sheet.set_row(IDS - 1, None, None, {"hidden": True})
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width, None, {"hidden": True} if number == 0 else {})
    sheet.freeze_panes(HEAD, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD - 1)
    return sheet


__all__ = ["grey", "opens", "opens_any", "part_line", "who_fills", "write_merged"]

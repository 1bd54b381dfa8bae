"""The hidden sheets: LISTS (codes and words, and the rows a reference may choose from) and ABOUT (what this workbook is)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.cells import Unplaced, column_letters
from safeaudit.edition import Edition
from safeaudit.reading.own_cells import NOT_PLACED
from safeaudit.sheets import FixedRow, Free
from safeaudit.sheets.base import references
from safeaudit.sheets.kinds import WHOLE_CITY, Choice, Reference
from safeaudit.workbook.book import LABEL_LENGTH, Book
from safeaudit.workbook.formulas import choice_name
from safeaudit.workbook.layout import Line, SheetLayout, is_local, quoted
from safeaudit.workbook.strict import Sheet, lines_needed, put, put_formula

KEY_ROW, HEAD_ROW, TOP = 1, 2, 3
"""On LISTS: the row of list IDs, the row of column headers, the first row of entries (all counted from 1)."""


def used_choices(edition: Edition) -> list[str]:
    """The choice lists that columns use, in the order they first appear."""
    found = {}
    for cls in edition.sheets.values():
        for column in cls.inputs():
            if isinstance(column.kind, Choice):
                found[column.kind.options] = True
    return list(found)


def referenced(edition: Edition) -> list[str]:
    """The sheets other sheets point at, in workbook order."""
    targets = {
        column.kind.sheet
        for cls in edition.sheets.values()
        for column in references(cls)
        if isinstance(column.kind, Reference)
    }
    return [sheet_id for sheet_id in edition.sheets if sheet_id in targets]


def write_lists(book: Book) -> None:
    """Write LISTS and define the names that dropdowns and checks use."""
    tab = book.words.t("LISTS")
    sheet = book.add_sheet(tab, "#52606D")
    column = 1
    for options in used_choices(book.audit.edition):
        _choices(book, sheet, tab, options, column)
        column += 2
    for sheet_id in referenced(book.audit.edition):
        _rows(book, sheet, tab, sheet_id, column)
        column += 5 if sheet_id == "AREAS" else 4
    sheet.set_column(0, column, 18)
    sheet.hide()
    book.protect(sheet)


def _choices(book: Book, sheet: Sheet, tab: str, options: str, column: int) -> None:
    """Two columns: code and word."""
    plain = book.styles["plain"]
    put(sheet, KEY_ROW, column, options, plain)
    put(sheet, HEAD_ROW, column, book.words.t("Code"), plain)
    put(sheet, HEAD_ROW, column + 1, book.words.t("Word"), plain)
    entries = book.words.options(options)
    for number, (code, word) in enumerate(entries.items()):
        put(sheet, TOP + number, column, code, plain)
        put(sheet, TOP + number, column + 1, word, plain)
    _name(book, tab, choice_name(options), column + 1, TOP, TOP + len(entries) - 1)


def _rows(book: Book, sheet: Sheet, tab: str, sheet_id: str, column: int) -> None:
    """Four columns: running number, ID, "ID · label", and the same without gaps, so that dropdowns grow as people type."""
    layout, words = book.layouts[sheet_id], book.words
    lines = [line for line in layout.lines if line.row_id]
    plain, audit = book.styles["plain"], book.audit
    put(sheet, KEY_ROW, column, sheet_id, plain)
    for number, head in enumerate((words.t("No."), words.t("ID"), words.t("Line"), words.t("Choice"))):
        put(sheet, HEAD_ROW, column + number, head, plain)
    bottom = TOP + len(lines) - 1
    rank, ids, texts = (column_letters(column + number) for number in range(3))
    in_use = [line.row_id for line in lines if audit.by_id[line.row_id].used]
    shown = [book.choice(row_id) for row_id in in_use]
    for number, line in enumerate(lines):
        row = TOP + number
        used = line.row_id in in_use
        before = f"COUNT({rank}${TOP - 1}:{rank}{row - 1})+1"
        value = in_use.index(line.row_id) + 1 if used else ""
        own = f"{quoted(layout.tab)}!$A{line.number}"  # not the ID itself: somebody may sort the lines
        put_formula(sheet, row, column, f'=IF({_in_use(layout, line)},{before},"")', plain, value)
        put_formula(sheet, row, column + 1, f'=IF({rank}{row}="","",{own})', plain, line.row_id if used else "")
        label = shown[in_use.index(line.row_id)] if used else ""
        put_formula(
            sheet, row, column + 2, f'=IF({rank}{row}="","",{_label(layout, line, ids + str(row))})', plain, label
        )
        compact = (
            f'=IFERROR(INDEX({texts}${TOP}:{texts}${bottom},MATCH({number + 1},{rank}${TOP}:{rank}${bottom},0)),"")'
        )
        put_formula(sheet, row, column + 3, compact, plain, shown[number] if number < len(shown) else "")
    _name(book, tab, f"ids_{sheet_id}", column + 1, TOP, bottom)
    _growing(book, tab, f"choose_{sheet_id}", column + 3, rank, bottom)
    if sheet_id == "AREAS":
        _with_city(book, sheet, tab, column, bottom, shown)


def _in_use(layout: SheetLayout, line: Line) -> str:
    """Whether the line has anything in it; a local line with a reason why it does not apply counts, and asks nothing."""
    if isinstance(layout.cls.rows, Free) or is_local(line, layout.cls):
        return f"{quoted(layout.tab)}!{layout.cell('_expected', line.number)}>0"
    return "TRUE"


def _label(layout: SheetLayout, line: Line, own: str) -> str:
    """`own`: the cell with the line's ID."""
    column = layout.cls.label_column
    if column is None:  # an edition that does not ask what names a line: its number is chosen alone
        return own
    label = layout.reach(column, line.number, sheet=True)
    if issubclass(layout.cls, FixedRow) or isinstance(layout.cls.rows, Free):
        return f'IF({label}="",{own},{own}&" · "&LEFT({label},{LABEL_LENGTH}))'
    return own


def _with_city(book: Book, sheet: Sheet, tab: str, column: int, bottom: int, shown: list[str]) -> None:
    """A fifth column: the whole city first, then the areas."""
    plain = book.styles["plain"]
    compact, rank = column_letters(column + 3), column_letters(column)
    put(sheet, HEAD_ROW, column + 4, book.words.t("Choice"), plain)
    put(sheet, TOP, column + 4, f"{WHOLE_CITY} · {book.words.t('Whole city')}", plain)
    for number, row in enumerate(range(TOP, bottom + 1)):
        value = shown[number] if number < len(shown) else ""
        put_formula(sheet, row + 1, column + 4, f'={compact}{row}&""', plain, value)
    _growing(book, tab, "choose_AREAS_or_city", column + 4, rank, bottom + 1, extra=1)


def _name(book: Book, tab: str, name: str, column: int, top: int, bottom: int) -> None:
    letters = column_letters(column)
    book.book.define_name(name, f"={quoted(tab)}!${letters}${top}:${letters}${bottom}")


def _growing(book: Book, tab: str, name: str, column: int, rank: str, bottom: int, *, extra: int = 0) -> None:
    """A name that ends with the last filled entry; INDEX keeps it from being volatile."""
    letters, prefix = column_letters(column), quoted(tab)
    count = f"COUNT({prefix}!${rank}${TOP}:${rank}${bottom})"
    last = f"MAX(1,{count}+{extra})" if extra else f"MAX(1,{count})"
    cells = f"{prefix}!${letters}${TOP}:${letters}${bottom}"
    book.book.define_name(name, f"={prefix}!${letters}${TOP}:INDEX({cells},{last})")


def write_unplaced(book: Book, unplaced: Sequence[Unplaced]) -> None:
    """Write the contents that belong to no question: where each stood, and what it says."""
    words, styles = book.words, book.styles
    sheet = book.add_sheet(words.t("NOT PLACED"), "#9C2F1B")
    title, to_do, *heads = map(words.t, NOT_PLACED)
    for column in range(1, 4):
        put(sheet, 1, column, title if column == 1 else "", styles["title"])
    sheet.set_row(0, 30)
    put(sheet, 2, 1, to_do, styles["plain"])
    for column, head in enumerate(heads, 1):
        put(sheet, 4, column, head, styles["header"])
    for number, entry in enumerate(unplaced, 5):
        put(sheet, number, 1, entry.cell.sheet, styles["locked"])
        put(sheet, number, 2, entry.cell.a1, styles["locked"])
        put(sheet, number, 3, entry.content, styles["input"])
        sheet.growing_height(number, min(390, 13.2 * lines_needed(entry.content, 100) + 4))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, 100)
    sheet.freeze_panes(4, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)


ABOUT_KEYS = ("product", "instrument", "workbook_id", "language", "issued", "seal")
"""What ABOUT tells, as key and value; beside these its edition, and of a part whose it is."""


def write_about(book: Book, facts: dict[str, str]) -> None:
    """Write ABOUT: one key and value a line, read back by key."""
    sheet = book.add_sheet(book.words.t("ABOUT"), "#52606D")
    for number, key in enumerate(ABOUT_KEYS, 1):
        put(sheet, number, 1, key, book.styles["plain"])
        put(sheet, number, 2, facts.get(key, ""), book.styles["plain"])
    put(sheet, len(ABOUT_KEYS) + 1, 1, "lists", book.styles["plain"])
    put(sheet, len(ABOUT_KEYS) + 1, 2, " ".join(sorted(book.audit.edition.lists())), book.styles["plain"])
    for number, key in enumerate((each for each in ("edition", "part") if each in facts), len(ABOUT_KEYS) + 2):
        put(sheet, number, 1, key, book.styles["plain"])
        put(sheet, number, 2, facts[key], book.styles["plain"])
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 44)
    sheet.hide()
    book.protect(sheet)

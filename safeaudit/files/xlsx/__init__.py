"""Reads the cells of an Office Open XML workbook, in one pass that is guard and reader at once.

A sheet's rows are first read by one regular expression that spells out the few forms every usual writer uses and
accepts nothing else; being an exact grammar it is a well-formedness check as well, and it runs in C over the 1 MiB
pieces the package hands out. Anything outside that grammar (prefixes, comments, CDATA, UTF-16, missing addresses,
repeated cells …) is read again from the start by expat, slower and in full. Both ways end in the same account of what a
cell means, and nothing is ever dense: a cell costs what it costs wherever it lies.

What a Grid from here holds: an empty text stays a text (Excel does not call such a cell blank either); a value that
contradicts its type stays as text, with a note `bad_value`; date serials Excel has no date for stay numbers. Notes:
`duplicate_cell` (the last counts), `bad_string`, `bad_value`, `bad_address`, `outside_grid`, `sheet_without_part`,
`more_notes`; of what is seen but is no content of a cell: `struck_part`, `notes_missing`, `bad_merge`, `bad_row`; and
`active` for each kind of content that would run or fetch something.
"""

from __future__ import annotations

from safeaudit.cells import Grid, GridSheet
from safeaudit.files.guard import LIMITS, Limits, Package, damaged
from safeaudit.files.xlsx.active import active_name, calls_in, find_active
from safeaudit.files.xlsx.beside import read_beside
from safeaudit.files.xlsx.frame import Frame
from safeaudit.files.xlsx.parts import Book, content_types, main_part, relations
from safeaudit.files.xlsx.quick import SHEET_DATA, UnusualError, read_stretch, stretches
from safeaudit.files.xlsx.slow import SlowRows
from safeaudit.files.xlsx.strings import read_strings
from safeaudit.files.xlsx.styles import is_date_format, is_percent_format, read_styles
from safeaudit.files.xlsx.values import Cells, Reading, date_of, unescape
from safeaudit.files.xml import read_xml


def read_workbook(data: bytes, source: str, limits: Limits = LIMITS) -> Grid:
    """The workbook in `data` as a Grid; UnreadableFile if damaged, hostile, of another kind or beyond the limits."""
    package = Package(data, limits)
    main = main_part(package)
    book = Book(package, main)
    related = relations(package, main)
    reading = Reading(limits, book.date1904)
    for kind, target in related.values():
        if kind in ("styles", "sharedStrings") and target not in package:
            raise damaged("missing_part", target)
        if kind == "styles":
            reading.styles = read_styles(package, target)
        elif kind == "sharedStrings":
            read_strings(package, target, reading)
    sheets = []
    for title, relation, hidden in book.sheets:
        kind, target = related.get(relation, ("", ""))
        if not kind:
            reading.note("sheet_without_part", None, sheet=title)
        if kind == "worksheet":
            sheets.append(_read_sheet(package, target, GridSheet(title, hidden=hidden), reading))
    find_active(package, content_types(package), reading)
    for kind in dict.fromkeys(filter(None, (active_name(*each) for each in book.names))):
        reading.note("active", None, kind=kind)
    package.check_unread()
    return Grid(source, sheets, reading.all_notes(), book.date1904)


def _read_sheet(package: Package, part: str, sheet: GridSheet, reading: Reading) -> GridSheet:
    state = reading.state()
    try:
        into, around = Cells(sheet, reading), Frame(sheet, reading)
        for stretch in stretches(package, part, SHEET_DATA, ["worksheet", "sheetData"], "row", around):
            read_stretch(stretch, into)
            calls_in(stretch, sheet.title, reading)
    except UnusualError:
        reading.restore(state)
        sheet.clear()
        rows, around = SlowRows(Cells(sheet, reading), part), Frame(sheet, reading)

        def start(local: str, attributes: dict[str, str], path: list[str]) -> None:
            rows.start(local, attributes, path)
            around.start(local, attributes, path)

        def end(local: str, path: list[str]) -> None:
            rows.end(local, path)
            around.end(local, path)

        def text(content: str) -> None:
            rows.text(content)
            around.text(content)

        read_xml(package, part, start, end, text)
    read_beside(package, part, sheet, reading)
    return sheet


__all__ = ["date_of", "is_date_format", "is_percent_format", "read_workbook", "unescape"]

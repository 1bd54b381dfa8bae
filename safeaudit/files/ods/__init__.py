"""Reads the cells of an OpenDocument spreadsheet (.ods) into the same Grid as every other format, under the same guard.

One pass of expat over content.xml. Repeated cells and rows are counted against the limits before they are spread out, so
a line that says “a million times” costs nothing. What a Grid from here holds: numbers, dates and true or false by the
value the file states, texts by their paragraphs; a cell shown as per cent keeps its value (0.63); a time of day lies on
the spreadsheet's first day, and hours that may pass 24 are a number of days, as Excel has them. Notes: `bad_value`,
`outside_grid`, `struck_part`, `more_notes`, and `active` for each kind of content that would run or fetch something.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from safeaudit.cells import (
    MAX_COLUMN,
    MAX_ROW,
    Box,
    Cell,
    Grid,
    GridNote,
    GridSheet,
    Kind,
    Span,
    Value,
)
from safeaudit.files.guard import LIMITS, Limits, Package, Refusal, UnreadableFile, damaged, too_big
from safeaudit.files.ods.active import ACTIVE, active_element, active_formula, active_parts
from safeaudit.files.ods.styles import KNOWN, SHAPES, Styles, name
from safeaudit.files.ods.values import FORMULA, TYPE, value_of
from safeaudit.files.ods.words import Words
from safeaudit.files.xml import read_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

MIMETYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)


def is_ods(package: Package) -> bool:
    """Whether a package says that it is an OpenDocument spreadsheet."""
    return mimetype(package) in MIMETYPES


def mimetype(package: Package) -> bytes:
    """What a package of the OpenDocument family says it is; empty when it says nothing."""
    if "mimetype" in package:
        return b"".join(package.chunks("mimetype"))[:200].strip()
    found: list[bytes] = []

    def start(local: str, attributes: Mapping[str, str], _path: list[str]) -> None:
        if local == "manifest:file-entry" and attributes.get(_FULL_PATH) == "/":
            found.append(attributes.get(_MEDIA_TYPE, "").encode())

    if "META-INF/manifest.xml" in package and "content.xml" in package:
        read_xml(package, "META-INF/manifest.xml", start, known=KNOWN)
    return found[0] if found else b""


def read_ods(package: Package, source: str, limits: Limits = LIMITS) -> Grid:
    """The spreadsheet in a package as a Grid; UnreadableFile if damaged, hostile, protected or beyond the limits."""
    _refuse_encrypted(package)
    if "content.xml" not in package:
        raise damaged("missing_part", "content.xml")
    styles = Styles(limits)
    if "styles.xml" in package:
        read_xml(package, "styles.xml", styles.start, known=KNOWN)
    content = _Content(styles, limits)
    read_xml(package, "content.xml", content.start, content.end, content.text, known=KNOWN)
    for kind in [*active_parts(package), *content.active]:
        content.note("active", None, kind=kind)
    package.check_unread()
    if not content.sheets:
        raise damaged("no_sheets", "content.xml")
    return Grid(source, content.sheets, content.all_notes(), content.date1904)


def _refuse_encrypted(package: Package) -> None:
    def start(local: str, _attributes: Mapping[str, str], _path: list[str]) -> None:
        if local == "manifest:encryption-data":
            raise UnreadableFile(Refusal.NOT_DECRYPTED)

    if "META-INF/manifest.xml" in package:
        read_xml(package, "META-INF/manifest.xml", start, known=KNOWN)


_FULL_PATH, _MEDIA_TYPE = name("manifest:full-path"), name("manifest:media-type")
_TABLE, _STYLE, _DEFAULT_STYLE = name("table:name"), name("table:style-name"), name("table:default-cell-style-name")
_COLUMNS, _ROWS = name("table:number-columns-repeated"), name("table:number-rows-repeated")
_WIDE, _HIGH = name("table:number-columns-spanned"), name("table:number-rows-spanned")
_NULL_DATE, _TEXT_STYLE, _COUNT = name("table:date-value"), name("text:style-name"), name("text:c")

_COUNTED = re.compile("[0-9]{1,9}")
_LINKED = re.compile(r"'.*'#\$")
_CELLS = frozenset(("table:table-cell", "table:covered-table-cell"))
_GROUPS = frozenset(("table:table", "table:table-rows", "table:table-header-rows", "table:table-row-group"))
_MOST_WIDTHS = 512


class _Filled(NamedTuple):
    """A cell of the row being read: its columns, what it holds, and whether that is struck through."""

    column: int
    times: int
    value: Value
    struck: bool


class _Content:
    """Expat callbacks that put the cells of content.xml."""

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self.sheets: list[GridSheet] = []
        self.date1904 = False
        self.active: dict[str, None] = {}
        self._styles = styles
        self._limits = limits
        self._notes: list[GridNote] = []
        self._notes_left_out = 0
        self._cells = self._length = self._merges = 0
        self._sheet: GridSheet | None = None
        self._words: list[Words] = []  # of the cell, of a note or shape in it
        self._inside: list[int] = []  # depths of the elements these words belong to
        self._new_table("")

    def _new_table(self, style: str) -> None:
        self._table_style = style
        self._row = self._next_row = self._column = self._last_column = 0
        self._defaults: list[tuple[int, str]] = []  # (last column, style of its cells)
        self._filled: list[_Filled] = []
        self._spans: list[Span] = []
        self._attributes: Mapping[str, str] = {}
        self._row_style = ""

    def all_notes(self) -> list[GridNote]:
        if self._notes_left_out:
            return [*self._notes, GridNote("more_notes", None, (("count", str(self._notes_left_out)),))]
        return self._notes

    # Elements --------------------------------------------------------------------------------------------------------

    def start(  # noqa: C901, PLR0912  # one case for each element
        self, local: str, attributes: Mapping[str, str], path: list[str]
    ) -> None:
        if len(path) > 2 and path[1] != "office:body":
            self._styles.start(local, attributes, path)
        elif local == "table:table":
            if path[-2] == "office:spreadsheet":
                self._start_table(attributes)
        elif local == "table:null-date":
            self.date1904 = attributes.get(_NULL_DATE, "") == "1904-01-01"
        elif local in ACTIVE:
            self.active.update((kind, None) for kind in active_element(local, attributes))
            if path[-2] == "draw:frame" and self._words:
                # Beside a chart lies a picture of it, for programs that draw none.
                self._words[-1].frames.append(local)
        elif self._sheet is None:
            return
        elif local in SHAPES or local == "office:annotation":
            self._open(path)
        elif self._inside:
            self._in_words(local, attributes)
        elif local in _CELLS and path[-2] == "table:table-row":
            self._attributes = attributes
            self._open(path)
        elif local == "table:table-row" and path[-2] in _GROUPS:
            self._start_row(attributes)
        elif local == "table:table-column":
            self._add_columns(attributes)
        elif local == "table:table-source":
            self.active["links"] = None
            if _LINKED.match(self._sheet.title):
                self.sheets.remove(self._sheet)  # what LibreOffice remembers of another file
                self._sheet = None

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        style = attributes.get(_STYLE, "")
        self._new_table(style)
        self._sheet = GridSheet(attributes.get(_TABLE, ""), hidden=self._styles.hidden(style))
        self.sheets.append(self._sheet)
        if len(self.sheets) > self._limits.sheets:
            raise too_big(self._limits, "sheets")

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row, self._column = self._next_row + 1, 0
        self._next_row += _times(attributes, _ROWS)
        self._row_style = attributes.get(_DEFAULT_STYLE, "")

    def _add_columns(self, attributes: Mapping[str, str]) -> None:
        first, self._last_column = self._last_column + 1, self._last_column + _times(attributes, _COLUMNS)
        self._defaults.append((self._last_column, attributes.get(_DEFAULT_STYLE, "")))
        if len(self._defaults) > MAX_COLUMN:
            raise damaged("columns", "content.xml")
        width = self._styles.width(attributes.get(_STYLE, ""))
        if width is not None and self._sheet is not None:
            for column in range(first, min(self._last_column, _MOST_WIDTHS) + 1):
                self._sheet.widths[column] = width

    def _open(self, path: list[str]) -> None:
        self._words.append(Words(self._limits, self._at()))
        self._inside.append(len(path))

    def _in_words(self, local: str, attributes: Mapping[str, str]) -> None:
        words = self._words[-1]
        match local:
            case "text:p" | "text:h":
                words.paragraph()
            case "text:span":
                words.span(struck=self._styles.struck("text", attributes.get(_TEXT_STYLE, "")))
            case "text:s":
                words.blanks(_times(attributes, _COUNT))
            case "text:tab":
                words.mark("\t")
            case "text:line-break":
                words.mark("\n")
            case "text:ruby-text":
                words.silent += 1

    def text(self, text: str) -> None:
        if self._words:
            self._words[-1].add(text)

    def end(self, local: str, path: list[str]) -> None:
        if self._inside:
            if len(path) == self._inside[-1]:
                self._inside.pop()
                self._close(local, self._words.pop())
            elif local in ("text:p", "text:h"):
                self._words[-1].end_paragraph()
            elif local == "text:span":
                self._words[-1].end_span()
            elif local == "text:ruby-text":
                self._words[-1].silent -= 1
        elif local == "table:table-row" and path[-2] in _GROUPS and self._sheet is not None:
            self._end_row(self._sheet)
        elif local == "table:table" and path[-2] == "office:spreadsheet":
            self._sheet = None

    def _close(self, local: str, words: Words) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        if local in _CELLS:
            self._end_cell(words)
            return
        text, row, column = words.all().strip(), max(1, self._row), self._column + 1
        if row > MAX_ROW or column > MAX_COLUMN:
            return
        self._count(0, len(text))
        if words.frames[:1] == ["draw:image"]:
            sheet.pictures.append((row, column))
        if text and local == "office:annotation":
            sheet.notes[row, column] = text
        elif text:
            sheet.boxes.append(Box(row, column, text))
        if len(sheet.notes) + len(sheet.boxes) + len(sheet.pictures) > self._limits.shapes:
            raise too_big(self._limits, "shapes", cell=self._at())

    # Cells -----------------------------------------------------------------------------------------------------------

    def _end_cell(self, words: Words) -> None:
        attributes, times = self._attributes, _times(self._attributes, _COLUMNS)
        first = self._column + 1
        style = attributes.get(_STYLE) or self._row_style or self._default(first)
        self._merge(attributes, first)
        value = self._value(attributes, style, words)
        if FORMULA in attributes and (kind := active_formula(attributes[FORMULA])):
            self.note("active", self._at(), kind=kind)
        if value is not None:
            struck = words.struck or self._styles.struck("table-cell", style)
            if words.through and not struck:
                self.note("struck_part", self._at(), text=words.through[:80])
            self._filled.append(_Filled(first, times, value, struck))
        self._column += times

    def _default(self, column: int) -> str:
        return next((style for last, style in self._defaults if column <= last), "")

    def _merge(self, attributes: Mapping[str, str], column: int) -> None:
        wide, high = _times(attributes, _WIDE), _times(attributes, _HIGH)
        if wide * high < 2:
            return
        if wide * high > self._limits.merge:
            raise too_big(self._limits, "merge", cell=self._at())
        self._spans.append(Span(self._row, column, self._row + high - 1, column + wide - 1))

    def _end_row(self, sheet: GridSheet) -> None:
        """Spread out what was gathered, over all the rows it is said of."""
        rows = self._next_row - self._row + 1
        filled, spans = self._filled, self._spans
        self._filled, self._spans = [], []
        if not filled and not spans:
            return
        self._merges += len(spans) * rows
        if self._merges > self._limits.merges:
            raise too_big(self._limits, "merges")
        texts = sum(each.times * len(each.value.value) for each in filled if isinstance(each.value.value, str))
        self._count(rows * sum(each.times for each in filled), rows * texts)
        for down in range(rows):
            for first, column, last, last_column in spans:
                sheet.merges.append(Span(first + down, column, last + down, last_column))
            for each in filled:
                for column in range(each.column, each.column + each.times):
                    self._put(sheet, self._row + down, column, each)

    def _put(self, sheet: GridSheet, row: int, column: int, filled: _Filled) -> None:
        if row > MAX_ROW or column > MAX_COLUMN:
            self.note("outside_grid", Cell(sheet.title, row, column))
            return
        sheet.cells[row, column] = filled.value
        if filled.struck:
            sheet.struck.add((row, column))

    def _value(self, attributes: Mapping[str, str], style: str, words: Words) -> Value | None:
        shown = words.all()
        found = value_of(attributes, shown, self._styles, style, date1904=self.date1904)
        if found is None and (attributes.get(TYPE) or shown):
            self.note("bad_value", self._at(), text=shown[:80])
            found = Value(Kind.TEXT, shown, FORMULA in attributes) if shown else None
        if found is not None and isinstance(found.value, str) and len(found.value) > self._limits.text:
            raise too_big(self._limits, "text", cell=self._at())
        return found

    # Counts and notes ------------------------------------------------------------------------------------------------

    def _at(self) -> Cell:
        return Cell(self._sheet.title if self._sheet else "", max(1, self._row), self._column + 1)

    def note(self, code: str, cell: Cell | None, **values: str) -> None:
        if len(self._notes) < self._limits.notes:
            self._notes.append(GridNote(code, cell, tuple(values.items())))
        else:
            self._notes_left_out += 1

    def _count(self, cells: int, text: int) -> None:
        self._cells += cells
        self._length += text
        if self._cells > self._limits.cells:
            raise too_big(self._limits, "cells")
        if self._length > self._limits.all_text:
            raise too_big(self._limits, "all_text")


def _times(attributes: Mapping[str, str], attribute: str) -> int:
    """A count as an attribute gives it, at least 1."""
    given = attributes.get(attribute, "1").strip()
    return max(1, int(given)) if _COUNTED.fullmatch(given) else 1

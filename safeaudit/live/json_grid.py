"""Reads a workbook that a spreadsheet program's own script sent as JSON: what Office.js says of each sheet's used range.

    {"name": "city.xlsx", "date1904": false,
     "active": {"sheet": "RISKS", "cell": "D7"},
     "sheets": [{"name": "RISKS", "visibility": "Visible", "address": "A1:X60",
                 "values": [[…]],            range.values: error cells as their text, blank cells as ""
                 "short_lines": true,        blank cells at the end of a line are left out; without it a line that is
                                             too short is refused, as something may be missing
                 "types": [[…]] or null,     range.valueTypes by their first letter, X for an error, P for a picture
                 "formats": [[…]] or null,   range.numberFormat: which numbers are shown as dates or per cent; or only
                                             those that are not General, by address: {"D7": "0%"}
                 "formulas": {"D7": "=…"},   only cells whose formula begins with =
                 "merges": ["E7:E8"],        what else is seen; all of these may be missing
                 "notes": {"E10": "…"},      notes and conversations at cells
                 "struck": ["D9"],           cells shown struck through
                 "struck_parts": {"D8": "…"}, what is struck through in a text, which is sent without it
                 "boxes": [{"cell": "A1", "text": "…"}],  text boxes and shapes with words
                 "pictures": ["A1"]}]}

A live workbook knows a date or a per cent only by its number format, just as a file does, so with `formats` every cell is
read as from the file. Without them a number stays a number whose format is unknown: a date column reads it as the date of
our time it stands for, and of a small share it is asked whether per cent is meant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from safeaudit.cells import MAX_COLUMN, MAX_ROW, Box, Cell, Format, Grid, GridNote, GridSheet, Kind, Value, parse_a1
from safeaudit.cells import Span as Area
from safeaudit.doors import WHAT, NotReadable
from safeaudit.files.guard import LIMITS, Limits
from safeaudit.files.xlsx import date_of, is_date_format, is_percent_format
from safeaudit.reading.values import clean
from safeaudit.words import N_, words

LONGEST_NAME = 255
"""Characters in the name of a file or a sheet."""

LONGEST_STRUCK = 80
"""Characters of what is struck through in a text that are kept for the finding, as the reader of files keeps them."""

MOST_PLACES = 5_000_000
"""Places in all used ranges, blank ones included: what Office.js gives at most for one range."""

REFUSED = N_(
    "{file} could not be taken over from the spreadsheet program: {fault}. "
    "Save the workbook, open it again, and try once more; or check the saved file itself."
)
TOO_BIG = N_("{file} is too large to be an audit workbook ({what}). Remove what does not belong to it and try again.")
FAULTS = {
    "shape": N_("what arrived is not a workbook"),
    "sheet": N_("a sheet did not arrive as a table of cells"),
    "name": N_("a name is missing or too long"),
    "twice": N_("two sheets have the same name"),
    "address": N_("an address is outside the sheet"),
    "rows": N_("the lines of a sheet are not equally long"),
    "cell": N_("a cell holds something that no cell can hold"),
}


C = TypeVar("C", list[object], dict[str, object])


class Span(NamedTuple):
    """A rectangle of cells: its first row and column, counted from 1, and its size."""

    row: int
    column: int
    height: int
    width: int


def read(payload: object, language: str = "en", limits: Limits = LIMITS) -> Grid:
    """The workbook in a JSON payload as a Grid; NotReadable, in this language, when it is none or beyond the limits."""
    return _Reader(payload, language, limits).grid()


def span(address: str) -> Span:
    """The place and size of an address such as A1:X60, $B$2 or 'My sheet'!C3:D4; ValueError when it is none."""
    first, _, last = address.rpartition("!")[2].replace("$", "").upper().partition(":")
    row, column = parse_a1(first)
    last_row, last_column = parse_a1(last) if last else (row, column)
    if last_row < row or last_column < column:
        raise ValueError(f"not an address: {address[:20]!r}")
    return Span(row, column, last_row - row + 1, last_column - column + 1)


BLANK = (None, "E", "Empty")
"""What `types` says of a cell without content."""

_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!)")

_is_date = lru_cache(maxsize=1024)(is_date_format)
_is_percent = lru_cache(maxsize=1024)(is_percent_format)


class _Reader:
    """One payload while it is read: what it may still hold, and how to refuse it."""

    def __init__(self, payload: object, language: str, limits: Limits) -> None:
        self.payload, self.limits = payload, limits
        self.say = words(language)
        self.source = "?"
        self.date1904 = False
        self.cells = self.text = self.places = 0
        self.notes: list[GridNote] = []

    def grid(self) -> Grid:
        payload = self.payload
        if not isinstance(payload, Mapping):
            raise self._refusal("shape")
        name, sheets = payload.get("name"), payload.get("sheets")
        if not isinstance(name, str) or not isinstance(sheets, list) or not sheets:
            raise self._refusal("shape")
        if len(name) > LONGEST_NAME:
            raise self._refusal("name")
        self.source = " ".join(clean(name)[0].split()) or "?"
        self.date1904 = payload.get("date1904") is True
        if len(sheets) > self.limits.sheets:
            raise self._too_big("sheets")
        read = [self._sheet(sheet) for sheet in sheets]
        if len({sheet.title.casefold() for sheet in read}) < len(read):
            raise self._refusal("twice")
        return Grid(self.source, read, self.notes, self.date1904)

    def _sheet(self, sheet: object) -> GridSheet:
        if not isinstance(sheet, Mapping):
            raise self._refusal("sheet")
        title = sheet.get("name")
        if not isinstance(title, str) or not 0 < len(title) <= LONGEST_NAME:
            raise self._refusal("name")
        found = GridSheet(title, hidden=sheet.get("visibility", "Visible") != "Visible")
        self._beside(sheet, found)
        values = sheet.get("values")
        if values in (None, [], [[]]):
            return found
        place = self._span(sheet.get("address"))
        self.places += place.height * place.width
        if self.places > MOST_PLACES:
            raise self._too_big("cells")
        given = self._table(values, place, short=sheet.get("short_lines") is True)
        types = None if sheet.get("types") is None else self._table(sheet.get("types"), place)
        format_of = self._formats(sheet.get("formats"), place)
        formulas = self._formulas(sheet.get("formulas"))
        for number, line in enumerate(given):
            for offset, content in enumerate(line):
                at = (place.row + number, place.column + offset)
                kind = types[number][offset] if types else None
                if (content == "" or content is None) and at not in formulas and kind in BLANK:
                    continue  # most of a used range
                value = self._value(content, kind, format_of(at), formula=at in formulas)
                if value is not None:
                    self._count(value)
                    found.cells[at] = value
        return found

    def _beside(self, sheet: Mapping[str, object], found: GridSheet) -> None:
        """What is seen besides the contents of cells; each part may be missing."""
        for address in self._many(sheet, "merges", list):
            place = self._span(address)
            area = Area(place.row, place.column, place.row + place.height - 1, place.column + place.width - 1)
            if place.height * place.width > self.limits.merge:
                raise self._too_big("merge")
            found.merges.append(area)
        for address, text in self._many(sheet, "notes", dict).items():
            found.notes[self._cell(address)] = self._words(text)
        found.struck.update(self._cell(address) for address in self._many(sheet, "struck", list))
        for address, text in self._many(sheet, "struck_parts", dict).items():
            struck = (("text", self._words(text)[:LONGEST_STRUCK]),)
            self.notes.append(GridNote("struck_part", Cell(found.title, *self._cell(address)), struck))
        for box in self._many(sheet, "boxes", list):
            if not isinstance(box, Mapping):
                raise self._refusal("sheet")
            found.boxes.append(Box(*self._cell(box.get("cell")), self._words(box.get("text"))))
        found.pictures.extend(self._cell(address) for address in self._many(sheet, "pictures", list))

    def _many(self, sheet: Mapping[str, object], part: str, kind: type[C]) -> C:
        """A list or table of the sheet, within the limit; an empty one where it is missing."""
        given = sheet.get(part)
        if given is None:
            return kind()
        if not isinstance(given, kind):
            raise self._refusal("sheet")
        if len(given) > self.limits.shapes:
            raise self._too_big("shapes")
        return given

    def _cell(self, address: object) -> tuple[int, int]:
        place = self._span(address)
        return place.row, place.column

    def _words(self, text: object) -> str:
        """Words that stand in no cell, counted with all text."""
        if not isinstance(text, str):
            raise self._refusal("sheet")
        self.text += len(text)
        if self.text > self.limits.all_text:
            raise self._too_big("all_text")
        return text

    def _span(self, address: object) -> Span:
        try:
            place = span(address) if isinstance(address, str) and len(address) <= 2 * LONGEST_NAME else None
        except ValueError:
            place = None
        if place is None or place.row + place.height - 1 > MAX_ROW or place.column + place.width - 1 > MAX_COLUMN:
            raise self._refusal("address")
        return place

    def _table(self, rows: object, place: Span, *, short: bool = False) -> list[list[object]]:
        """Rows of the size the address promises; `short` where blank cells at the end of a row may be left out."""
        if not isinstance(rows, list) or len(rows) != place.height:
            raise self._refusal("rows")
        if any(
            not isinstance(row, list) or len(row) > place.width or (len(row) < place.width and not short)
            for row in rows
        ):
            raise self._refusal("rows")
        return rows

    def _formats(self, formats: object, place: Span) -> Callable[[tuple[int, int]], object]:
        """What tells the number format of a cell: "" is General, None that no formats were sent."""
        if formats is None:
            return lambda _at: None
        if isinstance(formats, Mapping):
            if len(formats) > self.limits.cells:
                raise self._too_big("cells")
            by_cell = {self._cell(address): shown for address, shown in formats.items()}
            return lambda at: by_cell.get(at, "")
        rows = self._table(formats, place)
        return lambda at: rows[at[0] - place.row][at[1] - place.column] or ""

    def _formulas(self, formulas: object) -> frozenset[tuple[int, int]]:
        """The cells that hold a formula."""
        if formulas is None:
            return frozenset()
        if not isinstance(formulas, Mapping):
            raise self._refusal("sheet")
        if len(formulas) > self.limits.cells:
            raise self._too_big("cells")
        try:
            return frozenset(parse_a1(address) for address in formulas)
        except (TypeError, ValueError):
            raise self._refusal("address") from None

    def _value(self, content: object, kind: object, shown: object, *, formula: bool) -> Value | None:
        """One cell. Its own JSON type decides; `kind` tells texts that look like errors and empty texts from blanks."""
        letter = kind[:1].upper() if isinstance(kind, str) else ""
        if letter == "P":
            return Value(Kind.PICTURE, "", formula)
        match content:
            case bool():
                return Value(Kind.BOOLEAN, content, formula)
            case int() | float():
                return self._number(content, shown, formula=formula)
            case None | "":
                return Value(Kind.TEXT, "", formula) if formula or letter == "S" else None
            case str():
                error = letter == "X" or (letter in ("", "E", "U") and _ERROR.fullmatch(content) is not None)
                return Value(Kind.ERROR if error else Kind.TEXT, content, formula)
            case _:
                raise self._refusal("cell")

    def _number(self, content: float, shown: object, *, formula: bool) -> Value:
        try:
            number = float(content)
        except OverflowError:
            raise self._refusal("cell") from None
        if not math.isfinite(number):
            raise self._refusal("cell")
        if not isinstance(shown, str):
            return Value(Kind.NUMBER, number, formula, Format.UNKNOWN)
        if shown != "General" and _is_date(shown[:1_000]):
            moment = date_of(number, date1904=self.date1904)
            if moment is not None:
                return Value(Kind.DATE, moment, formula)
        return Value(Kind.NUMBER, number, formula, Format.PERCENT if _is_percent(shown[:1_000]) else Format.PLAIN)

    def _count(self, value: Value) -> None:
        self.cells += 1
        if self.cells > self.limits.cells:
            raise self._too_big("cells")
        if isinstance(value.value, str):
            self.text += len(value.value)
            if len(value.value) > self.limits.text:
                raise self._too_big("text")
            if self.text > self.limits.all_text:
                raise self._too_big("all_text")

    def _refusal(self, fault: str) -> NotReadable:
        return NotReadable(self.say.t(REFUSED, file=self.source, fault=self.say.t(FAULTS[fault])))

    def _too_big(self, what: str) -> NotReadable:
        return NotReadable(self.say.t(TOO_BIG, file=self.source, what=self.say.t(WHAT[what])))

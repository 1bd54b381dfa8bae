"""What the cells of an Office Open XML sheet mean, whichever way they were read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from safeaudit.cells import MAX_COLUMN, MAX_ROW, Cell, Format, GridNote, GridSheet, Kind, Value
from safeaudit.files.guard import Limits, damaged, too_big
from safeaudit.files.xlsx.styles import Styles

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][-+]?[0-9]+)?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
ESCAPE_LENGTH = 7
DIGITS = re.compile("[0-9]{1,9}")
ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,10})")
_ISO = re.compile(r"(?:(\d{4}-\d\d-\d\d))?T?(?:(\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\d*)?Z?", re.ASCII)
_EPOCH, _EPOCH_EARLY, _EPOCH_1904 = map(datetime.fromisoformat, ("1899-12-30", "1899-12-31", "1904-01-01"))


_QUOTED = re.compile(r'"[^"]*"|&quot;(?:(?!&quot;).)*&quot;')
_FETCHING = re.compile(r"\b(?:WEBSERVICE|RTD|CALL|REGISTER\.ID|IMAGE|STOCKHISTORY|DDE)\(", re.IGNORECASE)

_STARTING = re.compile(r"\bEXEC\(", re.IGNORECASE)


def reaches_out(formula: str) -> str:
    """ "commands" for a formula that calls another program (DDE: | stands nowhere else but in quoted texts), "fetching" for one
    with a function that asks a server or a library, empty for any other."""
    if "|" not in formula and "(" not in formula:
        return ""
    plain = _QUOTED.sub("", formula)
    if "|" in plain or _STARTING.search(plain):
        return "commands"
    return "fetching" if _FETCHING.search(plain) else ""


def unescape(text: str) -> str:
    """Text with the format's own escapes resolved: _x000D_ is a carriage return, _x005F_ an underscore."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # Characters beyond U+FFFF are escaped as two halves, which belong together again.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _paired(plain) else plain


def _paired(text: str) -> bool:
    lone = [char for char in text if "\ud800" <= char <= "\udfff"]
    return bool(lone) and re.fullmatch(r"(?:[^\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*+", text) is not None


def date_of(serial: float, *, date1904: bool) -> datetime | None:
    """A date serial as a moment, to the millisecond; None where Excel has no such date.

    A time of day alone (serial below 1) lies on the epoch, 1899-12-30 or 1904-01-01. Serial 60 of the 1900 system is
    the 29 February 1900 that never was.
    """
    if date1904:
        epoch, last = _EPOCH_1904, 2_957_004
    else:
        epoch, last = _EPOCH_EARLY if 1 <= serial < 60 else _EPOCH, 2_958_466
    if not 0 <= serial < last or (not date1904 and 60 <= serial < 61):
        return None
    days = math.floor(serial)
    return epoch + timedelta(days=days, milliseconds=round((serial - days) * 86_400_000))


def _iso_date(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if not match or not (match[1] or match[2]):
        return None
    try:
        return datetime.fromisoformat(f"{match[1] or '1899-12-30'}T{match[2] or '00:00'}")
    except ValueError:
        return None


class Struck(NamedTuple):
    """The struck-through words of a text, and whether that is all of it."""

    text: str
    whole: bool


def visible(runs: Iterable[tuple[str, bool]]) -> tuple[str, Struck | None]:
    """(the text a person reads, what is struck through in it) of runs as (text, whether struck through).

    A text struck through as a whole stays as it is, so that it can be shown.
    """
    runs = list(runs)
    cancelled = "".join(text for text, struck in runs if struck)
    if not cancelled.strip():
        return "".join(text for text, _ in runs), None
    left = "".join(text for text, struck in runs if not struck)
    if left.strip():
        return left, Struck(cancelled, whole=False)
    return "".join(text for text, _ in runs), Struck(cancelled, whole=True)


class Columns(dict[str, int]):
    """Column letters to numbers, remembered; 0 beyond XFD."""

    def __missing__(self, letters: str) -> int:
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        self[letters] = column if column <= MAX_COLUMN else 0
        return self[letters]


class Reading:
    """What all sheets of one workbook share: strings, date styles, counts against the limits, notes."""

    def __init__(self, limits: Limits, date1904: bool) -> None:
        self.limits = limits
        self.date1904 = date1904
        self.strings: dict[str, Value | None] = {}  # by index as text; None stands for a text beyond the limit
        self.struck: dict[str, Struck] = {}  # what is struck through in texts, by the same index
        self.styles = Styles()
        self.columns = Columns()
        self.cells = 0
        self.text = 0
        self.notes: list[GridNote] = []
        self.notes_left_out = 0

    def state(self) -> tuple[int, int, int, int]:
        return self.cells, self.text, len(self.notes), self.notes_left_out

    def restore(self, state: tuple[int, int, int, int]) -> None:
        self.cells, self.text, notes, self.notes_left_out = state
        del self.notes[notes:]

    def note(self, code: str, cell: Cell | None, **values: str) -> None:
        if len(self.notes) < self.limits.notes:
            self.notes.append(GridNote(code, cell, tuple(values.items())))
        else:
            self.notes_left_out += 1

    def all_notes(self) -> list[GridNote]:
        if self.notes_left_out:
            return [*self.notes, GridNote("more_notes", None, (("count", str(self.notes_left_out)),))]
        return self.notes

    def count(self, cells: int, text: int) -> None:
        self.cells += cells
        self.text += text
        if self.cells > self.limits.cells:
            raise too_big(self.limits, "cells")
        if self.text > self.limits.all_text:
            raise too_big(self.limits, "all_text")


class Cells:
    """Fills one sheet from raw cells, whichever way they were read."""

    def __init__(self, sheet: GridSheet, reading: Reading) -> None:
        self.sheet = sheet
        self.reading = reading

    def put(
        self,
        row: int,
        column: int,
        style: str,
        kind: str,
        formula: bool,
        stored: str | None,
        inline: str | None,
        *,
        rich: bool = False,
        struck: Struck | None = None,
    ) -> None:
        """One cell: style and kind as its attributes have them, `stored` its <v>, `inline` its <is>, None if absent.

        `rich` tells a value that is shown as a picture or a card, `struck` what is struck through in the text of <is>.
        """
        if not stored and inline is None and not formula and not (kind == "str" and stored is not None):
            return
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            self.reading.note("outside_grid", self._at(row, column))
            return
        value = self._value((row, column), style, kind, formula, stored, inline)
        if value is None:
            return
        if rich and value.kind is Kind.ERROR and value.value == "#VALUE!":
            value = Value(Kind.PICTURE, "", formula)
        style = style.strip().lstrip("0")
        if style in self.reading.styles.struck:
            self.sheet.struck.add((row, column))
        elif found := struck or (self.reading.struck.get((stored or "").strip()) if kind == "s" else None):
            self.strike(row, column, found)
        if (row, column) in self.sheet.cells:
            self.reading.note("duplicate_cell", self._at(row, column))
        self.reading.count(1, len(value.value) if isinstance(value.value, str) else 0)
        self.sheet.cells[row, column] = value

    def note(self, code: str, row: int, column: int, **values: str) -> None:
        """Note something about a cell."""
        self.reading.note(code, self._at(row, column), **values)

    def strike(self, row: int, column: int, struck: Struck) -> None:
        """Note what is struck through in a text: all of it, or a part that was left out."""
        if struck.whole:
            self.sheet.struck.add((row, column))
        else:
            self.reading.note("struck_part", self._at(row, column), text=struck.text.strip()[:80])

    def _at(self, row: int, column: int) -> Cell:
        return Cell(self.sheet.title, row, column)

    def _value(  # noqa: C901  # one case for each type of cell
        self, at: tuple[int, int], style: str, kind: str, formula: bool, stored: str | None, inline: str | None
    ) -> Value | None:
        if inline is not None and kind in ("inlineStr", "str"):
            return Value(Kind.TEXT, self._text(at, inline), formula)
        if stored is None or (not stored and kind != "str"):
            return Value(Kind.UNCALCULATED, "", formula) if formula else None
        match kind:
            case "str" | "inlineStr":
                return Value(Kind.TEXT, self._text(at, stored), formula)
            case "s":
                return self._shared(at, formula, stored)
            case "b" if stored.strip() in ("1", "true", "0", "false"):
                return Value(Kind.BOOLEAN, stored.strip() in ("1", "true"), formula)
            case "e":
                return Value(Kind.ERROR, self._text(at, stored.strip()), formula)
            case "d":
                moment = _iso_date(stored.strip())
                if moment is not None:
                    return Value(Kind.DATE, moment, formula)
            case "" | "n":
                number = self._number(style, formula, stored.strip())
                if number is not None:
                    return number
        text = self._text(at, stored)
        self.reading.note("bad_value", self._at(*at), text=text[:80])
        return Value(Kind.TEXT, text, formula)

    def _number(self, style: str, formula: bool, stored: str) -> Value | None:
        if len(stored) > self.reading.limits.text or not _NUMBER.fullmatch(stored):
            return None
        number = float(stored)
        if math.isinf(number):
            return None
        style, styles = style.strip().lstrip("0"), self.reading.styles
        if style in styles.dates:
            moment = date_of(number, date1904=self.reading.date1904)
            if moment is not None:
                return Value(Kind.DATE, moment, formula)
        return Value(Kind.NUMBER, number, formula, Format.PERCENT if style in styles.percents else Format.PLAIN)

    def _shared(self, at: tuple[int, int], formula: bool, stored: str) -> Value | None:
        index = stored.strip()
        value = self.reading.strings.get(index.lstrip("0") or "0" if index else "")
        if value is not None:
            return Value(Kind.TEXT, value.value, formula)
        if index in self.reading.strings:
            raise too_big(self.reading.limits, "text", cell=self._at(*at))
        if not self.reading.strings:
            raise damaged("missing_part", "xl/sharedStrings.xml")  # every text is gone: nothing here can be trusted
        self.reading.note("bad_string", self._at(*at), index=index[:20])
        return None

    def _text(self, at: tuple[int, int], raw: str) -> str:
        if len(raw) <= self.reading.limits.text * ESCAPE_LENGTH:
            text = unescape(raw)
            if len(text) <= self.reading.limits.text:
                return text
        raise too_big(self.reading.limits, "text", cell=self._at(*at))


class Said:
    """Gathers words that stand in no cell, counted with all text of the workbook."""

    def __init__(self, reading: Reading) -> None:
        self.open = False
        self._reading = reading
        self._found: list[str] = []

    def hear(self, text: str) -> None:
        """Take a text if it is one that is looked for."""
        if self.open:
            self._reading.count(0, len(text))
            self._found.append(text)

    def line(self) -> None:
        """Begin a new line, unless nothing was said yet."""
        if self._found:
            self._found.append("\n")

    def take(self) -> str:
        """All words since the last time."""
        text = unescape("".join(self._found)).strip()
        self._found.clear()
        return text

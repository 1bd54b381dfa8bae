"""Reads the cells of an Office Open XML workbook, in one pass that is guard and reader at once.

A sheet's rows are first read by one regular expression that spells out the few forms every usual writer uses and
accepts nothing else; being an exact grammar it is a well-formedness check as well, and it runs in C over the 1 MiB
pieces the package hands out. Anything outside that grammar (prefixes, comments, CDATA, UTF-16, missing addresses,
repeated cells …) is read again from the start by expat, slower and in full. Both ways end in the same account of what a
cell means, and nothing is ever dense: a cell costs what it costs wherever it lies.

What a Grid from here holds: an empty text stays a text (Excel does not call such a cell blank either); a value that
contradicts its type stays as text, with a note `bad_value`; date serials Excel has no date for stay numbers. Notes:
`duplicate_cell` (the last counts), `bad_string`, `bad_value`, `bad_address`, `outside_grid`, `sheet_without_part`,
`more_notes`.
"""

from __future__ import annotations

import codecs
import io
import math
import posixpath
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from safeaudit.cells import MAX_COLUMN, MAX_ROW, Cell, Grid, GridNote, GridSheet, Kind, Value
from safeaudit.hosts.guard import (
    LIMITS,
    MIB,
    Limits,
    Package,
    Refusal,
    UnreadableFile,
    Xml,
    damaged,
    read_xml,
    too_big,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_workbook(data: bytes, source: str, limits: Limits = LIMITS) -> Grid:
    """The workbook in `data` as a Grid; UnreadableFile if damaged, hostile, of another kind or beyond the limits."""
    package = Package(data, limits)
    main = _main_part(package)
    book = _Book(package, main)
    relations = _relations(package, main)
    reading = _Reading(limits, book.date1904)
    for kind, target in relations.values():
        if kind == "styles" and target in package:
            reading.dates = _date_styles(package, target)
        elif kind == "sharedStrings" and target in package:
            _read_strings(package, target, reading)
    sheets = []
    for title, relation, hidden in book.sheets:
        kind, target = relations.get(relation, ("", ""))
        if not kind:
            reading.note("sheet_without_part", None, sheet=title)
        if kind == "worksheet":
            sheets.append(_read_sheet(package, target, GridSheet(title, hidden=hidden), reading))
    package.check_unread()
    return Grid(source, sheets, reading.all_notes(), book.date1904)


# ── Finding the parts ────────────────────────────────────────────────────────────────────────────────────────────────

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """A part's inner relationships as {id: (kind, target part)}; external ones are not even remembered."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(local: str, attributes: dict[str, str], _path: list[str]) -> None:
        if local != "Relationship" or attributes.get("TargetMode", "").lower() == "external":
            return
        kind = attributes.get("Type", "")
        if kind.startswith((_OFFICE, _OFFICE_STRICT)):
            target = attributes.get("Target", "").replace("\\", "/")
            found[attributes.get("Id", "")] = (kind.rpartition("/")[2], _target(package, folder, target))

    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if relations in package:
        read_xml(package, relations, start)
    return found


def _target(package: Package, folder: str, target: str) -> str:
    name = posixpath.join("/", folder, target)
    if name not in package:
        name = _PERCENT.sub(lambda match: chr(int(match[1], 16)), name)
    return name


def _main_part(package: Package) -> str:
    if "mimetype" in package:
        mimetype = b"".join(package.chunks("mimetype"))
        if mimetype.startswith(b"application/vnd.oasis.opendocument"):
            raise UnreadableFile(Refusal.OPEN_DOCUMENT)
    if "[Content_Types].xml" not in package:
        raise _not_office(package)
    types: dict[str, str] = {}

    def start(local: str, attributes: dict[str, str], _path: list[str]) -> None:
        name = attributes.get("PartName", "") if local == "Override" else "." + attributes.get("Extension", "")
        types[name.lower().lstrip("/")] = attributes.get("ContentType", "").lower()

    read_xml(package, "[Content_Types].xml", start)
    main = next((target for kind, target in _relations(package, "").values() if kind == "officeDocument"), "")
    if not main:
        raise damaged("missing_part", "_rels/.rels")
    extension = "." + main.lower().rpartition(".")[2]
    _check_kind(types.get(main.lower().lstrip("/"), types.get(extension, "")))
    return main


def _check_kind(content_type: str) -> None:
    if "sheet.binary" in content_type:
        raise UnreadableFile(Refusal.BINARY_WORKBOOK)
    if "wordprocessingml" in content_type or "ms-word" in content_type:
        raise UnreadableFile(Refusal.WORD_DOCUMENT)
    for kind in ("presentation", "powerpoint", "visio"):
        if kind in content_type:
            raise UnreadableFile(Refusal.NOT_A_WORKBOOK, kind=kind)


def _not_office(package: Package) -> UnreadableFile:
    if "META-INF/manifest.xml" in package and "content.xml" in package:
        return UnreadableFile(Refusal.OPEN_DOCUMENT)
    if "_rels/.rels" in package or any(name.lower().startswith("xl/") for name in package.names()):
        return damaged("missing_part", "[Content_Types].xml")
    return UnreadableFile(Refusal.NOT_A_WORKBOOK, kind="zip")


class _Book:
    """The workbook part: sheets as (title, relationship id, hidden) in order, and the date system."""

    def __init__(self, package: Package, part: str) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.date1904 = False
        self._root = False
        self._limits = package.limits
        read_xml(package, part, self._start)
        if not self._root or not self.sheets:
            raise damaged("no_sheets", part)

    def _start(self, _local: str, attributes: dict[str, str], path: list[str]) -> None:
        if path == ["workbook"]:
            self._root = True
        elif path == ["workbook", "workbookPr"]:
            self.date1904 = attributes.get("date1904", "").strip() in ("1", "true", "on")
        elif path == ["workbook", "sheets", "sheet"]:
            relation = attributes.get(f"{_OFFICE}}}id") or attributes.get(f"{_OFFICE_STRICT}}}id") or ""
            state = attributes.get("state", "visible")
            self.sheets.append((unescape(attributes.get("name", "")), relation, state != "visible"))
            if len(self.sheets) > self._limits.sheets:
                raise too_big(self._limits, "sheets")


# ── Styles, only as far as dates need them ───────────────────────────────────────────────────────────────────────────

# 27 to 36 and 50 to 58 are dates in East Asian, 71 to 81 in Thai versions; 46 is an elapsed time and so a number.
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 82)))
_NOT_FORMAT = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or time of day; elapsed times such as [h]:mm are plain numbers of days."""
    shown = _NOT_FORMAT.sub("", code).partition(";")[0]
    return bool(_DATE_LETTER.search(shown)) and not _ELAPSED.search(shown) and shown.strip().lower() != "general"


def _date_styles(package: Package, part: str) -> frozenset[str]:
    """The cell styles that show dates, as the texts cells refer to them by ("" is style 0)."""
    formats: dict[str, str] = {}
    used: list[str] = []

    def start(local: str, attributes: dict[str, str], path: list[str]) -> None:
        if local == "numFmt" and path[1:-1] == ["numFmts"]:
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "xf" and path[1:-1] == ["cellXfs"]:
            used.append(attributes.get("numFmtId", "0"))
            if len(used) > package.limits.styles:
                raise too_big(package.limits, "styles")

    read_xml(package, part, start)
    dates = {number for number, code in formats.items() if is_date_format(code[:1_000])}
    dates |= {str(number) for number in _BUILT_IN_DATES} - formats.keys()
    styles = {str(index) for index, number in enumerate(used) if number in dates}
    return frozenset(styles | {""} if "0" in styles else styles)


# ── What cells mean ──────────────────────────────────────────────────────────────────────────────────────────────────

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][-+]?[0-9]+)?")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPE_LENGTH = 7
_DIGITS = re.compile("[0-9]{1,9}")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,10})")
_ISO = re.compile(r"(?:(\d{4}-\d\d-\d\d))?T?(?:(\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\d*)?Z?", re.ASCII)
_make = tuple.__new__
_EPOCH, _EPOCH_EARLY, _EPOCH_1904 = map(datetime.fromisoformat, ("1899-12-30", "1899-12-31", "1904-01-01"))


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


class _Columns(dict[str, int]):
    """Column letters to numbers, remembered; 0 beyond XFD."""

    def __missing__(self, letters: str) -> int:
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        self[letters] = column if column <= MAX_COLUMN else 0
        return self[letters]


class _Reading:
    """What all sheets of one workbook share: strings, date styles, counts against the limits, notes."""

    def __init__(self, limits: Limits, date1904: bool) -> None:
        self.limits = limits
        self.date1904 = date1904
        self.strings: dict[str, Value | None] = {}  # by index as text; None stands for a text beyond the limit
        self.dates: frozenset[str] = frozenset()
        self.columns = _Columns()
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


class _Cells:
    """Fills one sheet from raw cells, whichever way they were read."""

    def __init__(self, sheet: GridSheet, reading: _Reading) -> None:
        self.sheet = sheet
        self.reading = reading

    def put(
        self, row: int, column: int, style: str, kind: str, formula: bool, stored: str | None, inline: str | None
    ) -> None:
        """One cell: style and kind as its attributes have them, `stored` its <v>, `inline` its <is>, None if absent."""
        if not stored and inline is None and not formula and not (kind == "str" and stored is not None):
            return
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            self.reading.note("outside_grid", self._at(row, column))
            return
        value = self._value((row, column), style, kind, formula, stored, inline)
        if value is None:
            return
        if (row, column) in self.sheet.cells:
            self.reading.note("duplicate_cell", self._at(row, column))
        self.reading.count(1, len(value.value) if isinstance(value.value, str) else 0)
        self.sheet.cells[row, column] = value

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
        if style.strip().lstrip("0") in self.reading.dates:
            moment = date_of(number, date1904=self.reading.date1904)
            if moment is not None:
                return Value(Kind.DATE, moment, formula)
        return Value(Kind.NUMBER, number, formula)

    def _shared(self, at: tuple[int, int], formula: bool, stored: str) -> Value | None:
        index = stored.strip()
        value = self.reading.strings.get(index.lstrip("0") or "0" if index else "")
        if value is not None:
            return Value(Kind.TEXT, value.value, formula)
        if index in self.reading.strings:
            raise too_big(self.reading.limits, "text", cell=self._at(*at))
        self.reading.note("bad_string", self._at(*at), index=index[:20])
        return None

    def _text(self, at: tuple[int, int], raw: str) -> str:
        if len(raw) <= self.reading.limits.text * _ESCAPE_LENGTH:
            text = unescape(raw)
            if len(text) <= self.reading.limits.text:
                return text
        raise too_big(self.reading.limits, "text", cell=self._at(*at))


# ── The usual forms, by one expression ───────────────────────────────────────────────────────────────────────────────


class _UnusualError(Exception):
    """The part is not in the forms the expressions know; nothing is wrong with it by that."""


_CHARACTERS_PLAIN = r"[^<&\x00-\x08\x0b\x0c\x0e-\x1f]*+"
_REFERENCE = "&(?:amp|lt|gt|quot|apos|#9|#10|#13|#x[9aAdD]);"
_TEXT = f"{_CHARACTERS_PLAIN}(?:{_REFERENCE}{_CHARACTERS_PLAIN})*+"
_SPACE = r'(?: xml:space="(?:preserve|default)")?'


def _attributes(names: str) -> str:
    """Any of the named attributes in any order, none of them twice."""
    each = (rf'{name}="[^"<>&\x00-\x1f]*+"(?![^<>]* {name}=")' for name in names.split())
    return f"(?: (?:{'|'.join(each)}))*+ ?"


# The usual short forms come first: trying a dozen absent attributes costs more than all the rest of a tag.
_ROW_ATTRIBUTES = _attributes(
    "r spans s customFormat ht hidden customHeight outlineLevel collapsed thickTop thickBot ph x14ac:dyDescent"
)
_ROW = f'<row(?: r="[0-9]{{1,7}}"(?: spans="[0-9: ]*+")?+(?=[/>])|{_ROW_ATTRIBUTES})'
_FORMULA = f"(?:(?=>)|{_attributes('t aca ref dt2D dtr del1 del2 r1 r2 ca si bx xml:space')})"
_CELL = r'<c r="{}"(?: s="{}")?+'
_EMPTY_CELL = _CELL.format("[A-Z]{1,3}+[1-9][0-9]{0,6}+", "[0-9]{1,6}+") + " ?+/>"
_BETWEEN_ROWS = f"</row>(?:{_ROW}/>)*+{_ROW}>"
_PLAIN_NUMBER = r"-?[0-9]++(?:\.[0-9]++)?+(?:[Ee][-+]?[0-9]{1,2}(?![0-9]))?+"
_T = rf"<t{_SPACE} ?(?:/>|>({_TEXT})</t>)"
# One match is: empty cells and row ends passed over without a trace, then one filled cell, or the first unknown thing
# with all that follows, or the end. The stretch must begin and end inside a row.
_FILLED = re.compile(
    rf"(?:{_EMPTY_CELL}|{_BETWEEN_ROWS})*+(?:"
    + _CELL.format("([A-Z]{1,3}+)([1-9][0-9]{0,6}+)", "(0|[1-9][0-9]{0,5}+)")
    + '(?: t="([a-zA-Z]{1,9}+)")?+(?: [cv]m="[0-9]{1,6}+")?+ ?+>'
    + rf"(?:(<f){_FORMULA}(?:/>|>{_TEXT}</f>))?+"
    + rf"(?:(<v){_SPACE} ?(?:/>|>(?:({_PLAIN_NUMBER})</v>|({_TEXT})</v>))|(<is>){_T}</is>)?+</c>|(.+)|\Z)",
    re.DOTALL,
)
_LOOK = f"<rPr>(?:<[A-Za-z]+{_attributes('val rgb theme tint indexed')}/>)*+</rPr>"
_RUN = rf"<r>(?:{_LOOK})?+<t{_SPACE} ?(?:/>|>{_TEXT}</t>)</r>"
_PHONETIC = f"<phoneticPr{_attributes('fontId type alignment')}/>"
_STRING = re.compile(rf"<si(?:/>|>(?:{_T}|((?:{_RUN})++))?+(?:{_PHONETIC})?+</si>)|(.+)", re.DOTALL)
_RUN_TEXT = re.compile(r"<t[^>]*[^/>]?>([^<]*)</t>")
_SHEET_DATA = re.compile("<sheetData>")
_STRING_TABLE = re.compile("<sst[^>]*>")
_DECLARED = re.compile(r"<\?xml[^>?]*\?>")
_LONGEST_HEAD = 2 * MIB
_LONGEST_ITEM = 8 * MIB


def _pieces(package: Package, part: str) -> Iterator[str]:
    utf8 = codecs.getincrementaldecoder("utf-8-sig")()
    decoder = io.IncrementalNewlineDecoder(utf8, translate=True)  # XML reads every line end as a line feed
    try:
        for piece in package.chunks(part):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _UnusualError from error


def _stretches(package: Package, part: str, opening: re.Pattern[str], path: list[str], item: str) -> Iterator[str]:
    """The inside of one element as text, in stretches of whole items; all around it is checked by expat."""

    def start(_local: str, _attributes: dict[str, str], now: list[str]) -> None:
        if now == path and inside:
            raise _UnusualError

    inside = False
    xml = Xml(part, package.limits, start, encoding="utf-8")
    pieces = _pieces(package, part)
    head, buffer = _split_head(pieces, opening)
    xml.feed(head.encode())
    if xml.path != path:
        raise _UnusualError
    inside = True
    closing, item_end = f"</{path[-1]}>", f"</{item}>"
    while (end := buffer.find(closing)) < 0:
        cut = buffer.rfind(item_end) + len(item_end)
        if cut >= len(item_end):
            yield _plain(buffer[:cut], head)
            buffer = buffer[cut:]
        elif len(buffer) > _LONGEST_ITEM:
            raise _UnusualError
        piece = next(pieces, None)
        if piece is None:
            raise _UnusualError
        buffer += piece
    yield _plain(buffer[:end], head)
    xml.feed(buffer[end:].encode())
    for piece in pieces:
        xml.feed(piece.encode())
    xml.feed(b"", last=True)


def _split_head(pieces: Iterator[str], opening: re.Pattern[str]) -> tuple[str, str]:
    buffer = ""
    for piece in pieces:
        buffer += piece
        match = opening.search(buffer)
        if match:
            head = buffer[: match.end()]
            declaration = _DECLARED.match(head)
            rest = head[declaration.end() :] if declaration else head
            declared = declaration[0].lower() if declaration else ""
            if "<!" in rest or "<?" in rest or ("encoding" in declared and "utf-8" not in declared):
                raise _UnusualError
            return head, buffer[match.end() :]
        if len(buffer) > _LONGEST_HEAD:
            break
    raise _UnusualError


def _plain(stretch: str, head: str) -> str:
    if "]]>" in stretch or "\ufffe" in stretch or "\uffff" in stretch:
        raise _UnusualError
    if "x14ac:" in stretch and "xmlns:x14ac=" not in head:
        raise _UnusualError
    return stretch


_CHARACTER = re.compile("&#(9|10|13|x[9aAdD]);")
_CHARACTERS = {"9": "\t", "10": "\n", "13": "\r", "x9": "\t", "xa": "\n", "xd": "\r"}


def _resolve(text: str) -> str:
    if "&" not in text:
        return text
    if "&#" in text:
        text = _CHARACTER.sub(lambda match: _CHARACTERS[match[1].lower()], text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    return text.replace("&amp;", "&")


def _read_sheet(package: Package, part: str, sheet: GridSheet, reading: _Reading) -> GridSheet:
    state = reading.state()
    try:
        into = _Cells(sheet, reading)
        for stretch in _stretches(package, part, _SHEET_DATA, ["worksheet", "sheetData"], "row"):
            _read_stretch(stretch, into)
    except _UnusualError:
        reading.restore(state)
        sheet.cells.clear()
        rows = _SlowRows(_Cells(sheet, reading), part)
        read_xml(package, part, rows.start, rows.end, rows.text)
    return sheet


def _read_stretch(stretch: str, into: _Cells) -> None:  # noqa: C901  # a call for each cell would double its cost
    """Whole rows into cells; _UnusualError at the first thing that neither expression nor quick half covers."""
    reading, cells = into.reading, into.sheet.cells
    strings, dates, columns = reading.strings, reading.dates, reading.columns
    number_kind, text_kind, value_type, longest = Kind.NUMBER, Kind.TEXT, Value, reading.limits.text
    before = len(cells) - reading.cells
    quick = text_length = row = 0
    row_digits = "none yet"
    for letters, digits, style, kind, formula, has_v, number, text, has_is, inline, unknown in _FILLED.findall(
        f"</row>{stretch}<row>"
    ):
        if digits != row_digits:
            if not letters:
                if unknown:
                    raise _UnusualError
                continue
            row_digits, row = digits, int(digits)
            if row > MAX_ROW:
                raise _UnusualError
        column = columns[letters]
        if kind == "s" and number and not formula and (value := strings.get(number)) is not None:
            cells[row, column] = value
            text_length += len(value[1])  # type: ignore[arg-type]  # values of the string table are texts
            quick += 1
        elif number and kind in ("", "n") and style not in dates and len(number) < _SAFE_DIGITS:
            cells[row, column] = _make(value_type, (number_kind, float(number), formula != ""))
            quick += 1
        elif (kind == "str" and (plain := number or text) and "&" not in plain and "_x" not in plain) and len(
            plain
        ) <= longest:
            cells[row, column] = _make(value_type, (text_kind, plain, formula != ""))
            text_length += len(plain)
            quick += 1
        else:
            stored = (number or _resolve(text)) if has_v else None
            into.put(row, column, style, kind, formula != "", stored, _resolve(inline) if has_is else None)
        if not column:
            raise _UnusualError
    reading.count(quick, text_length)
    if len(cells) - reading.cells != before:
        raise _UnusualError  # a repeated cell somewhere: the slow way says which


# With the two-digit exponents the expression allows, shorter numbers than this are never infinite as a float.
_SAFE_DIGITS = 200


def _read_strings(package: Package, part: str, reading: _Reading) -> None:
    try:
        _read_usual_strings(package, part, _Strings(reading))
    except _UnusualError:
        reading.strings.clear()
        slow = _SlowStrings(_Strings(reading))
        read_xml(package, part, slow.start, slow.end, slow.text)


def _read_usual_strings(package: Package, part: str, table: _Strings) -> None:
    for stretch in _stretches(package, part, _STRING_TABLE, ["sst"], "si"):
        for text, runs, unknown in _STRING.findall(stretch):
            if unknown:
                raise _UnusualError
            table.add(_resolve("".join(_RUN_TEXT.findall(runs)) if runs else text))


class _Strings:
    """Fills the table of shared strings, under its own limits."""

    def __init__(self, reading: _Reading) -> None:
        self._reading = reading
        self._length = 0

    def add(self, raw: str) -> None:
        reading, text = self._reading, unescape(raw)
        limits, strings = reading.limits, reading.strings
        self._length += len(text)
        strings[str(len(strings))] = Value(Kind.TEXT, text) if len(text) <= limits.text else None
        if len(strings) > limits.strings:
            raise too_big(limits, "strings")
        if self._length > limits.all_text:
            raise too_big(limits, "all_text")


# ── Everything else the format allows, by expat ──────────────────────────────────────────────────────────────────────


class _Collector:
    """Gathers the text of the elements asked for, never more than `longest` characters."""

    def __init__(self, longest: int) -> None:
        self.open = False
        self._longest = longest
        self._found: list[str] = []
        self._length = 0

    def clear(self) -> None:
        self._found.clear()
        self._length = 0

    def add(self, text: str) -> bool:
        if self.open:
            self._length += len(text)
            self._found.append(text)
        return self._length <= self._longest

    def all(self) -> str:
        return "".join(self._found)


class _SlowRows:
    """Expat callbacks that put a worksheet's cells, whatever their order, addresses and spelling."""

    def __init__(self, cells: _Cells, part: str) -> None:
        self._cells = cells
        self._part = part
        longest = cells.reading.limits.text * _ESCAPE_LENGTH
        self._stored = _Collector(longest)
        self._inline = _Collector(longest)
        self._row = self._column = 0
        self._lost = False
        self._attributes: dict[str, str] = {}
        self._has: set[str] = set()

    def start(self, local: str, attributes: dict[str, str], path: list[str]) -> None:
        depth = len(path)
        if depth == 1 and local != "worksheet":
            raise damaged("not_a_worksheet", self._part)
        if depth == 1 or path[1] != "sheetData":
            return
        if depth == 3 and local == "row":
            given = attributes.get("r", "").strip()
            self._row = int(given) if _DIGITS.fullmatch(given) else self._row + 1
            self._column = 0
        elif depth == 4 and local == "c" and path[2] == "row":
            self._start_cell(attributes)
        elif depth == 5 and path[3] == "c":
            self._has.add(local)
            self._stored.open = local == "v"
        elif local == "t" and path[4:] in (["is", "t"], ["is", "r", "t"]):
            self._inline.open = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._attributes = attributes
        self._has.clear()
        self._stored.clear()
        self._inline.clear()
        address = attributes.get("r")
        match = _ADDRESS.fullmatch(address.strip()) if address else None
        self._lost = bool(address) and match is None
        if match:
            self._row = int(match[2])
            letters = match[1].upper()
            self._column = self._cells.reading.columns[letters] or MAX_COLUMN + 1
        else:
            self._column += 1

    def end(self, local: str, path: list[str]) -> None:
        if local in ("v", "t"):
            self._stored.open = self._inline.open = False
        elif local == "c" and len(path) == 4:
            self._end_cell()

    def _end_cell(self) -> None:
        stored = self._stored.all() if "v" in self._has else None
        inline = self._inline.all() if "is" in self._has else None
        style, kind = self._attributes.get("s", ""), self._attributes.get("t", "")
        if self._lost and (stored or inline or "f" in self._has):
            title = self._cells.sheet.title
            self._cells.reading.note("bad_address", None, sheet=title, address=self._attributes["r"][:20])
        elif not self._lost:
            self._cells.put(self._row, self._column, style, kind, "f" in self._has, stored, inline)

    def text(self, text: str) -> None:
        if not (self._stored.add(text) and self._inline.add(text)):
            cell = Cell(self._cells.sheet.title, self._row, self._column)
            raise too_big(self._cells.reading.limits, "text", cell=cell)


class _SlowStrings:
    """Expat callbacks that fill the table of shared strings: runs joined, readings for pronunciation passed over."""

    def __init__(self, strings: _Strings) -> None:
        self._strings = strings
        self._item = _Collector(LIMITS.part)

    def start(self, local: str, _attributes: dict[str, str], path: list[str]) -> None:
        if path == ["sst", "si"]:
            self._item.clear()
        elif local == "t":
            self._item.open = path in (["sst", "si", "t"], ["sst", "si", "r", "t"])

    def end(self, local: str, path: list[str]) -> None:
        if local == "t":
            self._item.open = False
        elif path == ["sst", "si"]:
            self._strings.add(self._item.all())

    def text(self, text: str) -> None:
        self._item.add(text)

"""The usual forms of a sheet's rows, read by one regular expression; whatever it does not know is left to the slow way.

The expression spells out the few forms every usual writer uses and accepts nothing else: being an exact grammar it is a
well-formedness check as well, and it runs in C over the 1 MiB pieces the package hands out.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Protocol

from safeaudit.cells import MAX_ROW, Format, Kind, Value
from safeaudit.files.guard import MIB, Package
from safeaudit.files.xlsx.values import Cells
from safeaudit.files.xml import Xml

_make = tuple.__new__


class UnusualError(Exception):
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
# A row whose number is none is read the slow way, which says so.
_ROW_NUMBER = '(?![^<>]* r="(?![1-9][0-9]{0,6}"))'
_ROW = f'<row{_ROW_NUMBER}(?: r="[0-9]{{1,7}}"(?: spans="[0-9: ]*+")?+(?=[/>])|{_ROW_ATTRIBUTES})'
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
    + '(?: t="([a-zA-Z]{1,9}+)")?+(?: cm="[0-9]{1,6}+")?+(?: (v)m="[0-9]{1,6}+")?+ ?+>'
    + rf"(?:(<f){_FORMULA}(?:/>|>{_TEXT}</f>))?+"
    + rf"(?:(<v){_SPACE} ?(?:/>|>(?:({_PLAIN_NUMBER})</v>|({_TEXT})</v>))|(<is>){_T}</is>)?+</c>|(.+)|\Z)",
    re.DOTALL,
)
_LOOK = f"<rPr>(?:<[A-Za-z]+{_attributes('val rgb theme tint indexed')}/>)*+</rPr>"
_RUN = rf"<r>(?:{_LOOK})?+<t{_SPACE} ?(?:/>|>{_TEXT}</t>)</r>"
_PHONETIC = f"<phoneticPr{_attributes('fontId type alignment')}/>"
STRING = re.compile(rf"<si(?:/>|>(?:{_T}|((?:{_RUN})++))?+(?:{_PHONETIC})?+</si>)|(.+)", re.DOTALL)
RUN_TEXT = re.compile(r"<t[^>]*[^/>]?>([^<]*)</t>")
SHEET_DATA = re.compile("<sheetData>")
STRING_TABLE = re.compile("<sst[^>]*>")
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
        raise UnusualError from error


class Around(Protocol):
    """What listens to the elements around the rows."""

    def start(self, local: str, attributes: dict[str, str], path: list[str]) -> None: ...

    def end(self, local: str, path: list[str]) -> None: ...

    def text(self, content: str) -> None: ...


def stretches(
    package: Package, part: str, opening: re.Pattern[str], path: list[str], item: str, around: Around | None = None
) -> Iterator[str]:
    """The inside of one element as text, in stretches of whole items; all around it is read by expat, into `around`."""

    def start(local: str, attributes: dict[str, str], now: list[str]) -> None:
        if now == path and inside:
            raise UnusualError
        if around is not None:
            around.start(local, attributes, now)

    inside = False
    on_end, on_text = (around.end, around.text) if around else (None, None)
    xml = Xml(part, package.limits, start, on_end, on_text, "utf-8")
    pieces = _pieces(package, part)
    head, buffer = _split_head(pieces, opening)
    xml.feed(head.encode())
    if xml.path != path:
        raise UnusualError
    inside = True
    closing, item_end = f"</{path[-1]}>", f"</{item}>"
    while (end := buffer.find(closing)) < 0:
        cut = buffer.rfind(item_end) + len(item_end)
        if cut >= len(item_end):
            yield _plain(buffer[:cut], head)
            buffer = buffer[cut:]
        elif len(buffer) > _LONGEST_ITEM:
            raise UnusualError
        piece = next(pieces, None)
        if piece is None:
            raise UnusualError
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
                raise UnusualError
            return head, buffer[match.end() :]
        if len(buffer) > _LONGEST_HEAD:
            break
    raise UnusualError


def _plain(stretch: str, head: str) -> str:
    if "]]>" in stretch or "\ufffe" in stretch or "\uffff" in stretch:
        raise UnusualError
    if "x14ac:" in stretch and "xmlns:x14ac=" not in head:
        raise UnusualError
    return stretch


_CHARACTER = re.compile("&#(9|10|13|x[9aAdD]);")
_CHARACTERS = {"9": "\t", "10": "\n", "13": "\r", "x9": "\t", "xa": "\n", "xd": "\r"}


def resolve(text: str) -> str:
    if "&" not in text:
        return text
    if "&#" in text:
        text = _CHARACTER.sub(lambda match: _CHARACTERS[match[1].lower()], text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
    return text.replace("&amp;", "&")


def read_stretch(stretch: str, into: Cells) -> None:  # noqa: C901, PLR0912  # a call for each cell would double its cost
    """Whole rows into cells; UnusualError at the first thing that neither expression nor quick half covers."""
    reading, cells = into.reading, into.sheet.cells
    strings, columns, struck = reading.strings, reading.columns, reading.struck
    special, struck_styles = reading.styles.special, reading.styles.struck
    number_kind, text_kind, value_type, longest = Kind.NUMBER, Kind.TEXT, Value, reading.limits.text
    plain_format = Format.PLAIN
    before = len(cells) - reading.cells
    quick = text_length = row = 0
    row_digits = "none yet"
    for letters, digits, style, kind, rich, formula, has_v, number, text, has_is, inline, unknown in _FILLED.findall(
        f"</row>{stretch}<row>"
    ):
        if digits != row_digits:
            if not letters:
                if unknown:
                    raise UnusualError
                continue
            row_digits, row = digits, int(digits)
            if row > MAX_ROW:
                raise UnusualError
        column = columns[letters]
        if style in struck_styles or rich:
            stored = (number or resolve(text)) if has_v else None
            content = resolve(inline) if has_is else None
            into.put(row, column, style, kind, formula != "", stored, content, rich=rich != "")
        elif kind == "s" and number and not formula and (value := strings.get(number)) is not None:
            cells[row, column] = value
            if struck and number in struck:
                into.strike(row, column, struck[number])
            text_length += len(value[1])  # type: ignore[arg-type]  # values of the string table are texts
            quick += 1
        elif number and kind in ("", "n") and style not in special and len(number) < _SAFE_DIGITS:
            cells[row, column] = _make(value_type, (number_kind, float(number), formula != "", plain_format))
            quick += 1
        elif (kind == "str" and (plain := number or text) and "&" not in plain and "_x" not in plain) and len(
            plain
        ) <= longest:
            cells[row, column] = _make(value_type, (text_kind, plain, formula != "", plain_format))
            text_length += len(plain)
            quick += 1
        else:
            stored = (number or resolve(text)) if has_v else None
            into.put(row, column, style, kind, formula != "", stored, resolve(inline) if has_is else None)
        if not column:
            raise UnusualError
    reading.count(quick, text_length)
    if len(cells) - reading.cells != before:
        raise UnusualError  # a repeated cell somewhere: the slow way says which


# With the two-digit exponents the expression allows, shorter numbers than this are never infinite as a float.
_SAFE_DIGITS = 200

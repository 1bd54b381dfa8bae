"""A streaming XML reader for parts of packages: no DOCTYPE, no deep nesting, no floods, and only elements of the formats we know."""

from __future__ import annotations

import pyexpat
import re
from collections.abc import Callable, Mapping

from safeaudit.files.guard import Limits, Package, damaged, hostile

OnStart = Callable[[str, dict[str, str], list[str]], None]
OnEnd = Callable[[str, list[str]], None]
OnText = Callable[[str], None]


_ENCODING = re.compile(rb"[^<]{0,3}<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


# The standard allows UTF-8 and UTF-16 only; the others are met in files of small programs and expat knows them.
_ENCODINGS = frozenset(
    b"utf-8 utf-16 utf-16le utf-16be us-ascii ascii iso-8859-1 windows-1252".split(),
)


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


_SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


_SHEET_DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
)


_DRAWING = ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main")


_CONVERSATION = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


_KNOWN = {
    f"{space}}}{local}": local
    for space, names in (
        *((space, "workbook workbookPr sheets sheet worksheet sheetData row c v f is") for space in _SPREADSHEET),
        *((space, "sst si t r rPh") for space in _SPREADSHEET),
        *((space, "styleSheet numFmts numFmt cellXfs xf fonts font strike rPr") for space in _SPREADSHEET),
        *((space, "cols col mergeCells mergeCell dataValidations dataValidation") for space in _SPREADSHEET),
        *((space, "comments authors author commentList comment text") for space in _SPREADSHEET),
        *((space, "ddeLink oleLink externalBook") for space in _SPREADSHEET),
        *((space, "definedNames definedName formula formula1 formula2") for space in _SPREADSHEET),
        *(
            (space, "wsDr twoCellAnchor oneCellAnchor absoluteAnchor from row col sp pic txBody")
            for space in _SHEET_DRAWING
        ),
        *((space, "p t br") for space in _DRAWING),
        (_CONVERSATION, "ThreadedComments threadedComment text"),
        (f"{_PACKAGE}/relationships", "Relationships Relationship"),
        (f"{_PACKAGE}/content-types", "Types Override Default"),
    )
    for local in names.split()
} | {
    "http://schemas.microsoft.com/office/excel/2006/main}f": "formula"
}  # of formats and checks that came with later versions


class Xml:
    """A streaming XML reader that refuses any DOCTYPE, deep nesting and floods of attributes.

    The callbacks see only elements of the spreadsheet and package namespaces (Transitional and Strict, whatever their
    prefix), by local name, with the path down to them ("" for foreign elements), themselves included.
    """

    def __init__(
        self,
        part: str,
        limits: Limits,
        start: OnStart | None = None,
        end: OnEnd | None = None,
        text: OnText | None = None,
        encoding: str | None = None,
        known: Mapping[str, str] = _KNOWN,
    ) -> None:
        self.path: list[str] = []
        self._known = known
        self._part = part
        self._limits = limits
        self._begun = False
        self._on_start = start
        self._on_end = end
        self._fed = 0
        self._names: dict[str, str] = {}
        self._prefixes: set[str | None] = set()
        self._parser = pyexpat.ParserCreate(encoding, "}", self._names)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartNamespaceDeclHandler = self._prefix
        if text:
            self._parser.CharacterDataHandler = text

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Read on; refuses a part that is not well-formed."""
        if not self._begun:
            self._begun = True
            declared = _ENCODING.match(data[:400].replace(b"\0", b""))
            if declared and declared[1].lower() not in _ENCODINGS:
                raise damaged("encoding", self._part)
        try:
            self._parser.Parse(data, last)
        except pyexpat.ExpatError as error:
            raise damaged("not_xml", self._part) from error
        self._fed += len(data)
        # A tag is seen only once it is whole, and costs many times its length: its attributes are counted too late.
        if self._fed - self._parser.CurrentByteIndex > self._limits.tag:
            raise hostile("long_tag", self._part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._known.get(name, "")
        path = self.path
        path.append(local)
        limits = self._limits
        if len(path) > limits.depth:
            raise hostile("depth", self._part)
        if len(attributes) > limits.attributes:
            raise hostile("attributes", self._part)
        # Expat keeps every name it ever met.
        if len(self._names) > limits.names:
            raise hostile("names", self._part)
        if local and self._on_start:
            self._on_start(local, attributes, path)

    def _end(self, _name: str) -> None:
        local = self.path[-1]
        if local and self._on_end:
            self._on_end(local, self.path)
        self.path.pop()

    def _prefix(self, prefix: str | None, _uri: str) -> None:
        self._prefixes.add(prefix)
        if len(self._prefixes) > self._limits.names:
            raise hostile("names", self._part)

    def _doctype(self, *_: object) -> None:
        raise hostile("doctype", self._part)


def read_xml(
    package: Package,
    name: str,
    start: OnStart | None = None,
    end: OnEnd | None = None,
    text: OnText | None = None,
    known: Mapping[str, str] = _KNOWN,
) -> None:
    """Run a whole part through the callbacks; `known` gives the elements they see their names."""
    xml = Xml(name, package.limits, start, end, text, known=known)
    for piece in package.chunks(name):
        xml.feed(piece)
    xml.feed(b"", last=True)

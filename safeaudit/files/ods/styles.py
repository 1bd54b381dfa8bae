"""What the styles of an OpenDocument spreadsheet say about cells: per cent, elapsed time, struck through, widths, hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit.files.guard import too_big

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from safeaudit.files.guard import Limits

_NAMES = {name: name for name in ("office", "table", "text", "style", "manifest")}
_SPACES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (_NAMES | {"draw": "drawing", "number": "datastyle"}).items()
} | {
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_SHAPES = "frame custom-shape rect ellipse circle line polyline polygon regular-polygon path connector caption measure"
SHAPES = frozenset(f"draw:{name}" for name in _SHAPES.split())
"""Elements that can carry words of their own."""

KNOWN = {
    f"{_SPACES[prefix]}}}{local}": f"{prefix}:{local}"
    for prefix, locals_ in {
        "office": "document-content document-styles body spreadsheet styles automatic-styles annotation",
        "table": "table table-row table-rows table-header-rows table-row-group table-cell covered-table-cell shapes "
        "table-column table-source null-date dde-link cell-range-source database-source-sql database-source-table "
        "database-source-query",
        "text": "p h span s tab line-break ruby-text",
        "style": "style text-properties table-column-properties table-properties",
        "number": "percentage-style time-style",
        "draw": " ".join(("image object object-ole", *(shape.partition(":")[2] for shape in sorted(SHAPES)))),
        "manifest": "manifest file-entry encryption-data",
    }.items()
    for local in locals_.split()
}
"""The elements the reader sees, by their full names."""


def name(short: str) -> str:
    """The full name of an attribute such as table:name, as the XML reader gives it."""
    prefix, _, local = short.partition(":")
    return f"{_SPACES[prefix]}}}{local}"


_NAME, _FAMILY, _PARENT, _DATA = map(
    name, ("style:name", "style:family", "style:parent-style-name", "style:data-style-name")
)
_LINES = (name("style:text-line-through-style"), name("style:text-line-through-type"))
_DISPLAY, _WIDTH = name("table:display"), name("style:column-width")
_TRUNCATE = name("number:truncate-on-overflow")
_ANCESTORS = 20
_LENGTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,9})?)(cm|mm|in|pt|pc|px)")
_PIXELS = {"cm": 96 / 2.54, "mm": 96 / 25.4, "in": 96.0, "pt": 96 / 72, "pc": 16.0, "px": 1.0}


@dataclass(slots=True)
class _Style:
    parent: str = ""
    data: str = ""
    struck: bool | None = None
    hidden: bool = False
    width: float | None = None


class Styles:
    """The styles of content.xml and styles.xml; what a cell's own style leaves open its parents say."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._styles: dict[tuple[str, str], _Style] = {}
        self._percent: set[str] = set()
        self._elapsed: set[str] = set()
        self._now = _Style()

    def start(self, local: str, attributes: Mapping[str, str], path: list[str]) -> None:
        """One element of the document; only what lies inside its styles is looked at."""
        depth = len(path)
        if depth < 3 or path[1] not in ("office:styles", "office:automatic-styles"):
            return
        if depth == 3 and local == "style:style":
            self._now = _Style(attributes.get(_PARENT, ""), attributes.get(_DATA, ""))
            self._styles[attributes.get(_FAMILY, ""), attributes.get(_NAME, "")] = self._now
            if len(self._styles) > self._limits.styles:
                raise too_big(self._limits, "styles")
        elif depth == 3 and local == "number:percentage-style":
            self._percent.add(attributes.get(_NAME, ""))
        elif depth == 3 and local == "number:time-style" and attributes.get(_TRUNCATE) == "false":
            self._elapsed.add(attributes.get(_NAME, ""))
        elif depth == 4 and path[2] == "style:style":
            self._property(local, attributes)

    def _property(self, local: str, attributes: Mapping[str, str]) -> None:
        if local == "style:text-properties":
            lines = [attributes[each] for each in _LINES if each in attributes]
            if lines:
                self._now.struck = any(line != "none" for line in lines)
        elif local == "style:table-properties":
            self._now.hidden = attributes.get(_DISPLAY) == "false"
        elif local == "style:table-column-properties":
            self._now.width = _characters(attributes.get(_WIDTH, ""))

    def struck(self, family: str, style: str) -> bool:
        return next((each.struck for each in self._line(family, style) if each.struck is not None), False)

    def percent(self, style: str) -> bool:
        return self._data(style) in self._percent

    def elapsed(self, style: str) -> bool:
        """Whether a time is shown as hours that may pass 24."""
        return self._data(style) in self._elapsed

    def hidden(self, style: str) -> bool:
        found = self._styles.get(("table", style))
        return found is not None and found.hidden

    def width(self, style: str) -> float | None:
        found = self._styles.get(("table-column", style))
        return None if found is None else found.width

    def _data(self, style: str) -> str:
        return next((each.data for each in self._line("table-cell", style) if each.data), "")

    def _line(self, family: str, style: str) -> Iterator[_Style]:
        """The style, then its parents; a circle of parents ends."""
        for _ in range(_ANCESTORS):
            found = self._styles.get((family, style))
            if found is None:
                return
            yield found
            style = found.parent


def _characters(length: str) -> float | None:
    """A column's width as Excel counts it, in characters of its usual font."""
    match = _LENGTH.fullmatch(length)
    return None if match is None else round(max(0.0, (float(match[1]) * _PIXELS[match[2]] - 5) / 7), 2)

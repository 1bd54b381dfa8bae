"""The styles of a workbook, as far as they decide what a person sees in a cell: dates, per cent, text struck through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from safeaudit.files.guard import Package, too_big
from safeaudit.files.xml import read_xml

# 27 to 36 and 50 to 58 are dates in East Asian, 71 to 81 in Thai versions; 46 is an elapsed time and so a number.
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 82)))
_BUILT_IN_PERCENT = frozenset((9, 10))
_NOT_FORMAT = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
_LONGEST_CODE = 1_000


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or time of day; elapsed times such as [h]:mm are plain numbers of days."""
    shown = _first(code)
    return bool(_DATE_LETTER.search(shown)) and not _ELAPSED.search(shown) and shown.strip().lower() != "general"


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a hundred times the number: a % of its own, not one in quotes or behind a backslash."""
    return "%" in _first(code)


def _first(code: str) -> str:
    """What a format says of numbers above zero, without quoted words, colours and conditions."""
    return _NOT_FORMAT.sub("", code[:_LONGEST_CODE]).partition(";")[0]


@dataclass(frozen=True, slots=True)
class Styles:
    """Cell styles by what they show, as the texts cells refer to them by ("" is style 0)."""

    dates: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()

    @property
    def special(self) -> frozenset[str]:
        """Every style that is not simply a number as it is."""
        return self.dates | self.percents | self.struck


def read_styles(package: Package, part: str) -> Styles:
    """The styles of the part named."""
    reader = _Reader(package.limits.styles)

    def start(local: str, attributes: dict[str, str], path: list[str]) -> None:
        if not reader.start(local, attributes, path):
            raise too_big(package.limits, "styles")

    read_xml(package, part, start)
    return reader.styles()


class _Reader:
    """Collects formats, fonts and cell styles."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._formats: dict[str, str] = {}
        self._fonts = 0
        self._struck_fonts: set[str] = set()
        self._used: list[tuple[str, str]] = []

    def start(self, local: str, attributes: dict[str, str], path: list[str]) -> bool:
        """Take one element; False when there are more styles than a workbook can have."""
        parents = path[1:-1]
        if local == "numFmt" and parents == ["numFmts"]:
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "font" and parents == ["fonts"]:
            self._fonts += 1
        elif local == "strike" and parents == ["fonts", "font"] and is_on(attributes):
            self._struck_fonts.add(str(self._fonts - 1))
        elif local == "xf" and parents == ["cellXfs"]:
            self._used.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
        return max(len(self._used), self._fonts) <= self._most

    def styles(self) -> Styles:
        dates = self._formats_that(is_date_format, _BUILT_IN_DATES)
        percents = self._formats_that(is_percent_format, _BUILT_IN_PERCENT)
        return Styles(
            self._styles_with({number for number, _ in self._used if number in dates}),
            self._styles_with({number for number, _ in self._used if number in percents}),
            _as_cells_say(index for index, (_, font) in enumerate(self._used) if font in self._struck_fonts),
        )

    def _formats_that(self, shows: Callable[[str], bool], built_in: frozenset[int]) -> set[str]:
        own = {number for number, code in self._formats.items() if shows(code)}
        return own | ({str(number) for number in built_in} - self._formats.keys())

    def _styles_with(self, formats: set[str]) -> frozenset[str]:
        return _as_cells_say(index for index, (number, _) in enumerate(self._used) if number in formats)


def _as_cells_say(indexes: Iterable[int]) -> frozenset[str]:
    styles = {str(index) for index in indexes}
    return frozenset(styles | {""} if "0" in styles else styles)


def is_on(attributes: dict[str, str]) -> bool:
    """Whether an on-or-off element such as <strike/> is on."""
    return attributes.get("val", "1").strip().lower() not in ("0", "false", "off")

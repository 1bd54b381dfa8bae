"""Type for the charts: how wide a text is, and how it breaks into lines, without drawing it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

CM = 72 / 2.54
"""Points in a centimetre."""
SIZES = (9.0, 8.0, 7.0)
"""Type sizes in points: text, secondary text, dense drawings."""
LEADING = 1.22
"""Height of a line as a multiple of the type size."""
SAFETY = 1.015
"""Drawn text may be a little wider than measured, because glyphs snap to pixels."""
FAMILIES = (
    "DejaVu Sans",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Devanagari",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
)


def style(text: str, size: float, bold: bool) -> Any:
    """The typeface for drawing a text; fallbacks, which cost time, only where it lacks one of the letters."""
    return _style(size, bold, all(_known(glyph, bold) for glyph in text))


@cache
def _style(size: float, bold: bool, plain: bool) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=FAMILIES[:1] if plain else families(), size=size, weight="bold" if bold else "normal")


@cache
def _known(glyph: str, bold: bool) -> bool:
    return bool(_font(bold).get_char_index(ord(glyph)))


def as_measured() -> AbstractContextManager[None]:
    """While drawing: letters as wide as they are measured at any resolution; snapped to pixels they overrun their boxes."""
    from matplotlib import rc_context

    return rc_context({"text.hinting": "no_hinting"})


@cache
def families() -> list[str]:
    """The first typeface and those of its fallbacks that this machine has."""
    from matplotlib import font_manager

    known = set(font_manager.get_font_names())
    return [name for name in FAMILIES if name == FAMILIES[0] or name in known]


@cache
def _font(bold: bool) -> Any:
    from matplotlib import font_manager

    return font_manager.get_font(font_manager.findfont(font_manager.FontProperties(
        family=FAMILIES[0], weight="bold" if bold else "normal")))  # fmt: skip


@lru_cache(maxsize=10_000)
def _advance(glyph: str, bold: bool) -> float:
    """Width of one glyph in ems; one em for a glyph the typeface lacks."""
    if not _known(glyph, bold):
        return 1.0
    font = _font(bold)
    font.set_size(100, 72)
    return float(font.load_char(ord(glyph)).linearHoriAdvance / 65536 / 100)


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in cm."""
    return sum(_advance(glyph, bold) for glyph in text) * size / CM * SAFETY


def height(lines: int, size: float) -> float:
    """Height of a block of lines in cm."""
    return lines * size * LEADING / CM


def wrap(text: str, room: float, size: float, lines: int = 99, bold: bool = False) -> list[str]:
    """The text in lines of at most `room` cm, at most `lines` of them; what does not fit ends in an ellipsis."""
    rest, found = " ".join(text.split()), list[str]()
    while rest and len(found) < lines:
        line = _first_line(rest, room, size, bold)
        rest = rest[len(line) :].strip()
        found.append(line.strip())
    if rest:
        found[-1] = shorten(f"{found[-1]} {rest}", room, size, bold)
    return found


def fitted(text: str, room: float, lines: int, most: float, bold: bool = False) -> tuple[float, list[str]]:
    """(size, lines): the largest of SIZES up to `most` in which all of the text fits and no word breaks; else the smallest."""
    words = text.split()
    for size in (size for size in SIZES if size <= most):
        whole = len(wrap(text, room, size, bold=bold)) <= lines
        if whole and all(width(word, size, bold) <= room for word in words):
            return size, wrap(text, room, size, lines, bold)
    return SIZES[-1], wrap(text, room, SIZES[-1], lines, bold)


def _first_line(text: str, room: float, size: float, bold: bool) -> str:
    """As many whole words as fit; of a word too long by itself, as many letters as fit."""
    if width(text, size, bold) <= room:
        return text
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) > room:
            break
        line = longer
    if line:
        return line
    count = 1
    while count < len(text) and width(text[: count + 1], size, bold) <= room:
        count += 1
    return text[:count]


def shorten(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, cut at its end with an ellipsis until it fits into `room` cm."""
    if width(text, size, bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(text[:middle].rstrip() + "…", size, bold) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip(" ,;:·–-") + "…"

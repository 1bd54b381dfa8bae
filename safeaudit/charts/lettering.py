"""Type for the charts: how wide a text is, and how it breaks into lines, without drawing it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from safeaudit.charts import fonts
from safeaudit.charts.settings import needed

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase
    from matplotlib.font_manager import FontProperties

CM = 72 / 2.54
"""Points in a centimetre."""
SIZES = (9.0, 8.0, 7.0)
"""Type sizes in points: text, secondary text, dense drawings."""
LEADING = 1.22
"""Height of a line as a multiple of the type size."""
DEPTH = 0.25
"""How far letters hang below the line they stand on, as a multiple of the type size."""
SAFETY = 1.015
"""Drawn text may be a little wider than measured, because glyphs snap to pixels."""
LEFT_TO_RIGHT = "\u200e"
"""Before words of ours that a name from right to left follows: they keep their order."""
VIRAMA, BEFORE_THEIR_LETTER = 9, "เแโใไເແໂໃໄ"
"""The sign that ties two letters of a script of India or Cambodia (its class in Unicode); Thai and Lao vowels written before theirs."""
TIES = "\u200c\u200d\u200e\u200f"
"""Signs without a shape that say how their neighbours join, or which way they run."""
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that set no space between words: a line may end after any of them."""
INSTEAD = "…"
"""Stands for letters that no font has, in a text that came here all the same: never a box."""


def style(text: str, size: float, bold: bool) -> FontProperties:
    """The typeface for drawing a text; fallbacks, which cost time, only where it lacks one of the letters."""
    if fonts.plain(text, bold=bold):
        return _style(size, bold, (fonts.FIRST,))
    bold = bold and fonts.has_bold(fonts.families(text, bold=True), text)
    return _style(size, bold, fonts.families(text, bold=bold))


@cache
def _style(size: float, bold: bool, families: tuple[str, ...]) -> FontProperties:
    needed()
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=list(families), size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=10_000)
def drawable(text: str) -> str:
    """The text without letters that no font has, nor signs without a shape that would be drawn as a box."""
    if text.isascii():
        return text
    kept = "".join(_shown(letter) for letter in text)
    missing = fonts.lacking(kept)
    return re.sub(f"[{re.escape(missing)}]+", INSTEAD, kept) if missing else kept


def _shown(letter: str) -> str:
    if fonts.unseen(letter) and letter not in TIES:
        return " " if letter.isspace() else ""
    return letter


@contextmanager
def as_measured() -> Iterator[None]:
    """While drawing: letters as wide as they are measured at any resolution; snapped to pixels they overrun their boxes."""
    needed()
    from matplotlib import rc_context

    with rc_context({"text.hinting": "no_hinting"}), fonts.quiet():
        yield


@lru_cache(maxsize=10_000)
def _advance(glyph: str, bold: bool) -> float:
    """Width of one glyph of the first typeface in ems."""
    font = fonts.first(bold)
    font.set_size(100, 72)
    return float(font.load_char(ord(glyph)).linearHoriAdvance / 65536 / 100)


@lru_cache(maxsize=10_000)
def _shaped(text: str, bold: bool) -> tuple[float, float, float]:
    """Width, height and depth of a text in ems whose letters join, or come from several typefaces: as it would be drawn."""
    with as_measured():
        wide, tall, deep = _renderer().get_text_width_height_descent(text, style(text, 100, bold), ismath=False)
    return wide / 100, tall / 100, deep / 100


@cache
def _renderer() -> RendererBase:
    needed()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    renderer: RendererBase = FigureCanvasAgg(Figure(figsize=(1, 1), dpi=72)).get_renderer()  # type: ignore[no-untyped-call]
    return renderer


def in_line(text: str, size: float, bold: bool) -> tuple[float, float]:
    """(size, points to raise it) with which a line stays within its height: some scripts stack letters high and hang them deep."""
    if fonts.plain(text, bold=bold):
        return size, 0.0
    _, tall, deep = _shaped(text, bold)
    size *= min(1.0, LEADING / tall)
    return size, max(0.0, deep - DEPTH) * size


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in cm."""
    text = drawable(text)
    ems = sum(_advance(glyph, bold) for glyph in text) if fonts.plain(text, bold=bold) else _shaped(text, bold)[0]
    return ems * size / CM * SAFETY


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
        if whole and all(width(word, size, bold) <= room or UNSPACED.search(word) for word in words):
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
    possible = cuts(text)
    end = possible[0]
    for cut in possible[1:]:
        if width(text[:cut], size, bold) > room:
            break
        end = cut
    return text[:end]


@lru_cache(maxsize=1_000)
def cuts(text: str) -> tuple[int, ...]:
    """Where a text may be cut without tearing a mark or a half of a letter from the letter it belongs to; its end is the last."""
    return (*(at for at in range(1, len(text)) if _may_part(text[at - 1], text[at])), len(text))


def _may_part(before: str, after: str) -> bool:
    joined = unicodedata.category(after).startswith("M") or after in "\u200d\u0e33\u0eb3"
    waiting = before == "\u200d" or unicodedata.combining(before) == VIRAMA or before in BEFORE_THEIR_LETTER
    return not (joined or waiting)


def shorten(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, cut at its end with an ellipsis until it fits into `room` cm."""
    if width(text, size, bold) <= room:
        return text
    possible = (0, *cuts(text))
    low, high = 0, len(possible) - 1
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(text[: possible[middle]].rstrip() + "…", size, bold) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[: possible[low]].rstrip(" ,;:·–-") + "…"

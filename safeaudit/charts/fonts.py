"""Which installed typeface has a letter, and what no typeface of this computer can show.

Letters of the first typeface cost nothing. The first letter beyond it opens every font that matplotlib knows, once a process.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from safeaudit.charts.settings import needed

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry
    from matplotlib.ft2font import FT2Font

FIRST = "DejaVu Sans"
"""Comes with matplotlib, so it is everywhere."""
PREFERRED = (
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC",
    "Noto Sans CJK JP", "Segoe UI", "Nirmala UI", "Leelawadee UI", "Ebrima", "Segoe UI Symbol",
)  # fmt: skip
"""Plain, legible typefaces that are taken before others which have the same letter."""
NO_LETTERS = ("last resort", "lastresort", "color emoji", "twemoji", "adobe blank", "dejavu math", "stix", "cmr10", "cmss10", "cmtt10",
              "cmb10", "cmex10", "cmmi10", "cmsy10", "cmti10", "dejavu sans display", "dejavu serif display")  # fmt: skip
"""Begin or middle of the names of fonts with boxes, colour bitmaps or signs of formulas in the place of letters."""
LESS_LEGIBLE = ("mono", "serif", "display", "condensed", "nastaliq", "rashi", "unjoined", "looped", "light", "thin")
UNSEEN = {"Cf", "Cc", "Zs", "Zl", "Zp"}
"""Categories of characters that need no letter in a font."""
SHAPED = (
    (0x0590, 0x109F), (0x1100, 0x11FF), (0x1700, 0x1AAF), (0x1B00, 0x1C4F), (0x1CD0, 0x1CFF), (0xA800, 0xA82F), (0xA840, 0xA8FF),
    (0xA930, 0xABFF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF), (0x10800, 0x10FFF), (0x11000, 0x11FFF), (0x1E800, 0x1EFFF),
)  # fmt: skip
"""Blocks whose letters join, stack or run from right to left: they are as wide as their word, and one font has to have it whole."""


def lacking(text: str) -> str:
    """The letters of a text that cannot be drawn on this computer, each once, in order."""
    return "".join(letter for letter in dict.fromkeys(text) if not _in_a_font(letter))


@cache
def _is_shaped(letter: str) -> bool:
    """Whether a letter is right only together with its neighbours."""
    return any(start <= ord(letter) <= end for start, end in SHAPED)


def plain(text: str, *, bold: bool) -> bool:
    """Whether the first typeface has every letter, and each stands by itself: then a text is as wide as its letters."""
    return text.isascii() or all(_has_first(letter, bold) and not _is_shaped(letter) for letter in text)


def families(text: str, *, bold: bool) -> tuple[str, ...]:
    """The first typeface, and those that have the letters it lacks; these first where letters that join would be torn apart."""
    missing = [letter for letter in text if not unseen(letter) and not _has_first(letter, bold)]
    more = dict.fromkeys(_best().get(ord(letter), FIRST) for letter in missing)
    joined = any(map(_is_shaped, missing)) and any(_is_shaped(letter) for letter in text if letter not in missing)
    return tuple(dict.fromkeys((*more, FIRST) if joined else (FIRST, *more)))


def first(bold: bool) -> FT2Font:
    """The first typeface, opened."""
    return _opened(FIRST, bold)


@cache
def has_bold(text_families: tuple[str, ...], text: str) -> bool:
    """Whether the bold faces have every letter of the text."""
    return all(
        unseen(letter) or any(_has(_opened(name, bold=True), letter) for name in text_families) for letter in set(text)
    )


@contextmanager
def quiet() -> Iterator[None]:
    """While fonts are looked up: matplotlib tells the log of every typeface that has no bold face."""
    log = logging.getLogger("matplotlib.font_manager")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


@cache
def unseen(letter: str) -> bool:
    """Whether a character needs no letter in a font: a space, a mark of direction, a choice between forms."""
    selector = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef" or letter == "\u034f"
    return selector or unicodedata.category(letter) in UNSEEN


@cache
def _has_first(letter: str, bold: bool) -> bool:
    return _has(first(bold), letter)


@cache
def _in_a_font(letter: str) -> bool:
    if unseen(letter) or _has(first(bold=False), letter):
        return True
    name = _best().get(ord(letter))
    return name is not None and _has(_opened(name, bold=False), letter)


def _has(font: FT2Font, letter: str) -> bool:
    return bool(font.get_char_index(ord(letter)))


@cache
def _opened(name: str, bold: bool) -> FT2Font:
    """The face of a typeface that matplotlib takes for drawing."""
    needed()
    from matplotlib import font_manager

    wanted = font_manager.FontProperties(family=[name], weight="bold" if bold else "normal")
    with quiet():
        return font_manager.get_font(font_manager.findfont(wanted))


@cache
def _best() -> dict[int, str]:
    """For every letter that any font has, the name of the typeface to take."""
    needed()
    from matplotlib import font_manager, ft2font

    _learn_new_fonts()
    found: dict[int, str] = {}
    for entry in _ranked(font_manager.fontManager.ttflist):
        index = getattr(entry, "index", 0)
        try:
            font = ft2font.FT2Font(entry.fname, face_index=index) if index else ft2font.FT2Font(entry.fname)
            new = font.get_charmap().keys() - found.keys() if font.scalable else set()
        except (OSError, RuntimeError, ValueError):  # removed since, or no font at all
            continue
        found.update(dict.fromkeys(new, entry.name))
    return found


def _ranked(entries: list[FontEntry]) -> list[FontEntry]:
    """One entry a typeface, upright and neither bold nor light where there is one, the most legible typefaces first."""
    chosen: dict[str, FontEntry] = {}
    for entry in sorted(entries, key=_plainness):
        name = entry.name.casefold()
        if not any(part in name for part in NO_LETTERS):
            chosen.setdefault(entry.name, entry)
    return sorted(chosen.values(), key=_legibility)


def _plainness(entry: FontEntry) -> tuple[bool, int, str]:
    weight = entry.weight if isinstance(entry.weight, int) else 400
    return entry.style != "normal", abs(weight - 400), entry.fname


def _legibility(entry: FontEntry) -> tuple[int, int, bool, str]:
    name = entry.name.casefold()
    place = PREFERRED.index(entry.name) if entry.name in PREFERRED else len(PREFERRED)
    return place, sum(part in name for part in LESS_LEGIBLE), "sans" not in name, entry.name


def _learn_new_fonts() -> None:
    """Fonts installed after matplotlib wrote its list: it looks for them no second time by itself."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        try:
            font_manager.fontManager.addfont(path)
        except Exception:  # noqa: BLE001, S112  (a damaged font in somebody's folder stops no report)
            continue

"""Texts and lists of cells in less room: cut at a sentence or a word, runs of cells as F7–F12."""

from __future__ import annotations

import re
from collections.abc import Iterable

SENTENCE_ENDS = (". ", "! ", "? ", "。", "؟ ", "۔ ", "। ", "። ")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def shortened(text: str, most: int) -> str:
    """The text on one line, cut to at most this many letters: after a sentence where one ends late enough, else after a word."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    room = text[: most - 2]
    sentence = max(room.rfind(mark) + len(mark.rstrip()) for mark in SENTENCE_ENDS)
    if sentence > most * 0.6:
        return room[:sentence] + " …"
    word = room.rfind(" ")
    return room[: word if word > most * 0.6 else len(room)].rstrip(" ,;:–-") + "…"


def runs(cells: Iterable[str]) -> list[str]:
    """Cells below each other as one run, column by column: F7, F8, F9 and H2 become F7–F9 and H2."""
    found: dict[str, set[int]] = {}
    other: list[str] = []
    for cell in dict.fromkeys(cells):
        match = _CELL.fullmatch(cell)
        if match:
            found.setdefault(match[1], set()).add(int(match[2]))
        elif cell:
            other.append(cell)
    columns = sorted(found, key=lambda column: (len(column), column))
    return [run for column in columns for run in _runs(column, sorted(found[column]))] + other


def _runs(column: str, numbers: list[int]) -> Iterable[str]:
    first = last = numbers[0]
    for number in [*numbers[1:], -1]:
        if number == last + 1:
            last = number
            continue
        yield f"{column}{first}" if first == last else f"{column}{first}–{column}{last}"
        first = last = number

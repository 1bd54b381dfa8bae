"""How a text is written: which stretches run from right to left, and which script each is in, so that a document can say so."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Slot = Literal["val", "eastAsia", "bidi"]
"""The three languages of a run in Word: of plain letters, of those of East Asia, of those that join or stack."""

_RANGES: tuple[tuple[int, int, str, Slot], ...] = (
    (0x0370, 0x03FF, "el-GR", "val"), (0x0530, 0x058F, "hy-AM", "val"), (0x0590, 0x05FF, "he-IL", "bidi"), (0x0600, 0x06FF, "ar", "bidi"),
    (0x0700, 0x074F, "syr-SY", "bidi"), (0x0750, 0x077F, "ar", "bidi"), (0x0780, 0x07BF, "dv-MV", "bidi"), (0x07C0, 0x07FF, "nqo-GN", "bidi"),
    (0x0860, 0x08FF, "ar", "bidi"), (0x0900, 0x097F, "hi-IN", "bidi"), (0x0980, 0x09FF, "bn-BD", "bidi"), (0x0A00, 0x0A7F, "pa-IN", "bidi"),
    (0x0A80, 0x0AFF, "gu-IN", "bidi"), (0x0B00, 0x0B7F, "or-IN", "bidi"), (0x0B80, 0x0BFF, "ta-IN", "bidi"), (0x0C00, 0x0C7F, "te-IN", "bidi"),
    (0x0C80, 0x0CFF, "kn-IN", "bidi"), (0x0D00, 0x0D7F, "ml-IN", "bidi"), (0x0D80, 0x0DFF, "si-LK", "bidi"), (0x0E00, 0x0E7F, "th-TH", "bidi"),
    (0x0E80, 0x0EFF, "lo-LA", "bidi"), (0x0F00, 0x0FFF, "bo-CN", "bidi"), (0x1000, 0x109F, "my-MM", "bidi"), (0x10A0, 0x10FF, "ka-GE", "val"),
    (0x1100, 0x11FF, "ko-KR", "eastAsia"), (0x1200, 0x139F, "am-ET", "val"), (0x1780, 0x17FF, "km-KH", "bidi"), (0x2D80, 0x2DDF, "am-ET", "val"),
    (0x2E80, 0x3030, "zh", "eastAsia"), (0x3031, 0x3035, "ja-JP", "eastAsia"), (0x3036, 0x303F, "zh", "eastAsia"),
    (0x3040, 0x30FF, "ja-JP", "eastAsia"), (0x3100, 0x312F, "zh-TW", "eastAsia"), (0x3130, 0x318F, "ko-KR", "eastAsia"),
    (0x3190, 0x9FFF, "zh", "eastAsia"), (0xA960, 0xA97F, "ko-KR", "eastAsia"), (0xAA60, 0xAA7F, "my-MM", "bidi"), (0xAB00, 0xAB2F, "am-ET", "val"),
    (0xAC00, 0xD7FF, "ko-KR", "eastAsia"), (0xF900, 0xFAFF, "zh", "eastAsia"), (0xFB1D, 0xFB4F, "he-IL", "bidi"), (0xFB50, 0xFDCF, "ar", "bidi"),
    (0xFDF0, 0xFDFF, "ar", "bidi"), (0xFE30, 0xFE4F, "zh", "eastAsia"), (0xFE70, 0xFEFE, "ar", "bidi"), (0xFF00, 0xFFEF, "zh", "eastAsia"),
    (0x10800, 0x10FFF, "", "bidi"), (0x1E900, 0x1E95F, "ff-Adlm", "bidi"), (0x1EE00, 0x1EEFF, "ar", "bidi"), (0x20000, 0x3FFFF, "zh", "eastAsia"),
)  # fmt: skip
_STARTS = [start for start, *_ in _RANGES]
OTHER = re.compile("[" + "".join(f"\\U{start:08x}-\\U{end:08x}" for start, end, *_ in _RANGES) + "]")
"""A letter that a document in Latin or Cyrillic script has to say more of."""
PERSIAN, URDU = frozenset("پچژگکی"), frozenset("ٹڈڑںےہ")
BRACKETS = {")": "(", "]": "[", "»": "«", "”": "“", "’": "‘", "}": "{"}
MOST_FOREIGN, SENTENCE = 0.2, 20
"""A text from right to left may hold this share of other letters; so many are more than a number of a line or a short name."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a stretch of text is written: its direction, and the language to be named for it with the slot it belongs in."""

    right_to_left: bool = False
    language: str = ""
    slot: Slot = "val"


PLAIN = Manner()


def is_right_to_left(text: str, *, otherwise: bool = False) -> bool:
    """Whether a whole text is read from right to left: it begins so, and few of its letters run the other way.

    `otherwise`: the document itself is; then a text turns only when it is a sentence in other letters.
    """
    turns = [turn for letter in text if (turn := _turn(letter))]
    right, left = turns.count("R"), turns.count("L")
    if otherwise:
        return bool(right) or left <= SENTENCE
    return bool(right) and turns[0] == "R" and left / (left + right) <= MOST_FOREIGN


def manners(text: str, *, right_to_left: bool = False) -> list[Manner]:
    """The manner of each character; spaces and signs belong to the stretch they stand in, or to the text round it."""
    between = Manner(True, _first_language(text)[0], "bidi") if right_to_left else PLAIN
    found = [between] * len(text)
    last, at = between, -1
    for number, letter in enumerate(text):
        own = _manner(letter, text)
        if own is None:
            continue
        if own == last and own != between:
            found[at + 1 : number] = [own] * (number - at - 1)
        elif last.right_to_left and not right_to_left:
            _close(found, text, at, number, last)
        found[number], last, at = own, own, number
    if last.right_to_left and not right_to_left:
        _close(found, text, at, len(text), last)
    return found


def stretches(found: list[Manner]) -> Iterator[tuple[int, int, Manner]]:
    """(start, end, manner) of each stretch of one manner."""
    start = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or found[at] != found[start]:
            yield start, at, found[start]
            start = at


def _close(found: list[Manner], text: str, last: int, end: int, manner: Manner) -> None:
    """What follows a stretch from right to left and still belongs to it: a number after a space, a bracket it opened."""
    after = text[last + 1 : end]
    number = re.match(r"(?: +\d+)+(?: ?%)?(?!\w)", after)
    taken = number.end() if number else 0
    opened = text[_first(found, last, manner) : last + 1]
    rest = after[taken:]
    if rest[:1] in BRACKETS and opened.count(BRACKETS[rest[0]]) > opened.count(rest[0]):
        taken += 1
    found[last + 1 : last + 1 + taken] = [manner] * taken


def _first(found: list[Manner], at: int, manner: Manner) -> int:
    while at > 0 and found[at - 1] == manner:
        at -= 1
    return at


def _manner(letter: str, text: str) -> Manner | None:
    """How a letter is written; None for what takes the manner of its neighbours."""
    if letter < "\u0370":
        return PLAIN if letter.isalpha() else None
    found = _range(letter)
    if found is None:
        return PLAIN if letter.isalpha() else None
    language, slot = found
    if not letter.isalpha() and slot != "eastAsia" and not unicodedata.category(letter).startswith("M"):
        return None
    language = _arabic(text) if language == "ar" else _han(text) if language == "zh" else language
    return Manner(slot == "bidi" and _is_right_to_left(letter, language), language, slot)


def _is_right_to_left(letter: str, language: str) -> bool:
    """Marks above and below a letter have no direction of their own."""
    return language[:2] in ("ar", "fa", "ur", "he", "sy", "dv", "nq", "ff") or _turn(letter) == "R"


def _range(letter: str) -> tuple[str, Slot] | None:
    at = bisect_right(_STARTS, ord(letter)) - 1
    if at < 0 or ord(letter) > _RANGES[at][1]:
        return None
    return _RANGES[at][2:]


def _turn(letter: str) -> str:
    return {"L": "L", "R": "R", "AL": "R"}.get(unicodedata.bidirectional(letter), "")


def _first_language(text: str) -> tuple[str, Slot]:
    found = next((found for letter in text if _turn(letter) == "R" and (found := _range(letter))), ("", "bidi"))
    return (_arabic(text), "bidi") if found[0] == "ar" else found


def _arabic(text: str) -> str:
    if URDU.intersection(text):
        return "ur-PK"
    return "fa-IR" if PERSIAN.intersection(text) else "ar-SA"


def _han(text: str) -> str:
    """The language of Chinese characters: Japanese beside kana, else as the older standards of either form hold them."""
    if re.search("[\u3040-\u30ff]", text):
        return "ja-JP"
    characters = "".join(re.findall("[\u3400-\u9fff]+", text))
    return "zh-TW" if characters and _holds("big5", characters) and not _holds("gb2312", characters) else "zh-CN"


def _holds(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

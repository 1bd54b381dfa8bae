"""What the reader finds, and the vocabulary it goes by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from safeaudit import framework

KINDS = (
    "name",
    "phone",
    "email",
    "id_number",
    "plate",
    "coordinate",
    "house_number",
    "quote",
    "branding",
)
"""What can be named word by word."""
POINTING = ("one_person", "accused", "source", "firm", "exact_place", "protecting_place")
"""What leads to people without a name or a number of theirs."""
ON_RECORD = "name_on_record"
"""A name beside a court judgment or an official publication; only `read_text(…, on_record=True)` gives it."""

LATIN = ("en", "fr", "es", "pt")
LANGUAGES = (*LATIN, "ar", "ru", "zh")
Words = frozenset[str]
NONE: Words = frozenset()


class Mark(NamedTuple):
    """A place in a text: its kind, and text[start:end]."""

    kind: str
    start: int
    end: int
    text: str


class Span(NamedTuple):
    """A mark without its text, as the parts of the reader give it."""

    kind: str
    start: int
    end: int


class Vocabulary(dict[str, Words]):
    """The word lists of a language by kind; a kind it does not have is empty."""

    def __missing__(self, kind: str) -> Words:
        return NONE


@cache
def vocabulary(language: str) -> Vocabulary:
    """The word lists of a language; one it does not know gets those of all languages."""
    return Vocabulary(framework.care_words(language))


@cache
def alternatives(language: str, *kinds: str) -> str:
    """The words of some lists as the inside of a pattern, longest first."""
    words = {word for kind in kinds for word in vocabulary(language)[kind]}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or r"(?!)"


@cache
def nation_words(language: str) -> Words:
    """Every word, in small letters, that names a nation, an ethnic group or a faith, or those who belong to it."""
    nations = vocabulary(language)["nations"]
    return nations | {f"{word}s" for word in nations} | vocabulary(language)["nationals"]


def listed(vocabularies: Iterable[Vocabulary], kind: str) -> Words:
    """The words of one list in several languages together."""
    return NONE.union(*(each[kind] for each in vocabularies))


# Text as the reader sees it ------------------------------------------------------------------------------------------

_FLAT = {
    **{ord("０") + digit: str(digit) for digit in range(10)},
    **{ord("٠") + digit: str(digit) for digit in range(10)},
    **{ord("۰") + digit: str(digit) for digit in range(10)},
    **dict.fromkeys(map(ord, "’ʼ‘`´"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u3000\t"), " "),
    **dict.fromkeys(map(ord, "＋"), "+"),
    **dict.fromkeys(map(ord, "＠"), "@"),
    **dict.fromkeys(map(ord, "：﹕"), ":"),
    **dict.fromkeys(map(ord, "\r\v\f\u2028\u2029"), "\n"),
}


def flattened(text: str) -> str:
    """The text with one kind of digit, dash, apostrophe and space; every character keeps its place."""
    return text if text.isascii() and "\t" not in text and "\r" not in text else text.translate(_FLAT)


LATIN_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỿ"
CYRILLIC_CAPITAL = "Ѐ-ЯѠ-ԯ"
CAPITAL = LATIN_CAPITAL + CYRILLIC_CAPITAL
"""Capital letters as the inside of a character class. The rarer ranges mix in small letters, which keeps the class short;
where it matters, `str.isupper` has the last word."""
WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"[^.;!?\n]{1,600}(?:\.(?=\w)[^.;!?\n]{1,600}){0,4}")
"""A sentence, near enough."""


def words_of(text: str) -> Words:
    """The words of a text, in lower case."""
    return frozenset(WORD.findall(text.casefold()))


def words_in_order(text: str) -> list[str]:
    """The words of a text as they stand."""
    return WORD.findall(text)

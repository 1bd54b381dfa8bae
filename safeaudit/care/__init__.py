"""The do-no-harm reader: it marks what may lead to a person, and wording that brands people. Local, and never complete."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from safeaudit import framework
from safeaudit.care.accusing import accused_names
from safeaudit.care.blame import blame_in
from safeaudit.care.cues import CUES, given_away, names_in_use
from safeaudit.care.exact import exact_places, personal_numbers
from safeaudit.care.handles import handles_in
from safeaudit.care.lists import Known, Own, lists_of
from safeaudit.care.marks import (
    KINDS,
    ON_RECORD,
    POINTING,
    Mark,
    Span,
    Words,
    flattened,
    vocabulary,
    words_in_order,
    words_of,
)
from safeaudit.care.names import names_in
from safeaudit.care.numbers import is_office_address, is_personal_address, numbers_in
from safeaudit.care.own_names import is_common, known_names, people_in
from safeaudit.care.peoples import peoples_accused
from safeaudit.care.pointing import people_pointed_at
from safeaudit.care.protecting import protecting_places
from safeaudit.care.quotes import SIGNS, quotes_in
from safeaudit.care.scripts import CHINESE, arabic_names_in, chinese_names_in, languages_of

ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            "email",
            "coordinate",
            "id_number",
            "phone",
            "plate",
            "house_number",
            "name",
            ON_RECORD,
            *POINTING,
            "quote",
            "branding",
        )
    )
}
"""Which of two marks on the same characters counts."""
WORDING = (*POINTING, "quote", "branding")


def read_text(text: str, language: str, known: Collection[str] = (), *, on_record: bool = False) -> list[Mark]:
    """What may lead to a person in a text, and wording that brands people, in the order of the text.

    `known` are the city's own names (areas, offices, partners, sources), which are not marked, each as a whole; one that
    holds a person's or a group's name is no such name (own_names.py). A language without
    word lists of its own is read with those of all languages. A name beside a court judgment or an official
    publication is left out, or given as "name_on_record" with `on_record`. Nothing leaves this computer, nothing is
    guaranteed: people and places that no list or cue gives away are not found.
    """
    return Reader(language, known).read(text, on_record=on_record)


class Reader:
    """The reader for many texts of one city."""

    def __init__(self, language: str, known: Collection[str] = ()) -> None:
        self.language = language
        self.known: Known = known_names(frozenset(known), language)

    def read(self, text: str, *, on_record: bool = False) -> list[Mark]:
        """The marks of one text, as `read_text` gives them."""
        return self._marks(text, list(self._spans(flattened(text))), on_record=on_record)

    def read_own_name(self, text: str, *, on_record: bool = False) -> list[Mark]:
        """The marks of a cell that asks for the name of a place, an office or an organisation: that name is no person's."""
        spans = [span for span in self._spans(flattened(text)) if span.kind not in ("name", ON_RECORD, *POINTING)]
        return self._marks(text, [*spans, *people_in(text, self.language)], on_record=on_record)

    def _marks(self, text: str, found: list[Span], *, on_record: bool) -> list[Mark]:
        spans = _without_overlaps(found)
        return [Mark(kind, start, end, text[start:end]) for kind, start, end in spans if kind != ON_RECORD or on_record]

    def _in_english(self, plain: str, words: Words, own: Own) -> Iterator[Span]:
        """What is looked for in English alone so far."""
        lists, places = lists_of("en"), CUES.places(plain, words)
        yield from handles_in(plain, words)
        yield from people_pointed_at(plain, words)
        yield from protecting_places(plain, words, places)
        yield from blame_in(plain, words, places)
        yield from peoples_accused(plain, words)
        yield from accused_names(plain, words, lists, own)
        yield from exact_places(plain, words, places)
        yield from personal_numbers(plain, words)
        yield from given_away(plain, words, places, lists, own)
        yield from names_in_use(plain, words, lists, own)

    def _spans(self, plain: str) -> Iterator[Span]:
        words = words_of(plain)
        own = self.known.spans(plain, words)
        for language in languages_of(plain, self.language):
            yield from numbers_in(plain, words, language)
            if SIGNS.search(plain):
                yield from quotes_in(plain, language, self.known.places, vocabulary("zh"))
            if language == "ar":
                yield from arabic_names_in(plain)
            elif language == "zh":
                yield from chinese_names_in(plain)
            else:
                yield from names_in(plain, words, language, self.known, own)
            if language == "en":
                yield from self._in_english(plain, words, own)
        yield from branding_in(plain, self.language, words)


# Branding ------------------------------------------------------------------------------------------------------------


def branding_in(text: str, language: str, words: Words | None = None) -> Iterator[Span]:
    """Wording of the list "branding": what people or a district are said to be. `words` spares a second reading."""
    plain = flattened(text)
    words = words_of(plain) if words is None else words
    by_head, chinese = _branding(language)
    for head in words & by_head.keys():
        likely = tuple(phrase for phrase in by_head[head] if _may_hold(words, phrase))
        for found in _pattern(likely).finditer(plain) if likely else ():
            yield Span("branding", found.start(), found.end())
    if chinese and CHINESE.search(plain):
        for found in re.finditer(chinese, plain):
            yield Span("branding", found.start(), found.end())


@cache
def _branding(language: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """The phrases by their first word, plural forms included; and those in Chinese, which has no spaces, as a pattern."""
    grouped: dict[str, tuple[str, ...]] = {}
    chinese = []
    for phrase in sorted(framework.wordlist("branding", language), key=lambda phrase: (-len(phrase), phrase)):
        if CHINESE.search(phrase):
            chinese.append(phrase)
        else:
            head = words_in_order(phrase)[0].casefold()
            grouped[head] = (*grouped.get(head, ()), phrase)
    plural = {f"{head}{ending}": phrases for head, phrases in grouped.items() for ending in "sx"}
    return {**plural, **grouped}, "|".join(chinese)


def _may_hold(words: Words, phrase: str) -> bool:
    """Whether every further word of a phrase is in the text, in the plural or not."""
    return all(word in words or f"{word}s" in words or f"{word}x" in words for word in words_in_order(phrase)[1:])


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_spelt(phrase) for phrase in phrases)})(?:s|x)?\b", re.IGNORECASE)


def _spelt(phrase: str) -> str:
    """A phrase as a pattern: any space between its words, and a plural s or x after the first."""
    first, *rest = (re.escape(word) for word in phrase.split())
    return "[ \n]+".join([first + "(?:s|x)?" if rest else first, *rest])


# Overlaps ------------------------------------------------------------------------------------------------------------


def _without_overlaps(spans: list[Span]) -> list[Span]:
    """Marks in the order of the text, none upon another of its sort; quotations and branding may hold others."""
    people: list[Span] = []
    wording: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end, ORDER[span.kind])):
        kept = wording if span.kind in WORDING else people
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif kept is people and ORDER[span.kind] < ORDER[kept[-1].kind]:
            kept[-1] = span
    return sorted(people + wording, key=lambda span: (span.start, -span.end))


__all__ = [
    "KINDS",
    "ON_RECORD",
    "POINTING",
    "Mark",
    "Reader",
    "branding_in",
    "is_common",
    "is_office_address",
    "is_personal_address",
    "read_text",
]

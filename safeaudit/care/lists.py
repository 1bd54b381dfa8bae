"""What the search for names goes by: capitalised words in a row, the city's own names, the word lists of a language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from safeaudit.care.marks import (
    CAPITAL,
    CYRILLIC_CAPITAL,
    LATIN,
    LATIN_CAPITAL,
    NONE,
    WORD,
    Words,
    listed,
    nation_words,
    vocabulary,
)

PARTICLES = "de|da|do|dos|das|del|della|di|du|la|las|los|le|van|von|der|den|ter|bin|ibn|bint|ben|ould|el|al|ul|st"


def _item(capital: str) -> str:
    """One capitalised word, or initials, as a pattern."""
    return rf"[{capital}](?:\.(?:[{capital}]\.)*|\w*(?:['-]\w+)*)"


def _run(capital: str) -> re.Pattern[str]:
    """Capitalised words in a row, with small words such as "de" between them."""
    first = rf"[{capital}](?<![\w@/.'-].)(?:\.(?:[{capital}]\.)*|\w*(?:['-]\w+)*)"
    return re.compile(rf"{first}(?: (?:(?:{PARTICLES}) ){{0,2}}{_item(capital)})*")


PARTICLE_WORDS = frozenset(PARTICLES.split("|"))
ITEM = _item(CAPITAL)
TOKEN = re.compile(ITEM)
LATIN_RUN, CYRILLIC_RUN = _run(LATIN_CAPITAL), _run(CYRILLIC_CAPITAL)


@dataclass(frozen=True, slots=True)
class Known:
    """The city's own names of several words, to be left alone as a whole and as they are written; `heads` are their first words.

    `singles`: those of one word; after a role and a comma they say where, not who: “area officer, Northgate” · `places`: what
    may be a place beside a quotation, in lower case; also names that are not trusted.
    """

    pattern: re.Pattern[str] | None
    heads: Words
    singles: Words
    places: Words

    @classmethod
    def of(cls, names: Collection[str], places: Words) -> Known:
        listed = sorted((name for name in names if " " in name), key=lambda name: (-len(name), name))
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)") if listed else None
        heads = frozenset(head[0].casefold() for name in listed if (head := WORD.search(name)))
        return cls(pattern, heads, frozenset(names).difference(listed), places)

    def spans(self, text: str, words: Words) -> Own:
        """Where these names stand; `words` are the words of the text in lower case."""
        if self.pattern is None or self.heads.isdisjoint(words):
            return []
        return [found.span() for found in self.pattern.finditer(text)]


NOTHING_KNOWN = Known(None, NONE, NONE, NONE)
Own = list[tuple[int, int]]
"""Where the city's own names stand in a text, in its order."""


def is_within(start: int, end: int, own: Own) -> bool:
    """Whether a place in the text lies in one of the city's own names."""
    place = bisect_right(own, start, key=lambda span: span[0])
    return place > 0 and end <= own[place - 1][1]


@cache
def _common(language: str) -> Words:
    """Words that are no names: common ones, offices, organisations, months; English ones in every Latin language."""
    sources = [vocabulary(language)]
    if language != "ru":
        sources += [vocabulary(code) for code in LATIN]
    words = listed([vocabulary("en"), vocabulary(language)], "common")
    kinds = ("org", "months", "persons", "groups", "agencies", "articles", "verbs", "phone", "id", "plate")
    words = words.union(*(listed(sources, kind) for kind in kinds))
    words = words.union(*(listed([vocabulary(language)], kind) for kind in ("places_before", "called")))
    return words | nation_words(language)


class Lists:
    """The word lists one language needs, looked up once."""

    def __init__(self, language: str) -> None:
        words = vocabulary(language)
        self.english = language not in LATIN[1:]
        self.russian = language == "ru"
        self.common = _common(language)
        self.ordinary = self.common | words["places"]
        given = words["given"]
        self.labels = (
            ("X", words["org"] | (vocabulary("any")["named_after"] - given - words["surnames"] - words["titles"])),
            ("g", given & self.common),
            ("G", given),
            ("O", words["offices"]),
            ("C", self.common),
            ("S", words["surnames"]),
        )
        """What a word is by the first list that has it."""
        self.things = words["things"]
        self.institutions = self.labels[0][1]
        self.things_before = words["things_before"]
        self.titles = words["titles"]
        self.offices = words["offices"]
        self.persons = words["persons"]
        self.called = words["called"]
        self.introduced = tuple(phrase for phrase in self.called if " " in phrase)
        self.alias = words["alias"]
        self.verbs = words["verbs"]
        self.speech = words["speech"]
        self.groups = words["groups"]
        self.group_called = frozenset(phrase.split()[0] for phrase in words["group_called"])
        self.org = words["org"]
        self.given = words["given"]
        self.surnames = words["surnames"]
        self.places = words["places"]
        self.place_pairs = words["place_pairs"]
        self.places_before = words["places_before"]
        self.articles = words["articles"]
        self.citations = words["citations"]


lists_of = cache(Lists)

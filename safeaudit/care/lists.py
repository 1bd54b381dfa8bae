"""What the search for names goes by: capitalised words in a row, the city's own names, the word lists of a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from safeaudit.care.marks import CAPITAL, CYRILLIC_CAPITAL, LATIN, LATIN_CAPITAL, Words, flattened, listed, vocabulary

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
    """The city's own names: `pairs` of neighbouring words and `singles` that stand alone, all in lower case."""

    pairs: frozenset[tuple[str, str]]
    singles: Words
    places: Words


@lru_cache(maxsize=8)
def known_names(phrases: frozenset[str]) -> Known:
    """What the reader needs to know of the city's own names."""
    pairs: set[tuple[str, str]] = set()
    singles: set[str] = set()
    for phrase in map(flattened, phrases):
        for run in (*LATIN_RUN.finditer(phrase), *CYRILLIC_RUN.finditer(phrase)):
            tokens = [token.casefold().removesuffix("'s") for token in TOKEN.findall(run[0])]
            pairs.update(pairwise(tokens))
            if len(tokens) == 1:
                singles.add(tokens[0])
    places = frozenset(phrase.casefold() for phrase in phrases if 4 <= len(phrase) <= 60)
    return Known(frozenset(pairs), frozenset(singles), places)


@cache
def _common(language: str) -> Words:
    """Words that are no names: common ones, offices, organisations, months; English ones in every Latin language."""
    sources = [vocabulary(language)]
    if language != "ru":
        sources += [vocabulary(code) for code in LATIN]
    words = listed([vocabulary("en"), vocabulary(language)], "common")
    kinds = ("org", "months", "persons", "groups", "agencies", "articles", "verbs", "phone", "id", "plate")
    words = words.union(*(listed(sources, kind) for kind in kinds))
    return words.union(*(listed([vocabulary(language)], kind) for kind in ("places_before", "called")))


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
            ("X", words["org"]),
            ("g", given & self.common),
            ("G", given),
            ("O", words["offices"]),
            ("C", self.common),
            ("S", words["surnames"]),
        )
        """What a word is by the first list that has it."""
        self.things = words["things"]
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
        self.places = words["places"]
        self.place_pairs = words["place_pairs"]
        self.places_before = words["places_before"]
        self.articles = words["articles"]
        self.citations = words["citations"]


lists_of = cache(Lists)

"""Names of criminal or armed groups: what is called a gang or a militia by that word, and a short list known everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit.care.lists import ITEM, TOKEN, Lists, Own, is_within
from safeaudit.care.marks import CAPITAL, LATIN, Words, alternatives, vocabulary

SIGNS = re.compile('[“"„«]')


GROUP = rf"((?:[{CAPITAL}][\w'-]*|\d\ds)(?: (?:(?:de|del|da|do|dos|las|los|of the|of) )?[{CAPITAL}\d][\w'-]*){{0,3}})"
IN_QUOTES = '["“«]([^"“”«»]{2,40})["”»]'
LEADING = rf"(?:\b(?:[Tt]he|[Oo]f|[Bb]y|[Ww]ith|[Aa]nd) )({ITEM}(?: {ITEM}){{0,2}})"
BESIDE = r"\b(?:pandilla|banda|mara|clan|cartel|cártel|gangue|facção|milícia|quadrilha|gang|bande) (?:de |des |do |dos |de los |del )?"


@cache
def _called(language: str) -> re.Pattern[str]:
    """The gang called Red Knives."""
    groups, called = alternatives(language, "groups"), alternatives(language, "group_called")
    return re.compile(rf"\b(?i:{groups})\b,? (?:{called}) (?:the |les |los |las |os |as )?[\"“«']?{GROUP}")


@cache
def _quoted(language: str) -> re.Pattern[str]:
    """The gang (called) “Red Knives”, the “Red Knives” gang."""
    groups, called = alternatives(language, "groups"), alternatives(language, "group_called")
    return re.compile(rf"\b(?i:{groups})\b(?:,? (?:{called}))? ?{IN_QUOTES}|{IN_QUOTES} (?:{groups})\b")


@cache
def _beside(language: str) -> re.Pattern[str]:
    """The Red Knives gang; in Romance languages the gang Red Knives."""
    after = rf"{LEADING} (?:{alternatives(language, 'groups')})\b"
    return re.compile(after if language not in LATIN[1:] else f"{after}|{BESIDE}{GROUP}")


def groups_in(text: str, words: Words, language: str, lists: Lists, own: Own) -> Iterator[tuple[int, int]]:
    """Where groups are named; `words` are the words of the text in lower case."""
    if not lists.groups.isdisjoint(words):
        yield from _groups(text, words, language, lists, own)
    if not _armed_first().isdisjoint(words):
        for found in _armed().finditer(text):
            yield found.start(), found.end()


def _groups(text: str, words: Words, language: str, lists: Lists, own: Own) -> Iterator[tuple[int, int]]:
    found: list[tuple[re.Match[str], bool]] = []
    if not lists.group_called.isdisjoint(words):
        found += [(each, True) for each in _called(language).finditer(text)]
    if SIGNS.search(text):
        found += [
            (each, True) for each in _quoted(language).finditer(text) if len(each[each.lastindex or 0].split()) < 5
        ]
    if re.search(LEADING, text) or language in LATIN[1:]:
        found += [(each, False) for each in _beside(language).finditer(text)]
    for each, called in found:
        start, end = each.span(each.lastindex or 0)
        if _is_group_name(text[start:end], called, lists, known=is_within(start, end, own)):
            yield start, end


def _is_group_name(name: str, called: bool, lists: Lists, *, known: bool) -> bool:
    """`known`: it is one of the city's own names; only one with a word such as “hill” is taken for a place."""
    tokens = [token.casefold() for token in TOKEN.findall(name)] or [name.casefold()]
    if all(token in lists.places for token in tokens) or (known and not lists.org.isdisjoint(tokens)):
        return False
    if called:
        return True
    if len(tokens) == 1:
        return tokens[0] not in lists.common and not name.isupper()
    return tokens[-1] not in lists.org


@cache
def _armed() -> re.Pattern[str]:
    phrases = sorted(vocabulary("en")["armed"], key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in phrases)})(?!\w)", re.IGNORECASE)


@cache
def _armed_first() -> Words:
    return frozenset(re.findall(r"\w+", phrase)[0] for phrase in vocabulary("en")["armed"])

"""A group of people condemned as such: “they are criminals”, “it is in their blood” (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit.care.heads import Cued, Places, first_words, word_set
from safeaudit.care.marks import CAPITAL, Span, Words, alternatives, vocabulary

ALL = r"(?:all |just |only |simply |naturally |mostly |really |nothing but |born |always |the ones |the |by nature |a |known |also |both |basically |usually ){0,3}"
REJECTED = re.compile(
    r"\b(?:wrong to say|not true|false that|untrue|myth|prejudice|no evidence|called|deny|avoid|reject|do not write|never write|say(?:ing)? that not)\b",
    re.IGNORECASE,
)
"""What says that the sentence is quoted to be rejected."""
DENIED = re.compile(
    r"\b(?:said|believed|thought|held|supposed|reputed) to be\b|\b(?:figures|data|numbers|statistics|records|files|evidence|facts|this survey|the survey)\b[^.;!?]{0,30} (?:do|does|did) not (?:show|support|confirm|bear|prove|back)\b"
    r"|\b(?:is|are) (?:not true|untrue|wrong|a prejudice|prejudice|a myth|unfair)\b",
    re.IGNORECASE,
)
"""The same, said in the sentence itself or right after it."""
IN_THEM_WORDS = (
    r"in (?:the|their) (?:blood|culture|nature|genes|dna|character)|can(?:no|')t (?:be trusted|trust)|cannot trust (?:any|them|one)"
    r"|do(?:es)? not change|don'?t change|never change|no exceptions?|all of them(?: are)?|send them (?:away|back|home)|cleaned of"
    r"|should be (?:treated as|removed|expelled|sent|cleared)|from birth|naturally inclined|inclined to|low quality"
    r"|(?:only )?come(?:s)? (?:here )?(?:only |just )?to (?:rob|steal|beg|deal|sell drugs|make)|brought (?:the )?(?:crime|prostitution|drugs|disease|guns|violence)"
    r"|must (?:go|leave|be (?:expelled|removed))|should go back|not like us|only know how to|live (?:off|from) (?:crime|stealing|drugs|theft)|by nature|are to blame"
    r"|(?:are|is) behind (?:all|every|most)|good for nothing|responsible for (?:all|every|most)|cannot be (?:educated|integrated|civilised|civilized)|breed like"
    r"|caus(?:e|es|ed) all|ruined|all (?:the )?crime (?:came|comes)|bring(?:ing|s)? (?:the )?(?:guns|crime|drugs|disease)|cannot live (?:with|among)|do not belong"
)
IN_THEM = Cued(rf"\b(?:{IN_THEM_WORDS})\b")
DOING = word_set("carry steal sell rob deal cheat lie smuggle drink kill beg hide")


@cache
def _blame() -> re.Pattern[str]:
    peoples, condemned = alternatives("en", "peoples"), alternatives("en", "condemned")
    group = rf"(?:\b(?i:{peoples})\b|\b[{CAPITAL}][\w'-]{{1,40}}(?:ians|ans|ese|is|ers|s)\b)"
    between = r"(?: [\w'’-]{1,40}){0,6}?"
    return re.compile(
        rf"{group}{between},? (?:(?i:are|r|is|were) (?i:{ALL})(?i:{condemned})\b(?!')|(?i:{IN_THEM_WORDS})\b)"
        rf"|(?i:\b(?:all|every|those|these) )(?:[\w'’-]{{1,40}} ){{0,2}}{group} (?i:carry|steal|sell drugs|rob|deal|cheat|lie|smuggle|drink|kill|beg|hide weapons)\b"
        rf"|(?i:\b(?:all|every|those|these) )(?:[\w'’-]{{1,40}} ){{0,2}}{group}{between} (?i:are|should be treated as|must be) (?i:{ALL})(?i:{condemned})\b"
    )


@cache
def _cues() -> Words:
    return vocabulary("en")["condemned"] | vocabulary("en")["blame_cues"]


def _may_blame(text: str, words: Words, places: Places) -> bool:
    """Whether both are there, a people and what may be said of it."""
    if words.isdisjoint(_people_words()) and not A_PEOPLE.search(text):
        return False
    if not words.isdisjoint(vocabulary("en")["condemned"]) or not words.isdisjoint(DOING):
        return True
    return IN_THEM in places and any(IN_THEM.each(text, places[IN_THEM]))


@cache
def _people_words() -> Words:
    return first_words(vocabulary("en")["peoples"])


A_PEOPLE = re.compile(rf"[{CAPITAL}][\w'-]{{1,40}}(?:s|ese)\b")
"""What a people that no list has is written like: one of the two must be there for a match."""


def blame_in(text: str, words: Words, places: Places) -> Iterator[Span]:
    """Sentences that say a people, a faith or a trade is bad by its nature."""
    if words.isdisjoint(_cues()) or not _may_blame(text, words, places):
        return
    for found in _blame().finditer(text):
        quoted = REJECTED.search(text, max(0, found.start() - 40), found.start())
        if not quoted and not DENIED.search(text, found.start(), found.end() + 120):
            yield Span("branding", found.start(), found.end())

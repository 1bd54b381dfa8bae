"""Names nobody's list has, known by what is said of them: a family, a firm or a single name with a crime beside it (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from safeaudit.care.heads import word_set
from safeaudit.care.lists import Lists, Own, is_within
from safeaudit.care.marks import CAPITAL, Span, Words, alternatives, vocabulary
from safeaudit.care.names import COMMON_ENDING, FORMS_OF_ADDRESS

HARD = (
    "beats|raped?s?|robs|robbed|steals|stole|launders|smuggles|smuggled|trafficks?|traffics|trafficked|extorts|extorted|threatens|threatened|kills|killed|"
    "stabs|stabbed|shot|blackmails|kidnaps|kidnapped|forges|forged|grooms|bribes|bribed|grabs|grabbed|pimps|fences|abuses|molests|poisons|recruits|tax(?:es)? (?:every|each|all)"
)
SOFT = (
    "controls?|finances?|runs?|sells?|buys?|owns?|takes?|took|collects?|pays?|supplies|imports?|distributes?|arranges?|lends?|floods?|rules?|demands?|"
    "charges?|deals?|pushes|brings?|keeps?|stores?|hides?|cooks?|moves?|beat|beats|buried|burns?"
)
FIRM = r"(?:(?:& (?:Sons|Frères|Brothers|Co\.?))|Ltd\.?|Limited|Inc\.?|Co\.|LLC|GmbH|SARL|Enterprises?|Ventures|Karaoke|Hardware|Traders|Trading|Motors|Bar|Lounge|Spa|Company|Hotel|Club|Shop|Pharmacy|Transport|Logistics|Stores?)"
WORD = rf"(?:[{CAPITAL}][\w'’-]{{0,40}}\d*|[{CAPITAL}]-\d+)"
RUN = rf"{WORD}(?: (?:(?:&|of|the|de|da|del|al|el|ya|bin|ould) )?{WORD}){{0,5}}"
REST = r"[^.;!?\n]{0,120}"


@cache
def _crime() -> re.Pattern[str]:
    """What makes a sentence one about a crime."""
    return re.compile(
        rf"\b(?:{alternatives('en', 'crimes')}|beaten|burnt|forced|trafficked|girls|debts?)\b", re.IGNORECASE
    )


@cache
def _crimes() -> Words:
    return frozenset(re.findall(r"[a-z]{3,}", _crime().pattern))


@cache
def _accused_runs() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?<![\w'’-])({RUN})\.?,? (?:who |also |still )?(?i:{HARD})\b"),
        re.compile(rf"(?<![\w'’-])({RUN})\.?,? (?:who |also |still )?(?:(?i:{SOFT})\b|is|are)(?={REST})"),
    )


@cache
def _hard_words() -> Words:
    """Words without one of which nobody is accused by HARD."""
    return frozenset(_spellings(HARD))


def _spellings(verbs: str) -> Iterator[str]:
    """The first words of a pattern whose parts are letters, each perhaps with a question mark behind it."""
    for part in verbs.split("|"):
        letters = re.match(r"[a-z?]+", part)[0]  # type: ignore[index]
        forms = [""]
        for letter, may_lack in re.findall(r"([a-z])(\??)", letters):
            forms = [form + letter for form in forms] + (forms if may_lack else [])
        yield from forms
        if part.startswith("tax"):
            yield "taxes"


KIN = word_set("family clan brothers brigade boyz bandits raiders cousins")
BELONGING = word_set(
    "nephew niece cousin wife husband brother sister son daughter uncle aunt mother father girlfriend boyfriend driver bodyguard"
)
SPOKEN_OF = frozenset({"he", "she"})


@cache
def _kin() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w'’-])({RUN})(?:'s?)? (?:family|clan|brothers|brigade|boyz|bandits|raiders|cousins)\b(?! (?:centre|center|clinic|programme|doctor|court|planning|home|support|house|park|name|members? of))"
    )


_BELONGING = re.compile(
    rf"(?<![\w'’-])([{CAPITAL}][\w-]{{3,}})'s (?:elder |younger |older |little |big )?(?:nephew|niece|cousin|wife|husband|brother|sister|son|daughter|uncle|aunt|mother|father|girlfriend|boyfriend|driver|bodyguard)\b"
)
"""Somebody's nephew."""
_SPOKEN_OF = re.compile(rf"(?<![\w'’-])([{CAPITAL}][\w-]{{3,}})[,;] (?:she|he) ")
_SHOUTED = re.compile(r"[A-Z](?<![\w'’-].)[A-Z]{3,}(?: [A-Z]{4,}){1,3}(?![\w'’-])")
"""A name in capitals throughout."""
_SMALL = re.compile(r"\b(?:mr|mrs|ms)\.? ([a-z]{3,})\b")
"""A name in small letters after a form of address."""


def accused_names(text: str, words: Words, lists: Lists, own: Own) -> Iterator[Span]:
    """Names of people, families and firms that only what is said beside them gives away."""
    hard, soft = _accused_runs()
    for cues, pattern in ((_hard_words(), hard), (KIN, _kin()), (BELONGING, _BELONGING), (SPOKEN_OF, _SPOKEN_OF)):
        for found in pattern.finditer(text) if not cues.isdisjoint(words) else ():
            yield from _name(text, found, lists, own)
    if not words.isdisjoint(_crimes()):
        for found in soft.finditer(text):
            if _crime().search(text, found.end(), found.end() + 140):
                yield from _name(text, found, lists, own)
    yield from _in_another_case(text, words, lists)


def _in_another_case(text: str, words: Words, lists: Lists) -> Iterator[Span]:
    """Names all in capitals, and those in small letters after a form of address."""
    for found in _SHOUTED.finditer(text):
        if any(word.casefold() in lists.given | lists.surnames for word in found[0].split()):
            yield Span("name", found.start(), found.end())
    for found in _SMALL.finditer(text) if not words.isdisjoint(FORMS_OF_ADDRESS) else ():
        if found[1] not in lists.ordinary:
            yield Span("name", *found.span(1))


def _name(text: str, found: re.Match[str], lists: Lists, own: Own) -> Iterator[Span]:
    start, end = found.span(1)
    words = [word.casefold() for word in re.findall(r"[\w'’-]+", text[start:end])]
    while words and words[0] in _lead():
        start += re.match(r"[\w'’-]+\W*", text[start:end]).end()  # type: ignore[union-attr]
        words = words[1:]
    if words and not is_within(start, end, own) and not _is_public(words, text[start:end], lists):
        yield Span("name", start, end)


@cache
def _lead() -> frozenset[str]:
    return frozenset(
        {
            "the",
            "a",
            "an",
            "firm",
            "our",
            "one",
            "some",
            "all",
            "company",
            "ets",
            "and",
            "but",
            "also",
            "when",
            "if",
            "mr",
            "mrs",
        }
    )


def _is_public(words: list[str], name: str, lists: Lists) -> bool:
    """Whether the words are common ones, a place's, or a public body's."""
    if len(words) == 1 and COMMON_ENDING.search(words[0]):
        return True
    firm = re.search(rf"\b{FIRM}", name)
    bodies = (
        vocabulary("any")["bodies"]
        | vocabulary("any")["agencies"]
        | vocabulary("any")["named_after"]
        | lists.org
        | lists.groups
        | lists.offices
    )
    what = list(takewhile(lambda word: word not in ("of", "de", "del"), words))  # behind it stands where: the hill of …
    if not firm and not bodies.isdisjoint(what):
        return True
    return all(
        word in lists.ordinary
        or word.removesuffix("s") in lists.ordinary
        or word in lists.places
        or len(word) < 2
        or word.isdigit()
        or (name.isupper() and len(words) == 1)
        for word in words
    )

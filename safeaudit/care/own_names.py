"""The city's own names: which may be trusted, and which hold a person's or a group's name and so must not be.

Whoever types a person's name into a cell that asks for an area or an office would otherwise have it left alone
everywhere. So each own name is read by itself first: one that holds a name is not trusted, unless a word says that it is
a place or an institution called after somebody (“Nelson Mandela Bay”), and then only as a whole, never in its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from safeaudit.care.lists import NOTHING_KNOWN, Known, lists_of
from safeaudit.care.marks import LANGUAGES, Span, Words, flattened, vocabulary, words_of
from safeaudit.care.names import names_in
from safeaudit.care.scripts import CHINESE, arabic_names_in, chinese_names_in, languages_of

PARTS = re.compile(r"[^,;/|()\n]+")
"""What stands between commas, strokes and brackets: each may be a name of its own."""
SEPARATORS = re.compile(r"[._/\\|+&*~-]+|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
LEAD = ",     "
"""Stands before a name that is read by itself, so that it is read as in the middle of a sentence."""
OF = r"(?:district|city|town|village|province|region|state|municipality|county|township|port|bay|island|university) of "
LINKS = r"(?:(?:de|del|da|do|dos|das|du|des|di|la|las|los|le|les|el|имени|им\.|al) |[dl]'){0,3}"
PLACE_ENDINGS = "路街道区市省镇村乡县港湾山河湖桥站场城里坊园庄口门塘屯岛寺院校局处部会社司厅署所中心"
"""Characters a Chinese name of a place or an office ends with."""
CHINESE_OFFICE = "(?:的?(?:办公室|公司|商店|小店|团队|小组|报告|家))?"
"""What may follow a person's name and makes no institution of it."""


@lru_cache(maxsize=16)
def known_names(phrases: frozenset[str], language: str) -> Known:
    """What the reader needs to know of the city's own names: those in which nobody's name stands."""
    trusted: set[str] = set()
    for phrase in map(flattened, phrases):
        if not any(people_in(phrase, language)):
            parts = (" ".join(part.split()) for part in (phrase, *PARTS.findall(phrase)))
            trusted.update(part for part in parts if part)
    places = frozenset(phrase.casefold() for phrase in phrases if 4 <= len(phrase) <= 60)
    return Known.of(trusted, places)


def people_in(name: str, language: str) -> Iterator[Span]:
    """Where the name of an area, an office, a source or a partner holds that of a person or of an armed group."""
    plain = flattened(name)
    if plain.casefold() in vocabulary("any")["cities"]:
        return
    found = [*_names(plain, language), *_names(_without_institutions(plain, language), language)]
    yield from (span for span in found if not _called_after(plain, span))
    for start, end in _parts(plain):
        if _is_disguised(plain[start:end], language):
            yield Span("name", start, end)


def is_common(word: str) -> bool:
    """Whether a word in lower case is an ordinary one, or a place's, in any language the reader has lists of."""
    return any(word in lists_of(code).ordinary for code in LANGUAGES)


def _names(text: str, language: str) -> Iterator[Span]:
    """Names of people and groups in a text, with nothing known."""
    led = LEAD + text
    for code in languages_of(text, language):
        if code == "ar":
            found: Iterable[Span] = arabic_names_in(led)
        elif code == "zh":
            found = chinese_names_in(led)
        else:
            found = names_in(led, words_of(led), code, NOTHING_KNOWN)
        yield from (Span(kind, start - len(LEAD), end - len(LEAD)) for kind, start, end in found)


# Places called after people ------------------------------------------------------------------------------------------


def _without_institutions(text: str, language: str) -> str:
    """The text with blanks for words such as “office”: beside them the reader takes a person's name for a place's."""
    clear = _institutions(tuple(languages_of(text, language)))
    return re.sub(r"\w[\w-]*", lambda word: _blank(word[0]) if word[0].casefold() in clear else word[0], text)


@cache
def _institutions(languages: tuple[str, ...]) -> Words:
    words = vocabulary("any")
    return (words["named_after"] | words["bodies"] | words["school_kinds"]).union(
        *(vocabulary(code)["org"] for code in languages)
    )


def _blank(word: str) -> str:
    return "," + " " * (len(word) - 1)


def _called_after(text: str, span: Span) -> bool:
    """Whether the word beside a name says that a place or an institution is called after somebody."""
    before, after = _beside()
    inside = text[span.start : span.end].casefold().split()
    if not {inside[0], inside[-1]}.isdisjoint(vocabulary("any")["named_after"]):
        return True
    return bool(after.match(text, span.end) or before.search(text[: span.start]))


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = vocabulary("any")
    places, kinds = _either(words["named_after"]), _either(words["school_kinds"])
    bodies = _either(words["named_after"] | words["bodies"])
    before = rf"(?<!\w)(?:(?:ال)?(?:{places})(?: (?:{kinds}))? {LINKS}|{OF})\Z"
    after = rf"(?:[ -](?:{kinds})){{0,2}}[ -](?:{bodies})(?!\w)"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


def _either(words: Words) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


# Names in disguise ---------------------------------------------------------------------------------------------------


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The whole text, and its parts between commas."""
    whole = text.strip()
    start = text.find(whole) if whole else 0
    yield start, start + len(whole)
    for part in PARTS.finditer(text):
        words = part[0].strip()
        begin = part.start() + part[0].find(words)
        if words and words != whole:
            yield begin, begin + len(words)


def _is_disguised(name: str, language: str) -> bool:
    """Whether a name shows only when it is written as names are: in small letters, turned round, or a single word."""
    forms = set()
    letters = re.sub(r"[\W\d_]", "", name)
    if letters.islower() or (letters.isupper() and all(len(word) > 3 for word in name.split())):
        forms.add(name.title())
    words = [word.casefold() for word in re.findall(r"\w+", SEPARATORS.sub(" ", name))]
    if any(_is_listed(word, language) for word in words):
        last, comma, first = name.partition(", ")
        if comma and len(words) <= 4:
            forms.add(f"{first} {last}".title())
        forms.add(SEPARATORS.sub(" ", name) if not letters.islower() else SEPARATORS.sub(" ", name).title())
    if re.search(r"(?i)(?<!\w)(?:gang|crew|militia|mob)\Z", name):
        forms.add(f"the {name}")
    if len(words) == 1 and _is_listed(words[0], language):
        return True
    if _is_chinese_name(name):
        return True
    return any(not _called_after(form, span) for form in forms - {name} for span in _names(form, language))


def _is_listed(word: str, language: str) -> bool:
    """Whether a word is a given or family name and nothing else."""
    for code in languages_of(word, language):
        lists = lists_of(code)
        if (word in lists.given or word in lists.surnames) and word not in lists.ordinary and word not in lists.org:
            return True
    return False


def _is_chinese_name(name: str) -> bool:
    """Two to four characters that begin with a family name and do not end as places and offices do; or an office of theirs."""
    person = _chinese_name().match(name) if CHINESE.match(name) else None
    return person is not None and person[0][-1] not in PLACE_ENDINGS


@cache
def _chinese_name() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either(vocabulary('zh')['surnames'])})[\u4e00-\u9fff]{{1,2}}(?={CHINESE_OFFICE}\Z)")

"""Quotations that reveal who spoke: words in quotation marks with a place beside them, and a month or a role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit.care.marks import CAPITAL, Span, Vocabulary, Words, vocabulary

QUOTED = (
    r"“[^“”]{8,600}”|\"[^\"]{8,600}\"|„[^„“”]{8,600}[“”]|«[^«»]{8,600}»|「[^「」]{4,400}」|『[^『』]{4,400}』"
    r"|(?<!\w)'[^'\n]{1,80}(?:'\w[^'\n]{0,80}){0,6}'(?!\w)"
)
SIGNS = re.compile("[“\"„«「『'](?<!\\w')")
TITLED = (
    r"(?i)(?:programmes?|programs?|projects?|campaigns?|plans?|strategy|terms?|words?|title|titled|slogan|motto|called|report|survey|law|"
    r"programa|proyecto|projeto|campaña|campanha|projet|campagne|término|terme|termo|lema|lei|ley|loi|titulado|intitulé|"
    r"программа|программу|проект|кампания|термин|项目|计划|方案|活动|مشروع|برنامج|حملة)[ :,]{0,2}\Z"
)
WINDOW = 160
"""How far, in characters, place, month and role may stand from the quotation."""
CHINESE_PLACE = r"\w{1,6}(?:路|街|巷|区|镇|村|市场|车站|码头|小区|桥)"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def quotes_in(text: str, language: str, known: Words, chinese: Vocabulary) -> Iterator[Span]:
    """Quotations with a place and a date, or a place and a role. `known` are the names of places, in lower case."""
    for found in re.finditer(QUOTED, text):
        said = found[0][1:-1]
        if not _is_speech(said) or re.search(TITLED, text[max(0, found.start() - 20) : found.start()]):
            continue
        around = f"{text[max(0, found.start() - WINDOW) : found.start()]} {text[found.end() : found.end() + WINDOW]}"
        if CHINESE.search(around):
            if _chinese_leads(around, known, chinese):
                yield Span("quote", found.start(), found.end())
        elif _has_place(around, language, known) and (_has_date(around, language) or _has_role(around, language)):
            yield Span("quote", found.start(), found.end())


def _is_speech(said: str) -> bool:
    """Words somebody said, not a title or a term: four words or more, not all of them capitalised."""
    if CHINESE.search(said):
        return len(said) >= 5
    words = said.split()
    if len(words) < 4:
        return False
    return sum(word[:1].isupper() for word in words) * 2 <= len(words) + 1


@cache
def _place(language: str) -> re.Pattern[str]:
    words = "|".join(sorted(vocabulary(language)["places_before"]))
    return re.compile(
        rf"\b(?i:{words}) (?:(?:the|la|el|los|las|le|les|a|o|l') ?)?([{CAPITAL}][\w'-]+|\d+(?:st|nd|rd|th)\b)"
    )


def _has_place(around: str, language: str, known: Words) -> bool:
    lower = around.casefold()
    if any(place in lower for place in known):
        return True
    months = vocabulary(language)["months"]
    if any(found[1].casefold() not in months for found in _place(language).finditer(around)):
        return True
    return bool(re.search(r"[\u0600-\u06ff]", around)) and any(
        f"في {word}" in around or f"{word} " in around for word in ARABIC
    )


ARABIC = ("حي", "شارع", "سوق", "ميناء", "قرية", "محطة")


def _words(around: str) -> Words:
    return frozenset(re.findall(r"[\w-]+", around.casefold()))


def _has_date(around: str, language: str) -> bool:
    words = _words(around)
    months = vocabulary(language)["months"] - {"may", "mars", "mai"}
    return not words.isdisjoint(months) or bool(
        re.search(r"\b(?:in|of|since|last) May\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", around)
    )


def _has_role(around: str, language: str) -> bool:
    words = _words(around)
    roles = vocabulary(language)["persons"]
    return not words.isdisjoint(roles)


def _chinese_leads(around: str, known: Words, chinese: Vocabulary) -> bool:
    lead = any(word in around for word in chinese["months"] | chinese["persons"])
    return lead and (bool(re.search(CHINESE_PLACE, around)) or any(place in around.casefold() for place in known))

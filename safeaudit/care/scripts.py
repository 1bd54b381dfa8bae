"""Names of people in scripts without capital letters: Arabic and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit.care.marks import LANGUAGES, LATIN, ON_RECORD, Span, Vocabulary, alternatives, vocabulary

ARABIC = re.compile("[\u0621-\u064a]")
CHINESE = re.compile("[\u4e00-\u9fff]")
ARABIC_WORD = re.compile("[\u0621-\u0652\u0671]+")
CYRILLIC = re.compile("[Ѐ-ӿ]")
OTHER_SCRIPT = re.compile("[Ѐ-ӿ\u0621-\u064a\u4e00-\u9fff]")
RECORD = 120
"""How far, in characters, a citation of the public record may stand from a name."""


def languages_of(text: str, language: str) -> list[str]:
    """The word lists a text needs: by its script, and by the audit's language for Latin letters."""
    found = ["en" if language in LANGUAGES and language not in LATIN else language]
    if not text.isascii() and OTHER_SCRIPT.search(text):
        found += [code for code, script in (("ru", CYRILLIC), ("ar", ARABIC), ("zh", CHINESE)) if script.search(text)]
    return found


# Arabic --------------------------------------------------------------------------------------------------------------

LINKS = frozenset({"بن", "ابن", "بنت", "أبو", "ابو", "ولد", "آل"})
SERVANT = frozenset({"عبد", "عبدالله", "عبدالرحمن"})


def arabic_names_in(text: str) -> Iterator[Span]:
    """A given name and what follows it, or what follows a title or "called"; never after a word such as "street"."""
    words = vocabulary("ar")
    given, titles, alias, not_names = words["given"], words["titles"], words["alias"], words["not_names"]
    persons, org, months = words["persons"], words["org"], words["months"]
    tokens = [(each.start(), each.end(), each[0]) for each in ARABIC_WORD.finditer(text)]
    index = 0
    while index < len(tokens):
        word = tokens[index][2]
        before = tokens[index - 1][2] if index else ""
        length, shift = _arabic_length(tokens, index, text, given)
        called = before in alias
        titled = before in titles and word not in not_names and word not in org and word not in persons
        bare = word.removeprefix("ل").removeprefix("و").removeprefix("ب")
        place = (
            before in org
            or before.removeprefix("ال") in org
            or before.removeprefix("ب") in org
            or before.removeprefix("و") in org
        )
        person = before in persons or before.removeprefix("ال") in persons or before.removeprefix("و") in persons
        if not length and (
            (called and bare not in not_names)
            or (titled and not word.startswith("ال") and _joined(text, tokens, index))
        ):
            length = (
                2
                if index + 1 < len(tokens)
                and _joined(text, tokens, index + 1)
                and _may_be_surname(tokens[index + 1][2], words)
                else 1
            )
        enough = length >= 2 or (length == 1 and (called or titled or person))
        if enough and not place and word not in months:
            start, end = tokens[index][0] + shift, tokens[index + length - 1][1]
            yield Span(ON_RECORD if _recorded(text, start, end, "ar") else "name", start, end)
            index += length
        else:
            index += 1


def _arabic_length(tokens: list[tuple[int, int, str]], index: int, text: str, given: frozenset[str]) -> tuple[int, int]:
    """How many words from here on are a name that starts with a given name, and letters to leave out before it."""
    word = tokens[index][2]
    shift = 0
    if word not in given and word not in SERVANT and word[:1] in "ولب" and (word[1:] in given or word[1:] in SERVANT):
        word, shift = word[1:], 1
    if word not in given and word not in SERVANT:
        return 0, 0
    length = 1
    if word == "عبد":
        if index + 1 >= len(tokens) or not tokens[index + 1][2].startswith("ال"):
            return 0, 0
        length = 2
    while index + length < len(tokens) and length < 5 and _joined(text, tokens, index + length):
        following = tokens[index + length][2]
        if following in LINKS and index + length + 1 < len(tokens):
            length += 2
        elif (
            following in given
            or following == "عبد"
            or (following.startswith("ال") and following.endswith("ي") and len(following) > 4)
        ):
            length += 1
        else:
            break
    return min(length, len(tokens) - index), shift


def _joined(text: str, tokens: list[tuple[int, int, str]], index: int) -> bool:
    """Whether only a space stands before this word."""
    return index > 0 and text[tokens[index - 1][1] : tokens[index][0]] == " "


def _may_be_surname(word: str, words: Vocabulary) -> bool:
    return word in words["given"] or (word.startswith("ال") and word.endswith("ي") and len(word) > 4)


# Chinese -------------------------------------------------------------------------------------------------------------


@cache
def _chinese() -> tuple[re.Pattern[str], ...]:
    surnames, titles, cues = (alternatives("zh", kind) for kind in ("surnames", "titles", "cues"))
    stop = "".join(sorted(word for word in vocabulary("zh")["not_after"] if len(word) == 1))
    letter = rf"(?![{stop}])[\u4e00-\u9fff]"
    verbs = "说|告诉|表示|称|住在|承认|证实|被捕|被打"
    return (
        re.compile(rf"(?:{cues})(?:叫|是|为)?[:“\"「]?((?:{surnames}){letter}(?:{letter})?)"),
        re.compile(rf"((?:{surnames})(?:{letter}){{0,2}}?)(?:{titles})"),
        re.compile(rf"(?:^|[，。；、“「\s,.;])((?:{surnames}){letter}{letter})(?=(?:{verbs}))"),
        re.compile(r"(?:外号|绰号|化名|代号)[:叫是为]{0,2}[“\"「]?([\u4e00-\u9fff]{2,4}?)(?=[”\"」，。、\s]|$)"),
        re.compile(r"(?:帮派|团伙|黑帮)(?:名为|自称|叫|叫做|名叫)?[“\"「]([\u4e00-\u9fff\w]{2,8})[”\"」]"),
        re.compile(r"[“\"「]([\u4e00-\u9fff]{1,6}[帮会党])[”\"」]"),
    )


def chinese_names_in(text: str) -> Iterator[Span]:
    """A surname with its given name after a word such as "shopkeeper", before a title or before "said"."""
    for pattern in _chinese():
        for found in pattern.finditer(text):
            start, end = found.span(1)
            if "某" not in found[1] and text[max(0, start - 1) : start] not in ("国", "大"):
                yield Span(ON_RECORD if _recorded(text, start, end, "zh") else "name", start, end)


def _recorded(text: str, start: int, end: int, language: str) -> bool:
    around = text[max(0, start - RECORD) : end + RECORD]
    return any(word in around for word in vocabulary(language)["citations"]) and any(map(str.isdigit, around))

"""What a figure is: a count of people or events, a rate, a share or a score; by its own answer, its unit, or the framework's list."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal, NamedTuple, cast, get_args

from safeaudit import framework

Kind = Literal["count", "rate", "share", "score"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_PER = re.compile(r"\d[\d ,.\u00a0\u202f]*\d{3}|\b[1-9]00\b|\d+(?=万)")
"""So many people, in a unit: 100,000, 1 000, 100, 10万."""


class Figure(NamedTuple):
    """What a figure is, and its unit in lower case; of a rate, per how many (None: nobody says)."""

    kind: Kind
    unit: str
    per: float | None = None


def figure(row_id: str, typed_kind: str | None, typed_unit: str | None, languages: Collection[str]) -> Figure:
    """What the figures of a line on INDICATORS are.

    The answer counts, then the unit typed, then what the framework's list says of the line. What nobody says and no word
    list knows is taken for a count, and so is what is called something else in a unit that counts: a wrong answer must open
    nothing. A time (“per year”, “a month”) makes no rate.
    """
    item = framework.item(row_id)
    details = item.details if item else {}
    unit = str(typed_unit or details.get("unit", "")).casefold()
    by_unit, per = _by_unit(unit, languages if typed_unit else ("en",))
    kind = typed_kind or (by_unit if typed_unit else details.get("kind")) or by_unit or "count"
    if by_unit == "count":
        kind = "count"
    return Figure(cast("Kind", kind), unit, per if kind == "rate" else None)


def is_plain_count(row_id: str, typed_kind: str | None, typed_unit: str | None, languages: Collection[str]) -> bool:
    """Whether a line counts people or events for sure: by an answer, the words of a unit or the framework, not for want of them."""
    if row_id in framework.audience()["not_people"]:
        return False
    details = item.details if (item := framework.item(row_id)) else {}
    if typed_unit and _by_unit(typed_unit.casefold(), languages)[0] == "count":
        return True
    return (typed_kind or ("" if typed_unit else details.get("kind"))) == "count"


def _by_unit(unit: str, languages: Collection[str]) -> tuple[Kind | None, float | None]:
    """What the words of a unit say, and per how many; None when no list knows them."""
    plain = without_time(unit, languages)
    words = set(re.findall(r"[^\W\d_]+|%", plain))
    shares, counted = (
        {word for language in languages for word in framework.wordlist(name, language)}
        for name in ("shares", "counted")
    )
    in_texts = {word for language in languages for word in framework.wordlist("counted_in_texts", language)}
    of_many, counts = _holds(plain, words, shares), _holds(plain, words, counted)
    per = _per_how_many(plain, languages) if of_many else None
    if per:
        return "rate", per
    if (counts or words & in_texts) and not _holds(plain, words, shares - _weak(languages)):
        return "count", None  # “cases per season”, “women, average per shift”: no share says of what
    if of_many:
        return "share", None
    return ("count", None) if counts else (None, None)


def says_per_cent(unit: str, languages: Collection[str]) -> bool:
    """Whether a unit says that a figure is a share out of a hundred."""
    said = {phrase for language in languages for phrase in framework.wordlist("per_cent", language)}
    return any(phrase in unit.casefold() for phrase in said)


def _weak(languages: Collection[str]) -> set[str]:
    """Words of a share that stand in the unit of a count as well: per, average."""
    return {word for language in languages for word in framework.wordlist("shares_or_counts", language)}


def _per_how_many(plain: str, languages: Collection[str]) -> float | None:
    """Per how many people, in digits, in words or in both: 100,000, 10万, thousand, 100 thousand, 10k."""
    for language in languages:
        for number in framework.wordlist("rate_numbers", language):
            word, _, power = number.partition("=")
            apart, end = ("", "") if "\u4e00" <= word[0] <= "\u9fff" else (r"(?<!\w)", r"(?!\w)")
            if found := re.search(rf"{apart}(?:(\d{{1,3}})[ \u00a0\u202f]?)?{re.escape(word)}{end}", plain):
                return float(found[1] or 1) * 10.0 ** int(power)
    if not (digits := _PER.search(plain)):
        return None
    many: float = int(re.sub(r"\D", "", digits[0])) * (10_000 if plain[digits.end() : digits.end() + 1] == "万" else 1)
    return many


def _holds(plain: str, words: set[str], listed: set[str]) -> bool:
    """Whether one of these words is in a unit; Chinese puts no space between them."""
    return bool(words & listed) or any(
        word in plain for word in listed if len(word) == 1 or "\u4e00" <= word[0] <= "\u9fff"
    )


def without_time(unit: str, languages: Collection[str]) -> str:
    """A unit without what it says of time."""
    phrases = {phrase for language in languages for phrase in framework.wordlist("in_a_time", language)}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        pattern = re.escape(phrase) if "\u4e00" <= phrase[0] <= "\u9fff" else rf"(?<!\w){re.escape(phrase)}(?!\w)"
        unit = re.sub(pattern, " ", unit)
    return " ".join(unit.split())

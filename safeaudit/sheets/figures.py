"""Figures as they come: known exactly, as a limit or a range, or by their change alone; and what can be said of two of them."""



from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from math import inf, sqrt

from safeaudit import framework

LANGUAGE_OF_ALL = ""
"""No language has this name, so that a word list gives the words of all."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which two values a figure lies; the same twice for one that is known, or known about. An open end is not part of it."""

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False
    about: bool = False

    @property
    def exact(self) -> bool:
        return self.low == self.high and not self.about

    def widened(self, share: float) -> Bounds:
        """What “about 30” stands for: so many per cent either way. Any other figure stays as it is."""
        if not self.about:
            return self
        return Bounds(self.low - abs(self.low) * share / 100, self.high + abs(self.high) * share / 100)

    def below(self, other: Bounds) -> bool:
        """Whether it is lower than another one for certain, wherever in their ranges the two lie."""
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))

    def holds(self, value: float) -> bool:
        """Whether a value lies in it."""
        above = value > self.low or (value == self.low and not self.low_open)
        return above and (value < self.high or (value == self.high and not self.high_open))


@cache
def read_bounds(text: str) -> Bounds | None:
    """What “under 20”, “≥ 5”, “10–15”, “20 or more” or “about 30” says; None for what can be read in no way or in two."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)
    plain = " ".join("".join(_digit(letter) for letter in plain).split())
    if found := _range().fullmatch(plain):
        low, high = _number(found["low"]), _number(found["high"])
        return None if low is None or high is None or low >= high else Bounds(low, high)
    found = _before().fullmatch(plain) or _after().fullmatch(plain)
    value = _number(found["number"]) if found else _number(plain.rstrip(" %"))
    if value is None:
        return None
    return _bounds(found["sign"] if found else "", value)


def bounds_in(answer: object) -> Bounds | None:
    """Between which values an answer lies, a number or a limit or range as text; None for a blank and what cannot be read."""
    if isinstance(answer, str):
        return read_bounds(answer)
    return Bounds(answer, answer) if isinstance(answer, int | float) else None


def _bounds(sign: str, value: float) -> Bounds:
    kinds = [kind for kind, signs in _signs().items() if sign in signs]
    match kinds[0] if kinds else "":
        case "figure_under":
            return Bounds(high=value, high_open=True)
        case "figure_at_most" | "figure_or_fewer":
            return Bounds(high=value)
        case "figure_over":
            return Bounds(low=value, low_open=True)
        case "figure_at_least" | "figure_or_more":
            return Bounds(low=value)
        case "figure_about":
            return Bounds(value, value, about=True)
    return Bounds(value, value)


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"’": "'", "≦": "≤", "≧": "≥"})
_NUMBER = r"\d(?:[\d .,']*\d)?"
_TAIL = r"\s*%?(?:\s[^\d<>≤≥]{1,25})?"
"""A per cent sign and a word for what is counted may follow; further numbers may not."""
_SYMBOLS = {
    "figure_under": ("<",),
    "figure_at_most": ("≤", "<=", "=<"),
    "figure_over": (">",),
    "figure_at_least": ("≥", ">=", "=>"),
    "figure_about": ("~", "≈"),
    "figure_or_fewer": (),
    "figure_or_more": ("+",),
}


@cache
def _signs() -> dict[str, frozenset[str]]:
    """What stands before or after a number, by what it says."""
    return {
        kind: frozenset((*signs, *(word.casefold() for word in framework.wordlist(kind, LANGUAGE_OF_ALL))))
        for kind, signs in _SYMBOLS.items()
    }


def _any(*kinds: str) -> str:
    words = {word for kind in kinds for word in (_signs().get(kind) or framework.wordlist(kind, LANGUAGE_OF_ALL))}
    return "|".join(re.escape(word.casefold()) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _range() -> re.Pattern[str]:
    first, middle = _any("figure_between"), _any("figure_to")
    # a word stands between blanks, but for Chinese, which has none: 1e5 is no range in Portuguese
    between = rf"(?:\s*-\s*|\s+(?:{middle})\s+|\s*[至到]\s*)"
    return re.compile(rf"(?:(?:{first})\s*)?(?P<low>{_NUMBER})\s*%?{between}(?P<high>{_NUMBER}){_TAIL}")


@cache
def _before() -> re.Pattern[str]:
    signs = _any("figure_under", "figure_at_most", "figure_over", "figure_at_least", "figure_about")
    return re.compile(rf"(?P<sign>{signs})\s*(?P<number>{_NUMBER}){_TAIL}")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{_NUMBER})\s*%?\s*(?P<sign>{_any('figure_or_fewer', 'figure_or_more')}){_TAIL}")


def _digit(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


def _number(text: str) -> float | None:
    """A number that is not negative; None for one that two people would read in two ways, such as 1,500."""
    text = text.strip()
    if re.fullmatch(r"\d{1,3}([ '])\d{3}(?:\1\d{3})*", text) or re.fullmatch(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+", text):
        return float(re.sub(r"[ '.,]", "", text))
    if re.fullmatch(r"\d+|\d+[.,](?:\d{1,2}|\d{4,})|0[.,]\d{3}", text):
        return float(text.replace(",", "."))
    return None


# Two figures ---------------------------------------------------------------------------------------------------------


def margin(first: float, second: float, samples: tuple[int, int], errors: float, design: float) -> float | None:
    """Up to how many points two shares of samples may differ by chance alone; None where there is nobody in a sample.

    `errors`: how many standard errors count as chance · `design`: by how much a sample drawn in groups is less sure than one
    in which everybody is drawn alone.
    """
    if min(samples) <= 0 or not (0 <= first <= 100 and 0 <= second <= 100):
        return None
    spread = sum(share * (100 - share) / size for share, size in zip((first, second), samples, strict=True))
    return errors * sqrt(design * spread)

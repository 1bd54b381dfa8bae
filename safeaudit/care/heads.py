"""Patterns that are tried only where a word begins as one of theirs does: most texts hold none, and are read much faster so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from safeaudit.care.marks import Words

LETTERS = 5
"""How many letters of a word are compared at most."""


class Cued:
    """A pattern `\\b(?:one|other …)`, each part of which begins with letters. ValueError for one that may begin otherwise."""

    def __init__(self, pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> None:
        self.pattern, self.flags = pattern, flags
        self.heads = frozenset(head[:LETTERS].casefold() for head in _heads(_inside(pattern)))

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def may_be_in(self, heads: Words) -> bool:
        """Whether a text whose words begin so (`heads_of`) may hold it."""
        return not self.heads.isdisjoint(heads)

    def search(self, text: str) -> re.Match[str] | None:
        return self._compiled.search(text)


def heads_of(words: Words) -> Words:
    """The first letters of the words of a text, which are in lower case."""
    return frozenset(word[:length] for word in words for length in range(2, LETTERS + 1))


def _inside(pattern: str) -> str:
    found = re.fullmatch(r"\\b\(\?:(.*)\)(?:\\b)?", pattern, re.DOTALL)
    if found is None:
        raise ValueError(pattern[:60])
    return found[1]


def _heads(pattern: str) -> Iterator[str]:
    for part in _parts(pattern):
        rest = part
        if re.fullmatch(r"[A-Za-z' ]+", part):
            yield max(re.split(r"[' ]", part), key=len)  # fixed words: the longest of them is the rarest
            continue
        while True:
            if letters := re.match(r"[A-Za-z]{2,}(?!\?)|[A-Za-z]{2,}(?=[A-Za-z]\?)", rest):
                yield letters[0]
                break
            if not rest.startswith("(?:"):
                raise ValueError(f"no letters at the beginning: {part}")
            end = _closing(rest)
            yield from _heads(rest[3:end])
            if rest[end + 1 : end + 2] != "?":
                break
            rest = rest[end + 2 :].lstrip(" ")


def _parts(pattern: str) -> Iterator[str]:
    """What stands between the strokes that are in no bracket."""
    depth, begin = 0, 0
    for place, sign in enumerate(pattern):
        escaped = place > 0 and pattern[place - 1] == "\\"
        if sign in "([" and not escaped:
            depth += 1
        elif sign in ")]" and not escaped:
            depth -= 1
        elif sign == "|" and depth == 0:
            yield pattern[begin:place]
            begin = place + 1
    yield pattern[begin:]


def _closing(pattern: str) -> int:
    """Where the bracket closes with which the pattern begins."""
    depth = 0
    for place, sign in enumerate(pattern):
        escaped = place > 0 and pattern[place - 1] == "\\"
        if sign in "([" and not escaped:
            depth += 1
        elif sign in ")]" and not escaped:
            depth -= 1
            if depth == 0:
                return place
    raise ValueError(pattern)

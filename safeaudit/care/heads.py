"""Patterns that are tried only where a word begins as one of theirs does: most texts hold none, and are read much faster so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from safeaudit.care.marks import WORD, Words

MOST_WORDS = 50_000
"""How many words are kept with what they may begin; a server that reads for months begins anew then."""


class Cued:
    """A pattern `\\b(?:one|other …)`, each part of which begins with letters. ValueError for one that may begin otherwise."""

    def __init__(self, pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> None:
        self.pattern, self.flags = pattern, flags
        inside, closed = _inside(pattern)
        parts = list(_parts(inside))
        self._parts = [(part, frozenset(_heads(part, closed))) for part in parts]
        self._end = r"\b" if closed else ""
        self._by_letter: dict[str, re.Pattern[str]] = {}
        self.begins = _Words(_heads(inside, closed))
        self.needs = _Words(head for part in parts for head in _needs(part, closed))

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def search(self, text: str, *within: int) -> re.Match[str] | None:
        """The first place where it stands, as `search` of a pattern gives it."""
        return self._compiled.search(text, *within)

    def within(self, text: str, start: int, places: Sequence[int]) -> re.Match[str] | None:
        """The same for a piece of a text that begins at `start` in it, tried at these places of the whole text alone."""
        for place in places[bisect_left(places, start) :]:
            if place >= start + len(text):
                return None
            if found := self._match(text, place - start):
                return found
        return None

    def each(self, text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
        """Every place where it stands, as `finditer` gives them."""
        end = 0
        for place in places:
            if place >= end and (found := self._match(text, place)):
                end = found.end()
                yield found

    def _match(self, text: str, place: int) -> re.Match[str] | None:
        """Whether it begins here; only those of its parts are tried that begin with this letter."""
        letter = text[place].casefold()
        pattern = self._by_letter.get(letter)
        if pattern is None:
            parts = [part for part, heads in self._parts if any(head.casefold().startswith(letter) for head in heads)]
            pattern = self._by_letter[letter] = re.compile(rf"\b(?:{'|'.join(parts)}){self._end}", self.flags)
        return pattern.match(text, place)


Places = Mapping[Cued, Sequence[int]]
"""Where in a text patterns may begin; those that cannot be in it are left out."""


class Cues:
    """Several such patterns, whose possible places in a text are found in one go."""

    def __init__(self, *patterns: Cued) -> None:
        self.patterns = patterns
        self._needs: dict[str, int] = {}
        self._begins: dict[str, int] = {}

    def places(self, text: str, words: Words) -> Places:
        """Where in a text each pattern may begin; `words` are its words in lower case."""
        needed, known = 0, self._needs
        for word in words:
            needed |= known[word] if word in known else self._learn(word, known, "needs")
        if not needed:
            return {}
        places: dict[Cued, list[int]] = {}
        known = self._begins
        for found in WORD.finditer(text):
            word = found[0]
            begins = known[word] if word in known else self._learn(word, known, "begins")
            begins &= needed
            while begins:
                places.setdefault(self.patterns[begins.bit_length() - 1], []).append(found.start())
                begins ^= 1 << begins.bit_length() - 1
        return places

    def _learn(self, word: str, known: dict[str, int], kind: str) -> int:
        if len(known) > MOST_WORDS:
            known.clear()
        plain = word.casefold()
        fits = [getattr(pattern, kind).fits(plain) for pattern in self.patterns]
        known[word] = found = sum(1 << number for number, each in enumerate(fits) if each)
        return found


class _Words:
    """Words by their first letters; with a full stop after them, by all their letters."""

    def __init__(self, heads: Iterable[str]) -> None:
        listed = {head.casefold() for head in heads}
        self._whole = frozenset(head[:-1] for head in listed if head.endswith("."))
        self._begun = tuple(sorted(head for head in listed if not head.endswith(".")))

    def fits(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._begun)


def at_words(pattern: re.Pattern[str], text: str, first: Words) -> Iterator[re.Match[str]]:
    """What `finditer` gives of a pattern that begins with one of these words, much faster."""
    end = 0
    for word in WORD.finditer(text):
        if word[0].casefold() in first and word.start() >= end and (found := pattern.match(text, word.start())):
            end = found.end()
            yield found


def word_set(words: str) -> Words:
    """Words that stand with spaces between them."""
    return frozenset(words.split())


def first_words(*lists: Words) -> Words:
    """The first word of each phrase of some lists."""
    return frozenset(WORD.findall(phrase.casefold())[0] for phrases in lists for phrase in phrases)


def _inside(pattern: str) -> tuple[str, bool]:
    """What stands in the bracket, and whether a word must end behind it."""
    found = re.fullmatch(r"\\b\(\?:(.*)\)(\\b)?", pattern, re.DOTALL)
    if found is None:
        raise ValueError(pattern[:60])
    return found[1], found[2] is not None


def _heads(pattern: str, closed: bool) -> Iterator[str]:
    """How a pattern may begin, by first letters; a full stop marks a whole word. `closed`: a word must end behind each part."""
    for part in _parts(pattern):
        rest = part
        while True:
            if letters := LETTERS.match(rest):
                after = rest[letters.end() :]
                yield f"{letters[0]}." if after[:1] in ENDS or (closed and not after) else letters[0]
                break
            if not rest.startswith("(?:"):
                raise ValueError(f"no letters at the beginning: {part}")
            end = _closing(rest)
            after = rest[end + 1 :]
            yield from _heads(rest[3:end], after[:1] in ENDS or (closed and not after))
            if after[:1] != "?":
                break
            rest = after[1:].lstrip(" ")


def _needs(part: str, closed: bool) -> frozenset[str]:
    """Words of which a text must hold one, so that this part of a pattern can be in it: of all there are, the longest."""
    found = [frozenset(_heads(part, closed))]
    place = depth = 0
    while place < len(part):
        rest = part[place:]
        if depth == 0 and BEFORE.search(part[:place]):
            if letters := LETTERS.match(rest):
                after = rest[letters.end() :]
                found.append(
                    frozenset([f"{letters[0]}." if after[:1] in ENDS or (closed and not after) else letters[0]])
                )
            elif rest.startswith("(?:"):
                end = _closing(rest)
                after = rest[end + 1 :]
                with suppress(ValueError):
                    if after[:1] not in tuple("?*{"):
                        found.append(frozenset(_heads(rest[3:end], after[:1] in ENDS or (closed and not after))))
        escaped = part[max(0, place - 1) : place] == "\\"
        depth += (part[place] in "([") - (part[place] in ")]") if not escaped else 0
        place += 1
    return max(found, key=lambda heads: (min(map(len, heads)), sum(map(len, heads)) / len(heads)))


LETTERS = re.compile(r"[A-Za-z]{2,}(?![?*{])|[A-Za-z]{2,}(?=[A-Za-z][?*{])")
"""Letters that must be there: not the last one, when it may be left out."""
BEFORE = re.compile(r" (?:\)(?:\?|\{\d,\d\}\??))?\Z")
"""What a word that must be there has before it: a space, or words that may be left out and end with one."""
ENDS = (" ", "-", "'")
"""What ends a word."""


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

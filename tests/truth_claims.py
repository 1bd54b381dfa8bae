"""What every sentence with a number, a share, a sum or a list must say, worked out from the cells.

`@claim(template)` names a sentence of the product by its source text; its function gives the values of the placeholders, None where
the sentence must not stand, or a list where it stands several times. `WORDS_ONLY` names the sentences in which nothing is worked out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from truth_cells import EN, Book, Line
from truth_registry import NOT_WORKED_OUT

Values = dict[str, Any]
Found = Values | list[Values] | None


@dataclass(frozen=True)
class Names:
    """Lines by what they are called, in this order; beyond `most`, and `spare` over it, the rest is counted."""

    ids: Sequence[str]
    most: int = 6
    spare: int = 1


@dataclass(frozen=True)
class Words:
    """Words in this order, and nothing else but what joins them."""

    words: Sequence[str]
    most: int = 99


@dataclass(frozen=True)
class Among:
    """Some of these lines, and no others; which of them is not worked out here."""

    ids: Sequence[str]


@dataclass(frozen=True)
class Near:
    """A number as far as it is printed."""

    value: float | None
    by: float = 0.5


@dataclass(frozen=True)
class Claim:
    """A sentence: the kinds of document it stands in, its templates (of one, of several), and what it must say."""

    kinds: tuple[str, ...]
    templates: tuple[str, ...]
    expect: Callable[[Book], Found]


CLAIMS: list[Claim] = []


def claim(*templates: str, kinds: str = "strategy") -> Callable[[Callable[[Book], Found]], Callable[[Book], Found]]:
    def register(expect: Callable[[Book], Found]) -> Callable[[Book], Found]:
        CLAIMS.append(Claim(tuple(kinds.split()), templates, expect))
        return expect

    return register


def listed(
    template: str, ids: Callable[[Book], Iterable[str]], most: int = 6, kinds: str = "strategy", name: str = "names"
) -> None:
    """A sentence that stands when there is something to list."""

    def expect(b: Book) -> Found:
        found = list(dict.fromkeys(ids(b)))
        return {name: Names(found, most)} if found else None

    CLAIMS.append(Claim(tuple(kinds.split()), (template,), expect))


def counted(
    *templates: str, ids: Callable[[Book], Iterable[Any]], kinds: str = "strategy", always: bool = False
) -> None:
    """A sentence with one count, which stands when there is something to count."""

    def expect(b: Book) -> Found:
        found = len(list(ids(b)))
        return {"count": found} if found or always else None

    CLAIMS.append(Claim(tuple(kinds.split()), templates, expect))


def tally(options: str, codes: Iterable[str | None]) -> Words:
    """Codes with how often they occur, the most frequent first, equal ones by their code."""
    found = Counter(code for code in codes if code)
    return Words(
        [
            f"{EN.code(options, code)} ({count})"
            for code, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
    )


def sure(rows: Iterable[Line]) -> Words | None:
    """As the team typed it: high for 3, medium for 5 and low for 1."""
    return levels(row["confidence"] for row in rows)


def levels(codes: Iterable[str | None]) -> Words | None:
    """Each level of confidence with how often it is there, the highest first."""
    found = Counter(codes)
    return (
        Words(
            [
                f"{'not known' if code == 'unknown' else code} for {found[code]}"
                for code in ("high", "medium", "low", "unknown")
                if found[code]
            ]
        )
        if found.keys() - {None}
        else None
    )


def parts(*counts: tuple[int, str, str]) -> Words | None:
    """Parts of a sentence, each with its number and its words for one and for several; those of none do not stand."""
    told = [one if count == 1 else f"{count} {many}" for count, one, many in counts if count]
    return Words(told) if told else None


def of(rows: Iterable[Line], column: str, *codes: Any) -> list[str]:
    return [row.id for row in rows if row[column] in codes]


# Reading a sentence --------------------------------------------------------------------------------------------------


def pattern(template: str) -> re.Pattern[str]:
    """What finds the placeholders of a sentence again."""
    parts = re.split(r"\{(\w+)\}", template)
    made = "".join(re.escape(part) if number % 2 == 0 else f"(?P<{part}>.+)" for number, part in enumerate(parts))
    return re.compile(made, re.DOTALL)


@cache
def patterns() -> list[tuple[int, re.Pattern[str], str]]:
    """The templates of all claims, and the long ones without a claim that one of them would take for its own; those with the most words of their own first."""
    templates = [template for each in CLAIMS for template in each.templates]
    templates += [template for some in NOT_WORKED_OUT.values() for template in some if len(template) > 40]
    found = [(len(re.sub(r"\{\w+\}", "", template)), pattern(template), template) for template in templates]
    return sorted(found, key=lambda each: -each[0])


AMONG = "Among the lines published here: "


@cache
def read(text: str) -> tuple[str, dict[str, str]] | None:
    """The template a printed sentence was made from, and what stands at its placeholders; None for a sentence without a claim."""
    if (
        said := text.removeprefix(AMONG)
    ) != text:  # what is said of those published is worked out as any other sentence
        text = said[:1].upper() + said[1:]
    for _, shape, template in patterns():
        if match := shape.fullmatch(text):
            return template, match.groupdict()
    return None


def agrees(b: Book, said: str | None, meant: Any) -> bool:
    """Whether a stretch of a printed sentence says what was worked out."""
    if said is None:  # the singular says "one" in its own words
        return meant == 1
    match meant:
        case int() | str():
            return said == str(meant)
        case Near(value=None):
            return not re.search(r"\d", said)
        case Near(value=value, by=by):
            number = re.search(r"-?−?\d[\d,]*(\.\d+)?", said)
            return number is not None and abs(float(number[0].replace(",", "").replace("−", "-")) - value) <= by + 1e-9
        case Names(ids=ids, most=most, spare=spare):
            return only(said, list(dict.fromkeys(b.label(row_id) for row_id in ids)), most, spare)
        case Words(words=words, most=most):
            return only(said, list(words), most)
        case Among(ids=ids):
            known = [b.label(row_id).casefold() for row_id in ids]
            left = said.casefold()
            for name in sorted(known, key=len, reverse=True):
                left = left.replace(name, "")
            return not re.sub(r"\band\b|\d+ more|[\s,;“”.]", "", left)
    raise TypeError(meant)


def only(said: str, names: list[str], most: int, spare: int = 1) -> bool:
    """Whether a list says these names in this order and nothing else; beyond `most` and one the rest is counted."""
    more = len(names) - most if len(names) > most + spare else 0
    rest, place = said.casefold(), 0
    for name in names[:most] if more else names:
        place = rest.find(name.casefold(), place)
        if place < 0:
            return False
        rest = rest[:place] + rest[place + len(name) :]
    left = re.sub(r"\band\b|[\s,;“”.]", "", rest)
    return left == (f"{more}more" if more else "")

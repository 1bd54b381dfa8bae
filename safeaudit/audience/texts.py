"""Which typed texts may not be public: those the do-no-harm reader marks, and those that name a line that is withheld."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.care import ON_RECORD, Mark, Reader, is_common, is_personal_address
from safeaudit.care.marks import LANGUAGES
from safeaudit.care.protecting import names_a_haven
from safeaudit.rules.care.texts import ORGANISATIONS
from safeaudit.sheets import Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.kinds import Text

NAMING = ("AREAS", "SOURCES", "ACTORS", "MARKETS", "AGREEMENTS", "PARTNERS")
"""Sheets whose lines have names of their own; what other sheets call a line is a description."""
SHORTEST = 9
"""A single word shorter than this is no name that gives a line away, unless it is an area's: police, school."""


class TextReader:
    """Reads each text once, in the language of the workbook and in that of the report."""

    def __init__(self, audit: Audit, beside: Audit | None = None) -> None:
        audits = [audit] if beside is None else [audit, beside]
        names = frozenset(name for each in audits for name in _own_names(each))
        languages = sorted({language for each in audits for language in (each.language, each.written_in)})
        self._readers = [Reader(language, names) for language in languages]
        limit = max(int(each.edition.settings["small_number"]) for each in audits)
        self._few = [few_people(language, limit) for language in LANGUAGES]  # answers are typed in any
        self._bare = few_in_a_cell(limit)
        self._areas = [name for each in audits for area in each.areas if len(name := _plain(area.name or "")) > 3]
        self._marks: dict[tuple[str, bool], list[Mark]] = {}
        self._people = frozenset(name for each in audits for name in self._named(each))
        self._forbidden: re.Pattern[str] | None = None
        self._in_short: re.Pattern[str] | None = None

    def forbid(self, names: Iterable[tuple[Row, str]], ids: Iterable[str], said: Iterable[str] = ()) -> None:
        """Take the names and IDs of withheld lines, which no other text may hold; nor may it hold a name found anywhere.

        A name in short is forbidden, too, as it is written: “Second Start” of “Second Start, a cooperative”; not where what is
        said all the same (`said`) holds it.
        """
        names = list(names)
        shown = "\n".join(said)
        short = {each for row, name in names if row.sheet_id in NAMING for each in _in_short(name) if each not in shown}
        self._in_short = (
            re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in sorted(short))) if short else None
        )
        found = {plain for row, name in names if row.sheet_id in NAMING and _tells(row, plain := _plain(name))}
        found |= {_plain(row_id) for row_id in ids} | self._people
        parts = [rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name) for name in sorted(found)]
        self._forbidden = re.compile("|".join(parts)) if parts else None

    def reason(self, row: Row, column: Column) -> str:
        """Why this text is withheld; empty when nothing was found in it."""
        text = getattr(row, column.id) or ""
        if any(not _allowed(column, mark) for mark in self._read(row, column, text)):
            return "reader"
        if self._finds_haven(text):
            return "reader"
        if any(pattern.search(text) for pattern in self._few) or self._is_few(row, column, text):
            return "few_people"
        withheld = (self._forbidden and self._forbidden.search(_plain(text))) or (
            self._in_short and self._in_short.search(text)
        )
        return "names_withheld" if withheld else ""

    def _finds_haven(self, text: str) -> bool:
        """Whether a text names a place where people are kept safe together with one of the city's areas."""
        if not self._areas or not names_a_haven(text):
            return False
        plain = f" {_plain(text)} "
        return any(f" {name} " in plain for name in self._areas)

    def _is_few(self, row: Row, column: Column, text: str) -> bool:
        """Whether a cell that asks for a figure holds a small one, of what may be people: “3 (2025)” beside “Femicides in a year”."""
        beside = COUNTED_BESIDE.get((row.sheet_id, column.id))
        if beside is None or not self._bare.match(text):
            return False
        measured = f"{getattr(row, beside) or ''} {text}"
        return not _of_other_things().search(measured)

    def _read(self, row: Row, column: Column, text: str) -> list[Mark]:
        own_name = (row.sheet_id, column.id) in ORGANISATIONS
        if (text, own_name) not in self._marks:
            reads = [reader.read_own_name if own_name else reader.read for reader in self._readers]
            self._marks[text, own_name] = [mark for read in reads for mark in read(text, on_record=True)]
        return self._marks[text, own_name]

    def _named(self, audit: Audit) -> Iterator[str]:
        """The names of people and groups found in any text, also in those that are withheld themselves."""
        for rows in audit.sheets.values():
            for row in rows:
                for column in row.filled:
                    if isinstance(row.columns[column].kind, Text) and (text := getattr(row, column)):
                        for mark in self._read(row, row.columns[column], text):
                            if mark.kind in ("name", ON_RECORD):
                                yield from _forms(mark.text)


TOLD_OTHERWISE = (
    r"(?<!\w)(?:all but (?:{numbers})(?!\w)|both (?:of )?(?:the )?(?:\w+ )?(?:{counted})|a couple of (?:\w+ )?(?:{counted})"
    r"|(?:{numbers}) (?:were|was|have been|has been) (?:killed|murdered|raped|attacked|stabbed|shot|abducted|hurt|injured|beaten|arrested|kidnapped))(?!\w)"
)
"""Few people in other words (English): all but two, both victims, a couple of women, only two were killed."""
COUNTED_BESIDE = {("ACTIONS", "baseline"): "indicator", ("ACTIONS", "target"): "indicator"}
"""Texts that ask for a figure, with the column that says of what."""
EVERYBODY = frozenset({"residents"})
"""Who sits on a board; nothing is done to them."""


@cache
def few_people(language: str, limit: int) -> re.Pattern[str]:
    """A number of people or of what was done to them, not above the limit: “2 women”, “three young girls”, “1 murder”.

    A share (“one person in five”) and a larger number that ends in such a digit are none.
    """
    small, apart = (framework.wordlist(name, language) for name in ("small_numbers", "counts_other_things"))
    things = {*framework.wordlist("counted", language), *framework.wordlist("counted_in_texts", language)} - EVERYBODY
    numbers = "|".join([*map(re.escape, small[:limit]), *map(str, range(1, limit + 1))])
    counted = "|".join(re.escape(thing) for thing in sorted(things, key=lambda thing: (-len(thing), thing)))
    if language == "zh":
        return re.compile(
            rf"(?<![\d.,%一二三四五六七八九十百千万两])(?:{numbers}) ?(?:个|名|起|位|例|宗|人)?(?:{counted})"
        )
    beside = r"[^\W\d]*[^\W\ds]" if language == "en" else r"[^\W\d]+"  # young, not blocks
    share = (
        r"(?! (?:in|out of|of|sur|de cada|em cada|из) (?:\w+ )?(?:(?!\d{4}(?!\d))\d|every|each|"
        + "|".join(small)
        + "))"
    )
    apart_by = r"(?: [^\W\d]+| ?\(?\d{4}\)?){0,4}?"
    ends = r"(?![\w.,:/]*\d)(?!\w)(?! ?%)"
    after = rf"(?<!\w)(?:{counted}){apart_by}(?: ?[:=(] ?(?:{numbers}){ends}| from (?:{numbers}|\d+) to (?:{numbers}){ends})"
    told = rf"|{after}|{TOLD_OTHERWISE.format(numbers=numbers, counted=counted)}" if language == "en" else rf"|{after}"
    return re.compile(
        rf"(?<![\w.,:/%§-])(?<!\bof )(?<!\bof the )(?:{numbers})(?:[ \u00a0\u202f](?!(?:{'|'.join(apart)})(?!\w)){beside}){{0,2}}?[ \u00a0\u202f](?:{counted})(?![\w'’]){share}{told}",
        re.IGNORECASE,
    )


@cache
def few_in_a_cell(limit: int) -> re.Pattern[str]:
    """A text that begins with a number not above the limit, and not with a larger one, a share or a date."""
    every = [re.escape(word) for language in LANGUAGES for word in framework.wordlist("small_numbers", language)]
    words = (word for language in LANGUAGES for word in framework.wordlist("small_numbers", language)[:limit])
    numbers = "|".join([*map(re.escape, words), *map(str, range(1, limit + 1))])
    per_cent = (re.escape(phrase) for language in LANGUAGES for phrase in framework.wordlist("per_cent", language))
    shares = rf"{'|'.join(per_cent)}|из|(?:out )?of (?:\d|{'|'.join(every)})"
    return re.compile(rf"\W*(?:{numbers})(?![\w.,:/]*\d)(?!\w)(?! ?(?:{shares}))", re.IGNORECASE)


@cache
def _of_other_things() -> re.Pattern[str]:
    """What measures say that count no people: shares and things, but not the words of a share that counts have as well (per month)."""
    lists = {name: _words_of(name) for name in ("shares", "shares_or_counts", "things_measured")}
    words = (lists["shares"] - lists["shares_or_counts"]) | lists["things_measured"]
    return re.compile("|".join(map(_as_word, sorted(words))), re.IGNORECASE)


def _words_of(name: str) -> set[str]:
    return {word for language in LANGUAGES for word in framework.wordlist(name, language)}


def _as_word(word: str) -> str:
    """A pattern for a word that stands by itself; in Chinese nothing does, and a sign need not."""
    apart = word[0].isalpha() and not "\u4e00" <= word[0] <= "\u9fff"
    return rf"(?<!\w){re.escape(word)}(?!\w)" if apart else re.escape(word)


def _own_names(audit: Audit) -> Iterator[str]:
    cells = (getattr(row, column) for sheet, column in ORGANISATIONS for row in audit.lines(sheet))
    return (name for name in cells if name)


def _in_short(name: str) -> Iterator[str]:
    """A name as people shorten it: what stands before a comma, and its first words with capitals, where they are two or more."""
    head = re.split(r" *[,;:(–—]", name, maxsplit=1)[0].strip()
    first = list(takewhile(lambda word: word[:1].isupper(), head.split()))
    first = first[1:] if first and first[0] in ("The", "A", "An") else first
    for words in (head.split(), first):
        if 2 <= len(words) <= len(first) and " ".join(words) != name:
            yield " ".join(words)


def _forms(name: str) -> Iterator[str]:
    """A name as other texts may hold it; a single common word would withhold too much."""
    words = _plain(name).split()
    if len(words) == 2:
        yield " ".join(reversed(words))
    if len(words) > 1 or (words and (not words[0].isascii() or len(words[0]) > 3) and not is_common(words[0])):
        yield " ".join(words)


def _plain(text: str) -> str:
    """A text by its words alone: however capitals, accents, strokes and unseen characters are put."""
    apart = unicodedata.normalize("NFKD", text)
    seen = "".join(letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Cf"))
    return " ".join(re.sub(r"[\W_]+", " ", seen.casefold()).split())


def _tells(row: Row, plain: str) -> bool:
    return bool(plain) and (row.sheet_id == "AREAS" or " " in plain or len(plain) >= SHORTEST or not plain.isascii())


def _allowed(column: Column, mark: Mark) -> bool:
    """What a column asks for: an office's own address."""
    office = isinstance(column.kind, Text) and column.kind.email
    return office and mark.kind == "email" and not is_personal_address(mark.text)

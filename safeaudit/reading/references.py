"""Entries such as “SRC-11 · Mortuary register”: whether the number and the name beside it still mean the same line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from safeaudit.reading.values import clean, fold
from safeaudit.sheets import FixedRow, Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.kinds import Text
from safeaudit.words import Words, words

CUT = 50
"""Dropdowns cut a name at 60 characters, some programs earlier: a beginning this long that agrees is the whole of it."""

ALIKE = 0.6
"""A name this much like that of its line is the same one, shortened or with a slip mended."""

SURELY = 0.85
"""A name this much like that of another line, and less like that of its own, means the other."""

LONGEST, MOST = 100, 200
"""So many letters of a name are compared, and so many different names a sheet: no honest list is longer."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """An entry that gives a line of another sheet by its number and its name: where it stands, and both."""

    row: Row
    column: Column
    target: str
    row_id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entry whose name is not that of `line`, which has its number; `meant` is the line with this name now, if any."""

    pointer: Pointer
    line: Row
    meant: Row | None


_AFTER = re.compile(r"\s*(?:[a-z]{3}\s*-\s*[a-z]{0,2}\d{1,3}|city)(.*)", re.DOTALL)


def name_in(text: str) -> str:
    """What follows the number in “SRC-11 · Mortuary register”, folded; empty when there is nothing but the number."""
    found = _AFTER.fullmatch(fold(text[:1_000]))
    return bare(found[1]) if found else ""


def doubts(
    pointers: Iterable[Pointer], sheets: Mapping[str, list[Row]], printed: Mapping[str, str], own: Words
) -> list[Doubt]:
    """The entries that contradict themselves, and those whose name no line has any more.

    `printed` holds what the workbook itself shows as the name of a pre-printed line; `own` are the words of its language.
    """
    named: dict[str, _Sheet] = {}
    found = []
    for pointer in pointers:
        if pointer.target not in named:
            named[pointer.target] = _Sheet(sheets[pointer.target], printed, own)
        if doubt := named[pointer.target].doubt(pointer):
            found.append(doubt)
    return found


class _Sheet:
    """The names of the lines of one sheet that others point at."""

    def __init__(self, rows: list[Row], printed: Mapping[str, str], own: Words) -> None:
        self.rows = {row.id: row for row in rows}
        self.printed, self.own = printed, own
        self.known: dict[tuple[str, str], tuple[bool, Row | None]] = {}

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """{row ID: what the line is called}, folded; a pre-printed line in its language and in English."""
        return {row.id: names for row in self.rows.values() if row.used and (names := self._names(row))}

    def _names(self, row: Row) -> tuple[str, ...]:
        if isinstance(row, FixedRow) and not row.is_local:
            found = {self.own.item(row.id), words("en").item(row.id)}
        elif row.label_column and isinstance(row.columns[row.label_column].kind, Text):
            found = {str(row.get(row.label_column) or "")}
        else:
            return ()
        return tuple(sorted({bare(fold(each)) for each in found} - {""}))

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row_id, names in self.names.items():
            for name in names:
                found.setdefault(name, []).append(row_id)
        return found

    def doubt(self, pointer: Pointer) -> Doubt | None:
        if pointer.row_id not in self.rows:
            return None  # said already: the link leads nowhere
        key = (pointer.row_id, pointer.name)
        if key not in self.known:
            self.known[key] = self._judged(*key)
        wrong, meant = self.known[key]
        return Doubt(pointer, self.rows[pointer.row_id], meant) if wrong else None

    def _judged(self, row_id: str, name: str) -> tuple[bool, Row | None]:
        """(whether name and number do not fit, the line that has the name)."""
        own = self.names.get(row_id, ())
        if any(_same(name, each) for each in own):
            return False, None
        others = self.by_name.get(name) or [
            each for each, names in self.names.items() if len(name) >= CUT and any(_same(name, one) for one in names)
        ]
        if others:
            return True, self.rows[others[0]]
        if name == bare(fold(self.printed.get(row_id, ""))) or any(_part(name, each) for each in own):
            return False, None
        if len(self.known) > MOST:
            return bool(own), None
        mine = max((_likeness(name, each) for each in own), default=0.0)
        likest, other = max(
            ((_likeness(name, one), each) for each, names in self.names.items() if each != row_id for one in names),
            default=(0.0, ""),
        )
        if likest >= SURELY and likest > mine:
            return True, self.rows[other]
        return bool(own) and mine < ALIKE, None


def _same(name: str, line: str) -> bool:
    """Whether two names are one, cut or not."""
    return name == line or (len(name) >= CUT and line.startswith(name))


def _part(name: str, line: str) -> bool:
    """Whether one is the other shortened at the end of a word."""
    short, long = sorted((name, line), key=len)
    return long.startswith(short) and not long[len(short)].isalnum()


def _likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1; names with other numbers in them are two names."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    matcher = SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def bare(folded: str) -> str:
    """A folded name without what stands around its words: dots, dashes, quotes, stars."""
    first, last = 0, len(folded)
    while first < last and unicodedata.category(folded[first])[0] in "PZSC":
        first += 1
    while first < last and unicodedata.category(folded[last - 1])[0] in "PZSC":
        last -= 1
    return folded[first:last]


# In words ------------------------------------------------------------------------------------------------------------

QUOTED, ALL = 3, 6
"""Of many places so many are quoted; up to this many, all are."""

MANY = 12
"""Of the cells of one sheet so many are named, those one below the other as one."""


def told(found: list[Doubt], tab: Callable[[str], str], say: Words) -> str:
    """What is wrong with the entries that point at one sheet: how many, the first of them in full, where the others are.

    `tab` gives the title of a sheet.
    """
    sheet, count = tab(found[0].pointer.target), len(found)
    if found[0].meant is not None:
        said = [
            say.n(
                "One entry names a line of “{sheet}” by the number of one line and the name of another.",
                "{count} entries name a line of “{sheet}” by the number of one line and the name of another.",
                count,
                sheet=sheet,
            )
        ]
    else:
        said = [
            say.n(
                "One entry gives a line of “{sheet}” a name that no line there has now.",
                "{count} entries give a line of “{sheet}” a name that no line there has now.",
                count,
                sheet=sheet,
            )
        ]
    kinds: dict[tuple[str, str], Doubt] = {}
    for each in found:
        kinds.setdefault((each.pointer.row_id, each.pointer.name), each)
    quoted = found if count <= ALL else list(kinds.values())[:QUOTED]
    said += [_quoted(each, say) for each in quoted]
    rest = Counter(tab(each.pointer.row.sheet_id) for each in found) - Counter(
        tab(each.pointer.row.sheet_id) for each in quoted
    )
    if rest:
        where = say.t(", ").join(f"{title} {number}" for title, number in rest.items())
        said.append(say.t("So it is in {count} more cells ({where}).", count=rest.total(), where=where))
    return " ".join(said)


def _quoted(doubt: Doubt, say: Words) -> str:
    pointer = doubt.pointer
    values = {
        "place": str(pointer.row.cell(pointer.column.id) or pointer.row.id),
        "found": short(pointer.text),
        "row": pointer.row_id,
        "now": short(_called(doubt.line, say)),
    }
    if doubt.meant is None:
        return say.t("{place} says “{found}”, but {row} is now “{now}”.", **values)
    values |= {"other": doubt.meant.id, "name": short(_called(doubt.meant, say))}
    if not values["now"]:
        return say.t("{place} says “{found}”, but {row} is empty now, and “{name}” is {other}.", **values)
    return say.t("{place} says “{found}”, but {row} is now “{now}”, and “{name}” is {other}.", **values)


def _called(row: Row, say: Words) -> str:
    """What a line is called."""
    if isinstance(row, FixedRow) and not row.is_local:
        return say.item(row.id)
    return str(row.get(row.label_column) or "") if row.label_column else ""


def by_sheet(cells: Iterable[tuple[str, str]], say: Words) -> str:
    """Cells given as (title of the sheet, place), put together by sheet: “RISKS H7, H9; PRICES G18 to G31”; of very many the first."""
    found: dict[str, list[str]] = {}
    for title, place in cells:
        found.setdefault(title, []).append(place)
    told = []
    for title, places in found.items():
        runs = _runs(places)
        parts = [
            say.t("{first} to {last}", first=run[0], last=run[-1]) if len(run) > 2 else say.t(", ").join(run)
            for run in runs[:MANY]
        ]
        if rest := sum(len(run) for run in runs[MANY:]):
            parts.append(say.t("{count} more", count=rest))
        told.append(f"{title} {say.t(', ').join(parts)}")
    return say.t("; ").join(told)


_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def _runs(places: list[str]) -> list[list[str]]:
    """Places in their order, those that stand one below the other together."""
    runs: list[list[str]] = []
    for place in places:
        before, here = _ADDRESS.fullmatch(runs[-1][-1]) if runs else None, _ADDRESS.fullmatch(place)
        if before and here and before[1] == here[1] and int(here[2]) == int(before[2]) + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def place_of(row: Row, column: str) -> str:
    """The address of an answer within its sheet; its line where it came from no workbook."""
    cell = row.cell(column)
    return row.id if cell is None else cell.a1


def short(text: str) -> str:
    """A name as a sentence quotes it: on one line, and no longer than the list in the cell shows it."""
    line = " ".join(clean(text)[0].split())
    return line if len(line) <= 70 else line[:69] + "…"

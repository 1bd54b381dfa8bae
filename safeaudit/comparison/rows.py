"""Which line of the follow-up is which line of the baseline: by ID, and by name where an ID was used anew or moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any, Literal

from safeaudit.audit import Audit
from safeaudit.sheets import FixedRow, Free, Row
from safeaudit.sheets.kinds import Text

State = Literal["same", "renumbered", "reused", "added", "dropped"]
ALIKE = 0.5
"""Two names at least this similar belong to one thing under another wording."""
MOVED = 0.85
"""Two names at least this similar under different IDs are one thing that was given another ID."""
SPELT = 0.75
"""Two names without a word in common must be at least this similar, letter by letter: Robberies is not Rapes."""
STEM = 4
"""So many letters at the beginning of a word make it the same word: robbery, robberies."""
DEFINED = ("INDICATORS", "MARKETS")
"""Sheets on which the name says what is measured: equal answers beside it do not make another name the same thing."""
MOSTLY = 0.6
"""Share of a line's other answers that must be equal for it to be the same line under quite another name."""

IDENTITY = {
    "PRICES": ("flow", "item", "area"),
    "TEAM": ("stakeholder",),
    "SYSTEM_MAP": ("risk", "flow"),
    "RESILIENCE": ("area",),
    "MORE_FIGURES": ("indicator", "area", "year", "source"),
    "SAFETY_WALKS": ("area", "month", "time"),
}
"""Sheets whose lines are told apart by codes and not by a name."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A line before and after. `reused`: the ID stands for something else now; `renumbered`: the same thing, another ID."""

    before: Row | None
    after: Row | None
    state: State

    @property
    def row(self) -> Row:
        """The line to show: that of the follow-up where there is one."""
        row = self.after or self.before
        assert row is not None
        return row


def pairs(baseline: Audit, followup: Audit) -> list[Pair]:
    """Every line in use in either audit, each once, in workbook order; of sheets that both ask."""
    found: list[Pair] = []
    for sheet_id in followup.edition.shared(baseline.edition):
        found += _of_sheet(baseline, followup, sheet_id)
    return found


def understood(row: Row | None, column: str) -> Any:
    """An answer as far as it was understood: None for a blank one, for a content that is no answer, and without a row."""
    return None if row is None else getattr(row, column)


def both(pair: Pair, column: str) -> tuple[Any, Any]:
    """An answer before and after, as far as it was understood."""
    return understood(pair.before, column), understood(pair.after, column)


def _of_sheet(baseline: Audit, followup: Audit, sheet_id: str) -> Iterator[Pair]:
    either = {row.id for audit in (baseline, followup) for row in audit.sheets[sheet_id] if row.filled}
    before, after = (
        {row.id: row for row in audit.sheets[sheet_id] if row.filled or (row.pre_printed and row.id in either)}
        for audit in (baseline, followup)
    )
    doubtful = {row_id for row_id in before.keys() & after.keys() if not _same(before[row_id], after[row_id])}
    gone = {row_id: row for row_id, row in before.items() if row_id not in after or row_id in doubtful}
    new = {row_id: row for row_id, row in after.items() if row_id not in before or row_id in doubtful}
    moved = _moved(gone, new)
    came_from = {target: start for start, target in moved.items()}
    for row_id in [*after, *(each for each in before if each not in after)]:
        if row_id in came_from:
            yield Pair(before[came_from[row_id]], after[row_id], "renumbered")
        elif row_id in doubtful and row_id not in moved:
            yield Pair(before[row_id], after[row_id], "reused")
        elif row_id in new:
            yield Pair(None, after[row_id], "added")
        elif row_id in after:
            yield Pair(before[row_id], after[row_id], "same")
        elif row_id not in moved:
            yield Pair(before[row_id], None, "dropped")


def _same(before: Row, after: Row) -> bool:
    """Whether an ID still stands for the same thing."""
    if not _named(before):
        return True
    one, other = identity(before), identity(after)
    if one == other or not one or not other:
        return True
    if before.sheet_id in IDENTITY and before.sheet_id != "SYSTEM_MAP":
        return False
    if before.sheet_id in DEFINED:
        return likeness(one, other) >= (ALIKE if _share_a_word(one, other) else SPELT)
    return likeness(one, other) >= ALIKE or _mostly_equal(before, after)


def _share_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common, in whatever form; words too short to tell are passed over, unless there are no others."""
    stems, others = ({word[:STEM] for word in name.split() if len(word) >= STEM} for name in (one, other))
    return not (stems and others) or not stems.isdisjoint(others)


def _named(row: Row) -> bool:
    """Whether people gave the line its name, so that its ID could have been used anew."""
    return isinstance(row.rows, Free) or (isinstance(row, FixedRow) and row.is_local)


def identity(row: Row) -> str:
    """What a line is about, in comparable words: its name, or the columns of IDENTITY."""
    if row.sheet_id in IDENTITY:
        return "|".join(str(row.get(column) or "").casefold() for column in IDENTITY[row.sheet_id])
    return plain_words(str(row.get(row.label_column) or "")) if row.label_column else ""


def _mostly_equal(before: Row, after: Row) -> bool:
    """Whether most answers but the name and free texts are the same; a line of hardly any answers never is."""
    columns = [
        column.id
        for column in before.answers
        if not isinstance(column.kind, Text) and (before.get(column.id) is not None or after.get(column.id) is not None)
    ]
    equal = sum(before.get(column) == after.get(column) for column in columns)
    return len(columns) >= 4 and equal / len(columns) >= MOSTLY


def _moved(gone: dict[str, Row], new: dict[str, Row]) -> dict[str, str]:
    """{ID before: ID after} of lines that were given another ID, the most alike first."""
    scored = [
        (likeness(one, other), start, target)
        for start, before in gone.items()
        for target, after in new.items()
        if start != target
        and _can_move(before)
        and (one := identity(before))
        and (other := identity(after))
        and (before.sheet_id not in IDENTITY or one == other)
    ]
    found: dict[str, str] = {}
    for score, start, target in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if score >= MOVED and start not in found and target not in found.values():
            found[start] = target
    return found


def _can_move(row: Row) -> bool:
    """Whether the identity is that of one line: prices and people heard share theirs with others."""
    return _named(row) and row.sheet_id not in ("PRICES", "TEAM", "SYSTEM_MAP")


@cache
def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the larger of shared letters in order and shared words."""
    words, others = set(one.split()), set(other.split())
    shared = len(words & others) / max(1, min(len(words), len(others))) if min(len(words), len(others)) > 1 else 0.0
    letters = SequenceMatcher(None, one, other, autojunk=False).ratio() if len(one) + len(other) < 600 else 0.0
    return max(letters, shared if len(one) + len(other) >= 600 else shared * 0.9)


def plain_words(text: str) -> str:
    """The text without case, punctuation and spare blanks."""
    return " ".join(re.findall(r"\w+", text.casefold()))

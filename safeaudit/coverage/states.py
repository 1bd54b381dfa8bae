"""What one answer says: known, “not known”, waived with a reason, or nothing yet; and what an answer settles for others."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from safeaudit.framework.method import meanings
from safeaudit.shares import State
from safeaudit.sheets import Column, FixedRow, Row
from safeaudit.sheets.asked import Asked, asked
from safeaudit.sheets.kinds import Choice, Text
from safeaudit.words import words

if TYPE_CHECKING:
    from safeaudit.audit import Audit

UNKNOWN = "unknown"
"""The code of “not known”, in every choice list that has it and for a score."""

PROSE = 255
"""A text with room for so many characters can hold a reason."""


def sheet_waived(audit: Audit, sheet_id: str) -> bool:
    """Whether a sheet is left empty for a reason that says something, or by a CARE decision to skip it."""
    if not audit.waived(sheet_id):
        return False
    care = audit.by_id.get(audit.edition.sheets[sheet_id].waived_by or "")
    reason = audit.reasons.get(sheet_id)
    skipped = care is not None and care.get("decision") in meanings().waived["care_decision"]
    return skipped or (reason is not None and not is_no_answer(reason, audit.written_in))


def states(row: Row, language: str, without: frozenset[str] = frozenset()) -> dict[str, State]:
    """What each answer that the line asks from the start says, by column; less columns that were not asked yet.

    A line that does not apply, with a reason, is waived whole. One whose deciding answer is “not known” is not known whole.
    An answer that another one makes idle takes the state of that other one: where a flow is not present, its size is settled.
    While that other one is blank, what stands in the cell itself counts.
    """
    return Line(row, language, without).states()


class Lines:
    """The lines of an audit while they are weighed, each once; `without` is what was not asked yet."""

    def __init__(self, language: str, without: frozenset[str] = frozenset()) -> None:
        self.language, self.without = language, without
        self._found: dict[str, Line] = {}

    def line(self, row: Row) -> Line:
        """The line with this row's answers."""
        found = self._found.get(row.id)
        if found is None:
            found = self._found[row.id] = Line(row, self.language, self.without)
        return found


class Line:
    """One line while its answers are weighed."""

    def __init__(self, row: Row, language: str, without: frozenset[str] = frozenset()) -> None:
        self.row, self.language = row, language
        self._weighed: dict[str, State] = {}
        self.places = {
            each.column.id: each
            for each in asked(type(row), row.id)
            if f"{row.sheet_id}.{each.column.id}" not in without
        }

    def states(self) -> dict[str, State]:
        return {column: self.state(column) for column in self.places}

    def state(self, column: str) -> State:
        """What an answer of the line says, asked from the start or not."""
        found = self._weighed.get(column)
        if found is None:
            found = self._weighed[column] = self._weigh(column)
        return found

    def _weigh(self, column: str) -> State:
        if self.whole is not None:
            return self.whole
        place = self.places.get(column)
        if place is None:
            return self._optional(column)
        if place.when.holds(self.row.get):
            return self._given(place)
        settled = self._settled(place)
        return self._given(place) if settled is State.OPEN else settled

    @cached_property
    def whole(self) -> State | None:
        """What the whole line says: waived, or not known; None when each answer speaks for itself."""
        if isinstance(self.row, FixedRow) and "does_not_apply" in self.row.columns and self._says("does_not_apply"):
            return State.WAIVED
        if any(self._waives(column) for column in waiving(type(self.row))) and self._has_reason():
            return State.WAIVED
        decides = meanings().decides.get(self.row.sheet_id, "")
        if decides in self.row.columns and self.row.get(decides) == UNKNOWN:
            return State.NOT_KNOWN
        return None

    def _given(self, place: Asked) -> State:
        """What stands in a cell that is needed, or in the one that may stand for it."""
        said = {self._said(place.column), *map(self._said, place.instead)}
        return next((state for state in (State.KNOWN, State.NOT_KNOWN) if state in said), State.OPEN)

    def _said(self, column: Column) -> State:
        value = self.row.get(column.id)
        if value is None or self._waives(column):
            return State.OPEN
        return State.NOT_KNOWN if says_not_known(column, value, self.language) else State.KNOWN

    def _settled(self, place: Asked) -> State:
        """The state of the answers that make this one idle: nothing yet, not known, or known."""
        found = [self.state(column) for column in place.settled_by]
        return next((state for state in (State.OPEN, State.NOT_KNOWN) if state in found), State.KNOWN)

    def _optional(self, column: str) -> State:
        """An answer that is not needed but belongs to a list of the framework: settled where the line says “no”."""
        found = self._said(self.row.columns[column])
        decides = meanings().decides.get(self.row.sheet_id, "")
        if found is State.OPEN and decides in self.row.columns and self.row.get(decides) not in (None, "yes"):
            return State.KNOWN
        return found

    def _waives(self, column: Column) -> bool:
        """Whether the answer is a choice that says: this is not asked here."""
        kind = column.kind
        return isinstance(kind, Choice) and self.row.get(column.id) in meanings().waived.get(kind.options, ())

    def _has_reason(self) -> bool:
        return any(self._says(column.id) for column in self.row.columns.values() if is_prose(column))

    def _says(self, column: str) -> bool:
        """Whether a text says something: a reason of “-” is none."""
        value = self.row.get(column)
        return value is not None and not says_not_known(self.row.columns[column], value, self.language)


@lru_cache(maxsize=512)
def waiving(cls: type[Row]) -> tuple[Column, ...]:
    """The choices of a sheet that can say: this is not asked here."""
    lists = meanings().waived
    return tuple(each for each in cls.columns.values() if isinstance(each.kind, Choice) and each.kind.options in lists)


def is_prose(column: Column) -> bool:
    """Whether people write sentences here, and not a name or a figure."""
    return isinstance(column.kind, Text) and column.kind.limit >= PROSE and not column.computed


def says_not_known(column: Column, value: object, language: str) -> bool:
    """Whether an answer says “not known”: by its code, or in words that stand alone."""
    if value == UNKNOWN:
        return True
    if isinstance(column.kind, Choice):
        return value in meanings().not_known.get(column.kind.options, ())
    return isinstance(column.kind, Text) and is_no_answer(str(value), language)


def is_no_answer(text: str, language: str) -> bool:
    """Whether a text is only what people type where they have no answer."""
    return " ".join(text.split()).casefold() in _no_answers(language)


@cache
def no_answers(language: str) -> tuple[str, ...]:
    """What people type where they have no answer, in a workbook of this language."""
    said = words(language).code("yes_no_unknown", UNKNOWN)
    return (said, f"{said}.", *meanings().no_answer)


@cache
def _no_answers(language: str) -> frozenset[str]:
    return frozenset(each.casefold() for each in no_answers(language))

"""What each line of a sheet asks from the start, whatever will be answered: the fixed measure of how much is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from safeaudit.sheets.base import Fixed, FixedRow, Form, Free, Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.conditions import AllOf, Always, Blank, Condition


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer that a line asks.

    when: under what other answers of the line it is needed · instead: answers that may stand for it, one of them · settled_by:
    the asked answers that decide whether it is needed.
    """

    column: Column
    when: Condition
    instead: tuple[Column, ...] = ()
    settled_by: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def asked(cls: type[Row], row_id: str) -> tuple[Asked, ...]:
    """The answers that a line asks from the start, in the order of the columns.

    Those it always needs; an answer for which another may stand (a value, or why there is none); and whatever depends on
    these. What depends on an answer that nobody needs is not asked from the start: it follows when somebody gives that answer.
    """
    needed = {column.id: when for column in cls.demanding if column.required and (when := column.required.on(row_id))}
    instead: dict[str, list[str]] = {}
    for column, when in needed.items():
        if isinstance(when, Blank) and when.columns and set(when.columns) <= cls.columns.keys():
            instead[when.columns[0]] = [*when.columns[1:], column]
    stands_for = {other: column for column, others in instead.items() for other in others}
    found = {
        column: Asked(cls.columns[column], Always(), tuple(cls.columns[other] for other in others))
        for column, others in instead.items()
    }
    rests_on = {
        column: tuple(dict.fromkeys(stands_for.get(other, other) for other in when.rests_on if other not in spares(when)))
        for column, when in needed.items()
    }
    waiting = {column: when for column, when in needed.items() if column not in stands_for}
    while settled := {column: when for column, when in waiting.items() if set(rests_on[column]) <= found.keys()}:
        found |= {
            column: Asked(cls.columns[column], when, settled_by=rests_on[column]) for column, when in settled.items()
        }
        waiting = {column: when for column, when in waiting.items() if column not in settled}
    return tuple(found[column] for column in cls.columns if column in found)


def spares(when: Condition) -> set[str]:
    """The answers that make another one idle when somebody gives them, beside what else decides: they need not be asked."""
    if not isinstance(when, AllOf):
        return set()
    return {column for each in when.conditions if isinstance(each, Blank) for column in each.columns}


@lru_cache(maxsize=512)
def counted_lines(cls: type[Row]) -> tuple[str, ...]:
    """The lines that count: those the framework gives, the record of a form, and of free lines as many as are expected."""
    match cls.rows:
        case Form():
            return (cls.sheet_id,)
        case Free(at_least=at_least):
            return tuple(cls.ids()[:at_least])
        case Fixed() as fixed:
            local = {row_id for group in fixed.groups() for row_id in group.local_ids}
            return tuple(row_id for row_id in fixed.ids() if row_id not in local)


def is_counted(row: Row) -> bool:
    """Whether a line is one that counts; of free lines each may be."""
    return not (isinstance(row, FixedRow) and row.is_local)


def weight(cls: type[Row], without: Iterable[str] = ()) -> int:
    """How many answers a sheet asks from the start, less those of the columns named."""
    left = set(without)
    return sum(each.column.id not in left for row_id in counted_lines(cls) for each in asked(cls, row_id))

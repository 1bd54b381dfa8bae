"""Rule XC-07: one text that stands in many answers, where each asks about something of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from safeaudit.audit import Audit, places
from safeaudit.coverage.states import is_no_answer, is_prose
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, named, rule
from safeaudit.sheets import Form, Row
from safeaudit.words import N_

SHOWN = 80
"""Letters of the text that the message quotes."""

ONE_WORD = 12
"""A text without a space and no longer than this is a word such as “Nobody”, true of many lines."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: an answer, or the reason why a sheet is empty."""

    sheet_id: str
    text: str
    row: Row | None = None
    column: str = ""


@rule(
    "XC-07",
    Severity.WARNING,
    basis="T",
    section=N_("Part II, Understanding what to measure"),
    asks=WHATEVER,
    title=N_("The same text in many answers"),
    message=N_("{place} says “{text}”. The same stands in {others} ({where})."),
    remedy=N_(
        "Write in each place what is true there. Where nothing is known, say “{yes_no_unknown.unknown}”; where several lines are "
        "one and the same, keep one of them."
    ),
    why=N_(
        "Each of these answers asks about something else. One text pasted everywhere fills the workbook and tells a reader "
        "nothing, and it hides which of these questions somebody has looked into."
    ),
    how=N_(
        "Begin with the lines that matter most and write one fact for each. An honest “not known” in the others is worth more than "
        "a sentence that fits all of them."
    ),
)
def same_text(audit: Audit) -> Iterator[Problem]:
    found: dict[str, list[Place]] = {}
    for place in _texts(audit):
        plain = " ".join(place.text.split())
        if not _is_one_word(plain) and not is_no_answer(plain, audit.written_in):
            found.setdefault(plain.casefold(), []).append(place)
    for same in found.values():
        if len(same) >= audit.edition.settings["same_text"]:
            yield _problem(audit, same)


def _texts(audit: Audit) -> Iterator[Place]:
    """What people wrote in sentences, and the reasons why sheets are empty, in workbook order."""
    for sheet_id, rows in audit.sheets.items():
        for row, column in places(rows):
            if is_prose(row.columns[column]) and column not in row.rejected:
                yield Place(sheet_id, str(getattr(row, column)), row, column)
        if sheet_id in audit.reasons:
            yield Place(sheet_id, audit.reasons[sheet_id])


def _is_one_word(text: str) -> bool:
    return " " not in text and len(text) <= ONE_WORD


def _problem(audit: Audit, same: list[Place]) -> Problem:
    words, first, count = audit.words, same[0], len(same) - 1
    text = " ".join(first.text.split()).removesuffix(".")
    sheets = Counter(place.sheet_id for place in same[1:])
    where = words.listed([f"{_tab(audit, sheet_id)} {number}" for sheet_id, number in sheets.items()])
    values = {
        "place": _place(audit, first),
        "text": text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…",
        "others": words.n("one more answer", "{count} more answers", count),
        "where": where,
    }
    return Problem(first.row, first.column, first.sheet_id, values=values)


def _place(audit: Audit, place: Place) -> str:
    """Where the text stands first, in words."""
    if place.row is None:
        return audit.words.t("The reason on “{sheet}”", sheet=_tab(audit, place.sheet_id))
    column = audit.words.column(place.sheet_id, place.column)
    form = isinstance(place.row.rows, Form)
    row = _tab(audit, place.sheet_id) if form else named(audit, place.row)
    return audit.words.t("{row}: “{column}”", row=row, column=column)


def _tab(audit: Audit, sheet_id: str) -> str:
    return audit.titles.get(sheet_id) or audit.words.tab(sheet_id)

"""Rules on reasons and answers that are none: a dash, “n/a”, “to be defined”, “none” where a reason is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.framework.stand_ins import no_reason, stands_in
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.rules.consistency.places import FILE, header, where
from safeaudit.rules.wording import quoted
from safeaudit.sheets import Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.kinds import Text
from safeaudit.words import N_

_ASKS_WHY = re.compile(r"\b(?:why|reason)\b")


def asks_why(column: Column) -> bool:
    """Whether a column takes a reason: its ID or its label says so."""
    name = f"{column.id.replace('_', ' ')} {column.label}".casefold()
    return isinstance(column.kind, Text) and bool(_ASKS_WHY.search(name))


def lifts(column: Column) -> bool:
    """Whether the reason in it answers for something else: a line, an exception."""
    return asks_why(column) and (column.id == "does_not_apply" or column.id.endswith("_reason"))


@rule(
    "CO-23",
    Severity.ERROR,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Reason that is none"),
    message=N_("{where}: {found}."),
    remedy=N_(
        "Write in a few words why, so that a reader could agree or not. If there is no reason, take it out and answer."
    ),
    why=N_(
        "A reason takes the place of an answer, lifts a warning or allows an exception. A dash or “n/a” in its place hides a gap, "
        "and nobody can see later what was meant."
    ),
    how=N_("One short sentence is enough, such as “the city has no port” or “the law leaves this to the province”."),
)
def reason_that_is_none(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for sheet_id, reason in audit.reasons.items():
        if audit.edition.has(sheet_id) and no_reason(reason):
            found = words.t("the reason why nothing is recorded says only {said}", said=quoted(reason))
            yield _about_sheet(audit, sheet_id, found)
    for row, column in _written(audit):
        if lifts(column) and no_reason(getattr(row, column.id)):
            found = _says_only(audit, row, column)
            yield Problem(row, column.id, values={"where": where(audit, row), "found": found})
    for (code, key), reason in audit.accepted.items():
        if no_reason(reason):
            yield _accepted_with(audit, code, key, reason)


def _about_sheet(audit: Audit, sheet_id: str, found: str) -> Problem:
    title = audit.titles.get(sheet_id) or audit.words.tab(sheet_id)
    return Problem(sheet_id=sheet_id, values={"where": quoted(title), "found": found})


def _accepted_with(audit: Audit, code: str, key: str, reason: str) -> Problem:
    """A warning accepted on CHECKS with no reason stays open; the problem stands on the line it is about."""
    name = key.removeprefix("@").partition("|")[0]
    row, words = audit.by_id.get(name), audit.words
    found = words.t("{rule} at {place} was accepted with {said}", rule=code, place=name, said=quoted(reason))
    sheet_id = name if row is None and audit.edition.has(name) else ""
    return Problem(row, sheet_id=sheet_id, values={"where": quoted(words.t("CHECKS")), "found": found})


def _written(audit: Audit) -> Iterator[tuple[Row, Column]]:
    """Every text that people wrote and that was read."""
    for rows in audit.sheets.values():
        for row in rows:
            for column_id in row.filled:
                column = row.columns[column_id]
                if isinstance(column.kind, Text) and column_id not in row.rejected:
                    yield row, column


def _says_only(audit: Audit, row: Row, column: Column) -> str:
    return audit.words.t(
        "{column} says only {said}", column=header(audit, row, column.id), said=quoted(getattr(row, column.id))
    )


@rule(
    "CO-24",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Something in the place of an answer"),
    message=N_("{where}: {found}."),
    remedy=N_(
        "Write the answer. If it is not known yet, empty the cell: then it is counted as open and asked for again."
    ),
    why=N_(
        "A dash, “n/a” or “to be defined” fills the cell and says nothing. The line looks finished, and is printed so."
    ),
    how=N_("“None” and “Nobody” are answers where they are true. Where a reason is asked for, say why in a few words."),
)
def in_the_place_of_an_answer(audit: Audit) -> Iterator[Problem]:
    for row, column in _written(audit):
        text = getattr(row, column.id)
        none = no_reason(text) if asks_why(column) else stands_in(text) and _needed(row, column)
        if none and not lifts(column):
            yield Problem(row, column.id, values={"where": where(audit, row), "found": _says_only(audit, row, column)})


def _needed(row: Row, column: Column) -> bool:
    return any(each.id == column.id for each in row.expected())

"""How these rules speak of a place: the line it stands on, its columns, and lists of cells."""

from __future__ import annotations

from collections.abc import Iterable

from safeaudit.audit import Audit
from safeaudit.rules.base import Problem, named
from safeaudit.rules.wording import quoted
from safeaudit.sheets import Form, Row
from safeaudit.words import N_

FILE = N_("The tool’s own care for the file")
"""What a rule rests on that holds for any workbook."""

NO_ANSWER = (
    "no",
    "none",
    "unknown",
    "nothing",
    "nobody",
    "absent",
    "not_applicable",
    "does_not_apply",
    "not_yet",
    "no_effect",
)
"""Answers that go with “No” and with “does not apply”, for they claim nothing."""


def where(audit: Audit, row: Row) -> str:
    """The line as a message names it; a form by the title of its sheet."""
    return audit.titles.get(row.sheet_id) or audit.words.tab(row.sheet_id) if is_form(row) else named(audit, row)


def is_form(row: Row) -> bool:
    return isinstance(row.rows, Form)


def at(audit: Audit, row: Row, column: str, /, *, quote: tuple[str, ...] = (), **values: object) -> Problem:
    """A problem at an answer; {row} fills itself, for a form too."""
    return Problem(row, column, quote=quote, values={"row": where(audit, row), **values})


def header(audit: Audit, row: Row, column: str) -> str:
    """The header of a column in quotation marks."""
    return quoted(audit.words.column(row.sheet_id, column))


def headers(audit: Audit, row: Row, columns: Iterable[str]) -> str:
    return audit.words.listed([header(audit, row, column) for column in columns])


def claims(row: Row, column: str) -> bool:
    """Whether an answer says that there is something: blank, “No”, “Not known” and 0 do not."""
    value = getattr(row, column) if column in row.columns else None
    return value is not None and value != 0 and value not in NO_ANSWER

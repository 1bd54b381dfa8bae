"""All that people put into a workbook, cell by cell: to compare two workbooks, and to make one of what was compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from safeaudit.audit import Audit
from safeaudit.reading.values import clean
from safeaudit.sharing import Assigned
from safeaudit.sheets import Form, Row
from safeaudit.sheets.kinds import UNKNOWN, Choice, FinancialYear, Reference, financial_year
from safeaudit.words import Words

Key = tuple[str, ...]
"""Where something stands: its sort, and what finds it again.

("answer", sheet, line, column) · ("reason", sheet) · ("plan", sheet, who or by_when) · ("note", line, column) · ("accepted", rule, key)
"""
ANSWER, REASON, PLAN, NOTE, ACCEPTED = "answer", "reason", "plan", "note", "accepted"


@dataclass(frozen=True, slots=True)
class Typed:
    """An entry that was not understood, as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class NotKnown:
    """“Not known” as the answer of a score."""


Content = str | int | float | date | Typed | NotKnown
Contents = dict[Key, Content]


def contents(audit: Audit) -> Contents:
    """Everything in a workbook that an office may have put there."""
    found: Contents = {
        (ANSWER, row.sheet_id, row.id, column): content
        for rows in audit.sheets.values()
        for row in rows
        for column, content in _answers(row)
    }
    found |= {(REASON, sheet_id): reason for sheet_id, reason in audit.reasons.items() if reason}
    for sheet_id, planned in audit.plan.items():
        when = planned.by_when or (Typed(planned.typed) if planned.typed else None)
        if planned.who:
            found[PLAN, sheet_id, "who"] = planned.who
        if when:
            found[PLAN, sheet_id, "by_when"] = when
    found |= {(NOTE, *place): note for place, note in audit.notes.items()}
    return found | {(ACCEPTED, *place): reason for place, reason in audit.accepted.items()}


def with_contents(audit: Audit, found: Mapping[Key, Content]) -> Audit:
    """The audit with these contents in the place of its own."""
    rows = {row_id: type(row).blank(row_id) for row_id, row in audit.by_id.items()}
    reasons: dict[str, str] = {}
    plan: dict[str, Assigned] = {}
    notes: dict[tuple[str, str], str] = {}
    accepted: dict[tuple[str, str], str] = {}
    for key, content in found.items():
        match key:
            case ("answer", _, row_id, column):
                _put(rows[row_id], column, content)
            case ("reason", sheet_id):
                reasons[sheet_id] = str(content)
            case ("plan", sheet_id, column):
                plan[sheet_id] = _planned(plan.get(sheet_id, Assigned()), column, content)
            case ("note", row_id, column):
                notes[row_id, column] = str(content)
            case ("accepted", rule, place):
                accepted[rule, place] = str(content)
    sheets = {sheet_id: [rows[row.id] for row in each] for sheet_id, each in audit.sheets.items()}
    plan = {sheet_id: plan[sheet_id] for sheet_id in audit.edition.sheets if sheet_id in plan}
    return replace(audit, sheets=sheets, reasons=reasons, plan=plan, notes=notes, accepted=accepted)


def looks(content: Content | None) -> str:
    """A content as a cell shows it: what looks the same is the same, whether or not it was understood."""
    match content:
        case None:
            return ""
        case Typed(text=text) | str(text):
            return clean(text)[0]
        case NotKnown():
            return UNKNOWN
        case FinancialYear():
            return str(content)
        case float() | int():
            return f"{content:.15g}"
    return content.isoformat()


def fingerprint(found: Mapping[Key, Content]) -> str:
    """By which a part knows the workbook that it was made from."""
    lines = json.dumps(sorted([*key, looks(content)] for key, content in found.items()), ensure_ascii=True)
    return hashlib.sha256(lines.encode()).hexdigest()[:32]


def as_data(content: Content | None) -> object:
    """A content as JSON has it."""
    match content:
        case Typed(text=text):
            return {"typed": text}
        case NotKnown():
            return {"unknown": True}
        case FinancialYear():
            return {"year": str(content)}
        case date():
            return {"date": content.isoformat()}
    return content


def of_data(data: object) -> Content | None:
    """The other way; ValueError for what is no content."""
    match data:
        case None | str() | int() | float():
            return data
        case {"typed": str(text)}:
            return Typed(text)
        case {"unknown": True}:
            return NotKnown()
        case {"year": str(text)} if (year := financial_year(text)) is not None:
            return year
        case {"date": str(text)}:
            return date.fromisoformat(text)
    raise ValueError(data)


def place_of(key: Key, audit: Audit, words: Words) -> tuple[str, str, str]:
    """(sheet, line, question) as a person finds it."""
    match key:
        case ("answer", sheet_id, row_id, column):
            form = isinstance(audit.edition.sheets[sheet_id].rows, Form)
            return words.tab(sheet_id), "" if form else _line(row_id, audit), words.column(sheet_id, column)
        case ("reason", sheet_id):
            return words.tab(sheet_id), "", words.t("Nothing to record? Why:")
        case ("plan", sheet_id, column):
            return words.t("START"), words.tab(sheet_id), _plan_column(column, words)
        case ("note", row_id, column):
            row = audit.by_id.get(row_id)
            named = words.column(row.sheet_id, column) if row is not None and column else ""
            tab = words.tab(row.sheet_id) if row is not None else ""
            return tab, row_id, words.t("Note at the cell: {column}", column=named) if named else words.t("Note")
        case ("accepted", rule, place):
            return words.t("CHECKS"), rule, words.t("Accepted: reason") + f" ({place})"
    raise ValueError(key)


def said(key: Key, content: Content | None, audit: Audit, words: Words) -> str:
    """A content as a person reads it; of one that was taken out, that."""
    if content is None:
        return words.t("(empty)")
    if isinstance(content, NotKnown):
        return words.code("yes_no_unknown", UNKNOWN)
    if key[0] == ANSWER and isinstance(content, str):
        kind = audit.edition.sheets[key[1]].columns[key[3]].kind
        if isinstance(kind, Choice):
            return words.code(kind.options, content)
        if isinstance(kind, Reference):
            return _line(content, audit)
    return looks(content)


def _line(row_id: str, audit: Audit) -> str:
    label = audit.label(row_id)
    return f"{row_id} · {label}" if label and label != row_id else row_id


def _plan_column(column: str, words: Words) -> str:
    return words.t("Who does it") if column == "who" else words.t("By when")


def _answers(row: Row) -> Iterator[tuple[str, Content]]:
    for column in row.filled:
        if column in row.rejected:
            yield column, Typed(row.rejected[column])
        elif getattr(row, column) is None:
            yield column, NotKnown()
        else:
            yield column, getattr(row, column)


def _put(row: Row, column: str, content: Content) -> None:
    if isinstance(content, Typed):
        row.reject(column, content.text)
    elif isinstance(content, NotKnown):
        row.mark_unknown(column)
    else:
        setattr(row, column, content)


def _planned(before: Assigned, column: str, content: Content) -> Assigned:
    if column == "who":
        return replace(before, who=str(content))
    if isinstance(content, date):
        return replace(before, by_when=content)
    return replace(before, typed=looks(content))

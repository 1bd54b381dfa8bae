"""From what a chapter names ("ROW-ID.column", of another workbook "workbook!ROW-ID.column") to the answers a text rests on, down to the cells that people filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.cells import Cell
from safeaudit.report.writing.statements import Ref
from safeaudit.sheets import Row
from safeaudit.sheets.kinds import Reference

_NAMED = re.compile(r"\{(\w+)\}")


def resting_on(audits: Mapping[str, Audit], named: Iterable[str], text: str) -> tuple[Ref, ...]:
    """The answers behind a text: a computed one as the answers it is computed from, then the typed names the text uses.

    `audits` by the name of their workbook, "" the one the document is about. KeyError for a workbook that is not among them.

    The name of a row counts when a named row carries it, or a row that a named answer points to: an area renamed on its own
    sheet changes every sentence that says its name.
    """
    found: dict[Ref, None] = {}
    others: dict[tuple[str, str], None] = {}
    for name in named:
        workbook, mark, place = name.partition("!")
        if not mark:
            workbook, place = "", name
        row_id, _, column = place.partition(".")
        row = audits[workbook].by_id.get(row_id)
        if row is None or column not in row.columns:
            found[Ref(row_id, column, None if row is None else first_cell(row), workbook)] = None
        else:
            for own in inputs(type(row), column):
                found[Ref(row_id, own, row.cell(own), workbook)] = None
                if isinstance(row.columns[own].kind, Reference) and (target := getattr(row, own)):
                    others[workbook, target] = None
        others[workbook, row_id] = None
    for workbook, row_id in others:
        for ref in _naming(audits[workbook], row_id, text):
            found[replace(ref, workbook=workbook)] = None
    return tuple(found)


@cache
def inputs(cls: type[Row], column: str) -> tuple[str, ...]:
    """The columns people fill behind a column; a computed one whose answers stand on other sheets stands for itself."""
    formula = cls.columns[column].formula
    if formula is None:
        return (column,)
    own = (name for name in _NAMED.findall(formula) if name in cls.columns)
    return tuple(dict.fromkeys(each for name in own for each in inputs(cls, name))) or (column,)


def first_cell(row: Row) -> Cell | None:
    """Where a row begins: the cell of its name, or else of its first answer."""
    names = [row.label_column or "", *row.columns]
    return next((found for name in names if name and (found := row.cell(name)) is not None), None)


def _naming(audit: Audit, row_id: str, text: str) -> Iterable[Ref]:
    row = audit.by_id.get(row_id)
    if row is None or row.label_column is None or framework.item(row_id):
        return
    name = audit.shown(row, row.label_column)
    if not name or name not in text:
        return
    yield Ref(row_id, row.label_column, row.cell(row.label_column))
    if isinstance(row.columns[row.label_column].kind, Reference):
        yield from _naming(audit, getattr(row, row.label_column), text)

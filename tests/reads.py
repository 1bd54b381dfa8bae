"""Which columns and sheets a rule reads, watched while it runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest

from safeaudit.audit import Audit
from safeaudit.rules import Rule
from safeaudit.sheets import Row
from safeaudit.sheets.base import FixedRow

T = TypeVar("T")

WAYS_OUT = {"CARE.decision"}
"""Decisions to skip a question, and reasons why a line does not apply, let a rule be silent; it can speak without them."""


ALWAYS = ("label", "does_not_apply")
"""What any edition asks of a pre-printed list, and its way out."""


def first_of_its_kind(column: str) -> str:
    """risk_1 stands for risk_2 and risk_3, too."""
    return re.sub(r"_\d$", "_1", column)


class Reads:
    """What was read: SHEET of which the lines were looked at, SHEET.column of which the answers were."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.quiet = 0

    def column(self, row: Row, column: str) -> None:
        if not self.quiet and column in type(row).columns and column not in ALWAYS:
            self.found.add(f"{row.sheet_id}.{first_of_its_kind(column)}")

    def sheet(self, sheet_id: str) -> None:
        if not self.quiet and sheet_id:
            self.found.add(sheet_id)

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Ways to see whether a line is in use, or what it is called, read every column and rest on none."""
        self.quiet += 1
        try:
            yield
        finally:
            self.quiet -= 1


def watched(reads: Reads, patch: pytest.MonkeyPatch) -> None:
    """From now on, what is read of rows is noted."""
    get, attribute = Row.get, Row.__getattribute__

    def noted_get(row: Row, column: str) -> object:
        reads.column(row, column)
        with reads.silence():
            return get(row, column)

    def noted_attribute(row: Row, name: str) -> object:
        if name[0] == "_" or name not in type(row).columns:
            return attribute(row, name)
        reads.column(row, name)
        with reads.silence():
            return attribute(row, name)

    patch.setattr(Row, "get", noted_get)
    patch.setattr(Row, "__getattribute__", noted_attribute)
    for cls in (Row, FixedRow):
        for name in {"filled", "used", "waived", "missing", "expected"} & vars(cls).keys():
            member = vars(cls)[name]
            noted = (
                property(_row_only(reads, member.fget)) if isinstance(member, property) else _row_only(reads, member)
            )
            patch.setattr(cls, name, noted)
    _watch_audit(reads, patch)


def _watch_audit(reads: Reads, patch: pytest.MonkeyPatch) -> None:
    rows, waived = Audit.rows, Audit.waived

    def noted_rows(audit: Audit, cls: type[Row]) -> list[Row]:
        reads.sheet(cls.sheet_id)
        with reads.silence():
            return rows(audit, cls)

    def noted_waived(audit: Audit, sheet_id: str) -> bool:
        reads.sheet(sheet_id)
        with reads.silence():
            return waived(audit, sheet_id)

    patch.setattr(Audit, "rows", noted_rows)
    patch.setattr(Audit, "waived", noted_waived)
    for name in ("name", "label"):
        patch.setattr(Audit, name, _quietly(reads, getattr(Audit, name)))


def _row_only(reads: Reads, function: Callable[[Row], T]) -> Callable[[Row], T]:
    def noted(row: Row) -> T:
        reads.sheet(row.sheet_id)
        with reads.silence():
            return function(row)

    return noted


def _quietly(reads: Reads, function: Callable[..., T]) -> Callable[..., T]:
    def quiet(*given: object) -> T:
        with reads.silence():
            return function(*given)

    return quiet


def reads_of(rule: Rule, audit: Audit) -> set[str]:
    """What a rule reads of an audit, the answers it quotes included."""
    reads = Reads()
    with pytest.MonkeyPatch.context() as patch:
        watched(reads, patch)
        for problem in rule.find(audit):
            if problem.row is not None:
                for column in (*problem.quote, problem.column):
                    reads.column(problem.row, column)
            elif problem.column:
                reads.found.add(f"{problem.sheet_id}.{first_of_its_kind(problem.column)}")
    return reads.found

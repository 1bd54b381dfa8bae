"""What a rule is: one short function from an audit to problems, with its texts beside it in the decorator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from safeaudit.audit import Audit
from safeaudit.findings import Finding, Severity, located
from safeaudit.sheets import Row
from safeaudit.words import Words


@dataclass(frozen=True, slots=True)
class Problem:
    """One place a rule speaks of: a row and column, or a whole sheet, with the values (as text) its message quotes."""

    row: Row | None = None
    column: str = ""
    sheet_id: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the method. `basis`: S the framework says it, I drawn from it, T the tool's own hygiene.

    title: what it finds · message, remedy: what a person reads, with {names} of the problem's values; {row} is always
    there · why: the reason in the method · how: how to answer it.
    """

    code: str
    severity: Severity
    basis: str
    section: str
    title: str
    message: str
    remedy: str
    why: str
    how: str
    find: Callable[[Audit], Iterator[Problem]]


RULES: dict[str, Rule] = {}
"""Every rule by code, filled by the decorator as the family modules are imported."""


def rule(
    code: str,
    severity: Severity,
    *,
    basis: str,
    section: str,
    title: str,
    message: str,
    remedy: str,
    why: str,
    how: str,
) -> Callable[[Callable[[Audit], Iterator[Problem]]], Callable[[Audit], Iterator[Problem]]]:
    """Register a rule. Texts are English sources marked with N_; they are translated when a finding is made."""

    def register(find: Callable[[Audit], Iterator[Problem]]) -> Callable[[Audit], Iterator[Problem]]:
        if code in RULES:
            raise ValueError(f"rule {code} is registered twice")
        RULES[code] = Rule(code, severity, basis, section, title, message, remedy, why, how, find)
        return find

    return register


def findings(checked: Rule, audit: Audit) -> Iterator[Finding]:
    """What a rule finds in an audit, as findings in the audit's language."""
    words = audit.words
    for problem in checked.find(audit):
        yield _finding(checked, problem, audit, words)


def _finding(checked: Rule, problem: Problem, audit: Audit, words: Words) -> Finding:
    row = problem.row
    sheet_id = problem.sheet_id or (row.sheet_id if row is not None else "")
    sheet, cell = located(row.cell(problem.column or (row.label_column or "")) if row is not None else None)
    values = {"row": named(audit, row), **problem.values}
    return Finding(
        rule=checked.code,
        severity=checked.severity,
        message=words.t(checked.message, **values),
        remedy=words.t(checked.remedy, **values),
        section=words.t(checked.section),
        sheet=sheet or audit.titles.get(sheet_id) or (words.tab(sheet_id) if sheet_id else ""),
        cell=cell,
        row_id=row.id if row is not None else "",
        column=problem.column,
    )


def named(audit: Audit, row: Row | None) -> str:
    """A row as a message names it: "RSK-S4 · Financial capital flight"."""
    if row is None:
        return ""
    name = audit.name(row)
    return f"{row.id} · {name}" if name else row.id

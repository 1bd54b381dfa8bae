"""The method's rules; `check(audit)` gives every finding of a workbook, about single cells and about the method."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from safeaudit.audit import Audit
from safeaudit.care.own_names import people_in
from safeaudit.edition import Edition
from safeaudit.findings import ORDER, Finding, Severity, in_order
from safeaudit.framework.stand_ins import no_reason
from safeaudit.ledger import MISSING, settle
from safeaudit.rules.base import RULES, Rule, asked, findings
from safeaudit.sheets import Row
from safeaudit.sheets.govern import CRITERIA
from safeaudit.sheets.kinds import Text


def check(audit: Audit) -> list[Finding]:
    """All findings, errors first, then in workbook order. It changes nothing, prints nothing and never raises."""
    found = list(audit.findings)
    for checked in all_rules().values():
        found.extend(findings(checked, audit))
    found = settle(
        _one_for_no_answer(_without_repetition(found), audit), audit, lambda role: is_person(role, audit.language)
    )
    titles = [audit.titles.get(sheet_id) or audit.words.tab(sheet_id) for sheet_id in audit.edition.sheets]
    return in_order(found, titles)


SAME_CAUSE = {"RK-10": "DA-19", "PB-04": "DA-19", "FL-02": "DA-19"}
"""Rules that say of a line, in the words of its sheet, what a general rule would say of it once more."""
NAMES_BLANKS: dict[str, tuple[str, ...]] = {
    "DE-01": ("body", "decided_on", "record"),
    "PA-02": ("exception_reason", "exception_review"),
    "PA-03": ("exception_reason", "exception_review"),
    "PA-16": CRITERIA,
}
"""Rules that name further blank cells of their line than the one they stand at."""


def is_person(role: str, language: str) -> bool:
    """Whether what should be an office or a role is the name of somebody."""
    return any(people_in(role, language))


def _without_repetition(found: list[Finding]) -> list[Finding]:
    """One line for a blank cell: what the method says of it, or that it is blank. Advice on it weighs as much as the blank."""
    method = {(finding.row_id, finding.column) for finding in found if not finding.rule.startswith(("CL-", "WB-"))}
    missing = {(finding.row_id, finding.column): finding.severity for finding in found if finding.rule == MISSING}
    secret = {(finding.row_id, finding.column) for finding in found if finding.rule == "SD-01"}
    found = [finding for finding in found if finding.rule != "CL-02" or (finding.row_id, finding.column) not in secret]
    general = {(finding.row_id, SAME_CAUSE[finding.rule]) for finding in found if finding.rule in SAME_CAUSE}
    found = [finding for finding in found if (finding.row_id, finding.rule) not in general]
    method |= {(finding.row_id, column) for finding in found for column in NAMES_BLANKS.get(finding.rule, ())}
    itself = {(finding.row_id, finding.column) for finding in found if finding.rule == "CO-16"}
    found = [finding for finding in found if finding.rule != "ST-04" or (finding.row_id, finding.column) not in itself]
    return [
        replace(finding, severity=missing[finding.row_id, finding.column])
        if finding.severity is Severity.ADVICE and (finding.row_id, finding.column) in missing
        else finding
        for finding in found
        if finding.rule != MISSING or (finding.row_id, finding.column) not in method
    ]


def _one_for_no_answer(found: list[Finding], audit: Audit) -> list[Finding]:
    """One line for a cell that holds “-”, “n/a” or “TBD” in the place of an answer: the most severe, and what the method says of it."""
    cells: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        if finding.row_id and finding.column and not finding.rule.startswith(("CL-", "WB-")):
            cells.setdefault((finding.row_id, finding.column), []).append(finding)
    repeated: set[int] = set()
    for (row_id, column), told in cells.items():
        if len(told) > 1 and _holds_no_answer(audit.by_id.get(row_id), column):
            kept = min(told, key=lambda each: (ORDER[each.severity], each.rule.startswith(("CO-", "XC-"))))
            repeated |= {id(each) for each in told if each is not kept}
    return [finding for finding in found if id(finding) not in repeated]


def _holds_no_answer(row: Row | None, column: str) -> bool:
    if row is None or column not in row.columns or not isinstance(row.columns[column].kind, Text):
        return False
    text = row.get(column)
    return isinstance(text, str) and no_reason(text)


def all_rules() -> dict[str, Rule]:
    """Every rule by code; each package in this one is a family, each of its modules a part of it."""
    for family in _names(__path__, packages=True):
        for module in _names([f"{folder}/{family}" for folder in __path__]):
            import_module(f"{__name__}.{family}.{module}")
    return RULES


def not_asked(edition: Edition) -> list[str]:
    """The codes of the rules that cannot speak of an edition, because it does not ask what they go by."""
    return sorted(code for code, each in all_rules().items() if not asked(edition, each.asks))


def _names(folders: Iterable[str], *, packages: bool = False) -> list[str]:
    return sorted(module.name for module in iter_modules(folders) if module.ispkg or not packages)


__all__ = ["Rule", "all_rules", "check", "is_person", "not_asked"]

"""The method's rules; `check(audit)` gives every finding of a workbook, about single cells and about the method."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from safeaudit.audit import Audit
from safeaudit.edition import Edition
from safeaudit.findings import Finding, Severity, in_order
from safeaudit.ledger import MISSING, settle
from safeaudit.rules.base import RULES, Rule, asked, findings


def check(audit: Audit) -> list[Finding]:
    """All findings, errors first, then in workbook order. It changes nothing, prints nothing and never raises."""
    found = list(audit.findings)
    for checked in all_rules().values():
        found.extend(findings(checked, audit))
    found = settle(_without_repetition(found), audit)
    titles = [audit.titles.get(sheet_id) or audit.words.tab(sheet_id) for sheet_id in audit.edition.sheets]
    return in_order(found, titles)


def _without_repetition(found: list[Finding]) -> list[Finding]:
    """One line for a blank cell: what the method says of it, unless that is mere advice; then that it is blank."""
    method = {
        (finding.row_id, finding.column)
        for finding in found
        if finding.severity is not Severity.ADVICE and not finding.rule.startswith(("CL-", "WB-"))
    }
    blank = {(finding.row_id, finding.column) for finding in found if finding.rule == MISSING} - method
    secret = {(finding.row_id, finding.column) for finding in found if finding.rule == "SD-01"}
    found = [finding for finding in found if finding.rule != "CL-02" or (finding.row_id, finding.column) not in secret]
    return [
        finding
        for finding in found
        if (finding.rule != MISSING or (finding.row_id, finding.column) in blank)
        and (finding.severity is not Severity.ADVICE or (finding.row_id, finding.column) not in blank)
    ]


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


__all__ = ["Rule", "all_rules", "check", "not_asked"]

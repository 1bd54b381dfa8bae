"""The method's rules. `check(audit)` gives every finding: those met while reading, those about single cells, and the method's."""

from __future__ import annotations

from importlib import import_module

from safeaudit.audit import Audit
from safeaudit.findings import Finding, in_order
from safeaudit.rules.base import RULES, Rule, findings
from safeaudit.sheets import SHEETS

FAMILIES = ("cells", "data", "risks", "flows", "system", "strategy", "governance", "partners", "whole_file")


def check(audit: Audit) -> list[Finding]:
    """All findings, errors first, then in workbook order. It changes nothing, prints nothing and never raises."""
    found = list(audit.findings)
    for checked in all_rules().values():
        found.extend(findings(checked, audit))
    titles = [audit.titles.get(sheet_id) or audit.words.tab(sheet_id) for sheet_id in SHEETS]
    return in_order(found, titles)


def all_rules() -> dict[str, Rule]:
    """Every rule by code."""
    for family in FAMILIES:
        import_module(f"safeaudit.rules.{family}")
    return RULES


__all__ = ["Rule", "all_rules", "check"]

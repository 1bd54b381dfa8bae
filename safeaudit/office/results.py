"""What a command found, as the plain data that pane, web page and ribbon show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.cells import Cell
from safeaudit.coverage import coverage, list_coverage
from safeaudit.findings import Finding, Severity, counts, grouped
from safeaudit.ledger import may_accept
from safeaudit.live.workbook import Action
from safeaudit.office.places import here, title_of
from safeaudit.reading.texts import CELL_RULES
from safeaudit.rules import all_rules
from safeaudit.shares import Shares
from safeaudit.words import Words

Plain = dict[str, Any]


def result(
    message: str,
    next_step: str,
    audit: Audit,
    findings: Sequence[Finding],
    shown: Sequence[Finding],
    *,
    at: Cell | None = None,
    actions: Sequence[Action] = (),
) -> Plain:
    """The documented RESULT: `findings` are all there are and count, `shown` those the command was asked for."""
    return {
        "message": message,
        "next": next_step,
        "audit": about(audit, findings),
        "steps": steps(audit, findings),
        "lists": lists(audit),
        "here": place(audit, at),
        "groups": groups(shown, audit.words),
        "actions": list(actions),
    }


def about(audit: Audit, findings: Sequence[Finding]) -> Plain:
    """The audit in a few figures."""
    return {
        "city": audit.profile.city or "",
        "workbook_id": audit.workbook_id,
        "instrument": audit.instrument,
        "language": audit.language,
        "direction": "rtl" if audit.words.right_to_left else "ltr",
        "completeness": round(audit.completeness, 4),
        "shares": coverage(audit).whole.as_json(),
        "counts": counts(findings),
    }


def steps(audit: Audit, findings: Sequence[Finding]) -> list[Plain]:
    """Every step with its live completeness and its open findings."""
    open_ones: dict[str, dict[str, int]] = {}
    for finding in findings:
        if not finding.accepted:
            found = open_ones.setdefault(finding.sheet, dict.fromkeys(Severity, 0))
            found[finding.severity] += 1
    shares = coverage(audit).sheets
    return [
        _step(audit, sheet_id, open_ones.get(title_of(audit, sheet_id), {}), shares[sheet_id])
        for sheet_id in audit.edition.sheets
    ]


def lists(audit: Audit) -> list[Plain]:
    """Every list of the framework that the edition asks, with its shares and the items that have no answer yet."""
    asked, words = audit.edition.lists(), audit.words
    return [
        {
            "key": key,
            "title": words.method_list(key),
            "sheet": title_of(audit, asked[key].sheets[0]),
            "sheet_id": asked[key].sheets[0],
            "shares": each.shares.as_json(),
            "open": [words.list_item(key, item) for item in asked[key].items if item.id in each.untouched],
        }
        for key, each in list_coverage(audit).items()
    ]


def _step(audit: Audit, sheet_id: str, found: dict[str, int], shares: Shares) -> Plain:
    progress = audit.progress(sheet_id)
    return {
        "sheet_id": sheet_id,
        "sheet": title_of(audit, sheet_id),
        "title": audit.words.guide(sheet_id, "title"),
        "part": framework.guides()[sheet_id].part,
        "answered": progress.answered,
        "expected": progress.expected,
        "share": round(progress.share, 4),
        "shares": shares.as_json(),
        "errors": found.get(Severity.ERROR, 0),
        "warnings": found.get(Severity.WARNING, 0),
        "advice": found.get(Severity.ADVICE, 0),
        "state": state(audit, sheet_id),
    }


def state(audit: Audit, sheet_id: str) -> str:
    """Where a step stands: waived, done, started or empty."""
    if audit.waived(sheet_id):
        return "waived"
    if audit.progress(sheet_id).share >= 1:
        return "done"
    return "started" if any(row.filled for row in audit.sheets[sheet_id]) else "empty"


def place(audit: Audit, at: Cell | None) -> Plain:
    """What the active cell belongs to."""
    found = here(audit, at)
    return {"step": found.sheet_id, "column": found.column, "row_id": found.row_id}


def groups(findings: Sequence[Finding], words: Words) -> list[Plain]:
    """Findings of one rule and remedy together, with what the rule is about."""
    return [
        {
            "rule": group.rule,
            "severity": group.severity.value,
            **_texts(group.rule, words),
            "remedy": group.remedy,
            "section": group.section,
            "accepted": group.findings[0].accepted,
            "can_accept": can_accept(group.findings[0]),
            "findings": [
                {
                    "sheet": finding.sheet,
                    "cell": finding.cell,
                    "row_id": finding.row_id,
                    "column": finding.column,
                    "message": finding.message,
                }
                for finding in group.findings
            ],
        }
        for group in grouped(findings)
    ]


def can_accept(finding: Finding) -> bool:
    """Whether a reason may lift this finding: warnings, and errors that an office may answer for. Advice needs no reason."""
    return may_accept(finding)


def _texts(code: str, words: Words) -> dict[str, str]:
    rule = all_rules().get(code) or CELL_RULES[code]
    return {"title": words.t(rule.title), "why": words.t(rule.why), "how": words.t(rule.how)}

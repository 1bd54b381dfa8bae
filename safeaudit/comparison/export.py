"""A comparison as plain data: texts, numbers, lists and dicts, ready for JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from safeaudit.analysis.table import records
from safeaudit.sheets.kinds import FinancialYear

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.comparison import Comparison
    from safeaudit.words import Words

TABLES = (
    *("risk_moves", "indicator_moves", "price_moves", "market_moves", "area_moves", "action_moves", "agreement_moves"),
    *("partner_moves", "power_moves", "standings", "completeness_moves", "rows"),
)


def as_json(comparison: Comparison, w: Words) -> dict[str, object]:
    """`baseline`, `followup`, `same_audit`, `warnings`, `counts` by class, `changes` and every table by name; dates as YYYY-MM-DD.

    A change has `why`, its reason in the language of `w`, beside the stable code `reason`.
    """
    lines = [
        {**line, "why": comparison.told(change, w)}
        for line, change in zip(records(comparison.changes), comparison.found, strict=True)
    ]
    found = {
        "baseline": _audit(comparison.baseline),
        "followup": _audit(comparison.followup),
        "same_audit": comparison.same_audit,
        "warnings": [{"code": each.code, "text": each.told(w)} for each in comparison.warnings],
        "counts": {line.kind: line.count for line in comparison.summary if line.sheet is None},
        "changes": lines,
        **{name: records(getattr(comparison, name)) for name in TABLES},
    }
    return {name: _plain(entry) for name, entry in found.items()}


def _audit(audit: Audit) -> dict[str, object]:
    profile = audit.profile
    return {
        "file": audit.source,
        "city": profile.city,
        "workbook_id": audit.workbook_id,
        "instrument": audit.instrument,
        "period_from": profile.period_from,
        "period_to": profile.period_to,
        "completeness": audit.completeness,
    }


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, FinancialYear):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value

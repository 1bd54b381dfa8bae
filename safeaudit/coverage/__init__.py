"""How much of what the edition asks is known, not known, or waived with a reason: over a measure that no answer changes.

The measure is fixed by the edition (`sheets/asked.py`): each pre-printed line counts with every answer it can come to need,
a sheet of free lines with as many lines as are expected there. Of free lines those count that say most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import chain

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.coverage.lists import list_shares
from safeaudit.coverage.states import Lines, no_answers, says_not_known, sheet_waived
from safeaudit.edition.versions import added
from safeaudit.shares import Coverage, ListShares, Shares, State, best
from safeaudit.sheets import Free
from safeaudit.sheets.asked import asked, counted_lines

DECIDED = "DECISION"
"""The sheet, of which the column `audit_status` says whether the audit is finished."""


def coverage(audit: Audit) -> Coverage:
    """The shares of an audit; of a public version those that it carries (`to_carry`)."""
    if audit.carried is not None and audit.carried.coverage is not None:
        return replace(audit.carried.coverage, lists=list_coverage(audit))
    lines = Lines(audit.written_in, not_asked(audit))
    sheets = {sheet_id: sheet_shares(audit, sheet_id, lines) for sheet_id in audit.edition.sheets}
    return Coverage(sheets, _by_part(sheets), list_shares(audit, lines))


def list_coverage(audit: Audit) -> Mapping[str, ListShares]:
    """The shares of each list of the framework that the edition asks, by key.

    A public version carries the shares of the lists whose sheets it shows whole, and names those reasons alone that it may show.
    """
    found = list_shares(audit, Lines(audit.written_in, not_asked(audit)))
    if audit.carried is None or audit.carried.coverage is None:
        return found
    whole = audit.carried.coverage.lists
    return {key: replace(whole[key], reasons=each.reasons) for key, each in found.items() if key in whole}


def sheet_shares(audit: Audit, sheet_id: str, lines: Lines) -> Shares:
    """The shares of one sheet."""
    cls, without = audit.edition.sheets[sheet_id], lines.without
    if sheet_id in without:
        return Shares()
    counted = counted_lines(cls)
    measure = sum(f"{sheet_id}.{each.column.id}" not in without for row_id in counted for each in asked(cls, row_id))
    if sheet_waived(audit, sheet_id):
        return Shares(waived=measure, asked=measure)
    rows = {row.id: row for row in audit.sheets[sheet_id]}
    if not isinstance(cls.rows, Free):
        of_all = (lines.line(rows[row_id]).states().values() for row_id in counted if row_id not in without)
        return Shares.of(chain.from_iterable(of_all))
    told = [Shares.of(lines.line(row).states().values()) for row in rows.values() if row.filled]
    return best(told, len(counted), measure)


def not_asked(audit: Audit) -> frozenset[str]:
    """What the version of the instrument that the workbook carries did not ask yet."""
    return added(audit.instrument)


def to_carry(audit: Audit, withheld: Collection[str]) -> Coverage:
    """What a public version says of how much is answered, with no reason in anybody's words.

    Sheets with lines that are withheld are left out whole, and so are the lists that they answer: else what a single line answers,
    and which line it is, could be read from the numbers.
    """
    found = coverage(audit)
    closed = {sheet_id for sheet_id, rows in audit.sheets.items() if any(row.id in withheld for row in rows)}
    sheets = {sheet_id: Shares() if sheet_id in closed else shares for sheet_id, shares in found.sheets.items()}
    open_ = {key for key, listed in audit.edition.lists().items() if closed.isdisjoint(listed.sheets)}
    lists = {key: replace(each, reasons=()) for key, each in found.lists.items() if key in open_}
    return Coverage(sheets, _by_part(sheets), lists)


def _by_part(sheets: Mapping[str, Shares]) -> dict[str, Shares]:
    parts: dict[str, Shares] = {}
    for sheet_id, shares in sheets.items():
        part = framework.guides()[sheet_id].part
        parts[part] = parts.get(part, Shares()) + shares
    return parts


def finished(audit: Audit) -> bool:
    """Whether the audit is declared finished; one that is not asked this is in work."""
    if not audit.edition.has(DECIDED, "audit_status"):
        return False
    return any(row.get("audit_status") == "finished" for row in audit.lines(DECIDED))


def thin(audit: Audit) -> bool:
    """Whether too little is known for a strategy: under the share that the setting `enough_known` names, in per cent."""
    return coverage(audit).whole.share("known") * 100 < audit.edition.settings["enough_known"]


__all__ = [
    "Coverage",
    "Shares",
    "State",
    "coverage",
    "finished",
    "list_coverage",
    "no_answers",
    "says_not_known",
    "thin",
    "to_carry",
]

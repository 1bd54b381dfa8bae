"""Letting a warning stand: with a written reason, kept in CHECKS and printed in the report as a limit of the audit."""

from __future__ import annotations

import xlwings as xw

from safeaudit.addin import table
from safeaudit.addin.checking import what_next, write
from safeaudit.addin.outcome import Found, Options, Outcome, Refused, read
from safeaudit.findings import Finding, Severity
from safeaudit.ledger import MISSING, key_of
from safeaudit.rules import check

LONGEST_REASON = 2_000
"""Characters; as many as the cell on CHECKS takes."""


def accept(book: xw.Book, language: str | None = None, options: Options | None = None) -> Outcome:
    """Let a warning stand, with a written reason: kept in CHECKS and printed in the report as a limit."""
    found = read(book, language)
    found.findings = check(found.audit)
    say = found.audit.words
    given = options or {}
    reason = _reason(given.get("reason"), found)
    finding = _meant(given, found)
    if finding.severity is Severity.ERROR:
        raise Refused(
            say.t(
                "This is an error, and errors cannot be accepted: {message} {remedy}",
                message=finding.message,
                remedy=finding.remedy,
            )
        )
    if finding.severity is Severity.ADVICE:
        raise Refused(say.t("This is advice. It blocks nothing and needs no reason."))
    entry = (finding.rule, key_of(finding, found.audit))
    found.audit.accepted = {**found.audit.accepted, entry: reason}
    found.findings = check(found.audit)
    write(book, found)
    if not found.written:
        raise Refused(
            say.t(
                "The table on CHECKS is gone, so the reason has no place to stand. Rebuild the workbook: safeaudit rescue."
            )
        )
    same = [other for other in found.findings if other.accepted and (other.rule, key_of(other, found.audit)) == entry]
    message = say.n(
        "Accepted: {count} warning of rule {rule}. Your reason will be printed in the report.",
        "Accepted: {count} warnings of rule {rule}. Your reason will be printed in the report.",
        len(same),
        rule=finding.rule,
    )
    return found.outcome(message, what_next(found.audit, found.findings), shown=found.findings)


def _reason(given: object, found: Found) -> str:
    from safeaudit.reading.values import clean

    say = found.audit.words
    reason = clean(given)[0] if isinstance(given, str) else ""
    if not any(letter.isalnum() for letter in reason):
        raise Refused(
            say.t("Write a reason. It is printed in the report, so that readers know why the warning stands.")
        )
    if len(reason) > LONGEST_REASON:
        raise Refused(
            say.t(
                "The reason has {length} characters; {limit} fit. Shorten it.", length=len(reason), limit=LONGEST_REASON
            )
        )
    return reason


def _meant(given: Options, found: Found) -> Finding:
    """The finding that is to be accepted: named by the caller, or the one on whose line of CHECKS or cell people are."""
    say = found.audit.words
    open_ones = [finding for finding in found.findings if finding.severity is not Severity.ADVICE or given.get("rule")]
    if given.get("rule"):
        wanted = [finding for finding in open_ones if _is_named(finding, given)]
    else:
        line = table.at(found.grid, found.at)
        at = (found.at.sheet, found.at.a1) if found.at is not None else ("", "")
        wanted = [
            finding
            for finding in open_ones
            if ((finding.rule, key_of(finding, found.audit)) == line if line else (finding.sheet, finding.cell) == at)
        ]
        wanted.sort(key=lambda finding: finding.severity is Severity.ERROR)
    if not wanted:
        raise Refused(say.t("There is no such finding any more. Check again; then choose a warning and accept it."))
    return wanted[0]


def _is_named(finding: Finding, given: Options) -> bool:
    """Whether this finding is the one that rule, row, column and, where they are given, sheet and cell name."""
    if finding.rule == MISSING and not given.get("row_id"):
        return given["rule"] == MISSING and given.get("sheet") in (None, "", finding.sheet)
    return all(getattr(finding, part) == (given.get(part) or "") for part in ("rule", "row_id", "column")) and all(
        not given.get(part) or getattr(finding, part) == given[part] for part in ("sheet", "cell")
    )

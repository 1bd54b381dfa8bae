"""Letting a warning stand: with a written reason, kept in CHECKS and printed in the report as a limit of the audit; and taking it back."""

from __future__ import annotations

from collections.abc import Mapping

from safeaudit.findings import Finding, Severity
from safeaudit.ledger import MISSING, decided_by, key_of, may_accept
from safeaudit.live.workbook import Workbook
from safeaudit.office import table
from safeaudit.office.checking import what_next, write
from safeaudit.office.outcome import Found, Options, Outcome, Refused, read
from safeaudit.rules import check, is_person

LONGEST_REASON = 2_000
"""Characters; as many as the cell on CHECKS takes."""


def accept(book: Workbook, language: str | None = None, options: Options | None = None) -> Outcome:
    """Let a warning stand, with a written reason kept in CHECKS; with `withdraw`, take such a reason back."""
    found = read(book, language)
    found.findings = check(found.audit)
    given = options or {}
    return _withdrawn(book, found, given) if given.get("withdraw") is True else _accepted(book, found, given)


def _accepted(book: Workbook, found: Found, given: Options) -> Outcome:
    say = found.audit.words
    reason = _reason(given.get("reason"), found)
    finding = _meant(given, found)
    if finding is None:
        raise Refused(say.t("There is no such finding any more. Check again; then choose a warning and accept it."))
    if finding.severity is Severity.ERROR and may_accept(finding):
        _answered_for(reason, found)
    elif finding.severity is Severity.ERROR:
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
    _keep(book, found, {**found.audit.accepted, entry: reason})
    message = say.n(
        "Accepted: {count} warning of rule {rule}. Your reason will be printed in the report.",
        "Accepted: {count} warnings of rule {rule}. Your reason will be printed in the report.",
        len([other for other in _same(entry, found) if other.accepted]),
        rule=finding.rule,
    )
    if finding.severity is Severity.ERROR:
        message = f"{message} {say.t('Public versions leave the text out all the same.')}"
    return found.outcome(message, what_next(found.audit, found.findings), shown=found.findings)


def _answered_for(reason: str, found: Found) -> None:
    """Refused unless an office or a role stands behind the reason."""
    say = found.audit.words
    role = decided_by(reason)
    if not role:
        raise Refused(
            say.t(
                "This may lead to a person. It stays only when an office answers for it. Write the office or role, a colon and the "
                "reason: “Data protection officer: the school is called so”."
            )
        )
    if is_person(role, found.audit.language):
        raise Refused(
            say.t("What stands before the colon looks like a person’s name. Write the office or role that decides.")
        )


def _withdrawn(book: Workbook, found: Found, given: Options) -> Outcome:
    say = found.audit.words
    finding = _meant(given, found, accepted=True)
    if finding is None:
        raise Refused(say.t("There is no such accepted warning any more. Check again to see what is open."))
    entry = (finding.rule, key_of(finding, found.audit))
    _keep(book, found, {other: reason for other, reason in found.audit.accepted.items() if other != entry})
    message = say.n(
        "Taken back: {count} warning of rule {rule} is open again.",
        "Taken back: {count} warnings of rule {rule} are open again.",
        len(_same(entry, found)),
        rule=finding.rule,
    )
    return found.outcome(message, what_next(found.audit, found.findings), shown=found.findings)


def _keep(book: Workbook, found: Found, accepted: Mapping[tuple[str, str], str]) -> None:
    """Check anew with these reasons, and write findings and reasons into CHECKS."""
    found.audit.accepted = dict(accepted)
    found.findings = check(found.audit)
    write(book, found)
    if not found.written:
        raise Refused(
            found.audit.words.t(
                "The table on CHECKS is gone, so the reason has no place to stand. Rebuild the workbook: safeaudit rescue."
            )
        )


def _same(entry: tuple[str, str], found: Found) -> list[Finding]:
    """The findings that one reason covers."""
    return [other for other in found.findings if (other.rule, key_of(other, found.audit)) == entry]


def _reason(given: object, found: Found) -> str:
    from safeaudit.framework.stand_ins import no_reason
    from safeaudit.reading.values import clean

    say = found.audit.words
    reason = clean(given)[0] if isinstance(given, str) else ""
    if no_reason(reason):
        raise Refused(say.t("Write a reason. It is printed in the report, so that readers know why it stands."))
    if len(reason) > LONGEST_REASON:
        raise Refused(
            say.t(
                "The reason has {length} characters; {limit} fit. Shorten it.", length=len(reason), limit=LONGEST_REASON
            )
        )
    return reason


def _meant(given: Options, found: Found, *, accepted: bool = False) -> Finding | None:
    """The finding meant: named by the caller, or the one on whose line of CHECKS or cell people are."""
    wanted = [finding for finding in found.findings if finding.accepted or not accepted]
    if given.get("rule"):
        wanted = [finding for finding in wanted if _is_named(finding, given)]
    else:
        line = table.at(found.grid, found.at)
        at = (found.at.sheet, found.at.a1) if found.at is not None else ("", "")
        wanted = [
            finding
            for finding in wanted
            if finding.severity is not Severity.ADVICE
            and ((finding.rule, key_of(finding, found.audit)) == line if line else (finding.sheet, finding.cell) == at)
        ]
        wanted.sort(key=lambda finding: finding.severity is Severity.ERROR)
    return wanted[0] if wanted else None


def _is_named(finding: Finding, given: Options) -> bool:
    """Whether this finding is the one that rule, row, column and, where they are given, sheet and cell name."""
    if finding.rule == MISSING and not given.get("row_id"):
        return given["rule"] == MISSING and given.get("sheet") in (None, "", finding.sheet)
    return all(getattr(finding, part) == (given.get(part) or "") for part in ("rule", "row_id", "column")) and all(
        not given.get(part) or getattr(finding, part) == given[part] for part in ("sheet", "cell")
    )

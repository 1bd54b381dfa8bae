"""The table of findings on CHECKS, and the ledger of accepted warnings: what stands there, and what still holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from safeaudit.audit import Audit
from safeaudit.findings import Finding, Severity, in_order
from safeaudit.framework.stand_ins import no_reason
from safeaudit.reading.texts import CELL_RULES
from safeaudit.words import N_, Words

COLUMNS = ("_key", "severity", "rule", "sheet", "cell", "found", "to_do", "section", "accepted")
"""The columns of the table by ID, from left to right."""

MISSING = "CL-01"
"""The rule that speaks of missing answers: they light up by themselves, so the table has one line a sheet for them."""

LIFTED = frozenset({"SD-02", "SD-03"})
"""Errors that an office may let stand in the restricted file: the reader takes “Don Bosco youth centre” for a person."""
LONGEST_ROLE = 120
"""Characters of the office or role that answers for it."""

SEVERITY_WORDS = {Severity.ERROR: N_("Error"), Severity.WARNING: N_("Warning"), Severity.ADVICE: N_("Advice")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `key` says which answer it is about, so that an acceptance follows moved rows."""

    key: str
    severity: str
    rule: str
    sheet: str
    cell: str
    found: str
    to_do: str
    section: str
    accepted: str

    @property
    def texts(self) -> dict[str, str]:
        """The texts by column ID; the cell is a link, not a text."""
        return {
            "_key": self.key,
            "severity": self.severity,
            "rule": self.rule,
            "sheet": self.sheet,
            "found": self.found,
            "to_do": self.to_do,
            "section": self.section,
            "accepted": self.accepted,
        }


def key_of(finding: Finding, audit: Audit) -> str:
    """Row and column a finding is about; for missing answers and whole sheets, the sheet."""
    if finding.rule == MISSING or not finding.row_id:
        return f"@{_sheet_id(finding.sheet, audit)}|"
    return f"{finding.row_id}|{finding.column}"


def _sheet_id(title: str, audit: Audit) -> str:
    by_title = {audit.titles.get(sheet_id) or audit.words.tab(sheet_id): sheet_id for sheet_id in audit.edition.sheets}
    return by_title.get(title, title)


def table(findings: Sequence[Finding], audit: Audit) -> list[Line]:
    """The lines of the table in their order: one a finding, missing answers one a sheet."""
    words = audit.words
    single = [finding for finding in findings if finding.rule != MISSING]
    missing: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.rule == MISSING:
            missing.setdefault(finding.sheet, []).append(finding)
    gathered = [_gathered(found, words) for found in missing.values()]
    titles = [audit.titles.get(sheet_id) or words.tab(sheet_id) for sheet_id in audit.edition.sheets]
    return [_line(finding, audit) for finding in in_order([*single, *gathered], titles)]


def _gathered(found: Sequence[Finding], words: Words) -> Finding:
    first = found[0]
    message = words.n(
        "{count} needed answer is missing on this sheet. {first}",
        "{count} needed answers are missing on this sheet. The first: {first}",
        len(found),
        first=first.message,
    )
    return replace(first, message=message)


def _line(finding: Finding, audit: Audit) -> Line:
    return Line(
        key_of(finding, audit),
        audit.words.t(SEVERITY_WORDS[finding.severity]),
        finding.rule,
        finding.sheet,
        finding.cell,
        finding.message,
        finding.remedy,
        finding.section,
        finding.accepted,
    )


def may_accept(finding: Finding) -> bool:
    """Whether a reason may lift this finding: a warning, or an error for which an office can answer."""
    return finding.severity is Severity.WARNING or (finding.severity is Severity.ERROR and finding.rule in LIFTED)


def decided_by(reason: str) -> str:
    """The office or role that answers for an error that stands: what is written before the first colon; empty when nobody is."""
    role, colon, why = reason.partition(":")
    said = all(any(letter.isalpha() for letter in part) for part in (role, why))
    return role.strip() if colon and said and len(role.strip()) <= LONGEST_ROLE else ""


def settle(findings: Sequence[Finding], audit: Audit, is_person: Callable[[str], bool] | None = None) -> list[Finding]:
    """The findings with their acceptances; acceptances that no longer hold are findings of their own.

    An error that an office lets stand counts as a warning from then on. `is_person`: whether what should be its role is the name
    of somebody.
    """
    accepted = audit.accepted
    if not accepted:
        return list(findings)
    settled, met = [], set()
    for finding in findings:
        entry = (finding.rule, key_of(finding, audit))
        reason = _reason(accepted, entry)
        met.add(entry)
        role = decided_by(reason) if finding.rule in LIFTED else ""
        if not reason:
            settled.append(finding)
        elif finding.severity is not Severity.ERROR:
            settled.append(replace(finding, accepted=reason))
        elif role and not (is_person and is_person(role)):
            settled.append(replace(finding, accepted=reason, severity=Severity.WARNING))
        else:
            code = "WB-30" if finding.rule in LIFTED else "WB-12"
            settled += [finding, _about(code, finding.rule, finding, audit.words)]
    return settled + _stale(accepted, met, audit)


def _reason(accepted: Mapping[tuple[str, str], str], entry: tuple[str, str]) -> str:
    """The reason with which a finding was accepted; one that says nothing accepts nothing (CO-23 speaks of it)."""
    reason = accepted.get(entry, "")
    return "" if no_reason(reason) else reason


def _stale(accepted: Mapping[tuple[str, str], str], met: set[tuple[str, str]], audit: Audit) -> list[Finding]:
    stale = []
    for (rule, key), reason in accepted.items():
        if (rule, key) not in met and not no_reason(reason):
            row_id, _, column = key.removeprefix("@").partition("|")
            row = audit.by_id.get(row_id)
            cell = row.cell(column) if row is not None and column else None
            place = Finding(
                rule, Severity.ADVICE, "", "", "", cell.sheet if cell else "", cell.a1 if cell else "", row_id, column
            )
            stale.append(_about("WB-11", rule, place, audit.words, reason))
    return stale


def _about(code: str, rule: str, place: Finding, words: Words, reason: str = "") -> Finding:
    texts = CELL_RULES[code]
    return replace(
        place,
        rule=code,
        severity=texts.severity,
        message=words.t(texts.message, rule=rule, row=place.row_id, reason=reason),
        remedy=words.t(texts.remedy, rule=rule, row=place.row_id),
        section="",
    )


def fitting(lines: Sequence[Line], room: int, more: str) -> list[Line]:
    """As many lines as there is room for, in their order: all with a reason, so that none is lost, then the first others."""
    if len(lines) <= room:
        return list(lines)
    kept = {number for number, line in enumerate(lines) if line.accepted}
    for number in range(len(lines)):
        if len(kept) >= room - 1:
            break
        kept.add(number)
    shown = [lines[number] for number in sorted(kept)][: room - 1]
    last = lines[-1]
    return [*shown, Line("", last.severity, last.rule, "", "", more, "", "", "")]

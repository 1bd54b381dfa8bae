"""The table of findings on CHECKS, and the ledger of accepted warnings: what stands there, and what still holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from safeaudit.audit import Audit
from safeaudit.findings import Finding, Severity, in_order
from safeaudit.reading.texts import CELL_RULES
from safeaudit.words import N_, Words

COLUMNS = ("_key", "severity", "rule", "sheet", "cell", "found", "to_do", "section", "accepted")
"""The columns of the table by ID, from left to right."""

MISSING = "CL-01"
"""The rule that speaks of missing answers: they light up by themselves, so the table has one line a sheet for them."""

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


def settle(findings: Sequence[Finding], audit: Audit) -> list[Finding]:
    """The findings with their acceptances; acceptances that no longer hold are findings of their own."""
    accepted = audit.accepted
    if not accepted:
        return list(findings)
    settled, met = [], set()
    for finding in findings:
        entry = (finding.rule, key_of(finding, audit))
        reason = accepted.get(entry, "")
        met.add(entry)
        settled.append(
            replace(finding, accepted=reason) if reason and finding.severity is not Severity.ERROR else finding
        )
        if reason and finding.severity is Severity.ERROR:
            settled.append(_about("WB-12", finding.rule, finding, audit.words))
    return settled + _stale(accepted, met, audit)


def _stale(accepted: Mapping[tuple[str, str], str], met: set[tuple[str, str]], audit: Audit) -> list[Finding]:
    stale = []
    for (rule, key), reason in accepted.items():
        if (rule, key) not in met:
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

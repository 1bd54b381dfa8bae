"""What a check says: findings that point at a cell, sorted and grouped for people, plain for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from safeaudit.cells import Cell


class Severity(StrEnum):
    """Error blocks the final stamp; a warning is mended or accepted with a reason; advice never blocks."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where, what was found (the value quoted) and what to do, in the reader's language."""

    rule: str
    severity: Severity
    message: str
    remedy: str
    section: str
    sheet: str = ""
    cell: str = ""
    row_id: str = ""
    column: str = ""
    accepted: str = ""
    """The written reason with which a warning was accepted."""

    @property
    def place(self) -> str:
        """Sheet and cell as a person reads them; empty when the finding is about the whole file."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def as_json(self) -> dict[str, str]:
        """The documented JSON object of `check --format json`; `accepted` only where a reason was given."""
        accepted = {"accepted": self.accepted} if self.accepted else {}
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "sheet": self.sheet,
            "cell": self.cell,
            "row_id": self.row_id,
            "column": self.column,
            "message": self.message,
            "remedy": self.remedy,
            "section": self.section,
            **accepted,
        }


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings with the same rule and cause: one line for a person."""

    rule: str
    severity: Severity
    remedy: str
    section: str
    findings: tuple[Finding, ...]


def located(cell: Cell | None) -> tuple[str, str]:
    """(sheet title, A1 address) of a cell, or two empty texts."""
    return ("", "") if cell is None else (cell.sheet, cell.a1)


def in_order(findings: Iterable[Finding], sheets: Sequence[str]) -> list[Finding]:
    """Errors first, then in the order of the sheets and down each sheet."""
    position = {title: number for number, title in enumerate(sheets)}

    def key(finding: Finding) -> tuple[int, int, str, int, str]:
        digits = "".join(letter for letter in finding.cell if letter.isdigit())
        return (
            ORDER[finding.severity],
            position.get(finding.sheet, len(position)),
            finding.rule,
            int(digits or 0),
            finding.cell,
        )

    return sorted(findings, key=key)


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Findings of the same rule and remedy as one group, in the order of their first finding; accepted ones apart."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.remedy, finding.accepted), []).append(finding)
    return [
        FindingGroup(found[0].rule, found[0].severity, found[0].remedy, found[0].section, tuple(found))
        for found in groups.values()
    ]


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many open findings of each severity, every severity named, and how many accepted warnings."""
    found = {severity.value: 0 for severity in Severity} | {"accepted": 0}
    for finding in findings:
        found["accepted" if finding.accepted else finding.severity.value] += 1
    return found

"""The findings of a letter as lines: grouped by sheet and cause, as many as it has room for, each a line of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from safeaudit.findings import Finding, Severity, counts
from safeaudit.ledger import MISSING
from safeaudit.report.writing.shortening import runs, shortened
from safeaudit.report.writing.statements import Cells, Statement, Story

ROOM, HEADING, ACCEPTED = 320, 6, 6
"""Printed lines that all tables may take, about four pages and a half, and what the heading of each, and each accepted warning, takes."""
WIDE_WHERE, WIDE_FOUND, WIDE_REMEDY = 17, 35, 33
"""Letters on a printed line of these columns."""
MOST_RUNS, MOST_ACCEPTED, MOST_NAMES = 8, 12, 12
"""Runs of cells in a line, accepted warnings, names in a sentence."""
MESSAGE, REMEDY, REASON = 230, 200, 200
"""The most letters of what was found, what to do, and a reason given."""
CORRECT, FILL, LOOK, ADVICE = range(4)
"""What a line asks for, in the order in which it should be done."""
KINDS = {Severity.ERROR: CORRECT, Severity.WARNING: LOOK, Severity.ADVICE: ADVICE}
FILLS = {CORRECT: "EDB9AF", FILL: "FBF0CF", LOOK: "F7D9BF", ADVICE: "E4EFE6"}


@dataclass(frozen=True, slots=True)
class Line:
    """Findings of one sheet with the same cause: a line of its table."""

    kind: int
    sheet: str
    findings: tuple[Finding, ...]


def grouped_by_sheet(findings: Iterable[Finding]) -> list[Line]:
    """Open findings as lines, errors first: blanks by their column, others by rule and remedy."""
    found: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        if not finding.accepted:
            same = finding.column if finding.rule == MISSING else finding.remedy
            found.setdefault((finding.sheet, finding.rule, same), []).append(finding)
    lines = [Line(_kind(group[0]), sheet, tuple(group)) for (sheet, *_), group in found.items()]
    return sorted(lines, key=lambda line: line.kind)


def _kind(finding: Finding) -> int:
    return FILL if finding.rule == MISSING and finding.severity is not Severity.ERROR else KINDS[finding.severity]


def fitting(s: Story, lines: list[Line]) -> list[Line]:
    """The lines that a letter of about six pages has room for, the most pressing first."""
    shown: list[Line] = []
    room = ROOM - ACCEPTED * min(counts(s.findings)["accepted"], MOST_ACCEPTED)
    for line in lines:
        cells = line_of(s, line)
        letters = {name: len(cell.text if isinstance(cell, Statement) else cell) for name, cell in cells.items()}
        high = 1 + max(letters["where"] // WIDE_WHERE, letters["found"] // WIDE_FOUND, letters["remedy"] // WIDE_REMEDY)
        room -= high + (0 if any(line.sheet == each.sheet for each in shown) else HEADING)
        if room < 0:
            break
        shown.append(line)
    return shown


def line_of(s: Story, line: Line) -> Cells:
    w, first, count = s.words, line.findings[0], len(line.findings)
    kinds = {CORRECT: w.t("Correct"), FILL: w.t("Fill in"), LOOK: w.t("Look again"), ADVICE: w.t("Advice")}
    cells = runs(finding.cell for finding in line.findings)
    rows = list(
        dict.fromkeys(finding.row_id for finding in line.findings if finding.row_id and finding.row_id != line.sheet)
    )
    places = cells or rows or [line.sheet or w.t("the file")]
    where = w.t(", ").join(places[:MOST_RUNS])
    if len(places) > MOST_RUNS:
        where = w.t("{first} and {count} more", first=where, count=len(places) - MOST_RUNS)
    found = shortened(first.message, MESSAGE)
    if count > 1 and line.kind == FILL and first.column and first.row_id in s.audit.by_id:
        column = w.column(s.audit.by_id[first.row_id].sheet_id, first.column)
        found = w.n("“{column}” is empty in one line.", "“{column}” is empty in {count} lines.", count, column=column)
    elif count > 1:
        found = w.n(
            "{message} The same in one more place.",
            "{message} The same in {count} more places.",
            count - 1,
            message=found,
        )
    refs = [
        f"{finding.row_id}.{finding.column}" if finding.column else finding.row_id
        for finding in line.findings
        if finding.row_id
    ]
    return {
        "kind": kinds[line.kind],
        "kind_fill": FILLS[line.kind],
        "where": where,
        "found": s.say(found, *refs),
        "remedy": w.t("Give the answer, or why there is none.")
        if line.kind == FILL
        else shortened(first.remedy, REMEDY) or w.t("See the sheet {checks}.", checks=w.t("CHECKS")),
    }

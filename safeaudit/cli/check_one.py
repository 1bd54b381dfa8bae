"""One workbook checked for the command line: what is said of it, as plain data that can cross from one process to another."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from safeaudit.cli.common import DONE, ERRORS, NO_FILE, Stop, free, unread
from safeaudit.console import SIGNS, Console
from safeaudit.findings import Severity, counts
from safeaudit.words import N_

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.findings import Finding


UNLOCKED = N_("It has no password any more: keep it where only those who need it can open it.")
"""Said of every copy of a workbook that was protected."""

CLEANED = N_("It was built anew, without what could run or fetch something in the old file.")
"""Said of every copy of a workbook with active content."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with one file."""

    file: str
    language: str | None
    format: str
    every_place: bool
    write: bool
    force: bool
    passwords: list[str] = field(repr=False)
    brief: bool
    width: int
    colour: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the exit code, what goes to standard output, what is said beside it, and why it was not read."""

    code: int
    file: str = ""
    out: str = ""
    notes: list[str] = field(default_factory=list)
    error: str = ""
    reason: str = ""
    errors: bool = False


def check_one(task: Task) -> Outcome:
    """Check one file. What cannot be read is an outcome, too; only faults of our own are raised."""
    import safeaudit
    from safeaudit import doors

    path = Path(task.file)
    try:
        audit = doors.read_audit(path, language=task.language, password=task.passwords)
    except doors.NotReadable as refusal:
        return Outcome(NO_FILE, task.file, error=unread(refusal, task.language), reason=refusal.code)
    found = safeaudit.check(audit)
    errors = any(finding.severity == "error" for finding in found)
    code, notes = ERRORS if errors else DONE, []
    if task.write:
        written, note = _write_checked(path, audit, found, task)
        code = max(code, written)
        notes.append(note)
    return Outcome(code, task.file, _said(task, audit, found), notes, errors=errors)


def _said(task: Task, audit: Audit, found: Sequence[Finding]) -> str:
    if task.format == "json":
        return json.dumps(as_json(task.file, audit, found), ensure_ascii=False)
    console = Console(width=task.width, colour=task.colour)
    if task.brief:
        return _line(task.file, audit, found, console)
    said = io.StringIO()
    with redirect_stdout(said):
        console.findings(audit, found, limit=None if task.every_place else 3)
    return said.getvalue().removesuffix("\n")


def _line(file: str, audit: Audit, found: Sequence[Finding], console: Console) -> str:
    """One line for one of many: a sign, the file, the city, how much is answered, and how many findings."""
    from safeaudit.coverage import thin

    open_ = {finding.severity for finding in found if not finding.accepted}
    worst = next((SIGNS[each] for each in Severity if each in open_), "…" if thin(audit) else "✓")
    return f"{worst} {console.brief(file, audit, found)}"


def as_json(name: str, audit: Audit, findings: Sequence[Finding]) -> dict[str, object]:
    """The documented object of `check --format json`."""
    return {
        "file": name,
        "city": audit.profile.city or "",
        "workbook_id": audit.workbook_id,
        "instrument": audit.instrument,
        "language": audit.language,
        "completeness": round(audit.completeness, 4),
        "shares": shares(audit),
        "counts": counts(findings),
        "findings": [finding.as_json() for finding in findings],
    }


def shares(audit: Audit) -> dict[str, object]:
    """The three shares of the whole, and the same by part, sheet and list of the framework."""
    from safeaudit.coverage import coverage

    found = coverage(audit)
    return {
        **found.whole.as_json(),
        "parts": {part: each.as_json() for part, each in found.parts.items()},
        "sheets": {sheet_id: each.as_json() for sheet_id, each in found.sheets.items()},
        "lists": {key: {**each.shares.as_json(), "no_answer": each.untouched} for key, each in found.lists.items()},
    }


def _write_checked(source: Path, audit: Audit, findings: Sequence[Finding], task: Task) -> tuple[int, str]:
    """Put the findings into CHECKS of a copy beside the workbook: (the exit code, what is said of it)."""
    from safeaudit.checked import checked_copy
    from safeaudit.doors import not_written
    from safeaudit.files.reader import content
    from safeaudit.ledger.part import NoTable
    from safeaudit.paths import atomic

    say = audit.words
    more = say.t(
        "There are more findings than this table has room for. To see all: safeaudit check --all {file}",
        file=source.name,
    )
    target = source.with_name(f"{source.stem}.checked.xlsx")
    try:
        copy = checked_copy(content(source), source.name, audit, findings, more, task.passwords)
        target = target.with_suffix(copy.ending)
        free(target, force=task.force)
        with atomic(target) as temporary:
            temporary.write_bytes(copy.content)
    except Stop as stop:
        return stop.code, str(stop)
    except OSError as fault:
        return NO_FILE, not_written(target, fault, say.language)
    except NoTable:
        return NO_FILE, say.t(
            "{file}: the table of findings on CHECKS is gone, so they could not be written into a copy.",
            file=source.name,
        )
    text = (
        say.t(
            "{file} is a new Excel workbook with the answers of {source}, and the findings in its sheet CHECKS.",
            file=target,
            source=source.name,
        )
        if copy.rebuilt
        else say.t("The findings are in the sheet CHECKS of {file}.", file=target)
    )
    if audit.active:
        text = f"{text} {say.t(CLEANED)}"
    return DONE, f"{text} {say.t(UNLOCKED)}" if copy.unlocked else text

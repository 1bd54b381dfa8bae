"""What a command works on and what it answers: a workbook read, and one sentence with what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from safeaudit.audit import Audit
from safeaudit.cells import Cell, Grid
from safeaudit.coverage import coverage
from safeaudit.coverage.said import all_four
from safeaudit.doors import NotReadable, refused
from safeaudit.findings import Finding, counts
from safeaudit.live.workbook import Action, Workbook
from safeaudit.office.results import Plain, result
from safeaudit.words import Words

Options = Mapping[str, object]
"""What a command is told beside the workbook; see each command."""


class Refused(Exception):
    """A command that cannot be done, in one plain sentence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command answers. `message` and `next` are one sentence each; `fault` is "", "refused" or "internal".

    `findings` are all of the last check, `shown` those the command was asked for; `at` is the cell people are at now;
    `actions` what the pane still has to do (a desktop program has done it); `path` the file that was written.
    """

    message: str
    next: str
    audit: Audit | None = None
    findings: Sequence[Finding] = ()
    shown: Sequence[Finding] = ()
    at: Cell | None = None
    actions: Sequence[Action] = ()
    fault: str = ""
    path: Path | None = None

    def as_result(self) -> Plain:
        """The documented RESULT; only where a workbook was read."""
        assert self.audit is not None
        return result(self.message, self.next, self.audit, self.findings, self.shown, at=self.at, actions=self.actions)


@dataclass(slots=True)
class Found:
    """A workbook while a command works on it."""

    book: Workbook
    grid: Grid
    audit: Audit
    at: Cell | None
    findings: list[Finding] = field(default_factory=list)
    written: bool = False

    def outcome(
        self, message: str, next_step: str, *, shown: Sequence[Finding] = (), at: Cell | None = None
    ) -> Outcome:
        return Outcome(message, next_step, self.audit, self.findings, shown, at or self.at, self.book.actions)


def read(book: Workbook, language: str | None = None) -> Found:
    """The audit in a live workbook; NotReadable when it is none."""
    from safeaudit.reading import NotOurWorkbook, read_audit

    grid = book.read()
    try:
        audit = read_audit(grid, language=language)
    except NotOurWorkbook as refusal:
        raise NotReadable(refused(Path(grid.source), refusal.code, refusal.values, language or "en")) from refusal
    return Found(book, grid, audit, book.selected)


def counted(findings: Sequence[Finding], say: Words) -> str:
    """How many are open, in words; empty when none is."""
    found = counts(findings)
    parts = (
        (say.n("{count} error", "{count} errors", found["error"]), found["error"]),
        (say.n("{count} warning", "{count} warnings", found["warning"]), found["warning"]),
        (say.n("{count} piece of advice", "{count} pieces of advice", found["advice"]), found["advice"]),
    )
    return say.listed([text for text, count in parts if count])


def shares(audit: Audit) -> str:
    """How much of what is asked is known, not known and left out with a reason, and how much is to come."""
    return all_four(coverage(audit).whole, audit.words)

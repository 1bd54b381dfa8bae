"""Checking a live workbook: all of it or one sheet, the findings into CHECKS, and from one finding to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safeaudit.audit import Audit
from safeaudit.cells import Cell
from safeaudit.findings import Finding, Severity
from safeaudit.ledger import table as lines_of
from safeaudit.live.workbook import Workbook
from safeaudit.office import places, table
from safeaudit.office.outcome import Found, Options, Outcome, counted, read, shares
from safeaudit.office.way import lacks
from safeaudit.rules import check


def check_all(book: Workbook, language: str | None = None, options: Options | None = None) -> Outcome:  # noqa: ARG001
    """Check everything and write the findings into CHECKS."""
    found = checked(book, language)
    message = summary(found.audit, found.findings)
    return found.outcome(with_note(found, message), what_next(found.audit, found.findings), shown=found.findings)


def check_sheet(book: Workbook, language: str | None = None, options: Options | None = None) -> Outcome:  # noqa: ARG001
    """Check everything, and say what there is on the sheet people are on."""
    found = checked(book, language)
    audit, say = found.audit, found.audit.words
    step = places.here(audit, found.at).sheet_id
    if step is None:
        message = say.t(
            "This sheet is not a step, so the whole workbook was checked. {summary}",
            summary=summary(audit, found.findings),
        )
        return found.outcome(with_note(found, message), what_next(audit, found.findings), shown=found.findings)
    title, missing = places.title_of(audit, step), places.first_missing(audit, step)
    here = [finding for finding in found.findings if finding.sheet == title]
    told = counted(here, say)
    message = (
        say.t("{sheet}: {summary}.", sheet=title, summary=told)
        if told
        else say.t("{sheet}: nothing is open.", sheet=title)
    )
    following = lacks(audit, missing) if missing is not None and not told else what_next(audit, here or found.findings)
    return found.outcome(with_note(found, message), following, shown=here)


def checked(book: Workbook, language: str | None) -> Found:
    """Read, check, and write the findings."""
    found = read(book, language)
    found.findings = check(found.audit)
    write(book, found)
    return found


def write(book: Workbook, found: Found) -> None:
    say = found.audit.words
    last_check = say.t("Last check: {summary}", summary=summary(found.audit, found.findings))
    more = say.t("There are more findings than this table has room for. Correct some and check again to see the rest.")
    found.written = table.write(book, found.grid, lines_of(found.findings, found.audit), last_check, more)


def with_note(found: Found, message: str) -> str:
    """The message, with a word on it when the findings could not be written into the workbook."""
    if found.written:
        return message
    note = found.audit.words.t("The table on CHECKS is gone, so the findings could not be written into the workbook.")
    return f"{message} {note}"


def summary(audit: Audit, findings: Sequence[Finding]) -> str:
    """What a check found, in a sentence or two."""
    say, told = audit.words, counted(findings, audit.words)
    found = say.t("Found: {summary}.", summary=told) if told else say.t("Nothing is open.")
    return f"{found} {say.t('So far: {shares}.', shares=shares(audit))}"


def what_next(audit: Audit, findings: Sequence[Finding]) -> str:
    """What to do after a check, in one sentence."""
    say = audit.words
    left = {finding.severity for finding in findings if not finding.accepted}
    if Severity.ERROR in left:
        return say.t("Correct the errors first: “Next finding” takes you from one to the next.")
    if Severity.WARNING in left:
        return say.t("Go through the warnings: correct the answer, or accept the warning with a reason.")
    return say.t("Build the report, or send the workbook back.")


def next_finding(book: Workbook, language: str | None = None, options: Options | None = None) -> Outcome:
    """Go to the finding after the one people are at: errors first, then sheet by sheet, and round again."""
    found = read(book, language)
    found.findings = check(found.audit)
    say = found.audit.words
    listed = places.cells_of((finding for finding in found.findings if not finding.accepted), found.grid)
    cell = places.following(list(listed), _after(options, list(listed), found))
    if cell is None:
        return found.outcome(say.t("Nothing is open."), what_next(found.audit, found.findings))
    book.go(cell)
    here = listed[cell]
    number = list(listed).index(cell) + 1
    first = here[0]
    message = say.t("{number} of {count}: {message}", number=number, count=len(listed), message=first.message)
    return found.outcome(message, first.remedy, shown=here, at=cell)


def _after(options: Options | None, cells: Sequence[Cell], found: Found) -> Cell | None:
    """The place to go on from: the one named, else the active cell, else the line of CHECKS that is selected."""
    after = (options or {}).get("after")
    if isinstance(after, Mapping):
        wanted = (str(after.get("sheet", "")), str(after.get("cell") or "A1"))
        return next((cell for cell in cells if (cell.sheet, cell.a1) == wanted), None)
    return found.at

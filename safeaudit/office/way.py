"""Finding the way through the steps: where to begin or go on, and the next answer that is missing."""

from __future__ import annotations

from safeaudit.audit import Audit
from safeaudit.cells import Cell
from safeaudit.live.workbook import Workbook
from safeaudit.office import places
from safeaudit.office.outcome import Found, Options, Outcome, read, shares


def start(book: Workbook, language: str | None = None, options: Options | None = None) -> Outcome:  # noqa: ARG001
    """Begin on START, or go on at the first needed answer that is missing."""
    found = read(book, language)
    say, audit = found.audit.words, found.audit
    if not any(row.filled for rows in audit.sheets.values() for row in rows):
        return _welcome(book, found)
    missing = next((gap for sheet in audit.sheets if (gap := places.first_missing(audit, sheet))), None)
    if missing is None:
        return _complete(book, found)
    book.go(missing.cell)
    message = say.t(
        "So far: {shares}. Go on here: {missing}",
        shares=shares(audit),
        missing=lacks(audit, missing),
    )
    return found.outcome(message, _ask(audit, missing), at=missing.cell)


def _welcome(book: Workbook, found: Found) -> Outcome:
    say = found.audit.words
    sheet = places.marked(found.grid, "START")
    first = next(iter(found.audit.sheets))
    cell = Cell(sheet.title, 1, 1) if sheet is not None else Cell(places.title_of(found.audit, first), 1, 1)
    book.go(cell)
    return found.outcome(
        say.t("Nothing is filled in yet. Read what this audit is and who should be in the room."),
        say.t(
            "Then begin with the sheet {sheet}: {title}.",
            sheet=places.title_of(found.audit, first),
            title=say.guide(first, "title"),
        ),
        at=cell,
    )


def _complete(book: Workbook, found: Found) -> Outcome:
    say = found.audit.words
    checks = places.marked(found.grid, "CHECKS")
    cell = Cell(checks.title, 1, 2) if checks is not None else None
    if cell is not None:
        book.go(cell)
    return found.outcome(
        say.t("All needed answers are given."), say.t("Run “Check everything”, then build the report."), at=cell
    )


def next_step(book: Workbook, language: str | None = None, options: Options | None = None) -> Outcome:  # noqa: ARG001
    """Go to the next needed answer that is missing, sheet by sheet, and say what it asks."""
    found = read(book, language)
    missing = places.next_missing(found.audit, found.at)
    if missing is None:
        return _complete(book, found)
    book.go(missing.cell)
    return found.outcome(lacks(found.audit, missing), _ask(found.audit, missing), at=missing.cell)


def lacks(audit: Audit, missing: places.Missing) -> str:
    """What a step lacks, in one sentence."""
    say, title = audit.words, places.title_of(audit, missing.sheet_id)
    if missing.column is None:
        return title
    column = say.column(missing.sheet_id, missing.column.id)
    if missing.row is None:
        return say.t("{sheet} has too few lines yet. Begin the next one with “{column}”.", sheet=title, column=column)
    row = audit.name(missing.row)
    named = f"{missing.row.id} · {row}: “{column}”" if row else f"“{column}”"
    return say.n(
        "{sheet} lacks {count} needed answer: {first}.",
        "{sheet} lacks {count} needed answers. The first: {first}.",
        missing.count,
        sheet=title,
        first=named,
    )


def _ask(audit: Audit, missing: places.Missing) -> str:
    """What the cell wants."""
    return (
        "" if missing.column is None else audit.words.help(missing.sheet_id, missing.column.id, audit.edition.settings)
    )

"""Builds a report from a workbook that is open in a desktop program, beside the workbook, never over another file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from safeaudit.findings import Severity
from safeaudit.live.workbook import Workbook
from safeaudit.office.outcome import Options, Outcome, Refused, read
from safeaudit.office.reports import AUDIENCES, report
from safeaudit.paths import safe_name
from safeaudit.rules import check


def build_report(book: Workbook, language: str | None = None, options: Options | None = None) -> Outcome:
    """Write a report beside the workbook. Options: kind, audience, language (of the report), template (a path)."""
    from safeaudit.report import ending, in_time

    given = options or {}
    with _progress(book) as say_step:
        found = read(book, language)
        say = found.audit.words
        say_step(say.t("Checking the answers"))
        found.findings = check(found.audit)
        kind, audience = str(given.get("kind") or "strategy"), str(given.get("audience") or AUDIENCES[0])
        wanted = given.get("language")
        template = Path(str(given["template"])) if given.get("template") else None
        path = free_name(
            _folder(book, found.audit.words.t("Save the workbook on this computer first, then build the report.")),
            f"{safe_name(Path(book.name).stem)}-{ending(in_time(kind, found.audit)[0], audience)}",
        )
        notes = report(
            found.audit,
            found.findings,
            path,
            kind=kind,
            audience=audience,
            language=None if wanted is None else str(wanted),
            template=template,
            progress=say_step,
        )
    draft = any(finding.severity is Severity.ERROR for finding in found.findings)
    message = " ".join((say.t("Made {file}.", file=path), *notes))
    next_step = (
        say.t("It is marked as a draft while errors remain: “Next finding” takes you to them.")
        if draft
        else say.t("Open it in Word and read it before you pass it on.")
    )
    made = found.outcome(message, next_step)
    return Outcome(made.message, made.next, made.audit, made.findings, (), made.at, made.actions, path=path)


def free_name(folder: Path, stem: str) -> Path:
    """A name in the folder that no file has: a number is added where needed."""
    path = folder / f"{stem}.docx"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}.docx"
        number += 1
    return path


def _folder(book: Workbook, unsaved: str) -> Path:
    """The workbook's folder; for one in the cloud, where the person keeps documents; Refused for one never saved."""
    place = book.place
    if "://" in place:
        documents = Path.home() / "Documents"
        return documents if documents.is_dir() else Path.home()
    path = Path(place)
    if not path.is_absolute() or not path.is_file():
        raise Refused(unsaved)
    return path.parent


@contextmanager
def _progress(book: Workbook) -> Iterator[Callable[[str], None]]:
    """Each step in the program's status bar, which is given back at the end."""

    try:
        yield book.tell
    finally:
        book.tell("")

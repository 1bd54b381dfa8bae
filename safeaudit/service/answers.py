"""The add-in without a spreadsheet program: JSON and bytes in, plain data and bytes out. The server calls nothing else.

NotReadable, with one plain sentence, for everything that cannot be done; KeyError for an unknown command. Nothing is
kept: what must be a file for a moment stands in a private folder that is wiped before the call ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from safeaudit.audit import Audit
from safeaudit.doors import NotReadable, as_passwords, audit_of, not_written
from safeaudit.files import reader as host
from safeaudit.findings import Finding, Severity
from safeaudit.languages import has_words
from safeaudit.live.json_workbook import open_json
from safeaudit.office import commands
from safeaudit.office import guide as guides
from safeaudit.office.checking import summary, what_next
from safeaudit.office.outcome import Refused, read
from safeaudit.office.reports import AUDIENCES, report
from safeaudit.office.results import Plain, result
from safeaudit.paths import safe_name
from safeaudit.rules import check

__all__ = [
    "NotReadable",
    "Written",
    "check_bytes",
    "checked_bytes",
    "guide",
    "report_bytes",
    "report_grid",
    "run_command",
]


class Written(NamedTuple):
    """A file that was made: its bytes, a safe name, whether it is a draft because errors remain, and notes for who made it."""

    content: bytes
    name: str
    draft: bool
    notes: tuple[str, ...] = ()


def guide(language: str = "en") -> Plain:
    """The GUIDE in a language; English where there is no catalogue."""
    return guides.guide(_known(language) or "en")


def run_command(name: str, payload: Mapping[str, object]) -> Plain:
    """The RESULT of a command on {"grid": GRID, "language": …, "options": {…}}."""
    language = _known(payload.get("language"))
    command, options = commands.COMMANDS[name], payload.get("options")
    book = open_json(payload.get("grid"), language or "en")
    try:
        outcome = command(book, language, options if isinstance(options, Mapping) else {})
    except Refused as refusal:
        raise NotReadable(str(refusal)) from refusal
    return outcome.as_result()


def check_bytes(data: bytes, name: str, language: str | None = None, *, password: str | None = None) -> Plain:
    """The RESULT of a full check of a workbook file; no actions, as there is no live workbook."""
    audit = _audit(data, name, language, password)
    findings = check(audit)
    return result(summary(audit, findings), what_next(audit, findings), audit, findings, findings)


def checked_bytes(data: bytes, name: str, language: str | None = None, *, password: str | None = None) -> Written:
    """A copy of a workbook file with the findings in CHECKS; nothing else in an Excel workbook differs."""
    from safeaudit.checked import checked_copy
    from safeaudit.ledger.part import NoTable

    audit = _audit(data, name, language, password)
    findings, say = check(audit), audit.words
    more = say.t("There are more findings than this table has room for. Correct some and check again to see the rest.")
    try:
        copy = checked_copy(data, name, audit, findings, more, as_passwords(password))
    except NoTable as fault:
        text = say.t(
            "{file}: the table of findings on CHECKS is gone, so they could not be written into a copy.", file=name
        )
        raise NotReadable(text) from fault
    except OSError as fault:
        raise NotReadable(not_written(Path(str(fault.filename or "?")), fault, say.language)) from fault
    return Written(copy.content, f"{_stem(name)}.checked{copy.ending}", _draft(findings))


def report_bytes(
    data: bytes,
    name: str,
    *,
    kind: str = "strategy",
    audience: str = AUDIENCES[0],
    language: str | None = None,
    template: bytes | None = None,
    password: str | None = None,
    template_name: str = "",
) -> Written:
    """A Word report of a workbook file."""
    return _report(_audit(data, name, None, password), kind, audience, language, template, template_name)


def report_grid(
    grid: object,
    *,
    kind: str = "strategy",
    audience: str = AUDIENCES[0],
    language: str | None = None,
    template: bytes | None = None,
    template_name: str = "",
) -> Written:
    """A Word report of the workbook in a GRID."""
    found = read(open_json(grid, _known(language) or "en"))
    return _report(found.audit, kind, audience, language, template, template_name)


def _report(
    audit: Audit, kind: str, audience: str, language: str | None, template: bytes | None, template_name: str
) -> Written:
    from safeaudit.report import ending, in_time

    findings = check(audit)
    with _private_folder(_known(language) or audit.language) as folder:
        target, own = folder / "report.docx", None
        if template is not None:
            own = folder / "template.docx"
            own.write_bytes(template)
        try:
            notes = report(
                audit, findings, target, kind=kind, audience=audience, language=language, template=own,
                template_name=template_name,
            )  # fmt: skip
        except Refused as refusal:
            raise NotReadable(str(refusal)) from refusal
        return Written(
            target.read_bytes(),
            f"{_stem(audit.source)}-{ending(in_time(kind, audit)[0], audience)}.docx",
            _draft(findings),
            notes,
        )


def _audit(data: bytes, name: str, language: str | None, password: str | None) -> Audit:
    """The audit in a workbook file's bytes."""
    named = Path(name).name or "workbook.xlsx"
    return audit_of(
        lambda: host.read_bytes(data, named, passwords=as_passwords(password)), Path(named), _known(language)
    )


@contextmanager
def _private_folder(language: str) -> Iterator[Path]:
    """A folder nobody else may look into, gone when the block ends; NotReadable when the disk does not allow it."""
    try:
        with tempfile.TemporaryDirectory(prefix="safeaudit-") as name:
            yield Path(name)
    except OSError as fault:
        raise NotReadable(not_written(Path(str(fault.filename or "?")), fault, language)) from fault


def _draft(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _stem(name: str) -> str:
    return safe_name(Path(name).stem)


def _known(language: object) -> str | None:
    """The language when there are words in it."""
    return language if has_words(language) else None

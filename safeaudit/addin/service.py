"""The add-in without a spreadsheet program: JSON and bytes in, plain data and bytes out. The server calls nothing else.

NotReadable, with one plain sentence, for everything that cannot be done; KeyError for an unknown command. Nothing is
kept: what must be a file for a moment stands in a private folder that is wiped before the call ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from safeaudit.addin import commands, engine
from safeaudit.addin import guide as guides
from safeaudit.addin.checking import summary, what_next
from safeaudit.addin.outcome import Refused, read
from safeaudit.addin.reports import AUDIENCES, report
from safeaudit.addin.results import result
from safeaudit.audit import Audit
from safeaudit.doors import NotReadable, not_written, refused
from safeaudit.findings import Finding, Severity
from safeaudit.hosts import file as host
from safeaudit.languages import AVAILABLE, PSEUDO
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
    """A file that was made: its bytes, a safe name for it, and whether it is a draft because errors remain."""

    content: bytes
    name: str
    draft: bool


def guide(language: str = "en") -> dict[str, Any]:
    """The GUIDE in a language; English where there is no catalogue."""
    return guides.guide(_known(language) or "en")


def run_command(name: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The RESULT of a command on {"grid": GRID, "language": …, "options": {…}}."""
    language = _known(payload.get("language"))
    command, options = commands.COMMANDS[name], payload.get("options")
    book = engine.open_book(payload.get("grid"), language or "en")
    try:
        outcome = command(book, language, options if isinstance(options, Mapping) else {})
    except Refused as refusal:
        raise NotReadable(str(refusal)) from refusal
    return outcome.as_result()


def check_bytes(data: bytes, name: str, language: str | None = None) -> dict[str, Any]:
    """The RESULT of a full check of a workbook file; no actions, as there is no live workbook."""
    audit = _audit(data, name, language)
    findings = check(audit)
    return result(summary(audit, findings), what_next(audit, findings), audit, findings, findings)


def checked_bytes(data: bytes, name: str, language: str | None = None) -> Written:
    """A copy of a workbook file with the findings in CHECKS; nothing else in it differs."""
    from safeaudit.hosts.checks_part import NoTable, write_findings
    from safeaudit.ledger import table

    audit = _audit(data, name, language)
    findings, say = check(audit), audit.words
    more = say.t("There are more findings than this table has room for. Correct some and check again to see the rest.")
    with _private_folder(say.language) as folder:
        source, target = folder / "source.xlsx", folder / "checked.xlsx"
        source.write_bytes(data)
        try:
            write_findings(source, target, table(findings, audit), more)
        except NoTable as fault:
            text = say.t(
                "{file}: the table of findings on CHECKS is gone, so they could not be written into a copy.", file=name
            )
            raise NotReadable(text) from fault
        return Written(target.read_bytes(), f"{_stem(name)}.checked.xlsx", _draft(findings))


def report_bytes(
    data: bytes,
    name: str,
    *,
    kind: str = "strategy",
    audience: str = AUDIENCES[0],
    language: str | None = None,
    template: bytes | None = None,
) -> Written:
    """A Word report of a workbook file."""
    return _report(_audit(data, name, None), kind, audience, language, template)


def report_grid(
    grid: object,
    *,
    kind: str = "strategy",
    audience: str = AUDIENCES[0],
    language: str | None = None,
    template: bytes | None = None,
) -> Written:
    """A Word report of the workbook in a GRID."""
    found = read(engine.open_book(grid, _known(language) or "en"))
    return _report(found.audit, kind, audience, language, template)


def _report(audit: Audit, kind: str, audience: str, language: str | None, template: bytes | None) -> Written:
    from safeaudit.report import ending

    findings = check(audit)
    with _private_folder(_known(language) or audit.language) as folder:
        target, own = folder / "report.docx", None
        if template is not None:
            own = folder / "template.docx"
            own.write_bytes(template)
        try:
            report(audit, findings, target, kind=kind, audience=audience, language=language, template=own)
        except Refused as refusal:
            raise NotReadable(str(refusal)) from refusal
        return Written(target.read_bytes(), f"{_stem(audit.source)}-{ending(kind, audience)}.docx", _draft(findings))


def _audit(data: bytes, name: str, language: str | None) -> Audit:
    """The audit in a workbook file's bytes."""
    from safeaudit.reading import NotOurWorkbook, read_audit

    known = _known(language)
    named = Path(name).name or "workbook.xlsx"
    try:
        audit = read_audit(host.read_bytes(data, named), language=known)
    except host.UnreadableFile as refusal:
        raise NotReadable(refused(Path(named), refusal.code, refusal.values, known or "en")) from refusal
    except NotOurWorkbook as refusal:
        raise NotReadable(refused(Path(named), "other_workbook", {}, known or "en")) from refusal
    audit.source = named
    return audit


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
    return language if isinstance(language, str) and language in (*AVAILABLE, PSEUDO) else None

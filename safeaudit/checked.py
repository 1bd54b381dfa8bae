"""A copy of a workbook with its findings in the sheet CHECKS, whatever format the workbook came in."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from safeaudit.files import reader as host
from safeaudit.files.formats import format_of

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.findings import Finding

ENDINGS = {"template.macroenabled": ".xltm", "sheet.macroenabled": ".xlsm", "template.main": ".xltx"}
"""What Excel expects a file to be called, by what the file says it is."""


class Checked(NamedTuple):
    """The copy: its content and ending, whether it was built anew, and whether it has lost a password."""

    content: bytes
    ending: str
    rebuilt: bool
    unlocked: bool


class Plain(NamedTuple):
    """A file that any program can read, and whether it had to be made for that from one with a password."""

    path: Path
    unlocked: bool


@contextmanager
def plain_file(path: Path, passwords: Sequence[str]) -> Iterator[Plain]:
    """The workbook at `path`, which has been read; when it has a password, a copy in a folder of our own, wiped at the end."""
    data = host.content(path)
    package = host.package_of(data, path.name, passwords=passwords)
    if package is data:
        yield Plain(path, unlocked=False)
        return
    with tempfile.TemporaryDirectory(prefix="safeaudit-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(package)
        yield Plain(copy, unlocked=True)


def checked_copy(
    data: bytes, name: str, audit: Audit, findings: Sequence[Finding], more: str, passwords: Sequence[str] = ()
) -> Checked:
    """The copy of the workbook in `data`, which has been read as `audit`; `more` is said where the table has no more room.

    Into an Excel workbook the findings are put, and nothing else in it changes. One of another format, or one that holds
    something that could run or fetch, is built anew with its answers as an Excel workbook. NoTable when the workbook has no
    table of findings.
    """
    from safeaudit.ledger import table
    from safeaudit.ledger.part import write_findings

    package = host.package_of(data, name, passwords=passwords)
    with tempfile.TemporaryDirectory(prefix="safeaudit-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "checked.xlsx"
        source.write_bytes(package)
        rebuilt = bool(audit.active) or not format_of(package).keeps
        if rebuilt:
            audit, findings = _built_anew(source, audit)
            source = source.with_suffix(".xlsx")
        write_findings(source, target, table(findings, audit), more)
        return Checked(target.read_bytes(), _ending(target), rebuilt, package is not data)


def _built_anew(source: Path, audit: Audit) -> tuple[Audit, Sequence[Finding]]:
    """A workbook with the same answers beside `source`, read and checked again: its lines may stand elsewhere."""
    from safeaudit.doors import read_audit
    from safeaudit.rescue import rebuild
    from safeaudit.rules import check

    anew = source.with_suffix(".xlsx")
    rebuild(source, anew, audit)
    fresh = read_audit(anew, language=audit.language)
    return fresh, check(fresh)


def _ending(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        types = package.read("[Content_Types].xml").decode("utf-8", "replace").lower()
    return next((ending for kind, ending in ENDINGS.items() if kind in types), ".xlsx")

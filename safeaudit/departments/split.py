"""A workbook for each office: its own sheets and lines open, the rest for reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safeaudit.audit import Audit
from safeaudit.departments.contents import contents, fingerprint
from safeaudit.departments.offices import Allocation
from safeaudit.sharing import Part


def parts(audit: Audit, who: Allocation) -> Iterator[tuple[str, Audit]]:
    """Each office with the audit as it gets it."""
    base = fingerprint(contents(audit))
    for office in who.offices:
        part = Part(office, who.lead, base, dict(who.sheets), dict(who.lines))
        yield office, replace(audit, part=part, merged=None)


def own(part: Part, audit: Audit) -> tuple[list[str], int]:
    """The sheets that are an office's own, and how many single lines on other sheets."""
    sheets = [sheet_id for sheet_id in audit.edition.sheets if part.owner(sheet_id) == part.office]
    return sheets, sum(office == part.office for office in part.lines.values())

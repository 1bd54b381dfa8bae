"""Lines of one sheet that bear the same name, so that a reader cannot tell which of them is meant."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeaudit.audit import Audit

NAMED = ("AREAS", "RISKS", "FLOWS", "MARKETS", "ACTORS", "PARTNERS", "REGULATION")
"""Sheets whose lines stand for one thing each, and are called by its name in sentences and drawings."""


def namesakes(audit: Audit) -> Mapping[str, tuple[str, ...]]:
    """{ID of a line in use: the IDs of the others of its sheet with that name}, for lines that share their name."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet_id in NAMED:
        by_name: dict[str, list[str]] = {}
        for row in (row for row in audit.lines(sheet_id) if row.used):
            by_name.setdefault(_heard(audit.name(row)), []).append(row.id)
        for name, ids in by_name.items():
            if name and len(ids) > 1:
                found.update({each: tuple(other for other in ids if other != each) for each in ids})
    return found


def _heard(name: str) -> str:
    """A name as people tell it apart by ear and eye: without regard to capitals, blanks or the way a letter is stored."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).strip(" .,;:")

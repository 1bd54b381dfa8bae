"""Lines of one sheet that bear the same name, so that a reader cannot tell which of them is meant."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeaudit.audit import Audit

NAMED: Mapping[str, tuple[str, ...]] = {
    "AREAS": (),
    "SOURCES": ("holder", "latest_year"),
    "INDICATORS": ("area", "unit"),
    "RISKS": (),
    "FLOWS": (),
    "MARKETS": (),
    "ACTORS": (),
    "REGULATION": (),
    "AGREEMENTS": ("parties", "signed"),
    "ACTIVITIES": ("area", "who_for", "starts"),
    "PARTNERS": (),
    "ACTIONS": ("area", "beneficiaries", "starts"),
}
"""Sheets whose lines stand for one thing each, and are called by its name; with the columns that tell two of one name apart."""


def namesakes(audit: Audit) -> Mapping[str, tuple[str, ...]]:
    """{ID of a line in use: the IDs of the others of its sheet with that name}, for lines that share their name."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet_id, apart in NAMED.items():
        by_name: dict[tuple[str, ...], list[str]] = {}
        for row in (row for row in audit.lines(sheet_id) if row.used):
            told = (_heard(audit.name(row)), *(_heard(audit.shown(row, column)) for column in apart))
            by_name.setdefault(told, []).append(row.id)
        for (name, *_), ids in by_name.items():
            if name and len(ids) > 1:
                found.update({each: tuple(other for other in ids if other != each) for each in ids})
    return found


def _heard(name: str) -> str:
    """A name as people tell it apart by ear and eye: without regard to capitals, blanks or the way a letter is stored."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).strip(" .,;:")

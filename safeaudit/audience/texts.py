"""Which typed texts may not be public: those the do-no-harm reader marks, and those that name a line that is withheld."""

from __future__ import annotations

import re
from collections.abc import Iterable

from safeaudit.audit import Audit
from safeaudit.care import Mark, Reader, is_personal_address
from safeaudit.rules.care_texts import ORGANISATIONS
from safeaudit.sheets import Row
from safeaudit.sheets.base import Column
from safeaudit.sheets.kinds import Text

NAMING = ("AREAS", "SOURCES", "ACTORS", "MARKETS", "AGREEMENTS", "PARTNERS")
"""Sheets whose lines have names of their own; what other sheets call a line is a description."""
SHORTEST = 9
"""A single word shorter than this is no name that gives a line away, unless it is an area's: police, school."""


class TextReader:
    """Reads each text once, in the language of the workbook and in that of the report."""

    def __init__(self, audit: Audit) -> None:
        names = frozenset(
            filter(None, (getattr(row, column) for sheet, column in ORGANISATIONS for row in audit.sheets[sheet]))
        )
        self._readers = [Reader(language, names) for language in sorted({audit.language, audit.written_in})]
        self._marks: dict[str, list[Mark]] = {}
        self._forbidden: re.Pattern[str] | None = None

    def forbid(self, names: Iterable[tuple[Row, str]], ids: Iterable[str]) -> None:
        """Take the names and IDs of withheld lines, which no other text may hold."""
        found = {_plain(name) for row, name in names if row.sheet_id in NAMING and _tells(row, name)}
        found |= {row_id.casefold() for row_id in ids}
        parts = [rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name) for name in sorted(found)]
        self._forbidden = re.compile("|".join(parts)) if parts else None

    def reason(self, row: Row, column: Column) -> str:
        """Why this text is withheld; empty when nothing was found in it."""
        text = getattr(row, column.id) or ""
        if self._forbidden and self._forbidden.search(_plain(text)):
            return "names_withheld"
        return "reader" if any(not _allowed(row, column, mark) for mark in self._read(text)) else ""

    def _read(self, text: str) -> list[Mark]:
        if text not in self._marks:
            self._marks[text] = [mark for reader in self._readers for mark in reader.read(text, on_record=True)]
        return self._marks[text]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _tells(row: Row, name: str) -> bool:
    plain = _plain(name)
    return bool(plain) and (row.sheet_id == "AREAS" or " " in plain or len(plain) >= SHORTEST or not plain.isascii())


def _allowed(row: Row, column: Column, mark: Mark) -> bool:
    """What a column asks for: the name of a place or an office, and an office's own address."""
    if mark.kind == "name":
        return (row.sheet_id, column.id) in ORGANISATIONS
    office = isinstance(column.kind, Text) and column.kind.email
    return office and mark.kind == "email" and not is_personal_address(mark.text)

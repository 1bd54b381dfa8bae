"""Which office fills what: the plan on START, and the lines that name another office of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from safeaudit.audit import Audit
from safeaudit.reading.values import clean, fold

LINE_OFFICES = {"DATA_GAPS": "by_whom", "PLANNING": "lead", "REGULATION": "department", "ACTIONS": "lead"}
"""The column by which a line goes to an office of its own, by sheet."""

NEAR = 0.85
"""Names so much alike may be one office spelt in two ways."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who fills what: the office that leads, all offices (that one first), the office of each sheet, and of each line that another
    office fills."""

    lead: str
    offices: tuple[str, ...]
    sheets: Mapping[str, str]
    lines: Mapping[str, str]


class NobodyAssigned(Exception):
    """START names no office beside the one that leads."""


class NearNames(Exception):
    """Two names that may be those of one office."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one, other)
        self.one, self.other = one, other


def office_key(name: str) -> str:
    """A name without what people write in different ways: case, blanks, accents."""
    letters = unicodedata.normalize("NFKD", fold(name))
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and not letter.isspace())


def allocate(audit: Audit, *, as_written: bool = False) -> Allocation:
    """Who fills what. NobodyAssigned, or NearNames unless names are to be taken `as_written`."""
    lead = clean(audit.profile.lead_office or "")[0] or audit.words.t("Lead office")
    names = {office_key(lead): lead}
    sheets = {}
    for sheet_id in audit.edition.sheets:
        who = audit.plan[sheet_id].who if sheet_id in audit.plan else ""
        who = " ".join(who.split())
        sheets[sheet_id] = names.setdefault(office_key(who), who) if office_key(who) else lead
    if len(names) == 1:
        raise NobodyAssigned
    named = list(_named(audit))
    if not as_written:
        _ask(names, [office for _, _, office in named])
    lines = {}
    for sheet_id, row_id, office in named:
        filled_by = names.get(office_key(office))
        if filled_by is not None and filled_by != sheets[sheet_id]:
            lines[row_id] = filled_by
    return Allocation(lead, tuple(names.values()), sheets, lines)


def _named(audit: Audit) -> Iterator[tuple[str, str, str]]:
    """(sheet, line, office) of each line that names one."""
    for sheet_id, column in LINE_OFFICES.items():
        if audit.edition.has(sheet_id, column):
            for row in audit.lines(sheet_id):
                office = getattr(row, column)
                if isinstance(office, str) and office_key(office):
                    yield sheet_id, row.id, office


def _ask(names: Mapping[str, str], in_lines: list[str]) -> None:
    """Stop at two names that may be those of one office."""
    for one, other in combinations(names, 2):
        if near(one, other):
            raise NearNames(names[one], names[other])
    for office in in_lines:
        key = office_key(office)
        for other in names:
            if key not in names and near(key, other):
                raise NearNames(office, names[other])


def near(one: str, other: str) -> bool:
    """Whether two keys are so much alike that they may mean one office; those that differ in a number do not."""
    if one == other or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= NEAR


__all__ = ["Allocation", "NearNames", "NobodyAssigned", "allocate", "near", "office_key"]

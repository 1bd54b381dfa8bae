"""Who fills what: the plan on START, a workbook that is one office's part, and what parts brought into a merged one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who does a step, and by when; `typed`: what stands where the date should and is none."""

    who: str = ""
    by_when: date | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A workbook in which one office fills what is its own.

    lead: the office that leads the audit · base: the fingerprint of the workbook it was made from · sheets: the office of each
    sheet · lines: the office of each line that another office fills than its sheet.
    """

    office: str
    lead: str
    base: str
    sheets: Mapping[str, str]
    lines: Mapping[str, str]

    def owner(self, sheet_id: str, row_id: str = "") -> str:
        """The office that fills a line, or what of a sheet is no single line's."""
        return self.lines.get(row_id) or self.sheets.get(sheet_id, self.lead)

    def opens(self, sheet_id: str, row_id: str = "") -> bool:
        """Whether it is this office's own."""
        return self.owner(sheet_id, row_id) == self.office

    def text(self) -> str:
        """As ABOUT keeps it."""
        by_office: dict[str, list[str]] = {}
        for row_id, office in self.lines.items():
            by_office.setdefault(office, []).append(row_id)
        told = {
            "office": self.office,
            "lead": self.lead,
            "base": self.base,
            "sheets": dict(self.sheets),
            "lines": by_office,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def part_of(text: str) -> Part | None:
    """What ABOUT says of a part; None where it says nothing that can be read."""
    try:
        told = json.loads(text)
        lines = {str(row_id): str(office) for office, ids in told["lines"].items() for row_id in ids}
        sheets = {str(sheet_id): str(office) for sheet_id, office in told["sheets"].items()}
        return Part(str(told["office"]), str(told["lead"]), str(told["base"]), sheets, lines)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


class Conflict(NamedTuple):
    """A line of CONFLICTS: where, what was chosen, what stood there before, and what each of the offices says."""

    key: str
    sheet: str
    line: str
    question: str
    chosen: str
    before: str
    values: tuple[str, ...]


class Answered(NamedTuple):
    """A line of WHO ANSWERED: where, which office, what stood there before and what stands there now."""

    sheet: str
    line: str
    question: str
    office: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What a workbook made of parts says of them. `record` is for the next merge; `offices` stand over the values of conflicts."""

    record: str = ""
    offices: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    answered: tuple[Answered, ...] = ()

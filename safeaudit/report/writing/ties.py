"""What ties each sentence, figure and table cell of a report to its answers: an id, the answers, and marks through the template.

`Trace.mark` wraps a text in Unicode non-characters, which no input holds, so that it comes through any office's own template;
after rendering, controls.py turns each marked stretch into a content control and removes every mark.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from safeaudit.audit import Audit
from safeaudit.cells import Cell
from safeaudit.report.writing.crossrefs import kept, readable
from safeaudit.report.writing.marks import DIGITS, END, LINK_END, LINK_START, START
from safeaudit.report.writing.refs import first_cell
from safeaudit.report.writing.statements import Ref, Statement
from safeaudit.sheets import Row
from safeaudit.sheets.kinds import Reference

Kind = Literal["sentence", "cell", "figure"]
Mark = Callable[[Statement, Kind], str]


@dataclass(frozen=True, slots=True)
class Traced:
    """One text or figure with an id: where it stands, what it says (a figure: its caption) and the answers behind it."""

    id: str
    kind: Kind
    chapter: str
    text: str
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link of the evidence trail leads: a chapter of this document, or a cell of the workbook."""

    chapter: str = ""
    cell: Cell | None = None


@dataclass(slots=True)
class Trace:
    """Every traced text of one document in order, by id; `figures` the ids of the charts by name.

    Ids are numbers in the order of the document, so the same answers give the same ids.
    """

    public: bool = False
    entries: dict[str, Traced] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    targets: list[Target] = field(default_factory=list)

    def marker(self, chapter: str) -> Mark:
        """The function that registers the texts of one chapter and gives them back marked."""
        return lambda statement, kind: self.mark(statement, kind, chapter)

    def mark(self, statement: Statement, kind: Kind, chapter: str) -> str:
        """The text with its id in marks; an empty one is neither marked nor traced."""
        if not statement.text.strip():
            return kept(statement.text)
        entry = Traced(self._next(), kind, chapter, readable(statement.text), statement.refs)
        self.entries[entry.id] = entry
        return f"{START}{entry.id[1:].translate(DIGITS)}{self._linked(statement)}{END}"

    def figure(self, name: str, chapter: str, caption: str, refs: tuple[Ref, ...]) -> None:
        """Register a chart that this document shows; the same chart twice keeps its first id."""
        if name not in self.figures:
            entry = Traced(self._next(), "figure", chapter, readable(caption), refs)
            self.figures[name] = entry.id
            self.entries[entry.id] = entry

    def _next(self) -> str:
        return f"t{len(self.entries) + 1:04x}"

    def _linked(self, statement: Statement) -> str:
        text, at = "", 0
        for link in statement.links:
            self.targets.append(Target(link.chapter, link.cell))
            number = f"{len(self.targets) - 1:x}".translate(DIGITS)
            text += f"{kept(statement.text[at : link.start])}{LINK_START}{number}{kept(statement.text[link.start : link.end])}{LINK_END}"
            at = link.end
        return text + kept(statement.text[at:])


def unmarked(_chapter: str = "") -> Mark:
    """The texts as they are, for a document nobody traces."""
    return lambda statement, _kind: kept(statement.text)


# Digests -------------------------------------------------------------------------------------------------------------


def digest(text: str) -> str:
    """What stands for a text in a trace list: 16 hexadecimal digits; outer blanks and the kind of line end do not count."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:16]


def digest_of(data: bytes) -> str:
    """What stands for a picture in a trace list."""
    return hashlib.sha256(data).hexdigest()[:16]


class Values:
    """What the answers of one audit show, in one language, and their digests.

    A public audit is a part of the `whole` one, which alone knows where the answers are.
    """

    def __init__(self, audit: Audit, whole: Audit | None = None) -> None:
        self.audit, self.whole = audit, whole or audit
        self._digests: dict[tuple[str, str], str] = {}

    def shown(self, row_id: str, column: str) -> str:
        """An answer as a person reads it; for no column, all the answers of the row. Empty for what there is not."""
        row = self.audit.by_id.get(row_id)
        if row is None:
            return ""
        if column:
            return self.audit.shown(row, column) if column in row.columns else ""
        return "\n".join(f"{name}: {self.audit.shown(row, name)}" for name in row.filled)

    def digest(self, row_id: str, column: str) -> str:
        key = (row_id, column)
        if key not in self._digests:
            self._digests[key] = digest(self._meant(row_id, column))
        return self._digests[key]

    def _meant(self, row_id: str, column: str) -> str:
        """The answer as it is compared: a reference by the ID it points to, since the name there is an answer of its own."""
        row = self.audit.by_id.get(row_id)
        if row is None:
            return ""
        if not column:
            return "\n".join(f"{name}: {self._one(row, name)}" for name in row.filled)
        return self._one(row, column) if column in row.columns else ""

    def _one(self, row: Row, column: str) -> str:
        if isinstance(row.columns[column].kind, Reference):
            return getattr(row, column) or ""
        return self.audit.shown(row, column)

    def cell(self, row_id: str, column: str) -> Cell | None:
        """Where an answer is in the workbook; for no column, the first cell of the row."""
        row = self.whole.by_id.get(row_id)
        if row is None:
            return None
        return row.cell(column) if column else first_cell(row)

    @cached_property
    def rows(self) -> dict[str, list[str]]:
        """The IDs of the rows in use, by sheet."""
        return {sheet: [row.id for row in rows if row.used] for sheet, rows in self.audit.sheets.items()}

    def drawn_from(self, columns: Iterable[str]) -> tuple[Ref, ...]:
        """The filled answers in these columns, each given as "SHEET.column"."""
        wanted = [(sheet, column) for sheet, _, column in (name.partition(".") for name in columns)]
        return tuple(
            Ref(row_id, column, self.cell(row_id, column))
            for sheet, column in wanted
            for row_id in self.rows.get(sheet, ())
            if self.shown(row_id, column)
        )


def address(cell: Cell) -> str:
    """A cell as a formula names it: RISKS!F12, '2. Flows'!G7."""
    simple = re.fullmatch(r"[^\W\d]\w*", cell.sheet) and not re.fullmatch(r"(?i)[a-z]{1,3}\d+|r\d*c\d*", cell.sheet)
    sheet = cell.sheet if simple else "'" + cell.sheet.replace("'", "''") + "'"
    return f"{sheet}!{cell.a1}"


def place(ref: Ref) -> str:
    """Where an answer is, for a person: its cell, or its row and column when the audit came from no workbook."""
    own = address(ref.cell) if ref.cell is not None else ".".join(part for part in (ref.row_id, ref.column) if part)
    return f"[{ref.workbook}]{own}" if ref.workbook else own

"""From a grid to an audit: recognise, convert, collect every finding, drop nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from safeaudit.audit import Audit
from safeaudit.cells import Grid, Unplaced, Value
from safeaudit.edition import Edition, EditionError, as_asked, from_text
from safeaudit.edition.versions import PRESENT, VERSIONS
from safeaudit.languages import has_words
from safeaudit.reading import identity, own_cells, printed, versions
from safeaudit.reading.entries import Entries
from safeaudit.reading.figures import typed_beside
from safeaudit.reading.lines import LineFinder
from safeaudit.reading.lists import accepted
from safeaudit.reading.places import FormPlace, TablePlace
from safeaudit.reading.plan import plan_of
from safeaudit.reading.printed import Lines
from safeaudit.reading.recognise import FoundSheet
from safeaudit.reading.tabs import NotOurWorkbook, Tabs
from safeaudit.reading.telling import Teller, short
from safeaudit.reading.typed_over import typed_over
from safeaudit.reading.units import per_cent
from safeaudit.reading.unread import Unread
from safeaudit.reading.values import clean, shown
from safeaudit.sharing import part_of
from safeaudit.sheets import Column, FixedRow, Form, Row
from safeaudit.sheets.indicators import Indicator
from safeaudit.words import Words, words

T = TypeVar("T")
MANY = 6
"""More lines of one sheet than this, with the same thing wrong, are one finding."""


def read_audit(grid: Grid, *, language: str | None = None) -> Audit:
    """The audit in a grid, with everything there is to say about its cells in `findings`.

    `language` is the language of the findings; without it, the workbook's own. NotOurWorkbook when fewer than three of
    our sheets are found.
    """
    about = identity.about(grid)
    try:
        version = versions.known(about.facts.get("instrument", ""))
    except versions.UnknownVersion as refusal:
        code = "newer_version" if refusal.newer else "unknown_version"
        reads = PRESENT if refusal.newer else ", ".join(VERSIONS)
        raise NotOurWorkbook(code, found=short(refusal.found), known=reads) from refusal
    try:
        edition = as_asked(from_text(about.facts.get("edition", "")), version)
    except EditionError as refusal:
        raise NotOurWorkbook("unknown_version", found=short(str(refusal)), known=PRESENT) from refusal
    own = about.facts.get("language", "en")
    own = own if has_words(own) else "en"
    carried = versions.carried(grid, version, edition)
    return _Reading(carried, about, version, edition, words(own), words(language or own)).audit()


class _Reading:
    """One workbook while it is read. `own` are the words in its cells, `say` those of the findings."""

    def __init__(
        self, grid: Grid, about: identity.About, version: str, edition: Edition, own: Words, say: Words
    ) -> None:
        self.grid, self.about, self.version, self.edition, self.own = grid, about, version, edition, own
        self.older = version != PRESENT
        self.added = VERSIONS[version].added
        self.present = not self.older and about.facts.get("language") == own.language
        """Whether the texts printed in the workbook are those of this program."""
        self.teller = Teller(own, say)
        self.unread = Unread(self.teller.report, say)
        self.tabs = Tabs(
            self.teller, self.unread, edition, about.sheet, present=self.present, older=self.older, added=self.added
        )
        self.lines = LineFinder(self.teller, self.unread)
        self.entries = Entries(grid, self.teller)
        self.titles: dict[str, str] = {}
        self.printed: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.counts: list[list[own_cells.Overwritten]] = []

    def audit(self) -> Audit:
        found = self.tabs.find(self.grid)
        sheets = {}
        for sheet_id, cls in self.edition.sheets.items():
            if sheet_id in found:
                self.titles[sheet_id] = found[sheet_id].grid.title
                sheets[sheet_id] = self._rows(cls, found[sheet_id])
            else:
                sheets[sheet_id] = [cls.blank(row_id) for row_id in cls.ids()]
        self.entries.doubt(sheets, self.printed, self.titles)
        audit = Audit(
            sheets,
            source=self.grid.source,
            language=self.teller.say.language,
            workbook_id=self.about.workbook_id,
            instrument=self.version,
            reasons=self.lines.reasons,
            titles=self.titles,
            plan=plan_of(self.grid, self.edition, self.own, self.teller.report),
            part=part_of(self.about.facts.get("part", "")),
            merged=self.tabs.merged.merged(),
            edition=self.edition,
        )
        self.entries.resolve(audit)
        self._own_cells()
        self._of_itself()
        audit.accepted = accepted(self.grid)
        audit.unplaced = [*self.tabs.unplaced, *self.lines.unplaced, *self.unread.kept]
        audit.notes = self.unread.notes
        audit.own_sheets = self.tabs.own_sheets
        audit.active = [value for note in self.grid.notes if note.code == "active" for _, value in note.values]
        audit.written_in = self.own.language
        for note in self.grid.notes:
            self.teller.of_host(note)
        audit.findings = self.teller.findings
        return audit

    # Rows ------------------------------------------------------------------------------------------------------------

    def _rows(self, cls: type[Row], found: FoundSheet) -> list[Row]:
        self._report_columns(cls, found)
        self.unread.set_aside(found)
        lines = self.lines.find(found)
        self.lines.own_columns(found, lines)
        by_number = {number: row_id for row_id, (number, _) in lines.items()}
        self.unread.notes_of(found, by_number, form=isinstance(cls.rows, Form))
        if self.present:
            reason = self.lines.reasons.get(found.sheet_id, "")
            self.unread.texts(found.grid, own_cells.outside_lines(found, by_number.keys(), self.own, reason))
        self.unread.around(found.grid)
        self._misprints(found, lines)
        self._typed_over(found, lines)
        if isinstance(cls.rows, Form):
            return [self._form(cls, found, lines)]
        rows = []
        for row_id in cls.ids():
            row = cls.blank(row_id)
            rows.append(row)
            if row_id not in lines:
                if row.pre_printed and row_id not in self.added:
                    self.teller.report("WB-03", None, sheet=found.grid.title, row_id=row_id, row=row_id)
                continue
            number, cells = lines[row_id]
            row.at(TablePlace(found.grid.title, number, found.columns))
            self._overwritten(row, number, found, cells)
            for column in cls.inputs():
                place = found.columns.get(column.id)
                if place is not None and place in cells and self._is_input(row, column):
                    percent = per_cent(row, column, found.columns, cells, self.own.language, self.units)
                    taken = typed_beside(row, column, cells[place], percent=percent, blank=self._blank(found, cells))
                    if taken:
                        self.entries.beside(row, column, cells[place], *taken)
                    else:
                        self.entries.take(row, column, cells[place], percent=percent)
            if isinstance(row, Indicator) and row.unit:
                self.units[row.id] = row.unit
        return rows

    @staticmethod
    def _blank(found: FoundSheet, cells: Mapping[int, Value]) -> Callable[[str], bool]:
        """Whether a column of a line holds nothing."""

        def blank(column: str) -> bool:
            cell = cells.get(found.columns.get(column, 0))
            return cell is None or not clean(shown(cell))[0]

        return blank

    @staticmethod
    def _is_input(row: Row, column: Column) -> bool:
        return not (isinstance(row, FixedRow) and column.id == "label" and not row.is_local)

    def _report_columns(self, cls: type[Row], found: FoundSheet) -> None:
        place = found.cell(max(1, found.header_row), 1)
        if found.by_header and found.columns:
            self.teller.report("WB-07", place)
        for column, cell, text in found.swapped:
            name = self.own.column(found.sheet_id, column)
            self.teller.report("WB-06", cell, found=text, column=name, column_id=column)
        wanted = ["answer"] if isinstance(cls.rows, Form) else [column.id for column in cls.inputs()]
        for column in wanted:
            if column not in found.columns and f"{found.sheet_id}.{column}" not in self.added:
                name = self.own.t("Answer") if column == "answer" else self.own.column(found.sheet_id, column)
                self.teller.report("WB-02", place, column=name, column_id=column)

    def _form(self, cls: type[Row], found: FoundSheet, lines: Lines) -> Row:
        row = cls.blank(cls.sheet_id)
        place = found.columns.get("answer", 0)
        row.at(FormPlace(found.grid.title, place, {column: number for column, (number, _) in lines.items()}))
        for column in cls.inputs():
            if column.id not in lines and f"{cls.sheet_id}.{column.id}" in self.added:
                continue
            if column.id not in lines:
                name = self.own.column(cls.sheet_id, column.id)
                self.teller.report("WB-03", None, sheet=found.grid.title, row=name)
            elif place in lines[column.id][1]:
                self.entries.take(row, column, lines[column.id][1][place])
        return row

    # What is ours ----------------------------------------------------------------------------------------------------

    def _overwritten(self, row: Row, number: int, found: FoundSheet, cells: Mapping[int, Value]) -> None:
        """Worked-out cells in which somebody typed."""
        for column, place in found.computed.items():
            value = cells.get(place)
            if value is not None and not value.formula and shown(value):
                name = self.own.column(row.sheet_id, column)
                cell = found.cell(number, place)
                self.unread.keep(cell, value)
                self.teller.report("WB-14", cell, row=row.id, row_id=row.id, column=name, found=shown(value)[:40])

    def _misprints(self, found: FoundSheet, lines: Lines) -> None:
        """Printed labels that are those of another line, or that say something else; many on one sheet are one finding."""
        if place := found.columns.get("label"):
            self.printed |= {row_id: shown(cells[place]) for row_id, (_, cells) in lines.items() if place in cells}
        wrong = printed.misprints(found, lines, self.own)
        swapped = [each for each in wrong if each.other]
        changed = [each for each in wrong if not each.other] if self.present else []
        self.unread.kept.extend(Unplaced(each.cell, each.found) for each in changed)
        sheet_id, say = found.sheet_id, self.teller.say
        title = self.titles.get(sheet_id) or say.tab(sheet_id)
        for code, own in (("WB-25", swapped), ("WB-26", changed)):
            for each, more in _first(own):
                said = printed.told(found, each, more, title, say)
                self.teller.report(code, each.cell, row_id=sheet_id if found.form else each.row_id, said=said)

    def _typed_over(self, found: FoundSheet, lines: Lines) -> None:
        """Cells of a sheet for answers that are not for answers: what counts what is open, and what we printed."""
        counts: list[own_cells.Overwritten] = []
        if not found.by_header:
            counts = own_cells.overwritten_counts(found, [number for number, _ in lines.values()], self.own)
        self.counts.append(counts + (typed_over(found, lines, self.own) if self.present else []))

    def _own_cells(self) -> None:
        """Cells of ours in which somebody typed: on START and its like, and those that count what is open on a sheet."""
        known = self.present and own_cells.known(self.edition)
        places = [own_cells.overwritten(sheet, self.own) for sheet in self.grid.sheets] if known else []
        for own in (*places, *self.counts):
            self.unread.kept.extend(Unplaced(each.cell, clean(each.found)[0]) for each in own)
            for each, more in _first(own):
                self.teller.report("WB-27", each.cell, said=own_cells.told(each, more, self.teller.say))

    def _of_itself(self) -> None:
        """What the workbook does not say of itself, and that it is of an older version."""
        if said := identity.missing(self.about, self.teller.say):
            self.teller.report("WB-28", self.about.place, sheet=self.own.t("ABOUT"), said=said)
        if self.older:
            self.teller.report("WB-29", self.about.place, found=self.version, known=PRESENT)


def _first(found: Sequence[T]) -> list[tuple[T, int]]:
    """What is told of one sheet, each with how many more it stands for: a few are told one by one, many as one."""
    return [(found[0], len(found) - 1)] if len(found) > MANY else [(each, 0) for each in found]


__all__ = ["FormPlace", "NotOurWorkbook", "TablePlace", "read_audit"]

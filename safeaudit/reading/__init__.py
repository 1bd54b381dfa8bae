"""From a grid to an audit: recognise, convert, collect every finding, drop nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache

from safeaudit.audit import INSTRUMENT, Audit, row_ids
from safeaudit.cells import DAYS_TO_1904, MAX_COLUMN, MAX_ROW, Cell, Grid, GridSheet, Unplaced, Value, parse_a1
from safeaudit.findings import Finding, located
from safeaudit.languages import AVAILABLE, PSEUDO
from safeaudit.reading.recognise import FoundSheet, line_of_form, near_sheet, recognise, sheet_by_lines, sheet_of
from safeaudit.reading.texts import CELL_RULES, HOST_NOTES
from safeaudit.reading.values import Noted, Rejected, clean, convert, fold, reference, shown
from safeaudit.sheets import SHEETS, Column, FixedRow, Form, Free, Row
from safeaudit.sheets.kinds import WHOLE_CITY, Choice, Day, Reference
from safeaudit.words import Words, words

REASON_ROW = "_reason"


class NotOurWorkbook(Exception):
    """The file is a workbook, but none of ours."""


@dataclass(slots=True)
class TablePlace:
    """Where the answers of one line are: the same row, a column each."""

    sheet: str
    row: int
    columns: Mapping[str, int]

    def cell(self, column: str) -> Cell | None:
        number = self.columns.get(column)
        return Cell(self.sheet, self.row, number) if number else None


@dataclass(slots=True)
class FormPlace:
    """Where the answers of a form are: the same column, a row each."""

    sheet: str
    column: int
    rows: Mapping[str, int] = field(default_factory=dict)

    def cell(self, column: str) -> Cell | None:
        number = self.rows.get(column)
        return Cell(self.sheet, number, self.column) if number else None


def read_audit(grid: Grid, *, language: str | None = None) -> Audit:
    """The audit in a grid, with everything there is to say about its cells in `findings`.

    `language` is the language of the findings; without it, the workbook's own. NotOurWorkbook when fewer than three of
    our sheets are found.
    """
    about = _about(grid)
    own = about.get("language", "en")
    own = own if own in AVAILABLE or own == PSEUDO else "en"
    return _Reading(grid, about, words(own), words(language or own)).audit()


def _about(grid: Grid) -> dict[str, str]:
    """What the ABOUT sheet says, wherever it stands."""
    for sheet in grid.sheets:
        if sheet.text(1, 1) == "product" and sheet.text(1, 2) == "safeaudit":
            return {sheet.text(row, 1): sheet.text(row, 2) for row, _ in sheet.rows()}
    return {}


class _Reading:
    """One workbook while it is read. `own` are the words in its cells, `say` those of the findings."""

    def __init__(self, grid: Grid, about: Mapping[str, str], own: Words, say: Words) -> None:
        self.grid, self.about, self.own, self.say = grid, about, own, say
        self.findings: list[Finding] = []
        self.lists = _workbook_lists(grid)
        self.titles: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.pending: list[tuple[Row, Column, str]] = []
        self.unplaced: list[Unplaced] = []

    def audit(self) -> Audit:
        found = self._sheets()
        sheets = {}
        for sheet_id, cls in SHEETS.items():
            if sheet_id in found:
                self.titles[sheet_id] = found[sheet_id].grid.title
                sheets[sheet_id] = self._rows(cls, found[sheet_id])
            else:
                sheets[sheet_id] = [cls.blank(row_id) for row_id in row_ids(cls)]
        audit = Audit(
            sheets,
            source=self.grid.source,
            language=self.say.language,
            workbook_id=self.about.get("workbook_id", ""),
            instrument=self.about.get("instrument", INSTRUMENT),
            reasons=self.reasons,
            titles=self.titles,
        )
        self._resolve(audit)
        audit.accepted = _accepted(self.grid)
        audit.unplaced = self.unplaced
        audit.written_in = self.own.language
        self._host_notes()
        audit.findings = self.findings
        return audit

    # Sheets ----------------------------------------------------------------------------------------------------------

    def _sheets(self) -> dict[str, FoundSheet]:
        for sheet in self.grid.sheets:
            sheet.title = _title(sheet.title)
        candidates: dict[str, list[GridSheet]] = {}
        strangers = []
        for sheet in self.grid.sheets:
            sheet_id = sheet_of(sheet, self.own)
            if fold(sheet.title) == fold(self.own.t("NOT PLACED")):
                self._not_placed(sheet)
            elif sheet_id:
                candidates.setdefault(sheet_id, []).append(sheet)
            else:
                strangers.append(sheet)
        missing = [sheet_id for sheet_id in SHEETS if sheet_id not in candidates]
        for sheet in strangers:
            near = near_sheet(sheet.title, missing, self.own) or sheet_by_lines(sheet, missing)
            if near is not None:
                candidates[near] = [sheet]
                missing.remove(near)
        if len(candidates) < 3:
            raise NotOurWorkbook
        for sheet_id in missing:
            self._report("WB-01", None, sheet=self.own.tab(sheet_id))
        return {sheet_id: self._one(sheet_id, sheets) for sheet_id, sheets in candidates.items()}

    def _not_placed(self, sheet: GridSheet) -> None:
        """What an earlier rebuilding could not place, and nobody has placed since."""
        for row, cells in sheet.rows():
            with suppress(ValueError, KeyError):  # the lines above the list, and lines somebody emptied
                cell = Cell(sheet.text(row, 1), *parse_a1(sheet.text(row, 2)))
                self.unplaced.append(Unplaced(cell, clean(shown(cells[3]))[0]))

    def _one(self, sheet_id: str, sheets: list[GridSheet]) -> FoundSheet:
        """The copy of a sheet to read: the one with the right title, else the fullest."""
        tab = self.own.tab(sheet_id)
        fullest = max(sheets, key=lambda sheet: len(sheet.cells))
        chosen = next((sheet for sheet in sheets if sheet.title == tab), fullest)
        for sheet in sheets:
            if sheet is not chosen:
                self._report("WB-08", Cell(sheet.title, 1, 1), sheet=tab, found=sheet.title)
        if fold(chosen.title) != fold(tab):  # links find a sheet whatever the case of its name
            self._report("WB-09", Cell(chosen.title, 1, 1), sheet=tab, found=chosen.title)
        return recognise(sheet_id, chosen, self.own)

    # Rows ------------------------------------------------------------------------------------------------------------

    def _rows(self, cls: type[Row], found: FoundSheet) -> list[Row]:
        self._report_columns(cls, found)
        lines = self._lines(cls, found)
        self._own_columns(found, lines)
        if isinstance(cls.rows, Form):
            return [self._form(cls, found, lines)]
        rows = []
        for row_id in row_ids(cls):
            row = cls.blank(row_id)
            rows.append(row)
            if row_id not in lines:
                if row.pre_printed:
                    self._report("WB-03", None, sheet=found.grid.title, row_id=row_id, row=row_id)
                continue
            number, cells = lines[row_id]
            row.at(TablePlace(found.grid.title, number, found.columns))
            self._overwritten(row, number, found, cells)
            for column in cls.inputs():
                place = found.columns.get(column.id)
                if place is not None and place in cells and self._is_input(row, column):
                    self._take(row, column, cells[place])
        return rows

    @staticmethod
    def _is_input(row: Row, column: Column) -> bool:
        return not (isinstance(row, FixedRow) and column.id == "label" and not row.is_local)

    def _report_columns(self, cls: type[Row], found: FoundSheet) -> None:
        place = found.cell(max(1, found.header_row), 1)
        if found.by_header and found.columns:
            self._report("WB-07", place)
        for column, cell, text in found.swapped:
            self._report("WB-06", cell, found=text, column=self.own.column(found.sheet_id, column), column_id=column)
        wanted = ["answer"] if isinstance(cls.rows, Form) else [column.id for column in cls.inputs()]
        for column in wanted:
            if column not in found.columns:
                name = self.own.t("Answer") if column == "answer" else self.own.column(found.sheet_id, column)
                self._report("WB-02", place, column=name, column_id=column)

    def _lines(self, cls: type[Row], found: FoundSheet) -> dict[str, tuple[int, dict[int, Value]]]:
        """{row ID: (row number, cells)}; in a form the row IDs are column IDs."""
        known = set(cls.columns) if isinstance(cls.rows, Form) else set(row_ids(cls))
        lines: dict[str, tuple[int, dict[int, Value]]] = {}
        places = set(found.columns.values())
        for number, cells in found.rows.items():
            row_id = self._row_id(number, cells, found, known)
            if row_id == REASON_ROW:
                self._reason(found, cells)
            if number <= found.header_row:
                continue
            answers = {place: value for place, value in cells.items() if place in places and not value.formula}
            if row_id in known and row_id not in lines:
                lines[row_id] = (number, cells)
            elif answers and row_id in known:
                self._keep(found, number, answers)
                self._report(
                    "WB-05", found.cell(number, min(answers)), row=row_id, row_id=row_id, found=_quoted(answers)
                )
            elif answers and row_id != REASON_ROW and not isinstance(cls.rows, Form):
                self._keep(found, number, answers)
                self._report("WB-04", found.cell(number, min(answers)), found=_quoted(answers))
        return lines

    def _own_columns(self, found: FoundSheet, lines: Mapping[str, tuple[int, dict[int, Value]]]) -> None:
        """Columns that are not ours: their entries are kept, and it is said once that they are not read."""
        for column in found.strange:
            entries = {
                number: cells[column]
                for row_id, (number, cells) in lines.items()
                if column in cells and shown(cells[column]) not in ("", row_id) and not cells[column].formula
            }
            if entries:
                first = min(entries)
                self._report("WB-13", found.cell(first, column), found=shown(entries[first])[:40])
                self.unplaced.extend(
                    Unplaced(found.cell(number, column), clean(shown(value))[0]) for number, value in entries.items()
                )

    def _overwritten(self, row: Row, number: int, found: FoundSheet, cells: Mapping[int, Value]) -> None:
        """Worked-out cells in which somebody typed."""
        for column, place in found.computed.items():
            value = cells.get(place)
            if value is not None and not value.formula and shown(value):
                name = self.own.column(row.sheet_id, column)
                cell = found.cell(number, place)
                self._report("WB-14", cell, row=row.id, row_id=row.id, column=name, found=shown(value)[:40])

    def _keep(self, found: FoundSheet, number: int, answers: dict[int, Value]) -> None:
        """Answers that belong to no line: kept, so that a rebuilt workbook can show them."""
        for column, value in answers.items():
            if text := clean(shown(value))[0]:
                self.unplaced.append(Unplaced(found.cell(number, column), text))

    def _row_id(self, number: int, cells: dict[int, Value], found: FoundSheet, known: set[str]) -> str:
        """The ID of a line: in its hidden cell, in the visible number beside it, or else by what is printed on it."""
        hidden, seen = (
            shown(cells[column]) if column in cells else "" for column in (found.id_column, found.id_column + 1)
        )
        if hidden in known and seen in known and hidden != seen:
            self._report("WB-15", found.cell(number, found.id_column + 1), row=seen, row_id=seen, found=hidden)
            return seen
        for text in (hidden, seen):
            if text in known or text == REASON_ROW:
                return text
        return self._row_id_by_words(cells, found)

    def _row_id_by_words(self, cells: dict[int, Value], found: FoundSheet) -> str:
        """The line of a form by its question, or the line for a reason by its prompt."""
        answer = found.columns.get("answer")
        texts = [shown(value) for column, value in cells.items() if column != answer]
        if isinstance(SHEETS[found.sheet_id].rows, Form):
            return next((line for text in texts if (line := line_of_form(text, found.sheet_id, self.own))), "")
        prompt = fold(self.own.t("Nothing to record? Why:"))
        return REASON_ROW if any(fold(text) == prompt for text in texts) else ""

    def _reason(self, found: FoundSheet, cells: dict[int, Value]) -> None:
        """The reason why a free sheet holds nothing: the first text after the printed prompt."""
        if not isinstance(SHEETS[found.sheet_id].rows, Free):
            return
        texts = [shown(cells[column]) for column in sorted(cells) if column > found.id_column + 1]
        if texts and texts[0]:
            self.reasons[found.sheet_id] = texts[0]

    def _form(self, cls: type[Row], found: FoundSheet, lines: dict[str, tuple[int, dict[int, Value]]]) -> Row:
        row = cls.blank(cls.sheet_id)
        place = found.columns.get("answer", 0)
        row.at(FormPlace(found.grid.title, place, {column: number for column, (number, _) in lines.items()}))
        for column in cls.inputs():
            if column.id not in lines:
                self._report("WB-03", None, sheet=found.grid.title, row=self.own.column(cls.sheet_id, column.id))
            elif place in lines[column.id][1]:
                self._take(row, column, lines[column.id][1][place])
        return row

    # Cells -----------------------------------------------------------------------------------------------------------

    def _take(self, row: Row, column: Column, cell: Value) -> None:
        """Put what a cell holds into its row, or say why not."""
        choices = self._choices(column.kind.options) if isinstance(column.kind, Choice) else {}
        if self.grid.date1904 and isinstance(column.kind, Day) and isinstance(cell.value, (int, float)):
            cell = cell._replace(value=cell.value + DAYS_TO_1904)
        answer = convert(cell, column.kind, choices)
        if isinstance(answer, Noted):
            self._say(row, column, answer.code, dict(answer.values))
            answer = answer.value  # type: ignore[assignment]
        if isinstance(answer, Rejected):
            row.reject(column.id, clean(shown(cell))[0])
            self._say(row, column, answer.code, dict(answer.values))
        elif isinstance(column.kind, Reference) and answer is not None:
            self._refer(row, column, str(answer))
        elif answer is not None:
            setattr(row, column.id, answer)

    def _refer(self, row: Row, column: Column, text: str) -> None:
        target = reference(text)
        if target is not None:
            setattr(row, column.id, target)
        else:
            self.pending.append((row, column, text))

    def _resolve(self, audit: Audit) -> None:
        """Entries that give a line's name instead of its number: taken where exactly one line has that name."""
        for row, column, text in self.pending:
            assert isinstance(column.kind, Reference)
            named = [
                other.id
                for other in audit.sheets[column.kind.sheet]
                if other.used and fold(audit.name(other)) == fold(text)
            ]
            if column.kind.whole_city and fold(text) in (
                fold(self.own.t("Whole city")),
                fold(audit.profile.city or "-"),
            ):
                named = [WHOLE_CITY]
            if len(named) == 1:
                setattr(row, column.id, named[0])
                self._say(row, column, "CL-17", {"found": text, "read": f"{named[0]} · {audit.label(named[0])}"})
            else:
                row.reject(column.id, clean(text)[0])
                target = column.kind.sheet
                example = row_ids(SHEETS[target])[0]
                self._say(row, column, "CL-16", {"found": text, "target": self.own.tab(target), "example": example})

    def _choices(self, options: str) -> dict[str, str]:
        """Folded words, and codes, to codes: those of the workbook's language, then what its own LISTS say."""
        return _folded(self.own.language, options) if options not in _CLDR else self._from_lists(options)

    def _from_lists(self, options: str) -> dict[str, str]:
        """Countries and currencies: from the workbook's own LISTS, so that no locale data has to be loaded."""
        return self.lists.get(options) or _folded(self.own.language, options)

    # Findings --------------------------------------------------------------------------------------------------------

    def _say(self, row: Row, column: Column, code: str, values: dict[str, str]) -> None:
        name = self.own.column(row.sheet_id, column.id)
        if code == "CL-02" and isinstance(column.kind, Choice):
            values["options"] = self._suggest(column.kind.options, values["found"])
        line = self.own.tab(row.sheet_id) if isinstance(row.rows, Form) else row.id
        self._report(code, row.cell(column.id), row=line, row_id=row.id, column=name, column_id=column.id, **values)

    def _suggest(self, options: str, found: str) -> str:
        """The words nearest to what was typed, or the first few of the list."""
        known = list(self.say.options(options).values())
        near = get_close_matches(found, known, 3, 0.6)
        some = near or known[:6]
        return ", ".join(f"“{word}”" for word in some) + ("" if near or len(known) <= 6 else " …")

    def _host_notes(self) -> None:
        for note in self.grid.notes:
            values = {{"text": "content"}.get(name, name): value for name, value in note.values}
            cell, sheet = note.cell, values.get("sheet", "")
            if cell is not None and (cell.row > MAX_ROW or cell.column > MAX_COLUMN):
                sheet, cell = _title(cell.sheet), None
            self._report("WB-10", cell, sheet=sheet, found=self.say.t(HOST_NOTES[note.code], **values))

    def _report(self, code: str, cell: Cell | None, *, row_id: str = "", column_id: str = "", **values: str) -> None:
        rule = CELL_RULES[code]
        values = {name: _short(value) for name, value in values.items()}
        sheet, address = located(cell)
        self.findings.append(
            Finding(
                rule=code,
                severity=rule.severity,
                message=self.say.t(rule.message, **values),
                remedy=self.say.t(rule.remedy, **values),
                section="",
                sheet=sheet or values.get("sheet", ""),
                cell=address,
                row_id=row_id,
                column=column_id,
            )
        )


_CLDR = ("country", "currency", "language")


@cache
def _folded(language: str, options: str) -> dict[str, str]:
    known = {fold(word): code for code, word in words(language).options(options).items()}
    return {fold(code): code for code in words(language).options(options)} | known


def _workbook_lists(grid: Grid) -> dict[str, dict[str, str]]:
    """{choice list: {folded word: code}} from the workbook's LISTS sheet."""
    for sheet in grid.sheets:
        heads = {column: str(value.value) for (row, column), value in sheet.cells.items() if row == 1}
        if sum(text in ("yes_no", "country", "currency", "trend", "evidence") for text in heads.values()) >= 3:
            return {text: dict(_pairs(sheet, column)) for column, text in heads.items() if text in _CLDR}
    return {}


_CLDR_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2,4})?")


def _pairs(sheet: GridSheet, column: int) -> Iterator[tuple[str, str]]:
    row = 3
    while code := sheet.text(row, column):
        if _CLDR_CODE.fullmatch(code):
            yield fold(sheet.text(row, column + 1)), code
            yield fold(code), code
        row += 1


def _accepted(grid: Grid) -> dict[tuple[str, str], str]:
    """Reasons for accepted warnings on CHECKS, by (rule, key)."""
    for sheet in grid.sheets:
        for number, cells in sheet.rows():
            columns = {shown(value): column for column, value in cells.items()}
            if {"_key", "rule", "accepted"} <= set(columns):
                return dict(_reasons(sheet, number, columns))
    return {}


def _reasons(sheet: GridSheet, header: int, columns: Mapping[str, int]) -> Iterator[tuple[tuple[str, str], str]]:
    for number, cells in sheet.rows():
        if number > header + 1 and columns["accepted"] in cells:
            reason, _ = clean(shown(cells[columns["accepted"]]))
            rule = sheet.text(number, columns["rule"])
            if reason and rule:
                yield (rule, sheet.text(number, columns["_key"])), reason


def _title(title: str) -> str:
    """A sheet's title, without the controls that only a hostile file has in it."""
    return title if title.isprintable() else clean(title)[0]


def _short(text: str) -> str:
    """A content as a message can quote it: on one line, without controls, not longer than a person reads."""
    line = " ".join(clean(text)[0].split())
    return line if len(line) <= 200 else line[:199] + "…"


def _quoted(cells: dict[int, Value]) -> str:
    """The first entries of a line, for a message."""
    texts = [shown(cells[column])[:40] for column in sorted(cells)]
    return ", ".join(f"“{text}”" for text in texts[:3] if text) + (" …" if len(texts) > 3 else "")


__all__ = ["FormPlace", "NotOurWorkbook", "TablePlace", "read_audit"]

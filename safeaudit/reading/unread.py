"""What a person sees in the file and this program does not read: named with its place, and kept for a rebuilt workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from safeaudit.cells import Cell, GridSheet, Kind, Span, Unplaced, Value
from safeaudit.reading.recognise import FoundSheet
from safeaudit.reading.values import clean, shown
from safeaudit.words import N_, Words

A_PICTURE = N_("(a picture)")
LONGEST_CONTENT = 32_000
"""Characters of a note or of one content on NOT PLACED; a cell holds hardly more."""
LONGEST_QUOTE = 200
"""Characters of a text that a finding quotes."""


class Report(Protocol):
    """How a finding is made: the code of a cell rule, its cell, and the values its message needs."""

    def __call__(self, code: str, cell: Cell | None, **values: str) -> None: ...


class Unread:
    """Gathers, sheet by sheet, what is seen but not read.

    `kept` are contents for the sheet NOT PLACED of a rebuilt workbook, `notes` those that have a place in it, by
    (row ID, column; "" for the line itself).
    """

    def __init__(self, report: Report, say: Words) -> None:
        self.kept: list[Unplaced] = []
        self.notes: dict[tuple[str, str], str] = {}
        self._report = report
        self._say = say

    # Answers that do not count ---------------------------------------------------------------------------------------

    def set_aside(self, found: FoundSheet) -> None:
        """Take out of a sheet's lines what is no answer: struck-through cells, and what lies hidden under joined cells."""
        answers = {column for column in found.columns.values() if column}
        self._struck(found, answers)
        self._merged(found, answers)

    def _struck(self, found: FoundSheet, answers: set[int]) -> None:
        lines: dict[int, dict[int, Value]] = {}
        for row, column in sorted(found.grid.struck):
            if row > found.header_row and column in answers and column in found.rows.get(row, {}):
                value = found.rows[row].pop(column)
                if clean(shown(value))[0]:
                    lines.setdefault(row, {})[column] = value
        for row, cells in lines.items():
            self._keep(found.grid.title, {(row, column): value for column, value in cells.items()})
            self._report("WB-19", found.cell(row, min(cells)), found=listed(map(shown, cells.values()), self._say))

    def _merged(self, found: FoundSheet, answers: set[int]) -> None:
        for span in found.grid.merges:
            if span.last_row <= found.header_row:
                continue
            columns = sorted(column for column in answers if span.column <= column <= span.last_column)
            rows = range(max(span.row, found.header_row + 1), span.last_row + 1)
            if not columns or len(columns) * len(rows) < 2:
                continue
            hidden = self._under(found, span)
            self._keep(found.grid.title, hidden)
            self._report(
                "WB-16",
                found.cell(rows[0], columns[0]),
                range=span.a1,
                found=_answer(found, span) or self._say.t("nothing"),
            )

    @staticmethod
    def _under(found: FoundSheet, span: Span) -> dict[tuple[int, int], Value]:
        """The contents that joined cells cover, taken out of the lines: nobody sees them."""
        hidden = {}
        for row in range(span.row, span.last_row + 1):
            for column in range(span.column, span.last_column + 1):
                if (row, column) != (span.row, span.column) and column in found.rows.get(row, {}):
                    value = found.rows[row][column]
                    if column in found.columns.values() and not value.formula:
                        hidden[row, column] = found.rows[row].pop(column)
        return hidden

    # Beside the cells ------------------------------------------------------------------------------------------------

    def notes_of(self, found: FoundSheet, lines: Mapping[int, str], *, form: bool) -> None:
        """Notes at cells of one of our sheets; those at an answer or a line keep their place. `lines` is {row: row ID}."""
        by_column = {number: column for column, number in found.columns.items()}
        for (row, column), note in sorted(found.grid.notes.items()):
            text, line = clean(note)[0], lines.get(row)
            self._report("WB-17", found.cell(row, column), found=_quoted(text))
            if line is None:
                self._keep_text(found.cell(row, column), text)
                continue
            self._keep_text(found.cell(row, column), text[LONGEST_CONTENT:])
            text = text[:LONGEST_CONTENT]
            if form:
                self._note(found.sheet_id, line, text)
            else:
                self._note(line, by_column.get(column, ""), text)

    def _note(self, row_id: str, column: str, text: str) -> None:
        before = self.notes.get((row_id, column))
        self.notes[row_id, column] = f"{before}\n{text}" if before else text

    def around(self, sheet: GridSheet) -> None:
        """Text boxes and pictures that lie over the cells of a sheet."""
        for box in sheet.boxes:
            cell, text = Cell(sheet.title, box.row, box.column), clean(box.text)[0]
            self._keep_text(cell, text)
            self._report("WB-18", cell, found=_quoted(text))
        for row, column in sheet.pictures:
            cell = Cell(sheet.title, row, column)
            self.kept.append(Unplaced(cell, self._say.t(A_PICTURE)))
            self._report("WB-18", cell, found=self._say.t(A_PICTURE))
        for (row, column), value in sorted(sheet.cells.items()):
            if value.kind is Kind.PICTURE:
                self.kept.append(Unplaced(Cell(sheet.title, row, column), self._say.t(A_PICTURE)))

    def loose_notes(self, sheet: GridSheet) -> None:
        """Notes on a sheet that holds no answers."""
        for (row, column), text in sorted(sheet.notes.items()):
            cell = Cell(sheet.title, row, column)
            self._keep_text(cell, clean(text)[0])
            self._report("WB-17", cell, found=_quoted(text))

    def texts(self, sheet: GridSheet, cells: Iterable[tuple[int, int]]) -> None:
        """Texts typed where the sheet asks nothing."""
        by_row: dict[int, dict[tuple[int, int], Value]] = {}
        for row, column in sorted(cells):
            by_row.setdefault(row, {})[row, column] = sheet.cells[row, column]
        for row, values in by_row.items():
            self._keep(sheet.title, values)
            self._report(
                "WB-21", Cell(sheet.title, row, min(values)[1]), found=listed(map(shown, values.values()), self._say)
            )

    def own_sheet(self, sheet: GridSheet) -> None:
        """A sheet that is not part of the audit."""
        first = next((text for place in sorted(sheet.cells) if (text := clean(shown(sheet.cells[place]))[0])), "")
        self._report("WB-20", Cell(sheet.title, 1, 1), found=_quoted(first))

    def _keep_text(self, cell: Cell, text: str) -> None:
        """Keep a text of any length, in pieces that a cell can hold."""
        self.kept.extend(
            Unplaced(cell, text[start : start + LONGEST_CONTENT]) for start in range(0, len(text), LONGEST_CONTENT)
        )

    def keep(self, cell: Cell, value: Value) -> None:
        """Keep a content that belongs nowhere."""
        if text := clean(shown(value))[0]:
            self.kept.append(Unplaced(cell, text))

    def _keep(self, title: str, values: Mapping[tuple[int, int], Value]) -> None:
        for (row, column), value in sorted(values.items()):
            self.keep(Cell(title, row, column), value)


def _answer(found: FoundSheet, span: Span) -> str:
    value = found.rows.get(span.row, {}).get(span.column)
    return _quoted(shown(value)) if value is not None else ""


def _quoted(text: str) -> str:
    line = " ".join(clean(text)[0].split())
    return f"“{line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + ' …'}”"


def listed(texts: Iterable[str], say: Words) -> str:
    """The first few of some texts, quoted, for a message, and how many more there are."""
    quoted = [_quoted(text) for text in texts if text]
    shown = ", ".join(quoted[:3])
    if len(quoted) <= 3:
        return shown
    return say.n("{shown} and {count} more", "{shown} and {count} more", len(quoted) - 3, shown=shown)


__all__ = ["Report", "Unread", "listed"]

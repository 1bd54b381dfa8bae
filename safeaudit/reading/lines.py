"""Which line of a sheet is which: by its hidden ID, by the number beside it, or else by what is printed on it."""

from __future__ import annotations

from safeaudit.cells import Unplaced, Value
from safeaudit.reading import own_cells
from safeaudit.reading.own_cells import REASON_ROW
from safeaudit.reading.printed import Lines
from safeaudit.reading.recognise import FoundSheet, line_ids, line_of_form
from safeaudit.reading.telling import Teller
from safeaudit.reading.unread import Unread
from safeaudit.reading.values import clean, fold, shown
from safeaudit.sheets import Free


class LineFinder:
    """Finds the lines of each sheet. `reasons` are given, by sheet, why a free sheet holds nothing; `unplaced` what stands on no line."""

    def __init__(self, teller: Teller, unread: Unread) -> None:
        self.reasons: dict[str, str] = {}
        self.unplaced: list[Unplaced] = []
        self._teller, self._own, self._unread = teller, teller.own, unread

    def find(self, found: FoundSheet) -> dict[str, tuple[int, dict[int, Value]]]:
        """{row ID: (row number, cells)}; in a form the row IDs are column IDs."""
        known = line_ids(found.cls)
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
                self._keep(found, number, own_cells.foreign(found, cells, self._own) | answers)
                cell = found.cell(number, min(answers))
                self._teller.report("WB-05", cell, row=row_id, row_id=row_id, found=_quoted(answers))
            elif answers and row_id != REASON_ROW and not found.form:
                self._keep(found, number, own_cells.foreign(found, cells, self._own) | answers)
                self._teller.report("WB-04", found.cell(number, min(answers)), found=_quoted(answers))
        return lines

    def own_columns(self, found: FoundSheet, lines: Lines) -> None:
        """Columns that are not ours: their entries are kept, and it is said once that they are not read."""
        for column in found.strange:
            entries = {
                number: cells[column]
                for row_id, (number, cells) in lines.items()
                if column in cells and shown(cells[column]) not in ("", row_id) and not cells[column].formula
            }
            heading = found.rows.get(found.header_row, {}).get(column)
            if heading is not None and not entries and not heading.formula and clean(shown(heading))[0]:
                self._unread.texts(found.grid, [(found.header_row, column)])
            if entries:
                first = min(entries)
                self._teller.report("WB-13", found.cell(first, column), found=shown(entries[first])[:40])
                if heading is not None:
                    self._unread.keep(found.cell(found.header_row, column), heading)
                self.unplaced.extend(
                    Unplaced(found.cell(number, column), clean(shown(value))[0]) for number, value in entries.items()
                )

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
            cell = found.cell(number, found.id_column + 1)
            self._teller.report("WB-15", cell, row=seen, row_id=seen, found=hidden)
            return seen
        for text in (hidden, seen):
            if text in known or text == REASON_ROW:
                return text
        return self._row_id_by_words(cells, found)

    def _row_id_by_words(self, cells: dict[int, Value], found: FoundSheet) -> str:
        """The line of a form by its question, or the line for a reason by its prompt."""
        answer = found.columns.get("answer")
        texts = [shown(value) for column, value in cells.items() if column != answer]
        if found.form:
            return next((line for text in texts if (line := line_of_form(text, found.cls, self._own))), "")
        prompt = fold(self._own.t("Nothing to record? Why:"))
        return REASON_ROW if any(fold(text) == prompt for text in texts) else ""

    def _reason(self, found: FoundSheet, cells: dict[int, Value]) -> None:
        """The reason why a free sheet holds nothing: the first text after the printed prompt."""
        if not isinstance(found.cls.rows, Free):
            return
        texts = [shown(cells[column]) for column in sorted(cells) if column > found.id_column + 1]
        if texts and texts[0]:
            self.reasons[found.sheet_id] = texts[0]


def _quoted(cells: dict[int, Value]) -> str:
    """The first entries of a line, for a message."""
    texts = [shown(cells[column])[:40] for column in sorted(cells)]
    return ", ".join(f"“{text}”" for text in texts[:3] if text) + (" …" if len(texts) > 3 else "")

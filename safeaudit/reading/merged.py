"""CONFLICTS and WHO ANSWERED of a workbook made of parts, read back: choices, and what the next merge goes by."""

from __future__ import annotations

from safeaudit.cells import GridSheet
from safeaudit.reading.values import clean, fold, shown
from safeaudit.sharing import Answered, Conflict, Merged
from safeaudit.words import N_, Words

AS_IT_WAS = N_("as it was")

CONFLICT_TEXTS = (
    N_("Answers that contradict each other"),
    N_(
        "Choose whose answer is right, save, and merge again: safeaudit merge FILE. Until then each cell stays as it was."
    ),
    N_("Sheet"),
    N_("Line"),
    N_("Question"),
    N_("Choose"),
)
"""The texts on CONFLICTS: its title, what to do, and the heads before those of the values."""
ANSWERED_TEXTS = (
    N_("Who answered what"),
    N_(
        "One line for each answer that an office gave, changed or took out. Leave this sheet as it is: the next merge reads it."
    ),
    N_("Sheet"),
    N_("Line"),
    N_("Question"),
    N_("Office"),
    N_("Before"),
    N_("Now"),
)
CONFLICT_IDS = ("_key", "sheet", "line", "question", "choose", "before")
ANSWERED_IDS = ("_record", "sheet", "line", "question", "office", "before", "now")
RECORD_PIECE = 30_000
"""Characters of the record in one cell; a cell holds hardly more."""
SEARCHED_ROWS = 20


class MergedSheets:
    """The two sheets of one workbook while it is read."""

    def __init__(self, own: Words) -> None:
        self._own = own
        self._found: dict[str, Merged] = {}

    def take(self, sheet: GridSheet) -> list[tuple[int, int]] | None:
        """Read a sheet that is one of these: the cells in which somebody typed beside its lists. None for any other sheet, and
        for a second copy of one."""
        for ids in (CONFLICT_IDS, ANSWERED_IDS):
            top = next((row for row in range(1, SEARCHED_ROWS) if sheet.text(row, 1) == ids[0]), 0)
            columns = {sheet.text(top, column): column for column in range(1, len(ids) + 1)}
            if top and all(name in columns for name in ids) and ids[0] not in self._found:
                read = self._conflicts if ids is CONFLICT_IDS else self._answered
                return read(sheet, top)
        return None

    def merged(self) -> Merged | None:
        """What they say together; None where there is none."""
        if not self._found:
            return None
        empty = Merged()
        conflicts, answered = (self._found.get(ids[0], empty) for ids in (CONFLICT_IDS, ANSWERED_IDS))
        return Merged(answered.record, conflicts.offices, conflicts.conflicts, answered.answered)

    def _conflicts(self, sheet: GridSheet, top: int) -> list[tuple[int, int]]:
        width = len(CONFLICT_IDS)
        while sheet.text(top, width + 1) == "value":
            width += 1
        first = len(CONFLICT_IDS) + 1
        offices = tuple(_said(sheet, top + 1, column) for column in range(first, width + 1))
        rows = [row for row, _ in sheet.rows() if row > top + 1 and sheet.text(row, 1)]
        conflicts = []
        for row in rows:
            key, tab, line, question, chosen, before, *values = (
                _said(sheet, row, column) for column in range(1, width + 1)
            )
            conflicts.append(Conflict(key, tab, line, question, chosen, before, tuple(values)))
        self._found[CONFLICT_IDS[0]] = Merged("", offices, tuple(conflicts))
        return self._beside(sheet, CONFLICT_TEXTS, {*rows, top, top + 1}, width)

    def _answered(self, sheet: GridSheet, top: int) -> list[tuple[int, int]]:
        width = len(ANSWERED_IDS)
        rows = [row for row, _ in sheet.rows() if row > top + 1 and sheet.text(row, 1)]
        record = "".join(sheet.text(row, 1)[1:-1] for row in rows)
        lines = [[_said(sheet, row, column) for column in range(2, width + 1)] for row in rows]
        answered = tuple(Answered(*line) for line in lines if any(line))
        self._found[ANSWERED_IDS[0]] = Merged(record, answered=answered)
        return self._beside(sheet, ANSWERED_TEXTS, {*rows, top, top + 1}, width)

    def _beside(self, sheet: GridSheet, texts: tuple[str, ...], rows: set[int], width: int) -> list[tuple[int, int]]:
        """The cells with contents that are neither of our lines nor of our texts."""
        printed = {"", *(fold(self._own.t(text)) for text in texts[:2]), fold(sheet.text(1, 1))}
        return [
            (row, column)
            for (row, column) in sheet.cells
            if not (row in rows and column <= width) and fold(_said(sheet, row, column)) not in printed
        ]


def _said(sheet: GridSheet, row: int, column: int) -> str:
    value = sheet.value(row, column)
    return clean(shown(value))[0] if value is not None else ""


__all__ = ["MergedSheets"]

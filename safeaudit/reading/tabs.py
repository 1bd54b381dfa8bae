"""Which sheet of a workbook is which: ours by mark, title or lines, copies of ours, the office's own, what was not placed before."""

from __future__ import annotations

from contextlib import suppress

from safeaudit.cells import Cell, Grid, GridSheet, Unplaced, parse_a1
from safeaudit.edition import Edition
from safeaudit.reading import own_cells
from safeaudit.reading.merged import MergedSheets
from safeaudit.reading.recognise import (
    FoundSheet,
    is_ours,
    near_sheet,
    recognise,
    sheet_by_lines,
    sheet_of,
    unmarked,
)
from safeaudit.reading.telling import Teller, title
from safeaudit.reading.unread import Unread
from safeaudit.reading.values import clean, fold, shown


class NotOurWorkbook(Exception):
    """The file is a workbook, but none of ours; or it is of a version that cannot be read, and the code says so."""

    def __init__(self, code: str = "other_workbook", **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Tabs:
    """The sheets of one workbook. `about` is the title of the sheet that says which workbook it is; `present` whether the texts in
    it are those of this program, `older` whether it is of an earlier version, `added` what that version did not have yet."""

    def __init__(
        self,
        teller: Teller,
        unread: Unread,
        edition: Edition,
        about: str,
        *,
        present: bool,
        older: bool,
        added: frozenset[str],
    ) -> None:
        self.own_sheets: list[GridSheet] = []
        self.unplaced: list[Unplaced] = []
        self._teller, self._own, self._unread = teller, teller.own, unread
        self._edition, self._about, self._added = edition, about, added
        self._present, self._older = present, older
        self.merged = MergedSheets(teller.own)

    def find(self, grid: Grid) -> dict[str, FoundSheet]:
        """Our sheets with answers by ID; the others are named and kept. NotOurWorkbook when fewer than three of ours are there."""
        for sheet in grid.sheets:
            sheet.title = title(sheet.title)
        candidates: dict[str, list[GridSheet]] = {}
        strangers = []
        for sheet in grid.sheets:
            sheet_id = sheet_of(sheet, self._edition, self._own)
            if fold(sheet.title) == fold(self._own.t("NOT PLACED")) and sheet.text(4, 2) == self._own.t("Cell"):
                self._not_placed(sheet)
            elif (beside := self.merged.take(sheet)) is not None:
                self._unread.texts(sheet, beside)
                self._unread.loose_notes(sheet)
                self._unread.around(sheet)
            elif sheet_id:
                candidates.setdefault(sheet_id, []).append(sheet)
            else:
                strangers.append(sheet)
        self._guess(strangers, candidates)
        for sheet_id in self._edition.sheets:
            if sheet_id not in candidates and sheet_id not in self._added:
                self._teller.report("WB-01", None, sheet=self._own.tab(sheet_id))
        return {sheet_id: self._one(sheet_id, sheets) for sheet_id, sheets in candidates.items()}

    def _guess(self, strangers: list[GridSheet], candidates: dict[str, list[GridSheet]]) -> None:
        """Put strangers that are sheets of ours under another name with the candidates; name the others."""
        missing = [sheet_id for sheet_id in self._edition.sheets if sheet_id not in candidates]
        others = []
        for sheet in strangers:
            near = near_sheet(sheet.title, missing, self._own)
            near = near or sheet_by_lines(sheet, [self._edition.sheets[sheet_id] for sheet_id in missing])
            if near is not None:
                candidates[near] = [sheet]
                missing.remove(near)
            else:
                others.append(sheet)
        if len(candidates) < min(3, len(self._edition.sheets)):
            raise NotOurWorkbook
        for sheet in others:
            self._not_ours(sheet)

    def _not_ours(self, sheet: GridSheet) -> None:
        """A sheet without answers: one of ours that guides or shows, or the office's own."""
        if is_ours(sheet, self._own) or sheet.title == self._about:
            self._unread.loose_notes(sheet)
            if self._present:
                self._unread.texts(sheet, own_cells.outside(sheet, self._own, by_place=own_cells.known(self._edition)))
            self._unread.around(sheet)
        elif sheet.cells or sheet.notes or sheet.boxes or sheet.pictures:
            self.own_sheets.append(sheet)
            self._unread.own_sheet(sheet)
            self._unread.around(sheet)

    def _not_placed(self, sheet: GridSheet) -> None:
        """What an earlier rebuilding could not place, and nobody has placed since; and what was typed beside that list."""
        printed = {fold(self._own.t(text)) for text in own_cells.NOT_PLACED}
        beside = []
        for row, cells in sheet.rows():
            listed = set()
            with suppress(ValueError):  # the lines above the list, and lines somebody emptied
                cell = Cell(sheet.text(row, 1), *parse_a1(sheet.text(row, 2)))
                listed = {1, 2, 3}
                if 3 in cells:
                    self.unplaced.append(Unplaced(cell, clean(shown(cells[3]))[0]))
            beside += [
                (row, column)
                for column, value in cells.items()
                if column not in listed and fold(clean(shown(value))[0]) not in {"", *printed}
            ]
        self._unread.texts(sheet, beside)
        self._unread.loose_notes(sheet)
        self._unread.around(sheet)

    def _one(self, sheet_id: str, sheets: list[GridSheet]) -> FoundSheet:
        """The copy of a sheet to read: the one with the right title, else the fullest."""
        tab = self._own.tab(sheet_id)
        fullest = max(sheets, key=lambda sheet: len(sheet.cells))
        chosen = next((sheet for sheet in sheets if sheet.title == tab), fullest)
        for sheet in sheets:
            if sheet is not chosen:
                self.own_sheets.append(unmarked(sheet, self._edition))
                self._teller.report("WB-08", Cell(sheet.title, 1, 1), sheet=tab, found=sheet.title)
        if fold(chosen.title) != fold(tab) and not self._older:  # links find a sheet whatever the case of its name
            self._teller.report("WB-09", Cell(chosen.title, 1, 1), sheet=tab, found=chosen.title)
        return recognise(self._edition.sheets[sheet_id], chosen, self._own)

"""What every part of the workbook needs while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from xlsxwriter.workbook import Workbook

from safeaudit.audit import Audit
from safeaudit.coverage import Coverage, coverage
from safeaudit.coverage.states import states
from safeaudit.reading.values import looks_like_email
from safeaudit.shares import Shares
from safeaudit.sharing import Part
from safeaudit.sheets import Column, Free, Row
from safeaudit.sheets.asked import is_counted
from safeaudit.sheets.kinds import WHOLE_CITY, Reference, Text
from safeaudit.words import Words
from safeaudit.workbook.layout import (
    SheetLayout,
)
from safeaudit.workbook.strict import Sheet
from safeaudit.workbook.styles import Styles

RawCells = Mapping[tuple[str, str, str], object]
"""Cell contents written as they are, by (sheet ID, row ID, column): for examples and tests of what people really type."""

LABEL_LENGTH = 60
"""How much of a label stands in "ID · label"."""


@dataclass
class Book:
    """What every part of the workbook needs while it is written."""

    book: Workbook
    styles: Styles
    words: Words
    layouts: Mapping[str, SheetLayout]
    audit: Audit
    raw: RawCells
    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Notes at cells, by (row ID, column; "" for the line)."""

    @property
    def part(self) -> Part | None:
        """Whose part of the audit the workbook is."""
        return self.audit.part

    def add_sheet(self, tab: str, colour: str) -> Sheet:
        sheet: Sheet = self.book.add_worksheet(tab, worksheet_class=Sheet)
        sheet.set_tab_color(colour)
        sheet.hide_gridlines(2)
        if self.words.right_to_left:
            sheet.right_to_left()
        return sheet

    def choice(self, row_id: str) -> str:
        """ "ID · label" as the dropdown shows it."""
        if row_id == WHOLE_CITY:
            return f"{WHOLE_CITY} · {self.words.t('Whole city')}"
        label = self.audit.label(row_id)[:LABEL_LENGTH]
        return f"{row_id} · {label}" if label and label != row_id else row_id

    def wrong(self, row: Row) -> list[str]:
        """The columns of a row whose content cannot be right, as the workbook's own checks see it."""
        rejected = row.rejected
        return [column.id for column in row.inputs() if column.id in rejected or self._is_wrong(row, column)]

    def _is_wrong(self, row: Row, column: Column) -> bool:
        value = getattr(row, column.id)
        match column.kind:
            case Reference(whole_city=whole_city) if value is not None:
                return not (whole_city and value == WHOLE_CITY) and self.audit.row(value) is None
            case Text(limit=limit, email=email) if value is not None:
                return len(value) > limit or (email and not looks_like_email(value))
        return False

    @cached_property
    def coverage(self) -> Coverage:
        """The three shares as the workbook itself works them out: all that is asked today, in its own language."""
        return coverage(replace(self.audit, instrument=self.audit.edition.version, written_in=self.words.language))

    def line_shares(self, row: Row, column: str = "") -> dict[str, int]:
        """What a line says, by helper; in a form the line of one column."""
        counts = isinstance(row.rows, Free) or is_counted(row)
        found = states(row, self.words.language) if counts else {}
        shares = Shares.of(state for name, state in found.items() if not column or name == column)
        return {"_known": shares.known, "_not_known": shares.not_known, "_left_out": shares.waived}

    def protect(self, sheet: Sheet) -> None:
        """Lock everything but the input cells, without a password: a guard against slips, not a lock."""
        sheet.protect(
            "", {"format_columns": True, "format_rows": True, "select_locked_cells": True, "autofilter": True}
        )


PART_COLOURS = {"A": "#1F4E79", "B": "#1B6B72", "C": "#8A5300", "D": "#9C2F1B", "E": "#52606D"}

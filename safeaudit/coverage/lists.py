"""The lists of the framework, L01 to L32, item by item: what the cells that answer each of them say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from safeaudit.coverage.states import Lines, says_not_known, sheet_waived
from safeaudit.shares import ListShares, Shares, State, best
from safeaudit.sheets import FixedRow, Free, Row
from safeaudit.sheets.asked import counted_lines

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.framework.method import Cells, ListItem, MethodList


def list_shares(audit: Audit, lines: Lines) -> dict[str, ListShares]:
    """The shares of each list that the edition asks, less what the workbook's version did not ask yet."""
    asked = _Asked(audit, lines)
    lists = {key: found.among(asked.is_asked) for key, found in audit.edition.lists().items()}
    return {key: asked.of_list(found) for key, found in lists.items() if found is not None}


class _Asked:
    """An audit while its lists are counted; what is asked of a sheet is looked for once."""

    def __init__(self, audit: Audit, lines: Lines) -> None:
        self.audit, self.lines, self.without = audit, lines, lines.without
        self.counted = cache(self._counted)
        self.used = cache(self._used)
        self.waived = cache(self._waived)

    def _counted(self, sheet_id: str) -> list[Row]:
        """The lines of a sheet that count."""
        ids = set(counted_lines(self.audit.edition.sheets[sheet_id])) - self.without
        return [row for row in self.audit.lines(sheet_id) if row.id in ids]

    def _used(self, sheet_id: str) -> list[Row]:
        """The lines of a sheet with an answer."""
        return [row for row in self.audit.lines(sheet_id) if row.filled]

    def _waived(self, sheet_id: str) -> bool:
        return sheet_waived(self.audit, sheet_id)

    def is_asked(self, cells: Cells) -> bool:
        names = (cells.sheet, f"{cells.sheet}.{cells.column}", cells.row_id)
        return not self.without.intersection(names)

    def of_list(self, listed: MethodList) -> ListShares:
        """A cell that answers several items counts once in the list."""
        items = {item.id: self._shares(item.cells, [item.one] if item.one else []) for item in listed.items}
        cells = dict.fromkeys(each for item in listed.items for each in item.cells)
        one = dict.fromkeys(item.one for item in listed.items if item.one)
        return ListShares(self._shares(cells, one), items, self._reasons(listed))

    def _shares(self, cells: Iterable[Cells], one: Iterable[tuple[Cells, ...]]) -> Shares:
        fixed: dict[tuple[str, str], State] = {}
        free: dict[str, list[str]] = {}
        for each in cells:
            if isinstance(self.audit.edition.sheets[each.sheet].rows, Free):
                free.setdefault(each.sheet, []).append(each.column)
            else:
                fixed |= {(row.id, each.column): self._state(row, each.column) for row in self._rows(each)}
        found = Shares.of([*fixed.values(), *map(self._any, one)])
        return sum((self._free(sheet_id, columns) for sheet_id, columns in free.items()), found)

    def _free(self, sheet_id: str, columns: list[str]) -> Shares:
        """Of lines that people fill, those that say most of these columns: as many as are expected there."""
        count = len(counted_lines(self.audit.edition.sheets[sheet_id]))
        measure = count * len(columns)
        if self.waived(sheet_id):
            return Shares(waived=measure, asked=measure)
        told = [Shares.of(self._state(row, column) for column in columns) for row in self.used(sheet_id)]
        return best(told, count, measure)

    def _any(self, one: tuple[Cells, ...]) -> State:
        """Whether any line has one of these. While none has, it is waived or not known where all that could tell is."""
        if any(self._has(row, each) for each in one for row in self._all_rows(each)):
            return State.KNOWN
        found = {state for each in one for state in self._told(each)}
        if State.OPEN in found or not found:
            return State.OPEN
        if State.NOT_KNOWN in found:
            return State.NOT_KNOWN
        return State.WAIVED if found == {State.WAIVED} else State.OPEN

    def _has(self, row: Row, cells: Cells) -> bool:
        value = row.get(cells.column)
        if cells.code or value is None:
            return value is not None and value == cells.code
        return not says_not_known(row.columns[cells.column], value, self.audit.written_in)

    def _told(self, cells: Cells) -> Iterator[State]:
        if self.waived(cells.sheet):
            yield State.WAIVED
        elif isinstance(self.audit.edition.sheets[cells.sheet].rows, Free):
            used = self.used(cells.sheet)
            yield from (self._state(row, cells.column) for row in used)
            if not used:
                yield State.OPEN
        else:
            yield from (self._state(row, cells.column) for row in self._rows(cells))

    def _state(self, row: Row, column: str) -> State:
        return self.lines.line(row).state(column)

    def _rows(self, cells: Cells) -> list[Row]:
        """The line that is meant, or every line of the sheet that counts."""
        if not cells.row_id:
            return self.counted(cells.sheet)
        row = self.audit.by_id.get(cells.row_id)
        return [row] if row is not None and row.sheet_id == cells.sheet else []

    def _all_rows(self, cells: Cells) -> list[Row]:
        return [row for row in self.audit.lines(cells.sheet) if cells.row_id in ("", row.id)]

    def _reasons(self, listed: MethodList) -> tuple[str, ...]:
        """Why something on it is left out, as the team wrote it, each reason once."""
        rows = {row.id: row for item in listed.items for row in self._fixed_rows(item)}
        given = [self.audit.reasons.get(sheet_id) for sheet_id in listed.sheets if self.waived(sheet_id)]
        given += [row.get("does_not_apply") for row in rows.values() if isinstance(row, FixedRow) and row.waived]
        return tuple(dict.fromkeys(reason for reason in given if reason))

    def _fixed_rows(self, item: ListItem) -> Iterator[Row]:
        for each in item.cells:
            if not isinstance(self.audit.edition.sheets[each.sheet].rows, Free):
                yield from self._rows(each)

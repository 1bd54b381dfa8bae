"""Cutting, pasting, dragging, sorting and more cannot falsify what the workbook says of its answers by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from openpyxl.utils.cell import range_boundaries
from support import ROOT, few, grid_of, layout_of, open_book, sheet_of, through_uno
from test_workbook import formulas

from safeaudit import read_audit
from safeaudit.audit import Audit
from safeaudit.cells import Grid, GridSheet, Value, column_letters
from safeaudit.sheets import Free
from safeaudit.sheets.kinds import Reference, Scale
from safeaudit.workbook import build_workbook
from safeaudit.workbook.guards import input_ranges
from safeaudit.workbook.layout import FIRST, HEADER, HELPERS, NAVIGATION, NUMBER, REASON, ROW_ID, SheetLayout

TRIED = few(list(SHEETS), 10)
"""The sheets that are worked on; each of them in both workbooks."""
POINTED_AT = {
    column.kind.sheet for cls in SHEETS.values() for column in cls.inputs() if isinstance(column.kind, Reference)
}
TITLES = {sheet_id: layout_of(sheet_id).tab for sheet_id in SHEETS}
LOCAL_STYLES = tuple(f"Own {number}" for number in range(1, 16))


# No formula can be moved ---------------------------------------------------------------------------------------------

REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([A-Z][A-Z0-9_]*))!)?(?<![A-Za-z0-9_.$])"
    r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![A-Za-z0-9_(.])"
)
Area = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def referred(formula: str, sheet: str) -> Iterator[tuple[str, Area]]:
    """(sheet, area) of everything a formula refers to."""
    for quoted, plain, left, top, right, bottom in REFERENCE.findall(re.sub(r'"[^"]*"', '""', formula)):
        yield quoted or plain or sheet, range_boundaries(f"{left}{top}:{right or left}{bottom or top}")  # type: ignore[misc]


def edges(area: Area) -> Iterator[set[tuple[int, int]]]:
    """The cells of each edge: Excel moves an edge of a reference when all of it is cut or pasted over."""
    left, top, right, bottom = area
    yield from ({(row, column) for column in range(left, right + 1)} for row in {top, bottom})
    yield from ({(row, column) for row in range(top, bottom + 1)} for column in {left, right})


def movable(book: Any) -> set[str]:
    """What somebody can move on a protected sheet, by the formulas that refer to it: a place of each column is named once."""
    unlocked = {
        page.title: {(cell.row, cell.column) for row in page.iter_rows() for cell in row if not cell.protection.locked}
        for page in book.worksheets
    }
    found = set()
    for place, formula in formulas(book):
        sheet = next((title for title in unlocked if re.match(rf"{re.escape(title)}[! ]", place)), "")
        if " validation " in place:
            continue  # goes with its cell, and looks at nothing else: see below
        for title, area in referred(formula, sheet):
            if any(unlocked[title].issuperset(edge) for edge in edges(area)):
                found.add(f"{re.sub(r'[0-9]+', '', place)} → {title}!{column_letters(area[0])}")
    return found


def test_no_formula_rests_on_a_cell_that_can_be_cut(rich: Path) -> None:
    assert sorted(movable(open_book(rich))) == []


def test_a_validation_looks_at_its_own_cell_alone(rich: Path) -> None:
    for page in open_book(rich).worksheets:
        for validation in page.data_validations.dataValidation:
            own = str(validation.sqref).partition(" ")[0].partition(":")[0]
            for _, (left, top, *_) in referred(str(validation.formula1), page.title):
                assert f"{column_letters(left)}{top}" == own, f"{page.title} {validation.sqref}"


# What people do ------------------------------------------------------------------------------------------------------

Edit = list[Any]
"""The name of an edit in `in_libreoffice.py`, the title of its sheet, and what it takes."""


@dataclass(frozen=True)
class Hand:
    """Somebody who works on one sheet of the sample city."""

    layout: SheetLayout

    @property
    def columns(self) -> list[int]:
        """The columns with an input cell on every line, or else the column of answers."""
        if self.layout.form:
            return [self.layout.columns["answer"]]
        runs = {each.id: input_ranges(self.layout, each) for each in self.layout.cls.inputs() if each.id != "label"}
        return [runs[column][0][2] for column in runs] or [self.layout.columns["label"]]

    @property
    def scored(self) -> set[int]:
        """Columns of scores: dragging counts them up to what no scale has, which worked-out cells take as it is."""
        return {
            self.layout.columns.get(each.id, 0) for each in self.layout.cls.inputs() if isinstance(each.kind, Scale)
        }

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The first and the last row of each run of lines for answers that follow one another."""
        lines = [line.number for line in self.layout.lines if line.row_id and not self._computed(line.row_id)]
        starts = [row for row in lines if row - 1 not in lines]
        ends = [row for row in lines if row + 1 not in lines]
        return list(zip(starts, ends, strict=True))

    def _computed(self, line: str) -> bool:
        return self.layout.form and self.layout.cls.columns[line].computed

    def at(self, row: int, column: int, down: int = 0, right: int = 0) -> str:
        return f"{column_letters(column)}{row}:{column_letters(column + right)}{row + down}"

    def moving(self) -> Iterator[Edit]:
        """On the protected sheet: cut, copy, drag, delete. The first and the last line are in it, where references end."""
        tab, columns, (first, last) = self.layout.tab, self.columns, max(self.runs, key=lambda run: run[1] - run[0])
        some = few(columns, 5)
        lines = last - first + 1
        for number, column in enumerate(some):
            here, there = first + number % lines, last - number % (lines - 1)
            match number % 4:
                case 0:
                    yield ["cut", tab, self.at(first, column), self.at(there, column)]
                case 1:
                    yield ["cut", tab, self.at(last, column), self.at(here, column)]
                case 3 if column not in self.scored:
                    yield ["fill", tab, self.at(here, column, min(3, last - here))]
                case _:
                    yield ["copy", tab, self.at(first, column), self.at(there, column)]
        for one, other in pairwise(columns):
            if other == one + 1:  # two columns, two lines
                yield ["cut", tab, self.at(first, one, min(1, lines - 1), 1), self.at(max(first, last - 1), one)]
                break
        yield ["cut", tab, self.at(min(last, first + 1), columns[-1]), self.at(min(last, first + 1), columns[0])]
        middle = (first + last) // 2
        for column in columns:
            yield ["clear", tab, self.at(middle, column)]
        if isinstance(self.layout.cls.rows, Free):
            yield ["cut", tab, f"D{REASON}", self.at(last, self.layout.columns[self.layout.order[0]])]

    def rearranging(self, number: int) -> Iterator[Edit]:
        """After the protection was taken off: sort, insert a line, wipe validations, styles of one's own."""
        layout, tab = self.layout, self.layout.tab
        yield ["unprotect", tab]
        if isinstance(layout.cls.rows, Free):  # with its numbers, where other sheets name its lines by them
            whole = layout.sheet_id in POINTED_AT or number % 4 == 1
            left = ROW_ID if whole else layout.columns[layout.order[0]]
            right = layout.columns[HELPERS[-1]] if whole else layout.last_column
            key = layout.columns[layout.order[1]] - left
            yield ["sort", tab, self.at(FIRST, left, layout.last - FIRST, right - left), key]
        for first, last in self.runs:
            yield ["wipe", tab, self.at(first, self.columns[0], last - first, self.columns[-1] - self.columns[0])]
        places = [
            (row, column) for first, last in self.runs for row in range(first, last + 1) for column in self.columns
        ]
        for style, (row, column) in zip(LOCAL_STYLES, places[:: max(1, len(places) // 15)], strict=False):
            yield ["style", tab, self.at(row, column), style]
        first, last = self.runs[-1]
        if number % 2 == 0:
            row = (first + last + 1) // 2
            yield ["insert", tab, row]
            yield ["type", tab, self.at(row, self.columns[0]), TYPED]

    def mixing(self) -> list[Edit]:
        """Sort what is seen of a table, so that the hidden numbers of its lines stay where they were."""
        layout = self.layout
        area = self.at(FIRST, NUMBER, layout.last - FIRST, layout.last_column - NUMBER)
        return [["unprotect", layout.tab], ["sort", layout.tab, area, 0]]


@dataclass(frozen=True)
class Worked:
    """A workbook after somebody worked on it, and the same answers written anew by Python."""

    audit: Audit
    native: Grid
    python: Grid
    inserted: frozenset[str]

    def places(self, title: str) -> Iterator[tuple[Value, Value | None, str]]:
        """Each cell that is worked out, as Python has it and as the workbook shows it; lines of answers by their IDs."""
        mine, told = sheet_of(self.python, title), sheet_of(self.native, title)
        rows = {**{row: row for row, _ in mine.cells}, **_moved(mine, told)}
        for (row, column), value in mine.cells.items():
            if value.formula:
                yield value, told.value(rows[row], column), f"{title}!{column_letters(column)}{rows[row]}"


def _moved(mine: GridSheet, told: GridSheet) -> dict[int, int]:
    """Where a line of answers stands now, by its row before."""
    if mine.title not in set(TITLES.values()):
        return {}
    now = {told.text(row, ROW_ID): row for row, column in told.cells if column == ROW_ID and row > HEADER}
    return {row: now[mine.text(row, ROW_ID)] for row, column in mine.cells if column == ROW_ID and row > HEADER}


WORKS = ("moved", "rearranged")
MIXED_UP = "ACTORS"


@pytest.fixture(scope="module")
def worked(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worked]:
    folder = tmp_path_factory.mktemp("hands")
    hands = [Hand(layout_of(sheet_id)) for sheet_id in TRIED]
    edits = {
        "moved": [edit for hand in hands for edit in hand.moving()],
        "rearranged": [edit for number, hand in enumerate(hands) for edit in hand.rearranging(number)],
        "mixed": Hand(layout_of(MIXED_UP)).mixing(),
    }
    edited(sample, edits, folder)
    found = {}
    for name, done in edits.items():
        audit, anew = read_audit(folder / f"{name}.xlsx"), folder / f"{name}-anew.xlsx"
        build_workbook(anew, audit)
        inserted = frozenset(edit[1] for edit in done if edit[0] == "insert")
        found[name] = Worked(audit, grid_of(folder / f"{name}.xlsx"), grid_of(anew), inserted)
    return found


def edited(path: Path, edits: dict[str, list[Edit]], folder: Path) -> None:
    """Work on copies of a workbook in one run of LibreOffice, which works out every formula before it saves each by its name."""
    plan = [
        {"open": path.as_uri(), "save": (folder / f"{name}.xlsx").as_uri(), "edits": done}
        for name, done in edits.items()
    ]
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    lines = through_uno(ROOT / "tests" / "in_libreoffice.py", folder.as_uri(), str(folder / "plan.json"))
    moved, cut = map(int, lines[0].split())
    assert moved > 0.8 * cut > 20, "cells that were cut before are locked; the others are to be moved"


TYPED = "Typed into a line without a number"
SAYS_SO = "Lines of this sheet were inserted, deleted or mixed up."
SORT_KEYS = "OVERVIEW!A"
"""Hidden numbers by which the ten highest risks are found; they count rows."""
GO_ON = "CHECKS!N"
"""Where filling goes on: a cell, which in a sheet whose lines changed places is another one than in the sheet as Python has it."""


def same(mine: Value, told: Value | None) -> bool:
    if told is None or told.value == "":
        return mine.value == ""
    if isinstance(mine.value, float) and isinstance(told.value, float):
        return told.value == pytest.approx(mine.value, abs=0.0500001)
    return mine.value == told.value


@pytest.mark.parametrize("name", WORKS)
@pytest.mark.parametrize("title", [*TITLES.values(), "START", "OVERVIEW", "CHECKS"])
def test_what_the_workbook_says_is_what_python_says_cell_by_cell(
    name: str, title: str, worked: dict[str, Worked]
) -> None:
    passed = (SORT_KEYS, GO_ON) if name == "rearranged" else (SORT_KEYS,)
    places = [each for each in worked[name].places(title) if not each[2].startswith(passed)]
    rejected = {str(content) for row in worked[name].audit.by_id.values() for content in row.rejected.values()}
    differing = [
        f"{place}: Python {mine.value!r}, native {told and told.value!r}"
        for mine, told, place in places
        if not same(mine, told)
        and not place.endswith(f"!F{NAVIGATION}")
        and not (title == "OVERVIEW" and told and told.value in rejected)  # repeated there as typed; its line says so
    ]
    assert differing[:40] == []
    assert places


@pytest.mark.parametrize("name", WORKS)
def test_lists_offer_the_lines_that_python_knows(name: str, worked: dict[str, Worked]) -> None:
    """In the order of the sheet, which sorting changes."""
    mine, told = (sheet_of(grid, "LISTS") for grid in (worked[name].python, worked[name].native))
    differing = [
        column
        for column in {column for (_, column), value in mine.cells.items() if value.formula}
        if _texts(mine, column) != _texts(told, column)
    ]
    assert differing == []


def _texts(sheet: GridSheet, column: int) -> list[str]:
    return sorted(text for row, place in sheet.cells if place == column and (text := sheet.text(row, column)))


@pytest.mark.parametrize("name", WORKS)
def test_an_inserted_line_is_told_by_the_sheet_and_by_the_check(name: str, worked: dict[str, Worked]) -> None:
    work = worked[name]
    said = {title for title in TITLES.values() if sheet_of(work.native, title).text(NAVIGATION, 6).startswith(SAYS_SO)}
    assert said == work.inserted
    assert {finding.sheet for finding in work.audit.findings if TYPED in finding.message} == work.inserted


def test_lines_whose_numbers_were_sorted_apart_are_told_by_the_sheet_and_by_the_check(
    worked: dict[str, Worked],
) -> None:
    work = worked["mixed"]
    said = {title for title in TITLES.values() if sheet_of(work.native, title).text(NAVIGATION, 6).startswith(SAYS_SO)}
    assert said == {finding.sheet for finding in work.audit.findings if finding.rule == "WB-15"} == {TITLES[MIXED_UP]}

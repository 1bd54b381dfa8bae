"""What the workbook says by itself while people type agrees with the full check, column by column, right and wrong."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from support import (
    LONG,
    errors_in,
    few,
    grid_of,
    layout_of,
    parts,
    place_of,
    recalculated,
    right_answer,
    row_answers,
    sheet_of,
)

from safeaudit import read_audit
from safeaudit.audit import Audit, from_answers, row_ids
from safeaudit.cells import Grid, column_letters
from safeaudit.findings import Finding
from safeaudit.rules.whole_file.parts import to_nowhere
from safeaudit.sheets import Column, Fixed, FixedRow, Form, Free, Row
from safeaudit.sheets.conditions import AllOf, Is
from safeaudit.sheets.kinds import WHOLE_CITY, Choice, Day, Number, Reference, Scale, Text, Year
from safeaudit.words import words
from safeaudit.workbook import build_workbook
from safeaudit.workbook.layout import STATUS

CHANCE = random.Random(7)
SHORT = ("A short text", "Another")

UNUSED = {
    "AREAS": "ARE-20", "SOURCES": "SRC-25", "RISKS": "RSK-GX3", "FLOWS": "FLW-X4", "ACTORS": "ACT-20",
    "SYSTEM_MAP": "MAP-40", "PARTNERS": "PTR-25", "AGREEMENTS": "AGR-15", "REGULATION": "REG-X6", "ACTIONS": "STR-40",
    "PRINCIPLES": "PRN-9", "PROBLEMS": "PRB-X6",
    "INDICATORS": "IND-RX12",
}  # fmt: skip
"""A line of each sheet that no case fills, so that pointing at it leads nowhere."""


@dataclass
class Case:
    """One row of answers, some of them put into the cell as they are; `wrong` are the columns that cannot be right."""

    sheet_id: str
    name: str
    answers: dict[str, Any]
    raw: dict[str, Any] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    column: str = ""
    """The one column this case is about, if it is about one."""


# What is put into the cells ------------------------------------------------------------------------------------------


def wrong_contents(column: Column) -> list[Any]:
    """Contents that cannot be right."""
    match column.kind:
        case Choice():
            return ["no such word", 17]
        case Reference(sheet=sheet):
            return ["a name nobody has", f"{UNUSED[sheet]} · nothing stands there"]
        case Scale(minimum=low, maximum=high):
            return [low - 1, high + 1, low + 0.5, "high"]
        case Year():
            return ["about five", 1989, 2101, 2024.5, "2024/26", "2024/2", "2024-25!", "abcd/ef"]
        case Number(minimum=low, maximum=high, whole=whole):
            assert low is not None
            assert high is not None
            return ["about five", low - 1, high + 1, *([low + 0.5] if whole else [])]
        case Day():
            return ["soon", 2026, 80_000]
        case Text(email=True):
            return ["call the office"]
        case Text(limit=limit):
            return ["x" * (limit + 1)]


def right_contents(column: Column) -> list[Any]:
    """Contents at the edge of what is right, two for each column."""
    match column.kind:
        case Choice(options=options):
            shown = list(words("en").options(options).values())
            return [shown[0].upper(), f" {shown[-1]} "]
        case Reference(sheet=sheet, whole_city=whole_city):
            first = row_ids(SHEETS[sheet])[0]
            return [first, f"{WHOLE_CITY} · Whole city" if whole_city else f"{first} · an older name"]
        case Year(minimum=low):
            return [low, "2024/25"]
        case Scale(minimum=low, maximum=high) | Number(minimum=low, maximum=high):
            return [low, high]
        case Day():
            return [date(1990, 1, 1), date(2099, 12, 1)]
        case Text(email=True):
            return ["a@b.c", "safety.office+audit@city.example"]
        case Text(limit=limit):
            return ["x" * limit, "ü" * limit]


def full(cls: type[Row], row_id: str) -> dict[str, Any]:
    """A right answer in every column, but for the reason why the row does not apply."""
    given = row_answers(cls, row_id, CHANCE, SHORT, rows=1)
    for column in cls.inputs():
        if isinstance(column.kind, Reference):
            given[column.id] = row_ids(SHEETS[column.kind.sheet])[0]
    given.pop("does_not_apply", None)
    return given


def triggers(cls: type[Row]) -> set[str]:
    """The columns that decide whether others are needed."""
    asked: set[str] = set()

    def note(column: str) -> None:
        asked.add(column)

    for column in cls.inputs():
        if column.required:
            column.required.holds(note)
    return asked


def cases(cls: type[Row]) -> Iterator[Case]:
    """All cases of one table; answers are for its first row, later rows take them over."""
    first, inputs = row_ids(cls)[0], [column for column in cls.inputs() if column.id != "label" or free(cls)]
    name = cls.sheet_id
    for column in inputs:
        for content in wrong_contents(column):
            held = f"{column.id} holds {content!r:.40}"
            yield Case(name, held, full(cls, first), {column.id: content}, {column.id}, column.id)
        others = {each: value for each, value in full(cls, first).items() if each != column.id}
        yield Case(name, f"{column.id} is blank", others, column=column.id)
    for number in range(2):
        edge = {column.id: right_contents(column)[number] for column in inputs if column.id != "does_not_apply"}
        yield Case(name, f"right contents at the edge, {number + 1}", {}, edge)
    yield Case(name, "nothing at all", {})
    if "does_not_apply" in cls.columns:
        yield Case(name, "does not apply", {"does_not_apply": "No such thing here"})
    for column in inputs:
        if column.id in triggers(cls) or column is inputs[-1]:
            yield from alone(cls, column)
        if isinstance(column.required, AllOf):
            needed = {each.column: each.codes[0] for each in column.required.conditions if isinstance(each, Is)}
            yield Case(name, f"{column.id} is asked by {' and '.join(needed)}", needed)


def alone(cls: type[Row], column: Column) -> Iterator[Case]:
    """The column alone is filled: with each of its codes, if it has any."""
    if isinstance(column.kind, Choice):
        contents: list[Any] = list(words("en").options(column.kind.options))
    else:
        contents = [right_answer(column, CHANCE, SHORT, rows=1)]
    if isinstance(column.kind, Reference):
        contents = [row_ids(SHEETS[column.kind.sheet])[0]]
    for content in contents:
        yield Case(cls.sheet_id, f"{column.id} alone holds {content}", {column.id: content})


def free(cls: type[Row]) -> bool:
    return isinstance(cls.rows, Free)


def form_cases(cls: type[Row]) -> list[Case]:
    """One case a workbook: all lines blank, all at the edge of what is right, then the n-th wrong content of each."""
    columns = [[(column.id, content) for content in wrong_contents(column)] for column in cls.inputs()]
    found = [Case(cls.sheet_id, "blank", {})]
    for number in range(2):
        edge = {column.id: right_contents(column)[number] for column in cls.inputs()}
        found.append(Case(cls.sheet_id, f"edge {number}", {}, edge))
    for contents in zip_longest(*columns):
        raw = dict(filter(None, contents))
        rest = {column: value for column, value in full(cls, cls.sheet_id).items() if column not in raw}
        found.append(Case(cls.sheet_id, f"wrong {len(found)}", rest, raw, set(raw)))
    return found


# The workbooks -------------------------------------------------------------------------------------------------------


@dataclass
class Book:
    """One workbook: which case stands in which row, and what Python and LibreOffice made of it."""

    cases: dict[tuple[str, str], Case]
    audit: Audit = field(init=False)
    grid: Grid = field(init=False)
    found: list[Finding] = field(init=False)
    nowhere: dict[tuple[str, str], list[tuple[Row, str]]] = field(init=False)


def table_rows(cls: type[Row]) -> list[str]:
    """The rows that take cases: the first one stays rightly filled as a target, the last local or free one unused."""
    ids = row_ids(cls)
    if isinstance(cls.rows, Fixed) and not any("X" in row.partition("-")[2] for row in ids):
        return ids
    return [row for row in ids[1:] if row != UNUSED.get(cls.sheet_id, ids[-1])]


MOST_BOOKS = 7
"""LibreOffice takes seconds for each: where a sheet has too few rows for its cases, some rows take two or three."""
TRIED_BOOKS = MOST_BOOKS if LONG else 2
"""In a short run every sheet has as many of its cases as find room in these."""


def packed(found: list[Case], room: int) -> list[Case]:
    """The cases, those about single columns put together until they fit into so many rows."""
    single = [case for case in found if case.column]
    rest = [case for case in found if not case.column]
    rows = max(1, min(len(single), room - len(rest)))
    together = [reduce(merged, single[start::rows]) for start in range(rows)] if single else []
    return together + rest


def merged(one: Case, other: Case) -> Case:
    assert one.column != other.column
    answers = {column: value for column, value in one.answers.items() if column in other.answers}
    name = f"{one.name}, {other.name}"
    return Case(one.sheet_id, name, answers, one.raw | other.raw, one.wrong | other.wrong, other.column)


def of_table(cls: type[Row]) -> list[Case]:
    """The cases of a table that are tried in this run."""
    room = len(table_rows(cls))
    return list(few(packed(list(cases(cls)), MOST_BOOKS * room), TRIED_BOOKS * room))


def of_form(cls: type[Row]) -> list[Case]:
    """The cases of a form that are tried in this run."""
    return list(few(form_cases(cls), TRIED_BOOKS + 1))


def planned() -> list[Book]:
    """The cases spread over as few workbooks as possible."""
    books: list[Book] = []

    def book(number: int) -> Book:
        while len(books) <= number:
            books.append(Book({}))
        return books[number]

    for sheet_id, cls in SHEETS.items():
        if isinstance(cls.rows, Form):
            for number, case in enumerate(of_form(cls)):
                book(number).cases[sheet_id, sheet_id] = case
            continue
        rows = table_rows(cls)
        for number, case in enumerate(of_table(cls)):
            row = rows[number % len(rows)]
            if issubclass(cls, FixedRow) and "X" in row.partition("-")[2] and case.name != "nothing at all":
                case.answers.setdefault("label", "Local item")
            book(number // len(rows)).cases[sheet_id, row] = case
    return books


def write(book: Book, path: Path) -> None:
    answers: dict[str, Any] = {}
    raw: dict[tuple[str, str, str], Any] = {}
    for sheet_id, cls in SHEETS.items():
        if not isinstance(cls.rows, Form):
            first = row_ids(cls)[0]
            answers[sheet_id] = {first: full(cls, first)} if first not in table_rows(cls) else {}
    for (sheet_id, row_id), case in book.cases.items():
        if row_id == sheet_id:
            answers[sheet_id] = case.answers
        else:
            answers[sheet_id][row_id] = case.answers
        raw |= {(sheet_id, row_id, column): content for column, content in case.raw.items()}
    build_workbook(path, from_answers(answers), raw=raw, workbook_id="native")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Book]:
    folder = tmp_path_factory.mktemp("native")
    plan = planned()
    paths = [folder / f"native-{number}.xlsx" for number in range(len(plan))]
    for book, path in zip(plan, paths, strict=True):
        write(book, path)
    plan.append(Book({}))
    paths.append(folder / "errors.xlsx")
    with_error_values(paths[0], paths[-1])
    for book, path in zip(plan, recalculated(paths, folder), strict=True):
        book.audit, book.grid = read_audit(path), grid_of(path)
        book.found, book.nowhere = book.audit.findings, to_nowhere(book.audit)
    return plan


BROKEN = (("AREAS", "ARE-02", "population"), ("RISKS", "RSK-EX3", "label"), ("PLANNING", "PLN-1", "does_not_apply"))
"""Cells that get an error value, as a formula leaves it whose source is gone."""


def with_error_values(path: Path, target: Path) -> None:
    """The same workbook with #REF! in a few answer cells."""
    titles = [sheet.title for sheet in grid_of(path).sheets]
    found = parts(path)
    for sheet_id, row_id, column in BROKEN:
        name = f"xl/worksheets/sheet{titles.index(layout_of(sheet_id).tab) + 1}.xml"
        row, place = place_of(sheet_id, row_id, column)
        address = f"{column_letters(place)}{row}".encode()
        pattern = re.compile(rb'<c r="%s"( s="\d+")?[^>]*?(?:/>|>.*?</c>)' % address)
        found[name], count = pattern.subn(rb'<c r="%s"\1 t="e"><v>#REF!</v></c>' % address, found[name])
        assert count == 1
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)


# What is said about them ---------------------------------------------------------------------------------------------


def native(book: Book, sheet_id: str, line: str, helper: str) -> int:
    """The number in a hidden helper cell of a line."""
    layout = layout_of(sheet_id)
    found = sheet_of(book.grid, layout.tab).value(layout.row_numbers[line], layout.columns[helper])
    assert found is not None
    assert isinstance(found.value, float)
    return int(found.value)


def status(book: Book, sheet_id: str, line: str) -> str:
    layout = layout_of(sheet_id)
    return sheet_of(book.grid, layout.tab).text(layout.row_numbers[line], STATUS)


WRONG = ("CL-02", "CL-03", "CL-04", "CL-06", "CL-07", "CL-11", "CL-15")
"""The rules that say the content of a cell cannot be right, cell by cell; links that lead nowhere are told by line pointed at."""


def wrong_columns(book: Book, row: Row) -> set[str]:
    """The columns of a row that the full check calls wrong."""
    found = {finding.column for finding in book.found if finding.row_id == row.id and finding.rule in WRONG}
    found |= {column for column in row.rejected if isinstance(row.columns[column].kind, Reference)}
    return found | {column for cells in book.nowhere.values() for other, column in cells if other is row}


def said(wrong: int, missing: int, expected: int) -> str:
    """The status in words."""
    if wrong:
        return f"{wrong} to correct"
    return f"{missing} to fill" if missing else "✓ complete" if expected else ""


TABLES = [sheet_id for sheet_id, cls in SHEETS.items() if not isinstance(cls.rows, Form)]
FORMS = [sheet_id for sheet_id, cls in SHEETS.items() if isinstance(cls.rows, Form)]


@pytest.mark.parametrize("sheet_id", TABLES)
def test_tables_count_wrong_and_missing_answers_as_python_does(sheet_id: str, books: list[Book]) -> None:
    differing, seen = [], 0
    for book in books:
        rows = {row.id: row for row in book.audit.sheets[sheet_id]}
        for (sheet, row_id), case in book.cases.items():
            if sheet != sheet_id:
                continue
            seen += 1
            row = rows[row_id]
            mine = (wrong_columns(book, row), len(row.missing()))
            told = tuple(native(book, sheet_id, row_id, helper) for helper in ("_invalid", "_missing", "_expected"))
            if mine[0] != case.wrong:
                differing.append(f"{row_id}: {case.name}: Python says wrong are {mine[0]}")
            if told[:2] != (len(case.wrong), mine[1]):
                differing.append(f"{row_id}: {case.name}: native says {told[:2]}, Python {mine}")
            if status(book, sheet_id, row_id) != said(*told):
                differing.append(f"{row_id}: {case.name}: status says {status(book, sheet_id, row_id)!r}, not {told}")
    assert differing == []
    assert seen == len(of_table(SHEETS[sheet_id])) > 0


@pytest.mark.parametrize("sheet_id", FORMS)
def test_forms_count_wrong_and_missing_answers_as_python_does(sheet_id: str, books: list[Book]) -> None:
    differing, seen = [], 0
    for book in books:
        case = book.cases.get((sheet_id, sheet_id))
        if case is None:
            continue
        seen += 1
        row = book.audit.sheets[sheet_id][0]
        missing = {column.id for column in row.missing()}
        assert wrong_columns(book, row) == case.wrong, case.name
        for column in row.inputs():
            told = tuple(native(book, sheet_id, column.id, helper) for helper in ("_invalid", "_missing", "_expected"))
            mine = (int(column.id in case.wrong), int(column.id in missing))
            if told[:2] != mine:
                differing.append(f"{column.id}: {case.name}: native {told[:2]}, Python {mine}")
            if status(book, sheet_id, column.id) != said(*told):
                differing.append(f"{column.id}: {case.name}: status {status(book, sheet_id, column.id)!r}, not {told}")
    assert differing == []
    assert seen == len(of_form(SHEETS[sheet_id])) >= 3


def test_the_cases_reach_every_input_column_right_wrong_and_blank() -> None:
    for cls in SHEETS.values():
        if isinstance(cls.rows, Form):
            reached = set().union(*(case.wrong for case in form_cases(cls)))
        else:
            reached = set().union(*(case.wrong for case in cases(cls)))
        wanted = {column.id for column in cls.inputs() if column.id != "label" or free(cls)}
        assert reached == wanted, cls.sheet_id


@pytest.mark.skipif(not LONG, reason="a short run tries some of the cases; SAFEAUDIT_LONG=1 tries all")
def test_every_condition_is_met_and_not_met_by_some_case(books: list[Book]) -> None:
    """Else "required when" would be tried one way only."""
    for sheet_id, cls in SHEETS.items():
        for column in cls.inputs():
            if column.required:
                held = {column.required.holds(row.get) for book in books for row in book.audit.sheets[sheet_id]}
                always = type(column.required).__name__ == "Always"
                assert held == ({True} if always else {True, False}), f"{sheet_id}.{column.id}"


def test_an_error_value_in_one_cell_spoils_no_total(books: list[Book]) -> None:
    grid = books[-1].grid
    for sheet_id, row_id, column in BROKEN:
        helpers = [native(books[-1], sheet_id, row_id, helper) for helper in ("_asks", "_expected", "_missing")]
        assert helpers[1] >= 1, column
        assert native(books[-1], sheet_id, row_id, "_invalid") >= 1, column
        assert "to correct" in status(books[-1], sheet_id, row_id)
    spoilt = [place for place in errors_in(grid) if place.startswith(("START", "CHECKS"))]
    assert spoilt == []


def test_open_answers_are_summed_up_on_checks(books: list[Book]) -> None:
    for book in books[:-1]:
        checks = sheet_of(book.grid, "CHECKS")
        lines = {checks.text(row, 1): row for row in range(8, 60) if checks.text(row, 1) in SHEETS}
        for sheet_id, row in lines.items():
            progress = book.audit.progress(sheet_id)
            wrong = sum(len(wrong_columns(book, each)) for each in book.audit.sheets[sheet_id])
            left = progress.expected - progress.answered
            rest = f"{left} to fill" if left else "all needed answers given"
            assert checks.text(row, 6) == (f"{wrong} to correct · {rest}" if wrong else rest), sheet_id

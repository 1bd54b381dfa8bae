"""Whatever is typed into any cell of the workbook is read, or named and kept; nothing is lost unsaid."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS

from safeaudit.audit import Audit
from safeaudit.cells import Cell, Grid, GridSheet
from safeaudit.files import reader as host
from safeaudit.office import table
from safeaudit.reading import read_audit
from safeaudit.sheets import Free
from safeaudit.workbook.checks import FINDINGS_ROWS
from safeaudit.workbook.layout import FIRST, HEADER, REASON
from tests.fewer import FEW, city_of
from tests.support import layout_of, text_value
from tests.test_reading import copied, page
from tests.test_seen import edited, found, not_placed, rebuilt, rewritten

TITLES = {sheet_id: layout_of(sheet_id).tab for sheet_id in SHEETS}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return city_of(tmp_path_factory.mktemp("lost") / "city.xlsx")


@pytest.fixture(scope="module")
def saved(sample: Path) -> Grid:
    """The cells of the whole city."""
    return host.read(sample)


def kept(audit: Audit) -> str:
    """All that a rebuilt workbook would hold."""
    answers = [
        (row.rejected, [getattr(row, name) for name in row.columns]) for rows in audit.sheets.values() for row in rows
    ]
    own = [(sheet.cells, sheet.notes) for sheet in audit.own_sheets]
    return repr((answers, audit.reasons, audit.unplaced, audit.notes, audit.accepted, own))


def printed_places(sheet_id: str) -> Iterator[tuple[str, int, int]]:
    """Cells of a sheet for answers that are not for answers: what they are, row and column."""
    layout = layout_of(sheet_id)
    first, right = min(layout.row_numbers.values()), max(layout.columns.values())
    yield "title", 1, 2
    yield "purpose", 2, 2
    yield "hidden ID of a column", HEADER - 1, right
    yield "header", HEADER, right
    yield "header of the numbers", HEADER, 2
    yield "hidden number", first, 1
    yield "visible number", first + 1, 2
    yield "beside everything", first, right + 9
    yield "header beside everything", HEADER, right + 8
    yield "below everything", max(layout.row_numbers.values()) + 9, 4
    for name in ("_help", "_better", "_unit"):
        if name in layout.columns:
            yield name, first, layout.columns[name]
    if isinstance(SHEETS[sheet_id].rows, Free):
        yield "beside a reason", REASON, 9


PLACES = [(sheet_id, *place) for sheet_id in SHEETS for place in printed_places(sheet_id)]
KINDS = sorted({kind for _, kind, _, _ in PLACES})


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_where_nothing_is_asked_is_named_and_kept(saved: Grid, kind: str) -> None:
    """On every sheet at once; each with a text of its own."""
    grid = copied(saved)
    typed = {(sheet_id, row, column): f"mine on {sheet_id}" for sheet_id, what, row, column in PLACES if what == kind}
    for (sheet_id, row, column), text in typed.items():
        cells = page(grid, sheet_id).cells
        if kind == "beside a reason":
            cells[row, 4] = text_value("Nobody asked yet.")
        cells[row, column] = text_value(text)
    audit = read_audit(grid)
    holds, said = kept(audit), [finding.message for finding in audit.findings]
    assert [text for text in typed.values() if text not in holds] == []
    assert [text for text in typed.values() if not any(text in message for message in said)] == []
    if kind == "beside a reason":
        assert set(audit.reasons.values()) == {"Nobody asked yet."}


OTHERS = {
    "START": [(1, 9), (5, 5), (70, 3)],
    "OVERVIEW": [(1, 30), (60, 2)],
    "CHECKS": [(1, 9), (52, 5), (500, 3), (500, 6), (57, 12)],
    "LISTS": [(1, 200), (900, 3)],
    "ABOUT": [(12, 1), (3, 5)],
}


@pytest.mark.parametrize("title", OTHERS)
def test_what_is_typed_on_a_sheet_without_answers_is_named_and_kept(saved: Grid, title: str) -> None:
    grid = copied(saved)
    sheet = next(sheet for sheet in grid.sheets if sheet.title == title)
    for place in OTHERS[title]:
        sheet.cells[place] = text_value(f"mine at {place}")
    audit = read_audit(grid)
    assert [place for place in OTHERS[title] if f"mine at {place}" not in kept(audit)] == []
    told = [finding for finding in audit.findings if finding.rule in ("WB-21", "WB-27")]
    assert {finding.cell for finding in told} == {
        Cell(title, row, min(column for line, column in OTHERS[title] if line == row)).a1 for row, _ in OTHERS[title]
    }


def test_a_check_in_the_pane_leaves_what_was_typed_below_its_table(saved: Grid) -> None:
    grid = copied(saved)
    checks = next(sheet for sheet in grid.sheets if sheet.title == "CHECKS")
    checks.cells[500, 3] = text_value("mine")
    found_table = table.find(grid)
    assert found_table is not None
    assert table._room(found_table) == FINDINGS_ROWS
    checks.cells[found_table.top + 410, 3] = text_value("RK-01")
    assert table._room(found_table) == 411


@pytest.mark.parametrize("seed", range(6))
def test_a_text_in_any_cell_at_all_is_kept(saved: Grid, seed: int) -> None:
    """Planted at random, a dozen a workbook, one a sheet; what belongs to the program alone is left out."""
    chance, grid = random.Random(seed), copied(saved)
    typed = []
    for sheet in chance.sample([sheet for sheet in grid.sheets if sheet.title in TITLES.values()], 12):
        row, column = _anywhere(sheet, chance)
        text = f"mine {sheet.title} {row} {column}"
        sheet.cells[row, column] = text_value(text)
        typed.append(text)
    holds = kept(read_audit(grid))
    assert [text for text in typed if text not in holds] == []


def _anywhere(sheet: GridSheet, chance: random.Random) -> tuple[int, int]:
    """A cell between the title and a little beyond the sheet's last row and column."""
    rows, columns = (max(each[axis] for each in sheet.cells) for axis in (0, 1))
    return chance.randint(2, rows + 3), chance.randint(2, columns + 2)


def test_answers_on_no_line_are_kept_with_what_stands_beside_them(saved: Grid) -> None:
    grid, layout = copied(saved), layout_of("RISKS")
    cells = page(grid, "RISKS").cells
    heading = next(row for row in range(FIRST, 60) if row not in layout.row_numbers.values())
    cells[heading, 2], cells[heading, layout.columns["_help"]] = text_value("ours 7"), text_value("explained")
    cells[heading, layout.columns["explanation"]] = text_value("an answer")
    audit = read_audit(grid)
    assert {entry.content for entry in audit.unplaced} == {"ours 7", "explained", "an answer"}
    assert [finding.rule for finding in audit.findings if finding.rule.startswith("WB-")] == ["WB-04"]


def test_what_was_typed_outside_the_list_of_not_placed_is_kept_again(city: Path, tmp_path: Path) -> None:
    def first(book: Any) -> None:
        book["AREAS"]["AB3"] = "not placed"

    def again(book: Any) -> None:
        sheet = book["NOT PLACED"]
        sheet["F6"], sheet["B40"], sheet["C41"], sheet["A2"] = "right of it", "below it", "and more", "above it"

    once = rebuilt(edited(city, tmp_path, first), tmp_path)[2]
    twice = edited(once, tmp_path, again)
    audit = read_audit(host.read(twice))
    _, rescued, _ = rebuilt(twice, tmp_path)
    texts = {"not placed", "right of it", "below it", "and more", "above it"}
    assert texts <= not_placed(rescued)
    assert {text.partition(": ")[0] for text in found(audit, "WB-21")} == {
        "NOT PLACED!A2", "NOT PLACED!F6", "NOT PLACED!B40", "NOT PLACED!C41"
    }  # fmt: skip


# What runs without a cell ---------------------------------------------------------------------------------------------

NAME = '<definedNames><definedName name="{name}">{formula}</definedName>'
FORMAT = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>{formula}</formula></cfRule>'
    "</conditionalFormatting>"
)
NEWER = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings>'
    '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="expression">'
    "<xm:f>{formula}</xm:f></x14:cfRule></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
CHECK = '<dataValidation type="custom" sqref="B2"><formula1>{formula}</formula1></dataValidation>'


@pytest.mark.parametrize(
    ("name", "formula", "kind"),
    [
        ("mine", "cmd|'/C calc'!A0", "commands"),
        ("mine", 'EXEC("calc")', "commands"),
        ("mine", 'WEBSERVICE("http://example.org")', "fetching"),
        ("_xlnm.Auto_Open", "AREAS!$A$1", "macros"),
        ("Auto_Close1", "AREAS!$A$1", "macros"),
        ("mine", 'IF(AREAS!$A$1="a|b",1,2)', ""),
    ],
)
def test_a_defined_name_that_reaches_out_is_named(
    city: Path, tmp_path: Path, name: str, formula: str, kind: str
) -> None:
    new = NAME.format(name=name, formula=formula).encode()
    path = rewritten(city, tmp_path, edits={"xl/workbook.xml": lambda data: data.replace(b"<definedNames>", new)})
    audit = read_audit(host.read(path))
    assert audit.active == [kind] * bool(kind)
    assert rebuilt(path, tmp_path)[1].active == []


@pytest.mark.parametrize("place", [FORMAT, NEWER, CHECK], ids=["format", "newer format", "check"])
@pytest.mark.parametrize("quick", [True, False])
def test_a_format_or_an_input_check_that_fetches_is_named(
    city: Path, tmp_path: Path, place: str, *, quick: bool
) -> None:
    new = place.format(formula='WEBSERVICE("http://example.org")').encode()

    def planted(data: bytes) -> bytes:
        data = data if quick else data.replace(b"<sheetData>", b"<!-- the slow way --><sheetData>")
        if place is NEWER:
            return data.replace(b"</worksheet>", new + b"</worksheet>")
        if place is FORMAT:
            return data.replace(b"</sheetData>", b"</sheetData>" + new)
        return data.replace(b"<dataValidation ", new + b"<dataValidation ", 1)

    path = rewritten(city, tmp_path, edits={"xl/worksheets/sheet3.xml": planted})
    audit = read_audit(host.read(path))
    assert audit.active == ["fetching"]
    assert [text.partition("!")[0] for text in found(audit, "WB-22")] == ["AREAS"]


# Workbooks that ask less ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sheets", [FEW, ("FLOWS", "SOURCES", "ACTIONS"), tuple(SHEETS)[:-3]], ids=["five", "three", "most"]
)
def test_in_a_workbook_that_asks_less_just_what_was_typed_beside_the_answers_is_named_and_kept(
    sheets: tuple[str, ...], tmp_path: Path
) -> None:
    city = city_of(tmp_path / "city.xlsx", sheets)
    assert [each for each in read_audit(host.read(city)).findings if each.rule.startswith("WB-")] == []
    first = layout_of(sheets[0]).tab
    places = {(first, "H3"): "above", (first, "AZ90"): "far away", **{(title, "C900"): title for title in OTHERS}}

    def typed(book: Any) -> None:
        for (sheet, cell), text in places.items():
            book[sheet][cell] = f"mine {text}"
        book[layout_of(sheets[1]).tab].cell(HEADER, 3).value = "mine in a header"

    path = edited(city, tmp_path, typed)
    said = found(read_audit(host.read(path)), "WB-21")
    assert {text.partition(": ")[0] for text in said} == {f"{sheet}!{cell}" for sheet, cell in places}
    again = rebuilt(path, tmp_path)[1]
    assert {f"mine {text}" for text in places.values()} <= not_placed(again)
    assert "mine in a header" in not_placed(again)

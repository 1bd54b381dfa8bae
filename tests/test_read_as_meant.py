"""What a workbook says against itself is asked about at every door: sorted lines, swapped labels, cells typed over."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from asked import SHEETS
from fewer import city_of
from payloads import payload_from_workbook
from support import few, grid_of, layout_of, open_book, place_of, plain, sheet_of, text_value
from test_reading import copied, page, put, rules

from safeaudit import build_workbook, check
from safeaudit import read_audit as read_file
from safeaudit.audit import from_answers
from safeaudit.cells import Grid, column_letters
from safeaudit.examples import sample_city, sample_city_later
from safeaudit.files import reader as host
from safeaudit.findings import Finding, Severity
from safeaudit.languages import AVAILABLE
from safeaudit.reading import own_cells, read_audit
from safeaudit.reading.texts import CELL_RULES
from safeaudit.rescue import rebuild
from safeaudit.service import answers as service
from safeaudit.sheets.base import references
from safeaudit.words import words
from safeaudit.workbook.own_cells import own_cells as made_own_cells

CONTRADICTIONS = ("WB-23", "WB-24", "WB-25", "WB-26", "WB-27")


# Files and doors -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample city as its officer saved it."""
    path = tmp_path_factory.mktemp("city") / "city.xlsx"
    build_workbook(path, sample_city()[0], workbook_id="test")
    return path


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few sheets of the same, quicker to open and to save."""
    return city_of(tmp_path_factory.mktemp("some") / "city.xlsx", raw=False)


@pytest.fixture(scope="module")
def saved(city: Path) -> Grid:
    return host.read(city)


@pytest.fixture
def grid(saved: Grid) -> Grid:
    """The cells of the sample city, to be spoilt."""
    return copied(saved)


def edited(city: Path, tmp_path: Path, edit: Callable[[Any], None]) -> Path:
    """The workbook after somebody took the protection off and typed."""
    book = open_book(city)
    edit(book)
    path = tmp_path / "edited.xlsx"
    book.save(path)
    return path


def at_every_door(path: Path) -> list[Finding]:
    """The findings of these rules through the file; the page and the pane say the same."""
    found = [each for each in check(read_file(path)) if each.rule in CONTRADICTIONS]
    uploaded = service.check_bytes(path.read_bytes(), path.name)
    grid = json.loads(json.dumps(payload_from_workbook(path)))
    asked = service.run_command("check_all", {"grid": grid})
    for answer in (uploaded, asked):
        told = [
            (group["rule"], place["sheet"], place["cell"], place["message"])
            for group in answer["groups"]
            for place in group["findings"]
            if group["rule"] in CONTRADICTIONS
        ]
        assert sorted(told) == sorted((each.rule, each.sheet, each.cell, each.message) for each in found)
    return found


def sort_lines(book: Any, sheet_id: str) -> None:
    """The lines sorted by their name, the numbers left where they are, as a sort of the visible answers does it."""
    layout = layout_of(sheet_id)
    sheet = book[layout.tab]
    places = [layout.columns[column.id] for column in SHEETS[sheet_id].inputs()]
    name = layout.columns[SHEETS[sheet_id].label_column or ""]
    lines = [[sheet.cell(line.number, column).value for column in places] for line in layout.lines if line.row_id]
    used = sorted((line for line in lines if line[places.index(name)]), key=lambda line: line[places.index(name)])
    for line, content in zip(layout.lines, used, strict=False):
        for column, value in zip(places, content, strict=True):
            sheet.cell(line.number, column).value = value


# Sorted lines --------------------------------------------------------------------------------------------------------


def test_references_to_sorted_sources_are_one_finding_with_both_candidates(city: Path, tmp_path: Path) -> None:
    path = edited(city, tmp_path, lambda book: sort_lines(book, "SOURCES"))
    before, after = read_file(city), read_file(path)
    [finding] = at_every_door(path)
    assert (finding.rule, finding.severity, finding.sheet, finding.cell) == (
        "WB-23",
        Severity.ERROR,
        "PROBLEMS",
        "Y7",
    )
    kept = {
        (row.id, column.id): row.rejected.get(column.id)
        for cls in SHEETS.values()
        for column in references(cls)
        if getattr(column.kind, "sheet", "") == "SOURCES"
        for row in after.sheets[cls.sheet_id]
    }
    several = sum(bool(text) for text in kept.values())
    assert several > 150
    assert finding.message.startswith(
        f"{several} entries name a line of “SOURCES” by the number of one line and the name of another. "
        "PROBLEMS!Y7 says “SRC-02 · Injury register of the emergency ward”, but SRC-02 is now “Anonymous pupil survey, grades 8 to "
        "10”, and “Injury register of the emergency ward” is SRC-10."
    )
    by_sheet = Counter(after.by_id[row_id].sheet_id for (row_id, _), text in kept.items() if text)
    by_sheet["PROBLEMS"] -= 3  # the three that are told whole
    listed = ", ".join(f"{words('en').tab(sheet)} {by_sheet[sheet]}" for sheet in SHEETS if by_sheet[sheet])
    assert finding.message.endswith(f"So it is in {by_sheet.total()} more cells ({listed}).")
    for (row_id, column), text in kept.items():
        old = getattr(before.by_id[row_id], column)
        if text:
            assert getattr(after.by_id[row_id], column) is None, "nothing is guessed"
            assert text.startswith(f"{old} · "), "what was typed is kept"
        else:
            assert getattr(after.by_id[row_id], column) == old
            assert before.label(old) == after.label(old), "what is read means the same line"


def test_a_rebuilt_workbook_keeps_contradicting_references_as_they_are(some: Path, tmp_path: Path) -> None:
    path = edited(some, tmp_path, lambda book: sort_lines(book, "SOURCES"))
    rebuild(path, tmp_path / "rescued.xlsx", read_file(path))
    assert at_every_door(tmp_path / "rescued.xlsx") == at_every_door(path)


@pytest.mark.parametrize("sheet_id", few(["AREAS", "PARTNERS", "ACTIONS", "ACTORS"], 2))
def test_so_it_is_with_every_sheet_that_others_point_at(sheet_id: str, city: Path, tmp_path: Path) -> None:
    path = edited(city, tmp_path, lambda book: sort_lines(book, sheet_id))
    found = [each for each in check(read_file(path)) if each.rule == "WB-23"]
    assert len(found) == 1
    assert f"a line of “{layout_of(sheet_id).tab}”" in found[0].message


AREAS = {
    "ARE-01": {"name": "Old Harbour"},
    "ARE-02": {"name": "Ward 1"},
    "ARE-03": {"name": "Ward 10"},
    "ARE-04": {"name": "The quarter behind the old railway yard and the canal, its eastern side"},
    "ARE-05": {"name": "The quarter behind the old railway yard and the canal, its western side"},
    "ARE-06": {"name": "पुराना बाज़ार"},
    "ARE-07": {"name": "Station“s Hill (north)"},
}


@pytest.mark.parametrize(
    "text",
    [
        "ARE-01",
        "ARE-01 · ",
        "ARE-01 · Old Harbour",
        "are-01 – OLD  HARBOUR",
        "ARE-01 · Old Harbor",
        "ARE-01 · Old",
        "ARE-01 · Old Harbour, mostly",
        "ARE-04 · The quarter behind the old railway yard and the canal, its",
        "ARE-05 · The quarter behind the old railway yard and the canal, its",
        "ARE-06 · पुराना बाज़ार",
        'ARE-07 · Station"s Hill (north)',
    ],
)
def test_a_name_that_is_shortened_or_typed_a_little_otherwise_is_no_contradiction(text: str) -> None:
    assert said_of(text) == ([], text[:6].upper())


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("ARE-03 · Ward 1", "ARE-02"),
        ("ARE-02 · Ward 10", "ARE-03"),
        ("ARE-01 · Station's Hill (nort", "ARE-07"),
        (
            "ARE-05 · the quarter behind the old railway yard and the canal, its eastern side",
            "ARE-04",
        ),
        ("ARE-09 · Old Harbour", "ARE-01"),
    ],
)
def test_a_name_of_another_line_is_asked_about_however_alike_the_two_are(text: str, other: str) -> None:
    [message], read = said_of(text)
    assert f"is {other}." in message
    assert read is None


def test_an_old_name_of_a_line_that_was_renamed_is_only_pointed_out() -> None:
    [message], read = said_of("ARE-01 · Fishermen's quarter")
    assert message == (
        "One entry gives a line of “AREAS” a name that no line there has now. "
        "RISKS!N8 says “ARE-01 · Fishermen's quarter”, but ARE-01 is now “Old Harbour”."
    )
    assert read == "ARE-01"


def said_of(text: str) -> tuple[list[str], str | None]:
    """What is said of this entry in a column of areas, and what is read."""
    grid = copied(areas_grid())
    put(grid, "RISKS", "RSK-E1", "area_1", text_value(text))
    audit = read_audit(grid)
    return [finding.message for finding in audit.findings], audit.by_id["RSK-E1"].area_1


@cache
def areas_grid() -> Grid:
    with TemporaryDirectory() as folder:
        build_workbook(Path(folder) / "areas.xlsx", from_answers({"AREAS": AREAS}), workbook_id="test")
        return host.read(Path(folder) / "areas.xlsx")


def test_names_of_pre_printed_lines_are_known_in_english_and_as_the_workbook_shows_them(grid: Grid) -> None:
    row, place = place_of("RISKS", "RSK-E2", "label")
    page(grid, "RISKS").cells[row, place] = text_value("Chômage")
    for column, text in (("risk_1", f"RSK-E1 · {words('en').item('RSK-E1')}"), ("risk_2", "RSK-E2 · chômage")):
        put(grid, "FLOWS", "FLW-1", column, text_value(text))
    assert rules(read_audit(grid)) == ["WB-26"]


def test_nothing_is_said_of_workbooks_nobody_spoilt(
    recalculated_books: dict[str, Path], city: Path, rich: Path, blank: Path, pseudo: Path, tmp_path: Path
) -> None:
    build_workbook(tmp_path / "later.xlsx", sample_city_later()[0], workbook_id="later")
    for path in few([*recalculated_books.values(), city, rich, blank, pseudo, tmp_path / "later.xlsx"], 4):
        assert at_every_door(path) == [], path.name


# Printed labels ------------------------------------------------------------------------------------------------------


def swap(book: Any, sheet_id: str, one: str, other: str, column: str = "label") -> None:
    sheet = book[layout_of(sheet_id).tab]
    places = [place_of(sheet_id, row_id, column) for row_id in (one, other)]
    first, second = (sheet.cell(*place) for place in places)
    first.value, second.value = second.value, first.value


def test_swapped_labels_are_named_with_both_lines(some: Path, tmp_path: Path) -> None:
    path = edited(some, tmp_path, lambda book: swap(book, "RISKS", "RSK-E1", "RSK-E2"))
    found = at_every_door(path)
    assert [(each.rule, each.severity, each.cell, each.row_id) for each in found] == [
        ("WB-25", Severity.ERROR, f"D{place_of('RISKS', row, 'label')[0]}", row) for row in ("RSK-E1", "RSK-E2")
    ]
    one, other = (words("en").item(row) for row in ("RSK-E1", "RSK-E2"))
    assert found[0].message == (
        f"RSK-E1: on the line of “{one}” the printed label says “{other}”, which is that of the line RSK-E2."
    )
    assert plain(read_file(path)) == plain(read_file(some)), "answers are read by the number that people see"


def test_a_label_or_a_unit_that_says_something_else_is_named(some: Path, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        sheet, layout = book["INDICATORS"], layout_of("INDICATORS")
        row = layout.row_numbers["IND-C01"]
        sheet.cell(row, layout.columns["label"]).value = "Murders"
        sheet.cell(row, layout.columns["_unit"]).value = "per month"

    found = at_every_door(edited(some, tmp_path, edit))
    assert [(each.rule, each.row_id, each.message) for each in found] == [
        ("WB-26", "IND-C01", "IND-C01: where “Homicide” was printed, “Murders” stands now."),
        ("WB-26", "IND-C01", "IND-C01: where “per 100,000 people a year” was printed, “per month” stands now."),
    ]


def test_swapped_questions_of_a_form_are_named(some: Path, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        sheet, rows = book["PROFILE"], layout_of("PROFILE").row_numbers
        one, other = (
            sheet.cell(rows[column], layout_of("PROFILE").columns["_label"]) for column in ("city", "population")
        )
        one.value, other.value = other.value, "What we think"

    found = at_every_door(edited(some, tmp_path, edit))
    assert [(each.rule, each.row_id) for each in found] == [("WB-25", "PROFILE"), ("WB-26", "PROFILE")]
    assert found[0].message == (
        "PROFILE: on the line of “City” the printed label says “Population * (people)”, which is that of the line “Population”."
    )
    assert found[1].message == "PROFILE: where “Population” was printed, “What we think” stands now."


def test_many_wrong_labels_of_one_sheet_are_one_finding(some: Path, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        layout = layout_of("RISKS")
        for line in layout.lines:
            if line.row_id and "X" not in line.row_id.partition("-")[2]:
                book["RISKS"].cell(line.number, layout.columns["label"]).value += " (here)"

    [finding] = at_every_door(edited(some, tmp_path, edit))
    count = sum(row.pre_printed for row in read_file(some).sheets["RISKS"])
    assert finding.message.endswith(f"So it is on {count - 1} more lines of this sheet.")


def test_labels_of_a_language_this_program_does_not_know_are_left_alone(grid: Grid) -> None:
    about = next(sheet for sheet in grid.sheets if sheet.title == "ABOUT")
    about.cells[4, 2] = text_value("fr")
    for row_id in ("RSK-E1", "RSK-E2"):
        page(grid, "RISKS").cells[place_of("RISKS", row_id, "label")] = text_value(f"Libellé {row_id}")
    assert rules(read_audit(grid)) == []


# Cells of the workbook itself ----------------------------------------------------------------------------------------


def test_cells_of_the_workbook_that_were_typed_over_are_named(city: Path, tmp_path: Path) -> None:
    cells = sheet_of(grid_of(city), "OVERVIEW").cells
    share = f"C{next(row for (row, column), cell in cells.items() if column == 2 and cell.value == 'PROFILE')}"

    def edit(book: Any) -> None:
        book["START"]["I31"] = 1
        book["START"]["B7"] = "Read this first"
        book["OVERVIEW"][share] = 0.99
        book["CHECKS"]["D9"] = 0
        book["LISTS"]["F3"] = "Yes, sure"
        book["RISKS"]["C8"] = "done"
        book["RISKS"].cell(9, layout_of("RISKS").columns["_missing"]).value = 0

    found = at_every_door(edited(city, tmp_path, edit))
    assert {(each.rule, each.severity, each.place) for each in found} == {
        ("WB-27", Severity.ADVICE, place)
        for place in ("START!I31", "START!B7", f"OVERVIEW!{share}", "CHECKS!D9", "LISTS!F3", "RISKS!C8",
                      f"RISKS!{column_letters(layout_of('RISKS').columns['_missing'])}9")
    }  # fmt: skip
    said = {each.place: each.message for each in found}
    assert (
        said[f"OVERVIEW!{share}"] == "The workbook works this cell out, but “99 %” was typed over it. It was not used."
    )
    assert said["START!B7"] == "Where “What this is” stood, “Read this first” stands now. It was not read."


def test_a_sheet_whose_formulas_were_all_turned_into_values_is_one_finding(city: Path, tmp_path: Path) -> None:
    turned = set()

    def edit(book: Any) -> None:
        for row in book["OVERVIEW"].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = 1
                    turned.add(cell.coordinate)

    [finding] = at_every_door(edited(city, tmp_path, edit))
    assert finding.place.startswith("OVERVIEW!")
    assert len(turned) > 480
    assert finding.message.endswith(f"So it is in {len(turned) - 1} more cells of this sheet.")


def test_a_sheet_of_another_build_is_not_held_against_this_one(grid: Grid) -> None:
    start = next(sheet for sheet in grid.sheets if sheet.title == "START")
    start.cells = {(row + 2, column): value for (row, column), value in start.cells.items()} | {
        (1, 1): start.cells[1, 1]
    }
    assert rules(read_audit(grid)) == []


def test_own_columns_and_texts_beside_are_no_cells_of_ours(grid: Grid) -> None:
    start = next(sheet for sheet in grid.sheets if sheet.title == "START")
    start.cells[30, 12] = text_value("Call the clinic")
    sheet = page(grid, "RISKS")
    sheet.cells = {(row, column + (column >= 3)): value for (row, column), value in sheet.cells.items()}
    sheet.cells[8, 3] = text_value("mine")
    assert "WB-27" not in rules(read_audit(grid))


@pytest.mark.parametrize("language", AVAILABLE)
def test_the_table_of_our_cells_is_current(language: str) -> None:
    """Else: python scripts/build_templates.py."""
    kept = resources.files("safeaudit.reading") / own_cells.table_name(language)
    assert kept.read_bytes() == made_own_cells(language)


# Pages ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [f"WB-{number}" for number in range(23, 30)])
def test_a_page_repeats_the_texts_of_its_rule(code: str) -> None:
    text, of = (Path(__file__).parent / "rules" / f"{code}.md").read_text("utf-8"), CELL_RULES[code]
    assert text.startswith(f"# {code} · {of.title}\n\n{of.severity.value.capitalize()} · basis T\n")
    assert f"## Why\n{of.why}\n" in text
    assert f"## How to answer\n{of.how}\n" in text
    assert {"## Wrong", "## Right"} <= set(text.splitlines())

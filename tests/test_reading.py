"""Whatever people do to a workbook, each answer is taken as meant or a finding names its sheet and cell; nothing is guessed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from support import grid_of, layout_of, number_value, place_of, plain, sheet_of, text_value

from safeaudit import NotReadable
from safeaudit import read_audit as read_file
from safeaudit.audit import Audit, from_answers
from safeaudit.cells import Cell, Grid, GridSheet, Kind, Value, column_letters
from safeaudit.reading import NotOurWorkbook, read_audit
from safeaudit.reading.recognise import headers
from safeaudit.reading.values import Rejected, clean, parse_number
from safeaudit.sheets import Form
from safeaudit.sheets.kinds import Number
from safeaudit.words import words
from safeaudit.workbook import build_workbook
from safeaudit.workbook.layout import HEADER, IDS

ANSWERS: dict[str, Any] = {
    "PROFILE": {"city": "Salina", "country": "KE", "population": 800_000, "period_from": date(2025, 1, 1)},
    "AREAS": {"ARE-01": {"name": "Harbour", "kind": "centre"}, "ARE-02": {"name": "Hill", "kind": "rural_edge"}},
    "SOURCES": {"SRC-01": {"name": "Police records", "quality": "low", "latest_year": 2024}},
    "INDICATORS": {"IND-C01": {"value": 12.5, "year": 2024, "area": "CITY", "source": "SRC-01"}},
    "RISKS": {
        "RSK-E1": {"relevant": "yes", "likelihood": 4, "impact": 5, "area_1": "ARE-01", "explanation": "Fast growth"},
        "RSK-S3": {"relevant": "no", "explanation": "Few"},
        "RSK-G7": {"relevant": "unknown"},
    },
    "PRICES": {"PRI-01": {"flow": "FLW-2", "item": "x", "unit": "gram", "month": date(2025, 3, 1), "price": 10.5}},
    "ACTIONS": {"STR-01": {"action": "Light the market", "risk_1": "RSK-E1", "cost": 1000.0, "area": "ARE-02"}},
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Grid:
    path = tmp_path_factory.mktemp("reading") / "audit.xlsx"
    audit = from_answers(ANSWERS)
    audit.reasons = {"MARKETS": "Skipped after CARE"}
    build_workbook(path, audit, workbook_id="reading")
    return grid_of(path)


def copied(grid: Grid) -> Grid:
    """The same cells in sheets of their own; the values themselves never change."""
    return Grid(grid.source, [replace(sheet, cells=dict(sheet.cells)) for sheet in grid.sheets])


@pytest.fixture
def grid(original: Grid) -> Grid:
    """A workbook with a few answers, to be spoilt."""
    return copied(original)


@pytest.fixture(scope="module")
def untouched(original: Grid) -> dict[str, Any]:
    return plain(read_audit(original))


def rules(audit: Audit) -> list[str]:
    return [finding.rule for finding in audit.findings]


def the(audit: Audit, rule: str) -> Any:
    """The one finding of this rule."""
    found = [finding for finding in audit.findings if finding.rule == rule]
    assert len(found) == 1, f"{rule}: {len(found)} times; all: {rules(audit)}"
    return found[0]


def put(grid: Grid, sheet_id: str, row_id: str, column: str, value: Value | None) -> str:
    """Put a value into an answer cell and give its address."""
    row, place = place_of(sheet_id, row_id, column)
    cells = sheet_of(grid, layout_of(sheet_id).tab).cells
    cells.pop((row, place), None)
    if value is not None:
        cells[row, place] = value
    return f"{column_letters(place)}{row}"


def moved(sheet: GridSheet, where: Callable[[int, int], tuple[int, int] | None]) -> None:
    """Move every cell of a sheet to another place; None deletes it."""
    cells = {}
    for (row, column), value in sheet.cells.items():
        place = where(row, column)
        if place:
            cells[place] = value
    sheet.cells = cells


def page(grid: Grid, sheet_id: str) -> GridSheet:
    return sheet_of(grid, layout_of(sheet_id).tab)


# Sheets --------------------------------------------------------------------------------------------------------------


def test_sheets_in_another_order_read_the_same(grid: Grid, untouched: dict[str, Any]) -> None:
    grid.sheets.reverse()
    audit = read_audit(grid)
    assert (plain(audit), rules(audit)) == (untouched, [])


def test_hidden_sheets_read_the_same(grid: Grid, untouched: dict[str, Any]) -> None:
    for sheet in grid.sheets:
        sheet.hidden = True
    audit = read_audit(grid)
    assert (plain(audit), rules(audit)) == (untouched, [])


def test_a_renamed_sheet_is_known_by_its_mark_and_named(grid: Grid, untouched: dict[str, Any]) -> None:
    page(grid, "RISKS").title = "our risks"
    audit = read_audit(grid)
    assert plain(audit) == untouched
    assert the(audit, "WB-09").sheet == "our risks"
    assert audit.by_id["RSK-E1"].cell("likelihood") == Cell("our risks", *place_of("RISKS", "RSK-E1", "likelihood"))


def test_two_sheets_with_swapped_titles_are_not_mixed_up(grid: Grid, untouched: dict[str, Any]) -> None:
    one, other = page(grid, "RISKS"), page(grid, "FLOWS")
    one.title, other.title = other.title, one.title
    audit = read_audit(grid)
    assert plain(audit) == untouched
    assert rules(audit) == ["WB-09", "WB-09"]


def test_a_sheet_without_its_mark_is_known_by_a_title_that_is_nearly_right(
    grid: Grid, untouched: dict[str, Any]
) -> None:
    sheet = page(grid, "REGULATION")
    del sheet.cells[1, 1]
    sheet.title = "Regulations"
    audit = read_audit(grid)
    assert plain(audit) == untouched
    assert the(audit, "WB-09").sheet == "Regulations"


def test_of_a_copied_sheet_the_original_is_read_and_the_copy_named(grid: Grid, untouched: dict[str, Any]) -> None:
    copy = GridSheet("RISKS (2)", dict(page(grid, "RISKS").cells))
    copy.cells[place_of("RISKS", "RSK-E1", "likelihood")] = number_value(1)
    grid.sheets.insert(0, copy)
    audit = read_audit(grid)
    assert plain(audit) == untouched
    assert the(audit, "WB-08").sheet == "RISKS (2)"


def test_a_missing_sheet_is_named_and_the_rest_is_read(grid: Grid, untouched: dict[str, Any]) -> None:
    grid.sheets.remove(page(grid, "SOURCES"))
    audit = read_audit(grid)
    assert plain(audit) == {sheet: rows for sheet, rows in untouched.items() if sheet != "SOURCES"}
    assert the(audit, "WB-01").sheet == "SOURCES"


def test_own_sheets_between_ours_change_nothing(grid: Grid, untouched: dict[str, Any]) -> None:
    notes = GridSheet("My notes", {(1, 1): text_value("RSK-E1"), (2, 2): text_value("relevant")})
    grid.sheets.insert(3, notes)
    audit = read_audit(grid)
    assert (plain(audit), rules(audit)) == (untouched, ["WB-20"])
    assert "“RSK-E1”" in the(audit, "WB-20").message
    assert audit.own_sheets == [notes]


def test_lists_and_about_may_be_missing(grid: Grid, untouched: dict[str, Any]) -> None:
    grid.sheets = [sheet for sheet in grid.sheets if sheet.title not in ("LISTS", "ABOUT", "START", "CHECKS")]
    audit = read_audit(grid)
    assert (plain(audit), rules(audit)) == (untouched, ["WB-28"])


def test_another_workbook_is_refused_in_one_plain_sentence(tmp_path: Path) -> None:
    book = Workbook()
    book["Sheet"]["A1"] = "Budget 2026"
    book.save(tmp_path / "budget.xlsx")
    with pytest.raises(NotReadable, match=r"^budget\.xlsx is a workbook, but not a safety audit\."):
        read_file(tmp_path / "budget.xlsx")
    with pytest.raises(NotOurWorkbook):
        read_audit(Grid("empty", []))


# Columns and rows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [1, 4, 6])
def test_columns_inserted_anywhere_move_nothing(at: int, grid: Grid, untouched: dict[str, Any]) -> None:
    for sheet_id in SHEETS:
        moved(page(grid, sheet_id), lambda row, column: (row, column + (column >= at)))
    audit = read_audit(grid)
    assert (plain(audit), rules(audit)) == (untouched, [])


def test_columns_in_reverse_order_read_the_same(grid: Grid, untouched: dict[str, Any]) -> None:
    for sheet_id in SHEETS:
        turned = dict(zip(range(5, last := layout_of(sheet_id).last_column + 1), range(last - 1, 4, -1), strict=True))
        moved(page(grid, sheet_id), lambda row, column, turned=turned: (row, turned.get(column, column)))
    audit = read_audit(grid)
    assert (plain(audit), rules(audit)) == (untouched, [])


@pytest.mark.parametrize("at", [1, 6, 7, 8])
def test_empty_rows_inserted_anywhere_move_nothing(at: int, grid: Grid, untouched: dict[str, Any]) -> None:
    for sheet_id in SHEETS:
        moved(page(grid, sheet_id), lambda row, column: (row + 3 * (row >= at), column))
    audit = read_audit(grid)
    assert (plain(audit), rules(audit)) == (untouched, [])


@pytest.mark.parametrize("sheet_id", [sheet_id for sheet_id, cls in SHEETS.items() if not isinstance(cls.rows, Form)])
def test_without_the_hidden_row_columns_are_known_by_their_headers(
    sheet_id: str, grid: Grid, untouched: dict[str, Any]
) -> None:
    moved(page(grid, sheet_id), lambda row, column: None if row == IDS else (row - (row > IDS), column))
    audit = read_audit(grid)
    assert plain(audit) == untouched
    assert the(audit, "WB-07").sheet == layout_of(sheet_id).tab


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_without_the_hidden_column_rows_are_known_by_what_people_see(
    sheet_id: str, grid: Grid, untouched: dict[str, Any]
) -> None:
    moved(page(grid, sheet_id), lambda row, column: None if column == 1 else (row, column - 1))
    audit = read_audit(grid)
    assert plain(audit) == untouched
    assert audit.reasons == {"MARKETS": "Skipped after CARE"}
    assert set(rules(audit)) <= {"WB-07"}


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_headers_of_two_columns_within_a_sheet_differ(sheet_id: str) -> None:
    """Else they could not be told apart without the hidden row."""
    if not isinstance(SHEETS[sheet_id].rows, Form):
        assert len(headers(SHEETS[sheet_id], words("en"))) == len(SHEETS[sheet_id].inputs())


def test_a_changed_header_changes_no_answer_and_is_named(grid: Grid, untouched: dict[str, Any]) -> None:
    layout = layout_of("RISKS")
    page(grid, "RISKS").cells[HEADER, layout.columns["likelihood"]] = text_value("Probabilité")
    audit = read_audit(grid)
    assert (plain(audit), rules(audit)) == (untouched, ["WB-27"])
    assert "“Likelihood” stood, “Probabilité” stands now" in audit.findings[0].message


def test_two_swapped_headers_are_named_and_the_ids_followed(grid: Grid, untouched: dict[str, Any]) -> None:
    layout, cells = layout_of("RISKS"), page(grid, "RISKS").cells
    one, other = (HEADER, layout.columns["likelihood"]), (HEADER, layout.columns["impact"])
    cells[one], cells[other] = cells[other], cells[one]
    audit = read_audit(grid)
    assert plain(audit) == untouched
    found = [finding for finding in audit.findings if finding.rule == "WB-06"]
    assert {finding.cell for finding in found} == {f"{column_letters(column)}{row}" for row, column in (one, other)}


def test_a_missing_column_is_named(grid: Grid, untouched: dict[str, Any]) -> None:
    gone = layout_of("RISKS").columns["explanation"]
    moved(page(grid, "RISKS"), lambda row, column: None if column == gone else (row, column - (column > gone)))
    audit = read_audit(grid)
    finding = the(audit, "WB-02")
    assert (finding.sheet, finding.column) == ("RISKS", "explanation")
    del untouched["RISKS"]["RSK-E1"]["explanation"]
    del untouched["RISKS"]["RSK-S3"]["explanation"]
    assert plain(audit) == untouched
    untouched["RISKS"]["RSK-E1"]["explanation"] = "Fast growth"
    untouched["RISKS"]["RSK-S3"]["explanation"] = "Few"


def test_a_missing_line_is_named(grid: Grid) -> None:
    row = layout_of("RISKS").row_numbers["RSK-S3"]
    moved(page(grid, "RISKS"), lambda r, column: None if r == row else (r - (r > row), column))
    audit = read_audit(grid)
    finding = the(audit, "WB-03")
    assert (finding.sheet, finding.row_id) == ("RISKS", "RSK-S3")


def test_a_missing_line_of_a_form_is_named(grid: Grid) -> None:
    row = layout_of("PROFILE").row_numbers["population"]
    moved(page(grid, "PROFILE"), lambda r, column: None if r == row else (r - (r > row), column))
    finding = the(read_audit(grid), "WB-03")
    assert finding.sheet == "PROFILE"
    assert "Population" in finding.message


def test_answers_on_a_line_without_number_are_named_and_kept(grid: Grid, untouched: dict[str, Any]) -> None:
    layout, sheet = layout_of("AREAS"), page(grid, "AREAS")
    sheet.cells[layout.last + 2, layout.columns["name"]] = text_value("New quarter")
    audit = read_audit(grid)
    finding = the(audit, "WB-04")
    assert (finding.sheet, finding.cell) == ("AREAS", f"D{layout.last + 2}")
    assert "New quarter" in finding.message
    assert plain(audit) == untouched


def test_a_line_copied_below_itself_is_named_and_the_first_one_counts(grid: Grid, untouched: dict[str, Any]) -> None:
    layout, sheet = layout_of("AREAS"), page(grid, "AREAS")
    first, copy = layout.row_numbers["ARE-01"], layout.last + 1
    for column in range(1, layout.last_column + 1):
        if value := sheet.value(first, column):
            sheet.cells[copy, column] = value
    sheet.cells[copy, layout.columns["name"]] = text_value("Harbour, copied")
    audit = read_audit(grid)
    finding = the(audit, "WB-05")
    assert (finding.sheet, finding.cell, finding.row_id) == ("AREAS", f"D{copy}", "ARE-01")
    assert "Harbour, copied" in finding.message
    assert plain(audit) == untouched


@pytest.mark.parametrize(("sheet_id", "one", "other"), [("RISKS", "RSK-E1", "RSK-S3"), ("AREAS", "ARE-01", "ARE-02")])
def test_lines_sorted_without_their_hidden_ids_keep_their_answers(
    sheet_id: str, one: str, other: str, grid: Grid, untouched: dict[str, Any]
) -> None:
    """Sorting the visible part leaves the hidden column behind: the number people see went along with the answers."""
    rows = layout_of(sheet_id).row_numbers
    exchange = {rows[one]: rows[other], rows[other]: rows[one]}
    moved(page(grid, sheet_id), lambda r, column: (exchange.get(r, r) if column > 1 else r, column))
    audit = read_audit(grid)
    assert plain(audit) == untouched
    assert {(finding.rule, finding.sheet, finding.row_id) for finding in audit.findings} == {
        ("WB-15", sheet_id, one), ("WB-15", sheet_id, other),
    }  # fmt: skip
    assert str(audit.by_id[one].cell("relevant" if sheet_id == "RISKS" else "name")).endswith(str(rows[other]))


# Words of lists ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["Still to be reached", "STILL TO BE REACHED", " still  to be reached ", "still\u00a0to be reached", "to_be_reached",
     "Still to be\u200breached".replace("\u200b", " \u200b"), "ｓtill to be reached"],
)  # fmt: skip
def test_words_of_a_list_are_known_in_every_dress(typed: str, grid: Grid) -> None:
    put(grid, "TEAM", "TEA-01", "role", text_value(typed))
    audit = read_audit(grid)
    assert audit.by_id["TEA-01"].get("role") == "to_be_reached"
    assert rules(audit) == []


def test_a_country_is_known_whose_line_on_lists_was_damaged(grid: Grid) -> None:
    """The names on LISTS go first, for they change; what is not there is looked up in our own."""
    lists = next(sheet for sheet in grid.sheets if sheet.title == "LISTS")
    for place, cell in list(lists.cells.items()):
        if cell.value in ("Namibia", "NA"):
            lists.cells[place] = text_value("x")
    put(grid, "PROFILE", "PROFILE", "country", text_value("Namibia"))
    assert read_audit(grid).profile.country == "NA"


@pytest.mark.parametrize("typed", ["Mayor's office", "mayor’s office", "Mayor‘s Office", "mayor`s office"])
def test_quotes_of_any_kind_are_the_same(typed: str, grid: Grid) -> None:
    put(grid, "TEAM", "TEA-01", "stakeholder", text_value(typed))
    assert read_audit(grid).by_id["TEA-01"].get("stakeholder") == "mayor"


def test_a_word_that_is_not_in_the_list_is_named_with_words_near_to_it(grid: Grid) -> None:
    cell = put(grid, "RISKS", "RSK-E2", "trend", text_value("Raising"))
    audit = read_audit(grid)
    finding = the(audit, "CL-02")
    assert (finding.sheet, finding.cell, finding.row_id, finding.column) == ("RISKS", cell, "RSK-E2", "trend")
    assert "“Raising”" in finding.message
    assert "“Rising”" in finding.remedy
    row = audit.by_id["RSK-E2"]
    assert row.rejected == {"trend": "Raising"}
    assert row.trend is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(("typed", "code"), [("Kenya", "KE"), ("kenya", "KE"), ("KE", "KE"), ("Côte d’Ivoire", "CI")])
def test_countries_are_known_by_name_and_code(typed: str, code: str, grid: Grid) -> None:
    put(grid, "PROFILE", "", "country", text_value(typed))
    assert read_audit(grid).profile.country == code


@pytest.mark.parametrize(("value", "code"), [(True, "yes"), (False, "no")])
def test_true_and_false_are_yes_and_no_where_these_are_asked(value: bool, code: str, grid: Grid) -> None:
    put(grid, "RISKS", "RSK-E2", "relevant", Value(Kind.BOOLEAN, value))
    audit = read_audit(grid)
    assert audit.by_id["RSK-E2"].get("relevant") == code
    assert rules(audit) == []


@pytest.mark.parametrize(
    ("sheet_id", "row", "column", "rule"),
    [("INDICATORS", "IND-C02", "value", "CL-03"), ("RISKS", "RSK-E2", "impact", "CL-03"),
     ("RISKS", "RSK-E2", "trend", "CL-02"), ("ACTIONS", "STR-02", "starts", "CL-15"),
     ("ACTIONS", "STR-02", "risk_1", "CL-16")],
)  # fmt: skip
def test_true_is_never_taken_for_a_number_a_date_or_a_line(
    sheet_id: str, row: str, column: str, rule: str, grid: Grid
) -> None:
    cell = put(grid, sheet_id, row, column, Value(Kind.BOOLEAN, True))
    audit = read_audit(grid)
    assert the(audit, rule).cell == cell
    assert getattr(audit.by_id[row], column) is None


# Numbers -------------------------------------------------------------------------------------------------------------

ACCEPTED = {
    "1234": 1234, "+5": 5, "-5": -5, "−5": -5, "12.5": 12.5, "12,5": 12.5, "0.123": 0.123, "0,123": 0.123,
    "1234.567": 1234.567, "1234,567": 1234.567, "1 234": 1234, "1\u00a0234,5": 1234.5, "1\u202f234": 1234,
    "1\u2009234": 1234, "1'234.5": 1234.5, "1’234": 1234, "1,234,567": 1234567, "1.234.567": 1234567,
    "1,234.56": 1234.56, "1.234,56": 1234.56, "١٢٣": 123, "۱۲۳": 123, "१२३": 123, "١٢٫٥": 12.5, "١٬٢٣٤": 1234,
    "１２３": 123, "  7 ": 7, "0012": 12,
}  # fmt: skip
AMBIGUOUS = ("1,234", "1.234", "12,345", "123.456", "-1,234", "+1.234", "١,٢٣٤")
REJECTED = (
    "1_000", "nan", "inf", "-inf", "NaN", "Infinity", "1e5", "1E5", "0x10", "5 people", "5%", "6-5", "1/2",
    "½", "²", "1.2.3", "1,23,456", "12..5", "--5", "5-", "(5)", "1 2 3", "1,234,56", "1 234 5", ".", "-", "١٢٣ شخص",
    "1,234.567.8", "True", "None", "=5", "12.345.6789", "1 000 000.000.000",
)  # fmt: skip


@pytest.mark.parametrize("typed", ACCEPTED)
def test_numbers_typed_as_text_in_local_styles_are_read_and_said_so(typed: str, grid: Grid) -> None:
    cell = put(grid, "INDICATORS", "IND-C02", "value", text_value(typed))
    audit = read_audit(grid)
    assert audit.by_id["IND-C02"].get("value") == ACCEPTED[typed]
    assert the(audit, "CL-14").cell == cell


@pytest.mark.parametrize("typed", AMBIGUOUS)
def test_numbers_that_can_be_read_in_two_ways_are_never_guessed(typed: str, grid: Grid) -> None:
    cell = put(grid, "INDICATORS", "IND-C02", "value", text_value(typed))
    audit = read_audit(grid)
    assert the(audit, "CL-05").cell == cell
    assert audit.by_id["IND-C02"].rejected == {"value": typed}


@pytest.mark.parametrize("typed", REJECTED)
def test_what_is_no_number_is_named_and_kept(typed: str, grid: Grid) -> None:
    cell = put(grid, "INDICATORS", "IND-C02", "value", text_value(typed))
    audit = read_audit(grid)
    assert the(audit, "CL-22" if typed in (".", "-", "None") else "CL-03").cell == cell
    assert audit.by_id["IND-C02"].rejected == {"value": typed}


@settings(max_examples=300, deadline=None)
@given(number=st.decimals(-999_999_999, 999_999_999, places=2), style=st.sampled_from([",.", ".,", " ,", "' .", " ."]))
def test_a_number_written_in_any_style_is_that_number_or_none(number: Any, style: str) -> None:
    written = f"{number:,.2f}".replace(",", "G").replace(".", style[-1]).replace("G", style[0])
    read = parse_number(written)
    assert read == float(number) or isinstance(read, Rejected)


@pytest.mark.parametrize(("value", "low", "high"), [(0.0, "1", "5"), (6.0, "1", "5")])
def test_a_number_out_of_range_is_named_with_the_range(value: float, low: str, high: str, grid: Grid) -> None:
    cell = put(grid, "RISKS", "RSK-E2", "impact", number_value(value))
    finding = the(read_audit(grid), "CL-04")
    assert finding.cell == cell
    assert f"outside {low} to {high}" in finding.message


def test_a_fraction_where_a_whole_number_is_asked_is_named(grid: Grid) -> None:
    cell = put(grid, "RISKS", "RSK-E2", "impact", number_value(2.5))
    assert the(read_audit(grid), "CL-11").cell == cell


def test_a_share_of_0_3_is_taken_as_it_stands_and_asked_about(grid: Grid) -> None:
    cell = put(grid, "PROFILE", "", "informal_share", number_value(0.3))
    audit = read_audit(grid)
    finding = the(audit, "CL-13")
    assert finding.cell == cell
    assert "Did you mean 30 per cent?" in finding.message
    assert audit.profile.informal_share == 0.3


@pytest.mark.parametrize(("typed", "value"), [("30%", 30), ("30 %", 30), ("12,5 %", 12.5), ("٣٠", 30)])
def test_a_share_may_carry_its_sign(typed: str, value: float, grid: Grid) -> None:
    put(grid, "PROFILE", "", "informal_share", text_value(typed))
    audit = read_audit(grid)
    assert audit.profile.informal_share == value
    assert rules(audit) == ["CL-14"]


# Dates ---------------------------------------------------------------------------------------------------------------

DAYS = {
    "2026-05-31": date(2026, 5, 31), "2026/5/31": date(2026, 5, 31), "2026.05.31": date(2026, 5, 31),
    "31.05.2026": date(2026, 5, 31), "03.04.2025": date(2025, 4, 3), "31/05/2026": date(2026, 5, 31),
    "05/31/2026": date(2026, 5, 31), "05/05/2026": date(2026, 5, 5), "31 May 2026": date(2026, 5, 31),
    "31 may 2026": date(2026, 5, 31), "٣١/٠٥/٢٠٢٦": date(2026, 5, 31),
}  # fmt: skip
NO_DAYS = (
    "soon", "2026", "31.13.2026", "2026-02-30", "31/02/2026", "31.5.26", "May", "1.5", "20260531", "tomorrow",
    "2026-05-31T10:00", "0", "31 Foo 2026",
)  # fmt: skip


@pytest.mark.parametrize("typed", DAYS)
def test_dates_typed_as_text_are_read_and_said_so(typed: str, grid: Grid) -> None:
    cell = put(grid, "PROFILE", "", "period_to", text_value(typed))
    audit = read_audit(grid)
    assert audit.profile.period_to == DAYS[typed]
    assert the(audit, "CL-14").cell == cell


@pytest.mark.parametrize("typed", ["03/04/2025", "3-4-2025", "12/11/2025", "٠٣/٠٤/٢٠٢٥"])
def test_dates_that_can_be_read_in_two_ways_are_never_guessed(typed: str, grid: Grid) -> None:
    cell = put(grid, "PROFILE", "", "period_to", text_value(typed))
    audit = read_audit(grid)
    assert the(audit, "CL-05").cell == cell
    assert audit.profile.rejected == {"period_to": typed}


@pytest.mark.parametrize("typed", NO_DAYS)
def test_what_is_no_date_is_named_and_kept(typed: str, grid: Grid) -> None:
    cell = put(grid, "PROFILE", "", "period_to", text_value(typed))
    audit = read_audit(grid)
    assert the(audit, "CL-15").cell == cell
    assert audit.profile.rejected == {"period_to": typed}


@pytest.mark.parametrize("typed", ["05/2026", "2026-05", "May 2026", "2026-05-17", "17.05.2026"])
def test_a_month_may_be_typed_with_or_without_a_day(typed: str, grid: Grid) -> None:
    put(grid, "PRICES", "PRI-02", "month", text_value(typed))
    assert read_audit(grid).by_id["PRI-02"].get("month") == date(2026, 5, 1)


def test_a_date_that_lost_its_format_is_a_date_and_a_bare_year_is_none(grid: Grid) -> None:
    put(grid, "PROFILE", "", "period_to", number_value(46_173))
    assert read_audit(grid).profile.period_to == date(2026, 5, 31)
    cell = put(grid, "PROFILE", "", "period_to", number_value(2026))
    audit = read_audit(grid)
    assert the(audit, "CL-15").cell == cell
    assert audit.profile.period_to is None


def test_a_date_out_of_our_time_is_named(grid: Grid) -> None:
    cell = put(grid, "PROFILE", "", "period_to", Value(Kind.DATE, datetime(1926, 5, 31)))
    assert the(read_audit(grid), "CL-04").cell == cell


# References ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["ARE-02", "are-02", " ARE-02 · Hill", "ARE-02 · hil", "ARE – 02", "ARE-02Hill".replace("H", " H")],
)
def test_a_line_is_known_by_its_number(typed: str, grid: Grid) -> None:
    put(grid, "RISKS", "RSK-E2", "area_1", text_value(typed))
    audit = read_audit(grid)
    assert audit.by_id["RSK-E2"].get("area_1") == "ARE-02"
    assert rules(audit) == []


def test_a_line_chosen_by_its_name_is_read_and_said_so(grid: Grid) -> None:
    cell = put(grid, "RISKS", "RSK-E2", "area_1", text_value("  hill "))
    audit = read_audit(grid)
    finding = the(audit, "CL-17")
    assert audit.by_id["RSK-E2"].get("area_1") == "ARE-02"
    assert finding.cell == cell
    assert "ARE-02 · Hill" in finding.message


def test_a_name_that_two_lines_bear_is_never_guessed(grid: Grid) -> None:
    put(grid, "AREAS", "ARE-03", "name", text_value("Hill"))
    cell = put(grid, "RISKS", "RSK-E2", "area_1", text_value("Hill"))
    audit = read_audit(grid)
    assert the(audit, "CL-16").cell == cell
    assert audit.by_id["RSK-E2"].rejected == {"area_1": "Hill"}


@pytest.mark.parametrize("typed", ["CITY", "City · Whole city", "whole city", "Salina"])
def test_the_whole_city_is_known_where_it_may_be_chosen(typed: str, grid: Grid) -> None:
    put(grid, "INDICATORS", "IND-C02", "area", text_value(typed))
    assert read_audit(grid).by_id["IND-C02"].get("area") == "CITY"


# Formulas, errors, blanks, texts -------------------------------------------------------------------------------------


def test_a_formula_in_an_answer_cell_gives_its_last_result_and_is_named(grid: Grid) -> None:
    cell = put(grid, "INDICATORS", "IND-C02", "value", Value(Kind.NUMBER, 7.5, formula=True))
    audit = read_audit(grid)
    assert audit.by_id["IND-C02"].get("value") == 7.5
    assert the(audit, "CL-08").cell == cell


def test_a_formula_never_worked_out_is_no_answer(grid: Grid) -> None:
    cell = put(grid, "INDICATORS", "IND-C02", "value", Value(Kind.UNCALCULATED, "", formula=True))
    audit = read_audit(grid)
    assert the(audit, "CL-10").cell == cell
    assert audit.by_id["IND-C02"].value is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_an_error_value_in_any_column_is_named(sheet_id: str, grid: Grid) -> None:
    cls = SHEETS[sheet_id]
    layout = layout_of(sheet_id)
    row = sheet_id if layout.form else list(layout.row_numbers)[1]
    columns = [column.id for column in cls.inputs() if layout.form or column.id != "label" or "label" in layout.order]
    columns = [column for column in columns if column != "label" or row.startswith("ACT")]
    cells = {put(grid, sheet_id, row, column, Value(Kind.ERROR, "#REF!")) for column in columns}
    found = [finding for finding in read_audit(grid).findings if finding.rule == "CL-09"]
    assert {finding.cell for finding in found} == cells
    assert all("#REF!" in finding.message for finding in found)


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\t", "\n", "\u3000", "\u200b", "\ufeff "])
def test_a_cell_that_looks_empty_is_empty(blank: str, grid: Grid) -> None:
    for sheet_id, row, column in (
        ("PROFILE", "", "lead_office"), ("PROFILE", "", "informal_share"), ("PROFILE", "", "next_audit"),
        ("PROFILE", "", "currency"), ("RISKS", "RSK-E2", "area_1"),
    ):  # fmt: skip
        put(grid, sheet_id, row, column, text_value(blank))
    audit = read_audit(grid)
    assert audit.profile.lead_office is None
    assert audit.profile.rejected == {}
    assert audit.by_id["RSK-E2"].filled == []
    assert rules(audit) == []


def test_hidden_characters_are_taken_out_and_named(grid: Grid) -> None:
    cell = put(grid, "AREAS", "ARE-03", "name", text_value("Old\u202e Town\x07"))
    audit = read_audit(grid)
    assert audit.by_id["ARE-03"].get("name") == "Old Town\ufffd"
    assert the(audit, "CL-12").cell == cell


def test_a_long_text_is_kept_whole_and_named(grid: Grid) -> None:
    cell = put(grid, "AREAS", "ARE-03", "name", text_value("x" * 300))
    audit = read_audit(grid)
    assert audit.by_id["ARE-03"].get("name") == "x" * 300
    assert the(audit, "CL-06").cell == cell


@pytest.mark.parametrize("typed", ["office", "a@b", "a b@c.d", "www.city.example"])
def test_what_is_no_email_address_is_kept_and_named(typed: str, grid: Grid) -> None:
    cell = put(grid, "PROFILE", "", "office_email", text_value(typed))
    audit = read_audit(grid)
    assert audit.profile.office_email == typed
    assert the(audit, "CL-07").cell == cell


def test_numbers_and_dates_in_text_cells_become_their_text(grid: Grid) -> None:
    put(grid, "AREAS", "ARE-03", "name", number_value(12))
    put(grid, "AREAS", "ARE-04", "name", Value(Kind.DATE, datetime(2026, 5, 31)))
    audit = read_audit(grid)
    assert audit.by_id["ARE-03"].get("name") == "12"
    assert audit.by_id["ARE-04"].get("name") == "2026-05-31"


def test_two_findings_of_one_cell_and_findings_of_many_cells_all_come(grid: Grid) -> None:
    for row in ("IND-C02", "IND-C03", "IND-C04"):
        put(grid, "INDICATORS", row, "value", text_value("five or so"))
    assert rules(read_audit(grid)).count("CL-03") == 3


ANYTHING = (
    st.text(max_size=12).map(text_value)
    | st.floats(allow_nan=False).map(number_value)
    | st.booleans().map(lambda value: Value(Kind.BOOLEAN, value))
    | st.datetimes().map(lambda value: Value(Kind.DATE, value))
    | st.sampled_from([Value(Kind.ERROR, "#N/A"), Value(Kind.UNCALCULATED, "", formula=True)])
    | st.sampled_from(["1,234", "03/04/2025", "CITY", "RSK-E1", "Yes", "9" * 400, "-", "=1"]).map(text_value)
)


@settings(max_examples=60, deadline=None)
@given(contents=st.lists(ANYTHING, min_size=12, max_size=40), seed=st.randoms(use_true_random=False))
def test_anything_in_any_cell_is_taken_or_named_and_never_raises(
    contents: list[Value], seed: Any, original: Grid
) -> None:
    """Every filled input cell is an answer, or a finding names it."""
    grid = copied(original)
    places = {}
    for value in contents:
        sheet_id = seed.choice(list(SHEETS))
        column = seed.choice([column for column in SHEETS[sheet_id].inputs() if column.id != "label"])
        row = sheet_id if layout_of(sheet_id).form else seed.choice(list(layout_of(sheet_id).row_numbers))
        places[sheet_id, row, column.id] = (put(grid, sheet_id, row, column.id, value), value)
    audit = read_audit(grid)
    named = {(finding.sheet, finding.cell) for finding in audit.findings}
    for (sheet_id, row_id, column_id), (cell, value) in places.items():
        row = audit.by_id[row_id] if row_id in audit.by_id else audit.sheets[sheet_id][0]
        if row.get(column_id) is None and value.kind is Kind.TEXT:
            assert clean(str(value.value))[0] == "" or (layout_of(sheet_id).tab, cell) in named
        if column_id in row.rejected or (row.get(column_id) is None and value.kind is not Kind.TEXT):
            assert (layout_of(sheet_id).tab, cell) in named
        kind = SHEETS[sheet_id].columns[column_id].kind
        if isinstance(kind, Number) and isinstance(getattr(row, column_id), float):
            assert kind.minimum is not None
            assert kind.maximum is not None
            assert kind.minimum <= getattr(row, column_id) <= kind.maximum


# Messages ------------------------------------------------------------------------------------------------------------


def test_every_finding_says_where_what_was_found_and_what_to_do(grid: Grid) -> None:
    put(grid, "RISKS", "RSK-E2", "trend", text_value("{up} <b>"))
    put(grid, "PROFILE", "", "population", text_value("a lot"))
    put(grid, "PROFILE", "", "country", Value(Kind.ERROR, "#N/A"))
    for finding in read_audit(grid).findings:
        assert finding.sheet
        assert finding.cell
        assert finding.message.strip()
        assert finding.remedy.strip()
        assert "{" not in finding.message.replace("{up} <b>", "")


def test_reading_changes_nothing_in_the_grid(grid: Grid, original: Grid) -> None:
    read_audit(grid)
    assert grid == original


def test_a_date_without_its_format_counts_from_1904_where_the_workbook_does(blank_grid: Grid) -> None:
    """2025-07-01 is 45839 counted from 1900 and 44377 counted from 1904."""
    grid = copy.deepcopy(blank_grid)
    grid.date1904 = True
    sheet = next(sheet for sheet in grid.sheets if sheet.title == "PROFILE")
    row = next(row for (row, column), value in sheet.cells.items() if column == 1 and value.value == "period_from")
    sheet.cells[row, 5] = Value(Kind.NUMBER, 44377.0)

    assert read_audit(grid).profile.period_from == date(2025, 7, 1)

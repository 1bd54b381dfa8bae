"""The workbook as a file: no macros, locked but for its inputs, every input with its dropdown and help, nothing volatile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from openpyxl.utils import range_boundaries
from support import ROOT, layout_of, named, open_book, open_xml_errors, parts, xml

from safeaudit import check, read_audit
from safeaudit.audit import Audit, blank_audit
from safeaudit.cells import column_letters
from safeaudit.edition import full, shipped
from safeaudit.sheets import Column, Fixed, Free
from safeaudit.sheets.kinds import Choice, Day, Number, Reference, Scale, Text, Year
from safeaudit.words import words
from safeaudit.workbook import build_workbook
from safeaudit.workbook.layout import FIRST_COLUMN, HEADER, HELPERS, IDS, REASON, is_local
from safeaudit.workbook.start import PLAN, STEPS_TOP
from safeaudit.workbook.strict import PLAIN_FUNCTIONS

OTHERS = ("START", "OVERVIEW", "CHECKS", "LISTS", "ABOUT")


def input_cells(sheet_id: str) -> dict[tuple[int, int], Column]:
    """The cells people fill by (row, column), worked out from the sheet's definition."""
    layout, cls = layout_of(sheet_id), SHEETS[sheet_id]
    if layout.form:
        return {(layout.row_numbers[column.id], layout.columns["answer"]): column for column in cls.inputs()}
    return {
        (line.number, layout.columns[column.id]): column
        for line in layout.lines
        if line.row_id
        for column in cls.inputs()
        if not (column.id == "label" and isinstance(cls.rows, Fixed) and not is_local(line, cls))
    }


def unlocked(page: Any) -> set[tuple[int, int]]:
    return {(cell.row, cell.column) for row in page.iter_rows() for cell in row if not cell.protection.locked}


def validations(page: Any) -> dict[tuple[int, int], Any]:
    """The data validation of each cell that has one."""
    found = {}
    for validation in page.data_validations.dataValidation:
        for area in validation.sqref.ranges:
            for row, column in area.cells:
                assert (row, column) not in found, f"{page.title}: two validations on R{row}C{column}"
                found[row, column] = validation
    return found


def formulas(book: Any) -> Iterator[tuple[str, str]]:
    """Every formula of the workbook with its place: cells, defined names, validations, conditional formats."""
    for page in book.worksheets:
        for cell in (cell for row in page.iter_rows() for cell in row if cell.data_type == "f"):
            yield f"{page.title}!{cell.coordinate}", str(getattr(cell.value, "text", cell.value))
        for validation in page.data_validations.dataValidation:
            for formula in filter(None, (validation.formula1, validation.formula2)):
                yield f"{page.title} validation {validation.sqref}", str(formula)
        for area in page.conditional_formatting:
            for formula in (formula for rule in area.rules for formula in rule.formula):
                yield f"{page.title} format {area.sqref}", str(formula)
    for name, defined in book.defined_names.items():
        yield f"name {name}", str(defined.attr_text)


# The file ------------------------------------------------------------------------------------------------------------


def test_the_file_holds_no_macro_no_link_outside_and_nothing_that_runs(blank: Path) -> None:
    found = parts(blank)
    active = ("vba", "macro", "activex", "ole", "embed", "externallink", "connections", "querytable", "customui")
    assert [name for name in found if any(word in name.casefold() for word in active)] == []
    outside = [name for name, part in found.items() if name.endswith(".rels") and b'TargetMode="External"' in part]
    assert outside == []


@pytest.mark.parametrize("which", ["blank", "rich", "sample", "pseudo"])
def test_microsofts_validator_finds_nothing_to_say(which: str, request: pytest.FixtureRequest) -> None:
    assert open_xml_errors(request.getfixturevalue(which)) == []


def test_the_same_answers_give_the_same_bytes(rich: Path, rich_audit: Audit, tmp_path: Path) -> None:
    build_workbook(tmp_path / "again.xlsx", rich_audit, workbook_id="test")
    assert (tmp_path / "again.xlsx").read_bytes() == rich.read_bytes()


def test_every_new_workbook_gets_an_id_of_its_own(tmp_path: Path) -> None:
    assert build_workbook(tmp_path / "a.xlsx") != build_workbook(tmp_path / "b.xlsx")


@pytest.mark.parametrize(
    ("edition", "name"), [("full", "safety-audit-en.xlsx"), ("rapid", "safety-audit-rapid-en.xlsx")]
)
def test_the_committed_blank_workbook_is_current(edition: str, name: str, tmp_path: Path) -> None:
    committed = ROOT / "workbook_templates" / name
    build_workbook(tmp_path / "new.xlsx", blank_audit("en", edition=shipped(edition)), workbook_id="template")
    current = committed.read_bytes() == (tmp_path / "new.xlsx").read_bytes()
    assert current, "run: python scripts/build_templates.py"


def test_properties_name_the_work_and_carry_one_fixed_date(blank_book: Any, sample: Path) -> None:
    assert blank_book.properties.title == "Local safety audit"
    assert "safeaudit" in blank_book.properties.keywords
    assert blank_book.properties.created.year == 2026
    profile = open_book(sample)
    assert profile.properties.title.startswith("Local safety audit · ")
    assert profile.properties.creator != ""


# Sheets --------------------------------------------------------------------------------------------------------------


def test_every_sheet_is_protected_without_a_password(blank_book: Any) -> None:
    for page in blank_book.worksheets:
        assert page.protection.sheet, page.title
        assert not page.protection.password, page.title
        assert not page.protection.hashValue, page.title
        assert page.protection.selectUnlockedCells is False, page.title  # False: they may be selected


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_only_input_cells_are_unlocked(sheet_id: str, blank_book: Any) -> None:
    layout = layout_of(sheet_id)
    expected = set(input_cells(sheet_id))
    if isinstance(SHEETS[sheet_id].rows, Free):
        expected.add((REASON, FIRST_COLUMN))
    assert unlocked(blank_book[layout.tab]) == expected


def test_on_the_other_sheets_only_the_plan_and_reasons_for_accepted_warnings_are_unlocked(blank_book: Any) -> None:
    for title in ("OVERVIEW", "LISTS", "ABOUT"):
        assert unlocked(blank_book[title]) == set(), title
    start = blank_book["START"]
    steps = {row for row in range(STEPS_TOP + 1, start.max_row + 1) if start.cell(row, 1).value in SHEETS}
    assert len(steps) == len(SHEETS)
    assert unlocked(start) == {(row, column) for row in steps for column in (PLAN, PLAN + 1)}
    places = unlocked(blank_book["CHECKS"])
    assert {column for _, column in places} == {9}
    assert len(places) >= 400


def test_lists_and_about_are_hidden_and_all_other_sheets_are_seen(blank_book: Any) -> None:
    hidden = [page.title for page in blank_book.worksheets if page.sheet_state != "visible"]
    assert hidden == ["LISTS", "ABOUT"]
    assert blank_book.active.title == "START"


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_ids_and_helpers_are_there_but_out_of_sight(sheet_id: str, blank_book: Any) -> None:
    layout = layout_of(sheet_id)
    page = blank_book[layout.tab]
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[IDS].hidden
    assert page["A1"].value == sheet_id
    assert [page.cell(IDS, layout.columns[column]).value for column in layout.columns] == list(layout.columns)
    hidden = {  # openpyxl groups columns of equal width
        number for each in page.column_dimensions.values() if each.hidden for number in range(each.min, each.max + 1)
    }
    assert hidden == {1} | {layout.columns[helper] for helper in HELPERS}


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_header_and_first_columns_stay_in_view(sheet_id: str, blank_book: Any) -> None:
    page = blank_book[layout_of(sheet_id).tab]
    assert page.freeze_panes == f"{column_letters(FIRST_COLUMN + 1)}{HEADER + 1}"  # number, status, name


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_every_sheet_prints_on_a4_with_its_header_on_each_page(sheet_id: str, blank_book: Any) -> None:
    layout = layout_of(sheet_id)
    page = blank_book[layout.tab]
    assert page.page_setup.paperSize == 9
    assert page.print_title_rows in (f"${IDS}:${HEADER}", f"{IDS}:{HEADER}")
    assert page.print_title_cols.replace("$", "") == "B:D"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0
    low, top, right, bottom = range_boundaries(page.print_area.rpartition("!")[2].replace("$", ""))
    assert (low, top, right, bottom) == (2, 1, layout.last_column, layout.last)
    assert "Page" in page.oddFooter.right.text


def test_the_other_visible_sheets_print_on_a4_too(blank_book: Any) -> None:
    for title in ("START", "OVERVIEW", "CHECKS"):
        assert blank_book[title].page_setup.paperSize == 9, title
        assert blank_book[title].page_setup.orientation == "landscape", title


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_no_input_cell_is_merged(sheet_id: str, blank_book: Any) -> None:
    inputs = input_cells(sheet_id)
    for area in blank_book[layout_of(sheet_id).tab].merged_cells.ranges:
        assert not [place for place in area.cells if place in inputs], str(area)


# Input cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_every_input_cell_says_what_it_wants(sheet_id: str, blank_book: Any) -> None:
    found = validations(blank_book[layout_of(sheet_id).tab])
    for place, column in input_cells(sheet_id).items():
        validation = found[place]
        assert validation.showInputMessage
        assert validation.prompt == words().help(sheet_id, column.id, full().settings)
        assert validation.promptTitle[:31] == column.label[:31]
        assert len(validation.prompt) <= 255
        assert len(validation.promptTitle) <= 32
        assert validation.error
        assert validation.showErrorMessage


@pytest.mark.parametrize("sheet_id", SHEETS)
def test_every_input_cell_takes_only_what_its_column_is_for(sheet_id: str, blank_book: Any) -> None:
    found = validations(blank_book[layout_of(sheet_id).tab])
    names = set(blank_book.defined_names)
    for place, column in input_cells(sheet_id).items():
        validation = found[place]
        match column.kind:
            case Choice(options=options):
                assert (validation.type, validation.formula1) == ("list", f"list_{options}")
                assert validation.formula1 in names
            case Reference(sheet=target, whole_city=whole_city):
                name = f"choose_{target}" + ("_or_city" if whole_city else "")
                assert (validation.type, validation.formula1) == ("list", name)
                assert name in names
            case Scale(minimum=low, maximum=high):
                steps = ",".join([*map(str, range(low, high + 1)), "Not known"])
                assert (validation.type, validation.formula1) == ("list", f'"{steps}"')
            case Year():
                assert validation.type == "custom"
            case Number(minimum=low, maximum=high, whole=whole):
                assert validation.type == ("whole" if whole else "decimal")
                assert (float(validation.formula1), float(validation.formula2)) == (low, high)
            case Day():
                assert (validation.formula1, validation.formula2) == ("32874", "73050")  # 1990 to 2099
            case Text(limit=limit):
                assert (validation.type, validation.operator) == ("textLength", "lessThanOrEqual")
                assert int(validation.formula1) == limit
        assert validation.showDropDown is not True  # in the file format true hides the arrow


def test_dropdowns_of_choices_hold_exactly_the_words_of_the_list(blank_book: Any) -> None:
    lists = blank_book["LISTS"]
    heads = {lists.cell(1, column).value: column for column in range(1, lists.max_column + 1)}
    for cls in SHEETS.values():
        for column in cls.inputs():
            if isinstance(column.kind, Choice):
                options = column.kind.options
                target = blank_book.defined_names[f"list_{options}"].attr_text.rpartition("!")[2].replace("$", "")
                left, top, right, bottom = range_boundaries(target)
                assert left == right == heads[options] + 1
                shown = {lists.cell(row, left - 1).value: lists.cell(row, left).value for row in range(top, bottom + 1)}
                assert shown == dict(words("en").options(options))
                assert lists.cell(bottom + 1, left).value is None


def test_inline_lists_fit_the_limit_of_255_characters(blank_book: Any) -> None:
    for page in blank_book.worksheets:
        for validation in page.data_validations.dataValidation:
            assert not str(validation.formula1).startswith('"') or len(validation.formula1) <= 257


# Formulas and names --------------------------------------------------------------------------------------------------

VOLATILE = re.compile(r"\b(OFFSET|INDIRECT|NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|CELL|INFO)\(", re.IGNORECASE)
WHOLE_COLUMN = re.compile(
    r"(?<![A-Z$0-9])\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![A-Z0-9(])|(?<![A-Z0-9:])\$?\d+:\$?\d+(?![0-9])"
)
TEXTS = re.compile(r'"[^"]*"|\'[^\']*\'')


def test_no_formula_is_too_long_volatile_or_runs_over_whole_columns(rich: Path) -> None:
    count = 0
    for place, formula in formulas(open_book(rich)):
        count += 1
        bare = TEXTS.sub('""', formula)
        assert len(formula) <= 8192, place
        assert not VOLATILE.search(bare), place
        assert place.startswith("name _xlnm.Print_Titles") or not WHOLE_COLUMN.search(bare), f"{place}: {bare[:200]}"
        assert "[" not in bare, f"{place} points into another file"
        assert "#REF!" not in bare, place
    assert count > 3000


CALLED = re.compile(r"[A-Za-z0-9_.]+(?=\()")


def test_formulas_call_only_functions_that_every_program_has_known_for_long(rich: Path, pseudo: Path) -> None:
    """A newer one would need a prefix, which `Sheet.formula_of_plain_functions` does not look for."""
    called = {
        name
        for path in (rich, pseudo)
        for place, formula in formulas(open_book(path))
        if not place.startswith("name ")
        for name in CALLED.findall(TEXTS.sub('""', formula))
    }
    assert called - PLAIN_FUNCTIONS == set()
    assert len(called) > 20


def test_a_volatile_formula_and_a_whole_column_would_be_seen() -> None:
    assert VOLATILE.search("=SUM(offset(A1,1,1))")
    assert WHOLE_COLUMN.search("=SUM('X'!$A:$A)")
    assert WHOLE_COLUMN.search("=SUM(3:7)")
    assert not WHOLE_COLUMN.search("=SUM($A$7:$B$9)")


def test_every_defined_name_leads_to_cells_and_every_name_used_is_defined(blank_book: Any) -> None:
    titles = set(blank_book.sheetnames)
    for name, defined in blank_book.defined_names.items():
        for title in re.findall(r"'((?:[^']|'')+)'!", defined.attr_text):
            assert title.replace("''", "'") in titles, name
        assert "!$" in defined.attr_text, name
    used = {
        name
        for _, formula in formulas(blank_book)
        for name in re.findall(r"\b(?:list|choose|ids|done)_[A-Za-z_0-9]+|\bcheck_keys\b", TEXTS.sub('""', formula))
    }
    assert used <= set(blank_book.defined_names)
    assert {"check_keys", "ids_AREAS", "choose_AREAS_or_city", "list_country"} <= used


def test_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    audit = blank_audit()
    audit.profile.city = "=1+1"
    build_workbook(tmp_path / "text.xlsx", audit, raw={("AREAS", "ARE-01", "name"): "+SUM(A1)"})
    book = open_book(tmp_path / "text.xlsx")
    profile, areas = layout_of("PROFILE"), layout_of("AREAS")
    city = book["PROFILE"].cell(profile.row_numbers["city"], profile.columns["answer"])
    area = book["AREAS"].cell(areas.row_numbers["ARE-01"], areas.columns["name"])
    assert (city.value, city.data_type) == ("=1+1", "s")
    assert (area.value, area.data_type) == ("+SUM(A1)", "s")


# Answers -------------------------------------------------------------------------------------------------------------


def test_row_heights_are_a_start_and_grow_with_what_people_type(rich: Path) -> None:
    """A row marked as set by hand keeps its height for ever; rows of answers must not be."""
    layout = layout_of("RISKS")
    numbers = {line.number for line in layout.lines if line.row_id}
    position = [page.title for page in open_book(rich).worksheets].index(layout.tab) + 1
    rows = list(named(xml(parts(rich)[f"xl/worksheets/sheet{position}.xml"]), "row"))
    answered = [row for row in rows if int(row.get("r", "0")) in numbers]
    assert len(answered) == len(numbers)
    assert all(row.get("ht") and row.get("customHeight") is None for row in answered)


def test_findings_stand_on_checks_with_a_link_to_their_cell(tmp_path: Path, sample: Path) -> None:
    audit = read_audit(sample)
    found = [finding for finding in check(audit) if finding.cell][:3]
    assert found
    build_workbook(tmp_path / "checked.xlsx", audit, findings=found)
    page = open_book(tmp_path / "checked.xlsx")["CHECKS"]
    table = [row for row in page.iter_rows() if row[2].value in {finding.rule for finding in found}]
    assert table
    for row in table:
        assert row[4].value.startswith("=HYPERLINK(\"#'")
        assert row[5].value
        assert row[6].value

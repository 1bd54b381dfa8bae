"""What people answered is what is read back, also after LibreOffice worked out and saved the workbook; both count alike."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import (
    HARD_TEXTS,
    answers,
    errors_in,
    fifteen_digits,
    grid_of,
    layout_of,
    place_of,
    plain,
    sheet_of,
    travels,
)

from safeaudit import read_audit
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.cells import Grid, Kind
from safeaudit.examples import sample_city
from safeaudit.reading.values import Noted, clean, convert
from safeaudit.sheets import SHEETS, FixedRow, Form, Row
from safeaudit.sheets.kinds import NOTE, Choice
from safeaudit.workbook import build_workbook
from safeaudit.workbook.checks import ChecksLayout

BOOKS = ("blank", "rich", "sample")

# Texts that travel: anything in Unicode that cleaning does not take out or change.
letters = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]) | st.sampled_from(list("<>&\"'{}%=+-@_x0041\n\t\\"))
texts = st.text(letters, min_size=1, max_size=40).map(lambda text: clean(text)[0]).filter(travels)


# Written and read ----------------------------------------------------------------------------------------------------


def test_every_column_of_every_sheet_is_filled_in_the_rich_audit(rich_audit: Audit) -> None:
    found = plain(rich_audit)
    for sheet_id, cls in SHEETS.items():
        filled = {column for row in found[sheet_id].values() for column in row}
        free = not issubclass(cls, FixedRow) or any("X" in row for row in found[sheet_id])
        wanted = {column.id for column in cls.inputs() if free or column.id != "label"}
        assert filled == wanted, sheet_id


def test_an_answer_in_every_column_comes_back_as_it_was(rich: Path, rich_audit: Audit) -> None:
    read = read_audit(rich)
    assert plain(read) == plain(rich_audit)
    assert [(finding.rule, finding.place) for finding in read.findings] == []
    assert read.workbook_id == "test"


def test_the_sample_city_comes_back_as_it_was(sample: Path) -> None:
    read = read_audit(sample)
    assert plain(read) == plain(sample_city()[0])
    assert [(finding.rule, finding.place, finding.message) for finding in read.findings] == []


def test_a_blank_workbook_reads_as_no_answer_and_nothing_to_say(blank: Path) -> None:
    read = read_audit(blank)
    assert plain(read) == {}
    assert read.findings == []
    assert read.completeness == blank_audit().completeness == 0


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(pool=st.lists(texts, min_size=30, max_size=60, unique=True), seed=st.integers(0, 2**32))
def test_any_text_any_number_any_date_any_choice_comes_back(pool: list[str], seed: int) -> None:
    audit = from_answers(answers(random.Random(seed), (*pool, "short"), rows=6))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.xlsx"
        build_workbook(path, audit, workbook_id="any")
        read = read_audit(path)
    assert plain(read) == plain(audit)
    assert [(finding.rule, finding.place) for finding in read.findings] == []


@settings(max_examples=400, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_cleaning_a_text_twice_changes_nothing_more(text: str) -> None:
    once, _ = clean(text)
    assert clean(once) == (once, False)


def test_reasons_why_a_sheet_holds_nothing_come_back(tmp_path: Path) -> None:
    audit = blank_audit()
    audit.reasons = {"PRICES": "No prices: =CARE says skip", "AGREEMENTS": "مفيش"}
    build_workbook(tmp_path / "reasons.xlsx", audit)
    assert read_audit(tmp_path / "reasons.xlsx").reasons == audit.reasons


# LibreOffice ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(recalculated_books: dict[str, Path]) -> dict[str, Grid]:
    """The workbooks as LibreOffice saved them, as grids."""
    return {name: grid_of(path) for name, path in recalculated_books.items()}


@pytest.mark.parametrize("name", BOOKS)
def test_libreoffice_shows_no_error_value_in_any_cell(name: str, office: dict[str, Grid]) -> None:
    assert errors_in(office[name]) == []
    uncalculated = [
        (sheet.title, at) for sheet in office[name].sheets for at, v in sheet.cells.items() if v.kind is Kind.UNCALCULATED
    ]
    assert uncalculated == []


@pytest.mark.parametrize("name", BOOKS)
def test_answers_survive_libreoffice(name: str, recalculated_books: dict[str, Path], request: Any) -> None:
    """LibreOffice keeps 15 digits of a number; everything else comes back as it was."""
    before, after = read_audit(request.getfixturevalue(name)), read_audit(recalculated_books[name])
    assert plain(after) == fifteen_digits(plain(before))
    assert [(finding.rule, finding.place) for finding in after.findings] == []
    assert after.workbook_id == before.workbook_id
    assert after.reasons == before.reasons


@pytest.mark.parametrize("name", BOOKS)
def test_results_stored_in_the_file_are_those_libreoffice_works_out(
    name: str, office: dict[str, Grid], request: Any
) -> None:
    """So that a viewer that does not calculate (a phone, a mail program) shows the right thing."""
    stored = grid_of(request.getfixturevalue(name))
    differing = []
    for sheet in stored.sheets:
        worked_out = sheet_of(office[name], sheet.title)
        for at, value in sheet.cells.items():
            if value.formula:
                now = worked_out.value(*at)
                if not alike(value.value, "" if now is None else now.value):
                    differing.append((sheet.title, at, value.value, now and now.value))
    assert differing == []


def alike(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 0.0500001 if abs(one) > 1 and abs(other) > 1 else abs(one - other) < 1e-9
    return one == other


@pytest.mark.parametrize("name", ["rich", "sample"])
@pytest.mark.parametrize(
    ("sheet_id", "column"),
    [(sheet_id, column.id) for sheet_id, cls in SHEETS.items() for column in cls.columns.values() if column.computed],
)
def test_computed_columns_agree_with_python(
    sheet_id: str, column: str, name: str, office: dict[str, Grid], recalculated_books: dict[str, Path]
) -> None:
    audit, sheet = read_audit(recalculated_books[name]), sheet_of(office[name], layout_of(sheet_id).tab)
    for row in audit.sheets[sheet_id]:
        cell = sheet.value(*place_of(sheet_id, row.id, column))
        native = None if cell is None or cell.value == "" else cell.value
        mine = getattr(row, column)
        kind = SHEETS[sheet_id].columns[column].kind
        if isinstance(kind, Choice):
            assert native == (audit.words.code(kind.options, mine) or None), row.id
        elif mine is None or native is None:
            assert mine is native is None, f"{row.id}: {mine} {native}"
        else:
            assert isinstance(native, float)
            assert native == pytest.approx(mine, abs=0.0500001), row.id


def test_every_outcome_of_every_computed_choice_is_met_in_these_workbooks(
    recalculated_books: dict[str, Path],
) -> None:
    """Else the agreement above would prove little; the size class has one value a workbook."""
    met: dict[str, set[str]] = {}
    for name in ("rich", "sample"):
        audit = read_audit(recalculated_books[name])
        for sheet_id, cls in SHEETS.items():
            for column in cls.columns.values():
                if column.computed and isinstance(column.kind, Choice):
                    values = {getattr(row, column.id) for row in audit.sheets[sheet_id]} - {None}
                    met.setdefault(f"{sheet_id}.{column.id}", set()).update(values)
    assert min(len(values) for place, values in met.items() if place != "PROFILE.size_class") >= 2
    assert len(met["RISKS.level"]) >= 3


@pytest.mark.parametrize("name", BOOKS)
def test_native_completeness_agrees_with_python(
    name: str, office: dict[str, Grid], recalculated_books: dict[str, Path]
) -> None:
    audit, checks = read_audit(recalculated_books[name]), sheet_of(office[name], "CHECKS")
    layout = ChecksLayout("CHECKS")
    for sheet_id, row in layout.sheet_rows.items():
        progress = audit.progress(sheet_id)
        needed, answered, share = (checks.value(row, column) for column in (4, 5, 8))
        assert needed is not None
        assert answered is not None
        assert share is not None
        assert (needed.value, answered.value) == (progress.expected, progress.answered), sheet_id
        assert share.value == pytest.approx(progress.share), sheet_id
    total = checks.value(layout.total_row, 8)
    assert total is not None
    assert total.value == pytest.approx(audit.completeness)


@pytest.mark.parametrize("name", BOOKS)
def test_start_shows_the_same_completeness_and_the_first_open_step(
    name: str, office: dict[str, Grid], recalculated_books: dict[str, Path]
) -> None:
    audit, start = read_audit(recalculated_books[name]), sheet_of(office[name], "START")
    said = {value.value for value in start.cells.values() if isinstance(value.value, str)}
    assert f"{int(100 * audit.completeness + 0.5)} % of all needed answers are given" in said
    first = next((sheet_id for sheet_id in SHEETS if audit.progress(sheet_id).share < 1), None)
    wanted = f"Continue here: {layout_of(first).tab}" if first else "Everything needed is filled. Go to CHECKS."
    assert wanted in said


def test_hard_texts_travel_at_all() -> None:
    assert [text for text in HARD_TEXTS if not travels(text)] == []
    assert all(not isinstance(convert_text(text), Noted) for text in HARD_TEXTS)


def convert_text(text: str) -> object:
    from support import text_value

    return convert(text_value(text), NOTE, {})


def test_a_form_is_one_record(rich_audit: Audit) -> None:
    forms: list[type[Row]] = [cls for cls in SHEETS.values() if isinstance(cls.rows, Form)]
    assert [len(rich_audit.sheets[cls.sheet_id]) for cls in forms] == [1, 1]

"""What people answered is what is read back, also after LibreOffice worked out and saved the workbook; both count alike."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from asked import SHEETS
from hypothesis import HealthCheck, example, given, settings
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
    recalculated,
    sheet_of,
    text_value,
    travels,
)

from safeaudit import read_audit
from safeaudit.audit import Audit, blank_audit, from_answers, row_ids
from safeaudit.cells import Grid, Kind
from safeaudit.coverage import coverage
from safeaudit.coverage.said import all_four
from safeaudit.examples import sample_city
from safeaudit.reading.values import clean, convert
from safeaudit.sheets import FixedRow, Form, Row
from safeaudit.sheets.kinds import NOTE, Choice
from safeaudit.words import words
from safeaudit.workbook import build_workbook
from safeaudit.workbook.checks import ChecksLayout

BOOKS = ("blank", "rich", "sample")

# Texts that travel: anything in Unicode that cleaning does not take out or change.
letters = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]) | st.sampled_from(
    list("<>&\"'{}%=+-@_x0041\n\t\\")
)
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
@example(text="a line\r\xad")
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
        (sheet.title, at)
        for sheet in office[name].sheets
        for at, v in sheet.cells.items()
        if v.kind is Kind.UNCALCULATED
    ]
    assert uncalculated == []


@pytest.mark.parametrize("name", BOOKS)
def test_no_formula_gives_true_or_false(name: str, office: dict[str, Grid]) -> None:
    """Excel passes over TRUE in sums, and counts FALSE as more than 0: LibreOffice would hide such a slip."""
    logical = [
        (sheet.title, at)
        for sheet in office[name].sheets
        for at, value in sheet.cells.items()
        if value.formula and value.kind is Kind.BOOLEAN
    ]
    assert logical == []


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


# Computed columns at their edges --------------------------------------------------------------------------------------

MET, NOT, OPEN, EXC = "met", "not_met", "unknown", "exception"
REVIEW = date(2027, 1, 1)
EDGES: dict[str, dict[str, dict[str, Any]]] = {
    "RISKS": dict(zip(row_ids(SHEETS["RISKS"]), [
        *({"relevant": "yes", "likelihood": a, "impact": b} for a in range(1, 6) for b in range(a, 6)),  # every product
        *({"relevant": "yes", "matters": code} for code in ("0", "1", "2", "3", "unknown")),  # in words alone
        {"matters": "3"}, {"relevant": "no", "matters": "3"}, {"relevant": "unknown", "matters": "2"},
        {"relevant": "yes", "matters": "3", "likelihood": 1}, {"relevant": "yes", "matters": "3", "impact": 2},
        {"relevant": "yes", "matters": "1", "likelihood": 5, "impact": 5},
    ], strict=False)),
    "INDICATORS": {
        f"IND-C0{number}": {"value": value, "earlier_value": earlier}
        for number, (value, earlier) in enumerate([(110.0, 100.0), (90.0, 100.0), (5.0, 0.0), (-5.0, -10.0), (0.0, 3.0)], 1)
    } | {"IND-C06": {"value": 3.0}, "IND-C07": {"earlier_value": 3.0}},
    "MARKETS": {
        f"MKT-{number:02d}": dict(zip(("protection", "protection_violence", "newcomers", "territory"), signs, strict=True))
        for number, signs in enumerate(
            [(0, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0), (3, 2, 0, 0), (3, 3, 0, 0), (3, 3, 2, 0), (3, 3, 3, 0), (3, 3, 3, 3),
             (None, 3, 3, 3), (3, 3, 3, None)], 1)
    },
    "ACTORS": {f"ACT-0{number}": {"network": kind, "label": "x"} for number, kind in enumerate(["tight", "loose", "weak", None], 1)},
    "RESILIENCE": {
        f"RSL-{number:02d}": dict(
            zip(("services", "trust", "justice", "acts_together", "inclusive", "peaceful", "armed_provider"), given, strict=True)
        )
        for number, given in enumerate(
            [(3, 3, 3, 3, 3, 3, "no"), (3, 3, 2, 3, 3, 3, "no"), (3, 3, 3, 3, 3, 2, "unknown"), (1, 1, 1, 1, 1, 1, "no"),
             (5, 5, 5, 5, 5, 5, "yes"), (1, 1, 1, 5, 5, 5, "yes"), (5, 5, 5, 5, 5, None, "no"), (None, 1, 1, 5, 5, 5, "yes"),
             (5, 4, 4, 4, 4, 5, None)], 1)
    },
    "REGULATION": {
        f"REG-{number}": dict(
            zip(("criteria_published", "shown_at_start", "outside_oversight", "complaints", "procurement_checked"), given,
                strict=True)
        )
        for number, given in enumerate(
            [("yes",) * 5, ("no",) * 5, ("unknown",) * 5, ("yes", "no", None, None, None), (None,) * 5,
             ("yes", "yes", "yes", "yes", None)], 1)
    },
    "PARTNERS": {
        f"PTR-{number:02d}": {
            **dict(zip(("p1_leadership", "p2_not_illicit", "p3_not_political", "p4_no_violence", "p5_not_rival"), given[:5],
                       strict=True)),
            "exception_reason": given[5],
            "exception_review": given[6],
        }
        for number, given in enumerate(
            [(MET, MET, MET, MET, MET, None, None), (MET, EXC, MET, MET, MET, "why", REVIEW), (MET, MET, EXC, MET, MET, "why", REVIEW),
             (MET, EXC, MET, MET, MET, None, REVIEW), (MET, EXC, MET, MET, MET, "why", None), (EXC, MET, MET, MET, MET, "why", REVIEW),
             (MET, MET, MET, EXC, MET, "why", REVIEW), (MET, MET, MET, MET, EXC, "why", REVIEW), (NOT, MET, MET, MET, MET, None, None),
             (MET, NOT, MET, MET, MET, None, None), (MET, MET, NOT, MET, MET, None, None), (MET, MET, MET, NOT, MET, None, None),
             (MET, MET, MET, MET, NOT, None, None), (OPEN, MET, MET, MET, MET, None, None), (MET, MET, None, MET, MET, None, None),
             (None, None, None, None, None, "why", REVIEW), (MET, EXC, EXC, MET, MET, "why", REVIEW)], 1)
    },
    "ACTIONS": {
        f"STR-{number:02d}": {"starts": start and date(*start, 1), "ends": end and date(*end, 1)}
        for number, (start, end) in enumerate(
            [((2024, 1), (2024, 1)), ((2024, 1), (2024, 12)), ((2025, 1), (2026, 1)), ((2024, 1), (2025, 1)),
             ((2023, 1), (2026, 1)), ((2023, 1), (2026, 2)), ((2025, 2), (2025, 1)), ((2025, 1), None), (None, (2025, 1))], 1)
    },
    "PRICES": {
        f"PRI-{number:02d}": {"flow": flow, "item": item, "unit": "gram", "price": price, "month": month and date(2025, month, 1)}
        for number, (flow, item, price, month) in enumerate(
            [("FLW-1", "a", 100.0, 1), ("FLW-1", "A", 110.0, 6), ("FLW-1", "a", 130.0, 12),  # dearer
             ("FLW-2", "b", 100.0, 1), ("FLW-2", "b", 90.0, 6), ("FLW-2", "b", 70.0, 12),  # cheaper
             ("FLW-3", "c", 100.0, 1), ("FLW-3", "c", 101.0, 6), ("FLW-3", "c", 100.0, 12),  # steady
             ("FLW-4", "d", 100.0, 1), ("FLW-4", "d", 500.0, 6),  # two only
             ("FLW-5", "e", 100.0, 3), ("FLW-5", "e", 200.0, 3), ("FLW-5", "e", 300.0, 3),  # one month
             ("FLW-6", "f", 100.0, 1), ("FLW-6", "f", 100.0, None), ("FLW-6", "g", 0.0, 6), ("FLW-6", "f", 300.0, 12),
             ("FLW-7", "h", 401.0, 1), ("FLW-7", "h", 399.0, 2)], 1)
    },
}  # fmt: skip
"""Answers on both sides of every threshold of the computed columns."""


@pytest.fixture(scope="module")
def computed(office: dict[str, Grid], recalculated_books: dict[str, Path], tmp_path_factory: Any) -> dict[str, Any]:
    """(audit, grid) of the workbooks whose computed columns are compared."""
    folder = tmp_path_factory.mktemp("edges")
    build_workbook(folder / "edges.xlsx", from_answers(EDGES), workbook_id="edges")
    (edges,) = recalculated([folder / "edges.xlsx"], folder)
    pairs = {name: (read_audit(recalculated_books[name]), office[name]) for name in ("rich", "sample")}
    return {**pairs, "edges": (read_audit(edges), grid_of(edges))}


@pytest.mark.parametrize(
    ("sheet_id", "column"),
    [(sheet_id, column.id) for sheet_id, cls in SHEETS.items() for column in cls.columns.values() if column.computed],
)
def test_computed_columns_agree_with_python(sheet_id: str, column: str, computed: dict[str, Any]) -> None:
    differing = []
    for name, (audit, grid) in computed.items():
        sheet, kind = sheet_of(grid, layout_of(sheet_id).tab), SHEETS[sheet_id].columns[column].kind
        for row in audit.sheets[sheet_id]:
            cell = sheet.value(*place_of(sheet_id, row.id, column))
            native = None if cell is None or cell.value == "" else cell.value
            mine = getattr(row, column)
            if isinstance(kind, Choice):
                mine = audit.words.code(kind.options, mine) or None
            if mine != native and not (None not in (mine, native) and native == pytest.approx(mine, abs=0.0500001)):
                differing.append(f"{name} {row.id}: Python {mine}, native {native}")
    assert differing == []


def test_every_outcome_of_every_computed_choice_is_met(computed: dict[str, Any]) -> None:
    """Else the agreement above would prove little; a workbook has one size class only."""
    met: dict[tuple[str, str], set[Any]] = {}  # a column of the same name is worked out in the same way on each sheet
    for sheet_id, cls in SHEETS.items():
        for column in cls.columns.values():
            if column.computed and isinstance(column.kind, Choice) and sheet_id != "PROFILE":
                found = {getattr(row, column.id) for audit, _ in computed.values() for row in audit.sheets[sheet_id]}
                met.setdefault((column.id, column.kind.options), set()).update(found)
    for (column_id, options), found in met.items():
        assert found == {*words("en").options(options), None}, column_id


@pytest.mark.parametrize("name", BOOKS)
def test_native_completeness_agrees_with_python(
    name: str, office: dict[str, Grid], recalculated_books: dict[str, Path]
) -> None:
    audit, checks = read_audit(recalculated_books[name]), sheet_of(office[name], "CHECKS")
    layout = ChecksLayout("CHECKS", tuple(SHEETS))
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
    assert all_four(coverage(audit).whole, words("en")) in said
    first = next((sheet_id for sheet_id in SHEETS if audit.progress(sheet_id).share < 1), None)
    wanted = f"Continue here: {layout_of(first).tab}" if first else "Everything needed is filled. Go to CHECKS."
    assert wanted in said


def test_hard_texts_travel_at_all() -> None:
    assert [text for text in HARD_TEXTS if not travels(text)] == []
    assert [text for text in HARD_TEXTS if convert(text_value(text), NOTE, {}) != text] == []


def test_a_form_is_one_record(rich_audit: Audit) -> None:
    forms: list[type[Row]] = [cls for cls in SHEETS.values() if isinstance(cls.rows, Form)]
    assert [len(rich_audit.sheets[cls.sheet_id]) for cls in forms] == [1, 1, 1]

"""A city with more areas than the sheet has lines, or a plan with more actions: the workbook has as many as are asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from documents import Checked, answers_of, manuscript, told
from hypothesis import given, settings
from hypothesis import strategies as st
from support import errors_in, grid_of, open_xml_errors, plain, recalculated, sheet_of
from test_editions import through

import safeaudit
from safeaudit import cli
from safeaudit.analysis import analyse
from safeaudit.audit import Audit, from_answers
from safeaudit.charts import draw_all
from safeaudit.edition import MOST_LINES, EditionError, from_text, full, made, shipped, text_of, whole
from safeaudit.edition_files import EditionFault, with_rows
from safeaudit.rescue import left_over, no_less
from safeaudit.sheets import KNOWN, Free
from safeaudit.words import words

EN = words("en")
MANY = {"AREAS": 120, "ACTIONS": 200}


def large_city() -> Audit:
    """The sample city with 120 areas and 200 actions, each of them in one of the areas."""
    found = answers_of("sample-city")
    edition = full().with_lines(MANY)
    areas = [found["AREAS"][row_id] for row_id in found["AREAS"]]
    found["AREAS"] = {
        row_id: {**areas[number % len(areas)], "name": f"Quarter {number + 1}"}
        for number, row_id in enumerate(edition.row_ids("AREAS"))
    }
    actions = [row for row in found["ACTIONS"].values() if row.get("starts")]
    found["ACTIONS"] = {
        row_id: {
            **{k: v for k, v in actions[number % len(actions)].items() if k != "strengthens"},
            "action": f"Light the way home, part {number + 1}",
            "area": f"ARE-{number % MANY['AREAS'] + 1:02d}",
        }
        for number, row_id in enumerate(edition.row_ids("ACTIONS"))
    }
    return from_answers(found, edition=edition)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return through(large_city(), tmp_path_factory.mktemp("large"))


# The workbook --------------------------------------------------------------------------------------------------------


def test_lines_beyond_the_usual_ones_are_read_checked_and_named(large: Checked) -> None:
    audit = large.audit
    assert audit.sheets["AREAS"][-1].id == "ARE-120"
    assert audit.by_id["STR-120"].get("area") == "ARE-120"
    assert audit.label("ARE-120") == "Quarter 120"
    assert audit.edition.definition.lines == MANY


def test_the_office_works_out_the_same_for_many_lines(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    safeaudit.build_workbook(path, large_city(), workbook_id="large")
    [saved] = recalculated([path], tmp_path)
    before, after = safeaudit.read_audit(path), safeaudit.read_audit(saved)
    assert plain(before) == plain(after)
    assert errors_in(grid_of(saved)) == []
    for tab in ("START", "OVERVIEW", "CHECKS"):
        cells = {place: value.value for place, value in sheet_of(grid_of(path), tab).cells.items() if value.formula}
        worked = sheet_of(grid_of(saved), tab).cells
        assert {place: worked[place].value for place in cells if place in worked} == pytest.approx(cells), tab
    assert open_xml_errors(path) == []


def test_a_workbook_with_more_lines_is_not_told_that_something_stands_outside_its_tables(large: Checked) -> None:
    told_of = [finding for finding in large.findings if finding.rule.startswith(("WB-", "XC-08"))]
    assert [(finding.rule, finding.message) for finding in told_of] == [
        ("XC-08", "All 120 lines of AREAS are used."),
        ("XC-08", "All 200 lines of ACTIONS are used."),
    ]


def test_a_long_timeline_shows_the_first_and_says_so(large: Checked) -> None:
    analysis = analyse(large.audit)
    assert len(analysis.timeline) > 60
    chart = draw_all(analysis, large.audit, EN)["timeline"]
    shown = [text.get_text() for text in chart.figure.findobj(match=lambda each: hasattr(each, "get_text"))]
    drawn = [text for text in shown if text.startswith("STR-")]
    assert len(drawn) == 60
    first = sorted(analysis.timeline, key=lambda row: (row.starts, row.ends))[:60]
    assert set(drawn) == {row.row_id for row in first}
    note = f"Of {len(analysis.timeline)} actions with dates, the 60 that begin first; the tables have all of them."
    assert note in shown
    assert str(len(analysis.timeline)) in chart.alt


def test_no_cell_of_the_report_is_a_chain_of_ids(large: Checked) -> None:
    chapters = told(manuscript(large, "strategy", "restricted"))
    cells = [line for name in ("system", "principles") for line in chapters[name] if line.startswith("  · ")]
    assert [line for line in cells if line.count("STR-") > 5] == []
    assert any("more" in line and "STR-" in line for line in cells)


# Commands ------------------------------------------------------------------------------------------------------------


def test_new_has_as_many_lines_as_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert cli.run(["new", "--rows", "AREAS=60", "--rows", "actions=45", "-o", str(path)]) == 0
    audit = safeaudit.read_audit(path)
    assert (len(audit.sheets["AREAS"]), len(audit.sheets["ACTIONS"])) == (60, 45)
    assert len(audit.sheets["TEAM"]) == len(KNOWN["TEAM"].ids())
    assert safeaudit.check(audit) == safeaudit.check(safeaudit.read_audit(path))


def test_a_full_sheet_gets_more_lines_and_keeps_its_answers(tmp_path: Path) -> None:
    found = answers_of("sample-city")
    found["AREAS"] = {row_id: {"name": f"Quarter {row_id}"} for row_id in KNOWN["AREAS"].ids()}
    audit = from_answers(found)
    small, large, again = tmp_path / "small.xlsx", tmp_path / "large.xlsx", tmp_path / "again.xlsx"
    safeaudit.build_workbook(small, audit, workbook_id="mine")
    assert cli.run(["grow", str(small), "--rows", "AREAS=60", "-o", str(large)]) == 0
    grown = safeaudit.read_audit(large)
    assert len(grown.sheets["AREAS"]) == 60
    assert grown.workbook_id == "mine"
    assert {**plain(grown), "AREAS": None} == {**plain(audit), "AREAS": None}
    assert {k: v for k, v in plain(grown)["AREAS"].items() if v} == plain(audit)["AREAS"]
    for job in (["grow"], ["upgrade"], ["rescue"]):  # none of them takes the lines away again
        assert cli.run([*job, str(large), "-o", str(again), "--force"]) == 0
        assert plain(safeaudit.read_audit(again)) == plain(grown)


def test_a_sheet_does_not_get_fewer_lines_than_are_filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "city.xlsx"
    safeaudit.build_workbook(path, from_answers({"AREAS": {"ARE-01": {"name": "A"}, "ARE-07": {"name": "B"}}}))
    target = tmp_path / "less.xlsx"
    assert cli.run(["grow", str(path), "--rows", "AREAS=5", "-o", str(target)]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "has no place for what this workbook has answers for: ARE-07. Nothing was written." in said
    assert not target.exists()


@pytest.mark.parametrize(("given", "said"), [
    ("AREA=60", "There is no sheet “AREA”. Did you mean “AREAS”?"),
    ("RISKS=60", "The lines of RISKS are printed: none can be added."),
    ("AREAS", "“AREAS” is not understood. Write the sheet and a number from 1 to 500, such as AREAS=60."),
    ("AREAS=0", "“AREAS=0” is not understood."),
    ("AREAS=501", "“AREAS=501” is not understood."),
    ("AREAS=-3", "“AREAS=-3” is not understood."),
    ("AREAS=１２", "“AREAS=１２” is not understood."),
    ("AREAS=" + "9" * 5_000, "is not understood."),
    ("=5", "There is no sheet “”."),
])  # fmt: skip
def test_what_is_no_number_of_lines_is_told(given: str, said: str) -> None:
    with pytest.raises(EditionFault) as fault:
        with_rows(full(), [given], EN)
    assert said in str(fault.value)


def test_a_sheet_that_an_edition_does_not_ask_gets_no_lines() -> None:
    with pytest.raises(EditionError):
        full().without("less", ["AREAS"]).with_lines({"AREAS": 5})


# The edition ---------------------------------------------------------------------------------------------------------

COUNTED = {sheet_id: cls for sheet_id, cls in KNOWN.items() if isinstance(cls.rows, Free)}


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(COUNTED)), st.integers(1, MOST_LINES)))
def test_an_edition_with_other_lines_is_carried_in_full(lines: dict[str, int]) -> None:
    edition = full().with_lines(lines)
    back = from_text(text_of(edition))
    for sheet_id, cls in full().sheets.items():
        usual = len(cls.ids())
        assert len(back.row_ids(sheet_id)) == lines.get(sheet_id, usual)
    assert no_less(full(), back).definition.lines == {k: n for k, n in lines.items() if n > len(KNOWN[k].ids())}
    assert whole(back).definition.lines == lines
    assert left_over(from_answers({}, edition=back), full()) == []


def test_an_edition_says_what_is_needed_and_how_long_it_takes() -> None:
    definition = shipped("full").definition.model_copy(
        update={"id": "own", "needed": {"FLOWS": ("present", "effect")}, "minutes": {"FLOWS": 12}}
    )
    edition = made(definition)
    flows = edition.sheets["FLOWS"]
    assert [column.id for column in flows.demanding] == ["present", "effect"]
    assert edition.sheets["RISKS"] is KNOWN["RISKS"]
    assert (edition.minutes("FLOWS"), edition.minutes("RISKS")) == (12, full().minutes("RISKS"))
    audit = from_answers({"FLOWS": {"FLW-1": {"present": "yes"}, "FLW-2": {"present": "no"}}}, edition=edition)
    row = audit.by_id["FLW-1"]
    assert [column.id for column in row.missing()] == ["effect"]
    assert audit.by_id["FLW-2"].missing() == []  # what a column waits for, it still waits for


def test_what_need_not_be_filled_is_not_asked_for(tmp_path: Path) -> None:
    definition = shipped("full").definition.model_copy(
        update={
            "id": "own",
            "sheets": ("PROFILE", "AREAS", "PROBLEMS"),
            "needed": {"PROFILE": ("city",), "AREAS": ("name",)},
        }
    )
    audit = from_answers({"PROFILE": {"city": "Here", "period_from": date(2026, 1, 1)}}, edition=made(definition))
    read = through(audit, tmp_path)
    assert {finding.column for finding in read.findings if finding.rule == "CL-01"} == set()
    whole_form = safeaudit.check(from_answers({"PROFILE": {"city": "Here", "period_from": date(2026, 1, 1)}}))
    assert {"country", "population"} < {finding.column for finding in whole_form if finding.rule == "CL-01"}
    assert read.audit.progress("PROFILE").share == 1


def test_lines_of_a_printed_list_cannot_be_counted() -> None:
    with pytest.raises(EditionError) as fault:
        made(full().definition.model_copy(update={"lines": {"RISKS": 5}}))
    assert fault.value.kind == "printed"

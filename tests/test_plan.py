"""The plan on START: who does which step and by when, read back at every door, kept by a rebuilding, harmless when wrong."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from desktop import desktop
from payloads import payload_from_workbook
from support import grid_of, open_book, recalculated, sheet_of

from safeaudit import build_workbook, check, cli, read_audit
from safeaudit.audience import for_audience
from safeaudit.audit import Audit, blank_audit
from safeaudit.edition import full, made
from safeaudit.edition_files import from_name_or_file
from safeaudit.examples import sample_city
from safeaudit.live import excel, json_grid
from safeaudit.reading import read_audit as from_grid
from safeaudit.sharing import Assigned
from safeaudit.words import words
from safeaudit.workbook.start import ASKS, PLAN, STEP, STEPS_TOP

PLANNED = {
    "RISKS": Assigned("Police", date(2027, 1, 31)),
    "FLOWS": Assigned("Health and social services", None, "after the holidays"),
    "DECISION": Assigned("", date(2027, 3, 1)),
    "AREAS": Assigned("=1+1", None),
}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "planned.xlsx"
    audit, raw = sample_city()
    audit.plan = PLANNED
    build_workbook(path, audit, raw=raw, workbook_id="test")
    return path


def of_workbook(audit: Audit) -> list[str]:
    return [f"{each.place} {each.rule}" for each in audit.findings if each.rule.startswith("WB-")]


def test_the_plan_is_read_back_and_what_is_no_date_is_named_and_kept(planned: Path) -> None:
    audit = read_audit(planned)
    assert audit.plan == PLANNED
    assert [each.split()[1] for each in of_workbook(audit)] == ["WB-31"]
    assert [each.content for each in audit.unplaced] == []


def test_every_door_reads_the_same_plan(planned: Path, tmp_path: Path) -> None:
    assert from_grid(json_grid.read(json.loads(json.dumps(payload_from_workbook(planned))))).plan == PLANNED
    assert from_grid(excel.read(desktop(planned))).plan == PLANNED
    assert read_audit(recalculated([planned], tmp_path)[0]).plan == PLANNED


@pytest.mark.parametrize("command", ["rescue", "upgrade", "grow"])
def test_a_rebuilt_workbook_keeps_the_plan(planned: Path, tmp_path: Path, command: str) -> None:
    target = tmp_path / "new.xlsx"
    assert cli.run([command, str(planned), "-o", str(target)]) == 0
    assert read_audit(target).plan == PLANNED


def test_growing_into_an_edition_that_has_no_such_step_loses_no_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = blank_audit()
    audit.plan = {"FLOWS": Assigned("Customs")}
    build_workbook(tmp_path / "a.xlsx", audit)
    own = Path(__file__).resolve().parents[1] / "examples" / "own-edition" / "street-safety.yaml"
    assert cli.run(["grow", str(tmp_path / "a.xlsx"), "--edition", str(own)]) == 2
    assert "FLOWS" in capsys.readouterr().err


def test_the_plan_stands_in_no_version_for_others(planned: Path) -> None:
    audit = read_audit(planned)
    assert for_audience(audit, check(audit), "public").audit.plan == {}


def test_texts_beside_the_plan_are_still_named(planned: Path, tmp_path: Path) -> None:
    book = open_book(planned)
    page = book["START"]
    page.cell(STEPS_TOP + 3, 14).value = "beside"
    page.cell(STEPS_TOP + 1, PLAN).value = "on the line of a part"
    book.save(tmp_path / "typed.xlsx")
    assert {each.content for each in read_audit(tmp_path / "typed.xlsx").unplaced} == {
        "beside",
        "on the line of a part",
    }


def test_a_plan_of_a_smaller_edition_is_read_and_nothing_of_ours_is_called_typed(tmp_path: Path) -> None:
    own = Path(__file__).resolve().parents[1] / "examples" / "own-edition" / "street-safety.yaml"
    audit = blank_audit(edition=from_name_or_file(str(own), words()))
    audit.plan = {"ACTIONS": Assigned("Police", date(2027, 1, 31))}
    build_workbook(tmp_path / "a.xlsx", audit)
    read = read_audit(tmp_path / "a.xlsx")
    assert read.plan == audit.plan
    assert of_workbook(read) == []


def test_the_cells_of_the_plan_are_open_and_start_says_how_long_all_takes_and_how_to_paste(planned: Path) -> None:
    page = open_book(planned)["START"]
    said = {str(cell.value) for row in page.iter_rows() for cell in row if cell.value}
    hours = round(sum(full().minutes(sheet_id) for sheet_id in full().sheets) / 60)
    assert f"In all about {hours} hours of work, once the facts are at hand." in said
    assert any("paste the values only" in text for text in said)
    row = next(row for row in range(STEPS_TOP, 80) if page.cell(row, STEP).value == "RISKS")
    assert (page.cell(row, PLAN).value, page.cell(row, PLAN + 1).value) == ("Police", datetime(2027, 1, 31))
    assert not page.cell(row, PLAN).protection.locked
    assert not page.cell(row, PLAN + 1).protection.locked
    assert page.cell(row, ASKS).protection.locked


def test_a_small_edition_says_its_own_time(tmp_path: Path) -> None:
    for minutes, said in ((45, "about 90 minutes"), (75, "about 2 hours")):
        asked = {"sheets": ("PROFILE", "AREAS"), "minutes": {"PROFILE": minutes, "AREAS": 45}}
        data = full().definition.model_copy(update=asked)
        build_workbook(tmp_path / "small.xlsx", blank_audit(edition=made(data)))
        page = open_book(tmp_path / "small.xlsx")["START"]
        assert any(said in str(page.cell(row, 2).value) for row in range(1, STEPS_TOP)), said


def goes_to(path: Path) -> Any:
    return sheet_of(grid_of(path), "CHECKS")


@pytest.mark.parametrize("name", ["planned", "blank"])
def test_go_on_names_the_first_line_that_lacks_an_answer(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """As Python works it out and as a spreadsheet program does."""
    path: Path = request.getfixturevalue(name)
    audit, again = read_audit(path), goes_to(recalculated([path], tmp_path)[0])
    for number, sheet_id in enumerate(audit.edition.sheets):
        cell = again.value(8 + number, 14).value
        gap = next((row for row in audit.sheets[sheet_id] if row.used and row.missing()), None)
        if name == "blank":
            assert cell == goes_to(path).value(8 + number, 14).value, sheet_id
        if gap is not None:
            place = gap.cell(gap.missing()[0].id)
            assert place is not None
            assert cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(place.row), sheet_id
    link = next(
        str(cell.value)
        for row in open_book(path)["START"].iter_rows()
        for cell in row
        if "HYPERLINK" in str(cell.value)
    )
    assert "!$N$8" in link

"""The rapid edition: few answers, most of them one click, on few pages; its report; and on to the full workbook with nothing typed twice."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from documents import Checked, checked, travelled
from hypothesis import given, settings
from hypothesis import strategies as st
from support import errors_in, grid_of, open_xml_errors, plain, printed, recalculated, sheet_of

import safeaudit
from safeaudit import cli
from safeaudit.audit import Audit, blank_audit
from safeaudit.edition import full, shipped
from safeaudit.examples import small_town
from safeaudit.framework import guides, item, method_lists, rows
from safeaudit.rescue import rebuild
from safeaudit.rules import all_rules, not_asked
from safeaudit.sheets import Column, FixedRow, Form, Row
from safeaudit.sheets.kinds import Choice, Reference, Scale

RAPID = shipped("rapid")
FOLLOWS = {("CARE", "safeguards")}
"""What is needed only after one answer of many, a line for a topic that is asked with safeguards; it counts as optional."""


def cells(wanted: bool | None = None) -> list[tuple[str, str, Column]]:
    """Every cell that people fill, with every line used: those that are needed, or not, or all."""
    found = []
    for sheet_id, cls in RAPID.sheets.items():
        for row_id in cls.ids():
            for column in cls.inputs():
                own_name = column.id == "label" and issubclass(cls, FixedRow)
                if own_name and not local(row_id):
                    continue
                must = (own_name or column.required is not None) and (sheet_id, column.id) not in FOLLOWS
                if wanted is None or must == wanted:
                    found.append((sheet_id, row_id, column))
    return found


def local(row_id: str) -> bool:
    return "X" in row_id.partition("-")[2]


# What it asks --------------------------------------------------------------------------------------------------------


def test_it_asks_at_most_250_answers_and_45_more_that_may_be_left_out() -> None:
    """The figures, a measure, take a value or a named gap: one answer."""
    either = [each for each in cells(wanted=True) if (each[0], each[2].id) == ("INDICATORS", "gap")]
    values = [each for each in cells(wanted=False) if (each[0], each[2].id) == ("INDICATORS", "value")]
    assert len(either) == len(values) == 10
    assert len(cells(wanted=True)) <= 250
    assert len(cells(wanted=False)) - len(values) <= 45


def test_two_of_three_answers_are_one_click() -> None:
    """Four of five were wanted; names of areas, figures and years, actions, dates and money have to be typed."""
    clicked = [each for each in cells() if isinstance(each[2].kind, (Choice, Reference, Scale))]
    assert 0.64 <= len(clicked) / len(cells()) <= 1


def test_it_takes_two_days_at_most() -> None:
    assert sum(RAPID.minutes(sheet_id) for sheet_id in RAPID.sheets) <= 12 * 60


def test_its_tabs_are_a_sheet_a_step(tmp_path: Path) -> None:
    safeaudit.build_workbook(tmp_path / "r.xlsx", blank_audit(edition=RAPID))
    shown = [sheet.title for sheet in grid_of(tmp_path / "r.xlsx").sheets if not sheet.hidden]
    assert shown == ["START", *(guides()[sheet_id].tab for sheet_id in RAPID.sheets), "OVERVIEW", "CHECKS"]
    assert len(shown) == 16, "13 were wanted; three pairs would have to share a tab"


def test_the_full_edition_asks_all_of_it_under_the_same_ids() -> None:
    for sheet_id, cls in RAPID.sheets.items():
        whole = full().sheets[sheet_id]
        assert set(cls.columns) <= set(whole.columns)
        assert set(cls.ids()) <= set(whole.ids())


def test_each_question_on_capacity_names_its_list_and_where_the_full_edition_goes_deeper() -> None:
    for each in rows("capacity").items():
        place = each.details["in_full"]
        assert each.details["list"] in method_lists()
        assert place in full().sheets or item(place) is not None
        assert [step for step in "0123" if f"{step}: " in each.help] == list("0123"), each.id
    stakeholders = {each.details["stakeholder"] for each in rows("who").items()}
    assert len(stakeholders) == 16


def test_rules_on_what_is_not_asked_are_silent_and_listed() -> None:
    silent = set(not_asked(RAPID))
    assert {code for code in all_rules() if code.startswith("RG-")} <= silent, "no power is asked for"
    assert "WB-10" not in silent


# A workbook of it ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def town() -> Checked:
    return checked("small-town")


def test_a_town_filled_in_one_go_is_read_and_has_no_fault(town: Checked) -> None:
    assert plain(town.audit) == plain(small_town()[0])
    assert {finding.severity.value for finding in town.findings} <= {"advice"}
    whole = town.audit.progress("CAPACITY")
    assert whole.share == 1


def test_a_cause_rated_in_words_alone_has_its_level(town: Checked) -> None:
    """Worked out by a shorter formula, for likelihood and impact are not asked."""
    assert "level" in RAPID.sheets["RISKS"].columns
    levels = {row.get("matters"): row.get("level") for row in town.audit.risks}
    assert levels == {"3": "high", "2": "moderate", "1": "low", "0": None, "unknown": None}


def test_the_office_works_out_the_same_and_the_file_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "town.xlsx"
    audit, raw = small_town()
    safeaudit.build_workbook(path, audit, raw=raw, workbook_id="town")
    [saved] = recalculated([path], tmp_path)
    assert plain(safeaudit.read_audit(path)) == plain(safeaudit.read_audit(saved))
    assert errors_in(grid_of(saved)) == []
    for tab in ("START", "RISKS", "CHECKS"):
        made = {place: value.value for place, value in sheet_of(grid_of(path), tab).cells.items() if value.formula}
        worked = sheet_of(grid_of(saved), tab).cells
        assert {place: worked[place].value for place in made if place in worked} == pytest.approx(made), tab
    assert open_xml_errors(path) == []


def test_printed_as_an_empty_form_it_takes_twenty_pages_at_most(tmp_path: Path) -> None:
    """START and the questions; OVERVIEW and CHECKS are not filled by hand."""
    path = tmp_path / "form.xlsx"
    safeaudit.build_workbook(path, blank_audit(edition=RAPID))
    count, text = printed(path)
    closing = len(re.findall(r"\b(?:OVERVIEW|CHECKS)\s+Page \d+ of \d+", text))
    assert 1 < closing < count
    assert count - closing <= 20


# Its report ----------------------------------------------------------------------------------------------------------


def test_the_strategy_of_a_rapid_workbook_is_the_rapid_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["demo", "--edition", "rapid", "--out", "d"]) == 0
    made, other = Path("d/small-town-rapid-report.docx"), Path("small-town-rapid-report.docx")
    shutil.move("d/small-town.xlsx", "small-town.xlsx")
    assert cli.run(["report", "small-town.xlsx"]) == 0
    assert [each.text for each in docx.Document(str(other)).paragraphs if each.text] == [
        each.text for each in docx.Document(str(made)).paragraphs if each.text
    ]
    assert open_xml_errors(made) == []
    count, text = printed(made)
    assert 8 <= count <= 12
    assert "0 of 0" not in text


def test_who_has_no_warning_left_is_told_to_make_the_report(
    tmp_path: Path, town: Checked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {finding.severity.value for finding in town.findings} == {"advice"}
    safeaudit.build_workbook(tmp_path / "town.xlsx", small_town()[0], workbook_id="town")
    assert cli.run(["check", str(tmp_path / "town.xlsx")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.endswith("Next: make the report with: safeaudit report FILE")


def test_demo_has_one_follow_up_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["demo", "--edition", "rapid", "--follow-up", "--out", "d"]) == 2
    assert "--follow-up" in capsys.readouterr().err
    assert not Path("d").exists()


# On to the full edition ----------------------------------------------------------------------------------------------


def by_chance(chance: random.Random) -> Audit:
    """A rapid audit in which each cell holds an answer, or none."""
    audit, some = blank_audit(edition=RAPID), small_town()[0]
    own: dict[str, Row] = {row.id: row for rows_ in some.sheets.values() for row in rows_}
    for sheet_id, lines in audit.sheets.items():
        for row in lines:
            for column in own[row.id].filled:
                if chance.random() < 0.7 or isinstance(RAPID.sheets[sheet_id].rows, Form):
                    row.copy_answer(own[row.id], column)
    return audit


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_grown_into_the_full_workbook_nothing_is_lost(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    folder = tmp_path_factory.mktemp("grown")
    before = travelled(by_chance(random.Random(seed)), f"rapid-{seed}").audit
    safeaudit.build_workbook(folder / "a.xlsx", before, workbook_id="a")
    rebuild(folder / "a.xlsx", folder / "b.xlsx", before, full())
    after = safeaudit.read_audit(folder / "b.xlsx")
    assert after.edition is full()
    assert {sheet: answers for sheet, answers in plain(after).items() if answers} == {
        sheet: answers for sheet, answers in plain(before).items() if answers
    }


def test_both_reports_of_a_grown_town_are_sound(tmp_path: Path, town: Checked) -> None:
    safeaudit.build_workbook(tmp_path / "a.xlsx", town.audit, workbook_id="a")
    rebuild(tmp_path / "a.xlsx", tmp_path / "b.xlsx", town.audit, full())
    grown = safeaudit.read_audit(tmp_path / "b.xlsx")
    safeaudit.write_report(grown, safeaudit.check(grown), tmp_path / "full.docx")
    safeaudit.write_report(town.audit, list(town.findings), tmp_path / "rapid.docx", kind="rapid")
    for name in ("full.docx", "rapid.docx"):
        assert open_xml_errors(tmp_path / name) == []


def test_a_rapid_audit_is_compared_with_a_full_one_on_what_both_ask(tmp_path: Path, town: Checked) -> None:
    rebuild_from = tmp_path / "a.xlsx"
    safeaudit.build_workbook(rebuild_from, town.audit, workbook_id="a")
    rebuild(rebuild_from, tmp_path / "b.xlsx", town.audit, full())
    grown = safeaudit.read_audit(tmp_path / "b.xlsx")
    found = safeaudit.compare(town.audit, grown)
    assert not [each for each in found.changes if each.kind != "method"], "nothing but the method changed"

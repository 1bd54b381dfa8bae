"""The add-in's commands on a workbook that is open somewhere: what they say, what they write, and where they go."""

from __future__ import annotations

import copy
import json
import math
import random
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints

import pytest
from asked import SHEETS
from beside import KINDS, SAID
from desktop import desktop as desktop_of
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import Book, small
from payloads import payload_from_workbook
from support import answers, place_of

from safeaudit import NotReadable, build_workbook, check, framework, read_audit
from safeaudit.audit import Audit, from_answers
from safeaudit.cells import Cell, Format, Grid, GridSheet, Kind, Span, column_letters
from safeaudit.examples import sample_city
from safeaudit.files.guard import Limits
from safeaudit.ledger import COLUMNS, Line, fitting
from safeaudit.live import excel, json_grid
from safeaudit.live.beside import fill_beside
from safeaudit.live.excel import _sheet as excel_sheet
from safeaudit.live.json_workbook import JsonWorkbook, open_json
from safeaudit.live.looks import Asking, fill_formats
from safeaudit.live.workbook import Action
from safeaudit.office import commands, details, places, table
from safeaudit.office.guide import guide
from safeaudit.office.outcome import Outcome
from safeaudit.reading import read_audit as from_grid
from safeaudit.service import answers as service

Payload = dict[str, Any]


@pytest.fixture(scope="module")
def city_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample city with the cells that somebody typed wrongly."""
    path = tmp_path_factory.mktemp("city") / "Port Saranel.xlsx"
    audit, raw = sample_city()
    build_workbook(path, audit, raw=raw, workbook_id="test")
    return path


@pytest.fixture(scope="module")
def city_json(city_file: Path) -> str:
    return json.dumps(payload_from_workbook(city_file))


@pytest.fixture
def city(city_json: str) -> Payload:
    """Its payload, to be changed freely."""
    loaded: Payload = json.loads(city_json)
    return loaded


@pytest.fixture(scope="module")
def blank_json(blank: Path) -> str:
    return json.dumps(payload_from_workbook(blank))


@pytest.fixture
def empty(blank_json: str) -> Payload:
    loaded: Payload = json.loads(blank_json)
    return loaded


def standing(payload: Payload, sheet: str, cell: str) -> Payload:
    """The payload with this cell selected."""
    payload["active"] = {"sheet": sheet, "cell": cell}
    return payload


def cell_at(sheet_id: str, row_id: str, column: str) -> str:
    row, number = place_of(sheet_id, row_id, column)
    return f"{column_letters(number)}{row}"


def put(payload: Payload, sheet: str, address: str, content: object) -> None:
    """Type something into a cell of the payload."""
    found = next(each for each in payload["sheets"] if each["name"] == sheet)
    span, place = json_grid.span(found["address"]), json_grid.span(address)
    for part, new in (("values", content), ("types", "S" if isinstance(content, str) and content else "E")):
        found[part][place.row - span.row][place.column - span.column] = new
    found["formulas"].pop(address, None)


def after(book: JsonWorkbook) -> Audit:
    """What would be read of the book after the command has written."""
    return from_grid(book.grid)


def run(name: str, payload: Payload, **options: Any) -> tuple[JsonWorkbook, Outcome]:
    book = open_json(payload)
    return book, commands.run(name, book, options=options, debug=True)


# Finding the way -----------------------------------------------------------------------------------------------------


def test_start_opens_a_blank_workbook_on_its_first_page(empty: Payload) -> None:
    _, outcome = run("start", empty)
    assert outcome.actions == [{"kind": "activate", "sheet": "START", "address": "A1"}]
    assert "Nothing is filled in yet" in outcome.message
    assert "PROFILE" in outcome.next


def test_start_goes_on_at_the_first_answer_that_is_missing(city: Payload) -> None:
    book, outcome = run("start", city)
    audit = after(book)
    missing = next(gap for sheet in SHEETS if (gap := places.first_missing(audit, sheet)))
    assert missing.row is not None
    assert missing.column is not None
    assert missing.row.get(missing.column.id) is None
    assert outcome.actions == [{"kind": "activate", "sheet": missing.cell.sheet, "address": missing.cell.a1}]
    assert missing.column.label in outcome.message
    assert "Go on here: " in outcome.message, "the pane stays where people are, so nobody is told they have moved"
    assert outcome.at == missing.cell


def test_next_step_stays_on_a_sheet_until_it_is_complete_and_people_may_leave_it(city: Payload) -> None:
    _, first = run("next_step", standing(city, "PRICES", "A1"))
    assert first.at is not None
    assert first.at.sheet == "PRICES"
    _, second = run("next_step", standing(city, "PRICES", first.at.a1))
    assert second.at is not None
    assert second.at.sheet != "PRICES"


def test_next_step_goes_round_from_the_last_sheet_to_the_first(city: Payload) -> None:
    audit = from_grid(json_grid.read(city))
    seen, at = [], Cell("ACTIONS", 1, 1)
    for _ in range(2 * len(SHEETS)):
        missing = places.next_missing(audit, at)
        assert missing is not None
        seen.append(missing.sheet_id)
        at = missing.cell
    open_steps = [sheet for sheet in SHEETS if places.first_missing(audit, sheet)]
    start = open_steps.index(seen[0])
    assert seen[: len(open_steps)] == open_steps[start:] + open_steps[:start]
    assert seen[len(open_steps)] == seen[0]


def test_a_list_with_too_few_lines_leads_to_its_next_free_line(empty: Payload) -> None:
    _, outcome = run("next_step", standing(empty, "AREAS", "A1"))
    assert outcome.at == Cell("AREAS", *place_of("AREAS", "ARE-01", "name"))
    assert "too few lines" in outcome.message


@pytest.mark.parametrize("name", ["start", "next_step"])
def test_a_complete_audit_leads_to_the_checks(name: str, city: Payload, monkeypatch: pytest.MonkeyPatch) -> None:
    full = from_answers(answers(random.Random(1), rows=None))
    assert places.next_missing(full, None) is None
    monkeypatch.setattr(places, "first_missing", lambda _audit, _sheet_id: None)
    _, outcome = run(name, city)
    assert outcome.actions == [{"kind": "activate", "sheet": "CHECKS", "address": "B1"}]
    assert outcome.message == "All needed answers are given."


def test_a_hidden_sheet_is_shown_before_anybody_is_sent_there(city: Payload) -> None:
    _, found = run("start", copy.deepcopy(city))
    assert found.at is not None
    next(sheet for sheet in city["sheets"] if sheet["name"] == found.at.sheet)["visibility"] = "Hidden"
    _, outcome = run("start", city)
    assert [action["kind"] for action in outcome.actions] == ["show_sheet", "activate"]


# Checking ------------------------------------------------------------------------------------------------------------


def test_a_check_writes_the_lines_a_file_would_have_and_touches_nothing_else(city: Payload, city_file: Path) -> None:
    from safeaudit.ledger import table as lines_of

    before = json_grid.read(copy.deepcopy(city))
    book, outcome = run("check_all", city)
    audit = read_audit(city_file)
    lines = lines_of(check(audit), audit)
    written = outcome.actions[0]
    assert written["values"] == [
        [line.cell if column == "cell" else line.texts[column] for column in COLUMNS] for line in lines
    ]
    assert {action["sheet"] for action in outcome.actions} == {"CHECKS"}
    changed = {
        (sheet.title, at)
        for sheet, old in zip(book.grid.sheets, before.sheets, strict=True)
        for at in {*sheet.cells, *old.cells}
        if sheet.cells.get(at) != old.cells.get(at)
    }
    places_written = {("CHECKS", at) for action in outcome.actions for at in _area(action["address"])}
    assert changed
    assert changed <= places_written


def _area(address: str) -> set[tuple[int, int]]:
    row, column, height, width = json_grid.span(address)
    return {(r, c) for r in range(row, row + height) for c in range(column, column + width)}


def test_checking_twice_changes_nothing_more(city: Payload) -> None:
    book, first = run("check_all", city)
    again = commands.run("check_all", JsonWorkbook(book.grid), debug=True)
    assert list(again.actions) == list(first.actions)
    assert again.message == first.message


def test_the_table_is_found_where_inserted_lines_and_columns_have_moved_it(city: Payload) -> None:
    checks = next(sheet for sheet in city["sheets"] if sheet["name"] == "CHECKS")
    row, column, height, width = json_grid.span(checks["address"])
    checks["address"] = f"{column_letters(column + 2)}{row + 3}:{column_letters(column + width + 1)}{row + height + 2}"
    checks["formulas"] = {}
    _, outcome = run("check_all", city)
    write, clear, last = outcome.actions
    assert write["address"].startswith("C67:K")
    assert clear["address"].endswith("K466")
    assert last["address"] == "H63"
    assert last["values"][0][0].startswith("Last check: ")


def test_a_check_still_answers_when_the_table_is_gone(city: Payload) -> None:
    city["sheets"] = [sheet for sheet in city["sheets"] if sheet["name"] != "CHECKS"]
    _, outcome = run("check_all", city)
    assert not outcome.actions
    assert "The table on CHECKS is gone" in outcome.message
    assert outcome.findings


def test_checking_a_sheet_shows_its_findings_and_counts_all(city: Payload) -> None:
    everything = service.run_command("check_all", {"grid": city})
    result = service.run_command("check_sheet", {"grid": standing(city, "INDICATORS", "D7")})
    shown = [finding for group in result["groups"] for finding in group["findings"]]
    assert {finding["sheet"] for finding in shown} == {"INDICATORS"}
    assert len(shown) == sum(f["sheet"] == "INDICATORS" for g in everything["groups"] for f in g["findings"])
    assert result["audit"]["counts"] == everything["audit"]["counts"]


def test_more_findings_than_room_never_lose_a_reason() -> None:
    lines = [
        Line(f"k{n}", "Warning", f"R-{n}", "S", "A1", "found", "do", "", "why" if n % 7 == 3 else "") for n in range(50)
    ]
    shown = fitting(lines, 20, "and more")
    assert len(shown) == 20
    assert shown[-1].found == "and more"
    assert {line.key for line in lines if line.accepted} <= {line.key for line in shown}
    assert [line.key for line in shown[:-1]] == sorted((line.key for line in shown[:-1]), key=lambda key: int(key[1:]))
    assert fitting(lines, 50, "and more") == lines


# From finding to finding ---------------------------------------------------------------------------------------------


def test_next_finding_visits_every_place_once_and_begins_again(city: Payload) -> None:
    book = open_json(city)
    audit = from_grid(book.grid)
    wanted = list(places.cells_of((f for f in check(audit) if not f.accepted), book.grid))
    assert wanted[0].sheet == check(audit)[0].sheet, "errors come first"
    for count, cell in enumerate(wanted[:4]):
        outcome = commands.run("next_finding", book, debug=True)
        assert outcome.at == cell
        assert len(outcome.actions) == count + 1
    last = JsonWorkbook(book.grid, wanted[-1])
    assert commands.run("next_finding", last, debug=True).at == wanted[0]


def test_next_finding_goes_on_from_the_finding_that_is_named(city: Payload) -> None:
    _, first = run("next_finding", city)
    assert first.at is not None
    named = {"rule": first.shown[0].rule, "sheet": first.at.sheet, "cell": first.at.a1}
    _, second = run("next_finding", standing(city, "START", "A1"), after=named)
    _, direct = run("next_finding", standing(city, first.at.sheet, first.at.a1))
    assert second.at == direct.at != first.at


def test_a_finding_about_a_sheet_that_is_gone_leads_to_the_checks(city: Payload) -> None:
    city["sheets"] = [sheet for sheet in city["sheets"] if sheet["name"] != "TOOLS"]
    _, outcome = run("next_finding", city)
    book = open_json(city)
    gone = places.cells_of([f for f in outcome.findings if f.sheet == "TOOLS"], book.grid)
    assert set(gone) == {Cell("CHECKS", 1, 2)}


# Accepting -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def warning(city_json: str) -> dict[str, str]:
    """A warning of the sample city that a reason may lift."""
    found = service.run_command("check_all", {"grid": json.loads(city_json)})
    group = next(
        group
        for group in found["groups"]
        if group["can_accept"] and group["rule"] != "CL-01" and group["findings"][0]["row_id"]
    )
    finding = group["findings"][0]
    return {"rule": group["rule"], "row_id": finding["row_id"], "column": finding["column"]}


def test_an_accepted_warning_keeps_its_reason_through_every_later_check(
    city: Payload, warning: Mapping[str, str]
) -> None:
    book, outcome = run("accept", city, **warning, reason="  Counted by hand,\nsee the note. ")
    assert "Accepted: 1 warning" in outcome.message
    assert after(book).accepted == {
        (warning["rule"], f"{warning['row_id']}|{warning['column']}"): "Counted by hand,\nsee the note."
    }
    again = commands.run("check_all", JsonWorkbook(book.grid), debug=True)
    assert sum(bool(finding.accepted) for finding in again.findings) == 1
    assert after(book).accepted


@pytest.mark.parametrize("reason", ["", "   ", None, "\u200b", "...", 7, "n/a", "ok", "to be defined"])
def test_nothing_is_accepted_without_a_reason(city: Payload, warning: Mapping[str, str], reason: object) -> None:
    book = open_json(city)
    outcome = commands.run("accept", book, options={**warning, "reason": reason})
    assert outcome.fault == "refused"
    assert outcome.message.startswith("Write a reason")
    assert book.actions == []


def test_a_reason_that_does_not_fit_is_refused_with_its_length(city: Payload, warning: Mapping[str, str]) -> None:
    outcome = commands.run("accept", open_json(city), options={**warning, "reason": "why " * 600})
    assert "2399 characters; 2000 fit" in outcome.message


def test_errors_and_advice_cannot_be_accepted(city: Payload) -> None:
    found = service.run_command("check_all", {"grid": copy.deepcopy(city)})
    for severity, sentence in (("error", "errors cannot be accepted"), ("advice", "needs no reason")):
        group = next(group for group in found["groups"] if group["severity"] == severity)
        one = group["findings"][0]
        options = {"rule": group["rule"], "row_id": one["row_id"], "column": one["column"], "reason": "Counted by hand"}
        assert not group["can_accept"]
        outcome = commands.run("accept", open_json(copy.deepcopy(city)), options=options)
        assert sentence in outcome.message
        with pytest.raises(NotReadable, match=sentence):
            service.run_command("accept", {"grid": city, "options": options})


def test_missing_answers_are_accepted_sheet_by_sheet(city: Payload) -> None:
    book, outcome = run(
        "accept", city, rule="CL-01", row_id="", column="", sheet="PRICES", reason="no figures this year"
    )
    lifted = [finding for finding in outcome.findings if finding.accepted]
    assert {finding.sheet for finding in lifted} == {"PRICES"}
    assert after(book).accepted == {("CL-01", "@PRICES|"): "no figures this year"}


def test_a_reason_taken_back_leaves_the_workbook_as_if_it_had_never_been_given(
    city: Payload, warning: Mapping[str, str]
) -> None:
    checked, _ = run("check_all", copy.deepcopy(city))
    book, _ = run("accept", city, **warning, reason="Counted by hand")
    accepted = JsonWorkbook(book.grid)
    outcome = commands.run("accept", accepted, options={**warning, "withdraw": True}, debug=True)
    assert outcome.message == f"Taken back: 1 warning of rule {warning['rule']} is open again."
    assert not any(finding.accepted for finding in outcome.findings)
    assert after(accepted).accepted == {}
    assert _plain(accepted.grid) == _plain(checked.grid)


def _plain(grid: Grid) -> list[dict[tuple[int, int], object]]:
    return [{at: cell.value for at, cell in sheet.cells.items()} for sheet in grid.sheets]


def test_only_the_reason_that_is_named_is_taken_back(city: Payload, warning: Mapping[str, str]) -> None:
    sheets = {"rule": "CL-01", "row_id": "", "column": ""}
    book = open_json(city)
    for named in (dict(warning), {**sheets, "sheet": "PRICES"}, {**sheets, "sheet": "TEAM"}):
        commands.run("accept", book, options={**named, "reason": "seen"}, debug=True)
        book = JsonWorkbook(book.grid)
    outcome = commands.run("accept", book, options={**sheets, "sheet": "PRICES", "withdraw": True}, debug=True)
    assert re.fullmatch(r"Taken back: \d+ warnings of rule CL-01 are open again\.", outcome.message)
    left = (warning["rule"], f"{warning['row_id']}|{warning['column']}")
    assert after(book).accepted == {left: "seen", ("CL-01", "@TEAM|"): "seen"}


def test_the_line_of_checks_that_is_selected_can_be_taken_back(city: Payload, warning: Mapping[str, str]) -> None:
    book, _ = run("accept", city, **warning, reason="seen")
    found = table.find(book.grid)
    assert found is not None
    key = f"{warning['row_id']}|{warning['column']}"
    row = next(row for row, _ in found.grid.rows() if found.line(row) == (warning["rule"], key))
    there = JsonWorkbook(book.grid, Cell("CHECKS", row, 3))
    assert not commands.run("accept", there, options={"withdraw": True}, debug=True).fault
    assert after(there).accepted == {}


def test_a_reason_that_was_never_given_cannot_be_taken_back(city: Payload, warning: Mapping[str, str]) -> None:
    book = open_json(city)
    outcome = commands.run("accept", book, options={**warning, "withdraw": True})
    assert outcome.message.startswith("There is no such accepted warning any more.")
    assert book.actions == []


def test_the_ribbon_accepts_the_line_of_checks_that_is_selected(city: Payload, warning: Mapping[str, str]) -> None:
    checked, _ = run("check_all", city)
    found = table.find(checked.grid)
    assert found is not None
    key = f"{warning['row_id']}|{warning['column']}"
    row = next(row for row, _ in found.grid.rows() if found.line(row) == (warning["rule"], key))
    book = JsonWorkbook(checked.grid, Cell("CHECKS", row, 3))
    outcome = commands.run("accept", book, options={"reason": "seen"}, debug=True)
    assert not outcome.fault
    assert (warning["rule"], key) in after(book).accepted


def test_accepting_what_is_not_there_says_so(city: Payload) -> None:
    outcome = commands.run(
        "accept", open_json(city), options={"rule": "XX-99", "row_id": "", "column": "", "reason": "Counted by hand"}
    )
    assert "no such finding any more" in outcome.message


# Sending back --------------------------------------------------------------------------------------------------------


def test_a_workbook_with_restricted_lines_is_never_sent_by_ordinary_mail(city: Payload) -> None:
    put(city, "PROFILE", cell_at("PROFILE", "PROFILE", "encryption"), "Not protected")
    _, outcome = run("send_back", city)
    assert "do not send Port Saranel.xlsx by ordinary e-mail" in outcome.next
    assert "draft" in outcome.message


def test_the_way_home_is_the_one_the_office_named(city: Payload) -> None:
    _, outcome = run("send_back", city)
    assert "Encrypted pack, key sent another way" in outcome.next


def test_a_workbook_that_may_not_be_shared_stays(city: Payload) -> None:
    put(city, "PROFILE", cell_at("PROFILE", "PROFILE", "share_consent"), "No")
    _, outcome = run("send_back", city)
    assert outcome.next.startswith("Do not send it yet")


def test_an_open_workbook_may_travel_by_mail(empty: Payload) -> None:
    put(empty, "PROFILE", cell_at("PROFILE", "PROFILE", "city"), "Testville")
    _, outcome = run("send_back", empty)
    assert "attach blank.xlsx to an e-mail" in outcome.next


# Reports on a desktop ------------------------------------------------------------------------------------------------


@pytest.fixture
def desktop(city_file: Path, tmp_path: Path) -> Any:
    """The sample city in a make-believe desktop Excel."""
    path = tmp_path / city_file.name
    path.write_bytes(city_file.read_bytes())
    return desktop_of(path)


def checks_of(book: Any) -> Any:
    """The native side of the sheet of findings."""
    return book.sheets["CHECKS"]._protection


def test_on_a_desktop_the_table_is_unlocked_filled_linked_and_locked_again(desktop: Any) -> None:
    outcome = commands.run("check_all", excel.ExcelWorkbook(desktop), debug=True)
    assert checks_of(desktop).calls == ["unprotect", ("protect", dict.fromkeys(excel.OPTIONS, True))]
    first = next(finding for finding in outcome.findings if finding.cell)
    assert desktop.world.formulas[0] == [f'=HYPERLINK("#\'{first.sheet}\'!{first.cell}","{first.cell}")']


def test_a_sheet_with_a_password_of_its_own_is_left_alone(desktop: Any) -> None:
    checks_of(desktop).password = True
    before = dict(desktop.sheets["CHECKS"].cells)
    outcome = commands.run("check_all", excel.ExcelWorkbook(desktop))
    assert outcome.fault == "refused"
    assert "protected with a password" in outcome.message
    assert desktop.sheets["CHECKS"].cells == before


def test_a_report_stands_beside_the_workbook_and_never_replaces_another(
    desktop: Any,
) -> None:
    steps, folder = desktop.app.steps, Path(desktop.fullname).parent
    (folder / "Port-Saranel-strategy-report.docx").write_bytes(b"an older report")
    outcome = commands.run("build_report", excel.ExcelWorkbook(desktop), debug=True)
    assert outcome.path == folder / "Port-Saranel-strategy-report-2.docx"
    assert outcome.path.read_bytes().startswith(b"PK")
    assert (folder / "Port-Saranel-strategy-report.docx").read_bytes() == b"an older report"
    assert "draft" in outcome.next
    assert len(steps) > 3
    assert steps[-1] is False, "the status bar is given back"


def test_a_workbook_that_was_never_saved_has_no_place_for_a_report(city: Payload) -> None:
    outcome = commands.run("build_report", open_json(city))
    assert outcome.message == "Save the workbook on this computer first, then build the report."


# What may go wrong ---------------------------------------------------------------------------------------------------


def test_another_workbook_gets_a_plain_sentence(city: Payload) -> None:
    city["sheets"] = [{"name": "Sheet1", "address": "A1", "values": [["x"]]}]
    outcome = commands.run("check_all", open_json(city))
    assert outcome.fault == "refused"
    assert "not a safety audit" in outcome.message


def test_a_fault_of_ours_is_one_sentence_and_a_file_without_any_content_of_cells(
    city: Payload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_audit: Audit) -> None:
        raise ValueError("Harbour street 5, a secret")

    monkeypatch.setattr("safeaudit.office.checking.check", fail)
    monkeypatch.setattr(details, "log_folder", lambda: tmp_path / "log")
    outcome = commands.run("check_all", open_json(city))
    assert outcome.fault == "internal"
    assert outcome.path == tmp_path / "log" / details.NAME
    assert str(outcome.path) in outcome.message
    text = outcome.path.read_text("utf-8")
    assert "builtins.ValueError" in text
    assert "office/checking.py" in text
    assert "secret" not in text
    with pytest.raises(ValueError, match="secret"):
        commands.run("check_all", open_json(city), debug=True)


# What arrives over JSON ----------------------------------------------------------------------------------------------

SHEET = {"name": "A", "address": "A1:B2", "values": [["x", 1], [True, ""]]}


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "workbook",
        {},
        {"name": "x.xlsx"},
        {"name": "x.xlsx", "sheets": []},
        {"name": "x.xlsx", "sheets": {}},
        {"name": 7, "sheets": [SHEET]},
        {"name": "n" * 1_000, "sheets": [SHEET]},
        {"name": "x.xlsx", "sheets": [None]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "name": "n" * 1_000}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "name": ""}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "name": 5}]},
        {"name": "x.xlsx", "sheets": [SHEET, {**SHEET, "name": "a"}]},
        {"name": "x.xlsx", "sheets": [SHEET] * 201},
        {"name": "x.xlsx", "sheets": [{**SHEET, "address": None}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "address": "B2:A1"}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "address": "A1:C2"}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "address": "A0:B1"}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "address": "XFE1:XFF2"}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "address": "A1048576:B1048577"}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "address": "A1:XFD1048576"}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", 1], [True]]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", 1], [True]], "short_lines": "yes"}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", 1, 2], [True]], "short_lines": True}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", 1], "no"]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": "no"}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", math.nan], [True, ""]]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", math.inf], [True, ""]]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", 10**400], [True, ""]]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", []], [True, ""]]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x", {"a": 1}], [True, ""]]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "values": [["x" * 32_768, 1], [True, ""]]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "types": [["S"]]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "formulas": ["A1"]}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "formulas": {"nowhere": "=1"}}]},
        {"name": "x.xlsx", "sheets": [{**SHEET, "formulas": {5: "=1"}}]},
    ],
    ids=range(37),
)
def test_a_payload_that_is_no_workbook_gets_a_plain_sentence(payload: object) -> None:
    with pytest.raises(NotReadable) as refusal:
        json_grid.read(payload)
    sentence = str(refusal.value)
    assert sentence.endswith((".", "itself."))
    assert len(sentence) < 400
    assert "could not be taken over from the spreadsheet program" in sentence or "too large" in sentence


def test_too_many_cells_and_too_much_text_are_refused_by_their_number() -> None:
    sheet = {"name": "A", "address": "A1:A11", "values": [["long text"]] * 11}
    with pytest.raises(NotReadable, match="the number of its filled cells"):
        json_grid.read({"name": "x.xlsx", "sheets": [sheet]}, limits=Limits(cells=10))
    with pytest.raises(NotReadable, match="all its text"):
        json_grid.read({"name": "x.xlsx", "sheets": [sheet]}, limits=Limits(all_text=90))
    assert (
        len(json_grid.read({"name": "x.xlsx", "sheets": [sheet]}, limits=Limits(cells=11, all_text=99)).sheets[0].cells)
        == 11
    )


def test_two_hundred_thousand_formatted_lines_are_ordinary_life() -> None:
    lines = [["x", 1], *[["", ""]] * 200_000]
    grid = json_grid.read({"name": "x.xlsx", "sheets": [{"name": "A", "address": "B3:C200003", "values": lines}]})
    assert set(grid.sheets[0].cells) == {(3, 2), (3, 3)}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*SHEET, "types", "A1"]), inner, max_size=4)
    ),
    max_leaves=12,
)


BESIDE = ("merges", "notes", "struck", "struck_parts", "boxes", "pictures")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["name", "address", "values", "types", "formats", "formulas", "visibility", *BESIDE]), JSON)
def test_whatever_stands_in_a_sheet_is_read_or_refused(part: str, content: object) -> None:
    try:
        grid = json_grid.read({"name": "x.xlsx", "sheets": [{**SHEET, part: content}]})
    except NotReadable:
        return
    assert len(grid.sheets) == 1


# What desktop Excel shows besides the contents -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def seen(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few sheets of the sample city with joined cells, a note, a struck-through cell and word, and a text box."""
    wanted = ("two lines joined", "a note", "a text box", "struck through", "per cent where none is asked")
    made = Book(small(sample.read_bytes(), ("START", "AREAS")))
    for kind in KINDS:
        if kind.name in wanted:
            kind.do(made)
    path = tmp_path_factory.mktemp("seen") / "city.xlsx"
    path.write_bytes(made.zipped())
    return path


def areas(book: Any) -> GridSheet:
    return next(sheet for sheet in excel.read(book).sheets if sheet.title == "AREAS")


@pytest.mark.parametrize("mac", [False, True])
def test_desktop_excel_tells_what_lies_beside_the_cells(
    seen: Path, *, mac: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = SimpleNamespace(k=SimpleNamespace(cell_type_comments="comments"))
    monkeypatch.setitem(sys.modules, "appscript", kinds)
    found = areas(desktop_of(seen, mac=mac))
    assert Span(8, 5, 9, 5) in found.merges
    assert found.notes == {(8, 7): SAID}
    assert found.boxes == [(9, 5, SAID)]
    assert found.struck == {(10, 4)}
    assert found.cells[8, 5].format is Format.PERCENT
    assert found.cells[10, 5].format is Format.PLAIN


REFUSABLE = [
    "number_format",
    "merge_cells",
    "merge_area",
    "shapes",
    "Comments",
    "CommentsThreaded",
    "Font",
    "HasRichDataType",
]


@pytest.mark.parametrize("refused", [[name] for name in REFUSABLE] + [REFUSABLE])
def test_a_desktop_excel_that_cannot_answer_never_stops_the_check(seen: Path, refused: list[str]) -> None:
    told, silent = areas(desktop_of(seen)), areas(desktop_of(seen, refuses=frozenset(refused)))
    assert {at: value[:3] for at, value in silent.cells.items()} == {at: value[:3] for at, value in told.cells.items()}
    assert (silent.merges == []) == ("merge_cells" in refused or "merge_area" in refused)
    assert (silent.boxes == []) == ("shapes" in refused)
    assert (silent.notes == {}) == ("Comments" in refused)
    assert (silent.struck == set()) == ("Font" in refused)
    assert (silent.cells[8, 5].format is Format.UNKNOWN) == ("number_format" in refused)


def test_a_column_of_like_numbers_is_asked_once_and_questions_are_bounded(seen: Path) -> None:
    book = desktop_of(seen)
    (sheet,) = (each for each in book.sheets if each.name == "AREAS")
    found = excel_sheet(sheet)
    numbers = {column for (_, column), value in found.cells.items() if value.kind is Kind.NUMBER}
    asked = Asking()
    fill_formats(sheet, found, asked)
    assert len(numbers) <= 6_000 - asked.left < 25, "only the column with a per cent in it is halved"
    tired = excel_sheet(sheet)
    fill_formats(sheet, tired, Asking(most=0))
    assert {value.format for value in tired.cells.values() if value.kind is Kind.NUMBER} == {Format.UNKNOWN}


def test_shapes_in_a_group_are_read_at_the_place_of_the_group() -> None:
    texts = SimpleNamespace(HasText=True, TextRange=SimpleNamespace(Text="In a group\r"))
    members = [SimpleNamespace(Type=17, TextFrame2=texts), SimpleNamespace(Type=13), SimpleNamespace(Type=3)]
    items = SimpleNamespace(Count=3, Item=lambda number: members[number - 1])
    native = SimpleNamespace(GroupItems=items, TopLeftCell=SimpleNamespace(Row=4, Column=3))
    sheet: Any = SimpleNamespace(shapes=[SimpleNamespace(type="group", api=native)], api=None)
    found = GridSheet("Mine")
    fill_beside(sheet, found, Asking())
    assert found.boxes == [(4, 3, "In a group")]
    assert found.pictures == [(4, 3)]


# What is queued for the pane -----------------------------------------------------------------------------------------


def test_each_change_is_one_action_with_its_place() -> None:
    hidden = {"name": "Hidden one", "visibility": "VeryHidden", "address": "A1", "values": [[""]]}
    book = open_json({"name": "x.xlsx", "sheets": [SHEET, hidden]})
    book.write(Cell("A", 10, 2), [["x", ""], ["2", "y"]])
    book.clear(Cell("A", 10, 2), 1, 2)
    book.write(Cell("A", 1, 1), [["alone"]])
    book.go(Cell("Hidden one", 1, 1))
    assert book.actions == [
        {"kind": "write", "sheet": "A", "address": "B10:C11", "values": [["x", ""], ["2", "y"]]},
        {"kind": "clear", "sheet": "A", "address": "B10:C10"},
        {"kind": "write", "sheet": "A", "address": "A1", "values": [["alone"]]},
        {"kind": "show_sheet", "sheet": "Hidden one"},
        {"kind": "activate", "sheet": "Hidden one", "address": "A1"},
    ]
    assert {action["kind"] for action in book.actions} == set(get_args(get_type_hints(Action)["kind"]))


@pytest.mark.parametrize(
    ("active", "cell"),
    [
        (None, None),
        ("A1", None),
        ({"sheet": "NO SUCH", "cell": "A1"}, None),
        ({"sheet": 5}, None),
        ({"sheet": "A", "cell": "???"}, Cell("A", 1, 1)),
        ({"sheet": "A"}, Cell("A", 1, 1)),
        ({"sheet": "a", "cell": "A!$C$3:$D$4"}, Cell("A", 3, 3)),
    ],
)
def test_an_active_cell_that_is_nowhere_is_no_reason_to_fail(active: object, cell: Cell | None) -> None:
    assert open_json({"name": "x", "active": active, "sheets": [SHEET]}).selected == cell


# Guide and answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "qps"])
def test_the_guide_has_every_step_column_and_line_of_the_framework(language: str) -> None:
    found = guide(language)
    assert [step["sheet_id"] for step in found["steps"]] == list(SHEETS)
    assert {step["part"] for step in found["steps"]} == {part["id"] for part in found["parts"]}
    for step in found["steps"]:
        cls, known = SHEETS[step["sheet_id"]], framework.guides()[step["sheet_id"]]
        assert [column["id"] for column in step["columns"]] == list(cls.columns)
        assert all(column["label"] and column["help"] for column in step["columns"])
        assert all(step[part] for part in ("title", "purpose", "why", "how", "whom", "evidence"))
        assert step["minutes"] == known.minutes
        assert all(
            line["label"] and line["ask"] and line["whom"] and line["evidence"] for line in step["rows"].values()
        )
    assert sum(len(step["rows"]) for step in found["steps"]) > 150
    assert all(entry["title"] and entry["text"] for entry in found["help"])


def test_an_unknown_language_gets_the_guide_in_english() -> None:
    assert service.guide("xx")["language"] == "en"


def test_a_result_knows_the_step_column_and_line_people_are_at(city: Payload) -> None:
    cell = cell_at("RISKS", "RSK-E2", "likelihood")
    result = service.run_command("check_sheet", {"grid": standing(city, "RISKS", cell)})
    assert result["here"] == {"step": "RISKS", "column": "likelihood", "row_id": "RSK-E2"}
    form = service.run_command(
        "check_sheet", {"grid": standing(city, "PROFILE", cell_at("PROFILE", "PROFILE", "city"))}
    )
    assert form["here"] == {"step": "PROFILE", "column": "city", "row_id": None}
    elsewhere = service.run_command("check_sheet", {"grid": standing(city, "OVERVIEW", "B7")})
    assert elsewhere["here"] == {"step": None, "column": None, "row_id": None}


def test_a_result_is_plain_json_and_counts_what_it_shows(city: Payload) -> None:
    result = service.run_command("check_all", {"grid": city})
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    shown = {"error": 0, "warning": 0, "advice": 0}
    for group in result["groups"]:
        assert group["title"]
        assert group["why"]
        assert group["how"]
        shown[group["severity"]] += len(group["findings"])
    assert {**shown, "accepted": 0} == result["audit"]["counts"]
    assert sum(step["errors"] for step in result["steps"]) == result["audit"]["counts"]["error"]
    assert {step["state"] for step in result["steps"]} <= {"empty", "started", "done", "waived"}
    assert all((step["state"] in ("done", "waived")) == (step["share"] == 1) for step in result["steps"])
    assert len(json.dumps(result)) < 150_000


def test_the_service_keeps_nothing_and_refuses_in_plain_words(
    city_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    copy_of = service.checked_bytes(city_file.read_bytes(), city_file.name)
    assert copy_of.name == "Port-Saranel.checked.xlsx"
    assert copy_of.draft
    assert (
        service.check_bytes(copy_of.content, "c.xlsx")["groups"]
        == service.check_bytes(city_file.read_bytes(), "c.xlsx")["groups"]
    )
    for call in (
        lambda: service.check_bytes(b"no zip", "letter.xlsx"),
        lambda: service.report_bytes(city_file.read_bytes(), "c.xlsx", kind="novel"),
        lambda: service.report_bytes(city_file.read_bytes(), "c.xlsx", audience="everybody"),
        lambda: service.report_bytes(city_file.read_bytes(), "c.xlsx", language="xx"),
        lambda: service.report_bytes(city_file.read_bytes(), "c.xlsx", kind="findings", audience="public"),
        lambda: service.report_bytes(city_file.read_bytes(), "c.xlsx", template=b"no Word file"),
    ):
        with pytest.raises(NotReadable, match=r"^[A-Zl][^<>]*\.$"):
            call()
    assert list(tmp_path.iterdir()) == []

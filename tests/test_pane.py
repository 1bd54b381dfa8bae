"""The task pane in headless Chromium: a real server, a real workbook behind a fake Excel, and a person who clicks and types."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from beside import KINDS, styled
from mutations import Book, small
from pane import stage
from pane.bridge import cells_of, save
from support import ROOT, few, place_of, skip

from safeaudit.cells import GridSheet, Kind, Value, column_letters, parse_a1
from safeaudit.doors import read_audit
from safeaudit.ledger import MISSING
from safeaudit.rules import all_rules, check
from safeaudit.service.models import GridIn
from safeaudit.service.ui.texts_pane import TEXTS

TASKPANE = ROOT / "safeaudit" / "service" / "ui" / "taskpane"
SHARED_WORDS = TASKPANE.parent / "shared" / "words.js"

Opened = Callable[..., Any]
LIKE_A_NAME = "Evenings with Don Bosco at the hall"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if find_spec("playwright") is None or not Path(stage.CHROMIUM).exists():
        skip("Playwright for Python or /usr/bin/chromium is not installed")
    with stage.chromium() as made:
        yield made


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if any(find_spec(name) is None for name in ("fastapi", "uvicorn", "python_multipart", "xlwings")):
        skip('the server is not installed: pip install "safeaudit[addin]"')
    with stage.server() as made:
        yield made


@pytest.fixture(scope="module")
def cells(sample: Path) -> str:
    """The sample city as the fake Excel holds it, read once."""
    return json.dumps(cells_of(sample))


@pytest.fixture
def opened(browser: Any, address: str, cells: str) -> Opened:
    """Opens the pane beside the sample city, or beside other cells."""
    return lambda workbook=cells, **more: stage.pane(
        browser, address, json.loads(workbook) if isinstance(workbook, str) else workbook, **more
    )


@pytest.fixture(scope="module")
def still(browser: Any, address: str, cells: str) -> Iterator[Any]:
    """One pane beside the sample city for all tests that leave the workbook as it is."""
    with stage.pane(browser, address, json.loads(cells)) as made:
        yield made


def group_of(page: Any, code: str) -> Any:
    """The card of a rule's findings, in any language."""
    return page.locator(".group", has=page.locator(f'[data-key^="group-{code}|"]'))


def cell(sheet_id: str, row_id: str, column: str) -> str:
    row, number = place_of(sheet_id, row_id, column)
    return f"{column_letters(number)}{row}"


# One working day -----------------------------------------------------------------------------------------------------


def test_a_person_fills_checks_mends_accepts_and_gets_the_report(opened: Opened, sample: Path, tmp_path: Path) -> None:
    with opened() as pane:
        page = pane.page
        assert pane.says("TEAM lacks 4 needed answers")
        pane.press("Go there")
        asked = pane.fake("active()")
        assert asked == {"sheet": "TEAM", "cell": cell("TEAM", "TEA-23", "role")}

        pane.type("TEAM", asked["cell"], "Still to be reached")
        page.get_by_text("TEAM lacks 3 needed answers").first.wait_for()

        pane.press("Check everything")
        assert pane.says("Found: 5 errors")

        pane.view("Findings")
        size = all_rules()["FL-02"].title
        group = page.locator(".group", has_text=size)
        group.get_by_role("button", expanded=False).click()
        group.get_by_role("button", name="Go there").click()
        pane.settled()
        there = pane.fake("active()")
        assert there["sheet"] == "FLOWS"
        flow = next(row for row in read_audit(sample).flows if row.scale_basis == "seizures" and row.scale != "unknown")
        assert there["cell"] in {cell("FLOWS", flow.id, "scale"), cell("FLOWS", flow.id, "scale_basis")}
        pane.type("FLOWS", cell("FLOWS", flow.id, "scale"), "Not known")
        pane.press("Check everything")
        assert page.locator(".group", has_text=size).count() == 0
        assert pane.says("Errors: 4")

        warned = page.locator(".group", has_text="Control alone on a market")
        warned.get_by_role("button", expanded=False).click()
        warned.get_by_role("button", name="Accept with a reason").first.click()
        page.get_by_role("button", name="Accept", exact=True).click()
        assert pane.says("Write a reason. Without one the finding stays open.")
        assert page.evaluate("document.activeElement.id") == "reason"
        page.get_by_label("Why may this warning stand?").fill("=1+1 is how the council put it on 12 May")
        pane.press("Accept", exact=True)
        assert pane.says("Accepted: 1")
        kept = save(sample, tmp_path / "accepted.xlsx", pane.fake("log"))
        assert _table(kept) == _expected(kept)
        assert list(read_audit(kept).accepted.values()) == ["=1+1 is how the council put it on 12 May"]

        pane.view("Report")
        page.get_by_label("Letter of findings").check()
        page.get_by_label("Restricted").check()
        assert not pane.says("says “draft” on every page"), "the letter is about what is open, so it is no draft"
        pane.press("Build report")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        download.value.save_as(tmp_path / "report.docx")
        assert pane.missing == []
        assert pane.fake("notLoaded") == []
    text = _words_of(tmp_path / "report.docx")
    assert "Port Saranel" in text
    assert "=1+1 is how the council put it on 12 May" in text


def _table(path: Path) -> list[tuple[str, ...]]:
    """Rule, sheet and finding of every line on CHECKS in a saved workbook."""
    from support import open_book

    sheet = open_book(path)["CHECKS"]
    top = next(row for row in range(1, 200) if sheet.cell(row, 1).value == "_key")
    lines = [[sheet.cell(row, column).value for column in (3, 4, 6)] for row in range(top + 2, sheet.max_row + 1)]
    return [tuple(line) for line in lines if line[0]]


def _expected(path: Path) -> list[tuple[str, ...]]:
    from safeaudit.ledger import table

    audit = read_audit(path)
    return [(line.rule, line.sheet, line.found) for line in table(check(audit), audit)]


def _words_of(path: Path) -> str:
    import docx

    document = docx.Document(str(path))
    return "\n".join(
        "".join(part.text or "" for part in block.iter() if part.tag.endswith("}t")) for block in document.element.body
    )


# Excel ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def payload(still: Any) -> Any:
    """The whole workbook as the pane sends it, read in two round trips."""
    still.syncs()
    read = still.page.evaluate("async () => (await import('/static/taskpane/js/excel.js')).readWorkbook()")
    assert still.syncs() == ["read", "read"]
    assert still.fake("notLoaded") == []
    return read


def test_the_grid_the_pane_sends_holds_every_cell_as_the_file_does(payload: Any, sample: Path) -> None:
    from safeaudit.files import reader as file
    from safeaudit.live import json_grid

    sent, kept = json_grid.read(payload), file.read(sample)
    assert [sheet.title for sheet in sent.sheets] == [sheet.title for sheet in kept.sheets]
    for ours, theirs in zip(sent.sheets, kept.sheets, strict=True):
        # What formulas come to is not in the file before a spreadsheet program has worked it out.
        assert _constants(ours) == _constants(theirs), ours.title
        assert {at for at, value in ours.cells.items() if value.formula} == {
            at for at, value in theirs.cells.items() if value.formula
        }
    assert any(value.kind is Kind.DATE for sheet in sent.sheets for value in sheet.cells.values())


def _constants(sheet: GridSheet) -> dict[tuple[int, int], Value]:
    return {at: value for at, value in sheet.cells.items() if not value.formula}


def test_the_server_takes_the_grid_and_it_stays_small(payload: Any) -> None:
    from safeaudit.service.models import GridIn

    GridIn.model_validate(payload)
    assert len(json.dumps(payload, separators=(",", ":"))) < 700_000
    assert {formula for sheet in payload["sheets"] for formula in sheet["formulas"].values()} == {"="}
    assert any(sheet["formats"] is None for sheet in payload["sheets"]), "nothing is sent where no number has a format"


READ = "async () => (await import('/static/taskpane/js/excel.js')).readWorkbook()"


@pytest.fixture(scope="module")
def few_sheets(sample: Path) -> bytes:
    return small(sample.read_bytes(), ("START", "PROFILE", "AREAS", "INDICATORS", "SOURCES"))


@pytest.fixture(scope="module")
def few_cells(few_sheets: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A few sheets of the sample city as the fake Excel holds them: quick to open beside."""
    path = tmp_path_factory.mktemp("few") / "city.xlsx"
    path.write_bytes(few_sheets)
    return json.dumps(cells_of(path))


def with_all_kinds(book: Book) -> None:
    """Everything people put beside the answers, in one workbook; what needs a part of the same name is put in once."""
    for kind in KINDS:
        if kind.name not in (
            "a note on a page without answers",
            "a text box",
            "a picture over the cells",
            "struck through in part",
        ):
            kind.do(book)
    styled(book, "INDICATORS", "H21", percent=True)


@pytest.mark.parametrize(
    "name", ["a note on a page without answers", "a text box", "a picture over the cells", "all others"]
)
def test_the_pane_says_what_lies_beside_the_answers_as_the_check_of_the_file_does(
    name: str, opened: Opened, few_sheets: bytes, sample: Path, tmp_path: Path
) -> None:
    from safeaudit.service import answers as service

    book = Book(sample.read_bytes() if name == "all others" else few_sheets)
    next((kind.do for kind in KINDS if kind.name == name), with_all_kinds)(book)
    path = tmp_path / "city.xlsx"
    path.write_bytes(book.zipped())
    with opened(cells_of(path)) as pane:
        pane.syncs()
        payload = pane.page.evaluate(READ)
        assert len(pane.syncs()) == 3, "all cells, and what lies beside them in one more round trip"
        assert pane.fake("notLoaded") == []
        file = service.check_bytes(path.read_bytes(), path.name)
        asked = service.run_command("check_all", {"grid": GridIn.model_validate(payload).model_dump()})
        assert asked["groups"] == file["groups"]
        assert "Ana Perez" not in json.dumps(payload), "who wrote a note is not sent"
        if name != "all others":
            return
        pane.press("Check everything")
        pane.view("Findings")
        for group in file["groups"]:
            if group["rule"].startswith(("WB-1", "CL-1")):
                assert pane.page.locator(".group", has_text=group["title"]).count() == 1, group["title"]


def test_the_pane_tells_joined_cells_apart_from_a_name_with_commas_and_marks(opened: Opened, few_cells: str) -> None:
    book = json.loads(few_cells)
    name = "Costs, 'A1!B2' & more"
    book["sheets"].append({**EMPTY, "name": name, "cells": {"B2": {"value": "x"}}, "merges": ["B2:C3", "E5:E9"]})
    with opened(book) as pane:
        sent = pane.page.evaluate(READ)["sheets"][-1]
    assert (sent["name"], sent["merges"]) == (name, ["B2:C3", "E5:E9"])


EMPTY = {
    "id": "{own}",
    "visibility": "Visible",
    "cells": {},
    "formats": {},
    "unlocked": [],
    "protected": False,
    "options": {},
}


def test_shapes_in_groups_are_read_at_the_place_of_their_group_and_what_excel_refuses_is_left_out(
    opened: Opened, few_cells: str
) -> None:
    book = json.loads(few_cells)
    box = {"type": "GeometricShape", "row": 30, "column": 9, "text": "In a group"}
    inner = {"type": "Group", "row": 20, "column": 8, "shapes": [box, {"type": "Image", "row": 40, "column": 1}]}
    shapes = [
        {"type": "Group", "row": 4, "column": 3, "shapes": [inner, {**box, "text": ""}]},
        {**box, "text": "Refused", "refuses": True},
        {"type": "Unsupported", "row": 1, "column": 1},
        {**box, "row": 2, "column": 28, "text": "Right of the table"},
    ]
    book["sheets"].append({**EMPTY, "name": "Mine", "cells": {"B2": {"value": "x"}}, "shapes": shapes})
    with opened(book) as pane:
        sent = pane.page.evaluate(READ)["sheets"][-1]
    assert sent["boxes"] == [{"cell": "AB2", "text": "Right of the table"}, {"cell": "C4", "text": "In a group"}]
    assert sent["pictures"] == ["C4"]
    assert sent["values"] == [["x"]]


def test_a_sheet_with_too_many_joined_cells_costs_nothing_else(opened: Opened, few_cells: str) -> None:
    book = json.loads(few_cells)
    many = [f"A{row}:B{row}" for row in range(1, 600)]
    note = {"cell": "B2", "author": "Ana", "content": "Ana:\nSeen"}
    own = {**EMPTY, "name": "Mine", "cells": {"B2": {"value": 7}}, "merges": many, "notes": [note]}
    book["sheets"].append(own)
    with opened(book) as pane:
        *others, mine = pane.page.evaluate(READ)["sheets"]
    assert "merges" not in mine
    assert mine["notes"] == {"B2": "Seen"}
    assert mine["formats"] == {}
    assert next(sheet for sheet in others if sheet["name"] == "AREAS")["merges"]


@pytest.mark.parametrize(
    ("sets", "known"),
    few(
        [
            ("1.9", {"struck", "boxes"}),
            ("1.10", {"struck", "boxes", "notes"}),
            ("1.13", {"struck", "boxes", "notes", "merges"}),
            ("1.8", set()),
            ("1.18", {"struck", "boxes", "notes", "merges", "struck_parts"}),
        ],
        3,
    ),
)
def test_an_older_excel_is_asked_only_what_it_knows(opened: Opened, few_cells: str, sets: str, known: set[str]) -> None:
    book = json.loads(few_cells)
    runs = [["kept ", False], ["gone", True]]
    comment = {"cell": "B2", "author": "Ana", "content": "Sure?", "replies": ["Yes"]}
    own = {
        **EMPTY, "name": "Mine", "cells": {"B2": {"value": "x"}, "B3": {"value": "kept gone", "runs": runs}}, "struck": ["B2"],
        "merges": ["B5:C5"], "comments": [comment], "shapes": [{"type": "GeometricShape", "row": 6, "column": 2, "text": "Box"}],
    }  # fmt: skip
    book["sheets"].append(own)
    with opened({**book, "sets": sets}) as pane:
        sent = pane.page.evaluate(READ)["sheets"][-1]
    assert {part for part in ("struck", "boxes", "notes", "merges", "struck_parts") if part in sent} == known
    assert sent["values"] == [["x"], ["kept " if "struck_parts" in known else "kept gone"]]
    if "boxes" in known:
        assert sent["boxes"] == [{"cell": "A1" if sets == "1.9" else "B6", "text": "Box"}]
    if "notes" in known:
        assert sent["notes"] == {"B2": "Sure?\nYes"}


def test_all_is_written_in_one_round_trip_stays_text_and_the_sheet_stays_protected(opened: Opened) -> None:
    texts = ["=1+1", "+49 30", "-5", "@home", "'quoted", "0012", "May 2026", "TRUE", "2026-05-01", "", 7, True]
    with opened() as pane:
        pane.page.evaluate("async () => (await import('/static/taskpane/js/excel.js')).readWorkbook()")
        pane.syncs()
        pane.page.evaluate(
            "async (values) => (await import('/static/taskpane/js/excel.js')).apply(["
            " {kind: 'write', sheet: 'CHECKS', address: 'B60:M60', values: [values]},"
            " {kind: 'clear', sheet: 'CHECKS', address: 'B61:C61'}, {kind: 'activate', sheet: 'CHECKS', address: 'B60'}])",
            texts,
        )
        assert pane.syncs() == ["write"]
        got = [pane.fake(f"value('CHECKS', '{letter}60')") for letter in "BCDEFGHIJKLM"]
        assert got == [text if text != "" else None for text in texts]
        assert pane.fake("sheet('CHECKS').protected") is True
        assert pane.fake("sheet('CHECKS').options")["allowFormatColumns"] is True


def test_a_password_on_checks_is_told_in_a_plain_sentence(opened: Opened, cells: str) -> None:
    book = json.loads(cells)
    next(sheet for sheet in book["sheets"] if sheet["name"] == "CHECKS")["password"] = True
    with opened(book) as pane:
        pane.press("Check everything")
        assert pane.says("CHECKS may be protected with a password")
        assert pane.fake("sheet('CHECKS').protected") is True
        pane.press("Close")
        assert not pane.says("CHECKS may be protected")


def test_a_cell_that_is_being_edited_is_told_in_a_plain_sentence(opened: Opened) -> None:
    with opened() as pane:
        pane.page.evaluate("window.__fake.refuse = 'InvalidOperationInCellEditMode'")
        pane.press("Check everything")
        assert pane.says("A cell is being edited. Press Enter in the sheet, then try again.")


def test_a_hidden_sheet_is_shown_when_a_finding_is_there(opened: Opened, cells: str) -> None:
    book = json.loads(cells)
    next(sheet for sheet in book["sheets"] if sheet["name"] == "TEAM")["visibility"] = "Hidden"
    with opened(book) as pane:
        pane.press("Go there")
        assert pane.fake("active()")["sheet"] == "TEAM"
        assert pane.fake("sheet('TEAM').visibility") == "Visible"


def test_the_workbook_can_be_told_to_open_the_pane(still: Any) -> None:
    from safeaudit.office.install.manifest import TASKPANE_ID

    switch = still.page.get_by_label("Open this pane with this workbook")
    still.view("Help")
    assert not switch.is_checked()
    switch.check()
    still.page.get_by_text("Save the workbook to keep this choice").wait_for()
    assert still.fake("saved") == {TASKPANE_ID: True}
    switch.uncheck()
    still.page.wait_for_function("() => Object.keys(window.__fake.saved).length === 0")
    assert not switch.is_checked()


def test_a_choice_that_excel_does_not_keep_is_told_and_not_shown_as_kept(still: Any) -> None:
    still.view("Help")
    still.page.evaluate("window.__fake.refuseSettings = true")
    switch = still.page.get_by_label("Open this pane with this workbook")
    switch.click()
    still.page.get_by_text("Excel did not keep this choice").wait_for()
    assert not switch.is_checked()
    assert stage.axe(still.page) == []


def test_a_workbook_that_opens_the_pane_already_shows_it_and_an_excel_without_settings_offers_nothing(
    opened: Opened, cells: str
) -> None:
    from safeaudit.office.install.manifest import TASKPANE_ID

    with opened({**json.loads(cells), "settings": {TASKPANE_ID: True}}) as pane:
        pane.view("Help")
        assert pane.page.get_by_label("Open this pane with this workbook").is_checked()
        pane.page.evaluate("delete window.Office.context.document")
        office = "async () => (await import('/static/taskpane/js/office.js')).opensWithWorkbook()"
        assert pane.page.evaluate(office) is None


# Following the selection ---------------------------------------------------------------------------------------------


def test_help_follows_the_selected_cell(still: Any) -> None:
    still.view("Guide")
    still.syncs()
    still.select("RISKS", cell("RISKS", "RSK-E2", "likelihood"))
    still.page.get_by_role("heading", name="Likelihood").wait_for()
    assert still.says("Drugs, arms and contraband reaching the city")
    assert still.says("5 = Almost certain")
    assert still.says(f"You are at step {list(SHEETS).index('RISKS') + 1} of {len(SHEETS)}")
    assert still.syncs() == ["read"], "one round trip, without the whole workbook"
    still.select("PROFILE", cell("PROFILE", "PROFILE", "population"))
    still.page.get_by_role("heading", name="Population", exact=False).wait_for()
    still.select("RISKS", "A1")
    still.page.get_by_text("Select a cell in the table").wait_for()
    still.select("START", "B2")
    still.page.get_by_text("Outside the steps").wait_for()


def test_inserted_rows_and_columns_do_not_lead_the_help_astray(opened: Opened, cells: str) -> None:
    book = json.loads(cells)
    risks = next(sheet for sheet in book["sheets"] if sheet["name"] == "RISKS")
    risks["cells"] = {_moved(key): value for key, value in risks["cells"].items()}
    row, column = place_of("RISKS", "RSK-E2", "likelihood")
    with opened(book) as pane:
        pane.select("RISKS", f"{column_letters(column + 1)}{row + 2}")
        pane.page.get_by_role("heading", name="Likelihood").wait_for()
        assert pane.says("Drugs, arms and contraband reaching the city")


def _moved(key: str) -> str:
    """Where a cell stands after two rows and a column (right of C) were inserted."""
    from safeaudit.cells import parse_a1

    row, column = parse_a1(key)
    return f"{column_letters(column + (column > 3))}{row + 2 * (row > 2)}"


def test_a_finding_shows_beside_the_cell_it_is_about(opened: Opened) -> None:
    with opened() as pane:
        pane.press("Check everything")
        pane.press("Next finding")
        pane.page.locator(".cell .found").first.wait_for()
        assert "has no source" in pane.page.locator(".cell .found").first.inner_text()


# Many findings, long and hostile texts -------------------------------------------------------------------------------


def test_hundreds_of_findings_stay_gathered_until_asked_for(opened: Opened) -> None:
    with opened() as pane:
        pane.press("Check everything")
        pane.view("Findings")
        assert pane.page.locator(".place").count() == 0
        missing = pane.page.locator(".group", has_text="A needed answer is missing")
        missing.get_by_role("button").first.click()
        assert missing.locator("summary:visible").count() > 5
        assert missing.locator(".place:visible").count() == 0
        missing.locator("summary", has_text="SOURCES").click()
        assert missing.locator(".place:visible").count() > 5
        pane.page.get_by_role("button", name="Errors: 5", exact=True).click()
        assert pane.page.locator(".group").count() == 5


def test_missing_answers_are_accepted_by_sheet_and_the_reason_can_be_taken_back(
    opened: Opened, sample: Path, tmp_path: Path
) -> None:
    with opened() as pane:
        page = pane.page
        pane.press("Check everything")
        pane.view("Findings")
        group = page.locator(".group", has_text="A needed answer is missing")
        group.get_by_role("button").first.click()
        sheet = group.locator("details", has=page.locator("summary", has_text="PRICES"))
        count = re.search(r"\d+", sheet.locator("summary").inner_text())
        assert count is not None
        sheet.locator("summary").click()
        assert sheet.locator(".place").count() == int(count[0])
        assert sheet.get_by_role("button", name="Accept with a reason").count() == 1
        assert pane.says("One reason covers all missing answers of PRICES")
        sheet.get_by_role("button", name="Accept with a reason").click()
        page.get_by_label("Why may this warning stand?").fill("No figures before the spring")
        pane.press("Accept", exact=True)
        assert pane.says(f"Accepted: {count[0]}")
        kept = save(sample, tmp_path / "accepted.xlsx", pane.fake("log"))
        assert read_audit(kept).accepted == {("CL-01", "@PRICES|"): "No figures before the spring"}

        page.get_by_role("button", name=f"Accepted: {count[0]}").click()
        page.locator(".group.accepted").get_by_role("button").first.click()
        assert pane.says("No figures before the spring")
        page.get_by_role("button", name="Take it back: PRICES", exact=True).click()
        pane.settled()
        assert page.evaluate("document.activeElement.id") == "view-title"
        assert pane.says("Accepted: 0")

        page.get_by_role("button", name="All open").click()
        sheet.locator("summary").click()
        sheet.get_by_role("button", name="Accept with a reason").click()
        said = page.get_by_label("Why may this warning stand?").input_value()
        assert said == "No figures before the spring", "what was written once need not be written again"


def test_a_finding_about_a_whole_sheet_is_accepted(opened: Opened, cells: str, sample: Path, tmp_path: Path) -> None:
    """It has no row, so the sheet names it."""
    book = json.loads(cells)
    levers = next(sheet for sheet in book["sheets"] if sheet["name"] == "LEVERS")
    top, _ = place_of("LEVERS", read_audit(sample).sheets["LEVERS"][0].id, "factor")
    emptied = [key for key in levers["cells"] if key in levers["unlocked"] and parse_a1(key)[0] >= top]
    with opened(book) as pane:
        for key in emptied:
            pane.type("LEVERS", key, "")
        pane.press("Check everything")
        pane.view("Findings")
        whole = pane.page.locator(".group", has_text="No factor through which things could turn")
        whole.get_by_role("button").first.click()
        whole.get_by_role("button", name="Accept with a reason").click()
        pane.page.get_by_label("Why may this warning stand?").fill("Levers come in the next round")
        pane.press("Accept", exact=True)
        assert pane.says("Accepted: 1 warning of rule SY-03")
        kept = save(sample, tmp_path / "accepted.xlsx", pane.fake("log"))
    assert read_audit(kept).accepted == {("SY-03", "@LEVERS|"): "Levers come in the next round"}


def test_an_error_that_an_office_answers_for_asks_for_the_office(opened: Opened, sample: Path, tmp_path: Path) -> None:
    with opened() as pane:
        page = pane.page
        pane.type("ACTIONS", cell("ACTIONS", "STR-01", "action"), LIKE_A_NAME)
        pane.press("Check everything")
        pane.view("Findings")
        group_of(page, "SD-02").get_by_role("button").first.click()
        group_of(page, "SD-02").get_by_role("button", name="Accept with a reason").click()
        assert pane.says("Public versions leave the text out all the same.")
        reason = page.get_by_label("Which office lets this stand, and why?")
        reason.fill("The hall is called so")
        pane.press("Accept", exact=True)
        assert pane.says("It stays only when an office answers for it.")
        assert reason.input_value() == "The hall is called so", "what was refused can be mended"
        reason.fill("Data protection officer: the hall is called so")
        pane.press("Accept", exact=True)
        assert pane.says("Accepted: 1 warning of rule SD-02")
        kept = save(sample, tmp_path / "accepted.xlsx", pane.fake("log"))
    assert read_audit(kept).accepted == {("SD-02", "STR-01|action"): "Data protection officer: the hall is called so"}


def test_mark_up_in_answers_is_shown_as_text(opened: Opened, cells: str) -> None:
    nasty = "<img src=x onerror=alert(1)> {{ 7*7 }} “>"
    book = json.loads(cells)
    profile = next(sheet for sheet in book["sheets"] if sheet["name"] == "PROFILE")
    profile["cells"][cell("PROFILE", "PROFILE", "city")] = {"value": nasty}
    with opened(book) as pane:
        assert pane.page.locator("h1").inner_text() == nasty
        assert pane.page.locator("img").count() == 0


# Keyboard ------------------------------------------------------------------------------------------------------------


def test_everything_can_be_done_with_the_keyboard(opened: Opened) -> None:
    with opened() as pane:
        page = pane.page
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Tab")
        assert _focused(page) == "Skip to the content"
        _tab_to(page, "Check everything")
        page.keyboard.press("Enter")
        pane.settled()
        assert _focused(page) != "", "the focus is not lost when the card changes"
        _tab_to(page, "Findings", back=True)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "view-title"
        _tab_to(page, "Control alone on a market")
        page.keyboard.press("Space")
        _tab_to(page, "Accept with a reason")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "reason"
        page.keyboard.press("Escape")
        assert _focused(page) == "Accept with a reason"
        page.keyboard.press("Enter")
        page.keyboard.type("Reviewed by the council")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        pane.settled()
        assert page.evaluate("document.activeElement.id") == "view-title"
        assert pane.says("Accepted: 1")


def _focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement === document.body ? '' : document.activeElement.innerText"))


def _tab_to(page: Any, words: str, *, back: bool = False) -> None:
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if words in _focused(page):
            return
    raise AssertionError(f"Tab never came to “{words}”")


# When something is in the way ----------------------------------------------------------------------------------------


def test_outside_excel_the_page_offers_the_web_page(opened: Opened) -> None:
    with opened(None) as pane:
        assert pane.says("This page belongs into Excel")
        link = pane.page.get_by_role("link", name="Open the web page")
        assert link.get_attribute("href") == f"/?start={stage.TOKEN}"
        with pane.page.expect_download() as download:
            pane.page.get_by_role("button", name="New workbook").click()
        assert download.value.suggested_filename.endswith(".xlsx")
        assert stage.axe(pane.page) == []


def test_another_workbook_is_named_as_such(opened: Opened, cells: str) -> None:
    book = json.loads(cells)
    book["sheets"] = [{**book["sheets"][0], "name": "Budget", "cells": {"A1": {"value": "Rent"}, "B2": {"value": 12}}}]
    book["active"], book["names"] = {"sheet": "Budget", "cell": "A1"}, []
    with opened(book) as pane:
        assert pane.says("This workbook cannot be read as a safety audit")
        assert pane.page.get_by_role("button", name="Try again").is_visible()
        assert stage.axe(pane.page) == []


def test_a_server_that_is_away_is_said_and_found_again(opened: Opened) -> None:
    with opened() as pane:
        pane.page.route("**/api/command/**", lambda route: route.abort())
        pane.press("Check everything")
        assert pane.says("it cannot be reached")
        pane.page.unroute("**/api/command/**")
        pane.press("Check everything")
        assert pane.says("Found: 5 errors")
        assert not pane.says("it cannot be reached")


def test_a_server_that_is_away_at_the_start_is_said(opened: Opened) -> None:
    with opened(before=lambda page: page.route("**/api/**", lambda route: route.abort())) as pane:
        assert pane.says("The safety audit program does not answer")
        assert pane.says("safeaudit serve")
        assert stage.axe(pane.page) == []


def test_a_token_of_an_earlier_start_leads_to_loading_anew(opened: Opened) -> None:
    def expired(route: Any) -> None:
        route.fulfill(status=401, json={"message": "The access code is out of date."})

    with opened(before=lambda page: page.route("**/api/command/**", expired)) as pane:
        assert pane.says("The access code is missing or out of date.")
        assert pane.page.get_by_role("button", name="Load the pane again").is_visible()
        assert stage.axe(pane.page) == []


def test_on_a_shared_server_the_access_code_is_asked_for(opened: Opened) -> None:
    def without_token(page: Any) -> None:
        def served(route: Any) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace(stage.TOKEN, ""))

        page.route("**/taskpane", served)

    with opened(before=without_token) as pane:
        pane.page.get_by_role("textbox", name="Access code").fill("wrong")
        pane.press("Open")
        assert pane.says("This is not the access code.")
        assert stage.axe(pane.page) == []
        pane.page.get_by_role("textbox", name="Access code").fill(stage.TOKEN)
        pane.press("Open")
        assert pane.says("Port Saranel")


def test_a_report_that_fails_says_why_and_can_be_tried_again(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"no Word")
    (tmp_path / "own.docx").write_bytes(b"no Word either")
    with opened() as pane:
        pane.view("Report")
        pane.page.get_by_label("Own Word template").set_input_files(tmp_path / "logo.png")
        assert pane.says("logo.png is not a Word document")
        pane.page.get_by_label("Own Word template").set_input_files(tmp_path / "own.docx")
        pane.page.get_by_text("own.docx").wait_for()
        pane.press("Build report")
        assert pane.page.locator("#report-progress .note.error").is_visible()
        assert "own.docx: " in pane.page.locator("#report-progress .note.error").inner_text()
        assert pane.page.get_by_role("button", name="Build report").is_enabled()
        pane.press("Remove")
        assert pane.page.get_by_label("Own Word template").is_visible()


# How it looks --------------------------------------------------------------------------------------------------------

Look = dict[str, Any]

ENGLISH: dict[str, Look] = {
    "light": {"width": 360},
    "dark": {"width": 360, "color_scheme": "dark", "axe": "colour"},
    "contrast": {"width": 320, "forced_colors": "active", "axe": "colour"},
    "zoomed": {"width": 160, "axe": ""},
    "wide": {"width": 900, "axe": ""},
}
PSEUDO: dict[str, Look] = {"narrow": {"width": 320, "axe": "structure"}, "rtl": {"width": 320, "dir": "rtl", "axe": ""}}
"""How each state is looked at: in English, and in the pseudo-language, which is longer; always whether it fits."""


@pytest.mark.parametrize("looks", [ENGLISH, PSEUDO], ids=["english", "pseudo"])
def test_every_state_is_accessible_and_fits(looks: dict[str, Look], opened: Opened, tmp_path: Path) -> None:
    faults: dict[str, list[str]] = {}
    with opened() as pane:
        if looks is PSEUDO:
            _speak_pseudo_language(pane)
        for state, page in _states(pane):
            for name, look in looks.items():
                _look(page, look)
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                part = look.get("axe", "all")
                found = stage.axe(page, part) if part else []
                if wide > 0 or found:
                    page.screenshot(path=tmp_path / f"{state}-{name}.png", full_page=True)
                    faults[f"{state} {name}"] = [f"{wide} pixels too wide", *found]
            _look(page, {"width": 360})
    assert faults == {}


def test_motion_stops_where_people_asked_for_it(opened: Opened) -> None:
    moving = "getComputedStyle(document.querySelector('.loading progress')).animationName"

    def slow(page: Any) -> None:
        page.route("**/api/health", lambda _: None)

    with opened(None, before=slow, wait=False) as pane:
        pane.page.locator(".loading progress").wait_for()
        for wish, name in (("no-preference", "run"), ("reduce", "none")):
            pane.page.emulate_media(reduced_motion=wish)
            assert pane.page.evaluate(moving) == name


def _look(page: Any, look: Look) -> None:
    page.set_viewport_size({"width": look["width"], "height": 720})
    page.emulate_media(color_scheme=look.get("color_scheme", "light"), forced_colors=look.get("forced_colors", "none"))
    page.evaluate("direction => { document.documentElement.dir = direction; }", look.get("dir", "ltr"))


def test_the_pane_is_dark_where_excel_is_dark(opened: Opened) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with opened(theme="#262626", host=None) as dark:
        assert dark.page.evaluate(ground) == "rgb(26, 34, 42)"
        assert stage.axe(dark.page) == []
    with opened(theme="#F3F2F1", host=None, context={"color_scheme": "dark"}) as light:
        assert light.page.evaluate(ground) == "rgb(255, 255, 255)"


def _speak_pseudo_language(pane: Any) -> None:
    for path in ("texts", "guide"):
        pane.page.route(
            f"**/api/{path}*",
            lambda route: route.continue_(url=re.sub(r"language=\w+", "language=qps", route.request.url)),
        )
    pane.page.reload()
    pane.settled()
    assert pane.says("⟦")


def _states(pane: Any) -> Iterator[tuple[str, Any]]:
    """The states of the pane one after the other, by the keys of its controls, so in any language."""
    page = pane.page

    def press(key: str) -> None:
        page.locator(f'[data-key^="{key}"]').first.click()
        pane.settled()

    yield "opened", page
    pane.select("RISKS", cell("RISKS", "RSK-E2", "likelihood"))
    page.locator(".cell").wait_for()
    page.locator("summary").first.click()
    yield "cell", page
    press("secondary")
    press("nav-findings")
    yield "findings", page
    page.locator(".group.error button").first.click()
    group_of(page, MISSING).locator("button").first.click()
    group_of(page, MISSING).locator("summary").first.click()
    yield "missing", page
    page.locator(".group.warning").nth(2).locator("button").first.click()
    page.locator(".group.warning").nth(2).locator('[data-key^="accept-"]').first.click()
    page.locator('[data-key="accept-send"]').click()
    yield "accepting", page
    page.locator('[data-key="reason"]').fill("Reviewed")
    press("accept-send")
    press("filter-accepted")
    page.locator(".group button").first.click()
    yield "accepted", page
    press("nav-steps")
    yield "steps", page
    press("nav-report")
    yield "report", page
    press("nav-help")
    page.locator('[data-key="opens"]').click()
    page.locator(".told").wait_for()
    yield "opens", page
    page.locator('[data-key="help-search"]').fill("fl")
    yield "help", page
    pane.type("ACTIONS", cell("ACTIONS", "STR-01", "action"), LIKE_A_NAME)
    press("nav-findings")
    press("filter-open")
    press("check-all")
    group_of(page, "SD-02").locator("button").first.click()
    group_of(page, "SD-02").locator('[data-key^="accept-"]').first.click()
    page.locator('[data-key="accept-send"]').click()
    yield "answered for", page
    press("accept-stop")
    page.evaluate("window.__fake.refuse = 'GeneralException'")
    press("nav-now")
    press("primary")
    yield "failed", page


# Texts and files -----------------------------------------------------------------------------------------------------

FAMILIES = {
    "nav": r"t\(`nav\.\$", "working": r"`working\.\$", "filter": r"t\(`filter\.\$", "severity": r"t\(`severity\.\$",
    "count": r"t\(`count\.\$", "state": r"t\(`state\.\$", "required": r"t\(`required\.\$", "about": r"t\(`about\.\$",
    "kind": r"t\(`\$\{group\}\.\$", "audience": r"t\(`\$\{group\}\.\$", "help": r"t\(`help\.\$",
    "problem": r"t\(`problem\.\$", "report": r"t\(`report\.working\.\$",
}  # fmt: skip
"""Keys that are put together, by their first part, and where that happens."""


def test_every_text_is_used_and_every_used_text_exists() -> None:
    source = "\n".join(path.read_text("utf-8") for path in sorted((TASKPANE / "js").glob("*.js")))
    used = {
        key
        for key in re.findall(r'"([a-z]+\.[a-z_.]+)"', source)
        if key.split(".")[0] in {each.split(".")[0] for each in TEXTS}
    }
    used |= set(re.findall(r'\bt\("([a-z_]+)"', SHARED_WORDS.read_text("utf-8")))
    assert sorted(used - set(TEXTS)) == []
    built = {key for key in TEXTS if key.split(".")[0] in FAMILIES and re.search(FAMILIES[key.split(".")[0]], source)}
    assert sorted(set(TEXTS) - used - built) == []


def test_the_rule_of_missing_answers_is_that_of_the_ledger() -> None:
    assert f'export const MISSING = "{MISSING}";' in (TASKPANE / "js" / "parts.js").read_text("utf-8")


def test_the_words_for_a_missing_server_are_those_of_the_catalogue() -> None:
    page = (TASKPANE / "index.html").read_text("utf-8")
    first = json.loads(
        page[page.index("{", page.index("first-words")) : page.index("</script>", page.index("first-words"))]
    )
    assert first == {key: TEXTS[key] for key in first}


def test_the_page_holds_no_script_or_style_of_its_own() -> None:
    page = (TASKPANE / "index.html").read_text("utf-8")
    for script in re.findall(r"<script([^>]*)>", page):
        assert "src=" in script or "application/json" in script
    assert "<style" not in page
    assert not re.search(r"\s(style|on\w+)=", page)
    for path in (TASKPANE / "js").glob("*.js"):
        assert not re.search(r"innerHTML|insertAdjacentHTML|\beval\(|document\.write", path.read_text("utf-8"))


def test_the_icons_are_those_the_script_draws() -> None:
    from PIL import Image, ImageChops

    sys.path.insert(0, str(ROOT / "scripts"))
    import pane_icons

    for size in pane_icons.SIZES:
        with Image.open(TASKPANE / "icons" / f"icon-{size}.png") as kept:
            assert ImageChops.difference(kept.convert("RGBA"), pane_icons.icon(size)).getbbox() is None

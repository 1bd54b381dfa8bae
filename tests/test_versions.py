"""What a workbook says of itself: versions this program knows are carried over, others refused; IDs that are none are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from payloads import payload_from_grid
from support import ROOT, layout_of, open_book, place_of, plain, text_value
from test_reading import copied, page, rules, the

from safeaudit import NotReadable, build_workbook, check
from safeaudit import read_audit as read_file
from safeaudit.audit import from_answers
from safeaudit.cells import Grid, GridSheet
from safeaudit.cli import main
from safeaudit.comparison import compare
from safeaudit.edition import full
from safeaudit.edition.versions import PRESENT, Carry, added
from safeaudit.examples import sample_city, sample_city_later
from safeaudit.files import reader as host
from safeaudit.reading import read_audit, versions
from safeaudit.reading.versions import known
from safeaudit.rescue import rebuild
from safeaudit.service import answers as service
from safeaudit.workbook.layout import IDS, REASON_ROW

ANSWERS = {
    "PROFILE": {"city": "Salina", "country": "KE", "population": 800_000},
    "AREAS": {"ARE-01": {"name": "Harbour"}},
    "SOURCES": {"SRC-01": {"name": "Police records", "quality": "low"}},
    "RISKS": {"RSK-E1": {"relevant": "yes", "likelihood": 4, "source": "SRC-01", "area_1": "ARE-01"}},
    "FLOWS": {"FLW-1": {"present": "yes", "risk_1": "RSK-E1"}},
}
OLDER = Carry(
    sheets={"DANGERS": "RISKS"},
    columns={("DANGERS", "chance"): "likelihood", ("PROFILE", "inhabitants"): "population"},
    rows={"DAN-01": "RSK-E1", "SRC-77": "SRC-01"},
    words={("yes_no_unknown", "Surely"): "yes"},
    added=frozenset(["TOOLS", "RISKS.impact", "RSK-E2", "PROFILE.area_km2"]),
)
"""A made-up older version: a sheet, columns, lines and a word had other IDs, and some were not there yet."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("versions") / "audit.xlsx"
    build_workbook(path, from_answers(ANSWERS), workbook_id="mine")
    return path


@pytest.fixture
def grid(book: Path) -> Grid:
    return copied(host.read(book))


def about(grid: Grid) -> GridSheet:
    return next(sheet for sheet in grid.sheets if sheet.title == "ABOUT")


def made_older(grid: Grid) -> Grid:
    """The workbook as the made-up version would have had it."""
    risks, profile = page(grid, "RISKS"), page(grid, "PROFILE")
    layout = layout_of("RISKS")
    line, gone = layout.row_numbers["RSK-E1"], layout.row_numbers["RSK-E2"]
    risks.title = "DANGERS"
    risks.cells[1, 1] = text_value("DANGERS")
    risks.cells[IDS, layout.columns["likelihood"]] = text_value("chance")
    risks.cells[line, layout.columns["relevant"]] = text_value("Surely")
    for column in (1, 2):
        risks.cells[line, column] = text_value("DAN-01")
    risks.cells[line, layout.columns["source"]] = text_value("SRC-77 · Police records")
    risks.cells = {
        (row, column): value
        for (row, column), value in risks.cells.items()
        if row != gone and column != layout.columns["impact"]
    }
    profile.cells[layout_of("PROFILE").row_numbers["population"], 1] = text_value("inhabitants")
    area = layout_of("PROFILE").row_numbers["area_km2"]
    profile.cells = {place: value for place, value in profile.cells.items() if place[0] != area}
    sources = page(grid, "SOURCES")
    for column in (1, 2):
        sources.cells[layout_of("SOURCES").row_numbers["SRC-01"], column] = text_value("SRC-77")
    page(grid, "FLOWS").cells[place_of("FLOWS", "FLW-1", "risk_1")] = text_value("DAN-01 · Rapid growth")
    grid.sheets.remove(page(grid, "TOOLS"))
    about(grid).cells[2, 2] = text_value("GSC-0.9")
    return grid


def test_a_known_older_version_is_carried_over_with_every_answer_and_a_word(
    grid: Grid, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(versions.VERSIONS, "GSC-0.9", OLDER)
    old = made_older(grid)
    before = [dict(sheet.cells) for sheet in old.sheets]
    audit = read_audit(old)
    assert plain(audit) == plain(read_file(book))
    assert audit.instrument == "GSC-0.9"
    assert audit.by_id["RSK-E1"].likelihood == 4
    assert audit.by_id["FLW-1"].risk_1 == "RSK-E1"
    assert [rule for rule in rules(audit) if rule != "WB-24"] == ["WB-29"]
    assert the(audit, "WB-29").message.startswith(
        f"This workbook is of version GSC-0.9 of the instrument. It was read as {PRESENT}"
    )
    assert [dict(sheet.cells) for sheet in old.sheets] == before, "the cells that were read are not changed"


def test_what_an_older_version_did_not_ask_for_is_not_missing_from_it(
    grid: Grid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For no rule and no count of open answers; the workbook that goes on from it asks everything."""
    monkeypatch.setitem(versions.VERSIONS, "GSC-0.9", OLDER)
    as_it_is, old = read_audit(copied(grid)), read_audit(made_older(grid))
    assert {"RSK-E2", "RSK-E3"} <= {finding.row_id for finding in check(as_it_is) if finding.rule == "RK-01"}
    assert "RSK-E3" in {finding.row_id for finding in check(old) if finding.rule == "RK-01"}
    assert not [finding for finding in check(old) if finding.row_id == "RSK-E2" or finding.column == "area_km2"]
    assert old.progress("RISKS").expected < as_it_is.progress("RISKS").expected
    build_workbook(tmp_path / "source.xlsx")
    rebuild(tmp_path / "source.xlsx", tmp_path / "new.xlsx", old)
    now = read_file(tmp_path / "new.xlsx")
    assert now.edition is full()
    assert (rules(now), plain(now)) == ([], plain(old))


def test_without_the_map_what_moved_would_be_missed(grid: Grid) -> None:
    """So the test above proves that the map is used."""
    old = made_older(grid)
    about(old).cells[2, 2] = text_value(PRESENT)
    assert {"WB-01", "WB-02", "WB-03"} <= set(rules(read_audit(old)))


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("GSC-2.0", "newer than this program knows (GSC-1.1). Install the newest safeaudit"),
        ("gsc-1.2", "newer than this program knows"),
        ("GSC-0.3", "this program does not know; it reads GSC-1.1, GSC-1.0. Ask the office"),
        ("draft", "this program does not know"),
    ],
)
def test_other_versions_are_refused_at_every_door_with_what_to_do(
    version: str,
    said: str,
    book: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workbook = open_book(book)
    workbook["ABOUT"]["B2"] = version
    path = tmp_path / "other.xlsx"
    workbook.save(path)
    with pytest.raises(NotReadable) as by_file:
        read_file(path)
    assert said in str(by_file.value)
    with pytest.raises(NotReadable) as by_page:
        service.check_bytes(path.read_bytes(), "other.xlsx")
    assert str(by_page.value) == str(by_file.value)
    with pytest.raises(NotReadable) as by_pane:
        service.run_command("check_all", {"grid": payload_from_grid(host.read(path))})
    assert str(by_pane.value) == str(by_file.value)
    monkeypatch.setattr("sys.argv", ["safeaudit", "check", str(path)])
    assert main() == 3
    assert said in " ".join(capsys.readouterr().err.split())


def test_the_present_version_is_known_however_it_is_typed() -> None:
    assert [known(text) for text in (PRESENT, "", "gsc-1.1", "GSC‑1.1")] == [PRESENT] * 4


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        (3, "", "The workbook has no ID."),
        (3, "our audit 2026", "“our audit 2026” is no workbook ID, and it was not used."),
        (3, "x" * 65, "is no workbook ID, and it was not used."),
        (3, "../secret", "“../secret” is no workbook ID, and it was not used."),
        (2, "", f"The workbook does not say its version. It was read as {PRESENT}."),
    ],
)
def test_an_id_or_a_version_that_is_missing_or_none_is_a_finding(row: int, text: str, said: str, grid: Grid) -> None:
    about(grid).cells.pop((row, 2))
    if text:
        about(grid).cells[row, 2] = text_value(text)
    audit = read_audit(grid)
    finding = the(audit, "WB-28")
    assert rules(audit) == ["WB-28"]
    assert finding.message.endswith(said)
    assert finding.place == "ABOUT!B3"
    assert audit.workbook_id == ("" if row == 3 else "mine")
    assert audit.instrument == PRESENT


def test_a_workbook_without_about_says_so_and_is_read_as_the_present_version(grid: Grid) -> None:
    grid.sheets.remove(about(grid))
    audit = read_audit(grid)
    assert the(audit, "WB-28").message.startswith("The hidden sheet ABOUT is not in the file")
    assert (audit.workbook_id, audit.instrument, audit.by_id["RSK-E1"].likelihood) == ("", PRESENT, 4)


def test_about_is_known_whatever_its_title_and_wherever_its_lines_stand(grid: Grid) -> None:
    sheet = about(grid)
    sheet.title = "Notes"
    sheet.cells = {(row + 3, column): value for (row, column), value in sheet.cells.items()}
    audit = read_audit(grid)
    assert (rules(audit), audit.workbook_id) == ([], "mine")


# The versions as they were ---------------------------------------------------------------------------------------------

FULL = full()
KEPT = sorted((ROOT / "tests" / "data").glob("gsc-*"))
"""A folder a version: its blank workbook, and the sample city in it."""


def asked(path: Path) -> set[str]:
    """What a workbook asks: sheets, SHEET.column and row IDs, as its hidden cells name them; generated sheets aside."""
    known_sheets = set(FULL.sheets)
    found = set()
    for sheet in host.read(path).sheets:
        name = str(sheet.cells[1, 1].value) if (1, 1) in sheet.cells else ""
        if name not in known_sheets:
            continue
        rows = {
            str(value.value)
            for (row, column), value in sheet.cells.items()
            if column == 1 and row > IDS and value.value and value.value != REASON_ROW
        }
        columns = {
            str(value.value)
            for (row, column), value in sheet.cells.items()
            if row == IDS and column > 1 and value.value and not str(value.value).startswith("_")
        }
        form = FULL.sheets[name].ids() == [name]
        found |= {name, *(f"{name}.{each}" for each in (rows if form else columns)), *(() if form else rows)}
    return found


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_a_version_says_what_it_did_not_ask_for_yet(folder: Path, tmp_path: Path) -> None:
    build_workbook(tmp_path / "now.xlsx")
    now, then = asked(tmp_path / "now.xlsx"), asked(folder / "safety-audit-en.xlsx")
    sheets = {name for name in now - then if name in FULL.sheets}
    inside = {f"{name}.{column}" for name in sheets for column in FULL.sheets[name].columns}
    inside |= {
        row for name in sheets for row in FULL.row_ids(name)
    } - sheets  # a form’s record is called like its sheet
    named = set(added(folder.name.upper()))
    where = f"in safeaudit/framework/versions.yaml, under {folder.name.upper()}"
    assert now - then - inside == named, (
        f"what is new stands as `added` {where}, and nothing else: {sorted((now - then - inside) ^ named)}"
    )
    assert not then - now, f"what is gone has its way in the map {where}, and this test follows it"


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_every_answer_of_a_version_as_it_was_is_placed_or_listed(folder: Path) -> None:
    audit = read_file(folder / "sample-city.xlsx")
    answers = json.loads(json.dumps(plain(audit), default=str))
    assert answers == json.loads((folder / "sample-city.json").read_text("utf-8"))
    assert not {"WB-26", "WB-27"} & set(rules(audit)), "nothing is left over"


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_an_audit_of_an_older_version_is_upgraded_with_nothing_lost(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "upgraded.xlsx"
    run("upgrade", str(folder / "sample-city.xlsx"), "-o", str(path))
    after = read_file(path)
    assert json.loads(json.dumps(plain(after), default=str)) == json.loads(
        (folder / "sample-city.json").read_text("utf-8")
    )
    assert after.instrument == PRESENT
    assert not {"WB-26", "WB-27", "WB-29"} & set(rules(after))


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_across_versions_what_only_one_asks_is_no_change_of_the_city(folder: Path) -> None:
    """And a change of an answer that both ask in the same way is a real one."""
    before, after = read_file(folder / "sample-city.xlsx"), sample_city_later()[0]
    found = compare(before, after)
    new = added(folder.name.upper())
    assert not [each for each in found.found if {f"{each.sheet}.{each.column}", each.sheet, each.row_id} & new]
    same = compare(sample_city()[0], after)
    both = [each for each in same.found if not {f"{each.sheet}.{each.column}", each.sheet, each.row_id} & new]
    real = {(each.row_id, each.column) for each in both if each.kind == "real"}
    kept = {(each.row_id, each.column) for each in found.found if each.kind == "real"}
    assert len(real - kept) <= 2, sorted(real - kept)


def run(*arguments: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["safeaudit", *arguments])
        assert main() == 0

"""One contract for every implementation of `Workbook`: what commands ask of a workbook means the same whatever holds it."""

from __future__ import annotations

import inspect
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from desktop import desktop
from mutations import small
from payloads import payload_from_workbook

import safeaudit.live
from safeaudit.cells import Cell, Grid, Kind
from safeaudit.files import reader as host
from safeaudit.live.excel import ExcelWorkbook
from safeaudit.live.json_workbook import JsonWorkbook, open_json
from safeaudit.live.workbook import Workbook
from safeaudit.office import commands
from safeaudit.office.outcome import Outcome

Open = Callable[[Path], Workbook]

HOSTS: dict[str, Open] = {
    "a pane": lambda path: open_json(payload_from_workbook(path)),
    "Excel on Windows": lambda path: ExcelWorkbook(desktop(path)),
    "Excel on a Mac": lambda path: ExcelWorkbook(desktop(path, mac=True)),
}
EVERY_HOST = pytest.mark.parametrize("opened", HOSTS.values(), ids=HOSTS)
CORNER = Cell("CHECKS", 60, 3)


@pytest.fixture(autouse=True)
def _mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "appscript", SimpleNamespace(k=SimpleNamespace(cell_type_comments="comments")))


@pytest.fixture(scope="module")
def few(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few sheets of the sample city, quick to read."""
    path = tmp_path_factory.mktemp("few") / "city.xlsx"
    path.write_bytes(small(sample.read_bytes(), ("START", "PROFILE", "AREAS", "CHECKS")))
    return path


def contents(grid: Grid) -> dict[tuple[str, str], object]:
    """What every cell holds, by sheet and address."""
    return {
        (sheet.title, Cell(sheet.title, *at).a1): value.value
        for sheet in grid.sheets
        for at, value in sheet.cells.items()
        if value.value != ""
    }


def held(book: Workbook, corner: Cell, rows: int, columns: int) -> list[list[tuple[Kind, object] | None]]:
    """The kinds and values of some cells."""
    cells = next(sheet for sheet in book.read().sheets if sheet.title == corner.sheet).cells
    found = [
        [cells.get((row, column)) for column in range(corner.column, corner.column + columns)]
        for row in range(corner.row, corner.row + rows)
    ]
    return [[None if value is None else (value.kind, value.value) for value in row] for row in found]


def test_every_implementation_there_is_keeps_the_whole_contract() -> None:
    asked = {name for name in vars(Workbook) if not name.startswith("_")}
    modules = [import_module(f"safeaudit.live.{each.name}") for each in pkgutil.iter_modules(safeaudit.live.__path__)]
    classes = {
        each
        for module in modules
        for _, each in inspect.getmembers(module, inspect.isclass)
        if each.__module__ == module.__name__ and len(asked & set(dir(each))) > 3 and each is not Workbook
    }
    assert classes == {JsonWorkbook, ExcelWorkbook}, "a new one joins HOSTS"
    assert 8 <= len(asked) <= 12


@EVERY_HOST
def test_its_name_and_all_its_cells_are_told(opened: Open, few: Path) -> None:
    book = opened(few)
    assert book.name == few.name
    assert Path(book.place).name == few.name
    assert contents(book.read()) == contents(host.read(few))
    assert book.selected is None
    assert list(book.actions) == []


@EVERY_HOST
def test_what_is_written_is_read_next_and_stays_a_text(opened: Open, few: Path) -> None:
    book = opened(few)
    with book.changing("CHECKS"):
        book.write(CORNER, [["=1+1", "007"], ["'quoted", "2026-05-01"]])
        book.write(Cell("CHECKS", 62, 3), [["", "x"]])
    assert held(book, CORNER, 3, 2) == [
        [(Kind.TEXT, "=1+1"), (Kind.TEXT, "007")],
        [(Kind.TEXT, "'quoted"), (Kind.TEXT, "2026-05-01")],
        [None, (Kind.TEXT, "x")],
    ]


@EVERY_HOST
def test_what_is_cleared_is_blank_and_nothing_beside_it(opened: Open, few: Path) -> None:
    book = opened(few)
    with book.changing("CHECKS"):
        book.write(CORNER, [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]])
        book.clear(CORNER, 2, 2)
    texts = [[value and value[1] for value in row] for row in held(book, CORNER, 3, 3)]
    assert texts == [[None, None, "c"], [None, None, "f"], ["g", "h", "i"]]


@EVERY_HOST
def test_a_link_shows_the_address_that_was_written(opened: Open, few: Path) -> None:
    book = opened(few)
    targets = [Cell("AREAS", 8, 4), None, Cell("PROFILE", 5, 3)]
    with book.changing("CHECKS"):
        book.write(CORNER, [[target.a1 if target else ""] for target in targets])
        book.link(CORNER, targets)
        book.fit(CORNER, 3)
    texts = [value[1] if value else "" for (value,) in held(book, CORNER, 3, 1)]
    assert texts == ["D8", "", "C5"]


@EVERY_HOST
def test_people_are_brought_to_a_cell_on_a_hidden_sheet_as_well(opened: Open, few: Path, tmp_path: Path) -> None:
    from support import open_book

    native = open_book(few)
    native["AREAS"].sheet_state = "hidden"
    native.save(tmp_path / "hidden.xlsx")
    book = opened(tmp_path / "hidden.xlsx")
    hidden = {sheet.title: sheet.hidden for sheet in book.read().sheets}
    assert hidden["AREAS"]
    for cell in (Cell("AREAS", 8, 4), Cell("PROFILE", 5, 3)):
        book.go(cell)
        assert book.selected == cell
    assert {sheet.title: sheet.hidden for sheet in book.read().sheets} == {**hidden, "AREAS": False}


@EVERY_HOST
def test_telling_what_is_done_changes_nothing(opened: Open, few: Path) -> None:
    book = opened(few)
    before = contents(book.read())
    book.tell("Checking the answers")
    book.tell("")
    assert contents(book.read()) == before
    assert list(book.actions) == []


@pytest.fixture(scope="module")
def through_a_pane(sample: Path) -> dict[str, tuple[Outcome, dict[tuple[str, str], object]]]:
    """What every command says over a pane, and the cells of the workbook afterwards."""
    return {name: done(HOSTS["a pane"](sample), name) for name in COMMANDS}


COMMANDS = ("start", "next_step", "check_all", "next_finding", "send_back")


def done(book: Workbook, name: str) -> tuple[Outcome, dict[tuple[str, str], object]]:
    outcome = commands.run(name, book, debug=True)
    return outcome, contents(book.read())


@pytest.mark.parametrize(
    ("where", "name"), [*(("Excel on Windows", name) for name in COMMANDS), ("Excel on a Mac", "check_all")]
)
def test_a_command_says_and_writes_the_same_whatever_holds_the_workbook(
    where: str, name: str, sample: Path, through_a_pane: dict[str, tuple[Outcome, dict[tuple[str, str], object]]]
) -> None:
    expected, cells = through_a_pane[name]
    outcome, found = done(HOSTS[where](sample), name)
    assert {**outcome.as_result(), "actions": []} == {**expected.as_result(), "actions": []}
    assert outcome.at == expected.at
    assert found == cells


ASKED = """
import json, sys
from safeaudit.service import answers, preloaded
given = json.load(sys.stdin)
said = answers.run_command("check_all", {"grid": given["grid"]})
print(json.dumps({"message": said["message"], "loaded": sorted(name for name in sys.modules if name.split(".")[0] == "xlwings")}))
"""


def test_a_check_through_the_service_loads_no_xlwings(sample: Path) -> None:
    sent = json.dumps({"grid": payload_from_workbook(sample)})
    ended = subprocess.run([sys.executable, "-c", ASKED], input=sent, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(ended.stdout)
    assert told["message"].startswith("Found: ")
    assert told["loaded"] == []

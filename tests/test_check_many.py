"""Many workbooks in one command: names, folders and patterns; one line a file, then a summary; one bad file stops nothing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import safeaudit
from safeaudit import cli
from safeaudit.cli import children
from safeaudit.cli.files import meant
from safeaudit.console import Console
from safeaudit.examples import sample_city


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("books")
    audit, raw = sample_city()
    safeaudit.build_workbook(folder / "errors.xlsx", audit, raw=raw, workbook_id="sample-city")
    safeaudit.build_workbook(folder / "blank.xlsx")
    return {path.stem: path.read_bytes() for path in folder.glob("*.xlsx")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for path in tmp_path.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)


def fill(folder: Path, *names: str, content: bytes = b"x") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def files(*names: str) -> list[str]:
    return [each.file for each in meant(names) if not each.problem]


def problems(*names: str) -> list[str]:
    return [each.problem for each in meant(names) if each.problem]


# Which files ---------------------------------------------------------------------------------------------------------


def test_a_folder_stands_for_the_workbooks_directly_in_it(folder: Path) -> None:
    fill(folder, "b.ods", "A.XLSX", "c.xlsm", "d.xltx", "e.xls", "notes.txt", "r.docx", "deeper/f.xlsx")
    fill(folder, "~$b.ods", ".~lock.b.ods#", ".hidden.xlsx", "A.checked.xlsx", "alone.checked.xlsx")
    expected = ["A.XLSX", "alone.checked.xlsx", "b.ods", "c.xlsm", "d.xltx", "e.xls"]
    assert [Path(file).name for file in files(str(folder))] == expected
    assert files(".") == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.xlsx", ["a [1].xlsx", "b.xlsx"]),
        ("*", ["a [1].xlsx", "b.xlsx", "c.ods"]),
        ("?.ods", ["c.ods"]),
        ("a [1]*", ["a [1].xlsx"]),
        ("**/*.xlsx", ["a [1].xlsx", "b.xlsx", "in/d.xlsx", "in/side/e.xlsx"]),
        ("in/**/*", ["in/d.xlsx", "in/side/e.xlsx"]),
        ("*/d.*", ["in/d.xlsx"]),
    ],
)
def test_a_pattern_stands_for_the_workbooks_it_fits(pattern: str, expected: list[str], folder: Path) -> None:
    fill(folder, "b.xlsx", "a [1].xlsx", "c.ods", "~$b.xlsx", "r.docx", "in/d.xlsx", "in/side/e.xlsx", "in/side/f.txt")
    assert files(pattern) == expected
    assert files(str(folder / pattern)) == [str(folder / name) for name in expected]


def test_what_is_named_is_taken_as_it_is_named(folder: Path) -> None:
    fill(folder, "~$a.xlsx", "a.txt", "wh?t.xlsx")
    named = ["~$a.xlsx", "a.txt", "wh?t.xlsx", "not there.xlsx", "not [there].xlsx", "", "\0", "x" * 5_000]
    assert [each.file for each in meant(named)] == named
    assert problems(*named) == []


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    fill(folder, "in/a.xlsx")
    (folder / "link.xlsx").symlink_to(folder / "in/a.xlsx")
    assert files("in/a.xlsx", "./in/../in/a.xlsx", "in", "*/a.xlsx", str(folder / "in/a.xlsx"), "link.xlsx") == [
        "in/a.xlsx"
    ]


def test_links_in_a_circle_do_no_harm(folder: Path) -> None:
    fill(folder, "in/a.xlsx")
    for name in ("in/up", "in/again"):
        (folder / name).symlink_to(folder, target_is_directory=True)
    (folder / "in/self.xlsx").symlink_to(folder / "in/self.xlsx")
    assert files("**/*.xlsx") == ["in/a.xlsx"]
    assert files("in/self.xlsx") == ["in/self.xlsx"]


def test_a_name_that_leads_to_nothing_is_told(folder: Path) -> None:
    (folder / "empty").mkdir()
    fill(folder, "letters/a.docx")
    assert [(each.file, bool(each.problem)) for each in meant(["empty", "letters", "*.ods", "a**b/*.xlsx", "empty/"])] == [
        ("empty", True), ("letters", True), ("*.ods", True), ("a**b/*.xlsx", True), ("empty/", True),
    ]  # fmt: skip


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="who may do everything is kept out of no folder")
def test_a_folder_that_may_not_be_looked_into_is_told(folder: Path) -> None:
    fill(folder, "closed/a.xlsx")
    (folder / "closed").chmod(0)
    assert "may not be read" in problems("closed")[0]


def test_a_folder_that_cannot_be_listed_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert "may not be read by you" in problems(str(folder))[0]


# What is said --------------------------------------------------------------------------------------------------------


def test_each_file_has_a_line_and_the_summary_counts_them(
    folder: Path, books: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, "a.xlsx", content=books["errors"])
    fill(folder, "b.xlsx", content=books["blank"])
    fill(folder, "c.xlsx", "d.xlsx", content=b"no workbook")
    fill(folder, "e.xlsx", content=b"PK\3\4" + bytes(60))
    assert cli.run(["check", ".", "none.xlsx", "*.ods"]) == cli.NO_FILE
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0].startswith("✗ a.xlsx · Port Saranel · 91 % known · 3 % not known · 0 % left out with a reason · ")
    assert lines[1].startswith("… b.xlsx · 0 % known · 0 % not known · 0 % left out with a reason · No findings.")
    assert "7 files · 2 checked" in lines[3]
    assert "5 not read" in lines[3]
    assert set(lines[4:7]) == {"  – another kind of file: 2", "  – not found: 2", "  – damaged: 1"}
    said = captured.err.splitlines()
    assert [line.split(".xlsx")[0] for line in said[:4]] == ["c", "d", "e", "none"]
    assert said[4] == "No workbook is called *.ods. Check the pattern and the folder."


def test_one_file_of_a_folder_is_told_in_full(
    folder: Path, books: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, "in/a.xlsx", content=books["errors"])
    assert cli.run(["check", "in"]) == cli.ERRORS
    assert "→" in capsys.readouterr().out


def test_with_all_each_file_is_told_in_full(
    folder: Path, books: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, "a.xlsx", "b.xlsx", content=books["errors"])
    assert cli.run(["check", "*.xlsx", "--all"]) == cli.ERRORS
    out = capsys.readouterr().out
    assert out.count("→") > 20
    assert " more (" not in out
    assert out.index("a.xlsx") < out.index("FL-02") < out.index("b.xlsx")
    assert "2 files · 2 checked · 2 with errors · 0 not read" in out


def test_as_json_there_is_an_object_for_each_file_in_order_and_nothing_else(
    folder: Path, books: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(5):
        fill(folder, f"{number}.xlsx", content=books["blank"] if number % 2 else books["errors"])
    fill(folder, "2b.xlsx")
    assert cli.run(["check", "*.xlsx", "--format", "json", "--jobs", "3"]) == cli.NO_FILE
    captured = capsys.readouterr()
    assert [json.loads(line)["file"] for line in captured.out.splitlines()] == [f"{number}.xlsx" for number in range(5)]
    assert captured.err.startswith("2b.xlsx is ")


def test_copies_are_written_beside_each_file_and_those_of_before_are_left_alone(
    folder: Path, books: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, "a.xlsx", "b.xlsx", content=books["errors"])
    fill(folder, "b.checked.xlsx", content=b"mine")
    assert cli.run(["check", "a.xlsx", "b.xlsx", "--write"]) == cli.NO_FILE
    assert "b.checked.xlsx exists already" in capsys.readouterr().err
    assert (folder / "a.checked.xlsx").exists()
    assert (folder / "b.checked.xlsx").read_bytes() == b"mine"
    assert cli.run(["check", ".", "--write", "--force"]) == cli.ERRORS
    assert not list(folder.glob("*.checked.checked.*"))


# Bad files -----------------------------------------------------------------------------------------------------------

BAD = "import sys; sys.path.insert(0, sys.argv[1]); import safeaudit.cli.children as c; real = c.check_one\n"


@pytest.mark.parametrize(
    ("harm", "reason", "sentence"),
    [
        ("import os; os._exit(9)", "damaged", "it broke off the reading, or needed more memory than is allowed"),
        ("x = bytearray(4 * 1024**3)", "damaged", "it broke off the reading, or needed more memory than is allowed"),
        ("import time; time.sleep(60)", "slow", "took too long to read"),
        ("raise ZeroDivisionError", "fault", "because of a fault in safeaudit (ZeroDivisionError)"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no limit on memory")
def test_a_file_that_takes_its_process_down_takes_down_no_other(
    harm: str, reason: str, sentence: str, folder: Path, books: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    fill(folder, "a.xlsx", "bad.xlsx", "c.xlsx", "d.xlsx", content=books["blank"])
    program = (
        f"{BAD}def one(task):\n    if task.file == 'bad.xlsx':\n        {harm}\n    return real(task)\n"
        "c.check_one = one\nc.child()"
    )
    monkeypatch.setattr(children, "_CHILD", program)
    if reason == "slow":
        monkeypatch.setattr(children, "SECONDS", 8.0)
    assert cli.run(["check", "*.xlsx", "--format", "json", "--jobs", "1" if reason == "fault" else "2"]) == cli.NO_FILE
    captured = capsys.readouterr()
    assert [json.loads(line)["file"] for line in captured.out.splitlines()] == ["a.xlsx", "c.xlsx", "d.xlsx"]
    assert captured.err.startswith("bad.xlsx ")
    assert sentence in captured.err
    assert len(captured.err.splitlines()) == 1


def test_where_no_process_can_be_started_the_files_are_checked_all_the_same(
    folder: Path, books: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, "a.xlsx", "b.xlsx", content=books["blank"])
    fill(folder, "c.xlsx")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert cli.run(["check", ".", "--format", "json"]) == cli.NO_FILE
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("number", ["0", "-1", "65", "many", "٣"])
def test_a_number_of_jobs_that_is_none_is_wrong_use(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["check", "a.xlsx", "--jobs", number])
    assert ended.value.code == cli.WRONG_USE
    assert "from 1 to 64" in capsys.readouterr().err


def test_a_bar_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for live in (False, True):
        monkeypatch.setattr("sys.stderr.isatty", lambda live=live: live, raising=False)
        with Console(width=60).progress(4) as tell:
            tell(1, "a\x1b[31m.xlsx")
        shown = capsys.readouterr().err
        assert ("█████░" in shown) == live
        assert ("1/4" in shown) == live
        assert "\x1b[31m" not in shown

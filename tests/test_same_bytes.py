"""The same input gives the same bytes: whatever the seed of hashes, the folder, the time zone, the language of the system, the day."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from making import COMMANDS
from support import ROOT
from test_generated import pretended

from safeaudit.cli import parser


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders in which everything was made, as differently as two machines can be."""
    one = tmp_path_factory.mktemp("one")
    other = tmp_path_factory.mktemp("other") / "a folder elsewhere, with a long name é"
    other.mkdir()
    (other / "matplotlibrc").write_text("figure.facecolor: red\nfont.size: 30\n", "utf-8")
    settings = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", **pretended("2028-02-29 23:30:00")},
    )
    made = [
        subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "making.py"), str(folder)],
            env={**os.environ, **each}, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for folder, each in zip((one, other), settings, strict=True)
    ]  # fmt: skip
    for process in made:
        _, said = process.communicate(timeout=600)
        assert process.returncode == 0, said
    (other / "matplotlibrc").unlink()
    return one, other


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_everything_made_twice_is_the_same_bytes(twice: tuple[Path, Path]) -> None:
    one, other = map(contents, twice)
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_every_kind_of_file_was_made(twice: tuple[Path, Path]) -> None:
    names = set(contents(twice[0]))
    wanted = {"safeaudit.xlam", "blank.xlsx", "rescued.xlsx", "upgraded.xlsx", "demo/sample-city.checked.xlsx",
              "demo/sample-city-follow-up.xlsx", "demo/sample-city-comparison.docx", "office.docx", "comparison-public.docx",
              "strategy.trace.json", "brief-public.docx", "letter.docx"}  # fmt: skip
    assert wanted <= names, wanted - names


def test_no_command_that_writes_a_document_is_left_out() -> None:
    """A new command belongs into tests/making.py, or here, with the reason why it writes no document."""
    known = next(action.choices for action in parser()._actions if isinstance(action.choices, dict))
    used = {command.split()[0] for command in COMMANDS}
    writes_none = {"explain", "serve", "addin", "doctor"}
    gives_an_id_of_its_own = {"new"}  # the same but for that ID: the test below
    assert set(known) - used - writes_none - gives_an_id_of_its_own == set()


def test_two_new_workbooks_differ_in_nothing_but_their_id(tmp_path: Path) -> None:
    import zipfile

    from safeaudit import cli, read_audit

    told = []
    for name in ("one.xlsx", "two.xlsx"):
        path = tmp_path / name
        assert cli.run(["new", "--city", "Elsewhere", "-o", str(path)]) == 0
        with zipfile.ZipFile(path) as book:
            own = read_audit(path).workbook_id
            told.append({part: book.read(part).replace(own.encode(), b"ID") for part in book.namelist()})
    assert told[0] == told[1]

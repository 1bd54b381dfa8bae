"""An office's own edition: a YAML file makes a workbook that is filled, checked, reported and grown; a fault in it is told with its line."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from documents import Checked
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, few, grid_of, open_xml_errors, plain, sheet_of
from test_editions import within

import safeaudit
from safeaudit import cli
from safeaudit.audit import blank_audit
from safeaudit.edition import Edition, full
from safeaudit.edition_files import LARGEST, EditionFault, from_file, from_name_or_file
from safeaudit.rescue import left_over, rebuild
from safeaudit.words import words

EN = words("en")
EXAMPLE = ROOT / "examples" / "own-edition" / "street-safety.yaml"
GOOD = """id: own
version: GSC-1.1
sheets: [PROFILE, AREAS, RISKS]
columns:
  AREAS: [name]
rows:
  RISKS: [RSK-E1, RSK-S2]
settings:
  high_risk: 14
"""


@pytest.fixture(scope="module")
def example() -> Edition:
    return from_file(EXAMPLE, EN)


def written(folder: Path, text: str | bytes, name: str = "own.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# What comes of it ----------------------------------------------------------------------------------------------------


def test_a_file_says_what_a_workbook_asks(tmp_path: Path) -> None:
    edition = from_name_or_file(str(written(tmp_path, GOOD)), EN)
    assert list(edition.sheets) == ["PROFILE", "AREAS", "RISKS"]
    assert list(edition.sheets["AREAS"].columns) == ["name"]
    assert edition.row_ids("RISKS") == ["RSK-E1", "RSK-S2"]
    assert edition.settings["high_risk"] == 14
    assert edition.settings["moderate_risk"] == full().settings["moderate_risk"]
    assert from_name_or_file("full", EN) is full()


def test_the_example_goes_from_a_blank_workbook_to_a_report_and_on_to_the_full_one(
    example: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["new", "--edition", str(EXAMPLE), "--city", "Lantern", "-o", "blank.xlsx"]) == 0
    blank = safeaudit.read_audit("blank.xlsx")
    assert (blank.edition.definition, blank.profile.city) == (example.definition, "Lantern")

    audit = within(example)
    safeaudit.build_workbook("filled.xlsx", audit, workbook_id="mine")
    read = safeaudit.read_audit("filled.xlsx")
    assert plain(read) == plain(audit)
    it = Checked(read, tuple(safeaudit.check(read)))
    assert not [finding for finding in it.findings if finding.rule.startswith("WB-")]
    safeaudit.write_report(read, list(it.findings), tmp_path / "report.docx")

    assert cli.run(["grow", "filled.xlsx", "-o", "grown.xlsx"]) == 0
    grown = safeaudit.read_audit("grown.xlsx")
    assert (grown.edition, grown.unplaced, grown.workbook_id) == (full(), [], "mine")
    assert {s: rows for s, rows in plain(grown).items() if rows} == {
        s: rows for s, rows in plain(audit).items() if rows
    }
    for name in ("blank.xlsx", "filled.xlsx", "grown.xlsx", "report.docx"):
        assert open_xml_errors(tmp_path / name) == [], name


def test_what_could_not_be_read_grows_as_it_was_typed(example: Edition, tmp_path: Path) -> None:
    audit = within(example)
    row = audit.by_id["IND-C01"]
    row.value = None
    row.reject("value", "a lot")
    safeaudit.build_workbook(tmp_path / "a.xlsx", audit, raw={("INDICATORS", "IND-C01", "value"): "a lot"})
    read = safeaudit.read_audit(tmp_path / "a.xlsx")
    assert rebuild(tmp_path / "a.xlsx", tmp_path / "b.xlsx", read, full()).kept_as_typed == 1
    grown = safeaudit.read_audit(tmp_path / "b.xlsx")
    assert grown.by_id["IND-C01"].rejected == {"value": "a lot"}
    rebuild(
        tmp_path / "b.xlsx", tmp_path / "c.xlsx", grown
    )  # what the workbook says of the line is right before it is opened
    shown = [sheet_of(grid_of(tmp_path / name), "INDICATORS").cells for name in ("b.xlsx", "c.xlsx")]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("seed", few(range(20), 3))
def test_any_smaller_edition_grows_with_nothing_lost(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    gone = set(chance.sample([each for each in full().sheets if each != "PROFILE"], chance.randint(1, 20)))
    left = [(sheet, column) for sheet, cls in full().sheets.items() for column in cls.columns if sheet not in gone]
    audit = within(full().without("less", gone, chance.sample(left, 40)))
    safeaudit.build_workbook(tmp_path / "less.xlsx", audit, workbook_id="mine")
    read = safeaudit.read_audit(tmp_path / "less.xlsx")
    assert left_over(read, full()) == []
    rebuild(tmp_path / "less.xlsx", tmp_path / "full.xlsx", read, full())
    grown = safeaudit.read_audit(tmp_path / "full.xlsx")
    assert {s: rows for s, rows in plain(grown).items() if rows} == {
        s: rows for s, rows in plain(audit).items() if rows
    }


def test_a_workbook_does_not_grow_into_one_that_asks_less(
    example: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    safeaudit.build_workbook("whole.xlsx", within(full()), workbook_id="mine")
    assert cli.run(["grow", "whole.xlsx", "--edition", str(EXAMPLE), "-o", "less.xlsx"]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "The edition street-safety has no place for what this workbook has answers for: PROFILE.region" in told
    assert "Nothing was written." in told
    assert not Path("less.xlsx").exists()


def test_a_reason_why_a_sheet_is_empty_is_an_answer_too(example: Edition) -> None:
    audit = blank_audit(edition=full())
    assert left_over(audit, example) == []
    audit.reasons["PRICES"] = "Nobody notes prices here."
    assert left_over(audit, example) == ["PRICES"]


# What is wrong with it -----------------------------------------------------------------------------------------------

FAULTS = {
    "a sheet": (("[PROFILE, AREAS, RISKS]", "[PROFILE, AREAS, RISK]"), "own.yaml, line 3: There is no sheet “RISK”. Did you mean “RISKS”?"),
    "a sheet of columns": (("  AREAS:", "  AREA:"), "own.yaml, line 5: There is no sheet “AREA”. Did you mean “AREAS”?"),
    "a column": (("[name]", "[name, populaton]"), "own.yaml, line 5: The sheet AREAS has no column “populaton”. Did you mean “population”?"),
    "a line": (("RSK-S2]", "RSK-S22]"), "own.yaml, line 7: The sheet RISKS has no line “RSK-S22”. Did you mean “RSK-S2”?"),
    "lines that are free": (("  RISKS: [RSK-E1, RSK-S2]", "  AREAS: [ARE-01]"), "own.yaml, line 7: The lines of AREAS are empty ones, so there are none to choose from. Take it out of “rows”."),
    "a threshold": (("high_risk: 14", "hi_risk: 14"), "own.yaml, line 9: There is no threshold “hi_risk”. Did you mean “high_risk”?"),
    "a threshold that is a word": (("high_risk: 14", "high_risk: many"), "own.yaml, line 9: What stands under “high_risk” cannot be used. See the page on editions for what goes there."),
    "a threshold that protects": (("high_risk: 14", "small_number: 2"), "own.yaml, line 9: “small_number” protects people: it may be raised, not lowered. Without an own value it is 4."),
    "a version": (("GSC-1.1", "GSC-2.0"), "own.yaml, line 2: This program writes the version GSC-1.1 of the instrument, not “GSC-2.0”."),
    "no version": (("version: GSC-1.1\n", ""), "own.yaml: “version” is missing."),
    "a name with blanks": (("id: own", "id: Our own"), "own.yaml, line 1: What stands under “id” cannot be used. See the page on editions for what goes there."),
    "another key": (("rows:", "row:"), "own.yaml, line 6: “row” is none of the things that an edition says: id, version, sheets, columns, rows, needed, lines, minutes, settings. Did you mean “rows”?"),
    "too many brackets": (("[PROFILE, AREAS, RISKS]", "[[[[[[[PROFILE]]]]]]]"), "own.yaml, line 3: This cannot be read as an edition. Look at the blanks at the beginning of the lines, the colons and the brackets."),
    "no column left": (("[name]", "[]"), "own.yaml, line 5: No column of AREAS would be left to fill. Name one more, or take the sheet out."),
    "a bracket": (("[name]", "[name"), "own.yaml, line 6: This cannot be read as an edition. Look at the blanks at the beginning of the lines, the colons and the brackets."),
    "an alias": (("[name]", "&a [name]\n  TEAM: *a"), "own.yaml, line 6: This cannot be read as an edition. Look at the blanks at the beginning of the lines, the colons and the brackets."),
}  # fmt: skip
"""What is changed in the good file, and what a person reads of it."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_line_and_what_was_meant(name: str, tmp_path: Path) -> None:
    (old, new), said = FAULTS[name]
    assert GOOD.count(old) == 1
    with pytest.raises(EditionFault) as caught:
        from_file(written(tmp_path, GOOD.replace(old, new)), EN)
    assert str(caught.value) == said


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    "content",
    [b"", b"- a list\n", b"just text", b"\x00\x01\x02", "id: é".encode("latin-1"), BOMB.encode(), b"[" * 50_000, b"{" * 3_000,
     b"a: " * 400, b"id: !!python/object/apply:os.system [echo]\n", b"x: 1\n" * (LARGEST // 5 + 1), GOOD.encode("utf-16"),
     b"? [a, b]\n: c\n", b"? {a: b}\n: c\n", b"id: own\nversion: GSC-1.1\nsheets: PROFILE\n", b"id: own\nversion: GSC-1.1\nsheets: [[PROFILE]]\n",
     b"id: own\nversion: GSC-1.1\nsheets: [PROFILE]\ncolumns: [city]\n", b"id: own\nversion: GSC-1.1\nsheets: [PROFILE]\nsettings: {high_risk: .nan}\n",
     b"id: own\nid: other\nversion: GSC-1.1\nsheets: [PROFILE]\n", b"[id, own]: x\nversion: GSC-1.1\n"],
    ids=lambda content: content[:24].decode("latin-1"),
)  # fmt: skip
def test_what_is_no_edition_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(EditionFault) as caught:
        from_file(written(tmp_path, content), EN)
    assert str(caught.value).startswith("own.yaml")
    assert "Error" not in str(caught.value)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_of_a_file_is_a_crash(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = list(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        text[place] = data.draw(
            st.sampled_from(["", "[", "]", "{", ":", "\t", "&", "*", "!", "'", '"', "x", "\n", "é", "0"])
        )
    path = written(tmp_path_factory.mktemp("damaged"), "".join(text))
    with suppress(EditionFault):
        assert from_file(path, EN).sheets


@pytest.mark.parametrize(
    ("given_name", "said"),
    [
        (
            "rapide",
            "There is no edition rapide. There is: full and rapid. An edition of your own is a file that ends in .yaml.",
        ),
        ("none.yaml", "none.yaml was not found. Check the name and the folder."),
    ],
)
def test_a_name_or_file_that_is_not_there_is_told(given_name: str, said: str) -> None:
    with pytest.raises(EditionFault) as caught:
        from_name_or_file(given_name, EN)
    assert str(caught.value) == said


def test_the_command_says_it_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, GOOD.replace("RISKS]", "RISK]"))
    assert cli.run(["new", "--edition", "own.yaml", "-o", "x.xlsx"]) == 2
    assert "own.yaml, line 3: There is no sheet “RISK”. Did you mean “RISKS”?" in " ".join(
        capsys.readouterr().err.split()
    )
    assert not Path("x.xlsx").exists()

"""Two copies of one audit are told as one audit at every door: what differs is an edit, never a change of the city."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from test_comparison import Document as Written

from safeaudit import build_workbook, read_audit
from safeaudit.audit import Audit
from safeaudit.cli import main
from safeaudit.comparison import NotComparable, compare
from safeaudit.comparison.lineage import same_audit, warnings
from safeaudit.examples import sample_city, sample_city_later
from safeaudit.report import write_comparison
from safeaudit.words import words

EDITS = {
    ("RSK-E1", "likelihood"): 1,
    ("IND-C01", "value"): 99.0,
    ("ARE-01", "name"): "Old Harbour quarter",
    ("STR-01", "status"): "done",
    ("SRC-02", "quality"): None,
    ("PRI-01", "price"): 99.0,
}


def city(workbook_id: str = "mine", **profile: Any) -> Audit:
    audit = sample_city()[0]
    audit.workbook_id = workbook_id
    for column, value in profile.items():
        setattr(audit.profile, column, value)
    return audit


def edited(workbook_id: str = "mine") -> Audit:
    audit = city(workbook_id)
    for (row_id, column), value in EDITS.items():
        if column in audit.by_id[row_id].columns:
            setattr(audit.by_id[row_id], column, value)
    return audit


def test_a_later_copy_has_edits_and_no_change_of_the_city() -> None:
    compared = compare(city(), edited())
    assert compared.same_audit
    assert {(each.kind, each.reason, each.direction) for each in compared.found} == {
        ("data_quality", "edited", "neither")
    }
    assert [each.code for each in compared.warnings] == ["same_audit"]
    for table in ("risk_moves", "indicator_moves", "price_moves", "action_moves", "area_moves", "partner_moves"):
        kinds = {line.made.kind for line in getattr(compared, table)}
        assert kinds <= {"none", "data_quality", "wording"}, table


def test_the_same_answers_under_two_ids_are_told_as_change_of_nothing() -> None:
    compared = compare(city("mine"), city("other"))
    assert compared.same_audit
    assert not compared.found
    assert [each.told(words("en")) for each in compared.warnings] == [
        "Both files are the same audit, and no answer differs."
    ]


def test_the_same_edits_under_another_id_are_an_audit_of_its_own() -> None:
    """So the ID and the period decide, and nothing else."""
    compared = compare(city(), edited("other"))
    assert not compared.same_audit
    assert any(each.kind == "real" for each in compared.found)


def test_the_same_id_with_another_period_is_compared_with_a_word() -> None:
    later = edited()
    later.profile.period_to = date(2028, 6, 30)
    assert not same_audit(city(), later)
    [warned] = [each for each in warnings(city(), later) if each.code == "same_id"]
    assert "the ID “mine”" in warned.told(words("en"))


@pytest.mark.parametrize("workbook_id", ["", "template"])
def test_an_id_that_many_workbooks_have_makes_no_two_audits_one(workbook_id: str) -> None:
    assert not same_audit(city(workbook_id), edited(workbook_id))


def test_files_in_the_wrong_order_are_refused_when_the_first_names_the_second() -> None:
    first, second = city("sample-city"), sample_city_later()[0]
    second.workbook_id = "later"
    assert compare(first, second).found
    with pytest.raises(NotComparable, match="in the wrong order: the first names the second as its previous audit"):
        compare(second, first)


def test_a_copy_for_another_city_is_refused_though_the_id_is_the_same() -> None:
    other = edited()
    other.profile.city = "Elsewhere"
    for number, area in enumerate(other.areas):
        area.name = f"Quarter {number}"
    with pytest.raises(NotComparable, match="the second of “Elsewhere”"):
        compare(city(), other)


# Doors ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("copies")
    made = {name: folder / f"{name}.xlsx" for name in ("first", "second", "same", "later")}
    build_workbook(made["first"], city(), workbook_id="sample-city")
    build_workbook(made["second"], edited(), workbook_id="sample-city")
    build_workbook(made["later"], sample_city_later()[0], workbook_id="later")
    made["same"].write_bytes(made["first"].read_bytes())
    return made


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["safeaudit", "compare", *map(str, arguments)])
    return main()


def test_the_data_for_programs_says_it(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, edits in (("second", 6), ("same", 0)):
        assert run(monkeypatch, files["first"], files[name], "--format", "json") == 0
        told = json.loads(capsys.readouterr().out)
        assert told["same_audit"] is True
        assert told["counts"] == {"real": 0, "method": 0, "data_quality": edits, "wording": 0}
    assert run(monkeypatch, files["first"], files["later"], "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["same_audit"] is False


def test_the_command_says_it(
    files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, files["first"], files["second"], "-o", tmp_path / "one.docx")
    assert "Both files are the same audit, the second a later copy of the first." in said(capsys)
    run(monkeypatch, files["first"], files["same"], "-o", tmp_path / "two.docx")
    told = said(capsys)
    assert "Both files are the same audit, and no answer differs." in told
    assert "The two files are the same, byte for byte." in told
    assert run(monkeypatch, files["later"], files["first"], "-o", tmp_path / "three.docx") == 2
    assert not (tmp_path / "three.docx").exists()


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("audience", ["restricted", "public"])
def test_the_document_lists_edits_and_has_no_other_chapter(
    files: dict[str, Path], tmp_path: Path, audience: Any
) -> None:
    first, second = (read_audit(files[name]) for name in ("first", "second"))
    path = write_comparison(first, second, [], tmp_path / "copies.docx", audience=audience).path
    document, text = Document(str(path)), Written(path).text
    headings = [each.text for each in document.paragraphs if str(each.style.name).lower() == "heading 1"]
    assert "the second is a later copy of the first" in text
    assert "Nothing in this report says that the city changed." in text
    if audience == "public":
        assert headings == ["One audit, two copies", "What is withheld"]
        return
    assert headings == ["One audit, two copies", "All edits"]
    assert "6 answers differ, on 6 lines." in text
    assert "Filled in: 0. Emptied: 1. Changed: 5." in text
    for edit in ("Likelihood: 4 → 1", "Quality: High → blank", "Status: Agreed → Done"):
        assert edit in text


def test_the_document_of_identical_copies_says_that_no_answer_differs(files: dict[str, Path], tmp_path: Path) -> None:
    first, same = (read_audit(files[name]) for name in ("first", "same"))
    written = write_comparison(first, same, [], tmp_path / "same.docx")
    assert "No answer differs." in Written(written.path).text

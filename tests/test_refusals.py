"""The sentence for a refused file names what is known: the sheet and cell, or the part of the file and what it holds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import safeaudit
from safeaudit.cells import Cell
from safeaudit.doors import PARTS, REFUSALS, WHAT, refused
from safeaudit.files.guard import LIMITS, Limits, Refusal, damaged, too_big
from safeaudit.words import words


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("xl/sharedStrings.xml", "the part with the texts"),
        ("/xl/sharedstrings.xml", "the part with the texts"),
        ("xl/styles.xml", "the part with the number formats"),
        ("xl/workbook.xml", "the part that lists the sheets"),
        ("xl/worksheets/sheet12.xml", "the part with the cells of a sheet"),
        ("content.xml", "the part with the sheets"),
        ("[Content_Types].xml", "the list of its parts"),
        ("_rels/.rels", "the part that says where the others are"),
        ("xl/_rels/workbook.xml.rels", "the part that says where the others are"),
        ("xl/media/image1.png", "a part with a picture, a chart or a note"),
        ("xl/drawings/drawing1.xml", "a part with a picture, a chart or a note"),
        ("xl/comments1.xml", "a part with a picture, a chart or a note"),
        ("xl/strange.bin", "one of its parts"),
    ],
)
def test_a_missing_or_broken_part_is_named_in_words(part: str, named: str) -> None:
    for detail, state in (("missing_part", "missing"), ("wrong_checksum", "not whole")):
        refusal = damaged(detail, part)
        said = refused(Path("a.xlsx"), refusal.code, refusal.values, "en")
        assert said == f"a.xlsx is damaged: {named} is {state}. Ask for the file again, or use an earlier copy."
    whole = damaged("cut_off")
    assert refused(Path("a.xlsx"), whole.code, whole.values, "en").startswith("a.xlsx is damaged and cannot be read.")


def test_what_is_too_large_is_named_with_its_sheet_and_cell() -> None:
    refusal = too_big(LIMITS, "text", cell=Cell("AREAS", 12, 3))
    said = refused(Path("a.xlsx"), refusal.code, refusal.values, "en")
    assert said.startswith("a.xlsx is too large to be an audit workbook (the text in one cell, at AREAS!C12). ")
    nowhere = too_big(LIMITS, "cells")
    assert "(the number of its filled cells)." in refused(Path("a.xlsx"), nowhere.code, nowhere.values, "en")


def test_every_refusal_and_every_limit_has_words() -> None:
    assert {str(code) for code in Refusal} <= set(REFUSALS)
    of_form = {"ratio_from", "depth", "attributes", "names", "tag", "notes", "seconds"}  # these are refused as hostile
    assert set(Limits.__dataclass_fields__) - of_form <= set(WHAT)
    assert len({text for _, text in PARTS}) == len(PARTS)


def test_the_sentences_speak_the_language_of_the_reader() -> None:
    refusal = damaged("missing_part", "xl/sharedStrings.xml")
    said = refused(Path("a.xlsx"), refusal.code, refusal.values, "qps")
    assert words("qps").t("the part with the texts") in said


def test_a_workbook_without_its_list_of_sheets_is_refused_at_the_door(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole.xlsx", tmp_path / "torn.xlsx"
    safeaudit.build_workbook(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(torn, "w") as new:
        for entry in old.infolist():
            if entry.filename != "xl/workbook.xml":
                new.writestr(entry, old.read(entry))
    with pytest.raises(safeaudit.NotReadable, match="damaged: the part that lists the sheets is missing"):
        safeaudit.read_audit(torn)

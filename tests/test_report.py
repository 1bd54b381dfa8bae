"""The Word report: everything arrives, nothing is hard-coded, and Word and screen readers find their way."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from lxml import etree

from safeaudit import framework, read_audit
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.cells import Cell
from safeaudit.findings import Finding, Severity
from safeaudit.framework import read_yaml
from safeaudit.paths import data_folder
from safeaudit.report import ReportResult, write_report
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.documents.strategy import SECTIONS
from safeaudit.report.template.build import TEMPLATE, build
from safeaudit.report.word.package import as_it_stands, save_package
from safeaudit.report.word.render import TemplateFault, environment, render, shown_text
from safeaudit.report.writing.layout import LANDSCAPE_WIDTH, PORTRAIT_WIDTH
from safeaudit.report.writing.plain import clean
from safeaudit.words import words
from tests.support import needed, open_xml_errors

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ERROR = Finding(
    "FL-02", Severity.ERROR, "The size rests on seizures.", "Set it to not known.", "1. Flows", "FLOWS", "G7", "FLW-2"
)
WARNING = Finding(
    "DA-03", Severity.WARNING, "Nobody was asked.", "Ask.", "Data availability", "SOURCES", "B5", "SRC-01"
)


class Docx:
    """A written report, opened for reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])
        self.text = shown_text(self.body)

    def tags(self, name: str) -> list[etree._Element]:
        prefix, _, local = name.partition(":")
        space = {
            "w": W[1:-1],
            "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
            "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        }[prefix]
        return list(self.body.iter(f"{{{space}}}{local}"))

    def headings(self) -> list[tuple[int, str]]:
        found = []
        for paragraph in self.tags("w:p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            if style is not None and style.get(f"{W}val", "").startswith("Heading"):
                found.append(
                    (int(style.get(f"{W}val")[-1]), "".join(node.text or "" for node in paragraph.iter(f"{W}t")))
                )
        return found

    def margins(self) -> str:
        """The text of headers and footers."""
        names = [name for name in self.parts if re.match(r"word/(header|footer)\d*\.xml", name)]
        return "\n".join(shown_text(etree.fromstring(self.parts[name])) for name in names)


def sample(language: str = "en") -> Audit:
    """Port Saranel, as its files say."""
    files = (path for path in (data_folder("examples") / "sample-city").glob("*.yaml") if path.stem != "raw")
    return from_answers(
        {path.stem.upper(): read_yaml(path.read_text("utf-8"), path.name) for path in files}, language=language
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def written(folder) -> ReportResult:
    return write_report(sample(), [ERROR, WARNING], folder / "sample.docx")


@pytest.fixture(scope="module")
def report(written) -> Docx:
    return Docx(written.path)


@pytest.fixture(scope="module")
def blank(folder) -> Docx:
    return Docx(write_report(blank_audit(), [], folder / "blank.docx").path)


# What is in it -------------------------------------------------------------------------------------------------------


def test_all_chapters_are_there_in_order(report):
    got = [text for level, text in report.headings() if level == 1]
    assert len(got) == len(SECTIONS) == 27
    assert got[:5] == [
        "Summary",
        "How to read this report",
        "The decision and how it was reached",
        "The five guiding questions",
        "Crime and safety problems",
    ]
    decided = ["What comes first, and why", "The strategy", "Money by source and year", "The actions in full"]
    assert got[-9:-5] == decided


def test_a_workbook_that_did_not_ask_for_them_has_no_empty_chapters_of_the_decision(tmp_path):
    audit = read_audit(Path(__file__).parent / "data" / "gsc-1.0" / "sample-city.xlsx")
    write_report(audit, [], tmp_path / "report.docx")
    titles = [text for level, text in Docx(tmp_path / "report.docx").headings() if level == 1]
    assert len(titles) == len(SECTIONS) - 5
    assert "Money by source and year" not in titles


def test_the_last_chapters_are_about_the_audit_itself(report):
    got = [text for level, text in report.headings() if level == 1]
    assert got[-5:] == ["The next audit", "Limits of this audit", "Method coverage", "Evidence trail", "Glossary"]


def test_every_chapter_of_the_sample_city_shows_more_than_its_opening(report):
    titles = [text for level, text in report.headings() if level == 1]
    for title, section in zip(titles, SECTIONS, strict=True):
        assert title, section.id
    assert "Nothing was entered" not in report.text
    assert len(report.tags("w:tbl")) > 30
    assert [each.get("name") for each in report.tags("wp:docPr")] == list(DOCUMENTS["strategy"].charts)


def test_the_readers_own_answers_are_printed_as_written(report):
    audit = sample()
    answers = [row.response for row in audit.questions] + [area.name for area in audit.areas]
    assert [text for text in answers if text and text not in report.text] == []


def test_opposite_readings_of_calm_are_spelled_out(report):
    assert "Calm can be the calm of control" in report.text
    assert "Violence can be a sign that a market is hard to govern" in report.text


def test_no_wording_brands_a_place_and_the_answer_is_never_called_security(blank):
    for word in ("dangerous", "no-go", "hotspot", "security strategy", "crime-ridden"):
        assert word not in blank.text.lower()


def test_all_lists_of_the_method_are_accounted_for(report):
    assert [key for key in framework.method_lists() if key not in report.text] == []


def test_every_sentence_knows_its_chapter_and_its_rows(written):
    audit = sample()
    chapters = {section.id for section in SECTIONS}
    assert {statement.section for statement in written.statements} <= chapters
    refs = [ref for statement in written.statements for ref in statement.refs]
    assert len(refs) > 1000
    assert [ref.row_id for ref in refs if ref.row_id not in audit.by_id] == []
    columns = [(ref.row_id, ref.column) for ref in refs if ref.column]
    assert [pair for pair in columns if pair[1] not in audit.by_id[pair[0]].columns] == []


def test_a_sentence_points_at_the_cells_of_the_workbook(folder):
    class Place:
        def cell(self, _column):
            return Cell("RISKS", 9, 4)

    audit = from_answers({"RISKS": {"RSK-E2": {"relevant": "yes", "likelihood": 5, "impact": 4, "evidence": "survey"}}})
    audit.by_id["RSK-E2"].at(Place())
    result = write_report(audit, [], folder / "cells.docx")
    first = next(each for each in result.statements if each.section == "risks" and each.refs)
    assert {str(ref.cell) for ref in first.refs} == {"RISKS!D9"}
    assert any(each.basis == ("survey",) for each in result.statements)


def test_an_unknown_kind_is_refused(folder):
    with pytest.raises(KeyError):
        write_report(blank_audit(), [], folder / "no.docx", kind="no such kind")


# Hostile text --------------------------------------------------------------------------------------------------------

HOSTILE = [
    "R&D dept <b>AT&T</b> rate <5 per 100k & falling",
    "{{ 7*7 }} {% for x in y %} {# gone #} {_{ }_} {_% %_}",
    "حيّ النور 😀 “quoted” ‘so’",
    "first line\nsecond line\tafter a tab",
    "bell \x07 and null \x00 and \ufffe end",
    "=DDEAUTO(c:\\\\windows) [CONTENT] {PAGE}",
    ("long words " * 190).strip(),
]


def test_hostile_text_arrives_unharmed(folder):
    actions = {
        f"STR-{number:02d}": {"action": text[:150], "indicator": text[:250], "component": "resilience", "cost": 1.0}
        for number, text in enumerate(HOSTILE, 1)
    }
    risks = {
        row_id: {"relevant": "yes", "likelihood": 5, "impact": 5, "explanation": text}
        for row_id, text in zip(
            ("RSK-E1", "RSK-E2", "RSK-E3", "RSK-E4", "RSK-E5", "RSK-E6", "RSK-S1"), HOSTILE, strict=True
        )
    }
    audit = from_answers(
        {"ACTIONS": actions, "RISKS": risks, "PROFILE": {"city": "<Öre> & {{ City }}", "lead_office": "A & B"}}
    )
    got = Docx(write_report(audit, [], folder / "hostile.docx").path)
    assert [text for text in HOSTILE if clean(text) not in got.text] == []
    assert [text for text in HOSTILE if clean(text[:150]).strip() not in got.text] == []
    assert "<Öre> & {{ City }}" in got.text
    assert "<Öre> & {{ City }}" in got.margins()
    assert b"DDEAUTO" not in b"".join(re.findall(rb"<w:instrText.*?</w:instrText>", got.parts["word/document.xml"]))


def test_what_xml_cannot_hold_becomes_a_replacement_mark():
    assert clean("a\x0bb\ud800c\r\nd\re\uffff") == "a\ufffdb\ufffdc\nd\ne\ufffd"


def test_a_template_meets_plain_data_only():
    with pytest.raises(TypeError, match=r"context\.audit"):
        render(TEMPLATE, {"audit": blank_audit()})
    assert not environment().globals


def test_an_unknown_field_in_a_template_is_named(folder):
    with pytest.raises(TemplateFault, match="doc"):
        render(TEMPLATE, {"t": {}})


# Languages -----------------------------------------------------------------------------------------------------------


def outside_brackets(text: str) -> str:
    kept, depth = [], 0
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        kept.append(letter if depth == 0 and letter != "⟧" else " ")
    return "".join(kept)


def test_no_visible_word_is_hard_coded(folder):
    audit = sample()
    got = Docx(write_report(audit, [ERROR], folder / "qps.docx", language="qps").path)
    typed = {
        str(value) for rows in audit.sheets.values() for row in rows for value in row.model_dump().values() if value
    }
    typed |= {ERROR.message, ERROR.remedy, ERROR.place, ERROR.rule}
    left = outside_brackets(got.text + "\n" + got.margins())
    months = "|".join(date(2026, month, 1).strftime("%B") for month in range(1, 13))
    for text in sorted((clean(text) for text in typed), key=len, reverse=True):
        if re.search(r"[^\W\d_]{2,}", text):
            left = left.replace(text, " ")
    left = re.sub(rf"\b\d{{0,2}} ?({months}) \d{{4}}", " ", left)
    left = re.sub(r"\b[A-Z]{1,4}-?[A-Z]{0,2}\d*(–\w+)?\b|\d+\.[a-z]\b", " ", left)  # IDs, list keys, SDG targets
    assert sorted(set(re.findall(r"[^\W\d_]{2,}", left))) == []
    assert all("⟦" in each.get("descr") for each in got.tags("wp:docPr"))


def test_the_language_is_set_for_word_and_screen_readers(report):
    assert b'w:lang w:val="en-GB"' in report.parts["word/styles.xml"]
    assert b"<dc:language>en-GB</dc:language>" in report.parts["docProps/core.xml"]


# Accessibility and navigation ----------------------------------------------------------------------------------------


def test_every_picture_has_words_for_those_who_cannot_see_it(report):
    for picture in report.tags("wp:docPr"):
        assert len(picture.get("descr")) > 20
        assert "takes this place" not in picture.get("descr")


def test_a_picture_has_one_name_inside_and_out(tmp_path):
    """Word keeps the name of a picture twice; in an office's own template the two may differ."""
    own = tmp_path / "own.docx"
    with zipfile.ZipFile(data_folder("report_templates") / "brief.docx") as ours, zipfile.ZipFile(own, "w") as theirs:
        for name in ours.namelist():
            data = ours.read(name)
            if name == "word/document.xml":
                data, times = re.subn(rb'(<pic:cNvPr [^>]*name=")[^"]*', rb"\1Picture 9", data)
                assert times
            theirs.writestr(name, data)
    made = Docx(write_report(sample(), [], tmp_path / "r.docx", kind="brief", template=own).path)
    outside = [picture.get("name") for picture in made.tags("wp:docPr")]
    assert outside
    assert outside == [picture.get("name") for picture in made.tags("pic:cNvPr")]


def test_table_headers_are_marked_and_repeat(report):
    tables = report.tags("w:tbl")
    plain = [table for table in tables if table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstRow") == "0"]
    assert len(plain) == 1  # the facts on the cover have no header
    for table in tables:
        first, *others = table.findall(f"{W}tr")
        if table not in plain:
            assert first.find(f"{W}trPr/{W}tblHeader") is not None
            assert others, "a table without a line"
            under_head = others.pop(0)
            assert under_head.find(f"{W}trPr/{W}cantSplit") is None, "LibreOffice would lose the table"
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in others if len(shown_text(row)) < 300)


def test_heading_levels_leave_no_gap(report, blank):
    for document in (report, blank):
        levels = [level for level, _ in document.headings()]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_heading_stands_alone(report, blank):
    for document in (report, blank):
        paragraphs = list(document.body.find(f"{W}body"))
        for here, after in pairwise(paragraphs):
            style, following = (each.find(f"{W}pPr/{W}pStyle") for each in (here, after))
            if style is not None and style.get(f"{W}val") == "Heading2" and following is not None:
                assert not following.get(f"{W}val").startswith("Heading")


def test_contents_are_filled_and_lead_to_their_headings(report):
    contents = [each for each in report.tags("w:p") if (each.find(f"{W}pPr/{W}pStyle") is not None)
                and each.find(f"{W}pPr/{W}pStyle").get(f"{W}val").startswith("TOC")]  # fmt: skip
    entries = [link for paragraph in contents for link in paragraph.iter(f"{W}hyperlink")]
    marks = {mark.get(f"{W}name") for mark in report.tags("w:bookmarkStart")}
    assert [link.get(f"{W}anchor") for link in entries if link.get(f"{W}anchor") not in marks] == []
    got = ["".join(node.text or "" for node in link.iter(f"{W}t")).split("  ")[1] for link in entries]
    assert got == [text for level, text in report.headings() if level == 1]
    assert b"updateFields" not in report.parts["word/settings.xml"]


def test_fields_open_and_close_in_order(report):
    depth = 0
    for mark in report.tags("w:fldChar"):
        depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(f"{W}fldCharType")]
        assert depth in (0, 1, 2)  # the fields for page numbers stand within the field of the contents
    assert depth == 0


def test_captions_are_numbered_through(report):
    numbers = {"Table": [], "Figure": []}
    for line in report.text.splitlines():
        if match := re.match(r"(Table|Figure) (\d+)\. ", line):
            numbers[match[1]].append(int(match[2]))
    assert numbers["Figure"] == list(range(1, len(DOCUMENTS["strategy"].charts) + 1))
    assert numbers["Table"] == list(range(1, len(numbers["Table"]) + 1))


def test_a_file_holds_the_very_parts_that_python_docx_itself_would_write():
    document, theirs = docx.Document(TEMPLATE), io.BytesIO()
    document.save(theirs)
    with zipfile.ZipFile(theirs) as file:
        expected = {name: file.read(name) for name in file.namelist()}
    for written in (save_package(document), as_it_stands(document)):
        with zipfile.ZipFile(io.BytesIO(written)) as file:
            assert {name: file.read(name) for name in file.namelist()} == expected


def test_marks_stay_in_a_document_on_its_way_and_leave_a_finished_one():
    document = docx.Document()
    document.core_properties.title = "a\ufdd0b"
    for written, mark in ((as_it_stands(document), True), (save_package(document), False)):
        with zipfile.ZipFile(io.BytesIO(written)) as file:
            assert ("\ufdd0" in file.read("docProps/core.xml").decode()) is mark


def test_tables_fit_their_pages():
    for section in SECTIONS:
        for block in section.blocks:
            room = LANDSCAPE_WIDTH if section.landscape or block.turned else PORTRAIT_WIDTH
            assert sum(column.width for column in block.columns) <= room + 0.05, f"{section.id}.{block.name}"


# Drafts, blanks, files -----------------------------------------------------------------------------------------------


def test_a_report_is_a_draft_while_errors_are_open(report, blank, folder):
    assert "DRAFT" in report.margins()
    assert "Draft: one error" in report.text
    assert "The size rests on seizures." in report.text
    assert "DRAFT" not in blank.margins()
    warned = Docx(write_report(blank_audit(), [WARNING], folder / "warned.docx").path)
    assert "DRAFT" not in warned.margins()
    assert "Nobody was asked." in warned.text


def test_a_blank_audit_says_where_to_begin_and_draws_nothing(blank):
    assert [text for level, text in blank.headings() if level == 1][3] == "Risks"
    for sheet in (
        "RISKS",
        "FLOWS",
        "MARKETS",
        "SYSTEM MAP",
        "RESILIENCE",
        "PLANNING",
        "REGULATION",
        "PARTNERS",
        "ACTIONS",
    ):
        assert f"Nothing was entered here. Enter it on the sheet {sheet}." in blank.text
    assert not [each for each in blank.tags("w:sectPr") if each.find(f"{W}pgSz").get(f"{W}orient") == "landscape"]
    assert all(len(table.findall(f"{W}tr")) > 1 for table in blank.tags("w:tbl")[1:])


def test_a_stated_reason_takes_the_place_of_an_empty_chapter(folder):
    audit = blank_audit()
    audit.reasons["MARKETS"] = "Asking would endanger traders."
    got = Docx(write_report(audit, [], folder / "reason.docx").path)
    assert "left empty for a stated reason: Asking would endanger traders." in got.text


def test_equal_answers_give_equal_bytes(blank, folder):
    again = write_report(blank_audit(), [], folder / "again.docx")
    assert again.path.read_bytes() == blank.path.read_bytes()


def test_the_sample_report_is_the_same_twice(written, folder):
    again = write_report(sample(), [ERROR, WARNING], folder / "again-sample.docx")
    assert again.path.read_bytes() == written.path.read_bytes()


def test_properties_name_the_office_and_never_a_login(report):
    core = report.parts["docProps/core.xml"].decode()
    assert "Office of Community Safety, City of Port Saranel" in core
    assert "python-docx" not in core
    assert "Safety governance strategy, Port Saranel" in core
    assert "2026-06-30T00:00:00Z" in core
    assert not [name for name in report.parts if "thumbnail" in name or "comments" in name]


def test_nothing_is_left_behind_when_writing_fails(folder, monkeypatch):
    target = folder / "kept.docx"
    target.write_bytes(b"old")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_report(blank_audit(), [], target)
    assert target.read_bytes() == b"old"
    assert not list(folder.glob(".safeaudit-*"))


def test_progress_is_told_in_words(folder):
    steps: list[str] = []
    write_report(blank_audit(), [], folder / "steps.docx", progress=steps.append)
    assert steps == ["Analysing the answers", "Drawing the charts", "Writing the text", "Saving the report"]


def test_the_committed_template_is_current(tmp_path):
    fresh = tmp_path / "fresh.docx"
    fresh.write_bytes(build())
    got, expected = Docx(TEMPLATE), Docx(fresh)
    assert got.parts.keys() == expected.parts.keys()
    assert [name for name in got.parts if got.parts[name] != expected.parts[name]] == []


def test_the_words_of_the_template_are_fields(tmp_path):
    left = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", Docx(TEMPLATE).text)
    assert re.findall(r"[^\W\d_]{2,}", left) == []
    assert words("en").t("Contents") == "Contents"


# Other programs ------------------------------------------------------------------------------------------------------


def test_the_open_xml_validator_finds_no_fault(report, blank):
    for document in (report, blank, Docx(TEMPLATE)):
        assert open_xml_errors(document.path) == []


def test_libreoffice_lays_it_out_on_a_sensible_number_of_pages(report, tmp_path):
    office = needed(shutil.which("soffice"), "LibreOffice")
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(report.path)], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "sample.pdf").read_bytes()))
    assert 25 <= pages <= 45
    assert lost_words(report, tmp_path / "sample.pdf").total() <= 40


def lost_words(document: Docx, pdf: Path) -> Counter[str]:
    """The words of a document that its pages do not show: rows of tables that a layout dropped."""
    reader = needed(shutil.which("pdftotext"), "pdftotext")
    shown = subprocess.run([reader, str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    written = " ".join(
        "".join(node.text or " " for node in each.iter(f"{W}t", f"{W}br")) for each in document.tags("w:p")
    )
    return Counter(re.findall(r"[A-Za-z]{5,}", written)) - Counter(re.findall(r"[A-Za-z]{5,}", shown))

"""The brief, the findings letter, the templates of every kind, references to figures, and the PDF."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from asked import SHEETS
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT, answers, open_xml_errors, skip
from test_report import ERROR, Docx, W, outside_brackets, sample, shown_text

from safeaudit.analysis import analyse
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.cli.reports import KINDS as OFFERED
from safeaudit.examples import sample_city
from safeaudit.findings import Finding, Severity
from safeaudit.paths import data_folder
from safeaudit.report import KINDS, NotForPublic, write_report
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.template.build import build
from safeaudit.report.word import pdf
from safeaudit.report.word.pdf import NoConverter, NotConverted, libreoffice, to_pdf
from safeaudit.report.writing.layout import LANDSCAPE_WIDTH, PORTRAIT_WIDTH
from safeaudit.report.writing.plain import clean
from safeaudit.report.writing.shortening import runs, shortened
from safeaudit.report.writing.statements import Story
from safeaudit.service.models import Kind
from safeaudit.service.ui.texts import all_texts
from safeaudit.words import Words, words

ADVICE = Finding("FL-13", Severity.ADVICE, "Nothing is said on money.", "Choose what you know of.", "", "FLOWS", "L9")
EMPTY = [
    Finding("CL-01", Severity.WARNING, f"RSK-E{n}: “Confidence” is empty.", "Fill it.", "", "RISKS", f"M{row}", f"RSK-E{n}", "confidence")
    for n, row in ((1, 8), (2, 9), (3, 10), (5, 12))
]  # fmt: skip
DOUBTS = [
    Finding("ST-04", Severity.WARNING, f"STR-0{n}: it strengthens no other action.", "Choose one.", "", "ACTIONS", f"M{n}", f"STR-0{n}")
    for n in (1, 2)
]  # fmt: skip
ACCEPTED = replace(DOUBTS[0], row_id="STR-09", cell="M15", accepted="It stands alone by decision of the council")
FINDINGS = [ERROR, *EMPTY, *DOUBTS, ADVICE, ACCEPTED]
LONG = [
    ("Long words of an answer that go on and on, and on. " * 50)[:length].strip()
    for length in (2000, 900, 240, 150, 80, 40, 20)
]


def full() -> Audit:
    """Every answer in every row, texts as long as they may be."""
    return from_answers(answers(random.Random(3), LONG, None))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="module")
def made(folder) -> Callable[[str, str], Docx]:
    """A document of a kind, of the sample city, a blank audit or a full one; each written once."""
    audits = {"sample": (sample, FINDINGS), "blank": (blank_audit, []), "full": (full, FINDINGS)}
    written: dict[tuple[str, str], Docx] = {}

    def document(kind: str, case: str) -> Docx:
        if (kind, case) not in written:
            audit, findings = audits[case]
            path = folder / f"{kind}-{case}.docx"
            written[kind, case] = Docx(write_report(audit(), findings, path, kind=kind).path)
        return written[kind, case]

    return document


@pytest.fixture(scope="module")
def pages(folder) -> Callable[[Docx], list[str]]:
    """The pages of a document as LibreOffice lays them out, as text."""
    if libreoffice() is None:
        skip("LibreOffice is not installed")

    def laid_out(document: Docx) -> list[str]:
        made = document.path.with_suffix(".pdf")
        if not made.exists():
            to_pdf(document.path, made)
        done = subprocess.run(["pdftotext", "-layout", str(made), "-"], capture_output=True, check=True, text=True)
        return done.stdout.removesuffix("\f").split("\f")

    return laid_out


# Every kind ----------------------------------------------------------------------------------------------------------

EVERY = [(kind, case) for kind in KINDS for case in ("sample", "blank") if (kind, case) != ("strategy", "sample")]


@pytest.mark.parametrize(("kind", "case"), EVERY)
def test_every_document_is_one_a_screen_reader_can_read(made, kind, case):
    document = made(kind, case)
    styles = [each.get(f"{W}val") for each in document.tags("w:pStyle")]
    assert styles.count("Title") == 1
    levels = [level for level, _ in document.headings()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(len(picture.get("descr")) > 20 for picture in document.tags("wp:docPr"))
    for table in document.tags("w:tbl"):
        if table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstRow") == "1":
            assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    assert b'w:lang w:val="en-GB"' in document.parts["word/styles.xml"]
    assert DOCUMENTS[kind].title in document.parts["docProps/core.xml"].decode()


@pytest.mark.parametrize(("kind", "case"), EVERY)
def test_every_page_carries_the_classification(made, kind, case):
    document = made(kind, case)
    sections = document.tags("w:sectPr")
    assert all(section.find(f"{W}headerReference") is not None for section in sections)
    assert ("NOT CLASSIFIED YET" if case == "blank" else "RESTRICTED") in document.margins().upper()
    assert "{{" not in document.margins()


@pytest.mark.parametrize(("kind", "case"), [*EVERY, ("brief", "full"), ("findings", "full")])
def test_the_open_xml_validator_finds_no_fault(made, kind, case):
    assert open_xml_errors(made(kind, case).path) == []


@pytest.mark.parametrize("kind", sorted(DOCUMENTS))
def test_each_committed_template_is_current(kind, tmp_path):
    fresh = tmp_path / "fresh.docx"
    fresh.write_bytes(build(DOCUMENTS[kind]))
    committed, expected = Docx(data_folder("report_templates") / DOCUMENTS[kind].template), Docx(fresh)
    assert committed.parts == expected.parts, "run: python scripts/build_templates.py"
    assert (
        b'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
        in expected.parts["word/settings.xml"]
    )
    assert re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", expected.text)) == []


def test_each_kind_about_one_audit_can_be_asked_for_at_every_door():
    page = (ROOT / "safeaudit" / "service" / "ui" / "web" / "downloads.js").read_text("utf-8")
    on_the_page = re.search(r"const KINDS = \[(.*?)\]", page)
    assert on_the_page is not None
    texts = all_texts("en").texts
    offered = {
        "safeaudit/cli/reports.py": set(OFFERED),
        "safeaudit/service/models.py": set(get_args(Kind)),
        "safeaudit/service/ui/web/downloads.js": set(re.findall(r'"([\w-]+)"', on_the_page[1])),
        "safeaudit/service/ui/texts_web.py": {key[5:] for key in texts if key.startswith("kind_")},
        "safeaudit/service/ui/texts_pane.py": {key[5:-5] for key in texts if re.fullmatch(r"kind\.[\w-]+\.text", key)},
    }
    assert offered == {file: set(KINDS) for file in offered}


def test_names_of_chapters_and_widths_of_tables_fit_in_every_kind():
    for document in DOCUMENTS.values():
        names = [section.id for section in document.sections]
        assert len(names) == len(set(names))
        assert not {"doc", "cover", "t"} & set(names)
        for section in document.sections:
            for block in section.blocks:
                room = LANDSCAPE_WIDTH if section.landscape or block.turned else PORTRAIT_WIDTH
                assert sum(column.width for column in block.columns) <= room + 0.05, f"{section.id}.{block.name}"


@pytest.mark.parametrize("kind", ["brief", "findings"])
def test_no_visible_word_is_hard_coded(kind, folder):
    audit = sample()
    got = Docx(write_report(audit, [ERROR, ACCEPTED], folder / f"qps-{kind}.docx", kind=kind, language="qps").path)
    typed = {
        str(value) for rows in audit.sheets.values() for row in rows for value in row.model_dump().values() if value
    }
    for finding in (ERROR, ACCEPTED):
        typed |= {finding.message, finding.remedy, finding.place, finding.rule, finding.sheet, finding.accepted}
    for text in [*typed]:
        typed |= {shortened(text, most) for most in (60, 90, 170) if len(text) > most}
    left = outside_brackets(got.text + "\n" + got.margins())
    for text in sorted((clean(text) for text in typed), key=len, reverse=True):
        if re.search(r"[^\W\d_]{2,}", text):
            left = left.replace(text, " ")
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    left = re.sub(rf"({months}) \d{{4}}|\b[A-Z]{{3}}-[A-Z]*\d+", " ", left)
    assert sorted(set(re.findall(r"[^\W\d_]{3,}", left))) == []


@pytest.mark.parametrize("kind", ["brief", "findings"])
def test_equal_answers_give_equal_bytes(made, folder, kind):
    again = write_report(sample(), FINDINGS, folder / f"again-{kind}.docx", kind=kind)
    assert again.path.read_bytes() == made(kind, "sample").path.read_bytes()


# The brief -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["sample", "full", "blank"])
def test_the_brief_has_two_pages_whatever_the_audit_holds(made, pages, case):
    first, second = pages(made("brief", case))
    assert "What we found" in first
    assert "What we ask for" in second


def test_the_brief_finds_its_points_where_two_of_them_are_called_the_same_in_a_language(monkeypatch):
    def lines() -> int:
        story = Story(audit, analyse(audit), [], words("en"), {})
        return len(chapters(story)[0].blocks["main"].lines)

    audit, as_it_is, chapters = sample_city()[0], Words.t, DOCUMENTS["brief"].chapters
    before = lines()
    leads = ("Risks.", "Flows.", "Criminal governance.", "Responses.", "Resilience.")
    monkeypatch.setattr(Words, "t", lambda w, text, /, **more: "—" if text in leads else as_it_is(w, text, **more))
    assert lines() == before == len(leads)


def test_the_brief_says_what_each_finding_rests_on(made):
    brief = made("brief", "sample")
    rows = [["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in row.findall(f"{W}tc")]
            for row in brief.tags("w:tbl")[0].findall(f"{W}tr")[1:]]  # fmt: skip
    assert 3 <= len(rows) <= 5
    for _topic, finding, basis in rows:
        assert finding
        assert re.search(r"\(\d+\)|Confidence|judgement", basis), basis
    assert len(brief.tags("wp:docPr")) == 2


def test_the_brief_asks_for_decisions_and_owns_its_limits(made):
    text = made("brief", "sample").text
    for said in ("Decide on", "lasting money", "The next audit is planned for", "What is uncertain", "strategy report",
                 "Draft: one error"):  # fmt: skip
        assert said in text


def test_the_brief_cuts_long_answers_and_points_to_the_whole(made):
    text = made("brief", "full").text
    assert "…" in text
    assert "are whole there" in text
    assert max(len(line) for line in text.splitlines()) < 700


def test_a_brief_without_answers_says_so(made):
    text = made("brief", "blank").text
    assert "no answers yet that could be summed up" in text
    assert not made("brief", "blank").tags("wp:docPr")


# The findings letter -------------------------------------------------------------------------------------------------


def test_the_letter_goes_to_the_office_and_thanks_it_first(made):
    text = made("findings", "sample").text
    assert (
        text.index("Office of Community Safety")
        < text.index("Dear colleagues, thank you")
        < text.index("Sheet by sheet")
    )
    assert (
        "one answer to correct, 4 answers that are still missing, 2 places to look at again and one piece of advice"
        in text
    )
    assert "DRAFT" not in made("findings", "sample").margins()
    assert "What is good already" in text


def test_the_letter_names_cells_in_runs_and_says_what_to_do(made):
    text = made("findings", "sample").text
    assert "M8–M10, M12" in text
    assert "“Confidence” is empty in 4 lines." in text
    assert "The same in one more place." in text
    for finding in (ERROR, ADVICE):
        assert finding.message in text
        assert finding.remedy in text


def test_what_must_be_corrected_stands_before_what_may_be_left(made):
    text = made("findings", "sample").text
    assert text.index("Correct. ") < text.index("Fill in. ") < text.index("Look again. ") < text.index("Advice. ")


def test_accepted_warnings_stand_apart_with_their_reasons(made):
    text = made("findings", "sample").text
    assert "It stands alone by decision of the council." in text
    assert text.index("Accepted, with your reasons") < text.index("It stands alone by decision of the council.")


def test_every_line_of_the_letter_has_a_box_to_tick(made):
    letter = made("findings", "sample")
    boxes = [run for run in letter.tags("w:t") if run.text == "☐"]
    lines = [row for table in letter.tags("w:tbl")[1:] for row in table.findall(f"{W}tr")[1:]]
    assert len(boxes) >= len(lines) + 4
    assert letter.parts["word/document.xml"].count(b"w14:checkbox>") == 2 * len(boxes)


def test_the_letter_blames_nobody(made):
    text = made("findings", "sample").text.lower()
    assert [
        word for word in ("you failed", "wrong answer", "invalid", "forgot", "careless", "mistake") if word in text
    ] == []


def test_a_letter_without_findings_is_a_letter_of_thanks(folder, pages):
    letter = Docx(write_report(sample(), [], folder / "thanks.docx", kind="findings").path)
    assert "found nothing to correct" in letter.text
    assert "What happens next" in letter.text
    assert "Correct. " not in letter.text
    assert len(pages(letter)) == 1


def test_a_thousand_findings_stay_a_letter(folder, pages):
    sheets = [sample().words.tab(sheet) for sheet in SHEETS]
    many = [
        Finding(f"X-{n % 90:02d}", list(Severity)[n % 3], "A message that quotes an answer which goes on. " * 8, f"Do this {n % 90}. " * 20, "",
                sheets[n % len(sheets)], f"F{n}")
        for n in range(1000)
    ]  # fmt: skip
    many += [replace(ACCEPTED, cell=f"H{n}", accepted="Because it is so. " * 30) for n in range(60)]
    letter = Docx(write_report(sample(), many, folder / "many.docx", kind="findings").path)
    assert len(pages(letter)) <= 7
    assert re.search(r"\d+ more lines are left out here; the sheet CHECKS has all of them", letter.text)
    assert "48 more are on the sheet CHECKS." in letter.text


def test_a_letter_is_never_public(folder):
    with pytest.raises(NotForPublic, match="no public version"):
        write_report(sample(), [], folder / "public.docx", kind="findings", audience="public")
    assert not (folder / "public.docx").exists()


# Shortening ----------------------------------------------------------------------------------------------------------


@given(st.text(max_size=400), st.integers(20, 300))
def test_a_shortened_text_keeps_to_its_room_and_begins_as_the_text_does(text, most):
    got, whole = shortened(text, most), " ".join(text.split())
    assert len(got) <= most
    assert whole.startswith(got.removesuffix("…").rstrip()) or got == whole
    assert got == whole or got.endswith("…")


def test_a_text_is_cut_after_a_sentence_or_a_word():
    assert shortened("One sentence ends here. Another begins and runs on.", 30) == "One sentence ends here. …"
    assert shortened("These words are cut between themselves", 20) == "These words are…"


CELLS = st.lists(st.tuples(st.sampled_from("ABZ"), st.integers(1, 60)), max_size=40)


@given(CELLS)
def test_runs_name_every_cell_once_and_no_other(cells):
    named = [f"{column}{row}" for column, row in cells]
    found = []
    for run in runs(named):
        first, _, last = run.partition("–")
        assert not last or last[0] == first[0]
        found += [f"{first[0]}{row}" for row in range(int(first[1:]), int((last or first)[1:]) + 1)]
    assert len(found) == len(set(found))
    assert set(found) == set(named)
    assert len(runs(named)) <= len(set(named))


# References and contents ---------------------------------------------------------------------------------------------


def test_a_reference_is_a_field_that_shows_the_number_of_its_caption(made):
    brief = made("brief", "sample")
    xml = brief.parts["word/document.xml"].decode()
    (name,) = set(re.findall(r" REF (\S+) \\h", xml))
    assert f'w:name="{name}"' in xml
    assert "See Figure 2." in brief.text
    assert "Figure 2. Balance of the four components" in brief.text
    assert not re.search("[\ufdd0-\ufdef]", brief.text)


def test_a_sentence_that_refers_to_what_is_not_drawn_is_left_out(folder):
    audit = from_answers({"ACTIONS": {"STR-01": {"action": "Light the way home", "status": "proposed"}}})
    brief = Docx(write_report(audit, [], folder / "undrawn.docx", kind="brief").path)
    assert "Light the way home" in brief.text
    drawn = {each.get("name") for each in brief.tags("wp:docPr")}
    assert ("See Figure 1." in brief.text) == ("component_balance" in drawn)
    assert "ufde" not in ascii(brief.text)


def test_marks_in_an_answer_become_replacement_marks(folder):
    text = "Light \ufde2component_balance\ufde3Figure 9\ufde4 the way"
    audit = from_answers({"ACTIONS": {"STR-01": {"action": text, "status": "proposed"}}})
    brief = Docx(write_report(audit, [], folder / "forged.docx", kind="brief").path)
    assert not re.search("[\ufdd0-\ufdef]", brief.text)


def test_contents_ask_nobody_and_state_no_page_they_do_not_know(made):
    report = made("strategy", "blank")
    xml = report.parts["word/document.xml"].decode()
    pages_of = re.findall(r"PAGEREF (\S+) ", xml)
    assert len(pages_of) == sum(level == 1 for level, _ in report.headings())
    assert all(f'w:name="{mark}"' in xml for mark in pages_of)
    assert "w:dirty" not in xml
    assert b"updateFields" not in report.parts["word/settings.xml"]


def test_only_very_high_rows_and_the_first_under_a_head_may_break_over_pages(folder):
    areas = {f"ARE-{n:02d}": {"name": f"Area {n}"} for n in (1, 2)}
    plans = {
        "PLN-1": {"status": "in_place", "evidence": "The first of all."},
        "PLN-2": {"status": "in_place", "evidence": "A long answer. " * 130},
        "PLN-3": {"status": "partly", "evidence": "A short one."},
    }
    audit = from_answers({"AREAS": areas, "PLANNING": plans})
    report = Docx(write_report(audit, [], folder / "long.docx").path)
    rows = {
        text: row
        for row in report.tags("w:tr")
        for text in ("The first of all.", "A long answer. " * 5, "A short one.")
        if text in shown_text(row)
    }
    assert [row.find(f"{W}trPr/{W}cantSplit") is None for row in rows.values()] == [True, True, False]


# PDF -----------------------------------------------------------------------------------------------------------------


def test_a_pdf_has_tags_bookmarks_and_the_pages_of_its_contents(made, pages):
    report = made("strategy", "blank")
    laid_out = pages(report)
    data = report.path.with_suffix(".pdf").read_bytes()
    assert b"/MarkInfo<</Marked true>>" in data.replace(b" true>>", b" true>>")
    assert b"/Outlines" in data
    told = {
        int(number): int(page) for number, page in re.findall(r"^\s*(\d+) +\D.*?\s(\d+)$", laid_out[1], re.MULTILINE)
    }
    assert len(told) == 22
    for number, (_, title) in enumerate((each for each in report.headings() if each[0] == 1), 1):
        assert re.search(rf"^\s*{number}\s+{re.escape(title)}", laid_out[told[number] - 1], re.MULTILINE), title


unix = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


@pytest.fixture
def stand_in(tmp_path, monkeypatch) -> Callable[[str], tuple[Path, Path]]:
    """Put a shell script in the place of soffice; a Word file to convert and the PDF's place."""

    def put(script: str) -> tuple[Path, Path]:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
        return data_folder("report_templates") / "brief.docx", tmp_path / "made.pdf"

    return put


@unix
@pytest.mark.parametrize(("script", "says"), [
    ("exit 3", "LibreOffice wrote no PDF"),
    ("exit 0", "LibreOffice wrote no PDF"),
    ('while [ "$1" != --outdir ]; do shift; done; echo not a pdf > "$2/report.pdf"', "LibreOffice wrote no PDF"),
    ("sleep 60 & sleep 60", "did not finish the PDF within 1 seconds"),
])  # fmt: skip
def test_a_converter_that_fails_leaves_the_old_pdf_and_a_plain_sentence(stand_in, script, says):
    docx, made = stand_in(script)
    made.write_bytes(b"%PDF-old")
    began = time.monotonic()
    with pytest.raises(NotConverted, match=says):
        to_pdf(docx, made, seconds=1)
    assert time.monotonic() - began < 10
    assert made.read_bytes() == b"%PDF-old"
    assert {path.name for path in made.parent.iterdir()} == {"bin", "made.pdf"}


@unix
def test_a_converter_works_on_a_copy_with_a_profile_of_its_own(stand_in, tmp_path):
    docx, made = stand_in(
        f'echo "$@" > {tmp_path}/told; while [ "$1" != --outdir ]; do shift; done; printf "%%PDF-1.7" > "$2/report.pdf"'
    )
    to_pdf(docx, made)
    told = (tmp_path / "told").read_text("utf-8")
    assert made.read_bytes() == b"%PDF-1.7"
    assert "-env:UserInstallation=file://" in told
    assert '"UseTaggedPDF":{"type":"boolean","value":"true"}' in told
    assert str(docx) not in told


def test_without_a_converter_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "libreoffice", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(NoConverter, match="Install LibreOffice"):
        to_pdf(data_folder("report_templates") / "brief.docx", tmp_path / "made.pdf")
    assert not list(tmp_path.iterdir())

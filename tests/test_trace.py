"""Tracing: every sentence, figure and table cell of a report keeps its cells, and comes back to be compared with them."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from support import LONG, open_xml_errors, skip

from safeaudit.analysis import analyse
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.cells import Cell
from safeaudit.charts.registry import every
from safeaudit.doors import read_audit
from safeaudit.report import ReportResult, write_report
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.documents.context import context
from safeaudit.report.template.build import build
from safeaudit.report.trace import NotTraced, State, TraceResult, as_json, lines, refusal, trace_report
from safeaudit.report.trace.compare import compare
from safeaudit.report.trace.listed import Made, from_json, from_xml, trace_list
from safeaudit.report.trace.printed import NOT_TRACED
from safeaudit.report.trace.returned import Returned
from safeaudit.report.word.render import shown_text
from safeaudit.report.writing.crossrefs import numbered
from safeaudit.report.writing.marks import Marked, bare
from safeaudit.report.writing.refs import inputs
from safeaudit.report.writing.statements import Ref, Statement, Story
from safeaudit.report.writing.ties import Trace, Values, address, digest
from safeaudit.sheets.kinds import Text
from safeaudit.words import words
from safeaudit.workbook import build_workbook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARK = re.compile("[\ufdd0-\ufdef]")
MARK_BYTES = re.compile(rb"\xef\xb7[\x90-\xaf]|&#6(?:497[6-9]|49[89]\d|500[0-7]);")
ANSWERS: dict[str, Any] = {
    "PROFILE": {"city": "Aldervale", "population": 120_000, "lead_office": "Office of Safety"},
    "AREAS": {"ARE-01": {"name": "Harbour 'East'", "kind": "mixed"}, "ARE-02": {"name": "Old Town"}},
    "RISKS": {
        "RSK-E1": {"relevant": "yes", "likelihood": 5, "impact": 4, "trend": "rising", "area_1": "ARE-01", "group_1": "women",
                   "evidence": "survey", "confidence": "high", "explanation": "First line\nsecond line\tafter a tab & <b>."},
        "RSK-E2": {"relevant": "yes", "likelihood": 5, "impact": 5, "evidence": "media", "confidence": "low",
                   "acts_with_1": "RSK-E1", "explanation": "Short."},
        "RSK-S1": {"relevant": "yes", "likelihood": 1, "impact": 2, "evidence": "survey"},
    },
    "FLOWS": {"FLW-1": {"present": "yes", "scale": "high", "scale_basis": "survey", "risk_1": "RSK-E1", "responder": "police",
                        "effect": "It feeds the risk."}},
    "ACTIONS": {
        "STR-01": {"action": "Light the quay", "component": "resilience", "risk_1": "RSK-E1", "cost": 1000.0, "funding": "lasting",
                   "area": "ARE-01", "indicator": "Lamps", "target": "200", "status": "agreed"},
        "STR-02": {"action": "Publish permits", "component": "regulation", "cost": 500.0, "funding": "unfunded", "status": "proposed"},
    },
}  # fmt: skip


class Docx:
    """A written report, opened for reading."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])

    def controls(self) -> dict[str, etree._Element]:
        """The controls of the body by tag."""
        found = {}
        for control in self.body.iter(f"{W}sdt"):
            tag = control.find(f"{W}sdtPr/{W}tag")
            if tag is not None:
                assert tag.get(f"{W}val") not in found
                found[tag.get(f"{W}val")] = control
        return found

    @property
    def listed(self) -> dict[str, Any]:
        found = [from_xml(data) for name, data in self.parts.items() if re.fullmatch(r"customXml/item\d+\.xml", name)]
        return next(each for each in found if each is not None)


def words_of(control: etree._Element) -> str:
    """What a person reads in a control; an independent reading of the XML."""
    return "".join(
        {"t": node.text or "", "br": "\n", "tab": "\t"}[etree.QName(node).localname]
        for node in control.iter(f"{W}t", f"{W}br", f"{W}tab")
    )


def in_workbook(answers: dict[str, Any], folder: Path, name: str = "our audit #2.xlsx") -> Audit:
    build_workbook(folder / name, from_answers(answers), workbook_id="wb-1")
    return read_audit(folder / name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trace")


@pytest.fixture(scope="module")
def audit(folder: Path) -> Audit:
    """A small audit that came from a workbook; tests that change it take a copy."""
    return in_workbook(ANSWERS, folder)


@pytest.fixture(scope="module")
def written(folder: Path, audit: Audit) -> ReportResult:
    return write_report(audit, [], folder / "report.docx", sidecar=True)


@pytest.fixture(scope="module")
def report(written: ReportResult) -> Docx:
    return Docx(written.path)


@pytest.fixture(scope="module")
def city(sample: Path, folder: Path) -> tuple[Audit, ReportResult]:
    """The sample city from its workbook, with all its charts."""
    found = read_audit(sample)
    return found, write_report(found, [], folder / "city.docx", sidecar=True)


def changed(audit: Audit, row_id: str, **answers: object) -> Audit:
    """A copy of the audit with other answers in one row."""
    sheets = {
        sheet: [deepcopy(row) if row.id == row_id else row for row in rows] for sheet, rows in audit.sheets.items()
    }
    copy = replace(audit, sheets=sheets)
    for column, value in answers.items():
        setattr(copy.by_id[row_id], column, value)
    return replace(copy)


def states(result: TraceResult, *wanted: State) -> list[str]:
    return [text.id for text in result.texts if text.state in wanted]


def edited(path: Path, target: Path, change: Any) -> Path:
    """The report after somebody worked on it in a word processor."""
    document = Document(str(path))
    change(document)
    document.save(str(target))
    return target


def control(document: Any, own: str) -> Any:
    return next(
        tag.getparent().getparent() for tag in document.element.body.iter(f"{W}tag") if tag.get(f"{W}val").startswith(own + "|")
        or tag.get(f"{W}val") == own
    )  # fmt: skip


def entry_of(written: ReportResult, text: str) -> str:
    return next(entry.id for entry in written.traced if text in entry.text)


# In the document -----------------------------------------------------------------------------------------------------


def test_every_traced_text_stands_in_a_control_with_its_id_and_first_cell(written, report):
    controls = report.controls()
    assert len(written.traced) > 150
    by_id = {tag.partition("|")[0]: (tag, found) for tag, found in controls.items()}
    for entry in written.traced:
        tag, found = by_id[entry.id]
        assert len(tag) <= 64
        if entry.kind == "figure":
            assert found.find(f".//{W}drawing") is not None
            continue
        assert words_of(found) == entry.text
        if entry.refs:
            first = entry.refs[0].cell
            assert first is not None
            assert tag.partition("|")[2].partition("+")[0] in (address(first), "")
            assert found.find(f"{W}sdtPr/{W}alias").get(f"{W}val") == address(first)


def test_a_sentence_without_answers_has_a_control_too_so_that_edits_are_seen(written, report):
    bare_ones = [entry for entry in written.traced if not entry.refs]
    assert bare_ones
    assert all(entry.id in report.controls() for entry in bare_ones)


def test_table_cells_that_rest_on_answers_are_tied_to_them(city):
    audit, _ = city
    story = Story(audit, analyse(audit), [], words("en"), dict.fromkeys(DOCUMENTS["strategy"].charts, "x"))
    tied = plain = 0
    answers = {
        audit.shown(row, column) for rows in audit.sheets.values() for row in rows for column in row.filled
        if isinstance(row.columns[column].kind, Text)
    }  # fmt: skip
    own = {
        "glossary",
        "coverage",
        "summary",
        "limits",
        "next_audit",
    }  # words of the program, and chapters with their own tests
    for section in DOCUMENTS["strategy"].chapters(story):
        for block in section.blocks.values():
            for line in block.lines:
                for cell in line.values():
                    tied += isinstance(cell, Statement) and bool(cell.refs)
                    plain += section.id not in own and isinstance(cell, str) and len(cell) > 25 and cell in answers
    assert tied > 1500
    assert plain == 0


def test_no_mark_is_left_anywhere_in_the_package(report, city):
    for document in (report, Docx(city[1].path)):
        assert [
            name
            for name, data in document.parts.items()
            if name.endswith((".xml", ".rels")) and MARK_BYTES.search(data)
        ] == []
        assert not MARK.search(shown_text(document.body))


def test_the_text_is_the_same_with_and_without_marks(audit, report):
    from safeaudit.report.word.render import render

    layout = DOCUMENTS["strategy"]
    story = Story(audit, analyse(audit), [], words("en"), {})
    sections = DOCUMENTS["strategy"].chapters(story)
    trace = Trace()
    plain, marked = context(story, sections, layout), context(story, sections, layout, trace)
    assert bare(marked) == bare(plain)
    assert marked != plain
    template = Path(__file__).resolve().parents[1] / "report_templates" / layout.template
    shown = [shown_text(render(template, each).element.body) for each in (plain, marked)]
    assert MARK.sub("", shown[1]) == MARK.sub("", shown[0])


def test_line_breaks_tabs_and_special_characters_stay_inside_one_control(report, written):
    own = entry_of(written, "First line")
    found = next(control for tag, control in report.controls().items() if tag.partition("|")[0] == own)
    assert words_of(found) == "First line\nsecond line\tafter a tab & <b>."


def test_ids_and_bytes_are_the_same_for_the_same_answers(audit, written, folder):
    again = write_report(audit, [], folder / "again.docx", sidecar=True)
    assert again.path.read_bytes() == written.path.read_bytes()
    assert [entry.id for entry in again.traced] == [entry.id for entry in written.traced]
    assert again.sidecar.read_bytes() == written.sidecar.read_bytes()


def test_control_numbers_and_bookmarks_are_unique(report):
    for name, attribute in (("id", "val"), ("bookmarkStart", "id"), ("bookmarkStart", "name")):
        values = [each.get(f"{W}{attribute}") for each in report.body.iter(f"{W}{name}")]
        assert len(values) == len(set(values)) > 100
    starts = {each.get(f"{W}id") for each in report.body.iter(f"{W}bookmarkStart")}
    assert starts == {each.get(f"{W}id") for each in report.body.iter(f"{W}bookmarkEnd")}


def test_the_open_xml_validator_finds_no_fault(written, audit, tmp_path):
    assert open_xml_errors(written.path) == []
    public = write_report(audit, [], tmp_path / "public.docx", audience="public")
    assert open_xml_errors(public.path) == []


def test_a_text_that_uses_a_typed_name_rests_on_that_name_too(written):
    action = next(
        entry
        for entry in written.traced
        if (entry.kind == "cell" and entry.text == "Harbour 'East'") or "; Harbour 'East'" in entry.text
    )
    assert ("ARE-01", "name") in {(ref.row_id, ref.column) for ref in action.refs}


def test_a_computed_answer_is_traced_to_what_people_filled():
    assert inputs(SHEETS["RISKS"], "level") == ("likelihood", "impact", "relevant", "matters")
    assert set(inputs(SHEETS["RESILIENCE"], "sign")) > {"armed_provider", "services", "peaceful"}
    for sheet_id, cls in SHEETS.items():
        for column in cls.columns.values():
            if column.computed and column.id not in ("price_reading", "price_change"):
                assert not any(cls.columns[name].computed for name in inputs(cls, column.id)), (
                    sheet_id,
                    column.id,
                )


def test_a_sentence_may_rest_on_the_same_answer_of_two_workbooks(audit):
    earlier = from_answers({**ANSWERS, "RISKS": {"RSK-E1": {"relevant": "yes", "likelihood": 2, "impact": 3}}})
    story = Story(audit, analyse(audit), [], words("en"), {}, beside={"baseline": earlier})
    said = story.say(
        "It rose from 2 to 5.", *story.of(["RSK-E1"], "likelihood", workbook="baseline"), "RSK-E1.likelihood"
    )
    cell = audit.by_id["RSK-E1"].cell("likelihood")
    assert said.refs == (Ref("RSK-E1", "likelihood", None, "baseline"), Ref("RSK-E1", "likelihood", cell))
    trace = Trace()
    trace.mark(said, "sentence", "risks")
    made = Made.of(audit, "comparison", "en", public=False)
    told = trace_list(trace, {"t0001": [digest(said.text)]}, made, {"": Values(audit), "baseline": Values(earlier)})
    then, now = told["cells"]
    assert (then["workbook"], then["row"], then["digest"]) == ("baseline", "RSK-E1", digest("2"))
    assert now["digest"] == digest("5")
    assert "workbook" not in now, "what the document is about is not named: the list is that of before"
    told["entries"][0].update(chapter="", altered=False)
    [text] = compare(told, Returned(controls={"t0001": [said.text]}), Values(audit), None)
    assert text.state is State.MATCHES, "the workbook at hand says nothing of an answer in another"


def test_a_workbook_the_document_does_not_know_is_no_place_for_a_sentence(audit):
    story = Story(audit, analyse(audit), [], words("en"), {})
    with pytest.raises(KeyError, match="baseline"):
        story.say("It rose.", "baseline!RSK-E1.likelihood")


def test_addresses_are_written_as_a_formula_would():
    assert address(Cell("RISKS", 12, 6)) == "RISKS!F12"
    assert address(Cell("2. Flows", 7, 7)) == "'2. Flows'!G7"
    assert address(Cell("Bob's sheet", 1, 1)) == "'Bob''s sheet'!A1"
    assert address(Cell("AB12", 1, 1)) == "'AB12'!A1"


def test_an_audit_from_no_workbook_is_tagged_with_row_and_column(tmp_path):
    result = write_report(from_answers(ANSWERS), [], tmp_path / "bare.docx")
    document = Docx(result.path)
    assert any(tag.endswith("|RSK-E1.explanation") for tag in document.controls())
    assert b"External" not in document.parts["word/_rels/document.xml.rels"]


# Office's own template -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own_template(folder) -> Path:
    document = Document(io.BytesIO(build()))
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    document.add_paragraph("{%p for p in risks.text %}")
    document.add_paragraph("{% for s in p.sentences %}{{ s.text|upper }}{{ s.gap }}{% endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for p in risks.text %}")
    document.add_paragraph("{% for s in p.sentences %}{{ s.text }}{{ s.gap }}{% endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for line in risks.ranked.lines %}")
    document.add_paragraph(
        "{{ line.risk|trim }} is {{ line.level|lower }} ({{ line.level|length }}) {% if line.level == 'Critical' %}FIRST{% endif %}"
        " {{ line.trend|default('?') }}"
    )
    document.add_paragraph("{%p endfor %}")
    document.sections[0].header.paragraphs[0].text = "{{ risks.text[0].sentences[0].text }}"
    document.save(str(folder / "own.docx"))
    return folder / "own.docx"


def test_an_offices_own_template_keeps_the_ties_through_its_filters(audit, own_template, tmp_path):
    result = write_report(audit, [], tmp_path / "own.docx", template=own_template)
    document = Docx(result.path)
    text = shown_text(document.body)
    assert "3 RISKS WERE RATED" in text
    assert "critical (8) FIRST" in text
    assert not any(MARK_BYTES.search(data) for name, data in document.parts.items() if name.endswith(".xml"))
    assert open_xml_errors(result.path) == []
    traced = trace_report(result.path, audit, findings=[])
    assert traced.matches
    other = trace_report(result.path, changed(audit, "RSK-E2", impact=1), findings=[])
    assert states(other, State.OUT_OF_DATE)
    assert not states(other, State.EDITED, State.REMOVED)


def test_filters_see_words_and_not_marks():
    text = Marked("\ufdd0\ufdd3 Padded \ufdd1")
    assert text == " Padded "
    assert len(text) == 8
    assert text.strip() == "Padded"
    assert str(text.upper().__html__()) == "\ufdd0\ufdd3 PADDED \ufdd1"
    assert str(text.strip().__html__()) == "\ufdd0\ufdd3Padded\ufdd1"


# The list and its files ----------------------------------------------------------------------------------------------


def test_the_list_inside_and_the_sidecar_say_the_same(written, report):
    inside, beside = report.listed, from_json(written.sidecar.read_bytes())
    assert inside["cells"] == beside["cells"]
    assert [{**entry, "text": ""} for entry in beside["entries"]] == inside["entries"]
    assert inside["made"] == beside["made"]
    assert beside["made"]["workbook"] == "our audit #2.xlsx"
    assert beside["made"]["workbook_id"] == "wb-1"
    told = {entry["id"]: entry for entry in beside["entries"]}
    for entry in written.traced:
        assert told[entry.id]["text"] == entry.text
        cells = [beside["cells"][number] for number in told[entry.id]["cells"]]
        assert [(cell["row"], cell["column"]) for cell in cells] == [
            (ref.row_id, ref.column) for ref in dict.fromkeys(entry.refs)
        ]
        assert [cell["cell"] for cell in cells] == [
            ref.cell.a1 if ref.cell else "" for ref in dict.fromkeys(entry.refs)
        ]


def test_files_beside_a_report_are_for_their_owner_only(written):
    assert written.sidecar.name == "report.trace.json"
    assert written.sidecar.stat().st_mode & 0o077 == 0


def test_a_report_is_one_file_unless_a_sidecar_is_asked_for(tmp_path):
    result = write_report(blank_audit(), [], tmp_path / "one.docx")
    assert result.sidecar is None
    assert [path.name for path in tmp_path.iterdir()] == ["one.docx"]


def test_a_public_report_and_its_sidecar_lead_to_no_cell(audit, tmp_path):
    result = write_report(audit, [], tmp_path / "public.docx", audience="public", sidecar=True)
    document = Docx(result.path)
    tags = [tag for tag in document.controls() if tag.startswith("t0")]
    assert tags
    assert all(re.fullmatch(r"t[0-9a-f]{4}", tag) for tag in tags)
    assert not list(document.body.iter(f"{W}alias"))
    parts = b"".join(data for name, data in document.parts.items() if name.endswith((".xml", ".rels")))
    beside = result.sidecar.read_bytes()
    refs = {ref for entry in result.traced for ref in entry.refs}
    addresses = {address(cell) for ref in refs if (cell := audit.by_id[ref.row_id].cell(ref.column))}
    assert len(addresses) > 10
    for hidden in (*addresses, "our audit", "wb-1"):
        assert hidden.encode() not in beside
        assert hidden.encode() not in parts
    for told in (document.listed, from_json(beside)):
        assert told["cells"] == []
        assert {key for entry in told["entries"] for key in entry if entry[key]} <= {"id", "kind", "digests", "figure"}
    key = tmp_path / "public.trace-key.json"
    assert key.stat().st_mode & 0o077 == 0
    assert from_json(key.read_bytes())["cells"]


# Comparing -----------------------------------------------------------------------------------------------------------


def test_an_untouched_report_matches_its_workbook(written, folder):
    result = trace_report(written.path, folder / "our audit #2.xlsx", findings=[])
    assert result.matches
    assert result.counts[State.MATCHES] == len(written.traced)
    assert lines(result, words("en"))[0].startswith(f"report.docx: {len(written.traced)} sentences")


def test_rows_that_moved_still_match(written, audit):
    """The workbook was sorted: the same answers at other addresses."""
    moved = replace(audit, sheets={sheet: [deepcopy(row) for row in rows] for sheet, rows in audit.sheets.items()})

    class Elsewhere:
        def cell(self, _column: str) -> Cell:
            return Cell("RISKS", 99, 3)

    for row in moved.sheets["RISKS"]:
        row.at(Elsewhere())
    assert trace_report(written.path, moved, findings=[]).matches
    moved.by_id["RSK-E1"].likelihood = 2
    result = trace_report(written.path, moved, findings=[])
    assert {str(each.cell) for text in result.texts for each in text.changed} == {"RISKS!C99"}


CHANGES = st.sampled_from([
    ("RSK-E1", "likelihood", 2), ("RSK-E1", "impact", 5), ("RSK-E1", "trend", "falling"), ("RSK-E1", "explanation", "New words."),
    ("RSK-E2", "confidence", "high"), ("RSK-S1", "relevant", "no"), ("RSK-E3", "likelihood", 4), ("ARE-01", "name", "East Quay"),
    ("FLW-1", "present", "no"), ("FLW-1", "responder", "nobody"), ("STR-01", "cost", 99.0), ("STR-01", "component", "engagement"),
    ("STR-02", "action", "Print permits"), ("STR-02", "funding", None), ("PROFILE", "city", "Elsewhere"), ("STR-01", "area", "ARE-02"),
    ("ARE-02", "name", "New Town"), ("RSK-E2", "acts_with_1", None), ("PROFILE", "population", 5),
])  # fmt: skip


def counted_out(text: str) -> str:
    """A text without the numbers of figures and tables: those depend on which charts were drawn."""
    return re.sub(r"(Figure|Table) \d+", r"\1", bare(text))


def texts_by_kind(audit: Audit) -> dict[str, list[tuple[str, frozenset[Any], str]]]:
    """What would be written today, without the tracing code: (chapter, answers, text) of each sentence and cell."""
    found: dict[str, list[tuple[str, frozenset[Any], str]]] = {"sentence": [], "cell": []}
    story = Story(audit, analyse(audit), [], words("en"), dict.fromkeys(every(), "x"))
    for section in numbered(DOCUMENTS["strategy"].chapters(story), DOCUMENTS["strategy"], words("en")):
        for paragraph in section.paragraphs():
            for each in paragraph.sentences:
                found["sentence"].append(
                    (section.id, frozenset((ref.row_id, ref.column) for ref in each.refs), counted_out(each.text))
                )
        for block in section.blocks.values():
            for line in block.lines:
                for each in line.values():
                    if isinstance(each, Statement):
                        found["cell"].append(
                            (
                                section.id,
                                frozenset((ref.row_id, ref.column) for ref in each.refs),
                                counted_out(each.text),
                            )
                        )
    return found


@settings(max_examples=8 if LONG else 3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=CHANGES)
def test_exactly_the_texts_that_say_something_else_are_out_of_date(change, written, audit):
    row_id, column, value = change
    now = changed(audit, row_id, **{column: value})
    result = trace_report(written.path, now, findings=[])
    today = texts_by_kind(now)
    entries = {entry.id: entry for entry in written.traced}
    for text in result.texts:
        entry = entries[text.id]
        keys = frozenset((ref.row_id, ref.column) for ref in entry.refs)
        rests = (row_id, column) in keys
        assert any((each.row_id, each.column) == (row_id, column) for each in text.changed) == rests or (
            text.kind == "figure" or row_id in {key[0] for key in keys if not key[1]} or not rests
        )
        if entry.kind == "figure":
            assert (text.state is State.OUT_OF_DATE) == bool(text.changed)
        elif entry.chapter != "cover" and counted_out(entry.text) == entry.text:
            same = any(
                words_now == counted_out(entry.text)
                and chapter == entry.chapter
                and (not keys or not refs or keys & refs)
                for chapter, refs, words_now in today[entry.kind]
            )
            assert (text.state is State.MATCHES) == same, (change, entry.text)


def test_without_the_same_program_a_text_is_out_of_date_when_one_of_its_cells_changed(written, audit, monkeypatch):
    import safeaudit

    monkeypatch.setattr(safeaudit, "__version__", "99.0")
    assert trace_report(written.path, audit, findings=[]).matches
    result = trace_report(written.path, changed(audit, "RSK-E1", trend="falling"), findings=[])
    resting = [
        entry.id for entry in written.traced
        if any(ref.row_id == "RSK-E1" and ref.column in ("", "trend") for ref in entry.refs)
    ]  # fmt: skip
    assert resting
    assert states(result, State.OUT_OF_DATE) == resting


def test_a_figure_is_out_of_date_when_a_line_was_added_to_what_it_shows(city):
    audit, report = city
    blank = next(row for row in audit.sheets["ACTIONS"] if not row.used)
    now = changed(audit, blank.id, action="New", component="engagement", cost=1.0)
    result = trace_report(report.path, now, findings=[])
    figures = {text.id: text for text in result.texts if text.kind == "figure"}
    names = {
        entry["id"]: entry["figure"]
        for entry in from_json(report.sidecar.read_bytes())["entries"]
        if entry["kind"] == "figure"
    }
    stale = {names[own] for own, text in figures.items() if text.state is State.OUT_OF_DATE}
    assert stale == {
        name for name, chart in every().items() if {"ACTIONS.component", "ACTIONS.cost"} & set(chart.cells)
    }


# Worked on by hand ---------------------------------------------------------------------------------------------------


def test_a_sentence_changed_in_word_is_edited_and_only_that(written, audit, tmp_path):
    own = entry_of(written, "3 risks were rated")

    def change(document: Any) -> None:
        next(control(document, own).iter(f"{W}t")).text = "Many risks were rated."

    path = edited(written.path, tmp_path / "edited.docx", change)
    result = trace_report(path, audit, findings=[])
    assert states(result, State.EDITED) == [own]
    found = next(text for text in result.texts if text.id == own)
    assert found.now == "Many risks were rated."
    both = trace_report(path, changed(audit, "RSK-S1", relevant="no"), written.sidecar, findings=[])
    assert own in states(both, State.EDITED_AND_OUT_OF_DATE)
    assert any("It read: “3 risks were rated" in line for line in lines(both, words("en")))


def test_word_splitting_a_sentence_into_runs_is_no_edit(written, audit, tmp_path):
    own = entry_of(written, "3 risks were rated")

    def change(document: Any) -> None:
        run = next(control(document, own).iter(f"{W}r"))
        text = run.find(f"{W}t")
        whole, text.text = text.text, text.text[:7]
        rest = deepcopy(run)
        rest.find(f"{W}t").text = whole[7:]
        run.addnext(rest)
        run.addnext(OxmlElement("w:proofErr", attrs={qn("w:type"): "spellStart"}))

    assert trace_report(edited(written.path, tmp_path / "split.docx", change), audit, findings=[]).matches


def test_tracked_changes_count_as_they_would_read(written, audit, tmp_path):
    first, second = entry_of(written, "3 risks were rated"), entry_of(written, "The strategy has 2 actions")

    def change(document: Any) -> None:
        run = next(control(document, first).iter(f"{W}r"))
        inserted = OxmlElement("w:ins", attrs={qn("w:id"): "1", qn("w:author"): "A"})
        run.addprevious(inserted)
        copy = deepcopy(run)
        copy.find(f"{W}t").text = "In fact, "
        inserted.append(copy)
        run = next(control(document, second).iter(f"{W}r"))
        deleted = OxmlElement("w:del", attrs={qn("w:id"): "2", qn("w:author"): "A"})
        run.addprevious(deleted)
        deleted.append(run)
        run.find(f"{W}t").tag = f"{W}delText"

    result = trace_report(edited(written.path, tmp_path / "tracked.docx", change), audit, findings=[])
    assert states(result, State.EDITED) == [first]
    assert states(result, State.REMOVED) == [second]


def test_a_copied_paragraph_matches_and_one_changed_copy_is_an_edit(written, audit, tmp_path):
    own = entry_of(written, "3 risks were rated")

    def copy(document: Any, words_now: str = "") -> None:
        paragraph = next(control(document, own).iterancestors(f"{W}p"))
        other = deepcopy(paragraph)
        for mark in list(other.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)
        paragraph.addnext(other)
        if words_now:
            next(next(other.iter(f"{W}sdt")).iter(f"{W}t")).text = words_now

    assert trace_report(edited(written.path, tmp_path / "copy.docx", copy), audit, findings=[]).matches
    result = trace_report(
        edited(written.path, tmp_path / "copy2.docx", lambda each: copy(each, "No.")), audit, findings=[]
    )
    assert own in states(result, State.EDITED)


def test_what_was_taken_out_is_removed_and_a_changed_picture_is_edited(city, tmp_path):
    audit, report = city
    gone = entry_of(report, "A score orders talks")
    figure = next(entry.id for entry in report.traced if entry.kind == "figure")

    def change(document: Any) -> None:
        found = control(document, gone)
        found.getparent().remove(found)
        blip = next(control(document, figure).iter(qn("a:blip")))
        part = document.part.related_parts[blip.get(qn("r:embed"))]
        part._blob = part.blob + b"\0"

    result = trace_report(edited(report.path, tmp_path / "less.docx", change), audit, findings=[])
    assert states(result, State.REMOVED) == [gone]
    assert states(result, State.EDITED) == [figure]


def test_bookmarks_stand_in_when_a_program_drops_the_tags(written, audit, tmp_path):
    own = entry_of(written, "3 risks were rated")

    def change(document: Any) -> None:
        next(control(document, own).iter(f"{W}t")).text = "Changed."
        for tag in list(document.element.body.iter(f"{W}tag")):
            tag.getparent().remove(tag)

    result = trace_report(edited(written.path, tmp_path / "untagged.docx", change), audit, findings=[])
    assert states(result, State.EDITED) == [own]
    assert result.counts[State.MATCHES] == len(written.traced) - 1


def test_a_flattened_report_says_what_can_still_be_said(written, audit, tmp_path):
    def change(document: Any) -> None:
        for each in list(document.element.body.iter(f"{W}sdt")):
            for child in list(each.find(f"{W}sdtContent")):
                each.addprevious(child)
            each.getparent().remove(each)
        for mark in list(document.element.body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)

    path = edited(written.path, tmp_path / "flat.docx", change)
    result = trace_report(path, audit, findings=[])
    assert result.unmarked
    assert not result.matches
    assert result.counts[State.CANNOT_TELL] == len(written.traced)
    with_words = trace_report(path, audit, written.sidecar, findings=[])
    assert with_words.counts[State.MATCHES] > 0.9 * len(written.traced)


# Other files ---------------------------------------------------------------------------------------------------------


def test_another_citys_workbook_is_named(written, audit):
    other = replace(audit, workbook_id="wb-2")
    result = trace_report(written.path, other, findings=[])
    assert result.other_workbook
    assert not result.matches
    assert "made from another workbook" in lines(result, words("en"))[0]


def test_a_public_report_can_be_traced_with_its_key_and_partly_without(audit, tmp_path):
    made = write_report(audit, [], tmp_path / "public.docx", audience="public", sidecar=True)
    (tmp_path / "key").mkdir()
    key = (tmp_path / "public.trace-key.json").rename(tmp_path / "key" / "kept.json")
    now = changed(audit, "RSK-E1", trend="falling")
    blind = trace_report(made.path, now, findings=[])
    assert blind.key_missing
    assert not any(text.changed for text in blind.texts)
    assert any("public version" in line for line in lines(blind, words("en")))
    known = trace_report(made.path, now, key, findings=[])
    assert not known.key_missing
    assert states(known, State.OUT_OF_DATE)
    assert set(states(blind, State.OUT_OF_DATE)) <= set(states(known, State.OUT_OF_DATE))
    assert trace_report(made.path, audit, key, findings=[]).matches


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b" " * 60_000_000)
    return out.getvalue()


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_report"),
        (b"just a text", "no_report"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
        (b"PK\3\4 and then nothing", "damaged"),
        (packed(document="<a><b></a>"), "damaged"),
        (packed(document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "hostile"),
        (packed(document=f'<w:document xmlns:w="{W[1:-1]}"><w:body/></w:document>'), "no_list"),
        (bomb(), "hostile"),
    ],
    ids=["empty", "text", "encrypted", "cut", "broken-xml", "entity", "not-ours", "bomb"],
)
def test_a_file_that_cannot_be_traced_is_refused_with_its_reason(data, code, tmp_path):
    path = tmp_path / "thing.docx"
    path.write_bytes(data)
    with pytest.raises(NotTraced) as refused:
        trace_report(path, blank_audit())
    assert refused.value.code == code
    assert path.name in refusal(refused.value, path)


def test_every_refusal_has_its_sentence(tmp_path):
    with pytest.raises(NotTraced) as refused:
        trace_report(tmp_path / "missing.docx", blank_audit())
    assert refused.value.code == "not_found"
    assert all("{file}" in sentence for sentence in NOT_TRACED.values())


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"made":{},"cells":[],"entries":[{"id":1}]}', '{"made":{},"cells":[],"entries":[7]}',
                                     '{"made":{},"cells":[],"entries":[{"id":"t0001","kind":"cell","digests":[],"cells":[3]}]}'])  # fmt: skip
def test_a_key_that_is_none_is_refused(content, written, audit, tmp_path):
    (tmp_path / "key.json").write_text(content, "utf-8")
    with pytest.raises(NotTraced) as refused:
        trace_report(written.path, audit, tmp_path / "key.json", findings=[])
    assert refused.value.code == "bad_key"


def test_a_sidecar_of_another_report_beside_it_is_not_used(written, audit, tmp_path):
    shutil.copy(written.path, tmp_path / "report.docx")
    other = json.loads(written.sidecar.read_bytes())
    other["entries"] = other["entries"][:5]
    (tmp_path / "report.trace.json").write_text(json.dumps(other), "utf-8")
    assert len(trace_report(tmp_path / "report.docx", audit, findings=[]).texts) == len(written.traced)


def test_the_result_as_json_says_it_all(written, audit):
    now = changed(audit, "RSK-E1", trend="falling")
    told = json.loads(as_json(trace_report(written.path, now, written.sidecar, findings=[])))
    assert told["counts"]["out_of_date"] > 0
    stale = [text for text in told["texts"] if text["state"] == "out_of_date" and text["changed"]]
    trend = next(change for text in stale for change in text["changed"] if change["column"] == "trend")
    assert trend["cell"] == audit.by_id["RSK-E1"].cell("trend").a1
    assert trend["value"] == "Falling"


# The evidence trail --------------------------------------------------------------------------------------------------


def test_the_trail_links_chapters_to_their_headings_and_lines_to_their_cells(city, sample):
    audit, report = city
    document = Docx(report.path)
    rels = etree.fromstring(document.parts["word/_rels/document.xml.rels"])
    outside = [each for each in rels if each.get("TargetMode") == "External"]
    assert [each.get("Target") for each in outside] == [sample.name]
    links = [link for link in document.body.iter(f"{W}hyperlink") if link.get(qn("r:id"))]
    cells = {address(cell) for row in audit.by_id.values() for name in row.columns if (cell := row.cell(name))}
    assert len(links) > 200
    assert {link.get(f"{W}anchor") for link in links} <= cells
    risk = next(link for link in links if "".join(link.itertext()) == "RSK-E1")
    assert risk.get(f"{W}anchor") == address(audit.by_id["RSK-E1"].cell("label"))
    marks = {mark.get(f"{W}name") for mark in document.body.iter(f"{W}bookmarkStart")}
    inner = [link for link in document.body.iter(f"{W}hyperlink") if (link.get(f"{W}anchor") or "").startswith("_Toc")]
    assert {link.get(f"{W}anchor") for link in inner} <= marks
    assert len(inner) > 22 + 10


def test_a_file_name_with_spaces_is_linked_as_an_address(report):
    assert b'Target="our%20audit%20%232.xlsx"' in report.parts["word/_rels/document.xml.rels"]


# Other programs ------------------------------------------------------------------------------------------------------


def test_libreoffice_gives_a_report_back_that_can_still_be_traced(written, audit, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        skip("LibreOffice is not installed")
    own = entry_of(written, "A score orders talks")
    assert any(entry.kind == "figure" for entry in written.traced)

    def change(document: Any) -> None:
        next(control(document, own).iter(f"{W}t")).text = "Edited before LibreOffice."

    path = edited(written.path, tmp_path / "city.docx", change)
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir",
         str(tmp_path / "back"), str(path)], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    result = trace_report(tmp_path / "back" / "city.docx", audit, findings=[])
    assert states(result, State.EDITED) == [own]
    assert result.counts[State.MATCHES] == len(written.traced) - 1

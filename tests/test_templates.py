"""Templates are the user's: what they may use is listed, what is wrong in them is told by place, and they cannot do harm."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from broken_templates import LOOPS, broken, parts_of, replaced, saved, sound, with_text
from docx import Document
from lxml import etree
from support import ROOT, skip

from safeaudit.audit import blank_audit
from safeaudit.examples import sample_city
from safeaudit.report import KINDS, write_report
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.template.fields import MEANINGS, groups, schema
from safeaudit.report.template.fields_shown import as_json as fields_json
from safeaudit.report.template.fields_shown import lines as field_lines
from safeaudit.report.template.fields_shown import markdown
from safeaudit.report.template.lint import approve_template, as_json, lines, lint, ready
from safeaudit.report.template.lint.child import look
from safeaudit.report.word.child import Stopped, in_child
from safeaudit.report.word.faults import SENTENCES, WARNINGS, Fault, Place, TemplateFault
from safeaudit.report.word.known import digests, ours
from safeaudit.report.word.render import render, shown_text
from safeaudit.words import words
from scripts.build_office_template import logo, template

OFFICE = ROOT / "examples" / "office-template"
BROKEN = broken()
ENGLISH = words("en")


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Nothing is remembered from one test to the next."""
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


def seen(data: bytes) -> list[Fault]:
    """What the check sees before it fills anything, in this process."""
    return [Fault.from_json(told) for told in look(data, schema("strategy"))]


def written(folder: Path, data: bytes, name: str = "t.docx") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return shown_text(etree.fromstring(file.read("word/document.xml")))


# Faults --------------------------------------------------------------------------------------------------------------


def test_the_sound_template_has_no_fault():
    assert seen(saved(sound())) == []


@pytest.mark.parametrize("case", [case for case in BROKEN if case.code != "stopped_slow"], ids=lambda case: case.name)
def test_each_fault_is_told_with_its_place(case):
    found = [fault for fault in seen(case.data) if fault.code == case.code]
    assert found, [fault.line(ENGLISH) for fault in seen(case.data)]
    told = " ".join(fault.line(ENGLISH) for fault in found)
    assert [word for word in case.told if word not in told] == []
    assert "Traceback" not in told


def test_parts_that_do_not_fit_each_other_are_damage_and_no_error_of_the_program():
    data = replaced("customXml/_rels/item1.xml.rels", "package/2006/rel", "package/2006/other")
    assert [fault.code for fault in lint(data)] == ["damaged"]


def test_there_are_many_kinds_of_broken_templates():
    assert len(BROKEN) >= 100
    assert len({case.code for case in BROKEN}) >= 50


def test_every_fault_reads_as_sentences():
    for code, (found, remedy) in SENTENCES.items():
        names = dict.fromkeys(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", found + remedy), "x")
        fault = Fault(code, Place("word/document.xml", 1), tuple({**names, "code": code}.items()))
        line = fault.line(ENGLISH)
        assert line.startswith("Main text, paragraph 1: "), code
        assert line.endswith("."), line
        assert "{{{" not in line, line
    assert set(SENTENCES) >= WARNINGS


def test_loops_without_measure_are_stopped_and_said_so(monkeypatch):
    case = next(case for case in BROKEN if case.code == "stopped_slow")
    monkeypatch.setattr("safeaudit.report.template.lint.SECONDS", 1.0)
    [fault] = lint(case.data)
    assert fault.code in ("stopped_slow", "stopped_memory")  # which limit it meets first, the machine decides
    assert "was stopped" in fault.line(ENGLISH)


@pytest.mark.parametrize(
    ("inside", "seconds", "code"),
    [("", 1.0, "stopped_slow"), ("x" * 100_000, 60.0, "stopped_memory")],
    ids=["time", "memory"],
)
def test_loops_that_write_nothing_meet_the_limit_of_time_and_loops_that_write_much_that_of_memory(
    inside, seconds, code, monkeypatch
):
    monkeypatch.setattr("safeaudit.report.template.lint.SECONDS", seconds)
    assert [fault.code for fault in lint(with_text(LOOPS + inside + "{% endfor %}" * 5))] == [code]


def test_a_template_too_big_is_not_even_read():
    assert [fault.code for fault in lint(bytes(11 * 1024 * 1024))] == ["too_big"]


def test_memory_is_bounded():
    with pytest.raises(Stopped) as stopped:
        in_child("word.render", "cleaned", b"", value=0)  # not a work of ours: it breaks, and says nothing else
    assert stopped.value.why == "failed"


# Harmless things that Word does --------------------------------------------------------------------------------------


def test_a_tag_that_word_cut_is_mended(tmp_path):
    document = sound()
    paragraph = document.paragraphs[0]
    for piece in ("{", "{ doc", ".ti", "tle }", "}"):
        paragraph.add_run(piece).bold = piece != ".ti"
    data = saved(document).replace(b"", b"")
    cut = parts_of(data)
    cut["word/document.xml"] = cut["word/document.xml"].replace(
        b"<w:t>.ti</w:t></w:r>",
        b'<w:t>.ti</w:t></w:r><w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="5" w:name="b"/>',
    )
    cut["word/document.xml"] = cut["word/document.xml"].replace(
        b"</w:body>", b'<w:p><w:bookmarkEnd w:id="5"/></w:p></w:body>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in cut.items():
            file.writestr(name, content)
    assert seen(out.getvalue()) == []
    path = written(tmp_path, out.getvalue())
    report = write_report(blank_audit(), [], tmp_path / "r.docx", template=path).path
    assert "Safety governance strategy" in text_of(report)
    with zipfile.ZipFile(report) as file:
        xml = file.read("word/document.xml")
    assert b'w:name="b"' in xml
    assert b'<w:bookmarkEnd w:id="5"/>' in xml


def test_typographic_quotes_in_a_tag_still_work(tmp_path):
    path = written(tmp_path, with_text("{{ doc.draft|default(“none”) }}|{{ doc.city|upper }}"))
    assert [fault.code for fault in lint(path)] == ["smart_quotes"]
    report = write_report(sample_city()[0], [], tmp_path / "r.docx", template=path).path
    assert "PORT SARANEL" in text_of(report)


def test_a_template_saved_by_libreoffice_is_still_sound(tmp_path):
    office = shutil.which("soffice") or skip("LibreOffice is not installed")
    source = written(tmp_path, template(), "own.docx")
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"), str(source)], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    again = tmp_path / "out" / "own.docx"
    assert [fault.line(ENGLISH) for fault in lint(again) if fault.severity == "error"] == []
    report = write_report(sample_city()[0], [], tmp_path / "r.docx", template=again).path
    assert "Drugs, arms and contraband" in text_of(report)


# Before each report --------------------------------------------------------------------------------------------------


def test_a_report_from_a_broken_template_is_refused_with_the_place(tmp_path):
    path = written(tmp_path, with_text("{{ risks.rankd }}"), "mine.docx")
    with pytest.raises(
        TemplateFault, match=r"mine\.docx: Main text, paragraph 1.*risks\.rankd.*Did you mean risks\.ranked\?"
    ):
        write_report(blank_audit(), [], tmp_path / "r.docx", template=path)
    assert not (tmp_path / "r.docx").exists()


def test_a_checked_template_is_not_checked_again(tmp_path, monkeypatch):
    path = written(tmp_path, saved(sound()))
    assert ready(path, "strategy") == []
    monkeypatch.setattr("safeaudit.report.template.lint.in_child", None)
    assert ready(path, "strategy") == []
    path.write_bytes(with_text("{{ doc.titel }}"))
    with pytest.raises(TypeError):  # another file: it would be checked
        ready(path, "strategy")


def test_an_office_approves_a_template_by_its_content(tmp_path, monkeypatch):
    path = written(tmp_path, saved(sound()))
    assert re.fullmatch("[0-9a-f]{64}", approve_template(path))
    monkeypatch.setattr("safeaudit.report.template.lint.in_child", None)
    monkeypatch.setattr("safeaudit.report.template.lint.remembered", None)
    assert ready(path, "strategy") == []


def test_a_template_with_an_error_cannot_be_approved(tmp_path):
    with pytest.raises(TemplateFault):
        approve_template(written(tmp_path, with_text("{{ 9**9 }}")))


def test_our_own_templates_are_known_by_their_digest():
    assert (ROOT / "report_templates" / "digests.json").read_bytes() == digests()
    for layout in DOCUMENTS.values():
        assert ours((ROOT / "report_templates" / layout.template).read_bytes()), layout.kind


def test_code_is_refused_even_where_the_check_was_left_out(tmp_path):
    for text in ("{{ doc.__class__ }}", "{{ doc.city.upper() }}", "{{ 9**9**9 }}", "{% include 'x' %}"):
        with pytest.raises(TemplateFault):
            render(written(tmp_path, with_text(text)), {"doc": {"city": "X"}})


def test_typed_tags_are_not_run_in_notes_either(tmp_path):
    from broken_templates import in_note

    path = written(tmp_path, in_note("footnotes", "Note for {{ doc.city }}"))
    told = in_child(
        "word.render",
        "filled",
        path.read_bytes(),
        context={**_empty(), "doc": {"city": "{{ 7*7 }}", "mark": "", "footer": ""}},
    )
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(told["document"]))) as file:
        assert "Note for {{ 7*7 }}" in file.read("word/footnotes.xml").decode()


def _empty() -> dict:
    from safeaudit.report.template.lint.child import made

    return {name: made(shape, 0, "", name) for name, shape in schema("strategy").items()}


# What a template may use ---------------------------------------------------------------------------------------------


def test_every_field_that_is_given_is_listed_and_explained():
    given = schema("strategy")
    for top in ("doc", "cover"):
        assert {f"{top}.{name}" for name in given[top]} == {name for name in MEANINGS if name.startswith(f"{top}.")}
    for kind in KINDS:
        assert {group.id for group in groups(kind)} == {
            name for name in schema(kind) if schema(kind)[name] or name != "figure"
        }


def test_every_listed_field_passes_the_check():
    tags = [
        f"{{{{ {field.name} }}}}"
        for group in groups("strategy")
        for field in group.fields
        if field.kind in ("text", "figure")
    ]
    assert len(tags) > 100
    assert [fault.line(ENGLISH) for fault in seen(with_text(*tags)) if fault.code != "figure_alone"] == []


def test_fields_are_listed_as_lines_and_as_data():
    assert "{{ doc.city }}: The city, as the workbook has it. – “Port Saranel”" in "\n".join(field_lines())
    told = json.loads(json.dumps(fields_json()))
    assert next(group for group in told["groups"] if group["id"] == "risks")["title"] == "Risks"
    assert not re.search("[\ufdd0-\ufdef]", json.dumps(told, ensure_ascii=False))


def test_the_page_of_fields_is_current():
    assert (ROOT / "docs" / "template-fields.md").read_text("utf-8") == markdown()


def test_faults_are_told_as_lines_and_as_data():
    faults = seen(with_text("{{ doc.cty }}"))
    assert lines(faults, "mine.docx")[-1] == "mine.docx: 1 error; the template cannot be used."
    told = as_json(faults, "mine.docx")
    assert told["usable"] is False
    assert told["faults"][0]["paragraph"] == 1


# The office's own template -------------------------------------------------------------------------------------------


def test_the_example_of_an_office_is_current():
    assert (OFFICE / "logo.png").read_bytes() == logo()
    committed, fresh = parts_of((OFFICE / "harbour-region.docx").read_bytes()), parts_of(template())
    assert committed.keys() == fresh.keys()
    assert [name for name in committed if committed[name] != fresh[name]] == []


def test_the_example_of_an_office_makes_its_own_report(tmp_path):
    path = OFFICE / "harbour-region.docx"
    assert lint(path) == []
    made = write_report(sample_city()[0], [], tmp_path / "r.docx", template=path)
    document = Document(str(made.path))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == [
        "What is asked of the council",
        "Summary",
        "Risks",
        "The strategy",
        "The actions in full",
        "Limits of this audit",
    ]
    shown = [
        each.get("descr")
        for each in document.element.body.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
    ]
    assert len(shown) == 3
    assert all(len(text) > 20 and "figure:" not in text for text in shown)
    again = write_report(sample_city()[0], [], tmp_path / "again.docx", template=path)
    assert again.path.read_bytes() == made.path.read_bytes()


def test_a_figure_without_data_leaves_no_picture_behind(tmp_path):
    made = write_report(blank_audit(), [], tmp_path / "r.docx", template=OFFICE / "harbour-region.docx")
    assert "figure:" not in etree.tostring(Document(str(made.path)).element.body, encoding="unicode")

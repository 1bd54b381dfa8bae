"""Templates that people really have: each form of tag works or is named with its place, however a program wrote the file."""

from __future__ import annotations

import io
import zipfile

import pytest
from broken_templates import changed, in_note, saved, sound, with_text
from docx import Document
from fewer import city_of, some_of_the_city
from lxml import etree
from people_templates import Made, body_xml, control, link, people, renamed, rows, split, texts, without
from support import ROOT, few, open_xml_errors

from safeaudit.audit import blank_audit
from safeaudit.cli import DONE, ERRORS, NO_FILE, run
from safeaudit.report import write_report
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.template.fields import schema
from safeaudit.report.template.lint.child import look, try_out
from safeaudit.report.template.lint.tags import TagCheck
from safeaudit.report.trace import NotTraced, trace_report
from safeaudit.report.word.child import Stopped, in_child
from safeaudit.report.word.faults import Fault, TemplateFault
from safeaudit.report.word.main_part import main_part_of, openable
from safeaudit.report.word.pdf import with_pages
from safeaudit.report.word.render import fill, shown_text
from safeaudit.words import words
from safeaudit.workbook import build_workbook

PEOPLE = people()
ENGLISH = words("en")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """Nothing is remembered from one test to the next."""
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


def seen(data: bytes) -> list[Fault]:
    """Everything the check finds, in this process."""
    fields = schema("strategy")
    found = [Fault.from_json(told) for told in look(data, fields)]
    if not any(fault.severity == "error" for fault in found):
        found += [Fault.from_json(told) for told in try_out(data, fields)]
    return found


def filled(data: bytes, **context) -> str:
    """The text of a template filled with this, a line a paragraph."""
    return shown_text(fill(data, context).element.body)


def body_of(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return etree.fromstring(file.read(main_part_of(data)))


# All of them ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", PEOPLE, ids=lambda made: made.name)
def test_each_is_sound_or_named_with_its_place(made: Made):
    found = seen(made.data)
    assert {fault.code for fault in found} == set(made.codes), [fault.line(ENGLISH) for fault in found]
    told = " ".join(fault.line(ENGLISH) for fault in found)
    assert [word for word in made.told if word not in told] == []


@pytest.mark.parametrize("made", few(PEOPLE, 8), ids=lambda made: made.name)
def test_each_makes_a_report_or_is_refused_in_a_sentence(made: Made, tmp_path, monkeypatch):
    monkeypatch.setattr("safeaudit.report.template.lint.lint", lambda data, _kind: seen(data))
    path = tmp_path / "ours.docx"
    path.write_bytes(made.data)
    audit = blank_audit()
    if any(fault.severity == "error" for fault in seen(made.data)):
        with pytest.raises(TemplateFault, match=r"^ours\.docx: .+\.$"):
            write_report(audit, [], tmp_path / "r.docx", template=path)
        return
    report = write_report(audit, [], tmp_path / "r.docx", template=path).path
    assert trace_report(report, audit, findings=[]).matches
    Document(str(report))


def test_there_are_enough_of_them():
    assert len(PEOPLE) >= 70
    assert len({code for made in PEOPLE for code in made.codes}) >= 25


REBUILT = (
    "rows and columns",
    "cells merged downwards without properties",
    "a text box",
    "a table in a row of a loop",
    "cells merged to the side",
    "a main part in another folder",
    "core properties of a wrong type",
    "another prefix",
    "a table of contents",
    "a note in a row",
)
"""Those in which filling changes more than texts."""


@pytest.mark.parametrize("name", few(REBUILT, 3))
def test_what_is_made_of_them_is_a_sound_word_file(name, tmp_path, monkeypatch):
    monkeypatch.setattr("safeaudit.report.template.lint.lint", lambda data, _kind: seen(data))
    monkeypatch.setattr(
        "safeaudit.report.documents.one_audit.drawn", lambda *_: {}
    )  # what takes longest, and is not meant here
    made = next(each for each in PEOPLE if each.name == name)
    path = tmp_path / "ours.docx"
    path.write_bytes(made.data)
    write_report(some_of_the_city(), [], tmp_path / "r.docx", template=path)
    before, after = open_xml_errors(path), open_xml_errors(tmp_path / "r.docx")
    assert set(after) <= set(before), set(after) - set(before)


# The command line ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    few(["a paragraph field", "a main part of another name", "a .dotx", "a row field", "no core properties"], 3),
)
def test_the_commands_keep_their_exit_codes(name, tmp_path, capsys):
    made = next(each for each in PEOPLE if each.name == name)
    path = tmp_path / "ours.docx"
    path.write_bytes(made.data)
    city_of(tmp_path / "w.xlsx", raw=False)  # of a blank one there is no strategy yet
    usable = not any(fault.severity == "error" for fault in seen(made.data))
    assert run(["template", "lint", str(path)]) == (DONE if usable else ERRORS)
    code = run(["report", str(tmp_path / "w.xlsx"), "--template", str(path), "-o", str(tmp_path / "r.docx")])
    assert code in ((DONE, ERRORS) if usable else (NO_FILE,))
    assert (tmp_path / "r.docx").exists() == usable
    assert run(["trace", str(path), str(tmp_path / "w.xlsx")]) == NO_FILE
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    assert "should not" not in told.out + told.err


# What the forms do ---------------------------------------------------------------------------------------------------


LINES = [
    {"name": "first", "value": "1", "level_fill": "AABBCC"},
    {"name": "second", "value": "2", "level_fill": "DDEEFF"},
]


def test_a_tag_needs_no_blanks():
    assert (
        filled(texts("{{city}} {%if draft%}draft{%endif%}", "{{p.lead}}"), city="X", draft="yes", p={"lead": "L"})
        == "X draft\nL"
    )


def test_fields_for_formatted_parts_print_the_plain_text_where_they_stand():
    assert (
        filled(texts("In {{r city }} now", "before {{p city }} after"), city="R&D <b>")
        == "In R&D <b> now\nbefore R&D <b> after"
    )


def test_a_condition_between_runs_keeps_their_format():
    document = Document()
    run = document.add_paragraph("a").add_run("{%r if draft %}yes{%r else %}no{%r endif %} after")
    run.bold = True
    for draft, expected in (("x", "ayes after"), ("", "ano after")):
        made = fill(saved(document), {"draft": draft})
        assert made.paragraphs[0].text == expected
        assert [each.bold for each in made.paragraphs[0].runs if each.text] == [None, True, True]


def test_a_loop_over_columns_makes_the_table_as_wide_as_it_was():
    made = fill(
        rows(("{%tc for line in lines %}", "{{ line.name }}", "{%tc endfor %}"), ("x", "", "")), {"lines": LINES * 3}
    )
    grid = [int(each.get(f"{W}w")) for each in made.element.body.iter(f"{W}gridCol")]
    assert [cell.text for cell in made.tables[0].rows[0].cells] == ["first", "second"] * 3
    assert len(grid) == 6
    assert abs(sum(grid) - 8640) < 10


def test_columns_without_a_line_leave_no_empty_row():
    made = fill(rows(("{%tc for line in lines %}", "{{ line.name }}", "{%tc endfor %}"), ("x", "", "")), {"lines": []})
    assert [row.cells[0].text for row in made.tables[0].rows] == ["x"]


def test_cells_merged_downwards_show_the_first():
    made = fill(
        rows(
            ("{%tr for line in lines %}", ""), ("{% vm %}{{ line.name }}", "{{ line.value }}"), ("{%tr endfor %}", "")
        ),
        {"lines": LINES},
    )
    merges = [each.get(f"{W}val") for each in made.element.body.iter(f"{W}vMerge")]
    assert merges == ["restart", "continue"]
    assert shown_text(made.element.body).split() == ["first", "1", "2"]


def test_cells_merged_to_the_side_take_the_columns_of_the_loop():
    data = rows(
        ("{%tc for line in lines %}", "{% hm %}{{ city }}", "{%tc endfor %}"), ("{% colspan lines|length %}y", "", "")
    )
    made = fill(data, {"lines": LINES, "city": "X"})
    assert [each.get(f"{W}val") for each in made.element.body.iter(f"{W}gridSpan")] == ["2", "2"]
    assert shown_text(made.element.body).split() == ["X", "y"]


def test_a_merged_cell_that_was_wide_already_is_wider_by_the_loop():
    document = Document()
    table = document.add_table(1, 4)
    for number, text in ((0, "{%tc for line in lines %}"), (3, "{%tc endfor %}")):
        table.cell(0, number).text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "{% hm %}x"
    made = fill(saved(document), {"lines": LINES})
    assert [each.get(f"{W}val") for each in made.element.body.iter(f"{W}gridSpan")] == ["4"]


def test_a_tint_reaches_cells_that_have_no_properties():
    made = next(each for each in PEOPLE if each.name == "a tint without properties")
    body = fill(
        made.data,
        {
            **_empty(),
            "risks": {
                "text": [],
                "ranked": {"head": {}, "lines": [{"risk": "R", "level": "", "level_fill": "AABBCC"}]},
            },
        },
    ).element.body
    assert [each.get(f"{W}fill") for each in body.iter(f"{W}shd")][:1] == ["AABBCC"]
    assert [child.tag for child in next(body.iter(f"{W}tc"))] == [f"{W}tcPr", f"{W}p"]


def test_escaped_braces_are_printed_and_answers_that_look_like_them_stay():
    data = texts("Write {_{ name }_} and {_% if %_}: {{ city }}")
    assert filled(data, city="{_{ x }_}") == "Write {{ name }} and {% if %}: {_{ x }_}"
    assert filled(split("{_", "{ na", "me }_", "}")) == "{{ name }}"


def test_notes_to_the_author_go_with_their_paragraph_or_row():
    assert filled(texts("{#p gone #}", "a{# and this #}b")) == "ab"
    made = fill(rows(("{#tr gone #}",), ("stays",)), {})
    assert [row.cells[0].text for row in made.tables[0].rows] == ["stays"]


def test_signs_within_a_tag_are_read_as_typed():
    data = texts(
        "{%p if lines|length > 1 and lines|length < 3 %}", "{{ city|default('100% & \"more\"') }}", "{%p endif %}"
    )
    assert filled(data, lines=LINES, city="<&>") == "<&>"


def test_a_row_with_a_table_in_it_is_repeated_whole():
    document = Document()
    table = document.add_table(3, 1)
    table.cell(0, 0).text = "{%tr for line in lines %}"
    table.cell(1, 0).add_table(1, 1).cell(0, 0).text = "{{ line.name }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    made = fill(saved(document), {"lines": LINES})
    assert [row.cells[0].tables[0].cell(0, 0).text for row in made.tables[0].rows] == ["first", "second"]


def test_the_same_template_by_either_way_gives_the_same_text():
    """Our own templates are worked through by docxtpl, those of others by us: both must say the same."""
    data = (ROOT / "report_templates" / DOCUMENTS["strategy"].template).read_bytes()
    context = _full()
    assert shown_text(fill(data, context, ours=True).element.body) == shown_text(fill(data, context).element.body)


def test_an_error_while_filling_has_the_number_of_its_paragraph():
    """Also behind rows that are taken away whole, notes, and paragraphs without content."""
    document = Document()
    document.add_paragraph()
    document.add_paragraph("{#p note #}")
    table = document.add_table(3, 2)
    for row, text in zip(table.rows, ("{%tr for line in lines %}", "{{ line.name }}", "{%tr endfor %}"), strict=True):
        row.cells[int("endfor" in text)].text = text
    document.add_paragraph("{{ city.name }}")
    with pytest.raises(Exception) as raised:
        fill(saved(document), {"lines": LINES, "city": {"x": ""}})
    assert raised.value.fault.code == "not_filled"
    assert raised.value.fault.place.paragraph == 9


def _empty() -> dict:
    from safeaudit.report.template.lint.child import made

    return {name: made(shape, 0, "", name) for name, shape in schema("strategy").items()}


def _full() -> dict:
    from safeaudit.report.template.lint.child import made

    return {name: made(shape, 3, "A sentence & more.", name) for name, shape in schema("strategy").items()}


# The main part -------------------------------------------------------------------------------------------------------


NAMES = ("word/document2.xml", "word/main.xml", "content/text.xml", "letter.xml")


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """The report that the sound template makes of the sample city, with its main part where most programs put it."""
    folder = tmp_path_factory.mktemp("usual")
    (folder / "t.docx").write_bytes(saved(sound()))
    return write_report(some_of_the_city(), [], folder / "r.docx", template=folder / "t.docx").path


@pytest.mark.parametrize("name", few(NAMES, 2))
def test_a_document_whose_main_part_has_another_name_is_reported_and_traced_like_any(name, usual, tmp_path):
    audit = some_of_the_city()
    (tmp_path / "t.docx").write_bytes(renamed(name))
    report = write_report(audit, [], tmp_path / "r.docx", template=tmp_path / "t.docx").path
    assert main_part_of(report.read_bytes()) == name
    assert shown_text(body_of(report.read_bytes())) == shown_text(body_of(usual.read_bytes()))
    result = trace_report(report, audit, findings=[])
    assert result.matches
    assert not result.unmarked
    assert len(result.texts) == len(trace_report(usual, audit, findings=[]).texts) > 20
    assert [text.id for text in result.texts if text.kind == "figure"]


@pytest.mark.parametrize("name", NAMES)
def test_the_contents_are_made_plain_for_the_pdf_in_any_main_part(name):
    made = next(each for each in PEOPLE if each.name == "a table of contents")
    data = with_pages(renamed(name, data=made.data))
    assert "TOC" not in "".join(each.text or "" for each in body_of(data).iter(f"{W}instrText"))


def test_a_place_in_an_oddly_named_part_is_told_by_what_the_part_is():
    found = seen(renamed("word/brief.xml", data=with_text("{{ doc.cty }}")))
    assert [fault.place.part for fault in found] == ["word/brief.xml"]
    assert found[0].line(ENGLISH).startswith("Main text, paragraph 1")


def test_two_main_parts_are_no_document():
    data = _with_relation("word/document.xml")
    assert [fault.code for fault in seen(data)] == ["hostile"]


def test_a_workbook_is_not_taken_for_a_report(tmp_path):
    build_workbook(tmp_path / "w.xlsx")
    with pytest.raises(NotTraced) as refused:
        trace_report(tmp_path / "w.xlsx", blank_audit())
    assert refused.value.code == "no_report"


def _with_relation(target: str) -> bytes:
    entry = f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/>'

    def change(parts):
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", entry.encode() + b"</Relationships>")

    return changed(change)


def test_only_relationships_that_lead_nowhere_are_left_out():
    whole, loose = saved(sound()), without("docProps/core.xml", relations=False)
    assert openable(whole) == whole
    with zipfile.ZipFile(io.BytesIO(openable(loose))) as file:
        assert b"core.xml" not in file.read("_rels/.rels")
        assert b"word/document.xml" in file.read("_rels/.rels")


@pytest.mark.parametrize(
    "name", ["no core properties", "core properties that are named and missing", "core properties of a wrong type"]
)
def test_a_report_has_its_own_properties_whatever_the_template_has(name, tmp_path, monkeypatch):
    monkeypatch.setattr("safeaudit.report.documents.one_audit.drawn", lambda *_: {})
    made = next(each for each in PEOPLE if each.name == name)
    (tmp_path / "t.docx").write_bytes(made.data)
    for target in ("a.docx", "b.docx"):
        write_report(some_of_the_city(), [], tmp_path / target, template=tmp_path / "t.docx")
    properties = Document(str(tmp_path / "a.docx")).core_properties
    assert "Port Saranel" in properties.title
    assert "python-docx" not in properties.author + properties.last_modified_by + properties.comments
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


# Our own errors ------------------------------------------------------------------------------------------------------


def test_a_paragraph_that_we_cannot_check_is_told_as_our_error_and_the_rest_goes_on(monkeypatch):
    right = TagCheck._one

    def wrong(self, tag, paragraph):
        if "city" in tag.text:
            raise KeyError("doc")
        right(self, tag, paragraph)

    monkeypatch.setattr(TagCheck, "_one", wrong)
    found = [
        Fault.from_json(told)
        for told in look(texts("{{ doc.title }}", "{{ doc.city }}", "{{ doc.titel }}"), schema("strategy"))
    ]
    assert [(fault.code, fault.severity, fault.place.paragraph) for fault in found] == [
        ("not_checked", "warning", 2),
        ("unknown", "error", 3),
    ]
    line = found[0].line(ENGLISH)
    assert line.startswith("Main text, paragraph 2 near “{{ doc.city }}”: This paragraph could not be checked.")
    assert "error of this program, not of your file (KeyError)" in line


def test_a_part_that_we_cannot_check_is_not_used_and_the_rest_goes_on(monkeypatch):
    def wrong(part, root):
        if "header" in part:
            raise IndexError
        yield from ()

    monkeypatch.setattr("safeaudit.report.template.lint.package.check_fields", wrong)
    found = [Fault.from_json(told) for told in look(with_text("{{ doc.titel }}"), schema("strategy"))]
    assert [(fault.code, fault.severity) for fault in found] == [("part_not_checked", "error"), ("unknown", "error")]
    assert (
        found[0]
        .line(ENGLISH)
        .startswith("Header (word/header1.xml): This could not be checked. That is an error of this program")
    )


def test_an_error_of_ours_while_filling_is_told_as_ours_with_its_place(monkeypatch):
    def wrong(self, obj, attribute):
        raise OverflowError

    monkeypatch.setattr("safeaudit.report.word.safe_jinja.Environment.getattr", wrong)
    found = [Fault.from_json(told) for told in try_out(texts("x", "{{ doc.city }}"), schema("strategy"))]
    assert [(fault.code, fault.place.paragraph) for fault in found] == [("broke_off", 2)]
    assert "error of this program, not of your file (OverflowError)" in found[0].line(ENGLISH)


def test_an_error_of_ours_in_the_second_process_is_not_told_as_the_file_s():
    with pytest.raises(Stopped) as stopped:
        in_child("template.lint.child", "look", b"", fields=0, more=0)
    assert stopped.value.why == "failed"
    assert "not of your file" in Fault("stopped_failed").line(ENGLISH)


def test_a_file_that_python_docx_cannot_open_is_refused_with_our_own_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr("safeaudit.report.word.render._Template.render_init", lambda _self: {}["x"])
    found = [Fault.from_json(told) for told in try_out(saved(sound()), schema("strategy"))]
    assert [fault.code for fault in found] == ["damaged"]


def test_footnotes_and_controls_are_filled_and_checked():
    assert "unknown" in {fault.code for fault in seen(in_note("footnotes", "{{p doc.cty }}"))}
    assert filled(
        body_xml(control("{{r doc.city }}")), **_empty() | {"doc": {"city": "X", "mark": "", "footer": ""}}
    ).startswith("X\n")
    assert {fault.code for fault in seen(body_xml(link("{% if doc.draft %}x", "y", "z{% endif %}")))} == set()

"""Names in any script: drawn with an installed font or by their number, told apart from their namesakes, marked in Word."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from matplotlib import font_manager
from matplotlib.text import Text
from support import open_xml_errors
from test_charts import charts_of, extreme, outside, overlaps

from safeaudit import cli
from safeaudit.audit import Audit, from_answers
from safeaudit.charts import Chart, fonts, lettering, notes, png
from safeaudit.charts.canvas import Canvas
from safeaudit.charts.labels import meet
from safeaudit.examples import sample_city
from safeaudit.namesakes import namesakes
from safeaudit.office.install import doctor
from safeaudit.report import write_comparison, write_report
from safeaudit.report.trace import trace_report
from safeaudit.report.word.directions import mark
from safeaudit.report.word.render import shown_text
from safeaudit.report.writing.manner import PLAIN, is_right_to_left, manners, stretches
from safeaudit.rules import check
from safeaudit.service import answers as service
from safeaudit.words import words
from safeaudit.workbook import build_workbook

EN = words("en")
SCRIPTS = {
    "Arabic": "الميناء القديم", "Hebrew": "שוק העיר", "Devanagari": "पुराना बाज़ार", "Thai": "อาคารเก่า", "Ethiopic": "አዲስ ከተማ",
    "Georgian": "ბათუმი", "Armenian": "Հայաստան", "Khmer": "ភ្នំពេញ", "Tamil": "பழைய சந்தை", "Burmese": "ရန်ကုန်", "Cyrillic": "Новая Слобода",
    "Latin": "Ćevdžija Đakovo ñ", "a pictogram": "🏭 Port zone",
}  # fmt: skip
"""Names whose letters the fonts of CI have (fonts-dejavu, fonts-noto-core)."""
CHINESE, NOWHERE = "北门市场区", "\U000e3456\U000e3457"
"""Letters that CI may lack, and characters that no font has."""


def areas(*names: str) -> Audit:
    """An audit of areas with these names, each in the resilience matrix and with two prices."""
    ids = [f"ARE-{number:02d}" for number in range(1, len(names) + 1)]
    measured = dict.fromkeys(("services", "trust", "justice", "acts_together", "inclusive", "peaceful"), 3)
    return from_answers(
        {
            "PROFILE": {"city": "Aldervale"},
            "AREAS": {row_id: {"name": name} for row_id, name in zip(ids, names, strict=True)},
            "RESILIENCE": {f"RSL{row_id[3:]}": {"area": row_id, **measured} for row_id in ids},
        }
    )


def texts(chart: Chart) -> list[str]:
    return [text.get_text() for text in chart.figure.findobj(Text)]


def flat(chart: Chart) -> str:
    """All that is drawn, wrapped lines joined."""
    return " ".join(texts(chart))


@pytest.fixture
def few_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer with no fonts but those that come with matplotlib."""
    own = [entry for entry in font_manager.fontManager.ttflist if "mpl-data" in entry.fname]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_args, **_more: [])
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    """What was found out about fonts holds for one process, which does not change its computer."""
    font_manager.fontManager._findfont_cached.cache_clear()
    for known in (
        fonts._best,
        fonts._in_a_font,
        fonts._opened,
        fonts.has_bold,
        lettering._style,
        lettering._shaped,
        lettering.drawable,
    ):
        known.cache_clear()


# Drawing -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_in_any_script_is_drawn_with_its_letters(script: str) -> None:
    chart = charts_of(areas(SCRIPTS[script]))["resilience_quadrant"]
    assert SCRIPTS[script] in flat(chart)
    assert chart.by_number == ()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of each box it draws
        png(chart, dpi=60)


def test_every_chart_of_an_audit_in_all_scripts_is_free_of_boxes() -> None:
    for chart in charts_of(in_all_scripts()).values():
        assert outside(chart) == [], chart.name
        assert overlaps(chart) == [], chart.name
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            png(chart, dpi=40)


def test_no_box_is_drawn_where_hardly_any_font_is_installed_either(few_fonts: None) -> None:
    audit = in_all_scripts()
    assert fonts.lacking(SCRIPTS["Khmer"]), "the fixture has not taken the fonts away"
    for chart in charts_of(audit).values():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            png(chart, dpi=40)


def in_all_scripts() -> Audit:
    """Every line that a chart draws, its typed texts replaced by names in turn."""
    mark_of_typed = "Qabcd of a place"
    audit = extreme(mark_of_typed)
    names = [*SCRIPTS.values(), CHINESE, NOWHERE, "👨‍👩‍👧 families", "อาคารเก่าริมแม่น้ำเจ้าพระยา" * 2]
    for rows in audit.sheets.values():
        for number, row in enumerate(rows):
            for column in row.filled:
                if str(getattr(row, column)).startswith(mark_of_typed):
                    setattr(row, column, names[number % len(names)])
    return audit


def test_letters_that_no_font_has_are_replaced_by_the_number_of_the_line_and_explained() -> None:
    audit = areas("Old Town", NOWHERE)
    chart = charts_of(audit)["resilience_quadrant"]
    assert "ARE-02" in texts(chart)
    assert "Old Town" in texts(chart)
    assert chart.by_number == (("ARE-02", NOWHERE),)
    assert chart.title.endswith(f"Shown by number: ARE-02 = {NOWHERE}")
    told = notes([chart], EN)
    assert len(told) == 1
    assert "ARE-02" in told[0]
    assert "safeaudit doctor" in told[0]


def test_a_script_without_a_font_on_this_computer_is_shown_by_number_and_told_in_full_in_the_alt_text(
    few_fonts: None,
) -> None:
    audit = areas(SCRIPTS["Khmer"], SCRIPTS["Arabic"])
    for row in audit.resilience:
        row.services = row.trust = row.justice = row.acts_together = row.inclusive = row.peaceful = 1
    chart = charts_of(audit)["resilience_quadrant"]
    assert "ARE-01" in texts(chart)
    assert SCRIPTS["Arabic"] in flat(chart), "the font that comes with matplotlib has Arabic"
    assert SCRIPTS["Khmer"] in chart.alt


def test_a_pictogram_that_no_font_has_is_left_out_and_the_number_put_before_the_name() -> None:
    chart = charts_of(areas("\U0001faf9 Bus park"))["resilience_quadrant"]
    if not chart.by_number:
        pytest.skip("a font here has even this pictogram")
    assert "ARE-01 · Bus park" in flat(chart)


def test_a_city_without_letters_is_called_city() -> None:
    answers = {
        "PROFILE": {
            "city": NOWHERE,
            "country": "NA",
            "homicide_city": 4.0,
            "homicide_national": 9.0,
            "homicide_year": 2025,
        }
    }
    chart = charts_of(from_answers(answers))["homicide"]
    assert "City" in texts(chart)
    assert f"City = {NOWHERE}" in chart.title
    assert NOWHERE in chart.alt


def test_a_font_that_was_installed_since_matplotlib_made_its_list_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [entry for entry in font_manager.fontManager.ttflist if "Ethiopic" not in entry.name]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", known)
    forget()
    assert fonts.lacking(SCRIPTS["Ethiopic"]) == ""
    monkeypatch.undo()
    forget()


def test_letters_that_join_are_joined_and_measured_so() -> None:
    joined = lettering.width("الميناء", 9)
    apart = sum(lettering.width(letter, 9) for letter in "الميناء")
    assert joined < apart * 0.9


def test_a_word_of_letters_that_join_is_not_torn_between_two_fonts() -> None:
    urdu = "پرانا ٹاؤن مارکیٹ ڈپو ݨ"
    lacking = [letter for letter in urdu if letter != " " and not fonts.first(bold=False).get_char_index(ord(letter))]
    assert lacking, "the first font has all of it: choose a rarer letter"
    assert fonts.families(urdu, bold=False)[0] != fonts.FIRST


def test_texts_in_any_script_are_drawn_no_wider_than_measured() -> None:
    canvas = Canvas(len(SCRIPTS) * 2.0)
    for number, name in enumerate(SCRIPTS.values()):
        for bold in (False, True):
            canvas.text(0.1, number * 2.0 + bold + 0.5, name, bold=bold)
    renderer = canvas.page.figure.canvas.get_renderer()
    for text in canvas.page.figure.findobj(Text):
        with lettering.as_measured():
            box = text.get_window_extent(renderer)
        bold = text.get_fontweight() == "bold"
        assert box.width / canvas.page.figure.dpi * 2.54 <= lettering.width(text.get_text(), 9, bold) + 0.02, (
            text.get_text()
        )


def test_a_line_of_high_letters_stays_within_its_height() -> None:
    canvas = Canvas(3.0)
    canvas.text(0.1, 1.5, ["ရန်ကုန်မြို့", "ကျွန်ုပ်", "ရန်ကုန်မြို့"])
    renderer = canvas.page.figure.canvas.get_renderer()
    with lettering.as_measured():
        boxes = [text.get_window_extent(renderer) for text in canvas.page.figure.findobj(Text)]
    pairs = [(box.x0, -box.y1 + 0.5, box.x1, -box.y0 - 0.5) for box in boxes]
    assert not meet(pairs[0], pairs[1])
    assert not meet(pairs[1], pairs[2])


@pytest.mark.parametrize("name", ["ភ្នំពេញក្រុងភ្នំ" * 3, "เก่าน้ำใหญ่ไทย" * 4, "पुरानाबाज़ारक्षेत्र" * 3, "ရန်ကုန်မြို့" * 4])
def test_a_long_name_is_cut_between_letters_not_through_one(name: str) -> None:
    lines = lettering.wrap(name, 2.0, 9)
    assert "".join(lines) == name
    assert len(lines) > 1
    for line, following in itertools.pairwise(lines):
        assert lettering.unicodedata.category(following[0])[0] != "M"
        assert lettering.unicodedata.combining(line[-1]) != lettering.VIRAMA
        assert line[-1] not in lettering.BEFORE_THEIR_LETTER


def test_a_name_without_spaces_takes_the_largest_type_when_its_lines_fit() -> None:
    assert lettering.fitted("อาคารเก่าริมแม่น้ำเจ้าพระยา", 3.0, 3, 9.0)[0] == 9.0


def test_letters_without_a_font_that_come_to_the_canvas_all_the_same_become_an_ellipsis() -> None:
    canvas = Canvas(3.0)
    canvas.text(0.1, 1.5, f"Old{NOWHERE}Town")
    assert [text.get_text() for text in canvas.page.figure.findobj(Text)] == ["Old…Town"]


def test_latin_letters_never_open_the_other_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened() -> dict[int, str]:
        raise AssertionError("all fonts were opened for letters that the first one has")

    monkeypatch.setattr(fonts, "_best", opened)
    forget_all_but_best()
    for chart in charts_of(extreme("Ćevdžija – “Đakovo” ñ")).values():
        assert texts(chart)


def forget_all_but_best() -> None:
    for known in (fonts._in_a_font, fonts.has_bold, lettering._style, lettering._shaped, lettering.drawable):
        known.cache_clear()


# Namesakes -----------------------------------------------------------------------------------------------------------


def test_two_lines_with_one_name_are_drawn_with_their_numbers() -> None:
    chart = charts_of(areas("Harbour", "Saltpans", "HARBOUR"))["resilience_quadrant"]
    drawn = flat(chart)
    assert "ARE-01 · Harbour" in drawn
    assert "ARE-03 · HARBOUR" in drawn
    assert "Saltpans" in texts(chart)


def test_an_alt_text_tells_namesakes_apart_too() -> None:
    audit = from_answers({"PARTNERS": {}, "RISKS": {
        "RSK-EX1": {"label": "Floods", "relevant": "yes", "likelihood": 5, "impact": 5},
        "RSK-EX2": {"label": "floods ", "relevant": "yes", "likelihood": 5, "impact": 5},
    }})  # fmt: skip
    alt = charts_of(audit)["risk_heat_map"].alt
    assert "“RSK-EX1 · Floods”" in alt
    assert "“RSK-EX2 · floods " in alt


def test_namesakes_are_found_whatever_the_capitals_blanks_and_way_of_storing() -> None:
    audit = from_answers({"PARTNERS": {"PTR-01": {"partner": "Caf\u00e9  Forum"}, "PTR-02": {"partner": "CAFE\u0301 forum."},
                                       "PTR-03": {"partner": "Café Fora"}}, "ACTORS": {"ACT-01": {"label": "Café Forum"}}})  # fmt: skip
    assert dict(namesakes(audit)) == {"PTR-01": ("PTR-02",), "PTR-02": ("PTR-01",)}


def test_the_sample_city_has_no_namesakes_and_nothing_shown_by_number() -> None:
    audit, _ = sample_city()
    assert not namesakes(audit)
    assert not any(chart.by_number for chart in charts_of(audit).values())


# Who hears of it -----------------------------------------------------------------------------------------------------


def workbook(tmp_path: Path, *names: str) -> Path:
    """A workbook with enough answers for a strategy, and areas of these names."""
    path, (audit, _) = tmp_path / "city.xlsx", sample_city()
    for number, name in enumerate(names, 1):
        audit.by_id[f"ARE-{number:02d}"].name = name
    build_workbook(path, audit)
    return path


def test_the_command_line_says_what_the_report_shows_by_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.run(["report", str(workbook(tmp_path, "Old Town", NOWHERE))])
    told = " ".join(capsys.readouterr().out.split())
    assert "no font of this computer has their letters: ARE-02." in told


def test_nothing_is_said_where_every_letter_has_a_font(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["report", str(workbook(tmp_path, "Old Town", SCRIPTS["Khmer"]))])
    assert "by number" not in capsys.readouterr().out


def test_the_web_page_and_the_pane_hear_of_it(tmp_path: Path) -> None:
    made = service.report_bytes(workbook(tmp_path, NOWHERE).read_bytes(), "city.xlsx")
    assert [note for note in made.notes if "ARE-01" in note]


def test_the_note_comes_to_the_page_in_a_header_that_any_letter_can_pass() -> None:
    from safeaudit.service.worker import _document

    answer = _document(service.Written(b"PK", "city.docx", True, ("Shown by number: “ARE-01”.",)))
    assert answer.headers["x-safeaudit-notes"] == "Shown by number%3A %E2%80%9CARE-01%E2%80%9D."


def test_the_doctor_names_the_scripts_without_a_font(few_fonts: None) -> None:
    line = doctor._letters(EN)
    assert line.state == "note"
    assert "Khmer" in line.found
    assert "Chinese" in line.found
    assert "Arabic" not in line.found
    assert "fonts-noto" in line.remedy


def test_the_doctor_is_content_with_fonts_for_every_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_in_a_font", lambda _letter: True)
    assert doctor._letters(EN).state == "ok"


# Word ----------------------------------------------------------------------------------------------------------------


def told(text: str) -> list[tuple[str, bool, str]]:
    """The stretches of a paragraph: (text, whether from right to left, language)."""
    turned = is_right_to_left(text)
    return [
        (text[start:end], manner.right_to_left, manner.language)
        for start, end, manner in stretches(manners(text, right_to_left=turned))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain – “words” 12 %", [("Plain – “words” 12 %", False, "")]),
        ("In الميناء القديم, 12 cases", [("In ", False, ""), ("الميناء القديم", True, "ar-SA"), (", 12 cases", False, "")]),
        ("“الميناء 2” has", [("“", False, ""), ("الميناء 2", True, "ar-SA"), ("” has", False, "")]),
        ("a שוק (העיר) b", [("a ", False, ""), ("שוק (העיר)", True, "he-IL"), (" b", False, "")]),
        ("a (שוק) b", [("a (", False, ""), ("שוק", True, "he-IL"), (") b", False, "")]),
        ("السوق: 12 %", [("السوق: 12 %", True, "ar-SA")]),
        ("برنامج الإضاءة حول السوق القديم UN", [("برنامج الإضاءة حول السوق القديم ", True, "ar-SA"), ("UN", False, "")]),
        ("گلستان", [("گلستان", True, "fa-IR")]),
        ("ٹاؤن", [("ٹاؤن", True, "ur-PK")]),
        ("Zone 北门“市场”区.", [("Zone ", False, ""), ("北门“市场”区", False, "zh-CN"), (".", False, "")]),
        ("東門與臺灣", [("東門與臺灣", False, "zh-TW")]),
        ("港の町", [("港の町", False, "ja-JP")]),
        ("서울 항구", [("서울 항구", False, "ko-KR")]),
        ("ភ្នំពេញ x", [("ភ្នំពេញ", False, "km-KH"), (" x", False, "")]),
        ("पुराना बाज़ार", [("पुराना बाज़ार", False, "hi-IN")]),
        ("አዲስ ከተማ", [("አዲስ ከተማ", False, "am-ET")]),
    ],
)  # fmt: skip
def test_a_text_is_taken_apart_by_direction_and_script(text: str, expected: list[tuple[str, bool, str]]) -> None:
    assert told(text) == expected


def test_a_sentence_of_ours_that_begins_with_an_arabic_name_stays_one_from_left_to_right() -> None:
    assert not is_right_to_left("الميناء القديم is the area with the highest score.")
    assert is_right_to_left("الميناء القديم هو المنطقة الأعلى خطرا")
    assert is_right_to_left("ARE-02", otherwise=True)
    assert not is_right_to_left("A whole sentence in English.", otherwise=True)


def paragraph(inner: str) -> Any:
    return parse_xml(f"<w:body {nsdecls('w')}><w:p>{inner}</w:p></w:body>")


def test_a_run_keeps_its_looks_and_says_them_for_joining_letters_too() -> None:
    body = paragraph(
        '<w:r><w:rPr><w:b/><w:color w:val="FF0000"/><w:sz w:val="30"/></w:rPr><w:t>In القديم</w:t><w:tab/><w:t>now</w:t></w:r>'
    )
    mark(body)
    plain, turned = body.findall(f".//{qn('w:r')}")[:2]
    assert [child.tag for child in plain.find(qn("w:rPr"))] == [qn("w:b"), qn("w:color"), qn("w:sz")]
    names = [child.tag.partition("}")[2] for child in turned.find(qn("w:rPr"))]
    assert names == ["b", "bCs", "color", "sz", "szCs", "rtl", "lang"]
    assert turned.find(qn("w:rPr")).find(qn("w:szCs")).get(qn("w:val")) == "30"
    assert shown_text(body) == "In القديم\tnow"


def test_what_a_template_says_of_its_own_runs_and_paragraphs_stays() -> None:
    inner = '<w:pPr><w:bidi w:val="0"/></w:pPr><w:r><w:rPr><w:rtl w:val="0"/></w:rPr><w:t>القديم</w:t></w:r>'
    body = paragraph(inner)
    mark(body)
    assert [each.get(qn("w:val")) for each in body.iter(qn("w:bidi"))] == ["0"]
    assert [each.get(qn("w:val")) for each in body.iter(qn("w:rtl"))] == ["0"]
    assert body.find(f".//{qn('w:lang')}") is None


def test_a_document_from_right_to_left_turns_only_sentences_in_other_letters() -> None:
    body = paragraph("<w:r><w:t>A whole sentence in English.</w:t></w:r>")
    mark(body, right_to_left=True)
    assert body.find(f".//{qn('w:bidi')}").get(qn("w:val")) == "0"
    body = paragraph("<w:r><w:t>السوق: 12</w:t></w:r>")
    mark(body, right_to_left=True)
    assert body.find(f".//{qn('w:bidi')}") is None
    assert body.find(f".//{qn('w:rtl')}") is not None


def foreign() -> Audit:
    """The sample city with names and texts in other scripts in every kind of place."""
    audit, _ = sample_city()
    audit.profile.city = "مدينة الميناء"
    names = ["الميناء القديم", CHINESE, "שוק (העיר) 2", SCRIPTS["Khmer"]]
    for rows, column in (
        (audit.areas, "name"),
        (audit.partners, "partner"),
        (audit.actors, "label"),
        (audit.sources, "name"),
    ):
        for row, name in zip(rows, names, strict=False):
            setattr(row, column, name)
    audit.actions[0].action = "خطة الإضاءة حول السوق القديم، بالتعاون مع البلدية"
    return audit


def parts(path: Path) -> Iterator[Any]:
    for part in Document(str(path)).part.package.iter_parts():
        root = getattr(part, "element", None)
        if root is not None and root.tag in (qn("w:document"), qn("w:hdr"), qn("w:ftr")):
            yield root


def assert_marked(path: Path) -> None:
    """Every letter stands in a run that says its direction and, for East Asia, its font and language."""
    seen = {"right": 0, "east": 0}
    for root in parts(path):
        for text in root.iter(qn("w:t")):
            run, properties = text.getparent(), text.getparent().find(qn("w:rPr"))
            turned = properties is not None and properties.find(qn("w:rtl")) is not None
            letters = [letter for letter in text.text or "" if letter.isalpha()]
            right = [letter for letter in letters if "\u0590" <= letter <= "\u08ff"]
            assert not right or turned, text.text
            assert not turned or len(right) == len(letters), text.text
            if any("\u4e00" <= letter <= "\u9fff" for letter in letters):
                assert run.find(qn("w:rPr")).find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
                assert run.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:hint")) == "eastAsia"
                seen["east"] += 1
            seen["right"] += bool(right)
    assert seen["right"] >= 3, "hardly anything from right to left: the audit of this test is not what it should be"
    assert seen["east"] or path.stem in ("council", "brief", "findings"), "these three name few lines"


@pytest.mark.parametrize("kind", ["strategy", "council", "brief", "findings"])
def test_every_kind_of_document_says_the_direction_of_its_texts(kind: str, tmp_path: Path) -> None:
    audit, path = foreign(), tmp_path / f"{kind}.docx"
    write_report(audit, check(audit), path, kind=kind)
    assert_marked(path)
    assert open_xml_errors(path) == []


def test_a_comparison_says_the_direction_of_its_texts(tmp_path: Path) -> None:
    before, after, path = foreign(), foreign(), tmp_path / "comparison.docx"
    after.risks[0].likelihood = 1
    after.risks[1].likelihood = 5
    write_comparison(before, after, check(after), path)
    assert_marked(path)
    assert open_xml_errors(path) == []


def test_a_table_cell_wholly_from_right_to_left_is_a_paragraph_from_right_to_left(tmp_path: Path) -> None:
    audit, path = foreign(), tmp_path / "strategy.docx"
    write_report(audit, check(audit), path)
    cells = [each for root in parts(path) for each in root.iter(qn("w:p")) if shown_text(each) == "الميناء القديم"]
    assert cells
    assert all(each.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for each in cells)


def test_a_report_in_other_scripts_is_still_traced(tmp_path: Path) -> None:
    source, path = tmp_path / "city.xlsx", tmp_path / "city.docx"
    build_workbook(source, foreign(), workbook_id="foreign")
    from safeaudit.doors import read_audit

    audit = read_audit(source)
    write_report(audit, check(audit), path, sidecar=True)
    result = trace_report(path, source)
    assert result.matches


def test_marking_changes_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = foreign()
    findings = check(audit)
    write_report(audit, findings, tmp_path / "marked.docx", kind="brief")
    monkeypatch.setattr("safeaudit.report.word.directions.mark", lambda *_args, **_more: None)
    write_report(audit, findings, tmp_path / "plain.docx", kind="brief")
    shown = ["\n".join(shown_text(root) for root in parts(tmp_path / name)) for name in ("marked.docx", "plain.docx")]
    assert shown[0] == shown[1]
    assert PLAIN not in manners("القديم")

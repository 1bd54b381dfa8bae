"""Nothing people see is hard-coded: in the pseudo-language every text stands in ⟦…⟧, and such a workbook reads the same."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from babel.dates import format_date
from support import answers, grid_of, layout_of, named, open_book, parts, place_of, plain, text_value, xml

import safeaudit
from safeaudit import check, framework, read_audit
from safeaudit.audit import from_answers
from safeaudit.cells import Grid, Kind, Value, column_letters
from safeaudit.framework import LIST_FILES
from safeaudit.framework.method import meanings
from safeaudit.languages import has_words
from safeaudit.reading import read_audit as read_grid
from safeaudit.sheets.kinds import Choice
from safeaudit.words import pseudo, words
from safeaudit.workbook import build_workbook

PIECE = re.compile(r"⟦[^⟦⟧]*⟧")
LEFT_ALONE = re.compile(
    r"[A-Z]{3}-[A-Z0-9]+|"  # row IDs
    r"[A-E]|L\d\d|"  # parts, method lists
    r"GSC-[\d.]+|"
    r"[\W\d_]*"  # symbols and numbers
)


def foreign(text: str) -> str:
    """What is left of a text when everything translated, and every ID, number and symbol is taken out."""
    rest = text
    while (shorter := PIECE.sub(" ", rest)) != rest:  # a translated text may quote another
        rest = shorter
    return " ".join(word for word in re.split(r"[\s·,:;()]+", rest) if not LEFT_ALONE.fullmatch(word))


def test_a_text_that_was_forgotten_would_be_seen() -> None:
    assert foreign("⟦Rîsks⟧ to fill") == "to fill"
    assert foreign("✓ ⟦çômplete⟧ · RSK-E1 · 12 %") == ""
    assert foreign("Complete: ⟦x⟧") == "Complete"


# The workbook --------------------------------------------------------------------------------------------------------


def test_every_cell_people_see_is_translated(pseudo: Path) -> None:
    left = []
    values = {sheet.title: sheet for sheet in grid_of(pseudo).sheets}
    for page in open_book(pseudo).worksheets:
        if page.sheet_state != "visible":
            continue
        hidden = {
            number
            for each in page.column_dimensions.values()
            if each.hidden
            for number in range(each.min, each.max + 1)
        }
        for (row, column), value in values[page.title].cells.items():
            if column in hidden or page.row_dimensions[row].hidden or value.kind is not Kind.TEXT:
                continue
            if rest := foreign(str(value.value)):
                left.append(f"{page.title}!{column_letters(column)}{row}: {rest}")
    assert left == []


WITH_NUMBERS = (
    "{share} % known",
    "{share} % not known",
    "{share} % left out with a reason",
    "{count} of {asked} answers to come",
    "{low} to {high}",
)
PIECES = frozenset(piece for source in WITH_NUMBERS for piece in re.split(r"\{\w+\}", pseudo(source)))
"""Texts that a formula puts together around its numbers, so that a piece alone has no brackets of its own."""


def test_texts_inside_formulas_are_translated(pseudo: Path) -> None:
    """Words a formula can show: everything between quotes, less IDs and formats."""
    left = set()
    for name, part in parts(pseudo).items():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        for formula in named(xml(part), "f"):
            for text in re.findall(r'"((?:[^"]|"")*)"', formula.text or ""):
                if (
                    foreign(text)
                    and text not in meanings().no_answer
                    and text not in PIECES
                    and not re.fullmatch(r"#'|'!D7|RSK-|FLW-|PR|IND-[A-Z]|[A-Z]+\d ?|[A-Z]{1,2}|CITY|X", text)
                ):
                    left.add(f"{name}: {text}")
    assert {text for text in left if "#'" not in text} == set()


def test_sheet_titles_are_translated(pseudo: Path) -> None:
    titles = [sheet.title for sheet in grid_of(pseudo).sheets]
    assert [title for title in titles if foreign(title)] == []
    assert len(titles) == len(set(titles)) == len(SHEETS) + 5
    assert all(len(title) <= 31 for title in titles)


def test_prompts_and_error_messages_are_translated(pseudo: Path) -> None:
    count, left = 0, []
    for name, part in parts(pseudo).items():
        if name.startswith("xl/worksheets/sheet"):
            for validation in named(xml(part), "dataValidation"):
                for text in (validation.get(each, "") for each in ("prompt", "promptTitle", "error", "errorTitle")):
                    count += 1
                    if foreign(re.sub(r"⟦[^⟧]*…$", "", text)):  # cut to fit
                        left.append(text)
    assert left == []
    assert count > 1000


def test_charts_headers_footers_and_properties_are_translated(pseudo: Path) -> None:
    found = parts(pseudo)
    texts = []
    for name, part in found.items():
        if name.startswith("xl/charts/chart"):
            texts += [each.text or "" for each in named(xml(part), "t")]
        if name.startswith("xl/drawings/drawing"):
            texts += [each.get("descr", "") for each in named(xml(part), "cNvPr")]
        if name.startswith("xl/worksheets/sheet"):
            texts += [re.sub(r"&[LRCAPN]", "", each.text or "") for each in named(xml(part), "oddFooter")]
    texts += [each.text or "" for name in ("title", "subject") for each in named(xml(found["docProps/core.xml"]), name)]
    assert len(texts) > 40
    assert [text for text in texts if foreign(text)] == []


def test_links_lead_to_the_translated_sheets(pseudo: Path) -> None:
    book = open_book(pseudo)
    count = 0
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.hyperlink is not None and cell.hyperlink.location:
                    count += 1
                    title = cell.hyperlink.location.rpartition("!")[0].strip("'").replace("''", "'")
                    assert title in book.sheetnames, cell.hyperlink.location
    assert count > 60


# Read back -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A filled workbook in the pseudo-language, and what was answered."""
    path = tmp_path_factory.mktemp("languages") / "filled.xlsx"
    audit = from_answers(answers(random.Random(3), ("A text", "Öther ⟦brackets⟧"), rows=2), language="qps")
    build_workbook(path, audit, workbook_id="qps")
    return path, plain(audit)


def test_a_translated_workbook_reads_back_to_the_same_codes(filled: tuple[Path, dict[str, Any]]) -> None:
    audit = read_audit(filled[0])
    assert plain(audit) == filled[1]
    assert audit.findings == []
    assert audit.language == "qps"


def test_choices_stand_in_its_cells_as_translated_words(filled: tuple[Path, dict[str, Any]]) -> None:
    layout = layout_of("RISKS", "qps")
    sheet = next(sheet for sheet in grid_of(filled[0]).sheets if sheet.title == layout.tab)
    row = filled[1]["RISKS"]["RSK-E1"]
    shown = sheet.text(*place_of("RISKS", "RSK-E1", "trend", "qps"))
    assert shown == words("qps").options("trend")[row["trend"]]
    assert shown.startswith("⟦")


@pytest.fixture
def spoilt(filled: tuple[Path, dict[str, Any]]) -> Grid:
    """The same workbook with a wrong content of every kind and a damaged build."""
    grid = grid_of(filled[0])
    by_title = {sheet.title: sheet for sheet in grid.sheets}

    def put(sheet_id: str, row: str, column: str, value: Value) -> None:
        by_title[layout_of(sheet_id, "qps").tab].cells[place_of(sheet_id, row, column, "qps")] = value

    put("RISKS", "RSK-E1", "trend", text_value("17"))
    put("RISKS", "RSK-E1", "likelihood", text_value("lots"))
    put("RISKS", "RSK-E1", "impact", text_value("3"))
    put("RISKS", "RSK-E1", "area_1", text_value("17"))
    put("RISKS", "RSK-E2", "impact", Value(Kind.ERROR, "#N/A"))
    put("RISKS", "RSK-E2", "likelihood", Value(Kind.UNCALCULATED, "", formula=True))
    put("PROFILE", "", "period_to", text_value("03/04/2025"))
    put("PROFILE", "", "delete_by", text_value("17 17"))
    put("PROFILE", "", "office_email", text_value("17"))
    put("PROFILE", "", "informal_share", Value(Kind.NUMBER, 0.3))
    put("AREAS", "ARE-05", "name", text_value("1" * 90))
    put("AREAS", "ARE-06", "name", text_value("1\u202e1"))
    by_title[layout_of("TEAM", "qps").tab].title = "17"
    grid.sheets.remove(by_title[layout_of("TOOLS", "qps").tab])
    return grid


def test_findings_speak_the_language_of_the_workbook(spoilt: Grid) -> None:
    audit = read_grid(spoilt)
    found = check(audit)
    kinds = {finding.rule for finding in found}
    assert {"CL-02", "CL-03", "CL-05", "CL-06", "CL-07", "CL-09", "CL-10", "CL-12", "CL-13", "CL-14", "CL-15", "CL-16",
            "WB-01", "WB-09"} <= kinds  # fmt: skip
    left = set()
    for finding in found:
        for text in (finding.message, finding.remedy, finding.section):
            rest = foreign(re.sub(r"#N/A|safeaudit \w+|lots", "", text))
            if rest:
                left.add(f"{finding.rule}: {rest}")
    assert left == set()


def test_findings_may_speak_another_language_than_the_workbook(spoilt: Grid) -> None:
    audit = read_grid(spoilt, language="en")
    finding = next(finding for finding in audit.findings if finding.rule == "CL-16")
    assert finding.message.startswith("RSK-E1: “")
    assert "says “17”, which names no line of" in finding.message


# Words ---------------------------------------------------------------------------------------------------------------


def test_every_choice_has_a_word_of_its_own_within_its_list() -> None:
    lists = {
        column.kind.options
        for cls in SHEETS.values()
        for column in cls.columns.values()
        if isinstance(column.kind, Choice)
    }
    for language in ("en", "qps"):
        for options in lists:
            shown = words(language).options(options)
            assert shown, options
            folded = [word.casefold() for word in shown.values()]
            assert len(folded) == len(set(folded)), options


def test_every_text_of_the_instrument_is_translated() -> None:
    say = words("qps")
    for sheet_id, cls in SHEETS.items():
        for part in ("tab", "title", "purpose", "why", "how", "who", "evidence", "section"):
            assert foreign(say.guide(sheet_id, part)) == "", f"{sheet_id}.{part}"
        for column in cls.columns:
            assert foreign(say.column(sheet_id, column)) == foreign(say.help(sheet_id, column)) == ""
    for name in LIST_FILES:
        for item in framework.rows(name).items():
            for part in ("label", "help", "evidence", "ask", "section"):
                assert foreign(say.item(item.id, part)) == "", f"{item.id}.{part}"


def test_dates_in_english_are_what_babel_says() -> None:
    for month in range(1, 13):
        day = date(2026, month, month)
        assert words("en").day(day) == format_date(day, "d MMMM y", locale="en")
        assert words("en").month(day) == format_date(day, "MMMM y", locale="en")


def test_pseudo_keeps_placeholders_and_does_not_bracket_twice() -> None:
    assert pseudo("{row}: “{column}” is empty.") == "⟦{row}: “{column}” îs émptý.⟧"
    assert pseudo(pseudo("Risk")) == pseudo("Risk")
    assert pseudo("") == ""


def test_whether_a_language_has_words_is_asked_in_one_function() -> None:
    package = Path(safeaudit.__file__).parent
    asking = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(
            r"(?:\bin|==|!=) \(?\*?(?:languages\.)?(?:AVAILABLE|PSEUDO|WITH_WORDS)\b(?!:)", path.read_text("utf-8")
        )
    }
    assert asking <= {"languages/__init__.py", "words.py", "reading/values.py", "service/ui/texts.py"} | IN_THE_VOICE
    assert has_words("en")
    assert has_words("qps")
    assert not any(has_words(each) for each in ("xx", "", None, 7, ["en"]))


IN_THE_VOICE = {"report/writing/sentences.py"}
"""How a sentence begins in the pseudo-language is no question of availability."""

"""Counts, sums, shares and lists in the documents are those of the cells, worked out again without the product's analysis."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import truth_council  # noqa: F401 - its claims and tables
import truth_rapid  # noqa: F401
from documents import Checked, Manuscript, artists, compared, kept, manuscript
from support import ROOT
from truth_audits import by_chance, later
from truth_cells import Book
from truth_charts import wrong_marks
from truth_claims import CLAIMS, Among, Claim, agrees, read
from truth_letter import TAB
from truth_registry import NOT_WORKED_OUT
from truth_tables import TABLES, Given

import safeaudit
from safeaudit.audit import Audit, from_answers
from safeaudit.examples import sample_city, sample_city_later
from safeaudit.report.writing.crossrefs import readable
from safeaudit.report.writing.statements import Statement

SEEDS = range(5)


@dataclass(frozen=True, eq=False)
class Case:
    """An audit as its cells say it, and the documents made from it."""

    book: Book
    checked: Checked

    def document(self, kind: str) -> Manuscript:
        return _documents(self, kind)


@cache
def _documents(case: Case, kind: str) -> Manuscript:
    return manuscript(case.checked, kind)


@cache
def case(name: str) -> Case:
    """The sample city, or an audit made by chance ("chance 3"), or the follow-up of one ("later 3")."""
    word, _, seed = name.partition(" ")
    before = None
    if word == "sample":
        audit, _ = sample_city()
    elif word == "follow-up":
        audit, before = sample_city_later()[0], case("sample").book
    else:
        answers = by_chance(int(seed))
        audit = from_answers(answers if word == "chance" else later(answers, int(seed)))
        before = case(f"chance {seed}").book if word == "later" else None

    def read(path: Path) -> tuple[Book, Audit]:
        safeaudit.build_workbook(path, audit, workbook_id=name)
        return Book(path), safeaudit.read_audit(path)

    book, back = kept(name, read)
    book.before, book.findings = before, tuple(safeaudit.check(back))
    return Case(book, Checked(back, book.findings))


CASES = ["sample", *[f"chance {seed}" for seed in SEEDS]]


def sentences(made: Manuscript) -> list[str]:
    """Every sentence; of a council paper those in its tables too, which say most there."""
    if made.kind == "council":
        return [
            line
            for section in made.chapters
            for each in section.statements()
            for line in readable(each.text).split("\n")
        ]
    return [
        readable(each.text)
        for section in made.chapters
        for paragraph in section.paragraphs()
        for each in paragraph.sentences
    ]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("kind", ["strategy", "council", "brief", "findings", "rapid"])
def test_every_sentence_says_what_the_cells_say(name, kind):
    it = case(name)
    said = sentences(it.document(kind))

    wrong = [problem for each in CLAIMS if kind in each.kinds for problem in against(it.book, said, each)]

    assert not wrong, "\n".join(wrong)


@cache
def comparison(name: str) -> Manuscript:
    earlier = case("sample" if name == "follow-up" else name.replace("later", "chance"))
    return compared(earlier.checked, case(name).checked)


LATER = ["follow-up", *[f"later {seed}" for seed in SEEDS]]


@pytest.mark.parametrize("name", LATER)
def test_every_sentence_of_a_comparison_says_what_the_cells_of_both_say(name):
    said = sentences(comparison(name))

    wrong = [
        problem for each in CLAIMS if "comparison" in each.kinds for problem in against(case(name).book, said, each)
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", CASES)
def test_the_letter_says_how_complete_each_sheet_is(name):
    it = case(name)
    sheets = next(section for section in it.document("findings").chapters if section.id == "sheets")
    said = [
        (part.heading, answers_said(each.text))
        for part in sheets.blocks["tables"].parts
        for line in part.text
        for each in line.sentences
    ]
    numbers = {tab: found for tab, found in said if found}

    assert any(numbers.values())
    assert numbers == {tab: it.book.progress(TAB[tab]) for tab in numbers}


def answers_said(text: str) -> tuple[int, int] | None:
    """(given, needed) as a sentence of the letter says it; None for one that says something else."""
    if found := re.match(r"The one answer the method needs is (not )?given here", text):
        return (0 if found[1] else 1), 1
    found = re.match(r"(None|[\d,]+) of (?:the )?([\d,]+) answers", text)
    return found and tuple(int(part.replace("None", "0").replace(",", "")) for part in found.groups())


def against(book: Book, said: list[str], claim: Claim) -> list[str]:
    """What is wrong with the sentences of one kind: one too many, one missing, or one that says something else."""
    found = claim.expect(book)
    meant = found if isinstance(found, list) else [] if found is None else [found]
    printed = [(text, told[1]) for text in said if (told := read(text)) and told[0] in claim.templates]
    starts = tuple(filter(None, (template.partition("{")[0] for template in claim.templates)))
    if starts and any(text.endswith("…") and text.startswith(starts) for text in said):
        return []  # a brief cuts what is too long for its room: then no number can be read off the end
    some = any(isinstance(value, Among) for values in meant for value in values.values())
    if len(printed) != len(meant) and not (some and not printed):
        return [
            f"{claim.templates[-1]!r} stands {len(printed)} times, not {len(meant)}: {[text for text, _ in printed]} {meant}"
        ]
    return [
        f"{text!r}: {name} should be {value}"
        for (text, given), values in zip(printed, meant, strict=False)
        for name, value in values.items()
        if not agrees(book, given.get(name), value)
    ]


def test_every_sentence_with_a_place_for_words_or_numbers_is_worked_out_or_says_why_not():
    """A new sentence goes to the tests/truth_*.py of its chapter, with its numbers and names worked out from the cells."""
    claimed = {template for each in CLAIMS for template in each.templates}
    named = {template for templates in NOT_WORKED_OUT.values() for template in templates}
    printed = {template for path in SENTENCES for template in templates_in(path)}

    assert printed - claimed - named == set(), "new: add its claim to the tests/truth_*.py of its chapter or chart"
    assert (claimed | named) - printed == set()
    assert claimed & named == set()


SENTENCES = [*sorted((ROOT / "safeaudit" / "report" / "chapters").rglob("*.py")),
             *(ROOT / "safeaudit" / "report" / "writing" / f"{name}.py" for name in ("phrases", "statements")),
             ROOT / "safeaudit" / "coverage" / "said.py",
             *sorted((ROOT / "safeaudit" / "charts").glob("*.py"))]  # fmt: skip
"""The modules that hold the sentences of all documents and charts."""


def templates_in(path: Path) -> set[str]:
    """The source texts with a placeholder, or of one and of several, in a module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        texts = (
            [each.value for each in node.args[:2] if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if name in ("t", "n", "N_")
            else []
        )
        if name == "n" or any("{" in text for text in texts[:1]):
            found |= set(texts[: 2 if name == "n" else 1])
    return found


# Charts --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_every_chart_shows_and_says_what_the_cells_hold(name):
    it = case(name)
    charts = it.document("strategy").charts
    wrong = [
        problem
        for each in CLAIMS
        if "chart" in each.kinds
        for problem in against(it.book, [chart.alt for chart in charts.values()], each)
    ]
    wrong += [
        problem for chart in charts.values() for problem in wrong_marks(chart.name, it.book, list(artists(chart)))
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", LATER)
def test_the_chart_of_a_comparison_says_what_the_cells_of_both_hold(name):
    said = [chart.alt for chart in comparison(name).charts.values()]
    wrong = [
        problem
        for each in CLAIMS
        if "comparison-chart" in each.kinds
        for problem in against(case(name).book, said, each)
    ]

    assert not wrong, "\n".join(wrong)


# Tables --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("kind", ["strategy", "council", "brief", "rapid"])
def test_every_table_holds_what_the_cells_hold(name, kind):
    it = case(name)
    wrong = [
        problem
        for each in TABLES
        if each.startswith(f"{kind} ")
        for problem in table_against(it, it.document(kind), each)
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", LATER)
def test_every_table_of_a_comparison_holds_what_the_cells_of_both_hold(name):
    wrong = [
        problem
        for each in TABLES
        if each.startswith("comparison ")
        for problem in table_against(case(name), comparison(name), each)
    ]

    assert not wrong, "\n".join(wrong)


def table_against(it: Case, made: Manuscript, name: str) -> list[str]:
    """What is wrong with one table: its number of lines, a text, or the cells that a text rests on."""
    section, _, block = name.partition(" ")[2].partition(".")
    blocks = next((each.blocks for each in made.chapters if each.id == section), {})
    printed, meant = list(blocks[block].lines) if block in blocks else [], TABLES[name](it.book)
    if len(printed) != len(meant):
        return [f"{name}: {len(printed)} lines, not {len(meant)}"]
    found = [(f"{name} line {number}, {column}", line[column], value)
             for number, (line, cells) in enumerate(zip(printed, meant, strict=True), 1) for column, value in cells.items()]  # fmt: skip
    return [f"{where}: {problem}" for where, cell, value in found for problem in cell_against(it, cell, value)]


def cell_against(it: Case, cell: str | Statement, value: object) -> list[str]:
    text = readable(cell.text if isinstance(cell, Statement) else cell)
    if isinstance(value, str):
        return [] if text == value else [f"{text!r}, not {value!r}"]
    if not isinstance(value, Given):
        return [] if agrees(it.book, text, value) else [f"{text!r}, not {value}"]
    line = it.book.by_id[value.row_id]
    meant = value.text if value.text is not None else it.book.shown(line, value.column) or "–"
    wrong = [] if text == meant else [f"{text!r}, not {meant!r}"]
    rests_on = (
        {(ref.cell.sheet, ref.cell.a1) for ref in cell.refs if ref.cell} if isinstance(cell, Statement) else set()
    )
    wanted = {it.book.cells[value.row_id, column] for column in (value.column, *value.also)}
    names = {
        it.book.cells[ref.row_id, ref.column]
        for ref in cell.refs
        if ref.row_id != value.row_id and (ref.row_id, ref.column) in it.book.cells
    }
    return wrong + (
        [] if rests_on - names == wanted else [f"{text!r} rests on {sorted(rests_on - names)}, not {sorted(wanted)}"]
    )

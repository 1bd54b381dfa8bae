"""Every rule does what its page says: the pages in tests/rules are documentation and examples at once."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from asked import SHEETS
from hypothesis import given, settings
from hypothesis import strategies as st
from support import declared_finished, plain

from safeaudit import build_workbook, framework, read_audit
from safeaudit.audit import Audit, blank_audit, from_answers, row_ids
from safeaudit.definitions import main_risks
from safeaudit.examples import sample_city
from safeaudit.findings import Severity
from safeaudit.rules import all_rules, check
from safeaudit.rules.base import Problem, findings
from safeaudit.rules.whole_file.reminders import reminder
from safeaudit.sheets import Fixed, Form, Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.govern import CRITERIA
from safeaudit.sheets.kinds import WHOLE_CITY, Choice, Day, Number, Reference, Scale, Year
from safeaudit.words import words

PAGES = Path(__file__).parent / "rules"
ELSEWHERE = ("CL-", "WB-")
"""Rules about single cells and about reading have their own tests."""

METHOD = {code: each for code, each in all_rules().items() if not code.startswith(ELSEWHERE)}


# Pages ---------------------------------------------------------------------------------------------------------------


@dataclass
class Example:
    """One example of a page: answers as written, and the places and messages it says are found."""

    name: str
    wrong: bool
    tables: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    all_other_sheets: bool = False
    sample_less: list[str] | None = None
    """The rest is as in the sample city, less these sheets and lines; None where it is blank."""
    finished: bool = False
    finds: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)


def examples(page: Path) -> list[Example]:
    """The examples of a page, each under a heading that starts with Wrong or Right."""
    found: list[Example] = []
    sheet = ""
    for line in page.read_text("utf-8").splitlines():
        if line.startswith("## "):
            sheet = ""
            if line.startswith(("## Wrong", "## Right")):
                found.append(Example(f"{page.stem}: {line[3:]}", line.startswith("## Wrong")))
        elif found:
            sheet = read_line(found[-1], line.strip(), sheet)
    return found


def read_line(example: Example, line: str, sheet: str) -> str:
    """Take one line of an example; the sheet its tables now belong to comes back."""
    if line in SHEETS:
        example.tables[line] = {"": {}}
        return line
    if line.startswith("|"):
        read_table_line(example.tables[sheet], [cell.strip() for cell in line.strip("|").split("|")])
    elif line.startswith("Finds:"):
        example.finds.append(line.removeprefix("Finds:").strip())
    elif line.startswith("Says:"):
        example.says.append(line.removeprefix("Says:").strip())
    elif line.startswith("Reason on "):
        about, _, reason = line.removeprefix("Reason on ").partition(":")
        example.reasons[about] = reason.strip()
    elif line == "All other sheets: one answer each.":
        example.all_other_sheets = True
    elif line == "The rest as in the sample city.":
        example.sample_less = []
    elif line.startswith("The rest as in the sample city, less "):
        example.sample_less = line.removeprefix("The rest as in the sample city, less ").removesuffix(".").split(", ")
    elif line == "The audit is declared finished.":
        example.finished = True
    else:
        assert not line, f"{example.name}: not understood: {line}"
    return sheet


def read_table_line(table: dict[str, dict[str, str]], cells: list[str]) -> None:
    """Take the header, the rule below it, or one row."""
    header = list(table[""])
    if not header:
        table[""] = dict.fromkeys(cells, "")
    elif not set(cells[0]) <= {"-", ":"}:
        table[cells[0]] = {column: cell for column, cell in zip(header[1:], cells[1:], strict=True) if cell}


def audit_of(example: Example, language: str = "en") -> Audit:
    """The audit an example describes; every answer it does not name is blank."""
    answers: dict[str, dict[str, Any]] = {}
    rejected: list[tuple[str, str, str]] = []
    for sheet_id, table in example.tables.items():
        for row_id, column, text in written(sheet_id, table):
            if text.startswith("unreadable:"):
                rejected.append((row_id, column, text.removeprefix("unreadable:").strip()))
                continue
            row = answers.setdefault(sheet_id, {})
            row = row if isinstance(SHEETS[sheet_id].rows, Form) else row.setdefault(row_id, {})
            row[column] = typed(SHEETS[sheet_id].columns[column], text)
    if example.all_other_sheets:
        for sheet_id in SHEETS.keys() - example.tables.keys() - example.reasons.keys():
            answers[sheet_id] = one_answer(sheet_id)
    if example.sample_less is not None:
        answers = with_the_sample_city(answers, {*example.sample_less, *example.reasons})
    audit = from_answers(answers, language=language)
    audit.reasons.update(example.reasons)
    if example.finished:
        audit = declared_finished(audit)
    for row_id, column, content in rejected:
        audit.by_id[row_id].reject(column, content)
    return audit


def with_the_sample_city(answers: dict[str, dict[str, Any]], less: set[str]) -> dict[str, dict[str, Any]]:
    """The sample city's answers, less those of some sheets and lines, and with these in their place."""
    told = {
        sheet_id: {row_id: row for row_id, row in rows.items() if row_id not in less}
        for sheet_id, rows in plain(sample_city()[0]).items()
        if sheet_id not in less
    }
    for sheet_id, rows in answers.items():
        told[sheet_id] = {**told.get(sheet_id, {}), **rows}
    return {
        sheet_id: rows.get(sheet_id, rows) if isinstance(SHEETS[sheet_id].rows, Form) else rows
        for sheet_id, rows in told.items()
    }


def written(sheet_id: str, table: dict[str, dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(row ID, column, text) of each filled cell; a form is written as lines of column and value."""
    for first, cells in table.items():
        for column, text in cells.items():
            if not first or not text:
                continue
            form = column == "value" and isinstance(SHEETS[sheet_id].rows, Form)
            yield (sheet_id, first, text) if form else (first, column, text)


def typed(column: Column, text: str) -> Any:
    """What is written in an example as the value of a column."""
    match column.kind:
        case Scale():
            return int(text)
        case Year() if "/" in text:
            return text
        case Number(whole=whole):
            return int(text) if whole else float(text)
        case Day():
            return date.fromisoformat(text)
    return text


def one_answer(sheet_id: str) -> dict[str, Any]:
    """One valid answer in the first row of a sheet."""
    cls = SHEETS[sheet_id]
    column = next(each for each in cls.inputs() if each.id != "label" or not isinstance(cls.rows, Fixed))
    answer = {column.id: some_value(random.Random(1), column)}
    return answer if isinstance(cls.rows, Form) else {row_ids(cls)[0]: answer}


def place(problem: Problem) -> str:
    """A problem's place as the pages write it: row or sheet, then the column."""
    where = problem.row.id if problem.row is not None else problem.sheet_id
    return f"{where} {problem.column}".strip() or "the whole workbook"


EXAMPLES = [
    pytest.param(code, example, id=example.name)
    for code in METHOD
    if (PAGES / f"{code}.md").exists()
    for example in examples(PAGES / f"{code}.md")
]


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_a_rule_finds_what_its_page_says(code: str, example: Example) -> None:
    audit = audit_of(example)
    assert example.finds == [place(problem) for problem in METHOD[code].find(audit)]


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_a_rule_says_what_its_page_quotes(code: str, example: Example) -> None:
    said = [finding.message for finding in findings(METHOD[code], audit_of(example))]
    assert example.says == said[: len(example.says)]
    assert not example.wrong or example.says, "the page quotes at least the first message"


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_every_text_of_a_finding_is_translated(code: str, example: Example) -> None:
    for finding in findings(METHOD[code], audit_of(example, "qps")):
        for text in (finding.message, finding.remedy, finding.section):
            assert text.startswith("⟦")
            assert text.endswith("⟧")
            assert "{" not in text
            assert not re.search("[aeiou]", ours(text, example)), "a text that the pseudo-language does not know"


def ours(text: str, example: Example) -> str:
    """A message without what people wrote and what it quotes of that, from the longest text to the shortest."""
    cells = {cell for table in example.tables.values() for row in table.values() for cell in row.values() if cell}
    cells |= {shown for cell in cells for shown in in_words(cell)} | set(example.reasons.values())
    quoted = {part for part in re.findall("“([^“”⟦]+)”", text) if any(part in cell for cell in cells)}
    for cell in sorted(cells | quoted | {reminder(cell) for cell in cells}, key=len, reverse=True):
        text = text.replace(cell, "") if cell else text
    return text


def in_words(cell: str) -> Iterator[str]:
    """A date as a message shows it; months have names in every language."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        day = date.fromisoformat(cell)
        yield from (words("qps").day(day), words("qps").month(day))


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert sorted(METHOD) == sorted(page.stem for page in PAGES.glob("*.md") if not page.stem.startswith(ELSEWHERE))


@pytest.mark.parametrize("code", METHOD)
def test_a_page_repeats_the_texts_of_its_rule(code: str) -> None:
    page, of = (PAGES / f"{code}.md").read_text("utf-8"), METHOD[code]
    assert page.startswith(f"# {code} · {of.title}\n")
    assert f"{of.severity.value.capitalize()} · basis {of.basis} · {of.section}\n" in page
    assert f"## Why\n{of.why}\n" in page
    assert f"## How to answer\n{of.how}\n" in page


@pytest.mark.parametrize("code", METHOD)
def test_a_page_has_wrong_and_right_examples(code: str) -> None:
    found = examples(PAGES / f"{code}.md")
    assert {example.wrong for example in found} == {True, False}
    assert all(bool(example.finds) == example.wrong for example in found)


# Texts ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", METHOD)
def test_a_rule_has_all_its_texts(code: str) -> None:
    of = METHOD[code]
    texts = (of.title, of.message, of.remedy, of.why, of.how, of.section)
    assert all(text.strip() == text and text for text in texts)
    assert of.basis in {"S", "I", "T"}
    assert of.severity in set(Severity)
    assert not of.title.endswith(".")
    assert all(1 <= len(re.findall(r"[.?!](?:\s|$)", text)) <= 3 for text in (of.why, of.how))


@pytest.mark.parametrize("code", METHOD)
def test_titles_reasons_and_sections_need_no_values(code: str) -> None:
    of = METHOD[code]
    assert not any(names(text) for text in (of.title, of.why, of.how, of.section))


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_framework_sections_are_named_as_the_framework_data_name_them() -> None:
    known = {guide.section for guide in framework.guides().values()}
    known |= {each.section for each in framework.method_lists().values()}
    known |= {entry.section for name in framework.LIST_FILES for entry in framework.rows(name).items()}
    sections = {of.section for of in METHOD.values() if of.section.startswith("Part ")}
    assert sections <= known


# Any audit -----------------------------------------------------------------------------------------------------------


def test_a_blank_audit_raises_nothing_and_one_line_when_it_is_declared_finished() -> None:
    audit = blank_audit()
    assert [(code, place(found)) for code, of in METHOD.items() for found in of.find(audit)] == []
    assert [place(found) for found in METHOD["XC-01"].find(declared_finished(audit))] == ["the whole workbook"]


@given(st.integers(0, 2**32), st.sampled_from([0.02, 0.2, 0.6, 1.0]), st.sampled_from(["en", "qps"]))
@settings(max_examples=40, deadline=None)
def test_rules_never_raise_and_fill_in_every_name_whatever_is_answered(seed: int, share: float, language: str) -> None:
    audit = random_audit(random.Random(seed), share, language)
    for of in METHOD.values():
        for finding in findings(of, audit):
            assert finding.message
            assert finding.remedy


def test_rules_change_nothing() -> None:
    audit = random_audit(random.Random(3), 0.5, "en")
    before = repr(audit.sheets)
    for of in METHOD.values():
        list(findings(of, audit))
    assert before == repr(audit.sheets)


def random_audit(chance: random.Random, share: float, language: str) -> Audit:
    """An audit in which this share of the cells holds some valid answer, or, now and then, something unreadable."""
    answers: dict[str, dict[str, Any]] = {}
    for sheet_id, cls in SHEETS.items():
        rows = {row_id: random_row(chance, share, cls) for row_id in row_ids(cls)}
        answers[sheet_id] = rows[sheet_id] if isinstance(cls.rows, Form) else rows
    audit = from_answers(answers, language=language)
    for row in audit.by_id.values():
        for column in row.inputs():
            if getattr(row, column.id) is None and chance.random() < 0.02:
                row.reject(column.id, "{strange} content")
    return audit


def random_row(chance: random.Random, share: float, cls: type[Row]) -> dict[str, Any]:
    return {each.id: some_value(chance, each) for each in cls.inputs() if chance.random() < share}


TEXTS = ("no", "–", "Some words.", "TODO: ask", "{row} {0} {", "<b>& نص 文字", "Line\nbreak")


def some_value(chance: random.Random, column: Column) -> Any:
    """A value the column accepts; a reference may lead nowhere."""
    match column.kind:
        case Choice(options=options) if options in framework.scales():
            return chance.choice(list(framework.scales()[options]))
        case Choice(options=options):
            return {"country": "BR", "currency": "BRL", "language": "en"}[options]
        case Scale(minimum=minimum, maximum=maximum):
            return chance.randint(minimum, maximum)
        case Number(whole=whole):
            return chance.randint(0, 99) if whole else chance.uniform(-5, 500)
        case Day():
            return date(2026, chance.randint(1, 12), 1)
        case Reference(sheet=sheet):
            return chance.choice([*row_ids(SHEETS[sheet]), WHOLE_CITY, "MAP-99"])
    return chance.choice(TEXTS)


# Reminders and main risks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("TODO", "TODO"),
        ("TODO: hablar con la policía", "TODO"),
        ("TODO ask the police", "TODO"),
        ("Figures from the police TODO", "TODO"),
        ("Legal basis [TODO]", "TODO"),
        ("tbd", "tbd"),
        ("Lead office: TBD", "TBD"),
        ("FIXME later", "FIXME"),
        ("Law XXX of 2010", "XXX"),
        ("xxx", "xxx"),
        ("Lorem ipsum dolor sit amet", "Lorem ipsum"),
        ("This is a placeholder.", "placeholder"),
        ("To be completed", "To be completed"),
        ("Legal basis: to be completed.", "to be completed"),
        ("[please fill in]", "please fill in"),
        ("… fill in", "fill in"),
        ("Por completar", "Por completar"),
        ("待定", "待定"),
    ],
)
def test_a_reminder_is_seen(text: str, mark: str) -> None:
    assert reminder(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "Todo el barrio participa.",
        "TODO el barrio participa.",
        "Hacemos TODO juntos",
        "HACER TODO LO POSIBLE",
        "Queremos a TODO el mundo en la mesa",
        "The station is to be completed in 2027.",
        "Residents fill in the holes in the road.",
        "Título XXX de la Ley 5",
        "TBC cases among prisoners",
        "Exxon site, maxxx street",
        "{{ city }} <b>& نص",
    ],
)
def test_an_honest_answer_is_no_reminder(text: str) -> None:
    assert reminder(text) == ""


@pytest.mark.parametrize("text", ["TODO x " + "\n" * 30_000, "to be completed" + " " * 30_000 + "x", "(" * 30_000])
def test_a_very_long_text_is_read_at_once(text: str) -> None:
    reminder(text)


def rated(*scores: tuple[str, int, int]) -> Audit:
    return from_answers({"RISKS": {each: {"relevant": "yes", "likelihood": a, "impact": b} for each, a, b in scores}})


@pytest.mark.parametrize("code", ["RK-01", "FL-01", "PR-01"])
def test_no_answer_yet_is_progress_until_the_audit_is_declared_finished(code: str) -> None:
    begun = {
        "RISKS": {"RSK-E1": {"relevant": "yes"}},
        "FLOWS": {"FLW-1": {"present": "unknown"}},
        "PRINCIPLES": {"PRN-1": {"applied": "unknown"}},
    }
    for status, severity in (("in_work", "warning"), ("finished", "error")):
        found = check(from_answers({**begun, "DECISION": {"audit_status": status}}))
        assert {each.severity for each in found if each.rule == code} == {severity}


def test_main_risks_are_the_five_highest_that_are_high_at_all_and_all_of_equal_score() -> None:
    audit = rated(
        ("RSK-E1", 5, 5),
        ("RSK-E2", 2, 2),
        ("RSK-S1", 4, 4),
        ("RSK-S2", 4, 4),
        ("RSK-G1", 2, 5),
        ("RSK-G2", 2, 5),
        ("RSK-G3", 2, 5),
    )
    assert [risk.id for risk in main_risks(audit)] == ["RSK-E1", "RSK-S1", "RSK-S2", "RSK-G1", "RSK-G2", "RSK-G3"]


ONE_CAUSE = {
    "a decision without body, date and record": (
        {"DECISION": {"state": "adopted"}},
        "DECISION",
        ("body", "decided_on", "record"),
        ("DE-01",),
    ),
    "a high confidence on “None yet”, a risk": (
        {"RISKS": {"RSK-E1": {"relevant": "yes", "evidence": "none", "confidence": "high"}}},
        "RSK-E1",
        ("evidence", "confidence"),
        ("RK-10",),
    ),
    "a high confidence on “None yet”, a problem": (
        {"PROBLEMS": {"PRB-1": {"how_bad": "2", "evidence": "none", "confidence": "high"}}},
        "PRB-1",
        ("evidence", "confidence"),
        ("PB-04",),
    ),
    "a size that rests on nothing, called sure": (
        {"FLOWS": {"FLW-2": {"present": "yes", "scale": "high", "scale_basis": "nothing", "confidence": "high"}}},
        "FLW-2",
        ("scale", "scale_basis", "confidence"),
        ("FL-02",),
    ),
    "a paid partner that nobody checked": (
        {"PARTNERS": {"PTR-01": {"partner": "League", "funded": "yes", "amount": 5000.0}}},
        "PTR-01",
        CRITERIA,
        ("PA-16",),
    ),
}
"""Answers, the line they are told of, its columns that are one cause, and the one rule that tells it."""


def test_one_cause_is_told_once(tmp_path: Path) -> None:
    """In a workbook, where blank cells are told as well."""
    answers = {sheet: rows for given_here, *_ in ONE_CAUSE.values() for sheet, rows in given_here.items()}
    build_workbook(tmp_path / "audit.xlsx", from_answers(answers))
    found = check(read_audit(tmp_path / "audit.xlsx"))
    for what, (_, row_id, columns, rules) in ONE_CAUSE.items():
        told = [finding.rule for finding in found if finding.row_id == row_id and finding.column in columns]
        assert tuple(told) == rules, what


@pytest.mark.parametrize("rule_id", ["RK-04", "RK-05", "RK-06"])
def test_a_risk_rated_in_words_is_told_with_its_level_and_no_empty_score(rule_id: str) -> None:
    audit = from_answers(
        {"RISKS": {"RSK-E1": {"relevant": "yes", "matters": "3", "evidence": "none", "confidence": "medium"}}}
    )
    message = next(each.message for each in check(audit) if each.rule == rule_id)
    assert "it is rated “High”" in message
    assert "score" not in message

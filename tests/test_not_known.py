"""“Not known” is an answer everywhere: never a zero, never a blank, and the range it leaves open is said (method 1.1, part 1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payloads import payload_from_grid
from support import open_book, place_of, plain, text_value

from safeaudit import build_workbook, read_audit
from safeaudit.analysis import analyse
from safeaudit.audience import for_audience
from safeaudit.audit import Audit, from_answers
from safeaudit.edition import full
from safeaudit.files import reader as host
from safeaudit.live.json_grid import read as grid_from
from safeaudit.reading import read_audit as read_grid
from safeaudit.report.chapters.assessment.criminal import criminal
from safeaudit.report.chapters.assessment.risks import risks
from safeaudit.report.writing.marks import bare
from safeaudit.report.writing.statements import Section, Story
from safeaudit.sheets.grading import STEPS
from safeaudit.sheets.markets import SIGN_COLUMNS
from safeaudit.words import words

EN = words("en")
SIGN = st.one_of(st.none(), st.just("unknown"), st.integers(0, 3))


def market(*signs: Any, **more: Any) -> Audit:
    """An audit with one market of these four signs."""
    scores = {name: sign for name, sign in zip(SIGN_COLUMNS, signs, strict=True) if sign is not None}
    return from_answers({"MARKETS": {"MKT-01": {"market": "Minibus routes", **scores, **more}}})


def story(audit: Audit) -> Story:
    return Story(audit, analyse(audit), [], EN, {})


def said(section: Section) -> str:
    """The sentences of a chapter."""
    paragraphs = [*section.text, *(each for block in section.blocks.values() for each in block.text)]
    return " ".join(bare(statement.text) for paragraph in paragraphs for statement in paragraph.sentences)


# Scores --------------------------------------------------------------------------------------------------------------


TYPED: tuple[tuple[object, int | None, object], ...] = (
    (4, 4, 4),
    ("4", 4, 4),
    ("Likely", 4, 4),
    ("4 · Likely", 4, 4),
    ("4 = likely", 4, 4),
    ("Not known", None, "unknown"),
    (" not  KNOWN ", None, "unknown"),
)
CONTRADICTING = ("4 · Unlikely", "9 · Likely", "perhaps", "6")


def test_a_score_is_read_by_number_by_word_and_as_not_known(tmp_path: Path) -> None:
    path, ids = tmp_path / "audit.xlsx", full().row_ids("RISKS")[: len(TYPED)]
    build_workbook(path, from_answers({"RISKS": {row_id: {"relevant": "yes", "impact": 2} for row_id in ids}}))
    book = open_book(path)
    for row_id, (typed, _, _) in zip(ids, TYPED, strict=True):
        row, column = place_of("RISKS", row_id, "likelihood")
        book["RISKS"].cell(row, column).value = typed
    book.save(path)
    for audit in (read_audit(path), read_grid(grid_from(payload_from_grid(host.read(path))))):
        for row_id, (typed, score, answer) in zip(ids, TYPED, strict=True):
            risk = audit.by_id[row_id]
            assert (risk.likelihood, risk.get("likelihood")) == (score, answer), typed
            found = [finding.rule for finding in audit.findings if finding.row_id == row_id]
            assert found == (["CL-14"] if isinstance(typed, str) and score else []), (
                f"a text in the place of a number is told: {typed}"
            )


def test_a_score_that_contradicts_itself_is_not_guessed(tmp_path: Path) -> None:
    path, ids = tmp_path / "audit.xlsx", full().row_ids("RISKS")[: len(CONTRADICTING)]
    build_workbook(path, from_answers({"RISKS": {row_id: {"relevant": "yes"} for row_id in ids}}))
    grid = host.read(path)
    sheet = next(sheet for sheet in grid.sheets if sheet.title == "RISKS")
    for row_id, typed in zip(ids, CONTRADICTING, strict=True):
        sheet.cells[place_of("RISKS", row_id, "likelihood")] = text_value(typed)
    audit = read_grid(grid)
    for row_id, typed in zip(ids, CONTRADICTING, strict=True):
        risk = audit.by_id[row_id]
        assert risk.likelihood is None, typed
        assert risk.get("likelihood") == typed
    assert {finding.row_id for finding in audit.findings} == set(ids)


def test_not_known_is_an_answer_and_counts_as_given() -> None:
    answers = {"relevant": "yes", "likelihood": "unknown", "impact": "unknown"}
    risk = from_answers({"RISKS": {"RSK-E1": answers}}).by_id["RSK-E1"]
    assert {"likelihood", "impact"} <= set(risk.filled)
    assert not {"likelihood", "impact"} & {column.id for column in risk.missing()}


def test_a_workbook_keeps_it(tmp_path: Path) -> None:
    audit = market("unknown", 2, 0, "unknown")
    build_workbook(tmp_path / "audit.xlsx", audit)
    assert plain(read_audit(tmp_path / "audit.xlsx")) == plain(audit)


def test_a_public_version_keeps_it_where_the_answer_is_public() -> None:
    audit = from_answers({"RISKS": {"RSK-E1": {"relevant": "yes", "likelihood": "unknown", "impact": 3}}})
    public = for_audience(audit, [], "public").audit
    assert public.by_id["RSK-E1"].get("likelihood") == "unknown"


# Ranges --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signs", "low", "high", "index", "readings"),
    [
        ((2, 2, 2, 3), 9, 9, 9, ("dominant", "dominant")),
        ((2, 2, 2, "unknown"), 6, 9, None, ("established", "dominant")),
        ((0, 0, 0, "unknown"), 0, 3, None, ("little", "emerging")),
        ((3, 3, 3, "unknown"), 9, 12, None, ("dominant", "dominant")),
        (("unknown", "unknown", 1, 1), 2, 8, None, ("little", "established")),
        (("unknown",) * 4, None, None, None, (None, None)),
        ((2, 2, 2, None), None, None, None, (None, None)),
        ((None, "unknown", 2, 2), None, None, None, (None, None)),
    ],
)
def test_an_index_over_partly_unknown_signs_is_a_range(
    signs: tuple[Any, ...], low: int | None, high: int | None, index: int | None, readings: tuple[Any, Any]
) -> None:
    found = market(*signs).markets[0]
    assert (found.index_low, found.index_high, found.index, found.readings) == (low, high, index, readings)
    assert found.reading == (readings[0] if readings[0] == readings[1] else None)


@given(signs=st.tuples(SIGN, SIGN, SIGN, SIGN), truth=st.tuples(*[st.integers(0, 3)] * 4))
def test_the_range_holds_whatever_the_unknown_signs_turn_out_to_be(
    signs: tuple[Any, ...], truth: tuple[int, ...]
) -> None:
    found = market(*signs).markets[0]
    if found.index_low is None or found.index_high is None:
        assert None in signs or set(signs) == {"unknown"}
        return
    known = [real if sign == "unknown" else sign for sign, real in zip(signs, truth, strict=True)]
    later = market(*known).markets[0]
    assert later.index is not None
    assert found.index_low <= later.index <= found.index_high
    steps = list(EN.options("market_reading"))
    low, high = (steps.index(str(each)) for each in found.readings)
    assert low <= steps.index(str(later.reading)) <= high


def test_four_zeros_are_little_and_four_not_known_are_not() -> None:
    assert market(0, 0, 0, 0).markets[0].reading == "little"
    calm = criminal(story(market("unknown", "unknown", "unknown", "unknown")))
    assert "Named, and none of the four signs is known: Minibus routes." in said(calm)
    assert "In none of them" not in said(calm)


def test_the_report_says_the_range_and_what_it_may_mean() -> None:
    section = criminal(story(market(2, 2, 2, "unknown")))
    assert "some signs are not known, so that its index is a range" in said(section)
    assert "established or dominant in Minibus routes" in said(section)
    line = section.blocks["markets"].lines[0]
    assert [bare(str(getattr(line[key], "text", line[key]))) for key in ("territory", "total", "reading")] == [
        "Not known",
        "6 to 9",
        "Established or dominant",
    ]


@pytest.mark.parametrize(
    ("likelihood", "impact", "expected"),
    [
        ("unknown", 4, "the score is a range: rapid or poorly regulated urbanisation (4 to 20)"),
        (5, "unknown", "the score is a range: rapid or poorly regulated urbanisation (5 to 25)"),
        ("unknown", "unknown", "how likely and how bad is not known: rapid or poorly regulated urbanisation"),
        (None, 4, "Not rated yet: rapid or poorly regulated urbanisation"),
    ],
)
def test_a_risk_that_is_partly_known_is_not_lost(likelihood: Any, impact: Any, expected: str) -> None:
    answers = {"relevant": "yes", "likelihood": likelihood, "impact": impact}
    other = {"relevant": "yes", "likelihood": 2, "impact": 2}
    audit = from_answers(
        {"RISKS": {"RSK-E1": {key: value for key, value in answers.items() if value is not None}, "RSK-E2": other}}
    )
    assert expected in said(risks(story(audit)))


# Confidence ----------------------------------------------------------------------------------------------------------

GOOD = {"kind": "survey", "latest_year": 2025, "by_sex": "yes", "by_area": "yes", "shared": "yes", "quality": "high"}


def graded(source: dict[str, Any], **risk: Any) -> tuple[str | None, str | None]:
    """(grade of the source, worked-out confidence of a risk that rests on it)."""
    audit = from_answers(
        {
            "PROFILE": {"period_to": date(2026, 6, 30)},
            "SOURCES": {"SRC-01": {"name": "S", **source}},
            "RISKS": {"RSK-E1": {"relevant": "yes", "source": "SRC-01", **risk}},
        }
    )
    return audit.sources[0].grade, audit.risks[0].confidence_grade


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({}, "high"),
        ({"kind": "administrative"}, "medium"),
        ({"kind": "media"}, "low"),
        ({"kind": "unknown"}, "low"),
        ({"latest_year": 2022}, "medium"),
        ({"latest_year": 2023}, "high"),
        ({"quality": "low"}, "medium"),
        ({"shared": "partly"}, "medium"),
        ({"by_sex": "no", "by_area": "unknown"}, "medium"),
        ({"latest_year": 2019, "quality": "low"}, "low"),
        ({"latest_year": 2019, "quality": "low", "by_sex": "no", "by_area": "no"}, "low"),
    ],
)
def test_a_source_is_graded_by_kind_age_gaps_and_splits(changes: dict[str, Any], grade: str) -> None:
    assert graded({**GOOD, **changes})[0] == grade


@pytest.mark.parametrize(
    ("source", "evidence", "grade"),
    [
        (GOOD, "survey", "high"),
        (GOOD, "testimony", "medium"),
        (GOOD, "none", "low"),
        ({**GOOD, "kind": "media"}, "survey", "low"),
        (GOOD, None, None),
    ],
)
def test_a_judgement_is_no_surer_than_its_evidence_and_its_source(
    source: dict[str, Any], evidence: str | None, grade: str | None
) -> None:
    assert graded(source, **({"evidence": evidence} if evidence else {}))[1] == grade


def test_without_a_source_medium_is_the_most() -> None:
    audit = from_answers({"RISKS": {"RSK-E1": {"relevant": "yes", "evidence": "survey"}}})
    assert audit.risks[0].confidence_grade == "medium"


def test_what_was_worked_out_stays_the_same_in_a_public_version() -> None:
    """The source may be withheld; the grade was worked out with it."""
    answers = {"relevant": "yes", "evidence": "survey", "source": "SRC-01", "confidence": "high"}
    audit = from_answers({"SOURCES": {"SRC-01": {"name": "S", **GOOD}}, "RISKS": {"RSK-E1": answers}})
    public = for_audience(audit, [], "public").audit
    assert audit.risks[0].confidence_grade == public.risks[0].confidence_grade == "high"
    assert STEPS[-1] == "high"

"""Nothing typed gets lost: every text of an audit stands in the report, or its place is on a list that says so."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import answers

import safeaudit
from safeaudit.audit import Audit, from_answers
from safeaudit.examples import sample_city
from safeaudit.report import ReportResult, write_report
from safeaudit.report.writing.plain import clean
from safeaudit.sheets.kinds import Text

ANY = st.text(st.characters(codec=None), min_size=1, max_size=60)
LONG = st.text(st.sampled_from("ab<>&{}%\u200fم本🏙\n "), min_size=1_990, max_size=2_000)
HOSTILE = st.sampled_from(
    [
        "{{ 7*7 }}",
        "{% for x in y %}",
        "AT&T <b>bold</b>",
        "مدينة \u200fآمنة",
        "👩🏽‍🚒",
        "a\nb\n\nc",
        "\ud800",
        "\x00\x0b",
        "]]>",
    ]
)


def typed(audit: Audit) -> list[tuple[str, str, str, str]]:
    """(sheet, row, column, text) of everything people typed as text."""
    return [
        (sheet, row.id, column, str(row.get(column)))
        for sheet, rows in audit.sheets.items()
        for row in rows
        for column in row.filled
        if isinstance(row.columns[column].kind, Text)
    ]


def text_of(path: Path) -> str:
    """All text of a document's body as another library reads it, white space as single blanks."""
    body = docx.Document(str(path)).element.body
    lines = []
    for paragraph in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        pieces = [
            node.text or "" if node.tag.endswith("}t") else " "
            for node in paragraph.iter()
            if node.tag.endswith(("}t", "}br", "}tab"))
        ]
        lines.append("".join(pieces))
    return plain("\n".join(lines))


def plain(text: str) -> str:
    return " ".join(clean(text).split())


def lost(audit: Audit, result: ReportResult) -> list[tuple[str, str, str]]:
    """Texts that are neither in the report nor on a list."""
    shown = text_of(result.path)
    places = {(each.sheet_id, each.row_id, each.column) for each in (*result.unprinted, *result.withheld)}
    rows = {(each.sheet_id, each.row_id) for each in result.withheld if not each.column}
    gone = []
    for sheet, row, column, text in typed(audit):
        wanted = plain(text)
        there = wanted in shown or wanted[:1].lower() + wanted[1:] in shown
        if not there and (sheet, row, column) not in places and (sheet, row) not in rows:
            gone.append((sheet, row, column))
    return gone


@pytest.mark.parametrize("audience", ["restricted", "public"])
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(texts=st.lists(st.one_of(ANY, HOSTILE, LONG), min_size=3, max_size=12, unique=True), seed=st.integers(0, 10_000))
def test_any_text_is_in_the_report_or_on_the_list(
    audience: Any, texts: list[str], seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safeaudit.report.documents.one_audit.drawn", lambda *_: {})
    audit = from_answers(answers(random.Random(seed), [*texts, "a"], rows=2))
    result = write_report(audit, (), tmp_path / f"{audience}.docx", audience=audience)
    assert lost(audit, result) == []


def test_the_list_is_short_and_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeaudit.report.documents.one_audit.drawn", lambda *_: {})
    audit, _ = sample_city()
    result = write_report(audit, safeaudit.check(audit), tmp_path / "sample.docx")
    assert lost(audit, result) == []
    shown, by_id = text_of(result.path), audit.by_id
    assert [each for each in result.unprinted if plain(str(by_id[each.row_id].get(each.column))) in shown] == []
    assert len(result.unprinted) < len(typed(audit)) / 4
    must_stand = {
        ("ACTIONS", "title"),
        ("PARTNERS", "partner"),
        ("AREAS", "label"),
        ("ENFORCEMENT_MEANS", "safeguards"),
        ("ACTIONS", "safeguard"),
    }
    assert not {(each.sheet_id, each.column) for each in result.unprinted} & must_stand

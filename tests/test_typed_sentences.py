"""Typed words in sentences of ours: each ends before the next begins, or stands alone, and no capital stands in the middle."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import docx
import pytest
from asked import SHEETS
from support import answers

from safeaudit.analysis import analyse
from safeaudit.audit import Audit, from_answers
from safeaudit.report import KINDS, write_comparison, write_report
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.documents.comparison import chapters, seen
from safeaudit.report.writing.sentences import CALLED, called, closed
from safeaudit.report.writing.statements import Section, Story
from safeaudit.rules.care.texts import ORGANISATIONS
from safeaudit.sheets import Form
from safeaudit.sheets.kinds import Text
from safeaudit.words import words

ENDINGS = (
    "here", "again?", "stop!", "and so on…", "full stop.", "یہاں۔", "这里。", "城市", "مدينة آمنة", "یہاں گلی", "said “now”", "said “now.”",
    "list\n- one\n- two", "ALL IN CAPITALS", "one, two,", "first;", "plan:", "(in brackets)", "(Whole.)", "no 5", "सड़क", "መንገድ", "then –",
)  # fmt: skip
"""How people end what they type."""
TOKEN = re.compile(r"Typed\d{5}x", re.IGNORECASE)
ENDED = re.compile(r"[.!?…。۔।።؟][”\"’»)]*\Z")
STANDS = re.compile(r"\s*\Z|\n|”|[.。۔।።…]| …|\)\.")
"""What may follow typed words that have no end of their own: nothing, the end of a line, a closing quotation mark, a stop."""
BEGINS = re.compile(r"(?:\A|[.!?…:。۔।።؟”)]\s|[“(]|\n|[–·→;] )\Z")
"""What may stand before typed words that begin with a capital."""


def audit_of(seed: int) -> tuple[Audit, dict[str, tuple[str, str, str]], dict[str, str]]:
    """An audit whose every text can be told from all others; where each stands, and its end."""
    chance = random.Random(seed)
    filled, places, ends = answers(chance, ["a"]), {}, {}
    for sheet, cls in SHEETS.items():
        rows = {sheet: filled[sheet]} if isinstance(cls.rows, Form) else filled[sheet]
        for row_id, row in rows.items():
            for column in cls.inputs():
                if column.id in row and isinstance(column.kind, Text) and not column.kind.email:
                    token, end = f"Typed{len(places):05d}x", chance.choice(ENDINGS)
                    row[column.id], places[token], ends[token] = f"{token} {end}", (sheet, row_id, column.id), end
    return from_answers(filled), places, ends


def proper(sheet: str, column: str) -> bool:
    """Whether a column holds a proper name, which keeps its capital and needs no stop."""
    return (sheet, column) in ORGANISATIONS or (sheet in CALLED and SHEETS[sheet].label_column == column)


def paragraphs(sections: list[Section]) -> Iterator[str]:
    for section in sections:
        for paragraph in section.paragraphs():
            yield " ".join(part for part in (paragraph.lead, *(each.text for each in paragraph.sentences)) if part)


def faults(text: str, places: dict[str, tuple[str, str, str]], ends: dict[str, str]) -> Iterator[str]:
    """Typed words in a paragraph that run into what follows, or whose capital stands within a sentence."""
    for found in TOKEN.finditer(text):
        token = "T" + found[0][1:]
        sheet, _, column = places[token]
        before, after = text[: found.start()], text[found.end() :]
        end = f" {ends[token]}"
        told = f"{sheet}.{column}: {text[max(0, found.start() - 60) : found.end() + 60]!r}"
        if proper(sheet, column) or " → " in text:
            continue
        if found[0] != token:
            yield f"changed: {told}"
        if not BEGINS.search(before):
            yield f"a capital within a sentence: {told}"
        if not after.startswith(end):
            on_one_line = " ".join(after.split()).startswith(" ".join(end.split()))  # names of lines stand on one
            if "…" not in after[: len(end) + 4] and not on_one_line:
                yield f"cut without dots: {told}"
        elif not ENDED.search(end) and not STANDS.match(after[len(end) :]):
            yield f"runs into the next: {told}"


@cache
def told(seed: int) -> tuple[str, ...]:
    audit, places, ends = audit_of(seed)
    analysis, w = analyse(audit), words("en")
    charts = {name: "Chart" for layout in DOCUMENTS.values() for name in layout.charts}
    story = Story(audit, analysis, (), w, charts)
    found = [
        fault
        for kind in KINDS
        for text in paragraphs(DOCUMENTS[kind].chapters(story))
        for fault in faults(text, places, ends)
    ]
    later = audit_of(seed)[0]
    later.workbook_id = "later"
    view, comparison = seen(audit, later, (), "restricted", w)
    changes = Story(comparison.followup, comparison.after, view.findings, w, {})
    found += [fault for text in paragraphs(chapters(changes, comparison, view)) for fault in faults(text, places, ends)]
    return tuple(dict.fromkeys(found))


@pytest.mark.parametrize("seed", range(6))
def test_typed_words_end_before_the_next_sentence_begins_and_no_capital_stands_within_one(seed: int) -> None:
    assert told(seed) == ()


def lines_of(path: Path) -> Iterator[str]:
    """Every paragraph of a document, those of table cells too; a break within one ends a line."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for paragraph in docx.Document(str(path)).element.body.iter(f"{word}p"):
        yield "".join(
            node.text or ""
            if node.tag == f"{word}t"
            else "\n"
            if node.tag == f"{word}br"
            else " "
            if node.tag == f"{word}tab"
            else ""
            for node in paragraph.iter()
        )


@pytest.mark.parametrize("kind", ["strategy", "council", "brief", "comparison"])
def test_in_the_document_too(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeaudit.report.documents.one_audit.drawn", lambda *_: {})
    audit, places, ends = audit_of(12)
    path = tmp_path / f"{kind}.docx"
    if kind == "comparison":
        write_comparison(audit, audit_of(12)[0], (), path)
    else:
        write_report(audit, (), path, kind=kind)
    text = list(lines_of(path))
    assert sum(len(TOKEN.findall(line)) for line in text) > 5
    prose = [line for line in text if re.search(r"[a-z]\. ", line)]
    assert [
        fault
        for line in prose
        for fault in faults(line, places, {token: end.partition("\n")[0] for token, end in ends.items()})
    ] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Light the road", "Light the road."), ("Light the road. ", "Light the road. "), ("Why?", "Why?"), ("so on…", "so on…"),
        ("he said “no”", "he said “no”."), ("He said “no.”", "He said “no.”"), ("这里", "这里。"), ("یہاں گلی", "یہاں گلی۔"), ("مدينة", "مدينة."),
        ("सड़क", "सड़क।"), ("a, b,", "a, b, …"), ("plan:", "plan: …"), ("", ""), ("5", "5."), ("LIGHT", "LIGHT."), ("(yes)", "(yes)."),
    ],
)  # fmt: skip
def test_a_typed_text_is_closed_as_its_script_closes_one(text: str, said: str) -> None:
    assert closed(text) == said


def test_what_a_line_is_called_within_a_sentence() -> None:
    audit = from_answers(
        {
            "AREAS": {"ARE-01": {"name": "Old Harbour"}},
            "RISKS": {"RSK-SX1": {"label": "Young men without work", "relevant": "yes"}},
            "RESILIENCE": {"RSL-01": {"area": "ARE-01"}},
            "ACTORS": {"ACT-01": {"label": "Collectors at the ranks"}},
        }
    )
    w = words("en")
    names = [called(row_id, audit, w) for row_id in ("ARE-01", "RSK-SX1", "ACT-01", "RSK-S1", None, "ACT-02")]
    assert names[:3] == ["Old Harbour", "“Young men without work”", "“Collectors at the ranks”"]
    assert names[3] == audit.label("RSK-S1")[0].lower() + audit.label("RSK-S1")[1:]
    assert called(next(row.id for row in audit.sheets["RESILIENCE"] if row.filled), audit, w) == "Old Harbour"
    assert names[4:] == ["", "ACT-02"]
    assert called("RSK-SX1", audit, w, 14) == "“Young men…”"

"""Every document says what it said, with the same cells beside every sentence, table cell and figure, as an editor would leave it."""

from __future__ import annotations

import os
import re
from difflib import unified_diff
from pathlib import Path
from zlib import compress, crc32

import docx
import pytest
from documents import AUDITS, Manuscript, checked, document, told
from docx.oxml.ns import qn

import safeaudit
from safeaudit.report import write_comparison
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.writing.crossrefs import readable
from safeaudit.report.writing.statements import Statement

GOLDEN = Path(__file__).parent / "golden" / "documents"
FIRST = "sample-city"
KEPT = [
    (name, kind, audience)
    for name in AUDITS
    for kind, layout in DOCUMENTS.items()
    for audience in ("restricted", "public")
    if (audience == "restricted" or layout.publishable)
    and (kind != "comparison" or name == f"{FIRST}-follow-up")
    and (kind not in ("strategy", "rapid") or (kind == "rapid") == (name == "small-town"))
]
"""Every audit, kind of document and audience; one comparison. A strategy or, of the rapid edition, its report."""


def shown(name: str, kind: str, audience: str) -> list[str]:
    """The lines of a document; a chapter that is word for word that of the sample city, or of its restricted version, in one."""
    chapters, before = told(document(name, kind, audience)), {}
    if audience == "public":
        before[f"{name}.{kind}.restricted"] = told(document(name, kind, "restricted"))
    if name != FIRST and (FIRST, kind, audience) in KEPT and kind != "comparison":
        before[f"{FIRST}.{kind}.{audience}"] = told(document(FIRST, kind, audience))
    found = []
    for section, lines in chapters.items():
        same = next((other for other, told_ in before.items() if told_[section] == lines and len(lines) > 3), None)
        found += [f"=== {section} ===", *([f"(as in {same})"] if same else lines)]
    return found


IDS = [".".join(each) for each in KEPT]


@pytest.mark.parametrize(("name", "kind", "audience"), KEPT, ids=IDS)
def test_the_document_is_the_golden_one(name, kind, audience):
    """To renew all after reading every line: SAFEAUDIT_RENEW=1 python -m pytest tests/test_golden_documents.py"""
    path = GOLDEN / f"{name}.{kind}.{audience}.txt"
    got = [line.rstrip() for line in shown(name, kind, audience)]
    if os.environ.get("SAFEAUDIT_RENEW"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(got) + "\n", "utf-8")
    kept = path.read_text("utf-8").splitlines() if path.exists() else []
    assert got == kept, "\n" + "\n".join(unified_diff(kept, got, "kept", "now", n=0, lineterm=""))


def test_no_golden_document_is_left_behind():
    assert {path.name for path in GOLDEN.iterdir()} == {f"{'.'.join(each)}.txt" for each in KEPT}


# Read as an editor would ----------------------------------------------------------------------------------------------

COUNTS_NOTHING = re.compile(r"(?<![\w.,–-])(?<!: )(?:0 (?!%)|1 (?:are|have|[a-z]{3,}s)\b)")
"""“0 are absent”, “NAD 0 of it”, “1 risks”; a list such as “(TOOLS: 0 of 4)” may."""
LONG = 12
"""A shorter answer may be a number, which could stand in a sentence of ours as well."""


def of_ours(made: Manuscript, sentence: Statement) -> str:
    """A sentence without what people typed."""
    text = readable(sentence.text)
    for ref in sentence.refs:
        typed = made.story.value(ref.row_id, ref.column) if ref.column else ""
        if len(typed) > LONG:
            text = text.replace(typed, "")
    return text


@pytest.mark.parametrize(("name", "kind", "audience"), KEPT, ids=IDS)
def test_no_sentence_counts_nothing_and_none_has_one_of_many(name, kind, audience):
    made = document(name, kind, audience)

    said = [
        of_ours(made, each) for section in made.chapters for part in section.paragraphs() for each in part.sentences
    ]

    assert [text for text in said if COUNTS_NOTHING.search(text)] == []


@pytest.mark.parametrize(("name", "kind", "audience"), KEPT, ids=IDS)
def test_a_document_refers_only_to_what_it_has(name, kind, audience):
    lines = [line for section in told(document(name, kind, audience)).values() for line in section]
    headings = {line.lstrip("# ") for line in lines if line.startswith("#")}
    text = "\n".join(lines)

    assert {found[1] for found in re.finditer(r"(?:see|the chapter) “([^”]+)”", text)} <= headings
    assert "see the evidence trail" not in text or "Evidence trail" in headings
    assert "the last column says what residents" not in text or "| What it means for residents" in text
    assert "the office named on the cover" not in text or re.search(r"fact: (Lead office|Contact|E-mail)", text)


@pytest.mark.parametrize(("name", "kind", "audience"), [each for each in KEPT if each[1:] == ("strategy", "public")])
def test_a_band_is_explained_where_one_is_printed_and_only_there(name, kind, audience):
    chapters = told(document(name, kind, audience))
    bands = re.search(
        r"(?:answers: |lines: |\()fewer than 5\b", "\n".join(line for lines in chapters.values() for line in lines)
    )

    assert ("is given as “fewer than 5”" in "\n".join(chapters["reading"])) == bool(bands)


# Pictures ------------------------------------------------------------------------------------------------------------


def named_png(chart):
    """The smallest picture, with the name of the chart in it."""

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + crc32(kind + data).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    parts = [
        (b"IHDR", header),
        (b"tEXt", b"chart\0" + chart.name.encode()),
        (b"IDAT", compress(b"\0\0")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@pytest.mark.parametrize("kind", ["strategy", "brief", "comparison"])
def test_each_picture_of_the_file_has_the_words_of_its_own_chart(kind, tmp_path, monkeypatch):
    monkeypatch.setattr("safeaudit.charts.png", named_png)
    first, second = checked(FIRST), checked(f"{FIRST}-follow-up")
    if kind == "comparison":
        written = write_comparison(first.audit, second.audit, second.findings, tmp_path / "a.docx")
        charts = document(f"{FIRST}-follow-up", kind, "restricted").charts
    else:
        written = safeaudit.write_report(first.audit, first.findings, tmp_path / "a.docx", kind=kind)
        charts = document(FIRST, kind, "restricted").charts
    file = docx.Document(written.path)

    shown = {}
    for inline in file.element.body.iter(qn("wp:inline")):
        picture = file.part.related_parts[next(inline.iter(qn("a:blip"))).get(qn("r:embed"))].blob
        shown[picture.partition(b"chart\0")[2].partition(b"IDAT")[0][:-8].decode()] = inline.find(qn("wp:docPr")).get(
            "descr"
        )

    assert shown == {name: chart.alt for name, chart in charts.items()}

"""Every document says what it said, with the same cells beside every sentence, table cell and figure."""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path
from zlib import compress, crc32

import docx
import pytest
from documents import AUDITS, checked, document, told
from docx.oxml.ns import qn

import safeaudit
from safeaudit.report import write_comparison
from safeaudit.report.documents import DOCUMENTS

GOLDEN = Path(__file__).parent / "golden" / "documents"
FIRST = "sample-city"
KEPT = [
    (name, kind, audience)
    for name in AUDITS
    for kind, layout in DOCUMENTS.items()
    for audience in ("restricted", "public")
    if (audience == "restricted" or layout.publishable) and (kind != "comparison" or name == f"{FIRST}-follow-up")
]
"""Every audit, kind of document and audience; one comparison."""


def shown(name: str, kind: str, audience: str) -> list[str]:
    """The lines of a document; a chapter that is word for word that of the sample city, or of its restricted version, in one."""
    chapters, before = told(document(name, kind, audience)), {}
    if audience == "public":
        before[f"{name}.{kind}.restricted"] = told(document(name, kind, "restricted"))
    if name != FIRST and kind != "comparison":
        before[f"{FIRST}.{kind}.{audience}"] = told(document(FIRST, kind, audience))
    found = []
    for section, lines in chapters.items():
        same = next((other for other, told_ in before.items() if told_[section] == lines and len(lines) > 3), None)
        found += [f"=== {section} ===", *([f"(as in {same})"] if same else lines)]
    return found


@pytest.mark.parametrize(("name", "kind", "audience"), KEPT, ids=[".".join(each) for each in KEPT])
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

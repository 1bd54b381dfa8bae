"""Builds `report_templates/strategy-report.docx`: run `python -m safeaudit.report.build_template`.

The file may be edited in Word afterwards by an office for its own use; the one in the repository is always this one.
"""

from __future__ import annotations

import io
import struct
import sys
import zlib
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from safeaudit.paths import atomic, data_folder
from safeaudit.report.layout import SECTIONS, BlockLayout, SectionLayout, TableColumn
from safeaudit.report.package import save_package
from safeaudit.report.template_styles import BLUE, TABLE_STYLE, apply

TEMPLATE = data_folder("report_templates") / "strategy-report.docx"
NAMESPACES = nsdecls("w", "wp", "a", "pic", "r")
CM, EMU = 567, 360_000
"""Twentieths of a point, and drawing units, in a centimetre."""
WHEN = datetime(2026, 11, 1)
CHARTS = [block.chart for section in SECTIONS for block in section.blocks if block.chart]


def build() -> bytes:
    """The template as the bytes of a Word file; the same bytes each time."""
    document = Document()
    apply(document)
    _drop_thumbnail(document)
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    picture = document.part.get_or_add_image(io.BytesIO(_grey_picture()))[0]
    content = _cover() + _contents()
    for section in SECTIONS:
        content += _section(section, picture)
    root = parse_xml(f"<w:body {NAMESPACES}>{content}</w:body>")
    last = body.find(qn("w:sectPr"))
    for child in list(root):
        last.addprevious(child)
    _pages(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.keywords = (
        "Strategy report (template)",
        "safeaudit",
        "",
        "",
    )
    properties.last_modified_by, properties.revision = "safeaudit", 1
    properties.created = properties.modified = WHEN
    return save_package(document)


# The pages before the text -------------------------------------------------------------------------------------------


def _cover() -> str:
    return (
        _paragraph(_text("{{ doc.classification }}"), "CoverMark", '<w:spacing w:before="2400" w:after="480"/>')
        + _paragraph(_text("{{ doc.title }}"), "Title")
        + _paragraph(_text("{{ doc.place }}"), "Subtitle")
        + _paragraph(_text("{{ doc.period }}"), "Subtitle", '<w:spacing w:after="700"/>')
        + _tag("if doc.draft")
        + _paragraph(_text("{{ doc.draft }}"), "DraftMark")
        + _tag("endif")
        + _table("cover.facts", (TableColumn("fact", 5.6), TableColumn("answer", 11.0)), head=False)
        + _paragraph("", "Normal")
        + _paragraphs("cover.note")
    )


def _contents() -> str:
    field = (
        _field_mark("begin") + '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
        + _field_mark("separate") + _text("{{ t.contents }}") + _field_mark("end")
    )  # fmt: skip
    return (
        _paragraph(_text("{{ t.contents }}"), "TOCHeading", "<w:pageBreakBefore/>")
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>" + _paragraph(field, "TOC1") + "</w:sdtContent></w:sdt>"
    )


# Sections and blocks -------------------------------------------------------------------------------------------------


def _section(section: SectionLayout, picture: str) -> str:
    new_page = "<w:pageBreakBefore/>" if section.new_page else ""
    content = _paragraph(_text(f"{{{{ {section.id}.heading }}}}"), "Heading1", new_page) + _paragraphs(
        f"{section.id}.text"
    )
    turned = section.landscape
    content = _turn(section.id, landscape=False) + content if turned else content
    for block in section.blocks:
        if block.turned and not turned:
            content, turned = content + _turn(section.id, landscape=False), True
        content += _block(section.id, block, picture)
    return content + _turn(section.id, landscape=True) if turned else content


def _turn(section_id: str, *, landscape: bool) -> str:
    """A change between upright and landscape pages, left out when no wide block is filled."""
    return _tag(f"if {section_id}.turned") + _break(landscape=landscape) + _tag("endif")


def _block(section_id: str, block: BlockLayout, picture: str) -> str:
    name = f"{section_id}.{block.name}"
    title = _paragraph(_text(f"{{{{ {name}.heading }}}}"), "Heading2") if block.titled else ""
    content = title + _paragraphs(f"{name}.text")
    if block.kind == "table":
        shown = _caption("Table", "t.table", f"{name}.caption") + _table(name, block.columns)
        content += _tag(f"if {name}.lines") + shown + _paragraph("", "AfterTable") + _tag("endif")
    elif block.kind == "figure":
        shown = _caption("Figure", "t.figure", f"{name}.caption") + _paragraph(
            _picture(block.chart, picture, block.width), "Figure"
        )
        content += _tag(f"if {name}.figure") + shown + _tag("endif")
    elif block.kind == "points":
        content += _paragraphs(f"{name}.points", style="ListBullet")
    elif block.kind == "chapters":
        content += (
            _tag(f"for chapter in {name}.chapters") + _paragraph(_text("{{ chapter.heading }}"), "Heading2")
            + _paragraphs("chapter.text") + _tag("endfor")
        )  # fmt: skip
    return _tag(f"if {name}") + content + _tag("endif")


def _paragraphs(name: str, style: str = "Normal") -> str:
    """Paragraphs of sentences; each sentence is a run of its own, so that it can carry its cell."""
    lead = _text("{%r if p.lead %}") + _text("{{ p.lead }}", bold=True) + _text(" ") + _text("{%r endif %}")
    sentences = _text("{%r for s in p.sentences %}") + _text("{{ s.text }}{{ s.gap }}") + _text("{%r endfor %}")
    return _tag(f"for p in {name}") + _paragraph(lead + sentences, style) + _tag("endfor")


def _table(name: str, columns: tuple[TableColumn, ...], *, head: bool = True) -> str:
    widths = [round(column.width * CM) for column in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    span = f'<w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(columns)}"/></w:tcPr>'
    loop = "<w:tr><w:tc>" + span + _paragraph(_text("{%tr TAG %}"), "TableText") + "</w:tc></w:tr>"
    header = "".join(_head_cell(name, column, width) for column, width in zip(columns, widths, strict=True))
    cells = "".join(_cell(column, width, bold=not head and not index)
                    for index, (column, width) in enumerate(zip(columns, widths, strict=True)))  # fmt: skip
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"0620" if head else "0600"}" w:firstRow="{int(head)}" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        + (f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{header}</w:tr>" if head else "")
        + loop.replace("TAG", f"for line in {name}.lines")
        + f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        + loop.replace("TAG", "endfor")
        + "</w:tbl>"
    )


def _head_cell(name: str, column: TableColumn, width: int) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{BLUE}"/>'
    aligned = '<w:jc w:val="center"/>' if column.centred else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="bottom"/></w:tcPr>'
        + _paragraph(_text(f"{{{{ {name}.head.{column.id} }}}}"), "TableHeader", aligned) + "</w:tc>"
    )  # fmt: skip


def _cell(column: TableColumn, width: int, *, bold: bool) -> str:
    tint = _text(f"{{% cellbg line.{column.id}_fill %}}") if column.filled else ""
    aligned = '<w:jc w:val="center"/>' if column.centred else ""
    words = _text(f"{{{{ line.{column.id} }}}}", bold=bold)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        + _paragraph(tint + words, "TableText", aligned)
        + "</w:tc>"
    )


# Pieces of WordprocessingML ------------------------------------------------------------------------------------------


def _paragraph(content: str, style: str, properties: str = "") -> str:
    chosen = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
    return f"<w:p><w:pPr>{chosen}{properties}</w:pPr>{content}</w:p>"


def _text(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _tag(tag: str) -> str:
    return _paragraph(_text(f"{{%p {tag} %}}"), "Normal")


def _field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field(instruction: str, shown: str) -> str:
    return (
        _field_mark("begin") + f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        + _field_mark("separate") + _text(shown) + _field_mark("end")
    )  # fmt: skip


def _caption(sequence: str, label: str, words: str) -> str:
    return _paragraph(
        _text(f"{{{{ {label} }}}} ") + _field(f"SEQ {sequence} \\* ARABIC", "1") + _text(f". {{{{ {words} }}}}"),
        "Caption",
    )


def _picture(chart: str, picture: str, width: float) -> str:
    wide, high = round(width * EMU), round(width * EMU * 9 / 16)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{100 + CHARTS.index(chart)}" name="figure:{chart}" descr="The figure {chart} takes this place."/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="{chart}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{picture}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def _page(landscape: bool) -> str:
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    side = 1247
    return (
        f'<w:pgSz {size}/><w:pgMar w:top="1304" w:right="{side}" w:bottom="1077" w:left="{side}" w:header="595" w:footer="510" '
        'w:gutter="0"/><w:cols w:space="708"/>'
    )


def _break(*, landscape: bool) -> str:
    """The end of a run of pages that lie this way."""
    section = f'<w:sectPr><w:type w:val="nextPage"/>{_page(landscape)}</w:sectPr>'
    return _paragraph("", "SectionBreak", section)


def _pages(document: Any) -> None:
    """Page size, running header and footer for all sections; the cover has none."""
    first = document.sections[0]
    opening, *_, sect = document.element.body.iter(qn("w:sectPr"))
    for child in list(sect):
        sect.remove(child)
    for child in parse_xml(f'<w:sectPr {NAMESPACES}><w:type w:val="nextPage"/>{_page(False)}</w:sectPr>'):
        sect.append(child)
    first.different_first_page_header_footer = True
    opening.find(qn("w:type")).set(qn("w:val"), "nextPage")
    mark = _text("{{ doc.mark }}", bold=True) + _text("  ·  {{ doc.running }}")
    number = _text("{{ doc.footer }}  ·  {{ t.page }} ") + _field("PAGE", "1") + _text(" / ") + _field("NUMPAGES", "1")
    for part, content in ((first.header, mark), (first.footer, number)):
        part.is_linked_to_previous = False
        old = part.part.element.find(qn("w:p"))
        style = "Header" if part is first.header else "Footer"
        new = parse_xml(_paragraph(content, style).replace("<w:p>", f"<w:p {NAMESPACES}>", 1))
        old.getparent().replace(old, new)
    for part in (first.first_page_header, first.first_page_footer):
        part.is_linked_to_previous = False
        for old in part.part.element.findall(qn("w:p")):
            part.part.element.replace(old, parse_xml(f"<w:p {NAMESPACES}/>"))


def _drop_thumbnail(document: Any) -> None:
    for rel_id, rel in list(document.part.package.rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            document.part.package.rels.pop(rel_id)


def _grey_picture() -> bytes:
    """A grey 16 × 9 picture without compression, so that its bytes do not depend on a zlib version."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = b"".join(b"\0" + b"\xdd" * 16 for _ in range(9))
    header = struct.pack(">IIBBBBB", 16, 9, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines, 0)) + chunk(b"IEND", b"")


def main() -> int:
    """Write the template where the program looks for it."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    with atomic(TEMPLATE) as file:
        file.write_bytes(build())
    print(TEMPLATE)
    return 0


if __name__ == "__main__":
    sys.exit(main())

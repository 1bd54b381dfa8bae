"""Builds the Word template of each kind of document in `report_templates/`: `python scripts/build_templates.py` writes them.

The files may be edited in Word afterwards by an office for its own use; those in the repository are always these.
"""

from __future__ import annotations

import io
import struct
import zlib
from copy import copy
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from safeaudit.paths import data_folder
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.template.styles import BLUE, TABLE_STYLE, apply
from safeaudit.report.template.wordml import caption, field, field_mark, page, paragraph, section_break, tag, text, tick
from safeaudit.report.word.package import save_package
from safeaudit.report.writing.layout import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    BlockLayout,
    DocumentLayout,
    SectionLayout,
    TableColumn,
)

TEMPLATE = data_folder("report_templates") / DOCUMENTS["strategy"].template
NAMESPACES = nsdecls("w", "wp", "a", "pic", "r") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
CM, EMU = 567, 360_000
"""Twentieths of a point, and drawing units, in a centimetre."""
ALL_CHARTS = list(dict.fromkeys(chart for layout in DOCUMENTS.values() for chart in layout.charts))
WHEN = datetime(2026, 11, 1)


def build(layout: DocumentLayout = DOCUMENTS["strategy"]) -> bytes:
    """The template of a kind of document as the bytes of a Word file; the same bytes each time."""
    document = Document()
    apply(document, numbered=layout.numbered, cover=layout.cover)
    _drop_thumbnail(document)
    _newest_word(document)
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    picture = document.part.get_or_add_image(io.BytesIO(_grey_picture()))[0]
    content = (_cover() if layout.cover else _masthead(facts=layout.facts)) + (_contents() if layout.contents else "")
    content += section_break(landscape=False) if layout.cover else ""
    for section in layout.sections:
        content += _section(section, picture)
    root = parse_xml(f"<w:body {NAMESPACES}>{content}</w:body>")
    last = body.find(qn("w:sectPr"))
    for child in list(root):
        last.addprevious(child)
    _pages(document, cover=layout.cover)
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.keywords = (
        f"{layout.title} (template)",
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
        paragraph(text("{{ doc.classification }}"), "CoverMark", '<w:spacing w:before="2400" w:after="480"/>')
        + paragraph(text("{{ doc.title }}"), "Title")
        + paragraph(text("{{ doc.place }}"), "Subtitle")
        + paragraph(text("{{ doc.period }}"), "Subtitle", '<w:spacing w:after="700"/>')
        + tag("if doc.draft")
        + paragraph(text("{{ doc.draft }}"), "DraftMark")
        + tag("endif")
        + _table("cover.facts", (TableColumn("fact", 5.6), TableColumn("answer", 11.0)), head=False)
        + paragraph("", "Normal")
        + _paragraphs("cover.note")
    )


def _masthead(*, facts: bool) -> str:
    """Title and place at the head of the first page."""
    columns = (TableColumn("fact", 4.2), TableColumn("answer", 12.4))
    return (
        paragraph(text("{{ doc.classification }}"), "CoverMark")
        + paragraph(text("{{ doc.title }}"), "Title")
        + paragraph(text("{{ doc.place }}  ·  {{ doc.period }}"), "Subtitle")
        + tag("if doc.draft")
        + paragraph(text("{{ doc.draft }}"), "DraftMark")
        + tag("endif")
        + (_table("cover.facts", columns, head=False) + paragraph("", "AfterTable") if facts else "")
    )


def _contents() -> str:
    field = (
        field_mark("begin")
        + '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
        + field_mark("separate")
        + text("{{ t.contents }}")
        + field_mark("end")
    )
    return (
        paragraph(text("{{ t.contents }}"), "TOCHeading", "<w:pageBreakBefore/>")
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>" + paragraph(field, "TOC1") + "</w:sdtContent></w:sdt>"
    )


# Sections and blocks -------------------------------------------------------------------------------------------------


def _section(section: SectionLayout, picture: str) -> str:
    new_page = "<w:pageBreakBefore/>" if section.new_page else ""
    content = paragraph(text(f"{{{{ {section.id}.heading }}}}"), "Heading1", new_page) + _paragraphs(
        f"{section.id}.text"
    )
    turned = section.landscape
    content = _turn(section.id, landscape=False) + content if turned else content
    for block in section.blocks:
        if block.turned and not turned:
            content, turned = content + _turn(section.id, landscape=False), True
        content += _block(section.id, block, picture, LANDSCAPE_WIDTH if turned else PORTRAIT_WIDTH)
    return content + _turn(section.id, landscape=True) if turned else content


def _turn(section_id: str, *, landscape: bool) -> str:
    """A change between upright and landscape pages, left out when no wide block is filled."""
    return tag(f"if {section_id}.turned") + section_break(landscape=landscape) + tag("endif")


def _block(section_id: str, block: BlockLayout, picture: str, room: float) -> str:
    name = f"{section_id}.{block.name}"
    title = paragraph(text(f"{{{{ {name}.heading }}}}"), "Heading2") if block.titled else ""
    content = title + _paragraphs(f"{name}.text")
    if block.kind == "table":
        shown = caption("Table", "t.table", f"{name}.caption") + _table(name, block.columns, room=room)
        content += tag(f"if {name}.lines") + shown + paragraph("", "AfterTable") + tag("endif")
    elif block.kind == "tables":
        content += (
            tag(f"for part in {name}.parts")
            + paragraph(text("{{ part.heading }}"), "Heading2")
            + _paragraphs("part.text", keep=True)
            + _table("part", block.columns, room=room)
            + paragraph("", "AfterTable")
            + tag("endfor")
        )
    elif block.kind == "figure":
        shown = caption("Figure", "t.figure", f"{name}.caption") + paragraph(_picture(block, picture), "Figure")
        content += tag(f"if {name}.figure") + shown + tag("endif")
    elif block.kind == "points":
        content += _paragraphs(f"{name}.points", style="ListBullet")
    elif block.kind == "ticks":
        content += _paragraphs(f"{name}.points", style="ListTick", before=tick() + "<w:r><w:tab/></w:r>")
    elif block.kind == "chapters":
        content += (
            tag(f"for chapter in {name}.chapters")
            + paragraph(text("{{ chapter.heading }}"), "Heading2")
            + _paragraphs("chapter.text")
            + tag("endfor")
        )
    return tag(f"if {name}") + content + tag("endif")


def _paragraphs(name: str, style: str = "Normal", before: str = "", *, keep: bool = False) -> str:
    """Paragraphs of sentences; each sentence is a run of its own, so that it can carry its cell."""
    lead = text("{%r if p.lead %}") + text("{{ p.lead }}", bold=True) + text(" ") + text("{%r endif %}")
    sentences = text("{%r for s in p.sentences %}") + text("{{ s.text }}{{ s.gap }}") + text("{%r endfor %}")
    return (
        tag(f"for p in {name}")
        + paragraph(before + lead + sentences, style, "<w:keepNext/>" if keep else "")
        + tag("endfor")
    )


def _widths(columns: tuple[TableColumn, ...], room: float) -> list[int]:
    """Widths that fill the text from side to side."""
    whole = sum(column.width for column in columns)
    return [round(column.width / whole * room * CM) for column in columns]


def _table(name: str, columns: tuple[TableColumn, ...], *, head: bool = True, room: float = PORTRAIT_WIDTH) -> str:
    widths = _widths(columns, room)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    span = f'<w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(columns)}"/></w:tcPr>'
    loop = "<w:tr><w:tc>" + span + paragraph(text("{%tr TAG %}"), "TableText") + "</w:tc></w:tr>"
    header = "".join(_head_cell(name, column, width) for column, width in zip(columns, widths, strict=True))
    cells = "".join(
        _cell(column, width, bold=not head and not index)
        for index, (column, width) in enumerate(zip(columns, widths, strict=True))
    )
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
        + paragraph(text(f"{{{{ {name}.head.{column.id} }}}}"), "TableHeader", aligned)
        + "</w:tc>"
    )


def _cell(column: TableColumn, width: int, *, bold: bool) -> str:
    tint = text(f"{{% cellbg line.{column.id}_fill %}}") if column.filled else ""
    aligned = '<w:jc w:val="center"/>' if column.centred else ""
    words = tick() if column.ticked else text(f"{{{{ line.{column.id} }}}}", bold=bold)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        + paragraph(tint + words, "TableText", aligned)
        + "</w:tc>"
    )


def _picture(block: BlockLayout, picture: str) -> str:
    """The place of a chart, named figure:CHART, or figure:CHART:CM where it may be only so high."""
    chart, wide, high = block.chart, round(block.width * EMU), round(block.width * EMU * 9 / 16)
    limit = f":{block.height:g}" if block.height else ""
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{100 + ALL_CHARTS.index(chart)}" name="figure:{chart}{limit}" descr="The figure {chart} takes this place."/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="{chart}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{picture}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


# The pages -----------------------------------------------------------------------------------------------------------


def _pages(document: WordDocument, *, cover: bool) -> None:
    """Page size, running header and footer; a cover has none.

    Every section names the header and the footer itself, because a change of direction may be left out of a document.
    """
    opening, *others = document.element.body.iter(qn("w:sectPr"))
    last = others[-1] if others else opening
    for child in list(last):
        last.remove(child)
    for child in parse_xml(f'<w:sectPr {NAMESPACES}><w:type w:val="nextPage"/>{page(False)}</w:sectPr>'):
        last.append(child)
    first = document.sections[0]
    first.different_first_page_header_footer = cover
    mark = text("{{ doc.mark }}", bold=True) + text("  ·  {{ doc.running }}")
    number = text("{{ doc.footer }}  ·  {{ t.page }} ") + field("PAGE", "1") + text(" / ") + field("NUMPAGES", "1")
    for part, content in ((first.header, mark), (first.footer, number)):
        part.is_linked_to_previous = False
        old = part.part.element.find(qn("w:p"))
        style = "Header" if part is first.header else "Footer"
        new = parse_xml(paragraph(content, style).replace("<w:p>", f"<w:p {NAMESPACES}>", 1))
        old.getparent().replace(old, new)
    for part in (first.first_page_header, first.first_page_footer) if cover else ():
        part.is_linked_to_previous = False
        for old in part.part.element.findall(qn("w:p")):
            part.part.element.replace(old, parse_xml(f"<w:p {NAMESPACES}/>"))
    shared = [each for each in opening if each.get(qn("w:type")) == "default" and qn("r:id") in each.attrib]
    for other in others:
        other[:0] = [copy(reference) for reference in shared]


def _newest_word(document: WordDocument) -> None:
    """Lay pages out as Word does since 2013; without this it opens the file in compatibility mode."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _drop_thumbnail(document: WordDocument) -> None:
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

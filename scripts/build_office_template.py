"""Builds the worked example of an office's own Word template: examples/office-template/harbour-region.docx and its logo.

python scripts/build_office_template.py

An office makes such a file in Word by hand (the README there says how); a script makes it here so that the example is
proven current: the logo and the template are the same bytes each time.
"""

from __future__ import annotations

import io
import math
import struct
import sys
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docx import Document  # noqa: E402
from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: E402
from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: E402
from docx.oxml import OxmlElement, parse_xml  # noqa: E402
from docx.oxml.ns import nsdecls, qn  # noqa: E402
from docx.shared import Cm, Pt, RGBColor  # noqa: E402

from safeaudit.report.word.package import save_package  # noqa: E402

FOLDER = ROOT / "examples" / "office-template"
OFFICE = "Harbour Region Office for Urban Safety"
NAVY, SAND, SIGNAL, RUST, MIST, INK = "143A52", "EFE7D6", "D9822B", "8C4A0F", "EEF3F5", "20303A"
SERIF, SANS = "Georgia", "Arial"
SIDE = 300
"""The logo's side in pixels."""


# The logo: a lighthouse over two waves ---------------------------------------------------------------------------------


def logo() -> bytes:
    """The office's mark as a PNG without compression, so that its bytes do not depend on a zlib version."""
    colours = [_mixed(_pixel(x, y)) for y in range(SIDE) for x in range(SIDE)]
    palette = sorted(set(colours))
    index = {colour: number for number, colour in enumerate(palette)}
    lines = b"".join(b"\0" + bytes(index[colour] for colour in colours[y * SIDE : (y + 1) * SIDE]) for y in range(SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 3, 0, 0, 0)
    table = b"".join(bytes(colour[:3]) for colour in palette)
    clear = bytes(colour[3] for colour in palette)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"PLTE", table) + _chunk(b"tRNS", clear)
        + _chunk(b"IDAT", zlib.compress(lines, 0)) + _chunk(b"IEND", b"")
    )  # fmt: skip


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel(x: int, y: int) -> list[str]:
    """The colours of nine points of one pixel."""
    points = [(x + (2 * i + 1) / 6, y + (2 * j + 1) / 6) for i in range(3) for j in range(3)]
    return [_colour(px / SIDE * 2 - 1, py / SIDE * 2 - 1) for px, py in points]


def _mixed(colours: list[str]) -> tuple[int, int, int, int]:
    """Red, green, blue and how solid: points outside the disc are clear and lend it no colour."""
    inside = [colour for colour in colours if colour] or [SIGNAL]
    parts = [[int(colour[at : at + 2], 16) for colour in inside] for at in (0, 2, 4)]
    red, green, blue = (sum(part) // len(part) // 8 * 8 for part in parts)
    return red, green, blue, 255 * sum(bool(colour) for colour in colours) // len(colours)


def _colour(x: float, y: float) -> str:
    """The colour at a point of the square from -1 to 1."""
    if x * x + y * y > 0.96:
        return ""
    if x * x + y * y > 0.86:
        return SIGNAL
    if y > 0.42 + 0.05 * math.sin(9 * x + 1.2):
        return NAVY if y < 0.58 + 0.05 * math.sin(9 * x + 2.6) else "5E8CA3"
    tower = -0.42 < y < 0.6 and abs(x) < 0.13 + 0.09 * (y + 0.42)
    if tower:
        return "FFFFFF" if -0.16 < y < 0.02 or 0.2 < y < 0.38 else SIGNAL
    if abs(x) < 0.1 and -0.6 < y <= -0.42:
        return "FFE9A8"
    if abs(x) < 0.17 and -0.46 < y <= -0.42:
        return "FFFFFF"
    if -0.74 < y <= -0.6 and abs(x) < 0.16 * (y + 0.74) / 0.14:
        return "FFFFFF"
    if 0.1 <= abs(x) < 0.85 and abs(y + 0.51) < 0.02 + 0.17 * (abs(x) - 0.1):
        return "2F5E7A"
    return NAVY


# The template ---------------------------------------------------------------------------------------------------------


def template() -> bytes:
    """The office's template as the bytes of a Word file; the same bytes each time."""
    document = Document()
    _styles(document)
    _page(document)
    _cover(document)
    _council(document)
    _risks(document)
    _plan(document)
    _care(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = f"Report template, {OFFICE}", OFFICE, ""
    properties.last_modified_by, properties.revision = OFFICE, 1
    properties.created = properties.modified = datetime(2026, 11, 1)
    for name, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            document.part.package.rels.pop(name)
    return save_package(document)


def _styles(document: Any) -> None:
    looks = {
        "Normal": (SANS, 10, INK, False, 0, 6), "Title": (SERIF, 30, NAVY, False, 0, 4), "Subtitle": (SERIF, 15, RUST, False, 0, 4),
        "Heading 1": (SERIF, 17, NAVY, False, 16, 6), "Heading 2": (SANS, 11, RUST, True, 10, 3),
        "Caption": (SANS, 8.5, NAVY, True, 6, 3), "List Bullet": (SANS, 10, INK, False, 0, 4), "Header": (SANS, 8.5, NAVY, False, 0, 0),
        "Footer": (SANS, 8.5, NAVY, False, 0, 0),
    }  # fmt: skip
    for name, (font, size, colour, bold, before, after) in looks.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), font)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.1 if name in ("Normal", "List Bullet") else 1.0
    for name in ("Title", "Heading 1"):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles["Subtitle"].paragraph_format.space_after = Pt(8)
    for name in ("Header", "Footer"):
        tabs = document.styles[name].element.pPr.find(qn("w:tabs"))
        document.styles[name].element.pPr.remove(tabs)
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.9), Cm(2.0)
    section.header_distance, section.footer_distance = Cm(1.0), Cm(0.9)
    head = section.header.paragraphs[0]
    head.add_run().add_picture(io.BytesIO(logo()), width=Cm(1.2))
    _alternative(head, "Lighthouse over two waves: the mark of the office")
    head.add_run(f"  {OFFICE}").bold = True
    head.add_run("\t{{ doc.mark }}")
    _tab(head, 16.6)
    foot = section.footer.paragraphs[0]
    foot.add_run("{{ doc.city }} · {{ doc.footer }}\t{{ t.page }} ")
    _field(foot, "PAGE", "1")
    _tab(foot, 16.6)


def _cover(document: Any) -> None:
    """A band of two cells: the logo on navy, title and place on sand."""
    table = _table(document, (4.2, 12.4))
    left, right = table.rows[0].cells
    _shade(left, NAVY)
    _shade(right, SAND)
    left.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    left.paragraphs[0].paragraph_format.space_before = left.paragraphs[0].paragraph_format.space_after = Pt(18)
    left.paragraphs[0].add_run().add_picture(io.BytesIO(logo()), width=Cm(3.2))
    _alternative(left.paragraphs[0], "Lighthouse over two waves: the mark of the office")
    right.paragraphs[0].style = document.styles["Title"]
    right.paragraphs[0].paragraph_format.space_before = Pt(18)
    right.paragraphs[0].add_run("{{ doc.city }}")
    right.add_paragraph("{{ doc.title }}", style="Subtitle")
    right.add_paragraph("{{ doc.place }}")
    right.add_paragraph("{{ doc.period }} · {{ doc.classification }}")
    _tag(document, "if doc.draft")
    draft = document.add_paragraph()
    draft.paragraph_format.space_before = Pt(8)
    draft.add_run("{{ doc.draft }}").bold = True
    _tag(document, "endif")


def _council(document: Any) -> None:
    """What this office puts first: what the council is asked, then the key figures in a table of its own design."""
    document.add_heading("{{ summary.asks.heading }}", 1)
    _points(document, "summary.asks.points")
    document.add_heading("{{ summary.heading }}", 1)
    _paragraphs(document, "summary.text")
    _tag(document, "if summary.numbers")
    _caption(document, "Table", "t.table", "summary.numbers.caption")
    table = _table(document, (5.6, 7.2, 3.8), rows=3)
    _merged_tag(table.rows[0], "for line in summary.numbers.lines")
    value, figure, basis = table.rows[1].cells
    for cell in (value, figure, basis):
        _rule(cell, SIGNAL)
    run = value.paragraphs[0].add_run("{{ line.now }}")
    run.font.name, run.font.size, run.font.color.rgb = SERIF, Pt(13), RGBColor.from_string(NAVY)
    figure.paragraphs[0].add_run("{{ line.figure }}").bold = True
    basis.paragraphs[0].add_run("{{ line.basis }}").font.size = Pt(8.5)
    _merged_tag(table.rows[2], "endfor")
    _tag(document, "endif")


def _risks(document: Any) -> None:
    document.add_heading("{{ risks.heading }}", 1)
    _paragraphs(document, "risks.text")
    _tag(document, "if figure.risk_heat_map")
    _caption(document, "Figure", "t.figure", "risks.heat_map.caption")
    document.add_paragraph("{{ figure.risk_heat_map }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    _tag(document, "endif")
    _tag(document, "if risks.ranked")
    _caption(document, "Table", "t.table", "risks.ranked.caption")
    _lined(document, "risks.ranked", {"risk": 6.2, "level": 2.2, "trend": 1.9, "whom": 6.3}, tinted="level")
    _tag(document, "endif")
    _tag(document, "if risks.links")
    document.add_heading("{{ risks.links.heading }}", 2)
    _points(document, "risks.links.points")
    _tag(document, "endif")


def _plan(document: Any) -> None:
    """The strategy on pages of its own: the timeline in a place marked by alternative text, and the actions."""
    document.add_heading("{{ strategy.heading }}", 1).paragraph_format.page_break_before = True
    _paragraphs(document, "strategy.text")
    _tag(document, "if strategy.components")
    _caption(document, "Table", "t.table", "strategy.components.caption")
    _lined(document, "strategy.components", {"component": 5.0, "number": 2.8, "money": 4.4, "horizons": 4.4})
    _tag(document, "endif")
    _tag(document, "if strategy.timeline")
    _caption(document, "Figure", "t.figure", "strategy.timeline.caption")
    place = document.add_paragraph()
    place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    place.add_run().add_picture(io.BytesIO(logo()), width=Cm(15), height=Cm(8.4))
    _alternative(place, "figure:timeline:14")
    _tag(document, "endif")
    document.add_heading("{{ actions.heading }}", 1)
    for block in ("regulation", "enforcement", "engagement", "resilience"):
        _tag(document, f"if actions.{block}")
        document.add_heading(f"{{{{ actions.{block}.heading }}}}", 2)
        _lined(document, f"actions.{block}", {"action": 7.4, "lead": 4.6, "dates": 4.6})
        _tag(document, "endif")


def _care(document: Any) -> None:
    """What the reader should know about the data, and who answers for the audit."""
    document.add_heading("{{ limits.heading }}", 1)
    _paragraphs(document, "limits.text")
    _paragraphs(document, "cover.note")
    table = _table(document, (5.0, 11.6), rows=3)
    _merged_tag(table.rows[0], "for line in cover.facts.lines")
    fact, answer = table.rows[1].cells
    _shade(fact, MIST)
    fact.paragraphs[0].add_run("{{ line.fact }}").bold = True
    answer.paragraphs[0].add_run("{{ line.answer }}")
    _merged_tag(table.rows[2], "endfor")


# Pieces -----------------------------------------------------------------------------------------------------------------


def _tag(document: Any, tag: str) -> None:
    document.add_paragraph(f"{{%p {tag} %}}")


def _paragraphs(document: Any, name: str, style: str = "Normal") -> None:
    _tag(document, f"for p in {name}")
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run("{% if p.lead %}{{ p.lead }} {% endif %}").bold = True
    paragraph.add_run("{% for s in p.sentences %}{{ s.text }}{{ s.gap }}{% endfor %}")
    _tag(document, "endfor")


def _points(document: Any, name: str) -> None:
    _paragraphs(document, name, "List Bullet")


def _caption(document: Any, sequence: str, label: str, words: str) -> None:
    paragraph = document.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(f"{{{{ {label} }}}} ")
    _field(paragraph, f"SEQ {sequence} \\* ARABIC", "1")
    paragraph.add_run(f". {{{{ {words} }}}}")


def _lined(document: Any, name: str, columns: dict[str, float], tinted: str = "") -> None:
    """A table with the office's head: white on navy, a thin line under each row."""
    table = _table(document, tuple(columns.values()), rows=4)
    head, opening, row, closing = table.rows
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no name for it
    _merged_tag(opening, f"for line in {name}.lines")
    _merged_tag(closing, "endfor")
    for column, top, cell in zip(columns, head.cells, row.cells, strict=True):
        _shade(top, NAVY)
        run = top.paragraphs[0].add_run(f"{{{{ {name}.head.{column} }}}}")
        run.bold, run.font.color.rgb = True, RGBColor.from_string("FFFFFF")
        _rule(cell, "B9C6CD")
        tint = f"{{% cellbg line.{column}_fill %}}" if column == tinted else ""
        cell.paragraphs[0].add_run(f"{tint}{{{{ line.{column} }}}}")
    for each in table.rows:
        for cell in each.cells:
            cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(3)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(2)


def _table(document: Any, widths: tuple[float, ...], rows: int = 1) -> Any:
    table = document.add_table(rows, len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    return table


def _merged_tag(row: Any, tag: str) -> None:
    row.cells[0].merge(row.cells[-1]).paragraphs[0].add_run(f"{{%tr {tag} %}}")


def _shade(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(  # noqa: SLF001
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    )


def _rule(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(  # noqa: SLF001
        parse_xml(f'<w:tcBorders {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:color="{colour}"/></w:tcBorders>')
    )


def _tab(paragraph: Any, place: float) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT

    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(place), WD_TAB_ALIGNMENT.RIGHT)


def _alternative(paragraph: Any, words: str) -> None:
    for each in paragraph._p.iter(qn("wp:docPr")):  # noqa: SLF001
        each.set("descr", words)


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001
        else:
            code = OxmlElement("w:instrText")
            code.text = f" {text} "
            code.set(qn("xml:space"), "preserve")
            run._r.append(code)  # noqa: SLF001


def main() -> int:
    """Write logo and template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in (("logo.png", logo()), ("harbour-region.docx", template())):
        (FOLDER / name).write_bytes(content)
        print(FOLDER / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())

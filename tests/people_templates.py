"""Word templates of the kinds people have: every form of tag that docxtpl made customary, and every way in which programs write files."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from broken_templates import Parts, changed, package, parts_of, picture, replaced, saved, sound, with_text, with_xml
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

MAIN = "word/document.xml"
NUMBERS = "summary.numbers.lines"
DRAWING = (
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="9" cy="9"/>'
    '<wp:docPr id="1" name="x"/></wp:inline>'
)


@dataclass(frozen=True)
class Made:
    """A template, the codes of what is told about it (none: it is sound), and words of the place and the finding."""

    name: str
    data: bytes
    codes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def rows(*texts: tuple[str, ...], before: Callable[[Any], None] | None = None) -> bytes:
    """A template whose only content is a table of these texts."""
    document = Document()
    if before is not None:
        before(document)
    table = document.add_table(len(texts), max(map(len, texts)))
    for row, own in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, own, strict=False):
            cell.paragraphs[0].text = text
    return saved(document)


def texts(*lines: str) -> bytes:
    """A template of these paragraphs and nothing else."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def split(*pieces: str) -> bytes:
    """One paragraph whose text is cut into runs, every second one bold, with a spelling mark between."""
    document = Document()
    paragraph = document.add_paragraph()
    for number, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = bool(number % 2)
        paragraph._p.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))
    return saved(document)


def body_xml(xml: str) -> bytes:
    """The sound template with this XML before everything else in the text."""
    return replaced(MAIN, "<w:body>", "<w:body>" + xml.replace("NS", nsdecls("w", "r", "wp", "a", "pic")))


def renamed(name: str, *, absolute: bool = False, data: bytes | None = None) -> bytes:
    """A template whose main part has another name."""
    parts = parts_of(data or saved(sound()))
    folder, _, last = name.rpartition("/")
    parts[name] = parts.pop(MAIN)
    relations = parts.pop("word/_rels/document.xml.rels")
    if folder != "word":  # the other parts stay where they are
        relations = relations.replace(b'Target="', b'Target="/word/').replace(b'Target="/word/http', b'Target="http')
        relations = relations.replace(b'Target="/word/../', b'Target="/')
    parts[f"{folder}/_rels/{last}.rels".lstrip("/")] = relations
    types = parts["[Content_Types].xml"].replace(b'PartName="/word/document.xml"', f'PartName="/{name}"'.encode())
    parts["[Content_Types].xml"] = types
    target = f"/{name}" if absolute else name
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", target.encode())
    return package(parts)


def without(*names: str, relations: bool = True) -> bytes:
    """The sound template without these parts; their relationships go as well, or stay and lead nowhere."""

    def change(parts: Parts) -> None:
        import re

        for name in names:
            del parts[name]
            last = re.escape(name.rpartition("/")[2].encode())
            parts["[Content_Types].xml"] = re.sub(rb'<Override PartName="/' + re.escape(name.encode()) + rb'"[^>]*/>', b"",
                                                  parts["[Content_Types].xml"])  # fmt: skip
            for own in [own for own in parts if own.endswith(".rels") and relations]:
                parts[own] = re.sub(rb"<Relationship [^>]*" + last + rb'"[^>]*/>', b"", parts[own])

    return changed(change)


def typed(kind: str) -> bytes:
    """The sound template declared as another kind of Word file."""
    old = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return replaced("[Content_Types].xml", old, kind)


def prefixed(prefix: str) -> bytes:
    """The sound template as programs write it that call Word's namespace something else."""

    def change(parts: Parts) -> None:
        text = parts[MAIN].decode()
        for old, new in (
            ("<w:", f"<{prefix}:"),
            ("</w:", f"</{prefix}:"),
            (" w:", f" {prefix}:"),
            ("xmlns:w=", f"xmlns:{prefix}="),
        ):
            text = text.replace(old, new)
        parts[MAIN] = text.encode()

    return changed(change)


def headers() -> bytes:
    """Another header on the first page and on even pages, each with a field; one of them wrong."""
    document = Document()
    document.add_paragraph("{{ doc.city }}")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    section.header.paragraphs[0].text = "{{ doc.mark }}"
    section.first_page_header.paragraphs[0].text = "{{ doc.running }}"
    section.even_page_footer.paragraphs[0].text = "{{ doc.foter }}"
    return saved(document)


def control(inner: str, *, placeholder: bool = False) -> str:
    """A content control in a paragraph of its own."""
    prompt = "<w:showingPlcHdr/>" if placeholder else ""
    return (
        f'<w:p NS><w:sdt><w:sdtPr><w:alias w:val="City"/><w:id w:val="7"/>{prompt}<w:text/></w:sdtPr><w:sdtContent><w:r><w:t>{escape(inner)}'
        "</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )


def box(inner: str) -> str:
    """A text box as Word writes it: once for itself, once for older programs."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{escape(inner)}</w:t></w:r></w:p></w:txbxContent>"
    return (
        '<w:p NS xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f'<w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="9" name="Box"/><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx>'
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def link(before: str, inside: str, after: str) -> str:
    """Text before, in and after a link."""
    runs = [f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' for text in (before, inside, after)]
    return f'<w:p NS>{runs[0]}<w:hyperlink w:anchor="x">{runs[1]}</w:hyperlink>{runs[2]}</w:p>'


def nested_table() -> bytes:
    """A table in a cell of a row that a loop repeats, with a loop of its own before the row's other cell."""
    document = Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).text = "{%tr for line in risks.ranked.lines %}"
    cell = table.cell(1, 0)
    cell.paragraphs[0].text = "{{ line.risk }}"
    inner = cell.add_table(3, 1)
    for row, text in zip(inner.rows, ("{%tr if line.level %}", "{{ line.level }}", "{%tr endif %}"), strict=True):
        row.cells[0].text = text
    table.cell(1, 1).text = "{{ line.level }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    return saved(document)


def bare_cells(text: str) -> bytes:
    """A row of a loop as Google Docs and others write it: cells without properties."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    lines = ("{%tr for line in risks.ranked.lines %}", text, "{%tr endfor %}")
    table = "".join(f"<w:tr>{cell.format(escape(line))}</w:tr>" for line in lines)
    return body_xml(f'<w:tbl NS><w:tblPr/><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>{table}</w:tbl>')


def properties(text: str) -> bytes:
    document = sound()
    document.core_properties.title = text
    return saved(document)


def logo() -> bytes:
    """A picture that is missing, as Word itself leaves it at times."""

    def change(parts: Parts) -> None:
        name = "word/_rels/document.xml.rels"
        entry = '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../NULL"/>'
        parts[name] = parts[name].replace(b"</Relationships>", entry.encode() + b"</Relationships>")

    return changed(change)


def signed() -> bytes:
    def change(parts: Parts) -> None:
        kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
        entry = f'<Relationship Id="rId88" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", entry.encode())
        parts["_xmlsignatures/origin.sigs"] = b""

    return changed(change)


def wrong_core() -> bytes:
    """Core properties of a content type that is not theirs."""
    return replaced(
        "[Content_Types].xml", "application/vnd.openxmlformats-package.core-properties+xml", "application/xml"
    )


def contents_table() -> bytes:
    """A table of contents that Word filled, with its code cut into two runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:instrText>"1-2" \\h </w:instrText></w:r>'
    opening = f"<w:p NS>{mark.format('begin')}{code}{mark.format('separate')}<w:r><w:t>Old entry</w:t></w:r></w:p>"
    return body_xml(
        opening
        + f'<w:p NS>{mark.format("end")}</w:p><w:p NS><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>One</w:t></w:r></w:p>'
    )


def people() -> list[Made]:
    """All of them."""
    one = ("Main text, paragraph 1",)
    loop = f"{{%tr for line in {NUMBERS} %}}"
    table = ("table 1, row 2, cell 1",)
    return [
        # What docxtpl reads
        Made("no blanks in a tag", texts("{{doc.city}}", "{%p if doc.draft%}", "{{doc.draft}}", "{%p endif%}")),
        Made("a variable called p", texts("{%p for p in risks.text %}", "{{p.lead}}", "{%p endfor %}")),
        Made("a field in two runs", split("Report of {", "{ doc.", "city }", "}")),
        Made("a paragraph field", texts("{{p doc.city }}"), ("rich_tag",), one),
        Made("a list as a paragraph field", texts("{{p risks.text }}"), ("rich_tag", "is_list"), one),
        Made("a subdocument", texts("", "{{p subdoc }}"), ("rich_tag", "unknown"), ("paragraph 2", "subdoc")),
        Made("rich text", texts("In {{r doc.city }} now"), ("rich_tag",), one),
        Made("rich text nobody knows", texts("{{r doc.cty }}"), ("rich_tag", "unknown"), (*one, "doc.city")),
        Made("a row field", rows(("{{tr doc.city }}",)), ("rich_row",), ("table 1, row 1, cell 1",)),
        Made("a cell field", rows(("a", "{{tc doc.city }}")), ("rich_row",), ("table 1, row 1, cell 2",)),
        Made("a picture of the caller's", texts("{{ doc.city }}", "{{ logo }}"), ("unknown",), ("paragraph 2", "logo")),
        Made("an if between runs", texts("{{ doc.city }}{%r if doc.draft %} (draft){%r else %} (final){%r endif %}.")),
        Made("rows", rows((loop, ""), ("{{ line.figure }}", "{{ line.now }}"), ("{%tr endfor %}", ""))),
        Made("rows that come on a condition", rows(("{%tr if doc.draft %}",), ("{{ doc.draft }}",), ("{%tr else %}",), ("{{ doc.city }}",), ("{%tr endif %}",))),
        Made("columns", rows((f"{{%tc for line in {NUMBERS} %}}", "{{ line.figure }}", "{%tc endfor %}"))),
        Made("rows and columns", rows((loop, "", ""), ("{%tc for cell in " + NUMBERS + " %}", "{{ cell.now }} {{ line.now }}", "{%tc endfor %}"), ("{%tr endfor %}", "", ""))),
        Made("a table in a row of a loop", nested_table()),
        Made("a tint of its own", rows(("{% cellbg 'F7D9BF' %}{{ doc.city }}",))),
        Made("a tint without properties", bare_cells("{% cellbg line.level_fill %}{{ line.risk }}")),
        Made("cells merged downwards", rows((loop, ""), ("{% vm %}{{ line.figure }}", "{{ line.now }}"), ("{%tr endfor %}", ""))),
        Made("cells merged downwards without properties", bare_cells("{% vm %}{{ line.risk }}")),
        Made("cells merged to the side", rows((f"{{%tc for line in {NUMBERS} %}}", "{% hm %}{{ doc.city }}", "{%tc endfor %}"))),
        Made("a wide cell", rows((f"{{% colspan {NUMBERS}|length %}}{{{{ doc.city }}}}",), ("{% colspan 2 %}x",))),
        Made("a cell as wide as a text", rows(("x",), ("{% colspan doc.city %}",)), ("span",), table),
        Made("merging outside a loop", rows(("x",), ("{% vm %}",)), ("loop_only",), table),
        Made("merging within a loop of the cell itself", rows(("x",), ("{% for p in risks.text %}{% hm %}{{ p.lead }}{% endfor %}",)), ("loop_only",), table),
        Made("merging outside a table", texts("{% hm %}"), ("cell_only",), one),
        Made("a note to the author", texts("{#p this goes #}", "{{ doc.city }} {# and this #}"), ("comment_tag",), one),
        Made("a note in a row", rows(("{#tr this row goes #}", ""), ("{{ doc.city }}", "")), ("comment_tag",), ("row 1, cell 1",)),
        Made("words beside a note", texts("lost {#p this goes #}", "{{ doc.city }}"), ("comment_tag", "beside"), one),
        Made("braces that are printed", texts("Write {_{ name }_} or {_% if %_} in {{ doc.city }}")),
        Made("printed braces in two runs", split("{_", "{ na", "me }_", "} {{ doc.city }}")),
        Made("minus signs", texts("{%- if doc.draft -%}", "x", "{%- endif -%}"), ("dash_tag",), one),
        Made("smart quotes", texts("{{ doc.draft|default(“none”) }} {{ doc.city }}"), ("smart_quotes",), one),
        Made("a sign of per cent in a tag", texts("{%p if doc.draft %}", "{{ doc.draft|default('100%') }}", "{%p endif %}")),
        Made("a comparison with signs", texts("{%p if risks.text|length > 2 and risks.text|length < 90 %}", "{{ doc.city }}", "{%p endif %}")),
        Made("a sum", texts("{{ risks.text|length * 2 }}"), ("unsafe_sum",), one),
        Made("a set", texts("{% set a = 1 %}"), ("statement",), one),
        Made("a method", texts("{%p for k, v in doc.items() %}", "{{ k }}", "{%p endfor %}"), ("unsafe_form", "unknown"), one),
        Made("an else without its p", texts("{%p if doc.draft %}", "a", "{% else %}", "b", "{%p endif %}", "{{ doc.city }}"), ("levels",), ("paragraph 3",)),
        Made("a loop from a link into the text", body_xml(link("", "{% if doc.draft %}", "x{% endif %}")), ("containers",), one),
        Made("a loop that ends in another table", _two_tables(), ("containers",), ("table 2, row 1",)),
        Made("fields of other programs", texts("«City» {city} ${doc.city} [[ doc.city ]] {{ doc.city }}"), ("single_brace",), one),
        # Where fields stand
        Made("headers of first and even pages", headers(), ("unknown",), ("Footer", "doc.footer")),
        Made("a content control", body_xml(control("{{ doc.city }}"))),
        Made("a wrong field in a content control", body_xml(control("{{ doc.cty }}")), ("unknown",), (*one, "doc.city")),
        Made("a text box", body_xml(box("{{ doc.city }}"))),
        Made("a wrong field in a text box", body_xml(box("{{ doc.cty }}")), ("unknown",), ("paragraph 2", "doc.city")),
        Made("fields in the properties", properties("{{ doc.title }}"), ("unfilled_part",), ("Document properties",)),
        Made("a table of contents", contents_table()),
        Made("a drawing without a name", with_xml("<w:r NS><w:drawing>" + DRAWING.replace('<wp:docPr id="1" name="x"/>', "") + "</w:drawing></w:r>")),
        Made("a cell outside of any row", body_xml("<w:tc NS><w:p><w:r><w:t>{{ doc.city }}</w:t></w:r></w:p></w:tc>")),
        Made("a style that is missing", body_xml('<w:p NS><w:pPr><w:pStyle w:val="Letter"/></w:pPr><w:r><w:t>{{ doc.city }}</w:t></w:r></w:p>'), ("no_style",), (*one, "Letter")),
        Made("an empty paragraph before a mistake", body_xml("<w:p NS/><w:p NS><w:r><w:t>{{ doc.cty }}</w:t></w:r></w:p>"), ("unknown",), ("paragraph 2",)),
        Made("tracked changes", with_xml('<w:del NS w:id="1" w:author="a"><w:r><w:delText>{{ old }}</w:delText></w:r></w:del>'), ("tracked", "hidden_tag"), one),
        Made("a comment", with_xml('<w:r NS><w:commentReference w:id="0"/></w:r>'), ("comments",), one),
        # How programs write the file
        Made("a main part called document2", renamed("word/document2.xml")),
        Made("a main part under an absolute name", renamed("word/document3.xml", absolute=True)),
        Made("a main part of another name", renamed("word/main.xml")),
        Made("a main part in another folder", renamed("content/text.xml")),
        Made("a main part at the top", renamed("letter.xml")),
        Made("a mistake in a main part of another name", renamed("word/main.xml", data=with_text("{{ doc.cty }}")), ("unknown",), one),
        Made("no core properties", without("docProps/core.xml")),
        Made("core properties that are named and missing", without("docProps/core.xml", relations=False)),
        Made("core properties of a wrong type", wrong_core()),
        Made("no styles", without("word/styles.xml"), ("no_style",), ("Header",)),
        Made("styles that are named and missing", without("word/styles.xml", relations=False), ("missing_part", "no_style"), ("word/styles.xml",)),
        Made("no settings, theme and fonts", without("word/settings.xml", "word/theme/theme1.xml", "word/fontTable.xml")),
        Made("settings of a wrong type", replaced("[Content_Types].xml", "wordprocessingml.settings+xml", "wordprocessingml.webSettings+xml"), ("damaged",), ("Document settings",)),
        Made("a picture that is missing", logo(), ("missing_part",), ("Main text", "NULL")),
        Made("a main part that is a header", replaced(MAIN, "<w:document ", "<w:hdr ").replace(b"</w:document>", b"</w:hdr>     "), ("damaged",)),
        Made("another prefix", prefixed("ns0")),
        Made("a digital signature", signed(), ("signed",), ("signature",)),
        Made("a .dotx", typed("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), ("word_template",)),
        Made("a .docm", typed("application/vnd.ms-word.document.macroEnabled.main+xml"), ("macro_word",)),
        Made("a strict file", replaced(MAIN, "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"), ("strict_word",)),
        Made("a picture in the text", replaced_picture()),
    ]  # fmt: skip


def _two_tables() -> bytes:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = f"{{%tr for line in {NUMBERS} %}}"
    document.add_paragraph("between")
    document.add_table(1, 1).cell(0, 0).text = "{%tr endfor %}"
    return saved(document)


def replaced_picture() -> bytes:
    """A picture without a frame, to be replaced by a figure."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document = sound()
    document.add_picture(io.BytesIO(_dot()), width=Cm(12))
    holder = next(document.element.body.iter(qn("wp:docPr")))
    holder.set("descr", "figure:risk_heat_map:9")
    for frame in list(document.element.body.iter(qn("a:xfrm"))):
        frame.getparent().remove(frame)
    return saved(document)


def _dot() -> bytes:
    import struct
    import zlib

    data = zlib.compress(b"\0\0")
    return picture(1, 1) + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in ((b"IDAT", data), (b"IEND", b""))
    )

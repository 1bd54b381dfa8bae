"""Word templates with one fault each, made from a small sound one, and the place and kind of fault each must be told for."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml.ns import nsdecls

Parts = dict[str, bytes]


@dataclass(frozen=True)
class Broken:
    """A template, the code of its fault, and what the fault's line must name."""

    name: str
    data: bytes
    code: str
    told: tuple[str, ...] = ()


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sound() -> Any:
    """A small template without a fault: five paragraphs, a table with a loop, header and footer."""
    document = Document()
    document.add_paragraph("Report of {{ doc.city }}")
    document.add_paragraph("{%p for p in risks.text %}")
    document.add_paragraph("{{ p.lead }} {% for s in p.sentences %}{{ s.text }}{{ s.gap }}{% endfor %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ figure.risk_heat_map }}")
    table = document.add_table(4, 2)
    rows = (
        ("{{ risks.ranked.head.risk }}", "{{ risks.ranked.head.level }}"), ("{%tr for line in risks.ranked.lines %}", ""),
        ("{{ line.risk }}", "{% cellbg line.level_fill %}{{ line.level }}"), ("{%tr endfor %}", ""),
    )  # fmt: skip
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].text = text
    document.sections[0].header.paragraphs[0].text = "{{ doc.mark }}"
    document.sections[0].footer.paragraphs[0].text = "{{ doc.footer }}"
    return document


@cache
def _sound_parts() -> Parts:
    return parts_of(saved(sound()))


def with_text(*texts: str) -> bytes:
    """The sound template with these paragraphs before all others, so the first is paragraph 1."""
    runs = ["</w:t><w:br/><w:t>".join(escape(line) for line in text.split("\n")) for text in texts]
    xml = "".join(f'<w:p><w:r><w:t xml:space="preserve">{run}</w:t></w:r></w:p>' for run in runs)
    return replaced("word/document.xml", "<w:body>", f"<w:body>{xml}")


def with_cell(text: str) -> bytes:
    """The sound template with this text in table 1, row 3, cell 2."""
    return replaced("word/document.xml", "{% cellbg line.level_fill %}{{ line.level }}", escape(text))


def with_xml(xml: str) -> bytes:
    """The sound template with this XML in its first paragraph."""
    return replaced(
        "word/document.xml", "<w:r><w:t>Report of", xml.replace("NS", nsdecls("w", "r"), 1) + "<w:r><w:t>Report of"
    )


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def package(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content, zipfile.ZIP_DEFLATED if len(content) > 10**6 else zipfile.ZIP_STORED)
    return out.getvalue()


def changed(change: Callable[[Parts], None]) -> bytes:
    """The sound template after a change of its parts."""
    parts = dict(_sound_parts())
    change(parts)
    return package(parts)


def replaced(part: str, old: str, new: str) -> bytes:
    def change(parts: Parts) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return changed(change)


def related(kind: str, target: str, *, external: bool = True, more: Parts | None = None) -> bytes:
    """The sound template with one more relationship of its main text."""
    mode = ' TargetMode="External"' if external else ""
    entry = f'<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/>'

    def change(parts: Parts) -> None:
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(b"</Relationships>", entry.encode() + b"</Relationships>")
        parts.update(more or {})

    return changed(change)


def word_field(*pieces: str, end: bool = True) -> bytes:
    """The sound template with a Word field whose code is cut into these pieces."""
    runs = [
        f'<w:fldChar w:fldCharType="{piece}"/>' if piece in ("begin", "separate", "end") else f"<w:instrText>{escape(piece)}</w:instrText>"
        for piece in ("begin", *pieces, "separate", *(("end",) if end else ()))
    ]  # fmt: skip
    return with_xml("".join(f"<w:r>{run}</w:r>" for run in runs))


def picture(wide: int, high: int) -> bytes:
    """The head of a PNG of this size."""
    header = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + header
        + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )


def bomb() -> bytes:
    return changed(lambda parts: parts.update({"word/media/zeros.bin": bytes(60 * 1024 * 1024)}))


def in_header(text: str) -> bytes:
    """The sound template with this text in its header."""
    part = next(name for name, content in _sound_parts().items() if b"{{ doc.mark }}" in content)
    return replaced(part, "{{ doc.mark }}", text)


def in_text_box(text: str) -> bytes:
    box = (
        '<w:r NS xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r>'
        f"<w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    return with_xml(box)


def in_note(part: str, text: str) -> bytes:
    """The sound template with footnotes or endnotes of this text."""
    space = nsdecls("w")
    tag = part.rstrip("s")
    xml = f'<w:{part} {space}><w:{tag} w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{tag}></w:{part}>'

    def change(parts: Parts) -> None:
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{part}+xml"
        override = f'<Override PartName="/word/{part}.xml" ContentType="{kind}"/></Types>'
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
        name = "word/_rels/document.xml.rels"
        entry = f'<Relationship Id="rId901" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{part}" Target="{part}.xml"/>'
        parts[name] = parts[name].replace(b"</Relationships>", entry.encode() + b"</Relationships>")
        parts[f"word/{part}.xml"] = xml.encode()

    return changed(change)


def _duplicate() -> bytes:
    parts = _sound_parts()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in (*parts.items(), ("WORD/Document.xml", parts["word/document.xml"])):
            file.writestr(name, content)
    return out.getvalue()


LOOPS = "".join(f"{{% for l{i} in risks.ranked.lines %}}" for i in range(5))
BRACKETS = "{{ " + "(" * 180 + "1" + ")" * 180 + " }}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _ole(stream: str) -> bytes:
    return OLE + (stream.encode("utf-16-le") + b"\0\0").ljust(128, b"\0") + bytes(384)


def broken() -> list[Broken]:
    """All of them."""
    one = ("paragraph 1",)
    cell = ("table 1, row 3, cell 2",)
    return [
        # Fields
        Broken("a field nobody knows", with_text("{{ risks.rankd }}"), "unknown", (*one, "risks.ranked")),
        Broken("a chapter nobody knows", with_text("", "{{ risk.heading }}"), "unknown", ("paragraph 2", "risks")),
        Broken("an unknown field in a cell", with_cell("{{ line.levle }}"), "unknown", (*cell, "line.level")),
        Broken("an unknown field in the header", in_header("{{ doc.mrk }}"), "unknown", ("Header", "doc.mark")),
        Broken("an unknown field in a text box", in_text_box("{{ doc.cty }}"), "unknown", ("doc.city",)),
        Broken("an unknown field in a footnote", in_note("footnotes", "{{ doc.cty }}"), "unknown", ("Footnotes", "doc.city")),
        Broken("an unknown field in an endnote", in_note("endnotes", "{{ doc.cty }}"), "unknown", ("Endnotes", "doc.city")),
        Broken("an unknown filter", with_text("{{ doc.city|uper }}"), "filter", (*one, "upper")),
        Broken("an unknown test", with_text("{%p if doc.city is defind %}", "x", "{%p endif %}"), "test", (*one, "defined")),
        Broken("a field of a list", with_text("{{ risks.ranked.lines.risk }}"), "is_list", (*one, "loop")),
        Broken("a field of a text", with_text("{{ doc.city.name }}"), "is_text", one),
        Broken("a loop over a text", with_text("{%p for x in doc.city %}", "x", "{%p endfor %}"), "not_a_list", (*one, "doc.city")),
        Broken("a loop over a block", with_text("{%p for x in risks.ranked %}", "x", "{%p endfor %}"), "not_a_list", one),
        Broken("a whole block printed", with_text("{{ risks.ranked }}"), "whole", one),
        Broken("a loop's name after the loop", with_text("{{ line.risk }}"), "unknown", one),
        Broken("a figure nobody knows", with_text("{{ figure.heat_map }}"), "figure_name", (*one, "risk_heat_map")),
        Broken("a figure beside words", with_text("See {{ figure.risk_heat_map }}"), "figure_alone", one),
        Broken("a tint that is none", with_cell("{% cellbg line.level %}x"), "tint", cell),
        # Tags
        Broken("a tag that never ends", with_text("{{ doc.city"), "broken", one),
        Broken("a tag that never began", with_text("doc.city }}"), "broken", one),
        Broken("a tag over two paragraphs", with_text("{{ doc.", "city }}"), "broken", one),
        Broken("a tag of the wrong ends", with_text("{% doc.city }}"), "broken", one),
        Broken("a blank between the braces", with_text("{ { doc.city } }"), "broken", one),
        Broken("a line break in a tag", with_text("{{ doc.\ncity }}"), "broken_line", one),
        Broken("one brace only", with_text("{doc.city}"), "single_brace", one),
        Broken("full-width braces", with_text("｛｛ doc.city ｝｝"), "full_width", one),
        Broken("typographic quotes", with_text("{{ doc.city|default(“none”) }}"), "smart_quotes", one),
        Broken("a tag nobody can read", with_text("{{ doc..city }}"), "syntax", one),
        Broken("an empty tag", with_text("{{ }}"), "syntax", one),
        Broken("a minus at the edge", with_text("{%- if doc.city %}x{% endif %}"), "dash_tag", one),
        Broken("a rich-text tag", with_text("{{r doc.city }}"), "rich_tag", one),
        Broken("a word nobody knows", with_text("{%p fi doc.city %}"), "statement", one),
        Broken("a tag in a field's code", word_field(' HYPERLINK "https://{{ doc.city }}" '), "hidden_tag"),
        Broken("a tag in an attribute", replaced("word/document.xml", "<w:tblPr>", '<w:tblPr><w:tblCaption w:val="{{ doc.city }}"/>'), "hidden_tag"),
        # Blocks
        Broken("an if without its end", with_text("{%p if doc.draft %}"), "unclosed", one),
        Broken("a for without its end", with_text("{%p for p in risks.text %}", "{{ p.lead }}"), "unclosed", one),
        Broken("an end without its if", with_text("{%p endif %}"), "unopened", one),
        Broken("an if closed as a for", with_text("{%p if doc.draft %}", "x", "{%p endfor %}"), "crossed", ("paragraph 3",)),
        Broken("p closed without p", with_text("{%p if doc.draft %}", "x", "{% endif %}"), "levels", ("paragraph 3",)),
        Broken("a row loop that starts outside the table", with_text("{%tr for line in risks.ranked.lines %}"), "no_table", one),
        Broken("an if that ends in a cell", with_cell("{%p endif %}"), "crossed", cell),
        Broken("an if across paragraphs", with_text("{% if doc.draft %}x", "y{% endif %}"), "spread", ("paragraph 2",)),
        Broken("words beside a p tag", with_text("lost {%p if doc.draft %}", "x", "{%p endif %}"), "beside", one),
        Broken("two p tags in a paragraph", with_text("{%p if doc.draft %}{%p endif %}"), "two_tags", one),
        Broken("a comparison of texts", with_text("{%p if doc.city == 'X' %}", "x", "{%p endif %}"), "compared", one),
        # Code
        Broken("a call", with_text("{{ doc.city.upper() }}"), "unsafe_call", one),
        Broken("a dunder", with_text("{{ doc.__class__ }}"), "unsafe_name", one),
        Broken("a dunder as an item", with_text("{{ doc['__class__'] }}"), "unsafe_name", one),
        Broken("an item worked out", with_text("{{ doc[doc.city] }}"), "unsafe_item", one),
        Broken("a slice", with_text("{{ doc.city[0:2] }}"), "unsafe_item", one),
        Broken("a power", with_text("{{ 9**9**9 }}"), "unsafe_sum", one),
        Broken("a multiplied text", with_text("{{ 'x' * 999999999 }}"), "unsafe_sum", one),
        Broken("a joined text", with_text("{{ doc.city ~ doc.city }}"), "unsafe_sum", one),
        Broken("a range", with_text("{%p for x in range(99999999) %}", "x", "{%p endfor %}"), "unsafe_call", one),
        Broken("an include", with_text("{% include '/etc/passwd' %}"), "statement", one),
        Broken("an import", with_text("{% import 'os' as os %}"), "statement", one),
        Broken("an extends", with_text("{% extends 'x' %}"), "statement", one),
        Broken("a macro", with_text("{% macro f() %}{% endmacro %}"), "statement", one),
        Broken("a set", with_text("{% set x = 1 %}"), "statement", one),
        Broken("a raw", with_text("{% raw %}{{ x }}{% endraw %}"), "statement", one),
        Broken("a loop in itself", with_text("{%p for x in risks.text recursive %}", "x", "{%p endfor %}"), "unsafe_form", one),
        Broken("code in the header", in_header("{{ doc.city.__init__.__globals__ }}"), "unsafe_name", ("Header",)),
        Broken("code in a footnote", in_note("footnotes", "{{ cycler() }}"), "unsafe_call", ("Footnotes",)),
        Broken("200,000 braces", with_text("{" * 200_000), "many_braces", ("20000",)),
        Broken("brackets without end", with_text(BRACKETS), "deep", one),
        Broken("five loops in each other", with_text(LOOPS + "x" + "{% endfor %}" * 5), "stopped_slow", ("12 seconds",)),
        Broken("seven loops in each other", with_text(*("{%p for l" + str(i) + " in risks.text %}" for i in range(7)), "x", *["{%p endfor %}"] * 7), "deep"),
        # What the file brings with it
        Broken("tracked changes", with_xml('<w:ins NS w:id="1" w:author="a"><w:r><w:t>new</w:t></w:r></w:ins>'), "tracked", one),
        Broken("a comment", with_xml('<w:r NS><w:commentReference w:id="0"/></w:r>'), "comments", one),
        Broken("a remote template", changed(_attached), "attached", ("http",)),
        Broken("a linked picture", related("image", "http://example.org/a.png"), "linked_picture", ("example.org",)),
        Broken("a link to a file", related("hyperlink", "file:///C:/secret.txt"), "external"),
        Broken("a link that runs", related("hyperlink", "javascript:alert(1)"), "external"),
        Broken("a frame from outside", related("frame", "http://example.org/"), "external"),
        Broken("another document built in", related("aFChunk", "chunk.html", external=False, more={"word/chunk.html": b"<b>x</b>"}), "alt_chunk"),
        Broken("an embedded object", related("oleObject", "embeddings/o.bin", external=False, more={"word/embeddings/o.bin": b"x"}), "embedded"),
        Broken("an object in the text", with_xml("<w:r NS><w:object/></w:r>"), "embedded", one),
        Broken("an ActiveX control", related("control", "activeX/a.xml", external=False, more={"word/activeX/a.xml": b"<a/>"}), "embedded"),
        Broken("macros", changed(lambda parts: parts.update({"word/vbaProject.bin": b"x"})), "macros"),
        Broken("a mail merge", replaced("word/settings.xml", "<w:compat>", "<w:mailMerge/><w:compat>"), "mail_merge"),
        Broken("tracking switched on", replaced("word/settings.xml", "<w:compat>", "<w:trackRevisions/><w:compat>"), "tracking"),
        Broken("a protected document", replaced("word/settings.xml", "<w:compat>", '<w:documentProtection w:edit="readOnly"/><w:compat>'), "protected"),
        Broken("a bound content control", with_xml('<w:sdt NS><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr><w:sdtContent/></w:sdt>'), "bound", one),
        Broken("a part of an unknown kind", related("unheardOf", "x.xml", external=False, more={"word/x.xml": b"<a/>"}), "relation"),
        Broken("a style that is missing", replaced("word/document.xml", "<w:body><w:p>", '<w:body><w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>'), "no_style", one),
        # Word's own fields
        Broken("INCLUDETEXT", word_field(' INCLUDETEXT "http://example.org/a.docx" '), "field_code", (*("paragraph 1",), "INCLUDETEXT")),
        Broken("INCLUDEPICTURE", word_field(" INCLUDEPICTURE http://x/y.png "), "field_code", ("INCLUDEPICTURE",)),
        Broken("a cut DDEAUTO", word_field(" DD", "EAU", 'TO c:\\\\x "/k calc" '), "field_code", ("DDEAUTO",)),
        Broken("a simple DDE", with_xml('<w:fldSimple NS w:instr=" DDE excel x "/>'), "field_code", ("DDE",)),
        Broken("LINK", word_field(" LINK Excel.Sheet.8 c:\\\\a.xls "), "field_code", ("LINK",)),
        Broken("DATABASE", word_field(" database \\d x "), "field_code", ("DATABASE",)),
        Broken("ASK", word_field(" ASK name question "), "field_code", ("ASK",)),
        Broken("MACROBUTTON", word_field(" MACROBUTTON run here "), "field_code", ("MACROBUTTON",)),
        Broken("a link field to a file", word_field(' HYPERLINK "file:///c:/x" '), "field_code", ("HYPERLINK",)),
        Broken("a link field to a share", word_field(' HYPERLINK \\\\o "tip" "\\\\\\\\server\\\\x" '), "field_code", ("HYPERLINK",)),
        Broken("a field in a field's code", word_field(" INCLUDE", "begin", " QUOTE TEXT ", "separate", "end"), "nested_field", one),
        Broken("a field without its end", word_field(" PAGE ", end=False), "open_field", one),
        Broken("the day of opening", word_field(" DATE "), "date_field", ("DATE",)),
        # Pictures
        Broken("a flood of pixels", changed(lambda parts: parts.update({"word/media/big.png": picture(30_000, 30_000)})), "picture_size", ("900",)),
        Broken("a picture that is none", changed(lambda parts: parts.update({"word/media/x.png": b"MZ programme"})), "picture_kind", ("x.png",)),
        Broken("a drawing with a script", changed(lambda parts: parts.update({"word/media/x.svg": b"<svg><script/></svg>"})), "picture_kind"),
        # Files
        Broken("nothing", b"", "empty"),
        Broken("an old .doc", _ole("WordDocument"), "old_word"),
        Broken("rich text", b"{\\rtf1 hello}", "old_word"),
        Broken("a locked file", _ole("EncryptedPackage"), "encrypted"),
        Broken("a web page", b"<!DOCTYPE html><html><body>x</body></html>", "web_page"),
        Broken("a PDF", b"%PDF-1.7 ...", "not_word"),
        Broken("plain text", b"Dear council", "not_word"),
        Broken("a zip of something else", package({"hello.txt": b"x"}), "not_word"),
        Broken("half a file", saved(sound())[:9000], "damaged"),
        Broken("a .dotm", replaced("[Content_Types].xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), "macro_word"),
        Broken("a .dotx", replaced("[Content_Types].xml", "wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml"), "word_template"),
        Broken("a strict file", replaced("word/document.xml", "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"), "strict_word"),
        Broken("a zip bomb", bomb(), "hostile", ("bomb",)),
        Broken("two parts of one name", _duplicate(), "hostile", ("duplicate",)),
        Broken("a part outside the file", changed(lambda parts: parts.update({"../evil.xml": b"<a/>"})), "hostile", ("path",)),
        Broken("an entity", replaced("word/settings.xml", "?>", '?><!DOCTYPE w [<!ENTITY a "aaaa">]>'), "hostile", ("doctype",)),
        Broken("a part that is no XML", changed(lambda parts: parts.update({"word/settings.xml": b"<w:settings"})), "damaged"),
        Broken("no field at all", _plain(), "no_fields"),
    ]  # fmt: skip


def _attached(parts: Parts) -> None:
    parts["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://example.org/t.dotm" TargetMode="External"/>'
        b"</Relationships>"
    )


def _plain() -> bytes:
    document = Document()
    document.add_paragraph("Hello.")
    return saved(document)

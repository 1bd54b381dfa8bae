"""After the text is in: pictures with their alt text, numbers of captions, the contents, language, and properties."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from safeaudit.report.word.bare_columns import drop_bare_columns
from safeaudit.report.word.long_rows import let_long_rows_break
from safeaudit.report.word.metadata import without_traces_of_people
from safeaudit.report.word.tree import Node, W, inside, named, parent, remove, styled, text_of
from safeaudit.report.writing.crossrefs import link

EMU = 360_000
TALLEST = 22.0
"""The tallest picture that leaves room for its caption on a page, in cm."""
_RELATIONS_USED = etree.XPath(f".//@*[namespace-uri() = '{qn('r:id')[1:-3]}']", smart_strings=False)
_CELL_ORDER = named(
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
)
CELL_ORDER = {name: place for place, name in enumerate(_CELL_ORDER)}
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "ar": "ar-SA", "ru": "ru-RU", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: PNG, words for those who cannot see it, and its size in cm."""

    data: bytes
    alt: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself. `author` is an office, never a login name."""

    title: str
    subject: str
    author: str
    keywords: str
    language: str
    created: date


def finish(
    document: Document, pictures: Mapping[str, Picture], properties: Properties, *, right_to_left: bool = False
) -> None:
    """Everything Word needs beyond the text; changes the document."""
    body = document.element.body
    place_pictures(document, pictures)
    order_cells(body)
    drop_bare_columns(body)
    number_captions(body)
    link(body)
    let_long_rows_break(body)
    drop_empty_headings(body)
    fill_contents(body)
    set_language(document, properties.language, right_to_left=right_to_left)
    set_properties(document, properties)
    without_traces_of_people(document)


def place_pictures(document: Document, pictures: Mapping[str, Picture]) -> None:
    """Put each chart where the template keeps a place named figure:NAME (or figure:NAME:CM, so high at most), as wide as it at most."""
    part, unfilled = document.part, []
    for inline in document.element.body.iter(qn("wp:inline"), qn("wp:anchor")):
        holder = inline.find(qn("wp:docPr"))
        blip = next(inline.iter(qn("a:blip")), None)
        name, tallest = ("", "") if holder is None else figure_place(holder)
        if holder is None or not name or blip is None:
            continue
        if name not in pictures:
            unfilled.append(inline)
            continue
        picture = pictures[name]
        for extra in (*blip, *inline.iter(qn("a:srcRect"))):  # what Word keeps of the picture that only held the place
            remove(extra)
        blip.set(qn("r:embed"), part.get_or_add_image(io.BytesIO(picture.data))[0])
        holder.set("name", name)
        holder.set("descr", picture.alt)
        for inner in inline.iter(qn("pic:cNvPr")):
            inner.set("name", name)
        _size(inline, picture, float(tallest) if re.fullmatch(r"\d{1,2}(\.\d)?", tallest) else TALLEST)
    for inline in unfilled:  # a place without a figure shows nothing
        remove(parent(inline))
    used = set(cast("list[str]", _RELATIONS_USED(document.element.body)))
    for rel_id, rel in list(part.rels.items()):
        if rel.reltype.endswith("/image") and rel_id not in used:
            part.rels.pop(rel_id)


def figure_place(holder: Node) -> tuple[str, str]:
    """(figure, most height in cm or nothing) of a picture whose name or alternative text is figure:NAME or figure:NAME:CM."""
    for text in (holder.get("name", ""), holder.get("descr", "")):
        kind, _, place = text.strip().partition(":")
        if kind == "figure":
            name, _, tallest = place.partition(":")
            return name.strip(), tallest.strip()
    return "", ""


def _size(inline: Node, picture: Picture, tallest: float) -> None:
    extent = inline.find(qn("wp:extent"))
    if extent is None:
        return
    room = int(extent.get("cx", "0")) / EMU
    scale = min(1.0, room / picture.width, tallest / picture.height)
    wide, high = round(picture.width * scale * EMU), round(picture.height * scale * EMU)
    for element in (extent, *(each for frame in inline.iter(qn("a:xfrm")) for each in frame.iterchildren(qn("a:ext")))):
        element.set("cx", str(wide))
        element.set("cy", str(high))


def number_captions(body: Node) -> None:
    """Give each SEQ field its number, counted through the document, as Word would."""
    counted: dict[str, int] = {}
    for instruction in body.iter(f"{W}instrText"):
        words = (instruction.text or "").split()
        if len(words) > 1 and words[0] == "SEQ":
            counted[words[1]] = number = counted.get(words[1], 0) + 1
            following = (run.find(f"{W}t") for run in parent(instruction).itersiblings())
            shown = next((text for text in following if text is not None), None)
            if shown is not None:
                shown.text = str(number)


def order_cells(body: Node) -> None:
    """Put the properties of cells into the order that Word wants."""
    for properties in body.iter(f"{W}tcPr"):
        places = [CELL_ORDER.get(each.tag, 99) for each in properties]
        if places != sorted(places):
            properties[:] = sorted(properties, key=lambda each: CELL_ORDER.get(each.tag, 99))


def drop_empty_headings(body: Node) -> None:
    """Take out the heading of a chapter that was left out."""
    for paragraph in styled(body, "Heading1"):
        if not text_of(paragraph) and next(paragraph.iter(f"{W}sectPr", f"{W}drawing"), None) is None:
            remove(paragraph)


# Contents ------------------------------------------------------------------------------------------------------------


def fill_contents(body: Node) -> None:
    """Fill the contents with links to the headings, so that it works before Word has ever updated it.

    Only a program that lays out pages knows their numbers, and a wrong one is worse than none: each entry ends in a
    PAGEREF field that is still empty. A PDF has the numbers (pdf.py); Word fills them in when it is told "Update field",
    and when it prints with that option on. Asking Word for more (updateFields, dirty) makes it question whoever opens
    the file. Numbers taken from LibreOffice would be wrong in Word, which breaks pages at other places.
    """
    start = next((each for each in body.iter(f"{W}instrText") if (each.text or "").split()[:1] == ["TOC"]), None)
    if start is None:
        return
    first, deepest = parent(parent(start)), 2 if '"1-1"' not in (start.text or "") else 1
    entries = [entry for entry in _headings(body) if entry[0] <= deepest]
    replaced, field = _field(first), _opening_runs(first)
    if first.tag != f"{W}p" or not replaced or not field:
        return  # a field that begins or ends in an unusual place is left to Word
    opening = "".join(etree.tostring(run, encoding="unicode") for run in field)
    for paragraph in _entries(entries, opening):
        first.addprevious(paragraph)
    for paragraph in replaced:
        remove(paragraph)


def _opening_runs(paragraph: Node) -> list[Node]:
    """The runs of a field up to the mark that separates its code from its result; none when that stands elsewhere."""
    runs: list[Node] = []
    for run in paragraph.iterchildren(f"{W}r"):
        kinds = [mark.get(f"{W}fldCharType") for mark in run.iter(f"{W}fldChar")]
        if runs or "begin" in kinds:
            runs.append(run)
        if runs and "separate" in kinds:
            return runs
    return []


def _field(first: Node) -> list[Node]:
    """The paragraphs from the one in which a field begins to the one in which it ends; none when it ends in none beside it."""
    depth, found = 0, []
    for node in (first, *first.itersiblings()):
        found.append(node)
        kinds = [mark.get(f"{W}fldCharType") for mark in node.iter(f"{W}fldChar")]
        depth += kinds.count("begin") - kinds.count("end")
        if depth == 0:
            return found
    return []


def _headings(body: Node) -> list[tuple[int, str, str, str]]:
    """(level, number, text, bookmark) of each Heading 1 and 2, each given its bookmark."""
    found: list[tuple[int, str, str, str]] = []
    counts = [0, 0]
    for paragraph, style in styled(body, "Heading1", "Heading2").items():
        level = int(style[-1])
        counts = [counts[0] + 1, 0] if level == 1 else [counts[0], counts[1] + 1]
        number = str(counts[0]) if level == 1 else f"{counts[0]}.{counts[1]}"
        mark = f"_Toc{len(found) + 1:08d}"
        begin = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{9000 + len(found)}" w:name="{mark}"/>')
        end = parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{9000 + len(found)}"/>')
        inside(paragraph, f"{W}pPr").addnext(begin)
        paragraph.append(end)
        found.append((level, number, text_of(paragraph), mark))
    return found


def _entries(headings: list[tuple[int, str, str, str]], opening: str) -> list[Node]:
    paragraphs: list[Node] = []
    for position, (level, number, text, mark) in enumerate(headings):
        before = opening if position == 0 else ""
        after = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if position == len(headings) - 1 else ""
        paragraph = parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{before}<w:hyperlink w:anchor="{mark}" w:history="1">'
            f'<w:r><w:t xml:space="preserve"/></w:r><w:r><w:tab/></w:r>{_page_of(mark)}</w:hyperlink>{after}</w:p>'
        )
        next(paragraph.iter(f"{W}t")).text = f"{number}  {text}"
        paragraphs.append(paragraph)
    return paragraphs


def _page_of(mark: str) -> str:
    """A field for the page of a bookmark, its stored result empty: whoever lays the pages out fills it in."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> PAGEREF {mark} \\h </w:instrText></w:r>{separate}<w:r><w:t/></w:r>{end}'


# The file itself -----------------------------------------------------------------------------------------------------


def set_language(document: Document, language: str, *, right_to_left: bool) -> None:
    """Tell Word, and screen readers, which language the text is in; turn the page for scripts from right to left."""
    locale = LOCALES.get(language, language if "-" in language else "en-GB")
    styles = document.styles.element
    lang = _within(styles, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")
    lang.set(f"{W}val", locale)
    if right_to_left:
        lang.set(f"{W}bidi", locale)
        paragraph = _within(styles, "w:docDefaults", "w:pPrDefault", "w:pPr")
        paragraph.insert(0, parse_xml(f"<w:bidi {nsdecls('w')}/>"))
        for table in document.element.body.iter(f"{W}tblPr"):
            style, turned = table.find(f"{W}tblStyle"), parse_xml(f"<w:bidiVisual {nsdecls('w')}/>")
            table.insert(0, turned) if style is None else style.addnext(turned)


def _within(element: Node, *names: str) -> Node:
    """The element down this path; what an office's template leaves out is added."""
    for name in names:
        inner = element.find(qn(name))
        if inner is None:
            inner = element.makeelement(qn(name))
            element.insert(0, inner) if name == "w:docDefaults" else element.append(inner)
        element = inner
    return element


def set_properties(document: Document, properties: Properties) -> None:
    _own_properties(document.part.package)
    core = document.core_properties
    core.title, core.subject = properties.title[:255], properties.subject[:255]
    core.author = core.last_modified_by = properties.author[:255]
    core.keywords, core.comments, core.category = properties.keywords[:255], "", ""
    core.language = LOCALES.get(properties.language, properties.language)
    core.revision = 1
    core.created = core.modified = datetime.combine(properties.created, time())


def _own_properties(package: OpcPackage) -> None:
    """Leave at most one part of core properties, and only if it is one; without any, python-docx makes a new one."""
    found = [(name, rel) for name, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES]
    sound = [name for name, rel in found if not rel.is_external and isinstance(rel.target_part, CorePropertiesPart)]
    for name, _ in found:
        if name not in sound[:1]:
            package.rels.pop(name)

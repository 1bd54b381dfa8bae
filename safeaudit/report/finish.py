"""After the text is in: pictures with their alt text, numbers of captions, the contents, language, and properties."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from safeaudit.report.bare_columns import drop_bare_columns
from safeaudit.report.crossrefs import link
from safeaudit.report.long_rows import let_long_rows_break
from safeaudit.report.metadata import without_traces_of_people

EMU = 360_000
TALLEST = 22.0
"""The tallest picture that leaves room for its caption on a page, in cm."""
CELL_ORDER = [
    qn(f"w:{name}")
    for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
                 "tcFitText", "vAlign", "hideMark")
]  # fmt: skip
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
    document: Any, pictures: Mapping[str, Picture], properties: Properties, *, right_to_left: bool = False
) -> None:
    """Everything Word needs beyond the text; changes the document."""
    body = document.element.body
    place_pictures(document, pictures)
    for cell in body.iter(qn("w:tcPr")):
        cell[:] = sorted(cell, key=lambda child: CELL_ORDER.index(child.tag) if child.tag in CELL_ORDER else 99)
    drop_bare_columns(body)
    number_captions(body)
    link(body)
    let_long_rows_break(body)
    fill_contents(body)
    set_language(document, properties.language, right_to_left=right_to_left)
    set_properties(document, properties)
    without_traces_of_people(document)


def place_pictures(document: Any, pictures: Mapping[str, Picture]) -> None:
    """Put each chart where the template keeps a place named figure:NAME (or figure:NAME:CM, so high at most), as wide as it at most."""
    part, placeholders, unfilled = document.part, set(), []
    for inline in document.element.body.iter(qn("wp:inline"), qn("wp:anchor")):
        holder = inline.find(qn("wp:docPr"))
        name, tallest = figure_place(holder)
        blip = next(inline.iter(qn("a:blip")), None)
        if not name or blip is None:
            continue
        if name not in pictures:
            unfilled.append(inline)
            continue
        picture = pictures[name]
        for extra in (*blip, *inline.iter(qn("a:srcRect"))):  # what Word keeps of the picture that only held the place
            extra.getparent().remove(extra)
        placeholders.add(blip.get(qn("r:embed")))
        blip.set(qn("r:embed"), part.get_or_add_image(io.BytesIO(picture.data))[0])
        holder.set("name", name)
        holder.set("descr", picture.alt)
        next(inline.iter(qn("pic:cNvPr"))).set("name", name)
        _size(inline, picture, float(tallest) if re.fullmatch(r"\d{1,2}(\.\d)?", tallest) else TALLEST)
    for inline in unfilled:  # a place without a figure shows nothing
        drawing = inline.getparent()
        drawing.getparent().remove(drawing)
    space = qn("r:id").removesuffix("id")
    used = {
        value for each in document.element.body.iter() for key, value in each.attrib.items() if key.startswith(space)
    }
    for rel_id, rel in list(part.rels.items()):
        if rel.reltype.endswith("/image") and rel_id not in used:
            part.rels.pop(rel_id)


def figure_place(holder: Any) -> tuple[str, str]:
    """(figure, most height in cm or nothing) of a picture whose name or alternative text is figure:NAME or figure:NAME:CM."""
    for text in (holder.get("name", ""), holder.get("descr", "")):
        kind, _, place = text.strip().partition(":")
        if kind == "figure":
            name, _, tallest = place.partition(":")
            return name.strip(), tallest.strip()
    return "", ""


def _size(inline: Any, picture: Picture, tallest: float) -> None:
    extent = inline.find(qn("wp:extent"))
    room = int(extent.get("cx")) / EMU
    scale = min(1.0, room / picture.width, tallest / picture.height)
    wide, high = round(picture.width * scale * EMU), round(picture.height * scale * EMU)
    for element in (extent, next(inline.iter(qn("a:xfrm"))).find(qn("a:ext"))):
        element.set("cx", str(wide))
        element.set("cy", str(high))


def number_captions(body: Any) -> None:
    """Give each SEQ field its number, counted through the document, as Word would."""
    counted: dict[str, int] = {}
    for instruction in body.iter(qn("w:instrText")):
        words = (instruction.text or "").split()
        if len(words) > 1 and words[0] == "SEQ":
            counted[words[1]] = number = counted.get(words[1], 0) + 1
            shown = _shown_run(instruction.getparent())
            if shown is not None:
                shown.text = str(number)


def _shown_run(run: Any) -> Any:
    """The text of a field's stored result, from the run with its instruction."""
    run = run.getnext()
    while run is not None:
        if (text := run.find(qn("w:t"))) is not None:
            return text
        run = run.getnext()
    return None


# Contents ------------------------------------------------------------------------------------------------------------


def fill_contents(body: Any) -> None:
    """Fill the contents with links to the headings, so that it works before Word has ever updated it.

    Only a program that lays out pages knows their numbers, and a wrong one is worse than none: each entry ends in a
    PAGEREF field that is still empty. A PDF has the numbers (pdf.py); Word fills them in when it is told "Update field",
    and when it prints with that option on. Asking Word for more (updateFields, dirty) makes it question whoever opens
    the file. Numbers taken from LibreOffice would be wrong in Word, which breaks pages at other places.
    """
    start = next((each for each in body.iter(qn("w:instrText")) if (each.text or "").split()[:1] == ["TOC"]), None)
    if start is None:
        return
    first = start.getparent().getparent()
    last, deepest = _field_end(first), 2 if '"1-1"' not in (start.text or "") else 1
    entries = [entry for entry in _headings(body) if entry[0] <= deepest]
    field = [child for child in first if child.tag == qn("w:r")]
    opening = "".join(_serialised(run) for run in field[:3])
    replaced = [first] if last is first else [first, *_between(first, last), last]
    new = _entries(entries, opening)
    for paragraph in new:
        first.addprevious(paragraph)
    for paragraph in replaced:
        paragraph.getparent().remove(paragraph)


def _between(first: Any, last: Any) -> list[Any]:
    found, node = [], first.getnext()
    while node is not None and node is not last:
        found.append(node)
        node = node.getnext()
    return found


def _field_end(paragraph: Any) -> Any:
    """The paragraph in which the field that begins here ends."""
    depth, node = 0, paragraph
    while node is not None:
        for mark in node.iter(qn("w:fldChar")):
            depth += {"begin": 1, "end": -1}.get(mark.get(qn("w:fldCharType")), 0)
        if depth == 0:
            return node
        node = node.getnext()
    return paragraph


def _headings(body: Any) -> list[tuple[int, str, str, str]]:
    """(level, number, text, bookmark) of each Heading 1 and 2, each given its bookmark."""
    found: list[tuple[int, str, str, str]] = []
    counts = [0, 0]
    for paragraph in body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = "" if style is None else style.get(qn("w:val"))
        if name not in ("Heading1", "Heading2"):
            continue
        level = int(name[-1])
        counts = [counts[0] + 1, 0] if level == 1 else [counts[0], counts[1] + 1]
        number = str(counts[0]) if level == 1 else f"{counts[0]}.{counts[1]}"
        mark = f"_Toc{len(found) + 1:08d}"
        begin = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{9000 + len(found)}" w:name="{mark}"/>')
        end = parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{9000 + len(found)}"/>')
        properties = paragraph.find(qn("w:pPr"))
        properties.addnext(begin)
        paragraph.append(end)
        found.append((level, number, "".join(each.text or "" for each in paragraph.iter(qn("w:t"))), mark))
    return found


def _entries(headings: list[tuple[int, str, str, str]], opening: str) -> list[Any]:
    paragraphs = []
    for position, (level, number, text, mark) in enumerate(headings):
        before = opening if position == 0 else ""
        after = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if position == len(headings) - 1 else ""
        paragraph = parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{before}<w:hyperlink w:anchor="{mark}" w:history="1">'
            f'<w:r><w:t xml:space="preserve"/></w:r><w:r><w:tab/></w:r>{_page_of(mark)}</w:hyperlink>{after}</w:p>'
        )
        next(paragraph.iter(qn("w:t"))).text = f"{number}  {text}"
        paragraphs.append(paragraph)
    return paragraphs


def _page_of(mark: str) -> str:
    """A field for the page of a bookmark, its stored result empty: whoever lays the pages out fills it in."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> PAGEREF {mark} \\h </w:instrText></w:r>{separate}<w:r><w:t/></w:r>{end}'


def _serialised(element: Any) -> str:
    from lxml import etree

    return etree.tostring(element, encoding="unicode")


# The file itself -----------------------------------------------------------------------------------------------------


def set_language(document: Any, language: str, *, right_to_left: bool) -> None:
    """Tell Word, and screen readers, which language the text is in; turn the page for scripts from right to left."""
    locale = LOCALES.get(language, language if "-" in language else "en-GB")
    styles = document.styles.element
    lang = _within(styles, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")
    lang.set(qn("w:val"), locale)
    if right_to_left:
        lang.set(qn("w:bidi"), locale)
        paragraph = _within(styles, "w:docDefaults", "w:pPrDefault", "w:pPr")
        paragraph.insert(0, parse_xml(f"<w:bidi {nsdecls('w')}/>"))
        for table in document.element.body.iter(qn("w:tblPr")):
            style, turned = table.find(qn("w:tblStyle")), parse_xml(f"<w:bidiVisual {nsdecls('w')}/>")
            table.insert(0, turned) if style is None else style.addnext(turned)


def _within(element: Any, *names: str) -> Any:
    """The element down this path; what an office's template leaves out is added."""
    for name in names:
        child = element.find(qn(name))
        if child is None:
            child = element.makeelement(qn(name))
            element.insert(0, child) if name == "w:docDefaults" else element.append(child)
        element = child
    return element


def set_properties(document: Any, properties: Properties) -> None:
    core = document.core_properties
    core.title, core.subject = properties.title[:255], properties.subject[:255]
    core.author = core.last_modified_by = properties.author[:255]
    core.keywords, core.comments, core.category = properties.keywords[:255], "", ""
    core.language = LOCALES.get(properties.language, properties.language)
    core.revision = 1
    core.created = core.modified = datetime.combine(properties.created, time())

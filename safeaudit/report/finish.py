"""After the text is in: pictures with their alt text, numbers of captions, the contents, language, and properties."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

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
    number_captions(body)
    fill_contents(body)
    set_language(document, properties.language, right_to_left=right_to_left)
    set_properties(document, properties)


def place_pictures(document: Any, pictures: Mapping[str, Picture]) -> None:
    """Put each chart where the template keeps a place named figure:NAME, as wide as that place at most."""
    part, placeholders = document.part, set()
    for inline in document.element.body.iter(qn("wp:inline"), qn("wp:anchor")):
        holder = inline.find(qn("wp:docPr"))
        kind, _, name = holder.get("name", "").partition(":")
        if kind != "figure" or name not in pictures:
            continue
        picture = pictures[name]
        blip = next(inline.iter(qn("a:blip")))
        placeholders.add(blip.get(qn("r:embed")))
        blip.set(qn("r:embed"), part.get_or_add_image(io.BytesIO(picture.data))[0])
        holder.set("name", name)
        holder.set("descr", picture.alt)
        next(inline.iter(qn("pic:cNvPr"))).set("name", name)
        _size(inline, picture)
    used = {blip.get(qn("r:embed")) for blip in document.element.body.iter(qn("a:blip"))}
    for rel_id, rel in list(part.rels.items()):
        if rel.reltype.endswith("/image") and rel_id not in used:
            part.rels.pop(rel_id)


def _size(inline: Any, picture: Picture) -> None:
    extent = inline.find(qn("wp:extent"))
    room = int(extent.get("cx")) / EMU
    scale = min(1.0, room / picture.width, TALLEST / picture.height)
    wide, high = round(picture.width * scale * EMU), round(picture.height * scale * EMU)
    for element in (extent, next(inline.iter(qn("a:ext")))):
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

    Entries carry no page numbers: only a program that lays out pages knows them, and a wrong number is worse than none.
    The field itself is a normal one: "Update field" in Word, or printing from it, adds them.
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
            f'<w:r><w:t xml:space="preserve"/></w:r></w:hyperlink>{after}</w:p>'
        )
        next(paragraph.iter(qn("w:t"))).text = f"{number}  {text}"
        paragraphs.append(paragraph)
    return paragraphs


def _serialised(element: Any) -> str:
    from lxml import etree

    return etree.tostring(element, encoding="unicode")


# The file itself -----------------------------------------------------------------------------------------------------


def set_language(document: Any, language: str, *, right_to_left: bool) -> None:
    """Tell Word, and screen readers, which language the text is in; turn the page for scripts from right to left."""
    locale = LOCALES.get(language, language if "-" in language else "en-GB")
    defaults = document.styles.element.find(qn("w:docDefaults"))
    lang = next(defaults.iter(qn("w:lang")))
    lang.set(qn("w:val"), locale)
    if right_to_left:
        lang.set(qn("w:bidi"), locale)
        paragraph = next(defaults.iter(qn("w:pPr")))
        paragraph.insert(0, parse_xml(f"<w:bidi {nsdecls('w')}/>"))
        for table in document.element.body.iter(qn("w:tblPr")):
            table.find(qn("w:tblStyle")).addnext(parse_xml(f"<w:bidiVisual {nsdecls('w')}/>"))


def set_properties(document: Any, properties: Properties) -> None:
    core = document.core_properties
    core.title, core.subject = properties.title[:255], properties.subject[:255]
    core.author = core.last_modified_by = properties.author[:255]
    core.keywords, core.comments, core.category = properties.keywords[:255], "", ""
    core.language = LOCALES.get(properties.language, properties.language)
    core.revision = 1
    core.created = core.modified = datetime.combine(properties.created, time())

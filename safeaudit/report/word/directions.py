"""Marks, in a finished document, the runs that go from right to left and the script of each, so that Word orders and reads them rightly.

Word does not work the direction out by itself: without `w:rtl` the signs and numbers of an Arabic name stand on its wrong side.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from docx.document import Document
from docx.opc.part import XmlPart
from lxml import etree

from safeaudit.report.word.tree import (
    SPACE,
    Node,
    W,
    above,
    as_part,
    attributes,
    named,
    parent,
    parsed,
    remove,
    text_parts,
)
from safeaudit.report.writing.manner import OTHER, PLAIN, Manner, is_right_to_left, manners, stretches

_T, _R, _P, _RPR, _PPR = named("t r p rPr pPr")
RUN_ORDER = named(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color "
    "spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)
AFTER_BIDI = named(
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
COMPLEX = (("b", "bCs"), ("i", "iCs"), ("sz", "szCs"))
"""What a run says twice: for plain letters, and for those that join or run from right to left."""
NOTES = ("footnotes+xml", "endnotes+xml")


def mark_directions(document: Document, *, right_to_left: bool = False) -> None:
    """Mark every part with text; `right_to_left`: the document itself is."""
    for _part, root in text_parts(document):
        mark(root, right_to_left=right_to_left)
    for part in document.part.package.iter_parts():
        if part.content_type.endswith(NOTES) and not isinstance(part, XmlPart):
            notes = parsed(part.blob)
            mark(notes, right_to_left=right_to_left)
            part._blob = as_part(notes)  # noqa: SLF001 - python-docx offers no other way


def mark(root: Node, *, right_to_left: bool = False) -> None:
    """Mark the paragraphs of one part."""
    concerned = (above(text, _P) for text in root.iter(_T) if right_to_left or OTHER.search(text.text or ""))
    for paragraph in dict.fromkeys(concerned):
        if paragraph is not None:
            _mark_paragraph(paragraph, right_to_left=right_to_left)


def _mark_paragraph(paragraph: Node, *, right_to_left: bool) -> None:
    texts = list(_texts(paragraph))
    whole = "".join(text.text or "" for text in texts)
    turned = is_right_to_left(whole, otherwise=right_to_left)
    if turned != right_to_left:
        _turn(paragraph, turned=turned)
    found, at, runs = manners(whole, right_to_left=turned), 0, dict[Node, list[Manner]]()
    for text in texts:
        length = len(text.text or "")
        runs.setdefault(parent(text), []).extend(found[at : at + length])
        at += length
    for run, own in runs.items():
        if any(manner != PLAIN for manner in own) and not _said(run):
            _mark_run(run, own)


def _texts(paragraph: Node) -> Iterator[Node]:
    """The texts of a paragraph itself, not of a text box in it."""
    for text in paragraph.iter(_T):
        if parent(text).tag == _R and above(text, _P) is paragraph:
            yield text


def _turn(paragraph: Node, *, turned: bool) -> None:
    """Say of a paragraph that it runs the other way than its document, unless its template says something already."""
    properties = paragraph.find(_PPR)
    if properties is None:
        properties = etree.Element(_PPR)
        paragraph.insert(0, properties)
    if properties.find(f"{W}bidi") is not None:
        return
    own = etree.Element(f"{W}bidi")
    if not turned:
        own.set(f"{W}val", "0")
    later = next((child for child in properties if child.tag in AFTER_BIDI), None)
    properties.append(own) if later is None else later.addprevious(own)


def _said(run: Node) -> bool:
    """Whether the template has marked this run itself."""
    properties = run.find(_RPR)
    return properties is not None and properties.find(f"{W}rtl") is not None


def _mark_run(run: Node, found: list[Manner]) -> None:
    """Take a run apart into runs of one manner each; breaks, tabs and all else stay with the text before them."""
    at, pieces, current = 0, list[Node](), None
    for child in [child for child in run if child.tag != _RPR]:
        if child.tag != _T:
            if current is None:
                current = _like(run, PLAIN)
                pieces.append(current)
            current.append(child)
            continue
        length = len(child.text or "")
        for start, end, manner in stretches(found[at : at + length]):
            if current is None or current.get("manner") != repr(manner):
                current = _like(run, manner)
                current.set("manner", repr(manner))
                pieces.append(current)
            piece = etree.SubElement(current, _T)
            piece.text = (child.text or "")[start:end]
            piece.set(SPACE, "preserve")
        at += length
    for piece in pieces:
        piece.attrib.pop("manner", "")
        run.addprevious(piece)
    remove(run)


def _like(run: Node, manner: Manner) -> Node:
    """An empty run with the properties of this one and what its manner adds."""
    made = etree.Element(_R, attributes(run))
    properties = run.find(_RPR)
    own = etree.Element(_RPR) if properties is None else deepcopy(properties)
    if manner != PLAIN:
        _add(own, manner)
    if len(own):
        made.append(own)
    return made


def _add(properties: Node, manner: Manner) -> None:
    if manner.slot == "bidi":
        for plain, joined in COMPLEX:
            same = properties.find(f"{W}{plain}")
            if same is not None and properties.find(f"{W}{joined}") is None:
                _within(properties, joined).attrib.update(same.attrib)
    if manner.right_to_left:
        _within(properties, "rtl")
    if manner.slot == "eastAsia":
        _within(properties, "rFonts").set(f"{W}hint", "eastAsia")
    if manner.language:
        _within(properties, "lang").set(f"{W}{manner.slot}", manner.language)
    properties[:] = sorted(properties, key=lambda child: RUN_ORDER.index(child.tag) if child.tag in RUN_ORDER else 99)


def _within(properties: Node, name: str) -> Node:
    found = properties.find(f"{W}{name}")
    return etree.SubElement(properties, f"{W}{name}") if found is None else found

"""References from a sentence to a figure or table by its number, kept as fields that Word can follow and count anew.

A chapter writes a mark where the number belongs (`Story.see`); `numbered` fills in the number this document will show, and
after rendering `link` turns each mark into a REF field to the caption. Marks are Unicode non-characters, which no input
holds (`package.clean`), so that they come through any template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml.etree import _Element

from safeaudit.report.writing.layout import DocumentLayout
from safeaudit.report.writing.plain import clean
from safeaudit.report.writing.statements import (
    ANCHOR,
    REF_END,
    REF_START,
    REF_TEXT,
    Block,
    Paragraph,
    Section,
    Statement,
)
from safeaudit.words import Words

_REF = re.compile(f"{REF_START}([^{REF_TEXT}{REF_END}]*)(?:{REF_TEXT}([^{REF_END}]*))?{REF_END}")
_WHOLE = re.compile(f"({REF_START}[^{REF_END}]*{REF_END})")
_ANCHOR = re.compile(f"{ANCHOR}([^{REF_END}]*){REF_END}")


def numbered(written: Sequence[Section], layout: DocumentLayout, words: Words) -> list[Section]:
    """The sections with each reference's number filled in; a sentence that refers to what is not shown is left out."""
    names = labels(written, layout, words)
    return [_each_paragraph(section, lambda paragraph: _filled(paragraph, names)) for section in written]


def labels(written: Sequence[Section], layout: DocumentLayout, words: Words) -> dict[str, str]:
    """What each figure and table is called in this document: {"risk_heat_map": "Figure 1", "risks.ranked": "Table 2"}."""
    by_id, found = {section.id: section for section in written}, {}
    figures = tables = 0
    for section in layout.sections:
        for block in section.blocks:
            own = by_id[section.id].blocks.get(block.name, Block()) if section.id in by_id else Block()
            if block.kind == "figure" and own.figure:
                figures += 1
                found[own.figure] = f"{words.t('Figure')} {figures}"
            elif block.kind == "table" and own.lines:
                tables += 1
                found[f"{section.id}.{block.name}"] = f"{words.t('Table')} {tables}"
            elif block.kind == "tables":
                tables += len(own.parts)
    return found


def readable(text: str) -> str:
    """The text as a person reads it, marks gone."""
    return _ANCHOR.sub("", _REF.sub(lambda match: match[2] or "", text))


def kept(text: str) -> str:
    """The text as a document can hold it, its references kept as marks."""
    return "".join(part if number % 2 else clean(part) for number, part in enumerate(_WHOLE.split(text)))


def anchored(caption: str, key: str) -> str:
    """A caption that references can point to."""
    return f"{ANCHOR}{key}{REF_END}{clean(caption)}" if caption else ""


def _filled(paragraph: Paragraph, names: dict[str, str]) -> Paragraph:
    sentences: list[Statement] = []
    for sentence in paragraph.sentences:
        wanted = [match[1] for match in _REF.finditer(sentence.text)]
        if all(name in names for name in wanted):
            text = _REF.sub(lambda match: f"{REF_START}{match[1]}{REF_TEXT}{names[match[1]]}{REF_END}", sentence.text)
            sentences.append(replace(sentence, text=text) if wanted else sentence)
    return replace(paragraph, sentences=tuple(sentences))


def _each_paragraph(section: Section, change: Callable[[Paragraph], Paragraph]) -> Section:
    def all_of(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
        changed = [change(paragraph) for paragraph in paragraphs]
        return [paragraph for paragraph in changed if paragraph.sentences or paragraph.lead]

    blocks = {
        name: replace(
            block,
            text=all_of(block.text),
            points=all_of(block.points),
            chapters=[(heading, all_of(paragraphs)) for heading, paragraphs in block.chapters],
        )
        for name, block in section.blocks.items()
    }
    return replace(section, text=all_of(section.text), blocks=blocks)


# In the finished document --------------------------------------------------------------------------------------------


def link(body: _Element) -> None:
    """Give each caption its bookmark, and turn each reference into a field that shows the caption's number."""
    numbers: dict[str, str] = {}
    for position, caption in enumerate(_with(body, ANCHOR)):
        key, label = _bookmark(caption, 20_000 + position)
        numbers.setdefault(key, label)
    for text in _with(body, REF_START):
        _link(text, numbers)


def _with(body: _Element, mark: str) -> list[_Element]:
    return [text for text in body.iter(qn("w:t")) if mark in (text.text or "")]


def _bookmark(text: _Element, number: int) -> tuple[str, str]:
    """Take the mark out of a caption and set its label and number between bookmarks; (key, "Figure 3" or nothing)."""
    words = text.text or ""
    found = _ANCHOR.search(words)
    key = found[1] if found else ""
    text.text = _ANCHOR.sub("", words)
    paragraph = next(text.iterancestors(qn("w:p")))
    runs = list(paragraph.iter(qn("w:r")))
    ends = [run for run in runs if any(mark.get(qn("w:fldCharType")) == "end" for mark in run.iter(qn("w:fldChar")))]
    if not ends or not any("SEQ" in (each.text or "") for each in paragraph.iter(qn("w:instrText"))):
        return key, ""
    runs[0].addprevious(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{_name(key)}"/>'))
    ends[0].addnext(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))
    before = runs[: runs.index(ends[0])]
    return key, "".join(each.text or "" for run in before for each in run.iter(qn("w:t")))


def _name(key: str) -> str:
    """A bookmark's name for a caption's key; Word hides names that begin with an underscore from its list."""
    return "_Ref_" + re.sub(r"\W", "_", key)[:34]


def _link(text: _Element, numbers: dict[str, str]) -> None:
    """Split the run around each reference; a caption that this template does not show leaves the plain words."""
    run = _parent(text)
    new: list[_Element] = []
    for child in run:
        if child.tag == qn("w:rPr"):
            continue
        pieces = _WHOLE.split(child.text or "") if child is text else []
        if not pieces:
            new.append(_like(run, deepcopy(child)))
        for number, piece in enumerate(pieces):
            found = _REF.fullmatch(piece) if number % 2 else None
            if found is None:
                new += [_like(run, _words(piece))] if piece else []
            elif numbers.get(found[1]):
                new += _field(run, _name(found[1]), numbers[found[1]])
            else:
                new.append(_like(run, _words(found[2] or "")))
    for each in new:
        run.addprevious(each)
    _parent(run).remove(run)


def _parent(node: _Element) -> _Element:
    """The element around one that stands in a document."""
    parent = node.getparent()
    assert parent is not None
    return parent


def _field(run: _Element, name: str, label: str) -> list[_Element]:
    instruction = parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> REF {name} \\h </w:instrText>')
    begin, separate, end = (
        parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
    )
    return [_like(run, child) for child in (begin, instruction, separate, _words(label), end)]


def _words(text: str) -> _Element:
    words = parse_xml(f'<w:t {nsdecls("w")} xml:space="preserve"/>')
    words.text = text
    return words


def _like(run: _Element, child: _Element) -> _Element:
    """A run with the same properties around this child."""
    made = parse_xml(f"<w:r {nsdecls('w')}/>")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        made.append(deepcopy(properties))
    made.append(child)
    return made

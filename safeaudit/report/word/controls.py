"""Content controls: marked stretches of a rendered document become `w:sdt` with the id and the first cell as their tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from urllib.parse import quote

from docx.document import Document
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from lxml import etree

from safeaudit.report.word.tree import SPACE, Node, W, above, inside, named, parent, remove, styled, text_parts
from safeaudit.report.writing.marks import END, LINK_END, LINK_START, START, number_of, pieces
from safeaudit.report.writing.ties import Trace, Traced, address, digest, digest_of, place

W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOOKMARK, FIRST_BOOKMARK = "_trace_", 100_000
LONGEST_TAG = 64
"""What Word takes for a tag and for a title."""
_ANY = re.compile("[\ufdd0-\ufdef]")
_T, _R, _RPR, _VAL = named("t r rPr val")
_SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "\u2011"}
"""What stands for a letter in a run."""
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def tie(document: Document, trace: Trace, workbook: str = "") -> dict[str, list[str]]:
    """Put the controls in place of the marks; {id: digests of the texts as they now stand in the document}.

    `workbook` is the file the evidence trail links to, beside the report; without it there are no links to cells.
    """
    controls = _Controls(trace, workbook)
    for part, root in text_parts(document):
        controls.tie_part(root, part)
    return controls.placed


def shown(node: Node) -> str:
    """The text a person sees in this element, tracked deletions left out."""
    found = []
    for each in node.iter(_T, *_SIGNS):
        if each.tag == _T:
            found.append(each.text or "")
        elif parent(each).tag == _R:
            found.append(_SIGNS[each.tag])
    return "".join(found)


class _Controls:
    """One document's controls, numbered through all its parts."""

    def __init__(self, trace: Trace, workbook: str) -> None:
        self.trace, self.workbook = trace, workbook
        self.placed: dict[str, list[str]] = {}
        self.number = 0
        self.headings: dict[str, Node] = {}

    def tie_part(self, root: Node, part: XmlPart) -> None:
        self.part: XmlPart = part
        self.headings = _headings(root) if self.trace.targets else {}
        marked = [text for text in root.iter(_T) if text.text and _ANY.search(text.text)]
        parents = dict.fromkeys(parent(parent(text)) for text in marked if parent(text).tag == _R)
        before = self.number
        for around in parents:
            _Stretches(self).walk(around)
        for text in root.iter(_T):
            if text.text and _ANY.search(text.text):
                text.text = _ANY.sub("", text.text)
        self._tie_figures(root)
        if self.number > before:
            _declare(root)

    def control(self, entry: Traced) -> Node:
        """An empty control for this text; between bookmarks too, for programs that drop the tags of controls."""
        self.number += 1
        control = etree.Element(f"{W}sdt", nsmap=None)
        properties = etree.SubElement(control, f"{W}sdtPr")
        tag, alias = self._names(entry)
        if alias:
            etree.SubElement(properties, f"{W}alias").set(_VAL, alias)
        etree.SubElement(properties, f"{W}tag").set(_VAL, tag)
        etree.SubElement(properties, f"{W}id").set(_VAL, str(700_000_000 + self.number))
        etree.SubElement(properties, f"{{{W15}}}appearance", nsmap={"w15": W15}).set(f"{{{W15}}}val", "hidden")
        content = etree.SubElement(control, f"{W}sdtContent")
        if entry.id not in self.placed:
            start = etree.SubElement(content, f"{W}bookmarkStart")
            start.set(f"{W}id", str(FIRST_BOOKMARK + self.number))
            start.set(f"{W}name", f"{BOOKMARK}{entry.id}")
        return control

    def close(self, entry: Traced, control: Node) -> None:
        """The control is full: note what stands in it."""
        start = control[-1].find(f"{W}bookmarkStart")
        if entry.id not in self.placed and start is not None:
            etree.SubElement(control[-1], f"{W}bookmarkEnd").set(f"{W}id", start.get(f"{W}id", ""))
        own = []
        if entry.kind == "figure":
            pictures = [blip.get(qn("r:embed"), "") for blip in control.iter(qn("a:blip"))]
            own = [digest_of(self.part.related_parts[each].blob) for each in pictures]
        found = self.placed.setdefault(entry.id, [])
        found += [each for each in own or [digest(shown(control))] if each not in found]

    def _names(self, entry: Traced) -> tuple[str, str]:
        """(tag, title): the id, with the first cell and how many more; a public document names no cell."""
        if self.trace.public or not entry.refs:
            return entry.id, ""
        first, more = place(entry.refs[0]), len(entry.refs) - 1
        tag = f"{entry.id}|{first}" + (f"+{more}" if more else "")
        return (tag if len(tag) <= LONGEST_TAG else entry.id), first[:LONGEST_TAG]

    def link(self, number: str) -> Node | None:
        """The hyperlink for a stretch of the evidence trail, or None when its target is not there."""
        target = self.trace.targets[int(number, 16)]
        link = etree.Element(f"{W}hyperlink")
        if target.cell is not None:
            if not self.workbook or self.trace.public:
                return None
            link.set(qn("r:id"), self.part.rels.get_or_add_ext_rel(_HYPERLINK, quote(self.workbook)))
            link.set(f"{W}anchor", address(target.cell))
        else:
            heading = self.trace.headings.get(target.chapter, "").strip()
            if heading not in self.headings:
                return None
            link.set(f"{W}anchor", _bookmark(self.headings[heading], heading))
        link.set(f"{W}history", "1")
        return link

    def _tie_figures(self, root: Node) -> None:
        """A control around the run of each chart, found by the name its place carries."""
        for holder in list(root.iter(qn("wp:docPr"))):
            entry = self.trace.entries.get(self.trace.figures.get(holder.get("name", ""), ""))
            run = above(holder, _R)
            if entry is None or run is None or parent(run).tag == f"{W}sdtContent":
                continue
            control = self.control(entry)
            run.addprevious(control)
            control[-1].append(run)
            self.close(entry, control)


class _Stretches:
    """Goes through the children of a paragraph, hyperlink or insertion and moves what stands between marks into controls."""

    at: Node
    """Behind what goes on."""

    def __init__(self, controls: _Controls) -> None:
        self.controls = controls
        self.entry: Traced | None = None
        self.control: Node | None = None
        self.link: Node | None = None

    def walk(self, around: Node) -> None:
        for child in list(around):
            if child.tag == _R and any(_ANY.search(text.text or "") for text in child.iterchildren(_T)):
                self.at = child
                for piece in list(_cut(child)):
                    self._mark(piece) if isinstance(piece, str) else self._put(piece)
                around.remove(child)
            elif self.control is not None and child.tag != f"{W}pPr":
                self._put(child)
        if self.control is not None:  # a mark without its end: the words stay, the control goes
            _unwrap(self.control)

    def _put(self, element: Node) -> None:
        if self.control is not None:
            (self.control[-1] if self.link is None else self.link).append(element)
        else:
            self.at.addnext(element)
            self.at = element

    def _mark(self, mark: str) -> None:
        if mark[0] == START:
            self._begin(self.controls.trace.entries.get("t" + number_of(mark)))
        elif mark[0] == END and self.control is not None and self.entry is not None:
            self.controls.close(self.entry, self.control)
            self.entry = self.control = self.link = None
        elif mark[0] == LINK_START and self.control is not None:
            self.link = self.controls.link(number_of(mark))
            if self.link is not None:
                self.control[-1].append(self.link)
        elif mark[0] == LINK_END:
            self.link = None

    def _begin(self, entry: Traced | None) -> None:
        if entry is not None and self.control is None:
            self.entry, self.control = entry, self.controls.control(entry)
            self.at.addnext(self.control)
            self.at = self.control


def _cut(run: Node) -> Iterator[Node | str]:
    """The marks in a run as texts, and between them runs of the same properties with what stood there."""
    properties = run.find(_RPR)
    current: Node | None = None

    def fresh() -> Node:
        made = etree.Element(_R)
        if properties is not None:
            made.append(deepcopy(properties))
        return made

    for child in list(run):
        if child.tag == _RPR:
            continue
        parts = pieces(child.text or "") if child.tag == _T else []
        if len(parts) <= 1 and not (parts and _ANY.match(parts[0])):
            current = fresh() if current is None else current
            current.append(child)
            continue
        for piece in parts:
            if _ANY.match(piece):
                if current is not None:
                    yield current
                    current = None
                yield piece
            else:
                current = fresh() if current is None else current
                words = etree.SubElement(current, _T)
                words.text = piece
                words.set(SPACE, "preserve")
    if current is not None:
        yield current


def _unwrap(control: Node) -> None:
    for child in list(control[-1]):
        if child.tag != f"{W}bookmarkStart":
            control.addprevious(child)
    remove(control)


def _headings(root: Node) -> dict[str, Node]:
    """The first Heading 1 with each text."""
    found: dict[str, Node] = {}
    for paragraph in styled(root, "Heading1"):
        found.setdefault(shown(paragraph).strip(), paragraph)
    return found


def _bookmark(paragraph: Node, heading: str) -> str:
    """The bookmark of a heading; one is made where there is none."""
    own = paragraph.find(f"{W}bookmarkStart")
    if own is None:
        number = str(60_000 + int(digest(heading)[:3], 16))
        own = etree.Element(f"{W}bookmarkStart")
        own.set(f"{W}id", number)
        own.set(f"{W}name", f"_Chapter_{digest(heading)[:8]}")
        inside(paragraph, f"{W}pPr").addnext(own)
        etree.SubElement(paragraph, f"{W}bookmarkEnd").set(f"{W}id", number)
    return str(own.get(f"{W}name"))


def _declare(root: Node) -> None:
    """Name the newer namespace at the top and tell older programs that they may pass over it."""
    etree.cleanup_namespaces(
        root, top_nsmap={"w15": W15, "mc": MC}, keep_ns_prefixes=[each for each in root.nsmap if each]
    )
    name = f"{{{MC}}}Ignorable"
    ignorable = root.get(name, "").split()
    if "w15" not in ignorable:
        root.set(name, " ".join([*ignorable, "w15"]))

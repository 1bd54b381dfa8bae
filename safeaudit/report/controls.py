"""Content controls: marked stretches of a rendered document become `w:sdt` with the id and the first cell as their tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import quote

from docx.oxml.ns import qn
from lxml import etree

from safeaudit.report.marks import END, LINK_END, LINK_START, START, number_of, pieces
from safeaudit.report.trace import Trace, Traced, address, digest, digest_of, place

W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOOKMARK, FIRST_BOOKMARK = "_trace_", 100_000
LONGEST_TAG = 64
"""What Word takes for a tag and for a title."""
_ANY = re.compile("[\ufdd0-\ufdef]")
_NAMES = {
    name: qn(f"w:{name}")
    for name in ("t", "r", "rPr", "p", "pPr", "pStyle", "sdt", "sdtPr", "sdtContent", "alias", "tag", "id", "val", "name", "bookmarkStart",
                 "bookmarkEnd", "hyperlink", "anchor", "history", "br", "cr", "tab", "noBreakHyphen")
}  # fmt: skip
_T, _R, _RPR, _P, _VAL = (_NAMES[name] for name in ("t", "r", "rPr", "p", "val"))
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def tie(document: Any, trace: Trace, workbook: str = "") -> dict[str, list[str]]:
    """Put the controls in place of the marks; {id: digests of the texts as they now stand in the document}.

    `workbook` is the file the evidence trail links to, beside the report; without it there are no links to cells.
    """
    controls = _Controls(trace, workbook)
    for part in document.part.package.iter_parts():
        root = getattr(part, "element", None)
        if root is not None and etree.QName(root).localname in ("document", "hdr", "ftr"):
            controls.tie_part(root, part)
    return controls.placed


def shown(node: Any) -> str:
    """The text a person sees in this element, tracked deletions left out."""
    found = []
    for each in node.iter(_T, _NAMES["br"], _NAMES["cr"], _NAMES["tab"], _NAMES["noBreakHyphen"]):
        if each.tag == _T:
            found.append(each.text or "")
        elif each.getparent().tag == _R:
            found.append({"br": "\n", "cr": "\n", "tab": "\t"}.get(etree.QName(each).localname, "\u2011"))
    return "".join(found)


class _Controls:
    """One document's controls, numbered through all its parts."""

    def __init__(self, trace: Trace, workbook: str) -> None:
        self.trace, self.workbook = trace, workbook
        self.placed: dict[str, list[str]] = {}
        self.number = 0
        self.part: Any = None
        self.headings: dict[str, Any] = {}

    def tie_part(self, root: Any, part: Any) -> None:
        self.part, self.headings = part, _headings(root) if self.trace.targets else {}
        marked = [text for text in root.iter(_T) if text.text and _ANY.search(text.text)]
        parents: dict[Any, None] = {text.getparent().getparent(): None for text in marked if text.getparent().tag == _R}
        before = self.number
        for parent in parents:
            _Stretches(self).walk(parent)
        for text in root.iter(_T):
            if text.text and _ANY.search(text.text):
                text.text = _ANY.sub("", text.text)
        self._tie_figures(root)
        if self.number > before:
            _declare(root)

    def control(self, entry: Traced) -> Any:
        """An empty control for this text; between bookmarks too, for programs that drop the tags of controls."""
        self.number += 1
        control = etree.Element(_NAMES["sdt"], nsmap=None)
        properties = etree.SubElement(control, _NAMES["sdtPr"])
        tag, alias = self._names(entry)
        if alias:
            etree.SubElement(properties, _NAMES["alias"]).set(_VAL, alias)
        etree.SubElement(properties, _NAMES["tag"]).set(_VAL, tag)
        etree.SubElement(properties, _NAMES["id"]).set(_VAL, str(700_000_000 + self.number))
        etree.SubElement(properties, f"{{{W15}}}appearance", nsmap={"w15": W15}).set(f"{{{W15}}}val", "hidden")
        content = etree.SubElement(control, _NAMES["sdtContent"])
        if entry.id not in self.placed:
            start = etree.SubElement(content, _NAMES["bookmarkStart"])
            start.set(_NAMES["id"], str(FIRST_BOOKMARK + self.number))
            start.set(_NAMES["name"], f"{BOOKMARK}{entry.id}")
        return control

    def close(self, entry: Traced, control: Any) -> None:
        """The control is full: note what stands in it."""
        start = control[-1].find(_NAMES["bookmarkStart"])
        if entry.id not in self.placed and start is not None:
            etree.SubElement(control[-1], _NAMES["bookmarkEnd"]).set(_NAMES["id"], start.get(_NAMES["id"]))
        pictures = [blip.get(qn("r:embed")) for blip in control.iter(qn("a:blip"))] if entry.kind == "figure" else []
        found = self.placed.setdefault(entry.id, [])
        own = (
            [digest_of(self.part.related_parts[each].blob) for each in pictures]
            if pictures
            else [digest(shown(control))]
        )
        found += [each for each in own if each not in found]

    def _names(self, entry: Traced) -> tuple[str, str]:
        """(tag, title): the id, with the first cell and how many more; a public document names no cell."""
        if self.trace.public or not entry.refs:
            return entry.id, ""
        first, more = place(entry.refs[0]), len(entry.refs) - 1
        tag = f"{entry.id}|{first}" + (f"+{more}" if more else "")
        return (tag if len(tag) <= LONGEST_TAG else entry.id), first[:LONGEST_TAG]

    def link(self, number: str) -> Any:
        """The hyperlink for a stretch of the evidence trail, or None when its target is not there."""
        target = self.trace.targets[int(number, 16)]
        link = etree.Element(_NAMES["hyperlink"])
        if target.cell is not None:
            if not self.workbook or self.trace.public:
                return None
            link.set(qn("r:id"), self.part.rels.get_or_add_ext_rel(_HYPERLINK, quote(self.workbook)))
            link.set(_NAMES["anchor"], address(target.cell))
        else:
            heading = self.trace.headings.get(target.chapter, "").strip()
            if heading not in self.headings:
                return None
            anchor = _bookmark(self.headings[heading], heading)
            link.set(_NAMES["anchor"], anchor)
        link.set(_NAMES["history"], "1")
        return link

    def _tie_figures(self, root: Any) -> None:
        """A control around the run of each chart, found by the name its place carries."""
        for holder in list(root.iter(qn("wp:docPr"))):
            entry = self.trace.entries.get(self.trace.figures.get(holder.get("name", ""), ""))
            run = next(holder.iterancestors(_R), None)
            if entry is None or run is None or run.getparent().tag == _NAMES["sdtContent"]:
                continue
            control = self.control(entry)
            run.addprevious(control)
            control[-1].append(run)
            self.close(entry, control)


class _Stretches:
    """Goes through the children of a paragraph, hyperlink or insertion and moves what stands between marks into controls."""

    def __init__(self, controls: _Controls) -> None:
        self.controls = controls
        self.entry: Traced | None = None
        self.control: Any = None
        self.link: Any = None
        self.at: Any = None

    def walk(self, parent: Any) -> None:
        for child in list(parent):
            if child.tag == _R and any(_ANY.search(text.text or "") for text in child.iterchildren(_T)):
                self.at = child
                for piece in list(_cut(child)):
                    self._mark(piece) if isinstance(piece, str) else self._put(piece)
                parent.remove(child)
            elif self.control is not None and child.tag != _NAMES["pPr"]:
                self._put(child)
        if self.control is not None:  # a mark without its end: the words stay, the control goes
            _unwrap(self.control)

    def _put(self, element: Any) -> None:
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


def _cut(run: Any) -> Iterator[Any]:
    """The marks in a run as texts, and between them runs of the same properties with what stood there."""
    properties = run.find(_RPR)
    current: Any = None

    def fresh() -> Any:
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
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if current is not None:
        yield current


def _unwrap(control: Any) -> None:
    for child in list(control[-1]):
        if child.tag != _NAMES["bookmarkStart"]:
            control.addprevious(child)
    control.getparent().remove(control)


def _headings(root: Any) -> dict[str, Any]:
    """The first Heading 1 with each text."""
    found: dict[str, Any] = {}
    for style in root.iter(_NAMES["pStyle"]):
        if style.get(_VAL) == "Heading1":
            paragraph = style.getparent().getparent()
            found.setdefault(shown(paragraph).strip(), paragraph)
    return found


def _bookmark(paragraph: Any, heading: str) -> str:
    """The bookmark of a heading; one is made where there is none."""
    own = paragraph.find(_NAMES["bookmarkStart"])
    if own is None:
        number = str(60_000 + int(digest(heading)[:3], 16))
        own = etree.Element(_NAMES["bookmarkStart"])
        own.set(_NAMES["id"], number)
        own.set(_NAMES["name"], f"_Chapter_{digest(heading)[:8]}")
        paragraph.find(_NAMES["pPr"]).addnext(own)
        etree.SubElement(paragraph, _NAMES["bookmarkEnd"]).set(_NAMES["id"], number)
    return str(own.get(_NAMES["name"]))


def _declare(root: Any) -> None:
    """Name the newer namespace at the top and tell older programs that they may pass over it."""
    etree.cleanup_namespaces(
        root, top_nsmap={"w15": W15, "mc": MC}, keep_ns_prefixes=[each for each in root.nsmap if each]
    )
    name = f"{{{MC}}}Ignorable"
    ignorable = root.get(name, "").split()
    if "w15" not in ignorable:
        root.set(name, " ".join([*ignorable, "w15"]))

"""What a document says of those who made it: names, comments, tracked changes, paths and properties of a template leave it."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

DROPPED = ("custom-properties", "customXml", "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "thumbnail",
           "attachedTemplate", "keyMapCustomizations", "printerSettings", "mailMergeSource", "mailMergeHeaderSource",
           "mailMergeRecipientData")  # fmt: skip
"""Kinds of parts that tell of people, programs or paths, and that a report does not need."""
SILENCED = ("Company", "Manager", "HyperlinkBase", "Template", "Application", "AppVersion")
"""Properties of the program and its owner."""
REMOVED = tuple(
    qn(f"w:{name}")
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "del", "moveFrom", "moveFromRangeStart",
                 "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "rPrChange", "pPrChange", "tblPrChange", "tcPrChange",
                 "trPrChange", "sectPrChange", "tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge")
)  # fmt: skip
UNWRAPPED = (qn("w:ins"), qn("w:moveTo"))
SETTINGS = tuple(qn(f"w:{name}") for name in ("attachedTemplate", "docVars", "mailMerge", "rsids", "saveThroughXslt"))


def without_traces_of_people(document: Any) -> None:
    """Take out of a document what its template may carry of people and machines; changes the document."""
    package, main = document.part.package, document.part
    parts = [main, *(rel.target_part for rel in main.rels.values() if not rel.is_external)]
    for part in (package, *parts):
        for rel_id, rel in list(part.rels.items()):
            if rel.reltype.rpartition("/")[2] in DROPPED:
                part.rels.pop(rel_id)
    for part in parts:
        if hasattr(part, "element"):
            _clean(part.element)
    for setting in SETTINGS:
        for element in list(document.settings.element.iter(setting)):
            element.getparent().remove(element)
    for rel in package.rels.values():
        if rel.reltype.endswith("/extended-properties"):
            _silence(rel.target_part)


def _clean(root: Any) -> None:
    """Accept tracked changes and take out comments and the marks of editing sessions."""
    for element in list(root.iter(*REMOVED)):
        element.getparent().remove(element)
    for element in list(root.iter(*UNWRAPPED)):
        parent = element.getparent()
        if parent.tag == qn("w:rPr"):
            parent.remove(element)
            continue
        place = parent.index(element)
        parent[place : place + 1] = list(element)
    for element in root.iter():
        for name in [name for name in element.attrib if re.search(r"\}rsid", str(name))]:
            del element.attrib[name]


def _silence(part: Any) -> None:
    root = parse_xml(part.blob)
    for element in list(root):
        if element.tag.rpartition("}")[2] in SILENCED:
            root.remove(element)
    from lxml import etree

    part._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)  # noqa: SLF001

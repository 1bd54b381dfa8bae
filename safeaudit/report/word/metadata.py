"""What a document says of those who made it: names, comments, tracked changes, paths and properties of a template leave it."""

from __future__ import annotations

from typing import cast

from docx.document import Document
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml
from lxml import etree

from safeaudit.report.word.tree import Node, W, as_part, attributes, local_name, named, parent, remove

_DROPPED = """
    custom-properties customXml comments commentsExtended commentsIds commentsExtensible people thumbnail attachedTemplate
    keyMapCustomizations printerSettings mailMergeSource mailMergeHeaderSource mailMergeRecipientData
"""
DROPPED = frozenset(_DROPPED.split())
"""Kinds of parts that tell of people, programs or paths, and that a report does not need."""
SILENCED = ("Company", "Manager", "HyperlinkBase", "Template", "Application", "AppVersion")
"""Properties of the program and its owner."""
REMOVED = named(
    "commentRangeStart commentRangeEnd commentReference del moveFrom moveFromRangeStart moveFromRangeEnd moveToRangeStart "
    "moveToRangeEnd rPrChange pPrChange tblPrChange tcPrChange trPrChange sectPrChange tblGridChange tblPrExChange "
    "numberingChange cellIns cellDel cellMerge"
)
UNWRAPPED = named("ins moveTo")
SETTINGS = named("attachedTemplate docVars mailMerge rsids saveThroughXslt")
_SESSIONS = etree.XPath("//*[@*[starts-with(local-name(), 'rsid') and namespace-uri() != '']]")
"""Elements that carry a mark of the session in which Word wrote them."""


def without_traces_of_people(document: Document) -> None:
    """Take out of a document what its template may carry of people and machines; changes the document."""
    package, main = document.part.package, document.part
    parts = [main, *(rel.target_part for rel in main.rels.values() if not rel.is_external)]
    for rels in (package.rels, *(part.rels for part in parts)):
        for rel_id, rel in list(rels.items()):
            if rel.reltype.rpartition("/")[2] in DROPPED:
                rels.pop(rel_id)
    for part in parts:
        if isinstance(part, XmlPart):
            _clean(part.element)
    for setting in list(document.settings.element.iter(*SETTINGS)):
        remove(setting)
    for rel in package.rels.values():
        if rel.reltype.endswith("/extended-properties"):
            _silence(rel.target_part)


def _clean(root: Node) -> None:
    """Accept tracked changes and take out comments and the marks of editing sessions."""
    for element in list(root.iter(*REMOVED)):
        remove(element)
    for element in list(root.iter(*UNWRAPPED)):
        around = parent(element)
        if around.tag == f"{W}rPr":
            around.remove(element)
            continue
        place = around.index(element)
        around[place : place + 1] = list(element)
    for element in cast("list[Node]", _SESSIONS(root)):
        for name in attributes(element):
            if "}rsid" in name:
                del element.attrib[name]


def _silence(part: Part) -> None:
    root = parse_xml(part.blob)
    for element in list(root):
        if local_name(element) in SILENCED:
            root.remove(element)
    part._blob = as_part(root)  # noqa: SLF001 - python-docx offers no other way

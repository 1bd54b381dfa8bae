"""Checks what the parts of a Word template are to each other: nothing that runs, fetches, or leads outside; nothing missing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping

from safeaudit.report.word.faults import Fault, fault, source_of
from safeaudit.report.word.main_part import PACKAGE_RELATIONS, RELATION, related
from safeaudit.report.word.tree import Node

_NEEDED = "officeDocument styles settings numbering header footer footnotes endnotes image hyperlink comments"
_DRAWN = "diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing"
_SPARE = """
    stylesWithEffects webSettings fontTable theme customXml customXmlProps core-properties extended-properties custom-properties
    thumbnail font glossaryDocument commentsExtended commentsIds commentsExtensible people documentTasks
"""
SPARE = frozenset(_SPARE.split())
"""Parts that a file may name and not hold: Word opens it, and no text points at them."""
RELATIONS = SPARE.union(_NEEDED.split(), _DRAWN.split())
"""What parts may be to each other: the last word of the relationship's type."""
DETAILS = re.compile(r"[^a-z0-9_ /.\[\]-]", re.IGNORECASE)
"""What is not shown of a name from the file."""
SAFE_LINK = re.compile(r"(?:https?://[^\s]+|mailto:[^\s]+)", re.IGNORECASE)
_MAIL = ("mailMergeSource", "mailMergeHeaderSource", "recipientData")
_MACROS = ("vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations")
_EMBEDDED = "oleObject package control activeXControlBinary chart subDocument extensibility frame"
_WHEREVER = {"attachedTemplate": "attached", "aFChunk": "alt_chunk", **dict.fromkeys(_MAIL, "mail_merge")}
_INSIDE = {**dict.fromkeys(_MACROS, "macros"), **dict.fromkeys(_EMBEDDED.split(), "embedded")}
"""Kinds of relationships that no template may have, wherever they lead and within the file, with the codes of their faults."""


def check_relations(roots: Mapping[str, Node], names: Collection[str]) -> Iterator[Fault]:
    """Every relationship of every part; `roots` the parts that are XML, `names` all of them."""
    for part, root in roots.items():
        if part.lower().endswith(".rels"):
            for relation in root.iter(RELATION):
                yield from _relation(part, relation)
            yield from _missing(part, root, names)


def _relation(part: str, relation: Node) -> Iterator[Fault]:
    whole, target = relation.get("Type", ""), relation.get("Target", "")
    kind, shown = whole.rpartition("/")[2], DETAILS.sub("?", target)[:80]
    if "/digital-signature/" in whole:
        yield fault("signed")
    elif kind in _WHEREVER:
        code = _WHEREVER[kind]
        yield fault(code, part, **({"target": shown} if code == "attached" else {}))
    elif relation.get("TargetMode") == "External":
        if kind == "image":
            yield fault("linked_picture", part, target=shown)
        elif kind != "hyperlink" or not SAFE_LINK.fullmatch(target):
            yield fault("external", part, target=shown)
    elif kind in _INSIDE:
        yield fault(_INSIDE[kind], part, piece=shown)
    elif kind not in RELATIONS:
        yield fault("relation", part, piece=DETAILS.sub("?", kind)[:60])
    elif _leads_out(part, target):
        yield fault("external", part, target=shown)


def _leads_out(part: str, target: str) -> bool:
    """Whether a target is neither a part of the file nor a place in the text."""
    if target.startswith("#"):
        return False
    base = posixpath.dirname(posixpath.dirname(part))
    path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(base, target))
    return path.startswith("..") or "://" in target or "\\" in target


def _missing(part: str, root: Node, names: Collection[str]) -> Iterator[Fault]:
    """Parts that this one needs and the file does not hold."""
    if part != PACKAGE_RELATIONS and source_of(part) not in names:
        return
    for each in related(part, root, names):
        if not each.there and each.kind in RELATIONS - SPARE and each.kind not in ("officeDocument", "hyperlink"):
            yield fault("missing_part", part, piece=DETAILS.sub("?", each.target)[:80])

"""The tree of a part of a Word file: what a node is, and the steps everybody takes who reads or changes one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import XmlPart

Node: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no other name for it

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
"""Says of a text that its outer blanks count."""


def named(local: str) -> tuple[str, ...]:
    """The full names of these elements or attributes of Word, given as one text: "tcW gridSpan"."""
    return tuple(f"{W}{name}" for name in local.split())


def parsed(data: bytes | str, *, huge: bool = False) -> Node:
    """The root of a part, nothing fetched and no entity resolved; `huge` lifts libxml2's limits. XMLSyntaxError for what is no XML."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=huge))


def as_part(root: Node) -> bytes:
    """A tree as the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def text_parts(document: Document) -> Iterator[tuple[XmlPart, Node]]:
    """The main text, headers and footers of a document, each with its tree."""
    from docx.opc.part import XmlPart

    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart) and local_name(part.element) in ("document", "hdr", "ftr"):
            yield part, part.element


def parent(node: Node) -> Node:
    """What a node stands in, for one that is known to stand in something."""
    found = node.getparent()
    assert found is not None
    return found


def above(node: Node, name: str) -> Node | None:
    """The nearest element of this name around a node."""
    return next(node.iterancestors(name), None)


def remove(node: Node) -> None:
    """Take a node, and the text behind it, out of what it stands in."""
    parent(node).remove(node)


def local_name(node: Node) -> str:
    """The name without its namespace."""
    return node.tag.rpartition("}")[2]


def attributes(node: Node) -> dict[str, str]:
    """All attributes by their full names."""
    return {str(name): str(value) for name, value in node.attrib.items()}


def text_of(node: Node) -> str:
    """The letters in an element, without its breaks and tabs."""
    return "".join(text.text or "" for text in node.iter(f"{W}t"))


def inside(node: Node, path: str) -> Node:
    """What stands at this path in a node, where something is known to."""
    found = node.find(path)
    assert found is not None
    return found


def styled(root: Node, *styles: str) -> dict[Node, str]:
    """The paragraphs of these styles in order, each with its style."""
    found = ((parent(parent(style)), style.get(f"{W}val", "")) for style in root.iter(f"{W}pStyle"))
    return {paragraph: name for paragraph, name in found if name in styles and paragraph.tag == f"{W}p"}

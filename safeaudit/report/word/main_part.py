"""The main text of a Word file, found by its relationship: Word 365 and others call the part document2.xml, or what they like."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from safeaudit.report.word.tree import Node, as_part, parsed

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PACKAGE_RELATIONS = "_rels/.rels"
_MAIN = "officeDocument"


class Relation(NamedTuple):
    """One internal relationship: its id, the last word of its type, the part it leads to and whether that part is there."""

    id: str
    kind: str
    target: str
    there: bool


def main_part(names: Iterable[str], read: Callable[[str], bytes]) -> str | None:
    """The name of the part that holds the main text, as the file spells it; None where there is none, or more than one."""
    known = list(names)
    if PACKAGE_RELATIONS not in known:
        return None
    found = [each for each in related(PACKAGE_RELATIONS, _root(read(PACKAGE_RELATIONS)), known) if each.kind == _MAIN]
    return found[0].target if len(found) == 1 and found[0].there else None


def main_part_of(data: bytes) -> str | None:
    """The same for the bytes of a file that is known to be a sound package."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return main_part(file.namelist(), file.read)


def openable(data: bytes) -> bytes:
    """The file without relationships to parts that it does not hold, over which python-docx falls and Word does not."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        changed = {}
        for name in names:
            root = _root(file.read(name)) if name.endswith(".rels") else None
            loose = {each.id for each in related(name, root, names) if not each.there}
            if root is not None and loose:
                for each in [each for each in root.iter(RELATION) if each.get("Id", "") in loose]:
                    root.remove(each)
                changed[name] = as_part(root)
        if not changed:
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in names:
                target.writestr(name, changed.get(name) or file.read(name))
    return out.getvalue()


def relations_of(part: str) -> str:
    """The name of the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def related(relations: str, root: Node | None, names: Iterable[str]) -> list[Relation]:
    """The relationships within the file that the part of this name, whose tree is `root`, holds."""
    folder = posixpath.dirname(posixpath.dirname(relations))
    there = set(names)
    found = []
    for each in () if root is None else root.iter(RELATION):
        target = each.get("Target", "")
        if each.get("TargetMode") == "External" or target.startswith("#"):
            continue
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        # A target is an address, in which a letter may be written as %20; the name of a part is not.
        name = path if path in there else unquote(path)
        found.append(Relation(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], name, name in there))
    return found


def _root(data: bytes) -> Node | None:
    try:
        return parsed(data)
    except etree.XMLSyntaxError:
        return None

"""Reading a report that came back: its marked texts as they stand now, and the list inside it, under the reader's limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree

from safeaudit.files.guard import LIMITS, MIB, Limits, Package, Refusal, UnreadableFile
from safeaudit.files.xml import Xml
from safeaudit.report.trace.listed import TraceList, from_xml
from safeaudit.report.word.controls import BOOKMARK
from safeaudit.report.word.main_part import main_part, related, relations_of
from safeaudit.report.word.tree import Node, attributes, local_name, parsed
from safeaudit.report.writing.ties import digest_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_EMBED = re.compile(r"\{[^}]*relationships\}embed")
_ID = re.compile(r"t[0-9a-f]{4,8}")
_BOOKMARK = re.compile(f"{BOOKMARK}({_ID.pattern})")
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_LIMITS = Limits(unpacked=80 * MIB, part=24 * MIB)
"""A report as it comes back: twenty times what one of ours holds."""
_NESTED = 8
"""Controls or bookmarks of ours inside each other: copying puts two there, nobody eight."""
_PIECES = {"t": "", "br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011"}
_IN_WORD = re.compile(r"/?word[/\\][^/\\]+\.xml", re.IGNORECASE)
_CUSTOM = re.compile(r"/?customxml[/\\]item", re.IGNORECASE)


class NotTraced(Exception):
    """A report that cannot be traced: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Returned:
    """What stands in the document now.

    `controls` the texts under each id (a copied paragraph has its id twice) · `pictures` the digests of the pictures under
    each id · `told` the list inside, if it is still there · `text` all the words, for ids whose control was dropped.
    """

    controls: dict[str, list[str]] = field(default_factory=dict)
    pictures: dict[str, list[str]] = field(default_factory=dict)
    told: TraceList | None = None
    roots: dict[str, Node] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        return "\n".join(_words(root) for root in self.roots.values())


def read_file(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file of bounded size; NotTraced when it cannot be read."""
    try:
        if path.is_dir():
            raise NotTraced(Refusal.IS_DIRECTORY)
        with path.open("rb") as file:
            data = file.read(limits.file + 1)
    except FileNotFoundError:
        raise NotTraced(Refusal.NOT_FOUND) from None
    except PermissionError:
        raise NotTraced(Refusal.NO_PERMISSION) from None
    except (OSError, ValueError):
        raise NotTraced(Refusal.IO_ERROR) from None
    if len(data) > limits.file:
        raise NotTraced(Refusal.TOO_BIG)
    return data


def read_report(path: Path) -> Returned:
    """The marked texts of a Word file; NotTraced when it is none, is damaged, or is built to harm."""
    data = read_file(path)
    if not data.startswith(b"PK\3\4"):
        raise NotTraced("encrypted" if data.startswith(b"\xd0\xcf\x11\xe0") else "no_report")
    try:
        package = Package(data, _LIMITS)
        if "[Content_Types].xml" not in package:
            raise NotTraced("no_report")
        return _returned(package)
    except UnreadableFile as refusal:
        raise NotTraced(refusal.code) from None


def _returned(package: Package) -> Returned:
    found = Returned()
    main = main_part(package.names(), lambda name: _checked(package, name))
    for name in _text_parts(package, main):
        root = _parsed(_checked(package, name))
        kind = local_name(root)
        if name == main and kind != "document":
            raise NotTraced("no_report")
        if kind in ("document", "hdr", "ftr", "footnotes", "endnotes"):
            found.roots[name.lstrip("/").replace("\\", "/")] = root
    if not found.roots:
        raise NotTraced("no_report")
    found.roots = dict(sorted(found.roots.items()))
    custom = (name for name in sorted(package.names()) if _CUSTOM.match(name) and "props" not in name.lower())
    told = (_told(_checked(package, name)) for name in custom)
    found.told = next((each for each in told if each is not None), None)
    for plain, root in found.roots.items():
        _collect(root, found, package, plain)
    listed = {entry["id"] for entry in found.told["entries"]} if found.told else set()
    if not listed or listed - found.controls.keys():
        for plain, root in found.roots.items():
            _collect_bookmarked(root, found, package, plain)
    return found


def _text_parts(package: Package, main: str | None) -> list[str]:
    """The main part and those it is related to; in a file without relationships, what lies in Word's own folder."""
    names = package.names()
    if main is None:
        found = sorted(name for name in names if _IN_WORD.fullmatch(name))
    else:
        relations = relations_of(main)
        root = _parsed(_checked(package, relations)) if relations in package else None
        found = [main, *dict.fromkeys(each.target for each in related(relations, root, names) if each.there)]
    return [name for name in dict.fromkeys(found) if name == main or name.lower().endswith(".xml")]


def _told(data: bytes) -> TraceList | None:
    try:
        return from_xml(data)
    except (ValueError, KeyError, TypeError):
        return None


def _checked(package: Package, name: str) -> bytes:
    """A part that the guard's own reader went through: no DOCTYPE in any encoding, not nested without end."""
    guard, pieces = Xml(name, _LIMITS), []
    for piece in package.chunks(name):
        guard.feed(piece)
        pieces.append(piece)
    guard.feed(b"", last=True)
    return b"".join(pieces)


def _parsed(data: bytes) -> Node:
    try:
        # huge_tree: a long chapter may pass libxml2's limits; the size is bounded by the package's own.
        return parsed(data, huge=True)
    except etree.XMLSyntaxError:
        raise NotTraced("damaged") from None


def _collect(root: Node, found: Returned, package: Package, part: str) -> None:
    relations = _relations(package, part)
    for space in (_W, _STRICT):
        for control in root.iter(f"{space}sdt"):
            own = _tag(control, space)
            if own is None:
                continue
            if sum(_tag(above, space) is not None for above in control.iterancestors(f"{space}sdt")) >= _NESTED:
                raise NotTraced("hostile")
            found.controls.setdefault(own, []).append(_words(control))
            for blip in control.iter(_BLIP):
                found.pictures.setdefault(own, []).extend(
                    _picture(package, relations.get(name, "")) for name in _embedded(blip)
                )


def _collect_bookmarked(root: Node, found: Returned, package: Package, part: str) -> None:
    relations = _relations(package, part)
    for own, words, blips in _bookmarked(root):
        if own not in found.controls:
            found.controls[own] = [words]
            found.pictures[own] = [_picture(package, relations.get(name, "")) for name in blips]


def _bookmarked(root: Node) -> Iterator[tuple[str, str, list[str]]]:
    """(id, words, pictures) between our bookmarks: what is left when a program dropped the tags of the controls."""
    open_ones: dict[str, tuple[str, list[str], list[str]]] = {}
    for each, name, piece in _told_by(root):
        if name == "bookmarkStart" and (named := _BOOKMARK.fullmatch(_attribute(each, "name"))):
            open_ones[_attribute(each, "id")] = (named[1], [], [])
            if len(open_ones) > _NESTED:
                raise NotTraced("hostile")
        elif name == "bookmarkEnd" and (ended := open_ones.pop(_attribute(each, "id"), None)):
            yield ended[0], "".join(ended[1]), ended[2]
        elif open_ones:
            for _, words, blips in open_ones.values():
                words.append(piece)
                blips.extend(_embedded(each) if each.tag == _BLIP else ())


def _attribute(element: Node, name: str) -> str:
    return element.get(f"{_W}{name}") or element.get(f"{_STRICT}{name}") or ""


def _tag(control: Node, space: str) -> str | None:
    """The id in a control's tag; None for a control of somebody else."""
    tag = control.find(f"{space}sdtPr/{space}tag")
    own = "" if tag is None else tag.get(f"{space}val", "").partition("|")[0]
    return own if _ID.fullmatch(own) else None


def _words(node: Node) -> str:
    """The words a person sees: without tracked deletions, moved-away stretches and the prompt of an emptied control."""
    pieces: list[str] = []
    for _, name, piece in _told_by(node):
        if name == "p" and pieces and pieces[-1] != "\n":
            pieces.append("\n")
        elif piece:
            pieces.append(piece)
    return "".join(pieces)


def _told_by(top: Node) -> Iterator[tuple[Node, str, str]]:
    """Every element, its local name and what it adds to the words, in one pass however deep they stand."""
    unseen = 0
    for event, each in etree.iterwalk(top, events=("start", "end")):
        name = local_name(each)
        hides = name in ("del", "moveFrom", "Fallback") or (
            name == "sdt" and each.find("{*}sdtPr/{*}showingPlcHdr") is not None
        )
        if event == "end":
            unseen -= hides
            continue
        unseen += hides
        piece = ""
        if not unseen and name in _PIECES and (above := each.getparent()) is not None and above.tag.endswith("}r"):
            piece = str(each.text or "") if name == "t" else _PIECES[name]
        yield each, name, piece


def _embedded(blip: Node) -> list[str]:
    return [value for name, value in attributes(blip).items() if _EMBED.fullmatch(name)]


def _relations(package: Package, part: str) -> dict[str, str]:
    rels = relations_of(part)
    if rels not in package:
        return {}
    found = related(rels, _parsed(_checked(package, rels)), package.names())
    return {each.id: each.target for each in found}


def _picture(package: Package, name: str) -> str:
    return digest_of(b"".join(package.chunks(name))) if name and name in package else ""

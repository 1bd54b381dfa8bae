"""Checks the file of a Word template: a sound package of known parts that fetches, runs and hides nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from safeaudit.files.guard import MIB, Limits, Package, Refusal, UnreadableFile
from safeaudit.files.reader import other_kind
from safeaudit.files.xml import Xml
from safeaudit.report.template.lint.pictures import check_picture
from safeaudit.report.template.lint.places import near
from safeaudit.report.template.lint.relations import DETAILS, SAFE_LINK, check_relations
from safeaudit.report.template.lint.word_fields import check_fields
from safeaudit.report.word.faults import Fault, Place, fault
from safeaudit.report.word.main_part import PACKAGE_RELATIONS, main_part, related, relations_of
from safeaudit.report.word.tree import Node, W, attributes, local_name, parsed

LIMITS = Limits(file=10 * MIB, unpacked=80 * MIB, part=40 * MIB, parts=1_000, depth=200, attributes=500, seconds=12.0)
BRACES = 20_000
_REFUSALS = {
    Refusal.EMPTY: "empty",
    Refusal.ENCRYPTED: "encrypted",
    Refusal.HTML: "web_page",
    Refusal.WORD_DOCUMENT: "old_word",
    Refusal.TOO_SLOW: "too_slow",
    Refusal.HOSTILE: "hostile",
    Refusal.DAMAGED: "damaged",
    Refusal.TOO_BIG: "too_big",
}
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKING = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}link"
_SINGLE = ("styles", "settings", "numbering", "footnotes", "endnotes")
"""Parts of which there is one, by their relationship and the name of their root."""
_DRAWN = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")
_TRACKED = """
    ins del moveFrom moveTo rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange tblGridChange
    numberingChange cellIns cellDel cellMerge moveFromRangeStart moveToRangeStart customXmlInsRangeStart customXmlDelRangeStart
"""
_ANYWHERE = {
    **dict.fromkeys(("object", "control", "OLEObject", "subDoc", "movie", "ocx", "webVideoPr"), "embedded"),
    **dict.fromkeys(("saveThroughXslt", "frameset", "scriptAnchor"), "relation"),
    "altChunk": "alt_chunk",
    "dataBinding": "bound",
}
_WORDS_OWN = {
    **dict.fromkeys(_TRACKED.split(), "tracked"),
    **dict.fromkeys(("commentReference", "comment"), "comments"),
    "mailMerge": "mail_merge",
}
"""Elements that a template may not hold, by their name in any namespace or in Word's own."""


@dataclass(slots=True)
class Opened:
    """What a sound package holds: its parts that are XML, as trees, and the faults met on the way.

    `kinds` the content type of each part · `main` the part with the main text.
    """

    roots: dict[str, Node] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    main: str = ""

    def add(self, code: str, part: str = "", **values: str) -> None:
        self.faults.append(fault(code, part, **values))


def open_package(data: bytes) -> Opened:
    """Read and check all of a template but its tags. A refusal is the only fault there is."""
    opened = Opened()
    if len(data) > LIMITS.file:
        opened.add("too_big", what="file", limit=f"{LIMITS.file // MIB} MB")
        return opened
    if not data.startswith(b"PK\3\4"):
        opened.add(_REFUSALS.get(Refusal(other_kind(data).code), "not_word"))
        return opened
    try:
        parts = _read(Package(data, LIMITS))
    except UnreadableFile as refusal:
        opened.faults.append(_refused(refusal))
        return opened
    _kinds(parts, opened)
    if opened.faults:
        return opened
    try:
        opened.roots = {name: parsed(content) for name, content in parts.items() if _is_xml(name)}
    except etree.XMLSyntaxError:
        opened.add("damaged", detail="xml")
        return opened
    _types(parts, opened)
    for check in (
        lambda: check_relations(opened.roots, parts),
        lambda: _braces(opened),
        lambda: _contents(parts, opened),
    ):
        opened.faults.extend(check_guarded(check))
    return opened


def check_guarded(
    check: Callable[[], Iterable[Fault]], place: Place | None = None, code: str = "part_not_checked"
) -> list[Fault]:
    """What a check finds; where the check itself fails, that is told as our own error, and what it found before stays."""
    found: list[Fault] = []
    try:
        found.extend(check())
    except MemoryError:
        raise
    except Exception as failure:  # noqa: BLE001 - whatever goes wrong in a check of ours must not be told as a fault of the file
        found.append(fault(code, place or Place(), what=type(failure).__name__))
    return found


def _refused(refusal: UnreadableFile) -> Fault:
    code = _REFUSALS.get(Refusal(refusal.code), "not_word")
    values = {name: DETAILS.sub("?", text)[:80] for name, text in refusal.values.items()}
    detail = " ".join(values[name] for name in ("detail", "part") if values.get(name)).replace("_", " ")
    if code == "too_big":
        limit = values.get("limit", "")
        size = f"{int(limit) // MIB} MB" if limit.isdigit() and int(limit) >= MIB else limit
        return fault(code, what=values.get("what", ""), limit=size)
    return fault(code, detail=detail, limit=values.get("limit", ""))


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _read(package: Package) -> dict[str, bytes]:
    """All parts; XML is run through the guard's own reader first, which refuses what would harm a tree."""
    parts = {}
    for name in package.names():
        if ".." in name.split("/") or name.startswith(("/", "\\")) or ":" in name or "\\" in name:
            raise UnreadableFile(Refusal.HOSTILE, part="", detail="path")
        xml = Xml(name, LIMITS) if _is_xml(name) else None
        pieces = []
        for piece in package.chunks(name):
            if xml is not None:
                xml.feed(piece)
            pieces.append(piece)
        if xml is not None:
            xml.feed(b"", last=True)
        parts[name] = b"".join(pieces)
    return parts


# What kind of file, and what belongs to it ----------------------------------------------------------------------------


def _kinds(parts: dict[str, bytes], opened: Opened) -> None:
    types = parts.get("[Content_Types].xml", b"")
    main = main_part(parts, parts.__getitem__)
    opened.main = main or ""
    if b"macroEnabled" in types:
        opened.add("macro_word")
    elif b"wordprocessingml.template.main+xml" in types:
        opened.add("word_template")
    elif b"wordprocessingml.document.main+xml" not in types:
        opened.add("not_word" if main is None else "damaged", detail="content types")
    elif main is None:
        several = parts.get(PACKAGE_RELATIONS, b"").count(b"/relationships/officeDocument") > 1
        opened.add("hostile" if several else "damaged", detail="main part")
    elif b"purl.oclc.org/ooxml" in parts[main][:4000]:
        opened.add("strict_word")
    for name in parts:
        last = posixpath.basename(name).lower()
        if "vbaproject" in last or "vbadata" in last:
            opened.add("macros", piece=name)
        elif "/activex/" in name.lower() or "/embeddings/" in name.lower():
            opened.add("embedded", piece=name)


def _types(parts: dict[str, bytes], opened: Opened) -> None:
    """What each part is, by its own entry or its ending, as every reader takes it; a part that is XML must be named so.

    Otherwise a header could be called font.bin: filled and shown, but never looked at.
    """
    declared = opened.roots["[Content_Types].xml"]
    single = {
        each.get("PartName", "").lstrip("/").lower(): each.get("ContentType", "")
        for each in declared.iter(f"{_TYPES}Override")
    }
    ending = {
        each.get("Extension", "").lower(): each.get("ContentType", "") for each in declared.iter(f"{_TYPES}Default")
    }
    for name, content in parts.items():
        kind = single.get(name.lower()) or ending.get(posixpath.basename(name).rpartition(".")[2].lower(), "")
        opened.kinds[name] = kind = kind.strip().lower()
        if _is_xml(name) or (name.lower().endswith(".svg") and kind in ("", "image/svg+xml")):
            continue
        if kind.endswith(("+xml", "/xml")) or _looks_like_xml(content):
            opened.add("relation", name, piece=DETAILS.sub("?", name)[:60])


def _looks_like_xml(content: bytes) -> bool:
    start = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return re.match(rb"<[?!a-z]", start, re.IGNORECASE) is not None


def _braces(opened: Opened) -> Iterator[Fault]:
    count = 0
    for part, root in opened.roots.items():
        if part.startswith("word/") or _in_document(opened.kinds.get(part, "")):
            text = etree.tostring(root, encoding="unicode")
            count += text.count("{") + text.count("}")
    if count > BRACES:
        yield fault("many_braces", count=str(count), limit=str(BRACES))


# What the parts hold --------------------------------------------------------------------------------------------------


def _contents(parts: dict[str, bytes], opened: Opened) -> Iterator[Fault]:
    for name, content in parts.items():
        if not _is_xml(name):
            yield from check_picture(name, content)
    relations = relations_of(opened.main)
    links = related(relations, opened.roots.get(relations), parts)
    own = {each.kind: each.target for each in links}
    if twice := [kind for kind in _SINGLE if sum(each.kind == kind for each in links) > 1]:
        yield fault("damaged", opened.main, detail=f"two parts of kind {twice[0]}")
    yield from _shapes(own, opened)
    styles = _styles(opened.roots.get(own.get("styles", "")))
    for part, root in opened.roots.items():
        if part.lower().endswith(".rels") or not (part.startswith("word/") or _in_document(opened.kinds.get(part, ""))):
            continue
        styled = part not in (own.get("styles"), own.get("numbering")) and not part.startswith("word/glossary")
        yield from check_guarded(partial(_one_part, part, root, styles if styled else None), Place(part))
    settings = opened.roots.get(own.get("settings", ""))
    if settings is not None:
        yield from _settings(own["settings"], settings)


def _one_part(part: str, root: Node, styles: set[str] | None) -> Iterator[Fault]:
    yield from _active(part, root)
    yield from check_fields(part, root)
    if styles is not None:
        yield from _missing_styles(part, root, styles)


def _shapes(own: Mapping[str, str], opened: Opened) -> Iterator[Fault]:
    """Parts that are not what their relationship says cannot be opened; Word itself would call the file damaged."""
    expected = {
        opened.main: ("document", ".document.main+xml"),
        **{own[kind]: (kind, f".{kind}+xml") for kind in _SINGLE if kind in own},
    }
    for part, (name, kind) in expected.items():
        if part not in opened.kinds:  # told as a missing part
            continue
        root = opened.roots.get(part)
        sound = root is not None and root.tag == f"{W}{name}" and opened.kinds[part].endswith(kind)
        if not sound or (root is not None and part == opened.main and root.find(f"{W}body") is None):
            yield fault("damaged", part, detail=DETAILS.sub("?", part)[:60])


def _in_document(kind: str) -> bool:
    """Whether a part of this kind belongs to the document, wherever it lies in the file."""
    return "wordprocessingml" in kind or "drawingml" in kind or "vmldrawing" in kind


def _active(part: str, root: Node) -> Iterator[Fault]:
    found: dict[str, Node] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = local_name(element)
        code = _ANYWHERE.get(name) or (_WORDS_OWN.get(name) if element.tag.startswith(W) else None)
        if _is_linked(element):
            code = "linked_picture"
        if code is not None:
            found.setdefault(code, element)
    for code, element in found.items():
        values = {"piece": part, "target": "", "kind": ""} if code in ("embedded", "linked_picture", "relation") else {}
        yield fault(code, near(part, root, element), **values)


def _is_linked(element: Node) -> bool:
    """Whether a drawing says from where something is to be fetched; a link to be clicked may lead where any link may."""
    if element.get(_LINKING):
        return True
    if not element.tag.startswith(_DRAWN):
        return False
    clicked = element.get("href", "")
    others = ((key.rpartition("}")[2], value) for key, value in attributes(element).items() if key != "href")
    if any(value for key, value in others if key in ("href", "althref", "src")):
        return True
    picture = element.tag.endswith("}imagedata")
    return bool(clicked) and (picture or not (clicked.startswith("#") or SAFE_LINK.fullmatch(clicked)))


def _settings(part: str, root: Node) -> Iterator[Fault]:
    if root.find(f"{W}trackRevisions") is not None:
        yield fault("tracking", part)
    if root.find(f"{W}documentProtection") is not None:
        yield fault("protected", part)


def _styles(root: Node | None) -> set[str]:
    return set() if root is None else {style.get(f"{W}styleId", "") for style in root.iter(f"{W}style")}


def _missing_styles(part: str, root: Node, known: set[str]) -> Iterator[Fault]:
    told: set[str] = set()
    for element in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
        name = element.get(f"{W}val", "")
        if name not in known | told:
            told.add(name)
            yield fault("no_style", near(part, root, element), name=DETAILS.sub("?", name)[:60])

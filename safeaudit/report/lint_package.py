"""Checks the file of a Word template: a sound package of known parts that fetches, runs and hides nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from safeaudit.hosts.file import other_kind
from safeaudit.hosts.guard import MIB, Limits, Package, Refusal, UnreadableFile, Xml
from safeaudit.report.faults import Fault, Place
from safeaudit.report.lint_fields import check_fields
from safeaudit.report.lint_pictures import check_picture
from safeaudit.report.tags import W, own_text

LIMITS = Limits(file=10 * MIB, unpacked=80 * MIB, part=40 * MIB, parts=1_000, depth=200, attributes=500, seconds=12.0)
BRACES = 20_000
RELATIONS = frozenset(
    [
        "officeDocument",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "image",
        "hyperlink",
        "customXml",
        "customXmlProps",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "font",
        "glossaryDocument",
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
        "documentTasks",
    ]
)
"""What parts may be to each other: the last word of the relationship's type."""
_MACROS = ("vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations")
_EMBEDDED = (
    "oleObject",
    "package",
    "control",
    "activeXControlBinary",
    "chart",
    "subDocument",
    "extensibility",
    "frame",
    "aFChunk",
)
_REFUSALS = {
    Refusal.EMPTY: "empty", Refusal.ENCRYPTED: "encrypted", Refusal.HTML: "web_page", Refusal.WORD_DOCUMENT: "old_word",
    Refusal.TOO_SLOW: "too_slow", Refusal.HOSTILE: "hostile", Refusal.DAMAGED: "damaged", Refusal.TOO_BIG: "too_big",
}  # fmt: skip
_DETAILS = re.compile(r"[^a-z0-9_ /.\[\]-]", re.IGNORECASE)
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKING = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}link"
_DRAWN = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")
_SAFE_LINK = re.compile(r"(?:https?://[^\s]+|mailto:[^\s]+)", re.IGNORECASE)
_TRACKED = [
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblPrExChange",
    "trPrChange",
    "tcPrChange",
    "tblGridChange",
    "numberingChange",
    "cellIns",
    "cellDel",
    "cellMerge",
    "moveFromRangeStart",
    "moveToRangeStart",
    "customXmlInsRangeStart",
    "customXmlDelRangeStart",
]
_ANYWHERE = {
    "altChunk": "alt_chunk", "dataBinding": "bound", "saveThroughXslt": "relation", "frameset": "relation", "scriptAnchor": "relation",
    **dict.fromkeys(("object", "control", "OLEObject", "subDoc", "movie", "ocx", "webVideoPr"), "embedded"),
}  # fmt: skip
_WORDS_OWN = {
    "commentReference": "comments", "comment": "comments", "mailMerge": "mail_merge", **dict.fromkeys(_TRACKED, "tracked"),
}  # fmt: skip
"""Elements that a template may not hold, by their name in any namespace or in Word's own."""


@dataclass(slots=True)
class Opened:
    """What a sound package holds: its parts that are XML, as trees, and the faults met on the way."""

    roots: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, part: str = "", **values: str) -> None:
        self.faults.append(Fault(code, Place(part), tuple(values.items())))


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
        opened.roots = {
            name: etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
            for name, content in parts.items()
            if _is_xml(name)
        }
    except etree.XMLSyntaxError:
        opened.add("damaged", detail="xml")
        return opened
    _types(parts, opened)
    _relations(opened)
    _braces(opened)
    _contents(parts, opened)
    return opened


def _refused(refusal: UnreadableFile) -> Fault:
    code = _REFUSALS.get(Refusal(refusal.code), "not_word")
    values = {name: _DETAILS.sub("?", text)[:80] for name, text in refusal.values.items()}
    detail = " ".join(values[name] for name in ("detail", "part") if values.get(name)).replace("_", " ")
    if code == "too_big":
        limit = values.get("limit", "")
        size = f"{int(limit) // MIB} MB" if limit.isdigit() and int(limit) >= MIB else limit
        return Fault(code, values=(("what", values.get("what", "")), ("limit", size)))
    return Fault(code, values=(("detail", detail), ("limit", values.get("limit", ""))))


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
    if b"macroEnabled" in types:
        opened.add("macro_word")
    elif b"wordprocessingml.template.main+xml" in types:
        opened.add("word_template")
    elif b"wordprocessingml.document.main+xml" not in types or "word/document.xml" not in parts:
        opened.add("not_word" if "word/document.xml" not in parts else "damaged", detail="content types")
    elif b"purl.oclc.org/ooxml" in parts["word/document.xml"][:4000]:
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
            opened.add("relation", name, piece=_DETAILS.sub("?", name)[:60])
    top = opened.roots.get("_rels/.rels")
    links = () if top is None else top.iter(_REL)
    mains = [each.get("Target", "") for each in links if each.get("Type", "").endswith("/officeDocument")]
    if [posixpath.normpath(main.lstrip("/")) for main in mains] != ["word/document.xml"]:
        opened.add("hostile", detail="main part")


def _looks_like_xml(content: bytes) -> bool:
    start = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return re.match(rb"<[?!a-z]", start, re.IGNORECASE) is not None


def _relations(opened: Opened) -> None:
    for part, root in opened.roots.items():
        if not part.lower().endswith(".rels"):
            continue
        for relation in root.iter(_REL):
            _relation(part, relation, opened)


def _relation(part: str, relation: Any, opened: Opened) -> None:
    kind = relation.get("Type", "").rpartition("/")[2]
    target = relation.get("Target", "")
    shown = _DETAILS.sub("?", target)[:80]
    if kind == "attachedTemplate":
        opened.add("attached", part, target=shown)
    elif kind in ("mailMergeSource", "mailMergeHeaderSource", "recipientData"):
        opened.add("mail_merge", part)
    elif kind == "aFChunk":
        opened.add("alt_chunk", part)
    elif relation.get("TargetMode") == "External":
        if kind == "image":
            opened.add("linked_picture", part, target=shown)
        elif kind != "hyperlink" or not _SAFE_LINK.fullmatch(target):
            opened.add("external", part, target=shown)
    elif kind in _MACROS:
        opened.add("macros", part, piece=shown)
    elif kind in _EMBEDDED:
        opened.add("embedded", part, piece=shown)
    elif kind not in RELATIONS:
        opened.add("relation", part, piece=_DETAILS.sub("?", kind)[:60])
    else:
        _inside(part, target, opened)


def _inside(part: str, target: str, opened: Opened) -> None:
    """A target must be a part of the file (or a place in the text)."""
    if target.startswith("#"):
        return
    base = posixpath.dirname(posixpath.dirname(part))
    path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(base, target))
    if path.startswith("..") or "://" in target or "\\" in target:
        opened.add("external", part, target=_DETAILS.sub("?", target)[:80])


def _braces(opened: Opened) -> None:
    count = 0
    for part, root in opened.roots.items():
        if part.startswith("word/") or _in_document(opened.kinds.get(part, "")):
            text = etree.tostring(root, encoding="unicode")
            count += text.count("{") + text.count("}")
    if count > BRACES:
        opened.add("many_braces", count=str(count), limit=str(BRACES))


# What the parts hold --------------------------------------------------------------------------------------------------


def _contents(parts: dict[str, bytes], opened: Opened) -> None:
    for name, content in parts.items():
        if not _is_xml(name):
            opened.faults.extend(check_picture(name, content))
    styles = _styles(opened.roots.get("word/styles.xml"))
    for part, root in opened.roots.items():
        if part.lower().endswith(".rels") or not (part.startswith("word/") or _in_document(opened.kinds.get(part, ""))):
            continue
        opened.faults.extend(_active(part, root))
        opened.faults.extend(check_fields(part, root))
        if part != "word/styles.xml" and not part.startswith("word/glossary"):
            opened.faults.extend(_missing_styles(part, root, styles))
    settings = opened.roots.get("word/settings.xml")
    if settings is not None:
        opened.faults.extend(_settings(settings))


def _in_document(kind: str) -> bool:
    """Whether a part of this kind belongs to the document, wherever it lies in the file."""
    return "wordprocessingml" in kind or "drawingml" in kind or "vmldrawing" in kind


def _active(part: str, root: Any) -> Iterator[Fault]:
    found: dict[str, Any] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        code = _ANYWHERE.get(name) or (_WORDS_OWN.get(name) if element.tag.startswith(W) else None)
        if _is_linked(element):
            code = "linked_picture"
        if code is not None:
            found.setdefault(code, element)
    for code, element in found.items():
        values = {"piece": part, "target": "", "kind": ""} if code in ("embedded", "linked_picture", "relation") else {}
        yield Fault(code, near(part, root, element), tuple(values.items()))


def _is_linked(element: Any) -> bool:
    """Whether a drawing says from where something is to be fetched; a link to be clicked may lead where any link may."""
    if element.get(_LINKING):
        return True
    if not element.tag.startswith(_DRAWN):
        return False
    clicked = element.get("href", "")
    fetched = (
        value
        for key, value in element.attrib.items()
        if key != "href" and key.rpartition("}")[2] in ("href", "althref", "src")
    )
    picture = element.tag.endswith("}imagedata") and clicked
    return bool(
        any(fetched) or picture or (clicked and not clicked.startswith("#") and not _SAFE_LINK.fullmatch(clicked))
    )


def near(part: str, root: Any, element: Any) -> Place:
    """The place of an element: the paragraph it stands in or before."""
    paragraph = element if element.tag == f"{W}p" else next(element.iterancestors(f"{W}p"), None)
    if paragraph is None:
        paragraph = next(element.iter(f"{W}p"), None)
    if paragraph is None:
        return Place(part)
    number = next(at for at, each in enumerate(root.iter(f"{W}p"), 1) if each is paragraph)
    return Place(part, number, text=own_text(paragraph).strip()[:60])


def _settings(root: Any) -> Iterator[Fault]:
    part = "word/settings.xml"
    if root.find(f"{W}trackRevisions") is not None:
        yield Fault("tracking", Place(part))
    if root.find(f"{W}documentProtection") is not None:
        yield Fault("protected", Place(part))


def _styles(root: Any) -> set[str]:
    return set() if root is None else {str(style.get(f"{W}styleId")) for style in root.iter(f"{W}style")}


def _missing_styles(part: str, root: Any, known: set[str]) -> Iterator[Fault]:
    told = set()
    for element in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
        name = str(element.get(f"{W}val"))
        if name not in known and name not in told:
            told.add(name)
            yield Fault("no_style", near(part, root, element), (("name", _DETAILS.sub("?", name)[:60]),))

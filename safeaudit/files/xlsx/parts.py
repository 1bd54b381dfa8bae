"""Finds the parts of an Office Open XML workbook: its main part, its sheets, and what a part is related to."""

from __future__ import annotations

import posixpath
import re

from safeaudit.files.guard import Package, Refusal, UnreadableFile, damaged, too_big
from safeaudit.files.xlsx.values import unescape
from safeaudit.files.xml import read_xml

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/"
LONGEST_FORMULA = 8192
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """A part's inner relationships as {id: (kind, target part)}; external ones are not even remembered."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(local: str, attributes: dict[str, str], _path: list[str]) -> None:
        if local != "Relationship" or is_external(attributes):
            return
        kind = attributes.get("Type", "")
        if kind.startswith((OFFICE, OFFICE_STRICT, MICROSOFT)):
            target = attributes.get("Target", "").replace("\\", "/")
            found[attributes.get("Id", "")] = (kind.rpartition("/")[2], _target(package, folder, target))

    listed = f"{folder}/_rels/{name}.rels".lstrip("/")
    if listed in package:
        read_xml(package, listed, start)
    return found


def is_external(relationship: dict[str, str]) -> bool:
    """Whether a relationship leads out of the file."""
    return relationship.get("TargetMode", "").strip().lower() == "external"


def _target(package: Package, folder: str, target: str) -> str:
    name = posixpath.join("/", folder, target)
    if name not in package:
        name = _PERCENT.sub(lambda match: chr(int(match[1], 16)), name)
    return name


def main_part(package: Package) -> str:
    if "mimetype" in package:
        mimetype = b"".join(package.chunks("mimetype"))
        if mimetype.startswith(b"application/vnd.oasis.opendocument"):
            raise UnreadableFile(Refusal.OPEN_DOCUMENT)
    if "[Content_Types].xml" not in package:
        raise _not_office(package)
    types = content_types(package)
    main = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), "")
    if not main:
        raise damaged("missing_part", "_rels/.rels")
    extension = "." + main.lower().rpartition(".")[2]
    _check_kind(types.get(main.lower().lstrip("/"), types.get(extension, "")))
    return main


def content_types(package: Package) -> dict[str, str]:
    """{part or ".extension": content type}, all in small letters."""
    types: dict[str, str] = {}

    def start(local: str, attributes: dict[str, str], _path: list[str]) -> None:
        name = attributes.get("PartName", "") if local == "Override" else "." + attributes.get("Extension", "")
        types[name.lower().lstrip("/")] = attributes.get("ContentType", "").lower()

    read_xml(package, "[Content_Types].xml", start)
    return types


def _check_kind(content_type: str) -> None:
    if "sheet.binary" in content_type:
        raise UnreadableFile(Refusal.BINARY_WORKBOOK)
    if "wordprocessingml" in content_type or "ms-word" in content_type:
        raise UnreadableFile(Refusal.WORD_DOCUMENT)
    for kind in ("presentation", "powerpoint", "visio"):
        if kind in content_type:
            raise UnreadableFile(Refusal.NOT_A_WORKBOOK, kind=kind)


def _not_office(package: Package) -> UnreadableFile:
    if "META-INF/manifest.xml" in package and "content.xml" in package:
        return UnreadableFile(Refusal.OPEN_DOCUMENT)
    if "_rels/.rels" in package or any(name.lower().startswith("xl/") for name in package.names()):
        return damaged("missing_part", "[Content_Types].xml")
    return UnreadableFile(Refusal.NOT_A_WORKBOOK, kind="zip")


class Book:
    """The workbook part: sheets as (title, relationship id, hidden) in order, the date system, and defined names."""

    def __init__(self, package: Package, part: str) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.names: list[tuple[str, str]] = []
        """(name, what it stands for), cut to what a formula can be long."""
        self.date1904 = False
        self._root = False
        self._name: list[str] | None = None
        self._limits = package.limits
        read_xml(package, part, self._start, self._end, self._text)
        if not self._root or not self.sheets:
            raise damaged("no_sheets", part)

    def _start(self, _local: str, attributes: dict[str, str], path: list[str]) -> None:
        if path == ["workbook"]:
            self._root = True
        elif path == ["workbook", "workbookPr"]:
            self.date1904 = attributes.get("date1904", "").strip() in ("1", "true", "on")
        elif path == ["workbook", "definedNames", "definedName"]:
            self._name = [attributes.get("name", "")]
        elif path == ["workbook", "sheets", "sheet"]:
            relation = attributes.get(f"{OFFICE}}}id") or attributes.get(f"{OFFICE_STRICT}}}id") or ""
            state = attributes.get("state", "visible")
            self.sheets.append((unescape(attributes.get("name", "")), relation, state != "visible"))
            if len(self.sheets) > self._limits.sheets:
                raise too_big(self._limits, "sheets")

    def _text(self, text: str) -> None:
        if self._name is not None:
            self._name.append(text)

    def _end(self, local: str, _path: list[str]) -> None:
        if local == "definedName" and self._name is not None:
            name, *formula = self._name
            self.names.append((name, "".join(formula)[:LONGEST_FORMULA]))
            self._name = None

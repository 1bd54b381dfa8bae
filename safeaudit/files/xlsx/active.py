"""What in a workbook would run, fetch or open something else: named, never followed."""

from __future__ import annotations

import re

from safeaudit.cells import Cell
from safeaudit.files.guard import Package
from safeaudit.files.xlsx.parts import is_external
from safeaudit.files.xlsx.values import Reading, reaches_out
from safeaudit.files.xml import read_xml

_BY_NAME = (
    ("macros", re.compile(r"(?:^|/)vbaproject[^/]*\.bin$|(?:^|/)macrosheets/", re.IGNORECASE)),
    ("controls", re.compile(r"(?:^|/)activex/", re.IGNORECASE)),
    ("objects", re.compile(r"(?:^|/)embeddings/", re.IGNORECASE)),
    ("connections", re.compile(r"(?:^|/)(?:connections\.xml|querytables/|model/)", re.IGNORECASE)),
)
_BY_TYPE = (
    ("macros", re.compile(r"vbaproject|macrosheet")),
    ("controls", re.compile(r"activex")),
    ("objects", re.compile(r"oleobject")),
    ("connections", re.compile(r"connections\+xml|querytable\+xml")),
)
_LINKS = re.compile(r"(?:^|/)externallinks/[^/]+\.xml$", re.IGNORECASE)
_HARMLESS = ("hyperlink",)
"""Kinds of relationships out of the file that do nothing until a person clicks."""


def find_active(package: Package, types: dict[str, str], reading: Reading) -> None:
    """Note each kind of active content once; links out of the file by what they are."""
    kinds: dict[str, None] = {}
    for name in package.names():
        declared = types.get(name.lower().lstrip("/"), "")
        kinds.update((kind, None) for kind, pattern in _BY_NAME if pattern.search(name))
        kinds.update((kind, None) for kind, pattern in _BY_TYPE if pattern.search(declared))
        if _LINKS.search(name):
            kinds[_link_kind(package, name)] = None
        elif name.lower().endswith(".rels") and (kind := _leads_out(package, name)):
            kinds[kind] = None
    for kind in kinds:
        reading.note("active", None, kind=kind)


def _link_kind(package: Package, name: str) -> str:
    found = ["links"]

    def start(local: str, _attributes: dict[str, str], _path: list[str]) -> None:
        if local in ("ddeLink", "oleLink"):
            found.append("commands")

    read_xml(package, name, start)
    return found[-1]


def _leads_out(package: Package, name: str) -> str:
    """What a list of relationships has that is followed by itself: "links" to workbooks, "linked" pictures and others."""
    if _LINKS.search(name.replace("_rels/", "").removesuffix(".rels")):
        return ""  # named as a link already
    found: list[str] = []

    def start(local: str, attributes: dict[str, str], _path: list[str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if local == "Relationship" and is_external(attributes) and kind not in _HARMLESS:
            found.append(kind)

    read_xml(package, name, start)
    if not found:
        return ""
    return "links" if all(kind.startswith("externalLink") for kind in found) else "linked"


_FORMULA = re.compile(r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"[^>]*>(?:<f[^>]*>)([^<]{0,8192})</f>')
_WORTH_A_LOOK = (
    "|", "WEBSERVICE(", "RTD(", "CALL(", "REGISTER.ID(", "IMAGE(", "STOCKHISTORY(", "DDE(", "EXEC(",
)  # fmt: skip
"""In capitals. Looked for one after the other: a pattern for any of them, in any case, takes fifty times as long."""


def calls_in(stretch: str, title: str, reading: Reading) -> None:
    """Note the formulas in a stretch of rows that call another program or fetch something."""
    capitals = stretch.upper()
    if not any(each in capitals for each in _WORTH_A_LOOK):
        return
    for letters, row, formula in _FORMULA.findall(stretch):
        if kind := reaches_out(formula):
            reading.note("active", Cell(title, int(row), reading.columns[letters] or 1), kind=kind)


_BY_ITSELF = re.compile(r"(?:_xlnm\.)?auto_(?:open|close|activate|deactivate)", re.IGNORECASE)


def active_name(name: str, formula: str) -> str:
    """The kind of active content a defined name is: what it works out, or that it names a macro run by itself."""
    return reaches_out(formula) or ("macros" if _BY_ITSELF.match(name) else "")

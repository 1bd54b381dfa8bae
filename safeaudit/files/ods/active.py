"""What in an OpenDocument spreadsheet would run, fetch or open something else: named, never followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safeaudit.files.guard import Package
from safeaudit.files.ods.styles import KNOWN, name
from safeaudit.files.xml import read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LEADING_OUT = {
    "table": "dde-link cell-range-source database-source-sql database-source-table database-source-query",
    "draw": "image object object-ole",
}
ACTIVE = frozenset(f"{prefix}:{local}" for prefix, locals_ in _LEADING_OUT.items() for local in locals_.split())
"""Elements that may lead out of the file or into a program."""

_FULL_PATH, _MEDIA_TYPE, _HREF = name("manifest:full-path"), name("manifest:media-type"), name("xlink:href")
_MACROS = re.compile(r"(?:^|/)(?:basic/[^/]+/(?!script-l[bc]\.xml$)[^/]+\.xml$|scripts/.*[^/]$)", re.IGNORECASE)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]+:|//|\\\\|\.\./\.\./", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_DDE = re.compile(r"\bDDE\s*\(", re.IGNORECASE)
_FETCHES = re.compile(r"\bWEBSERVICE\s*\(", re.IGNORECASE)
_OTHER_FILE = re.compile(r"'(?:file|https?|ftp|smb)://", re.IGNORECASE)


def active_parts(package: Package) -> Iterator[str]:
    """The kinds of active content that whole parts of the package are."""
    if any(_MACROS.search(part) for part in package.names()):
        yield "macros"
    found: list[str] = []

    def start(local: str, attributes: Mapping[str, str], _path: list[str]) -> None:
        path, kind = attributes.get(_FULL_PATH, ""), attributes.get(_MEDIA_TYPE, "")
        inner = local == "manifest:file-entry" and path != "/" and path.endswith("/")
        # Charts are made by the program itself and hold nothing that runs.
        if inner and kind.startswith("application/vnd.oasis.opendocument.") and not kind.endswith(".chart"):
            found.append(kind)

    if "META-INF/manifest.xml" in package:
        read_xml(package, "META-INF/manifest.xml", start, known=KNOWN)
    if found:
        yield "objects"


def active_element(local: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """The kind of active content one of the ACTIVE elements is, if it is any."""
    outside = _OUTSIDE.match(attributes.get(_HREF, "")) is not None
    if local == "table:dde-link":
        yield "commands"
    elif local == "table:cell-range-source":
        yield "links"
    elif local.startswith("table:database-source"):
        yield "connections"
    elif local == "draw:object-ole":
        yield "objects"
    elif outside:
        yield "linked"


def active_formula(formula: str) -> str:
    """The kind of active content a formula is; empty for one that stays inside the file."""
    plain = _QUOTED.sub('""', formula)
    if _DDE.search(plain):
        return "commands"
    if _FETCHES.search(plain):
        return "linked"
    return "links" if _OTHER_FILE.search(plain) else ""

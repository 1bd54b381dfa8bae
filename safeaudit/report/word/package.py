"""Writing a Word file: the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile

from docx.document import Document
from docx.opc.pkgwriter import _ContentTypesItem

EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"
_LEFT = re.compile(rb"\xef\xb7[\x90-\xaf]|&#(?:6497[6-9]|649[89]\d|6500[0-7]);")


def save_package(document: Document) -> bytes:
    """The document as a zip with fixed dates and parts in a fixed order, content types first."""
    parts = {name: without_marks(part) for name, part in _parts(document).items()}
    return _zipped(parts, zipfile.ZIP_DEFLATED)


def as_it_stands(document: Document) -> bytes:
    """The document for another process that goes on with it: its marks left in, and nothing pressed that is opened at once."""
    return _zipped(_parts(document), zipfile.ZIP_STORED)


def without_marks(part: bytes) -> bytes:
    """A part without any mark that is left, wherever a template put it: in alt texts, properties, footnotes."""
    marked = part.startswith((b"<", b"\xef\xbb\xbf<")) and (b"\xef\xb7" in part or b"&#6" in part)
    return _LEFT.sub(b"", part) if marked else part


def _parts(document: Document) -> dict[str, bytes]:
    """Every part by its name in the file, as python-docx itself would write it."""
    package = document.part.package
    parts = package.parts
    for part in parts:
        part.before_marshal()
    types: bytes = _ContentTypesItem.from_parts(parts).blob  # type: ignore[no-untyped-call]
    found = {_TYPES: types, "_rels/.rels": package.rels.xml}
    for part in parts:
        found[part.partname.membername] = part.blob
        if part.rels:
            found[part.partname.rels_uri.membername] = part.rels.xml
    return found


def _zipped(parts: dict[str, bytes], way: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as target:
        for name in sorted(parts, key=lambda name: (name != _TYPES, name)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.external_attr, info.create_system = way, 0o600 << 16, 3
            target.writestr(info, parts[name])
    return out.getvalue()

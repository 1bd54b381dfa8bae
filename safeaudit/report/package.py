"""Writing a Word file: the same bytes for the same content, and only text that XML can hold."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold: controls, lone surrogates, U+FFFE and U+FFFF."""
_LEFT = re.compile(rb"\xef\xb7[\x90-\xaf]|&#(?:6497[6-9]|649[89]\d|6500[0-7]);")
MARKS = re.compile("[\ufdd0-\ufdef]")
"""Non-characters of Unicode: the program's own marks in a text on its way through a template, never anybody's input."""


def clean(text: str, *, marks: bool = False) -> str:
    """The text as a document can hold it: LF line ends, and U+FFFD for what XML forbids and, unless kept, for marks."""
    legal = ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return legal if marks else MARKS.sub("\ufffd", legal)


def without_marks(part: bytes) -> bytes:
    """A part without any mark that is left, wherever a template put it: in alt texts, properties, footnotes."""
    return (
        _LEFT.sub(b"", part)
        if part.startswith((b"<", b"\xef\xbb\xbf<")) and (b"\xef\xb7" in part or b"&#6" in part)
        else part
    )


def save_package(document: Any) -> bytes:
    """The document as a zip with fixed dates and parts in a fixed order, content types first."""
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            target.writestr(info, without_marks(source.read(name)))
    return out.getvalue()

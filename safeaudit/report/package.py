"""Writing a Word file: the same bytes for the same content, and only text that XML can hold."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold: controls, lone surrogates, U+FFFE and U+FFFF."""


def clean(text: str) -> str:
    """The text as a document can hold it: LF line ends, and U+FFFD for what XML forbids."""
    return ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def save_package(document: Any) -> bytes:
    """The document as a zip with fixed dates and parts in a fixed order, content types first."""
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            target.writestr(info, source.read(name))
    return out.getvalue()

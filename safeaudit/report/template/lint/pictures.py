"""Checks the pictures of a template by their first bytes: known kinds of a bounded size."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from safeaudit.report.word.faults import Fault, fault

MEGAPIXELS = 40
_NO_PICTURE = (".bin", ".odttf", ".ttf", ".otf", ".fntdata")
"""Embedded fonts and the like, which no program of ours opens; parts of this kind that could act are refused by their relation."""
_ACTIVE_SVG = re.compile(
    rb"<script|<foreignobject|\son\w+\s*=|href\s*=\s*[\"'](?!#|data:image/)|<!entity|url\(\s*[\"']?\s*(?!#|data:)[a-z]",
    re.IGNORECASE,
)


def check_picture(name: str, content: bytes) -> Iterator[Fault]:
    """Faults of a part that is no XML."""
    part = re.sub(r"[^\w./-]", "?", name)[:80]
    if name.lower().endswith(_NO_PICTURE) or not content:
        return
    if name.lower().endswith(".svg"):
        if _ACTIVE_SVG.search(content):
            yield fault("picture_kind", part=part)
        return
    try:
        size = _size(content)
    except (struct.error, IndexError):
        size = None
    if size is None:
        yield fault("picture_kind", part=part)
    elif size[0] * size[1] > MEGAPIXELS * 1_000_000:
        yield fault("picture_size", part=part, count=str(size[0] * size[1] // 1_000_000), limit=str(MEGAPIXELS))


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; (0, 0) for drawings without pixels; None for what is no picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return struct.unpack_from(">II", data, 16)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return struct.unpack_from("<HH", data, 6)
    if data.startswith(b"BM"):
        wide, high = struct.unpack_from("<ii", data, 18)
        return abs(wide), abs(high)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith((b"II*\0", b"MM\0*")):
        return _tiff(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return None  # Word does not show it
    drawing = data[40:44] == b" EMF" or data.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00"))
    return (0, 0) if drawing else None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        mark = data[at + 1]
        if mark in range(0xC0, 0xD0) and mark not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack_from(">HH", data, at + 5)
            return wide, high
        if mark == 0xFF or 0xD0 <= mark <= 0xD9 or mark == 1:
            at += 1 if mark == 0xFF else 2
        else:
            at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None


def _tiff(data: bytes) -> tuple[int, int] | None:
    order = "<" if data.startswith(b"II") else ">"
    at = struct.unpack_from(order + "I", data, 4)[0]
    found: dict[int, int] = {}
    for entry in range(struct.unpack_from(order + "H", data, at)[0]):
        tag, kind = struct.unpack_from(order + "HH", data, at + 2 + 12 * entry)
        if tag in (256, 257):
            found[tag] = struct.unpack_from(order + ("H" if kind == 3 else "I"), data, at + 10 + 12 * entry)[0]
    return (found[256], found[257]) if len(found) == 2 else None

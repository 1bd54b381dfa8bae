"""What a file is that is no workbook in a zip package: named, so that a person hears what to do with it."""

from __future__ import annotations

import re

from safeaudit.files.guard import Refusal, UnreadableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    # A label's encryption comes first: it also has an EncryptedPackage, and no password in the world opens it.
    ("DRMEncryptedTransform", Refusal.RIGHTS_MANAGED),
    ("DRMEncryptedDataSpace", Refusal.RIGHTS_MANAGED),
    ("\x09DRMContent", Refusal.RIGHTS_MANAGED),
    ("\x09DRMDataSpace", Refusal.RIGHTS_MANAGED),
    ("EncryptedPackage", Refusal.ENCRYPTED),
    ("Workbook", Refusal.OLD_EXCEL),
    ("Book", Refusal.OLD_EXCEL),
    ("WordDocument", Refusal.WORD_DOCUMENT),
)
_OLE_ENTRY = 128
_OLD_EXCEL = tuple(bytes(start) for start in ([9, 0, 4, 0], [9, 2, 6, 0], [9, 4, 6, 0], [9, 8, 16, 0], [9, 8, 8, 0]))
_KINDS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
)
_HTML = re.compile(
    # Possessive throughout: a file of comment marks must not be tried in every combination.
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+"
    r"<(?:!doctype\s+html|html|head|body|table|meta|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_LOCK = 1_024
_EXCEL_LOCK = 165
_FLAT = re.compile(r"<office:document\b")
_EXCEL_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_SAMPLE = 64 * 1024


def is_lock_file(data: bytes, name: str) -> bool:
    """Whether this is what a spreadsheet program puts beside a workbook while it is open, by its name or its content."""
    if len(data) > _LONGEST_LOCK:
        return False
    if name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#")):
        return True
    # Excel writes the length of the user's name, the name filled up with blanks, and both once more in UTF-16.
    length = data[0] if len(data) >= _EXCEL_LOCK else 0
    return 0 < length < 55 and data[55:57] == bytes((length, 0)) and not data[1 + length : 55].strip(b" ")


def names_lock_file(name: str) -> bool:
    """Whether a file in a folder is to be passed over by its name."""
    return name.startswith(("~$", ".~lock."))


def other_kind(data: bytes) -> UnreadableFile:
    """Names what a file is that is not a zip."""
    if not data.strip():
        return UnreadableFile(Refusal.EMPTY)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(_OLD_EXCEL):
        return UnreadableFile(Refusal.OLD_EXCEL)
    if data.startswith(b"{\\rtf"):
        return UnreadableFile(Refusal.WORD_DOCUMENT)
    for magic, kind in _KINDS:
        if data.startswith(magic):
            return UnreadableFile(Refusal.NOT_A_WORKBOOK, kind=kind)
    if not data.strip(b"\0"):
        return UnreadableFile(Refusal.DAMAGED, part="", detail="zeros")
    return _text_kind(data[:_SAMPLE])


def _ole_kind(data: bytes) -> UnreadableFile:
    for name, code in _OLE_STREAMS:
        entry = name.encode("utf-16-le") + b"\0\0"
        at = data.find(entry)
        while at >= 0:
            if at % _OLE_ENTRY == 0:
                return UnreadableFile(code)
            at = data.find(entry, at + 1)
    return UnreadableFile(Refusal.NOT_A_WORKBOOK, kind="ole")


def _text_kind(sample: bytes) -> UnreadableFile:
    text = _as_text(sample)
    if text is None:
        return UnreadableFile(Refusal.NOT_A_WORKBOOK)
    if _HTML.match(text) or text.startswith("MIME-Version:"):
        return UnreadableFile(Refusal.HTML)
    if _EXCEL_2003 in text:
        return UnreadableFile(Refusal.OLD_EXCEL)
    if _FLAT.search(text):
        return UnreadableFile(Refusal.OPEN_DOCUMENT)
    if text.lstrip().startswith("<?xml"):
        return UnreadableFile(Refusal.NOT_A_WORKBOOK, kind="xml")
    return UnreadableFile(Refusal.CSV_OR_TEXT)


def _as_text(sample: bytes) -> str | None:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample[: len(sample) // 2 * 2].decode("utf-16", errors="replace")
    # Other encodings are not told apart: what holds no control characters was written to be read.
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample):
        return None
    return sample.decode("utf-8-sig", errors="replace")

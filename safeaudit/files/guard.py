"""What stands between an untrusted workbook and its reader: limits, refusals, a zip and an XML opener that keep them.

The opener reads the zip directory itself rather than through `zipfile`: it can stop at the first entry too many, it
compares both copies of every header, it needs no CPython fix for overlapping entries, and it imports in a tenth of the
time. Parts are inflated in pieces under a byte counter and a deadline, so neither a lying size nor a slow file can cost
more than the limits say.
"""

from __future__ import annotations

import binascii
import posixpath
import re
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Every bound the workbook reader keeps; sizes in bytes, texts in characters, time in seconds."""

    file: int = 25 * MIB
    unpacked: int = 200 * MIB
    part: int = 100 * MIB
    ratio: int = 200
    ratio_from: int = MIB
    parts: int = 2_000
    sheets: int = 200
    cells: int = 300_000
    text: int = 32_767
    all_text: int = 20_000_000
    strings: int = 500_000
    styles: int = 65_490
    merges: int = 20_000
    merge: int = 100_000
    validations: int = 5_000
    shapes: int = 20_000
    depth: int = 200
    attributes: int = 1_000
    names: int = 10_000
    tag: int = MIB
    notes: int = 1_000
    seconds: float = 20.0
    memory: int = 600 * MIB


LIMITS = Limits()


class Refusal(StrEnum):
    """Why a file was not read. The sentences for people are kept with all other words, by these codes."""

    NOT_FOUND = "not_found"  # nothing at that path
    IS_DIRECTORY = "is_directory"  # a folder, not a file
    NO_PERMISSION = "no_permission"  # may not be read, or another program holds it
    IO_ERROR = "io_error"  # the disk or network failed while reading
    EMPTY = "empty"  # no bytes, or only blanks
    NOT_A_WORKBOOK = "not_a_workbook"  # nothing known; value `kind` when recognised (pdf, image, zip …)
    OLD_EXCEL = "old_excel"  # .xls or Excel 2003 XML, whatever its name
    OPEN_DOCUMENT = "open_document"  # of the family of .ods, but no spreadsheet in a package
    BINARY_WORKBOOK = "binary_workbook"  # .xlsb
    WORD_DOCUMENT = "word_document"  # .docx, .doc, .rtf
    CSV_OR_TEXT = "csv_or_text"  # plain text
    HTML = "html"  # a web page, often an export named .xls
    ENCRYPTED = "encrypted"  # needs a password, and none was given
    WRONG_PASSWORD = "wrong_password"  # noqa: S105  # the password given does not open it
    NOT_DECRYPTED = "not_decrypted"  # a password protects it in a way that only its own program undoes
    RIGHTS_MANAGED = "rights_managed"  # encrypted by a sensitivity label or another rights management
    LOCK_FILE = "lock_file"  # what a spreadsheet program puts beside a workbook that is open
    DAMAGED = "damaged"  # cut off, changed or incomplete; values `part` and `detail`
    HOSTILE = "hostile"  # built to harm; values `part` and `detail`
    TOO_BIG = "too_big"  # value `what` is the Limits field passed, `limit` its value, `cell` where known
    TOO_SLOW = "too_slow"  # took longer than value `limit` seconds


class UnreadableFile(Exception):  # the name says what is wrong, as people would
    """A file that cannot be read: `code` (a Refusal's text, stable), and `values` for its message."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(str(code))
        self.code = str(code)
        self.values = {name: str(value) for name, value in values.items()}


def too_big(limits: Limits, what: str, **values: object) -> UnreadableFile:
    """The refusal for passing the limit named `what`."""
    return UnreadableFile(Refusal.TOO_BIG, what=what, limit=getattr(limits, what), **values)


def damaged(detail: str, part: str = "") -> UnreadableFile:
    """The refusal for a file that is not whole; `detail` is a code."""
    return UnreadableFile(Refusal.DAMAGED, part=part, detail=detail)


def hostile(detail: str, part: str = "") -> UnreadableFile:
    """The refusal for a file nobody's office program writes; `detail` is a code."""
    return UnreadableFile(Refusal.HOSTILE, part=part, detail=detail)


class Entry(NamedTuple):
    """One part of a package as its directory lists it."""

    name: str
    raw_name: bytes
    method: int
    crc: int
    packed: int
    size: int
    header: int


_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800
_STORED, _DEFLATED = 0, 8
_SMALL, _LARGE = 0xFFFF, 0xFFFFFFFF
_CHUNK = MIB
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Package:
    """A zip whose directory was checked: no overlaps, duplicates, bombs, encryption or sizes beyond the limits."""

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        self._data = data
        self.limits = limits
        self._deadline = time.monotonic() + limits.seconds
        self._whole: set[str] = set()
        directory = list(_directory(data, limits))
        self._starts = _check_places(data, directory)
        self._entries = _index(directory)
        _check_sizes(directory, limits)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def names(self) -> list[str]:
        """The parts' names as the file spells them."""
        return [entry.name for entry in self._entries.values()]

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes in pieces of at most 1 MiB; refuses wrong sizes, wrong checksums and lateness as it goes."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise damaged("missing_part", name)
        size = crc = 0
        for piece in self._inflate(entry):
            if time.monotonic() > self._deadline:
                raise UnreadableFile(Refusal.TOO_SLOW, limit=self.limits.seconds)
            size += len(piece)
            if size > entry.size:
                raise damaged("wrong_size", entry.name)
            crc = binascii.crc32(piece, crc)
            yield piece
        if size != entry.size:
            raise damaged("wrong_size", entry.name)
        if crc != entry.crc:
            raise damaged("wrong_checksum", entry.name)
        self._whole.add(_key(name))

    def check_unread(self) -> None:
        """Look through the parts no reader asked for: whole, of their stated size, and without a DOCTYPE."""
        for key, entry in self._entries.items():
            if key in self._whole:
                continue
            is_xml = _XML_NAME.search(entry.name) is not None
            before = b""
            for piece in self.chunks(entry.name):
                # NULs are dropped so that UTF-16 is seen too; the overlap finds a mark cut in two by the pieces.
                if is_xml and _DECLARATION.search(before + piece.replace(b"\0", b"")):
                    raise hostile("doctype", entry.name)
                before = piece[-32:].replace(b"\0", b"")

    def _inflate(self, entry: Entry) -> Iterator[bytes]:
        start = self._starts[entry.header]
        packed = memoryview(self._data)[start : start + entry.packed]
        if entry.method == _STORED:
            yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
            return
        try:
            yield from _inflated(packed, entry)
        except zlib.error as error:
            raise damaged("bad_compression", entry.name) from error


def _inflated(packed: memoryview, entry: Entry) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    # Fed by pieces as well: what the inflater has not consumed yet is copied at every call.
    for at in range(0, len(packed), _CHUNK):
        rest: bytes | memoryview = packed[at : at + _CHUNK]
        while rest:
            yield inflater.decompress(rest, _CHUNK)
            rest = inflater.unconsumed_tail
    while packed and not inflater.eof:
        piece = inflater.decompress(b"", _CHUNK)
        if not piece:
            raise damaged("cut_off", entry.name)
        yield piece
    if inflater.unused_data:
        raise hostile("hidden_bytes", entry.name)


def _key(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").casefold()


def _index(directory: list[Entry]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for entry in directory:
        if entry.name.endswith(("/", "\\")):
            continue
        if _key(entry.name) in entries:
            raise hostile("duplicate_part", entry.name)
        entries[_key(entry.name)] = entry
    return entries


def _check_sizes(directory: list[Entry], limits: Limits) -> None:
    for entry in directory:
        if entry.size > limits.ratio_from and entry.size > limits.ratio * entry.packed:
            raise hostile("bomb", entry.name)
        if entry.size > limits.part:
            raise too_big(limits, "part", part=entry.name)
    if sum(entry.size for entry in directory) > limits.unpacked:
        raise too_big(limits, "unpacked")


def _check_places(data: bytes, directory: list[Entry]) -> dict[int, int]:
    """Where each entry's bytes start, by its header's place; refuses entries that overlap or contradict themselves."""
    starts: dict[int, int] = {}
    before = 0
    for entry in sorted(directory, key=lambda entry: entry.header):
        if entry.header < before:
            raise hostile("overlapping_parts", entry.name)
        try:
            local = _LOCAL.unpack_from(data, entry.header)
        except struct.error as error:
            raise damaged("cut_off", entry.name) from error
        name_at = entry.header + _LOCAL.size
        start = name_at + local[9] + local[10]
        if local[0] != b"PK\3\4":
            raise damaged("bad_directory", entry.name)
        if data[name_at : name_at + local[9]] != entry.raw_name or local[3] != entry.method:
            raise hostile("two_names", entry.name)
        before = start + entry.packed
        if before > len(data):
            raise damaged("cut_off", entry.name)
        starts[entry.header] = start
    return starts


def _directory(data: bytes, limits: Limits) -> Iterator[Entry]:
    count, size, at = _end_record(data)
    if count > limits.parts:
        raise too_big(limits, "parts")
    stop = at + size
    for _ in range(count):
        if at + _CENTRAL.size > stop:
            raise damaged("bad_directory")
        fields = _CENTRAL.unpack_from(data, at)
        if fields[0] != b"PK\1\2":
            raise damaged("bad_directory")
        name_end = at + _CENTRAL.size + fields[10]
        extra_end = name_end + fields[11]
        yield _entry(fields, data[at + _CENTRAL.size : name_end], data[name_end:extra_end])
        at = extra_end + fields[12]
    if at != stop:
        raise damaged("bad_directory")


def _entry(fields: tuple[int, ...], raw_name: bytes, extra: bytes) -> Entry:
    flags, method = fields[3], fields[4]
    name = raw_name.decode("utf-8" if flags & _UTF8_FLAG else "cp437", errors="replace")
    if flags & _ENCRYPTED_FLAG:
        raise UnreadableFile(Refusal.ENCRYPTED)
    if method not in (_STORED, _DEFLATED):
        raise damaged("unknown_compression", name)
    if "\0" in name:
        raise hostile("two_names", name.replace("\0", "?"))
    size, packed, header = _wide(fields[9], fields[8], fields[16], extra, name)
    return Entry(name, raw_name, method, fields[7], packed, size, header)


def _wide(size: int, packed: int, header: int, extra: bytes, name: str) -> tuple[int, int, int]:
    """Sizes and place with their 64-bit forms, which streaming writers use even in small files."""
    numbers = [size, packed, header]
    wide = [index for index, number in enumerate(numbers) if number == _LARGE]
    at = 0
    while wide and at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        if tag == 1 and length >= 8 * len(wide) and at + 4 + length <= len(extra):
            for position, index in enumerate(wide):
                numbers[index] = struct.unpack_from("<Q", extra, at + 4 + 8 * position)[0]
            return numbers[0], numbers[1], numbers[2]
        at += 4 + length
    if wide:
        raise damaged("bad_directory", name)
    return size, packed, header


def _end_record(data: bytes) -> tuple[int, int, int]:
    """The directory's number of entries, length and place."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _SMALL))
    if end < 0 or end + _END.size > len(data):
        raise damaged("cut_off")
    _, _, _, _, count, size, at, _ = _END.unpack_from(data, end)
    locator = end - _END64_LOCATOR.size
    if locator >= 0 and data[locator : locator + 4] == b"PK\6\7":
        wide = _END64_LOCATOR.unpack_from(data, locator)[2]
        if wide + _END64.size > locator or data[wide : wide + 4] != b"PK\6\6":
            raise damaged("bad_directory")
        fields = _END64.unpack_from(data, wide)
        count, size, at, end = fields[7], fields[8], fields[9], wide
    if not count or at + size != end:
        raise damaged("bad_directory")
    return count, size, at

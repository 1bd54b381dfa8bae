"""A catalogue of damage: what happens to workbooks on their way home, and what must come of each kind.

Each kind is a small function from the bytes of a filled workbook to damaged bytes, with the outcome beside it. The
workbook is that of the sample city. `@damage` registers one kind; `every`, `values` and other loops register families.
"""

from __future__ import annotations

import codecs
import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any
from xml.sax.saxutils import escape

from asked import SHEETS
from lxml import etree
from support import layout_of, place_of

from safeaudit.cells import column_letters, parse_a1
from safeaudit.sheets import Fixed, Form
from safeaudit.words import words
from safeaudit.workbook.layout import IDS

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = f"{{{SPREADSHEET}}}"
HEADER = IDS + 1
EN = words("en")

Place = tuple[str, str, str]
"""One answer: sheet ID, row ID, column. In a form the row ID is the sheet's."""


# What must come of it ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What reading the damaged file must end in.

    refused: the code of the refusal ("" when the file is read) · findings: rules that must be found, and no others
    besides · sheet, cell: where the first of them stands · rules: what the rules of the method find on top · changed:
    answers that differ, None for a blank · lost: starts of places (sheet ID, row ID, column; "*" is any) whose answers
    may be gone, and those alone.
    """

    refused: str = ""
    findings: tuple[str, ...] = ()
    sheet: str = ""
    cell: str = ""
    rules: tuple[str, ...] = ()
    changed: Mapping[Place, Any] = field(default_factory=dict)
    lost: tuple[tuple[str, ...], ...] = ()


def accepted(*, changed: Mapping[Place, Any] | None = None, lost: tuple[tuple[str, ...], ...] = ()) -> Outcome:
    """Read without a word; but for `changed` and `lost`, which the person did, all answers are the same."""
    return Outcome(changed=changed or {}, lost=lost)


def finding(
    *rules: str,
    sheet: str = "",
    cell: str = "",
    changed: Mapping[Place, Any] | None = None,
    lost: tuple[tuple[str, ...], ...] = (),
) -> Outcome:
    """Read, with findings of these rules that name the place."""
    return Outcome("", rules, sheet, cell, (), changed or {}, lost)


def refused(code: str) -> Outcome:
    """Not read: one plain sentence."""
    return Outcome(code)


Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Damage:
    """One kind of damage.

    `heavy` kinds could cost time or memory, and are read in a process with limits. `base` names the workbook they are
    done to: the whole one, or one of a few sheets (see BASES), which is quicker to read.
    """

    name: str
    do: Change
    outcome: Outcome
    heavy: bool = False
    base: str = "some"


KINDS: dict[str, Damage] = {}


def add(name: str, do: Change, outcome: Outcome, *, heavy: bool = False, base: str = "some") -> None:
    """Put one kind into the catalogue."""
    assert name not in KINDS, name
    KINDS[name] = Damage(name, do, outcome, heavy, base)


def damage(outcome: Outcome, *, heavy: bool = False) -> Callable[[Change], Change]:
    """Put a function on bytes into the catalogue under its own name."""

    def register(do: Change) -> Change:
        add(do.__name__.replace("_", " "), do, outcome, heavy=heavy)
        return do

    return register


def on_book(
    outcome: Outcome, *, heavy: bool = False, base: str = "some"
) -> Callable[[Callable[[Book], object]], Callable[[Book], object]]:
    """Put a function that changes a Book in place into the catalogue under its own name."""

    def register(do: Callable[[Book], object]) -> Callable[[Book], object]:
        add(do.__name__.replace("_", " "), partial(_in_book, do), outcome, heavy=heavy, base=base)
        return do

    return register


def _in_book(do: Callable[[Book], object], data: bytes) -> bytes:
    book = Book(data)
    do(book)
    return book.zipped()


# A workbook taken apart ----------------------------------------------------------------------------------------------


@dataclass
class Entry:
    """One part as the zip will hold it; what is None is worked out."""

    name: str
    content: bytes
    crc: int | None = None
    size: int | None = None
    method: int = 8
    flags: int = 0x800
    local_name: str | None = None
    at: int | None = None


@lru_cache(maxsize=512)
def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def zip_of(entries: Iterable[Entry], end: bytes = b"") -> bytes:
    """A zip file of these entries; every field can be made to lie."""
    out, directory, count = io.BytesIO(), io.BytesIO(), 0
    for entry in entries:
        packed = _deflated(entry.content) if entry.method == 8 else entry.content
        crc = zlib.crc32(entry.content) if entry.crc is None else entry.crc
        size = len(entry.content) if entry.size is None else entry.size
        name = entry.name.encode()
        local = name if entry.local_name is None else entry.local_name.encode()
        at = out.tell()
        common = (entry.flags, entry.method, 0, 0x21, crc, len(packed), size)
        if entry.at is None:
            out.write(struct.pack("<4s5H3L2H", b"PK\3\4", 20, *common, len(local), 0) + local + packed)
        place = at if entry.at is None else entry.at
        directory.write(struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, *common, len(name), 0, 0, 0, 0, 0, place) + name)
        count += 1
    at, listed = out.tell(), directory.getvalue()
    out.write(listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listed), at, 0) + end)
    return out.getvalue()


class Book:
    """The parts of a workbook by name, and the ways to harm them."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name.replace("\\", "/"): package.read(name) for name in package.namelist()}

    def zipped(self) -> bytes:
        return zip_of(self.entries())

    def entries(self) -> list[Entry]:
        return [Entry(name, content) for name, content in self.parts.items()]

    def text(self, part: str) -> str:
        return self.parts[part].decode()

    def sub(self, part: str, pattern: str, new: str | Callable[[re.Match[str]], str], count: int = 0) -> None:
        """Replace by a regular expression, which must match."""
        text, done = re.subn(pattern, new, self.text(part), count=count, flags=re.DOTALL)
        assert done, f"{pattern} is not in {part}"
        self.parts[part] = text.encode()

    # Sheets

    def titles(self) -> list[str]:
        return re.findall(r'<sheet name="([^"]*)"', self.text(BOOK))

    def part(self, title: str) -> str:
        """The part that holds a sheet."""
        found = re.search(rf'<sheet name="{re.escape(title)}"[^>]*r:id="(\w+)"', self.text(BOOK))
        assert found, title
        target = re.search(rf'Id="{found[1]}"[^>]*?Target="([^"]*)"', self.text(RELATIONS))
        assert target
        return f"xl/{target[1]}"

    def sheets(self) -> list[str]:
        """The parts of all worksheets."""
        return [name for name in self.parts if name.startswith("xl/worksheets/sheet")]

    def rename(self, title: str, new: str) -> None:
        self.sub(BOOK, rf'<sheet name="{re.escape(title)}"', f'<sheet name="{new}"', 1)

    def delete(self, title: str) -> None:
        """Delete a sheet as a program does: its entry, its part and what pointed at it."""
        part = self.part(title)
        self.sub(BOOK, rf'<sheet name="{re.escape(title)}"[^>]*/>', "")
        self.sub(RELATIONS, rf'<Relationship [^>]*Target="{part.removeprefix("xl/")}"/>', "")
        self.sub(TYPES, rf'<Override PartName="/{part}"[^>]*/>', "")
        del self.parts[part]

    def copy(self, title: str, new: str, *, before: bool = False) -> None:
        """A second sheet with the same content."""
        number = len(self.parts) + 100
        name = f"worksheets/sheet{number}.xml"
        entry = f'<sheet name="{new}" sheetId="{number}" r:id="rId{number}"/>'
        here = rf'(<sheet name="{re.escape(title)}"[^>]*/>)'
        self.sub(BOOK, here, rf"{entry}\1" if before else rf"\1{entry}")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        relation = f'<Relationship Id="rId{number}" Type="{kind}" Target="{name}"/></Relationships>'
        self.sub(RELATIONS, "</Relationships>", relation)
        self.sub(
            TYPES,
            "</Types>",
            f'<Override PartName="/xl/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.worksheet+xml"/></Types>',
        )
        self.parts[f"xl/{name}"] = self.parts[self.part(title)]

    # Cells

    def set(self, title: str, address: str, content: str, style: str | None = None) -> None:
        """Put the inside of a cell, as `typed`, `number` … make it; the cell's style stays unless one is given."""
        kind, _, inside = content.partition("|")
        part = self.part(title)
        pattern = rf'<c r="{address}"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)'
        old = re.search(pattern, self.text(part), re.DOTALL)
        assert old, f"{title}!{address}"
        style = old[1] if style is None else style
        shown = f' s="{style}"' if style else ""
        kept = f' t="{kind}"' if kind else ""
        text = self.text(part)
        cell = f'<c r="{address}"{shown}{kept}>{inside}</c>'
        self.parts[part] = (text[: old.start()] + cell + text[old.end() :]).encode()

    def answer(self, place: Place, content: str, style: str | None = None) -> None:
        """Put something else into the cell of an answer."""
        self.set(EN.tab(place[0]), a1(place), content, style)

    def add_row(self, title: str, number: int, cells: Mapping[str, str]) -> None:
        """A row at the end of a sheet, with these cells by column letters."""
        inside = "".join(_cell(f"{letters}{number}", content) for letters, content in cells.items())
        self.sub(self.part(title), "</sheetData>", f'<row r="{number}">{inside}</row></sheetData>')

    def add_cell(self, title: str, address: str, content: str) -> None:
        """A cell at the end of a row that is there."""
        row, _ = parse_a1(address)
        self.sub(self.part(title), rf'(<row r="{row}"[^>]*>.*?)</row>', rf"\1{_cell(address, content)}</row>", 1)

    def move(
        self,
        title: str,
        row: Callable[[int], int | None] = lambda number: number,
        column: Callable[[int], int | None] = lambda number: number,
    ) -> None:
        """Move all cells: where each row and column goes, None to delete it."""
        part = self.part(title)
        root = etree.fromstring(self.parts[part])
        data = root.find(f"{MAIN}sheetData")
        rows: dict[int, Any] = {}
        for line in list(data):
            data.remove(line)
            to = row(int(line.get("r")))
            if to is not None:
                rows[to] = line
        for number, line in sorted(rows.items()):
            line.set("r", str(number))
            line.attrib.pop("spans", None)
            cells: dict[int, Any] = {}
            for cell in list(line):
                line.remove(cell)
                to = column(parse_a1(cell.get("r"))[1])
                if to is not None:
                    cells[to] = cell
            for place, cell in sorted(cells.items()):
                cell.set("r", f"{column_letters(place)}{number}")
                line.append(cell)
            data.append(line)
        self.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


BASES: dict[str, tuple[str, ...]] = {
    "whole": (),
    "some": ("START", "PROFILE", "AREAS", "SOURCES", "RISKS", "PRICES", "PARTNERS", "LISTS", "ABOUT"),
    "few": ("PROFILE", "AREAS", "SOURCES", "RISKS", "PRICES"),
}
"""The sheets of the workbooks that damage is done to; none named stands for all."""


def small(data: bytes, keep: Iterable[str]) -> bytes:
    """The workbook with these sheets alone, and only the texts they use: quick to read."""
    book = Book(data)
    if not keep:
        return data
    for title in book.titles():
        if title not in keep:
            book.delete(title)
    items = re.findall("<si>.*?</si>", book.text(STRINGS), re.DOTALL)
    new: dict[str, int] = {}
    for part in book.sheets():
        book.sub(part, r' t="s"><v>(\d+)</v>', lambda found: f' t="s"><v>{new.setdefault(found[1], len(new))}</v>')
    kept_items = "".join(items[int(index)] for index in new)
    book.sub(STRINGS, "<sst([^>]*)>.*</sst>", lambda found: f"<sst{found[1]}>{kept_items}</sst>")
    return book.zipped()


BOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


def _cell(address: str, content: str) -> str:
    kind, _, inside = content.partition("|")
    shown = f' t="{kind}"' if kind else ""
    return f'<c r="{address}"{shown}>{inside}</c>'


def typed(text: str) -> str:
    """The inside of a cell that holds a text."""
    return f'inlineStr|<is><t xml:space="preserve">{escape(text)}</t></is>'


def number(text: str) -> str:
    return f"|<v>{text}</v>"


def error(code: str) -> str:
    return f"e|<v>{code}</v>"


def boolean(value: int) -> str:
    return f"b|<v>{value}</v>"


def formula(text: str, result: str = "", kind: str = "") -> str:
    return f"{kind}|<f>{escape(text)}</f>" + (f"<v>{escape(result)}</v>" if result else "")


def a1(place: Place) -> str:
    """The address of an answer."""
    row, column = place_of(*place)
    return f"{column_letters(column)}{row}"


# Container -----------------------------------------------------------------------------------------------------------

for _name, _share in (("after a few bytes", 0.0001), ("early", 0.1), ("half-way", 0.5), ("near the end", 0.97)):
    add(f"cut off {_name}", lambda data, share=_share: data[: max(30, int(len(data) * share))], refused("damaged"))


@damage(refused("damaged"))
def cut_off_by_one_byte(data: bytes) -> bytes:
    return data[:-1]


@damage(refused("empty"))
def no_bytes_at_all(_data: bytes) -> bytes:
    return b""


@damage(refused("empty"))
def only_blanks(_data: bytes) -> bytes:
    return b" \r\n" * 200


@damage(refused("damaged"))
def a_disk_full_of_zeros(data: bytes) -> bytes:
    return bytes(len(data))


@damage(refused("damaged"))
def a_hole_of_zeros_in_the_middle(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(4096) + data[middle + 4096 :]


@damage(refused("damaged"))
def sent_as_text_with_changed_line_ends(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


@damage(accepted())
def some_bytes_after_the_end(data: bytes) -> bytes:
    return data + b"\r\n\r\n"


@damage(refused("not_a_workbook"))
def a_program_in_front(data: bytes) -> bytes:
    return b"MZ\x90\0" + data


@damage(refused("too_big"), heavy=True)
def a_file_of_thirty_megabytes(data: bytes) -> bytes:
    return data + bytes(30 * 1024 * 1024)


def in_zip(outcome: Outcome, *, heavy: bool = False) -> Callable[[Callable[[list[Entry]], object]], None]:
    """A kind of damage to the entries of the zip."""

    def register(do: Callable[[list[Entry]], object]) -> None:
        def change(data: bytes) -> bytes:
            entries = Book(data).entries()
            made = do(entries)
            return made if isinstance(made, bytes) else zip_of(entries)

        add(do.__name__.replace("_", " "), change, outcome, heavy=heavy)

    return register


def entry_of(entries: list[Entry], name: str) -> Entry:
    return next(entry for entry in entries if entry.name == name)


@in_zip(refused("hostile"), heavy=True)
def a_bomb_as_a_sheet(entries: list[Entry]) -> None:
    entry_of(entries, "xl/worksheets/sheet3.xml").content = b" " * 90_000_000


@in_zip(refused("hostile"), heavy=True)
def a_bomb_in_a_part_nobody_reads(entries: list[Entry]) -> None:
    entries.append(Entry("xl/media/image1.png", bytes(95_000_000)))


@in_zip(refused("damaged"), heavy=True)
def a_bomb_that_states_a_small_size(entries: list[Entry]) -> None:
    entries.append(Entry("xl/media/image1.png", bytes(95_000_000), size=1_000))


@in_zip(refused("hostile"))
def two_names_for_the_same_bytes(entries: list[Entry]) -> None:
    first = entries[0]
    entries.append(Entry("xl/second.xml", first.content, at=0, local_name=first.name))


@in_zip(refused("hostile"))
def the_same_part_twice(entries: list[Entry]) -> None:
    entries.append(entry_of(entries, "xl/worksheets/sheet3.xml"))


@in_zip(refused("hostile"))
def the_same_part_in_capitals(entries: list[Entry]) -> None:
    part = entry_of(entries, "xl/worksheets/sheet3.xml")
    entries.append(Entry("XL/Worksheets/Sheet3.xml", part.content))


@in_zip(refused("hostile"))
def a_name_that_differs_in_the_directory(entries: list[Entry]) -> None:
    entry_of(entries, "xl/worksheets/sheet3.xml").local_name = "xl/worksheets/sheet9.xml"


@in_zip(refused("damaged"))
def a_wrong_checksum(entries: list[Entry]) -> None:
    entry_of(entries, "xl/worksheets/sheet3.xml").crc = 1


@in_zip(refused("damaged"))
def a_wrong_checksum_in_a_part_nobody_reads(entries: list[Entry]) -> None:
    entry_of(entries, "docProps/app.xml").crc = 1


@in_zip(refused("damaged"))
def a_size_too_large(entries: list[Entry]) -> None:
    part = entry_of(entries, STRINGS)
    part.size = len(part.content) + 5


@in_zip(refused("damaged"))
def an_unknown_compression(entries: list[Entry]) -> None:
    entry_of(entries, STRINGS).method = 12


@in_zip(refused("encrypted"))
def parts_with_a_zip_password(entries: list[Entry]) -> None:
    for entry in entries:
        entry.flags |= 1


@in_zip(refused("too_big"))
def three_thousand_parts(entries: list[Entry]) -> None:
    entries.extend(Entry(f"xl/media/image{number}.png", b"x", method=0) for number in range(3_000))


@in_zip(accepted())
def parts_in_another_order(entries: list[Entry]) -> None:
    entries.reverse()


@in_zip(accepted())
def parts_not_compressed(entries: list[Entry]) -> None:
    for entry in entries:
        entry.method = 0


@in_zip(accepted())
def folders_as_entries(entries: list[Entry]) -> None:
    entries.extend(Entry(name, b"", method=0) for name in ("xl/", "xl/worksheets/", "_rels/"))


@in_zip(accepted())
def backslashes_in_names(entries: list[Entry]) -> None:
    for entry in entries:
        entry.name = entry.name.replace("/", "\\")


@in_zip(accepted())
def foreign_parts_beside_ours(entries: list[Entry]) -> None:
    entries.append(Entry("customXml/item1.xml", b"<a/>"))
    entries.append(Entry("__MACOSX/._audit.xlsx", bytes(range(256))))


@in_zip(accepted())
def streamed_with_64_bit_sizes(entries: list[Entry]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for entry in entries:
            with package.open(zipfile.ZipInfo(entry.name), "w", force_zip64=True) as part:
                part.write(entry.content)
    return out.getvalue()


# Other formats under our name ----------------------------------------------------------------------------------------

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str) -> bytes:
    """The old container format, as far as a reader looks: its mark, and the directory entry of one stream."""
    return _OLE + bytes(504) + stream.encode("utf-16-le").ljust(128, b"\0") + bytes(384)


def office_file(content_type: str, main: str) -> bytes:
    """A file of another Office program."""
    package = "http://schemas.openxmlformats.org/package/2006"
    document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zip_of(
        [
            Entry(
                TYPES,
                f'<Types xmlns="{package}/content-types"><Override PartName="/{main}" ContentType="{content_type}"/>'
                "</Types>".encode(),
            ),
            Entry(
                "_rels/.rels",
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{document}" '
                f'Target="{main}"/></Relationships>'.encode(),
            ),
            Entry(main, b"<x/>"),
        ]
    )


_FORMATS: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("old Excel", "old_excel", lambda: ole("Workbook")),
    ("Excel 95", "old_excel", lambda: ole("Book")),
    ("Excel 4", "old_excel", lambda: bytes([9, 4, 6, 0]) + bytes(40)),
    (
        "Excel 2003 in one file",
        "old_excel",
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ),
    ("with a password", "encrypted", lambda: ole("EncryptedPackage")),
    (
        "OpenDocument text",
        "open_document",
        lambda: zip_of(
            [
                Entry("mimetype", b"application/vnd.oasis.opendocument.text", method=0),
                Entry("content.xml", b"<x/>"),
            ]
        ),
    ),
    (
        "binary workbook",
        "binary_workbook",
        lambda: office_file("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xl/workbook.bin"),
    ),
    (
        "Word document",
        "word_document",
        lambda: office_file(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "word/document.xml"
        ),
    ),
    ("old Word document", "word_document", lambda: ole("WordDocument")),
    ("rich text", "word_document", lambda: rb"{\rtf1\ansi audit}"),
    (
        "presentation",
        "not_a_workbook",
        lambda: office_file(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "ppt/presentation.xml"
        ),
    ),
    ("CSV", "csv_or_text", lambda: b"\xef\xbb\xbfarea;population\r\nOld Harbour;58000\r\n"),
    ("text in UTF-16", "csv_or_text", lambda: codecs.BOM_UTF16_LE + "area\tpopulation".encode("utf-16-le")),
    ("web page", "html", lambda: b"<!DOCTYPE html>\n<html><body><table><tr><td>1</td></tr></table></body></html>"),
    ("table named as a workbook", "html", lambda: b"<table border=1><tr><td>1</td></tr></table>"),
    ("PDF", "not_a_workbook", lambda: b"%PDF-1.7\n" + bytes(100)),
    ("picture", "not_a_workbook", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    ("any zip", "not_a_workbook", lambda: zip_of([Entry("readme.txt", b"hello")])),
    ("rar archive", "not_a_workbook", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100)),
    ("noise", "not_a_workbook", lambda: random.Random(7).randbytes(5_000)),
)
for _name, _code, _make in _FORMATS:
    add(f"format: {_name}", lambda _data, make=_make: make(), refused(_code))


@damage(refused("not_a_workbook"))
def a_zip_with_the_workbook_in_it(data: bytes) -> bytes:
    return zip_of([Entry("returns/audit.xlsx", data)])


# XML -----------------------------------------------------------------------------------------------------------------

AREAS = "xl/worksheets/sheet3.xml"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def before_root(part: str, text: str) -> Change:
    """Put something between the declaration and the first element."""
    return partial(_in_book, lambda book: book.sub(part, r"(<\?xml[^>]*\?>\s*)", lambda found: found[1] + text, 1))


for _name, _part in (("a sheet", AREAS), ("the list of sheets", BOOK), ("a part nobody reads", "docProps/core.xml")):
    add(f"a DOCTYPE in {_name}", before_root(_part, "<!DOCTYPE worksheet>"), refused("hostile"))
add(
    "entities that multiply",
    before_root(STRINGS, f'<!DOCTYPE sst [<!ENTITY l0 "ha">{_LAUGHS}]>'),
    refused("hostile"),
    heavy=True,
)
add(
    "an entity that fetches a file",
    before_root(STRINGS, '<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    refused("hostile"),
)
add("a comment in front", before_root(AREAS, "<!-- made by hand --><?by hand?>"), accepted())


@on_book(refused("damaged"))
def a_sheet_that_ends_half_way(book: Book) -> None:
    book.parts[AREAS] = book.parts[AREAS][: len(book.parts[AREAS]) // 2]


@on_book(refused("damaged"))
def a_tag_that_is_not_closed(book: Book) -> None:
    book.sub(AREAS, "</row>", "", 1)


@on_book(refused("damaged"))
def a_character_that_may_not_be(book: Book) -> None:
    book.sub(STRINGS, "<t>", "<t>&#0;", 1)


@on_book(refused("damaged"))
def a_prefix_without_a_name_space(book: Book) -> None:
    book.sub(AREAS, "<sheetData>", "<sheetData><x:row/>", 1)


@on_book(refused("damaged"))
def bytes_that_are_no_utf8(book: Book) -> None:
    book.parts[STRINGS] = book.parts[STRINGS].replace(b"<t>", b"<t>\xff\xfe", 1)


@on_book(refused("damaged"))
def an_encoding_nobody_uses(book: Book) -> None:
    book.sub(AREAS, 'encoding="UTF-8"', 'encoding="UTF-7"')


@on_book(refused("hostile"), heavy=True)
def three_hundred_levels(book: Book) -> None:
    book.sub(AREAS, "</worksheet>", "<a>" * 300 + "</a>" * 300 + "</worksheet>")


@on_book(refused("hostile"), heavy=True)
def two_thousand_attributes(book: Book) -> None:
    many = " ".join(f'a{number}="1"' for number in range(2_000))
    book.sub(AREAS, "</worksheet>", f"<a {many}/></worksheet>")


@on_book(accepted())
def a_sheet_in_utf16(book: Book) -> None:
    text = book.text(AREAS).replace("UTF-8", "UTF-16")
    book.parts[AREAS] = text.encode("utf-16")


@on_book(accepted())
def strings_in_utf16(book: Book) -> None:
    text = book.text(STRINGS).replace("UTF-8", "UTF-16")
    book.parts[STRINGS] = codecs.BOM_UTF16_BE + text.encode("utf-16-be")


@on_book(accepted())
def byte_order_marks(book: Book) -> None:
    for part in (AREAS, STRINGS, BOOK):
        book.parts[part] = codecs.BOM_UTF8 + book.parts[part]


@on_book(accepted(), base="whole")
def prefixed_name_spaces(book: Book) -> None:
    for part in (*book.sheets(), STRINGS):
        root = etree.fromstring(book.parts[part])
        spaces = {("x" if prefix is None else prefix): uri for prefix, uri in root.nsmap.items()}
        renamed = etree.Element(root.tag, dict(root.attrib), nsmap=spaces)
        renamed.extend(list(root))
        book.parts[part] = etree.tostring(renamed, encoding="UTF-8", standalone=True)


@on_book(accepted(), base="whole")
def strict_open_xml(book: Book) -> None:
    for name, content in book.parts.items():
        if name != TYPES:
            strict = content.replace(SPREADSHEET.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            book.parts[name] = strict.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )


@on_book(accepted())
def pretty_printed(book: Book) -> None:
    for part in book.sheets():
        book.parts[part] = book.parts[part].replace(b"><row", b">\n  <row").replace(b"><c ", b">\r\n    <c ")


@on_book(accepted())
def single_quotes_around_attributes(book: Book) -> None:
    book.sub(AREAS, r'<c r="(\w+)"', r"<c r='\1'")


@on_book(accepted())
def texts_as_cdata(book: Book) -> None:
    book.sub(STRINGS, "<t>([^<&]*)</t>", r"<t><![CDATA[\1]]></t>")


@on_book(accepted())
def texts_in_runs(book: Book) -> None:
    book.sub(
        STRINGS,
        "<si><t>([^<&]{2})([^<&]+)</t></si>",
        r'<si><r><t xml:space="preserve">\1</t></r><r><rPr><b/></rPr><t xml:space="preserve">\2</t></r>'
        r'<rPh sb="0" eb="1"><t>reading</t></rPh></si>',
    )


@on_book(accepted())
def foreign_elements_among_the_rows(book: Book) -> None:
    book.sub(AREAS, "<sheetData>", '<sheetData><q:row xmlns:q="urn:other"><q:c r="D7"><q:v>1</q:v></q:c></q:row>')


# Parts that are gone -------------------------------------------------------------------------------------------------


def without(part: str) -> Change:
    return partial(_in_book, lambda book: book.parts.pop(part))


for _name, _part in (
    ("the list of types", TYPES),
    ("the first list of parts", "_rels/.rels"),
    ("the list of sheets", BOOK),
    ("a sheet's part", AREAS),
    ("the styles", STYLES),
    ("the shared texts", STRINGS),
):
    add(f"gone: {_name}", without(_part), refused("damaged"))
for _name, _part in (
    ("the theme", "xl/theme/theme1.xml"),
    ("the properties", "docProps/app.xml"),
):
    add(f"gone: {_name}", without(_part), accepted())


# No sheet is found any more, and so nothing that tells whose workbook it is.
add("gone: the list of parts", without(RELATIONS), refused("other_workbook"))


@on_book(finding("WB-10", "WB-01", sheet="AREAS", lost=(("AREAS",),)))
def a_sheet_that_names_no_part(book: Book) -> None:
    book.sub(BOOK, r'(<sheet name="AREAS"[^>]*r:id=")\w+"', r'\1rId9999"')


@on_book(finding("WB-22"))
def a_link_to_another_workbook(book: Book) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
    link = f'<Relationship Id="rId900" Type="{kind}" Target="file:///C:/secret.xlsx" TargetMode="External"/>'
    book.sub(RELATIONS, "</Relationships>", f"{link}</Relationships>")


@on_book(finding("WB-22"))
def a_macro_project(book: Book) -> None:
    book.parts["xl/vbaProject.bin"] = ole("VBA")
    book.sub(TYPES, "spreadsheetml.sheet.main", "spreadsheetml.sheet.macroEnabled.main")


# Geometry ------------------------------------------------------------------------------------------------------------

for _name, _size in (("too small", "A1"), ("too large", "A1:XFD1048576"), ("nonsense", "none")):

    def _dimension(book: Book, size: str = _size) -> None:
        for part in book.sheets():
            book.sub(part, '<dimension ref="[^"]*"', f'<dimension ref="{size}"')

    add(f"a stated size that is {_name}", partial(_in_book, _dimension), accepted())


@on_book(finding("WB-21", sheet="START", cell="XFD1048576"), heavy=True)
def a_text_in_the_last_cell_of_the_grid(book: Book) -> None:
    book.add_row("START", 1_048_576, {"XFD": typed("far away")})


@on_book(finding("WB-13", sheet="AREAS", cell="XFD8"), heavy=True)
def a_text_far_to_the_right_of_a_line(book: Book) -> None:
    book.add_cell("AREAS", "XFD8", typed("far away"))


@on_book(finding("WB-04", sheet="AREAS", cell="D1048576"), heavy=True)
def a_text_far_below_an_answer(book: Book) -> None:
    book.add_row("AREAS", 1_048_576, {"D": typed("Eleventh district")})


@on_book(finding("WB-10", sheet="AREAS"))
def a_cell_outside_the_grid(book: Book) -> None:
    book.add_row("AREAS", 1_048_577, {"D": typed("too far")})


@on_book(finding("WB-10", sheet="AREAS"))
def an_address_that_is_none(book: Book) -> None:
    book.add_row("AREAS", 90, {"?": typed("where")})


@on_book(accepted())
def rows_out_of_order(book: Book) -> None:
    root = etree.fromstring(book.parts[AREAS])
    data = root.find(f"{MAIN}sheetData")
    data[:] = list(data)[::-1]
    book.parts[AREAS] = etree.tostring(root)


@on_book(accepted())
def cells_out_of_order(book: Book) -> None:
    root = etree.fromstring(book.parts[AREAS])
    for row in root.iter(f"{MAIN}row"):
        row[:] = list(row)[::-1]
    book.parts[AREAS] = etree.tostring(root)


@on_book(accepted())
def rows_and_cells_without_addresses(book: Book) -> None:
    """As small programs write them: every cell is there, in order, and counted."""
    root = etree.fromstring(book.parts[AREAS])
    data = root.find(f"{MAIN}sheetData")
    rows = {int(row.get("r")): {parse_a1(cell.get("r"))[1]: cell for cell in row} for row in data}
    del data[:]
    for row in range(1, max(rows) + 1):
        line = etree.SubElement(data, f"{MAIN}row")
        cells = rows.get(row, {})
        for column in range(1, max(cells, default=0) + 1):
            cell = cells.get(column, etree.Element(f"{MAIN}c"))
            cell.attrib.pop("r", None)
            line.append(cell)
    book.parts[AREAS] = etree.tostring(root)


POPULATION: Place = ("AREAS", "ARE-01", "population")
NAME: Place = ("AREAS", "ARE-01", "name")


@on_book(finding("WB-10", sheet="AREAS", cell=a1(POPULATION), changed={POPULATION: 61_000.0}))
def a_cell_twice(book: Book) -> None:
    book.add_cell("AREAS", a1(POPULATION), number("61000"))


@on_book(finding("WB-10", sheet="AREAS", cell=a1(NAME), changed={NAME: None}))
def a_text_that_is_not_in_the_table_of_texts(book: Book) -> None:
    book.answer(NAME, "s|<v>999999</v>")


@on_book(accepted())
def styles_that_are_not_there(book: Book) -> None:
    book.sub(AREAS, r'<c r="(\w+)" s="\d+"', r'<c r="\1" s="60000"')


@on_book(accepted(), heavy=True)
def two_hundred_thousand_formatted_empty_rows(book: Book) -> None:
    rows = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(100, 200_100))
    book.sub(AREAS, "</sheetData>", rows + "</sheetData>")


@on_book(accepted(), heavy=True)
def half_a_million_formatted_empty_cells(book: Book) -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letters}{row}" s="1"/>' for letters in "ABCDEFGHIJ") + "</row>"
        for row in range(100, 50_100)
    )
    book.sub(AREAS, "</sheetData>", rows + "</sheetData>")


@on_book(refused("too_big"), heavy=True)
def more_filled_cells_than_an_audit_has(book: Book) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(100, 310_100))
    book.sub(AREAS, "</sheetData>", rows + "</sheetData>")


@on_book(refused("too_big"), heavy=True)
def one_long_text_used_a_thousand_times(book: Book) -> None:
    count = book.text(STRINGS).count("<si>")
    book.sub(STRINGS, "</sst>", f"<si><t>{'long ' * 6_000}</t></si></sst>")
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>{count}</v></c></row>' for row in range(100, 1_100))
    book.sub(AREAS, "</sheetData>", rows + "</sheetData>")


@on_book(refused("too_big"))
def a_text_longer_than_a_cell(book: Book) -> None:
    book.answer(("AREAS", "ARE-01", "note"), typed("long " * 7_000))


@on_book(refused("too_big"))
def more_sheets_than_a_workbook_has(book: Book) -> None:
    more = "".join(f'<sheet name="More {n}" sheetId="{n}" r:id="rId1"/>' for n in range(1_000, 1_200))
    book.sub(BOOK, "</sheets>", f"{more}</sheets>")


@on_book(refused("too_big"))
def one_merge_over_everything(book: Book) -> None:
    book.sub(AREAS, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')


@on_book(refused("too_big"), heavy=True)
def fifty_thousand_validations(book: Book) -> None:
    one = '<dataValidation type="whole" sqref="A{row}"><formula1>1</formula1></dataValidation>'
    many = "".join(one.format(row=row) for row in range(1, 50_001))
    book.sub(AREAS, "</dataValidations>", f"{many}</dataValidations>")


# Structure: whole sheets ---------------------------------------------------------------------------------------------

for _id in SHEETS:
    _tab = EN.tab(_id)
    add(
        f"deleted: {_tab}",
        partial(_in_book, lambda book, tab=_tab: book.delete(tab)),
        finding("WB-01", sheet=_tab, lost=((_id,),)),
        base="whole",
    )
for _id in ("PROFILE", "RISKS", "PRICES"):
    _tab = EN.tab(_id)
    add(
        f"renamed: {_tab}",
        partial(_in_book, lambda book, tab=_tab: book.rename(tab, f"{tab} old")),
        finding("WB-09", sheet=f"{_tab} old"),
    )
    add(
        f"copied: {_tab}",
        partial(_in_book, lambda book, tab=_tab: book.copy(tab, f"{tab} (2)")),
        finding("WB-08", sheet=f"{_tab} (2)"),
    )
    add(
        f"copied in front: {_tab}",
        partial(_in_book, lambda book, tab=_tab: book.copy(tab, f"{tab} (2)", before=True)),
        finding("WB-08", sheet=f"{_tab} (2)"),
    )


@on_book(finding("WB-09"), base="whole")
def every_sheet_renamed(book: Book) -> None:
    for number_, title in enumerate(book.titles()):
        book.rename(title, f"Sheet{number_}")


@on_book(accepted(), base="whole")
def every_sheet_renamed_in_small_letters(book: Book) -> None:
    for title in book.titles():
        book.rename(title, title.lower())


@on_book(finding("WB-08"), base="whole")
def every_sheet_copied(book: Book) -> None:
    for sheet_id in SHEETS:
        book.copy(EN.tab(sheet_id), f"{EN.tab(sheet_id)} copy")


@on_book(accepted(), base="whole")
def every_sheet_hidden(book: Book) -> None:
    book.sub(BOOK, r'<sheet (name="(?!START)[^"]*" sheetId="\d+")(?: state="\w+")?', r'<sheet \1 state="veryHidden"')


@on_book(accepted(), base="whole")
def hidden_sheets_shown(book: Book) -> None:
    book.sub(BOOK, ' state="hidden"', "")


@on_book(accepted(), base="whole")
def sheets_in_another_order(book: Book) -> None:
    entries = re.findall("<sheet [^>]*/>", book.text(BOOK))
    random.Random(3).shuffle(entries)
    book.sub(BOOK, "<sheets>.*</sheets>", f"<sheets>{''.join(entries)}</sheets>")


for _tab in ("START", "OVERVIEW", "CHECKS", "LISTS"):
    add(f"deleted: {_tab}", partial(_in_book, lambda book, tab=_tab: book.delete(tab)), accepted(), base="whole")
add("deleted: ABOUT", partial(_in_book, lambda book: book.delete("ABOUT")), finding("WB-28"))


@on_book(finding("WB-28"), base="whole")
def all_helping_sheets_deleted(book: Book) -> None:
    for title in ("START", "OVERVIEW", "CHECKS", "LISTS", "ABOUT"):
        book.delete(title)


@on_book(refused("other_workbook"))
def only_two_of_our_sheets_left(book: Book) -> None:
    for title in book.titles():
        if title not in ("AREAS", "PRICES"):
            book.delete(title)


@on_book(refused("other_workbook"))
def somebody_elses_workbook(book: Book) -> None:
    for number_, title in enumerate(book.titles()):
        book.rename(title, f"Table {number_}")
    book.sub(STRINGS, "<t>([^<]*)</t>", "<t>budget</t>")
    for part in book.sheets():
        book.parts[part] = re.sub(rb'<c r="A\d+"[^>]*>.*?</c>', b"", book.parts[part])


@on_book(finding("WB-09", sheet="Areas\ufffd\ufffd[31m"))
def a_title_with_characters_that_may_not_be(book: Book) -> None:
    book.rename("AREAS", "Areas_xD800__x001B_[31m")


@on_book(finding("WB-08", "WB-09", sheet="Notes"))
def a_foreign_sheet_in_front_that_names_one_of_ours(book: Book) -> None:
    book.copy("START", "Notes", before=True)
    book.parts[book.part("Notes")] = (
        f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="2">{_cell("B2", typed("AREAS"))}</row></sheetData>'
        "</worksheet>"
    ).encode()
    book.rename("AREAS", "Quarters")


def about(key: str, value: str | None) -> Change:
    """Change what ABOUT says under a key, or take the line away."""

    def change(book: Book) -> None:
        part = book.part("ABOUT")
        keys = re.findall("<si><t[^>]*>([^<]*)</t></si>", book.text(STRINGS))
        index = keys.index(key)
        row = re.search(rf'<c r="A(\d+)"[^>]*t="s"><v>{index}</v></c>', book.text(part))
        assert row, key
        if value is None:
            book.sub(part, rf'<row r="{row[1]}".*?</row>', "")
        else:
            book.set("ABOUT", f"B{row[1]}", typed(value))

    return partial(_in_book, change)


add("ABOUT names no version", about("instrument", None), finding("WB-28", sheet="ABOUT"))
add("ABOUT names no ID", about("workbook_id", None), finding("WB-28", sheet="ABOUT"))
add("ABOUT names an ID that is none", about("workbook_id", "our audit!"), finding("WB-28", sheet="ABOUT"))
add("ABOUT names an older version nobody knows", about("instrument", "GSC-0.9"), refused("unknown_version"))
add("ABOUT names a newer version", about("instrument", "GSC-7.0"), refused("newer_version"))
add("ABOUT names a language nobody has", about("language", "tlh"), accepted())
add("ABOUT names no language", about("language", None), accepted())


# Structure: protection, names, validations, merges -------------------------------------------------------------------


@on_book(accepted(), base="whole")
def protection_gone(book: Book) -> None:
    for part in book.sheets():
        book.parts[part] = re.sub(rb"<sheetProtection[^>]*/>", b"", book.parts[part])


@on_book(accepted(), base="whole")
def validations_gone(book: Book) -> None:
    for part in book.sheets():
        book.parts[part] = re.sub(rb"<dataValidations.*</dataValidations>", b"", book.parts[part], flags=re.DOTALL)


@on_book(accepted(), base="whole")
def defined_names_gone(book: Book) -> None:
    book.sub(BOOK, "<definedNames>.*</definedNames>", "")


@on_book(accepted())
def defined_names_that_point_next_door(book: Book) -> None:
    book.sub(BOOK, r"\$([A-Z])\$", lambda found: f"${chr(ord(found[1]) + 1)}$")


@on_book(
    finding(
        "WB-16",
        sheet="AREAS",
        cell="D7",
        lost=tuple(
            ("AREAS", row_id, column)
            for row_id in ("ARE-01", "ARE-02", "ARE-03")
            for column in ("name", "population", "kind")
            if (row_id, column) != ("ARE-01", "name")
        ),
    )
)
def inputs_merged_with_their_contents_kept(book: Book) -> None:
    book.sub(AREAS, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="D7:F9"/></mergeCells>')


# Structure: headers and IDs ------------------------------------------------------------------------------------------


def at(sheet_id: str, column: str, row: int) -> str:
    """A cell of a table by column ID: IDS and HEADER are its rows above the lines."""
    return f"{column_letters(layout_of(sheet_id).columns[column])}{row}"


@on_book(finding("WB-27", sheet="AREAS", cell=at("AREAS", "population", HEADER)))
def a_header_in_other_words(book: Book) -> None:
    book.set("AREAS", at("AREAS", "population", HEADER), typed("How many live there?"))


@on_book(accepted())
def all_headers_cleared(book: Book) -> None:
    book.sub(AREAS, rf'<row r="{HEADER}".*?</row>', "")


@on_book(finding("WB-06", sheet="PARTNERS", cell=at("PARTNERS", "partner", HEADER)))
def two_headers_swapped(book: Book) -> None:
    for one, other in (("partner", "kind"), ("kind", "partner")):
        book.set("PARTNERS", at("PARTNERS", one, HEADER), typed(EN.column("PARTNERS", other)))


@on_book(finding("WB-06", "CL-06", sheet="PARTNERS", cell=at("PARTNERS", "partner", HEADER), lost=(("PARTNERS",),)))
def two_column_ids_swapped(book: Book) -> None:
    for one, other in (("partner", "neutrality"), ("neutrality", "partner")):
        book.set("PARTNERS", at("PARTNERS", one, IDS), typed(other))


@on_book(finding("WB-07", sheet="AREAS"))
def the_row_of_column_ids_deleted(book: Book) -> None:
    book.move("AREAS", row=lambda row: None if row == IDS else row - (row > IDS))


@on_book(finding("WB-07", sheet="PARTNERS"))
def the_row_of_column_ids_cleared(book: Book) -> None:
    book.sub(book.part("PARTNERS"), rf'<row r="{IDS}".*?</row>', "")


@on_book(finding("WB-07", sheet="AREAS"))
def one_column_id_cleared(book: Book) -> None:
    book.set("AREAS", at("AREAS", "population", IDS), typed(""))


@on_book(
    finding("WB-02", "WB-13", sheet="AREAS", lost=(("AREAS", "*", "population"),)),
)
def a_column_id_and_its_header_cleared(book: Book) -> None:
    book.set("AREAS", at("AREAS", "population", IDS), typed(""))
    book.set("AREAS", at("AREAS", "population", HEADER), typed("Leute"))


@on_book(accepted())
def the_column_of_row_ids_deleted(book: Book) -> None:
    book.move("AREAS", column=lambda column: column - 1 or None)


@on_book(accepted())
def the_column_of_row_ids_cleared(book: Book) -> None:
    book.move("RISKS", column=lambda column: None if column == 1 else column)


@on_book(finding("WB-09", sheet="My areas"))
def renamed_and_the_mark_gone(book: Book) -> None:
    book.rename("AREAS", "My areas")
    book.sub(AREAS, '<c r="A1"[^>]*>.*?</c>', "")


@on_book(finding("WB-04", sheet="AREAS", lost=(("AREAS", "ARE-03"),)))
def the_number_of_a_line_cleared(book: Book) -> None:
    row = place_of("AREAS", "ARE-03", "name")[0]
    for letters in "AB":
        book.sub(AREAS, rf'<c r="{letters}{row}"[^>]*>.*?</c>', "")


@on_book(finding("WB-05", "WB-03", sheet="RISKS", lost=(("RISKS", "RSK-E2"), ("RISKS", "RSK-E1"))))
def a_line_with_the_number_of_another(book: Book) -> None:
    row = place_of("RISKS", "RSK-E2", "relevant")[0]
    for letters in "AB":
        book.set("RISKS", f"{letters}{row}", typed("RSK-E1"))


# Structure: rows and columns -----------------------------------------------------------------------------------------


def opened(at_: int, count: int = 1) -> Callable[[int], int]:
    """Where rows or columns go when `count` new ones are inserted before `at_`."""
    return lambda number_: number_ + count if number_ >= at_ else number_


for _id in ("PROFILE", "AREAS", "RISKS", "PRICES"):
    _tab = EN.tab(_id)
    for _name, _row in (("at the top", 1), ("above the headers", HEADER), ("among the lines", 10)):
        add(
            f"three rows inserted {_name}: {_tab}",
            partial(_in_book, lambda book, tab=_tab, row=_row: book.move(tab, row=opened(row, 3))),
            accepted(),
        )
    for _name, _column in (("at the left", 1), ("before the first answer", 4), ("among the answers", 6)):
        add(
            f"two columns inserted {_name}: {_tab}",
            partial(_in_book, lambda book, tab=_tab, column=_column: book.move(tab, column=opened(column, 2))),
            accepted(),
        )


@on_book(finding("WB-04", sheet="AREAS", cell="D9"))
def a_line_inserted_and_filled(book: Book) -> None:
    book.move("AREAS", row=opened(9))
    book.sub(AREAS, r'(<row r="10")', f'<row r="9">{_cell("D9", typed("Eleventh district"))}</row>\\1')


@on_book(finding("WB-13", sheet="AREAS", cell="E8"))
def a_column_inserted_and_filled(book: Book) -> None:
    book.move("AREAS", column=opened(5))
    book.add_cell("AREAS", "E8", typed("ask Amina"))


@on_book(finding("WB-05", sheet="AREAS", cell="D40"))
def a_line_copied_below_the_list(book: Book) -> None:
    line = re.search(r'<row r="7".*?</row>', book.text(AREAS), re.DOTALL)
    assert line
    copy = re.sub(r' r="([A-Z]*)7"', r' r="\g<1>40"', line[0])
    book.sub(AREAS, "</sheetData>", lambda _: f"{copy}</sheetData>")


@on_book(accepted(lost=(("AREAS", "ARE-04"),)))
def a_line_of_a_free_list_deleted(book: Book) -> None:
    gone = place_of("AREAS", "ARE-04", "name")[0]
    book.move("AREAS", row=lambda row: None if row == gone else row - (row > gone))


@on_book(finding("WB-03", sheet="RISKS", lost=(("RISKS", "RSK-E2"),)))
def a_line_of_a_fixed_list_deleted(book: Book) -> None:
    gone = place_of("RISKS", "RSK-E2", "relevant")[0]
    book.move("RISKS", row=lambda row: None if row == gone else row - (row > gone))


@on_book(finding("WB-03", sheet="PROFILE", lost=(("PROFILE", "*", "population"),)))
def a_line_of_a_form_deleted(book: Book) -> None:
    gone = place_of("PROFILE", "PROFILE", "population")[0]
    book.move("PROFILE", row=lambda row: None if row == gone else row - (row > gone))


@on_book(finding("WB-02", sheet="PROFILE", lost=(("PROFILE",),)))
def the_answers_of_a_form_deleted(book: Book) -> None:
    gone = layout_of("PROFILE").columns["answer"]
    book.move("PROFILE", column=lambda column: None if column == gone else column - (column > gone))


@on_book(accepted())
def lines_sorted_by_somebody(book: Book) -> None:
    first, last = 7, layout_of("PRICES").last
    book.move("PRICES", row=lambda row: first + last - row if first <= row <= last else row)


def all_lines_deleted(book: Book, sheet_id: str) -> None:
    last = layout_of(sheet_id).last
    book.move(EN.tab(sheet_id), row=lambda row: None if 7 <= row <= last else row)


add(
    "all lines deleted: RISKS",
    partial(_in_book, partial(all_lines_deleted, sheet_id="RISKS")),
    finding("WB-03", sheet="RISKS", lost=(("RISKS",),)),
)
add(
    "all lines deleted: AREAS",
    partial(_in_book, partial(all_lines_deleted, sheet_id="AREAS")),
    accepted(lost=(("AREAS",),)),
)

for _id, _deleted in (("AREAS", "population"), ("PRICES", "price"), ("RISKS", "likelihood")):

    def _column_gone(book: Book, sheet_id: str = _id, column_id: str = _deleted) -> None:
        gone = layout_of(sheet_id).columns[column_id]
        book.move(EN.tab(sheet_id), column=lambda column: None if column == gone else column - (column > gone))

    add(
        f"a column deleted: {_id} {_deleted}",
        partial(_in_book, _column_gone),
        finding("WB-02", sheet=EN.tab(_id), lost=((_id, "*", _deleted),)),
    )


@on_book(accepted())
def two_columns_changed_places(book: Book) -> None:
    columns = layout_of("PRICES").columns
    swap = {columns["item"]: columns["unit"], columns["unit"]: columns["item"]}
    book.move("PRICES", column=lambda column: swap.get(column, column))


@on_book(accepted())
def all_columns_in_reverse(book: Book) -> None:
    layout = layout_of("AREAS")
    first, last = 4, layout.last_column
    book.move("AREAS", column=lambda column: first + last - column if first <= column <= last else column)


@on_book(accepted())
def a_column_moved_to_the_far_right(book: Book) -> None:
    columns = layout_of("RISKS").columns
    book.move("RISKS", column=lambda column: 60 if column == columns["trend"] else column)


@on_book(finding("WB-14", sheet="RISKS", cell=f"{at('RISKS', 'score', place_of('RISKS', 'RSK-E1', 'relevant')[0])}"))
def a_worked_out_cell_overwritten(book: Book) -> None:
    row = place_of("RISKS", "RSK-E1", "relevant")[0]
    book.set("RISKS", at("RISKS", "score", row), number("25"))


@on_book(accepted())
def a_worked_out_cell_cleared(book: Book) -> None:
    row = place_of("RISKS", "RSK-E1", "relevant")[0]
    book.sub(book.part("RISKS"), rf'<c r="{at("RISKS", "score", row)}"[^>]*>.*?</c>', "")


@on_book(accepted(), base="whole")
def every_result_of_a_formula_an_error(book: Book) -> None:
    for part in book.sheets():
        book.parts[part] = re.sub(
            rb'(<c r="\w+"(?: s="\d+")?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v>',
            rb'\1 t="e">\2<v>#NAME?</v>',
            book.parts[part],
        )


@on_book(accepted(), base="whole")
def no_result_of_a_formula_stored(book: Book) -> None:
    for part in book.sheets():
        book.parts[part] = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", book.parts[part])


@on_book(finding("WB-21", sheet="AREAS", cell="A300"))
def remarks_below_the_lists_and_on_the_front(book: Book) -> None:
    book.add_row("AREAS", 300, {"A": typed("seen by the mayor"), "B": typed("ok")})
    book.add_row("START", 300, {"C": typed("Deadline: Friday")})


# Values --------------------------------------------------------------------------------------------------------------

PRICE: Place = ("PRICES", "PRI-01", "price")
YEAR: Place = ("SOURCES", "SRC-01", "latest_year")
SCORE: Place = ("RISKS", "RSK-E1", "likelihood")
SHARE: Place = ("PROFILE", "PROFILE", "informal_share")
DAY: Place = ("PROFILE", "PROFILE", "period_from")
MONTH: Place = ("PRICES", "PRI-01", "month")
CHOICE: Place = ("AREAS", "ARE-01", "kind")
YES: Place = ("RISKS", "RSK-E1", "raised_by_residents")
REFERENCE: Place = ("PRICES", "PRI-01", "area")
NOTE: Place = ("AREAS", "ARE-01", "note")
EMAIL: Place = ("PROFILE", "PROFILE", "office_email")

SAME = object()
"""The answer must be what it was."""


def value(name: str, place: Place, content: str, rule: str, answer: Any = SAME) -> None:
    """A content typed into one cell: the rule that speaks of it ("" for none), and the answer that comes of it."""
    changed = {} if answer is SAME else {place: answer}
    add(
        f"value: {name}",
        partial(_in_book, lambda book: book.answer(place, content)),
        finding(rule, sheet=EN.tab(place[0]), cell=a1(place), changed=changed) if rule else accepted(changed=changed),
        base="few",
    )


def kept(content: str) -> str:
    """What `support.plain` says of a content that was kept, not understood."""
    return f"not understood: {content}"


# Numbers as text, in the styles of many places
for _text, _number in (
    ("420", 420.0),
    ("1234,5", 1234.5),
    ("1.234,5", 1234.5),
    ("1,234.5", 1234.5),
    ("1 234,5", 1234.5),
    ("1\u00a0234,5", 1234.5),
    ("1\u202f234,5", 1234.5),
    ("1’234.5", 1234.5),
    ("1,234,567", 1234567.0),
    ("1.234.567,89", 1234567.89),
    ("٤٢٠", 420.0),
    ("٤٢٠٫٥", 420.5),
    ("४२०", 420.0),
    ("４２０", 420.0),
    ("\u200b420", 420.0),
    (" +420 ", 420.0),
    ("0.125", 0.125),
):
    value(f"number as text {_text!a}", PRICE, typed(_text), "CL-14", _number)
for _text in ("1,234", "1.234", "12.345", "123,456"):
    value(f"number in two ways {_text}", PRICE, typed(_text), "CL-05", kept(_text))
for _text in ("about 420", "1_000", "1e5", "nan", "inf", "0x1F", "12,34,567", "four", "420-430", "½", "$420", "4²"):
    value(f"no number {_text!a}", PRICE, typed(_text), "CL-03", kept(_text))
value("number below", PRICE, number("-1"), "CL-04", kept("-1"))
value("number above", PRICE, number("1E+10"), "CL-04", kept("10000000000"))
value("typed minus that looks like a dash", PRICE, typed("−5"), "CL-04", kept("−5"))
value("number with an exponent", PRICE, number("4.2E2"), "")
value("number with noise of binary", PRICE, number("420.00000000000006"), "", 420.00000000000006)
value("boolean for a number", PRICE, boolean(1), "CL-03", kept("TRUE"))
value("year with a half", YEAR, number("2024.5"), "CL-11", kept("2024.5"))
value("year out of range", YEAR, number("1897"), "CL-04", kept("1897"))
value("year as text", YEAR, typed("2025"), "CL-14")
value("score of six", SCORE, number("6"), "CL-04", kept("6"))
value("score of zero", SCORE, number("0"), "CL-04", kept("0"))
value("score with a word", SCORE, typed("4 (high)"), "CL-03", kept("4 (high)"))
value("share as a fraction", SHARE, number("0.28"), "CL-13", 0.28)
value("share with its sign", SHARE, typed("28 %"), "CL-14")
value("share above a hundred", SHARE, number("280"), "CL-04", kept("280"))

# Errors and formulas
for _error in ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"):
    value(f"error {_error}", PRICE, error(_error), "CL-09", kept(_error))
value("error in a text", NOTE, error("#REF!"), "CL-09", kept("#REF!"))
value("formula with a result", PRICE, formula("400+20", "420"), "CL-08")
value("formula with an error", PRICE, formula("1/0", "#DIV/0!", "e"), "CL-09", kept("#DIV/0!"))
value("formula never worked out", PRICE, formula("400+20"), "CL-10", kept(""))
value("formula that gives a word", CHOICE, formula("X1", EN.code("area_kind", "centre"), "str"), "CL-08")
value("formula that gives nothing", NOTE, formula('""', "", "str") + "<v></v>", "", None)

# Dates
for _text, _day in (
    ("2025-07-01", date(2025, 7, 1)),
    ("2025/7/1", date(2025, 7, 1)),
    ("1.7.2025", date(2025, 7, 1)),
    ("13/07/2025", date(2025, 7, 13)),
    ("07/13/2025", date(2025, 7, 13)),
    ("1 July 2025", date(2025, 7, 1)),
    ("٢٠٢٥-٠٧-٠١", date(2025, 7, 1)),
    ("07/07/2025", date(2025, 7, 7)),
):
    value(f"date as text {_text!a}", DAY, typed(_text), "CL-14", _day)
value("date in two ways", DAY, typed("03/04/2025"), "CL-05", kept("03/04/2025"))
value("date that is none", DAY, typed("31.02.2025"), "CL-15", kept("31.02.2025"))
value("date in words", DAY, typed("last summer"), "CL-15", kept("last summer"))
value("date of long ago", DAY, typed("1825-07-01"), "CL-04", kept("1825-07-01"))
value("date that is a year", DAY, number("2025"), "CL-04", kept("1905-07-17"))
value("date with a time of day", DAY, number("45839.75"), "")
value("month as text", MONTH, typed("07/2025"), "CL-14")
value("month with its name", MONTH, typed("July 2025"), "CL-14")
value("month with a day", MONTH, number("45853"), "")
value("date as the file may spell it", DAY, "d|<v>2025-07-01T00:00:00Z</v>", "")
add(
    "value: date without its format",
    partial(_in_book, lambda book: book.answer(DAY, number("45839"), style="")),
    accepted(),
)
add(
    "value: year without the format of a date",
    partial(_in_book, lambda book: book.answer(DAY, number("2025"), style="")),
    finding("CL-15", sheet="PROFILE", cell=a1(DAY), changed={DAY: kept("2025")}),
)
add(
    "value: number with the format of a date",
    partial(_in_book, lambda book: book.answer(PRICE, number("420"), style=style_of(book, MONTH))),
    finding("CL-03", sheet="PRICES", cell=a1(PRICE), changed={PRICE: kept("1901-02-23")}),
)


def style_of(book: Book, place: Place) -> str:
    """The style number of an answer's cell."""
    found = re.search(rf'<c r="{a1(place)}" s="(\d+)"', book.text(book.part(EN.tab(place[0]))))
    assert found
    return found[1]


@on_book(accepted(), base="whole")
def dates_counted_from_1904(book: Book) -> None:
    """As old programs for the Mac save it: the flag, and every date 1,462 days lower."""
    book.sub(BOOK, "<workbookPr ", '<workbookPr date1904="1" ')
    for part in book.sheets():
        book.sub(
            part,
            r'(<c r="\w+" s="\d+">)<v>(4[4-9]\d{3})</v>',
            lambda found: f"{found[1]}<v>{int(found[2]) - 1462}</v>",
        ) if re.search(rb'<c r="\w+" s="\d+"><v>4[4-9]\d{3}</v>', book.parts[part]) else None


# List values
_CENTRE, _YES = EN.code("area_kind", "centre"), EN.code("yes_no", "yes")
for _name, _text in (
    ("in capitals", _CENTRE.upper()),
    ("with blanks", f"  {_CENTRE}  "),
    ("with a no-break space", f"\u00a0{_CENTRE}\u00a0"),
    ("with a zero-width space", f"{_CENTRE[:2]}\u200b{_CENTRE[2:]}"),
    ("in full width", "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in _CENTRE)),
    ("by its code", "centre"),
):
    value(f"list word {_name}", CHOICE, typed(_text), "")
value(
    "list word with a Cyrillic letter",
    CHOICE,
    typed(_CENTRE.replace("e", "е")),
    "CL-02",
    kept(_CENTRE.replace("e", "е")),
)
value("list word not in the list", CHOICE, typed("Waterfront"), "CL-02", kept("Waterfront"))
value("list word with an escape sequence", CHOICE, typed("a_x001B_[31mb"), "CL-02", kept("a\ufffd[31mb"))
value("list word with half a character", CHOICE, typed("a_xD800_b"), "CL-02", kept("a\ufffdb"))
value("list word as long as a cell", CHOICE, typed("word " * 6_553), "CL-02", kept(("word " * 6_553).strip()))
value("list word on two lines", CHOICE, typed("one\ntwo"), "CL-02", kept("one\ntwo"))
value("number for a list word", CHOICE, number("3"), "CL-02", kept("3"))
value("TRUE for yes", YES, boolean(1), "")
value("reference by its number", REFERENCE, typed("ARE-01"), "")
value("reference in small letters", REFERENCE, typed(" are-01 "), "")
value("reference with another dash", REFERENCE, typed("ARE‑01 · Old Harbour"), "")
value("reference with an old name", REFERENCE, typed("ARE-01 · The docks"), "WB-24")
value(
    "reference with the name of another line",
    REFERENCE,
    typed("ARE-01 · Lantern Hill"),
    "WB-23",
    kept("ARE-01 · Lantern Hill"),
)
value("reference by its name", REFERENCE, typed("Old Harbour"), "CL-17")
for _name, _text in (("no line", "ARE-99"), ("an empty line", "ARE-20"), ("another sheet", "FLW-2")):
    add(
        f"value: reference to {_name}",
        partial(_in_book, lambda book, text=_text: book.answer(REFERENCE, typed(f"{text} · Somewhere"))),
        Outcome(sheet="PRICES", cell=a1(REFERENCE), rules=("XC-02",), changed={REFERENCE: _text}),
    )
value("reference to a name nobody has", REFERENCE, typed("Atlantis"), "CL-16", kept("Atlantis"))

# Blanks
for _place in (PRICE, CHOICE, REFERENCE, DAY, NOTE):
    for _name, _text in (("blanks", "   "), ("no-break spaces", "\u00a0\u00a0"), ("hidden marks", "\u200b\ufeff")):
        value(f"only {_name} in {_place[2]}", _place, typed(_text), "", None)

# Texts that could do harm further on
for _name, _text in (
    ("a formula", "=1+1"),
    ("a formula in full width", "＝1+1"),
    ("DDE", "=cmd|' /C calc'!A0"),
    ("a plus", "+49 30 1234"),
    ("an at sign", "@SUM(A1)"),
    ("HTML", "<script>alert(1)</script> & <b>bold</b>"),
    ("Jinja", "{{ 7*7 }} {% for x in y %} {# no #}"),
    ("a Word field", 'DDEAUTO c:\\\\windows "calc"'),
    ("escapes", "_x000D_ is kept"),
    ("a path", "../../etc/passwd"),
    ("emoji", "🏙️ 👩🏽‍🚒 🇰🇪"),
    ("Arabic", "مدينة آمنة"),
    ("line ends", "one\ntwo"),
    ("a format with braces", "{found} {0} %s %(x)s"),
):
    value(f"text with {_name}", NOTE, typed(_text.replace("_x", "_x005F_x")), "", _text)
value("text very long", NOTE, typed("word " * 6_000), "CL-06", ("word " * 6_000).strip())
value("text with control characters", NOTE, typed("a_x0007_b_x0000_c"), "CL-12", "a\ufffdb\ufffdc")
value("text with half a character", NOTE, typed("a_xD800_b"), "CL-12", "a\ufffdb")
value("text with direction marks", NOTE, typed("safe\u202etxt.exe\u2066"), "CL-12", "safetxt.exe")
value("text with zero-width spaces", NOTE, typed("in\u200bvisible\u2060"), "CL-12", "invisible")
value("text in pieces of letters", NOTE, typed("Cafe\u0301"), "", "Café")
value("text with other line ends", NOTE, typed("one_x000D_\ntwo_x000D_three"), "", "one\ntwo\nthree")
value("text that is a number", NOTE, number("12.5"), "", "12.5")
value("text that is a boolean", NOTE, boolean(0), "", "FALSE")
value("text that is a number of the wrong kind", NOTE, "n|<v>twelve</v>", "WB-10", "twelve")
value("text of a type nobody knows", NOTE, "zz|<v>twelve</v>", "WB-10", "twelve")
value("number without an end", PRICE, number("1e999"), "WB-10", kept("1e999"))
value("text where an address is wanted", EMAIL, typed("ask the mayor"), "CL-07", "ask the mayor")

KINDS["value: number without an end"] = Damage(
    "value: number without an end",
    KINDS["value: number without an end"].do,
    finding("CL-03", "WB-10", sheet="PRICES", cell=a1(PRICE), changed={PRICE: kept("1e999")}),
)


@on_book(finding("CL-14"))
def every_number_of_a_sheet_as_text(book: Book) -> None:
    letters = column_letters(layout_of("PRICES").columns["price"])
    book.sub(book.part("PRICES"), rf'(<c r="{letters}\d+" s="\d+")><v>([\d.]+)</v></c>', r'\1 t="str"><v>\2</v></c>')


__all__ = ["EN", "KINDS", "Book", "Damage", "Fixed", "Form", "Outcome", "a1", "number", "typed"]

"""A workbook file becomes exactly the cells it holds, or is refused with the reason; nothing in between."""

# dates in a workbook have no time zone

from __future__ import annotations

import contextlib
import io
import json
import math
import struct
import zipfile
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeaudit.cells import Box, Cell, Format, Grid, GridNote, GridSheet, Kind, Span, Value
from safeaudit.files.reader import LIMITS, Limits, Refusal, UnreadableFile, _packed, _unpacked, read, read_bytes
from safeaudit.files.xlsx import date_of, is_date_format, unescape

if TYPE_CHECKING:
    from collections.abc import Callable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def parts(rows: str = "", strings: str = "", **more: str | bytes) -> dict[str, str | bytes]:
    """A small workbook's parts: `rows` stands in sheetData, `strings` in sst; `more` overrides by short name."""
    names = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "book": "xl/workbook.xml",
        "relations": "xl/_rels/workbook.xml.rels",
        "sheet": "xl/worksheets/sheet1.xml",
        "table": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
    }
    content: dict[str, str | bytes] = {
        "types": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{WORKBOOK_TYPE}"/></Types>',
        "root": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "book": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "relations": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "sheet": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "table": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "styles": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    content.update(more)
    return {names.get(name, name): text for name, text in content.items()}


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name, text)
    return buffer.getvalue()


def book(rows: str = "", strings: str = "", **more: str | bytes) -> bytes:
    return zipped(parts(rows, strings, **more))


def grid_of(data: bytes, limits: Limits = LIMITS) -> Grid:
    return read_bytes(data, "test.xlsx", limits)


def cells_of(data: bytes) -> dict[tuple[int, int], Value]:
    return grid_of(data).sheets[0].cells


def refusal_of(data: bytes, limits: Limits = LIMITS) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        grid_of(data, limits)
    return caught.value


def written(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as workbook:
        fill(workbook)
    return buffer.getvalue()


def text(value: str, *, formula: bool = False) -> Value:
    return Value(Kind.TEXT, value, formula)


def number(value: float, *, formula: bool = False) -> Value:
    return Value(Kind.NUMBER, value, formula)


# ── Values ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_value_is_read_as_what_it_is() -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Füße & Co")
        day = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        bold = workbook.add_format({"bold": True})
        sheet.write_string(0, 0, "a <b> & c\nnext")
        sheet.write_number(0, 1, -1.5e-7)
        sheet.write_boolean(0, 2, True)
        sheet.write_datetime(0, 3, datetime(2025, 3, 4, 12, 30), day)
        sheet.write_formula(0, 4, '="x"&"y"', None, "xy")
        sheet.write_formula(0, 5, "=1/0", None, "#DIV/0!")
        sheet.write_formula(0, 6, "=1<2", None, True)
        sheet.write_formula(0, 7, "=1+1", bold, 2)
        sheet.write_rich_string(1, 0, "plain ", bold, "bold", " end")
        sheet.write_blank(1, 1, None, bold)

    grid = grid_of(written(fill))
    assert [sheet.title for sheet in grid.sheets] == ["Füße & Co"]
    assert grid.sheets[0].cells == {
        (1, 1): text("a <b> & c\nnext"),
        (1, 2): number(-1.5e-7),
        (1, 3): Value(Kind.BOOLEAN, True),
        (1, 4): Value(Kind.DATE, datetime(2025, 3, 4, 12, 30)),
        (1, 5): text("xy", formula=True),
        (1, 6): Value(Kind.ERROR, "#DIV/0!", True),
        (1, 7): Value(Kind.BOOLEAN, True, True),
        (1, 8): number(2.0, formula=True),
        (2, 1): text("plain bold end"),
    }
    assert grid.notes == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"><v>1</v></c>', number(1.0)),
        ('<c r="A1" t="n"><v> 1E+2 </v></c>', number(100.0)),
        ('<c r="A1" s="1"><v>45658</v></c>', Value(Kind.DATE, datetime(2025, 1, 1))),
        ('<c r="A1" s="1"><v>-5</v></c>', number(-5.0)),
        ('<c r="A1" s="99"><v>5</v></c>', number(5.0)),
        ('<c r="A1" t="b"><v>0</v></c>', Value(Kind.BOOLEAN, False)),
        ('<c r="A1" t="e"><v>#N/A</v></c>', Value(Kind.ERROR, "#N/A")),
        ('<c r="A1" t="d"><v>2025-03-04T10:20:30</v></c>', Value(Kind.DATE, datetime(2025, 3, 4, 10, 20, 30))),
        ('<c r="A1" t="d"><v>2025-03-04</v></c>', Value(Kind.DATE, datetime(2025, 3, 4))),
        ('<c r="A1" t="d"><v>10:20</v></c>', Value(Kind.DATE, datetime(1899, 12, 30, 10, 20))),
        ('<c r="A1" t="inlineStr"><is><t>in &amp; line</t></is></c>', text("in & line")),
        (
            '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>',
            text("a b"),
        ),
        ('<c r="A1" t="str"><v>12</v></c>', text("12")),
        ('<c r="A1" t="str"><v>a_x000D_b&#10;c</v></c>', text("a\rb\nc")),
        ('<c r="A1"><f>B1</f></c>', Value(Kind.UNCALCULATED, "", True)),
        ('<c r="A1"><f>B1</f><v></v></c>', Value(Kind.UNCALCULATED, "", True)),
        ('<c r="A1"><f>B1</f><v/></c>', Value(Kind.UNCALCULATED, "", True)),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', text("", formula=True)),
        ('<c r="A1" t="str"><f>""</f></c>', Value(Kind.UNCALCULATED, "", True)),
        ('<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>3</v></c>', number(3.0, formula=True)),
        ('<c r="A1"><f t="shared" si="0"/><v>3</v></c>', number(3.0, formula=True)),
        ('<c r="A1" cm="1"><f t="array" ref="A1">B1</f><v>3</v></c>', number(3.0, formula=True)),
        ('<c r="A1" t="s"><v>0</v></c>', text("zero")),
        ('<c r="A1" t="s"><f>B1</f><v>0</v></c>', text("zero", formula=True)),
        ('<c r="A1"><v>nan</v></c>', text("nan")),
        ('<c r="A1"><v>1_000</v></c>', text("1_000")),
        ('<c r="A1"><v>1e999</v></c>', text("1e999")),
        ('<c r="A1"/>', None),
        ('<c r="A1" t="s"/>', None),
        ('<c r="A1"><v></v></c>', None),
    ],
)
def test_the_quick_way_and_the_full_way_read_the_same(cell: str, expected: Value | None) -> None:
    wanted = {} if expected is None else {(1, 1): expected}
    strings = "<si><t>zero</t></si>"
    assert cells_of(book(f'<row r="1">{cell}</row>', strings)) == wanted
    # A comment is enough to leave the forms the expression knows.
    assert cells_of(book(f'<!-- --><row r="1">{cell}</row>', f"<!-- -->{strings}")) == wanted


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        (1, datetime(1900, 1, 1)),
        (59, datetime(1900, 2, 28)),
        (60, None),
        (61, datetime(1900, 3, 1)),
        (0.5, datetime(1899, 12, 30, 12)),
        (2958465.5, datetime(9999, 12, 31, 12)),
        (2958466, None),
        (-1, None),
    ],
)
def test_date_serials_follow_excel_with_its_leap_year_that_never_was(serial: float, expected: datetime | None) -> None:
    assert date_of(serial, date1904=False) == expected


def test_dates_of_the_1904_system_are_shifted() -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        workbook.add_worksheet().write_datetime(0, 0, datetime(2025, 1, 2), workbook.add_format({"num_format": 14}))

    assert cells_of(written(fill, date_1904=True)) == {(1, 1): Value(Kind.DATE, datetime(2025, 1, 2))}


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "[$-409]d mmm;@", "h:mm AM/PM", 'd"."m"."yy', "[Red]mm/yy"])
def test_date_formats_are_known_by_their_letters(code: str) -> None:
    assert is_date_format(code)


@pytest.mark.parametrize(
    "code", ["General", "0.00", '0 "days"', "[Red]0", r"0\d", "[h]:mm", "0.00E+00", "#,##0 [$USD]", "@"]
)
def test_number_formats_are_not_taken_for_dates(code: str) -> None:
    assert not is_date_format(code)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("_x000D_", "\r"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ud83d"),
        ("_xyz_", "_xyz_"),
        ("x_x0041", "x_x0041"),
    ],
)
def test_escapes_are_resolved_once(raw: str, plain: str) -> None:
    assert unescape(raw) == plain


# ── Addresses and oddities ───────────────────────────────────────────────────────────────────────────────────────────


def test_cells_without_address_follow_on() -> None:
    rows = (
        '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
        '<row r="5"><c/><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    )
    assert cells_of(book(rows)) == {
        (1, 1): number(1),
        (1, 4): number(2),
        (1, 5): number(3),
        (5, 2): number(4),
        (6, 1): number(5),
    }


def test_rows_out_of_order_are_all_read() -> None:
    rows = '<row r="9"><c r="B9"><v>9</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    assert cells_of(book(rows)) == {(9, 2): number(9), (2, 2): number(2)}


def test_a_far_cell_is_one_cell() -> None:
    assert cells_of(book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')) == {(1_048_576, 16_384): number(1)}


def test_cells_outside_the_grid_are_noted() -> None:
    grid = grid_of(book('<row r="1"><c r="XFE1"><v>1</v></c><c r="A1048577"><v>2</v></c><c r="B1"><v>3</v></c></row>'))
    assert grid.sheets[0].cells == {(1, 2): number(3)}
    assert [note.code for note in grid.notes] == ["outside_grid", "outside_grid"]


def test_of_a_repeated_cell_the_last_counts_and_a_note_tells() -> None:
    grid = grid_of(book('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'))
    assert grid.sheets[0].cells == {(1, 1): number(2)}
    assert [(note.code, note.cell) for note in grid.notes] == [("duplicate_cell", Cell("One", 1, 1))]


@pytest.mark.parametrize("index", ["7", "-1", "x"])
def test_a_wrong_string_index_gives_a_note_and_no_value(index: str) -> None:
    grid = grid_of(
        book(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c><c r="B1"><v>1</v></c></row>', "<si><t>a</t></si>")
    )
    assert grid.sheets[0].cells == {(1, 2): number(1)}
    assert [(note.code, note.cell) for note in grid.notes] == [("bad_string", Cell("One", 1, 1))]


def test_notes_end_at_their_limit_and_say_how_many_more() -> None:
    rows = '<row r="1">' + '<c r="A1"><v>1</v></c>' * 12 + "</row>"
    grid = grid_of(book(rows), replace(LIMITS, notes=5))
    assert len(grid.notes) == 6
    assert (grid.notes[-1].code, grid.notes[-1].values) == ("more_notes", (("count", "6"),))


def test_strict_prefixed_and_utf16_workbooks_read_like_others() -> None:
    rows, strings = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>', "<si><t>é</t></si>"
    usual = cells_of(book(rows, strings))
    strict = {
        name: str(content).replace(MAIN, STRICT).replace(RELATIONS, RELATIONS_STRICT)
        for name, content in parts(rows, strings).items()
    }
    prefixed = rows.replace("<", "<x:").replace("<x:/", "</x:")
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{prefixed}</x:sheetData></x:worksheet>'
    sheet16 = (
        f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    )
    assert usual == {(1, 1): text("é"), (1, 2): number(2)}
    assert cells_of(zipped({**strict})) == usual
    assert cells_of(book(rows, strings, sheet=sheet)) == usual
    assert cells_of(book(rows, strings, sheet=sheet16.encode("utf-16"))) == usual
    assert cells_of(book(rows, strings, sheet=SHEET.format(rows).encode("utf-8-sig"))) == usual


def test_line_ends_are_read_as_xml_reads_them() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>a\r\nb\rc</v></c></row>'
    assert cells_of(book(rows)) == cells_of(book("<!-- -->" + rows)) == {(1, 1): text("a\nb\nc")}


def test_hidden_sheets_are_marked_and_chart_sheets_passed_over() -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        workbook.add_worksheet("Shown").write_number(0, 0, 1)
        workbook.add_worksheet("Hidden").hide()
        workbook.add_worksheet("Very").very_hidden()
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Shown!$A$1"})
        workbook.add_chartsheet("Chart").set_chart(chart)

    assert [(s.title, s.hidden) for s in grid_of(written(fill)).sheets] == [
        ("Shown", False),
        ("Hidden", True),
        ("Very", True),
    ]


def test_a_macro_workbook_is_read_without_its_macros() -> None:
    files = parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    files["[Content_Types].xml"] = str(files["[Content_Types].xml"]).replace(
        WORKBOOK_TYPE, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    assert cells_of(zipped({**files, "xl/vbaProject.bin": OLE + b"macro"})) == {(1, 1): number(1)}


def test_large_parts_read_in_stretches_lose_nothing() -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}" t="str"><v>é{r * 7919}</v></c></row>'
        for r in range(1, 40_001)
    )
    cells = cells_of(book(rows))
    assert len(cells) == 80_000
    assert all(cells[r, 1].value == r and cells[r, 2].value == f"é{r * 7919}" for r in range(1, 40_001))


def test_two_hundred_thousand_formatted_empty_rows_are_ordinary_life() -> None:
    rows = "".join(f'<row r="{r}" spans="1:3"><c r="A{r}" s="1"/><c r="B{r}" s="1"/></row>' for r in range(1, 200_001))
    assert cells_of(book(rows)) == {}


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def ole(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le").ljust(128, b"\0")


def of_type(content_type: str) -> bytes:
    return book(types=str(parts()["[Content_Types].xml"]).replace(WORKBOOK_TYPE, content_type))


def local_name_changed() -> bytes:
    data = book()
    return data.replace(b"xl/styles.xml", b"xl/stylex.xml", 1)


def with_entries(change: Callable[[list[bytes]], None]) -> bytes:
    """A workbook whose directory entries were changed."""
    data = book()
    count, _, start = struct.unpack_from("<HLL", data, len(data) - 12)
    entries, at = [], start
    for _ in range(count):
        length = 46 + sum(struct.unpack_from("<3H", data, at + 28))
        entries.append(data[at : at + length])
        at += length
    change(entries)
    directory = b"".join(entries)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), start, 0)
    return data[:start] + directory + end


def overlapping() -> bytes:
    def repeat(entries: list[bytes]) -> None:
        name = b"xl/other.xml"
        entries.append(
            struct.pack("<4s", entries[0][:4])
            + entries[0][4:28]
            + struct.pack("<3H", len(name), 0, 0)
            + entries[0][34:46]
            + name
        )

    return with_entries(repeat)


def lying_size() -> bytes:
    def shrink(entries: list[bytes]) -> None:
        entries[4] = entries[4][:24] + struct.pack("<L", 10) + entries[4][28:]

    return with_entries(shrink)


def bomb() -> bytes:
    return zipped({**parts(), "xl/media/image1.png": bytes(5_000_000)})


def duplicate() -> bytes:
    return zipped({**parts(), "XL/Workbook.xml": "<x/>"})


def broken_checksum() -> bytes:
    def change(entries: list[bytes]) -> None:
        entries[4] = entries[4][:16] + struct.pack("<L", 7) + entries[4][20:]

    return with_entries(change)


def encrypted_entry() -> bytes:
    def flag(entries: list[bytes]) -> None:
        entries[0] = entries[0][:8] + struct.pack("<H", 1) + entries[0][10:]

    return with_entries(flag)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (b"", "empty", ""),
        (b" \r\n", "empty", ""),
        (bytes(1000), "damaged", "zeros"),
        (b"\x01\x02\x03", "not_a_workbook", ""),
        (b"%PDF-1.7\n", "not_a_workbook", ""),
        (b"a;b;c\r\n1;2;3\r\n", "csv_or_text", ""),
        ("a\tb\n".encode("utf-16"), "csv_or_text", ""),
        ("Stra\xdfe;1\n".encode("latin-1"), "csv_or_text", ""),
        (b"<html><table></table></html>", "html", ""),
        (b"<!-- a -->\n<!-- b --><table>", "html", ""),
        (b"<!---->" * 9_000 + b"x", "csv_or_text", ""),
        (b"\xef\xbb\xbf<!DOCTYPE HTML PUBLIC>", "html", ""),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "old_excel", ""),
        (ole("Workbook"), "old_excel", ""),
        (b"\x09\x08\x10\x00\x00\x06", "old_excel", ""),
        (ole("EncryptedPackage"), "encrypted", ""),
        (ole("WordDocument"), "word_document", ""),
        (OLE + bytes(504), "not_a_workbook", ""),
        (b"{\\rtf1", "word_document", ""),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "open_document",
            "",
        ),
        (of_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "binary_workbook", ""),
        (
            of_type("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
            "word_document",
            "",
        ),
        (
            of_type("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            "not_a_workbook",
            "",
        ),
        (zipped({"readme.txt": "x"}), "not_a_workbook", ""),
        (encrypted_entry(), "encrypted", ""),
        (book()[:-200], "damaged", "cut_off"),
        (book()[:40], "damaged", "cut_off"),
        (broken_checksum(), "damaged", "wrong_checksum"),
        (lying_size(), "damaged", "wrong_size"),
        (book(sheet=SHEET.format("<row>")), "damaged", "not_xml"),
        (book(sheet=SHEET.format("</row><row>")), "damaged", "not_xml"),
        (book('<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>'), "damaged", "not_xml"),
        (book('<row r="1" r="1"><c r="A1"><v>1</v></c></row>'), "damaged", "not_xml"),
        (book('<row r="1"><c r="A1" t="str"><v>]]></v></c></row>'), "damaged", "not_xml"),
        (book('<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>'), "damaged", "not_xml"),
        (book('<row r="1" x14ac:dyDescent="1"><c r="A1"><v>1</v></c></row>'), "damaged", "not_xml"),
        (book(sheet=SHEET.encode() + b"\xff"), "damaged", "not_xml"),
        (book(book=f'<workbook xmlns="{MAIN}"/>'), "damaged", "no_sheets"),
        (zipped({k: v for k, v in parts().items() if "sheet1" not in k}), "damaged", "missing_part"),
        (zipped({k: v for k, v in parts().items() if "Types" not in k}), "damaged", "missing_part"),
        (book(sheet=LAUGHS + SHEET.format("")), "hostile", "doctype"),
        (book(sheet=(LAUGHS + SHEET.format("")).encode("utf-16")), "hostile", "doctype"),
        (book(table='<!DOCTYPE sst SYSTEM "http://example.org/x"><sst/>'), "hostile", "doctype"),
        (zipped({**parts(), "docProps/core.xml": LAUGHS + "<l>&b;</l>"}), "hostile", "doctype"),
        (
            book(sheet=SHEET.format("").replace("<sheetData>", "<a>" * 300 + "</a>" * 300 + "<sheetData>")),
            "hostile",
            "depth",
        ),
        (book("<row " + " ".join(f'a{i}="1"' for i in range(1_001)) + "/>"), "hostile", "attributes"),
        (book("".join(f"<a{i}/>" for i in range(10_001))), "hostile", "names"),
        (book("<row " + " ".join(f'a{i}="1"' for i in range(300_000)) + "/>"), "hostile", "long_tag"),
        (bomb(), "hostile", "bomb"),
        (duplicate(), "hostile", "duplicate_part"),
        (overlapping(), "hostile", "overlapping_parts"),
        (local_name_changed(), "hostile", "two_names"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(data: bytes, code: str, detail: str) -> None:
    refusal = refusal_of(data)
    assert (refusal.code, refusal.values.get("detail", "")) == (code, detail)


@pytest.mark.parametrize(
    ("limit", "value", "what"),
    [
        ("file", 100, "file"),
        ("unpacked", 1_000, "unpacked"),
        ("part", 300, "part"),
        ("parts", 6, "parts"),
        ("sheets", 0, "sheets"),
        ("cells", 2, "cells"),
        ("text", 3, "text"),
        ("all_text", 11, "all_text"),
        ("strings", 1, "strings"),
        ("styles", 1, "styles"),
    ],
)
def test_each_limit_refuses_by_its_own_name(limit: str, value: int, what: str) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>0</v></c></row>'
    data = book(rows, "<si><t>four</t></si><si><t>two</t></si>")
    grid_of(data)
    refusal = refusal_of(data, replace(LIMITS, **{limit: value}))
    assert (refusal.code, refusal.values["what"], refusal.values["limit"]) == ("too_big", what, str(value))


def test_a_text_beyond_the_limit_is_refused_at_its_cell() -> None:
    rows = '<row r="3"><c r="B3" t="inlineStr"><is><t>' + "x" * 32_768 + "</t></is></c></row>"
    assert refusal_of(book(rows)).values["cell"] == "One!B3"
    assert refusal_of(book("<!-- -->" + rows)).values["cell"] == "One!B3"


def test_too_long_a_reading_is_refused() -> None:
    refusal = refusal_of(book(), replace(LIMITS, seconds=-1.0))
    assert refusal.code == "too_slow"


def test_parts_nobody_reads_are_looked_through_too() -> None:
    data = bytearray(zipped({**parts(), "xl/media/a.bin": b"0123456789" * 50}))
    at = data.index(b"xl/media/a.bin") + 14
    data[at + 3] ^= 0xFF
    assert refusal_of(bytes(data)).code == Refusal.DAMAGED


# ── Paths and the child process ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "none.xlsx", "not_found"),
        (tmp_path, "is_directory"),
        (tmp_path / ("x" * 300), "not_found"),
    ):
        with pytest.raises(UnreadableFile) as caught:
            read(path)
        assert (caught.value.code, caught.value.values["file"]) == (code, path.name)


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(book())

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == "no_permission"


def test_a_child_process_returns_the_same_grid_and_the_same_refusals(tmp_path: Path) -> None:
    path, broken = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    rows = (
        '<row r="1"><c r="A1" s="1"><v>45658.5</v></c><c r="B1" t="str"><v>_xD83D_é</v></c><c r="C1"><f>A1</f></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="D1"><v>0.1</v></c></row>'
    )
    path.write_bytes(book(rows))
    broken.write_bytes(bomb())
    assert read(path, isolate=True) == read(path)
    with pytest.raises(UnreadableFile) as caught:
        read(broken, isolate=True)
    assert (caught.value.code, caught.value.values["file"]) == ("hostile", "b.xlsx")


def test_what_a_child_hands_over_is_all_that_a_grid_holds() -> None:
    sheet = GridSheet(
        "One",
        {
            (1, 1): Value(Kind.NUMBER, 0.63, True, Format.PERCENT),
            (2, 1): Value(Kind.DATE, datetime(2026, 3, 4, 5, 6), False, Format.UNKNOWN),
            (3, 1): Value(Kind.PICTURE, ""),
            (4, 1): Value(Kind.BOOLEAN, value=True),
        },
        hidden=True,
        merges=[Span(1, 2, 3, 4)],
        struck={(2, 1), (1, 1)},
        notes={(9, 9): "in a note\nof two lines"},
        boxes=[Box(5, 6, "in a box")],
        pictures=[(7, 8)],
        widths={1: 12.5, 300: 4.0},
    )
    note = GridNote("duplicate_cell", Cell("One", 1, 1), (("sheet", "One"),))
    grid = Grid("a.xlsx", [sheet, GridSheet("Two")], [note, GridNote("more_notes")], date1904=True)
    assert _unpacked(json.loads(json.dumps(_packed(grid)))) == grid
    # Every field differs from its default, so that one that is left out on the way is missed above.
    for part, plain in ((sheet, GridSheet("")), (grid, Grid("", [])), (sheet.cells[1, 1], Value(Kind.TEXT, ""))):
        names = part._fields if isinstance(part, Value) else [each.name for each in fields(part)]
        assert [name for name in names if getattr(part, name) == getattr(plain, name)] == []


def test_a_child_process_out_of_memory_or_time_is_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(book("<row/>" * 100))
    with pytest.raises(UnreadableFile) as caught:
        read(path, isolate=True, limits=replace(LIMITS, seconds=0.001))
    assert caught.value.code == "too_slow"
    with pytest.raises(UnreadableFile) as caught:
        read(path, isolate=True, limits=replace(LIMITS, memory=1024 * 1024))
    assert caught.value.code in ("too_big", "damaged")


# ── Round trip ───────────────────────────────────────────────────────────────────────────────────────────────────────

_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)
_DATES = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(lambda d: d.replace(microsecond=0))
# XlsxWriter looks at every row up to the last, so far rows are left to the test of the far cell.
_ADDRESSES = st.tuples(st.integers(1, 3_000), st.integers(1, 16_384))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_ADDRESSES, st.one_of(_TEXTS, _NUMBERS, st.booleans(), _DATES), max_size=12))
def test_what_xlsxwriter_writes_is_read_back(cells: dict[tuple[int, int], str | float | bool | datetime]) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for (row, column), value in cells.items():
            at = (row - 1, column - 1)
            if isinstance(value, str):
                sheet.write_string(*at, value)
            elif isinstance(value, bool):
                sheet.write_boolean(*at, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(*at, value, day)
            else:
                sheet.write_number(*at, value)

    got = cells_of(written(fill))
    assert got.keys() == cells.keys()
    for at, value in cells.items():
        if isinstance(value, datetime):
            found = got[at].value
            assert isinstance(found, datetime)
            assert abs(found - value) < timedelta(milliseconds=2)
        elif isinstance(value, float):
            # XlsxWriter writes 16 significant digits.
            assert math.isclose(float(got[at].value), value, rel_tol=1e-15, abs_tol=0)  # type: ignore[arg-type]
        else:
            assert got[at].value == value


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_but_never_breaks_the_reader(data: st.DataObject) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1</f><v>2.5</v></c></row>'
    files = parts(rows, "<si><t>a</t></si>")
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(str(files[name]).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    container = bytearray(zipped({**files, name: bytes(content)}))
    if data.draw(st.booleans()):
        container[data.draw(st.integers(0, len(container) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UnreadableFile):
        grid_of(bytes(container))


def test_stored_parts_and_streamed_sizes_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts('<row r="1"><c r="A1"><v>1</v></c></row>').items():
            with package.open(name, "w", force_zip64=True) as part:
                part.write(content.encode() if isinstance(content, str) else content)
    assert cells_of(buffer.getvalue()) == {(1, 1): number(1)}

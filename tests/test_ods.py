"""An OpenDocument spreadsheet becomes the cells a person sees in it, or is refused with the reason; under the same limits."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeaudit.cells import Box, Cell, Format, Grid, Kind, Span, Value
from safeaudit.files.reader import LIMITS, Limits, UnreadableFile, read_bytes

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "table": "table", "text": "text", "style": "style", "draw": "drawing", "number": "datastyle",
        "manifest": "manifest", "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
) + (
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)  # fmt: skip
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def content(tables: str, styles: str = "", before: str = "") -> str:
    return (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def table(rows: str, columns: str = "<table:table-column/>", name: str = "One", more: str = "") -> str:
    return f'<table:table table:name="{name}"{more}>{columns}{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(inside: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def text(words: str) -> str:
    return cell(f"<text:p>{words}</text:p>", 'office:value-type="string"')


def number(value: str, attributes: str = "") -> str:
    return cell(f"<text:p>{value}</text:p>", f'office:value-type="float" office:value="{value}" {attributes}')


def ods(content_xml: str, mimetype: str = ODS, **more: str | bytes) -> bytes:
    """A package; `more` names parts, with two underlines for a slash and one for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mimetype)
        if content_xml:
            package.writestr("content.xml", content_xml)
        for name, part in more.items():
            package.writestr(name.replace("__", "/").replace("_", "."), part)
    return buffer.getvalue()


def grid(rows: str, limits: Limits = LIMITS, **more: str) -> Grid:
    styles = more.pop("styles", "")
    return read_bytes(ods(content(table(rows, **more), styles)), "a.ods", limits)


def cells(rows: str, **more: str) -> dict[tuple[int, int], Value]:
    return grid(rows, **more).sheets[0].cells


def refusal(data: bytes, limits: Limits = LIMITS) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "a.ods", limits)
    return caught.value


def value(inside: str, **more: str) -> Value | None:
    return cells(row(inside), **more).get((1, 1))


# Values --------------------------------------------------------------------------------------------------------------

FORMULA = 'table:formula="of:=1+1"'


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (text("plain"), Value(Kind.TEXT, "plain")),
        (number("-12.5"), Value(Kind.NUMBER, -12.5)),
        (cell("<text:p>63 %</text:p>", 'office:value-type="percentage" office:value="0.63"'), Value(Kind.NUMBER, 0.63, False, Format.PERCENT)),
        (cell("<text:p>4,00 €</text:p>", 'office:value-type="currency" office:currency="EUR" office:value="4"'), Value(Kind.NUMBER, 4.0)),
        (cell("<text:p>TRUE</text:p>", 'office:value-type="boolean" office:boolean-value="true"'), Value(Kind.BOOLEAN, value=True)),
        (cell("<text:p>FALSE</text:p>", 'office:value-type="boolean" office:boolean-value="false"'), Value(Kind.BOOLEAN, value=False)),
        (cell("<text:p>1/2/26</text:p>", 'office:value-type="date" office:date-value="2026-02-01"'), Value(Kind.DATE, datetime(2026, 2, 1))),
        (cell("", 'office:value-type="date" office:date-value="2026-02-01T13:14:15.250000000"'), Value(Kind.DATE, datetime(2026, 2, 1, 13, 14, 15, 250_000))),
        (cell("<text:p>8:30</text:p>", 'office:value-type="time" office:time-value="PT08H30M00S"'), Value(Kind.DATE, datetime(1899, 12, 30, 8, 30))),
        (cell("<text:p>36:00</text:p>", 'office:value-type="time" office:time-value="PT36H00M00S"'), Value(Kind.NUMBER, 1.5)),
        (cell("<text:p>2</text:p>", f'office:value-type="float" office:value="2" {FORMULA}'), Value(Kind.NUMBER, 2.0, True)),
        (cell("", f'office:value-type="string" office:string-value="" {FORMULA}'), Value(Kind.TEXT, "", True)),
        (cell("<text:p>#DIV/0!</text:p>", f'office:value-type="string" office:string-value="" calcext:value-type="error" {FORMULA}'), Value(Kind.ERROR, "#DIV/0!", True)),
        (cell("<text:p>#N/A</text:p>", f'office:value-type="float" office:value="0" {FORMULA}'), Value(Kind.ERROR, "#N/A", True)),
        (cell("<text:p>#N/A</text:p>", 'office:value-type="string"'), Value(Kind.TEXT, "#N/A")),
        (cell("", FORMULA), Value(Kind.UNCALCULATED, "", True)),
        (cell("<text:p>no type</text:p>"), Value(Kind.TEXT, "no type")),
        (cell(), None),
    ],
)  # fmt: skip
def test_every_kind_of_value_is_read_as_what_it_is(inside: str, expected: Value | None) -> None:
    assert value(inside) == expected


@pytest.mark.parametrize(
    "attributes",
    [
        'office:value-type="float" office:value="1e999"', 'office:value-type="float" office:value="1_000"',
        'office:value-type="float" office:value="١٢"', 'office:value-type="date" office:date-value="2026-13-41"',
        'office:value-type="time" office:time-value="P"', 'office:value-type="boolean" office:boolean-value="yes"',
        'office:value-type="void"',
    ],
)  # fmt: skip
def test_a_value_that_contradicts_its_type_stays_as_text_with_a_note(attributes: str) -> None:
    read = grid(row(cell("<text:p>seen</text:p>", attributes)))
    assert read.sheets[0].cells == {(1, 1): Value(Kind.TEXT, "seen")}
    assert [(note.code, note.cell) for note in read.notes] == [("bad_value", Cell("One", 1, 1))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("two<text:s/> <text:s text:c='3'/>gaps", "two     gaps"),
        ("a\n   b", "a b"),
        (" a <text:span> b</text:span> ", "a b"),
        ("a<text:tab/>b<text:line-break/>c", "a\tb\nc"),
        ("one</text:p><text:p/><text:p>three", "one\n\nthree"),
        ("<text:a xlink:href='https://example.org'>linked</text:a> &amp; more", "linked & more"),
        ("<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>kanji</text:ruby-text></text:ruby>", "漢字"),
        ("<text:s/>kept", " kept"),
    ],
)
def test_texts_are_read_as_they_are_shown(words: str, expected: str) -> None:
    assert value(text(words)) == Value(Kind.TEXT, expected)


def test_what_a_cell_is_shown_as_comes_from_its_style_its_parents_and_its_column() -> None:
    styles = (
        '<number:percentage-style style:name="P"/>'
        '<number:time-style style:name="T" number:truncate-on-overflow="false"/>'
        '<style:style style:name="share" style:family="table-cell" style:data-style-name="P"/>'
        '<style:style style:name="child" style:family="table-cell" style:parent-style-name="share"/>'
        '<style:style style:name="span" style:family="table-cell" style:data-style-name="T"/>'
        '<style:style style:name="loop" style:family="table-cell" style:parent-style-name="loop"/>'
    )
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="share"/>'
    read = cells(
        row(
            number("0.5", 'table:style-name="child"'), number("0.5"), number("0.5", 'table:style-name="loop"'),
            cell("", 'office:value-type="time" office:time-value="PT06H" table:style-name="span"'),
        )
        + row(number("0.5"), more=' table:default-cell-style-name="share"'),
        styles=styles, columns=columns,
    )  # fmt: skip
    percent = Value(Kind.NUMBER, 0.5, False, Format.PERCENT)
    assert read == {
        (1, 1): percent,
        (1, 2): percent,
        (1, 3): Value(Kind.NUMBER, 0.5),
        (1, 4): Value(Kind.NUMBER, 0.25),
        (2, 1): percent,
    }


# What is seen besides ------------------------------------------------------------------------------------------------

STRUCK = (
    '<style:style style:name="out" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="gone" style:family="text"><style:text-properties '
    'style:text-line-through-type="single"/></style:style><style:style style:name="in" style:family="table-cell" '
    'style:parent-style-name="out"><style:text-properties style:text-line-through-style="none"/></style:style>'
)


def test_struck_through_cells_are_known_and_a_struck_part_is_noted() -> None:
    read = grid(
        row(
            number("1", 'table:style-name="out"'), number("2", 'table:style-name="in"'),
            text('<text:span text:style-name="gone">all of it</text:span>'),
            text('<text:span text:style-name="gone">a part</text:span> of it'),
            cell("", 'table:style-name="out"'),
        ),
        styles=STRUCK,
    )  # fmt: skip
    assert read.sheets[0].struck == {(1, 1), (1, 3)}
    assert [(note.code, note.cell, dict(note.values)) for note in read.notes] == [
        ("struck_part", Cell("One", 1, 4), {"text": "a part"})
    ]


def test_notes_boxes_pictures_and_joined_cells_have_their_places() -> None:
    note = "<office:annotation><dc:creator>Somebody</dc:creator><text:p>asked</text:p><text:p>twice</text:p></office:annotation>"
    box = (
        "<draw:frame><draw:text-box><text:p>in a box</text:p></draw:text-box><svg:desc>no words</svg:desc></draw:frame>"
    )
    shape = "<draw:g><draw:custom-shape><text:p>in a shape</text:p></draw:custom-shape></draw:g>"
    picture = '<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>'
    chart = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./Replacement"/></draw:frame>'
    read = grid(
        row(cell(f"{note}<text:p>said</text:p>", 'office:value-type="string"'), cell(box + chart))
        + row(
            cell(
                "<text:p>wide</text:p>",
                'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="3"',
            ),
            "<table:covered-table-cell office:value-type='float' office:value='7'/>",
            cell(shape + picture),
        )
    ).sheets[0]
    assert read.notes == {(1, 1): "asked\ntwice"}
    assert read.cells == {
        (1, 1): Value(Kind.TEXT, "said"),
        (2, 1): Value(Kind.TEXT, "wide"),
        (2, 2): Value(Kind.NUMBER, 7.0),
    }
    assert read.boxes == [Box(1, 2, "in a box"), Box(2, 3, "in a shape")]
    assert read.pictures == [(2, 3)]
    assert read.merges == [Span(2, 1, 4, 2)]


def test_sheets_have_their_names_order_hiding_and_widths() -> None:
    styles = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="w" style:family="table-column"><style:table-column-properties style:column-width="5cm"/>'
        "</style:style>"
    )
    first = table(row(), '<table:table-column table:style-name="w" table:number-columns-repeated="2"/>', "A &amp; B")
    second = table(row(), name="Two", more=' table:style-name="h"')
    read = read_bytes(ods(content(first + second, styles)), "a.ods").sheets
    assert [(sheet.title, sheet.hidden) for sheet in read] == [("A & B", False), ("Two", True)]
    assert read[0].widths == {1: pytest.approx(26.3, abs=0.1), 2: pytest.approx(26.3, abs=0.1)}


def test_dates_counted_from_1904_are_told() -> None:
    before = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    data = ods(content(table(row(cell("", 'office:value-type="time" office:time-value="PT1H"'))), before=before))
    read = read_bytes(data, "a.ods")
    assert read.date1904
    assert read.sheets[0].cells[1, 1].value == datetime(1904, 1, 1, 1)


def test_what_is_remembered_of_another_file_is_no_sheet() -> None:
    source = '<table:table-source xlink:href="other.ods"/>'
    data = ods(
        content(table(source + row(text("theirs")), name="'file:///tmp/other.ods'#$One") + table(row(text("ours"))))
    )
    read = read_bytes(data, "a.ods")
    assert [sheet.title for sheet in read.sheets] == ["One"]
    assert [dict(note.values) for note in read.notes] == [{"kind": "links"}]


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (cell("", 'table:formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)"'), "commands"),
        (cell("", "table:formula=\"of:=['file:///C:/other.ods'#$One.A1]\""), "links"),
        (cell("", 'table:formula="of:=WEBSERVICE(&quot;https://example.org&quot;)"'), "linked"),
        (cell('<draw:frame><draw:image xlink:href="https://example.org/a.png"/></draw:frame>'), "linked"),
        (cell('<draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame>'), "objects"),
        (cell('<table:cell-range-source xlink:href="other.ods"/>'), "links"),
    ],
)  # fmt: skip
def test_what_would_run_or_fetch_is_named(inside: str, kind: str) -> None:
    assert ["active", {"kind": kind}] in [[note.code, dict(note.values)] for note in grid(row(inside)).notes]


def test_macros_are_named_and_quoted_words_are_no_commands() -> None:
    macro = ods(content(table(row(text("a")))), Basic__Standard__Module1_xml="<x/>")
    assert [dict(note.values) for note in read_bytes(macro, "a.ods").notes] == [{"kind": "macros"}]
    empty = ods(content(table(row(text("a")))), **{"Basic__Standard__script-lb_xml": "<x/>"})
    assert read_bytes(empty, "a.ods").notes == []
    assert grid(row(cell("", 'table:formula="of:=&quot;DDE(&quot;"'))).notes == []


# Limits --------------------------------------------------------------------------------------------------------------


def test_repeated_cells_and_rows_are_where_the_person_sees_them() -> None:
    read = cells(
        row(cell("", 'table:number-columns-repeated="2"'), number("1", 'table:number-columns-repeated="3"'))
        + row(cell("", 'table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1000"')
        + row(number("2"), more=' table:number-rows-repeated="2"')
    )
    one, two = Value(Kind.NUMBER, 1.0), Value(Kind.NUMBER, 2.0)
    assert read == {(1, 3): one, (1, 4): one, (1, 5): one, (1002, 1): two, (1003, 1): two}


def test_joined_cells_are_repeated_with_their_lines() -> None:
    spanned = cell("", 'table:number-columns-spanned="2" table:number-rows-spanned="1"')
    assert grid(row(spanned, more=' table:number-rows-repeated="2"')).sheets[0].merges == [
        Span(1, 1, 1, 2),
        Span(2, 1, 2, 2),
    ]


@pytest.mark.parametrize(
    ("rows", "what", "place"),
    [
        (row(number("1"), more=' table:number-rows-repeated="1048576"'), "cells", ""),
        (row(number("1", 'table:number-columns-repeated="999999999"')), "cells", ""),
        (row(text("x" * 9_000), more=' table:number-rows-repeated="9000"'), "all_text", ""),
        (row(cell(), text("<text:s text:c='999999999'/>")), "text", "One!B1"),
        (row(cell("", 'office:value-type="string" office:string-value="' + "x" * 40_000 + '"')), "text", "One!A1"),
        (row(cell("<office:annotation><text:p>" + "x" * 40_000 + "</text:p></office:annotation>")), "text", "One!A1"),
        (row(cell("", 'table:number-columns-spanned="16384" table:number-rows-spanned="1048576"')), "merge", "One!A1"),
        (row(cell("", 'table:number-columns-spanned="2"'), more=' table:number-rows-repeated="30000"'), "merges", ""),
    ],
)  # fmt: skip
def test_what_is_said_many_times_is_counted_before_it_is_spread_out(rows: str, what: str, place: str) -> None:
    began = time.monotonic()
    refused = refusal(ods(content(table(rows))))
    assert (refused.code, refused.values["what"], refused.values.get("cell", "")) == ("too_big", what, place)
    assert time.monotonic() - began < 10


def test_millions_of_empty_lines_and_columns_cost_nothing() -> None:
    empty = row(cell("", 'table:number-columns-repeated="999999999"'), more=' table:number-rows-repeated="999999999"')
    read = grid(empty * 3 + row(text("far")))
    assert read.sheets[0].cells == {}
    assert [note.code for note in read.notes] == ["outside_grid"]


def test_too_many_sheets_and_shapes_are_refused() -> None:
    assert refusal(ods(content(table(row()) * 201))).values["what"] == "sheets"
    shape = "<draw:rect><text:p>a</text:p></draw:rect>"
    few = replace(LIMITS, shapes=2)
    assert refusal(ods(content(table(row(cell(shape * 3))))), few).values["what"] == "shapes"


@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (ods(""), "damaged", "missing_part"),
        (ods("<x/>"), "damaged", "no_sheets"),
        (ods(content(table(row()))[:-20]), "damaged", "not_xml"),
        (ods('<!DOCTYPE a [<!ENTITY b "c">]>' + content(table(row()))), "hostile", "doctype"),
        (ods(content(table(row())), styles_xml="<!DOCTYPE a><x/>"), "hostile", "doctype"),
        (ods(content(table(row())), settings_xml="<!DOCTYPE a><x/>"), "hostile", "doctype"),
        (
            ods("noise", **{"META-INF__manifest_xml": f"<manifest:manifest {SPACES}><manifest:file-entry manifest:full-path='content.xml'><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"}),
            "not_decrypted",
            "",
        ),
        (ods(content(""), "application/vnd.oasis.opendocument.text"), "open_document", ""),
        (f'<?xml version="1.0"?>\n<office:document {SPACES}/>'.encode(), "open_document", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, code: str, detail: str) -> None:
    refused = refusal(data)
    assert (refused.code, refused.values.get("detail", "")) == (code, detail)


def test_a_template_and_a_file_without_its_kind_in_front_are_read() -> None:
    whole = content(table(row(text("a"))))
    assert read_bytes(ods(whole, f"{ODS}-template"), "a.ots").sheets
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest {SPACES}><manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
            "</manifest:manifest>",
        )
        package.writestr("content.xml", whole)
    assert read_bytes(buffer.getvalue(), "a.ods").sheets


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_spreadsheet_is_read_or_refused_but_never_breaks_the_reader(data: st.DataObject) -> None:
    rows = row(text("a"), number("2.5", FORMULA), cell("<draw:rect><text:p>b</text:p></draw:rect>"))
    whole = bytearray(content(table(rows), STRUCK).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            whole[start] = data.draw(st.sampled_from(b"<>/\"' ax09="))
        else:
            del whole[start : start + data.draw(st.integers(1, 60))]
    with contextlib.suppress(UnreadableFile):
        read_bytes(ods(bytes(whole).decode("utf-8", "replace")), "a.ods")

"""What a person sees in a file is what is read, or it is named; and a rebuilt workbook loses none of it unsaid."""

from __future__ import annotations

import re
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from safeaudit.__main__ import main
from safeaudit.audit import Audit
from safeaudit.cells import Format, Grid, Kind
from safeaudit.doors import NotReadable, read_audit
from safeaudit.files import reader as host
from safeaudit.files.guard import Limits, UnreadableFile
from safeaudit.rescue import Rescued, rebuild
from safeaudit.rules import check
from tests.fewer import city_of
from tests.support import open_book, open_xml_errors, place_of, plain

AREA = "xl/worksheets/sheet3.xml"
"""The part of the sheet AREAS."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return city_of(tmp_path_factory.mktemp("seen") / "city.xlsx")


def edited(city: Path, folder: Path, change: Callable[[Any], None]) -> Path:
    """The city's workbook, changed and saved by openpyxl."""
    book = open_book(city)
    change(book)
    path = folder / "edited.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(path)
    return path


def rewritten(city: Path, folder: Path, *, add: dict[str, bytes] | None = None, drop: str = "", **changes: Any) -> Path:
    """The city's workbook with parts changed: {part: function of its bytes}."""
    path = folder / "rewritten.xlsx"
    edits: dict[str, Callable[[bytes], bytes]] = changes.get("edits", {})
    with zipfile.ZipFile(city) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != drop:
                data = source.read(name)
                target.writestr(name, edits[name](data) if name in edits else data)
        for name, data in (add or {}).items():
            target.writestr(name, data)
    return path


def found(audit: Audit, rule: str) -> list[str]:
    return [f"{finding.place}: {finding.message}" for finding in audit.findings if finding.rule == rule]


def rebuilt(path: Path, folder: Path) -> tuple[Rescued, Audit, Path]:
    audit = read_audit(path)
    target = folder / "rebuilt.xlsx"
    return rebuild(path, target, audit), read_audit(target), target


def not_placed(audit: Audit) -> set[str]:
    return {entry.content for entry in audit.unplaced}


# Per cent ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "code", "read"),
    [
        (0.63, "0%", 63.0),
        (0.029, "0.0%", 2.9),
        (1.0, "0%", 100.0),
        (0.0, "0%", 0.0),
        (0.125, "0.0 %;[Red]-0.0 %", 12.5),
        (0.07, "0\\ %", 7.0),
        (63.0, '0"%"', 63.0),
        (63.0, "0\\%", 63.0),
        (63.0, "General", 63.0),
    ],
)
def test_a_per_cent_figure_is_read_as_the_person_sees_it(
    city: Path, tmp_path: Path, stored: float, code: str, read: float
) -> None:
    def typed(book: Any) -> None:
        for sheet, row_id, column in (("PROFILE", "PROFILE", "informal_share"), ("INDICATORS", "IND-C14", "value")):
            cell = book[sheet].cell(*place_of(sheet, row_id, column))
            cell.value, cell.number_format = stored, code

    audit = read_audit(edited(city, tmp_path, typed))
    assert (audit.profile.informal_share, audit.by_id["IND-C14"].value) == (read, read)
    assert not found(audit, "CL-13")


def test_every_indicator_line_in_per_cent_reads_per_cent_cells(city: Path, tmp_path: Path) -> None:
    before = read_audit(city)
    lines = [row for row in before.indicators if row.value is not None and "%" in before.words.item(row.id, "unit")]

    def typed(book: Any) -> None:
        for row in lines:
            for column in ("value", "earlier_value", "national_value"):
                if (number := getattr(row, column)) is not None:
                    cell = book["INDICATORS"].cell(*place_of("INDICATORS", row.id, column))
                    cell.value, cell.number_format = number / 100, "0%"

    after = read_audit(edited(city, tmp_path, typed))
    assert len(lines) > 8
    assert plain(after) == plain(before)
    assert check(after) == check(before)


def test_per_cent_where_something_else_is_counted_is_asked_about(city: Path, tmp_path: Path) -> None:
    def typed(book: Any) -> None:
        cell = book["AREAS"].cell(*place_of("AREAS", "ARE-02", "population"))
        cell.value, cell.number_format = 0.5, "0%"
        cell = book["INDICATORS"].cell(*place_of("INDICATORS", "IND-C01", "value"))
        cell.value, cell.number_format = 0.31, "0.0%"

    audit = read_audit(edited(city, tmp_path, typed))
    said = "\n".join(found(audit, "CL-18"))
    assert "shows 50 %" in said
    assert "shows 31 %" in said
    assert (audit.by_id["ARE-02"].population, audit.by_id["IND-C01"].value) == (None, None)


@pytest.mark.parametrize("unit", ["% of shops", "per cent", "Percent of pupils", "pct"])
def test_a_unit_typed_on_the_line_can_say_per_cent(city: Path, tmp_path: Path, unit: str) -> None:
    def typed(book: Any) -> None:
        book["INDICATORS"].cell(*place_of("INDICATORS", "IND-C01", "unit")).value = unit
        cell = book["INDICATORS"].cell(*place_of("INDICATORS", "IND-C01", "value"))
        cell.value, cell.number_format = 0.31, "0%"

    assert read_audit(edited(city, tmp_path, typed)).by_id["IND-C01"].value == 31.0


@pytest.mark.parametrize("text", ["12 %", "12%", "% 12", "12 ٪", "12 ％"])
def test_a_text_with_a_sign_is_that_many_per_cent(city: Path, tmp_path: Path, text: str) -> None:
    def typed(book: Any) -> None:
        book["PROFILE"].cell(*place_of("PROFILE", "PROFILE", "informal_share")).value = text
        book["INDICATORS"].cell(*place_of("INDICATORS", "IND-C14", "value")).value = text

    audit = read_audit(edited(city, tmp_path, typed))
    assert (audit.profile.informal_share, audit.by_id["IND-C14"].value) == (12.0, 12.0)


# Joined cells --------------------------------------------------------------------------------------------------------


def test_joined_answers_are_named_and_what_they_hide_is_kept(city: Path, tmp_path: Path) -> None:
    row, column = place_of("AREAS", "ARE-01", "population")

    def joined(book: Any) -> None:
        book["AREAS"].merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)

    path = edited(city, tmp_path, joined)
    audit = read_audit(path)
    (said,) = found(audit, "WB-16")
    assert said.startswith(
        f"AREAS!E{row}: The cells E{row}:E{row + 1} are joined into one. The joined cell shows “58000”"
    )
    assert (audit.by_id["ARE-01"].population, audit.by_id["ARE-02"].population) == (58000, None)
    rescued, again, _ = rebuilt(path, tmp_path)
    assert any(f"E{row}:E{row + 1}" in text for text in rescued.damage)
    assert again.by_id["ARE-01"].population == 58000


def test_a_value_under_joined_cells_is_not_read_but_kept(city: Path, tmp_path: Path) -> None:
    row, column = place_of("AREAS", "ARE-01", "population")
    joined = f'<mergeCells count="1"><mergeCell ref="E{row}:E{row + 1}"/>'.encode()
    path = rewritten(city, tmp_path, edits={AREA: lambda data: re.sub(rb'<mergeCells count="1">', joined, data)})
    hidden = read_audit(city).by_id["ARE-02"].population
    audit = read_audit(path)
    assert audit.by_id["ARE-02"].population is None
    assert str(hidden) in not_placed(audit)
    assert column == 5


def test_our_own_joined_cells_are_no_finding(city: Path) -> None:
    assert found(read_audit(city), "WB-16") == []


def test_a_sheet_joined_as_a_whole_is_refused_with_its_place(city: Path, tmp_path: Path) -> None:
    joined = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/>'
    path = rewritten(city, tmp_path, edits={AREA: lambda data: re.sub(rb'<mergeCells count="1">', joined, data)})
    with pytest.raises(NotReadable, match=r"AREAS!A1:XFD1048576"):
        read_audit(path)


# Notes, boxes, pictures ----------------------------------------------------------------------------------------------


def test_notes_at_cells_are_named_and_stand_at_their_cells_in_a_rebuilt_workbook(city: Path, tmp_path: Path) -> None:
    def noted(book: Any) -> None:
        book["AREAS"].cell(*place_of("AREAS", "ARE-04", "population")).comment = Comment(
            "84000, health survey", "Ann Other"
        )
        book["PROFILE"].cell(*place_of("PROFILE", "PROFILE", "city")).comment = Comment("spelling?\nask", "x")
        book["RISKS"]["B9"].comment = Comment("about the line", "x")
        book["START"]["B20"].comment = Comment("done by finance", "x")
        book["OVERVIEW"]["C5"].comment = Comment("mayor asked", "x")
        book["ABOUT"]["B2"].comment = Comment("which version?", "x")

    path = edited(city, tmp_path, noted)
    audit = read_audit(path)
    said = "\n".join(found(audit, "WB-17"))
    assert len(found(audit, "WB-17")) == 6
    assert "AREAS!E10: The note here says “84000, health survey”." in said
    assert "Ann Other" not in said
    rescued, again, target = rebuilt(path, tmp_path)
    assert rescued.notes == 3
    assert again.notes == audit.notes
    assert {"done by finance", "mayor asked", "which version?"} <= not_placed(again)
    assert open_xml_errors(target) == []


CONVERSATION = b"""<?xml version="1.0"?><ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="E10" dT="2026-01-01T00:00:00" personId="{A}" id="{1}"><text>Is it 84000?</text></threadedComment>
<threadedComment ref="E10" dT="2026-01-02T00:00:00" personId="{B}" id="{2}" parentId="{1}"><text>Yes.</text></threadedComment>
</ThreadedComments>"""
STAND_IN = b"""<?xml version="1.0"?><comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>
<author>tc={1}</author></authors><commentList><comment ref="E10" authorId="0"><text><t>[Threaded comment]

Your version of Excel allows you to read this threaded comment.</t></text></comment></commentList></comments>"""
BOX = """<?xml version="1.0"?><xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>4</xdr:col>
<xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>6</xdr:col>
<xdr:colOff>0</xdr:colOff><xdr:row>12</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{shape}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""
SHAPE = """<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="T"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/>
<a:p><a:r><a:t>Saltpans: </a:t></a:r><a:r><a:t>84 000</a:t></a:r></a:p><a:p><a:r><a:t>ask again</a:t></a:r></a:p></xdr:txBody></xdr:sp>"""
PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="P"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill/><xdr:spPr/></xdr:pic>'
RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>"""
KINDS = {
    "comments": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    "threadedComment": "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
    "drawing": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing",
    "hyperlink": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
}


def related(*lines: tuple[str, str]) -> bytes:
    return RELATIONS.format(
        lines="".join(
            f'<Relationship Id="x{number}" Type="{KINDS[kind]}" Target="{target}"/>'
            for number, (kind, target) in enumerate(lines)
        )
    ).encode()


RELS = "xl/worksheets/_rels/sheet3.xml.rels"


def test_a_conversation_is_read_once_with_all_its_words(city: Path, tmp_path: Path) -> None:
    parts = {
        "xl/threadedComments/t1.xml": CONVERSATION,
        "xl/c1.xml": STAND_IN,
        RELS: related(("comments", "../c1.xml"), ("threadedComment", "../threadedComments/t1.xml")),
    }
    (said,) = found(read_audit(rewritten(city, tmp_path, add=parts)), "WB-17")
    assert said == "AREAS!E10: The note here says “Is it 84000? Yes.”. Notes at cells are not read."


@pytest.mark.parametrize("group", ["{shape}", "<xdr:grpSp>{shape}</xdr:grpSp>"])
def test_text_boxes_are_named_with_their_cell_and_kept(city: Path, tmp_path: Path, group: str) -> None:
    drawing = BOX.format(shape=group.format(shape=SHAPE)).encode()
    path = rewritten(
        city, tmp_path, add={"xl/drawings/d9.xml": drawing, RELS: related(("drawing", "../drawings/d9.xml"))}
    )
    audit = read_audit(path)
    assert found(audit, "WB-18") == [
        "AREAS!E10: A box or picture lies over the cells here: “Saltpans: 84 000 ask again”. Text boxes, shapes and pictures are not read."
    ]
    assert "Saltpans: 84 000\nask again" in not_placed(rebuilt(path, tmp_path)[1])


def test_a_picture_over_the_cells_is_named(city: Path, tmp_path: Path) -> None:
    drawing = BOX.format(shape=PICTURE).encode()
    path = rewritten(
        city, tmp_path, add={"xl/drawings/d9.xml": drawing, RELS: related(("drawing", "../drawings/d9.xml"))}
    )
    (said,) = found(read_audit(path), "WB-18")
    assert said.startswith("AREAS!E10: A box or picture lies over the cells here: (a picture).")


def test_a_declared_note_that_is_gone_is_said(city: Path, tmp_path: Path) -> None:
    path = rewritten(city, tmp_path, add={RELS: related(("comments", "../gone.xml"))})
    (said,) = found(read_audit(path), "WB-10")
    assert "the notes or drawings of AREAS are not in the file any more" in said


def test_a_picture_in_a_cell_is_said_to_be_one(city: Path, tmp_path: Path) -> None:
    row, _ = place_of("AREAS", "ARE-01", "note")
    cell = re.compile(rf'<c r="G{row}"( s="\d+")(?: t="s")?(?:/>|>.*?</c>)'.encode())
    path = rewritten(
        city,
        tmp_path,
        edits={AREA: lambda data: cell.sub(rb'<c r="G%d"\1 t="e" vm="1"><v>#VALUE!</v></c>' % row, data)},
    )
    audit = read_audit(path)
    assert [text.partition(": ")[2] for text in found(audit, "CL-19")] == [
        "ARE-01: “Note” holds a picture. Pictures cannot be read."
    ]
    assert found(audit, "CL-09") == []
    assert "(a picture)" in not_placed(rebuilt(path, tmp_path)[1])


# Struck through ------------------------------------------------------------------------------------------------------


def test_a_struck_through_line_is_not_read_and_kept(city: Path, tmp_path: Path) -> None:
    row, _ = place_of("AREAS", "ARE-03", "name")

    def struck(book: Any) -> None:
        for cell in book["AREAS"][row]:
            cell.font = Font(strike=True)

    path = edited(city, tmp_path, struck)
    audit = read_audit(path)
    (said,) = found(audit, "WB-19")
    assert said.startswith(f"AREAS!D{row}: Struck through, and so not read: “Lantern Hill”, “112000”")
    assert not audit.by_id["ARE-03"].used
    assert {"Lantern Hill", "112000"} <= not_placed(rebuilt(path, tmp_path)[1])


def rich(city: Path, folder: Path, runs: bytes) -> Path:
    """The city with a rich text in place of the name of its first area."""
    name = read_audit(city).by_id["ARE-01"].name.encode()  # type: ignore[attr-defined]
    plain_text = re.compile(rb"<si><t(?: [^>]*)?>%s</t></si>" % re.escape(name))
    return rewritten(
        city, folder, edits={"xl/sharedStrings.xml": lambda data: plain_text.sub(b"<si>%s</si>" % runs, data, count=1)}
    )


STRUCK_RUN = b'<r><rPr><strike/><sz val="11"/></rPr><t>Old Town </t></r>'


def test_words_struck_through_within_a_text_are_left_out_and_named(city: Path, tmp_path: Path) -> None:
    audit = read_audit(rich(city, tmp_path, STRUCK_RUN + b"<r><t>Harbour Side</t></r>"))
    assert audit.by_id["ARE-01"].name == "Harbour Side"  # type: ignore[attr-defined]
    assert any("not read: “Old Town”" in text for text in found(audit, "WB-19"))


def test_a_text_struck_through_run_by_run_counts_as_struck_through(city: Path, tmp_path: Path) -> None:
    audit = read_audit(rich(city, tmp_path, STRUCK_RUN + STRUCK_RUN.replace(b"Old Town ", b"Quarter")))
    assert not audit.by_id["ARE-01"].name  # type: ignore[attr-defined]
    assert any("“Old Town Quarter”" in text for text in found(audit, "WB-19"))


def test_the_slow_way_of_reading_sees_the_same(city: Path, tmp_path: Path) -> None:
    """A comment in the XML sends the reader to the parser that knows all forms."""
    runs = STRUCK_RUN + b'<r><rPr><strike val="0"/></rPr><t>Harbour Side</t></r>'
    quick = rich(city, tmp_path, runs)
    slow = tmp_path / "slow.xlsx"
    with zipfile.ZipFile(quick) as source, zipfile.ZipFile(slow, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            data = data.replace(b"<sheetData>", b"<sheetData><!-- x -->").replace(b"<si>", b"<si><!-- x -->", 1)
            target.writestr(name, data)
    assert host.read(slow).sheets == host.read(quick).sheets


# Texts and sheets of the office's own --------------------------------------------------------------------------------


def test_texts_beside_below_and_above_the_tables_are_named_and_kept(city: Path, tmp_path: Path) -> None:
    places = {
        ("AREAS", "AB3"): "beside, above",
        ("AREAS", "C90"): "below the table",
        ("RISKS", "AZ200"): "far away",
        ("PROFILE", "H60"): "below the form",
        ("START", "K30"): "on the first sheet",
        ("OVERVIEW", "T3"): "over there",
        ("CHECKS", "L4"): "beside the checks",
    }

    def typed(book: Any) -> None:
        for (sheet, cell), text in places.items():
            book[sheet][cell] = text

    path = edited(city, tmp_path, typed)
    audit = read_audit(path)
    said = found(audit, "WB-21")
    assert len(said) == len(places)
    for (sheet, cell), text in places.items():
        assert any(line.startswith(f"{sheet}!{cell}: ") and f"“{text}”" in line for line in said), text
    assert set(places.values()) <= not_placed(rebuilt(path, tmp_path)[1])


def test_a_workbook_as_we_made_it_has_nothing_unread(city: Path) -> None:
    audit = read_audit(city)
    assert [finding for finding in audit.findings if finding.rule in {f"WB-{number}" for number in range(16, 30)}] == []
    assert (audit.notes, audit.own_sheets, audit.active) == ({}, [], [])


def test_sheets_of_the_offices_own_are_named_and_carried_over(city: Path, tmp_path: Path) -> None:
    def added(book: Any) -> None:
        sheet = book.create_sheet("Our list", 4)
        sheet["A1"], sheet["B2"], sheet["C3"] = "Phone tree", 41, "=B2+1"
        sheet["D4"], sheet["E5"], sheet["F6"] = 0.25, True, "=not a formula"
        sheet["F6"].data_type = "s"
        sheet["D4"].number_format = "0%"
        sheet["A1"].comment = Comment("keep", "x")
        sheet.column_dimensions["A"].width = 42
        book.create_sheet("History:2"[:7])["A1"] = "second"
        book.create_sheet("Empty")

    path = edited(city, tmp_path, added)
    audit = read_audit(path)
    assert [text.partition(":")[0] for text in found(audit, "WB-20")] == ["Our list!A1", "History!A1"]
    rescued, again, target = rebuilt(path, tmp_path)
    assert rescued.own_sheets == ("Our list", "History")
    mine = again.own_sheets[0]
    assert (mine.title, mine.text(1, 1), mine.text(2, 2), mine.text(6, 6)) == (
        "Our list",
        "Phone tree",
        "41.0",
        "=not a formula",
    )
    assert mine.cells[4, 4].format is Format.PERCENT
    assert mine.notes == {(1, 1): "keep"}
    assert round(mine.widths[1]) == 42
    assert all(not value.formula for value in mine.cells.values())
    assert again.own_sheets[1].title == "History (2)"
    assert open_xml_errors(target) == []
    assert plain(again) == plain(audit)


def test_a_second_copy_of_a_sheet_is_kept_in_a_rebuilt_workbook(city: Path, tmp_path: Path) -> None:
    def copied(book: Any) -> None:
        twin = book.copy_worksheet(book["AREAS"])
        twin.cell(*place_of("AREAS", "ARE-01", "name")).value = "Another name"

    path = edited(city, tmp_path, copied)
    rescued, _, target = rebuilt(path, tmp_path)
    assert rescued.own_sheets == ("AREAS Copy",)
    row, column = place_of("AREAS", "ARE-01", "name")
    kept = next(sheet for sheet in host.read(target).sheets if sheet.title == "AREAS Copy")
    assert kept.text(row, column) == "Another name"


def test_a_typed_over_result_is_kept(city: Path, tmp_path: Path) -> None:
    def typed(book: Any) -> None:
        book["RISKS"].cell(*place_of("RISKS", "RSK-E1", "score")).value = "seventeen"

    path = edited(city, tmp_path, typed)
    assert "seventeen" in not_placed(rebuilt(path, tmp_path)[1])


# Damage --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "named"), [("xl/sharedStrings.xml", "texts"), ("xl/styles.xml", "formats")])
def test_a_declared_part_that_is_missing_refuses_the_file_and_names_it(
    city: Path, tmp_path: Path, part: str, named: str
) -> None:
    with pytest.raises(NotReadable, match=named):
        read_audit(rewritten(city, tmp_path, drop=part))


def test_texts_that_are_not_even_declared_refuse_the_file(city: Path, tmp_path: Path) -> None:
    undeclared = re.compile(rb"<Relationship [^>]*sharedStrings[^>]*/>")
    path = rewritten(
        city,
        tmp_path,
        drop="xl/sharedStrings.xml",
        edits={"xl/_rels/workbook.xml.rels": lambda data: undeclared.sub(b"", data)},
    )
    with pytest.raises(NotReadable, match="texts"):
        read_audit(path)


@pytest.mark.parametrize("number", ["-1", "4294967297", "0", "1048577", "x"])
def test_a_line_whose_number_cannot_be_is_a_finding_and_never_moves(city: Path, tmp_path: Path, number: str) -> None:
    """Cells without an address of their own stand after the row before them: under a false number they stand nowhere."""
    before = host.read(city)
    row, _ = place_of("AREAS", "ARE-04", "name")

    def renumbered(data: bytes) -> bytes:
        start = data.index(b'<row r="%d"' % row)
        end = data.index(b"</row>", start)
        line = re.sub(rb' r="[A-Z]+\d+"', b"", data[start:end]).replace(
            b'<row r="%d"' % row, b'<row r="%s"' % number.encode()
        )
        line = re.sub(rb"<row(?! r=)", b'<row r="%s"' % number.encode(), line)
        return data[:start] + line + data[end:]

    path = rewritten(city, tmp_path, edits={AREA: renumbered})
    audit = read_audit(path)
    after = next(sheet for sheet in host.read(path).sheets if sheet.title == "AREAS")
    expected = {
        at: value for at, value in next(s for s in before.sheets if s.title == "AREAS").cells.items() if at[0] != row
    }
    assert after.cells == expected
    assert any(f"has the number {number}" in text for text in found(audit, "WB-10"))


# Active content ------------------------------------------------------------------------------------------------------

LINK = b"""<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<ddeLink xmlns:r="x" ddeService="cmd" ddeTopic="/c calc"><ddeItems/></ddeLink></externalLink>"""
BOOK_LINK = LINK.replace(
    b'<ddeLink xmlns:r="x" ddeService="cmd" ddeTopic="/c calc"><ddeItems/></ddeLink>', b"<externalBook/>"
)
ACTIVE = {
    "macros": {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    "controls": {"xl/activeX/activeX1.xml": b"<x/>"},
    "objects": {"xl/embeddings/oleObject1.bin": b"\xd0\xcf"},
    "connections": {"xl/connections.xml": b"<connections/>"},
    "commands": {"xl/externalLinks/externalLink1.xml": LINK},
    "links": {"xl/externalLinks/externalLink1.xml": BOOK_LINK},
    "linked": {
        "xl/drawings/_rels/drawing9.xml.rels": RELATIONS.format(
            lines='<Relationship Id="a" Type="http://x/image" Target="http://example.org/p.png" TargetMode="External"/>'
        ).encode()
    },
}


@pytest.mark.parametrize("kind", ACTIVE)
def test_active_content_is_named_and_left_out_of_every_copy(city: Path, tmp_path: Path, kind: str) -> None:
    path = rewritten(city, tmp_path, add=ACTIVE[kind])
    audit = read_audit(path)
    assert audit.active == [kind]
    assert len(found(audit, "WB-22")) == 1
    assert check(audit)
    rescued, again, target = rebuilt(path, tmp_path)
    assert rescued.left_behind[0].startswith("Left out, for it could run or fetch something: ")
    assert again.active == []
    assert not ACTIVE[kind].keys() & set(zipfile.ZipFile(target).namelist())


def test_a_formula_that_calls_another_program_is_named_with_its_cell(city: Path, tmp_path: Path) -> None:
    def planted(book: Any) -> None:
        book["AREAS"].cell(*place_of("AREAS", "ARE-01", "note")).value = "=cmd|'/C calc'!A0"
        book["AREAS"].cell(*place_of("AREAS", "ARE-02", "note")).value = '="a|b"'

    audit = read_audit(edited(city, tmp_path, planted))
    (said,) = found(audit, "WB-22")
    assert said.startswith("AREAS!G7: ")
    assert audit.active == ["commands"]


@pytest.mark.parametrize("formula", ['=WEBSERVICE("http://example.org")', '=RTD("x",,"y")'])
def test_a_formula_that_fetches_is_named_with_its_cell(city: Path, tmp_path: Path, formula: str) -> None:
    def planted(book: Any) -> None:
        book["AREAS"].cell(*place_of("AREAS", "ARE-01", "note")).value = formula
        book["AREAS"].cell(*place_of("AREAS", "ARE-02", "note")).value = '="WEBSERVICE("'

    audit = read_audit(edited(city, tmp_path, planted))
    assert [text.partition(": ")[0] for text in found(audit, "WB-22")] == ["AREAS!G7"]
    assert audit.active == ["fetching"]


def test_a_plain_link_to_a_web_page_is_nothing_to_speak_of(city: Path, tmp_path: Path) -> None:
    lines = f'<Relationship Id="a" Type="{KINDS["hyperlink"]}" Target="https://example.org" TargetMode="External"/>'
    path = rewritten(city, tmp_path, add={RELS: RELATIONS.format(lines=lines).encode()})
    assert read_audit(path).active == []


def test_the_copy_with_findings_is_without_active_content_and_says_so(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rewritten(city, tmp_path, add=ACTIVE["macros"])
    monkeypatch.setattr(sys, "argv", ["safeaudit", "check", str(path), "--write"])
    assert main() == 1
    copy = tmp_path / "rewritten.checked.xlsx"
    assert "xl/vbaProject.bin" not in zipfile.ZipFile(copy).namelist()
    assert plain(read_audit(copy)) == plain(read_audit(path))
    assert "built anew, without what could run or fetch" in capsys.readouterr().err.replace("\n", " ")


# Limits --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "what"),
    [(Limits(merges=0), "merges"), (Limits(validations=2), "validations"), (Limits(merge=3), "merge")],
)
def test_joined_cells_and_input_checks_are_bounded(city: Path, limits: Limits, what: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        host.read(city, limits=limits)
    assert (refusal.value.code, refusal.value.values["what"]) == ("too_big", what)


def test_a_child_hands_over_the_same_grid(city: Path, tmp_path: Path) -> None:
    drawing = BOX.format(shape=SHAPE + PICTURE).encode()
    path = rewritten(
        city, tmp_path, add={"xl/drawings/d9.xml": drawing, RELS: related(("drawing", "../drawings/d9.xml"))}
    )
    inside, outside = host.read(path), host.read(path, isolate=True)
    assert isinstance(inside, Grid)
    assert inside.sheets == outside.sheets
    assert any(value.kind is Kind.DATE for sheet in inside.sheets for value in sheet.cells.values())


# What a first attack found ---------------------------------------------------------------------------------------------


def test_a_note_longer_than_a_cell_can_hold_is_kept_whole(city: Path, tmp_path: Path) -> None:
    long = "n" * 40_000 + "the end"

    def noted(book: Any) -> None:
        book["AREAS"].cell(*place_of("AREAS", "ARE-04", "population")).comment = Comment(long, "x")
        book["START"]["B20"].comment = Comment(long, "x")

    _, again, target = rebuilt(edited(city, tmp_path, noted), tmp_path)
    kept = [entry.content for entry in again.unplaced]
    assert again.notes["ARE-04", "population"] + kept[0] == long or kept[-1].endswith("the end")
    assert sum(map(len, kept)) + len(again.notes["ARE-04", "population"]) == 2 * len(long)
    assert open_xml_errors(target) == []


def test_a_sheet_of_the_offices_own_may_be_called_not_placed(city: Path, tmp_path: Path) -> None:
    def added(book: Any) -> None:
        book.create_sheet("NOT PLACED")["A1"] = "our own list"

    rescued, again, _ = rebuilt(edited(city, tmp_path, added), tmp_path)
    assert rescued.own_sheets == ("NOT PLACED",)
    assert again.own_sheets[0].text(1, 1) == "our own list"


@pytest.mark.parametrize(
    ("typed", "look", "read", "meant"),
    [(0.63, "General", 0.63, "63"), (0.63, '0" %"', 0.63, "63"), (0.5, "# ?/?", 0.5, "50"), ("0,17", "@", 0.17, "17")],
)
def test_a_small_number_in_a_per_cent_line_is_asked_about(
    city: Path, tmp_path: Path, typed: Any, look: str, read: float, meant: str
) -> None:
    def change(book: Any) -> None:
        cell = book["INDICATORS"].cell(*place_of("INDICATORS", "IND-C14", "value"))
        cell.value, cell.number_format = typed, look

    audit = read_audit(edited(city, tmp_path, change))
    assert audit.by_id["IND-C14"].value == read
    assert f"Did you mean {meant} per cent?" in found(audit, "CL-13")[0]


@pytest.mark.parametrize("typed", ["0,5 %", "% 0.5"])
def test_a_small_number_with_its_sign_is_taken_at_its_word(city: Path, tmp_path: Path, typed: str) -> None:
    def change(book: Any) -> None:
        book["INDICATORS"].cell(*place_of("INDICATORS", "IND-C14", "value")).value = typed

    audit = read_audit(edited(city, tmp_path, change))
    assert (audit.by_id["IND-C14"].value, found(audit, "CL-13")) == (0.5, [])

"""Warnings accepted with a reason on CHECKS: what is shown, what stays when rows move, and what a copy may differ in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from mutations import AREAS, Book, number, small, typed
from support import grid_of, open_book, open_xml_errors, parts, place_of, plain, sheet_of

from safeaudit import check, cli, read_audit
from safeaudit.ledger import COLUMNS, Line, table
from safeaudit.ledger.part import NoTable, write_findings
from safeaudit.reading.values import shown
from safeaudit.workbook.checks import FINDINGS_ROWS

SHARE = ("CL-13", "PROFILE|informal_share")
"""A warning about one answer of a form: a share below one per cent."""
LONG = ("CL-06", "ARE-02|name")
"""A warning about a line of a free list: a text that is too long."""
WRONG = ("CL-02", "ARE-03|kind")
"""An error."""
MISSING = ("CL-01", "@SOURCES|")
"""The warnings about missing answers of a whole sheet, in one line of the table."""

REASON = "Counted twice; =1+1 & <the council> knows {it}"
NAME, COPY = "City audit.xlsx", "City audit.checked.xlsx"


class Row(NamedTuple):
    """One line of the table of findings as it stands in a file."""

    number: int
    texts: dict[str, str]


@pytest.fixture(scope="module")
def planted(sample: Path) -> bytes:
    """Some sheets of the sample city, with two warnings and one error that are known to the tests."""
    book = Book(small(sample.read_bytes(), ("PROFILE", "AREAS", "SOURCES", "RISKS", "PRICES", "CHECKS", "ABOUT")))
    book.answer(("PROFILE", "PROFILE", "informal_share"), number("0.28"))
    book.answer(("AREAS", "ARE-02", "name"), typed("A very long name " * 6))
    book.answer(("AREAS", "ARE-03", "kind"), typed("Waterfront"))
    return book.zipped()


@pytest.fixture(scope="module")
def checked(planted: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The copy that `check --write` makes of it."""
    path = tmp_path_factory.mktemp("checked") / NAME
    path.write_bytes(planted)
    assert cli.run(["check", "--write", str(path)]) == 1
    assert path.read_bytes() == planted
    return (path.parent / COPY).read_bytes()


def rows_of(path: Path) -> dict[tuple[str, str], Row]:
    """The lines of the table of findings by rule and key."""
    return {(row.texts["rule"], row.texts["_key"]): row for row in all_rows(path)}


def all_rows(path: Path) -> list[Row]:
    """The lines of the table of findings from top to bottom."""
    sheet = sheet_of(grid_of(path), "CHECKS")
    rows = dict(sheet.rows())
    head = next(row for row, cells in rows.items() if "_key" in {shown(value) for value in cells.values()})
    columns = {shown(value): column for column, value in rows[head].items()}
    found = []
    for row, cells in sorted(rows.items()):
        texts = {name: shown(cells[column]) if column in cells else "" for name, column in columns.items()}
        if row > head + 1 and texts["rule"]:
            found.append(Row(row, texts))
    return found


def accept(data: bytes, path: Path, reasons: Mapping[tuple[str, str], str]) -> Path:
    """The file with these reasons written into the last column of the table."""
    path.write_bytes(data)
    rows = rows_of(path)
    book = Book(data)
    for entry, reason in reasons.items():
        book.set("CHECKS", f"I{rows[entry].number}", typed(reason))
    path.write_bytes(book.zipped())
    return path


def written_again(path: Path) -> Path:
    """What `check --write` makes of a file."""
    assert cli.run(["check", "--write", "--force", str(path)]) == 1
    return path.with_name(f"{path.stem}.checked.xlsx")


def accepted_in(path: Path) -> dict[tuple[str, str], str]:
    """The accepted findings of a file, by rule and place, and their reasons."""
    return {
        (each.rule, f"{each.row_id}|{each.column}"): each.accepted for each in check(read_audit(path)) if each.accepted
    }


# Accepted ------------------------------------------------------------------------------------------------------------


def test_a_reason_typed_in_a_spreadsheet_program_is_shown_in_text_and_json(
    checked: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / NAME
    path.write_bytes(checked)
    rows = rows_of(path)
    book = open_book(path)
    cell = book["CHECKS"].cell(rows[SHARE].number, COLUMNS.index("accepted") + 1)
    assert not cell.protection.locked
    cell.value = REASON
    before = json_of(tmp_path / NAME, capsys)
    book.save(path)

    told = json_of(path, capsys)
    [mine] = [each for each in told["findings"] if (each["rule"], f"{each['row_id']}|{each['column']}") == SHARE]
    assert mine["accepted"] == REASON
    assert (mine["severity"], mine["sheet"]) == ("warning", "PROFILE")
    assert [each for each in told["findings"] if "accepted" in each] == [mine]
    assert told["counts"] == {
        **before["counts"],
        "warning": before["counts"]["warning"] - 1,
        "accepted": 1,
    }
    assert cli.run(["check", "--all", str(path)]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert f"Accepted: {REASON}" in out
    assert "· 1 accepted" in out


def json_of(path: Path, capsys: pytest.CaptureFixture[str]) -> dict:
    capsys.readouterr()
    cli.run(["check", "--format", "json", str(path)])
    return json.loads(capsys.readouterr().out)


def test_a_reason_for_a_whole_sheet_covers_its_missing_answers(checked: bytes, tmp_path: Path) -> None:
    path = accept(checked, tmp_path / NAME, {MISSING: REASON})
    found = check(read_audit(path))
    assert {each.accepted for each in found if (each.rule, each.sheet) == ("CL-01", "SOURCES")} == {REASON}
    assert {each.accepted for each in found if (each.rule, each.sheet) != ("CL-01", "SOURCES")} == {""}


def test_reasons_stay_in_every_further_check(checked: bytes, tmp_path: Path) -> None:
    path = accept(checked, tmp_path / NAME, {SHARE: REASON, LONG: "Its full name", MISSING: "No time"})
    once = accepted_in(path)
    assert {SHARE: REASON, LONG: "Its full name"}.items() <= once.items()
    again = written_again(path)
    assert accepted_in(again) == once
    assert accepted_in(written_again(again)) == once
    assert rows_of(again)[SHARE].texts["accepted"] == REASON


def swapped(book: Book) -> None:
    """Two lines change places, IDs and all."""
    one, other = (place_of("AREAS", row, "name")[0] for row in ("ARE-02", "ARE-07"))
    book.move("AREAS", row=lambda row: {one: other, other: one}.get(row, row))


def with_a_row_above(book: Book) -> None:
    book.move("AREAS", row=lambda row: row + 1 if row >= 7 else row)


def with_moved_columns(book: Book) -> None:
    book.move("AREAS", column=lambda column: column + 3 if column >= 4 else column)


def with_renamed_sheets(book: Book) -> None:
    book.rename("AREAS", "Quarters")
    book.rename("SOURCES", "Our sources")


@pytest.mark.parametrize("move", [swapped, with_a_row_above, with_moved_columns, with_renamed_sheets])
def test_reasons_follow_their_line_wherever_it_goes(move, checked: bytes, tmp_path: Path) -> None:
    path = accept(checked, tmp_path / NAME, {LONG: REASON, MISSING: "No time"})
    before = accepted_in(path)
    cell = next(each.cell for each in check(read_audit(path)) if each.rule == "CL-06")
    book = Book(path.read_bytes())
    move(book)
    path.write_bytes(book.zipped())
    assert accepted_in(path) == before
    copy = written_again(path)
    assert accepted_in(copy) == before
    line = rows_of(copy)[LONG].texts
    assert line["accepted"] == REASON
    if move is not with_renamed_sheets:
        assert line["cell"] != cell


def test_another_line_with_the_same_rule_is_not_accepted_with_it(checked: bytes, tmp_path: Path) -> None:
    path = accept(checked, tmp_path / NAME, {LONG: REASON})
    book = Book(path.read_bytes())
    book.answer(("AREAS", "ARE-05", "name"), typed("Another very long name " * 6))
    path.write_bytes(book.zipped())
    found = {each.row_id: each.accepted for each in check(read_audit(path)) if each.rule == "CL-06"}
    assert found == {"ARE-02": REASON, "ARE-05": ""}


# Not accepted --------------------------------------------------------------------------------------------------------


def test_an_error_cannot_be_accepted(checked: bytes, tmp_path: Path) -> None:
    path = accept(checked, tmp_path / NAME, {WRONG: REASON})
    found = check(read_audit(path))
    [error] = [each for each in found if (each.rule, each.row_id) == ("CL-02", "ARE-03")]
    assert (error.severity, error.accepted) == ("error", "")
    [told] = [each for each in found if each.rule == "WB-12"]
    assert (told.place, told.severity) == (error.place, "advice")
    assert "CL-02" in told.message


def test_a_reason_whose_cause_is_mended_is_named_and_quoted(checked: bytes, tmp_path: Path) -> None:
    path = accept(checked, tmp_path / NAME, {SHARE: REASON, LONG: "Its full name"})
    book = Book(path.read_bytes())
    book.answer(("PROFILE", "PROFILE", "informal_share"), number("28"))
    path.write_bytes(book.zipped())
    found = check(read_audit(path))
    [stale] = [each for each in found if each.rule == "WB-11"]
    row, column = place_of("PROFILE", "PROFILE", "informal_share")
    assert (stale.sheet, stale.cell) == ("PROFILE", f"{'ABCDE'[column - 1]}{row}")
    assert "CL-13" in stale.message
    assert REASON in stale.message
    assert accepted_in(path) == {LONG: "Its full name"}
    copy = written_again(path)
    assert REASON in rows_of(copy)["WB-11", SHARE[1]].texts["found"]


def test_blank_reasons_and_reasons_without_a_rule_accept_nothing(checked: bytes, tmp_path: Path) -> None:
    path = accept(checked, tmp_path / NAME, {SHARE: "  \u00a0 "})
    free = max(row.number for row in rows_of(path).values()) + 1
    book = Book(path.read_bytes())
    book.set("CHECKS", f"I{free}", typed("on a free line"))
    path.write_bytes(book.zipped())
    assert accepted_in(path) == {}
    assert {each.rule for each in check(read_audit(path))}.isdisjoint({"WB-11", "WB-12"})


# The copy ------------------------------------------------------------------------------------------------------------


def test_only_the_part_of_checks_differs(planted: bytes, checked: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(planted)
    (tmp_path / "b.xlsx").write_bytes(checked)
    before, after = parts(tmp_path / "a.xlsx"), parts(tmp_path / "b.xlsx")
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [Book(planted).part("CHECKS")]
    assert plain(read_audit(tmp_path / "a.xlsx")) == plain(read_audit(tmp_path / "b.xlsx"))


def test_outside_the_table_checks_itself_is_as_before(planted: bytes, checked: bytes, tmp_path: Path) -> None:
    for name, data in (("a", planted), ("b", checked)):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    before, after = (sheet_of(grid_of(tmp_path / f"{name}.xlsx"), "CHECKS") for name in "ab")
    top = min(row.number for row in rows_of(tmp_path / "b.xlsx").values())
    assert {at: value for at, value in after.cells.items() if at[0] < top} == before.cells
    part = Book(planted).part("CHECKS")
    old, new = (
        re.sub(r"<sheetData>.*</sheetData>", "", Book(data).text(part), flags=re.DOTALL) for data in (planted, checked)
    )
    assert re.sub(r"\s", "", new.partition("?>")[2]) == re.sub(r"\s", "", old.partition("?>")[2])


def test_the_table_holds_every_finding(checked: bytes, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(checked)
    audit = read_audit(path)
    lines = table(check(audit), audit)
    listed = all_rows(path)
    for line, row in zip(lines, listed, strict=True):
        assert row.texts == {**line.texts, "cell": line.cell}
    assert [row.number for row in listed] == list(range(listed[0].number, listed[0].number + len(lines)))


def test_links_jump_to_their_cells(checked: bytes, tmp_path: Path) -> None:
    book = Book(checked)
    text = book.text(book.part("CHECKS"))
    links = re.findall(
        r'<c r="E(\d+)"[^>]*t="str"[^>]*><f>HYPERLINK\("#\'([^"]+)\'!([A-Z]+\d+)","([A-Z]+\d+)"\)</f><v>(\w+)</v>', text
    )
    path = tmp_path / NAME
    path.write_bytes(checked)
    assert len(links) == sum(bool(row.texts["cell"]) for row in rows_of(path).values()) > 3
    for _, sheet, cell, said, stored in links:
        assert sheet in book.titles()
        assert cell == said == stored


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Mayor's areas", "Mayor''s areas"),
        ("The &quot;real&quot; areas", '""real""'),
        ("A &amp; B &lt;C&gt;", "A & B <C>"),
        ("مناطق", "مناطق"),
    ],
)
def test_links_to_sheets_with_odd_names(title: str, inside: str, planted: bytes, tmp_path: Path) -> None:
    book = Book(planted)
    book.rename("AREAS", title)
    path = tmp_path / NAME
    path.write_bytes(book.zipped())
    copy = written_again(path)
    cell = open_book(copy)["CHECKS"].cell(rows_of(copy)[LONG].number, 5).value if title.startswith("The") else None
    text = Book(copy.read_bytes()).text(Book(planted).part("CHECKS"))
    row = rows_of(copy)[LONG].number
    found = re.search(rf'<c r="E{row}"[^>]*><f>([^<]*)</f>', text)
    assert found
    formula = found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert inside in formula
    assert re.fullmatch(r'HYPERLINK\("#\'(?:[^"\']|""|\'\')+\'![A-Z]+\d+","[A-Z]+\d+"\)', formula), formula
    assert cell is None or cell == f"={formula}"


def test_keys_light_up_their_cells(checked: bytes, tmp_path: Path) -> None:
    """The cells of the input sheets look their own row and column up in the first column of the table."""
    path = tmp_path / NAME
    path.write_bytes(checked)
    rows = rows_of(path)
    book = Book(checked)
    named = re.search(
        r"<definedName name=\"check_keys\">'CHECKS'!\$A\$(\d+):\$A\$(\d+)</definedName>", book.text("xl/workbook.xml")
    )
    assert named
    assert all(int(named[1]) <= row.number <= int(named[2]) for row in rows.values())
    assert int(named[2]) - int(named[1]) + 1 >= FINDINGS_ROWS
    assert "COUNTIF(check_keys," in book.text(AREAS)
    assert {LONG, SHARE, WRONG} <= set(rows)


def line(n: int) -> Line:
    return Line(f"ARE-{n:02d}|name", "Warning", "CL-06", "AREAS", f"D{n}", f"Found {n}", "Mend it", "", "")


def test_a_shorter_list_leaves_nothing_of_the_longer_one(checked: bytes, tmp_path: Path) -> None:
    long, short = tmp_path / NAME, tmp_path / "short.xlsx"
    long.write_bytes(checked)
    before = rows_of(long)
    write_findings(long, short, [line(1), replace(line(2), accepted="because")], "")
    rows = rows_of(short)
    assert set(rows) == {("CL-06", "ARE-01|name"), ("CL-06", "ARE-02|name")}
    sheet = sheet_of(grid_of(short), "CHECKS")
    first = min(row.number for row in before.values())
    rest = {at: shown(value) for at, value in sheet.cells.items() if at[0] >= first + 2}
    assert set(rest.values()) <= {""}
    assert open_xml_errors(short) == []


def test_a_table_that_is_too_short_says_that_there_is_more(planted: bytes, tmp_path: Path) -> None:
    path, copy = tmp_path / NAME, tmp_path / COPY
    path.write_bytes(planted)
    book = Book(planted)
    found = re.search(r'sqref="I(\d+):I(\d+)"', book.text(book.part("CHECKS")))
    assert found
    room = int(found[2]) - int(found[1]) + 1
    write_findings(path, copy, [line(n) for n in range(1, room + 2)], "There are more findings.")
    sheet = sheet_of(grid_of(copy), "CHECKS")
    last = int(found[2])
    assert sheet.text(last, 6) == "There are more findings."
    assert sheet.text(last - 1, 6) == f"Found {room - 1}"
    assert max(row for row, _ in sheet.cells) == last
    write_findings(path, copy, [line(n) for n in range(1, room + 1)], "There are more findings.")
    assert sheet_of(grid_of(copy), "CHECKS").text(last, 6) == f"Found {room}"


def test_texts_that_could_do_harm_stay_texts(planted: bytes, tmp_path: Path) -> None:
    path, copy = tmp_path / NAME, tmp_path / COPY
    path.write_bytes(planted)
    texts = ("=1+1", "<b>&amp;</b>", "  blanks kept  ", "_x0041_", "🏙️ مدينة", "tab\there\nnext line")
    write_findings(path, copy, [replace(line(n), found=text) for n, text in enumerate(texts, 1)], "")
    sheet = sheet_of(grid_of(copy), "CHECKS")
    first = min(row.number for row in rows_of(copy).values())
    assert [str(sheet.cells[first + n, 6].value) for n in range(len(texts))] == list(texts)
    assert not any(sheet.cells[first + n, 6].formula for n in range(len(texts)))
    assert open_xml_errors(copy) == []


@pytest.mark.parametrize(
    "text",
    ["a\x07b", "a\ud800b", "a\uffffb", "long " * 20_000],
    ids=("control", "half a character", "no character", "too long"),
)
def test_texts_no_workbook_may_hold_are_mended(text: str, planted: bytes, tmp_path: Path) -> None:
    path, copy = tmp_path / NAME, tmp_path / COPY
    path.write_bytes(planted)
    write_findings(path, copy, [replace(line(1), found=text, sheet=f"A{text[:3]}")], "")
    [row] = rows_of(copy).values()
    assert row.texts["found"] in ("a\ufffdb", ("long " * 6_554)[:32_767].strip())


def test_a_workbook_without_the_table_is_left_alone(
    planted: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / NAME
    book = Book(planted)
    book.delete("CHECKS")
    path.write_bytes(book.zipped())
    assert cli.run(["check", "--write", str(path)]) == 3
    assert "CHECKS" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    with pytest.raises(NoTable):
        write_findings(path, tmp_path / "other.xlsx", [], "")


# After LibreOffice ---------------------------------------------------------------------------------------------------


def test_a_file_saved_by_libreoffice_can_be_written_into(recalculated_books: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(recalculated_books["sample"].read_bytes())
    copy = written_again(path)
    before, after = parts(path), parts(copy)
    assert len([name for name in before if before[name] != after[name]]) == 1
    audit = read_audit(copy)
    lines = {(each.rule, each.key) for each in table(check(audit), audit)}
    assert set(rows_of(copy)) == lines
    one = next(each for each in check(audit) if each.severity == "warning" and each.row_id and each.rule != "CL-01")
    entry = one.rule, f"{one.row_id}|{one.column}"
    accept(copy.read_bytes(), path, {entry: REASON})
    assert accepted_in(path)[entry] == REASON
    assert rows_of(written_again(path))[entry].texts["accepted"] == REASON

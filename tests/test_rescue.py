"""A damaged workbook rebuilt: the same answers, contents not understood kept as typed, all others on NOT PLACED."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from mutations import CHOICE, DAY, KINDS, PRICE, SCORE, YEAR, Book, boolean, error, number, typed
from support import grid_of, open_book, open_xml_errors, plain, sheet_of

from safeaudit import check, cli, read_audit
from safeaudit.audit import Audit
from safeaudit.ledger import key_of
from safeaudit.rescue import rebuild

NAME = "City audit.xlsx"
TYPED = (
    (PRICE, typed("about 420"), "about 420"),
    (CHOICE, typed("Waterfront"), "Waterfront"),
    (DAY, typed("03/04/2025"), "03/04/2025"),
    (YEAR, number("1897"), "1897"),
    (SCORE, boolean(1), "TRUE"),
    (("AREAS", "ARE-02", "kind"), error("#REF!"), "#REF!"),
    (("AREAS", "ARE-03", "population"), typed("=1+1"), "=1+1"),
)
"""Contents that are not understood, as a person typed them."""


def typed_wrongly(data: bytes) -> bytes:
    book = Book(data)
    for place, content, _ in TYPED:
        book.answer(place, content)
    return book.zipped()


@dataclass(frozen=True)
class Case:
    """Kinds of damage done one after the other, what stands on NOT PLACED then, and words of the printed list."""

    kinds: Sequence[str]
    wrongly: bool = False
    unplaced: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()


CASES = {
    "pasted over, sorted and written into": Case(
        (
            "protection gone",
            "validations gone",
            "two columns changed places",
            "a line inserted and filled",
            "a column inserted and filled",
            "a worked out cell overwritten",
            "copied: RISKS",
        ),
        True,
        (("AREAS!E8", "ask Amina"), ("AREAS!D9", "Eleventh district")),
        ("dropdowns and input checks are gone", "the protection of locked cells is off", "more than one copy"),
    ),
    "parts deleted": Case(
        ("deleted: PRICES", "the row of column ids cleared", "a line of a fixed list deleted"),
        told=("The sheet PRICES is missing", "The line RSK-E2 is missing", "recognised by their headers"),
    ),
    "one line twice, one far away": Case(
        ("a line copied below the list", "a text far below an answer"),
        unplaced=(("AREAS!D40", "Old Harbour"), ("AREAS!D1048576", "Eleventh district")),
        told=("stands on two lines",),
    ),
    "written by a small program": Case(
        ("prefixed name spaces", "dates counted from 1904", "rows and cells without addresses"),
    ),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


def test_rescue_keeps_every_answer_and_every_content(
    case: Case, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = typed_wrongly(sample.read_bytes()) if case.wrongly else sample.read_bytes()
    for kind in case.kinds:
        data = KINDS[kind].do(data)
    path, made = tmp_path / NAME, tmp_path / "City-audit.rescued.xlsx"
    path.write_bytes(data)
    before = read_audit(path)

    assert cli.run(["rescue", str(path)]) == 0
    out = " ".join(capsys.readouterr().out.split())

    assert path.read_bytes() == data, "the old file was changed"
    assert {file.name for file in tmp_path.iterdir()} == {made.name, NAME}
    after = read_audit(made)
    assert plain(after) == plain(before)
    assert (after.reasons, after.workbook_id, after.titles["AREAS"]) == (before.reasons, "test", "AREAS")
    own = {"WB-20"} if after.own_sheets else set()  # a second copy of a sheet becomes a sheet of the office's own
    assert {finding.rule for finding in after.findings if finding.rule.startswith("WB-")} == own
    if case.wrongly:
        for (_, row_id, column), _, content in TYPED:
            assert after.by_id[row_id].rejected[column] == content
        assert_whole_again(made)
    assert_not_placed(made, before, case, out)
    assert after.unplaced == before.unplaced, "a second rescue would lose what the first could not place"
    for text in case.told:
        assert text in out
    answers = sum(len(row.filled) - len(row.rejected) for rows in before.sheets.values() for row in rows)
    kept = sum(len(row.rejected) for rows in before.sheets.values() for row in rows)
    assert f"Answers carried over: {answers}" in out
    assert f"to be made clear: {kept}" in out
    assert f"NOT PLACED): {len(before.unplaced)}" in out


def assert_whole_again(made: Path) -> None:
    """Dropdowns and protection are back, and the file is one that Excel opens."""
    book = open_book(made)
    assert len(book["AREAS"].data_validations.dataValidation) >= 3
    assert book["AREAS"].protection.sheet
    assert book["AREAS"]["A1"].value == "AREAS"
    assert open_xml_errors(made) == []


def assert_not_placed(made: Path, before: Audit, case: Case, out: str) -> None:
    """Every content without a place stands on the sheet, with its old address, and in the printed list."""
    found = {(str(entry.cell), entry.content) for entry in before.unplaced}
    assert set(case.unplaced) <= found
    grid = grid_of(made)
    if not found:
        assert "NOT PLACED" not in [sheet.title for sheet in grid.sheets]
        return
    sheet = sheet_of(grid, "NOT PLACED")
    shown = {(f"{sheet.text(row, 1)}!{sheet.text(row, 2)}", sheet.text(row, 3)) for row, _ in sheet.rows() if row > 4}
    assert shown == found
    for place, content in found:
        assert f"{place}: “{' '.join(content[:80].split())}" in out


def test_reasons_of_accepted_warnings_come_along(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(KINDS["rows out of order"].do(sample.read_bytes()))
    audit = read_audit(path)
    warning = next(each for each in check(audit) if each.severity == "warning" and each.row_id and each.rule != "CL-01")
    audit.accepted = {(warning.rule, key_of(warning, audit)): "The council knows: =1+1 & <so on>"}
    rebuild(path, tmp_path / "new.xlsx", audit)
    again = read_audit(tmp_path / "new.xlsx")
    assert again.accepted == audit.accepted
    assert [each.accepted for each in check(again) if each.accepted] == ["The council knows: =1+1 & <so on>"]

"""One engine, four doors: the same answers give the same findings and an equal report through each of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from beside import KINDS as SEEN_KINDS
from beside import Beside, styled
from desktop import desktop
from mutations import BASES, KINDS, Book, a1, boolean, error, formula, number, small, typed
from payloads import payload_from_grid, payload_from_workbook
from support import LONG, few, plain, recalculated

from safeaudit import build_workbook, check, read_audit, write_report
from safeaudit.audit import Audit
from safeaudit.examples import sample_city
from safeaudit.files import reader as host
from safeaudit.live import excel, json_grid
from safeaudit.office.results import groups
from safeaudit.reading import read_audit as from_grid
from safeaudit.service import answers as service


def said(audit: Audit) -> dict[str, Any]:
    """All a door may give: what was read, and every finding with its cell."""
    return {**taken(audit), "findings": check(audit)}


def taken(audit: Audit) -> dict[str, Any]:
    """What was read: answers, contents not understood, reasons, titles, and what there is to say about single cells."""
    return {
        "answers": plain(audit),
        "reasons": audit.reasons,
        "titles": audit.titles,
        "plan": audit.plan,
        "accepted": audit.accepted,
        "unplaced": audit.unplaced,
        "language": audit.language,
        "workbook": audit.workbook_id,
        "completeness": audit.completeness,
        "cells": audit.findings,
    }


def through_json(payload: dict[str, Any]) -> Audit:
    """As the pane sends it, over the wire."""
    return from_grid(json_grid.read(json.loads(json.dumps(payload))))


def through_excel(path: Path, **how: Any) -> Audit:
    """As a command reads it from desktop Excel, by the calls that xlwings makes."""
    return from_grid(excel.read(desktop(path, **how)))


@pytest.fixture(scope="module")
def typed_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample city with the cells that somebody typed wrongly."""
    path = tmp_path_factory.mktemp("typed") / "typed.xlsx"
    audit, raw = sample_city()
    build_workbook(path, audit, raw=raw, workbook_id="test")
    return path


@pytest.fixture(scope="module")
def damaged(typed_city: Path) -> Path:
    """The same with texts in number cells, dates as people write them, booleans, formulas and error values."""
    book = Book(typed_city.read_bytes())
    for place, content in (
        (("PRICES", "PRI-01", "price"), typed("about 12")),
        (("PRICES", "PRI-02", "price"), typed("1,234")),
        (("PRICES", "PRI-03", "price"), error("#N/A")),
        (("PRICES", "PRI-04", "price"), formula("1+1", "2")),
        (("PRICES", "PRI-01", "month"), typed("03/04/2025")),
        (("PRICES", "PRI-02", "month"), typed("31.12.2025")),
        (("PRICES", "PRI-03", "month"), number("2020")),
        (("PRICES", "PRI-04", "month"), boolean(1)),
        (("RISKS", "RSK-E1", "relevant"), boolean(1)),
        (("RISKS", "RSK-E2", "likelihood"), error("#REF!")),
        (("PROFILE", "PROFILE", "population"), typed("1 200 000")),
        (("PROFILE", "PROFILE", "city"), typed("=1+1")),
        (("PROFILE", "PROFILE", "delete_by"), typed("2031-06-30")),
    ):
        book.answer(place, content)
    path = typed_city.with_name("damaged.xlsx")
    path.write_bytes(book.zipped())
    return path


@pytest.fixture(scope="module")
def saved_elsewhere(typed_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample city as LibreOffice saves it."""
    return recalculated([typed_city], tmp_path_factory.mktemp("elsewhere"))[0]


WORKBOOKS = ["damaged", "blank", "rich", "typed_city", "saved_elsewhere", "pseudo"]


@pytest.mark.parametrize("name", few(WORKBOOKS, 3))
def test_every_door_gives_the_same_answers_and_findings(name: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(name)
    expected = said(read_audit(path))
    assert said(through_json(payload_from_workbook(path))) == expected
    assert said(through_excel(path)) == expected


@pytest.mark.parametrize("name", few(["damaged", "typed_city", "blank"], 1))
def test_the_service_gives_the_findings_of_the_file_with_and_without_excel(
    name: str, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue(name)
    audit = read_audit(path)
    uploaded = service.check_bytes(path.read_bytes(), path.name)
    asked = service.run_command("check_all", {"grid": payload_from_workbook(path)})
    assert uploaded["groups"] == groups(check(audit), audit.words)
    assert {part: asked[part] for part in ("message", "next", "audit", "steps", "groups")} == {
        part: uploaded[part] for part in ("message", "next", "audit", "steps", "groups")
    }


def test_without_number_formats_dates_of_our_time_are_read_all_the_same(typed_city: Path, rich: Path) -> None:
    for path in (typed_city, rich):
        payload = payload_from_workbook(path, formats=False)
        assert without_questions(said(through_json(payload))) == without_questions(said(read_audit(path)))


SHARES = {"IND-C13": "0.029", "IND-C14": "1", "IND-C15": "0"}


def shares_typed_as_per_cent(book: Book) -> None:
    """Figures of per cent lines as Excel stores what people type with a per cent sign."""
    for row, share in SHARES.items():
        book.answer(("INDICATORS", row, "value"), number(share))
        styled(book, "INDICATORS", a1(("INDICATORS", row, "value")), percent=True)


def without_questions(found: dict[str, Any]) -> dict[str, Any]:
    """All but what is asked of small shares, whose cells may be shown as per cent when their format is not known."""
    return {
        part: [each for each in value if getattr(each, "rule", "") != "CL-13"] if isinstance(value, list) else value
        for part, value in found.items()
    }


# What is seen besides the contents of cells -----------------------------------------------------------------------------

SEEN = ("START", "PROFILE", "AREAS", "INDICATORS", "SOURCES")


@pytest.fixture(scope="module")
def few_sheets(sample: Path) -> bytes:
    """The sample city with a few of its sheets, quick to read."""
    return small(sample.read_bytes(), SEEN)


@pytest.fixture
def seen(few_sheets: bytes, tmp_path: Path) -> Callable[[Callable[[Book], object]], Path]:
    """Makes a workbook in which somebody put something beside the answers."""

    def made(do: Callable[[Book], object]) -> Path:
        book = Book(few_sheets)
        do(book)
        path = tmp_path / "city.xlsx"
        path.write_bytes(book.zipped())
        return path

    return made


Seen = Callable[[Callable[[Book], object]], Path]


@pytest.mark.parametrize("kind", SEEN_KINDS, ids=[kind.name for kind in SEEN_KINDS])
def test_what_lies_beside_the_answers_is_said_alike_at_every_door(kind: Beside, seen: Seen) -> None:
    path = seen(kind.do)
    expected = said(read_audit(path))
    found = [each for each in expected["cells"] if each.rule == kind.rule and kind.quotes in each.message]
    assert [(each.sheet, each.cell) for each in found] == [(kind.sheet, kind.cell)]
    assert said(through_json(payload_from_workbook(path))) == expected
    assert said(through_excel(path)) == expected
    page = service.check_bytes(path.read_bytes(), path.name)
    assert page["groups"] == groups(expected["findings"], read_audit(path).words)


def test_a_share_typed_as_per_cent_is_read_as_it_is_seen_at_every_door(seen: Seen) -> None:
    path = seen(shares_typed_as_per_cent)
    expected = said(read_audit(path))
    figures = {row.id: row.value for row in read_audit(path).indicators}
    assert [figures[row] for row in SHARES] == [2.9, 100, 0]
    assert said(through_json(payload_from_workbook(path))) == expected
    for mac in (False, True):
        assert said(through_excel(path, mac=mac)) == expected
    page = service.check_bytes(path.read_bytes(), path.name)
    assert page["groups"] == groups(expected["findings"], read_audit(path).words)


def test_where_no_door_tells_the_format_small_shares_are_asked_about_by_name(seen: Seen) -> None:
    path = seen(shares_typed_as_per_cent)
    payload = payload_from_workbook(path, formats=False)
    dumb = through_excel(path, refuses=frozenset({"number_format"}))
    for audit in (through_json(payload), dumb):
        asked = {finding.row_id: finding for finding in audit.findings if finding.rule == "CL-13"}
        assert set(asked) >= {"IND-C13", "IND-C14"}
        assert "IND-C15" not in asked, "nothing is nothing in either unit"
        assert "Did you mean 2.9 per cent?" in asked["IND-C13"].message


def test_without_types_blank_cells_texts_and_numbers_are_told_by_themselves(typed_city: Path) -> None:
    payload = payload_from_workbook(typed_city)
    for sheet in payload["sheets"]:
        sheet["types"] = None
    assert said(through_json(payload)) == said(read_audit(typed_city))


def test_every_kind_of_damage_that_excel_can_show_reads_the_same_over_json(sample: Path) -> None:
    """Damage that only a file can have is left out: notes of the file reader, and formulas never worked out.

    A short run compares every fourth kind of value and every tenth of structure, a long one all.
    """
    bases = {name: small(sample.read_bytes(), keep) for name, keep in BASES.items() if name != "whole"}
    compared, different = 0, []
    read = [kind for kind in KINDS.values() if not kind.outcome.refused and not kind.heavy]
    values, structure = ([kind for kind in read if kind.base == base] for base in ("few", "some"))
    for kind in (*values, *structure) if LONG else (*values[::4], *structure[::10]):
        grid = host.read_bytes(kind.do(bases[kind.base]), "city.xlsx")
        if grid.notes or "CL-10" in kind.outcome.findings:
            continue
        compared += 1
        payload = payload_from_grid(grid)
        if taken(through_json(payload)) != taken(from_grid(grid)):
            different.append(kind.name)
    assert different == []
    assert compared > 35


def test_the_report_is_the_same_to_the_byte_through_every_door(damaged: Path, tmp_path: Path) -> None:
    audit = read_audit(damaged)
    write_report(audit, check(audit), tmp_path / "report.docx")
    expected = (tmp_path / "report.docx").read_bytes()
    assert service.report_bytes(damaged.read_bytes(), damaged.name).content == expected
    made = service.report_grid(payload_from_workbook(damaged))
    assert made.content == expected
    assert made.name == "damaged-strategy-report.docx"
    assert made.draft


def test_dates_are_those_of_the_file_whichever_year_days_are_counted_from(typed_city: Path) -> None:
    grid = host.read(typed_city)
    late = replace(grid, date1904=True)
    assert plain(through_json(payload_from_grid(late))) == plain(from_grid(host.read(typed_city)))

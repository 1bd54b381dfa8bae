"""Departments fill one audit together: split, filled in five places, merged; nothing guessed, nothing lost."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from support import LONG, open_book, open_xml_errors, plain, recalculated, row_answers

from safeaudit import build_workbook, cli, read_audit
from safeaudit.audit import Audit, blank_audit
from safeaudit.departments.contents import Content, Key, contents, looks, with_contents
from safeaudit.departments.merge import NotMerged, merge
from safeaudit.departments.offices import NearNames, allocate, near, office_key
from safeaudit.departments.split import parts as split_parts
from safeaudit.departments.told import key_text
from safeaudit.edition import Edition, full, made
from safeaudit.examples import sample_city
from safeaudit.rescue import carry
from safeaudit.sharing import Assigned

LEAD = "Office of the Mayor"
HEALTH, PLANNING, SOCIAL = "Health service", "Département of Planning", "Social services"
WHO = {
    "RISKS": "city police ",
    "FLOWS": "CITY POLICE",
    "RISK_LEVELS": HEALTH,
    "RESILIENCE": PLANNING,
    "PLANNING": "departement  of planning",
    "ENGAGEMENT": SOCIAL,
    "REGULATION": PLANNING,
}


def planned_city() -> tuple[Audit, Any]:
    audit, raw = sample_city()
    audit.profile.lead_office = LEAD
    audit.plan = {sheet_id: Assigned(who, date(2027, 1, 31)) for sheet_id, who in WHO.items()}
    audit.lines("REGULATION")[1].department = "CITY POLICE"  # type: ignore[attr-defined]
    audit.lines("ACTIONS")[0].lead = "health  Service"  # type: ignore[attr-defined]
    return audit, raw


def handed_out(folder: Path, sheets: Sequence[str]) -> Path:
    """A folder with the workbook and, below it, the parts as split makes them."""
    audit, raw = planned_city()
    build_workbook(folder / "whole.xlsx", audit, raw=raw, workbook_id="city")
    audit = read_audit(folder / "whole.xlsx")
    (folder / "whole.xlsx").unlink()
    edition = full()
    if sheets:
        edition = made(edition.definition.model_copy(update={"id": "some", "sheets": tuple(sheets)}))
    carry(folder / "city.xlsx", audit, edition)
    assert cli.run(["split", str(folder / "city.xlsx"), "--by", "department", "-o", str(folder / "parts")]) == 0
    return folder


SOME = (
    "PROFILE",
    "AREAS",
    "TOOLS",
    "RISKS",
    "RISK_LEVELS",
    "PRICES",
    "LEVERS",
    "RESILIENCE",
    "PLANNING",
    "REGULATION",
    "ENGAGEMENT",
    "ACTIONS",
)


@pytest.fixture(scope="module")
def made_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample city, as far as twelve sheets ask it: most of what is tried here is the same for thirty."""
    return handed_out(tmp_path_factory.mktemp("some"), SOME)


@pytest.fixture
def city(made_parts: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_parts, tmp_path / "work"))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The whole sample city."""
    return handed_out(tmp_path, ())


def part(city: Path, office: str) -> Path:
    [found] = [path for path in (city / "parts").iterdir() if office.replace(" ", "-") in path.name]
    return found


def fill(path: Path, *answers: tuple[tuple[str, str, str], Any]) -> None:
    """Type into a part."""
    audit, book = read_audit(path), open_book(path)
    for (_, row_id, column), content in answers:
        at = audit.by_id[row_id].cell(column)
        assert at is not None
        book[at.sheet].cell(at.row, at.column).value = content
    book.save(path)


def merged(city: Path, *arguments: str | Path, code: int = 0) -> Path:
    target = city / f"merged-{len(list(city.glob('merged-*')))}.xlsx"
    assert cli.run(["merge", *map(str, arguments), "-o", str(target)]) == code
    return target


def all_parts(city: Path) -> list[Path]:
    return sorted((city / "parts").iterdir())


def answer(path: Path, place: tuple[str, str, str]) -> Any:
    return plain(read_audit(path)).get(place[0], {}).get(place[1], {}).get(place[2])


BASIS, TREND = ("RISKS", "RSK-E1", "scale_basis"), ("RISK_LEVELS", "RSL-1", "reason")


def texts(sheet: str) -> tuple[str, str]:
    """A line and a text column of a sheet."""
    cls = full().sheets[sheet]
    return cls.ids()[0], next(c.id for c in cls.inputs() if type(c.kind).__name__ == "Text" and c.id != "label")


def place(sheet: str) -> tuple[str, str, str]:
    return (sheet, *texts(sheet))


# Splitting -----------------------------------------------------------------------------------------------------------


def test_every_office_gets_a_workbook_with_its_own_lines_open_and_the_rest_grey(city: Path) -> None:
    offices = {read_audit(path).part.office for path in all_parts(city)}  # type: ignore[union-attr]
    assert offices == {LEAD, "city police", HEALTH, PLANNING, SOCIAL}
    book = open_book(part(city, "city-police"))
    assert "For reading" not in str(book["RISKS"]["B2"].value)
    assert str(book["ENGAGEMENT"]["B2"].value).startswith(f"For reading. {SOCIAL} fills this sheet.")
    assert str(book["REGULATION"]["B2"].value).startswith("Fill the white lines.")
    audit = read_audit(part(city, "city-police"))
    for sheet_id, row, column, is_open in (
        ("RISKS", 0, "trend", True),
        ("ENGAGEMENT", 0, texts("ENGAGEMENT")[1], False),
        ("REGULATION", 1, "department", True),
        ("REGULATION", 2, "department", False),
        ("ACTIONS", 1, "lead", False),
        ("PROFILE", 0, "city", False),
    ):
        at = audit.lines(sheet_id)[row].cell(column)
        assert at is not None
        cell = book[at.sheet].cell(at.row, at.column)
        assert cell.protection.locked is not is_open, sheet_id
        assert (cell.fill.fgColor.rgb == "FFDDE3E9") is not is_open, sheet_id
    assert book["START"]["B6"].value.startswith("This workbook is the part of: city police.")
    assert all(page.protection.sheet for page in book.worksheets if page.title != "NOT PLACED")


def test_a_part_holds_every_answer_and_nothing_of_ours_is_called_typed(whole: Path) -> None:
    city = whole
    before = contents(read_audit(city / "city.xlsx"))
    for path in all_parts(city):
        audit = read_audit(path)
        assert {key: looks(each) for key, each in contents(audit).items()} == {
            key: looks(each) for key, each in before.items()
        }
        assert [each for each in audit.findings if each.rule in ("WB-21", "WB-27", "WB-26", "WB-20")] == []
        assert audit.unplaced == []


def test_a_part_is_a_workbook_that_office_programs_open(city: Path) -> None:
    assert open_xml_errors(part(city, "city-police")) == []


def test_a_rebuilt_part_is_still_a_part(city: Path) -> None:
    path = part(city, "Health")
    assert cli.run(["rescue", str(path), "-o", str(city / "again.xlsx")]) == 0
    again = read_audit(city / "again.xlsx").part
    assert again is not None
    assert again.office == HEALTH
    assert again == read_audit(path).part


def test_split_writes_over_nothing_and_does_the_same_twice(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in all_parts(city)}
    command = ["split", str(city / "city.xlsx"), "-o", str(city / "parts")]
    assert cli.run(command) == 3
    assert "exists already" in capsys.readouterr().err
    assert cli.run([*command, "--force"]) == 0
    assert {path.name: path.read_bytes() for path in all_parts(city)} == before


def test_nobody_assigned_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build_workbook(tmp_path / "a.xlsx", blank_audit())
    assert cli.run(["split", str(tmp_path / "a.xlsx")]) == 2
    assert "“Who does it”" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_two_names_almost_alike_are_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit = blank_audit()
    audit.plan = {"RISKS": Assigned("City police"), "FLOWS": Assigned("City polices")}
    build_workbook(tmp_path / "a.xlsx", audit)
    command = ["split", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "parts")]
    assert cli.run(command) == 2
    assert "“City police” and “City polices” are almost the same name." in capsys.readouterr().err
    assert cli.run([*command, "--as-written"]) == 0
    assert len(list((tmp_path / "parts").iterdir())) == 3
    assert near("districtpolice1", "districtpolise1")
    assert not near("districtpolice1", "districtpolice2")
    assert office_key(" Département\tde  Police") == office_key("DEPARTEMENT DE POLICE")


def test_a_line_with_a_name_almost_like_an_office_is_asked_about() -> None:
    audit = blank_audit()
    audit.plan = {"RISKS": Assigned("City police")}
    audit.lines("ACTIONS")[0].lead = "City pollice"  # type: ignore[attr-defined]
    with pytest.raises(NearNames):
        allocate(audit)


# Merging -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(city: Path) -> Path:
    return worked(city)


def worked(city: Path) -> Path:
    """Each office fills a cell of its own; one of them takes an answer out; police and health contradict each other."""
    fill(part(city, "city-police"), (place("RISKS"), "By the police"), (place("PRICES"), "12 a gram"))
    fill(part(city, "Health"), (place("RISK_LEVELS"), "By health"), (place("PRICES"), "14 a gram"))
    fill(part(city, "Planning"), (place("PLANNING"), None), (("REGULATION", *regulation(2)), "Planning says"))
    fill(part(city, "Social"), (place("ENGAGEMENT"), "By social services"))
    fill(part(city, "Mayor"), (("PROFILE", "PROFILE", "population"), 123456))
    return city


def regulation(row: int) -> tuple[str, str]:
    return full().sheets["REGULATION"].ids()[row], texts("REGULATION")[1]


EXPECTED = {
    place("RISKS"): "By the police",
    place("RISK_LEVELS"): "By health",
    place("PLANNING"): None,
    ("REGULATION", *regulation(2)): "Planning says",
    place("ENGAGEMENT"): "By social services",
    ("PROFILE", "PROFILE", "population"): 123456,
}


def test_answers_come_together_and_contradictions_stand_side_by_side(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = worked(whole)
    base = filled / "city.xlsx"
    assert answer(base, place("PLANNING")) is not None
    target = merged(filled, base, *all_parts(filled), code=1)
    said = capsys.readouterr().out
    for where, wanted in EXPECTED.items():
        assert answer(target, where) == wanted, where
    assert answer(target, place("PRICES")) == answer(base, place("PRICES"))
    audit = read_audit(target)
    assert audit.merged is not None
    assert audit.part is None
    [conflict] = audit.merged.conflicts
    assert audit.merged.offices == ("city police", HEALTH)
    assert conflict.values == ("12 a gram", "14 a gram")
    assert "Offices contradict each other" in said
    assert "city police changed what is not its own; it was taken (1)" in said
    assert {(each.sheet, each.office) for each in audit.merged.answered} >= {
        ("RISKS", "city police"),
        ("RISK LEVELS", HEALTH),
        ("PROFILE", LEAD),
        ("PRICES", HEALTH),
    }
    assert [sheet.title for sheet in audit.own_sheets] == []
    assert [each.rule for each in audit.findings if each.rule in ("WB-20", "WB-21", "WB-27")] == []


def test_merging_again_changes_nothing_whatever_the_order_and_however_often(filled: Path) -> None:
    base, parts = filled / "city.xlsx", all_parts(filled)
    first = merged(filled, base, *parts, code=1)
    assert merged(filled, base, *reversed(parts), code=1).read_bytes() == first.read_bytes()
    assert merged(filled, first, *parts, code=1).read_bytes() == first.read_bytes()
    assert merged(filled, first, code=1).read_bytes() == first.read_bytes()
    some = merged(filled, base, *parts[1:3])
    assert merged(filled, some, parts[0], *parts[3:], code=1).read_bytes() == first.read_bytes()


def choose(path: Path, text: str, row: int = 5) -> None:
    book = open_book(path)
    book["CONFLICTS"].cell(row, 5).value = text
    book.save(path)


@pytest.mark.parametrize(
    ("chosen", "wanted"), [("HEALTH  service", "14 a gram"), ("city police", "12 a gram"), ("As it was", None)]
)
def test_a_choice_is_applied_and_stays(filled: Path, chosen: str, wanted: str | None) -> None:
    base, parts = filled / "city.xlsx", all_parts(filled)
    first = merged(filled, base, *parts, code=1)
    choose(first, chosen)
    second = merged(filled, first)
    assert answer(second, place("PRICES")) == (wanted or answer(base, place("PRICES")))
    assert merged(filled, second, *parts).read_bytes() == second.read_bytes()
    assert merged(filled, first, *parts).read_bytes() == second.read_bytes()
    choose(second, "")
    assert answer(merged(filled, second, code=1), place("PRICES")) == answer(base, place("PRICES"))


def test_a_choice_of_nobody_is_named_and_kept(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = merged(filled, filled / "city.xlsx", *all_parts(filled), code=1)
    choose(first, "the fire brigade")
    second = merged(filled, first, code=1)
    assert "“the fire brigade”" in " ".join(capsys.readouterr().out.split())
    assert read_audit(second).merged.conflicts[0].chosen == "the fire brigade"  # type: ignore[union-attr]


def test_an_office_that_says_something_else_opens_a_choice_again(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = merged(filled, filled / "city.xlsx", *all_parts(filled), code=1)
    choose(first, HEALTH)
    second = merged(filled, first)
    fill(part(filled, "city-police"), (place("PRICES"), "13 a gram"))
    capsys.readouterr()
    third = merged(filled, second, part(filled, "city-police"), code=1)
    assert "Chosen before, but an office says something else now" in capsys.readouterr().out
    assert read_audit(third).merged.conflicts[0].values == ("13 a gram", "14 a gram")  # type: ignore[union-attr]


def test_what_is_typed_into_the_merged_workbook_stands(filled: Path) -> None:
    parts = all_parts(filled)
    first = merged(filled, filled / "city.xlsx", *parts, code=1)
    fill(first, (place("PRICES"), "13 a gram"), (place("TOOLS"), "Typed here"))
    second = merged(filled, first, *parts)
    assert answer(second, place("PRICES")) == "13 a gram"
    assert answer(second, place("TOOLS")) == "Typed here"
    assert merged(filled, second, *parts).read_bytes() == second.read_bytes()
    fill(part(filled, "Health"), (place("TOOLS"), "Typed there"))
    third = merged(filled, second, part(filled, "Health"), code=1)
    conflicts = read_audit(third).merged.conflicts  # type: ignore[union-attr]
    assert [each.values for each in conflicts if each.sheet == "TOOLS"] == [("Typed here", "", "Typed there")]


def test_a_late_part_comes_into_a_workbook_that_was_worked_on_since(filled: Path) -> None:
    early, late = all_parts(filled)[1:3], [all_parts(filled)[0], *all_parts(filled)[3:]]
    first = merged(filled, filled / "city.xlsx", *early)
    fill(first, (place("LEVERS"), "Written meanwhile"))
    second = merged(filled, first, *late, code=1)
    assert answer(second, place("LEVERS")) == "Written meanwhile"
    for where, wanted in EXPECTED.items():
        assert answer(second, where) == wanted, where


def test_notes_own_sheets_reasons_and_what_cannot_be_placed_come_along(city: Path) -> None:
    path = part(city, "Health")
    book = open_book(path)
    book["RISK LEVELS"]["D8"].comment = Comment("ask the clinic", "x")
    book["OVERVIEW"]["T3"] = "over there"
    book.create_sheet("Clinics")["A1"] = "The clinic at the harbour"
    book.save(path)
    target = merged(city, city / "city.xlsx", *all_parts(city))
    audit = read_audit(target)
    assert "ask the clinic" in audit.notes.values()
    assert "over there" in {each.content for each in audit.unplaced}
    assert [sheet.title for sheet in audit.own_sheets] == ["Clinics"]
    again = merged(city, target, *all_parts(city))
    assert again.read_bytes() == target.read_bytes()


def test_a_second_round_begins_with_the_merged_workbook(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = merged(filled, filled / "city.xlsx", *all_parts(filled), code=1)
    command = ["split", str(first), "-o", str(filled / "round2")]
    assert cli.run(command) == 2
    assert "nobody has chosen" in capsys.readouterr().err
    choose(first, HEALTH)
    second = merged(filled, first)
    assert cli.run(["split", str(second), "-o", str(filled / "round2")]) == 0
    parts = sorted((filled / "round2").iterdir())
    social = next(path for path in parts if "Social" in path.name)
    fill(social, (place("ENGAGEMENT"), "In the second round"))
    third = merged(filled, second, *parts)
    assert answer(third, place("ENGAGEMENT")) == "In the second round"
    assert answer(third, place("RISKS")) == "By the police"
    shown = read_audit(third).merged
    assert shown is not None
    assert shown.conflicts == ()
    assert {(each.sheet, each.office) for each in shown.answered} >= {("RISKS", "city police"), ("ENGAGEMENT", SOCIAL)}


def test_both_sheets_survive_a_rebuilding_and_what_is_typed_beside_them_is_kept(filled: Path) -> None:
    first = merged(filled, filled / "city.xlsx", *all_parts(filled), code=1)
    book = open_book(first)
    book["CONFLICTS"]["B12"] = "ask the mayor"
    book["WHO ANSWERED"]["K3"] = "seen by finance"
    book["CONFLICTS"].cell(5, 5).value = HEALTH
    book.save(first)
    assert {each.content for each in read_audit(first).unplaced} >= {"ask the mayor", "seen by finance"}
    assert cli.run(["rescue", str(first), "-o", str(filled / "rescued.xlsx")]) == 0
    again = read_audit(filled / "rescued.xlsx")
    assert again.merged == read_audit(first).merged
    assert again.own_sheets == []
    assert answer(merged(filled, filled / "rescued.xlsx"), place("PRICES")) == "14 a gram"


def test_a_part_saved_by_libreoffice_merges_alike(filled: Path) -> None:
    base, parts = filled / "city.xlsx", all_parts(filled)
    first = merged(filled, base, *parts, code=1)
    saved = recalculated(parts, filled / "saved")
    assert plain(read_audit(merged(filled, base, *saved, code=1))) == plain(read_audit(first))
    [through] = recalculated([first], filled / "saved2")
    assert merged(filled, through, *saved, code=1).read_bytes() == first.read_bytes()


def test_a_merged_workbook_is_one_that_office_programs_open(filled: Path) -> None:
    assert open_xml_errors(merged(filled, filled / "city.xlsx", *all_parts(filled), code=1)) == []


# What does not belong together ---------------------------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], *arguments: Path) -> str:
    before = sorted(arguments[0].parent.iterdir())
    assert cli.run(["merge", *map(str, arguments)]) == 2
    assert sorted(arguments[0].parent.iterdir()) == before
    return capsys.readouterr().err


def test_what_is_no_part_of_this_audit_is_refused(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base, one = city / "city.xlsx", part(city, "Health")
    assert "is no part of an audit" in refused(capsys, base, base)
    assert "is the part of one office" in refused(capsys, one, base)
    assert "Name the workbooks of the offices" in refused(capsys, base)
    other = city / "other.xlsx"
    carry(other, replace(read_audit(one), workbook_id="another"))
    assert "workbook IDs differ" in refused(capsys, base, other)
    carry(other, read_audit(one), read_audit(one).edition.with_lines({"AREAS": 60}))
    assert "asks other things than city.xlsx" in refused(capsys, base, other)
    shutil.copy(one, other)
    fill(other, (place("RISK_LEVELS"), "Another copy"))
    assert "parts of the same office" in refused(capsys, base, one, other)
    fill(base, (place("TOOLS"), "changed since"))
    assert "another state of city.xlsx" in refused(capsys, base, one)


def test_a_record_that_was_spoilt_is_told(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = merged(filled, filled / "city.xlsx", *all_parts(filled), code=1)
    book = open_book(first)
    book["WHO ANSWERED"]["A5"] = "|{|"
    book.save(first)
    capsys.readouterr()
    assert "WHO ANSWERED of merged-0.xlsx" in refused(capsys, first)


# Any answers of any offices ------------------------------------------------------------------------------------------

OFFICES = ("Police", "Health", "Schools", "Parks", "Mayor")
SHEETS = ("AREAS", "RISKS", "TOOLS", "ACTIONS", "PRICES", "RISK_LEVELS")


@cache
def small() -> Edition:
    return made(full().definition.model_copy(update={"id": "small", "sheets": ("PROFILE", *SHEETS)}))


Change = tuple[int, int, int, int]
changes = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2), st.integers(0, 10_000)), max_size=25
)


def started(seed: int) -> Audit:
    """A small audit that is begun and planned."""
    chance, audit = random.Random(seed), blank_audit(edition=small())
    audit.workbook_id, audit.source = "small", "small.xlsx"
    found: dict[Key, Content] = {("answer", "PROFILE", "PROFILE", "lead_office"): "Mayor"}
    for sheet_id in SHEETS:
        for row_id in audit.edition.row_ids(sheet_id)[:2]:
            given = typed_answers(audit, sheet_id, row_id, chance)
            found |= {key: value for key, value in given.items() if chance.random() < 0.5}
    for number, sheet_id in enumerate(SHEETS[:4]):
        found["plan", sheet_id, "who"] = OFFICES[number]
    return with_contents(audit, found)


def typed_answers(audit: Audit, sheet_id: str, row_id: str, chance: random.Random) -> dict[Key, Content]:
    cls = audit.edition.sheets[sheet_id]
    given = row_answers(cls, row_id, chance, ("one", "two", "three"), 2)
    return {("answer", sheet_id, row_id, column): value for column, value in given.items() if value != "unknown"}


def worked_on(audit: Audit, office: int, planned: Sequence[Change]) -> Audit:
    """What an office made of its part: answers given, changed, taken out."""
    found = contents(audit)
    for who, sheet, row, seed in planned:
        if who != office:
            continue
        chance, sheet_id = random.Random(seed), SHEETS[sheet]
        given = typed_answers(audit, sheet_id, audit.edition.row_ids(sheet_id)[row], chance)
        key = sorted(given)[seed % 2]  # few places, so that offices meet
        if seed % 5 == 0:
            found.pop(key, None)
        else:
            found[key] = given[key]
    return with_contents(audit, found)


def seen(audit: Audit) -> dict[Key, str]:
    return {key: looks(each) for key, each in contents(audit).items()}


@settings(max_examples=1000 if LONG else 60, deadline=None)
@given(seed=st.integers(0, 50), planned=changes, order=st.permutations(range(5)), cut=st.integers(1, 4))
def test_whatever_is_answered_is_there_or_in_a_conflict(
    seed: int, planned: list[Change], order: list[int], cut: int
) -> None:
    base = started(seed)
    parts = [
        worked_on(replace(audit, source=f"{office}.xlsx"), number, planned)
        for number, (office, audit) in enumerate(sorted(split_parts(base, allocate(base, as_written=True))))
    ]
    result = merge(base, parts)
    before, after = seen(base), seen(result.audit)
    assert result.audit.merged is not None
    listed = {each.key for each in result.audit.merged.conflicts}
    for key in {*before, *after, *(key for each in parts for key in seen(each))}:
        said = {seen(each).get(key, "") for each in parts if seen(each).get(key, "") != before.get(key, "")}
        if len(said) == 1:
            assert after.get(key, "") == said.pop()
        else:
            assert after.get(key, "") == before.get(key, "")
            assert bool(said) == (key_text(key) in listed)
    mixed = [parts[number] for number in order if number < len(parts)]
    for again in (
        merge(base, mixed),
        merge(result.audit, mixed),
        merge(merge(base, mixed[:cut]).audit, mixed[cut:]),
    ):
        assert seen(again.audit) == after
        assert again.audit.merged == result.audit.merged


def test_a_small_audit_is_the_same_through_files(tmp_path: Path) -> None:
    """What the property says of audits in memory holds of the files."""
    base = started(3)
    carry(tmp_path / "small.xlsx", base)
    assert cli.run(["split", str(tmp_path / "small.xlsx"), "-o", str(tmp_path / "parts"), "--as-written"]) == 0
    planned = [(who, sheet, row, 7 * who + sheet) for who in range(5) for sheet in range(6) for row in range(3)]
    paths = sorted((tmp_path / "parts").iterdir())
    read = []
    for number, path in enumerate(paths):
        carry(path, worked_on(read_audit(path), number, planned))
        read.append(read_audit(path))
    result = merge(read_audit(tmp_path / "small.xlsx"), read)
    target = tmp_path / "merged.xlsx"
    assert cli.run(["merge", str(tmp_path / "small.xlsx"), *map(str, paths), "-o", str(target)]) == 1
    assert seen(read_audit(target)) == seen(result.audit)
    assert read_audit(target).merged == result.audit.merged


def test_a_part_without_a_change_changes_nothing(rich: Path) -> None:
    audit = read_audit(rich)
    audit.plan = {"RISKS": Assigned("Some office")}
    handed = [part for _, part in split_parts(audit, allocate(audit, as_written=True))]
    result = merge(audit, handed)
    assert seen(result.audit) == seen(audit)
    with pytest.raises(NotMerged):
        merge(audit, [])

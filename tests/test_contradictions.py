"""Contradictions planted in a real workbook file: each is found, each in one line, and none is found where none was planted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from mutations import Book, Place, number, typed

import safeaudit
from safeaudit.analysis import analyse
from safeaudit.audit import from_answers
from safeaudit.cells import EXCEL_EPOCH, column_letters, parse_a1
from safeaudit.edition import full
from safeaudit.examples import sample_city, sample_city_later
from safeaudit.findings import Finding
from safeaudit.rules import all_rules, check
from safeaudit.sheets import Form
from safeaudit.sheets.kinds import Day

Content = str | float | date
Found = tuple[str, str, str]
"""Rule, line and column of a finding."""


@dataclass(frozen=True)
class Planted:
    """What is typed into the workbook of the sample city, and the one finding that must come of it."""

    what: str
    cells: Mapping[Place, Content]
    found: Found


def planted(what: str, found: str, cells: Mapping[str, Content]) -> Planted:
    """One contradiction; places are written as "SHEET ROW column", for a form "SHEET SHEET column"."""
    rule, row, column = found.split()
    return Planted(what, {place(each): content for each, content in cells.items()}, (rule, row, column))


def place(text: str) -> Place:
    sheet, row, column = text.split()
    return sheet, row, column


DATES = [
    planted(
        "the audit period is turned round",
        "CO-01 PROFILE period_to",
        {"PROFILE PROFILE period_from": date(2026, 6, 30), "PROFILE PROFILE period_to": date(2025, 7, 1)},
    ),
    planted("an action ends before it starts", "CO-02 STR-01 ends", {"ACTIONS STR-01 ends": date(2025, 8, 1)}),
    planted("work ends before it starts", "CO-02 RES-01 ends", {"ACTIVITIES RES-01 ends": date(2020, 1, 1)}),
    planted("an agreement ends before it is signed", "CO-02 AGR-02 ends", {"AGREEMENTS AGR-02 ends": date(2024, 6, 1)}),
    planted("an action done in the future", "CO-05 STR-12 ends", {"ACTIONS STR-12 status": "done"}),
    planted("work ended in the future", "CO-05 RES-08 ends", {"ACTIVITIES RES-08 status": "ended"}),
    planted(
        "work that runs before it starts",
        "CO-06 RES-02 starts",
        {"ACTIVITIES RES-02 starts": date(2029, 1, 1), "ACTIVITIES RES-02 ends": date(2032, 1, 1)},
    ),
    planted(
        "an agreement in force after its end",
        "CO-07 AGR-03 ends",
        {"AGREEMENTS AGR-03 status": "in_force"},
    ),
    planted(
        "an exception to be reviewed in the past",
        "CO-08 PTR-07 exception_review",
        {"PARTNERS PTR-07 exception_review": date(2026, 1, 31)},
    ),
    planted("a step to be taken in the past", "CO-08 GAP-1 by_when", {"DATA_GAPS GAP-1 by_when": date(2025, 1, 1)}),
    planted("the next audit in the past", "CO-08 PROFILE next_audit", {"PROFILE PROFILE next_audit": date(2025, 3, 1)}),
    planted("an earlier year after the year", "CO-03 IND-C03 earlier_year", {"INDICATORS IND-C03 earlier_year": 2028}),
    planted("people heard in the future", "CO-09 TEA-05 month", {"TEAM TEA-05 month": date(2029, 3, 1)}),
    planted("figures of a year to come", "CO-09 SRC-05 latest_year", {"SOURCES SRC-05 latest_year": 2031}),
    planted("a date that is none", "CL-15 STR-04 starts", {"ACTIONS STR-04 starts": "to be defined"}),
]
FIGURES = [
    planted(
        "an audit approved before its period was over",
        "CO-04 PROFILE approved_on",
        {"PROFILE PROFILE approved_by": "Council", "PROFILE PROFILE approved_on": date(2026, 1, 31)},
    ),
    planted("a share over 100", "CO-10 IND-C15 value", {"INDICATORS IND-C15 value": 152}),
    planted("a share under 0", "CO-10 IND-S12 value", {"INDICATORS IND-S12 value": -4}),
    planted(
        "a share over 100 where the column itself knows",
        "CL-04 PROFILE informal_share",
        {"PROFILE PROFILE informal_share": 140},
    ),
    planted("a value and a gap together", "CO-11 IND-C04 gap", {"INDICATORS IND-C04 gap": "too_old"}),
    planted("two homicide rates for the city", "CO-12 PROFILE homicide_city", {"PROFILE PROFILE homicide_city": 81}),
    planted("two figures of growth", "CO-12 PROFILE growth", {"PROFILE PROFILE growth": 9}),
    planted(
        "areas with more residents than the city", "CO-13 ARE-03 population", {"AREAS ARE-03 population": 1_120_000}
    ),
    planted("81,200 assaults per 100,000", "CO-14 IND-C02 value", {"INDICATORS IND-C02 value": 81_200}),
    planted(
        "a part larger than its whole",
        "CO-25 IND-CX4 part_of",
        {
            "INDICATORS IND-CX4 part_of": "IND-CX5",
            "INDICATORS IND-CX5 value": 400,
            "INDICATORS IND-CX5 change_given": "",
        },
    ),
    planted("another unit than the printed one", "CO-15 IND-C05 unit", {"INDICATORS IND-C05 unit": "cases a year"}),
]
COPY = {
    "flow": "FLW-2",
    "item": "cannabis, street level",
    "unit": "per gram",
    "area": "ARE-01",
    "price": 30.0,
    "source": "SRC-02",
}
STRUCTURE = [
    planted("an actor tied to itself", "CO-16 ACT-04 tied_to_1", {"ACTORS ACT-04 tied_to_1": "ACT-04"}),
    planted("a risk that feeds itself", "CO-16 RSK-E1 acts_with_2", {"RISKS RSK-E1 acts_with_2": "RSK-E1"}),
    planted("an action that strengthens itself", "CO-16 STR-05 strengthens", {"ACTIONS STR-05 strengthens": "STR-05"}),
    planted(
        "two lines of the matrix for one area",
        "CO-17 RSL-11 area",
        {
            f"RESILIENCE RSL-11 {column}": 3
            for column in ("services", "trust", "justice", "acts_together", "inclusive", "peaceful")
        }
        | {"RESILIENCE RSL-11 area": "ARE-01", "RESILIENCE RSL-11 armed_provider": "no"},
    ),
    planted(
        "two partners of one name",
        "XC-06 PTR-13 partner",
        {"PARTNERS PTR-13 partner": "Mothers' network, cannery flats"},
    ),
    planted(
        "a line entered twice",
        "CO-18 PRI-60 item",
        {f"PRICES {row} {column}": content for row in ("PRI-59", "PRI-60") for column, content in COPY.items()}
        | {f"PRICES {row} month": date(2026, 3, 1) for row in ("PRI-59", "PRI-60")},
    ),
    planted("one group in two cells", "CO-19 RSK-S2 group_2", {"RISKS RSK-S2 group_2": "children"}),
    planted("targets under No", "CO-20 AGR-01 targets", {"AGREEMENTS AGR-01 targets": "Half as many robberies"}),
    planted("money for a partner that is not paid", "CO-20 PTR-02 amount", {"PARTNERS PTR-02 amount": 5000}),
    planted(
        "soldiers since a month, and none",
        "CO-20 ENFORCEMENT soldiers_since",
        {"ENFORCEMENT ENFORCEMENT soldiers_since": date(2025, 3, 1)},
    ),
    planted(
        "answers beside “does not apply”",
        "CO-21 PLN-1 does_not_apply",
        {"PLANNING PLN-1 does_not_apply": "The city has no plan."},
    ),
    planted(
        "a flow that is not here, and an actor that moves it",
        "CO-22 FLW-X2 present",
        {
            "FLOWS FLW-X2 label": "Timber by road",
            "FLOWS FLW-X2 present": "no",
            "FLOWS FLW-X2 what": "No forest near the city; the sawmills closed long ago.",
            "ACTORS ACT-05 flow_2": "FLW-X2",
        },
    ),
]
REASONS = [
    planted("a flow said not to be here, with all its answers", "CO-20 FLW-7 direction", {"FLOWS FLW-7 present": "no"}),
    planted("a dash for a reason", "CO-23 PLN-2 does_not_apply", {"PLANNING PLN-2 does_not_apply": "-"}),
    planted(
        "“n/a” for the reason of an exception",
        "CO-23 PTR-07 exception_reason",
        {"PARTNERS PTR-07 exception_reason": "n/a"},
    ),
    planted(
        "“to be defined” for an indicator", "CO-24 STR-03 indicator", {"ACTIONS STR-03 indicator": "to be defined"}
    ),
    planted("“???” for an explanation", "CO-24 RSK-E6 explanation", {"RISKS RSK-E6 explanation": "???"}),
    planted(
        "“None” for the reason why a risk matters", "CO-24 RSK-E5 explanation", {"RISKS RSK-E5 explanation": "None."}
    ),
    planted("“TBD” for an office", "XC-03 PROFILE lead_office", {"PROFILE PROFILE lead_office": "TBD"}),
    planted("“à définir” for a lead", "XC-03 STR-09 lead", {"ACTIONS STR-09 lead": "à définir"}),
    planted("“not applicable” for a lead", "ST-07 STR-08 lead", {"ACTIONS STR-08 lead": "Not applicable"}),
]
BOOKS = {"dates": DATES, "figures": FIGURES, "structure": STRUCTURE, "reasons": REASONS}
ALL = [each for book in BOOKS.values() for each in book]


def with_planted(path: Path, data: bytes, these: Sequence[Planted]) -> list[Finding]:
    """The findings of the workbook with these contradictions typed into it."""
    book = Book(data)
    for each in these:
        for where, content in each.cells.items():
            book.answer(where, inside(content))
    path.write_bytes(book.zipped())
    return check(safeaudit.read_audit(path))


def inside(content: Content) -> str:
    if isinstance(content, str):
        return typed(content)
    return number(str((content - EXCEL_EPOCH).days if isinstance(content, date) else content))


def places(findings: Sequence[Finding]) -> Counter[Found]:
    return Counter((each.rule, each.row_id, each.column) for each in findings)


@pytest.fixture(scope="module")
def before(sample: Path) -> Counter[Found]:
    return places(check(safeaudit.read_audit(sample)))


@pytest.mark.parametrize("name", BOOKS)
def test_every_contradiction_is_found_in_one_line_and_nothing_else(
    name: str, sample: Path, before: Counter[Found], tmp_path: Path
) -> None:
    found = places(with_planted(tmp_path / "planted.xlsx", sample.read_bytes(), BOOKS[name]))
    assert found - before == Counter(each.found for each in BOOKS[name])


def test_the_contradictions_are_of_every_kind() -> None:
    assert len({each.what for each in ALL}) == len(ALL) >= 22
    told = {each.found[0] for each in ALL}
    assert {code for code in all_rules() if code.startswith("CO-")} <= told
    assert {"CL-04", "CL-15", "XC-03", "XC-06"} <= told, "what other rules find already is found by them alone"


@pytest.mark.parametrize("audit", [sample_city()[0], sample_city_later()[0]], ids=["first", "follow-up"])
def test_the_sample_city_contradicts_itself_nowhere(audit: safeaudit.Audit) -> None:
    assert [each for each in check(audit) if each.rule.startswith("CO-")] == []


# References to a line that is gone -----------------------------------------------------------------------------------


def test_an_area_that_is_gone_is_one_line_with_all_cells_that_point_at_it(
    sample: Path, before: Counter[Found], tmp_path: Path
) -> None:
    book = Book(sample.read_bytes())
    for column in ("name", "population", "kind", "note"):
        book.answer(("AREAS", "ARE-03", column), "")
    (tmp_path / "gone.xlsx").write_bytes(book.zipped())
    audit = safeaudit.read_audit(tmp_path / "gone.xlsx")
    pointing = [
        (row, column) for row in audit.by_id.values() for column in row.filled if getattr(row, column) == "ARE-03"
    ]
    assert len(pointing) > 20

    new = [each for each in check(audit) if not before[each.rule, each.row_id, each.column]]
    [line] = new
    assert (line.rule, line.row_id) == ("XC-02", pointing[0][0].id)
    assert line.message.startswith(
        f"“ARE-03” is used in {len(pointing)} cells, but “AREAS” has no filled line with this ID: "
    )
    cells = Counter(f"{cell.sheet} {cell.a1}" for row, column in pointing if (cell := row.cell(column)))
    assert Counter(each_cell(line.message.rpartition(": ")[2].rstrip("."))) == cells


def each_cell(told: str) -> Iterator[str]:
    """The cells of “RISKS M19, M30; PRICES G18 to G31”, one by one."""
    for sheet in told.split("; "):
        title, listed = re.fullmatch(r"(.+?) ([A-Z]+\d.*)", sheet).groups()
        for part in listed.split(", "):
            first, _, last = part.partition(" to ")
            (top, column), (bottom, _) = parse_a1(first), parse_a1(last or first)
            yield from (f"{title} {column_letters(column)}{number}" for number in range(top, bottom + 1))


def test_a_name_that_no_line_has_is_one_line_however_often_it_is_typed(
    sample: Path, before: Counter[Found], tmp_path: Path
) -> None:
    book = Book(sample.read_bytes())
    for where in ("RISKS RSK-E1 area_1", "RISKS RSK-E2 area_2", "ACTIVITIES RES-01 area"):
        book.answer(place(where), typed("Lantern hill, upper part"))
    book.answer(place("ACTIVITIES RES-02 area"), typed("Atlantis"))
    (tmp_path / "named.xlsx").write_bytes(book.zipped())
    found = [each for each in check(safeaudit.read_audit(tmp_path / "named.xlsx")) if each.rule == "CL-16"]
    many, one = sorted(found, key=lambda each: each.message, reverse=True)
    assert many.message.startswith("“Lantern hill, upper part” is used in 3 cells, but names no line of AREAS: RISKS ")
    assert "; ACTIVITIES " in many.message
    assert one.message == "RES-02: “Area” says “Atlantis”, which names no line of AREAS."


def test_a_reason_on_a_filled_sheet_and_an_empty_one_are_found(sample: Path, before: Counter[Found]) -> None:
    audit = safeaudit.read_audit(sample)
    audit.reasons |= {"MARKETS": "No market is ruled here.", "LEVERS": "n/a"}
    audit.accepted[("SD-05", "ARE-08|population")] = "ok"
    new = [each for each in check(audit) if not before[each.rule, each.row_id, each.column]]
    assert [(each.rule, each.sheet) for each in new] == [("CO-23", "AREAS"), ("CO-23", "LEVERS"), ("CO-21", "MARKETS")]


@pytest.mark.parametrize("day", [date.max, date(9999, 1, 1), date(1900, 1, 1), date.min], ids=str)
def test_a_day_at_the_end_of_the_calendar_is_checked_like_any(day: date) -> None:
    """“31.12.9999” is how some offices write “no end”; every month before or after it must still be one."""
    answers: dict[str, dict[str, Any]] = {}
    for sheet_id, cls in SHEETS.items():
        days = {column.id: day for column in cls.inputs() if isinstance(column.kind, Day)}
        if days:
            answers[sheet_id] = days if isinstance(cls.rows, Form) else {full().row_ids(sheet_id)[0]: days}
    assert len(answers) == 11
    audit = from_answers(answers)
    assert check(audit)
    assert [line.row_id for line in analyse(audit).actions] == ["STR-01"]

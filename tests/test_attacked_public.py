"""What a hostile reader tried on public versions: small numbers by another word or by arithmetic, shelters, names in short, withheld lines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from safeaudit.analysis import analyse
from safeaudit.audience import View, for_audience
from safeaudit.audience.texts import few_people
from safeaudit.audit import Audit, from_answers
from safeaudit.care.marks import LANGUAGES
from safeaudit.coverage import coverage

PROFILE: dict[str, Any] = {
    "city": "Mill Town", "country": "NA", "population": 40_000, "lead_office": "Office of Safety", "currency": "NAD",
    "report_language": "en", "period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31),
}  # fmt: skip
WARD = {"ARE-01": {"name": "Ward 1 district", "population": 3000}}


def audit(indicators: dict[str, dict[str, Any]] | None = None, **sheets: Any) -> Audit:
    rows = {
        row_id: {
            "year": 2025,
            **({"label": "Killings", "unit": "killings"} if "CX" in row_id else {}),
            **row,
            "sensitivity": "open",
        }
        for row_id, row in (indicators or {}).items()
    }
    return from_answers({"PROFILE": PROFILE, "INDICATORS": rows, **sheets})


def public(found: Audit, *published: Audit) -> View:
    return for_audience(found, [], "public", language="en", published=list(published))


def shown(view: View, row_id: str, column: str = "value") -> Any:
    return getattr(view.audit.by_id[row_id], column)


# Units ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit",
    [
        "cases per half-year",
        "victims per season",
        "kidnappings per semester",
        "girls per school year",
        "women, average per month",
    ],
)
def test_a_count_stays_one_whatever_its_unit_says_of_time(unit: str) -> None:
    assert shown(public(audit({"IND-CX1": {"unit": unit, "value": 3}})), "IND-CX1") is None
    assert shown(public(audit({"IND-CX1": {"unit": unit, "value": 30}})), "IND-CX1") == 30


@pytest.mark.parametrize(
    ("unit", "few", "many"),
    [
        ("homicides per thousand residents", 0.05, 5),
        ("per million people", 50, 2000),
        ("per ten thousand people", 0.5, 50),
        ("per 10k people", 0.5, 50),
        ("per 100 thousand people", 5, 500),
        ("per mille", 0.05, 5),
        ("percent of residents", 0.01, 10),
        ("% of residents", 99.99, 90),
    ],
)  # fmt: skip
def test_a_rate_in_words_and_a_share_in_words_are_worked_back_to_people(unit: str, few: float, many: float) -> None:
    assert shown(public(audit({"IND-CX1": {"unit": unit, "value": few}})), "IND-CX1") is None
    assert shown(public(audit({"IND-CX1": {"unit": unit, "value": many}})), "IND-CX1") == many


def test_a_time_in_the_unit_makes_no_other_unit() -> None:
    areas = {f"ARE-0{number}": {"name": f"Ward {number} district", "population": 9000} for number in (1, 2, 3)}
    local = {
        f"IND-CX{number}": {"label": "Attacks", "unit": "events", "value": value, "area": f"ARE-0{number}"}
        for number, value in ((1, 9), (2, 8), (3, 3))
    }
    view = public(
        audit(
            {"IND-CX4": {"label": "Attacks", "unit": "events a year", "value": 20, "area": "CITY"}, **local},
            AREAS=areas,
        )
    )
    assert sum(shown(view, row_id) is None for row_id in ("IND-CX1", "IND-CX2", "IND-CX3", "IND-CX4")) >= 2


# Arithmetic ------------------------------------------------------------------------------------------------------------

RATE = {"value": 60.0, "area": "CITY"}
"""Of 40,000 people: 24."""


@pytest.mark.parametrize(
    ("indicators", "hidden"),
    [
        ({"IND-C01": RATE, "IND-S11": {"value": 8.33, "area": "CITY"}}, ("IND-S11", "value")),
        ({"IND-C01": {**RATE, "change_given": 1100, "earlier_year": 2023}}, ("IND-C01", "change_given")),
        ({"IND-CX1": {"value_range": "12–13", "earlier_year": 2023, "change_given": 300}}, ("IND-CX1", "change_given")),
        (
            {"IND-CX1": {"label": "Hit at home", "unit": "% of those asked", "value": 2, "sample": 400, "earlier_sample": 400, "earlier_year": 2023, "change_given": 300}},
            ("IND-CX1", "change_given"),
        ),
        ({"IND-CX1": {"value": 40, "area": "CITY"}, "IND-CX2": {"label": "With a gun", "unit": "% of killings", "value": 5}}, ("IND-CX2", "value")),
        ({"IND-CX1": {"value_range": "38–42"}, "IND-CX2": {"label": "Guns", "unit": "%", "value": 5, "part_of": "IND-CX1"}}, ("IND-CX2", "value")),
        (
            {"IND-CX1": {"value": 400, "earlier_value": 40, "earlier_year": 2022}, "IND-CX2": {"label": "Guns", "unit": "%", "value": 5, "year": 2022, "part_of": "IND-CX1"}},
            ("IND-CX2", "value"),
        ),
        (
            {"IND-CX1": {"label": "Hit", "unit": "%", "value": 30, "sample": 400}, "IND-CX2": {"label": "Cut", "unit": "%", "value": 0.5, "part_of": "IND-CX1"}},
            ("IND-CX2", "value"),
        ),
        (
            {"IND-CX1": {"value": 20, "national_value": 100}, "IND-CX2": {"label": "Of women", "value": 12, "national_value": 98, "part_of": "IND-CX1"}},
            ("IND-CX2", "national_value"),
        ),
    ],
    ids=["share of a rate", "change of a rate", "change of a range", "change of a share", "no area", "range", "earlier year", "sample of the whole", "country"],
)  # fmt: skip
def test_what_is_few_by_arithmetic_is_hidden(indicators: dict[str, dict[str, Any]], hidden: tuple[str, str]) -> None:
    assert shown(public(audit(indicators)), *hidden) is None


@pytest.mark.parametrize(
    "indicators",
    [
        {"IND-C01": RATE, "IND-CX1": {"label": "Homicide", "unit": "per 100,000 people a year", "value": 733.33, "area": "ARE-01", "part_of": "IND-C01"}},
        {"IND-C01": RATE, "IND-CX1": {"label": "Homicide of men", "unit": "cases", "value": 22, "part_of": "IND-C01"}},
        {
            "IND-CX1": {"label": "Hit at home", "unit": "%", "value": 30, "sample": 400},
            "IND-CX2": {"label": "By a husband", "unit": "%", "value": 20, "sample": 400, "part_of": "IND-CX1"},
            "IND-CX3": {"label": "By a brother", "unit": "%", "value": 9.5, "sample": 400, "part_of": "IND-CX1"},
        },
    ],
    ids=["rate of a ward", "men of a rate", "two shares"],
)  # fmt: skip
def test_what_parts_leave_over_of_a_rate_or_a_share_is_not_few(indicators: dict[str, dict[str, Any]]) -> None:
    view = public(audit(indicators, AREAS=WARD))
    assert any(shown(view, row_id) is None for row_id in indicators)


def test_of_many_parts_the_ward_without_a_line_does_not_follow() -> None:
    areas = {f"ARE-{number:02d}": {"name": f"Ward {number} district", "population": 3000} for number in range(1, 13)}
    ids = [row.id for row in from_answers({}).lines("INDICATORS") if "X" in row.id]
    local = {"label": "Killings", "unit": "killings"}
    parts = {
        ids[number]: {**local, "value": 10 + number % 2, "area": f"ARE-{number:02d}", "part_of": ids[0]}
        for number in range(1, 12)
    }
    rest = 3
    total = sum(row["value"] for row in parts.values()) + rest
    view = public(audit({ids[0]: {**local, "value": total, "area": "CITY"}, **parts}, AREAS=areas))
    assert any(shown(view, row_id) is None for row_id in ids[:12])


def test_men_of_one_ward_do_not_follow_from_women_and_all() -> None:
    lines = {
        "IND-CX1": {"value": 100, "area": "CITY"},
        "IND-CX2": {"value": 40, "area": "ARE-01"},
        "IND-CX3": {"label": "Killings of women", "value": 60, "area": "CITY"},
        "IND-CX4": {"label": "Killings of women", "value": 38, "area": "ARE-01"},
    }
    view = public(audit(lines, AREAS=WARD))
    assert None in (shown(view, "IND-CX2"), shown(view, "IND-CX4"))


# Editions --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", [{"label": "Killings (police figure)"}, {"unit": "killings a year"}])
def test_a_line_under_another_name_is_still_the_line_that_was_published(now: dict[str, str]) -> None:
    before = audit({"IND-CX1": {"value": 20}})
    assert shown(public(audit({"IND-CX1": {"value": 23, **now}}), before), "IND-CX1") is None


@pytest.mark.parametrize(
    ("row", "before", "now"),
    [
        ("IND-C01", {"value": 60.0, "area": "CITY"}, {"value": 62.5, "area": "CITY"}),
        ("IND-C09", {"value": 600.0, "area": "CITY"}, {"value": 630.0, "area": "CITY"}),  # of children, a third of the residents
        ("IND-CX1", {"label": "Hit", "unit": "% of those asked", "value": 10, "sample": 400}, {"label": "Hit", "unit": "% of those asked", "value": 10.5, "sample": 400}),
    ],
)  # fmt: skip
def test_a_rate_or_a_share_corrected_by_few_people_is_not_shown(
    row: str, before: dict[str, Any], now: dict[str, Any]
) -> None:
    assert shown(public(audit({row: now}), audit({row: before})), row) is None
    assert shown(for_audience(audit({row: now}), [], "public", beside=audit({row: before})), row) is None
    assert shown(public(audit({row: {**now, "year": 2026}}), audit({row: before})), row) == now["value"]


def test_a_change_does_not_lead_back_to_a_count_that_was_published() -> None:
    now = audit({"IND-CX1": {"earlier_year": 2023, "change_given": -75}})
    assert shown(public(now, audit({"IND-CX1": {"value": 12, "year": 2023}})), "IND-CX1", "change_given") is None
    assert shown(public(now, audit({"IND-CX1": {"value": 120, "year": 2023}})), "IND-CX1", "change_given") == -75


def test_a_name_on_another_line_is_still_the_name_that_was_published() -> None:
    assert shown(public(audit({"IND-CX2": {"value": 23}}), audit({"IND-CX1": {"value": 20}})), "IND-CX2") is None


# Shelters, names in short, figures in texts ------------------------------------------------------------------------------

AREAS = {"ARE-01": {"name": "Old Harbour", "population": 9000}, "ARE-02": {"name": "Hilltop", "population": 8000}}


def test_the_area_of_a_shelter_is_not_told() -> None:
    actions = {
        "STR-01": {
            "action": "Open a second shelter for women and their children",
            "area": "ARE-01",
            "sensitivity": "open",
        },
        "STR-02": {"action": "Repair the street lights", "area": "ARE-02", "sensitivity": "open"},
    }
    beds = {"IND-CX1": {"label": "Beds in shelters for women", "unit": "beds", "value": 12, "area": "ARE-01"}}
    view = public(audit(beds, AREAS=AREAS, ACTIONS=actions))
    assert shown(view, "STR-01", "area") is None
    assert shown(view, "STR-02", "area") == "ARE-02"
    assert shown(view, "IND-CX1") is None


@pytest.mark.parametrize(
    "text",
    [
        "Move the safe house to Hilltop",
        "Women's shelter, Old Harbour",
        "El refugio está en Hilltop",
        "Le foyer pour femmes à Hilltop",
    ],
)
def test_a_shelter_beside_the_name_of_an_area_is_withheld(text: str) -> None:
    view = public(audit(AREAS=AREAS, ACTIONS={"STR-01": {"action": text, "sensitivity": "open"}}))
    assert shown(view, "STR-01", "action") == "[withheld]"


@pytest.mark.parametrize(
    ("indicator", "baseline", "target", "told"),
    [
        ("Femicides in a year", "3 (2025)", "0", ("[withheld]", "0")),
        ("Women killed per month, on average", "2", "1", ("[withheld]", "[withheld]")),
        ("Families with stateless children", "Three", "none", ("[withheld]", "none")),
        ("Tables that reach planners", "Two of five", "3", ("Two of five", "3")),
        ("Streets with lights", "2 of 10", "4 streets", ("2 of 10", "4 streets")),
        ("Residents who feel safe", "3 %", "40 %", ("3 %", "40 %")),
        ("Homicides", "24", "12", ("24", "12")),
    ],
)
def test_a_small_figure_beside_what_it_counts_is_withheld(
    indicator: str, baseline: str, target: str, told: tuple[str, str]
) -> None:
    action = {"action": "Act", "indicator": indicator, "baseline": baseline, "target": target, "sensitivity": "open"}
    view = public(audit(ACTIONS={"STR-01": action}))
    assert (shown(view, "STR-01", "baseline"), shown(view, "STR-01", "target")) == told


def test_a_withheld_name_in_short_is_withheld_and_what_is_open_stays() -> None:
    partners = {"PTR-01": {"partner": "Second Start, cooperative of former members", "sensitivity": "restricted"}}
    areas = {**AREAS, "ARE-03": {"name": "Lower Mill ward", "population": 600, "sensitivity": "open"}}
    texts = (
        "Work for people who leave: Second Start line",
        "Visit families in Lower Mill each week",
        "A second start for all",
        "Light the mill",
    )
    actions = {f"STR-0{number}": {"action": text, "sensitivity": "open"} for number, text in enumerate(texts, 1)}
    view = public(audit(PARTNERS=partners, AREAS=areas, ACTIONS=actions))
    assert [shown(view, row_id, "action") for row_id in actions] == ["[withheld]", "[withheld]", *texts[2:]]


@pytest.mark.parametrize(
    "text",
    [
        "Two femicides in 2025", "3 lynchings were recorded", "2 drownings of boys", "Only two were killed in 2025", "Both victims were girls",
        "a couple of women were killed", "2 refugees", "one transgender resident", "2 students were stabbed", "Women killed: 3", "Homicides 2025: 2",
        "killings (2)", "Rapes reported: three", "women killed fell from 3 to 2", "All but two of the 41 women agreed", "2 feminicidios", "2 féminicides",
    ],
)  # fmt: skip
def test_few_people_are_found_in_other_words_and_languages(text: str) -> None:
    assert any(few_people(language, 4).search(text) for language in LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "Homicides 2025: 24", "women fell from 30 to 20", "one person in five", "4 of 5 women", "killings (2025)", "Women: 30 %", "Both streets were lit",
        "People: 12,000", "women from 2 wards", "Deaths from drugs fell by 2 %",
    ],
)  # fmt: skip
def test_many_people_and_other_numbers_are_left_alone(text: str) -> None:
    assert not any(few_people(language, 4).search(text) for language in LANGUAGES)


# Withheld lines ----------------------------------------------------------------------------------------------------------


def test_nothing_that_a_withheld_line_answers_can_be_read_from_how_much_is_known() -> None:
    answers = ({"FLW-2": {"present": "yes"}}, {"FLW-2": {"present": "no"}}, {"FLW-5": {"present": "unknown"}})
    told = []
    for given in answers:
        flows = {row_id: {**row, "sensitivity": "restricted"} for row_id, row in given.items()}
        found = public(audit(FLOWS=flows)).audit
        shares, limits = coverage(found), analyse(found).limits
        told.append((shares, [line for line in limits if line.sheet == "FLOWS"]))
    assert told[0] == told[1] == told[2]
    assert told[0][1] == []


def test_what_a_withheld_action_costs_is_not_in_the_budget() -> None:
    actions = {
        "STR-01": {"action": "Open", "cost": 300_000, "sensitivity": "open"},
        "STR-02": {"action": "Hidden", "cost": 777_000, "sensitivity": "restricted"},
    }
    budget = {
        "BUD-01": {"action": "STR-01", "source": "municipal", "kind": "new", "year_1": 300_000},
        "BUD-02": {"action": "STR-02", "source": "national", "kind": "new", "year_1": 777_000, "posts": 1},
    }
    view = public(audit(ACTIONS=actions, BUDGET=budget))
    assert shown(view, "BUD-01", "year_1") == 300_000
    assert (shown(view, "BUD-02", "year_1"), shown(view, "BUD-02", "posts"), shown(view, "BUD-02", "action")) == (
        None,
        None,
        None,
    )

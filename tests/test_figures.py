"""Figures as they come: typed as people have them, at every door, and what rules, charts, texts and comparison make of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from payloads import payload_from_grid
from support import place_of, plain, text_value
from test_reading import copied, put, rules, the

from safeaudit import build_workbook, compare
from safeaudit import read_audit as read_file
from safeaudit.analysis import analyse
from safeaudit.audience import for_audience
from safeaudit.audit import Audit, from_answers
from safeaudit.cells import Grid, Kind, Value
from safeaudit.charts import CHARTS
from safeaudit.comparison.export import as_json
from safeaudit.edition import full
from safeaudit.files import reader as host
from safeaudit.findings import Severity
from safeaudit.reading import read_audit
from safeaudit.report.chapters.assessment.figures import scorecard
from safeaudit.report.writing.marks import bare
from safeaudit.report.writing.statements import Statement, Story
from safeaudit.rules import check
from safeaudit.sheets.figures import Bounds, margin, read_bounds
from safeaudit.sheets.kinds import FinancialYear, ends, financial_year
from safeaudit.sheets.verdicts import margin_of, moved
from safeaudit.words import words
from safeaudit.workbook.formulas import RowFormulas
from safeaudit.workbook.layout import layouts

INF = float("inf")
W = words()


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Grid:
    path = tmp_path_factory.mktemp("figures") / "audit.xlsx"
    build_workbook(path, from_answers({"SOURCES": {"SRC-01": {"name": "Police records"}}}))
    return host.read(path)


@pytest.fixture
def grid(blank: Grid) -> Grid:
    return copied(blank)


def line(**answers: object) -> Audit:
    return from_answers({"INDICATORS": {"IND-C01": answers}})


def verdict(row_id: str = "IND-C01", **answers: object) -> str | None:
    audit = from_answers({"INDICATORS": {row_id: answers}})
    return moved(audit.indicators[[row.id for row in audit.indicators].index(row_id)], full().settings)


# Reading a limit or a range ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("under 20", Bounds(-INF, 20, high_open=True)),
        ("<20", Bounds(-INF, 20, high_open=True)),
        ("Fewer than 5 cases", Bounds(-INF, 5, high_open=True)),
        ("≤ 20", Bounds(-INF, 20)),
        ("at most 20 %", Bounds(-INF, 20)),
        ("20 or fewer", Bounds(-INF, 20)),
        ("over 20", Bounds(20, INF, low_open=True)),
        ("at least 20", Bounds(20, INF)),
        ("20+", Bounds(20, INF)),
        ("10–15", Bounds(10, 15)),
        ("10 - 15 %", Bounds(10, 15)),
        ("between 10 and 15", Bounds(10, 15)),
        ("0,5–1,2", Bounds(0.5, 1.2)),
        ("about 30", Bounds(30, 30, about=True)),
        ("1 500 or more", Bounds(1500, INF)),
        ("moins de 20", Bounds(-INF, 20, high_open=True)),
        ("entre 10 y 15", Bounds(10, 15)),
        ("не более 7", Bounds(-INF, 7)),
        ("20以上", Bounds(20, INF)),
        ("٢٠–٣٠", Bounds(20, 30)),
        ("20", Bounds(20, 20)),
        ("", None),
        ("a few", None),
        ("15–10", None),
        ("10–10", None),
        ("under 1,500", None),
        ("under 20 per 100,000", None),
        ("10-15-20", None),
        ("<", None),
    ],
)
def test_a_limit_or_range_is_read_as_people_write_it_and_never_guessed(text: str, meant: Bounds | None) -> None:
    assert read_bounds(text) == meant


def test_two_figures_are_apart_only_where_they_cannot_meet() -> None:
    under, most, band = Bounds(-INF, 20, high_open=True), Bounds(-INF, 20), Bounds(20, 30)
    assert under.below(band)
    assert not most.below(band)
    assert not band.below(under)
    assert Bounds(30, 30, about=True).widened(10) == Bounds(27, 33)


# At the doors --------------------------------------------------------------------------------------------------------

TYPED = {
    ("value", "under 20"): ("value_range", "under 20"),
    ("value", "< 20"): ("value_range", "< 20"),
    ("value", "10–15"): ("value_range", "10–15"),
    ("value", "about 5"): ("value_range", "about 5"),
    ("earlier_value", "at least 7"): ("earlier_range", "at least 7"),
    ("value", "+12 %"): ("change_given", 12.0),
    ("value", "−3,5%"): ("change_given", -3.5),
}


@pytest.mark.parametrize("typed", TYPED, ids=str)
@pytest.mark.parametrize("door", ["file", "pane"])
def test_what_is_typed_as_the_value_is_read_where_it_belongs(typed: tuple[str, str], door: str, grid: Grid) -> None:
    cell = put(grid, "INDICATORS", "IND-C02", typed[0], text_value(typed[1]))
    if door == "pane":
        from safeaudit.live.json_grid import read as read_json

        grid = read_json(json.loads(json.dumps(payload_from_grid(grid))))
    audit = read_audit(grid)
    row, (column, meant) = audit.by_id["IND-C02"], TYPED[typed]
    assert row.get(column) == meant
    assert row.get(typed[0]) is None
    assert not row.rejected
    assert the(audit, "CL-21").cell == cell
    assert W.column("INDICATORS", column) in the(audit, "CL-21").message


@pytest.mark.parametrize(
    ("row", "column", "typed"),
    [
        ("IND-C02", "value", "a few"),
        ("IND-C02", "value", "5 %"),
        ("IND-C14", "value", "+3 %%"),
        ("IND-C02", "national_value", "under 20"),
        ("IND-C02", "earlier_value", "+12 %"),
        ("IND-C02", "value", "-120 %"),
    ],
)
def test_what_belongs_nowhere_is_still_no_number(row: str, column: str, typed: str, grid: Grid) -> None:
    put(grid, "INDICATORS", row, column, text_value(typed))
    audit = read_audit(grid)
    assert audit.by_id[row].rejected == {column: typed}
    assert "CL-21" not in rules(audit)


@pytest.mark.parametrize("typed", ["Not known", "unknown", "n/a", "no data", "tbd", "-", "?", "inconnu"])
@pytest.mark.parametrize(("sheet", "row", "column"), [("INDICATORS", "IND-C02", "value"),
                         ("MORE_FIGURES", "FIG-01", "value")])  # fmt: skip
def test_not_known_in_the_place_of_a_figure_is_told_where_a_gap_goes(
    sheet: str, row: str, column: str, typed: str, grid: Grid
) -> None:
    cell = put(grid, sheet, row, column, text_value(typed))
    audit = read_audit(grid)
    assert audit.by_id[row].rejected == {column: typed}
    assert the(audit, "CL-22").cell == cell
    assert the(audit, "CL-22").severity is Severity.WARNING
    assert not {"CL-03", "DA-30", "CL-01"} & {
        f.rule for f in check(audit) if (f.row_id, f.column) in ((row, column), (row, "gap"))
    }


def test_a_place_that_is_taken_is_never_written_over(grid: Grid) -> None:
    put(grid, "INDICATORS", "IND-C02", "value", text_value("under 20"))
    put(grid, "INDICATORS", "IND-C02", "value_range", text_value("10–15"))
    audit = read_audit(grid)
    assert audit.by_id["IND-C02"].value_range == "10–15"
    assert audit.by_id["IND-C02"].rejected == {"value": "under 20"}


def test_on_a_line_counted_in_per_cent_a_signed_share_is_a_figure(grid: Grid) -> None:
    put(grid, "INDICATORS", "IND-S01", "value", text_value("+2.5 %"))
    assert read_audit(grid).by_id["IND-S01"].value == 2.5


@pytest.mark.parametrize(
    ("typed", "meant", "said"),
    [
        ("2024/25", FinancialYear(2024), []),
        ("2024-25", FinancialYear(2024), ["CL-14"]),
        ("FY 2024/2025", FinancialYear(2024), ["CL-14"]),
        ("1999/00", FinancialYear(1999), []),
        ("2024", 2024, ["CL-14"]),
        ("2024/26", None, ["CL-03"]),
        ("2024/", None, ["CL-03"]),
    ],
)
def test_a_financial_year_is_read_as_one_and_kept(typed: str, meant: int | None, said: list[str], grid: Grid) -> None:
    put(grid, "INDICATORS", "IND-C02", "year", text_value(typed))
    audit = read_audit(grid)
    assert audit.by_id["IND-C02"].year == meant
    assert [rule for rule in rules(audit) if rule.startswith("CL-")] == said


def test_a_financial_year_is_printed_as_typed_and_equals_no_calendar_year() -> None:
    year = financial_year("2024/25")
    assert year is not None
    assert (str(year), f"{year}", repr(year), int(year), ends(year)) == ("2024/25", "2024/25", "2024/25", 2024, 2025)
    assert ends(2024) == 2024
    assert year != 2024
    assert year == FinancialYear(2024)
    assert len({year, FinancialYear(2024), 2024}) == 2
    assert line(value=3.0, year="2024/25").shown(line(year="2024/25").by_id["IND-C01"], "year") == "2024/25"


def test_every_form_comes_back_from_a_workbook_as_it_went_in(tmp_path: Path) -> None:
    answers = {
        "INDICATORS": {
            "IND-C01": {
                "value_range": "10-15",
                "year": "2024/25",
                "earlier_range": "under 20",
                "earlier_year": "2022/23",
            },
            "IND-C03": {"change_given": -5.5, "year": 2025, "earlier_year": 2024},
            "IND-CX12": {
                "label": "Ferry theft",
                "value": 12.0,
                "unit": "cases",
                "better": "lower",
                "figure_kind": "count",
            },
            "IND-C14": {
                "value": 52.0,
                "sample": 1200,
                "value_women": 64.0,
                "second_value": 50.0,
                "second_source": "SRC-01",
            },
        },
        "SOURCES": {"SRC-01": {"name": "Register", "latest_year": "2023/24"}},
        "MORE_FIGURES": {"FIG-80": {"indicator": "IND-CX12", "area": "CITY", "year": "2020/21", "value_range": "≥ 4"}},
        "SAFETY_WALKS": {"WLK-30": {"area": "ARE-01", "light": 1, "feeling": 5}},
    }
    before = from_answers(answers)
    build_workbook(tmp_path / "a.xlsx", before)
    after = read_file(tmp_path / "a.xlsx")
    assert plain(after) == plain(before)
    assert not [each for each in after.findings if each.rule.startswith("CL-")]
    grid = host.read(tmp_path / "a.xlsx")
    sheet = next(each for each in grid.sheets if each.title == "INDICATORS")
    assert sheet.cells[place_of("INDICATORS", "IND-C01", "value_range")] == Value(Kind.TEXT, "10-15")


def test_a_share_of_a_further_figure_is_counted_like_that_of_its_measure(blank: Grid) -> None:
    for row, unit, meant in (("IND-C14", "", 63.0), ("IND-C01", "", None), ("IND-CX1", "% of homes", 63.0)):
        grid = copied(blank)
        if unit:
            put(grid, "INDICATORS", row, "unit", text_value(unit))
        put(grid, "MORE_FIGURES", "FIG-01", "indicator", text_value(row))
        put(grid, "MORE_FIGURES", "FIG-01", "value", text_value("63 %"))
        assert read_audit(grid).by_id["FIG-01"].value == meant


def test_the_workbook_itself_takes_a_financial_year_and_names_the_column_for_a_limit() -> None:
    made = RowFormulas(layouts(W, full()), "INDICATORS", 9, W)
    from safeaudit.sheets import KNOWN

    formula = made.is_invalid(KNOWN["INDICATORS"].columns["year"])
    assert "LEN(TRIM(" in formula
    assert "IFERROR(" in formula


# What is said of it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"value": 10.0, "earlier_value": 20.0}, "better"),
        ({"value": 20.0, "earlier_value": 10.0}, "worse"),
        ({"value": 10.4, "earlier_value": 10.0}, "same"),
        ({"value": 10.5, "earlier_value": 10.0}, "worse"),
        ({"value": 10.0, "earlier_value": 10.0}, "same"),
        ({"value": 10.0, "earlier_value": 0.0}, "worse"),
        ({"value": 10.0}, None),
        ({}, None),
        ({"change_given": -12.0}, "better"),
        ({"change_given": 4.9}, "same"),
        ({"change_given": 0.0}, "same"),
        ({"value_range": "under 10", "earlier_value": 10.0}, "better"),
        ({"value_range": "at most 10", "earlier_value": 10.0}, "open"),
        ({"value_range": "under 20", "earlier_range": "10–30"}, "open"),
        ({"value": 31.0, "earlier_range": "10–30"}, "worse"),
        ({"value_range": "about 30", "earlier_value": 28.0}, "open"),
        ({"value_range": "about 30", "earlier_value": 20.0}, "worse"),
        ({"value_range": "a few", "earlier_value": 20.0}, None),
        ({"value_range": "under 20"}, None),
    ],
)
def test_a_verdict_says_no_more_than_the_figures_do(answers: dict[str, object], said: str | None) -> None:
    assert verdict(**answers) == said


def test_a_change_within_the_survey_s_margin_is_not_called_one() -> None:
    asked = {"value": 52.0, "earlier_value": 49.0}
    assert verdict("IND-C14", **asked) == "worse"
    assert verdict("IND-C14", **asked, sample=600) == "within_margin"
    assert verdict("IND-C14", **asked, sample=6000) == "worse"
    assert verdict("IND-C14", **asked, sample=6000, earlier_sample=100) == "within_margin"
    assert verdict("IND-C01", **asked, sample=600) == "worse", "a rate of a register has no such margin"
    assert verdict("IND-C14", value=52.0, earlier_value=52.0, sample=600) == "same"
    assert margin(50, 50, (100, 100), errors=2, design=1) == pytest.approx(14.142, abs=0.001)
    assert margin(50, 50, (100, 0), errors=2, design=1) is None
    row = from_answers({"INDICATORS": {"IND-C14": {**asked, "sample": 600}}}).by_id["IND-C14"]
    assert margin_of(row, full().settings) == pytest.approx(7.06, abs=0.01)


LOCAL = {"label": "Dog attacks", "value": 47.0, "earlier_value": 55.0, "unit": "cases a year"}


@pytest.mark.parametrize(
    ("better", "said"), [("lower", "better"), ("higher", "worse"), ("depends", "unclear"), (None, "unclear")]
)
def test_a_local_line_counts_in_verdicts_by_its_own_direction(better: str | None, said: str) -> None:
    local = {**LOCAL, **({"better": better} if better else {})}
    assert verdict("IND-CX12", **local) == said
    one = from_answers({"INDICATORS": {"IND-CX12": {**local, "year": 2023}}})
    other = from_answers(
        {
            "INDICATORS": {
                "IND-CX12": {**local, "value": 30.0, "year": 2025, "earlier_value": 47.0, "earlier_year": 2023}
            }
        }
    )
    moves = compare(one, other).indicator_moves
    assert [move.made.direction for move in moves] == [{"better": "better", "worse": "worse"}.get(said, "unclear")]


@pytest.mark.parametrize(
    ("now", "move", "cell"), [(50.0, "worse", "before: 0 (2022)"), (0.0, "same", "before: 0 (2022)")]
)
def test_a_rise_from_nothing_is_a_rise_and_says_what_it_was_before(now: float, move: str, cell: str) -> None:
    figure = {"value": now, "year": 2025, "earlier_value": 0.0, "earlier_year": 2022}
    assert verdict("IND-C03", **figure) == move
    audit = from_answers({"INDICATORS": {"IND-C03": figure}})
    [told] = scorecard(Story(audit, analyse(audit), [], W, {})).lines
    assert isinstance(told["change"], Statement)
    assert bare(told["change"].text) == cell


def test_a_figure_of_another_form_is_no_gap_and_counts_for_the_rules() -> None:
    for answers in ({"value_range": "under 20"}, {"change_given": 12.0}, {"value": 3.0}):
        row = line(**answers).by_id["IND-C01"]
        assert row.has_figure
        assert "gap" not in [column.id for column in row.missing()]
        assert {"year", "source", "residents"} <= {column.id for column in row.missing()}
    assert "gap" in [column.id for column in line().by_id["IND-C01"].missing()]


def test_a_comparison_sets_limits_side_by_side() -> None:
    base = {"year": 2023, "source": "SRC-01"}
    sources = {"SRC-01": {"name": "Register", "quality": "high"}}

    def told(before: dict[str, object], after: dict[str, object]) -> tuple[str, str]:
        one = from_answers({"SOURCES": sources, "INDICATORS": {"IND-C01": {**base, **before}}})
        other = from_answers({"SOURCES": sources, "INDICATORS": {"IND-C01": {**base, "year": 2025, **after}}})
        compared = compare(one, other)
        (move,) = compared.indicator_moves
        json.dumps(as_json(compared, W))
        return move.made.kind, move.made.direction

    assert told({"value_range": "20–30"}, {"value_range": "under 20"}) == ("real", "better")
    assert told({"value_range": "20–30"}, {"value_range": "under 25"}) == ("data_quality", "unclear")
    assert told({"value_range": "under 20"}, {"value_range": "< 20"}) == ("wording", "unclear")
    assert told({"value_range": "20–30"}, {"value_range": "under 20", "year": 2023})[0] == "data_quality"


def test_a_financial_year_stands_in_the_data_of_a_comparison_as_typed() -> None:
    one = line(value=10.0, year="2022/23")
    other = line(value=12.0, year="2024/25", earlier_value=10.0, earlier_year="2022/23")
    found = as_json(compare(one, other), W)["indicator_moves"]
    assert [(each["year_before"], each["year_after"]) for each in found] == [("2022/23", "2024/25")]  # type: ignore[attr-defined]


# Years, areas, walks -------------------------------------------------------------------------------------------------

SERIES = {
    "INDICATORS": {"IND-C01": {"value": 14.9, "year": 2025, "earlier_value": 19.3, "earlier_year": 2021}},
    "MORE_FIGURES": {
        "FIG-01": {"indicator": "IND-C01", "area": "CITY", "year": 2023, "value_range": "15–18"},
        "FIG-02": {"indicator": "IND-C01", "area": "ARE-01", "year": 2025, "value": 22.0},
        "FIG-03": {"indicator": "IND-C01", "area": "CITY", "year": 2019, "value": 16.9},
        "FIG-04": {"indicator": "IND-C01", "area": "CITY", "year": 2018, "value_range": "some"},
        "FIG-05": {"area": "CITY", "year": 2018, "value": 3.0},
    },
}


def test_a_measure_over_the_years_has_every_figure_once_and_gaps_stay_gaps() -> None:
    audit = from_answers(SERIES)
    found = analyse(audit).figures_by_year
    assert [(each.area, each.year, each.value, each.low, each.high) for each in found] == [
        ("ARE-01", 2025, 22.0, 22.0, 22.0),
        ("CITY", 2019, 16.9, 16.9, 16.9),
        ("CITY", 2021, 19.3, 19.3, 19.3),
        ("CITY", 2023, None, 15.0, 18.0),
        ("CITY", 2025, 14.9, 14.9, 14.9),
    ]
    drawn = CHARTS["measures_by_year"](analyse(audit), audit, W)
    assert drawn is not None
    assert drawn.alt == "Measures known for several years: Homicide 16.9 (2019), 14.9 (2025)."


def test_two_years_are_no_series() -> None:
    audit = from_answers({"INDICATORS": SERIES["INDICATORS"]})
    assert CHARTS["measures_by_year"](analyse(audit), audit, W) is None


def test_a_walk_has_a_mean_of_what_was_rated_if_that_is_enough() -> None:
    nine = dict.fromkeys(("light", "openness", "visibility", "people", "security", "path", "transport", "mix"), 2)
    for ratings, mean in (
        ({**nine, "feeling": 5}, 2.3),
        (nine, 2.0),
        ({**nine, "light": 4}, 2.3),  # 2.25, as a spreadsheet rounds it
        (dict.fromkeys(("light", "openness", "visibility", "people", "security"), 2), None),
        ({}, None),
    ):
        audit = from_answers({"SAFETY_WALKS": {"WLK-01": {"area": "ARE-01", **ratings}}})
        assert audit.safety_walks[0].mean == mean


def test_prices_before_and_after_a_measure_are_set_side_by_side() -> None:
    from datetime import date

    def price(month: int, amount: float, **more: object) -> dict[str, object]:
        return {"flow": "FLW-2", "item": "x", "unit": "g", "month": date(2025, month, 1), "price": amount, **more}

    rows = {f"PRI-{n:02d}": price(n, 10.0 * n) for n in range(1, 6)}
    rows["PRI-01"] |= {"measure": "Night checks", "measure_month": date(2025, 3, 1)}
    (test,) = analyse(from_answers({"PRICES": rows})).price_tests
    assert (test.n_before, test.n_after, test.before, test.after) == (2, 3, 15.0, 40.0)
    assert test.change == pytest.approx(166.67, abs=0.01)
    rows["PRI-01"]["measure_month"] = date(2025, 2, 1)
    (test,) = analyse(from_answers({"PRICES": rows})).price_tests
    assert (test.n_before, test.n_after, test.before, test.change) == (1, 4, None, None)


# In public -----------------------------------------------------------------------------------------------------------


def public(audit: Audit) -> Audit:
    return for_audience(audit, [], "public").audit


CITY = {"city": "Salina", "population": 800_000}
LARGE = {"ARE-01": {"name": "Harbour", "population": 90_000}}
COUNTED = {"label": "Ferry thefts", "unit": "cases a year", "better": "lower", "figure_kind": "count", "year": 2025}


@pytest.mark.parametrize(
    ("limits", "shown"),
    [
        ("under 20", True),
        ("10–15", True),
        ("at least 7", True),
        ("under 5", True),
        ("1–3", False),
        ("under 3", False),
        ("some", False),
        ("about 3", False),
    ],
)
def test_a_limit_is_public_where_it_tells_no_more_than_a_small_number_may(limits: str, shown: bool) -> None:
    audit = from_answers(
        {
            "PROFILE": CITY,
            "AREAS": LARGE,
            "INDICATORS": {"IND-CX1": {**COUNTED, "area": "ARE-01", "value_range": limits}},
        }
    )
    row = public(audit).by_id["IND-CX1"]
    assert (row.value_range == limits) == shown


def test_a_change_goes_with_the_figure_it_would_tell() -> None:
    small = {**COUNTED, "area": "ARE-01", "value": 3.0, "change_given": -50.0}
    audit = from_answers({"PROFILE": CITY, "AREAS": LARGE, "INDICATORS": {"IND-CX1": small}})
    row = public(audit).by_id["IND-CX1"]
    assert (row.value, row.change_given) == (None, None)
    alone = from_answers({"PROFILE": CITY, "INDICATORS": {"IND-CX1": {**COUNTED, "change_given": -50.0}}})
    assert public(alone).by_id["IND-CX1"].change_given == -50.0


def test_parts_further_figures_and_walks_stay_inside() -> None:
    audit = from_answers(
        {
            "PROFILE": CITY,
            "AREAS": LARGE,
            **SERIES,
            "SAFETY_WALKS": {"WLK-01": {"area": "ARE-01", "light": 1, "sensitivity": "open"}},
        }
    )
    seen = public(audit)
    assert seen.more_figures == []
    assert seen.safety_walks == []

"""A figure is one answer in whatever form it comes: exact, as a limit or range, or by its change alone; two audits are compared so."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from safeaudit.analysis import analyse
from safeaudit.audit import Audit, from_answers
from safeaudit.comparison import Comparison, as_json, compare
from safeaudit.report.chapters.changes.picture import Changes, summary
from safeaudit.report.chapters.changes.risks import risks
from safeaudit.report.writing.marks import bare
from safeaudit.report.writing.statements import Story
from safeaudit.words import words

EN = words("en")
SOURCES = {
    "SRC-01": {"name": "Register", "kind": "administrative", "quality": "high"},
    "SRC-02": {"name": "Survey", "kind": "survey", "quality": "high"},
}
CITY = {"city": "Aldervale", "population": 900_000}
BEFORE = {
    "label": "Fox fights",
    "unit": "cases a year",
    "area": "CITY",
    "source": "SRC-01",
    "better": "lower",
    "year": 2025,
}


def audit(year: int, figure: dict[str, Any], **sheets: Any) -> Audit:
    profile = {**CITY, "period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
    return from_answers({"PROFILE": profile, "SOURCES": SOURCES, "INDICATORS": {"IND-CX6": figure}, **sheets})


def two(before: dict[str, Any], after: dict[str, Any], **more: Any) -> Comparison:
    """The local line of 2025 and of 2027 with these figures."""
    return compare(audit(2025, {**BEFORE, **before}), audit(2027, {**BEFORE, "year": 2027, **after, **more}))


SINCE = {"earlier_year": 2025}


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ({"value_range": "under 20"}, {"value": 50.0}, "real", "worse"),
        ({"value": 50.0}, {"value_range": "under 20"}, "real", "better"),
        ({"value_range": "under 20"}, {"value_range": "40–60"}, "real", "worse"),
        ({"value": 50.0, "value_range": "40–60"}, {"value_range": "under 20"}, "real", "better"),
        ({"value": 500.0}, {"change_given": -30.0, **SINCE}, "real", "better"),
        ({"value": 50.0}, {"change_given": -30.0, **SINCE}, "data_quality", "better"),
        ({"value_range": "40–60"}, {"change_given": 80.0, **SINCE}, "real", "worse"),
        ({"value_range": "under 20"}, {"value": 15.0}, "data_quality", "unclear"),
        ({"value": 50.0}, {"value_range": "at least 30"}, "data_quality", "unclear"),
        ({"value": 50.0}, {"value_range": "about 52"}, "data_quality", "unclear"),
        ({"value": 50.0}, {"change_given": -2.0, **SINCE}, "data_quality", "better"),
        ({"value": 50.0}, {"change_given": -30.0, "earlier_year": 2022}, "data_quality", "unclear"),
        ({"change_given": -30.0, "earlier_year": 2023}, {"value": 50.0}, "data_quality", "unclear"),
        ({"value": 50.0}, {"value_range": "50"}, "wording", "unclear"),
        ({"value": 50.0}, {"value_range": "under 20", "change_given": -70.0, **SINCE}, "real", "better"),
        ({"change_given": -5.0, "earlier_year": 2023}, {"change_given": -30.0, **SINCE}, "real", "better"),
        ({"change_given": -5.0, "earlier_year": 2023}, {"change_given": -30.0, "earlier_year": 2026}, "data_quality", "unclear"),
        ({"value_range": "under 20"}, {"value": 22.0}, "real", "worse"),
        ({"value_range": "under 2"}, {"value": 4.0}, "data_quality", "worse"),
    ],
)  # fmt: skip
def test_a_figure_in_another_form_is_compared_and_never_called_blank(
    before: dict[str, Any], after: dict[str, Any], kind: str, direction: str
) -> None:
    compared = two(before, after)
    [move] = compared.indicator_moves
    assert (move.made.kind, move.made.direction) == (kind, direction)
    figures = {each.column: each.reason for each in compared.found if each.row_id == "IND-CX6"}
    forms = ("value", "value_range", "change_given")
    assert {figures[column] for column in forms if column in figures} & {"gap_filled", "gap_opened"} == set()
    json.dumps(as_json(compared, EN))


def test_one_figure_in_another_form_is_one_change_of_the_city() -> None:
    found = two({"value": 50.0}, {"value_range": "under 20"}).found
    assert {each.column: (each.kind, each.reason) for each in found if each.row_id == "IND-CX6"} == {
        "value": ("wording", "form"),
        "value_range": ("real", "moved"),
        "year": ("wording", "rolled"),
    }


def test_a_figure_made_in_another_way_is_no_change_of_the_city_in_whatever_form() -> None:
    for before, after in (
        ({"value": 50.0}, {"value_range": "under 20"}),
        ({"value_range": "under 20"}, {"value_range": "40–60"}),
    ):
        [move] = two(before, after, source="SRC-02").indicator_moves
        assert (move.made.kind, move.made.direction) == ("method", "unclear")


def test_a_figure_of_the_same_year_in_another_form_is_a_correction() -> None:
    [move] = two({"value": 50.0}, {"value_range": "under 20"}, year=2025).indicator_moves
    assert (move.made.kind, move.made.reason) == ("data_quality", "corrected")


def test_a_figure_that_comes_or_goes_is_a_gap_as_before() -> None:
    assert [move.made.reason for move in two({}, {"value_range": "under 20"}).indicator_moves] == ["gap_filled"]
    assert [move.made.reason for move in two({"value": 50.0}, {}).indicator_moves] == ["gap_opened"]
    assert [move.made.reason for move in two({"change_given": 9.0, **SINCE}, {}).indicator_moves] == ["gap_opened"]


def test_a_limit_of_the_baseline_in_the_earlier_column_is_only_time_moving_on() -> None:
    old = {"value_range": "under 20", "earlier_value": 40.0, "earlier_year": 2022}
    found = two(old, {"value": 50.0, "earlier_range": "under 20", "earlier_year": 2025}).found
    told = {each.column: (each.kind, each.reason) for each in found if each.column.startswith("earlier")}
    assert told == {
        "earlier_value": ("wording", "form"),
        "earlier_range": ("wording", "rolled"),
        "earlier_year": ("wording", "rolled"),
    }


def test_an_earlier_limit_that_was_corrected_is_what_the_figure_is_measured_from() -> None:
    new = {"value": 50.0, "earlier_range": "40–60", "earlier_year": 2025}
    compared = two({"value_range": "under 20"}, new)
    assert {each.reason for each in compared.found if each.column == "earlier_range"} == {"corrected"}
    [move] = compared.indicator_moves
    assert (move.made.kind, move.made.reason) == ("data_quality", "ranges_meet")


def test_more_figures_in_another_form_are_no_gaps() -> None:
    line = {"indicator": "IND-CX6", "area": "CITY", "year": 2023, "source": "SRC-01"}
    one, other = (
        audit(year, {**BEFORE, "value": 50.0}, MORE_FIGURES={"FIG-01": {**line, **figure}})
        for year, figure in ((2025, {"value_range": "under 20"}), (2027, {"value": 15.0}))
    )
    found = {each.column: (each.kind, each.reason) for each in compare(one, other).found if each.row_id == "FIG-01"}
    assert found == {"value": ("data_quality", "knowledge"), "value_range": ("wording", "form")}


def told(compared: Comparison) -> tuple[str, list[str]]:
    """The point of the summary about figures, and the line of the table of figures."""
    changes = Changes(Story(compared.followup, analyse(compared.followup), [], EN, {}), compared)
    points = [point for point in summary(changes).blocks["main"].points if bare(point.lead) == "Figures."]
    [line] = risks(changes).blocks["figures"].lines
    return (
        " ".join(bare(each.text) for point in points for each in point.sentences),
        [bare(str(getattr(line[key], "text", line[key]))) for key in ("before", "after", "change", "kind")],
    )


def test_the_report_says_a_certain_move_and_what_may_be_as_before() -> None:
    assert told(two({"value_range": "under 20"}, {"value": 50.0})) == (
        "For the worse: “Fox fights”.",
        ["under 20 (2025)", "50 (2027)", "–", "Real: worse (likely)"],
    )
    assert told(two({"value": 500.0}, {"change_given": -30.0, **SINCE})) == (
        "Figures that moved for the better: “Fox fights”.",
        ["500 (2025)", "change alone: -30 % (2027)", "-30 %", "Real: better (likely)"],
    )
    assert told(two({"value_range": "under 20"}, {"value": 15.0})) == (
        "Given as a limit or range, and perhaps as before: “Fox fights”.",
        ["under 20 (2025)", "15 (2027)", "–", "Data quality"],
    )

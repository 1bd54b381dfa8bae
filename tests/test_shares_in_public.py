"""No share stands in a public version beside a number asked, or a count, from which 1 to 4 people follow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_counts import BAND, audit

from safeaudit.audience import for_audience


def share(value: float | str | None, **more: Any) -> dict[str, Any]:
    form = {"value_range": value} if isinstance(value, str) else {} if value is None else {"value": value}
    return {
        "label": "Pupils cut with a blade",
        "unit": "% of pupils",
        "figure_kind": "share",
        "year": 2025,
        "area": "ARE-01",
        **form,
        **more,
    }


def masked(**row: Any) -> dict[tuple[str, str], str]:
    shown = for_audience(audit({"IND-CX1": share(**row)}), [], "public").masked
    return {place: why for place, why in shown.items() if why != "column"}


@pytest.mark.parametrize(
    ("value", "sample"),
    [(0.5, 400), (99.5, 400), (1.1, 400), (0.1, 400), (50.0, 8), ("0.5–0.7", 400), ("under 1", 400), ("at least 99", 400), ("about 1", 400)],
)  # fmt: skip
def test_a_share_of_few_people_asked_is_not_shown(value: float | str, sample: int) -> None:
    column = "value_range" if isinstance(value, str) else "value"
    assert masked(value=value, sample=sample) == {("IND-CX1", column): "few_events"}
    assert masked(value=value, sample=sample, area="CITY") == {("IND-CX1", column): "few_events"}


@pytest.mark.parametrize(
    ("value", "sample"),
    [(1.25, 400), (12.0, 400), (0.0, 400), (100.0, 400), (98.7, 400), (0.5, 1000), (0.5, None), ("under 20", 400), ("at least 60", 400)],
)  # fmt: skip
def test_ordinary_shares_stay(value: float | str, sample: int | None) -> None:
    assert masked(value=value, sample=sample) == {}


@settings(deadline=None, max_examples=60)
@given(st.integers(5, 3000), st.data())
def test_nobody_works_out_a_small_number_of_those_asked(sample: int, data: st.DataObject) -> None:
    people = data.draw(st.one_of(st.integers(0, min(sample, 8)), st.integers(max(0, sample - 8), sample)))
    value = round(100 * people / sample, 2)
    small = bool({people, sample - people} & BAND)
    assert bool(masked(value=value, sample=sample)) == small


def test_nor_of_those_asked_earlier() -> None:
    row = {"value": 12.0, "sample": 400, "earlier_value": 0.5, "earlier_sample": 410, "earlier_year": 2023}
    assert masked(**row) == {("IND-CX1", "earlier_value"): "few_events"}


def test_nor_from_a_change_beside_it() -> None:
    row = {"value": 0.5, "sample": 400, "change_given": 5.0, "earlier_year": 2023}
    assert masked(**row) == {("IND-CX1", "value"): "few_events", ("IND-CX1", "change_given"): "secondary"}


def test_a_share_that_would_be_few_of_all_residents_is_few_whoever_was_asked() -> None:
    assert masked(value=0.01) == {("IND-CX1", "value"): "few_events"}
    assert masked(value=0.01, area="CITY") == {}


@pytest.mark.parametrize(("value", "hidden"), [(99.94, True), (0.06, True), (99.0, False), (100.0, False)])
@pytest.mark.parametrize("declared", [{"part_of": "IND-CX1"}, {"label": "Stings of men"}])
def test_a_share_of_a_count_beside_it_is_a_count(value: float, hidden: bool, declared: dict[str, str]) -> None:
    stings = {"label": "Stings", "unit": "cases", "figure_kind": "count", "year": 2025, "area": "CITY", "value": 5000.0}
    rows = {"IND-CX1": stings, "IND-CX2": {**share(value, area="CITY", unit="% of stings"), **declared}}
    found = for_audience(audit(rows), [], "public").masked
    assert found == ({("IND-CX2", "value"): "few_events"} if hidden else {})


@pytest.mark.parametrize(("part", "hidden"), [(10.0, True), (10.5, False), (4.0, False)])
def test_two_shares_of_the_same_people_leave_no_few_between_them(part: float, hidden: bool) -> None:
    rows = {"IND-CX1": share(10.5, sample=400), "IND-CX2": share(part, sample=400, part_of="IND-CX1")}
    assert for_audience(audit(rows), [], "public").masked == ({("IND-CX2", "value"): "few_events"} if hidden else {})


def test_a_hidden_share_is_called_withheld_and_no_count() -> None:
    view = for_audience(audit({"IND-CX1": share(0.5, sample=400)}), [], "public")
    assert view.audit.shown(view.audit.by_id["IND-CX1"], "value") == "[withheld]"


def test_the_values_of_women_and_men_are_read_as_well() -> None:
    from safeaudit.audience.allowed import allowed
    from safeaudit.audience.figures import small_figures

    row = share(12.0, sample=400, value_women=0.5, value_men=20.0)
    assert small_figures(audit({"IND-CX1": row}), allowed(), frozenset()) == {("IND-CX1", "value_women"): "few_events"}

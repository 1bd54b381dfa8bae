"""What a total leaves over is a small number, too: no public version shows a total beside a part from which 1 to 4 people follow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import LONG
from test_counts import AREAS, BAND, audit, city, given_away

from safeaudit.audience import Total, for_audience, suppress
from safeaudit.audience.small import WIDE, _free
from safeaudit.audit import Audit
from safeaudit.sheets.figures import read_bounds

LARGE = settings(max_examples=30 if LONG else 12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def line(label: str, figure: float | str, **more: Any) -> dict[str, Any]:
    form = {"value_range": figure} if isinstance(figure, str) else {"value": float(figure)}
    return {
        "label": label,
        "unit": "cases a year",
        "figure_kind": "count",
        "year": 2025,
        "area": "CITY",
        **form,
        **more,
    }


def bounds(of: Audit, row_id: str) -> tuple[float, float] | None:
    """Between which numbers a reader knows a line to lie; None where it is hidden."""
    row = of.by_id.get(row_id)
    known = row.bounds if row is not None else None  # type: ignore[attr-defined]
    return None if known is None else (known.low, known.high)


def left_over(whole: tuple[float, float] | None, part: tuple[float, float] | None) -> set[int]:
    """Every number of people that may be in the total and not in the part, as far as a reader can tell."""
    if whole is None or part is None:
        return set(range(20))
    return set(range(int(max(0, whole[0] - part[1])), int(min(20, whole[1] - part[0])) + 1))


def tells(numbers: set[int]) -> bool:
    return bool(numbers & BAND) and len(numbers) <= len(BAND) + 1


PAIRS = [
    (412, 409), (731, "728-730"), (1022, "at least 1019"), (1022, "1018 or more"), ("411-412", 409), ("at most 412", 409), ("411–412", "408–409"),
    (412, "about 409"), (412, "over 407"),
]  # fmt: skip


@pytest.mark.parametrize(("whole", "part"), PAIRS)
@pytest.mark.parametrize("declared", [True, False])
def test_a_total_beside_all_but_a_few_of_it_is_not_shown(whole: float | str, part: float | str, declared: bool) -> None:
    of = line("Hangings of men", part, **({"part_of": "IND-CX1"} if declared else {}))
    view = for_audience(audit({"IND-CX1": line("Hangings", whole), "IND-CX2": of}), [], "public")
    found = left_over(bounds(view.audit, "IND-CX1"), bounds(view.audit, "IND-CX2"))
    assert not tells(found), found
    assert None in (bounds(view.audit, "IND-CX1"), bounds(view.audit, "IND-CX2"))
    assert (bounds(view.audit, "IND-CX1"), bounds(view.audit, "IND-CX2")) != (None, None), "one of the two is enough"


@pytest.mark.parametrize(
    ("whole", "part"),
    [(412, 407), (412, 412), (412, 300), (731, "700-726"), (1022, "at least 1000"), (412, "under 430"), ("410-420", 409), ("about 412", 300)],
)  # fmt: skip
def test_a_total_that_leaves_many_or_nobody_over_is_shown(whole: float | str, part: float | str) -> None:
    of = line("Hangings of men", part, part_of="IND-CX1")
    assert for_audience(audit({"IND-CX1": line("Hangings", whole), "IND-CX2": of}), [], "public").masked == {}


def test_nor_may_one_area_leave_a_few_for_all_the_others() -> None:
    rows = {"IND-CX1": line("Hangings", 412), "IND-CX2": line("Hangings", 409, area="ARE-01")}
    view = for_audience(audit(rows), [], "public")
    assert {bounds(view.audit, row_id) for row_id in rows} & {None}


def test_nor_do_earlier_years_tell_it() -> None:
    more = {"earlier_year": 2023}
    rows = {
        "IND-CX1": line("Hangings", 412, earlier_value=300.0, **more),
        "IND-CX2": line("Hangings of men", 200, part_of="IND-CX1", earlier_value=298.0, **more),
    }
    masked = for_audience(audit(rows), [], "public").masked
    assert len([place for place in masked if place[1] == "earlier_value"]) == 1
    assert {column for _, column in masked} == {"earlier_value"}


@pytest.mark.parametrize("later", ["published", "beside"])
@pytest.mark.parametrize("part", [409, "408-410"])
def test_nor_do_two_editions_of_which_one_holds_the_total_and_the_other_the_part(part: float | str, later: str) -> None:
    whole = audit({"IND-CX1": line("Hangings", 412)})
    both = {"IND-CX1": line("Hangings", 600, year=2026), "IND-CX2": line("Hangings of men", part, part_of="IND-CX1")}
    now = audit(both)
    assert for_audience(now, [], "public").masked == {}
    if later == "published":
        assert ("IND-CX2", "value" if part == 409 else "value_range") in for_audience(
            now, [], "public", published=[whole]
        ).masked
    else:
        views = [for_audience(whole, [], "public", beside=now), for_audience(now, [], "public", beside=whole)]
        assert {row for view in views for row, _ in view.masked} & {"IND-CX1", "IND-CX2"}


def test_a_limit_beside_a_hidden_part_does_not_give_it_away() -> None:
    rows = {
        "IND-CX1": line("Robbed", 103),
        "IND-CX2": line("Robbed women", 3, part_of="IND-CX1"),
        "IND-CX3": line("Robbed men", "99-101", part_of="IND-CX1"),
    }
    view = for_audience(audit(rows), [], "public")
    assert not tells(left_over(bounds(view.audit, "IND-CX1"), bounds(view.audit, "IND-CX3")))
    assert view.masked["IND-CX2", "value"] == "small_number"


def test_a_part_that_is_hidden_does_not_follow_from_its_own_parts() -> None:
    rows = {
        "IND-CX1": line("Hangings", 412),
        "IND-CX2": line("Hangings of men", 409, part_of="IND-CX1"),
        "IND-CX3": line("Young men", 209, part_of="IND-CX2"),
        "IND-CX4": line("Older men", 200, part_of="IND-CX2"),
    }
    view = for_audience(audit(rows), [], "public")
    known = {row_id: bounds(view.audit, row_id) for row_id in rows}
    if known["IND-CX1"] is not None:
        assert known["IND-CX2"] is None
        assert None in (known["IND-CX3"], known["IND-CX4"])


def test_a_range_goes_with_the_figure_it_stands_beside() -> None:
    rows = {
        "IND-CX1": line("Hangings", 412),
        "IND-CX2": line("Hangings of men", 409, part_of="IND-CX1", value_range="408-410"),
    }
    masked = for_audience(audit(rows), [], "public").masked
    assert ("IND-CX2", "value") not in masked or ("IND-CX2", "value_range") in masked
    assert masked


def test_limits_of_two_years_show_no_small_step() -> None:
    row = line("Hangings", 412, earlier_range="409-411", earlier_year=2024)
    assert for_audience(audit({"IND-CX1": row}), [], "public").masked == {("IND-CX1", "earlier_range"): "secondary"}


def test_a_limit_that_is_no_number_of_1_to_4_is_not_called_one() -> None:
    rows = {"IND-CX1": line("Burns", "3 or more"), "IND-CX2": line("Falls", "under 5")}
    view = for_audience(audit(rows), [], "public")
    assert view.masked == {("IND-CX1", "value_range"): "secondary"}
    assert view.audit.shown(view.audit.by_id["IND-CX1"], "value_range") == "[withheld]"
    assert view.audit.shown(view.audit.by_id["IND-CX2"], "value_range") == "under 5"  # no more than may be said anyway


@pytest.mark.parametrize(("national", "hidden"), [(412.0, True), (600.0, False), (409.0, False)])
def test_nor_does_the_country_without_the_city(national: float, hidden: bool) -> None:
    masked = for_audience(audit({"IND-CX1": line("Hangings", 409, national_value=national)}), [], "public").masked
    assert (("IND-CX1", "national_value") in masked) is hidden


@LARGE
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4), st.booleans(), st.data())
def test_no_small_group_follows_that_no_line_counts(values: list[int], by_area: bool, data: st.DataObject) -> None:
    many = ("women", "men", "others", "not known")[: len(values)]
    made = city(values[:3], AREAS[: len(values)], ("all",)) if by_area else city(values, ("CITY",), many)
    whole = next(iter(made.lines))
    some = data.draw(st.lists(st.sampled_from(sorted(made.lines)), min_size=1, unique=True))
    first = audit(made.rows([whole, *some[:2]]))
    views = [for_audience(first, [], "public")]
    assert given_away(views, made) == {}
    now = audit(made.rows([whole, *some]))
    views.append(for_audience(now, [], "public", published=[first]))
    lost = given_away(views[:1], made)
    assert given_away(views, made).keys() <= lost.keys()


def test_what_can_no_longer_be_hidden_does_not_keep_the_rest_open() -> None:
    cells = {"a": 12, "a1": 9, "a2": 3, "b": 12, "b1": 9, "b2": 3}
    totals = [Total("a", ("a1", "a2")), Total("b", ("b1", "b2"))]
    shown = suppress(cells, {"a2": (1, 4), "b2": (1, 4)}, totals, published=["a", "a1"])
    assert shown.hidden & {"b", "b1"}


def test_what_a_reader_of_these_tests_takes_for_bounds() -> None:
    assert read_bounds("about 409") is not None
    assert tells({1, 2, 3})
    assert tells({0, 1, 2, 3, 4})
    assert not tells({0, 1, 2, 3, 4, 5})
    assert not tells({0})


@pytest.mark.parametrize(("label", "unit"), [
    ("Women among those killed", "% of killings"), ("Killings: women among the dead", "%"), ("Killings of women", "%"),
])  # fmt: skip
def test_a_share_of_a_total_that_means_a_few_is_not_shown(label: str, unit: str) -> None:
    of = line(label, 10, unit=unit, figure_kind="share")
    view = for_audience(audit({"IND-CX1": line("Killings", 30), "IND-CX2": of}), [], "public")
    assert bounds(view.audit, "IND-CX2") is None
    assert bounds(view.audit, "IND-CX1") == (30, 30)


@pytest.mark.parametrize(("value", "change", "hidden"), [
    (7, 75, True), (12, -20, True), (20, -80, False), (120, 20, False), (5, -100, False), (104, 4, True),
])  # fmt: skip
def test_a_change_that_leads_to_a_few_people_is_not_shown(value: float, change: float, hidden: bool) -> None:
    of = line("Robberies of shops", value, change_given=change, earlier_year=2022)
    view = for_audience(audit({"IND-CX1": of}), [], "public")
    assert (view.audit.by_id["IND-CX1"].get("change_given") is None) is hidden
    assert bounds(view.audit, "IND-CX1") == (value, value)


def test_a_few_people_of_another_city_are_not_shown() -> None:
    few, many = (line("Hangings", 60, like_value=float(n), like_cities="Otherport, 2024") for n in (2, 44))
    view = for_audience(audit({"IND-CX1": few, "IND-CX2": {**many, "label": "Drownings"}}), [], "public")
    assert view.audit.by_id["IND-CX1"].get("like_value") is None
    assert view.audit.by_id["IND-CX2"].get("like_value") == 44


def test_of_a_wide_band_both_ends_are_tried() -> None:
    band = (0, WIDE + 8)
    domains = {"hidden": band, "other": (0, WIDE + 2)}
    assert _free([((("hidden", 1), ("other", -1)), 0)], {**domains, "other": band}, "hidden", band)
    assert not _free([((("hidden", 1), ("other", -1)), 0)], domains, "hidden", band), "the upper end cannot be"
    low = {"hidden": band, "other": (3, WIDE + 8)}
    assert not _free([((("hidden", 1), ("other", -1)), 0)], low, "hidden", band), "the lower end cannot be"

"""Faults that random planting found nothing to fail on: each is held here by the smallest case that tells right from wrong."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from safeaudit.analysis import analyse
from safeaudit.audience.small import _free
from safeaudit.audit import from_answers
from safeaudit.cells import Cell
from safeaudit.charts import flows, lettering
from safeaudit.charts.strategy import _unit
from safeaudit.comparison.made import classed
from safeaudit.comparison.rows import identity
from safeaudit.report.trace.compare import Changed, State, Text
from safeaudit.report.trace.printed import _text
from safeaudit.report.writing.sentences import unended
from safeaudit.rules import check
from safeaudit.words import words

EN = words("en")


def test_lines_without_a_name_are_told_apart_by_their_codes() -> None:
    audit = from_answers({
        "PRICES": {
            "PRI-01": {"flow": "FLW-2", "item": "Resin", "area": "ARE-01"},
            "PRI-02": {"flow": "FLW-2", "item": "Resin", "area": "ARE-02"},
        }
    })  # fmt: skip
    one, other = audit.by_id["PRI-01"], audit.by_id["PRI-02"]
    assert (identity(one), identity(other)) == ("flw-2|resin|are-01", "flw-2|resin|are-02")


@pytest.mark.parametrize(
    ("most", "unit"),
    [(20_000_000_000, (1_000_000_000, "billions")), (9_000_000_000, (1_000_000, "millions")), (9_000, (1, ""))],
)
def test_money_is_shown_in_a_unit_of_its_size(most: float, unit: tuple[float, str]) -> None:
    assert _unit(most, EN) == unit


@pytest.mark.parametrize(("months", "panels"), [((1, 1), 0), ((1, 2), 1)])
def test_prices_of_one_month_draw_no_line(months: tuple[int, int], panels: int) -> None:
    lines = {
        f"PRI-0{number}": {
            "flow": "FLW-2",
            "item": "Resin",
            "unit": "gram",
            "price": 10 + number,
            "month": date(2026, month, 1),
        }
        for number, month in enumerate(months, 1)
    }
    assert len(flows._panels(analyse(from_answers({"PRICES": lines})))) == panels


@pytest.mark.parametrize(("text", "cuts"), [("abc", (1, 2, 3)), ("क्षa", (3, 4)), ("👩\u200d👧", (3,)), ("เก", (2,))])
def test_a_text_is_cut_between_letters_and_never_within_one(text: str, cuts: tuple[int, ...]) -> None:
    assert lettering.cuts(text) == cuts


def test_a_plain_line_keeps_its_size_and_its_place() -> None:
    assert lettering.in_line("Plain", 9.0, False) == (9.0, 0.0)


@pytest.mark.parametrize(("count", "more"), [(4, []), (5, ["and 1 more cell"]), (6, ["and 2 more cells"])])
def test_four_changed_answers_are_listed_and_the_others_counted(count: int, more: list[str]) -> None:
    changed = tuple(Changed("RSK-E1", "trend", "RISKS", Cell("RISKS", row, 4), "rising") for row in range(8, 8 + count))
    text = Text("t1", "sentence", "risks", State.OUT_OF_DATE, "It was.", "It was.", ("RSK-E1",), changed)
    told = [line.strip() for line in _text(text, SimpleNamespace(headings={}), EN)]  # type: ignore[arg-type]
    assert sum("RISKS!" in line for line in told) == 4
    assert [line for line in told if line.startswith("and ")] == more


def test_a_campaign_is_named_by_the_citys_own_story_first() -> None:
    done = {"status": "in_place"}
    audit = from_answers({"COMMUNICATION": {"COM-1": done, "COM-2": done, "COM-3": {"status": "absent"}}})
    (finding,) = [finding for finding in check(audit) if finding.rule == "EG-07" and finding.row_id == "COM-3"]
    assert "COM-1" in finding.message
    assert "COM-2" not in finding.message


@pytest.mark.parametrize(("rest", "free"), [(4, True), (3, False)])
def test_a_hidden_number_is_free_with_as_many_values_as_its_band_has(rest: int, free: bool) -> None:
    equations = [((("x", 1), ("y", 1)), rest)]
    assert _free(equations, {"x": (0, 10_000), "y": (0, rest)}, "x", (1, 5)) is free


@pytest.mark.parametrize(
    ("text", "said"), [("Light the road.", "Light the road"), ("So on...", "So on..."), ("Why?", "Why?")]
)
def test_only_a_full_stop_is_taken_off(text: str, said: str) -> None:
    assert unended(text) == said


def test_a_map_with_one_way_of_working_is_told_the_other_one() -> None:
    lines = {f"MAP-0{place}": {"risk": f"RSK-E{place}", "works_by": "mitigation"} for place in (1, 2, 3)}
    remedy = next(each.remedy for each in check(from_answers({"SYSTEM_MAP": lines})) if each.rule == "RS-05")
    assert "“Adaptation”" in remedy
    assert "“Mitigation”" not in remedy


def test_a_figure_has_words_of_its_own_only_where_it_is_no_number() -> None:
    lines = {
        "IND-C01": {"value": 12.0, "value_range": "about 12", "year": 2025},
        "IND-C02": {"value_range": "10–15", "year": 2025},
    }
    said = {line.row_id: line.value_range for line in analyse(from_answers({"INDICATORS": lines})).figures_by_year}
    assert said == {"IND-C01": None, "IND-C02": "10–15"}


def test_a_change_of_method_is_neither_better_nor_worse() -> None:
    method = SimpleNamespace(kind="method", certainty="firm", reason="", direction="better", along=[])
    real = SimpleNamespace(kind="real", certainty="firm", reason="", direction="better", along=[])
    assert classed([method], "better").direction == "unclear"  # type: ignore[list-item]
    assert classed([method], "same").direction == "same"  # type: ignore[list-item]
    assert classed([real], "better").direction == "better"  # type: ignore[list-item]

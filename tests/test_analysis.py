"""The analysis: what each table says of small audits one can check by hand, and that a blank audit breaks nothing."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pandas as pd
import pytest
from asked import SHEETS

from safeaudit.analysis import Analysis, CountLine, Table, analyse
from safeaudit.analysis.risks import LevelLine, RiskLine
from safeaudit.audit import blank_audit, from_answers
from safeaudit.examples import sample_city
from safeaudit.framework import method_lists, read_yaml, scales
from safeaudit.sheets.kinds import Choice, FinancialYear, Text
from tests.documents import nothing_known, quarter
from tests.truth_audits import by_chance

CITY = Path(__file__).parent.parent / "examples" / "sample-city"
PERIOD = {"period_from": date(2025, 7, 1), "period_to": date(2026, 6, 30)}


def analysed(**sheets) -> Analysis:
    return analyse(from_answers(sheets))


def by_id(table: Table[Any]) -> dict[str, Any]:
    return {row.row_id: row for row in table}


def counted(table: Table[CountLine], measure: str) -> dict[str | None, int]:
    return {row.code: row.count for row in table if row.measure == measure}


def tables(analysis: Analysis) -> dict[str, Table[Any]]:
    return {name: value for name, value in vars(analysis).items() if isinstance(value, Table)}


@pytest.fixture(scope="module")
def city() -> Analysis:
    found = {path.stem.upper(): read_yaml(path.read_text("utf-8"), path.name) for path in sorted(CITY.glob("*.yaml"))}
    return analyse(from_answers({sheet: rows for sheet, rows in found.items() if sheet in SHEETS}))


# Shape ---------------------------------------------------------------------------------------------------------------


def test_a_blank_audit_gives_every_table_with_the_same_columns_and_types_as_a_full_one(city):
    blank = tables(analyse(blank_audit()))
    assert set(blank) == set(tables(city))
    for name, table in tables(city).items():
        empty, full = blank[name].to_pandas(), table.to_pandas()
        assert tuple(full.columns) == table.columns, name
        assert list(empty.columns) == list(full.columns), name
        assert [str(kind) for kind in empty.dtypes] == [str(kind) for kind in full.dtypes], name


def test_every_value_is_of_the_type_its_column_promises():
    for audit in (sample_city()[0], quarter(), nothing_known(), from_answers(by_chance(1)), from_answers(by_chance(2))):
        for name, table in tables(analyse(audit)).items():
            promised = get_type_hints(table.kind, vars(import_module(table.kind.__module__)) | {"date": date})
            for line in table:
                for column, kind in promised.items():
                    assert fits(getattr(line, column), kind), (name, column, getattr(line, column))


def fits(value: object, kind: Any) -> bool:
    if isinstance(kind, UnionType):
        return any(fits(value, each) for each in get_args(kind))
    if get_origin(kind) is list:
        return type(value) is list and all(type(each) is str for each in value)
    if get_origin(kind) is tuple:
        return type(value) is tuple and all(map(fits, value, get_args(kind)))
    if isinstance(value, FinancialYear):
        value = int(value)
    return type(value) in (get_args(kind) or (kind,))


def test_a_line_with_a_column_nobody_fills_or_a_value_nobody_asked_for_is_refused():
    risk = blank_audit().by_id["RSK-E1"]
    with pytest.raises(AttributeError, match="group"):
        RiskLine.of(risk)
    with pytest.raises(TypeError, match="colour"):
        LevelLine.of(blank_audit().by_id["LVL-1"], not_applicable=False, colour="red")


def test_in_pandas_a_blank_number_is_missing_and_whole_numbers_stay_whole():
    table = analysed(RISKS={"RSK-E1": {"relevant": "yes", "likelihood": 4, "impact": 4}}).risks.to_pandas()
    assert table.score.dtype == pd.Int64Dtype()
    assert table.score[0] == 16
    assert table.score[1] is pd.NA


def test_every_table_says_which_lines_it_rests_on(city):
    whole = {"coverage", "sheets", "limits", "edges", "lever_match"}
    for name, table in tables(city).items():
        assert name in whole or {"row_id", "row_ids"} & set(table.columns), name


def test_every_line_named_in_a_table_is_a_line_of_the_audit(city):
    known = set(blank_audit().by_id)
    for name, table in tables(city).items():
        for column in {"row_id", "row_ids", "others", "actions", "flow", "power"} & set(table.columns):
            values = [getattr(line, column) for line in table]
            named = {each for value in values for each in (value if isinstance(value, list) else [value])}
            assert {each for each in named if isinstance(each, str)} <= known, (name, column)


def test_one_lonely_answer_on_any_sheet_is_enough_to_be_analysed():
    for sheet_id, cls in SHEETS.items():
        audit = blank_audit()
        row = audit.sheets[sheet_id][0]
        column = next(each for each in cls.inputs() if isinstance(each.kind, (Text, Choice)))
        answer = "something" if isinstance(column.kind, Text) else next(iter(scales()[column.kind.options]))
        setattr(row, column.id, answer)
        assert isinstance(analyse(audit), Analysis), sheet_id


# Risks ---------------------------------------------------------------------------------------------------------------


def test_equal_scores_share_a_rank_and_unrated_risks_come_last():
    rated = {"relevant": "yes", "likelihood": 4, "impact": 4}
    found = analysed(
        RISKS={"RSK-S3": rated, "RSK-E1": rated, "RSK-G1": {"relevant": "yes", "likelihood": 2, "impact": 2}}
    ).risks
    assert [row.row_id for row in found[:3]] == ["RSK-E1", "RSK-S3", "RSK-G1"]
    assert [row.rank for row in found[:3]] == [1, 1, 3]
    assert [row.is_high for row in found[:3]] == [True, True, False]
    assert {row.rank for row in found[3:]} == {None}


def test_a_risk_said_not_to_be_relevant_has_no_rank():
    found = analysed(RISKS={"RSK-E1": {"relevant": "no", "likelihood": 5, "impact": 5}})
    assert by_id(found.risks)["RSK-E1"].rank is None
    assert counted(found.risk_counts, "level")["critical"] == 0


def test_risks_that_name_each_other_form_one_cluster_and_a_loop():
    rated = {"relevant": "yes", "likelihood": 4, "impact": 3}
    found = analysed(
        RISKS={
            "RSK-E1": {**rated, "acts_with_1": "RSK-S1"},
            "RSK-S1": {**rated, "acts_with_1": "RSK-E1"},
            "RSK-G1": rated,
        }
    )
    assert [row.row_ids for row in found.risk_clusters] == [["RSK-E1", "RSK-S1"]]
    assert [row.mutual for row in found.risk_links] == [True, True]
    assert by_id(found.risks)["RSK-E1"].degree == 1
    assert [row.nodes for row in found.loops] == [["RSK-E1", "RSK-S1"]]


# Flows and markets ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "scale"),
    [("seizures", "unknown"), ("nothing", "unknown"), ("prices", "unknown"), ("survey", "high"), (None, "unknown")],
)
def test_the_scale_of_a_flow_counts_only_with_a_basis(basis, scale):
    flow = by_id(analysed(FLOWS={"FLW-2": {"present": "yes", "scale": "high", "scale_basis": basis}}).flows)["FLW-2"]
    assert (flow.scale, flow.scale_stated, flow.scale_discarded) == (scale, "high", scale != "high")


def test_a_price_series_keeps_item_unit_and_area_apart():
    def price(month, amount, area):
        return {
            "flow": "FLW-2",
            "item": "Cannabis",
            "unit": "per gram",
            "area": area,
            "month": date(2025, month, 1),
            "price": amount,
        }

    prices = {"PRI-01": price(1, 10.0, "ARE-01"), "PRI-02": price(6, 12.0, "ARE-01"), "PRI-03": price(12, 15.0, "ARE-01"),
              "PRI-04": price(1, 99.0, "ARE-02")}  # fmt: skip
    first, second = analysed(PRICES=prices).price_series
    assert (first.n, first.first, first.last, first.change) == (
        3,
        10.0,
        15.0,
        56,
    )  # half as dear again in eleven months
    assert (first.reading, first.row_ids) == ("scarcer", ["PRI-01", "PRI-02", "PRI-03"])
    assert (second.n, second.change, second.reading) == (1, None, None)


def market(violence, newcomers, territory, state="no", protection=0, **more):
    return {"MKT-01": {"market": "A market", "protection": protection, "protection_violence": violence, "newcomers": newcomers,
                       "territory": territory, "state_able": state, "extortion": "no", **more}}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        (market(0, 2, 3), "quiet_control"),
        (market(3, 2, 0), "contested"),
        (market(3, 2, 2, "yes"), "violence_state_able"),
        (market(2, 0, 3), "entry_and_control"),
        (market(0, 0, 0), "unseen"),
        (market(1, 1, 1, "partly", same_people="yes"), "same_people"),
        (market(1, 1, 1, "partly", extortion="unknown"), "extortion_unknown"),
    ],
)
def test_signs_are_read_against_each_other(answers, note):
    assert note in [row.note for row in analysed(MARKETS=answers).market_notes]


def test_an_ordinary_market_has_no_note():
    assert not analysed(MARKETS=market(1, 1, 1, "partly", protection=1)).market_notes


# The system ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"level": "none", "effect": "reduces"}, "unanswered"),
        ({"level": "city", "response": "None.", "effect": "worse"}, "unanswered"),
        ({"level": "city", "response": "Raids", "effect": "worse"}, "worse"),
        ({"level": "city", "response": "Checks", "effect": "moves"}, "moves"),
        ({"level": "city", "response": "Permits"}, "unknown"),
    ],
)
def test_a_path_says_what_its_answer_comes_to(row, state):
    found = analysed(SYSTEM_MAP={"MAP-01": row})
    assert [row.state for row in found.system_map] == [state]
    assert len(found.path_problems) == (state != "unknown")


def test_an_answer_that_makes_things_worse_is_a_loop_even_when_nobody_marked_it():
    found = analysed(
        SYSTEM_MAP={
            "MAP-01": {"risk": "RSK-G7", "flow": "FLW-2", "response": "Raids", "level": "city", "effect": "worse"}
        }
    )
    assert [(row.kind, row.sign, row.nodes) for row in found.loops] == [("found", "vicious", ["MAP-01", "RSK-G7"])]


def test_rivals_do_not_feed_each_other():
    actors = {
        "ACT-01": {"label": "A", "tied_to_1": "ACT-02", "tie_1": "rivals"},
        "ACT-02": {"label": "B", "tied_to_1": "ACT-01", "tie_1": "pays"},
    }
    found = analysed(ACTORS=actors)
    assert not found.loops
    assert len(found.ties) == 2
    assert by_id(found.actors)["ACT-01"].ties == 2


def test_a_dense_web_of_links_gives_a_bounded_number_of_loops():
    ids = list(by_id(analyse(blank_audit()).risks))
    web = {each: {"acts_with_1": ids[(n + 1) % 18], "acts_with_2": ids[(n + 5) % 18]} for n, each in enumerate(ids)}
    assert 0 < len(analysed(RISKS=web).loops) <= 40


# Governing -----------------------------------------------------------------------------------------------------------


def test_a_flow_meets_the_power_the_framework_names_for_it():
    found = analysed(
        FLOWS={"FLW-3": {"present": "yes"}}, REGULATION={"REG-5": {"held_by": "city", "used_for_safety": "no"}}
    )
    match = {(row.flow, row.power): (row.status, row.named) for row in found.lever_match}
    assert match["FLW-3", "REG-5"] == ("unused", False)
    pairs = {(row.mismatch, row.row_id) for row in found.mismatches}
    assert {("flow_without_power", "FLW-3"), ("power_unused", "REG-5"), ("flow_without_action", "FLW-3")} <= pairs


def test_a_used_power_answers_its_flow():
    power = {"held_by": "shared", "used_for_safety": "yes", "flow_1": "FLW-2"}
    found = analysed(FLOWS={"FLW-2": {"present": "yes"}}, REGULATION={"REG-3": power})
    assert "flow_without_power" not in [row.mismatch for row in found.mismatches]


def test_an_agreement_past_its_end_has_lapsed_whatever_its_status():
    agreements = {f"AGR-0{n}": {"title": "A", "status": "in_force", "measurable": "yes", "ends": ends}
                  for n, ends in enumerate((date(2026, 5, 1), date(2026, 6, 1), date(2027, 6, 1), date(2027, 7, 1), None), 1)}  # fmt: skip
    found = analysed(PROFILE=PERIOD, AGREEMENTS=agreements)
    assert counted(found.agreement_counts, "agreement") == {
        "total": 5,
        "in_force": 4,
        "measurable": 4,
        "expiring": 2,
        "lapsed": 1,
        "draft": 0,
    }
    assert [row.row_id for row in found.agreements if row.expiring] == ["AGR-02", "AGR-03"]


def test_somebody_still_to_be_reached_was_not_heard():
    team = {"TEA-01": {"stakeholder": "residents", "role": "consulted", "speaks_for": "women", "told_back": "yes"},
            "TEA-02": {"stakeholder": "residents", "role": "consulted", "speaks_for": "women", "told_back": "no"},
            "TEA-03": {"stakeholder": "media", "role": "to_be_reached", "speaks_for": "youth"}}  # fmt: skip
    found = analysed(TEAM=team)
    voices = {row.code: (row.heard, row.told_back) for row in found.voices}
    assert voices["women"] == (True, "partly")
    assert voices["youth"] == (False, None)
    states = {row.code: row.state for row in found.stakeholders}
    assert (states["residents"], states["media"], states["mayor"]) == ("took_part", "to_reach", "absent")


# The strategy --------------------------------------------------------------------------------------------------------


def action(component, cost=100.0, **more):
    return {"action": "Do it", "component": component, "cost": cost, **more}


def test_the_balance_always_has_four_components_and_leaves_stopped_actions_out():
    found = analysed(ACTIONS={"STR-01": action("enforcement"), "STR-02": action("resilience", 300.0),
                              "STR-03": action("resilience", 900.0, status="stopped")})  # fmt: skip
    lines = {row.component: (row.number, row.number_share, row.money_share) for row in found.balance}
    assert lines == {
        "regulation": (0, 0, 0),
        "enforcement": (1, 50, 25),
        "engagement": (0, 0, 0),
        "resilience": (1, 50, 75),
    }


def test_exactly_half_does_not_lean_on_enforcement_but_more_does():
    half = analysed(ACTIONS={"STR-01": action("enforcement"), "STR-02": action("resilience")}).reliance
    more = analysed(ACTIONS={"STR-01": action("enforcement", 101.0), "STR-02": action("resilience")}).reliance
    assert not half.leans
    assert (more.by_number, more.by_money, more.leans) == (False, True, True)


def test_three_times_the_next_component_leans_below_half():
    plan = {f"STR-0{n}": action("enforcement", 0.0) for n in range(1, 4)}
    plan |= {f"STR-1{n}": action(each, 0.0) for n, each in enumerate(("regulation", "engagement", "resilience"))}
    found = analysed(ACTIONS=plan).reliance
    assert (found.number_share, found.by_number, found.by_money) == (50.0, True, False)


def test_an_action_without_a_finding_is_named_and_so_is_a_high_risk_without_an_action():
    risks = {each: {"relevant": "yes", "likelihood": 5, "impact": 5} for each in ("RSK-E1", "RSK-E2", "RSK-E3")}
    found = analysed(
        RISKS={**risks, "RSK-S1": {"relevant": "no"}},
        SYSTEM_MAP={"MAP-01": {"risk": "RSK-E2"}},
        ACTIONS={"STR-01": action("resilience", risk_1="RSK-E1"), "STR-02": action("resilience", map_row="MAP-01"),
                 "STR-03": action("resilience", risk_1="RSK-S1"), "STR-04": action("resilience", risk_1="RSK-E3", status="stopped")},
    )  # fmt: skip
    pairs = [(row.mismatch, row.row_id) for row in found.mismatches]
    assert pairs == [("action_without_cause", "STR-03"), ("risk_without_action", "RSK-E3")]


def test_the_money_still_open_is_a_span_when_some_actions_are_funded_in_part():
    found = analysed(ACTIONS={"STR-01": action("resilience", 10.0, funding="unfunded"), "STR-02": action("resilience", 5.0, funding="partly"),
                              "STR-03": action("resilience", 1.0, funding="lasting"), "STR-04": {"action": "No cost"}}).funding_gap  # fmt: skip
    assert (found.total, found.open_least, found.open_most, found.without_cost) == (16.0, 10.0, 15.0, ("STR-04",))


def test_what_is_held_and_not_acted_on_is_listed():
    found = analysed(
        SYSTEM_MAP={"MAP-01": {"resilience": "A shelter"}, "MAP-02": {"resilience": "A club"}},
        LEVERS={"LEV-01": {"factor": "F", "map_row": "MAP-01", "influence": "high", "readiness": "medium"},
                "LEV-02": {"factor": "G", "influence": "high", "readiness": "low"}},
        REGULATION={"REG-1": {"held_by": "city", "used_for_safety": "no"}, "REG-2": {"held_by": "national"}},
        ACTIONS={"STR-01": action("resilience", map_row="MAP-02")},
    )  # fmt: skip
    assert [row.row_id for row in found.unused] == ["MAP-01", "LEV-01", "REG-1"]


# Evidence ------------------------------------------------------------------------------------------------------------


def test_a_named_gap_is_not_an_empty_figure():
    found = analysed(
        PROFILE=PERIOD,
        INDICATORS={"IND-C01": {"value": 12.0, "earlier_value": 16.0, "year": 2022}, "IND-C02": {"gap": "too_old"}},
    )
    lines = by_id(found.indicators)
    assert [lines[each].state for each in ("IND-C01", "IND-C02", "IND-C03")] == ["value", "gap", "empty"]
    assert (lines["IND-C01"].change, lines["IND-C01"].moved, lines["IND-C01"].old) == (-25.0, "better", True)
    crime = {row.state: row.count for row in found.readiness if row.layer == "crime"}
    assert crime == {"value": 1, "gap": 1, "empty": 19, "not_applicable": 0}


def test_the_confidence_of_an_answer_is_the_lower_median_of_its_lines():
    flows = {
        f"FLW-{n}": {"present": "yes", "confidence": each} for n, each in enumerate(("high", "low", "low", "high"), 1)
    }
    second = by_id(analysed(FLOWS=flows).questions)["QUE-2"]
    assert (second.confidence, second.high, second.low, len(second.row_ids)) == ("low", 2, 2, 4)


def test_every_list_of_the_method_is_missing_in_a_blank_audit_and_none_is_left_out():
    coverage = analyse(blank_audit()).coverage
    assert [row.key for row in coverage] == list(method_lists())
    assert {row.state for row in coverage} == {"missing"}


def test_a_reason_answers_a_list_and_part_of_a_sheet_answers_part_of_the_method():
    audit = from_answers({"PLANNING": {"HOU-1": {"status": "absent"}}})
    audit.reasons["MARKETS"] = "No market here"
    states = {row.key: (row.state, row.reasons) for row in analyse(audit).coverage}
    assert states["L13"] == ("does_not_apply", ["No market here"])
    assert states["L22"][0] == "partly"
    assert states["L20"][0] == "missing"


def test_weak_evidence_is_named_line_by_line():
    found = analysed(
        PROFILE=PERIOD,
        RISKS={"RSK-E1": {"relevant": "yes", "confidence": "low", "evidence": "none"}},
        FLOWS={"FLW-2": {"present": "yes", "scale_basis": "seizures"}},
        SOURCES={"SRC-01": {"name": "S", "quality": "low", "latest_year": 2010, "shared": "no"}},
    )
    lines = [(row.limit, row.row_id) for row in found.limits if row.row_id]
    assert lines == [("low_confidence", "RSK-E1"), ("weak_evidence", "RSK-E1"), ("seizures_only", "FLW-2"), ("low_quality", "SRC-01"),
                     ("not_shared", "SRC-01"), ("old_source", "SRC-01")]  # fmt: skip


def test_the_city_rate_is_set_against_the_national_one():
    profile = {"homicide_city": 15.0, "homicide_national": 10.0, "homicide_year": 2025}
    assert analysed(PROFILE=profile).homicide.ratio == 1.5
    assert analysed(PROFILE={**profile, "homicide_national": 0.0}).homicide.ratio is None

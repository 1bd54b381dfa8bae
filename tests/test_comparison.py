"""Two audits of one city: every change is listed, has the class it deserves and no better one, and arrives in the report."""

from __future__ import annotations

import json
import os
import re
import zipfile
from copy import deepcopy
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from asked import SHEETS
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from matplotlib.text import Text
from support import open_xml_errors

import safeaudit
from safeaudit.analysis import records
from safeaudit.audience import for_audience
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.charts import lettering
from safeaudit.charts.changes import change_since_last
from safeaudit.comparison import NotComparable, as_json, compare, meaning
from safeaudit.comparison.classes import Context
from safeaudit.comparison.classes import changes as changes_of
from safeaudit.comparison.lineage import warnings
from safeaudit.comparison.reasons import KINDS, REASONS, WARNINGS, reason
from safeaudit.comparison.rows import likeness, pairs
from safeaudit.examples import load
from safeaudit.findings import Severity
from safeaudit.framework import rows
from safeaudit.paths import data_folder
from safeaudit.report import write_comparison
from safeaudit.report.documents.comparison import meeting
from safeaudit.report.word.render import shown_text
from safeaudit.sheets import Form
from safeaudit.sheets.kinds import Choice, Scale
from safeaudit.words import words

GOLDEN = Path(__file__).parent / "golden" / "sample-city-comparison.json"
W = words("en")


@cache
def loaded(name: str) -> tuple[Audit, dict]:
    return load(data_folder("examples") / name)


def copy(audit: Audit) -> Audit:
    """The same answers in other rows, so that they can be changed."""
    sheets = {}
    for sheet, own in audit.sheets.items():
        sheets[sheet] = [type(row).blank(row.id) for row in own]
        for row, new in zip(own, sheets[sheet], strict=True):
            for column in row.filled:
                new.copy_answer(row, column)
    return Audit(sheets, source=audit.source, workbook_id=audit.workbook_id)


@pytest.fixture(scope="module")
def baseline() -> Audit:
    audit = copy(loaded("sample-city")[0])
    audit.workbook_id = "sample-city"
    return audit


@pytest.fixture(scope="module")
def followup() -> Audit:
    return loaded("sample-city-follow-up")[0]


@pytest.fixture(scope="module")
def compared(baseline, followup):
    return compare(baseline, followup)


def two(sheet: str, row_id: str, before: dict, after: dict, **others) -> dict:
    """The changes of one line as {column: (class, reason)}; `others` are sheets both audits share."""
    one, other = (from_answers({**deepcopy(others), sheet: {row_id: dict(line)}}) for line in (before, after))
    return {each.column: (each.kind, each.reason) for each in compare(one, other).found if each.row_id == row_id}


RISK = {"relevant": "yes", "likelihood": 4, "impact": 4, "evidence": "survey", "confidence": "high", "source": "SRC-01"}
FIGURE = {"value": 40.0, "year": 2025, "source": "SRC-01", "area": "CITY"}
NEXT = {**FIGURE, "year": 2027, "earlier_value": 40.0, "earlier_year": 2025}
SOURCES = {
    "SRC-01": {"name": "Survey", "kind": "survey", "quality": "high"},
    "SRC-02": {"name": "Other", "kind": "survey", "quality": "high"},
}


# Real ----------------------------------------------------------------------------------------------------------------


def test_a_score_that_moved_on_the_same_evidence_is_real():
    assert two("RISKS", "RSK-G4", RISK, {**RISK, "likelihood": 3}) == {"likelihood": ("real", "moved")}


def test_a_figure_beyond_chance_from_the_same_source_is_real():
    got = two("INDICATORS", "IND-C16", FIGURE, {**NEXT, "value": 50.0}, SOURCES=SOURCES)
    assert got["value"] == ("real", "moved")


def test_what_the_city_decided_is_real():
    assert two(
        "ACTIONS",
        "STR-01",
        {"action": "Light the ranks", "status": "agreed"},
        {"action": "Light the ranks", "status": "done"},
    ) == {"status": ("real", "decided")}


def test_a_real_move_on_weak_ground_says_so():
    weak = {**RISK, "evidence": "expert", "confidence": "medium"}
    assert two("RISKS", "RSK-G4", weak, {**weak, "likelihood": 2}) == {"likelihood": ("real", "moved_unsure")}


@pytest.mark.parametrize(
    ("change", "reason_code"),
    [
        ({"source": "SRC-02"}, ("method", "with_way")),
        ({"evidence": "testimony"}, ("data_quality", "with_basis")),
        ({"confidence": "medium"}, ("data_quality", "with_basis")),
    ],
)
def test_a_score_that_moved_with_what_says_how_it_is_known_is_never_real(change, reason_code):
    got = two("RISKS", "RSK-G4", RISK, {**RISK, "likelihood": 2, **change}, SOURCES=SOURCES)
    assert got["likelihood"] == reason_code


GRADED = {
    "ACTORS": ("ACT-01", {"label": "Route association", "state_relation": "competes", "evidence": "survey"}, {"state_relation": "tolerated"}),
    "MARKETS": ("MKT-01", {"market": "land", "protection": 3, "evidence": "survey"}, {"protection": 1}),
    "SYSTEM_MAP": ("MAP-01", {"flow": "FLW-2", "loop": "vicious", "evidence": "survey"}, {"loop": "none"}),
    "RESILIENCE": ("RSL-01", {"area": "ARE-01", "trust": 2, "evidence": "survey"}, {"trust": 4}),
    "REGULATION": ("REG-1", {"held_by": "city", "effectiveness": 2, "evidence": "survey"}, {"effectiveness": 4}),
    "PRINCIPLES": ("PRN-1", {"applied": "not_yet", "evidence_kind": "survey"}, {"applied": "fully"}),
}  # fmt: skip
"""For each sheet that says how its judgements are known, a line and what moves in it."""


def test_every_sheet_that_says_how_it_knows_is_compared_by_it():
    graded = {sheet_id for sheet_id, cls in SHEETS.items() if "confidence_grade" in cls.columns}
    assert graded <= set(meaning.WAY) & set(meaning.BASIS)
    assert set(GRADED) == graded - {"PROBLEMS", "RISKS", "FLOWS"}


@pytest.mark.parametrize("sheet", GRADED)
@pytest.mark.parametrize(
    ("change", "reason_code"),
    [
        ({}, "real"),
        ({"source": "SRC-02"}, "with_way"),
        ({"basis": "official_statistics"}, "with_basis"),
        ({"confidence": "medium"}, "with_basis"),
    ],
)
def test_a_judgement_that_moved_with_how_it_is_known_is_never_real(sheet, change, reason_code):
    row_id, line, moved = GRADED[sheet]
    basis = "evidence_kind" if sheet == "PRINCIPLES" else "evidence"
    change = {basis if name == "basis" else name: each for name, each in change.items()}
    line = {**line, "source": "SRC-01", "confidence": "high"}
    got = two(sheet, row_id, line, {**line, **moved, **change}, SOURCES=SOURCES)[next(iter(moved))]
    assert reason_code == (got[0] if reason_code == "real" else got[1])


def test_who_a_power_is_held_by_does_not_hang_on_the_evidence_of_its_use():
    line = {"held_by": "nobody", "effectiveness": 2, "evidence": "survey", "source": "SRC-01", "confidence": "high"}
    got = two("REGULATION", "REG-1", line, {**line, "held_by": "city", "source": "SRC-02"}, SOURCES=SOURCES)
    assert got["held_by"][0] == "real"


# Method --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"source": "SRC-02"}, {"unit": "per household"}, {"area": "ARE-01"}])
def test_a_figure_made_in_another_way_is_method(change):
    got = two("INDICATORS", "IND-C13", FIGURE, {**NEXT, "value": 60.0, **change}, SOURCES=SOURCES)
    assert got["value"] == ("method", "with_way")
    assert got[next(iter(change))] == ("method", "way")


def test_a_source_that_is_now_made_in_another_way_spoils_its_figures():
    one = from_answers({"SOURCES": SOURCES, "INDICATORS": {"IND-C16": FIGURE}})
    changed = {"SRC-01": {**SOURCES["SRC-01"], "kind": "administrative"}}
    other = from_answers({"SOURCES": changed, "INDICATORS": {"IND-C16": {**NEXT, "value": 60.0}}})
    found = {(each.row_id, each.column): each for each in compare(one, other).found}
    assert (found["IND-C16", "value"].kind, found["IND-C16", "value"].reason) == ("method", "source_itself")
    assert "SRC-01" in compare(one, other).told(found["IND-C16", "value"], W)


def test_the_same_source_under_another_id_spoils_nothing():
    one = from_answers(
        {
            "SOURCES": {"SRC-01": {"name": "Household safety survey", "kind": "survey", "quality": "high"}},
            "INDICATORS": {"IND-C16": FIGURE},
        }
    )
    other = from_answers({"SOURCES": {"SRC-03": {"name": "Household safety survey", "kind": "survey", "quality": "high"}},
                          "INDICATORS": {"IND-C16": {**NEXT, "value": 60.0, "source": "SRC-03"}}})  # fmt: skip
    found = {(each.row_id, each.column): (each.kind, each.reason) for each in compare(one, other).found}
    assert found["IND-C16", "source"] == ("wording", "reference_renumbered")
    assert found["IND-C16", "value"][0] == "real"
    assert found["SRC-03", ""] == ("wording", "renumbered")


def test_an_id_used_for_something_else_is_not_compared():
    one = {"action": "Light the minibus ranks", "status": "agreed", "component": "regulation", "cost": 5.0}
    other = {"action": "Train detectives in another town", "status": "done", "component": "enforcement", "cost": 9.0}
    assert set(two("ACTIONS", "STR-01", one, other).values()) == {("method", "id_reused")}


@pytest.mark.parametrize(
    ("sheet", "row_id", "one", "other", "same"),
    [
        ("INDICATORS", "IND-CX1", "Robberies", "Rapes", False),
        ("INDICATORS", "IND-CX1", "Robberies", "Burglaries", False),
        ("INDICATORS", "IND-CX1", "Robberies reported", "Sexual assaults reported to the hospital", False),
        ("INDICATORS", "IND-CX1", "Robberies", "Reported robberies of shops", True),
        ("INDICATORS", "IND-CX1", "Residents who feel safe at night", "Residents feeling safe after dark", True),
        ("MARKETS", "MKT-01", "Fish market", "Bus terminals", False),
        ("MARKETS", "MKT-01", "Fish market", "Fish markets on the quay", True),
    ],
)
def test_a_measure_or_market_of_another_name_is_another_one(sheet, row_id, one, other, same):
    column = "label" if sheet == "INDICATORS" else "market"
    if sheet == "INDICATORS":
        before = {**FIGURE, "unit": "cases", "better": "lower"}
        after = {**NEXT, "unit": "cases", "better": "lower", "value": 20.0}
    else:
        before = {"protection": 3, "protection_violence": 3, "newcomers": 3, "territory": 2, "evidence": "survey"}
        after = {**before, "territory": 0}
    got = two(sheet, row_id, {**before, column: one}, {**after, column: other}, SOURCES=SOURCES)
    assert (("method", "id_reused") not in got.values()) is same


def test_sums_of_the_audit_before_keep_the_currency_they_were_written_in(tmp_path):
    price = {"flow": "FLW-2", "item": "cannabis", "unit": "per gram", "price": 25.0}
    partner = {"partner": "Forum", "funded": "yes", "amount": 700.0, "p4_no_violence": "met"}
    audits = [
        from_answers(
            {
                "PROFILE": {"city": "Saranel", "currency": currency},
                "PRICES": {"PRI-01": {**price, "month": date(year, 7, 1)}},
                "ACTIONS": {"STR-01": {"action": "Light the ranks", "status": "agreed", "cost": cost}},
                "PARTNERS": {"PTR-01": {**partner, "p5_not_rival": rival}},
            }
        )
        for currency, year, cost, rival in (("NAD", 2025, 5.0, "met"), ("EUR", 2027, 9.0, "not_met"))
    ]
    text = shown_text(Document(write_comparison(*audits, [], tmp_path / "c.docx").path).body)
    for then, now in (("NAD 25", "EUR 25"), ("NAD 5", "EUR 9"), ("NAD 700", "EUR 700")):
        assert re.search(rf"{then}\s*→\s*{now}", text), (then, now)


def test_a_homicide_rate_from_another_source_is_method():
    one = {"homicide_city": 12.0, "homicide_year": 2025, "homicide_source": "Police"}
    other = {"homicide_city": 9.0, "homicide_year": 2027, "homicide_source": "Hospitals"}
    changed = compare(from_answers({"PROFILE": one}), from_answers({"PROFILE": other}))
    found = {each.column: (each.kind, each.reason) for each in changed.found}
    assert found["homicide_city"] == ("method", "with_way")
    again = compare(
        from_answers({"PROFILE": one}), from_answers({"PROFILE": {**other, "homicide_source": "POLICE, 2027."}})
    )
    assert [each.kind for each in again.found if each.column == "homicide_city"] == ["real"]


def test_prices_in_another_unit_are_method():
    price = {"flow": "FLW-2", "item": "cannabis", "unit": "per gram", "month": date(2025, 7, 1), "price": 25.0}
    got = two("PRICES", "PRI-01", price, {**price, "unit": "per bag", "month": date(2027, 7, 1), "price": 60.0})
    assert got["price"] == ("method", "with_way")


def test_money_in_another_currency_is_not_compared():
    line = {"ACTIONS": {"STR-01": {"action": "Light the ranks", "cost": 5.0}}}
    one, other = (
        from_answers({**line, "PROFILE": {"currency": "NAD"}}),
        from_answers(
            {"ACTIONS": {"STR-01": {"action": "Light the ranks", "cost": 9.0}}, "PROFILE": {"currency": "EUR"}}
        ),
    )
    result = compare(one, other)
    assert {(each.kind, each.reason) for each in result.of("ACTIONS")} == {("method", "currency")}
    assert [each.code for each in result.warnings if each.code == "currency"] == ["currency"]


# Data quality --------------------------------------------------------------------------------------------------------


def test_a_difference_within_chance_is_no_change_of_the_city():
    got = two("INDICATORS", "IND-C16", FIGURE, {**NEXT, "value": 41.0}, SOURCES=SOURCES)
    assert got["value"] == ("data_quality", "within_chance")


def test_rates_of_few_cases_are_within_chance_and_of_many_are_not():
    city = {"PROFILE": {"population": 100_000}, "SOURCES": SOURCES}
    rare = two(
        "INDICATORS", "IND-C01", {**FIGURE, "value": 10.0}, {**NEXT, "value": 14.0, "earlier_value": 10.0}, **city
    )
    often = two(
        "INDICATORS", "IND-C03", {**FIGURE, "value": 900.0}, {**NEXT, "value": 1100.0, "earlier_value": 900.0}, **city
    )
    assert (rare["value"], often["value"]) == (("data_quality", "few_cases"), ("real", "moved"))


def test_a_figure_corrected_in_hindsight_is_compared_from_the_corrected_one():
    after = {**NEXT, "value": 41.0, "earlier_value": 42.0}
    got = two("INDICATORS", "IND-C16", FIGURE, after, SOURCES=SOURCES)
    assert got["earlier_value"] == ("data_quality", "corrected")
    assert got["value"] == ("data_quality", "within_chance")
    moved = two("INDICATORS", "IND-C16", FIGURE, {**after, "value": 60.0}, SOURCES=SOURCES)
    assert moved["value"] == ("real", "moved_after_correction")


def test_the_same_year_told_again_is_a_correction():
    assert two("INDICATORS", "IND-C16", FIGURE, {**FIGURE, "value": 60.0}, SOURCES=SOURCES)["value"] == (
        "data_quality",
        "corrected",
    )


def test_gaps_filled_and_opened_are_no_news_of_the_city():
    assert two("FLOWS", "FLW-4", {"present": "unknown"}, {"present": "yes", "trend": "rising"}) == {
        "present": ("data_quality", "known_now"), "trend": ("data_quality", "gap_filled"),
    }  # fmt: skip
    assert two("FLOWS", "FLW-4", {"present": "yes", "trend": "rising"}, {"present": "yes"}) == {
        "trend": ("data_quality", "gap_opened")
    }


def test_one_step_with_low_confidence_is_within_what_a_second_look_would_give():
    weak = {**RISK, "confidence": "low"}
    assert two("RISKS", "RSK-G4", weak, {**weak, "impact": 3}) == {"impact": ("data_quality", "step_unsure")}


def test_a_content_nobody_could_read_is_data_quality():
    one, other = (from_answers({"PRICES": {"PRI-01": {"item": "sand", "price": price}}}) for price in (None, 5.0))
    one.by_id["PRI-01"].reject("price", "about 150")
    found = compare(one, other).found
    assert [(each.column, each.before, each.kind, each.reason) for each in found] == [
        ("price", "about 150", "data_quality", "unreadable")
    ]


# Wording -------------------------------------------------------------------------------------------------------------


def test_other_words_alone_are_wording():
    line = {
        "action": "Hold an open safety assembly in every area",
        "lead": "Head of community safety",
        "status": "running",
    }
    got = two(
        "ACTIONS",
        "STR-01",
        line,
        {**line, "action": "Hold an open assembly on safety in every area", "lead": "head of community safety."},
    )
    assert got == {"action": ("wording", "reworded"), "lead": ("wording", "typed")}


def test_figures_inside_a_text_are_pointed_out_and_not_classed_as_real():
    got = two(
        "RISKS",
        "RSK-G5",
        {"relevant": "yes", "explanation": "27 % trust the council."},
        {"relevant": "yes", "explanation": "33 % trust the council."},
    )
    assert got == {"explanation": ("wording", "figures_in_text")}


def test_a_new_measure_of_success_is_no_wording():
    line = {"action": "Light the ranks", "indicator": "Lamps that work", "status": "running"}
    assert two("ACTIONS", "STR-01", line, {**line, "indicator": "Robberies at dusk"}) == {
        "indicator": ("method", "measure")
    }


def test_the_figure_of_the_baseline_in_the_earlier_column_is_only_time_moving_on():
    got = two("INDICATORS", "IND-C16", FIGURE, NEXT, SOURCES=SOURCES)
    assert set(got.values()) == {("wording", "rolled")}


# Lines and cities ----------------------------------------------------------------------------------------------------


def test_a_line_with_another_id_is_recognised_by_its_name():
    line = {"action": "Bring mediation and a weekly session to the hill", "status": "agreed", "component": "resilience"}
    result = compare(
        from_answers({"ACTIONS": {"STR-05": line}}),
        from_answers({"ACTIONS": {"STR-09": {**line, "status": "running"}}}),
    )
    assert [(each.row_id, each.was, each.column, each.kind) for each in result.found] == [
        ("STR-09", "STR-05", "", "wording"), ("STR-09", "STR-05", "status", "real"),
    ]  # fmt: skip
    assert records(result.rows) == [{"sheet": "ACTIONS", "row_id": "STR-09", "was": "STR-05", "state": "renumbered"}]
    assert "STR-05" in result.told(result.found[0], W)


def test_likeness_does_not_depend_on_which_text_comes_first():
    assert likeness("minibus routes north", "minibus routes in the north") == likeness(
        "minibus routes in the north", "minibus routes north"
    )


def test_equal_audits_have_no_change(baseline):
    result = compare(baseline, baseline)
    assert not result.found
    assert [each.code for each in result.warnings] == ["same_answers"]
    assert {line.made.kind for line in result.risk_moves} == {"none"}


def test_audits_of_two_cities_are_refused_in_a_plain_sentence(baseline):
    other = from_answers({"PROFILE": {"city": "Elsewhere", "country": "NA"}, "AREAS": {"ARE-01": {"name": "Far Side"}}})
    with pytest.raises(NotComparable, match="the first is of “Port Saranel”, the second of “Elsewhere”"):
        compare(baseline, other)


def test_a_city_under_another_name_is_compared_with_a_warning(baseline, followup):
    other = copy(followup)
    other.profile.city = "Saranel Municipality"
    warned = warnings(baseline, other)
    assert [each.code for each in warned] == ["city_differs"]
    told = warned[0].told(W)
    assert "Saranel Municipality" in told
    assert "the workbook ID" in told


def test_lineage_order_and_kind_are_warned_of(baseline, followup):
    earlier = copy(followup)
    earlier.profile.previous_audit = None
    assert [each.code for each in warnings(earlier, baseline)] == ["not_follow_up", "no_previous", "periods"]
    other = copy(followup)
    other.profile.previous_audit = "another"
    assert [each.code for each in warnings(baseline, other)] == ["other_previous"]
    for code in (
        "city_differs",
        "other_previous",
        "no_previous",
        "not_follow_up",
        "periods",
        "instrument",
        "currency",
        "language",
    ):
        assert code in WARNINGS


def test_nothing_is_compared_with_nothing():
    result = compare(blank_audit(), blank_audit())
    assert not result.found


# The follow-up of the sample city ------------------------------------------------------------------------------------


def test_the_follow_up_passes_the_checks_and_names_the_audit_before_it(followup, tmp_path):
    assert loaded("sample-city-follow-up")[1] == {}, "the follow-up has no planted cells"
    safeaudit.build_workbook(tmp_path / "next.xlsx", followup, workbook_id="sample-city-follow-up")
    read = safeaudit.read_audit(tmp_path / "next.xlsx")
    errors = [finding for finding in safeaudit.check(read) if finding.severity is Severity.ERROR]
    assert errors == []
    assert (read.profile.audit_kind, read.profile.previous_audit) == ("follow_up", "sample-city")
    assert 0.9 <= read.completeness <= 1


def summary_of(compared) -> dict:
    """What the golden file keeps: counts by class and reason, lines that came and went, and the class of every result."""
    reasons: dict[str, int] = {}
    for each in compared.found:
        reasons[f"{each.kind}: {each.reason}"] = reasons.get(f"{each.kind}: {each.reason}", 0) + 1

    def shown(table: str, *columns: str) -> dict:
        return {
            line[columns[0]]: " · ".join(str(line[name]) for name in columns[1:])
            for line in records(getattr(compared, table))
        }

    return {
        "reasons": dict(sorted(reasons.items())),
        "rows": [f"{line['sheet']} {line['row_id']} {line['state']}" for line in records(compared.rows)],
        "risks": shown(
            "risk_moves", "row_id", "score_before", "score_after", "class", "reason", "certainty", "direction"
        ),
        "indicators": shown("indicator_moves", "row_id", "class", "reason", "certainty", "direction"),
        "prices": {
            f"{line['item']} {line['area']}": f"{line['class']} {line['reason']}"
            for line in records(compared.price_moves)
        },
        "areas": shown(
            "area_moves", "area", "quadrant_before", "quadrant_after", "reached", "nearer", "class", "certainty"
        ),
        "actions": shown("action_moves", "row_id", "fate"),
        "agreements": shown("agreement_moves", "row_id", "fate"),
        "partners": shown("partner_moves", "row_id", "verdict_before", "verdict_after", "class"),
        "markets": shown("market_moves", "row_id", "index_before", "index_after", "class", "direction"),
    }


def test_the_comparison_of_the_sample_city_is_the_golden_one(compared):
    """To renew it after looking at every line: SAFEAUDIT_RENEW=1 python -m pytest tests/test_comparison.py"""
    got = summary_of(compared)
    if os.environ.get("SAFEAUDIT_RENEW"):
        GOLDEN.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert got == json.loads(GOLDEN.read_text("utf-8"))


def test_a_table_becomes_a_dataframe_with_the_columns_of_the_data_file(compared):
    frame = compared.risk_moves.to_pandas()
    assert list(frame.columns) == list(as_json(compared, W)["risk_moves"][0])
    assert list(frame.columns)[-5:] == ["class", "reason", "certainty", "direction", "along"]
    assert list(frame["class"]) == [line.made.kind for line in compared.risk_moves]
    assert str(frame["score_before"].dtype) == "Int64"


def test_the_story_of_the_follow_up_is_found(compared):
    found = {(each.row_id, each.column): (each.kind, each.reason) for each in compared.found}
    assert found["IND-C13", "value"] == ("method", "with_way")
    assert found["IND-C02", "earlier_value"] == ("data_quality", "corrected")
    assert found["IND-C01", "value"] == ("real", "moved")
    assert found["RSK-E4", "impact"] == ("data_quality", "with_basis")
    assert found["RSK-GX1", "label"] == ("wording", "renamed")
    assert {line["area"]: line["reached"] for line in records(compared.area_moves)} == {
        "ARE-01": "lost", "ARE-02": "no", "ARE-03": "no", "ARE-04": "yes", "ARE-05": "yes", "ARE-06": "no", "ARE-07": "unknown",
        "ARE-08": "yes", "ARE-09": "unknown", "ARE-10": "unknown",
    }  # fmt: skip


def test_every_change_has_a_class_a_reason_in_words_and_a_certainty(compared):
    assert {each.kind for each in compared.found} == set(KINDS)
    for each in compared.found:
        told = compared.told(each, W)
        assert told, each
        assert "{" not in told, each
        assert each.reason in REASONS
        assert each.certainty in ("firm", "likely", "open")


def test_every_reason_can_be_said_in_every_language():
    for code in REASONS:
        values = {"columns": "x", "source": "y", "was": "z"}
        assert reason(code, words("qps"), **values).startswith("⟦")


def test_the_data_file_is_plain_and_complete(compared):
    told = as_json(compared, W)
    again = json.loads(json.dumps(told, ensure_ascii=False))
    assert again == told
    assert len(told["changes"]) == len(compared.found) == sum(told["counts"].values())
    assert told["followup"]["city"] == "Port Saranel"
    assert all(line["why"] for line in told["changes"])


# Exactly the cells that differ ---------------------------------------------------------------------------------------

CELLS = [
    (sheet, column.id, column.kind)
    for sheet, cls in SHEETS.items()
    for column in cls.inputs()
    if isinstance(column.kind, Choice | Scale) and column.id not in (cls.label_column, "stakeholder") and not isinstance(cls.rows, Form)
    and sheet != "RESILIENCE"
]  # fmt: skip


@st.composite
def edits(draw):
    """A few cells of the sample city given another code, another score or nothing."""
    found = {}
    for sheet, column, kind in draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=6, unique=True)):
        number = draw(st.integers(0, 11))
        value = draw(
            st.integers(kind.minimum, kind.maximum) if isinstance(kind, Scale) else st.sampled_from(CODES(kind))
        )
        found[sheet, number, column] = draw(st.sampled_from([value, None]))
    return found


def CODES(kind):  # noqa: N802
    return [code for code in W.options(kind.options) if kind.options not in ("country", "currency", "language")] or [
        "NA"
    ]


@settings(max_examples=25, deadline=None)
@given(edits())
def test_exactly_the_cells_that_differ_are_listed(changes):
    before = loaded("sample-city")[0]
    after = copy(before)
    wanted = set()
    for (sheet, number, column), value in changes.items():
        used = [row for row in after.sheets[sheet] if row.filled]
        row = used[number % len(used)]
        old = before.by_id[row.id].get(column)
        row.copy_answer(type(row).blank(row.id), column)  # what was “not known” is so no more
        setattr(row, column, value)
        if old != value:
            wanted.add((row.id, column))
    got = [(each.row_id, each.column) for each in changes_of(Context(before, after, pairs(before, after)))]
    assert len(got) == len(set(got))
    assert set(got) == wanted


# The chart -----------------------------------------------------------------------------------------------------------


def risks_of(label: str, score: tuple[int, int]) -> Audit:
    return from_answers({"PROFILE": {"city": "A"}, "RISKS": {
        row_id: {"label": label[:80], "relevant": "yes", "likelihood": score[0], "impact": score[1], "evidence": "survey", "confidence": "high"}
        for row_id in rows("risks").ids()
    }})  # fmt: skip


@pytest.mark.parametrize("language", ["en", "qps"])
@pytest.mark.parametrize("case", ["sample", "all risks moved", "right to left"])
@pytest.mark.filterwarnings("ignore:Glyph")
def test_texts_of_the_chart_never_meet_and_never_leave_the_page(compared, case, language):
    long = "Antidisestablishmentarianism of an unusually long $100_label^2 & <b>mark-up</b> {braces} that goes on"
    made = {
        "sample": lambda: compared,
        "all risks moved": lambda: compare(risks_of(long, (5, 5)), risks_of(long, (1, 1))),
        "right to left": lambda: compare(
            risks_of("منطقة الميناء القديم والسوق " * 5, (1, 5)), risks_of("منطقة الميناء القديم والسوق " * 5, (5, 5))
        ),
    }[case]()
    chart = change_since_last(made, words(language))
    renderer, page = chart.figure.canvas.get_renderer(), chart.figure.bbox
    with lettering.as_measured():
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in chart.figure.findobj(Text)]
    assert len(boxes) > 20
    for (one, a), (other, b) in combinations(boxes, 2):
        assert min(a.x1, b.x1) - max(a.x0, b.x0) <= 0.5 or min(a.y1, b.y1) - max(a.y0, b.y0) <= 0.5, (one, other)
    for text, box in boxes:
        assert page.x0 - 0.5 <= box.x0 and box.x1 <= page.x1 + 0.5, text  # noqa: PT018
        assert page.y0 - 0.5 <= box.y0 and box.y1 <= page.y1 + 0.5, text  # noqa: PT018
    assert chart.width_cm <= 16
    assert chart.height_cm <= 23


def test_the_alt_text_of_the_chart_says_what_was_found(compared):
    alt = change_since_last(compared, W).alt
    assert "18 risks, 7 of them moved" in alt
    assert "not comparable: “Natural disaster”" in alt
    assert change_since_last(compare(blank_audit(), blank_audit()), W) is None


# The report ----------------------------------------------------------------------------------------------------------


class Document:
    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])
        self.text = shown_text(self.body)


@pytest.fixture(scope="module")
def written(baseline, followup, tmp_path_factory):
    return write_comparison(baseline, followup, [], tmp_path_factory.mktemp("report") / "comparison.docx")


@pytest.fixture(scope="module")
def document(written) -> Document:
    return Document(written.path)


def test_every_sentence_of_the_comparison_arrives(written, document):
    assert written.warnings == ()
    assert len(written.statements) > 80
    assert [each.text for each in written.statements if each.text not in document.text] == []


def test_every_change_that_is_not_the_mere_passing_of_time_is_in_the_report(compared, document):
    for each in compared.found:
        if each.reason not in ("rolled", "handling") and each.sheet != "PRICES" and each.state == "same":
            assert each.row_id in document.text, each
            assert W.column(each.sheet, each.column) in document.text, each


def test_the_report_points_at_the_lines_of_the_follow_up(written, followup):
    refs = [ref for each in written.statements for ref in each.refs]
    assert len(refs) > 200
    assert [ref.row_id for ref in refs if ref.row_id not in followup.by_id] == []


def test_the_picture_has_an_alt_text_that_says_the_finding(document):
    described = [
        each.get("descr")
        for each in document.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    ]
    assert any("Really higher" in (text or "") for text in described)


def test_the_open_xml_validator_finds_no_fault(written):
    assert open_xml_errors(written.path) == []


def test_equal_audits_give_a_report_that_says_so_and_equal_bytes(baseline, tmp_path):
    first, second = (write_comparison(baseline, baseline, [], tmp_path / name).path for name in ("a.docx", "b.docx"))
    assert first.read_bytes() == second.read_bytes()
    assert "No answer differs." in Document(first).text


# Public --------------------------------------------------------------------------------------------------------------


def test_what_is_withheld_in_one_year_is_withheld_in_both(baseline, followup):
    one, other = meeting(for_audience(baseline, (), "public"), for_audience(followup, (), "public"))
    for audit, whole, view in ((one, baseline, followup), (other, followup, baseline)):
        hidden = {(each.row_id, each.column) for each in for_audience(view, (), "public").withheld if each.row_id}
        shown = {(row.id, column) for sheet in audit.sheets.values() for row in sheet for column in row.filled}
        assert not shown & hidden
        assert not {row_id for row_id, column in hidden if not column} & {row_id for row_id, _ in shown}
        assert all(whole.by_id[row_id].get(column) is not None for row_id, column in shown)


def test_a_figure_hidden_in_one_audit_does_not_stand_as_the_earlier_one_of_the_next():
    city = {"PROFILE": {"city": "A", "population": 100_000}, "SOURCES": SOURCES}
    one = from_answers({**city, "INDICATORS": {"IND-C11": {**FIGURE, "value": 3.0}}})
    other = from_answers({**city, "INDICATORS": {"IND-C11": {**NEXT, "value": 60.0, "earlier_value": 3.0}}})
    public = [
        row.by_id["IND-C11"] for row in meeting(for_audience(one, (), "public"), for_audience(other, (), "public"))
    ]
    assert [(row.value, row.earlier_value) for row in public] == [(None, None)] * 2


def test_a_public_comparison_claims_no_more_than_the_whole_one(compared, baseline, followup):
    one, other = meeting(for_audience(baseline, (), "public"), for_audience(followup, (), "public"))
    public = compare(one, other, whole=compared)
    whole = {(each.row_id, each.column): each.kind for each in compared.found}
    assert public.found
    assert [each for each in public.found if whole[each.row_id, each.column] != each.kind] == []


def test_a_part_of_a_comparison_keeps_the_classes_of_the_whole():
    after = {**NEXT, "value": 60.0, "source": "SRC-02"}
    whole = compare(*(from_answers({"SOURCES": SOURCES, "INDICATORS": {"IND-C16": line}}) for line in (FIGURE, after)))
    parts = [from_answers({"INDICATORS": {"IND-C16": {**line, "source": None}}}) for line in (FIGURE, after)]
    alone, part = compare(*parts), compare(*parts, whole=whole)
    assert [each.kind for each in alone.of("INDICATORS") if each.column == "value"] == ["real"]
    assert [each.kind for each in part.of("INDICATORS") if each.column == "value"] == ["method"]


def test_a_public_report_names_no_restricted_line(baseline, followup, tmp_path):
    written = write_comparison(baseline, followup, [], tmp_path / "public.docx", audience="public")
    text = Document(written.path).text
    restricted = [
        row
        for rows_ in followup.sheets.values()
        for row in rows_
        if row.filled and getattr(row, "sensitivity", "") == "restricted"
    ]
    assert restricted
    for row in restricted:
        name = followup.name(row)
        assert not name or name not in text or row.sheet_id == "FLOWS", row.id
    assert "All changes" not in text
    assert "sample-city" not in text


# Ranges --------------------------------------------------------------------------------------------------------------

SIGNS = ("protection", "protection_violence", "newcomers", "territory")


@pytest.mark.parametrize(
    ("then", "now", "direction"),
    [
        ((3, 1, 1, 1), (1, 1, 1, 1), "better"),
        ((1, 1, 1, 1), (3, 1, 1, 1), "worse"),
        ((2, 2, 2, 2), (2, 2, 2, 2), "neither"),
        ((0, 0, 0, "unknown"), (1, 1, 1, 1), "worse"),
        ((1, 1, 1, "unknown"), (1, 1, 1, 1), "neither"),
        ((1, 1, 1, 1), (1, 1, 1, "unknown"), "neither"),
        ((1, 1, 1, "unknown"), (2, 2, 2, "unknown"), "neither"),
        ((1, 1, 1, "unknown"), (3, 3, 3, "unknown"), "worse"),
        ((3, 3, 3, "unknown"), (1, 1, 1, "unknown"), "better"),
        ((1, 1, 1, None), (3, 3, 3, 3), "neither"),
    ],
)
def test_a_market_moved_only_where_the_ranges_of_its_index_do_not_meet(then, now, direction):
    def audit(signs, year):
        given = {sign: score for sign, score in zip(SIGNS, signs, strict=True) if score is not None}
        period = {"city": "Aldervale", "period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
        return from_answers({"PROFILE": period, "MARKETS": {"MKT-01": {"market": "Minibus routes", **given}}})

    [line] = compare(audit(then, 2024), audit(now, 2026)).market_moves
    assert line.made.direction == direction

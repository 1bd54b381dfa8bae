"""The words of safeaudit/definitions.py mean the same to rules, analysis, workbook and report."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from safeaudit.analysis import Analysis, analyse
from safeaudit.audit import Audit, from_answers
from safeaudit.definitions import main_risks, power_status
from safeaudit.edition import Edition, full, made
from safeaudit.rules import all_rules
from safeaudit.rules.base import findings

ROOT = Path(__file__).parent.parent / "safeaudit"
RATED = {"relevant": "yes", "likelihood": 4, "impact": 4}


def with_settings(**values: float) -> Edition:
    return made(full().definition.model_copy(update={"id": "other", "settings": values}))


def said(code: str, audit: Audit) -> list[str]:
    return [each.message for each in findings(all_rules()[code], audit)]


# Nobody defines them again -------------------------------------------------------------------------------------------

OWN_WORDS = {
    r'[!=]= "stopped"': {"definitions.py", "report/chapters/changes/deeds.py"},  # the last: what became of each action
    r'"high_risk"\]|"top_risks"\]': {"definitions.py"},
    r'"expiring_months"\]': {"definitions.py", "report/chapters/governance/enforcement.py"},  # the last says the number
    r'held_by in \(|\("city", "shared"\)': {"definitions.py"},
    r'status == "in_force"|ends\.replace|_year_after': {"definitions.py"},
    r"\.year - \w+\.year\) \* 12": {
        "sheets/base.py",
        "sheets/prices.py",
        "comparison/decisions.py",
    },  # the last: a delay
    r"(high|rated|top|risks)\w*\[:": set[str](),
    r"scale_basis (in|==)": {
        "definitions.py",
        "analysis/completeness.py",
        "workbook/method.py",
        "rules/flows/answers.py",
        "rules/evidence/confidence.py",
    },
}
"""What a definition of its own would look like, and where it may stand: the last four read the basis, not the size."""


@pytest.mark.parametrize("pattern", OWN_WORDS)
def test_nobody_defines_a_word_again(pattern: str) -> None:
    paths = [path for path in ROOT.rglob("*.py") if re.search(pattern, path.read_text("utf-8"))]
    assert {path.relative_to(ROOT).as_posix() for path in paths} <= OWN_WORDS[pattern]


# Live actions --------------------------------------------------------------------------------------------------------


def with_action(status: str) -> Analysis:
    """Everything an action can be named by, and one action."""
    answers: dict[str, Any] = {
        "AREAS": {"ARE-01": {"name": "Harbour", "population": 5000}},
        "RISKS": {"RSK-S1": RATED},
        "FLOWS": {"FLW-3": {"present": "yes"}},
        "SYSTEM_MAP": {"MAP-01": {"risk": "RSK-S1", "flow": "FLW-3", "response": "Patrols"}},
        "LEVERS": {"LEV-01": {"factor": "Drivers", "map_row": "MAP-01"}},
        "RESILIENCE": {"RSL-01": {"area": "ARE-01"}},
        "REGULATION": {"REG-5": {"held_by": "city", "used_for_safety": "no"}},
        "AGREEMENTS": {"AGR-01": {"title": "Code of the ranks", "status": "in_force"}},
        "PARTNERS": {"PTR-01": {"partner": "Drivers’ union"}},
        "PRINCIPLES": {"PRN-4": {"applied": "partly", "action_1": "STR-01"}},
        "ACTIONS": {
            "STR-01": {
                "action": "Named permits",
                "component": "regulation",
                "status": status,
                "risk_1": "RSK-S1",
                "flow": "FLW-3",
                "map_row": "MAP-01",
                "area": "ARE-01",
                "power": "REG-5",
                "agreement": "AGR-01",
                "partner": "PTR-01",
                "principle_1": "PRN-4",
                "starts": date(2027, 1, 1),
                "ends": date(2027, 12, 1),
                "cost": 10.0,
                "sdg": "16.1",
            }
        },
    }
    return analyse(from_answers(answers))


def by_name(found: Analysis) -> dict[str, list[str]]:
    """Every list of actions that the analysis gives a line."""
    lines = {
        "risk": next(line for line in found.risks if line.row_id == "RSK-S1"),
        "flow": next(line for line in found.flows if line.row_id == "FLW-3"),
        "path": found.system_map[0],
        "lever": found.levers[0],
        "area": found.areas[0],
        "power": next(line for line in found.powers if line.row_id == "REG-5"),
        "agreement": found.agreements[0],
        "partner": found.partners[0],
        "principle": next(line for line in found.principles if line.row_id == "PRN-4"),
    }
    return {name: line.actions for name, line in lines.items()}


@pytest.mark.parametrize("status", ["proposed", "agreed", "running", "done"])
def test_an_action_that_is_not_stopped_is_live_everywhere(status: str) -> None:
    found = with_action(status)
    assert set(map(tuple, by_name(found).values())) == {("STR-01",)}
    assert [line.number for line in found.balance if line.component == "regulation"] == [1]
    assert {line.mismatch for line in found.mismatches}.isdisjoint({"risk_without_action", "flow_without_action"})


def test_a_stopped_action_counts_nowhere() -> None:
    found = with_action("stopped")
    assert set(map(tuple, by_name(found).values())) == {()}
    assert {line.number for line in found.balance} == {0}
    assert not found.timeline
    assert not found.sdg
    assert found.funding_gap.total == 0
    assert {"risk_without_action", "flow_without_action", "power_unused"} <= {
        line.mismatch for line in found.mismatches
    }


def test_an_action_strengthened_by_a_stopped_one_stands_alone() -> None:
    actions = {
        "STR-01": {"action": "Named permits"},
        "STR-02": {"action": "Night buses", "strengthens": "STR-01", "status": "stopped"},
        "STR-03": {"action": "Light", "strengthens": "STR-04"},
        "STR-04": {"action": "Assemblies"},
    }
    audit = from_answers({"ACTIONS": actions})
    assert [line.row_id for line in analyse(audit).actions if line.alone] == ["STR-01"]
    assert [message.split(" · ")[0] for message in said("ST-04", audit)] == ["STR-01"]


# Main risks, high risks, fed risks -----------------------------------------------------------------------------------


def test_main_risks_are_the_same_to_rules_analysis_and_report() -> None:
    ids = ("RSK-E1", "RSK-E2", "RSK-S1", "RSK-S2", "RSK-G1", "RSK-G2")
    actions = {f"STR-0{number}": {"action": "Light", "risk_1": "RSK-E3"} for number in range(1, 5)}
    audit = from_answers(
        {"RISKS": dict.fromkeys(ids, RATED), "ACTIONS": actions, "QUESTIONS": {"QUE-1": {"kind": "view"}}}
    )
    found = analyse(audit)
    assert [risk.id for risk in main_risks(audit)] == list(ids)
    assert [line.row_id for line in found.risks if line.is_main] == list(ids)
    assert found.questions[0].row_ids == list(ids)
    assert len(said("ST-05", audit)) == 6


def test_a_risk_is_fed_through_the_sheet_of_flows_and_through_the_map() -> None:
    audit = from_answers(
        {
            "RISKS": {"RSK-S1": RATED, "RSK-S2": RATED},
            "FLOWS": {
                "FLW-2": {"present": "yes", "risk_1": "RSK-S1"},
                "FLW-3": {"present": "yes"},
                "FLW-6": {"present": "no"},
            },
            "SYSTEM_MAP": {
                "MAP-01": {"risk": "RSK-S1", "flow": "FLW-3"},
                "MAP-02": {"risk": "RSK-S2", "flow": "FLW-6"},
            },
        }
    )
    risks = {line.row_id: line.fed_by for line in analyse(audit).risks}
    flows = {line.row_id: line.feeds for line in analyse(audit).flows}
    assert (risks["RSK-S1"], risks["RSK-S2"]) == (["FLW-2", "FLW-3"], [])
    assert (flows["FLW-2"], flows["FLW-3"]) == (["RSK-S1"], ["RSK-S1"])


# Powers, agreements, horizons ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"held_by": "city", "used_for_safety": "yes"}, "used"),
        ({"held_by": "shared", "used_for_safety": "no"}, "unused"),
        ({"held_by": "city", "used_for_safety": "unknown"}, "unclear"),
        ({"held_by": "national", "used_for_safety": "yes"}, "elsewhere"),
        ({"held_by": "nobody"}, "nobody"),
        ({}, "unknown"),
        ({"held_by": "city", "used_for_safety": "yes", "does_not_apply": "The city has no river."}, "unknown"),
    ],
)
def test_the_status_of_a_power_is_the_same_to_rule_and_analysis(answers: dict[str, Any], status: str) -> None:
    given = {
        "FLOWS": {"FLW-5": {"present": "yes"}},
        "REGULATION": {"REG-6": {**answers, "department": "Building office"}},
    }
    audit = from_answers(given)
    line = next(line for line in analyse(audit).powers if line.row_id == "REG-6")
    assert (power_status(audit, audit.by_id["REG-6"]), line.status) == (status, status)  # type: ignore[arg-type]
    assert bool(said("RG-02", audit)) == (status == "unused")
    planned = from_answers({**given, "ACTIONS": {"STR-01": {"action": "Ask who owns it", "power": "REG-6"}}})
    after = {"unused": "planned"}.get(status, status)  # what nobody knows does not become known by a plan
    assert next(line.status for line in analyse(planned).powers if line.row_id == "REG-6") == after
    assert not said("RG-02", planned)


@pytest.mark.parametrize(
    ("ends", "state"),
    [
        ((2026, 5), "lapsed"),
        ((2026, 6), "expiring"),
        ((2027, 6), "expiring"),
        ((2027, 7), "in force"),
        (None, "in force"),
    ],
)
def test_an_agreement_expires_within_so_many_months_of_the_period(ends: tuple[int, int] | None, state: str) -> None:
    answers: dict[str, Any] = {"title": "Joint plan", "parties": "City, police", "status": "in_force"}
    answers |= {"ends": date(*ends, 1)} if ends else {}
    given = {
        "PROFILE": {"period_to": date(2026, 6, 30)},
        "AGREEMENTS": {"AGR-01": answers},
        "ENFORCEMENT": {"controlled_by": "national"},
        "ENFORCEMENT_MEANS": {"ENF-3": {"in_use": "no"}},
    }
    audit = from_answers(given)
    (line,) = analyse(audit).agreements
    assert (line.lapsed, line.expiring, line.in_force) == (state == "lapsed", state == "expiring", state != "lapsed")
    assert bool(said("EN-01", audit)) == (state == "lapsed")


@pytest.mark.parametrize(
    ("ends", "horizon"),
    [((2027, 1), "short"), ((2027, 12), "short"), ((2028, 1), "medium"), ((2029, 12), "medium"), ((2030, 1), "long")],
)
def test_the_horizon_counts_both_months(ends: tuple[int, int], horizon: str) -> None:
    action = {"action": "Light", "starts": date(2027, 1, 1), "ends": date(*ends, 1)}
    audit = from_answers({"ACTIONS": {f"STR-0{number}": action for number in range(1, 5)}})
    assert {line.horizon for line in analyse(audit).timeline} == {horizon}
    assert bool(said("ST-09", audit)) == (horizon == "short")


# Prices --------------------------------------------------------------------------------------------------------------


def prices(*noted: tuple[int, int, float], area: str = "ARE-01", first: int = 1) -> dict[str, dict[str, Any]]:
    return {
        f"PRI-{number:02d}": {
            "flow": "FLW-2",
            "item": "Cannabis",
            "unit": "per gram",
            "area": area,
            "month": date(year, month, 1),
            "price": price,
        }
        for number, (year, month, price) in enumerate(noted, first)
    }


@pytest.mark.parametrize(
    ("noted", "change", "reading"),
    [
        ([(2024, 1, 10), (2024, 7, 3), (2026, 1, 14.4)], 20, "scarcer"),  # what lies between does not count
        ([(2024, 1, 10), (2024, 7, 10), (2026, 1, 6.4)], -20, "more_available"),
        ([(2025, 1, 100), (2025, 6, 100), (2026, 1, 109)], 9, "steady"),
        ([(2025, 1, 100), (2025, 6, 101), (2026, 1, 110)], 10, "scarcer"),
        ([(2025, 1, 10), (2025, 4, 10), (2025, 7, 11)], 21, "scarcer"),  # half a year, told as a year
        ([(2025, 1, 10), (2025, 6, 12)], None, None),
        ([(2025, 1, 10), (2025, 1, 12), (2025, 1, 14)], None, None),
        ([(2025, 1, 0), (2025, 6, 5), (2026, 1, 10)], None, None),
        ([(2025, 1, 10), (2025, 6, 5), (2026, 1, 0)], -100, "more_available"),
    ],
)
def test_prices_change_by_a_compound_rate_from_the_first_month_to_the_last(
    noted: list[tuple[int, int, float]], change: int | None, reading: str | None
) -> None:
    audit = from_answers({"FLOWS": {"FLW-2": {"present": "yes"}}, "PRICES": prices(*noted)})
    found, flow = analyse(audit), audit.flows[1]
    (series,) = found.price_series
    line = next(line for line in found.flows if line.row_id == "FLW-2")
    assert (series.change, line.price_change, flow.price_change) == (change, change, change)
    assert (series.reading, line.price_reading, flow.price_reading) == (reading, reading, reading)


def test_a_flow_takes_the_mean_of_its_series_in_the_first_month_and_the_last() -> None:
    noted = prices((2025, 1, 10), (2026, 1, 12)) | prices((2025, 1, 50), (2026, 1, 50), area="ARE-02", first=3)
    audit = from_answers({"FLOWS": {"FLW-2": {"present": "yes"}}, "PRICES": noted})
    assert audit.flows[1].price_change == 10  # from (90.9 + 100) / 2 to (109.1 + 100) / 2

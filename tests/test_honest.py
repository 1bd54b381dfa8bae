"""Honesty costs nothing: honest answers raise no error, and the same answers turned into boasts with nothing behind them do."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
from asked import SHEETS
from hypothesis import given, settings
from hypothesis import strategies as st

from safeaudit import framework
from safeaudit.audit import Audit, from_answers
from safeaudit.examples import sample_city
from safeaudit.findings import Finding, Severity
from safeaudit.rules import check
from safeaudit.sheets import Fixed, Form, Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.govern import CRITERIA
from safeaudit.sheets.kinds import Choice, Day, Number, Reference, Scale

Answers = dict[str, dict[str, dict[str, Any]]]

HONEST = (
    "unknown",
    "not_yet",
    "absent",
    "none",
    "nothing",
    "too_early",
    "not_collected",
    "low",
    "no",
    "idea",
    "proposed",
)
"""What people choose who do not know, or have not begun: the first of these that a list offers."""

BOAST = ("fully", "in_place", "directly", "met", "works", "high", "lasting", "running", "official_statistics", "yes")

NOT_ASKED = {
    "MARKETS": "Nobody could ask safely yet.",
    "PRICES": "Nobody could ask safely yet.",
    "ACTORS": "Nobody could ask safely yet.",
    "SYSTEM_MAP": "The map comes after the hearings.",
    "LEVERS": "The map comes after the hearings.",
    "RESILIENCE": "Scored after the hearings.",
    "ACTIVITIES": "No such work yet.",
    "AGREEMENTS": "No such paper yet.",
}
"""Sheets without a way to say “Not known” in a cell: an honest office says so on the sheet."""

WORDS = "Not known so far; the office asks for it in May."


def honest(chance: random.Random) -> Audit:
    """An audit of an office that knows little and says so: every sheet is answered, nothing is claimed."""
    answers: Answers = {}
    for sheet_id, cls in SHEETS.items():
        if sheet_id not in NOT_ASKED:
            answers[sheet_id] = {row_id: row_of(cls, row_id, chance) for row_id in lines(cls, chance)}
    refused_and_open_partners(answers, chance)
    plan(answers, chance)
    answers["TEAM"] = {
        "TEA-01": {"stakeholder": "city_safety", "level": "city", "role": "lead"},
        "TEA-02": {"stakeholder": "city_planning", "level": "city", "role": "contributes_data"},
        "TEA-03": {"stakeholder": "residents", "level": "community", "role": "to_be_reached"},
    }
    return made(answers)


def made(answers: Answers) -> Audit:
    plain: dict[str, Any] = {
        sheet_id: rows[sheet_id] if isinstance(SHEETS[sheet_id].rows, Form) else rows
        for sheet_id, rows in answers.items()
    }
    audit = from_answers(plain)
    audit.reasons.update(NOT_ASKED)
    return audit


def lines(cls: type[Row], chance: random.Random) -> list[str]:
    """The lines filled: all that are printed, and one of a free list."""
    ids = cls.ids()
    if isinstance(cls.rows, Fixed):
        return [row_id for row_id in ids if "X" not in row_id.partition("-")[2]]
    return ids if isinstance(cls.rows, Form) else ids[: chance.randint(1, 2)]


def row_of(cls: type[Row], row_id: str, chance: random.Random) -> dict[str, Any]:
    """A line with all it needs, answered honestly; now and then an answer more."""
    given_so_far: dict[str, Any] = {}
    for _ in range(6):  # an answer may make others needed
        row = cls.model_validate({**given_so_far, "id": row_id})
        missing = {column.id: honest_answer(column) for column in row.missing()}
        if not missing:
            break
        given_so_far |= missing
    for column in cls.inputs():
        extra = (
            isinstance(column.kind, Choice)
            and column.id not in given_so_far
            and any(code in framework.scales().get(column.kind.options, ()) for code in ("unknown", "not_yet"))
        )
        if extra and chance.random() < 0.5:
            given_so_far[column.id] = honest_answer(column)
    return given_so_far


def honest_answer(column: Column) -> Any:
    match column.kind:
        case Choice(options=options) if options in framework.scales():
            codes = framework.scales()[options]
            return next((code for code in HONEST if code in codes), next(iter(codes)))
        case Choice(options=options):
            return {"country": "KE", "currency": "KES", "language": "en"}[options]
        case Scale(minimum=minimum):
            return minimum
        case Number(minimum=minimum, whole=whole):
            number = max(2020, minimum or 0) if column.id.endswith("year") else max(1, minimum or 0)
            return int(number) if whole else float(number)
        case Day():
            return date(2027, 5, 1)
        case Reference(sheet=sheet):
            return SHEETS[sheet].ids()[0]
    return "office@city.example" if getattr(column.kind, "email", False) else WORDS


def refused_and_open_partners(answers: Answers, chance: random.Random) -> None:
    """Partners that were examined: refused, or not known yet; none of them used or paid."""
    answers["PARTNERS"] = {
        f"PTR-{number:02d}": {
            "partner": f"Organisation {number}",
            "kind": chance.choice(list(framework.scales()["partner_kind"])),
            **{criterion: chance.choice(["not_met", "unknown"]) for criterion in CRITERIA},
            "checked_by": "Legal officer",
            "checked_on": date(2026, 5, 1),
            "funded": "no",
        }
        for number in range(1, chance.randint(1, 5) + 1)
    }


def plan(answers: Answers, chance: random.Random) -> None:
    """Four first proposals, one for each component, each for people who are left out."""
    answers["ACTIONS"] = {
        f"STR-{number:02d}": {
            "action": f"Ask what helps, part {number}",
            "component": component,
            "nature": "practical",
            "risk_1": chance.choice(["RSK-S1", "RSK-E2"]),
            "beneficiaries": chance.choice(["women", "youth", "displaced"]),
            "level": "city",
            "lead": "Safety office",
            "evaluated_by": "Audit office",
            "starts": date(2027, 1, 1),
            "ends": date(2028, chance.randint(1, 12), 1),
            "cost": 0.0,
            "funding": "unfunded",
            "indicator": WORDS,
            "target": WORDS,
            "rights_check": "The ombudsperson looks at it before it begins.",
            "displacement": "Hearings in the areas around, every quarter.",
            "status": "proposed",
        }
        for number, component in enumerate(("regulation", "enforcement", "engagement", "resilience"), 1)
    }


def boastful(audit: Audit) -> Audit:
    """The same audit, every honest answer turned into the proudest one, and every text that could show it left out."""
    answers: Answers = {}
    for sheet_id, rows in audit.sheets.items():
        answers[sheet_id] = {row.id: proud(row) for row in rows if row.filled}
    for risk in answers["RISKS"].values():
        risk |= {"likelihood": 5, "impact": 5, "evidence": "none", "confidence": "high", "explanation": WORDS}
    for flow in answers["FLOWS"].values():
        flow |= {"scale": "high", "scale_basis": "nothing", "confidence": "high"}
    for number, figure in enumerate(answers["INDICATORS"].values()):
        figure.pop("gap", None)
        figure["value"] = float(number + 60)
    answers["ENFORCEMENT"]["ENFORCEMENT"]["soldiers"] = "no"
    return made(answers)


def proud(row: Row) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for column in row.inputs():
        answer = getattr(row, column.id)
        if not isinstance(column.kind, Choice) or answer is None:
            kept |= {column.id: answer} if answer not in (None, WORDS) and column.id != "checked_by" else {}
            continue
        codes = framework.scales().get(column.kind.options, {})
        honest_one = answer in HONEST or answer in ("not_met", "unfunded")
        kept[column.id] = next((code for code in BOAST if honest_one and code in codes), answer)
    return kept


def errors(audit: Audit) -> list[Finding]:
    return [each for each in check(audit) if each.severity is Severity.ERROR]


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_honest_answers_raise_no_error_and_boasts_with_nothing_behind_them_many(seed: int) -> None:
    audit = honest(random.Random(seed))
    assert [(each.rule, each.row_id, each.message) for each in errors(audit)] == []
    proud_errors = Counter(each.rule for each in errors(boastful(audit)))
    assert sum(proud_errors.values()) >= 30, proud_errors
    assert len(proud_errors) >= 4, proud_errors


@given(st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_honest_answers_raise_fewer_warnings_than_boasts(seed: int) -> None:
    audit = honest(random.Random(seed))
    weight = [
        sum(each.severity is not Severity.ADVICE for each in check(each_one)) for each_one in (audit, boastful(audit))
    ]
    assert weight[0] < weight[1]


REFUSED = {"partner": "Night riders", "kind": "other", "checked_by": "Legal officer", "checked_on": date(2026, 5, 1)}


def with_refused(*, funded: str = "no", action: str = "", status: str = "agreed") -> set[tuple[str, str]]:
    """The errors of the sample city with one more partner, examined and found wanting on all five criteria."""
    audit, _ = sample_city()
    answers: dict[str, Any] = {
        sheet_id: {row.id: {column: getattr(row, column) for column in row.filled} for row in rows if row.filled}
        for sheet_id, rows in audit.sheets.items()
    }
    answers |= {sheet_id: answers[sheet_id][sheet_id] for sheet_id in ("PROFILE", "ENFORCEMENT", "DECISION")}
    answers["PARTNERS"]["PTR-14"] = {**REFUSED, **dict.fromkeys(CRITERIA, "not_met"), "funded": funded}
    if funded == "yes":
        answers["PARTNERS"]["PTR-14"]["amount"] = 1000.0
    if action:
        answers["ACTIONS"][action] |= {"partner": "PTR-14", "status": status}
    return {(each.rule, each.row_id) for each in errors(from_answers(answers))}


def test_a_refused_partner_on_record_adds_no_error_and_one_that_is_used_or_paid_does() -> None:
    audit, _ = sample_city()
    before = {(each.rule, each.row_id) for each in errors(audit)}
    assert with_refused() == before
    assert with_refused(action="STR-12", status="stopped") == before
    all_five = {(code, "PTR-14") for code in ("PA-01", "PA-02", "PA-03", "PA-04", "PA-05")}
    assert with_refused(action="STR-12") - before == all_five
    assert with_refused(funded="yes") - before == all_five


@pytest.mark.parametrize("applied", ["not_yet", "unknown"])
def test_no_rule_speaks_of_an_honest_answer_on_principles(applied: str) -> None:
    ids = [row_id for row_id in SHEETS["PRINCIPLES"].ids() if "X" not in row_id.partition("-")[2]]
    audit = from_answers({"PRINCIPLES": {row_id: {"applied": applied} for row_id in ids}})
    spoken = [each.rule for each in check(audit) if each.row_id in ids and each.column == "applied"]
    assert spoken == []


def test_fully_with_nothing_behind_it_is_found_for_every_principle() -> None:
    ids = [row_id for row_id in SHEETS["PRINCIPLES"].ids() if "X" not in row_id.partition("-")[2]]
    audit = from_answers({"PRINCIPLES": {row_id: {"applied": "fully"} for row_id in ids}})
    spoken = {each.row_id for each in check(audit) if each.rule in ("PR-06", "PR-08", "PR-10")}
    assert spoken == set(ids)

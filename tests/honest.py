"""Audits that say little: all “not known” or waived by one sentence, nothing but “not known”, and a quarter of every sheet's lines."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Any

from asked import SHEETS
from support import plain

from safeaudit import framework
from safeaudit.audit import Audit, from_answers
from safeaudit.examples import sample_city
from safeaudit.sheets import FixedRow, Form, Free
from safeaudit.sheets.kinds import Choice

ONE_SENTENCE = "Small town, nothing to record yet."
NOT_LOOKED_AT = "Nobody has looked at this yet."

PROFILE = {
    "city": "Testville",
    "country": "NA",
    "population": 12000,
    "population_year": 2023,
    "audit_kind": "baseline",
    "period_from": date(2025, 1, 1),
    "period_to": date(2025, 12, 31),
    "lead_office": "Town clerk’s office",
    "contact_role": "Town clerk",
    "office_email": "office@smalltown.test",
    "classification": "official",
    "controller": "Town clerk’s office",
    "delete_by": date(2027, 12, 31),
    "share_consent": "yes",
}


def empty_that_passes() -> Audit:
    """Every answer needed is given, and nothing is said: “not known”, or the same sentence for every sheet of free lines."""
    answers: dict[str, Any] = {"PROFILE": PROFILE, "AREAS": {"ARE-01": {"name": "Town centre"}}}
    answers["TEAM"] = {"TEA-01": {"stakeholder": "mayor", "level": "city", "role": "lead"}}
    answers["CARE"] = {
        row_id: {"harm": "We do not ask about this.", "safeguards": "Not asked.", "decision": "skip"}
        for row_id in printed("CARE")
    }
    answers["INDICATORS"] = {row_id: {"gap": "not_collected"} for row_id in printed("INDICATORS")}
    answers["RISKS"] = {row_id: {"relevant": "unknown", "explanation": NOT_LOOKED_AT} for row_id in printed("RISKS")}
    answers["QUESTIONS"] = {row_id: {"response": "Not known."} for row_id in printed("QUESTIONS")}
    answers["REGULATION"] = {
        row_id: {
            "kind": "manages_legal",
            "held_by": "national",
            "used_for_safety": "unknown",
            "corruption_risk": "unknown",
        }
        for row_id in printed("REGULATION")
    }
    answers["ENFORCEMENT"] = {"controlled_by": "national", "stance": "We rely on the police.", "soldiers": "no"}
    answers["ENGAGEMENT"] = {
        row_id: {"reached": "not_yet", "answer_back": "unknown"} for row_id in printed("ENGAGEMENT")
    }
    for sheet_id, column in (
        ("DATA_GAPS", "applies"), ("TOOLS", "in_use"), ("RISK_LEVELS", "matters"), ("FLOWS", "present"), ("PLANNING", "status"),
        ("ENFORCEMENT_MEANS", "in_use"), ("COMMUNICATION", "status"), ("PRINCIPLES", "applied"),
    ):  # fmt: skip
        answers[sheet_id] = {row_id: {column: "unknown"} for row_id in printed(sheet_id)}
    answers["CAPACITY"] = {
        row_id: {"does_not_apply": f"The district does this for us ({row_id})."} for row_id in printed("CAPACITY")
    }
    answers["WHO"] = {row_id: {"presence": "missing"} for row_id in printed("WHO")}
    audit = from_answers(answers)
    for sheet_id, cls in SHEETS.items():
        if isinstance(cls.rows, Free) and not any(row.filled for row in audit.sheets[sheet_id]):
            audit.reasons[sheet_id] = ONE_SENTENCE
    return audit


def everything_not_known() -> Audit:
    """Whatever can be “not known” on a pre-printed line is, and nothing else is said but whose audit it is."""
    answers: dict[str, Any] = {"PROFILE": PROFILE}
    for sheet_id, cls in SHEETS.items():
        if issubclass(cls, FixedRow):
            unknown = {
                column.id: "unknown"
                for column in cls.inputs()
                if isinstance(column.kind, Choice) and "unknown" in framework.scales().get(column.kind.options, ())
            }
            answers[sheet_id] = dict.fromkeys(printed(sheet_id), unknown) if unknown else {}
    return from_answers(answers)


def quarter_of_the_sample() -> Audit:
    """The sample city with the first quarter of the lines of each sheet."""
    answers: dict[str, Any] = {}
    for sheet_id, rows in plain(sample_city()[0]).items():
        if isinstance(SHEETS[sheet_id].rows, Form):
            answers[sheet_id] = rows[sheet_id]
        else:
            kept = list(rows)[: ceil(len(rows) / 4)]
            answers[sheet_id] = {row_id: rows[row_id] for row_id in kept}
    return from_answers(answers)


def printed(sheet_id: str) -> list[str]:
    """The lines that the framework gives."""
    return [row_id for row_id in SHEETS[sheet_id].ids() if "X" not in row_id.partition("-")[2]]

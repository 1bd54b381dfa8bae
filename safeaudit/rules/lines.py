"""Which lines count for rules of several families: the live actions, the plan, high and main risks, armed groups."""

from __future__ import annotations

from safeaudit.audit import Audit
from safeaudit.sheets.decide import Action
from safeaudit.sheets.understand import Risk

ARMED = ("criminal_group", "extremist_group", "militia")
"""Kinds of actors that live from crime or rule by force."""
UNDER_WAY = ("planned", "running")


def high_risks(audit: Audit) -> list[Risk]:
    """The risks that score at least [high_risk] and are not declared irrelevant, in workbook order."""
    least = audit.edition.settings["high_risk"]
    return [risk for risk in audit.risks if risk.relevant != "no" and (risk.score or 0) >= least]


def top_risks(audit: Audit) -> list[Risk]:
    """The [top_risks] highest scores of at least [high_risk]; workbook order decides between equals."""
    settings = audit.edition.settings
    high = [risk for risk in audit.risks if risk.relevant != "no" and (risk.score or 0) >= settings["high_risk"]]
    return sorted(high, key=lambda risk: -(risk.score or 0))[: int(settings["top_risks"])]


def live(audit: Audit) -> list[Action]:
    """The actions that count for the plan: all but those stopped."""
    return [action for action in audit.actions if action.status != "stopped"]


def plan(audit: Audit, column: str) -> list[Action]:
    """The live actions that answer this column, once there are enough ([plan_actions]) to judge the plan as a whole.

    Empty before that, and while one of these cells could not be read.
    """
    actions = live(audit)
    if any(column in action.rejected for action in actions):
        return []
    answered = [action for action in actions if action.get(column) is not None]
    return answered if len(answered) >= audit.edition.settings["plan_actions"] else []

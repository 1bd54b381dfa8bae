"""Which lines count for rules of several families: the plan as a whole, work under way, armed groups."""

from __future__ import annotations

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.sheets.decide import Action

ARMED = ("criminal_group", "extremist_group", "militia")
"""Kinds of actors that live from crime or rule by force."""
UNDER_WAY = ("planned", "running")


def plan(audit: Audit, column: str) -> list[Action]:
    """The live actions that answer this column, once there are enough ([plan_actions]) to judge the plan as a whole.

    Empty before that, and while one of these cells could not be read.
    """
    actions = live(audit)
    if any(column in action.rejected for action in actions):
        return []
    answered = [action for action in actions if action.get(column) is not None]
    return answered if len(answered) >= audit.edition.settings["plan_actions"] else []

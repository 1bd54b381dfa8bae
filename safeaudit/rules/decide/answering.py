"""Which actions answer a problem: those that name it, or that act on a risk or flow behind it."""

from __future__ import annotations

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.sheets.agree import SafetyProblem
from safeaudit.sheets.decide import Action
from safeaudit.sheets.exchange import MapRow

READS = (
    "ACTIONS.flow",
    "ACTIONS.map_row",
    "ACTIONS.risk_1",
    "PROBLEMS.flow_1",
    "PROBLEMS.risk_1",
    "SYSTEM_MAP.flow",
    "SYSTEM_MAP.risk",
)
"""What is read beside the problem an action names, where it is asked."""


def answering(audit: Audit, problem: SafetyProblem) -> list[Action]:
    """The live actions that answer a problem, in workbook order."""
    behind = {*problem.risks, *problem.flows}
    return [action for action in live(audit) if action.problem == problem.id or behind & _acts_on(audit, action)]


def answering_any(audit: Audit, problem: SafetyProblem) -> bool:
    """Whether an action answers it, or may do so in a cell that could not be read."""
    return bool(answering(audit, problem)) or any("problem" in action.rejected for action in live(audit))


def _acts_on(audit: Audit, action: Action) -> set[str]:
    """The risks and flows an action acts on, itself or through its line of the map."""
    found = {*action.risks, action.flow or ""}
    line = audit.by_id.get(action.map_row or "")
    if isinstance(line, MapRow):
        found |= {line.risk or "", line.flow or ""}
    return found - {""}

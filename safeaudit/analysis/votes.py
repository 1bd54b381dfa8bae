"""What a council votes on: the actions that are ready for it, priority by priority, and what others lack (framework Part III)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.table import Line, Table
from safeaudit.definitions import live
from safeaudit.sheets.agree import ADOPTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from safeaudit.audit import Audit
    from safeaudit.sheets.decide import Action

NEEDS = ("lead", "ends", "cost", "funding", "indicator")
"""What an action needs before a council can vote on it: who, by when, for how much, from where, and how it will be checked."""
BEGUN = ("running", "done")
"""An action of this status needs no vote any more."""


@dataclass(frozen=True, slots=True)
class VoteLine(Line):
    """Actions that are voted on together: see `votes`."""

    priority: str | None
    problem: str | None
    component: str | None
    adopted: bool
    ends: date | None
    row_ids: list[str]


def votes(audit: Audit) -> Table[VoteLine]:
    """Actions by the priority whose problem they name, in the order of the priorities, then by component; each action once.

    `adopted` those of a plan that the council has adopted, whatever they lack; of all others those that have what a vote needs
    · `ends` the last of their dates.
    """
    adopted = [action for action in live(audit) if is_adopted(audit, action)]
    ready = [action for action in to_decide(audit) if not lacking(audit, action)]
    return Table(VoteLine, [*_groups(audit, adopted, adopted=True), *_groups(audit, ready, adopted=False)])


@dataclass(frozen=True, slots=True)
class LackLine(Line):
    """Actions that cannot be voted on for want of one answer: see `lacks`."""

    column: str
    row_ids: list[str]


def lacks(audit: Audit) -> Table[LackLine]:
    """Of the actions that still have to be decided: which lack who leads, the date, the cost, the money or the measure; those in use only."""
    found = {column: [each.id for each in to_decide(audit) if column in lacking(audit, each)] for column in NEEDS}
    return Table(LackLine, [LackLine(column=column, row_ids=ids) for column, ids in found.items() if ids])


def is_adopted(audit: Audit, action: Action) -> bool:
    """Whether the council has adopted the plan with this action in it; one that is only proposed still waits."""
    return audit.decision.state in ADOPTED and getattr(action, "status", None) != "proposed"


def to_decide(audit: Audit) -> list[Action]:
    """The live actions that nobody adopted yet and that have not begun."""
    return [each for each in live(audit) if not is_adopted(audit, each) and each.status not in BEGUN]


def lacking(audit: Audit, action: Action) -> list[str]:
    """The answers a vote needs that the edition asks and the action has not; one that is only withheld is there."""
    asked = [column for column in NEEDS if audit.edition.has("ACTIONS", column)]
    return [column for column in asked if getattr(action, column) is None and not audit.withholds(action, column)]


def _groups(audit: Audit, actions: Sequence[Action], *, adopted: bool) -> Iterable[VoteLine]:
    left = {action.id: action for action in actions}
    for row in audit.priorities:
        own = [left.pop(each.id) for each in actions if row.problem and each.problem == row.problem and each.id in left]
        if own:
            yield _group(own, adopted=adopted, priority=row.id, problem=row.problem)
    for component in (*framework.scales()["component"], None):
        own = [each for each in left.values() if each.component == component]
        if own:
            yield _group(own, adopted=adopted, component=component)


def _group(
    own: Sequence[Action],
    *,
    adopted: bool,
    priority: str | None = None,
    problem: str | None = None,
    component: str | None = None,
) -> VoteLine:
    return VoteLine(
        priority=priority,
        problem=problem,
        component=component,
        adopted=adopted,
        ends=max(filter(None, (each.ends for each in own)), default=None),
        row_ids=[each.id for each in own],
    )

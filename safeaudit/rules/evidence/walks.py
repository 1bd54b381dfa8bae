"""Rules on safety walks: places rated low and left alone, and walks that saw the city by daylight only."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.sheets.indicators import PLACE, SafetyWalk
from safeaudit.words import N_


@rule(
    "DA-39",
    Severity.WARNING,
    basis="I",
    section=N_("Part II, The centrality of city planning"),
    asks=("ACTIONS.area", "ACTIONS.status", "SAFETY_WALKS.area", "SAFETY_WALKS.feeling"),
    may=("ACTIVITIES.area", "ACTIVITIES.status", *(f"SAFETY_WALKS.{name}" for name in PLACE if name != "feeling")),
    title=N_("Place where people feel unsafe, and nothing is planned there"),
    message=N_(
        "{row}: people who walked there feel unsafe ({feeling} of 5; low: {low}). No action or activity names this area."
    ),
    remedy=N_("Plan something for this area, or name it in the line of an action that reaches it already."),
    why=N_(
        "Whoever walks with residents asks them for their time and their trust. A place that they rated low and that no "
        "plan mentions tells them that it was for nothing."
    ),
    how=N_(
        "Begin with the ratings that were low: light, a path, a view, a stop. Small works done soon show that the walk "
        "counted. If another body must act, say so in an action of its own."
    ),
)
def unsafe_and_unplanned(audit: Audit) -> Iterator[Problem]:
    actions = live(audit)
    if not actions:
        return
    planned = {action.area for action in actions}
    planned |= {activity.area for activity in audit.activities if activity.status != "ended"}
    low = audit.edition.settings["walk_low"]
    told = set[str]()
    for walk in audit.safety_walks:
        if walk.area is None or walk.area in planned or walk.area in told:
            continue
        if walk.feeling is not None and walk.feeling <= low:
            told.add(walk.area)
            values = {"feeling": walk.feeling, "low": _low(audit, walk, low)}
            yield Problem(walk, "feeling", values=values)


def _low(audit: Audit, walk: SafetyWalk, low: float) -> str:
    """The ratings that were low, by name; the feeling itself when nothing else was."""
    names = [name for name, score in walk.ratings.items() if score is not None and score <= low and name != "feeling"]
    return audit.words.listed([audit.words.column("SAFETY_WALKS", name).lower() for name in names or ["feeling"]])


@rule(
    "DA-40",
    Severity.ADVICE,
    basis="I",
    section=N_("Part II, Understanding what to measure"),
    asks=("SAFETY_WALKS.time",),
    title=N_("Safety walks by daylight only"),
    message=N_("“{SAFETY_WALKS}”: all {count} walks were by daylight."),
    remedy=N_("Walk at least one of these places again after dark, with the groups who use it then."),
    why=N_(
        "A place can be lively at noon and empty at nine. Those who come home late, such as shift workers and students, "
        "meet the second one."
    ),
    how=N_("Go as a group, tell somebody where you are, and take the way people take from the last bus."),
)
def daylight_only(audit: Audit) -> Iterator[Problem]:
    walks = audit.safety_walks
    if len(walks) >= audit.edition.settings["few_walks"] and all(walk.time == "daylight" for walk in walks):
        yield Problem(walks[0], "time", values={"count": len(walks)})

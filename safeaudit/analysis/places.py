"""Areas in the resilience matrix, and planning and housing (framework Part III, 4. Resilience; Part II, city planning)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import groups, tally
from safeaudit.analysis.table import CountLine, Line, Table
from safeaudit.definitions import going_on, naming
from safeaudit.sheets.set_up import Area

if TYPE_CHECKING:
    from safeaudit.audit import Audit


@dataclass(frozen=True, slots=True)
class AreaLine(Line):
    """The resilience of an area: see `areas`."""

    row_id: str
    area: str | None
    state: float | None
    community: float | None
    state_range: tuple[float, float] | None
    community_range: tuple[float, float] | None
    quadrant: str | None
    may_be_positive: bool
    too_little_known: bool
    sign: str | None
    target: str | None
    moves: bool
    armed_provider: str | None
    property_rights: str | None
    bubble: str | None
    bubble_unplanned: bool
    evidence: str | None
    confidence: str | None
    population: int | None
    kind: str | None
    risks: list[str]
    activities: list[str]
    actions: list[str]


def areas(audit: Audit) -> Table[AreaLine]:
    """One line a RESILIENCE row (L29): `state` and `community` means 1–5, `quadrant`, `sign`, `target`.

    `state_range`, `community_range`: between what the means lie where scores are “not known” · `may_be_positive`: they leave it
    open that both are high · `too_little_known`: they leave the place in the matrix open altogether ·
    `sign` negative where armed or other providers impose order, whatever the scores · `moves`: the target is another
    quadrant · `bubble_unplanned`: a security bubble without a plan to reconnect · `risks`, `activities`, live `actions` that
    name the area · `population` residents, `kind` from AREAS.
    """
    known = {area.id: area for area in audit.areas}
    blank = Area(id="")
    return Table(
        AreaLine,
        (
            AreaLine.of(
                row,
                moves=None not in (row.quadrant, row.target) and row.target != row.quadrant,
                bubble_unplanned=row.bubble == "yes" and row.bubble_plan is None,
                population=known.get(row.area or "", blank).population,
                kind=known.get(row.area or "", blank).kind,
                risks=[risk.id for risk in audit.risks if row.area and row.area in risk.areas],
                activities=[each.id for each in going_on(audit) if row.area and each.area == row.area],
                actions=naming(audit, "area", row.area),
            )
            for row in audit.resilience
        ),
    )


def quadrants(audit: Audit) -> Table[CountLine]:
    """How many areas: measure "quadrant" today, "target", "sign", and "armed_provider" (yes, no, unknown)."""
    names = list(framework.scales()["quadrant"])
    rows = tally("quadrant", names, ((row.quadrant, row.id) for row in audit.resilience))
    rows += tally("target", names, ((row.target, row.id) for row in audit.resilience))
    rows += tally("sign", ("positive", "negative"), ((row.sign, row.id) for row in audit.resilience))
    rows += tally(
        "armed_provider", ("yes", "no", "unknown"), ((row.armed_provider, row.id) for row in audit.resilience)
    )
    return Table(CountLine, rows)


@dataclass(frozen=True, slots=True)
class UnplacedLine(Line):
    """An area without a place in the matrix."""

    row_id: str
    population: int | None
    kind: str | None


def unplaced(audit: Audit) -> Table[UnplacedLine]:
    """The AREAS lines that have no place in the resilience matrix."""
    placed = {row.area for row in audit.resilience}
    return Table(
        UnplacedLine,
        (UnplacedLine.of(area) for area in audit.areas if area.id not in placed),
    )


@dataclass(frozen=True, slots=True)
class PlanningLine(Line):
    """A line of city planning or housing: see `planning`."""

    row_id: str
    group: str
    status: str | None
    led: bool


def planning(audit: Audit) -> Table[PlanningLine]:
    """City planning (L20) and housing (L22): `group` planning or housing; a reason makes `status` not_applicable."""
    return Table(
        PlanningLine,
        (
            PlanningLine(
                row_id=row.id,
                group=groups("planning")[row.id],
                status="not_applicable" if row.waived else row.status,
                led=row.lead is not None,
            )
            for row in audit.planning
        ),
    )


def planning_counts(audit: Audit) -> Table[CountLine]:
    """How many lines of each status: measure "planning" and "housing"; code None where nothing was answered."""
    lines, codes = planning(audit), list(framework.scales()["in_place"])
    rows = []
    for group in ("planning", "housing"):
        rows += tally(group, codes, ((line.status, line.row_id) for line in lines if line.group == group))
    return Table(CountLine, rows)

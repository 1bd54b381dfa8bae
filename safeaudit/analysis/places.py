"""Areas in the resilience matrix, and planning and housing (framework Part III, 4. Resilience; Part II, city planning)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.frames import TALLY, frame, groups, take, tally
from safeaudit.sheets.set_up import Area

if TYPE_CHECKING:
    from pandas import DataFrame

    from safeaudit.audit import Audit


def areas(audit: Audit) -> DataFrame:
    """One line a RESILIENCE row (L29): `state` and `community` means 1–5, `quadrant`, `sign`, `target`.

    `sign` negative where armed or other providers impose order, whatever the scores · `moves`: the target is another
    quadrant · `bubble_unplanned`: a security bubble without a plan to reconnect · `risks`, `activities`, `actions` that name
    the area · `population` residents, `kind` from AREAS.
    """
    known = {area.id: area for area in audit.areas}
    blank = Area(id="")
    return frame(
        "row_id area state:float community:float quadrant sign target moves:bool armed_provider property_rights bubble "
        "bubble_unplanned:bool population:int kind risks:list activities:list actions:list",
        (
            {
                **take(row, "area state community quadrant sign target armed_provider property_rights bubble"),
                "moves": None not in (row.quadrant, row.target) and row.target != row.quadrant,
                "bubble_unplanned": row.bubble == "yes" and row.bubble_plan is None,
                "population": known.get(row.area or "", blank).population,
                "kind": known.get(row.area or "", blank).kind,
                "risks": [risk.id for risk in audit.risks if row.area and row.area in risk.areas],
                "activities": [each.id for each in audit.activities if row.area and each.area == row.area],
                "actions": [each.id for each in audit.actions if row.area and each.area == row.area],
            }
            for row in audit.resilience
        ),
    )


def quadrants(audit: Audit) -> DataFrame:
    """How many areas: measure "quadrant" today, "target", "sign", and "armed_provider" (yes, no, unknown)."""
    names = list(framework.scales()["quadrant"])
    rows = tally("quadrant", names, ((row.quadrant, row.id) for row in audit.resilience))
    rows += tally("target", names, ((row.target, row.id) for row in audit.resilience))
    rows += tally("sign", ("positive", "negative"), ((row.sign, row.id) for row in audit.resilience))
    rows += tally(
        "armed_provider", ("yes", "no", "unknown"), ((row.armed_provider, row.id) for row in audit.resilience)
    )
    return frame(TALLY, rows)


def unplaced(audit: Audit) -> DataFrame:
    """The AREAS lines that have no place in the resilience matrix."""
    placed = {row.area for row in audit.resilience}
    return frame(
        "row_id population:int kind",
        (take(area, "population kind") for area in audit.areas if area.id not in placed),
    )


def planning(audit: Audit) -> DataFrame:
    """City planning (L20) and housing (L22): `group` planning or housing; a reason makes `status` not_applicable."""
    return frame(
        "row_id group status led:bool",
        (
            {
                "row_id": row.id,
                "group": groups("planning")[row.id],
                "status": "not_applicable" if row.waived else row.status,
                "led": row.lead is not None,
            }
            for row in audit.planning
        ),
    )


def planning_counts(audit: Audit) -> DataFrame:
    """How many lines of each status: measure "planning" and "housing"; code None where nothing was answered."""
    table = planning(audit)
    rows = []
    for group in ("planning", "housing"):
        own = table[table.group == group]
        rows += tally(group, list(framework.scales()["in_place"]), zip(own.status, own.row_id, strict=True))
    return frame(TALLY, rows)

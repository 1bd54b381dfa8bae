"""Risks: ranked, counted, and how they feed each other (framework Part II, Risk and Threat Identification)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import distinct, groups, tally
from safeaudit.analysis.table import CountLine, Line, Table

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.sheets.understand import Risk

LEVELS = ("critical", "high", "moderate", "low")


def rated(audit: Audit) -> list[Risk]:
    """The risks that have a score and are not declared irrelevant, highest first."""
    chosen = [risk for risk in audit.risks if risk.score is not None and risk.relevant != "no"]
    return sorted(chosen, key=lambda risk: -(risk.score or 0))


def high(audit: Audit) -> list[Risk]:
    """The rated risks that score at least the setting `high_risk`."""
    return [risk for risk in rated(audit) if (risk.score or 0) >= audit.edition.settings["high_risk"]]


@dataclass(frozen=True, slots=True)
class RiskLine(Line):
    """A risk: see `ranked`."""

    row_id: str
    group: str
    relevant: str | None
    likelihood: int | None
    impact: int | None
    score: int | None
    level: str | None
    rank: int | None
    is_high: bool
    trend: str | None
    duration: str | None
    evidence: str | None
    source: str | None
    confidence: str | None
    raised_by_residents: str | None
    groups: list[str]
    areas: list[str]
    acts_with: list[str]
    linked: list[str]
    degree: int
    fed_by: list[str]
    actions: list[str]


def ranked(audit: Audit) -> Table[RiskLine]:
    """Every risk line, the highest score first (L01). `rank` is shared by equal scores; unrated lines come last.

    `group` external, structural, governance · `fed_by` flows present that feed it (FLOWS, SYSTEM_MAP) · `linked` risks it
    acts together with, named on either side · `degree` their number · `actions` actions that name it.
    """
    order = rated(audit)
    rank = {risk.id: 1 + sum((other.score or 0) > (risk.score or 0) for other in order) for risk in order}
    rest = [risk for risk in audit.risks if risk.id not in rank]
    linked = neighbours(audit)
    top = audit.edition.settings["high_risk"]
    return Table(
        RiskLine,
        (
            RiskLine.of(
                risk,
                group=groups("risks")[risk.id],
                rank=rank.get(risk.id),
                is_high=risk.id in rank and (risk.score or 0) >= top,
                linked=linked[risk.id],
                degree=len(linked[risk.id]),
                fed_by=feeding(audit, risk.id),
                actions=[action.id for action in audit.actions if risk.id in action.risks],
            )
            for risk in order + rest
        ),
    )


def neighbours(audit: Audit) -> dict[str, list[str]]:
    """For each risk the risks it acts together with, whichever of the two lines says so."""
    pairs = [(risk.id, other) for risk in audit.risks for other in risk.acts_with if other != risk.id]
    return {
        risk.id: distinct([b for a, b in pairs if a == risk.id] + [a for a, b in pairs if b == risk.id])
        for risk in audit.risks
    }


def feeding(audit: Audit, risk_id: str) -> list[str]:
    """The flows said to be present that feed a risk, from FLOWS and from the SYSTEM_MAP."""
    present = {flow.id for flow in audit.flows if flow.present == "yes"}
    named = [flow.id for flow in audit.flows if risk_id in flow.risks]
    mapped = [row.flow for row in audit.map_rows if row.risk == risk_id]
    return [flow for flow in distinct(named + mapped) if flow in present]


@dataclass(frozen=True, slots=True)
class LinkLine(Line):
    """A pair of risks that act together: see `links`."""

    row_id: str
    other: str
    column: str
    mutual: bool
    both_high: bool


def links(audit: Audit) -> Table[LinkLine]:
    """One line a pair of risks that act together: `row_id` the line that says so in `column`, `other` the risk it names.

    `mutual`: each names the other (then both lines are listed) · `both_high`: both score high, a cumulative risk.
    """
    top = {risk.id for risk in high(audit)}
    named = {(risk.id, other) for risk in audit.risks for other in risk.acts_with}
    return Table(
        LinkLine,
        (
            LinkLine(
                row_id=risk.id,
                other=other,
                column=column,
                mutual=(other, risk.id) in named,
                both_high=risk.id in top and other in top,
            )
            for risk in audit.risks
            for column, other in (("acts_with_1", risk.acts_with_1), ("acts_with_2", risk.acts_with_2))
            if other and other != risk.id
        ),
    )


@dataclass(frozen=True, slots=True)
class ClusterLine(Line):
    """Rated risks that hang together: see `clusters`."""

    row_ids: list[str]
    size: int
    top_score: int
    total_score: int


def clusters(audit: Audit) -> Table[ClusterLine]:
    """Rated risks that hang together through their links, the largest cluster first; single risks are left out.

    `row_ids` highest score first · `size` how many · `top_score` 1–25 · `total_score` their sum, for ordering only.
    """
    order = rated(audit)
    scores = {risk.id: risk.score or 0 for risk in order}
    linked, seen, found = neighbours(audit), set[str](), []
    for risk in order:
        members, waiting = set[str](), [risk.id]
        while waiting:
            each = waiting.pop()
            if each in scores and each not in seen:
                seen.add(each)
                members.add(each)
                waiting.extend(linked.get(each, []))
        if len(members) > 1:
            found.append([each for each in scores if each in members])
    found.sort(key=lambda ids: (-len(ids), -sum(scores[each] for each in ids)))
    return Table(
        ClusterLine,
        (
            ClusterLine(
                row_ids=ids, size=len(ids), top_score=scores[ids[0]], total_score=sum(scores[each] for each in ids)
            )
            for ids in found
        ),
    )


def counts(audit: Audit) -> Table[CountLine]:
    """How many risks: measure "level" (critical to low), "relevant" (yes, no, unknown, None) and "trend" of rated ones."""
    order = rated(audit)
    rows = tally("level", LEVELS, ((risk.level, risk.id) for risk in order))
    rows += tally("relevant", ("yes", "no", "unknown"), ((risk.relevant, risk.id) for risk in audit.risks))
    rows += tally("trend", ("rising", "stable", "falling", "unknown"), ((risk.trend, risk.id) for risk in order))
    return Table(CountLine, rows)


@dataclass(frozen=True, slots=True)
class GroupLine(Line):
    """A category of risks: see `by_group`."""

    group: str
    rated: int
    high: int
    critical: int
    row_id: str | None
    row_ids: list[str]


def by_group(audit: Audit) -> Table[GroupLine]:
    """One line a category of L01: lines rated, high (`high` counts critical ones too) and critical, and its highest line."""
    settings = audit.edition.settings
    rows = []
    for group in framework.rows("risks").groups:
        own = [risk for risk in rated(audit) if groups("risks")[risk.id] == group.id]
        rows.append(
            GroupLine(
                group=group.id,
                rated=len(own),
                high=sum((risk.score or 0) >= settings["high_risk"] for risk in own),
                critical=sum((risk.score or 0) >= settings["critical_risk"] for risk in own),
                row_id=own[0].id if own else None,
                row_ids=[risk.id for risk in own],
            )
        )
    return Table(GroupLine, rows)


@dataclass(frozen=True, slots=True)
class LevelLine(Line):
    """A risk factor by closeness to the person: see `levels`."""

    row_id: str
    matters: str | None
    not_applicable: bool


def levels(audit: Audit) -> Table[LevelLine]:
    """Risk factors by closeness to the person (L02): `matters` yes, no, unknown; `not_applicable` with a reason."""
    return Table(
        LevelLine,
        (LevelLine.of(row, not_applicable=row.waived) for row in audit.risk_levels),
    )

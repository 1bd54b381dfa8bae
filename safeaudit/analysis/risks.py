"""Risks: ranked, counted, and how they feed each other (framework Part II, Risk and Threat Identification)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import distinct, groups, tally
from safeaudit.analysis.table import CountLine, Line, Table
from safeaudit.definitions import feeding, high_risks, in_words, is_high, judged, live, main_risks, rated
from safeaudit.sheets.grading import sure

if TYPE_CHECKING:
    from safeaudit.audit import Audit

LEVELS = ("critical", "high", "moderate", "low")


@dataclass(frozen=True, slots=True)
class RiskLine(Line):
    """A risk: see `ranked`."""

    row_id: str
    group: str
    relevant: str | None
    matters: str | None
    in_words: bool
    likelihood: int | None
    impact: int | None
    score: int | None
    level: str | None
    rank: int | None
    score_range: tuple[int, int] | None
    unrated: str | None
    is_high: bool
    is_main: bool
    trend: str | None
    duration: str | None
    evidence: str | None
    source: str | None
    confidence: str | None
    sure: str | None
    raised_by_residents: str | None
    groups: list[str]
    areas: list[str]
    acts_with: list[str]
    linked: list[str]
    degree: int
    fed_by: list[str]
    actions: list[str]


def ranked(audit: Audit) -> Table[RiskLine]:
    """Every risk line, the highest score first (L01). `rank` is shared by equal scores; then come those rated `in_words` alone, and
    unrated lines last.

    `score_range` the lowest and highest score where likelihood or impact is not known; `unrated` says unknown where both are ·
    `group` external, structural, governance · `fed_by` flows present that feed it (FLOWS, SYSTEM_MAP) · `linked` risks it
    acts together with, named on either side · `degree` their number · `sure` the lower of the confidence typed and worked out ·
    `actions` live actions that name it · `is_main` a main risk.
    """
    order = rated(audit)
    rank = {risk.id: 1 + sum((other.score or 0) > (risk.score or 0) for other in order) for risk in order}
    worded = in_words(audit)
    rest = [*worded, *(risk for risk in audit.risks if risk.id not in rank and risk not in worded)]
    linked = neighbours(audit)
    main = {risk.id for risk in main_risks(audit)}
    actions = live(audit)
    return Table(
        RiskLine,
        (
            RiskLine.of(
                risk,
                sure=sure(risk),
                group=groups("risks")[risk.id],
                rank=rank.get(risk.id),
                unrated="unknown" if risk.is_unknown("likelihood") and risk.is_unknown("impact") else None,
                is_high=is_high(audit, risk),
                is_main=risk.id in main,
                linked=linked[risk.id],
                degree=len(linked[risk.id]),
                fed_by=feeding(audit, risk.id),
                actions=[action.id for action in actions if risk.id in action.risks],
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
    top = {risk.id for risk in high_risks(audit)}
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

    `row_ids` highest first · `size` how many · `top_score` 1–25 · `total_score` their sum, for ordering only; 0 for one in words.
    """
    order = judged(audit)
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
    order = judged(audit)
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
        own = [risk for risk in judged(audit) if groups("risks")[risk.id] == group.id]
        rows.append(
            GroupLine(
                group=group.id,
                rated=len(own),
                high=sum(is_high(audit, risk) for risk in own),
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

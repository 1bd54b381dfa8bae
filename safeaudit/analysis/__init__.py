"""What an audit comes to: named pandas tables of codes and row IDs, ready for report, charts and dataset.

`analyse(audit)` returns an `Analysis`. No I/O, no drawing, no display texts: labels come from `audit.label()` and `Words`.
Every table has the same columns for a blank audit as for a full one, and keeps the source lines in `row_id` or `row_ids`.
Use `records(table)` for plain dicts with None for every blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit.analysis import evidence as _evidence
from safeaudit.analysis import flows as _flows
from safeaudit.analysis import govern as _govern
from safeaudit.analysis import people as _people
from safeaudit.analysis import places as _places
from safeaudit.analysis import risks as _risks
from safeaudit.analysis import strategy as _strategy
from safeaudit.analysis import system as _system
from safeaudit.analysis.evidence import Homicide
from safeaudit.analysis.frames import records
from safeaudit.analysis.strategy import FundingGap, Reliance

if TYPE_CHECKING:
    from pandas import DataFrame

    from safeaudit.audit import Audit

__all__ = ["Analysis", "FundingGap", "Homicide", "Reliance", "analyse", "records"]


@dataclass(frozen=True, eq=False)
class Analysis:
    """All results of one audit. Columns are described at the function of the same name in the module given here.

    A *count table* has the columns measure, code, count, row_ids: one line a code of a measure, zero included, and code None
    for lines that do not say. Shares are per cent, money is in the audit's currency, codes are those of scales.yaml.
    """

    # risks.py
    risks: DataFrame
    """Every risk line, the highest first: group, score, level, rank, is_high, trend, evidence, confidence, linked, fed_by."""
    risk_links: DataFrame
    """Pairs that act together: row_id, other, column, mutual, both_high."""
    risk_clusters: DataFrame
    """Rated risks that hang together: row_ids, size, top_score, total_score."""
    risk_counts: DataFrame
    """Count table: level, relevant, trend."""
    risk_groups: DataFrame
    """One line a category: group, rated, high, critical, row_id (its highest), row_ids."""
    risk_levels: DataFrame
    """L02, closeness to the person: row_id, matters, not_applicable."""

    # flows.py
    flows: DataFrame
    """Every flow line: present, direction, scale (for use), scale_stated, scale_basis, price_reading, slope, and what names it."""
    flow_counts: DataFrame
    """Count table: present, scale, trend, violence, responder, direction."""
    prices: DataFrame
    """Dated prices: series, row_id, flow, item, unit, area, month, price, relative, other_causes."""
    price_series: DataFrame
    """One line a series: series, flow, item, unit, area, n, first, last, change, slope, reading, row_ids."""
    markets: DataFrame
    """Criminal governance, the highest index first: four signs, index, reading, state_able, notes."""
    market_notes: DataFrame
    """Signs to be read against each other: row_id, note, columns."""

    # system.py
    actors: DataFrame
    """row_id, kind, network, resource_effect, flows, territory, gives, seen_as, state_relation, overseen, level, ties."""
    ties: DataFrame
    """row_id, other, tie, column."""
    actor_counts: DataFrame
    """Count table: level, seen_as, state_relation."""
    system_map: DataFrame
    """The five columns with state, complete, levers, actions."""
    edges: DataFrame
    """Directed links of the system: start, end, kind, row_id, column."""
    loops: DataFrame
    """Loops found from links and loops marked: kind, sign, nodes, length, marked, row_ids."""
    path_problems: DataFrame
    """Paths unanswered, made worse, moved or without effect: row_id, problem, risk, flow, actor, level."""
    levers: DataFrame
    """row_id, kind, map_row, influence, readiness, loop, ready, opening, actions."""

    # places.py
    areas: DataFrame
    """Resilience by area: row_id, area, state, community, quadrant, sign, target, moves, armed_provider, bubble_unplanned."""
    quadrants: DataFrame
    """Count table: quadrant, target, sign, armed_provider."""
    unplaced: DataFrame
    """AREAS lines without a place in the matrix: row_id, population, kind."""
    planning: DataFrame
    """row_id, group (planning, housing), status, led."""
    planning_counts: DataFrame
    """Count table: planning, housing."""

    # govern.py
    powers: DataFrame
    """row_id, held_by, held, status, flows, market_state, corruption_risk, five safeguards, integrity_gap, effectiveness."""
    safeguards: DataFrame
    """Count table of the powers held: one measure a safeguard."""
    lever_match: DataFrame
    """Flows present × powers that touch them: flow, power, status, named."""
    mismatches: DataFrame
    """flow_without_power, power_unused, action_without_cause, risk_without_action, flow_without_action: row_id, others."""
    means: DataFrame
    """row_id, in_use, safeguards, result, mandate, overseen, unsafe."""
    agreements: DataFrame
    """row_id, kind, status, in_force, measurable, expiring, lapsed, never_reviewed, actions."""
    agreement_counts: DataFrame
    """Count table "agreement": total, in_force, measurable, expiring, lapsed, draft."""

    # people.py
    team: DataFrame
    """row_id, stakeholder, level, role, speaks_for, heard, month, told_back, took_part, heard_here."""
    stakeholders: DataFrame
    """Every kind of stakeholder: code, state (took_part, to_reach, absent), row_ids."""
    voices: DataFrame
    """Every group that may be spoken for: code, heard, before, told_back, row_ids."""
    team_counts: DataFrame
    """Count table: role, level, told_back, before_decisions, consent."""
    engagement: DataFrame
    """row_id, reached, answer_back, frequency, changed_decision, two_way, barrier, not_applicable."""
    engagement_counts: DataFrame
    """Count table: reached, answer_back, changed_decision."""
    communication: DataFrame
    """row_id, group (communication, public_life), status."""
    activities: DataFrame
    """row_id, category, status, who_for, area, partner, verdict, months, short, budget, funded, backed_by, care."""
    activity_counts: DataFrame
    """Category × status: count, funded, budget, row_ids."""
    partners: DataFrame
    """row_id, kind, five criteria, verdict, exception_review, exception_overdue, amount, activities, actions."""
    verdicts: DataFrame
    """code, count, funded, amount, row_ids."""
    principles: DataFrame
    """row_id, group, applied, actions, owned, not_applicable."""
    principle_counts: DataFrame
    """Count table: one measure a group (principles, prerequisites, good_governance)."""

    # strategy.py
    actions: DataFrame
    """Every action of the strategy, with causes, live, alone, verdict of its partner, measurable."""
    balance: DataFrame
    """The four components: component, number, number_share, money, money_share, row_ids."""
    reliance: Reliance
    """Whether the plan leans on enforcement."""
    action_counts: DataFrame
    """Count table with cost: component, horizon, level, funding, beneficiaries, nature, supports, status."""
    timeline: DataFrame
    """row_id, component, starts, ends, months, funding, status, horizon."""
    funding: DataFrame
    """component, funding, count, cost, row_ids."""
    funding_gap: FundingGap
    """Money needed, had and open."""
    sdg: DataFrame
    """code, goal, count, cost, row_ids."""
    unused: DataFrame
    """Held but unused: kind (resilience_factor, lever, power), row_id, map_row."""

    # evidence.py
    indicators: DataFrame
    """row_id, layer, state, value, year, change, better, moved, national_value, quality, old, gap."""
    readiness: DataFrame
    """Layer × state: count, share, row_ids."""
    sources: DataFrame
    """row_id, level, topic, kind, geography, latest_year, old, shared, quality, used_by."""
    source_counts: DataFrame
    """Count table: topic, quality, shared, level, geography."""
    data_gaps: DataFrame
    """row_id, applies, planned, by_when, not_applicable."""
    tools: DataFrame
    """row_id, in_use, limits, not_applicable."""
    homicide: Homicide
    """City against national rate."""
    questions: DataFrame
    """The five guiding questions: row_id, answered, confidence, high, medium, low, row_ids."""
    sheets: DataFrame
    """Completeness: sheet, used, answered, expected, missing, share, waived, reason."""
    coverage: DataFrame
    """L01–L32: key, state, answered, expected, sheets, reasons."""
    limits: DataFrame
    """limit, sheet, row_id, column, count."""


def analyse(audit: Audit) -> Analysis:
    """Everything the report and the dataset carry, from one audit of any completeness; the audit is not changed."""
    progress = _evidence.progress(audit)
    return Analysis(
        risks=_risks.ranked(audit),
        risk_links=_risks.links(audit),
        risk_clusters=_risks.clusters(audit),
        risk_counts=_risks.counts(audit),
        risk_groups=_risks.by_group(audit),
        risk_levels=_risks.levels(audit),
        flows=_flows.profile(audit),
        flow_counts=_flows.counts(audit),
        prices=_flows.prices(audit),
        price_series=_flows.price_series(audit),
        markets=_flows.markets(audit),
        market_notes=_flows.market_notes(audit),
        actors=_system.actors(audit),
        ties=_system.ties(audit),
        actor_counts=_system.actor_counts(audit),
        system_map=_system.system_map(audit),
        edges=_system.edges(audit),
        loops=_system.loops(audit),
        path_problems=_system.path_problems(audit),
        levers=_system.levers(audit),
        areas=_places.areas(audit),
        quadrants=_places.quadrants(audit),
        unplaced=_places.unplaced(audit),
        planning=_places.planning(audit),
        planning_counts=_places.planning_counts(audit),
        powers=_govern.powers(audit),
        safeguards=_govern.safeguards(audit),
        lever_match=_govern.lever_match(audit),
        mismatches=_govern.mismatches(audit),
        means=_govern.means(audit),
        agreements=_govern.agreements(audit),
        agreement_counts=_govern.agreement_counts(audit),
        team=_people.team(audit),
        stakeholders=_people.stakeholders(audit),
        voices=_people.voices(audit),
        team_counts=_people.team_counts(audit),
        engagement=_people.engagement(audit),
        engagement_counts=_people.engagement_counts(audit),
        communication=_people.communication(audit),
        activities=_people.activities(audit),
        activity_counts=_people.activity_counts(audit),
        partners=_people.partners(audit),
        verdicts=_people.verdicts(audit),
        principles=_people.principles(audit),
        principle_counts=_people.principle_counts(audit),
        actions=_strategy.actions(audit),
        balance=_strategy.balance(audit),
        reliance=_strategy.reliance(audit),
        action_counts=_strategy.action_counts(audit),
        timeline=_strategy.timeline(audit),
        funding=_strategy.funding(audit),
        funding_gap=_strategy.funding_gap(audit),
        sdg=_strategy.sdg(audit),
        unused=_strategy.unused(audit),
        indicators=_evidence.indicators(audit),
        readiness=_evidence.readiness(audit),
        sources=_evidence.sources(audit),
        source_counts=_evidence.source_counts(audit),
        data_gaps=_evidence.data_gaps(audit),
        tools=_evidence.tools(audit),
        homicide=_evidence.homicide(audit),
        questions=_evidence.questions(audit),
        sheets=_evidence.sheets(audit, progress),
        coverage=_evidence.coverage(audit, progress),
        limits=_evidence.limits(audit, progress),
    )

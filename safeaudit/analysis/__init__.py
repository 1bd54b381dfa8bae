"""What an audit comes to: named tables of typed lines, ready for report, charts and dataset.

`analyse(audit)` returns an `Analysis`. No I/O, no drawing, no display texts: labels come from `audit.label()` and `Words`.
Every table has the same columns for a blank audit as for a full one, and keeps the source lines in `row_id` or `row_ids`.
`table.to_pandas()` gives it as a DataFrame; nothing else here needs pandas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit.analysis import agree as _agree
from safeaudit.analysis import balance as _balance
from safeaudit.analysis import capacity as _capacity
from safeaudit.analysis import completeness as _completeness
from safeaudit.analysis import evidence as _evidence
from safeaudit.analysis import figures as _figures
from safeaudit.analysis import flows as _flows
from safeaudit.analysis import govern as _govern
from safeaudit.analysis import partners as _partners
from safeaudit.analysis import people as _people
from safeaudit.analysis import places as _places
from safeaudit.analysis import risks as _risks
from safeaudit.analysis import strategy as _strategy
from safeaudit.analysis import system as _system
from safeaudit.analysis import votes as _votes
from safeaudit.analysis.balance import FundingGap, Reliance
from safeaudit.analysis.evidence import Homicide
from safeaudit.analysis.table import CountLine, Line, Table, records

if TYPE_CHECKING:
    from safeaudit.audit import Audit

__all__ = ["Analysis", "CountLine", "FundingGap", "Homicide", "Line", "Reliance", "Table", "analyse", "records"]


@dataclass(frozen=True, eq=False)
class Analysis:
    """All results of one audit. Columns are described at the function of the same name in the module given here.

    A *count table* has the columns measure, code, count, row_ids: one line a code of a measure, zero included, and code None
    for lines that do not say. Shares are per cent, money is in the audit's currency, codes are those of scales.yaml.
    """

    # risks.py
    risks: Table[_risks.RiskLine]
    """Every risk line, the highest first: group, score, level, rank, is_high, is_main, trend, evidence, confidence, sure, linked, fed_by."""
    risk_links: Table[_risks.LinkLine]
    """Pairs that act together: row_id, other, column, mutual, both_high."""
    risk_clusters: Table[_risks.ClusterLine]
    """Rated risks that hang together: row_ids, size, top_score, total_score."""
    risk_counts: Table[CountLine]
    """Count table: level, relevant, trend."""
    risk_groups: Table[_risks.GroupLine]
    """One line a category: group, rated, high, critical, row_id (its highest), row_ids."""
    risk_levels: Table[_risks.LevelLine]
    """L02, closeness to the person: row_id, matters, not_applicable."""

    # flows.py
    flows: Table[_flows.FlowLine]
    """Every flow line: present, direction, scale (for use), scale_stated, scale_basis, price_reading, price_change, and what names it."""
    flow_counts: Table[CountLine]
    """Count table: present, scale, trend, violence, responder, direction."""
    prices: Table[_flows.PriceLine]
    """Dated prices: series, row_id, flow, item, unit, area, month, price, relative, other_causes."""
    price_series: Table[_flows.SeriesLine]
    """One line a series: series, flow, item, unit, area, n, first, last, change, reading, row_ids."""
    markets: Table[_flows.MarketLine]
    """Criminal governance, the highest index first: four signs, index, reading, state_able, notes."""
    market_notes: Table[_flows.NoteLine]
    """Signs to be read against each other: row_id, note, columns."""

    # system.py
    actors: Table[_system.ActorLine]
    """row_id, kind, network, resource_effect, flows, territory, gives, seen_as, state_relation, overseen, level, ties."""
    ties: Table[_system.TieLine]
    """row_id, other, tie, column."""
    actor_counts: Table[CountLine]
    """Count table: level, seen_as, state_relation."""
    system_map: Table[_system.PathLine]
    """The five columns with state, complete, levers, actions."""
    edges: Table[_system.EdgeLine]
    """Directed links of the system: start, end, kind, row_id, column."""
    loops: Table[_system.LoopLine]
    """Loops found from links and loops marked: kind, sign, nodes, length, marked, row_ids."""
    path_problems: Table[_system.ProblemLine]
    """Paths unanswered, made worse, moved or without effect: row_id, problem, risk, flow, actor, level."""
    levers: Table[_system.LeverLine]
    """row_id, kind, map_row, influence, readiness, loop, ready, opening, actions."""

    # places.py
    areas: Table[_places.AreaLine]
    """Resilience by area: row_id, area, state, community, quadrant, sign, target, moves, armed_provider, bubble_unplanned."""
    quadrants: Table[CountLine]
    """Count table: quadrant, target, sign, armed_provider."""
    unplaced: Table[_places.UnplacedLine]
    """AREAS lines without a place in the matrix: row_id, population, kind."""
    planning: Table[_places.PlanningLine]
    """row_id, group (planning, housing), status, led."""
    planning_counts: Table[CountLine]
    """Count table: planning, housing."""

    # capacity.py
    capacity: Table[_capacity.CapacityLine]
    """row_id, group, step, not_applicable."""
    who: Table[_capacity.PresenceLine]
    """row_id, group, presence."""
    capacity_counts: Table[CountLine]
    """Count table: step, presence."""

    # govern.py
    powers: Table[_govern.PowerLine]
    """row_id, held_by, held, status, flows, market_state, corruption_risk, five safeguards, integrity_gap, gap_low,
    gap_high, effectiveness."""
    safeguards: Table[CountLine]
    """Count table of the powers held: one measure a safeguard."""
    lever_match: Table[_govern.MatchLine]
    """Flows present × powers that touch them: flow, power, status, named."""
    mismatches: Table[_govern.MismatchLine]
    """flow_without_power, power_unused, action_without_cause, risk_without_action, flow_without_action: row_id, others."""
    means: Table[_govern.MeansLine]
    """row_id, in_use, safeguards, result, mandate, overseen, unsafe, unclear."""
    agreements: Table[_govern.AgreementLine]
    """row_id, kind, status, in_force, measurable, expiring, lapsed, never_reviewed, actions."""
    agreement_counts: Table[CountLine]
    """Count table "agreement": total, in_force, measurable, expiring, lapsed, draft."""

    # people.py, partners.py
    team: Table[_people.TeamLine]
    """row_id, stakeholder, level, role, speaks_for, heard, month, told_back, took_part, heard_here."""
    stakeholders: Table[_people.StakeholderLine]
    """Every kind of stakeholder: code, state (took_part, to_reach, absent), row_ids."""
    voices: Table[_people.VoiceLine]
    """Every group that may be spoken for: code, heard, before, told_back, row_ids."""
    team_counts: Table[CountLine]
    """Count table: role, level, told_back, before_decisions, consent."""
    engagement: Table[_people.EngagementLine]
    """row_id, reached, answer_back, frequency, changed_decision, two_way, barrier, not_applicable."""
    engagement_counts: Table[CountLine]
    """Count table: reached, answer_back, changed_decision."""
    communication: Table[_people.CommunicationLine]
    """row_id, group (communication, public_life), status."""
    activities: Table[_partners.ActivityLine]
    """row_id, category, status, who_for, area, partner, verdict, months, short, budget, funded, backed_by, backing_unknown, care."""
    activity_counts: Table[_partners.ActivityCountLine]
    """Category × status: count, funded, budget, row_ids."""
    partners: Table[_partners.PartnerLine]
    """row_id, kind, five criteria, verdict, exception_review, exception_overdue, amount, activities, actions."""
    verdicts: Table[_partners.VerdictLine]
    """code, count, funded, amount, row_ids."""
    principles: Table[_partners.PrincipleLine]
    """row_id, group, applied, actions, owned, not_applicable."""
    principle_counts: Table[CountLine]
    """Count table: one measure a group (principles, prerequisites, good_governance)."""

    # strategy.py, balance.py
    actions: Table[_strategy.ActionLine]
    """Every action of the strategy, with causes, live, alone, verdict of its partner, measurable."""
    balance: Table[_balance.BalanceLine]
    """The four components: component, number, number_share, money, money_share, row_ids."""
    reliance: Reliance
    """Whether the plan leans on enforcement."""
    action_counts: Table[_balance.ActionCountLine]
    """Count table with cost: component, horizon, level, funding, beneficiaries, nature, supports, status."""
    timeline: Table[_strategy.TimelineLine]
    """row_id, component, starts, ends, months, funding, status, horizon."""
    funding: Table[_balance.FundingLine]
    """component, funding, count, cost, row_ids."""
    funding_gap: FundingGap
    """Money needed, had and open."""
    sdg: Table[_balance.GoalLine]
    """code, goal, count, cost, row_ids."""
    unused: Table[_strategy.UnusedLine]
    """Held but unused: kind (resilience_factor, lever, power), row_id, map_row."""

    # agree.py
    problems: Table[_agree.ProblemLine]
    """Problems as people name them, the worst first: how_bad, trend, areas, groups, risks, flows, actions that answer them."""
    priorities: Table[_agree.PriorityLine]
    """What comes first: row_id, place, problem, reasons, score, residents_rank, actions."""
    money: Table[_agree.MoneyLine]
    """Money of actions that are not stopped, by source: year_1 to year_5, total, posts, row_ids."""
    money_kinds: Table[_agree.MoneyKind]
    """What is found of it, by kind: base, new, transferred."""

    # votes.py
    votes: Table[_votes.VoteLine]
    """Actions a council votes on together: priority, problem, component, adopted, ends, row_ids."""
    lacks: Table[_votes.LackLine]
    """What keeps actions from a vote: column, row_ids."""

    # evidence.py, figures.py, completeness.py
    indicators: Table[_evidence.IndicatorLine]
    """row_id, layer, state, value, value_range, year, change, better, moved, margin, apart, national_value, quality, old, gap, sdg, iccs."""
    figures_by_year: Table[_figures.YearLine]
    """series, row_id, indicator, area, year, value, low, high, value_range, source."""
    safety_walks: Table[_figures.WalkLine]
    """row_id, area, month, time, walked_by, nine ratings, mean, low."""
    price_tests: Table[_figures.PriceTestLine]
    """row_id, measure, began, item, area, n_before, n_after, before, after, change."""
    readiness: Table[_evidence.ReadinessLine]
    """Layer × state: count, share, row_ids."""
    sources: Table[_evidence.SourceLine]
    """row_id, level, topic, kind, geography, latest_year, old, shared, quality, used_by."""
    source_counts: Table[CountLine]
    """Count table: topic, quality, shared, level, geography."""
    data_gaps: Table[_evidence.GapLine]
    """row_id, applies, planned, by_when, not_applicable."""
    tools: Table[_evidence.ToolLine]
    """row_id, in_use, limits, not_applicable."""
    homicide: Homicide
    """City against national rate."""
    questions: Table[_completeness.QuestionLine]
    """The five guiding questions: row_id, answered, confidence, high, medium, low, row_ids."""
    sheets: Table[_completeness.SheetLine]
    """Completeness: sheet, used, answered, expected, missing, share, known, not_known, left_out, asked, waived, reason."""
    coverage: Table[_completeness.CoverageLine]
    """L01–L32: key, state, answered, expected, known, not_known, waived, sheets, untouched, reasons."""
    limits: Table[_completeness.LimitLine]
    """limit, sheet, row_id, column, count."""


def analyse(audit: Audit) -> Analysis:
    """Everything the report and the dataset carry, from one audit of any completeness; the audit is not changed."""
    progress = _completeness.progress(audit)
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
        capacity=_capacity.capacity(audit),
        who=_capacity.who(audit),
        capacity_counts=_capacity.capacity_counts(audit),
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
        activities=_partners.activities(audit),
        activity_counts=_partners.activity_counts(audit),
        partners=_partners.partners(audit),
        verdicts=_partners.verdicts(audit),
        principles=_partners.principles(audit),
        principle_counts=_partners.principle_counts(audit),
        actions=_strategy.actions(audit),
        balance=_balance.balance(audit),
        reliance=_balance.reliance(audit),
        action_counts=_balance.action_counts(audit),
        timeline=_strategy.timeline(audit),
        funding=_balance.funding(audit),
        funding_gap=_balance.funding_gap(audit),
        sdg=_balance.sdg(audit),
        unused=_strategy.unused(audit),
        problems=_agree.problems(audit),
        priorities=_agree.priorities(audit),
        money=_agree.money(audit),
        money_kinds=_agree.money_kinds(audit),
        votes=_votes.votes(audit),
        lacks=_votes.lacks(audit),
        indicators=_evidence.indicators(audit),
        figures_by_year=_figures.by_year(audit),
        safety_walks=_figures.walks(audit),
        price_tests=_figures.price_tests(audit),
        readiness=_evidence.readiness(audit),
        sources=_evidence.sources(audit),
        source_counts=_evidence.source_counts(audit),
        data_gaps=_evidence.data_gaps(audit),
        tools=_evidence.tools(audit),
        homicide=_evidence.homicide(audit),
        questions=_completeness.questions(audit),
        sheets=_completeness.sheets(audit, progress),
        coverage=_completeness.coverage(audit),
        limits=_completeness.limits(audit, progress),
    )

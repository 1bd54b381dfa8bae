"""Actors, the system map, its loops and the paths nobody answers (framework Part II, Mapping systemic relationships)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit.analysis.counting import tally
from safeaudit.analysis.table import CountLine, Line, Table
from safeaudit.definitions import naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from safeaudit.audit import Audit
    from safeaudit.sheets import Row
    from safeaudit.sheets.exchange import MapRow

LOOPS = ("vicious", "virtuous")
"""What makes a feedback loop; “none” says that one was looked for and not found."""

LONGEST_LOOP, MOST_LOOPS = 6, 40
"""Loops with more steps than this, and more of them than this, tell a reader nothing."""


@dataclass(frozen=True, slots=True)
class ActorLine(Line):
    """An actor: see `actors`."""

    row_id: str
    kind: str | None
    network: str | None
    resource_effect: str | None
    flows: list[str]
    territory: str | None
    gives: list[str]
    seen_as: str | None
    began_as: str | None
    became: str | None
    turned: bool
    state_relation: str | None
    overseen: bool
    level: str | None
    evidence: str | None
    confidence: str | None
    sensitivity: str | None
    ties: int
    map_rows: list[str]


def actors(audit: Audit) -> Table[ActorLine]:
    """Every actor (L16): `resource_effect` of more money, `gives` residents, `overseen` by somebody.

    `turned`: it began by protecting people and takes money from them now · `ties` how many ties it names or is named in · `map_rows` lines of the map it steers.
    """
    ends = [end for actor in audit.actors for other, _ in actor.ties for end in (actor.id, other)]
    return Table(
        ActorLine,
        (
            ActorLine.of(
                actor,
                gives=[code for code in (actor.gives_1, actor.gives_2) if code],
                overseen=actor.overseen_by is not None,
                ties=ends.count(actor.id),
                map_rows=[row.id for row in audit.map_rows if row.actor == actor.id],
            )
            for actor in audit.actors
        ),
    )


@dataclass(frozen=True, slots=True)
class TieLine(Line):
    """A tie of one actor to another: see `ties`."""

    row_id: str
    other: str
    tie: str | None
    column: str


def ties(audit: Audit) -> Table[TieLine]:
    """One line a tie: the actor `row_id` names `other` in `column`, as allies, rivals, pays or protects."""
    return Table(
        TieLine,
        (
            TieLine(row_id=actor.id, other=other, tie=tie, column=column)
            for actor in audit.actors
            for column, other, tie in (
                ("tied_to_1", actor.tied_to_1, actor.tie_1),
                ("tied_to_2", actor.tied_to_2, actor.tie_2),
            )
            if other
        ),
    )


def actor_counts(audit: Audit) -> Table[CountLine]:
    """How many actors: measure "level" (a count of 0 shows a level not looked at), "seen_as", "state_relation"."""
    rows = tally("level", ("local", "national", "international"), ((actor.level, actor.id) for actor in audit.actors))
    rows += tally(
        "seen_as", ("provider", "threat", "both", "unknown"), ((actor.seen_as, actor.id) for actor in audit.actors)
    )
    relations = ("opposed", "tolerated", "colluding", "competing", "cooperating", "part_of_state")
    rows += tally("state_relation", relations, ((actor.state_relation, actor.id) for actor in audit.actors))
    return Table(CountLine, rows)


# The map -------------------------------------------------------------------------------------------------------------


def state(row: MapRow, audit: Audit) -> str:
    """What the response comes to: unanswered, worse, moves, no_effect, reduces, or unknown."""
    if is_unanswered(row, audit):
        return "unanswered"
    return row.effect or "unknown"


def is_unanswered(row: MapRow, audit: Audit) -> bool:
    """Whether no level of government acts on this path, or the response was written as "none"."""
    response = (row.response or "").strip().strip(".").casefold()
    return row.level == "none" or response in {"none", audit.words.code("government_level", "none").casefold()}


@dataclass(frozen=True, slots=True)
class PathLine(Line):
    """A path of the map: see `system_map`."""

    row_id: str
    risk: str | None
    flow: str | None
    actor: str | None
    response: str | None
    agency: str | None
    level: str | None
    effect: str | None
    foreseen: str | None
    resilience: str | None
    state: str
    complete: bool
    works_by: str | None
    groups: list[str]
    evidence: str | None
    confidence: str | None
    loop: str | None
    sensitivity: str | None
    levers: list[str]
    actions: list[str]


def system_map(audit: Audit) -> Table[PathLine]:
    """The five columns (L08), a line a path: risk, flow, actor, response of government, resilience.

    `state` unanswered, worse, moves, no_effect, reduces, unknown · `complete` all five are filled · `works_by` mitigation or
    adaptation (L19) · `levers` LEVERS lines · live `actions` that name the line.
    """
    return Table(
        PathLine,
        (
            PathLine.of(
                row,
                state=state(row, audit),
                complete=None not in (row.risk, row.flow, row.actor, row.response, row.resilience),
                levers=[lever.id for lever in audit.levers if lever.map_row == row.id],
                actions=naming(audit, "map_row", row.id),
            )
            for row in audit.map_rows
        ),
    )


@dataclass(frozen=True, slots=True)
class EdgeLine(Line):
    """A directed link: see `edges`."""

    start: str
    end: str
    kind: str
    row_id: str
    column: str


def edges(audit: Audit) -> Table[EdgeLine]:
    """The directed links between lines: `start` → `end`, the `kind` of link, and the line and column that say so.

    feeds: flow → risk (FLOWS, SYSTEM_MAP) · acts_with: risk → risk · steers: actor → flow (ACTORS, SYSTEM_MAP) · ties: actor
    → actor (pays, protects, allies; not rivals) · meets: risk → response (map line), worsens: back, where it makes things worse.
    """
    return Table(EdgeLine, _edges(audit))


def _edges(audit: Audit) -> Iterator[EdgeLine]:
    yield from _named(audit.flows, ("risk_1", "risk_2", "risk_3"), "feeds")
    yield from _named(audit.risks, ("acts_with_1", "acts_with_2"), "acts_with")
    yield from _named(audit.actors, ("flow_1", "flow_2"), "steers")
    yield from _named((actor for actor in audit.actors if actor.tie_1 != "rivals"), ("tied_to_1",), "ties")
    yield from _named((actor for actor in audit.actors if actor.tie_2 != "rivals"), ("tied_to_2",), "ties")
    for row in audit.map_rows:
        if row.flow and row.risk:
            yield EdgeLine(row.flow, row.risk, "feeds", row.id, "flow")
        if row.actor and row.flow:
            yield EdgeLine(row.actor, row.flow, "steers", row.id, "actor")
        if row.risk and row.effect == "worse" and not is_unanswered(row, audit):
            yield EdgeLine(row.risk, row.id, "meets", row.id, "response")
            yield EdgeLine(row.id, row.risk, "worsens", row.id, "effect")


def _named(rows: Iterable[Row], columns: tuple[str, ...], kind: str) -> Iterator[EdgeLine]:
    """A link from each row to every row it names in these columns."""
    for row in rows:
        for column in columns:
            if end := getattr(row, column):
                yield EdgeLine(row.id, end, kind, row.id, column)


@dataclass(frozen=True, slots=True)
class LoopLine(Line):
    """A loop: see `loops`."""

    kind: str
    sign: str | None
    nodes: list[str]
    length: int
    marked: bool
    row_ids: list[str]


def loops(audit: Audit) -> Table[LoopLine]:
    """Feedback loops (L18): those `found` by following `edges` back to their start, and those people `marked` on the map.

    `nodes` the lines in order round the loop (for a marked one: risk, flow, actor of the path) · `sign` vicious or virtuous;
    a loop found runs through risks and harm, so it is vicious; a loop of ties alone has no sign · `row_ids` the lines that
    say so · `marked` also: a found loop of which a line is marked.
    """
    chosen = {row.id: row.loop for row in audit.map_rows if row.loop in LOOPS}
    links = list(_edges(audit))
    rows = []
    for cycle in _cycles({(link.start, link.end) for link in links}):
        steps = set(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
        row_ids = list(dict.fromkeys(link.row_id for link in links if (link.start, link.end) in steps))
        harmful = any(not node.startswith("ACT-") for node in cycle)
        marked = any(row_id in chosen for row_id in row_ids)
        rows.append(
            LoopLine(
                kind="found",
                sign="vicious" if harmful else None,
                nodes=cycle,
                length=len(cycle),
                marked=marked,
                row_ids=row_ids,
            )
        )
    for row in audit.map_rows:
        if row.loop in LOOPS:
            nodes = [node for node in (row.risk, row.flow, row.actor) if node]
            rows.append(
                LoopLine(kind="marked", sign=row.loop, nodes=nodes, length=len(nodes), marked=True, row_ids=[row.id])
            )
    return Table(LoopLine, rows)


def _cycles(links: set[tuple[str, str]]) -> list[list[str]]:
    """Simple cycles of two or more nodes, each once, from its first node in ID order; the shortest first."""
    follow: dict[str, list[str]] = {}
    for start, end in sorted(links):
        if start != end:
            follow.setdefault(start, []).append(end)
    found: list[list[str]] = []

    def walk(path: list[str]) -> None:
        for node in follow.get(path[-1], []):
            if node == path[0] and len(path) > 1:
                found.append(path)
            elif node > path[0] and node not in path and len(path) < LONGEST_LOOP:
                walk([*path, node])

    for start in sorted(follow):
        walk([start])
    return sorted(found, key=lambda cycle: (len(cycle), cycle))[:MOST_LOOPS]


@dataclass(frozen=True, slots=True)
class ProblemLine(Line):
    """A path nobody answers, or whose answer fails: see `path_problems`."""

    row_id: str
    problem: str
    risk: str | None
    flow: str | None
    actor: str | None
    level: str | None


def path_problems(audit: Audit) -> Table[ProblemLine]:
    """The paths of the map that nobody answers, or whose answer fails: `problem` unanswered, worse, moves or no_effect."""
    order = ("unanswered", "worse", "moves", "no_effect")
    found = [(state(row, audit), row) for row in audit.map_rows]
    chosen = sorted((pair for pair in found if pair[0] in order), key=lambda pair: order.index(pair[0]))
    return Table(
        ProblemLine,
        (ProblemLine.of(row, problem=problem) for problem, row in chosen),
    )


@dataclass(frozen=True, slots=True)
class LeverLine(Line):
    """A factor that can turn things: see `levers`."""

    row_id: str
    kind: str | None
    map_row: str | None
    influence: str | None
    readiness: str | None
    loop: str | None
    ready: bool
    opening: bool
    actions: list[str]


def levers(audit: Audit) -> Table[LeverLine]:
    """Factors that can turn things (L17): `ready` when influence and readiness are both at least medium.

    live `actions` that name its map line · `opening`: an opportunity is noted.
    """
    return Table(
        LeverLine,
        (
            LeverLine.of(
                lever,
                ready={lever.influence, lever.readiness} <= {"high", "medium"},
                opening=lever.opportunity is not None,
                actions=naming(audit, "map_row", lever.map_row),
            )
            for lever in audit.levers
        ),
    )

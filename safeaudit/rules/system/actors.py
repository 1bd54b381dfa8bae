"""Rules on the actors: who is listed, how they are organised, and how they are tied to each other."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.lines import ARMED
from safeaudit.sheets.decide import Action
from safeaudit.sheets.exchange import Actor
from safeaudit.words import N_

STATE = ("state_agency", "police")

CUTTING = ("enforcement", "regulation")
"""The components that cut what a group lives from; the other two work on the setting around it."""

LEVELS = {"local": "helped_locally", "national": "helped_nationally", "international": "helped_internationally"}
"""Levels of actors, and the column of FLOWS whose “No” says that nobody was found there."""


@rule(
    "AC-01",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, A Suggested Analytical Approach"),
    asks=("ACTORS.kind", "ACTORS.state_relation", "SYSTEM_MAP.actor"),
    title=N_("Only state bodies steer the flows on the map"),
    message=N_("“{SYSTEM_MAP}”: every actor named under “{column}” belongs to the state, such as {actors}."),
    remedy=N_(
        "Add the people and groups outside the state who move, protect or regulate these flows, as types and never by "
        "name, and choose them in the lines they belong to."
    ),
    why=N_(
        "Flows are steered by businesses, associations, residents and criminal groups as well as by offices. A map "
        "with offices only cannot show where a path could be broken."
    ),
    how=N_(
        "Ask of each flow: who earns from it, who protects it, who decides who may take part? Write a type, such as "
        "“minibus associations”."
    ),
)
def only_the_state_on_the_map(audit: Audit) -> Iterator[Problem]:
    if any("actor" in line.rejected for line in audit.map_rows):
        return
    chosen = dict.fromkeys(line.actor for line in audit.map_rows if line.actor)
    known = {actor.id: actor for actor in audit.actors}
    actors = [known[actor_id] for actor_id in chosen if actor_id in known]
    if not actors or len(actors) < len(chosen) or not all(_of_the_state(actor) for actor in actors):
        return
    yield Problem(
        sheet_id="SYSTEM_MAP",
        column="actor",
        values={"actors": audit.words.listed([named(audit, actor) for actor in actors[:3]])},
    )


def _of_the_state(actor: Actor) -> bool:
    return actor.kind in STATE or (actor.kind is not None and actor.state_relation == "part_of_state")


@rule(
    "AC-02",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, A Suggested Analytical Approach"),
    asks=("ACTORS.level", "FLOWS.helped_internationally", "FLOWS.present"),
    title=N_("Level at which no actor is listed"),
    message=N_("“{ACTORS}”: no actor has {levels} under “{column}”."),
    remedy=N_(
        "Look for actors at this level too and add them as types. If you looked and found none, say so on the flows "
        "(“{column_of_flows}”: “{yes_no_unknown.no}”), or accept this line."
    ),
    why=N_(
        "The framework asks who helps a flow along here, in the country and across borders. Cities that look at one "
        "level only miss those who supply, finance or permit it."
    ),
    how=N_(
        "Follow a flow one step back and one step on: who brings it to the city, who takes it on, who could have "
        "stopped it?"
    ),
)
def level_without_actor(audit: Audit) -> Iterator[Problem]:
    actors = audit.actors
    if not actors or any("level" in actor.rejected for actor in actors):
        return
    present = [flow for flow in audit.flows if flow.present == "yes"]
    found = {actor.level for actor in actors}
    missing = [
        level
        for level, column in LEVELS.items()
        if level not in found and not (present and all(flow.get(column) == "no" for flow in present))
    ]
    if missing:
        yield Problem(
            sheet_id="ACTORS",
            column="level",
            values={
                "levels": audit.words.listed([f"“{audit.words.code('actor_level', level)}”" for level in missing]),
                "column_of_flows": audit.words.column("FLOWS", LEVELS[missing[0]]),
            },
        )


@rule(
    "AC-03",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, How resources strengthen, weaken or fragment organisations"),
    asks=("ACTORS.flow_1", "ACTORS.kind", "ACTORS.network", "ACTORS.state_relation"),
    title=N_("Group on a flow, without how it is organised"),
    message=N_("{row}: it is tied to {flow}, but “{column}” is empty."),
    remedy=N_(
        "Choose “{network.tight}”, “{network.loose}” or “{network.weak}”. The sheet then shows what more money tends "
        "to do to it."
    ),
    why=N_(
        "The same money has different effects: a tight group takes on tasks of the state, a loose one fights inside, "
        "a weak one splits. A response must fit the kind."
    ),
    how=N_(
        "Ask who decides, who holds the money and what happens after a quarrel. If you are torn between two, choose "
        "the one that fits most days."
    ),
)
def group_without_network(audit: Audit) -> Iterator[Problem]:
    for actor in audit.actors:
        if actor.flows and actor.get("network") is None and not _of_the_state(actor):
            yield Problem(actor, "network", values={"flow": audit.label(actor.flows[0])})


@rule(
    "AC-04",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, How resources strengthen, weaken or fragment organisations"),
    asks=(
        "ACTIONS.component",
        "ACTIONS.flow",
        "ACTIONS.map_row",
        "ACTIONS.status",
        "ACTIVITIES",
        "ACTORS.flow_1",
        "ACTORS.kind",
        "ACTORS.network",
        "SYSTEM_MAP.actor",
        "SYSTEM_MAP.risk",
    ),
    title=N_("Tight group answered only by cutting what it lives from"),
    message=N_("{row}: “{column}” says “{network}”, and all actions on its flows belong to {components}: {actions}."),
    remedy=N_(
        "Add an action on the setting in which the group stands, from “{component.engagement}” or "
        "“{component.resilience}”, or tie one that exists to its flow or to its line on the map."
    ),
    why=N_(
        "A group with strong ties rests on its roots among people more than on its money. Where only the money is cut, "
        "it tends to find other money."
    ),
    how=N_(
        "Ask what residents get from this group, and what the city could give instead: work, justice, safety, a voice."
    ),
)
def tight_group_cut_off_only(audit: Audit) -> Iterator[Problem]:
    for actor in audit.actors:
        if actor.kind not in ARMED or actor.network != "tight":
            continue
        actions = _against(audit, actor)
        components = list(dict.fromkeys(action.component for action in actions))
        if components and set(components) <= set(CUTTING) and not _setting_is_worked_on(audit, actor):
            yield Problem(
                actor,
                "network",
                quote=("network",),
                values={
                    "components": audit.words.listed(
                        [f"“{audit.words.code('component', each)}”" for each in components]
                    ),
                    "actions": audit.words.listed([action.id for action in actions]),
                },
            )


def _against(audit: Audit, actor: Actor) -> list[Action]:
    """The actions on a flow of this actor or on one of its lines on the map, those that stopped left out."""
    lines = {line.id for line in audit.map_rows if line.actor == actor.id}
    return [action for action in live(audit) if action.flow in actor.flows or action.map_row in lines]


def _setting_is_worked_on(audit: Audit, actor: Actor) -> bool:
    """Whether resilience work answers a risk that this actor feeds on the map."""
    risks = {line.risk for line in audit.map_rows if line.actor == actor.id}
    return any(risks.intersection(activity.risks) for activity in audit.activities)


@rule(
    "AC-05",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, 2. Identifying connections between illicit flows and insecurity"),
    asks=("ACTORS.tie_1", "ACTORS.tied_to_1"),
    title=N_("Hardly any ties between actors"),
    message=N_("“{ACTORS}”: actors listed, {actors}; ties between them, {ties}."),
    remedy=N_(
        "Add the main ties under “{column}”: who pays, protects, supports or fights whom. A start is "
        "{setting.relations}."
    ),
    why=N_(
        "What happens between actors drives most of what happens in the city, and cities seldom draw it. A list of "
        "actors without ties is no picture of a system."
    ),
    how=N_(
        "Take the actors two by two and ask: who depends on whom, who fears whom? Offices have ties as well, to "
        "business for example."
    ),
)
def few_ties(audit: Audit) -> Iterator[Problem]:
    actors, least = audit.actors, int(audit.edition.settings["relations"])
    if len(actors) < least or any(actor.rejected.keys() & {"tied_to_1", "tied_to_2"} for actor in actors):
        return
    ties = {frozenset((actor.id, other)) for actor in actors for other, _kind in actor.ties if other != actor.id}
    if len(ties) < least:
        yield Problem(sheet_id="ACTORS", column="tied_to_1", values={"actors": len(actors), "ties": len(ties)})

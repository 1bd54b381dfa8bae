"""Rules on the actors: who is listed, how they are organised, and how they are tied to each other."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.sheets.decide import Action
from safeaudit.sheets.understand import Actor
from safeaudit.words import N_

STATE = ("state_agency", "police")
ARMED = ("criminal_group", "extremist_group", "militia")
"""Kinds of actors that live from crime or rule by force."""

CUTTING = ("enforcement", "regulation")
"""The components that cut what a group lives from; the other two work on the setting around it."""

LEVELS = {"local": "helped_locally", "national": "helped_nationally", "international": "helped_internationally"}
"""Levels of actors, and the column of FLOWS whose “No” says that nobody was found there."""


@rule(
    "AC-01",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, A Suggested Analytical Approach"),
    title=N_("Only state bodies steer the flows on the map"),
    message=N_("“{sheet}”: every actor named under “{column}” belongs to the state, such as {actors}."),
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
    values: dict[str, object] = {
        "sheet": audit.words.tab("SYSTEM_MAP"),
        "column": audit.words.column("SYSTEM_MAP", "actor"),
        "actors": audit.words.listed([named(audit, actor) for actor in actors[:3]]),
    }
    yield Problem(sheet_id="SYSTEM_MAP", column="actor", values=values)


def _of_the_state(actor: Actor) -> bool:
    return actor.kind in STATE or (actor.kind is not None and actor.state_relation == "part_of_state")


@rule(
    "AC-02",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, A Suggested Analytical Approach"),
    title=N_("Level at which no actor is listed"),
    message=N_("“{sheet}”: no actor has {levels} under “{column}”."),
    remedy=N_(
        "Look for actors at this level too and add them as types. If you looked and found none, say so on the flows "
        "(“{column_of_flows}”: “{no}”), or accept this line."
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
        values: dict[str, object] = {
            "sheet": audit.words.tab("ACTORS"),
            "column": audit.words.column("ACTORS", "level"),
            "levels": audit.words.listed([f"“{audit.words.code('actor_level', level)}”" for level in missing]),
            "column_of_flows": audit.words.column("FLOWS", LEVELS[missing[0]]),
            "no": audit.words.code("yes_no_unknown", "no"),
        }
        yield Problem(sheet_id="ACTORS", column="level", values=values)


@rule(
    "AC-03",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, How resources strengthen, weaken or fragment organisations"),
    title=N_("Group on a flow, without how it is organised"),
    message=N_("{row}: it is tied to {flow}, but “{column}” is empty."),
    remedy=N_("Choose “{tight}”, “{loose}” or “{weak}”. The sheet then shows what more money tends to do to it."),
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
            values: dict[str, object] = {
                "flow": audit.label(actor.flows[0]),
                "column": audit.words.column("ACTORS", "network"),
                **audit.words.options("network"),
            }
            yield Problem(actor, "network", values=values)


@rule(
    "AC-04",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, How resources strengthen, weaken or fragment organisations"),
    title=N_("Tight group answered only by cutting what it lives from"),
    message=N_("{row}: “{column}” says “{tight}”, and all actions on its flows belong to {components}: {actions}."),
    remedy=N_(
        "Add an action on the setting in which the group stands, from “{engagement}” or “{resilience}”, or tie one that "
        "exists to its flow or to its line on the map."
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
            values: dict[str, object] = {
                "column": audit.words.column("ACTORS", "network"),
                "tight": audit.shown(actor, "network"),
                "components": audit.words.listed([f"“{audit.words.code('component', each)}”" for each in components]),
                "actions": audit.words.listed([action.id for action in actions]),
                **audit.words.options("component"),
            }
            yield Problem(actor, "network", values=values)


def _against(audit: Audit, actor: Actor) -> list[Action]:
    """The actions on a flow of this actor or on one of its lines on the map, those that stopped left out."""
    lines = {line.id for line in audit.map_rows if line.actor == actor.id}
    return [
        action
        for action in audit.actions
        if action.status != "stopped" and (action.flow in actor.flows or action.map_row in lines)
    ]


def _setting_is_worked_on(audit: Audit, actor: Actor) -> bool:
    """Whether resilience work answers a risk that this actor feeds on the map."""
    risks = {line.risk for line in audit.map_rows if line.actor == actor.id}
    return any(risks.intersection(activity.risks) for activity in audit.activities)


@rule(
    "AC-05",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, 2. Identifying connections between illicit flows and insecurity"),
    title=N_("Hardly any ties between actors"),
    message=N_("“{sheet}”: actors listed, {actors}; ties between them, {ties}."),
    remedy=N_("Add the main ties under “{column}”: who pays, protects, supports or fights whom. A start is {least}."),
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
    actors, least = audit.actors, int(framework.settings()["relations"])
    if len(actors) < least or any(actor.rejected.keys() & {"tied_to_1", "tied_to_2"} for actor in actors):
        return
    ties = {frozenset((actor.id, other)) for actor in actors for other, _kind in actor.ties if other != actor.id}
    if len(ties) < least:
        values: dict[str, object] = {
            "sheet": audit.words.tab("ACTORS"),
            "actors": len(actors),
            "ties": len(ties),
            "column": audit.words.column("ACTORS", "tied_to_1"),
            "least": least,
        }
        yield Problem(sheet_id="ACTORS", column="tied_to_1", values=values)

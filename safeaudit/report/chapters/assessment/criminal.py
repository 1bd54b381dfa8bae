"""Chapter on criminal governance: markets, the signs of who rules them, and actors (framework Part II, 2. Identifying connections)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.flows import MarketLine
from safeaudit.analysis.system import ActorLine
from safeaudit.report.writing.phrases import basis_cell, resting, tallied, upper
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, fill, para, paras

STRONG = ("established", "dominant")
"""The readings under which others than the state set the rules."""


def criminal(s: Story) -> Section:
    """Who sets the rules of markets, and why the signs must be read with care."""
    w = s.words
    section = Section("criminal", w.t("Criminal governance"), sheets=("MARKETS", "ACTORS"))
    markets = s.analysis.markets
    if markets:
        section.text = _rule(s, markets)
        section.blocks["markets"] = _markets(s, markets)
        section.blocks["readings"] = _readings(s)
    else:
        section.text = [s.nothing("MARKETS")]
    section.blocks["actors"] = _actors(s)
    return section


def _rule(s: Story, markets: Sequence[MarketLine]) -> list[Paragraph]:
    w = s.words
    strong = [line for line in markets if line.readings[0] in STRONG]
    perhaps = [line for line in markets if line.readings[1] in STRONG and line.readings[0] not in STRONG]
    unable = [line.row_id for line in markets if line.state_able == "no"]
    barred = [line for line in markets if line.state_able in ("partly", "no") and line.why_not_able]
    unscored = [line.row_id for line in markets if line.index_low is None and not line.unknown]
    unknown = [line.row_id for line in markets if line.unknown]
    markets = [line for line in markets if line.index_low is not None]
    partly = [line for line in markets if line.index is None]
    return paras(
        para(
            s.say(
                w.n(
                    "One market was scored on four signs.",
                    "{count} markets were scored on four signs: protection must be paid, "
                    "violence is tied to it, newcomers are met with violence, territory is held.",
                    len(markets),
                )
                if markets
                else s.among(w.t("No market is scored on all four signs."), "MARKETS"),
                *s.of(markets, "index_low"),
            ),
            s.say_if(
                partly,
                w.n(
                    "In {names} some signs are not known, so that its index is a range.",
                    "In {names} some signs are not known, so that the index of each is a range.",
                    len(partly),
                    names=s.labels(s.of(partly)),
                ),
                *s.of(partly, "index_low"),
            ),
            s.say(
                w.t("Criminal governance is read as established or dominant in {names}.", names=s.labels(s.of(strong))),
                *s.of(strong, "index_low"),
            )
            if strong
            else s.say_if(
                markets, s.among(w.t("In none of them is criminal governance read as established."), "MARKETS")
            ),
            s.say_if(
                perhaps,
                w.t(
                    "It may be established or dominant in {names}: the signs that are not known decide.",
                    names=s.labels(s.of(perhaps)),
                ),
                *s.of(perhaps, "index_high"),
            ),
            s.about(
                unable,
                "state_able",
                w.t("In {names} the state is said not to be able to do its work.", names=s.labels(unable)),
            ),
            s.about(
                barred,
                "why_not_able",
                w.t(
                    "Where the state can act only partly or not at all, this is said of it: {reasons}.",
                    reasons=tallied(s, "why_not_able", [line.why_not_able for line in barred]),
                ),
            ),
        ),
        para(
            s.say(w.t("The signs can be read in opposite ways.")),
            s.say(
                w.t(
                    "Calm can be the calm of control: where one group holds a market firmly, little violence is needed, and few people "
                    "complain. Violence can be a sign that a market is hard to govern and that several compete for it."
                )
            ),
            s.say(w.t("A low index is therefore no proof of safety, and a fall in violence no proof of progress.")),
        ),
        para(
            resting(s, markets),
            s.about(unscored, "", w.t("Named, but not scored yet: {names}.", names=s.labels(unscored))),
            s.about(unknown, "", w.t("Named, and none of the four signs is known: {names}.", names=s.labels(unknown))),
        ),
    )


def _markets(s: Story, markets: Sequence[MarketLine]) -> Block:
    w = s.words
    head = {
        "market": w.t("Market"),
        "protection": w.t("Payment"),
        "violence": w.t("Violence"),
        "newcomers": w.t("Entry"),
        "territory": w.t("Territory"),
        "total": w.t("Index"),
        "reading": w.t("Reading"),
        "state": w.t("State able to act"),
        "basis": w.t("Evidence; confidence"),
    }
    signs = {
        "protection": "protection",
        "violence": "protection_violence",
        "newcomers": "newcomers",
        "territory": "territory",
    }
    lines: list[Cells] = []
    for line in (line for line in markets if line.index_low is not None):
        row_id = line.row_id
        lines.append(
            {
                **{name: s.answer(row_id, column) for name, column in signs.items()},
                "market": s.named(row_id),
                "total": s.answer(row_id, "index_low", text=w.span(line.index_low, line.index_high)),
                "reading": s.answer(row_id, "index_low", text=w.either("market_reading", *line.readings)),
                "reading_fill": fill(line.reading),
                "state": s.answer(row_id, "state_able"),
                "basis": basis_cell(s, line),
            }
        )
    return Block(caption=w.t("Four signs from 0 (no sign) to 3 (everywhere), and their sum"), head=head, lines=lines)


def _readings(s: Story) -> Block:
    """The opposite readings, market by market."""
    w = s.words
    said = {
        "quiet_control": w.t(
            "Little violence and firm hold on territory: this calm may be control. Ask who would be hurt by "
            "stepping out of line before calling it safe."
        ),
        "contested": w.t(
            "Violence without a firm hold on territory: nobody rules here yet. Such a market is hard to govern for "
            "criminals too, and may be easier for the city to regulate than a quiet one."
        ),
        "violence_state_able": w.t(
            "The violence is clear although the state is said to be able to act: ask what stands in its way."
        ),
        "entry_and_control": w.t(
            "Newcomers enter freely, yet payment or territory is strong: those in control may profit from "
            "every newcomer. One of the signs should be checked again."
        ),
        "unseen": w.t("Few signs where the state cannot act: little may be known rather than little be there."),
        "same_people": w.t(
            "The same people trade and protect, which is unusual; it ties the violence closely to the trade."
        ),
        "extortion_unknown": w.t("Whether people are forced to pay is not known."),
    }
    points = []
    for row_id in dict.fromkeys(line.row_id for line in s.analysis.market_notes):
        notes = [line for line in s.analysis.market_notes if line.row_id == row_id]
        sentences = [s.say(said[line.note], *s.of([row_id], *line.columns)) for line in notes if line.note in said]
        points.append(para(*sentences, lead=closed(s.label(row_id))))
    if not points:
        return Block()
    text = [
        para(
            s.say(w.t("Where signs contradict each other, or allow two readings, this is said here market by market."))
        )
    ]
    return Block(heading=w.t("How to read these signs"), text=text, points=points)


def _actors(s: Story) -> Block:
    w, actors = s.words, s.analysis.actors
    if not actors:
        return Block(heading=w.t("Who steers the flows"), text=[s.nothing("ACTORS")])
    both = s.count(s.analysis.actor_counts, "seen_as", "both", "provider")
    turned = [line.row_id for line in actors if line.turned]
    absent = [
        code for code in ("local", "national", "international") if not s.count(s.analysis.actor_counts, "level", code)
    ]
    text = [
        para(
            s.say(
                w.n(
                    "One type of actor is described.",
                    "{count} types of actors are described, never persons: state bodies, lawful firms and "
                    "community bodies stand beside criminal groups.",
                    len(actors),
                ),
                *s.of(actors),
            ),
            s.say_if(
                any(line.state_relation for line in actors),
                w.t(
                    "Their relation to the state: {relations}.",
                    relations=tallied(s, "state_relation", [line.state_relation for line in actors]),
                ),
                *s.of(actors, "state_relation"),
            ),
            s.about(
                both,
                "seen_as",
                w.n(
                    "Residents see one of them wholly or partly as a provider; measures that ignore what people gain from it may do harm.",
                    "Residents see {count} of them wholly or partly as providers; measures that ignore what people gain from them may "
                    "do harm.",
                    len(both),
                ),
            ),
            s.say_if(
                turned,
                w.n(
                    "One that began by protecting people takes money from them now: {names}.",
                    "{count} that began by protecting people take money from them now: {names}.",
                    len(turned),
                    names=s.labels(turned),
                ),
                *s.of(turned, "began_as", "became"),
            ),
            _ties(s, actors),
            resting(s, actors),
            s.say_if(
                absent,
                s.among(
                    w.t(
                        "No actor is described at this level, which may be a blind spot: {levels}.",
                        levels=s.codes("actor_level", absent),
                    ),
                    "ACTORS",
                ),
            ),
        )
    ]
    head = {
        "actor": w.t("Actor (type)"),
        "kind": w.t("Kind"),
        "network": w.t("Ties"),
        "gives": w.t("Gives residents"),
        "seen": w.t("Seen as"),
        "relation": w.t("Relation to the state"),
        "level": w.t("Level"),
    }
    return Block(
        heading=w.t("Who steers the flows"),
        text=text,
        caption=w.t("Types of actors"),
        head=head,
        lines=[_actor(s, line) for line in actors],
    )


def _ties(s: Story, actors: Sequence[ActorLine]) -> Statement | None:
    """What more money tends to do to each kind of organisation found, as the framework has it."""
    w, found = s.words, {line.network: line.resource_effect for line in actors if line.network}
    parts = [
        w.t(
            "{ties} ties: {effect}", ties=s.low_code("network", code), effect=s.low_code("resource_effect", found[code])
        )
        for code in w.options("network")
        if found.get(code)
    ]
    said = w.t(
        "What more money tends to lead to depends on how an actor is organised. {parts}.",
        parts=upper(w.t("; ").join(parts)),
    )
    refs = s.of([line for line in actors if line.network], "network")
    return s.say_if(parts, said, *refs)


def _actor(s: Story, line: ActorLine) -> Cells:
    row_id = line.row_id
    return {
        "actor": s.named(row_id),
        "kind": s.answer(row_id, "kind"),
        "network": s.answer(row_id, "network"),
        "gives": s.answer(
            row_id, "gives_1", "gives_2", text=", ".join(s.code("provides", code) for code in line.gives)
        ),
        "seen": s.answer(row_id, "seen_as"),
        "relation": s.answer(row_id, "state_relation"),
        "level": s.answer(row_id, "level"),
    }

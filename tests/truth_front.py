"""The summary, the five questions and the brief, worked out from the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from truth_cells import EN, Book, Line, highest, index, pairs, quadrant, verdict
from truth_claims import Found, Names, Near, Words, claim, counted, levels, listed, of
from truth_grades import GRADES, surely
from truth_shares import in_words

# Summary -------------------------------------------------------------------------------------------------------------


def summed_up(b: Book) -> bool:
    return any(
        row for sheet in ("RISKS", "FLOWS", "ACTIONS", "RESILIENCE", "PARTNERS") for row in b.lines[sheet] if row
    )


@claim(
    "Of what the method asks here, {parts}; {count} of {asked} answers are to come.",
    "Of what the method asks here, {parts}.",
    kinds="strategy",
)
def _(b: Book) -> list[Found]:
    return [in_words(b)] * (2 if summed_up(b) else 1)


@claim("It heard people who speak for {groups}.", kinds="strategy")
def _(b: Book) -> Found:
    heard = [code for code in EN.options("speaks_for") if code != "nobody" and b.heard(code)]
    return {"groups": Words([EN.code("speaks_for", code) for code in heard], 9)} if heard else None


@claim("One risk is rated high or critical: {names}.", "{count} risks are rated high or critical, led by {names}.")
def _(b: Book) -> Found:
    return {"count": len(b.high), "names": Names([row.id for row in b.main], 3)} if b.high else None


@claim("Confidence: {levels}.")
def _(b: Book) -> Found:
    found = levels(surely(b, row) for row in b.high)
    return {"levels": found} if found else None


counted("One flow touches the city.", "{count} flows touch the city.", ids=lambda b: b.here, kinds="strategy rapid")
counted("One of the high risks is fed by flows.", "{count} of the high risks are fed by flows.",
        ids=lambda b: [row for row in b.high if b.fed_by(row.id)] if b.here else [])  # fmt: skip


def scale_unknown(b: Book) -> list[str]:
    return [row.id for row in b.here if row["scale"] in (None, "unknown") or not b.sized(row)]


counted("The size of one of them is not known.", "The size of {count} of them is not known.", ids=scale_unknown)


def scored(b: Book) -> list[Line]:
    """Markets with an answer to all four signs, the highest sum first; of ranges the one with the highest lower end."""
    return sorted((row for row in b.rows("MARKETS") if index(row)), key=lambda row: index(row) or (0, 0), reverse=True)


def strong(b: Book) -> list[str]:
    return [row.id for row in scored(b) if (index(row) or (0, 0))[0] >= 6]


def perhaps_strong(b: Book) -> list[str]:
    """Markets that are established or dominant only if the signs not known are high."""
    return [row.id for row in scored(b) if (index(row) or (0, 0))[1] >= 6 and row.id not in strong(b)]


@claim("In the one market scored, rule by criminal interests is not read as established; calm alone is no proof of it.",
       "In none of {count} markets is rule by criminal interests read as established; calm alone is no proof of it.")  # fmt: skip
def _(b: Book) -> Found:
    return {"count": len(scored(b))} if scored(b) and not strong(b) and not perhaps_strong(b) else None


@claim(
    "In the one market scored, rule by criminal interests may be established: not all signs are known.",
    "In {perhaps} of {count} markets, rule by criminal interests may be established: not all signs are known.",
)
def _(b: Book) -> Found:
    perhaps = perhaps_strong(b)
    return {"perhaps": len(perhaps), "count": len(scored(b))} if perhaps and not strong(b) else None


@claim(
    "In the one market scored, rule by criminal interests is established or dominant. Calm there can be control.",
    "In {strong} of {count} markets, rule by criminal interests is established or dominant. Calm there can be control.",
)
def _(b: Book) -> Found:
    return {"strong": len(strong(b)), "count": len(scored(b))} if strong(b) else None


def no_sign(b: Book) -> list[str]:
    """Markets of whose four signs none is known."""
    signs = ("protection", "protection_violence", "newcomers", "territory")
    return [row.id for row in b.rows("MARKETS") if all(row[sign] == "unknown" for sign in signs)]


counted("One more market may be ruled so: not all signs are known.", "{count} more markets may be ruled so: not all signs are known.",
        ids=lambda b: perhaps_strong(b) if strong(b) else [])  # fmt: skip
counted("For one market, no sign is known.", "For {count} markets, no sign is known.",
        ids=lambda b: no_sign(b) if scored(b) else [])  # fmt: skip


@claim(
    "On the one path from risk to response, nobody acts or the response does not help.",
    "On {problems} of {count} paths from risk to response, nobody acts or the response does not help.",
)
def _(b: Book) -> Found:
    return {"problems": len(b.problems()), "count": len(b.rows("SYSTEM_MAP"))} if b.problems() else None


@claim("On the one path from risk to response it is not said that nobody acts or that the response does not help.",
       "On none of {count} paths from risk to response is it said that nobody acts or that the response does not help.")  # fmt: skip
def _(b: Book) -> Found:
    paths = b.rows("SYSTEM_MAP")
    return {"count": len(paths)} if paths and not b.problems() else None


counted("On one of these, nobody acts.", "On {count} of these, nobody acts.",
        ids=lambda b: [row for row in b.rows("SYSTEM_MAP") if b.unanswered(row)])  # fmt: skip


def placed(b: Book) -> list[Line]:
    return [row for row in b.rows("RESILIENCE") if quadrant(row)]


def negative(b: Book) -> list[str]:
    return of(b.rows("RESILIENCE"), "armed_provider", "yes")


def positive(b: Book) -> list[str]:
    return [row.id for row in placed(b) if quadrant(row) == "positive" and row["armed_provider"] != "yes"]


@claim("Strong ties with the state and a strong community do not come together in the one area scored.",
       "Strong ties with the state and a strong community come together in none of {count} areas.")  # fmt: skip
def _(b: Book) -> Found:
    return {"count": len(placed(b))} if placed(b) and not positive(b) else None


@claim("Strong ties with the state and a strong community come together in the one area scored.",
       "Strong ties with the state and a strong community come together in {positive} of {count} areas.")  # fmt: skip
def _(b: Book) -> Found:
    return {"positive": len(positive(b)), "count": len(placed(b))} if positive(b) else None


def perhaps_positive(b: Book) -> list[str]:
    """Areas whose scores “not known” leave it open that both means reach 3."""
    axes = (("services", "trust", "justice"), ("acts_together", "inclusive", "peaceful"))
    own = [row for row in b.rows("RESILIENCE") if not quadrant(row) and row["armed_provider"] != "yes"]
    answered = [row for row in own if len(row.some(*axes[0], *axes[1])) == 6]
    return [
        row.id
        for row in answered
        if all(sum(5 if row[name] == "unknown" else row[name] for name in axis) >= 3 * 3 for axis in axes)
    ]


counted("In one more area this is open, for not all scores are known.", "In {count} more areas this is open, for not all scores are known.",
        ids=lambda b: perhaps_positive(b) if placed(b) else [])  # fmt: skip
counted("In one, armed or other providers impose order, so that its strength works against safety.",
        "In {count}, armed or other providers impose order, so that their strength works against safety.",
        ids=lambda b: negative(b) if placed(b) else [])  # fmt: skip


def funded(b: Book, *codes: str | None) -> float:
    return b.cost([row for row in b.live if row["funding"] in codes])


def open_most(b: Book) -> float:
    return funded(b, "unfunded", "partly", None)


counted("One action is planned.", "{count} actions are planned.", ids=lambda b: b.live, kinds="strategy rapid")


@claim("As far as costs are given, they come to {total}.")
def _(b: Book) -> Found:
    return {"total": Near(b.cost(b.live))} if b.cost(b.live) else None


@claim("Up to {open} of it may still be open.")
def _(b: Book) -> Found:
    return {"open": Near(open_most(b))} if open_most(b) else None


@claim("Find lasting money: between {least} and {most} is open.", kinds="strategy brief")
def _(b: Book) -> Found:
    least, most = funded(b, "unfunded"), open_most(b)
    return {"least": Near(least), "most": Near(most)} if most != least > 0 and has_gap(b) else None


@claim("Find lasting money: up to {most} is open.", kinds="strategy brief")
def _(b: Book) -> Found:
    return {"most": Near(open_most(b))} if open_most(b) > 0 == funded(b, "unfunded") and has_gap(b) else None


@claim("Find lasting money: {amount} is open.", kinds="strategy brief")
def _(b: Book) -> Found:
    return {"amount": Near(open_most(b))} if open_most(b) == funded(b, "unfunded") > 0 and has_gap(b) else None


def has_gap(b: Book) -> bool:
    return summed_up(b) and bool(of(b.live, "funding", "unfunded", "partly"))


counted("Decide on one action that is proposed and not agreed yet.", "Decide on {count} actions that are proposed and not agreed yet.",
        ids=lambda b: of(b.live, "status", "proposed"), kinds="strategy brief")  # fmt: skip
counted("Name a lead and an independent judge for one action that lacks them.", "Name a lead and an independent judge for {count} actions that lack them.",
        ids=lambda b: [row.id for row in b.live if len(row.some("lead", "evaluated_by")) < 2], kinds="strategy brief")  # fmt: skip


counted("Name a lead for one action.", "Name a lead for {count} actions.", ids=lambda _: [], kinds="strategy brief")
"""In an edition that asks for no judge; see the small town among the golden documents."""


def unanswered_risks(b: Book) -> list[str]:
    return [row.id for row in b.high if row.id not in b.reached_by_action()]


listed("Answer the high risks that no action names: {names}.", unanswered_risks, 3)


def past(b: Book, row: Line) -> bool:
    end = b.profile["period_to"]
    return bool(row["ends"] and end and (row["ends"].year, row["ends"].month) < (end.year, end.month))


def in_force(b: Book) -> list[Line]:
    return [row for row in b.rows("AGREEMENTS") if row["status"] == "in_force" and not past(b, row)]


def ending(b: Book) -> list[str]:
    end = b.profile["period_to"]
    return [
        row.id
        for row in in_force(b)
        if end
        and row["ends"]
        and (row["ends"].year - end.year, row["ends"].month, row["ends"].day) <= (1, end.month, end.day)
    ]


counted(
    "Renew or replace one agreement that ends soon.",
    "Renew or replace {count} agreements that end soon.",
    ids=ending,
    kinds="strategy brief",
)


def paid(b: Book) -> list[str]:
    return [
        row.id
        for row in b.rows("PARTNERS")
        if verdict(row) in ("not_eligible", "incomplete") and row["funded"] == "yes"
    ]


counted("Settle the standing of one paid partner that has not passed the criteria.",
        "Settle the standing of {count} paid partners that have not passed the criteria.", ids=paid)  # fmt: skip
counted("Review one exception for a partner by its date.", "Review {count} exceptions for partners by their dates.",
        ids=lambda b: [row.id for row in b.rows("PARTNERS") if row["exception_review"]])  # fmt: skip

# The five questions --------------------------------------------------------------------------------------------------


def answered(b: Book) -> list[Line]:
    return [row for row in b.rows("QUESTIONS") if row["response"]]


@claim(
    "One of the five questions that sum up the analysis was answered.",
    "{count} of the five questions that sum up the analysis were answered.",
)
def _(b: Book) -> Found:
    return {"count": len(answered(b))} if 0 < len(answered(b)) < 5 else None


STRENGTH = {
    "official_statistics": "high",
    "survey": "high",
    "testimony": "medium",
    "expert": "medium",
    "media": "low",
    "none": "low",
}


def bearing(b: Book) -> list[Line]:
    """What the first question rests on: the main risks, or the highest where none is high."""
    return b.main or highest(b.judged)


@claim("The evidence behind these lines is {level} overall (high {high}, medium {medium}, low {low}).")
def _(b: Book) -> Found:
    moved = {flow for _, flow in pairs(b.rows("ACTORS"), "flow_1", "flow_2")}
    paths = b.rows("SYSTEM_MAP")
    strong = [row for row in paths if row["resilience"]]
    votes = {
        "1": ([row.id for row in bearing(b)], [surely(b, row) for row in bearing(b)]),
        "2": ([row.id for row in b.here], [surely(b, row) for row in b.here]),
        "3": (b.rows("ACTORS"), [surely(b, row) for row in [*b.here, *b.rows("MARKETS")] if (row.id if row.sheet == "FLOWS" else row["flow"]) in moved]),
        "4": (paths, [STRENGTH.get(row["evidence"] or "") for row in paths]),
        "5": ([*b.rows("RESILIENCE"), *strong, *b.rows("LEVERS")], [STRENGTH.get(row["evidence"] or "") for row in strong]),
    }  # fmt: skip
    found = []
    for rows, given in votes.values():
        voices = sorted((code for code in given if code in GRADES), key=["low", "medium", "high"].index)
        if rows and voices and answered(b):
            middle = voices[(len(voices) - 1) // 2]
            found.append(
                {
                    "level": Words([EN.code("high_medium_low", middle)]),
                    **{code: voices.count(code) for code in ("high", "medium", "low")},
                }
            )
    return found


@claim("The highest rating was given to {risks}.", "The {count} highest ratings were given to {risks}.")
def _(b: Book) -> Found:
    top = bearing(b)
    return {"risks": Names([row.id for row in top]), "count": len(top)} if top and answered(b) else None


def if_answered(rows: Callable[[Book], Iterable[Any]]) -> Callable[[Book], Iterable[Any]]:
    return lambda b: rows(b) if answered(b) else []


counted(
    "One is said to be rising.",
    "{count} are said to be rising.",
    ids=if_answered(lambda b: of(bearing(b), "trend", "rising")),
)
counted(
    "Of one it is not known whether it is rising.",
    "Of {count} it is not known whether they are rising.",
    ids=if_answered(lambda b: of(bearing(b), "trend", "unknown")),
)


@claim("Flows said to be present: {flows}.")
def _(b: Book) -> Found:
    return {"flows": Names([row.id for row in b.here], 9)} if b.here and answered(b) else None


counted("One of the risks is linked to them.", "{count} of the risks are linked to them.",
        ids=if_answered(lambda b: {risk for _, risk in pairs(b.here, "risk_1", "risk_2", "risk_3")}
                        | {row["risk"] for row in b.rows("SYSTEM_MAP") if row["risk"] and row["flow"] in {each.id for each in b.here}}))  # fmt: skip
counted(
    "One type of actor is described.",
    "{count} types of actors are described.",
    ids=if_answered(lambda b: b.rows("ACTORS")),
)


@claim("Actors are described at these levels: {levels}.")
def _(b: Book) -> Found:
    levels = [
        EN.code("actor_level", code)
        for code in ("local", "national", "international")
        if of(b.rows("ACTORS"), "level", code)
    ]
    return {"levels": Words(levels)} if levels and answered(b) else None


counted("One of them belongs to the state, is tolerated by parts of it or colludes with them.",
        "{count} of them belong to the state, are tolerated by parts of it or collude with them.",
        ids=if_answered(lambda b: of(b.rows("ACTORS"), "state_relation", "part_of_state", "colluding", "tolerated")))  # fmt: skip
counted(
    "The system map has one path.", "The system map has {count} paths.", ids=if_answered(lambda b: b.rows("SYSTEM_MAP"))
)


def in_state(*codes: str) -> Callable[[Book], Iterable[Any]]:
    return if_answered(lambda b: [row for row in b.rows("SYSTEM_MAP") if b.state(row) in codes])


@claim("The response {parts}.")
def _(b: Book) -> Found:
    found = Counter(b.state(row) for row in b.rows("SYSTEM_MAP"))
    said = {
        "reduces": "reduces the problem",
        "no_effect": "has no effect",
        "moves": "moves it elsewhere",
        "worse": "makes it worse",
    }
    told = [f"{words} on {found[code]}" for code, words in said.items() if found[code]]
    return {"parts": Words(told)} if told and answered(b) else None


counted("On one, nobody responds.", "On {count}, nobody responds.", ids=in_state("unanswered"))
counted("On one, the result is not known.", "On {count}, the result is not known.", ids=in_state("unknown"))
counted(
    "One area is placed in the resilience matrix.",
    "{count} areas are placed in the resilience matrix.",
    ids=if_answered(placed),
)
counted("One has positive resilience.", "{count} have positive resilience.", ids=if_answered(positive))
counted(
    "In one area armed or other providers impose order.",
    "In {count} areas armed or other providers impose order.",
    ids=if_answered(negative),
)
counted("The map names one strength or chance for change.", "The map names {count} strengths or chances for change.",
        ids=if_answered(lambda b: [row for row in b.rows("SYSTEM_MAP") if row["resilience"]]))  # fmt: skip


# The brief -----------------------------------------------------------------------------------------------------------


@claim(
    "The table lists the {shown} most costly of the {count} actions that wait for a decision; the strategy report has all of them.",
    kinds="brief",
)
def _(b: Book) -> Found:
    waiting = of(b.live, "status", "proposed")
    return {"shown": 5, "count": len(waiting)} if len(waiting) > 5 else None

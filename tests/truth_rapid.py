"""What the city can do, who was at the table, and the rapid report, worked out from the cells."""

from __future__ import annotations

import re

from truth_agree import answering, bad, told
from truth_cells import EN, Book, Line
from truth_claims import Found, Names, Near, Words, claim, counted, listed, of, parts
from truth_decide import funded
from truth_evidence import measured
from truth_figures import has_value, only_change
from truth_tables import TABLES, Cells, Given, capital, lined, money, table

BOTH = "strategy rapid"
DECIDED = ("adopted", "adopted_changed", "noted", "sent_back", "rejected")


def questions(b: Book) -> list[Line]:
    return [row for row in b.rows("CAPACITY") if row["does_not_apply"] is None]


def steps(b: Book) -> Found:
    """How many questions stand at each step, from what works to what is not known."""
    found = {code: len(of(questions(b), "step", code)) for code in ("3", "2", "1", "0", "unknown")}
    said = parts(
        (found["3"], "one works well", "work well"),
        (found["2"], "one works in part", "work in part"),
        (found["1"], "one is a beginning", "are a beginning"),
        (found["0"], "one has not begun", "have not begun"),
        (found["unknown"], "one is not known", "are not known"),
    )
    return {"count": sum(found.values()), "parts": said} if said else None


STEPS = (
    "Of the one question on what the city has in hand, {parts}.",
    "Of {count} questions on what the city has in hand, {parts}.",
)


@claim(*STEPS)
def _(b: Book) -> Found:
    return steps(b)


@claim(*STEPS, kinds="rapid")
def _(b: Book) -> Found:
    """On the first page, and in its chapter."""
    found = steps(b)
    return [found, found] if isinstance(found, dict) else None


listed("What works well: {names}.", lambda b: of(questions(b), "step", "3"), 8, BOTH)
listed("What has not begun: {names}.", lambda b: of(questions(b), "step", "0"), 8, BOTH)
listed(
    "Not answered: {names}.",
    lambda b: [row.id for row in questions(b) if row["step"] is None] if steps(b) else [],
    8,
    BOTH,
)
listed("Where the city stands is not known on: {names}.", lambda b: of(questions(b), "step", "unknown"), 8, BOTH)

# Who was at the table ------------------------------------------------------------------------------------------------

listed("At the table were: {names}.", lambda b: of(b.rows("WHO"), "presence", "in_room"), 16, BOTH)
listed("Heard another way: {names}.", lambda b: of(b.rows("WHO"), "presence", "heard"), 16, BOTH)
MISSING = "Missing, so that this audit lacks their view: {names}."
listed(MISSING, lambda b: of(b.rows("WHO"), "presence", "missing"), 16)


@claim(MISSING, kinds="rapid")
def _(b: Book) -> Found:
    """On the first page, and beside who was there."""
    found = of(b.rows("WHO"), "presence", "missing")
    return [{"names": Names(found, 16)}] * 2 if found else None


@claim(
    "Of {count} kinds of offices and groups, {room} were in the room, {heard} were heard another way and {missing} are missing.",
    kinds="rapid",
)
def _(b: Book) -> Found:
    rows = b.rows("WHO")
    found = [len(of(rows, "presence", code)) for code in ("in_room", "heard", "missing")]
    return dict(zip(("room", "heard", "missing"), found, strict=True)) | {"count": sum(found)} if sum(found) else None


# The rapid report ----------------------------------------------------------------------------------------------------

listed("Very serious: {names}.", lambda b: of(told(b), "how_bad", "3"), kinds="rapid")
listed("Serious: {names}.", lambda b: of(told(b), "how_bad", "2"), kinds="rapid")
listed("Getting worse: {names}.", lambda b: of(bad(b), "trend", "rising"), kinds="rapid")
listed("Not known how bad: {names}.", lambda b: of(told(b), "how_bad", "unknown"), kinds="rapid")
listed("Not a problem here, as they see it: {names}.", lambda b: of(told(b), "how_bad", "0"), 16, "rapid")
counted(
    "One of the problems asked about is one here; the table has it.",
    "{count} of the problems asked about are problems here; the table has the worst first.",
    ids=lambda b: of(told(b), "how_bad", "1", "2", "3"),
    kinds="rapid",
)


@claim("What lies behind them most: {names}.", kinds="rapid")
def _(b: Book) -> Found:
    return {"names": Names([row.id for row in b.high])} if b.high else None


counted(
    "One cause matters here.",
    "{count} causes matter here; they were rated in words.",
    ids=lambda b: b.worded,
    kinds="rapid",
)
listed("Said not to matter: {names}.", lambda b: of(b.rows("RISKS"), "matters", "0"), 18, "rapid")
listed("Not known whether they matter: {names}.", lambda b: of(b.rows("RISKS"), "matters", "unknown"), 18, "rapid")
listed("Not known whether they are present: {names}.", lambda b: of(b.rows("FLOWS"), "present", "unknown"), 9, "rapid")


def chosen(b: Book) -> list[str]:
    return [str(row["problem"]) for row in b.rows("PRIORITIES") if row["problem"]]


listed("The city takes up first: {names}.", chosen, kinds="rapid")
counted("The plan has one action.", "The plan has {count} actions.", ids=lambda b: b.live, kinds="rapid")


@claim("They cost {total}.", kinds="rapid")
def _(b: Book) -> Found:
    return {"total": Near(b.cost(b.live))} if b.cost(b.live) else None


@claim("For {amount} of it the money is not found.", kinds="rapid")
def _(b: Book) -> Found:
    return {"amount": Near(funded(b, "unfunded"))} if funded(b, "unfunded") > 0 else None


@claim("At least {amount} of it is not funded.", kinds="rapid")
def _(b: Book) -> Found:
    return {"amount": Near(funded(b, "unfunded"))} if funded(b, "unfunded") > 0 else None


@claim("As far as costs are given, they cost {total}; {lasting} of it has lasting money.", kinds="rapid")
def _(b: Book) -> Found:
    lasting = funded(b, "lasting")
    if not b.cost(b.live):
        return None
    return {"total": Near(b.cost(b.live)), "lasting": Near(lasting) if lasting else Words(["none"])}


listed("Without a lead: {names}.", lambda b: of(b.live, "lead", None), 10, "rapid")
listed("Without a date: {names}.", lambda b: of(b.live, "ends", None), 10, "rapid")


@claim("Of the figures asked for, {parts}.", kinds="rapid")
def _(b: Book) -> Found:
    bare = [row for row in b.rows("INDICATORS") if not has_value(row) and not only_change(row)]
    gaps = [row for row in bare if row["gap"] and row["does_not_apply"] is None]
    said = parts(
        (len(measured(b)), "one has a value", "have a value"), (len(gaps), "one has a named gap", "have a named gap")
    )
    return {"parts": said} if said else None


def decided(b: Book) -> Line | None:
    row = b.by_id["DECISION"]
    return row if row["state"] in DECIDED else None


@claim("On the plan: {state}, {day}.", kinds="rapid")
def _(b: Book) -> Found:
    row = decided(b)
    if row is None or not row["decided_on"]:
        return None
    return {"state": EN.code("decision_state", row["state"]).lower(), "day": b.shown(row, "decided_on")}


@claim("On the plan: {state}.", kinds="rapid")
def _(b: Book) -> Found:
    row = decided(b)
    return {"state": EN.code("decision_state", row["state"]).lower()} if row and not row["decided_on"] else None


@claim("Decided by: {body}", kinds="rapid")
def _(b: Book) -> Found:
    row = decided(b)
    return {"body": Words([b.shown(row, "body")])} if row and row["body"] else None


# Its tables ----------------------------------------------------------------------------------------------------------


def in_steps(b: Book) -> list[Cells]:
    found: list[Cells] = []
    for row in questions(b):
        if row["step"]:
            described = dict(re.findall(r"(\d): (.*?)(?= \d: |$)", EN.item(row.id, "help")))
            shows = b.shown(row, "shows")
            means = capital(described.get(row["step"], ""))
            also = ("shows",) if shows else ()
            found.append({
                "question": b.label(row.id), "step": Given(row.id, "step"),
                "means": Given(row.id, "step", lined(means, shows) or "–", also),
            })  # fmt: skip
    return found


TABLES["strategy capacity.steps"] = TABLES["rapid capacity.steps"] = in_steps


@table("rapid priorities.chosen")
def _(b: Book) -> list[Cells]:
    found: list[Cells] = []
    for place, row in enumerate(b.rows("PRIORITIES"), 1):
        why = [EN.code("priority_why", code) for code in row.some("why_1", "why_2") if code != "unknown"]
        named, _ = answering(b, row["problem"])
        found.append({
            "place": str(place), "problem": Given(row.id, "problem"), "agreed": Given(row.id, "agreed_by"),
            "why": Given(row.id, "why_1", lined(*why) or "–", ("why_2",)),
            "actions": EN.listed(named if len(named) <= 7 else [*named[:6], f"{len(named) - 6} more"]) or "–",
        })  # fmt: skip
    return found


@table("rapid actions.planned")
def _(b: Book) -> list[Cells]:
    return [
        {
            "action": Given(row.id, "action", f"{row.id} · {b.label(row.id)}"),
            "answers": Given(row.id, "problem"),
            "lead": Given(row.id, "lead", lined(b.shown(row, "lead"), b.shown(row, "ends")) or "–", ("ends",)),
            "money": Given(
                row.id,
                "cost",
                lined(money(b, row["cost"]), capital(b.shown(row, "funding").lower())) or "–",
                ("funding",),
            ),
            "sign": Given(row.id, "indicator"),
        }
        for row in b.live
    ]


@table("rapid problems.rated")
def _(b: Book) -> list[Cells]:
    return [
        {
            "problem": b.label(row.id),
            "bad": Given(row.id, "how_bad", lined(b.shown(row, "how_bad"), b.shown(row, "trend")), ("trend",)),
        }
        for row in told(b)
        if row["how_bad"] in ("1", "2", "3")
    ]


@table("rapid causes.rated")
def _(b: Book) -> list[Cells]:
    return [{"cause": b.label(row.id), "matters": Given(row.id, "matters")} for row in b.worded]


@table("rapid causes.flows")
def _(b: Book) -> list[Cells]:
    return [{"flow": b.label(row.id), "violence": Given(row.id, "violence")} for row in b.here]

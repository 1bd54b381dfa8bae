"""The decision, problems, priorities and money by source and year, worked out from the cells."""

from __future__ import annotations

from truth_cells import EN, Book, Line
from truth_claims import Found, Names, Words, claim, counted, listed, of

YEARS = ("year_1", "year_2", "year_3", "year_4", "year_5")

# Problems ------------------------------------------------------------------------------------------------------------


def told(b: Book) -> list[Line]:
    """The problems with a rating, not known included, the worst first; those that do not apply are left out."""
    own = [row for row in b.rows("PROBLEMS") if row["how_bad"] and row["does_not_apply"] is None]
    return sorted(own, key=lambda row: "3210unknown".index(row["how_bad"]))


def bad(b: Book) -> list[Line]:
    return [row for row in told(b) if row["how_bad"] in ("2", "3")]


@claim(
    "One problem is rated serious or very serious: {names}.",
    "{count} problems are rated serious or very serious: {names}.",
)
def _(b: Book) -> Found:
    return {"count": len(bad(b)), "names": Names([row.id for row in bad(b)], 16)} if bad(b) else None


listed("Getting worse among them: {names}.", lambda b: of(bad(b), "trend", "rising"), most=16)
listed(
    "How bad these are is not known: {names}.",
    lambda b: of(told(b), "how_bad", "unknown"),
    most=16,
    kinds="strategy rapid",
)


@claim("What their evaluation showed: {answer}.")
def _(b: Book) -> Found:
    shown = [row["services_showed"] for row in bad(b) if row["services_showed"] not in (None, "no_services")]
    return [{"answer": Words([EN.code("services_showed", code)])} for code in shown]


# Priorities ----------------------------------------------------------------------------------------------------------

counted(
    "The city takes up one problem first.",
    "The city takes up {count} problems first; the most important one leads.",
    ids=lambda b: b.rows("PRIORITIES"),
    kinds="strategy rapid",
)


def answering(b: Book, problem: str | None) -> tuple[list[str], list[str]]:
    """The live actions that name a problem, and all that answer it: themselves, or by a risk or flow behind it."""
    if not problem:
        return [], []
    line = b.by_id[problem]
    behind = set(line.some("risk_1", "risk_2", "flow_1", "flow_2"))
    named, every = [], []
    for row in b.live:
        path = b.by_id.get(row["map_row"] or "")
        acts_on = set(row.some("risk_1", "risk_2", "flow")) | set(path.some("risk", "flow") if path else ())
        if row["problem"] == problem:
            named.append(row.id)
        if row["problem"] == problem or acts_on & behind:
            every.append(row.id)
    return named, every


# Money ---------------------------------------------------------------------------------------------------------------


def paid(b: Book) -> list[Line]:
    """The budget lines with an amount, of actions that were not stopped."""
    stopped = {row.id for row in b.rows("ACTIONS")} - {row.id for row in b.live}
    return [row for row in b.rows("BUDGET") if row.some(*YEARS) and row["action"] not in stopped]


def amount(rows: list[Line], *columns: str) -> float:
    return sum(row[column] or 0 for row in rows for column in columns)


def money(b: Book, value: float) -> str:
    return EN.money(value, b.profile["currency"])


@claim("The budget lines of the plan come to {total} in five years.")
def _(b: Book) -> Found:
    return {"total": Words([money(b, amount(paid(b), *YEARS))])} if paid(b) else None


@claim("Of this, {amount} is not found yet.")
def _(b: Book) -> Found:
    own = [row for row in paid(b) if row["source"] == "not_found"]
    return {"amount": Words([money(b, amount(own, *YEARS))])} if own else None


@claim("What is found, by kind: {parts}.")
def _(b: Book) -> Found:
    own = [row for row in paid(b) if row["source"] != "not_found"]
    kinds = [kind for kind in ("base", "new", "transferred", "unknown") if of(own, "kind", kind)]
    told_ = [
        f"{EN.code('money_kind', kind)} ({money(b, amount([row for row in own if row['kind'] == kind], *YEARS))})"
        for kind in kinds
    ]
    return {"parts": Words(told_)} if told_ else None


@claim("It pays for {count} full-time posts.")
def _(b: Book) -> Found:
    posts = amount(paid(b), "posts")
    return {"count": Words([EN.number(posts, 1)])} if posts else None


@claim(
    "In the first year it takes {amount} of the city budget; all that the city spends on safety in a year is {budget}."
)
def _(b: Book) -> Found:
    first, budget = (
        amount([row for row in paid(b) if row["source"] == "city"], "year_1"),
        b.lines["DECISION"][0]["safety_budget"],
    )
    return {"amount": Words([money(b, first)]), "budget": Words([money(b, budget)])} if first and budget else None

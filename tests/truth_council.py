"""The council paper, worked out from the cells: what is voted on, with what money, by whom, and what keeps other actions from a vote."""

from __future__ import annotations

from collections.abc import Callable

from truth_agree import YEARS, amount, answering, bad, paid, told
from truth_cells import EN, Book, Line, verdict
from truth_claims import Found, Names, Near, Words, claim, counted, listed, of, parts, tally
from truth_decide import COMPONENTS, held
from truth_front import ending, funded, unanswered_risks
from truth_tables import Cells, Given, lined, table

from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.shortening import shortened

COUNCIL = "council"
BLANK = "_" * 16
NEEDS = {
    "lead": "who leads",
    "ends": "the date",
    "cost": "the cost",
    "funding": "how it is paid",
    "indicator": "how it will be checked",
}
FUNDING = ("lasting", "one_off", "partly", "unfunded", None)
SOURCES = (
    "city",
    "province",
    "national",
    "international",
    "business",
    "fees",
    "civil_society",
    "other",
    "not_found",
    None,
)
Group = tuple[str | None, str | None, list[Line]]
"""The problem or the component that actions are voted on for, and the actions."""

# What is voted on ----------------------------------------------------------------------------------------------------


def form(b: Book) -> Line:
    return b.lines["DECISION"][0]


def adopted(b: Book) -> bool:
    return form(b)["state"] in ("adopted", "adopted_changed")


def decided(b: Book) -> bool:
    return form(b)["state"] in ("adopted", "adopted_changed", "noted", "sent_back", "rejected")


def passed(b: Book) -> list[Line]:
    """Actions of a plan that is adopted."""
    return [row for row in b.live if adopted(b) and row["status"] != "proposed"]


def begun(b: Book) -> list[str]:
    return of(b.live, "status", "running", "done")


def waiting(b: Book) -> list[Line]:
    return [row for row in b.live if row not in passed(b) and row.id not in begun(b)]


def lacks(row: Line) -> list[str]:
    return [column for column in NEEDS if row[column] is None]


def put_off(b: Book) -> list[Line]:
    return [row for row in waiting(b) if lacks(row)]


def grouped(b: Book, rows: list[Line]) -> list[Group]:
    left, found = {row.id: row for row in rows}, []
    for line in b.rows("PRIORITIES"):
        own = [
            left.pop(row.id) for row in rows if line["problem"] and row["problem"] == line["problem"] and row.id in left
        ]
        found += [(line["problem"], None, own)] if own else []
    for component in (*COMPONENTS, None):
        own = [row for row in left.values() if row["component"] == component]
        found += [(None, component, own)] if own else []
    return found


def ready(b: Book) -> list[Group]:
    return grouped(b, [row for row in waiting(b) if not lacks(row)])


def every(b: Book) -> list[Group]:
    return [*grouped(b, passed(b)), *ready(b)]


def put(b: Book) -> list[Line]:
    return [row for _, _, rows in every(b) for row in rows]


def plan_is_asked(b: Book) -> bool:
    return not adopted(b) and bool(put(b))


# What else only the council can settle -------------------------------------------------------------------------------


def open_money(b: Book) -> float:
    """What no source pays in the budget, and the cost of actions that are not funded and have no budget line."""
    budgeted = {row["action"] for row in paid(b)}
    off = [row.id for row in put_off(b)]
    bare = [row for row in b.live if row["funding"] == "unfunded" and row.id not in {*budgeted, *off}]
    lines = [row for row in paid(b) if row["source"] == "not_found" and row["action"] not in off]
    return amount(lines, *YEARS) + b.cost(bare)


def partly(b: Book) -> list[str]:
    return [] if open_money(b) else of(b.live, "funding", "partly")


def unjudged(b: Book) -> list[str]:
    return of(put(b), "evaluated_by", None)


def funded_partners(b: Book, found: str) -> list[str]:
    return [row.id for row in b.rows("PARTNERS") if row["funded"] == "yes" and verdict(row) == found]


def excepted(b: Book) -> list[Line]:
    return [row for row in b.rows("PARTNERS") if verdict(row) == "by_exception" and row["exception_review"]]


def lapsing(b: Book) -> list[str]:
    """Agreements that end soon and that no action names."""
    return [row_id for row_id in ending(b) if row_id not in {row["agreement"] for row in b.live}]


FURTHER: tuple[Callable[[Book], object], ...] = (
    put_off, open_money, partly, unjudged, unanswered_risks, lambda b: funded_partners(b, "not_eligible"),
    lambda b: funded_partners(b, "incomplete"), excepted, lapsing,
)  # fmt: skip
"""What may be asked beside the actions, in the order of the paper; the date of the next audit ends it."""


def asked(b: Book) -> int:
    return plan_is_asked(b) + len(ready(b)) + sum(bool(each(b)) for each in FURTHER) + 1


counted(
    "There is one decision to take.",
    "There are {count} decisions to take.",
    ids=lambda b: range(asked(b)),
    kinds=COUNCIL,
)


@claim("This paper asks the council to decide on the safety plan of {city}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return None if adopted(b) else {"city": Words([b.profile["city"] or "the city"])}


@claim("The safety plan of {city} is adopted. This paper says what was decided and what is open.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return {"city": Words([b.profile["city"] or "the city"])} if form(b)["state"] == "adopted" else None


@claim(
    "The safety plan of {city} is adopted with changes. This paper says what was decided and what is open.",
    kinds=COUNCIL,
)
def _(b: Book) -> Found:
    return {"city": Words([b.profile["city"] or "the city"])} if form(b)["state"] == "adopted_changed" else None


@claim("Decided on {day}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return {"day": b.shown(form(b), "decided_on")} if adopted(b) and form(b)["decided_on"] else None


@claim("It was before the council on {day}: {state}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    day = b.shown(form(b), "decided_on")
    before = decided(b) and not adopted(b)
    return {"day": day, "state": EN.code("decision_state", form(b)["state"]).lower()} if before and day else None


@claim("It was before the council earlier: {state}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    before = decided(b) and not adopted(b) and not form(b)["decided_on"]
    return {"state": EN.code("decision_state", form(b)["state"]).lower()} if before else None


@claim("Adopt the safety plan for {first} to {last}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    first, last = b.shown(form(b), "plan_from"), b.shown(form(b), "plan_to")
    return {"first": first, "last": last} if plan_is_asked(b) and first and last else None


@claim("The plan has one action: {parts}.", "The plan has {count} actions: {parts}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    said = parts(
        (len(put(b)), "one is put to the vote here", "are put to the vote here"),
        (len(begun(b)), "one has begun", "have begun"),
        (len(put_off(b)), "one is put off", "are put off"),
    )
    return {"count": len(b.live), "parts": said} if plan_is_asked(b) else None


@claim("Against “{problem}”: carry out one action.", "Against “{problem}”: carry out {count} actions.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return [{"problem": b.label(problem), "count": len(rows)} for problem, _, rows in every(b) if problem]


@claim("In {part}: carry out one action.", "In {part}: carry out {count} actions.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return [{"part": part, "count": len(rows)} for _, part, rows in every(b) if part]


@claim("Carry out one action.", "Carry out {count} actions.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return [{"count": len(rows)} for problem, part, rows in every(b) if not problem and not part]


counted(
    "Put off one action until it has what a vote needs. The table after this one says what it lacks.",
    "Put off {count} actions until they have what a vote needs. The table after this one says what each lacks.",
    ids=put_off,
    kinds=COUNCIL,
)
counted(
    "The full report has one more.", "The full report has {count} more.", ids=lambda b: put_off(b)[20:], kinds=COUNCIL
)


def named(one: str, many: str, ids: Callable[[Book], list[str]], most: int = 5) -> None:
    @claim(one, many, kinds=COUNCIL)
    def _(b: Book) -> Found:
        found = ids(b)
        return {"count": len(found), "names": Names(found, most)} if found else None


named("Have it said how much of one action is paid for already: {names}.",
      "Have it said how much of {count} actions is paid for already: {names}.", partly)  # fmt: skip
named("Name who judges the result of one action: {names}.",
      "Name who judges the results of {count} actions: {names}.", unjudged)  # fmt: skip
named("Have an action proposed against one high risk that none answers: {names}.",
      "Have actions proposed against {count} high risks that none answers: {names}.", unanswered_risks, 6)  # fmt: skip
named("Stop the payments to one partner that does not meet the criteria: {names}.",
      "Stop the payments to {count} partners that do not meet the criteria: {names}.",
      lambda b: funded_partners(b, "not_eligible"))  # fmt: skip
named("Have all five criteria checked for one partner before more is paid: {names}.",
      "Have all five criteria checked for {count} partners before more is paid: {names}.",
      lambda b: funded_partners(b, "incomplete"))  # fmt: skip
named("Review the exception made for one partner: {names}.", "Review the exceptions made for {count} partners: {names}.",
      lambda b: [row.id for row in excepted(b)])  # fmt: skip
named("Renew or replace one agreement that ends soon: {names}.",
      "Renew or replace {count} agreements that end soon: {names}.", lapsing, 6)  # fmt: skip


@claim("Hold the next audit in {month} and set money aside for it.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return {"month": b.shown(b.profile, "next_audit")} if b.profile["next_audit"] else None


# Its tables ----------------------------------------------------------------------------------------------------------


def number(value: float) -> str:
    return EN.number(value, 0)


def one_or(count: int, one: str, many: str) -> str:
    return (one if count == 1 else many.format(count=count)) if count > 0 else ""


def carried_out(b: Book, place: int, rows: list[Line]) -> Cells:
    money = []
    for code in FUNDING:
        costs = [row["cost"] for row in rows if row["funding"] == code and row["cost"] is not None]
        money += [f"{EN.code('funding', code) or 'Not said how'}: {number(sum(costs))}"] if costs else []
    lines = [row for row in paid(b) if row["action"] in [each.id for each in rows]]
    taken = []
    for source in SOURCES:
        own = [row for row in lines if row["source"] == source]
        name = EN.code("money_source", source).lower() or "not said"
        taken += [f"{name} {number(amount(own, *YEARS))}"] if own else []
    money += [f"From: {'; '.join(taken)}"] if taken else []
    money += [one_or(len(of(rows, "cost", None)), "one action has no cost yet", "{count} actions have no cost yet")]
    leads = list(dict.fromkeys(row["lead"] for row in rows if row["lead"]))
    last = max((row["ends"] for row in rows if row["ends"]), default=None)
    who = [*([shortened(lead, 90) for lead in leads[:3]] or [BLANK]),
           one_or(len(leads) - 3, "and one more office", "and {count} more offices"),
           f"by {EN.month(last)}" if last else ""]  # fmt: skip
    signs = [f"{row['indicator']} (target: {row['target']})" if row["target"] else row["indicator"]
             for row in rows if row["indicator"]]  # fmt: skip
    more = one_or(len(signs) - 2, "and one more in the plan", "and {count} more in the plan")
    check = [*(shortened(sign, 160) for sign in signs[:2]), more] if signs else [BLANK]
    return {"number": str(place), "money": lined(*money) or "–", "who": lined(*who), "check": lined(*check)}


def whole(b: Book) -> list[str]:
    """The cost of the plan by what becomes of its actions."""
    parts_ = (
        ("Put to the vote", put(b)),
        ("Begun", [row for row in b.live if row.id in begun(b)]),
        ("Put off", put_off(b)),
    )
    costs = [(name, [row["cost"] for row in rows if row["cost"] is not None]) for name, rows in parts_]
    return [f"{name}: {number(sum(found))}" for name, found in costs if found]


@table("council decisions.adopted")
def _(b: Book) -> list[Cells]:
    return [carried_out(b, place, rows) for place, (_, _, rows) in enumerate(grouped(b, passed(b)), 1)]


@table("council decisions.asked")
def _(b: Book) -> list[Cells]:
    found: list[Cells] = []
    name = shortened(b.profile["lead_office"] or "", 90) or BLANK
    office = Given("PROFILE", "lead_office", f"{name}\nby {BLANK}")
    if plan_is_asked(b):
        bare = one_or(len(of(b.live, "cost", None)), "one action has no cost yet", "{count} actions have no cost yet")
        often = b.shown(form(b), "review").lower() if form(b)["review"] not in (None, "none", "not_yet") else ""
        check = Given("DECISION", "review", f"Review: {often}" if often else BLANK)
        found.append(
            {
                "number": "1",
                "money": lined(*whole(b), bare),
                "who": office,
                "check": check,
            }
        )
    for _, _, rows in ready(b):
        found.append(carried_out(b, len(found) + 1, rows))
    for each in FURTHER:
        if each(b):
            cells: Cells = {"number": str(len(found) + 1), "who": office, "check": "–"}
            if each is open_money:
                cells["money"] = number(open_money(b))
            if each is excepted:
                first = min(row["exception_review"] for row in excepted(b))
                cells["who"] = lined(name, f"by {EN.month(first)}")
            found.append(cells)
    return [*found, {"number": str(len(found) + 1), "who": office, "money": "–", "check": "–"}]


@table("council decisions.lacking")
def _(b: Book) -> list[Cells]:
    found: list[Cells] = []
    for row in put_off(b)[:20]:
        missing = EN.listed([NEEDS[column] for column in lacks(row)])
        said = "All of these" if len(lacks(row)) == len(NEEDS) else missing[:1].upper() + missing[1:]
        name = f"{row.id} · {row['action']}" if row["action"] else row.id
        first, *others = lacks(row)
        found.append({"action": Given(row.id, "action", name), "missing": Given(row.id, first, said, tuple(others))})
    return found


ROUTE = {"body": "Body that decides", "decided_on": "Date of the meeting", "record": "Minute or record", "route": "Route to the decision",
         "conditions": "Conditions", "may_edit": "Who may change the plan", "review": "Review of the plan",
         "review_by": "Who reports, and to whom", "publication": "Publication", "published_where": "Published where"}  # fmt: skip


@table("council route.facts")
def _(b: Book) -> list[Cells]:
    names = ROUTE | ({"body": "Decided by", "decided_on": "Date of the decision"} if decided(b) else {})
    if decided(b) and not adopted(b):
        names |= {"decided_on": "Date of the earlier decision", "record": "Earlier minute or record"}
    return [
        {"matter": name, "answer": Given("DECISION", column, shortened(b.shown(form(b), column), 260) or BLANK)}
        for column, name in names.items()
    ]


# Why, and what it means ----------------------------------------------------------------------------------------------

listed("Very serious: {names}.", lambda b: of(told(b), "how_bad", "3"), 5, COUNCIL)
listed("Serious: {names}.", lambda b: of(told(b), "how_bad", "2"), 5, COUNCIL)
listed("Getting worse: {names}.", lambda b: of(bad(b), "trend", "rising"), 5, COUNCIL)


@claim("What lies behind them most: {names}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return {"names": Names([row.id for row in b.high], 5)} if b.high else None


def chosen(b: Book) -> list[Line]:
    return [row for row in b.rows("PRIORITIES") if row["problem"]]


@claim(
    "The team chose no priorities. By how bad they are and whether they grow, these come first: {names}. This order is a proposal of "
    "the program.",
    kinds=COUNCIL,
)
def _(b: Book) -> Found:
    first = sorted(bad(b), key=lambda row: (row["how_bad"] != "3", row["trend"] != "rising"))[:5]
    return {"names": Names([row.id for row in first], 5)} if first and not chosen(b) else None


@claim("Chosen because: {reasons}", kinds=COUNCIL)
def _(b: Book) -> Found:
    found = []
    for row in chosen(b):
        codes = [code for code in row.some("why_1", "why_2") if code != "unknown"]
        found += [{"reasons": Words([EN.code("priority_why", code) for code in codes])}] if codes else []
    return found


def answers(b: Book, *, all_begun: bool) -> Found:
    found = []
    for row in chosen(b):
        ids, _ = answering(b, row["problem"])
        if ids and (set(ids) <= set(begun(b))) == all_begun:
            found.append({"count": len(ids)})
    return found


@claim("One action names it.", "{count} actions name it.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return answers(b, all_begun=False)


@claim("One action names it and has begun.", "{count} actions name it; all of them have begun.", kinds=COUNCIL)
def _(b: Book) -> Found:
    return answers(b, all_begun=True)


@claim("As far as costs are given: {total}. Of this {parts}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    if not b.cost(b.live):
        return None
    sums = [(EN.code("funding", code).lower() or "not said how", funded(b, code)) for code in FUNDING]
    currency = b.profile["currency"]
    said = "; ".join(f"{name} {EN.money(value, currency)}" for name, value in sums if value)
    return {"total": Near(b.cost(b.live)), "parts": said}


counted(
    "For one action no cost is given.",
    "For {count} actions no cost is given.",
    ids=lambda b: of(b.live, "cost", None),
    kinds=COUNCIL,
)
counted(
    "For one action of enforcement it is written how law and rights are kept.",
    "For {count} actions of enforcement it is written how law and rights are kept.",
    ids=lambda b: [row for row in b.live if row["component"] == "enforcement" and row["rights_check"]],
    kinds=COUNCIL,
)


@claim("Not written yet for: {names}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    ids = [row.id for row in b.live if row["component"] == "enforcement" and not row["rights_check"]]
    return {"names": Names(ids, 5)} if ids else None


listed(
    "Powers that the city holds or shares and actions use: {names}.",
    lambda b: [row["power"] for row in b.live if row["power"] in [each.id for each in held(b)]],
    5,
    COUNCIL,
)
listed(
    "Partners of actions that may not be one: {names}.",
    lambda b: [
        row.id for row in b.rows("PARTNERS") if verdict(row) == "not_eligible" and of(b.live, "partner", row.id)
    ],
    kinds=COUNCIL,
)


@claim("Hit by the serious problems, with how many of them: {groups}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    groups = [code for row in bad(b) for code in row.some("group_1", "group_2")]
    return {"groups": tally("groups", groups)} if groups else None


@claim("Gain most from the actions, with how many of them: {groups}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    groups = [row["beneficiaries"] for row in b.live]
    return {"groups": tally("groups", groups)} if any(groups) else None


@claim("Full-time posts in the budget lines: {count}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    posts = amount(paid(b), "posts")
    return {"count": Words([EN.number(posts, 1)])} if posts else None


@claim("Responsible for the data: {office}", kinds=COUNCIL)
def _(b: Book) -> Found:
    office = b.profile["controller"]
    return {"office": closed(office)} if office else None


@claim("Working files are to be deleted by {day}.", kinds=COUNCIL)
def _(b: Book) -> Found:
    day = b.shown(b.profile, "delete_by")
    return {"day": day} if day else None

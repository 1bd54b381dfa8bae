"""The chapters on governing and deciding, from regulation to the limits of the audit, worked out from the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from truth_cells import EN, Book, Line, horizon, pairs, quadrant, ready, verdict
from truth_claims import Found, Names, Near, Words, claim, counted, listed, of, parts, tally
from truth_evidence import measured
from truth_figures import has_value, only_change
from truth_front import ending, funded, in_force, open_most, paid, past, placed, unanswered_risks

from safeaudit import framework

# Regulation, enforcement ---------------------------------------------------------------------------------------------


def described(b: Book) -> list[Line]:
    return [row for row in b.rows("REGULATION") if row["held_by"] and row["does_not_apply"] is None]


def held(b: Book) -> list[Line]:
    return [row for row in described(b) if row["held_by"] in ("city", "shared")]


SAFEGUARDS = ("criteria_published", "shown_at_start", "outside_oversight", "complaints", "procurement_checked")


def missing_safeguards(row: Line) -> tuple[int, int] | None:
    """The fewest and the most safeguards that can be missing."""
    said = row.some(*SAFEGUARDS)
    return (said.count("no"), 5 - said.count("yes")) if said else None


def lacking(b: Book) -> dict[str, list[str]]:
    """The powers held that lack three safeguards for certain, perhaps, or of which nothing is said."""
    found: dict[str, list[str]] = {"wide": [], "perhaps": [], "blank": []}
    for row in held(b):
        gap = missing_safeguards(row)
        kind = "blank" if gap is None else "wide" if gap[0] >= 3 else "perhaps" if gap[1] >= 3 else ""
        if kind:
            found[kind].append(row.id)
    return found


counted("One power is described.", "{count} powers are described.", ids=described)
counted("The city holds or shares one of them.", "The city holds or shares {count} of them.", ids=held)
counted("Who holds one of them is not known.", "Who holds {count} of them is not known.",
        ids=lambda b: of(described(b), "held_by", "unknown"))  # fmt: skip
counted("One of those it holds is used with safety in mind.", "{count} of those it holds are used with safety in mind.",
        ids=lambda b: of(held(b), "used_for_safety", "yes"))  # fmt: skip
counted("Whether one of those it holds is used with safety in mind is not known.",
        "Whether {count} of those it holds are used with safety in mind is not known.",
        ids=lambda b: of(held(b), "used_for_safety", "unknown"))  # fmt: skip


listed("Held, but not used for safety: {names}.", lambda b: [row.id for row in held(b) if b.power_use(row) == "unused"])
listed("Held and not used for safety yet; an action will use it: {names}.",
       lambda b: [row.id for row in held(b) if b.power_use(row) == "planned"])  # fmt: skip
listed("Held by nobody: {names}.", lambda b: of(described(b), "held_by", "nobody"))


@claim("At least {count} of the five integrity safeguards are missing for {names}.")
def _(b: Book) -> Found:
    wide = lacking(b)["wide"]
    return {"count": 3, "names": Names(wide)} if wide else None


@claim("At least {count} of the five integrity safeguards may be missing, for not all of them are known: {names}.")
def _(b: Book) -> Found:
    perhaps = lacking(b)["perhaps"]
    return {"count": 3, "names": Names(perhaps)} if perhaps else None


listed("Nothing is said yet of any of the five integrity safeguards for {names}.", lambda b: lacking(b)["blank"])


@claim("No power held by the city lacks {count} or more of the five integrity safeguards.")
def _(b: Book) -> Found:
    return {"count": 3} if held(b) and not any(lacking(b).values()) else None


listed("The risk of corruption is called high for {names}.", lambda b: of(described(b), "corruption_risk", "high"))
listed(
    "Captured markets are harder to regulate than split ones: {names}.",
    lambda b: of(described(b), "market_state", "captured"),
)


@claim("Enforcement takes about {share} of the safety budget.")
def _(b: Book) -> Found:
    share = b.lines["ENFORCEMENT"][0]["budget_share"]
    return {"share": Near(share)} if share is not None else None


CHECKS = {"complaints": "an independent complaints body", "rights_training": "training in human rights",
          "community_policing": "community or problem-solving policing", "private_overseen": "oversight of private guards"}  # fmt: skip


def checked(b: Book, answer: str | None) -> Found:
    row = b.lines["ENFORCEMENT"][0]
    names = [word for column, word in CHECKS.items() if row[column] == answer]
    return {"names": Words(names)} if names and row else None


@claim("In place: {names}.")
def _(b: Book) -> Found:
    return checked(b, "yes")


@claim("Not in place: {names}.")
def _(b: Book) -> Found:
    return checked(b, "no")


@claim("Not known whether in place: {names}.")
def _(b: Book) -> Found:
    return checked(b, "unknown")


@claim("Not stated yet whether in place: {names}.")
def _(b: Book) -> Found:
    return checked(b, None)


def ways(b: Book) -> list[Line]:
    return [row for row in b.rows("ENFORCEMENT_MEANS") if row["in_use"] and row["does_not_apply"] is None]


counted(
    "One way to reach enforcement is in use.",
    "{count} ways to reach enforcement are in use.",
    ids=lambda b: of(ways(b), "in_use", "yes"),
)
counted("Of one it is not known whether it is in use.", "Of {count} it is not known whether they are in use.",
        ids=lambda b: of(ways(b), "in_use", "unknown"))  # fmt: skip


def unsafe(row: Line) -> bool:
    return row["mandate"] is None or row["safeguards"] == "no"


listed("In use with no mandate stated, or without all three safeguards (training, written rules, a way to complain): {names}. This should be mended before "
       "the way is widened.", lambda b: [row.id for row in ways(b) if row["in_use"] == "yes" and unsafe(row)])  # fmt: skip
listed("In use, and it is not known whether all three safeguards (training, written rules, a way to complain) are there: {names}. This should be found out "
       "before the way is widened.", lambda b: [row.id for row in ways(b) if row["in_use"] == "yes" and not unsafe(row) and row["safeguards"] != "yes"])  # fmt: skip


counted(
    "One written agreement is listed.", "{count} written agreements are listed.", ids=lambda b: b.rows("AGREEMENTS")
)


@claim("By status: {parts}.")
def _(b: Book) -> Found:
    every = b.rows("AGREEMENTS")
    lapsed = [row for row in every if row["status"] == "lapsed" or (row["status"] == "in_force" and past(b, row))]
    found = {"in_force": len(in_force(b)), "draft": len(of(every, "status", "draft")), "lapsed": len(lapsed)}
    told = [f"{EN.code('agreement_status', code)} ({count})" for code, count in found.items() if count]
    return {"parts": Words(told)} if told else None


@claim("What they are about: {fields}.")
def _(b: Book) -> Found:
    given = [row["field"] for row in b.rows("AGREEMENTS") if row["field"]]
    return {"fields": tally("agreement_field", given)} if given else None


counted("Of one in force it is not known whether its targets can be counted.", "Of {count} in force it is not known whether their targets can be counted.",
        ids=lambda b: of(in_force(b), "measurable", "unknown"))  # fmt: skip
counted("Targets that can be counted are set in one of those in force.", "Targets that can be counted are set in {count} of those in force.",
        ids=lambda b: of(in_force(b), "measurable", "yes"))  # fmt: skip


@claim("Ending within {months} months of the audit period: {names}.")
def _(b: Book) -> Found:
    return {"months": 12, "names": Names(ending(b))} if ending(b) else None


# Engagement, resilience work -----------------------------------------------------------------------------------------


def groups(b: Book) -> list[Line]:
    return [row for row in b.rows("ENGAGEMENT") if row["reached"] and row["does_not_apply"] is None]


counted("One group is described.", "{count} groups are described.", ids=groups)


@claim("The city reaches {parts}.")
def _(b: Book) -> Found:
    found = Counter(row["reached"] for row in groups(b))
    told = parts(
        (found["directly"], "one directly", "directly"),
        (found["through_leaders"], "one through leaders only", "through leaders only"),
    )
    return {"parts": told} if told else None


counted("How the city reaches one of them is not known.", "How the city reaches {count} of them is not known.",
        ids=lambda b: of(groups(b), "reached", "unknown"))  # fmt: skip
counted("Whether one of them can answer back is not known.", "Whether {count} of them can answer back is not known.",
        ids=lambda b: of(groups(b), "answer_back", "unknown"))  # fmt: skip
counted("Whether a decision changed because of what they said is not known for one of them.",
        "Whether a decision changed because of what they said is not known for {count} of them.",
        ids=lambda b: of(groups(b), "changed_decision", "unknown"))  # fmt: skip
counted("One can answer back.", "{count} can answer back.",
        ids=lambda b: [row for row in groups(b) if row["reached"] in ("directly", "through_leaders") and row["answer_back"] == "yes"])  # fmt: skip
counted("For one, a decision changed because of what it said.", "For {count}, a decision changed because of what they said.",
        ids=lambda b: of(groups(b), "changed_decision", "yes"))  # fmt: skip


listed("Not reached yet: {names}.", lambda b: of(groups(b), "reached", "not_yet"))


def of_all(answers: set[str | None]) -> str:
    """What is said of a group through whom people were heard: yes where one line says so, else no, not known or not stated."""
    codes = {"yes": "yes", "no": "no", "unknown": "not known", None: "not stated"}
    return next(told for code, told in codes.items() if code in answers or code is None)


def told_back(b: Book, code: str) -> str:
    told = {row["told_back"] for row in b.heard(code)}
    return "partly" if "yes" in told and len(told) > 1 else of_all(told)


VOICES = [code for code in EN.options("speaks_for") if code != "nobody"]


@claim("In this audit, somebody spoke for {names}.")
def _(b: Book) -> Found:
    heard = [EN.code("speaks_for", code) for code in VOICES if b.heard(code)]
    return {"names": Words(heard, 8)} if heard else None


@claim("Nobody spoke for {names}; what this report says about them comes from others.")
def _(b: Book) -> Found:
    silent = [EN.code("speaks_for", code) for code in VOICES if not b.heard(code)]
    return {"names": Words(silent, 8)} if silent and len(silent) < len(VOICES) else None


counted("One of these groups has not been told yet what came of it.", "{count} of these groups have not been told yet what came of it.",
        ids=lambda b: [code for code in VOICES if b.heard(code) and told_back(b, code) == "no"])  # fmt: skip
counted("Whether one of these groups was told what came of it is not known.",
        "Whether {count} of these groups were told what came of it is not known.",
        ids=lambda b: [code for code in VOICES if b.heard(code) and told_back(b, code) in ("not known", "not stated")])  # fmt: skip
counted("One activity is listed.", "{count} activities are listed.", ids=lambda b: b.rows("ACTIVITIES"))
KINDS = ("distance", "inner_strength", "intervene", "jobs_training", "expose")


counted("One is running.", "{count} are running.", ids=lambda b: of(b.rows("ACTIVITIES"), "status", "running"))


@claim("By kind: {kinds}.")
def _(b: Book) -> Found:
    given = [row["category"] for row in b.rows("ACTIVITIES") if row["category"]]
    return {"kinds": tally("resilience_category", given)} if given else None


@claim("No activity of this kind: {kinds}. The kinds work best together.")
def _(b: Book) -> Found:
    lacking = [EN.code("resilience_category", code) for code in KINDS if not of(b.rows("ACTIVITIES"), "category", code)]
    return {"kinds": Words(lacking)} if lacking and b.rows("ACTIVITIES") else None


@claim("By focus: {focuses}.")
def _(b: Book) -> Found:
    given = [row["focus"] for row in b.rows("ACTIVITIES") if row["focus"]]
    return {"focuses": tally("activity_focus", given)} if given else None


@claim("No activity is said to have this focus: {focuses}.")
def _(b: Book) -> Found:
    given = {row["focus"] for row in b.rows("ACTIVITIES")} - {None, "unknown"}
    asked = ("early_childhood", "young_men_work", "way_back", "drug_health", "victims")
    lacking = [EN.code("activity_focus", code) for code in asked if code not in given]
    return {"focuses": Words(lacking)} if given and lacking else None


def months(row: Line) -> int | None:
    if not row["starts"] or not row["ends"] or row["ends"] < row["starts"]:
        return None
    return 12 * (row["ends"].year - row["starts"].year) + row["ends"].month - row["starts"].month + 1


counted("One is planned for a shorter time than such work usually needs.", "{count} are planned for a shorter time than such work usually needs.",
        ids=lambda b: [row for row in b.rows("ACTIVITIES") if months(row) is not None and months(row) < 24])  # fmt: skip
listed("Not tied to regulation, engagement or enforcement, and so likely to stay alone: {names}.",
       lambda b: [row.id for row in b.rows("ACTIVITIES") if not {"yes", "unknown"} & set(row.some("with_regulation", "with_engagement", "with_enforcement"))])  # fmt: skip
listed("Whether regulation, engagement or enforcement backs them is not known for {names}.",
       lambda b: [row.id for row in b.rows("ACTIVITIES") if "unknown" in (ties := row.some("with_regulation", "with_engagement", "with_enforcement")) and "yes" not in ties])  # fmt: skip
listed("Money is not secured for {names}.", lambda b: of(b.rows("ACTIVITIES"), "funded", "no"))


def doubtful(b: Book, rows: Iterable[Line]) -> list[str]:
    return [
        row.id for row in rows if row["partner"] and verdict(b.by_id[row["partner"]]) in ("not_eligible", "incomplete")
    ]


listed("The partner has not passed the five criteria for {names}.", lambda b: doubtful(b, b.rows("ACTIVITIES")))


@claim("Some strengths are already there, and no action builds on them: {parts}.")
def _(b: Book) -> Found:
    acted = {row["map_row"] for row in b.live if row["map_row"]}
    factors = [row for row in b.rows("SYSTEM_MAP") if row["resilience"] and row.id not in acted]
    levers = [row for row in b.rows("LEVERS") if ready(row) and row["map_row"] not in acted]
    powers = [row for row in b.rows("REGULATION") if b.power_use(row) == "unused"]
    told = parts((len(factors), "one resilience factor on the map", "resilience factors on the map"),
                 (len(levers), "one lever that is ready", "levers that are ready"),
                 (len(powers), "one power the city holds", "powers the city holds"))  # fmt: skip
    return {"parts": told} if told else None


# Partners, principles ------------------------------------------------------------------------------------------------

CRITERIA = ("p1_leadership", "p2_not_illicit", "p3_not_political", "p4_no_violence", "p5_not_rival")


def is_checked(row: Line) -> bool:
    return not {row[name] for name in CRITERIA} <= {None, "unknown"}


counted(
    "One organisation was checked against five criteria.",
    "{count} organisations were checked against five criteria.",
    ids=lambda b: [row for row in b.rows("PARTNERS") if is_checked(row)],
)
listed("Listed, but not checked yet: {names}.", lambda b: [row.id for row in b.rows("PARTNERS") if not is_checked(row)])


@claim("The verdicts: {verdicts}.")
def _(b: Book) -> Found:
    given = [verdict(row) for row in b.rows("PARTNERS") if verdict(row) and is_checked(row)]
    return {"verdicts": tally("verdict", given)} if given else None


listed("Paid by the city although not eligible or not fully checked: {names}. This should be settled first.", paid)


def applied(b: Book) -> list[Line]:
    return [row for row in b.rows("PRINCIPLES") if row["applied"]]


@claim("How far the principles are applied today, by the team’s own judgement: {counts}.")
def _(b: Book) -> Found:
    return {"counts": tally("applied", [row["applied"] for row in applied(b)])} if applied(b) else None


listed("Not applied yet: {names}.", lambda b: of(applied(b), "applied", "not_yet"))


def serving(b: Book, row: Line) -> list[str]:
    own = row.some("action_1", "action_2")
    theirs = [each.id for each in b.live if row.id in each.some("principle_1", "principle_2")]
    alive = {each.id for each in b.live}
    return [each for each in dict.fromkeys([*own, *theirs]) if each in alive]


listed("No action of the strategy moves these forward: {names}.",
       lambda b: [row.id for row in applied(b) if row["applied"] in ("partly", "not_yet") and not serving(b, row)])  # fmt: skip

# The strategy --------------------------------------------------------------------------------------------------------

COMPONENTS = ("regulation", "enforcement", "engagement", "resilience")
counted(
    "The strategy has one action.", "The strategy has {count} actions.", ids=lambda b: b.live, kinds="strategy brief"
)


@claim("By component: {counts}.")
def _(b: Book) -> Found:
    return (
        {
            "counts": Words(
                [f"{EN.code('component', code)} ({len(of(b.live, 'component', code))})" for code in COMPONENTS]
            )
        }
        if b.live
        else None
    )


@claim("A strategy needs all four components; these are empty: {names}.")
def _(b: Book) -> Found:
    empty = [EN.code("component", code) for code in COMPONENTS if not of(b.live, "component", code)]
    return {"names": Words(empty)} if empty and b.live else None


def by(name: str, column: str, options: str) -> Callable[[Book], Found]:
    def expect(b: Book) -> Found:
        given = [row[column] for row in b.live if row[column]]
        return {name: tally(options, given)} if given else None

    return expect


claim("By nature: {natures}.")(by("natures", "nature", "nature"))
claim("By the level that must act: {levels}.")(by("levels", "level", "action_level"))
claim("Those who gain most: {groups}.")(by("groups", "beneficiaries", "groups"))


def leaning(b: Book) -> tuple[bool, float | None, float | None]:
    """(whether the plan leans on enforcement, its share of actions, its share of money)."""
    own = {code: [row for row in b.live if row["component"] == code] for code in COMPONENTS}
    leans, shares = False, []
    for measure in (len, b.cost):
        amounts = {code: measure(rows) for code, rows in own.items()}
        whole, force = sum(amounts.values()), amounts.pop("enforcement")
        shares.append(100 * force / whole if whole else None)
        leans = leans or (force > 0 and (2 * force > whole or force >= 3 * max(amounts.values())))
    return leans, shares[0], shares[1]


def lean(b: Book, wanted: bool) -> Found:
    leans, number, money = leaning(b)
    if not b.live or leans != wanted or (not wanted and (not number or money is None)):
        return None
    return {"number": Near(number), "money": Near(money)}


@claim("The plan leans on enforcement: {number} of its actions and {money} of its money. Enforcement alone tends to move problems; the council may wish to "
       "strengthen the other components first.")  # fmt: skip
def _(b: Book) -> Found:
    return lean(b, wanted=True)


@claim("Enforcement takes {number} of the actions and {money} of the money, so the plan does not rest on it alone.")
def _(b: Book) -> Found:
    return lean(b, wanted=False)


@claim("Enforcement takes {number} of the actions, so the plan does not rest on it alone; no costs are given.")
def _(b: Book) -> Found:
    leans, number, money = leaning(b)
    return {"number": Near(number)} if b.live and not leans and number and money is None else None


counted("One action has no indicator or no target yet, so nobody could say whether it worked.",
        "{count} actions have no indicator or no target yet, so nobody could say whether they worked.",
        ids=lambda b: [row for row in b.live if len(row.some("indicator", "target")) < 2])  # fmt: skip


@claim("By horizon: {horizons}.")
def _(b: Book) -> Found:
    given = [horizon(row) for row in b.live if horizon(row)]
    return {"horizons": tally("horizon", given)} if given else None


counted("One action has no usable dates and is not drawn.", "{count} actions have no usable dates and are not drawn.",
        ids=lambda b: [row for row in b.live if horizon(row) is None])  # fmt: skip


@claim(
    "Between {least} and {most} is still open: the workbook does not say how much of partly funded actions is secured."
)
def _(b: Book) -> Found:
    least, most = funded(b, "unfunded"), open_most(b)
    return {"least": Near(least), "most": Near(most)} if b.live and most > least > 0 else None


@claim("Up to {most} is still open: the workbook does not say how much of partly funded actions is secured.")
def _(b: Book) -> Found:
    return {"most": Near(open_most(b))} if b.live and open_most(b) > 0 == funded(b, "unfunded") else None


@claim("{amount} of it is not funded.")
def _(b: Book) -> Found:
    return {"amount": Near(open_most(b))} if b.live and open_most(b) == funded(b, "unfunded") > 0 else None


@claim(
    "As far as costs are given, the strategy costs {total}; {lasting} of it has lasting money.", kinds="strategy brief"
)
def _(b: Book) -> Found:
    lasting = funded(b, "lasting")
    return (
        {"total": Near(b.cost(b.live)), "lasting": Near(lasting) if lasting else Words(["none"])}
        if b.cost(b.live)
        else None
    )


counted("One action has no cost yet, so the total is too low.", "{count} actions have no cost yet, so the total is too low.",
        ids=lambda b: [row for row in b.live if row["cost"] is None], kinds="strategy rapid")  # fmt: skip


def met(b: Book, flow: str) -> list[str]:
    """How the powers that touch a flow are used."""
    return [
        b.power_use(row) for row in b.rows("REGULATION") if row["does_not_apply"] is None and flow in b.touches(row)
    ]


def drawn_powers(b: Book) -> bool:
    return bool(b.live) and any(met(b, row.id) for row in b.here)


listed(
    "No power in use touches these flows: {names}.",
    lambda b: [row.id for row in b.here if "used" not in met(b, row.id)] if drawn_powers(b) else [],
)
listed("Held but unused, though a flow they touch is present: {names}.",
       lambda b: [row.id for row in b.rows("REGULATION") if b.power_use(row) == "unused" and {each.id for each in b.here} & set(b.touches(row))]
       if drawn_powers(b) else [])  # fmt: skip


def answers_of(b: Book, row: Line) -> list[str]:
    """What an action answers, as far as it was found: relevant risks, flows present, lines of the map."""
    risks = [risk for risk in row.some("risk_1", "risk_2") if b.by_id[risk]["relevant"] == "yes"]
    return risks + [flow for flow in row.some("flow") if flow in {each.id for each in b.here}] + row.some("map_row")


listed("High risks that no action names: {names}.", lambda b: unanswered_risks(b) if b.live else [], 10)
listed(
    "Flows present that no action names: {names}.",
    lambda b: [row.id for row in b.here if row.id not in b.reached_by_action()] if b.live else [],
    10,
)
listed(
    "Actions that answer nothing found in this audit: {names}.",
    lambda b: [row.id for row in b.live if not answers_of(b, row)],
    10,
)


@claim("Actions that neither strengthen another nor are strengthened by one: {names}.")
def _(b: Book) -> Found:
    alive = {row.id for row in b.live}
    tied = {
        end for one, other in pairs(b.live, "strengthens") if one != other and other in alive for end in (one, other)
    }
    alone = [row.id for row in b.live if row.id not in tied]
    return {"names": Words(alone, 6)} if alone else None


@claim("Actions with a partner that has not passed the five criteria: {names}.")
def _(b: Book) -> Found:
    return {"names": Words(doubtful(b, b.live), 6)} if doubtful(b, b.live) else None


@claim(
    "The actions serve one target, under goal {goals}.", "The actions serve {count} targets, under the goals {goals}."
)
def _(b: Book) -> Found:
    targets = {row["sdg"] for row in b.live if row["sdg"]}
    goals = sorted({int(code.split(".")[0]) for code in targets})
    return {"count": len(targets), "goals": Words([str(goal) for goal in goals])} if targets else None


counted("One action names no target.", "{count} actions name no target.",
        ids=lambda b: of(b.live, "sdg", None) if any(row["sdg"] for row in b.live) else [])  # fmt: skip
listed("Stopped and not counted: {names}.", lambda b: of(b.rows("ACTIONS"), "status", "stopped"))
listed("Without a component and not listed: {names}.", lambda b: of(b.live, "component", None))

# The end -------------------------------------------------------------------------------------------------------------

counted("By then, one area should have moved to another field of the resilience matrix.",
        "By then, {count} areas should have moved to another field of the resilience matrix.",
        ids=lambda b: [row for row in placed(b) if row["target"] and row["target"] != quadrant(row)])  # fmt: skip
counted(
    "One cause of weak data applies here.",
    "{count} causes of weak data apply here.",
    ids=lambda b: of(b.rows("DATA_GAPS"), "applies", "yes"),
)


def planned(b: Book) -> list[Line]:
    return [row for row in b.rows("DATA_GAPS") if row["plan"]]


counted("For one there is a plan.", "For {count} there is a plan.",
        ids=lambda b: planned(b) if of(b.rows("DATA_GAPS"), "applies", "yes") else [])  # fmt: skip
counted("One plan names who acts and by when.", "{count} plans name who acts and by when.",
        ids=lambda b: [row for row in planned(b) if len(row.some("by_whom", "by_when")) == 2] if of(b.rows("DATA_GAPS"), "applies", "yes") else [])  # fmt: skip


listed("Not known whether they apply: {names}.",
       lambda b: of(b.rows("DATA_GAPS"), "applies", "unknown") if of(b.rows("DATA_GAPS"), "applies", "yes") else [])  # fmt: skip


@claim("Of the measures, {parts}.")
def _(b: Book) -> Found:
    lines = [row for row in b.rows("INDICATORS") if not has_value(row)]
    only = [row for row in lines if only_change(row)]
    bare = [row for row in lines if not only_change(row) and row["does_not_apply"] is None]
    gaps = [row for row in bare if row["gap"]]
    told = parts((len(measured(b)), "one has a value", "have a value"), (len(only), "one is known by its change only", "are known by their change only"), (len(gaps), "one has a named gap", "have a named gap"),
                 (len(bare) - len(gaps), "one is blank", "are blank"))  # fmt: skip
    return {"parts": told} if told else None


def weak(b: Book) -> list[str]:
    judged = [row for row in b.rows("RISKS") if row["relevant"] == "yes"]
    return of([*judged, *b.rows("MARKETS"), *b.rows("SYSTEM_MAP")], "evidence", "none", "media")


counted(
    "One line rests on media reports or on no evidence yet.",
    "{count} lines rest on media reports or on no evidence yet.",
    ids=weak,
    kinds="brief",
)


@claim("The framework has {count} lists.")
def _(b: Book) -> Found:
    return {"count": len(framework.method_lists())}

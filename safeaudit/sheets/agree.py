"""What a council decides on: problems as people name them, priorities and why, money by source and year, and the decision."""

from safeaudit.sheets.base import Fixed, FixedRow, Form, Free, Row
from safeaudit.sheets.columns import (
    Amount,
    Code,
    Ref,
    When,
    Whole,
    Words,
    YearOf,
    answer,
    does_not_apply,
    sensitivity,
    worked_out,
)
from safeaudit.sheets.conditions import Filled, Is
from safeaudit.sheets.grading import BY_EVIDENCE
from safeaudit.sheets.kinds import (
    AREA,
    CONFIDENCE,
    DATE,
    EVIDENCE,
    FLOW,
    GROUP,
    MONEY,
    MONTH,
    NOTE,
    RISK,
    SOURCE,
    TEXT,
    TREND,
    YEAR,
    Choice,
    Number,
    Reference,
    Text,
)

PROBLEM = Reference("PROBLEMS")
FELT = Is("how_bad", "1", "2", "3")
"""The problem is there at all."""
BAD = ("2", "3")
"""How bad a problem is from serious on."""
ADOPTED = ("adopted", "adopted_changed")
DECIDED = (*ADOPTED, "noted", "sent_back", "rejected")
"""Decisions that have a body, a date and a record."""
YEARS = ("year_1", "year_2", "year_3", "year_4", "year_5")


class SafetyProblem(FixedRow):
    """Crime and safety problems as people name them, before their causes."""

    sheet_id = "PROBLEMS"
    rows = Fixed("problems")

    how_bad: Code = answer(
        "How bad", "How much harm does it do to people here? “Not known” is an honest answer.", Choice("how_bad"), required=True,
        width=20,
    )
    trend: Code = answer("Trend", "Over the last three years.", TREND, required=FELT)
    area_1: Ref = answer("Worst in", "The area where it is worst, or the whole city.", Reference("AREAS", whole_city=True),
                       if_needed=FELT)
    area_2: Ref = answer("And in", "Another area, if any.", AREA)
    area_3: Ref = answer("Also in", "A third area, if any.", AREA)
    hours: Code = answer("When", "The time at which it happens most.", Choice("hours"), width=20)
    done_by: Code = answer(
        "Who does it (kind)", "The kind of people or bodies, never a person, a family or a group by name.", Choice("done_by"),
        width=26,
    )
    group_1: Code = answer("Who is hit most", "The group that is hit hardest.", GROUP, if_needed=FELT)
    group_2: Code = answer("And who else", "Another group, if any.", GROUP)
    risk_1: Ref = answer("Risk behind it", "A risk from RISKS that helps to explain it.", RISK, width=26)
    risk_2: Ref = answer("And risk", "Another such risk, if any.", RISK, width=26)
    flow_1: Ref = answer("Flow behind it", "A flow from FLOWS that feeds it, if any.", FLOW)
    flow_2: Ref = answer("And flow", "Another such flow, if any.", FLOW)
    responds: Words = answer(
        "What answers it today", "Who does what about it today: patrols, lights, courts, people themselves. “Nothing” is an answer.",
        NOTE, width=40,
    )
    gap: Words = answer("What is missing", "Where the answer falls short: hours, places, people, law, money.", NOTE, width=40)
    services: Words = answer(
        "Services there are", "For those who are hit and those who do it: shelter, treatment, advice, a way back. Kinds only, no address.",
        NOTE, width=36,
    )
    services_missing: Words = answer("Services missing", "What people look for and do not find.", NOTE, width=30)
    services_showed: Code = answer(
        "What their evaluation showed", "Did anybody look whether these services help, and what came out?",
        Choice("services_showed"), width=20,
    )
    evidence: Code = answer("Evidence", "What your rating mainly rests on.", EVIDENCE, required=FELT)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of the rating?", CONFIDENCE)
    sensitivity: Code = sensitivity("official")
    does_not_apply: Words = does_not_apply()

    @BY_EVIDENCE.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_EVIDENCE.of(self)

    @property
    def areas(self) -> list[str]:
        return [area for area in (self.area_1, self.area_2, self.area_3) if area]

    @property
    def groups(self) -> list[str]:
        return [group for group in (self.group_1, self.group_2) if group]

    @property
    def risks(self) -> list[str]:
        return [risk for risk in (self.risk_1, self.risk_2) if risk]

    @property
    def flows(self) -> list[str]:
        return [flow for flow in (self.flow_1, self.flow_2) if flow]

    @property
    def is_bad(self) -> bool:
        """Whether it is rated serious or very serious."""
        return self.how_bad in BAD


class Priority(Row):
    """What the city takes up first, and how that was chosen."""

    sheet_id = "PRIORITIES"
    rows = Free("TOP", 10, at_least=2)
    label_column = "problem"

    problem: Ref = answer("Problem", "The problem the city takes up first. Begin with the most important one.", PROBLEM,
                          required=True, width=30)
    why_1: Code = answer("Main reason", "Why this one and not another?", Choice("priority_why"), required=True, width=32)
    why_2: Code = answer("Second reason", "Another reason, if any.", Choice("priority_why"), width=32)
    argument: Words = answer(
        "The argument", "Three or four sentences from your findings: how bad, for whom, where, what is in the city’s power.",
        NOTE, width=50,
    )
    score: Amount = answer("Score of the team", "If you gave points: this priority’s points, in the way DECISION describes.",
                           Number(0, 1000))
    residents_rank: Whole = answer(
        "Rank by residents", "Its place when residents were asked: 1 for what they named first. Empty if nobody asked them.",
        Number(1, 50, whole=True),
    )
    agreed_by: Words = answer("Agreed by", "The bodies or roles that agreed on it: forum, committee, assembly.", Text(120),
                              width=28)
    later: Words = answer(
        "Left for later, and why", "What belongs to it and is not done now, why not, and when you will look again.", NOTE, width=44,
    )
    sensitivity: Code = sensitivity("open")

    @property
    def reasons(self) -> list[str]:
        return [why for why in (self.why_1, self.why_2) if why and why != "unknown"]


class BudgetLine(Row):
    """One source of money for one action, with the years side by side as in any budget."""

    sheet_id = "BUDGET"
    rows = Free("BUD", 60)

    action: Ref = answer("Action", "The action it pays for, from ACTIONS. One line for each source of an action.",
                         Reference("ACTIONS"), required=True, width=38)
    source: Code = answer("Source", "Who pays? “Not found yet” is an honest answer.", Choice("money_source"), required=True,
                          width=24)
    source_name: Words = answer("Budget line or funder", "The number or name of the budget line, programme or funder.", Text(120),
                                width=28)
    kind: Code = answer(
        "Base, new or moved", "Money that is in the budget today, new money, or money moved from another purpose.",
        Choice("money_kind"), required=True, width=20,
    )
    lasts: Code = answer("Lasting or one-off", "Does it come every year, or once?", Choice("money_lasts"), required=True)
    year_1: Amount = answer("Year 1", "Amount in the first year; DECISION says which year that is.", MONEY, width=14)
    year_2: Amount = answer("Year 2", "Amount in the second year.", MONEY, width=14)
    year_3: Amount = answer("Year 3", "Amount in the third year.", MONEY, width=14)
    year_4: Amount = answer("Year 4", "Amount in the fourth year.", MONEY, width=14)
    year_5: Amount = answer("Year 5", "Amount in the fifth year.", MONEY, width=14)
    posts: Amount = answer("Posts", "Full-time posts it pays for, in the year with most; 0.5 for a half.", Number(0, 100_000))
    sensitivity: Code = sensitivity("open")

    @worked_out(
        "All years",
        "The sum of the five years.",
        Number(0, 5_000_000_000_000, whole=True),
        formula='IF(COUNT({year_1},{year_2},{year_3},{year_4},{year_5})=0,"",'
        "SUM({year_1},{year_2},{year_3},{year_4},{year_5}))",
        after="year_5",
        width=15,
    )
    def total(self) -> Amount:
        """The sum of the years that are given; None while none is."""
        given = [amount for amount in self.amounts.values() if amount is not None]
        return sum(given) if given else None

    @property
    def amounts(self) -> dict[str, float | None]:
        """The amount of each year by its column."""
        return {year: getattr(self, year) for year in YEARS}


class Decision(Row):
    """The decision on the plan, how it was reached, and what it binds (one record)."""

    sheet_id = "DECISION"
    rows = Form(
        headings=(
            ("audit_status", "The audit"),
            ("options_rejected", "How the plan was reached"),
            ("state", "The decision"),
            ("plan_basis", "The plan: basis, period, review"),
            ("first_year", "Money"),
        )
    )

    audit_status: Code = answer(
        "State of the audit", "“Finished” says that nothing more will be filled in. Empty means that work goes on.", Choice("audit_status")
    )
    mandate: Words = answer("Mandate of the audit", "The law or decision that ordered it, and what it may look at.", TEXT)
    steering: Words = answer("Steering group", "The offices and bodies that steer the plan. No names of people.", TEXT)
    coordinator: Words = answer("Coordinator (role)", "The role that holds the plan together day by day.", Text(120))
    validation: Code = answer(
        "Findings checked", "Were the findings shown to people who can say that they are wrong, before the plan was made?",
        Choice("validated"),
    )
    validation_how: Words = answer(
        "How they were checked", "With whom, how, and what changed because of it. Kinds of people, no names.", NOTE,
        required=Is("validation", "residents_others", "residents", "others"),
    )
    fieldwork_points: Whole = answer("Fieldwork: places looked at", "How many places were visited and described?",
                                     Number(0, 100_000, whole=True))
    fieldwork_routes: Whole = answer("Fieldwork: routes walked", "How many routes or safety walks?", Number(0, 100_000, whole=True))
    fieldwork_sample: Whole = answer("Fieldwork: people asked", "How many people answered questions of this audit?",
                                     Number(0, 10_000_000, whole=True, unit="people"))
    fieldwork_from: When = answer("Fieldwork: first month", "The month in which it began.", MONTH)
    fieldwork_to: When = answer("Fieldwork: last month", "The month in which it ended.", MONTH)
    fieldwork_how: Words = answer("Fieldwork: how chosen", "How were places, routes and people chosen, and who was missed?", NOTE)
    scoring: Words = answer("How priorities were scored", "What the points of PRIORITIES mean, and who gave them.", TEXT)
    options_rejected: Words = answer("Options rejected, and why", "What else was considered, and what spoke against it.", NOTE)
    consultation: Words = answer("Consultation on the plan", "Who was asked about the draft plan, when and how.", NOTE)
    consultation_changed: Words = answer("What it changed", "What is different in the plan because of it. “Nothing” is an answer.", NOTE)
    state: Code = answer(
        "Decision on the plan", "What did the body that decides do with it? “Not decided yet” is a full answer.",
        Choice("decision_state"), required=True,
    )
    body: Words = answer("Decided by", "The body that decided, for example: city council.", Text(120), required=Is("state", *DECIDED))
    decided_on: When = answer("Date of the decision", "The day on which it decided.", DATE, required=Is("state", *DECIDED))
    record: Words = answer("Minute or record", "The number of the minute or decision, so that others can find it.", Text(120),
                           required=Is("state", *DECIDED))
    route: Words = answer("Route to the decision", "The bodies it passes through and when: committee, council, ministry.", TEXT)
    conditions: Words = answer("Conditions", "What the body asked for in return for its yes.", NOTE)
    may_edit: Words = answer("Who may change the plan", "The role or body that may change it without a new decision, and how far.", TEXT)
    plan_basis: Words = answer("Legal basis of the plan", "The law or by-law under which the plan is made.", TEXT,
                               if_needed=Is("state", *DECIDED))
    plan_from: When = answer("Plan period, from", "The first month of the plan.", MONTH, required=Is("state", *ADOPTED))
    plan_to: When = answer("Plan period, to", "The last month of the plan.", MONTH, required=Is("state", *ADOPTED))
    review: Code = answer("Review of the plan", "How often must somebody report on it?", Choice("plan_review"),
                          if_needed=Is("state", *DECIDED))
    review_by: Words = answer("Who reports, and to whom", "The office that reports, and the body that hears it.", TEXT,
                              required=Is("review", "quarterly", "half_yearly", "yearly", "two_yearly", "at_end"))
    publication: Code = answer("Publication", "Can residents read the plan?", Choice("publication"))
    published_where: Words = answer("Published where", "Where and in which languages it can be found.", TEXT,
                                    required=Is("publication", "whole", "public_version"), if_needed=Is("state", *ADOPTED))
    first_year: YearOf = answer(
        "Year 1 of BUDGET", "The calendar or financial year of the first money column; for 2027/28 write 2027.", YEAR
    )
    safety_budget: Amount = answer("Total safety budget", "All that the city spends on safety in one year, beside this plan.", MONEY)
    safety_budget_year: YearOf = answer("Year of that budget", "The year it belongs to.", YEAR, required=Filled("safety_budget"))


SHEETS: tuple[type[Row], ...] = (SafetyProblem, Priority, BudgetLine, Decision)

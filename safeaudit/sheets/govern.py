"""Part C, Govern (framework Part III): regulation, enforcement, engagement, resilience, partners and principles."""

from safeaudit.sheets.base import Fixed, FixedRow, Form, Free, Row, months_between
from safeaudit.sheets.columns import Amount, Code, Ref, When, Words, answer, does_not_apply, sensitivity, worked_out
from safeaudit.sheets.conditions import AnyOf, Is
from safeaudit.sheets.grading import Grading
from safeaudit.sheets.kinds import (
    AREA,
    CONFIDENCE,
    DATE,
    EVIDENCE,
    GROUP,
    MONEY,
    MONTH,
    NOTE,
    PERCENT,
    RISK,
    SOURCE,
    STATUS,
    TEXT,
    YES_NO_UNKNOWN,
    Choice,
    Reference,
    Text,
)
from safeaudit.sheets.regulation import Power

SOLDIERS = Is("soldiers", "yes")


class Enforcement(Row):
    """Who commands enforcement here, and on what terms (one record)."""

    sheet_id = "ENFORCEMENT"
    rows = Form()

    controlled_by: Code = answer("Policing is controlled by", "Who sets the priorities of the police?", Choice("police_control"),
                                 required=True)
    stance: Words = answer("The city’s own stance", "What does the city itself do for safe streets, beside the police?", NOTE,
                           required=True)
    budget_share: Amount = answer("Enforcement share of the safety budget", "The best estimate you have. Write 40 for 40 %.",
                                  PERCENT)
    complaints: Code = answer("Independent complaints body", "Can people complain about force to an independent body?",
                              YES_NO_UNKNOWN)
    rights_training: Code = answer("Rights training", "Are those who enforce trained in human rights?", YES_NO_UNKNOWN)
    community_policing: Code = answer("Community or problem-solving policing", "Is it practised, beyond patrols?", YES_NO_UNKNOWN)
    private_overseen: Code = answer("Private security overseen", "Does someone license and check private guards?", YES_NO_UNKNOWN)
    displacement: Words = answer("Displacement checked", "How do you notice when a problem moves to another place?", NOTE)
    soldiers: Code = answer("Soldiers in policing", "Are soldiers used for policing, or is it planned?", YES_NO_UNKNOWN, required=True)
    last_resort: Words = answer("Soldiers: why a last resort", "What was tried before, and why was it not enough?", NOTE,
                                required=SOLDIERS)
    stabilisation: Code = answer("Soldiers: framed as stabilisation", "Is it publicly called a stabilisation operation?", YES_NO_UNKNOWN,
                                 required=SOLDIERS)
    police_plan: Words = answer("Soldiers: plan to strengthen the police", "What is asked for, and by when?", NOTE, required=SOLDIERS)
    soldiers_since: When = answer("Soldiers: since", "The month it began.", MONTH)
    soldiers_review: When = answer("Soldiers: review date", "When will it be reviewed?", MONTH)
    soldiers_exit: Words = answer("Soldiers: exit", "How and when will it end?", TEXT)


class Means(FixedRow):
    """How cities reach enforcement (framework list L27)."""

    sheet_id = "ENFORCEMENT_MEANS"
    rows = Fixed("enforcement_means")

    in_use: Code = answer("In use", "Does the city use it today?", YES_NO_UNKNOWN, required=True)
    mandate: Words = answer("Legal mandate", "The law or decision it rests on.", TEXT, required=Is("in_use", "yes"), width=34)
    oversight: Words = answer("Oversight", "Who checks it, and whom do they report to?", TEXT, width=34)
    safeguards: Code = answer("Safeguards in place", "Training, written rules and a way to complain: all three?", YES_NO_UNKNOWN,
                              required=Is("in_use", "yes"))
    result: Code = answer("Result", "What has it brought so far?", Choice("means_result"), required=Is("in_use", "yes"))
    note: Words = answer("Note", "What works, what does not?", NOTE, width=48)
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()


class Agreement(Row):
    """Written agreements between the city and those who enforce."""

    sheet_id = "AGREEMENTS"
    rows = Free("AGR", 15, at_least=0)
    label_column = "title"

    title: Words = answer("Title", "The title of the agreement, plan or terms of reference.", Text(120), required=True, width=36)
    kind: Code = answer("Kind", "What kind of paper is it?", Choice("agreement_kind"), required=True)
    field: Code = answer("What it is about", "The main field. Courts include prosecution, and ports include customs. “Not known” is an honest "
                         "answer.", Choice("agreement_field"), width=26)
    parties: Words = answer("Parties", "The offices that signed it.", TEXT, required=True, width=34)
    signed: When = answer("Signed", "The month it was signed; for a draft, the month it is planned.", MONTH, required=True)
    ends: When = answer("Ends", "The month it ends, if it does.", MONTH)
    measurable: Code = answer("Measurable targets", "Does it set targets that can be counted?", YES_NO_UNKNOWN, required=True)
    targets: Words = answer("Targets", "The targets in short.", TEXT, required=Is("measurable", "yes"), width=36)
    reviewed: Code = answer("Reviewed", "How often do the parties look at it together?", Choice("review_frequency"))
    last_review: When = answer("Last review", "The month of the last review.", MONTH)
    sets_priorities: Code = answer("Sets priorities", "Does it say what comes first?", YES_NO_UNKNOWN)
    monitors: Code = answer("Monitors them", "Does it say how progress is followed?", YES_NO_UNKNOWN)
    city_action: Words = answer(
        "City action that makes gains hold", "What does the city do at the same time: light, cleaning, services?", TEXT,
        required=True, width=36,
    )
    rights: Words = answer("Rights safeguards", "How are rights protected, and who checks?", TEXT, required=True, width=36)
    public_results: Code = answer("Residents see results", "Are results made public?", YES_NO_UNKNOWN)
    status: Code = answer("Status", "Where does it stand today?", Choice("agreement_status"), required=True)
    sensitivity: Code = sensitivity("open")


class Engagement(FixedRow):
    """Whom the city reaches, and whether they can answer back."""

    sheet_id = "ENGAGEMENT"
    rows = Fixed("engagement")

    reached: Code = answer("Reached", "How does the city reach this group today?", Choice("reached"), required=True)
    channel: Words = answer("Channel", "The way: meeting, radio, school, group chat …", TEXT, width=30)
    frequency: Code = answer("How often", "How often does it take place?", Choice("frequency"))
    answer_back: Code = answer("Can answer back", "Can people respond, and does someone listen?", YES_NO_UNKNOWN, required=True)
    changed_decision: Code = answer("Changed a decision", "Has what they said changed something?", YES_NO_UNKNOWN)
    which_decision: Words = answer("Which decision", "In one line.", TEXT, required=Is("changed_decision", "yes"), width=34)
    barrier: Words = answer("Barrier", "What keeps this group away: language, time, fear, distance?", TEXT, width=34)
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()


class Communication(FixedRow):
    """Communication principles (framework list L28) and public life."""

    sheet_id = "COMMUNICATION"
    rows = Fixed("communication")

    status: Code = answer("Status", "What is true today?", STATUS, required=True)
    note: Words = answer("Note", "What shows it, or what stands in the way?", NOTE, required=Is("status", "in_place", "partly"),
                         width=60)
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()


class Activity(Row):
    """Work that builds resilience, in five categories (framework list L30)."""

    sheet_id = "ACTIVITIES"
    rows = Free("RES", 25)
    label_column = "title"

    title: Words = answer("Title", "A short title.", Text(120), required=True, width=36)
    category: Code = answer("Category", "The main way it works.", Choice("resilience_category"), required=True, width=26)
    focus: Code = answer("Focus", "The stage of life or the need that the work is mainly for. “Not known” is an honest answer.",
                         Choice("activity_focus"), width=28)
    who_for: Code = answer("Who for", "The group it mainly serves.", GROUP, required=True)
    area: Ref = answer("Area", "Where it takes place.", AREA)
    partner: Ref = answer("Partner", "The partner that carries it, from PARTNERS.", Reference("PARTNERS"), width=26)
    risk_1: Ref = answer("Answers risk", "A risk it answers.", RISK, width=26)
    risk_2: Ref = answer("And", "Another such risk, if any.", RISK, width=26)
    starts: When = answer("From", "The month it starts.", MONTH, required=True)
    ends: When = answer("To", "The month it ends. Such work takes years.", MONTH, required=True)
    budget: Amount = answer("Budget", "For the whole time, in the currency of the PROFILE sheet.", MONEY)
    funded: Code = answer("Funded", "Is the money secured?", YES_NO_UNKNOWN)
    status: Code = answer("Status", "Where does it stand today?", Choice("activity_status"), required=True)
    measured_by: Words = answer("Measured by", "How will you know that it helps?", TEXT, required=True, width=34)
    capture_risk: Words = answer("Risk of capture", "Who could take it over for other ends, and how is that checked?", NOTE,
                                 required=True, width=40)
    with_regulation: Code = answer("Backed by regulation", "Is it tied to a power on REGULATION?", YES_NO_UNKNOWN)
    with_engagement: Code = answer("Backed by engagement", "Is it tied to work on ENGAGEMENT?", YES_NO_UNKNOWN)
    with_enforcement: Code = answer("Backed by enforcement", "Is it tied to work with those who enforce?", YES_NO_UNKNOWN)
    generation_gap: Code = answer("B: generation gap considered", "Elders do not always reach the young. Was this thought of?",
                                  YES_NO_UNKNOWN, required=Is("category", "inner_strength"))
    lets_rise: Code = answer("D: lets people rise", "Does the work lead on, or stay menial?", YES_NO_UNKNOWN,
                             required=Is("category", "jobs_training"))
    open_to_women: Code = answer("D: open to women", "Is it open to women in practice?", YES_NO_UNKNOWN,
                                 required=Is("category", "jobs_training"))
    law_and_community: Code = answer("E: law and community behind it", "Do the law and the community stand behind it?", YES_NO_UNKNOWN,
                                     required=Is("category", "expose"))
    way_back: Code = answer("E: way back", "Is there a way back into the community?", YES_NO_UNKNOWN, required=Is("category", "expose"))
    sensitivity: Code = sensitivity("open")

    @property
    def risks(self) -> list[str]:
        return [risk for risk in (self.risk_1, self.risk_2) if risk]

    @property
    def months(self) -> int | None:
        """How many months it lasts, the first and the last counted; None where a date is missing or they are reversed."""
        return months_between(self.starts, self.ends)


CRITERIA = ("p1_leadership", "p2_not_illicit", "p3_not_political", "p4_no_violence", "p5_not_rival")
"""The five partner criteria in order (framework list L31)."""

EXCEPTION_ALLOWED = ("p2_not_illicit", "p3_not_political")
"""The framework knows exceptions for these two criteria only."""

CRITERION = Choice("criterion")
ANY_EXCEPTION = AnyOf(*(Is(criterion, "exception") for criterion in CRITERIA))


class Partner(Row):
    """Partners for resilience work against the five criteria (framework list L31)."""

    sheet_id = "PARTNERS"
    rows = Free("PTR", 25)
    label_column = "partner"

    partner: Words = answer("Partner (organisation)", "The name of the organisation. No names of people.", Text(120),
                            required=True, width=34)
    kind: Code = answer("Kind", "What kind of organisation is it?", Choice("partner_kind"), required=True)
    p1_leadership: Code = answer("P1 credible leadership", "Is its leadership trusted by those it works for? No exception is possible.",
                                 CRITERION, required=True)
    p2_not_illicit: Code = answer("P2 not involved in illicit activity",
                                  "An exception is possible, for example for reformed members, with a reason and a review date.",
                                  CRITERION, required=True)
    p3_not_political: Code = answer("P3 no specific political character",
                                    "An exception is possible where it is widely accepted by all sides, with a reason and a review date.",
                                    CRITERION, required=True)
    p4_no_violence: Code = answer("P4 excludes violence", "It rules out violence and settles disputes peacefully. No exception is possible.",
                                  CRITERION, required=True)
    p5_not_rival: Code = answer("P5 not set up as a rival",
                                "It was not set up to compete with a criminal or violent group. No exception is possible.",
                                CRITERION, required=True)
    exception_reason: Words = answer("Reason for the exception", "Why is the exception justified, and under which conditions?", NOTE,
                                     required=ANY_EXCEPTION, width=40)
    exception_review: When = answer("Exception: review date", "When will the exception be looked at again?", DATE,
                                    required=ANY_EXCEPTION)
    neutrality: Words = answer("Neutrality and ties", "Few go-betweens are neutral. Which ties does it have?", NOTE, width=40)
    checked_by: Words = answer("Checked by (role)", "The role that checked the five criteria. No person’s name.", Text(120),
                               required=True, width=22)
    checked_on: When = answer("Checked on", "The date of the check.", DATE, required=True)
    subversion_risk: Code = answer("Risk of subversion", "Could others turn it to their own ends?", Choice("high_medium_low"))
    funded: Code = answer("Funded", "Does the city pay it?", YES_NO_UNKNOWN)
    amount: Amount = answer("Amount", "A year, in the currency of the PROFILE sheet.", MONEY, required=Is("funded", "yes"))
    sensitivity: Code = sensitivity("official")

    @worked_out(
        "Verdict",
        "Worked out from the five criteria. Exceptions stand only on P2 and P3, with a reason and a review date.",
        Choice("verdict"),
        formula=(
            'IF(COUNTA({p1_leadership},{p2_not_illicit},{p3_not_political},{p4_no_violence},{p5_not_rival})=0,"",'
            "IF(OR({p1_leadership}={criterion.not_met},{p2_not_illicit}={criterion.not_met},"
            "{p3_not_political}={criterion.not_met},{p4_no_violence}={criterion.not_met},{p5_not_rival}={criterion.not_met},"
            "{p1_leadership}={criterion.exception},{p4_no_violence}={criterion.exception},"
            "{p5_not_rival}={criterion.exception}),{verdict.not_eligible},"
            "IF(({p1_leadership}={criterion.met})+({p4_no_violence}={criterion.met})+({p5_not_rival}={criterion.met})"
            "+({p2_not_illicit}={criterion.met})+({p2_not_illicit}={criterion.exception})"
            "+({p3_not_political}={criterion.met})+({p3_not_political}={criterion.exception})<5,{verdict.incomplete},"
            "IF(OR({p2_not_illicit}={criterion.exception},{p3_not_political}={criterion.exception}),"
            'IF(AND(TRIM({exception_reason})<>"",ISNUMBER({exception_review})),{verdict.by_exception},{verdict.incomplete}),'
            "{verdict.eligible}))))"
        ),
        after="exception_review",
        width=22,
    )
    def verdict(self) -> Code:
        """Eligible, by_exception, not_eligible or incomplete; None while no criterion is answered."""
        answers = self.criteria
        if all(answer is None for answer in answers.values()):
            return None
        if any(
            answer == "not_met" or (answer == "exception" and criterion not in EXCEPTION_ALLOWED)
            for criterion, answer in answers.items()
        ):
            return "not_eligible"
        if any(answer not in ("met", "exception") for answer in answers.values()):
            return "incomplete"
        if "exception" not in answers.values():
            return "eligible"
        return "by_exception" if self.exception_reason and self.exception_review else "incomplete"

    @property
    def criteria(self) -> dict[str, Code]:
        """The answers to the five criteria by column ID."""
        return {criterion: getattr(self, criterion) for criterion in CRITERIA}


class Capacity(FixedRow):
    """What the city can do today, in twenty questions of four steps."""

    sheet_id = "CAPACITY"
    rows = Fixed("capacity")

    step: Code = answer(
        "Where the city stands", "Take the step that is true today, not the one you plan. “Not known” is an honest answer.",
        Choice("capacity"), required=True, width=22,
    )
    shows: Words = answer("What shows it", "One fact: a paper, a figure, a decision that changed.", NOTE, width=48)
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()


BY_KIND = Grading("evidence_kind")


class Principle(FixedRow):
    """Basic principles, prerequisites and good governance (framework lists L32 and L21)."""

    sheet_id = "PRINCIPLES"
    rows = Fixed("principles")

    applied: Code = answer("Applied", "How far is it applied in practice? “Not known” is an honest answer.", Choice("applied"),
                           required=True)
    evidence: Words = answer("Evidence", "What shows it? One or two facts.", NOTE, required=Is("applied", "fully", "partly"),
                             width=52)
    evidence_kind: Code = answer("Kind of evidence", "What this mainly rests on. “None yet” is an honest answer.", EVIDENCE)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of this line?", CONFIDENCE)
    action_1: Ref = answer("Action", "An action of the strategy that serves it.", Reference("ACTIONS"), width=28)
    action_2: Ref = answer("Second action", "Another action, if any.", Reference("ACTIONS"), width=28)
    owner: Words = answer("Owner (role)", "The role that answers for it.", Text(120), width=22)
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()

    @BY_KIND.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_KIND.of(self)

    @property
    def actions(self) -> list[str]:
        return [action for action in (self.action_1, self.action_2) if action]


SHEETS: tuple[type[Row], ...] = (
    Power, Enforcement, Means, Agreement, Engagement, Communication, Activity, Partner, Capacity, Principle,
)

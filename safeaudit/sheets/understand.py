"""Part B, Understand (framework Part II): figures, risks, flows, those who steer them, the system, and resilience."""



from collections.abc import Callable

from safeaudit.sheets.base import (
    Amount,
    Code,
    Fixed,
    FixedRow,
    Free,
    Ref,
    Row,
    Whole,
    Words,
    answer,
    does_not_apply,
    worked_out,
)
from safeaudit.sheets.conditions import Blank, Filled, Is
from safeaudit.sheets.exchange import Actor, Flow, Lever, MapRow, Market, Price, Question
from safeaudit.sheets.kinds import (
    AREA,
    CONFIDENCE,
    EVIDENCE,
    GROUP,
    NOTE,
    RISK,
    SOURCE,
    STATUS,
    TEXT,
    TREND,
    YEAR,
    YES_NO_UNKNOWN,
    Choice,
    Number,
    Reference,
    Scale,
    Text,
)

FIGURE = Number(-1_000_000_000, 1_000_000_000)


class Indicator(FixedRow):
    """Three-layer scorecard after the South African Cities Network model."""

    sheet_id = "INDICATORS"
    rows = Fixed("indicators")

    value: Amount = answer("Value", "The newest figure. Leave it empty if you have none, and say why under “Gap”.", FIGURE)
    unit: Words = answer(
        "Unit, if different", "Only if your unit is not the one printed in the line, or for a local item.", Text(60)
    )
    year: Whole = answer("Year", "The year the value belongs to.", YEAR, required=Filled("value"))
    area: Ref = answer("Area", "The whole city, or one area from your list.", Reference("AREAS", whole_city=True))
    earlier_value: Amount = answer("Earlier value", "An older figure made in the same way.", FIGURE)
    earlier_year: Whole = answer("Earlier year", "The year of the older figure.", YEAR, required=Filled("earlier_value"))
    national_value: Amount = answer("National value", "The same measure for the country, if it exists.", FIGURE)
    split_by: Code = answer("Split by", "The finest split you have for this figure.", Choice("split_by"))
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, required=Filled("value"), width=26)
    gap: Code = answer(
        "Gap", "Why is there no value? A named gap is a full answer.", Choice("data_gap"), required=Blank("value")
    )
    who_might_know: Words = answer(
        "Who might know", "For a gap: who may hold this figure, for example a hospital, an ambulance service or the press?",
        Text(120), width=26,
    )
    residents: Words = answer(
        "What it means for residents", "What do residents say about this in daily life? No names, no quotes with a place.",
        NOTE, required=Filled("value"), width=44,
    )
    real_change: Words = answer(
        "What changed in real surroundings",
        "If the figure moved: what changed for people, in streets, homes or schools? If nothing did, say so.",
        NOTE, width=44,
    )
    put_down_to: Code = answer(
        "Change put down to", "If the figure moved: what do you think moved it, mainly? “Not known” is an honest answer.",
        Choice("put_down_to"),
    )
    behind: Ref = answer("Risk behind it", "An economic, social or political risk from RISKS that helps to explain this figure.",
                         RISK, width=26)
    does_not_apply: Words = does_not_apply()

    @worked_out(
        "Change",
        "Worked out from the value and the earlier value, in per cent.",
        Number(unit="%"),
        formula=(
            'IF(AND(ISNUMBER({value}),ISNUMBER({earlier_value})),IF({earlier_value}=0,"",'
            'ROUND(({value}-{earlier_value})/ABS({earlier_value})*100,1)),"")'
        ),
        after="earlier_year",
    )
    def change(self) -> Amount:
        """Change since the earlier value in per cent; None when either is missing or the earlier one is 0."""
        if self.value is None or not self.earlier_value:
            return None
        return (self.value - self.earlier_value) / abs(self.earlier_value) * 100


RELEVANT = Is("relevant", "yes")


class Risk(FixedRow):
    """Risk factors in three categories (framework list L01)."""

    sheet_id = "RISKS"
    rows = Fixed("risks")

    relevant: Code = answer(
        "Relevant here", "Does this matter for safety in your city? “Not known” is an honest answer.",
        YES_NO_UNKNOWN, required=True,
    )
    likelihood: Whole = answer(
        "Likelihood", "How likely is it that this harms safety in the next three years? 1 very unlikely, 5 almost certain.",
        Scale("likelihood"), required=RELEVANT,
    )
    impact: Whole = answer(
        "Impact", "If it happens, how bad is it for residents? 1 very small, 5 very severe.",
        Scale("impact"), required=RELEVANT,
    )
    trend: Code = answer("Trend", "Over the last three years.", TREND, required=RELEVANT)
    duration: Code = answer(
        "Shock or stress", "A shock comes suddenly, a stress lasts for years. They need different answers.",
        Choice("shock_or_stress"),
    )
    area_1: Ref = answer("Area most affected", "Where it hits hardest.", AREA)
    area_2: Ref = answer("Second area", "Another area, if any.", AREA)
    group_1: Code = answer("Most affected", "Who is hit hardest?", GROUP)
    group_2: Code = answer("Second group", "Another group, if any.", GROUP)
    group_3: Code = answer("Third group", "Another group, if any.", GROUP)
    raised_by_residents: Code = answer(
        "Raised by residents", "Did residents themselves speak of this?", YES_NO_UNKNOWN, required=RELEVANT
    )
    evidence: Code = answer("Evidence", "What your rating mainly rests on.", EVIDENCE, required=RELEVANT)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of the rating?", CONFIDENCE, required=RELEVANT)
    acts_with_1: Ref = answer("Acts together with", "A risk that makes this one worse, or the reverse.", RISK, width=26)
    acts_with_2: Ref = answer("And with", "Another such risk, if any.", RISK, width=26)
    explanation: Words = answer(
        "Explanation, or why it does not apply",
        "Two or three sentences: how it shows here. If it is not relevant, say why.",
        NOTE, required=True, width=50,
    )

    @worked_out(
        "Score",
        "Likelihood times impact, from 1 to 25.",
        Number(1, 25, whole=True),
        formula='IF(AND(ISNUMBER({likelihood}),ISNUMBER({impact})),{likelihood}*{impact},"")',
        after="impact",
    )
    def score(self) -> Whole:
        """Likelihood times impact, 1 to 25; None until both are given."""
        return None if self.likelihood is None or self.impact is None else self.likelihood * self.impact

    @worked_out(
        "Level",
        "Low 1–4, moderate 5–9, high 10–15, critical 16–25.",
        Choice("risk_level"),
        formula=(
            'IF(AND(ISNUMBER({likelihood}),ISNUMBER({impact})),IF({likelihood}*{impact}>=[[critical_risk]],{risk_level.critical},'
            "IF({likelihood}*{impact}>=[[high_risk]],{risk_level.high},"
            'IF({likelihood}*{impact}>=[[moderate_risk]],{risk_level.moderate},{risk_level.low}))),"")'
        ),
        after="score",
    )
    def level(self) -> Code:
        """Low, moderate, high or critical, from the score."""
        score: int | None = self.score
        if score is None:
            return None
        return risk_level(score, self.threshold)

    @property
    def groups(self) -> list[str]:
        return [group for group in (self.group_1, self.group_2, self.group_3) if group]

    @property
    def areas(self) -> list[str]:
        return [area for area in (self.area_1, self.area_2) if area]

    @property
    def acts_with(self) -> list[str]:
        return [risk for risk in (self.acts_with_1, self.acts_with_2) if risk]


class RiskLevel(FixedRow):
    """Risk factors by closeness to the person (framework list L02)."""

    sheet_id = "RISK_LEVELS"
    rows = Fixed("risk_levels")

    matters: Code = answer("Matters here", "Do factors at this level matter in your city?", YES_NO_UNKNOWN, required=True)
    example: Words = answer("Example", "One example from your city, without names.", NOTE,
                            required=Is("matters", "yes"), width=60)
    does_not_apply: Words = does_not_apply()




























def _mean_formula(columns: tuple[str, ...]) -> str:
    cells = ",".join(f"{{{column}}}" for column in columns)
    return f'IF(COUNT({cells})={len(columns)},ROUND(AVERAGE({cells}),1),"")'


STATE = ("services", "trust", "justice")
COMMUNITY = ("acts_together", "inclusive", "peaceful")


class AreaResilience(Row):
    """Each area in the matrix of state connection and community strength (framework list L29)."""

    sheet_id = "RESILIENCE"
    rows = Free("RSL", 20)
    label_column = "area"

    area: Ref = answer("Area", "One line for each area of the AREAS sheet.", AREA, required=True, width=28)
    services: Whole = answer("Services reach people", "1 hardly, 5 fully.", Scale("agreement"), required=True)
    trust: Whole = answer("People trust institutions", "1 hardly, 5 fully.", Scale("agreement"), required=True)
    justice: Whole = answer("Justice and security can be reached", "1 hardly, 5 fully.", Scale("agreement"), required=True)
    acts_together: Whole = answer("People act together", "1 hardly, 5 fully.", Scale("agreement"), required=True)
    inclusive: Whole = answer("Groups are inclusive", "1 hardly, 5 fully.", Scale("agreement"), required=True)
    peaceful: Whole = answer("Disputes settled without violence", "1 hardly, 5 fully.", Scale("agreement"), required=True)
    armed_provider: Code = answer(
        "Armed or other providers impose order",
        "Do armed or other groups impose justice, security or livelihoods? Then it is negative resilience, however strong the community.",
        YES_NO_UNKNOWN, required=True,
    )
    property_rights: Code = answer("Property rights", "How clear is it who owns or may use land and homes?", Choice("property_rights"))
    split: Code = answer("Community is split", "Is it split into groups that do not act together?", YES_NO_UNKNOWN)
    bubble: Code = answer("Security bubble", "Is it walled or guarded and closed to the rest of the city?", YES_NO_UNKNOWN)
    bubble_plan: Words = answer("Plan to reconnect", "How will the closed zone be joined to the city again?", TEXT, width=36)
    target: Code = answer("Target", "Where should this area be at the next audit?", Choice("quadrant"))
    note: Words = answer("Note", "What explains these scores?", NOTE, width=44)

    @worked_out("State connection", "Mean of the three scores.", Number(1, 5), formula=_mean_formula(STATE), after="justice")
    def state(self) -> Amount:
        """Mean of the three scores of state connection, 1 to 5."""
        return _mean(self.services, self.trust, self.justice)

    @worked_out(
        "Community strength", "Mean of the three scores.", Number(1, 5), formula=_mean_formula(COMMUNITY), after="peaceful"
    )
    def community(self) -> Amount:
        """Mean of the three scores of community strength, 1 to 5."""
        return _mean(self.acts_together, self.inclusive, self.peaceful)

    @worked_out(
        "Quadrant",
        "Cut at 3 on both axes. An armed provider turns community strength into negative resilience.",
        Choice("quadrant"),
        formula=(
            "IF(AND(ISNUMBER({state}),ISNUMBER({community})),IF({state}>=[[quadrant_cut]],"
            "IF({community}>=[[quadrant_cut]],{quadrant.positive},{quadrant.state_only}),"
            'IF({community}>=[[quadrant_cut]],{quadrant.community_only},{quadrant.fragile})),"")'
        ),
        after="armed_provider",
        width=24,
    )
    def quadrant(self) -> Code:
        """Positive resilience, state without community, community without state, or fragile, by the cut of both axes."""
        state, community = self.state, self.community
        if state is None or community is None:
            return None
        cut = self.threshold("quadrant_cut")
        if state >= cut:
            return "positive" if community >= cut else "state_only"
        return "community_only" if community >= cut else "fragile"

    @worked_out(
        "Resilience",
        "Negative when armed or other providers impose order, whatever the scores.",
        Choice("resilience_sign"),
        formula=(
            "IF({armed_provider}={yes_no_unknown.yes},{resilience_sign.negative},"
            'IF({quadrant}={quadrant.positive},{resilience_sign.positive},""))'
        ),
        after="quadrant",
    )
    def sign(self) -> Code:
        """Negative where an armed provider imposes order; positive in the upper right quadrant; otherwise None."""
        if self.armed_provider == "yes":
            return "negative"
        return "positive" if self.quadrant == "positive" else None


def _mean(*scores: int | None) -> float | None:
    given = [score for score in scores if score is not None]
    return round(sum(given) / len(given), 1) if len(given) == len(scores) else None


def risk_level(score: int, threshold: Callable[[str], float]) -> str:
    """The level of a score of 1 to 25, by the thresholds of an edition."""
    levels = ("critical", "high", "moderate")
    return next((level for level in levels if score >= threshold(f"{level}_risk")), "low")


class PlanningItem(FixedRow):
    """City planning and housing as part of safety (framework lists L20 and L22)."""

    sheet_id = "PLANNING"
    rows = Fixed("planning")

    status: Code = answer("Status", "What is true today?", STATUS, required=True)
    evidence: Words = answer("Evidence", "What shows it? If absent: what stands in the way?", NOTE, width=56,
                             required=Is("status", "in_place", "partly"))
    lead: Words = answer("Lead", "The office that leads.", Text(120), width=26)
    does_not_apply: Words = does_not_apply()


SHEETS: tuple[type[Row], ...] = (
    Indicator, Risk, RiskLevel, Flow, Price, Market, Actor, Question, MapRow, Lever, AreaResilience, PlanningItem,
)

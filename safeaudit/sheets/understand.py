"""Part B, Understand (framework Part II): figures, risks, flows, those who steer them, the system, and resilience."""



from collections.abc import Callable, Sequence
from math import prod

from safeaudit.sheets.base import Fixed, FixedRow, Free, Row
from safeaudit.sheets.columns import Amount, Code, Ref, Whole, Words, answer, does_not_apply, sensitivity, worked_out
from safeaudit.sheets.conditions import AllOf, Blank, Is
from safeaudit.sheets.exchange import Actor, Flow, Lever, MapRow, Price, Question
from safeaudit.sheets.grading import BY_EVIDENCE
from safeaudit.sheets.indicators import Indicator, MoreFigure, SafetyWalk
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
    UNKNOWN,
    YES_NO_UNKNOWN,
    Choice,
    Number,
    Scale,
    Text,
)
from safeaudit.sheets.markets import Market

RELEVANT = Is("relevant", "yes")
_HALVES = ",".join(
    f"AND(NOT(ISBLANK({{{half}}})),TRIM({{{half}}})<>{{yes_no_unknown.unknown}})" for half in ("likelihood", "impact")
)
"""Whether likelihood or impact holds an entry that is not “not known”."""


HALF = AllOf(RELEVANT, Blank("matters"))
"""When the halves of the score are needed: the risk is relevant and not rated in words."""


class Risk(FixedRow):
    """Risk factors in three categories (framework list L01)."""

    sheet_id = "RISKS"
    rows = Fixed("risks")

    relevant: Code = answer(
        "Relevant here", "Does this matter for safety in your city? “Not known” is an honest answer.",
        YES_NO_UNKNOWN, required=True,
    )
    matters: Code = answer(
        "How much it matters", "A rating in words. Likelihood and impact say it more finely; where both are given, they count.",
        Choice("matters"), width=22,
    )
    likelihood: Whole = answer(
        "Likelihood", "How likely is it that this harms safety in the next three years? 1 very unlikely, 5 almost certain.",
        Scale("likelihood"), required=HALF,
    )
    impact: Whole = answer(
        "Impact", "If it happens, how bad is it for residents? 1 very small, 5 very severe.",
        Scale("impact"), required=HALF,
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
    sensitivity: Code = sensitivity("open")

    @BY_EVIDENCE.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_EVIDENCE.of(self)

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
        "Moderate from {setting.moderate_risk}, high from {setting.high_risk}, critical from {setting.critical_risk}; low below.",
        Choice("risk_level"),
        formula=(
            'IF(AND(ISNUMBER({likelihood}),ISNUMBER({impact})),IF({likelihood}*{impact}>=[[critical_risk]],{risk_level.critical},'
            "IF({likelihood}*{impact}>=[[high_risk]],{risk_level.high},"
            'IF({likelihood}*{impact}>=[[moderate_risk]],{risk_level.moderate},{risk_level.low}))),'
            f'IF(OR({_HALVES},{{relevant}}={{relevant.no}}),"",'
            'IF({matters}={matters.3},{risk_level.high},'
            'IF({matters}={matters.2},{risk_level.moderate},IF({matters}={matters.1},{risk_level.low},"")))))'
        ),
        after="score",
        shorter='IF({matters}={matters.3},{risk_level.high},IF({matters}={matters.2},{risk_level.moderate},'
        'IF({matters}={matters.1},{risk_level.low},"")))',
    )
    def level(self) -> Code:
        """Low, moderate, high or critical, from the score; low to high from the words where there is no half of a score."""
        score: int | None = self.score
        if score is not None:
            return risk_level(score, self.threshold)
        return IN_WORDS.get(self.matters or "") if self.in_words else None

    @property
    def in_words(self) -> bool:
        """Whether it is rated in words alone, and as something that matters."""
        halves = {self.get("likelihood"), self.get("impact")} - {None, UNKNOWN}
        return self.matters in IN_WORDS and not halves and self.relevant != "no"

    @property
    def score_range(self) -> tuple[int, int] | None:
        """The lowest and the highest score where likelihood or impact is “not known”; None where both are, or one is blank."""
        parts = [(self.likelihood, self.is_unknown("likelihood")), (self.impact, self.is_unknown("impact"))]
        known = [value for value, unknown in parts if value is not None]
        if not known or not all(value is not None or unknown for value, unknown in parts):
            return None
        lowest, highest = prod(known), prod(known) * 5 ** (len(parts) - len(known))
        return lowest, highest

    @property
    def groups(self) -> list[str]:
        return [group for group in (self.group_1, self.group_2, self.group_3) if group]

    @property
    def areas(self) -> list[str]:
        return [area for area in (self.area_1, self.area_2) if area]

    @property
    def acts_with(self) -> list[str]:
        return [risk for risk in (self.acts_with_1, self.acts_with_2) if risk]


IN_WORDS = {"1": "low", "2": "moderate", "3": "high"}
"""The level of a risk rated in words; only a score can make it critical."""


class RiskLevel(FixedRow):
    """Risk factors by closeness to the person (framework list L02)."""

    sheet_id = "RISK_LEVELS"
    rows = Fixed("risk_levels")

    matters: Code = answer("Matters here", "Do factors at this level matter in your city?", YES_NO_UNKNOWN, required=True)
    example: Words = answer("Example", "One example from your city, without names.", NOTE,
                            required=Is("matters", "yes"), width=60)
    sensitivity: Code = sensitivity("open")
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
    evidence: Code = answer("Evidence", "What these scores mainly rest on. “None yet” is an honest answer.", EVIDENCE)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of the scores?", CONFIDENCE)
    target: Code = answer("Target", "Where should this area be at the next audit?", Choice("quadrant"))
    note: Words = answer("Note", "What explains these scores?", NOTE, width=44)
    sensitivity: Code = sensitivity("official")

    @BY_EVIDENCE.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_EVIDENCE.of(self)

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

    @property
    def state_range(self) -> tuple[float, float] | None:
        """Between what the mean of state connection lies, 1 to 5, with scores “not known”; None for a blank score, or if none is known."""
        return self._lies(STATE)

    @property
    def community_range(self) -> tuple[float, float] | None:
        """The same of community strength."""
        return self._lies(COMMUNITY)

    @property
    def too_little_known(self) -> bool:
        """Whether no place in the matrix can be told because of scores “not known”: every score is answered, and of an axis none is known."""
        said = all(getattr(self, column) is not None or self.is_unknown(column) for column in (*STATE, *COMMUNITY))
        return said and None in (self.state_range, self.community_range)

    @property
    def may_be_positive(self) -> bool:
        """Whether scores “not known” leave it open that both means reach the cut, and no armed provider imposes order."""
        means = [self._highest(columns) for columns in (STATE, COMMUNITY)]
        if None in means or self.quadrant is not None or self.armed_provider == "yes":
            return False
        return min(mean or 0 for mean in means) >= self.threshold("quadrant_cut")

    def _highest(self, columns: Sequence[str]) -> float | None:
        """The mean of these scores with each that is “not known” at its highest; None for a blank one."""
        scores = [5 if self.is_unknown(column) else getattr(self, column) for column in columns]
        return _mean(*scores)

    def _lies(self, columns: Sequence[str]) -> tuple[float, float] | None:
        known = [score for score in (getattr(self, column) for column in columns) if score is not None]
        unknown = sum(self.is_unknown(column) for column in columns)
        if not known or len(known) + unknown < len(columns):
            return None
        ends = (sum(known) + step * unknown for step in (1, 5))
        low, high = (round(end / len(columns), 1) for end in ends)
        return low, high

    @worked_out(
        "Quadrant",
        "Both axes are cut at {setting.quadrant_cut}. An armed provider turns community strength into negative resilience.",
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
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()


SHEETS: tuple[type[Row], ...] = (
    Indicator, MoreFigure, SafetyWalk, Risk, RiskLevel, Flow, Price, Market, Actor, Question, MapRow, Lever, AreaResilience, PlanningItem,
)

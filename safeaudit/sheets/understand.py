"""Part B, Understand (framework Part II): figures, risks, flows, those who steer them, the system, and resilience."""

from collections.abc import Sequence
from math import floor

from pydantic import PrivateAttr

from safeaudit.sheets.base import (
    Amount,
    Code,
    Fixed,
    FixedRow,
    Free,
    Ref,
    Row,
    When,
    Whole,
    Words,
    answer,
    does_not_apply,
    worked_out,
)
from safeaudit.sheets.conditions import AllOf, Blank, Filled, Is, RowIs
from safeaudit.sheets.kinds import (
    AREA,
    CONFIDENCE,
    COUNT,
    EVIDENCE,
    FLOW,
    GROUP,
    MONTH,
    NOTE,
    RISK,
    SENSITIVITY,
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
            'IF(AND(ISNUMBER({likelihood}),ISNUMBER({impact})),IF({likelihood}*{impact}>=16,{risk_level.critical},'
            "IF({likelihood}*{impact}>=10,{risk_level.high},"
            'IF({likelihood}*{impact}>=5,{risk_level.moderate},{risk_level.low}))),"")'
        ),
        after="score",
    )
    def level(self) -> Code:
        """Low, moderate, high or critical, from the score."""
        score: int | None = self.score
        if score is None:
            return None
        return "critical" if score >= 16 else "high" if score >= 10 else "moderate" if score >= 5 else "low"

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


PRESENT = Is("present", "yes")


class Flow(FixedRow):
    """Flows that move into, through or inside the city (framework list L09)."""

    sheet_id = "FLOWS"
    rows = Fixed("flows")

    present: Code = answer("Present", "Is this flow present in your city? “Not known” is an honest answer.",
                           YES_NO_UNKNOWN, required=True)
    what: Words = answer("What exactly, or why not", "Name the goods, people or services; or say why you are sure there are none.",
                         TEXT, required=Is("present", "yes", "no"), width=40)
    ideas_kind: Code = answer("Ideas: which", "Only for the flow of ideas: violent extremism, or gang forms and culture?",
                              Choice("ideas_kind"))
    direction: Code = answer("Direction", "Its main direction, seen from the city.", Choice("direction"), required=PRESENT)
    scale: Code = answer("Scale", "How large is it? “Not known” is better than a guess.", Choice("flow_scale"),
                         required=PRESENT)
    scale_basis: Code = answer(
        "Scale rests on", "Seizures alone do not show how large a flow is.", Choice("scale_basis"), required=PRESENT
    )
    seizures: Whole = answer("Seizures in the period", "How many there were. Write 0 for none; leave it empty if you do not know.",
                             COUNT)
    trend: Code = answer("Trend", "Over the last three years.", TREND, required=PRESENT)
    legality: Code = answer("Legal status", "Is the flow legal in itself?", Choice("legality"))
    wrong: Words = answer("Where the wrong lies", "In the goods, in how it is run, or in the force around it?", TEXT, width=36)
    by_trade: Code = answer("Money by moving and selling", "Is money taken by moving or selling?", YES_NO_UNKNOWN)
    by_protection: Code = answer("Money by protection payments", "Is money taken by payments for “protection”?",
                                 YES_NO_UNKNOWN)
    spent_on_1: Code = answer("Money spent here on", "Where does money from it go in the city? “Not known” is an honest answer.",
                              Choice("money_use"))
    spent_on_2: Code = answer("And on", "Another use, if any.", Choice("money_use"))
    violence: Code = answer("Violence", "Violence tied to this flow.", Choice("violence"), required=PRESENT)
    effect: Words = answer("Effect on safety here", "What does it do to daily safety? The effect matters more than the size.",
                           NOTE, required=PRESENT, width=46)
    positive: Words = answer("Positive side", "What good comes with it? For people on the move: skills, work, energy.",
                             NOTE, required=AllOf(PRESENT, RowIs("FLW-1")), width=40)
    group_1: Code = answer("Most exposed", "Who is most exposed to harm from it?", GROUP)
    group_2: Code = answer("Second group", "Another group, if any.", GROUP)
    risk_1: Ref = answer("Feeds risk", "A risk this flow makes worse.", RISK, width=26)
    risk_2: Ref = answer("And", "Another such risk, if any.", RISK, width=26)
    risk_3: Ref = answer("And also", "A third such risk, if any.", RISK, width=26)
    helped_locally: Code = answer("Helped along locally", "Are there people or bodies in the city that make it possible?", YES_NO_UNKNOWN)
    helped_nationally: Code = answer("Helped along nationally", "Elsewhere in the country?", YES_NO_UNKNOWN)
    helped_internationally: Code = answer("Helped along internationally", "Across borders?", YES_NO_UNKNOWN)
    responder: Code = answer("Who responds", "Who mainly acts on it today? “Nobody” is a finding.", Choice("responder"))
    source_1: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    source_2: Ref = answer("Second source", "Another source, if any.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of this line?", CONFIDENCE, required=PRESENT)
    sensitivity: Code = answer("Sensitivity", "Who may see this line.", SENSITIVITY)

    _price_reading: Code = PrivateAttr(default=None)

    @worked_out(
        "Price reading",
        "Worked out from PRICES: dearer means scarcer, cheaper means more available. Needs three dated prices.",
        Choice("price_reading"),
        formula=(
            'IF(SUMPRODUCT(<prices>)<3,"",IF((SUMPRODUCT(<prices>)*SUMPRODUCT(<prices>,[PRICES.relative],[PRICES.month])'
            "-SUMPRODUCT(<prices>,[PRICES.relative])*SUMPRODUCT(<prices>,[PRICES.month]))*365>="
            "[[price_change]]*<spread>,{price_reading.scarcer},IF((SUMPRODUCT(<prices>)*SUMPRODUCT(<prices>,"
            "[PRICES.relative],[PRICES.month])-SUMPRODUCT(<prices>,[PRICES.relative])*SUMPRODUCT(<prices>,"
            "[PRICES.month]))*365<=-[[price_change]]*<spread>,{price_reading.more_available},{price_reading.steady})))"
        )
        .replace(
            "<spread>",
            "MAX(0.000001,SUMPRODUCT(<prices>)*SUMPRODUCT(<prices>,[PRICES.month],[PRICES.month])"
            "-SUMPRODUCT(<prices>,[PRICES.month])^2)",
        )
        .replace("<prices>", '(LEFT([PRICES.flow]&" ",LEN({id})+1)={id}&" ")*ISNUMBER([PRICES.relative])'),
        after="positive",
    )
    def price_reading(self) -> Code:
        """Scarcer, more available or steady, from the yearly slope of relative prices; None under three prices."""
        return self._price_reading

    def read_prices(self, prices: "Sequence[Price]", threshold: float) -> None:
        """Take the price reading from the dated prices; `threshold` in per cent a year."""
        self._price_reading = price_reading([price for price in prices if price.flow == self.id], threshold)

    @property
    def groups(self) -> list[str]:
        return [group for group in (self.group_1, self.group_2) if group]

    @property
    def risks(self) -> list[str]:
        return [risk for risk in (self.risk_1, self.risk_2, self.risk_3) if risk]

    @property
    def sources(self) -> list[str]:
        return [source for source in (self.source_1, self.source_2) if source]


class Price(Row):
    """Local prices over time; the price tells more about a flow than seizures do."""

    sheet_id = "PRICES"
    rows = Free("PRI", 60)
    label_column = "item"
    waived_by = "CAR-6"

    flow: Ref = answer("Flow", "Which flow does this price belong to?", FLOW, required=True, width=24)
    item: Words = answer("Item", "Exactly the same wording each time, for example: cannabis, street level.", Text(80),
                         required=True, width=30)
    unit: Words = answer("Unit", "Always the same unit for the same item, for example: per gram.", Text(40), required=True)
    area: Ref = answer("Area", "Where the price was noted.", AREA)
    month: When = answer("Month", "The month the price was noted.", MONTH, required=True)
    price: Amount = answer("Price", "In the currency of the PROFILE sheet.", Number(0, 1_000_000_000), required=True)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    other_causes: Code = answer("Other causes checked", "Demand, purity and season move prices too. What did you check?",
                                Choice("other_causes"))

    _relative: Amount = PrivateAttr(default=None)

    @worked_out(
        "Relative price",
        "This price, with the average of the same item, unit and area as 100.",
        Number(0),
        formula=(
            'IF(AND(ISNUMBER({price}),ISNUMBER({month})),IF(SUMPRODUCT(<same>,[price])=0,"",'
            'ROUND({price}*SUMPRODUCT(<same>*ISNUMBER([price]))/SUMPRODUCT(<same>,[price])*100,1)),"")'
        ).replace("<same>", "([flow]={flow})*([item]={item})*([unit]={unit})*([area]={area})"),
        after="price",
    )
    def relative(self) -> Amount:
        """This price with the mean of its series (same flow, item, unit and area) as 100."""
        return self._relative

    def place_in_series(self, relative: Amount) -> None:
        self._relative = relative


def relate_prices(prices: Sequence[Price]) -> None:
    """Give each price its place in its series: the series' mean becomes 100."""
    series: dict[tuple[str | None, str, str, str | None], list[Price]] = {}
    for row in prices:
        if row.price is not None:
            key = (row.flow, (row.item or "").casefold(), (row.unit or "").casefold(), row.area)
            series.setdefault(key, []).append(row)
    for rows in series.values():
        mean = sum(row.price or 0 for row in rows) / len(rows)
        for row in rows:
            dated = row.month is not None and mean > 0
            row.place_in_series(_to_one_decimal((row.price or 0) / mean * 100) if dated else None)


def _to_one_decimal(value: float) -> float:
    """Rounded as spreadsheets round: half away from zero."""
    return floor(value * 10 + 0.5) / 10


def price_slope(prices: Sequence[Price]) -> Amount:
    """The change of relative prices in per cent a year (least squares); None under three dates or without spread."""
    points = [(row.month.toordinal(), row.relative) for row in prices if row.month and row.relative is not None]
    if len(points) < 3:
        return None
    n = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread * 365 if spread else 0.0


def price_reading(prices: Sequence[Price], threshold: float) -> Code:
    """What the prices of one flow say about supply: scarcer, more_available or steady; None under three prices."""
    slope = price_slope(prices)
    if slope is None:
        return None
    return "scarcer" if slope >= threshold else "more_available" if slope <= -threshold else "steady"


SIGN = Scale("market_sign", 0, 3)


class Market(Row):
    """Criminal governance of a market, by four signs (framework list L13)."""

    sheet_id = "MARKETS"
    rows = Free("MKT", 12)
    label_column = "market"

    market: Words = answer("Market", "A market by what is traded and where, for example: minibus routes, North.", Text(100),
                           required=True, width=32)
    kind: Code = answer("Kind", "Is the market illicit, or licit and poorly regulated?", Choice("market_kind"), required=True)
    flow: Ref = answer("Flow", "The flow this market belongs to.", FLOW, width=24)
    protection: Whole = answer("Protection must be paid", "0 no sign, 1 some, 2 clear, 3 everywhere.", SIGN, required=True)
    protection_violence: Whole = answer("Violence tied to protection", "0 no sign, 1 some, 2 clear, 3 everywhere.", SIGN,
                                        required=True)
    newcomers: Whole = answer("Newcomers met with violence", "0 they enter freely, 3 always met with violence.", SIGN,
                              required=True)
    territory: Whole = answer("Territory held", "0 no ground held, 3 firm control of ground.", SIGN, required=True)
    same_people: Code = answer("Same people protect and trade", "Usually they differ. If yes, say so in the note.",
                               YES_NO_UNKNOWN)
    extortion: Code = answer("Extortion", "Are people forced to pay? “Not known” is an honest answer.", YES_NO_UNKNOWN)
    hits: Code = answer("Killings to order", "Are people killed to order in this market? In general terms: no cases, no places.",
                        Choice("how_regular"))
    state_able: Code = answer("State able to act here", "Can the state do its work in this market?", Choice("yes_partly_no"))
    evidence: Code = answer("Evidence", "What these scores mainly rest on.", EVIDENCE, required=True)
    confidence: Code = answer("Confidence", "How sure are you of the scores?", CONFIDENCE, required=True)
    note: Words = answer("Note", "How it works, in general terms. No names, no places of safety.", NOTE, width=46)
    sensitivity: Code = answer("Sensitivity", "Who may see this line.", SENSITIVITY)

    @worked_out(
        "Index",
        "The four signs added up, 0 to 12.",
        Number(0, 12, whole=True),
        formula=(
            "IF(COUNT({protection},{protection_violence},{newcomers},{territory})=4,"
            '{protection}+{protection_violence}+{newcomers}+{territory},"")'
        ),
        after="territory",
    )
    def index(self) -> Whole:
        """The sum of the four signs, 0 to 12; None until all four are given."""
        signs = (self.protection, self.protection_violence, self.newcomers, self.territory)
        return None if None in signs else sum(sign or 0 for sign in signs)

    @worked_out(
        "Reading",
        "0–2 little, 3–5 emerging, 6–8 established, 9–12 dominant.",
        Choice("market_reading"),
        formula=(
            "IF(COUNT({protection},{protection_violence},{newcomers},{territory})=4,IF({index}>=9,{market_reading.dominant},"
            "IF({index}>=6,{market_reading.established},IF({index}>=3,{market_reading.emerging},{market_reading.little})"
            ')),"")'
        ),
        after="index",
    )
    def reading(self) -> Code:
        """Little, emerging, established or dominant criminal governance, from the index."""
        index: int | None = self.index
        if index is None:
            return None
        return "dominant" if index >= 9 else "established" if index >= 6 else "emerging" if index >= 3 else "little"


class Actor(Row):
    """Types of actors and organisations by code and role, never people's names."""

    sheet_id = "ACTORS"
    rows = Free("ACT", 20)
    label_column = "label"
    waived_by = "CAR-1"

    label: Words = answer("Label", "A type, for example: transport association on the northern routes. Never a person’s name.",
                          Text(100), required=True, width=34)
    kind: Code = answer("Kind", "Keep organised crime and violent extremism apart, even where they meet.", Choice("actor_kind"),
                        required=True)
    network: Code = answer("How organised", "Tight: strong ties across and down. Loose: lower ranks control the money. Weak: little cooperation.",
                           Choice("network"), required=True)
    flow_1: Ref = answer("Flow", "A flow this actor moves, protects or regulates.", FLOW, width=24)
    flow_2: Ref = answer("Second flow", "Another flow, if any.", FLOW, width=24)
    territory: Code = answer("Holds territory", "Does it control ground?", YES_NO_UNKNOWN)
    gives_1: Code = answer("Gives residents", "What do residents get from it?", Choice("provides"))
    gives_2: Code = answer("And", "Anything else?", Choice("provides"))
    seen_as: Code = answer("Residents see it as", "How most residents near it see it.", Choice("seen_as"), required=True)
    state_relation: Code = answer("Relation to the state", "Choose what fits best today.", Choice("state_relation"), required=True)
    overseen_by: Words = answer("Overseen by", "The body that licenses or checks it, if any.", TEXT, width=26)
    level: Code = answer("Level", "Where does it mainly work?", Choice("actor_level"), required=True)
    tied_to_1: Ref = answer("Tied to", "Another actor on this sheet.", Reference("ACTORS"), width=26)
    tie_1: Code = answer("Kind of tie", "How are they tied?", Choice("tie"), required=Filled("tied_to_1"))
    tied_to_2: Ref = answer("Also tied to", "Another actor on this sheet.", Reference("ACTORS"), width=26)
    tie_2: Code = answer("Kind of second tie", "How are they tied?", Choice("tie"), required=Filled("tied_to_2"))
    women_youth: Words = answer("Women and youth in it", "How are women and young people drawn in, and how could they leave?",
                                NOTE, width=44)
    sensitivity: Code = answer("Sensitivity", "Who may see this line.", SENSITIVITY, required=True)

    @worked_out(
        "Effect of more resources",
        "What more money tends to do to a group organised in this way.",
        Choice("resource_effect"),
        formula=(
            "IF({network}={network.tight},{resource_effect.state_like},IF({network}={network.loose},"
            '{resource_effect.internal_violence},IF({network}={network.weak},{resource_effect.splits},"")))'
        ),
        after="network",
    )
    def resource_effect(self) -> Code:
        """State-like tasks, internal violence or splits, from how the group is organised (framework list L16)."""
        return {"tight": "state_like", "loose": "internal_violence", "weak": "splits"}.get(self.network or "")

    @property
    def flows(self) -> list[str]:
        return [flow for flow in (self.flow_1, self.flow_2) if flow]

    @property
    def ties(self) -> list[tuple[str, str | None]]:
        """(other actor's ID, kind of tie)."""
        pairs = ((self.tied_to_1, self.tie_1), (self.tied_to_2, self.tie_2))
        return [(other, tie) for other, tie in pairs if other]


class Question(FixedRow):
    """The five guiding questions (framework list L07)."""

    sheet_id = "QUESTIONS"
    rows = Fixed("questions")

    response: Words = answer("Answer in your own words", "Three to six sentences. Write it last, when the other sheets of part B are filled.",
                           NOTE, required=True, width=80)
    kind: Code = answer("Fact, estimate or view", "Fact: others can check it. Estimate: judged from signs. View: what people say or the team believes.",
                        Choice("statement_kind"))


class MapRow(Row):
    """The framework's five-column map: risk, flow, actor, response of government, resilience (list L08)."""

    sheet_id = "SYSTEM_MAP"
    rows = Free("MAP", 40)
    label_column = "response"

    risk: Ref = answer("Risk", "Choose from RISKS.", RISK, required=True, width=28)
    flow: Ref = answer("Flow that feeds it", "Choose from FLOWS.", FLOW, required=True, width=26)
    actor: Ref = answer("Actor that steers the flow", "Choose from ACTORS. State bodies count too.", Reference("ACTORS"),
                        required=True, width=28)
    response: Words = answer("Response of government", "What is done today? “None” is a finding: write it.", TEXT, required=True,
                             width=36)
    agency: Words = answer("Agency", "The office that acts.", Text(120), width=22)
    level: Code = answer("Level", "The level of government that acts.", Choice("government_level"), required=True)
    effect: Code = answer("Effect of the response", "What does it do to the problem?", Choice("response_effect"), required=True)
    resilience: Words = answer("What builds resilience, or could change things", "A strength, a group, a service or a chance for change.",
                               TEXT, required=True, width=36)
    works_by: Code = answer("Works by", "Mitigation lowers the threat. Adaptation helps people adjust.", Choice("mitigation_adaptation"))
    group_1: Code = answer("Group exposed", "Who is exposed on this path?", GROUP)
    group_2: Code = answer("Second group", "Another group, if any.", GROUP)
    evidence: Code = answer("Evidence", "What this line mainly rests on.", EVIDENCE, required=True)
    loop: Code = answer("Feedback loop", "Does harm feed harm here, or good feed good?", Choice("loop"))
    sensitivity: Code = answer("Sensitivity", "Who may see this line.", SENSITIVITY)

    @property
    def groups(self) -> list[str]:
        return [group for group in (self.group_1, self.group_2) if group]


class Lever(Row):
    """Factors in the system through which things can turn (framework lists L17 and L18)."""

    sheet_id = "LEVERS"
    rows = Free("LEV", 15)
    label_column = "factor"

    factor: Words = answer("Factor", "A role, group, body or place through which things could turn. No names.", Text(120),
                           required=True, width=34)
    kind: Code = answer("Kind", "Choose what it is.", Choice("lever_kind"), required=True)
    map_row: Ref = answer("Map row", "The line of the SYSTEM MAP it could change.", Reference("SYSTEM_MAP"), width=30)
    influence: Code = answer("Influence", "How much could it change?", Choice("high_medium_low"), required=True)
    readiness: Code = answer("Readiness", "How ready is it to act?", Choice("high_medium_low"), required=True)
    loop: Code = answer("Loop it sits in", "Choose the loop, if any.", Choice("loop"))
    how: Words = answer("How it could turn", "What would have to happen, and who could start it?", NOTE, required=True, width=48)
    opportunity: Words = answer("Opportunity now", "Is there an opening now? For how long?", TEXT, width=36)


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
        """Positive resilience, state without community, community without state, or fragile; the cut is at 3."""
        state, community = self.state, self.community
        if state is None or community is None:
            return None
        if state >= QUADRANT_CUT:
            return "positive" if community >= QUADRANT_CUT else "state_only"
        return "community_only" if community >= QUADRANT_CUT else "fragile"

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


QUADRANT_CUT = 3.0


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

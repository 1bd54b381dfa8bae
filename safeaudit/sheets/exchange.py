"""Part B of the workbook, what moves and who lives from it: flows, prices, markets, actors, questions, the map and its levers."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import PrivateAttr

from safeaudit.sheets.base import Fixed, FixedRow, Free, Row
from safeaudit.sheets.columns import Amount, Code, Ref, When, Whole, Words, answer, sensitivity, worked_out
from safeaudit.sheets.conditions import AllOf, Filled, Is, RowIs
from safeaudit.sheets.grading import BY_EVIDENCE, SCALE_BASIS, Grading
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
    SOURCE,
    TEXT,
    TREND,
    YES_NO_UNKNOWN,
    Choice,
    Number,
    Reference,
    Text,
)
from safeaudit.sheets.prices import PriceChange, price_change, price_reading

PRESENT = Is("present", "yes")


BY_SCALE = Grading("scale_basis", SCALE_BASIS, ("source_1", "source_2"))


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
    sensitivity: Code = sensitivity("official")

    @BY_SCALE.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_SCALE.of(self)

    _price_reading: Code = PrivateAttr(default=None)
    _change: PriceChange | None = PrivateAttr(default=None)

    @worked_out(
        "Price change a year",
        "Worked out from PRICES: from the first to the last month noted, as a change a year. Needs {setting.price_points} dated prices.",
        Number(unit="%"),
        formula=(
            'IF(SUMPRODUCT(<prices>)<[[price_points]],"",IF(<first>=<last>,"",IF(<at first>=0,"",ROUND(100*(('
            "<at last>/<at first>)^(12/((YEAR(<last>)-YEAR(<first>))*12+MONTH(<last>)-MONTH(<first>)))-1),0))))"
        )
        .replace("<at first>", "(SUMPRODUCT(<prices>*(<month>=<first>),[PRICES.relative])/SUMPRODUCT(<prices>*(<month>=<first>)))")
        .replace("<at last>", "(SUMPRODUCT(<prices>*(<month>=<last>),[PRICES.relative])/SUMPRODUCT(<prices>*(<month>=<last>)))")
        .replace("<first>", "(99999-SUMPRODUCT(MAX(<prices>*(99999-<month>))))")
        .replace("<last>", "SUMPRODUCT(MAX(<prices>*<month>))")
        .replace("<month>", '(0+TEXT([PRICES.month],"0;0;0;\\0"))')  # a month that could not be read counts as 0
        .replace("<prices>", '(LEFT([PRICES.flow]&" ",LEN({id})+1)={id}&" ")*ISNUMBER([PRICES.relative])'),
        after="positive",
    )
    def price_change(self) -> Whole:
        """The compound change of relative prices in whole per cent a year, first to last month; None under [price_points]."""
        return None if self._change is None else self._change.rate

    @worked_out(
        "Price reading",
        "Dearer by {setting.price_change} % a year or more means scarcer; cheaper by as much, more available.",
        Choice("price_reading"),
        formula=(
            'IF(ISNUMBER({price_change}),IF({price_change}>=[[price_change]],{price_reading.scarcer},'
            'IF({price_change}<=-[[price_change]],{price_reading.more_available},{price_reading.steady})),"")'
        ),
        after="price_change",
    )
    def price_reading(self) -> Code:
        """Scarcer, more available or steady, from the change of prices a year."""
        return price_reading(self._change, self.threshold("price_change"))

    def read_prices(self, prices: Sequence[Price]) -> None:
        """Take the change of prices from the dated prices of this flow."""
        own = [price for price in prices if price.flow == self.id]
        self._change = price_change(own, self.threshold("price_points"))

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
    measure: Words = answer("Measure tested", "If this series shall show whether a measure worked: which one, for example: night checks "
                            "at the river. Once for the series is enough.", Text(120), width=30)
    measure_month: When = answer("Measure began", "The month in which the measure began. Prices before and after it are compared.", MONTH,
                                 required=Filled("measure"))
    sensitivity: Code = sensitivity("official")

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


PROTECTING = ("community_defence", "guard")
"""Beginnings of an actor that were there to protect people."""
TAKING = ("protects_and_takes", "takes")
"""What an actor is to residents when it takes money from them, with protection or without."""


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
    began_as: Code = answer("Began as", "How it began. Some who take money today began by protecting people.", Choice("began_as"),
                            width=24)
    became: Code = answer("To residents now", "What it does to residents today. Change over the years can show where to act.",
                          Choice("became"), width=24)
    state_relation: Code = answer("Relation to the state", "Choose what fits best today.", Choice("state_relation"), required=True)
    overseen_by: Words = answer("Overseen by", "The body that licenses or checks it, if any.", TEXT, width=26)
    level: Code = answer("Level", "Where does it mainly work?", Choice("actor_level"), required=True)
    tied_to_1: Ref = answer("Tied to", "Another actor on this sheet.", Reference("ACTORS"), width=26)
    tie_1: Code = answer("Kind of tie", "How are they tied?", Choice("tie"), required=Filled("tied_to_1"))
    tied_to_2: Ref = answer("Also tied to", "Another actor on this sheet.", Reference("ACTORS"), width=26)
    tie_2: Code = answer("Kind of second tie", "How are they tied?", Choice("tie"), required=Filled("tied_to_2"))
    women_youth: Words = answer("Women and youth in it", "How are women and young people drawn in, and how could they leave?",
                                NOTE, width=44)
    evidence: Code = answer("Evidence", "What your answers on how it is organised and on its relation to the state mainly rest on. “None yet” is an honest answer.", EVIDENCE)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of this line?", CONFIDENCE)
    sensitivity: Code = sensitivity("restricted")

    @BY_EVIDENCE.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_EVIDENCE.of(self)

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
    def turned(self) -> bool:
        """Whether it began by protecting people and takes money from them now."""
        return self.began_as in PROTECTING and self.became in TAKING

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
    sensitivity: Code = sensitivity("official")


class MapRow(Row):
    """The framework's five-column map: risk, flow, actor, response of government, resilience (list L08; `foreseen` L19)."""

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
    foreseen: Code = answer("Helps against", "Only against shocks and strains that people foresee, or also against others?",
                            Choice("foreseen"), width=22)
    group_1: Code = answer("Group exposed", "Who is exposed on this path?", GROUP)
    group_2: Code = answer("Second group", "Another group, if any.", GROUP)
    evidence: Code = answer("Evidence", "What this line mainly rests on.", EVIDENCE, required=True)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of this line?", CONFIDENCE)
    loop: Code = answer("Feedback loop", "Does harm feed harm here, or good feed good?", Choice("loop"))
    sensitivity: Code = sensitivity("official")

    @BY_EVIDENCE.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_EVIDENCE.of(self)

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
    sensitivity: Code = sensitivity("official")

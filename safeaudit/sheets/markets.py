"""Markets and who sets their rules: criminal governance by four signs (framework list L13)."""

from safeaudit.sheets.base import Free, Row
from safeaudit.sheets.columns import Code, Ref, Whole, Words, answer, sensitivity, worked_out
from safeaudit.sheets.grading import BY_EVIDENCE
from safeaudit.sheets.kinds import (
    CONFIDENCE,
    EVIDENCE,
    FLOW,
    NOTE,
    SOURCE,
    YES_NO_UNKNOWN,
    Choice,
    Number,
    Scale,
    Text,
)

SIGN = Scale("market_sign", 0, 3)
SIGN_COLUMNS = ("protection", "protection_violence", "newcomers", "territory")
_CELLS = ",".join(f"{{{sign}}}" for sign in SIGN_COLUMNS)
_UNKNOWN = "+".join(f"(TRIM({{{sign}}})={{yes_no_unknown.unknown}})" for sign in SIGN_COLUMNS)
_SCORED = f"COUNT({_CELLS})+{_UNKNOWN}=4"


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
    why_not_able: Code = answer(
        "Why not, or partly",
        "Only if the answer before is “Partly” or “No”. It cannot: it lacks people, law or access. It will not: it does not try. It "
        "lets it happen: it knows and looks away.",
        Choice("why_not_able"),
    )
    evidence: Code = answer("Evidence", "What these scores mainly rest on.", EVIDENCE, required=True)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of the scores?", CONFIDENCE, required=True)
    note: Words = answer("Note", "How it works, in general terms. No names, no places of safety.", NOTE, width=46)
    sensitivity: Code = sensitivity("restricted")

    @BY_EVIDENCE.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_EVIDENCE.of(self)

    @worked_out(
        "Index, at least",
        "The signs that are known, added up. With a sign “not known” the index lies between this and the next column.",
        Number(0, 12, whole=True),
        formula=f'IF(AND({_SCORED},COUNT({_CELLS})),SUM({_CELLS}),"")',
        after="territory",
    )
    def index_low(self) -> Whole:
        """The lowest the index can be, 0 to 12: a sign that is not known adds nothing. None until every sign is answered."""
        known = [sign for sign in self.signs if sign is not None]
        unknown = sum(self.is_unknown(sign) for sign in SIGN_COLUMNS)
        return sum(known) if known and len(known) + unknown == len(SIGN_COLUMNS) else None

    @worked_out(
        "Index, at most",
        "The same, with every sign that is “not known” at its highest.",
        Number(0, 12, whole=True),
        formula=f'IF(ISNUMBER({{index_low}}),{{index_low}}+{SIGN.maximum}*({_UNKNOWN}),"")',
        after="index_low",
    )
    def index_high(self) -> Whole:
        """The highest the index can be, 0 to 12: each sign that is not known at its highest."""
        low: int | None = self.index_low
        unknown = sum(self.is_unknown(sign) for sign in SIGN_COLUMNS)
        return None if low is None else low + SIGN.maximum * unknown

    @worked_out(
        "Index",
        "The four signs added up, 0 to 12. Empty while one of them is “not known”.",
        Number(0, 12, whole=True),
        formula=f'IF(COUNT({_CELLS})=4,SUM({_CELLS}),"")',
        after="index_high",
    )
    def index(self) -> Whole:
        """The sum of the four signs, 0 to 12; None unless all four are known."""
        low: int | None = self.index_low
        return low if low == self.index_high else None

    @worked_out(
        "Reading",
        "Emerging from {setting.market_emerging}, established from {setting.market_established}, dominant from {setting.market_dominant}. Empty while signs “not known” leave it open.",
        Choice("market_reading"),
        formula=(
            "IF(ISNUMBER({index_low}),"
            "IF({index_low}>=[[market_dominant]],{market_reading.dominant},"
            "IF(AND({index_low}>=[[market_established]],{index_high}<[[market_dominant]]),{market_reading.established},"
            "IF(AND({index_low}>=[[market_emerging]],{index_high}<[[market_established]]),{market_reading.emerging},"
            'IF({index_high}<[[market_emerging]],{market_reading.little},"")))),"")'
        ),
        after="index",
    )
    def reading(self) -> Code:
        """Little, emerging, established or dominant criminal governance; None where both ends of the index differ in it."""
        low, high = self.readings
        return low if low == high else None

    @property
    def signs(self) -> tuple[Whole, ...]:
        """The four signs, 0 to 3 each; None for one that is blank or not known."""
        return (self.protection, self.protection_violence, self.newcomers, self.territory)

    @property
    def readings(self) -> tuple[Code, Code]:
        """The reading of the lowest and of the highest index that the signs allow."""
        low, high = self.index_low, self.index_high
        return (None, None) if low is None or high is None else (self._read(low), self._read(high))

    def _read(self, index: int) -> str:
        readings = ("dominant", "established", "emerging")
        return next((each for each in readings if index >= self.threshold(f"market_{each}")), "little")

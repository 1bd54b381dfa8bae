"""The powers to regulate: who holds them, how they are used and how they are guarded (framework lists L24 to L26)."""

from safeaudit.sheets.base import Fixed, FixedRow
from safeaudit.sheets.columns import Code, Ref, Whole, Words, answer, does_not_apply, sensitivity, worked_out
from safeaudit.sheets.conditions import Is
from safeaudit.sheets.grading import BY_EVIDENCE
from safeaudit.sheets.kinds import CONFIDENCE, EVIDENCE, FLOW, NOTE, SOURCE, TEXT, YES_NO_UNKNOWN, Choice, Scale, Text

HELD = Is("held_by", "city", "shared")
SAFEGUARDS = ("criteria_published", "shown_at_start", "outside_oversight", "complaints", "procurement_checked")
_SAID = {
    code: "(" + "+".join(f"({{{column}}}={{yes_no_unknown.{code}}})" for column in SAFEGUARDS) + ")"
    for code in ("yes", "no")
}
"""How many of the five safeguards have this answer, as a formula counts them."""


class Power(FixedRow):
    """Regulation powers of the city, their use and their integrity (framework lists L24 to L26)."""

    sheet_id = "REGULATION"
    rows = Fixed("regulation")

    kind: Code = answer("Kind", "Does it manage a legal activity, or touch an illegal market?", Choice("regulation_kind"),
                        required=True, width=28)
    held_by: Code = answer("Power held by", "Who may decide? “Nobody” is a finding.", Choice("power_holder"), required=True)
    department: Words = answer("Department", "The department that uses the power.", Text(120), width=24)
    legal_basis: Words = answer("Legal basis", "The law or by-law.", TEXT, required=HELD, width=30)
    flow_1: Ref = answer("Flow touched", "A flow this power could slow or make safer.", FLOW, width=24)
    flow_2: Ref = answer("Second flow", "Another flow, if any.", FLOW, width=24)
    used_for_safety: Code = answer("Used for safety", "Is the power used with safety in mind today?", YES_NO_UNKNOWN, required=True)
    market_state: Code = answer(
        "The market is", "A split and competing market is easier to regulate than a captured one.", Choice("market_state")
    )
    incentives: Code = answer("Incentives beside control", "Are there reasons to join in, not only penalties?", YES_NO_UNKNOWN)
    corruption_risk: Code = answer("Corruption risk", "How exposed are permits, checks and buying to bribes?",
                                   Choice("corruption_risk"), required=True)
    criteria_published: Code = answer("Criteria published", "Can everyone read how decisions are made?", YES_NO_UNKNOWN,
                                      required=HELD)
    shown_at_start: Code = answer("Requirements shown at the start",
                                  "Are all requirements shown at once, not one after the other?", YES_NO_UNKNOWN, required=HELD)
    outside_oversight: Code = answer("Oversight outside the chain",
                                     "Does someone outside the same chain of command oversee it?", YES_NO_UNKNOWN, required=HELD)
    complaints: Code = answer("Complaints channel", "Can people complain safely, and does someone answer?", YES_NO_UNKNOWN,
                              required=HELD)
    procurement_checked: Code = answer("Procurement checked", "Is the buying tied to it checked?", YES_NO_UNKNOWN, required=HELD)
    effectiveness: Whole = answer("Effectiveness", "How well does it work today? 1 not at all, 5 very well.",
                                  Scale("effectiveness"), required=Is("held_by", "city", "shared", "province", "national"))
    evidence: Code = answer("Evidence", "What your answers on its use and on how well it works mainly rest on. “None yet” is an honest answer.", EVIDENCE)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, width=26)
    confidence: Code = answer("Confidence", "How sure are you of this line?", CONFIDENCE)
    joined_up_by: Words = answer("Who joins departments up", "The office that makes departments work as one.", Text(120), width=24)
    change: Words = answer("Change proposed", "What should change, by when?", NOTE, width=48)
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()

    @BY_EVIDENCE.column
    def confidence_grade(self) -> Code:
        """High, medium or low, from the evidence and its source; None while nothing is said of what it rests on."""
        return BY_EVIDENCE.of(self)

    @worked_out(
        "Integrity gap",
        "How many of the five safeguards are missing, 0 to 5. Empty while one of them is blank or “not known”.",
        Scale("integrity_gap", 0, 5),
        formula=f'IF({_SAID["yes"]}+{_SAID["no"]}={len(SAFEGUARDS)},{_SAID["no"]},"")',
        after="procurement_checked",
    )
    def integrity_gap(self) -> Whole:
        """How many of the five integrity safeguards are missing, 0 to 5; None unless all five are known."""
        low: int | None = self.gap_low
        return low if low == self.gap_high else None

    @property
    def gap_low(self) -> Whole:
        """The fewest safeguards that can be missing: those answered “no”. None while none is answered."""
        given = [answer for answer in self.safeguards.values() if answer is not None]
        return given.count("no") if given else None

    @property
    def gap_high(self) -> Whole:
        """The most safeguards that can be missing: all but those answered “yes”. None while none is answered."""
        given = [answer for answer in self.safeguards.values() if answer is not None]
        return len(SAFEGUARDS) - given.count("yes") if given else None

    @property
    def safeguards(self) -> dict[str, Code]:
        """The five integrity safeguards (framework list L26) by column ID."""
        return {column: getattr(self, column) for column in SAFEGUARDS}

    @property
    def flows(self) -> list[str]:
        return [flow for flow in (self.flow_1, self.flow_2) if flow]

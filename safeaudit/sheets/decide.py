"""Part D, Decide: the actions of the safety governance strategy."""

from safeaudit.sheets.base import Free, Row, months_between
from safeaudit.sheets.columns import Amount, Code, Ref, When, Words, answer, sensitivity, worked_out
from safeaudit.sheets.conditions import Is
from safeaudit.sheets.kinds import (
    AREA,
    FLOW,
    GROUP,
    MONEY,
    MONTH,
    NOTE,
    RISK,
    TEXT,
    Choice,
    Reference,
    Text,
)


class Action(Row):
    """One action of the strategy: what it answers, who does it, by when, with what money, and how success is seen."""

    sheet_id = "ACTIONS"
    rows = Free("STR", 40, at_least=4)
    label_column = "action"

    action: Words = answer("Action", "What will be done, in one line that starts with a verb.", Text(160), required=True, width=42)
    component: Code = answer("Component", "The component it mainly belongs to. All four must be present.", Choice("component"),
                             required=True)
    supports: Code = answer("Supports", "Does it also support planning, data or housing?", Choice("supports"))
    nature: Code = answer("Nature", "Practical: a result people can use. Symbolic: a visible sign. Experiment: a trial.",
                          Choice("nature"), required=True)
    compared: Code = answer("Compared with today", "Is it more of what is done today, done in another way, or new?",
                            Choice("compared_with_today"))
    problem: Ref = answer("Answers problem", "The problem from PROBLEMS that people should feel less of, if you have rated it.",
                          Reference("PROBLEMS"), width=26)
    risk_1: Ref = answer("Answers risk", "The risk it answers. Each action must answer something you found.", RISK, required=True,
                         width=28)
    risk_2: Ref = answer("And risk", "Another risk it answers, if any.", RISK, width=28)
    flow: Ref = answer("Answers flow", "The flow it answers, if any.", FLOW, width=24)
    map_row: Ref = answer("Map row", "The line of the SYSTEM MAP it acts on, if any.", Reference("SYSTEM_MAP"), width=28)
    area: Ref = answer("Area", "Where it takes place; empty means the whole city.", AREA)
    strengthens: Ref = answer("Strengthens", "Another action that this one makes stronger.", Reference("ACTIONS"), width=28)
    beneficiaries: Code = answer("Who benefits", "The group that gains most.", GROUP, required=True)
    level: Code = answer("Level responsible", "The level that must act.", Choice("action_level"), required=True)
    lead: Words = answer("Lead (role)", "The role that answers for doing it.", Text(120), required=True, width=24)
    evaluated_by: Words = answer("Evaluated by (role)", "Somebody other than the lead.", Text(120), required=True, width=24)
    partner: Ref = answer("With partner", "From PARTNERS.", Reference("PARTNERS"), width=26)
    agreement: Ref = answer("With agreement", "From AGREEMENTS.", Reference("AGREEMENTS"), width=26)
    power: Ref = answer("With power", "From REGULATION.", Reference("REGULATION"), width=26)
    starts: When = answer("From", "The month it starts.", MONTH, required=True)
    ends: When = answer("To", "The month it ends.", MONTH, required=True)
    cost: Amount = answer("Cost", "For the whole time, in the currency of the PROFILE sheet. Write 0 if it costs nothing extra.",
                          MONEY, required=True)
    funding: Code = answer("Funding", "Safety needs lasting money.", Choice("funding"), required=True)
    indicator: Words = answer("Indicator", "What will show that it works?", TEXT, required=True, width=34)
    baseline: Words = answer("Baseline", "Where do you stand today?", Text(120), width=20)
    target: Words = answer("Target", "Where will you stand at the end?", Text(120), required=True, width=20)
    learning: Words = answer("How we learn from it", "For an experiment: what will you look at, and when will you stop or go on?",
                             NOTE, required=Is("nature", "experiment"), width=36)
    rights_check: Words = answer(
        "Rights check, and by whom", "For enforcement or watching: how are law and rights kept, and who checks?", NOTE,
        required=Is("component", "enforcement"), width=36,
    )
    displacement: Words = answer("Where could the problem move", "For enforcement: where to, and how will you notice?", NOTE,
                                 required=Is("component", "enforcement"), width=36)
    principle_1: Ref = answer("Principle", "A principle it serves.", Reference("PRINCIPLES"), width=26)
    principle_2: Ref = answer("And principle", "Another, if any.", Reference("PRINCIPLES"), width=26)
    sdg: Code = answer("SDG target", "The target of the Sustainable Development Goals it serves.", Choice("sdg"), width=26)
    status: Code = answer("Status", "Where does it stand today?", Choice("action_status"), required=True)
    sensitivity: Code = sensitivity("open")

    @worked_out(
        "Horizon",
        "Worked out from the two months, both counted: short to {setting.short_horizon_months} months, medium to "
        "{setting.medium_horizon_months}, then long.",
        Choice("horizon"),
        formula=(
            'IF(AND(ISNUMBER({starts}),ISNUMBER({ends})),IF({ends}<{starts},"",IF(<months><=[[short_horizon_months]],{horizon.short},'
            'IF(<months><=[[medium_horizon_months]],{horizon.medium},{horizon.long}))),"")'
        ).replace("<months>", "(YEAR({ends})-YEAR({starts}))*12+MONTH({ends})-MONTH({starts})+1"),
        after="ends",
    )
    def horizon(self) -> Code:
        """Short, medium or long term, from the two dates; None when they are missing or reversed."""
        months = self.months
        if months is None:
            return None
        if months <= self.threshold("short_horizon_months"):
            return "short"
        return "medium" if months <= self.threshold("medium_horizon_months") else "long"

    @property
    def months(self) -> int | None:
        """How many months it lasts, the first and the last counted; None where a date is missing or they are reversed."""
        return months_between(self.starts, self.ends)

    @property
    def risks(self) -> list[str]:
        return [risk for risk in (self.risk_1, self.risk_2) if risk]

    @property
    def principles(self) -> list[str]:
        return [principle for principle in (self.principle_1, self.principle_2) if principle]


SHEETS: tuple[type[Row], ...] = (Action,)

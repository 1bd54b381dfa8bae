"""Part B of the workbook, what is measured: the scorecard, more figures behind its lines, and what people saw on safety walks."""



from math import floor

from safeaudit import framework
from safeaudit.sheets.base import Fixed, FixedRow, Free, Row
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
from safeaudit.sheets.conditions import AllOf, Blank, Filled, IsLocal
from safeaudit.sheets.figures import Bounds, read_bounds
from safeaudit.sheets.kinds import (
    AREA,
    COUNT,
    FIGURE,
    GROUP,
    INDICATOR,
    MONTH,
    NOTE,
    RISK,
    SOURCE,
    TEXT,
    YEAR,
    Choice,
    Limits,
    Number,
    Reference,
    Scale,
    Text,
)

RANGE = Limits()
CHANGE = Number(-100, 1_000_000, unit="%")
FIGURED = ("value", "value_range", "change_given")
"""The columns of which any one makes a line a figure."""


class Indicator(FixedRow):
    """Three-layer scorecard after the South African Cities Network model."""

    sheet_id = "INDICATORS"
    rows = Fixed("indicators")

    value: Amount = answer("Value", "The newest figure. Leave it empty if you have none, and say why under “Gap”. For a limit or a "
                           "range use the next column.", FIGURE)
    value_range: Words = answer("Value as a limit or range", "Only if the exact figure is not known. Write it as your source has it, for "
                                "example: under 20, at least 5, 10–15, about 30.", RANGE)
    unit: Words = answer(
        "Unit, if different", "Only if your unit is not the one printed in the line, or for a local item.", Text(60),
        required=AllOf(IsLocal(), Filled(*FIGURED)),
    )
    year: YearOf = answer("Year", "The year the value belongs to. For a financial year write 2024/25.", YEAR,
                          required=Filled(*FIGURED))
    area: Ref = answer("Area", "The whole city, or one area from your list.", Reference("AREAS", whole_city=True))
    part_of: Ref = answer(
        "Part of", "If it counts a part of another line, such as women, one age or one area: choose that line. It protects small numbers.",
        Reference("INDICATORS"), width=26,
    )
    earlier_value: Amount = answer("Earlier value", "An older figure made in the same way.", FIGURE)
    earlier_range: Words = answer("Earlier value as a limit or range", "Only if the exact earlier figure is not known, for example: under "
                                  "20, 10–15.", RANGE)
    earlier_year: YearOf = answer("Earlier year", "The year of the older figure. For a financial year write 2022/23.", YEAR,
                                  required=Filled("earlier_value", "earlier_range", "change_given"))
    change_given: Amount = answer("Change, if only that is known", "If your source gives a change and no figures: the change in per cent "
                                  "since the earlier year, for example 12 or -5.", CHANGE)
    national_value: Amount = answer("National value", "The same measure for the country, if it exists.", FIGURE)
    split_by: Code = answer("Split by", "The finest split you have for this figure.", Choice("split_by"))
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, required=Filled(*FIGURED), width=26)
    gap: Code = answer(
        "Gap", "Why is there no value? A named gap is a full answer.", Choice("data_gap"), required=Blank(*FIGURED)
    )
    who_might_know: Words = answer(
        "Who might know", "For a gap: who may hold this figure, for example a hospital, an ambulance service or the press?",
        Text(120), width=26,
    )
    residents: Words = answer(
        "What it means for residents", "What do residents say about this in daily life? No names, no quotes with a place.",
        NOTE, required=Filled(*FIGURED), width=44,
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
    better: Code = answer("Better when (local item)", "For a local item: which way is better? Printed lines say it themselves. Without it the "
                          "figure counts in no verdict.", Choice("better"), required=AllOf(IsLocal(), Filled(*FIGURED)))
    figure_kind: Code = answer(
        "Kind of figure", "A number of cases, or a rate? Choose if your figure is of another kind than the printed unit, or for a local item.",
        Choice("figure_kind"),
    )
    sample: Whole = answer("Number asked", "For a survey: how many people answered this question. With it the report tells a change from chance.",
                           COUNT)
    earlier_sample: Whole = answer("Number asked earlier", "For a survey: how many people answered it for the earlier value.", COUNT)
    value_women: Amount = answer("Value: women", "The same figure for women and girls, in the same unit.", FIGURE)
    value_men: Amount = answer("Value: men", "The same figure for men and boys, in the same unit.", FIGURE)
    value_children: Amount = answer("Value: children", "The same figure for people under 18, in the same unit.", FIGURE)
    value_youth: Amount = answer("Value: young people", "The same figure for people aged 15 to 24, in the same unit.", FIGURE)
    second_value: Amount = answer("Value of a second source", "If another source gives another figure for the same year: write it too. "
                                  "Both are kept.", FIGURE)
    second_source: Ref = answer("Second source", "Whose figure that is. Choose from the SOURCES sheet.", SOURCE,
                                required=Filled("second_value"), width=26)
    why_different: Words = answer("Why the two differ", "What the two sources count differently, as far as you know.", TEXT, width=36)
    like_value: Amount = answer("Value of like cities", "The same measure in cities like yours, for example their middle value.", FIGURE)
    like_cities: Words = answer("Which cities", "Which cities, and the year, for example: five port cities, 2024.", TEXT,
                                required=Filled("like_value"), width=30)
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()

    @worked_out(
        "Change",
        "Worked out from the value and the earlier value, in per cent; without them, the change that was given. Empty where the earlier "
        "year is not earlier.",
        Number(unit="%"),
        formula=(
            'IF(IFERROR(VALUE(LEFT({earlier_year},4)),0)>=IFERROR(VALUE(LEFT({year},4)),9999),"",'
            'IF(AND(ISNUMBER({value}),ISNUMBER({earlier_value})),IF({earlier_value}=0,"",'
            'ROUND(({value}-{earlier_value})/ABS({earlier_value})*100,1)),IF(ISNUMBER({change_given}),{change_given},"")))'
        ),
        after="change_given",
    )
    def change(self) -> Amount:
        """Change since the earlier value in per cent, worked out or as it was given; None where neither is possible, and where
        the earlier year is not earlier."""
        if self.years_reversed:
            return None
        if self.value is not None and self.earlier_value is not None:
            return (self.value - self.earlier_value) / abs(self.earlier_value) * 100 if self.earlier_value else None
        return self.change_given

    @property
    def years_reversed(self) -> bool:
        """Whether the earlier year is not earlier, so that nothing can be said of a change."""
        return self.year is not None and self.earlier_year is not None and self.earlier_year >= self.year

    @property
    def has_figure(self) -> bool:
        """Whether there is a figure in some form: a value, a limit or range, or a change alone."""
        return any(getattr(self, column) is not None for column in FIGURED)

    @property
    def tried(self) -> bool:
        """Whether a figure was entered in some form, understood or not."""
        return any(column in self.columns and self.get(column) is not None for column in FIGURED)

    @property
    def bounds(self) -> Bounds | None:
        """Between which values the newest figure lies."""
        return _bounds(self.value, self.value_range)

    @property
    def earlier_bounds(self) -> Bounds | None:
        """Between which values the earlier figure lies."""
        return _bounds(self.earlier_value, self.earlier_range)

    @property
    def better_when(self) -> str | None:
        """Which way is better: printed in the line, or for a local item as it was chosen; lower, higher or depends."""
        item = framework.item(self.id)
        return str(item.details["better"]) if item else self.better


def _bounds(value: float | None, text: str | None) -> Bounds | None:
    if value is not None:
        return Bounds(value, value)
    return read_bounds(text) if text else None


class MoreFigure(Row):
    """One more figure of a line of the scorecard: of another year, area or source."""

    sheet_id = "MORE_FIGURES"
    rows = Free("FIG", 80, at_least=0)
    label_column = "indicator"

    indicator: Ref = answer("Measure", "Which line of INDICATORS this figure belongs to. It must be measured in the same way and unit.",
                            INDICATOR, required=True, width=34)
    area: Ref = answer("Area", "The whole city, or one area from your list.", Reference("AREAS", whole_city=True), required=True)
    year: YearOf = answer("Year", "The year the figure belongs to. For a financial year write 2024/25.", YEAR, required=True)
    value: Amount = answer("Value", "The figure, in the unit of the measure. For a limit or a range use the next column.", FIGURE,
                           required=Blank("value_range"))
    value_range: Words = answer("Value as a limit or range", "Only if the exact figure is not known, for example: under 20, at least 5, "
                                "10–15, about 30.", RANGE)
    source: Ref = answer("Source", "Choose from the SOURCES sheet.", SOURCE, required=True, width=26)
    note: Words = answer("Note", "What a reader must know, for example a new way of counting from this year on.", TEXT, width=40)
    sensitivity: Code = sensitivity("official")

    @property
    def bounds(self) -> Bounds | None:
        """Between which values the figure lies."""
        return _bounds(self.value, self.value_range)


PLACE = ("light", "openness", "visibility", "people", "security", "path", "transport", "mix", "feeling")
"""The nine ratings of a place on a safety walk."""


class SafetyWalk(Row):
    """A place as people on a safety walk rated it, in nine points that safety audits of public places have in common."""

    sheet_id = "SAFETY_WALKS"
    rows = Free("WLK", 30, at_least=0)
    label_column = "area"

    area: Ref = answer("Area", "The area where the place is. Do not name a corner, a shop or a house.", AREA, required=True, width=28)
    month: When = answer("Month", "The month of the walk.", MONTH, required=True)
    time: Code = answer("Light of day", "By daylight, at dusk, or in the dark? Many places change after dark.", Choice("walk_time"),
                        required=True)
    walked_by: Code = answer("Walked by", "Whose eyes are these? Choose the group that made up most of the walk.", GROUP)
    light: Whole = answer("Light", "Can you see all around you? 1 very poor, 5 very good.", Scale("walk_rating"), required=True)
    openness: Whole = answer("Openness", "Can you see and move in all directions? 1 very poor, 5 very good.", Scale("walk_rating"),
                             required=True)
    visibility: Whole = answer("Visibility", "Can others see you, from shops, doors, windows? 1 very poor, 5 very good.",
                               Scale("walk_rating"), required=True)
    people: Whole = answer("People", "Are there other people about? 1 nobody, 5 many.", Scale("walk_rating"), required=True)
    security: Whole = answer("Security", "Is help near: police, guards, wardens? 1 very far, 5 very near.", Scale("walk_rating"),
                             required=True)
    path: Whole = answer("Path", "Is there a good way to walk, also with a pram or wheelchair? 1 very poor, 5 very good.",
                         Scale("walk_rating"), required=True)
    transport: Whole = answer("Transport", "Is a bus, train or taxi near? 1 very far, 5 very near.", Scale("walk_rating"), required=True)
    mix: Whole = answer("Mix of people", "Are women and children about as well as men? 1 none, 5 as many.", Scale("walk_rating"),
                        required=True)
    feeling: Whole = answer("Feeling", "How safe do you feel here? 1 very unsafe, 5 very safe.", Scale("walk_rating"), required=True)
    note: Words = answer("Note", "What would help most? No names, and no exact place.", NOTE, width=44)
    sensitivity: Code = sensitivity("official")

    @worked_out(
        "Mean",
        "Mean of the ratings given, if there are enough of them.",
        Number(1, 5),
        formula=(
            'IF(COUNT(<ratings>)>=[[walk_ratings]],ROUND(AVERAGE(<ratings>),1),"")'
        ).replace("<ratings>", ",".join(f"{{{name}}}" for name in PLACE)),
        after="feeling",
    )
    def mean(self) -> Amount:
        """Mean of the ratings given, 1 to 5; None while fewer than the setting `walk_ratings` are."""
        given = [score for score in self.ratings.values() if score is not None]
        return floor(sum(given) * 10 / len(given) + 0.5) / 10 if given and len(given) >= self.threshold("walk_ratings") else None

    @property
    def ratings(self) -> dict[str, int | None]:
        """The nine ratings by column; None for one that was not given or is not known."""
        return {name: getattr(self, name) for name in PLACE}

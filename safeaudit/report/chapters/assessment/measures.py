"""What stands behind a figure and beside it: other sources, groups, years, areas and cities; places people rated; prices that test."""

from __future__ import annotations

from safeaudit.analysis.evidence import IndicatorLine
from safeaudit.analysis.figures import PriceTestLine, WalkLine, YearLine
from safeaudit.report.writing.phrases import lines_of, upper
from safeaudit.report.writing.sentences import closed, quoted
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Statement, Story, para
from safeaudit.sheets.kinds import WHOLE_CITY

GROUPS = ("value_women", "value_men", "value_children", "value_youth")


def details(s: Story) -> Block:
    """One point a measure: groups, the second source, like cities."""
    points = [point for line in s.analysis.indicators if (point := _detail(s, line)) is not None]
    return Block(heading=s.words.t("Behind the figures"), points=points) if points else Block()


def _detail(s: Story, line: IndicatorLine) -> Paragraph | None:
    why = s.value(line.row_id, "why_different") if line.second_value is not None else ""
    reason = s.say_if(why, closed(why), f"{line.row_id}.why_different")
    sentences = [_groups(s, line), _second(s, line), reason, _like(s, line)]
    if not any(sentences):
        return None
    return para(*sentences, lead=closed(s.label(line.row_id)))


def _groups(s: Story, line: IndicatorLine) -> Statement | None:
    w = s.words
    said = [
        w.t("{group}: {value}", group=upper(word), value=s.value(line.row_id, column))
        for column, word in zip(GROUPS, (w.t("women"), w.t("men"), w.t("children"), w.t("young people")), strict=True)
        if s.value(line.row_id, column)
    ]
    return s.say_if(said, w.t("; ").join(said), *s.of((line.row_id,), *GROUPS))


def _second(s: Story, line: IndicatorLine) -> Statement | None:
    w = s.words
    if line.second_value is None:
        return None
    values = {
        "source": s.low(line.second_source) if line.second_source else w.t("another source"),
        "value": w.number(line.second_value, 2),
        "apart": w.percent(line.apart, 0, sign=True),
    }
    said = (
        w.t("By {source} it is {value}.", **values)
        if line.apart is None
        else w.t("By {source} it is {value} ({apart}).", **values)
    )
    return s.say(said, *s.of((line.row_id,), "value", "second_value", "second_source"))


def _like(s: Story, line: IndicatorLine) -> Statement | None:
    w = s.words
    if line.like_value is None:
        return None
    cities, value = s.value(line.row_id, "like_cities"), w.number(line.like_value, 2)
    said = (
        w.t("Like cities: {value} ({cities}).", value=value, cities=cities)
        if cities
        else w.t("Like cities, not said which: {value}.", value=value)
    )
    return s.say(said, *s.of((line.row_id,), "like_value", "like_cities"))


def by_year(s: Story) -> Block:
    """The chart of the measures over the years, with how to read it."""
    block = s.chart("measures_by_year")
    if block.empty:
        return block
    w = s.words
    block.text = [
        para(
            s.say(
                w.t(
                    "Each measure has a scale of its own, from 0. A dashed line passes over years of which nothing is known; a bar "
                    "shows between what a figure lies that is known as a limit or a range only."
                )
            ),
            s.say(w.t("A line tells how a figure moved, not why.")),
        )
    ]
    return block


def by_area(s: Story) -> Block:
    """Figures of areas beside that of the whole city, in the order of the workbook."""
    w = s.words
    city = {
        line.indicator: line
        for line in s.analysis.figures_by_year
        if line.area == WHOLE_CITY and line.column != "earlier_value"
    }
    parts = [line for line in s.analysis.figures_by_year if line.area != WHOLE_CITY and line.row_id != line.indicator]
    if not parts:
        return Block()
    head = {
        "measure": w.t("Measure"),
        "area": w.t("Area"),
        "value": w.t("Value (year)"),
        "city": w.t("Whole city"),
        "source": w.t("Source"),
    }
    return Block(
        heading=w.t("Measures by area"),
        caption=w.t("Measures by area; the areas are not ranked"),
        head=head,
        lines=[_area_line(s, line, city.get(line.indicator)) for line in parts],
    )


def _area_line(s: Story, line: YearLine, city: YearLine | None) -> Cells:
    return {
        "measure": s.answer(line.row_id, "indicator"),
        "area": s.answer(line.row_id, "area"),
        "value": s.answer(line.row_id, line.column, "year", text=_dated(s, line)),
        "city": s.answer(city.row_id, city.column, "year", text=_dated(s, city)) if city else "–",
        "source": s.answer(line.row_id, "source", text=line.source or ""),
    }


def _dated(s: Story, line: YearLine) -> str:
    value = line.value_range or s.words.number(line.value, 2)
    return s.words.t("{value} ({year})", value=value, year=line.year)


def walks(s: Story) -> Block:
    """Places as people rated them on safety walks."""
    w, lines = s.words, s.analysis.safety_walks
    if not lines:
        return Block()
    rated = [line for line in lines if line.rated]
    unrated = [line.row_id for line in lines if not line.rated]
    unsafe = [line.row_id for line in lines if "feeling" in line.low]
    dark = [line.row_id for line in lines if line.time == "dark"]
    text = [
        para(
            s.say(
                w.n("One place was rated on a safety walk.", "{count} places were rated on safety walks.", len(rated))
                if rated
                else w.t("No rating of a safety walk is known."),
                *s.of(rated or lines),
            ),
            s.say_if(
                rated and unrated,
                w.n(
                    "For one more walk no rating is known.",
                    "For {count} more walks no rating is known.",
                    len(unrated),
                ),
                *s.of(unrated),
            ),
            s.about(dark, "time", w.n("One walk was in the dark.", "{count} walks were in the dark.", len(dark))),
            s.about(
                unsafe,
                "feeling",
                w.n(
                    "In one of these places people felt unsafe.",
                    "In {count} of these places people felt unsafe.",
                    len(unsafe),
                ),
            ),
            s.say(
                w.t("Ratings say how a place looked to those who walked there at that hour; they are no measurement.")
            ),
        )
    ]
    head = {
        "place": w.t("Area; month"),
        "when": w.t("Light of day; walked by"),
        "mean": w.t("Mean, 1 to 5"),
        "feeling": w.t("Feeling"),
        "low": w.t("Rated low"),
        "note": w.t("What people said"),
    }
    return Block(
        heading=w.t("Places as people see them"),
        text=text,
        caption=w.t("Safety walks: nine points, each from 1 to 5"),
        head=head,
        lines=[_walk(s, line) for line in lines],
    )


def _walk(s: Story, line: WalkLine) -> Cells:
    w, row_id = s.words, line.row_id
    when = lines_of(s.code("walk_time", line.time), s.code("groups", line.walked_by))
    low = w.listed([s.lower(w.column("SAFETY_WALKS", name)) for name in line.low if name != "feeling"])
    return {
        "place": s.answer(row_id, "area", "month", text=lines_of(s.label(line.area), s.value(row_id, "month"))),
        "when": s.answer(row_id, "time", "walked_by", text=when),
        "mean": s.answer(row_id, "mean", text=w.number(line.mean, 1)),
        "feeling": s.answer(row_id, "feeling"),
        "low": s.answer(row_id, *(line.low or ["light"]), text=upper(low)),
        "note": s.answer(row_id, "note"),
    }


def price_tests(s: Story) -> Block:
    """Prices before and after a measure, in words."""
    w = s.words
    points = [_price_test(s, line) for line in s.analysis.price_tests]
    if not points:
        return Block()
    text = [
        para(
            s.say(
                w.t(
                    "A price that rises after a measure points to goods that are harder to get. It does not prove that the measure did "
                    "it: demand, quality and season move prices, too."
                )
            )
        )
    ]
    return Block(heading=w.t("Prices as the test of a measure"), text=text, points=points)


def _price_test(s: Story, line: PriceTestLine) -> Paragraph:
    w = s.words
    item = ", ".join(part for part in (quoted(line.item or "", w), s.label(line.area)) if part)
    refs = (*s.of((line.row_id,), "measure", "measure_month"), *s.of(line.row_ids, "price", "month"))
    values = {"item": item, "month": w.month(line.began), "n": line.n_before, "m": line.n_after}
    if line.before is None or line.after is None:
        said = w.t("{item}: too few prices before {month} ({n}) or from then on ({m}) to say anything.", **values)
    else:
        said = w.t(
            "{item}: {before} on average before {month} ({n} prices), {after} from then on ({m} prices), {change}.",
            before=w.number(line.before, 2),
            after=w.number(line.after, 2),
            change=w.percent(line.change, 0, sign=True),
            **values,
        )
    checked = w.t("Other causes were checked.") if line.causes_checked else w.t("No other cause was checked.")
    return para(s.say(said, *refs), s.say(checked, *s.of(line.row_ids, "other_causes")), lead=closed(line.measure))

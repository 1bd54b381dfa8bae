"""The blocks of OVERVIEW on problems, what can be done and is done, and how sure it is: resilience, actions, partners, data, homicide."""

from __future__ import annotations

from safeaudit.definitions import live
from safeaudit.sheets import Fixed
from safeaudit.workbook.formulas import text
from safeaudit.workbook.overview_parts import BLOCK, Overview, cell_at, tally
from safeaudit.workbook.strict import put_formula
from safeaudit.workbook.styles import AMBER, BLUE, BRICK, GREY, TEAL


def on_resilience(view: Overview, row: int) -> int:
    words, areas = view.words, view.layout("RESILIENCE")
    heads = [
        words.t("Area"),
        *(words.column("RESILIENCE", column) for column in ("state", "community", "quadrant", "sign")),
    ]
    view.head(row, words.t("Resilience by area"), *heads)
    for number, line in enumerate(areas.lines):
        here, area = row + 2 + number, view.book.audit.by_id[line.row_id]
        name = cell_at(areas, "area", line.number)
        shown = view.book.audit.label(area.get("area"))
        put_formula(
            view.sheet, here, 2, f'=IFERROR(MID({name},FIND("·",{name})+2,80),{name}&"")', view.styles["line"], shown
        )
        for place, column in enumerate(("state", "community")):
            view.gap(here, 3 + place, cell_at(areas, column, line.number), getattr(area, column), "computed_number")
        for place, column in enumerate(("quadrant", "sign")):
            put_formula(
                view.sheet,
                here,
                5 + place,
                f'={cell_at(areas, column, line.number)}&""',
                view.styles["line"],
                view.book.audit.shown(area, column),
            )
    alt = words.t("Bar chart: state connection and community strength in each area, from 1 to 5.")
    view.chart(
        row,
        {"type": "bar"},
        words.t("State connection and community strength"),
        alt,
        row + 2,
        row + 1 + len(areas.lines),
        [(3, BLUE), (4, TEAL)],
        height=480,
    )
    return row + 5 + len(areas.lines)


def on_components(view: Overview, row: int) -> int:
    words, actions = view.words, view.layout("ACTIONS")
    view.head(row, words.t("Actions and cost by component"), words.t("Component"), words.t("Actions"), words.t("Cost"))
    components, status = words.options("component"), "status" in actions.columns
    stopped = f",{actions.range('status')},{text('<>' + words.code('action_status', 'stopped'))}" if status else ""
    for number, (code, word) in enumerate(components.items()):
        here = row + 2 + number
        own = [action for action in live(view.book.audit) if action.component == code]
        view.label(here, word)
        chosen = f"{actions.range('component')},{text(word)}{stopped}"
        view.number(here, 3, f"COUNTIFS({chosen})", len(own))
        cost = sum(action.cost or 0 for action in own)
        view.number(here, 4, f"SUMIFS({actions.range('cost')},{chosen})", cost)
    last = row + 1 + len(components)
    view.chart(
        row,
        {"type": "bar"},
        words.t("Actions by component"),
        words.t("Bar chart: number of actions in each component."),
        row + 2,
        last,
        [(3, BLUE)],
        height=190,
    )
    view.chart(
        row + 10,
        {"type": "bar"},
        words.t("Cost by component"),
        words.t("Bar chart: cost of the actions in each component."),
        row + 2,
        last,
        [(4, TEAL)],
        height=190,
    )
    return row + BLOCK + 3


def on_problems(view: Overview, row: int) -> int:
    words = view.words
    alt = words.t("Bar chart: how many problems are not there, small, serious, very serious or not known.")
    return tally(view, row, words.t("Problems by how bad they are"), alt, "PROBLEMS", ["how_bad"], "how_bad", BRICK)


def on_capacity(view: Overview, row: int) -> int:
    words = view.words
    alt = words.t(
        "Bar chart: at how many questions on what the city can do nothing is there, a beginning, part, or all."
    )
    return tally(view, row, words.t("What the city can do, by step"), alt, "CAPACITY", ["step"], "capacity", TEAL)


def on_partners(view: Overview, row: int) -> int:
    words = view.words
    alt = words.t(
        "Bar chart: how many partners are eligible, eligible by exception, not eligible or not fully checked."
    )
    return tally(view, row, words.t("Partner verdicts"), alt, "PARTNERS", ["verdict"], "verdict", BLUE)


def on_principles(view: Overview, row: int) -> int:
    words = view.words
    alt = words.t("Bar chart: how many principles are applied fully, partly or not yet.")
    return tally(view, row, words.t("Principles applied"), alt, "PRINCIPLES", ["applied"], "applied", TEAL)


def on_data(view: Overview, row: int) -> int:
    """For each layer of the scorecard: figures with a value, named gaps, and lines still empty."""
    words, indicators = view.words, view.layout("INDICATORS")
    heads = (words.t("Layer"), words.t("With a value"), words.t("Named gap"), words.t("Still empty"))
    view.head(row, words.t("Figures and gaps by layer"), *heads)
    asked = indicators.cls.rows
    groups = asked.groups() if isinstance(asked, Fixed) else []
    ids, values, gaps = indicators.ids(), indicators.range("value"), indicators.range("gap")
    for number, group in enumerate(groups):
        here, prefix = row + 2 + number, group.prefix
        view.label(here, words.group("indicators", group.id))
        mine = f'(LEFT({ids},{len(prefix)})={text(prefix)})*(MID({ids},{len(prefix) + 1},1)<>"X")'
        own = [i for i in view.book.audit.indicators if i.id.startswith(prefix) and not i.is_local]
        with_value = sum(i.value is not None for i in own)
        with_gap = sum(i.value is None and i.gap is not None for i in own)
        view.number(here, 3, f"SUMPRODUCT({mine}*ISNUMBER({values}))", with_value)
        view.number(here, 4, f'SUMPRODUCT({mine}*NOT(ISNUMBER({values}))*({gaps}<>""))', with_gap)
        view.number(here, 5, f"{len(group.items)}-C{here}-D{here}", len(group.items) - with_value - with_gap)
    alt = words.t(
        "Stacked bar chart: for each layer of the scorecard, figures with a value, named gaps and empty lines."
    )
    view.chart(
        row,
        {"type": "bar", "subtype": "stacked"},
        words.t("Figures and gaps by layer"),
        alt,
        row + 2,
        row + 1 + len(groups),
        [(3, TEAL), (4, AMBER), (5, GREY)],
        height=230,
    )
    return row + 14


def on_homicide(view: Overview, row: int) -> int:
    words, profile = view.words, view.layout("PROFILE")
    view.head(row, words.t("Homicide, per 100,000 residents a year"), words.t("Place"), words.t("Rate"))
    for number, (column, label) in enumerate(
        (("homicide_city", words.t("City")), ("homicide_national", words.t("Country")))
    ):
        view.label(row + 2 + number, label)
        value = view.book.audit.profile.get(column)
        cell = profile.answer(column)
        view.gap(row + 2 + number, 3, cell, value if isinstance(value, int | float) else None, "computed_number")
    alt = words.t("Bar chart: homicide rate of the city beside that of the country.")
    view.chart(
        row,
        {"type": "bar"},
        words.t("Homicide rate: city and country"),
        alt,
        row + 2,
        row + 3,
        [(3, BRICK)],
        height=190,
    )
    return row + 12

"""OVERVIEW: the answers at a glance, by native formulas and charts only; no overall score for a city."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeaudit import framework
from safeaudit.cells import column_letters
from safeaudit.sheets import SHEETS
from safeaudit.workbook.checks import ChecksLayout, method_counts
from safeaudit.workbook.formulas import text
from safeaudit.workbook.layout import FIRST, SheetLayout, part_names, quoted
from safeaudit.workbook.strict import Sheet, put, put_array, put_formula
from safeaudit.workbook.styles import AMBER, BLUE, BRICK, FONT, GREY, LINE, TEAL
from safeaudit.workbook.tables import PART_COLOURS, Book

LEFT, RIGHT, LAST = 2, 9, 18
"""Tables stand in columns B to G; charts start in column I and end before the last column of the page."""

BLOCK = 19
"""Rows a block takes: a table with its chart beside it."""

FILLS = (BLUE, "#5B8DB8", AMBER, "#7A8793")
PATTERNS = (None, "wide_upward_diagonal", "small_grid", "percent_25")


def write_overview(book: Book) -> None:
    """Write OVERVIEW."""
    words, styles = book.words, book.styles
    sheet = book.add_sheet(words.t("OVERVIEW"), PART_COLOURS["E"])
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, 6, 15)
    sheet.set_column(7, 7, 3)
    put(sheet, 1, 1, "OVERVIEW", styles["muted"])
    for column in range(2, LAST + 1):
        put(sheet, 1, column, words.t("Overview") if column == 2 else "", styles["title"])
    sheet.set_row(0, 30)
    put(
        sheet,
        2,
        2,
        words.t(
            "Worked out from your answers. There is no overall score: one number for a city hides more than it shows."
        ),
        styles["plain"],
    )
    sheet.write_url(2, 1, f"internal:{quoted(words.t('START'))}!A1", styles["link"], "← " + words.t("START"))
    blocks = (
        _completeness,
        _parts,
        _heat_map,
        _top_risks,
        _flows,
        _prices,
        _markets,
        _resilience,
        _components,
        _partners,
        _principles,
        _data,
        _homicide,
    )
    row, starts = 5, []
    for block in blocks:
        if block in NEW_PAGE:
            starts.append(row - 1)
        row = block(_Overview(book, sheet), row)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_print_scale(60)
    sheet.set_h_pagebreaks(starts)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.print_area(0, 1, row, LAST - 1)
    sheet.set_footer(f"&L&A&R{words.t('Page {page} of {pages}', page='&P', pages='&N')}")
    book.protect(sheet)


class _Overview:
    """Helpers shared by the blocks."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book, self.sheet, self.words, self.styles = book, sheet, book.words, book.styles

    def layout(self, sheet_id: str) -> SheetLayout:
        return self.book.layouts[sheet_id]

    def head(self, row: int, title: str, *heads: str) -> None:
        put(self.sheet, row, LEFT, title, self.styles["heading"])
        for number, head in enumerate(heads):
            put(self.sheet, row + 1, LEFT + number, head, self.styles["header"])

    def label(self, row: int, label: str) -> None:
        put(self.sheet, row, LEFT, label, self.styles["line"])

    def number(self, row: int, column: int, formula: str, value: Any = 0, style: str = "computed_whole") -> None:
        put_formula(self.sheet, row, column, f"={formula}", self.styles[style], value)

    def chart(
        self,
        row: int,
        kind: dict[str, str],
        title: str,
        alt: str,
        first: int,
        last: int,
        columns: Sequence[tuple[int, str]],
        *,
        height: int = 320,
    ) -> None:
        """A native chart over rows first to last of this sheet; `columns` are (column, colour) of its series."""
        chart = self.book.book.add_chart(kind)
        name = quoted(self.sheet.get_name())
        for number, (column, colour) in enumerate(columns):
            letters = column_letters(column)
            pattern = PATTERNS[number % len(PATTERNS)]
            fill: dict[str, Any] = (
                {"fill": {"color": colour}}
                if pattern is None
                else {"pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}}
            )
            chart.add_series(
                {
                    "name": f"={name}!${letters}${first - 1}",
                    "categories": f"={name}!$B${first}:$B${last}",
                    "values": f"={name}!${letters}${first}:${letters}${last}",
                    "border": {"color": colour},
                    "gap": 60,
                    "data_labels": {"value": len(columns) == 1, "font": {"name": FONT, "size": 9}},
                    **fill,
                }
            )
        font = {"name": FONT, "size": 9, "color": "#1F2933"}
        chart.set_title(
            {"name": title, "name_font": {"name": FONT, "size": 12, "bold": True, "color": BLUE}, "overlay": False}
        )
        chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": True, "line": {"color": LINE}}})
        chart.set_y_axis({"num_font": font, "reverse": kind["type"] == "bar", "major_gridlines": {"visible": False}})
        chart.set_legend({"none": True} if len(columns) == 1 else {"position": "bottom", "font": font})
        chart.set_size({"width": 620, "height": height})
        chart.set_chartarea({"border": {"color": LINE}})
        self.sheet.insert_chart(row - 1, RIGHT - 1, chart, {"description": alt, "object_position": 2})


def _completeness(view: _Overview, row: int) -> int:
    words = view.words
    view.head(row, words.t("Completeness by sheet"), words.t("Sheet"), words.t("Complete"))
    checks = ChecksLayout(words.t("CHECKS"))
    for number, (sheet_id, line) in enumerate(checks.sheet_rows.items()):
        view.label(row + 2 + number, view.layout(sheet_id).tab)
        share = view.book.audit.progress(sheet_id).share
        view.number(row + 2 + number, 3, f"{quoted(checks.tab)}!$H${line}", share, "percent")
    last = row + 1 + len(SHEETS)
    alt = words.t("Bar chart: share of needed answers given on each sheet.")
    view.chart(row, {"type": "bar"}, words.t("Completeness by sheet"), alt, row + 2, last, [(3, TEAL)], height=620)
    return last + 3


def _parts(view: _Overview, row: int) -> int:
    """Completeness of each part, and how many live checks of the method are open."""
    words = view.words
    view.head(row, words.t("Completeness by part"), words.t("Part"), words.t("Complete"))
    checks = ChecksLayout(words.t("CHECKS"))
    parts = [(code, name) for code, name in part_names(words).items() if code != "E"]
    for number, (code, name) in enumerate(parts):
        view.label(row + 2 + number, name)
        mine = f"SUMIF({checks.cells('B')},{text(code)},"
        needed, given = f"{mine}{checks.cells('D')})", f"{mine}{checks.cells('E')})"
        sheets = [sheet_id for sheet_id in SHEETS if framework.guides()[sheet_id].part == code]
        progress = [view.book.audit.progress(sheet_id) for sheet_id in sheets]
        expected = sum(each.expected for each in progress)
        share = sum(each.answered for each in progress) / expected if expected else 1
        view.number(row + 2 + number, 3, f"IF({needed}=0,1,{given}/{needed})", share, "percent")
    last = row + 2 + len(parts)
    view.label(last, words.t("Live checks of the method that are open (see CHECKS)"))
    open_checks = [value for value in method_counts(view.book.audit) if value]
    view.number(last, 3, f'COUNTIF({checks.method_cells(len(method_counts(view.book.audit)))},">0")', len(open_checks))
    return last + 3


def _heat_map(view: _Overview, row: int) -> int:
    """Likelihood by impact, each field naming the risks that stand in it."""
    words, risks = view.words, view.layout("RISKS")
    view.head(row, words.t("Risk heat map: likelihood and impact"))
    lines = [line for line in risks.lines if line.row_id]
    placed = {risk.id: (risk.likelihood, risk.impact) for risk in view.book.audit.risks}
    for down, likelihood in enumerate(range(5, 0, -1)):
        line = row + 1 + down
        put(view.sheet, line, LEFT, f"{likelihood} · {words.code('likelihood', likelihood)}", view.styles["line"])
        view.sheet.set_row(line - 1, 44)
        for impact in range(1, 6):
            pieces = [
                f"IF(AND({_at(risks, 'likelihood', r.number)}={likelihood},{_at(risks, 'impact', r.number)}={impact}),"
                f'{text(r.row_id.removeprefix("RSK-") + " ")},"")'
                for r in lines
            ]
            score = likelihood * impact
            level = "critical" if score >= 16 else "high" if score >= 10 else "moderate" if score >= 5 else "low"
            here = "".join(
                f"{key.removeprefix('RSK-')} " for key, place in placed.items() if place == (likelihood, impact)
            )
            put_formula(view.sheet, line, 2 + impact, "=" + "&".join(pieces), view.styles[f"heat_{level}"], here)
    for impact in range(1, 6):
        put(view.sheet, row + 6, 2 + impact, f"{impact} · {words.code('impact', impact)}", view.styles["line"])
    put(view.sheet, row + 6, LEFT, words.t("Likelihood ↑   Impact →"), view.styles["locked_bold"])
    put(
        view.sheet,
        row + 7,
        LEFT,
        words.t("Fields name the risk by its number, for example E1 for RSK-E1."),
        view.styles["muted"],
    )
    return row + 10


def _at(layout: SheetLayout, column: str, row: int) -> str:
    return f"{quoted(layout.tab)}!{layout.cell(column, row)}"


def _top_risks(view: _Overview, row: int) -> int:
    words, risks = view.words, view.layout("RISKS")
    view.head(row, words.t("The ten highest risks"), words.t("Risk"), words.t("Score"))
    ids, labels, scores = risks.ids(), risks.range("label"), risks.range("score")
    ranked = sorted(
        (r for r in view.book.audit.risks if r.score), key=lambda r: (-(r.score or 0), _position(risks, r.id))
    )[:10]
    given = {_position(risks, risk.id): risk.score or 0 for risk in view.book.audit.risks}
    keys = sorted((given.get(line, 0) * 1000 + 500 - line for line in range(FIRST, risks.last + 1)), reverse=True)
    for number in range(1, 11):
        line = row + 1 + number
        # Ties go by the order on the sheet: score × 1000 plus what is left of 500 after the row number.
        helper = f"SUMPRODUCT(LARGE(IF(ISNUMBER({scores}),{scores},0)*1000+(500-ROW({scores})),{number}))"
        _array(view, line, 1, helper, keys[number - 1])
        known = ranked[number - 1] if number <= len(ranked) else None
        position = f"MATCH(500-MOD($A{line},1000),ROW({scores}),0)"
        found = f"$A{line}>=1000"
        _array(
            view,
            line,
            2,
            f'IF({found},INDEX({ids},{position})&" · "&INDEX({labels},{position}),"")',
            f"{known.id} · {view.book.audit.label(known.id)}" if known else "",
            "line",
        )
        view.number(line, 3, f"IF({found},INT($A{line}/1000),0)", known.score if known else 0)
    alt = words.t("Bar chart: the ten risks with the highest scores.")
    view.chart(row, {"type": "bar"}, words.t("The ten highest risks"), alt, row + 2, row + 11, [(3, BRICK)], height=340)
    return row + BLOCK


def _position(layout: SheetLayout, row_id: str) -> int:
    return layout.row_numbers[row_id]


def _array(view: _Overview, row: int, column: int, formula: str, value: Any = 0, style: str = "muted") -> None:
    put_array(view.sheet, row, column, formula, view.styles[style], value)


def _flows(view: _Overview, row: int) -> int:
    words, flows = view.words, view.layout("FLOWS")
    heads = [
        words.t("Flow"),
        *(words.column("FLOWS", column) for column in ("present", "scale", "trend", "violence", "price_reading")),
    ]
    view.head(row, words.t("Flows by scale and trend"), *heads)
    lines = [line for line in flows.lines if line.row_id]
    for number, line in enumerate(lines):
        flow = view.book.audit.by_id[line.row_id]
        name = _at(flows, "label", line.number)
        put_formula(view.sheet, row + 2 + number, 2, f'={name}&""', view.styles["line"], view.book.audit.name(flow))
        for place, column in enumerate(("present", "scale", "trend", "violence", "price_reading")):
            put_formula(
                view.sheet,
                row + 2 + number,
                3 + place,
                f'={_at(flows, column, line.number)}&""',
                view.styles["line"],
                view.book.audit.shown(flow, column),
            )
    return row + 4 + len(lines)


def _prices(view: _Overview, row: int) -> int:
    words, flows, prices = view.words, view.layout("FLOWS"), view.layout("PRICES")
    heads = (words.t("Flow"), words.t("Prices noted"), words.t("Earliest (mean = 100)"), words.t("Latest (mean = 100)"))
    view.head(row, words.t("Prices by flow: earliest and latest"), *heads)
    lines = [line for line in flows.lines if line.row_id]
    relative, months, of = prices.range("relative"), prices.range("month"), prices.range("flow")
    for number, line in enumerate(lines):
        here = row + 2 + number
        put_formula(
            view.sheet,
            here,
            2,
            f'={_at(flows, "label", line.number)}&""',
            view.styles["line"],
            view.book.audit.name(view.book.audit.by_id[line.row_id]),
        )
        mine = f"(LEFT({of}&{text(' ')},{len(line.row_id) + 1})={text(line.row_id + ' ')})*ISNUMBER({relative})"
        own = [p for p in view.book.audit.prices if p.flow == line.row_id and p.relative is not None and p.month]
        view.number(here, 3, f"SUMPRODUCT({mine})", len(own))
        for column, pick in ((4, "MIN"), (5, "MAX")):
            month = f"{pick}(IF({mine}=1,{months}))"
            chosen = [p for p in own if p.month == (min if pick == "MIN" else max)(q.month for q in own if q.month)]
            value = sum(p.relative or 0 for p in chosen) / len(chosen) if chosen else 0
            formula = f"IF($C{here}=0,0,SUMPRODUCT({mine}*({months}={month}),{relative})/MAX(1,SUMPRODUCT({mine}*({months}={month}))))"
            _array(view, here, column, formula, value, "computed_number")
    alt = words.t("Bar chart: for each flow, the earliest and the latest price, with the average of its series as 100.")
    view.chart(
        row,
        {"type": "bar"},
        words.t("Prices: earliest and latest"),
        alt,
        row + 2,
        row + 1 + len(lines),
        [(4, "#7A8793"), (5, BLUE)],
        height=380,
    )
    return row + max(BLOCK + 2, 4 + len(lines))


SIGNS = ("protection", "protection_violence", "newcomers", "territory")


def _markets(view: _Overview, row: int) -> int:
    words, markets = view.words, view.layout("MARKETS")
    heads = [words.t("Market"), *(words.column("MARKETS", sign) for sign in SIGNS), words.column("MARKETS", "reading")]
    view.head(row, words.t("Criminal governance by market"), *heads)
    for number, line in enumerate(markets.lines):
        here, market = row + 2 + number, view.book.audit.by_id[line.row_id]
        put_formula(
            view.sheet,
            here,
            2,
            f'={_at(markets, "market", line.number)}&""',
            view.styles["line"],
            view.book.audit.shown(market, "market"),
        )
        for place, sign in enumerate(SIGNS):
            view.number(here, 3 + place, f"N({_at(markets, sign, line.number)})", market.get(sign) or 0)
        put_formula(
            view.sheet,
            here,
            7,
            f'={_at(markets, "reading", line.number)}&""',
            view.styles["line"],
            view.book.audit.shown(market, "reading"),
        )
    alt = words.t("Stacked bar chart: the four signs of criminal governance in each market, 0 to 12 together.")
    colours = list(zip(range(3, 7), FILLS, strict=True))
    view.chart(
        row,
        {"type": "bar", "subtype": "stacked"},
        words.t("Criminal governance: four signs by market"),
        alt,
        row + 2,
        row + 1 + len(markets.lines),
        colours,
        height=360,
    )
    return row + BLOCK + 1


def _resilience(view: _Overview, row: int) -> int:
    words, areas = view.words, view.layout("RESILIENCE")
    heads = [
        words.t("Area"),
        *(words.column("RESILIENCE", column) for column in ("state", "community", "quadrant", "sign")),
    ]
    view.head(row, words.t("Resilience by area"), *heads)
    for number, line in enumerate(areas.lines):
        here, area = row + 2 + number, view.book.audit.by_id[line.row_id]
        name = _at(areas, "area", line.number)
        shown = view.book.audit.label(area.get("area"))
        put_formula(
            view.sheet, here, 2, f'=IFERROR(MID({name},FIND("·",{name})+2,80),{name}&"")', view.styles["line"], shown
        )
        for place, column in enumerate(("state", "community")):
            value = getattr(area, column) or 0
            view.number(here, 3 + place, f"N({_at(areas, column, line.number)})", value, "computed_number")
        for place, column in enumerate(("quadrant", "sign")):
            put_formula(
                view.sheet,
                here,
                5 + place,
                f'={_at(areas, column, line.number)}&""',
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


def _components(view: _Overview, row: int) -> int:
    words, actions = view.words, view.layout("ACTIONS")
    view.head(row, words.t("Actions and cost by component"), words.t("Component"), words.t("Actions"), words.t("Cost"))
    components = words.options("component")
    for number, (code, word) in enumerate(components.items()):
        here = row + 2 + number
        own = [action for action in view.book.audit.actions if action.component == code]
        view.label(here, word)
        view.number(here, 3, f"COUNTIF({actions.range('component')},{text(word)})", len(own))
        cost = sum(action.cost or 0 for action in own)
        view.number(here, 4, f"SUMIF({actions.range('component')},{text(word)},{actions.range('cost')})", cost)
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


def _tally(
    view: _Overview, row: int, title: str, alt: str, sheet_id: str, columns: Sequence[str], options: str, colour: str
) -> int:
    """How often each code of a list was chosen."""
    words, layout = view.words, view.layout(sheet_id)
    view.head(row, title, words.t("Answer"), words.t("Number"))
    for number, (code, word) in enumerate(words.options(options).items()):
        here = row + 2 + number
        view.label(here, word)
        count = sum(getattr(r, column) == code for r in view.book.audit.sheets[sheet_id] for column in columns)
        view.number(here, 3, "+".join(f"COUNTIF({layout.range(column)},{text(word)})" for column in columns), count)
    last = row + 1 + len(words.options(options))
    view.chart(row, {"type": "bar"}, title, alt, row + 2, last, [(3, colour)], height=230)
    return row + 14


def _partners(view: _Overview, row: int) -> int:
    words = view.words
    alt = words.t(
        "Bar chart: how many partners are eligible, eligible by exception, not eligible or not fully checked."
    )
    return _tally(view, row, words.t("Partner verdicts"), alt, "PARTNERS", ["verdict"], "verdict", BLUE)


def _principles(view: _Overview, row: int) -> int:
    words = view.words
    alt = words.t("Bar chart: how many principles are applied fully, partly or not yet.")
    return _tally(view, row, words.t("Principles applied"), alt, "PRINCIPLES", ["applied"], "applied", TEAL)


def _data(view: _Overview, row: int) -> int:
    """For each layer of the scorecard: figures with a value, named gaps, and lines still empty."""
    words, indicators = view.words, view.layout("INDICATORS")
    heads = (words.t("Layer"), words.t("With a value"), words.t("Named gap"), words.t("Still empty"))
    view.head(row, words.t("Figures and gaps by layer"), *heads)
    groups = framework.rows("indicators").groups
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


def _homicide(view: _Overview, row: int) -> int:
    words, profile = view.words, view.layout("PROFILE")
    view.head(row, words.t("Homicide, per 100,000 residents a year"), words.t("Place"), words.t("Rate"))
    for number, (column, label) in enumerate(
        (("homicide_city", words.t("City")), ("homicide_national", words.t("Country")))
    ):
        view.label(row + 2 + number, label)
        value = view.book.audit.profile.get(column) or 0
        cell = f"{quoted(profile.tab)}!{profile.answer_cell('', column)}"
        view.number(row + 2 + number, 3, f"N({cell})", value, "computed_number")
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


NEW_PAGE = (_heat_map, _flows, _markets, _components, _data)
"""Blocks that begin a printed page, so that no chart is cut."""

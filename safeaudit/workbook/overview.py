"""OVERVIEW: the answers at a glance, by native formulas and charts only; no overall score for a city."""

from __future__ import annotations

from collections.abc import Callable

from safeaudit import definitions, framework
from safeaudit.cells import column_letters
from safeaudit.sheets.markets import Market
from safeaudit.sheets.understand import risk_level
from safeaudit.words import Words
from safeaudit.workbook.book import PART_COLOURS, Book
from safeaudit.workbook.checks import SHARES, ChecksLayout
from safeaudit.workbook.formulas import text
from safeaudit.workbook.layout import HEADER, part_names, quoted
from safeaudit.workbook.method import asked, open_checks
from safeaudit.workbook.overview_action import (
    on_capacity,
    on_components,
    on_data,
    on_homicide,
    on_partners,
    on_principles,
    on_problems,
    on_resilience,
)
from safeaudit.workbook.overview_parts import BLOCK, FILLS, LAST, LEFT, Overview, array, cell_at, line_at
from safeaudit.workbook.strict import put, put_formula
from safeaudit.workbook.styles import AMBER, BLUE, BRICK, TEAL


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
    row, top, starts = 5, 1, []
    for block in (block for block, needs in BLOCKS.items() if book.audit.edition.asks(*needs)):
        last = block(Overview(book, sheet), row)
        if last + HIGH.get(block, 0) - top > PAGE:
            starts.append(row - 1)
            top = row
        row = last
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_print_scale(60)
    sheet.set_h_pagebreaks(starts)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.print_area(0, 1, row, LAST - 1)
    sheet.set_footer(f"&L&A&R{words.t('Page {page} of {pages}', page='&P', pages='&N')}")
    book.protect(sheet)


SHOWN = ("known", "not_known", "waived")
"""The three shares, from column C on."""


def _heads(words: Words) -> tuple[str, str, str]:
    return words.t("Known"), words.t("Not known"), words.t("Left out with a reason")


def _completeness(view: Overview, row: int) -> int:
    """The three shares of each sheet; what is left of a bar has no answer yet."""
    words = view.words
    title = words.t("How much is known, by sheet")
    view.head(row, title, words.t("Sheet"), *_heads(words))
    checks = ChecksLayout(words.t("CHECKS"), tuple(view.book.layouts))
    for number, (sheet_id, line) in enumerate(checks.sheet_rows.items()):
        view.label(row + 2 + number, view.layout(sheet_id).tab)
        for column, name in enumerate(SHOWN, 3):
            shares = view.book.coverage.sheets[sheet_id]
            share = shares.share(name) if shares.asked else ""
            view.number(row + 2 + number, column, checks.share(name, line), share, "percent")
    last = row + 1 + len(view.book.layouts)
    alt = words.t(
        "Stacked bar chart: share of the answers asked on each sheet that is known, not known and left out with a reason."
    )
    bars = [(3, TEAL), (4, AMBER), (5, "#7A8793")]
    high = 110 + 15 * len(view.book.layouts)
    view.chart(row, {"type": "bar", "subtype": "stacked"}, title, alt, row + 2, last, bars, height=high, whole=1)
    return max(last + 3, row + high // 20 + 2)


def _parts(view: Overview, row: int) -> int:
    """The three shares of each part, and how many live checks of the method are open."""
    words = view.words
    view.head(row, words.t("How much is known, by part"), words.t("Part"), *_heads(words))
    checks = ChecksLayout(words.t("CHECKS"), tuple(view.book.layouts))
    used = {framework.guides()[sheet_id].part for sheet_id in view.book.layouts}
    parts = [(code, name) for code, name in part_names(words).items() if code in used]
    for number, (code, name) in enumerate(parts):
        view.label(row + 2 + number, name)
        mine = f"SUMIF({checks.cells('B')},{text(code)},"
        asks = f"{mine}{checks.cells(column_letters(SHARES['asked']))})"
        for column, which in enumerate(SHOWN, 3):
            counted = f"{mine}{checks.cells(column_letters(SHARES[which]))})"
            shares = view.book.coverage.parts[code]
            share = shares.share(which) if shares.asked else ""
            view.number(row + 2 + number, column, f'IF({asks}=0,"",{counted}/{asks})', share, "percent")
    last = row + 2 + len(parts)
    view.label(last, words.t("Live checks of the method that are open (see CHECKS)"))
    count = len(asked(view.book.audit))
    counted = f'COUNTIF({checks.method_cells(count)},">0")' if count else "0"
    view.number(last, 3, counted, open_checks(view.book.audit))
    return last + 3


def _heat_map(view: Overview, row: int) -> int:
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
            score = likelihood * impact  # locked, and shorter to refer to than what people typed
            pieces = [
                f"IF(AND({cell_at(risks, 'likelihood', r.number)}={likelihood},{cell_at(risks, 'score', r.number)}={score}),"
                f'{text(r.row_id.removeprefix("RSK-") + " ")},"")'
                for r in lines
            ]
            level = risk_level(score, view.book.audit.edition.settings.__getitem__)
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


def _top_risks(view: Overview, row: int) -> int:
    words, risks = view.words, view.layout("RISKS")
    view.head(row, words.t("The ten highest risks"), words.t("Risk"), words.t("Score"))
    ids, labels, scores = risks.ids(), risks.range("label"), risks.range("score")
    ranked = sorted(
        (r for r in view.book.audit.risks if r.score), key=lambda r: (-(r.score or 0), line_at(risks, r.id))
    )[:10]
    given = {line_at(risks, risk.id): risk.score or 0 for risk in view.book.audit.risks}
    keys = sorted((given.get(line, 0) * 1000 + 500 - line for line in range(HEADER, risks.last + 2)), reverse=True)
    for number in range(1, 11):
        line = row + 1 + number
        # Ties go by the order on the sheet: score × 1000 plus what is left of 500 after the row number.
        there = number <= len(keys)  # an edition may ask fewer than ten
        helper = f"SUMPRODUCT(LARGE(IF(ISNUMBER({scores}),{scores},0)*1000+(500-ROW({scores})),{number}))"
        array(view, line, 1, helper if there else "0", keys[number - 1] if there else 0)
        known = ranked[number - 1] if number <= len(ranked) else None
        position = f"MATCH(500-MOD($A{line},1000),ROW({scores}),0)"
        found = f"$A{line}>=1000"
        array(
            view,
            line,
            2,
            f'IF({found},INDEX({ids},{position})&" · "&INDEX({labels},{position}),"")',
            f"{known.id} · {view.book.audit.label(known.id)}" if known else "",
            "line",
        )
        view.number(line, 3, f'IF({found},INT($A{line}/1000),"")', known.score if known else "")
    _beyond_the_ten(view, row + 12)
    alt = words.t("Bar chart: the ten risks with the highest scores.")
    view.chart(row, {"type": "bar"}, words.t("The ten highest risks"), alt, row + 2, row + 11, [(3, BRICK)], height=340)
    return row + BLOCK


def _beyond_the_ten(view: Overview, line: int) -> None:
    """What the ten leave out: the same score as the tenth, a rating in words alone, a score that is half known."""
    words, risks, audit = view.words, view.layout("RISKS"), view.book.audit
    scores = risks.range("score")
    tenth = f"IF(COUNT({scores})>10,LARGE({scores},10),0)"
    ranked = sorted((risk.score for risk in audit.risks if risk.score), reverse=True)
    as_high = ranked.count(ranked[9]) - ranked[:10].count(ranked[9]) if len(ranked) > 10 else 0
    shown = f"SUMPRODUCT(--($C{line - 10}:$C{line - 1}={tenth}))"
    view.label(line, words.t("Not among the ten: the same score as the tenth"))
    view.number(line, 3, f"IF({tenth}=0,0,COUNTIF({scores},{tenth})-{shown})", as_high)
    levels = risks.range("level")
    high = "+".join(f"({levels}={text(words.code('risk_level', code))})" for code in ("moderate", "high"))
    view.label(line + 1, words.t("Not among the ten: moderate or high by words, without a score"))
    in_words = sum(risk.level in ("moderate", "high") for risk in definitions.in_words(audit))
    view.number(line + 1, 3, f"SUMPRODUCT(({high})*(1-ISNUMBER({scores})))", in_words)
    known = [f"ISNUMBER({risks.range(half)})" for half in ("likelihood", "impact")]
    view.label(line + 2, words.t("Not among the ten: likelihood or impact not known"))
    half = sum((risk.likelihood is None) != (risk.impact is None) for risk in audit.risks)
    view.number(line + 2, 3, f"SUMPRODUCT(--({known[0]}<>{known[1]}))", half)


FLOW_SHOWN = ("present", "scale", "trend", "violence", "price_reading")


def _flows(view: Overview, row: int) -> int:
    words, flows = view.words, view.layout("FLOWS")
    shown = [column for column in FLOW_SHOWN if column in flows.columns]
    heads = [words.t("Flow"), *(words.column("FLOWS", column) for column in shown)]
    view.head(row, words.t("Flows by scale and trend"), *heads)
    lines = [line for line in flows.lines if line.row_id]
    for number, line in enumerate(lines):
        flow = view.book.audit.by_id[line.row_id]
        name = cell_at(flows, "label", line.number)
        put_formula(view.sheet, row + 2 + number, 2, f'={name}&""', view.styles["line"], view.book.audit.name(flow))
        for place, column in enumerate(shown):
            put_formula(
                view.sheet,
                row + 2 + number,
                3 + place,
                f'={cell_at(flows, column, line.number)}&""',
                view.styles["line"],
                view.book.audit.shown(flow, column),
            )
    return row + 4 + len(lines)


def _prices(view: Overview, row: int) -> int:
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
            f'={cell_at(flows, "label", line.number)}&""',
            view.styles["line"],
            view.book.audit.name(view.book.audit.by_id[line.row_id]),
        )
        mine = f"(LEFT({of}&{text(' ')},{len(line.row_id) + 1})={text(line.row_id + ' ')})*ISNUMBER({relative})"
        own = [p for p in view.book.audit.prices if p.flow == line.row_id and p.relative is not None and p.month]
        view.number(here, 3, f"SUMPRODUCT({mine})", len(own))
        for column, pick in ((4, "MIN"), (5, "MAX")):
            month = f"{pick}(IF({mine}=1,{months}))"
            chosen = [p for p in own if p.month == (min if pick == "MIN" else max)(q.month for q in own if q.month)]
            value = sum(p.relative or 0 for p in chosen) / len(chosen) if chosen else ""
            formula = f'IF($C{here}=0,"",SUMPRODUCT({mine}*({months}={month}),{relative})/MAX(1,SUMPRODUCT({mine}*({months}={month}))))'
            array(view, here, column, formula, value, "computed_number")
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


def _markets(view: Overview, row: int) -> int:
    words, markets = view.words, view.layout("MARKETS")
    heads = [words.t("Market"), *(words.column("MARKETS", sign) for sign in SIGNS), words.column("MARKETS", "reading")]
    view.head(row, words.t("Criminal governance by market"), *heads)
    for number, line in enumerate(markets.lines):
        here, market = row + 2 + number, view.book.audit.by_id[line.row_id]
        assert isinstance(market, Market)
        put_formula(
            view.sheet,
            here,
            2,
            f'={cell_at(markets, "market", line.number)}&""',
            view.styles["line"],
            view.book.audit.shown(market, "market"),
        )
        for place, sign in enumerate(SIGNS):
            value = getattr(market, sign)
            shown = view.book.audit.shown(market, sign) if value is None else value
            view.gap(here, 3 + place, cell_at(markets, sign, line.number), shown)
        low, high, reading = (
            cell_at(markets, column, line.number) for column in ("index_low", "index_high", "reading")
        )
        between = words.t("{low} to {high}", low="\0", high="\0").split("\0")[1]
        span = words.span(market.index_low, market.index_high) if market.index_low is not None else ""
        put_formula(
            view.sheet,
            here,
            7,
            f'=IF({reading}<>"",{reading},IF(ISNUMBER({low}),{low}&{text(between)}&{high},""))',
            view.styles["line"],
            view.book.audit.shown(market, "reading") or span,
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


BLOCKS: dict[Callable[[Overview, int], int], tuple[str, ...]] = {
    on_problems: ("PROBLEMS.how_bad",),
    _heat_map: ("RISKS.likelihood", "RISKS.impact", "RISKS.score"),
    _top_risks: tuple(f"RISKS.{column}" for column in ("score", "level", "likelihood", "impact")),
    _flows: ("FLOWS",),
    _prices: ("FLOWS", "PRICES.relative"),
    _markets: tuple(f"MARKETS.{column}" for column in (*SIGNS, "index_low", "index_high", "reading")),
    on_resilience: tuple(f"RESILIENCE.{column}" for column in ("area", "state", "community", "quadrant", "sign")),
    on_capacity: ("CAPACITY.step",),
    on_components: ("ACTIONS.component", "ACTIONS.cost"),
    on_partners: ("PARTNERS.verdict",),
    on_principles: ("PRINCIPLES.applied",),
    on_data: ("INDICATORS.value", "INDICATORS.gap"),
    on_homicide: ("PROFILE.homicide_city", "PROFILE.homicide_national"),
    _completeness: (),
    _parts: (),
}
"""The blocks from top to bottom, results first, each with what it shows; one whose sheets or columns are not all asked is left out."""

PAGE = 54
"""The lines that a printed page holds, so that no chart is cut."""
HIGH: dict[Callable[[Overview, int], int], int] = {_heat_map: 12}
"""Blocks with high lines, as lines more."""

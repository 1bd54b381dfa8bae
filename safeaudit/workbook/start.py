"""START: what this is, who should be in the room, and every step with its live shares and a link."""

from __future__ import annotations

from xlsxwriter.format import Format

from safeaudit import framework
from safeaudit.cells import column_letters
from safeaudit.coverage.said import all_four
from safeaudit.reading.own_cells import HOURS_LINE, MINUTES_LINE, WORKBOOK_LINE
from safeaudit.reading.plan import BY_WHEN, WHO
from safeaudit.reading.recognise import ID_MARK
from safeaudit.sharing import Assigned
from safeaudit.workbook.book import PART_COLOURS, Book
from safeaudit.workbook.checks import SHARES, ChecksLayout
from safeaudit.workbook.formulas import FIRST_DAY, LAST_DAY, text
from safeaudit.workbook.guards import refusal
from safeaudit.workbook.layout import part_names, quoted
from safeaudit.workbook.parts import opens_any, part_line
from safeaudit.workbook.strict import Sheet, lines_needed, put, put_formula
from safeaudit.workbook.styles import BASE, CONDITIONS, STYLES

STEPS_TOP = 29
"""The row of the table's header."""

WIDTHS = (12, 5, 24, 40, 9, 24, 12, 44, 9, 9, 11, 15)
LAST = len(WIDTHS)

STEP, ASKS, MINUTES, PLAN, ASKED, SHARE, STATUS = 3, 4, 5, 6, 8, 9, 12
"""The columns of the table; in two from PLAN on the office writes who does a step and by when, in three from SHARE on stand the
shares."""
LONGEST_WHO = 120


def write_start(book: Book, facts: dict[str, str]) -> None:
    """Write START."""
    words, styles = book.words, book.styles
    sheet = book.add_sheet(words.t("START"), PART_COLOURS["A"])
    for number, column_width in enumerate(WIDTHS):
        sheet.set_column(number, number, column_width, None, {"hidden": True} if number == 0 else {})
    put(sheet, 1, 1, "START", styles["muted"])
    _band(sheet, 1, words.t("Local safety audit"), styles["title"])
    sheet.set_row(0, 36)
    if book.audit.edition.has("PROFILE", "city"):
        city = book.layouts["PROFILE"]
        name = city.answer("city")
        unnamed = words.t("Write the name of your city on the sheet {sheet}.", sheet=city.tab)
        value = book.audit.profile.city or unnamed
        put_formula(sheet, 2, 2, f'=IF({name}="",{text(unnamed)},{name})', styles["city"], value)
    sheet.set_row(1, 26)
    _introduction(book, sheet, facts)
    _steps(book, sheet)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&A&R{words.t('Page {page} of {pages}', page='&P', pages='&N')}")
    sheet.activate()
    sheet.set_first_sheet()
    sheet.set_selection(4, 1, 4, 1)
    book.protect(sheet)


def _band(sheet: Sheet, row: int, heading: str, style: Format) -> None:
    """A heading whose ground or line runs across the page."""
    for column in range(2, LAST + 1):
        put(sheet, row, column, heading if column == 2 else "", style)


def _introduction(book: Book, sheet: Sheet, facts: dict[str, str]) -> None:
    words, styles = book.words, book.styles
    _continue_here(book, sheet)
    _band(sheet, 7, words.t("What this is"), styles["heading"])
    paragraphs = [
        words.t(
            "This workbook takes your city through a local safety audit, step by step: what happens, what drives it, "
            "who could change it, and what the city will do. It follows the framework Governing Safer Cities (UNODC, 2016)."
        ),
        words.t(
            "Fill the sheets from left to right, or follow the table below. You can stop at any time: save the file and "
            "go on later. “Not known” is an honest answer. It is never a mistake, and it shows where better data are needed."
        ),
        words.t(
            "Who should be in the room: the office that leads the audit, city planning, the police, health or ambulance "
            "services, social services, and people who live in the areas concerned: women, young people and those rarely asked."
        ),
        words.t(
            "Protect people: write no names, telephone numbers or exact addresses. Do not use this workbook to report a "
            "crime or corruption. What is too dangerous to be read by others does not belong in a workbook at all."
        ),
    ]
    room = sum(WIDTHS[1:])
    for number, paragraph in enumerate(paragraphs):
        row = 8 + number
        sheet.merge_range(row - 1, 1, row - 1, LAST - 1, paragraph, styles["purpose"])
        sheet.set_row(row - 1, 13.5 * lines_needed(paragraph, room) + 5)
    _band(sheet, 13, words.t("How to read the cells"), styles["heading"])
    for number, (style, meaning) in enumerate(_legend(book)):
        row = 14 + number
        put(sheet, row, 3, words.t("Example"), style)
        put(sheet, row, 4, meaning, styles["plain"])
    _band(sheet, 20, words.t("Help"), styles["heading"])
    help_lines = (
        words.t("Every input cell shows a short help when you select it. A star * in a header: this answer is needed."),
        words.t(
            "Questions? Ask the office that sent you this file. It can also run the full check and make the report for you."
        ),
        words.t(
            "To paste from another file, paste the values only (Paste special, Values): then dropdowns and checks stay in their cells."
        ),
    )
    for number, line in enumerate(help_lines):
        put(sheet, 21 + number, 2, line, styles["plain"])
    about = words.t(WORKBOOK_LINE, id=facts["workbook_id"], instrument=facts["instrument"])
    put(sheet, 24, 2, about, styles["muted"])


def _legend(book: Book) -> list[tuple[Format, str]]:
    words = book.words
    missing, wrong = (book.book.add_format({**BASE, **CONDITIONS[name]}) for name in ("missing", "wrong"))
    example = book.book.add_format({**BASE, **STYLES["input"], "locked": True})
    return [
        (example, words.t("You type or choose here.")),
        (book.styles["computed"], words.t("Worked out for you; locked.")),
        (missing, words.t("Amber with a dashed edge: an answer is still needed.")),
        (wrong, words.t("Red and bold: this entry cannot be right.")),
    ]


def _continue_here(book: Book, sheet: Sheet) -> None:
    """A link to the first line of the first sheet that is not complete."""
    words, styles = book.words, book.styles
    layout = ChecksLayout(words.t("CHECKS"), tuple(book.layouts))
    tabs, done = layout.cells("C"), layout.cells("H")
    own = [opens_any(book.part, sheet) for sheet in book.layouts.values()]
    finished = f"--({done}>=1)" if all(own) else f"--(({done}>=1)+{{{';'.join(str(int(not each)) for each in own)}}}>0)"
    position = f"MATCH(0,INDEX({finished},0),0)"
    asked = [sheet_id for sheet_id, mine in zip(book.layouts, own, strict=True) if mine]
    first = next((sheet_id for sheet_id in asked if book.audit.progress(sheet_id).share < 1), None)
    here = words.t("Continue here:")
    value = f"{here} {book.layouts[first].tab}" if first else words.t("Everything needed is filled. Go to CHECKS.")
    link = f'HYPERLINK("#\'"&INDEX({tabs},{position})&"\'!"&INDEX({layout.cells("N")},{position}),{text(here + " ")}&INDEX({tabs},{position}))'
    checks = f"HYPERLINK({text('#' + quoted(layout.tab) + '!B1')},{text(words.t('Everything needed is filled. Go to CHECKS.'))})"
    put_formula(sheet, 5, 2, f"=IF(ISNA({position}),{checks},{link})", styles["big_link"], value)
    sheet.set_row(4, 24)
    _so_far(book, sheet, layout)
    if book.part is not None:
        put(sheet, 6, 2, part_line(book.part, words), styles["progress"])


SHOWN = ("known", "not_known", "waived")
"""The three shares in the order people read them."""


def _so_far(book: Book, sheet: Sheet, layout: ChecksLayout) -> None:
    """The three shares of the whole workbook, and how many answers are to come, in one line."""
    words, total = book.words, layout.total_row
    count = {name: f"{quoted(layout.tab)}!${column_letters(column)}${total}" for name, column in SHARES.items()}
    said = (
        words.t("{share} % known", share=MARK),
        words.t("{share} % not known", share=MARK),
        words.t("{share} % left out with a reason", share=MARK),
    )
    pieces = []
    for name, phrase in zip(SHOWN, said, strict=True):
        whole = layout.share(name, total)
        shown = f"IF({whole}>=1,100,MIN(99,ROUND(100*{whole},0)))"
        pieces.append(_with(phrase, {MARK: shown}))
    left = f"({count['asked']}-{count['known']}-{count['not_known']}-{count['waived']})"
    some = _with(
        words.t("{count} of {asked} answers to come", count=MARK, asked=OTHER), {MARK: left, OTHER: count["asked"]}
    )
    pieces.append(f"IF({left}=0,{text(words.t('no answer to come'))},{some})")
    formula = "=" + f"&{text(' · ')}&".join(pieces)
    put_formula(sheet, 4, 2, formula, book.styles["progress"], all_four(book.coverage.whole, words))


MARK, OTHER = "\x01", "\x02"
"""Stand in a translated text where a formula gives the number."""


def _with(phrase: str, formulas: dict[str, str]) -> str:
    """A text as a formula, with the formulas in place of their marks."""
    pieces = [phrase]
    for mark in formulas:
        pieces = [part for piece in pieces for part in _split(piece, mark)]
    return "&".join(formulas.get(piece, text(piece)) for piece in pieces if piece)


def _split(piece: str, mark: str) -> list[str]:
    before, found, after = piece.partition(mark)
    return [before, mark, after] if found else [piece]


def _steps(book: Book, sheet: Sheet) -> None:
    words, styles = book.words, book.styles
    heads = (
        words.t("No."),
        words.t("Step"),
        words.t("What it asks"),
        words.t("Minutes"),
        words.t("Who does it"),
        words.t("By when"),
        words.t("Whom to ask"),
        words.t("Known"),
        words.t("Not known"),
        words.t("Left out with a reason"),
        words.t("Status"),
    )
    _band(sheet, STEPS_TOP - 4, words.t("The steps"), styles["heading"])
    put(sheet, STEPS_TOP - 3, 2, _time(book), styles["progress"])
    planned = words.t("Write in the columns “Who does it” and “By when” which office fills a sheet, and until when.")
    put(sheet, STEPS_TOP - 2, 2, planned, styles["plain"])
    for column, mark in ((1, ID_MARK), (PLAN, WHO), (PLAN + 1, BY_WHEN)):
        put(sheet, STEPS_TOP - 1, column, mark, styles["muted"])
    sheet.set_row(STEPS_TOP - 2, None, None, {"hidden": True})
    for number, head in enumerate(heads):
        put(sheet, STEPS_TOP, 2 + number, head, styles["header"])
    sheet.set_row(STEPS_TOP - 1, 15 * max(lines_needed(head, WIDTHS[1 + n]) for n, head in enumerate(heads)) + 6)
    row, step, part = STEPS_TOP + 1, 1, ""
    for sheet_id in book.layouts:
        guide = framework.guides()[sheet_id]
        if guide.part != part:
            part = guide.part
            _part_line(book, sheet, row, part_names(words)[part])
            row += 1
        _step_line(book, sheet, row, step, sheet_id)
        row, step = row + 1, step + 1
    _part_line(book, sheet, row, part_names(words)["E"])
    closing = (
        (words.t("OVERVIEW"), words.t("Your answers as charts and tables, always up to date.")),
        (words.t("CHECKS"), words.t("What is missing, what does not fit, and the findings of the full check.")),
    )
    for number, (tab, meaning) in enumerate(closing, 1):
        put(sheet, row + number, 2, step + number - 1, styles["locked_muted"])
        sheet.write_url(row + number - 1, 2, f"internal:{quoted(tab)}!A1", styles["link"], tab)
        put(sheet, row + number, 4, meaning, styles["locked"])
        sheet.growing_height(row + number, 13.2 * lines_needed(meaning, WIDTHS[3] * 0.9) + 5)
    bars = {
        "type": "data_bar",
        "bar_solid": True,
        "bar_color": "#8FC1C4",
        "min_type": "num",
        "max_type": "num",
        "min_value": 0,
        "max_value": 1,
    }
    sheet.conditional_format(STEPS_TOP, SHARE - 1, row - 2, SHARE - 1, bars)
    _plan_guards(book, sheet, row - 1)
    sheet.repeat_rows(STEPS_TOP - 1)


def _time(book: Book) -> str:
    """How long all steps take together, in hours where there are some."""
    words = book.words
    minutes = sum(book.audit.edition.minutes(sheet_id) for sheet_id in book.layouts)
    if minutes < 120:
        return words.t(MINUTES_LINE, count=minutes)
    return words.t(HOURS_LINE, count=round(minutes / 60))


def _plan_guards(book: Book, sheet: Sheet, bottom: int) -> None:
    """What guards the cells in which an office writes its plan."""
    words, top = book.words, STEPS_TOP
    who = {
        "validate": "length",
        "criteria": "<=",
        "value": LONGEST_WHO,
        "input_title": words.t("Who does it"),
        "input_message": words.t(
            "The office that fills this sheet. An office, never a person's name. Empty: the lead office does it."
        ),
        **refusal(words, words.t("Please use at most {limit} characters.", limit=LONGEST_WHO)),
    }
    when = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": FIRST_DAY,
        "maximum": LAST_DAY,
        "input_title": words.t("By when"),
        "input_message": words.t("The day by which this sheet is to be filled, for example 2026-05-31."),
        **refusal(words, words.t("Please type a date, for example 2026-05-31.")),
    }
    for column, guard in ((PLAN, who), (PLAN + 1, when)):
        sheet.data_validation(top, column - 1, bottom - 1, column - 1, guard)


def _part_line(book: Book, sheet: Sheet, row: int, name: str) -> None:
    _band(sheet, row, name, book.styles["group"])


def _step_line(book: Book, sheet: Sheet, row: int, step: int, sheet_id: str) -> None:
    words, styles = book.words, book.styles
    share = book.audit.progress(sheet_id).share
    shares, checks = book.coverage.sheets[sheet_id], ChecksLayout(words.t("CHECKS"), tuple(book.layouts))
    tab = book.layouts[sheet_id].tab
    put(sheet, row, 1, sheet_id, styles["muted"])
    put(sheet, row, 2, step, styles["locked_muted"])
    sheet.write_url(row - 1, STEP - 1, f"internal:{quoted(tab)}!D7", styles["link"], tab, words.t("Go to this step"))
    put(sheet, row, ASKS, words.guide(sheet_id, "title"), styles["locked"])
    put(sheet, row, MINUTES, book.audit.edition.minutes(sheet_id), styles["centre"])
    planned = book.audit.plan.get(sheet_id, Assigned())
    for column, value, style in (
        (PLAN, planned.who, "input"),
        (PLAN + 1, planned.by_when or planned.typed, "input_date"),
    ):
        mine = book.part is None or book.part.office == book.part.lead
        put(sheet, row, column, value, styles[style] if mine else styles.closed(style))
    asked = words.guide(sheet_id, "who")
    put(sheet, row, ASKED, asked, styles["locked_muted"])
    lines = max(
        lines_needed(asked, WIDTHS[ASKED - 1] * 1.1),
        lines_needed(planned.who, WIDTHS[PLAN - 1]),
        lines_needed(words.guide(sheet_id, "title"), WIDTHS[ASKS - 1] * 0.9),
    )
    sheet.growing_height(row, 12.5 * lines + 5)
    for number, name in enumerate(SHOWN):
        formula = f"={checks.share(name, checks.sheet_rows[sheet_id])}"
        put_formula(sheet, row, SHARE + number, formula, styles["percent"], shares.share(name) if shares.asked else "")
    states = (words.t("complete"), words.t("under way"), words.t("not started"))
    done = f"done_{sheet_id}"
    formula = f"=IF({done}>=1,{text('✓ ' + states[0])},IF({done}>0,{text('… ' + states[1])},{text('○ ' + states[2])}))"
    said = f"✓ {states[0]}" if share >= 1 else f"… {states[1]}" if share > 0 else f"○ {states[2]}"
    put_formula(sheet, row, STATUS, formula, styles["locked"], said)

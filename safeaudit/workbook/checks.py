"""The CHECKS sheet: live counts a sheet, live checks of the method, and the table of findings with accepted warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safeaudit import framework
from safeaudit.audit import always_required
from safeaudit.cells import column_letters
from safeaudit.findings import Finding
from safeaudit.ledger import COLUMNS, Line, table
from safeaudit.sheets import Free
from safeaudit.workbook.book import Book
from safeaudit.workbook.formulas import text
from safeaudit.workbook.layout import FIRST, SheetLayout, quoted
from safeaudit.workbook.method import asked
from safeaudit.workbook.share_formulas import measure_of, sheet_formulas
from safeaudit.workbook.strict import Sheet, lines_needed, put, put_formula

FINDINGS_ROWS = 400
"""How many findings the table has room for, at least."""

SHEET_TOP = 8
"""The first line of the counts a sheet."""

SHARES = {"asked": 10, "known": 11, "not_known": 12, "waived": 13}
"""The columns, beside the printed page, that count what is asked, known, not known and left out on each sheet."""

GAP = 14
"""The hidden column beside them that has the cell on each sheet where filling it goes on."""


@dataclass(frozen=True, slots=True)
class ChecksLayout:
    """Where the three parts of CHECKS stand; rows count from 1."""

    tab: str
    sheets: tuple[str, ...]

    @property
    def sheet_rows(self) -> dict[str, int]:
        """The line of each sheet."""
        return {sheet_id: SHEET_TOP + number for number, sheet_id in enumerate(self.sheets)}

    @property
    def sheet_bottom(self) -> int:
        return SHEET_TOP + len(self.sheets) - 1

    @property
    def total_row(self) -> int:
        return self.sheet_bottom + 1

    @property
    def method_top(self) -> int:
        return self.total_row + 4

    def findings_top(self, method_checks: int) -> int:
        """The first line of the findings table."""
        return self.method_top + method_checks + 6

    def method_cells(self, count: int) -> str:
        """The counts of the live checks of the method."""
        return f"{quoted(self.tab)}!$B${self.method_top}:$B${self.method_top + count - 1}"

    def share(self, name: str, row: int) -> str:
        """The formula of a share on a line of the counts; blank where nothing is asked from the start, which is no 0 %."""
        asked, counted = (f"{quoted(self.tab)}!${column_letters(SHARES[each])}${row}" for each in ("asked", name))
        return f'IF({asked}=0,"",{counted}/{asked})'

    def cells(self, letter: str) -> str:
        """A column of the counts, one line a sheet."""
        return f"{quoted(self.tab)}!${letter}${SHEET_TOP}:${letter}${self.sheet_bottom}"


def write_checks(book: Book, findings: Sequence[Finding]) -> None:
    """Write CHECKS."""
    words, styles = book.words, book.styles
    layout = ChecksLayout(words.t("CHECKS"), tuple(book.layouts))
    sheet = book.add_sheet(layout.tab, "#52606D")
    put(sheet, 1, 1, "CHECKS", styles["muted"])
    for column in range(2, 10):
        put(sheet, 1, column, words.t("Checks") if column == 2 else "", styles["title"])
    sheet.set_row(0, 30)
    purpose = words.t(
        "The first two tables are live: they change while you type and need no add-in. "
        "The third lists what the full check found; it fills when you run the check."
    )
    put(sheet, 2, 2, purpose, styles["plain"])
    sheet.write_url(2, 1, f"internal:{quoted(words.t('START'))}!A1", styles["link"], "← " + words.t("START"))
    for number, column_width in enumerate((12, 13, 26, 22, 15, 60, 60, 34, 44, 11, 11, 11, 13)):
        sheet.set_column(number, number, column_width, None, {"hidden": True} if number == 0 else {})
    sheet.set_column(GAP - 1, GAP - 1, 9, None, {"hidden": True})
    _counts(book, sheet, layout)
    bottom = _method(book, sheet, layout)
    _findings(book, sheet, layout, bottom, findings)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&A&R{words.t('Page {page} of {pages}', page='&P', pages='&N')}")
    book.protect(sheet)


# Counts a sheet ------------------------------------------------------------------------------------------------------


def _counts(book: Book, sheet: Sheet, layout: ChecksLayout) -> None:
    words, styles = book.words, book.styles
    put(sheet, SHEET_TOP - 3, 2, words.t("Sheet by sheet"), styles["heading"])
    heads = (
        words.t("Part"),
        words.t("Sheet"),
        words.t("Answers needed"),
        words.t("Answers given"),
        words.t("What is open"),
        words.t("Step"),
        words.t("Complete"),
    )
    for number, head in enumerate(heads):
        put(sheet, SHEET_TOP - 1, 2 + number, head, styles["header"])
    counts = (words.t("Asked"), words.t("Known"), words.t("Not known"), words.t("Left out with a reason"))
    for column, head in zip((*SHARES.values(), GAP), (*counts, words.t("Go on in")), strict=True):
        put(sheet, SHEET_TOP - 1, column, head, styles["header"])
    for sheet_id, row in layout.sheet_rows.items():
        _count_line(book, sheet, sheet_id, row)
    total = layout.total_row
    top, bottom = SHEET_TOP, layout.sheet_bottom
    progress = [book.audit.progress(sheet_id) for sheet_id in layout.sheets]
    put(sheet, total, 3, words.t("Whole workbook"), styles["locked_bold"])
    expected, answered = sum(p.expected for p in progress), sum(p.answered for p in progress)
    put_formula(sheet, total, 4, f"=SUM(D{top}:D{bottom})", styles["computed_whole"], expected)
    put_formula(sheet, total, 5, f"=SUM(E{top}:E{bottom})", styles["computed_whole"], answered)
    whole = book.coverage.whole
    for name, column in SHARES.items():
        letter = column_letters(column)
        value = getattr(whole, name)
        put_formula(sheet, total, column, f"=SUM({letter}{top}:{letter}{bottom})", styles["computed_whole"], value)
    share = book.audit.completeness
    put_formula(sheet, total, 8, f"=IF(D{total}=0,1,E{total}/D{total})", styles["percent"], share)


def _count_line(book: Book, sheet: Sheet, sheet_id: str, row: int) -> None:
    words, styles, layout = book.words, book.styles, book.layouts[sheet_id]
    checks = words.t("CHECKS")
    progress = book.audit.progress(sheet_id)
    put(sheet, row, 1, sheet_id, styles["muted"])
    put(sheet, row, 2, framework.guides()[sheet_id].part, styles["centre"])
    sheet.write_url(row - 1, 2, f"internal:{quoted(layout.tab)}!D7", styles["link"], layout.tab)
    put_formula(sheet, row, 4, f"={_expected(book, layout)}", styles["computed_whole"], progress.expected)
    missing = f"IF({_waived(book, layout) or 'FALSE'},0,SUM({layout.counts('_missing')})+{_lacking(layout)})"
    put_formula(sheet, row, 5, f"=D{row}-{missing}", styles["computed_whole"], progress.answered)
    wrong = f"SUM({layout.counts('_invalid')})"
    open_words = (
        f'=IF({wrong}>0,{wrong}&{text(" " + words.t("to correct") + " · ")},"")'
        f"&IF(D{row}-E{row}>0,(D{row}-E{row})&{text(' ' + words.t('to fill'))},{text(words.t('all needed answers given'))})"
    )
    left = progress.expected - progress.answered
    said = f"{left} {words.t('to fill')}" if left else words.t("all needed answers given")
    if slips := sum(len(book.wrong(each)) for each in book.audit.sheets[sheet_id]):
        said = f"{slips} {words.t('to correct')} · {said}"
    put_formula(sheet, row, 6, open_words, styles["computed"], said)
    put(sheet, row, 7, words.guide(sheet_id, "title"), styles["locked"])
    put_formula(sheet, row, 8, f"=IF(D{row}=0,1,E{row}/D{row})", styles["percent"], progress.share)
    book.book.define_name(f"done_{sheet_id}", f"={quoted(checks)}!$H${row}")
    _share_line(book, sheet, sheet_id, row)
    formula, cell = _gap(book, layout)
    put_formula(sheet, row, GAP, formula, styles["computed"], cell)


def _gap(book: Book, layout: SheetLayout) -> tuple[str, str]:
    """The cell where filling a sheet goes on, as a formula and as it is now: on the first line that lacks a needed answer, or else
    on the first that asks for none."""
    needed = next((column for column in layout.order if column in {each.id for each in layout.cls.demanding}), "")
    letter = column_letters(layout.columns["answer" if layout.form else needed or layout.order[0]])
    missing, asks = layout.counts("_missing"), layout.counts("_asks")
    place = f"IFERROR(MATCH(1,INDEX(--({missing}>0),0),0),IFERROR(MATCH(0,{asks},0),1))"
    rows = {row.id: row for row in book.audit.sheets[layout.sheet_id]}
    lines = [line for line in layout.lines if line.row_id]
    if layout.form:
        lacking = {column.id for column in rows[layout.sheet_id].missing()}
        found = [line.number for line in lines if line.row_id in lacking]
    else:
        found = [line.number for line in lines if rows[line.row_id].missing()]
        idle = (line.number for line in lines if not rows[line.row_id].used or rows[line.row_id].waived)
        found = found or list(idle)
    return f'="{letter}"&({place}+{FIRST - 1})', f"{letter}{found[0] if found else FIRST}"


def _share_line(book: Book, sheet: Sheet, sheet_id: str, row: int) -> None:
    """How many answers the sheet asks from the start, and how many of these are known, not known and left out."""
    layout, shares = book.layouts[sheet_id], book.coverage.sheets[sheet_id]
    formulas = sheet_formulas(layout, book.words, _skipped(book, layout))
    put(sheet, row, SHARES["asked"], measure_of(layout.cls), book.styles["computed_whole"])
    for name, formula in zip(("known", "not_known", "waived"), formulas, strict=True):
        put_formula(sheet, row, SHARES[name], f"={formula}", book.styles["computed_whole"], getattr(shares, name))


def _expected(book: Book, layout: SheetLayout) -> str:
    needed = f"SUM({layout.counts('_expected')})+{_lacking(layout)}"
    waived = _waived(book, layout)
    return f"IF({waived},1,{needed})" if waived else needed


def _lacking(layout: SheetLayout) -> str:
    """Answers still needed because fewer lines are in use than the sheet asks for."""
    rows = layout.cls.rows
    if not isinstance(rows, Free) or not rows.at_least:
        return "0"
    count = len(always_required(layout.cls))
    return f"MAX(0,{rows.at_least}-COUNTIF({layout.counts('_asks')},1))*{count}"


def _waived(book: Book, layout: SheetLayout) -> str:
    """True when a reason, or a CARE decision to skip, answers the whole sheet."""
    tests = []
    if isinstance(layout.cls.rows, Free):
        tests.append(f'TRIM({layout.reason})<>""')
    if skipped := _skipped(book, layout):
        tests.append(skipped)
    if not tests:
        return ""
    return f"AND(COUNTIF({layout.counts('_asks')},1)=0,OR({','.join(tests)}))"


def _skipped(book: Book, layout: SheetLayout) -> str:
    """True when a CARE decision skips the sheet; empty where none can."""
    if not layout.cls.waived_by:
        return ""
    care = book.layouts["CARE"]
    skip = text(book.words.code("care_decision", "skip"))
    return f"{care.answer('decision', layout.cls.waived_by)}={skip}"


# Live checks of the method -------------------------------------------------------------------------------------------


def _method(book: Book, sheet: Sheet, layout: ChecksLayout) -> int:
    words, styles = book.words, book.styles
    put(sheet, layout.method_top - 2, 2, words.t("The method at a glance"), styles["heading"])
    for column, head in ((2, words.t("Open")), (3, words.t("Sheet")), (4, words.t("Question"))):
        put(sheet, layout.method_top - 1, column, head, styles["header"])
    checks = asked(book.audit)
    for number, check in enumerate(checks):
        row, looked_at = layout.method_top + number, book.layouts[check.sheet_id]
        formula = f"={check.formula(looked_at, words)}"
        put_formula(sheet, row, 2, formula, styles["computed_whole"], check.count(book.audit))
        tab = looked_at.tab
        sheet.write_url(row - 1, 2, f"internal:{quoted(tab)}!D7", styles["link"], tab)
        put(sheet, row, 4, words.t(check.question), styles["plain"])
        sheet.conditional_format(
            row - 1,
            1,
            row - 1,
            1,
            {"type": "cell", "criteria": ">", "value": 0, "format": book.styles.condition("to_do")},
        )
    return layout.findings_top(len(checks))


# Findings ------------------------------------------------------------------------------------------------------------


def _findings(book: Book, sheet: Sheet, layout: ChecksLayout, top: int, findings: Sequence[Finding]) -> None:
    words, styles = book.words, book.styles
    put(sheet, top - 4, 2, words.t("Findings of the full check"), styles["heading"])
    put(
        sheet,
        top - 3,
        2,
        words.t(
            "A warning may be accepted: write the reason in the last column. It is printed in the report as a limit. Errors stay, but for "
            "SD-02 and SD-03: write the office or role that decides, a colon and the reason. Public versions leave these texts out."
        ),
        styles["muted"],
    )
    heads = (
        words.t("Severity"),
        words.t("Rule"),
        words.t("Sheet"),
        words.t("Cell"),
        words.t("What was found"),
        words.t("What to do"),
        words.t("Framework section"),
        words.t("Accepted: reason"),
    )
    put(sheet, top - 2, 1, COLUMNS[0], styles["muted"])
    for number, (head, column) in enumerate(zip(heads, COLUMNS[1:], strict=True)):
        put(sheet, top - 2, 2 + number, column, styles["muted"])
        put(sheet, top - 1, 2 + number, head, styles["header"])
    sheet.set_row(top - 3, None, None, {"hidden": True})
    lines = table(findings, book.audit)
    count = max(FINDINGS_ROWS, len(lines))
    for number in range(count):
        _finding_line(book, sheet, top + number, lines[number] if number < len(lines) else None)
    bottom = top + count - 1
    prefix = quoted(layout.tab)
    book.book.define_name("check_keys", f"={prefix}!$A${top}:$A${bottom}")
    sheet.data_validation(
        top - 1,
        8,
        bottom - 1,
        8,
        {
            "validate": "length",
            "criteria": "<=",
            "value": 2000,
            "input_title": words.t("Accept a warning"),
            "input_message": words.t(
                "Say why this warning may stand. Errors cannot be accepted, but for SD-02 and SD-03: write the office or role that decides, "
                "a colon and the reason."
            ),
        },
    )
    sheet.print_area(0, 1, top + len(lines), 8)


def _finding_line(book: Book, sheet: Sheet, row: int, line: Line | None) -> None:
    styles = book.styles
    texts = line.texts if line is not None else {}
    for number, column in enumerate(COLUMNS, 1):
        style = styles["muted" if column == "_key" else "input" if column == "accepted" else "locked"]
        if column == "_key" and line is None:
            continue
        if column == "cell" and line is not None and line.cell:
            target = f"#{quoted(line.sheet)}!{line.cell}"
            link = f"=HYPERLINK({text(target)},{text(line.cell)})"
            put_formula(sheet, row, number, link, styles["link"], line.cell)
        else:
            put(sheet, row, number, texts.get(column), style)
    if line is not None:
        needed = max(lines_needed(line.found, 60), lines_needed(line.to_do, 60), lines_needed(line.accepted, 44))
        sheet.growing_height(row, 13.2 * needed + 4)


__all__ = ["ChecksLayout", "write_checks"]

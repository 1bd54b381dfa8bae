"""The sheets people fill: printed texts, input cells and computed columns, line by line."""

from __future__ import annotations

from safeaudit import framework
from safeaudit.reading.own_cells import following
from safeaudit.sheets import Column, Fixed, Form, Free, Row
from safeaudit.sheets.kinds import UNKNOWN, Choice, Day, FinancialYear, Limits, Number, Reference, Scale
from safeaudit.words import Words
from safeaudit.workbook.book import PART_COLOURS, Book
from safeaudit.workbook.formulas import RowFormulas, per_cent, text
from safeaudit.workbook.guards import Guards, input_ranges, refusal
from safeaudit.workbook.layout import (
    FIRST,
    FIRST_COLUMN,
    HEADER,
    HELPERS,
    IDS,
    NAVIGATION,
    NUMBER,
    PURPOSE,
    REASON,
    REASON_ROW,
    ROW_ID,
    STATUS,
    TITLE,
    Line,
    SheetLayout,
    is_local,
    quoted,
    width,
)
from safeaudit.workbook.notes import write_notes
from safeaudit.workbook.parts import grey, opens, who_fills
from safeaudit.workbook.share_formulas import LineShares
from safeaudit.workbook.strict import LINE, SMALL, SMALL_LINE, Sheet, lines_needed, put, put_formula


def write_table(book: Book, sheet_id: str) -> None:
    """Write one input sheet."""
    layout = book.layouts[sheet_id]
    sheet = book.add_sheet(layout.tab, PART_COLOURS[framework.guides()[sheet_id].part])
    _Table(book, layout, sheet).write()


class _Table:
    """One input sheet while it is written."""

    def __init__(self, book: Book, layout: SheetLayout, sheet: Sheet) -> None:
        self.book, self.layout, self.sheet = book, layout, sheet
        self.words, self.styles, self.cls = book.words, book.styles, layout.cls
        self.rows: dict[str, Row] = {row.id: row for row in book.audit.sheets[layout.sheet_id]}
        self.heights: dict[int, float] = {}

    def write(self) -> None:
        self._head()
        self._columns()
        self._header()
        for line in self.layout.lines:
            self._line(line)
        for row, height in self.heights.items():
            self.sheet.growing_height(row, min(390, height + 4))
        if self.book.part:
            grey(self.book, self.layout, self.sheet)
        guards = Guards(self.book, self.layout, self.sheet)
        guards.validations()
        guards.conditions()
        self._view()
        write_notes(self.sheet, self.layout, self.book.notes)
        self.book.protect(self.sheet)

    # Above the table -------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        words, styles, sheet_id = self.words, self.styles, self.layout.sheet_id
        put(self.sheet, TITLE, ROW_ID, sheet_id, styles["muted"])
        for column in range(NUMBER, self.layout.last_column + 1):
            put(self.sheet, TITLE, column, words.guide(sheet_id, "title") if column == NUMBER else "", styles["title"])
        self.sheet.set_row(TITLE - 1, 30)
        purpose = words.t(
            "{purpose} Why: {why}", purpose=words.guide(sheet_id, "purpose"), why=words.guide(sheet_id, "why")
        )
        if said := who_fills(self.book.part, self.layout, words):
            purpose = f"{said}\n{purpose}"
        last = self._purpose_end()
        self.sheet.merge_range(PURPOSE - 1, NUMBER - 1, PURPOSE - 1, last - 1, purpose, styles["purpose"])
        room = sum(self._width(column) for column in range(NUMBER, last + 1))
        self.sheet.set_row(PURPOSE - 1, 13.5 * max(2, lines_needed(purpose, room)) + 6)
        self._navigation()
        self._reason()

    def _purpose_end(self) -> int:
        """The column where about 120 characters of width are reached."""
        room, column = 0.0, NUMBER
        while column < self.layout.last_column:
            room += self._width(column)
            if room >= 110:
                break
            column += 1
        return max(column, FIRST_COLUMN)

    def _navigation(self) -> None:
        words, styles, sheet_id = self.words, self.styles, self.layout.sheet_id
        start = quoted(words.t("START"))
        self.sheet.write_url(
            NAVIGATION - 1, NUMBER - 1, f"internal:{start}!A1", styles["link"], "← " + words.t("START")
        )
        progress = self.book.audit.progress(sheet_id)
        put_formula(
            self.sheet,
            NAVIGATION,
            FIRST_COLUMN,
            f'={text(words.t("Complete:") + " ")}&TEXT(100*done_{sheet_id},"0")&" %"',
            styles["progress"],
            f"{words.t('Complete:')} {per_cent(progress.share)} %",
        )
        order = list(self.book.layouts)
        number = order.index(sheet_id) + 1
        next_sheet = order[number] if number < len(order) else "CHECKS"
        tab = self.book.layouts[next_sheet].tab if number < len(order) else words.t("CHECKS")
        self.sheet.write_url(
            NAVIGATION - 1,
            FIRST_COLUMN,
            f"internal:{quoted(tab)}!A1",
            styles["link"],
            following(next_sheet, words),
        )
        put_formula(self.sheet, NAVIGATION, FIRST_COLUMN + 2, self._disturbed(), styles["alarm"])

    def _disturbed(self) -> str:
        """Says that lines are not where they were, which can happen only after somebody took the protection off."""
        layout, lines = self.layout, len(self.layout.row_numbers)
        ids, numbers = (f"${letter}${FIRST}:${letter}${layout.last}" for letter in "AB")
        tests = [f"ROWS({ids})<>{layout.last - FIRST + 1}", f"COUNTA({ids})<>{lines}"]
        if not layout.form:
            tests.append(f'SUMPRODUCT(({ids}<>"")*({ids}<>{numbers}))>0')
        said = self.words.t(
            "Lines of this sheet were inserted, deleted or mixed up. What stands in a line without a number is not read."
        )
        return f'=IF(OR({",".join(tests)}),{text(said)},"")'

    def _reason(self) -> None:
        """The line that takes the reason why a free sheet holds nothing."""
        if not isinstance(self.cls.rows, Free):
            self.sheet.set_row(REASON - 1, None, None, {"hidden": True})
            return
        words, styles = self.words, self.styles
        put(self.sheet, REASON, ROW_ID, REASON_ROW, styles["muted"])
        put(self.sheet, REASON, NUMBER, words.t("Nothing to record? Why:"), styles["muted"])
        style = styles["input"] if opens(self.book.part, self.layout) else styles.closed("input")
        put(self.sheet, REASON, FIRST_COLUMN, self.book.audit.reasons.get(self.layout.sheet_id, ""), style)
        self.sheet.data_validation(
            REASON - 1,
            FIRST_COLUMN - 1,
            REASON - 1,
            FIRST_COLUMN - 1,
            {
                "validate": "length",
                "criteria": "<=",
                "value": 255,
                "input_title": words.t("Nothing to record?"),
                "input_message": words.t(
                    "Only if this sheet has no meaning in your city: write the reason here. It then counts as answered."
                ),
                **refusal(words, words.t("Please use at most 255 characters.")),
            },
        )

    # Columns and header ----------------------------------------------------------------------------------------------

    def _width(self, column: int) -> float:
        if column == NUMBER:
            return 9
        if column == STATUS:
            return 13
        column_id = self.layout.order[column - FIRST_COLUMN]
        if column_id in ("_label", "label"):
            return 36
        if column_id == "_help":
            return 60 if self.layout.form else 44
        if column_id == "answer":
            return 46
        if column_id in ("_unit", "_better"):
            return 16
        return width(self.cls.columns[column_id])

    def _columns(self) -> None:
        hidden = {"hidden": True}
        self.sheet.set_column(0, 0, 12, None, hidden)
        for column in range(NUMBER, self.layout.last_column + 1):
            self.sheet.set_column(column - 1, column - 1, self._width(column))
        first = self.layout.last_column
        self.sheet.set_column(first, first + len(HELPERS) - 1, 9, None, hidden)

    def _header(self) -> None:
        words, styles = self.words, self.styles
        self.sheet.set_row(IDS - 1, None, None, {"hidden": True})
        put(self.sheet, IDS, ROW_ID, "#", styles["muted"])
        put(self.sheet, HEADER, NUMBER, words.t("No."), styles["header"])
        put(self.sheet, HEADER, STATUS, words.t("Status"), styles["header_computed"])
        for column_id, number in self.layout.columns.items():
            put(self.sheet, IDS, number, column_id, styles["muted"])
            computed = column_id in self.cls.columns and self.cls.columns[column_id].computed
            style = styles["header_computed" if computed else "header"]
            put(self.sheet, HEADER, number, self._header_text(column_id), style)
        longest = max(
            len(self._header_text(column)) / self._width(number)
            for column, number in self.layout.columns.items()
            if column not in HELPERS
        )
        self.sheet.set_row(HEADER - 1, 15 * (1 + min(4, int(longest * 1.15))) + 6)

    def _header_text(self, column_id: str) -> str:
        words = self.words
        printed = {
            "_label": words.t("Question"),
            "answer": words.t("Answer"),
            "_help": words.t("What this means"),
            "_unit": words.t("Unit"),
            "_better": words.t("Better when"),
            **dict.fromkeys(HELPERS, ""),
        }
        if column_id in printed:
            return printed[column_id] or column_id
        column = self.cls.columns[column_id]
        label = words.column(self.layout.sheet_id, column_id)
        unit = getattr(column.kind, "unit", "")
        starred = f"{label} *" if column.required is not None else label
        return f"{starred} ({words.unit(unit)})" if unit else starred

    # Lines -----------------------------------------------------------------------------------------------------------

    def _line(self, line: Line) -> None:
        if not line.row_id:
            for column in range(NUMBER, self.layout.last_column + 1):
                put(self.sheet, line.number, column, line.heading if column == NUMBER else "", self.styles["group"])
            return
        put(self.sheet, line.number, ROW_ID, line.row_id, self.styles["muted"])
        if isinstance(self.cls.rows, Form):
            self._form_line(line)
        else:
            self._table_line(line)
        self._helpers(line)

    def _form_line(self, line: Line) -> None:
        column = self.cls.columns[line.row_id]
        row = self.rows[self.layout.sheet_id]
        place = self.layout.columns
        number = list(self.layout.row_numbers).index(line.row_id) + 1
        put(self.sheet, line.number, NUMBER, number, self.styles["locked_muted"])
        self._text(line, place["_label"], self._header_text(line.row_id), "locked_bold", 0.92)
        self._text(line, place["_help"], self.words.help(self.layout.sheet_id, line.row_id), "locked_muted", SMALL)
        self._answer(line, place["answer"], column, row)

    def _table_line(self, line: Line) -> None:
        put(self.sheet, line.number, NUMBER, line.row_id, self.styles["locked_muted"])
        row = self.rows[line.row_id]
        for column_id in self.layout.order:
            number = self.layout.columns[column_id]
            if column_id.startswith("_"):
                self._text(line, number, self._printed(line, column_id), "locked_muted", SMALL)
            elif column_id == "label" and isinstance(self.cls.rows, Fixed) and not is_local(line, self.cls):
                self._text(line, number, self.words.item(line.row_id), "locked_bold", 0.92)
            else:
                self._answer(line, number, self.cls.columns[column_id], row)

    def _text(self, line: Line, column: int, value: object, style: str, scale: float = 1.0) -> None:
        """Write a value and keep in mind how high it is."""
        put(self.sheet, line.number, column, value, self.styles[style])
        self._measure(line, column, value, scale, SMALL_LINE if style == "locked_muted" else LINE)

    def _measure(self, line: Line, column: int, value: object, scale: float = 1.0, high: float = LINE) -> None:
        if isinstance(value, str):
            needed = high * lines_needed(value, self._width(column) * scale)
            self.heights[line.number] = max(self.heights.get(line.number, LINE), needed)

    def _printed(self, line: Line, column_id: str) -> str:
        if is_local(line, self.cls):
            return self.words.t("Free line for a local item.") if column_id == "_help" else ""
        if column_id == "_help":
            return self.words.item(line.row_id, "help")
        if column_id == "_unit":
            return self.words.item(line.row_id, "unit")
        item = framework.item(line.row_id)
        better = {
            "lower": self.words.t("lower"),
            "higher": self.words.t("higher"),
            "depends": self.words.t("it depends"),
        }
        return better[item.details["better"]] if item else ""

    def _answer(self, line: Line, number: int, column: Column, row: Row) -> None:
        formulas = RowFormulas(self.book.layouts, self.layout.sheet_id, line.number, self.words)
        style = _style(column, form=self.layout.form)
        if column.computed:
            value = row.get(column.id)
            shown = self.book.audit.shown(row, column.id) if isinstance(column.kind, Choice) else value
            put_formula(self.sheet, line.number, number, formulas.computed(column), self.styles[style], shown)
            self._measure(line, number, shown)
            return
        row_id = "" if self.layout.form else line.row_id
        raw = self.book.raw.get((self.layout.sheet_id, row_id or self.layout.sheet_id, column.id))
        value = raw if raw is not None else self._entry(row, column)
        mine = opens(self.book.part, self.layout, line.row_id)
        put(self.sheet, line.number, number, value, self.styles[style] if mine else self.styles.closed(style))
        self._measure(line, number, value)

    def _entry(self, row: Row, column: Column) -> object:
        """An answer as people would have put it into the cell."""
        value = getattr(row, column.id)
        if value is None:
            return self.words.code("yes_no_unknown", UNKNOWN) if row.is_unknown(column.id) else None
        match column.kind:
            case Choice(options=options):
                return self.words.code(options, value)
            case Reference():
                return self.book.choice(value)
        return str(value) if isinstance(value, FinancialYear) else value

    def _helpers(self, line: Line) -> None:
        formulas = RowFormulas(self.book.layouts, self.layout.sheet_id, line.number, self.words)
        values = self._helper_values(line)
        written = (formulas.asks(), formulas.expected(), formulas.missing(), formulas.invalid())
        shares = LineShares(formulas, line.row_id).written()
        for helper, formula in zip(HELPERS, (*written, *shares), strict=True):
            put_formula(
                self.sheet, line.number, self.layout.columns[helper], formula, self.styles["muted"], values[helper]
            )
        put_formula(
            self.sheet, line.number, STATUS, self._status_formula(formulas), self.styles["locked"], self._status(values)
        )

    def _status_formula(self, formulas: RowFormulas) -> str:
        return formulas.status()

    def _helper_values(self, line: Line) -> dict[str, int]:
        row = self.rows[self.layout.sheet_id if self.layout.form else line.row_id]
        expected, missing = row.expected(), row.missing()
        if self.layout.form:
            expected = [column for column in expected if column.id == line.row_id]
            missing = [column for column in missing if column.id == line.row_id]
        asks = row.used and not row.waived
        needed = len(expected) if asks else int(row.waived and row.used)
        wrong = [column for column in self.book.wrong(row) if not self.layout.form or column == line.row_id]
        counted = {"_asks": int(asks), "_expected": needed, "_missing": len(missing), "_invalid": len(wrong)}
        return counted | self.book.line_shares(row, line.row_id if self.layout.form else "")

    def _status(self, values: dict[str, int]) -> str:
        if values["_invalid"]:
            return f"{values['_invalid']} {self.words.t('to correct')}"
        if values["_missing"]:
            return f"{values['_missing']} {self.words.t('to fill')}"
        return f"✓ {self.words.t('complete')}" if values["_expected"] else ""

    # View and print --------------------------------------------------------------------------------------------------

    def _view(self) -> None:
        last, layout = self.layout.last_column, self.layout
        self.sheet.freeze_panes(HEADER, FIRST_COLUMN)
        first_input = next(iter(input_ranges(self.layout, self.cls.inputs()[0])), None)
        for column in self.cls.inputs():
            ranges = input_ranges(self.layout, column)
            if ranges and (layout.form or ranges[0][0] == FIRST or column.id != "label"):
                first_input = ranges[0]
                break
        if first_input:
            self.sheet.set_selection(first_input[0] - 1, first_input[2] - 1, first_input[0] - 1, first_input[2] - 1)
        room = sum(self._width(column) for column in range(NUMBER, last + 1))
        self.sheet.set_paper(9)
        if room > 100:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(max(1, round(room / 190)), 0)
        self.sheet.repeat_rows(IDS - 1, HEADER - 1)
        self.sheet.repeat_columns(NUMBER - 1, FIRST_COLUMN - 1)
        self.sheet.print_area(0, NUMBER - 1, layout.last - 1, last - 1)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer(f"&L&A&R{_footer(self.words)}")


def _footer(words: Words) -> str:
    return words.t("Page {page} of {pages}", page="&P", pages="&N")


def _style(column: Column, *, form: bool) -> str:
    """The name of the style of an answer."""
    kind = column.kind
    if column.computed:
        whole = isinstance(kind, Scale) or (isinstance(kind, Number) and kind.whole)
        return "computed_whole" if whole else "computed_number" if isinstance(kind, Number) else "computed"
    sort = "form" if form else "input"
    match kind:
        case Day(month=month):
            return "input_month" if month else "input_date"
        case Limits():
            return "input_as_text"
        case Number(whole=True, minimum=1990) | Scale():
            return f"{sort}_year"
        case Number(whole=whole):
            return f"{sort}_whole" if whole else f"{sort}_number"
    return "input"

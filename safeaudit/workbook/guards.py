"""What guards the input cells of a sheet: dropdowns, limits and prompts, and what lights up at once."""

from __future__ import annotations

from safeaudit.cells import column_letters
from safeaudit.sheets import Column, Fixed
from safeaudit.sheets.kinds import UNKNOWN, Choice, Day, Figure, Number, Reference, Scale, Text, Year
from safeaudit.words import Words
from safeaudit.workbook.book import Book
from safeaudit.workbook.formulas import FIRST_DAY, LAST_DAY, RowFormulas, choice_name, financial, reference_name, text
from safeaudit.workbook.layout import (
    FIRST,
    FIRST_COLUMN,
    IDS,
    STATUS,
    SheetLayout,
    is_local,
)
from safeaudit.workbook.strict import Sheet

Guard = dict[str, object]
"""The options of a data validation, as XlsxWriter names them."""


class Guards:
    """The input cells of one sheet while it is written."""

    def __init__(self, book: Book, layout: SheetLayout, sheet: Sheet) -> None:
        self.book, self.layout, self.sheet = book, layout, sheet
        self.words, self.styles, self.cls = book.words, book.styles, layout.cls

    def validations(self) -> None:
        """Dropdowns, limits and prompts of the input cells."""
        for column in self.cls.inputs():
            for first, last, number in input_ranges(self.layout, column):
                cell = f"{column_letters(number)}{first}"
                self.sheet.data_validation(first - 1, number - 1, last - 1, number - 1, self._validation(column, cell))

    def _validation(self, column: Column, cell: str) -> Guard:
        """`cell`: the first one that is guarded, for a condition that names its cell."""
        words = self.words
        title = words.column(self.layout.sheet_id, column.id)
        prompt = words.help(self.layout.sheet_id, column.id, self.layout.settings)
        return {
            **_criteria(column, words, cell),
            "input_title": title if len(title) <= 32 else title[:31] + "…",
            "input_message": prompt if len(prompt) <= 255 else prompt[:254] + "…",
        }

    def conditions(self) -> None:
        """What lights up at once: wrong, missing, found by CHECKS, and the status."""
        asks = self.layout.cell("_asks", FIRST)
        for column in self.cls.inputs():
            for first, last, number in input_ranges(self.layout, column):
                formulas = RowFormulas(self.book.layouts, self.layout.sheet_id, first, self.words)
                asks = (
                    formulas.cell("_asks")
                    if not self.layout.form
                    else f"${column_letters(self.layout.columns['_asks'])}{first}"
                )
                rules = [("wrong", formulas.is_invalid(column))]
                if column.required is not None:
                    rules.append(("missing", f"({asks}=1)*({formulas.is_missing(column)})"))
                elif column.id == "label" and isinstance(self.cls.rows, Fixed):
                    rules.append(("missing", f'({asks}=1)*(TRIM({formulas.cell("label")})="")'))
                for name, formula in rules:
                    self._highlight(first, last, number, number, name, formula)
        self._look_up_checks()
        status = f"$C{FIRST}"
        for name, needle in (
            ("to_correct", self.words.t("to correct")),
            ("to_do", self.words.t("to fill")),
            ("done", "✓"),
        ):
            formula = f"ISNUMBER(SEARCH({text(needle)},{status}))"
            self._highlight(FIRST, self.layout.last, STATUS, STATUS, name, formula)

    def _look_up_checks(self) -> None:
        """Light up every cell that CHECKS names, by row ID and column ID, so that it follows moved rows."""
        first, last = FIRST_COLUMN, self.layout.last_column
        if self.layout.form:
            key = f'"{self.layout.sheet_id}|"&$A{FIRST}'
            first = last = self.layout.columns["answer"]
        else:
            key = f'$A{FIRST}&"|"&{column_letters(first)}${IDS}'
        self._highlight(FIRST, self.layout.last, first, last, "found", f"COUNTIF(check_keys,{key})>0")

    def _highlight(self, top: int, bottom: int, left: int, right: int, name: str, formula: str) -> None:
        self.sheet.conditional_format(
            top - 1,
            left - 1,
            bottom - 1,
            right - 1,
            {"type": "formula", "criteria": f"={formula}", "format": self.styles.condition(name)},
        )


def input_ranges(layout: SheetLayout, column: Column) -> list[tuple[int, int, int]]:
    """(first row, last row, column) of the runs of input cells of one column."""
    if layout.form:
        row = layout.row_numbers[column.id]
        return [(row, row, layout.columns["answer"])]
    number = layout.columns[column.id]
    printed_label = column.id == "label" and isinstance(layout.cls.rows, Fixed)
    runs: list[tuple[int, int, int]] = []
    for line in layout.lines:
        if not line.row_id or (printed_label and not is_local(line, layout.cls)):
            continue
        if runs and runs[-1][1] == line.number - 1:
            runs[-1] = (runs[-1][0], line.number, number)
        else:
            runs.append((line.number, line.number, number))
    return runs


def _criteria(column: Column, words: Words, cell: str) -> Guard:
    """What the cell takes, and what it says to anything else."""
    match column.kind:
        case Choice(options=options):
            error = refusal(words, words.t("Please choose a word from the list."))
            return {"validate": "list", "source": f"={choice_name(options)}", **error}
        case Reference() as kind:
            error = refusal(words, words.t("Please choose a line from the list."))
            return {"validate": "list", "source": f"={reference_name(kind)}", **error}
        case Scale(minimum=low, maximum=high):
            unknown = words.code("yes_no_unknown", UNKNOWN)
            wanted = words.t(
                "Please choose a whole number from {low} to {high}, or “{unknown}”.",
                low=low,
                high=high,
                unknown=unknown,
            )
            steps = [str(step) for step in range(low, high + 1)]
            return {"validate": "list", "source": [*steps, unknown], **refusal(words, wanted)}
        case Year(minimum=low, maximum=high):
            error = refusal(words, words.t("Please type a year such as 2025, or a financial year as 2024/25."))
            plain = f"AND({cell}>={low:g},{cell}<={high:g},{cell}=INT({cell}))"
            return {"validate": "custom", "value": f"=IF(ISNUMBER({cell}),{plain},{financial(cell)})", **error}
        case Figure(minimum=low, maximum=high):
            wanted = words.t(
                "Please type a number. A limit or a range, such as “under 20” or “10–15”, has its own column."
            )
            limits = {"minimum": low, "maximum": high}
            return {"validate": "decimal", "criteria": "between", **limits, **refusal(words, wanted)}
        case Number(minimum=low, maximum=high, whole=whole):
            error = refusal(words, number_message(words, low, high, whole=whole))
            limits = {"minimum": -1e15 if low is None else low, "maximum": 1e15 if high is None else high}
            return {"validate": "integer" if whole else "decimal", "criteria": "between", **limits, **error}
        case Day(month=month):
            wanted = words.t("Please type a date, for example 2026-05-31.")
            wanted = words.t("Please type a month as a date, for example 2026-05-01.") if month else wanted
            limits = {"minimum": FIRST_DAY, "maximum": LAST_DAY}
            return {"validate": "decimal", "criteria": "between", **limits, **refusal(words, wanted)}
        case Text(limit=limit):
            error = refusal(words, words.t("Please use at most {limit} characters.", limit=limit))
            return {"validate": "length", "criteria": "<=", "value": limit, **error}


def refusal(words: Words, message: str) -> dict[str, str]:
    """What a cell says that refuses an entry."""
    return {"error_title": words.t("Please check this entry"), "error_message": message, "error_type": "stop"}


def number_message(words: Words, low: float | None, high: float | None, *, whole: bool) -> str:
    """What a number cell asks for, in words."""
    if low is None or high is None:
        return words.t("Please type a number.")
    values = {"low": f"{low:,.15g}", "high": f"{high:,.15g}"}
    if whole:
        return words.t("Please type a whole number from {low} to {high}.", **values)
    return words.t("Please type a number from {low} to {high}.", **values)

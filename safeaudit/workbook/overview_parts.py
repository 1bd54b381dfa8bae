"""What the blocks of OVERVIEW are drawn with: where they stand, their tables, charts and colours."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.cells import column_letters
from safeaudit.workbook.book import Book
from safeaudit.workbook.formulas import text
from safeaudit.workbook.layout import SheetLayout, quoted
from safeaudit.workbook.strict import Sheet, put, put_array, put_formula
from safeaudit.workbook.styles import AMBER, BLUE, FONT, LINE

LEFT, RIGHT, LAST = 2, 9, 18
"""Tables stand in columns B to G; charts start in column I and end before the last column of the page."""

BLOCK = 19
"""Rows a block takes: a table with its chart beside it."""


FILLS = (BLUE, "#5B8DB8", AMBER, "#7A8793")


PATTERNS = (None, "wide_upward_diagonal", "small_grid", "percent_25")


class Overview:
    """Helpers shared by the blocks."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book, self.sheet, self.words, self.styles = book, sheet, book.words, book.styles

    def layout(self, sheet_id: str) -> SheetLayout:
        return self.book.layouts[sheet_id]

    def head(self, row: int, title: str, *heads: str) -> None:
        put(self.sheet, row, LEFT, title, self.styles["heading"])
        if heads:
            self.sheet.set_row(row, 30)  # two lines of words
        for number, head in enumerate(heads):
            put(self.sheet, row + 1, LEFT + number, head, self.styles["header"])

    def label(self, row: int, label: str) -> None:
        put(self.sheet, row, LEFT, label, self.styles["line"])

    def number(self, row: int, column: int, formula: str, value: object = 0, style: str = "computed_whole") -> None:
        put_formula(self.sheet, row, column, f"={formula}", self.styles[style], value)

    def gap(self, row: int, column: int, cell: str, value: object, style: str = "computed_whole") -> None:
        """Repeat a number of another sheet; where there is none, what stands in its place: a gap is shown as a gap, never as 0."""
        put_formula(self.sheet, row, column, f'=IF(ISNUMBER({cell}),{cell},{cell}&"")', self.styles[style], value)

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
        whole: float | None = None,
    ) -> None:
        """A native chart over rows first to last of this sheet; `columns` are (column, colour) of its series, `whole` ends its axis."""
        chart = self.book.book.add_chart(kind)
        name = quoted(self.sheet.get_name())
        for number, (column, colour) in enumerate(columns):
            letters = column_letters(column)
            pattern = PATTERNS[number % len(PATTERNS)]
            fill: dict[str, object] = (
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
        end = {} if whole is None else {"min": 0, "max": whole, "num_format": "0 %"}
        chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": True, "line": {"color": LINE}}, **end})
        chart.set_y_axis({"num_font": font, "reverse": kind["type"] == "bar", "major_gridlines": {"visible": False}})
        chart.set_legend({"none": True} if len(columns) == 1 else {"position": "bottom", "font": font})
        chart.set_size({"width": 620, "height": height})
        chart.set_chartarea({"border": {"color": LINE}})
        self.sheet.insert_chart(row - 1, RIGHT - 1, chart, {"description": alt, "object_position": 2, "y_offset": 2})


def cell_at(layout: SheetLayout, column: str, row: int) -> str:
    return layout.reach(column, row, sheet=True)


def line_at(layout: SheetLayout, row_id: str) -> int:
    return layout.row_numbers[row_id]


def array(view: Overview, row: int, column: int, formula: str, value: object = 0, style: str = "muted") -> None:
    put_array(view.sheet, row, column, formula, view.styles[style], value)


def tally(
    view: Overview, row: int, title: str, alt: str, sheet_id: str, columns: Sequence[str], options: str, colour: str
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

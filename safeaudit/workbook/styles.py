"""One visual identity: colours (contrast at least 4.5 on their ground) and the cell formats made from them."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

BLUE, TEAL, AMBER, BRICK = "#1F4E79", "#1B6B72", "#8A5300", "#9C2F1B"
INK, GREY, LINE = "#1F2933", "#52606D", "#B8C4CE"
PALE, PAPER, INPUT = "#EAF0F6", "#F5F7FA", "#FFFEF3"
CLOSED = "#DDE3E9"
MISSING_GROUND, WRONG_GROUND, FOUND_GROUND = "#FFE8B3", "#F8D4CC", "#E4DAF2"
FONT = "Calibri"

BASE: dict[str, object] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
EDGE: dict[str, object] = {"border": 1, "border_color": LINE}

DATE_FORMAT, MONTH_FORMAT, NUMBER_FORMAT, WHOLE_FORMAT = "yyyy-mm-dd", "mmm yyyy", "#,##0.##", "#,##0"
YEAR_FORMAT = "0"

STYLES: dict[str, dict[str, object]] = {
    "plain": {},
    "wrapped": {"text_wrap": True},
    "title": {"font_size": 18, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "valign": "vcenter"},
    "city": {"font_size": 14, "bold": True, "font_color": TEAL, "valign": "vcenter"},
    "purpose": {"text_wrap": True, "font_color": INK, "valign": "vcenter"},
    "muted": {"font_color": GREY},
    "muted_wrapped": {"font_color": GREY, "text_wrap": True},
    "progress": {"bold": True, "font_color": TEAL},
    "link": {"font_color": BLUE, "underline": 1},
    "big_link": {"font_color": BLUE, "underline": 1, "bold": True, "font_size": 14, "valign": "vcenter"},
    "header": {
        "indent": 1,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": BLUE,
        "text_wrap": True,
        "valign": "vcenter",
        **EDGE,
    },
    "header_computed": {
        "indent": 1,
        "bold": True,
        "italic": True,
        "font_color": "#FFFFFF",
        "bg_color": TEAL,
        "text_wrap": True,
        "valign": "vcenter",
        **EDGE,
    },
    "group": {"bold": True, "font_color": BLUE, "bg_color": PALE, "font_size": 11, "bottom": 1, "bottom_color": BLUE},
    "locked": {"indent": 1, "bg_color": PAPER, "text_wrap": True, **EDGE},
    "line": {"indent": 1, "bg_color": PAPER, **EDGE},
    "locked_bold": {"indent": 1, "bg_color": PAPER, "text_wrap": True, "bold": True, **EDGE},
    "locked_muted": {"indent": 1, "bg_color": PAPER, "text_wrap": True, "font_color": GREY, "font_size": 9, **EDGE},
    "computed": {"indent": 1, "bg_color": PAPER, "italic": True, "text_wrap": True, **EDGE},
    "computed_number": {"bg_color": PAPER, "italic": True, "num_format": "#,##0.0", **EDGE},
    "computed_whole": {"align": "center", "bg_color": PAPER, "italic": True, "num_format": "#,##0", **EDGE},
    "input": {"indent": 1, "bg_color": INPUT, "text_wrap": True, "locked": False, **EDGE},
    "input_as_text": {"indent": 1, "bg_color": INPUT, "locked": False, "num_format": "@", **EDGE},
    "input_date": {"bg_color": INPUT, "locked": False, "num_format": DATE_FORMAT, "align": "left", "indent": 1, **EDGE},
    "input_month": {
        "bg_color": INPUT,
        "locked": False,
        "num_format": MONTH_FORMAT,
        "align": "left",
        "indent": 1,
        **EDGE,
    },
    "input_number": {"bg_color": INPUT, "locked": False, "num_format": NUMBER_FORMAT, **EDGE},
    "input_whole": {"bg_color": INPUT, "locked": False, "num_format": WHOLE_FORMAT, **EDGE},
    "input_year": {"align": "center", "bg_color": INPUT, "locked": False, "num_format": YEAR_FORMAT, **EDGE},
    # In a form the answers stand under one another, so all of them begin at the same edge.
    "form_number": {
        "indent": 1,
        "align": "left",
        "bg_color": INPUT,
        "locked": False,
        "num_format": NUMBER_FORMAT,
        **EDGE,
    },
    "form_whole": {
        "indent": 1,
        "align": "left",
        "bg_color": INPUT,
        "locked": False,
        "num_format": WHOLE_FORMAT,
        **EDGE,
    },
    "form_year": {"indent": 1, "align": "left", "bg_color": INPUT, "locked": False, "num_format": YEAR_FORMAT, **EDGE},
    # Sheets of the office's own, carried over from an older file: what was seen, in our hand.
    "own": {"valign": "top"},
    "own_text": {"valign": "top", "text_wrap": True},
    "own_date": {"valign": "top", "num_format": DATE_FORMAT, "align": "left"},
    "own_percent": {"valign": "top", "num_format": "0.## %"},
    "alarm": {"bold": True, "font_color": BRICK},
    "percent": {"num_format": "0 %", "bg_color": PAPER, **EDGE},
    "percent_big": {"num_format": "0 %", "bold": True, "font_size": 14, "font_color": TEAL, "align": "left"},
    "centre": {"align": "center", "bg_color": PAPER, **EDGE},
    "heading": {"bold": True, "font_size": 13, "font_color": BLUE, "bottom": 2, "bottom_color": BLUE},
    "heat_low": {"bg_color": "#DCEBE4", "align": "center", "valign": "vcenter", "text_wrap": True, **EDGE},
    "heat_moderate": {"bg_color": "#F6EBC8", "align": "center", "valign": "vcenter", "text_wrap": True, **EDGE},
    "heat_high": {
        "bg_color": "#F3CFAE",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bold": True,
        **EDGE,
    },
    "heat_critical": {
        "bg_color": BRICK,
        "font_color": "#FFFFFF",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bold": True,
        **EDGE,
    },
}

# What conditional formats add. Never colour alone: bold, italics or a border go with it.
CONDITIONS: dict[str, dict[str, object]] = {
    "missing": {"bg_color": MISSING_GROUND, "border": 4, "border_color": AMBER},
    "wrong": {"bg_color": WRONG_GROUND, "font_color": BRICK, "bold": True, "border": 1, "border_color": BRICK},
    "found": {"bg_color": FOUND_GROUND, "underline": 1, "border": 1, "border_color": "#5B3A8E"},
    "closed": {"bg_color": CLOSED, "font_color": GREY, "italic": True},
    "done": {"font_color": TEAL, "bold": True},
    "to_do": {"font_color": AMBER, "bold": True},
    "to_correct": {"font_color": BRICK, "bold": True},
}


class Styles:
    """The formats of one workbook, by name."""

    def __init__(self, book: Workbook, *, right_to_left: bool) -> None:
        direction = {"reading_order": 2} if right_to_left else {}
        self._book, self._base = book, {**BASE, **direction}
        self._formats = {name: book.add_format({**self._base, **style}) for name, style in STYLES.items()}
        self._closed: dict[str, Format] = {}
        self._conditions = {name: book.add_format(style) for name, style in CONDITIONS.items()}

    def __getitem__(self, name: str) -> Format:
        return self._formats[name]

    def closed(self, name: str) -> Format:
        """The same for a cell that another office fills: locked and grey."""
        if name not in self._closed:
            grey = {"bg_color": CLOSED, "font_color": GREY, "locked": True}
            self._closed[name] = self._book.add_format({**self._base, **STYLES[name], **grey})
        return self._closed[name]

    def condition(self, name: str) -> Format:
        return self._conditions[name]

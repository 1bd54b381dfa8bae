"""One visual identity: a page measured in centimetres from the top left, its palette, and a few marks drawn on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, log10, pi, sin
from typing import TYPE_CHECKING

from safeaudit.charts import lettering
from safeaudit.charts.settings import needed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeaudit.charts.page import Point

WIDTH = 16.0
"""Width of every chart in cm: the text of an A4 page."""
TALLEST = 22.0
"""Height in cm that leaves room for a caption on the page."""

BLUE, TEAL, AMBER, BRICK = "#1F4E79", "#2A7F86", "#C77700", "#A33B20"
INK, GREY, RULE, PALE, WHITE = "#22303A", "#5F6B73", "#C9D0D5", "#EEF1F3", "#FFFFFF"
SIZE, SMALL, TINY = lettering.SIZES
"""Type sizes in points: text, secondary text, dense drawings."""
BASELINE = 0.97
"""From the top of a line to its baseline, as a multiple of the type size."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A surface that can be told apart without colour: face, hatch and the hatch's colour."""

    face: str
    hatch: str = ""
    ink: str = WHITE


COMPONENT = {
    "regulation": Fill(BLUE),
    "enforcement": Fill(BRICK, "////"),
    "engagement": Fill(TEAL, "...."),
    "resilience": Fill("#E0A84A", "\\\\\\\\", "#7A4A00"),
}
"""The four components of a strategy."""
FUNDING = {
    "lasting": Fill(BLUE),
    "one_off": Fill("#6F9BC4", "////"),
    "partly": Fill("#E3B566", "....", "#7A4A00"),
    "unfunded": Fill(WHITE, "xxxx", BRICK),
    None: Fill(PALE),
}
"""How far the money is secured."""
TREND = {"rising": "▲", "stable": "■", "falling": "▼", "unknown": "?", None: " "}
"""Signs for a trend that need no colour."""


class Canvas:
    """A page on which everything stands by cm from the left and cm from the top."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        needed()
        from safeaudit.charts.page import Page

        self.width, self.height = width, height
        self.page = Page(width, height, WHITE)

    def text(
        self,
        x: float,
        y: float,
        text: str | Sequence[str],
        *,
        size: float = SIZE,
        room: float | None = None,
        lines: int = 1,
        ha: str = "left",
        va: str = "center",
        color: str = INK,
        bold: bool = False,
        above: float = 5,
    ) -> None:
        """Text at a point: lines given as a list, or a text wrapped to `room` cm and at most `lines` lines."""
        if isinstance(text, str):
            text = [text] if room is None else lettering.wrap(text, room, size, lines, bold)
        step, tall = lettering.height(1, size), lettering.height(len(text), size)
        first = {"top": y, "center": y - tall / 2, "bottom": y - tall}[va] + BASELINE * size / lettering.CM
        for number, line in enumerate(map(lettering.drawable, text)):
            if line.strip():
                drawn, raised = lettering.in_line(line, size, bold)
                at = (x, first + number * step - raised / lettering.CM)
                self.page.text(at, line, lettering.style(line, drawn, bold), ha=ha, color=color, above=above)

    def label(
        self,
        x: float,
        y: float,
        text: str,
        room: float,
        *,
        lines: int = 2,
        most: float = SIZE,
        ha: str = "left",
        color: str = INK,
        bold: bool = False,
        above: float = 5,
    ) -> None:
        """A name in the largest of the three type sizes, up to `most`, in which all of it fits; else shortened."""
        size, wrapped = lettering.fitted(text, room, lines, most, bold)
        self.text(x, y, wrapped, size=size, ha=ha, color=color, bold=bold, above=above)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: Fill | str = WHITE,
        *,
        edge: str = "none",
        line: float = 0.6,
        dash: bool = False,
        above: float = 2,
    ) -> None:
        """A rectangle by its top left corner."""
        fill = Fill(fill) if isinstance(fill, str) else fill
        style = (3, 2) if dash else None
        self.page.box((x, y), (width, height), fill.face, (fill.hatch, fill.ink), (edge, line), style, above)

    def line(
        self,
        x: Sequence[float],
        y: Sequence[float],
        *,
        color: str = RULE,
        line: float = 0.6,
        dash: bool = False,
        above: float = 1,
    ) -> None:
        """A line through these points."""
        self.page.line(x, y, color=color, line=line, dash=(4, 2.5) if dash else None, above=above)

    def across(self, y: float) -> None:
        """A thin rule from side to side."""
        self.line((0.1, self.width - 0.1), (y, y))

    def curve(self, start: Point, end: Point, *, color: str, line: float, dash: bool, above: float = 2) -> None:
        """A smooth band from left to right."""
        middle = (start[0] + end[0]) / 2
        points = (start, (middle, start[1]), (middle, end[1]), end)
        self.page.curve(points, color=color, line=line, dash=(3, 1.6) if dash else None, above=above)

    def arrow(self, start: Point, end: Point, *, color: str = GREY, above: float = 3) -> None:
        """A thin arrow."""
        self.page.arrow(start, end, color=color, above=above)

    def dot(
        self,
        x: float,
        y: float,
        *,
        radius: float = 0.12,
        fill: str = BLUE,
        edge: str = WHITE,
        sides: int = 0,
        above: float = 4,
    ) -> None:
        """A round mark, or one with `sides` corners, point up."""
        corners = sides or 28
        turns = [2 * pi * i / corners for i in range(corners)]
        points = [(x + radius * sin(turn), y - radius * cos(turn)) for turn in turns]
        self.page.area(points, fill=fill, edge=edge, above=above)

    def key(self, x: float, y: float, entries: Sequence[tuple[Fill | str, str]], room: float) -> None:
        """A row of swatches (a Fill) or signs (a text) with their words; starts a new row where the room ends."""
        for row_y, left, mark, word in key_places(x, y, entries, room):
            if isinstance(mark, Fill):
                self.box(left, row_y - 0.13, 0.42, 0.26, mark, edge=GREY, line=0.5)
            else:
                self.text(left + 0.21, row_y, mark, size=SMALL, ha="center", bold=True)
            self.text(left + 0.55, row_y, word, size=SMALL, color=GREY)


def key_places(
    x: float, y: float, entries: Sequence[tuple[Fill | str, str]], room: float
) -> list[tuple[float, float, Fill | str, str]]:
    """Where each entry of a key goes: (y, x, mark, word)."""
    places, left = [], x
    for mark, word in entries:
        short = lettering.shorten(word, room - 0.6, SMALL)
        needed = 0.55 + lettering.width(short, SMALL)
        if left > x and left + needed > x + room:
            left, y = x, y + KEY_ROW
        places.append((y, left, mark, short))
        left += needed + 0.45
    return places


KEY_ROW = 0.46


def key_height(entries: Sequence[tuple[Fill | str, str]], room: float) -> float:
    """Height in cm of a key of this width."""
    places = key_places(0, 0, entries, room)
    return (places[-1][0] + KEY_ROW) if places else 0.0


def ticks(most: float, about: int = 5) -> list[float]:
    """Round steps from 0 that reach `most`."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / about
    power = 10 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    return [step * number for number in range(ceil(most / step - 1e-9) + 1)]

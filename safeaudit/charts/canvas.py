"""One visual identity: a page measured in centimetres from the top left, its palette, and a few marks drawn on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from safeaudit.charts import lettering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist

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
    "regulation": Fill(BLUE), "enforcement": Fill(BRICK, "////"), "engagement": Fill(TEAL, "...."),
    "resilience": Fill("#E0A84A", "\\\\\\\\", "#7A4A00"),
}  # fmt: skip
"""The four components of a strategy."""
FUNDING = {
    "lasting": Fill(BLUE), "one_off": Fill("#6F9BC4", "////"), "partly": Fill("#E3B566", "....", "#7A4A00"),
    "unfunded": Fill(WHITE, "xxxx", BRICK), None: Fill(PALE),
}  # fmt: skip
"""How far the money is secured."""
TREND = {"rising": "▲", "stable": "■", "falling": "▼", "unknown": "?", None: " "}
"""Signs for a trend that need no colour."""


class Canvas:
    """A figure with one co-ordinate system: cm from the left, cm from the top."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 2.54, height / 2.54), facecolor=WHITE)
        FigureCanvasAgg(self.figure)
        self.cm = Affine2D().scale(1 / 2.54, -1 / 2.54).translate(0, height / 2.54) + self.figure.dpi_scale_trans

    def add(self, artist: Artist) -> None:
        """Put a mark on the page; without axes there is nothing to clip, scale or lay out."""
        artist.set_transform(self.cm)
        self.figure.add_artist(artist)

    def text(
        self, x: float, y: float, text: str | Sequence[str], *, size: float = SIZE, room: float | None = None,
        lines: int = 1, ha: str = "left", va: str = "center", color: str = INK, bold: bool = False, above: float = 5,
    ) -> None:  # fmt: skip
        """Text at a point: lines given as a list, or a text wrapped to `room` cm and at most `lines` lines."""
        if isinstance(text, str):
            text = [text] if room is None else lettering.wrap(text, room, size, lines, bold)
        step, tall = lettering.height(1, size), lettering.height(len(text), size)
        first = {"top": y, "center": y - tall / 2, "bottom": y - tall}[va] + BASELINE * size / lettering.CM
        for number, line in enumerate(text):
            if line.strip():
                self.add(
                    Text(x, first + number * step, line, ha=ha, va="baseline", color=color, zorder=above,
                         fontproperties=lettering.style(line, size, bold), parse_math=False)
                )  # fmt: skip

    def label(
        self, x: float, y: float, text: str, room: float, *, lines: int = 2, most: float = SIZE, ha: str = "left",
        color: str = INK, bold: bool = False, above: float = 5,
    ) -> None:  # fmt: skip
        """A name in the largest of the three type sizes, up to `most`, in which all of it fits; else shortened."""
        size, wrapped = lettering.fitted(text, room, lines, most, bold)
        self.text(x, y, wrapped, size=size, ha=ha, color=color, bold=bold, above=above)

    def box(
        self, x: float, y: float, width: float, height: float, fill: Fill | str = WHITE, *, edge: str = "none",
        line: float = 0.6, dash: bool = False, above: float = 2,
    ) -> None:  # fmt: skip
        """A rectangle by its top left corner."""
        fill = Fill(fill) if isinstance(fill, str) else fill
        self.add(
            Rectangle(
                (x, y), width, height, facecolor=fill.face, edgecolor=edge, linewidth=0 if edge == "none" else line,
                linestyle=(0, (3, 2)) if dash else "solid", hatch=fill.hatch or None, hatchcolor=fill.ink,
                hatch_linewidth=0.5, zorder=above,
            )
        )  # fmt: skip

    def line(
        self, x: Sequence[float], y: Sequence[float], *, color: str = RULE, line: float = 0.6, dash: bool = False,
        above: float = 1,
    ) -> None:  # fmt: skip
        """A line through these points."""
        style: Any = (0, (4, 2.5)) if dash else "solid"
        self.add(Line2D(x, y, color=color, linewidth=line, linestyle=style, zorder=above, solid_capstyle="butt"))

    def curve(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        color: str,
        line: float,
        dash: bool,
        above: float = 2,
    ) -> None:
        """A smooth band from left to right."""
        middle = (start[0] + end[0]) / 2
        path = Path(
            [start, (middle, start[1]), (middle, end[1]), end], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]
        )
        style: Any = (0, (3, 1.6)) if dash else "solid"
        self.add(
            PathPatch(
                path, facecolor="none", edgecolor=color, linewidth=line, linestyle=style, zorder=above, capstyle="butt"
            )
        )

    def arrow(
        self, start: tuple[float, float], end: tuple[float, float], *, color: str = GREY, above: float = 3
    ) -> None:
        """A thin arrow."""
        self.add(
            FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=7, color=color, linewidth=0.8, zorder=above,
                            shrinkA=4, shrinkB=0)
        )  # fmt: skip

    def dot(self, x: float, y: float, *, radius: float = 0.12, fill: str = BLUE, edge: str = WHITE, sides: int = 0,
            above: float = 4) -> None:  # fmt: skip
        """A round mark, or one with `sides` corners, point up."""
        from math import cos, pi, sin

        corners = sides or 28
        points = [
            (x + radius * sin(2 * pi * i / corners), y - radius * cos(2 * pi * i / corners)) for i in range(corners)
        ]
        self.add(Polygon(points, closed=True, facecolor=fill, edgecolor=edge, linewidth=0.8, zorder=above))

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
    from math import ceil, floor, log10

    if most <= 0:
        return [0.0, 1.0]
    rough = most / about
    power = 10 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    return [step * number for number in range(ceil(most / step - 1e-9) + 1)]

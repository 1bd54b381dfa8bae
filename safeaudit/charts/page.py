"""Marks on a page, in centimetres from its top left corner: the only module that draws with matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.font_manager import FontProperties

Point = tuple[float, float]
Dash = tuple[float, float] | None
"""Length of a dash and of its gap in points; None for a line without gaps."""


class Page:
    """A figure without axes: there is nothing to clip, scale or lay out."""

    def __init__(self, width: float, height: float, face: str) -> None:
        self.figure = Figure(figsize=(width / 2.54, height / 2.54), facecolor=face)
        FigureCanvasAgg(self.figure)
        self._cm = Affine2D().scale(1 / 2.54, -1 / 2.54).translate(0, height / 2.54) + self.figure.dpi_scale_trans

    def _add(self, mark: Artist) -> None:
        mark.set_transform(self._cm)
        self.figure.add_artist(mark)

    def text(self, at: Point, line: str, typeface: FontProperties, *, ha: str, color: str, above: float) -> None:
        """One line of text that stands on this point; `ha` left, center or right of it."""
        mark = Text(
            *at, line, ha=ha, va="baseline", color=color, zorder=above, fontproperties=typeface, parse_math=False
        )
        self._add(mark)

    def box(
        self,
        corner: Point,
        size: Point,
        face: str,
        hatch: tuple[str, str],
        edge: tuple[str, float],
        dash: Dash,
        above: float,
    ) -> None:
        """A rectangle by its top left corner; `hatch` its pattern and colour, `edge` its colour ("none") and width."""
        color, line = edge
        mark = Rectangle(corner, *size, facecolor=face, edgecolor=color, linestyle=_style(dash), zorder=above)
        mark.set(
            linewidth=0 if color == "none" else line, hatch=hatch[0] or None, hatchcolor=hatch[1], hatch_linewidth=0.5
        )
        self._add(mark)

    def line(
        self, x: Sequence[float], y: Sequence[float], *, color: str, line: float, dash: Dash, above: float
    ) -> None:
        """A line through these points."""
        style = _style(dash)
        self._add(Line2D(x, y, color=color, linewidth=line, linestyle=style, zorder=above, solid_capstyle="butt"))

    def curve(self, points: Sequence[Point], *, color: str, line: float, dash: Dash, above: float) -> None:
        """A smooth line from the first of four points to the last."""
        path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        mark = PathPatch(path, facecolor="none", edgecolor=color, linewidth=line, linestyle=_style(dash), zorder=above)
        mark.set_capstyle("butt")
        self._add(mark)

    def arrow(self, start: Point, end: Point, *, color: str, above: float) -> None:
        """A thin arrow."""
        mark = FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=7, shrinkA=4, shrinkB=0)
        mark.set(color=color, linewidth=0.8, zorder=above)
        self._add(mark)

    def area(self, corners: Sequence[Point], *, fill: str, edge: str, above: float) -> None:
        """A closed figure with these corners."""
        self._add(Polygon(corners, closed=True, facecolor=fill, edgecolor=edge, linewidth=0.8, zorder=above))


def _style(dash: Dash) -> Literal["solid"] | tuple[float, tuple[float, float]]:
    return "solid" if dash is None else (0, dash)

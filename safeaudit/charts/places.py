"""The resilience matrix (framework Part III, 4. Resilience, Figure 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit.charts import lettering
from safeaudit.charts.canvas import BLUE, BRICK, GREY, INK, SMALL, TEAL, TINY, WHITE, WIDTH, Canvas
from safeaudit.charts.labels import Box, Labels, spread
from safeaudit.charts.names import name_of, named
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.words import N_

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.analysis.places import AreaLine
    from safeaudit.audit import Audit
    from safeaudit.words import Words

LEFT, TOP, WIDE, PAD = 0.7, 1.0, 15.1, 1.05
FEW, LOW, HIGH = 12, 6.6, 11.0
"""The matrix is low in cm as long as it holds few areas."""
CORNERS = {"fragile": (0, 1), "community_only": (0, 0), "state_only": (1, 1), "positive": (1, 0)}
"""Column and row of each quadrant: state connection to the right, community strength upwards."""
TINTS = {"fragile": "#F3E3DC", "community_only": "#F6F1E4", "state_only": "#EDF1F4", "positive": "#E2EFEE"}
MARKS: dict[str | None, tuple[str, int]] = {"negative": (BRICK, 3), "positive": (TEAL, 0), None: (BLUE, 4)}
RADIUS = 0.15


def _x(state: float) -> float:
    return LEFT + PAD + (state - 1) / 4 * (WIDE - 2 * PAD)


def _y(community: float, tall: float) -> float:
    return TOP + PAD + (5 - community) / 4 * (tall - 2 * PAD)


@chart(
    CHARTS,
    title=N_("Resilience by area: state connection and community strength"),
    alt=N_(
        "Areas placed: {count}. Positive resilience: {positive}. Fragile: {fragile}. Negative resilience: {negative}."
    ),
    cells="RESILIENCE: area services trust justice acts_together inclusive peaceful armed_provider target; AREAS: name",
    places=[Place("strategy", "areas", "matrix", after="text")],
)
def resilience_quadrant(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Each area by state connection and community strength, with an arrow towards its target quadrant."""
    placed = {
        row.row_id: (row.state, row.community)
        for row in analysis.areas
        if row.state is not None and row.community is not None
    }
    rows = [row for row in analysis.areas if row.row_id in placed]
    if not rows:
        return None
    tall = LOW if len(rows) <= FEW else HIGH
    canvas = Canvas(TOP + tall + 2.35)
    _background(canvas, words, tall, audit.edition.settings["quadrant_cut"])
    points = spread([(_x(state), _y(community, tall)) for state, community in placed.values()], RADIUS * 2.1)
    labels = Labels((LEFT + 0.05, TOP + 0.05, LEFT + WIDE - 0.05, TOP + tall - 0.05))
    labels.keep_free((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in points)
    for row, point in zip(rows, points, strict=True):
        if row.moves and row.target:
            end = _towards(point, row.target, tall)
            canvas.arrow(point, end)
            labels.keep_free(_along(point, end))
    for row, point in zip(rows, points, strict=True):
        _area(canvas, labels, row, point, audit)
    _legend(canvas, words, tall)
    return finished(canvas, words, count=len(rows), **_told(rows, audit, words))


def _background(canvas: Canvas, words: Words, tall: float, cut: float) -> None:
    """The four fields, their names above and below them, and the axes."""
    across, down = _x(cut), _y(cut, tall)
    for name, (column, row) in CORNERS.items():
        x0, x1 = (LEFT, across) if column == 0 else (across, LEFT + WIDE)
        y0, y1 = (TOP, down) if row == 0 else (down, TOP + tall)
        canvas.box(x0, y0, x1 - x0, y1 - y0, TINTS[name], above=0)
        y, x = (y0 - 0.22 if row == 0 else y1 + 0.24), (x0 if column == 0 else x1)
        title, side = words.code("quadrant", name), "left" if column == 0 else "right"
        canvas.label(x, y, title, x1 - x0 - 0.3, lines=1, most=SMALL, ha=side, color=GREY, bold=True)
    canvas.line((across, across), (TOP, TOP + tall), color=WHITE, line=2)
    canvas.line((LEFT, LEFT + WIDE), (down, down), color=WHITE, line=2)
    for value in range(1, 6):
        canvas.text(_x(value), TOP + tall + 0.62, words.number(value), size=TINY, ha="center", color=GREY)
        canvas.text(LEFT - 0.15, _y(value, tall), words.number(value), size=TINY, ha="right", color=GREY)
    state, community = words.column("RESILIENCE", "state"), words.column("RESILIENCE", "community")
    canvas.text(LEFT + WIDE, TOP + tall + 1.02, f"{state} →", size=SMALL, ha="right", bold=True, room=7)
    canvas.text(LEFT, TOP - 0.7, f"↑ {community}", size=SMALL, bold=True, room=7)


def _area(canvas: Canvas, labels: Labels, row: AreaLine, point: tuple[float, float], audit: Audit) -> None:
    color, sides = MARKS[row.sign]
    x, y = point
    canvas.dot(x, y, radius=RADIUS * (1.25 if sides else 1), fill=color, sides=sides)
    if row.armed_provider == "unknown":
        canvas.text(x, y, "?", size=TINY, ha="center", color=WHITE, bold=True)
    name = name_of(row.area, audit) or row.row_id
    for text in (lettering.wrap(name, 3.1, SMALL, 2), lettering.wrap(name, 1.9, SMALL, 1), [row.row_id]):
        wide, tall = max(lettering.width(line, SMALL) for line in text) + 0.04, lettering.height(len(text), SMALL)
        if box := labels.place(x, y, wide, tall, gap=RADIUS + 0.06):
            break
    else:
        return
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    away = max(box[0] - x, x - box[2], 0), max(box[1] - y, y - box[3], 0)
    if away[0] ** 2 + away[1] ** 2 > 0.45**2:
        end = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
        canvas.line((x, end[0]), (y, end[1]), color=GREY, line=0.5, above=3)
    canvas.text(middle[0], middle[1], text, size=SMALL, ha="center", color=INK)


def _towards(point: tuple[float, float], target: str, tall: float) -> tuple[float, float]:
    """The end of an arrow: a step from the point towards the middle of the target quadrant."""
    column, row = CORNERS[target]
    middle = _x(2.0 + 2 * column), _y(4.0 - 2 * row, tall)
    across, down = middle[0] - point[0], middle[1] - point[1]
    length = (across**2 + down**2) ** 0.5 or 1.0
    step = min(1.15, length)
    return point[0] + across / length * step, point[1] + down / length * step


def _along(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    """Small boxes along a line, for labels to keep clear of."""
    steps = [
        (start[0] + (end[0] - start[0]) * part / 8, start[1] + (end[1] - start[1]) * part / 8) for part in range(9)
    ]
    return [(x - 0.07, y - 0.07, x + 0.07, y + 0.07) for x, y in steps]


def _legend(canvas: Canvas, words: Words, tall: float) -> None:
    y = TOP + tall + 1.5
    entries = [
        ("positive", words.code("resilience_sign", "positive")),
        (None, words.t("Neither")),
        ("negative", words.t("Negative: armed or other providers impose order")),
    ]
    x = LEFT
    for sign, word in entries:
        color, sides = MARKS[sign]
        canvas.dot(x + 0.15, y, radius=RADIUS, fill=color, sides=sides)
        short = lettering.shorten(word, WIDTH - x - 0.5, SMALL)
        canvas.text(x + 0.42, y, short, size=SMALL, color=GREY)
        x += 0.42 + lettering.width(short, SMALL) + 0.5
    canvas.arrow((LEFT, y + 0.46), (LEFT + 0.6, y + 0.46))
    note = words.t("Towards the target quadrant. ? = not known who imposes order.")
    canvas.text(LEFT + 0.75, y + 0.46, note, size=SMALL, color=GREY, room=WIDTH - LEFT - 1)


def _told(rows: list[AreaLine], audit: Audit, words: Words) -> dict[str, str]:
    """The areas that the alt text names."""
    chosen = {
        "positive": [row.area for row in rows if row.sign == "positive"],
        "fragile": [row.area for row in rows if row.quadrant == "fragile"],
        "negative": [row.area for row in rows if row.sign == "negative"],
    }
    return {key: named(areas, audit, words) for key, areas in chosen.items()}

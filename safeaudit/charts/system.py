"""The system map as a drawing of its five columns (framework Part II, Mapping systemic relationships)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from safeaudit.charts import lettering
from safeaudit.charts.canvas import (
    AMBER,
    BRICK,
    GREY,
    INK,
    PALE,
    SMALL,
    TALLEST,
    TEAL,
    TINY,
    WHITE,
    WIDTH,
    Canvas,
    Fill,
    key_height,
)
from safeaudit.charts.names import name_of, named, typed
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.words import N_

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.analysis.system import PathLine
    from safeaudit.audit import Audit
    from safeaudit.words import Words

COLUMNS = ("risk", "flow", "actor")
ROW, COMFORT = 0.68, 16.0
"""The lowest row with two lines of text, and the height the drawing keeps to when its rows can be so low, in cm."""
X = {"risk": 0.05, "flow": 2.95, "actor": 5.45, "response": 8.4, "resilience": 12.45}
W = {"risk": 2.3, "flow": 1.9, "actor": 2.3, "response": 3.95, "resilience": 3.5}
STATES: dict[str, tuple[str, str, bool]] = {
    "reduces": ("✓", TEAL, False),
    "no_effect": ("○", GREY, False),
    "unknown": ("?", "#8A959C", False),
    "moves": ("→", AMBER, False),
    "worse": ("▲", BRICK, False),
    "unanswered": ("✗", BRICK, True),
}
"""Sign, colour and dash of a path by what its response comes to."""
LOOPS = {"vicious": "↻−", "virtuous": "↻+"}
"""The sign of a loop that the team marked on a path."""


@chart(
    CHARTS,
    title=N_("The system map: from risk to response and resilience"),
    alt=N_(
        "Paths: {count}. Answered in a way that reduces the problem: {reduces}; that worsens or moves it: {harmful}; answered by "
        "nobody: {unanswered} ({names})."
    ),
    cells="SYSTEM_MAP: risk flow actor response effect resilience loop; RISKS: label; FLOWS: label; ACTORS: label",
    places=[Place("strategy", "system", "drawing", after="loops")],
)
def system_map(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Paths from risk over flow and actor to response and resilience; dashed where nobody answers."""
    rows = [row for row in analysis.system_map if row.risk or row.flow or row.actor]
    if not rows:
        return None
    rows = _ordered(rows)
    ports = _ports(rows)
    used = [state for state in STATES if any(row.state == state for row in rows)]
    keys: list[tuple[Fill | str, str]] = [(STATES[state][0], _state_words(state, words)) for state in used]
    keys += [(LOOPS[loop], words.code("loop", loop)) for loop in LOOPS if any(row.loop == loop for row in rows)]
    head, foot = 1.25, 0.35 + key_height(keys, WIDTH - 0.2)
    tall = min(1.0, max(ROW, (COMFORT - head - foot) / len(rows)), (TALLEST - head - foot) / len(rows))
    lines = max(1, min(3, int((tall - 0.06) / lettering.height(1, TINY))))
    canvas = Canvas(head + max(tall * len(rows), 1.3) + foot)
    nodes = {column: _nodes(rows, column, head, tall) for column in COLUMNS}
    _headings(canvas, words)
    for number, row in enumerate(rows):
        _path(canvas, row, ports[number], number, head, tall, nodes)
        _ending(canvas, row, head + tall * number, tall, lines)
    for column in COLUMNS:
        for row_id, (top, deep) in nodes[column].items():
            _node(canvas, column, top, deep, name_of(row_id, audit))
    canvas.key(0.1, canvas.height - foot + 0.35, keys, WIDTH - 0.2)
    return finished(canvas, words, count=len(rows), **_told(rows, audit, words))


def _state_words(state: str, words: Words) -> str:
    return words.t("Nobody answers") if state == "unanswered" else words.code("response_effect", state)


def _ordered(rows: list[PathLine]) -> list[PathLine]:
    """Rows in the order that keeps paths of the same flow, then risk, then actor together."""
    flows = list(dict.fromkeys(row.flow for row in rows))
    risks = list(dict.fromkeys(row.risk for row in rows))
    actors = list(dict.fromkeys(row.actor for row in rows))
    return sorted(rows, key=lambda row: (flows.index(row.flow), actors.index(row.actor), risks.index(row.risk)))


def _ports(rows: list[PathLine]) -> list[dict[str, float]]:
    """Where each path meets its nodes, as a share of the node's height: the paths of a node evenly spaced, in order."""
    found: list[dict[str, float]] = [{} for _ in rows]
    for column in COLUMNS:
        paths: dict[str | None, list[int]] = {}
        for number, row in enumerate(rows):
            paths.setdefault(_node_of(row, column), []).append(number)
        for same in paths.values():
            for place, number in enumerate(same):
                found[number][column] = (place + 0.5) / len(same)
    return found


def _node_of(row: PathLine, column: str) -> str | None:
    node: str | None = getattr(row, column)
    return node


def _nodes(rows: list[PathLine], column: str, head: float, tall: float) -> dict[str, tuple[float, float]]:
    """Top and height of each node of a column: near the middle of its paths, none over another, none outside."""
    paths: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if node := _node_of(row, column):
            paths.setdefault(node, []).append(number)
    ordered = sorted(paths, key=lambda each: (sum(paths[each]) / len(paths[each]), each))
    whole, gap = tall * len(rows), 0.08
    room = max(whole, 1.3)
    least = min(0.98, (room - gap * (len(ordered) - 1)) / max(len(ordered), 1))
    spare = room - gap * (len(ordered) - 1) - least * len(ordered)
    extra = sum(len(paths[each]) - 1 for each in ordered) or 1
    places: dict[str, tuple[float, float]] = {}
    heights = {
        each: least + min(spare * (len(paths[each]) - 1) / extra, tall * (len(paths[each]) - 1)) for each in ordered
    }
    after = sum(heights.values()) + gap * (len(ordered) - 1)
    y = head
    for each in ordered:
        wanted = head + (sum(paths[each]) / len(paths[each]) + 0.5) * tall - heights[each] / 2
        y = min(max(y, wanted), head + room - after)
        places[each] = y, heights[each]
        y += heights[each] + gap
        after -= heights[each] + gap
    return places


def _headings(canvas: Canvas, words: Words) -> None:
    for column, left in X.items():
        size, title = lettering.fitted(words.column("SYSTEM_MAP", column), W[column] - 0.05, 3, SMALL, bold=True)
        canvas.text(left, 1.15, title, size=size, bold=True, va="bottom")


def _node(canvas: Canvas, column: str, top: float, deep: float, label: str) -> None:
    canvas.box(X[column], top, W[column], deep, PALE, edge=GREY, line=0.6, above=4)
    lines = max(1, min(6, int((deep - 0.06) / lettering.height(1, TINY))))
    canvas.label(X[column] + 0.08, top + deep / 2, label, W[column] - 0.16, lines=lines, most=TINY, above=6)


def _path(
    canvas: Canvas,
    row: PathLine,
    ports: dict[str, float],
    number: int,
    head: float,
    tall: float,
    nodes: dict[str, dict[str, tuple[float, float]]],
) -> None:
    """The line of one row through its nodes to its response; a blank cell is skipped."""
    _, color, dash = STATES[row.state]
    points = []
    for column in COLUMNS:
        if node := _node_of(row, column):
            top, deep = nodes[column][node]
            points.append((X[column], X[column] + W[column], top + deep * ports[column]))
    points.append((X["response"], X["response"], head + tall * (number + 0.5)))
    for (_, right, y), (left, _, next_y) in pairwise(points):
        canvas.curve((right, y), (left, next_y), color=color, line=1.7, dash=dash)


def _ending(canvas: Canvas, row: PathLine, top: float, tall: float, lines: int) -> None:
    """Response with its sign, and what builds resilience, in one row."""
    sign, color, dash = STATES[row.state]
    middle = top + tall / 2
    canvas.box(X["response"], top + 0.04, W["response"], tall - 0.08, WHITE, edge=color, line=1.0, dash=dash, above=4)
    canvas.text(X["response"] + 0.2, middle, sign, size=SMALL, ha="center", color=color, bold=True, above=6)
    turn = LOOPS.get(row.loop or "", "")
    room = W["response"] - (0.95 if turn else 0.48)
    end, said = X["response"] + W["response"], typed(row.response or "–", row.row_id)
    canvas.text(X["response"] + 0.4, middle, said, size=TINY, room=room, lines=lines, above=6)
    canvas.text(end - 0.28, middle, turn, size=SMALL, ha="center", color=INK, bold=True, above=6)
    canvas.line((end, X["resilience"]), (middle, middle), color=GREY)
    said, room = typed(row.resilience or "–", row.row_id), W["resilience"] - 0.1
    canvas.text(X["resilience"] + 0.06, middle, said, size=TINY, room=room, lines=lines, above=6)


def _told(rows: list[PathLine], audit: Audit, words: Words) -> dict[str, object]:
    """The values of the alt text."""
    count = {state: sum(row.state == state for row in rows) for state in STATES}
    bare = [row.flow for row in rows if row.state == "unanswered"]
    return {
        "reduces": count["reduces"],
        "harmful": count["worse"] + count["moves"],
        "unanswered": count["unanswered"],
        "names": named(bare, audit, words),
    }

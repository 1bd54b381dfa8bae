"""The risk heat map (framework Part II, Risk and Threat Identification)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit.charts import lettering
from safeaudit.charts.canvas import GREY, INK, PALE, SMALL, TINY, TREND, WHITE, Canvas, Fill
from safeaudit.charts.names import name_of, named
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.sheets.understand import risk_level
from safeaudit.words import N_

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.analysis.risks import RiskLine
    from safeaudit.audit import Audit
    from safeaudit.words import Words

CELL_W, CELL_H, LEFT, TOP = 1.44, 1.36, 1.75, 0.55
CHIP_W, CHIP_H, COLUMNS, ROWS = 0.68, 0.34, 2, 3
KEY_X = LEFT + 5 * CELL_W + 0.35
ROOM = 15.1 - 0.7 - KEY_X - 0.85
ZONES = {
    "low": Fill("#F4F6F7"),
    "moderate": Fill("#DCE6EC"),
    "high": Fill("#F1CF9C"),
    "critical": Fill("#C8795F", "////", "#D99A86"),
}


def short(row_id: str) -> str:
    """An ID without its sheet's prefix, as the grid shows it."""
    return row_id.partition("-")[2] or row_id


@chart(
    CHARTS,
    title=N_("Risks by likelihood and impact"),
    alt=N_("Heat map: {found}, {much}. The highest score, {score} of 25, is given to {names}."),
    cells="RISKS: label relevant likelihood impact trend confidence",
    places=[
        Place("strategy", "risks", "heat_map", after="text"),
        Place("brief", "found", "heat_map", after="main", width=15.0, height=9.6),
    ],
)
def risk_heat_map(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Likelihood × impact: a chip a risk, dashed for low confidence, and a list of all risks with score and trend."""
    rated = [row for row in analysis.risks if row.rank is not None]
    if not rated:
        return None
    lines = 2 if len(rated) <= 22 else 1
    labels = [lettering.wrap(name_of(row.row_id, audit), ROOM, SMALL, lines) for row in rated]
    rows_height = sum(_row_height(label) for label in labels)
    canvas = Canvas(max(TOP + 5 * CELL_H + 2.5, TOP + rows_height + 0.3))
    _grid(canvas, audit, words)
    for likelihood in range(1, 6):
        for impact in range(1, 6):
            here = [row for row in rated if (row.likelihood, row.impact) == (likelihood, impact)]
            _chips(canvas, LEFT + (impact - 1) * CELL_W, TOP + (5 - likelihood) * CELL_H, here)
    _list(canvas, words, rated, labels)
    return finished(canvas, words, **_told(rated, audit, words))


def _row_height(label: list[str]) -> float:
    return 0.42 if len(label) < 2 else 0.7


def _grid(canvas: Canvas, audit: Audit, words: Words) -> None:
    for likelihood in range(1, 6):
        y = TOP + (5 - likelihood) * CELL_H
        for impact in range(1, 6):
            level = risk_level(likelihood * impact, audit.edition.settings.__getitem__)
            canvas.box(LEFT + (impact - 1) * CELL_W, y, CELL_W, CELL_H, ZONES[level], edge=WHITE, line=1.2)
        text = [str(likelihood), *lettering.wrap(words.code("likelihood", likelihood), 1.5, TINY, 2)]
        canvas.text(LEFT - 0.15, y + CELL_H / 2, text, size=TINY, ha="right", color=GREY)
    bottom = TOP + 5 * CELL_H
    for impact in range(1, 6):
        text = [str(impact), *lettering.wrap(words.code("impact", impact), CELL_W - 0.1, TINY, 2)]
        canvas.text(LEFT + (impact - 0.5) * CELL_W, bottom + 0.12, text, size=TINY, ha="center", va="top", color=GREY)
    canvas.text(0.1, TOP - 0.3, f"{words.column('RISKS', 'likelihood')} ↑", size=SMALL, room=4, bold=True)
    across = f"{words.column('RISKS', 'impact')} →"
    canvas.text(LEFT + 5 * CELL_W, bottom + 1.27, across, size=SMALL, room=4, ha="right", bold=True)
    entries: list[tuple[Fill | str, str]] = [(ZONES[level], words.code("risk_level", level)) for level in ZONES]
    canvas.key(0.1, bottom + 1.75, entries, KEY_X - 0.3)
    canvas.text(0.1, bottom + 2.2, words.t("Dashed: low confidence"), size=SMALL, room=KEY_X - 0.5, color=GREY)


def _chips(canvas: Canvas, x: float, y: float, here: list[RiskLine]) -> None:
    """The risks of one cell; when there are more than fit, the last chip says how many more."""
    most = COLUMNS * ROWS
    shown = here if len(here) <= most else here[: most - 1]
    texts = [(short(row.row_id), row.sure == "low") for row in shown]
    if len(here) > most:
        texts.append((f"+{len(here) - len(shown)}", False))
    columns = 1 if len(texts) == 1 else COLUMNS
    rows = -(-len(texts) // columns)
    left = x + (CELL_W - columns * CHIP_W - (columns - 1) * 0.06) / 2
    top = y + (CELL_H - rows * CHIP_H - (rows - 1) * 0.07) / 2
    for number, (text, weak) in enumerate(texts):
        chip_x, chip_y = left + number % columns * (CHIP_W + 0.06), top + number // columns * (CHIP_H + 0.07)
        canvas.box(chip_x, chip_y, CHIP_W, CHIP_H, WHITE, edge=INK, line=0.7, dash=weak, above=3)
        canvas.text(chip_x + CHIP_W / 2, chip_y + CHIP_H / 2, text, size=TINY, ha="center", bold=True, room=CHIP_W)


def _list(canvas: Canvas, words: Words, rated: list[RiskLine], labels: list[list[str]]) -> None:
    canvas.text(15.1, TOP - 0.3, words.column("RISKS", "score"), size=TINY, ha="right", color=GREY, room=1.4)
    canvas.text(15.95, TOP - 0.3, words.column("RISKS", "trend"), size=TINY, ha="right", color=GREY, room=0.85)
    y = TOP
    for row, label in zip(rated, labels, strict=True):
        tall = _row_height(label)
        middle = y + tall / 2
        canvas.box(KEY_X, y + 0.05, 0.72, tall - 0.1, Fill(ZONES[row.level or "low"].face))
        canvas.text(KEY_X + 0.36, middle, short(row.row_id), size=TINY, ha="center", bold=True, room=0.7)
        canvas.text(KEY_X + 0.85, middle, label, size=SMALL)
        canvas.text(15.1, middle, words.number(row.score), size=SMALL, ha="right", bold=True)
        canvas.text(15.65, middle, TREND[row.trend], size=SMALL, ha="center", color=GREY)
        y += tall
        canvas.line((KEY_X, 15.95), (y, y), color=PALE)


def _told(rated: list[RiskLine], audit: Audit, words: Words) -> dict[str, str]:
    """The values of the alt text."""
    high = [row for row in rated if row.is_high]
    found = words.n("{count} risk is rated", "{count} risks are rated", len(rated))
    much = words.n("{count} of them scores high or critical", "{count} of them score high or critical", len(high))
    highest = named((row.row_id for row in rated if row.rank == 1), audit, words)
    return {"found": found, "much": much, "score": words.number(rated[0].score), "names": highest}

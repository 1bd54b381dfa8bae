"""The Sustainable Development Goals a strategy serves: targets by component, with the number of actions and their money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit.analysis.strategy import COMPONENTS
from safeaudit.charts.canvas import COMPONENT, GREY, INK, SMALL, TINY, WIDTH, Canvas
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.words import N_

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.analysis.balance import GoalLine
    from safeaudit.analysis.strategy import ActionLine
    from safeaudit.analysis.table import Table
    from safeaudit.audit import Audit
    from safeaudit.words import Words

CODE_X, LABEL_X, CELLS_X, CELL_W = 0.1, 1.2, 6.3, 1.72
COUNT_X, MONEY_X = 14.25, 15.9
HEAD = 0.95


@chart(
    CHARTS,
    title=N_("Targets of the Sustainable Development Goals, by component"),
    alt=N_(
        "The strategy serves {count} targets of goals {goals}. Most actions, {number}, serve {most}; most money goes to {dear}."
    ),
    cells="ACTIONS: sdg component cost status; PROFILE: currency",
    places=[Place("strategy", "strategy", "sdg", after="money", heading=N_("Sustainable Development Goals"))],
)
def sdg_map(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """One line a target that an action serves: its actions by component, and the money of all of them."""
    rows = analysis.sdg
    if not rows:
        return None
    actions = {row.row_id: row for row in analysis.actions}
    tall = min(0.62, 19.0 / len(rows))
    canvas = Canvas(HEAD + tall * len(rows) + 0.55)
    for number, component in enumerate(COMPONENTS):
        x = CELLS_X + CELL_W * (number + 0.5)
        canvas.label(x, HEAD - 0.35, words.code("component", component), CELL_W - 0.1, most=TINY, ha="center")
    canvas.label(COUNT_X, HEAD - 0.35, words.t("Actions"), 1.05, most=TINY, ha="right")
    canvas.label(MONEY_X, HEAD - 0.35, words.t("Money, millions"), 1.85, most=TINY, ha="right")
    for number, row in enumerate(rows):
        _row(canvas, HEAD + tall * number, tall, row, actions, words)
    end = HEAD + tall * len(rows)
    canvas.across(end)
    without = [row for row in actions.values() if row.live and row.sdg is None]
    note = words.n("{count} action names no target.", "{count} actions name no target.", len(without))
    currency = words.t("Money in {currency}.", currency=audit.profile.currency) if audit.profile.currency else ""
    told = " ".join(part for part in (note if without else "", currency) if part)
    canvas.text(0.1, end + 0.3, told, size=TINY, color=GREY, room=WIDTH - 0.3)
    return finished(canvas, words, **_told(rows, words))


def _row(canvas: Canvas, y: float, tall: float, row: GoalLine, actions: dict[str, ActionLine], words: Words) -> None:
    middle = y + tall / 2
    canvas.across(y)
    canvas.text(CODE_X, middle, row.code, size=SMALL, bold=True, room=0.95)
    name, lines = words.code("sdg", row.code), 2 if tall > 0.6 else 1
    canvas.label(LABEL_X, middle, name, CELLS_X - LABEL_X - 0.2, most=TINY, lines=lines)
    own = [actions[row_id].component for row_id in row.row_ids if row_id in actions]
    for number, component in enumerate(COMPONENTS):
        count = own.count(component)
        x = CELLS_X + CELL_W * number
        if count:
            side = min(0.22 + 0.07 * count, 0.62)
            high = min(side, tall - 0.2)
            canvas.box(x + 0.2, middle - high / 2, side, high, COMPONENT[component], edge=INK, line=0.5)
            canvas.text(x + 0.95, middle, words.number(count), size=SMALL, bold=True)
        else:
            canvas.text(x + 0.95, middle, "–", size=SMALL, color=GREY)
    canvas.text(COUNT_X, middle, words.number(row.count), size=SMALL, ha="right")
    canvas.text(MONEY_X, middle, words.number((row.cost or 0) / 1_000_000, 1), size=SMALL, ha="right", room=1.9)


def _told(rows: Table[GoalLine], words: Words) -> dict[str, object]:
    """The values of the alt text."""
    most = max(rows, key=lambda row: row.count)
    dear = max(rows, key=lambda row: row.cost or 0)
    goals = sorted({str(row.goal) for row in rows})
    return {
        "count": len(rows),
        "goals": words.listed(goals),
        "number": most.count,
        "most": f"{most.code} {words.code('sdg', most.code)}",
        "dear": f"{dear.code} {words.code('sdg', dear.code)}",
    }

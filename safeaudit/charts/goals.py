"""The Sustainable Development Goals a strategy serves: targets by component, with the number of actions and their money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from safeaudit.analysis import Analysis, records
from safeaudit.analysis.strategy import COMPONENTS
from safeaudit.charts.canvas import COMPONENT, GREY, INK, RULE, SMALL, TINY, WIDTH, Canvas
from safeaudit.charts.registry import Chart, chart, finished

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.words import Words

CODE_X, LABEL_X, CELLS_X, CELL_W = 0.1, 1.2, 6.3, 1.72
COUNT_X, MONEY_X = 14.25, 15.9
HEAD = 0.95


@chart("sdg_map")
def sdg_map(analysis: Analysis, audit: Audit, words: Words) -> Chart | None:
    """One line a target that an action serves: its actions by component, and the money of all of them."""
    rows = records(analysis.sdg)
    if not rows:
        return None
    actions = {row["row_id"]: row for row in records(analysis.actions)}
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
    canvas.line((0.1, WIDTH - 0.1), (end, end), color=RULE)
    without = [row for row in actions.values() if row["live"] and row["sdg"] is None]
    note = words.n("{count} action names no target.", "{count} actions name no target.", len(without))
    currency = words.t("Money in {currency}.", currency=audit.profile.currency) if audit.profile.currency else ""
    canvas.text(0.1, end + 0.3, " ".join(part for part in (note if without else "", currency) if part), size=TINY, color=GREY,
                room=WIDTH - 0.3)  # fmt: skip
    return finished(canvas, words.t("Targets of the Sustainable Development Goals, by component"), _alt(rows, words))


def _row(
    canvas: Canvas, y: float, tall: float, row: dict[str, Any], actions: dict[str, dict[str, Any]], words: Words
) -> None:
    middle = y + tall / 2
    canvas.line((0.1, WIDTH - 0.1), (y, y), color=RULE)
    canvas.text(CODE_X, middle, row["code"], size=SMALL, bold=True, room=0.95)
    canvas.label(
        LABEL_X,
        middle,
        words.code("sdg", row["code"]),
        CELLS_X - LABEL_X - 0.2,
        most=TINY,
        lines=2 if tall > 0.6 else 1,
    )
    own = [actions[row_id]["component"] for row_id in row["row_ids"] if row_id in actions]
    for number, component in enumerate(COMPONENTS):
        count = own.count(component)
        x = CELLS_X + CELL_W * number
        if count:
            side = min(0.22 + 0.07 * count, 0.62)
            canvas.box(
                x + 0.2,
                middle - min(side, tall - 0.2) / 2,
                side,
                min(side, tall - 0.2),
                COMPONENT[component],
                edge=INK,
                line=0.5,
            )
            canvas.text(x + 0.95, middle, words.number(count), size=SMALL, bold=True)
        else:
            canvas.text(x + 0.95, middle, "–", size=SMALL, color=GREY)
    canvas.text(COUNT_X, middle, words.number(row["count"]), size=SMALL, ha="right")
    canvas.text(MONEY_X, middle, words.number((row["cost"] or 0) / 1_000_000, 1), size=SMALL, ha="right", room=1.9)


def _alt(rows: list[dict[str, Any]], words: Words) -> str:
    most = max(rows, key=lambda row: row["count"])
    dear = max(rows, key=lambda row: row["cost"] or 0)
    goals = sorted({str(row["goal"]) for row in rows})
    return words.t(
        "The strategy serves {count} targets of goals {goals}. Most actions, {number}, serve {most}; most money goes to {dear}.",
        count=len(rows), goals=words.listed(goals), number=most["count"], most=f"{most['code']} {words.code('sdg', most['code'])}",
        dear=f"{dear['code']} {words.code('sdg', dear['code'])}",
    )  # fmt: skip

"""What changed since the last audit: the score of every risk then and now, and what kind of change it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from safeaudit.analysis import records
from safeaudit.charts.canvas import (
    BLUE,
    BRICK,
    GREY,
    INK,
    PALE,
    RULE,
    SMALL,
    TEAL,
    TINY,
    WHITE,
    WIDTH,
    Canvas,
    key_height,
)
from safeaudit.charts.registry import Chart, finished, named
from safeaudit.comparison.reasons import KINDS

if TYPE_CHECKING:
    from safeaudit.comparison import Comparison
    from safeaudit.words import Words

LEFT, RIGHT = 4.95, 11.1
"""Where scores 1 and 25 stand, in cm."""
SCORES_X, CLASS_X = 11.45, 13.05
HEAD = 0.95
LEVELS = {"low": (1, 4), "moderate": (5, 9), "high": (10, 15), "critical": (16, 25)}
TINTS = {"low": "#FFFFFF", "moderate": "#F6F8F9", "high": PALE, "critical": "#E1E6EA"}
COLOR = {"better": TEAL, "worse": BRICK}


def change_since_last(comparison: Comparison, words: Words) -> Chart | None:
    """One line a risk: an open mark for the last audit, a full one for this; dashed where the two cannot be compared."""
    rows = records(comparison.risk_moves)
    rows = [row for row in rows if row["score_after"] is not None]
    if not any(row["score_before"] is not None for row in rows):
        return None
    tall = min(0.78, 17.6 / len(rows))
    notes = [
        ("○", words.t("last audit")), ("●", words.t("this audit")),
        ("—", words.t("real change")), ("┄", words.t("method or data changed: not comparable")),
    ]  # fmt: skip
    bottom = HEAD + tall * len(rows)
    canvas = Canvas(bottom + 0.75 + key_height(notes, WIDTH - 0.2))
    _frame(canvas, bottom, words)
    for number, row in enumerate(rows):
        _row(canvas, HEAD + tall * number, tall, row, comparison, words)
    canvas.key(0.1, bottom + 0.75, notes, WIDTH - 0.2)
    title = words.t("Scores of risks in the last audit and in this one")
    return replace(finished(canvas, title, _alt(rows, comparison, words)), name="change_since_last")


def _at(score: float) -> float:
    return LEFT + (score - 1) / 24 * (RIGHT - LEFT)


def _frame(canvas: Canvas, bottom: float, words: Words) -> None:
    """Levels as bands, with their words above and the scores below."""
    step = _at(2) - _at(1)
    for level, (first, last) in LEVELS.items():
        left, right = _at(first) - step / 2, _at(last) + step / 2
        canvas.box(left, HEAD, right - left, bottom - HEAD, TINTS[level], above=0)
        canvas.line((left, left), (HEAD - 0.05, bottom), color=RULE)
        canvas.label((left + right) / 2, HEAD - 0.28, words.code("risk_level", level), right - left - 0.06, most=TINY,
                     ha="center", color=GREY, lines=1)  # fmt: skip
    for score in (1, 5, 10, 16, 20, 25):
        canvas.text(_at(score), bottom + 0.22, words.number(score), size=TINY, ha="center", color=GREY)
    canvas.text(SCORES_X, HEAD - 0.28, words.t("Score"), size=TINY, bold=True, room=1.5)
    canvas.text(CLASS_X, HEAD - 0.28, words.t("Kind of change"), size=TINY, bold=True, room=WIDTH - CLASS_X - 0.1)


def _row(canvas: Canvas, y: float, tall: float, row: dict[str, Any], comparison: Comparison, words: Words) -> None:
    middle = y + tall / 2
    canvas.line((0.1, WIDTH - 0.1), (y, y), color=RULE)
    lines = 2 if tall >= 0.7 else 1
    canvas.label(0.1, middle, comparison.followup.label(row["row_id"]), LEFT - 0.55, most=SMALL, lines=lines)
    old, new, comparable = row["score_before"], row["score_after"], row["class"] in ("real", "none")
    color = COLOR.get(row["direction"], INK) if comparable else GREY
    if old is not None and old != new:
        canvas.line(
            (_at(old), _at(new)),
            (middle, middle),
            color=color,
            line=2.0 if comparable else 1.2,
            dash=not comparable,
            above=3,
        )
        canvas.dot(_at(old), middle, radius=0.12, fill=WHITE, edge=color, above=4)
    canvas.dot(_at(new), middle, radius=0.14, fill=color if old != new else BLUE, above=5)
    canvas.text(SCORES_X, middle, _scores(row, words), size=SMALL, bold=old != new, room=CLASS_X - SCORES_X - 0.1)
    canvas.label(
        CLASS_X,
        middle,
        _kind(row, words),
        WIDTH - CLASS_X - 0.1,
        most=SMALL,
        color=INK if old != new else GREY,
        lines=lines,
    )


def _scores(row: dict[str, Any], words: Words) -> str:
    if row["score_before"] is None:
        return words.number(row["score_after"])
    if row["score_before"] == row["score_after"]:
        return words.number(row["score_after"])
    return words.t(
        "{before} → {after}", before=words.number(row["score_before"]), after=words.number(row["score_after"])
    )


def _kind(row: dict[str, Any], words: Words) -> str:
    """The class in words, and whether it is better or worse: never by colour alone."""
    if row["score_before"] is None:
        return words.t("not rated before")
    if row["score_before"] == row["score_after"]:
        return words.t("no change")
    name = words.t(KINDS[row["class"]]) if row["class"] in KINDS else ""
    if row["class"] != "real":
        return name
    side = {"better": words.t("better"), "worse": words.t("worse")}.get(row["direction"], "")
    return words.t("{kind}: {side}", kind=name, side=side) if side else name


def _alt(rows: list[dict[str, Any]], comparison: Comparison, words: Words) -> str:
    moved = [row for row in rows if row["score_before"] is not None and row["move"]]
    real = [row for row in moved if row["class"] == "real"]

    def names(chosen: list[dict[str, Any]]) -> str:
        return named((row["row_id"] for row in chosen), comparison.followup, words)

    return words.t(
        "Risk scores then and now: {count} risks, {moved} of them moved. Really lower: {better}. Really higher: {worse}. "
        "Moved, but not comparable: {other}.",
        count=len(rows), moved=len(moved), better=names([row for row in real if row["direction"] == "better"]),
        worse=names([row for row in real if row["direction"] == "worse"]),
        other=names([row for row in moved if row["class"] != "real"]),
    )  # fmt: skip

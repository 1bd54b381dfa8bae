"""What changed since the last audit: the score of every risk then and now, and what kind of change it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

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
from safeaudit.charts.names import name_of, named
from safeaudit.charts.registry import CHANGES, Drawn, Place, chart, finished
from safeaudit.comparison.reasons import KINDS
from safeaudit.words import N_

if TYPE_CHECKING:
    from safeaudit.comparison import Comparison
    from safeaudit.comparison.moves import RiskMove
    from safeaudit.words import Words

LEFT, RIGHT = 4.95, 11.1
"""Where scores 1 and 25 stand, in cm."""
SCORES_X, CLASS_X = 11.45, 13.05
HEAD = 0.95
TINTS = {"low": "#FFFFFF", "moderate": "#F6F8F9", "high": PALE, "critical": "#E1E6EA"}
COLOR = {"better": TEAL, "worse": BRICK}


@chart(
    CHANGES,
    title=N_("Scores of risks in the last audit and in this one"),
    alt=N_(
        "Risk scores then and now: {count} risks, {moved} of them moved. Really lower: {better}. Really higher: {worse}. "
        "Moved, but not comparable: {other}."
    ),
    cells="RISKS: label relevant likelihood impact",
    places=[Place("comparison", "risks", "chart", after="text", width=15.6, height=19.0)],
)
def change_since_last(comparison: Comparison, words: Words) -> Drawn | None:
    """One line a risk: an open mark for the last audit, a full one for this; dashed where the two cannot be compared. None where none
    was rated before."""
    rows = [row for row in comparison.risk_moves if row.score_after is not None]
    if not any(row.score_before is not None for row in rows):
        return None
    tall = min(0.78, 17.6 / len(rows))
    notes = [
        ("○", words.t("last audit")),
        ("●", words.t("this audit")),
        ("—", words.t("real change")),
        ("┄", words.t("method or data changed: not comparable")),
    ]
    bottom = HEAD + tall * len(rows)
    canvas = Canvas(bottom + 0.75 + key_height(notes, WIDTH - 0.2))
    _frame(canvas, bottom, comparison.followup.edition.settings, words)
    for number, row in enumerate(rows):
        _row(canvas, HEAD + tall * number, tall, row, comparison, words)
    canvas.key(0.1, bottom + 0.75, notes, WIDTH - 0.2)
    return finished(canvas, words, **_told(rows, comparison, words))


def _at(score: float) -> float:
    return LEFT + (score - 1) / 24 * (RIGHT - LEFT)


def _frame(canvas: Canvas, bottom: float, settings: Mapping[str, float], words: Words) -> None:
    """Levels as bands, with their words above and the scores below."""
    step = _at(2) - _at(1)
    moderate, high, critical = (round(settings[f"{level}_risk"]) for level in ("moderate", "high", "critical"))
    levels = {"low": (1, moderate), "moderate": (moderate, high), "high": (high, critical), "critical": (critical, 26)}
    for level, (first, beyond) in levels.items():
        left, right = _at(first) - step / 2, _at(beyond) - step / 2
        canvas.box(left, HEAD, right - left, bottom - HEAD, TINTS[level], above=0)
        canvas.line((left, left), (HEAD - 0.05, bottom), color=RULE)
        name, middle, room = words.code("risk_level", level), (left + right) / 2, right - left - 0.06
        canvas.label(middle, HEAD - 0.28, name, room, most=TINY, ha="center", color=GREY, lines=1)
    for score in sorted({1, moderate, high, critical, 20, 25}):
        canvas.text(_at(score), bottom + 0.22, words.number(score), size=TINY, ha="center", color=GREY)
    canvas.text(SCORES_X, HEAD - 0.28, words.t("Score"), size=TINY, bold=True, room=1.5)
    canvas.text(CLASS_X, HEAD - 0.28, words.t("Kind of change"), size=TINY, bold=True, room=WIDTH - CLASS_X - 0.1)


def _row(canvas: Canvas, y: float, tall: float, row: RiskMove, comparison: Comparison, words: Words) -> None:
    middle = y + tall / 2
    canvas.across(y)
    lines = 2 if tall >= 0.7 else 1
    canvas.label(0.1, middle, name_of(row.row_id, comparison.followup), LEFT - 0.55, most=SMALL, lines=lines)
    old, new, comparable = row.score_before, row.score_after or 0, row.made.kind in ("real", "none")
    color = COLOR.get(row.made.direction, INK) if comparable else GREY
    if old is not None and old != new:
        ends, width = (_at(old), _at(new)), 2.0 if comparable else 1.2
        canvas.line(ends, (middle, middle), color=color, line=width, dash=not comparable, above=3)
        canvas.dot(_at(old), middle, radius=0.12, fill=WHITE, edge=color, above=4)
    canvas.dot(_at(new), middle, radius=0.14, fill=color if old != new else BLUE, above=5)
    canvas.text(SCORES_X, middle, _scores(row, words), size=SMALL, bold=old != new, room=CLASS_X - SCORES_X - 0.1)
    ink, room = INK if old != new else GREY, WIDTH - CLASS_X - 0.1
    canvas.label(CLASS_X, middle, _kind(row, words), room, most=SMALL, color=ink, lines=lines)


def _scores(row: RiskMove, words: Words) -> str:
    if row.score_before is None:
        return words.number(row.score_after)
    if row.score_before == row.score_after:
        return words.number(row.score_after)
    return words.t("{before} → {after}", before=words.number(row.score_before), after=words.number(row.score_after))


def _kind(row: RiskMove, words: Words) -> str:
    """The class in words, and whether it is better or worse: never by colour alone."""
    if row.score_before is None:
        return words.t("not rated before")
    if row.score_before == row.score_after:
        return words.t("no change")
    name = words.t(KINDS[row.made.kind]) if row.made.kind in KINDS else ""
    if row.made.kind != "real":
        return name
    side = {"better": words.t("better"), "worse": words.t("worse")}.get(row.made.direction, "")
    return words.t("{kind}: {side}", kind=name, side=side) if side else name


def _told(rows: list[RiskMove], comparison: Comparison, words: Words) -> dict[str, object]:
    """The values of the alt text."""
    moved = [row for row in rows if row.score_before is not None and row.move]
    real = [row for row in moved if row.made.kind == "real"]

    def names(chosen: list[RiskMove]) -> str:
        return named((row.row_id for row in chosen), comparison.followup, words)

    return {
        "count": len(rows),
        "moved": len(moved),
        "better": names([row for row in real if row.made.direction == "better"]),
        "worse": names([row for row in real if row.made.direction == "worse"]),
        "other": names([row for row in moved if row.made.kind != "real"]),
    }

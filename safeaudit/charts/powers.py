"""Matrices: flows × powers, partners × criteria, and how far principles are applied (framework Part III)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeaudit.charts import lettering
from safeaudit.charts.canvas import (
    AMBER,
    BLUE,
    BRICK,
    GREY,
    INK,
    PALE,
    RULE,
    SIZE,
    SMALL,
    TEAL,
    TINY,
    WHITE,
    WIDTH,
    Canvas,
    Fill,
    key_height,
)
from safeaudit.charts.names import name_of, named, numbered
from safeaudit.charts.registry import CHARTS, Drawn, Place, chart, finished
from safeaudit.sheets.govern import CRITERIA
from safeaudit.words import N_

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.analysis.partners import PrincipleLine
    from safeaudit.audit import Audit
    from safeaudit.words import Words

Entries = list[tuple[Fill | str, str]]

# Flows and powers ----------------------------------------------------------------------------------------------------

STATUS = {
    "used": ("✓", WHITE, TEAL),
    "planned": ("→", INK, "#DDEDEC"),
    "unused": ("✗", INK, "#F1CF9C"),
    "unclear": ("?", INK, PALE),
    "elsewhere": ("–", GREY, WHITE),
    "nobody": ("○", BRICK, WHITE),
    "unknown": ("·", GREY, WHITE),
}
"""Sign, its colour and the cell's colour for each status of a power."""


@chart(
    CHARTS,
    title=N_("Which power to regulate meets which flow"),
    alt=N_("Flows present: {count}. Met by no power that is used for safety: {names}."),
    cells="FLOWS: present label; REGULATION: label held_by flow_1 flow_2 used_for_safety does_not_apply; ACTIONS: power status",
    places=[Place("strategy", "strategy", "levers", after="sdg", heading=N_("Which power meets which flow"))],
)
def lever_match(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Flows that are present (rows) × powers that touch a flow (columns): used, held but unused, held elsewhere."""
    cells = {(row.flow, row.power): row.status for row in analysis.lever_match}
    flows = [row.row_id for row in analysis.flows if row.present == "yes"]
    touching = {power for _, power in cells}
    powers = [row.row_id for row in analysis.powers if row.row_id in touching]
    if not flows or not powers:
        return None
    left, tall = 4.7, 0.72
    wide = (WIDTH - left - 0.1) / len(powers)
    narrow = wide < 1.4
    headings = [lettering.fitted(power if narrow else name_of(power, audit), wide - 0.06, 6, SMALL) for power in powers]
    head = max(lettering.height(len(text), size) for size, text in headings) + 0.3
    meanings = {
        "used": words.t("used for safety"),
        "planned": words.t("held, an action will use it"),
        "unused": words.t("held by the city, not used"),
        "elsewhere": words.t("held by others"),
        "nobody": words.t("held by nobody"),
        "unclear": words.t("not known"),
        "unknown": words.t("not answered"),
    }
    entries: Entries = [(STATUS[code][0], meaning) for code, meaning in meanings.items() if code in cells.values()]
    entries.append((Fill(WHITE, "////", BRICK), words.t("flow without a power in use")))
    entries += [("", numbered(power, audit)) for power in powers if narrow]
    canvas = Canvas(head + tall * len(flows) + 0.4 + key_height(entries, WIDTH - 0.2))
    for number, (size, text) in enumerate(headings):
        canvas.text(left + wide * (number + 0.5), head - 0.12, text, size=size, ha="center", va="bottom")
    for number, flow in enumerate(flows):
        y = head + tall * number
        alone = not any(cells.get((flow, power)) == "used" for power in powers)
        face, edge = (Fill(WHITE, "/////", BRICK), BRICK) if alone else (Fill(TEAL), TEAL)
        canvas.box(0.1, y + 0.06, 0.16, tall - 0.12, face, edge=edge)
        canvas.label(0.4, y + tall / 2, name_of(flow, audit), left - 0.6, most=SMALL)
        for column, power in enumerate(powers):
            _status(canvas, left + wide * column, y, wide, tall, cells.get((flow, power)))
    canvas.key(0.1, head + tall * len(flows) + 0.4, entries, WIDTH - 0.2)
    bare = [flow for flow in flows if not any(cells.get((flow, power)) == "used" for power in powers)]
    return finished(canvas, words, count=len(flows), names=named(bare, audit, words, 6))


def _status(canvas: Canvas, x: float, y: float, wide: float, tall: float, status: str | None) -> None:
    if status is None:
        canvas.box(x + 0.03, y + 0.03, wide - 0.06, tall - 0.06, WHITE, edge=RULE, line=0.4)
        return
    sign, ink, face = STATUS[status]
    canvas.box(x + 0.03, y + 0.03, wide - 0.06, tall - 0.06, face, edge=GREY, line=0.5)
    canvas.text(x + wide / 2, y + tall / 2, sign, size=SIZE + 1, ha="center", color=ink, bold=True)


# Partners ------------------------------------------------------------------------------------------------------------

CRITERION = {
    "met": ("✓", "#1D5A60", "#DDEDEC"),
    "not_met": ("✗", WHITE, BRICK),
    "unknown": ("?", INK, PALE),
    "exception": ("E", INK, "#E3B566"),
    None: (" ", INK, WHITE),
}
VERDICT = {"eligible": TEAL, "by_exception": AMBER, "not_eligible": BRICK, "incomplete": GREY, None: GREY}


@chart(
    CHARTS,
    title=N_("Partners against the five criteria"),
    alt=N_(
        "Partners: {count}. Eligible: {eligible}; by exception: {exception}; not eligible: {out}; incomplete: {open}."
    ),
    cells="PARTNERS: partner p1_leadership p2_not_illicit p3_not_political p4_no_violence p5_not_rival exception_reason exception_review",
    places=[Place("strategy", "partners", "matrix", after="verdicts")],
)
def partner_matrix(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Partners × the five criteria, each met, not met, not known or an exception, with the verdict."""
    order = {
        code: number for number, code in enumerate(("eligible", "by_exception", "incomplete", "not_eligible", None))
    }
    rows = sorted(analysis.partners, key=lambda row: order[row.verdict])
    if not rows:
        return None
    left, wide, tall = 5.6, 1.6, 0.52
    titles = [lettering.fitted(words.column("PARTNERS", column), wide - 0.12, 4, SMALL) for column in CRITERIA]
    head = max(lettering.height(len(text), size) for size, text in titles) + 0.3
    entries: Entries = [
        ("✓", words.code("criterion", "met")),
        ("✗", words.code("criterion", "not_met")),
        ("?", words.code("criterion", "unknown")),
        ("E", words.code("criterion", "exception")),
    ]
    canvas = Canvas(head + tall * len(rows) + 0.4 + key_height(entries, WIDTH - 0.2))
    for number, (size, text) in enumerate(titles):
        canvas.text(left + wide * (number + 0.5), head - 0.12, text, size=size, ha="center", va="bottom")
    for number, row in enumerate(rows):
        y = head + tall * number
        canvas.label(0.1, y + tall / 2, name_of(row.row_id, audit), left - 0.3, most=SMALL, lines=1)
        for column, criterion in enumerate(CRITERIA):
            sign, ink, face = CRITERION[getattr(row, criterion)]
            canvas.box(left + wide * column + 0.03, y + 0.03, wide - 0.06, tall - 0.06, face, edge=GREY, line=0.4)
            canvas.text(left + wide * (column + 0.5), y + tall / 2, sign, ha="center", color=ink, bold=True)
        verdict = words.code("verdict", row.verdict) or "–"
        end, color = left + wide * 5, VERDICT[row.verdict]
        canvas.label(end + 0.15, y + tall / 2, verdict, WIDTH - end - 0.2, most=SMALL, color=color, bold=True)
    canvas.key(0.1, head + tall * len(rows) + 0.4, entries, WIDTH - 0.2)
    counts = {row.code: row.count for row in analysis.verdicts}
    codes = {"eligible": "eligible", "exception": "by_exception", "out": "not_eligible", "open": "incomplete"}
    return finished(canvas, words, count=len(rows), **{key: counts[code] for key, code in codes.items()})


# Principles ----------------------------------------------------------------------------------------------------------

APPLIED: dict[str | None, Fill] = {
    "fully": Fill(BLUE),
    "partly": Fill("#6F9BC4", "////"),
    "not_yet": Fill("#F1CF9C", "....", "#7A4A00"),
    "unknown": Fill(PALE, "xxxx", GREY),
    None: Fill(WHITE),
}
STEPS = ("fully", "partly", "not_yet", "unknown")
SIDE, APPLIED_X, RUN_HEAD, RUN_ROW = 7.7, 4.75, 0.56, 0.45
"""Half a page, where the state stands in it, and the heights of a group's name and of a line, in cm."""


@chart(
    CHARTS,
    title=N_("How far the principles are applied"),
    alt=N_(
        "Principles and qualities: {count}. Applied fully: {fully}; partly: {partly}; not yet: {not_yet}; not known: {unknown}."
    ),
    cells="PRINCIPLES: applied action_1 action_2 does_not_apply; ACTIONS: principle_1 principle_2 status",
    places=[Place("strategy", "principles", "chart", after="good")],
)
def principle_coverage(analysis: Analysis, audit: Audit, words: Words) -> Drawn | None:
    """Each principle, condition and quality of good governance: how far it is applied, and actions that serve it."""
    rows = [row for row in analysis.principles if not row.not_applicable]
    if not any(row.applied for row in rows):
        return None
    groups = ("principles", "prerequisites", "good_governance")
    runs = {group: own for group in groups if (own := [row for row in rows if row.group == group])}
    sides = [[runs[group] for group in side if group in runs] for side in (groups[:2], groups[2:])]
    sides = [side for side in sides if side]
    deep = max(sum(RUN_HEAD + RUN_ROW * len(run) for run in side) for side in sides)
    canvas = Canvas(0.6 + deep + 0.15)
    for number, side in enumerate(sides):
        _side(canvas, number * (SIDE + 0.4) + 0.1, side, audit, words)
    counts = {step: sum(row.applied == step for row in rows) for step in STEPS}
    return finished(canvas, words, count=len(rows), **counts)


def _side(canvas: Canvas, x: float, runs: list[list[PrincipleLine]], audit: Audit, words: Words) -> None:
    """One half of the page: its groups below each other, a line a principle."""
    canvas.text(x + APPLIED_X, 0.3, words.column("PRINCIPLES", "applied"), size=TINY, color=GREY, room=2.0)
    canvas.text(x + SIDE, 0.3, words.t("Actions"), size=TINY, color=GREY, ha="right", room=1.3)
    y = 0.5
    for run in runs:
        name = words.group("principles", run[0].group)
        canvas.text(x, y + 0.26, name, size=SMALL, bold=True, color=BLUE, room=SIDE)
        y += RUN_HEAD
        canvas.line((x, x + SIDE), (y, y), color=GREY)
        for row in run:
            middle, count = y + RUN_ROW / 2, len(row.actions)
            canvas.label(x, middle, name_of(row.row_id, audit), APPLIED_X - 0.2, lines=1, most=SMALL)
            canvas.box(x + APPLIED_X, middle - 0.15, 0.5, 0.3, APPLIED[row.applied], edge=INK, line=0.5)
            word = words.code("applied", row.applied) or "–"
            canvas.label(x + APPLIED_X + 0.62, middle, word, SIDE - APPLIED_X - 1.25, lines=1, most=SMALL)
            number, color = (words.number(count), INK) if count else ("–", GREY)
            canvas.text(x + SIDE, middle, number, size=SMALL, ha="right", bold=count > 0, color=color)
            y += RUN_ROW
            canvas.line((x, x + SIDE), (y, y), color=PALE)

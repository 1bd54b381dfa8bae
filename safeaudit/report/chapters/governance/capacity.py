"""Chapter on what the city can do today, step by step, and who was at the table (framework Part III, Why 'safety governance'?)."""

from __future__ import annotations

from safeaudit.analysis.capacity import CapacityLine
from safeaudit.report.writing.phrases import lines_of, there, upper
from safeaudit.report.writing.statements import Block, Cells, Section, Statement, Story, fill, para, paras

STEPS = ("3", "2", "1", "0", "unknown")
"""From what works to what is not known."""


def capacity(s: Story) -> Section:
    """Where the city stands on each question, what is furthest, what is not begun, and whose view is missing."""
    w = s.words
    section = Section("capacity", w.t("What the city can do today"), sheets=("CAPACITY",))
    section.text = paras(
        para(steps_told(s), *_ends(s, _by_step(s))),
        para(*_table(s)),
    )
    section.blocks["steps"] = _lines(s)
    return section


def _by_step(s: Story) -> dict[str, list[str]]:
    return {code: s.count(s.analysis.capacity_counts, "step", code) for code in STEPS}


def steps_told(s: Story) -> Statement | None:
    """How many questions stand at which step."""
    w, told = s.words, _by_step(s)
    works, partly, begun, nothing, unknown = (len(told[code]) for code in STEPS)
    parts = there(
        (works, w.n("one works well", "{count} work well", works)),
        (partly, w.n("one works in part", "{count} work in part", partly)),
        (begun, w.n("one is a beginning", "{count} are a beginning", begun)),
        (nothing, w.n("one has not begun", "{count} have not begun", nothing)),
        (unknown, w.n("one is not known", "{count} are not known", unknown)),
    )
    ids = [row_id for each in told.values() for row_id in each]
    if not ids:
        return None
    said = w.n(
        "Of the one question on what the city has in hand, {parts}.",
        "Of {count} questions on what the city has in hand, {parts}.",
        len(ids),
        parts=w.listed(parts),
    )
    return s.say(said, *s.of(ids, "step"))


def _ends(s: Story, told: dict[str, list[str]]) -> list[Statement | None]:
    w = s.words
    open_ = [line.row_id for line in s.analysis.capacity if line.step is None and not line.not_applicable]
    open_ = open_ if any(told.values()) else []
    return [
        s.about(told["3"], "step", w.t("What works well: {names}.", names=s.labels(told["3"], 8))),
        s.about(told["0"], "step", w.t("What has not begun: {names}.", names=s.labels(told["0"], 8))),
        s.about(open_, "", w.t("Not answered: {names}.", names=s.labels(open_, 8))),
        s.about(told["unknown"], "step", w.t("Where the city stands is not known on: {names}.", names=s.labels(told["unknown"], 8))),
    ]  # fmt: skip


def _table(s: Story) -> list[Statement | None]:
    """Who was at the table, who was heard another way, and whose view this audit lacks."""
    w, counts = s.words, s.analysis.capacity_counts
    room, heard = (s.count(counts, "presence", code) for code in ("in_room", "heard"))
    return [
        s.about(room, "presence", w.t("At the table were: {names}.", names=s.labels(room, 16))),
        s.about(heard, "presence", w.t("Heard another way: {names}.", names=s.labels(heard, 16))),
        missing_at_the_table(s),
    ]


def missing_at_the_table(s: Story) -> Statement | None:
    """Whose view the audit lacks."""
    missing = s.count(s.analysis.capacity_counts, "presence", "missing")
    said = s.words.t("Missing, so that this audit lacks their view: {names}.", names=s.labels(missing, 16))
    return s.about(missing, "presence", said)


def _lines(s: Story) -> Block:
    w = s.words
    head = {
        "question": w.t("Question"),
        "step": w.t("Where the city stands"),
        "means": w.t("What this step means; what shows it")
        if s.audit.edition.has("CAPACITY", "shows")
        else w.t("What this step means"),
    }
    lines: list[Cells] = [
        {
            "question": s.named(line.row_id),
            "step": s.answer(line.row_id, "step"),
            "step_fill": fill(f"step_{line.step}"),
            "means": _meaning(s, line),
        }
        for line in s.analysis.capacity
        if line.step
    ]
    caption = w.t("What the city has in hand, in steps from 0 to 3")
    return Block(caption=caption, head=head, lines=lines) if lines else Block()


def _meaning(s: Story, line: CapacityLine) -> Statement:
    """The step in the words of its question, and what shows it."""
    shows = s.value(line.row_id, "shows")
    means = upper(s.words.step(line.row_id, line.step or ""))
    return s.answer(line.row_id, "step", *(["shows"] if shows else []), text=lines_of(means, shows))

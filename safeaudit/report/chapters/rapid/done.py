"""What a rapid audit leads to: what comes first and why, and who does what by when with what money."""

from __future__ import annotations

from safeaudit.analysis.agree import PriorityLine
from safeaudit.analysis.strategy import ActionLine
from safeaudit.report.chapters.agree import is_withheld, reasons
from safeaudit.report.writing.phrases import lines_of, upper
from safeaudit.report.writing.statements import Block, Cells, Section, Story, para, paras


def priorities(s: Story) -> Section:
    """What the city takes up first, why, who agreed, and which actions answer it."""
    w, lines = s.words, list(s.analysis.priorities)
    section = Section("priorities", w.t("What comes first, and why"), sheets=("PRIORITIES",))
    if not lines or all(is_withheld(s, line) for line in lines):
        return section
    said = w.n(
        "The city takes up one problem first.",
        "The city takes up {count} problems first; the most important one leads.",
        len(lines),
    )
    section.text = [para(s.say(said, *s.of(lines, "problem")))]
    head = {
        "place": w.t("No."),
        "problem": w.t("Problem"),
        "why": w.t("Why"),
        "agreed": w.t("Agreed by"),
        "actions": w.t("Actions"),
    }
    rows = [_priority(s, line) for line in lines]
    section.blocks["chosen"] = Block(caption=w.t("The priorities in the order of the team"), head=head, lines=rows)
    return section


def _priority(s: Story, line: PriorityLine) -> Cells:
    place, problem = s.cell(str(line.place), f"{line.row_id}.problem"), s.answer(line.row_id, "problem")
    if is_withheld(s, line):
        return {"place": place, "problem": problem, **dict.fromkeys(("why", "agreed", "actions"), "–")}
    return {
        "place": place,
        "problem": problem,
        "why": reasons(s, line),
        "agreed": s.answer(line.row_id, "agreed_by"),
        "actions": s.cell(s.joined(line.named_by, 6), *s.of(line.named_by, "problem")),
    }


def actions(s: Story) -> Section:
    """Every action in one table, and the money."""
    w, gap = s.words, s.analysis.funding_gap
    section = Section("actions", w.t("Who does what, by when, with what money"), sheets=("ACTIONS",))
    live = [line for line in s.analysis.actions if line.live]
    if not live:
        section.text = [s.nothing("ACTIONS")]
        return section
    unled = [line.row_id for line in live if not s.value(line.row_id, "lead")]
    undated = [line.row_id for line in live if line.ends is None]
    section.text = paras(
        para(
            s.say(w.n("One action is planned.", "{count} actions are planned.", len(live)), *s.of(live)),
            s.say_if(
                gap.total,
                w.t(
                    "As far as costs are given, they cost {total}; {lasting} of it has lasting money.",
                    total=s.money(gap.total),
                    lasting=s.money(gap.lasting) if gap.lasting else w.t("none"),
                ),
                *s.of(live, "cost", "funding"),
            ),
            s.say_if(
                gap.open_least > 0,
                w.t("At least {amount} of it is not funded.", amount=s.money(gap.open_least)),
                *s.of(gap.row_ids, "funding"),
            ),
            s.about(
                gap.without_cost,
                "cost",
                w.n(
                    "One action has no cost yet, so the total is too low.",
                    "{count} actions have no cost yet, so the total is too low.",
                    len(gap.without_cost),
                ),
            ),
            s.about(unled, "lead", w.t("Without a lead: {names}.", names=s.labels(unled, 10))),
            s.about(undated, "ends", w.t("Without a date: {names}.", names=s.labels(undated, 10))),
        )
    )
    head = {
        "action": w.t("Action"),
        "answers": w.t("Answers"),
        "lead": w.t("Lead; by when"),
        "money": w.t("Cost; money"),
        "sign": w.t("How we see that it works"),
    }
    lines = [_action(s, line) for line in live]
    if all(
        s.audit.withholds(s.audit.by_id[line.row_id], "problem") for line in live
    ):  # a column of no answers says nothing
        head, lines = {**head, "answers": ""}, [{**line, "answers": ""} for line in lines]
    section.blocks["planned"] = Block(caption=w.t("The actions in the order of the workbook"), head=head, lines=lines)
    return section


def _action(s: Story, line: ActionLine) -> Cells:
    row_id = line.row_id
    cost = s.money(line.cost) if line.cost is not None else ""
    return {
        "action": s.named(row_id, before=f"{row_id} · "),
        "answers": s.answer(row_id, "problem"),
        "lead": s.answer(row_id, "lead", "ends", text=lines_of(s.value(row_id, "lead"), s.value(row_id, "ends"))),
        "money": s.answer(row_id, "cost", "funding", text=lines_of(cost, upper(s.low_code("funding", line.funding)))),
        "sign": s.answer(row_id, "indicator"),
    }

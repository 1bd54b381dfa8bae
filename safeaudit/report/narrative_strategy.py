"""Chapters on the strategy and its actions (framework Part III, Safety governance strategies)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safeaudit.report.phrases import dates, lines_of, stop, tallied, typed
from safeaudit.report.shortening import shortened
from safeaudit.report.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras

MOST_CAUSE = 45
"""Letters of the name of what an action answers; the chapters on risks and flows have it in full."""
COMPONENTS = ("regulation", "enforcement", "engagement", "resilience")


def strategy(s: Story) -> Section:
    """Balance, timeline, money, lever match, what stays open, and the development goals."""
    w = s.words
    section = Section("strategy", w.t("The strategy"), sheets=("ACTIONS",))
    live = [line for line in s.table("actions") if line["live"]]
    if not live:
        section.text = [s.nothing("ACTIONS")]
        return section
    section.text = _overview(s, live)
    section.blocks["balance"] = s.chart("component_balance")
    section.blocks["components"] = _components(s)
    section.blocks["timeline"] = _timeline(s, live)
    section.blocks["money"] = _money(s)
    section.blocks["levers"] = _levers(s)
    section.blocks["open"] = _open(s)
    section.blocks["sdg"] = _sdg(s)
    return section


def _overview(s: Story, live: list[dict[str, Any]]) -> list[Paragraph]:
    w, balance, leaning = s.words, s.table("balance"), s.analysis.reliance
    missing = [line["component"] for line in balance if not line["number"]]
    natures = tallied(s, "nature", [line["nature"] for line in live])
    levels = tallied(s, "action_level", [line["level"] for line in live])
    groups = tallied(s, "groups", [line["beneficiaries"] for line in live])
    unmeasured = [line["row_id"] for line in live if not line["measurable"]]
    counted = w.listed(
        [
            w.t("{name} ({count})", name=s.low_code("component", line["component"]), count=line["number"])
            for line in balance
        ]
    )
    return paras(
        para(
            s.say(w.n("The strategy has one action.", "The strategy has {count} actions.", len(live)), *[line["row_id"] for line in live]),
            s.say(w.t("By component: {counts}.", counts=counted), *[f"{line['row_id']}.component" for line in live]),
            s.say(w.t("A strategy needs all four components; these are empty: {names}.", names=s.codes("component", missing)))
            if missing else s.say(w.t("All four components are there."), *[f"{line['row_id']}.component" for line in live]),
            s.say(w.t("By nature: {natures}.", natures=natures), *[f"{line['row_id']}.nature" for line in live]) if natures else None,
            s.say(w.t("By the level that must act: {levels}.", levels=levels), *[f"{line['row_id']}.level" for line in live]) if levels else None,
            s.say(w.t("Those who gain most: {groups}.", groups=groups), *[f"{line['row_id']}.beneficiaries" for line in live]) if groups else None,
        ),
        para(
            s.say(w.t("The plan leans on enforcement: {number} of its actions and {money} of its money. Enforcement alone tends to move "
                      "problems; the council may wish to strengthen the other components first.",
                      number=w.percent(leaning.number_share), money=w.percent(leaning.money_share)),
                  *leaning.row_ids) if leaning.leans else
            s.say(w.t("Enforcement takes {number} of the actions and {money} of the money, so the plan does not rest on it alone.",
                      number=w.percent(leaning.number_share), money=w.percent(leaning.money_share)), *leaning.row_ids),
            s.say(w.n("One action has no indicator or no target yet, so nobody could say whether it worked.",
                      "{count} actions have no indicator or no target yet, so nobody could say whether they worked.", len(unmeasured)),
                  *[f"{row_id}.indicator" for row_id in unmeasured]) if unmeasured else
            s.say(w.t("Every action has an indicator and a target.")),
            s.see("component_balance", "timeline"),
        ),
    )  # fmt: skip


def _components(s: Story) -> Block:
    w = s.words
    head = {
        "component": w.t("Component"), "number": w.t("Actions"), "share": w.t("Share"), "money": w.t("Money"),
        "money_share": w.t("Share of money"), "horizons": w.t("Short / medium / long"),
    }  # fmt: skip
    lines: list[Cells] = []
    for line in s.table("balance"):
        own = [f"{row_id}.component" for row_id in line["row_ids"]]
        costs = [f"{row_id}.cost" for row_id in line["row_ids"]]
        horizons = [row["horizon"] for row in s.table("actions") if row["row_id"] in line["row_ids"]]
        lines.append({
            "component": s.code("component", line["component"]),
            "number": s.cell(w.number(line["number"]), *own),
            "share": s.cell(w.percent(line["number_share"]), *own),
            "money": s.cell(s.money(line["money"]), *own, *costs),
            "money_share": s.cell(w.percent(line["money_share"]), *own, *costs),
            "horizons": s.cell(" / ".join(str(horizons.count(code)) for code in ("short", "medium", "long")),
                               *own, *[f"{row_id}.horizon" for row_id in line["row_ids"]]),
        })  # fmt: skip
    return Block(caption=w.t("Components of the strategy"), head=head, lines=lines)


def _timeline(s: Story, live: list[dict[str, Any]]) -> Block:
    w, dated = s.words, {line["row_id"] for line in s.table("timeline")}
    undated = [line["row_id"] for line in live if line["row_id"] not in dated]
    horizons = tallied(s, "horizon", [line["horizon"] for line in live])
    block = s.chart("timeline")
    block.heading = w.t("Timeline")
    block.text = paras(para(
        s.say(w.t("By horizon: {horizons}.", horizons=horizons), *[f"{row_id}.ends" for row_id in dated]) if horizons else None,
        s.say(w.n("One action has no usable dates and is not drawn.", "{count} actions have no usable dates and are not drawn.", len(undated)),
              *[f"{row_id}.starts" for row_id in undated]) if undated else None,
    ))  # fmt: skip
    return block if block.text or block.figure else Block()


def _money(s: Story) -> Block:
    w, gap = s.words, s.analysis.funding_gap
    block = s.chart("funding")
    block.heading = w.t("Money")
    said = w.t("Between {least} and {most} is still open: the workbook does not say how much of partly funded actions is secured.",
               least=s.money(gap.open_least), most=s.money(gap.open_most))  # fmt: skip
    if gap.open_most <= 0:
        said = w.t("As far as costs are given, all of it is funded.")
    elif gap.open_least == gap.open_most:
        said = w.t("{amount} of it is not funded.", amount=s.money(gap.open_least))
    block.text = paras(
        para(
            s.say(w.t("As far as costs are given, the strategy costs {total}; {lasting} of it has lasting money.", total=s.money(gap.total),
                      lasting=s.money(gap.lasting)), *[f"{row['row_id']}.cost" for row in s.table("actions") if row["live"]]),
            s.say(said, *[f"{row_id}.funding" for row_id in gap.row_ids]),
            s.say(w.n("One action has no cost yet, so the total is too low.",
                      "{count} actions have no cost yet, so the total is too low.", len(gap.without_cost)),
                  *[f"{row_id}.cost" for row_id in gap.without_cost]) if gap.without_cost else None,
        ),
    )  # fmt: skip
    return block


def _levers(s: Story) -> Block:
    w = s.words
    block = s.chart("lever_match")
    if block.empty:
        return Block()
    bare = [line["row_id"] for line in s.table("mismatches") if line["mismatch"] == "flow_without_power"]
    idle = [line["row_id"] for line in s.table("mismatches") if line["mismatch"] == "power_unused"]
    block.heading = w.t("Which power meets which flow")
    block.text = paras(para(
        s.say(w.t("No power in use touches these flows: {names}.", names=s.labels(bare)), *bare) if bare else
        s.say(w.t("Each flow present is touched by at least one power in use.")),
        s.say(w.t("Held but unused, though a flow they touch is present: {names}.", names=s.labels(idle)), *idle) if idle else None,
        s.see("lever_match"),
    ))  # fmt: skip
    return block


def _open(s: Story) -> Block:
    w = s.words
    found: dict[str, list[str]] = {}
    for line in s.table("mismatches"):
        found.setdefault(line["mismatch"], []).append(line["row_id"])
    said = {
        "risk_without_action": w.t("High risks that no action names: {names}."),
        "flow_without_action": w.t("Flows present that no action names: {names}."),
        "action_without_cause": w.t("Actions that answer nothing found in this audit: {names}."),
    }
    points = [
        para(s.say(text.format(names=s.labels(found[code], 10)), *found[code]))
        for code, text in said.items()
        if found.get(code)
    ]
    alone = [line["row_id"] for line in s.table("actions") if line["live"] and line["alone"]]
    if alone:
        points.append(para(s.say(w.t("Actions that neither strengthen another nor are strengthened by one: {names}.",
                                     names=w.listed(alone)), *alone)))  # fmt: skip
    doubtful = [
        line["row_id"]
        for line in s.table("actions")
        if line["live"] and line["verdict"] in ("not_eligible", "incomplete")
    ]
    if doubtful:
        points.append(para(s.say(w.t("Actions with a partner that has not passed the five criteria: {names}.", names=w.listed(doubtful)),
                                 *[f"{row_id}.partner" for row_id in doubtful])))  # fmt: skip
    return Block(heading=w.t("What the strategy leaves open"), points=points) if points else Block()


def _sdg(s: Story) -> Block:
    """The targets in one sentence; the figure has the actions and the money of each."""
    w, lines = s.words, s.table("sdg")
    block = s.chart("sdg_map")
    if not lines or block.empty:
        return Block()
    without = [line["row_id"] for line in s.table("actions") if line["live"] and line["sdg"] is None]
    goals = w.listed(sorted({str(line["goal"]) for line in lines}, key=int))
    block.heading = w.t("Sustainable Development Goals")
    block.text = [para(
        s.say(w.n("The actions serve one target, under goal {goals}.", "The actions serve {count} targets, under the goals {goals}.", len(lines),
                  goals=goals), *[f"{row_id}.sdg" for line in lines for row_id in line["row_ids"]]),
        s.say(w.t("The city named one target for each action; a name on a target is a purpose, not yet a result.")),
        s.say(w.n("One action names no target.", "{count} actions name no target.", len(without)),
              *[f"{row_id}.sdg" for row_id in without]) if without else None,
        s.see("sdg_map"),
    )]  # fmt: skip
    return block


# Actions -------------------------------------------------------------------------------------------------------------


def actions(s: Story) -> Section:
    """Every action in full, a table a component."""
    w = s.words
    section = Section("actions", w.t("The actions in full"), sheets=("ACTIONS",))
    if not s.table("actions"):
        section.text = [s.nothing("ACTIONS")]
        return section
    stopped = [line["row_id"] for line in s.table("actions") if not line["live"]]
    stray = [line["row_id"] for line in s.table("actions") if line["live"] and line["component"] is None]
    section.text = [para(
        s.say(w.t("Each table lists the actions of one component with what they answer, who gains, who leads and who judges the result, "
                  "when, at what cost, and by what target success will be seen.")),
        s.say(w.t("Stopped and not counted: {names}.", names=s.labels(stopped)), *stopped) if stopped else None,
        s.say(w.t("Without a component and not listed: {names}.", names=s.labels(stray)), *stray) if stray else None,
    )]  # fmt: skip
    for component in COMPONENTS:
        section.blocks[component] = _actions(s, component)
    section.blocks["rights"] = _rights(s)
    section.blocks["experiments"] = _experiments(s)
    return section


def _actions(s: Story, component: str) -> Block:
    w = s.words
    own = [line for line in s.table("actions") if line["live"] and line["component"] == component]
    if not own:
        return Block(
            heading=s.code("component", component), text=[para(s.say(w.t("No action belongs to this component yet.")))]
        )
    head = {
        "action": w.t("Action, and what it answers"), "lead": w.t("For whom, where; lead; judge"),
        "dates": w.t("Dates, status, money"), "target": w.t("Indicator and target"),
    }  # fmt: skip
    return Block(heading=s.code("component", component), caption=w.t("Actions: {component}", component=s.low_code("component", component)),
                 head=head, lines=[_action(s, line) for line in own])  # fmt: skip


def _action(s: Story, line: dict[str, Any]) -> Cells:
    w, row_id = s.words, line["row_id"]
    first, *others = [cause for cause in (*line["risks"], line["flow"], line["map_row"]) if cause] or [""]
    people = [
        w.t("lead: {role}", role=s.value(row_id, "lead")) if s.value(row_id, "lead") else "",
        w.t("judged by {role}", role=s.value(row_id, "evaluated_by")) if s.value(row_id, "evaluated_by") else "",
    ]
    where = s.label(line["area"]) if line["area"] else w.t("whole city")
    goal = [s.value(row_id, "indicator"), w.t("today: {baseline}", baseline=s.value(row_id, "baseline")) if s.value(row_id, "baseline") else "",
            w.t("target: {target}", target=s.value(row_id, "target")) if s.value(row_id, "target") else ""]  # fmt: skip

    span = dates(s, row_id) if s.value(row_id, "starts") or s.value(row_id, "ends") else ""
    money = s.money(line["cost"]) if line["cost"] is not None else ""
    causes = joined(shortened(s.low(first), MOST_CAUSE), ", ".join(others))
    answers = w.t("Answers: {causes}", causes=causes) if causes else w.t("Answers nothing found in this audit")

    def told(parts: Iterable[str], *columns: str) -> Statement:
        return s.answer(row_id, *columns, text=lines_of(*parts))

    return {
        "action": told((f"{row_id} · {s.label(row_id)}", answers), "action", "risk_1", "risk_2", "flow", "map_row"),
        "lead": told(
            (joined(s.code("groups", line["beneficiaries"]), where), *people),
            "beneficiaries",
            "area",
            "lead",
            "evaluated_by",
        ),
        "dates": told(
            (
                joined(span, s.low_code("action_status", line["status"])),
                joined(money, s.low_code("funding", line["funding"])),
            ),
            "starts",
            "ends",
            "status",
            "cost",
            "funding",
        ),
        "target": told(goal, "indicator", "baseline", "target"),
    }


def joined(*parts: str) -> str:
    """Parts of a line that are there, separated by semicolons."""
    return "; ".join(part for part in parts if part)


def _rights(s: Story) -> Block:
    w = s.words
    own = [
        line["row_id"]
        for line in s.table("actions")
        if line["live"] and (line["rights_check"] or line["component"] == "enforcement")
    ]
    if not own:
        return Block()
    head = {
        "action": w.t("Action"),
        "check": w.t("How law and rights are kept, and who checks"),
        "moves": w.t("Where the problem could move, and how this is noticed"),
    }
    lines = [
        {
            "action": s.named(row_id, before=f"{row_id} · "),
            "check": s.answer(row_id, "rights_check", text=s.value(row_id, "rights_check") or w.t("Not stated yet")),
            "moves": s.answer(row_id, "displacement", text=s.value(row_id, "displacement") or w.t("Not stated yet")),
        }
        for row_id in own
    ]
    return Block(caption=w.t("Rights checks and displacement"), head=head, lines=lines)


def _experiments(s: Story) -> Block:
    trials = [line["row_id"] for line in s.table("actions") if line["live"] and line["nature"] == "experiment"]
    points = [typed(s, row_id, "learning", lead=stop(f"{row_id} · {s.label(row_id)}")) for row_id in trials]
    found: list[Paragraph] = [point for point in points if point is not None]
    return Block(heading=s.words.t("What the city will learn from its trials"), points=found) if found else Block()

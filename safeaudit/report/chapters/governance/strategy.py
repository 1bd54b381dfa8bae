"""Chapters on the strategy and its actions (framework Part III, Safety governance strategies)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from safeaudit.analysis.strategy import ActionLine
from safeaudit.report.writing.phrases import costs, dates, lines_of, rows_in, tallied, typed, upper
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras

MOST_CAUSE = 45
"""Letters of the name of what an action answers; the chapters on risks and flows have it in full."""
COMPONENTS = ("regulation", "enforcement", "engagement", "resilience")


def strategy(s: Story) -> Section:
    """Balance, timeline, money, lever match, what stays open, and the development goals."""
    w = s.words
    section = Section("strategy", w.t("The strategy"), sheets=("ACTIONS",))
    live = [line for line in s.analysis.actions if line.live]
    if not live:
        section.text = [s.nothing("ACTIONS")]
        return section
    section.text = _overview(s, live)
    section.blocks["components"] = _components(s)
    section.blocks["timeline"] = _timeline(s, live)
    section.blocks["money"] = _money(s)
    section.blocks["levers"] = _levers(s)
    section.blocks["open"] = _open(s)
    section.blocks["sdg"] = _sdg(s)
    return section


def _overview(s: Story, live: Sequence[ActionLine]) -> list[Paragraph]:
    w, balance, leaning = s.words, s.analysis.balance, s.analysis.reliance
    missing = [line.component for line in balance if not line.number]
    natures = tallied(s, "nature", [line.nature for line in live])
    levels = tallied(s, "action_level", [line.level for line in live])
    groups = tallied(s, "groups", [line.beneficiaries for line in live])
    unmeasured = [line.row_id for line in live if not line.measurable]
    share, money = leaning.number_share, leaning.money_share
    light = w.t(
        "Enforcement takes {number} of the actions and {money} of the money, so the plan does not rest on it alone.",
        number=w.percent(share),
        money=w.percent(money),
    )
    if money is None:
        light = w.t(
            "Enforcement takes {number} of the actions, so the plan does not rest on it alone; no costs are given.",
            number=w.percent(share),
        )
    if not share:
        light = w.t("No action belongs to enforcement, so the plan does not rest on it.")
    lacking = w.t(
        "A strategy needs all four components; these are empty: {names}.", names=s.codes("component", missing)
    )
    counted = w.listed(
        [w.t("{name} ({count})", name=s.low_code("component", line.component), count=line.number) for line in balance]
    )
    return paras(
        para(
            s.say(w.n("The strategy has one action.", "The strategy has {count} actions.", len(live)), *s.of(live)),
            s.say(w.t("By component: {counts}.", counts=counted), *s.of(live, "component")),
            s.say(s.among(lacking, "ACTIONS"))
            if missing
            else s.say(w.t("All four components are there."), *s.of(live, "component")),
            s.say_if(natures, w.t("By nature: {natures}.", natures=natures), *s.of(live, "nature")),
            s.say_if(levels, w.t("By the level that must act: {levels}.", levels=levels), *s.of(live, "level")),
            s.say_if(groups, w.t("Those who gain most: {groups}.", groups=groups), *s.of(live, "beneficiaries")),
        ),
        para(
            s.say(
                w.t(
                    "The plan leans on enforcement: {number} of its actions and {money} of its money. Enforcement alone tends to move "
                    "problems; the council may wish to strengthen the other components first.",
                    number=w.percent(share),
                    money=w.percent(money),
                ),
                *leaning.row_ids,
            )
            if leaning.leans
            else s.say(s.among(light, "ACTIONS"), *leaning.row_ids),
            s.say(
                w.n(
                    "One action has no indicator or no target yet, so nobody could say whether it worked.",
                    "{count} actions have no indicator or no target yet, so nobody could say whether they worked.",
                    len(unmeasured),
                ),
                *s.of(unmeasured, "indicator"),
            )
            if unmeasured
            else s.say(s.among(w.t("Every action has an indicator and a target."), "ACTIONS")),
            s.see("component_balance", "timeline"),
        ),
    )


def _components(s: Story) -> Block:
    w = s.words
    head = {
        "component": w.t("Component"),
        "number": w.t("Actions"),
        "share": w.t("Share"),
        "money": w.t("Money"),
        "money_share": w.t("Share of money"),
        "horizons": w.t("Short / medium / long"),
    }
    lines: list[Cells] = []
    for line in s.analysis.balance:
        own = s.of(line.row_ids, "component")
        costs = s.of(line.row_ids, "cost")
        horizons = [row.horizon for row in s.analysis.actions if row.row_id in line.row_ids]
        lines.append(
            {
                "component": s.code("component", line.component),
                "number": s.cell(w.number(line.number), *own),
                "share": s.cell(w.percent(line.number_share), *own),
                "money": s.cell(s.money(line.money), *own, *costs),
                "money_share": s.cell(w.percent(line.money_share), *own, *costs),
                "horizons": s.cell(
                    " / ".join(str(horizons.count(code)) for code in ("short", "medium", "long")),
                    *own,
                    *s.of(line.row_ids, "horizon"),
                ),
            }
        )
    return Block(caption=w.t("Components of the strategy"), head=head, lines=lines)


def _timeline(s: Story, live: Sequence[ActionLine]) -> Block:
    w, dated = s.words, dict.fromkeys(line.row_id for line in s.analysis.timeline)
    undated = [line.row_id for line in live if line.row_id not in dated]
    horizons = tallied(s, "horizon", [line.horizon for line in live])
    block = s.chart("timeline")
    block.text = paras(
        para(
            s.say_if(horizons, w.t("By horizon: {horizons}.", horizons=horizons), *s.of(dated, "ends")),
            s.about(
                undated,
                "starts",
                w.n(
                    "One action has no usable dates and is not drawn.",
                    "{count} actions have no usable dates and are not drawn.",
                    len(undated),
                ),
            ),
        )
    )
    return block if block.text or block.figure else Block()


def _money(s: Story) -> Block:
    w, gap = s.words, s.analysis.funding_gap
    block = s.chart("funding")
    said = w.t(
        "Between {least} and {most} is still open: the workbook does not say how much of partly funded actions is secured.",
        least=s.money(gap.open_least),
        most=s.money(gap.open_most),
    )
    if gap.open_most <= 0:
        said = s.among(w.t("As far as costs are given, all of it is funded."), "ACTIONS")
    elif not gap.open_least:
        said = w.t(
            "Up to {most} is still open: the workbook does not say how much of partly funded actions is secured.",
            most=s.money(gap.open_most),
        )
    elif gap.open_least == gap.open_most:
        said = w.t("{amount} of it is not funded.", amount=s.money(gap.open_least))
    block.text = paras(
        para(
            costs(s),
            s.say_if(gap.total, said, *s.of(gap.row_ids, "funding")),
            s.say_if(
                gap.without_cost,
                w.n(
                    "One action has no cost yet, so the total is too low.",
                    "{count} actions have no cost yet, so the total is too low.",
                    len(gap.without_cost),
                ),
                *s.of(gap.without_cost, "cost"),
            ),
        ),
    )
    return block


def _levers(s: Story) -> Block:
    w = s.words
    block = s.chart("lever_match")
    if block.empty:
        return Block()
    bare = [line.row_id for line in s.analysis.mismatches if line.mismatch == "flow_without_power"]
    idle = [line.row_id for line in s.analysis.mismatches if line.mismatch == "power_unused"]
    block.text = paras(
        para(
            s.say(
                s.among(w.t("No power in use touches these flows: {names}.", names=s.labels(bare)), "REGULATION"), *bare
            )
            if bare
            else s.say(s.among(w.t("Each flow present is touched by at least one power in use."), "FLOWS")),
            s.about(
                idle, "", w.t("Held but unused, though a flow they touch is present: {names}.", names=s.labels(idle))
            ),
            s.see("lever_match"),
        )
    )
    return block


def _open(s: Story) -> Block:
    w = s.words
    found: dict[str, list[str]] = {}
    for line in s.analysis.mismatches:
        found.setdefault(line.mismatch, []).append(line.row_id)
    said = {
        "risk_without_action": w.t("High risks that no action names: {names}."),
        "flow_without_action": w.t("Flows present that no action names: {names}."),
        "action_without_cause": w.t("Actions that answer nothing found in this audit: {names}."),
    }
    live = [line for line in s.analysis.actions if line.live]
    alone = [line.row_id for line in live if line.alone]
    doubtful = [line.row_id for line in live if line.verdict in ("not_eligible", "incomplete")]
    unanswered = [(found.get(code, []), text) for code, text in said.items()]
    unjoined = w.t(
        "Actions that neither strengthen another nor are strengthened by one: {names}.", names=s.joined(alone)
    )
    unfit = w.t("Actions with a partner that has not passed the five criteria: {names}.", names=s.joined(doubtful))
    points = paras(
        *(para(s.about(ids, "", text.format(names=s.labels(ids, 10)))) for ids, text in unanswered),
        para(s.about(alone, "", unjoined)),
        para(s.about(doubtful, "partner", unfit)),
    )
    return Block(heading=w.t("What the strategy leaves open"), points=points) if points else Block()


def _sdg(s: Story) -> Block:
    """The targets in one sentence; the figure has the actions and the money of each."""
    w, lines = s.words, s.analysis.sdg
    block = s.chart("sdg_map")
    if not lines or block.empty:
        return Block()
    without = [line.row_id for line in s.analysis.actions if line.live and line.sdg is None]
    goals = w.listed(sorted({str(line.goal) for line in lines}, key=int))
    block.text = [
        para(
            s.say(
                w.n(
                    "The actions serve one target, under goal {goals}.",
                    "The actions serve {count} targets, under the goals {goals}.",
                    len(lines),
                    goals=goals,
                ),
                *s.of(rows_in(lines), "sdg"),
            ),
            s.say(w.t("The city named one target for each action; a name on a target is a purpose, not yet a result.")),
            s.about(
                without, "sdg", w.n("One action names no target.", "{count} actions name no target.", len(without))
            ),
            s.see("sdg_map"),
        )
    ]
    return block


# Actions -------------------------------------------------------------------------------------------------------------


def actions(s: Story) -> Section:
    """Every action in full, a table a component."""
    w = s.words
    section = Section("actions", w.t("The actions in full"), sheets=("ACTIONS",))
    if not s.analysis.actions:
        section.text = [s.nothing("ACTIONS")]
        return section
    stopped = [line.row_id for line in s.analysis.actions if not line.live]
    stray = [line.row_id for line in s.analysis.actions if line.live and line.component is None]
    section.text = [
        para(
            s.say(
                w.t(
                    "Each table lists the actions of one component with what they answer, who gains, who leads and who judges the result, "
                    "when, at what cost, and by what target success will be seen."
                )
            ),
            s.about(stopped, "", w.t("Stopped and not counted: {names}.", names=s.labels(stopped))),
            s.about(stray, "", w.t("Without a component and not listed: {names}.", names=s.labels(stray))),
        )
    ]
    for component in COMPONENTS:
        section.blocks[component] = _actions(s, component)
    section.blocks["rights"] = _rights(s)
    section.blocks["experiments"] = _experiments(s)
    return section


def _actions(s: Story, component: str) -> Block:
    w = s.words
    own = [line for line in s.analysis.actions if line.live and line.component == component]
    if not own:
        return Block(
            heading=s.code("component", component),
            text=[para(s.say(s.among(w.t("No action belongs to this component yet."), "ACTIONS")))],
        )
    head = {
        "action": w.t("Action, and what it answers"),
        "lead": w.t("For whom, where; lead; judge"),
        "dates": w.t("Dates, status, money"),
        "target": w.t("Indicator and target"),
    }
    return Block(
        heading=s.code("component", component),
        caption=w.t("Actions: {component}", component=s.low_code("component", component)),
        head=head,
        lines=[_action(s, line) for line in own],
    )


def _action(s: Story, line: ActionLine) -> Cells:
    w, row_id = s.words, line.row_id
    first, *others = [cause for cause in (*line.risks, line.flow, line.map_row) if cause] or [""]
    people = [
        w.t("lead: {role}", role=s.value(row_id, "lead")) if s.value(row_id, "lead") else "",
        w.t("judged by {role}", role=s.value(row_id, "evaluated_by")) if s.value(row_id, "evaluated_by") else "",
    ]
    everywhere = w.t("whole city") if line.beneficiaries else upper(w.t("whole city"))
    where = s.label(line.area) if line.area else everywhere
    goal = [
        s.value(row_id, "indicator"),
        w.t("today: {baseline}", baseline=s.value(row_id, "baseline")) if s.value(row_id, "baseline") else "",
        w.t("target: {target}", target=s.value(row_id, "target")) if s.value(row_id, "target") else "",
    ]

    span = dates(s, row_id) if s.value(row_id, "starts") or s.value(row_id, "ends") else ""
    money = s.money(line.cost) if line.cost is not None else ""
    causes = joined(s.low(first, MOST_CAUSE), ", ".join(others))
    answers = w.t("Answers: {causes}", causes=causes) if causes else w.t("Answers nothing found in this audit")

    def told(parts: Iterable[str], *columns: str) -> Statement:
        return s.answer(row_id, *columns, text=lines_of(*parts))

    return {
        "action": told((f"{row_id} · {s.label(row_id)}", answers), "action", "risk_1", "risk_2", "flow", "map_row"),
        "lead": told(
            (joined(s.code("groups", line.beneficiaries), where), *people),
            "beneficiaries",
            "area",
            "lead",
            "evaluated_by",
        ),
        "dates": told(
            (
                upper(joined(span, s.low_code("action_status", line.status))),
                upper(joined(money, s.low_code("funding", line.funding))),
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
        line.row_id
        for line in s.analysis.actions
        if line.live and (line.rights_check or line.component == "enforcement")
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
    trials = [line.row_id for line in s.analysis.actions if line.live and line.nature == "experiment"]
    points = [typed(s, row_id, "learning", lead=closed(f"{row_id} · {s.label(row_id)}")) for row_id in trials]
    found: list[Paragraph] = [point for point in points if point is not None]
    return Block(heading=s.words.t("What the city will learn from its trials"), points=found) if found else Block()

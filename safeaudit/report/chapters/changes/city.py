"""Comparison report, what changed in the picture of the city: flows and prices, criminal governance, and areas."""

from __future__ import annotations

from safeaudit.comparison.made import as_made
from safeaudit.comparison.moves import AreaMove
from safeaudit.report.chapters.changes.picture import Changes, arrow
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Section, Statement, paras


def flows(x: Changes) -> Section:
    """Flows that came, went or turned, and what prices say."""
    s, w = x.s, x.s.words
    section = Section("flows", w.t("Flows and prices"), sheets=("FLOWS", "PRICES"))
    columns = ("present", "trend", "scale", "violence")
    moved = [each for each in x.c.of("FLOWS") if each.column in columns and each.before is not None]
    section.text = [
        x.para(
            w.t(
                "Prices say more about a flow than seizures do: dearer points to scarcer, cheaper to more available, if demand, quality and "
                "season have not changed."
            ),
            w.t(
                "Whether scarcer or more available is better depends on the flow, so a moved price is not called better or worse."
            ),
        )
    ]
    section.blocks["prices"] = _prices(x)
    lines: list[Cells] = [
        {
            "flow": s.named(each.row_id),
            "answer": w.column("FLOWS", each.column),
            "change": s.answer(
                each.row_id,
                each.column,
                text=arrow(
                    x.c.baseline.shown(each.pair.before, each.column) if each.pair.before else "",
                    s.value(each.row_id, each.column),
                ),
            ),
            **x.kind(as_made(each), each.sheet, each.was),
        }
        for each in moved
    ]
    head = {
        "flow": w.t("Flow"),
        "answer": w.t("Answer"),
        "change": w.t("Change"),
        "kind": w.t("Class"),
        "why": w.t("Why"),
    }
    if lines:
        section.blocks["flows"] = Block(
            heading=w.t("Flows"), caption=w.t("Flows that are described differently"), head=head, lines=lines
        )
    return section


def _prices(x: Changes) -> Block:
    s, w = x.s, x.s.words
    lines: list[Cells] = []
    for line in x.c.price_moves:
        where = f", {s.label(line.area)}" if line.area else ""
        units = arrow(line.unit_before or line.unit_after or "", line.unit_after or "")
        refs = [f"{row_id}.price" for row_id in line.row_ids]
        lines.append(
            {
                "item": s.cell(f"{line.item}{where} ({units})", *[f"{row_id}.item" for row_id in line.row_ids[:1]]),
                "last": s.cell(arrow(x.money_then(line.last_before), s.money(line.last_after)), *refs),
                "change": s.cell(w.percent(line.change, sign=True) if line.change is not None else "–", *refs),
                "reading": s.cell(
                    arrow(s.code("price_reading", line.reading_before), s.code("price_reading", line.reading_after)),
                    *refs,
                ),
                **x.kind(line.made, "PRICES"),
            }
        )
    head = {
        "item": w.t("Item, place and unit"),
        "last": w.t("Last price, then and now"),
        "change": w.t("Change"),
        "reading": w.t("What prices said, then and now"),
        "kind": w.t("Class"),
        "why": w.t("Why"),
    }
    return x.table(w.t("Last prices of the two audits"), head, lines)


def criminal(x: Changes) -> Section:
    """The index of every market then and now."""
    s, w = x.s, x.s.words
    section = Section("criminal", w.t("Criminal governance"), sheets=("MARKETS",))
    lines = x.c.market_moves
    if not lines:
        section.text = [s.nothing("MARKETS")]
        return section
    up = [line.row_id for line in lines if line.made.direction == "worse" and line.made.kind == "real"]
    down = [line.row_id for line in lines if line.made.direction == "better" and line.made.kind == "real"]
    section.text = paras(
        x.para(
            x.naming(w.t("More strongly governed by others than the state: {names}."), up, "index"),
            x.naming(w.t("Less strongly: {names}."), down, "index"),
            w.t(
                "A lower index may mean less control. It may also mean control so firm that force is no longer needed: read it beside what "
                "residents say."
            ),
        )
    )
    head = {
        "market": w.t("Market"),
        "total": w.t("Index (0–12)"),
        "reading": w.t("Reading"),
        "able": w.t("State able to act"),
        "kind": w.t("Class"),
        "why": w.t("Why"),
    }
    cells: list[Cells] = [
        {
            "market": s.named(line.row_id) if line.state != "dropped" else x.label(line.row_id),
            "total": x.moved(
                line.row_id,
                "index_low",
                w.span(line.index_low_before, line.index_high_before),
                w.span(line.index_low_after, line.index_high_after),
            ),
            "reading": arrow(
                w.either("market_reading", *line.readings_before), w.either("market_reading", *line.readings_after)
            ),
            "able": arrow(
                s.code("yes_partly_no", line.state_able_before), s.code("yes_partly_no", line.state_able_after)
            ),
            **x.kind(line.made, "MARKETS"),
        }
        for line in lines
    ]
    section.blocks["markets"] = Block(
        caption=w.t("Criminal governance of markets, then and now"), head=head, lines=cells
    )
    return section


def areas(x: Changes) -> Section:
    """Every area in the matrix, and whether it reached its target."""
    s, w = x.s, x.s.words
    section = Section("areas", w.t("Resilience by area"), sheets=("RESILIENCE", "AREAS"))
    lines = x.c.area_moves
    if not lines:
        section.text = [s.nothing("RESILIENCE")]
        return section
    section.text = [
        x.para(
            w.t(
                "The last audit set a target for each area. This table says where each stands now. Scores are the judgement of the team, so one "
                "step alone is weak evidence."
            ),
            w.t("Areas are not ranked; each is compared with itself."),
        )
    ]
    reached = {
        "yes": w.t("reached"),
        "no": w.t("not reached"),
        "kept": w.t("kept"),
        "lost": w.t("lost"),
        "unknown": w.t("no target, or no scores"),
    }
    nearer = {"yes": w.t("closer"), "no": w.t("further away"), "same": w.t("no closer")}
    cells: list[Cells] = []
    for line in lines:
        state = reached[line.reached]
        if line.reached == "no" and line.nearer:
            state = w.t("{state}, {nearer}", state=state, nearer=nearer[line.nearer])
        cells.append(
            {
                "area": s.answer(line.row_id, "area") if line.state != "dropped" else x.label(line.row_id),
                "place": _quadrants(x, line),
                "means": s.answer(
                    line.row_id,
                    "state",
                    "community",
                    text=w.t(
                        "State {state}; community {community}",
                        state=arrow(w.number(line.state_before, 1), w.number(line.state_after, 1)),
                        community=arrow(w.number(line.community_before, 1), w.number(line.community_after, 1)),
                    ),
                ),
                "target": w.t("{target}: {state}", target=s.code("quadrant", line.target_before), state=state)
                if line.target_before
                else state,
                **x.kind(line.made, "RESILIENCE"),
            }
        )
    head = {
        "area": w.t("Area"),
        "place": w.t("Place in the matrix"),
        "means": w.t("Mean scores"),
        "target": w.t("Target of the last audit"),
        "kind": w.t("Class"),
        "why": w.t("Why"),
    }
    section.blocks["places"] = Block(caption=w.t("Areas then and now"), head=head, lines=cells)
    notes = [
        x.para(s.say(s.value(line.row_id, "note"), f"{line.row_id}.note"), lead=closed(s.label(line.area)))
        for line in lines
        if line.made.kind != "none" and s.value(line.row_id, "note")
    ]
    if notes:
        section.blocks["notes"] = Block(heading=w.t("What the team writes about them now"), points=notes)
    return section


def _quadrants(x: Changes, line: AreaMove) -> Statement:
    s, w = x.s, x.s.words
    said = arrow(s.code("quadrant", line.quadrant_before), s.code("quadrant", line.quadrant_after))
    if line.sign_after == "negative":
        said = w.t("{place}; negative: armed or other providers impose order", place=said)
    return s.answer(line.row_id, "quadrant", "armed_provider", text=said)

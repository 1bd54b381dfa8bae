"""Comparison report, what was decided and done: the strategy, and regulation, enforcement, engagement, partners, principles."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.comparison.decisions import STANDINGS, ActionMove
from safeaudit.report.chapters.changes.picture import Changes, arrow
from safeaudit.report.writing.sentences import strung
from safeaudit.report.writing.statements import Block, Cells, Section, Statement, paras
from safeaudit.words import N_

FATES = {
    "done": N_("Done"),
    "running": N_("Running as planned"),
    "late": N_("Running, and late"),
    "not_started": N_("Should have begun, and has not"),
    "agreed": N_("Agreed, not yet due"),
    "proposed": N_("Proposed, not yet due"),
    "unknown": N_("Status not stated"),
    "stopped": N_("Stopped"),
    "dropped": N_("No longer listed"),
    "new": N_("New"),
}
AGREEMENT_FATES = {
    "new": N_("new"),
    "signed": N_("signed since"),
    "in_force": N_("still in force"),
    "lapsed": N_("lapsed since"),
    "still_lapsed": N_("lapsed before, not renewed under this ID"),
    "draft": N_("still a draft"),
    "dropped": N_("no longer listed"),
    "unknown": N_("status not stated"),
}


def done(x: Changes) -> Section:
    """What became of every action, what is late, and the money."""
    s, w = x.s, x.s.words
    section = Section("done", w.t("What was done of the strategy"), sheets=("ACTIONS",))
    lines = x.c.action_moves
    if not lines:
        section.text = [s.nothing("ACTIONS")]
        return section
    costs = [line for line in lines if line.cost_move is not None]
    before = sum(line.cost_before or 0 for line in lines if line.status_before != "stopped")
    after = sum(line.cost_after or 0 for line in lines if line.status_after != "stopped")
    dearer = sum(line.cost_move or 0 for line in costs)
    fresh = sum(line.cost_after or 0 for line in lines if line.fate == "new")
    refs = [f"{line.row_id}.cost" for line in lines if line.fate != "dropped"]
    moved = w.t("Actions costed both times cost the same in all.")
    if dearer:
        moved = w.t("Actions costed both times are {sum} dearer in all.", sum=s.money(dearer))
    if dearer < 0:
        moved = w.t("Actions costed both times are {sum} cheaper in all.", sum=s.money(-dearer))
    money = [
        s.say(
            w.t(
                "The costed part of the plan came to {before} in the last audit and comes to {after} now, stopped actions left out.",
                before=s.money(before) if before else w.t("nothing"),
                after=s.money(after) if after else w.t("nothing"),
            ),
            *refs,
        )
        if before or after
        else s.say(s.among(w.t("No action has a cost in either audit."), "ACTIONS"), *refs),
        s.say(moved, *refs) if costs else None,
        s.say(w.t("New actions add {fresh}.", fresh=s.money(fresh)), *refs) if fresh else None,
    ]
    currency = (x.c.baseline.profile.currency, x.c.followup.profile.currency)
    if None not in currency and currency[0] != currency[1]:
        money = [
            s.say(
                w.t("The two audits count money in different currencies, so the sums are not compared."),
                "PROFILE.currency",
            )
        ]
    section.text = paras(
        x.para(
            w.t(
                "An action is late when it runs beyond the month in which the last audit wanted it done, or when its end was put off."
            )
        ),
        x.para(*money),
    )
    section.blocks["fates"] = _fates(x, lines)
    section.blocks["late"] = _late(x, lines)
    section.blocks["money"] = _money(x, lines)
    return section


def _fates(x: Changes, lines: Sequence[ActionMove]) -> Block:
    s, w = x.s, x.s.words
    cells: list[Cells] = []
    for code, name in FATES.items():
        own = [line for line in lines if line.fate == code]
        if own:
            named = strung(f"{line.row_id} {x.label(line.row_id)}" for line in own)
            refs = [f"{line.row_id}.status" for line in own if code != "dropped"]
            cells.append({"fate": w.t(name), "number": w.number(len(own)), "actions": s.cell(named, *refs)})
    head = {"fate": w.t("What became of them"), "number": w.t("Number"), "actions": w.t("Actions")}
    return Block(caption=w.t("What became of the actions"), head=head, lines=cells)


def _late(x: Changes, lines: Sequence[ActionMove]) -> Block:
    s, w = x.s, x.s.words
    own = [line for line in lines if line.fate in ("late", "not_started")]
    cells: list[Cells] = [
        {
            "action": x.numbered(line.row_id),
            "lead": s.answer(line.row_id, "lead"),
            "starts": x.moved(line.row_id, "starts", w.month(line.starts_before), w.month(line.starts_after)),
            "ends": x.moved(line.row_id, "ends", w.month(line.ends_before), w.month(line.ends_after)),
            "status": x.coded(line.row_id, "status", "action_status", line.status_before, line.status_after),
        }
        for line in own
    ]
    head = {
        "action": w.t("Action"),
        "lead": w.t("Lead"),
        "starts": w.t("Start, planned and now"),
        "ends": w.t("End, planned and now"),
        "status": w.t("Status"),
    }
    return x.table(w.t("Actions that are late or have not begun"), head, cells, heading=w.t("What is late"))


def _money(x: Changes, lines: Sequence[ActionMove]) -> Block:
    s, w = x.s, x.s.words
    own = [line for line in lines if line.cost_before != line.cost_after or line.funding_before != line.funding_after]
    own = [line for line in own if line.fate != "dropped"]
    cells: list[Cells] = [
        {
            "action": x.numbered(line.row_id),
            "cost": x.moved(line.row_id, "cost", x.money_then(line.cost_before), s.money(line.cost_after)),
            "funding": x.coded(line.row_id, "funding", "funding", line.funding_before, line.funding_after),
        }
        for line in own
    ]
    head = {"action": w.t("Action"), "cost": w.t("Cost"), "funding": w.t("Funding")}
    return x.table(w.t("Actions whose cost or funding moved"), head, cells, heading=w.t("Money"))


# Regulation, agreements, partners, standings -------------------------------------------------------------------------


def governing(x: Changes) -> Section:
    """Powers, agreements, partners, and what is in place."""
    w = x.s.words
    section = Section(
        "governing",
        w.t("Regulation, enforcement, engagement and partners"),
        sheets=("REGULATION", "ENFORCEMENT", "AGREEMENTS", "ENGAGEMENT", "PARTNERS", "PRINCIPLES", "PLANNING"),
    )
    section.text = [
        x.para(
            w.t(
                "These are mostly the city’s own records of what it decided and did. They say that something was put in place, "
                "not that it works."
            )
        )
    ]
    section.blocks["powers"] = _powers(x)
    section.blocks["agreements"] = _agreements(x)
    section.blocks["partners"] = _partners(x)
    section.blocks["standings"] = _standings(x)
    return section


def _powers(x: Changes) -> Block:
    s, w = x.s, x.s.words
    moved = [line for line in x.c.power_moves if line.made.kind != "none"]
    cells: list[Cells] = [
        {
            "power": s.named(line.row_id),
            "used": x.coded(
                line.row_id,
                "used_for_safety",
                "yes_no_unknown",
                line.used_for_safety_before,
                line.used_for_safety_after,
            ),
            "gap": x.moved(
                line.row_id,
                "integrity_gap",
                w.span(line.gap_low_before, line.gap_high_before),
                w.span(line.gap_low_after, line.gap_high_after),
            ),
            "works": x.coded(
                line.row_id, "effectiveness", "effectiveness", line.effectiveness_before, line.effectiveness_after
            ),
            **x.kind(line.made, "REGULATION"),
        }
        for line in moved
    ]
    head = {
        "power": w.t("Power"),
        "used": w.t("Used for safety"),
        "gap": w.t("Safeguards missing"),
        "works": w.t("How well it works"),
        "kind": w.t("Class"),
        "why": w.t("Why"),
    }
    return (
        Block(
            heading=w.t("Regulation"),
            caption=w.t("Powers that are used or guarded differently"),
            head=head,
            lines=cells,
        )
        if cells
        else Block()
    )


def _agreements(x: Changes) -> Block:
    s, w = x.s, x.s.words
    cells: list[Cells] = []
    for line in x.c.agreement_moves:
        row_id = line.row_id
        gone = line.fate == "dropped"
        cells.append(
            {
                "title": x.label(row_id) if gone else s.named(row_id),
                "fate": w.t(AGREEMENT_FATES[line.fate])
                if gone
                else s.answer(row_id, "status", text=w.t(AGREEMENT_FATES[line.fate])),
                "ends": "–" if gone else s.answer(row_id, "ends"),
                "targets": _then_now(
                    line.fate, s.code("yes_no", line.measurable_before), s.code("yes_no", line.measurable_after)
                ),
                "review": _then_now(
                    line.fate,
                    s.code("review_frequency", line.reviewed_before),
                    s.code("review_frequency", line.reviewed_after),
                ),
            }
        )
    head = {
        "title": w.t("Agreement"),
        "fate": w.t("What became of it"),
        "ends": w.t("Ends"),
        "targets": w.t("Measurable targets"),
        "review": w.t("Reviewed"),
    }
    return (
        Block(
            heading=w.t("Agreements with those who enforce"),
            caption=w.t("Agreements then and now"),
            head=head,
            lines=cells,
        )
        if cells
        else Block()
    )


def _then_now(fate: str, before: str, after: str) -> str:
    """Before → after of an agreement; of a new one only how it is."""
    return after or "–" if fate == "new" else arrow(before, after)


def _partners(x: Changes) -> Block:
    s, w = x.s, x.s.words
    moved = [line for line in x.c.partner_moves if line.verdict_before != line.verdict_after]
    cells: list[Cells] = []
    for line in moved:
        row_id, gone = line.row_id, line.state == "dropped"
        verdict = arrow(
            s.code("verdict", line.verdict_before) or w.t("not listed or not checked"),
            s.code("verdict", line.verdict_after) or w.t("no longer listed"),
        )
        cells.append(
            {
                "partner": x.label(row_id) if gone else s.named(row_id),
                "verdict": verdict if gone else s.answer(row_id, "verdict", text=verdict),
                "paid": arrow(
                    _paid(x, line.funded_before, x.money_then(line.amount_before)),
                    _paid(x, line.funded_after, s.money(line.amount_after)),
                ),
                **x.kind(line.made, "PARTNERS"),
            }
        )
    head = {
        "partner": w.t("Partner"),
        "verdict": w.t("Verdict on the five criteria"),
        "paid": w.t("Paid a year"),
        "kind": w.t("Class"),
        "why": w.t("Why"),
    }
    return x.table(w.t("Partners with another verdict"), head, cells, heading=w.t("Partners"))


def _paid(x: Changes, funded: str | None, amount: str) -> str:
    return amount if funded == "yes" else x.s.code("yes_no", funded)


def _standings(x: Changes) -> Block:
    s, w = x.s, x.s.words
    cells: list[Cells] = []
    order = list(STANDINGS)
    for line in sorted(x.c.standings, key=lambda line: order.index(line.sheet)):
        if line.sheet in ("FLOWS", "ACTORS") or line.before is None or line.after is None:
            continue
        kind = s.audit.by_id[line.row_id].columns[line.column].kind
        options = getattr(kind, "options", "")
        name: str | Statement = s.named(line.row_id)
        cells.append(
            {
                "sheet": w.tab(line.sheet),
                "line": name,
                "change": s.answer(
                    line.row_id, line.column, text=arrow(s.code(options, line.before), s.code(options, line.after))
                ),
                **x.kind(line.made, line.sheet),
            }
        )
    head = {
        "sheet": w.t("Sheet"),
        "line": w.t("Line"),
        "change": w.t("Then and now"),
        "kind": w.t("Class"),
        "why": w.t("Why"),
    }
    return x.table(w.t("Lines that stand differently"), head, cells, heading=w.t("What is in place"))

"""Why a council should decide so: reasons and law, what was rejected and who was heard, what it means, by what way it goes."""

from __future__ import annotations

from safeaudit.analysis.agree import PriorityLine
from safeaudit.analysis.votes import BEGUN
from safeaudit.report.chapters.agree import causes_told, is_withheld, share, worst_told
from safeaudit.report.chapters.council.request import BLANK
from safeaudit.report.writing.phrases import lines_of, tallied
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.shortening import shortened
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras
from safeaudit.sheets.agree import ADOPTED, DECIDED

TYPED, ARGUMENT, FACT = 700, 420, 260
"""The most letters of a typed text, of the argument for a priority and of a fact; the strategy report has all of it."""
MOST_NAMED = 5

# Reasons -------------------------------------------------------------------------------------------------------------


def reasons(s: Story) -> Section:
    """What is worst, what comes first and why, and on what law the plan rests."""
    w = s.words
    section = Section("reasons", w.t("Why"), sheets=("PROBLEMS", "PRIORITIES", "RISKS"))
    section.text = paras(para(*worst_told(s, MOST_NAMED), causes_told(s, MOST_NAMED)), _proposed(s))
    points = [_priority(s, line) for line in s.analysis.priorities if line.problem and not is_withheld(s, line)]
    section.blocks["priorities"] = Block(heading=w.t("What comes first"), points=points) if points else Block()
    law = [_typed(s, "DECISION", column, lead) for column, lead in (
        ("plan_basis", w.t("Legal basis of the plan.")), ("mandate", w.t("Mandate of the audit.")),
    )]  # fmt: skip
    points = [point for point in law if point]
    section.blocks["law"] = Block(heading=w.t("Law and mandate"), points=points) if points else Block()
    return section


def _proposed(s: Story) -> Paragraph:
    """An order for those who chose none: by how bad the problems are, as a proposal."""
    if any(line.problem for line in s.analysis.priorities) or not s.audit.edition.asks("PRIORITIES", "PROBLEMS"):
        return para()
    w = s.words
    bad = [line for line in s.analysis.problems if line.is_bad and not line.not_applicable]
    first = [line.row_id for line in sorted(bad, key=lambda line: (line.how_bad != "3", line.trend != "rising"))]
    said = w.t(
        "The team chose no priorities. By how bad they are and whether they grow, these come first: {names}. This order is a "
        "proposal of the program.",
        names=s.labels(first[:MOST_NAMED], MOST_NAMED),
    )
    return para(s.about(first[:MOST_NAMED] if not s.public else [], "how_bad", said))


def _priority(s: Story, line: PriorityLine) -> Paragraph:
    """A priority with its reasons and the team's argument."""
    w, row = s.words, s.audit.by_id[line.row_id]
    why = w.listed([s.low_code("priority_why", code) for code in line.reasons])
    argument = "" if s.audit.withholds(row, "argument") else s.value(line.row_id, "argument")
    return para(
        s.say_if(why, closed(w.t("Chosen because: {reasons}", reasons=why)), *s.of([line], "why_1", "why_2")),
        s.say_if(argument, shortened(argument, ARGUMENT), f"{line.row_id}.argument"),
        _acts(s, line),
        lead=closed(s.label(line.problem)),
    )


def _acts(s: Story, line: PriorityLine) -> Statement | None:
    w, ids = s.words, line.named_by
    begun = [each.row_id for each in s.analysis.actions if each.row_id in ids and each.status in BEGUN]
    none = s.among(w.t("No action names it yet."), "ACTIONS")
    some = w.n("One action names it.", "{count} actions name it.", len(ids))
    if len(begun) == len(ids):
        some = w.n("One action names it and has begun.", "{count} actions name it; all of them have begun.", len(ids))
    return s.say(some, *s.of(ids)) if ids else s.say(none, f"{line.row_id}.problem")


# What was weighed ----------------------------------------------------------------------------------------------------


def weighed(s: Story) -> Section:
    """What was rejected and why, who was heard on the plan and what that changed; a line to fill in for what was not entered."""
    w = s.words
    section = Section("weighed", w.t("What was weighed"), sheets=("DECISION",))
    leads = {
        "options_rejected": w.t("Options rejected, and why."),
        "consultation": w.t("Consultation on the plan."),
        "consultation_changed": w.t("What it changed."),
    }
    columns = [column for column in leads if s.audit.edition.has("DECISION", column)]
    points = [point for column in columns if (point := _typed(s, "DECISION", column, leads[column], blank=True))]
    section.blocks["texts"] = Block(points=points)
    return section


def _typed(s: Story, row_id: str, column: str, lead: str, *, blank: bool = False) -> Paragraph | None:
    """What the team typed, as far as there is room; with `blank` a line to fill in where it typed nothing."""
    text = "" if s.audit.withholds(s.audit.by_id[row_id], column) else s.value(row_id, column)
    if not text and (s.public or not blank):
        return None
    return para(s.say(shortened(text, TYPED) if text else BLANK, f"{row_id}.{column}"), lead=lead)


# What it means -------------------------------------------------------------------------------------------------------


def implications(s: Story) -> Section:
    """Money, law, equality, data and staff, each with the office that signs for it."""
    w = s.words
    section = Section("implications", w.t("What it means"), sheets=("ACTIONS",))
    said = {
        w.t("Money"): _money(s),
        w.t("Law and rights"): _law(s),
        w.t("Equality"): _equality(s),
        w.t("Data"): _data(s),
        w.t("Staff"): _staff(s),
    }
    if not any(part for parts in said.values() for part in parts):
        return section
    if s.public:  # nobody signs it
        points = [para(*parts, lead=closed(matter)) for matter, parts in said.items() if any(parts)]
        section.blocks["said"] = Block(points=points)
        return section
    head = {"matter": w.t("On"), "answer": w.t("What the audit says"), "signs": w.t("Office that signs for it")}
    lines: list[Cells] = [
        {"matter": matter, "answer": _one(parts) or BLANK, "signs": BLANK} for matter, parts in said.items()
    ]
    section.blocks["matters"] = Block(caption=w.t("What the plan means for the city"), head=head, lines=lines)
    return section


def _one(parts: list[Statement | None]) -> Statement | None:
    """Sentences as one cell, a line each."""
    said = [part for part in parts if part is not None]
    refs = tuple(dict.fromkeys(ref for part in said for ref in part.refs))
    return Statement(lines_of(*(part.text for part in said)), refs) if said else None


def _money(s: Story) -> list[Statement | None]:
    w, gap = s.words, s.analysis.funding_gap
    live = [line.row_id for line in s.analysis.actions if line.live]
    bare = w.n("For one action no cost is given.", "For {count} actions no cost is given.", len(gap.without_cost))
    sums = {
        "lasting": gap.lasting,
        "one_off": gap.one_off,
        "partly": gap.partly,
        "unfunded": gap.unfunded,
        None: gap.unknown,
    }
    parts = [
        w.t("{name} {amount}", name=s.low_code("funding", code) or w.t("not said how"), amount=s.money(amount))
        for code, amount in sums.items()
        if amount
    ]
    said = w.t(
        "As far as costs are given: {total}. Of this {parts}.", total=s.money(gap.total), parts=w.t("; ").join(parts)
    )
    return [
        s.say_if(gap.total, said, *s.of(live, "cost", "funding")),
        s.about(gap.without_cost, "cost", bare),
        share(s, list(s.analysis.money)),
    ]


def _law(s: Story) -> list[Statement | None]:
    w = s.words
    force = [line for line in s.analysis.actions if line.live and line.component == "enforcement"]
    checked = [line.row_id for line in force if line.rights_check]
    open_ = [line.row_id for line in force if not line.rights_check]
    held = {line.row_id for line in s.analysis.powers if line.held}
    powers = list(
        dict.fromkeys(line.power for line in s.analysis.actions if line.live and line.power in held and line.power)
    )
    forbidden = [line.row_id for line in s.analysis.partners if line.verdict == "not_eligible" and line.actions]
    return [
        s.about(
            checked,
            "rights_check",
            w.n(
                "For one action of enforcement it is written how law and rights are kept.",
                "For {count} actions of enforcement it is written how law and rights are kept.",
                len(checked),
            ),
        ),
        s.about(
            [] if s.public else open_,
            "rights_check",
            w.t("Not written yet for: {names}.", names=s.labels(open_, MOST_NAMED)),
        ),
        s.about(
            powers,
            "",
            w.t("Powers that the city holds or shares and actions use: {names}.", names=s.labels(powers, MOST_NAMED)),
        ),
        s.about(
            forbidden, "verdict", w.t("Partners of actions that may not be one: {names}.", names=s.labels(forbidden))
        ),
    ]


def _equality(s: Story) -> list[Statement | None]:
    w = s.words
    live = [line for line in s.analysis.actions if line.live]
    gain = tallied(s, "groups", [line.beneficiaries for line in live])
    bad = [line for line in s.analysis.problems if line.is_bad and not line.not_applicable]
    hit = tallied(s, "groups", [group for line in bad for group in line.groups])
    return [
        s.say_if(
            hit,
            w.t("Hit by the serious problems, with how many of them: {groups}.", groups=hit),
            *s.of(bad, "group_1", "group_2"),
        ),
        s.say_if(
            gain,
            w.t("Gain most from the actions, with how many of them: {groups}.", groups=gain),
            *s.of(live, "beneficiaries"),
        ),
    ]


def _data(s: Story) -> list[Statement | None]:
    w, profile = s.words, s.audit.profile
    controller, day = (
        "" if s.audit.withholds(profile, column) else s.value("PROFILE", column)
        for column in ("controller", "delete_by")
    )
    return [
        s.say_if(
            controller, closed(w.t("Responsible for the data: {office}", office=controller)), "PROFILE.controller"
        ),
        s.say_if(day, w.t("Working files are to be deleted by {day}.", day=day), "PROFILE.delete_by"),
    ]


def _staff(s: Story) -> list[Statement | None]:
    w, lines = s.words, s.analysis.money
    posts = sum(line.posts for line in lines)
    rows = [row_id for line in lines for row_id in line.row_ids]
    said = w.t("Full-time posts in the budget lines: {count}.", count=w.number(posts, 1))
    return [s.say_if(posts, said, *s.of(rows, "posts"))]


# The way to the decision ---------------------------------------------------------------------------------------------

ROUTE = ("body", "decided_on", "record", "route", "conditions", "may_edit", "review", "review_by", "publication",
         "published_where")  # fmt: skip


def route(s: Story) -> Section:
    """Route and dates, conditions, who may change the plan, review and publication; for a plan that is not adopted a place to record the vote."""
    w, row = s.words, s.audit.decision
    section = Section("route", w.t("Route, changes and review"), sheets=("DECISION",))
    adopted = row.state in ADOPTED
    names = {column: w.column("DECISION", column) for column in ROUTE if s.audit.edition.has("DECISION", column)}
    if row.state in DECIDED and not adopted and "decided_on" in names:
        names |= {"decided_on": w.t("Date of the earlier decision"), "record": w.t("Earlier minute or record")}
    if row.state not in DECIDED:
        names |= {"body": w.t("Body that decides"), "decided_on": w.t("Date of the meeting")} if "body" in names else {}
    lines: list[Cells] = []
    for column, name in names.items():
        text = "" if s.audit.withholds(row, column) else shortened(s.value(row.id, column), FACT)
        if text or not s.public:
            lines.append({"matter": name, "answer": s.answer(row.id, column, text=text or BLANK)})
    head = {"matter": w.t("Matter"), "answer": w.t("Answer")}
    section.blocks["facts"] = (
        Block(caption=w.t("How the plan is decided and kept"), head=head, lines=lines) if lines else Block()
    )
    if not adopted and not s.public:
        choices = [s.code("decision_state", code) for code in ("adopted", "adopted_changed", "sent_back", "rejected")]
        signed = w.t("Date and record: {line} Signed for the council: {other}", line=BLANK, other=BLANK)
        section.blocks["vote"] = Block(heading=w.t("The vote"), points=[para(s.say(text)) for text in choices])
        section.blocks["signed"] = Block(text=[para(s.say(signed))])
    return section

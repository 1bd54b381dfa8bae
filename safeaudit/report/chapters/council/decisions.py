"""What a council is asked to decide: numbered, each with its actions, money, office, date and check (framework Part III)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.agree import paid
from safeaudit.analysis.votes import BEGUN, NEEDS, VoteLine
from safeaudit.framework import scales
from safeaudit.report.chapters.council.further import further
from safeaudit.report.chapters.council.request import NAME, Request, amount, blank, office, put_off
from safeaudit.report.writing.phrases import lines_of, there, upper
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.shortening import shortened
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras
from safeaudit.sheets.agree import ADOPTED, DECIDED, YEARS

MEASURE = 160
"""The most letters of how an action will be checked; the full report has it whole."""
MOST_ACTIONS, MOST_MEASURES, MOST_LEADS, MOST_LACKING = 6, 2, 3, 20


def decisions(s: Story) -> Section:
    """What is voted on; of a plan that is adopted, what was decided and what is still open."""
    w = s.words
    adopted = s.audit.decision.state in ADOPTED
    heading = w.t("What was decided, and what is still open") if adopted else w.t("What the council is asked to decide")
    section = Section("decisions", heading, sheets=("ACTIONS", "DECISION", "PRIORITIES", "PARTNERS"))
    passed = [_carried_out(s, line) for line in s.analysis.votes if line.adopted]
    asked = [
        *([] if adopted else _plan(s)),
        *(_carried_out(s, line) for line in s.analysis.votes if not line.adopted),
        *further(s),
    ]
    section.text = paras(_opening(s, adopted=adopted), _counted(s, asked, adopted=adopted))
    section.blocks["adopted"] = _table(s, w.t("What the council has adopted"), passed, w.t("Adopted"))
    title = w.t("What is still to be decided") if adopted else w.t("Decisions")
    section.blocks["asked"] = _table(s, title, asked, w.t("The council decides to"))
    section.blocks["lacking"] = _lacking(s)
    return section


def _opening(s: Story, *, adopted: bool) -> Paragraph:
    w, row = s.words, s.audit.decision
    about = w.t("This paper asks the council to decide on the safety plan of {city}.", city=s.city)
    if adopted:
        about = w.t(
            "The safety plan of {city} is adopted. This paper says what was decided and what is open.", city=s.city
        )
    if row.state == "adopted_changed":
        about = w.t(
            "The safety plan of {city} is adopted with changes. This paper says what was decided and what is open.",
            city=s.city,
        )
    appendix = w.t("The full report is its appendix: it has the evidence, every action and the limits of the audit.")
    if s.public:
        appendix = w.t(
            "The public version of the full report is its appendix: it has the evidence and the limits of the audit."
        )
    day, record = s.value(row.id, "decided_on"), s.value(row.id, "record")
    return para(
        s.say(about, "PROFILE.city"),
        s.say_if(
            adopted and day and not s.audit.withholds(row, "decided_on"),
            w.t("Decided on {day}.", day=day),
            "DECISION.decided_on",
        ),
        _before(s),
        s.say_if(
            adopted and record and not s.audit.withholds(row, "record"),
            closed(w.t("Minute or record: {record}", record=record)),
            "DECISION.record",
        ),
        s.say(appendix),
    )


def _before(s: Story) -> Statement | None:
    """What the council did with the plan before, where it did not adopt it."""
    w, row = s.words, s.audit.decision
    if row.state not in DECIDED or row.state in ADOPTED or s.audit.withholds(row, "state", "decided_on"):
        return None
    state, day = s.low_code("decision_state", row.state), s.value(row.id, "decided_on")
    said = w.t("It was before the council earlier: {state}.", state=state)
    if day:
        said = w.t("It was before the council on {day}: {state}.", day=day, state=state)
    return s.say(said, "DECISION.state", "DECISION.decided_on")


def _counted(s: Story, asked: Sequence[Request], *, adopted: bool) -> Paragraph:
    """How much there is to decide; where nothing is, what is missing for it."""
    w = s.words
    nothing = w.t("Nothing in the answers is ready for a vote yet.")
    if adopted:
        nothing = w.t("Nothing else waits for a decision.")
    return para(
        s.say_if(asked and not s.analysis.votes, s.among(w.t("No action is ready for a vote yet."), "ACTIONS")),
        s.say_if(asked, w.n("There is one decision to take.", "There are {count} decisions to take.", len(asked))),
        s.say_if(not asked, s.among(nothing, "ACTIONS")),
    )


def _table(s: Story, title: str, requests: Sequence[Request], decided: str) -> Block:
    w = s.words
    if not requests:
        return Block()
    head = {
        "number": w.t("No."),
        "decision": decided,
        "money": w.t("Money and source"),
        "who": w.t("Office; by when"),
        "check": w.t("How it is checked"),
    }
    lines: list[Cells] = [
        {"number": str(number), "decision": each.what, "money": each.money, "who": each.who, "check": each.check}
        for number, each in enumerate(requests, 1)
    ]
    currency = s.audit.profile.currency
    caption = w.t("{title}; money in {currency}", title=title, currency=currency) if currency else title
    return Block(heading=title, caption=caption, head=head, lines=lines)


# The plan and its actions --------------------------------------------------------------------------------------------


def _plan(s: Story) -> list[Request]:
    """The plan as a whole, where there is one."""
    w, row = s.words, s.audit.decision
    live = [line for line in s.analysis.actions if line.live]
    if not s.analysis.votes:
        return []  # nothing of it can be voted on
    dated = row.plan_from and row.plan_to and not any(s.audit.withholds(row, each) for each in ("plan_from", "plan_to"))
    named = w.t("Adopt the safety plan.")
    if dated:
        first, last = s.value(row.id, "plan_from"), s.value(row.id, "plan_to")
        named = w.t("Adopt the safety plan for {first} to {last}.", first=first, last=last)
    review = "" if s.audit.withholds(row, "review") else s.low_code("plan_review", _settled(row.review))
    return [
        Request(
            s.say(lines_of(named, _parts(s)), "DECISION.plan_from", "DECISION.plan_to", *s.of(live)),
            _whole(s),
            office(s),
            s.cell(w.t("Review: {often}", often=review) if review else blank(s), "DECISION.review"),
        )
    ]


def _parts(s: Story) -> str:
    """How many actions the plan has, and what becomes of them: the parts make up the whole."""
    w = s.words
    live = [line for line in s.analysis.actions if line.live]
    begun = sum(line.status in BEGUN for line in live)
    put = sum(len(line.row_ids) for line in s.analysis.votes)
    off = len(put_off(s))
    parts = there(
        (put, w.n("one is put to the vote here", "{count} are put to the vote here", put)),
        (begun, w.n("one has begun", "{count} have begun", begun)),
        (off, w.n("one is put off", "{count} are put off", off)),
    )
    said = w.n(
        "The plan has one action: {parts}.", "The plan has {count} actions: {parts}.", len(live), parts=w.listed(parts)
    )
    return s.among(said, "ACTIONS")


def _whole(s: Story) -> Statement:
    """What the plan costs by what becomes of its actions; what is not costed is counted and is not 0."""
    w = s.words
    live = [line for line in s.analysis.actions if line.live]
    put = {row_id for line in s.analysis.votes for row_id in line.row_ids}
    parts = {
        w.t("Put to the vote: {amount}"): [line for line in live if line.row_id in put],
        w.t("Begun: {amount}"): [line for line in live if line.status in BEGUN],
        w.t("Put off: {amount}"): [line for line in live if line.row_id in put_off(s)],
    }
    costs = {said: [line.cost for line in own if line.cost is not None] for said, own in parts.items()}
    told = [said.format(amount=amount(s, sum(found))) for said, found in costs.items() if found]
    bare = sum(line.cost is None for line in live)
    without = w.n("one action has no cost yet", "{count} actions have no cost yet", bare) if bare else ""
    return s.cell(lines_of(*told, without), *s.of(live, "cost"))


def _carried_out(s: Story, line: VoteLine) -> Request:
    """Actions that are decided on together."""
    w, count = s.words, len(line.row_ids)
    said = w.n("Carry out one action.", "Carry out {count} actions.", count)
    if line.component:
        part = s.low_code("component", line.component)
        said = w.n("In {part}: carry out one action.", "In {part}: carry out {count} actions.", count, part=part)
    if line.problem and not s.audit.withholds(s.audit.by_id[str(line.priority)], "problem"):
        said = w.n(
            "Against “{problem}”: carry out one action.",
            "Against “{problem}”: carry out {count} actions.",
            count,
            problem=s.label(line.problem),
        )
    named = [f"{_id(s, row_id)}{shortened(s.label(row_id), NAME)}" for row_id in line.row_ids[:MOST_ACTIONS]]
    return Request(
        s.say(lines_of(said, *named, _more(s, count - MOST_ACTIONS)), *s.of(line.row_ids, "action")),
        _money(s, line),
        _who(s, line),
        _checked(s, line),
    )


def _id(s: Story, row_id: str) -> str:
    """The ID before the name of an action; nothing where it has no name and the ID stands for it."""
    return "" if s.label(row_id) == row_id else f"{row_id} · "


def _more(s: Story, count: int) -> str:
    return s.words.n("and one more in the plan", "and {count} more in the plan", count) if count > 0 else ""


def _money(s: Story, line: VoteLine) -> Statement:
    """What the actions cost, lasting and one-off money apart, and from which sources their budget lines take it."""
    w = s.words
    own = [each for each in s.analysis.actions if each.row_id in line.row_ids]
    parts = []
    for code in (*scales()["funding"], None):
        costs = [each.cost for each in own if each.funding == code and each.cost is not None]
        kind = s.code("funding", code) or w.t("Not said how")
        parts += [w.t("{kind}: {amount}", kind=kind, amount=amount(s, sum(costs)))] if costs else []
    lines = [each for each in paid(s.audit) if each.action in line.row_ids]
    taken = []
    for source in (*scales()["money_source"], None):
        sums = [each.total for each in lines if each.source == source and each.total is not None]
        name = s.low_code("money_source", source) or w.t("not said")
        taken += [w.t("{name} {amount}", name=name, amount=amount(s, sum(sums)))] if sums else []
    bare = sum(each.cost is None for each in own)
    open_ = w.n("one action has no cost yet", "{count} actions have no cost yet", bare) if bare else ""
    said = w.t("From: {parts}", parts=w.t("; ").join(taken)) if taken else ""
    refs = [*s.of(line.row_ids, "cost", "funding"), *s.of([each.id for each in lines], "source", *YEARS)]
    return s.cell(lines_of(*parts, said, open_), *refs)


def _who(s: Story, line: VoteLine) -> Statement:
    leads = list(dict.fromkeys(filter(None, (s.value(row_id, "lead") for row_id in line.row_ids))))
    more = len(leads) - MOST_LEADS
    shown = [shortened(each, NAME) for each in leads[:MOST_LEADS]]
    others = s.words.n("and one more office", "and {count} more offices", more) if more > 0 else ""
    by = s.words.t("by {month}", month=s.words.month(line.ends)) if line.ends else ""
    return s.cell(lines_of(*(shown or [blank(s)]), others, by), *s.of(line.row_ids, "lead", "ends"))


def _checked(s: Story, line: VoteLine) -> Statement:
    """The measures of the first actions with what they should reach."""
    measures = [
        s.words.t("{measure} (target: {target})", measure=s.value(each, "indicator"), target=s.value(each, "target"))
        if s.value(each, "target")
        else s.value(each, "indicator")
        for each in line.row_ids
        if s.value(each, "indicator")
    ]
    shown = [shortened(each, MEASURE) for each in measures[:MOST_MEASURES]]
    parts = (*shown, _more(s, len(measures) - MOST_MEASURES))
    return s.cell(lines_of(*parts) if shown else blank(s), *s.of(line.row_ids, "indicator", "target"))


# What keeps others from a vote --------------------------------------------------------------------------------------


def _lacking(s: Story) -> Block:
    """What each action lacks for a vote."""
    w, ids = s.words, put_off(s)
    if not ids:
        return Block()
    names = {
        "lead": w.t("who leads"),
        "ends": w.t("the date"),
        "cost": w.t("the cost"),
        "funding": w.t("how it is paid"),
        "indicator": w.t("how it will be checked"),
    }
    needs = [column for column in NEEDS if s.audit.edition.has("ACTIONS", column)]
    lines: list[Cells] = []
    for row_id in ids[:MOST_LACKING]:
        open_ = [each.column for each in s.analysis.lacks if row_id in each.row_ids]
        missing = upper(w.listed([names[column] for column in open_]))
        missing = w.t("All of these") if open_ == needs else missing
        action = s.named(row_id, before=_id(s, row_id))
        lines.append({"action": action, "missing": s.cell(missing, *s.of([row_id], *open_))})
    title, more = w.t("Actions that lack what a vote needs"), len(ids) - MOST_LACKING
    rest = w.n("The full report has one more.", "The full report has {count} more.", more)
    wanted = w.t("A vote needs to know of an action: {needs}.", needs=w.listed([names[column] for column in needs]))
    return Block(
        heading=title,
        caption=title,
        head={"action": w.t("Action"), "missing": w.t("What is missing")},
        lines=lines,
        text=paras(para(s.say(wanted), s.say_if(more > 0, rest))),
    )


def _settled(code: str | None) -> str | None:
    """How often the plan is reviewed; None where that is not settled."""
    return None if code in ("not_yet", "none") else code

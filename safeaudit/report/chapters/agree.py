"""Chapters on what a council decides on: the decision, problems, priorities with their reasons, money by source and year."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.agree import NOT_FOUND, MoneyLine, PriorityLine, ProblemLine
from safeaudit.report.writing.phrases import basis_cell, lines_of, typed, upper
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras
from safeaudit.sheets.agree import DECIDED as DECISIONS
from safeaudit.sheets.agree import YEARS

MOST_ACTIONS = 5
"""Actions named beside a priority; the others are counted."""

# The decision --------------------------------------------------------------------------------------------------------

REACHED = ("mandate", "steering", "coordinator", "validation", "validation_how", "scoring", "options_rejected", "consultation",
           "consultation_changed")  # fmt: skip
FIELDWORK = ("fieldwork_points", "fieldwork_routes", "fieldwork_sample", "fieldwork_from", "fieldwork_to")
DECIDED = ("state", "body", "decided_on", "record", "route", "conditions", "may_edit", "plan_basis", "plan_from", "plan_to",
           "review", "review_by", "publication", "published_where")  # fmt: skip


def decision(s: Story) -> Section:
    """Who decided what and on what terms, and how audit and plan were reached."""
    w = s.words
    section = Section("decision", w.t("The decision and how it was reached"), sheets=("DECISION",))
    section.blocks["decided"] = _facts(s, w.t("The decision"), DECIDED)
    section.blocks["reached"] = _facts(s, w.t("How audit and plan were made"), (*REACHED, *FIELDWORK, "fieldwork_how"))
    return section


def _facts(s: Story, title: str, columns: Sequence[str]) -> Block:
    """A line a fact that is given and may be shown."""
    w, row = s.words, s.audit.decision
    given = [column for column in columns if s.value(row.id, column) and not s.audit.withholds(row, column)]
    names = {column: w.column("DECISION", column) for column in given}
    if row.state not in DECISIONS and "body" in names:
        names["body"] = w.t("Body that decides")
    lines: list[Cells] = [{"matter": name, "answer": s.answer(row.id, column)} for column, name in names.items()]
    if not lines:
        return Block()
    return Block(heading=title, caption=title, head={"matter": w.t("Matter"), "answer": w.t("Answer")}, lines=lines)


# Problems ------------------------------------------------------------------------------------------------------------


def problems(s: Story) -> Section:
    """The problems as people name them: how bad, for whom, what lies behind, what answers them."""
    w = s.words
    section = Section("problems", w.t("Crime and safety problems"), sheets=("PROBLEMS",))
    told = [line for line in s.analysis.problems if not line.not_applicable and line.how_bad]
    if not told:
        return section
    bad = [line for line in told if line.is_bad]
    worse = [line for line in bad if line.trend == "rising"]
    unknown = [line for line in told if line.how_bad == "unknown"]
    section.text = paras(
        para(
            s.say(
                w.n(
                    "One problem is rated serious or very serious: {names}.",
                    "{count} problems are rated serious or very serious: {names}.",
                    len(bad),
                    names=s.labels(s.of(bad), 16),
                ),
                *s.of(bad, "how_bad"),
            )
            if bad
            else s.say(s.among(w.t("No problem is rated serious."), "PROBLEMS"), *s.of(told, "how_bad")),
            s.about(worse, "trend", w.t("Getting worse among them: {names}.", names=s.labels(s.of(worse), 16))),
            s.about(
                unknown, "how_bad", w.t("How bad these are is not known: {names}.", names=s.labels(s.of(unknown), 16))
            ),
            s.say(
                w.t(
                    "They are the problems as people name them; the risks and flows behind them follow in the next chapters."
                )
            ),
        )
    )
    rated = [line for line in told if line.how_bad not in ("0", "unknown")]
    section.blocks["rated"] = _rated(s, rated)
    section.blocks["answers"] = _answers(s, bad)
    return section


def worst_told(s: Story, most: int) -> list[Statement | None]:
    """In three sentences which problems are very serious, which serious, and which of these get worse; `most` names in each."""
    w = s.words
    told = [line for line in s.analysis.problems if not line.not_applicable]
    worst = [line.row_id for line in told if line.how_bad == "3"]
    serious = [line.row_id for line in told if line.how_bad == "2"]
    worse = [line.row_id for line in told if line.is_bad and line.trend == "rising"]
    return [
        s.about(worst, "how_bad", w.t("Very serious: {names}.", names=s.labels(worst, most))),
        s.about(serious, "how_bad", w.t("Serious: {names}.", names=s.labels(serious, most))),
        s.about(worse, "trend", w.t("Getting worse: {names}.", names=s.labels(worse, most))),
    ]


def causes_told(s: Story, most: int) -> Statement | None:
    """The high risks, as what lies behind the problems."""
    high = [line.row_id for line in s.analysis.risks if line.is_high]
    return s.about(high, "level", s.words.t("What lies behind them most: {names}.", names=s.labels(high, most)))


def _rated(s: Story, lines: Sequence[ProblemLine]) -> Block:
    w = s.words
    head = {
        "problem": w.t("Problem"),
        "bad": w.t("How bad; trend"),
        "place": w.t("Where and when"),
        "whom": w.t("Who is hit; who does it"),
        "behind": w.t("Risks and flows behind it"),
        "basis": w.t("Evidence; confidence"),
    }
    return (
        Block(caption=w.t("Problems, the worst first"), head=head, lines=[_problem(s, line) for line in lines])
        if lines
        else Block()
    )


def _problem(s: Story, line: ProblemLine) -> Cells:
    row_id = line.row_id
    places = s.cell_list(line.areas)
    people = "; ".join(s.code("groups", code) for code in line.groups)
    done_by = s.words.t("done by: {kind}", kind=s.low_code("done_by", line.done_by)) if line.done_by else ""
    behind = s.cell_list((*line.risks, *line.flows))
    return {
        "problem": s.named(row_id),
        "bad": how_bad(s, line),
        "place": s.answer(
            row_id, "area_1", "area_2", "area_3", "hours", text=lines_of(places, s.code("hours", line.hours))
        ),
        "whom": s.answer(row_id, "group_1", "group_2", "done_by", text=lines_of(people, upper(done_by))),
        "behind": s.answer(row_id, "risk_1", "risk_2", "flow_1", "flow_2", text=behind),
        "basis": basis_cell(s, line),
    }


def how_bad(s: Story, line: ProblemLine) -> Statement:
    """How bad a problem is, and below it how it moves."""
    said = lines_of(s.code("how_bad", line.how_bad), s.code("trend", line.trend))
    return s.answer(line.row_id, "how_bad", "trend", text=said)


ANSWERED = ("responds", "gap", "services", "services_missing")


def _answers(s: Story, bad: Sequence[ProblemLine]) -> Block:
    """What answers the bad problems today and what is missing, in the team's words."""
    points = [point for line in bad if (point := _answer(s, line)).sentences]
    return Block(heading=s.words.t("What answers them, and what is missing"), points=points) if points else Block()


def _answer(s: Story, line: ProblemLine) -> Paragraph:
    w, row_id = s.words, line.row_id
    leads = {
        "responds": w.t("Today: {text}"),
        "gap": w.t("Missing: {text}"),
        "services": w.t("Services: {text}"),
        "services_missing": w.t("Looked for and not found: {text}"),
    }
    row = s.audit.by_id[row_id]
    told: list[Statement | None] = []
    for column in ANSWERED:
        text = s.value(row_id, column)
        if text and not s.audit.withholds(row, column):
            told.append(s.say(closed(leads[column].format(text=text)), f"{row_id}.{column}"))
    showed = s.low_code("services_showed", line.services_showed)
    if line.services_showed not in (None, "no_services"):
        told.append(s.say(w.t("What their evaluation showed: {answer}.", answer=showed), f"{row_id}.services_showed"))
    return para(*told, lead=closed(s.label(row_id)))


# Priorities ----------------------------------------------------------------------------------------------------------


def priorities(s: Story) -> Section:
    """What the city takes up first and why, with the team's score beside the residents' rank."""
    w, lines = s.words, list(s.analysis.priorities)
    section = Section("priorities", w.t("What comes first, and why"), sheets=("PRIORITIES",))
    if not lines:
        return section
    asked = [line.row_id for line in lines if line.residents_rank]
    section.text = [
        para(
            s.say(
                w.n(
                    "The city takes up one problem first.",
                    "The city takes up {count} problems first; the most important one leads.",
                    len(lines),
                ),
                *s.of(lines, "problem"),
            ),
            s.about(asked, "residents_rank", w.t("The place that residents gave them stands beside the team’s score.")),
        )
    ]
    section.blocks["chosen"] = _chosen(s, lines)
    section.blocks["arguments"] = _arguments(s, lines)
    return section


def _chosen(s: Story, lines: Sequence[PriorityLine]) -> Block:
    w = s.words
    head = {
        "place": w.t("No."),
        "problem": w.t("Problem"),
        "why": w.t("Why"),
        "score": w.t("Score of the team"),
        "rank": w.t("Rank by residents"),
        "agreed": w.t("Agreed by"),
        "actions": w.t("Actions"),
    }
    rows = [_priority(s, line) for line in lines]
    return Block(caption=w.t("The priorities in the order of the team"), head=head, lines=rows)


def _priority(s: Story, line: PriorityLine) -> Cells:
    """A line of the table; of a problem that is withheld from the public its place alone."""
    place, problem = s.cell(str(line.place), f"{line.row_id}.problem"), s.answer(line.row_id, "problem")
    if is_withheld(s, line):
        return {"place": place, "problem": problem, **dict.fromkeys(("why", "score", "rank", "agreed", "actions"), "–")}
    return {
        "place": place,
        "problem": problem,
        "why": reasons(s, line),
        "score": s.answer(line.row_id, "score"),
        "rank": s.answer(line.row_id, "residents_rank"),
        "agreed": s.answer(line.row_id, "agreed_by"),
        "actions": _answering(s, line),
    }


def reasons(s: Story, line: PriorityLine) -> Statement:
    """Why a priority was chosen, a reason a line."""
    said = lines_of(*(s.code("priority_why", why) for why in line.reasons))
    return s.answer(line.row_id, "why_1", "why_2", text=said)


def is_withheld(s: Story, line: PriorityLine) -> bool:
    """Whether the public may not see which problem it is."""
    return s.audit.withholds(s.audit.by_id[line.row_id], "problem")


def _answering(s: Story, line: PriorityLine) -> Statement:
    """The actions that name the problem; where none does, those that act on what lies behind it."""
    if line.named_by:
        return s.cell(s.joined(line.named_by, MOST_ACTIONS), *s.of(line.named_by, "problem"))
    return s.cell(s.joined(line.actions, MOST_ACTIONS), *line.actions)


def _arguments(s: Story, lines: Sequence[PriorityLine]) -> Block:
    w, points = s.words, []
    for line in lines:
        if is_withheld(s, line):
            continue
        later = s.value(line.row_id, "later")
        after = s.say_if(later, closed(w.t("Left for later: {text}", text=later)), f"{line.row_id}.later")
        said = typed(s, line.row_id, "argument")
        sentences = (*(said.sentences if said else ()), *([after] if after else []))
        if sentences:
            points.append(para(*sentences, lead=closed(s.label(line.problem))))
    return Block(heading=w.t("The argument for each"), points=points) if points else Block()


# Money ---------------------------------------------------------------------------------------------------------------


def money(s: Story) -> Section:
    """Who pays how much in which year; what is new and what is not found yet."""
    w, lines = s.words, list(s.analysis.money)
    section = Section("money", w.t("Money by source and year"), sheets=("BUDGET",))
    if not lines:
        return section
    rows = [row_id for line in lines for row_id in line.row_ids]
    total = sum(line.total for line in lines)
    open_ones = [line for line in lines if line.source == NOT_FOUND]
    posts = sum(line.posts for line in lines)
    section.text = paras(
        para(
            s.say(
                w.t("The budget lines of the plan come to {total} in five years.", total=s.money(total)),
                *s.of(rows, *YEARS),
            ),
            *(
                s.say(
                    w.t("Of this, {amount} is not found yet.", amount=s.money(line.total)),
                    *s.of(line.row_ids, *YEARS, "source"),
                )
                for line in open_ones
            ),
            _kinds(s),
            s.say_if(
                posts, w.t("It pays for {count} full-time posts.", count=w.number(posts, 1)), *s.of(rows, "posts")
            ),
        ),
        para(
            share(s, lines),
            s.say_if(s.audit.decision.first_year, w.t("A financial year is named by the year in which it begins.")),
        ),
    )
    section.blocks["by_year"] = _by_year(s, lines)
    return section


def _kinds(s: Story) -> Statement | None:
    w = s.words
    kinds = [line for line in s.analysis.money_kinds if line.kind]
    parts = [
        w.t("{name} ({amount})", name=s.low_code("money_kind", line.kind), amount=s.money(line.total)) for line in kinds
    ]
    rows = [row_id for line in kinds for row_id in line.row_ids]
    return s.say_if(parts, w.t("What is found, by kind: {parts}.", parts="; ".join(parts)), *s.of(rows, "kind", *YEARS))


def share(s: Story, lines: Sequence[MoneyLine]) -> Statement | None:
    """The city's own money in the first year, beside all that it spends on safety."""
    w, row = s.words, s.audit.decision
    own = next((line for line in lines if line.source == "city"), None)
    if own is None or not own.years[0] or not row.safety_budget:
        return None
    said = w.t(
        "In the first year it takes {amount} of the city budget; all that the city spends on safety in a year is {budget}.",
        amount=s.money(own.years[0]),
        budget=s.money(row.safety_budget),
    )
    return s.say(said, *s.of(own.row_ids, "year_1", "source"), "DECISION.safety_budget")


def _by_year(s: Story, lines: Sequence[MoneyLine]) -> Block:
    w, first = s.words, s.audit.decision.first_year
    names = [str(first + number) if first else w.t("Year {number}", number=number + 1) for number in range(len(YEARS))]
    head = {"source": w.t("Source"), **dict(zip(YEARS, names, strict=True)), "total": w.t("All years")}
    rows: list[Cells] = [
        {
            "source": s.cell(s.code("money_source", line.source) or w.t("Not said"), *s.of(line.row_ids, "source")),
            **{year: _amount(s, line.years[n], line.row_ids, year) for n, year in enumerate(YEARS)},
            "total": _amount(s, line.total, line.row_ids, *YEARS),
        }
        for line in lines
    ]
    every = [row_id for line in lines for row_id in line.row_ids]
    sums = [sum(line.years[number] for line in lines) for number in range(len(YEARS))]
    rows.append(
        {
            "source": w.t("All sources"),
            **{year: _amount(s, sums[n], every, year) for n, year in enumerate(YEARS)},
            "total": _amount(s, sum(sums), every, *YEARS),
        }
    )
    currency = s.audit.profile.currency
    caption = (
        w.t("Money by source and year, in {currency}", currency=currency)
        if currency
        else w.t("Money by source and year")
    )
    return Block(caption=caption, head=head, lines=rows)


def _amount(s: Story, amount: float, rows: Sequence[str], *columns: str) -> Statement:
    return s.cell(s.words.number(amount) if amount else "–", *s.of(rows, *columns))

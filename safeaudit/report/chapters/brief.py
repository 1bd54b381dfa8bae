"""The two-page brief: a page of what was found, with what it rests on, and a page of what is asked of the council."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from safeaudit.analysis.flows import FlowLine, MarketLine
from safeaudit.analysis.risks import RiskLine
from safeaudit.analysis.system import PathLine
from safeaudit.findings import Severity, counts
from safeaudit.report.chapters import front
from safeaudit.report.writing.phrases import confidences, costs, dates, or_dash, tallied
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.shortening import shortened
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras

FINDING, WORDS, BASIS, NAME, ROLE, ASK = 230, 170, 150, 90, 60, 170
"""The most letters of a finding, a quoted explanation, what a finding rests on, an action’s name, a role, and a request."""
MOST_ACTIONS, MOST_ASKS = 5, 7


def brief(s: Story) -> list[Section]:
    """Both pages; whatever is cut ends in “…” and is whole in the strategy report."""
    summary = front.summary(s)
    return [_found(s, summary), _asked(s, summary)]


# What was found ------------------------------------------------------------------------------------------------------


def _found(s: Story, summary: Section) -> Section:
    w = s.words
    section = Section("found", w.t("What we found"), sheets=summary.sheets)
    section.text = [_short(paragraph, 2 * FINDING) for paragraph in summary.text]
    points = {point.topic: point for point in summary.blocks.get("main", Block()).points}
    topics = {
        "RISKS": w.t("Risks"),
        "FLOWS": w.t("Flows"),
        "MARKETS": w.t("Criminal governance"),
        "SYSTEM_MAP": w.t("Responses"),
        "RESILIENCE": w.t("Resilience"),
    }
    basis = _basis(s)
    lines: list[Cells] = []
    missing = []
    for (sheet, topic), rests_on in zip(topics.items(), basis, strict=True):
        if sheet not in points:
            missing += [s.lower(topic)] if s.audit.edition.has(sheet) else []
            continue
        sentences = points[sheet].sentences
        said: Sequence[Statement | None] = sentences
        if sheet == "RISKS":  # the second sentence is the confidence, which has its own column
            said = [_cut(sentences[0], FINDING), _in_words(s)]
        lines.append({"topic": topic, "finding": _one(said, FINDING + WORDS), "basis": _one(rests_on, BASIS)})
    if not lines:  # then no drawing either, as if there were a finding
        section.blocks["heat_map"] = Block()
        return section
    head = {
        "topic": w.t("On"),
        "finding": w.t("What the audit found"),
        "basis": w.t("What it rests on, and how sure we are"),
    }
    without = w.t("The answers do not allow a finding yet on: {topics}.", topics=w.listed(missing))
    if s.public:
        without = w.t("This public version shows no finding on: {topics}.", topics=w.listed(missing))
    section.blocks["main"] = Block(
        caption=w.t("Main findings"), head=head, lines=lines, text=paras(para(s.say_if(missing, without)))
    )
    return section


def _basis(s: Story) -> list[list[Statement | None]]:
    """What each topic rests on, in the order of the topics."""
    high = [line for line in s.analysis.risks if line.is_high]
    flows = [line for line in s.analysis.flows if line.present == "yes"]
    markets = [line for line in s.analysis.markets if line.index_low is not None]
    areas = [line for line in s.analysis.areas if line.quadrant]
    judged = s.say(s.words.t("The team’s judgement of each area; no measurement."), *s.of(areas, "quadrant"))
    return [
        _rests_on(s, high),
        _rests_on(s, flows),
        _rests_on(s, markets),
        _rests_on(s, s.analysis.system_map),
        [judged],
    ]


def _rests_on(s: Story, lines: Sequence[RiskLine | FlowLine | MarketLine | PathLine]) -> list[Statement | None]:
    w, ids = s.words, s.of(lines)
    evidence = [None if isinstance(line, FlowLine) else line.evidence for line in lines]
    sure = confidences(s, [None if isinstance(line, PathLine) else line.sure for line in lines])
    basis = tallied(s, "evidence", evidence)
    upper = basis[:1].upper() + basis[1:]
    return [
        s.say_if(basis, closed(upper), *s.of(ids, "evidence"), basis=evidence),
        s.say_if(sure, w.t("Confidence: {levels}.", levels=sure), *s.of(ids, "confidence")),
        None if basis or sure else s.say(w.t("Basis and confidence are not stated.")),
    ]


def _in_words(s: Story) -> Statement | None:
    """The team's own explanation of the highest risk, as far as the page allows."""
    first = next((line.row_id for line in s.analysis.risks if line.rank == 1), "")
    text = s.value(first, "explanation")
    if not text:
        return None
    quoted = s.words.t("The team on the highest: “{text}”", text=shortened(text, WORDS))
    return s.say(quoted, f"{first}.explanation")


# What is asked -------------------------------------------------------------------------------------------------------


def _asked(s: Story, summary: Section) -> Section:
    w = s.words
    section = Section("asked", w.t("What we ask for"), sheets=("ACTIONS", "PARTNERS", "PROFILE"))
    asks = summary.blocks.get("asks", Block()).points
    section.text = paras(_plan(s)) if asks else [s.nothing("ACTIONS")]
    shown = asks if len(asks) <= MOST_ASKS else [*asks[: MOST_ASKS - 1], asks[-1]]
    section.blocks["decisions"] = (
        Block(heading=w.t("Decisions"), points=[_short(ask, ASK) for ask in shown]) if asks else Block()
    )
    section.blocks["actions"] = _actions(s)
    section.blocks["limits"] = Block(heading=w.t("What is uncertain"), points=_uncertain(s))
    section.blocks["closing"] = Block(text=[_closing(s)])
    return section


def _plan(s: Story) -> Paragraph:
    """How many actions, what they cost, and how they lean."""
    live = [line for line in s.analysis.actions if line.live]
    if not live:
        return para(s.say(s.among(s.words.t("No action is planned yet."), "ACTIONS")))
    w, leaning = s.words, s.analysis.reliance
    leans = w.t("It leans on enforcement, which alone tends to move problems.")
    return para(
        s.say(w.n("The strategy has one action.", "The strategy has {count} actions.", len(live)), *s.of(live)),
        costs(s),
        s.say_if(
            s.audit.edition.has("ACTIONS", "component"),
            leans if leaning.leans else s.among(w.t("It does not rest on enforcement alone."), "ACTIONS"),
            *leaning.row_ids,
        ),
        s.see("component_balance"),
    )


def _actions(s: Story) -> Block:
    """The actions to decide on, the most costly first."""
    w = s.words
    wanted = [line for line in s.analysis.actions if line.live and line.status == "proposed"]
    wanted.sort(key=lambda line: -(line.cost or 0))
    if not wanted:
        return Block()
    lines: list[Cells] = [
        {
            "action": s.say(f"{line.row_id} · {shortened(s.label(line.row_id), NAME)}", f"{line.row_id}.action"),
            "lead": s.say(or_dash(shortened(s.value(line.row_id, "lead"), ROLE)), f"{line.row_id}.lead"),
            "dates": s.say(dates(s, line.row_id), f"{line.row_id}.starts", f"{line.row_id}.ends"),
            "money": s.say(
                "; ".join(part for part in (s.money(line.cost), s.low_code("funding", line.funding)) if part),
                f"{line.row_id}.cost",
                f"{line.row_id}.funding",
            ),
        }
        for line in wanted[:MOST_ACTIONS]
    ]
    text = (
        [
            para(
                s.say(
                    w.t(
                        "The table lists the {shown} most costly of the {count} actions that wait for a decision; the strategy report "
                        "has all of them.",
                        shown=len(lines),
                        count=len(wanted),
                    )
                )
            )
        ]
        if len(wanted) > len(lines)
        else []
    )
    head = {"action": w.t("Action"), "lead": w.t("Who leads"), "dates": w.t("When"), "money": w.t("Cost and funding")}
    return Block(caption=w.t("Actions to decide on, the most costly first"), head=head, lines=lines, text=text)


def _uncertain(s: Story) -> list[Paragraph]:
    """What the reader must not take for certain."""
    w, found = s.words, counts(s.findings)
    unsure = [line.row_id for line in s.analysis.risks if line.is_high and line.sure == "low"]
    unknown = front.scale_unknown(s)
    weak = sum(line.count for line in s.analysis.limits if line.limit == "weak_evidence")
    errors, warnings = found[Severity.ERROR.value], found[Severity.WARNING.value]
    said = [
        s.about(
            unsure,
            "confidence",
            w.t(
                "The ratings of {names} are uncertain and should be checked before money is tied to them.",
                names=s.labels(unsure, 3),
            ),
        ),
        s.about(unknown, "scale", w.t("The size of these flows is not known: {names}.", names=s.labels(unknown, 3))),
        s.say_if(
            weak,
            w.n(
                "One line rests on media reports or on no evidence yet.",
                "{count} lines rest on media reports or on no evidence yet.",
                weak,
            ),
        ),
        s.say_if(
            errors or warnings,
            w.t(
                "Open after the automatic checks: errors {errors}, warnings {warnings}.",
                errors=errors,
                warnings=warnings,
            ),
        ),
        s.say(
            w.t("This audit cannot show what nobody reported, recorded or dared to say, and it cannot prove causes.")
        ),
    ]
    return [_short(para(sentence), ASK) for sentence in said if sentence is not None]


def _closing(s: Story) -> Paragraph:
    """The next audit, and where the rest is."""
    w, month = s.words, s.value("PROFILE", "next_audit")
    office = shortened(s.value("PROFILE", "lead_office"), NAME)
    return para(
        s.say_if(
            month or s.audit.edition.has("PROFILE", "next_audit"),
            w.t("The next audit is planned for {month}.", month=month)
            if month
            else w.t("No date for the next audit is set."),
            "PROFILE.next_audit",
        ),
        s.say(
            w.t("Everything behind these two pages is in the strategy report; texts that end in “…” are whole there.")
        ),
        s.say_if(office, w.t("It can be had from: {office}", office=closed(office)), "PROFILE.lead_office"),
    )


# Shortening ----------------------------------------------------------------------------------------------------------


def _short(paragraph: Paragraph, most: int) -> Paragraph:
    """A paragraph whose sentences together keep to this many letters."""
    kept: list[Statement] = []
    for sentence in paragraph.sentences:
        room = most - sum(len(each.text) for each in kept)
        if room < most * 0.2:
            break
        kept.append(_cut(sentence, room))
    return Paragraph(tuple(kept), paragraph.lead)


def _cut(sentence: Statement, most: int) -> Statement:
    return Statement(shortened(sentence.text, most), sentence.refs, sentence.basis)


def _one(sentences: Iterable[Statement | None], most: int) -> Statement:
    """Sentences as one, for a table cell."""
    said = [sentence for sentence in sentences if sentence is not None]
    refs = tuple(dict.fromkeys(ref for sentence in said for ref in sentence.refs))
    basis = tuple(sorted({code for sentence in said for code in sentence.basis}))
    return Statement(shortened(" ".join(sentence.text for sentence in said), most), refs, basis)

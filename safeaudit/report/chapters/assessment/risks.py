"""Chapter on risks (framework Part II, Risk and Threat Identification)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.risks import RiskLine
from safeaudit.report.chapters.assessment.figures import homicide, scorecard
from safeaudit.report.chapters.assessment.measures import by_area, by_year, details
from safeaudit.report.writing.phrases import basis_cell, resting, typed, upper
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Paragraph, Section, Statement, Story, fill, para, paras
from safeaudit.sheets.kinds import UNKNOWN

MOST_PAIRS = 6
"""Pairs of high risks named one by one; the others are counted."""


def risks(s: Story) -> Section:
    """Heat map, ranking, the highest in words, links, and the figures beside them."""
    w = s.words
    rated = [line for line in s.analysis.risks if line.rank or line.in_words]
    section = Section("risks", w.t("Risks"), sheets=("RISKS", "RISK_LEVELS", "INDICATORS", "MORE_FIGURES", "PROFILE"))
    if rated:
        section.text = _overview(s, rated)
        section.blocks["ranked"] = _ranked(s, rated)
        section.blocks["profiles"] = _profiles(s, rated)
        section.blocks["links"] = _links(s)
    else:
        section.text = [s.nothing("RISKS")]
    section.blocks["closeness"] = _closeness(s)
    section.blocks["homicide"] = homicide(s)
    section.blocks["scorecard"] = scorecard(s)
    section.blocks["details"] = details(s)
    section.blocks["by_year"] = by_year(s)
    section.blocks["by_area"] = by_area(s)
    return section


def _overview(s: Story, rated: Sequence[RiskLine]) -> list[Paragraph]:
    w = s.words
    high = [line for line in rated if line.is_high]
    critical = [line.row_id for line in rated if line.level == "critical"]
    rising = [line.row_id for line in high if line.trend == "rising"]
    heard = [line.row_id for line in high if line.raised_by_residents == "yes"]
    unasked = [line.row_id for line in high if line.raised_by_residents == UNKNOWN]
    unsure = [line.row_id for line in high if line.sure == "low"]
    unrated = [line for line in s.analysis.risks if not line.rank and not line.in_words]
    worded = [line.row_id for line in rated if line.in_words]
    first = w.n(
        "One risk was rated.",
        "{count} risks were rated, each by its likelihood and its impact on residents.",
        len(rated),
    )
    if worded:
        first = w.n(
            "One risk was rated, in words alone.", "{count} risks were rated, by score or in words.", len(rated)
        )
    second = (
        w.n("One is high or critical.", "{count} are high or critical.", len(high))
        if high
        else s.among(w.t("None is high."), "RISKS")
    )
    worst = s.among(w.t("None is critical."), "RISKS")
    if critical:
        worst = w.n(
            "One is critical: {names}.", "{count} are critical: {names}.", len(critical), names=s.labels(critical, 5)
        )
    return paras(
        para(
            s.say(first, *s.of([line for line in rated if line.rank], "score"), *s.of(worded, "matters")),
            s.about(
                worded if len(rated) > 1 else [],
                "matters",
                w.n(
                    "One of them is rated in words alone and has no score; it stands at the end of the table.",
                    "{count} of them are rated in words alone and have no score; they stand at the end of the table.",
                    len(worded),
                ),
            ),
            s.say(second, *s.of(high, "level")),
            s.say_if(high, worst, *s.of(critical, "level")),
            s.about(
                rising,
                "trend",
                w.t("Among the high ones, these are said to be rising: {names}.", names=s.labels(rising)),
            ),
            s.see("risk_heat_map", "risks.ranked"),
        ),
        para(
            resting(s, rated),
            s.say_if(
                high,
                w.n(
                    "Residents themselves raised one of these.",
                    "Residents themselves raised {count} of these.",
                    len(heard),
                )
                if heard
                else s.among(w.t("None of these is said to have been raised by residents."), "RISKS"),
                *s.of(heard, "raised_by_residents"),
            ),
            s.about(
                unasked,
                "raised_by_residents",
                w.n(
                    "Of one it is not known whether residents raised it.",
                    "Of {count} it is not known whether residents raised them.",
                    len(unasked),
                ),
            ),
            s.about(
                unsure,
                "confidence",
                w.t(
                    "The ratings of {names} are uncertain and should be checked before money is tied to them.",
                    names=s.labels(unsure),
                ),
            ),
            s.say(w.t("A score orders talks about what comes first; it is not a measurement.")),
        ),
        _left_out(s, unrated),
    )


def _left_out(s: Story, unrated: Sequence[RiskLine]) -> Paragraph:
    w = s.words
    gone = [line.row_id for line in unrated if line.relevant == "no"]
    unknown = [line.row_id for line in unrated if line.relevant == "unknown"]
    open_ended = [line.row_id for line in unrated if line.relevant != "no" and line.score_range is not None]
    no_idea = [line.row_id for line in unrated if line.relevant == "yes" and line.unrated == "unknown"]
    blank = [
        line.row_id for line in unrated if line.relevant in (None, "yes") and line.row_id not in (*open_ended, *no_idea)
    ]
    ranges = {line.row_id: w.span(*line.score_range) for line in unrated if line.score_range is not None}
    return para(
        s.about(gone, "relevant", w.t("Said not to matter here: {names}.", names=s.labels(gone))),
        s.about(unknown, "relevant", w.t("Not known, and so a gap to close: {names}.", names=s.labels(unknown))),
        s.about(
            open_ended,
            "likelihood",
            w.t(
                "Likelihood or impact is not known, so that the score is a range: {names}.",
                names=w.listed(
                    [w.t("{name} ({count})", name=s.labels([each]), count=ranges[each]) for each in open_ended]
                ),
            ),
        ),
        s.about(
            no_idea,
            "likelihood",
            w.t("Relevant, but how likely and how bad is not known: {names}.", names=s.labels(no_idea)),
        ),
        s.about(blank, "", w.t("Not rated yet: {names}.", names=s.labels(blank))),
    )


def _ranked(s: Story, rated: Sequence[RiskLine]) -> Block:
    w = s.words
    head = {
        "rank": w.t("Rank"),
        "risk": w.t("Risk"),
        "score": w.t("Score"),
        "level": w.t("Level"),
        "trend": w.t("Trend"),
        "basis": w.t("Evidence; confidence"),
        "whom": w.t("Whom and where it hits hardest"),
    }
    lines = [
        {
            "rank": s.answer(line.row_id, "score", text=str(line.rank)) if line.rank else "–",
            "risk": s.named(line.row_id),
            "score": s.answer(line.row_id, "likelihood", "impact", "score", text=_score(s, line))
            if line.rank
            else s.answer(line.row_id, "matters"),
            "level": s.answer(
                line.row_id,
                *(("likelihood", "impact") if line.rank else ("matters",)),
                text=s.code("risk_level", line.level),
            ),
            "level_fill": fill(line.level),
            "trend": s.answer(line.row_id, "trend"),
            "basis": basis_cell(s, line),
            "whom": _where(s, line),
        }
        for line in rated
    ]
    return Block(caption=w.t("Risks by score (likelihood times impact, 1 to 25)"), head=head, lines=lines)


def _score(s: Story, line: RiskLine) -> str:
    return s.words.t(
        "{likelihood} × {impact} = {score}", likelihood=line.likelihood, impact=line.impact, score=line.score
    )


def _where(s: Story, line: RiskLine) -> Statement:
    groups = ", ".join(s.code("groups", code) for code in line.groups)
    areas = ", ".join(s.label(area) for area in line.areas)
    columns = ("group_1", "group_2", "group_3", "area_1", "area_2")
    return s.answer(line.row_id, *columns, text="; ".join(part for part in (groups, areas) if part))


def _profiles(s: Story, rated: Sequence[RiskLine]) -> Block:
    w = s.words
    points = []
    shown = [line for line in rated if line.is_main]
    withheld = s.audit.carried.answered if s.audit.carried else frozenset[str]()
    named = {line.row_id for line in shown if line.actions} | withheld
    for line in shown:
        fed = s.say_if(line.fed_by, w.t("Fed by {flows}.", flows=s.labels(line.fed_by, 4)), *line.fed_by)
        unanswered = None if line.row_id in named else s.say(w.t("No action of the strategy names it."), line.row_id)
        found = typed(s, line.row_id, "explanation", lead=closed(s.label(line.row_id)))
        if found:
            points.append(para(*found.sentences, fed, unanswered, lead=found.lead))
    if not points:
        return Block()
    rest = [line.row_id for line in rated if line.is_high and line not in shown and s.value(line.row_id, "explanation")]
    if rest and not s.public:  # the reader of a public version has no workbook
        more = w.n(
            "The explanation of one more high risk is in the workbook: {names}.",
            "The explanations of {count} more high risks are in the workbook: {names}.",
            len(rest),
            names=s.labels(rest),
        )
        points.append(para(s.say(more, *s.of(rest, "explanation"))))
    return Block(heading=w.t("The main risks in words"), points=points)


def _links(s: Story) -> Block:
    w, clusters = s.words, s.analysis.risk_clusters
    pairs = [line for line in s.analysis.risk_links if line.both_high]
    if not clusters:
        return Block()
    largest = clusters[0]
    seen: list[tuple[str, str]] = []
    for line in pairs:
        pair = tuple(sorted((line.row_id, line.other)))
        if pair not in seen:
            seen.append((pair[0], pair[1]))
    text = [
        para(
            s.say(
                w.t(
                    "Risks pile up where they meet. {count} rated risks hang together in one cluster through the links the team drew: "
                    "{names}.",
                    count=largest.size,
                    names=s.labels(largest.row_ids, 7),
                ),
                *largest.row_ids,
            ),
            s.say(w.t("A link says that two risks act together in the team’s judgement; it does not prove a cause.")),
        )
    ]
    columns = ("acts_with_1", "acts_with_2", "likelihood", "impact")
    points = [
        para(s.say(w.t("{first} – {second}", first=upper(s.low(a)), second=s.low(b)), *s.of((a, b), *columns)))
        for a, b in seen[:MOST_PAIRS]
    ]
    if points:
        text.append(
            para(s.say(w.n("In this pair, both risks are high:", "In these pairs, both risks are high:", len(points))))
        )
    if rest := seen[MOST_PAIRS:]:
        said = w.n("One more pair of high risks is linked.", "{count} more pairs of high risks are linked.", len(rest))
        points.append(para(s.say(said, *s.of([row_id for pair in rest for row_id in pair], *columns))))
    return Block(heading=w.t("Risks that act together"), text=text, points=points)


def _closeness(s: Story) -> Block:
    w = s.words
    points = []
    for line in s.analysis.risk_levels:
        if line.matters is None:
            continue
        example = s.value(line.row_id, "example")
        verdict = {"yes": w.t("Matters here."), "no": w.t("Said not to matter here."), "unknown": w.t("Not known.")}[
            line.matters
        ]
        points.append(
            para(
                s.say(verdict, f"{line.row_id}.matters"),
                s.say_if(example, closed(example), f"{line.row_id}.example"),
                lead=closed(s.label(line.row_id)),
            )
        )
    return Block(heading=w.t("Factors by closeness to the person"), points=points) if points else Block()

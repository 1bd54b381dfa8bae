"""Comparison report, the last chapters: what cannot be compared, what to do next, and the method."""

from __future__ import annotations

from collections.abc import Iterable

from safeaudit.comparison import Change
from safeaudit.report.chapters.changes.listing import ref_of
from safeaudit.report.chapters.changes.picture import Changes
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, paras
from safeaudit.words import N_

NOT_ALIKE = ("with_way", "source_itself", "measure", "instrument", "currency", "areas")
NOT_SURE = (
    "corrected",
    "with_basis",
    "source_quality",
    "within_chance",
    "few_cases",
    "step_unsure",
    "unreadable",
    "older_figure",
)


def data(x: Changes) -> Section:
    """Changes of method and of data: what cannot be compared, and why."""
    w = x.s.words
    section = Section(
        "data",
        w.t("What cannot be compared, and why"),
        sheets=("INDICATORS", "SOURCES", "RISKS", "PRICES", "AREAS", "TEAM"),
    )
    told = [each for each in x.c.found if each.sheet != "PRICES"]
    method = [each for each in told if each.reason in NOT_ALIKE]
    quality = [each for each in told if each.reason in NOT_SURE]
    if not method and not quality:
        section.text = [
            x.para(x.s.among(w.t("Nothing that was answered both times was asked, counted or judged in another way.")))
        ]
    else:
        section.text = [
            x.para(
                w.t(
                    "These answers moved, and the city may still be as it was. They belong into no statement of progress."
                )
            )
        ]
    filled = sum(each.reason in ("gap_filled", "known_now") for each in told)
    opened = sum(each.reason in ("gap_opened", "unknown_now") for each in told)
    section.text.append(
        x.para(
            w.t(
                "Blank or not known before, and answered now: {filled}. The other way round: {opened}. Neither says that the city changed.",
                filled=w.n("one answer", "{count} answers", filled) if filled else w.t("no answer"),
                opened=w.n("one answer", "{count} answers", opened) if opened else w.t("no answer"),
            ),
        )
    )
    section.blocks["method"] = _points(x, method, w.t("Method"))
    _add_prices(x, section.blocks["method"])
    section.blocks["quality"] = _points(x, quality, w.t("Data quality"))
    section.blocks["lines"] = _lines(x)
    section.blocks["completeness"] = _completeness(x)
    return section


def _points(x: Changes, changes: list[Change], heading: str) -> Block:
    """One point a reason: which answers it holds for."""
    s, w = x.s, x.s.words
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(x.c.told(change, w), []).append(change)
    points = []
    for said, own in found.items():
        named = w.t("; ").join(dict.fromkeys(_place(x, each) for each in own))
        points.append(x.para(s.say(closed(named), *[ref_of(each) for each in own]), lead=said))
    return Block(heading=heading, points=points) if points else Block()


def _add_prices(x: Changes, block: Block) -> None:
    """Series of prices that cannot be set beside each other, a point."""
    s, w = x.s, x.s.words
    own = [line for line in x.c.price_moves if line.made.kind == "method"]
    if own:
        block.heading = block.heading or w.t("Method")
        names = w.t("; ").join(f"{line.item} ({line.unit_before} → {line.unit_after})" for line in own)
        refs = [f"{row_id}.unit" for line in own for row_id in line.row_ids]
        block.points.append(
            x.para(s.say(closed(names), *refs), lead=w.t("Prices in another unit, or from another source."))
        )


def _place(x: Changes, change: Change) -> str:
    """A line and its answer, for a list in a sentence."""
    w = x.s.words
    return w.t(
        "{line} ({answer})",
        line=f"{change.row_id} {x.label(change.row_id)}".strip(),
        answer=w.column(change.sheet, change.column),
    )


def _lines(x: Changes) -> Block:
    """Lines added, dropped, renumbered or with an ID used anew."""
    s, w = x.s, x.s.words
    said = {
        "added": w.t("Lines added."),
        "dropped": w.t("Lines dropped."),
        "renumbered": w.t("Lines with another ID."),
        "reused": w.t("IDs used for something else."),
    }
    points: list[Paragraph] = []
    for state, lead in said.items():
        own = [line for line in x.c.rows if line.state == state]
        if not own:
            continue
        names = [
            w.t("{now} (was {was}) {name}", now=line.row_id, was=line.was, name=x.label(line.row_id))
            if state == "renumbered"
            else f"{line.row_id} {x.label(line.row_id)}".strip()
            for line in own
        ]
        points.append(
            x.para(
                s.say(closed(w.t("; ").join(names)), *[line.row_id for line in own if state != "dropped"]), lead=lead
            )
        )
    return Block(heading=w.t("Lines that came, went or moved"), points=points) if points else Block()


def _completeness(x: Changes) -> Block:
    w = x.s.words
    lines: list[Cells] = [
        {
            "sheet": w.tab(line.sheet),
            "before": w.t("{part} of {whole}", part=line.answered_before, whole=line.expected_before),
            "after": w.t("{part} of {whole}", part=line.answered_after, whole=line.expected_after),
            "share": f"{w.percent(line.share_before)} → {w.percent(line.share_after)}",
        }
        for line in x.c.completeness_moves
        if round(line.share_before) != round(line.share_after)
    ]
    if not lines:
        return Block()
    head = {"sheet": w.t("Sheet"), "before": w.t("Answers before"), "after": w.t("Answers now"), "share": w.t("Share")}
    return Block(
        heading=w.t("How complete the answers are"),
        caption=w.t("Sheets answered more or less fully"),
        head=head,
        lines=lines,
    )


# What to do next -----------------------------------------------------------------------------------------------------


def next_steps(x: Changes) -> Section:
    """What follows from the comparison; each point with its lines."""
    s, w, c = x.s, x.s.words, x.c
    section = Section("next", w.t("What to do next"), sheets=("RISKS", "ACTIONS", "RESILIENCE", "INDICATORS"))
    section.text = [x.para(w.t("These points follow from the tables above; the council decides."))]

    def point(text: str, ids: Iterable[str], column: str, lead: str) -> Paragraph | None:
        ids = list(ids)
        return (
            x.para(s.say(w.t(text, names=x.named(ids)), *[f"{each}.{column}" for each in ids]), lead=lead)
            if ids
            else None
        )

    risks = x.c.risk_moves
    actions, areas = x.c.action_moves, x.c.area_moves
    worse = [line.row_id for line in risks if line.made.kind == "real" and line.made.direction == "worse"]
    stuck = [
        line.row_id
        for line in risks
        if (line.score_after or 0) >= x.c.followup.edition.settings["critical_risk"] and line.move == 0
    ]
    behind = [line.row_id for line in actions if line.fate in ("late", "not_started")]
    lost = [line.row_id for line in areas if line.reached == "lost" or (line.reached == "no" and line.nearer == "no")]
    broken = [line.row_id for line in x.c.indicator_moves if line.made.kind == "method"]
    lapsed = [line.row_id for line in x.c.agreement_moves if line.fate == "lapsed"]
    fallen = [line.row_id for line in x.c.partner_moves if line.verdict_after == "not_eligible" != line.verdict_before]
    found = [
        point(
            N_("Ask first why these became worse, and whether an action answers them: {names}."),
            worse,
            "score",
            w.t("Worse."),
        ),
        point(
            N_("These stayed critical. What is done does not reach them yet, or needs more time: {names}."),
            stuck,
            "score",
            w.t("Unmoved."),
        ),
        point(N_("Free them, give them another lead, or stop them openly: {names}."), behind, "status", w.t("Late.")),
        point(
            N_("Look at these areas with the people who live there before anything new is planned: {names}."),
            lost,
            "quadrant",
            w.t("Areas."),
        ),
        point(
            N_("Ended since the last audit. See whether another agreement takes their place: {names}."),
            lapsed,
            "status",
            w.t("Agreements."),
        ),
        point(N_("No longer eligible. End what rests on them: {names}."), fallen, "verdict", w.t("Partners.")),
        point(
            N_(
                "Begin a new series now, and ask the old question once more beside the new one where that is possible: {names}."
            ),
            broken,
            "source",
            w.t("Figures."),
        ),
    ]
    points = [each for each in found if each is not None]
    next_audit = s.value("PROFILE", "next_audit")
    if next_audit:
        points.append(
            x.para(
                s.say(
                    w.t(
                        "Keep IDs, units and sources as they are until {month}, so that more can be compared.",
                        month=next_audit,
                    ),
                    "PROFILE.next_audit",
                ),
                lead=w.t("Next audit."),
            )
        )
    section.blocks["steps"] = (
        Block(heading=w.t("Points for the council and the audit team"), points=points) if points else Block()
    )
    if not points:
        section.text = [x.para(x.s.among(w.t("No point for the council follows from this comparison.")))]
    if not c.found:
        section.text = [x.para(x.s.among(w.t("Nothing follows from two equal audits.")))]
    return section


def method(x: Changes) -> Section:
    """How the classes are found."""
    s, w, settings = x.s, x.s.words, x.c.followup.edition.settings
    section = Section("method", w.t("Method of this comparison"))
    one, other = x.c.baseline, x.c.followup
    section.text = paras(
        x.para(
            w.t(
                "Lines are matched by their ID. The name of a line that people typed is compared, too: another name with mostly the same "
                "answers is the same line renamed, another name with other answers is an ID used for something else."
            ),
            w.t(
                "An answer is called real only if it moved and nothing that says how it is known moved with it: not its unit, source, area or "
                "split, not its evidence or confidence, not the kind, geography or quality of its source."
            ),
        ),
        x.para(
            w.t(
                "A figure that moved by less than {share} is within chance, and so is a count or a rate of events whose two figures lie less than "
                "two standard errors apart.",
                share=w.percent(settings["figure_change"]),
            ),
            w.t(
                "Where the follow-up gives another figure for the year of the last audit, that figure was corrected, and the change is taken "
                "from the corrected one."
            ),
            w.t(
                "Shares from surveys are compared without their margins of error, because the workbook does not ask for them."
            ),
        ),
        x.para(
            w.t(
                "Texts are not classed by what they say. Where figures inside a text changed or a text was rewritten, this is said, and a "
                "person must read both."
            )
        ),
        x.para(
            w.t(
                "Workbooks compared: {first} and {second}; instrument {old} and {new}.",
                first=file_named(one),
                second=file_named(other),
                old=one.instrument,
                new=other.instrument,
            )
        )
        if not s.public
        else x.para(),
    )
    return section


def file_named(audit: object) -> str:
    """A workbook by its file and its ID."""
    parts = (getattr(audit, "source", ""), getattr(audit, "workbook_id", ""))
    return " · ".join(part for part in parts if part) or "–"

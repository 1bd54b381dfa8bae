"""Comparison report, the last chapters: what cannot be compared, what to do next, the method, and the list of all changes."""

from __future__ import annotations

from collections.abc import Iterable

from safeaudit import framework
from safeaudit.comparison import Change, in_words
from safeaudit.comparison.reasons import KINDS, Kind
from safeaudit.report.narrative_changes import Changes, described
from safeaudit.report.phrases import stop
from safeaudit.report.statements import Block, Cells, Paragraph, Section, Statement, para, paras
from safeaudit.words import N_

LONG = 90
"""Texts longer than this are shortened in the list of all changes; the data file has them in full."""
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
UNTOLD = ("rolled", "handling")
"""Changes that follow from the new period alone: counted, not listed. Single prices are shown as series in their own chapter."""


def data(x: Changes) -> Section:
    """Changes of method and of data: what cannot be compared, and why."""
    s, w = x.s, x.s.words
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
            para(s.say(w.t("Nothing that was answered both times was asked, counted or judged in another way.")))
        ]
    else:
        section.text = [
            para(
                s.say(
                    w.t(
                        "These answers moved, and the city may still be as it was. They belong into no statement of progress."
                    )
                )
            )
        ]
    filled = sum(each.reason in ("gap_filled", "known_now") for each in told)
    opened = sum(each.reason in ("gap_opened", "unknown_now") for each in told)
    section.text.append(para(
        s.say(w.t("Blank or not known before, and answered now: {filled}. The other way round: {opened}. Neither says that the city changed.",
                  filled=w.n("one answer", "{count} answers", filled), opened=w.n("one answer", "{count} answers", opened))),
    ))  # fmt: skip
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
        points.append(para(s.say(stop(named), *[_ref(each) for each in own]), lead=said))
    return Block(heading=heading, points=points) if points else Block()


def _add_prices(x: Changes, block: Block) -> None:
    """Series of prices that cannot be set beside each other, a point."""
    s, w = x.s, x.s.words
    own = [line for line in x.tables["price_moves"] if line["class"] == "method"]
    if own:
        block.heading = block.heading or w.t("Method")
        names = w.t("; ").join(f"{line['item']} ({line['unit_before']} → {line['unit_after']})" for line in own)
        refs = [f"{row_id}.unit" for line in own for row_id in line["row_ids"]]
        block.points.append(
            para(s.say(stop(names), *refs), lead=w.t("Prices in another unit, or from another source."))
        )


def _place(x: Changes, change: Change) -> str:
    """A line and its answer, for a list in a sentence."""
    w = x.s.words
    return w.t(
        "{line} ({answer})",
        line=f"{change.row_id} {x.label(change.row_id)}".strip(),
        answer=w.column(change.sheet, change.column),
    )


def _ref(change: Change) -> str:
    return f"{change.row_id}.{change.column}" if change.column else change.row_id


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
        own = [line for line in x.tables["rows"] if line["state"] == state]
        if not own:
            continue
        names = [
            w.t("{now} (was {was}) {name}", now=line["row_id"], was=line["was"], name=x.label(line["row_id"]))
            if state == "renumbered" else f"{line['row_id']} {x.label(line['row_id'])}".strip()
            for line in own
        ]  # fmt: skip
        points.append(
            para(s.say(stop(w.t("; ").join(names)), *[line["row_id"] for line in own if state != "dropped"]), lead=lead)
        )
    return Block(heading=w.t("Lines that came, went or moved"), points=points) if points else Block()


def _completeness(x: Changes) -> Block:
    w = x.s.words
    lines: list[Cells] = [
        {
            "sheet": w.tab(line["sheet"]),
            "before": w.t("{part} of {whole}", part=line["answered_before"], whole=line["expected_before"]),
            "after": w.t("{part} of {whole}", part=line["answered_after"], whole=line["expected_after"]),
            "share": f"{w.percent(line['share_before'])} → {w.percent(line['share_after'])}",
        }
        for line in x.tables["completeness_moves"]
        if round(line["share_before"]) != round(line["share_after"])
    ]  # fmt: skip
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
    section.text = [para(s.say(w.t("These points follow from the tables above; the council decides.")))]

    def point(text: str, ids: Iterable[str], column: str, lead: str) -> Paragraph | None:
        ids = list(ids)
        return (
            para(s.say(w.t(text, names=x.named(ids)), *[f"{each}.{column}" for each in ids]), lead=lead)
            if ids
            else None
        )

    risks = x.tables["risk_moves"]
    actions, areas = x.tables["action_moves"], x.tables["area_moves"]
    worse = [line["row_id"] for line in risks if line["class"] == "real" and line["direction"] == "worse"]
    stuck = [
        line["row_id"]
        for line in risks
        if (line["score_after"] or 0) >= framework.settings()["critical_risk"] and not line["move"]
    ]
    behind = [line["row_id"] for line in actions if line["fate"] in ("late", "not_started")]
    lost = [
        line["row_id"]
        for line in areas
        if line["reached"] == "lost" or (line["reached"] == "no" and line["nearer"] == "no")
    ]
    broken = [line["row_id"] for line in x.tables["indicator_moves"] if line["class"] == "method"]
    lapsed = [line["row_id"] for line in x.tables["agreement_moves"] if line["fate"] == "lapsed"]
    fallen = [
        line["row_id"]
        for line in x.tables["partner_moves"]
        if line["verdict_after"] == "not_eligible" != line["verdict_before"]
    ]
    found = [
        point(N_("Ask first why these became worse, and whether an action answers them: {names}."), worse, "score", w.t("Worse.")),
        point(N_("These stayed critical. What is done does not reach them yet, or needs more time: {names}."), stuck, "score", w.t("Unmoved.")),
        point(N_("Free them, give them another lead, or stop them openly: {names}."), behind, "status", w.t("Late.")),
        point(N_("Look at these areas with the people who live there before anything new is planned: {names}."), lost, "quadrant", w.t("Areas.")),
        point(N_("Ended since the last audit. See whether another agreement takes their place: {names}."), lapsed, "status", w.t("Agreements.")),
        point(N_("No longer eligible. End what rests on them: {names}."), fallen, "verdict", w.t("Partners.")),
        point(N_("Begin a new series now, and ask the old question once more beside the new one where that is possible: {names}."), broken, "source",
              w.t("Figures.")),
    ]  # fmt: skip
    points = [each for each in found if each is not None]
    next_audit = s.value("PROFILE", "next_audit")
    if next_audit:
        points.append(para(s.say(w.t("Keep IDs, units and sources as they are until {month}, so that more can be compared.", month=next_audit),
                                 "PROFILE.next_audit"), lead=w.t("Next audit.")))  # fmt: skip
    section.blocks["steps"] = (
        Block(heading=w.t("Points for the council and the audit team"), points=points) if points else Block()
    )
    if not c.found:
        section.text = [para(s.say(w.t("Nothing follows from two equal audits.")))]
    return section


def method(x: Changes) -> Section:
    """How the classes are found."""
    s, w, settings = x.s, x.s.words, framework.settings()
    section = Section("method", w.t("Method of this comparison"))
    one, other = x.c.baseline, x.c.followup
    section.text = paras(
        para(s.say(w.t("Lines are matched by their ID. The name of a line that people typed is compared, too: another name with mostly the same "
                       "answers is the same line renamed, another name with other answers is an ID used for something else.")),
             s.say(w.t("An answer is called real only if it moved and nothing that says how it is known moved with it: not its unit, source, area or "
                       "split, not its evidence or confidence, not the kind, geography or quality of its source."))),
        para(s.say(w.t("A figure that moved by less than {share} is within chance, and so is a count or a rate of events whose two figures lie less than "
                       "two standard errors apart.", share=w.percent(settings["figure_change"]))),
             s.say(w.t("Where the follow-up gives another figure for the year of the last audit, that figure was corrected, and the change is taken "
                       "from the corrected one.")),
             s.say(w.t("Shares from surveys are compared without their margins of error, because the workbook does not ask for them."))),
        para(s.say(w.t("Texts are not classed by what they say. Where figures inside a text changed or a text was rewritten, this is said, and a "
                       "person must read both."))),
        para(s.say(w.t("Workbooks compared: {first} and {second}; instrument {old} and {new}.", first=_file(one), second=_file(other), old=one.instrument, new=other.instrument)))
        if not s.public else para(),
    )  # fmt: skip
    return section


def _file(audit: object) -> str:
    parts = (getattr(audit, "source", ""), getattr(audit, "workbook_id", ""))
    return " · ".join(part for part in parts if part) or "–"


# The list ------------------------------------------------------------------------------------------------------------


def listing(x: Changes) -> Section:
    """Every change, by class and reason, a line of the workbook a line."""
    s, w = x.s, x.s.words
    section = Section("list", w.t("All changes"), sheets=())
    told = [each for each in x.c.found if each.reason not in UNTOLD and each.sheet != "PRICES"]
    untold = len(x.c.found) - len(told)
    section.text = paras(para(
        s.say(w.t("Texts are shortened to {number} characters here; the data file of the comparison has them in full.", number=LONG)),
        s.say(w.n("One change follows from the new period alone, or is a single price, and is not listed.",
                  "{count} changes follow from the new period alone, or are single prices, and are not listed.", untold)) if untold else None,
    ))  # fmt: skip
    found: dict[tuple[Kind, str], list[Change]] = {}
    for change in told:
        found.setdefault((change.kind, change.reason), []).append(change)
    order = list(KINDS)
    parts = []
    for (kind, reason), own in sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), -len(pair[1]))):
        heading = w.t("{kind}: {count}", kind=w.t(KINDS[kind]), count=w.n("one answer", "{count} answers", len(own)))
        said = w.t("It moved together with what says how it is known.") if reason in ("with_way", "with_basis") else ""
        if reason in ("source_itself", "source_quality", "renumbered"):
            said = {"source_itself": w.t("It moved, and its source is now made in another way."),
                    "source_quality": w.t("It moved, and the quality of its source is judged in another way."),
                    "renumbered": w.t("The same line under another ID.")}[reason]  # fmt: skip
        parts.append(Block(heading=heading, text=[para(s.say(said or in_words(reason, (), w, sheet="RISKS")))],
                           head={"line": w.t("Line"), "change": w.t("Before → now")}, lines=_listed(x, own)))  # fmt: skip
    section.blocks["parts"] = Block(parts=parts) if parts else Block()
    return section


def _listed(x: Changes, own: list[Change]) -> list[Cells]:
    """The changes of one reason, those of one line together; whole lines that came or went by their number of answers."""
    s, w = x.s, x.s.words
    lines: dict[tuple[str, str], list[Change]] = {}
    for change in own:
        lines.setdefault((change.sheet, change.row_id), []).append(change)
    cells: list[Cells] = []
    for (sheet, row_id), changes in lines.items():
        name = w.tab(sheet) if row_id == sheet else f"{row_id} {short(x.label(row_id), 60)}"
        if changes[0].state in ("added", "dropped"):
            text: str | Statement = w.n("one answer", "{count} answers", len(changes))
        elif changes[0].kind == "wording" and changes[0].reason in (
            "reworded",
            "rewritten",
            "figures_in_text",
            "language",
            "typed",
        ):
            text = s.cell(
                w.t("; ").join(w.column(sheet, each.column) for each in changes), *[_ref(each) for each in changes]
            )
        else:
            text = s.cell(w.t("; ").join(_told(x, each) for each in changes), *[_ref(each) for each in changes])
        cells.append({"line": name, "change": text})
    return cells


def _told(x: Changes, change: Change) -> str:
    w = x.s.words
    if not change.column:
        return f"{change.was} → {change.row_id}"
    before, after = (short(text) or w.t("blank") for text in described(x, change))
    return w.t("{answer}: {before} → {after}", answer=w.column(change.sheet, change.column), before=before, after=after)


def short(text: str, most: int = LONG) -> str:
    """The text on one line, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"

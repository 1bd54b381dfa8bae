"""The findings letter: what is good, what to mend first, and then sheet by sheet, for the office that filled the workbook."""

from __future__ import annotations

from safeaudit.coverage import coverage
from safeaudit.coverage.said import all_four
from safeaudit.findings import counts
from safeaudit.report.chapters.letter_lines import (
    ADVICE,
    CORRECT,
    FILL,
    LOOK,
    MESSAGE,
    MOST_ACCEPTED,
    MOST_NAMES,
    REASON,
    Line,
    fitting,
    grouped_by_sheet,
    line_of,
)
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.shortening import shortened
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras


def letter(s: Story) -> list[Section]:
    """The letter; `sheets` holds no line when nothing was found."""
    lines = grouped_by_sheet(s.findings)
    return [_opening(s, lines), _sheets(s, lines), _sending(s)]


def address(s: Story) -> list[Cells]:
    """To whom it goes and what it is about."""
    w, profile = s.words, s.audit.profile
    given = {
        w.t("To"): profile.lead_office or w.t("the office responsible for the safety audit"),
        w.t("City"): profile.city or w.t("not stated yet"),
        w.t("Workbook"): s.audit.source,
        w.t("So far"): all_four(coverage(s.audit).whole, w),
    }
    return [{"fact": fact, "answer": answer} for fact, answer in given.items() if answer]


# The first page ------------------------------------------------------------------------------------------------------


def _opening(s: Story, lines: list[Line]) -> Section:
    w = s.words
    section = Section("opening", w.t("Where your workbook stands"))
    thanks = s.say(w.t("Dear colleagues, thank you for the work that went into this workbook."))
    section.text = paras(para(thanks, *_standing(s, lines)))
    section.blocks["good"] = Block(heading=w.t("What is good already"), points=_good(s))
    section.blocks["first"] = Block(
        heading=w.t("What to do first") if lines else w.t("What happens next"),
        points=_first(s, lines) if lines else _next(s),
    )
    return section


def _standing(s: Story, lines: list[Line]) -> list[Statement | None]:
    w = s.words
    if not lines:
        return [s.say(w.t("The automatic checks found nothing to correct, to fill in or to look at again."))]
    number = {kind: sum(len(line.findings) for line in lines if line.kind == kind) for kind in range(4)}
    said = [
        w.n("one answer to correct", "{count} answers to correct", number[CORRECT]) if number[CORRECT] else "",
        w.n("one answer that is still missing", "{count} answers that are still missing", number[FILL])
        if number[FILL]
        else "",
        w.n("one place to look at again", "{count} places to look at again", number[LOOK]) if number[LOOK] else "",
        w.n("one piece of advice", "{count} pieces of advice", number[ADVICE]) if number[ADVICE] else "",
    ]
    return [
        s.say(
            w.t(
                "The automatic checks read every cell and found {list}.", list=w.listed([each for each in said if each])
            )
        ),
        s.say(
            w.t(
                "None of this is unusual. A check reads cells; it does not know the city, and it does not judge people or their work."
            )
        ),
    ]


def _good(s: Story) -> list[Paragraph]:
    """What needs no more work, from what the workbook holds."""
    w, audit = s.words, s.audit
    troubled = {finding.sheet for finding in s.findings if not finding.accepted}
    used = [sheet for sheet in audit.edition.sheets if any(row.used for row in audit.sheets[sheet])]
    done = [sheet for sheet in used if audit.progress(sheet).share >= 1 and _tab(s, sheet) not in troubled]
    full = [sheet for sheet in used if audit.progress(sheet).share >= 1 and sheet not in done]
    waived = [sheet for sheet in audit.edition.sheets if audit.waived(sheet)]
    accepted = counts(s.findings)["accepted"]
    said = [
        w.t("Complete, and nothing to add: {names}.", names=_tabs(s, done)) if done else "",
        w.t("Every answer the method needs is given on: {names}.", names=_tabs(s, full)) if full else "",
        w.t("Left empty for a stated reason, which is an answer: {names}.", names=_tabs(s, waived)) if waived else "",
        w.n(
            "One warning was weighed and accepted with a written reason.",
            "{count} warnings were weighed and accepted with a written reason.",
            accepted,
        )
        if accepted
        else "",
    ]
    begun = w.t("The workbook can be read, and all its sheets are in place.")
    return [para(s.say(text)) for text in said if text] or [para(s.say(begun))]


def _first(s: Story, lines: list[Line]) -> list[Paragraph]:
    w = s.words
    wrong = [line for line in lines if line.kind == CORRECT]
    blank: dict[str, int] = {}
    for line in (line for line in lines if line.kind == FILL):
        blank[line.sheet] = blank.get(line.sheet, 0) + len(line.findings)
    most = sorted(blank, key=lambda sheet: -blank[sheet])[:3]
    where = w.listed([w.t("{sheet} ({count})", sheet=sheet, count=blank[sheet]) for sheet in most])
    places = list(dict.fromkeys(line.sheet or w.t("the whole file") for line in wrong))
    steps = [
        (
            w.t("Correct."),
            w.t(
                "Begin with what does not fit, on: {names}. Until then, every report is marked as a draft.",
                names=s.joined(places, MOST_NAMES),
            ),
            bool(wrong),
        ),
        (
            w.t("Fill in."),
            w.t(
                "Then give the missing answers; most are on {where}. “Not known” and “Does not apply”, where they are offered, "
                "are answers too.",
                where=where,
            ),
            bool(blank),
        ),
        (
            w.t("Look again."),
            w.t(
                "Read each remaining place once more. If the answer is right as it is, write the reason beside the warning on "
                "the sheet {checks}: it is then accepted and printed with the report.",
                checks=w.t("CHECKS"),
            ),
            any(line.kind == LOOK for line in lines),
        ),
        (
            w.t("Advice."),
            w.t("Advice may be followed or left; it never holds up a report."),
            any(line.kind == ADVICE for line in lines),
        ),
    ]
    return [para(s.say(text), lead=lead) for lead, text, there in steps if there]


def _next(s: Story) -> list[Paragraph]:
    w = s.words
    return [
        para(s.say(w.t("Read the brief and the strategy report, which can now be made without the mark “draft”."))),
        para(
            s.say(
                w.t(
                    "Show them to those who gave their time and their views, and ask whether they find themselves in them."
                )
            )
        ),
        para(s.say(w.t("Keep the workbook: the next audit begins from it."))),
    ]


# Sheet by sheet ------------------------------------------------------------------------------------------------------


def _sheets(s: Story, lines: list[Line]) -> Section:
    w, shown = s.words, fitting(s, lines)
    section = Section("sheets", w.t("Sheet by sheet"))
    if not lines:
        section.text = [para(s.say(w.t("No sheet needs another look.")))]
        return section
    section.text = paras(
        para(
            s.say(
                w.t(
                    "Each line can be ticked when it is done. Cells are named as the workbook names them; F7–F12 means all cells from F7 to F12."
                )
            ),
            s.say_if(
                any(line.kind == FILL for line in shown),
                w.t(
                    "A blank is filled by the answer, by “Not known” where it is offered, or by saying on the line why it does not apply."
                ),
            ),
            s.say_if(
                len(lines) > len(shown),
                w.n(
                    "One more line is left out here; the sheet {checks} has all of them.",
                    "{count} more lines are left out here; the sheet {checks} has all of them.",
                    len(lines) - len(shown),
                    checks=w.t("CHECKS"),
                ),
            ),
        )
    )
    order = {_tab(s, sheet): place for place, sheet in enumerate(s.audit.edition.sheets)}
    names = sorted({line.sheet for line in shown}, key=lambda name: order.get(name, -1 if not name else len(order)))
    section.blocks["tables"] = Block(parts=[_sheet(s, name, shown, lines) for name in names])
    missed = [name for name in dict.fromkeys(line.sheet for line in lines) if name not in names]
    if missed:
        section.blocks["more"] = Block(
            text=[
                para(
                    s.say(
                        w.t(
                            "The sheet {checks} also has lines on: {names}.",
                            checks=w.t("CHECKS"),
                            names=s.joined(missed, MOST_NAMES),
                        )
                    )
                )
            ]
        )
    return section


def _sheet(s: Story, name: str, shown: list[Line], lines: list[Line]) -> Block:
    w = s.words
    own = [line for line in shown if line.sheet == name]
    rest = sum(line.sheet == name for line in lines) - len(own)
    sheet_id = next((sheet for sheet in s.audit.edition.sheets if _tab(s, sheet) == name), "")
    progress = s.audit.progress(sheet_id) if sheet_id else None
    text = para(
        s.say(_given(s, progress.answered, progress.expected)) if progress and progress.expected else None,
        s.say_if(
            rest,
            w.n(
                "One more line on this sheet is on {checks}.",
                "{count} more lines on this sheet are on {checks}.",
                rest,
                checks=w.t("CHECKS"),
            ),
        ),
    )
    head = {
        "done": w.t("Done"),
        "kind": w.t("Task"),
        "where": w.t("Where"),
        "found": w.t("What we saw"),
        "remedy": w.t("What to do"),
    }
    return Block(
        heading=name or w.t("The whole file"), text=paras(text), head=head, lines=[line_of(s, line) for line in own]
    )


def _given(s: Story, answered: int, expected: int) -> str:
    """How many of the answers that are needed are given."""
    w = s.words
    if not answered:
        return w.n(
            "The one answer the method needs is not given here yet.",
            "None of the {count} answers the method needs is given here yet.",
            expected,
        )
    return w.n(
        "The one answer the method needs is given here.",
        "{answered} of {whole} answers the method needs are given here.",
        expected,
        answered=w.number(answered),
        whole=w.number(expected),
    )


# Accepted warnings, and sending it back ------------------------------------------------------------------------------


def _sending(s: Story) -> Section:
    w = s.words
    open_ones = any(not each.accepted for each in s.findings)
    section = Section("sending", w.t("Sending it back"))
    section.blocks["accepted"] = _accepted(s)
    mending = [
        w.t("Work in this same workbook and keep its sheets and columns as they are; order and colours may change."),
        w.t("Save it as an Excel workbook (.xlsx), under the same name."),
        w.t("Look at the sheet {checks}: it counts along as you type.", checks=w.t("CHECKS")),
    ]
    steps = [
        *(mending if open_ones else []),
        _way(s),
        w.t("Ask when something is unclear; a question costs less than a guess."),
    ]
    section.blocks["steps"] = Block(heading=w.t("Before you send it"), points=[para(s.say(step)) for step in steps])
    section.blocks["closing"] = Block(
        text=[
            para(
                s.say(w.t("With thanks, and with respect for all who answered.")),
                s.say(
                    w.t(
                        "This letter was written by the program from the answers and the rules of the method. It quotes answers: treat it like the workbook."
                    )
                ),
            )
        ]
    )
    return section


def _way(s: Story) -> str:
    """How it travels, as the city itself decided."""
    way = s.value("PROFILE", "encryption")
    if way and s.audit.profile.encryption != "none":
        return s.words.t("Send it the way your workbook says: {way}.", way=s.lower(way).rstrip("."))
    if not s.audit.edition.has("PROFILE", "encryption"):
        return s.words.t("Send it in a protected way.")
    return s.words.t("Send it in a protected way, and say which on the sheet {sheet}.", sheet=s.words.tab("PROFILE"))


def _accepted(s: Story) -> Block:
    """Warnings that stand, each with the reason the team gave; beyond a page of them the sheet has the rest."""
    w, accepted = s.words, [finding for finding in s.findings if finding.accepted]
    if not accepted:
        return Block()
    rest = len(accepted) - MOST_ACCEPTED
    text = [
        para(
            s.say(w.t("These stand as they are. The reasons are printed with the report.")),
            s.say_if(
                rest > 0,
                w.n(
                    "One more is on the sheet {checks}.",
                    "{count} more are on the sheet {checks}.",
                    rest,
                    checks=w.t("CHECKS"),
                ),
            ),
        )
    ]
    points = [
        para(
            s.say(shortened(finding.message, MESSAGE)),
            s.say(w.t("Reason given: {reason}", reason=closed(shortened(finding.accepted, REASON)))),
            lead=closed(finding.place or finding.rule),
        )
        for finding in accepted[:MOST_ACCEPTED]
    ]
    return Block(heading=w.t("Accepted, with your reasons"), text=text, points=points)


def _tab(s: Story, sheet_id: str) -> str:
    """The sheet's title in this workbook."""
    return s.audit.titles.get(sheet_id) or s.words.tab(sheet_id)


def _tabs(s: Story, sheets: list[str]) -> str:
    return s.joined([_tab(s, sheet) for sheet in sheets], MOST_NAMES)

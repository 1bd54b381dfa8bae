"""What the city has so far: for an audit of which too little is known for a strategy; what is known, what is not, what comes next."""

from __future__ import annotations

from safeaudit.coverage import coverage
from safeaudit.coverage.said import sentence
from safeaudit.coverage.states import states
from safeaudit.report.chapters.front import summary
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Story, para, paras
from safeaudit.shares import State

MOST_NAMED, MOST_SHEETS = 12, 6
"""Lines that one sentence names; sheets on which to go on first."""


def so_far(s: Story) -> list[Section]:
    """The three chapters."""
    return [_standing(s), _known(s), _next(s)]


def _standing(s: Story) -> Section:
    """What this document is, and how much is known on each sheet."""
    w, found = s.words, coverage(s.audit)
    section = Section("standing", w.t("What this document is"))
    section.text = paras(
        para(
            s.say(
                w.t(
                    "This is no strategy. It says what the safety audit of {city} has so far, what is not known, and what comes next.",
                    city=s.city,
                ),
                "PROFILE.city",
            ),
            s.say(sentence(found.whole, w)),
            s.withheld_counts(),
            s.say(
                w.t(
                    "A strategy built on less than {share} % would promise more than anybody knows. From there on the same command "
                    "makes the strategy report.",
                    share=w.number(s.audit.edition.settings["enough_known"]),
                )
            ),
        )
    )
    lines: list[Cells] = [
        {
            "sheet": w.tab(sheet_id),
            "known": w.number(shares.known),
            "not_known": w.number(shares.not_known),
            "left_out": w.number(shares.waived),
            "open": w.number(shares.open),
        }
        for sheet_id, shares in found.sheets.items()
        if shares.asked
    ]
    head = {
        "sheet": w.t("Sheet"),
        "known": w.t("Known"),
        "not_known": w.t("Not known"),
        "left_out": w.t("Left out with a reason"),
        "open": w.t("No answer yet"),
    }
    section.blocks["shares"] = Block(caption=w.t("The answers so far, sheet by sheet"), head=head, lines=lines)
    return section


def _known(s: Story) -> Section:
    """What the answers say already, and what people said is not known."""
    w = s.words
    section = Section("known", w.t("What is known, and what is not"))
    main = summary(s).blocks.get("main", Block())
    section.text = paras(
        para(
            s.say(
                w.t("What follows is what the answers say today. It may change as more is known.")
                if main.points
                else w.t("The answers do not allow a finding yet.")
            )
        )
    )
    section.blocks["main"] = Block(heading=main.heading, points=main.points) if main.points else Block()
    unknown = [point for sheet_id in s.audit.edition.sheets if (point := _unknown(s, sheet_id)) is not None]
    section.blocks["unknown"] = Block(heading=w.t("Not known"), points=unknown) if unknown else Block()
    return section


def _unknown(s: Story, sheet_id: str) -> Paragraph | None:
    """The lines of a sheet of which nothing is known, by name; a public version names none."""
    w, shares = s.words, coverage(s.audit).sheets[sheet_id]
    if not shares.not_known:
        return None
    said = s.say(
        w.t("All {asked} answers asked are “not known”.", asked=shares.asked)
        if shares.not_known == shares.asked
        else w.n(
            "One of the {asked} answers asked is “not known”.",
            "{count} of the {asked} answers asked are “not known”.",
            shares.not_known,
            asked=shares.asked,
        )
    )
    rows = [] if s.public else [row.id for row in s.audit.lines(sheet_id) if _is_unknown(s, row.id)]
    named = w.t("Nothing is known yet of: {names}.", names=s.labels(rows, MOST_NAMED))
    return para(said, s.about(rows, "", named), lead=closed(w.tab(sheet_id)))


def _is_unknown(s: Story, row_id: str) -> bool:
    row = s.audit.by_id[row_id]
    return bool(row.filled) and set(states(row, s.audit.written_in).values()) == {State.NOT_KNOWN}


def _next(s: Story) -> Section:
    """On which sheets to go on, and whom to ask there."""
    w, found = s.words, coverage(s.audit)
    section = Section("next", w.t("What comes next"))
    section.text = paras(
        para(
            s.say(
                w.t(
                    "“Not known” is an honest answer, and a good plan begins with the gaps. Go on where most is open, and ask "
                    "those who may know."
                )
            )
        )
    )
    most = sorted(found.sheets.items(), key=lambda pair: -(pair[1].open + pair[1].not_known))[:MOST_SHEETS]
    points = [
        para(
            s.say_if(shares.open, w.n("One answer is to come.", "{count} answers are to come.", shares.open)),
            s.say_if(shares.not_known, w.n("One is “not known”.", "{count} are “not known”.", shares.not_known)),
            s.say(w.t("Whom to ask: {who}", who=closed(w.guide(sheet_id, "who")))),
            lead=closed(w.tab(sheet_id)),
        )
        for sheet_id, shares in most
        if shares.open or shares.not_known
    ]
    section.blocks["steps"] = Block(points=points)
    return section

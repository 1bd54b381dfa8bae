"""The annexes: how much of each list of the method is answered, and the evidence trail from chapters to lines and sources."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from safeaudit import framework
from safeaudit.analysis.completeness import CoverageLine
from safeaudit.report.writing.phrases import there
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.shortening import shortened
from safeaudit.report.writing.statements import Block, Cells, Link, Paragraph, Section, Statement, Story, para, paras
from safeaudit.report.writing.ties import Values

MOST_REASON = 120
"""Letters of a reason that the list of the method has room for."""

# Method coverage -----------------------------------------------------------------------------------------------------


def coverage(s: Story) -> Section:
    """Every list of the method: how much of it is known, not known and left out, which items have no answer, and how unclear places were read."""
    w, lines = s.words, s.analysis.coverage
    section = Section("coverage", w.t("Method coverage"), sheets=())
    number = Counter(line.state for line in lines)
    full, unknown, partly, gone, missing = (number[state] for state in STATES)
    parts = there(
        (full, w.n("one is answered in full", "{count} are answered in full", full)),
        (unknown, w.n("one is not known", "{count} are not known", unknown)),
        (partly, w.n("one is answered in part", "{count} are answered in part", partly)),
        (gone, w.n("one is left out with a reason", "{count} are left out with a reason", gone)),
        (missing, w.n("one has no answer yet", "{count} have no answer yet", missing)),
    )
    section.text = [
        para(
            s.say(w.t("The framework has {count} lists.", count=len(s.audit.edition.lists()))),
            s.say_if(
                len(lines) < len(s.audit.edition.lists()),
                w.t("Those that a sheet with withheld lines answers are left out; what follows is about the others."),
            ),
            s.say_if(lines, w.t("Of these, {parts}.", parts=w.listed(parts))),
            s.say(
                w.t(
                    "Each list counts with every cell that answers one of its items; “not known” and a stated reason are answers."
                )
            ),
            s.say_if(gone, w.t("Reasons are shortened here; the sheets hold them in full.")),
        )
    ]
    section.blocks["shares"] = _shares(s, lines)
    section.blocks["lists"] = Block(points=[point for point in (_open(s, lines), _left_out(s, lines)) if point])
    readings: list[Cells] = []
    for entry in framework.readings():
        point, how = w.entry("reading", entry)
        readings.append({"point": point, "reading": how})
    section.blocks["readings"] = Block(
        heading=w.t("How unclear places were read"),
        caption=w.t("Readings of the framework"),
        text=[
            para(
                s.say(
                    w.t(
                        "In some places the framework can be read in more than one way. The tool reads them as follows."
                    )
                )
            )
        ],
        head={"point": w.t("Where the framework is unclear"), "reading": w.t("How it is read here")},
        lines=readings,
    )
    return section


STATES = ("answered", "not_known", "partly", "does_not_apply", "missing")
"""How a list may stand, as analysis/completeness.py names it."""


def _shares(s: Story, lines: Sequence[CoverageLine]) -> Block:
    """One line a list: on which sheets it is answered, and how many of its cells are known, not known, left out, or blank."""
    w = s.words
    rows: list[Cells] = [
        {
            "list": w.t("{key} {title}", key=line.key, title=w.method_list(line.key)),
            "sheets": w.t(", ").join(w.tab(sheet) for sheet in line.sheets),
            "known": w.number(line.known),
            "not_known": w.number(line.not_known),
            "left_out": w.number(line.waived),
            "open": w.number(line.expected - line.answered),
        }
        for line in lines
    ]
    head = {
        "list": w.t("List of the framework"),
        "sheets": w.t("Sheets"),
        "known": w.t("Known"),
        "not_known": w.t("Not known"),
        "left_out": w.t("Left out with a reason"),
        "open": w.t("No answer yet"),
    }
    return Block(caption=w.t("The lists of the framework, by the number of answers"), head=head, lines=rows)


def _open(s: Story, lines: Sequence[CoverageLine]) -> Paragraph | None:
    """The items of each list that have no answer of any kind."""
    w, asked, said = s.words, s.audit.edition.lists(), []
    for line in (line for line in lines if line.untouched):
        items = [w.list_item(line.key, item) for item in asked[line.key].items if item.id in line.untouched]
        name = w.t("{key} {title}", key=line.key, title=w.method_list(line.key))
        whole = len(items) == len(asked[line.key].items)
        said.append(name if whole else w.t("{name} ({more})", name=name, more=w.t("; ").join(items)))
    if not said:
        return None
    return para(s.say(closed(w.t("; ").join(said))), lead=w.t("Without an answer:"))


def _left_out(s: Story, lines: Sequence[CoverageLine]) -> Paragraph | None:
    """Lists that are left out whole, with the reasons given."""
    w, said = s.words, []
    for line in (line for line in lines if line.state == "does_not_apply"):
        name = w.t("{key} {title}", key=line.key, title=w.method_list(line.key))
        more = " ".join(shortened(closed(reason), MOST_REASON) for reason in line.reasons[:2])
        said.append(w.t("{name} ({more})", name=name, more=more) if more else name)
    return para(s.say(closed(w.t("; ").join(said))), lead=w.t("Left out with a reason:")) if said else None


# Evidence trail ------------------------------------------------------------------------------------------------------


def trail(s: Story, sections: Sequence[Section]) -> Section:
    """Chapter by chapter the lines of the workbook behind it, and the sources; a public document names no line."""
    w = s.words
    section = Section("trail", w.t("Evidence trail"), sheets=("SOURCES",))
    linked = any(row.cell(name) for rows in s.audit.sheets.values() for row in rows[:1] for name in row.columns)
    restricted = w.t(
        "Each sentence, figure and table cell of this document keeps the cells of the workbook it rests on."
    )
    public = w.t(
        "Each sentence, figure and table cell of this document carries a number. The office that leads the audit can "
        "tell from it which answers it rests on; the answers themselves are not published."
    )
    lines = [line for each in sections if (line := _chapter(s, each)) is not None]
    section.text = paras(
        para(
            s.say(public if s.public else restricted),
            s.say_if(lines and not s.public, w.t("The table names their lines by chapter.")),
            s.say_if(
                linked and not s.public,
                w.t(
                    "A chapter’s name leads to the chapter, a line’s ID to its cell as long as the workbook {file} lies beside this document.",
                    file=s.audit.source,
                ),
            ),
            None
            if s.analysis.sources or s.public or not s.audit.edition.has("SOURCES")
            else s.say(w.t("No sources were entered. Enter them on the sheet {sheet}.", sheet=w.tab("SOURCES"))),
        )
    )
    if lines:
        last = w.t("Kinds of evidence") if s.public else w.t("Lines")
        head = {"section": w.t("Chapter"), "sheets": w.t("Sheets"), "rows": last}
        caption = w.t("What each chapter rests on") if s.public else w.t("Which lines bear which chapter")
        section.blocks["sections"] = Block(caption=caption, head=head, lines=lines)
    section.blocks["sources"] = _sources(s)
    return section


def _chapter(s: Story, section: Section) -> Cells | None:
    statements = list(section.statements())
    ids = {ref.row_id for statement in statements for ref in statement.refs}
    rows = [row.id for rows in s.audit.sheets.values() for row in rows if row.id in ids]
    if not rows:
        return None
    used = {s.audit.by_id[row_id].sheet_id for row_id in rows}
    name = Statement(section.heading, links=(Link(0, len(section.heading), chapter=section.id),))
    sheets = ", ".join(s.words.tab(sheet) for sheet in s.audit.sheets if sheet in used)
    basis = {code for statement in statements for code in statement.basis}
    kinds = ", ".join(s.low_code("evidence", code) for code in s.words.options("evidence") if code in basis)
    return {"section": name, "sheets": sheets, "rows": (kinds or "–") if s.public else _linked(s, rows)}


def _linked(s: Story, rows: Sequence[str]) -> Statement:
    """IDs in the order of the workbook, each shown one leading to its cell: RSK-E1, E4, S1; MAP-01 – 07."""
    values = Values(s.audit)
    text, links, before = "", [], ""
    for sign, row_id, shown in _short(rows):
        prefix = row_id.partition("-")[0]
        text += sign or ("" if not text else ", " if prefix == before else "; ")
        start, before = len(text), prefix
        text += shown
        if cell := values.cell(row_id, ""):
            links.append(Link(start, len(text), cell=cell))
    return Statement(text, links=tuple(links))


def _short(rows: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(sign between the ends of a run or nothing, ID, what is shown of it): the prefix stands before the first of its kind only, and
    of a run of consecutive numbers its first and last."""
    runs: list[list[str]] = []
    for row_id in rows:
        if runs and _following(runs[-1][-1]) == row_id:
            runs[-1].append(row_id)
        else:
            runs.append([row_id])
    before = ""
    for run in runs:
        shown = [(" – ", run[-1])] if len(run) >= SHORTEST_RUN else [("", row_id) for row_id in run[1:]]
        for sign, row_id in [("", run[0]), *shown]:
            prefix, _, number = row_id.partition("-")
            yield sign, row_id, number if number and prefix == before else row_id
            before = prefix


SHORTEST_RUN = 3
"""Lines from which on a run is shown by its ends."""


def _following(row_id: str) -> str:
    """The ID that counts on from this one: RSK-E2 after RSK-E1, MAP-10 after MAP-09."""
    found = re.fullmatch(r"(.*?)(\d+)", row_id)
    return f"{found[1]}{int(found[2]) + 1:0{len(found[2])}d}" if found else ""


def _sources(s: Story) -> Block:
    w = s.words
    lines: list[Cells] = [
        {
            "number": line.row_id,
            "source": s.named(line.row_id),
            "holder": s.answer(line.row_id, "holder"),
            "kind": s.answer(line.row_id, "kind"),
            "year": s.answer(line.row_id, "latest_year", text=str(line.latest_year or "")),
            "quality": s.answer(line.row_id, "quality"),
            "used": s.cell(_used(s, line.used_by), *line.used_by),
        }
        for line in s.analysis.sources
    ]
    if not lines:
        return Block()
    head = {
        "number": w.t("ID"),
        "source": w.t("Source"),
        "holder": w.t("Holder"),
        "kind": w.t("Kind"),
        "year": w.t("Latest year"),
        "quality": w.t("Quality"),
        "used": w.t("Used by"),
    }
    return Block(heading=w.t("Sources"), caption=w.t("Sources and their quality"), head=head, lines=lines)


def _used(s: Story, rows: Sequence[str]) -> str:
    shown = sum(map(bool, rows))  # of lines that are withheld nothing is told, not even that there are any
    if not shown and s.audit.carried is not None:
        return "–"
    return s.words.n("{count} line", "{count} lines", shown) if shown else s.words.t("not used")

"""The evidence trail: which chapters rest on which lines of the workbook, each with its link, and the list of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from safeaudit.report.writing.statements import Block, Cells, Link, Section, Statement, Story, para, paras
from safeaudit.report.writing.ties import Values


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
    """IDs in the order of the workbook, each leading to its cell: RSK-E1, E2, S1; MAP-01, 02."""
    values = Values(s.audit)
    text, links, before = "", [], ""
    for row_id, shown, prefix in _short(rows):
        text += ("; " if prefix != before else ", ") if text else ""
        start, before = len(text), prefix
        text += shown
        if cell := values.cell(row_id, ""):
            links.append(Link(start, len(text), cell=cell))
    return Statement(text, links=tuple(links))


def _short(rows: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(ID, what is shown of it, its prefix): the prefix stands before the first of its kind only."""
    before = ""
    for row_id in rows:
        prefix, _, number = row_id.partition("-")
        yield row_id, number if number and prefix == before else row_id, prefix
        before = prefix


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
    return s.words.n("{count} line", "{count} lines", len(rows)) if rows else s.words.t("not used")

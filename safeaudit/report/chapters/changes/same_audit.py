"""Comparison report of two copies of one audit: that it is one audit, and what was edited from the first copy to the second."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.comparison import Change
from safeaudit.report.chapters.changes.end import file_named
from safeaudit.report.chapters.changes.listing import listed
from safeaudit.report.chapters.changes.picture import Changes
from safeaudit.report.writing.statements import Block, Section, paras


def copies(x: Changes, sections: Sequence[str]) -> list[Section]:
    """The sections with these IDs; those that would speak of a change of the city are left out, without a heading."""
    told = {"changed": _edited(x), "list": _listing(x)}
    return [told.get(name) or Section(name, "") for name in sections]


def _edited(x: Changes) -> Section:
    s, w, c = x.s, x.s.words, x.c
    section = Section("changed", w.t("One audit, two copies"), sheets=())
    careful = [each for each in c.warnings if each.code not in ("same_audit", "same_answers")]
    filled, emptied = sum(each.before is None for each in c.found), sum(each.after is None for each in c.found)
    lines = len({(each.sheet, each.row_id) for each in c.found})
    section.text = paras(
        x.para(
            w.t("Both workbooks are the same audit of {city}; the second is a later copy of the first.", city=s.city),
            w.t("What differs was edited between the two copies. Nothing in this report says that the city changed."),
        ),
        x.para(x.s.among(w.t("No answer differs.")))
        if not c.found
        else x.para(
            w.n(
                "One answer differs.",
                "{count} answers differ, on {lines} lines.",
                len(c.found),
                lines=w.number(lines),
            ),
            w.t(
                "Filled in: {filled}. Emptied: {emptied}. Changed: {changed}.",
                filled=w.number(filled),
                emptied=w.number(emptied),
                changed=w.number(len(c.found) - filled - emptied),
            ),
        ),
        x.para(
            w.t(
                "Workbooks compared: {first} and {second}.",
                first=file_named(c.baseline),
                second=file_named(c.followup),
            )
        )
        if not s.public
        else x.para(),
        x.para(*[s.say(each.told(w)) for each in careful], lead=w.t("Read with care.")) if careful else x.para(),
    )
    return section


def _listing(x: Changes) -> Section:
    """Every edit, a sheet a table, a line of the workbook a line."""
    w = x.s.words
    section = Section("list", w.t("All edits") if x.c.found else "", sheets=())
    by_sheet: dict[str, list[Change]] = {}
    for change in x.c.found:
        by_sheet.setdefault(change.sheet, []).append(change)
    parts = [
        Block(
            heading=w.t("{sheet}: {count}", sheet=w.tab(sheet), count=w.n("one answer", "{count} answers", len(own))),
            head={"line": w.t("Line"), "change": w.t("First copy → second copy")},
            lines=listed(x, own),
        )
        for sheet in x.c.followup.edition.sheets
        if (own := by_sheet.get(sheet))
    ]
    section.blocks["parts"] = Block(parts=parts) if parts else Block()
    return section

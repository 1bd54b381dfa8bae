"""Comparison report, the list of all changes: by class and reason, a line of the workbook a line."""

from __future__ import annotations

from safeaudit.comparison import Change, in_words
from safeaudit.comparison.reasons import KINDS, Kind
from safeaudit.report.chapters.changes.picture import Changes, described
from safeaudit.report.writing.sentences import unended
from safeaudit.report.writing.statements import Block, Cells, Section, Statement, paras

LONG = 90
"""Texts longer than this are shortened in the list of all changes; the data file has them in full."""
UNTOLD = ("rolled", "handling")
"""Changes that follow from the new period alone: counted, not listed. Single prices are shown as series in their own chapter."""
OTHER_WORDS = ("reworded", "rewritten", "figures_in_text", "language", "typed")
"""Changes of which only the columns are named: both texts are too long for a list."""


def listing(x: Changes) -> Section:
    """Every change, by class and reason, a line of the workbook a line."""
    s, w = x.s, x.s.words
    section = Section("list", w.t("All changes"), sheets=())
    told = [each for each in x.c.found if each.reason not in UNTOLD and each.sheet != "PRICES"]
    untold = len(x.c.found) - len(told)
    section.text = paras(
        x.para(
            w.t(
                "Texts are shortened to {number} characters here; the data file of the comparison has them in full.",
                number=LONG,
            ),
            w.n(
                "One change follows from the new period alone, or is a single price, and is not listed.",
                "{count} changes follow from the new period alone, or are single prices, and are not listed.",
                untold,
            )
            if untold
            else None,
        )
    )
    found: dict[tuple[Kind, str], list[Change]] = {}
    for change in told:
        found.setdefault((change.kind, change.reason), []).append(change)
    order = list(KINDS)
    parts = []
    for (kind, reason), own in sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), -len(pair[1]))):
        heading = w.t("{kind}: {count}", kind=w.t(KINDS[kind]), count=w.n("one answer", "{count} answers", len(own)))
        said = w.t("It moved together with what says how it is known.") if reason in ("with_way", "with_basis") else ""
        if reason in ("source_itself", "source_quality", "renumbered"):
            said = {
                "source_itself": w.t("It moved, and its source is now made in another way."),
                "source_quality": w.t("It moved, and the quality of its source is judged in another way."),
                "renumbered": w.t("The same line under another ID."),
            }[reason]
        parts.append(
            Block(
                heading=heading,
                text=[x.para(s.say(said or in_words(reason, (), w, sheet="RISKS")))],
                head={"line": w.t("Line"), "change": w.t("Before → now")},
                lines=listed(x, own),
            )
        )
    section.blocks["parts"] = Block(parts=parts) if parts else Block()
    return section


def listed(x: Changes, own: list[Change]) -> list[Cells]:
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
        elif changes[0].kind == "wording" and changes[0].reason in OTHER_WORDS:
            text = s.cell(
                w.t("; ").join(w.column(sheet, each.column) for each in changes), *[ref_of(each) for each in changes]
            )
        else:
            *before, last = (_told(x, each) for each in changes)
            text = s.cell(w.t("; ").join([*map(unended, before), last]), *[ref_of(each) for each in changes])
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


def ref_of(change: Change) -> str:
    """The answer that changed, or its line."""
    return f"{change.row_id}.{change.column}" if change.column else change.row_id

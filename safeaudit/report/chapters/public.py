"""What a public version says of itself: which part of a chapter is withheld, and the list of reasons, without content."""

from __future__ import annotations

from collections.abc import Callable

from safeaudit.audience import REASONS, View
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Paragraph, Section, Statement, Story, para

SILENT = ("limits", "trail", "coverage", "glossary")
"""Chapters that count nothing on their own."""
BEARING = {
    "QUE-1": ("RISKS",),
    "QUE-2": ("FLOWS",),
    "QUE-3": ("ACTORS",),
    "QUE-4": ("SYSTEM_MAP",),
    "QUE-5": ("RESILIENCE", "LEVERS", "SYSTEM_MAP"),
}
"""The sheets whose lines say something to each guiding question."""


def annotated(s: Story, sections: list[Section], view: View) -> list[Section]:
    """The sections as the public may read them: nothing is concluded from what is missing only because it is withheld.

    A restricted document is left as it is.
    """
    if not s.public:
        return sections
    counted = [number for numbers in view.by_reason().values() for number in numbers]
    for section in sections:
        if change := CHANGES.get(section.id):
            change(s, section)
        for block in section.blocks.values():
            _without_withheld(s, block)
        if said := _left_out(s, section):
            section.text.append(para(s.say(said)))
            counted += [s.audit.withheld_rows(sheet) for sheet in section.sheets]
        if section.id == "limits":
            section.blocks["accepted"] = withheld(s, view)
    _explain_bands(s, sections, counted)
    return sections


def _explain_bands(s: Story, sections: list[Section], counted: list[int]) -> None:
    """Say in "How to read this report" what a band stands for, where one is printed."""
    limit, w = int(s.audit.edition.settings["small_number"]), s.words
    reading = next((section for section in sections if section.id == "reading"), None)
    if reading is None or not any(0 < number <= limit for number in counted):
        return
    said = w.t(
        "Where lines or answers are withheld, a number of 1 to {limit} of them is given as “{band}”.",
        limit=limit,
        band=banded(s, limit),
    )
    first = reading.text[0]
    reading.text[0] = Paragraph((*first.sentences, s.say(said)), first.lead)


def _without_withheld(s: Story, block: Block) -> None:
    """Empty the columns of a table in which every answer is withheld, and say so; the finished table drops them."""
    mark, w = s.words.t("[withheld]"), s.words
    gone = [name for name in block.head if _all_withheld([_text(line.get(name, "")) for line in block.lines], mark)]
    if not gone or len(gone) == len(block.head):
        return
    titles = [_text(block.head[name]) for name in gone]
    block.head = {name: "" if name in gone else text for name, text in block.head.items()}
    block.lines = [{name: "" if name in gone else cell for name, cell in line.items()} for line in block.lines]
    said = w.t(
        "Left out of this table, because every answer in it is withheld: {columns}.",
        columns=w.listed([w.t("“{name}”", name=title) for title in titles]),
    )
    block.text = [*block.text, para(s.say(said))]


def _all_withheld(texts: list[str], mark: str) -> bool:
    return mark in texts and all(text in (mark, "–", "") for text in texts)


def withheld(s: Story, view: View) -> Block:
    """The proof list: what was left out, by reason and number; small numbers as a band."""
    w, points = s.words, []
    for reason, (lines, answers) in view.by_reason().items():
        parts = [w.t("lines: {count}", count=banded(s, lines))] if lines else []
        parts += [w.t("single answers: {count}", count=banded(s, answers))] if answers else []
        points.append(para(s.say(closed(w.t("; ").join(parts))), lead=w.t("{reason} –", reason=w.t(REASONS[reason]))))
    return Block(heading=w.t("What is withheld from this version"), points=points) if points else Block()


def banded(s: Story, count: int) -> str:
    """A number as the public sees it: "fewer than 5" for a small one."""
    limit = int(s.audit.edition.settings["small_number"])
    return s.words.t("fewer than {number}", number=limit + 1) if 0 < count <= limit else s.words.number(count)


def _left_out(s: Story, section: Section) -> str:
    """How many lines of these sheets are withheld, so that counts in the chapter are not taken for the whole."""
    w, sheets = s.words, [sheet for sheet in section.sheets if s.audit.withheld_rows(sheet)]
    if section.id in SILENT or not any(s.audit.withheld_rows(sheet) and s.filled(sheet) for sheet in section.sheets):
        return ""
    if section.id == "questions":
        return ""
    counted = w.t("; ").join(
        w.t("{sheet} ({count})", sheet=w.tab(sheet), count=banded(s, s.audit.withheld_rows(sheet))) for sheet in sheets
    )
    return w.t(
        "Lines withheld from this public version: {lines}. Numbers in this chapter count only what is shown, and a dash can stand for "
        "an answer that is not public.",
        lines=counted,
    )


# Chapters that would say too much of what they see -------------------------------------------------------------------


def _questions(s: Story, section: Section) -> None:
    """The team's own answers sum up everything and are not public; what the data say stands only where it is whole."""
    w, block = s.words, section.blocks.get("answers")
    if block is None:
        return
    section.text = [
        para(
            s.say(
                w.t(
                    "The answers of the audit team to these questions sum up lines of every level of sensitivity and are withheld from this public "
                    "version. Below stands what the lines of the workbook say, where all of them may be public."
                )
            )
        )
    ]
    told = {line.row_id: chapter for line, chapter in zip(s.analysis.questions, block.chapters, strict=True)}
    block.chapters = [(heading, _said(s, row_id, paragraphs)) for row_id, (heading, paragraphs) in told.items()]


def _said(s: Story, row_id: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    if any(s.audit.withheld_rows(sheet) for sheet in BEARING[row_id]):
        return [para(s.say(s.words.t("Lines that bear on this question are withheld, so nothing is summed up here.")))]
    return paragraphs[1:]


def _criminal(s: Story, section: Section) -> None:
    """Which actors are not described, or how many stand close to the state, cannot be told from a part of them."""
    block = section.blocks.get("actors")
    if block is not None and block.lines and s.audit.withheld_rows("ACTORS"):
        block.text = [para(s.say(s.words.t("Only types of actors that the audit team marked as open are listed.")))]


def _partners(s: Story, section: Section) -> None:
    """Verdicts are counted over all partners or not at all."""
    if s.filled("PARTNERS") and s.audit.withheld_rows("PARTNERS"):
        section.text = [
            para(
                s.say(
                    s.words.t(
                        "Organisations are checked against five criteria before the city works with them. Listed here are those that passed all five and "
                        "may be named; that an organisation is not listed says nothing about it."
                    )
                )
            )
        ]


def _engagement(s: Story, section: Section) -> None:
    """Through whom a group was heard is withheld, and so is through how many."""
    block, mark = section.blocks.get("voices"), s.words.t("[withheld]")
    if block is not None:
        block.lines = [{**line, "who": mark if mark in _text(line["who"]) else "–"} for line in block.lines]


def _text(cell: str | Statement) -> str:
    return cell.text if isinstance(cell, Statement) else cell


CHANGES: dict[str, Callable[[Story, Section], None]] = {
    "questions": _questions,
    "criminal": _criminal,
    "partners": _partners,
    "engagement": _engagement,
}
"""What is said differently in a public version, by chapter."""

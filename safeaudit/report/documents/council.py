"""The council paper: two to four pages that a council votes on, with the strategy report as its appendix."""

from __future__ import annotations

from safeaudit.report.chapters.council import decisions, grounds
from safeaudit.report.documents.document import Document
from safeaudit.report.documents.one_audit import FIRST_STEP, about_one
from safeaudit.report.writing.layout import SectionLayout, plain, points, table, ticks
from safeaudit.report.writing.statements import Section, Story, Writer
from safeaudit.words import N_

DECIDED = "number:0.9:c decision:5.9 money:3.7 who:3.0 check:3.9"
FACTS = "matter:4.2 answer:13.2"

SECTIONS: tuple[SectionLayout, ...] = (
    SectionLayout("decisions", (
        table("adopted", DECIDED, titled=True), table("asked", DECIDED, titled=True),
        table("lacking", "action:12.0 missing:5.4", titled=True),
    )),
    SectionLayout("reasons", (points("priorities"), points("law"))),
    SectionLayout("weighed", (points("texts", titled=False),)),
    SectionLayout("implications", (table("matters", "matter:2.6 answer:10.4 signs:4.4"), points("said", titled=False))),
    SectionLayout("route", (table("facts", FACTS), ticks("vote"), plain("signed"))),
)  # fmt: skip

CHAPTERS: tuple[Writer, ...] = (
    decisions.decisions,
    grounds.reasons,
    grounds.weighed,
    grounds.implications,
    grounds.route,
)


def chapters(story: Story) -> list[Section]:
    """All parts of the paper that have something to say, what is to be decided first."""
    written = story.asked([write(story) for write in CHAPTERS])
    return [each for each in written if each.text or not all(block.empty for block in each.blocks.values())]


DOCUMENT = Document(
    kind="council",
    template="council-paper.docx",
    title=N_("Council paper"),
    sections=SECTIONS,
    chapters=chapters,
    prepare=about_one(chapters),
    first_step=FIRST_STEP,
)

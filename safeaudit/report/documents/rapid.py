"""The rapid report: eight to twelve pages in the order in which a council decides, from a workbook filled in one or two days."""

from __future__ import annotations

from safeaudit.audit import Audit
from safeaudit.report.chapters import agree, end, trail
from safeaudit.report.chapters.governance import capacity
from safeaudit.report.chapters.rapid import done, found, short
from safeaudit.report.documents.document import Document
from safeaudit.report.documents.one_audit import FIRST_STEP, about_one
from safeaudit.report.writing.layout import BlockLayout, SectionLayout, points, table
from safeaudit.report.writing.statements import Section, Story, Writer
from safeaudit.words import N_

KIND = "rapid"
FACTS = "matter:4.6 answer:12.8"

SECTIONS: tuple[SectionLayout, ...] = (
    SectionLayout("short", (points("main", titled=False),)),
    SectionLayout("priorities", (table("chosen", "place:0.9:c problem:4.0 why:5.0 agreed:4.4 actions:3.1"),)),
    SectionLayout("actions", (table("planned", "action:5.4 answers:2.9 lead:3.2 money:2.5 sign:3.4"),)),
    SectionLayout("decision", (table("decided", FACTS, titled=True), table("reached", FACTS, titled=True))),
    SectionLayout("problems", (table("rated", "problem:4.6 bad:3.2:f place:5.6 whom:4.0"),)),
    SectionLayout("causes", (
        table("rated", "cause:12.4 matters:5.0:f"), table("flows", "flow:12.4 violence:5.0"),
    )),
    SectionLayout("figures", (table("known", "measure:5.4 value:3.4 counted:5.2 gap:3.4"),)),
    SectionLayout("capacity", (table("steps", "question:4.6 step:2.5:f means:10.3"),)),
    SectionLayout("questions", (BlockLayout("answers", "chapters"),)),
    SectionLayout("limits", (
        table("weak", "limit:6.6 number:1.8:c where:8.6", titled=True), points("tools"),
        table("checks", "severity:2.7 place:3.2 found:11.1", titled=True), points("accepted"),
    )),
    SectionLayout("trail", (
        table("sections", "section:3.0 sheets:4.4 rows:9.6"),
        table("sources", "number:1.5 source:4.9 holder:3.9 kind:2.5 year:1.2:c quality:1.4 used:1.6", titled=True),
    )),
    SectionLayout("glossary", (table("terms", "term:3.1 meaning:14.3"),)),
)  # fmt: skip

CHAPTERS: tuple[Writer, ...] = (
    short.short,
    done.priorities,
    done.actions,
    agree.decision,
    found.problems,
    found.causes,
    found.figures,
    capacity.capacity,
    found.questions,
    end.limits,
)


def suits(audit: Audit) -> bool:
    """Whether an audit asks problems, priorities and actions, and no component of an action: a strategy is built on those."""
    edition = audit.edition
    return edition.asks("PROBLEMS", "PRIORITIES", "ACTIONS") and not edition.asks("ACTIONS.component")


def chapters(story: Story) -> list[Section]:
    """All chapters in order; the evidence trail and the glossary come last."""
    written = story.asked([write(story) for write in CHAPTERS])
    told = [each for each in written if each.text or not all(block.empty for block in each.blocks.values())]
    return [*told, trail.trail(story, told), end.glossary(story)]


DOCUMENT = Document(
    kind=KIND,
    template="rapid-report.docx",
    title=N_("Rapid safety report"),
    sections=SECTIONS,
    cover=True,
    facts=True,
    contents=True,
    numbered=True,
    chapters=chapters,
    prepare=about_one(chapters),
    first_step=FIRST_STEP,
)

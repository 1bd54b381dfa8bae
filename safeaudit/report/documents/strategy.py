"""The strategy report: what was found, what follows from it, and what is proposed, with all its evidence."""

from __future__ import annotations

from safeaudit.charts import CHARTS
from safeaudit.report.chapters import agree, cover, end, front, trail
from safeaudit.report.chapters.assessment import criminal, flows, places, questions, risks, system
from safeaudit.report.chapters.governance import capacity, enforcement, partners, people, regulation, resilience_work
from safeaudit.report.chapters.governance import strategy as actions
from safeaudit.report.documents.document import Document
from safeaudit.report.documents.figures import shown, with_figures
from safeaudit.report.documents.one_audit import FIRST_STEP, about_one
from safeaudit.report.writing.layout import BlockLayout, SectionLayout, points, table, words
from safeaudit.report.writing.statements import Section, Story, Writer
from safeaudit.words import N_

ACTION_COLUMNS = "action:5.6 lead:3.7 dates:3.4 target:4.3"
SIGNS = "protection:1.6:c violence:1.6:c newcomers:1.2:c territory:1.6:c"
FACTS = "matter:4.6 answer:12.8"
BY_YEAR = "source:3.4 year_1:2.3:c year_2:2.3:c year_3:2.3:c year_4:2.3:c year_5:2.3:c total:2.5:c"
SAFEGUARDS = "criteria:2.0:c shown:2.0:c oversight:2.1:c complaints:2.1:c procurement:2.3:c gap:1.4:c"

SECTIONS = with_figures("strategy", CHARTS, (
    SectionLayout("summary", (
        points("main"), table("numbers", "figure:6.6 now:6.4 basis:4.0", titled=True), points("asks"),
    )),
    SectionLayout("reading", (points("terms"),)),
    SectionLayout("decision", (
        table("decided", FACTS, titled=True), table("reached", FACTS, titled=True),
    )),
    SectionLayout("questions", (BlockLayout("answers", "chapters"),)),
    SectionLayout("problems", (
        table("rated", "problem:2.6 bad:2.2 place:2.9 whom:3.1 behind:4.7 basis:1.9"),
        points("answers"),
    )),
    SectionLayout("risks", (
        table("ranked", "rank:1.0:c risk:4.2 score:1.8:c level:1.5:f trend:1.3 basis:2.7 whom:4.5"),
        points("profiles"), points("links"), points("closeness"),
        table("scorecard", "measure:4.4 now:2.2 change:1.5 source:1.5 meaning:7.4", titled=True),
        points("details"),
        table("by_area", "measure:4.6 area:3.6 value:3.0 city:3.0 source:2.8", titled=True),
    )),
    SectionLayout("flows", (
        table("overview", "flow:3.6 basis:1.9 responder:1.8 exposed:2.9 feeds:7.0"),
        points("effects"),
        table("prices", "item:4.8 area:2.0 span:4.6 change:1.4:c reading:2.3 causes:1.9", titled=True),
        points("tests"),
    )),
    SectionLayout("criminal", (
        table("markets", f"market:3.7 {SIGNS} total:1.1:c reading:1.9:f state:1.3 basis:3.0"),
        points("readings"),
        table("actors", "actor:5.2 kind:2.7 network:1.4 gives:2.6 seen:1.5 relation:2.0 level:2.0", titled=True),
    )),
    SectionLayout("system", (
        points("problems"), points("loops"),
        table("paths", "risk:3.1 flow:2.0 actor:2.4 response:4.2 effect:2.0:f resilience:3.3", titled=True),
        table("levers", "lever:4.4 influence:2.1 how:5.9 chance:3.2 used:1.4", titled=True),
    )),
    SectionLayout("areas", (
        table("scores", "area:3.0 kind:2.9 state:1.7:c community:2.0:c place:2.6 sign:2.2 target:2.6"),
        points("notes"),
        table("walks", "place:3.2 when:2.6 mean:1.4:c feeling:1.5:c low:3.6 note:4.7", titled=True),
    )),
    SectionLayout("planning", (
        table("plans", "point:4.4 status:1.5:f evidence:8.6 lead:2.5", titled=True),
        table("housing", "point:4.4 status:1.5:f evidence:8.6 lead:2.5", titled=True),
    )),
    SectionLayout("capacity", (table("steps", "question:4.6 step:2.5:f means:10.3"),)),
    SectionLayout("regulation", (
        table("powers", "power:3.9 held:1.5 used:1.5:c flows:4.4 market:2.2 risk:1.9 works:1.6"),
        table("integrity", f"power:5.1 {SAFEGUARDS}", titled=True),
        points("changes"),
    )),
    SectionLayout("enforcement", (
        words("soldiers"),
        table("ways", "way:2.6 used:1.2:c mandate:4.3 safeguards:2.1:c result:1.4 note:5.4", titled=True),
        table("agreements", "title:3.0 parties:3.6 dates:2.6 targets:3.7 rights:4.1", titled=True),
    )),
    SectionLayout("engagement", (
        table("reached", "group:3.0 how:1.9 channel:4.4 back:1.8:c decision:3.0 barrier:2.9", titled=True),
        table("voices", "group:3.3 heard:1.4:c before:1.9:c told:2.2:c who:8.2", titled=True),
        table("communication", "point:4.4 status:1.7:f note:10.9", titled=True),
        table("public_life", "point:4.4 status:1.7:f note:10.9", titled=True),
    )),
    SectionLayout("resilience_work", (
        table("activities", "title:3.9 category:2.5 whom:2.4 dates:4.4 backed:3.8"),
        points("care"), points("unused"),
    )),
    SectionLayout("partners", (
        table("verdicts", "partner:5.4 verdict:1.8:f open:5.2 checked:4.6"),
        points("exceptions"),
    )),
    SectionLayout("principles", (
        table("basic", "principle:3.8 applied:1.7:f evidence:8.1 actions:3.4", titled=True),
        table("good", "principle:3.8 applied:1.7:f evidence:8.1 actions:3.4", titled=True),
    )),
    SectionLayout("priorities", (
        table("chosen", "place:0.9:c problem:3.0 why:4.2 score:1.5:c rank:1.8:c agreed:3.1 actions:2.9"),
        points("arguments"),
    )),
    SectionLayout("strategy", (
        table("components", "component:3.2 number:2.0:c share:2.2:c money:3.8 money_share:2.6:c horizons:3.2"),
        points("open"),
    )),
    SectionLayout("money", (table("by_year", BY_YEAR),)),
    SectionLayout("actions", (
        table("regulation", ACTION_COLUMNS, titled=True),
        table("enforcement", ACTION_COLUMNS, titled=True),
        table("rights", "action:4.0 check:6.6 moves:6.4"),
        table("engagement", ACTION_COLUMNS, titled=True),
        table("resilience", ACTION_COLUMNS, titled=True),
        points("experiments"),
    )),
    SectionLayout("next_audit", (
        table("gaps", "cause:4.0 plan:8.8 whom:4.2", titled=True),
    )),
    SectionLayout("limits", (
        table("weak", "limit:6.6 number:1.8:c where:8.6", titled=True),
        points("tools"),
        table("checks", "severity:2.7 place:3.2 found:11.1", titled=True),
        points("accepted"),
    )),
    SectionLayout("coverage", (
        table("shares", "list:6.2 sheets:4.4 known:1.5:c not_known:1.6:c left_out:2.0:c open:1.7:c"),
        points("lists", titled=False),
        table("readings", "point:5.6 reading:11.8", titled=True),
    )),
    SectionLayout("trail", (
        table("sections", "section:3.0 sheets:4.4 rows:9.6"),
        table("sources", "number:1.5 source:4.9 holder:3.9 kind:2.5 year:1.2:c quality:1.4 used:1.6", titled=True),
    )),
    SectionLayout("glossary", (table("terms", "term:3.1 meaning:14.3"),)),
))  # fmt: skip

CHAPTERS: tuple[Writer, ...] = (
    front.summary,
    cover.reading,
    agree.decision,
    questions.questions,
    agree.problems,
    risks.risks,
    flows.flows,
    criminal.criminal,
    system.system,
    places.areas,
    places.planning,
    capacity.capacity,
    regulation.regulation,
    enforcement.enforcement,
    people.engagement,
    resilience_work.resilience_work,
    partners.partners,
    partners.principles,
    agree.priorities,
    actions.strategy,
    agree.money,
    actions.actions,
    end.next_audit,
    end.limits,
    trail.coverage,
)


ONLY_IF_TOLD = ("decision", "problems", "capacity", "priorities", "money")
"""Chapters of what GSC-1.0 did not ask: a report on its answers has no place for them."""


def chapters(story: Story) -> list[Section]:
    """All chapters in order; the evidence trail comes last but one because it sums up those before it."""
    written = [section for section in story.asked([write(story) for write in CHAPTERS]) if not _untold(section)]
    return shown(story, [*written, trail.trail(story, written), end.glossary(story)], SECTIONS)


def _untold(section: Section) -> bool:
    """Whether a chapter that is printed only where it has something to tell has nothing."""
    told = section.text or not all(block.empty for block in section.blocks.values())
    return section.id in ONLY_IF_TOLD and not told


DOCUMENT = Document(
    kind="strategy",
    template="strategy-report.docx",
    title=N_("Safety governance strategy"),
    sections=SECTIONS,
    cover=True,
    facts=True,
    contents=True,
    numbered=True,
    chapters=chapters,
    prepare=about_one(chapters),
    first_step=FIRST_STEP,
)

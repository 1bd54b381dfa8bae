"""The documents: their sections in order, blocks and table columns. Templates are built from it, the context checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from safeaudit.words import N_

PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 17.4, 26.1
"""Width of the text in cm, on A4."""

Kind = Literal["table", "tables", "figure", "points", "ticks", "words", "chapters"]
"""What a block shows: `ticks` are points with a box to tick, `tables` a table for each part, under a heading of its own."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its width in cm, centred or not, its words on a tint (`ID_fill` in the row), or a box to tick and no words.

    A table fills the width of the text: the widths are shares of it.
    """

    id: str
    width: float
    centred: bool = False
    filled: bool = False
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """A block of a section; `titled` puts a Heading 2 before it, `turned` sets it on landscape pages.

    `width` of a picture's place and the most `height` it may take, in cm (0: as high as a page allows).
    """

    name: str
    kind: Kind
    titled: bool = False
    columns: tuple[TableColumn, ...] = ()
    chart: str = ""
    width: float = 16.0
    height: float = 0.0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """A section under a Heading 1; `landscape` turns its pages, `new_page` begins one."""

    id: str
    blocks: tuple[BlockLayout, ...]
    landscape: bool = False
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class DocumentLayout:
    """A kind of document: its template file, its title (English source text), its sections in order, and their frame.

    `drafts`: marked as a draft while errors are open · `cover` gives it a page of its own before the text, else title and place stand at the head of the first page ·
    `facts` a table of who answers for it · `contents` a page of links · `numbered` headings 1, 1.1 ·
    `publishable`: there may be a public version.
    """

    kind: str
    template: str
    title: str
    sections: tuple[SectionLayout, ...]
    cover: bool = False
    facts: bool = False
    contents: bool = False
    numbered: bool = False
    drafts: bool = True
    publishable: bool = True

    @property
    def charts(self) -> tuple[str, ...]:
        """The charts it has a place for, in order."""
        return tuple(block.chart for section in self.sections for block in section.blocks if block.chart)


def table(name: str, columns: str, *, titled: bool = False, turned: bool = False) -> BlockLayout:
    """A table; columns as "rank:1.2:c risk:4.6 level:1.8:f": name, width in cm, c centred, f filled, k ticked."""
    found = []
    for part in columns.split():
        name_, width, *marks = part.split(":")
        found.append(TableColumn(name_, float(width), *(letter in "".join(marks) for letter in "cfk")))
    return BlockLayout(name, "table", titled, tuple(found), turned=turned)


def tables(name: str, columns: str) -> BlockLayout:
    """A table for each part of the block, all of these columns."""
    return BlockLayout(name, "tables", titled=False, columns=table(name, columns).columns)


def figure(name: str, chart: str, *, titled: bool = False, width: float = 16.0, height: float = 0.0) -> BlockLayout:
    return BlockLayout(name, "figure", titled, chart=chart, width=width, height=height)


def points(name: str, *, titled: bool = True) -> BlockLayout:
    return BlockLayout(name, "points", titled)


def ticks(name: str) -> BlockLayout:
    return BlockLayout(name, "ticks", True)


def words(name: str) -> BlockLayout:
    return BlockLayout(name, "words", True)


def plain(name: str) -> BlockLayout:
    """Paragraphs without a heading."""
    return BlockLayout(name, "words")


ACTION_COLUMNS = "action:5.6 lead:3.7 dates:3.4 target:4.3"
SIGNS = "protection:1.6:c violence:1.6:c newcomers:1.2:c territory:1.6:c"
SAFEGUARDS = "criteria:2.0:c shown:2.0:c oversight:2.1:c complaints:2.1:c procurement:2.3:c gap:1.4:c"

SECTIONS: tuple[SectionLayout, ...] = (
    SectionLayout("summary", (
        points("main"), table("numbers", "figure:6.6 now:6.4 basis:4.0", titled=True), points("asks"),
    )),
    SectionLayout("reading", (points("terms"),)),
    SectionLayout("questions", (BlockLayout("answers", "chapters"),)),
    SectionLayout("risks", (
        figure("heat_map", "risk_heat_map"),
        table("ranked", "rank:1.0:c risk:4.2 score:1.8:c level:1.5:f trend:1.3 basis:2.7 whom:4.5"),
        points("profiles"), points("links"), points("closeness"),
        figure("homicide", "homicide", titled=True, width=14.0),
        table("scorecard", "measure:4.4 now:2.2 change:1.5 source:1.5 meaning:7.4", titled=True),
    )),
    SectionLayout("flows", (
        figure("profile", "flow_profile"),
        table("overview", "flow:3.6 basis:1.9 responder:1.8 exposed:2.9 feeds:7.0"),
        points("effects"),
        table("prices", "item:4.8 area:2.0 span:4.6 change:1.4:c reading:2.3 causes:1.9", titled=True),
        figure("price_chart", "price_trends"),
    )),
    SectionLayout("criminal", (
        table("markets", f"market:3.7 {SIGNS} total:1.1:c reading:1.9:f state:1.3 basis:3.0"),
        figure("chart", "criminal_governance"),
        points("readings"),
        table("actors", "actor:5.2 kind:2.7 network:1.4 gives:2.6 seen:1.5 relation:2.0 level:2.0", titled=True),
    )),
    SectionLayout("system", (
        points("problems"), points("loops"),
        figure("drawing", "system_map"),
        table("paths", "risk:3.1 flow:2.0 actor:2.4 response:4.2 effect:2.0:f resilience:3.3", titled=True),
        table("levers", "lever:4.4 influence:2.1 how:5.9 chance:3.2 used:1.4", titled=True),
    )),
    SectionLayout("areas", (
        figure("matrix", "resilience_quadrant"),
        table("scores", "area:3.0 kind:2.9 state:1.7:c community:2.0:c place:2.6 sign:2.2 target:2.6"),
        points("notes"),
    )),
    SectionLayout("planning", (
        table("plans", "point:4.4 status:1.5:f evidence:8.6 lead:2.5", titled=True),
        table("housing", "point:4.4 status:1.5:f evidence:8.6 lead:2.5", titled=True),
    )),
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
        figure("matrix", "partner_matrix"),
        points("exceptions"),
    )),
    SectionLayout("principles", (
        table("basic", "principle:3.8 applied:1.7:f evidence:8.1 actions:3.4", titled=True),
        table("good", "principle:3.8 applied:1.7:f evidence:8.1 actions:3.4", titled=True),
        figure("chart", "principle_coverage"),
    )),
    SectionLayout("strategy", (
        figure("balance", "component_balance"),
        table("components", "component:3.2 number:2.0:c share:2.2:c money:3.8 money_share:2.6:c horizons:3.2"),
        figure("timeline", "timeline", titled=True),
        figure("money", "funding", titled=True),
        figure("sdg", "sdg_map", titled=True),
        figure("levers", "lever_match", titled=True),
        points("open"),
    )),
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
        figure("readiness", "data_readiness"),
        table("weak", "limit:6.6 number:1.8:c where:8.6", titled=True),
        points("tools"),
        table("checks", "severity:2.7 place:3.2 found:11.1", titled=True),
        points("accepted"),
    )),
    SectionLayout("coverage", (
        points("lists", titled=False),
        table("readings", "point:5.6 reading:11.8", titled=True),
    )),
    SectionLayout("trail", (
        table("sections", "section:3.0 sheets:4.4 rows:9.6"),
        table("sources", "number:1.5 source:4.9 holder:3.9 kind:2.5 year:1.2:c quality:1.4 used:1.6", titled=True),
    )),
    SectionLayout("glossary", (table("terms", "term:3.1 meaning:14.3"),)),
)  # fmt: skip

BRIEF: tuple[SectionLayout, ...] = (
    SectionLayout("found", (
        table("main", "topic:2.4 finding:8.8 basis:5.4"),
        figure("heat_map", "risk_heat_map", width=15.0, height=9.6),
    )),
    SectionLayout("asked", (
        points("decisions"),
        table("actions", "action:6.6 lead:3.4 dates:3.4 money:3.2"),
        figure("balance", "component_balance", width=13.4, height=5.2),
        points("limits"),
        plain("closing"),
    ), new_page=True),
)  # fmt: skip

FINDINGS: tuple[SectionLayout, ...] = (
    SectionLayout("opening", (points("good"), ticks("first"))),
    SectionLayout("sheets", (
        tables("tables", "done:1.2:k kind:1.9:f where:2.9 found:5.4 remedy:5.2"), plain("more"),
    )),
    SectionLayout("sending", (points("accepted"), ticks("steps"), plain("closing"))),
)  # fmt: skip

KIND_AND_WHY = "kind:2.1:f why:4.3"

COMPARISON: tuple[SectionLayout, ...] = (
    SectionLayout("changed", (
        points("main"), table("counts", "kind:5.0:f answers:2.9:c lines:2.9:c better:2.9:c worse:2.9:c", titled=True),
    )),
    SectionLayout("classes", (points("kinds"),)),
    SectionLayout("risks", (
        figure("chart", "change_since_last", width=15.6, height=19.0),
        table("moves", f"risk:4.0 score:1.9:c level:2.2 trend:2.1 {KIND_AND_WHY}"),
        points("words"),
        table("figures", f"measure:3.9 before:2.5 after:2.1 change:1.7:c {KIND_AND_WHY}", titled=True),
    ), new_page=True),
    SectionLayout("flows", (
        table("prices", f"item:3.6 last:2.4 change:1.7:c reading:2.5 {KIND_AND_WHY}"),
        table("flows", f"flow:3.8 answer:2.2 change:4.2 {KIND_AND_WHY}", titled=True),
    )),
    SectionLayout("criminal", (table("markets", f"market:3.8 total:1.8:c reading:2.7 able:1.9 {KIND_AND_WHY}"),)),
    SectionLayout("areas", (
        table("places", f"area:2.4 place:3.0 means:2.4 target:2.4 {KIND_AND_WHY}"), points("notes"),
    )),
    SectionLayout("done", (
        table("fates", "fate:3.2 number:1.6:c actions:11.8"),
        table("late", "action:5.6 lead:3.4 starts:2.6 ends:2.6 status:2.4", titled=True),
        table("money", "action:7.6 cost:5.4 funding:3.6", titled=True),
    )),
    SectionLayout("governing", (
        table("powers", f"power:3.8 used:2.0:c gap:1.9:c works:2.5 {KIND_AND_WHY}", titled=True),
        table("agreements", "title:5.4 fate:3.6 ends:2.6 targets:2.4 review:2.6", titled=True),
        table("partners", f"partner:3.8 verdict:3.6 paid:2.8 {KIND_AND_WHY}", titled=True),
        table("standings", f"sheet:3.0 line:4.1 change:3.1 {KIND_AND_WHY}", titled=True),
    )),
    SectionLayout("data", (
        points("method"), points("quality"), points("lines"),
        table("completeness", "sheet:6.4 before:3.4:c after:3.4:c share:3.4:c", titled=True),
    )),
    SectionLayout("next", (points("steps"),)),
    SectionLayout("method", ()),
    SectionLayout("list", (tables("parts", "line:5.2 change:11.4"), points("withheld")), new_page=True),
)  # fmt: skip

DOCUMENTS: dict[str, DocumentLayout] = {
    document.kind: document
    for document in (
        DocumentLayout("strategy", "strategy-report.docx", N_("Safety governance strategy"), SECTIONS,
                       cover=True, facts=True, contents=True, numbered=True),
        DocumentLayout("brief", "brief.docx", N_("Safety governance brief"), BRIEF),
        DocumentLayout("findings", "findings-letter.docx", N_("Findings of the checks"), FINDINGS, facts=True, drafts=False, publishable=False),
        DocumentLayout("comparison", "comparison-report.docx", N_("Comparison of two safety audits"), COMPARISON,
                       cover=True, facts=True, contents=True, numbered=True),
    )
}  # fmt: skip
"""Every kind of document by its name. A new kind: an entry here and its chapter writers in context.py (CHAPTERS)."""

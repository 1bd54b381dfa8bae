"""The order of the report: its sections, their blocks and table columns. The template is built from it, the context checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 16.6, 25.3
"""Width of the text in cm, on A4."""

Kind = Literal["table", "figure", "points", "words", "chapters"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its width in cm, centred or not, and whether its words lie on a tint (`ID_fill` in the row)."""

    id: str
    width: float
    centred: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """A block of a section; `titled` puts a Heading 2 before it, `turned` sets it on landscape pages.

    `width` of a picture's place, in cm.
    """

    name: str
    kind: Kind
    titled: bool = False
    columns: tuple[TableColumn, ...] = ()
    chart: str = ""
    width: float = 16.0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """A section under a Heading 1; `landscape` turns its pages, `new_page` begins one."""

    id: str
    blocks: tuple[BlockLayout, ...]
    landscape: bool = False
    new_page: bool = False


def table(name: str, columns: str, *, titled: bool = False, turned: bool = False) -> BlockLayout:
    """A table; columns as "rank:1.2:c risk:4.6 level:1.8:f": name, width in cm, c centred, f filled."""
    found = []
    for part in columns.split():
        name_, width, *marks = part.split(":")
        found.append(TableColumn(name_, float(width), "c" in "".join(marks), "f" in "".join(marks)))
    return BlockLayout(name, "table", titled, tuple(found), turned=turned)


def figure(name: str, chart: str, *, titled: bool = False, width: float = 16.0) -> BlockLayout:
    return BlockLayout(name, "figure", titled, chart=chart, width=width)


def points(name: str, *, titled: bool = True) -> BlockLayout:
    return BlockLayout(name, "points", titled)


def words(name: str) -> BlockLayout:
    return BlockLayout(name, "words", True)


ACTION_COLUMNS = "action:5.2 cause:4.1 whom:2.6 lead:3.4 dates:2.7 money:2.3 target:5.0"
SIGNS = "protection:1.6:c violence:1.5:c newcomers:1.3:c territory:1.6:c"
SAFEGUARDS = "criteria:2.0:c shown:2.0:c oversight:2.1:c complaints:2.1:c procurement:2.2:c gap:1.3:c"

SECTIONS: tuple[SectionLayout, ...] = (
    SectionLayout("summary", (
        points("main"), table("numbers", "figure:7.2 now:4.2 basis:5.2", titled=True), points("asks"),
    ), new_page=True),
    SectionLayout("reading", (points("terms"),), new_page=True),
    SectionLayout("questions", (BlockLayout("answers", "chapters"),)),
    SectionLayout("risks", (
        figure("heat_map", "risk_heat_map", width=14.6),
        table("ranked", "rank:1.1:c risk:4.1 score:1.8:c level:1.7:f trend:1.4 basis:3.0 whom:3.5"),
        points("profiles"), points("links"), points("closeness"),
        figure("homicide", "homicide", titled=True, width=13.0),
        table("scorecard", "measure:4.0 now:1.9 change:1.6 country:1.5 source:1.6 meaning:6.0", titled=True),
    )),
    SectionLayout("flows", (
        table("overview", "flow:3.3 basis:2.4 responder:2.1 exposed:3.0 feeds:5.8"),
        figure("profile", "flow_profile", width=15.0),
        points("effects"),
        table("prices", "item:4.0 area:2.1 span:4.6 change:1.4:c reading:2.5 causes:2.0", titled=True),
        figure("price_chart", "price_trends", width=14.4),
    )),
    SectionLayout("criminal", (
        table("markets", f"market:3.2 {SIGNS} total:1.2:c reading:2.0:f state:1.5 basis:2.7"),
        figure("chart", "criminal_governance", width=14.0),
        points("readings"),
        table("actors", "actor:3.6 kind:2.2 network:3.6 gives:1.9 seen:1.5 relation:2.0 level:1.8", titled=True),
    )),
    SectionLayout("system", (
        points("problems"), points("loops"),
        figure("drawing", "system_map", width=15.8),
        table("paths", "number:1.5 risk:3.7 flow:3.2 actor:3.5 response:4.7 effect:2.1:f resilience:4.5 basis:2.1",
              titled=True, turned=True),
        table("levers", "lever:4.8 kind:2.4 influence:1.8:c readiness:1.9:c how:8.0 chance:4.5 used:1.9",
              titled=True, turned=True),
    )),
    SectionLayout("areas", (
        figure("matrix", "resilience_quadrant", width=12.6),
        table("scores", "area:2.8 kind:2.7 state:1.6:c community:2.0:c place:2.6 sign:2.4 target:2.5"),
        points("notes"),
    )),
    SectionLayout("planning", (
        table("plans", "point:4.6 status:1.7:f evidence:7.5 lead:2.8", titled=True),
        table("housing", "point:4.6 status:1.7:f evidence:7.5 lead:2.8", titled=True),
    )),
    SectionLayout("regulation", (
        table("powers", "power:3.7 held:1.5 used:1.5:c flows:4.0 market:2.3 risk:1.9 works:1.7"),
        table("integrity", f"power:4.9 {SAFEGUARDS}", titled=True),
        points("changes"),
    )),
    SectionLayout("enforcement", (
        words("soldiers"),
        table("ways", "way:3.0 used:1.3:c mandate:4.6 safeguards:2.1:c result:1.4 note:4.2", titled=True),
        table("agreements", "title:3.2 parties:3.5 dates:2.5 targets:3.5 rights:3.9", titled=True),
    )),
    SectionLayout("engagement", (
        table("reached", "group:3.4 how:2.5 channel:3.4 back:1.9:c decision:2.9 barrier:2.5", titled=True),
        table("voices", "group:3.6 heard:2.0:c before:3.0:c told:2.6:c who:5.4", titled=True),
        table("communication", "point:5.6 status:2.0:f note:9.0", titled=True),
        table("public_life", "point:5.6 status:2.0:f note:9.0", titled=True),
    )),
    SectionLayout("resilience_work", (
        table("activities", "title:3.8 category:2.8 whom:2.3 dates:2.4 money:2.0 backed:3.3"),
        points("care"), points("unused"),
    )),
    SectionLayout("partners", (
        table("verdicts", "partner:3.7 kind:2.5 verdict:1.9:f open:5.4 checked:3.1"),
        figure("matrix", "partner_matrix", width=12.6),
        points("exceptions"),
    )),
    SectionLayout("principles", (
        table("basic", "principle:4.0 applied:1.6:f evidence:7.4 actions:3.6", titled=True),
        table("good", "principle:4.0 applied:1.6:f evidence:7.4 actions:3.6", titled=True),
        figure("chart", "principle_coverage", width=12.2),
    )),
    SectionLayout("strategy", (
        figure("balance", "component_balance"),
        table("components", "component:3.2 number:2.0:c share:2.4:c money:3.6 money_share:2.4:c horizons:3.0"),
        figure("money", "funding", titled=True, width=13.6),
        figure("levers", "lever_match", titled=True, width=13.6),
        points("open"),
        table("sdg", "goal:10.6 number:2.0:c money:4.0", titled=True),
        figure("timeline", "timeline", titled=True, width=14.0),
    )),
    SectionLayout("actions", (
        table("regulation", ACTION_COLUMNS, titled=True),
        table("enforcement", ACTION_COLUMNS, titled=True),
        table("rights", "action:6.3 check:9.5 moves:9.5"),
        table("engagement", ACTION_COLUMNS, titled=True),
        table("resilience", ACTION_COLUMNS, titled=True),
        points("experiments"),
    ), landscape=True),
    SectionLayout("next_audit", (
        table("gaps", "cause:4.6 applies:1.8:c plan:5.6 whom:2.6 when:2.0", titled=True),
    )),
    SectionLayout("limits", (
        figure("readiness", "data_readiness", width=13.0),
        table("weak", "limit:8.2 number:1.8:c where:6.6", titled=True),
        points("tools"),
        table("checks", "severity:2.0 place:2.8 found:6.4 remedy:5.4", titled=True),
        points("accepted"),
    )),
    SectionLayout("coverage", (
        table("lists", "key:1.4 title:6.4 state:2.4:f answered:2.2:c sheets:4.2"),
        table("readings", "point:7.0 reading:9.6", titled=True),
    )),
    SectionLayout("trail", (
        table("sections", "section:3.8 sheets:4.4 rows:8.4"),
        table("sources", "number:1.6 source:4.2 holder:3.2 kind:2.6 year:1.3:c quality:1.6 used:2.1", titled=True),
    )),
    SectionLayout("glossary", (table("terms", "term:4.2 meaning:12.4"),)),
)  # fmt: skip

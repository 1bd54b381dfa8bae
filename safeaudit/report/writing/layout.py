"""How a document is laid out: sections in order, blocks and table columns. Templates are built from it, the context checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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

    `heading` (English source text) of a figure that no chapter gives one ·
    `width` of a picture's place and the most `height` it may take, in cm (0: as high as a page allows).
    """

    name: str
    kind: Kind
    titled: bool = False
    columns: tuple[TableColumn, ...] = ()
    chart: str = ""
    width: float = 16.0
    height: float = 0.0
    heading: str = ""
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


def figure(name: str, chart: str, *, heading: str = "", width: float = 16.0, height: float = 0.0) -> BlockLayout:
    return BlockLayout(name, "figure", bool(heading), chart=chart, width=width, height=height, heading=heading)


def points(name: str, *, titled: bool = True) -> BlockLayout:
    return BlockLayout(name, "points", titled)


def ticks(name: str) -> BlockLayout:
    return BlockLayout(name, "ticks", True)


def words(name: str) -> BlockLayout:
    return BlockLayout(name, "words", True)


def plain(name: str) -> BlockLayout:
    """Paragraphs without a heading."""
    return BlockLayout(name, "words")

"""The figures of a document: each chart brings its place along, and whatever was drawn is shown there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from safeaudit.charts import ChartFault
from safeaudit.charts.registry import Declared, Place, every
from safeaudit.report.writing.layout import BlockLayout, DocumentLayout, SectionLayout, figure
from safeaudit.report.writing.statements import Section, Story

FIRST = "text"
"""What stands before all blocks of a section."""


def with_figures(
    kind: str, charts: Mapping[str, Declared[...]], sections: Sequence[SectionLayout]
) -> tuple[SectionLayout, ...]:
    """The sections of a kind of document with the figures of these charts. ChartFault for a place that is not there."""
    blocks = {section.id: list(section.blocks) for section in sections}
    waiting = [(name, place) for name, chart in charts.items() for place in chart.places if place.document == kind]
    while waiting:
        ready = [each for each in waiting if _stands(each[1].after, blocks.get(each[1].section, ()))]
        if not ready:
            raise ChartFault(_nowhere(*waiting[0], blocks))
        for name, place in ready:
            _insert(blocks[place.section], name, place)
            waiting.remove((name, place))
    return tuple(replace(section, blocks=tuple(blocks[section.id])) for section in sections)


def check_places(documents: Iterable[DocumentLayout]) -> None:
    """ChartFault for a chart with a place in a document that does not show it."""
    shown = {(document.kind, chart) for document in documents for chart in document.charts}
    for name, chart in every().items():
        for place in chart.places:
            if (place.document, name) not in shown:
                raise ChartFault(f"The chart {name} has a place in “{place.document}”, and no such document takes it.")


def shown(story: Story, written: list[Section], sections: Sequence[SectionLayout]) -> list[Section]:
    """The chapters with every chart that was drawn: one that no chapter speaks of stands at its place without words."""
    by_id = {section.id: section for section in written}
    for layout in sections:
        for block in layout.blocks:
            if block.kind != "figure" or layout.id not in by_id:
                continue
            own = by_id[layout.id].blocks.setdefault(block.name, story.chart(block.chart))
            if block.heading and not own.empty:
                own.heading = own.heading or story.words.t(block.heading)
    return written


def _stands(after: str, blocks: Iterable[BlockLayout]) -> bool:
    return (after == FIRST and bool(blocks)) or after in {block.name for block in blocks}


def _insert(blocks: list[BlockLayout], name: str, place: Place) -> None:
    names = [FIRST, *(block.name for block in blocks)]
    if place.block in names:
        raise ChartFault(f"The chart {name} takes the place of {place.section}.{place.block} in “{place.document}”.")
    new = figure(place.block, name, heading=place.heading, width=place.width, height=place.height)
    blocks.insert(names.index(place.after), new)


def _nowhere(name: str, place: Place, blocks: Mapping[str, Sequence[BlockLayout]]) -> str:
    if place.section not in blocks:
        return (
            f"The chart {name} has its place in the section “{place.section}”, which “{place.document}” does not have."
        )
    found = ", ".join([FIRST, *(block.name for block in blocks[place.section])])
    return f"The chart {name} stands after “{place.after}” in {place.section}; what stands there is: {found}."

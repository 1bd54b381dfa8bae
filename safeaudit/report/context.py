"""From chapters to the plain data a template sees: texts, lists and dicts, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from safeaudit.report import (
    narrative_brief,
    narrative_end,
    narrative_flows,
    narrative_front,
    narrative_govern,
    narrative_letter,
    narrative_partners,
    narrative_people,
    narrative_places,
    narrative_questions,
    narrative_risks,
    narrative_strategy,
    narrative_system,
    narrative_trail,
)
from safeaudit.report.crossrefs import anchored, readable
from safeaudit.report.layout import DOCUMENTS, BlockLayout, DocumentLayout, SectionLayout
from safeaudit.report.rests_on import RESTS_ON
from safeaudit.report.statements import Block, Cells, Paragraph, Section, Statement, Story, Writer
from safeaudit.report.trace import Mark, Trace, Values, unmarked

STRATEGY: tuple[Writer, ...] = (
    narrative_front.summary,
    narrative_front.reading,
    narrative_questions.questions,
    narrative_risks.risks,
    narrative_flows.flows,
    narrative_flows.criminal,
    narrative_system.system,
    narrative_places.areas,
    narrative_places.planning,
    narrative_govern.regulation,
    narrative_govern.enforcement,
    narrative_people.engagement,
    narrative_people.resilience_work,
    narrative_partners.partners,
    narrative_partners.principles,
    narrative_strategy.strategy,
    narrative_strategy.actions,
    narrative_end.next_audit,
    narrative_end.limits,
    narrative_end.coverage,
)


def strategy(story: Story) -> list[Section]:
    """All chapters in order; the evidence trail comes last but one because it sums up those before it."""
    written = [write(story) for write in STRATEGY]
    return [*written, narrative_trail.trail(story, written), narrative_end.glossary(story)]


CHAPTERS: dict[str, Callable[[Story], list[Section]]] = {
    "strategy": strategy,
    "brief": narrative_brief.brief,
    "findings": narrative_letter.letter,
}
"""What writes the sections of each kind of document, in the order of its layout."""
FACTS: dict[str, Callable[[Story], list[Cells]]] = {"findings": narrative_letter.address}
"""The table at the head of a document, where it is another than that of the strategy report's cover."""


def statements(written: Iterable[Section]) -> list[Statement]:
    """Every sentence of the report in order, each with the chapter it stands in."""
    return [
        replace(statement, text=readable(statement.text), section=section.id)
        for section in written
        for paragraph in section.paragraphs()
        for statement in paragraph.sentences
    ]


def context(
    story: Story,
    written: Iterable[Section],
    layout: DocumentLayout = DOCUMENTS["strategy"],
    trace: Trace | None = None,
) -> dict[str, Any]:
    """What a template of this kind may use: `doc`, `cover`, `t`, `figure`, and a dict for each chapter by its name.

    With `trace`, the texts that are tied to answers are registered there and carry its marks.
    """
    marker = unmarked if trace is None else trace.marker
    found: dict[str, Any] = {
        "doc": document(story, layout),
        "cover": cover(story, layout, marker("cover")),
        "t": labels(story),
    }
    found["figure"] = {name: story.charts.get(name, "") for name in layout.charts}
    layouts = {section.id: section for section in layout.sections}
    for section in written:
        mark = marker(section.id)
        text = _paragraphs(section.text, mark)
        blocks = {}
        for block in layouts[section.id].blocks:
            own = section.blocks.get(block.name, Block())
            blocks[block.name] = _block(own, block, section.id, mark)
            if trace is not None and own.figure and block.kind == "figure":
                trace.figure(
                    own.figure, section.id, own.caption, Values(story.audit).drawn_from(RESTS_ON.get(own.figure, ()))
                )
        if trace is not None:
            trace.headings[section.id] = section.heading
        found[section.id] = {"heading": section.heading, "text": text, **blocks,
                             "turned": "yes" if _turned(layouts[section.id], blocks) else ""}  # fmt: skip
    return found


def _turned(layout: SectionLayout, blocks: dict[str, Any]) -> bool:
    """Whether a block that needs landscape pages is filled."""
    return any(blocks[block.name] for block in layout.blocks if block.turned or layout.landscape)


def document(story: Story, layout: DocumentLayout) -> dict[str, str]:
    """The texts of cover, header and footer."""
    w, profile = story.words, story.audit.profile
    draft = narrative_front.draft(story) if layout.drafts else ""
    level = narrative_front.handling(story)
    region = ", ".join(part for part in (profile.region, w.code("country", profile.country)) if part)
    period = w.t("Audit period not stated yet")
    if profile.period_from and profile.period_to:
        period = w.t("{first} – {last}", first=w.month(profile.period_from), last=w.month(profile.period_to))
    title = w.t(layout.title)
    return {
        "title": title,
        "city": story.city,
        "place": " · ".join(part for part in (profile.city or w.t("City not stated yet"), region) if part),
        "period": period,
        "classification": narrative_front.version(story, level),
        "draft": draft,
        "mark": w.t("{level} – DRAFT", level=level.upper()) if draft else level.upper(),
        "running": w.t("{title}, {city}", title=title, city=story.city),
        "footer": w.t("Safety audit {period}", period=period) if profile.period_to else w.t("Safety audit"),
    }


def cover(story: Story, layout: DocumentLayout, mark: Mark) -> dict[str, Any]:
    """Who answers for the document, and what its reader should know first; empty where the kind has no place for it."""
    facts = FACTS.get(layout.kind, narrative_front.facts)(story) if layout.facts else []
    return {
        "facts": {"lines": [_line(line, mark) for line in facts]},
        "note": _paragraphs(narrative_front.note(story), mark) if layout.cover else [],
    }


def labels(story: Story) -> dict[str, str]:
    """The fixed words of the template, in the report's language."""
    w = story.words
    return {
        "contents": w.t("Contents"),
        "figure": w.t("Figure"),
        "table": w.t("Table"),
        "page": w.t("Page"),
        "done": w.t("Done"),
    }


def _block(block: Block, layout: BlockLayout, section_id: str, mark: Mark) -> dict[str, Any]:
    """A block as plain data, empty when it has nothing to show."""
    if block.empty:
        return {}
    return {
        "heading": block.heading,
        "text": _paragraphs(block.text, mark),
        "points": _paragraphs(block.points, mark),
        "caption": anchored(block.caption, block.figure or f"{section_id}.{layout.name}"),
        "head": dict(block.head) if block.lines else {},
        "lines": [_line(line, mark) for line in block.lines],
        "figure": block.figure if layout.kind == "figure" else "",
        "chapters": [{"heading": heading, "text": _paragraphs(text, mark)} for heading, text in block.chapters],
        "parts": [_block(part, layout, section_id, mark) for part in block.parts],
    }


def _line(line: Cells, mark: Mark) -> dict[str, str]:
    return {name: mark(cell, "cell") if isinstance(cell, Statement) else cell for name, cell in line.items()}


def _paragraphs(paragraphs: Iterable[Paragraph], mark: Mark) -> list[dict[str, Any]]:
    found = []
    for paragraph in paragraphs:
        texts = [mark(statement, "sentence") for statement in paragraph.sentences]
        gaps = [" "] * (len(texts) - 1) + [""]
        sentences = [{"text": text, "gap": gap} for text, gap in zip(texts, gaps, strict=True)] if texts else []
        found.append({"lead": paragraph.lead, "sentences": sentences})
    return found

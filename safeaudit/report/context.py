"""From chapters to the plain data a template sees: texts, lists and dicts, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from safeaudit.report import (
    narrative_end,
    narrative_flows,
    narrative_front,
    narrative_govern,
    narrative_partners,
    narrative_people,
    narrative_places,
    narrative_questions,
    narrative_risks,
    narrative_strategy,
    narrative_system,
)
from safeaudit.report.layout import SECTIONS, BlockLayout, SectionLayout
from safeaudit.report.statements import Block, Paragraph, Section, Statement, Story, Writer

CHAPTERS: tuple[Writer, ...] = (
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


def sections(story: Story) -> list[Section]:
    """All chapters in order; the evidence trail comes last but one because it sums up those before it."""
    written = [write(story) for write in CHAPTERS]
    return [*written, narrative_end.trail(story, written), narrative_end.glossary(story)]


def statements(written: Iterable[Section]) -> list[Statement]:
    """Every sentence of the report in order, each with the chapter it stands in."""
    return [
        replace(statement, section=section.id)
        for section in written
        for paragraph in section.paragraphs()
        for statement in paragraph.sentences
    ]


def context(story: Story, written: Iterable[Section]) -> dict[str, Any]:
    """What a template may use: `doc`, `cover`, `t`, and a dict for each chapter by its name."""
    found: dict[str, Any] = {"doc": document(story), "cover": cover(story), "t": labels(story)}
    layouts = {section.id: section for section in SECTIONS}
    for section in written:
        blocks = {
            block.name: _block(section.blocks.get(block.name, Block()), block) for block in layouts[section.id].blocks
        }
        found[section.id] = {"heading": section.heading, "text": _paragraphs(section.text), **blocks,
                             "turned": "yes" if _turned(layouts[section.id], blocks) else ""}  # fmt: skip
    return found


def _turned(layout: SectionLayout, blocks: dict[str, Any]) -> bool:
    """Whether a block that needs landscape pages is filled."""
    return any(blocks[block.name] for block in layout.blocks if block.turned or layout.landscape)


def document(story: Story) -> dict[str, str]:
    """The texts of cover, header and footer."""
    w, profile = story.words, story.audit.profile
    draft = narrative_front.draft(story)
    level = w.code("classification", profile.classification) or w.t("Not classified yet")
    region = ", ".join(part for part in (profile.region, w.code("country", profile.country)) if part)
    period = w.t("Audit period not stated yet")
    if profile.period_from and profile.period_to:
        period = w.t("{first} – {last}", first=w.month(profile.period_from), last=w.month(profile.period_to))
    title = w.t("Safety governance strategy")
    return {
        "title": title,
        "city": story.city,
        "place": " · ".join(part for part in (profile.city or w.t("City not stated yet"), region) if part),
        "period": period,
        "classification": w.t("Classification: {level}", level=story.lower(level)),
        "draft": draft,
        "mark": w.t("{level} – DRAFT", level=level.upper()) if draft else level.upper(),
        "running": w.t("{title}, {city}", title=title, city=story.city),
        "footer": w.t("Safety audit {period}", period=period) if profile.period_to else w.t("Safety audit"),
    }


def cover(story: Story) -> dict[str, Any]:
    return {"facts": {"lines": narrative_front.facts(story)}, "note": _paragraphs(narrative_front.note(story))}


def labels(story: Story) -> dict[str, str]:
    """The fixed words of the template, in the report's language."""
    w = story.words
    return {"contents": w.t("Contents"), "figure": w.t("Figure"), "table": w.t("Table"), "page": w.t("Page")}


def _block(block: Block, layout: BlockLayout) -> dict[str, Any]:
    """A block as plain data, empty when it has nothing to show."""
    if block.empty:
        return {}
    return {
        "heading": block.heading,
        "text": _paragraphs(block.text),
        "points": _paragraphs(block.points),
        "caption": block.caption,
        "head": dict(block.head) if block.lines else {},
        "lines": [dict(line) for line in block.lines],
        "figure": block.figure if layout.kind == "figure" else "",
        "chapters": [{"heading": heading, "text": _paragraphs(text)} for heading, text in block.chapters],
    }


def _paragraphs(paragraphs: Iterable[Paragraph]) -> list[dict[str, Any]]:
    found = []
    for paragraph in paragraphs:
        texts = [statement.text for statement in paragraph.sentences]
        gaps = [" "] * (len(texts) - 1) + [""]
        sentences = [{"text": text, "gap": gap} for text, gap in zip(texts, gaps, strict=True)] if texts else []
        found.append({"lead": paragraph.lead, "sentences": sentences})
    return found

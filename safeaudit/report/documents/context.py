"""From chapters to the plain data a template sees: texts, lists and dicts, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from safeaudit.charts import cells_of
from safeaudit.report.chapters import cover as covers
from safeaudit.report.documents.document import Document
from safeaudit.report.writing.crossrefs import anchored, readable
from safeaudit.report.writing.layout import BlockLayout, DocumentLayout, SectionLayout
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story
from safeaudit.report.writing.ties import Mark, Trace, Values, unmarked

Data = dict[str, Any]
"""What a template sees: texts, and lists and dicts of texts."""


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
    layout: Document,
    trace: Trace | None = None,
) -> Data:
    """What a template of this kind may use: `doc`, `cover`, `t`, `figure`, and a dict for each chapter by its name.

    With `trace`, the texts that are tied to answers are registered there and carry its marks.
    """
    marker = unmarked if trace is None else trace.marker
    found: Data = {
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
                trace.figure(own.figure, section.id, own.caption, Values(story.audit).drawn_from(cells_of(own.figure)))
        if trace is not None:
            trace.headings[section.id] = section.heading
        turned = "yes" if _turned(layouts[section.id], blocks) else ""
        found[section.id] = {"heading": section.heading, "text": text, **blocks, "turned": turned}
    for left_out in layouts.keys() - found.keys():
        found[left_out] = _left_out(layouts[left_out])
    return found


def _left_out(layout: SectionLayout) -> Data:
    """A chapter that is not there: nothing in any of its places."""
    return {
        "heading": "",
        "text": [],
        **{block.name: _block(Block(), block, layout.id, unmarked()) for block in layout.blocks},
        "turned": "",
    }


def _turned(layout: SectionLayout, blocks: Data) -> bool:
    """Whether a block that needs landscape pages is filled."""
    return any(blocks[block.name] for block in layout.blocks if block.turned or layout.landscape)


def document(story: Story, layout: DocumentLayout) -> dict[str, str]:
    """The texts of cover, header and footer."""
    w, profile = story.words, story.audit.profile
    draft = covers.draft(story, layout) if layout.drafts else ""
    level = covers.handling(story)
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
        "classification": covers.version(story, level),
        "draft": draft,
        "mark": w.t("{level} – DRAFT", level=level.upper()) if draft else level.upper(),
        "running": w.t("{title}, {city}", title=title, city=story.city),
        "footer": w.t("Safety audit {period}", period=period) if profile.period_to else w.t("Safety audit"),
    }


def cover(story: Story, layout: Document, mark: Mark) -> Data:
    """Who answers for the document, and what its reader should know first; empty where the kind has no place for it."""
    facts = (layout.facts_of or covers.facts)(story) if layout.facts else []
    return {
        "facts": {"lines": [_line(line, mark) for line in facts]},
        "note": _paragraphs(covers.note(story, layout), mark) if layout.cover else [],
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


def _block(block: Block, layout: BlockLayout, section_id: str, mark: Mark) -> Data:
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


def _paragraphs(paragraphs: Iterable[Paragraph], mark: Mark) -> list[Data]:
    found = []
    for paragraph in paragraphs:
        texts = [mark(statement, "sentence") for statement in paragraph.sentences]
        gaps = [" "] * (len(texts) - 1) + [""]
        sentences = [{"text": text, "gap": gap} for text, gap in zip(texts, gaps, strict=True)] if texts else []
        found.append({"lead": paragraph.lead, "sentences": sentences})
    return found

"""Every field a Word template may use: read from the layout and from a real context of the sample city, never kept by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from safeaudit.analysis import analyse
from safeaudit.audit import Audit, blank_audit
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.documents.context import context
from safeaudit.report.writing.crossrefs import readable
from safeaudit.report.writing.layout import BlockLayout, DocumentLayout, SectionLayout
from safeaudit.report.writing.plain import MARKS
from safeaudit.report.writing.statements import Block, Paragraph, Section, Statement, Story
from safeaudit.words import N_, Words, words

if TYPE_CHECKING:
    from safeaudit.report.word.render import Plain

Given = Mapping[str, Any]
"""What a template is given, or a part of it: plain data, read here by its shape."""
PARAGRAPH: dict[str, Plain] = {"lead": "", "sentences": [{"text": "", "gap": ""}]}
_FACT = {"fact": "", "answer": ""}
LONGEST_EXAMPLE = 90

MEANINGS = {
    "doc.title": N_("The title of the document."),
    "doc.city": N_("The city, as the workbook has it."),
    "doc.place": N_("City, region and country in one line."),
    "doc.period": N_("The months the audit covers."),
    "doc.classification": N_("Who may see the document, as a line for the cover."),
    "doc.draft": N_("Why this is still a draft; empty when it is none, so “if doc.draft” asks whether it is one."),
    "doc.mark": N_("Classification and draft mark in capitals, for the header."),
    "doc.running": N_("Title and city, for the header."),
    "doc.footer": N_("A line for the footer."),
    "cover.facts": N_("Who answers for the document: lines of “fact” and “answer”."),
    "cover.note": N_("What the reader should know first, as paragraphs."),
}
"""What the fields outside the chapters mean. A test holds it against what a template is really given."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name as a tag writes it, what it is (text, list, table, tint, figure), its meaning, an example."""

    name: str
    kind: str
    meaning: str
    example: str = ""
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one chapter, or of the document as a whole."""

    id: str
    title: str
    fields: tuple[Field, ...]


@cache
def schema(kind: str) -> dict[str, Plain]:
    """The shape of what a template of this kind is given: dicts of fields, lists with one entry, "" for a text.

    Not to be changed. KeyError for an unknown kind.
    """
    layout = DOCUMENTS[kind]
    sections = [
        Section(section.id, "…", [_paragraph()], {block.name: _full(block) for block in section.blocks})
        for section in layout.sections
    ]
    found = {name: _shape(part) for name, part in context(_story(blank_audit()), sections, layout).items()}
    found["cover"] = {"facts": {"lines": [dict(_FACT)]}, "note": [deepcopy(PARAGRAPH)]}
    found["figure"] = dict.fromkeys(layout.charts, "")
    return found


def _story(audit: Audit, charts: Mapping[str, str] | None = None) -> Story:
    return Story(audit, analyse(audit), [], words(audit.language), charts or {})


def _paragraph() -> Paragraph:
    return Paragraph((Statement("…"),), lead="…")


def _full(layout: BlockLayout, *, inner: bool = False) -> Block:
    """A block with everything its layout has a place for."""
    cells = {column.id: "…" for column in layout.columns}
    tints = {f"{column.id}_fill": "FFFFFF" for column in layout.columns if column.filled}
    return Block(
        heading="…",
        text=[_paragraph()],
        points=[_paragraph()],
        caption="…",
        head=cells,
        lines=[{**cells, **tints}] if cells else [],
        figure=layout.chart,
        chapters=[("…", [_paragraph()])],
        parts=[] if inner else [_full(layout, inner=True)],
    )


def _shape(value: Plain) -> Plain:
    if isinstance(value, Mapping):
        return {key: _shape(entry) for key, entry in value.items()}
    return "" if isinstance(value, str) else [_shape(entry) for entry in value[:1]]


# The list for people -------------------------------------------------------------------------------------------------


@cache
def groups(kind: str = "strategy", language: str = "en") -> tuple[Group, ...]:
    """The fields of a kind of document by chapter, with examples from the sample city."""
    w, layout, given = words(language), DOCUMENTS[kind], _example(kind, language)
    found = [
        Group("doc", w.t("The document"), tuple(_named("doc", given["doc"], w))),
        Group("cover", w.t("The cover"), tuple(_named("cover", given["cover"], w))),
        Group("t", w.t("Words of the template"), tuple(_named("t", given["t"], w))),
    ]
    if layout.charts:
        figures = tuple(
            Field(f"figure.{name}", "figure", given["figure"].get(name, "") or name) for name in layout.charts
        )
        found.append(Group("figure", w.t("Pictures"), figures))
    found.extend(_chapter(section, given.get(section.id, {}), w) for section in layout.sections)
    return tuple(found)


def _example(kind: str, language: str) -> Given:
    """A real context of the sample city; only the shape for kinds that one audit does not fill."""
    from safeaudit.examples import sample_city

    layout = DOCUMENTS[kind]
    if layout.chapters is None:
        return schema(kind)
    audit = replace(sample_city()[0], language=language)
    story = _story(audit, _captions(layout, audit) if layout.charts else {})
    found: dict[str, Plain] = {**context(story, layout.chapters(story), layout), "figure": dict(story.charts)}
    return {name: _unmarked(part) for name, part in found.items()}


def _unmarked(value: Plain) -> Plain:
    """The same data as a person reads it."""
    if isinstance(value, str):
        return MARKS.sub("", readable(value))
    if isinstance(value, Mapping):
        return {key: _unmarked(entry) for key, entry in value.items()}
    return [_unmarked(entry) for entry in value]


def _captions(layout: DocumentLayout, audit: Audit) -> dict[str, str]:
    from safeaudit.charts import CHARTS, drawn

    found = drawn(CHARTS, layout.charts, analyse(audit), audit, words(audit.language))
    return {name: chart.title for name, chart in found.items()}


def _named(top: str, given: Given, w: Words) -> Iterator[Field]:
    for name, value in given.items():
        meaning = (
            w.t("A fixed word in the report’s language.") if top == "t" else w.t(MEANINGS.get(f"{top}.{name}", ""))
        )
        if top == "cover" and name == "facts":
            lines = value["lines"] or [_FACT]
            columns = tuple(Field(column, "text", "", _short(text)) for column, text in lines[0].items())
            yield Field("cover.facts", "table", meaning, "", columns)
        else:
            yield Field(f"{top}.{name}", "list" if isinstance(value, list) else "text", meaning, _shown(value))


def _chapter(section: SectionLayout, given: Given, w: Words) -> Group:
    name = section.id
    fields = [
        Field(f"{name}.heading", "text", w.t("The heading of the chapter."), str(given.get("heading", ""))),
        Field(f"{name}.text", "list", w.t("The opening paragraphs of the chapter."), _shown(given.get("text", []))),
    ]
    for block in section.blocks:
        fields.extend(_block(f"{name}.{block.name}", block, given.get(block.name) or {}, w))
    return Group(name, str(given.get("heading") or name), tuple(fields))


def _block(name: str, block: BlockLayout, given: Given, w: Words) -> Iterator[Field]:
    caption = str(given.get("caption") or given.get("heading") or "")
    if block.titled:
        yield Field(
            f"{name}.heading", "text", w.t("The heading over this part of the chapter."), str(given.get("heading", ""))
        )
    if given.get("text"):
        yield Field(f"{name}.text", "list", w.t("Paragraphs that open this part."), _shown(given["text"]))
    if block.kind in ("table", "tables"):
        many = f"{name}.parts" if block.kind == "tables" else name
        meaning = (
            w.t("Tables of the same columns, each with heading, caption, head and lines.")
            if block.kind == "tables"
            else w.t("A table: its caption, its head, and its lines.")
        )
        yield Field(many, "table", meaning, caption, tuple(_columns(block, given, w)))
    elif block.kind == "figure":
        yield Field(
            f"{name}.figure",
            "figure",
            w.t("Filled when the figure has something to show; its place: figure.{chart}.", chart=block.chart),
            caption,
        )
        yield Field(f"{name}.caption", "text", w.t("The caption of the figure."), caption)
    elif block.kind in ("points", "ticks"):
        yield Field(
            f"{name}.points", "list", w.t("Points of a list, each a paragraph."), _shown(given.get("points", []))
        )
    elif block.kind == "chapters":
        first: Given = next(iter(given.get("chapters", [])), {})
        yield Field(
            f"{name}.chapters",
            "list",
            w.t("Parts with a heading and paragraphs each: “chapter.heading”, “chapter.text”."),
            str(first.get("heading", "")),
        )


def _columns(block: BlockLayout, given: Given, w: Words) -> Iterator[Field]:
    table = next(iter(given.get("parts") or []), given) if block.kind == "tables" else given
    head, lines = table.get("head", {}), table.get("lines") or [{}]
    for column in block.columns:
        meaning = w.t("Column “{head}”.", head=head[column.id]) if head.get(column.id) else ""
        yield Field(column.id, "text", meaning, _short(str(lines[0].get(column.id, ""))))
        if column.filled:
            yield Field(
                f"{column.id}_fill",
                "tint",
                w.t("The tint behind it, for cellbg."),
                str(lines[0].get(f"{column.id}_fill", "")),
            )


def _shown(value: str | Sequence[Given]) -> str:
    if isinstance(value, str):
        return _short(value)
    first = next(iter(value), None)
    if not isinstance(first, Mapping) or "sentences" not in first:
        return ""
    return _short(" ".join(filter(None, [first["lead"], *(sentence["text"] for sentence in first["sentences"])])))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_EXAMPLE else text[:LONGEST_EXAMPLE].rsplit(" ", 1)[0] + " …"

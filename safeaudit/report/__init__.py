"""The Word report: `write_report` turns an audit into a strategy a council can read, every sentence tied to its cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from safeaudit.analysis import analyse
from safeaudit.audience import Audience, Withheld, for_audience
from safeaudit.audit import Audit
from safeaudit.findings import Finding
from safeaudit.paths import atomic, data_folder
from safeaudit.report.context import CHAPTERS, context, statements
from safeaudit.report.crossrefs import numbered
from safeaudit.report.layout import DOCUMENTS, DocumentLayout
from safeaudit.report.marks import bare
from safeaudit.report.narrative_public import annotated
from safeaudit.report.statements import Ref, Section, Statement, Story
from safeaudit.report.trace import Trace, Traced
from safeaudit.words import Words, words

__all__ = ["KINDS", "NotForPublic", "Ref", "ReportResult", "Statement", "Traced", "ending", "write_report"]

KINDS = {kind: document.template for kind, document in DOCUMENTS.items() if kind in CHAPTERS}
"""Kinds of document that one audit can fill, and their templates."""


class NotForPublic(ValueError):
    """This kind of document may not be made for the public; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ReportResult:
    """What was written. `pages` is None: only a program that lays out pages knows them.

    `statements` every generated sentence in order, with its cells · `warnings` texts that the template does not show ·
    `sidecar` the JSON with the trace list, when asked for · `traced` every text and figure with an id, in order ·
    `withheld` what a public version leaves out, by place and reason, without content · `unprinted` typed texts for which this
    kind of document has no place: they stay in the workbook.
    """

    path: Path
    pages: int | None
    statements: tuple[Statement, ...]
    warnings: tuple[str, ...]
    sidecar: Path | None = None
    traced: tuple[Traced, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    unprinted: tuple[Withheld, ...] = ()


def write_report(
    audit: Audit,
    findings: Sequence[Finding],
    path: Path,
    *,
    kind: str = "strategy",
    audience: Audience = "restricted",
    language: str | None = None,
    template: Path | None = None,
    sidecar: bool = False,
    progress: Callable[[str], None] | None = None,
) -> ReportResult:
    """Write the report of an audit to `path`, whole or not at all; equal input gives equal bytes.

    `findings` of the checks: open errors make it a draft, and all are printed as limits · `audience` public: made from
    the allowed part of the audit only (see audience/) · `language` of the report (the audit's own by default) · `template`
    another Word template · `sidecar` writes the trace list beside it (NAME.trace.json) · `progress` is told each step in words. KeyError for an
    unknown kind or language, NotForPublic for a public findings letter, TemplateFault for a template that cannot be used, OSError when a file cannot be read or written.
    """
    from safeaudit.report.lint import ready

    say = progress or _quiet
    w = words(language or audit.language)
    file = template or data_folder("report_templates") / KINDS[kind]
    if audience == "public" and not DOCUMENTS[kind].publishable:
        raise NotForPublic(w.t("A findings letter quotes answers and is written for the office that gave them, so there is no public version. "
                               "Make it without the public audience, or make a public strategy report or brief."))  # fmt: skip
    ready(file, kind, w.language)
    say(w.t("Analysing the answers"))
    view = for_audience(audit, findings, audience, language=w.language)
    analysis = analyse(view.audit)
    seen = replace(view.audit, language=w.language) if w.language != audit.language else view.audit
    say(w.t("Drawing the charts"))
    drawn = _draw(DOCUMENTS[kind].charts, analysis, seen, w)
    say(w.t("Writing the text"))
    pictures = _pictures(drawn)
    titles = {name: chart.title for name, chart in drawn.items()}
    story = Story(seen, analysis, view.findings, w, titles, public=view.public)
    chapters = annotated(story, CHAPTERS[kind](story), view)
    manuscript = Manuscript(story, chapters, DOCUMENTS[kind], pictures, audit, view.withheld)
    return typeset(manuscript, file, path, own=template is None, sidecar=sidecar, say=say)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document before it is set: its chapters, what gives its pictures, and the whole audit behind it.

    `period` for the cover, where it is another than that of the audit.
    """

    story: Story
    chapters: Sequence[Section]
    layout: DocumentLayout
    pictures: Callable[[], dict[str, Any]]
    whole: Audit
    withheld: tuple[Withheld, ...] = ()
    period: str = ""


def typeset(
    manuscript: Manuscript, template: Path, path: Path, *, own: bool, sidecar: bool, say: Callable[[str], None]
) -> ReportResult:
    """Put a manuscript into its template, tie it to its answers and save it; in our `own` template no text may get lost."""
    from safeaudit.report.finish import finish
    from safeaudit.report.package import save_package
    from safeaudit.report.render import lost, render
    from safeaudit.report.trace_list import Made, traced, write_sidecars
    from safeaudit.report.unprinted import unprinted

    story, layout, w = manuscript.story, manuscript.layout, manuscript.story.words
    written = numbered(manuscript.chapters, layout, w)
    trace = Trace(public=story.public)
    plain = context(story, written, layout, trace)
    if manuscript.period:
        plain["doc"]["period"] = manuscript.period
    document = render(template, plain, w.language)
    finish(document, manuscript.pictures(), _properties(story, plain), right_to_left=w.right_to_left)
    made = Made.of(manuscript.whole, layout.kind, w.language, public=story.public)
    told = traced(document, trace, made, story.audit, manuscript.whole)
    left = unprinted(story.audit, document)
    told["not_printed"] = [{"sheet": each.sheet_id, "row": each.row_id, "column": each.column} for each in left]
    missing = lost(bare(plain), document, unused=("t", "doc"))
    if missing and own:
        raise AssertionError(f"{len(missing)} texts did not arrive in the report")
    say(w.t("Saving the report"))
    content = save_package(document)
    with atomic(path) as temporary:
        temporary.write_bytes(content)
    beside = write_sidecars(path, told, content) if sidecar else None
    entries = tuple(trace.entries.values())
    return ReportResult(
        path, None, tuple(statements(written)), tuple(missing), beside, entries, manuscript.withheld, left
    )


def ending(kind: str, audience: str) -> str:
    """What the file name of a document ends with."""
    name = Path(DOCUMENTS[kind].template).stem
    return name if audience == "restricted" else f"{name}-{audience}"


def _quiet(_step: str) -> None:
    """Nobody listens to the progress."""


def _draw(names: Sequence[str], analysis: Any, audit: Audit, w: Words) -> dict[str, Any]:
    """The charts this document has a place for, and that have something to show."""
    if not names:
        return {}
    from safeaudit.charts import CHARTS as DRAWINGS

    drawn = {name: DRAWINGS[name](analysis, audit, w) for name in names}
    return {name: chart for name, chart in drawn.items() if chart is not None}


def _pictures(drawn: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Begin to turn the charts into pictures, in a second process where that is safe; the call given back waits for them."""
    from safeaudit.charts import png
    from safeaudit.report.finish import Picture
    from safeaudit.report.meanwhile import meanwhile

    rendered = meanwhile(lambda: {name: png(chart) for name, chart in drawn.items()})

    def pictures() -> dict[str, Any]:
        return {
            name: Picture(content, drawn[name].alt, drawn[name].width_cm, drawn[name].height_cm)
            for name, content in rendered().items()
        }

    return pictures


def _properties(story: Story, plain: dict[str, Any]) -> Any:
    from safeaudit.report.finish import Properties
    from safeaudit.report.package import clean

    w, profile, doc = story.words, story.audit.profile, plain["doc"]
    keywords = [w.t("safety audit"), w.t("safety governance"), doc["city"], "UNODC"]
    return Properties(
        title=clean(doc["running"]),
        subject=clean(doc["footer"]),
        author=clean("" if story.audit.withholds(profile, "lead_office") else profile.lead_office or "")
        or w.t("Lead office not stated"),
        keywords=clean(", ".join(keywords)),
        language=w.language,
        created=profile.period_to or date(2000, 1, 1),
    )

"""One way for every kind of document: from audits and their findings to a Word file whose every text is tied to its cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from safeaudit.audience import Audience, Withheld
from safeaudit.audit import Audit
from safeaudit.findings import Finding
from safeaudit.paths import atomic, data_folder
from safeaudit.report.documents import DOCUMENTS, Document
from safeaudit.report.documents.context import context, statements
from safeaudit.report.documents.document import Drawn, Matter
from safeaudit.report.documents.so_far import suited, told
from safeaudit.report.writing.crossrefs import numbered
from safeaudit.report.writing.marks import bare
from safeaudit.report.writing.statements import Section, Statement, Story
from safeaudit.report.writing.ties import Trace, Traced
from safeaudit.words import N_, Words, words

if TYPE_CHECKING:
    from safeaudit.report.word.finish import Picture, Properties

KINDS = {kind: document.template for kind, document in DOCUMENTS.items() if document.chapters is not None}
"""Kinds of document that one audit can fill, and their templates."""
_NOT_FOR_PUBLIC = N_(
    "A findings letter quotes answers and is written for the office that gave them, so there is no public version. "
    "Make it without the public audience, or make a public strategy report or brief."
)


class NotForPublic(ValueError):
    """This kind of document may not be made for the public; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ReportResult:
    """What was written. `pages` is None: only a program that lays out pages knows them.

    `statements` every generated sentence in order, with its cells · `warnings` texts that the template does not show ·
    `sidecar` the JSON with the trace list, when asked for · `traced` every text and figure with an id, in order ·
    `withheld` what a public version leaves out, by place and reason, without content · `unprinted` typed texts for which this
    kind of document has no place: they stay in the workbook · `notes` sentences for the person who makes the document.
    """

    path: Path
    pages: int | None
    statements: tuple[Statement, ...]
    warnings: tuple[str, ...]
    sidecar: Path | None = None
    traced: tuple[Traced, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    unprinted: tuple[Withheld, ...] = ()
    notes: tuple[str, ...] = ()


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
    published: Sequence[Audit] = (),
) -> ReportResult:
    """Write a document about one audit to `path`: strategy, brief or findings; the rest as in `make`.

    `published`: the audit as it was each time a public version was made of it before, the oldest first; a public version heeds
    what was shown then.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    return _make(
        kind, [*published, audit], findings, path, How(audience, language, template, sidecar, progress or _quiet)
    )


def write_comparison(
    baseline: Audit,
    followup: Audit,
    findings: Sequence[Finding],
    path: Path,
    *,
    audience: Audience = "restricted",
    language: str | None = None,
    template: Path | None = None,
    sidecar: bool = False,
    progress: Callable[[str], None] | None = None,
) -> ReportResult:
    """Write the comparison of two audits of one city to `path`; `findings` of the follow-up, the rest as in `make`.

    For the public both audits are projected first, and what is withheld in one is withheld in both. NotComparable for two cities.
    """
    both, how = [baseline, followup], How(audience, language, template, sidecar, progress or _quiet)
    return _make("comparison", both, findings, path, how)


def make(
    kind: str,
    audits: Sequence[Audit],
    findings: Sequence[Finding],
    path: Path,
    *,
    audience: Audience = "restricted",
    language: str | None = None,
    template: Path | None = None,
    sidecar: bool = False,
    progress: Callable[[str], None] | None = None,
) -> ReportResult:
    """Write a document of a kind to `path`, whole or not at all; equal input gives equal bytes.

    `audits` in the order of time, as many as the kind is about · `findings` of the last one: open errors make it a draft, and all
    are printed as limits · `audience` public: made from what may be public only (see audience/) · `language` of the document (that of
    the last audit by default) · `template` another Word template · `sidecar` writes the trace list beside it (NAME.trace.json) ·
    `progress` is told each step in words. KeyError for an unknown kind or language, NotForPublic for a public findings letter,
    TemplateFault for a template that cannot be used, OSError when a file cannot be read or written.
    """
    return _make(kind, audits, findings, path, How(audience, language, template, sidecar, progress or _quiet))


@dataclass(frozen=True, slots=True)
class How:
    """How a document is wanted, as `make` has it; `say` is told each step."""

    audience: Audience
    language: str | None
    template: Path | None
    sidecar: bool
    say: Callable[[str], None]


def _make(kind: str, audits: Sequence[Audit], findings: Sequence[Finding], path: Path, how: How) -> ReportResult:
    from safeaudit.report.template.lint import ready

    document = DOCUMENTS[kind]
    w = words(how.language or audits[-1].language)
    file = how.template or data_folder("report_templates") / document.template
    if how.audience == "public" and not document.publishable:
        raise NotForPublic(w.t(_NOT_FOR_PUBLIC))
    ready(file, kind, w.language)
    how.say(w.t(document.first_step))
    matter = document.prepare(audits, findings, how.audience, w)
    how.say(w.t("Drawing the charts"))
    drawn = matter.draw(document.charts)
    how.say(w.t("Writing the text"))
    pictures = _pictures(drawn)
    titles = {name: chart.title for name, chart in drawn.items()}
    beside = {name: seen for name, (seen, _) in matter.beside.items()}
    story = Story(matter.audit, matter.analysis, matter.findings, w, titles, public=matter.public, beside=beside)
    manuscript = Manuscript(matter, story, matter.write(story), document, pictures, _notes(drawn, w))
    return typeset(manuscript, file, path, how)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document before it is set: what it is made from, its story and chapters, and what gives its pictures.

    `notes` for the person who makes it.
    """

    matter: Matter
    story: Story
    chapters: Sequence[Section]
    layout: Document
    pictures: Callable[[], dict[str, Picture]]
    notes: tuple[str, ...] = ()


def typeset(manuscript: Manuscript, template: Path, path: Path, how: How) -> ReportResult:
    """Put a manuscript into its template, tie it to its answers and save it; in our own template no text may get lost."""
    from safeaudit.report.trace.listed import Made, traced, write_sidecars
    from safeaudit.report.word.directions import mark_directions
    from safeaudit.report.word.finish import finish
    from safeaudit.report.word.package import save_package
    from safeaudit.report.word.render import lost, render, shown_text
    from safeaudit.report.word.unprinted import unprinted

    story, layout, w = manuscript.story, manuscript.layout, manuscript.story.words
    written = numbered(manuscript.chapters, layout, w)
    trace = Trace(public=story.public)
    plain = context(story, written, layout, trace)
    if manuscript.matter.period:
        plain["doc"]["period"] = manuscript.matter.period
    document = render(template, plain, w.language)
    finish(document, manuscript.pictures(), _properties(story, plain["doc"]), right_to_left=w.right_to_left)
    made = Made.of(manuscript.matter.whole, layout.kind, w.language, public=story.public)
    audits = {**manuscript.matter.beside, "": (story.audit, manuscript.matter.whole)}
    told = traced(document, trace, made, audits)
    mark_directions(document, right_to_left=w.right_to_left)
    shown = shown_text(document.element.body)
    left = unprinted(story.audit, shown)
    told["not_printed"] = [{"sheet": each.sheet_id, "row": each.row_id, "column": each.column} for each in left]
    missing = lost(bare(plain), shown, unused=("t", "doc"))
    if missing and how.template is None:
        raise AssertionError(f"{len(missing)} texts did not arrive in the report")
    how.say(w.t("Saving the report"))
    content = save_package(document)
    with atomic(path) as temporary:
        temporary.write_bytes(content)
    return ReportResult(
        path,
        pages=None,
        statements=tuple(statements(written)),
        warnings=tuple(missing),
        sidecar=write_sidecars(path, told, content) if how.sidecar else None,
        traced=tuple(trace.entries.values()),
        withheld=manuscript.matter.withheld,
        unprinted=left,
        notes=manuscript.notes,
    )


def ending(kind: str, audience: str) -> str:
    """What the file name of a document ends with."""
    name = Path(DOCUMENTS[kind].template).stem
    return name if audience == "restricted" else f"{name}-{audience}"


def in_time(kind: str, audit: Audit, template: Path | None = None) -> tuple[str, Path | None, tuple[str, ...]]:
    """The kind of document that is written where this one is asked for, its template, and what to say of another one.

    While too little is known for a strategy it is what the city has so far, and of a rapid workbook the rapid report; see
    documents/so_far.py.
    """
    meant = suited(kind, audit)
    if meant == kind:
        return kind, template, ()
    return meant, None, told(meant, audit, words(audit.language), own=template is not None)


def _quiet(_step: str) -> None:
    """Nobody listens to the progress."""


def _notes(drawn: Drawn, w: Words) -> tuple[str, ...]:
    if not drawn:
        return ()
    from safeaudit.charts import notes

    return notes(drawn.values(), w)


def _pictures(drawn: Drawn) -> Callable[[], dict[str, Picture]]:
    """Begin to turn the charts into pictures, in a second process where that is safe; the call given back waits for them."""
    if not drawn:
        return dict
    from safeaudit.charts import png
    from safeaudit.report.word.finish import Picture
    from safeaudit.report.word.meanwhile import meanwhile

    rendered = meanwhile(lambda: {name: png(chart) for name, chart in drawn.items()})

    def pictures() -> dict[str, Picture]:
        return {
            name: Picture(content, drawn[name].alt, drawn[name].width_cm, drawn[name].height_cm)
            for name, content in rendered().items()
        }

    return pictures


def _properties(story: Story, doc: dict[str, str]) -> Properties:
    from safeaudit.report.word.finish import Properties
    from safeaudit.report.writing.plain import clean

    w, profile = story.words, story.audit.profile
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

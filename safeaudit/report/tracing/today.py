"""What the program would write from a workbook today, to hold against what a report says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeaudit.audit import Audit
from safeaudit.findings import Finding
from safeaudit.report.trace import Trace, digest
from safeaudit.report.trace_list import program

Key = tuple[str, str]
"""A row and a column."""


@dataclass(slots=True)
class Today:
    """The texts the program would write now: by kind and digest, each with its chapter and the answers behind it."""

    audit: Audit
    headings: dict[str, str]
    texts: dict[tuple[str, str], list[tuple[str, frozenset[Key]]]] = field(default_factory=dict)

    def says(self, kind: str, text: str, chapter: str, keys: frozenset[Key]) -> bool:
        """Whether this very text (its digest) would be written in this chapter, resting on at least one of these answers.

        A public list without its key knows neither chapter nor answers; then the text alone decides.
        """
        return any(
            (not chapter or own == chapter) and (not keys or not refs or bool(keys & refs))
            for own, refs in self.texts.get((kind, text), ())
        )


def today(
    audit: Audit, findings: Sequence[Finding] | None, made: Mapping[str, Any], figures: Iterable[str]
) -> Today | None:
    """The texts of the same kind of report, in the same language, for the same audience; None when that cannot be asked.

    `figures` are those the report shows: they are not drawn anew.
    """
    from safeaudit.languages import AVAILABLE, PSEUDO
    from safeaudit.report.context import CHAPTERS

    language, kind = made.get("language"), made.get("kind")
    known = kind in CHAPTERS and (language in AVAILABLE or language == PSEUDO)
    if made.get("program") != program() or not known:
        return None
    trace, seen = _written(audit, findings, str(kind), str(language), str(made.get("audience")), figures)
    found = Today(seen, trace.headings)
    for entry in trace.entries.values():
        keys = frozenset((ref.row_id, ref.column) for ref in entry.refs)
        found.texts.setdefault((entry.kind, digest(entry.text)), []).append((entry.chapter, keys))
    return found


def _written(
    audit: Audit, findings: Sequence[Finding] | None, kind: str, language: str, audience: str, figures: Iterable[str]
) -> tuple[Trace, Audit]:
    from dataclasses import replace

    from safeaudit.analysis import analyse
    from safeaudit.audience import for_audience
    from safeaudit.report.context import CHAPTERS, context
    from safeaudit.report.crossrefs import numbered
    from safeaudit.report.layout import DOCUMENTS
    from safeaudit.report.narrative_public import annotated
    from safeaudit.report.statements import Story
    from safeaudit.rules import check
    from safeaudit.words import words

    w = words(language)
    found = check(audit) if findings is None else findings
    view = for_audience(audit, found, "public" if audience == "public" else "restricted", language=language)
    seen = replace(view.audit, language=language) if language != audit.language else view.audit
    charts = dict.fromkeys((name for name in figures if name), " ")
    story = Story(seen, analyse(view.audit), view.findings, w, charts, public=view.public)
    written = numbered(annotated(story, CHAPTERS[kind](story), view), DOCUMENTS[kind], w)
    trace = Trace(public=view.public)
    context(story, written, DOCUMENTS[kind], trace)
    return trace, seen

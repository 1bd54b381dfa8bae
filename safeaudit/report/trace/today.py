"""What the program would write from a workbook today, to hold against what a report says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from safeaudit.audit import Audit
from safeaudit.findings import Finding
from safeaudit.report.trace.listed import program
from safeaudit.report.writing.ties import Trace, digest

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
    audit: Audit, findings: Sequence[Finding] | None, made: Mapping[str, str], figures: Iterable[str]
) -> Today | None:
    """The texts of the same kind of report, in the same language, for the same audience; None when that cannot be asked.

    `figures` are those the report shows: they are not drawn anew.
    """
    from safeaudit.languages import has_words
    from safeaudit.report.documents import DOCUMENTS

    language, kind = made.get("language", ""), made.get("kind", "")
    known = kind in DOCUMENTS and DOCUMENTS[kind].chapters is not None and has_words(language)
    if made.get("program") != program() or not known:
        return None
    trace, seen = _written(audit, findings, kind, language, made.get("audience", ""), figures)
    found = Today(seen, trace.headings)
    for entry in trace.entries.values():
        keys = frozenset((ref.row_id, ref.column) for ref in entry.refs if not ref.workbook)
        found.texts.setdefault((entry.kind, digest(entry.text)), []).append((entry.chapter, keys))
    return found


def _written(
    audit: Audit, findings: Sequence[Finding] | None, kind: str, language: str, audience: str, figures: Iterable[str]
) -> tuple[Trace, Audit]:
    from safeaudit.report.documents import DOCUMENTS
    from safeaudit.report.documents.context import context
    from safeaudit.report.writing.crossrefs import numbered
    from safeaudit.report.writing.statements import Story
    from safeaudit.rules import check
    from safeaudit.words import words

    w, document = words(language), DOCUMENTS[kind]
    found = check(audit) if findings is None else findings
    matter = document.prepare([audit], found, "public" if audience == "public" else "restricted", w)
    charts = dict.fromkeys((name for name in figures if name), " ")
    beside = {name: own for name, (own, _) in matter.beside.items()}
    story = Story(matter.audit, matter.analysis, matter.findings, w, charts, public=matter.public, beside=beside)
    written = numbered(matter.write(story), document, w)
    trace = Trace(public=matter.public)
    context(story, written, document, trace)
    return trace, matter.audit

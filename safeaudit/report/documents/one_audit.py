"""What a document about one audit is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from safeaudit.analysis import analyse
from safeaudit.audience import Audience, for_audience
from safeaudit.audit import Audit
from safeaudit.charts import CHARTS, drawn
from safeaudit.findings import Finding
from safeaudit.report.chapters.public import annotated
from safeaudit.report.documents.document import Matter, Prepare
from safeaudit.report.writing.statements import Section, Story
from safeaudit.words import N_, Words

FIRST_STEP = N_("Analysing the answers")


def about_one(chapters: Callable[[Story], list[Section]]) -> Prepare:
    """What prepares a document with these chapters; a public version has a note in each chapter of what is withheld.

    It is about the last audit; those before it are that audit as it was when public versions were made of it.
    """

    def prepare(audits: Sequence[Audit], findings: Sequence[Finding], audience: Audience, w: Words) -> Matter:
        *published, audit = audits
        view = for_audience(audit, findings, audience, language=w.language, published=published)
        analysis = analyse(view.audit)
        seen = replace(view.audit, language=w.language) if w.language != audit.language else view.audit
        return Matter(
            seen,
            analysis,
            view.findings,
            audit,
            draw=lambda names: drawn(CHARTS, names, analysis, seen, w),
            write=lambda story: annotated(story, chapters(story), view),
            withheld=view.withheld,
            public=view.public,
        )

    return prepare

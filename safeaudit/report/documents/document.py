"""What a kind of document is: its layout, what it is made from, and what writes its chapters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from safeaudit.analysis import Analysis
from safeaudit.audience import Audience, Withheld
from safeaudit.audit import Audit
from safeaudit.charts import Chart
from safeaudit.findings import Finding
from safeaudit.report.writing.layout import DocumentLayout
from safeaudit.report.writing.statements import Cells, Section, Story
from safeaudit.words import Words

Drawn = dict[str, Chart]
"""Charts by name, those that have something to show."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What one document is made from: what its audience may see of the audits, and what draws and writes it.

    `whole` the audit behind the texts, nothing withheld · `beside` other audits it may rest on, by the name of their workbook, each as
    its audience may see it and whole · `period` for the cover, where it is another than that of the audit.
    """

    audit: Audit
    analysis: Analysis
    findings: Sequence[Finding]
    whole: Audit
    draw: Callable[[Sequence[str]], Drawn]
    write: Callable[[Story], list[Section]]
    withheld: tuple[Withheld, ...] = ()
    public: bool = False
    period: str = ""
    beside: Mapping[str, tuple[Audit, Audit]] = field(default_factory=dict)


class Prepare(Protocol):
    """From audits, the findings of the last one, and an audience to what a document is made from."""

    def __call__(
        self, audits: Sequence[Audit], findings: Sequence[Finding], audience: Audience, w: Words
    ) -> Matter: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(DocumentLayout):
    """A kind of document.

    `prepare` works out what it is made from, `first_step` says so while it runs · `chapters` writes the sections of a document that
    one audit can fill, None where it takes more · `facts_of` the table at its head, where it is another than that of the cover.
    """

    prepare: Prepare
    first_step: str
    chapters: Callable[[Story], list[Section]] | None = None
    facts_of: Callable[[Story], list[Cells]] | None = None

"""The findings letter: what the checks found, for the office that filled the workbook; never public."""

from __future__ import annotations

from safeaudit.report.chapters.letter import address, letter
from safeaudit.report.documents.document import Document
from safeaudit.report.documents.one_audit import FIRST_STEP, about_one
from safeaudit.report.writing.layout import SectionLayout, plain, points, tables, ticks
from safeaudit.words import N_

SECTIONS: tuple[SectionLayout, ...] = (
    SectionLayout("opening", (points("good"), ticks("first"))),
    SectionLayout("sheets", (
        tables("tables", "done:1.2:k kind:1.9:f where:2.9 found:5.4 remedy:5.2"), plain("more"),
    )),
    SectionLayout("sending", (points("accepted"), ticks("steps"), plain("closing"))),
)  # fmt: skip

DOCUMENT = Document(
    kind="findings",
    template="findings-letter.docx",
    title=N_("Findings of the checks"),
    sections=SECTIONS,
    facts=True,
    drafts=False,
    publishable=False,
    chapters=letter,
    prepare=about_one(letter),
    first_step=FIRST_STEP,
    facts_of=address,
)

"""The brief: two pages for the council, what was found and what is asked."""

from __future__ import annotations

from safeaudit.charts import CHARTS
from safeaudit.report.chapters.brief import brief
from safeaudit.report.documents.document import Document
from safeaudit.report.documents.figures import shown, with_figures
from safeaudit.report.documents.one_audit import FIRST_STEP, about_one
from safeaudit.report.writing.layout import SectionLayout, plain, points, table
from safeaudit.report.writing.statements import Section, Story
from safeaudit.words import N_

SECTIONS = with_figures("brief", CHARTS, (
    SectionLayout("found", (
        table("main", "topic:2.4 finding:8.8 basis:5.4"),
    )),
    SectionLayout("asked", (
        points("decisions"),
        table("actions", "action:6.6 lead:3.4 dates:3.4 money:3.2"),
        points("limits"),
        plain("closing"),
    ), new_page=True),
))  # fmt: skip


def chapters(story: Story) -> list[Section]:
    """Both pages with their figures."""
    return shown(story, brief(story), SECTIONS)


DOCUMENT = Document(
    kind="brief",
    template="brief.docx",
    title=N_("Safety governance brief"),
    sections=SECTIONS,
    chapters=chapters,
    prepare=about_one(chapters),
    first_step=FIRST_STEP,
)

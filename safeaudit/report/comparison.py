"""The comparison report: two audits of one city in a Word document, each change with its class and the reason for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safeaudit.audience import Audience, View, for_audience
from safeaudit.audit import Audit
from safeaudit.comparison import Comparison, compare
from safeaudit.findings import Finding
from safeaudit.paths import data_folder
from safeaudit.report import narrative_changes as picture
from safeaudit.report import narrative_changes_city as city
from safeaudit.report import narrative_changes_done as deeds
from safeaudit.report import narrative_changes_end as end
from safeaudit.report import narrative_changes_risks as risks
from safeaudit.report.layout import DOCUMENTS
from safeaudit.report.narrative_changes import Changes, Chapter
from safeaudit.report.narrative_public import withheld
from safeaudit.report.statements import Section, Story
from safeaudit.sheets import Row
from safeaudit.words import Words, words

if TYPE_CHECKING:
    from safeaudit.report import ReportResult

KIND = "comparison"
CHAPTERS: tuple[Chapter, ...] = (
    picture.summary,
    picture.classes,
    risks.risks,
    city.flows,
    city.criminal,
    city.areas,
    deeds.done,
    deeds.governing,
    end.data,
    end.next_steps,
    end.method,
    end.listing,
)
"""The chapters in the order of the layout. What they say is tied to the cells of the follow-up; a dropped line has none."""


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
    """Write the comparison to `path`, whole or not at all, and give back a ReportResult; equal input gives equal bytes.

    `findings` of the follow-up: open errors make it a draft · `audience` public: both audits are projected first, and what is withheld in
    one is withheld in both · `language` of the report (the follow-up's by default). NotComparable for two cities, TemplateFault for a
    template that cannot be used, OSError when a file cannot be read or written.
    """
    from safeaudit.report import Manuscript, _pictures, _quiet, typeset
    from safeaudit.report.lint import ready

    say = progress or _quiet
    w = words(language or followup.language)
    layout = DOCUMENTS[KIND]
    file = template or data_folder("report_templates") / layout.template
    if template is not None:
        ready(file, KIND, w.language)
    say(w.t("Comparing the answers"))
    view, comparison = seen(baseline, followup, findings, audience, w)
    say(w.t("Drawing the charts"))
    drawn = _draw(comparison, w)
    say(w.t("Writing the text"))
    pictures = _pictures(drawn)
    titles = {name: chart.title for name, chart in drawn.items()}
    story = Story(comparison.followup, comparison.after, view.findings, w, titles, public=view.public)
    told = chapters(story, comparison, view)
    manuscript = Manuscript(story, told, layout, pictures, followup, view.withheld, _periods(comparison, w))
    return typeset(manuscript, file, path, own=template is None, sidecar=sidecar, say=say)


def chapters(story: Story, comparison: Comparison, view: View) -> list[Section]:
    """All chapters in order; a public version has no list of all changes and says how much is withheld."""
    changes = Changes(story, comparison)
    written = [write(changes) for write in CHAPTERS]
    if story.public:
        written[-1].text, written[-1].blocks = [], {}
        written[-1].heading = story.words.t("What is withheld")
        written[-1].blocks["withheld"] = withheld(story, view)
    return written


def seen(
    baseline: Audit, followup: Audit, findings: Sequence[Finding], audience: Audience, w: Words
) -> tuple[View, Comparison]:
    """What the audience may see of both audits, compared; for the public only answers that may be public in both."""
    view = for_audience(followup, findings, audience, language=w.language)
    if audience == "restricted":
        return view, compare(_spoken(baseline, w), _spoken(followup, w))
    whole = compare(baseline, followup)
    earlier = for_audience(baseline, (), audience, language=w.language)
    one, other = meeting(earlier, view)
    return view, compare(_spoken(one, w), _spoken(other, w), whole=whole)


def _spoken(audit: Audit, w: Words) -> Audit:
    return replace(audit, language=w.language) if audit.language != w.language else audit


def meeting(one: View, other: View) -> tuple[Audit, Audit]:
    """Both public audits without what is withheld in either: what is hidden in one year must not follow from the other.

    A figure of an indicator that is hidden in one audit stands in the next as the earlier value, so both go.
    """
    hidden = {(each.row_id, each.column) for view in (one, other) for each in view.withheld if each.row_id}
    figures = {row_id for row_id, column in hidden if column in ("value", "earlier_value")}
    hidden |= {
        (row_id, column)
        for row_id in figures
        for column in ("value", "earlier_value", "year", "earlier_year", "national_value")
    }
    return _without(one.audit, hidden), _without(other.audit, hidden)


def _without(audit: Audit, hidden: set[tuple[str, str]]) -> Audit:
    sheets = {sheet: [_blanked(row, hidden) for row in rows] for sheet, rows in audit.sheets.items()}
    return replace(audit, sheets=sheets)


def _blanked(row: Row, hidden: set[tuple[str, str]]) -> Row:
    new = type(row).blank(row.id)
    if (row.id, "") in hidden:
        return new
    for column in row.filled:
        if (row.id, column) not in hidden and column not in row.rejected:
            setattr(new, column, getattr(row, column))
    return new


def _periods(comparison: Comparison, w: Words) -> str:
    """Both audit periods, for the cover."""
    told = []
    for audit in (comparison.baseline, comparison.followup):
        first, last = audit.profile.period_from, audit.profile.period_to
        told.append(
            w.t("{first} – {last}", first=w.month(first), last=w.month(last))
            if first and last
            else w.t("period not stated")
        )
    return w.t("{before}, compared with {after}", before=told[1], after=told[0])


def _draw(comparison: Comparison, w: Words) -> dict[str, Any]:
    from safeaudit.charts.changes import change_since_last

    chart = change_since_last(comparison, w)
    return {} if chart is None else {chart.name: chart}


__all__ = ["KIND", "chapters", "meeting", "seen", "write_comparison"]

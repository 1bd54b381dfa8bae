"""The comparison report: two audits of one city, each change with its class and the reason for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from safeaudit.audience import Audience, View, for_audience
from safeaudit.audit import Audit
from safeaudit.charts import CHANGES, drawn
from safeaudit.comparison import Comparison, compare
from safeaudit.findings import Finding
from safeaudit.report.chapters.changes import city, deeds, end, listing, picture, risks
from safeaudit.report.chapters.changes.picture import Changes, Chapter
from safeaudit.report.chapters.changes.same_audit import copies
from safeaudit.report.chapters.public import withheld
from safeaudit.report.documents.document import Document, Drawn, Matter
from safeaudit.report.documents.figures import shown, with_figures
from safeaudit.report.writing.layout import SectionLayout, points, table, tables
from safeaudit.report.writing.statements import Section, Story
from safeaudit.sheets import Row
from safeaudit.words import N_, Words

BASELINE = "baseline"
"""The name by which a comparison knows the earlier workbook."""
KIND_AND_WHY = "kind:2.1:f why:4.3"

SECTIONS = with_figures("comparison", CHANGES, (
    SectionLayout("changed", (
        points("main"), table("counts", "kind:5.0:f answers:2.9:c lines:2.9:c better:2.9:c worse:2.9:c", titled=True),
    )),
    SectionLayout("classes", (points("kinds"),)),
    SectionLayout("risks", (
        table("moves", f"risk:4.0 score:1.9:c level:2.2 trend:2.1 {KIND_AND_WHY}"),
        points("words"),
        table("figures", f"measure:3.9 before:2.5 after:2.1 change:1.7:c {KIND_AND_WHY}", titled=True),
    ), new_page=True),
    SectionLayout("flows", (
        table("prices", f"item:3.6 last:2.4 change:1.7:c reading:2.5 {KIND_AND_WHY}"),
        table("flows", f"flow:3.8 answer:2.2 change:4.2 {KIND_AND_WHY}", titled=True),
    )),
    SectionLayout("criminal", (table("markets", f"market:3.8 total:1.8:c reading:2.7 able:1.9 {KIND_AND_WHY}"),)),
    SectionLayout("areas", (
        table("places", f"area:2.4 place:3.0 means:2.4 target:2.4 {KIND_AND_WHY}"), points("notes"),
    )),
    SectionLayout("done", (
        table("fates", "fate:3.2 number:1.6:c actions:11.8"),
        table("late", "action:5.6 lead:3.4 starts:2.6 ends:2.6 status:2.4", titled=True),
        table("money", "action:7.6 cost:5.4 funding:3.6", titled=True),
    )),
    SectionLayout("governing", (
        table("powers", f"power:3.8 used:2.0:c gap:1.9:c works:2.5 {KIND_AND_WHY}", titled=True),
        table("agreements", "title:5.4 fate:3.6 ends:2.6 targets:2.4 review:2.6", titled=True),
        table("partners", f"partner:3.8 verdict:3.6 paid:2.8 {KIND_AND_WHY}", titled=True),
        table("standings", f"sheet:3.0 line:4.1 change:3.1 {KIND_AND_WHY}", titled=True),
    )),
    SectionLayout("data", (
        points("method"), points("quality"), points("lines"),
        table("completeness", "sheet:6.4 before:3.4:c after:3.4:c share:3.4:c", titled=True),
    )),
    SectionLayout("next", (points("steps"),)),
    SectionLayout("method", ()),
    SectionLayout("list", (tables("parts", "line:5.2 change:11.4"), points("withheld")), new_page=True),
))  # fmt: skip

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
    listing.listing,
)
"""The chapters in the order of the layout. What they say is tied to the cells of the follow-up; a dropped line has none."""


def prepare(audits: Sequence[Audit], findings: Sequence[Finding], audience: Audience, w: Words) -> Matter:
    """What the audience may see of the baseline and the follow-up, compared. NotComparable for two cities."""
    baseline, followup = audits
    view, comparison = seen(baseline, followup, findings, audience, w)
    return Matter(
        comparison.followup,
        comparison.after,
        view.findings,
        followup,
        draw=lambda names: _draw(names, comparison, w),
        write=lambda story: chapters(story, comparison, view),
        withheld=view.withheld,
        public=view.public,
        period=_periods(comparison, w),
        beside={BASELINE: (comparison.baseline, baseline)},
    )


def chapters(story: Story, comparison: Comparison, view: View) -> list[Section]:
    """All chapters in order; a public version has no list of all changes and says how much is withheld."""
    changes = Changes(story, comparison)
    written = (
        copies(changes, [section.id for section in SECTIONS])
        if comparison.same_audit
        else [write(changes) for write in CHAPTERS]
    )
    if story.public:
        written[-1].text, written[-1].blocks = [], {}
        written[-1].heading = story.words.t("What is withheld")
        written[-1].blocks["withheld"] = withheld(story, view)
    return shown(story, written, SECTIONS)


def seen(
    baseline: Audit, followup: Audit, findings: Sequence[Finding], audience: Audience, w: Words
) -> tuple[View, Comparison]:
    """What the audience may see of both audits, compared; for the public only answers that may be public in both."""
    view = for_audience(followup, findings, audience, language=w.language, beside=baseline)
    if audience == "restricted":
        return view, compare(_spoken(baseline, w), _spoken(followup, w))
    whole = compare(baseline, followup)
    earlier = for_audience(baseline, (), audience, language=w.language, beside=followup)
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
            new.copy_answer(row, column)
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
    if comparison.same_audit:
        return w.t("{period}, two copies of one audit", period=told[1])
    return w.t("{before}, compared with {after}", before=told[1], after=told[0])


def _draw(names: Sequence[str], comparison: Comparison, w: Words) -> Drawn:
    """The charts of what changed; two copies of one audit have nothing to show."""
    return {} if comparison.same_audit else drawn(CHANGES, names, comparison, w)


DOCUMENT = Document(
    kind="comparison",
    template="comparison-report.docx",
    title=N_("Comparison of two safety audits"),
    sections=SECTIONS,
    cover=True,
    facts=True,
    contents=True,
    numbered=True,
    prepare=prepare,
    first_step=N_("Comparing the answers"),
)

__all__ = ["DOCUMENT", "chapters", "meeting", "seen"]

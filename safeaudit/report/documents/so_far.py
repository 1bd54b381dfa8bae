"""What we have so far: two to four pages instead of a strategy, while too little is known for one."""

from __future__ import annotations

from safeaudit.audit import Audit
from safeaudit.coverage import thin
from safeaudit.report.chapters.so_far import so_far
from safeaudit.report.documents import rapid
from safeaudit.report.documents.document import Document
from safeaudit.report.documents.one_audit import FIRST_STEP, about_one
from safeaudit.report.writing.layout import SectionLayout, points, table
from safeaudit.words import N_, Words

KIND = "what-we-have"
EARLY = ("strategy", "council", "brief", rapid.KIND)
"""Documents in whose place it is written while too little is known."""

SECTIONS: tuple[SectionLayout, ...] = (
    SectionLayout("standing", (
        table("shares", "sheet:6.2 known:2.0:c not_known:2.0:c left_out:3.2:c open:2.6:c"),
    )),
    SectionLayout("known", (points("main"), points("unknown"))),
    SectionLayout("next", (points("steps", titled=False),)),
)  # fmt: skip


def suited(kind: str, audit: Audit) -> str:
    """The kind of document that is written where this kind is asked for: another while too little is known for it.

    The strategy of a rapid workbook is the rapid report.
    """
    if kind in EARLY and thin(audit):
        return KIND
    return rapid.KIND if kind == "strategy" and rapid.suits(audit) else kind


def told(kind: str, audit: Audit, words: Words, *, own: bool) -> tuple[str, ...]:
    """What a door says when it has written this kind in the place of another; `own`: a template of the office was given."""
    unused = words.t("Your Word template is for another kind of document, so it was not used.")
    if kind == rapid.KIND:
        return (unused,) if own else ()
    why = words.t(
        "Less than {share} % of what the method asks is known, which is too little for a strategy. So this document says what "
        "you have, what is not known, and what comes next.",
        share=f"{audit.edition.settings['enough_known']:g}",
    )
    return (why, unused) if own else (why,)


DOCUMENT = Document(
    kind=KIND,
    template="what-we-have.docx",
    title=N_("What we have so far"),
    sections=SECTIONS,
    facts=True,
    chapters=so_far,
    prepare=about_one(so_far),
    first_step=FIRST_STEP,
)

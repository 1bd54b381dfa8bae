"""What a reader should know first: who answers for a document, how to handle it, and how to read it."""

from __future__ import annotations

from safeaudit.findings import Severity, counts
from safeaudit.report.writing.layout import DocumentLayout
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Story, para
from safeaudit.sheets.agree import DECIDED
from safeaudit.words import N_

OPEN_ERRORS = {"strategy": N_("Limits of this audit"), "brief": N_("What is uncertain")}
"""Where a document counts the errors that are open; one that is not here has no such place."""
WITHHELD = {
    "strategy": N_("Limits of this audit"),
    "rapid": N_("Limits of this audit"),
    "comparison": N_("What is withheld"),
}
"""The chapter of a public version that counts what is withheld."""


def draft(s: Story, layout: DocumentLayout) -> str:
    """The sentence that marks a draft; empty for a report without open errors."""
    errors = counts(s.findings)[Severity.ERROR.value]
    if not errors:
        return ""
    w, place = s.words, OPEN_ERRORS.get(layout.kind)
    if place is None:
        return w.n(
            "Draft: one error in the answers is still open.",
            "Draft: {count} errors in the answers are still open.",
            errors,
        )
    return w.n(
        "Draft: one error in the answers is still open (see “{place}”).",
        "Draft: {count} errors in the answers are still open (see “{place}”).",
        errors,
        place=w.t(place),
    )


def facts(s: Story) -> list[Cells]:
    """Who answers for this report, for the cover; only what was given."""
    w = s.words
    names = {
        "lead_office": w.t("Lead office"),
        "audit_kind": w.t("Kind of audit"),
        "contact_role": w.t("Contact"),
        "office_email": w.t("E-mail of the office"),
        "controller": w.t("Responsible for the data"),
        "legal_basis": w.t("Legal basis"),
        "delete_by": w.t("Working files to be deleted by"),
        "approved_by": w.t("Approved by"),
        "approved_on": w.t("Approved on"),
    }
    found: list[Cells] = [
        {"fact": name, "answer": s.value("PROFILE", column)}
        for column, name in names.items()
        if s.value("PROFILE", column) and not s.audit.withholds(s.audit.profile, column)
    ]
    return [*_decided(s), *found]


def _decided(s: Story) -> list[Cells]:
    """What was decided on the plan, by whom and when, and for which time; nothing where nothing is said of it."""
    w, row = s.words, s.audit.decision
    if not s.value(row.id, "state"):
        return []

    def fact(name: str, *columns: str, join: str = ", ") -> list[Cells]:
        given = [column for column in columns if s.value(row.id, column) and not s.audit.withholds(row, column)]
        text = join.join(s.value(row.id, column) for column in given)
        return [{"fact": name, "answer": s.answer(row.id, *given, text=text)}] if given else []

    known = row.state in DECIDED
    period = fact(w.t("Plan period"), "plan_from", "plan_to", join=" – ") if row.plan_from and row.plan_to else []
    return [
        *fact(w.t("Decision on the plan"), "state"),
        *(fact(w.t("Decided by"), "body", "decided_on", "record") if known else []),
        *period,
        *fact(w.t("Legal basis of the plan"), "plan_basis"),
    ]


def handling(s: Story) -> str:
    """How to handle the document: the classification given, or the strictest level of a line, whichever is stricter."""
    w = s.words
    if s.public:
        return w.t("Public version")
    rows = (row for rows in s.audit.sheets.values() for row in rows if row.filled)
    given = {s.audit.profile.classification, *(row.handled_as for row in rows)}
    strictest = next((code for code in ("restricted", "official") if code in given), s.audit.profile.classification)
    return w.code("classification", strictest) or w.t("Not classified yet")


def version(s: Story, level: str) -> str:
    """The line on the cover that says who may read this."""
    w = s.words
    if s.public:
        return level
    return w.t("Restricted version – handle as: {level}", level=s.lower(level))


def note(s: Story, layout: DocumentLayout) -> list[Paragraph]:
    """What the reader should know before the first page."""
    w = s.words
    made = s.say(
        w.t(
            "This report describes conditions and conduct, and what the city can change. It names no persons, ranks no districts and brands "
            "no group. It was written from the answers in the city’s audit workbook, after the UNODC framework “Governing Safer Cities”."
        )
    )
    if layout.kind == "comparison":
        made = s.say(
            w.t(
                "This report describes conditions and conduct, and what changed in the answers. It names no persons, ranks no districts and brands "
                "no group. It was written from the answers in two of the city’s audit workbooks, after the UNODC framework “Governing Safer Cities”."
            )
        )
    if not s.public:
        return [para(made)]
    profile = s.audit.profile
    named = [
        column for column in ("lead_office", "contact_role", "office_email") if not s.audit.withholds(profile, column)
    ]
    whom = w.t(", ").join(part for column in named if (part := getattr(profile, column)))
    contact = whom or w.t("the office that leads the audit")
    return [
        para(made),
        para(
            s.say(
                w.t(
                    "This is the public version. It is made only from answers that may be public. What could hurt people, point at a person "
                    "or put a district or group in a bad light is withheld; the chapter “{chapter}” says how much, and why.",
                    chapter=w.t(WITHHELD[layout.kind]),
                )
            ),
            s.say(
                w.t(
                    "This audit cannot show what nobody reported, recorded or dared to say. It proves no causes, and it says nothing about any "
                    "single person."
                )
            ),
        ),
        para(
            s.say(
                w.t(
                    "Anyone who sees themselves, their group or their district described wrongly, or in a way that could do harm, may object. "
                    "Write to: {contact}",
                    contact=closed(contact),
                ),
                "PROFILE.lead_office",
                "PROFILE.contact_role",
                "PROFILE.office_email",
            )
        ),
    ]


# How to read the report ----------------------------------------------------------------------------------------------


def reading(s: Story) -> Section:
    """What the words mean and how sure the report is."""
    w = s.words
    section = Section("reading", w.t("How to read this report"), sheets=("PROFILE",))
    section.text = [
        para(
            s.say(
                w.t(
                    "Every sentence and table here was made from those answers in the audit workbook that may be public. Texts of the audit "
                    "team are printed as they were written; the sentences around them follow from the answers by fixed rules. Lines are "
                    "named by their ID, such as {example}. “{mark}” stands for an answer that was given and is not public.",
                    example="RSK-E1",
                    mark=w.t("[withheld]"),
                )
            )
            if s.public
            else s.say(
                w.t(
                    "Every sentence and table here was made from the answers in the audit workbook. Explanations, effects, notes and the "
                    "answers to the five questions are the audit team’s own words, printed as they were written; the sentences around them "
                    "follow from the answers by fixed rules. Lines are named by their ID, such as "
                    "{example}, so that each statement can be traced to its sheet and row (see the evidence trail).",
                    example="RSK-E1",
                )
            ),
        ),
        para(
            s.say(
                w.t(
                    "Insecurity names the problem, safety the aim. Security is not used as a name for the answer: walls and force alone do "
                    "not make people safe."
                )
            ),
            s.say(
                w.t(
                    "There is no overall score for the city, and no ranking of its areas or groups: one number hides more than it shows."
                )
            ),
        ),
    ]
    terms = [
        (
            w.t("Score and level"),
            levels(s),
        ),
        (
            w.t("Confidence"),
            w.t(
                "High, medium or low, as the team judged it. A low confidence is a reason to look again before acting, not a fault."
            ),
        ),
        (
            w.t("Evidence"),
            w.t(
                "What a line mainly rests on, from official statistics and surveys to testimony, expert judgement and media. Official "
                "does not mean complete: much is never reported."
            ),
        ),
        (w.t("Not known"), w.t("An honest answer. It marks a gap to close and is never read as “no”.")),
        (
            w.t("Prices"),
            w.t(
                "Dearer goods point to scarcity, cheaper ones to plenty, if demand, quality and season have not changed."
            ),
        ),
        (
            w.t("Calm"),
            w.t(
                "Few incidents can mean safety, or firm control by those whom people fear. The report says where both readings are possible."
            ),
        ),
    ]
    points = [para(s.say(text), lead=closed(name)) for name, text in terms]
    section.blocks["terms"] = Block(heading=w.t("Words used with care"), points=points)
    return section


def levels(s: Story) -> str:
    """How scores become levels, with the thresholds of the edition."""
    moderate, high, critical = (
        round(s.audit.edition.settings[f"{each}_risk"]) for each in ("moderate", "high", "critical")
    )
    return s.words.t(
        "Risks are scored from 1 to 25, likelihood times impact: low to {low}, moderate to {moderate}, high to {high}, "
        "critical from {critical}.",
        low=moderate - 1, moderate=high - 1, high=critical - 1, critical=critical,
    )  # fmt: skip

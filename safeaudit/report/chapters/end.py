"""The last chapters: the next audit, the limits and the glossary."""

from __future__ import annotations

from safeaudit import framework
from safeaudit.coverage import coverage as coverage_of
from safeaudit.coverage.said import sentence
from safeaudit.findings import Severity, counts, grouped
from safeaudit.report.chapters.public import banded
from safeaudit.report.writing.phrases import or_dash, there, typed
from safeaudit.report.writing.sentences import closed, strung
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras

MOST_CHECKS = 25
"""More groups of findings than this belong into the findings letter, not into a report for a council."""


def _next_date(s: Story, month: str) -> Statement | None:
    """When the next audit is planned; nothing where that is not asked."""
    w = s.words
    if month:
        said = w.t("An audit is one round of a process. The next one is planned for {month}.", month=month)
        return s.say(said, "PROFILE.next_audit")
    if not s.audit.edition.has("PROFILE", "next_audit"):
        return None
    said = w.t(
        "An audit is one round of a process. No date for the next one is set; enter it on the sheet {sheet}.",
        sheet=w.tab("PROFILE"),
    )
    return s.say(said)


def next_audit(s: Story) -> Section:
    """When it will be done again, and what will be known better by then."""
    w = s.words
    section = Section("next_audit", w.t("The next audit"), sheets=("PROFILE", "DATA_GAPS", "RESILIENCE"))
    month = s.value("PROFILE", "next_audit")
    targets = [line.row_id for line in s.analysis.areas if line.moves]
    earlier = {
        "baseline": w.t("This one is a baseline: there is no earlier audit to compare with."),
        "follow_up": w.t("Changes since the earlier audit are shown in the comparison report, not here."),
        "elsewhere": w.t(
            "An earlier audit was made elsewhere. What it found cannot be set beside this one line by line, so there is no "
            "comparison report."
        ),
    }.get(s.audit.profile.audit_kind or "", "")
    section.text = paras(
        para(
            _next_date(s, month),
            s.say_if(earlier, earlier, "PROFILE.audit_kind"),
            s.about(
                targets,
                "target",
                w.n(
                    "By then, one area should have moved to another field of the resilience matrix.",
                    "By then, {count} areas should have moved to another field of the resilience matrix.",
                    len(targets),
                ),
            ),
        ),
    )
    lines: list[Cells] = [
        {
            "cause": s.answer(line.row_id, "applies", text=s.label(line.row_id)),
            "plan": s.answer(line.row_id, "plan"),
            "whom": s.answer(
                line.row_id,
                "by_whom",
                "by_when",
                text=strung(s.value(line.row_id, column) for column in ("by_whom", "by_when")),
            ),
        }
        for line in s.analysis.data_gaps
        if line.applies == "yes"
    ]
    if lines:
        head = {
            "cause": w.t("Cause of weak data"),
            "plan": w.t("Plan"),
            "whom": w.t("By whom, by when"),
        }
        text = [_planned(s, len(lines))]
        section.blocks["gaps"] = Block(
            heading=w.t("Better data by then"),
            text=text,
            caption=w.t("Causes of weak data and plans"),
            head=head,
            lines=lines,
        )
    return section


def _planned(s: Story, count: int) -> Paragraph:
    """How many causes of weak data apply and have a plan, a person and a date; which are not known."""
    w = s.words
    own = [line.row_id for line in s.analysis.data_gaps if line.planned]
    dated = [row_id for row_id in own if s.value(row_id, "by_whom") and s.value(row_id, "by_when")]
    unknown = [line.row_id for line in s.analysis.data_gaps if line.applies == "unknown"]
    return para(
        s.say(w.n("One cause of weak data applies here.", "{count} causes of weak data apply here.", count)),
        s.say(w.n("For one there is a plan.", "For {count} there is a plan.", len(own)), *s.of(own, "plan"))
        if own
        else s.say(s.among(w.t("There is no plan yet."), "DATA_GAPS")),
        s.say_if(
            own,
            w.n("One plan names who acts and by when.", "{count} plans name who acts and by when.", len(dated))
            if dated
            else s.among(w.t("No plan names both who acts and by when."), "DATA_GAPS"),
            *s.of(own, "by_whom", "by_when"),
        ),
        s.about(unknown, "applies", w.t("Not known whether they apply: {names}.", names=s.labels(unknown))),
    )


# Limits --------------------------------------------------------------------------------------------------------------


def limits(s: Story) -> Section:
    """What this audit cannot show."""
    w, found = s.words, counts(s.findings)
    section = Section("limits", w.t("Limits of this audit"), sheets=("SOURCES", "DATA_GAPS", "TOOLS", "INDICATORS"))
    values = [line for line in s.analysis.readiness if line.state == "value"]
    gaps = [row_id for line in s.analysis.readiness if line.state == "gap" for row_id in line.row_ids]
    blank = [row_id for line in s.analysis.readiness if line.state == "empty" for row_id in line.row_ids]
    held = sum(line.count for line in s.analysis.readiness if line.state == "withheld")
    known = sum(line.count for line in values)
    only = sum(line.count for line in s.analysis.readiness if line.state == "change")
    parts = there(
        (known, w.n("one has a value", "{count} have a value", known)),
        (only, w.n("one is known by its change only", "{count} are known by their change only", only)),
        (len(gaps), w.n("one has a named gap", "{count} have a named gap", len(gaps))),
        (len(blank), w.n("one is blank", "{count} are blank", len(blank))),
    )
    office = any(
        s.value("PROFILE", column) and not s.audit.withholds(s.audit.profile, column)
        for column in ("lead_office", "contact_role", "office_email")
    )
    section.text = [
        para(
            s.say(w.t("A tidy report looks truer than its data. What follows belongs to every statement above.")),
            s.say(
                w.t(
                    "Open after the automatic checks: errors {errors}, warnings {warnings}, advice {advice}.",
                    errors=found[Severity.ERROR.value],
                    warnings=found[Severity.WARNING.value],
                    advice=found[Severity.ADVICE.value],
                )
            ),
            s.say_if(found[Severity.ERROR.value], w.t("While errors are open, this report is a draft.")),
            s.say(sentence(coverage_of(s.audit).whole, w)),
            s.withheld_counts(),
            s.say_if(
                coverage_of(s.audit).whole.not_known,
                w.t("What is not known is a gap in what the city knows. It is no sign that nothing is there."),
            ),
        ),
        para(
            s.say_if(parts, w.t("Of the measures, {parts}.", parts=w.listed(parts)), *s.of(gaps, "gap")),
            s.say_if(
                held, w.t("Measures whose value is withheld from this public version: {count}.", count=banded(s, held))
            ),
            s.say(
                w.t(
                    "This audit cannot show what nobody reported, recorded or dared to say. It cannot prove causes, and it says nothing "
                    "about any single person. Figures for small areas swing by chance."
                )
            ),
            s.say(
                w.t(
                    "Anyone who sees themselves or their group described wrongly may object to the office named on the cover."
                )
                if office
                else w.t(
                    "Anyone who sees themselves or their group described wrongly may object to the office that leads the audit."
                )
            ),
        ),
    ]
    section.blocks["weak"] = _weak(s)
    section.blocks["tools"] = _tools(s)
    if not s.public:  # findings quote answers and name cells
        section.blocks["checks"] = _checks(s)
        section.blocks["accepted"] = _accepted(s)
    return section


def _accepted(s: Story) -> Block:
    """Warnings that stand, each with the reason the team gave."""
    points = []
    for finding in (finding for finding in s.findings if finding.accepted):
        reason = s.say(s.words.t("Reason given: {reason}", reason=finding.accepted))
        lead = f"{finding.rule} · {finding.place}" if finding.place else finding.rule
        points.append(para(s.say(finding.message), reason, lead=closed(lead)))
    return Block(heading=s.words.t("Accepted warnings"), points=points) if points else Block()


def _weak(s: Story) -> Block:
    w = s.words
    said = {
        "low_confidence": w.t("Lines whose confidence is low, as the team says or as it is worked out"),
        "weak_evidence": w.t("Lines that rest on media reports or on no evidence yet"),
        "seizures_only": w.t("Flows whose size rests on seizures only (not used)"),
        "low_quality": w.t("Sources of low quality"),
        "not_shared": w.t("Sources that are not shared with the city"),
        "old_source": w.t("Sources that are old"),
        "old_figure": w.t("Figures that are old"),
        "not_known": w.t("Answers that are “not known”"),
        "left_out": w.t("Answers left out with a reason"),
        "required_missing": w.t("Starred cells (*) that are still empty"),
    }
    lines: list[Cells] = []
    for code, text in said.items():
        own = [line for line in s.analysis.limits if line.limit == code]
        if own:
            places = [
                line.row_id or w.t("{sheet} ({count})", sheet=w.tab(line.sheet), count=line.count) for line in own
            ]
            shown = places if len(places) <= 14 else [*places[:13], w.t("and {count} more", count=len(places) - 13)]
            lines.append(
                {"limit": text, "number": w.number(sum(line.count for line in own)), "where": ", ".join(shown)}
            )
    if not lines:
        return Block()
    head = {"limit": w.t("Weakness"), "number": w.t("How many"), "where": w.t("Where")}
    return Block(heading=w.t("Weak data and gaps"), caption=w.t("What weakens this audit"), head=head, lines=lines)


def _tools(s: Story) -> Block:
    w = s.words
    points = []
    for line in (line for line in s.analysis.tools if line.in_use and not line.not_applicable):
        row_id = line.row_id
        used = {"yes": w.t("In use."), "no": w.t("Not in use."), "unknown": w.t("Not known whether it is used.")}[
            line.in_use or ""
        ]
        law = typed(s, row_id, "legal_limits")
        bare = {
            "yes": w.t("Its legal basis and its limits are not stated; until they are, it should not be used."),
            "no": w.t("Before it is used, its legal basis and its limits must be stated."),
            "unknown": w.t("Its legal basis and its limits are not stated either."),
        }[line.in_use or ""]
        follow = law.sentences if law else (s.say(bare, f"{row_id}.legal_limits"),)
        points.append(para(s.say(used, f"{row_id}.in_use"), *follow, lead=closed(s.label(row_id))))
    return Block(heading=w.t("Technologies that watch, map or link"), points=points) if points else Block()


def _checks(s: Story) -> Block:
    w = s.words
    open_ones = [finding for finding in s.findings if not finding.accepted]
    serious = [group for group in grouped(open_ones) if group.severity is not Severity.ADVICE]
    if not serious:
        return Block()
    names = {Severity.ERROR: w.t("Error"), Severity.WARNING: w.t("Warning")}
    lines: list[Cells] = []
    for group in serious[:MOST_CHECKS]:
        more = len(group.findings) - 1
        message = group.findings[0].message
        lines.append(
            {
                "severity": f"{names[group.severity]} {group.rule}",
                "place": or_dash(group.findings[0].place),
                "found": w.n(
                    "{message} (and one more place)", "{message} (and {count} more places)", more, message=message
                )
                if more
                else message,
            }
        )
    text = [
        para(
            s.say(
                w.t(
                    "Errors and warnings that are still open, one line a cause. They limit what the report can claim; the sheet with the checks "
                    "and the findings letter say what to do about each."
                )
            )
        )
    ]
    if len(serious) > MOST_CHECKS:
        text.append(
            para(
                s.say(
                    w.t(
                        "The first {shown} of {count} causes are listed; the sheet with the checks has all of them.",
                        shown=MOST_CHECKS,
                        count=len(serious),
                    )
                )
            )
        )
    head = {
        "severity": w.t("Check"),
        "place": w.t("Where"),
        "found": w.t("What was found"),
    }
    return Block(heading=w.t("Open checks"), text=text, caption=w.t("Errors and warnings"), head=head, lines=lines)


# Annexes -------------------------------------------------------------------------------------------------------------


def glossary(s: Story) -> Section:
    """The terms the report uses."""
    w = s.words
    section = Section("glossary", w.t("Glossary"))
    section.text = [para(s.say(w.t("Terms as this report uses them.")))]
    terms = sorted((w.entry("glossary", entry) for entry in framework.glossary()), key=lambda pair: pair[0].casefold())
    lines: list[Cells] = [{"term": term, "meaning": text} for term, text in terms]
    section.blocks["terms"] = Block(
        caption=w.t("Terms"), head={"term": w.t("Term"), "meaning": w.t("Meaning")}, lines=lines
    )
    return section

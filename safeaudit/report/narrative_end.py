"""The last chapters: the next audit, the limits, method coverage, evidence trail and glossary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeaudit import framework
from safeaudit.findings import Severity, counts, grouped
from safeaudit.report.narrative_public import banded
from safeaudit.report.phrases import or_dash, stop, typed
from safeaudit.report.shortening import shortened
from safeaudit.report.statements import Block, Cells, Paragraph, Section, Story, para, paras

MOST_CHECKS, MOST_REASON = 25, 120
"""More groups of findings than this belong into the findings letter, not into a report for a council; letters of a reason."""


def next_audit(s: Story) -> Section:
    """When it will be done again, and what will be known better by then."""
    w = s.words
    section = Section("next_audit", w.t("The next audit"), sheets=("PROFILE", "DATA_GAPS", "RESILIENCE"))
    month = s.value("PROFILE", "next_audit")
    targets = [line["row_id"] for line in s.table("areas") if line["moves"]]
    section.text = paras(
        para(
            s.say(w.t("An audit is one round of a process. The next one is planned for {month}.", month=month), "PROFILE.next_audit")
            if month else s.say(w.t("An audit is one round of a process. No date for the next one is set; enter it on the sheet {sheet}.",
                                    sheet=w.tab("PROFILE"))),
            s.say(w.t("This one is a baseline: there is no earlier audit to compare with.") if s.audit.profile.audit_kind == "baseline"
                  else w.t("Changes since the earlier audit are shown in the comparison report, not here."), "PROFILE.audit_kind")
            if s.audit.profile.audit_kind else None,
            s.say(w.n("By then, one area should have moved to another field of the resilience matrix.",
                      "By then, {count} areas should have moved to another field of the resilience matrix.", len(targets)),
                  *[f"{row_id}.target" for row_id in targets]) if targets else None,
        ),
    )  # fmt: skip
    lines: list[Cells] = [
        {
            "cause": s.answer(line["row_id"], "applies", text=s.label(line["row_id"])),
            "plan": s.answer(line["row_id"], "plan"),
            "whom": s.answer(
                line["row_id"],
                "by_whom",
                "by_when",
                text="; ".join(
                    part for part in (s.value(line["row_id"], "by_whom"), s.value(line["row_id"], "by_when")) if part
                ),
            ),
        }
        for line in s.table("data_gaps")
        if line["applies"] == "yes"
    ]
    if lines:
        head = {
            "cause": w.t("Cause of weak data"),
            "plan": w.t("Plan"),
            "whom": w.t("By whom, by when"),
        }
        text = [_planned(s, len(lines))]
        section.blocks["gaps"] = Block(heading=w.t("Better data by then"), text=text, caption=w.t("Causes of weak data and plans"),
                                       head=head, lines=lines)  # fmt: skip
    return section


def _planned(s: Story, count: int) -> Paragraph:
    """How many causes of weak data apply and have a plan, a person and a date; which are not known."""
    w = s.words
    own = [line["row_id"] for line in s.table("data_gaps") if line["planned"]]
    dated = [row_id for row_id in own if s.value(row_id, "by_whom") and s.value(row_id, "by_when")]
    unknown = [line["row_id"] for line in s.table("data_gaps") if line["applies"] == "unknown"]
    return para(
        s.say(w.n("One cause of weak data applies here.", "{count} causes of weak data apply here.", count)),
        s.say(w.t("For {planned} of them there is a plan; {dated} of these plans name who acts and by when.", planned=len(own), dated=len(dated)),
              *[f"{row_id}.{column}" for row_id in own for column in ("plan", "by_whom", "by_when")]) if own else
        s.say(w.t("None of them has a plan yet.")),
        s.say(w.t("Not known whether they apply: {names}.", names=s.labels(unknown)), *[f"{row_id}.applies" for row_id in unknown])
        if unknown else None,
    )  # fmt: skip


# Limits --------------------------------------------------------------------------------------------------------------


def limits(s: Story) -> Section:
    """What this audit cannot show."""
    w, found = s.words, counts(s.findings)
    section = Section("limits", w.t("Limits of this audit"), sheets=("SOURCES", "DATA_GAPS", "TOOLS", "INDICATORS"))
    values = [line for line in s.table("readiness") if line["state"] == "value"]
    gaps = [row_id for line in s.table("readiness") if line["state"] == "gap" for row_id in line["row_ids"]]
    blank = [row_id for line in s.table("readiness") if line["state"] == "empty" for row_id in line["row_ids"]]
    held = sum(line["count"] for line in s.table("readiness") if line["state"] == "withheld")
    section.text = [
        para(
            s.say(w.t("A tidy report looks truer than its data. What follows belongs to every statement above.")),
            s.say(w.t("Open after the automatic checks: errors {errors}, warnings {warnings}, advice {advice}.",
                      errors=found[Severity.ERROR.value], warnings=found[Severity.WARNING.value], advice=found[Severity.ADVICE.value])),
            s.say(w.t("While errors are open, this report is a draft.")) if found[Severity.ERROR.value] else None,
            s.say(w.t("{share} of the answers the method needs are given.", share=w.percent(s.audit.completeness * 100))),
        ),
        para(
            s.say(w.t("{values} measures have a value, {gaps} have a named gap and {blank} are blank.",
                      values=sum(line["count"] for line in values), gaps=len(gaps), blank=len(blank)),
                  *[f"{row_id}.gap" for row_id in gaps]),
            s.say(w.t("Measures whose value is withheld from this public version: {count}.", count=banded(s, held))) if held else None,
            s.say(w.t("This audit cannot show what nobody reported, recorded or dared to say. It cannot prove causes, and it says nothing "
                      "about any single person. Figures for small areas swing by chance.")),
            s.say(w.t("Anyone who sees themselves or their group described wrongly may object to the office named on the cover.")),
        ),
    ]  # fmt: skip
    section.blocks["readiness"] = s.chart("data_readiness")
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
        points.append(para(s.say(finding.message), reason, lead=stop(lead)))
    return Block(heading=s.words.t("Accepted warnings"), points=points) if points else Block()


def _weak(s: Story) -> Block:
    w = s.words
    said = {
        "low_confidence": w.t("Lines in which the team itself has low confidence"),
        "weak_evidence": w.t("Lines that rest on media reports or on no evidence yet"),
        "seizures_only": w.t("Flows whose size rests on seizures only (not used)"),
        "low_quality": w.t("Sources of low quality"),
        "not_shared": w.t("Sources that are not shared with the city"),
        "old_source": w.t("Sources that are old"),
        "old_figure": w.t("Figures that are old"),
        "required_missing": w.t("Answers the method needs and that are missing"),
    }
    lines: list[Cells] = []
    for code, text in said.items():
        own = [line for line in s.table("limits") if line["limit"] == code]
        if own:
            places = [
                line["row_id"] or w.t("{sheet} ({count})", sheet=w.tab(line["sheet"]), count=line["count"])
                for line in own
            ]
            shown = places if len(places) <= 14 else [*places[:13], w.t("and {count} more", count=len(places) - 13)]
            lines.append(
                {"limit": text, "number": w.number(sum(line["count"] for line in own)), "where": ", ".join(shown)}
            )
    if not lines:
        return Block()
    head = {"limit": w.t("Weakness"), "number": w.t("How many"), "where": w.t("Where")}
    return Block(heading=w.t("Weak data and gaps"), caption=w.t("What weakens this audit"), head=head, lines=lines)


def _tools(s: Story) -> Block:
    w = s.words
    points = []
    for line in (line for line in s.table("tools") if line["in_use"] and not line["not_applicable"]):
        row_id = line["row_id"]
        used = {"yes": w.t("In use."), "no": w.t("Not in use."), "unknown": w.t("Not known whether it is used.")}[
            line["in_use"]
        ]
        law = typed(s, row_id, "legal_limits")
        bare = s.say(
            w.t("No legal basis and limits are stated; until they are, it should not be used."),
            f"{row_id}.legal_limits",
        )
        follow = law.sentences if law else (bare,) if line["in_use"] == "yes" else ()
        points.append(para(s.say(used, f"{row_id}.in_use"), *follow, lead=stop(s.label(row_id))))
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
        lines.append({
            "severity": f"{names[group.severity]} {group.rule}",
            "place": or_dash(group.findings[0].place),
            "found": w.n("{message} (and one more place)", "{message} (and {count} more places)", more, message=message) if more else message,
        })  # fmt: skip
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
        text.append(para(s.say(w.t("The first {shown} of {count} causes are listed; the sheet with the checks has all of them.",
                                   shown=MOST_CHECKS, count=len(serious)))))  # fmt: skip
    head = {
        "severity": w.t("Check"),
        "place": w.t("Where"),
        "found": w.t("What was found"),
    }
    return Block(heading=w.t("Open checks"), text=text, caption=w.t("Errors and warnings"), head=head, lines=lines)


# Annexes -------------------------------------------------------------------------------------------------------------


def coverage(s: Story) -> Section:
    """Every list of the method, answered or not, and how unclear places were read."""
    w, lines = s.words, s.table("coverage")
    section = Section("coverage", w.t("Method coverage"), sheets=())
    states = {
        "answered": w.t("Answered"),
        "partly": w.t("Partly"),
        "does_not_apply": w.t("Does not apply"),
        "missing": w.t("Missing"),
    }
    number = {code: sum(line["state"] == code for line in lines) for code in states}
    section.text = [para(
        s.say(w.t("The framework has {count} lists. {answered} are answered in full, {partly} in part, {gone} do not apply here and {missing} are "
                  "missing.", count=len(lines), answered=number["answered"], partly=number["partly"], gone=number["does_not_apply"],
                  missing=number["missing"])),
        s.say(w.t("A list in part means that some of its required answers are still blank; a stated reason counts as an answer.")),
        s.say(w.t("Reasons are shortened here; the sheets hold them in full.")) if number["does_not_apply"] else None,
    )]  # fmt: skip
    points = [
        _listed(s, states[code], [line for line in lines if line["state"] == code]) for code in states if number[code]
    ]
    section.blocks["lists"] = Block(points=points)
    readings: list[Cells] = []
    for entry in framework.readings():
        point, how = w.entry("reading", entry)
        readings.append({"point": point, "reading": how})
    section.blocks["readings"] = Block(
        heading=w.t("How unclear places were read"), caption=w.t("Readings of the framework"),
        text=[para(s.say(w.t("In some places the framework can be read in more than one way. The tool reads them as follows.")))],
        head={"point": w.t("Where the framework is unclear"), "reading": w.t("How it is read here")}, lines=readings,
    )  # fmt: skip
    return section


def _listed(s: Story, state: str, lines: Sequence[dict[str, Any]]) -> Paragraph:
    """The lists in one state: key, what it holds, how much of it is answered on which sheets, and the reason it has none."""
    w, said = s.words, []
    for line in lines:
        name = w.t("{key} {title}", key=line["key"], title=w.method_list(line["key"]))
        sheets = w.t(", ").join(w.tab(sheet) for sheet in line["sheets"])
        more = w.t("{sheets}: {part} of {whole}", sheets=sheets, part=line["answered"], whole=line["expected"])
        if line["state"] == "does_not_apply":
            more = " ".join(shortened(stop(reason), MOST_REASON) for reason in line["reasons"][:2]) or sheets
        said.append(w.t("{name} ({more})", name=name, more=more))
    return para(s.say(stop(w.t("; ").join(said))), lead=w.t("{state}: {count}.", state=state, count=len(lines)))


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

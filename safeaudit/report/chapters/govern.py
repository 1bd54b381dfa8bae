"""Chapters on regulation and enforcement (framework Part III, 1. Regulation; 2. Enforcement)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.govern import AgreementLine, PowerLine
from safeaudit.report.writing.phrases import resting, tallied, typed, upper
from safeaudit.report.writing.sentences import closed, strung
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Story, para, paras

SAFEGUARDS = {
    "criteria": "criteria_published",
    "shown": "shown_at_start",
    "oversight": "outside_oversight",
    "complaints": "complaints",
    "procurement": "procurement_checked",
}


def regulation(s: Story) -> Section:
    """The powers, their use, and their integrity."""
    section = Section("regulation", s.words.t("Regulation"), sheets=("REGULATION",))
    powers = [line for line in s.analysis.powers if line.held_by and not line.not_applicable]
    if not powers:
        section.text = [s.nothing("REGULATION")]
        return section
    section.text = _powers_text(s, powers)
    section.blocks["powers"] = _powers(s, powers)
    section.blocks["integrity"] = _integrity(s, [line for line in powers if line.held])
    section.blocks["changes"] = _changes(s, powers)
    return section


def _powers_text(s: Story, powers: Sequence[PowerLine]) -> list[Paragraph]:
    w = s.words
    held = [line for line in powers if line.held]
    used = [line.row_id for line in held if line.status == "used"]
    unused = [line.row_id for line in held if line.status == "unused"]
    nobody = [line.row_id for line in powers if line.held_by == "nobody"]
    unclear = [line.row_id for line in powers if line.held_by == "unknown"]
    many = w.number(s.audit.edition.settings["integrity_gap"])
    wide = [line.row_id for line in held if (line.integrity_gap or 0) >= s.audit.edition.settings["integrity_gap"]]
    planned = [line.row_id for line in held if line.status == "planned"]
    gaps = s.among(
        w.t("No power held by the city lacks {count} or more of the five integrity safeguards.", count=many),
        "REGULATION",
    )
    if wide:
        gaps = w.t(
            "At least {count} of the five integrity safeguards are missing or not known for {names}.",
            count=many,
            names=s.labels(wide),
        )
    later = w.t("Held and not used for safety yet; an action will use it: {names}.", names=s.labels(planned))
    exposed = [line.row_id for line in powers if line.corruption_risk == "high"]
    captured = [line.row_id for line in powers if line.market_state == "captured"]
    return paras(
        para(
            s.say(w.t("Permits and licences are among the strongest tools a city holds itself.")),
            s.say(w.n("One power is described.", "{count} powers are described.", len(powers)), *s.of(powers)),
            s.say(
                w.n("The city holds or shares one of them.", "The city holds or shares {count} of them.", len(held))
                if held
                else s.among(w.t("The city is not said to hold any of them."), "REGULATION")
                if unclear
                else s.among(w.t("The city holds none of them."), "REGULATION"),
                *s.of(powers, "held_by"),
            ),
            s.about(
                unclear,
                "held_by",
                w.n("Who holds one of them is not known.", "Who holds {count} of them is not known.", len(unclear)),
            ),
            s.about(
                held,
                "used_for_safety",
                w.n(
                    "One of those it holds is used with safety in mind.",
                    "{count} of those it holds are used with safety in mind.",
                    len(used),
                )
                if used
                else s.among(w.t("None of those it holds is said to be used with safety in mind."), "REGULATION"),
            ),
            s.about(unused, "used_for_safety", w.t("Held, but not used for safety: {names}.", names=s.labels(unused))),
            s.about(planned, "used_for_safety", later),
            s.about(nobody, "held_by", w.t("Held by nobody: {names}.", names=s.labels(nobody))),
        ),
        para(
            s.say_if(held, gaps, *s.of(wide, "integrity_gap")),
            s.about(
                exposed,
                "corruption_risk",
                w.t("The risk of corruption is called high for {names}.", names=s.labels(exposed)),
            ),
            s.about(
                captured,
                "market_state",
                w.t("Captured markets are harder to regulate than split ones: {names}.", names=s.labels(captured)),
            ),
            s.say(w.t("This is about systems and not about persons; suspicions do not belong in this report.")),
            resting(s, powers),
        ),
    )


def _powers(s: Story, powers: Sequence[PowerLine]) -> Block:
    w = s.words
    head = {
        "power": w.t("Power"),
        "held": w.t("Held by"),
        "used": w.t("Used for safety"),
        "flows": w.t("Flows it touches"),
        "market": w.t("The market is"),
        "risk": w.t("Corruption risk"),
        "works": w.t("Works today"),
    }
    lines = [
        {
            "power": s.named(line.row_id),
            "held": s.answer(line.row_id, "held_by"),
            "used": s.answer(line.row_id, "used_for_safety"),
            "flows": s.answer(line.row_id, "flow_1", "flow_2", text=s.cell_list(line.flows)),
            "market": s.answer(line.row_id, "market_state"),
            "risk": s.answer(line.row_id, "corruption_risk"),
            "works": s.answer(
                line.row_id,
                "effectiveness",
                text=s.code("effectiveness", line.effectiveness) or s.value(line.row_id, "effectiveness"),
            ),
        }
        for line in powers
    ]
    return Block(caption=w.t("Powers to regulate"), head=head, lines=lines)


def _integrity(s: Story, held: Sequence[PowerLine]) -> Block:
    w = s.words
    held = [line for line in held if line.integrity_gap is not None]
    if not held:
        return Block()
    head = {
        "power": w.t("Power held by the city"),
        "criteria": w.t("Criteria published"),
        "shown": w.t("All shown at the start"),
        "oversight": w.t("Oversight from outside"),
        "complaints": w.t("Complaints channel"),
        "procurement": w.t("Procurement checked"),
        "gap": w.t("Gap (0–5)"),
    }
    lines: list[Cells] = [
        {
            "power": s.named(line.row_id),
            "gap": s.answer(line.row_id, "integrity_gap", text=w.number(line.integrity_gap)),
            **{name: s.answer(line.row_id, column) for name, column in SAFEGUARDS.items()},
        }
        for line in held
    ]
    return Block(
        heading=w.t("Integrity of permits"),
        caption=w.t("Five safeguards against capture and bribery"),
        head=head,
        lines=lines,
    )


def _changes(s: Story, powers: Sequence[PowerLine]) -> Block:
    points = [typed(s, line.row_id, "change", lead=closed(s.label(line.row_id))) for line in powers]
    found = [point for point in points if point is not None]
    return Block(heading=s.words.t("Changes proposed"), points=found) if found else Block()


# Enforcement ---------------------------------------------------------------------------------------------------------


def enforcement(s: Story) -> Section:
    """Who commands, on what terms, with which means and agreements."""
    w = s.words
    section = Section("enforcement", w.t("Enforcement"), sheets=("ENFORCEMENT", "ENFORCEMENT_MEANS", "AGREEMENTS"))
    section.text = _context(s) if s.filled("ENFORCEMENT") else [s.nothing("ENFORCEMENT")]
    section.blocks["soldiers"] = _soldiers(s)
    section.blocks["ways"] = _ways(s)
    section.blocks["agreements"] = _agreements(s)
    return section


def _context(s: Story) -> list[Paragraph]:
    w, here = s.words, s.audit.enforcement
    checks = {
        "complaints": w.t("an independent complaints body"),
        "rights_training": w.t("training in human rights"),
        "community_policing": w.t("community or problem-solving policing"),
        "private_overseen": w.t("oversight of private guards"),
    }
    there = [name for name in checks if getattr(here, name) == "yes"]
    lacking = [name for name in checks if getattr(here, name) != "yes"]
    stance = typed(s, "ENFORCEMENT", "stance", lead=w.t("The city’s own stance."))
    displaced = typed(s, "ENFORCEMENT", "displacement", lead=w.t("How displacement would be noticed."))
    return paras(
        para(
            s.say_if(
                here.controlled_by,
                w.t(
                    "Policing is controlled at this level: {level}.",
                    level=s.low_code("police_control", here.controlled_by),
                ),
                "ENFORCEMENT.controlled_by",
            ),
            s.say(
                w.t("Enforcement takes about {share} of the safety budget.", share=w.percent(here.budget_share)),
                "ENFORCEMENT.budget_share",
            )
            if here.budget_share is not None
            else s.say(w.t("The share of enforcement in the safety budget is not known.")),
            s.say_if(
                there,
                w.t("In place: {names}.", names=w.listed([checks[name] for name in there])),
                *s.of(["ENFORCEMENT"], *there),
            ),
            s.say_if(
                lacking,
                w.t("Absent or not known: {names}.", names=w.listed([checks[name] for name in lacking])),
                *s.of(["ENFORCEMENT"], *lacking),
            ),
            s.say(w.t("Leaning on enforcement alone tends to move problems or to make them worse.")),
        ),
        stance or para(),
        displaced or para(s.say(w.t("Nobody has said yet how the city would notice that a problem moves elsewhere."))),
    )


def _soldiers(s: Story) -> Block:
    w, here = s.words, s.audit.enforcement
    if here.soldiers != "yes":
        return Block()
    terms = {
        "last_resort": w.t("Why it is a last resort."),
        "police_plan": w.t("The plan to strengthen the police."),
        "soldiers_exit": w.t("How it ends."),
    }
    framed = {
        "yes": w.t("It is publicly called a stabilisation operation."),
        "no": w.t("It is not publicly called a stabilisation operation."),
    }.get(here.stabilisation or "", w.t("Whether it is called a stabilisation operation is not stated."))
    review = s.value("ENFORCEMENT", "soldiers_review")
    text = [
        para(
            s.say(
                w.t(
                    "Soldiers take part in policing, or this is planned. This carries risks for rights and for the police itself, and is "
                    "acceptable only for a limited time."
                ),
                "ENFORCEMENT.soldiers",
            ),
            s.say(framed, "ENFORCEMENT.stabilisation"),
            s.say(w.t("Review: {month}.", month=review), "ENFORCEMENT.soldiers_review")
            if review
            else s.say(w.t("No date for a review is set."), "ENFORCEMENT.soldiers_review"),
        )
    ]
    for column, lead in terms.items():
        text.append(typed(s, "ENFORCEMENT", column, lead=lead) or para(s.say(w.t("Not stated.")), lead=lead))
    return Block(heading=w.t("Soldiers in policing"), text=text)


def _ways(s: Story) -> Block:
    w = s.words
    chosen = [line for line in s.analysis.means if line.in_use and not line.not_applicable]
    if not chosen:
        return Block()
    unsafe = [line.row_id for line in chosen if line.unsafe]
    used, unknown = (sum(line.in_use == code for line in chosen) for code in ("yes", "unknown"))
    text = [
        para(
            s.say(
                w.n("One way to reach enforcement is in use.", "{count} ways to reach enforcement are in use.", used)
                if used
                else s.among(w.t("No way to reach enforcement is said to be in use."), "ENFORCEMENT_MEANS"),
                *s.of(chosen, "in_use"),
            ),
            s.say_if(
                unknown,
                w.n(
                    "Of one it is not known whether it is in use.",
                    "Of {count} it is not known whether they are in use.",
                    unknown,
                ),
                *s.of([line for line in chosen if line.in_use == "unknown"], "in_use"),
            ),
            s.about(
                unsafe,
                "safeguards",
                w.t(
                    "In use without a mandate or without all three safeguards (training, written rules, a way to complain): {names}. This "
                    "should be mended before the way is widened.",
                    names=s.labels(unsafe),
                ),
            ),
        )
    ]
    head = {
        "way": w.t("Way"),
        "used": w.t("In use"),
        "mandate": w.t("Mandate and oversight"),
        "safeguards": w.t("Safeguards"),
        "result": w.t("Result"),
        "note": w.t("What works, what does not"),
    }
    lines = [
        {
            "way": s.named(line.row_id),
            "used": s.answer(line.row_id, "in_use"),
            "mandate": s.answer(
                line.row_id,
                "mandate",
                "oversight",
                text=strung(s.value(line.row_id, column) for column in ("mandate", "oversight")),
            ),
            "safeguards": s.answer(line.row_id, "safeguards"),
            "result": s.answer(line.row_id, "result"),
            "note": s.answer(line.row_id, "note"),
        }
        for line in chosen
    ]
    return Block(
        heading=w.t("Ways to reach enforcement"),
        text=text,
        caption=w.t("Ways to reach enforcement"),
        head=head,
        lines=lines,
    )


def _agreements(s: Story) -> Block:
    w, agreements = s.words, s.analysis.agreements
    if not agreements:
        return Block(heading=w.t("Agreements"), text=[s.nothing("AGREEMENTS")])
    fields = [line for line in agreements if line.field]
    counts = {
        code: s.count(s.analysis.agreement_counts, "agreement", code)
        for code in ("in_force", "measurable", "expiring", "lapsed", "draft")
    }
    standing = w.listed(
        [
            w.t("{name} ({count})", name=s.low_code("agreement_status", code), count=len(counts[code]))
            for code in ("in_force", "draft", "lapsed")
            if counts[code]
        ]
    )
    text = [
        para(
            s.say(
                w.n("One written agreement is listed.", "{count} written agreements are listed.", len(agreements)),
                *s.of(agreements),
            ),
            s.say_if(standing, w.t("By status: {parts}.", parts=standing), *s.of(agreements, "status")),
            s.about(
                fields,
                "field",
                w.t(
                    "What they are about: {fields}.",
                    fields=tallied(s, "agreement_field", [line.field for line in fields]),
                ),
            ),
            s.say_if(
                counts["in_force"],
                w.n(
                    "Targets that can be counted are set in one of those in force.",
                    "Targets that can be counted are set in {count} of those in force.",
                    len(counts["measurable"]),
                )
                if counts["measurable"]
                else s.among(w.t("No agreement in force is said to have targets that can be counted."), "AGREEMENTS"),
                *s.of(counts["in_force"], "measurable"),
            ),
            s.say_if(
                counts["expiring"],
                w.t(
                    "Ending within {months} months of the audit period: {names}.",
                    months=w.number(s.audit.edition.settings["expiring_months"]),
                    names=s.labels(counts["expiring"]),
                ),
                *s.of(counts["expiring"], "ends"),
            ),
        )
    ]
    head = {
        "title": w.t("Agreement"),
        "parties": w.t("Parties"),
        "dates": w.t("Status and dates"),
        "targets": w.t("Targets"),
        "rights": w.t("Rights safeguards"),
    }
    return Block(
        heading=w.t("Agreements"),
        text=text,
        caption=w.t("Agreements with those who enforce"),
        head=head,
        lines=[_agreement(s, line) for line in agreements],
    )


def _agreement(s: Story, line: AgreementLine) -> Cells:
    w, row_id = s.words, line.row_id
    signed, ends = s.value(row_id, "signed"), s.value(row_id, "ends")
    status = s.code("agreement_status", "lapsed" if line.lapsed else line.status)
    span = w.t("{first} – {last}", first=signed, last=ends) if signed and ends else w.t("no dates given")
    if signed and not ends:
        span = w.t("signed {day}, no end given", day=signed)
    if ends and not signed:
        span = w.t("ends {day}, day of signing not given", day=ends)
    targets = s.value(row_id, "targets") or (w.t("No measurable targets") if line.measurable == "no" else "")
    return {
        "title": s.named(row_id),
        "parties": s.answer(row_id, "parties"),
        "dates": s.answer(row_id, "status", "signed", "ends", text=upper(strung((status, span)))),
        "targets": s.answer(row_id, "targets", "measurable", text=targets),
        "rights": s.answer(row_id, "rights"),
    }

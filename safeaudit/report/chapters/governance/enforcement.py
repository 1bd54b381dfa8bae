"""Chapter on enforcement (framework Part III, 2. Enforcement): who commands, by which means, on what terms."""

from __future__ import annotations

from safeaudit.analysis.govern import AgreementLine
from safeaudit.report.writing.phrases import tallied, typed, upper
from safeaudit.report.writing.sentences import strung
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Story, para, paras
from safeaudit.sheets.kinds import UNKNOWN


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
    absent = [name for name in checks if getattr(here, name) == "no"]
    unknown = [name for name in checks if getattr(here, name) == UNKNOWN]
    blank = [name for name in checks if getattr(here, name) is None]
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
                absent,
                w.t("Not in place: {names}.", names=w.listed([checks[name] for name in absent])),
                *s.of(["ENFORCEMENT"], *absent),
            ),
            s.say_if(
                unknown,
                w.t("Not known whether in place: {names}.", names=w.listed([checks[name] for name in unknown])),
                *s.of(["ENFORCEMENT"], *unknown),
            ),
            s.say_if(
                blank,
                w.t("Not stated yet whether in place: {names}.", names=w.listed([checks[name] for name in blank])),
                *s.of(["ENFORCEMENT"], *blank),
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
    unclear = [line.row_id for line in chosen if line.unclear]
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
                    "In use with no mandate stated, or without all three safeguards (training, written rules, a way to complain): {names}. "
                    "This should be mended before the way is widened.",
                    names=s.labels(unsafe),
                ),
            ),
            s.about(
                unclear,
                "safeguards",
                w.t(
                    "In use, and it is not known whether all three safeguards (training, written rules, a way to complain) are there: "
                    "{names}. This should be found out before the way is widened.",
                    names=s.labels(unclear),
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
    unclear = [line.row_id for line in agreements if line.row_id in counts["in_force"] and line.measurable == UNKNOWN]
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
            s.about(
                unclear,
                "measurable",
                w.n(
                    "Of one in force it is not known whether its targets can be counted.",
                    "Of {count} in force it is not known whether their targets can be counted.",
                    len(unclear),
                ),
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

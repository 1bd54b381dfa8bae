"""Chapters on regulation and enforcement (framework Part III, 1. Regulation; 2. Enforcement)."""

from __future__ import annotations

from typing import Any

from safeaudit.report.phrases import stop, typed
from safeaudit.report.statements import Block, Cells, Paragraph, Section, Story, para, paras

SAFEGUARDS = {
    "criteria": "criteria_published", "shown": "shown_at_start", "oversight": "outside_oversight", "complaints": "complaints",
    "procurement": "procurement_checked",
}  # fmt: skip


def regulation(s: Story) -> Section:
    """The powers, their use, and their integrity."""
    section = Section("regulation", s.words.t("Regulation"), sheets=("REGULATION",))
    powers = [line for line in s.table("powers") if line["held_by"] and not line["not_applicable"]]
    if not powers:
        section.text = [s.nothing("REGULATION")]
        return section
    section.text = _powers_text(s, powers)
    section.blocks["powers"] = _powers(s, powers)
    section.blocks["integrity"] = _integrity(s, [line for line in powers if line["held"]])
    section.blocks["changes"] = _changes(s, powers)
    return section


def _powers_text(s: Story, powers: list[dict[str, Any]]) -> list[Paragraph]:
    w = s.words
    held = [line for line in powers if line["held"]]
    used = [line["row_id"] for line in held if line["status"] == "used"]
    unused = [line["row_id"] for line in held if line["status"] == "unused"]
    nobody = [line["row_id"] for line in powers if line["held_by"] == "nobody"]
    wide = [line["row_id"] for line in held if (line["integrity_gap"] or 0) >= 3]
    exposed = [line["row_id"] for line in powers if line["corruption_risk"] == "high"]
    captured = [line["row_id"] for line in powers if line["market_state"] == "captured"]
    return paras(
        para(
            s.say(w.t("Permits and licences are among the strongest tools a city holds itself.")),
            s.say(w.t("Of {count} powers described, the city holds or shares {held}; {used} of these are used with safety in mind.",
                      count=len(powers), held=len(held), used=len(used)), *[f"{line['row_id']}.held_by" for line in powers]),
            s.say(w.t("Held, but not used for safety: {names}.", names=s.labels(unused)),
                  *[f"{row_id}.used_for_safety" for row_id in unused]) if unused else None,
            s.say(w.t("Held by nobody: {names}.", names=s.labels(nobody)), *[f"{row_id}.held_by" for row_id in nobody])
            if nobody else None,
        ),
        para(
            s.say(w.t("At least three of five integrity safeguards are missing or not known for {names}.", names=s.labels(wide)),
                  *[f"{row_id}.integrity_gap" for row_id in wide]) if wide else
            s.say(w.t("No power held by the city lacks more than two of the five integrity safeguards.")),
            s.say(w.t("The risk of corruption is called high for {names}.", names=s.labels(exposed)),
                  *[f"{row_id}.corruption_risk" for row_id in exposed]) if exposed else None,
            s.say(w.t("Captured markets are harder to regulate than split ones: {names}.", names=s.labels(captured)),
                  *[f"{row_id}.market_state" for row_id in captured]) if captured else None,
            s.say(w.t("This is about systems and not about persons; suspicions do not belong in this report.")),
        ),
    )  # fmt: skip


def _powers(s: Story, powers: list[dict[str, Any]]) -> Block:
    w = s.words
    head = {
        "power": w.t("Power"), "held": w.t("Held by"), "used": w.t("Used for safety"), "flows": w.t("Flows it touches"),
        "market": w.t("The market is"), "risk": w.t("Corruption risk"), "works": w.t("Works today"),
    }  # fmt: skip
    lines = [
        {
            "power": s.named(line["row_id"]),
            "held": s.answer(line["row_id"], "held_by"),
            "used": s.answer(line["row_id"], "used_for_safety"),
            "flows": s.answer(line["row_id"], "flow_1", "flow_2", text=s.cell_list(line["flows"])),
            "market": s.answer(line["row_id"], "market_state"),
            "risk": s.answer(line["row_id"], "corruption_risk"),
            "works": s.answer(line["row_id"], "effectiveness", text=s.code("effectiveness", line["effectiveness"])),
        }
        for line in powers
    ]
    return Block(caption=w.t("Powers to regulate"), head=head, lines=lines)


def _integrity(s: Story, held: list[dict[str, Any]]) -> Block:
    w = s.words
    held = [line for line in held if line["integrity_gap"] is not None]
    if not held:
        return Block()
    head = {
        "power": w.t("Power held by the city"), "criteria": w.t("Criteria published"), "shown": w.t("All shown at the start"),
        "oversight": w.t("Oversight from outside"), "complaints": w.t("Complaints channel"), "procurement": w.t("Procurement checked"),
        "gap": w.t("Gap (0–5)"),
    }  # fmt: skip
    lines: list[Cells] = [
        {
            "power": s.named(line["row_id"]),
            "gap": s.answer(line["row_id"], "integrity_gap", text=w.number(line["integrity_gap"])),
            **{name: s.answer(line["row_id"], column) for name, column in SAFEGUARDS.items()},
        }
        for line in held
    ]
    return Block(
        heading=w.t("Integrity of permits"),
        caption=w.t("Five safeguards against capture and bribery"),
        head=head,
        lines=lines,
    )


def _changes(s: Story, powers: list[dict[str, Any]]) -> Block:
    points = [typed(s, line["row_id"], "change", lead=stop(s.label(line["row_id"]))) for line in powers]
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
        "complaints": w.t("an independent complaints body"), "rights_training": w.t("training in human rights"),
        "community_policing": w.t("community or problem-solving policing"), "private_overseen": w.t("oversight of private guards"),
    }  # fmt: skip
    there = [name for name in checks if getattr(here, name) == "yes"]
    lacking = [name for name in checks if getattr(here, name) != "yes"]
    stance = typed(s, "ENFORCEMENT", "stance", lead=w.t("The city’s own stance."))
    displaced = typed(s, "ENFORCEMENT", "displacement", lead=w.t("How displacement would be noticed."))
    return paras(
        para(
            s.say(w.t("Policing is controlled at this level: {level}.", level=s.low_code("police_control", here.controlled_by)),
                  "ENFORCEMENT.controlled_by") if here.controlled_by else None,
            s.say(w.t("Enforcement takes about {share} of the safety budget.", share=w.percent(here.budget_share)), "ENFORCEMENT.budget_share")
            if here.budget_share is not None else s.say(w.t("The share of enforcement in the safety budget is not known.")),
            s.say(w.t("In place: {names}.", names=w.listed([checks[name] for name in there])), *[f"ENFORCEMENT.{name}" for name in there])
            if there else None,
            s.say(w.t("Absent or not known: {names}.", names=w.listed([checks[name] for name in lacking])),
                  *[f"ENFORCEMENT.{name}" for name in lacking]) if lacking else None,
            s.say(w.t("Leaning on enforcement alone tends to move problems or to make them worse.")),
        ),
        stance or para(),
        displaced or para(s.say(w.t("Nobody has said yet how the city would notice that a problem moves elsewhere."))),
    )  # fmt: skip


def _soldiers(s: Story) -> Block:
    w, here = s.words, s.audit.enforcement
    if here.soldiers != "yes":
        return Block()
    terms = {
        "last_resort": w.t("Why it is a last resort."), "police_plan": w.t("The plan to strengthen the police."),
        "soldiers_exit": w.t("How it ends."),
    }  # fmt: skip
    framed = {
        "yes": w.t("It is publicly called a stabilisation operation."), "no": w.t("It is not publicly called a stabilisation operation."),
    }.get(here.stabilisation or "", w.t("Whether it is called a stabilisation operation is not stated."))  # fmt: skip
    review = s.value("ENFORCEMENT", "soldiers_review")
    text = [para(
        s.say(w.t("Soldiers take part in policing, or this is planned. This carries risks for rights and for the police itself, and is "
                  "acceptable only for a limited time."), "ENFORCEMENT.soldiers"),
        s.say(framed, "ENFORCEMENT.stabilisation"),
        s.say(w.t("Review: {month}.", month=review), "ENFORCEMENT.soldiers_review") if review else
        s.say(w.t("No date for a review is set."), "ENFORCEMENT.soldiers_review"),
    )]  # fmt: skip
    for column, lead in terms.items():
        text.append(typed(s, "ENFORCEMENT", column, lead=lead) or para(s.say(w.t("Not stated.")), lead=lead))
    return Block(heading=w.t("Soldiers in policing"), text=text)


def _ways(s: Story) -> Block:
    w = s.words
    chosen = [line for line in s.table("means") if line["in_use"] and not line["not_applicable"]]
    if not chosen:
        return Block()
    unsafe = [line["row_id"] for line in chosen if line["unsafe"]]
    text = [para(
        s.say(w.t("{used} of {count} ways to reach enforcement are in use.", used=sum(line["in_use"] == "yes" for line in chosen),
                  count=len(chosen)), *[f"{line['row_id']}.in_use" for line in chosen]),
        s.say(w.t("In use without a mandate or without all three safeguards (training, written rules, a way to complain): {names}. This "
                  "should be mended before the way is widened.", names=s.labels(unsafe)), *[f"{row_id}.safeguards" for row_id in unsafe])
        if unsafe else None,
    )]  # fmt: skip
    head = {
        "way": w.t("Way"), "used": w.t("In use"), "mandate": w.t("Mandate and oversight"), "safeguards": w.t("Safeguards"),
        "result": w.t("Result"), "note": w.t("What works, what does not"),
    }  # fmt: skip
    lines = [
        {
            "way": s.named(line["row_id"]),
            "used": s.answer(line["row_id"], "in_use"),
            "mandate": s.answer(line["row_id"], "mandate", "oversight", text="; ".join(
                part for part in (s.value(line["row_id"], "mandate"), s.value(line["row_id"], "oversight")) if part)),
            "safeguards": s.answer(line["row_id"], "safeguards"),
            "result": s.answer(line["row_id"], "result"),
            "note": s.answer(line["row_id"], "note"),
        }
        for line in chosen
    ]  # fmt: skip
    return Block(
        heading=w.t("Ways to reach enforcement"),
        text=text,
        caption=w.t("Ways to reach enforcement"),
        head=head,
        lines=lines,
    )


def _agreements(s: Story) -> Block:
    w, agreements = s.words, s.table("agreements")
    if not agreements:
        return Block(heading=w.t("Agreements"), text=[s.nothing("AGREEMENTS")])
    counts = {
        code: s.count("agreement_counts", "agreement", code)
        for code in ("in_force", "measurable", "expiring", "lapsed", "draft")
    }
    text = [para(
        s.say(w.t("{count} written agreements are listed: {force} in force, {draft} in draft, {lapsed} lapsed.", count=len(agreements),
                  force=len(counts["in_force"]), draft=len(counts["draft"]), lapsed=len(counts["lapsed"])),
              *[f"{line['row_id']}.status" for line in agreements]),
        s.say(w.t("Targets that can be counted are set in {measurable} of the {force} in force.",
                  measurable=len(counts["measurable"]), force=len(counts["in_force"])),
              *[f"{row_id}.measurable" for row_id in counts["in_force"]]) if counts["in_force"] else None,
        s.say(w.t("Ending within a year of the audit period: {names}.", names=s.labels(counts["expiring"])),
              *[f"{row_id}.ends" for row_id in counts["expiring"]]) if counts["expiring"] else None,
    )]  # fmt: skip
    head = {
        "title": w.t("Agreement"), "parties": w.t("Parties"), "dates": w.t("Status and dates"), "targets": w.t("Targets"),
        "rights": w.t("Rights safeguards"),
    }  # fmt: skip
    return Block(heading=w.t("Agreements"), text=text, caption=w.t("Agreements with those who enforce"), head=head,
                 lines=[_agreement(s, line) for line in agreements])  # fmt: skip


def _agreement(s: Story, line: dict[str, Any]) -> Cells:
    w, row_id = s.words, line["row_id"]
    signed, ends = s.value(row_id, "signed"), s.value(row_id, "ends")
    status = s.code("agreement_status", "lapsed" if line["lapsed"] else line["status"])
    span = w.t("{first} – {last}", first=signed or "?", last=ends or "…")
    targets = s.value(row_id, "targets") or (w.t("No measurable targets") if line["measurable"] == "no" else "")
    return {
        "title": s.named(row_id),
        "parties": s.answer(row_id, "parties"),
        "dates": s.answer(row_id, "status", "signed", "ends", text="; ".join(part for part in (status, span) if part)),
        "targets": s.answer(row_id, "targets", "measurable", text=targets),
        "rights": s.answer(row_id, "rights"),
    }

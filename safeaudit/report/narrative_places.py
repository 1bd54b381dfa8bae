"""Chapters on resilience by area, and on planning and housing (framework Part III, 4. Resilience; Part II, city planning)."""

from __future__ import annotations

from typing import Any

from safeaudit.report.phrases import stop
from safeaudit.report.statements import Block, Paragraph, Section, Story, fill, para, paras


def areas(s: Story) -> Section:
    """The resilience matrix in words; areas in the order of the workbook, never ranked."""
    section = Section("areas", s.words.t("Resilience by area"), sheets=("RESILIENCE", "AREAS"))
    lines = [line for line in s.table("areas") if line["quadrant"]]
    if not lines:
        section.text = [s.nothing("RESILIENCE")]
        return section
    section.text = _matrix(s, lines)
    section.blocks["matrix"] = s.chart("resilience_quadrant")
    section.blocks["scores"] = _scores(s, lines)
    section.blocks["notes"] = _notes(s, lines)
    return section


def _matrix(s: Story, lines: list[dict[str, Any]]) -> list[Paragraph]:
    w = s.words
    by = {
        code: s.count("quadrants", "quadrant", code) for code in ("positive", "state_only", "community_only", "fragile")
    }
    negative = s.count("quadrants", "sign", "negative")
    hidden = [
        line["row_id"]
        for line in lines
        if line["sign"] == "negative" and line["quadrant"] in ("positive", "community_only")
    ]
    bubbles = [line["row_id"] for line in lines if line["bubble"] == "yes"]
    unplaced = [line["row_id"] for line in s.table("unplaced")]
    unplaced += [line["area"] for line in s.table("areas") if not line["quadrant"] and line["area"]]
    parts = s.words.listed(
        [w.t("{name} ({count})", name=s.low_code("quadrant", code), count=len(ids)) for code, ids in by.items() if ids]
    )
    return paras(
        para(
            s.say(w.n("One area was scored on its ties with the state and on the strength of its community.",
                      "{count} areas were scored on their ties with the state and on the strength of their communities.", len(lines)),
                  *[line["row_id"] for line in lines]),
            s.say(w.t("By the scores they fall into these fields of the matrix: {parts}.", parts=parts),
                  *[f"{line['row_id']}.quadrant" for line in lines]) if parts else None,
            s.say(w.t("The aim is both together: strong, fair ties with the state and a strong community.")),
            s.say(w.t("The scores describe conditions that services and institutions can change. They are no ranking of areas and say "
                      "nothing about the people who live there.")),
            s.see("resilience_quadrant", "areas.scores"),
        ),
        para(
            s.say(w.t("Negative resilience: in {names} armed or other providers impose order, justice or income.",
                      names=s.labels(negative)), *[f"{row_id}.armed_provider" for row_id in negative]),
            s.say(w.t("Such an area can look stable and its community strong, and still not be safe: the order holds people as much as it "
                      "protects them.")),
            s.say(w.t("High community scores in {names} must be read in this light.", names=s.labels(hidden)),
                  *[f"{row_id}.community" for row_id in hidden]) if hidden else None,
        ) if negative else para(
            s.say(w.t("No area is said to be under an armed or other provider that imposes order. Where the answer is “not known”, this "
                      "is a gap and no good news.")),
        ),
        para(
            s.say(w.t("Closed off by walls or guards: {names}. Such places are calm inside for a time, but split the city.",
                      names=s.labels(bubbles)), *[f"{row_id}.bubble" for row_id in bubbles]) if bubbles else None,
            s.say(w.t("Not placed in the matrix yet: {names}.", names=s.labels(unplaced)), *unplaced) if unplaced else None,
        ),
    )  # fmt: skip


def _scores(s: Story, lines: list[dict[str, Any]]) -> Block:
    w = s.words
    head = {
        "area": w.t("Area"), "kind": w.t("Kind"), "state": w.t("Ties with the state"), "community": w.t("Community strength"),
        "place": w.t("Field of the matrix"), "sign": w.t("Sign of resilience"), "target": w.t("Target at the next audit"),
    }  # fmt: skip
    rows = [
        {
            "area": s.answer(line["row_id"], "area"),
            "kind": s.answer(line["area"], "kind"),
            "state": s.answer(line["row_id"], "state", text=w.number(line["state"], 1)),
            "community": s.answer(line["row_id"], "community", text=w.number(line["community"], 1)),
            "place": s.answer(line["row_id"], "quadrant"),
            "sign": s.answer(line["row_id"], "sign"),
            "target": s.answer(line["row_id"], "target"),
        }
        for line in lines
    ]
    return Block(
        caption=w.t("Areas in the order of the workbook; means of three scores each, from 1 to 5"),
        head=head,
        lines=rows,
    )


def _notes(s: Story, lines: list[dict[str, Any]]) -> Block:
    w = s.words
    points = []
    for line in lines:
        row_id = line["row_id"]
        note, plan = s.value(row_id, "note"), s.value(row_id, "bubble_plan")
        property_ = line["property_rights"] if line["property_rights"] in ("contested", "vague") else None
        sentences = [
            s.say(stop(note), f"{row_id}.note") if note else None,
            s.say(w.t("Rights to land and homes are {state}.", state=s.low_code("property_rights", property_)), f"{row_id}.property_rights")
            if property_ else None,
            s.say(w.t("Plan to join it to the city again: {plan}", plan=stop(plan)), f"{row_id}.bubble_plan") if plan else None,
            s.say(w.t("There is no plan yet to join it to the city again."), f"{row_id}.bubble") if line["bubble_unplanned"] else None,
        ]  # fmt: skip
        if any(sentences):
            points.append(para(*sentences, lead=stop(s.label(line["area"]))))
    return Block(heading=w.t("What explains the scores"), points=points) if points else Block()


# Planning ------------------------------------------------------------------------------------------------------------


def planning(s: Story) -> Section:
    """How far planning and housing work for safety."""
    w = s.words
    section = Section("planning", w.t("Planning and housing"), sheets=("PLANNING",))
    if not s.filled("PLANNING"):
        section.text = [s.nothing("PLANNING")]
        return section
    section.text = paras(
        para(
            _status(s, "planning", w.t("Of the points on planning, {place} are in place, {partly} partly, {absent} absent and {unknown} "
                                       "not known.")),
            _status(s, "housing", w.t("Of the conditions for good housing, {place} are in place, {partly} partly, {absent} absent and "
                                      "{unknown} not known.")),
            s.say(w.t("Planning sits where much of the information meets; new houses alone do not make people safe.")),
        ),
        para(_missing(s)),
    )  # fmt: skip
    section.blocks["plans"] = _points(s, "planning", w.t("City planning"), w.t("Planning and safety"))
    section.blocks["housing"] = _points(s, "housing", w.t("Housing"), w.t("Conditions for good housing"))
    return section


def _status(s: Story, group: str, text: str) -> Any:
    counts = {code: s.count("planning_counts", group, code) for code in ("in_place", "partly", "absent", "unknown")}
    refs = [f"{row_id}.status" for ids in counts.values() for row_id in ids]
    if not refs:
        return None
    return s.say(text.format(place=len(counts["in_place"]), partly=len(counts["partly"]), absent=len(counts["absent"]),
                             unknown=len(counts["unknown"])), *refs)  # fmt: skip


def _missing(s: Story) -> Any:
    absent = s.count("planning_counts", "planning", "absent") + s.count("planning_counts", "housing", "absent")
    if not absent:
        return None
    return s.say(
        s.words.t("Absent today: {names}.", names=s.labels(absent, 8)), *[f"{row_id}.status" for row_id in absent]
    )


def _points(s: Story, group: str, heading: str, caption: str) -> Block:
    w = s.words
    head = {
        "point": w.t("Point"),
        "status": w.t("Status"),
        "evidence": w.t("What shows it, or stands in the way"),
        "lead": w.t("Lead"),
    }
    lines = [
        {
            "point": s.named(line["row_id"]),
            "status": s.answer(line["row_id"], "status"),
            "status_fill": fill(line["status"]),
            "evidence": s.answer(
                line["row_id"],
                "evidence",
                "does_not_apply",
                text=s.value(line["row_id"], "evidence") or s.value(line["row_id"], "does_not_apply"),
            ),
            "lead": s.answer(line["row_id"], "lead"),
        }
        for line in s.table("planning")
        if line["group"] == group and line["status"]
    ]
    return Block(heading=heading, caption=caption, head=head, lines=lines) if lines else Block()

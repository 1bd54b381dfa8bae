"""Chapters on resilience by area, and on planning and housing (framework Part III, 4. Resilience; Part II, city planning)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.places import AreaLine
from safeaudit.report.chapters.assessment.measures import walks
from safeaudit.report.writing.phrases import resting, there
from safeaudit.report.writing.sentences import closed, quoted
from safeaudit.report.writing.statements import Block, Paragraph, Section, Statement, Story, fill, para, paras


def areas(s: Story) -> Section:
    """The resilience matrix in words; areas in the order of the workbook, never ranked."""
    section = Section("areas", s.words.t("Resilience by area"), sheets=("RESILIENCE", "AREAS", "SAFETY_WALKS"))
    section.blocks["walks"] = walks(s)
    lines = [line for line in s.analysis.areas if line.quadrant]
    if not lines:
        section.text = [s.nothing("RESILIENCE")]
        return section
    section.text = _matrix(s, lines)
    section.blocks["scores"] = _scores(s, lines)
    section.blocks["notes"] = _notes(s, lines)
    return section


def _matrix(s: Story, lines: Sequence[AreaLine]) -> list[Paragraph]:
    w = s.words
    by = {
        code: s.count(s.analysis.quadrants, "quadrant", code)
        for code in ("positive", "state_only", "community_only", "fragile")
    }
    negative = s.count(s.analysis.quadrants, "sign", "negative")
    hidden = [
        line.row_id for line in lines if line.sign == "negative" and line.quadrant in ("positive", "community_only")
    ]
    bubbles = [line.row_id for line in lines if line.bubble == "yes"]
    unplaced = s.of(s.analysis.unplaced)
    half = [line for line in s.analysis.areas if not line.quadrant and line.state_range and line.community_range]
    unknown = [line.area for line in s.analysis.areas if line.too_little_known and line.area]
    unplaced += [
        line.area
        for line in s.analysis.areas
        if not (line.quadrant or line.too_little_known or line in half) and line.area
    ]
    parts = s.words.listed(
        [w.t("{name} ({count})", name=s.low_code("quadrant", code), count=len(ids)) for code, ids in by.items() if ids]
    )
    return paras(
        para(
            s.say(
                w.n(
                    "One area was scored on its ties with the state and on the strength of its community.",
                    "{count} areas were scored on their ties with the state and on the strength of their communities.",
                    len(lines),
                ),
                *s.of(lines),
            ),
            s.say_if(
                parts,
                w.t("By the scores they fall into these fields of the matrix: {parts}.", parts=parts),
                *s.of(lines, "quadrant"),
            ),
            s.say(w.t("The aim is both together: strong, fair ties with the state and a strong community.")),
            s.say(
                w.t(
                    "The scores describe conditions that services and institutions can change. They are no ranking of areas and say "
                    "nothing about the people who live there."
                )
            ),
            resting(s, lines),
            s.see("resilience_quadrant", "areas.scores"),
        ),
        para(
            s.say(
                w.t(
                    "Negative resilience: in {names} armed or other providers impose order, justice or income.",
                    names=s.labels(negative),
                ),
                *s.of(negative, "armed_provider"),
            ),
            s.say(
                w.t(
                    "Such an area can look stable and its community strong, and still not be safe: the order holds people as much as it "
                    "protects them."
                )
            ),
            s.about(
                hidden,
                "community",
                w.t("High community scores in {names} must be read in this light.", names=s.labels(hidden)),
            ),
        )
        if negative
        else para(
            s.say(
                s.among(
                    w.t(
                        "No area is said to be under an armed or other provider that imposes order. Where the answer is “not known”, this "
                        "is a gap and no good news."
                    ),
                    "RESILIENCE",
                )
            ),
        ),
        para(
            s.about(
                bubbles,
                "bubble",
                w.t(
                    "Closed off by walls or guards: {names}. Such places are calm inside for a time, but split the city.",
                    names=s.labels(bubbles),
                ),
            ),
            s.about(
                [line.row_id for line in half],
                "",
                w.t(
                    "Some scores are not known, so that the place in the matrix is open: {places}.",
                    places=w.listed([_between(s, line) for line in half]),
                ),
            ),
            s.about(
                unknown,
                "",
                w.t(
                    "Too many scores are not known to place these in the matrix: {names}.",
                    names=s.labels(unknown),
                ),
            ),
            s.about(unplaced, "", w.t("Not placed in the matrix yet: {names}.", names=s.labels(unplaced))),
        ),
    )


def _between(s: Story, line: AreaLine) -> str:
    """An area, and between what its two means lie."""
    w, (low, high), (least, most) = s.words, line.state_range or (0.0, 0.0), line.community_range or (0.0, 0.0)
    return w.t(
        "{area} (ties with the state {state}, community {community})",
        area=s.labels([line.row_id]),
        state=w.span(low, high, 1),
        community=w.span(least, most, 1),
    )


def _scores(s: Story, lines: Sequence[AreaLine]) -> Block:
    w = s.words
    head = {
        "area": w.t("Area"),
        "kind": w.t("Kind"),
        "state": w.t("Ties with the state"),
        "community": w.t("Community strength"),
        "place": w.t("Field of the matrix"),
        "sign": w.t("Sign of resilience"),
        "target": w.t("Target at the next audit"),
    }
    rows = [
        {
            "area": s.answer(line.row_id, "area"),
            "kind": s.answer(line.area or "", "kind"),
            "state": s.answer(line.row_id, "state", text=w.number(line.state, 1)),
            "community": s.answer(line.row_id, "community", text=w.number(line.community, 1)),
            "place": s.answer(line.row_id, "quadrant"),
            "sign": s.answer(line.row_id, "sign"),
            "target": s.answer(line.row_id, "target"),
        }
        for line in lines
    ]
    return Block(
        caption=w.t("Areas in the order of the workbook; means of three scores each, from 1 to 5"),
        head=head,
        lines=rows,
    )


def _notes(s: Story, lines: Sequence[AreaLine]) -> Block:
    w = s.words
    points = []
    for line in lines:
        row_id = line.row_id
        note, plan = s.value(row_id, "note"), s.value(row_id, "bubble_plan")
        property_ = line.property_rights if line.property_rights in ("contested", "vague") else None
        sentences = [
            s.say_if(note, closed(note), f"{row_id}.note"),
            s.say_if(
                property_,
                w.t("Rights to land and homes are {state}.", state=s.low_code("property_rights", property_)),
                f"{row_id}.property_rights",
            ),
            s.say_if(
                plan,
                w.t("The plan to join it to the city again: {plan}", plan=quoted(plan, w)),
                f"{row_id}.bubble_plan",
            ),
            s.say_if(
                line.bubble_unplanned, w.t("There is no plan yet to join it to the city again."), f"{row_id}.bubble"
            ),
        ]
        if any(sentences):
            points.append(para(*sentences, lead=closed(s.label(line.area))))
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
            _status(s, "planning", w.t("Of the points on planning, {parts}.")),
            _status(s, "housing", w.t("Of the conditions for good housing, {parts}.")),
            s.say(w.t("Planning sits where much of the information meets; new houses alone do not make people safe.")),
        ),
        para(_missing(s)),
    )
    section.blocks["plans"] = _points(s, "planning", w.t("City planning"), w.t("Planning and safety"))
    section.blocks["housing"] = _points(s, "housing", w.t("Housing"), w.t("Conditions for good housing"))
    return section


def _status(s: Story, group: str, text: str) -> Statement | None:
    w = s.words
    counts = {
        code: s.count(s.analysis.planning_counts, group, code) for code in ("in_place", "partly", "absent", "unknown")
    }
    refs = s.of([row_id for ids in counts.values() for row_id in ids], "status")
    if not refs:
        return None
    place, partly, absent, unknown = map(len, counts.values())
    parts = there(
        (place, w.n("one is in place", "{count} are in place", place)),
        (partly, w.n("one is partly in place", "{count} are partly in place", partly)),
        (absent, w.n("one is absent", "{count} are absent", absent)),
        (unknown, w.n("one is not known", "{count} are not known", unknown)),
    )
    return s.say(text.format(parts=w.listed(parts)), *refs)


def _missing(s: Story) -> Statement | None:
    absent = s.count(s.analysis.planning_counts, "planning", "absent") + s.count(
        s.analysis.planning_counts, "housing", "absent"
    )
    if not absent:
        return None
    said = s.words.n(
        "This point is absent today: {names}.",
        "These {count} points are absent today: {names}.",
        len(absent),
        names=s.labels(absent, 8),
    )
    return s.say(said, *s.of(absent, "status"))


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
            "point": s.named(line.row_id),
            "status": s.answer(line.row_id, "status"),
            "status_fill": fill(line.status),
            "evidence": s.answer(
                line.row_id,
                "evidence",
                "does_not_apply",
                text=s.value(line.row_id, "evidence") or s.value(line.row_id, "does_not_apply"),
            ),
            "lead": s.answer(line.row_id, "lead"),
        }
        for line in s.analysis.planning
        if line.group == group and line.status
    ]
    return Block(heading=heading, caption=caption, head=head, lines=lines) if lines else Block()

"""Chapter on the five guiding questions (framework Part II, A Suggested Analytical Approach)."""

from __future__ import annotations

from safeaudit.analysis.completeness import QuestionLine
from safeaudit.report.writing.phrases import there, typed
from safeaudit.report.writing.statements import Block, Paragraph, Section, Story, para
from safeaudit.sheets.kinds import UNKNOWN


def questions(s: Story) -> Section:
    """The officer's answers, each with what the data say."""
    w = s.words
    section = Section(
        "questions",
        w.t("The five guiding questions"),
        sheets=("QUESTIONS", "RISKS", "FLOWS", "ACTORS", "SYSTEM_MAP", "RESILIENCE", "LEVERS"),
    )
    lines = s.analysis.questions
    given = [line for line in lines if line.answered]
    if not given:
        section.text = [s.nothing("QUESTIONS")]
        return section
    ids = s.of(given, "response")
    said = w.n(
        "One of the five questions that sum up the analysis was answered.",
        "{count} of the five questions that sum up the analysis were answered.",
        len(given),
    )
    if len(given) == len(lines):
        said = w.t("The audit team answered all five questions that sum up the analysis.")
    section.text = [
        para(
            s.say(said, *ids),
            s.say(
                w.t(
                    "Each answer stands here in the team’s own words, followed by what the lines of the workbook say to it and by "
                    "how sure the team was of those lines."
                )
            ),
        )
    ]
    chapters = [(s.label(line.row_id), _answer(s, line)) for line in lines]
    section.blocks["answers"] = Block(chapters=chapters)
    return section


def _answer(s: Story, line: QuestionLine) -> list[Paragraph]:
    w, row_id = s.words, line.row_id
    own = typed(s, row_id, "response") or para(s.say(w.t("The team has not answered this question yet.")))
    data = DATA[row_id](s, line.row_ids) if row_id in DATA and line.row_ids else None
    if data is None:
        data = para(
            s.say(w.t("The workbook holds no lines on this yet, so the answer cannot be checked against data."))
        )
    sure = None
    if line.confidence:
        sure = s.say(
            w.t(
                "The evidence behind these lines is {level} overall (high {high}, medium {medium}, low {low}).",
                level=s.low_code("high_medium_low", line.confidence),
                high=line.high,
                medium=line.medium,
                low=line.low,
            ),
            *line.row_ids,
        )
    return [own, para(*data.sentences, sure, lead=w.t("What the data say."))]


def _top(s: Story, row_ids: list[str]) -> Paragraph:
    rated = [line for line in s.analysis.risks if line.row_id in row_ids]
    rising = [line.row_id for line in rated if line.trend == "rising"]
    unclear = [line.row_id for line in rated if line.trend == UNKNOWN]
    w = s.words
    return para(
        s.say(
            w.n(
                "The highest rating was given to {risks}.",
                "The {count} highest ratings were given to {risks}.",
                len(row_ids),
                risks=s.labels(row_ids),
            ),
            *s.of(row_ids, "score"),
        ),
        s.say(
            w.n("One is said to be rising.", "{count} are said to be rising.", len(rising))
            if rising
            else w.t("None is said to be rising."),
            *s.of(rising, "trend"),
        ),
        s.about(
            unclear,
            "trend",
            w.n(
                "Of one it is not known whether it is rising.",
                "Of {count} it is not known whether they are rising.",
                len(unclear),
            ),
        ),
    )


def _flows(s: Story, row_ids: list[str]) -> Paragraph:
    fed = sorted({risk for line in s.analysis.flows if line.row_id in row_ids for risk in line.feeds})
    paths = [path for line in s.analysis.flows if line.row_id in row_ids for path in line.map_rows]
    w = s.words
    return para(
        s.say(w.t("Flows said to be present: {flows}.", flows=s.labels(row_ids, 9)), *s.of(row_ids, "present")),
        s.say(
            w.n("One of the risks is linked to them.", "{count} of the risks are linked to them.", len(fed))
            if fed
            else w.t("None of the risks is linked to them."),
            *s.of(row_ids, "risk_1", "risk_2", "risk_3"),
            *s.of(paths, "risk", "flow"),
        ),
    )


def _actors(s: Story, row_ids: list[str]) -> Paragraph:
    state = s.count(s.analysis.actor_counts, "state_relation", "part_of_state", "colluding", "tolerated")
    levels = [
        code for code in ("local", "national", "international") if s.count(s.analysis.actor_counts, "level", code)
    ]
    w = s.words
    return para(
        s.say(w.n("One type of actor is described.", "{count} types of actors are described.", len(row_ids)), *row_ids),
        s.say_if(
            levels,
            w.t("Actors are described at these levels: {levels}.", levels=s.codes("actor_level", levels)),
            *s.of(row_ids, "level"),
        ),
        s.about(
            state,
            "state_relation",
            w.n(
                "One of them belongs to the state, is tolerated by parts of it or colludes with them.",
                "{count} of them belong to the state, are tolerated by parts of it or collude with them.",
                len(state),
            ),
        ),
    )


def _responses(s: Story, row_ids: list[str]) -> Paragraph:
    w, states = s.words, [line.state for line in s.analysis.system_map]
    number = {code: states.count(code) for code in ("reduces", "no_effect", "moves", "worse", "unanswered", "unknown")}
    parts = there(
        (number["reduces"], w.t("reduces the problem on {number}", number=number["reduces"])),
        (number["no_effect"], w.t("has no effect on {number}", number=number["no_effect"])),
        (number["moves"], w.t("moves it elsewhere on {number}", number=number["moves"])),
        (number["worse"], w.t("makes it worse on {number}", number=number["worse"])),
    )
    refs = s.of(row_ids, "effect")
    return para(
        s.say(w.n("The system map has one path.", "The system map has {count} paths.", len(states)), *row_ids),
        s.say_if(parts, w.t("The response {parts}.", parts=w.listed(parts)), *refs),
        s.say_if(
            number["unanswered"],
            w.n("On one, nobody responds.", "On {count}, nobody responds.", number["unanswered"]),
            *refs,
        ),
        s.say_if(
            number["unknown"],
            w.n("On one, the result is not known.", "On {count}, the result is not known.", number["unknown"]),
            *refs,
        ),
    )


def _strengths(s: Story, row_ids: list[str]) -> Paragraph:
    negative = s.count(s.analysis.quadrants, "sign", "negative")
    positive = s.count(s.analysis.quadrants, "sign", "positive")
    w, areas = s.words, [line.row_id for line in s.analysis.areas if line.quadrant is not None]
    factors = [row_id for row_id in row_ids if row_id.startswith("MAP")]
    return para(
        s.say(
            w.n(
                "One area is placed in the resilience matrix.",
                "{count} areas are placed in the resilience matrix.",
                len(areas),
            )
            if areas
            else w.t("No area is placed in the resilience matrix yet."),
            *s.of(areas, "quadrant"),
        ),
        s.say_if(
            areas,
            w.n("One has positive resilience.", "{count} have positive resilience.", len(positive))
            if positive
            else w.t("None has positive resilience."),
            *s.of(positive, "sign"),
        ),
        s.about(
            negative,
            "armed_provider",
            w.n(
                "In one area armed or other providers impose order.",
                "In {count} areas armed or other providers impose order.",
                len(negative),
            ),
        ),
        s.about(
            factors,
            "",
            w.n(
                "The map names one strength or chance for change.",
                "The map names {count} strengths or chances for change.",
                len(factors),
            ),
        ),
    )


DATA = {"QUE-1": _top, "QUE-2": _flows, "QUE-3": _actors, "QUE-4": _responses, "QUE-5": _strengths}

"""Chapter on the five guiding questions (framework Part II, A Suggested Analytical Approach)."""

from __future__ import annotations

from typing import Any

from safeaudit.report.phrases import typed
from safeaudit.report.statements import Block, Paragraph, Section, Statement, Story, para


def questions(s: Story) -> Section:
    """The officer's answers, each with what the data say."""
    w = s.words
    section = Section("questions", w.t("The five guiding questions"),
                      sheets=("QUESTIONS", "RISKS", "FLOWS", "ACTORS", "SYSTEM_MAP", "RESILIENCE", "LEVERS"))  # fmt: skip
    lines = s.table("questions")
    given = [line for line in lines if line["answered"]]
    if not given:
        section.text = [s.nothing("QUESTIONS")]
        return section
    ids = [f"{line['row_id']}.response" for line in given]
    said = w.n("One of the five questions that sum up the analysis was answered.",
               "{count} of the five questions that sum up the analysis were answered.", len(given))  # fmt: skip
    if len(given) == len(lines):
        said = w.t("The audit team answered all five questions that sum up the analysis.")
    section.text = [para(
        s.say(said, *ids),
        s.say(w.t("Each answer stands here in the team’s own words, followed by what the lines of the workbook say to it and by "
                  "how sure the team was of those lines.")),
    )]  # fmt: skip
    chapters = [(s.label(line["row_id"]), _answer(s, line)) for line in lines]
    section.blocks["answers"] = Block(chapters=chapters)
    return section


def _answer(s: Story, line: dict[str, Any]) -> list[Paragraph]:
    w, row_id = s.words, line["row_id"]
    own = typed(s, row_id, "response") or para(s.say(w.t("The team has not answered this question yet.")))
    data = DATA[row_id](s, line["row_ids"]) if row_id in DATA and line["row_ids"] else None
    if data is None:
        data = s.say(w.t("The workbook holds no lines on this yet, so the answer cannot be checked against data."))
    sure = None
    if line["confidence"]:
        sure = s.say(
            w.t("The evidence behind these lines is {level} overall (high {high}, medium {medium}, low {low}).",
                level=s.low_code("high_medium_low", line["confidence"]), high=line["high"], medium=line["medium"], low=line["low"]),
            *line["row_ids"],
        )  # fmt: skip
    return [own, para(data, sure, lead=w.t("What the data say."))]


def _top(s: Story, row_ids: list[str]) -> Statement:
    rated = [line for line in s.table("risks") if line["row_id"] in row_ids]
    rising = [line["row_id"] for line in rated if line["trend"] == "rising"]
    return s.say(
        s.words.t("The highest scores were given to {risks}; {count} of these {total} are said to be rising.",
                  risks=s.labels(row_ids), count=len(rising), total=len(row_ids)),
        *[f"{row_id}.score" for row_id in row_ids],
    )  # fmt: skip


def _flows(s: Story, row_ids: list[str]) -> Statement:
    fed = sorted({risk for line in s.table("flows") if line["row_id"] in row_ids for risk in line["risks"]})
    return s.say(
        s.words.t("Flows said to be present: {flows}. Together they are linked to {count} of the risks.",
                  flows=s.labels(row_ids, 9), count=len(fed)),
        *[f"{row_id}.present" for row_id in row_ids],
    )  # fmt: skip


def _actors(s: Story, row_ids: list[str]) -> Statement:
    state = s.count("actor_counts", "state_relation", "part_of_state", "colluding", "tolerated")
    levels = [code for code in ("local", "national", "international") if s.count("actor_counts", "level", code)]
    return s.say(
        s.words.t("{count} types of actors are described, at these levels: {levels}; {state} of them belong to the state, are "
                  "tolerated by parts of it or collude with them.",
                  count=len(row_ids), levels=s.codes("actor_level", levels), state=len(state)),
        *row_ids,
    )  # fmt: skip


def _responses(s: Story, row_ids: list[str]) -> Statement:
    states = [line["state"] for line in s.table("system_map")]
    return s.say(
        s.words.t("Of {count} paths on the system map, the response reduces the problem on {reduces}, has no effect on {none}, moves "
                  "it elsewhere on {moves}, makes it worse on {worse}; nobody responds on {nobody}, and the result is not known on {unknown}.",
                  count=len(states), reduces=states.count("reduces"), none=states.count("no_effect"), moves=states.count("moves"),
                  worse=states.count("worse"), nobody=states.count("unanswered"), unknown=states.count("unknown")),
        *[f"{row_id}.effect" for row_id in row_ids],
    )  # fmt: skip


def _strengths(s: Story, row_ids: list[str]) -> Statement:
    negative = s.count("quadrants", "sign", "negative")
    positive = s.count("quadrants", "sign", "positive")
    return s.say(
        s.words.t("Areas placed in the resilience matrix: {areas}; with positive resilience: {positive}; under armed or other providers "
                  "who impose order: {negative}. The map names {factors} strengths or chances for change.",
                  areas=sum(line["quadrant"] is not None for line in s.table("areas")), positive=len(positive), negative=len(negative),
                  factors=sum(row_id.startswith("MAP") for row_id in row_ids)),
        *row_ids,
    )  # fmt: skip


DATA = {"QUE-1": _top, "QUE-2": _flows, "QUE-3": _actors, "QUE-4": _responses, "QUE-5": _strengths}

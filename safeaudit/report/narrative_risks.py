"""Chapters on the five guiding questions and on risks (framework Part II)."""

from __future__ import annotations

from typing import Any

from safeaudit.report.phrases import basis_cell, or_dash, resting, stop, typed
from safeaudit.report.statements import Block, Paragraph, Section, Statement, Story, fill, para, paras


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
                  "it elsewhere on {moves}, makes it worse on {worse}; nobody responds on {nobody}.",
                  count=len(states), reduces=states.count("reduces"), none=states.count("no_effect"), moves=states.count("moves"),
                  worse=states.count("worse"), nobody=states.count("unanswered")),
        *[f"{row_id}.effect" for row_id in row_ids],
    )  # fmt: skip


def _strengths(s: Story, row_ids: list[str]) -> Statement:
    negative = s.count("quadrants", "sign", "negative")
    positive = s.count("quadrants", "sign", "positive")
    return s.say(
        s.words.t("{areas} areas were placed in the resilience matrix: {positive} show positive resilience, and in {negative} armed or "
                  "other providers impose order. The map names {factors} strengths or chances for change.",
                  areas=len(s.table("areas")), positive=len(positive), negative=len(negative),
                  factors=sum(row_id.startswith("MAP") for row_id in row_ids)),
        *row_ids,
    )  # fmt: skip


DATA = {"QUE-1": _top, "QUE-2": _flows, "QUE-3": _actors, "QUE-4": _responses, "QUE-5": _strengths}


# Risks ---------------------------------------------------------------------------------------------------------------


def risks(s: Story) -> Section:
    """Heat map, ranking, the highest in words, links, and the figures beside them."""
    w = s.words
    section = Section("risks", w.t("Risks"), sheets=("RISKS", "RISK_LEVELS", "INDICATORS", "PROFILE"))
    rated = [line for line in s.table("risks") if line["rank"]]
    if rated:
        section.text = _overview(s, rated)
        section.blocks["heat_map"] = s.chart("risk_heat_map")
        section.blocks["ranked"] = _ranked(s, rated)
        section.blocks["profiles"] = _profiles(s, rated)
        section.blocks["links"] = _links(s)
    else:
        section.text = [s.nothing("RISKS")]
    section.blocks["closeness"] = _closeness(s)
    section.blocks["homicide"] = _homicide(s)
    section.blocks["scorecard"] = _scorecard(s)
    return section


def _overview(s: Story, rated: list[dict[str, Any]]) -> list[Paragraph]:
    w = s.words
    high = [line for line in rated if line["is_high"]]
    critical = [line["row_id"] for line in rated if line["level"] == "critical"]
    rising = [line["row_id"] for line in high if line["trend"] == "rising"]
    heard = [line["row_id"] for line in high if line["raised_by_residents"] == "yes"]
    unsure = [line["row_id"] for line in high if line["confidence"] == "low"]
    unrated = [line for line in s.table("risks") if not line["rank"]]
    first = w.n("One risk was rated.", "{count} risks were rated, each by its likelihood and its impact on residents.", len(rated))
    second = (
        w.t("{high} of them score high or above, {critical} of these critical: {names}.",
            high=len(high), critical=len(critical), names=s.labels(critical, 5))
        if critical else w.t("{high} of them score high; none is critical.", high=len(high))
    )  # fmt: skip
    return paras(
        para(
            s.say(first, *[f"{line['row_id']}.score" for line in rated]),
            s.say(second, *[f"{line['row_id']}.level" for line in high]),
            s.say(w.t("Among the high ones, these are said to be rising: {names}.", names=s.labels(rising)),
                  *[f"{row_id}.trend" for row_id in rising]) if rising else None,
        ),
        para(
            resting(s, rated),
            s.say(w.t("Residents themselves raised {count} of the {total} high risks.", count=len(heard), total=len(high)),
                  *[f"{row_id}.raised_by_residents" for row_id in heard]) if high else None,
            s.say(w.t("The ratings of {names} are uncertain and should be checked before money is tied to them.",
                      names=s.labels(unsure)), *[f"{row_id}.confidence" for row_id in unsure]) if unsure else None,
            s.say(w.t("A score orders talks about what comes first; it is not a measurement.")),
        ),
        _left_out(s, unrated),
    )  # fmt: skip


def _left_out(s: Story, unrated: list[dict[str, Any]]) -> Paragraph:
    w = s.words
    gone = [line["row_id"] for line in unrated if line["relevant"] == "no"]
    unknown = [line["row_id"] for line in unrated if line["relevant"] == "unknown"]
    blank = [line["row_id"] for line in unrated if line["relevant"] in (None, "yes")]
    return para(
        s.say(w.t("Said not to matter here: {names}.", names=s.labels(gone)), *[f"{row_id}.relevant" for row_id in gone]) if gone else None,
        s.say(w.t("Not known, and so a gap to close: {names}.", names=s.labels(unknown)),
              *[f"{row_id}.relevant" for row_id in unknown]) if unknown else None,
        s.say(w.t("Not rated yet: {names}.", names=s.labels(blank)), *blank) if blank else None,
    )  # fmt: skip


def _ranked(s: Story, rated: list[dict[str, Any]]) -> Block:
    w = s.words
    head = {
        "rank": w.t("Rank"), "risk": w.t("Risk"), "score": w.t("Score"), "level": w.t("Level"), "trend": w.t("Trend"),
        "basis": w.t("Evidence and confidence"), "whom": w.t("Whom and where it hits hardest"),
    }  # fmt: skip
    lines = [
        {
            "rank": str(line["rank"]),
            "risk": s.label(line["row_id"]),
            "score": w.t("{likelihood} × {impact} = {score}", likelihood=line["likelihood"], impact=line["impact"], score=line["score"]),
            "level": s.code("risk_level", line["level"]),
            "level_fill": fill(line["level"]),
            "trend": or_dash(s.code("trend", line["trend"])),
            "basis": basis_cell(s, line),
            "whom": _where(s, line),
        }
        for line in rated
    ]
    return Block(caption=w.t("Risks by score (likelihood times impact, 1 to 25)"), head=head, lines=lines)


def _where(s: Story, line: dict[str, Any]) -> str:
    groups = ", ".join(s.code("groups", code) for code in line["groups"])
    areas = ", ".join(s.label(area) for area in line["areas"])
    return or_dash("; ".join(part for part in (groups, areas) if part))


def _profiles(s: Story, rated: list[dict[str, Any]]) -> Block:
    w = s.words
    points = []
    shown = [line for line in rated if line["level"] == "critical"] or [line for line in rated if line["is_high"]][:5]
    for line in shown:
        fed = s.say(w.t("Fed by {flows}.", flows=s.labels(line["fed_by"], 4)), *line["fed_by"]) if line["fed_by"] else None
        unanswered = None if line["actions"] else s.say(w.t("No action of the strategy names it."), line["row_id"])
        found = typed(s, line["row_id"], "explanation", lead=stop(s.label(line["row_id"])))
        if found:
            points.append(para(*found.sentences, fed, unanswered, lead=found.lead))
    if not points:
        return Block()
    rest = sum(line["is_high"] for line in rated) - len(shown)
    text = [para(s.say(w.n("One more high risk is explained in the workbook.", "{count} more high risks are explained in the workbook.",
                           rest)))] if rest > 0 else []  # fmt: skip
    return Block(heading=w.t("The highest risks in words"), text=text, points=points)


def _links(s: Story) -> Block:
    w, clusters = s.words, s.table("risk_clusters")
    pairs = [line for line in s.table("risk_links") if line["both_high"]]
    if not clusters:
        return Block()
    largest = clusters[0]
    seen: list[tuple[str, str]] = []
    for line in pairs:
        pair = tuple(sorted((line["row_id"], line["other"])))
        if pair not in seen:
            seen.append((pair[0], pair[1]))
    text = [para(
        s.say(w.t("Risks pile up where they meet. {count} rated risks hang together in one cluster through the links the team drew: "
                  "{names}.", count=largest["size"], names=s.labels(largest["row_ids"], 7)), *largest["row_ids"]),
        s.say(w.t("A link says that two risks act together in the team’s judgement; it does not prove a cause.")),
    )]  # fmt: skip
    points = [
        para(s.say(w.t("{first} and {second} act together, and both score high.", first=s.label(a), second=s.low(b)), a, b))
        for a, b in seen[:6]
    ]
    if len(seen) > 6:
        points.append(para(s.say(w.n("One more pair of high risks is linked.", "{count} more pairs of high risks are linked.", len(seen) - 6))))
    return Block(heading=w.t("Risks that act together"), text=text, points=points)


def _closeness(s: Story) -> Block:
    w = s.words
    points = []
    for line in s.table("risk_levels"):
        if line["matters"] is None:
            continue
        example = s.value(line["row_id"], "example")
        verdict = {"yes": w.t("Matters here."), "no": w.t("Said not to matter here."), "unknown": w.t("Not known.")}[line["matters"]]
        points.append(para(
            s.say(verdict, f"{line['row_id']}.matters"),
            s.say(stop(example), f"{line['row_id']}.example") if example else None, lead=stop(s.label(line["row_id"])),
        ))  # fmt: skip
    return Block(heading=w.t("Factors by closeness to the person"), points=points) if points else Block()


def _homicide(s: Story) -> Block:
    w, found = s.words, s.analysis.homicide
    if found.city is None or found.national is None:
        return Block()
    refs = ("PROFILE.homicide_city", "PROFILE.homicide_national", "PROFILE.homicide_year")
    values = {"city": w.number(found.city, 1), "country": w.number(found.national, 1), "year": str(found.year or "–")}
    said = w.t("In {year} the city counted {city} intentional homicides per 100,000 residents, the country {country}.", **values)
    block = s.chart("homicide")
    block.heading = w.t("Homicide in the city and the country")
    block.text = [para(
        s.say(said, *refs, basis=("official_statistics",)),
        s.say(w.t("A rate above or below the national one says nothing by itself about its causes; a fall can mean that one group "
                  "now rules, and few cases let a rate swing from year to year.")),
        s.say(w.t("Source: {source}", source=stop(s.value("PROFILE", "homicide_source"))), "PROFILE.homicide_source")
        if s.value("PROFILE", "homicide_source") else None,
    )]  # fmt: skip
    return block


def _scorecard(s: Story) -> Block:
    w = s.words
    measured = [line for line in s.table("indicators") if line["state"] == "value"]
    if not measured:
        return Block()
    moved = {code: [line["row_id"] for line in measured if line["moved"] == code] for code in ("better", "worse")}
    old = [line["row_id"] for line in measured if line["old"]]
    text = [para(
        s.say(w.n("One measure has a value.", "{count} measures of three layers have a value: what happens, what lies behind it, and "
                  "what the city does about it.", len(measured)), *[f"{line['row_id']}.value" for line in measured]),
        s.say(w.t("Of those with an earlier value, {better} moved in the wished direction and {worse} in the other.",
                  better=len(moved["better"]), worse=len(moved["worse"])), *moved["better"], *moved["worse"])
        if moved["better"] or moved["worse"] else None,
        s.say(w.t("A figure that moved is a change in the figure first; the last column says what residents make of it.")),
        s.say(w.n("One figure is old.", "{count} figures are old and are marked with their year.", len(old)), *old) if old else None,
    )]  # fmt: skip
    head = {
        "measure": w.t("Measure"), "now": w.t("Value (year)"), "change": w.t("Change since"), "country": w.t("Country"),
        "source": w.t("Source and its quality"), "meaning": w.t("What it means for residents"),
    }  # fmt: skip
    return Block(heading=w.t("What the figures show"), text=text, caption=w.t("Measures with a value"), head=head,
                 lines=[_measure(s, line) for line in measured])  # fmt: skip


def _measure(s: Story, line: dict[str, Any]) -> dict[str, str]:
    w, row_id = s.words, line["row_id"]
    unit = s.value(row_id, "unit") or w.item(row_id, "unit")
    place = f"; {s.label(line['area'])}" if line["area"] and line["area"] != "CITY" else ""
    change = "–"
    if line["change"] is not None:
        change = w.t("{change} ({year})", change=w.percent(line["change"], 1, sign=True), year=line["earlier_year"] or "?")
    quality = s.low_code("high_medium_low", line["quality"])
    return {
        "measure": f"{s.label(row_id)} ({unit})" if unit else s.label(row_id),
        "now": f"{w.number(line['value'], 2)} ({line['year'] or '?'}{place})",
        "change": change,
        "country": w.number(line["national_value"], 2),
        "source": or_dash("; ".join(part for part in (line["source"] or "", quality) if part)),
        "meaning": or_dash(s.value(row_id, "residents")),
    }

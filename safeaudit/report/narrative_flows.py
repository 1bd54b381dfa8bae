"""Chapters on flows and prices, and on criminal governance (framework Part II)."""

from __future__ import annotations

from typing import Any

from safeaudit.report.phrases import basis_cell, confidences, resting, stop, tallied, upper
from safeaudit.report.statements import Block, Cells, Paragraph, Section, Statement, Story, fill, para, paras


def flows(s: Story) -> Section:
    """What moves through the city, what it does to safety, and what prices say."""
    section = Section("flows", s.words.t("Flows and prices"), sheets=("FLOWS", "PRICES"))
    here = [line for line in s.table("flows") if line["present"] == "yes"]
    section.text = _overview(s, here) if s.filled("FLOWS") else [s.nothing("FLOWS")]
    if here:
        section.blocks["profile"] = s.chart("flow_profile")
        section.blocks["overview"] = _profile(s, here)
        section.blocks["effects"] = _effects(s, here)
    section.blocks["prices"] = _prices(s)
    if s.table("price_series"):
        section.blocks["price_chart"] = s.chart("price_trends")
    return section


def _overview(s: Story, here: list[dict[str, Any]]) -> list[Paragraph]:
    w = s.words
    names = {code: s.count("flow_counts", "present", code) for code in ("no", "unknown")}
    large = [line["row_id"] for line in here if line["scale"] == "high"]
    unknown = [line["row_id"] for line in here if line["scale"] in (None, "unknown")]
    discarded = [line["row_id"] for line in here if line["scale_discarded"]]
    violent = [line["row_id"] for line in here if line["violence"] == "frequent"]
    nobody = [line["row_id"] for line in here if line["responder"] == "nobody"]
    sure = confidences(s, [line["confidence"] for line in here])

    def said(text: str, ids: list[str], column: str) -> Statement | None:
        return s.say(text.format(names=s.labels(ids, 9)), *[f"{row_id}.{column}" for row_id in ids]) if ids else None

    return paras(
        para(
            s.say(w.n("One flow is said to be present in the city.", "{count} flows are said to be present in the city.", len(here)),
                  *[f"{line['row_id']}.present" for line in here]),
            said(w.t("Said to be absent: {names}."), names["no"], "present"),
            said(w.t("Not known: {names}."), names["unknown"], "present"),
            s.say(w.t("Many flows are legal and do much good; the text below says where the wrong lies.")),
            s.see("flow_profile", "flows.overview"),
        ),
        para(
            said(w.t("A large scale is reported for {names}."), large, "scale"),
            said(w.t("The scale is not known for {names}."), unknown, "scale"),
            said(w.t("For {names} the size given rested on seizures or on nothing yet and is not used: seizures show the work of "
                     "those who seize, not the size of a flow."), discarded, "scale_basis"),
            said(w.t("Frequent violence is tied to {names}."), violent, "violence"),
            said(w.t("Nobody is said to respond to {names}."), nobody, "responder"),
            s.say(w.t("The team’s confidence in these lines is {levels}.", levels=sure), *[f"{each['row_id']}.confidence" for each in here])
            if sure else None,
        ),
    )  # fmt: skip


def _profile(s: Story, here: list[dict[str, Any]]) -> Block:
    w = s.words
    head = {
        "flow": w.t("Flow"), "basis": w.t("Its scale rests on"), "responder": w.t("Who responds"),
        "exposed": w.t("Most exposed"), "feeds": w.t("Risks it feeds"),
    }  # fmt: skip
    lines = [
        {
            "flow": s.named(line["row_id"]),
            "basis": s.answer(line["row_id"], "scale_basis", text=s.code("scale_basis", line["scale_basis"])),
            "responder": s.answer(line["row_id"], "responder"),
            "exposed": s.answer(line["row_id"], "group_1", "group_2", text=", ".join(s.code("groups", code) for code in line["groups"])),
            "feeds": s.answer(line["row_id"], "risk_1", "risk_2", "risk_3", text=s.cell_list(line["risks"])),
        }
        for line in here
    ]  # fmt: skip
    return Block(caption=w.t("Flows present, in the order of the workbook"), head=head, lines=lines)


def _effects(s: Story, here: list[dict[str, Any]]) -> Block:
    w = s.words
    points = []
    for line in here:
        row_id = line["row_id"]
        parts = [("effect", ""), ("wrong", w.t("Where the wrong lies: ")), ("positive", w.t("The good side: "))]
        sentences = [
            s.say(before + stop(s.value(row_id, column)), f"{row_id}.{column}")
            for column, before in parts
            if s.value(row_id, column)
        ]
        if sentences:
            points.append(para(*sentences, lead=stop(s.label(row_id))))
    return Block(heading=w.t("What each flow does to safety here"), points=points) if points else Block()


def _price_text(s: Story) -> list[Paragraph]:
    w = s.words
    if not s.table("price_series"):
        return [s.nothing("PRICES")]
    series = [line for line in s.table("price_series") if line["reading"]]
    scarcer = [line for line in series if line["reading"] == "scarcer"]
    cheaper = [line for line in series if line["reading"] == "more_available"]
    unchecked = [line for line in series if not line["causes_checked"]]
    return paras(
        para(
            s.say(w.n("Prices of one series were noted often enough to show a trend.",
                      "Prices of {count} series were noted often enough to show a trend.", len(series)),
                  *[row_id for line in series for row_id in line["row_ids"]]),
            _series(s, w.t("Dearer, which points to scarcer goods: {names}."), scarcer),
            _series(s, w.t("Cheaper, which points to goods that are easier to get: {names}."), cheaper),
        ),
        para(
            s.say(w.t("A price can also move with demand, quality or season.")),
            s.say(w.n("For one series no other cause was checked.", "For {count} series no other cause was checked.", len(unchecked)),
                  *[row_id for line in unchecked for row_id in line["row_ids"]]) if unchecked else
            s.say(w.t("Other causes were checked for every series with a trend."),
                  *[f"{row_id}.other_causes" for line in series for row_id in line["row_ids"]]) if series else None,
            s.say(w.t("For payments forced on people, such as protection money, a rise means a heavier burden.")) if scarcer else None,
        ),
    )  # fmt: skip


def _series(s: Story, text: str, series: list[dict[str, Any]]) -> Statement | None:
    if not series:
        return None
    named = s.joined(
        [
            s.words.t(
                "{item} ({change} a year)", item=line["item"], change=s.words.percent(line["slope"], 0, sign=True)
            )
            for line in series
        ]
    )
    return s.say(text.format(names=named), *[f"{row_id}.price" for line in series for row_id in line["row_ids"]])


def _prices(s: Story) -> Block:
    w, currency = s.words, s.audit.profile.currency or ""
    head = {
        "item": w.t("Item and unit"), "area": w.t("Area"), "span": w.t("First and last price {currency}", currency=currency).strip(),
        "change": w.t("Change"), "reading": w.t("Reading"), "causes": w.t("Prices noted; other causes checked"),
    }  # fmt: skip
    lines = [_price_line(s, line) for line in s.table("price_series")]
    return Block(
        heading=w.t("What prices say"), text=_price_text(s), caption=w.t("Price series"), head=head, lines=lines
    )


def _price_line(s: Story, line: dict[str, Any]) -> Cells:
    w, ids = s.words, line["row_ids"]

    def told(text: str, *columns: str) -> Statement:
        return s.cell(text, *[f"{row_id}.{column}" for row_id in ids for column in columns])

    span = w.t("{first} ({since}) – {last} ({until})", first=w.number(line["first"], 2), since=w.short_month(line["first_month"]),
               last=w.number(line["last"], 2), until=w.short_month(line["last_month"]))  # fmt: skip
    checked = w.t("yes") if line["causes_checked"] else w.t("no")
    return {
        "item": told(f"{line['item']} ({line['unit']})" if line["unit"] else line["item"] or "", "item", "unit"),
        "area": told(s.label(line["area"]), "area"),
        "span": told(span, "price", "month"),
        "change": told(w.percent(line["change"], 0, sign=True), "price"),
        "reading": told(s.code("price_reading", line["reading"]) or w.t("Too few prices"), "price", "month"),
        "causes": told(w.t("{count}; {checked}", count=line["n"], checked=checked), "price", "other_causes"),
    }


# Criminal governance -------------------------------------------------------------------------------------------------


def criminal(s: Story) -> Section:
    """Who sets the rules of markets, and why the signs must be read with care."""
    w = s.words
    section = Section("criminal", w.t("Criminal governance"), sheets=("MARKETS", "ACTORS"))
    markets = s.table("markets")
    if markets:
        section.text = _rule(s, markets)
        section.blocks["chart"] = s.chart("criminal_governance")
        section.blocks["markets"] = _markets(s, markets)
        section.blocks["readings"] = _readings(s)
    else:
        section.text = [s.nothing("MARKETS")]
    section.blocks["actors"] = _actors(s)
    return section


def _rule(s: Story, markets: list[dict[str, Any]]) -> list[Paragraph]:
    w = s.words
    strong = [line for line in markets if line["reading"] in ("established", "dominant")]
    unable = [line["row_id"] for line in markets if line["state_able"] == "no"]
    unscored = [line["row_id"] for line in markets if line["index"] is None]
    markets = [line for line in markets if line["index"] is not None]
    return paras(
        para(
            s.say(w.n("One market was scored on four signs.", "{count} markets were scored on four signs: protection must be paid, "
                      "violence is tied to it, newcomers are met with violence, territory is held.", len(markets)),
                  *[f"{line['row_id']}.index" for line in markets]),
            s.say(w.t("Criminal governance is read as established or dominant in {names}.",
                      names=s.labels([line["row_id"] for line in strong])), *[f"{line['row_id']}.index" for line in strong])
            if strong else s.say(w.t("In none of them is criminal governance read as established.")),
            s.say(w.t("In {names} the state is said not to be able to do its work.", names=s.labels(unable)),
                  *[f"{row_id}.state_able" for row_id in unable]) if unable else None,
        ),
        para(
            s.say(w.t("The signs can be read in opposite ways.")),
            s.say(w.t("Calm can be the calm of control: where one group holds a market firmly, little violence is needed, and few people "
                      "complain. Violence can be a sign that a market is hard to govern and that several compete for it.")),
            s.say(w.t("A low index is therefore no proof of safety, and a fall in violence no proof of progress.")),
        ),
        para(
            resting(s, markets),
            s.say(w.t("Named, but not scored yet: {names}.", names=s.labels(unscored)), *unscored) if unscored else None,
        ),
    )  # fmt: skip


def _markets(s: Story, markets: list[dict[str, Any]]) -> Block:
    w = s.words
    head = {
        "market": w.t("Market"), "protection": w.t("Payment"), "violence": w.t("Violence"), "newcomers": w.t("Entry"),
        "territory": w.t("Territory"), "total": w.t("Index"), "reading": w.t("Reading"), "state": w.t("State able to act"),
        "basis": w.t("Evidence; confidence"),
    }  # fmt: skip
    signs = {
        "protection": "protection",
        "violence": "protection_violence",
        "newcomers": "newcomers",
        "territory": "territory",
    }
    lines: list[Cells] = []
    for line in (line for line in markets if line["index"] is not None):
        row_id = line["row_id"]
        lines.append({
            **{name: s.answer(row_id, column, text=w.number(line[column])) for name, column in signs.items()},
            "market": s.named(row_id), "total": s.answer(row_id, "index", text=w.number(line["index"])),
            "reading": s.answer(row_id, "reading", text=s.code("market_reading", line["reading"])), "reading_fill": fill(line["reading"]),
            "state": s.answer(row_id, "state_able"), "basis": basis_cell(s, line),
        })  # fmt: skip
    return Block(caption=w.t("Four signs from 0 (no sign) to 3 (everywhere), and their sum"), head=head, lines=lines)


def _readings(s: Story) -> Block:
    """The opposite readings, market by market."""
    w = s.words
    said = {
        "quiet_control": w.t("Little violence and firm hold on territory: this calm may be control. Ask who would be hurt by "
                             "stepping out of line before calling it safe."),
        "contested": w.t("Violence without a firm hold on territory: nobody rules here yet. Such a market is hard to govern for "
                         "criminals too, and may be easier for the city to regulate than a quiet one."),
        "violence_state_able": w.t("The violence is clear although the state is said to be able to act: ask what stands in its way."),
        "entry_and_control": w.t("Newcomers enter freely, yet payment or territory is strong: those in control may profit from "
                                 "every newcomer. One of the signs should be checked again."),
        "unseen": w.t("Few signs where the state cannot act: little may be known rather than little be there."),
        "same_people": w.t("The same people trade and protect, which is unusual; it ties the violence closely to the trade."),
        "extortion_unknown": w.t("Whether people are forced to pay is not known."),
    }  # fmt: skip
    points = []
    for row_id in dict.fromkeys(line["row_id"] for line in s.table("market_notes")):
        notes = [line for line in s.table("market_notes") if line["row_id"] == row_id]
        sentences = [
            s.say(said[line["note"]], *[f"{row_id}.{column}" for column in line["columns"]])
            for line in notes
            if line["note"] in said
        ]
        points.append(para(*sentences, lead=stop(s.label(row_id))))
    if not points:
        return Block()
    text = [
        para(
            s.say(w.t("Where signs contradict each other, or allow two readings, this is said here market by market."))
        )
    ]
    return Block(heading=w.t("How to read these signs"), text=text, points=points)


def _actors(s: Story) -> Block:
    w, actors = s.words, s.table("actors")
    if not actors:
        return Block(heading=w.t("Who steers the flows"), text=[s.nothing("ACTORS")])
    both = s.count("actor_counts", "seen_as", "both", "provider")
    absent = [code for code in ("local", "national", "international") if not s.count("actor_counts", "level", code)]
    text = [para(
        s.say(w.n("One type of actor is described.", "{count} types of actors are described, never persons: state bodies, lawful firms and "
                  "community bodies stand beside criminal groups.", len(actors)), *[line["row_id"] for line in actors]),
        s.say(w.t("Their relation to the state: {relations}.",
                  relations=tallied(s, "state_relation", [line["state_relation"] for line in actors])),
              *[f"{line['row_id']}.state_relation" for line in actors]),
        s.say(w.t("Residents see {count} of them wholly or partly as providers; measures that ignore what people gain from them may "
                  "do harm.", count=len(both)), *[f"{row_id}.seen_as" for row_id in both]) if both else None,
        _ties(s, actors),
        s.say(w.t("No actor is described at this level, which may be a blind spot: {levels}.", levels=s.codes("actor_level", absent)))
        if absent else None,
    )]  # fmt: skip
    head = {
        "actor": w.t("Actor (type)"), "kind": w.t("Kind"), "network": w.t("Ties"),
        "gives": w.t("Gives residents"), "seen": w.t("Seen as"), "relation": w.t("Relation to the state"), "level": w.t("Level"),
    }  # fmt: skip
    return Block(heading=w.t("Who steers the flows"), text=text, caption=w.t("Types of actors"), head=head,
                 lines=[_actor(s, line) for line in actors])  # fmt: skip


def _ties(s: Story, actors: list[dict[str, Any]]) -> Statement | None:
    """What more money tends to do to each kind of organisation found, as the framework has it."""
    w, found = s.words, {line["network"]: line["resource_effect"] for line in actors if line["network"]}
    parts = [w.t("{ties} ties: {effect}", ties=s.low_code("network", code), effect=s.low_code("resource_effect", found[code]))
             for code in w.options("network") if code in found]  # fmt: skip
    said = w.t(
        "What more money tends to lead to depends on how an actor is organised. {parts}.",
        parts=upper(w.t("; ").join(parts)),
    )
    refs = [f"{line['row_id']}.network" for line in actors if line["network"]]
    return s.say(said, *refs) if parts else None


def _actor(s: Story, line: dict[str, Any]) -> Cells:
    row_id = line["row_id"]
    return {
        "actor": s.named(row_id),
        "kind": s.answer(row_id, "kind"),
        "network": s.answer(row_id, "network"),
        "gives": s.answer(
            row_id, "gives_1", "gives_2", text=", ".join(s.code("provides", code) for code in line["gives"])
        ),
        "seen": s.answer(row_id, "seen_as"),
        "relation": s.answer(row_id, "state_relation"),
        "level": s.answer(row_id, "level"),
    }

"""The one-page summary: what was found, the figures, and what is asked of the council."""

from __future__ import annotations

from dataclasses import replace

from safeaudit.coverage import coverage
from safeaudit.coverage.said import sentence
from safeaudit.report.chapters.asks import asks
from safeaudit.report.chapters.assessment.criminal import STRONG
from safeaudit.report.writing.phrases import confidences, year_of
from safeaudit.report.writing.statements import Block, Paragraph, Section, Story, para, paras


def summary(s: Story) -> Section:
    """One page: what was found, the figures, and what the council is asked to do."""
    w = s.words
    section = Section("summary", w.t("Summary"), sheets=("PROFILE", "RISKS", "FLOWS", "ACTIONS"))
    if not s.filled("RISKS", "FLOWS", "ACTIONS", "RESILIENCE", "PARTNERS"):
        kept = s.audit.carried
        held = kept is not None and kept.filled & {"RISKS", "FLOWS", "ACTIONS", "RESILIENCE", "PARTNERS"}
        said = w.t(
            "The workbook holds no answers yet that could be summed up. Begin with the sheet {sheet}.",
            sheet=w.tab("PROFILE"),
        )
        if held:
            said = w.t(
                "The answers that would be summed up here are withheld from this public version to protect people."
            )
        elif s.public:
            said = w.t("This audit holds no answers yet that could be summed up.")
        section.text = [para(s.say(said))]
        return section
    section.text = paras(_opening(s))
    points = {
        "RISKS": _risks,
        "FLOWS": _flows,
        "MARKETS": _rule,
        "SYSTEM_MAP": _map,
        "RESILIENCE": _areas,
        "ACTIONS": _plan,
    }
    # a part of a picture is no summary of it: what a public version shows in part stands in its chapter only
    told = {sheet: write(s) for sheet, write in points.items() if not s.audit.withheld_rows(sheet)}
    main = [replace(point, topic=sheet) for sheet, point in told.items() if point.sentences]
    section.blocks["main"] = Block(heading=w.t("What was found"), points=main) if main else Block()
    section.blocks["numbers"] = _numbers(s)
    section.blocks["asks"] = Block(heading=w.t("What is asked of the council"), points=asks(s))
    return section


def _opening(s: Story) -> Paragraph:
    w, profile = s.words, s.audit.profile
    heard = [line.code for line in s.analysis.voices if line.heard]
    period = w.t("between {first} and {last}", first=w.month(profile.period_from), last=w.month(profile.period_to))
    when = period if profile.period_from and profile.period_to else w.t("in a period that is not stated yet")
    return para(
        s.say(
            w.t(
                "This audit looks at what made {city} less safe {when}, why, who acts, and what the city will do.",
                city=s.city,
                when=when,
            ),
            "PROFILE.city",
            "PROFILE.period_from",
            "PROFILE.period_to",
        ),
        s.say_if(heard, w.t("It heard people who speak for {groups}.", groups=s.codes("speaks_for", heard, 9))),
        s.say(sentence(coverage(s.audit).whole, w)),
        s.withheld_counts(),
        s.say(w.t("The limits of this audit are named towards the end.")),
    )


def _risks(s: Story) -> Paragraph:
    high = [line for line in s.analysis.risks if line.is_high]
    if not high:
        return para()
    names = s.labels(s.of([line for line in high if line.is_main]), 3)
    sure = confidences(s, [line.sure for line in high])
    return para(
        s.say(
            s.words.n(
                "One risk is rated high or critical: {names}.",
                "{count} risks are rated high or critical, led by {names}.",
                len(high),
                names=names,
            ),
            *s.of(high, "score"),
        ),
        s.say_if(sure, s.words.t("Confidence: {levels}.", levels=sure), *s.of(high, "confidence")),
        s.see("risk_heat_map"),
        lead=s.words.t("Risks."),
    )


def _flows(s: Story) -> Paragraph:
    here = [line for line in s.analysis.flows if line.present == "yes"]
    fed = [line for line in s.analysis.risks if line.is_high and line.fed_by]
    unknown = scale_unknown(s)
    if not here:
        return para()
    w = s.words
    return para(
        s.say(w.n("One flow touches the city.", "{count} flows touch the city.", len(here)), *s.of(here, "present")),
        s.about(
            unknown,
            "scale",
            w.n("The size of one of them is not known.", "The size of {count} of them is not known.", len(unknown)),
        ),
        s.say_if(
            fed,
            w.n("One of the high risks is fed by flows.", "{count} of the high risks are fed by flows.", len(fed)),
            *s.of(here, "present"),
        ),
        lead=w.t("Flows."),
    )


def scale_unknown(s: Story) -> list[str]:
    """The flows that are present and of no known size; none where the size is not asked."""
    here = [line for line in s.analysis.flows if line.present == "yes"] if s.audit.edition.has("FLOWS", "scale") else []
    return [line.row_id for line in here if line.scale in (None, "unknown")]


def _rule(s: Story) -> Paragraph:
    scored = [line for line in s.analysis.markets if line.index_low is not None]
    strong = [line.row_id for line in scored if line.readings[0] in STRONG]
    perhaps = [line.row_id for line in scored if line.readings[1] in STRONG and line.row_id not in strong]
    unknown = [line.row_id for line in s.analysis.markets if line.unknown]
    w = s.words
    none_known = s.about(
        unknown,
        "",
        w.n("For one market, no sign is known.", "For {count} markets, no sign is known.", len(unknown)),
    )
    if not scored:
        return para()
    said = w.n(
        "In the one market scored, rule by criminal interests is not read as established; calm alone is no proof of it.",
        "In none of {count} markets is rule by criminal interests read as established; calm alone is no proof of it.",
        len(scored),
    )
    if strong:
        said = w.n(
            "In the one market scored, rule by criminal interests is established or dominant. Calm there can be control.",
            "In {strong} of {count} markets, rule by criminal interests is established or dominant. Calm there can be control.",
            len(scored),
            strong=len(strong),
        )
    elif perhaps:
        said = w.n(
            "In the one market scored, rule by criminal interests may be established: not all signs are known.",
            "In {perhaps} of {count} markets, rule by criminal interests may be established: not all signs are known.",
            len(scored),
            perhaps=len(perhaps),
        )
    return para(
        s.say(said, *s.of(strong or perhaps, "index_low")),
        s.say_if(
            strong and perhaps,
            w.n(
                "One more market may be ruled so: not all signs are known.",
                "{count} more markets may be ruled so: not all signs are known.",
                len(perhaps),
            ),
            *s.of(perhaps, "index_high"),
        ),
        none_known,
        lead=w.t("Criminal governance."),
    )


def _map(s: Story) -> Paragraph:
    problems = s.analysis.path_problems
    if not s.analysis.system_map:
        return para()
    w = s.words
    unanswered = [line.row_id for line in problems if line.problem == "unanswered"]
    total = len(s.analysis.system_map)
    said = w.n(
        "On the one path from risk to response it is not said that nobody acts or that the response does not help.",
        "On none of {count} paths from risk to response is it said that nobody acts or that the response does not help.",
        total,
    )
    if problems:
        said = w.n(
            "On the one path from risk to response, nobody acts or the response does not help.",
            "On {problems} of {count} paths from risk to response, nobody acts or the response does not help.",
            total,
            problems=len(problems),
        )
    return para(
        s.say(said, *s.of(problems)),
        s.about(
            unanswered, "", w.n("On one of these, nobody acts.", "On {count} of these, nobody acts.", len(unanswered))
        ),
        lead=w.t("Responses."),
    )


def _areas(s: Story) -> Paragraph:
    lines = [line for line in s.analysis.areas if line.quadrant]
    if not lines:
        return para()
    w, negative = s.words, s.count(s.analysis.quadrants, "sign", "negative")
    positive = s.count(s.analysis.quadrants, "sign", "positive")
    perhaps = [line.row_id for line in s.analysis.areas if line.may_be_positive]
    said = w.n(
        "Strong ties with the state and a strong community do not come together in the one area scored.",
        "Strong ties with the state and a strong community come together in none of {count} areas.",
        len(lines),
    )
    if positive:
        said = w.n(
            "Strong ties with the state and a strong community come together in the one area scored.",
            "Strong ties with the state and a strong community come together in {positive} of {count} areas.",
            len(lines),
            positive=len(positive),
        )
    return para(
        s.say(said, *s.of(lines, "quadrant")),
        s.about(
            perhaps,
            "quadrant",
            w.n(
                "In one more area this is open, for not all scores are known.",
                "In {count} more areas this is open, for not all scores are known.",
                len(perhaps),
            ),
        ),
        s.about(
            negative,
            "armed_provider",
            w.n(
                "In one, armed or other providers impose order, so that its strength works against safety.",
                "In {count}, armed or other providers impose order, so that their strength works against safety.",
                len(negative),
            ),
        ),
        lead=w.t("Resilience."),
    )


def _plan(s: Story) -> Paragraph:
    live = [line for line in s.analysis.actions if line.live]
    if not live:
        return para()
    w, gap = s.words, s.analysis.funding_gap
    lean = (
        w.t("It leans on enforcement.")
        if s.analysis.reliance.leans
        else s.among(w.t("It does not rest on enforcement alone."), "ACTIONS")
    )
    return para(
        s.say(w.n("One action is planned.", "{count} actions are planned.", len(live)), *s.of(live)),
        s.say(w.t("As far as costs are given, they come to {total}.", total=s.money(gap.total)), *s.of(live, "cost"))
        if gap.total
        else s.say(s.among(w.t("No costs are given yet."), "ACTIONS")),
        s.say_if(
            gap.open_most > 0,
            w.t("Up to {open} of it may still be open.", open=s.money(gap.open_most)),
            *s.of(gap.row_ids, "funding"),
        ),
        s.say_if(s.audit.edition.has("ACTIONS", "component"), lean, *s.analysis.reliance.row_ids),
        s.see("component_balance", "timeline"),
        lead=w.t("The strategy."),
    )


def _numbers(s: Story) -> Block:
    w, profile, homicide, gap = s.words, s.audit.profile, s.analysis.homicide, s.analysis.funding_gap
    rows: list[tuple[str, str, str]] = []
    if profile.population:
        rows.append(
            (
                w.t("Residents"),
                w.number(profile.population),
                w.t("{sheet}, {year}", sheet=w.tab("PROFILE"), year=year_of(s, profile.population_year)),
            )
        )
    if homicide.city is not None:
        rows.append(
            (
                w.t("Homicides per 100,000 residents"),
                w.t(
                    "{city} (country: {country})",
                    city=w.number(homicide.city, 1),
                    country=w.number(homicide.national, 1),
                ),
                w.t("{sheet}, {year}", sheet=w.tab("PROFILE"), year=year_of(s, homicide.year)),
            )
        )
    high = [line for line in s.analysis.risks if line.is_high]
    rated = [line for line in s.analysis.risks if line.rank or line.in_words]
    sheets = {name: w.tab(name) for name in ("RISKS", "FLOWS", "SYSTEM_MAP", "ACTIONS", "PARTNERS")}
    if rated:
        rows.append(
            (
                s.among(w.t("High or critical risks, of those rated"), "RISKS"),
                w.t("{part} of {whole}", part=len(high), whole=len(rated)),
                sheets["RISKS"],
            )
        )
    if s.analysis.actions:
        rows.append(
            (
                s.among(w.t("Actions; with indicator and target"), "ACTIONS"),
                w.t(
                    "{whole}; {part}",
                    whole=sum(line.live for line in s.analysis.actions),
                    part=sum(line.live and line.measurable for line in s.analysis.actions),
                ),
                sheets["ACTIONS"],
            )
        )
        rows.append(
            (
                s.among(w.t("Cost so far; with lasting money"), "ACTIONS"),
                w.t("{whole}; {part}", whole=s.money(gap.total), part=s.money(gap.lasting)),
                sheets["ACTIONS"],
            )
        )
    if s.analysis.partners and not s.public:  # a public version names only those that passed
        fit = [line for line in s.analysis.partners if line.verdict in ("eligible", "by_exception")]
        rows.append(
            (
                w.t("Partners eligible, or eligible by exception, of those listed"),
                w.t("{part} of {whole}", part=len(fit), whole=len(s.analysis.partners)),
                sheets["PARTNERS"],
            )
        )
    if not rows:
        return Block()
    head = {"figure": w.t("Figure"), "now": w.t("Value"), "basis": w.t("Where it comes from")}
    lines = [{"figure": name, "now": value, "basis": basis} for name, value, basis in rows]
    return Block(heading=w.t("Key figures"), caption=w.t("Key figures"), head=head, lines=lines)

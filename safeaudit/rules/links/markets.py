"""Rules on how flows and insecurity hang together: criminal governance of markets, and those whom it touches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.figures import move
from safeaudit.rules.lines import ARMED
from safeaudit.rules.looked_at import any_of, skipped, was_looked_at
from safeaudit.rules.wording import holds
from safeaudit.sheets import Row
from safeaudit.sheets.govern import Communication
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.markets import Market
from safeaudit.words import N_

SIGNS = ("protection", "protection_violence", "newcomers", "territory")
"""The four signs of criminal governance (framework list L13)."""

PAYMENT_SIGNS = ("protection", "protection_violence")
"""Those of them that a decision not to ask about protection payments takes away."""


HOMICIDE, EXTORTION, AT_HOME, PERCEPTION = "IND-C01", "IND-C13", ("IND-C08", "IND-C09"), ("IND-C14", "IND-C15")
TALKS, FAMILY, FIRMLY_HELD = "PUB-3", "LVL-2", 3
LINKS = N_("Part II, 2. Identifying connections between illicit flows and insecurity")


@rule(
    "GV-01",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    asks=(
        "FLOWS.by_protection",
        "FLOWS.present",
        "MARKETS.flow",
        "MARKETS.newcomers",
        "MARKETS.protection",
        "MARKETS.protection_violence",
        "MARKETS.territory",
    ),
    title=N_("Market without all four signs of criminal governance"),
    message=N_("{found}"),
    remedy=N_(
        "Score all four signs from 0 to 3: protection, violence around it, how newcomers are met, ground held. 0 is "
        "an answer where somebody looked and found no sign; “Not known” is one where nobody can say."
    ),
    why=N_(
        "The four signs together show how far others than the state rule a market, and so how far the state can "
        "act there. A sign without an answer leaves the market out of the index; one that is not known makes it a range."
    ),
    how=N_(
        "Ask people who know the market in general terms: traders’ associations, researchers, court files. Choose 0 "
        "where they looked and found no sign, “Not known” where nobody can say, and say under “Confidence” how sure you are."
    ),
)
def market_without_four_signs(audit: Audit) -> Iterator[Problem]:
    if not audit.markets:
        return
    needed = [sign for sign in SIGNS if not (skipped(audit, "CAR-2") and sign in PAYMENT_SIGNS)]
    flows = {flow.id: flow for flow in audit.flows}
    for market in audit.markets:
        blank = [sign for sign in needed if market.get(sign) is None]
        flow = flows.get(market.flow or "")
        if blank and (flow is None or flow.present != "no"):
            yield Problem(market, blank[0], values={"found": _signs_missing(audit, market, blank)})
    yield from _no_market(audit)


def _signs_missing(audit: Audit, market: Market, blank: list[str]) -> str:
    columns = audit.words.listed([f"“{audit.words.column('MARKETS', sign)}”" for sign in blank])
    return audit.words.t("{row}: no score yet for {columns}.", row=named(audit, market), columns=columns)


def _no_market(audit: Audit) -> Iterator[Problem]:
    """One problem for all flows that are present, pay for protection, and have no line of their own."""
    if skipped(audit, "CAR-2") or any("flow" in market.rejected for market in audit.markets):
        return
    told = {market.flow for market in audit.markets}
    paying = [flow for flow in audit.flows if flow.present == flow.by_protection == "yes" and flow.id not in told]
    if paying:
        found = audit.words.t(
            "“{sheet}” has no line for {flows}, where “{column}” says “{yes}”.",
            sheet=audit.words.tab("MARKETS"),
            flows=audit.words.listed([named(audit, flow) for flow in paying]),
            column=audit.words.column("FLOWS", "by_protection"),
            yes=audit.shown(paying[0], "by_protection"),
        )
        yield Problem(sheet_id="MARKETS", column="flow", values={"found": found})


@rule(
    "GV-02",
    Severity.ADVICE,
    basis="S",
    section=LINKS,
    asks=("MARKETS.note", "MARKETS.same_people"),
    title=N_("Same people protect and trade, without a word on it"),
    message=N_("{row}: “{MARKETS.same_people}” says “{same_people}”, and “{column}” is empty."),
    remedy=N_(
        "Say under “{column}” what shows that they are the same. If you are not sure, choose "
        "“{yes_no_unknown.unknown}”."
    ),
    why=N_(
        "Those who sell protection are usually not those who trade. Where they are the same, a market works in "
        "another way, and a measure that fits elsewhere may fail."
    ),
    how=N_("One or two sentences in general terms are enough: what do they hold, and what do they take? No names."),
)
def same_people_without_note(audit: Audit) -> Iterator[Problem]:
    for market in audit.markets:
        if market.same_people == "yes" and market.get("note") is None:
            yield Problem(market, "note", quote=("same_people",))


@rule(
    "GV-03",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    asks=("MARKETS.hits", "MARKETS.state_able"),
    title=N_("Regular killings to order in a market said to be in reach of the state"),
    message=N_("{row}: “{MARKETS.hits}” says “{hits}”, but “{column}” says “{state_able}”."),
    remedy=N_("Look at both answers again. If both are right, say in the note how that can be, and accept this line."),
    why=N_(
        "Regular killings to order are a sign that a market is hard to govern. If the state is said to do its work "
        "there all the same, one of the two answers is likely wrong."
    ),
    how=N_(
        "Ask those who know the market whether inspections, arrests and complaints really work there. “Partly” is "
        "often the honest answer."
    ),
)
def killings_despite_control(audit: Audit) -> Iterator[Problem]:
    for market in audit.markets:
        if market.hits == "regular" and market.state_able == "yes":
            yield Problem(market, "state_able", quote=("hits", "state_able"))


@rule(
    "GV-04",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    asks=("MARKETS.newcomers", "MARKETS.reading", "MARKETS.territory"),
    title=N_("Newcomers enter freely, and yet the market is firmly held"),
    message=N_("{row}: “{column}” has the score {newcomers}, so newcomers enter freely. But {held}."),
    remedy=N_("Look at these scores again, and change the one that does not fit. Or say in the note how both can be."),
    why=N_(
        "How newcomers are met shows how tightly a market is held. Where they come and go freely, it is most "
        "likely not under firm control."
    ),
    how=N_("Think of the last people who began to sell or to drive there: what happened to them?"),
)
def free_entry_despite_control(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for market in audit.markets:
        if market.newcomers != 0:
            continue
        if market.territory == FIRMLY_HELD:
            column, answer = "territory", words.code("market_sign", market.territory)
        elif market.reading in ("established", "dominant"):
            column, answer = "reading", audit.shown(market, "reading")
        else:
            continue
        held = words.t("“{column}” says “{answer}”", column=words.column("MARKETS", column), answer=answer)
        yield Problem(market, "newcomers", quote=("newcomers",), values={"held": held})


@rule(
    "GV-05",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, 3. Engagement"),
    asks=(
        "COMMUNICATION.status",
        "INDICATORS.change",
        "INDICATORS.earlier_value",
        "INDICATORS.put_down_to",
        "INDICATORS.value",
        "MARKETS.territory",
    ),
    may=("INDICATORS.earlier_range", "INDICATORS.value_range"),
    title=N_("Fewer killings put down to policy, where others may keep the peace"),
    message=N_("{row}: the figure fell {move}, and “{column}” says “{put_down_to}”. But {other} says “{answer}”."),
    remedy=N_(
        "Check whether the fall comes from one group that rules, or from a truce. If you cannot rule it out, choose "
        "“{put_down_to.both}” or “{put_down_to.others}”."
    ),
    why=N_(
        "Killings can fall because one group has won or because groups have settled with each other. Such quiet "
        "may end from one day to the next, and a city that calls it success will be caught unprepared."
    ),
    how=N_(
        "Compare areas: did killings fall where police and services changed, or where one group rules? Look at "
        "payments, fear and what residents say over the same years."
    ),
)
def fall_put_down_to_policy(audit: Audit) -> Iterator[Problem]:
    row = audit.by_id.get(HOMICIDE)
    if not isinstance(row, Indicator) or row.put_down_to != "policy" or (row.change or 0) >= 0:
        return
    other = _other_peace(audit)
    if other is None:
        return
    yield Problem(
        row,
        "put_down_to",
        quote=("put_down_to",),
        values={"move": move(audit, row, signed=False), "other": other[0], "answer": other[1]},
    )


def _other_peace(audit: Audit) -> tuple[str, str] | None:
    """The first sign that a group or a truce may keep killings down: (what says so, what it says)."""
    column = audit.words.column("MARKETS", "territory")
    for market in audit.markets:
        if market.territory == FIRMLY_HELD:
            what = audit.words.t("{row}, “{column}”,", row=named(audit, market), column=column)
            return what, audit.words.code("market_sign", market.territory)
    talks = audit.by_id.get(TALKS)
    if isinstance(talks, Communication) and talks.status in ("in_place", "partly"):
        return named(audit, talks), audit.shown(talks, "status")
    return None


@rule(
    "GV-06",
    Severity.WARNING,
    basis="S",
    section=N_("Part I, Avoiding 'criminal governance'"),
    asks=("INDICATORS.gap", "INDICATORS.value", "MARKETS.extortion", "IND-C13"),
    may=("INDICATORS.change_given", "INDICATORS.value_range"),
    title=N_("Nothing recorded on extortion"),
    message=N_("“{MARKETS}”: “{column}” is empty in every line, and {indicator} has neither a value nor a gap."),
    remedy=N_(
        "Choose “{yes_no_unknown.yes}”, “{yes_no_unknown.no}” or “{yes_no_unknown.unknown}” under “{column}” for "
        "each market, or record what you have at {indicator}."
    ),
    why=N_(
        "Forced payments were reported in almost every city that was studied for the framework. They starve shops "
        "and streets slowly, and they seldom appear in police figures."
    ),
    how=N_(
        "Ask by trade and in groups, never about one shop or one street. “Not known” is a fair answer; to skip the "
        "question for safety is one too, on the do-no-harm sheet."
    ),
)
def nothing_on_extortion(audit: Audit) -> Iterator[Problem]:
    indicator = audit.by_id[EXTORTION]
    if not audit.markets or skipped(audit, "CAR-2") or was_looked_at(indicator):
        return
    if all(market.get("extortion") is None for market in audit.markets):
        yield Problem(audit.markets[0], "extortion", values={"indicator": named(audit, indicator)})


@rule(
    "GV-08",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    asks=("ACTORS.kind", "FLOWS", "MARKETS.market", "RISKS"),
    title=N_("Organised crime and terrorism in one line"),
    message=N_("{row}: this line puts organised crime and terrorism together."),
    remedy=N_("Make two lines, one for each. Then show where the two meet, through a flow or a tie they share."),
    why=N_(
        "The two live differently: groups in crime often grow with a piece of the state, violent extremists draw "
        "strength from standing against it. A plan that treats them as one fits neither."
    ),
    how=N_(
        "Ask of each: what does it want, what does it live from, and how does it stand to the state? Where they "
        "trade with or protect each other, say so as a tie."
    ),
)
def crime_and_terrorism_in_one(audit: Audit) -> Iterator[Problem]:
    for row, column in _labels(audit):
        label = str(getattr(row, column) or "")
        if holds(audit, "terrorism", label) and _side_by_side(audit.language).search(label):
            yield Problem(row, column)


def _labels(audit: Audit) -> Iterator[tuple[Row, str]]:
    """Lines that stand for one thing, with the column that names it: local risks and flows, markets, groups."""
    for row in (*audit.risks, *audit.flows):
        if row.is_local:
            yield row, "label"
    yield from ((market, "market") for market in audit.markets)
    yield from ((actor, "label") for actor in audit.actors if actor.kind in (*ARMED, "other", None))


@cache
def _side_by_side(language: str) -> re.Pattern[str]:
    """Words for organised crime and for terrorism with at most a joining word or a mark between them."""
    crime, terror = any_of("organised_crime", language), any_of("terrorism", language)
    joined = rf"[\s,;/&+–—-]*(?:{any_of('between_crime_and_terrorism', language)}[\s,;/&+–—-]*){{0,4}}"
    return re.compile(rf"{crime}{joined}{terror}|{terror}{joined}{crime}", re.IGNORECASE)

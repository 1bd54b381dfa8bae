"""Rules on how flows and insecurity hang together: criminal governance of markets, and those whom it touches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.actors import ARMED
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.wording import first_of, holds
from safeaudit.sheets import FixedRow, Row
from safeaudit.sheets.govern import Communication
from safeaudit.sheets.kinds import WHOLE_CITY
from safeaudit.sheets.set_up import Care
from safeaudit.sheets.understand import Flow, Indicator, MapRow, Market, Risk
from safeaudit.words import N_

SIGNS = ("protection", "protection_violence", "newcomers", "territory")
"""The four signs of criminal governance (framework list L13)."""

PAYMENT_SIGNS = ("protection", "protection_violence")
"""Those of them that a decision not to ask about protection payments takes away."""

EXPOSED = {"women": "RSK-G3", "children": "RSK-G3", "unemployed_youth": "RSK-S3", "displaced": "RSK-G2"}
"""The four groups most exposed (framework list L15), and the risk whose “No” says why one is not met here."""

HOMICIDE, EXTORTION, AT_HOME, PERCEPTION = "IND-C01", "IND-C13", ("IND-C08", "IND-C09"), ("IND-C14", "IND-C15")
VIOLENCE = ("IND-C01", "IND-C02", "IND-C10", "IND-C11", "IND-C12")
TALKS, FAMILY, FIRMLY_HELD = "PUB-3", "LVL-2", 3
LINKS = N_("Part II, 2. Identifying connections between illicit flows and insecurity")


@rule(
    "GV-01",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    title=N_("Market without all four signs of criminal governance"),
    message=N_("{found}"),
    remedy=N_(
        "Score all four signs from 0 to 3: protection, violence around it, how newcomers are met, ground held. 0 is "
        "an answer."
    ),
    why=N_(
        "The four signs together show how far others than the state rule a market, and so how far the state can "
        "act there. With one sign missing there is no index, and the report must leave the market out."
    ),
    how=N_(
        "Ask people who know the market in general terms: traders’ associations, researchers, court files. If you "
        "found no sign, choose 0, and say under “Confidence” how sure you are."
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
    title=N_("Same people protect and trade, without a word on it"),
    message=N_("{row}: “{column}” says “{answer}”, and “{note}” is empty."),
    remedy=N_("Say under “{note}” what shows that they are the same. If you are not sure, choose “{unknown}”."),
    why=N_(
        "Those who sell protection are usually not those who trade. Where they are the same, a market works in "
        "another way, and a measure that fits elsewhere may fail."
    ),
    how=N_("One or two sentences in general terms are enough: what do they hold, and what do they take? No names."),
)
def same_people_without_note(audit: Audit) -> Iterator[Problem]:
    for market in audit.markets:
        if market.same_people == "yes" and market.get("note") is None:
            values: dict[str, object] = {
                "column": audit.words.column("MARKETS", "same_people"),
                "answer": audit.shown(market, "same_people"),
                "note": audit.words.column("MARKETS", "note"),
                "unknown": audit.words.code("yes_no_unknown", "unknown"),
            }
            yield Problem(market, "note", values=values)


@rule(
    "GV-03",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    title=N_("Regular killings to order in a market said to be in reach of the state"),
    message=N_("{row}: “{hits}” says “{regular}”, but “{column}” says “{answer}”."),
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
            values: dict[str, object] = {
                "hits": audit.words.column("MARKETS", "hits"),
                "regular": audit.shown(market, "hits"),
                "column": audit.words.column("MARKETS", "state_able"),
                "answer": audit.shown(market, "state_able"),
            }
            yield Problem(market, "state_able", values=values)


@rule(
    "GV-04",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    title=N_("Newcomers enter freely, and yet the market is firmly held"),
    message=N_("{row}: “{column}” has the score {score}, so newcomers enter freely. But {held}."),
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
        values: dict[str, object] = {
            "column": words.column("MARKETS", "newcomers"),
            "score": market.newcomers,
            "held": held,
        }
        yield Problem(market, "newcomers", values=values)


@rule(
    "GV-05",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, 3. Engagement"),
    title=N_("Fewer killings put down to policy, where others may keep the peace"),
    message=N_(
        "{row}: the figure fell from {earlier} to {value}, and “{column}” says “{policy}”. But {other} says “{answer}”."
    ),
    remedy=N_(
        "Check whether the fall comes from one group that rules, or from a truce. If you cannot rule it out, choose "
        "“{both}” or “{others}”."
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
    causes = audit.words.options("put_down_to")
    values: dict[str, object] = {
        "earlier": audit.shown(row, "earlier_value"),
        "value": audit.shown(row, "value"),
        "column": audit.words.column("INDICATORS", "put_down_to"),
        "policy": audit.shown(row, "put_down_to"),
        "other": other[0],
        "answer": other[1],
        "both": causes["both"],
        "others": causes["others"],
    }
    yield Problem(row, "put_down_to", values=values)


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
    title=N_("Nothing recorded on extortion"),
    message=N_("“{sheet}”: “{column}” is empty in every line, and {indicator} has neither a value nor a gap."),
    remedy=N_(
        "Choose “{yes}”, “{no}” or “{unknown}” under “{column}” for each market, or record what you have at {indicator}."
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
    if not audit.markets or skipped(audit, "CAR-2") or _looked_at(indicator):
        return
    if all(market.get("extortion") is None for market in audit.markets):
        values: dict[str, object] = {
            "sheet": audit.words.tab("MARKETS"),
            "column": audit.words.column("MARKETS", "extortion"),
            "indicator": named(audit, indicator),
            **audit.words.options("yes_no_unknown"),
        }
        yield Problem(audit.markets[0], "extortion", values=values)


@rule(
    "GV-07",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, 4. Resilience"),
    title=N_("Criminal or armed group without how residents see it"),
    message=N_("{row}: “{kind}” says “{answer}”, but “{column}” is empty."),
    remedy=N_("Choose “{provider}”, “{threat}”, “{both}” or “{unknown}”."),
    why=N_(
        "Some residents may see such a group as one that provides: safety, work, justice. A response that knows "
        "nothing of this may turn people against the city."
    ),
    how=N_(
        "Ask through people whom residents trust, in general terms and with care. Many will say both; “Not known” "
        "is a fair answer."
    ),
)
def group_without_residents_view(audit: Audit) -> Iterator[Problem]:
    for actor in audit.actors:
        if actor.kind in ARMED and actor.get("seen_as") is None:
            values: dict[str, object] = {
                "kind": audit.words.column("ACTORS", "kind"),
                "answer": audit.shown(actor, "kind"),
                "column": audit.words.column("ACTORS", "seen_as"),
                **audit.words.options("seen_as"),
            }
            yield Problem(actor, "seen_as", values=values)


@rule(
    "GV-08",
    Severity.WARNING,
    basis="S",
    section=LINKS,
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
    crime, terror = _any_of("organised_crime", language), _any_of("terrorism", language)
    joined = rf"[\s,;/&+–—-]*(?:{_any_of('between_crime_and_terrorism', language)}[\s,;/&+–—-]*){{0,4}}"
    return re.compile(rf"{crime}{joined}{terror}|{terror}{joined}{crime}", re.IGNORECASE)


@rule(
    "GV-09",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    title=N_("Most exposed group that no line names"),
    message=N_("No line of “{risks}”, “{flows}” or “{sheet}” names {groups}."),
    remedy=N_(
        "Go through the flows and the lines of “{sheet}” and choose these groups where they are exposed. If one of "
        "them is not met with here, say so and accept this line."
    ),
    why=N_(
        "Women, children, young people without work and displaced people are hit more often and have less to defend "
        "themselves with. An audit that does not name them will not plan for them."
    ),
    how=N_(
        "Ask of each flow: whom does it hurt first, and who is drawn into it? Use “Most exposed” on the flows and "
        "“Group exposed” on the map."
    ),
)
def exposed_group_not_named(audit: Audit) -> Iterator[Problem]:
    if not audit.map_rows and not any(flow.present == "yes" for flow in audit.flows):
        return
    lines: list[Risk | Flow | MapRow] = [*audit.risks, *audit.flows, *audit.map_rows]
    if any(column.startswith("group_") for line in lines for column in line.rejected):
        return
    chosen = {group for line in lines for group in line.groups}
    ruled_out = {risk.id for risk in audit.risks if risk.relevant == "no"}
    missing = [group for group, risk in EXPOSED.items() if group not in chosen and risk not in ruled_out]
    if missing:
        values: dict[str, object] = {
            "risks": audit.words.tab("RISKS"),
            "flows": audit.words.tab("FLOWS"),
            "sheet": audit.words.tab("SYSTEM_MAP"),
            "groups": audit.words.listed([f"“{audit.words.code('groups', group)}”" for group in missing]),
        }
        yield Problem(sheet_id="SYSTEM_MAP" if audit.map_rows else "FLOWS", column="group_1", values=values)


@rule(
    "GV-10",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    title=N_("Groups described without the women in them"),
    message=N_("“{sheet}”: no line on a criminal or armed group speaks of women under “{column}”; the first is {row}."),
    remedy=N_(
        "Say under “{column}” how women and girls are drawn in, what they do there, and what they would need to leave. "
        "“Nothing is known” is an answer too."
    ),
    why=N_(
        "Women are drawn into such groups as well, and often find it harder to leave. Plans made for men only pass "
        "them by."
    ),
    how=N_(
        "Ask services that women trust, such as health, shelters or women’s organisations. Write of roles and needs, "
        "never of persons."
    ),
)
def groups_without_women(audit: Audit) -> Iterator[Problem]:
    groups = [actor for actor in audit.actors if actor.kind in ARMED]
    if not groups or any("women_youth" in group.rejected for group in groups):
        return
    if not any(mentions(group.women_youth, "women", audit.language) for group in groups):
        values: dict[str, object] = {
            "sheet": audit.words.tab("ACTORS"),
            "column": audit.words.column("ACTORS", "women_youth"),
        }
        yield Problem(groups[0], "women_youth", values=values)


@rule(
    "GV-11",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, Changing the conditions that help to breed violence"),
    title=N_("Violence covered, violence at home left out"),
    message=N_("{row}: no value and no gap, nor at {other}, while other violence has figures, such as {violence}."),
    remedy=N_(
        "Add what health services, helplines and child protection know of violence at home, or name the gap. Do not "
        "interview survivors or children for it."
    ),
    why=N_(
        "Violence at home feeds violence outside: children who live with it are more often hurt, or hurt others, "
        "later. What is not counted is not planned for."
    ),
    how=N_("Use figures that exist, for the whole city, and never small numbers. A named gap is a full answer."),
)
def violence_at_home_left_out(audit: Audit) -> Iterator[Problem]:
    first, second = (audit.by_id[row_id] for row_id in AT_HOME)
    if any(_looked_at(row) for row in (first, second)) or audit.by_id[FAMILY].filled:
        return
    if skipped(audit, "CAR-4") and skipped(audit, "CAR-5"):
        return
    counted = [row for row in audit.indicators if row.id in VIOLENCE and row.value is not None]
    if counted:
        values: dict[str, object] = {"other": named(audit, second), "violence": named(audit, counted[0])}
        yield Problem(first, "value", values=values)


@rule(
    "GV-12",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    title=N_("How safe people feel, without a place or a second time"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "Ask by area, with the same words each time, and enter the earlier figure beside the new one. Until then, "
        "plan it for the next survey and accept this line with the date."
    ),
    why=N_(
        "How unsafe people feel differs from area to area. The change from one time to the next is the plainest "
        "test of what a city has done."
    ),
    how=N_(
        "Take the next survey or a set of safety walks, and add a local line for each area that matters. Keep "
        "wording, hour and method the same."
    ),
)
def feeling_measured_once(audit: Audit) -> Iterator[Problem]:
    main = [row for row in audit.indicators if row.id in PERCEPTION and row.value is not None]
    if not main:
        return
    rows = [*main, *(row for row in audit.indicators if _local_perception(row, audit.language))]
    lacking: dict[str, str] = {}
    if not any(map(_by_area, rows)) and any(map(_by_area, audit.indicators)):
        lacking["area"] = audit.words.t("it is measured for the whole city only")
    if all(row.get("earlier_value") is None for row in rows):
        lacking["earlier_value"] = audit.words.t("it is measured once only")
    if lacking:
        found = audit.words.listed(list(lacking.values()))
        yield Problem(main[0], next(iter(lacking)), values={"found": found})


def _by_area(row: Indicator) -> bool:
    """Whether a figure tells areas apart, or belongs to one."""
    return row.value is not None and (row.split_by == "area" or row.get("area") not in (None, WHOLE_CITY))


def _local_perception(row: Indicator, language: str) -> bool:
    """Whether a local figure of the first layer tells how safe people feel, by its label."""
    return row.id.startswith("IND-CX") and row.value is not None and mentions(row.label, "perception", language)


# Helpers -------------------------------------------------------------------------------------------------------------


def skipped(audit: Audit, care_id: str) -> bool:
    """Whether the do-no-harm sheet decides not to ask; that is a full answer."""
    care = audit.by_id.get(care_id)
    return isinstance(care, Care) and care.decision == "skip"


def _looked_at(row: Row) -> bool:
    """Whether a figure has a value, a named gap or a reason why it does not apply."""
    waived = isinstance(row, FixedRow) and row.waived
    return waived or any(row.get(column) is not None for column in ("value", "gap"))


def mentions(text: str | None, name: str, language: str) -> bool:
    """Whether a text holds a word of a list, in any language; in a language without a list, whether it holds anything.

    For rules that speak when a word is missing: people write in other languages than the workbook's.
    """
    if not text:
        return False
    every = framework.wordlist(name, "")
    return framework.wordlist(name, language) == every or bool(first_of(text, every))


@cache
def _any_of(name: str, language: str) -> str:
    return _pattern(framework.wordlist(name, language))


def _pattern(phrases: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(_one, sorted(phrases, key=len, reverse=True)))})"


def _one(phrase: str) -> str:
    """A phrase as whole words, its * as any ending; scripts that join words to others are looked for as they stand."""
    body = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return body if re.search("[\u0600-\u06ff\u3040-\u9fff]", phrase) else rf"(?<!\w){body}(?!\w)"

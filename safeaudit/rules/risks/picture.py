"""Rules on the picture of risks as a whole: where they come from, how they meet, whom they hit, and who said so."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import high_risks
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.wording import holds, quoted, said
from safeaudit.sheets.kinds import UNKNOWN
from safeaudit.sheets.set_up import Stakeholder
from safeaudit.sheets.understand import Risk
from safeaudit.words import N_

RESIDENTS = {"residents", "womens_organisation", "youth_organisation", "civil_society"}
RESIDENTS |= {"migrants_displaced", "minority_group"}
"""Stakeholders who live with the risks, or speak for those who do."""

WIDER_WORLD = "LVL-4"


@rule(
    "RK-02",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, The centrality of city planning"),
    asks=("RISKS.level", "RISKS.relevant"),
    title=N_("Only home-made risks"),
    message=N_("“{RISKS}”: none of the {count} risks under “{group}” is rated above “{risk_level.low}”."),
    remedy=N_("Go through them again with somebody from outside the city: flows, ideas, climate, money."),
    why=N_(
        "Most cities look inward only. Much of what makes a street unsafe comes from outside it, and cannot be met "
        "without knowing that."
    ),
    how=N_(
        "Ask a port, a bank, a hospital or a university what reaches the city from elsewhere. If you find no such "
        "risk, accept this warning and write how you looked."
    ),
)
def only_local_risks(audit: Audit) -> Iterator[Problem]:
    outside = [risk for risk in audit.risks if risk.id.startswith("RSK-E")]
    if any(_unfinished(risk) or _above_low(risk) for risk in outside):
        return
    if any(_above_low(risk) for risk in audit.risks):
        words = audit.words
        yield Problem(outside[0], "relevant", values={"count": len(outside), "group": words.group("risks", "external")})


def _above_low(risk: Risk) -> bool:
    return risk.relevant != "no" and risk.level not in (None, "low")


def _unfinished(risk: Risk) -> bool:
    """Whether the answer to this risk is still open, not known, or could not be read: what is not known is not low."""
    if risk.relevant in (None, UNKNOWN) or {"relevant", "likelihood", "impact"} & risk.rejected.keys():
        return True
    return risk.relevant == "yes" and risk.level is None


@rule(
    "RK-03",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Risk and Threat Identification"),
    asks=("RISKS.acts_with_1", "RISKS.relevant", "RISKS.score"),
    may=("RISKS.level",),
    title=N_("High risks that stand side by side"),
    message=N_("“{RISKS}”: {count} risks are high, and “{column}” is empty everywhere."),
    remedy=N_("For each high risk choose the one that makes it worse, or that it makes worse."),
    why=N_(
        "Risks pile up where they meet. A city turns fragile at the places where several of them feed each other, and "
        "there one good measure can also help against several."
    ),
    how=N_(
        "Take the two highest and ask: would one be smaller without the other? Begin with one tie for each high risk."
    ),
)
def risks_without_ties(audit: Audit) -> Iterator[Problem]:
    high = high_risks(audit)
    if len(high) < audit.edition.settings["many_high_risks"]:
        return
    if any(risk.get(column) is not None for risk in audit.risks for column in ("acts_with_1", "acts_with_2")):
        return
    yield Problem(high[0], "acts_with_1", values={"count": len(high)})


def rating(risk: Risk) -> tuple[str]:
    """Where a risk is rated: its score, or the level of one that is rated in words alone."""
    return ("score",) if risk.score is not None else ("level",)


def rated(audit: Audit, risk: Risk) -> str:
    """How a risk is rated, for a sentence."""
    if risk.score is None:
        return audit.words.t("it is rated “{level}”", level=audit.shown(risk, "level"))
    return audit.words.t("the score is {score}", score=audit.shown(risk, "score"))


@rule(
    "RK-04",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Risk and Threat Identification"),
    asks=("RISKS.confidence", "RISKS.evidence", "RISKS.relevant", "RISKS.score"),
    may=("RISKS.level",),
    title=N_("High rating without evidence"),
    message=N_("{row}: {rated}, and “{column}” says: {found}."),
    remedy=N_(
        "Choose what the rating rests on and name the source. If it rests on nothing yet, lower “{RISKS.confidence}”."
    ),
    why=N_(
        "The highest risks steer the whole strategy. If nothing stands behind a rating, money and people may go to the "
        "wrong place, and nobody can check it later."
    ),
    how=N_(
        "What residents tell is evidence too. A rating that is a first guess may stay, as long as the confidence says "
        "so."
    ),
)
def rating_without_evidence(audit: Audit) -> Iterator[Problem]:
    for risk in high_risks(audit):
        honest = risk.evidence == "none" and risk.confidence == "low"
        told = risk.evidence == "none" and risk.confidence == "high"  # by RK-10
        if risk.get("evidence") not in (None, "none") or honest or told:
            continue
        shown = audit.shown(risk, "evidence")
        yield Problem(
            risk,
            "evidence",
            quote=rating(risk),
            values={"rated": rated(audit, risk), "found": said(audit, shown)},
        )


@rule(
    "RK-05",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Risk and Threat Identification"),
    asks=("RISKS.area_1", "RISKS.group_1", "RISKS.relevant", "RISKS.score"),
    may=("RISKS.level",),
    title=N_("High risk that hits nobody in particular"),
    message=N_("{row}: {rated}, and {found}."),
    remedy=N_("Choose whom it hits hardest, and where. “{groups.everyone}” is an answer too."),
    why=N_(
        "Hardly any risk hits all people alike. Who is hit and where decides what helps, and those who are hit hardest "
        "are often the ones least heard."
    ),
    how=N_(
        "Ask the people concerned, not only those who serve them. One group and one area are enough; leave the area "
        "empty if the whole city is affected."
    ),
)
def nobody_hit(audit: Audit) -> Iterator[Problem]:
    for risk in high_risks(audit):
        if any(risk.get(column) is not None for column in ("group_1", "group_2", "group_3")):
            continue
        place = any(risk.get(column) is not None for column in ("area_1", "area_2"))
        words = audit.words
        yield Problem(
            risk,
            "group_1",
            quote=rating(risk),
            values={
                "rated": rated(audit, risk),
                "found": words.t("no group is named") if place else words.t("neither a group nor an area is named"),
            },
        )


@rule(
    "RK-06",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, Risk and Threat Identification"),
    asks=("RISKS.duration", "RISKS.relevant", "RISKS.score"),
    may=("RISKS.level",),
    title=N_("High risk: shock or long strain not said"),
    message=N_("{row}: {rated}, and “{column}” is empty."),
    remedy=N_("Choose “{shock_or_stress.shock}” or “{shock_or_stress.stress}”."),
    why=N_(
        "A sudden shock asks for plans and reserves, a slow strain for steady work on its causes. Mixed up, the city "
        "prepares for the wrong one."
    ),
    how=N_(
        "Ask: could this change within a few weeks, or has it grown over years? If it is both, choose what weighs more."
    ),
)
def shock_or_strain(audit: Audit) -> Iterator[Problem]:
    for risk in high_risks(audit):
        if risk.get("duration") is None:
            yield Problem(risk, "duration", quote=rating(risk), values={"rated": rated(audit, risk)})


@rule(
    "RK-07",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, Risk and Threat Identification"),
    asks=("FLOWS.present", "PROFILE.size_class", "RISK_LEVELS.matters"),
    title=N_("Smaller city that leaves out the outside world"),
    message=N_("{what}, and the city is “{size}”."),
    remedy=N_("Look at this part once more before you leave it out. One or two lines are enough to begin with."),
    why=N_(
        "It is not the giants that are most at risk. Research found more fragile cities among small and middle-sized "
        "ones, many of them on routes that others use."
    ),
    how=N_(
        "Ask what passes through on its way elsewhere: a road, a small port, a border market, a bus line. If there "
        "really is nothing, keep your reason; this is advice only."
    ),
)
def outside_left_out(audit: Audit) -> Iterator[Problem]:
    if audit.profile.size_class not in ("small", "medium"):
        return
    words, size = audit.words, audit.shown(audit.profile, "size_class")
    flows = [flow for flow in audit.flows if not flow.is_local]
    if all(flow.get("present") == "no" for flow in flows):
        tab, no = words.tab("FLOWS"), words.code("yes_no_unknown", "no")
        what = words.t("“{sheet}”: all {count} kinds of flow are answered “{no}”", sheet=tab, count=len(flows), no=no)
        yield Problem(flows[0], "present", values={"what": what, "size": size})
    for level in audit.risk_levels:
        if level.id == WIDER_WORLD and (level.matters == "no" or (level.waived and level.matters is None)):
            column = "matters" if level.matters == "no" else "does_not_apply"
            label, answer = words.column("RISK_LEVELS", column), quoted(audit.shown(level, column))
            what = words.t("{row}: “{column}” says {answer}", row=named(audit, level), column=label, answer=answer)
            yield Problem(level, column, values={"what": what, "size": size})


@rule(
    "RK-08",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Risk and Threat Identification"),
    asks=("RISKS.raised_by_residents", "RISKS.score", "TEAM.level", "TEAM.role", "TEAM.speaks_for", "TEAM.stakeholder"),
    title=N_("Risks set without those who live with them"),
    message=N_("“{RISKS}” is filled, but “{TEAM}” shows no residents or affected group under “{team_role.consulted}”."),
    remedy=N_("Hear at least one such group before the ratings are final, and enter it on “{TEAM}”."),
    why=N_(
        "People who live with a risk know where and when it hurts. Without them, risks that hit certain groups are "
        "missed, and the ratings show the view from the office."
    ),
    how=N_(
        "A meeting with a women’s, youth or migrants’ organisation, or one safety walk, is a start. If you have heard "
        "them already, add the line and record their consent."
    ),
)
def residents_not_heard(audit: Audit) -> Iterator[Problem]:
    rated = [risk for risk in audit.risks if risk.score is not None]
    if not rated or not audit.team or any(_heard(row) for row in audit.team):
        return
    yield Problem(rated[0], "raised_by_residents")


def _heard(row: Stakeholder) -> bool:
    """Whether this line shows, or may come to show, that people who live with the risks were heard."""
    speaks = row.stakeholder in RESIDENTS or row.level == "community" or row.speaks_for not in (None, "nobody")
    unclear = bool({"role", "stakeholder"} & row.rejected.keys())
    return unclear or (speaks and row.role in (None, "consulted"))


@rule(
    "RK-09",
    Severity.WARNING,
    basis="S",
    section=N_("Executive Summary, Risk factors associated with crime"),
    asks=("RISKS.explanation", "RISKS.relevant"),
    title=N_("Lack of means given as the only cause"),
    message=N_("{row}: {quote} names lack of means and nothing else."),
    remedy=N_("Add what else lies behind it: who is left out, how the place is governed, what pulls from outside."),
    why=N_(
        "Lack of money does not explain insecurity. There are unsafe cities with money and safe ones without; what "
        "counts is how local weakness meets pressure from outside."
    ),
    how=N_(
        "Keep the sentence and ask: if the money came tomorrow, would the problem go? What would be left is the rest "
        "of the explanation."
    ),
)
def only_lack_of_means(audit: Audit) -> Iterator[Problem]:
    for risk in audit.risks:
        text = risk.explanation
        if risk.relevant == "no" or text is None or len(text) > audit.edition.settings["short_explanation"]:
            continue
        if holds(audit, "lack_of_means", text) and not holds(audit, "wider_causes", text):
            yield Problem(risk, "explanation", values={"quote": quoted(text)})

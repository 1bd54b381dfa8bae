"""Rules on how figures are used: with people in them, tied to causes, and never as more than they are."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.figures import OTHER_FORMS, given, move
from safeaudit.rules.wording import says_nothing
from safeaudit.sheets.verdicts import moved
from safeaudit.words import N_

DOMAINS = ("RSK-S", "RSK-G", "RSK-E1", "RSK-E6")
"""Where risks that are economic, social or political begin: two groups, urbanisation and financial crisis."""


@rule(
    "DA-08",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, The South African Cities Network indicators project"),
    asks=("PROFILE.overall_score", "PROFILE.overall_score_reason"),
    title=N_("One overall score without a reason"),
    message=N_("“{PROFILE.overall_score}” says “{yes_no.yes}”, and “{column}” gives no reason."),
    remedy=N_(
        "Choose “{yes_no.no}” and use the profile of all figures, or write why you need the score and how its parts "
        "are shown."
    ),
    why=N_(
        "One number for a whole city hides more than it shows: a good school and a ruled street do not add up. "
        "Readers will compare cities by it, although their figures are not made alike."
    ),
    how=N_(
        "Leave the score out unless somebody must have it. If so, say who asked for it, and print the parts beside it."
    ),
)
def overall_score(audit: Audit) -> Iterator[Problem]:
    profile = audit.profile
    if profile.overall_score != "yes" or "overall_score_reason" in profile.rejected:
        return
    if says_nothing(audit, profile.overall_score_reason):
        yield Problem(profile, "overall_score_reason")


@rule(
    "DA-09",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Understanding what to measure"),
    asks=("INDICATORS.residents", "INDICATORS.value"),
    may=OTHER_FORMS,
    title=N_("Figure without the people behind it"),
    message=N_("{row}: there is a figure ({found}), and “{column}” is empty."),
    remedy=N_(
        "Write in a sentence or two what residents say this means in their daily life, with their consent and without "
        "names."
    ),
    why=N_(
        "A number alone does not say what life is like, and it can brand a place. What people who live with it say "
        "gives it meaning, and sometimes shows that it misleads."
    ),
    how=N_(
        "Use what you heard in hearings, walks and workshops. If nobody has been asked about this yet, say so: that is "
        "an answer, and a task."
    ),
)
def figure_without_people(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if row.has_figure and row.get("residents") is None and not row.waived:
            yield Problem(row, "residents", values={"found": given(audit, row)})


@rule(
    "DA-10",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Understanding what to measure"),
    asks=("INDICATORS.change", "INDICATORS.earlier_value", "INDICATORS.real_change", "INDICATORS.value"),
    may=(
        "INDICATORS.better",
        "INDICATORS.earlier_range",
        "INDICATORS.earlier_sample",
        "INDICATORS.figure_kind",
        "INDICATORS.sample",
        "INDICATORS.unit",
        "INDICATORS.value_range",
        "INDICATORS.year",
    ),
    title=N_("Progress that only the figure shows"),
    message=N_("{row}: the figure got better, {move}, and “{column}” is empty."),
    remedy=N_(
        "Write what changed for people in streets, homes or schools. If nothing did, or nobody knows, write that: then "
        "it is a change in the figure only."
    ),
    why=N_(
        "A figure can get better while life does not: less is reported, a truce holds, a definition changed. Progress "
        "is what residents notice around them."
    ),
    how=N_(
        "Ask two or three people who live or work there what is different from before. Put down what they name, and "
        "what else could explain the change."
    ),
)
def progress_on_paper(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        better = moved(row, audit.edition.settings) == "better"
        if better and row.get("real_change") is None and not row.waived:
            yield Problem(row, "real_change", values={"move": move(audit, row)})


@rule(
    "DA-13",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("FLOWS.present", "FLOWS.risk_1", "INDICATORS.behind", "INDICATORS.value", "RISKS"),
    may=OTHER_FORMS,
    title=N_("Crime figures tied to nothing behind them"),
    message=N_(
        "“{INDICATORS}”: none of the {count} figures under “{layer}” is tied to an economic, social or political risk."
    ),
    remedy=N_(
        "Choose such a risk under “{column}” for at least one of them, or on “{FLOWS}” for a flow that feeds crime "
        "here."
    ),
    why=N_(
        "Crime figures by themselves say that something is wrong, not why. Tied to income, schooling, families, trust "
        "or corruption they show where a city can act."
    ),
    how=N_(
        "Ask of your most worrying figure: which of our risks helps to explain it? A tie is a reading and no proof; "
        "one good tie is worth more than many."
    ),
)
def crime_without_causes(audit: Audit) -> Iterator[Problem]:
    crime = [row for row in audit.indicators if row.id.startswith("IND-C") and row.has_figure]
    if len(crime) < audit.edition.settings["few_figures"] or not any(risk.filled for risk in audit.risks):
        return
    ties = [row.get("behind") for row in crime]
    flows = [flow for flow in audit.flows if flow.present != "no"]
    ties += [flow.get(column) for flow in flows for column in ("risk_1", "risk_2", "risk_3")]
    if any(tie is not None and not _is_narrow(tie) for tie in ties):
        return
    words = audit.words
    yield Problem(crime[0], "behind", values={"count": len(crime), "layer": words.group("indicators", "crime")})


def _is_narrow(tie: str) -> bool:
    """Whether a tie leads to a risk of none of the three domains; one that could not be read gets the benefit of doubt."""
    return tie.startswith("RSK-") and not tie.startswith(DOMAINS)

"""Rules on money for enforcement: its share of what the city spends on safety."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.words import N_


@rule(
    "EN-11",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, 2. Enforcement"),
    asks=("ENFORCEMENT.budget_share",),
    title=N_("Budget that leans on enforcement"),
    message=N_("“{column}” says {share}. Above {setting.enforcement_share} % the city leans on enforcement."),
    remedy=N_(
        "Say in the plan which lasting money goes to “{component.regulation}”, “{component.engagement}” and "
        "“{component.resilience}”, or accept this with the reason why it is right here."
    ),
    why=N_(
        "Enforcement is needed and is no cure by itself. Where it takes most of the money, little is left for the causes, "
        "whatever the plan says."
    ),
    how=N_(
        "Count what the city itself spends on safety: wardens and cameras on one side; light, mediation, youth work and "
        "permits on the other. A rough share is enough."
    ),
)
def budget_leans_on_enforcement(audit: Audit) -> Iterator[Problem]:
    record = audit.enforcement
    share = record.budget_share
    if share is not None and share > audit.edition.settings["enforcement_share"]:
        yield Problem(record, "budget_share", values={"share": audit.words.percent(share)})

"""Rules on the flows: whether each kind was looked at, and what its size rests on."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.words import N_


@rule(
    "FL-01",
    Severity.ERROR,
    basis="I",
    section=N_("Part II, 1. Identifying flows that impact upon city insecurity"),
    title=N_("Kind of flow without an answer"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_("Choose “{yes}”, “{no}” or “{unknown}”."),
    why=N_(
        "Much insecurity in a city is fed by what moves through it, and cities seldom look at all kinds of flow. "
        "The framework names seven that were found again and again."
    ),
    how=N_("Answer for each of the seven kinds, one by one. “Not known” is a fair answer; an empty cell is none."),
)
def flow_without_answer(audit: Audit) -> Iterator[Problem]:
    if not any(row.filled for row in audit.flows):
        return
    options = audit.words.options("yes_no_unknown")
    values: dict[str, object] = {"column": audit.words.column("FLOWS", "present"), **options}
    for row in audit.flows:
        if not row.is_local and row.get("present") is None:
            yield Problem(row, "present", values=dict(values))


@rule(
    "FL-02",
    Severity.ERROR,
    basis="S",
    section=N_("Part II, Flows and price"),
    title=N_("Size of a flow taken from seizures alone"),
    message=N_("{row}: “{column}” says “{scale}”, and this rests on “{basis}”."),
    remedy=N_(
        "Choose “{unknown}” for the size. Or rest it on something else, such as prices, a survey or what "
        "residents tell."
    ),
    why=N_(
        "Seizures show how hard somebody looked, not how much moves. Few seizures may mean a small flow, or one "
        "that is well protected."
    ),
    how=N_(
        "Ask what local prices did: dearer points to scarce goods, cheaper to plenty. Without such figures leave "
        "the size as not known and describe the effect on safety instead; the effect matters more than the size."
    ),
)
def size_from_seizures(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        if row.scale in ("low", "medium", "high") and row.scale_basis == "seizures":
            values: dict[str, object] = {
                "column": audit.words.column("FLOWS", "scale"),
                "scale": audit.shown(row, "scale"),
                "basis": audit.shown(row, "scale_basis"),
                "unknown": audit.words.code("flow_scale", "unknown"),
            }
            yield Problem(row, "scale", values=values)

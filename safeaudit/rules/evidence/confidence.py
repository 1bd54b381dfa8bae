"""Rules on confidence: no judgement is surer than what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.sheets import Row
from safeaudit.sheets.grading import STEPS
from safeaudit.words import N_

MEASURE = N_("Part II, Understanding what to measure")


@rule(
    "DA-19",
    Severity.WARNING,
    basis="I",
    section=MEASURE,
    asks=(),
    may=(
        "RISKS.confidence_grade",
        "FLOWS.confidence_grade",
        "MARKETS.confidence_grade",
        "ACTORS.confidence_grade",
        "SYSTEM_MAP.confidence_grade",
        "RESILIENCE.confidence_grade",
        "REGULATION.confidence_grade",
        "PRINCIPLES.confidence_grade",
        "PROBLEMS.confidence_grade",
    ),
    title=N_("Surer than the evidence allows"),
    message=N_("{row}: “{column}” says “{answer}”, but what it rests on allows “{grade}” at most: {basis}, {source}."),
    remedy=N_(
        "Choose “{grade}” under “{column}”. If there is better evidence, name it: choose the kind of evidence and its source, "
        "and on “{SOURCES}” say how the source was made."
    ),
    why=N_(
        "Readers decide by how sure the audit says it is. A judgement without evidence behind it may be right, but nobody can "
        "check it, and the next audit cannot repeat it."
    ),
    how=N_(
        "Ask who outside the room would agree, and what you could show them. Low confidence is no weakness of the audit: it says "
        "where to look next."
    ),
)
def surer_than_evidence(audit: Audit) -> Iterator[Problem]:
    words, apart = audit.words, audit.edition.settings["confidence_steps"]
    for sheet_id, cls in audit.edition.sheets.items():
        if "confidence_grade" not in cls.columns:
            continue
        basis = next(column for column in ("evidence_kind", "scale_basis", "evidence") if column in cls.columns)
        for row in audit.lines(sheet_id):
            said, grade = row.get("confidence"), row.get("confidence_grade")
            if grade is None and row.get(basis) is None and not row.columns[basis].required:
                grade = STEPS[0]  # where it is needed, the blank itself is told
            if said not in STEPS or grade is None or row.waived:
                continue
            if STEPS.index(said) - STEPS.index(grade) < apart:
                continue
            named = next(
                (row.get(each) for each in ("source", "source_1", "source_2") if each in cls.columns and row.get(each)),
                None,
            )
            yield Problem(
                row,
                "confidence",
                values={
                    "grade": words.code("grade", grade),
                    "basis": _basis(audit, row, basis),
                    "source": _source(audit, audit.by_id.get(named or "")),
                },
            )


def _basis(audit: Audit, row: Row, column: str) -> str:
    """What a line says of its evidence."""
    label, said = audit.words.column(row.sheet_id, column), audit.shown(row, column)
    if not said:
        return audit.words.t("“{column}” is empty", column=label)
    return audit.words.t("“{column}” says “{said}”", column=label, said=said)


def _source(audit: Audit, source: Row | None) -> str:
    """What the source of a line allows."""
    if source is None:
        return audit.words.t("no source is named")
    level = audit.shown(source, "grade")
    if not level:
        return audit.words.t("and {source} does not say yet how it was made", source=source.id)
    return audit.words.t("and the grade of {source} is “{level}”", source=source.id, level=level)


@rule(
    "DA-18",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Flows and price"),
    asks=("FLOWS.scale_basis", "FLOWS.present", "PRICES.flow", "PRICES.price"),
    title=N_("Size that rests on prices nobody noted"),
    message=N_("{row}: “{column}” says “{scale_basis}”, and “{PRICES}” holds no price of this flow."),
    remedy=N_("Enter the prices on “{PRICES}”, each with its month, or choose what the size really rests on."),
    why=N_(
        "A price says something only beside other prices of the same goods. Prices that are not written down cannot be checked, "
        "nor compared at the next audit."
    ),
    how=N_(
        "Three prices of the same goods over some months are a beginning. Ask those who know the market, not those who sell."
    ),
)
def prices_nobody_noted(audit: Audit) -> Iterator[Problem]:
    if any("flow" in price.rejected or "price" in price.rejected for price in audit.prices):
        return
    priced = {price.flow for price in audit.prices if price.price is not None}
    for flow in audit.flows:
        if flow.present == "yes" and flow.scale_basis == "prices" and flow.id not in priced:
            yield Problem(flow, "scale_basis", quote=("scale_basis",))

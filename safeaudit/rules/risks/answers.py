"""Rules on the risk factors, and which of them are the main ones."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.sheets.understand import Risk
from safeaudit.words import N_

NEEDED = {"yes": ("likelihood", "impact"), "no": ("explanation",)}
"""What a risk needs beside the answer to “Relevant here”; “Not known” needs nothing more."""


@rule(
    "RK-01",
    Severity.ERROR,
    basis="I",
    section=N_("Part II, Risk and Threat Identification"),
    asks=("RISKS.explanation", "RISKS.impact", "RISKS.likelihood", "RISKS.relevant"),
    title=N_("Risk factor without an answer"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "Fill it in. If the risk has no meaning here, answer “{yes_no_unknown.no}” and say why; if you cannot tell, "
        "choose “{yes_no_unknown.unknown}”."
    ),
    why=N_(
        "The risk factors of the framework are the common ground of every audit. One that is passed over in "
        "silence cannot be told from one that was looked at and found harmless."
    ),
    how=N_(
        "Say for each risk whether it matters here. If it does, rate how likely and how bad it is; if it does "
        "not, say why in a sentence. “Not known” is an honest answer."
    ),
)
def risk_without_answer(audit: Audit) -> Iterator[Problem]:
    rows = [row for row in audit.risks if not row.is_local]
    if not any(row.filled for row in audit.risks):
        return
    for row in rows:
        for column in _empty(row):
            found = _found(audit, row, column)
            yield Problem(row, column, values={"found": found})


def _empty(row: Risk) -> list[str]:
    """The columns that keep this risk from being answered."""
    if row.get("relevant") is None:
        return ["relevant"]
    return [column for column in NEEDED.get(row.relevant or "", ()) if row.get(column) is None]


def _found(audit: Audit, row: Risk, column: str) -> str:
    label = audit.words.column("RISKS", column)
    if column == "relevant":
        return audit.words.t("“{column}” is empty", column=label)
    return audit.words.t(
        "“{relevant}” says “{answer}”, but “{column}” is empty",
        relevant=audit.words.column("RISKS", "relevant"),
        answer=audit.shown(row, "relevant"),
        column=label,
    )

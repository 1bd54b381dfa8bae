"""Rules on the risk factors, and which of them are the main ones."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.sheets.understand import Risk
from safeaudit.words import N_

NEEDED = {"yes": ("likelihood", "impact"), "no": ("explanation",)}
"""What a risk needs beside the answer to “Relevant here”; “Not known” needs nothing more."""


def top_risks(audit: Audit) -> list[Risk]:
    """The [top_risks] highest scores of at least [high_risk]; workbook order decides between equals."""
    settings = framework.settings()
    high = [risk for risk in audit.risks if risk.relevant != "no" and (risk.score or 0) >= settings["high_risk"]]
    return sorted(high, key=lambda risk: -(risk.score or 0))[: int(settings["top_risks"])]


@rule(
    "RK-01",
    Severity.ERROR,
    basis="I",
    section=N_("Part II, Risk and Threat Identification"),
    title=N_("Risk factor without an answer"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "Fill it in. If the risk has no meaning here, answer “{no}” and say why; if you cannot tell, choose "
        "“{unknown}”."
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
    options = audit.words.options("yes_no_unknown")
    for row in rows:
        for column in _empty(row):
            found = _found(audit, row, column)
            yield Problem(row, column, values={"found": found, "no": options["no"], "unknown": options["unknown"]})


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

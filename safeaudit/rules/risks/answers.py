"""Rules on the risk factors, and which of them are the main ones."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.wording import quoted
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
    may=("RISKS.matters",),
    in_work=Severity.WARNING,
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
        "Say for each risk whether it matters here. If it does, rate it: in words, or by how likely and how bad it is; if it "
        "does not, say why in a sentence. “Not known” is an honest answer."
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
    """The columns that keep this risk from being answered; a rating in words answers for both halves of a score."""
    if row.relevant != "no" and row.get("matters") is not None and not _begun(row):
        return []
    if row.get("relevant") is None:
        return ["relevant"]
    return [column for column in NEEDED.get(row.relevant or "", ()) if row.get(column) is None]


def _begun(row: Risk) -> bool:
    """Whether one half of a score is there: then the other one is needed."""
    return any(row.get(half) is not None for half in NEEDED["yes"])


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


@rule(
    "RK-10",
    Severity.ERROR,
    basis="I",
    section=N_("Part II, Understanding what to measure"),
    asks=("RISKS.confidence", "RISKS.evidence", "RISKS.relevant"),
    title=N_("High confidence that rests on nothing yet"),
    message=N_("{row}: “{column}” says “{confidence}”, and “{RISKS.evidence}” says “{evidence}”."),
    remedy=N_(
        "Choose “{high_medium_low.low}” under “{column}” until something stands behind the rating, or choose what it "
        "rests on."
    ),
    why=N_(
        "Confidence tells the reader how far to trust a rating. High confidence without evidence turns a guess into a fact, "
        "and nobody can tell it from one that was checked."
    ),
    how=N_("A first guess with low confidence is a fair answer. What residents tell is evidence, too."),
)
def confidence_without_evidence(audit: Audit) -> Iterator[Problem]:
    for risk in audit.risks:
        if risk.relevant != "no" and risk.evidence == "none" and risk.confidence == "high":
            yield Problem(risk, "confidence", quote=("confidence", "evidence"))


@rule(
    "RK-11",
    Severity.ERROR,
    basis="I",
    section=N_("Part II, Risk and Threat Identification"),
    asks=("RISKS.relevant",),
    title=N_("Audit without one risk"),
    message=N_("“{RISKS}”: {found}."),
    remedy=N_(
        "Go through the risk factors with people who know the city, and answer each. “{yes_no_unknown.unknown}” is an "
        "honest answer; one sentence for all of them is none."
    ),
    why=N_(
        "A safety audit begins with what can harm people. If no risk is looked at, nothing that follows has a ground to "
        "stand on."
    ),
    how=N_("Ask residents of two areas what they fear and what happened to them, and begin with these lines."),
)
def no_risk_at_all(audit: Audit) -> Iterator[Problem]:
    printed = [risk for risk in audit.risks if not risk.is_local]
    reason = audit.reasons.get("RISKS")
    if reason and not any(risk.filled for risk in audit.risks):
        found = audit.words.t("it is left empty for a reason, {reason}", reason=quoted(reason))
    elif printed and all(risk.relevant == "no" for risk in audit.risks):
        no = audit.words.code("yes_no_unknown", "no")
        found = audit.words.t("all {count} risk factors are answered “{no}”", count=len(printed), no=no)
    else:
        return
    yield Problem(sheet_id="RISKS", column="relevant", values={"found": found})

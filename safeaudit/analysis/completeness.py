"""How complete the audit is and what weakens it: the five questions, the method's lists, limits (framework Part II, Data availability)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis import flows
from safeaudit.analysis.evidence import is_old
from safeaudit.analysis.table import Line, Table
from safeaudit.audit import Progress
from safeaudit.sheets import Row

if TYPE_CHECKING:
    from safeaudit.audit import Audit


STRENGTH = {
    "official_statistics": "high",
    "survey": "high",
    "testimony": "medium",
    "expert": "medium",
    "media": "low",
    "none": "low",
}
"""The confidence an evidence code counts as, for lines that carry evidence and no confidence of their own."""


@dataclass(frozen=True, slots=True)
class QuestionLine(Line):
    """A guiding question: see `questions`."""

    row_id: str
    answered: bool
    confidence: str | None
    high: int
    medium: int
    low: int
    row_ids: list[str]


def questions(audit: Audit) -> Table[QuestionLine]:
    """The five guiding questions in order (L07): `answered`, the lines that bear the answer (`row_ids`), `confidence`.

    QUE-1 rests on the highest rated risks (setting `top_risks`), 2 on flows present, 3 on actors, 4 on map rows, 5 on areas,
    map rows with a resilience factor, and levers. `high`, `medium`, `low` count the confidence of those lines (3: of the
    flows and markets of these actors; 4 and 5: from their evidence). `confidence` is the lower median, None of nothing.
    """
    bearing = dict(zip([item.id for item in framework.rows("questions").items()], _bearing(audit), strict=True))
    rows = []
    for row in audit.questions:
        row_ids, votes = bearing[row.id]
        tally = {code: votes.count(code) for code in ("high", "medium", "low")}
        rows.append(QuestionLine(row.id, row.response is not None, _median(tally), **tally, row_ids=row_ids))
    return Table(QuestionLine, rows)


def _bearing(audit: Audit) -> Iterator[tuple[list[str], list[str | None]]]:
    """For each question, the lines it rests on and the confidence of each."""
    from safeaudit.analysis import risks

    top = risks.rated(audit)[: int(audit.edition.settings["top_risks"])]
    yield [risk.id for risk in top], [risk.confidence for risk in top]
    here = flows.present(audit)
    yield [flow.id for flow in here], [flow.confidence for flow in here]
    moved = {flow for actor in audit.actors for flow in actor.flows}
    of_flows: list[str | None] = [flow.confidence for flow in here if flow.id in moved]
    yield (
        [actor.id for actor in audit.actors],
        of_flows + [row.confidence for row in audit.markets if row.flow in moved],
    )
    yield [row.id for row in audit.map_rows], [STRENGTH.get(row.evidence or "") for row in audit.map_rows]
    strong = [row for row in audit.map_rows if row.resilience]
    ids = [row.id for row in audit.resilience] + [row.id for row in strong] + [lever.id for lever in audit.levers]
    yield ids, [STRENGTH.get(row.evidence or "") for row in strong]


def _median(votes: dict[str, int]) -> str | None:
    """The lower median of low < medium < high."""
    total, passed = sum(votes.values()), 0
    for code in ("low", "medium", "high"):
        passed += votes[code]
        if passed and passed * 2 >= total:
            return code
    return None


SCOPE = {
    "L06": ("IND-S12", "IND-S13", "IND-S14", "IND-S15"),
    "L14": ("IND-C10", "IND-C11", "IND-C12"),
    "L20": ("PLN-",),
    "L21": ("GOV-",),
    "L22": ("HOU-",),
    "L28": ("COM-",),
    "L32": ("PRN-", "PRE-"),
}
"""Lists that are only some of the rows of their sheet, by the beginning of the row IDs."""


Progresses = dict[str, tuple[Progress, bool]]
"""For each sheet: required answers given and needed, and whether it is waived."""


def progress(audit: Audit) -> Progresses:
    """The completeness of every sheet, worked out once for `sheets`, `coverage` and `limits`."""
    return {sheet_id: (audit.progress(sheet_id), audit.waived(sheet_id)) for sheet_id in audit.edition.sheets}


@dataclass(frozen=True, slots=True)
class SheetLine(Line):
    """How complete a sheet is: see `sheets`."""

    sheet: str
    used: int
    answered: int
    expected: int
    missing: int
    share: float
    waived: bool
    reason: str | None


def sheets(audit: Audit, progresses: Progresses) -> Table[SheetLine]:
    """Completeness of each sheet: required answers given and needed, `share` 0–1, `missing`, `waived` by a reason or CARE."""
    rows = []
    for sheet_id, (progress, waived) in progresses.items():
        rows.append(
            SheetLine(
                sheet=sheet_id,
                used=sum(row.used for row in audit.sheets[sheet_id]),
                answered=progress.answered,
                expected=progress.expected,
                missing=progress.expected - progress.answered,
                share=progress.share,
                waived=waived,
                reason=audit.reasons.get(sheet_id),
            )
        )
    return Table(SheetLine, rows)


@dataclass(frozen=True, slots=True)
class CoverageLine(Line):
    """A list of the method: see `coverage`."""

    key: str
    state: str
    answered: int
    expected: int
    sheets: list[str]
    reasons: list[str]


def coverage(audit: Audit, progresses: Progresses) -> Table[CoverageLine]:
    """Every list of the method that the edition asks (L01–L32 in the full one): `state` answered, partly, does_not_apply (with `reasons` given) or missing.

    `answered` of `expected` required answers on its sheets, or on those of their rows that belong to the list.
    """
    return Table(
        CoverageLine,
        (_covered(audit, key, sheet_ids, progresses) for key, sheet_ids in audit.edition.lists().items()),
    )


def _covered(audit: Audit, key: str, sheet_ids: tuple[str, ...], progresses: Progresses) -> CoverageLine:
    parts = [_part(audit, sheet_id, SCOPE.get(key), progresses[sheet_id]) for sheet_id in sheet_ids]
    answered, expected = sum(part[0] for part in parts), sum(part[1] for part in parts)
    reasons = [reason for part in parts for reason in part[3]]
    asked = [part for part in parts if part[1]]
    if asked and all(part[2] for part in asked):
        state = "does_not_apply"
    elif not answered:
        state = "missing"
    else:
        state = "answered" if answered >= expected else "partly"
    return CoverageLine(
        key=key,
        state=state,
        answered=answered,
        expected=expected,
        sheets=list(sheet_ids),
        reasons=list(dict.fromkeys(reasons)),
    )


def _part(
    audit: Audit, sheet_id: str, scope: tuple[str, ...] | None, whole: tuple[Progress, bool]
) -> tuple[int, int, bool, list[str]]:
    """(answered, expected, wholly waived, reasons) of a sheet, or of the rows whose IDs begin with one of `scope`."""
    progress, waived = whole
    if waived:
        return 1, 1, True, [reason] if (reason := audit.reasons.get(sheet_id)) else []
    rows = [row for row in audit.sheets[sheet_id] if scope is None or row.id.startswith(scope)]
    kept = audit.carried.needs if audit.carried else {row.id for row in rows if row.used}
    needs = [audit.needs(row) for row in rows if row.id in kept]
    reasons = [row.get("does_not_apply") for row in rows if row.used and row.waived]
    wholly = bool(needs) and all(waived for _, _, waived in needs)
    if scope is None:
        return progress.answered, progress.expected, wholly, reasons
    return sum(answered for answered, _, _ in needs), sum(expected for _, expected, _ in needs), wholly, reasons


@dataclass(frozen=True, slots=True)
class LimitLine(Line):
    """What weakens the audit: see `limits`."""

    limit: str
    sheet: str
    row_id: str | None
    column: str | None
    count: int


def limits(audit: Audit, progresses: Progresses) -> Table[LimitLine]:
    """What weakens this audit, one line a cell or sheet; `count` is more than 1 only for required_missing.

    low_confidence (RISKS, FLOWS, MARKETS) · weak_evidence (none yet, or media only) · seizures_only · low_quality (a source in
    use) · not_shared · old_figure · old_source · required_missing (`row_id` None, whole sheet).
    """
    return Table(LimitLine, _limits(audit, progresses))


def _limits(audit: Audit, progresses: Progresses) -> Iterator[LimitLine]:
    def limit(name: str, row: Row, column: str) -> LimitLine:
        return LimitLine(limit=name, sheet=row.sheet_id, row_id=row.id, column=column, count=1)

    judged = [row for row in audit.risks if row.relevant == "yes"]
    here = flows.present(audit)
    confident: list[tuple[Row, str | None]] = [(row, row.confidence) for row in judged]
    confident += [(row, row.confidence) for row in here]
    confident += [(row, row.confidence) for row in audit.markets]
    yield from (limit("low_confidence", row, "confidence") for row, confidence in confident if confidence == "low")
    evidenced: list[tuple[Row, str | None]] = [(row, row.evidence) for row in judged]
    evidenced += [(row, row.evidence) for row in audit.markets]
    evidenced += [(row, row.evidence) for row in audit.map_rows]
    yield from (limit("weak_evidence", row, "evidence") for row, evidence in evidenced if evidence in ("none", "media"))
    yield from (limit("seizures_only", row, "scale_basis") for row in here if row.scale_basis == "seizures")
    for source in audit.sources:
        if source.quality == "low":
            yield limit("low_quality", source, "quality")
        if source.shared == "no":
            yield limit("not_shared", source, "shared")
        if is_old(audit, source.latest_year):
            yield limit("old_source", source, "latest_year")
    yield from (limit("old_figure", row, "year") for row in audit.indicators if is_old(audit, row.year))
    for sheet_id, (progress, _) in progresses.items():
        if missing := progress.expected - progress.answered:
            yield LimitLine(limit="required_missing", sheet=sheet_id, row_id=None, column=None, count=missing)

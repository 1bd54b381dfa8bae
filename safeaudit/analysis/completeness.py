"""How complete the audit is and what weakens it: the five questions, the method's lists, limits (framework Part II, Data availability)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.evidence import is_old
from safeaudit.analysis.table import Line, Table
from safeaudit.audit import Progress
from safeaudit.coverage import coverage as coverage_of
from safeaudit.coverage import list_coverage
from safeaudit.definitions import highest_risks, main_risks, present
from safeaudit.shares import ListShares, Shares
from safeaudit.sheets import Row
from safeaudit.sheets.grading import sure

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

    QUE-1 rests on the main risks (the highest where none is high), 2 on flows present, 3 on actors, 4 on map rows, 5 on areas,
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
    top = main_risks(audit) or highest_risks(audit)
    yield [risk.id for risk in top], [sure(risk) for risk in top]
    here = present(audit)
    yield [flow.id for flow in here], [sure(flow) for flow in here]
    moved = {flow for actor in audit.actors for flow in actor.flows}
    of_flows: list[str | None] = [sure(flow) for flow in here if flow.id in moved]
    yield (
        [actor.id for actor in audit.actors],
        of_flows + [sure(row) for row in audit.markets if row.flow in moved],
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
    known: int
    not_known: int
    left_out: int
    asked: int
    waived: bool
    reason: str | None


def sheets(audit: Audit, progresses: Progresses) -> Table[SheetLine]:
    """Completeness of each sheet: required answers given and needed, `share` 0–1, `missing`, `waived` by a reason or CARE.

    Of `asked` answers, as many as the edition asks, these are `known`, `not_known`, and `left_out` for a reason.
    """
    rows = []
    shares = coverage_of(audit).sheets
    for sheet_id, (progress, waived) in progresses.items():
        rows.append(
            SheetLine(
                sheet=sheet_id,
                used=sum(row.used for row in audit.sheets[sheet_id]),
                answered=progress.answered,
                expected=progress.expected,
                missing=progress.expected - progress.answered,
                share=progress.share,
                known=shares[sheet_id].known,
                not_known=shares[sheet_id].not_known,
                left_out=shares[sheet_id].waived,
                asked=shares[sheet_id].asked,
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
    known: int
    not_known: int
    waived: int
    sheets: list[str]
    untouched: list[str]
    reasons: list[str]


def coverage(audit: Audit) -> Table[CoverageLine]:
    """Every list of the method that the edition asks (L01–L32 in the full one), from the cells of each of its items.

    `state`: answered, not_known (all answers say so), partly, does_not_apply (with the `reasons` given) or missing · of
    `expected` cells, as many as the edition asks, `answered` hold an answer: `known`, `not_known` or `waived` with a reason ·
    `untouched`: the IDs of items without any answer.
    """
    lists = audit.edition.lists()
    return Table(CoverageLine, (_covered(key, lists[key].sheets, each) for key, each in list_coverage(audit).items()))


def _covered(key: str, sheet_ids: tuple[str, ...], found: ListShares) -> CoverageLine:
    shares = found.shares
    return CoverageLine(
        key=key,
        state=_state(shares),
        answered=shares.answered,
        expected=shares.asked,
        known=shares.known,
        not_known=shares.not_known,
        waived=shares.waived,
        sheets=list(sheet_ids),
        untouched=found.untouched,
        reasons=list(found.reasons),
    )


def _state(shares: Shares) -> str:
    if not shares.answered:
        return "missing"
    if shares.open:
        return "partly"
    if shares.known:
        return "answered"
    return "not_known" if shares.not_known else "does_not_apply"


@dataclass(frozen=True, slots=True)
class LimitLine(Line):
    """What weakens the audit: see `limits`."""

    limit: str
    sheet: str
    row_id: str | None
    column: str | None
    count: int


def limits(audit: Audit, progresses: Progresses) -> Table[LimitLine]:
    """What weakens this audit, one line a cell or sheet; `count` is more than 1 only for whole sheets (`row_id` None).

    not_known, left_out (answers, whole sheet) · low_confidence (RISKS, FLOWS, MARKETS) · weak_evidence (none yet, or media only) · seizures_only · low_quality (a source in
    use) · not_shared · old_figure · old_source · required_missing (whole sheet).
    """
    return Table(LimitLine, _limits(audit, progresses))


def _limits(audit: Audit, progresses: Progresses) -> Iterator[LimitLine]:
    def limit(name: str, row: Row, column: str) -> LimitLine:
        return LimitLine(limit=name, sheet=row.sheet_id, row_id=row.id, column=column, count=1)

    judged = [row for row in audit.risks if row.relevant == "yes"]
    here = present(audit)
    confident: list[tuple[Row, str | None]] = [(row, sure(row)) for row in judged]
    confident += [(row, sure(row)) for row in here]
    confident += [(row, sure(row)) for row in audit.markets]
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
    yield from _of_whole_sheets(audit, progresses)


def _of_whole_sheets(audit: Audit, progresses: Progresses) -> Iterator[LimitLine]:
    """What is not known, left out and missing, sheet by sheet."""
    shares = coverage_of(audit).sheets
    closed = audit.carried.rows if audit.carried is not None else {}  # a sheet with withheld lines says nothing of them
    counts = {
        "not_known": {sheet_id: each.not_known for sheet_id, each in shares.items()},
        "left_out": {sheet_id: each.waived for sheet_id, each in shares.items()},
        "required_missing": {sheet_id: each.expected - each.answered for sheet_id, (each, _) in progresses.items()},
    }
    for name, by_sheet in counts.items():
        for sheet_id, count in by_sheet.items():
            if count and not closed.get(sheet_id):
                yield LimitLine(limit=name, sheet=sheet_id, row_id=None, column=None, count=count)

"""Two audits of one city side by side: every answer that changed, and whether the city changed or only the way of knowing.

`compare(baseline, followup)` returns a `Comparison`: named tables of codes and row IDs, warnings, and words for a
reason. Nothing is read, written or drawn here, and neither audit is changed. `as_json(comparison)` is the same as plain data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from safeaudit.analysis import analyse
from safeaudit.analysis.table import Line, Table, called, within
from safeaudit.comparison import decisions, moves
from safeaudit.comparison.classes import Change, Context, changes
from safeaudit.comparison.export import as_json
from safeaudit.comparison.lineage import NotComparable, Warned, same_audit, warnings
from safeaudit.comparison.made import Made, as_made
from safeaudit.comparison.prices import PriceMove, price_moves
from safeaudit.comparison.reasons import KINDS, Kind, reason
from safeaudit.comparison.rows import Pair, pairs
from safeaudit.edition import full
from safeaudit.words import Words

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.audit import Audit

__all__ = ["Change", "Comparison", "NotComparable", "Pair", "Warned", "as_json", "compare"]


@dataclass(frozen=True, slots=True)
class ChangeLine(Line):
    """An answer that differs."""

    sheet: str
    row_id: str
    was: str
    state: str
    column: str
    before: object
    after: object
    made: Made = field(metadata=within(Made))


@dataclass(frozen=True, slots=True)
class SummaryLine(Line):
    """How many changes of a class on a sheet, or on all (None), on how many lines, and how many for the better and worse."""

    sheet: str | None
    kind: Kind = field(metadata=called("class"))
    count: int
    lines: int
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class RowLine(Line):
    """A line of the workbook that came, went, moved to another ID, or whose ID stands for something else."""

    sheet: str
    row_id: str
    was: str | None
    state: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changed between two audits. Columns are described at the function of the same name in moves.py, prices.py and decisions.py.

    Of a line, `made`: `kind` (the column `class`) real, method, data_quality, wording (`none`: nothing changed) · `reason` a code, in words by `told` · `certainty` firm,
    likely, open · `direction` better, worse, neither, unclear.
    """

    baseline: Audit
    followup: Audit
    before: Analysis
    after: Analysis
    found: tuple[Change, ...]
    warnings: tuple[Warned, ...]
    changes: Table[ChangeLine]
    """One line an answer that differs: sheet, row_id, was, state, column, before, after, class, reason, certainty, direction, along."""
    summary: Table[SummaryLine]
    """Sheet × class: count, and how many of them for the better and for the worse; sheet None for all together."""
    rows: Table[RowLine]
    """Lines added, dropped, renumbered, or whose ID stands for something else: sheet, row_id, was, state, name."""
    risk_moves: Table[moves.RiskMove]
    indicator_moves: Table[moves.IndicatorMove]
    price_moves: Table[PriceMove]
    market_moves: Table[moves.MarketMove]
    area_moves: Table[moves.AreaMove]
    action_moves: Table[decisions.ActionMove]
    agreement_moves: Table[decisions.AgreementMove]
    partner_moves: Table[decisions.PartnerMove]
    power_moves: Table[decisions.PowerMove]
    standings: Table[decisions.Standing]
    completeness_moves: Table[moves.CompletenessMove]
    same_audit: bool = False
    """Whether both files are copies of one audit: what differs was edited in between, and no change is real."""

    def told(self, change: Change, w: Words) -> str:
        """Why a change has its class, in one sentence."""
        return in_words(change.reason, change.along, w, sheet=change.sheet, was=change.was)

    def of(self, *sheets: str) -> list[Change]:
        """The changes on these sheets."""
        return [change for change in self.found if change.sheet in sheets]


def compare(baseline: Audit, followup: Audit, *, whole: Comparison | None = None) -> Comparison:
    """What changed from one audit to the next of the same city. NotComparable when they are of two cities.

    Two copies of one audit, with one workbook ID and one period, are told as such: what differs is an edit, never a change of the city.

    `whole`: these are parts of the audits of that comparison, as the public may see them. Classes and warnings are then those of
    the whole: what tells that a figure was made in another way may itself be withheld, and nothing becomes real by this.
    """
    warned = warnings(baseline, followup) if whole is None else [each for each in whole.warnings if each.public]
    same = same_audit(baseline, followup) if whole is None else whole.same_audit
    context = Context(baseline, followup, pairs(baseline, followup), same)
    found = tuple(changes(context)) if whole is None else tuple(_as_in(whole, changes(context)))
    own: dict[str, list[Change]] = {sheet: [] for sheet in full().sheets}
    for change in found:
        own[change.sheet].append(change)
    before, after = analyse(baseline), analyse(followup)
    return Comparison(
        baseline=baseline,
        followup=followup,
        before=before,
        after=after,
        found=found,
        warnings=tuple(warned),
        changes=_changes(found),
        summary=_summary(found, context.sheets),
        rows=_rows(context),
        risk_moves=moves.risk_moves(context, own, (before, after)),
        indicator_moves=moves.indicator_moves(context, own),
        price_moves=price_moves(context, (before, after), whole.price_moves if whole is not None else None),
        market_moves=moves.market_moves(context, own),
        area_moves=moves.area_moves(context, own),
        action_moves=decisions.action_moves(context, own),
        agreement_moves=decisions.agreement_moves(context, own),
        partner_moves=decisions.partner_moves(context, own),
        power_moves=decisions.power_moves(context, own),
        standings=decisions.standings(own),
        completeness_moves=moves.completeness_moves(context),
        same_audit=same,
    )


def _as_in(whole: Comparison, found: Iterable[Change]) -> Iterator[Change]:
    """The changes with the classes they have in the whole; what it does not list is left out."""
    known = {(each.sheet, each.row_id, each.column): each for each in whole.found}
    for each in found:
        own = known.get((each.sheet, each.row_id, each.column))
        if own is not None:
            yield replace(
                each,
                kind=own.kind,
                reason=own.reason,
                certainty=own.certainty,
                direction=own.direction,
                along=own.along,
            )


def in_words(code: str, along: Iterable[str], w: Words, *, sheet: str, was: str = "") -> str:
    """A reason code as a sentence; `along` are columns of the sheet, or the ID of a source."""
    names = [w.t("“{name}”", name=w.column(sheet, each)) if full().has(sheet, each) else each for each in along]
    if code in ("source_itself", "source_quality"):
        return reason(code, w, source=w.listed(names))
    if code == "renumbered":
        return reason(code, w, was=was)
    return reason(code, w, columns=w.listed(names)) if code in ("with_way", "with_basis") else reason(code, w)


def _changes(found: Iterable[Change]) -> Table[ChangeLine]:
    return Table(
        ChangeLine,
        (
            ChangeLine(
                each.sheet, each.row_id, each.was, each.state, each.column, each.before, each.after, as_made(each)
            )
            for each in found
        ),
    )


def _summary(found: tuple[Change, ...], sheets: list[str]) -> Table[SummaryLine]:
    return Table(SummaryLine, (_counted(found, sheet, kind) for sheet in (None, *sheets) for kind in KINDS))


def _counted(found: Iterable[Change], sheet: str | None, kind: Kind) -> SummaryLine:
    own = [each for each in found if each.kind == kind and sheet in (None, each.sheet)]
    better, worse = (sum(each.direction == side for each in own) for side in ("better", "worse"))
    return SummaryLine(sheet, kind, len(own), len({each.row_id for each in own}), better, worse)


def _rows(context: Context) -> Table[RowLine]:
    return Table(
        RowLine,
        (
            RowLine(pair.row.sheet_id, pair.row.id, pair.before.id if pair.before is not None else None, pair.state)
            for pair in context.pairs
            if pair.state != "same"
        ),
    )

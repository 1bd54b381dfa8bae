"""Two audits of one city side by side: every answer that changed, and whether the city changed or only the way of knowing.

`compare(baseline, followup)` returns a `Comparison`: named pandas tables of codes and row IDs, warnings, and words for a
reason. Nothing is read, written or drawn here, and neither audit is changed. `as_json(comparison)` is the same as plain data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safeaudit.analysis import analyse
from safeaudit.analysis.frames import frame
from safeaudit.comparison import decisions, moves
from safeaudit.comparison.classes import Change, Context, changes
from safeaudit.comparison.export import as_json
from safeaudit.comparison.lineage import NotComparable, Warned, warnings
from safeaudit.comparison.reasons import KINDS, reason
from safeaudit.comparison.rows import Pair, pairs
from safeaudit.sheets import SHEETS
from safeaudit.words import Words

if TYPE_CHECKING:
    from pandas import DataFrame

    from safeaudit.analysis import Analysis
    from safeaudit.audit import Audit

__all__ = ["Change", "Comparison", "NotComparable", "Pair", "Warned", "as_json", "compare"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changed between two audits. Columns are described at the function of the same name in moves.py and decisions.py.

    `class` real, method, data_quality, wording (`none`: nothing changed) · `reason` a code, in words by `told` · `certainty` firm,
    likely, open · `direction` better, worse, neither, unclear.
    """

    baseline: Audit
    followup: Audit
    before: Analysis
    after: Analysis
    found: tuple[Change, ...]
    warnings: tuple[Warned, ...]
    changes: DataFrame
    """One line an answer that differs: sheet, row_id, was, state, column, before, after, class, reason, certainty, direction, along."""
    summary: DataFrame
    """Sheet × class: count, and how many of them for the better and for the worse; sheet None for all together."""
    rows: DataFrame
    """Lines added, dropped, renumbered, or whose ID stands for something else: sheet, row_id, was, state, name."""
    risk_moves: DataFrame
    indicator_moves: DataFrame
    price_moves: DataFrame
    market_moves: DataFrame
    area_moves: DataFrame
    action_moves: DataFrame
    agreement_moves: DataFrame
    partner_moves: DataFrame
    power_moves: DataFrame
    standings: DataFrame
    completeness_moves: DataFrame

    def told(self, change: Change, w: Words) -> str:
        """Why a change has its class, in one sentence."""
        return in_words(change.reason, change.along, w, sheet=change.sheet, was=change.was)

    def of(self, *sheets: str) -> list[Change]:
        """The changes on these sheets."""
        return [change for change in self.found if change.sheet in sheets]


def compare(baseline: Audit, followup: Audit, *, whole: Comparison | None = None) -> Comparison:
    """What changed from one audit to the next of the same city. NotComparable when they are of two cities.

    `whole`: these are parts of the audits of that comparison, as the public may see them. Classes and warnings are then those of
    the whole: what tells that a figure was made in another way may itself be withheld, and nothing becomes real by this.
    """
    warned = warnings(baseline, followup) if whole is None else [each for each in whole.warnings if each.public]
    context = Context(baseline, followup, pairs(baseline, followup))
    found = tuple(changes(context)) if whole is None else tuple(_as_in(whole, changes(context)))
    own: dict[str, list[Change]] = {sheet: [] for sheet in SHEETS}
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
        changes=_table(found),
        summary=_summary(found),
        rows=_rows(context),
        risk_moves=moves.risk_moves(context, own, (before, after)),
        indicator_moves=moves.indicator_moves(context, own),
        price_moves=moves.price_moves(context, (before, after), whole.price_moves if whole is not None else None),
        market_moves=moves.market_moves(context, own),
        area_moves=moves.area_moves(context, own),
        action_moves=decisions.action_moves(context, own),
        agreement_moves=decisions.agreement_moves(context, own),
        partner_moves=decisions.partner_moves(context, own),
        power_moves=decisions.power_moves(context, own),
        standings=decisions.standings(own),
        completeness_moves=moves.completeness_moves(context),
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
    names = [w.t("“{name}”", name=w.column(sheet, each)) if each in SHEETS[sheet].columns else each for each in along]
    if code in ("source_itself", "source_quality"):
        return reason(code, w, source=w.listed(names))
    if code == "renumbered":
        return reason(code, w, was=was)
    return reason(code, w, columns=w.listed(names)) if code in ("with_way", "with_basis") else reason(code, w)


def _table(found: Iterable[Change]) -> DataFrame:
    return frame(
        "sheet row_id was state column before after class reason certainty direction along:list",
        (
            {
                "sheet": each.sheet, "row_id": each.row_id, "was": each.was, "state": each.state, "column": each.column,
                "before": each.before, "after": each.after, "class": each.kind, "reason": each.reason,
                "certainty": each.certainty, "direction": each.direction, "along": each.along,
            }
            for each in found
        ),
    )  # fmt: skip


def _summary(found: tuple[Change, ...]) -> DataFrame:
    rows = []
    for sheet in (None, *SHEETS):
        for kind in KINDS:
            own = [each for each in found if each.kind == kind and sheet in (None, each.sheet)]
            rows.append({
                "sheet": sheet, "class": kind, "count": len(own), "lines": len({each.row_id for each in own}),
                "better": sum(each.direction == "better" for each in own), "worse": sum(each.direction == "worse" for each in own),
            })  # fmt: skip
    return frame("sheet class count:int lines:int better:int worse:int", rows)


def _rows(context: Context) -> DataFrame:
    return frame(
        "sheet row_id was state",
        (
            {"sheet": pair.row.sheet_id, "row_id": pair.row.id, "was": pair.before.id if pair.before is not None else None,
             "state": pair.state}
            for pair in context.pairs
            if pair.state != "same"
        ),
    )  # fmt: skip

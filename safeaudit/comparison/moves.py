"""What moved in the picture of the city: risks, indicators, prices, markets, areas, and how complete the answers are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from safeaudit import framework
from safeaudit.analysis.frames import frame, records
from safeaudit.comparison.chance import unit
from safeaudit.comparison.classes import Change, Context
from safeaudit.comparison.meaning import COMMUNITY_STATE, Direction
from safeaudit.comparison.rows import Pair, understood
from safeaudit.sheets import SHEETS

if TYPE_CHECKING:
    from pandas import DataFrame

    from safeaudit.analysis import Analysis
    from safeaudit.audit import Audit

LEAST_CLAIM = ("method", "data_quality", "real", "wording")
"""When several answers make one result, the class that claims least about the city is that of the result."""
CLASS = "class reason certainty direction along:list"


def classed(found: Sequence[Change], towards: Direction | None = None) -> dict[str, Any]:
    """The class of a result that several changed answers make; `none` where nothing changed."""
    if not found:
        return {"class": "none", "reason": "", "certainty": "", "direction": "neither", "along": []}
    first = min(found, key=lambda each: (LEAST_CLAIM.index(each.kind), each.certainty != "open"))
    if towards is not None and first.kind == "method" and towards in ("better", "worse"):
        towards = "unclear"
    return {
        "class": first.kind, "reason": first.reason, "certainty": first.certainty,
        "direction": towards or first.direction, "along": list(first.along),
    }  # fmt: skip


def of(changes: Iterable[Change], pair: Pair, *columns: str) -> list[Change]:
    """The changes of these columns of one line."""
    return [each for each in changes if each.pair is pair and each.column in columns]


def by_move(old: float | None, new: float | None, *, lower_is_better: bool) -> Direction:
    if old is None or new is None or old == new:
        return "neither"
    return "better" if (new < old) == lower_is_better else "worse"


def risk_moves(context: Context, own: dict[str, list[Change]], analyses: tuple[Analysis, Analysis]) -> DataFrame:
    """Every risk rated in either audit, the highest now first: score, level and rank before and after, trend, class of the move."""
    ranks = [{line["row_id"]: line for line in records(each.risks)} for each in analyses]
    rows = []
    for pair in _pairs(context, "RISKS"):
        old = ranks[0].get(pair.before.id if pair.before else "", {})
        new = ranks[1].get(pair.row.id if pair.after else "", {})
        if old.get("score") is None and new.get("score") is None:
            continue
        towards = by_move(old.get("score"), new.get("score"), lower_is_better=True)
        rows.append({
            "row_id": pair.row.id, "state": pair.state, "score_before": old.get("score"), "score_after": new.get("score"),
            "move": _minus(new.get("score"), old.get("score")), "level_before": old.get("level"), "level_after": new.get("level"),
            "rank_before": old.get("rank"), "rank_after": new.get("rank"), "trend_before": old.get("trend"),
            "trend_after": new.get("trend"), **classed(of(own["RISKS"], pair, "likelihood", "impact", "relevant"), towards),
        })  # fmt: skip
    rows.sort(key=lambda row: (-(row["score_after"] or 0), -(row["score_before"] or 0)))
    return frame("row_id state score_before:int score_after:int move:int level_before level_after rank_before:int rank_after:int "
                 f"trend_before trend_after {CLASS}", rows)  # fmt: skip


def indicator_moves(context: Context, own: dict[str, list[Change]]) -> DataFrame:
    """Every figure given in either audit: value as printed then (`value_before`) and as known now (`corrected`), year, change %.

    `change` is left out where method changed: there is nothing to take a percentage of.
    """
    rows = []
    for pair in _pairs(context, "INDICATORS"):
        before, after = pair.before, pair.after
        old, new = (understood(row, "value") for row in (before, after))
        if old is None and new is None:
            continue
        changed = of(own["INDICATORS"], pair, "value")
        made = classed(changed)
        corrected = None
        if before is not None and after is not None and understood(after, "earlier_year") == understood(before, "year"):
            corrected = understood(after, "earlier_value") if understood(after, "earlier_value") != old else None
        base = corrected if corrected is not None else old
        change = None
        if made["class"] != "method" and isinstance(base, int | float) and isinstance(new, int | float) and base:
            change = (new - base) / abs(base) * 100
        rows.append({
            "row_id": pair.row.id, "state": pair.state, "unit": unit(pair.row), "area": understood(pair.row, "area"), "value_before": _number(old),
            "corrected": _number(corrected), "value_after": _number(new), "year_before": _whole(before, "year"), "year_after": _whole(after, "year"),
            "change": change, **made,
        })  # fmt: skip
    return frame("row_id state unit area value_before:float corrected:float value_after:float year_before:int year_after:int "
                 f"change:float {CLASS}", rows)  # fmt: skip


def price_moves(context: Context, analyses: tuple[Analysis, Analysis], whole: DataFrame | None = None) -> DataFrame:
    """Every series of prices: last price of each audit, change %, reading before and after; another unit or source is method.

    `whole`: the same table of the whole audits, whose classes hold where only a part may be seen.
    """
    known = {_key(line): line for line in records(whole)} if whole is not None else {}
    series = [{_key(line): line for line in records(each.price_series)} for each in analyses]
    used = [_price_sources(each) for each in (context.baseline, context.followup)]
    threshold = framework.settings()["figure_change"]
    rows = []
    for key in dict.fromkeys([*series[1], *series[0]]):
        old, new = series[0].get(key, {}), series[1].get(key, {})
        ids = [*new.get("row_ids", []), *old.get("row_ids", [])]
        kind, reason, certainty, along = _price_class(context, old, new, used, threshold)
        if key in known:
            kind, reason, certainty, along = (known[key][name] for name in ("class", "reason", "certainty", "along"))
        change = None
        if kind not in ("method", "none") and old.get("last") and new.get("last") is not None:
            change = (new["last"] - old["last"]) / old["last"] * 100
        rows.append({
            "flow": key[0], "item": new.get("item") or old.get("item"), "area": key[2], "unit_before": old.get("unit"),
            "unit_after": new.get("unit"), "n_before": old.get("n"), "n_after": new.get("n"), "last_before": old.get("last"),
            "last_after": new.get("last"), "change": change, "reading_before": old.get("reading"), "reading_after": new.get("reading"),
            "class": kind, "reason": reason, "certainty": certainty, "direction": "unclear" if kind == "real" else "neither",
            "along": along, "row_ids": list(dict.fromkeys(ids)),
        })  # fmt: skip
    return frame("flow item area unit_before unit_after n_before:int n_after:int last_before:float last_after:float change:float "
                 f"reading_before reading_after {CLASS} row_ids:list", rows)  # fmt: skip


def _price_class(context: Context, old: dict[str, Any], new: dict[str, Any], used: list[dict[tuple[Any, ...], set[str]]],
                 threshold: float) -> tuple[str, str, str, list[str]]:  # fmt: skip
    if not old or not new or old.get("last") is None or new.get("last") is None:
        return "data_quality", "gap_filled" if not old or old.get("last") is None else "gone_seen", "firm", []
    if (old["unit"] or "").casefold() != (new["unit"] or "").casefold():
        return "method", "with_way", "firm", ["unit"]
    if context.other_currency:
        return "method", "currency", "firm", []
    if used[0].get(_key(old)) != used[1].get(_key(new)):
        return "method", "with_way", "likely", ["source"]
    if abs(new["last"] - old["last"]) < abs(old["last"]) * threshold / 100:
        return "data_quality", "within_chance", "likely", []
    return "real", "moved", "likely", []


def _key(line: dict[str, Any]) -> tuple[Any, ...]:
    return line["flow"], (line["item"] or "").casefold(), line["area"]


def _price_sources(audit: Audit) -> dict[tuple[Any, ...], set[str]]:
    found: dict[tuple[Any, ...], set[str]] = {}
    for row in audit.prices:
        if row.source:
            found.setdefault((row.flow, (row.item or "").casefold(), row.area), set()).add(row.source)
    return found


def market_moves(context: Context, own: dict[str, list[Change]]) -> DataFrame:
    """Criminal governance: index and reading of every market before and after, and whether the state can act there."""
    signs = ("protection", "protection_violence", "newcomers", "territory")
    rows = []
    for pair in _pairs(context, "MARKETS"):
        old, new = (understood(row, "index") for row in (pair.before, pair.after))
        rows.append({
            "row_id": pair.row.id, "state": pair.state, "index_before": old, "index_after": new,
            "reading_before": understood(pair.before, "reading"), "reading_after": understood(pair.after, "reading"),
            "state_able_before": understood(pair.before, "state_able"), "state_able_after": understood(pair.after, "state_able"),
            **classed(of(own["MARKETS"], pair, *signs), by_move(old, new, lower_is_better=True)),
        })  # fmt: skip
    return frame(
        f"row_id state index_before:int index_after:int reading_before reading_after state_able_before state_able_after {CLASS}",
        rows,
    )


def area_moves(context: Context, own: dict[str, list[Change]]) -> DataFrame:
    """Every area in the matrix: quadrant and both means before and after; `reached` the target of the baseline or not.

    `reached`: yes, no, kept (was there and still is), lost (was there and is no longer), unknown · `nearer`: yes, no, same, None.
    """
    rows = []
    for pair in _pairs(context, "RESILIENCE"):
        old, new = pair.before, pair.after
        target, was, now = (
            understood(old, "target"),
            understood(old, "quadrant"),
            understood(new, "quadrant"),
        )
        sums = [_sum(row) for row in (old, new)]
        towards: Direction = by_move(sums[0], sums[1], lower_is_better=False)
        made = classed(scores := of(own["RESILIENCE"], pair, *COMMUNITY_STATE), towards)
        if made["class"] == "real" and len(scores) > 1 and len({each.direction for each in scores}) == 1:
            made |= {"certainty": "likely", "reason": "moved_scores"}
        rows.append({
            "row_id": pair.row.id, "area": understood(pair.row, "area"), "state": pair.state, "quadrant_before": was, "quadrant_after": now,
            "state_before": understood(old, "state"), "state_after": understood(new, "state"),
            "community_before": understood(old, "community"), "community_after": understood(new, "community"),
            "sign_before": understood(old, "sign"), "sign_after": understood(new, "sign"),
            "target_before": target, "target_after": understood(new, "target"), "reached": _reached(target, was, now),
            "nearer": None if None in sums else "same" if sums[0] == sums[1] else "yes" if towards == "better" else "no",
            **made,
        })  # fmt: skip
    return frame("row_id area state quadrant_before quadrant_after state_before:float state_after:float community_before:float "
                 f"community_after:float sign_before sign_after target_before target_after reached nearer {CLASS}", rows)  # fmt: skip


def _reached(target: str | None, was: str | None, now: str | None) -> str:
    if target is None or now is None:
        return "unknown"
    if now in (target, "positive"):
        return "kept" if was == now else "yes"
    return "lost" if was in (target, "positive") else "no"


def _sum(row: Any) -> float | None:
    state, community = understood(row, "state"), understood(row, "community")
    return None if state is None or community is None else round(state + community, 1)


def completeness_moves(context: Context) -> DataFrame:
    """Every sheet: needed answers given, before and after, and the share in per cent."""
    rows = []
    for sheet in SHEETS:
        old, new = context.baseline.progress(sheet), context.followup.progress(sheet)
        rows.append({
            "sheet": sheet, "answered_before": old.answered, "expected_before": old.expected, "share_before": old.share * 100,
            "answered_after": new.answered, "expected_after": new.expected, "share_after": new.share * 100,
            "move": (new.share - old.share) * 100,
        })  # fmt: skip
    return frame("sheet answered_before:int expected_before:int share_before:float answered_after:int expected_after:int "
                 "share_after:float move:float", rows)  # fmt: skip


def _pairs(context: Context, sheet: str) -> list[Pair]:
    return [pair for pair in context.pairs if pair.row.sheet_id == sheet]


def _minus(new: int | None, old: int | None) -> int | None:
    return None if new is None or old is None else new - old


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _whole(row: Any, column: str) -> int | None:
    value = understood(row, column)
    return value if isinstance(value, int) else None

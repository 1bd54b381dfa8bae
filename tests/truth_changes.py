"""What the comparison of two audits must say, worked out from the cells of both; the class of a change is left to tests/test_comparison.py."""

from __future__ import annotations

from datetime import date
from typing import Any

from asked import SHEETS
from truth_cells import Book, Line, index, mean, quadrant, score, verdict
from truth_claims import Among, Found, Names, Near, Words, claim
from truth_figures import lies, wish

from safeaudit.sheets import Form


def both(b: Book, sheet: str) -> list[tuple[Line | None, Line | None]]:
    """Each line in use in one of the audits, before and after; lines that both hold first, then those that are gone."""
    before, after = ({row.id: row for row in book.rows(sheet)} for book in (b.before, b))
    return [
        (before.get(row_id), after.get(row_id)) for row_id in [*after, *(each for each in before if each not in after)]
    ]


def _of(row: Line | None, column: str) -> Any:
    return None if row is None else row[column]


# Risks, areas --------------------------------------------------------------------------------------------------------


def _points(row: Line | None) -> int | None:
    return score(row) if row is not None and len(row.numbers("likelihood", "impact")) == 2 else None


def _scores(b: Book) -> list[tuple[str, int | None, int | None, Any, Any]]:
    """(risk, score then, score now, trend then, trend now), the highest now first."""
    found = [
        ((new or old).id, _points(old), _points(new), _of(old, "trend"), _of(new, "trend"))
        for old, new in both(b, "RISKS")
    ]
    return sorted((each for each in found if each[1] or each[2]), key=lambda each: (-(each[2] or 0), -(each[1] or 0)))


@claim("Lower than in the last audit: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": Among([risk for risk, old, new, _, _ in _scores(b) if old and new and new < old])}


@claim("Higher: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": Among([risk for risk, old, new, _, _ in _scores(b) if old and new and new > old])}


@claim("Another score, but no comparable one: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": Among([risk for risk, old, new, _, _ in _scores(b) if old and new and new != old])}


@claim("These stayed critical. What is done does not reach them yet, or needs more time: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    stuck = [risk for risk, old, new, _, _ in _scores(b) if new and new >= 16 and old == new]
    return {"names": Names(stuck, 5)} if stuck else None


def _stand(b: Book) -> dict[str, list[str]]:
    """Areas by whether they reached the place the last audit wanted for them."""
    found: dict[str, list[str]] = {"yes": [], "no": [], "kept": [], "lost": [], "away": []}
    for old, new in both(b, "RESILIENCE"):
        target, was, now = _of(old, "target"), old and quadrant(old), new and quadrant(new)
        if not target or not now:
            continue
        there = [place in (target, "positive") for place in (was, now)]
        end = ("kept" if was == now else "yes") if there[1] else "lost" if there[0] else "no"
        found[end].append(new.id)
        sums = [_strength(row) for row in (old, new)]
        if end == "lost" or (end == "no" and None not in sums and sums[1] < sums[0]):
            found["away"].append(new.id)
    return found


def _strength(row: Line) -> float | None:
    parts = mean(row, "services", "trust", "justice"), mean(row, "acts_together", "inclusive", "peaceful")
    return None if None in parts else round(sum(parts), 1)


def _standing(template: str, end: str) -> None:
    @claim(template, kinds="comparison")
    def _(b: Book) -> Found:
        return {"names": Names(_stand(b)[end], 5)} if _stand(b)[end] else None


_standing("Areas that reached their target: {names}.", "yes")
_standing("Not there yet: {names}.", "no")
_standing("No longer where they were: {names}.", "lost")
_standing("Look at these areas with the people who live there before anything new is planned: {names}.", "away")

# Actions, agreements, partners ---------------------------------------------------------------------------------------


def fates(b: Book) -> dict[str, list[str]]:
    """Actions by what became of them, at the end of the follow-up's period."""
    now, found = b.profile["period_to"], dict[str, list[str]]()
    for old, new in both(b, "ACTIONS"):
        found.setdefault(_fate(old, new, now), []).append((new or old).id)
    return found


def _fate(old: Line | None, new: Line | None, now: date | None) -> str:
    if new is None or old is None:
        return "dropped" if new is None else "new"
    status = new["status"]
    if status in ("done", "stopped"):
        return str(status)
    if status != "running":
        overdue = now is not None and old["starts"] is not None and old["starts"] < now
        return "not_started" if overdue else status or "unknown"
    put_off = (
        old["ends"]
        and new["ends"]
        and (new["ends"].year - old["ends"].year) * 12 + new["ends"].month - old["ends"].month > 1
    )
    over = old["ends"] is not None and now is not None and old["ends"] < now
    return "late" if over or put_off else "running"


@claim("Actions of the last audit: {whole}. Done: {done}. Late: {late}. Should have begun and have not: {waiting}. Stopped: {stopped}. No longer listed: "
       "{dropped}.", kinds="comparison")  # fmt: skip
def _(b: Book) -> Found:
    if not b.before.rows("ACTIONS") and not b.rows("ACTIONS"):
        return None
    count = {code: len(ids) for code, ids in fates(b).items()}
    return {"whole": len(b.before.rows("ACTIONS")), "waiting": count.get("not_started", 0),
            **{code: count.get(code, 0) for code in ("done", "late", "stopped", "dropped")}}  # fmt: skip


@claim("Free them, give them another lead, or stop them openly: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    ends = fates(b)
    behind = {*ends.get("late", []), *ends.get("not_started", [])}
    return {"names": Names([row.id for row in b.rows("ACTIONS") if row.id in behind], 5)} if behind else None


@claim(
    "The costed part of the plan came to {before} in the last audit and comes to {after} now, stopped actions left out.",
    kinds="comparison",
)
def _(b: Book) -> Found:
    if not _one_currency(b):
        return None
    sums = {"before": b.before.cost(b.before.live), "after": b.cost(b.live)}
    return (
        {name: Near(value) if value else Words(["nothing"]) for name, value in sums.items()}
        if any(sums.values())
        else None
    )


def _dearer(b: Book) -> tuple[float, float]:
    """(how much dearer the actions costed both times are together, what new ones add)."""
    moved = [
        new["cost"] - old["cost"] for old, new in both(b, "ACTIONS") if None not in (_of(old, "cost"), _of(new, "cost"))
    ]
    return sum(moved), sum(new["cost"] or 0 for old, new in both(b, "ACTIONS") if old is None)


def _one_currency(b: Book) -> bool:
    codes = (b.before.profile["currency"], b.profile["currency"])
    return bool(b.rows("ACTIONS") or b.before.rows("ACTIONS")) and (None in codes or codes[0] == codes[1])


@claim("Actions costed both times are {sum} dearer in all.", kinds="comparison")
def _(b: Book) -> Found:
    more, _ = _dearer(b)
    return {"sum": Near(more)} if more > 0 and _one_currency(b) else None


@claim("Actions costed both times are {sum} cheaper in all.", kinds="comparison")
def _(b: Book) -> Found:
    more, _ = _dearer(b)
    return {"sum": Near(-more)} if more < 0 and _one_currency(b) else None


@claim("New actions add {fresh}.", kinds="comparison")
def _(b: Book) -> Found:
    _, fresh = _dearer(b)
    return {"fresh": Near(fresh)} if fresh and _one_currency(b) else None


@claim("Ended since the last audit. See whether another agreement takes their place: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    ended = [
        new.id
        for old, new in both(b, "AGREEMENTS")
        if old and new and new["status"] == "lapsed" and old["status"] != "lapsed"
    ]
    return {"names": Names(ended, 5)} if ended else None


@claim("No longer eligible. End what rests on them: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    fallen = [
        new.id for old, new in both(b, "PARTNERS") if old and new and verdict(new) == "not_eligible" != verdict(old)
    ]
    return {"names": Names(fallen, 5)} if fallen else None


# All changes ---------------------------------------------------------------------------------------------------------


def differing(b: Book) -> int:
    """How many answers read differently."""
    count = 0
    for sheet, cls in SHEETS.items():
        for line in b.lines[sheet]:
            other = b.before.by_id[line.id]
            printed = b.printed(line) and not isinstance(cls.rows, Form)
            names = [column.id for column in cls.inputs() if not (printed and column.id == "label")]
            count += sum(line[name] != other[name] for name in names)
    return count


@claim("{count} answers read differently. {real} of these changes are classed as real, {own} of them as the city’s own records of what it decided or did.",
       kinds="comparison")  # fmt: skip
def _(b: Book) -> Found:
    return {"count": Near(differing(b), 0)}


@claim("The same score and trend as in the last audit: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": Among([risk for risk, old, new, trend, now in _scores(b) if old == new and trend == now])}


@claim("Ask first why these became worse, and whether an action answers them: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": Among([risk for risk, old, new, _, _ in _scores(b) if old and new and new > old])}


def _markets(b: Book, *, up: bool) -> Among:
    marks = [(new.id, index(old), index(new)) for old, new in both(b, "MARKETS") if old and new]
    return Among([row for row, old, new in marks if old and new and (new[0] > old[1] if up else new[1] < old[0])])


@claim("More strongly governed by others than the state: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": _markets(b, up=True)}


@claim("Less strongly: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": _markets(b, up=False)}


def _given(row: Line | None) -> bool:
    return any(_of(row, column) is not None for column in ("value", "value_range", "change_given"))


def _way(old: Line, new: Line) -> int:
    """1 for a figure that rose for certain, -1 for one that fell, 0 for one that may be as before."""
    again = bool(old["year"]) and new["earlier_year"] == old["year"]
    if new["value"] is None and new["value_range"] is None:
        return sign(new["change_given"]) if again else 0
    then = (again and lies(new, "earlier_value", "earlier_range")) or lies(old, "value", "value_range")
    now = lies(new, "value", "value_range")
    if then is None or now is None:
        return 0
    return 1 if _under(then, now) else -1 if _under(now, then) else 0


def sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _under(one: tuple[float, float, bool], other: tuple[float, float, bool]) -> bool:
    return one[1] < other[0] or (one[1] == other[0] and one[2])


def _figures(b: Book, *, better: bool | None) -> Among:
    """Figures given in both audits; of these, those that rose or fell for certain, as is better or worse."""
    found = []
    for old, new in both(b, "INDICATORS"):
        if old is not None and new is not None and _given(old) and _given(new):
            rose = _way(old, new)
            if better is None or (rose and wish(new) and (rose > 0) == (better == (wish(new) == "higher"))):
                found.append(new.id)
    return Among(found)


@claim("Figures that moved for the better: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": _figures(b, better=True)}


@claim("For the worse: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": _figures(b, better=False)}


@claim("Given as a limit or range, and perhaps as before: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    old = {row.id: row for row in b.before.rows("INDICATORS")}
    ranges = [row for row in b.rows("INDICATORS") if row["value_range"] or _of(old.get(row.id), "value_range")]
    return {"names": Among([row.id for row in ranges])}


@claim("Not comparable: {names}.", kinds="comparison")
def _(b: Book) -> Found:
    return {"names": _figures(b, better=None)}

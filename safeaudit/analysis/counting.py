"""What the tables are counted with: IDs once each, codes of a measure, groups of the framework, shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from safeaudit import framework
from safeaudit.analysis.table import CountLine


def distinct(ids: Iterable[str | None]) -> list[str]:
    """The IDs once each, in order, blanks left out."""
    return list(dict.fromkeys(each for each in ids if each))


def tally(measure: str, codes: Sequence[str], pairs: Iterable[tuple[str | None, str]]) -> list[CountLine]:
    """One line a code, in the order of `codes` (then None): measure, code, count and row_ids of (code, row ID) pairs."""
    found: dict[str | None, list[str]] = {code: [] for code in codes}
    for code, row_id in pairs:
        found.setdefault(code, []).append(row_id)
    return [CountLine(measure, code, len(ids), ids) for code, ids in found.items()]


@cache
def groups(list_name: str) -> dict[str, str]:
    """The group of every row of a framework list, local rows included: {row ID: group ID}."""
    return {
        row_id: group.id
        for group in framework.rows(list_name).groups
        for row_id in [item.id for item in group.items] + group.local_ids
    }


def share(part: float, whole: float) -> float | None:
    """`part` as a percentage of `whole`, 0 to 100; None of nothing."""
    return part / whole * 100 if whole else None

"""A rule on prices as the test of a measure: enough of them before and after it."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.words import N_


@rule(
    "FL-20",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, Flows and price"),
    asks=("PRICES.item", "PRICES.measure", "PRICES.measure_month", "PRICES.month", "PRICES.price"),
    may=("PRICES.area", "PRICES.flow", "PRICES.unit"),
    title=N_("Too few prices to test a measure"),
    message=N_(
        "{row}: prices of this series before {month}: {before}, from then on: {after}. That is too few to test “{measure}”."
    ),
    remedy=N_(
        "Look for at least {setting.measure_prices} on each side, or leave the measure out until they are there."
    ),
    why=N_(
        "A price tells what a measure did to a market only if it is known before and after. A single price may be a bad "
        "day, and a measure judged by it is judged by chance."
    ),
    how=N_(
        "Ask drug services, researchers or the market inspection for older notes. From now on note a price each month, in "
        "the same place and unit."
    ),
)
def too_few_to_test(audit: Audit) -> Iterator[Problem]:
    least = audit.edition.settings["measure_prices"]
    for row in audit.prices:
        if row.measure is None or row.measure_month is None:
            continue
        months = [
            other.month
            for other in audit.prices
            if other.price is not None and other.month is not None and _series(other) == _series(row)
        ]
        before = sum(month < row.measure_month for month in months)
        after = len(months) - before
        if before < least or after < least:
            values = {"before": before, "month": audit.shown(row, "measure_month"), "after": after}
            yield Problem(row, "measure", quote=("measure",), values=values)


def _series(row: object) -> tuple[str, ...]:
    """What the prices of one series have in common."""
    parts = (getattr(row, name) or "" for name in ("flow", "item", "unit", "area"))
    return tuple(str(part).casefold() for part in parts)

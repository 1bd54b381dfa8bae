"""Rules on prices: whether there are any, whether they can be compared, and whether the text says what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.looked_at import skipped
from safeaudit.rules.sentences import claims
from safeaudit.rules.wording import holds, quoted
from safeaudit.sheets.exchange import Flow, Price
from safeaudit.words import N_

GOODS = ("FLW-2", "FLW-6", "FLW-7")
"""Flows of goods that have a price on the street: drugs, firearms, counterfeit and other goods."""
PRICE_SURVEYS = "CAR-6"
OPPOSITE = {"scarcer": "more_available", "more_available": "scarcer"}
CONTRADICTING_TREND = {"scarcer": "rising", "more_available": "falling"}


@rule(
    "FL-04",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Flows and price"),
    asks=("FLOWS.present", "FLOWS.price_reading", "PRICES.flow"),
    title=N_("Flow of goods without a price"),
    message=N_("{row} is present, and “{PRICES}” has no line for it."),
    remedy=N_(
        "Enter at least {setting.price_points} dated local prices of one item, or prepare the lines of a small price "
        "survey. If asking would be dangerous, choose “{care_decision.skip}” for the question on price surveys."
    ),
    why=N_(
        "Prices tell more than seizures: dearer points to scarce goods, cheaper to plenty. They also show whether a "
        "measure had any effect."
    ),
    how=N_(
        "Nobody needs to buy anything. Drug services, hospitals, researchers, traders and closed court files often "
        "know prices already; the same item and unit at three dates is enough to begin with."
    ),
)
def goods_without_prices(audit: Audit) -> Iterator[Problem]:
    if audit.waived("PRICES") or skipped(audit, PRICE_SURVEYS):
        return
    if any("flow" in price.rejected for price in audit.prices):
        return
    priced = {price.flow for price in audit.prices}
    for row in audit.flows:
        if row.id in GOODS and row.present == "yes" and row.id not in priced:
            yield Problem(row, "price_reading")


@rule(
    "FL-05",
    Severity.WARNING,
    basis="I",
    section=N_("Part II, Flows and price"),
    asks=("PRICES.area", "PRICES.flow", "PRICES.item", "PRICES.month", "PRICES.price", "PRICES.unit"),
    title=N_("Prices that cannot be compared"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "Use one unit for the same item, and note its price in the same area at {setting.price_points} dates or more."
    ),
    why=N_(
        "A price alone says nothing; its change does. Prices in different units, or at one or two dates only, show no "
        "change that anybody could rely on."
    ),
    how=N_(
        "Turn other units into the main one, or give the item another name if it really is another thing. For missing "
        "dates note one price each month; an older price from a file counts too."
    ),
)
def prices_not_comparable(audit: Audit) -> Iterator[Problem]:
    points = int(audit.edition.settings["price_points"])
    for rows in _items(audit):
        units: dict[str, Price] = {}
        for row in rows:
            units.setdefault(_plain(row.unit), row)
        if len(units) > 1:
            listed = audit.words.listed([quoted(row.unit) for row in units.values()])
            found = audit.words.t("the same item is listed in different units, {units}", units=listed)
            yield Problem(list(units.values())[1], "unit", values={"found": found})
        elif _dates(rows) < points:
            found = audit.words.n(
                "there is a price at {count} date only, and it takes {points} in one area to show a trend",
                "there are prices at {count} dates only, and it takes {points} in one area to show a trend",
                _dates(rows),
                points=points,
            )
            yield Problem(rows[-1], "month", values={"found": found})


def _items(audit: Audit) -> list[list[Price]]:
    """The finished price lines of each item of a flow; an item with a line that could not be read is left out."""
    items: dict[tuple[str, str], list[Price]] = defaultdict(list)
    doubtful = set()
    for row in audit.prices:
        key = (row.flow or "", _plain(row.item))
        if row.rejected:
            doubtful.add(key)
        elif row.flow and row.item and row.unit and row.month is not None and row.price is not None:
            items[key].append(row)
    return [rows for key, rows in items.items() if key not in doubtful]


def _dates(rows: list[Price]) -> int:
    """The most dates that one area has."""
    months: dict[str | None, set[date]] = defaultdict(set)
    for row in rows:
        if row.month is not None:
            months[row.area].add(row.month)
    return max(map(len, months.values()), default=0)


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


@rule(
    "FL-06",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Flows and price"),
    asks=("FLOWS.effect", "FLOWS.price_reading", "FLOWS.trend", "FLOWS.what"),
    title=N_("Words and prices that say the opposite"),
    message=N_("{row}: {found}, but the prices say “{price_reading}”."),
    remedy=N_("Mend the words, or say what else moved the prices and accept this with that reason."),
    why=N_(
        "A rising price points to scarce goods, a falling one to plenty. A text that says the opposite misleads those "
        "who decide, or something other than supply has moved the prices."
    ),
    how=N_(
        "Read the prices of this flow once more, month by month. If demand, quality or season explain them better than "
        "supply, write that."
    ),
)
def words_against_prices(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        reading = row.price_reading
        if reading not in OPPOSITE:
            continue
        column, found = _against(audit, row, reading)
        if column:
            yield Problem(row, column, quote=("price_reading",), values={"found": found})


def _against(audit: Audit, row: Flow, reading: str) -> tuple[str, str]:
    """(column, what it says) where the words or the trend say the opposite of the prices; empty texts when none does."""
    for column in ("effect", "what"):
        text, label = getattr(row, column), audit.words.column("FLOWS", column)
        wrong = claims(audit, OPPOSITE[reading], text)
        if wrong and not holds(audit, reading, text):
            return column, audit.words.t("“{column}” says {answer}", column=label, answer=quoted(wrong[0]))
    if row.trend == CONTRADICTING_TREND[reading]:
        label, answer = audit.words.column("FLOWS", "trend"), quoted(audit.shown(row, "trend"))
        return "trend", audit.words.t("“{column}” says {answer}", column=label, answer=answer)
    return "", ""


@rule(
    "FL-07",
    Severity.ADVICE,
    basis="T",
    section=N_("Part II, Flows and price"),
    asks=("FLOWS.price_reading", "PRICES.flow", "PRICES.other_causes", "PRICES.relative"),
    title=N_("Change of prices with no other cause checked"),
    message=N_("{flow}: the prices say “{reading}”, and “{column}” names no other cause in any of its {count} lines."),
    remedy=N_("Choose what else you checked: {causes}."),
    why=N_(
        "Demand, purity and season move prices too. A price change that is put down to a measure without a look at "
        "these can make a failed measure look like a success."
    ),
    how=N_(
        "Ask those who know the goods: did buyers change, was it mixed with something else, is it always dearer at this "
        "time of the year? One such check for the series is enough."
    ),
)
def other_causes_not_checked(audit: Audit) -> Iterator[Problem]:
    for flow in audit.flows:
        rows = [price for price in audit.prices if price.flow == flow.id and price.relative is not None]
        if flow.price_reading not in OPPOSITE or any(row.get("other_causes") not in (None, "none") for row in rows):
            continue
        words = audit.words
        causes = [f"“{word}”" for code, word in words.options("other_causes").items() if code != "none"]
        yield Problem(
            rows[0],
            "other_causes",
            values={
                "flow": named(audit, flow),
                "reading": audit.shown(flow, "price_reading"),
                "count": len(rows),
                "causes": words.listed(causes),
            },
        )

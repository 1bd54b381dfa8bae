"""Flows, their prices, and who governs their markets (framework Part II, 1. Identifying flows; 2. Identifying connections)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import distinct, tally
from safeaudit.analysis.table import CountLine, Line, Table
from safeaudit.definitions import fed_by, known_size, live, present
from safeaudit.sheets.exchange import Flow, Price
from safeaudit.sheets.grading import sure
from safeaudit.sheets.markets import Market
from safeaudit.sheets.prices import PriceChange, price_change, price_reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from safeaudit.audit import Audit


@dataclass(frozen=True, slots=True)
class FlowLine(Line):
    """A flow: see `profile`."""

    row_id: str
    present: str | None
    direction: str | None
    scale: str | None
    scale_stated: str | None
    scale_basis: str | None
    scale_discarded: bool
    trend: str | None
    legality: str | None
    by_trade: str | None
    by_protection: str | None
    violence: str | None
    price_reading: str | None
    price_change: int | None
    price_points: int
    risks: list[str]
    feeds: list[str]
    groups: list[str]
    helped: list[str]
    responder: str | None
    sources: list[str]
    confidence: str | None
    sure: str | None
    sensitivity: str | None
    powers: list[str]
    markets: list[str]
    actors: list[str]
    map_rows: list[str]
    actions: list[str]


def profile(audit: Audit) -> Table[FlowLine]:
    """Every flow line (L09, L10), in workbook order.

    `scale` for use, `scale_stated` as answered, `scale_discarded` when they differ · `price_change` % a year (L12) from
    `price_points` dated prices · `feeds` risks tied to it here or on the map · `helped` levels that help it along (local, national,
    international) · `sure` the lower of the confidence typed and worked out · `powers` regulation lines that name it ·
    `markets`, `actors`, `map_rows`, `actions` lines that name it.
    """
    return Table(FlowLine, (_profile(audit, flow) for flow in audit.flows))


def _profile(audit: Audit, flow: Flow) -> FlowLine:
    prices = [price for price in audit.prices if price.flow == flow.id]
    helped = {
        "local": flow.helped_locally,
        "national": flow.helped_nationally,
        "international": flow.helped_internationally,
    }
    return FlowLine.of(
        flow,
        scale=known_size(audit, flow),
        sure=sure(flow),
        scale_stated=flow.scale,
        scale_discarded=flow.scale is not None and known_size(audit, flow) != flow.scale,
        feeds=fed_by(audit, flow),
        price_points=sum(price.relative is not None for price in prices),
        helped=[level for level, answer in helped.items() if answer == "yes"],
        powers=[power.id for power in audit.powers if flow.id in power.flows and not power.waived],
        markets=[market.id for market in audit.markets if market.flow == flow.id],
        actors=[actor.id for actor in audit.actors if flow.id in actor.flows],
        map_rows=[row.id for row in audit.map_rows if row.flow == flow.id],
        actions=answering(audit, flow.id),
    )


def answering(audit: Audit, flow_id: str) -> list[str]:
    """The live actions that name a flow, or a map row of that flow."""
    rows = {row.id for row in audit.map_rows if row.flow == flow_id}
    return [action.id for action in live(audit) if action.flow == flow_id or action.map_row in rows]


def counts(audit: Audit) -> Table[CountLine]:
    """How many flows: measure "present" over all lines; scale, trend, violence, responder, direction of those present."""
    rows = tally("present", ("yes", "no", "unknown"), ((flow.present, flow.id) for flow in audit.flows))
    here = present(audit)
    rows += tally("scale", ("high", "medium", "low", "unknown"), ((known_size(audit, flow), flow.id) for flow in here))
    for measure, scale in (
        ("trend", "trend"),
        ("violence", "violence"),
        ("responder", "responder"),
        ("direction", "direction"),
    ):
        rows += tally(measure, list(framework.scales()[scale]), ((getattr(flow, measure), flow.id) for flow in here))
    return Table(CountLine, rows)


# Prices --------------------------------------------------------------------------------------------------------------


def _series(audit: Audit) -> Iterator[tuple[int, list[Price]]]:
    """The price lines of one flow, item, unit and area, oldest first, each series with its number."""
    found: dict[tuple[str, str, str, str], list[Price]] = {}
    for row in audit.prices:
        if row.month is not None and row.relative is not None:
            key = (row.flow or "", (row.item or "").casefold(), (row.unit or "").casefold(), row.area or "")
            found.setdefault(key, []).append(row)
    for number, key in enumerate(sorted(found), 1):
        yield number, sorted(found[key], key=lambda row: str(row.month))


@dataclass(frozen=True, slots=True)
class PriceLine(Line):
    """A dated price: see `prices`."""

    series: int
    row_id: str
    flow: str | None
    item: str | None
    unit: str | None
    area: str | None
    month: date
    price: float | None
    relative: float | None
    other_causes: str | None


def prices(audit: Audit) -> Table[PriceLine]:
    """Every dated price: `price` in the audit's currency, `relative` with its series' mean as 100; by series, then month."""
    return Table(
        PriceLine,
        (PriceLine.of(row, series=number) for number, rows in _series(audit) for row in rows),
    )


@dataclass(frozen=True, slots=True)
class SeriesLine(Line):
    """A series of prices: see `price_series`."""

    series: int
    flow: str | None
    item: str | None
    unit: str | None
    area: str | None
    n: int
    first_month: date | None
    last_month: date | None
    first: float | None
    last: float | None
    change: int | None
    reading: str | None
    causes_checked: bool
    row_ids: list[str]


def price_series(audit: Audit) -> Table[SeriesLine]:
    """One line a series: same flow, item, unit and area. `change` in whole % a year, compound, from the first month to the last.

    `reading` scarcer, steady or more_available; both None below [price_points] prices. `causes_checked`: some line names another cause.
    """
    return Table(SeriesLine, (_series_line(audit, number, rows) for number, rows in _series(audit)))


def _series_line(audit: Audit, number: int, rows: list[Price]) -> SeriesLine:
    settings = audit.edition.settings
    change: PriceChange | None = price_change(rows, settings["price_points"])
    return SeriesLine(
        series=number,
        flow=rows[0].flow,
        item=rows[0].item,
        unit=rows[0].unit,
        area=rows[0].area,
        n=len(rows),
        first_month=rows[0].month,
        last_month=rows[-1].month,
        first=rows[0].price,
        last=rows[-1].price,
        change=None if change is None else change.rate,
        reading=price_reading(change, settings["price_change"]),
        causes_checked=any(row.other_causes for row in rows),
        row_ids=[row.id for row in rows],
    )


# Criminal governance -------------------------------------------------------------------------------------------------

SIGNS = ("protection", "protection_violence", "newcomers", "territory")
"""The four signs of L13, each 0 to 3."""


@dataclass(frozen=True, slots=True)
class MarketLine(Line):
    """A market: see `markets`."""

    row_id: str
    kind: str | None
    flow: str | None
    protection: int | None
    protection_violence: int | None
    newcomers: int | None
    territory: int | None
    index: int | None
    index_low: int | None
    index_high: int | None
    reading: str | None
    readings: tuple[str | None, str | None]
    unknown: bool
    same_people: str | None
    extortion: str | None
    state_able: str | None
    why_not_able: str | None
    evidence: str | None
    confidence: str | None
    sure: str | None
    sensitivity: str | None
    notes: list[str]


def markets(audit: Audit) -> Table[MarketLine]:
    """Criminal governance of each market, the highest index first (L13): four signs 0–3, `index` 0–12, its `reading`.

    With signs that are not known, the index lies between `index_low` and `index_high`, its reading between the two `readings`;
    None for what is not scored at all. `unknown`: none of the signs is known · `sure` the lower of the confidence typed and worked
    out · `notes` are the codes of `market_notes`.
    """
    order = sorted(
        audit.markets,
        key=lambda row: (-1, -1) if row.index_low is None else (row.index_low, row.index_high or 0),
        reverse=True,
    )
    return Table(
        MarketLine,
        (
            MarketLine.of(
                row, sure=sure(row), unknown=all(map(row.is_unknown, SIGNS)), notes=[note for note, _ in _notes(row)]
            )
            for row in order
        ),
    )


@dataclass(frozen=True, slots=True)
class NoteLine(Line):
    """A note on a market: see `market_notes`."""

    row_id: str
    note: str
    columns: list[str]


def market_notes(audit: Audit) -> Table[NoteLine]:
    """Signs that must be read against each other, one line a note with the `columns` it rests on.

    quiet_control: little violence, territory held: calm may be control, not peace · contested: violence without territory:
    nobody rules, several compete · violence_state_able: clear violence, yet the state is said to be able to act ·
    entry_and_control: newcomers enter freely, yet protection or territory is strong · unseen: few signs where the state
    cannot act, so few may see them · same_people: the same people protect and trade, which is unusual · extortion_unknown.
    """
    return Table(
        NoteLine,
        (NoteLine(row_id=row.id, note=note, columns=columns) for row in audit.markets for note, columns in _notes(row)),
    )


def _notes(row: Market) -> Iterator[tuple[str, list[str]]]:
    violence, territory, entry = row.protection_violence, row.territory, row.newcomers
    if violence is not None and territory is not None:
        if violence <= 1 and territory >= 2:
            yield "quiet_control", ["protection_violence", "territory"]
        if violence >= 2 and territory <= 1:
            yield "contested", ["protection_violence", "territory"]
    if violence is not None and violence >= 2 and row.state_able == "yes":
        yield "violence_state_able", ["protection_violence", "state_able"]
    strong = distinct([name if (getattr(row, name) or 0) >= 2 else None for name in ("protection", "territory")])
    if entry == 0 and strong:
        yield "entry_and_control", ["newcomers", *strong]
    if row.reading == "little" and row.state_able == "no":
        yield "unseen", ["index", "state_able"]
    if row.same_people == "yes":
        yield "same_people", ["same_people"]
    if row.extortion in (None, "unknown"):
        yield "extortion_unknown", ["extortion"]

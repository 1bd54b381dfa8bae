"""Which figures of an audit are too small for the public, by themselves or beside the others that are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from safeaudit import framework
from safeaudit.audience.allowed import Allowed
from safeaudit.audience.small import Band, Total, suppress
from safeaudit.audit import Audit
from safeaudit.sheets.kinds import WHOLE_CITY
from safeaudit.sheets.set_up import Area
from safeaudit.sheets.understand import Indicator

Place = tuple[str, str]
"""(row ID, column)."""
VALUES = (("value", "year"), ("earlier_value", "earlier_year"))
_PER = re.compile(r"\d[\d ,.\u00a0\u202f]*\d{3}")


def small_areas(audit: Audit) -> list[Area]:
    """The areas with fewer residents than may be shown by name."""
    floor = audit.edition.settings["small_area"]
    return [area for area in audit.areas if area.population is not None and area.population < floor]


def small_figures(audit: Audit, allowed: Allowed, gone: frozenset[str]) -> dict[Place, str]:
    """The figures to hide, each with its reason: small_number, secondary, few_events, base_unknown.

    `gone`: rows that are withheld anyway.
    """
    found: dict[Place, str] = {}
    limit = audit.edition.settings["small_number"]
    for sheet_id, columns in allowed.counts.items():
        for row in audit.lines(sheet_id):
            for column in columns:
                value = getattr(row, column)
                if row.id not in gone and value is not None and 0 < value <= limit:
                    found[row.id, column] = "small_number"
    for sheet_id, rates in allowed.rates.items():
        for row in audit.lines(sheet_id):
            for column, per in rates.items():
                value = getattr(row, column)
                if row.id not in gone and value is not None and (
                    reason := _rate(value, per, audit.profile.population, audit.edition.settings, whole_city=True)
                ):  # fmt: skip
                    found[row.id, column] = reason
    return {**found, **_indicators(audit, allowed, gone), **_populations(audit, gone)}


def _rate(value: float, per: float, people: float | None, settings: Mapping[str, float], *, whole_city: bool) -> str:
    """Why a rate is hidden; empty when it may be shown. A zero is shown for a whole city only."""
    if value == 0 and whole_city:
        return ""
    if people is None:
        return "base_unknown"
    few = abs(value) * people / per < settings["few_events"] or people < settings["small_area"]
    return "few_events" if few else ""


# Indicators ----------------------------------------------------------------------------------------------------------


class _Unit(NamedTuple):
    """How a figure counts: `per` so many people for a rate, `share` for a percentage or index; neither for a count.

    What no word list knows is taken for a count.
    """

    text: str
    per: float | None
    share: bool


def _indicators(audit: Audit, allowed: Allowed, gone: frozenset[str]) -> dict[Place, str]:
    people, settings = {area.id: area.population for area in audit.areas}, audit.edition.settings
    limit = settings["small_number"]
    found: dict[Place, str] = {}
    counts: dict[Place, Indicator] = {}
    for row in audit.indicators:
        if row.id in gone or row.id in allowed.not_people:
            continue
        unit, city = _unit(audit, row), row.area in (None, WHOLE_CITY)
        base = audit.profile.population if city else people.get(row.area or "")
        part = allowed.part_of_people.get(row.id, 1.0)
        for column, _ in VALUES:
            value = getattr(row, column)
            if value is None or unit.share:
                continue
            if unit.per is not None:
                reason = _rate(value, unit.per, None if base is None else base * part, settings, whole_city=city)
            else:
                counts[row.id, column] = row
                reason = "small_number" if _is_small(value, limit, city=city) else ""
            if reason:
                found[row.id, column] = reason
        if (
            not (unit.share or unit.per)
            and row.national_value is not None
            and _is_small(row.national_value, limit, city=True)
        ):
            found[row.id, "national_value"] = "small_number"
    found |= dict.fromkeys(_beside_totals(audit, counts, found), "secondary")
    return found | dict.fromkeys(_small_steps(counts, found, limit), "secondary")


def _is_small(value: float, limit: float, *, city: bool) -> bool:
    """Whether a count points at somebody; for an area a zero is kept in the same band, for it tells of all who live there."""
    return 0 < value <= limit or (value == 0 and not city)


def _unit(audit: Audit, row: Indicator) -> _Unit:
    item = framework.item(row.id)
    typed = row.unit
    text = str(typed or (item.details.get("unit", "") if item else "")).casefold()
    languages = {audit.language, audit.written_in} if typed else {"en"}
    shares = {word for language in languages for word in framework.wordlist("shares", language)}
    words = set(re.findall(r"[^\W\d_]+|%", text))
    per = _PER.search(text)
    if per and (words & shares or any(word in text for word in shares if not word.isascii())):
        return _Unit(text, float(re.sub(r"\D", "", per[0])), share=False)
    share = bool(words & shares) or any(word in text for word in shares if len(word) == 1)
    return _Unit(text, None, share)


def _small_steps(counts: dict[Place, Indicator], hidden: dict[Place, str], limit: float) -> Iterator[Place]:
    """Earlier counts that differ from the newest by a small number: the step itself points at somebody."""
    for row in {row.id: row for row in counts.values()}.values():
        shown = (row.id, "value") not in hidden and (row.id, "earlier_value") not in hidden
        step = abs((row.value or 0) - (row.earlier_value or 0)) if None not in (row.value, row.earlier_value) else 0
        if shown and 0 < step <= limit:
            yield row.id, "earlier_value"


def _beside_totals(audit: Audit, counts: dict[Place, Indicator], hidden: dict[Place, str]) -> list[Place]:
    """Further counts to hide, so that no small count of an area follows from the whole city's and the other areas'."""
    limit = int(audit.edition.settings["small_number"])
    tables: dict[tuple[str, int | None], dict[Place, int]] = {}
    for (row_id, column), row in counts.items():
        value, year = getattr(row, column), getattr(row, dict(VALUES)[column])
        if value == int(value) and value >= 0:
            tables.setdefault((_unit(audit, row).text, year), {})[row_id, column] = int(value)
    more: list[Place] = []
    for cells in tables.values():
        city = [place for place in cells if counts[place].area in (None, WHOLE_CITY)]
        parts = tuple(place for place in cells if place not in city)
        bands: dict[Place, Band] = {
            place: (1 if place in city else 0, limit) for place in cells if hidden.get(place) == "small_number"
        }
        # a figure of the city with the same unit and year may be the sum of those of its areas, all of them or some
        totals = [Total(place, parts, whole=False) for place in city if parts]
        totals += [
            Total(place, parts) for place in city if parts and sum(cells[part] for part in parts) == cells[place]
        ]
        shown = suppress(cells, bands, totals)
        more += shown.hidden - shown.banded
    return more


# Areas ---------------------------------------------------------------------------------------------------------------


def _populations(audit: Audit, gone: frozenset[str]) -> dict[Place, str]:
    """Areas whose population must go as well, so that a small area's does not follow from the city's."""
    floor = int(audit.edition.settings["small_area"])
    cells: dict[Place, int] = {
        (area.id, "population"): area.population for area in audit.areas if area.population is not None
    }
    if audit.profile.population is None or not cells:
        return {}
    city = ("PROFILE", "population")
    totals = [Total(city, tuple(cells), whole=sum(cells.values()) == audit.profile.population)]
    bands: dict[Place, Band] = {(area.id, "population"): (0, floor - 1) for area in small_areas(audit)}
    shown = suppress({**cells, city: audit.profile.population}, bands, totals)
    return {place: "secondary" for place in shown.hidden if place not in bands and place[0] not in gone}

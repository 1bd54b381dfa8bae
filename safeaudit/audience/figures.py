"""Which figures of an audit are too small for the public, by themselves or beside the others that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isinf

from safeaudit.audience.allowed import Allowed
from safeaudit.audience.counts import RANGES, VALUES, Place, Table, begins, counts_to_hide, says_the_band
from safeaudit.audience.samples import small_shares
from safeaudit.audience.small import Band, Total, suppress
from safeaudit.audit import Audit
from safeaudit.care.figures import Figure, figure
from safeaudit.sheets.figures import read_bounds
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import WHOLE_CITY
from safeaudit.sheets.set_up import Area

Others = Sequence[Table]


def small_areas(audit: Audit) -> list[Area]:
    """The areas with fewer residents than may be shown by name."""
    floor = audit.edition.settings["small_area"]
    return [area for area in audit.areas if area.population is not None and area.population < floor]


def small_figures(audit: Audit, allowed: Allowed, gone: frozenset[str], others: Others = ()) -> dict[Place, str]:
    """The figures to hide, each with its reason: small_number, secondary, few_events, base_unknown.

    `gone`: rows that are withheld anyway · `others`: the counts of other editions that the same readers have before them.
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
    return {**found, **_indicators(audit, allowed, gone, others), **_populations(audit, gone)}


def _rate(value: float, per: float, people: float | None, settings: Mapping[str, float], *, whole_city: bool) -> str:
    """Why a rate is hidden; empty when it may be shown. A zero is shown for a whole city only."""
    if value == 0 and whole_city:
        return ""
    if people is None:
        return "base_unknown"
    few = abs(value) * people / per < settings["few_events"] or people < settings["small_area"]
    return "few_events" if few else ""


# Indicators ----------------------------------------------------------------------------------------------------------


def _indicators(audit: Audit, allowed: Allowed, gone: frozenset[str], others: Others) -> dict[Place, str]:
    people = {area.id: area.population for area in audit.areas}
    limit = int(audit.edition.settings["small_number"])
    found: dict[Place, str] = {}
    for row in audit.indicators:
        if row.id not in gone and row.id not in allowed.not_people:
            city = row.area in (None, WHOLE_CITY)
            base = audit.profile.population if city else people.get(row.area or "")
            found |= _line(row, figure_of(audit, row), base, allowed.part_of_people.get(row.id, 1.0), audit)
    table = _table(audit, allowed, gone)
    (hidden, *_) = counts_to_hide([table, *others], limit)
    reasons = {
        True: "small_number",
        False: "secondary",
    }  # where the bands beside each other tell too much, one is not said
    found |= {
        place: reasons[banded]
        for place, banded in hidden.items()
        if place[0] not in gone and not (banded and says_the_band(table.cells[place], limit))
    }
    return found | dict.fromkeys(_follows(audit.indicators, found), "secondary")


def _line(row: Indicator, made: Figure, people: float | None, part: float, audit: Audit) -> dict[Place, str]:
    """The figures of one line that are too small by themselves; `people`: how many live there, of whom the figure is about a `part`."""
    settings, city = audit.edition.settings, row.area in (None, WHOLE_CITY)
    limit = settings["small_number"]
    if made.kind == "share":
        whole = _whole(audit, row)
        of = (whole, figure_of(audit, whole)) if whole else None
        return {(row.id, column): "few_events" for column in small_shares(row, made, of, people, limit)}
    if made.kind == "score":
        return {}
    base = None if people is None or made.per is None else people * part
    found = _limits(row, made, base, settings, city=city)
    for column, _ in VALUES:
        value = getattr(row, column)
        if value is None:
            continue
        if made.kind == "rate":
            reason = _rate(value, made.per or 1, base, settings, whole_city=city)
        else:
            reason = "small_number" if 0 < value <= limit or (value == 0 and not city) else ""
        if reason:
            found[row.id, column] = reason
    return found | _beside(row, limit) if made.kind == "count" else found


def _beside(row: Indicator, limit: float) -> dict[Place, str]:
    """What stands beside a count and tells of few people: of the country less this city, of like cities, of the earlier year."""
    found: dict[Place, str] = {}
    national = row.national_value
    if national is not None and 0 < national <= limit:
        found[row.id, "national_value"] = "small_number"
    elif national is not None and row.bounds and row.bounds.low < national <= row.bounds.high + limit:
        found[row.id, "national_value"] = "secondary"  # all of the country but this city
    if row.like_value is not None and 0 < row.like_value <= limit:
        found[row.id, "like_value"] = "small_number"
    if _tells_few(row, limit):
        found[row.id, "change_given"] = "small_number"
    return found


def _tells_few(row: Indicator, limit: float) -> bool:
    """Whether the change that is given, beside the value, leads to a small number of people: those of the earlier year, or more or less of them."""
    if row.change_given is None or row.value is None or row.change_given <= NOBODY_LEFT:
        return False
    earlier = row.value / (1 + row.change_given / 100)
    return round(earlier) <= limit or 0 < round(abs(row.value - earlier)) <= limit


NOBODY_LEFT = -100
"""Per cent of change after which nothing is left, so that nothing can be worked back from it."""


def _whole(audit: Audit, row: Indicator) -> Indicator | None:
    """The line of which this share is one: by “Part of”, or of the same year and area by its name, with which the own name begins or
    that the unit says."""
    declared = audit.by_id.get(row.part_of or "")
    if isinstance(declared, Indicator):
        return declared if declared is not row else None
    named = (
        each
        for each in audit.indicators
        if each.label
        and each is not row
        and (each.year, each.area) == (row.year, row.area)
        and (begins(row.label or "", each.label) or _is_share_of(row, each.label))
    )
    return max(named, key=lambda each: len(each.label or ""), default=None)


def _is_share_of(row: Indicator, whole: str) -> bool:
    """Whether the unit of a share says so: “% of killings”, “% of killings in the city”."""
    base = (row.unit or "").partition(" of ")[2].strip()
    return base.casefold() == whole.casefold() or begins(base, whole)


def _follows(rows: Iterable[Indicator], found: Mapping[Place, str]) -> Iterator[Place]:
    """What tells again of a figure that is hidden: its limits, and a change that leads to it from the other year."""
    for row in rows:
        for column, limits in RANGES.items():
            if (row.id, column) in found and (row.id, limits) not in found and getattr(row, limits) is not None:
                yield row.id, limits
        if row.change_given is not None and any((row.id, column) in found for column in _FORMS):
            yield row.id, "change_given"


_FORMS = ("value", "value_range", "earlier_value", "earlier_range")


def _limits(
    row: Indicator, made: Figure, base: float | None, settings: Mapping[str, float], *, city: bool
) -> dict[Place, str]:
    """Limits and ranges that tell more than a small number may; one that cannot be read is hidden, too."""
    found: dict[Place, str] = {}
    for column in ("value_range", "earlier_range"):
        text = getattr(row, column)
        if text is None:
            continue
        bounds = read_bounds(text)
        if bounds is None:
            found[row.id, column] = "secondary"
        elif made.kind == "rate":
            highest = bounds.low if isinf(bounds.high) else bounds.high
            if reason := _rate(highest, made.per or 1, base, settings, whole_city=city):
                found[row.id, column] = reason
        elif not (
            bounds.low > settings["small_number"] or (bounds.low <= 1 and bounds.high > settings["small_number"])
        ):
            found[row.id, column] = "small_number" if bounds.high <= settings["small_number"] else "secondary"
    return found


def figure_of(audit: Audit, row: Indicator) -> Figure:
    """What the figures of a line on INDICATORS are."""
    return figure(row.id, row.figure_kind, row.unit, {audit.language, audit.written_in})


def _table(audit: Audit, allowed: Allowed, gone: frozenset[str], hidden: Mapping[Place, str] | None = None) -> Table:
    """The counts of an audit; of a published one, with what was hidden in it."""
    made = {row.id: figure_of(audit, row) for row in audit.indicators if row.id not in allowed.not_people}
    rows = [row for row in audit.indicators if row.id in made and made[row.id].kind == "count"]
    places = [
        (row.id, form) for row in rows for column in RANGES for form in (column, RANGES[column]) if row.id not in gone
    ]
    shown = None if hidden is None else {place for place in places if place not in hidden}
    told = [place for place in places if hidden and hidden.get(place) == "small_number"]
    return Table(rows, {row.id: made[row.id].unit for row in rows}, gone, shown, told)


def tables(others: Iterable[tuple[Audit, frozenset[str], Mapping[Place, str] | None]], allowed: Allowed) -> list[Table]:
    """The counts of other editions: each with its rows that are withheld, and, when it is published, what was hidden in it."""
    return [_table(audit, allowed, gone, hidden) for audit, gone, hidden in others]


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

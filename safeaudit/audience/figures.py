"""Which figures of an audit are too small for the public, by themselves or beside the others that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import inf, isinf

from safeaudit import framework
from safeaudit.audience.allowed import Allowed
from safeaudit.audience.counts import RANGES, VALUES, Place, Table, begins, counts_to_hide, says_the_band
from safeaudit.audience.samples import Whole, small_shares
from safeaudit.audience.small import Band, Total, suppress
from safeaudit.audience.worked_back import few_by_correction, few_left_over
from safeaudit.audit import Audit
from safeaudit.care.figures import Figure, Kind, figure, says_per_cent, without_time
from safeaudit.sheets.figures import Bounds, read_bounds
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import WHOLE_CITY
from safeaudit.sheets.set_up import Area

Others = Sequence[Table]


def small_areas(audit: Audit) -> list[Area]:
    """The areas with fewer residents than may be shown by name."""
    floor = audit.edition.settings["small_area"]
    return [area for area in audit.areas if area.population is not None and area.population < floor]


def small_figures(
    audit: Audit, allowed: Allowed, gone: frozenset[str], others: Others = (), editions: Sequence[Audit] = ()
) -> dict[Place, str]:
    """The figures to hide, each with its reason: small_number, secondary, few_events, base_unknown.

    `gone`: rows that are withheld anyway · `others`: the counts of other editions (`editions`) that the same readers have before
    them.
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
    scale = partial(_scale, allowed)
    few = [*few_by_correction(audit, editions, scale, _kind, limit), *few_left_over(audit, scale, _kind, limit)]
    further = {place: "few_events" for place in few if place[0] not in gone}
    return {**found, **further, **_indicators(audit, allowed, gone, others), **_populations(audit, gone)}


def _kind(audit: Audit, row: Indicator) -> Kind:
    return figure_of(audit, row).kind


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
    limit = int(audit.edition.settings["small_number"])
    found: dict[Place, str] = {}
    for row in audit.indicators:
        if row.id not in gone and row.id not in allowed.not_people:
            found |= _line(row, audit, allowed)
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


def _line(row: Indicator, audit: Audit, allowed: Allowed) -> dict[Place, str]:
    """The figures of one line that are too small by themselves."""
    made, people, scale = figure_of(audit, row), _residents(audit, row), _scale(allowed, audit, row)
    settings, city = audit.edition.settings, row.area in (None, WHOLE_CITY)
    limit = settings["small_number"]
    if made.kind == "share":
        whole = _whole(audit, row)
        of = Whole(whole, figure_of(audit, whole).kind, _scale(allowed, audit, whole)) if whole else None
        of_hundred = says_per_cent(made.unit, {audit.language, audit.written_in, "en"})
        found = {(row.id, column): "few_events" for column in small_shares(row, of_hundred, of, people, limit)}
        return found | _change(row, scale, limit)
    if made.kind == "score":
        return {}
    base = scale * made.per if scale and made.per else None
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
    if made.kind == "count":
        return found | _beside(row, _whole(audit, row), limit)
    return found | _change(row, scale, limit)


def _residents(audit: Audit, row: Indicator) -> int | None:
    """How many live where the figure is about."""
    if row.area in (None, WHOLE_CITY):
        return audit.profile.population
    area = audit.by_id.get(row.area or "")
    return area.population if isinstance(area, Area) else None


def _scale(allowed: Allowed, audit: Audit, row: Indicator) -> float | None:
    """How many people or events one of a figure's unit stands for: 1 of a count, residents by 100,000 of a rate; None when nobody says.

    Of a share in two years the smaller number of those asked.
    """
    made = figure_of(audit, row)
    if made.kind == "count":
        return 1.0
    if made.kind == "share":
        asked = [each for each in (row.sample, row.earlier_sample) if each]
        return min(asked) / 100 if asked else None
    people = _residents(audit, row)
    return people * allowed.part_of_people.get(row.id, 1.0) / made.per if people and made.per else None


def _beside(row: Indicator, whole: Indicator | None, limit: float) -> dict[Place, str]:
    """What stands beside a count and tells of few people: of the country less this city, of like cities, of the earlier year."""
    found: dict[Place, str] = {}
    national = row.national_value
    if national is not None and 0 < national <= limit:
        found[row.id, "national_value"] = "small_number"
    elif national is not None and row.bounds and row.bounds.low < national <= row.bounds.high + limit:
        found[row.id, "national_value"] = "secondary"  # all of the country but this city
    of_all = whole.national_value if whole is not None else None
    if national is not None and of_all is not None and 0 < of_all - national <= limit:
        found[row.id, "national_value"] = "secondary"  # all of them in the country but these
    if row.like_value is not None and 0 < row.like_value <= limit:
        found[row.id, "like_value"] = "small_number"
    return found | _change(row, 1.0, limit)


def _change(row: Indicator, scale: float | None, limit: float) -> dict[Place, str]:
    """The change that is given, where it leads to a small number of people: those of the other year, or, of a count, more or less.

    `scale`: how many people or events one of the unit stands for; None when nobody says, and nothing follows.
    """
    if row.change_given is None or scale is None or row.change_given <= NOBODY_LEFT:
        return {}
    times = 1 + row.change_given / 100
    ends = {(end * scale, end * scale / times) for end in _ends(row.bounds)}
    ends |= {(end * scale * times, end * scale) for end in _ends(row.earlier_bounds)}
    few = any(round(min(both)) <= limit or (scale == 1 and 0 < round(abs(both[0] - both[1])) <= limit) for both in ends)
    return {(row.id, "change_given"): "small_number" if scale == 1 else "few_events"} if few else {}


def _ends(bounds: Bounds | None) -> set[float]:
    """The ends of a figure, which of one that is exact are one."""
    return set() if bounds is None else {each for each in (bounds.low, bounds.high) if 0 < each < inf}


NOBODY_LEFT = -100
"""Per cent of change after which nothing is left, so that nothing can be worked back from it."""


def _whole(audit: Audit, row: Indicator) -> Indicator | None:
    """The line of which this one is a part: by “Part of”, or of the same area and a same year by its name, with which the own name
    begins or that the unit says."""
    declared = audit.by_id.get(row.part_of or "")
    if isinstance(declared, Indicator):
        return declared if declared is not row else None
    named = (
        each
        for each in audit.indicators
        if each is not row
        and (name := _name(each))
        and _share_a_year(each, row)
        and (each.area or WHOLE_CITY) == (row.area or WHOLE_CITY)
        and (begins(row.label or "", name) or _is_share_of(row, name))
    )
    return max(named, key=lambda each: len(_name(each)), default=None)


def _share_a_year(one: Indicator, other: Indicator) -> bool:
    """Whether two lines have a figure of the same year; a line without a year may have one of any."""
    years, others = ({row.year, row.earlier_year} - {None} for row in (one, other))
    return not years or not others or bool(years & others)


def _name(row: Indicator) -> str:
    """What a line is called: by its own label, or by the framework."""
    item = framework.item(row.id)
    return row.label or (item.label if item else "")


def _is_share_of(row: Indicator, whole: str) -> bool:
    """Whether the unit of a share says so: “% of killings”, “% of killings in the city”."""
    item = framework.item(row.id)
    base = (row.unit or str(item.details.get("unit", "") if item else "")).partition(" of ")[2].strip()
    return _one(base) == _one(whole) or begins(base, whole)


def _one(name: str) -> str:
    """A name in the singular, roughly."""
    return name.casefold().removesuffix("s")


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
    languages = {audit.language, audit.written_in}
    return Table(rows, {row.id: without_time(made[row.id].unit, languages) for row in rows}, gone, shown, told)


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

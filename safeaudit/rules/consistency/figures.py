"""Rules on figures that cannot both be true: shares past the whole, a value and its gap, one figure given twice, parts over the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.reading.units import FIGURES, says_per_cent
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.consistency.places import at
from safeaudit.rules.wording import first_of
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import WHOLE_CITY
from safeaudit.sheets.set_up import Profile
from safeaudit.words import N_

MEASURE = N_("Part II, Understanding what to measure")
EVERY = ""
"""Units are written in other languages than the workbook's, so the words of all count."""
DATA = N_("Part II, Data availability and integration")


@rule(
    "CO-10",
    Severity.ERROR,
    basis="T",
    section=MEASURE,
    asks=("INDICATORS.value",),
    may=("INDICATORS.earlier_value", "INDICATORS.national_value", "INDICATORS.unit"),
    title=N_("Share over 100 or under 0"),
    message=N_("{row}: “{column}” says {answer}, and the figure is a share ({unit})."),
    remedy=N_(
        "Check the figure. If it is a count, a rate or a change, write its unit under “{INDICATORS.unit}”; a share lies "
        "between 0 and 100."
    ),
    why=N_("A part cannot be larger than its whole. Printed so, one such figure costs the trust in all others."),
    how=N_(
        "Write 63 for 63 per cent. A share over 100 is often a count, or its whole was estimated too small: then say so and "
        "give the count."
    ),
)
def share_out_of_bounds(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if not is_share(row):
            continue
        wrong = [column for column in FIGURES if not 0 <= (getattr(row, column) or 0) <= 100]
        if wrong:
            yield at(audit, row, wrong[0], unit=unit_of(audit, row))


def is_share(row: Indicator) -> bool:
    """Whether a figure is a part of a hundred; a growth in per cent is none."""
    unit = row.unit or _printed(row)
    return says_per_cent(unit, EVERY) and not first_of(unit, framework.wordlist("per_cent_change", EVERY))


def unit_of(audit: Audit, row: Indicator) -> str:
    """The unit as the line shows it: typed, or else printed."""
    return row.unit or audit.words.item(row.id, "unit")


def _printed(row: Indicator) -> str:
    item = framework.item(row.id)
    return str(item.details.get("unit", "")) if item else ""


@rule(
    "CO-11",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=("INDICATORS.gap", "INDICATORS.value"),
    title=N_("Value and gap together"),
    message=N_("{row}: the value is {value}, and “{column}” says “{gap}”."),
    remedy=N_("Empty “{column}” if the value holds. If it does not, take the value out and keep the gap."),
    why=N_(
        "A gap says that there is no value. With both, the line counts as a figure in one table and as missing in the next."
    ),
    how=N_(
        "A figure that is old or coarse is still a figure: give its year and how it is split, and say under the source what "
        "it misses."
    ),
)
def value_and_gap(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if row.value is not None and row.gap is not None and not row.waived:
            yield at(audit, row, "gap", quote=("value", "gap"))


@dataclass(frozen=True, slots=True)
class Twice:
    """A figure that PROFILE asks for as well as a line of INDICATORS; `year` is the column of PROFILE with its year, if any."""

    profile: str
    year: str
    row_id: str
    column: str


TWICE = (
    Twice("homicide_city", "homicide_year", "IND-C01", "value"),
    Twice("homicide_national", "homicide_year", "IND-C01", "national_value"),
    Twice("growth", "", "IND-S01", "value"),
)


@rule(
    "CO-12",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=("INDICATORS.value", "PROFILE"),
    may=(
        "INDICATORS.area",
        "INDICATORS.national_value",
        "INDICATORS.unit",
        "INDICATORS.year",
        "PROFILE.growth",
        "PROFILE.homicide_city",
        "PROFILE.homicide_national",
        "PROFILE.homicide_year",
    ),
    title=N_("One figure given twice, and not the same"),
    message=N_("{PROFILE}: “{column}” says {answer}, but {indicator} says {other} under “{other_column}”."),
    remedy=N_(
        "Find out which is right, and give it in both places. If they are of different years, give each its own year."
    ),
    why=N_(
        "Both figures are printed, some pages apart. A reader who finds two homicide rates for one city and one year will "
        "believe neither."
    ),
    how=N_(
        "Police and health counts of one year often differ. Choose one of the two for both places, and put the other on a "
        "line of your own with its source."
    ),
)
def given_twice(audit: Audit) -> Iterator[Problem]:
    profile, least = audit.profile, audit.edition.settings["same_figure"]
    for each in TWICE:
        row = audit.by_id.get(each.row_id)
        if not isinstance(row, Indicator) or row.waived or not _comparable(profile, row, each):
            continue
        one, other = getattr(profile, each.profile), getattr(row, each.column)
        if one is not None and other is not None and abs(one - other) > least / 100 * max(abs(one), abs(other)):
            yield at(
                audit,
                profile,
                each.profile,
                indicator=named(audit, row),
                other=audit.shown(row, each.column),
                other_column=audit.words.column("INDICATORS", each.column),
            )


def _comparable(profile: Profile, row: Indicator, each: Twice) -> bool:
    """Whether the two are of the whole city, in the printed unit and, as far as is said, of one year."""
    year = getattr(profile, each.year) if each.year else None
    return row.area in (None, WHOLE_CITY) and not row.unit and (None in (year, row.year) or year == row.year)


@rule(
    "CO-13",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=("AREAS.population", "PROFILE.population"),
    title=N_("Areas with more residents than the city"),
    message=N_(
        "{AREAS}: all areas together have {sum} residents, and the city has {city}. The largest is {row} with {answer}."
    ),
    remedy=N_("Look for a slip of a key in one of the areas, or in the population of the city."),
    why=N_(
        "Rates by area rest on these figures. With a nought too many an area looks safe, with one too few it looks like the "
        "worst in the country."
    ),
    how=N_(
        "Estimates of different years add up to a little more or less, and that is allowed for. If your areas overlap, accept "
        "this and say so: the areas of the workbook should cover the city once."
    ),
)
def areas_over_the_city(audit: Audit) -> Iterator[Problem]:
    city = audit.profile.population
    areas = [area for area in audit.areas if area.population]
    if not city or not areas:
        return
    total = sum(area.population or 0 for area in areas)
    if total > city * (1 + audit.edition.settings["area_sum"] / 100):
        largest = max(areas, key=lambda area: area.population or 0)
        number = audit.words.number
        yield at(audit, largest, "population", sum=number(total), city=number(city))

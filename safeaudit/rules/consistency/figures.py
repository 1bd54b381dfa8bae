"""Rules on figures that cannot both be true: shares past the whole, a value and its gap, one figure given twice, parts over the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.reading.units import says_per_cent
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.consistency.places import at
from safeaudit.rules.figures import EVERY_FIGURE, OTHER_FORMS, figures, given
from safeaudit.rules.wording import first_of
from safeaudit.sheets import Row
from safeaudit.sheets.figures import Bounds
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import WHOLE_CITY
from safeaudit.sheets.set_up import Profile
from safeaudit.sheets.verdicts import kind_of
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
    may=(*EVERY_FIGURE, "INDICATORS.unit", "MORE_FIGURES.indicator"),
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
    for line in figures(audit):
        wrong = next((each for each in line if is_share(each.measure) and _out_of_a_hundred(each.bounds)), None)
        if wrong is not None:
            yield at(audit, wrong.row, wrong.column, unit=unit_of(audit, wrong.measure))


def _out_of_a_hundred(bounds: Bounds) -> bool:
    """Whether a figure, or a named end of its range, lies under 0 or over 100."""
    ends = [end for end in (bounds.low, bounds.high) if isfinite(end)]
    past = (bounds.low == 100 and bounds.low_open) or (bounds.high == 0 and bounds.high_open)
    return past or any(not 0 <= end <= 100 for end in ends)


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
    may=OTHER_FORMS,
    title=N_("Value and gap together"),
    message=N_("{row}: the figure is {figure}, and “{column}” says “{gap}”."),
    remedy=N_("Empty “{column}” if the figure holds. If it does not, take the figure out and keep the gap."),
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
        if row.has_figure and row.gap is not None and not row.waived:
            yield at(audit, row, "gap", quote=("gap",), figure=given(audit, row))


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


@rule(
    "CO-25",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=("INDICATORS.part_of", "INDICATORS.value"),
    may=("INDICATORS.figure_kind", "INDICATORS.unit", "INDICATORS.value_range", "INDICATORS.year"),
    title=N_("Part that cannot be a part"),
    message=N_("{row}: “{column}” names {answer}, {found}."),
    remedy=N_("Look at both lines: the figures, their years, and which one counts a part of the other."),
    why=N_(
        "Parts and wholes protect people: where a part is small, the whole is shown without it. A part larger than its whole "
        "says that one of the two is wrong, and the protection fails with it."
    ),
    how=N_("The usual causes are another year, another unit, or the two lines exchanged."),
)
def part_that_is_none(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for row in audit.indicators:
        whole = audit.by_id.get(row.part_of or "")
        if not isinstance(whole, Indicator) or row.waived or whole.id == row.id:  # one tied to itself is told by CO-16
            continue
        if row.id in _wholes(audit, whole):
            yield at(audit, row, "part_of", found=words.t("which is a part of this line in turn"))
        elif _counted_alike(row, whole) and whole.bounds and row.bounds and whole.bounds.below(row.bounds):
            values = {"part": given(audit, row), "whole": given(audit, whole)}
            yield at(audit, row, "part_of", found=words.t("but the part is {part}, and the whole {whole}", **values))


def _wholes(audit: Audit, row: Indicator) -> set[str]:
    """The lines that a line is a part of, directly or through others."""
    found: set[str] = set()
    at_hand: Row | None = row
    while isinstance(at_hand, Indicator) and at_hand.part_of and at_hand.part_of not in found:
        found.add(at_hand.part_of)
        at_hand = audit.by_id.get(at_hand.part_of)
    return found


def _counted_alike(part: Indicator, whole: Indicator) -> bool:
    """Whether both are counts of one year, so that the part cannot be more."""
    return kind_of(part) == kind_of(whole) == "count" and (part.year == whole.year or None in (part.year, whole.year))

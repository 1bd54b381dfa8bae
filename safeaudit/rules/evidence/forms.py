"""Rules on figures as they come: limits and ranges, two of one kind, samples, second sources, parts and wholes, financial years."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.figures import OTHER_FORMS, move, shown
from safeaudit.sheets.figures import Bounds, read_bounds
from safeaudit.sheets.kinds import WHOLE_CITY, FinancialYear
from safeaudit.sheets.verdicts import apart, kind_of, margin_of, moved
from safeaudit.words import N_

DATA = N_("Part II, Data availability and integration")
MEASURE = N_("Part II, Understanding what to measure")


@rule(
    "DA-30",
    Severity.ERROR,
    basis="T",
    section=DATA,
    asks=("INDICATORS.value_range",),
    may=("INDICATORS.earlier_range", "MORE_FIGURES.value_range"),
    title=N_("Limit or range that cannot be read"),
    message=N_("{row}: “{column}” says “{answer}”, which cannot be read as a limit or a range."),
    remedy=N_(
        "Write it with figures, the lower one first, for example: under 30, at least 4, 13–18, about 70. Leave out the "
        "unit, and write 1400 without a comma. If nothing is known, empty the cell and name the gap."
    ),
    why=N_(
        "A limit or a range can be set against another figure, printed and drawn. A text that only people understand "
        "cannot, and a comma that may be a point makes a figure a thousand times too large."
    ),
    how=N_(
        "Look up how the source puts it. If it says no more than “few” or “many”, leave the figure out and name the gap."
    ),
)
def limit_not_understood(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        for column in ("value_range", "earlier_range"):
            text = getattr(row, column)
            if text is not None and read_bounds(text) is None and not row.waived:
                yield Problem(row, column)
    for figure in audit.more_figures:
        if figure.value_range is not None and read_bounds(figure.value_range) is None:
            yield Problem(figure, "value_range")


@rule(
    "DA-31",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=("INDICATORS.value", "INDICATORS.value_range"),
    may=(
        "INDICATORS.change",
        "INDICATORS.change_given",
        "INDICATORS.earlier_range",
        "INDICATORS.earlier_value",
        "MORE_FIGURES.value",
        "MORE_FIGURES.value_range",
    ),
    title=N_("One figure entered twice, and the two do not agree"),
    message=N_("{row}: {found}."),
    remedy=N_("Keep the one that the source gives, and empty the other cell."),
    why=N_(
        "A figure that says two things is used as one of them by some and as the other by others. Nobody notices until "
        "the two are printed side by side."
    ),
    how=N_(
        "If both come from sources you trust, keep one here and put the other under “Value of a second source”. A range "
        "around the value, such as a margin of error, may stay."
    ),
)
def given_twice(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for row in (*audit.indicators, *audit.more_figures):
        for value, limits in (("value", "value_range"), ("earlier_value", "earlier_range")):
            number, text = getattr(row, value, None), getattr(row, limits, None)
            bounds = read_bounds(text) if text else None
            if number is None or bounds is None or bounds.widened(audit.edition.settings["about_figure"]).holds(number):
                continue
            found = words.t("the value {value} does not lie in “{limits}”", value=audit.shown(row, value), limits=text)
            yield Problem(row, limits, values={"found": found})
    rounding = audit.edition.settings["change_rounding"]
    for row in audit.indicators:
        change = row.change if row.value is not None and row.earlier_value is not None else None
        if change is not None and row.change_given is not None and abs(change - row.change_given) > rounding:
            values = {
                "given": words.percent(row.change_given, 1, sign=True),
                "change": words.percent(change, 1, sign=True),
            }
            found = words.t("the change given is {given}, but the two values make {change}", **values)
            yield Problem(row, "change_given", values={"found": found})


@rule(
    "DA-32",
    Severity.WARNING,
    basis="I",
    section=DATA,
    asks=("INDICATORS.better", "INDICATORS.value"),
    may=(*OTHER_FORMS, "INDICATORS.unit"),
    title=N_("Local figure without a direction or a unit"),
    message=N_("{row}: this local figure has {lacking}."),
    remedy=N_(
        "Choose under “{INDICATORS.better}” which way is better, and write what is counted under “{INDICATORS.unit}”."
    ),
    why=N_(
        "Of a printed measure the line says what it counts and which way is better. A local one without both can be "
        "printed, but nobody can say whether it got better, and it counts in no verdict."
    ),
    how=N_(
        "Ask what the city would be glad of: more of it, or less. If that depends, choose “It depends”: that is an "
        "answer, too."
    ),
)
def local_without_direction(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for row in audit.indicators:
        if not row.is_local or not row.has_figure or row.waived:
            continue
        lacking = {"better": words.t("no direction"), "unit": words.t("no unit")}
        lacking = {column: text for column, text in lacking.items() if row.get(column) is None}
        if lacking:
            yield Problem(row, next(iter(lacking)), values={"lacking": words.listed(list(lacking.values()))})


@rule(
    "DA-33",
    Severity.WARNING,
    basis="I",
    section=MEASURE,
    asks=(
        "INDICATORS.change",
        "INDICATORS.earlier_value",
        "INDICATORS.put_down_to",
        "INDICATORS.sample",
        "INDICATORS.value",
    ),
    may=(
        "INDICATORS.earlier_sample",
        "INDICATORS.figure_kind",
        "INDICATORS.unit",
        "INDICATORS.value_range",
        "INDICATORS.year",
    ),
    title=N_("Change within the survey’s margin, put down to something"),
    message=N_(
        "{row}: the figure moved {move}, which is within the margin of {margin} points for the number asked. “{column}” "
        "says “{put_down_to}”."
    ),
    remedy=N_(
        "Choose “{put_down_to.unknown}”, or leave it empty, until a survey shows a change larger than its margin."
    ),
    why=N_(
        "A survey asks some people and speaks of all. Asked again on the next day, it would give another figure. A step "
        "smaller than that has no cause, and a policy praised for it is praised for luck."
    ),
    how=N_(
        "Print the figure and its margin. For a firmer answer ask more people, or wait for a third survey with the same "
        "words."
    ),
)
def cause_of_chance(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if row.put_down_to not in ("policy", "others", "both") or row.waived:
            continue
        if moved(row, audit.edition.settings) == "within_margin":
            margin = audit.words.number(margin_of(row, audit.edition.settings), 1)
            yield Problem(
                row, "put_down_to", quote=("put_down_to",), values={"move": move(audit, row), "margin": margin}
            )


@rule(
    "DA-34",
    Severity.ADVICE,
    basis="I",
    section=MEASURE,
    asks=("INDICATORS.sample", "INDICATORS.source", "INDICATORS.value", "SOURCES.kind"),
    may=("INDICATORS.figure_kind", "INDICATORS.unit"),
    title=N_("Share from a survey without the number asked"),
    message=N_("{row}: {value} comes from a survey, and “{column}” is empty."),
    remedy=N_("Write how many people answered this question; it stands in the survey’s tables."),
    why=N_(
        "Of 100 people asked, a share can be ten points off by chance; of 2,000, two or three. Without the number nobody "
        "can tell a change from chance."
    ),
    how=N_(
        "Ask whoever made the survey for the number of answers in your city, not in the country. For the earlier figure "
        "write it as well, if it was another."
    ),
)
def survey_without_number(audit: Audit) -> Iterator[Problem]:
    surveys = {source.id for source in audit.sources if source.kind == "survey"}
    for row in audit.indicators:
        if row.value is None or row.waived or row.source not in surveys or row.get("sample") is not None:
            continue
        if kind_of(row) == "share":
            yield Problem(row, "sample", quote=("value",))


@rule(
    "DA-35",
    Severity.WARNING,
    basis="I",
    section=DATA,
    asks=("INDICATORS.second_value", "INDICATORS.value", "INDICATORS.why_different"),
    title=N_("Two sources far apart without a word on why"),
    message=N_("{row}: {value} and {second_value} lie {apart} apart, and “{column}” is empty."),
    remedy=N_("Write what the two count differently, or that nobody knows."),
    why=N_(
        "Police, hospitals and surveys see different parts of the same harm. The gap between them is a finding of its "
        "own: it shows who does not come to whom."
    ),
    how=N_(
        "Ask both offices what they count: cases or people, place of the act or of the home, which months. Do not take a "
        "mean of the two."
    ),
)
def sources_differ(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        share = apart(row)
        if share is None or row.waived or row.get("why_different") is not None:
            continue
        if abs(share) >= audit.edition.settings["sources_differ"]:
            told = audit.words.percent(abs(share), 0)
            yield Problem(row, "why_different", quote=("value", "second_value"), values={"apart": told})


@rule(
    "DA-36",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=("INDICATORS.second_source", "INDICATORS.second_value", "INDICATORS.source"),
    title=N_("Second figure from the same source"),
    message=N_("{row}: “{column}” names {second_source}, as “{INDICATORS.source}” does."),
    remedy=N_("Choose the other source. If both figures are from one, keep the one it stands by."),
    why=N_("Two sources check each other; one source that says two things does not."),
    how=N_(
        "An older figure of the same source belongs under “Earlier value”, one of another area on the sheet for more "
        "figures."
    ),
)
def same_source_twice(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if row.second_value is not None and row.source is not None and row.second_source == row.source:
            yield Problem(row, "second_source", quote=("second_source",))


@rule(
    "DA-37",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=("INDICATORS.value", "INDICATORS.value_men", "INDICATORS.value_women"),
    may=("INDICATORS.figure_kind", "INDICATORS.unit"),
    title=N_("Figures for women and men that do not fit the figure for all"),
    message=N_("{row}: {found}."),
    remedy=N_("Check the three figures: the same year, the same source, the same unit?"),
    why=N_(
        "All are women and men together. A share or rate for all lies between the two; a count for all is not smaller "
        "than their sum. Where it does not fit, one of the three is of another year, source or unit."
    ),
    how=N_(
        "Take all three from one table. If people of another or unknown sex are counted too, a count for all may be larger."
    ),
)
def parts_and_whole(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for row in audit.indicators:
        whole, women, men = row.value, row.value_women, row.value_men
        if whole is None or women is None or men is None or row.waived:
            continue
        values = {name: audit.shown(row, name) for name in ("value", "value_women", "value_men")}
        if kind_of(row) == "count":
            if women + men > whole:
                found = words.t(
                    "{value_women} for women and {value_men} for men are more than {value} for all", **values
                )
                yield Problem(row, "value_women", values={"found": found})
        elif not min(women, men) <= whole <= max(women, men):
            text = words.t(
                "{value} for all does not lie between {value_women} for women and {value_men} for men", **values
            )
            yield Problem(row, "value_women", values={"found": text})


@rule(
    "DA-38",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=(
        "MORE_FIGURES.area",
        "MORE_FIGURES.indicator",
        "MORE_FIGURES.source",
        "MORE_FIGURES.value",
        "MORE_FIGURES.year",
    ),
    may=(
        "INDICATORS.area",
        "INDICATORS.earlier_range",
        "INDICATORS.earlier_value",
        "INDICATORS.earlier_year",
        "INDICATORS.source",
        "INDICATORS.value",
        "INDICATORS.value_range",
        "INDICATORS.year",
        "MORE_FIGURES.value_range",
    ),
    title=N_("Two figures of one measure for one year, from one source"),
    message=N_(
        "{row}: {figure} for {year}, but {other} says {other_figure} for the same measure, area, year and source."
    ),
    remedy=N_("Keep the figure the source stands by today. If they come from two sources, choose the other source."),
    why=N_(
        "A line over the years with two points in one year cannot be drawn, and a reader does not know which one holds."
    ),
    how=N_("Sources often correct their figures a year later. Take the newest table for all years."),
)
def two_in_one_year(audit: Audit) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], tuple[str, str, Bounds]] = {}
    for row in audit.indicators:
        place = (row.id, row.area or WHOLE_CITY)
        for year, bounds, columns in (
            (row.year, row.bounds, ("value", "value_range")),
            (row.earlier_year, row.earlier_bounds, ("earlier_value", "earlier_range")),
        ):
            if None not in (year, bounds, row.source) and bounds is not None:
                seen.setdefault((*place, year, row.source), (row.id, shown(audit, row, *columns), bounds))
    for figure in audit.more_figures:
        key, told = (figure.indicator, figure.area, figure.year, figure.source), figure.bounds
        if None in key or told is None:
            continue
        own = shown(audit, figure, "value", "value_range")
        other, other_figure, bounds = seen.setdefault(key, (figure.id, own, told))
        if _cannot_both_be(told, bounds):
            values = {"figure": own, "year": figure.year, "other": other, "other_figure": other_figure}
            yield Problem(figure, "value" if figure.value is not None else "value_range", values=values)


def _cannot_both_be(one: Bounds, other: Bounds) -> bool:
    """Whether no figure lies in both; of one that is known about, nothing is said."""
    return not (one.about or other.about) and (one.below(other) or other.below(one))


@rule(
    "DA-41",
    Severity.WARNING,
    basis="T",
    section=DATA,
    asks=("INDICATORS.earlier_year", "INDICATORS.year"),
    may=("INDICATORS.earlier_range", "INDICATORS.earlier_value", "INDICATORS.value", "INDICATORS.value_range"),
    title=N_("Calendar year set against financial year"),
    message=N_("{row}: {now} is for {year}, {before} for {earlier_year}: one is a financial year, the other is not."),
    remedy=N_("Take both figures for the same kind of year. If the year is a slip, mend it."),
    why=N_(
        "A financial year and a calendar year share only some of their months. What looks like a change may be three "
        "other months, with another summer or another holiday season."
    ),
    how=N_(
        "Ask the source for the months of each figure. Most offices can give a series by financial year or by calendar year."
    ),
)
def kinds_of_year(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if row.year is None or row.earlier_year is None or row.waived:
            continue
        before = shown(audit, row, "earlier_value", "earlier_range")
        now = shown(audit, row, "value", "value_range")
        if before and now and isinstance(row.year, FinancialYear) != isinstance(row.earlier_year, FinancialYear):
            values = {"now": now, "before": before, "year": row.year, "earlier_year": row.earlier_year}
            yield Problem(row, "earlier_year", values=values)

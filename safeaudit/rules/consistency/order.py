"""Rules on what comes first: a period, a line, a figure and an approval whose days stand the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.rules.consistency.places import FILE, at, header
from safeaudit.rules.days import latest_approval, period_end
from safeaudit.sheets import Row
from safeaudit.words import N_

FIRST_AND_LAST = (
    ("starts", "ends"),
    ("signed", "ends"),
    ("signed", "last_review"),
    ("soldiers_since", "soldiers_review"),
)
"""Columns of one line of which the second cannot come before the first, whatever the sheet."""


@rule(
    "CO-01",
    Severity.ERROR,
    basis="T",
    section=FILE,
    asks=("PROFILE.period_from", "PROFILE.period_to"),
    title=N_("Audit period that ends before it begins"),
    message=N_("{PROFILE}: the audit period goes from {period_from} to {period_to}."),
    remedy=N_("Look at both days, and mend the one that is wrong. Often the two were exchanged, or a year is a slip."),
    why=N_(
        "Every figure, price and date is judged by this period: what is old, what is over, what lies ahead. Turned "
        "round, it lets old figures pass and calls new ones strange."
    ),
    how=N_("The first day comes first: for the year 2026 that is 1 January 2026 to 31 December 2026."),
)
def period_reversed(audit: Audit) -> Iterator[Problem]:
    profile = audit.profile
    first, last = profile.period_from, profile.period_to
    if first is not None and last is not None and last < first:
        yield Problem(profile, "period_to", quote=("period_from", "period_to"))


@rule(
    "CO-02",
    Severity.ERROR,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("End before the beginning"),
    message=N_("{row}: {first_column} says {first}, and {last_column} says {last}."),
    remedy=N_("Look at both dates, and mend the one that is wrong."),
    why=N_(
        "A line whose end comes before its beginning has no length. It drops out of the timeline and of all that is said "
        "about short and long work, and nobody can hold it to a date."
    ),
    how=N_("A slip of the year is the usual cause. The same month for both is fine: then it lasts that month."),
)
def end_before_beginning(audit: Audit) -> Iterator[Problem]:
    for rows in audit.sheets.values():
        for row in rows:
            if pair := reversed_pair(row):
                first, last = pair
                yield at(
                    audit,
                    row,
                    last,
                    first_column=header(audit, row, first),
                    first=audit.shown(row, first),
                    last_column=header(audit, row, last),
                    last=audit.shown(row, last),
                )


def reversed_pair(row: Row) -> tuple[str, str] | None:
    """The first two columns of a line whose dates stand the wrong way round."""
    for first, last in FIRST_AND_LAST:
        if first in row.columns and last in row.columns:
            one, other = getattr(row, first), getattr(row, last)
            if one is not None and other is not None and other < one:
                return first, last
    return None


@rule(
    "CO-03",
    Severity.ERROR,
    basis="T",
    section=N_("Part II, Understanding what to measure"),
    asks=("INDICATORS.earlier_value", "INDICATORS.earlier_year", "INDICATORS.year"),
    title=N_("Earlier year that is not earlier"),
    message=N_("{row}: “{INDICATORS.year}” says {year}, and “{column}” says {answer}."),
    remedy=N_(
        "Put the newer figure with its year first, and the older one under “{INDICATORS.earlier_value}” and “{column}”."
    ),
    why=N_(
        "The change is worked out from the older figure to the newer one. Exchanged, a rise is printed as a fall, and two "
        "figures of one year show no change over time at all."
    ),
    how=N_(
        "Two figures of the same year that differ, such as those of police and hospitals, are two lines: use a free line "
        "for the second."
    ),
)
def earlier_year_not_earlier(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if row.year is None or row.earlier_year is None or row.waived:
            continue
        if row.earlier_year >= row.year and row.get("earlier_value") is not None:
            yield at(audit, row, "earlier_year", year=row.year, answer=row.earlier_year)


@rule(
    "CO-04",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=("PROFILE.approved_on", "PROFILE.period_to"),
    may=("PROFILE.period_from",),
    title=N_("Audit approved before its period was over, or long after"),
    message=N_("{PROFILE}: “{column}” says {answer}, and the audit period ends on {end}."),
    remedy=N_("Look at both days; a slip of the year is the usual cause. If they are right, accept this and say why."),
    why=N_(
        "Whoever approves an audit answers for what it says of the whole period. Nobody can do that before it is over, and years later "
        "the facts are no longer those of the city."
    ),
    how=N_("Give the day of the decision itself, and as the end of the period the last day from which you have facts."),
)
def approved_too_early(audit: Audit) -> Iterator[Problem]:
    approved, end = audit.profile.approved_on, period_end(audit)
    if approved is not None and end is not None and (approved < end or approved > latest_approval(audit, end)):
        yield at(audit, audit.profile, "approved_on", end=audit.words.day(end))

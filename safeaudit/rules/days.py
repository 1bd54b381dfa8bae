"""What day it is for a rule: no rule knows the calendar, all go by what the audit says of its own time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date

from safeaudit.audit import Audit
from safeaudit.sheets import Row

HAPPENED = (
    ("TEAM", "month"),
    ("SOURCES", "latest_year"),
    ("PRICES", "month"),
    ("MORE_FIGURES", "year"),
    ("AGREEMENTS", "signed"),
    ("AGREEMENTS", "last_review"),
    ("PARTNERS", "checked_on"),
    ("PROFILE", "population_year"),
    ("PROFILE", "homicide_year"),
)
"""Where an answer dates something that has happened. What is planned or a draft may lie ahead; see `happened`."""

NOT_YET = {("TEAM", "role"): ("to_be_reached",), ("AGREEMENTS", "status"): ("draft", None)}
"""Answers that say of a whole line that it is still to come."""


def period_end(audit: Audit) -> date | None:
    """The last day of the period that the facts cover, also where its two days stand the wrong way round."""
    first, last = audit.profile.period_from, audit.profile.period_to
    return last if first is None or last is None else max(first, last)


def happened(audit: Audit) -> Iterator[tuple[Row, str, date]]:
    """Every answer that dates something that has happened; a year counts from its first day."""
    for sheet_id, column in HAPPENED:
        for row in audit.lines(sheet_id):
            value = getattr(row, column) if column in row.columns else None
            day = date(value, 1, 1) if isinstance(value, int) and MINYEAR <= value <= MAXYEAR else value
            if isinstance(day, date) and not _still_to_come(row):
                yield row, column, day


def _still_to_come(row: Row) -> bool:
    return any(
        row.sheet_id == sheet_id and column in row.columns and getattr(row, column) in codes
        for (sheet_id, column), codes in NOT_YET.items()
    )


def known_until(audit: Audit) -> date | None:
    """The last day that the audit can know of: its period's end, its approval, or what it says has happened since.

    What is dated later than the workbook can have been filled is not believed. None while the period has no end.
    """
    end = period_end(audit)
    if end is None:
        return None
    days = [audit.profile.approved_on or end, *(day for _, _, day in happened(audit))]
    limit = filled_by(audit) or end
    return max([end, *(day for day in days if day <= limit)])


def filled_by(audit: Audit) -> date | None:
    """The last day on which the workbook can have been filled: its approval, or [filling_months] after the period."""
    end, approved = period_end(audit), audit.profile.approved_on
    if end is None:
        return None
    if approved is not None and end <= approved <= latest_approval(audit, end):
        return approved
    return months_after(end, int(audit.edition.settings["filling_months"]))


def latest_approval(audit: Audit, end: date) -> date:
    """A later approval than this is a slip: twice [filling_months] after the period."""
    return months_after(end, 2 * int(audit.edition.settings["filling_months"]))


def months_after(day: date, months: int) -> date:
    """The first day of the month so many months later; the first or last day of the calendar where it goes no further."""
    year, before = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, before + 1, 1) if MINYEAR <= year <= MAXYEAR else date.max if months > 0 else date.min


def month(day: date) -> date:
    """The first day of its month: many columns know no more."""
    return day.replace(day=1)

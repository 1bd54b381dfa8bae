"""Rules on what dates say of a line: done and still to come, in force and over, reviewed and not yet, known and impossible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safeaudit.audit import Audit
from safeaudit.definitions import has_lapsed
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.rules.consistency.order import reversed_pair
from safeaudit.rules.consistency.places import FILE, at, header
from safeaudit.rules.days import filled_by, happened, known_until, month, period_end
from safeaudit.sheets import Row
from safeaudit.sheets.kinds import Day
from safeaudit.words import N_

DONE, UNDER_WAY = ("done", "ended"), ("running",)
PLANNED = ("proposed", "agreed", "idea", "planned")

AHEAD = (
    ("PROFILE", "next_audit"),
    ("DATA_GAPS", "by_when"),
    ("ENFORCEMENT", "soldiers_review"),
    ("PARTNERS", "exception_review"),
)
"""Where an answer dates something still to come."""


def timed(audit: Audit) -> Iterator[Row]:
    """The lines with a beginning, an end and a status that do not contradict each other already."""
    for rows in audit.sheets.values():
        for row in rows:
            if {"starts", "ends", "status"} <= row.columns.keys() and not reversed_pair(row):
                yield row


def told(audit: Audit, row: Row, column: str, until: str) -> Problem:
    """A status and a date that do not fit, and what shows it."""
    status, said = header(audit, row, "status"), audit.shown(row, "status")
    return at(audit, row, column, status=status, said=said, until=until)


@rule(
    "CO-05",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Done, and its dates still to come"),
    message=N_("{row}: {status} says “{said}”, but “{column}” says {answer}. {until}"),
    remedy=N_("If it is finished, put in the month in which it ended. If it is not, choose the status that fits."),
    why=N_(
        "What is done counts as a result, and is not asked about again. A date still to come says that somebody expects "
        "the work to go on."
    ),
    how=N_(
        "Work that was finished early has the month in which it ended. This check knows no calendar: it goes by the audit "
        "period, and by what the audit says has happened since."
    ),
)
def done_in_the_future(audit: Audit) -> Iterator[Problem]:
    known = known_until(audit)
    if known is None:
        return
    for row in timed(audit):
        column = "ends" if row.get("ends") is not None else "starts"
        day = getattr(row, column)
        if row.get("status") in DONE and day is not None and month(day) > month(known):
            yield told(audit, row, column, _known(audit, known))


def _known(audit: Audit, day: date) -> str:
    return audit.words.t("This audit knows nothing later than {day}.", day=audit.words.month(day))


@rule(
    "CO-06",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Status that does not fit the dates"),
    message=N_("{row}: {status} says “{said}”, but “{column}” says {answer}. {until}"),
    remedy=N_("Choose the status that fits, or mend the date."),
    why=N_(
        "Readers count what is under way and what is still to come. Work that is over and called planned, or not begun and "
        "called running, makes the plan look better or worse than it is."
    ),
    how=N_(
        "Late work stays as it is and gets a new month of its end. This check knows no calendar: it goes by the audit period, "
        "and by what the audit says has happened since."
    ),
)
def status_against_dates(audit: Audit) -> Iterator[Problem]:
    filled, end, approved, words = filled_by(audit), period_end(audit), audit.profile.approved_on, audit.words
    if filled is None or end is None:
        return
    limit = words.t("The audit period goes on until {day}.", day=words.day(end))
    if filled == approved:
        limit = words.t("The audit was approved on {day}.", day=words.day(approved))
    for row in timed(audit):
        status, starts, ends = row.get("status"), getattr(row, "starts", None), getattr(row, "ends", None)
        if status in UNDER_WAY and starts is not None and month(starts) > month(filled):
            yield told(audit, row, "starts", limit)
        elif status in (*UNDER_WAY, *PLANNED) and ends is not None and ends < month(end):
            yield told(audit, row, "ends", words.t("The audit period goes on until {day}.", day=words.day(end)))


@rule(
    "CO-07",
    Severity.WARNING,
    basis="T",
    section=N_("Part III, 2. Enforcement"),
    asks=("AGREEMENTS.ends", "AGREEMENTS.status", "PROFILE.period_to"),
    may=("AGREEMENTS.signed", "AGREEMENTS.last_review", "PROFILE.period_from"),
    title=N_("Agreement in force after its end"),
    message=N_(
        "{row}: “{AGREEMENTS.status}” says “{status}”, but “{column}” says {answer}, before the audit period ends ({end})."
    ),
    remedy=N_("Choose “{agreement_status.lapsed}”. If it was renewed, put in the month in which it ends now."),
    why=N_(
        "An agreement that has run out binds nobody. Who counts on it finds out when it is needed, and the next talks "
        "begin from nothing."
    ),
    how=N_(
        "Ask both sides whether they still keep to it. An agreement that is kept without paper is worth a new one; until "
        "then it has lapsed."
    ),
)
def in_force_after_its_end(audit: Audit) -> Iterator[Problem]:
    end = period_end(audit)
    if end is None:
        return
    for row in audit.agreements:
        if row.status != "lapsed" and has_lapsed(audit, row) and not reversed_pair(row):
            yield at(audit, row, "ends", quote=("status",), end=audit.words.day(end))


@rule(
    "CO-08",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Date ahead that has passed"),
    message=N_("{row}: “{column}” says {answer}, before the audit period ends ({end})."),
    remedy=N_("Say when it will be, from now on. If it has taken place, look at the line again with what came of it."),
    why=N_(
        "A review that is past and not held is the way in which exceptions, deployments and promises become lasting. "
        "Only a date ahead can be kept."
    ),
    how=N_(
        "Choose a month that somebody will keep in mind. This check knows no calendar and compares with the end of the audit "
        "period."
    ),
)
def date_ahead_has_passed(audit: Audit) -> Iterator[Problem]:
    end = period_end(audit)
    if end is None:
        return
    for sheet_id, column in AHEAD:
        for row in audit.lines(sheet_id):
            day = getattr(row, column) if column in row.columns else None
            if day is None or reversed_pair(row) or not _is_to_come(row):
                continue
            kind = row.columns[column].kind
            if day < (month(end) if isinstance(kind, Day) and kind.month else end):
                yield at(audit, row, column, end=audit.words.day(end))


def _is_to_come(row: Row) -> bool:
    """Whether the line still holds: an exception that is one, soldiers that are there, a gap that applies."""
    match row.sheet_id:
        case "PARTNERS":
            return "exception" in (row.get("p2_not_illicit"), row.get("p3_not_political"))
        case "ENFORCEMENT":
            return bool(row.get("soldiers") == "yes")
        case "DATA_GAPS":
            return row.get("applies") != "no" and row.get("does_not_apply") is None
    return True


@rule(
    "CO-09",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Dated later than the audit can know"),
    message=N_("{row}: “{column}” says {answer}, and {limit}."),
    remedy=N_("Mend the date. If a hearing or an agreement is still to come, choose that on its line."),
    why=N_(
        "What has been heard, checked, noted or signed lies behind the audit. A later date is a slip, or a plan written "
        "down as a fact."
    ),
    how=N_(
        "A slip of the year is the usual cause. This check knows no calendar: it goes by the day of approval, and without one "
        "allows some months after the audit period for filling the workbook."
    ),
)
def later_than_known(audit: Audit) -> Iterator[Problem]:
    last, end, approved, words = filled_by(audit), period_end(audit), audit.profile.approved_on, audit.words
    if last is None or end is None:
        return
    if last == approved:
        limit = words.t("the audit was approved on {day}", day=words.day(approved))
    else:
        limit = words.t("the audit period ends on {day}", day=words.day(end))
    for row, column, day in happened(audit):
        to_the_day = row.columns[column].kind == Day()
        if day > last if to_the_day else month(day) > month(last):
            answer = getattr(row, column)
            yield at(
                audit, row, column, answer=answer if isinstance(answer, int) else audit.shown(row, column), limit=limit
            )

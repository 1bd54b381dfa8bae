"""A decision as a council paper prints it, and the few turns that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from safeaudit.report.writing.phrases import lines_of
from safeaudit.report.writing.shortening import shortened
from safeaudit.report.writing.statements import Statement, Story

BLANK = "_" * 16
"""A line to fill in by hand: the team did not enter it, and nobody invents it."""
NAME = 90
"""The most letters of the name of an action or an office; the full report has it whole."""
MOST_NAMED = 5
"""Lines that a decision names."""


@dataclass(frozen=True, slots=True)
class Request:
    """One decision: what is decided, with what money, who carries it out and by when, how it will be checked."""

    what: Statement
    money: Statement | str = "–"
    who: Statement | str = "–"
    check: Statement | str = "–"


def amount(s: Story, value: float) -> str:
    """An amount in the currency that the caption names."""
    return s.words.number(value, 0)


def office(s: Story, by: date | None = None, *refs: str) -> Statement:
    """The office that leads the audit, for what no line names an office for, and by when."""
    withheld = s.audit.withholds(s.audit.profile, "lead_office")
    named = "" if withheld else shortened(s.value("PROFILE", "lead_office"), NAME)
    open_ = "" if s.public else s.words.t("by {month}", month=BLANK)
    day = s.words.t("by {month}", month=s.words.month(by)) if by else open_
    return s.cell(lines_of(named or blank(s), day), "PROFILE.lead_office", *refs)


def put_off(s: Story) -> list[str]:
    """The actions that lack something, in the order of the workbook."""
    lacking = {row_id for each in s.analysis.lacks for row_id in each.row_ids}
    return [line.row_id for line in s.analysis.actions if line.row_id in lacking]


def blank(s: Story) -> str:
    """A line to fill in by hand; nothing in a public version, which nobody fills in."""
    return "" if s.public else BLANK

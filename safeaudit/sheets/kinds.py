"""What a cell may hold: one small class a kind of answer."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of at most `limit` characters. `email`: an office address."""

    limit: int = 255
    email: bool = False


@dataclass(frozen=True, slots=True)
class Limits(Text):
    """A figure known as a limit or a range, in a cell for text: of 10-15 a spreadsheet would make a date."""

    limit: int = 40


@dataclass(frozen=True, slots=True)
class Number:
    """A number within `minimum` and `maximum`, both included; `unit` is shown in the header."""

    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figure(Number):
    """A figure of an indicator. One that is only known as a limit or a range has a column of its own, `value_range`."""

    minimum: float | None = -1_000_000_000
    maximum: float | None = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Year(Number):
    """A year, or a financial year such as 2024/25; see `FinancialYear`."""

    minimum: float | None = 1990
    maximum: float | None = 2100
    whole: bool = True


class FinancialYear(int):
    """A year of accounts, by the calendar year it begins in; written as people write it, 2024/25.

    It counts as its first year where years are set against each other, and equals no calendar year: figures of the two were
    not counted over the same months.
    """

    @property
    def ends(self) -> int:
        """The calendar year in which it ends."""
        return int(self) + 1

    def __str__(self) -> str:
        return f"{int(self)}/{self.ends % 100:02d}"

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec else str(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FinancialYear) and int(self) == int(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((FinancialYear, int(self)))


_FINANCIAL = re.compile(r"(?:FY\s*)?(\d{4})\s*[/–-]\s*(\d{2}|\d{4})", re.IGNORECASE)


def financial_year(text: str) -> FinancialYear | None:
    """The financial year that a text such as 2024/25, 2024-25 or FY 2024/2025 names; None for any other text."""
    found = _FINANCIAL.fullmatch(text.strip())
    if found is None:
        return None
    year = FinancialYear(found[1])
    return year if found[2] in (str(year.ends), f"{year.ends % 100:02d}") else None


def ends(year: int) -> int:
    """The calendar year in which a year ends: how old a figure is goes by its last month."""
    return year.ends if isinstance(year, FinancialYear) else year


@dataclass(frozen=True, slots=True)
class Scale:
    """A whole score from `minimum` to `maximum`, whose steps the choice list `anchors` puts into words; or “not known”."""

    anchors: str
    minimum: int = 1
    maximum: int = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A date; `month` keeps the month only (its first day)."""

    month: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One code of a choice list, shown as its word in the workbook's language."""

    options: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The ID of a row on another sheet, shown as "ID · label". `whole_city` adds the city itself to a list of areas."""

    sheet: str
    whole_city: bool = False


AnswerKind = Text | Number | Scale | Day | Choice | Reference

TEXT = Text()
NOTE = Text(2000)
YES_NO = Choice("yes_no")
YES_NO_UNKNOWN = Choice("yes_no_unknown")
SENSITIVITY = Choice("sensitivity")
CONFIDENCE = Choice("high_medium_low")
EVIDENCE = Choice("evidence")
TREND = Choice("trend")
GROUP = Choice("groups")
STATUS = Choice("in_place")
PERCENT = Number(0, 100, unit="%")
FIGURE = Figure()
YEAR = Year()
MONEY = Number(0, 1_000_000_000_000)
MONTH = Day(month=True)
DATE = Day()
COUNT = Number(0, 100_000_000, whole=True)
AREA = Reference("AREAS")
RISK = Reference("RISKS")
FLOW = Reference("FLOWS")
SOURCE = Reference("SOURCES")
INDICATOR = Reference("INDICATORS")

UNKNOWN = "unknown"
"""The code of “not known” in every choice, and of a score that is not known."""
WHOLE_CITY = "CITY"
"""The code that stands for the whole city in a reference to areas."""

"""What a cell may hold: one small class a kind of answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of at most `limit` characters. `email`: an office address."""

    limit: int = 255
    email: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number within `minimum` and `maximum`, both included; `unit` is shown in the header."""

    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A whole score from `minimum` to `maximum`, whose steps the choice list `anchors` puts into words."""

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
YEAR = Number(1990, 2100, whole=True)
MONEY = Number(0, 1_000_000_000_000)
MONTH = Day(month=True)
DATE = Day()
COUNT = Number(0, 100_000_000, whole=True)
AREA = Reference("AREAS")
RISK = Reference("RISKS")
FLOW = Reference("FLOWS")
SOURCE = Reference("SOURCES")

WHOLE_CITY = "CITY"
"""The code that stands for the whole city in a reference to areas."""

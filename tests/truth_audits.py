"""Audits made by chance: any answer that a column takes, some left blank, names that occur once, prices that form series."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date
from typing import Any

from asked import SHEETS

from safeaudit.audit import row_ids
from safeaudit.sheets import Column, Fixed, Form
from safeaudit.sheets.agree import YEARS
from safeaudit.sheets.kinds import WHOLE_CITY, Choice, Day, Limits, Number, Reference, Scale, Year
from safeaudit.words import words

EN = words("en")
Answers = dict[str, Any]
OPENINGS = ("Amber", "Basalt", "Cedar", "Dune", "Ember", "Fjord", "Glacier", "Heron", "Iris", "Juniper")
MOST = {
    "AREAS": 7,
    "SOURCES": 6,
    "PRICES": 0,
    "ACTIONS": 14,
    "SYSTEM_MAP": 12,
    "MARKETS": 8,
    "RESILIENCE": 7,
    "TEAM": 9,
    "BUDGET": 12,
}
"""How many lines of a list at most, where it is not 6."""
IDENTITY = {"TEAM": ("stakeholder",), "SYSTEM_MAP": ("risk", "flow"), "RESILIENCE": ("area",)}
"""Answers that say which line it is, where no name does."""


def by_chance(seed: int) -> Answers:
    """The answers of one audit: {sheet: {row: {column: value}}}, a form's sheet {column: value}."""
    chance = random.Random(seed)
    maker = _Maker(chance, filled=chance.choice((0.5, 0.75, 0.95)))
    return maker.everything()


def later(answers: Answers, seed: int) -> Answers:
    """The same city two years on: every fourth answer another, some blank or new, some lines gone and some added."""
    chance = random.Random(seed)
    maker = _Maker(chance, filled=0.9)
    maker.used = {sheet: list(rows) for sheet, rows in answers.items()}
    found = deepcopy(answers)
    for sheet, rows in found.items():
        cls = SHEETS[sheet]
        for row in [sheet] if isinstance(cls.rows, Form) else list(rows):
            given = rows if isinstance(cls.rows, Form) else rows[row]
            for column in cls.inputs():
                named = column.id in (cls.label_column, "city", "country", "does_not_apply", *IDENTITY.get(sheet, ()))
                if named or sheet == "PRICES" or chance.random() > 0.25:
                    continue
                given.pop(column.id, None)
                if chance.random() < 0.8:
                    given[column.id] = maker.answer(sheet, row, column)
    for sheet in ("ACTIONS", "SYSTEM_MAP", "MARKETS", "PARTNERS"):
        if len(found.get(sheet, {})) > 3:
            del found[sheet][list(found[sheet])[-1]]
    found["PROFILE"] |= {"period_from": date(2027, 7, 1), "period_to": date(2028, 6, 30), "audit_kind": "follow_up"}
    return found


LIMITS = ("under 40", "at least 30", "10–15", "120–160", "about 60", "some")
"""Figures as sources give them; nobody can read the last one."""


class _Maker:
    def __init__(self, chance: random.Random, filled: float) -> None:
        self.chance, self.filled = chance, filled
        self.used: dict[str, list[str]] = {}
        self.count = 0

    def everything(self) -> Answers:
        found: Answers = {}
        for sheet in SHEETS:
            self.used[sheet] = self.ids(sheet)
        for sheet, cls in SHEETS.items():
            if isinstance(cls.rows, Form):
                found[sheet] = self.row(sheet, sheet)
            else:
                found[sheet] = {row: given for row in self.used[sheet] if (given := self.row(sheet, row))}
        found["PRICES"] = self.prices()
        found["PROFILE"] |= {
            "city": "Quarry Bay",
            "period_from": date(2025, 7, 1),
            "period_to": date(2026, 6, 30),
            "currency": "EUR",
        }
        return found

    def ids(self, sheet: str) -> list[str]:
        every = row_ids(SHEETS[sheet])
        if isinstance(SHEETS[sheet].rows, Fixed):
            return [row for row in every if "X" not in row.partition("-")[2] and self.chance.random() < 0.8]
        return every[: self.chance.randint(min(3, MOST.get(sheet, 6)), MOST.get(sheet, 6))]

    def row(self, sheet: str, row: str) -> Answers:
        cls = SHEETS[sheet]
        given = {}
        for column in cls.inputs():
            if column.id == "does_not_apply" and self.chance.random() > 0.08:
                continue
            wanted = column.id == cls.label_column and not isinstance(cls.rows, Fixed)
            if (column.id != "label" or not isinstance(cls.rows, Fixed)) and (
                wanted or self.chance.random() < self.filled
            ):
                given[column.id] = self.answer(sheet, row, column)
        return {column: value for column, value in given.items() if value is not None}

    def answer(self, sheet: str, row: str, column: Column) -> Any:
        chance = self.chance
        match column.kind:
            case Year() if chance.random() < 0.1:
                year = chance.randint(2016, 2025)
                return f"{year}/{(year + 1) % 100:02d}"
            case Limits():
                return chance.choice(LIMITS)
            case Number(minimum=low, maximum=high, unit=unit, whole=whole):
                return self.number(column.id, low, high, unit, whole=whole)
            case Scale(minimum=low, maximum=high):
                return "unknown" if chance.random() < 0.15 else chance.randint(low, high)
            case Day(month=month):
                return date(chance.randint(2024, 2028), chance.randint(1, 12), 1 if month else chance.randint(1, 28))
            case Choice(options=options):
                often = column.id in ("present", "relevant", "in_use", "held_by", "reached") and chance.random() < 0.4
                return (
                    {"held_by": "city", "reached": "directly"}.get(column.id, "yes")
                    if often
                    else chance.choice(list(EN.options(options)))
                )
            case Reference(sheet=target, whole_city=whole_city):
                others = [each for each in self.used.get(target, []) if each != row] + [WHOLE_CITY] * whole_city
                return chance.choice(others) if others else None
        if column.id == "office_email":
            return "safety@city.example"
        if column.id == "response" and sheet == "SYSTEM_MAP" and chance.random() < 0.15:
            return "None"
        self.count += 1
        return f"{chance.choice(OPENINGS)} {column.id.replace('_', ' ')} {self.letters(self.count)}"

    def letters(self, number: int) -> str:
        """A word that occurs once, without a digit: aba, abe …"""
        text = ""
        while number:
            number, rest = divmod(number, 20)
            text = "bcdfghjklmnpqrstvwxz"[rest] + "aeiou"[rest % 5] + text
        return f"K{text}"

    def number(self, column: str, low: float | None, high: float | None, unit: str, *, whole: bool) -> float:
        chance = self.chance
        if column in YEARS or column in ("cost", "budget", "amount"):
            return float(chance.choice((0, chance.randint(1, 900) * 1000)))
        if "year" in column:
            return chance.randint(2016, 2026)
        if column == "population":
            return chance.randint(2000, 900_000)
        top = min(high if high is not None else 500, 500)
        bottom = max(low if low is not None else 1, 2 if unit.startswith("%") else 1)
        return chance.randint(int(bottom), int(top)) if whole else round(chance.uniform(bottom, top), 1)

    def prices(self) -> dict[str, Answers]:
        found: dict[str, Answers] = {}
        free = iter(row_ids(SHEETS["PRICES"]))
        for number in range(self.chance.randint(2, 5)):
            flow = self.chance.choice(self.used["FLOWS"])
            area = self.chance.choice([*self.used["AREAS"], None])
            price, step = self.chance.randint(5, 400), self.chance.choice((-0.2, -0.05, 0.0, 0.04, 0.15))
            for month in sorted(self.chance.sample(range(24), self.chance.randint(1, 6))):
                given = {"flow": flow, "item": f"Item {self.letters(number + 1)}", "unit": "per gram", "area": area,
                         "month": date(2024 + month // 12, month % 12 + 1, 1), "price": round(price * max(0.1, 1 + step * month / 4 + self.chance.uniform(-0.05, 0.05)), 1),
                         "other_causes": self.chance.choice(("demand", "none", None))}  # fmt: skip
                found[next(free)] = {
                    column: value for column, value in given.items() if value is not None and value != 0
                }
        return found

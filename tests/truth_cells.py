"""The cells of a workbook as a person would read them off the screen, and what can be worked out from them by hand.

Written on purpose without safeaudit.reading, safeaudit.audit and safeaudit.analysis: the tests of truth hold the documents against this.
What it takes from the product are the words of the instrument (labels, scales, settings) and the kind of each column.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from asked import SHEETS

from safeaudit import framework
from safeaudit.sheets import Fixed, Form
from safeaudit.sheets.kinds import Choice, Day, Number, Reference, Scale
from safeaudit.words import words

EN = words("en")
SET = framework.settings()


class Line(dict[str, Any]):
    """The answers of one line by column; a blank one is None."""

    def __init__(self, row_id: str = "", sheet: str = "") -> None:
        super().__init__()
        self.id, self.sheet = row_id, sheet

    def __missing__(self, column: str) -> None:
        if column not in SHEETS[self.sheet].columns:
            raise KeyError(column)
        return

    def some(self, *columns: str) -> list[Any]:
        """The answers in these columns that are there."""
        return [self[column] for column in columns if self[column] is not None]

    def numbers(self, *columns: str) -> list[Any]:
        """The scores in these columns that are known; one that is not known is "unknown"."""
        return [value for value in self.some(*columns) if value != "unknown"]


class Book:
    """All lines of a workbook by sheet, and the cell of each answer."""

    def __init__(self, path: Path) -> None:
        self.before: Book | None = None
        """The book of the last audit, for a comparison."""
        self.findings: tuple[Any, ...] = ()
        self.lines: dict[str, list[Line]] = {}
        self.cells: dict[tuple[str, str], tuple[str, str]] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path)
        for sheet_id, cls in SHEETS.items():
            sheet = book[EN.tab(sheet_id)]
            form = isinstance(cls.rows, Form)
            columns = {
                cell.value: cell.column for cell in sheet[5] if cell.value in cls.columns or cell.value == "answer"
            }
            found = [Line(sheet_id, sheet_id)] if form else []
            for cells in sheet.iter_rows(min_row=7):
                if not isinstance(cells[0].value, str) or cells[0].value.startswith("_"):
                    continue
                if form:
                    self._take(found[0], cells[0].value, cells[columns["answer"] - 1])
                    continue
                line = Line(cells[0].value, sheet_id)
                for column, place in columns.items():
                    self._take(line, column, cells[place - 1])
                found.append(line)
            self.lines[sheet_id] = found

    def _take(self, line: Line, column: str, cell: Any) -> None:
        cls = SHEETS[line.sheet]
        if column not in cls.columns or cls.columns[column].computed:
            return
        self.cells[line.id, column] = (cell.parent.title, cell.coordinate)
        if cell.value not in (None, ""):
            line[column] = _meant(cls.columns[column].kind, cell.value)

    def rows(self, sheet: str) -> list[Line]:
        """The lines in use: those the framework prints, and others with an answer."""
        return [
            line
            for line in self.lines[sheet]
            if self.printed(line) or any(name != "label" or self.local(line) for name in line)
        ]

    def local(self, line: Line) -> bool:
        return isinstance(SHEETS[line.sheet].rows, Fixed) and "X" in line.id.partition("-")[2]

    def printed(self, line: Line) -> bool:
        rows = SHEETS[line.sheet].rows
        return isinstance(rows, Form) or (isinstance(rows, Fixed) and not self.local(line))

    @cached_property
    def by_id(self) -> dict[str, Line]:
        return {line.id: line for lines in self.lines.values() for line in lines}

    @property
    def profile(self) -> Line:
        return self.lines["PROFILE"][0]

    def label(self, row_id: str | None) -> str:
        """What a line is called: by the framework, or as somebody typed it."""
        if not row_id:
            return ""
        if row_id == "CITY":
            return self.profile["city"] or "Whole city"
        line = self.by_id[row_id]
        if isinstance(SHEETS[line.sheet].rows, Fixed) and not self.local(line):
            return EN.item(row_id)
        column = SHEETS[line.sheet].label_column
        if self.before is not None and not line:
            return self.before.label(row_id)
        return self.shown(line, column) or row_id if column else row_id

    def shown(self, line: Line, column: str) -> str:
        """An answer in words."""
        value, kind = line[column], SHEETS[line.sheet].columns[column].kind
        if value is None:
            return ""
        match kind:
            case Choice(options=options):
                return EN.code(options, value)
            case Reference():
                return self.label(value)
            case Day(month=True):
                return f"{_MONTHS[value.month - 1]} {value.year}"
            case Day():
                return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
            case Scale() if value == "unknown":
                return "Not known"
            case Number() | Scale():
                return f"{value:,.2f}".rstrip("0").rstrip(".") if "." in f"{value:.2f}" else f"{value:,}"
        return str(value)

    # Worked out by hand ----------------------------------------------------------------------------------------------

    @cached_property
    def rated(self) -> list[Line]:
        """Risks with both marks and not said to be irrelevant, the highest product first."""
        both = [
            row
            for row in self.rows("RISKS")
            if len(row.numbers("likelihood", "impact")) == 2 and row["relevant"] != "no"
        ]
        return sorted(both, key=score, reverse=True)

    @cached_property
    def worded(self) -> list[Line]:
        """Risks rated in words alone, as something that matters, the most first."""
        own = [row for row in self.rows("RISKS") if row["matters"] in ("1", "2", "3") and row["relevant"] != "no"]
        own = [row for row in own if not row.numbers("likelihood", "impact")]
        return sorted(own, key=lambda row: str(row["matters"]), reverse=True)

    @cached_property
    def judged(self) -> list[Line]:
        """Risks rated in either way, those with a score first."""
        return self.rated + self.worded

    @cached_property
    def high(self) -> list[Line]:
        return [row for row in self.rated if score(row) >= 10] + [row for row in self.worded if row["matters"] == "3"]

    @cached_property
    def here(self) -> list[Line]:
        """Flows said to be present."""
        return [row for row in self.rows("FLOWS") if row["present"] == "yes"]

    @cached_property
    def live(self) -> list[Line]:
        return [row for row in self.rows("ACTIONS") if row["status"] != "stopped"]

    def fed_by(self, risk: str) -> list[str]:
        """Flows present that name a risk, or stand beside it on the map."""
        named = [row.id for row in self.rows("FLOWS") if risk in row.some("risk_1", "risk_2", "risk_3")]
        mapped = [row["flow"] for row in self.rows("SYSTEM_MAP") if row["risk"] == risk and row["flow"]]
        here = {row.id for row in self.here}
        return [flow for flow in dict.fromkeys(named + mapped) if flow in here]

    def unanswered(self, path: Line) -> bool:
        return path["level"] == "none" or (path["response"] or "").strip().strip(".").lower() == "none"

    def state(self, path: Line) -> str:
        return "unanswered" if self.unanswered(path) else path["effect"] or "unknown"

    def problems(self) -> list[Line]:
        """Paths of the map without a helpful response, by what is wrong."""
        return [
            row
            for kind in ("unanswered", "worse", "moves", "no_effect")
            for row in self.rows("SYSTEM_MAP")
            if self.state(row) == kind
        ]

    def cost(self, rows: list[Line]) -> float:
        return sum(row["cost"] or 0 for row in rows)

    def heard(self, code: str) -> list[Line]:
        """TEAM lines through which people of this group were heard."""
        own = [row for row in self.rows("TEAM") if row["speaks_for"] == code and row["role"] != "to_be_reached"]
        return [row for row in own if row["role"] == "consulted" or row["heard"] is not None]

    def reached_by_action(self) -> set[str]:
        """Risks and flows that a live action names, itself or by the path it acts on."""
        found = set()
        for row in self.live:
            found |= set(row.some("risk_1", "risk_2", "flow"))
            path = self.by_id.get(row["map_row"] or "")
            found |= set(path.some("risk", "flow")) if path else set()
        return found

    def power_use(self, row: Line) -> str:
        if row["does_not_apply"] is not None or row["held_by"] is None:
            return "unknown"
        if row["held_by"] not in ("city", "shared"):
            return "nobody" if row["held_by"] == "nobody" else "elsewhere"
        if row["used_for_safety"] not in ("yes", "unknown") and any(action["power"] == row.id for action in self.live):
            return "planned"
        return {"yes": "used", "no": "unused"}.get(row["used_for_safety"] or "", "unclear")

    def touches(self, row: Line) -> list[str]:
        """Flows a power is said to touch, and those the framework names for it."""
        item = framework.item(row.id)
        return [*row.some("flow_1", "flow_2"), *(item.details.get("flows", []) if item else [])]

    def series(self) -> list[list[Line]]:
        """Dated prices of one flow, item, unit and area, the oldest first; series in the order of those four."""
        found: dict[tuple[str, ...], list[Line]] = {}
        for row in self.rows("PRICES"):
            if row["price"] is not None:
                key = (row["flow"] or "", (row["item"] or "").lower(), (row["unit"] or "").lower(), row["area"] or "")
                found.setdefault(key, []).append(row)
        dated = {
            key: sorted((row for row in rows if row["month"]), key=lambda row: row["month"])
            for key, rows in found.items()
        }
        means = {key: sum(row["price"] for row in rows) / len(rows) for key, rows in found.items()}
        self.relative = {
            row.id: int(row["price"] / means[key] * 1000 + 0.5) / 10
            for key, rows in dated.items()
            for row in rows
            if means[key]
        }
        return [dated[key] for key in sorted(dated) if dated[key] and means[key]]

    def change(self, rows: list[Line]) -> int | None:
        """Relative prices of the last month over those of the first, as a compound change a year; None below three prices."""
        dated = [(row["month"], self.relative[row.id]) for row in rows if row.id in self.relative]
        if len(dated) < 3:
            return None
        months = sorted({month for month, _ in dated})
        start, end = (
            sum(price for month, price in dated if month == each) / sum(month == each for month, _ in dated)
            for each in (months[0], months[-1])
        )
        years = (months[-1].year - months[0].year) + (months[-1].month - months[0].month) / 12
        if not years or not start:
            return None
        rate = 100 * ((end / start) ** (1 / years) - 1)
        return int(abs(rate) + 0.5) * (1 if rate >= 0 else -1)

    def reading(self, rows: list[Line]) -> str | None:
        change = self.change(rows)
        return (
            None if change is None else "scarcer" if change >= 10 else "more_available" if change <= -10 else "steady"
        )

    @cached_property
    def main(self) -> list[Line]:
        """The five highest of the high risks, and those that are rated the same as the fifth."""
        return [row for row in highest(self.judged) if row in self.high]

    def sized(self, row: Line) -> bool:
        """Whether the size of a flow rests on something that can show it."""
        noted = any(price["flow"] == row.id for price in self.rows("PRICES")) or bool(row.some("source_1", "source_2"))
        return row["scale_basis"] not in (None, "seizures", "nothing") and (row["scale_basis"] != "prices" or noted)

    # What the method needs -------------------------------------------------------------------------------------------

    def needs(self, line: Line) -> tuple[int, int]:
        """(answers given, answers needed) of a line in use."""
        cls = SHEETS[line.sheet]
        if line.get("does_not_apply") is not None:
            return 1, 1
        wanted = [
            column.id
            for column in cls.inputs()
            if column.required and column.required.holds(lambda name: _value(line, name))
        ]
        wanted = [*["label"] * self.local(line), *wanted]
        return sum(line[column] is not None for column in wanted), len(wanted)

    def progress(self, sheet: str) -> tuple[int, int]:
        """(answers given, answers needed) of a sheet; a decision to protect people answers a whole empty sheet."""
        cls, rows = SHEETS[sheet], self.rows(sheet)
        care = self.by_id.get(cls.waived_by or "")
        if not rows and care is not None and care["decision"] == "skip":
            return 1, 1
        pairs = [self.needs(row) for row in rows]
        given, wanted = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        lacking = max(0, getattr(cls.rows, "at_least", 0) - len(rows))
        return given, wanted + lacking * sum(type(column.required).__name__ == "Always" for column in cls.inputs())

    def complete(self) -> float:
        """Share of the answers needed, in per cent."""
        pairs = [self.progress(sheet) for sheet in SHEETS]
        return 100 * sum(pair[0] for pair in pairs) / sum(pair[1] for pair in pairs)


def score(row: Line) -> int:
    return int(row["likelihood"] * row["impact"])


def height(row: Line) -> tuple[int, int]:
    """How high a risk is rated: by its level, then by its score; one rated in words is below all scores of its level."""
    if len(row.numbers("likelihood", "impact")) < 2:
        return int(row["matters"]), 0
    return ["", "low", "moderate", "high", "critical"].index(level(score(row))), score(row)


def highest(rows: list[Line]) -> list[Line]:
    """The five highest, and those that are rated the same as the fifth."""
    order = sorted(rows, key=height, reverse=True)
    return [row for row in order if height(row) >= height(order[min(5, len(order)) - 1])]


def level(points: int) -> str:
    return "critical" if points >= 16 else "high" if points >= 10 else "moderate" if points >= 5 else "low"


def lies_between(row: Line, most: int, *columns: str, least: int = 0) -> tuple[int, int] | None:
    """The lowest and the highest sum of scores, one that is not known from `least` to `most`; None for a blank one, or if none is known."""
    given, known = row.some(*columns), row.numbers(*columns)
    if not known or len(given) < len(columns):
        return None
    open_ones = len(given) - len(known)
    return sum(known) + least * open_ones, sum(known) + most * open_ones


def index(row: Line) -> tuple[int, int] | None:
    """Between what the sum of the four signs of a market lies; None until all four are answered and one is known."""
    return lies_between(row, 3, "protection", "protection_violence", "newcomers", "territory")


def to(span: tuple[int, int]) -> str:
    """A range in words, or the number itself."""
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"


def reading(span: tuple[int, int]) -> str:
    """What an index says: one reading, one of two next to each other, or all from the first to the last."""
    steps = ["little", "emerging", "established", "dominant"]
    first, last = (steps.index(governed(each)) for each in span)
    words = [EN.code("market_reading", steps[place]) for place in (first, last)]
    join = "or" if last - first == 1 else "to"
    return words[0] if first == last else f"{words[0]} {join} {words[1][0].lower()}{words[1][1:]}"


def governed(points: int) -> str:
    return "dominant" if points >= 9 else "established" if points >= 6 else "emerging" if points >= 3 else "little"


def mean(row: Line, *columns: str) -> float | None:
    scores = row.numbers(*columns)
    return round(sum(scores) / 3, 1) if len(scores) == 3 else None


def quadrant(row: Line) -> str | None:
    state, community = mean(row, "services", "trust", "justice"), mean(row, "acts_together", "inclusive", "peaceful")
    if state is None or community is None:
        return None
    return {
        (True, True): "positive",
        (True, False): "state_only",
        (False, True): "community_only",
        (False, False): "fragile",
    }[state >= 3, community >= 3]


def verdict(row: Line) -> str | None:
    """Eligible or not by the five criteria; exceptions stand on the second and third only."""
    names = ("p1_leadership", "p2_not_illicit", "p3_not_political", "p4_no_violence", "p5_not_rival")
    given = [row[name] for name in names]
    if given == [None] * 5:
        return None
    if "not_met" in given or "exception" in (given[0], given[3], given[4]):
        return "not_eligible"
    if None in given or "unknown" in given:
        return "incomplete"
    if "exception" not in given:
        return "eligible"
    return "by_exception" if row["exception_reason"] and row["exception_review"] else "incomplete"


def horizon(row: Line) -> str | None:
    if not row["starts"] or not row["ends"] or row["ends"] < row["starts"]:
        return None
    months = 12 * (row["ends"].year - row["starts"].year) + row["ends"].month - row["starts"].month + 1
    return "short" if months <= 12 else "medium" if months <= 36 else "long"


def ready(row: Line) -> bool:
    return row["influence"] in ("high", "medium") and row["readiness"] in ("high", "medium")


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WORDS: dict[str, dict[str, str]] = {}


def _value(line: Line, name: str) -> Any:
    return line.id if name == "id" else line[name]


def _meant(kind: Any, value: Any) -> Any:
    match kind:
        case Scale() if value == "Not known":
            return "unknown"
        case Choice(options=options):
            known = _WORDS.setdefault(options, {word: code for code, word in EN.options(options).items()})
            return known[str(value).strip()]
        case Reference():
            return _pointed(str(value))
        case Day():
            return value.date() if hasattr(value, "date") else value
    return value


def _pointed(text: str) -> str:
    """The ID at the start of "RSK-E1 · Label"; the city itself has none."""
    found = text.split(" · ", maxsplit=1)[0].strip()
    return found if "-" in found[:5] else "CITY"


def pairs(rows: list[Line], *columns: str) -> Iterator[tuple[str, str]]:
    """(row ID, row ID it points to) in these columns."""
    return ((row.id, row[column]) for row in rows for column in columns if row[column])

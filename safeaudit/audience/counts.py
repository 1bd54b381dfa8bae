"""Counts of people beside each other: areas, sexes, ages and groups as parts of totals, years, and several editions of one audit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from math import ceil, floor, isinf
from typing import NamedTuple

from safeaudit.audience.small import Band, Total, suppress
from safeaudit.sheets.figures import Bounds, read_bounds
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import WHOLE_CITY

VALUES = (("value", "year"), ("earlier_value", "earlier_year"))
"""The columns of INDICATORS that hold a figure of this city, each with that of its year."""
RANGES = {"value": "value_range", "earlier_value": "earlier_range"}
"""The column that holds the limit or range of a figure that is not known exactly."""
Place = tuple[str, str]
"""(row ID, column)."""
FEW = 10
"""Of so many declared parts every choice is tried that may add up to their total."""
MOST_PARTS = 3
"""Of how many parts a total may be that nobody declared, besides that over all areas: what a reader sees at a glance."""
MOST_SUMS = 60
"""How many such sums of one unit and year are heeded, those of few parts first: counts that are many and small meet by chance."""


OPEN = 10**9
"""How far a limit without an upper end is taken to reach."""


class Cell(NamedTuple):
    """One count: of which line, when, how many. The same count in two editions is one cell.

    `span`: by how many it may be higher, where only a limit or range is known.
    """

    row_id: str
    label: str
    area: str
    unit: str
    year: int | str
    value: int
    span: int = 0

    @property
    def high(self) -> int:
        return self.value + self.span


@dataclass
class Table:
    """The counts of one edition: `units` by row ID; `withheld`: rows that are not shown at all, but are parts all the same.

    `shown`: what of it was published before, None for an edition that is still to be · `told`: of which it was said that they
    are small.
    """

    rows: Sequence[Indicator]
    units: Mapping[str, str]
    withheld: Collection[str] = ()
    shown: Collection[Place] | None = None
    told: Collection[Place] = ()
    cells: dict[Place, Cell] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = {
            (row.id, column): self._cell(row, value, getattr(row, year) or column)
            for row in self.rows
            for column, year in VALUES
            if (value := getattr(row, column)) is not None and value >= 0 and value == int(value)
        }
        for row in self.rows:
            for column, year in VALUES:
                text = getattr(row, RANGES[column]) if getattr(row, column) is None else None
                if text and (limits := _whole_numbers(read_bounds(text))):
                    low, high = limits
                    cell = self._cell(row, low, getattr(row, year) or column)
                    self.cells[row.id, RANGES[column]] = cell._replace(span=high - low)

    def _cell(self, row: Indicator, value: float, year: int | str) -> Cell:
        label = " ".join((row.label or "").casefold().split())
        return Cell(row.id, label, row.area or WHOLE_CITY, self.units[row.id], year, int(value))


def _whole_numbers(bounds: Bounds | None) -> tuple[int, int] | None:
    """The least and the greatest count that a limit or range allows."""
    if bounds is None:
        return None
    low = 0 if isinf(bounds.low) else ceil(bounds.low) + int(bounds.low_open and bounds.low == int(bounds.low))
    high = (
        low + OPEN
        if isinf(bounds.high)
        else floor(bounds.high) - int(bounds.high_open and bounds.high == int(bounds.high))
    )
    return (low, high) if 0 <= low <= high else None


def counts_to_hide(tables: Sequence[Table], limit: int) -> list[dict[Place, bool]]:
    """For each edition the counts that may not be shown beside all that is shown; true where it may be said how small they are.

    A reader has all editions before them: what one shows, the others cannot hide.
    """
    cells = sorted({cell for table in tables for cell in table.cells.values()}, key=_order)
    small = {
        cell: (1 if cell.area == WHOLE_CITY and not cell.span else 0, limit) for cell in cells if _is_small(cell, limit)
    }
    shown, seen, told = set[Cell](), set[Cell](), set[Cell]()
    for table in tables:
        for place, cell in table.cells.items():
            if table.shown is not None and place in table.shown:
                shown.add(cell)
            if place in table.told:
                told.add(cell)
            if table.shown is None and place[0] not in table.withheld:
                seen.add(cell)
    rests = list(_rests(tables, limit))
    totals = _without_echoes([*(total for table in tables for total in _totals(table)), *(total for total, _ in rests)])
    bands: dict[Cell, Band] = {cell: small[cell] for cell in cells if cell in small}
    bands |= {total.parts[-1]: band for total, band in rests}
    unlisted = {total.parts[-1] for total, _ in rests}
    found = suppress(
        {cell: cell.value for cell in (*cells, *unlisted)},
        bands,
        totals,
        published=shown,
        unseen=(set(cells) - seen - shown - told) | unlisted | {cell for cell in cells if _tells(cell, limit)} - shown,
        said=told - shown,
        ranges={cell: (cell.value, cell.high) for cell in (*cells, *unlisted) if cell.span},
    )
    hidden = set(found.hidden)
    hidden |= set(_steps(cells, hidden, shown, limit))
    return [{place: cell in found.banded for place, cell in table.cells.items() if cell in hidden} for table in tables]


def _is_small(cell: Cell, limit: int) -> bool:
    """Whether a count points at somebody; for an area a zero is kept in the same band, for it tells of all who live there."""
    if cell.span:
        return cell.high <= limit
    return 0 < cell.value <= limit or (cell.value == 0 and cell.area != WHOLE_CITY)


def says_the_band(cell: Cell, limit: int) -> bool:
    """Whether a limit or range says no more than “fewer than 5” would, so that it may stand where that may be said."""
    return bool(cell.span) and cell.high == limit and cell.value <= (1 if cell.area == WHOLE_CITY else 0)


def _tells(cell: Cell, limit: int) -> bool:
    """Whether a limit or range leaves only a part of what “fewer than 5” leaves open."""
    return bool(cell.span) and 1 < cell.value <= limit < cell.high


def _order(cell: Cell) -> tuple[str, ...]:
    return tuple(f"{part:>12}" if isinstance(part, int) else part for part in cell)


# Totals --------------------------------------------------------------------------------------------------------------


def _totals(table: Table) -> Iterator[Total[Cell]]:
    """What may be the sum of what: by “Part of”, by the same name in areas, and wherever counts of one unit and year add up."""
    declared: dict[Cell, list[Cell]] = {}
    groups: dict[tuple[str, int | str], list[Cell]] = {}
    by_year = {(cell.row_id, cell.year): cell for cell in table.cells.values()}
    part_of = {row.id: row.part_of for row in table.rows if row.part_of and row.part_of != row.id}
    for cell in sorted(set(table.cells.values()), key=_order):
        whole = by_year.get((part_of.get(cell.row_id, ""), cell.year))
        if whole is not None:
            declared.setdefault(whole, []).append(cell)
        groups.setdefault((cell.unit, cell.year), []).append(cell)
    for whole, parts in declared.items():
        yield from _of_parts(whole, parts)
        yield from (Total(whole, (part,), whole=False) for part in parts)
    for group in groups.values():
        yield from islice(_sums(group), MOST_SUMS)
        areas = tuple(cell for cell in group if cell.area != WHOLE_CITY and cell.row_id not in part_of)
        for whole in (cell for cell in group if cell.area == WHOLE_CITY and areas):
            yield Total(whole, areas, whole=_are_all(whole, areas))
            named = tuple(cell for cell in areas if cell.label == whole.label)
            if named and named != areas:
                yield Total(whole, named, whole=_are_all(whole, named))


def _are_all(whole: Cell, parts: Sequence[Cell]) -> bool:
    return not any(cell.span for cell in (whole, *parts)) and sum(cell.value for cell in parts) == whole.value


def _of_parts(whole: Cell, parts: Sequence[Cell]) -> Iterator[Total[Cell]]:
    """A declared total over its parts: over all of them, those of areas, those of people, and those that add up to it."""
    areas = [part for part in parts if part.area != whole.area]
    people = [part for part in parts if part.area == whole.area]
    for some in (parts, areas, people):
        if len(some) > 1:
            yield Total(whole, tuple(some), whole=False)
    exact = [part for part in parts if not part.span]
    if not whole.span:
        yield from _adding_up(exact, {whole.value: [whole]}, len(exact) if len(exact) <= FEW else MOST_PARTS)


def _sums(group: Sequence[Cell]) -> Iterator[Total[Cell]]:
    """Counts of one unit and year that are the sum of others: a reader takes them for a total."""
    wholes: dict[int, list[Cell]] = {}
    for cell in group:
        if cell.value and not cell.span:
            wholes.setdefault(cell.value, []).append(cell)
    parts = [cell for cell in group if not cell.span and (cell.value or cell.area != WHOLE_CITY)]
    yield from _adding_up(parts, wholes, MOST_PARTS)


def _adding_up(parts: Sequence[Cell], wholes: Mapping[int, Sequence[Cell]], most: int) -> Iterator[Total[Cell]]:
    for number in range(2, most + 1):
        for some in combinations(parts, number):
            for whole in wholes.get(sum(part.value for part in some), ()):
                if whole not in some:
                    yield Total(whole, some)


def _without_echoes(totals: Iterable[Total[Cell]]) -> list[Total[Cell]]:
    """Each total once; one that may have further parts says nothing beside one that has none."""
    found = {(total.cell, frozenset(total.parts), total.whole): total for total in totals}
    whole = [(total.cell, frozenset(total.parts)) for total in found.values() if total.whole]
    return [
        total
        for total in found.values()
        if total.whole or not any(total.cell == cell and parts >= set(total.parts) for cell, parts in whole)
    ]


# What a total leaves over --------------------------------------------------------------------------------------------


def _rests(tables: Sequence[Table], limit: int) -> Iterator[tuple[Total[Cell], Band]]:
    """What a total leaves over beside some of its parts, where that is or may be small: people counted in no line of their own.

    Over all editions, since a reader takes the total from one and the part from another. The last part of each total is what
    is left over, with the values that must stay possible for it.
    """
    for whole, parts in sorted(_wholes(tables).items(), key=lambda each: _order(each[0])):
        areas = [part for part in parts if part.area != whole.area]
        people = [part for part in parts if part.area == whole.area]
        for some in (areas, people):
            large = sorted((part for part in some if part.high > limit), key=_order)
            yield from islice(_left_over(whole, large, limit), MOST_SUMS)


def _wholes(tables: Sequence[Table]) -> dict[Cell, set[Cell]]:
    """Each total with its parts: by “Part of”, or by a name that begins with the name of the total."""
    cells = {cell for table in tables for cell in table.cells.values()}
    part_of = {(row.id, row.part_of) for table in tables for row in table.rows if row.part_of}
    groups: dict[tuple[str, int | str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.unit, cell.year), []).append(cell)
    lines: dict[tuple[str, int | str], list[Cell]] = {}
    for cell in cells:
        lines.setdefault((cell.row_id, cell.year), []).append(cell)
    found: dict[Cell, set[Cell]] = {}
    for part in cells:
        declared = [whole for row, whole in part_of if row == part.row_id and whole != row]
        for whole in (each for row in declared for each in lines.get((row, part.year), ())):
            found.setdefault(whole, set()).add(part)
        for whole in () if declared else groups[part.unit, part.year]:
            of_city = whole.area in (WHOLE_CITY, part.area)
            if whole.row_id != part.row_id and of_city and _named_after(part, whole):
                found.setdefault(whole, set()).add(part)
    return found


def _named_after(part: Cell, whole: Cell) -> bool:
    same = part.label == whole.label and part.area != whole.area
    return bool(whole.label) and (same or begins(part.label, whole.label))


def begins(label: str, with_: str) -> bool:
    """Whether one name is another with words added: “Hangings of men”, “Hangings: men”."""
    whole, first = label.casefold(), with_.casefold()
    return whole.startswith(first) and len(whole) > len(first) and not whole[len(first)].isalnum()


def _left_over(whole: Cell, parts: Sequence[Cell], limit: int) -> Iterator[tuple[Total[Cell], Band]]:
    numbers = range(1, len(parts) + 1)
    for number in numbers if len(parts) <= FEW else (len(parts), len(parts) - 1, *range(1, MOST_PARTS + 1)):
        for some in combinations(parts, number):
            if len({part.row_id for part in some}) < number:
                continue
            low, high = whole.value - sum(part.high for part in some), whole.high - sum(part.value for part in some)
            exact = low == high
            if (1 <= low <= limit) if exact else (low <= limit and high >= 1 and high - max(low, 0) <= limit):
                least = max(low, 0)
                name = " ".join(str(each) for each in (whole, *some))
                rest = Cell("", name, whole.area, whole.unit, whole.year, least, high - least)
                yield Total(whole, (*some, rest)), (1, limit) if exact else (0, limit + 1)


# Steps ---------------------------------------------------------------------------------------------------------------


def _steps(cells: Iterable[Cell], hidden: set[Cell], published: set[Cell], limit: int) -> Iterator[Cell]:
    """Counts of one line that differ from the next by a small number: the step itself points at somebody.

    The older goes; where it was published, the newer, if it corrects that of the same year.
    """
    lines: dict[tuple[str, ...], list[Cell]] = {}
    for cell in cells:  # a line may have got another name since, or a name another line
        lines.setdefault((cell.row_id, cell.area), []).append(cell)
        if cell.label:
            lines.setdefault((cell.label, cell.area, cell.unit), []).append(cell)
    for line in lines.values():
        left = sorted((cell for cell in line if cell not in hidden), key=_age)
        newest = left.pop() if left else None
        for older in reversed(left):
            assert newest is not None
            near = _apart(newest, older) <= limit
            if near and older not in published:
                yield older
                continue
            if near and newest not in published and newest.year == older.year:
                yield newest
            newest = older


def _apart(one: Cell, other: Cell) -> int:
    """By how many two counts differ at most; of two that are the same, by more than any."""
    return max(one.high - other.value, other.high - one.value) or OPEN


def _age(cell: Cell) -> tuple[int, int, int]:
    """Older before newer; a count without a year by its column, and of two of one year the smaller first."""
    year = cell.year if isinstance(cell.year, int) else 0
    return year, int(cell.year == "value"), cell.value

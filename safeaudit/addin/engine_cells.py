"""The parts of our xlwings engine that hold cells: sheets and ranges over a grid, and what they leave out on purpose."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from xlwings import base_classes

from safeaudit.cells import MAX_COLUMN, MAX_ROW, GridSheet, Kind, Value, column_letters
from safeaudit.hosts import json_grid

if TYPE_CHECKING:
    from safeaudit.addin.engine import Book

T = TypeVar("T", bound=type[Any])


def limited(cls: T) -> T:
    """Let every member of the base class that was not written here say what is missing, instead of saying nothing."""
    for name in vars(cls).get(
        "__annotations__", {}
    ):  # set by __init__, where a property of the base class would stand in the way
        setattr(cls, name, None)
    for name, member in vars(cls.__mro__[1]).items():
        code = getattr(member.fget if isinstance(member, property) else member, "__code__", None)
        if name in vars(cls) or code is None or "NotImplementedError" not in code.co_names:
            continue

        def refuse(*_: object, what: str = f"{cls.__name__}.{name}", **__: object) -> NoReturn:
            raise NotImplementedError(f"{what} is not available over the JSON grid: commands do without it.")

        setattr(cls, name, property(refuse, refuse) if isinstance(member, property) else refuse)
    return cls


class Engine:
    """What xlwings asks of an engine."""

    name = "remote"
    type = "remote"

    @property
    def apps(self) -> NoReturn:
        raise NotImplementedError("The JSON grid has no running programs to choose from.")

    @staticmethod
    def prepare_xl_data_element(x: object, options: object) -> object:  # noqa: ARG004 - xlwings' own signature
        """A value as the grid takes it: None is a blank cell."""
        return "" if x is None else x

    @staticmethod
    def clean_value_data(
        data: list[list[Any]], datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Values as the caller's options want them."""

        def element(value: Value | None) -> Any:
            if value is None:
                return empty_as
            if value.kind is Kind.ERROR and not err_to_str:
                return None
            if isinstance(value.value, datetime):
                at = value.value
                return datetime_builder(
                    year=at.year,
                    month=at.month,
                    day=at.day,
                    hour=at.hour,
                    minute=at.minute,
                    second=at.second,
                    microsecond=at.microsecond,
                    tzinfo=None,
                )
            return number_builder(value.value) if number_builder and value.kind is Kind.NUMBER else value.value

        return [[element(value) for value in row] for row in data]


@limited
class Sheet(base_classes.Sheet):
    """One sheet."""

    book: Book
    index: int

    def __init__(self, book: Book, grid: GridSheet, index: int) -> None:
        self.book, self.grid, self.index = book, grid, index

    @property
    def api(self) -> GridSheet:
        return self.grid

    @property
    def name(self) -> str:
        return self.grid.title

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError("Commands never rename a sheet.")

    @property
    def visible(self) -> bool:
        return not self.grid.hidden

    @visible.setter
    def visible(self, value: bool) -> None:
        if not value:
            raise NotImplementedError("Commands never hide a sheet.")
        if self.grid.hidden:
            self.grid.hidden = False
            self.book.actions.append({"kind": "show_sheet", "sheet": self.name})

    @property
    def used_range(self) -> Range:
        cells = self.grid.cells
        if not cells:
            return Range(self, json_grid.Span(1, 1, 1, 1))
        top, left = min(row for row, _ in cells), min(column for _, column in cells)
        bottom, right = max(row for row, _ in cells), max(column for _, column in cells)
        return Range(self, json_grid.Span(top, left, bottom - top + 1, right - left + 1))

    def range(self, arg1: object, arg2: object = None) -> Range:
        first = self._span(arg1)
        if arg2 is None:
            return Range(self, first)
        last = self._span(arg2)
        height, width = last.row + last.height - first.row, last.column + last.width - first.column
        if height < 1 or width < 1:
            raise ValueError("The second cell of a range lies below and right of the first.")
        return Range(self, json_grid.Span(first.row, first.column, height, width))

    @staticmethod
    def _span(place: object) -> json_grid.Span:
        match place:
            case Range():
                return place.span
            case str():
                return json_grid.span(place)
            case (int(row), int(column)) if 1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN:
                return json_grid.Span(row, column, 1, 1)
        raise ValueError("A range is named by an address or by row and column.")

    def activate(self) -> None:
        self.range("A1").select()

    def select(self) -> None:
        self.activate()


@limited
class Range(base_classes.Range):
    """A rectangle of cells. Values read are `Value` or None, which the engine turns into what callers ask for."""

    sheet: Sheet
    options: dict[str, Any]

    def __init__(self, sheet: Sheet, place: json_grid.Span) -> None:
        self.sheet, self.span = sheet, place
        self.options = {}

    @property
    def api(self) -> json_grid.Span:
        return self.span

    @property
    def row(self) -> int:
        return self.span.row

    @property
    def column(self) -> int:
        return self.span.column

    @property
    def shape(self) -> tuple[int, int]:
        return self.span.height, self.span.width

    @property
    def address(self) -> str:
        first, last = self._corners("$")
        return first if self.shape == (1, 1) else f"{first}:{last}"

    @property
    def plain_address(self) -> str:
        """The address as actions give it: A1:C3."""
        first, last = self._corners("")
        return first if self.shape == (1, 1) else f"{first}:{last}"

    def _corners(self, fixed: str) -> tuple[str, str]:
        row, column, height, width = self.span
        return (
            f"{fixed}{column_letters(column)}{fixed}{row}",
            f"{fixed}{column_letters(column + width - 1)}{fixed}{row + height - 1}",
        )

    def __len__(self) -> int:
        return self.span.height * self.span.width

    def __call__(self, *args: int) -> Range:
        """A cell of the range, by row and column or by number, counted from 1 at its upper left corner."""
        row, column = (
            args if len(args) == 2 else (1 + (args[0] - 1) // self.span.width, 1 + (args[0] - 1) % self.span.width)
        )
        return self.sheet.range((self.span.row + row - 1, self.span.column + column - 1))

    def _places(self) -> list[list[tuple[int, int]]]:
        row, column, height, width = self.span
        return [[(r, c) for c in range(column, column + width)] for r in range(row, row + height)]

    @property
    def raw_value(self) -> list[list[Value | None]]:
        cells = self.sheet.grid.cells
        return [[cells.get(at) for at in line] for line in self._places()]

    @raw_value.setter
    def raw_value(self, data: object) -> None:
        """Put plain values in: a single one into every cell, or as many rows and columns as the range has."""
        places = self._places()
        rows = data if isinstance(data, (list, tuple)) else [[data] * self.span.width] * self.span.height
        if [len(row) for row in rows] != [self.span.width] * self.span.height:
            raise ValueError("The values do not have the size of the range.")
        cells = self.sheet.grid.cells
        for line, row in zip(places, rows, strict=True):
            for at, content in zip(line, row, strict=True):
                if content == "":
                    cells.pop(at, None)
                else:
                    cells[at] = _value(content)
        self._queue("write", values=[list(row) for row in rows])

    @property
    def formula(self) -> list[list[str]]:
        """The contents as they stand in the bar; of a formula only that it is one, as the grid knows no more."""
        shown = self.raw_value
        return [["=" if value is not None and value.formula else _entry(value) for value in row] for row in shown]

    @formula.setter
    def formula(self, value: object) -> None:
        raise NotImplementedError("Over the JSON grid commands write values only, never formulas.")

    def clear_contents(self) -> None:
        for line in self._places():
            for at in line:
                self.sheet.grid.cells.pop(at, None)
        self._queue("clear")

    def select(self) -> None:
        self.sheet.book.selected = self
        self._queue("activate")

    def _queue(self, kind: str, **more: object) -> None:
        self.sheet.book.actions.append({"kind": kind, "sheet": self.sheet.name, "address": self.plain_address, **more})


def _value(content: object) -> Value:
    match content:
        case bool():
            return Value(Kind.BOOLEAN, content)
        case int() | float():
            return Value(Kind.NUMBER, float(content))
        case str():
            return Value(Kind.TEXT, content)
    raise TypeError(f"{type(content).__name__} cannot be written over the JSON grid")


def _entry(value: Value | None) -> str:
    return "" if value is None else str(value.value)

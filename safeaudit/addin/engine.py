"""A small xlwings engine over the JSON grid, so that commands written for a live workbook also serve pane, server and tests.

It subclasses xlwings' BSD `base_classes` and uses nothing of `xlwings.pro`. Reading comes from the grid; writing changes
the grid and queues an action (see ACTIONS) that the pane applies to the live workbook in one sync. What commands do not
use says so when it is called. The engine is named "remote" because `Sheet.activate()` asks others for a desktop program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import xlwings as xw
from xlwings import base_classes

from safeaudit.addin.engine_cells import Engine, Range, Sheet, limited
from safeaudit.cells import Cell, Grid, GridSheet
from safeaudit.hosts import json_grid

ACTIONS = ("write", "clear", "activate", "show_sheet")
"""The kinds of action: values into a range, contents of a range away, a cell in sight, a hidden sheet in sight."""

Action = dict[str, Any]


def open_book(payload: object, language: str = "en") -> xw.Book:
    """The workbook in a JSON payload as an `xw.Book`; NotReadable, in this language, when it is none."""
    return xw.Book(impl=Book(json_grid.read(payload, language), cast("Mapping[str, Any]", payload)))


def open_grid(grid: Grid, active: Cell | None = None) -> xw.Book:
    """A grid that was read already as an `xw.Book`."""
    place = {} if active is None else {"active": {"sheet": active.sheet, "cell": active.a1}}
    return xw.Book(impl=Book(grid, place))


def actions(book: xw.Book) -> list[Action]:
    """What the commands queued; empty for a book of another engine, where writing has already been done."""
    return book.impl.actions if isinstance(book.impl, Book) else []


@limited
class App(base_classes.App):
    """The program that holds the one book."""

    engine = Engine()
    status_bar = ""  # the pane shows progress itself
    screen_updating = True

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def pid(self) -> int:
        """What xlwings compares programs by."""
        return id(self._book)

    @property
    def selection(self) -> Range | None:
        return self._book.selected

    def activate(self, steal_focus: bool = False) -> None:
        """It is in front already: people press its buttons."""


@limited
class Book(base_classes.Book):
    """One workbook: its grid, where people are in it, and what is to be done to it."""

    sheets: Sheets
    app: App
    names: Names

    def __init__(self, grid: Grid, payload: Mapping[str, Any]) -> None:
        self.grid = grid
        self.actions: list[Action] = []
        self.sheets = Sheets(self)
        self.app = App(self)
        names = payload.get("names")
        self.names = Names({str(name): str(text) for name, text in names.items()} if isinstance(names, Mapping) else {})
        self.selected = self._active(payload.get("active"))

    def _active(self, active: object) -> Range | None:
        """The selected cell, if there is one on a sheet of this book."""
        if (
            not isinstance(active, Mapping)
            or not isinstance(active.get("sheet"), str)
            or active["sheet"] not in self.sheets
        ):
            return None
        try:
            place = json_grid.span(str(active.get("cell") or "A1")[:100])
        except ValueError:
            place = json_grid.Span(1, 1, 1, 1)
        return Range(self.sheets(active["sheet"]), place)

    @property
    def api(self) -> Grid:
        return self.grid

    @property
    def name(self) -> str:
        return self.grid.source

    @property
    def fullname(self) -> str:
        return self.grid.source

    def activate(self) -> None:
        """It is the active one."""


@limited
class Sheets(base_classes.Sheets):
    """The sheets of a book, by title or by number from 1."""

    def __init__(self, book: Book) -> None:
        self._sheets = [Sheet(book, sheet, number) for number, sheet in enumerate(book.grid.sheets, 1)]
        self._by_title = {sheet.grid.title.casefold(): sheet for sheet in self._sheets}
        self._book = book

    @property
    def api(self) -> list[GridSheet]:
        return self._book.grid.sheets

    @property
    def active(self) -> Sheet:
        return self._book.selected.sheet if self._book.selected is not None else self._sheets[0]

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            return self._sheets[name_or_index - 1]
        return self._by_title[name_or_index.casefold()]

    def __len__(self) -> int:
        return len(self._sheets)

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self._sheets)

    def __contains__(self, name_or_index: object) -> bool:
        return isinstance(name_or_index, str) and name_or_index.casefold() in self._by_title


@limited
class Names(base_classes.Names):
    """Defined names with constant values, as far as the payload brought them."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(names)

    @property
    def api(self) -> dict[str, str]:
        return self._names

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name, self(name)) for name in self._names]

    def contains(self, name_or_index: str | int) -> bool:
        return name_or_index in self._names

    def __call__(self, name_or_index: str | int) -> Name:
        name = list(self._names)[name_or_index - 1] if isinstance(name_or_index, int) else name_or_index
        return Name(name, self._names[name])

    def __len__(self) -> int:
        return len(self._names)


@limited
class Name(base_classes.Name):
    """One defined name."""

    name: str
    refers_to: str

    def __init__(self, name: str, refers_to: str) -> None:
        self.name, self.refers_to = name, refers_to

    @property
    def api(self) -> str:
        return self.refers_to


def cell_of(book: xw.Book) -> Cell | None:
    """The upper left cell of the selection; None when no cell is selected."""
    selection = book.selection
    return None if selection is None else Cell(selection.sheet.name, selection.row, selection.column)

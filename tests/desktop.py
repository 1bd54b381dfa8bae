"""A make-believe desktop Excel over a real workbook: answers what xlwings asks Excel on Windows or on a Mac, call by call."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from support import open_book

from safeaudit.cells import GridSheet, Kind, Value, column_letters, parse_a1
from safeaudit.files import reader as host


def desktop(path: Path, *, mac: bool = False, refuses: frozenset[str] = frozenset()) -> Any:
    """The book as `xw.Book` gives it. `refuses` are names of properties at which this Excel fails."""
    native, grid = open_book(path), host.read(path)
    parts = {note.cell: dict(note.values)["text"] for note in grid.notes if note.code == "struck_part"}
    world = SimpleNamespace(mac=mac, refuses=refuses, asked=[])
    sheets = Sheets(
        Sheet(world, native[each.title], each, {at: text for at, text in parts.items() if at.sheet == each.title})
        for each in grid.sheets
    )
    return Book(path, sheets, world, SimpleNamespace(Date1904=grid.date1904))


class Sheets(list[Any]):
    """The sheets of a book, by number or title."""

    def __getitem__(self, wanted: Any) -> Any:
        return (
            super().__getitem__(wanted)
            if not isinstance(wanted, str)
            else next(each for each in self if each.name == wanted)
        )


class Book:
    """A workbook in the program, with the steps shown in its status bar."""

    def __init__(self, path: Path, sheets: Sheets, world: Any, native: Any) -> None:
        self.name, self.fullname, self.sheets, self.world, self.api = path.name, str(path), sheets, world, native
        self.app, self.selection = App(), None
        world.book = self


class App:
    """The program itself."""

    def __init__(self) -> None:
        self.steps: list[object] = []
        self.shown: list[tuple[str, str]] = []

    @property
    def status_bar(self) -> object:
        return self.steps[-1]

    @status_bar.setter
    def status_bar(self, step: object) -> None:
        self.steps.append(step)

    def alert(self, text: str, title: str, buttons: str, mode: str) -> None:  # noqa: ARG002
        self.shown.append((text, mode))


class Fault(Exception):
    """What a program raises that cannot answer, or may not do what it is asked."""


class Answering:
    """An object whose properties are recorded, and refused where the program does not know them."""

    world: Any

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if not name.startswith("_") and name not in ("world", "cells", "area"):
            world = object.__getattribute__(self, "world")
            world.asked.append(name)
            if name in world.refuses:
                raise Fault(name)
        return found


class Sheet(Answering):
    """One worksheet, and what its native object says of notes."""

    def __init__(self, world: Any, native: Any, grid: GridSheet, parts: dict[Any, str]) -> None:
        self.world, self._native, self.cells = world, native, grid.cells
        self._parts = {(at.row, at.column): text for at, text in parts.items()}
        self._grid, self.name, self.visible = grid, native.title, not grid.hidden
        merged = native.merged_cells.ranges
        self._merged = {at: area.coord for area in merged for at in area.cells}
        self._struck = {(cell.row, cell.column) for row in native.iter_rows() for cell in row if cell.font.strike}
        self._protection = Protection(on=bool(native.protection.sheet))

    @property
    def used_range(self) -> Range:
        rows = [row for row, _ in self.cells] or [1]
        columns = [column for _, column in self.cells] or [1]
        return Range(self, (min(rows), min(columns), max(rows), max(columns)))

    def range(self, first: tuple[int, int] | str, last: tuple[int, int] | None = None) -> Range:
        first = parse_a1(first) if isinstance(first, str) else first
        return Range(self, (*first, *(last or first)))

    def activate(self) -> None:
        if not self.visible:
            raise Fault("a hidden sheet cannot be activated")

    @property
    def shapes(self) -> list[Any]:
        boxes = [(at, "text_box", text) for *at, text in self._grid.boxes]
        pictures = [(at, "picture", None) for at in self._grid.pictures]
        frames = [((1, 1), "comment", "Ana Perez:") for _ in self._grid.notes]
        return [
            SimpleNamespace(type=kind, text=text, api=self._frame(at))
            for at, kind, text in (*boxes, *pictures, *frames)
        ]

    def _frame(self, at: Any) -> Any:
        if self.world.mac:
            address = _fixed(f"{column_letters(at[1])}{at[0]}")
            return SimpleNamespace(top_left_cell=SimpleNamespace(get_address=lambda: address))
        return SimpleNamespace(TopLeftCell=_cell(at))

    @property
    def api(self) -> Any:
        if self.world.mac:
            noted = ",".join(_fixed(f"{column_letters(column)}{row}") for row, column in self._grid.notes)
            found = SimpleNamespace(get_address=lambda: noted)
            return SimpleNamespace(
                cells=SimpleNamespace(special_cells=lambda **_type: found),
                protect_contents=SimpleNamespace(get=lambda: self._protection.on),
                unprotect=self._protection.lift,
                protect_worksheet=self._protection.put,
            )
        return NativeSheet(self.world, self._remarks(), self._protection)

    def _remarks(self) -> dict[str, Any]:
        notes, talks = [], []
        for at, text in self._grid.notes.items():
            kept = self._native.cell(*at).comment
            if kept is not None:
                content = kept.text if kept.text.startswith(f"{kept.author}:") else f"{kept.author}:\n{kept.text}"
                notes.append(_said(at, content, kept.author))
            else:
                first, *replies = text.split("\n")
                notes.append(_said(at, "[Threaded comment]\nYour version of Excel …", "tc={1}"))
                talks.append(_said(at, first, "Ana Perez", [_said(at, reply, "Ben Ito") for reply in replies]))
        return {"Comments": _collection(notes), "CommentsThreaded": _collection(talks)}


class Protection:
    """Whether the cells of a sheet can be written, and the calls that changed it."""

    def __init__(self, *, on: bool) -> None:
        self.on, self.password = on, False
        self.calls: list[object] = []

    def lift(self) -> None:
        self.calls.append("unprotect")
        if self.password:
            raise Fault("1004")
        self.on = False

    def put(self, **options: bool) -> None:
        self.calls.append(("protect", options))
        self.on = True


class NativeSheet(Answering):
    """Excel's own sheet object."""

    def __init__(self, world: Any, remarks: dict[str, Any], protection: Protection) -> None:
        self.world = world
        self.Comments, self.CommentsThreaded = remarks["Comments"], remarks["CommentsThreaded"]
        self._protection, self.Unprotect, self.Protect = protection, protection.lift, protection.put

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        return self._protection.on


def _cell(at: Any) -> Any:
    return SimpleNamespace(Row=at[0], Column=at[1])


def _said(at: Any, text: str, author: str, replies: list[Any] | None = None) -> Any:
    return SimpleNamespace(Parent=_cell(at), Author=author, Text=lambda: text, Replies=_collection(replies or []))


def _collection(items: list[Any]) -> Any:
    return SimpleNamespace(Count=len(items), Item=lambda number: items[number - 1])


class Range(Answering):
    """A rectangle of cells."""

    def __init__(self, sheet: Sheet, area: tuple[int, int, int, int]) -> None:
        self.world, self._sheet, self.area, self._texts = sheet.world, sheet, area, False
        self.row, self.column = area[:2]

    def _places(self) -> list[list[tuple[int, int]]]:
        top, left, bottom, right = self.area
        return [[(row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)]

    def options(self, **options: Any) -> Range:
        other = Range(self._sheet, self.area)
        other._texts = options.get("err_to_str", False)
        return other

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def value(self) -> list[list[Any]]:
        cells, parts = self._sheet.cells, self._sheet._parts
        return [[_shown(at, cells, parts, texts=self._texts) for at in line] for line in self._places()]

    @value.setter
    def value(self, rows: list[list[str]]) -> None:
        self._fill([[_typed(text) for text in row] for row in rows])

    def _fill(self, rows: list[list[Value | None]]) -> None:
        if self._sheet._protection.on:
            raise Fault("the sheet is protected")
        for places, row in zip(self._places(), rows, strict=True):
            for at, content in zip(places, row, strict=True):
                self._sheet.cells.pop(at, None)
                if content is not None:
                    self._sheet.cells[at] = content

    def clear_contents(self) -> None:
        self._fill([[None for _ in line] for line in self._places()])

    def select(self) -> None:
        self.world.book.selection = self

    @property
    def rows(self) -> Any:
        if self._sheet._protection.on:
            raise Fault("the sheet is protected")
        return SimpleNamespace(autofit=lambda: None)

    @property
    def impl(self) -> Any:
        module = "xlwings._xlmac" if self.world.mac else "xlwings._xlwindows"
        return type("Range", (), {"__module__": module})()

    @property
    def note(self) -> Any:
        kept = self._sheet._native.cell(self.row, self.column).comment
        return None if kept is None else SimpleNamespace(text=kept.text, author=kept.author)

    @property
    def formula(self) -> list[list[str]]:
        cells = self._sheet.cells
        return [[_entry(cells.get(at)) for at in line] for line in self._places()]

    @formula.setter
    def formula(self, rows: list[list[str]]) -> None:
        self.world.formulas = rows
        self._fill([[_result(text) for text in row] for row in rows])

    @property
    def number_format(self) -> str | None:
        """One for all cells, or nothing."""
        formats = {self._sheet._native.cell(*at).number_format for line in self._places() for at in line}
        return formats.pop() if len(formats) == 1 else None

    @property
    def merge_cells(self) -> bool | None:
        merged = self._sheet._merged
        inside = {at in merged for line in self._places() for at in line}
        return inside.pop() if len(inside) == 1 else None

    @property
    def merge_area(self) -> Any:
        found = self._sheet._merged.get((self.row, self.column), f"{column_letters(self.column)}{self.row}")
        first, _, last = found.partition(":")
        return SimpleNamespace(address=":".join(_fixed(each) for each in (first, last) if each))

    @property
    def api(self) -> Any:
        parts, struck = self._sheet._parts, self._sheet._struck
        told = {None if at in parts else at in struck for line in self._places() for at in line}
        font = SimpleNamespace(Strikethrough=told.pop() if len(told) == 1 else None)
        at = (self.row, self.column)
        found = self._sheet.cells.get(at)
        rich = found is not None and found.kind is Kind.PICTURE
        if self.world.mac:
            strike = SimpleNamespace(get=lambda: font.Strikethrough)
            shown = SimpleNamespace(get=lambda: self.options(err_to_str=True).value)
            return SimpleNamespace(font_object=SimpleNamespace(strikethrough=strike), string_value=shown)
        return NativeRange(self.world, font, rich=rich, crossed=self._crossed(at))

    def _crossed(self, at: tuple[int, int]) -> list[bool]:
        ((content,),), struck = Range(self._sheet, (*at, *at)).value, self._sheet._parts.get(at, "")
        text = str(content)
        return [False] * (len(text) - len(struck)) + [True] * len(struck)


class NativeRange(Answering):
    """Excel's own range object."""

    def __init__(self, world: Any, font: Any, *, rich: bool, crossed: list[bool]) -> None:
        self.world, self.Font, self.HasRichDataType, self._crossed = world, font, rich, crossed

    def Characters(self, start: int, length: int) -> Any:  # noqa: N802
        told = set(self._crossed[start - 1 : start - 1 + length])
        return SimpleNamespace(Font=SimpleNamespace(Strikethrough=told.pop() if len(told) == 1 else None))


def _shown(at: tuple[int, int], cells: dict[Any, Value], parts: dict[Any, str], *, texts: bool) -> Any:
    """The value of a cell, with what is struck through in it; errors as their text or as nothing."""
    found = cells.get(at)
    if found is None:
        return None
    if found.kind in (Kind.ERROR, Kind.PICTURE):
        return (found.value or "#VALUE!") if texts else None
    return f"{found.value}{parts[at]}" if at in parts else found.value


def _typed(text: str) -> Value | None:
    """What Excel makes of a text that is written: it stays one only behind a quote, or where it looks like nothing else."""
    if text.startswith("'"):
        return Value(Kind.TEXT, text[1:])
    if text.startswith("="):
        return Value(Kind.ERROR, "#NAME?", formula=True)
    if text.isdecimal():
        return Value(Kind.NUMBER, float(text))
    return Value(Kind.TEXT, text) if text else None


def _result(formula: str) -> Value | None:
    """What a link shows: its last part."""
    return Value(Kind.TEXT, formula.split('"')[-2], formula=True) if formula else None


def _entry(value: Value | None) -> str:
    if value is None:
        return ""
    if value.formula:
        return "=1"
    return str(value.value)


def _fixed(address: str) -> str:
    row, column = parse_a1(address)
    return f"${column_letters(column)}${row}"

"""The lists of the framework as data: their items, the cells that answer each, and which choices say “not known” or waive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from safeaudit import framework

NAME = re.compile(r"^([A-Z][A-Z0-9_-]*)\.([a-z][a-z0-9_]*)(?:=([a-z0-9_]+))?$")


@dataclass(frozen=True, slots=True)
class Cells:
    """A column of a sheet: on one line (`row_id`), or on all lines that count; with `code`, this choice alone."""

    sheet: str
    column: str
    row_id: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list. `cells` are answered one by one; of `one` any will do.

    `word`: the choice, column, heading or line whose words name it; `title`: its own name where there is none.
    """

    id: str
    word: str
    title: str
    cells: tuple[Cells, ...]
    one: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class MethodList:
    """One of the framework's lists (L01–L32) with the cells that answer each of its items."""

    key: str
    title: str
    section: str
    items: tuple[ListItem, ...]

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that answer it, each once."""
        return tuple(dict.fromkeys(cells.sheet for item in self.items for cells in (*item.cells, *item.one)))

    def among(self, asked: Callable[[Cells], bool]) -> MethodList | None:
        """What is left of it where only these cells are asked; None when nothing is."""
        items = [
            replace(item, cells=tuple(filter(asked, item.cells)), one=tuple(filter(asked, item.one)))
            for item in self.items
        ]
        left = tuple(item for item in items if item.cells or item.one)
        return replace(self, items=left) if left else None


@dataclass(frozen=True, slots=True)
class Meanings:
    """How answers are counted. By choice list: `not_known` and `waived` codes; by sheet: the column that `decides` a line.

    `no_answer`: what people type where they have no answer.
    """

    not_known: Mapping[str, frozenset[str]]
    waived: Mapping[str, frozenset[str]]
    decides: Mapping[str, str]
    no_answer: tuple[str, ...]


@cache
def meanings() -> Meanings:
    """How answers are counted; FrameworkError for a choice or sheet that nobody knows."""
    document = framework.Document("lists")
    for sheet_id in document.data["decides"]:
        if sheet_id not in framework.guides():
            raise framework.FrameworkError(f"{document.name}: unknown sheet {sheet_id}")
    return Meanings(
        _codes(document, "not_known"),
        _codes(document, "waived"),
        dict(document.data["decides"]),
        tuple(document.data["no_answer"]),
    )


def _codes(document: framework.Document, section: str) -> dict[str, frozenset[str]]:
    found = {}
    for options, codes in document.data[section].items():
        for code in codes:
            if code not in framework.scales().get(options, ()):
                raise framework.FrameworkError(f"{document.name}: unknown choice {options}.{code}")
        found[options] = frozenset(codes)
    return found


def read_lists() -> dict[str, MethodList]:
    """The inventory L01–L32 by key; FrameworkError for what cannot be."""
    document = framework.Document("lists")
    return {entry["key"]: _list(document, entry) for entry in document.entries("lists", key="key")}


def _list(document: framework.Document, entry: dict[str, Any]) -> MethodList:
    seen: set[str] = set()
    items = []
    for each in entry["items"]:
        item = _item(document, entry, {"id": each} if isinstance(each, str) else each)
        if item.id in seen:
            raise document.error(entry, f"the item {item.id} is used twice")
        seen.add(item.id)
        items.append(item)
    return MethodList(entry["key"], entry["title"], entry["section"], tuple(items))


def _item(document: framework.Document, entry: dict[str, Any], item: dict[str, Any]) -> ListItem:
    row = framework.item(item["id"]) is not None
    cells = _cells(document, entry, [*entry.get("cells", ()), *item.get("cells", ())])
    if row:
        cells = tuple(each if each.row_id else replace(each, row_id=item["id"]) for each in cells)
    one = _cells(document, entry, [*entry.get("one", ()), *item.get("one", ())])
    word = item.get("word") or (item["id"] if row else "")
    if not (word or item.get("title")):
        raise document.error(entry, f"the item {item['id']} has no name")
    if not (cells or one):
        raise document.error(entry, f"the item {item['id']} has no cells")
    return ListItem(item["id"], word, item.get("title", ""), cells, one)


def _cells(document: framework.Document, entry: dict[str, Any], names: Iterable[str]) -> tuple[Cells, ...]:
    found = []
    for name in names:
        match = NAME.match(name)
        if match is None:
            raise document.error(entry, f"{name} is not SHEET.column or ROW.column")
        where, column, code = match[1], match[2], match[3] or ""
        if where in framework.guides():
            found.append(Cells(where, column, "", code))
        elif (sheet_id := _sheet_of(where)) is not None:
            found.append(Cells(sheet_id, column, where, code))
        else:
            raise document.error(entry, f"unknown sheet {where}")
    return tuple(found)


def _sheet_of(row_id: str) -> str | None:
    """The sheet whose pre-printed line this is."""
    lists = (name for name in framework.LIST_FILES if any(item.id == row_id for item in framework.rows(name).items()))
    return next((name.upper() for name in lists), None)

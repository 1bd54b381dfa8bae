"""What a workbook asks: which sheets in which order, which columns and lines of each, and with which thresholds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from safeaudit import framework
from safeaudit.edition.versions import PRESENT, added
from safeaudit.framework.method import Cells, MethodList
from safeaudit.sheets import KNOWN, Column, Fixed, FixedRow, Free, Row
from safeaudit.sheets.conditions import Always
from safeaudit.sheets.kinds import Reference

FULL = "full"
"""The edition of a workbook that names none: it asks everything."""


PROTECTING = ("small_number", "small_area", "few_events")
"""Thresholds that hide what could point at somebody."""


class EditionError(ValueError):
    """An edition that cannot be: the text says why.

    kind: what is wrong, as `edition_files.py` tells it to people · place: the keys that lead to it · given: what stands there ·
    known: what could stand there, where that is a list.
    """

    def __init__(
        self, text: str, kind: str = "", place: tuple[str, ...] = (), given: str = "", known: Collection[str] = ()
    ) -> None:
        super().__init__(text)
        self.kind, self.place, self.given, self.known = kind, place, given, tuple(known)


MOST_LINES = 500
"""Of empty lines on one sheet: more would make a workbook that no office program opens quickly."""


class Definition(BaseModel):
    """An edition as data. A sheet that is not named asks all of its own.

    columns, rows: the IDs that are asked, by sheet · needed: the columns that must be filled, by sheet; its other columns may stay
    empty · lines: how many empty lines a sheet has, by sheet · minutes: how long a sheet takes once the facts are at hand.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    version: str
    sheets: tuple[str, ...] = Field(min_length=1)
    columns: dict[str, tuple[str, ...]] = {}
    rows: dict[str, tuple[str, ...]] = {}
    needed: dict[str, tuple[str, ...]] = {}
    lines: dict[str, Annotated[int, Field(strict=True, ge=1, le=MOST_LINES)]] = {}
    minutes: dict[str, Annotated[int, Field(strict=True, ge=1, le=999)]] = {}
    settings: dict[str, float] = {}


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition of the instrument.

    sheets: the class of each sheet by ID, in workbook order; its columns and rows are those that are asked · settings: the
    threshold of each setting by ID · definition: the same as data.
    """

    sheets: Mapping[str, type[Row]]
    settings: Mapping[str, float]
    definition: Definition

    @property
    def id(self) -> str:
        return self.definition.id

    @property
    def version(self) -> str:
        """The version of the instrument it is an edition of."""
        return self.definition.version

    def has(self, sheet_id: str, column: str = "") -> bool:
        """Whether it asks this sheet, and this column of it."""
        return sheet_id in self.sheets and (not column or column in self.sheets[sheet_id].columns)

    def asks(self, *names: str) -> bool:
        """Whether it asks all of these, each "SHEET" or "SHEET.column"."""
        return all(self.has(*name.split(".", 1)) for name in names)

    def minutes(self, sheet_id: str) -> int:
        """How long a sheet takes, in minutes, once the facts are at hand."""
        return self.definition.minutes.get(sheet_id) or framework.guides()[sheet_id].minutes

    def with_lines(self, lines: Mapping[str, int]) -> Edition:
        """The same with so many empty lines on these sheets; EditionError for a sheet that is not asked or has none."""
        _known("sheet", ("lines",), lines, self.sheets)
        if not lines:
            return self
        return made(self.definition.model_copy(update={"lines": {**self.definition.lines, **lines}}))

    def lists(self) -> dict[str, MethodList]:
        """The lists of the method (L01 …) that it asks, each with the items and cells that it asks."""
        return self._lists

    @cached_property
    def _lists(self) -> dict[str, MethodList]:
        found = {key: each.among(self._has_cells) for key, each in framework.method_lists().items()}
        return {key: left for key, left in found.items() if left is not None}

    def _has_cells(self, cells: Cells) -> bool:
        return self.has(cells.sheet, cells.column) and (not cells.row_id or cells.row_id in self.row_ids(cells.sheet))

    def row_ids(self, sheet_id: str) -> list[str]:
        """The IDs of all rows of a sheet in workbook order; none for a sheet it does not ask."""
        return self.sheets[sheet_id].ids() if sheet_id in self.sheets else []

    def shared(self, other: Edition) -> list[str]:
        """The sheets that another edition asks, too, in workbook order."""
        return [sheet_id for sheet_id in self.sheets if sheet_id in other.sheets]

    def without(
        self,
        name: str,
        sheets: Collection[str] = (),
        columns: Iterable[tuple[str, str]] = (),
        rows: Collection[str] = (),
    ) -> Edition:
        """A smaller edition of this name: less these sheets, columns as (sheet, column), and rows."""
        left = [sheet_id for sheet_id in self.sheets if sheet_id not in sheets]
        gone, asked, lines = set(columns), dict(self.definition.columns), dict(self.definition.rows)
        for sheet_id in left:
            kept = tuple(column for column in self.sheets[sheet_id].columns if (sheet_id, column) not in gone)
            if len(kept) < len(self.sheets[sheet_id].columns):
                asked[sheet_id] = kept
            ids = self.row_ids(sheet_id)
            if any(row_id in rows for row_id in ids):
                lines[sheet_id] = tuple(row_id for row_id in ids if row_id not in rows)
        smaller = self.definition.model_copy(
            update={
                "id": name,
                "sheets": tuple(left),
                "columns": {sheet_id: asked[sheet_id] for sheet_id in left if sheet_id in asked},
                "rows": {sheet_id: lines[sheet_id] for sheet_id in left if sheet_id in lines},
            }
        )
        return made(smaller)


@cache
def full() -> Edition:
    """The edition that asks everything."""
    return shipped(FULL)


@cache
def shipped(name: str) -> Edition:
    """An edition that comes with the program; KeyError for an unknown one, FrameworkError when its data is faulty."""
    if name not in framework.edition_names():
        raise KeyError(name)
    document = framework.Document(f"editions/{name}")
    try:
        return made(Definition.model_validate(document.data))
    except ValidationError as fault:
        raise document.error(document.data, _first(fault)) from None
    except EditionError as fault:
        raise document.error(document.data, str(fault)) from None


@lru_cache(maxsize=64)
def from_text(text: str) -> Edition:
    """The edition a workbook says it carries: the name of one that comes with the program, or a whole definition as JSON.

    None at all is the full edition. EditionError for what is neither.
    """
    if not text:
        return full()
    if text in framework.edition_names():
        return shipped(text)
    return of_data(Definition.model_validate_json, text)


def of_data(read: Callable[[Any], Definition], data: object) -> Edition:
    """The edition of plain data or JSON; EditionError for what is none."""
    try:
        return made(read(data))
    except ValidationError as fault:
        found = fault.errors(include_input=False, include_url=False)[0]
        place = tuple(str(key) for key in found["loc"])
        kind = {"missing": "missing", "extra_forbidden": "key"}.get(found["type"], "value")
        raise EditionError(_first(fault), kind, place, place[-1] if place else "", Definition.model_fields) from None


def text_of(edition: Edition) -> str:
    """What a workbook writes of its edition, so that any program of this version can read it: its name, or all of it as JSON."""
    if edition.id in framework.edition_names() and edition.definition == shipped(edition.id).definition:
        return edition.id
    return edition.definition.model_dump_json(exclude_defaults=True)


def as_asked(edition: Edition, version: str) -> Edition:
    """What a workbook of this version of the instrument asks: the edition less what the version did not ask for yet.

    What a result is worked out from stays, blank: the result would go with it.
    """
    return _less(edition, added(version))


@lru_cache(maxsize=16)
def _less(edition: Edition, names: frozenset[str]) -> Edition:
    rests = {
        (sheet or sheet_id, name)
        for sheet_id, cls in edition.sheets.items()
        for column in cls.columns.values()
        for sheet, name in column.rests_on
        if not (sheet_id in names or f"{sheet_id}.{column.id}" in names)
    }
    sheets = {sheet_id for sheet_id in edition.sheets if sheet_id in names} - {sheet_id for sheet_id, _ in rests}
    left = {sheet_id: cls for sheet_id, cls in edition.sheets.items() if sheet_id not in sheets}
    asked = {(sheet_id, name) for sheet_id, cls in left.items() for name in cls.columns}
    columns = {each for each in asked if ".".join(each) in names} - rests
    rows = {row_id for cls in left.values() if isinstance(cls.rows, Fixed) for row_id in cls.ids() if row_id in names}
    return edition.without(edition.id, sheets, columns, rows) if sheets or columns or rows else edition


def whole(edition: Edition) -> Edition:
    """The edition with all that it asks at present, where an older workbook asked less."""
    if edition.id not in framework.edition_names():
        return edition
    return shipped(edition.id).with_lines(edition.definition.lines)


def _first(fault: ValidationError) -> str:
    found = fault.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"


def made(definition: Definition) -> Edition:
    """The edition of a definition; EditionError for a sheet, column, row, setting or version that nobody knows."""
    _known("version", ("version",), [definition.version], [PRESENT])
    for part in ("sheets", "columns", "rows", "needed", "lines", "minutes"):
        _known("sheet", (part,), getattr(definition, part), KNOWN)
    _known("setting", ("settings",), definition.settings, framework.settings())
    for name in PROTECTING:
        least = framework.settings()[name]
        if definition.settings.get(name, least) < least:
            text = f"{name} protects people: it may be raised, not lowered"
            raise EditionError(text, "protects", ("settings", name), name, [f"{least:g}"])
    for sheet_id, columns in definition.columns.items():
        _known(f"column of {sheet_id}", ("columns", sheet_id), columns, KNOWN[sheet_id].columns)
    for sheet_id, columns in definition.needed.items():
        _known(f"column of {sheet_id}", ("needed", sheet_id), columns, [each.id for each in KNOWN[sheet_id].inputs()])
    for sheet_id, rows in definition.rows.items():
        _known(f"row of {sheet_id}", ("rows", sheet_id), rows, KNOWN[sheet_id].ids())
    for sheet_id in definition.lines:
        if not isinstance(KNOWN[sheet_id].rows, Free):
            raise EditionError(f"{sheet_id} has no empty lines", "printed", ("lines", sheet_id), sheet_id)
    asked = _asked(definition)
    sheets = {
        sheet_id: _sheet(KNOWN[sheet_id], asked[sheet_id], definition.rows.get(sheet_id), definition)
        for sheet_id in dict.fromkeys(definition.sheets)
    }
    return Edition(sheets, {**framework.settings(), **definition.settings}, definition)


def _known(what: str, place: tuple[str, ...], given: Iterable[str], known: Collection[str]) -> None:
    for each in given:
        if each not in known:
            raise EditionError(f"unknown {what}: {each}", what.partition(" ")[0], place, each, known)


def _asked(definition: Definition) -> dict[str, dict[str, Column]]:
    """The columns asked on each sheet: the named ones, less links to sheets, and results of columns, that are not asked."""
    asked = {}
    for sheet_id in definition.sheets:
        named = definition.columns.get(sheet_id)
        label = ("label",) if issubclass(KNOWN[sheet_id], FixedRow) else ()
        asked[sheet_id] = {
            name: column
            for name, column in KNOWN[sheet_id].columns.items()
            if (named is None or name in (*named, *label))
            and not (isinstance(column.kind, Reference) and column.kind.sheet not in definition.sheets)
        }
    while gone := [
        (sheet_id, name)
        for sheet_id, columns in asked.items()
        for name, column in columns.items()
        if any(rests not in asked.get(sheet or sheet_id, ()) and rests != "id" for sheet, rests in column.rests_on)
    ]:
        for sheet_id, name in gone:
            shorter = asked[sheet_id][name].shorter
            if shorter is None:
                del asked[sheet_id][name]
            else:
                asked[sheet_id][name] = replace(asked[sheet_id][name], formula=shorter, shorter=None)
    for sheet_id, columns in asked.items():
        if all(column.computed for column in columns.values()):
            raise EditionError(f"no column of {sheet_id} is asked", "empty", ("columns", sheet_id), sheet_id)
    return asked


def _sheet(
    cls: type[Row], columns: Mapping[str, Column], rows: Collection[str] | None, definition: Definition
) -> type[Row]:
    """The sheet as the edition asks it; the class itself where nothing is left out."""
    needed = definition.needed.get(cls.sheet_id)
    asked = {
        name: _among(column if needed is None else _needed(column, needed, columns), columns)
        for name, column in columns.items()
    }
    layout = cls.rows
    if isinstance(layout, Free) and cls.sheet_id in definition.lines:
        count = definition.lines[cls.sheet_id]
        layout = replace(layout, count=count, at_least=min(layout.at_least, count))
    if rows is not None:
        if not isinstance(layout, Fixed):
            text = f"{cls.sheet_id} has no rows to choose from"
            raise EditionError(text, "free", ("rows", cls.sheet_id), cls.sheet_id)
        layout = replace(layout, only=frozenset(rows))
    waived = cls.waived_by if _waives(cls.waived_by, definition) else None
    if asked == dict(cls.columns) and layout == cls.rows and waived == cls.waived_by and not definition.settings:
        return cls
    return cls.asking(asked, layout, waived, definition.settings)


def _needed(column: Column, needed: Collection[str], columns: Collection[str]) -> Column:
    """The column as one that must be filled, or need not be; a condition that can hold among these columns stays."""
    if column.id not in needed:
        return column if column.required is None else replace(column, required=None)
    own = None if column.required is None else column.required.among(columns)
    if own is None or (own == Always() and column.if_needed):
        own = column.if_needed or Always()
    return replace(column, required=own)


def _among(column: Column, columns: Collection[str]) -> Column:
    """The column with what is left of its condition where only these columns are asked."""
    if column.required is None or (left := column.required.among(columns)) == column.required:
        return column
    return replace(column, required=left)


def _waives(care_row: str | None, definition: Definition) -> bool:
    """Whether the row of CARE that may waive a sheet is asked, with its decision."""
    return (
        care_row is not None
        and "CARE" in definition.sheets
        and care_row in definition.rows.get("CARE", (care_row,))
        and "decision" in definition.columns.get("CARE", ("decision",))
    )


__all__ = [
    "MOST_LINES",
    "Definition",
    "Edition",
    "EditionError",
    "as_asked",
    "from_text",
    "full",
    "made",
    "of_data",
    "shipped",
    "text_of",
    "whole",
]

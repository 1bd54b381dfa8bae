"""How a sheet is described: a class with one line a column, from which workbook, reader, checks and dataset all follow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import ClassVar, Protocol, Self, cast

from pydantic import BaseModel, ConfigDict, PrivateAttr, create_model

from safeaudit import framework
from safeaudit.cells import Cell
from safeaudit.framework import Group
from safeaudit.sheets.columns import Code, Column, Computed, Value, Words, answer
from safeaudit.sheets.kinds import UNKNOWN, Reference, Text


@dataclass(frozen=True, slots=True)
class Fixed:
    """Pre-printed rows from the framework list `items` (a YAML file), with free rows for local items where it says so.

    `only`: the IDs that are asked, where not all are.
    """

    items: str
    only: frozenset[str] | None = None

    def groups(self) -> list[Group]:
        """The runs of rows that are asked, each under its heading."""
        groups = framework.rows(self.items).groups
        if self.only is None:
            return list(groups)
        return [kept for group in groups if (kept := group.keep(self.only)).ids]

    def ids(self) -> list[str]:
        """The IDs of all rows in workbook order, local rows included."""
        return list(_ids(self))


@lru_cache(maxsize=512)
def _ids(rows: Fixed) -> tuple[str, ...]:
    return tuple(row_id for group in rows.groups() for row_id in group.ids)


@dataclass(frozen=True, slots=True)
class Free:
    """`count` empty rows with the IDs PREFIX-01 …; at least `at_least` are expected before the sheet counts as complete."""

    prefix: str
    count: int
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """One answer a line: each column of the class is a line, and its row ID is the column's ID.

    `headings`: the first column of each run of lines, and what stands over the run.
    """

    headings: tuple[tuple[str, str], ...] = ()


Layout = Fixed | Free | Form


class Place(Protocol):
    """Where a row's cells are."""

    def cell(self, column: str) -> Cell | None: ...


class Row(BaseModel):
    """One row of answers. Every answer is None when blank; choices are codes, references are row IDs."""

    model_config = ConfigDict(
        strict=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False, defer_build=True
    )

    sheet_id: ClassVar[str] = ""
    rows: ClassVar[Layout] = Form()
    waived_by: ClassVar[str | None] = None
    """The CARE row whose decision to skip counts as an answer to this whole sheet."""
    settings: ClassVar[Mapping[str, float]] = {}
    """The thresholds of the edition that differ from those of the framework."""
    unmarked: ClassVar[str] = ""
    """The sensitivity that a line without one counts as; empty for sheets that have no lines."""
    label_column: ClassVar[str | None] = None
    """The column that names a row in "ID · label"."""
    columns: ClassVar[Mapping[str, Column]] = {}
    answers: ClassVar[tuple[Column, ...]] = ()
    """The columns people fill."""
    answer_ids: ClassVar[tuple[str, ...]] = ()
    """Their IDs."""
    demanding: ClassVar[tuple[Column, ...]] = ()
    """Those among them that are needed, always or under a condition."""

    id: str
    _place: Place | None = PrivateAttr(default=None)
    _rejected: dict[str, str] = PrivateAttr(default_factory=dict)
    _unknown: set[str] = PrivateAttr(default_factory=set)
    _beside: Mapping[str, "Row"] = PrivateAttr(default_factory=dict)
    _kept: dict[str, Value] = PrivateAttr(default_factory=dict)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.sheet_id:
            columns = _collect(cls)
            cls.unmarked = columns["sensitivity"].default if "sensitivity" in columns else ""
            cls.take(columns)

    @classmethod
    def asking(
        cls, columns: Mapping[str, Column], rows: Layout, waived_by: str | None, settings: Mapping[str, float]
    ) -> type[Self]:
        """The same sheet with these of its columns and rows alone; what is left out stays None in every row."""
        reduced = create_model(cls.__name__, __base__=cls, __module__=cls.__module__)
        reduced.rows, reduced.waived_by, reduced.settings = rows, waived_by, settings
        reduced.label_column = cls.label_column if cls.label_column in columns else None
        reduced.take(columns)
        return reduced

    @classmethod
    def threshold(cls, name: str) -> float:
        """The threshold by which a computed column goes."""
        return cls.settings[name] if name in cls.settings else framework.settings()[name]

    @classmethod
    def take(cls, columns: Mapping[str, Column]) -> None:
        """Make these the columns of the sheet."""
        cls.columns = columns
        cls.answers = tuple(column for column in cls.columns.values() if not column.computed)
        cls.answer_ids = tuple(column.id for column in cls.answers)
        cls.demanding = tuple(column for column in cls.answers if column.required is not None)

    @classmethod
    def ids(cls) -> list[str]:
        """The IDs of all rows in workbook order; a form has one record with the sheet's ID."""
        match cls.rows:
            case Form():
                return [cls.sheet_id]
            case Fixed() as fixed:
                return fixed.ids()
            case Free(prefix=prefix, count=count):
                return [f"{prefix}-{number:02d}" for number in range(1, count + 1)]

    @classmethod
    def blank(cls, row_id: str) -> Self:
        """A row without an answer. It is not validated: the reader puts in typed answers only."""
        return cast("Self", cls.model_construct(id=row_id))

    @classmethod
    def inputs(cls) -> tuple[Column, ...]:
        """The columns people fill."""
        return cls.answers

    def cell(self, column: str) -> Cell | None:
        """The cell of one answer; None for a row that came from no workbook."""
        return None if self._place is None else self._place.cell(column)

    def at(self, place: Place) -> None:
        self._place = place

    def get(self, column: str) -> Value:
        """The value of a column; for a cell whose content was not understood, that content as text.

        A score that is “not known” has the code `unknown` here, as a choice has; as an attribute it is None, which nothing
        reckons with.
        """
        state = self._state
        if column in state["_rejected"]:
            return state["_rejected"][column]
        if column in state["_unknown"]:
            return UNKNOWN
        answers = self.__dict__
        return answers[column] if column in answers else getattr(self, column)

    @property
    def _state(self) -> dict[str, Value]:
        """The private attributes, without pydantic's slow way to them: checks ask tens of thousands of times."""
        return self.__pydantic_private__ or {}

    @property
    def rejected(self) -> dict[str, str]:
        """Cells whose content was not understood, {column: content}: their value is None, yet they are not blank."""
        content: dict[str, str] = self._state["_rejected"]
        return content

    def reject(self, column: str, content: str) -> None:
        self._rejected[column] = content

    def look_at(self, rows: Mapping[str, "Row"]) -> None:
        """Give computed columns the rows of other sheets that they rest on, by ID."""
        self._beside = rows

    def beside(self, row_id: str) -> "Row | None":
        """A row of another sheet that a computed column rests on."""
        return self._beside.get(row_id)

    def keep(self, column: str, value: Value) -> None:
        """Hold on to what a computed column said, in a copy that lacks what it was worked out from."""
        self._kept[column] = value

    def kept(self, column: str) -> Value:
        """What a computed column said in the row that this one is a copy of; None where it is no copy."""
        return self._kept.get(column)

    def mark_unknown(self, column: str) -> None:
        """Take “not known” as the answer of a score."""
        self._unknown.add(column)

    def copy_answer(self, row: Self, column: str) -> None:
        """Take one answer of another row of this sheet."""
        self._unknown.discard(column)
        if column in row._state["_unknown"]:
            self.mark_unknown(column)
        else:
            setattr(self, column, getattr(row, column))

    def is_unknown(self, column: str) -> bool:
        """Whether the answer is “not known”."""
        return column in self._state["_unknown"] or self.__dict__.get(column) == UNKNOWN

    @property
    def filled(self) -> list[str]:
        """The IDs of the input columns with an entry, understood or not."""
        given, state = self.__dict__, self._state
        rejected, unknown = state["_rejected"], state["_unknown"]
        if not (rejected or unknown):
            return [column for column in self.answer_ids if given[column] is not None]
        return [
            column
            for column in self.answer_ids
            if given[column] is not None or column in rejected or column in unknown
        ]

    @property
    def pre_printed(self) -> bool:
        """Whether the framework asks for this very row (and so it always counts)."""
        return isinstance(self.rows, Form)

    @property
    def used(self) -> bool:
        return self.pre_printed or bool(self.filled)

    @property
    def waived(self) -> bool:
        """Whether the row is answered by a reason why it does not apply."""
        return False

    @property
    def handled_as(self) -> str:
        """Who may see the row: open, official or restricted, as chosen or by the default of its sheet; empty for a form."""
        if "sensitivity" in self._state["_rejected"]:
            return "restricted"  # what was typed, “secret” say, is no level: nobody has opened the line
        level: Code = getattr(self, "sensitivity", None)
        return level or self.unmarked

    def missing(self) -> list[Column]:
        """The columns this row must have and has not."""
        return [column for column in self.expected() if self.get(column.id) is None]

    def expected(self) -> list[Column]:
        """The columns this row must have, as far as its other answers tell."""
        if not self.used or self.waived:
            return []
        return [column for column in self.demanding if column.required is None or column.required.holds(self.get)]


class FixedRow(Row):
    """A row the framework's list gives; free rows of the same sheet take local items and carry their own label."""

    label_column: ClassVar[str | None] = "label"
    label: Words = answer(
        "Item", "Write a short name for this local item. It will appear in lists and in the report.", Text(80), width=34
    )

    @property
    def is_local(self) -> bool:
        """Whether this is a free row for a local item: its number starts with X, as in RSK-EX1."""
        return "X" in self.id.partition("-")[2]

    @property
    def filled(self) -> list[str]:
        return [column for column in super().filled if self.is_local or column != "label"]

    @property
    def pre_printed(self) -> bool:
        return not self.is_local

    @property
    def waived(self) -> bool:
        return "does_not_apply" in self.columns and self.get("does_not_apply") is not None

    def expected(self) -> list[Column]:
        expected = super().expected()
        return [self.columns["label"], *expected] if self.is_local and self.used and not self.waived else expected


def _collect(cls: type[Row]) -> dict[str, Column]:
    """The columns of a sheet class in the order people meet them."""
    ordered: list[Column] = []
    for name, info in cls.model_fields.items():
        extra = info.json_schema_extra
        column: object = extra.get("column") if isinstance(extra, dict) else None
        if isinstance(column, Column):
            ordered.append(replace(column, id=name))
    for member in vars(cls).values():
        if isinstance(member, Computed) and member.column is not None:
            place = next(i for i, column in enumerate(ordered) if column.id == member.column.after)
            ordered.insert(place + 1, member.column)
    return {column.id: column for column in ordered}


def references(cls: type[Row]) -> list[Column]:
    """The columns that point at rows of other sheets."""
    return [column for column in cls.inputs() if isinstance(column.kind, Reference)]


def months_between(starts: date | None, ends: date | None) -> int | None:
    """How many months there are from one to another, both counted; None where one is missing or they are reversed."""
    if starts is None or ends is None or ends < starts:
        return None
    return (ends.year - starts.year) * 12 + ends.month - starts.month + 1

"""What a table of the analysis is: a sequence of typed lines that know their rows; pandas only for who asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

if TYPE_CHECKING:
    from pandas import DataFrame

    from safeaudit.sheets import Row

_DTYPES = {"int": "Int64", "float": "float64", "bool": "bool"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; its fields are the columns, None for what is blank.

    The rows a line comes from are in `row_id` or `row_ids`, so every value can be followed to its cells.
    """

    @classmethod
    def of(cls, row: Row, **more: object) -> Self:
        """The answers of `row` in the columns named like them, its ID as `row_id`, and what is worked out in `more`.

        AttributeError for a column that neither gives, TypeError for a value no column is named after.
        """
        make: Callable[..., Self] = cls
        own = {name: row.id if name == "row_id" else getattr(row, name) for name in columns(cls) if name not in more}
        return make(**own, **more)


L = TypeVar("L", bound=Line)
L_co = TypeVar("L_co", bound=Line, covariant=True)


@dataclass(frozen=True, slots=True)
class CountLine(Line):
    """How many rows have a code of a measure; code None for those that do not say."""

    measure: str
    code: str | None
    count: int
    row_ids: list[str]


class Table(Sequence[L_co], Generic[L_co]):
    """Lines of one kind in order. `columns` are the same for a blank audit as for a full one."""

    __slots__ = ("_lines", "kind")

    def __init__(self, kind: type[L_co], lines: Iterable[L_co] = ()) -> None:
        self.kind, self._lines = kind, tuple(lines)

    @property
    def columns(self) -> tuple[str, ...]:
        return columns(self.kind)

    @overload
    def __getitem__(self, index: int) -> L_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[L_co, ...]: ...
    def __getitem__(self, index: int | slice) -> L_co | tuple[L_co, ...]:
        return self._lines[index]

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[L_co]:
        return iter(self._lines)

    def __repr__(self) -> str:
        return f"Table({self.kind.__name__}, {len(self)} lines)"

    def to_pandas(self) -> DataFrame:
        """The table as a DataFrame: whole numbers Int64 (NA for blank), amounts float64 (NaN), truths bool, all else objects."""
        import pandas as pd

        return pd.DataFrame(
            {
                column: pd.Series(
                    _plain(kind, [attrgetter(path)(line) for line in self]), dtype=_DTYPES.get(kind, "object")
                )
                for column, path, kind in _columns(self.kind)
            }
        )


def _plain(kind: str, values: list[object]) -> list[object]:
    """Whole numbers as pandas knows them: a financial year by the year it begins in."""
    return [int(value) if isinstance(value, int) else value for value in values] if kind == "int" else values


def within(kind: type[Line]) -> dict[str, type[Line]]:
    """The metadata of a field that holds a line whose columns stand in its place."""
    return {"within": kind}


def called(column: str) -> dict[str, str]:
    """The metadata of a field whose column has another name, one that Python keeps for itself."""
    return {"column": column}


def columns(kind: type[Line]) -> tuple[str, ...]:
    """The names of the columns of a table of such lines."""
    return tuple(column for column, _, _ in _columns(kind))


def records(table: Table[Line]) -> list[dict[str, object]]:
    """The lines as plain dicts by column, None for every blank."""
    paths = [(column, attrgetter(path)) for column, path, _ in _columns(table.kind)]
    return [{column: get(line) for column, get in paths} for line in table]


def _columns(kind: type[Line]) -> Iterator[tuple[str, str, str]]:
    """Each column, where its value is in a line, and what it holds, as its annotation says without "or None"."""
    for each in fields(kind):
        if inner := each.metadata.get("within"):
            yield from ((column, f"{each.name}.{path}", holds) for column, path, holds in _columns(inner))
        else:
            yield each.metadata.get("column", each.name), each.name, str(each.type).removesuffix(" | None")

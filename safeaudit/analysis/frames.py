"""How the analysis builds its tables: one short schema a table, the same columns and types for a blank audit as for a full one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import isnan
from typing import Any

import pandas as pd
from pandas import DataFrame

from safeaudit import framework

Record = Mapping[str, Any]
_DTYPES: dict[str, Any] = {"": object, "list": object, "int": "Int64", "float": "float64", "bool": bool}


def frame(schema: str, rows: Iterable[Record]) -> DataFrame:
    """A table with exactly the columns of `schema`, such as "row_id score:int slope:float high:bool areas:list".

    A column without a type holds codes, IDs, texts and dates as plain objects, None for blank. Whole numbers are Int64
    (NA for blank), amounts float64 (NaN for blank). KeyError for a value the schema does not name.
    """
    kinds = {name: kind for name, _, kind in (column.partition(":") for column in schema.split())}
    given = list(rows)
    for row in given:
        for name in row:
            if name not in kinds:
                raise KeyError(name)
    return DataFrame({name: _series(kind, [row.get(name) for row in given]) for name, kind in kinds.items()})


def _series(kind: str, values: list[Any]) -> Any:
    if kind == "list":
        values = [list(value) if value is not None else [] for value in values]
    elif kind == "bool":
        values = [bool(value) for value in values]
    return pd.Series(values, dtype=_DTYPES[kind])


def records(table: DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain dicts: Python numbers, and None wherever a value is blank."""
    return [
        {str(name): _plain(value) for name, value in zip(table.columns, row, strict=True)}
        for row in table.itertuples(index=False, name=None)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, list | str | bool) or value is None:
        return value
    if value is pd.NA or (isinstance(value, float) and isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def take(row: Any, names: str) -> dict[str, Any]:
    """These attributes of a row, with its ID as `row_id`."""
    return {"row_id": row.id, **{name: getattr(row, name) for name in names.split()}}


def distinct(ids: Iterable[str | None]) -> list[str]:
    """The IDs once each, in order, blanks left out."""
    return list(dict.fromkeys(each for each in ids if each))


def tally(measure: str, codes: Sequence[str], pairs: Iterable[tuple[str | None, str]]) -> list[dict[str, Any]]:
    """One record a code, in the order of `codes` (then None): measure, code, count and row_ids of (code, row ID) pairs."""
    found: dict[str | None, list[str]] = {code: [] for code in codes}
    for code, row_id in pairs:
        found.setdefault(code, []).append(row_id)
    return [{"measure": measure, "code": code, "count": len(ids), "row_ids": ids} for code, ids in found.items()]


TALLY = "measure code count:int row_ids:list"


@cache
def groups(list_name: str) -> dict[str, str]:
    """The group of every row of a framework list, local rows included: {row ID: group ID}."""
    return {
        row_id: group.id
        for group in framework.rows(list_name).groups
        for row_id in [item.id for item in group.items] + group.local_ids
    }


def share(part: float, whole: float) -> float | None:
    """`part` as a percentage of `whole`, 0 to 100; None of nothing."""
    return part / whole * 100 if whole else None

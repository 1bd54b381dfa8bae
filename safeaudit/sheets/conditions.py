"""When a column must be filled: one description that answers in Python and writes itself as a spreadsheet formula."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

Values = Callable[[str], object]
"""Gives the value of a column of the row in question; None when blank."""


class Formulas(Protocol):
    """What a condition needs in order to write itself: a cell of the row in question, and a code's word, quoted."""

    def cell(self, column: str) -> str: ...

    def word(self, column: str, code: str) -> str: ...


class Condition(Protocol):
    """True or false of one row."""

    def holds(self, values: Values) -> bool: ...

    def formula(self, formulas: Formulas) -> str: ...

    def among(self, columns: Collection[str]) -> Condition | None:
        """What is left of it where only these columns are asked, the others staying blank; None for what is never true."""

    def on(self, row_id: str) -> Condition | None:
        """What is left of it on this row, whatever is answered there; None for what is never true."""

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The columns whose answers decide it."""


@dataclass(frozen=True, slots=True)
class Always:
    """Whenever the row is in use."""

    def holds(self, values: Values) -> bool:  # noqa: ARG002 - what every condition takes
        return True

    def formula(self, formulas: Formulas) -> str:  # noqa: ARG002
        return "TRUE"

    def among(self, columns: Collection[str]) -> Condition:  # noqa: ARG002
        return self

    def on(self, row_id: str) -> Condition:  # noqa: ARG002
        return self

    @property
    def rests_on(self) -> tuple[str, ...]:
        return ()


class Is:
    """A choice column holds one of these codes."""

    __slots__ = ("codes", "column")

    def __init__(self, column: str, *codes: str) -> None:
        self.column, self.codes = column, codes

    def holds(self, values: Values) -> bool:
        return values(self.column) in self.codes

    def formula(self, formulas: Formulas) -> str:
        cell = f"TRIM({formulas.cell(self.column)})"
        tests = [f"{cell}={formulas.word(self.column, code)}" for code in self.codes]
        return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"

    def among(self, columns: Collection[str]) -> Condition | None:
        return self if self.column in columns else None

    def on(self, row_id: str) -> Condition:  # noqa: ARG002 - what every condition takes
        return self

    @property
    def rests_on(self) -> tuple[str, ...]:
        return (self.column,)


class RowIs:
    """The row is one of these pre-printed ones."""

    __slots__ = ("row_ids",)

    def __init__(self, *row_ids: str) -> None:
        self.row_ids = row_ids

    def holds(self, values: Values) -> bool:
        return values("id") in self.row_ids

    def formula(self, formulas: Formulas) -> str:
        tests = [f'{formulas.cell("id")}="{row_id}"' for row_id in self.row_ids]
        return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"

    def among(self, columns: Collection[str]) -> Condition:  # noqa: ARG002 - what every condition takes
        return self

    def on(self, row_id: str) -> Condition | None:
        return Always() if row_id in self.row_ids else None

    @property
    def rests_on(self) -> tuple[str, ...]:
        return ()


class IsLocal:
    """The row is a free one for a local item: its number starts with X."""

    __slots__ = ()

    def holds(self, values: Values) -> bool:
        return "X" in str(values("id")).partition("-")[2]

    def formula(self, formulas: Formulas) -> str:
        return f'ISNUMBER(FIND("X",{formulas.cell("id")},FIND("-",{formulas.cell("id")}&"-")))'

    def among(self, columns: Collection[str]) -> Condition:  # noqa: ARG002 - what every condition takes
        return self

    def on(self, row_id: str) -> Condition | None:
        return Always() if "X" in row_id.partition("-")[2] else None

    @property
    def rests_on(self) -> tuple[str, ...]:
        return ()


class Filled:
    """At least one of these columns is filled."""

    __slots__ = ("columns",)

    def __init__(self, *columns: str) -> None:
        self.columns = columns

    def holds(self, values: Values) -> bool:
        return any(values(column) is not None for column in self.columns)

    def formula(self, formulas: Formulas) -> str:
        tests = [f'TRIM({formulas.cell(column)})<>""' for column in self.columns]
        return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"

    def among(self, columns: Collection[str]) -> Condition | None:
        asked = [column for column in self.columns if column in columns]
        return self if len(asked) == len(self.columns) else Filled(*asked) if asked else None

    def on(self, row_id: str) -> Condition:  # noqa: ARG002 - what every condition takes
        return self

    @property
    def rests_on(self) -> tuple[str, ...]:
        return self.columns


class Blank:
    """None of these columns is filled."""

    __slots__ = ("columns",)

    def __init__(self, *columns: str) -> None:
        self.columns = columns

    def holds(self, values: Values) -> bool:
        return all(values(column) is None for column in self.columns)

    def formula(self, formulas: Formulas) -> str:
        tests = [f'TRIM({formulas.cell(column)})=""' for column in self.columns]
        return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"

    def among(self, columns: Collection[str]) -> Condition:
        asked = [column for column in self.columns if column in columns]
        return self if len(asked) == len(self.columns) else Blank(*asked) if asked else Always()

    def on(self, row_id: str) -> Condition:  # noqa: ARG002 - what every condition takes
        return self

    @property
    def rests_on(self) -> tuple[str, ...]:
        return self.columns


class AnyOf:
    """One of several conditions holds."""

    __slots__ = ("conditions",)

    def __init__(self, *conditions: Condition) -> None:
        self.conditions = conditions

    def holds(self, values: Values) -> bool:
        return any(condition.holds(values) for condition in self.conditions)

    def formula(self, formulas: Formulas) -> str:
        return f"OR({','.join(condition.formula(formulas) for condition in self.conditions)})"

    def among(self, columns: Collection[str]) -> Condition | None:
        left = _left(condition.among(columns) for condition in self.conditions)
        return self if left == self.conditions else AnyOf(*left) if left else None

    def on(self, row_id: str) -> Condition | None:
        left = _left(condition.on(row_id) for condition in self.conditions)
        return self if left == self.conditions else AnyOf(*left) if left else None

    @property
    def rests_on(self) -> tuple[str, ...]:
        return _all_of(self.conditions)


class AllOf:
    """Several conditions hold together."""

    __slots__ = ("conditions",)

    def __init__(self, *conditions: Condition) -> None:
        self.conditions = conditions

    def holds(self, values: Values) -> bool:
        return all(condition.holds(values) for condition in self.conditions)

    def formula(self, formulas: Formulas) -> str:
        return f"AND({','.join(condition.formula(formulas) for condition in self.conditions)})"

    def among(self, columns: Collection[str]) -> Condition | None:
        left = _left(condition.among(columns) for condition in self.conditions)
        return self if left == self.conditions else AllOf(*left) if len(left) == len(self.conditions) else None

    def on(self, row_id: str) -> Condition | None:
        left = _left(condition.on(row_id) for condition in self.conditions)
        return self if left == self.conditions else AllOf(*left) if len(left) == len(self.conditions) else None

    @property
    def rests_on(self) -> tuple[str, ...]:
        return _all_of(self.conditions)


def _left(conditions: Iterable[Condition | None]) -> tuple[Condition, ...]:
    return tuple(condition for condition in conditions if condition is not None)


def _all_of(conditions: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for condition in conditions for column in condition.rests_on))

"""What a column of a sheet is: an answer people give, or one the spreadsheet works out."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field, PlainValidator

from safeaudit.sheets.conditions import Always, Condition
from safeaudit.sheets.kinds import SENSITIVITY, TEXT, AnswerKind, financial_year

Value = Any
"""An answer of any kind; each column says which."""
Compute = Callable[[Any], Value]
"""Works out a column from its row."""
Code = str | None
"""A choice's code, or None when blank."""
Ref = str | None
"""The ID of a row on another sheet, or None when blank."""
Words = str | None
Whole = int | None
Amount = float | None
When = date | None


def _year(given: object) -> int | None:
    """A year of plain data: a number, or a financial year as people write it."""
    found = financial_year(given) if isinstance(given, str) else given
    if (found is None and given is None) or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    raise ValueError("not a year")


YearOf = Annotated[int | None, PlainValidator(_year)]
"""A year, or a FinancialYear, or None when blank."""


CELL = re.compile(r"\{([a-z_0-9]+)\}")
"""A cell of the row in a formula; {list.code} is a word."""
RANGE = re.compile(r"(?<!\[)\[(?:([A-Z_]+)\.)?([a-z_0-9]+)\](?!\])")
"""A column in a formula, of another sheet or its own; [[name]] is a setting."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `required` says when a row in use must have it (None: never); `formula` makes it computed and locked.

    `default`: the code that an empty cell counts as · `if_needed`: when an edition that names the column as a needed one needs it, where
    `required` has no condition that can hold there (None: always) · `shorter`: the formula of a computed column in an edition that lacks part of what `formula` goes by.
    """

    id: str
    label: str
    help: str
    kind: AnswerKind
    required: Condition | None = None
    formula: str | None = None
    after: str | None = None
    width: float | None = None
    default: str = ""
    if_needed: Condition | None = None
    shorter: str | None = None

    @property
    def computed(self) -> bool:
        return self.formula is not None

    @property
    def rests_on(self) -> set[tuple[str, str]]:
        """The columns that a computed one is worked out from, as (sheet, column); no sheet for its own."""
        formula = self.formula or ""
        return {("", name) for name in CELL.findall(formula)} | {tuple(found) for found in RANGE.findall(formula)}


def answer(
    label: str,
    help: str,
    kind: AnswerKind,
    *,
    required: bool | Condition = False,
    width: float | None = None,
    default: str = "",
    if_needed: Condition | None = None,
) -> Value:
    """An input column. `help` is one sentence of at most 255 characters: the cell's input prompt."""
    condition: Condition | None
    if required is True:
        condition = Always()
    elif required is False:
        condition = None
    else:
        condition = required
    column = Column("", label, help, kind, condition, width=width, default=default, if_needed=if_needed)
    return Field(default=None, json_schema_extra={"column": column})  # type: ignore[dict-item]


class Computed(property):
    """A column the spreadsheet works out: the Python property and the native formula, side by side.

    In `formula`, {column} is the row's cell and {list.code} the word of a code, quoted.
    """

    def __init__(self, function: Compute, column: Column | None = None) -> None:
        super().__init__(function)
        self.column = column


def worked_out(
    label: str,
    help: str,
    kind: AnswerKind,
    *,
    formula: str,
    after: str,
    width: float | None = None,
    shorter: str | None = None,
) -> Callable[[Compute], Any]:
    """Declare a computed column, shown after the column `after`."""

    def wrap(function: Compute) -> Computed:
        name = function.__name__
        return Computed(function, Column(name, label, help, kind, None, formula, after, width, shorter=shorter))

    return wrap


def does_not_apply() -> Value:
    """The last column of a fixed list: a reason here answers the whole row."""
    return answer(
        "Does not apply here: why",
        "Only if this line has no meaning in your city: write the reason. The rest of the line may then stay empty.",
        TEXT,
        width=30,
    )


HANDLED = {
    "open": "Who may see this line. Empty counts as “Open”: it may stand in the public version, as far as its columns may.",
    "official": "Who may see this line. Empty counts as “Official”: it stays out of the public version.",
    "restricted": "Who may see this line. Empty counts as “Restricted”: it stays out of the public version, and the file is handled so.",
}


def sensitivity(unmarked: str) -> Value:
    """Who may see a line, the same on every sheet of lines; `unmarked` is what an empty cell counts as."""
    return answer("Sensitivity", HANDLED[unmarked], SENSITIVITY, default=unmarked)

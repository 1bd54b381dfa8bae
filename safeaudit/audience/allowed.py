"""The allow-list as audience.yaml gives it: what of each sheet may be public, and beside which answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from safeaudit import framework
from safeaudit.framework import Plain


@dataclass(frozen=True, slots=True)
class Codes:
    """An answer that must hold one of these codes."""

    column: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bound:
    """Answers that stand together: when one of `columns` is withheld, so are `hides`, or the whole row when empty."""

    columns: tuple[str, ...]
    hides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllowedColumn:
    """Whether a column is public and why; `only_when` beside these codes, `beside` only with that answer.

    `silent`: no mark stands in its place.
    """

    public: bool
    why: str
    only_when: Codes | None = None
    beside: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class AllowedSheet:
    """What of a sheet may be public."""

    why: str
    columns: Mapping[str, AllowedColumn]
    only_rows: Codes | None = None
    bound: Bound | None = None

    @property
    def public(self) -> bool:
        """Whether any of its columns is public."""
        return any(column.public for column in self.columns.values())


@dataclass(frozen=True, slots=True)
class Allowed:
    """The whole list. `counts`: columns that count people or events · `rates`: columns that are rates, per so many people.

    `part_of_people`: figures whose base is a part of the residents · `not_people`: counts of other things.
    """

    sheets: Mapping[str, AllowedSheet]
    counts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rates: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    part_of_people: Mapping[str, float] = field(default_factory=dict)
    not_people: frozenset[str] = frozenset()

    def column(self, sheet_id: str, column: str) -> AllowedColumn:
        """The decision on one column; one that nobody has decided on is withheld."""
        sheet = self.sheets.get(sheet_id)
        return UNDECIDED if sheet is None else sheet.columns.get(column, UNDECIDED)


UNDECIDED = AllowedColumn(public=False, why="Nobody has decided on it yet.")


@cache
def allowed() -> Allowed:
    """The allow-list of audience.yaml."""
    document = framework.audience()
    return Allowed(
        sheets={sheet_id: _sheet(entry) for sheet_id, entry in document["sheets"].items()},
        counts={sheet_id: tuple(columns) for sheet_id, columns in document["counts"].items()},
        rates={sheet_id: dict(columns) for sheet_id, columns in document["rates"].items()},
        part_of_people=dict(document["part_of_people"]),
        not_people=frozenset(document["not_people"]),
    )


def _sheet(entry: dict[str, Plain]) -> AllowedSheet:
    bound = entry.get("bound")
    return AllowedSheet(
        entry["why"],
        {name: _column(column) for name, column in entry["columns"].items()},
        _codes(entry.get("only_rows")),
        bound and Bound(tuple(bound["columns"]), () if bound["hide"] == "row" else tuple(bound["hide"].split())),
    )


def _column(entry: dict[str, Plain]) -> AllowedColumn:
    # only a plain yes opens a column: a slip of the pen must not publish anything
    return AllowedColumn(
        entry["public"] == "yes", entry["why"], _codes(entry.get("only_when")), entry.get("beside", ""),
        silent=entry.get("silent") is True,
    )  # fmt: skip


def _codes(entry: dict[str, Plain] | None) -> Codes | None:
    return Codes(entry["column"], frozenset(entry["is"])) if entry else None

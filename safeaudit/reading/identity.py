"""What a workbook says of itself on ABOUT: its ID, its version of the instrument, its language; and what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from safeaudit.cells import Cell, Grid
from safeaudit.edition.versions import PRESENT
from safeaudit.reading.references import short
from safeaudit.words import Words

KEYS = frozenset(["product", "instrument", "workbook_id", "language", "issued", "seal", "lists", "edition", "part"])

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What a workbook ID is made of: nothing that a person or a program has to guess at."""


@dataclass(frozen=True)
class About:
    """ABOUT as it was found; without one, `sheet` is empty."""

    facts: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def workbook_id(self) -> str:
        """The ID; empty for one that is none."""
        found = self.facts.get("workbook_id", "")
        return found if ID.fullmatch(found) else ""

    @property
    def place(self) -> Cell | None:
        """The cell of the ID, or else of the version."""
        row = self.rows.get("workbook_id") or self.rows.get("instrument") or 1
        return Cell(self.sheet, row, 2) if self.sheet else None


def about(grid: Grid) -> About:
    """What ABOUT says, wherever it stands and whatever it is called: at least three of our keys stand one below the other."""
    for sheet in grid.sheets:
        if len(KEYS & {sheet.text(row, 1) for row in range(1, 21)}) >= 3:
            rows = {sheet.text(row, 1): row for row in range(20, 0, -1)}
            return About({key: sheet.text(row, 2) for key, row in rows.items()}, sheet.title, rows)
    return About()


def missing(found: About, say: Words) -> str:
    """What a workbook does not say of itself and should; empty when all is there."""
    if not found.sheet:
        return say.t(
            "The hidden sheet {sheet} is not in the file, so the workbook says neither its ID nor its version. "
            "It was read as version {version}.",
            sheet=say.t("ABOUT"),
            version=PRESENT,
        )
    said = []
    if not (given := found.facts.get("workbook_id", "")):
        said.append(say.t("The workbook has no ID."))
    elif not found.workbook_id:
        said.append(say.t("“{found}” is no workbook ID, and it was not used.", found=short(given)))
    if not found.facts.get("instrument"):
        said.append(say.t("The workbook does not say its version. It was read as {version}.", version=PRESENT))
    return " ".join(said)

"""The versions of the instrument that this program reads, each with the way of its IDs to the present one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from safeaudit import framework


@dataclass(frozen=True)
class Carry:
    """How an older version became the present one. What is not named has kept its ID; what is gone is kept as unplaced.

    sheets: {old ID: new} · columns: {(old sheet, old ID): new}, lines of forms included · rows: {old ID: new} · words:
    {(choice list of today, old word or code): code of today} · added: sheets, "SHEET.column" and rows of today that the older
    version did not ask for, so that nobody is told they are missing · rescaled: "SHEET.column" of today whose words or steps
    meant something else.
    """

    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    added: frozenset[str] = frozenset()
    rescaled: frozenset[str] = frozenset()

    @property
    def nothing(self) -> bool:
        """Whether every ID and word is that of today."""
        return not (self.sheets or self.columns or self.rows or self.words)


def _split(names: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """{"SHEET.column": new} as {("SHEET", "column"): new}; a word may hold further full stops."""
    return {(whole.partition(".")[0], whole.partition(".")[2]): new for whole, new in names.items()}


PRESENT: str = framework.versions()[0]
"""The version of the instrument this program writes."""

VERSIONS: dict[str, Carry] = {
    version.id: Carry(
        version.sheets,
        _split(version.columns),
        version.rows,
        _split(version.words),
        frozenset(version.added),
        frozenset(version.rescaled),
    )
    for version in framework.versions()[1].values()
}
"""Every version this program reads, each with the way from it to the present one."""


def rescaled(version: str) -> frozenset[str]:
    """The columns, as "SHEET.column", whose words or steps meant something else in a version."""
    return VERSIONS[version].rescaled if version in VERSIONS else frozenset()


def added(version: str) -> frozenset[str]:
    """What a version did not ask for yet: sheets, "SHEET.column" and rows of today."""
    return VERSIONS[version].added if version in VERSIONS else frozenset()

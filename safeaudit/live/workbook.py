"""What commands ask of a workbook that is open somewhere: its cells, where people are, and a few changes, whatever holds it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Literal, NotRequired, Protocol, TypedDict

from safeaudit.cells import Cell, Grid

Texts = Sequence[Sequence[str]]
"""Rows of texts, all equally long; an empty text is a blank cell."""


class Action(TypedDict):
    """One change that a pane still has to make, as JSON."""

    kind: Literal["write", "clear", "activate", "show_sheet"]
    sheet: str
    address: NotRequired[str]
    values: NotRequired[list[list[str]]]


class LockedSheet(Exception):
    """A sheet is protected with a password that we do not know."""


class Workbook(Protocol):
    """An open workbook, read and changed cell by cell. Every implementation passes `tests/test_live_workbook.py`."""

    @property
    def name(self) -> str:
        """The name of its file."""

    @property
    def place(self) -> str:
        """Where its file is: a path, an address in the cloud, or no more than a name where it was never saved."""

    @property
    def selected(self) -> Cell | None:
        """The upper left cell of what is selected; None when no cell is."""

    @property
    def actions(self) -> Sequence[Action]:
        """The changes asked for that somebody else has yet to make; empty where they are made at once."""

    def read(self) -> Grid:
        """All its cells as they are now."""

    def go(self, cell: Cell) -> None:
        """Select a cell and bring it in sight, on a hidden sheet as well."""

    def changing(self, sheet: str) -> AbstractContextManager[None]:
        """While the block runs the cells of this sheet can be written; LockedSheet when they cannot."""

    def write(self, corner: Cell, texts: Texts) -> None:
        """Write texts from this cell on, right and down. They stay texts, whatever they look like."""

    def clear(self, corner: Cell, rows: int, columns: int) -> None:
        """Take the contents away from this cell on, right and down."""

    def link(self, corner: Cell, targets: Sequence[Cell | None]) -> None:
        """Make links to other cells of the addresses that are written from this cell down, where the host can."""

    def fit(self, corner: Cell, rows: int) -> None:
        """Make rows as high as their texts, where the host does not do so itself."""

    def tell(self, step: str) -> None:
        """Show what is being done, where the host has a place for it; an empty text gives the place back."""


__all__ = ["Action", "LockedSheet", "Texts", "Workbook"]

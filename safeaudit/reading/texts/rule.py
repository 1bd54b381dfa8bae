"""What the texts of a rule about a cell, or about the build of a workbook, are."""

from __future__ import annotations

from dataclasses import dataclass

from safeaudit.findings import Severity
from safeaudit.words import N_


@dataclass(frozen=True, slots=True)
class CellRule:
    """The texts of a rule about a cell or the build of the workbook; {names} are filled from the place it speaks of."""

    severity: Severity
    title: str
    message: str
    remedy: str
    why: str
    how: str


E, W, A = Severity.ERROR, Severity.WARNING, Severity.ADVICE

LISTS_CHANGE = N_("Lists and scales keep answers comparable between people, places and years.")
KEEP = N_("The content of the cell is kept and shown here; it is not used in the analysis until it is clear.")

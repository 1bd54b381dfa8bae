"""The texts of all that reading finds: about cells, and about the build of the workbook."""

from __future__ import annotations

from safeaudit.reading.texts.cells import ABOUT_CELLS
from safeaudit.reading.texts.rule import CellRule
from safeaudit.reading.texts.workbook import ABOUT_FILE

CELL_RULES: dict[str, CellRule] = {**ABOUT_CELLS, **ABOUT_FILE}
"""Every rule about cells and the workbook's build, by code."""

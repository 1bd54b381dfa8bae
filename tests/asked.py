"""What the full edition asks, for tests that go through every sheet."""

from __future__ import annotations

from safeaudit.edition import full

SHEETS = full().sheets
"""The class of each sheet by ID, in workbook order."""

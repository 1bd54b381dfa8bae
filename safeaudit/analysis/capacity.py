"""What the city can do today, in steps from 0 to 3, and who is at the table (framework Part III, Why 'safety governance'?)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import groups, tally
from safeaudit.analysis.table import CountLine, Line, Table

if TYPE_CHECKING:
    from safeaudit.audit import Audit


@dataclass(frozen=True, slots=True)
class CapacityLine(Line):
    """A question on what the city can do: see `capacity`."""

    row_id: str
    group: str
    step: str | None
    not_applicable: bool


def capacity(audit: Audit) -> Table[CapacityLine]:
    """One line a CAPACITY question: `group`, `step` "0" to "3" or unknown; None while blank or where it does not apply."""
    return Table(
        CapacityLine,
        (
            CapacityLine(row.id, groups("capacity")[row.id], None if row.waived else row.step, row.waived)
            for row in audit.capacity
        ),
    )


@dataclass(frozen=True, slots=True)
class PresenceLine(Line):
    """An office or group that belongs to the table: see `who`."""

    row_id: str
    group: str
    presence: str | None


def who(audit: Audit) -> Table[PresenceLine]:
    """One line an office or group of WHO: `group` offices or people; `presence` in_room, heard or missing."""
    return Table(PresenceLine, (PresenceLine(row.id, groups("who")[row.id], row.presence) for row in audit.who))


def capacity_counts(audit: Audit) -> Table[CountLine]:
    """How many lines say what: measures "step" (CAPACITY) and "presence" (WHO); code None where nothing was answered."""
    scales = framework.scales()
    steps = ((line.step, line.row_id) for line in capacity(audit) if not line.not_applicable)
    places = ((line.presence, line.row_id) for line in who(audit))
    rows = [*tally("step", list(scales["capacity"]), steps), *tally("presence", list(scales["presence"]), places)]
    return Table(CountLine, rows)

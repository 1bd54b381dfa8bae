"""Who was heard and who is reached (framework Part III, 3. Engagement)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import groups, tally
from safeaudit.analysis.table import CountLine, Line, Table
from safeaudit.sheets.kinds import UNKNOWN

if TYPE_CHECKING:
    from datetime import date

    from safeaudit.audit import Audit
    from safeaudit.sheets.set_up import Stakeholder


def was_heard(row: Stakeholder, audit: Audit) -> bool:
    """Whether this line says that people were heard: consulted, or a number heard was given."""
    return row.role != "to_be_reached" and (row.role == "consulted" or audit.given(row, "heard"))


@dataclass(frozen=True, slots=True)
class TeamLine(Line):
    """Who took part or was heard: see `team`."""

    row_id: str
    stakeholder: str | None
    level: str | None
    role: str | None
    speaks_for: str | None
    how: str | None
    heard: str | None
    month: date | None
    before_decisions: str | None
    consent: str | None
    told_back: str | None
    took_part: bool
    heard_here: bool


def team(audit: Audit) -> Table[TeamLine]:
    """Who took part and who was heard: `took_part` in any role but "still to be reached"; `heard_here` as `was_heard` says."""
    return Table(
        TeamLine,
        (
            TeamLine.of(row, took_part=row.role not in (None, "to_be_reached"), heard_here=was_heard(row, audit))
            for row in audit.team
        ),
    )


@dataclass(frozen=True, slots=True)
class StakeholderLine(Line):
    """A kind of stakeholder: see `stakeholders`."""

    code: str
    state: str
    row_ids: list[str]


def stakeholders(audit: Audit) -> Table[StakeholderLine]:
    """Every kind of stakeholder on the list: `state` took_part, to_reach (named, still to be reached) or absent."""
    rows = []
    for code in framework.scales()["stakeholder"]:
        own = [row for row in audit.team if row.stakeholder == code]
        took = any(row.role not in (None, "to_be_reached") for row in own)
        rows.append(
            StakeholderLine(
                code=code,
                state="took_part" if took else "to_reach" if own else "absent",
                row_ids=[row.id for row in own],
            )
        )
    return Table(StakeholderLine, rows)


@dataclass(frozen=True, slots=True)
class VoiceLine(Line):
    """A group that may be spoken for: see `voices`."""

    code: str
    heard: bool
    before: str | None
    told_back: str | None
    row_ids: list[str]


def voices(audit: Audit) -> Table[VoiceLine]:
    """Every group somebody may speak for: `heard`, `row_ids`, and of those heard `before` decisions (yes, no, unknown, None) and
    `told_back` (yes, partly, no, unknown, None).
    """
    rows = []
    for code in (code for code in framework.scales()["speaks_for"] if code != "nobody"):
        own = [row for row in audit.team if row.speaks_for == code and was_heard(row, audit)]
        told, before = ({getattr(row, column) for row in own} for column in ("told_back", "before_decisions"))
        rows.append(
            VoiceLine(
                code=code,
                heard=bool(own),
                before=next((code for code in ("yes", "no", UNKNOWN) if code in before), None),
                told_back="partly"
                if "yes" in told and len(told) > 1
                else next((code for code in ("yes", "no", UNKNOWN) if code in told), None),
                row_ids=[row.id for row in own],
            )
        )
    return Table(VoiceLine, rows)


def team_counts(audit: Audit) -> Table[CountLine]:
    """How many lines: measures role, level, and of those heard told_back, before_decisions, consent (yes, no, None)."""
    heard = [row for row in audit.team if was_heard(row, audit)]
    rows = tally("role", list(framework.scales()["team_role"]), ((row.role, row.id) for row in audit.team))
    rows += tally("level", list(framework.scales()["team_level"]), ((row.level, row.id) for row in audit.team))
    for measure in ("told_back", "before_decisions", "consent"):
        rows += tally(measure, ("yes", "no"), ((getattr(row, measure), row.id) for row in heard))
    return Table(CountLine, rows)


@dataclass(frozen=True, slots=True)
class EngagementLine(Line):
    """A group the city may reach: see `engagement`."""

    row_id: str
    reached: str | None
    answer_back: str | None
    frequency: str | None
    changed_decision: str | None
    two_way: bool
    barrier: bool
    not_applicable: bool


def engagement(audit: Audit) -> Table[EngagementLine]:
    """Whom the city reaches: `two_way` reached and able to answer back; `barrier` noted; `not_applicable` with a reason."""
    return Table(
        EngagementLine,
        (
            EngagementLine.of(
                row,
                two_way=row.reached in ("directly", "through_leaders") and row.answer_back == "yes",
                barrier=row.barrier is not None,
                not_applicable=row.waived,
            )
            for row in audit.engagement
        ),
    )


def engagement_counts(audit: Audit) -> Table[CountLine]:
    """How many groups: measures reached, answer_back, changed_decision; lines that do not apply are left out."""
    own = [row for row in audit.engagement if not row.waived]
    rows = tally("reached", ("directly", "through_leaders", "not_yet"), ((row.reached, row.id) for row in own))
    for measure in ("answer_back", "changed_decision"):
        rows += tally(measure, ("yes", "no", "unknown"), ((getattr(row, measure), row.id) for row in own))
    return Table(CountLine, rows)


@dataclass(frozen=True, slots=True)
class CommunicationLine(Line):
    """A line of communication or public life: see `communication`."""

    row_id: str
    group: str
    status: str | None


def communication(audit: Audit) -> Table[CommunicationLine]:
    """Communication (L28) and public life: `group` communication or public_life; a reason makes `status` not_applicable."""
    return Table(
        CommunicationLine,
        (
            CommunicationLine(
                row_id=row.id,
                group=groups("communication")[row.id],
                status="not_applicable" if row.waived else row.status,
            )
            for row in audit.communication
        ),
    )

"""What a council decides on: problems with what answers them, priorities, and money by source and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.table import Line, Table
from safeaudit.definitions import live
from safeaudit.rules.decide.answering import answering
from safeaudit.sheets.agree import YEARS, SafetyProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from safeaudit.audit import Audit
    from safeaudit.sheets.agree import BudgetLine

NOT_FOUND = "not_found"
"""The source of money that nobody pays yet."""


@dataclass(frozen=True, slots=True)
class ProblemLine(Line):
    """A problem that people name: see `problems`."""

    row_id: str
    how_bad: str | None
    is_bad: bool
    trend: str | None
    areas: list[str]
    hours: str | None
    done_by: str | None
    groups: list[str]
    risks: list[str]
    flows: list[str]
    services_showed: str | None
    evidence: str | None
    source: str | None
    confidence: str | None
    actions: list[str]
    not_applicable: bool


def problems(audit: Audit) -> Table[ProblemLine]:
    """Every problem that is rated or told of, the worst first, not known and unrated ones last; `actions` live ones that answer it."""
    order = {code: number for number, code in enumerate(("3", "2", "1", "0", "unknown"))}
    rows = sorted((row for row in audit.problems if row.filled), key=lambda row: order.get(row.how_bad or "", 9))
    return Table(
        ProblemLine,
        (
            ProblemLine.of(row, actions=[action.id for action in answering(audit, row)], not_applicable=row.waived)
            for row in rows
        ),
    )


@dataclass(frozen=True, slots=True)
class PriorityLine(Line):
    """What the city takes up first: see `priorities`."""

    row_id: str
    place: int
    problem: str | None
    reasons: list[str]
    score: float | None
    residents_rank: int | None
    named_by: list[str]
    actions: list[str]


def priorities(audit: Audit) -> Table[PriorityLine]:
    """The priorities in the order the team gave them; `named_by` live actions that name the problem, `actions` all that answer it."""
    rows = []
    for place, row in enumerate(audit.priorities, 1):
        problem = audit.by_id.get(row.problem or "")
        own = answering(audit, problem) if isinstance(problem, SafetyProblem) else []
        named_by = [action.id for action in own if action.problem == row.problem]
        rows.append(PriorityLine.of(row, place=place, named_by=named_by, actions=[action.id for action in own]))
    return Table(PriorityLine, rows)


@dataclass(frozen=True, slots=True)
class MoneyLine(Line):
    """What one source pays: see `money`."""

    source: str | None
    year_1: float
    year_2: float
    year_3: float
    year_4: float
    year_5: float
    total: float
    posts: float
    row_ids: list[str]

    @property
    def years(self) -> list[float]:
        """The five sums in order."""
        return [self.year_1, self.year_2, self.year_3, self.year_4, self.year_5]


def money(audit: Audit) -> Table[MoneyLine]:
    """Budget lines of actions that are not stopped, by source in the scale's order, what is not found yet last; `year_1` to `year_5` their sums."""
    rows = []
    for source in (*framework.scales()["money_source"], None):
        own = [line for line in paid(audit) if line.source == source]
        if own:
            rows.append(
                MoneyLine(
                    source=source,
                    **{year: _sum(own, year) for year in YEARS},
                    total=_sum(own, "total"),
                    posts=_sum(own, "posts"),
                    row_ids=[line.id for line in own],
                )
            )
    return Table(MoneyLine, rows)


def paid(audit: Audit) -> list[BudgetLine]:
    """The budget lines with an amount whose action is not stopped."""
    stopped = {action.id for action in audit.actions} - {action.id for action in live(audit)}
    return [line for line in audit.budget if line.total is not None and line.action not in stopped]


def _sum(lines: Iterable[BudgetLine], column: str) -> float:
    return float(sum(getattr(line, column) or 0 for line in lines))


@dataclass(frozen=True, slots=True)
class MoneyKind(Line):
    """Base, new or transferred money: see `money_kinds`."""

    kind: str | None
    total: float
    row_ids: list[str]


def money_kinds(audit: Audit) -> Table[MoneyKind]:
    """The same money by kind (base, new, transferred, unknown, None), kinds in use only; what is not found yet is left out."""
    found: list[MoneyKind] = []
    lines: Sequence[BudgetLine] = [line for line in paid(audit) if line.source != NOT_FOUND]
    for kind in (*framework.scales()["money_kind"], None):
        own = [line for line in lines if line.kind == kind]
        if own:
            found.append(MoneyKind(kind=kind, total=_sum(own, "total"), row_ids=[line.id for line in own]))
    return Table(MoneyKind, found)

"""What a rule is: one short function from an audit to problems, with its texts beside it in the decorator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from safeaudit.audit import Audit
from safeaudit.coverage import finished
from safeaudit.edition import Edition, full
from safeaudit.findings import Finding, Severity, located
from safeaudit.rules.filling import filled, names, of_the_instrument
from safeaudit.sheets import KNOWN, Row
from safeaudit.words import Words


@dataclass(frozen=True, slots=True)
class Problem:
    """One place a rule speaks of: a row and column, or a whole sheet.

    quote: the columns of the row whose answers the texts repeat, each under its own name · values: what else they name,
    worked out by the rule. See `filling` for the names that need neither. ValueError for a quote that is no column.
    """

    row: Row | None = None
    column: str = ""
    sheet_id: str = ""
    quote: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = KNOWN[self.row.sheet_id].columns if self.row is not None else {}
        for column in self.quote:
            if column not in columns:
                raise ValueError(f"{self.row.sheet_id if self.row else 'no line'}: no column {column} to quote")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the method. `basis`: S the framework says it, I drawn from it, T the tool's own hygiene.

    title: what it finds · message, remedy: what a person reads, with {names} that fill themselves (see `filling`) or that
    the problem quotes or works out · why: the reason in the method · how: how to answer it.
    """

    code: str
    severity: Severity
    basis: str
    section: str
    title: str
    message: str
    remedy: str
    why: str
    how: str
    find: Callable[[Audit], Iterator[Problem]]
    asks: tuple[str, ...]
    """What an edition must ask for the rule to speak: "SHEET", "SHEET.column" or a line's ID; risk_1 stands for risk_2 too."""
    may: tuple[str, ...] = ()
    """What it reads where it is asked, and can do without."""
    in_work: Severity | None = None
    """How severe it is until the audit is declared finished, where that is less: no answer yet is progress and no error."""

    @property
    def module(self) -> str:
        """Where the rule stands."""
        return self.find.__module__


WHATEVER: tuple[str, ...] = ()
"""What a rule asks that goes by all cells there are."""

RULES: dict[str, Rule] = {}
"""Every rule by code, filled by the decorator as the family modules are imported."""


def rule(
    code: str,
    severity: Severity,
    *,
    basis: str,
    section: str,
    title: str,
    message: str,
    remedy: str,
    why: str,
    how: str,
    asks: tuple[str, ...],
    may: tuple[str, ...] = (),
    in_work: Severity | None = None,
) -> Callable[[Callable[[Audit], Iterator[Problem]]], Callable[[Audit], Iterator[Problem]]]:
    """Register a rule. Texts are English sources marked with N_; they are translated when a finding is made.

    asks: WHATEVER for a rule about all cells there are. ValueError for a code that is taken, and for a name in `asks` or in
    a text that the instrument does not know.
    """
    for name in asks + may:
        if not asked(full(), (name,)):
            raise ValueError(f"rule {code}: nobody asks {name}")
    for name in names(message) + names(remedy):
        try:
            of_the_instrument(name)
        except KeyError:
            raise ValueError(f"rule {code}: nothing fills {{{name}}}") from None

    def register(find: Callable[[Audit], Iterator[Problem]]) -> Callable[[Audit], Iterator[Problem]]:
        if code in RULES:
            raise ValueError(f"rule {code} is registered twice")
        RULES[code] = Rule(code, severity, basis, section, title, message, remedy, why, how, find, asks, may, in_work)
        return find

    return register


@lru_cache(maxsize=4096)
def asked(edition: Edition, names: tuple[str, ...]) -> bool:
    """Whether an edition asks all of these sheets, columns and lines."""
    for name in names:
        sheet_id, _, column = name.partition(".")
        if sheet_id not in KNOWN:
            if not any(name in edition.row_ids(each) for each in edition.sheets):
                return False
        elif not edition.has(sheet_id, column):
            return False
    return True


def findings(checked: Rule, audit: Audit) -> Iterator[Finding]:
    """What a rule finds in an audit, as findings in the audit's language; nothing where its edition does not ask for it."""
    if not asked(audit.edition, checked.asks):
        return
    words = audit.words
    severity = checked.severity if checked.in_work is None or finished(audit) else checked.in_work
    for problem in checked.find(audit):
        if problem.row is None or not problem.column or problem.column in problem.row.columns:
            yield _finding(checked, problem, audit, words, severity)


def _finding(checked: Rule, problem: Problem, audit: Audit, words: Words, severity: Severity) -> Finding:
    row = problem.row
    sheet_id = problem.sheet_id or (row.sheet_id if row is not None else "")
    sheet, cell = located(row.cell(problem.column or (row.label_column or "")) if row is not None else None)
    values = _values(problem, sheet_id, audit)
    return Finding(
        rule=checked.code,
        severity=severity,
        message=filled(words.t(checked.message), words, values, audit.edition.settings),
        remedy=filled(words.t(checked.remedy), words, values, audit.edition.settings),
        section=words.t(checked.section),
        sheet=sheet or audit.titles.get(sheet_id) or (words.tab(sheet_id) if sheet_id else ""),
        cell=cell,
        row_id=row.id if row is not None else "",
        column=problem.column,
    )


def _values(problem: Problem, sheet_id: str, audit: Audit) -> dict[str, object]:
    """What the problem fills of itself, what it quotes, and what its rule worked out; the last has the last word."""
    row, column, words = problem.row, problem.column, audit.words
    values: dict[str, object] = {"row": named(audit, row), "sheet": words.tab(sheet_id) if sheet_id else ""}
    if column:
        values["column"] = words.column(sheet_id, column)
    if row is not None and column:
        values["answer"] = audit.shown(row, column)
    if row is not None:
        values |= {quoted: audit.shown(row, quoted) for quoted in problem.quote}
    return values | dict(problem.values)


def named(audit: Audit, row: Row | None) -> str:
    """A row as a message names it: "RSK-S4 · Financial capital flight"."""
    if row is None:
        return ""
    name = audit.name(row)
    return f"{row.id} · {name}" if name else row.id

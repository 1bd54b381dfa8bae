"""An audit: typed rows that know their cells, what they are called, and how complete they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar, cast

from safeaudit.cells import GridSheet, Unplaced
from safeaudit.edition import Edition, full
from safeaudit.edition.versions import PRESENT
from safeaudit.findings import Finding
from safeaudit.shares import Coverage
from safeaudit.sharing import Assigned, Merged, Part
from safeaudit.sheets import FixedRow, Form, Free, Row
from safeaudit.sheets.agree import BudgetLine, Decision, Priority, SafetyProblem
from safeaudit.sheets.columns import Column
from safeaudit.sheets.conditions import Always
from safeaudit.sheets.decide import Action
from safeaudit.sheets.exchange import Actor, Flow, Lever, MapRow, Price, Question
from safeaudit.sheets.govern import (
    Activity,
    Agreement,
    Capacity,
    Communication,
    Enforcement,
    Engagement,
    Means,
    Partner,
    Principle,
)
from safeaudit.sheets.indicators import Indicator, MoreFigure, SafetyWalk
from safeaudit.sheets.kinds import UNKNOWN, WHOLE_CITY, Choice, Day, Number, Reference, Scale, Year
from safeaudit.sheets.markets import Market
from safeaudit.sheets.prices import relate_prices
from safeaudit.sheets.regulation import Power
from safeaudit.sheets.set_up import Area, Care, DataGap, Presence, Profile, Source, Stakeholder, Tool
from safeaudit.sheets.understand import AreaResilience, PlanningItem, Risk, RiskLevel
from safeaudit.words import Words, words

R = TypeVar("R", bound=Row)


class Rows(Generic[R]):
    """An attribute of an audit: the rows of one sheet that are in use, looked up once."""

    def __init__(self, cls: type[R]) -> None:
        self.cls = cls

    def __set_name__(self, owner: type[Audit], name: str) -> None:
        self.name = name

    def __get__(self, audit: Audit, owner: type[Audit] | None = None) -> list[R]:
        rows = audit.__dict__[self.name] = audit.rows(self.cls)
        return rows


@dataclass(frozen=True, slots=True)
class Progress:
    """How many required answers a sheet has of those it needs."""

    answered: int
    expected: int

    @property
    def share(self) -> float:
        """0 to 1; a sheet that needs nothing is complete."""
        return self.answered / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True)
class Carried:
    """What the whole audit says of itself, kept when a part of it is withheld: how complete it is, never what it holds.

    progress, waived: by sheet · needs: (answered, expected, waived by a reason) of each row in use · rows: lines withheld by
    sheet · filled: sheets with an entry · answered: what a live action answers that is withheld, or through a line that is ·
    named: the other lines that such an action names · uses: how many withheld lines rest on each source · coverage: the
    shares of the whole audit.
    """

    progress: Mapping[str, Progress]
    waived: frozenset[str]
    needs: Mapping[str, tuple[int, int, bool]]
    rows: Mapping[str, int]
    filled: frozenset[str]
    answered: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    uses: Mapping[str, int] = field(default_factory=dict)
    coverage: Coverage | None = None


@dataclass
class Audit:
    """All answers of one city. `sheets` holds every row that the edition asks, unused ones too; `reasons` why a sheet holds nothing."""

    sheets: dict[str, list[Row]]
    source: str = ""
    language: str = "en"
    workbook_id: str = ""
    instrument: str = PRESENT
    """The version of the instrument that the workbook carries."""
    reasons: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    plan: dict[str, Assigned] = field(default_factory=dict)
    """Who does which step and by when, by sheet, as START says; never part of a document."""
    part: Part | None = None
    """For a workbook that is one office's part of an audit: what is its own."""
    merged: Merged | None = None
    """For a workbook that was put together from parts: what these said."""
    findings: list[Finding] = field(default_factory=list)
    accepted: dict[tuple[str, str], str] = field(default_factory=dict)
    """Reasons for accepted warnings as CHECKS holds them, by (rule, key); see ledger/"""
    unplaced: list[Unplaced] = field(default_factory=list)
    """Contents of the file that belong to no line or column of ours: kept and shown, never dropped."""
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    """Notes at answers and lines of the file, by (row ID, column; "" for the line): not read, kept for a rebuilt workbook."""
    own_sheets: list[GridSheet] = field(default_factory=list)
    """Sheets of the file that are not part of the audit: not read, kept for a rebuilt workbook."""
    active: list[str] = field(default_factory=list)
    """Kinds of active content in the file: macros, controls, objects, connections, links, commands, linked."""
    written_in: str = "en"
    """The language of the workbook itself; `language` is that of texts made from it."""
    masked: dict[tuple[str, str], str] = field(default_factory=dict)
    """Answers left out of a public version, {(row ID, column): reason}; see audience/."""
    carried: Carried | None = None
    """For a public version: what the whole audit says of itself."""
    edition: Edition = field(default_factory=full)
    """What is asked of this city."""

    def __post_init__(self) -> None:
        prices = self._all(Price)
        relate_prices(prices)
        for flow in self._all(Flow):
            flow.read_prices(prices)
        beside: dict[str, Row] = {source.id: source for source in self._all(Source)} | {"PROFILE": self.profile}
        for sheet_id, cls in self.edition.sheets.items():
            if "grade" in cls.columns or "confidence_grade" in cls.columns:
                for row in self.sheets.get(sheet_id, ()):
                    row.look_at(beside)

    def _all(self, cls: type[R]) -> list[R]:
        return cast("list[R]", self.sheets.get(cls.sheet_id, []))

    def _record(self, cls: type[R]) -> R:
        """The one record of a form; a blank one where the edition does not ask it."""
        return (self._all(cls) or [cls.blank(cls.sheet_id)])[0]

    def lines(self, sheet_id: str) -> list[Row]:
        """Every row of a sheet, unused ones too; none of a sheet that the edition does not ask."""
        return self.sheets.get(sheet_id, [])

    def rows(self, cls: type[R]) -> list[R]:
        """The rows of a sheet that are in use."""
        return [row for row in self._all(cls) if row.used]

    @property
    def words(self) -> Words:
        return words(self.language)

    @property
    def profile(self) -> Profile:
        return self._record(Profile)

    @property
    def enforcement(self) -> Enforcement:
        return self._record(Enforcement)

    @property
    def decision(self) -> Decision:
        return self._record(Decision)

    # The rows in use of each sheet; none of a sheet that the edition does not ask
    areas = Rows(Area)
    who = Rows(Presence)
    team = Rows(Stakeholder)
    care = Rows(Care)
    sources = Rows(Source)
    data_gaps = Rows(DataGap)
    tools = Rows(Tool)
    indicators = Rows(Indicator)
    more_figures = Rows(MoreFigure)
    safety_walks = Rows(SafetyWalk)
    risks = Rows(Risk)
    risk_levels = Rows(RiskLevel)
    flows = Rows(Flow)
    prices = Rows(Price)
    markets = Rows(Market)
    actors = Rows(Actor)
    questions = Rows(Question)
    map_rows = Rows(MapRow)
    levers = Rows(Lever)
    resilience = Rows(AreaResilience)
    planning = Rows(PlanningItem)
    powers = Rows(Power)
    means = Rows(Means)
    agreements = Rows(Agreement)
    engagement = Rows(Engagement)
    communication = Rows(Communication)
    activities = Rows(Activity)
    partners = Rows(Partner)
    capacity = Rows(Capacity)
    principles = Rows(Principle)
    actions = Rows(Action)
    problems = Rows(SafetyProblem)
    priorities = Rows(Priority)
    budget = Rows(BudgetLine)

    # Looking up ------------------------------------------------------------------------------------------------------

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """Every row by its ID."""
        return {row.id: row for rows in self.sheets.values() for row in rows}

    def row(self, row_id: str | None) -> Row | None:
        """The row with this ID, if it is in use."""
        found = self.by_id.get(row_id or "")
        return found if found is not None and found.used else None

    def label(self, row_id: str | None) -> str:
        """What people call a row, in the audit's language; the ID itself for an unknown one."""
        if not row_id:
            return ""
        if row_id == WHOLE_CITY:
            return self.profile.city or self.words.t("Whole city")
        row = self.by_id.get(row_id)
        return row_id if row is None else self.name(row) or row_id

    def name(self, row: Row) -> str:
        """The row's own short name: the framework's label, or what was typed."""
        if isinstance(row, FixedRow) and not row.is_local:
            return self.words.item(row.id)
        return self.shown(row, row.label_column) if row.label_column else ""

    def shown(self, row: Row, column: str) -> str:
        """An answer as a person reads it: a code's word, a row's label, a number or date in the language's own way.

        Empty where there is none, and for a column that is not asked.
        """
        value = getattr(row, column) if column in row.columns else None
        if value is None and column in row.columns and row.is_unknown(column):
            return self.words.code("yes_no_unknown", UNKNOWN)
        if value is None:
            return self._masked(row.id, column)
        kind = row.columns[column].kind
        if isinstance(kind, Choice):
            return self.words.code(kind.options, value)
        if isinstance(kind, Reference):
            return self.label(value)
        if isinstance(kind, Day):
            return self.words.month(value) if kind.month else self.words.day(value)
        if isinstance(kind, Number) and not isinstance(kind, Year):
            return self.words.number(value, 2)
        return str(value)

    def _masked(self, row_id: str, column: str) -> str:
        """What stands in the place of an answer that is left out; nothing for one that was never given."""
        reason = self.masked.get((row_id, column))
        if reason == "small_number":
            return self.words.t("fewer than {number}", number=int(self.edition.settings["small_number"]) + 1)
        return withheld_mark(self.words) if reason else ""

    def withholds(self, row: Row, *columns: str) -> bool:
        """Whether one of these answers was given and is left out: then a blank says nothing."""
        return any((row.id, column) in self.masked for column in columns)

    def withheld_rows(self, sheet_id: str) -> int:
        """How many lines of a sheet are left out of a public version."""
        return self.carried.rows.get(sheet_id, 0) if self.carried else 0

    def given(self, row: Row, column: str) -> bool:
        """Whether an answer was given, shown or left out."""
        return getattr(row, column) is not None or row.is_unknown(column) or (row.id, column) in self.masked

    # Completeness ----------------------------------------------------------------------------------------------------

    def progress(self, sheet_id: str) -> Progress:
        """Required answers given and needed on one sheet. A reason to leave a sheet empty counts as its answer."""
        if not self.edition.has(sheet_id):
            return Progress(0, 0)
        if self.carried is not None:
            return self.carried.progress[sheet_id]
        cls, rows = self.edition.sheets[sheet_id], self.sheets[sheet_id]
        if self.waived(sheet_id):
            return Progress(1, 1)
        used = [row for row in rows if row.used]
        expected = sum(1 if row.waived else len(row.expected()) for row in used)
        missing = sum(len(row.missing()) for row in used)
        answered = expected - missing
        if isinstance(cls.rows, Free):
            lacking = max(0, cls.rows.at_least - len(used))
            expected += lacking * len(always_required(cls))
        return Progress(answered, expected)

    def needs(self, row: Row) -> tuple[int, int, bool]:
        """(required answers given, needed, whether a reason answers the row) of a row in use."""
        if self.carried is not None:
            return self.carried.needs.get(row.id, (0, 0, False))
        if row.waived:
            return 1, 1, True
        expected = len(row.expected())
        return expected - len(row.missing()), expected, False

    def waived(self, sheet_id: str) -> bool:
        """Whether the sheet is answered by a reason, or by a CARE decision to skip it."""
        if self.carried is not None:
            return sheet_id in self.carried.waived
        if not self.edition.has(sheet_id) or any(row.used for row in self.sheets[sheet_id]):
            return False
        care = self.by_id.get(self.edition.sheets[sheet_id].waived_by or "")
        return bool(self.reasons.get(sheet_id)) or (isinstance(care, Care) and care.decision == "skip")

    @property
    def completeness(self) -> float:
        """Required answers given, of all needed, 0 to 1."""
        progress = [self.progress(sheet_id) for sheet_id in self.edition.sheets]
        expected = sum(each.expected for each in progress)
        return sum(each.answered for each in progress) / expected if expected else 1.0


def withheld_mark(words: Words) -> str:
    """What stands in a text where something is left out of a public version."""
    return words.t("[withheld]")


def always_required(cls: type[Row]) -> list[Column]:
    """The columns every used row of this sheet must have."""
    return [column for column in cls.inputs() if isinstance(column.required, Always)]


def row_ids(cls: type[Row]) -> list[str]:
    """The IDs of all rows of a sheet in workbook order; a form has one record with the sheet's ID."""
    return cls.ids()


def blank_audit(language: str = "en", edition: Edition | None = None) -> Audit:
    """An audit with every row of an edition (the full one) and no answer."""
    edition = edition or full()
    sheets: dict[str, list[Row]] = {
        sheet_id: [cls.blank(row_id) for row_id in cls.ids()] for sheet_id, cls in edition.sheets.items()
    }
    return Audit(sheets, language=language, edition=edition)


def from_answers(
    answers: Mapping[str, Mapping[str, object]],
    *,
    language: str = "en",
    source: str = "",
    edition: Edition | None = None,
) -> Audit:
    """An audit from plain data: {sheet ID: {row ID: {column: value}}}; a form's sheet holds {column: value} itself.

    Values are codes, numbers, texts, dates and row IDs. Sheets that the edition does not ask are passed over; unknown rows or
    columns raise KeyError or pydantic's ValidationError: this is for our own data, not for people's files.
    """
    sheets: dict[str, list[Row]] = {}
    edition = edition or full()
    for sheet_id, cls in edition.sheets.items():
        given = answers.get(sheet_id, {})
        if isinstance(cls.rows, Form):
            given = {sheet_id: given}
        ids = cls.ids()
        if unknown := set(given) - set(ids):
            raise KeyError(f"{sheet_id}: {min(unknown)}")
        sheets[sheet_id] = [_row(cls, row_id, given.get(row_id) or {}) for row_id in ids]
    return Audit(sheets, source=source, language=language, edition=edition)


def _row(cls: type[Row], row_id: str, given: object) -> Row:
    """A row of plain data, validated."""
    answers = cast("Mapping[str, object]", given)
    if unasked := [name for name in answers if name in cls.model_fields and name not in cls.columns]:
        raise KeyError(f"{row_id}: {unasked[0]}")
    unknown = [name for name, value in answers.items() if value == UNKNOWN and _is_score(cls, name)]
    row = cls.model_validate({**{name: answers[name] for name in answers if name not in unknown}, "id": row_id})
    for name in unknown:
        row.mark_unknown(name)
    return row


def _is_score(cls: type[Row], name: str) -> bool:
    return name in cls.columns and isinstance(cls.columns[name].kind, Scale)


def places(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Every filled answer of these rows as (row, column)."""
    for row in rows:
        for column in row.filled:
            yield row, column

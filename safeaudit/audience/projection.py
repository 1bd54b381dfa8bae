"""The projection: a new audit that holds only the rows and answers allowed in public, and the list of what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from safeaudit.audience.allowed import allowed
from safeaudit.audience.figures import small_areas, small_figures, tables
from safeaudit.audience.texts import NAMING, TextReader
from safeaudit.audit import Audit, Carried, withheld_mark
from safeaudit.care.protecting import names_a_haven
from safeaudit.coverage import to_carry
from safeaudit.definitions import live
from safeaudit.sheets import Form, Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.kinds import SOURCE, WHOLE_CITY, Reference, Text
from safeaudit.words import N_, words

REASONS: dict[str, str] = {
    "level_restricted": N_("Lines marked restricted"),
    "level_official": N_("Lines marked official"),
    "level_none": N_("Lines without a level of sensitivity, on sheets that are not open without one"),
    "sheet": N_("Lines of sheets that are never public"),
    "row_condition": N_(
        "Lines whose state keeps them from the public, such as drafts or partners that are not fully eligible"
    ),
    "small_area": N_("Areas with few residents, and what belongs to them"),
    "safeguard": N_("Measures whose safeguard had to be withheld"),
    "column": N_("Answers that are never public"),
    "beside": N_("Answers that are not public beside what else the line says"),
    "reader": N_("Texts in which the do-no-harm reader found something that may lead to a person or brand people"),
    "few_people": N_("Texts that count so few people or events that they point at somebody"),
    "names_withheld": N_("Texts that name something that is withheld"),
    "small_number": N_("Counts so small that they point at somebody"),
    "secondary": N_("Further figures from which a small number could be worked out"),
    "few_events": N_("Rates and shares that rest on few events or few people"),
    "base_unknown": N_("Rates of which it is not known on how many people they rest"),
    "points_at": N_("Links to lines that are withheld"),
    "not_understood": N_("Contents that could not be read as an answer"),
    "sheet_reason": N_("Reasons why a sheet was left empty"),
    "sheet_title": N_("Titles of sheets that were changed"),
    "accepted": N_("Reasons for accepted warnings"),
    "unplaced": N_("Contents that belong to no question"),
    "file": N_("Name and ID of the workbook, and where its cells are"),
}
"""Why something is withheld: code and words, in the order in which they are told."""

MARKED = ("ACTIONS", "ACTIVITIES", "SYSTEM_MAP")
"""Sheets on which a link to a withheld line is told in words; elsewhere it is left blank, for charts follow links."""
HAVEN_TEXTS = ("action", "indicator", "label", "unit")
"""The columns of ACTIONS and INDICATORS that may name a place where people are kept safe."""
LEVELS = {"official": "level_official", "restricted": "level_restricted"}


class Withheld(NamedTuple):
    """One thing left out: a row (no column), an answer, or something of the file (no row); and the code of the reason."""

    sheet_id: str
    row_id: str
    column: str
    reason: str


def project(
    audit: Audit, language: str, beside: Audit | None = None, published: Sequence[Audit] = ()
) -> tuple[Audit, list[Withheld]]:
    """The public part of an audit, and what is not in it; marks are in `language`.

    `beside`: an audit shown together with it, whose names of people must not stand in this one either, and whose figures must
    not give away small ones of this · `published`: audits as they were when a public version was made of them before, oldest
    first.
    """
    return _Projection(audit, language, beside, published).result()


class _Projection:
    """One audit on its way to the public: first every decision is made, then the rows are built."""

    def __init__(self, audit: Audit, language: str, beside: Audit | None, published: Sequence[Audit]) -> None:
        self.audit, self.beside, self.published, self.allowed = audit, beside, published, allowed()
        self.mark = withheld_mark(words(language))
        self.gone: dict[str, str] = {}
        self.hidden: dict[tuple[str, str], str] = {}

    def result(self) -> tuple[Audit, list[Withheld]]:
        self._rows()
        self._shelters()
        self._columns()
        self._figures()
        self._texts()
        self._links()
        sheets = {sheet_id: [self._row(row) for row in rows] for sheet_id, rows in self.audit.sheets.items()}
        projected = Audit(
            sheets,
            language=self.audit.language,
            written_in=self.audit.written_in,
            masked=self._masked(),
            carried=carried(self.audit, self.gone),
            edition=self.audit.edition,
        )
        return projected, list(self._list())

    # Decisions -------------------------------------------------------------------------------------------------------

    def _rows(self) -> None:
        """Rows that go as a whole: by sheet, level, condition, or because their area is withheld or too small."""
        small = {area.id for area in small_areas(self.audit)}
        closed = {area.id: reason for area in self.audit.areas if (reason := self._row_reason(area))}
        for row in self._entered():
            if isinstance(row.rows, Form):
                continue
            of_closed = next((closed[area] for area in _areas(row) if area in closed), "")
            reason = self._row_reason(row) or of_closed or ("small_area" if {row.id, *_areas(row)} & small else "")
            if reason:
                self.gone[row.id] = reason
        for line in self.audit.lines("BUDGET"):  # what an action costs is told of the action
            if why := self.gone.get(getattr(line, "action", None) or ""):
                self.gone.setdefault(line.id, why)

    def _shelters(self) -> None:
        """The area of a place where people are kept safe, as a line names it: an action keeps its text, a figure goes."""
        for sheet_id in ("ACTIONS", "INDICATORS"):
            for row in self.audit.lines(sheet_id):
                if row.id in self.gone or getattr(row, "area", None) in (None, WHOLE_CITY):
                    continue
                texts = [text for column in HAVEN_TEXTS if (text := getattr(row, column, None))]
                if any(map(names_a_haven, texts)):
                    if sheet_id == "INDICATORS":
                        self.gone[row.id] = "beside"
                    else:
                        self.hidden[row.id, "area"] = "beside"

    def _row_reason(self, row: Row) -> str:
        sheet = self.allowed.sheets.get(row.sheet_id)
        if sheet is None or not sheet.public:
            return "sheet"
        if row.handled_as != "open":  # an edition that does not ask for the level makes no line public by that
            return LEVELS.get(getattr(row, "sensitivity", None) or "", "level_none")
        only = sheet.only_rows
        return "row_condition" if only and getattr(row, only.column) not in only.codes else ""

    def _columns(self) -> None:
        for row in self._kept():
            for column in row.filled:
                decision = self.allowed.column(row.sheet_id, column)
                when = decision.only_when
                if not decision.public:
                    self.hidden[row.id, column] = "column"
                elif when and getattr(row, when.column) not in when.codes:
                    self.hidden[row.id, column] = "beside"

    def _figures(self) -> None:
        others: list[tuple[Audit, frozenset[str], Mapping[tuple[str, str], str] | None]] = []
        for number, audit in enumerate(self.published):
            before = _Projection(audit, self.audit.language, None, self.published[:number])
            before.result()
            others.append((audit, frozenset(before.gone), before.hidden))
        if self.beside is not None:
            others.append((self.beside, self._closed(self.beside), None))
        gone = frozenset(self.gone)
        counts, editions = tables(others, self.allowed), [audit for audit, *_ in others]
        for place, reason in small_figures(self.audit, self.allowed, gone, counts, editions).items():
            self.hidden.setdefault(place, reason)

    def _closed(self, beside: Audit) -> frozenset[str]:
        """The rows that are withheld of the audit shown beside this one."""
        other = _Projection(beside, beside.language, None, ())
        other._rows()
        other._shelters()
        return frozenset(other.gone)

    def _texts(self) -> None:
        """Read what is typed. A row that goes for its safeguard takes its name along, so texts are read until none goes."""
        reader = TextReader(self.audit, self.beside)
        before = -1
        while before != len(self.gone):
            before = len(self.gone)
            reader.forbid(self._names(), self.gone, self._open_names())
            for row in self._kept():
                for column in row.filled:
                    typed = isinstance(row.columns[column].kind, Text) and (row.id, column) not in self.hidden
                    if typed and (reason := reader.reason(row, row.columns[column])):
                        self.hidden[row.id, column] = reason
                self._bind(row)

    def _bind(self, row: Row) -> None:
        """A measure stands only with its safeguards."""
        bound = self.allowed.sheets[row.sheet_id].bound
        if bound is None or not any(self._lost(row, column) for column in bound.columns):
            return
        if not bound.hides:
            self.gone[row.id] = "safeguard"
        for column in bound.hides:
            if column in row.filled:
                self.hidden.setdefault((row.id, column), "safeguard")

    def _lost(self, row: Row, column: str) -> bool:
        return (row.id, column) in self.hidden

    def _names(self) -> Iterator[tuple[Row, str]]:
        """The names of withheld lines."""
        for row in self._entered():
            label = row.label_column or ""
            lost = row.id in self.gone or (row.id, label) in self.hidden
            if (
                lost
                and label in row.filled
                and isinstance(row.columns[label].kind, Text)
                and (text := getattr(row, label))
            ):
                yield row, text

    def _open_names(self) -> Iterator[str]:
        """What the public version says all the same: the names of the city and of the lines it shows."""
        yield from (each for each in (self.audit.profile.city, self.audit.profile.lead_office) if each)
        for row in (row for row in self._kept() if row.sheet_id in NAMING):
            label = row.label_column or ""
            if (row.id, label) not in self.hidden and isinstance(text := getattr(row, label, None), str):
                yield text

    def _links(self) -> None:
        for row in self._kept():
            for column in row.filled:
                if (row.id, column) not in self.hidden and self._points_away(row, row.columns[column]):
                    self.hidden[row.id, column] = "points_at"
            for column, decision in self.allowed.sheets[row.sheet_id].columns.items():
                if decision.beside and (row.id, decision.beside) in self.hidden and column in row.filled:
                    self.hidden.setdefault((row.id, column), "points_at")

    def _points_away(self, row: Row, column: Column) -> bool:
        return isinstance(column.kind, Reference) and getattr(row, column.id) in self.gone

    # Building --------------------------------------------------------------------------------------------------------

    def _row(self, row: Row) -> Row:
        """The row with its public answers; a withheld text or link keeps a mark, so that nobody reads it as never given."""
        new = type(row).blank(row.id)
        if row.id in self.gone:
            return new
        for column in row.filled:
            if column in row.rejected:
                continue
            reason = self.hidden.get((row.id, column))
            if reason is None:
                new.copy_answer(row, column)
            elif not self._silent(row, column) and self._is_marked(row, column, reason):
                setattr(new, column, self.mark)
        if "confidence_grade" in row.columns and ("confidence" in new.filled):
            new.keep("confidence_grade", getattr(row, "confidence_grade", None))
        return new

    def _silent(self, row: Row, column: str) -> bool:
        return self.allowed.column(row.sheet_id, column).silent

    def _is_marked(self, row: Row, column: str, reason: str) -> bool:
        if isinstance(row.columns[column].kind, Text):
            return True
        return reason == "points_at" and row.sheet_id in MARKED and isinstance(row.columns[column].kind, Reference)

    def _masked(self) -> dict[tuple[str, str], str]:
        """Every answer left out, those of withheld rows included."""
        found = {
            (row.id, column): self.hidden[row.id, column]
            for row in self._kept()
            for column in row.filled
            if (row.id, column) in self.hidden and not self._silent(row, column)
        }
        for row in self._entered():
            if reason := self.gone.get(row.id):
                found |= {(row.id, column): reason for column in row.filled if column not in row.rejected}
        return found

    def _list(self) -> Iterator[Withheld]:
        for row in self._entered():
            if reason := self.gone.get(row.id):
                yield Withheld(row.sheet_id, row.id, "", reason)
                continue
            for column in row.filled:
                code = "not_understood" if column in row.rejected else self.hidden.get((row.id, column))
                if code:
                    yield Withheld(row.sheet_id, row.id, column, code)
        for sheet_id in self.audit.reasons:
            yield Withheld(sheet_id, "", "", "sheet_reason")
        for sheet_id, title in self.audit.titles.items():
            if title != words(self.audit.written_in).tab(sheet_id):
                yield Withheld(sheet_id, "", "", "sheet_title")
        yield from (Withheld("", "", "", "accepted") for _ in self.audit.accepted)
        yield from (Withheld("", "", "", "unplaced") for _ in self.audit.unplaced)
        if self.audit.source or self.audit.workbook_id:
            yield Withheld("", "", "", "file")

    def _entered(self) -> Iterator[Row]:
        """Every row with an entry."""
        return (row for rows in self.audit.sheets.values() for row in rows if row.filled)

    def _kept(self) -> Iterator[Row]:
        return (row for row in self._entered() if row.id not in self.gone)


def _areas(row: Row) -> set[str]:
    """The areas a row is about: its figures or scores belong to them. An action or risk only names its area."""
    about = row.sheet_id in ("INDICATORS", "RESILIENCE", "PRICES")
    area = getattr(row, "area", None) if about else None
    return {area} if area and area != WHOLE_CITY else set()


def _sources(row: Row) -> list[str]:
    """The sources a row names."""
    columns = [column.id for column in row.inputs() if column.kind == SOURCE]
    return [source for column in columns if (source := getattr(row, column))]


def carried(audit: Audit, gone: dict[str, str]) -> Carried:
    """What the audit says of itself: completeness, which lines are withheld, and what withheld lines answer and name."""
    used = [row for rows in audit.sheets.values() for row in rows if row.used]
    lines: dict[str, int] = {}
    for row in used:
        if row.id in gone:
            lines[row.sheet_id] = lines.get(row.sheet_id, 0) + 1
    paths = {row.id: row for row in audit.map_rows}
    users = [row for row in used if row.id in gone]
    acted = [action for action in live(audit) if action.id in gone]
    through = [
        paths[action.map_row]
        for action in live(audit)
        if action.map_row in paths and {action.id, action.map_row} & gone.keys()
    ]
    answered = {each for path in through for each in (path.risk, path.flow)}
    answered |= {each for action in acted for each in (*action.risks, action.flow)}
    return Carried(
        progress={sheet_id: audit.progress(sheet_id) for sheet_id in audit.edition.sheets},
        waived=frozenset(sheet_id for sheet_id in audit.edition.sheets if audit.waived(sheet_id)),
        needs={row.id: audit.needs(row) for row in used},
        rows=lines,
        filled=frozenset(sheet_id for sheet_id, rows in audit.sheets.items() if any(row.filled for row in rows)),
        answered=frozenset(filter(None, answered)),
        named=frozenset(
            each for action in acted for each in (action.map_row, action.power, *action.principles) if each
        ),
        uses=Counter(source for row in users for source in _sources(row)),
        coverage=to_carry(audit, gone.keys()),
    )

"""From cells to answers: each converted by its column, or kept as typed and told why; entries that point at other lines."""

from __future__ import annotations

from collections.abc import Mapping

from safeaudit.audit import Audit
from safeaudit.cells import DAYS_TO_1904, Grid, Value
from safeaudit.framework.stand_ins import no_reason
from safeaudit.reading import own_cells
from safeaudit.reading.lists import folded, workbook_lists
from safeaudit.reading.references import Doubt, Pointer, by_sheet, doubts, name_in, place_of, told
from safeaudit.reading.telling import Teller, short
from safeaudit.reading.values import Noted, Rejected, clean, convert, fold, reference, shown
from safeaudit.sheets import Column, Form, Row
from safeaudit.sheets.kinds import UNKNOWN, WHOLE_CITY, AnswerKind, Choice, Day, Figure, Reference, Scale


class Entries:
    """Takes the answers of one workbook; what can only be told when all lines are read waits until then."""

    def __init__(self, grid: Grid, teller: Teller) -> None:
        self._teller, self._own = teller, teller.own
        self._early = grid.date1904
        self._lists = workbook_lists(grid)
        self._pending: list[tuple[Row, Column, str]] = []
        self._pointers: list[Pointer] = []

    def take(self, row: Row, column: Column, cell: Value, *, percent: bool | None = None) -> None:
        """Put what a cell holds into its row, or say why not."""
        choices = self._words_of(column.kind)
        if self._early and isinstance(column.kind, Day) and isinstance(cell.value, (int, float)):
            cell = cell._replace(value=cell.value + DAYS_TO_1904)
        answer: object = convert(cell, column.kind, choices, percent=percent)
        if isinstance(answer, Noted):
            self._teller.of_entry(row, column, answer.code, dict(answer.values))
            answer = answer.value
        if _stands_for_no_figure(column.kind, answer, cell):
            answer = Rejected("CL-22", (("found", shown(cell)),))
        if isinstance(answer, Rejected):
            row.reject(column.id, clean(shown(cell))[0])
            self._teller.of_entry(row, column, answer.code, dict(answer.values))
        elif isinstance(column.kind, Scale) and answer == UNKNOWN:
            row.mark_unknown(column.id)
        elif isinstance(column.kind, Reference) and answer is not None:
            self._refer(row, column, str(answer))
        elif answer is not None:
            setattr(row, column.id, answer)

    def beside(self, row: Row, column: Column, cell: Value, place: str, answer: str | float) -> None:
        """Take an entry for the column it belongs to, and say so."""
        setattr(row, place, answer)
        values = {"found": clean(shown(cell))[0], "place": self._own.column(row.sheet_id, place)}
        self._teller.of_entry(row, column, "CL-21", values)

    def _refer(self, row: Row, column: Column, text: str) -> None:
        target = reference(text)
        if target is not None:
            setattr(row, column.id, target)
            if (name := name_in(text)) and target != WHOLE_CITY:
                assert isinstance(column.kind, Reference)
                self._pointers.append(Pointer(row, column, column.kind.sheet, target, name, text))
        else:
            self._pending.append((row, column, text))

    def resolve(self, audit: Audit) -> None:
        """Entries that give a line's name instead of its number: taken where exactly one line has that name."""
        nameless: dict[tuple[str, str], list[tuple[Row, Column, str]]] = {}
        for row, column, text in self._pending:
            assert isinstance(column.kind, Reference)
            named = [
                other.id
                for other in audit.sheets[column.kind.sheet]
                if other.used and fold(audit.name(other)) == fold(text)
            ]
            if column.kind.whole_city and fold(text) in (
                fold(self._own.t("Whole city")),
                fold(audit.profile.city or "-"),
            ):
                named = [WHOLE_CITY]
            if len(named) == 1:
                setattr(row, column.id, named[0])
                read = f"{named[0]} · {audit.label(named[0])}"
                self._teller.of_entry(row, column, "CL-17", {"found": text, "read": read})
            else:
                row.reject(column.id, clean(text)[0])
                nameless.setdefault((column.kind.sheet, fold(text)), []).append((row, column, text))
        for (target, _), entries in nameless.items():
            self._name_no_line(audit, target, entries)

    def _name_no_line(self, audit: Audit, target: str, entries: list[tuple[Row, Column, str]]) -> None:
        """One finding for all entries that give the same name, which no line has."""
        row, column, text = entries[0]
        own, say = self._own, self._teller.say
        said = {"found": short(text), "target": own.tab(target)}
        if len(entries) == 1:
            line = own.tab(row.sheet_id) if isinstance(row.rows, Form) else row.id
            said |= {"row": line, "column": own.column(row.sheet_id, column.id)}
            sentence = say.t("{row}: “{column}” says “{found}”, which names no line of {target}.", **said)
        else:
            cells = [(audit.titles.get(each.sheet_id, each.sheet_id), place_of(each, of.id)) for each, of, _ in entries]
            said |= {"cells": by_sheet(cells, say), "count": str(len(entries))}
            sentence = say.t("“{found}” is used in {count} cells, but names no line of {target}: {cells}.", **said)
        example = audit.edition.row_ids(target)[0]
        self._teller.report(
            "CL-16", row.cell(column.id), row_id=row.id, column_id=column.id, said=sentence, example=example
        )

    def doubt(self, sheets: Mapping[str, list[Row]], printed: Mapping[str, str], titles: Mapping[str, str]) -> None:
        """Entries whose number and name mean two lines are kept as typed and not used; one finding a sheet pointed at."""

        def tab(sheet_id: str) -> str:
            return titles.get(sheet_id) or self._teller.say.tab(sheet_id)

        grouped: dict[tuple[str, str], list[Doubt]] = {}
        for each in doubts(self._pointers, sheets, printed, self._own):
            pointer, code = each.pointer, "WB-24"
            if each.meant is not None:
                code = "WB-23"
                setattr(pointer.row, pointer.column.id, None)
                pointer.row.reject(pointer.column.id, clean(pointer.text)[0])
            grouped.setdefault((code, pointer.target), []).append(each)
        for (code, target), found in grouped.items():
            row, column = found[0].pointer.row, found[0].pointer.column
            said = told(found, tab, self._teller.say)
            cell = row.cell(column.id)
            self._teller.report(code, cell, row_id=row.id, column_id=column.id, said=said, target=tab(target))

    def _words_of(self, kind: AnswerKind) -> dict[str, str]:
        """What a word in a cell of this kind means, as a code."""
        match kind:
            case Choice(options=options):
                return self._choices(options)
            case Scale(anchors=anchors):
                not_known = self._choices("yes_no_unknown")
                unknown = {word: code for word, code in not_known.items() if code == UNKNOWN}
                return self._choices(anchors) | unknown
        return {}

    def _choices(self, options: str) -> dict[str, str]:
        """Folded words, and codes, to codes: those of the workbook's language; of countries and currencies what its own LISTS say
        first, for names change."""
        known = self._lists.get(options, {}) if options in own_cells.FROM_CLDR else {}
        return folded(self._own.language, options) | known if known else folded(self._own.language, options)


def _stands_for_no_figure(kind: AnswerKind, answer: object, cell: Value) -> bool:
    """Whether “not known”, “n/a” or the like was typed where a figure goes; in the place of a limit the rules tell it."""
    if not isinstance(kind, Figure) or not isinstance(answer, Rejected) or answer.code != "CL-03":
        return False
    text = clean(shown(cell))[0]
    return not any(letter.isnumeric() for letter in text) and no_reason(text)

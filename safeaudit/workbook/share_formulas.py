"""The three shares as native formulas: what each line says, and what a sheet has of what it asks; the same as coverage/."""

from __future__ import annotations

from collections.abc import Iterable

from safeaudit.coverage.states import PROSE, UNKNOWN, no_answers
from safeaudit.framework.method import meanings
from safeaudit.sheets import Column, Free, Row
from safeaudit.sheets.asked import Asked, asked, counted_lines
from safeaudit.sheets.conditions import Condition
from safeaudit.sheets.kinds import Choice, Scale, Text
from safeaudit.words import Words
from safeaudit.workbook.formulas import RowFormulas, text
from safeaudit.workbook.layout import SheetLayout

Pair = tuple[str, str]
"""Formulas that are 1 when an answer is known, and when it is known or said not to be; both 0 while there is none."""


class LineShares:
    """Writes the formulas of one line; in a form, of the line of one column."""

    def __init__(self, formulas: RowFormulas, row_id: str) -> None:
        self.formulas, self.words, self.cls = formulas, formulas.words, formulas.layout.cls
        form = formulas.layout.form
        counts = form or isinstance(self.cls.rows, Free) or row_id in counted_lines(self.cls)
        places = asked(self.cls, self.cls.sheet_id if form else row_id) if counts else ()
        self.places = {each.column.id: each for each in places}
        self.mine = [each for each in places if not form or each.column.id == row_id]

    def written(self) -> tuple[str, str, str]:
        """The formulas of the line: how many answers are known, not known, and left out with a reason."""
        if not self.mine:
            return "=0", "=0", "=0"
        known, said = self._sums()
        count, left_out, unknown = len(self.mine), self._left_out(), self._unknown()
        if unknown:
            known, said = f"IF({unknown},0,{known})", f"IF({unknown},{count},{said})"
        not_known = f"{said}-{self.formulas.cell('_known')}"
        if not left_out:
            return f"={known}", f"={not_known}", "=0"
        waived = f"{self.formulas.cell('_left_out')}>0"
        return f"=IF({waived},0,{known})", f"=IF({waived},0,{not_known})", f"=IF({left_out},{count},0)"

    def _sums(self) -> Pair:
        """Sums over the answers, those under one condition together."""
        groups: dict[int, list[Asked]] = {}
        for place in self.mine:
            groups.setdefault(id(place.when), []).append(place)
        known, said = [], []
        for places in groups.values():
            first = places[0]
            given = [self._given(place) for place in places]
            sums = ["+".join(each) for each in zip(*given, strict=True)]
            if first.settled_by:
                settled = self._settled(first)
                counts = self._counts(first.when, settled[1])
                sums = [
                    f"IF({counts},{mine},{len(places)}*({other}))" for mine, other in zip(sums, settled, strict=True)
                ]
            known.append(sums[0])
            said.append(sums[1])
        return "+".join(known), "+".join(said)

    def _pair(self, place: Asked) -> Pair:
        """What one answer says, whatever it depends on."""
        given = self._given(place)
        if not place.settled_by:
            return given
        settled = self._settled(place)
        counts = self._counts(place.when, settled[1])
        return f"IF({counts},{given[0]},{settled[0]})", f"IF({counts},{given[1]},{settled[1]})"

    def _counts(self, when: Condition, settled: str) -> str:
        """True when what stands in the cell counts: it is needed, or nothing settles it yet."""
        return f"OR(IFERROR({when.formula(self.formulas)},FALSE),{settled}=0)"

    def _settled(self, place: Asked) -> Pair:
        """What the answers say that make others idle: nothing while one is blank, not known while one is."""
        pairs = [self._pair(self.places[column]) for column in place.settled_by]
        if len(pairs) == 1:
            return pairs[0]
        return "*".join(f"({known})" for known, _ in pairs), "*".join(f"({said})" for _, said in pairs)

    def _given(self, place: Asked) -> Pair:
        if not place.instead:
            return self._said(place.column)
        others = [self._said(column) for column in (place.column, *place.instead)]
        return f"MIN(1,{'+'.join(each for each, _ in others)})", f"MIN(1,{'+'.join(each for _, each in others)})"

    def _said(self, column: Column) -> Pair:
        """What stands in one cell. An error value is an entry like any other."""
        cell = self.formulas.cell(column.id)
        filled = f"IFERROR(1*(LEN(TRIM({cell}))>0),1)"
        empty = self._is_one_of(column, self._waiving(column))
        not_known = self._is_one_of(column, self._unknowing(column))
        said = f"({filled}-{empty})" if empty else filled
        return f"({said}-{not_known})" if not_known else said, said

    def _is_one_of(self, column: Column, texts: Iterable[str]) -> str:
        """1 when the cell holds one of these texts; empty for no text."""
        listed = ",".join(map(text, dict.fromkeys(texts)))
        if not listed:
            return ""
        cell = self.formulas.cell(column.id)
        return f"IFERROR(1*(SUMPRODUCT(--(TRIM({cell})={{{listed}}}))>0),0)"

    def _unknowing(self, column: Column) -> list[str]:
        match column.kind:
            case Choice(options=options):
                codes = {UNKNOWN} & self.words.options(options).keys() | meanings().not_known.get(options, frozenset())
                return [self.words.code(options, code) for code in sorted(codes)]
            case Scale():
                return [self.words.code("yes_no_unknown", UNKNOWN)]
            case Text():
                return list(no_answers(self.words.language))
        return []

    def _waiving(self, column: Column) -> list[str]:
        if not isinstance(column.kind, Choice):
            return []
        options = column.kind.options
        return [self.words.code(options, code) for code in sorted(meanings().waived.get(options, ()))]

    # The whole line --------------------------------------------------------------------------------------------------

    def _left_out(self) -> str:
        """True when the line does not apply, or is not asked here, with a reason that says something."""
        if self.formulas.layout.form:
            return ""
        tests = [f"{self._said(column)[0]}=1" for column in self._columns("does_not_apply")]
        waiving = [self._is_one_of(column, self._waiving(column)) for column in self.cls.inputs()]
        prose = [self._said(column)[0] for column in self.cls.inputs() if _is_prose(column)]
        if any(waiving) and prose:
            tests.append(f"AND({'+'.join(filter(None, waiving))}>0,{'+'.join(prose)}>0)")
        return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})" if tests else ""

    def _unknown(self) -> str:
        """True when the deciding answer of the line is “not known”."""
        decides = self._columns(meanings().decides.get(self.cls.sheet_id, ""))
        options = [(column, column.kind.options) for column in decides if isinstance(column.kind, Choice)]
        return "".join(f"{self._is_one_of(column, [self.words.code(name, UNKNOWN)])}=1" for column, name in options)

    def _columns(self, column: str) -> list[Column]:
        return [self.cls.columns[column]] if column in self.cls.columns and not self.formulas.layout.form else []


def _is_prose(column: Column) -> bool:
    return isinstance(column.kind, Text) and column.kind.limit >= PROSE


def sheet_formulas(layout: SheetLayout, words: Words, skipped: str) -> tuple[str, str, str]:
    """What a sheet has: answers known, not known, and left out. `skipped` is true when a CARE decision skips it, or empty."""
    left_out = _left_out(layout, words, skipped)
    measure = measure_of(layout.cls)
    if isinstance(layout.cls.rows, Free):
        known = _most(layout, "_known")
        said = _most(layout, "_known", "_not_known")
        every = _most(layout, "_known", "_not_known", "_left_out")
        counts = (known, f"{said}-{known}", f"{every}-{said}")
    else:
        counts = tuple(f"SUM({layout.counts(helper)})" for helper in ("_known", "_not_known", "_left_out"))  # type: ignore[assignment]
    if not left_out:
        return counts
    return f"IF({left_out},0,{counts[0]})", f"IF({left_out},0,{counts[1]})", f"IF({left_out},{measure},{counts[2]})"


def measure_of(cls: type[Row]) -> int:
    """How many answers the sheet asks from the start."""
    return sum(len(asked(cls, row_id)) for row_id in counted_lines(cls))


def _most(layout: SheetLayout, *helpers: str) -> str:
    """The sum of as many lines as are expected, those that have most."""
    count = len(counted_lines(layout.cls))
    if not count:
        return "0"
    order = ",".join(str(number) for number in range(1, count + 1))
    return f"SUMPRODUCT(LARGE({'+'.join(layout.counts(helper) for helper in helpers)},{{{order}}}))"


def _left_out(layout: SheetLayout, words: Words, skipped: str) -> str:
    """True when the whole sheet is left out: by a reason that says something, or by CARE."""
    tests = [skipped] if skipped else []
    if isinstance(layout.cls.rows, Free):
        reason = f"TRIM({layout.reason})"
        listed = ",".join(map(text, dict.fromkeys(no_answers(words.language))))
        tests.append(f'AND({reason}<>"",SUMPRODUCT(--({reason}={{{listed}}}))=0)')
    return f"AND(COUNTIF({layout.counts('_asks')},1)=0,OR({','.join(tests)}))" if tests else ""

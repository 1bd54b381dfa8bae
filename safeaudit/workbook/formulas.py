"""Native formulas from the definition: conditions, cell checks and computed columns, written for one row at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping

from safeaudit.sheets import Column, Fixed, Free
from safeaudit.sheets.columns import RANGE
from safeaudit.sheets.kinds import UNKNOWN, WHOLE_CITY, Choice, Day, Number, Reference, Scale, Text, Year
from safeaudit.words import Words
from safeaudit.workbook.layout import SheetLayout, is_local

_CELL = re.compile(r"\{([a-z_0-9]+)(?:\.([a-z_0-9]+))?\}")
_SETTING = re.compile(r"\[\[([a-z_]+)\]\]")

FIRST_DAY, LAST_DAY = 32874, 73050
"""Dates from 1990-01-01 to 2099-12-31 as serial numbers; anything else in a date cell is a slip."""


def text(value: str) -> str:
    """A text as formulas quote it."""
    return '"' + value.replace('"', '""') + '"'


def per_cent(share: float) -> str:
    """A share as TEXT(100*share,"0") writes it: a half goes up, where Python's own rounding goes to the even number."""
    return str(int(100 * share + 0.5))


class RowFormulas:
    """Writes formulas for one row of one sheet."""

    def __init__(self, layouts: Mapping[str, SheetLayout], sheet_id: str, row: int, words: Words) -> None:
        self.layouts, self.layout, self.row, self.words = layouts, layouts[sheet_id], row, words

    def cell(self, column: str) -> str:
        """The cell of a column in this row; in a form, the cell of that line."""
        if column == "id":
            return f"$A{self.row}"
        if self.layout.form and column in self.layout.row_numbers:
            return self.layout.reach("answer", self.layout.row_numbers[column])
        return self.layout.reach(column, self.row)

    def word(self, column: str, code: str) -> str:
        kind = self.layout.cls.columns[column].kind
        assert isinstance(kind, Choice)
        return text(self.words.code(kind.options, code))

    def computed(self, column: Column) -> str:
        """The formula of a computed column."""
        formula = _SETTING.sub(lambda match: f"{self.layout.settings[match[1]]:g}", column.formula or "")
        formula = RANGE.sub(lambda match: self._range(match[1], match[2]), formula)
        return "=" + _CELL.sub(lambda match: self._cell_or_word(match[1], match[2]), formula)

    def _range(self, sheet_id: str | None, column: str) -> str:
        if sheet_id:
            other = self.layouts[sheet_id]
            if other.form:
                return other.answer(column)
            return other.ids() if column == "id" else other.range(column)
        return self.layout.range(column, sheet=False)

    def _cell_or_word(self, name: str, code: str | None) -> str:
        if code is None:
            return self.cell(name)
        options = name
        if name in self.layout.cls.columns:
            kind = self.layout.cls.columns[name].kind
            options = kind.options if isinstance(kind, Choice) else name
        return text(self.words.code(options, code))

    # The four helpers and the status ---------------------------------------------------------------------------------

    def asks(self) -> str:
        """1 when the row must be answered: a pre-printed row, or a free row with something in it; 0 when waived."""
        waived = self._waived()
        line = next(line for line in self.layout.lines if line.number == self.row)
        if isinstance(self.layout.cls.rows, Free) or is_local(line, self.layout.cls):
            # An error value is an entry like any other; without IFERROR it would spread to every total.
            used = "+".join(f"IFERROR(SUMPRODUCT(--(LEN(TRIM({cells}))>0)),1)" for cells in self._answers())
            return f"=IF(AND({used}>0,{waived}),1,0)" if waived else f"=IF({used}>0,1,0)"
        return f"=IF({waived},1,0)" if waived else "=1"

    def _waived(self) -> str:
        if "does_not_apply" not in self.layout.cls.columns:
            return ""
        return f'IFERROR(TRIM({self.cell("does_not_apply")})="",FALSE)'

    def _answers(self) -> list[str]:
        """The runs of answer cells of the row, printed texts left out; computed cells are empty while the rest is."""
        runs: list[list[str]] = []
        before = ""
        for column in self.layout.order:
            if not column.startswith("_"):
                if runs and not before.startswith("_"):
                    runs[-1][1] = column
                else:
                    runs.append([column] * 2)
            before = column
        return [self.layout.run(first, last, self.row) for first, last in runs]

    def expected(self) -> str:
        """How many answers the row needs; 1 when a reason answers it."""
        terms = [f"IFERROR(1*({column.required.formula(self)}),0)" for column in self._columns() if column.required]
        terms += ["1"] if self._asks_for_label() else []
        needed = "+".join(terms) or "0"
        waived = self._waived()
        if not waived:
            return f"=IF({self.cell('_asks')}=1,{needed},0)"
        return f"=IF({self.cell('_asks')}=1,{needed},IF({waived},0,1))"

    def missing(self) -> str:
        """How many of the needed answers are blank."""
        terms = [f"IFERROR({self.is_missing(column)},0)" for column in self._columns() if column.required]
        terms += [f'IFERROR(1*(TRIM({self.cell("label")})=""),0)'] if self._asks_for_label() else []
        return f"=IF({self.cell('_asks')}=1,{'+'.join(terms) or '0'},0)"

    def invalid(self) -> str:
        """How many cells of the row hold something that cannot be right."""
        terms = [f"IFERROR({self.is_invalid(column)},1)" for column in self._columns()]
        return "=" + ("+".join(terms) or "0")

    def is_missing(self, column: Column) -> str:
        assert column.required is not None
        condition = column.required.formula(self)
        blank = f'(TRIM({self._of(column)})="")'
        # Always a number: in Excel SUM passes over TRUE, and FALSE is greater than 0.
        return f"1*{blank}" if condition == "TRUE" else f"({condition})*{blank}"

    def is_invalid(self, column: Column) -> str:
        """1 when the cell is filled and wrong: not in its list, not a number or date, out of range, too long."""
        cell = self._of(column)
        return f'(TRIM({cell})<>"")*({self._wrong(column, cell)})'

    def _wrong(self, column: Column, cell: str) -> str:
        match column.kind:
            case Choice(options=options):
                return f"ISNA(MATCH(TRIM({cell}),{choice_name(options)},0))"
            case Reference() as kind:
                known = f'ISNA(MATCH(LEFT(TRIM({cell}),FIND(" ",TRIM({cell})&" ")-1),{ids_name(kind)},0))'
                return f'({known})*(LEFT(TRIM({cell}),{len(WHOLE_CITY)})<>"{WHOLE_CITY}")' if kind.whole_city else known
            case Year(minimum=minimum, maximum=maximum):
                number = not_a_number(cell, minimum, maximum, whole=True)
                return f"IF(ISNUMBER({cell}),{number},NOT(IFERROR({financial(cell)},FALSE)))"
            case Number(minimum=minimum, maximum=maximum, whole=whole):
                return not_a_number(cell, minimum, maximum, whole=whole)
            case Scale(minimum=minimum, maximum=maximum):
                known = f"TRIM({cell})<>{text(self.words.code('yes_no_unknown', UNKNOWN))}"
                return f"({known})*({not_a_number(cell, minimum, maximum, whole=True)})"
            case Day():
                return not_a_number(cell, FIRST_DAY, LAST_DAY)
            case Text(limit=limit, email=email):
                long = f"LEN({cell})>{limit}"
                if not email:
                    return long
                return f'OR({long},ISERROR(FIND(".",{cell},FIND("@",{cell}))),ISNUMBER(FIND(" ",TRIM({cell}))))'

    def _columns(self) -> list[Column]:
        """The input columns that this row checks: all of them, or in a form the one of its line."""
        if not self.layout.form:
            return [column for column in self.layout.cls.inputs() if column.id != "label" or self._label_is_input()]
        line = next(line for line in self.layout.lines if line.number == self.row)
        column = self.layout.cls.columns[line.row_id]
        return [] if column.computed else [column]

    def _label_is_input(self) -> bool:
        if not isinstance(self.layout.cls.rows, Fixed):
            return True
        return is_local(next(line for line in self.layout.lines if line.number == self.row), self.layout.cls)

    def _asks_for_label(self) -> bool:
        return isinstance(self.layout.cls.rows, Fixed) and self._label_is_input()

    def _of(self, column: Column) -> str:
        return self.layout.reach("answer", self.row) if self.layout.form else self.cell(column.id)

    def status(self) -> str:
        """What the row still needs, in words."""
        words = self.words
        wrong, missing = self.cell("_invalid"), self.cell("_missing")
        return (
            f"=IF({wrong}>0,{wrong}&{text(' ' + words.t('to correct'))},"
            f"IF({missing}>0,{missing}&{text(' ' + words.t('to fill'))},"
            f'IF({self.cell("_expected")}>0,{text("✓ " + words.t("complete"))},"")))'
        )


def not_a_number(cell: str, minimum: float | None, maximum: float | None, *, whole: bool = False) -> str:
    """True when the cell is no number, or outside its range, or not whole where it must be."""
    tests = []
    if minimum is not None:
        tests.append(f"{cell}<{minimum:.15g}")
    if maximum is not None:
        tests.append(f"{cell}>{maximum:.15g}")
    if whole:
        tests.append(f"{cell}<>INT({cell})")
    bad = f"OR({','.join(tests)})" if len(tests) > 1 else tests[0] if tests else "FALSE"
    return f"IF(ISNUMBER({cell}),{bad},TRUE)"


def financial(cell: str) -> str:
    """True when the cell holds a financial year as 2024/25; an error where it holds no such thing at all."""
    return f'AND(LEN(TRIM({cell}))=7,MID(TRIM({cell}),5,1)="/",MOD(LEFT(TRIM({cell}),4)+1,100)=1*MID(TRIM({cell}),6,2))'


def choice_name(options: str) -> str:
    """The defined name of a choice list's words."""
    return f"list_{options}"


def reference_name(kind: Reference) -> str:
    """The defined name of the "ID · label" texts a reference may choose from."""
    return f"choose_{kind.sheet}{'_or_city' if kind.whole_city else ''}"


def ids_name(kind: Reference) -> str:
    """The defined name of the IDs in use on the sheet a reference points at."""
    return f"ids_{kind.sheet}"

"""How what is found while reading becomes findings: texts of a cell rule filled in, in the language of the findings."""

from __future__ import annotations

from difflib import get_close_matches

from safeaudit.cells import MAX_COLUMN, MAX_ROW, Cell, GridNote
from safeaudit.findings import Finding, located
from safeaudit.reading.texts import CELL_RULES
from safeaudit.reading.texts.host import HOST_NOTES, NOTE_RULES
from safeaudit.reading.values import clean
from safeaudit.sheets import Column, Form, Row
from safeaudit.sheets.kinds import Choice
from safeaudit.words import Words


class Teller:
    """Collects the findings of one reading. `own` are the words in the workbook's cells, `say` those of the findings."""

    def __init__(self, own: Words, say: Words) -> None:
        self.own, self.say = own, say
        self.findings: list[Finding] = []

    def report(self, code: str, cell: Cell | None, *, row_id: str = "", column_id: str = "", **values: str) -> None:
        """A finding of a cell rule at a cell, or about a whole sheet; `values` fill its texts, all but `said` cut to a line."""
        rule = CELL_RULES[code]
        values = {name: value if name == "said" else short(value) for name, value in values.items()}
        sheet, address = located(cell)
        self.findings.append(
            Finding(
                rule=code,
                severity=rule.severity,
                message=self.say.t(rule.message, **values),
                remedy=self.say.t(rule.remedy, **values),
                section="",
                sheet=sheet or values.get("sheet", ""),
                cell=address,
                row_id=row_id,
                column=column_id,
            )
        )

    def of_entry(self, row: Row, column: Column, code: str, values: dict[str, str]) -> None:
        """A finding about one answer."""
        name = self.own.column(row.sheet_id, column.id)
        if code == "CL-02" and isinstance(column.kind, Choice):
            values["options"] = self._suggest(column.kind.options, values["found"])
        line = self.own.tab(row.sheet_id) if isinstance(row.rows, Form) else row.id
        self.report(code, row.cell(column.id), row=line, row_id=row.id, column=name, column_id=column.id, **values)

    def of_host(self, note: GridNote) -> None:
        """A finding about what a door met in the file itself."""
        values = {{"text": "content"}.get(name, name): value for name, value in note.values}
        cell, sheet = note.cell, values.get("sheet", "")
        if cell is not None and (cell.row > MAX_ROW or cell.column > MAX_COLUMN):
            sheet, cell = title(cell.sheet), None
        code = NOTE_RULES.get(note.code, "WB-10")
        text = HOST_NOTES[values["kind"] if note.code == "active" else note.code]
        self.report(code, cell, sheet=sheet, found=self.say.t(text, **values))

    def _suggest(self, options: str, found: str) -> str:
        """The words nearest to what was typed, or the first few of the list."""
        known = list(self.say.options(options).values())
        near = get_close_matches(found, known, 3, 0.6)
        some = near or known[:6]
        return ", ".join(f"“{word}”" for word in some) + ("" if near or len(known) <= 6 else " …")


def title(text: str) -> str:
    """A sheet's title, without the controls that only a hostile file has in it."""
    return text if text.isprintable() else clean(text)[0]


def short(text: str) -> str:
    """A content as a message can quote it: on one line, without controls, not longer than a person reads."""
    line = " ".join(clean(text)[0].split())
    return line if len(line) <= 200 else line[:199] + "…"

"""What stands around a sheet's rows: widths of columns, cells joined into one, formats and input checks with their formulas."""

from __future__ import annotations

from safeaudit.cells import MAX_COLUMN, MAX_ROW, Cell, GridSheet, Span
from safeaudit.files.guard import Limits, too_big
from safeaudit.files.xlsx.parts import LONGEST_FORMULA
from safeaudit.files.xlsx.values import ADDRESS, Columns, Reading, reaches_out

_FORMULAS = frozenset(("formula", "formula1", "formula2"))


class Frame:
    """Expat callbacks that fill widths and merges of one sheet, under their limits."""

    def __init__(self, sheet: GridSheet, reading: Reading) -> None:
        self._sheet = sheet
        self._reading = reading
        self._limits: Limits = reading.limits
        self._checks = 0
        self._formula: list[str] | None = None
        self._kinds: set[str] = set()

    def start(self, local: str, attributes: dict[str, str], path: list[str]) -> None:
        """Take one element."""
        if local in _FORMULAS:
            self._formula = []
        if len(path) != 3 or path[0] != "worksheet":
            return
        if local == "mergeCell" and path[1] == "mergeCells":
            self._merge(attributes.get("ref", ""))
        elif local == "col" and path[1] == "cols":
            self._width(attributes)
        elif local == "dataValidation":
            self._checks += 1
            if self._checks > self._limits.validations:
                raise too_big(self._limits, "validations", cell=Cell(self._sheet.title, 1, 1))

    def text(self, content: str) -> None:
        """Take a piece of text."""
        if self._formula is not None:
            self._formula.append(content)

    def end(self, local: str, _path: list[str]) -> None:
        """Close one element; a formula of formats or input checks that reaches out of the file is noted, each kind once."""
        if local in _FORMULAS and self._formula is not None:
            kind = reaches_out("".join(self._formula)[:LONGEST_FORMULA])
            self._formula = None
            if kind and kind not in self._kinds:
                self._kinds.add(kind)
                self._reading.note("active", Cell(self._sheet.title, 1, 1), kind=kind)

    def _merge(self, reference: str) -> None:
        span = span_of(reference, self._reading.columns)
        if span is None:
            self._reading.note("bad_merge", None, sheet=self._sheet.title, address=reference[:40])
            return
        if (span.last_row - span.row + 1) * (span.last_column - span.column + 1) > self._limits.merge:
            raise too_big(self._limits, "merge", cell=f"{self._sheet.title}!{span.a1}")
        self._sheet.merges.append(span)
        if len(self._sheet.merges) > self._limits.merges:
            raise too_big(self._limits, "merges", cell=self._sheet.title)

    def _width(self, attributes: dict[str, str]) -> None:
        try:
            first, last = int(attributes.get("min", "")), int(attributes.get("max", ""))
            width = float(attributes.get("width", ""))
        except ValueError:
            return
        # Only columns somebody set one by one: the last entry often reaches to the end of the sheet.
        for column in range(max(first, 1), min(last, first + 99, MAX_COLUMN) + 1):
            self._sheet.widths[column] = min(max(width, 0.0), 255.0)


def span_of(reference: str, columns: Columns) -> Span | None:
    """The rectangle of a reference such as B2:F2; None when there is no such place."""
    first, _, last = reference.strip().partition(":")
    corners = [ADDRESS.fullmatch(corner) for corner in (first, last or first)]
    if not corners[0] or not corners[1]:
        return None
    left, right = (columns[corner[1].upper()] for corner in corners if corner)
    top, bottom = (int(corner[2]) for corner in corners if corner)
    if not (1 <= top <= bottom <= MAX_ROW and 1 <= left <= right):
        return None
    return Span(top, left, bottom, right)

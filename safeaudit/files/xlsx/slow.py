"""Everything the format allows in a sheet's rows, by expat: whatever their order, addresses and spelling."""

from __future__ import annotations

from safeaudit.cells import MAX_COLUMN, MAX_ROW, Cell
from safeaudit.files.guard import damaged, too_big
from safeaudit.files.xlsx.styles import is_on
from safeaudit.files.xlsx.values import ADDRESS, DIGITS, ESCAPE_LENGTH, Cells, reaches_out, visible


class Collector:
    """Gathers the text of the elements asked for, never more than `longest` characters."""

    def __init__(self, longest: int) -> None:
        self.open = False
        self._longest = longest
        self._found: list[str] = []
        self._length = 0

    def clear(self) -> None:
        self._found.clear()
        self._length = 0

    def forget(self) -> None:
        """Begin a further text that counts with those before."""
        self._found.clear()

    def add(self, text: str) -> bool:
        if self.open:
            self._length += len(text)
            self._found.append(text)
        return self._length <= self._longest

    def all(self) -> str:
        return "".join(self._found)


class Runs:
    """Gathers the runs of one rich text below an element: (text, whether struck through), whatever lies between."""

    def __init__(self, collector: Collector, path: list[str]) -> None:
        self._collector = collector
        self._base = path
        self._runs: list[tuple[str, bool]] = []
        self._struck = False

    def clear(self) -> None:
        self._runs.clear()
        self._collector.clear()
        self._struck = False

    def start(self, local: str, attributes: dict[str, str], path: list[str]) -> None:
        inside = path[len(self._base) :]
        if inside == ["r"]:
            self._struck = False
        elif local == "strike" and inside == ["r", "rPr", "strike"]:
            self._struck = is_on(attributes)
        elif local == "t":
            self._collector.open = inside in (["t"], ["r", "t"])

    def end(self, local: str, path: list[str]) -> None:
        if local == "t" and self._collector.open:
            self._collector.open = False
            self._runs.append((self._collector.all(), self._struck and len(path) > len(self._base) + 1))
            self._collector.forget()

    def text(self, text: str) -> bool:
        return self._collector.add(text)

    def all(self) -> list[tuple[str, bool]]:
        return list(self._runs)


class SlowRows:
    """Expat callbacks that put a worksheet's cells, whatever their order, addresses and spelling."""

    def __init__(self, cells: Cells, part: str) -> None:
        self._cells = cells
        self._part = part
        longest = cells.reading.limits.text * ESCAPE_LENGTH
        self._stored = Collector(longest)
        self._formula = Collector(longest)
        self._inline = Runs(Collector(longest), ["worksheet", "sheetData", "row", "c", "is"])
        self._row = self._column = 0
        self._lost = self._row_lost = False
        self._attributes: dict[str, str] = {}
        self._has: set[str] = set()

    def start(self, local: str, attributes: dict[str, str], path: list[str]) -> None:
        depth = len(path)
        if depth == 1 and local != "worksheet":
            raise damaged("not_a_worksheet", self._part)
        if depth == 1 or path[1] != "sheetData":
            return
        if depth == 3 and local == "row":
            self._start_row(attributes)
        elif depth == 4 and local == "c" and path[2] == "row":
            self._start_cell(attributes)
        elif depth == 5 and path[3] == "c":
            self._has.add(local)
            self._stored.open = local == "v"
            self._formula.open = local == "f"
        elif depth > 5 and path[4] == "is":
            self._inline.start(local, attributes, path)

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        self._column = 0
        self._row_lost = False
        if given is None:
            self._row += 1
        elif DIGITS.fullmatch(given.strip()) and 0 < int(given) <= MAX_ROW:
            self._row = int(given)
        else:  # no row that exists: what stands in it has no place, unless a cell says its own
            self._row_lost = True
            self._cells.reading.note("bad_row", None, sheet=self._cells.sheet.title, row=given[:20])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._attributes = attributes
        self._has.clear()
        self._stored.clear()
        self._formula.clear()
        self._inline.clear()
        address = attributes.get("r")
        match = ADDRESS.fullmatch(address.strip()) if address else None
        self._lost = match is None and (bool(address) or self._row_lost)
        if match:
            self._row = int(match[2])
            letters = match[1].upper()
            self._column = self._cells.reading.columns[letters] or MAX_COLUMN + 1
        else:
            self._column += 1

    def end(self, local: str, path: list[str]) -> None:
        if local in ("v", "f"):
            self._stored.open = self._formula.open = False
        self._inline.end(local, path)
        if local == "c" and len(path) == 4:
            self._end_cell()

    def _end_cell(self) -> None:
        stored = self._stored.all() if "v" in self._has else None
        inline, struck = visible(self._inline.all()) if "is" in self._has else (None, None)
        style, kind = self._attributes.get("s", ""), self._attributes.get("t", "")
        if kind_of_call := reaches_out(self._formula.all()):
            self._cells.note("active", self._row, self._column, kind=kind_of_call)
        if self._lost and (stored or inline or "f" in self._has):
            title = self._cells.sheet.title
            self._cells.reading.note("bad_address", None, sheet=title, address=self._attributes.get("r", "?")[:20])
        elif not self._lost:
            rich = "vm" in self._attributes
            self._cells.put(
                self._row, self._column, style, kind, "f" in self._has, stored, inline, rich=rich, struck=struck
            )

    def text(self, text: str) -> None:
        if not (self._stored.add(text) and self._formula.add(text) and self._inline.text(text)):
            cell = Cell(self._cells.sheet.title, self._row, self._column)
            raise too_big(self._cells.reading.limits, "text", cell=cell)

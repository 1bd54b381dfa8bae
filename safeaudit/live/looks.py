"""How desktop Excel shows cells: the formats of numbers, cells joined into one, what is struck through.

Excel answers for a whole range at once when all its cells agree; ranges whose cells do not are halved until they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from safeaudit.cells import Cell, Format, GridNote, GridSheet, Kind, Span, Value, parse_a1
from safeaudit.files.guard import LIMITS
from safeaudit.files.xlsx import is_percent_format

if TYPE_CHECKING:
    import xlwings as xw

T = TypeVar("T")
Other = TypeVar("Other")
Native: TypeAlias = Any
"""An object of Excel itself, by COM on Windows and by Apple events on a Mac: neither says its types."""

Told = bool | None
"""Yes or no for all cells of a range, None where they differ."""

MOST_QUESTIONS = 6_000
"""Questions to the program about one workbook: a few seconds on Windows."""

LONGEST_STRUCK = 80
"""Characters of what is struck through in a text that are kept for the finding, as the reader of files keeps them."""


class Asking:
    """Questions to the program, each of which may be refused, and no more than a number of them.

    Excel on Windows and on a Mac, of this year and of ten years ago, know different ones. What is not answered is left out.
    """

    def __init__(self, most: int = MOST_QUESTIONS) -> None:
        self.left = most

    def __call__(self, question: Callable[..., T], *about: object, otherwise: Other) -> T | Other:
        """The answer, or `otherwise` where there is none."""
        if self.left <= 0:
            return otherwise
        self.left -= 1
        try:
            return question(*about)
        except Exception:  # noqa: BLE001 - each program refuses in its own way, and the cells are read all the same
            return otherwise


def fill_looks(sheet: xw.Sheet, found: GridSheet, asked: Asking) -> list[GridNote]:
    """Fill in joined, struck-through and picture cells; texts struck through in part come back as notes."""
    if not found.cells:
        return []
    rows, columns = [row for row, _ in found.cells], [column for _, column in found.cells]
    used = Span(min(rows), min(columns), max(rows), max(columns))
    for at, value in found.cells.items():
        if value.kind is Kind.ERROR and value.value == "#VALUE!" and asked(_is_rich, sheet, at, otherwise=False):
            found.cells[at] = Value(Kind.PICTURE, "", value.formula)
    found.merges.extend(sorted(_merged(sheet, used, asked)))
    return _struck(sheet, found, used, asked)


def fill_formats(sheet: xw.Sheet, found: GridSheet, asked: Asking) -> None:
    """Fill in how the numbers of a sheet are shown, column by column; unknown where the program does not tell."""
    columns: dict[int, list[int]] = {}
    for (row, column), value in sorted(found.cells.items()):
        if value.kind is Kind.NUMBER:
            columns.setdefault(column, []).append(row)
    for column, rows in columns.items():
        for some, code in _formats(sheet, column, rows, asked):
            shown = Format.UNKNOWN if code is None else Format.PERCENT if is_percent_format(code) else Format.PLAIN
            for row in some:
                found.cells[row, column] = found.cells[row, column]._replace(format=shown)


def span_of(address: str) -> Span | None:
    """The rectangle of an address such as $B$2:$C$3; None when it is none."""
    first, _, last = address.rpartition("!")[2].replace("$", "").partition(":")
    try:
        return Span(*parse_a1(first), *parse_a1(last or first))
    except ValueError:
        return None


# Formats -------------------------------------------------------------------------------------------------------------


def _formats(sheet: xw.Sheet, column: int, rows: list[int], asked: Asking) -> Iterator[tuple[list[int], str | None]]:
    """Cells of a column with the number format they share; None where none was told."""
    told = asked(_format, sheet, Span(rows[0], column, rows[-1], column), otherwise="")
    if told is None and len(rows) > 1:
        half = len(rows) // 2
        yield from _formats(sheet, column, rows[:half], asked)
        yield from _formats(sheet, column, rows[half:], asked)
    else:
        yield rows, told or None


def _format(sheet: xw.Sheet, span: Span) -> str | None:
    code: object = _range(sheet, span).number_format
    return code if isinstance(code, str) else None


def _range(sheet: xw.Sheet, span: Span) -> xw.Range:
    return sheet.range((span.row, span.column), (span.last_row, span.last_column))


def _where(span: Span, says: Callable[[Span], Told]) -> Iterator[tuple[Span, Told]]:
    """The parts of a rectangle for which the answer is yes, or, of a single cell, in part."""
    told = says(span)
    if told is None and span.row < span.last_row:
        middle = (span.row + span.last_row) // 2
        yield from _where(span._replace(last_row=middle), says)
        yield from _where(span._replace(row=middle + 1), says)
    elif told is None and span.column < span.last_column:
        middle = (span.column + span.last_column) // 2
        yield from _where(span._replace(last_column=middle), says)
        yield from _where(span._replace(column=middle + 1), says)
    elif told is not False:
        yield span, told


def _yes_or_no(told: object) -> Told:
    return told if isinstance(told, bool) else None


# Joined cells --------------------------------------------------------------------------------------------------------


def _merged(sheet: xw.Sheet, used: Span, asked: Asking) -> set[Span]:
    """Cells joined into one, cut to what is used: a title may be joined to the end of the sheet."""
    found: set[Span] = set()
    for part, _ in _where(used, lambda span: asked(_joined, sheet, span, otherwise=False)):
        todo = [part]
        while todo:
            rest = todo.pop()
            area = asked(_area, sheet, rest, otherwise=None)
            if area is None:
                continue
            bottom, right = min(area.last_row, used.last_row), min(area.last_column, used.last_column)
            if (bottom - area.row + 1) * (right - area.column + 1) <= LIMITS.merge:
                found.add(Span(area.row, area.column, bottom, right))
            bottom = min(bottom, rest.last_row)
            if area.last_column < rest.last_column:
                todo.append(Span(rest.row, area.last_column + 1, bottom, rest.last_column))
            if bottom < rest.last_row:
                todo.append(Span(bottom + 1, rest.column, rest.last_row, rest.last_column))
    return found


def _joined(sheet: xw.Sheet, span: Span) -> Told:
    return _yes_or_no(_range(sheet, span).merge_cells)


def _area(sheet: xw.Sheet, rest: Span) -> Span | None:
    """The joined cells that the first cell of a rectangle belongs to."""
    return span_of(sheet.range((rest.row, rest.column)).merge_area.address)


# Struck through ------------------------------------------------------------------------------------------------------


def _struck(sheet: xw.Sheet, found: GridSheet, used: Span, asked: Asking) -> list[GridNote]:
    """Mark cells that are struck through; of texts struck through in part the rest is kept, and the part noted."""
    notes = []
    for part, told in _where(used, lambda span: asked(_strike_of, sheet, span, otherwise=False)):
        for row, column in sorted(at for at in found.cells if _within(at, part)):
            if told:
                found.struck.add((row, column))
            elif words := _struck_words(sheet, found, (row, column), asked):
                text = (("text", words[:LONGEST_STRUCK]),)
                notes.append(GridNote("struck_part", Cell(found.title, row, column), text))
    return notes


def _struck_words(sheet: xw.Sheet, found: GridSheet, at: tuple[int, int], asked: Asking) -> str:
    """What is struck through in a text, which is taken out of it; empty where the program does not tell."""
    text = found.cells[at].value
    if not isinstance(text, str) or not text:
        return ""
    letters = Span(1, 1, 1, len(text))
    crossed = {
        number
        for part, told in _where(letters, lambda span: asked(_strike_in, sheet, at, span, otherwise=False))
        for number in range(part.column, part.last_column + 1)
        if told
    }
    kept, struck = ("".join(each for n, each in enumerate(text, 1) if (n in crossed) is out) for out in (False, True))
    if struck.strip() and not kept.strip():
        found.struck.add(at)
    elif struck.strip():
        found.cells[at] = found.cells[at]._replace(value=kept)
        return struck
    return ""


def _strike_of(sheet: xw.Sheet, span: Span) -> Told:
    return _strike(_range(sheet, span).api)


def _strike_in(sheet: xw.Sheet, at: tuple[int, int], span: Span) -> Told:
    """Whether some letters of a cell are struck through; the name of the property depends on how Excel was reached."""
    native: Native = sheet.range(at).api
    some = getattr(native, "GetCharacters", None) or native.Characters
    return _strike(some(span.column, span.last_column - span.column + 1))


def _strike(native: Native) -> Told:
    font = getattr(native, "Font", None)
    return _yes_or_no(font.Strikethrough if font is not None else native.font_object.strikethrough.get())


def _within(at: tuple[int, int], span: Span) -> bool:
    return span.row <= at[0] <= span.last_row and span.column <= at[1] <= span.last_column


def _is_rich(sheet: xw.Sheet, at: tuple[int, int]) -> bool:
    """Whether what looks like an error is a picture or a card that older programs show as one."""
    native: Native = sheet.range(at).api
    return native.HasRichDataType is True


__all__ = ["Asking", "fill_formats", "fill_looks", "span_of"]

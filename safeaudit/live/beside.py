"""What lies beside the cells in desktop Excel: notes and conversations, text boxes, shapes with words, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from safeaudit.cells import Box, GridSheet
from safeaudit.files.guard import LIMITS
from safeaudit.live.looks import Asking, Native, span_of

if TYPE_CHECKING:
    import xlwings as xw

Place = tuple[int, int]

PICTURES = ("picture", "linked_picture")
NATIVE_PICTURES = (11, 13)
"""Pictures by Excel's own numbers, which groups on Windows give for what is in them."""

STAND_IN = "[Threaded comment]"
"""How the note begins that stands in for a conversation in older programs."""


def fill_beside(sheet: xw.Sheet, found: GridSheet, asked: Asking) -> None:
    """Fill in the notes, boxes and pictures of a sheet."""
    for at, text in (*_notes(sheet, asked), *_conversations(sheet, asked)):
        if text:
            found.notes[at] = f"{found.notes[at]}\n{text}" if at in found.notes else text
    for shape in asked(_shapes, sheet, otherwise=()):
        _take(shape, found, asked)


# Notes ---------------------------------------------------------------------------------------------------------------


def _notes(sheet: xw.Sheet, asked: Asking) -> list[tuple[Place, str]]:
    """Notes at cells, without the names of who wrote them."""
    nothing = ((0, 0), "")
    if asked(_is_on_windows, sheet, otherwise=True):
        return [asked(_note, note, otherwise=nothing) for note in asked(_native, sheet, "Comments", otherwise=())]
    return [(at, asked(_note_on_mac, sheet, at, otherwise="")) for at in asked(_noted_on_mac, sheet, otherwise=())]


def _conversations(sheet: xw.Sheet, asked: Asking) -> list[tuple[Place, str]]:
    """Conversations at cells; on a Mac Excel does not hand them out."""
    nothing = ((0, 0), "")
    talks = asked(_native, sheet, "CommentsThreaded", otherwise=())
    return [asked(_conversation, talk, otherwise=nothing) for talk in talks]


def _is_on_windows(sheet: xw.Sheet) -> bool:
    return getattr(sheet.api, "Comments", None) is not None


def _native(sheet: xw.Sheet, name: str) -> Sequence[Native]:
    return _items(getattr(sheet.api, name))


def _items(collection: Native) -> Sequence[Native]:
    return [collection.Item(number) for number in range(1, collection.Count + 1)]


def _place(native: Native) -> Place:
    return int(native.Row), int(native.Column)


def _note(note: Native) -> tuple[Place, str]:
    return _place(note.Parent), _unsigned(note.Text(), note.Author)


def _conversation(talk: Native) -> tuple[Place, str]:
    said = (str(each.Text()).strip() for each in (talk, *_items(talk.Replies)))
    return _place(talk.Parent), "\n".join(said)


def _noted_on_mac(sheet: xw.Sheet) -> Sequence[Place]:
    """The cells that have notes."""
    kind = import_module("appscript").k.cell_type_comments
    native: Native = sheet.api
    places: list[Place] = []
    for address in str(native.cells.special_cells(type=kind).get_address()).split(","):
        span = span_of(address)
        if span is not None and (span.last_row - span.row + 1) * (span.last_column - span.column + 1) <= LIMITS.shapes:
            rows, columns = range(span.row, span.last_row + 1), range(span.column, span.last_column + 1)
            places.extend((row, column) for row in rows for column in columns)
    return places


def _note_on_mac(sheet: xw.Sheet, at: Place) -> str:
    note = sheet.range(at).note
    return "" if note is None else _unsigned(note.text, note.author)


def _unsigned(content: str, author: str) -> str:
    """A note without the name Excel writes into its first line; nothing of one that stands in for a conversation."""
    text = content.replace("\r\n", "\n").replace("\r", "\n").strip()
    first, _, rest = text.partition("\n")
    if text.startswith(STAND_IN):
        return ""
    return rest.strip() if author and first.strip() == f"{author}:" else text


# Text boxes and pictures ---------------------------------------------------------------------------------------------


def _shapes(sheet: xw.Sheet) -> Sequence[xw.Shape]:
    return list(sheet.shapes)


def _take(shape: xw.Shape, found: GridSheet, asked: Asking) -> None:
    kind = asked(_kind, shape, otherwise="")
    if kind == "comment":  # the frame that a note is shown in
        return
    at = asked(_corner, shape, otherwise=(1, 1))
    if kind in PICTURES:
        found.pictures.append(at)
    elif kind == "group":
        _take_group(shape, at, found, asked)
    else:
        _add(found, at, asked(_text, shape, otherwise=""))


def _take_group(shape: xw.Shape, at: Place, found: GridSheet, asked: Asking) -> None:
    """What is in a group lies where the group begins, as it does in the file."""
    for each in asked(_members, shape, otherwise=()):
        if asked(_is_picture, each, otherwise=False):
            found.pictures.append(at)
        else:
            _add(found, at, asked(_native_text, each, otherwise=""))


def _add(found: GridSheet, at: Place, text: str) -> None:
    if text.strip():
        found.boxes.append(Box(*at, text.strip()))


def _kind(shape: xw.Shape) -> str:
    return str(shape.type)


def _text(shape: xw.Shape) -> str:
    return shape.text or ""


def _members(shape: xw.Shape) -> Sequence[Native]:
    native: Native = shape.api
    return _items(native.GroupItems)


def _is_picture(native: Native) -> bool:
    return native.Type in NATIVE_PICTURES


def _native_text(native: Native) -> str:
    return str(native.TextFrame2.TextRange.Text) if native.TextFrame2.HasText else ""


def _corner(shape: xw.Shape) -> Place:
    """The cell a shape begins at."""
    native: Native = shape.api
    cell = getattr(native, "TopLeftCell", None)
    if cell is not None:
        return _place(cell)
    span = span_of(native.top_left_cell.get_address())
    return (1, 1) if span is None else (span.row, span.column)


__all__ = ["fill_beside"]

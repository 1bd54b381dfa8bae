"""What is seen on a sheet besides its cells: notes and conversations at cells; drawings are read next door."""

from __future__ import annotations

from safeaudit.cells import GridSheet
from safeaudit.files.guard import Package, Refusal, UnreadableFile, too_big
from safeaudit.files.xlsx.drawing import read_drawing
from safeaudit.files.xlsx.frame import span_of
from safeaudit.files.xlsx.parts import relations
from safeaudit.files.xlsx.values import Reading, Said
from safeaudit.files.xml import read_xml


def read_beside(package: Package, part: str, sheet: GridSheet, reading: Reading) -> None:
    """Fill the notes and boxes of a sheet from the parts it is related to; what cannot be read is noted."""
    for kind, target in relations(package, part).values():
        reader = _READERS.get(kind)
        if reader is None:
            continue
        try:
            reader(package, target, sheet, reading)
        except UnreadableFile as refusal:
            if refusal.code != Refusal.DAMAGED:
                raise
            reading.note("notes_missing", None, sheet=sheet.title)


class _Comments:
    """Expat callbacks for what notes and conversations have in common: a place, words, and what becomes of them."""

    def __init__(self, sheet: GridSheet, reading: Reading) -> None:
        self.said = Said(reading)
        self._sheet = sheet
        self._reading = reading
        self._place: tuple[int, int] | None = None

    def at(self, attributes: dict[str, str]) -> None:
        """The cell what follows belongs to."""
        span = span_of(attributes.get("ref", ""), self._reading.columns)
        self._place = (span.row, span.column) if span else None

    def keep(self, text: str) -> None:
        """Put a note to its cell, below what was said there before."""
        notes = self._sheet.notes
        if self._place and text:
            before = notes.get(self._place)
            notes[self._place] = f"{before}\n{text}" if before else text
            if len(notes) > self._reading.limits.shapes:
                raise too_big(self._reading.limits, "shapes", cell=self._sheet.title)


_FALLBACK = "[Threaded comment]"
"""How the note begins that Excel leaves behind for programs that know no conversations."""


class _Notes(_Comments):
    """Notes, the older kind; those that only stand in for a conversation are passed over."""

    def __init__(self, sheet: GridSheet, reading: Reading) -> None:
        super().__init__(sheet, reading)
        self._authors: set[str] = set()

    def start(self, local: str, attributes: dict[str, str], path: list[str]) -> None:
        if local == "comment":
            self.at(attributes)
        elif local == "author" or (local == "t" and "text" in path and "rPh" not in path):
            self.said.open = True

    def end(self, local: str, _path: list[str]) -> None:
        if local in ("t", "author"):
            self.said.open = False
        if local == "author":
            self._authors.add(f"{self.said.take()}:")
        elif local == "comment":
            note = self.said.take()
            first, _, rest = note.partition("\n")
            if first.strip() in self._authors:  # Excel begins a note with the name of who wrote it
                note = rest.strip()
            if not note.startswith(_FALLBACK):
                self.keep(note)


class _Conversation(_Comments):
    """Conversations at cells: the words of all who wrote, without their names."""

    def start(self, local: str, attributes: dict[str, str], _path: list[str]) -> None:
        if local == "threadedComment":
            self.at(attributes)
        elif local == "text":
            self.said.open = True

    def end(self, local: str, _path: list[str]) -> None:
        if local == "text":
            self.said.open = False
        elif local == "threadedComment":
            self.keep(self.said.take())


def _read_notes(package: Package, part: str, sheet: GridSheet, reading: Reading) -> None:
    notes = _Notes(sheet, reading)
    read_xml(package, part, notes.start, notes.end, notes.said.hear)


def _read_conversation(package: Package, part: str, sheet: GridSheet, reading: Reading) -> None:
    words = _Conversation(sheet, reading)
    read_xml(package, part, words.start, words.end, words.said.hear)


_READERS = {"comments": _read_notes, "threadedComment": _read_conversation, "drawing": read_drawing}

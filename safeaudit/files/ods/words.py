"""The words of one cell, note or text box of an OpenDocument spreadsheet, put together as the person sees them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safeaudit.files.guard import too_big

if TYPE_CHECKING:
    from safeaudit.cells import Cell
    from safeaudit.files.guard import Limits

_BLANKS = re.compile("[ \t\n\r]+")
_SHOWN = 80


class Words:
    """Paragraphs become lines; blanks count once, as the format says, unless they are stated; nothing grows without end."""

    def __init__(self, limits: Limits, at: Cell) -> None:
        self.silent = 0
        """Above 0 inside what is shown but not said, such as a reading for pronunciation."""
        self.frames: list[str] = []
        """What else the element that the words belong to shows: pictures, charts."""
        self._limits = limits
        self._at = at
        self._found: list[str] = []
        self._length = self._paragraphs = 0
        self._in_paragraph = 0
        self._after_blank = True
        self._spans: list[bool] = []
        self._plain = False
        self.through = ""
        """What is struck through, or its beginning."""

    @property
    def struck(self) -> bool:
        """Whether every letter is struck through."""
        return bool(self.through.strip()) and not self._plain

    def all(self) -> str:
        return "".join(self._found)

    def paragraph(self) -> None:
        if self._paragraphs:
            self._keep("\n")
        self._paragraphs += 1
        self._in_paragraph += 1
        self._after_blank = True

    def end_paragraph(self) -> None:
        if self._after_blank and self._found and self._found[-1].endswith(" "):
            self._found[-1] = self._found[-1][:-1]
            self._length -= 1
        self._in_paragraph -= 1

    def span(self, *, struck: bool) -> None:
        self._spans.append(struck)

    def end_span(self) -> None:
        self._spans.pop()

    def add(self, text: str) -> None:
        """Text as it stands in the file; what stands outside paragraphs is only the file's own layout."""
        if not self._in_paragraph or self.silent:
            return
        text = _BLANKS.sub(" ", text)
        if self._after_blank:
            text = text.removeprefix(" ")
        if not text:
            return
        self._after_blank = text.endswith(" ")
        if any(self._spans):
            self.through += text[: max(0, _SHOWN - len(self.through))]
        elif text.strip():
            self._plain = True
        self._keep(text)

    def blanks(self, count: int) -> None:
        self.mark(" " * min(count, self._limits.text + 1))

    def mark(self, text: str) -> None:
        """A tab, a line's end or stated blanks."""
        self._after_blank = False
        self._keep(text)

    def _keep(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._limits.text:
            raise too_big(self._limits, "text", cell=self._at)
        self._found.append(text)

"""Text as a document can hold it: only what XML allows, and none of the program's own marks."""

from __future__ import annotations

import re

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold: controls, lone surrogates, U+FFFE and U+FFFF."""
MARKS = re.compile("[\ufdd0-\ufdef]")
"""Non-characters of Unicode: the program's own marks in a text on its way through a template, never anybody's input."""


def clean(text: str, *, marks: bool = False) -> str:
    """The text as a document can hold it: LF line ends, and U+FFFD for what XML forbids and, unless kept, for marks."""
    legal = ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return legal if marks else MARKS.sub("\ufffd", legal)

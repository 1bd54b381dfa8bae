"""What drawings call the lines of a workbook: by name, with the number where the name alone would mislead or has no letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from safeaudit.charts import fonts
from safeaudit.namesakes import namesakes
from safeaudit.sheets.kinds import WHOLE_CITY

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.words import Words

MOST, LONGEST = 8, 60
"""How many lines a caption explains, and how many letters of each."""


@dataclass
class Drawing:
    """What is known while one chart is drawn: what it shows by number, and the lines that share their names."""

    by_number: dict[str, str] = field(default_factory=dict)
    namesakes: dict[int, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


_drawing: ContextVar[Drawing | None] = ContextVar("drawing", default=None)


def name_of(row_id: str | None, audit: Audit) -> str:
    """The name of a line as a drawing can show it; with its number where another line of its sheet has the same name."""
    if row_id == WHOLE_CITY:
        return typed(audit.label(row_id), audit.words.t("Whole city"))
    return typed(told(row_id, audit), row_id or "")


def told(row_id: str | None, audit: Audit) -> str:
    """The name of a line in full, for texts that need no font; with its number where another line has the same name."""
    label = audit.label(row_id)
    return f"{row_id} · {label}" if row_id in _namesakes(audit) else label


def _namesakes(audit: Audit) -> Mapping[str, tuple[str, ...]]:
    """The lines that share their names, worked out once a drawing."""
    drawing = _drawing.get() or Drawing()
    if id(audit) not in drawing.namesakes:
        drawing.namesakes[id(audit)] = namesakes(audit)
    return drawing.namesakes[id(audit)]


def numbered(row_id: str, audit: Audit) -> str:
    """The number of a line and its name, or the number alone where no font has the letters."""
    label = name_of(row_id, audit)
    return label if label.startswith(row_id) else f"{row_id} · {label}"


def typed(text: str, number: str) -> str:
    """A text as a drawing can show it: itself, without signs that no font has, or `number` where letters would be missing."""
    missing = fonts.lacking(text)
    if not missing:
        return text
    if (drawing := _drawing.get()) is not None:
        _note(drawing.by_number, number, text.removeprefix(f"{number} · "))
    rest = " ".join(re.sub(f"[{re.escape(missing)}\u200d\ufe0f]+", " ", text).split())
    signs_only = not any(unicodedata.category(letter)[0] in "LMN" for letter in missing)
    if signs_only and any(letter.isalnum() for letter in rest):
        return rest if rest.startswith(number) else f"{number} · {rest}"
    return number


def named(row_ids: Iterable[str | None], audit: Audit, words: Words, most: int = 4) -> str:
    """The labels of these lines in quotes, for an alt text; after `most` of them only how many more; "none" of none."""
    labels = [words.t("“{name}”", name=told(row_id, audit)) for row_id in dict.fromkeys(row_ids) if row_id]
    if not labels:
        return words.t("none")
    more = len(labels) - most
    shown = labels if more <= 0 else [*labels[:most], words.n("{count} more", "{count} more", more)]
    return words.listed(shown)


def _note(by_number: dict[str, str], number: str, text: str) -> None:
    """One line may have two texts in a drawing."""
    if text not in by_number.get(number, text):
        text = f"{by_number[number]}; {text}"
    by_number[number] = text


@contextmanager
def noting() -> Iterator[dict[str, str]]:
    """Collects, while a chart is drawn, what is shown by its number: {number: the text}."""
    drawing = Drawing()
    before = _drawing.set(drawing)
    try:
        yield drawing.by_number
    finally:
        _drawing.reset(before)


def explained(title: str, by_number: dict[str, str], words: Words) -> str:
    """A caption that says which line each number stands for: in Word every letter has a font, or the reader's own has."""
    lines = [
        words.t("{number} = {name}", number=number, name=_short(name))
        for number, name in sorted(by_number.items())[:MOST]
    ]
    more = len(by_number) - MOST
    if more > 0:
        lines.append(words.n("{count} more", "{count} more", more))
    return words.t("{title}. Shown by number: {lines}", title=title, lines="; ".join(lines))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rstrip() + "…"

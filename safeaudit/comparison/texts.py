"""What it means that a text reads differently: other words, other figures inside it, or another definition."""

from __future__ import annotations

import re

from safeaudit.comparison import meaning
from safeaudit.comparison.reasons import Why
from safeaudit.comparison.rows import Pair, likeness, plain_words
from safeaudit.sheets.columns import Column


def text(pair: Pair, column: Column, one: str, other: str, *, other_language: bool) -> Why:
    """The class of a text that reads differently; neither of the two is blank."""
    sheet, name = pair.row.sheet_id, column.id
    if plain_words(one) == plain_words(other):
        return "wording", "typed", "firm"
    if other_language:
        return "wording", "language", "open"
    new_figures = figures(one) != figures(other)
    if (sheet, name) in meaning.MEASURES:
        return "method", "measure", "likely"
    if (sheet, name) in meaning.GOALS and new_figures:
        return "real", "decided", "likely"
    alike = likeness(plain_words(one), plain_words(other))
    if name == pair.row.label_column and sheet != "SYSTEM_MAP":
        return ("wording", "reworded", "likely") if alike >= 0.5 else ("wording", "renamed", "open")
    if new_figures:
        return "wording", "figures_in_text", "open"
    return ("wording", "reworded", "likely") if alike >= 0.6 else ("wording", "rewritten", "open")


def figures(text: str) -> list[str]:
    """The numbers inside a text, IDs of lines left out."""
    return re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"\b[A-Z]{3}-[A-Z]*\d+\b", "", text))

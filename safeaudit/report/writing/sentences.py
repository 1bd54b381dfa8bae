"""How typed words join sentences of ours: closed by a full stop, and named in quotation marks; never changed themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.languages import PSEUDO
from safeaudit.report.writing.shortening import shortened
from safeaudit.sheets.kinds import Reference, Text
from safeaudit.words import Words

CALLED = frozenset({"AREAS", "MARKETS", "SOURCES", "AGREEMENTS", "PARTNERS"})
"""Sheets whose lines have proper names, which stand in a sentence as they are; what other lines are called is a description."""
STATEMENTS = frozenset({"PLANNING", "DATA_GAPS", "COMMUNICATION"})
"""Sheets whose framework lines are whole statements, which stand in a sentence of ours in quotation marks."""
_CLOSED = re.compile(r"[.!?…_‽。！？．｡؟۔।॥።፧។]['’”\"»›)\]）」』⟧]*\Z")
_OPEN = re.compile(r"[,;:،؛、，；：–—-]['’”\"»›)\]）」』]*\Z")
_STOPS = (
    (re.compile(r"[\u3040-\u30ff\u3400-\u9fff]"), "。"),
    (re.compile(r"[\u0900-\u097f]"), "।"),
    (re.compile(r"[\u1200-\u137f]"), "።"),
    (re.compile(r"[\u1780-\u17ff]"), "។"),
)
"""The full stop of a script, by its letters."""
_ARABIC, _URDU = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[ٹڈڑںے]")
"""Arabic has a point at the end, Urdu a stroke; these letters are of Urdu alone."""


def closed(text: str) -> str:
    """The text as a sentence that ends: with a full stop, or with dots where it breaks off; as it is when it ends by itself."""
    said = text.rstrip()
    if not said or _CLOSED.search(said):
        return text
    if _OPEN.search(said):
        return f"{said} …"
    letters = re.findall(r"[^\W\d_]", said)
    last = letters[-1] if letters else ""
    if _ARABIC.match(last) and _URDU.search(said):
        return f"{said}۔"
    return said + next((stop for script, stop in _STOPS if script.match(last)), ".")


def strung(parts: Iterable[str]) -> str:
    """Parts of a table cell with semicolons between, or below each other where one ends as a sentence before the last."""
    found = [part for part in parts if part]
    ended = any(_CLOSED.search(part.rstrip()) for part in found[:-1])
    return ("\n" if ended else "; ").join(found)


def unended(text: str) -> str:
    """A shortened text without its full stop, for a list that goes on behind it."""
    return text[:-1] if re.search(r"[^.]\.\Z|[。۔।።។]\Z", text) else text


def ends_itself(name: str) -> bool:
    """Whether a name brings its own full stop, so that a sentence that ends with it needs no other."""
    return bool(_CLOSED.search(name)) and name[-1] not in "'’”\"»›)]）」』⟧"


def quoted(text: str, words: Words) -> str:
    """Typed words within a sentence of ours, in the quotation marks of the language."""
    return words.t("“{name}”", name=text)


def lowered(text: str, words: Words) -> str:
    """Words of ours with a small first letter, unless they open with an abbreviation."""
    abbreviated = text[:2].isupper() and text[1:2] != " "  # "A law" opens with a word
    keep = words.language in (PSEUDO, "de") or abbreviated or " · " in text[:4]
    return text if keep or not text else text[0].lower() + text[1:]


def called(row_id: str | None, audit: Audit, words: Words, most: int = 0) -> str:
    """What a line is called within a sentence, cut to `most` letters if given.

    A proper name is as it is, a framework item in small letters, a typed description and a whole statement in quotes.
    """
    row, label = audit.by_id.get(row_id or ""), audit.label(row_id)
    label = shortened(label, most) if most else label
    if row_id and framework.item(row_id):
        stated = row is not None and row.sheet_id in STATEMENTS
        return quoted(label, words) if stated else lowered(label, words)
    if row is None or row.sheet_id in CALLED or not row.label_column or label == row_id:
        return label
    kind = row.columns[row.label_column].kind
    if isinstance(kind, Reference):  # called as the line it is about
        return called(row.get(row.label_column), audit, words, most) or label
    plain = not isinstance(kind, Text) or audit.withholds(row, row.label_column)
    return label if plain else quoted(label, words)

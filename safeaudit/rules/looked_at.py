"""What rules ask of a text or a line: whether it speaks of something, whether it was looked at at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.rules.wording import first_of
from safeaudit.sheets import FixedRow, Row
from safeaudit.sheets.indicators import FIGURED
from safeaudit.sheets.set_up import Care


def skipped(audit: Audit, care_id: str) -> bool:
    """Whether the do-no-harm sheet decides not to ask; that is a full answer."""
    care = audit.by_id.get(care_id)
    return isinstance(care, Care) and care.decision == "skip"


def was_looked_at(row: Row) -> bool:
    """Whether a figure has a value in some form, a named gap or a reason why it does not apply."""
    waived = isinstance(row, FixedRow) and row.waived
    forms = [column for column in (*FIGURED, "gap") if column in row.columns]
    return waived or any(row.get(column) is not None for column in forms)


def mentions(text: str | None, name: str, language: str) -> bool:
    """Whether a text holds a word of a list, in any language; in a language without a list, whether it holds anything.

    For rules that speak when a word is missing: people write in other languages than the workbook's.
    """
    if not text:
        return False
    every = framework.wordlist(name, "")
    return framework.wordlist(name, language) == every or bool(first_of(text, every))


@cache
def any_of(name: str, language: str) -> str:
    return _pattern(framework.wordlist(name, language))


def _pattern(phrases: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(_one, sorted(phrases, key=len, reverse=True)))})"


def _one(phrase: str) -> str:
    """A phrase as whole words, its * as any ending; scripts that join words to others are looked for as they stand."""
    body = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return body if re.search("[\u0600-\u06ff\u3040-\u9fff]", phrase) else rf"(?<!\w){body}(?!\w)"

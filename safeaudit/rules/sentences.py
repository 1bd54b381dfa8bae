"""Sentence by sentence: what a text claims in the words of a list, and what it leaves open."""

from __future__ import annotations

import re

from safeaudit.audit import Audit
from safeaudit.rules.wording import holds

END = re.compile(r"(?<=[.!?…؟])\s+|(?<=[。！？])|[\n;]+")


def sentences(text: str | None) -> list[str]:
    """The sentences of a text, without the blanks around them."""
    return [sentence.strip() for sentence in END.split(text or "") if sentence.strip()]


def claims(audit: Audit, name: str, text: str | None) -> list[str]:
    """The sentences that hold a phrase of this word list and no word that turns them round, such as “not”."""
    found = [sentence for sentence in sentences(text) if holds(audit, name, sentence)]
    return [sentence for sentence in found if not holds(audit, "negation", sentence)]

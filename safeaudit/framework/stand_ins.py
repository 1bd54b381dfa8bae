"""What people write in the place of an answer: dashes, question marks, “n/a”, “to be defined”. None of it is an answer or a reason."""

from __future__ import annotations

import unicodedata
from functools import cache

from safeaudit import framework

EVERY = ""
"""People write in other languages than the workbook's, so the lists of all languages count at once."""


LONGEST = 60
"""Characters: no such word is longer, so that most answers are passed over at a glance."""


def stands_in(text: str | None) -> bool:
    """Whether a text is blank, holds no letter or digit, or is a stand-in such as “n/a”, “xxx” or “to be defined” and no more."""
    if text and len(text) > LONGEST:
        return False
    bare = _bare(text)
    return not bare or bare in _listed("stand_in") or _one_sign(bare)


def no_reason(text: str | None) -> bool:
    """Whether a text gives no reason: a stand-in, a number, or a word such as “none”, “no” or “not relevant” and no more."""
    if text and len(text) > LONGEST:
        return False
    bare = _bare(text)
    return stands_in(text) or not any(letter.isalpha() for letter in bare) or bare in _listed(*NO_REASON)


NO_REASON = ("no_reason", "nothing", "nobody")


@cache
def _listed(*names: str) -> frozenset[str]:
    return frozenset(_bare(phrase) for name in names for phrase in framework.wordlist(name, EVERY))


def _bare(text: str | None) -> str:
    """The letters and digits of a text alone: “N. A.”, “n/a” and “NA” are one."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(letter for letter in folded if letter.isalnum() or unicodedata.category(letter) == "Mn")


def _one_sign(bare: str) -> bool:
    """Whether a text is x, or one letter again and again; “A” may be a name, “III” a number."""
    repeated = bare.isalpha() and len(set(bare)) == 1 and bare[0] < "\u2e80"
    return repeated and (bare[0] == "x" or (len(bare) > 2 and bare[0] != "i"))

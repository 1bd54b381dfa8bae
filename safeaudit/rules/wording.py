"""Reading people's own texts for the rules: word lists of the framework data, and answers that say nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.framework.stand_ins import stands_in
from safeaudit.sheets.base import Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.kinds import Text
from safeaudit.sheets.understand import Risk


def quoted(text: str | None) -> str:
    """A text between the quotation marks of our messages."""
    return f"“{text or ''}”"


def said(audit: Audit, text: object) -> str:
    """What an answer says, between quotation marks, or that it says nothing yet."""
    return quoted(str(text)) if text else audit.words.t("nothing yet")


def says_nothing(audit: Audit, text: str | None) -> bool:
    """Whether an answer is blank, has no letter or digit in it, or says “no”, “none”, “n/a” or “to be defined” and no more."""
    bare = _plain(text or "").strip(" .!?,;:-–—/()[]\"'").strip()
    if not any(letter.isalnum() for letter in bare):
        return True
    no = _plain(audit.words.code("yes_no", "no"))
    return bare == no or bare in _bare_words(audit.language) or stands_in(text)


@cache
def _bare_words(language: str) -> frozenset[str]:
    lists = ("nothing", "nobody")
    phrases = [phrase for name in lists for each in {language, "en"} for phrase in framework.wordlist(name, each)]
    return frozenset(_plain(phrase) for phrase in phrases)


def rating(audit: Audit, risk: Risk) -> tuple[str, str]:
    """The column in which a risk is rated, and the rating in words: its score, or how much it is said to matter."""
    if risk.score is not None:
        return "score", audit.words.t("score {score}", score=audit.words.number(risk.score))
    column = audit.words.column("RISKS", "matters")
    return "matters", audit.words.t("“{column}” says “{answer}”", column=column, answer=audit.shown(risk, "matters"))


def nothing_behind(audit: Audit, row: Row, *columns: str) -> bool:
    """Whether the answers that should show what is behind a claim say nothing, as far as the edition asks for them."""
    asked = [column for column in columns if column in row.columns]
    return bool(asked) and all(says_nothing(audit, _text(row.get(column))) for column in asked)


def _text(answer: object) -> str | None:
    return None if answer is None else str(answer)


def mentioned(audit: Audit, text: str | None, name: str) -> str:
    """The first phrase of a word list that a text holds, as it stands there; empty when there is none.

    Whole words count, in any case; a * at the end of a phrase stands for any ending.
    """
    return first_of(text, framework.wordlist(name, audit.language))


def first_of(text: str | None, phrases: tuple[str, ...]) -> str:
    """The phrase that stands first in a text, as it stands there; empty when there is none. See `mentioned`.

    Most texts hold none: a plain look for each phrase's first word spares making patterns that would find nothing.
    """
    if not text:
        return ""
    normal = unicodedata.normalize("NFC", text).replace("’", "'")
    folded = normal.casefold()
    found = [
        match
        for phrase, first in _first_words(phrases)
        if first in folded and (match := _pattern(phrase).search(normal))
    ]
    return min(found, key=lambda match: match.start())[0] if found else ""


@cache
def _first_words(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(phrase, its first word as it is looked for), in the order of the list."""
    return tuple((phrase, _plain(phrase).rstrip("*").split()[0]) for phrase in phrases)


def holds(audit: Audit, name: str, text: str | None) -> bool:
    """Whether a text holds a phrase of a word list; see `mentioned`."""
    return bool(mentioned(audit, text, name))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(_alternative(phrase), re.IGNORECASE)


def _alternative(phrase: str) -> str:
    """One phrase as a pattern. Chinese has no spaces between words, so there the phrase counts wherever it stands."""
    phrase = unicodedata.normalize("NFC", phrase).replace("’", "'")
    if "\u3400" <= phrase[0] <= "\u9fff":
        return re.escape(phrase)
    ending = r"\w*" if phrase.endswith("*") else ""
    words = r"\s+".join(re.escape(word) for word in phrase.rstrip("*").split())
    return rf"(?<!\w){words}{ending}(?!\w)"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").casefold().split())


def is_name(column: Column) -> bool:
    """Whether a column takes a name or title, which tables and charts repeat, rather than a text of its own."""
    return isinstance(column.kind, Text) and column.kind.limit < Text().limit

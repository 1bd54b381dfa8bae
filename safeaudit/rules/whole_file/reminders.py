"""Reminders and sample text left in an answer: the rule on them, and how they are told from honest words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from safeaudit.audit import Audit, places
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.rules.whole_file.parts import TOOL
from safeaudit.sheets.kinds import Text
from safeaudit.words import N_


@rule(
    "XC-03",
    Severity.ERROR,
    basis="T",
    section=TOOL,
    asks=WHATEVER,
    title=N_("Reminder or sample text left in an answer"),
    message=N_("{row}: “{column}” still holds “{mark}”."),
    remedy=N_("Write the real answer in its place, or empty the cell."),
    why=N_(
        "Reminders and sample text are printed in the report like any other answer. A council that reads “TODO” "
        "stops trusting the rest."
    ),
    how=N_(
        "Replace the reminder with what you know. If nothing is known yet, leave the cell empty: the checks will "
        "remind you."
    ),
)
def reminder_left(audit: Audit) -> Iterator[Problem]:
    for rows in audit.sheets.values():
        for row, column in places(rows):
            if not isinstance(row.columns[column].kind, Text) or column in row.rejected:
                continue
            mark = reminder(str(getattr(row, column)))
            if mark:
                yield Problem(row, column, values={"mark": mark})


# Careful by design: “todo” is a word in Spanish and Portuguese, XXX is a Roman number, and a road may well be “to be
# completed in 2027”. What is not surely a reminder is left alone.

SURE = re.compile(r"\b(?:tbd|fixme|lorem ipsum|placeholder|sample text|x{4,})\b|\b(?-i:xxx)\b", re.IGNORECASE)
THIRTY = re.compile(
    r"\b(?:art(?:icle|ículo|igo|\.)?|section|chapter|title|part|volume|book|annex|schedule|cap(?:ítulo|o|\.)|título|"
    r"parte|libro|livro|anexo|siglo|século|tomo|titre|chapitre|partie|livre|annexe|titolo|allegato|secolo)\s+XXX\b",
    re.IGNORECASE,
)
PHRASES = (
    r"to be (?:completed|filled in|added|determined|confirmed)(?: later)?|"
    r"(?:please )?fill (?:this )?in(?: here| later)?|"
    r"(?:por|a) (?:completar|definir)|à (?:compléter|remplir|définir)|da (?:completare|definire)|"
    r"заполнить позже|待填写|待补充|待定|يستكمل لاحقا"
)
ALONE = re.compile(
    rf"(?:^|[:;\[(<{{–—]|\.\.\.|…)[ \t]*({PHRASES})[ \t]*(?:[.!…]+[ \t]*)?(?:$|[\])>}}])", re.IGNORECASE | re.MULTILINE
)
TODO_SURE = re.compile(r"\bTODO ?:|[\[(<{] ?TODO\b|^[^\w\n]*TODO[^\w\n]*$", re.MULTILINE)
TODO_FIRST = re.compile(r"(?:^|[.,;:!?–—-]\s)[ \t]*TODO(?=\s|$)", re.MULTILINE)
ROMANCE = re.compile(
    r"\b(?:el|la|los|las|lo|del|al|que|y|en|para|con|por|una|un|es|il|gli|di|che|della|os|um|uma|em|com|da|de)\b"
)
ENGLISH = re.compile(r"\b(?:the|and|of|from|with|to|is|are|for|what|who|ask|add|check|this)\b")


def reminder(text: str) -> str:
    """The reminder or sample text left in an answer, as it stands there; empty when there is none."""
    found = SURE.search(text)
    if found:
        return found[0]
    found = ALONE.search(text)
    if found:
        return found[1]
    if re.search(r"\bXXX\b", text) and not THIRTY.search(text):
        return "XXX"
    return "TODO" if _todo(text) else ""


def _todo(text: str) -> bool:
    """Whether TODO in capitals is a reminder here, and not the Spanish, Portuguese or Italian word."""
    if TODO_SURE.search(text):
        return True
    rest = re.sub(r"\bTODO\b", "", text)
    if rest == text or rest.upper() == rest or ROMANCE.search(rest):
        return False
    return bool(TODO_FIRST.search(text) or ENGLISH.search(rest))

"""Rules on the file as a whole: untouched parts of the method, links that lead nowhere, reminders left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from safeaudit import framework
from safeaudit.audit import Audit, places
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.sheets import SHEETS
from safeaudit.sheets.base import references
from safeaudit.sheets.kinds import WHOLE_CITY, Reference, Text
from safeaudit.words import N_

TOOL = N_("The tool’s own care for the file")


@rule(
    "XC-01",
    Severity.ERROR,
    basis="T",
    section=N_("All parts of the framework"),
    title=N_("Part of the method untouched"),
    message=N_("{what}: no answer yet."),
    remedy=N_(
        "Begin on “{sheet}”. Where something has no meaning in your city, a reason you write down counts as an answer."
    ),
    why=N_(
        "The framework looks at a city from many sides, because each side alone misleads. A part that nobody "
        "opened leaves a hole that a reader cannot see."
    ),
    how=N_(
        "Every list of the framework has a sheet, or a part of one. Answer what you can; for a sheet you leave "
        "empty, write the reason on it."
    ),
)
def untouched_part(audit: Audit) -> Iterator[Problem]:
    lists = framework.method_lists()
    touched = {sheet for sheet, rows in audit.sheets.items() if any(row.filled for row in rows)}
    if not any(touched.intersection(each.sheets) for each in lists.values()):
        first = next(sheet for sheet in SHEETS if sheet not in touched)
        what = audit.words.t("All parts of the method, L01 to L32")
        yield Problem(values={"what": what, "sheet": _title(audit, first)})
        return
    for key, each in lists.items():
        if not any(sheet in touched or audit.waived(sheet) for sheet in each.sheets):
            what = f"{key} · {audit.words.method_list(key)}"
            yield Problem(sheet_id=each.sheets[0], values={"what": what, "sheet": _title(audit, each.sheets[0])})


@rule(
    "XC-02",
    Severity.ERROR,
    basis="T",
    section=TOOL,
    title=N_("Link to a line that is not there"),
    message=N_("{row}: “{column}” points at “{value}”, but “{sheet}” has no filled line with this ID."),
    remedy=N_("Choose again from the list in the cell, or fill in the line it points at."),
    why=N_(
        "The links between sheets carry the analysis. One that leads nowhere drops out of the report without a sound."
    ),
    how=N_(
        "Choose from the list; do not type IDs by hand. If you empty a line, look for the cells that pointed at it."
    ),
)
def link_to_nowhere(audit: Audit) -> Iterator[Problem]:
    for sheet_id, cls in SHEETS.items():
        for column in references(cls):
            for row in audit.sheets[sheet_id]:
                value, kind = getattr(row, column.id), column.kind
                if value is not None and isinstance(kind, Reference) and not _leads_somewhere(audit, value, kind):
                    label, sheet = audit.words.column(sheet_id, column.id), _title(audit, kind.sheet)
                    yield Problem(row, column.id, values={"column": label, "value": value, "sheet": sheet})


def _leads_somewhere(audit: Audit, value: str, kind: Reference) -> bool:
    if value == WHOLE_CITY:
        return kind.whole_city
    target = audit.row(value)
    return target is not None and target.sheet_id == kind.sheet


@rule(
    "XC-03",
    Severity.ERROR,
    basis="T",
    section=TOOL,
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
    for sheet_id, rows in audit.sheets.items():
        for row, column in places(rows):
            if not isinstance(row.columns[column].kind, Text) or column in row.rejected:
                continue
            mark = reminder(str(getattr(row, column)))
            if mark:
                yield Problem(row, column, values={"column": audit.words.column(sheet_id, column), "mark": mark})


def _title(audit: Audit, sheet_id: str) -> str:
    """The sheet's title as the file has it."""
    return audit.titles.get(sheet_id) or audit.words.tab(sheet_id)


# Reminders -----------------------------------------------------------------------------------------------------------
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

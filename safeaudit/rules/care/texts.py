"""Rules on what people wrote: names, numbers that lead to a person, quotations and branding. They quote no name in full."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from safeaudit.audit import Audit
from safeaudit.care import Mark, Reader, branding_in, is_personal_address
from safeaudit.edition import Edition
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.rules.wording import is_name
from safeaudit.sheets import Form, Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.kinds import Text
from safeaudit.words import N_

CARE = N_("The tool’s own care for people")
WORDING = N_("Part II, Understanding what to measure")
NUMBERS = {
    "phone": N_("a telephone number"),
    "email": N_("a personal e-mail address"),
    "id_number": N_("the number of a document or an account"),
    "plate": N_("a number plate"),
    "coordinate": N_("coordinates"),
    "house_number": N_("an address"),
}
POINTED = {
    "one_person": N_("describe one person only"),
    "accused": N_("accuse one official"),
    "source": N_("show who told it"),
    "firm": N_("accuse a firm or a group by its name"),
    "exact_place": N_("lead to one house"),
}
ORGANISATIONS = frozenset(
    {
        ("PROFILE", "city"),
        ("PROFILE", "region"),
        ("PROFILE", "lead_office"),
        ("PROFILE", "controller"),
        ("PROFILE", "homicide_source"),
        ("AREAS", "name"),
        ("SOURCES", "name"),
        ("SOURCES", "holder"),
        ("REGULATION", "department"),
        ("REGULATION", "joined_up_by"),
        ("SYSTEM_MAP", "agency"),
        ("AGREEMENTS", "title"),
        ("AGREEMENTS", "parties"),
        ("PARTNERS", "partner"),
    }
)
"""Columns that ask for the name of a place, an office or an organisation: such a name is left alone, a person's is not."""


@rule(
    "SD-02",
    Severity.ERROR,
    basis="T",
    section=CARE,
    asks=WHATEVER,
    title=N_("Likely name of a person or an armed group"),
    message=N_("{row}: “{column}” seems to name a person or a group: {found}."),
    remedy=N_(
        "Write a type or a role instead, such as “shop owner” or “ACT-03”. If a court or an official paper has named "
        "them in public, add which one, with number and date. If it is none of this and must stay, an office may accept it on CHECKS: "
        "its role, a colon, the reason. Public versions never show it."
    ),
    why=N_(
        "A list of names beside streets and payments is a list of targets. People have been hurt for standing on one, "
        "and a wrong name can ruin an innocent person."
    ),
    how=N_(
        "The method needs roles and ties, never who it is. The check can be wrong: if this is a place, an office or a "
        "programme, write that word beside it, such as “… district”, here and where it is listed as an area, a source or a partner."
    ),
)
def likely_name(audit: Audit) -> Iterator[Problem]:
    for row, column, marks in _marked(audit):
        found = [mark for mark in marks if mark.kind == "name"]
        if found:
            hints = audit.words.listed([masked(mark) for mark in found[:3]])
            yield _at(audit, row, column, {"found": hints})


@rule(
    "SD-03",
    Severity.ERROR,
    basis="T",
    section=CARE,
    asks=WHATEVER,
    title=N_("Number or address that leads to a person"),
    message=N_("{row}: “{column}” seems to hold {found}."),
    remedy=N_(
        "Take it out. If somebody must be reached, keep that outside this workbook. If it is no such number and must stay, an office "
        "may accept it on CHECKS: its role, a colon, the reason. Public versions never show it."
    ),
    why=N_("A telephone number, a plate or a house leads to a person as surely as a name does."),
    how=N_(
        "Write places by area only, and people by role. For questions about the audit one office address on the first "
        "sheet is enough."
    ),
)
def leads_to_a_person(audit: Audit) -> Iterator[Problem]:
    for row, column, marks in _marked(audit):
        if (row.sheet_id, column.id) == ("PROFILE", "previous_audit"):
            continue
        found = [mark for mark in marks if mark.kind in NUMBERS and not _allowed(column, mark)]
        if found:
            words = audit.words
            hints = words.listed([f"{words.t(NUMBERS[mark.kind])} ({masked(mark)})" for mark in found[:3]])
            yield _at(audit, row, column, {"found": hints})


def _allowed(column: Column, mark: Mark) -> bool:
    """An office address in the column for one: only what looks like a person's own address is spoken of."""
    office = isinstance(column.kind, Text) and column.kind.email
    return office and mark.kind == "email" and not is_personal_address(mark.text)


@rule(
    "SD-11",
    Severity.WARNING,
    basis="T",
    section=CARE,
    asks=WHATEVER,
    title=N_("Quotation that shows who spoke"),
    message=N_("{row}: “{column}” quotes somebody, with the place and the month or the role beside it."),
    remedy=N_("Leave out the place, the month or the role; best of all, put it into your own words."),
    why=N_("Each alone is harmless. Together they tell the neighbours who talked, and those who were talked about."),
    how=N_("Say what several people told you, for the whole city. A strong sentence is not worth a person’s safety."),
)
def quotation_that_reveals(audit: Audit) -> Iterator[Problem]:
    for row, column, marks in _marked(audit):
        if any(mark.kind == "quote" for mark in marks):
            yield _at(audit, row, column, {})


@rule(
    "SD-14",
    Severity.WARNING,
    basis="T",
    section=WORDING,
    asks=WHATEVER,
    title=N_("Text that brands people or a district"),
    message=N_("{row}: “{column}” says “{found}”."),
    remedy=N_("Describe what happens or what is missing there, not what people or a district are."),
    why=N_(
        "Such words stick to everybody who lives there. They close doors to work and trust, and they hide what the "
        "city could change."
    ),
    how=N_(
        "Ask what was done, by how many, under which conditions: “about one shop in five is made to pay” says more "
        "than any word for a street."
    ),
)
def text_that_brands(audit: Audit) -> Iterator[Problem]:
    for row, column, marks in _marked(audit):
        found = next((mark for mark in marks if mark.kind == "branding"), None)
        if found and not (
            is_name(column) and any(branding_in(found.text, audit.language))
        ):  # of such a name XC-05 speaks
            yield _at(audit, row, column, {"found": found.text})


@rule(
    "SD-15",
    Severity.WARNING,
    basis="T",
    section=CARE,
    asks=WHATEVER,
    title=N_("Text that points at one person without a name"),
    message=N_("{row}: “{column}” seems to {found}."),
    remedy=N_("Speak of several people or of an office as a whole, and leave out what makes one of them known."),
    why=N_(
        "Where everybody knows everybody, “the only pharmacist” is a name. People who told something can be punished for it, "
        "and an official who is accused in writing may be innocent."
    ),
    how=N_(
        "Write what happens, how often and under which conditions: “permits are sold in several offices”, “traders said in groups”. "
        "If the text speaks of nobody in particular, give a reason and it stays."
    ),
)
def text_that_points_at_a_person(audit: Audit) -> Iterator[Problem]:
    for row, column, marks in _marked(audit):
        found = {mark.kind for mark in marks}
        kinds = [kind for kind in POINTED if kind in found]
        if kinds:
            words = audit.words
            yield _at(audit, row, column, {"found": words.listed([words.t(POINTED[kind]) for kind in kinds])})


@rule(
    "SD-16",
    Severity.WARNING,
    basis="T",
    section=CARE,
    asks=WHATEVER,
    title=N_("Place that protects people, or hour without a guard"),
    message=N_("{row}: “{column}” seems to say where people are kept safe, or when nobody watches."),
    remedy=N_(
        "Leave out the place and the hour. Say that there is a shelter, or that watch is thin, for the whole city."
    ),
    why=N_("Whoever looks for a victim, a witness or an open gate needs no more than such a line."),
    how=N_(
        "Numbers of places and nights covered answer the question. Where they are is known to those who must know it, outside "
        "this workbook."
    ),
)
def place_that_protects(audit: Audit) -> Iterator[Problem]:
    for row, column, marks in _marked(audit):
        if any(mark.kind == "protecting_place" for mark in marks):
            yield _at(audit, row, column, {})


# Reading -------------------------------------------------------------------------------------------------------------


def masked(mark: Mark) -> str:
    """Enough of what was found to see it in its cell, not enough to pass it on: "T… S…" or "…34"."""
    if mark.kind in ("name", "house_number"):
        return " ".join(f"{word[0]}…" for word in mark.text.split())
    if mark.kind == "email":
        return f"{mark.text[0]}…@…"
    return f"…{mark.text.rstrip()[-2:]}"


def _marked(audit: Audit) -> Iterator[tuple[Row, Column, list[Mark]]]:
    """Each free text in which the reader marked something. A text is read once, and read again when it has changed."""
    done = _readings(audit)
    for sheet_id, columns in _texts(audit.edition).items():
        for row in audit.sheets[sheet_id]:
            answers = row.__dict__
            for column in columns:
                text = answers[column.id]
                if text and (marks := done.read(text, own_name=(sheet_id, column.id) in ORGANISATIONS)):
                    yield row, column, marks


class _Readings:
    """The marks of an audit's texts, so that several rules read each text once."""

    def __init__(self, language: str, known: frozenset[str]) -> None:
        self.known = known
        self._reader = Reader(language, known)
        self._marks: dict[tuple[str, bool], list[Mark]] = {}

    def read(self, text: str, *, own_name: bool) -> list[Mark]:
        if (text, own_name) not in self._marks:
            read = self._reader.read_own_name if own_name else self._reader.read
            self._marks[text, own_name] = read(text)
        return self._marks[text, own_name]


def _readings(audit: Audit) -> _Readings:
    """What was read of this audit so far. It lives with the audit, and begins anew when the city's names change."""
    known = frozenset(filter(None, _own_names(audit)))
    kept = vars(audit).get("_readings")
    if not isinstance(kept, _Readings) or kept.known != known:
        kept = vars(audit)["_readings"] = _Readings(audit.language, known)
    return kept


@cache
def _texts(edition: Edition) -> dict[str, tuple[Column, ...]]:
    """The columns of free text of each sheet that has any."""
    found = {
        sheet_id: tuple(column for column in cls.inputs() if isinstance(column.kind, Text))
        for sheet_id, cls in edition.sheets.items()
    }
    return {sheet_id: columns for sheet_id, columns in found.items() if columns}


def _own_names(audit: Audit) -> Iterator[str | None]:
    """What stands where the city's own names are asked for."""
    for sheet_id, column in ORGANISATIONS:
        for row in audit.lines(sheet_id):
            yield row.__dict__[column]


def _at(audit: Audit, row: Row, column: Column, values: dict[str, object]) -> Problem:
    """A problem that names a line by its ID alone: its own name may be what must not be repeated."""
    name = (audit.titles.get(row.sheet_id) or audit.words.tab(row.sheet_id)) if isinstance(row.rows, Form) else row.id
    return Problem(row, column.id, values={"row": name, **values})

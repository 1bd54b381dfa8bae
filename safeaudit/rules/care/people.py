"""Rules on doing no harm: what is too secret or too small to be kept, and the people who are asked and heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.care.figures import is_plain_count
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.sheets import Form, Row
from safeaudit.sheets.kinds import WHOLE_CITY, Choice
from safeaudit.sheets.set_up import MAY_BE_CHILDREN, Care, Stakeholder
from safeaudit.words import N_, Words

CARE = N_("The tool’s own care for people")
ETHICS = N_("Part II, Understanding what to measure")
SAFE_WAY = N_("the rules of your office for secrets")


class Guarded(NamedTuple):
    """A CARE line and the sheet that must not be filled before it is answered."""

    care: str
    sheet: str
    filled: Callable[[Audit], bool]


# SD-01 ---------------------------------------------------------------------------------------------------------------


@rule(
    "SD-01",
    Severity.ERROR,
    basis="T",
    section=CARE,
    asks=WHATEVER,
    title=N_("Line marked as secret"),
    message=N_("{row}: “{column}” says “{found}”. What is secret does not belong in a workbook."),
    remedy=N_("Take the whole line out and keep it by {route}. Then choose one of {options} for what stays."),
    why=N_(
        "A workbook is copied, mailed and opened by many. What could cost a life, if it were read by the wrong person, "
        "must never be in it."
    ),
    how=N_(
        "Ask what happens if this line is read by those it speaks of. If somebody could be hurt, take it out; for the "
        "analysis a general description is enough."
    ),
)
def line_marked_secret(audit: Audit) -> Iterator[Problem]:
    secret = {_plain(word) for language in (audit.language, "en") for word in framework.wordlist("secret", language)}
    for sheet_id, cls in audit.edition.sheets.items():
        graded = [column for column in cls.inputs() if column.kind in GRADED]
        for row in audit.lines(sheet_id) if graded else ():
            for column in graded:
                found = row.rejected.get(column.id, "")
                if found and _plain(found) in secret:
                    assert isinstance(column.kind, Choice)
                    words = audit.words
                    options = words.listed([f"“{word}”" for word in words.options(column.kind.options).values()])
                    values = {"found": found, "route": words.t(SAFE_WAY), "options": options}
                    yield at(audit, row, column.id, values)


GRADED = (Choice("sensitivity"), Choice("classification"))


def _plain(word: str) -> str:
    return " ".join(re.findall(r"\w+", word.casefold()))


# SD-04, SD-05: small numbers, small areas ----------------------------------------------------------------------------


@rule(
    "SD-04",
    Severity.ERROR,
    basis="T",
    section=N_("Part II, Data availability and integration"),
    asks=("INDICATORS.area", "INDICATORS.earlier_value", "INDICATORS.value"),
    may=("INDICATORS.figure_kind", "INDICATORS.unit"),
    title=N_("Count so small that it points at somebody"),
    message=N_("{row}: “{column}” for {area} is a count of 1 to {setting.small_number}."),
    remedy=N_(
        "Give the figure for the whole city, or for several years together, or leave it out and name the gap. If it "
        "stays, public reports mask it, and one more figure with it."
    ),
    why=N_(
        "Where few cases happen, neighbours know whose case it is. The figure alone, or a sum from which it can be "
        "taken, then tells who was hurt or accused."
    ),
    how=N_(
        "Show rare events for the whole city only. For areas use shares of a survey, or counts over several years that "
        "are large enough."
    ),
)
def small_count(audit: Audit) -> Iterator[Problem]:
    limit = audit.edition.settings["small_number"]
    for row in audit.indicators:
        if row.area in (None, WHOLE_CITY) or not is_plain_count(row.id, row.figure_kind, row.unit, {audit.language}):
            continue
        for column in ("value", "earlier_value"):
            value = getattr(row, column)
            if value is not None and 1 <= value <= limit and value == int(value):
                yield Problem(row, column, values={"area": audit.label(row.area)})
                break


@rule(
    "SD-05",
    Severity.WARNING,
    basis="T",
    section=N_("Part II, Data availability and integration"),
    asks=("AREAS.population",),
    title=N_("Area too small to be shown alone"),
    message=N_(
        "{row}: {population} residents. Areas under {setting.small_area} residents are too small to be shown alone."
    ),
    remedy=N_("Join it with a neighbouring area, here and in the lines that name it."),
    why=N_("In a very small place every figure and every remark leads to a household, even without a name."),
    how=N_(
        "Choose districts or neighbourhoods that people know, large enough that no household stands out. A place where "
        "nobody lives, such as a port, may stand alone."
    ),
)
def area_too_small(audit: Audit) -> Iterator[Problem]:
    limit = audit.edition.settings["small_area"]
    for area in audit.areas:
        if area.population is not None and 0 < area.population < limit:
            yield Problem(area, "population", quote=("population",))


# SD-06, SD-07: people who were heard ---------------------------------------------------------------------------------


@rule(
    "SD-06",
    Severity.ERROR,
    basis="T",
    section=ETHICS,
    asks=("TEAM.consent", "TEAM.heard", "TEAM.how", "TEAM.month", "TEAM.role"),
    may=("TEAM.stakeholder",),
    title=N_("People heard without recorded consent"),
    message=N_("{row}: people were heard, and “{column}” {found}."),
    remedy=N_(
        "Do not use what they said, and take it out of the other sheets. If they did agree, write this down and "
        "choose “{yes_no.yes}”. If this office only gave figures, empty “{TEAM.heard}” and “{TEAM.month}”."
    ),
    why=N_(
        "Who speaks about crime takes a risk. It is theirs to take or not, and nobody may take it for them afterwards."
    ),
    how=N_(
        "Tell people before you begin what will become of their words, and ask. Keep the record of their consent "
        "outside this workbook."
    ),
)
def heard_without_consent(audit: Audit) -> Iterator[Problem]:
    for row in audit.team:
        unread = bool({"consent", "role"} & row.rejected.keys())
        if not unread and row.consent != "yes" and _people_heard(row):
            yield Problem(row, "consent", values=_unsafe_hearing(audit, row, "consent"))


def _people_heard(row: Stakeholder) -> bool:
    """Whether a line tells of people who were heard, whatever their part in the audit.

    Who is consulted was heard as soon as the line says how or when. Who contributes data was, when a number of people is given and
    they are no office: staff speak for their office. An office that answers “No” itself is believed.
    """
    if row.role == "consulted":
        return _was_heard(row)
    if row.role != "contributes_data" or row.get("heard") is None:
        return False
    return row.stakeholder not in OFFICES or row.consent == "no"


OFFICES = {
    *("mayor", "city_planning", "licensing", "housing", "transport", "city_safety", "police", "justice", "health"),
    *("education", "social_services", "statistics", "other_department", "provincial_government", "national_government"),
    *("international_organisation", "academia", "media"),
}
"""Stakeholders whose staff speak for their office."""


@rule(
    "SD-07",
    Severity.ERROR,
    basis="T",
    section=ETHICS,
    asks=("TEAM.children_safeguarded", "TEAM.heard", "TEAM.how", "TEAM.role", "TEAM.speaks_for"),
    may=("TEAM.stakeholder",),
    title=N_("Children heard without safeguarding"),
    message=N_("{row}: children were heard, and “{column}” {found}."),
    remedy=N_(
        "Stop, and do not use what they said, until there is a guardian’s consent and a safeguarding contact. Then "
        "choose “{yes_no.yes}”. If only adults spoke for them, empty “{column}”."
    ),
    why=N_("A child may tell of harm while being asked. Somebody must be there who knows what to do that same day."),
    how=N_(
        "Hear children only with a guardian’s consent, a trained adult and a safeguarding contact. Without these, use "
        "what schools and services know."
    ),
)
def children_without_safeguarding(audit: Audit) -> Iterator[Problem]:
    for row in audit.team:
        silent = row.role == "to_be_reached" or "children_safeguarded" in row.rejected
        if not silent and row.children_safeguarded != "yes" and _children_heard(row):
            yield Problem(row, "children_safeguarded", values=_unsafe_hearing(audit, row, "children_safeguarded"))


def _children_heard(row: Stakeholder) -> bool:
    """Whether children themselves were heard: a group that may be children, or one that answers for their safety.

    Teachers, nurses and officers speak for children as adults, and leave that answer empty.
    """
    if row.speaks_for != "children" or not _was_heard(row):
        return False
    return row.stakeholder in (None, *MAY_BE_CHILDREN) or row.get("children_safeguarded") is not None


def _was_heard(row: Stakeholder) -> bool:
    return any(row.get(column) is not None for column in ("how", "heard", "month"))


def _unsafe_hearing(audit: Audit, row: Stakeholder, column: str) -> dict[str, object]:
    words = audit.words
    answer = audit.shown(row, column)
    return {
        "found": words.t("says “{answer}”", answer=answer) if answer else words.t("is empty"),
    }


# SD-08, SD-09: asking safely -----------------------------------------------------------------------------------------


def _holds(sheet_id: str) -> Callable[[Audit], bool]:
    return lambda audit: any(row.used and row.filled for row in audit.lines(sheet_id))


GUARDED = (
    Guarded("CAR-1", "ACTORS", _holds("ACTORS")),
    Guarded("CAR-2", "MARKETS", _holds("MARKETS")),
    Guarded("CAR-5", "TEAM", lambda audit: any(map(_children_heard, audit.team))),
    Guarded("CAR-6", "PRICES", _holds("PRICES")),
    Guarded("CAR-8", "INDICATORS", lambda audit: any(row.area not in (None, WHOLE_CITY) for row in audit.indicators)),
)
"""Which CARE line speaks for which sheet. The other lines (corruption, violence against women, talks) guard no sheet."""


@rule(
    "SD-08",
    Severity.WARNING,
    basis="T",
    section=ETHICS,
    asks=("CARE.harm", "CARE.safeguards", "CARE.decision"),
    may=(
        "ACTORS",
        "INDICATORS.area",
        "MARKETS",
        "PRICES",
        "TEAM.children_safeguarded",
        "TEAM.how",
        "TEAM.speaks_for",
        "TEAM.stakeholder",
    ),
    title=N_("Sensitive sheet filled before its harm was thought through"),
    message=N_("{row}: {found}. Yet “{sheet}” is filled."),
    remedy=N_("Say who could be hurt, how, and what you do about it. If that cannot be made safe, skip the question."),
    why=N_(
        "Answers on groups, payments, prices or children can be used against the people in them. This must be thought "
        "through before asking, not when the file has leaked."
    ),
    how=N_(
        "Fill the line together with somebody who knows the people concerned. Skipping a question for a good reason is "
        "a full answer, and then its sheet stays empty."
    ),
)
def harm_not_thought_through(audit: Audit) -> Iterator[Problem]:
    for care, sheet, filled in GUARDED:
        row = audit.by_id.get(care)
        if row is None:
            continue
        column, found = _unguarded(audit, row)
        if column and not (care == "CAR-6" and column == "safeguards") and filled(audit):
            yield Problem(
                row, column, values={"found": found, "sheet": audit.titles.get(sheet) or audit.words.tab(sheet)}
            )


def _unguarded(audit: Audit, row: Row) -> tuple[str, str]:
    """The first answer a CARE line lacks, or its decision to skip, and how the message says so."""
    words = audit.words
    empty = [column for column in ("harm", "safeguards", "decision") if row.get(column) is None]
    if empty:
        columns = words.listed([f"“{words.column('CARE', column)}”" for column in empty])
        return empty[0], words.t("still empty: {columns}", columns=columns)
    if isinstance(row, Care) and row.decision == "skip":
        column = words.column("CARE", "decision")
        return "decision", words.t("“{column}” says “{answer}”", column=column, answer=audit.shown(row, "decision"))
    return "", ""


@rule(
    "SD-09",
    Severity.WARNING,
    basis="T",
    section=N_("Part II, Flows and price"),
    asks=("CARE.safeguards", "PRICES", "CAR-6"),
    title=N_("Prices asked for without safety steps"),
    message=N_("“{prices}” holds prices, and “{column}” of {row} is empty."),
    remedy=N_("Write down the safety steps, with a rule when work stops. If there are none, stop asking for prices."),
    why=N_("Asking for prices of illegal goods can endanger those who ask and those who answer."),
    how=N_(
        "Never buy, never send staff alone, stop after violence. Drug services, hospitals and researchers often know "
        "the prices already."
    ),
)
def prices_without_safety(audit: Audit) -> Iterator[Problem]:
    row = audit.by_id["CAR-6"]
    if row.get("safeguards") is None and _holds("PRICES")(audit):
        prices = audit.titles.get("PRICES") or audit.words.tab("PRICES")
        yield Problem(row, "safeguards", values={"prices": prices})


def at(audit: Audit, row: Row, column: str, values: Mapping[str, object]) -> Problem:
    """A problem in which a form is named by its sheet's title."""
    if isinstance(row.rows, Form):
        values = {"row": _sheet_title(audit, audit.words, row.sheet_id), **values}
    return Problem(row, column, values=values)


def _sheet_title(audit: Audit, words: Words, sheet_id: str) -> str:
    return audit.titles.get(sheet_id) or words.tab(sheet_id)

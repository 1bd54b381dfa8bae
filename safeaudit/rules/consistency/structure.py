"""Rules on how lines hang together: tied to themselves, two for one place, entered twice, one answer in two cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.namesakes import NAMED
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.rules.consistency.places import FILE, NO_ANSWER, at, headers
from safeaudit.sheets import Free, Row
from safeaudit.sheets.base import references
from safeaudit.sheets.conditions import Filled
from safeaudit.sheets.kinds import Choice, Reference, Text
from safeaudit.words import N_


@rule(
    "CO-16",
    Severity.ERROR,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Line tied to itself"),
    message=N_("{row}: “{column}” points at the line itself."),
    remedy=N_("Choose the other line that is meant, or empty the cell."),
    why=N_(
        "Ties between lines carry the analysis: who pays whom, which risk feeds which, what makes an action stronger. A line "
        "tied to itself counts as a tie and says nothing."
    ),
    how=N_("The usual cause is the next line in the list. Look one up and one down for the one that was meant."),
)
def tied_to_itself(audit: Audit) -> Iterator[Problem]:
    for sheet_id, cls in audit.edition.sheets.items():
        for column in references(cls):
            if isinstance(column.kind, Reference) and column.kind.sheet == sheet_id:
                for row in audit.lines(sheet_id):
                    if getattr(row, column.id) == row.id:
                        yield Problem(row, column.id)


@rule(
    "CO-17",
    Severity.ERROR,
    basis="T",
    section=N_("Part III, 4. Resilience"),
    asks=("RESILIENCE.area",),
    title=N_("Two lines of the matrix for one area"),
    message=N_("{row}: {others} is about this area already."),
    remedy=N_(
        "Keep one line with the scores you agree on, and empty the other. For a part of the area add it on “{AREAS}” first."
    ),
    why=N_(
        "An area has one place in the matrix. With two lines it is counted twice, drawn in two fields, and every table takes "
        "another one of them."
    ),
    how=N_(
        "If two groups scored the area apart, talk until you agree, and write in the note where the views differed."
    ),
)
def area_in_two_lines(audit: Audit) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in audit.resilience:
        if row.area is not None and first.setdefault(row.area, row) is not row:
            yield at(audit, row, "area", others=first[row.area].id)


@rule(
    "CO-18",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Line entered twice"),
    message=N_("{row}: all {count} answers are those of {others}."),
    remedy=N_("Empty one of the two lines. If they are two things, add what tells them apart."),
    why=N_(
        "What stands there twice is counted twice: in sums of money, in shares, in the number of prices or partners."
    ),
    how=N_("Lines copied as a pattern for the next one are the usual cause. Change what differs, or empty the copy."),
)
def entered_twice(audit: Audit) -> Iterator[Problem]:
    least = audit.edition.settings["copied_line"]
    for sheet_id, cls in audit.edition.sheets.items():
        label = cls.label_column if sheet_id not in NAMED else None  # there one name for two lines is told by XC-06
        if not isinstance(cls.rows, Free) or label is None or not isinstance(cls.columns[label].kind, Text):
            continue
        seen: dict[tuple[object, ...], Row] = {}
        for row in audit.lines(sheet_id):
            answers = tuple(_folded(row.get(column.id)) for column in cls.inputs())
            count = sum(answer is not None for answer in answers)
            if row.get(label) is not None and count >= least and seen.setdefault(answers, row) is not row:
                yield Problem(row, label, values={"count": count, "others": seen[answers].id})


def _folded(answer: object) -> object:
    return " ".join(answer.casefold().split()) if isinstance(answer, str) else answer


@rule(
    "CO-19",
    Severity.ADVICE,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Same answer in two cells of a line"),
    message=N_("{row}: {columns} both say “{answer}”."),
    remedy=N_("Empty one of the two, or choose what was meant."),
    why=N_(
        "The second cell is for another risk, group or area. The same one twice adds nothing, and one more may be missing."
    ),
    how=N_("Leave the second cell empty where there is only one; nothing is missing then."),
)
def same_answer_twice(audit: Audit) -> Iterator[Problem]:
    for sheet_id, cls in audit.edition.sheets.items():
        families = [family for family in _families(cls) if len(family) > 1]
        for row in audit.lines(sheet_id) if families else []:
            for family in families:
                for number, column in enumerate(family[1:], 1):
                    value = getattr(row, column)
                    twin = next((other for other in family[:number] if getattr(row, other) == value), None)
                    if value is not None and value not in NO_ANSWER and twin:
                        yield at(audit, row, column, columns=headers(audit, row, (twin, column)))
                        break


_NUMBERED = re.compile(r"(\w+)_\d")


def _families(cls: type[Row]) -> list[list[str]]:
    """Columns that take one thing each of a kind: risk_1, risk_2; not what is asked of each of them, such as the kind of tie."""
    found: dict[str, list[str]] = defaultdict(list)
    for column in cls.inputs():
        name = _NUMBERED.fullmatch(column.id)
        if name and isinstance(column.kind, (Choice, Reference)) and not isinstance(column.required, Filled):
            found[name[1]].append(column.id)
    return list(found.values())

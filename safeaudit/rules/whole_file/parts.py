"""Rules on the file as a whole: untouched parts of the method, links that lead nowhere, two lines with one name."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.namesakes import namesakes
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.sheets.base import references
from safeaudit.sheets.kinds import WHOLE_CITY, Reference
from safeaudit.words import N_

TOOL = N_("The tool’s own care for the file")


@rule(
    "XC-01",
    Severity.ERROR,
    basis="T",
    section=N_("All parts of the framework"),
    asks=WHATEVER,
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
    lists = audit.edition.lists()
    touched = {sheet for sheet, rows in audit.sheets.items() if any(row.filled for row in rows)}
    if lists and not any(touched.intersection(sheets) for sheets in lists.values()):
        first = next(sheet for sheet in audit.edition.sheets if sheet not in touched)
        what = audit.words.t("All parts of the method, L01 to L32")
        yield Problem(values={"what": what, "sheet": _title(audit, first)})
        return
    for key, sheets in lists.items():
        if not any(sheet in touched or audit.waived(sheet) for sheet in sheets):
            what = f"{key} · {audit.words.method_list(key)}"
            yield Problem(sheet_id=sheets[0], values={"what": what, "sheet": _title(audit, sheets[0])})


@rule(
    "XC-02",
    Severity.ERROR,
    basis="T",
    section=TOOL,
    asks=WHATEVER,
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
    for sheet_id, cls in audit.edition.sheets.items():
        for column in references(cls):
            for row in audit.sheets[sheet_id]:
                value, kind = getattr(row, column.id), column.kind
                if value is not None and isinstance(kind, Reference) and not _leads_somewhere(audit, value, kind):
                    _label, sheet = audit.words.column(sheet_id, column.id), _title(audit, kind.sheet)
                    yield Problem(row, column.id, values={"value": value, "sheet": sheet})


def _leads_somewhere(audit: Audit, value: str, kind: Reference) -> bool:
    if value == WHOLE_CITY:
        return kind.whole_city
    target = audit.row(value)
    return target is not None and target.sheet_id == kind.sheet


@rule(
    "XC-06",
    Severity.WARNING,
    basis="T",
    section=TOOL,
    asks=WHATEVER,
    title=N_("Two lines with one name"),
    message=N_("{row}: the same name as {others}."),
    remedy=N_(
        "If they are one and the same, keep one line and point the links at it. If not, add to each name what tells them apart."
    ),
    why=N_(
        "The report calls a line by its name. Where two lines share it, no reader can tell which of them a sentence or "
        "a drawing means, and what belongs to one is read as a fact about the other."
    ),
    how=N_(
        "Add a word that people there would use: “Harbour, east quay” and “Harbour, fish market”. Until then drawings show "
        "the number of the line before its name."
    ),
)
def same_name(audit: Audit) -> Iterator[Problem]:
    order = {row_id: number for number, row_id in enumerate(audit.by_id)}
    for row_id, others in sorted(namesakes(audit).items(), key=lambda pair: order[pair[0]]):
        row = audit.by_id[row_id]
        earlier = [other for other in others if order[other] < order[row_id]]
        if earlier and row.label_column:
            yield Problem(row, row.label_column, values={"others": audit.words.listed(earlier)})


def _title(audit: Audit, sheet_id: str) -> str:
    """The sheet's title as the file has it."""
    return audit.titles.get(sheet_id) or audit.words.tab(sheet_id)

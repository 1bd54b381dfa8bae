"""Rules on the file as a whole: links that lead nowhere, two lines with one name."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.namesakes import namesakes
from safeaudit.reading.references import by_sheet, place_of
from safeaudit.rules.base import WHATEVER, Problem, named, rule
from safeaudit.sheets import Row
from safeaudit.sheets.base import references
from safeaudit.sheets.kinds import WHOLE_CITY, Reference
from safeaudit.words import N_

TOOL = N_("The tool’s own care for the file")


@rule(
    "XC-02",
    Severity.ERROR,
    basis="T",
    section=TOOL,
    asks=WHATEVER,
    title=N_("Link to a line that is not there"),
    message=N_("{found}"),
    remedy=N_("Choose again from the list in the cell, or fill in the line it points at."),
    why=N_(
        "The links between sheets carry the analysis. One that leads nowhere drops out of the report without a sound."
    ),
    how=N_(
        "Choose from the list; do not type IDs by hand. If you empty a line, look for the cells that pointed at it."
    ),
)
def link_to_nowhere(audit: Audit) -> Iterator[Problem]:
    for (sheet_id, target), cells in to_nowhere(audit).items():
        row, column = cells[0]
        yield Problem(row, column, values={"found": _leads_nowhere(audit, sheet_id, target, cells)})


def to_nowhere(audit: Audit) -> dict[tuple[str, str], list[tuple[Row, str]]]:
    """{(sheet pointed at, ID of a line that is not there): the answers that point at it, as (line, column)}."""
    found: dict[tuple[str, str], list[tuple[Row, str]]] = {}
    for sheet_id, cls in audit.edition.sheets.items():
        for column in references(cls):
            for row in audit.sheets[sheet_id]:
                value, kind = getattr(row, column.id), column.kind
                if value is not None and isinstance(kind, Reference) and not _leads_somewhere(audit, value, kind):
                    found.setdefault((kind.sheet, value), []).append((row, column.id))
    return found


def _leads_somewhere(audit: Audit, value: str, kind: Reference) -> bool:
    if value == WHOLE_CITY:
        return kind.whole_city
    target = audit.row(value)
    return target is not None and target.sheet_id == kind.sheet


def _leads_nowhere(audit: Audit, sheet_id: str, target: str, cells: list[tuple[Row, str]]) -> str:
    """One sentence for one cell, or for all cells that point at the same line."""
    words, sheet = audit.words, _title(audit, sheet_id)
    row, column = cells[0]
    if len(cells) == 1:
        return words.t(
            "{row}: “{column}” points at “{value}”, but “{sheet}” has no filled line with this ID.",
            row=named(audit, row),
            column=words.column(row.sheet_id, column),
            value=target,
            sheet=sheet,
        )
    return words.t(
        "“{value}” is used in {count} cells, but “{sheet}” has no filled line with this ID: {cells}.",
        value=target,
        count=len(cells),
        sheet=sheet,
        cells=by_sheet(((_title(audit, row.sheet_id), place_of(row, column)) for row, column in cells), words),
    )


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

"""Rule XC-08: a sheet whose empty lines are all used, so that what comes next would find no place."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.edition import MOST_LINES
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.sheets import Free
from safeaudit.words import N_

FEW_ON_PURPOSE = ("PRIORITIES",)
"""Sheets that are short because a longer list would be none of that kind."""


@rule(
    "XC-08",
    Severity.ADVICE,
    basis="T",
    section=N_("The tool’s own care for the file"),
    asks=WHATEVER,
    title=N_("Sheet without an empty line left"),
    message=N_("All {count} lines of {sheet} are used."),
    remedy=N_(
        "If there is more to write, ask the office that sent you the workbook for one with more lines, or make it yourself: "
        "safeaudit grow FILE --rows {sheet_id}={more}. Every answer comes along. If this is all, nothing needs to be done."
    ),
    why=N_(
        "A sheet that is full leaves the next area, source or action outside, and nobody sees that it is missing. Lines "
        "inserted by hand have no ID and are not read."
    ),
    how=N_(
        "See whether anything was left out or squeezed into another line for want of room; then ask for more lines."
    ),
)
def no_line_left(audit: Audit) -> Iterator[Problem]:
    for sheet_id, cls in audit.edition.sheets.items():
        if isinstance(cls.rows, Free) and sheet_id not in FEW_ON_PURPOSE:
            rows = audit.sheets[sheet_id]
            if len(rows) < MOST_LINES and all(row.used for row in rows):
                values = {
                    "count": len(rows),
                    "sheet": audit.titles.get(sheet_id) or audit.words.tab(sheet_id),
                    "sheet_id": sheet_id,
                    "more": min(2 * len(rows), MOST_LINES),
                }
                yield Problem(sheet_id=sheet_id, values=values)

"""Rules on figures and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.words import N_


@rule(
    "DA-14",
    Severity.ERROR,
    basis="T",
    section=N_("Part III, Prerequisites for success"),
    title=N_("Figure without a source"),
    message=N_("{row}: the value {value} has no source."),
    remedy=N_(
        "Choose its source from the list. If the source is not listed yet, add a line for it on “{sources}” first."
    ),
    why=N_(
        "A strategy rests on facts that others can check. A figure that nobody can trace cannot be defended, and "
        "cannot be measured again in the same way at the next audit."
    ),
    how=N_(
        "List the survey, record or report under the sources, then choose it in the line of the figure. If you "
        "have no source, take the value out and name the gap instead: a named gap is a full answer."
    ),
)
def figure_without_source(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if row.value is not None and row.get("source") is None and not row.waived:
            values: dict[str, object] = {"value": audit.shown(row, "value"), "sources": audit.words.tab("SOURCES")}
            yield Problem(row, "source", values=values)

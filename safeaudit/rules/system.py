"""Rules on the system map: how risks, flows, actors, responses and resilience hang together."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.risks import top_risks
from safeaudit.sheets.understand import MapRow
from safeaudit.words import N_

MAP_COLUMNS = ("flow", "actor", "response", "level", "resilience")
"""What a line of the map needs beside its risk: the framework's five columns, with the level of government."""


@rule(
    "SY-01",
    Severity.ERROR,
    basis="I",
    section=N_("Part II, A Suggested Analytical Approach"),
    title=N_("Main risk without a finished line on the system map"),
    message=N_("{risk} is one of the main risks here (score {score}). {found}"),
    remedy=N_(
        "Finish one line of “{sheet}” for this risk: the flow that feeds it, who steers the flow, what government "
        "does and at which level, and what could help."
    ),
    why=N_(
        "The map is the heart of the analysis: it shows how a risk is fed, by whom, and where things could turn. "
        "A main risk that is not on it will be treated by its signs only."
    ),
    how=N_(
        "Start from the risk and go along the line, column by column. If government does nothing, write “none”: "
        "that is a finding. One finished line for each main risk is enough."
    ),
)
def main_risk_off_the_map(audit: Audit) -> Iterator[Problem]:
    if not audit.map_rows:
        return
    sheet = audit.words.tab("SYSTEM_MAP")
    for risk in top_risks(audit):
        values: dict[str, object] = {"risk": named(audit, risk), "score": risk.score, "sheet": sheet}
        lines = [line for line in audit.map_rows if line.risk == risk.id]
        if not lines:
            if not any("risk" in line.rejected for line in audit.map_rows):
                found = audit.words.t("No line of “{sheet}” starts from it.", sheet=sheet)
                yield Problem(risk, "score", values={**values, "found": found})
            continue
        line = min(lines, key=lambda line: len(_gaps(line)))
        if _gaps(line):
            yield Problem(line, _gaps(line)[0], values={**values, "found": _unfinished(audit, line, sheet)})


def _gaps(line: MapRow) -> list[str]:
    return [column for column in MAP_COLUMNS if line.get(column) is None]


def _unfinished(audit: Audit, line: MapRow, sheet: str) -> str:
    columns = audit.words.listed([f"“{audit.words.column('SYSTEM_MAP', column)}”" for column in _gaps(line)])
    return audit.words.t("Its line {line} of “{sheet}” lacks {columns}.", line=line.id, sheet=sheet, columns=columns)

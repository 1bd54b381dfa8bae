"""Rules on the system map: how risks, flows, actors, responses and resilience hang together."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import live, main_risks
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.wording import rating
from safeaudit.sheets.decide import Action
from safeaudit.sheets.exchange import MapRow
from safeaudit.words import N_

MAP_COLUMNS = ("flow", "actor", "response", "level", "resilience")
"""What a line of the map needs beside its risk: the framework's five columns, with the level of government."""


@rule(
    "SY-01",
    Severity.ERROR,
    basis="I",
    section=N_("Part II, A Suggested Analytical Approach"),
    asks=(
        "RISKS.relevant",
        "RISKS.level",
        "SYSTEM_MAP.actor",
        "SYSTEM_MAP.flow",
        "SYSTEM_MAP.level",
        "SYSTEM_MAP.resilience",
        "SYSTEM_MAP.response",
        "SYSTEM_MAP.risk",
    ),
    may=("RISKS.impact", "RISKS.likelihood", "RISKS.matters", "RISKS.score"),
    title=N_("Main risk without a finished line on the system map"),
    message=N_("{risk} is one of the main risks here ({rating}). {found}"),
    remedy=N_(
        "Finish one line of “{SYSTEM_MAP}” for this risk: the flow that feeds it, who steers the flow, what "
        "government does and at which level, and what could help."
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
    for risk in main_risks(audit):
        lines, (column, told) = [line for line in audit.map_rows if line.risk == risk.id], rating(audit, risk)
        if not lines:
            if not any("risk" in line.rejected for line in audit.map_rows):
                found = audit.words.t("No line of “{sheet}” starts from it.", sheet=sheet)
                yield Problem(risk, column, values={"risk": named(audit, risk), "rating": told, "found": found})
            continue
        line = min(lines, key=lambda line: len(_gaps(line)))
        if _gaps(line):
            yield Problem(
                line,
                _gaps(line)[0],
                values={"risk": named(audit, risk), "rating": told, "found": _unfinished(audit, line, sheet)},
            )


def _gaps(line: MapRow) -> list[str]:
    return [column for column in MAP_COLUMNS if line.get(column) is None]


def _unfinished(audit: Audit, line: MapRow, sheet: str) -> str:
    columns = audit.words.listed([f"“{audit.words.column('SYSTEM_MAP', column)}”" for column in _gaps(line)])
    return audit.words.t("Its line {line} of “{sheet}” lacks {columns}.", line=line.id, sheet=sheet, columns=columns)


@rule(
    "SY-02",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, A Suggested Analytical Approach"),
    asks=("RISKS.relevant", "RISKS.level", "SYSTEM_MAP.flow", "SYSTEM_MAP.level", "SYSTEM_MAP.response"),
    may=("RISKS.impact", "RISKS.likelihood", "RISKS.matters", "RISKS.score"),
    title=N_("Path on the map without what government does, or at which level"),
    message=N_("{row}, fed by {flow}: “{column}” is empty."),
    remedy=N_(
        "Say what government does about this flow, and at which level. If nobody acts, write "
        "“{government_level.none}” under “{SYSTEM_MAP.response}” and choose “{government_level.none}” under "
        "“{SYSTEM_MAP.level}”: that is a finding."
    ),
    why=N_(
        "Flows pass through the hands of many offices, or of none. A path on which nobody acts shows only if the map "
        "says so."
    ),
    how=N_("Ask each level in turn what it does here, beginning with the city. Name the office under “Agency”."),
)
def path_without_government(audit: Audit) -> Iterator[Problem]:
    told = {(problem.row.id, problem.column) for problem in main_risk_off_the_map(audit) if problem.row is not None}
    for line in audit.map_rows:
        column = next((each for each in ("response", "level") if line.get(each) is None), "")
        if line.flow is None or not column or (line.id, column) in told:
            continue
        yield Problem(
            line,
            column,
            values={"flow": named(audit, audit.by_id[line.flow]) if line.flow in audit.by_id else line.flow},
        )


@rule(
    "SY-03",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, 3. Identifying factors in the system that can promote change"),
    asks=("LEVERS.factor", "SYSTEM_MAP"),
    title=N_("No factor through which things could turn"),
    message=N_("“{SYSTEM_MAP}” has lines, but “{LEVERS}” is empty."),
    remedy=N_(
        "Name at least one role, group, body or place through which a path on the map could change, and say how. Or "
        "write on “{LEVERS}” why you leave it empty."
    ),
    why=N_(
        "In a system, a small change at the right point can do more than a large one elsewhere. Without such points a "
        "strategy pushes everywhere at once."
    ),
    how=N_(
        "Look at the map: through whom or through which place do many lines pass? Think of office holders’ roles, parts "
        "of groups, a port, a terminal."
    ),
)
def no_factor_of_change(audit: Audit) -> Iterator[Problem]:
    if audit.map_rows and not audit.levers and not audit.waived("LEVERS"):
        yield Problem(sheet_id="LEVERS", column="factor")


@rule(
    "SY-04",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, 3. Identifying factors in the system that can promote change"),
    asks=("LEVERS.loop", "SYSTEM_MAP.effect", "SYSTEM_MAP.loop"),
    title=N_("No feedback loop looked for"),
    message=N_("“{column}” is empty in every line of “{SYSTEM_MAP}”, and on “{LEVERS}” too."),
    remedy=N_(
        "Mark the lines where something feeds itself, “{loop.vicious}” or “{loop.virtuous}”. If you looked and found "
        "none, accept this line with that as the reason."
    ),
    why=N_(
        "Some things feed themselves: force breeds anger, and anger breeds violence. Where such a loop is not seen, more "
        "effort may make it turn faster; a good loop can carry a strategy."
    ),
    how=N_(
        "Follow a line to its end and ask: does the response bring back the risk we began with, or does it wear it down?"
    ),
)
def no_loop_looked_for(audit: Audit) -> Iterator[Problem]:
    lines = [*audit.map_rows, *audit.levers]
    if not any(line.effect for line in audit.map_rows) or any(line.get("loop") is not None for line in lines):
        return
    yield Problem(sheet_id="SYSTEM_MAP", column="loop")


@rule(
    "SY-05",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, 3. Identifying factors in the system that can promote change"),
    asks=(
        "ACTIONS.compared",
        "ACTIONS.component",
        "ACTIONS.map_row",
        "ACTIONS.status",
        "SYSTEM_MAP.effect",
        "SYSTEM_MAP.loop",
    ),
    title=N_("Action that feeds a loop of harm"),
    message=N_("{row} acts on {line}. There the map says “{loop}”, and of today’s response: “{effect}”."),
    remedy=N_(
        "Change the action. If it replaces or changes the response of today, choose "
        "“{compared_with_today.different}” or “{compared_with_today.new}” under “{column}”; if not, say why it is "
        "right all the same."
    ),
    why=N_(
        "More of a response that feeds harm brings more harm: force that breeds anger is the usual case. A strategy "
        "should break such loops and not turn them faster."
    ),
    how=N_(
        "Ask who would notice a difference on the first day. If the answer is “nobody, there is only more of it”, the "
        "loop goes on."
    ),
)
def action_that_feeds_a_loop(audit: Audit) -> Iterator[Problem]:
    feeding = {line.id: line for line in audit.map_rows if line.loop == "vicious" and line.effect in ("worse", "moves")}
    for action in live(audit):
        line = feeding.get(action.map_row or "")
        if line is None or not _more_of_the_same(action):
            continue
        yield Problem(
            action,
            "compared",
            values={
                "line": named(audit, line),
                "loop": audit.shown(line, "loop"),
                "effect": audit.shown(line, "effect"),
            },
        )


def _more_of_the_same(action: Action) -> bool:
    """Said to be more of the same; of enforcement it is assumed until the contrary is said."""
    return action.compared == "more" or (action.component == "enforcement" and action.get("compared") is None)

"""Rules on the strategy as a whole: what it answers, whom it reaches, and whether its four components are there."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.words import N_

LINKS = ("risk_1", "risk_2", "flow", "map_row")
"""The columns through which an action answers something the audit found."""


@rule(
    "ST-01",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Safety governance strategies"),
    title=N_("Component of the strategy without an action"),
    message=N_("“{sheet}”: no action belongs to the component “{component}”."),
    remedy=N_(
        "Add at least one action for “{component}”, or choose this component for an action that mainly belongs to it."
    ),
    why=N_(
        "Regulation, enforcement, engagement and resilience hold each other up. Where one is missing, the others "
        "carry weight they cannot bear; most often enforcement is left alone."
    ),
    how=N_(
        "Give every action the component it mainly belongs to. All four must be there; the weight may differ. A "
        "first small step counts."
    ),
)
def component_without_action(audit: Audit) -> Iterator[Problem]:
    if not audit.actions or any("component" in action.rejected for action in audit.actions):
        return
    present = {action.component for action in audit.actions}
    for component in framework.scales()["component"]:
        if component not in present:
            word = audit.words.code("component", component)
            values: dict[str, object] = {"sheet": audit.words.tab("ACTIONS"), "component": word}
            yield Problem(sheet_id="ACTIONS", column="component", values=values)


@rule(
    "ST-03",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Safety governance strategies"),
    title=N_("Action that answers nothing the audit found"),
    message=N_("{row}: this action is tied to no risk, no flow and no line of “{sheet}”."),
    remedy=N_(
        "Choose the risk, the flow or the line of “{sheet}” that it answers. If there is none, ask whether it "
        "belongs here."
    ),
    why=N_(
        "A strategy follows from analysis. Actions that answer nothing found are often the ones a city would have "
        "done anyway, and nobody can say later whether they worked."
    ),
    how=N_(
        "Ask of each action: which of our findings would get better through it? Choose that one; one link is enough."
    ),
)
def action_without_link(audit: Audit) -> Iterator[Problem]:
    for action in audit.actions:
        if all(action.get(link) is None for link in LINKS):
            yield Problem(action, "risk_1", values={"sheet": audit.words.tab("SYSTEM_MAP")})


@rule(
    "PL-06",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Inclusion as the central concept"),
    title=N_("No action for people who are left out"),
    message=N_("“{sheet}”: no action is for a group that is often left out. “{column}” says: {found}."),
    remedy=N_(
        "Add or shape at least one action for such a group, for example women, unemployed youth or displaced "
        "people, and choose the group under “{column}”."
    ),
    why=N_(
        "Inclusion is the centre of the framework: a city becomes safer as those at its edge gain a stake in it. "
        "Enforcement alone cannot bring them in."
    ),
    how=N_(
        "Look at who is hit hardest in the risks and flows, and choose the group that gains most from each "
        "action. “Whole population” is fine for some actions, but not for all of them."
    ),
)
def nobody_left_out_is_reached(audit: Audit) -> Iterator[Problem]:
    actions = audit.actions
    if not actions or any("beneficiaries" in action.rejected for action in actions):
        return
    chosen = {action.beneficiaries for action in actions} - {None}
    if chosen <= {"everyone"}:
        whole = audit.words.code("groups", "everyone")
        values: dict[str, object] = {
            "sheet": audit.words.tab("ACTIONS"),
            "column": audit.words.column("ACTIONS", "beneficiaries"),
            "found": f"“{whole}”" if chosen else audit.words.t("nothing yet"),
        }
        yield Problem(sheet_id="ACTIONS", column="beneficiaries", values=values)

"""Rules on the strategy as a whole: what it answers, whom it reaches, and whether its four components are there."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.coverage import finished
from safeaudit.definitions import live, stand_alone
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.wording import mentioned, quoted, said, says_nothing
from safeaudit.words import N_

LINKS = ("risk_1", "risk_2", "flow", "map_row")
"""The columns through which an action answers something the audit found."""

DECIDED = ("agreed", "running", "done")
"""From these states on somebody must answer for an action; a proposal may still look for its people."""


@rule(
    "ST-01",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Safety governance strategies"),
    asks=("ACTIONS.component", "ACTIONS.status"),
    may=("DECISION.audit_status",),
    title=N_("Component of the strategy without an action"),
    message=N_("“{ACTIONS}”: no action that still stands belongs to the component “{component}”."),
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
    actions = live(audit)
    if not actions or any("component" in action.rejected for action in actions):
        return
    if len(actions) < audit.edition.settings["plan_actions"] and not finished(audit):
        return  # a plan only begun
    present = {action.component for action in actions}
    for component in framework.scales()["component"]:
        if component not in present:
            word = audit.words.code("component", component)
            yield Problem(sheet_id="ACTIONS", column="component", values={"component": word})


@rule(
    "ST-03",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Safety governance strategies"),
    asks=("ACTIONS.flow", "ACTIONS.map_row", "ACTIONS.risk_1", "ACTIONS.status"),
    may=("ACTIONS.problem",),
    title=N_("Action that answers nothing the audit found"),
    message=N_("{row}: this action is tied to no problem, no risk, no flow and no line of “{SYSTEM_MAP}”."),
    remedy=N_(
        "Choose the problem, the risk, the flow or the line of “{SYSTEM_MAP}” that it answers. If there is none, ask whether it "
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
    for action in live(audit):
        if all(action.get(link) is None for link in (*LINKS, "problem") if link in action.columns):
            yield Problem(action, "risk_1")


@rule(
    "ST-04",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Safety governance strategies"),
    asks=("ACTIONS.status", "ACTIONS.strengthens"),
    title=N_("Action that stands alone"),
    message=N_("{where}: {found}."),
    remedy=N_("Choose under “{column}” another action that becomes stronger through this one."),
    why=N_(
        "Measures of different kinds carry each other: a new rule holds where somebody checks it and people know why "
        "it is there. An action that stands alone is easily undone."
    ),
    how=N_(
        "Ask which other action would work less well without this one, and choose it. If you find none, ask whether "
        "the action can be joined to another."
    ),
)
def action_alone(audit: Audit) -> Iterator[Problem]:
    actions, words = live(audit), audit.words
    if len(actions) < 2:
        return
    alone = stand_alone(audit)
    if len(alone) == len(actions) and not any("strengthens" in action.rejected for action in actions):
        found = words.t("no action names another one that it makes stronger")
        yield Problem(actions[0], "strengthens", values={"where": quoted(words.tab("ACTIONS")), "found": found})
        return
    found = words.t("it strengthens no other action, and none strengthens it")
    unread = [action.rejected["strengthens"] for action in actions if "strengthens" in action.rejected]
    for action in alone:
        if "strengthens" not in action.rejected and not any(action.id in content for content in unread):
            yield Problem(action, "strengthens", values={"where": named(audit, action), "found": found})


@rule(
    "ST-07",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Prerequisites for success"),
    asks=("ACTIONS.evaluated_by", "ACTIONS.lead", "ACTIONS.status"),
    title=N_("Nobody answers for an action, or somebody judges the own work"),
    message=N_("{row}: {found}."),
    remedy=N_("Name a role that answers for the action and its money, and a different one that judges the result."),
    why=N_(
        "Money and work get lost where nobody answers for them. Whoever does the work seldom sees its weak sides, so "
        "somebody else should judge it."
    ),
    how=N_(
        "Write roles, not names of people. The one who judges may be the audit office, a university, the ombudsperson "
        "or a council committee."
    ),
)
def action_without_answerable_role(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for action in live(audit):
        roles = {column: str(action.get(column) or "") for column in ("lead", "evaluated_by")}
        open_ones = [column for column, role in roles.items() if says_nothing(audit, role)]
        if open_ones and action.status in DECIDED:
            named_ones = words.listed([quoted(words.column("ACTIONS", column)) for column in open_ones])
            status = audit.shown(action, "status")
            found = words.t("“{status}”, but nobody is named under {columns}", status=status, columns=named_ones)
            yield Problem(action, open_ones[0], values={"found": found})
        elif not open_ones and roles["lead"].strip().casefold() == roles["evaluated_by"].strip().casefold():
            found = words.t("“{role}” leads the action and judges it as well", role=roles["lead"].strip())
            yield Problem(action, "evaluated_by", values={"found": found})


@rule(
    "ST-08",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Prerequisites for success"),
    asks=("ACTIONS.action", "ACTIONS.component", "ACTIONS.rights_check", "ACTIONS.status"),
    title=N_("Enforcement or watching without a rights check"),
    message=N_("{row}: {reason}, and “{column}” says: {answer}."),
    remedy=N_("Say how law and rights are kept, who checks it, and where people can complain."),
    why=N_(
        "Safety that is won by breaking rights does not last: people stop trusting those who should protect them. The "
        "framework wants lawful rule in the place of the rule of the strong."
    ),
    how=N_(
        "Name the law, the limits, and the office that checks; it should not be the one that acts. One or two "
        "sentences are enough."
    ),
)
def force_without_rights_check(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for action in live(audit):
        check = action.get("rights_check")
        if not says_nothing(audit, check):
            continue
        watching = mentioned(audit, action.action, "surveillance")
        if action.component == "enforcement":
            component = words.code("component", "enforcement")
            reason = words.t("it belongs to “{component}”", component=component)
        elif watching:
            reason = words.t("it speaks of “{found}”", found=watching)
        else:
            continue
        yield Problem(
            action,
            "rights_check",
            values={"reason": reason, "answer": said(audit, check)},
        )


@rule(
    "ST-11",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Safety governance strategies"),
    asks=("ACTIONS.action", "ACTIONS.status"),
    title=N_("Strategy without one action that still stands"),
    message=N_("“{ACTIONS}”: {found}."),
    remedy=N_(
        "Enter what the city will do, at least four actions, one for each component. Where nothing is decided yet, "
        "“{action_status.proposed}” is an honest status."
    ),
    why=N_(
        "What an audit finds changes nothing by itself. Without one action this is an account of problems, and no strategy "
        "that a council could adopt."
    ),
    how=N_(
        "Begin with the main problem and ask who can do something about it within a year. A small step counts, and so does "
        "an action that asks others to act."
    ),
)
def no_live_action(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    if audit.actions and not live(audit):
        stopped = words.code("action_status", "stopped")
        found = words.t("every action in it is “{stopped}”", stopped=stopped)
    elif audit.waived("ACTIONS"):
        found = words.t("it is left empty for a reason, {reason}", reason=quoted(audit.reasons.get("ACTIONS")))
    else:
        return
    yield Problem(sheet_id="ACTIONS", column="action", values={"found": found})

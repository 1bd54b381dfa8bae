"""Rules on the city's powers to regulate: which are answered and used, and how safe they are from bribes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import held, live, naming, power_status, present, touched
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.wording import mentioned, nothing_behind, says_nothing
from safeaudit.sheets.decide import Action
from safeaudit.words import N_

SECTION = N_("Part III, 1. Regulation")
SETTLED = ("organised", "captured")
"""States of a market that grew without rules for long: somebody else rules it by now."""


def uses(audit: Audit) -> dict[str | None, list[Action]]:
    """The live actions by the power they use."""
    found: dict[str | None, list[Action]] = defaultdict(list)
    for action in live(audit):
        found[action.power].append(action)
    return found


@rule(
    "RG-01",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("REGULATION.held_by",),
    title=N_("Area of regulation without an answer"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_(
        "Say who holds this power, which flow it touches and how exposed it is to bribes. “{power_holder.nobody}” is "
        "a finding too."
    ),
    why=N_(
        "Cities hold more powers than they think of when they think of safety. The framework names six that touch the "
        "flows behind insecurity most often."
    ),
    how=N_(
        "Go through the six areas with the departments, one by one. If an area has no meaning in your city, say why in "
        "its last cell."
    ),
)
def area_without_answer(audit: Audit) -> Iterator[Problem]:
    if not any(power.filled for power in audit.powers):
        return
    for power in audit.powers:
        if not power.is_local and not power.waived and power.get("held_by") is None:
            yield Problem(power, "held_by")


@rule(
    "RG-02",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ACTIONS.status", "FLOWS.present", "REGULATION.flow_1", "REGULATION.held_by", "REGULATION.used_for_safety"),
    may=("ACTIONS.power", "REGULATION.department", "REGULATION.legal_basis"),
    title=N_("Power that fits a flow and is not used"),
    message=N_(
        "{row}: the city holds this power and it fits {flows}, but “{column}” says “{used_for_safety}”{bare}, and no "
        "action uses it."
    ),
    remedy=N_("Consider an action that uses this power, and choose it under “{ACTIONS.power}” on “{ACTIONS}”."),
    why=N_(
        "Rules that the city sets itself are among the strongest means it has, and they work for a long time. One that "
        "fits a flow and lies unused is a chance missed."
    ),
    how=N_(
        "Ask the department what the power could do about the flow: conditions, hours, checks, records, or help for "
        "those who join in. Start with one step."
    ),
)
def power_unused(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    if any("power" in action.rejected for action in live(audit)):
        return
    for power in held(audit):
        claimed = power.used_for_safety == "yes" and not naming(audit, "power", power.id)
        bare = claimed and nothing_behind(audit, power, "legal_basis", "department")
        flows = [named(audit, flow) for flow in present(audit) if flow.id in touched(power)]
        if flows and (bare or power_status(audit, power) == "unused"):
            shown = words.t(", with nothing that shows it") if bare else ""
            values = {"flows": words.listed(flows), "bare": shown}
            yield Problem(power, "used_for_safety", quote=("used_for_safety",), values=values)


@rule(
    "RG-03",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIONS.power",
        "ACTIONS.status",
        "REGULATION.change",
        "REGULATION.complaints",
        "REGULATION.corruption_risk",
        "REGULATION.criteria_published",
        "REGULATION.held_by",
        "REGULATION.outside_oversight",
        "REGULATION.procurement_checked",
        "REGULATION.shown_at_start",
    ),
    title=N_("Power put to use without a look at bribes"),
    message=N_("{row}: the action {action} builds on this power, but {found}."),
    remedy=N_(
        "Rate the risk, and put at least one safeguard in place or say under “{REGULATION.change}” which one will come."
    ),
    why=N_(
        "Those who give out permits can be bribed or pressed, and organised crime looks for them. A new rule without a "
        "safeguard can open one more place where money is taken."
    ),
    how=N_(
        "Say how exposed the power is. Safeguards are: published criteria, all requirements shown at the start, "
        "oversight from outside, a complaints channel, and checks of buying."
    ),
)
def power_without_safeguard(audit: Audit) -> Iterator[Problem]:
    used, words = uses(audit), audit.words
    for power in audit.powers:
        if power.waived or power.get("held_by") is None or power.id not in used:
            continue
        risk, column = power.get("corruption_risk"), ""
        if risk is None:
            label, column = words.column("REGULATION", "corruption_risk"), "corruption_risk"
            found = words.t("“{column}” is empty", column=label)
        elif "yes" not in power.safeguards.values() and says_nothing(audit, power.get("change")):
            found, column = words.t("none of the five safeguards is in place"), "criteria_published"
        if column and not any(safeguard in power.rejected for safeguard in power.safeguards):
            yield Problem(power, column, values={"action": named(audit, used[power.id][0]), "found": found})


@rule(
    "RG-04",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIONS.power",
        "ACTIONS.status",
        "REGULATION.held_by",
        "REGULATION.incentives",
        "REGULATION.market_state",
        "REGULATION.used_for_safety",
    ),
    title=N_("Control alone on a market that others have come to rule"),
    message=N_("{row}: “{REGULATION.market_state}” says “{market_state}”, and “{column}” says “{yes_no.no}”."),
    remedy=N_(
        "Add reasons to join in, such as access to routes, light, credit or lower fees. Then answer “{yes_no.yes}”."
    ),
    why=N_(
        "A market that was left alone for long does not accept new rules easily. Control by itself drives people away; "
        "there must also be something to gain."
    ),
    how=N_(
        "Ask those who work in the market what would make it worth their while to keep the rules. Incentives that are "
        "decided and paid for count."
    ),
)
def control_without_incentive(audit: Audit) -> Iterator[Problem]:
    used = uses(audit)
    for power in held(audit):
        put_to_use = power.used_for_safety == "yes" or power.id in used or not says_nothing(audit, power.get("change"))
        if power.market_state in SETTLED and power.incentives == "no" and put_to_use:
            yield Problem(power, "incentives", quote=("market_state",))


@rule(
    "RG-05",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("REGULATION.held_by", "REGULATION.market_state", "REGULATION.used_for_safety"),
    title=N_("State of the market not considered"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_(
        "Say what state the market is in. While many still compete, act soon; “{market_state.unknown}” is a fair "
        "answer."
    ),
    why=N_(
        "New rules are easiest to bring in while many small ones compete and nobody is in charge. Timing can matter as "
        "much as strength."
    ),
    how=N_(
        "Ask who decides who may enter. Disorganised or competing: nobody does; organised: an association; captured: "
        "somebody with force."
    ),
)
def market_not_considered(audit: Audit) -> Iterator[Problem]:
    for power in held(audit):
        if power.get("market_state") is None and power.used_for_safety is not None:
            yield Problem(power, "market_state")


@rule(
    "RG-06",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("REGULATION.department", "REGULATION.held_by", "REGULATION.joined_up_by"),
    title=N_("Powers scattered over departments that nobody joins up"),
    message=N_("“{REGULATION}”: {count} departments use these powers, and no line names somebody under “{column}”."),
    remedy=N_("Name the office that brings these departments to one plan. If there is none, give the task to one."),
    why=N_(
        "Each department tends to use its power for its own ends. What one closes another opens, and those who know "
        "their way find the gap."
    ),
    how=N_("One office for all powers is enough. Choose one that can invite the others and report to the mayor."),
)
def powers_scattered(audit: Audit) -> Iterator[Problem]:
    powers, _words = held(audit), audit.words
    departments = {" ".join(power.department.casefold().split()) for power in powers if power.department}
    if len(departments) < 2 or any(not says_nothing(audit, power.get("joined_up_by")) for power in audit.powers):
        return
    first = next(power for power in powers if power.department)
    yield Problem(first, "joined_up_by", values={"count": len(departments)})


@rule(
    "RG-07",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("REGULATION.held_by", "REGULATION.shown_at_start"),
    title=N_("Requirements shown one after the other"),
    message=N_("{row}: “{column}” says “{yes_no_unknown.no}”."),
    remedy=N_("Show all requirements, fees and times at the start, on one page that everybody can read."),
    why=N_(
        "Where a new requirement appears after each step, each step can be sold. One page at the start takes that chance "
        "away, and helps honest staff as well."
    ),
    how=N_("Write down every paper, fee and day a person needs for the permit. Put it on the wall and on the web."),
)
def steps_one_by_one(audit: Audit) -> Iterator[Problem]:
    for power in held(audit):
        if power.shown_at_start == "no":
            yield Problem(power, "shown_at_start")


@rule(
    "RG-08",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("REGULATION.held_by", "REGULATION.outside_oversight"),
    title=N_("Nobody outside the chain of command oversees a power"),
    message=N_("{row}: “{column}” says “{yes_no_unknown.no}”."),
    remedy=N_(
        "Let somebody outside the same chain of command look at decisions, and propose it under “{REGULATION.change}”."
    ),
    why=N_(
        "Whoever depends on the head of an office cannot check that office. Where the same chain decides and oversees, "
        "bribes can rise up that chain unseen."
    ),
    how=N_(
        "An ombudsperson, an audit office, another level of government or a council committee can look at a part of the "
        "decisions each year."
    ),
)
def overseer_in_the_chain(audit: Audit) -> Iterator[Problem]:
    for power in held(audit):
        if power.outside_oversight == "no":
            yield Problem(power, "outside_oversight")


@rule(
    "RG-09",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("ACTIONS.action", "ACTIONS.cost", "ACTIONS.status", "REGULATION.procurement_checked"),
    title=N_("Plan that buys goods or works without a check of buying"),
    message=N_(
        "{action} speaks of “{buying}”, and no line of “{REGULATION}” says “{yes_no_unknown.yes}” under “{column}”."
    ),
    remedy=N_(
        "Add a safeguard for buying: open offers, published prices, and somebody who compares what came with what was paid."
    ),
    why=N_(
        "Money for safety leaks where goods and works are bought: prices rise and quality falls. It is then missing "
        "where it was promised."
    ),
    how=N_("Say for each power whether the buying tied to it is checked. One office may check all of it."),
)
def buying_unchecked(audit: Audit) -> Iterator[Problem]:
    answers = {power.get("procurement_checked") for power in audit.powers if not power.waived} - {None}
    if not answers or not answers <= {"no", "unknown"}:
        return
    for action in live(audit):
        buying = mentioned(audit, action.action, "buying")
        if buying and (action.cost or 0) > 0:
            first = next(power for power in audit.powers if power.get("procurement_checked") is not None)
            yield Problem(first, "procurement_checked", values={"action": named(audit, action), "buying": buying})
            return

"""The words that rules, charts, workbook and report share, each defined here and nowhere else; thresholds come from the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.sheets.kinds import UNKNOWN

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.sheets.decide import Action
    from safeaudit.sheets.exchange import Flow
    from safeaudit.sheets.govern import Activity, Agreement, Partner
    from safeaudit.sheets.regulation import Power
    from safeaudit.sheets.understand import Risk

# Actions and activities ----------------------------------------------------------------------------------------------


def is_live(action: Action) -> bool:
    """A *live action* counts for the plan: any that is not stopped."""
    return action.status != "stopped"


def live(audit: Audit) -> list[Action]:
    """The live actions, in workbook order."""
    return [action for action in audit.actions if is_live(action)]


def naming(audit: Audit, column: str, row_id: str | None) -> list[str]:
    """The live actions that name a line in this column."""
    return [action.id for action in live(audit) if row_id and getattr(action, column) == row_id]


def going_on(audit: Audit) -> list[Activity]:
    """The activities that have not ended, in workbook order."""
    return [activity for activity in audit.activities if activity.status != "ended"]


def answered(audit: Audit) -> set[str]:
    """The risks and flows that live actions answer, themselves or through the line of the map they act on."""
    lines = {row.id: row for row in audit.map_rows}
    found: set[str | None] = set(audit.carried.answered if audit.carried else ())
    for action in live(audit):
        found |= {*action.risks, action.flow}
        if row := lines.get(action.map_row or ""):
            found |= {row.risk, row.flow}
    return {each for each in found if each}


def strengthened(audit: Audit) -> dict[str, list[str]]:
    """For each live action, the other live actions that name it as one they strengthen."""
    actions = live(audit)
    return {
        action.id: [other.id for other in actions if other.strengthens == action.id and other is not action]
        for action in actions
    }


def stand_alone(audit: Audit) -> list[Action]:
    """The live actions that strengthen no other live action, and are strengthened by none."""
    helpers = strengthened(audit)
    return [
        action
        for action in live(audit)
        if (action.strengthens not in helpers or action.strengthens == action.id) and not helpers[action.id]
    ]


def leans(force: float, next_most: float, total: float, settings: Mapping[str, float]) -> bool:
    """Whether a plan *leans on enforcement*: by its share of a total, or beside the next largest component."""
    if force <= 0:
        return False
    return (
        force / total * 100 > settings["enforcement_share"] or force >= settings["enforcement_times_next"] * next_most
    )


# Risks ---------------------------------------------------------------------------------------------------------------


def rated(audit: Audit) -> list[Risk]:
    """The risks that have a score and are not declared irrelevant, highest first."""
    chosen = [risk for risk in audit.risks if risk.score is not None and risk.relevant != "no"]
    return sorted(chosen, key=lambda risk: -(risk.score or 0))


def in_words(audit: Audit) -> list[Risk]:
    """The risks rated in words alone, what matters most first."""
    return sorted((risk for risk in audit.risks if risk.in_words), key=lambda risk: str(risk.matters), reverse=True)


def judged(audit: Audit) -> list[Risk]:
    """The risks rated by a score or in words, the highest first; one rated in words stands after all scores of its level."""
    return sorted([*rated(audit), *in_words(audit)], key=_height, reverse=True)


def _height(risk: Risk) -> tuple[int, int]:
    return ("low", "moderate", "high", "critical").index(risk.level or "low"), risk.score or 0


def is_high(audit: Audit, risk: Risk) -> bool:
    """A risk is *high* from a score of [high_risk] on, or where it matters very much in words; critical ones are high, too."""
    if risk.score is None:
        return bool(risk.level == "high")
    return risk.relevant != "no" and risk.score >= audit.edition.settings["high_risk"]


def high_risks(audit: Audit) -> list[Risk]:
    """The high risks, in workbook order."""
    return [risk for risk in audit.risks if is_high(audit, risk)]


def main_risks(audit: Audit) -> list[Risk]:
    """The *main risks*: the [top_risks] highest of the high ones, and all that are rated the same as the last of them."""
    return [risk for risk in highest_risks(audit) if is_high(audit, risk)]


def highest_risks(audit: Audit) -> list[Risk]:
    """The [top_risks] highest, high or not, and all that are rated the same as the last of them."""
    ranked, places = judged(audit), int(audit.edition.settings["top_risks"])
    return [risk for risk in ranked if len(ranked) <= places or _height(risk) >= _height(ranked[places - 1])]


# Flows ---------------------------------------------------------------------------------------------------------------


def present(audit: Audit) -> list[Flow]:
    """The flows said to be present."""
    return [flow for flow in audit.flows if flow.present == "yes"]


def feeding(audit: Audit, risk_id: str) -> list[str]:
    """The flows that feed a risk: those said to be present that FLOWS or the SYSTEM MAP ties to it. Then it is a *fed risk*."""
    named = [flow.id for flow in audit.flows if risk_id in flow.risks]
    mapped = [row.flow for row in audit.map_rows if row.risk == risk_id]
    here = {flow.id for flow in present(audit)}
    return [flow for flow in dict.fromkeys([*named, *mapped]) if flow in here]


def fed_by(audit: Audit, flow: Flow) -> list[str]:
    """The risks that a flow is tied to, on its own line or on the SYSTEM MAP."""
    mapped = [row.risk for row in audit.map_rows if row.flow == flow.id]
    return [risk for risk in dict.fromkeys([*flow.risks, *mapped]) if risk]


STATED_SIZES = ("low", "medium", "high")
WEAK_BASES = ("seizures", "nothing")
"""What cannot show how large a flow is."""


def size_stands(audit: Audit, flow: Flow) -> bool:
    """Whether a stated size rests on something that can show it: no seizures, no “Nothing yet”, no prices that nobody noted."""
    if not audit.edition.has("FLOWS", "scale_basis") or audit.withholds(flow, "scale_basis"):
        return True
    if flow.scale_basis in (None, *WEAK_BASES):
        return False
    return flow.scale_basis != "prices" or _prices_noted(audit, flow)


def _prices_noted(audit: Audit, flow: Flow) -> bool:
    """Whether the flow has prices, or names a source that may hold them; prices withheld from a public version were noted."""
    if not audit.edition.has("PRICES") or audit.withheld_rows("PRICES"):
        return True
    if flow.sources or audit.withholds(flow, "source_1", "source_2"):
        return True
    return any(price.flow == flow.id for price in audit.prices)


def known_size(audit: Audit, flow: Flow) -> str | None:
    """The size of a flow as far as it may be used: “unknown” when what it rests on cannot show it."""
    return "unknown" if flow.scale in STATED_SIZES and not size_stands(audit, flow) else flow.scale


# Powers, agreements, partners ----------------------------------------------------------------------------------------

HOLDERS = ("city", "shared")


def is_held(power: Power) -> bool:
    """A power is *held* when the city may decide, alone or with others."""
    return power.held_by in HOLDERS and not power.waived


def held(audit: Audit) -> list[Power]:
    """The powers held, in workbook order."""
    return [power for power in audit.powers if is_held(power)]


def power_status(audit: Audit, power: Power) -> str:
    """used, planned, unused, unclear, elsewhere, nobody, or unknown (nothing answered).

    A power is *used* when it is held and used for safety today · planned: held, not used today, and a live action will use it ·
    unused: held, not used, and no live action uses it · unclear: held, its use not known or not answered · elsewhere: others hold it.
    """
    if power.waived or power.held_by is None:
        return "unknown"
    if not is_held(power):
        return "nobody" if power.held_by == "nobody" else "elsewhere"
    if power.used_for_safety == "yes":
        return "used"
    if power.used_for_safety == UNKNOWN:
        return "unclear"
    if naming(audit, "power", power.id):
        return "planned"
    return "unused" if power.used_for_safety == "no" else "unclear"


def touched(power: Power) -> list[str]:
    """The flows a power is said to touch, and those the framework itself names for it."""
    item = framework.item(power.id)
    return list(dict.fromkeys([*power.flows, *(item.details.get("flows", []) if item else [])]))


def is_past(audit: Audit, agreement: Agreement) -> bool:
    """Whether an agreement has ended by the last month of the audit period."""
    end = audit.profile.period_to
    return bool(agreement.ends and end and agreement.ends < end.replace(day=1))


def in_force(audit: Audit, agreement: Agreement) -> bool:
    """An agreement is *in force* when it is said to be, and has not ended by the end of the audit period."""
    return agreement.status == "in_force" and not is_past(audit, agreement)


def has_lapsed(audit: Audit, agreement: Agreement) -> bool:
    """An agreement has *lapsed* when it is said to have, or is said to be in force and is past its end."""
    return agreement.status == "lapsed" or (agreement.status == "in_force" and is_past(audit, agreement))


def is_expiring(audit: Audit, agreement: Agreement) -> bool:
    """An agreement is *expiring* when it is in force and ends within [expiring_months] after the audit period."""
    end = audit.profile.period_to
    if not in_force(audit, agreement) or agreement.ends is None or end is None:
        return False
    return _month(agreement.ends) - _month(end) <= audit.edition.settings["expiring_months"]


def _month(day: date) -> int:
    return day.year * 12 + day.month


def users(audit: Audit, partner: Partner) -> list[str]:
    """The activities that have not ended, and the live actions, that work with a partner."""
    rows: Iterable[Activity | Action] = (*going_on(audit), *live(audit))
    return [row.id for row in rows if row.partner == partner.id]


def is_begun_or_paid(audit: Audit, partner: Partner) -> bool:
    """Whether work with a partner has begun, or the city pays it: not planned, agreed or proposed alone."""
    begun = ("running", "done")
    rows: Iterable[Activity | Action] = (*going_on(audit), *live(audit))
    return partner.funded == "yes" or any(row.partner == partner.id and row.status in begun for row in rows)

"""Rules on single kinds of flow: people, transport, ideas and money each ask for something of their own."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.flows.answers import IDEAS, MONEY, PEOPLE, TRANSPORT
from safeaudit.rules.wording import says_nothing
from safeaudit.words import N_


@rule(
    "FL-09",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, 1. Identifying flows that impact upon city insecurity"),
    asks=("FLOWS.present", "FLOWS.what"),
    title=N_("Private transport ruled out without a reason"),
    message=N_("{row}: “{FLOWS.present}” says “{yes_no_unknown.no}”, and “{column}” gives no reason."),
    remedy=N_(
        "Say why you are sure, or check with drivers and passengers first and answer “{yes_no_unknown.unknown}” "
        "until then."
    ),
    why=N_(
        "Who runs private taxis and buses proved a main source of violence in several cities, to the surprise of those "
        "who studied them. It is easily missed, because the service itself is legal."
    ),
    how=N_(
        "Ask how a driver gets a place at the rank, what it costs and what happens to one who does not pay. Ask women "
        "who travel at night."
    ),
)
def transport_ruled_out(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        if row.id == TRANSPORT and row.present == "no" and "what" not in row.rejected and says_nothing(audit, row.what):
            yield Problem(row, "what")


@rule(
    "FL-10",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, 1. Identifying flows that impact upon city insecurity"),
    asks=("FLOWS.effect", "FLOWS.positive", "FLOWS.present"),
    title=N_("People on the move described from one side"),
    message=N_("{row}: “{FLOWS.effect}” is filled, and “{column}” names nothing good."),
    remedy=N_("Record both sides, and name poor management as the cause of harm, not the people."),
    why=N_(
        "Newcomers bring skills, work and strength. Harm comes from how their arrival is handled and from those who "
        "exploit them; a text that shows only trouble turns residents against people."
    ),
    how=N_(
        "Ask migrants’ organisations, employers and schools what newcomers have brought. Then read the effect again: "
        "does it speak of conditions, or of people?"
    ),
)
def people_from_one_side(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        if row.id != PEOPLE or row.present != "yes" or row.get("effect") is None or "positive" in row.rejected:
            continue
        if says_nothing(audit, row.positive):
            yield Problem(row, "positive")


@rule(
    "FL-13",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, 1. Identifying flows that impact upon city insecurity"),
    asks=("FLOWS.present", "FLOWS.spent_on_1"),
    title=N_("Flow of money without a word on where it is spent"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_("Choose what you know of: buildings, politics, protection. “{money_use.unknown}” is an honest answer."),
    why=N_(
        "Money of doubtful origin is mostly spent near where it is made: on buildings nobody needs, on politics, on "
        "protection. That is where a city meets it, through permits, land and its own buying."
    ),
    how=N_(
        "Set building permits beside real use, and ask the land registry and the tax office. Write no names: the kind "
        "of use is enough."
    ),
)
def money_spent_somewhere(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        if row.id != MONEY or row.present != "yes":
            continue
        if row.get("spent_on_1") is None and row.get("spent_on_2") is None:
            yield Problem(row, "spent_on_1")


@rule(
    "FL-15",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, 1. Identifying flows that impact upon city insecurity"),
    asks=("FLOWS.ideas_kind", "FLOWS.present"),
    title=N_("Flow of ideas without its kind"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_("Choose “{ideas_kind.extremism}”, “{ideas_kind.gang}” or “{ideas_kind.both}”."),
    why=N_(
        "Ideas of violent extremism and the forms and culture of gangs spread in different ways, reach different people "
        "and ask for different answers. Mixed together, neither is met."
    ),
    how=N_("Describe messages and conduct, never a faith or a community. If you cannot tell, choose “Not known”."),
)
def ideas_of_which_kind(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        if row.id == IDEAS and row.present == "yes" and row.get("ideas_kind") is None:
            yield Problem(row, "ideas_kind")

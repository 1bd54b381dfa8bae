"""Rules on how the city speaks and listens: campaigns, talks, watching, closing accounts, and those who report."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.sentences import claims
from safeaudit.rules.wording import mentioned, nothing_behind, quoted, said, says_nothing
from safeaudit.sheets import Row
from safeaudit.sheets.govern import Communication, Means
from safeaudit.sheets.set_up import Tool
from safeaudit.words import N_

SECTION = N_("Part III, 3. Engagement")
MEDIA = N_("Part III, Social media")
OWN_STORY, SUSTAINED, STAFF, DELIVERY, MONITORING, CLOSING = "COM-1", "COM-2", "COM-3", "COM-5", "COM-9", "COM-10"
SPEAKING = ("COM-2", "COM-3", "COM-4", "COM-5", "COM-6", "COM-7")
"""Lines that show that the city speaks to residents, whatever it says."""
TALKS, OPEN_CHANNELS, PROTECTION, WATCHES = "PUB-3", "COM-7", "COM-8", "ENF-4"
WATCHING_MEDIA = "TEC-1"
DONE = ("in_place", "partly")


def line(audit: Audit, row_id: str) -> Communication | None:
    """A line on communication, unless a reason answers it or the whole sheet is still untouched."""
    row = audit.by_id.get(row_id)
    if not isinstance(row, Communication) or row.waived or not any(other.filled for other in audit.communication):
        return None
    return row


@rule(
    "EG-06",
    Severity.ERROR,
    basis="S",
    section=SECTION,
    asks=("COMMUNICATION.note", "COMMUNICATION.status"),
    title=N_("Talks with armed groups outside a wider plan"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "If such talks take place, set them inside a wider plan, and say under “{COMMUNICATION.note}” what the plan is and "
        "what happens to residents if they fail. If there are none, choose “{in_place.not_applicable}”; if the plan is not "
        "there yet, say so and hold the talks until it is."
    ),
    why=N_(
        "A truce can cut killings, and it can also be used to rearm and to gain standing. Talks help only inside "
        "a wider plan for resilience, with a view of what happens when they collapse."
    ),
    how=N_(
        "Say whether talks are part of a larger plan, and what shows it. A city that does not talk with such "
        "groups chooses “Does not apply”. Write no names and no places."
    ),
)
def talks_without_plan(audit: Audit) -> Iterator[Problem]:
    row = _communication(audit, TALKS)
    if row is None or row.waived:
        return
    words = audit.words
    note = words.column("COMMUNICATION", "note")
    answer = audit.shown(row, "status")
    text = row.get("note")
    if row.status == "absent" and (told := claims(audit, "talks", text)):
        values = {"answer": answer, "note": note, "text": quoted(told[0])}
        found = words.t("the answer is “{answer}”, and “{note}” tells of talks, {text}", **values)
    elif row.status in DONE and nothing_behind(audit, row, "note"):
        found = words.t(
            "the answer is “{answer}”, but “{note}” says: {text}", answer=answer, note=note, text=said(audit, text)
        )
    else:
        return
    yield Problem(row, "status", values={"found": found})


@rule(
    "EG-11",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Social media"),
    asks=("COMMUNICATION.note", "COMMUNICATION.status", "ENFORCEMENT_MEANS.in_use", "REGULATION.complaints"),
    title=N_("People are asked to report, and not protected"),
    message=N_("{row}: {answer}. Yet the city asks people to speak up: {asks}, “{yes}”."),
    remedy=N_(
        "If people who report in good faith are protected, choose “{in_place.in_place}” or “{in_place.partly}” and "
        "say under “{COMMUNICATION.note}” how. If not, protect them first, and ask for no reports until then."
    ),
    why=N_(
        "Whoever reports crime or corruption can be made to pay for it. To invite reports without protection puts "
        "residents and honest officials in danger."
    ),
    how=N_(
        "Name the law, the safe channel and the body that protects. Write no case and no name: no report belongs "
        "in this workbook."
    ),
)
def reports_without_protection(audit: Audit) -> Iterator[Problem]:
    row = _communication(audit, PROTECTION)
    if row is None or _protection_stated(audit, row) or not any(other.filled for other in audit.communication):
        return
    asks = next(_asks_for_reports(audit), None)
    if asks is None:
        return
    source, column = asks
    answer = said(audit, audit.shown(row, "status"))
    if row.status == "in_place":
        note = audit.words.column("COMMUNICATION", "note")
        answer = audit.words.t("{answer}, but nothing under “{note}” says how", answer=answer, note=note)
    yield Problem(
        row,
        "status",
        values={
            "answer": answer,
            "asks": named(audit, source),
            "yes": audit.shown(source, column),
        },
    )


def _protection_stated(audit: Audit, row: Communication) -> bool:
    """In place, partly, or said not to apply, with a note that says how; or a line answered by a reason, or not understood."""
    if row.waived or "status" in row.rejected:
        return True
    return row.status in (*DONE, "not_applicable") and not nothing_behind(audit, row, "note")


def _asks_for_reports(audit: Audit) -> Iterator[tuple[Row, str]]:
    """The lines, with their column, by which the city asks people to report."""
    channels, watches = audit.by_id.get(OPEN_CHANNELS), audit.by_id.get(WATCHES)
    if isinstance(channels, Communication) and channels.status in ("in_place", "partly"):
        yield channels, "status"
    if isinstance(watches, Means) and watches.in_use == "yes":
        yield watches, "in_use"
    for power in audit.powers:
        if power.complaints == "yes":
            yield power, "complaints"


def _communication(audit: Audit, row_id: str) -> Communication | None:
    row = audit.by_id.get(row_id)
    return row if isinstance(row, Communication) else None


@rule(
    "EG-07",
    Severity.WARNING,
    basis="S",
    section=MEDIA,
    asks=("ACTIONS.action", "ACTIONS.status", "COMMUNICATION.status"),
    may=("COMMUNICATION.note",),
    title=N_("Campaign without people or means behind it"),
    message=N_("{row}: “{status}”{bare}. Yet the city speaks to residents: {campaign}."),
    remedy=N_("Add the staff who answer and the means to act first. Until then, keep the campaign small."),
    why=N_(
        "A campaign raises hopes. If nobody answers or nothing follows, trust is hurt, above all that of young people."
    ),
    how=N_("Say who answers, at which hours and in which languages, and which office acts on what people write."),
)
def campaign_without_means(audit: Audit) -> Iterator[Problem]:
    campaign = next(_campaigns(audit), "")
    for row_id in (STAFF, DELIVERY):
        row = line(audit, row_id)
        if not campaign or row is None or "status" in row.rejected:
            continue
        bare = row.status in DONE and nothing_behind(audit, row, "note")
        if bare or row.status in ("absent", "unknown"):
            shown = audit.words.t(", with nothing that shows it") if bare else ""
            place = "note" if bare else "status"
            yield Problem(row, place, quote=("status",), values={"campaign": campaign, "bare": shown})


def _campaigns(audit: Audit) -> Iterator[str]:
    """What shows that the city runs or plans a campaign, as messages name it."""
    for row_id in (OWN_STORY, SUSTAINED):
        row = line(audit, row_id)
        if row is not None and row.status in DONE:
            yield audit.words.t("{line}, “{answer}”", line=named(audit, row), answer=audit.shown(row, "status"))
    for action in live(audit):
        if mentioned(audit, action.action, "campaign"):
            yield named(audit, action)


@rule(
    "EG-08",
    Severity.ADVICE,
    basis="S",
    section=MEDIA,
    asks=("COMMUNICATION.status",),
    title=N_("The city answers others and tells no story of its own"),
    message=N_("{row}: “{status}”, although the city speaks to residents ({other})."),
    remedy=N_("Find a message of your own: who belongs to the city, and what it stands for. Let residents tell it."),
    why=N_(
        "Who only answers the messages of violent groups lets them set the subject. A story of belonging and peace gives "
        "people something to join."
    ),
    how=N_("Ask young people which true stories from their streets they would pass on, and begin with those."),
)
def no_story_of_its_own(audit: Audit) -> Iterator[Problem]:
    row = line(audit, OWN_STORY)
    if row is None or row.status != "absent":
        return
    others = (line(audit, row_id) for row_id in SPEAKING)
    other = next((each for each in others if each is not None and each.status in DONE), None)
    if other is not None:
        yield Problem(row, "status", quote=("status",), values={"other": named(audit, other)})


@rule(
    "EG-09",
    Severity.WARNING,
    basis="S",
    section=MEDIA,
    asks=("COMMUNICATION.status", "TOOLS.in_use", "TOOLS.legal_limits"),
    title=N_("Social media are watched without a stated legal basis"),
    message=N_("{tool} is in use. {found}."),
    remedy=N_(
        "State the law, the purpose, the limits, when data are deleted and who checks. Until then, stop watching."
    ),
    why=N_(
        "Watching what people write touches their rights, and fear of it keeps honest people silent. Only a law with "
        "limits and a check from outside makes it bearable."
    ),
    how=N_(
        "Name the law and the limits on the line of the tool, and answer the line on monitoring. Ask the legal department."
    ),
)
def watching_without_legal_basis(audit: Audit) -> Iterator[Problem]:
    tool, words = audit.by_id.get(WATCHING_MEDIA), audit.words
    if not isinstance(tool, Tool) or tool.in_use != "yes" or tool.waived:
        return
    values: dict[str, object] = {"tool": named(audit, tool)}
    if says_nothing(audit, tool.get("legal_limits")):
        found = words.t("“{column}” says nothing yet", column=words.column("TOOLS", "legal_limits"))
        yield Problem(tool, "legal_limits", values={**values, "found": found})
        return
    row = line(audit, MONITORING)
    if row is not None and row.status in ("absent", "unknown", "not_applicable"):
        found = words.t("{line}: “{answer}”", line=named(audit, row), answer=audit.shown(row, "status"))
        yield Problem(row, "status", values={**values, "found": found})


@rule(
    "EG-10",
    Severity.WARNING,
    basis="S",
    section=MEDIA,
    asks=("ACTIONS.action", "ACTIONS.status", "COMMUNICATION.status"),
    may=("COMMUNICATION.note",),
    title=N_("Accounts are closed before other steps"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "Keep closing for calls to violence or crime, by lawful decision and with appeal. Open more channels first."
    ),
    why=N_(
        "Closing accounts silences more people than those it is meant for, and they come back elsewhere. The aim is more "
        "good voices, not fewer voices."
    ),
    how=N_(
        "Write the test for an extreme case, who decides, and where people can appeal. Criticism of the city is never one."
    ),
)
def accounts_closed_first(audit: Audit) -> Iterator[Problem]:
    row, words = line(audit, CLOSING), audit.words
    if row is not None and row.status in DONE and not nothing_behind(audit, row, "note"):
        return
    for action in live(audit):
        closing = mentioned(audit, action.action, "closing_accounts")
        if closing:
            limits = words.item(CLOSING)
            found = words.t(
                "it speaks of “{closing}”, and nothing shows that “{limits}”", closing=closing, limits=limits
            )
            yield Problem(action, "action", values={"found": found})

"""Rules on enforcement: the city's own part, trust and law, gains that hold, and who else uses force."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import in_force, live
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.figures import OTHER_FORMS
from safeaudit.rules.looked_at import mentions
from safeaudit.rules.wording import mentioned, nothing_behind, quoted, said, says_nothing
from safeaudit.sheets import Row
from safeaudit.sheets.decide import Action
from safeaudit.sheets.govern import Agreement, Enforcement, Means
from safeaudit.sheets.indicators import Indicator
from safeaudit.words import N_

SECTION = N_("Part III, 2. Enforcement")
FORUM, WATCHES = "ENF-3", "ENF-4"
SOLVED = "IND-C18"
SERIOUS = ("IND-C01", "IND-C02", "IND-C10", "IND-C11", "IND-C12")
"""Figures on killings and other serious violence."""
CURRENT = ("draft", "in_force")


@rule(
    "EN-01",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("AGREEMENTS.status", "ENFORCEMENT.controlled_by", "ENFORCEMENT_MEANS.in_use"),
    may=(
        "AGREEMENTS.ends",
        "AGREEMENTS.parties",
        "AGREEMENTS.title",
        "ENFORCEMENT_MEANS.mandate",
        "ENFORCEMENT_MEANS.note",
        "ENFORCEMENT_MEANS.oversight",
        "PROFILE.period_to",
    ),
    title=N_("Neither a joint forum nor an agreement with the police"),
    message=N_(
        "“{ENFORCEMENT.controlled_by}” says “{level}”. {forum} says “{in_use}”{bare}, and “{AGREEMENTS}” holds no "
        "agreement in force that names the police."
    ),
    remedy=N_(
        "Seek a joint forum with the police, with a written plan whose results can be counted. If there is one, say under "
        "“{ENFORCEMENT_MEANS.mandate}” what it rests on, or name the police under “{AGREEMENTS.parties}”."
    ),
    why=N_(
        "A city that does not command the police has no order to give. A forum and a written plan give it a voice, and "
        "bring the work of both to the same place."
    ),
    how=N_(
        "Begin small: a monthly meeting on one area, with three priorities and a look back at the last ones. Write down "
        "what was agreed."
    ),
)
def no_voice_with_the_police(audit: Audit) -> Iterator[Problem]:
    record, forum = audit.enforcement, audit.by_id.get(FORUM)
    if record.controlled_by not in ("province", "national") or not isinstance(forum, Means) or forum.waived:
        return
    bare = forum.in_use == "yes" and nothing_behind(audit, forum, "mandate", "oversight", "note")
    if (forum.in_use != "no" and not bare) or any(_with_the_police(audit, each) for each in audit.agreements):
        return
    yield Problem(
        forum,
        "in_use",
        quote=("in_use",),
        values={
            "level": audit.shown(record, "controlled_by"),
            "forum": named(audit, forum),
            "bare": audit.words.t(", with nothing that shows it") if bare else "",
        },
    )


def _with_the_police(audit: Audit, agreement: Agreement) -> bool:
    """Whether an agreement is in force and names the police, or could not be read."""
    if "status" in agreement.rejected:
        return True
    asked = [column for column in ("parties", "title") if column in agreement.columns]
    texts = [agreement.get(column) for column in asked]
    return in_force(audit, agreement) and (not asked or any(mentions(text, "police", audit.language) for text in texts))


@rule(
    "EN-02",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=("ENFORCEMENT.stance",),
    title=N_("Stance that leaves safe streets to others"),
    message=N_("“{column}” says {found}."),
    remedy=N_(
        "Say what the city itself does or can do: light, services, permits, work with young people, a forum with the police."
    ),
    why=N_(
        "Residents hold the city to account for safety, whoever commands the police. To say that it is not our task "
        "gives up the many means a city has."
    ),
    how=N_("Two or three sentences: what the city does today beside the police, and what it will do next."),
)
def stance_not_our_task(audit: Audit) -> Iterator[Problem]:
    record = audit.enforcement
    stance = record.stance
    if not stance or len(stance) > audit.edition.settings["short_answer"]:
        return
    found = mentioned(audit, stance, "not_our_task") or (stance.strip() if says_nothing(audit, stance) else "")
    if found:
        yield Problem(record, "stance", values={"found": quoted(found)})


@rule(
    "EN-05",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=(
        "ENFORCEMENT.community_policing",
        "ENFORCEMENT.complaints",
        "ENFORCEMENT.controlled_by",
        "ENFORCEMENT.rights_training",
        "ENFORCEMENT.stance",
    ),
    title=N_("Trust and law left open"),
    message=N_("“{ENFORCEMENT}”: nothing is answered under {columns}."),
    remedy=N_(
        "Answer them. “{yes_no_unknown.unknown}” is a fair answer, and “{yes_no_unknown.no}” shows where to start."
    ),
    why=N_(
        "Enforcement that keeps to the law and wins people over can join a divided city. Without that it pushes police "
        "and residents further apart."
    ),
    how=N_(
        "Trust: do officers stay in one area and solve problems with residents? Law: are they trained in rights, and can "
        "people complain to somebody else?"
    ),
)
def trust_and_law_open(audit: Audit) -> Iterator[Problem]:
    record, words = audit.enforcement, audit.words
    if not _begun(record):
        return
    gaps = ["community_policing"] if record.get("community_policing") is None else []
    law = [column for column in ("complaints", "rights_training") if record.get(column) is None]
    gaps += law if len(law) == 2 else []
    if gaps:
        columns = words.listed([quoted(words.column("ENFORCEMENT", column)) for column in gaps])
        yield Problem(record, gaps[0], values={"columns": columns})


@rule(
    "EN-06",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, Safety governance strategies"),
    asks=(
        "ACTIONS.component",
        "ACTIONS.displacement",
        "ACTIONS.status",
        "ENFORCEMENT.controlled_by",
        "ENFORCEMENT.displacement",
        "ENFORCEMENT.stance",
    ),
    title=N_("No look at where the problem may move"),
    message=N_("{where}: “{column}” says: {answer}."),
    remedy=N_(
        "Say where the problem could move, and how you would notice: figures of the places around, or what residents tell."
    ),
    why=N_(
        "Pressure in one place often moves a problem to the next street or the next trade. Who looks at the one place "
        "only will call that a success."
    ),
    how=N_("Name the places, hours or trades it could move to, and who looks at them how often."),
)
def displacement_open(audit: Audit) -> Iterator[Problem]:
    record, words = audit.enforcement, audit.words
    if _begun(record) and says_nothing(audit, record.get("displacement")):
        yield _open_displacement(audit, record, quoted(words.tab("ENFORCEMENT")))
    for action in live(audit):
        if action.component == "enforcement" and says_nothing(audit, action.get("displacement")):
            yield _open_displacement(audit, action, named(audit, action))


def _begun(record: Enforcement) -> bool:
    """Whether one of the two first questions of the sheet is answered."""
    return record.get("controlled_by") is not None or record.get("stance") is not None


def _open_displacement(audit: Audit, row: Row, where: str) -> Problem:
    _words, answer = audit.words, row.get("displacement")
    values: dict[str, object] = {
        "where": where,
        "answer": said(audit, answer),
    }
    return Problem(row, "displacement", values=values)


@rule(
    "EN-07",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIONS.agreement",
        "ACTIONS.area",
        "ACTIONS.component",
        "ACTIONS.status",
        "ACTIONS.strengthens",
        "AGREEMENTS.city_action",
        "AGREEMENTS.status",
    ),
    title=N_("Police work without city work beside it"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "Match it with what the city does in the same place: cleaning, light, services, mediation. Then gains hold."
    ),
    why=N_(
        "Police presence makes room, and the room closes again if nothing fills it. City services in the same place and "
        "at the same time keep what was gained."
    ),
    how=N_(
        "For an agreement write what the city does meanwhile. For an action in an area add another one there that is not "
        "enforcement, or link the two under “Strengthens”."
    ),
)
def police_work_alone(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    column = words.column("AGREEMENTS", "city_action")
    for agreement in audit.agreements:
        if agreement.status in CURRENT and says_nothing(audit, agreement.get("city_action")):
            found = words.t("“{column}” says nothing yet", column=column)
            yield Problem(agreement, "city_action", values={"found": found})
    actions = live(audit)
    for action in actions:
        if action.component == "enforcement" and action.area and not _accompanied(audit, action, actions):
            area = audit.label(action.area)
            found = words.t("no action beside enforcement takes place in {area} or is linked with it", area=area)
            yield Problem(action, "area", values={"found": found})


def _accompanied(audit: Audit, action: Action, actions: list[Action]) -> bool:
    """Whether city work stands beside an enforcement action: by its agreement, by a link, or in the same area."""
    agreement = audit.row(action.agreement)
    if agreement is not None and not says_nothing(audit, agreement.get("city_action")):
        return True
    if any({"agreement", "strengthens"} & set(each.rejected) for each in actions):
        return True
    others = [each for each in actions if each.component not in (None, "enforcement")]
    others_linked = any(each.id == action.strengthens or each.strengthens == action.id for each in others)
    return others_linked or any(each.area == action.area for each in others)


@rule(
    "EN-08",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=(
        "ACTIONS.action",
        "ACTIONS.component",
        "ACTIONS.rights_check",
        "ACTIONS.status",
        "ENFORCEMENT_MEANS.in_use",
        "ENFORCEMENT_MEANS.safeguards",
    ),
    may=("ENFORCEMENT_MEANS.note", "ENFORCEMENT_MEANS.oversight"),
    title=N_("People keep watch without safeguards"),
    message=N_("{row}: {found}."),
    remedy=N_("Put training, written rules and a way to complain in place first. Until then do not widen the network."),
    why=N_(
        "People who see the street can help. Without rules they can also turn on neighbours, settle old scores, or ask "
        "for money like those they watch."
    ),
    how=N_(
        "Three things are needed: training, written rules on what they may do and pass on, and a way to complain about "
        "them. Say who checks."
    ),
)
def watch_without_safeguards(audit: Audit) -> Iterator[Problem]:
    watches, words = audit.by_id.get(WATCHES), audit.words
    claimed = isinstance(watches, Means) and watches.safeguards == "yes"
    bare = isinstance(watches, Means) and claimed and nothing_behind(audit, watches, "oversight", "note")
    safe = isinstance(watches, Means) and ((claimed and not bare) or "safeguards" in watches.rejected)
    if isinstance(watches, Means) and watches.in_use == "yes" and not watches.waived and bare:
        columns = [quoted(words.column("ENFORCEMENT_MEANS", each)) for each in ("oversight", "note")]
        found = words.t(
            "“{safeguards}” says “{answer}”, and nothing is said under {columns}",
            safeguards=words.column("ENFORCEMENT_MEANS", "safeguards"),
            answer=audit.shown(watches, "safeguards"),
            columns=words.listed(columns),
        )
        yield Problem(watches, "oversight", values={"found": found})
    elif isinstance(watches, Means) and watches.in_use == "yes" and not watches.waived and not safe:
        shown = audit.shown(watches, "safeguards")
        values = {
            "in_use": words.column("ENFORCEMENT_MEANS", "in_use"),
            "yes": words.code("yes_no_unknown", "yes"),
            "safeguards": words.column("ENFORCEMENT_MEANS", "safeguards"),
            "answer": said(audit, shown),
        }
        found = words.t("“{in_use}” says “{yes}”, and “{safeguards}” says: {answer}", **values)
        yield Problem(watches, "safeguards", values={"found": found})
    for action in live(audit):
        watching = mentioned(audit, action.action, "watch_networks")
        told = action.component == "enforcement" or mentioned(audit, action.action, "surveillance")  # by ST-08
        if watching and not safe and not told and says_nothing(audit, action.get("rights_check")):
            label = words.column("ACTIONS", "rights_check")
            found = words.t("it speaks of “{watching}”, and “{column}” is open", watching=watching, column=label)
            yield Problem(action, "rights_check", values={"found": found})


@rule(
    "EN-09",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("INDICATORS.gap", "INDICATORS.value"),
    may=OTHER_FORMS,
    title=N_("Serious violence counted, cases solved not"),
    message=N_("{serious} has a figure, but {row} has neither a value nor a named gap."),
    remedy=N_("Add the share of serious cases that were solved, or name the gap."),
    why=N_(
        "Killings that nobody solves tell families that they do not count, and tell others that nothing will happen to "
        "them. Few figures say as much about trust."
    ),
    how=N_(
        "Ask the police or the prosecution how many cases of the year were solved, and divide by all cases of the year."
    ),
)
def cases_solved_unknown(audit: Audit) -> Iterator[Problem]:
    solved = audit.by_id.get(SOLVED)
    if not isinstance(solved, Indicator) or solved.waived or solved.tried or solved.get("gap") is not None:
        return
    serious = next((row for row in audit.indicators if row.id in SERIOUS and row.has_figure), None)
    if serious is not None:
        yield Problem(solved, "value", values={"serious": named(audit, serious)})


@rule(
    "EN-10",
    Severity.ADVICE,
    basis="S",
    section=SECTION,
    asks=("ACTORS.kind", "ACTORS.overseen_by", "ENFORCEMENT.private_overseen"),
    title=N_("Others use force, and nobody is named who checks them"),
    message=N_("{where}: {found}."),
    remedy=N_("Say who licenses and checks them. If nobody does, think of an action that changes this."),
    why=N_(
        "In many cities guards and watch groups outnumber the police. Where nobody licenses or checks them, force is for "
        "sale and weapons get lost."
    ),
    how=N_(
        "Name the office or body that gives the licence, and say whether it visits. An honest “nobody” is worth an action."
    ),
)
def private_force_unchecked(audit: Audit) -> Iterator[Problem]:
    record, words = audit.enforcement, audit.words
    if record.private_overseen == "no":
        label, answer = words.column("ENFORCEMENT", "private_overseen"), audit.shown(record, "private_overseen")
        found = words.t("“{column}” says “{answer}”", column=label, answer=answer)
        yield Problem(record, "private_overseen", values={"where": quoted(words.tab("ENFORCEMENT")), "found": found})
    for actor in audit.actors:
        if actor.kind in ("private_security", "militia") and says_nothing(audit, actor.get("overseen_by")):
            label, overseer = words.column("ACTORS", "overseen_by"), actor.overseen_by
            answer = said(audit, overseer)
            found = words.t("“{column}” says: {answer}", column=label, answer=answer)
            yield Problem(actor, "overseen_by", values={"where": named(audit, actor), "found": found})

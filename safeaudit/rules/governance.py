"""Rules on enforcement, engagement, communication and the principles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.sheets import Row
from safeaudit.sheets.govern import Communication, Means
from safeaudit.words import N_

TERMS_FOR_SOLDIERS = ("last_resort", "stabilisation", "police_plan")
TALKS, OPEN_CHANNELS, PROTECTION, WATCHES = "PUB-3", "COM-7", "COM-8", "ENF-4"


@rule(
    "EN-03",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, 2. Enforcement"),
    title=N_("Soldiers in policing without the three terms"),
    message=N_("“{soldiers}” says “{yes}”, but “{line}” says: {answer}."),
    remedy=N_(
        "Say why soldiers are the last resort, have it publicly called a stabilisation operation, and say how the "
        "police will be strengthened meanwhile."
    ),
    why=N_(
        "Soldiers are not trained to police a city, and such missions tend to stay and to do harm. The framework "
        "bears them only as a last resort, named as stabilisation, and paired with a call to strengthen the "
        "police."
    ),
    how=N_(
        "Answer all three lines on soldiers. If one of them cannot be answered with a good conscience, that is a "
        "reason to think again about the deployment."
    ),
)
def soldiers_without_terms(audit: Audit) -> Iterator[Problem]:
    record, words = audit.enforcement, audit.words
    if record.soldiers != "yes":
        return
    for column in TERMS_FOR_SOLDIERS:
        answer = record.get(column)
        if column in record.rejected or not _says_no(answer, audit):
            continue
        shown = audit.shown(record, column)
        values: dict[str, object] = {
            "soldiers": words.column("ENFORCEMENT", "soldiers"),
            "yes": words.code("yes_no", "yes"),
            "line": words.column("ENFORCEMENT", column),
            "answer": f"“{shown}”" if shown else words.t("nothing yet"),
        }
        yield Problem(record, column, values=values)


def _says_no(answer: str | None, audit: Audit) -> bool:
    """Whether an answer is blank, a bare “no” or “none”, or has no letter in it, such as a dash."""
    bare = (answer or "").strip(" .!-–—").casefold()
    no, none = audit.words.code("yes_no", "no"), audit.words.code("government_level", "none")
    return bare in {"no", "none", no.casefold(), none.casefold()} or not any(letter.isalpha() for letter in bare)


@rule(
    "EG-06",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, 3. Engagement"),
    title=N_("Talks with armed groups outside a wider plan"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "If such talks take place, set them inside a wider plan, change the answer, and say under “{note}” what "
        "happens to residents if they fail. If there are none, choose “{none}”."
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
    if row.status == "absent":
        found = words.t("the answer is “{answer}”", answer=answer)
    elif row.status == "partly" and row.get("note") is None:
        found = words.t("the answer is “{answer}”, but “{note}” is empty", answer=answer, note=note)
    else:
        return
    none = words.code("in_place", "not_applicable")
    yield Problem(row, "status", values={"found": found, "note": note, "none": none})


@rule(
    "EG-11",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Social media"),
    title=N_("People are asked to report, and not protected"),
    message=N_("{row}: {answer}. Yet the city asks people to speak up: {asks}, “{yes}”."),
    remedy=N_(
        "If people who report in good faith are protected, choose “{in_place}” or “{partly}” and say under “{note}” "
        "how. If not, protect them first, and ask for no reports until then."
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
    if row is None or _protection_stated(row) or not any(other.filled for other in audit.communication):
        return
    asks = next(_asks_for_reports(audit), None)
    if asks is None:
        return
    source, column = asks
    shown = audit.shown(row, "status")
    values: dict[str, object] = {
        "answer": f"“{shown}”" if shown else audit.words.t("nothing yet"),
        "asks": named(audit, source),
        "yes": audit.shown(source, column),
        "note": audit.words.column("COMMUNICATION", "note"),
        **audit.words.options("in_place"),
    }
    yield Problem(row, "status", values=values)


def _protection_stated(row: Communication) -> bool:
    """In place; or partly, or said not to apply, with a note; or a line answered by a reason, or not understood."""
    if row.waived or "status" in row.rejected or row.status == "in_place":
        return True
    return row.status in ("partly", "not_applicable") and row.get("note") is not None


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
    "PR-01",
    Severity.ERROR,
    basis="S",
    section=N_("Part III, Prerequisites for success"),
    title=N_("Principle or prerequisite without an answer"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_("Say how far it is applied in practice, and what shows it. “{unknown}” is a fair answer."),
    why=N_(
        "The eight basic principles and the two prerequisites decide whether a strategy takes root. The framework "
        "holds all ten to be needed, so each must at least be looked at."
    ),
    how=N_(
        "Answer all ten lines in the group, with one or two facts each. If one has no meaning here, say why in "
        "its last cell."
    ),
)
def principle_without_answer(audit: Audit) -> Iterator[Problem]:
    if not any(row.filled for row in audit.principles):
        return
    groups = {group.id: group for group in framework.rows("principles").groups}
    ten = {item.id for item in chain(groups["principles"].items, groups["prerequisites"].items)}
    for row in audit.principles:
        if row.id in ten and row.get("applied") is None and not row.waived:
            values: dict[str, object] = {
                "column": audit.words.column("PRINCIPLES", "applied"),
                "unknown": audit.words.code("applied", "unknown"),
            }
            yield Problem(row, "applied", values=values)

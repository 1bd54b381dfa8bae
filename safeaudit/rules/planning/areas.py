"""Rules on resilience by area: the four-field matrix, negative resilience, and the ways in which resilience works."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import high_risks
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.wording import rating
from safeaudit.sheets.understand import COMMUNITY, STATE, AreaResilience, Risk
from safeaudit.words import N_

MATRIX = N_("Part III, 4. Resilience")


@rule(
    "RS-01",
    Severity.WARNING,
    basis="S",
    section=MATRIX,
    asks=(
        "AREAS",
        "RESILIENCE.acts_together",
        "RESILIENCE.area",
        "RESILIENCE.inclusive",
        "RESILIENCE.justice",
        "RESILIENCE.peaceful",
        "RESILIENCE.services",
        "RESILIENCE.trust",
        "RISKS.area_1",
        "RISKS.relevant",
        "RISKS.score",
    ),
    may=("RISKS.level",),
    title=N_("Area with a high risk and no place in the matrix"),
    message=N_("{found}"),
    remedy=N_(
        "Score all six points for it on “{RESILIENCE}”, from 1 to 5, or choose “Not known” where nobody can say. The place in the "
        "matrix follows from them."
    ),
    why=N_(
        "What helps an area depends on two things: how strong its tie to the state is, and how strong its community. "
        "Without its place in the matrix nobody can say which of the two to build first."
    ),
    how=N_(
        "Score with people who live and work there, and talk until you agree. A rough score with a note helps. “Not known” is "
        "an honest answer: it leaves the place open, and the report says so."
    ),
)
def area_without_place(audit: Audit) -> Iterator[Problem]:
    if not audit.resilience:
        return
    sheet = audit.words.tab("RESILIENCE")
    placed = {row.area: row for row in reversed(audit.resilience)}
    absent = []
    for area, risk in _high_risk_areas(audit).items():
        if area in placed:
            yield from _unfinished(audit, placed[area], risk)
        elif audit.row(area):
            absent.append(audit.label(area))
    if absent and not any("area" in row.rejected for row in audit.resilience):
        found = audit.words.t(
            "“{sheet}” has no line for {areas}, where a high risk hits.", sheet=sheet, areas=audit.words.listed(absent)
        )
        yield Problem(sheet_id="RESILIENCE", column="area", values={"found": found})


def _high_risk_areas(audit: Audit) -> dict[str, Risk]:
    """The areas hit by a high risk, each with the first such risk."""
    found: dict[str, Risk] = {}
    for risk in high_risks(audit):
        for area in risk.areas:
            found.setdefault(area, risk)
    return found


def _unfinished(audit: Audit, row: AreaResilience, risk: Risk) -> Iterator[Problem]:
    blank = [column for column in (*STATE, *COMMUNITY) if row.get(column) is None]
    if blank:
        found = audit.words.t(
            "{row}: no score yet for {columns}. {risk} hits here ({rating}).",
            row=named(audit, row),
            columns=audit.words.listed([f"“{audit.words.column('RESILIENCE', column)}”" for column in blank]),
            risk=named(audit, risk),
            rating=rating(audit, risk)[1],
        )
        yield Problem(row, blank[0], values={"found": found})


@rule(
    "RS-02",
    Severity.WARNING,
    basis="S",
    section=MATRIX,
    asks=(
        "RESILIENCE.armed_provider",
        "RESILIENCE.community",
        "RESILIENCE.quadrant",
        "RESILIENCE.state",
        "RESILIENCE.target",
    ),
    title=N_("Strong community under an armed provider, and no tie to the state planned"),
    message=N_(
        "{row}: “{RESILIENCE.armed_provider}” says “{armed_provider}”, the community scores {community} and the "
        "state {state}. {found}"
    ),
    remedy=N_(
        "Choose “{quadrant.positive}” or “{quadrant.state_only}” as the target, and plan how the tie to the state is "
        "rebuilt."
    ),
    why=N_(
        "Where armed or other providers impose order, a strong community is resilience of the wrong kind: it holds up "
        "their rule. It looks calm and must not be taken for the aim."
    ),
    how=N_(
        "Begin with what people get from the provider today: safety, justice, loans. Say which of these the city "
        "could bring first, without breaking what people have built themselves."
    ),
)
def strength_under_an_armed_provider(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    label = words.column("RESILIENCE", "target")
    for row in audit.resilience:
        if not _left_to_the_provider(row):
            continue
        if row.target is None:
            found = words.t("“{column}” is empty.", column=label)
        else:
            found = words.t("“{column}” says “{answer}”.", column=label, answer=audit.shown(row, "target"))
        yield Problem(row, "target", quote=("armed_provider", "community", "state"), values={"found": found})


def _left_to_the_provider(row: AreaResilience) -> bool:
    """Community without state under an armed provider, with no target, or with this very state as the target."""
    under = row.armed_provider == "yes" and row.quadrant == "community_only"
    return under and "target" not in row.rejected and row.target in (None, "community_only")


@rule(
    "RS-03",
    Severity.ADVICE,
    basis="S",
    section=MATRIX,
    asks=("RESILIENCE.armed_provider", "RESILIENCE.note", "RESILIENCE.target"),
    title=N_("Target other than positive resilience, without a reason"),
    message=N_("{row}: “{RESILIENCE.target}” says “{target}”, and “{column}” is empty."),
    remedy=N_("Say under “{column}” why this is the goal for now, or choose “{quadrant.positive}”."),
    why=N_(
        "The aim is a strong tie to the state and a strong community, both together. Another field can be an honest "
        "step on the way, but a reader must be able to see that."
    ),
    how=N_("One sentence is enough: what comes first here, and what has to wait for the audit after next?"),
)
def other_target_without_reason(audit: Audit) -> Iterator[Problem]:
    for row in audit.resilience:
        if row.target in (None, "positive") or row.get("note") is not None or _left_to_the_provider(row):
            continue
        yield Problem(row, "note", quote=("target",))


@rule(
    "RS-04",
    Severity.ADVICE,
    basis="S",
    section=MATRIX,
    asks=("RESILIENCE.armed_provider", "RESILIENCE.property_rights", "RESILIENCE.sign", "RESILIENCE.split"),
    title=N_("Negative resilience without what often lies behind it"),
    message=N_(
        "{row}: “{RESILIENCE.armed_provider}” says “{armed_provider}”, and both “{column}” and “{RESILIENCE.split}” "
        "are empty."
    ),
    remedy=N_("Say how clear it is who owns land and homes there, and whether the community is split."),
    why=N_(
        "Other powers take hold most easily where nobody knows who owns what, and where people do not stand together. "
        "Both can be worked on, if they are known."
    ),
    how=N_("Ask the housing and land office, and residents from more than one side. “Not known” is a fair answer."),
)
def negative_without_causes(audit: Audit) -> Iterator[Problem]:
    for row in audit.resilience:
        if row.sign == "negative" and row.get("property_rights") is None and row.get("split") is None:
            yield Problem(row, "property_rights", quote=("armed_provider",))


@rule(
    "RS-05",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, 4. Seeking out what builds resilience"),
    asks=("SYSTEM_MAP.works_by",),
    title=N_("Only one way in which resilience works"),
    message=N_("“{SYSTEM_MAP}”: all {count} lines with an answer under “{column}” say “{answer}”."),
    remedy=N_(
        "Look for something of the other kind, “{other}”, as well, and choose it in the line it belongs to. Think of "
        "what nobody expects, too."
    ),
    why=N_(
        "Some things lower a threat, others help people to adjust to it. A city needs both, since not every threat can "
        "be foreseen or stopped."
    ),
    how=N_(
        "Ask of each line: does this strength make the harm less likely, or does it help people to live through it and "
        "change?"
    ),
)
def one_way_only(audit: Audit) -> Iterator[Problem]:
    lines = [line for line in audit.map_rows if line.works_by is not None]
    kinds = {line.works_by for line in lines}
    if len(lines) < 2 or len(kinds) > 1 or any("works_by" in line.rejected for line in audit.map_rows):
        return
    options = audit.words.options("mitigation_adaptation")
    yield Problem(
        sheet_id="SYSTEM_MAP",
        column="works_by",
        values={
            "count": len(lines),
            "answer": audit.shown(lines[0], "works_by"),
            "other": next(word for code, word in options.items() if code not in kinds),
        },
    )

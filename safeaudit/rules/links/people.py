"""Rules on who is hit: groups that no line names, what residents say, violence at home, and how safe people feel."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.figures import OTHER_FORMS
from safeaudit.rules.lines import ARMED
from safeaudit.rules.links.markets import AT_HOME, FAMILY, LINKS, PERCEPTION
from safeaudit.rules.looked_at import mentions, skipped, was_looked_at
from safeaudit.sheets.exchange import Flow, MapRow
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import WHOLE_CITY
from safeaudit.sheets.understand import Risk
from safeaudit.words import N_

EXPOSED = {"women": "RSK-G3", "children": "RSK-G3", "unemployed_youth": "RSK-S3", "displaced": "RSK-G2"}
"""The four groups most exposed (framework list L15), and the risk whose “No” says why one is not met here."""


VIOLENCE = ("IND-C01", "IND-C02", "IND-C10", "IND-C11", "IND-C12")


@rule(
    "GV-07",
    Severity.WARNING,
    basis="S",
    section=N_("Part III, 4. Resilience"),
    asks=("ACTORS.kind", "ACTORS.seen_as"),
    title=N_("Criminal or armed group without how residents see it"),
    message=N_("{row}: “{ACTORS.kind}” says “{kind}”, but “{column}” is empty."),
    remedy=N_("Choose “{seen_as.provider}”, “{seen_as.threat}”, “{seen_as.both}” or “{seen_as.unknown}”."),
    why=N_(
        "Some residents may see such a group as one that provides: safety, work, justice. A response that knows "
        "nothing of this may turn people against the city."
    ),
    how=N_(
        "Ask through people whom residents trust, in general terms and with care. Many will say both; “Not known” "
        "is a fair answer."
    ),
)
def group_without_residents_view(audit: Audit) -> Iterator[Problem]:
    for actor in audit.actors:
        if actor.kind in ARMED and actor.get("seen_as") is None:
            yield Problem(actor, "seen_as", quote=("kind",))


@rule(
    "GV-09",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    asks=("FLOWS.group_1", "FLOWS.present", "RISKS.group_1", "RISKS.relevant", "SYSTEM_MAP.group_1"),
    title=N_("Most exposed group that no line names"),
    message=N_("No line of “{RISKS}”, “{FLOWS}” or “{SYSTEM_MAP}” names {groups}."),
    remedy=N_(
        "Go through the flows and the lines of “{SYSTEM_MAP}” and choose these groups where they are exposed. If one "
        "of them is not met with here, say so and accept this line."
    ),
    why=N_(
        "Women, children, young people without work and displaced people are hit more often and have less to defend "
        "themselves with. An audit that does not name them will not plan for them."
    ),
    how=N_(
        "Ask of each flow: whom does it hurt first, and who is drawn into it? Use “Most exposed” on the flows and "
        "“Group exposed” on the map."
    ),
)
def exposed_group_not_named(audit: Audit) -> Iterator[Problem]:
    if not audit.map_rows and not any(flow.present == "yes" for flow in audit.flows):
        return
    lines: list[Risk | Flow | MapRow] = [*audit.risks, *audit.flows, *audit.map_rows]
    if any(column.startswith("group_") for line in lines for column in line.rejected):
        return
    chosen = {group for line in lines for group in line.groups}
    ruled_out = {risk.id for risk in audit.risks if risk.relevant == "no"}
    missing = [group for group, risk in EXPOSED.items() if group not in chosen and risk not in ruled_out]
    if missing:
        yield Problem(
            sheet_id="SYSTEM_MAP" if audit.map_rows else "FLOWS",
            column="group_1",
            values={"groups": audit.words.listed([f"“{audit.words.code('groups', group)}”" for group in missing])},
        )


@rule(
    "GV-10",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    asks=("ACTORS.kind", "ACTORS.women_youth"),
    title=N_("Groups described without the women in them"),
    message=N_(
        "“{ACTORS}”: no line on a criminal or armed group speaks of women under “{column}”; the first is {row}."
    ),
    remedy=N_(
        "Say under “{column}” how women and girls are drawn in, what they do there, and what they would need to leave. "
        "“Nothing is known” is an answer too."
    ),
    why=N_(
        "Women are drawn into such groups as well, and often find it harder to leave. Plans made for men only pass "
        "them by."
    ),
    how=N_(
        "Ask services that women trust, such as health, shelters or women’s organisations. Write of roles and needs, "
        "never of persons."
    ),
)
def groups_without_women(audit: Audit) -> Iterator[Problem]:
    groups = [actor for actor in audit.actors if actor.kind in ARMED]
    if not groups or any("women_youth" in group.rejected for group in groups):
        return
    if not any(mentions(group.women_youth, "women", audit.language) for group in groups):
        yield Problem(groups[0], "women_youth")


@rule(
    "GV-11",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, Changing the conditions that help to breed violence"),
    asks=("INDICATORS.gap", "INDICATORS.value", "RISK_LEVELS", "IND-C08", "IND-C09", "LVL-2"),
    may=OTHER_FORMS,
    title=N_("Violence covered, violence at home left out"),
    message=N_("{row}: no value and no gap, nor at {other}, while other violence has figures, such as {violence}."),
    remedy=N_(
        "Add what health services, helplines and child protection know of violence at home, or name the gap. Do not "
        "interview survivors or children for it."
    ),
    why=N_(
        "Violence at home feeds violence outside: children who live with it are more often hurt, or hurt others, "
        "later. What is not counted is not planned for."
    ),
    how=N_("Use figures that exist, for the whole city, and never small numbers. A named gap is a full answer."),
)
def violence_at_home_left_out(audit: Audit) -> Iterator[Problem]:
    first, second = (audit.by_id[row_id] for row_id in AT_HOME)
    if any(was_looked_at(row) for row in (first, second)) or audit.by_id[FAMILY].filled:
        return
    if skipped(audit, "CAR-4") and skipped(audit, "CAR-5"):
        return
    counted = [row for row in audit.indicators if row.id in VIOLENCE and row.has_figure]
    if counted:
        values: dict[str, object] = {"other": named(audit, second), "violence": named(audit, counted[0])}
        yield Problem(first, "value", values=values)


@rule(
    "GV-12",
    Severity.WARNING,
    basis="S",
    section=LINKS,
    asks=("INDICATORS.area", "INDICATORS.earlier_value", "INDICATORS.split_by", "INDICATORS.value"),
    may=(*OTHER_FORMS, "INDICATORS.earlier_range"),
    title=N_("How safe people feel, without a place or a second time"),
    message=N_("{row}: {found}."),
    remedy=N_(
        "Ask by area, with the same words each time, and enter the earlier figure beside the new one. Until then, "
        "plan it for the next survey and accept this line with the date."
    ),
    why=N_(
        "How unsafe people feel differs from area to area. The change from one time to the next is the plainest "
        "test of what a city has done."
    ),
    how=N_(
        "Take the next survey or a set of safety walks, and add a local line for each area that matters. Keep "
        "wording, hour and method the same."
    ),
)
def feeling_measured_once(audit: Audit) -> Iterator[Problem]:
    main = [row for row in audit.indicators if row.id in PERCEPTION and row.has_figure]
    if not main:
        return
    rows = [*main, *(row for row in audit.indicators if _local_perception(row, audit.language))]
    lacking: dict[str, str] = {}
    if not any(map(_by_area, rows)) and any(map(_by_area, audit.indicators)):
        lacking["area"] = audit.words.t("it is measured for the whole city only")
    earlier = ("earlier_value", "earlier_range", "change_given")
    if all(row.get(column) is None for row in rows for column in earlier if column in row.columns):
        lacking["earlier_value"] = audit.words.t("it is measured once only")
    if lacking:
        found = audit.words.listed(list(lacking.values()))
        yield Problem(main[0], next(iter(lacking)), values={"found": found})


def _by_area(row: Indicator) -> bool:
    """Whether a figure tells areas apart, or belongs to one."""
    return row.has_figure and (row.split_by == "area" or row.get("area") not in (None, WHOLE_CITY))


def _local_perception(row: Indicator, language: str) -> bool:
    """Whether a local figure of the first layer tells how safe people feel, by its label."""
    return row.id.startswith("IND-CX") and row.has_figure and mentions(row.label, "perception", language)

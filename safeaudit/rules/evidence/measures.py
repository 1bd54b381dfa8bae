"""Rules on the set of figures: whose experience it shows, where, and which side of safety it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.figures import OTHER_FORMS
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import WHOLE_CITY
from safeaudit.words import N_

PERCEPTIONS = ("IND-C14", "IND-C15")
RARELY_COUNTED = ("IND-C10", "IND-C11", "IND-C12")
CONNECTION = ("IND-S12", "IND-S13", "IND-S14", "IND-S15")
ABOUT_WOMEN = {"IND-C08"}
ABOUT_YOUNG = {"IND-C09", "IND-S03", "IND-S05", "IND-S06", "IND-S08", "IND-R03"}


def begun(audit: Audit) -> bool:
    """Whether enough indicators are answered, by a value, a gap or a reason, to judge the set as a whole."""
    answered = [row for row in audit.indicators if row.tried or row.get("gap") is not None or row.waived]
    return len(answered) >= audit.edition.settings["few_figures"]


def figures(audit: Audit) -> list[Indicator]:
    """The indicators that have a figure in some form."""
    return [row for row in audit.indicators if row.has_figure]


def _lines(audit: Audit, ids: tuple[str, ...]) -> list[Indicator]:
    return [row for row in audit.indicators if row.id in ids]


def _missing(audit: Audit, ids: tuple[str, ...]) -> bool:
    """Whether none of these lines has a figure, and at least one of them was not answered by “Does not apply”."""
    rows = _lines(audit, ids)
    return not any(row.tried for row in rows) and not all(row.waived for row in rows)


@rule(
    "DA-03",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("INDICATORS.gap", "INDICATORS.value", "SOURCES.topic"),
    may=(*OTHER_FORMS, "SAFETY_WALKS.feeling"),
    title=N_("No measure of how safe people feel"),
    message=N_(
        "“{INDICATORS}”: neither “{IND-C14}” nor “{IND-C15}” has a value, no source is about perceptions, and no safety walk is noted."
    ),
    remedy=N_("Add one: a survey question, a group discussion or a safety walk, listed as a source with its topic."),
    why=N_(
        "How safe people feel decides how they live: which way they walk, when they close the shop, whether they let "
        "a child go out. Recorded crime does not show it, and those who are asked least often feel least safe."
    ),
    how=N_(
        "Use the newest survey that asks it, in the city or in one area. If there is none, hold a few group "
        "discussions or safety walks and list them as a source on perceptions."
    ),
)
def no_perceptions(audit: Audit) -> Iterator[Problem]:
    if not begun(audit) or not _missing(audit, PERCEPTIONS):
        return
    if any(source.topic == "perceptions" for source in audit.sources):
        return
    if any(walk.feeling is not None for walk in audit.safety_walks):
        return
    yield Problem(_lines(audit, PERCEPTIONS)[0], "value")


@rule(
    "DA-04",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("INDICATORS.area", "INDICATORS.gap", "INDICATORS.split_by", "INDICATORS.value"),
    may=OTHER_FORMS,
    title=N_("Figures for the whole city only"),
    message=N_("“{INDICATORS}”: no figure is for an area of the city, and none is split by area."),
    remedy=N_(
        "Give at least one figure by area: choose the area in its line, or “{split_by.area}” under "
        "“{INDICATORS.split_by}” where you have the split."
    ),
    why=N_(
        "Harm gathers in a few places. A total for the city hides them, and also hides the places that do well and "
        "could teach the others."
    ),
    how=N_(
        "Take one figure that police, hospital or a survey can give by area. Use the areas of this workbook and "
        "nothing finer, so that a figure never points at a person."
    ),
)
def whole_city_only(audit: Audit) -> Iterator[Problem]:
    rows = figures(audit)
    if not begun(audit) or not rows or any({"area", "split_by"} & row.rejected.keys() for row in rows):
        return
    if any(row.split_by == "area" or row.area not in (None, WHOLE_CITY) for row in rows):
        return
    yield Problem(rows[0], "area")


@rule(
    "DA-05",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, 2. Identifying connections between illicit flows and insecurity"),
    asks=("INDICATORS.gap", "INDICATORS.split_by", "INDICATORS.value"),
    may=OTHER_FORMS,
    title=N_("Figures that do not tell women or young people apart"),
    message=N_("“{INDICATORS}”: no figure tells {whom} apart."),
    remedy=N_("Give at least one such figure, and choose its split under “{column}”."),
    why=N_(
        "Insecurity hits women, children and young people in other ways and places than grown men. A figure for all "
        "tells nothing about them, and measures built on it miss them."
    ),
    how=N_(
        "Many surveys and registers can be split by sex and age, if one asks for it. A figure about these groups, such "
        "as violence against children or youth unemployment, counts too."
    ),
)
def nobody_told_apart(audit: Audit) -> Iterator[Problem]:
    rows = figures(audit)
    if not begun(audit) or not rows or any("split_by" in row.rejected for row in rows):
        return
    splits, ids = {row.split_by for row in rows}, {row.id for row in rows}
    women = "sex" in splits or bool(ids & ABOUT_WOMEN)
    young = "age" in splits or bool(ids & ABOUT_YOUNG)
    if women and young:
        return
    if women:
        whom = audit.words.t("young and old")
    else:
        whom = audit.words.t("women and men") if young else audit.words.t("women and men, or young and old,")
    yield Problem(rows[0], "split_by", values={"whom": whom})


@rule(
    "DA-06",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, The South African Cities Network indicators project"),
    asks=("INDICATORS.gap", "INDICATORS.value"),
    may=OTHER_FORMS,
    title=N_("Layer of the indicators without a figure"),
    message=N_("“{INDICATORS}”: no figure yet under {layers}."),
    remedy=N_("Add at least one figure there. Where a line has no meaning in your city, write why in its last cell."),
    why=N_(
        "Insecurity, what lies behind it and what the city does about it belong together. With one of the three "
        "missing, nobody can see whether the answers fit the problem."
    ),
    how=N_(
        "Begin with figures that an office already has, such as programme records for the third layer. One figure in "
        "each layer is the least; more lets you see ties."
    ),
)
def layer_without_figure(audit: Audit) -> Iterator[Problem]:
    if not begun(audit) or not figures(audit):
        return
    words, empty = audit.words, []
    for group in framework.rows("indicators").groups:
        rows = [row for row in audit.indicators if row.id.startswith(group.prefix)]
        if not any(row.tried for row in rows) and not all(row.waived for row in rows):
            empty.append((rows[0], f"“{words.group('indicators', group.id)}”"))
    if empty:
        layers = words.listed([label for _, label in empty])
        yield Problem(empty[0][0], "value", values={"layers": layers})


@rule(
    "DA-07",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, Valuing (and measuring) social connectedness"),
    asks=("INDICATORS.gap", "INDICATORS.value"),
    may=OTHER_FORMS,
    title=N_("No measure of how people are connected"),
    message=N_("“{INDICATORS}”: none of these has a value: {measures}."),
    remedy=N_("Add one of the four. A single question in the next survey is enough."),
    why=N_(
        "Poverty is easier to count than connection, but connection protects. Where people have support and trust "
        "each other, money and promises from outside harm a place less."
    ),
    how=N_(
        "Look for a national or university survey with such a question and a sample for your city. If there is none, "
        "name the gap and plan one question, asked in the same words each time."
    ),
)
def no_connection(audit: Audit) -> Iterator[Problem]:
    if not begun(audit) or not _missing(audit, CONNECTION):
        return
    measures = audit.words.listed([f"“{audit.words.item(row_id)}”" for row_id in CONNECTION])
    yield Problem(_lines(audit, CONNECTION)[0], "value", values={"measures": measures})


@rule(
    "DA-11",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, 2. Identifying connections between illicit flows and insecurity"),
    asks=("INDICATORS.gap", "INDICATORS.value", "INDICATORS.who_might_know"),
    may=OTHER_FORMS,
    title=N_("Violence that is rarely counted was not looked for"),
    message=N_("“{INDICATORS}”: {kinds} have no value, and “{column}” is empty in these lines."),
    remedy=N_("Write under “{column}” who might hold a count: hospitals, ambulances, the press or civil society."),
    why=N_(
        "Hardly any police force counts these killings, although they tell more than others about illegal markets "
        "and who rules them. A city can help to begin such a count."
    ),
    how=N_(
        "Nobody expects a full figure. Ask one hospital, ambulance service, newspaper archive or research group, and "
        "note whom you asked; count without names."
    ),
)
def rarely_counted_violence(audit: Audit) -> Iterator[Problem]:
    rows = _lines(audit, RARELY_COUNTED)
    if not begun(audit) or not _missing(audit, RARELY_COUNTED):
        return
    if any(row.get("who_might_know") is not None for row in rows):
        return
    yield Problem(
        rows[0],
        "who_might_know",
        values={"kinds": audit.words.listed([f"“{audit.words.item(row_id)}”" for row_id in RARELY_COUNTED])},
    )

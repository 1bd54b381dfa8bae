"""Rules on the sources: who holds them, what they miss, how old they are, and what is done about gaps."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.days import period_end
from safeaudit.rules.figures import OTHER_FORMS, given
from safeaudit.rules.wording import holds, quoted
from safeaudit.sheets.indicators import Indicator
from safeaudit.sheets.kinds import ends
from safeaudit.sheets.set_up import Source
from safeaudit.words import N_

HOMICIDE, NOT_REPORTED, TRUST_IN_POLICE = "IND-C01", "IND-C16", "IND-C17"
OUTSIDE_THE_STATE = {"university", "civil_society", "business", "media", "international"}
LEVELS_OUTSIDE = {"community", "private", "international"}


def is_police(audit: Audit, source: Source) -> bool:
    """Whether the police hold a source: by its kind of holder, or by the holder's name while the kind is open."""
    if source.get("holder_kind") is not None:
        return source.holder_kind == "police"
    return holds(audit, "police", source.holder)


def is_outside_the_state(source: Source) -> bool:
    return source.holder_kind in OUTSIDE_THE_STATE or source.level in LEVELS_OUTSIDE


@rule(
    "DA-01",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("SOURCES.holder", "SOURCES.holder_kind"),
    title=N_("All figures from one agency"),
    message=N_("“{SOURCES}”: {found}."),
    remedy=N_(
        "Add at least one source that somebody else holds, such as health, statistics, planning or a community "
        "organisation."
    ),
    why=N_(
        "Each agency sees its own part of a city. Police, hospitals, planners and residents know different things, "
        "and a picture that rests on one of them leaves out what that one cannot see."
    ),
    how=N_(
        "Ask who else meets the problem: the emergency ward, the statistics office, the permit office, a shelter or "
        "an ambulance service. One line for a source you know of is a start, even if it is not shared with you yet."
    ),
)
def one_agency_only(audit: Audit) -> Iterator[Problem]:
    sources = audit.sources
    if not sources or any(source.holder is None for source in sources):
        return
    holders = {" ".join((source.holder or "").casefold().split()) for source in sources}
    if len(holders) == 1:
        found = audit.words.t("the only holder of data is {holder}", holder=quoted(sources[0].holder))
    elif all(is_police(audit, source) for source in sources):
        listed = dict.fromkeys(quoted(source.holder) for source in sources)
        found = audit.words.t("only police hold the data: {holders}", holders=audit.words.listed(list(listed)))
    else:
        return
    yield Problem(sources[0], "holder", values={"found": found})


@rule(
    "DA-02",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("INDICATORS.source", "INDICATORS.value", "SOURCES.holder", "SOURCES.holder_kind", "SOURCES.missed"),
    may=OTHER_FORMS,
    title=N_("Recorded crime without a word on what is not reported"),
    message=N_("{row}: police figures are used for {figures}, and “{column}” is empty."),
    remedy=N_("Write how much of it is likely to go unreported, and why."),
    why=N_(
        "Recorded crime misses what people do not report, and they report least where trust is low. A fall in the "
        "records can mean less crime or less trust."
    ),
    how=N_(
        "A rough share with its reason is enough, for example from a victim survey or from hospital cases. If you "
        "can, also fill in the share of crime not reported under the indicators."
    ),
)
def recorded_crime_taken_as_all(audit: Audit) -> Iterator[Problem]:
    if any(row.id in (NOT_REPORTED, TRUST_IN_POLICE) and row.tried for row in audit.indicators):
        return
    for source in audit.sources:
        figures = [row.id for row in audit.indicators if _is_crime_figure(row) and row.source == source.id]
        if figures and source.get("missed") is None and is_police(audit, source):
            yield Problem(source, "missed", values={"figures": audit.words.listed(figures)})


def _is_crime_figure(row: Indicator) -> bool:
    return row.id.startswith("IND-C") and row.has_figure


@rule(
    "DA-12",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("INDICATORS.gap", "INDICATORS.value", "SOURCES.holder_kind", "SOURCES.level"),
    may=OTHER_FORMS,
    title=N_("No count of homicides, and no source outside the state"),
    message=N_("{row}: “{gap}”. No source on “{SOURCES}” is held outside the state."),
    remedy=N_("Ask whether an ambulance service, a charity, a university or the press keeps a count, and list it."),
    why=N_(
        "Where official counts are thin, a private or charitable service may hold better ones. In Karachi an "
        "ambulance charity knew more about killings and where they happened than others did."
    ),
    how=N_(
        "Ask those who carry the injured and bury the dead, and those who write about it. List the source with its "
        "kind of holder or its level; figures can follow later."
    ),
)
def no_homicide_count(audit: Audit) -> Iterator[Problem]:
    if not audit.sources or any(is_outside_the_state(source) for source in audit.sources):
        return
    for row in audit.indicators:
        if row.id == HOMICIDE and not row.tried and row.gap is not None and not row.waived:
            yield Problem(row, "gap", quote=("gap",))


@rule(
    "DA-14",
    Severity.ERROR,
    basis="T",
    section=N_("Part III, Prerequisites for success"),
    asks=("INDICATORS.source", "INDICATORS.value"),
    may=OTHER_FORMS,
    title=N_("Figure without a source"),
    message=N_("{row}: the figure {found} has no source."),
    remedy=N_(
        "Choose its source from the list. If the source is not listed yet, add a line for it on “{SOURCES}” first."
    ),
    why=N_(
        "A strategy rests on facts that others can check. A figure that nobody can trace cannot be defended, and "
        "cannot be measured again in the same way at the next audit."
    ),
    how=N_(
        "List the survey, record or report under the sources, then choose it in the line of the figure. If you "
        "have no source, take the value out and name the gap instead: a named gap is a full answer."
    ),
)
def figure_without_source(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if row.has_figure and row.get("source") is None and not row.waived:
            yield Problem(row, "source", values={"found": given(audit, row)})


@rule(
    "DA-15",
    Severity.WARNING,
    basis="T",
    section=N_("Part II, Data availability and integration"),
    asks=("INDICATORS.source", "INDICATORS.value", "INDICATORS.year", "PROFILE.period_to", "SOURCES.latest_year"),
    may=("PROFILE.period_from", *OTHER_FORMS),
    title=N_("Figure or source that does not fit the audit period"),
    message=N_("{row}: “{column}” says {year}, and the audit period ends in {end}."),
    remedy=N_(
        "If the year is a slip, mend it. If the figure is old, use a newer one, or accept this with the reason why it still holds."
    ),
    why=N_(
        "A city changes fast. A figure from before the period describes another city, and one from after it cannot "
        "belong to this audit."
    ),
    how=N_(
        "Ask the holder for the newest year. Some figures, such as a census, are old by nature: then accept the "
        "warning and write why the figure still holds; the reason is printed in the report."
    ),
)
def outside_the_period(audit: Audit) -> Iterator[Problem]:
    end = period_end(audit)
    if end is None:
        return
    oldest = end.year - audit.edition.settings["data_age_years"]
    told = set()
    for row in audit.indicators:
        if row.has_figure and row.year is not None and not (oldest <= ends(row.year) and row.year <= end.year):
            told.add(row.source)
            yield _misfit(row, "year", end.year)
    for source in audit.sources:
        if source.latest_year is not None and ends(source.latest_year) < oldest and source.id not in told:
            yield _misfit(source, "latest_year", end.year)


def _misfit(row: Indicator | Source, column: str, end: int) -> Problem:
    return Problem(row, column, values={"year": getattr(row, column), "end": end})


@rule(
    "DA-16",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("DATA_GAPS.applies", "DATA_GAPS.plan"),
    title=N_("Weak data without a plan"),
    message=N_("{row}: “{DATA_GAPS.applies}” says “{applies}”, and “{column}” is empty."),
    remedy=N_("Write one step, who takes it and by when. If nothing can be done now, write that and why."),
    why=N_(
        "Better data do not come by themselves. A gap that nobody is asked to close will stand in the next audit again."
    ),
    how=N_(
        "Choose the smallest step that helps: one more question in a survey, one agreement on sharing, a few local "
        "prices noted each month."
    ),
)
def weak_data_without_plan(audit: Audit) -> Iterator[Problem]:
    for row in audit.data_gaps:
        if row.applies == "yes" and row.get("plan") is None and not row.waived:
            yield Problem(row, "plan", quote=("applies",))


@rule(
    "DA-17",
    Severity.ERROR,
    basis="S",
    section=N_("Part II, Data availability and integration"),
    asks=("SOURCES.name",),
    may=("INDICATORS.value", "RISKS.score"),
    title=N_("Audit without one source"),
    message=N_("“{SOURCES}” holds no source, {found}."),
    remedy=N_(
        "List what you know and who holds it: a record, a survey, a hearing, a newspaper archive. One line is a start, "
        "also for a source that is not shared with you yet."
    ),
    why=N_(
        "A finding is worth as much as what it rests on. Without one source nobody can check this audit, or measure again "
        "in the same way."
    ),
    how=N_("What residents told you in hearings and walks is a source: list it with its kind and its year."),
)
def no_source_at_all(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    if audit.sources or audit.withheld_rows("SOURCES"):
        return
    figures = [row for row in audit.indicators if row.value is not None]
    scores = [row for row in audit.risks if row.score is not None]
    if audit.waived("SOURCES"):
        found = words.t("and gives a reason for that, {reason}", reason=quoted(audit.reasons.get("SOURCES")))
    elif figures:
        sheet = words.tab("INDICATORS")
        found = words.n(
            "while “{sheet}” holds a figure", "while “{sheet}” holds {count} figures", len(figures), sheet=sheet
        )
    elif scores:
        sheet = words.tab("RISKS")
        found = words.n("while “{sheet}” rates a risk", "while “{sheet}” rates {count} risks", len(scores), sheet=sheet)
    else:
        return
    yield Problem(sheet_id="SOURCES", column="name", values={"found": found})

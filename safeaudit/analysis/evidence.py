"""What the audit rests on: figures, sources and gaps (framework Part II, Data availability and integration)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis.counting import groups, share, tally
from safeaudit.analysis.table import CountLine, Line, Table
from safeaudit.audit import Audit
from safeaudit.sheets.kinds import ends
from safeaudit.sheets.verdicts import apart, margin_of, moved

if TYPE_CHECKING:
    from datetime import date

    from safeaudit.sheets.indicators import Indicator


LAYERS = ("crime", "social", "responses")
"""The groups of the framework list "indicators", in order."""


def last_year(audit: Audit) -> int | None:
    """The year in which the audit period ends: what the age of figures is counted to."""
    end = audit.profile.period_to
    return end.year if end else None


def is_old(audit: Audit, year: int | None) -> bool:
    """Whether a year lies more than the setting `data_age_years` before the end of the audit period."""
    end = last_year(audit)
    return bool(year and end and end - ends(year) > audit.edition.settings["data_age_years"])


def indicator_state(row: Indicator, audit: Audit) -> str:
    """value (a limit or range too), change (only that is known), withheld (in a public version), gap (named), empty, or
    not_applicable."""
    if row.bounds is not None:
        return "value"
    if row.change_given is not None:
        return "change"
    if audit.withholds(row, "value", "value_range", "change_given", "gap", "does_not_apply") and not row.waived:
        return "withheld"
    return "not_applicable" if row.waived else "gap" if row.gap else "empty"


@dataclass(frozen=True, slots=True)
class IndicatorLine(Line):
    """A figure: see `indicators`."""

    row_id: str
    layer: str
    state: str
    value: float | None
    value_range: str | None
    year: int | None
    area: str | None
    earlier_value: float | None
    earlier_range: str | None
    earlier_year: int | None
    change: float | None
    only_change: bool
    better: str | None
    moved: str | None
    sample: int | None
    margin: float | None
    second_value: float | None
    second_source: str | None
    apart: float | None
    like_value: float | None
    national_value: float | None
    split_by: str | None
    source: str | None
    quality: str | None
    old: bool
    residents: bool
    real_change: bool
    gap: str | None
    sdg: str | None
    sdg_reversed: bool
    iccs: list[str]


def indicators(audit: Audit) -> Table[IndicatorLine]:
    """Every figure of the three layers (L03): `layer` crime, social, responses; `state` value, gap, empty, not_applicable; in a
    public version also withheld.

    `value_range` as typed · `change` % since the earlier value, `only_change` where no value is known · `better` lower, higher,
    depends (given) · `moved` as sheets.verdicts says · `margin` of a survey's change, in points · `apart`: % by which the second source
    differs · `sdg`, `iccs`: codes of the measure, `sdg_reversed` where it counts the other
    side · `quality` of its source · `old` by the setting · `residents`: what it means to them is told · `real_change` likewise.
    """
    quality = {source.id: source.quality for source in audit.sources}
    rows = []
    for row in audit.indicators:
        item, settings = framework.item(row.id), audit.edition.settings
        rows.append(
            IndicatorLine.of(
                row,
                layer=groups("indicators")[row.id],
                state=indicator_state(row, audit),
                only_change=row.bounds is None and row.change_given is not None,
                better=row.better_when,
                moved=moved(row, settings),
                margin=margin_of(row, settings),
                apart=apart(row),
                sdg=item.details.get("sdg") if item else None,
                sdg_reversed=bool(item and item.details.get("sdg_reversed")),
                iccs=list(item.details.get("iccs", [])) if item else [],
                quality=quality.get(row.source or ""),
                old=is_old(audit, row.year),
                residents=audit.given(row, "residents"),
                real_change=audit.given(row, "real_change"),
            )
        )
    return Table(IndicatorLine, rows)


@dataclass(frozen=True, slots=True)
class ReadinessLine(Line):
    """A layer of figures and a state: see `readiness`."""

    layer: str
    state: str
    count: int
    share: float | None
    row_ids: list[str]


def readiness(audit: Audit) -> Table[ReadinessLine]:
    """Layer × state, each pair: how many figures have a value, a named gap, nothing, or do not apply; `share` of the layer."""
    lines = indicators(audit)
    states = ["value", "gap", "empty", "not_applicable"]
    states += [state for state in ("change", "withheld") if any(line.state == state for line in lines)]
    rows = []
    for layer in LAYERS:
        own = [line for line in lines if line.layer == layer]
        for state in states:
            ids = [line.row_id for line in own if line.state == state]
            rows.append(
                ReadinessLine(layer=layer, state=state, count=len(ids), share=share(len(ids), len(own)), row_ids=ids)
            )
    return Table(ReadinessLine, rows)


@dataclass(frozen=True, slots=True)
class SourceLine(Line):
    """A source: see `sources`."""

    row_id: str
    level: str | None
    topic: str | None
    kind: str | None
    geography: str | None
    latest_year: int | None
    old: bool
    frequency: str | None
    by_sex: str | None
    by_age: str | None
    by_area: str | None
    shared: str | None
    agreement: str | None
    missed: bool
    quality: str | None
    used_by: list[str]


def sources(audit: Audit) -> Table[SourceLine]:
    """The inventory of sources: `old` by the setting; `used_by` lines of INDICATORS, MORE_FIGURES, RISKS, FLOWS and PRICES that name it.

    In a public version a line that is withheld counts as well, without its ID.
    """
    users: list[tuple[str | None, str]] = [(row.source, row.id) for row in audit.indicators]
    users += [(row.second_source, row.id) for row in audit.indicators]
    users += [(row.source, row.id) for row in audit.more_figures]
    users += [(row.source, row.id) for row in audit.risks]
    users += [(source, row.id) for row in audit.flows for source in row.sources]
    users += [(row.source, row.id) for row in audit.prices]
    if audit.carried:
        users += [(source, "") for source, count in audit.carried.uses.items() for _ in range(count)]
    return Table(
        SourceLine,
        (
            SourceLine.of(
                row,
                old=is_old(audit, row.latest_year),
                missed=row.missed is not None,
                used_by=[user for source, user in users if source == row.id],
            )
            for row in audit.sources
        ),
    )


def source_counts(audit: Audit) -> Table[CountLine]:
    """How many sources by topic, quality, shared, level and geography: zero shows what is lacking."""
    scales = {
        "topic": "source_topic",
        "quality": "high_medium_low",
        "shared": "shared",
        "level": "source_level",
        "geography": "geography",
    }
    rows = []
    for measure, scale in scales.items():
        rows += tally(
            measure, list(framework.scales()[scale]), ((getattr(row, measure), row.id) for row in audit.sources)
        )
    return Table(CountLine, rows)


@dataclass(frozen=True, slots=True)
class GapLine(Line):
    """A cause of weak data: see `data_gaps`."""

    row_id: str
    applies: str | None
    planned: bool
    by_when: date | None
    not_applicable: bool


def data_gaps(audit: Audit) -> Table[GapLine]:
    """Causes of weak data (L05): `applies` yes, no, unknown; `planned`: something will be done, `by_when`."""
    return Table(
        GapLine,
        (GapLine.of(row, planned=row.plan is not None, not_applicable=row.waived) for row in audit.data_gaps),
    )


@dataclass(frozen=True, slots=True)
class ToolLine(Line):
    """A technology: see `tools`."""

    row_id: str
    in_use: str | None
    limits: bool
    not_applicable: bool


def tools(audit: Audit) -> Table[ToolLine]:
    """Technologies for seeing flows (L11): `in_use` yes, no, unknown; `limits` of the law are stated."""
    return Table(
        ToolLine,
        (ToolLine.of(row, limits=row.legal_limits is not None, not_applicable=row.waived) for row in audit.tools),
    )


@dataclass(frozen=True, slots=True)
class Homicide:
    """Intentional homicides per 100,000 residents in one year, city and country; `ratio` city / national (None for 0)."""

    city: float | None
    national: float | None
    year: int | None
    ratio: float | None


def homicide(audit: Audit) -> Homicide:
    """City against national homicide rate, from PROFILE (framework Part I, Figure 1)."""
    profile = audit.profile
    city, national = profile.homicide_city, profile.homicide_national
    ratio = city / national if city is not None and national else None
    return Homicide(city, national, profile.homicide_year, ratio)

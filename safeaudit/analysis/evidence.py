"""What the audit rests on: figures, sources, gaps and limits (framework Part II, Data availability and integration)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.analysis import flows
from safeaudit.analysis.frames import TALLY, frame, groups, share, take, tally
from safeaudit.audit import Audit, Progress
from safeaudit.sheets import SHEETS, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame

    from safeaudit.sheets.understand import Indicator

LAYERS = ("crime", "social", "responses")
"""The groups of the framework list "indicators", in order."""


def last_year(audit: Audit) -> int | None:
    """The year in which the audit period ends: what the age of figures is counted to."""
    end = audit.profile.period_to
    return end.year if end else None


def is_old(audit: Audit, year: int | None) -> bool:
    """Whether a year lies more than the setting `data_age_years` before the end of the audit period."""
    end = last_year(audit)
    return bool(year and end and end - year > framework.settings()["data_age_years"])


def indicator_state(row: Indicator, audit: Audit) -> str:
    """value, withheld (in a public version), gap (named), empty, or not_applicable."""
    if row.value is not None:
        return "value"
    if audit.withholds(row, "value", "gap", "does_not_apply") and not row.waived:
        return "withheld"
    return "not_applicable" if row.waived else "gap" if row.gap else "empty"


def indicators(audit: Audit) -> DataFrame:
    """Every figure of the three layers (L03): `layer` crime, social, responses; `state` value, gap, empty, not_applicable; in a
    public version also withheld.

    `change` % since the earlier value · `better` lower, higher, depends (given) · `moved` better, worse, same, unclear ·
    `quality` of its source · `old` by the setting · `residents`: what it means to them is told · `real_change` likewise.
    """
    quality = {source.id: source.quality for source in audit.sources}
    rows = []
    for row in audit.indicators:
        item = framework.item(row.id)
        better = item.details.get("better") if item else None
        rows.append(
            {
                **take(
                    row, "value year area earlier_value earlier_year change national_value split_by source gap",
                ),
                "layer": groups("indicators")[row.id],
                "state": indicator_state(row, audit),
                "better": better,
                "moved": _moved(row.change, better),
                "quality": quality.get(row.source or ""),
                "old": is_old(audit, row.year),
                "residents": audit.given(row, "residents"),
                "real_change": audit.given(row, "real_change"),
            }
        )  # fmt: skip
    return frame(
        "row_id layer state value:float year:int area earlier_value:float earlier_year:int change:float better moved "
        "national_value:float split_by source quality old:bool residents:bool real_change:bool gap",
        rows,
    )


def _moved(change: float | None, better: str | None) -> str | None:
    if change is None:
        return None
    if change == 0:
        return "same"
    if better not in ("lower", "higher"):
        return "unclear"
    return "better" if (change < 0) == (better == "lower") else "worse"


def readiness(audit: Audit) -> DataFrame:
    """Layer × state, each pair: how many figures have a value, a named gap, nothing, or do not apply; `share` of the layer."""
    table = indicators(audit)
    states = ["value", "gap", "empty", "not_applicable"] + ["withheld"] * bool((table.state == "withheld").any())
    rows = []
    for layer in LAYERS:
        own = table[table.layer == layer]
        for state in states:
            ids = own[own.state == state].row_id.tolist()
            rows.append({"layer": layer, "state": state, "count": len(ids), "share": share(len(ids), len(own)),
                         "row_ids": ids})  # fmt: skip
    return frame("layer state count:int share:float row_ids:list", rows)


def sources(audit: Audit) -> DataFrame:
    """The inventory of sources: `old` by the setting; `used_by` lines of INDICATORS, RISKS, FLOWS and PRICES that name it.

    In a public version a line that is withheld counts as well, without its ID.
    """
    users: list[tuple[str | None, str]] = [(row.source, row.id) for row in audit.indicators]
    users += [(row.source, row.id) for row in audit.risks]
    users += [(source, row.id) for row in audit.flows for source in row.sources]
    users += [(row.source, row.id) for row in audit.prices]
    if audit.carried:
        users += [(source, "") for source, count in audit.carried.uses.items() for _ in range(count)]
    return frame(
        "row_id level topic kind geography latest_year:int old:bool frequency by_sex by_age by_area shared agreement "
        "missed:bool quality used_by:list",
        (
            {
                **take(
                    row,
                    "level topic kind geography latest_year frequency by_sex by_age by_area shared agreement quality",
                ),
                "old": is_old(audit, row.latest_year),
                "missed": row.missed is not None,
                "used_by": [user for source, user in users if source == row.id],
            }
            for row in audit.sources
        ),
    )


def source_counts(audit: Audit) -> DataFrame:
    """How many sources by topic, quality, shared, level and geography: zero shows what is lacking."""
    scales = {
        "topic": "source_topic", "quality": "high_medium_low", "shared": "shared", "level": "source_level",
        "geography": "geography",
    }  # fmt: skip
    rows = []
    for measure, scale in scales.items():
        rows += tally(
            measure, list(framework.scales()[scale]), ((getattr(row, measure), row.id) for row in audit.sources)
        )
    return frame(TALLY, rows)


def data_gaps(audit: Audit) -> DataFrame:
    """Causes of weak data (L05): `applies` yes, no, unknown; `planned`: something will be done, `by_when`."""
    return frame(
        "row_id applies planned:bool by_when not_applicable:bool",
        (
            {**take(row, "applies by_when"), "planned": row.plan is not None, "not_applicable": row.waived}
            for row in audit.data_gaps
        ),
    )


def tools(audit: Audit) -> DataFrame:
    """Technologies for seeing flows (L11): `in_use` yes, no, unknown; `limits` of the law are stated."""
    return frame(
        "row_id in_use limits:bool not_applicable:bool",
        (
            {**take(row, "in_use"), "limits": row.legal_limits is not None, "not_applicable": row.waived}
            for row in audit.tools
        ),
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


# The five guiding questions ------------------------------------------------------------------------------------------

STRENGTH = {
    "official_statistics": "high", "survey": "high", "testimony": "medium", "expert": "medium", "media": "low", "none": "low",
}  # fmt: skip
"""The confidence an evidence code counts as, for lines that carry evidence and no confidence of their own."""


def questions(audit: Audit) -> DataFrame:
    """The five guiding questions in order (L07): `answered`, the lines that bear the answer (`row_ids`), `confidence`.

    QUE-1 rests on the highest rated risks (setting `top_risks`), 2 on flows present, 3 on actors, 4 on map rows, 5 on areas,
    map rows with a resilience factor, and levers. `high`, `medium`, `low` count the confidence of those lines (3: of the
    flows and markets of these actors; 4 and 5: from their evidence). `confidence` is the lower median, None of nothing.
    """
    bearing = dict(zip([item.id for item in framework.rows("questions").items()], _bearing(audit), strict=True))
    rows = []
    for row in audit.questions:
        row_ids, votes = bearing[row.id]
        tally = {code: votes.count(code) for code in ("high", "medium", "low")}
        rows.append({"row_id": row.id, "answered": row.response is not None, "confidence": _median(tally), **tally,
                     "row_ids": row_ids})  # fmt: skip
    return frame("row_id answered:bool confidence high:int medium:int low:int row_ids:list", rows)


def _bearing(audit: Audit) -> Iterator[tuple[list[str], list[str | None]]]:
    """For each question, the lines it rests on and the confidence of each."""
    from safeaudit.analysis import risks

    top = risks.rated(audit)[: int(framework.settings()["top_risks"])]
    yield [risk.id for risk in top], [risk.confidence for risk in top]
    here = flows.present(audit)
    yield [flow.id for flow in here], [flow.confidence for flow in here]
    moved = {flow for actor in audit.actors for flow in actor.flows}
    of_flows: list[str | None] = [flow.confidence for flow in here if flow.id in moved]
    yield (
        [actor.id for actor in audit.actors],
        of_flows + [row.confidence for row in audit.markets if row.flow in moved],
    )
    yield [row.id for row in audit.map_rows], [STRENGTH.get(row.evidence or "") for row in audit.map_rows]
    strong = [row for row in audit.map_rows if row.resilience]
    ids = [row.id for row in audit.resilience] + [row.id for row in strong] + [lever.id for lever in audit.levers]
    yield ids, [STRENGTH.get(row.evidence or "") for row in strong]


def _median(votes: dict[str, int]) -> str | None:
    """The lower median of low < medium < high."""
    total, passed = sum(votes.values()), 0
    for code in ("low", "medium", "high"):
        passed += votes[code]
        if passed and passed * 2 >= total:
            return code
    return None


# Coverage and limits -------------------------------------------------------------------------------------------------

SCOPE = {
    "L06": ("IND-S12", "IND-S13", "IND-S14", "IND-S15"), "L14": ("IND-C10", "IND-C11", "IND-C12"), "L20": ("PLN-",),
    "L21": ("GOV-",), "L22": ("HOU-",), "L28": ("COM-",), "L32": ("PRN-", "PRE-"),
}  # fmt: skip
"""Lists that are only some of the rows of their sheet, by the beginning of the row IDs."""


Progresses = dict[str, tuple[Progress, bool]]
"""For each sheet: required answers given and needed, and whether it is waived."""


def progress(audit: Audit) -> Progresses:
    """The completeness of every sheet, worked out once for `sheets`, `coverage` and `limits`."""
    return {sheet_id: (audit.progress(sheet_id), audit.waived(sheet_id)) for sheet_id in SHEETS}


def sheets(audit: Audit, progresses: Progresses) -> DataFrame:
    """Completeness of each sheet: required answers given and needed, `share` 0–1, `missing`, `waived` by a reason or CARE."""
    rows = []
    for sheet_id, (progress, waived) in progresses.items():
        rows.append(
            {
                "sheet": sheet_id,
                "used": sum(row.used for row in audit.sheets[sheet_id]),
                "answered": progress.answered,
                "expected": progress.expected,
                "missing": progress.expected - progress.answered,
                "share": progress.share,
                "waived": waived,
                "reason": audit.reasons.get(sheet_id),
            }
        )
    return frame("sheet used:int answered:int expected:int missing:int share:float waived:bool reason", rows)


def coverage(audit: Audit, progresses: Progresses) -> DataFrame:
    """Every list of the method, L01–L32: `state` answered, partly, does_not_apply (with `reasons` given) or missing.

    `answered` of `expected` required answers on its sheets, or on those of their rows that belong to the list.
    """
    return frame(
        "key state answered:int expected:int sheets:list reasons:list",
        (_covered(audit, key, listed.sheets, progresses) for key, listed in framework.method_lists().items()),
    )


def _covered(audit: Audit, key: str, sheet_ids: tuple[str, ...], progresses: Progresses) -> dict[str, object]:
    parts = [_part(audit, sheet_id, SCOPE.get(key), progresses[sheet_id]) for sheet_id in sheet_ids]
    answered, expected = sum(part[0] for part in parts), sum(part[1] for part in parts)
    reasons = [reason for part in parts for reason in part[3]]
    asked = [part for part in parts if part[1]]
    if asked and all(part[2] for part in asked):
        state = "does_not_apply"
    elif not answered:
        state = "missing"
    else:
        state = "answered" if answered >= expected else "partly"
    return {"key": key, "state": state, "answered": answered, "expected": expected, "sheets": list(sheet_ids),
            "reasons": list(dict.fromkeys(reasons))}  # fmt: skip


def _part(
    audit: Audit, sheet_id: str, scope: tuple[str, ...] | None, whole: tuple[Progress, bool]
) -> tuple[int, int, bool, list[str]]:
    """(answered, expected, wholly waived, reasons) of a sheet, or of the rows whose IDs begin with one of `scope`."""
    progress, waived = whole
    if waived:
        return 1, 1, True, [reason] if (reason := audit.reasons.get(sheet_id)) else []
    rows = [row for row in audit.sheets[sheet_id] if scope is None or row.id.startswith(scope)]
    kept = audit.carried.needs if audit.carried else {row.id for row in rows if row.used}
    needs = [audit.needs(row) for row in rows if row.id in kept]
    reasons = [row.get("does_not_apply") for row in rows if row.used and row.waived]
    wholly = bool(needs) and all(waived for _, _, waived in needs)
    if scope is None:
        return progress.answered, progress.expected, wholly, reasons
    return sum(answered for answered, _, _ in needs), sum(expected for _, expected, _ in needs), wholly, reasons


def limits(audit: Audit, progresses: Progresses) -> DataFrame:
    """What weakens this audit, one line a cell or sheet; `count` is more than 1 only for required_missing.

    low_confidence (RISKS, FLOWS, MARKETS) · weak_evidence (none yet, or media only) · seizures_only · low_quality (a source in
    use) · not_shared · old_figure · old_source · required_missing (`row_id` None, whole sheet).
    """
    return frame("limit sheet row_id column count:int", _limits(audit, progresses))


def _limits(audit: Audit, progresses: Progresses) -> Iterator[dict[str, object]]:
    def limit(name: str, row: Row, column: str) -> dict[str, object]:
        return {"limit": name, "sheet": row.sheet_id, "row_id": row.id, "column": column, "count": 1}

    judged = [row for row in audit.risks if row.relevant == "yes"]
    here = flows.present(audit)
    confident: list[tuple[Row, str | None]] = [(row, row.confidence) for row in judged]
    confident += [(row, row.confidence) for row in here]
    confident += [(row, row.confidence) for row in audit.markets]
    yield from (limit("low_confidence", row, "confidence") for row, confidence in confident if confidence == "low")
    evidenced: list[tuple[Row, str | None]] = [(row, row.evidence) for row in judged]
    evidenced += [(row, row.evidence) for row in audit.markets]
    evidenced += [(row, row.evidence) for row in audit.map_rows]
    yield from (limit("weak_evidence", row, "evidence") for row, evidence in evidenced if evidence in ("none", "media"))
    yield from (limit("seizures_only", row, "scale_basis") for row in here if row.scale_basis == "seizures")
    for source in audit.sources:
        if source.quality == "low":
            yield limit("low_quality", source, "quality")
        if source.shared == "no":
            yield limit("not_shared", source, "shared")
        if is_old(audit, source.latest_year):
            yield limit("old_source", source, "latest_year")
    yield from (limit("old_figure", row, "year") for row in audit.indicators if is_old(audit, row.year))
    for sheet_id, (progress, _) in progresses.items():
        if missing := progress.expected - progress.answered:
            yield {"limit": "required_missing", "sheet": sheet_id, "row_id": None, "column": None, "count": missing}

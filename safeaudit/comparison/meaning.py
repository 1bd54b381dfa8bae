"""What the columns mean for a comparison: which say how something is known, which are decisions, and which way is better."""

from __future__ import annotations

from typing import Literal

from safeaudit.sheets import Row
from safeaudit.sheets.govern import CRITERIA
from safeaudit.sheets.kinds import Choice

Direction = Literal["better", "worse", "neither", "unclear"]

WAY = {
    "PROFILE": ("homicide_source",),
    "INDICATORS": ("unit", "area", "split_by", "source", "figure_kind"),
    "PROBLEMS": ("source",),
    "RISKS": ("source",),
    "FLOWS": ("source_1", "source_2"),
    "PRICES": ("unit", "area", "source"),
    "MARKETS": ("source",),
    "ACTORS": ("source",),
    "SYSTEM_MAP": ("source",),
    "RESILIENCE": ("source",),
    "REGULATION": ("source",),
    "PRINCIPLES": ("source",),
    "PARTNERS": ("checked_by",),
}
"""Columns that say in which way a figure or rating was made: when one moves, old and new were not made alike."""

BASIS = {
    "PROBLEMS": ("evidence", "confidence"),
    "RISKS": ("evidence", "confidence"),
    "FLOWS": ("scale_basis", "confidence"),
    "MARKETS": ("evidence", "confidence"),
    "ACTORS": ("evidence", "confidence"),
    "SYSTEM_MAP": ("evidence", "confidence"),
    "RESILIENCE": ("evidence", "confidence"),
    "REGULATION": ("evidence", "confidence"),
    "PRINCIPLES": ("evidence_kind", "confidence"),
}
"""Columns that say how well it is known: when one moves, a rating may only be better informed."""

_OF_THE_POWER = ("used_for_safety", "market_state", "corruption_risk", "effectiveness")
SPEAKS_FOR: dict[str, dict[str, tuple[str, ...]]] = {
    "PROFILE": {"homicide_source": ("homicide_city", "homicide_national")},
    "FLOWS": {"scale_basis": ("scale",), "source_2": ()},
    "REGULATION": {"evidence": _OF_THE_POWER, "source": _OF_THE_POWER, "confidence": _OF_THE_POWER},
    "PRINCIPLES": {"evidence_kind": ("applied",), "source": ("applied",), "confidence": ("applied",)},
    "PARTNERS": {"checked_by": CRITERIA},
}
"""Where a way or basis speaks for some columns of its line only; a second source that is added speaks for none."""

SOURCE_WAY = ("kind", "geography")
"""Answers about a source itself that change what its figures mean."""

MEASURES = {("ACTIONS", "indicator"), ("ACTIVITIES", "measured_by")}
"""Texts that define what something is measured by."""
GOALS = {("ACTIONS", "target"), ("AGREEMENTS", "targets")}
"""Texts in which a figure is a decision."""

RECORDS = (
    "PRIORITIES",
    "ACTIONS",
    "BUDGET",
    "DECISION",
    "AGREEMENTS",
    "ACTIVITIES",
    "PARTNERS",
    "ENFORCEMENT",
    "ENFORCEMENT_MEANS",
)
"""Sheets on which the city records its own decisions and acts, which it knows first hand."""
ASKING = ("TEAM", "CARE")
"""Sheets that tell how the audit was made: whom it asked, and how."""
KNOWING = ("SOURCES", "DATA_GAPS", "TOOLS", "MORE_FIGURES", "SAFETY_WALKS")
"""Sheets that tell what is known, and how well."""

FRAME = {
    "PROFILE": {
        "population_year",
        "audit_kind",
        "previous_audit",
        "period_from",
        "period_to",
        "next_audit",
        "report_language",
        "overall_score",
        "homicide_year",
        "classification",
        "delete_by",
        "share_consent",
        "encryption",
        "approved_on",
        "capital",
    },
    "INDICATORS": {"year", "earlier_year", "sample", "earlier_sample"},
    "PRICES": {"month"},
    "TEAM": {"month"},
    "PARTNERS": {"checked_on"},
    "AGREEMENTS": {"last_review"},
    "DECISION": {
        "audit_status",
        "decided_on",
        "record",
        "first_year",
        "safety_budget_year",
        "fieldwork_from",
        "fieldwork_to",
        "fieldwork_points",
        "fieldwork_routes",
        "fieldwork_sample",
    },
}
"""Columns that move on with time or with the handling of the file and say nothing about the city by themselves."""

OPINIONS = {
    ("QUESTIONS", "kind"),
    ("INDICATORS", "put_down_to"),
    ("INDICATORS", "gap"),
    ("INDICATORS", "better"),
    ("PRICES", "other_causes"),
    ("ACTORS", "began_as"),
    ("SYSTEM_MAP", "foreseen"),
}
"""Columns that say how a text or figure is to be read."""

COMMUNITY_STATE = ("services", "trust", "justice", "acts_together", "inclusive", "peaceful")
"""The six scores of an area."""

_UP = "higher"
_DOWN = "lower"
_NUMBERS = {
    ("RISKS", "likelihood"): _DOWN,
    ("RISKS", "impact"): _DOWN,
    ("RESILIENCE", "services"): _UP,
    ("RESILIENCE", "trust"): _UP,
    ("RESILIENCE", "justice"): _UP,
    ("RESILIENCE", "acts_together"): _UP,
    ("RESILIENCE", "inclusive"): _UP,
    ("RESILIENCE", "peaceful"): _UP,
    ("MARKETS", "protection"): _DOWN,
    ("MARKETS", "protection_violence"): _DOWN,
    ("MARKETS", "newcomers"): _DOWN,
    ("MARKETS", "territory"): _DOWN,
    ("REGULATION", "effectiveness"): _UP,
    ("PROFILE", "homicide_city"): _DOWN,
    ("PROFILE", "informal_share"): _DOWN,
}
_BEST_FIRST = {
    "how_bad": ("0", "1", "2", "3"),
    "matters": ("0", "1", "2", "3"),
    "services_showed": ("works", "mixed", "fails"),
    "trend": ("falling", "stable", "rising"),
    "violence": ("none", "threat", "occasional", "frequent"),
    "flow_scale": ("low", "medium", "high"),
    "yes_partly_no": ("yes", "partly", "no"),
    "response_effect": ("reduces", "no_effect", "moves", "worse"),
    "loop": ("virtuous", "none", "vicious"),
    "in_place": ("in_place", "partly", "absent"),
    "applied": ("fully", "partly", "not_yet"),
    "reached": ("directly", "through_leaders", "not_yet"),
    "means_result": ("works", "mixed", "fails"),
    "became": ("protects", "protects_and_takes", "takes"),
    "agreement_status": ("in_force", "draft", "lapsed"),
    "corruption_risk": ("low", "medium", "high"),
    "property_rights": ("clear", "contested", "vague"),
    "criterion": ("met", "exception", "not_met"),
    "funding": ("lasting", "partly", "one_off", "unfunded"),
    "shared": ("yes", "partly", "no"),
    "how_regular": ("no", "sometimes", "regular"),
    "quadrant": ("positive",),
    "action_status": ("done", "running", "agreed", "proposed"),
    "activity_status": ("running", "planned", "idea"),
}
_CHOICES = {
    ("PARTNERS", "subversion_risk"): ("low", "medium", "high"),
    ("SOURCES", "quality"): ("high", "medium", "low"),
    ("LEVERS", "readiness"): ("high", "medium", "low"),
    ("RISKS", "confidence"): ("high", "medium", "low"),
    ("FLOWS", "confidence"): ("high", "medium", "low"),
    ("MARKETS", "confidence"): ("high", "medium", "low"),
    ("PROBLEMS", "confidence"): ("high", "medium", "low"),
}
_NO_IS_GOOD = {
    ("FLOWS", "by_trade"),
    ("FLOWS", "by_protection"),
    ("MARKETS", "extortion"),
    ("RESILIENCE", "armed_provider"),
    ("RESILIENCE", "split"),
    ("RESILIENCE", "bubble"),
    ("ENFORCEMENT", "soldiers"),
    ("ACTORS", "territory"),
    ("DATA_GAPS", "applies"),
    ("RISKS", "relevant"),
    ("FLOWS", "present"),
}
_YES_IS_GOOD = {
    ("REGULATION", "used_for_safety"),
    ("REGULATION", "incentives"),
    ("REGULATION", "criteria_published"),
    ("REGULATION", "shown_at_start"),
    ("REGULATION", "outside_oversight"),
    ("REGULATION", "complaints"),
    ("REGULATION", "procurement_checked"),
    ("ENFORCEMENT", "complaints"),
    ("ENFORCEMENT", "rights_training"),
    ("ENFORCEMENT", "community_policing"),
    ("ENFORCEMENT", "private_overseen"),
    ("ENFORCEMENT_MEANS", "safeguards"),
    ("AGREEMENTS", "measurable"),
    ("AGREEMENTS", "sets_priorities"),
    ("AGREEMENTS", "monitors"),
    ("AGREEMENTS", "public_results"),
    ("ENGAGEMENT", "answer_back"),
    ("ENGAGEMENT", "changed_decision"),
    ("ACTIVITIES", "funded"),
    ("TEAM", "told_back"),
    ("TEAM", "before_decisions"),
    ("TEAM", "consent"),
    ("SOURCES", "agreement"),
    ("SOURCES", "by_sex"),
    ("SOURCES", "by_age"),
    ("SOURCES", "by_area"),
}


def direction(row: Row, column: str, before: object, after: object) -> Direction:
    """Whether an answer moved for the better; `neither` where better has no meaning, `unclear` where it depends."""
    if before is None or after is None or before == after:
        return "neither"
    sheet, kind = row.sheet_id, row.columns[column].kind
    if sheet == "INDICATORS" and column == "value":
        return by_number(str(getattr(row, "better_when", None) or "depends"), before, after)
    if (sheet, column) in _NUMBERS:
        return by_number(_NUMBERS[sheet, column], before, after)
    if isinstance(kind, Choice):
        return _by_order(_order(sheet, column, kind.options), before, after)
    return "neither"


def _order(sheet: str, column: str, options: str) -> tuple[str, ...]:
    if (sheet, column) in _NO_IS_GOOD:
        return ("no", "yes")
    if (sheet, column) in _YES_IS_GOOD:
        return ("yes", "no")
    return _CHOICES.get((sheet, column)) or _BEST_FIRST.get(options, ())


def by_number(better: str, before: object, after: object) -> Direction:
    """The direction of a number of which more, or less, is better."""
    if not isinstance(before, int | float) or not isinstance(after, int | float) or better not in (_UP, _DOWN):
        return "unclear"
    return "better" if (after > before) == (better == _UP) else "worse"


def _by_order(order: tuple[str, ...], before: object, after: object) -> Direction:
    if not order:
        return "neither"
    if before not in order or after not in order:
        return "unclear"
    return "better" if order.index(str(after)) < order.index(str(before)) else "worse"

"""The answers each chart is drawn from, declared once a chart as sheets and columns: every filled row counts."""

from __future__ import annotations


def _columns(declared: str) -> tuple[str, ...]:
    """ "RISKS: likelihood impact; PROFILE: city" as ("RISKS.likelihood", "RISKS.impact", "PROFILE.city")."""
    parts = (part.partition(":") for part in declared.split(";"))
    return tuple(f"{sheet.strip()}.{column}" for sheet, _, columns in parts for column in columns.split())


RESTS_ON: dict[str, tuple[str, ...]] = {
    name: _columns(declared)
    for name, declared in {
        "risk_heat_map": "RISKS: label relevant likelihood impact trend confidence",
        "homicide": "PROFILE: homicide_city homicide_national homicide_year",
        "flow_profile": "FLOWS: label present scale scale_basis violence trend confidence; PRICES: flow month price",
        "price_trends": "PRICES: flow item unit area month price; AREAS: name",
        "criminal_governance": "MARKETS: market protection protection_violence newcomers territory",
        "system_map": "SYSTEM_MAP: risk flow actor response effect resilience loop; RISKS: label; FLOWS: label; ACTORS: label",
        "resilience_quadrant": "RESILIENCE: area services trust justice acts_together inclusive peaceful armed_provider target; "
                               "AREAS: name",
        "partner_matrix": "PARTNERS: partner p1_leadership p2_not_illicit p3_not_political p4_no_violence p5_not_rival "
                          "exception_reason exception_review",
        "principle_coverage": "PRINCIPLES: applied action_1 action_2 does_not_apply; ACTIONS: principle_1 principle_2 status",
        "component_balance": "ACTIONS: component cost status; PROFILE: currency",
        "funding": "ACTIONS: component funding cost status; PROFILE: currency",
        "lever_match": "FLOWS: present label; REGULATION: label held_by flow_1 flow_2 used_for_safety does_not_apply",
        "sdg_map": "ACTIONS: sdg component cost status; PROFILE: currency",
        "timeline": "ACTIONS: action component starts ends funding status",
        "change_since_last": "RISKS: label relevant likelihood impact",
        "data_readiness": "INDICATORS: value gap does_not_apply",
    }.items()
}  # fmt: skip
"""Columns as "SHEET.column" by the name of the chart. A chart that is missing here is traced without answers."""

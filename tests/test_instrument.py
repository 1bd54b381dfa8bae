"""The workbook asks what the instrument says: every list, row, column and choice of the framework, once and visibly."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from support import layout_of, sheet_of

from safeaudit import framework
from safeaudit.cells import Grid
from safeaudit.framework import LIMITS, FrameworkError
from safeaudit.sheets import Fixed, Form, Free
from safeaudit.sheets.conditions import Always
from safeaudit.sheets.kinds import Choice, Number, Reference, Scale, Text
from safeaudit.words import words

# What the specification of the instrument lists, written down here by hand. -------------------------------------------

ROWS = {
    "WHO": {
        "WHO-1": "Mayor’s office or council",
        "WHO-2": "City safety or metro police",
        "WHO-3": "National or regional police",
        "WHO-4": "Fire and rescue",
        "WHO-5": "Health and emergency ward",
        "WHO-6": "Social services and child protection",
        "WHO-7": "Education",
        "WHO-8": "City planning and housing",
        "WHO-9": "Probation and prison services",
        "WHO-10": "Front-line workers",
        "WHO-11": "Victim support",
        "WHO-12": "Women’s organisations",
        "WHO-13": "Young people",
        "WHO-14": "Residents of the areas most affected",
        "WHO-15": "Migrants, displaced people and minorities",
        "WHO-16": "Business and traders",
    },
    "CAPACITY": {
        "CAP-P1": "Knowing the city’s powers",
        "CAP-P2": "Using powers for safety",
        "CAP-P3": "Rules and checks for alcohol, transport, lodging",
        "CAP-P4": "Permits and contracts kept free of bribes",
        "CAP-E1": "Sharing in police priorities",
        "CAP-E2": "Written and measured agreements",
        "CAP-E3": "Outside check on force",
        "CAP-R1": "Hearing women",
        "CAP-R2": "Hearing children and young people",
        "CAP-R3": "Hearing people in poor areas and newcomers",
        "CAP-R4": "Answers to residents",
        "CAP-H1": "Safety facts for planners",
        "CAP-H2": "Safe public places",
        "CAP-H3": "Housing with schools, work and transport",
        "CAP-S1": "Checking partners before paying them",
        "CAP-S2": "Lasting prevention with families and schools",
        "CAP-S3": "Help for victims, a way back for offenders",
        "CAP-C1": "Leading office with time and money",
        "CAP-C2": "Sharing what offices know",
        "CAP-C3": "Results looked at and made public",
    },
    "CARE": {
        "CAR-1": "Actors and groups",
        "CAR-2": "Extortion and protection payments",
        "CAR-3": "Corruption",
        "CAR-4": "Gender-based violence",
        "CAR-5": "Children",
        "CAR-6": "Price surveys",
        "CAR-7": "Talks with armed groups",
        "CAR-8": "Small areas and small numbers",
    },
    "DATA_GAPS": {
        "GAP-1": "limited or incomplete",
        "GAP-2": "report",
        "GAP-3": "trust",
        "GAP-4": "Local offices",
        "GAP-5": "Violence and intimidation",
        "GAP-6": "Perceptions",
        "GAP-7": "fine enough",
        "GAP-8": "split over agencies",
    },
    "TOOLS": {
        "TEC-1": "Social-media monitoring",
        "TEC-2": "Crime mapping",
        "TEC-3": "flows",
        "TEC-4": "Platforms",
    },
    "PROBLEMS": {
        "PRB-1": "Violence in public",
        "PRB-2": "Violence at home",
        "PRB-3": "against women in public",
        "PRB-4": "Robbery",
        "PRB-5": "Burglary",
        "PRB-6": "vehicles",
        "PRB-7": "Fraud and extortion",
        "PRB-8": "Drugs in the street",
        "PRB-9": "Weapons",
        "PRB-10": "Gangs",
        "PRB-11": "Hate crime and violent extremism",
        "PRB-12": "Disorder and damage",
        "PRB-13": "Harm on the roads",
        "PRB-14": "against business",
    },
    "INDICATORS": {
        "IND-C01": "Homicide",
        "IND-C02": "Violent and contact crime",
        "IND-C03": "Robbery",
        "IND-C04": "Property crime",
        "IND-C05": "Crime linked to illicit trafficking",
        "IND-C06": "Crime found by police activity",
        "IND-C07": "Collective violence and protest",
        "IND-C08": "Gender-based violence",
        "IND-C09": "Violence against children",
        "IND-C10": "Gang violence",
        "IND-C11": "Targeted killings",
        "IND-C12": "Vigilante killings",
        "IND-C13": "Extortion",
        "IND-C14": "People who feel unsafe",
        "IND-C15": "Fear of crime",
        "IND-C16": "Crime not reported",
        "IND-C17": "Trust in the police",
        "IND-C18": "Serious cases solved",
        "IND-C19": "Victims of violence",
        "IND-C20": "Harassment in public space",
        "IND-C21": "Deaths from drugs",
        "IND-S01": "Population growth",
        "IND-S02": "density",
        "IND-S03": "Family disruption",
        "IND-S04": "Income inequality",
        "IND-S05": "Youth unemployment",
        "IND-S06": "Youth not in school or work",
        "IND-S07": "Concentrated poverty",
        "IND-S08": "Violence in schools",
        "IND-S09": "alcohol",
        "IND-S10": "drugs",
        "IND-S11": "firearms",
        "IND-S12": "Support network",
        "IND-S13": "Social contact",
        "IND-S14": "Volunteering",
        "IND-S15": "Trust in others",
        "IND-S16": "natural hazards",
        "IND-S17": "Bribes asked by officials",
        "IND-S18": "seen as corrupt",
        "IND-R01": "Social programmes",
        "IND-R02": "Development and environmental crime prevention",
        "IND-R03": "School functioning",
        "IND-R04": "Upgrading of vulnerable areas",
        "IND-R05": "State and non-state policing together",
        "IND-R06": "Access to justice",
        "IND-R07": "Treatment for people who use drugs",
        "IND-R08": "Back in prison",
        "IND-R09": "Early childhood places",
    },
    "RISKS": {
        "RSK-E1": "Rapid or poorly regulated urbanisation",
        "RSK-E2": "Drugs, arms and contraband",
        "RSK-E3": "Climate change",
        "RSK-E4": "Natural disaster",
        "RSK-E5": "Ideas that promote violence",
        "RSK-E6": "Financial crisis or contagion",
        "RSK-S1": "Income and social inequality",
        "RSK-S2": "Concentrated poverty",
        "RSK-S3": "unemployed youth",
        "RSK-S4": "Financial capital flight",
        "RSK-S5": "Human capital flight",
        "RSK-G1": "Grievances over race, ethnicity or religion",
        "RSK-G2": "Isolated or displaced populations",
        "RSK-G3": "Abuse or unequal treatment of women, children",
        "RSK-G4": "security and justice",
        "RSK-G5": "Poor legitimacy",
        "RSK-G6": "Weak community bonds",
        "RSK-G7": "non-state",
    },
    "RISK_LEVELS": {
        "LVL-1": "Individual",
        "LVL-2": "Family",
        "LVL-3": "Peers, school and community",
        "LVL-4": "National and global",
    },
    "FLOWS": {
        "FLW-1": "People, including trafficking of women and children",
        "FLW-2": "drugs",
        "FLW-3": "Transport: private taxis and buses",
        "FLW-4": "Ideas",
        "FLW-5": "Money, including",
        "FLW-6": "Firearms",
        "FLW-7": "Counterfeit and other illicit goods",
    },
    "QUESTIONS": {f"QUE-{number}": "?" for number in range(1, 6)},
    "PLANNING": {
        "PLN-1": "planners",
        "PLN-2": "safety staff",
        "PLN-3": "Flows are considered in plans",
        "PLN-4": "Safe public space",
        "PLN-5": "Social prevention in plans",
        "PLN-6": "Access to services in poor areas",
        "PLN-7": "Residents take part and own the plan",
        "PLN-8": "Security bubbles",
        "PLN-9": "fine enough to map",
        "HOU-1": "Ownership",
        "HOU-2": "Honest dialogue",
        "HOU-3": "Education",
        "HOU-4": "Jobs",
        "HOU-5": "Transport",
    },
    "REGULATION": {
        "REG-1": "Traffic, vehicle access and driver licensing",
        "REG-2": "Business permits",
        "REG-3": "Liquor licences",
        "REG-4": "Housing allocation",
        "REG-5": "Private transport and its associations",
        "REG-6": "Building permits",
    },
    "ENFORCEMENT_MEANS": {
        "ENF-1": "Own or quasi-enforcement staff",
        "ENF-2": "Political pressure",
        "ENF-3": "Joint for",
        "ENF-4": "Observation networks",
    },
    "ENGAGEMENT": {
        "ENG-1": "Women",
        "ENG-2": "Children",
        "ENG-3": "Youth",
        "ENG-4": "Displaced people",
        "ENG-5": "Migrants",
        "ENG-6": "Minorities",
        "ENG-7": "informal settlements",
        "ENG-8": "Former offenders or gang members",
        "ENG-9": "Business",
        "ENG-10": "Religious and traditional leaders",
    },
    "COMMUNICATION": {
        "COM-1": "own inclusive",
        "COM-2": "sustained",
        "COM-3": "Skilled staff answer",
        "COM-4": "tied to action",
        "COM-5": "capacity to deliver",
        "COM-6": "Local users",
        "COM-7": "opened rather than closed",
        "COM-8": "report in good faith",
        "COM-9": "legal basis",
        "COM-10": "only in extreme cases",
        "PUB-1": "Business and city work together",
        "PUB-2": "Improvement districts account for activities and spending",
        "PUB-3": "Talks with armed or criminal groups",
        "PUB-4": "Women lead",
        "PUB-5": "politics are understood",
    },
    "PRINCIPLES": {
        "PRN-1": "Government leadership",
        "PRN-2": "Socio-economic development and inclusion",
        "PRN-3": "Cooperation and partnerships",
        "PRN-4": "Sustainability, accountability and resources",
        "PRN-5": "Knowledge base and monitoring",
        "PRN-6": "Lawfulness and human rights",
        "PRN-7": "Differentiation",
        "PRN-8": "Interdependency",
        "PRE-1": "Practical and symbolic actions",
        "PRE-2": "Innovation and experimentation",
        "GOV-1": "Equitable",
        "GOV-2": "Inclusive",
        "GOV-3": "Participatory",
        "GOV-4": "Transparent",
        "GOV-5": "Accountable",
        "GOV-6": "Efficient",
        "GOV-7": "Effective",
        "GOV-8": "Responsive",
        "GOV-9": "Rule of law",
    },
}
"""Pre-printed rows by sheet: {row ID: words its label must hold}."""

FREE_ROWS = {
    "AREAS": ("ARE", 20), "TEAM": ("TEA", 30), "SOURCES": ("SRC", 25), "PRICES": ("PRI", 60), "MORE_FIGURES": ("FIG", 80),
    "SAFETY_WALKS": ("WLK", 30), "MARKETS": ("MKT", 12),
    "ACTORS": ("ACT", 20), "SYSTEM_MAP": ("MAP", 40), "LEVERS": ("LEV", 15), "RESILIENCE": ("RSL", 20),
    "AGREEMENTS": ("AGR", 15), "ACTIVITIES": ("RES", 25), "PARTNERS": ("PTR", 25), "ACTIONS": ("STR", 40),
    "PRIORITIES": ("TOP", 10), "BUDGET": ("BUD", 60),
}  # fmt: skip
"""Free rows by sheet: prefix and how many."""

LOCAL_ROWS = {
    "PROBLEMS": ["PRB-X"] * 6,
    "INDICATORS": ["IND-CX", "IND-SX", "IND-RX"] * 12, "RISKS": ["RSK-EX", "RSK-SX", "RSK-GX"] * 3,
    "FLOWS": ["FLW-X"] * 4, "PLANNING": ["PLN-X"] * 4, "REGULATION": ["REG-X"] * 6, "ENGAGEMENT": ["ENG-X"] * 5,
}  # fmt: skip
"""Free rows for local items of a fixed list."""

COLUMNS = {
    "PROFILE": "city* country* region population* population_year* growth area_km2 informal_share =size_class capital "
    "audit_kind* previous_audit? period_from* period_to* next_audit report_language currency lead_office* "
    "contact_role* office_email* homicide_city homicide_national? homicide_year? homicide_source? classification* "
    "controller* legal_basis delete_by* share_consent* approved_by approved_on?",
    "AREAS": "name* population kind",
    "TEAM": "stakeholder* level* role* speaks_for how heard month before_decisions consent? told_back "
    "children_safeguarded?",
    "WHO": "presence* reach_by",
    "CARE": "harm* safeguards* decision*",
    "SOURCES": "name* holder* level* topic* kind* geography* latest_year* frequency by_sex by_age by_area shared* "
    "agreement missed quality*",
    "DATA_GAPS": "applies* plan by_whom? by_when? does_not_apply",
    "TOOLS": "in_use* legal_limits? does_not_apply",
    "INDICATORS": "value value_range unit? year? area earlier_value earlier_range earlier_year? change_given =change "
    "national_value split_by source? gap? residents? real_change better? figure_kind sample earlier_sample value_women "
    "value_men value_children value_youth second_value second_source? why_different like_value like_cities? does_not_apply",
    "MORE_FIGURES": "indicator* area* year* value? value_range source* note sensitivity",
    "SAFETY_WALKS": "area* month* time* walked_by light* openness* visibility* people* security* path* transport* mix* "
    "feeling* =mean note sensitivity",
    "RISKS": "relevant* matters likelihood? impact? =score =level trend? duration area_1 area_2 group_1 group_2 group_3 "
    "raised_by_residents? evidence? source confidence? acts_with_1 acts_with_2 explanation*",
    "RISK_LEVELS": "matters* example? does_not_apply",
    "FLOWS": "present* what? direction? scale? scale_basis? trend? legality wrong by_trade by_protection violence? "
    "effect? positive? =price_reading group_1 group_2 risk_1 risk_2 risk_3 helped_locally helped_nationally "
    "helped_internationally responder source_1 source_2 confidence? sensitivity",
    "PRICES": "flow* item* unit* area month* price* source other_causes measure measure_month?",
    "MARKETS": "market* kind* flow protection* protection_violence* newcomers* territory* =index =reading same_people "
    "extortion state_able why_not_able evidence* confidence* note sensitivity",
    "ACTORS": "label* kind* network* =resource_effect flow_1 flow_2 territory gives_1 gives_2 seen_as* began_as became state_relation* "
    "overseen_by level* tied_to_1 tie_1? tied_to_2 tie_2? women_youth sensitivity",
    "QUESTIONS": "response*",
    "SYSTEM_MAP": "risk* flow* actor* response* agency level* effect* foreseen resilience* works_by group_1 group_2 evidence* "
    "loop sensitivity",
    "LEVERS": "factor* kind* map_row influence* readiness* loop how* opportunity",
    "RESILIENCE": "area* services* trust* justice* =state acts_together* inclusive* peaceful* =community =quadrant "
    "armed_provider* =sign property_rights bubble bubble_plan target note",
    "PLANNING": "status* evidence? lead does_not_apply",
    "REGULATION": "kind* held_by* department legal_basis? flow_1 flow_2 used_for_safety* market_state incentives "
    "corruption_risk* criteria_published? shown_at_start? outside_oversight? complaints? procurement_checked? "
    "=integrity_gap effectiveness? joined_up_by change does_not_apply",
    "ENFORCEMENT": "controlled_by* stance* budget_share complaints rights_training community_policing private_overseen "
    "displacement soldiers* last_resort? stabilisation? police_plan? soldiers_since soldiers_review soldiers_exit",
    "ENFORCEMENT_MEANS": "in_use* mandate? oversight safeguards? result? note does_not_apply",
    "AGREEMENTS": "title* kind* field parties* signed* ends measurable* targets? reviewed last_review sets_priorities "
    "monitors city_action* rights* public_results status*",
    "ENGAGEMENT": "reached* channel frequency answer_back* changed_decision which_decision? barrier does_not_apply",
    "COMMUNICATION": "status* note? does_not_apply",
    "ACTIVITIES": "title* category* focus who_for* area partner risk_1 risk_2 starts* ends* budget funded status* "
    "measured_by* capture_risk* with_regulation with_engagement with_enforcement generation_gap? lets_rise? "
    "open_to_women? law_and_community? way_back?",
    "PARTNERS": "partner* kind* p1_leadership* p2_not_illicit* p3_not_political* p4_no_violence* p5_not_rival* "
    "exception_reason? exception_review? =verdict neutrality checked_by* checked_on* subversion_risk funded amount? "
    "sensitivity",
    "CAPACITY": "step* shows does_not_apply",
    "PRINCIPLES": "applied* evidence? action_1 action_2 owner does_not_apply",
    "PROBLEMS": "how_bad* trend? area_1 area_2 area_3 hours done_by group_1 group_2 risk_1 risk_2 flow_1 flow_2 responds gap "
    "services services_missing services_showed evidence? source confidence sensitivity does_not_apply",
    "PRIORITIES": "problem* why_1* why_2 argument score residents_rank agreed_by later",
    "BUDGET": "action* source* source_name kind* lasts* year_1 year_2 year_3 year_4 year_5 =total posts",
    "DECISION": "audit_status mandate steering coordinator validation validation_how? fieldwork_points fieldwork_routes "
    "fieldwork_sample fieldwork_from fieldwork_to fieldwork_how scoring options_rejected consultation consultation_changed "
    "state* body? decided_on? record? route conditions may_edit plan_basis plan_from? plan_to? review review_by? publication "
    "published_where? first_year safety_budget safety_budget_year?",
    "ACTIONS": "action* component* supports nature* =horizon problem risk_1* risk_2 flow map_row area strengthens "
    "beneficiaries* level* lead* evaluated_by* partner agreement power starts* ends* cost* funding* indicator* baseline "
    "target* learning? rights_check? displacement? principle_1 principle_2 sdg status*",
}
"""Columns by sheet: * always required in a row that is asked, ? required under a condition, = worked out."""

CHOICES = {
    "PROFILE.audit_kind": "baseline follow_up elsewhere",
    "PROFILE.classification": "public official restricted",
    "PROFILE.size_class": "small medium large very_large mega",
    "PROFILE.capital": "yes no",
    "AREAS.kind": "centre formal_residential informal_settlement social_housing industrial_port rural_edge "
    "security_bubble",
    "TEAM.stakeholder": "mayor city_planning licensing housing transport city_safety police fire justice probation victim_support "
    "health education social_services frontline statistics other_department provincial_government national_government international_organisation "
    "civil_society womens_organisation youth_organisation religious_organisation traditional_leaders business "
    "migrants_displaced minority_group residents academia media other",
    "TEAM.level": "community city province national international",
    "TEAM.role": "lead contributes_data consulted to_be_reached",
    "TEAM.speaks_for": "women children youth displaced migrants minorities older disabled nobody",
    "TEAM.how": "meeting survey interview public_hearing safety_walk workshop",
    "TEAM.heard": "1_5 6_20 21_100 over_100",
    "CARE.decision": "ask ask_with_safeguards skip",
    "SOURCES.level": "community city province national international private",
    "SOURCES.topic": "crime violence socio_economic flows prices perceptions health planning political other",
    "SOURCES.kind": "official_statistics survey administrative testimony expert media research",
    "SOURCES.geography": "city district neighbourhood point",
    "SOURCES.frequency": "once yearly quarterly monthly continuous",
    "SOURCES.shared": "yes partly no unknown",
    "SOURCES.quality": "high medium low",
    "SOURCES.by_sex": "yes no unknown",
    "INDICATORS.split_by": "sex age area none",
    "INDICATORS.better": "lower higher depends",
    "INDICATORS.figure_kind": "count rate share score",
    "SAFETY_WALKS.time": "daylight dusk dark",
    "INDICATORS.gap": "not_collected not_shared too_coarse too_old",
    "RISKS.relevant": "yes no unknown",
    "RISKS.level": "low moderate high critical",
    "RISKS.trend": "rising stable falling unknown",
    "RISKS.duration": "shock stress",
    "RISKS.group_1": "women men children youth unemployed_youth displaced migrants minorities older disabled victims probation "
    "everyone",
    "RISKS.matters": "0 1 2 3 unknown",
    "PROBLEMS.how_bad": "0 1 2 3 unknown",
    "PROBLEMS.trend": "rising stable falling unknown",
    "DECISION.audit_status": "in_work finished",
    "DECISION.state": "not_yet adopted adopted_changed noted sent_back rejected unknown",
    "BUDGET.kind": "base new transferred unknown",
    "BUDGET.lasts": "lasting one_off unknown",
    "BUDGET.source": "city province national international business fees civil_society other not_found",
    "RISKS.evidence": "official_statistics survey testimony expert media none",
    "RISKS.confidence": "high medium low",
    "FLOWS.direction": "in through out within",
    "FLOWS.scale": "low medium high unknown",
    "FLOWS.scale_basis": "prices survey case_files testimony seizures nothing",
    "FLOWS.legality": "legal illegal mixed",
    "FLOWS.violence": "none threat occasional frequent",
    "FLOWS.responder": "nobody community city province national international",
    "FLOWS.sensitivity": "open official restricted",
    "PRICES.other_causes": "demand purity season none",
    "MARKETS.kind": "illicit poorly_regulated feeding",
    "MARKETS.reading": "little emerging established dominant",
    "MARKETS.state_able": "yes partly no",
    "MARKETS.why_not_able": "cannot will_not lets_happen unknown",
    "ACTORS.began_as": "community_defence guard political state_body trade prison other unknown",
    "ACTORS.became": "protects protects_and_takes takes gone unknown",
    "SYSTEM_MAP.foreseen": "foreseen unforeseen unknown",
    "AGREEMENTS.field": "policing courts health_social schools business border_port data other unknown",
    "ACTIVITIES.focus": "early_childhood school_age safe_spaces young_men_work way_back victims drug_health families other unknown",
    "ACTORS.kind": "criminal_group extremist_group militia private_security transport_association business "
    "political_party state_agency police community_organisation religious_organisation family_ethnic other",
    "ACTORS.network": "tight loose weak",
    "ACTORS.resource_effect": "state_like internal_violence splits",
    "ACTORS.gives_1": "security income justice social_services belonging nothing",
    "ACTORS.seen_as": "provider threat both unknown",
    "ACTORS.state_relation": "opposed tolerated colluding competing cooperating part_of_state",
    "ACTORS.level": "local national international",
    "ACTORS.tie_1": "allies rivals pays protects",
    "SYSTEM_MAP.level": "none city province national international",
    "SYSTEM_MAP.effect": "reduces no_effect moves worse unknown",
    "SYSTEM_MAP.works_by": "mitigation adaptation",
    "SYSTEM_MAP.loop": "none vicious virtuous",
    "LEVERS.kind": "office group part_of_group organisation state_body place",
    "LEVERS.influence": "high medium low",
    "RESILIENCE.quadrant": "positive state_only community_only fragile",
    "RESILIENCE.property_rights": "clear contested vague",
    "PLANNING.status": "in_place partly absent unknown not_applicable",
    "REGULATION.kind": "manages_legal affects_illegal",
    "REGULATION.held_by": "city shared province national nobody",
    "REGULATION.market_state": "disorganised competing organised captured unknown",
    "REGULATION.incentives": "yes no",
    "REGULATION.corruption_risk": "low medium high unknown",
    "ENFORCEMENT.controlled_by": "city shared province national",
    "ENFORCEMENT.soldiers": "yes no",
    "ENFORCEMENT_MEANS.result": "works mixed fails too_early",
    "AGREEMENTS.kind": "agreement joint_plan work_programme terms_of_reference",
    "AGREEMENTS.measurable": "yes no",
    "AGREEMENTS.reviewed": "never yearly quarterly monthly",
    "AGREEMENTS.status": "draft in_force lapsed",
    "ENGAGEMENT.reached": "not_yet through_leaders directly",
    "COMMUNICATION.status": "in_place partly absent unknown not_applicable",
    "ACTIVITIES.category": "distance inner_strength intervene jobs_training expose",
    "ACTIVITIES.status": "idea planned running ended",
    "PARTNERS.kind": "religious social_group family_ethnic civil_society school business media state other",
    "PARTNERS.p1_leadership": "met not_met unknown exception",
    "PARTNERS.verdict": "eligible by_exception not_eligible incomplete",
    "PARTNERS.subversion_risk": "low medium high",
    "PRINCIPLES.applied": "fully partly not_yet unknown",
    "ACTIONS.component": "regulation enforcement engagement resilience",
    "ACTIONS.supports": "planning data housing none",
    "ACTIONS.nature": "practical symbolic experiment",
    "ACTIONS.horizon": "short medium long",
    "ACTIONS.level": "city province national international",
    "ACTIONS.funding": "lasting one_off partly unfunded",
    "ACTIONS.status": "proposed agreed running done stopped",
    "ACTIONS.sdg": "3.5 4.4 4.7 5.2 5.c 8.7 10.7 11.1 11.2 11.3 11.4 11.5 11.6 11.7 11.a 11.b 11.c 16.1 16.2 16.3 16.4 16.5 16.6 16.7 16.8 16.9 "
    "16.10 16.a 16.b 17.17",
}
"""Choices by sheet and column."""

SCALES = {
    "RISKS.likelihood": (1, 5), "RISKS.impact": (1, 5), "MARKETS.protection": (0, 3), "MARKETS.territory": (0, 3),
    "SAFETY_WALKS.light": (1, 5), "SAFETY_WALKS.feeling": (1, 5), "RESILIENCE.services": (1, 5), "RESILIENCE.peaceful": (1, 5), "REGULATION.effectiveness": (1, 5),
}  # fmt: skip

REFERENCES = {
    "MORE_FIGURES.indicator": "INDICATORS", "INDICATORS.second_source": "SOURCES", "SAFETY_WALKS.area": "AREAS",
    "INDICATORS.area": "AREAS", "INDICATORS.source": "SOURCES", "RISKS.area_1": "AREAS", "RISKS.source": "SOURCES",
    "RISKS.acts_with_1": "RISKS", "FLOWS.risk_3": "RISKS", "FLOWS.source_2": "SOURCES", "PRICES.flow": "FLOWS",
    "PRICES.area": "AREAS", "PRICES.source": "SOURCES", "MARKETS.flow": "FLOWS", "ACTORS.flow_2": "FLOWS",
    "ACTORS.tied_to_1": "ACTORS", "SYSTEM_MAP.risk": "RISKS", "SYSTEM_MAP.flow": "FLOWS", "SYSTEM_MAP.actor": "ACTORS",
    "LEVERS.map_row": "SYSTEM_MAP", "RESILIENCE.area": "AREAS", "REGULATION.flow_1": "FLOWS", "ACTIVITIES.area": "AREAS",
    "ACTIVITIES.partner": "PARTNERS", "ACTIVITIES.risk_2": "RISKS", "PRINCIPLES.action_1": "ACTIONS",
    "ACTIONS.risk_1": "RISKS", "ACTIONS.flow": "FLOWS", "ACTIONS.map_row": "SYSTEM_MAP", "ACTIONS.area": "AREAS",
    "ACTIONS.strengthens": "ACTIONS", "ACTIONS.partner": "PARTNERS", "ACTIONS.agreement": "AGREEMENTS",
    "ACTIONS.power": "REGULATION", "ACTIONS.principle_1": "PRINCIPLES",
    "ACTIONS.problem": "PROBLEMS", "PROBLEMS.area_1": "AREAS", "PROBLEMS.risk_2": "RISKS", "PROBLEMS.flow_1": "FLOWS",
    "PROBLEMS.source": "SOURCES", "PRIORITIES.problem": "PROBLEMS", "BUDGET.action": "ACTIONS",
}  # fmt: skip

ORDER = (
    "START", "PROFILE", "AREAS", "WHO", "TEAM", "CARE", "SOURCES", "DATA GAPS", "TOOLS", "PROBLEMS", "INDICATORS", "MORE FIGURES", "SAFETY WALKS",
    "RISKS", "RISK LEVELS",
    "FLOWS", "PRICES", "MARKETS", "ACTORS", "QUESTIONS", "SYSTEM MAP", "LEVERS", "RESILIENCE", "PLANNING", "REGULATION",
    "ENFORCEMENT", "ENFORCEMENT MEANS", "AGREEMENTS", "ENGAGEMENT", "COMMUNICATION", "ACTIVITIES", "PARTNERS",
    "CAPACITY", "PRINCIPLES", "PRIORITIES", "ACTIONS", "BUDGET", "DECISION", "OVERVIEW", "CHECKS", "LISTS", "ABOUT",
)  # fmt: skip
"""Parts A to E from left to right, then the two hidden sheets."""


# Rows ----------------------------------------------------------------------------------------------------------------


def id_column(grid: Grid, sheet_id: str) -> Counter[str]:
    """What stands in the hidden ID column below the header."""
    layout = layout_of(sheet_id)
    sheet = sheet_of(grid, layout.tab)
    return Counter(sheet.text(line.number, 1) for line in layout.lines if line.row_id)


@pytest.mark.parametrize("sheet_id", ROWS)
def test_every_row_of_the_specification_stands_once_and_visibly_in_the_workbook(
    sheet_id: str, blank_grid: Grid, blank_book: Any
) -> None:
    layout = layout_of(sheet_id)
    page = blank_book[layout.tab]
    for row_id, label in ROWS[sheet_id].items():
        found = [cell.row for cell in page["A"] if cell.value == row_id]
        assert len(found) == 1, f"{row_id} stands {len(found)} times"
        assert not page.row_dimensions[found[0]].hidden
        assert page.cell(found[0], 2).value == row_id  # the number people see
        assert label.casefold() in page.cell(found[0], 4).value.casefold()
    given = {row for row in id_column(blank_grid, sheet_id) if "X" not in row.partition("-")[2]}
    assert given == set(ROWS[sheet_id]), (
        "a new row stands in ROWS of this file, too, written by hand from the framework"
    )


@pytest.mark.parametrize("sheet_id", FREE_ROWS)
def test_every_free_sheet_has_its_rows(sheet_id: str, blank_grid: Grid) -> None:
    prefix, count = FREE_ROWS[sheet_id]
    assert id_column(blank_grid, sheet_id) == Counter(f"{prefix}-{number:02d}" for number in range(1, count + 1))


@pytest.mark.parametrize("sheet_id", ROWS)
def test_fixed_lists_leave_room_for_local_items_where_the_specification_says_so(
    sheet_id: str, blank_grid: Grid
) -> None:
    local = [row for row in id_column(blank_grid, sheet_id) if "X" in row.partition("-")[2]]
    assert Counter(row.rstrip("0123456789") for row in local) == Counter(LOCAL_ROWS.get(sheet_id, []))
    assert len(local) == len(set(local))


def test_every_sheet_people_fill_is_in_one_of_these_tables() -> None:
    forms = {sheet_id for sheet_id, cls in SHEETS.items() if isinstance(cls.rows, Form)}
    assert set(ROWS) | set(FREE_ROWS) | {"PROFILE", "ENFORCEMENT", "DECISION"} == set(SHEETS) == set(COLUMNS)
    assert forms == {"PROFILE", "ENFORCEMENT", "DECISION"}
    assert all(isinstance(SHEETS[sheet_id].rows, Fixed) for sheet_id in ROWS)
    assert all(isinstance(SHEETS[sheet_id].rows, Free) for sheet_id in FREE_ROWS)


def test_row_ids_are_unique_in_the_whole_workbook(blank_grid: Grid) -> None:
    everywhere = sum(
        (id_column(blank_grid, sheet_id) for sheet_id in SHEETS if not layout_of(sheet_id).form), Counter()
    )
    assert {row for row, times in everywhere.items() if times > 1} == set()


# Columns and choices -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sheet_id", "mark", "column"), [
    (sheet_id, mark, re.sub(r"[=*?]", "", written))
    for sheet_id, text in COLUMNS.items()
    for written in text.split()
    for mark in [re.sub(r"[a-z0-9_]", "", written)]
])  # fmt: skip
def test_every_column_of_the_specification_is_asked_and_required_as_it_says(
    sheet_id: str, mark: str, column: str, blank_grid: Grid, blank_book: Any
) -> None:
    layout = layout_of(sheet_id)
    found = SHEETS[sheet_id].columns[column]
    required = "" if found.required is None else "*" if isinstance(found.required, Always) else "?"
    assert ("=" if found.computed else required) == mark
    page = blank_book[layout.tab]
    row, place = (layout.row_numbers[column], 5) if layout.form else (6, layout.columns[column])
    header = page.cell(row, 4 if layout.form else place).value
    assert header.startswith(found.label)
    assert ("*" in header) == (required != "")
    assert not page.row_dimensions[row].hidden
    assert page.column_dimensions[page.cell(row, place).column_letter].hidden is False


def test_columns_beyond_the_specification_are_never_demanded() -> None:
    """Rules may ask for more than the specification names; an officer may leave it empty."""
    demanded = [
        f"{sheet_id}.{column.id}"
        for sheet_id, cls in SHEETS.items()
        for column in cls.inputs()
        if column.required and column.id not in re.sub(r"[=*?]", "", COLUMNS[sheet_id]).split()
    ]
    assert demanded == []


@pytest.mark.parametrize("place", CHOICES)
def test_every_choice_of_the_specification_is_offered(place: str) -> None:
    sheet_id, _, column = place.partition(".")
    kind = SHEETS[sheet_id].columns[column].kind
    assert isinstance(kind, Choice)
    assert set(words("en").options(kind.options)) - {"unknown"} == set(CHOICES[place].split()) - {"unknown"}


OWN_DECISIONS = {
    "PROFILE.country", "PROFILE.audit_kind", "PROFILE.classification", "PROFILE.share_consent",
    "WHO.presence", "TEAM.stakeholder", "TEAM.level", "TEAM.role", "CARE.decision", "SAFETY_WALKS.time",
    "ACTIVITIES.category", "ACTIVITIES.who_for", "ACTIVITIES.status",
    "ACTIONS.component", "ACTIONS.nature", "ACTIONS.beneficiaries", "ACTIONS.level", "ACTIONS.funding", "ACTIONS.status",
    "BUDGET.source",
}  # fmt: skip
"""Needed choices on what the team itself decided, did or heard: nobody else could know it."""
SORTS = {"SOURCES.topic", "LEVERS.kind", "AGREEMENTS.kind", "PARTNERS.kind"}
"""Needed choices that only say which sort of thing the line names."""
NOT_KNOWN = {
    "data_gap": "not_collected",
    "evidence": "none",
    "scale_basis": "nothing",
}
"""Lists whose own word for it is another one."""


def test_no_needed_choice_is_without_not_known_or_does_not_apply() -> None:
    """Of what a city can fail to know, none may force a guess (method 1.1, one evidence model)."""
    lacking = set()
    for sheet_id, cls in SHEETS.items():
        for column in cls.inputs():
            if column.required is None or not isinstance(column.kind, Choice) or "does_not_apply" in cls.columns:
                continue
            options = words("en").options(column.kind.options)
            if not {"unknown", "not_applicable", NOT_KNOWN.get(column.kind.options)} & set(options):
                lacking.add(f"{sheet_id}.{column.id}")
    assert lacking == OWN_DECISIONS | SORTS


@pytest.mark.parametrize("place", SCALES)
def test_scores_run_from_and_to_what_the_specification_says(place: str) -> None:
    sheet_id, _, column = place.partition(".")
    kind = SHEETS[sheet_id].columns[column].kind
    assert isinstance(kind, Scale)
    assert (kind.minimum, kind.maximum) == SCALES[place]


@pytest.mark.parametrize("place", REFERENCES)
def test_references_point_at_the_sheet_the_specification_names(place: str) -> None:
    sheet_id, _, column = place.partition(".")
    kind = SHEETS[sheet_id].columns[column].kind
    assert isinstance(kind, Reference)
    assert kind.sheet == REFERENCES[place]


def test_countries_and_currencies_are_those_of_the_iso_lists() -> None:
    countries, currencies = words("en").options("country"), words("en").options("currency")
    assert {"KE", "CO", "ZA", "DE", "PS", "TW"} <= set(countries)
    assert 240 <= len(countries) <= 251
    assert {"KES", "COP", "ZAR", "EUR", "XOF"} <= set(currencies)
    assert not {"DEM", "XXX"} & set(currencies)


def test_numbers_have_a_range_so_that_slips_are_seen() -> None:
    for sheet_id, cls in SHEETS.items():
        for column in cls.inputs():
            if isinstance(column.kind, Number):
                assert None not in (column.kind.minimum, column.kind.maximum), f"{sheet_id}.{column.id}"


def test_texts_and_notes_take_what_the_specification_says() -> None:
    limits = {column.kind.limit for cls in SHEETS.values() for column in cls.inputs() if isinstance(column.kind, Text)}
    assert max(limits) == 2000
    assert all(limit <= 255 or limit == 2000 for limit in limits)


# Sheets and guidance -------------------------------------------------------------------------------------------------


def test_sheets_stand_in_the_order_of_the_work(blank_grid: Grid) -> None:
    assert tuple(sheet.title for sheet in blank_grid.sheets) == ORDER


def test_parts_follow_each_other_and_every_sheet_has_a_full_guide() -> None:
    guides = framework.guides()
    assert list(guides) == list(SHEETS)
    assert "".join(dict.fromkeys(guide.part for guide in guides.values())) == "ABCD"
    assert "".join(guide.part for guide in guides.values()) == "".join(sorted(guide.part for guide in guides.values()))
    for guide in guides.values():
        assert all(
            (guide.tab, guide.title, guide.purpose, guide.why, guide.how, guide.who, guide.evidence, guide.section)
        )
        assert guide.minutes > 0
        assert len(guide.tab) <= 31


def test_every_item_says_what_is_meant_what_good_evidence_is_whom_to_ask_and_where_it_comes_from() -> None:
    for name in framework.LIST_FILES:
        for item in framework.rows(name).items():
            for part, limit in LIMITS.items():
                if part != "purpose":
                    assert 0 < len(getattr(item, part)) <= limit, f"{item.id}.{part}"
            assert item.section, item.id
            assert item.help.strip().endswith((".", "?", "!", ")", "”")), f"{item.id}: {item.help}"


def test_every_column_has_a_label_and_one_sentence_of_help_that_fits_a_prompt() -> None:
    for sheet_id, cls in SHEETS.items():
        for column in cls.columns.values():
            assert column.label, f"{sheet_id}.{column.id}"
            assert 0 < len(column.help) <= 255, f"{sheet_id}.{column.id}"


def test_the_method_lists_l01_to_l32_all_have_a_sheet() -> None:
    lists = framework.method_lists()
    assert list(lists) == [f"L{number:02d}" for number in range(1, 33)]
    assert all(entry.sheets for entry in lists.values())


# Faults in the data are told at load, with file and line --------------------------------------------------------------

Faulty = Callable[[str, str, str], None]


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Faulty]:
    """Change the text of one framework file in a copy of the folder, and load everything anew from there."""
    folder = tmp_path / "framework"
    shutil.copytree(framework.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(framework, "FOLDER", folder)
    cached = (framework._lists, framework.item, framework.guides, framework.method_lists, framework.scales)

    def change(name: str, before: str, after: str) -> None:
        text = (folder / name).read_text("utf-8")
        assert before in text, f"{name} does not hold {before!r}"
        (folder / name).write_text(text.replace(before, after, 1), "utf-8")
        for function in cached:
            function.cache_clear()

    yield change
    monkeypatch.undo()
    for function in cached:
        function.cache_clear()


def line_of(name: str, text: str) -> int:
    """The line of a framework file that holds a text."""
    lines = (framework.FOLDER / name).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_an_id_used_twice_is_told_with_both_places(faulty: Faulty) -> None:
    faulty("flows.yaml", "id: FLW-3", "id: FLW-2")
    with pytest.raises(FrameworkError, match=r"flows\.yaml:\d+: the ID FLW-2 is used already, in flows\.yaml"):
        framework.rows("flows")


def test_an_id_used_in_two_files_is_told(faulty: Faulty) -> None:
    faulty("flows.yaml", "id: FLW-3", "id: RSK-E1")
    with pytest.raises(FrameworkError, match=r"flows\.yaml:\d+: the ID RSK-E1 is used already, in risks\.yaml"):
        framework.rows("flows")


def test_a_text_too_long_is_told_with_file_and_line(faulty: Faulty) -> None:
    label = framework.rows("risks").groups[0].items[2].label
    faulty("risks.yaml", f"label: {label}", f"label: {'x' * 81}")
    place = re.escape(f"risks.yaml:{line_of('risks.yaml', 'RSK-E3')}")
    with pytest.raises(FrameworkError, match=rf"{place}: label has 81 characters, 80 fit"):
        framework.rows("risks")


def test_a_missing_text_is_told_with_file_and_line(faulty: Faulty) -> None:
    faulty("principles.yaml", "help:", "no_help:")
    place = re.escape(f"principles.yaml:{line_of('principles.yaml', 'PRN-1')}")
    with pytest.raises(FrameworkError, match=rf"{place}: help is missing"):
        framework.rows("principles")


def test_an_unknown_sheet_in_a_method_list_is_told_with_file_and_line(faulty: Faulty) -> None:
    faulty("lists.yaml", "RISKS", "RISQUES")
    with pytest.raises(FrameworkError, match=r"lists\.yaml:\d+: unknown sheet RISQUES"):
        framework.method_lists()


def test_a_sheet_described_twice_is_told_with_file_and_line(faulty: Faulty) -> None:
    faulty("sheets.yaml", "id: AREAS", "id: PROFILE")
    with pytest.raises(FrameworkError, match=r"sheets\.yaml:\d+: the ID PROFILE is used twice"):
        framework.guides()


def test_an_unknown_field_is_told_with_file_and_line(faulty: Faulty) -> None:
    faulty("sheets.yaml", "minutes:", "minuets:")
    with pytest.raises(FrameworkError, match=r"sheets\.yaml:\d+: .*minuets"):
        framework.guides()


def test_broken_yaml_is_told_with_file_and_line(faulty: Faulty) -> None:
    faulty("flows.yaml", "id: FLW-4", "id: [FLW-4")
    with pytest.raises(FrameworkError, match=r"flows\.yaml:\d+: "):
        framework.rows("flows")

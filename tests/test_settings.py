"""A threshold stands in settings.yaml once; an edition that sets another value changes rules, formulas, drawings and texts.

For each setting, `PLACES` says where it shows; each place is looked at under the shipped value and under another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from test_rules import PAGES, audit_of, examples

from safeaudit import framework
from safeaudit.analysis import analyse
from safeaudit.audience import for_audience
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.charts import CHARTS, png
from safeaudit.charts.registry import drawn
from safeaudit.comparison import compare
from safeaudit.coverage import thin
from safeaudit.edition import Edition, full, made
from safeaudit.examples import sample_city
from safeaudit.office.guide import guide
from safeaudit.report.chapters import front
from safeaudit.report.chapters.assessment import risks
from safeaudit.report.chapters.cover import levels
from safeaudit.report.chapters.governance import enforcement, regulation
from safeaudit.report.writing.statements import Story
from safeaudit.rules import all_rules
from safeaudit.rules.base import findings
from safeaudit.rules.filling import names
from safeaudit.sheets import KNOWN, Form
from safeaudit.sheets.understand import Risk
from safeaudit.words import words
from safeaudit.workbook.formulas import RowFormulas
from safeaudit.workbook.layout import FIRST, layouts
from safeaudit.workbook.method import METHOD

ROOT = Path(__file__).parent.parent / "safeaudit"

MAY_READ = {"edition/__init__.py", "sheets/base.py", "rules/filling.py"}
"""Where thresholds come from; everybody else asks the edition of an audit."""


def with_settings(**values: float) -> Edition:
    return made(full().definition.model_copy(update={"id": "other", "settings": values}))


def risk(likelihood: int, impact: int, edition: Edition) -> Risk:
    answers = {"relevant": "yes", "likelihood": likelihood, "impact": impact}
    return next(each for each in from_answers({"RISKS": {"RSK-S1": answers}}, edition=edition).risks if each.score)


def test_only_the_edition_of_an_audit_is_asked_for_a_threshold() -> None:
    reading = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "framework.settings()" in path.read_text("utf-8")
    }
    assert reading == MAY_READ


BOUNDS_IN_WORDS = {"PROFILE.size_class", "PARTNERS.verdict"}
"""Not thresholds: the words of these scales say their bounds, such as “Small (under 0.5 million)”; and five criteria are five."""


def formulas() -> Iterator[tuple[str, str]]:
    for sheet_id, cls in KNOWN.items():
        for column in cls.columns.values():
            yield f"{sheet_id}.{column.id}", column.formula or ""


def test_no_native_formula_holds_a_threshold_of_its_own() -> None:
    found = {name for name, formula in formulas() if re.search(r"[<>]=?-?\d", formula)}
    assert found == BOUNDS_IN_WORDS


@pytest.mark.parametrize("setting", ["moderate_risk", "high_risk", "critical_risk"])
def test_the_level_of_a_risk_follows_in_python_in_the_workbook_and_in_the_text(setting: str) -> None:
    edition = with_settings(**{setting: full().settings[setting] + 1})
    old = round(full().settings[setting])
    level = setting.removesuffix("_risk")
    likelihood = next(each for each in range(1, 6) if old % each == 0 and old // each <= 5)
    before, after = (risk(likelihood, old // likelihood, each).level for each in (full(), edition))
    assert (before, after != before) == (level, True)
    column = KNOWN["RISKS"].columns["level"]
    made_of = RowFormulas(layouts(words(), edition), "RISKS", FIRST, words()).computed(column)
    assert f">={old + 1}," in made_of
    assert f">={old}," not in made_of


def test_the_report_says_where_levels_begin() -> None:
    for edition, text in (
        (full(), "low to 4, moderate to 9, high to 15, critical from 16."),
        (
            with_settings(moderate_risk=6, high_risk=11, critical_risk=17),
            "low to 5, moderate to 10, high to 16, critical from 17.",
        ),
    ):
        audit = replace(blank_audit(), edition=edition)
        assert levels(cast("Story", SimpleNamespace(audit=audit, words=audit.words))).endswith(text)


def test_no_drawing_or_sheet_compares_a_score_with_a_number_of_its_own() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {line.strip()}"
        for path in ROOT.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\b(score|index|slope|months) *[<>]=? *[2-9]", line)
    ]
    assert found == []


def test_the_reading_of_a_market_follows() -> None:
    signs = dict.fromkeys(("protection", "protection_violence", "newcomers", "territory"), 3)
    for edition, reading in ((full(), "dominant"), (with_settings(market_dominant=13), "established")):
        assert from_answers({"MARKETS": {"MKT-01": signs}}, edition=edition).markets[0].reading == reading


def test_the_place_of_an_area_follows() -> None:
    scores = dict.fromkeys(("services", "justice", "trust", "acts_together", "inclusive", "peaceful"), 3)
    for edition, place in ((full(), "positive"), (with_settings(quadrant_cut=3.5), "fragile")):
        assert from_answers({"RESILIENCE": {"RSL-01": scores}}, edition=edition).resilience[0].quadrant == place


NUMBERS = {
    code: [
        name.removeprefix("setting.") for name in names(of.message) + names(of.remedy) if name.startswith("setting.")
    ]
    for code, of in all_rules().items()
}
"""The thresholds that the texts of a rule speak of."""


def test_a_rule_says_the_threshold_of_the_edition() -> None:
    edition = with_settings(small_area=1234)
    audit = from_answers({"AREAS": {"ARE-01": {"name": "Harbour", "population": 1200}}}, edition=edition)
    (found,) = findings(all_rules()["SD-05"], audit)
    assert "1,234" in found.message
    assert "1,000" not in found.message
    assert NUMBERS["SD-05"] == ["small_area"]


@pytest.mark.parametrize("code", all_rules())
def test_no_text_of_a_rule_writes_out_a_number_that_is_a_threshold(code: str) -> None:
    of, values = all_rules()[code], {f"{value:,g}" for value in framework.settings().values() if value > 5}
    written = set(re.findall(r"(?<![\w.,])\d[\d,]*(?![\w.])", f"{of.message} {of.remedy}"))
    assert not written & values


# Where each setting shows --------------------------------------------------------------------------------------------

Look = Callable[[Edition], object]
"""What is seen at one place under an edition."""


@cache
def city() -> dict[str, Any]:
    """The answers of the sample city."""
    audit, _ = sample_city()
    found: dict[str, Any] = {}
    for sheet_id, rows in audit.sheets.items():
        given = {row.id: {column: getattr(row, column) for column in row.filled} for row in rows if row.filled}
        found[sheet_id] = given.get(sheet_id, {}) if isinstance(KNOWN[sheet_id].rows, Form) else given
    return found


def of(edition: Edition, answers: dict[str, Any] | None = None) -> Audit:
    return from_answers(city() if answers is None else answers, edition=edition)


def rule(code: str, answers: dict[str, Any] | None = None) -> Look:
    """What a rule finds."""

    def look(edition: Edition) -> object:
        return [(each.row_id, each.message, each.remedy) for each in findings(all_rules()[code], of(edition, answers))]

    return look


def page(*codes: str) -> Look:
    """What rules find in the examples of their pages."""

    def look(edition: Edition) -> object:
        audits = [
            (code, replace(audit_of(each), edition=edition))
            for code in codes
            for each in examples(PAGES / f"{code}.md")
        ]
        return [
            [(each.row_id, each.column, each.message) for each in findings(all_rules()[code], audit)]
            for code, audit in audits
        ]

    return look


def text(code: str) -> Look:
    """The texts of a rule with its thresholds, whatever it finds."""

    def look(edition: Edition) -> object:
        each = all_rules()[code]
        return [
            re.sub(r"{setting\.(\w+)}", lambda name: f"{edition.settings[name[1]]:g}", words_)
            for words_ in (each.message, each.remedy)
        ]

    return look


def worked_out(name: str) -> Look:
    """A computed column: its native formula, and what Python says for the sample city."""
    sheet_id, _, column = name.partition(".")

    def look(edition: Edition) -> object:
        laid = layouts(words(), edition)
        formula = RowFormulas(laid, sheet_id, FIRST, words()).computed(KNOWN[sheet_id].columns[column])
        return formula, [getattr(row, column) for row in of(edition).lines(sheet_id)]

    return look


def native(name: str) -> Look:
    return lambda edition: cast("tuple[str, object]", worked_out(name)(edition))[0]


def python(name: str, answers: dict[str, Any] | None = None) -> Look:
    sheet_id, _, column = name.partition(".")
    return lambda edition: [getattr(row, column) for row in of(edition, answers).lines(sheet_id)]


def table(name: str, answers: dict[str, Any] | None = None) -> Look:
    """A table of the analysis."""

    def look(edition: Edition) -> object:
        found = getattr(analyse(of(edition, answers)), name)
        return list(found) if hasattr(found, "__iter__") else found

    return look


def chart(name: str) -> Look:
    def look(edition: Edition) -> object:
        audit = of(edition)
        return png(drawn(CHARTS, [name], analyse(audit), audit, words())[name], 40)

    return look


def chapter(write: Callable[[Story], object], answers: dict[str, Any] | None = None) -> Look:
    """A chapter of the report."""

    def look(edition: Edition) -> object:
        audit = of(edition, answers)
        return write(Story(audit, analyse(audit), (), words(), {}))

    return look


def help_of(name: str) -> Look:
    """The help of a column, in the guide."""
    sheet_id, _, column = name.partition(".")

    def look(edition: Edition) -> object:
        step = next(each for each in cast("list[Any]", guide("en", edition)["steps"]) if each["sheet_id"] == sheet_id)
        told = next(each["help"] for each in step["columns"] if each["id"] == column)
        assert "{" not in told
        return told

    return look


def live_check(sheet_id: str, column: str) -> Look:
    """The live checks of the method on CHECKS that look at a column: formula and count."""

    def look(edition: Edition) -> object:
        laid = layouts(words(), edition)[sheet_id]
        mine = [each for each in METHOD if each.sheet_id == sheet_id and column in each.columns]
        return [(each.formula(laid, words()), each.count(of(edition))) for each in mine]

    return look


def public(answers: dict[str, Any] | None = None) -> Look:
    """What a public version leaves out."""
    return lambda edition: for_audience(of(edition, answers), (), "public", language="en").audit.masked


def moves(before: int, after: int, name: str) -> Look:
    """A table of the comparison of two small audits of one city, in which one price rose by a tenth from one year to the other."""

    def audit(year: int, price: float, edition: Edition) -> Audit:
        profile = {"city": "Port Saranel", "country": "KE", "currency": "KES"}
        period = {"period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
        noted = {
            "flow": "FLW-2",
            "item": "Cannabis",
            "unit": "gram",
            "month": date(year, 6, 1),
            "price": price,
            "source": "SRC-01",
        }
        made_of = {
            "PROFILE": {**profile, **period},
            "SOURCES": {"SRC-01": {"name": "Drug service"}},
            "PRICES": {"PRI-01": noted},
        }
        return replace(of(edition, made_of), workbook_id=f"city-{year}")

    return lambda edition: list(getattr(compare(audit(before, 10.0, edition), audit(after, 11.0, edition)), name))


HIGH = {"relevant": "yes", "likelihood": 4, "impact": 4}
PRICES = {
    f"PRI-0{number}": {
        "flow": "FLW-2",
        "item": "Cannabis",
        "unit": "gram",
        "month": date(2025, 5 * number, 1),
        "price": 10.0 + number,
    }
    for number in (1, 2)
}
FIGURES: dict[str, Any] = {
    "INDICATORS": {f"IND-C0{number}": {"value": 10.0, "earlier_value": 11.0} for number in (1, 2, 3)}
}
TIES: dict[str, Any] = {"ACTORS": {f"ACT-0{number}": {"label": f"Group {number}"} for number in (1, 2, 3)}}
PLAN: dict[str, Any] = {"ACTIONS": {f"STR-0{number}": {"action": "Light", "level": "city"} for number in (1, 2, 3, 4)}}
TEAM: dict[str, Any] = {
    "PRINCIPLES": {"PRN-3": {"applied": "fully"}},
    "TEAM": {
        f"TEA-0{number}": {"stakeholder": each, "role": "lead"}
        for number, each in enumerate(("mayor", "residents", "business"), 1)
    },
}
POLICING: dict[str, Any] = {
    "ACTIONS": {
        f"STR-0{number}": {"action": "Patrols", "component": component, "cost": 10.0}
        for number, component in enumerate(("enforcement", "enforcement", "regulation", "engagement", "resilience"), 1)
    }
}
SMALL: dict[str, Any] = {
    "PROFILE": {"city": "Port Saranel", "population": 200_000, "homicide_city": 20.0, "homicide_year": 2025},
    "AREAS": {"ARE-01": {"name": "Hill", "population": 4_000}, "ARE-02": {"name": "Harbour", "population": 90_000}},
    "INDICATORS": {"IND-CX1": {"label": "Shootings", "unit": "cases", "value": 6.0, "area": "ARE-01", "year": 2025}},
}
EXPLAINED: dict[str, Any] = {
    "RISKS": {"RSK-S1": {**HIGH, "explanation": "Lack of funds is why nothing gets done about it here."}}
}
STANCE: dict[str, Any] = {
    "ENFORCEMENT": {"stance": "Safety is not our task; the police see to it, as they always have done in this region."}
}

CHANGED: dict[str, float] = {
    "quadrant_cut": 3.5, "price_change": 25, "price_points": 2, "moderate_risk": 7, "high_risk": 17, "critical_risk": 20,
    "enforcement_share": 20, "enforcement_times_next": 1, "data_age_years": 1, "relations": 2, "small_number": 7, "top_risks": 2,
    "short_horizon_months": 30, "medium_horizon_months": 40, "resilience_months": 48, "expiring_months": 2, "integrity_gap": 5,
    "partner_kinds": 4, "few_figures": 4, "figure_change": 20, "many_high_risks": 4, "plan_actions": 5, "short_answer": 10,
    "short_explanation": 10, "market_emerging": 5, "market_established": 8, "market_dominant": 11, "small_area": 5_000,
    "few_events": 50, "confidence_steps": 1, "filling_months": 1, "same_figure": 50, "area_sum": 60, "copied_line": 20, "same_text": 2,
    "enough_known": 99, "about_figure": 1, "survey_errors": 30, "survey_design": 200, "sources_differ": 90, "series_years": 9,
    "change_rounding": 40, "few_walks": 9, "measure_prices": 9, "walk_ratings": 9, "walk_low": 4, "priorities_most": 2,
    "priorities_least": 5, "money_tolerance": 60, "agreement_fields": 9,
}  # fmt: skip
"""Another value for each setting."""

THREE_HIGH: dict[str, Any] = {"RISKS": {"RSK-S1": HIGH, "RSK-S2": HIGH, "RSK-S3": HIGH}}

ABOUT: dict[str, Any] = {
    "INDICATORS": {
        "IND-C01": {"value_range": "about 30", "year": 2025, "earlier_range": "about 25", "earlier_year": 2023}
    }
}
"""A figure and an earlier one that lie close to each other, both of them round."""


def too_little_known(edition: Edition) -> object:
    return thin(of(edition))


def years_drawn(edition: Edition) -> object:
    audit = of(edition)
    return list(drawn(CHARTS, ["measures_by_year"], analyse(audit), audit, words()))


PLACES: dict[str, dict[str, Look]] = {
    "quadrant_cut": {
        "workbook": worked_out("RESILIENCE.quadrant"),
        "analysis": table("areas"),
        "chart": chart("resilience_quadrant"),
        "guide": help_of("RESILIENCE.quadrant"),
    },
    "price_change": {
        "workbook": worked_out("FLOWS.price_reading"),
        "analysis": table("price_series"),
        "chart": chart("flow_profile"),
        "guide": help_of("FLOWS.price_reading"),
    },
    "price_points": {
        "workbook": native("FLOWS.price_change"),
        "python": python("FLOWS.price_change", {"PRICES": PRICES}),
        "analysis": table("price_series", {"PRICES": PRICES}),
        "FL-05": rule("FL-05", {"PRICES": PRICES}),
        "FL-04, in words": text("FL-04"),
        "guide": help_of("FLOWS.price_change"),
    },
    "moderate_risk": {
        "workbook": worked_out("RISKS.level"),
        "chart": chart("risk_heat_map"),
        "report": chapter(levels),
        "guide": help_of("RISKS.level"),
    },
    "high_risk": {
        "workbook": worked_out("RISKS.level"),
        "chart": chart("risk_heat_map"),
        "report": chapter(front.summary),
        "report, in words": chapter(levels),
        "RK-03": rule("RK-03", THREE_HIGH),
        "RK-06": rule("RK-06", THREE_HIGH),
        "SY-01": rule("SY-01", {**THREE_HIGH, "SYSTEM_MAP": {"MAP-01": {"risk": "RSK-S4"}}}),
        "ST-05": rule("ST-05", {**THREE_HIGH, **PLAN}),
        "analysis": table("mismatches", THREE_HIGH),
        "analysis by group": table("risk_groups", THREE_HIGH),
    },
    "critical_risk": {
        "workbook": worked_out("RISKS.level"),
        "chart": chart("risk_heat_map"),
        "report": chapter(levels),
        "analysis": table("risk_groups"),
    },
    "enforcement_share": {
        "ST-02": rule("ST-02", POLICING),
        "EN-11": rule("EN-11"),
        "EN-11, in words": text("EN-11"),
        "analysis": table("reliance"),
        "workbook": live_check("ACTIONS", "cost"),
        "chart": chart("component_balance"),
    },
    "enforcement_times_next": {"ST-02": rule("ST-02", POLICING), "analysis": table("reliance")},
    "data_age_years": {"DA-15": rule("DA-15"), "analysis": table("sources"), "limits": table("limits")},
    "relations": {"AC-05": rule("AC-05", {**TIES, "ACTORS": {**TIES["ACTORS"], "ACT-01": {"label": "A", "tied_to_1": "ACT-02"},
                                                          "ACT-02": {"label": "B", "tied_to_1": "ACT-03"}}})},
    "small_number": {"SD-04": rule("SD-04", SMALL), "public": public(SMALL)},
    "top_risks": {"analysis": table("risks"), "questions": table("questions"), "report": chapter(risks.risks),
                  "ST-05": rule("ST-05", {"RISKS": {**THREE_HIGH["RISKS"], "RSK-E1": {**HIGH, "likelihood": 3}}, **PLAN})},
    "short_horizon_months": {
        "workbook": worked_out("ACTIONS.horizon"),
        "analysis": table("timeline"),
        "guide": help_of("ACTIONS.horizon"),
        "ST-09": rule("ST-09", {"ACTIONS": {f"STR-0{number}": {"action": "Light", "starts": date(2027, 1, 1), "ends": date(2028, 6, 1)}
                                            for number in range(1, 5)}}),
        "ST-09, in words": text("ST-09"),
    },
    "medium_horizon_months": {
        "workbook": worked_out("ACTIONS.horizon"),
        "analysis": table("timeline"),
        "guide": help_of("ACTIONS.horizon"),
    },
    "resilience_months": {"PA-14": rule("PA-14"), "PA-14, in words": text("PA-14"), "analysis": table("activities")},
    "expiring_months": {"analysis": table("agreements"), "report": chapter(enforcement.enforcement), "summary": chapter(front.summary)},
    "integrity_gap": {"report": chapter(regulation.regulation)},
    "partner_kinds": {"PR-07": rule("PR-07", TEAM), "PR-07, in words": text("PR-07")},
    "few_figures": {"DA-06": rule("DA-06", FIGURES), "DA-13": rule("DA-13", {**FIGURES, **THREE_HIGH})},
    "figure_change": {"DA-10": rule("DA-10", FIGURES), "comparison": moves(2025, 2026, "price_moves")},
    "many_high_risks": {"RK-03": rule("RK-03", THREE_HIGH)},
    "plan_actions": {"ST-10": rule("ST-10", PLAN), "ST-05": rule("ST-05", {**THREE_HIGH, **PLAN})},
    "short_answer": {"EN-02": rule("EN-02", STANCE)},
    "short_explanation": {"RK-09": rule("RK-09", EXPLAINED)},
    **{
        f"market_{reading}": {
            "workbook": worked_out("MARKETS.reading"),
            "analysis": table("markets"),
            "chart": chart("criminal_governance"),
            "guide": help_of("MARKETS.reading"),
        }
        for reading in ("emerging", "established", "dominant")
    },
    "confidence_steps": {"DA-19": page("DA-19")},
    "filling_months": {"CO-05 and CO-06": page("CO-05", "CO-06")},
    "same_figure": {"CO-12": page("CO-12")},
    "area_sum": {"CO-13": page("CO-13")},
    "copied_line": {"CO-18": page("CO-18")},
    "same_text": {"XC-07": page("XC-07")},
    "enough_known": {"report": too_little_known},
    "about_figure": {"analysis": table("indicators", ABOUT)},
    "survey_errors": {"DA-33": page("DA-33"), "DA-10": page("DA-10")},
    "survey_design": {"DA-33": page("DA-33"), "DA-10": page("DA-10")},
    "sources_differ": {"DA-35": page("DA-35")},
    "series_years": {"chart": years_drawn},
    "change_rounding": {"DA-31": page("DA-31")},
    "few_walks": {"DA-40": page("DA-40")},
    "measure_prices": {"FL-20": page("FL-20")},
    "walk_ratings": {"workbook": worked_out("SAFETY_WALKS.mean")},
    "walk_low": {"DA-39": page("DA-39")},
    "agreement_fields": {"EN-12": page("EN-12")},
    "priorities_most": {"PI-03": page("PI-03")},
    "priorities_least": {"PI-04": page("PI-04"), "PI-06": page("PI-06")},
    "money_tolerance": {"money by year": page(*(f"BU-0{number}" for number in range(1, 9)))},
    "small_area": {"SD-05": rule("SD-05", SMALL), "SD-05, in words": text("SD-05"), "public": public(SMALL), "guide": help_of("AREAS.name")},
    "few_events": {"public": public(SMALL)},
}  # fmt: skip
"""For each setting the places where it shows."""


def test_every_setting_is_looked_at() -> None:
    assert set(PLACES) == set(CHANGED) == set(framework.settings())


@pytest.mark.parametrize(
    ("setting", "look"),
    [
        pytest.param(name, look, id=f"{name}: {place}")
        for name, looks in PLACES.items()
        for place, look in looks.items()
    ],
)
def test_a_place_follows_the_setting(setting: str, look: Look) -> None:
    assert look(full()) != look(with_settings(**{setting: CHANGED[setting]}))


USED = re.compile(
    r"settings\[f?\"([a-z_{}]+)\"\]|threshold\(f?\"([a-z_{}]+)\"\)|\[\[([a-z_]+)\]\]|{setting\.([a-z_]+)}"
)


def test_every_setting_is_used_and_every_use_is_a_setting() -> None:
    used = {next(filter(None, each)) for path in ROOT.rglob("*.py") for each in USED.findall(path.read_text("utf-8"))}
    named = {name for name in used if "{" not in name} - {
        "name",
        "block",
    }  # as an example, and of the double [[…]] of another kind
    patterns = [re.compile(re.sub(r"{\w+}", r"\\w+", name)) for name in used if "{" in name]
    assert named <= set(framework.settings())
    assert {
        name
        for name in framework.settings()
        if name not in named and not any(each.fullmatch(name) for each in patterns)
    } == set()

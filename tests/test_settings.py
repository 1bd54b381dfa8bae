"""A threshold stands in settings.yaml once; an edition that sets another value changes rules, formulas, drawings and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from safeaudit import framework
from safeaudit.audit import blank_audit, from_answers
from safeaudit.edition import Edition, full, made
from safeaudit.report.chapters.cover import levels
from safeaudit.report.writing.statements import Story
from safeaudit.rules import all_rules
from safeaudit.rules.base import findings
from safeaudit.rules.filling import names
from safeaudit.sheets import KNOWN
from safeaudit.sheets.understand import Risk
from safeaudit.words import words
from safeaudit.workbook.formulas import RowFormulas
from safeaudit.workbook.layout import FIRST, layouts

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


BOUNDS_IN_WORDS = {"PROFILE.size_class", "ACTIONS.horizon", "PARTNERS.verdict"}
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

"""What the codes of others say: every code has the form its list gives it, and every section names what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from safeaudit import framework
from safeaudit.analysis import analyse
from safeaudit.audit import from_answers
from safeaudit.edition import full
from safeaudit.framework import FrameworkError
from safeaudit.framework.crosswalk import crosswalk
from safeaudit.framework.plausible import plausible
from safeaudit.report.chapters.assessment.figures import codes
from safeaudit.words import words

SDG = {
    "IND-C01": "16.1.1",
    "IND-C14": "16.1.4",
    "IND-C19": "16.1.3",
    "IND-C20": "11.7.2",
    "IND-S05": "8.5.2",
    "IND-S06": "8.6.1",
    "IND-R03": "4.1.2",
    "IND-R06": "16.3.3",
    "IND-R07": "3.5.1",
    "IND-S17": "16.5.1",
}
"""The indicators of the 2030 Agenda that a line measures, written down by hand from the global indicator framework."""

ICCS = {
    "01": "death", "0101": "intentional homicide", "02": "harm to the person", "0201": "assaults and threats",
    "0204": "trafficking in persons", "0205": "coercion", "0207": "fear or emotional distress", "03": "sexual nature",
    "0301": "sexual violence", "0401": "robbery", "0501": "burglary", "0502": "theft", "0601": "controlled drugs",
    "0703": "corruption", "0804": "public revenue, customs", "0901": "weapons",
}  # fmt: skip
"""The sections and divisions of the ICCS that are used, and what they hold."""

TARGETS = "3.5 4.4 4.7 5.2 5.c 8.7 10.7 17.17"


def indicators() -> Iterator[framework.Item]:
    return framework.rows("indicators").items()


def test_a_line_has_the_code_of_the_indicator_it_measures() -> None:
    assert {item.id: item.details["sdg"] for item in indicators() if "sdg" in item.details} == SDG
    assert {item.id for item in indicators() if item.details.get("sdg_reversed")} == {"IND-C14"}


def test_the_report_says_which_measure_is_the_other_side_of_an_indicator() -> None:
    figures = {"IND-C14": {"value": 41.0, "year": 2025}, "IND-C19": {"value": 8.0, "year": 2025}}
    audit = from_answers({"INDICATORS": figures})
    told = [codes(line, words("en")) for line in analyse(audit).indicators if line.state == "value"]
    assert told == ["Complement of SDG 16.1.4 (100 % less this figure)", "SDG 16.1.3 · ICCS 0201, 0301"]


def test_a_measure_of_other_people_than_the_indicator_has_no_code_and_says_why() -> None:
    for row_id, code in (("IND-C16", "16.3.1"), ("IND-R09", "4.2.2")):
        item = framework.item(row_id)
        assert item is not None
        assert "sdg" not in item.details
        assert f"SDG {code} is" in item.help


def test_what_a_help_counts_is_what_unit_and_classification_say() -> None:
    violence, trafficking = framework.item("IND-C08"), framework.item("IND-C05")
    assert violence is not None
    assert trafficking is not None
    assert "or the share" not in violence.help
    assert "goods" in trafficking.help
    assert "0804" in trafficking.details["iccs"]


def test_twice_what_a_source_names_for_some_cities_is_still_plausible() -> None:
    assert plausible()["IND-C21"].high >= 2 * 33


def test_an_indicator_belongs_to_a_target_of_its_goal() -> None:
    for code in SDG.values():
        assert re.fullmatch(r"\d{1,2}\.[\da-c]{1,2}\.\d", code)


def test_every_crime_measure_has_sections_of_the_classification() -> None:
    found = {item.id: item.details.get("iccs", []) for item in indicators()}
    assert {code for codes in found.values() for code in codes} == ICCS.keys()
    without = {row_id for row_id, codes in found.items() if row_id.startswith("IND-C") and not codes}
    # found by police activity, protest, feelings, answers to crime and harm to health are no offences
    assert without == {"IND-C06", "IND-C07", "IND-C14", "IND-C15", "IND-C16", "IND-C17", "IND-C18", "IND-C21"}


def test_all_targets_that_the_framework_touches_can_be_chosen() -> None:
    goals = framework.scales()["sdg"]
    assert set(TARGETS.split()) <= goals.keys()
    assert {code.partition(".")[0] for code in goals} == {"3", "4", "5", "8", "10", "11", "16", "17"}


def test_the_crosswalk_names_sheets_that_are_asked() -> None:
    found = crosswalk()
    assert list(found) == ["sga", "efus", "nua"]
    for scheme in found.values():
        for section in scheme.sections:
            assert set(section.sheets) <= set(full().sheets)
    assert [section.section for section in found["nua"].sections] == [
        "13 (a)", "13 (b)", "13 (c)", "36", "37", "39", "100", "103",
    ]  # fmt: skip


def test_the_guides_together_ask_for_every_sheet_of_parts_a_to_d() -> None:
    asked = {sheet for section in crosswalk()["sga"].sections for sheet in section.sheets}
    asked |= {sheet for section in crosswalk()["efus"].sections for sheet in section.sheets}
    assert set(full().sheets) - asked == set()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("sheets: [PRINCIPLES, CARE]", "sheets: [PRINCIPALS]", "there is no PRINCIPALS"),
        ("rows: [IND-R04]", "rows: [IND-R44]", "there is no IND-R44"),
        ("sheets: [PRINCIPLES, CARE]", "sheets: []", "no sheet and no line answers it"),
        ("id: SGA-2C", "id: SGA-1C", "is used twice"),
        ("label: Guiding principles", "label: Guiding principles\n        page: 16", "unexpected keyword argument"),
    ],
)
def test_a_fault_in_the_crosswalk_is_told_with_its_line(
    was: str, now: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (framework.FOLDER / "crosswalk.yaml").read_text("utf-8")
    assert was in text
    (tmp_path / "crosswalk.yaml").write_text(text.replace(was, now, 1), "utf-8")
    monkeypatch.setattr(framework, "FOLDER", tmp_path)
    crosswalk.cache_clear()
    framework.guides()  # as read before
    try:
        with pytest.raises(FrameworkError, match=rf"crosswalk\.yaml:\d+: .*{said}"):
            crosswalk()
    finally:
        crosswalk.cache_clear()

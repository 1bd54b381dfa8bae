"""Who may see a line: the same answer on every sheet of lines, with a default by sheet, and what it does to the public version."""

from __future__ import annotations

import random
from typing import Any

import pytest
from asked import SHEETS
from support import answers

from safeaudit.audience import allowed, for_audience
from safeaudit.audit import from_answers
from safeaudit.edition import Definition, full, made
from safeaudit.edition.versions import PRESENT
from safeaudit.office import sending
from safeaudit.report.chapters import cover
from safeaudit.rules import all_rules
from safeaudit.rules.base import findings
from safeaudit.sheets import Form
from safeaudit.sheets.kinds import SENSITIVITY
from safeaudit.words import words

LISTS = [sheet_id for sheet_id, cls in SHEETS.items() if not isinstance(cls.rows, Form)]
UNMARKED = {
    "CARE": "restricted", "MARKETS": "restricted", "ACTORS": "restricted", "FLOWS": "official", "PRICES": "official",
    "QUESTIONS": "official", "SYSTEM_MAP": "official", "LEVERS": "official", "RESILIENCE": "official", "PARTNERS": "official",
    "PROBLEMS": "official", "MORE_FIGURES": "official", "SAFETY_WALKS": "official",
}  # fmt: skip
"""What a line without a level counts as; elsewhere it is open."""
ASKED_FOR = ("ACTIONS", "ACTIVITIES", "AGREEMENTS", "INDICATORS", "PLANNING", "RISKS")


def filled(sheet_id: str, level: str | None) -> dict[str, Any]:
    """One line of a sheet with an answer in every column, and this level."""
    whole = answers(random.Random(1), ["quiet words"], 1)[sheet_id]
    row_id = next(iter(whole))
    row = {column: value for column, value in whole[row_id].items() if column != "sensitivity"}
    if sheet_id == "PARTNERS":
        row |= dict.fromkeys([name for name in row if name[:1] == "p" and name[1:2].isdigit()], "met")
    if sheet_id == "AGREEMENTS":
        row["status"] = "in_force"
    return {sheet_id: {row_id: row | ({"sensitivity": level} if level else {})}}


def shown(sheet_id: str, level: str | None) -> bool:
    """Whether anything of the line is in the public version."""
    view = for_audience(from_answers(filled(sheet_id, level)), [], "public")
    return any(row.filled for row in view.audit.sheets[sheet_id])


def test_the_sheets_that_method_names_have_it() -> None:
    assert set(ASKED_FOR) <= set(LISTS)
    assert len(LISTS) >= 27


@pytest.mark.parametrize("sheet_id", LISTS)
def test_the_column_is_the_same_on_every_sheet_of_lines(sheet_id: str) -> None:
    cls = SHEETS[sheet_id]
    column = cls.columns["sensitivity"]
    inputs = [each.id for each in cls.inputs()]
    assert (column.label, column.kind, column.required) == ("Sensitivity", SENSITIVITY, None)
    assert (
        inputs[-2:] == ["sensitivity", "does_not_apply"] if "does_not_apply" in inputs else inputs[-1] == "sensitivity"
    )
    assert column.default == UNMARKED.get(sheet_id, "open")
    assert f"Empty counts as “{words('en').code('sensitivity', column.default)}”" in column.help
    assert not allowed().column(sheet_id, "sensitivity").public


@pytest.mark.parametrize("sheet_id", LISTS)
def test_a_line_without_a_level_counts_as_its_sheet_does(sheet_id: str) -> None:
    public = allowed().sheets[sheet_id].public
    default = UNMARKED.get(sheet_id, "open")
    assert shown(sheet_id, None) is (public and default == "open")
    assert shown(sheet_id, "open") is public
    assert not shown(sheet_id, "official")
    assert not shown(sheet_id, "restricted")
    row = from_answers(filled(sheet_id, None)).sheets[sheet_id]
    assert next(each for each in row if each.filled).handled_as == default


@pytest.mark.parametrize("sheet_id", LISTS)
def test_what_is_no_level_opens_nothing_and_is_told(sheet_id: str) -> None:
    audit = from_answers(filled(sheet_id, None))
    row = next(each for each in audit.sheets[sheet_id] if each.filled)
    row.reject("sensitivity", "Top secret")
    assert row.handled_as == "restricted"
    assert not [each for each in for_audience(audit, [], "public").audit.sheets[sheet_id] if each.filled]
    assert [(each.row_id, each.column) for each in findings(all_rules()["SD-01"], audit)] == [(row.id, "sensitivity")]


def test_the_figures_of_an_area_that_is_not_open_go_with_it() -> None:
    given = {
        "PROFILE": {"city": "Saranel", "population": 100_000},
        "AREAS": {
            "ARE-01": {"name": "Lamp Quarter", "population": 60_000, "sensitivity": "restricted"},
            "ARE-02": {"name": "South", "population": 40_000},
        },
        "INDICATORS": {
            "IND-C14": {"value": 61.0, "area": "ARE-01", "year": 2025},
            "IND-C15": {"value": 40.0, "area": "ARE-02", "year": 2025},
        },
        "ACTIONS": {"STR-01": {"action": "Light the Lamp Quarter"}},
    }
    view = for_audience(from_answers(given), [], "public")
    found = {(each.row_id, each.column): each.reason for each in view.withheld}
    assert found["ARE-01", ""] == found["IND-C14", ""] == "level_restricted"
    assert ("IND-C15", "") not in found
    assert found["STR-01", "action"] == "names_withheld"


def test_an_edition_that_does_not_ask_goes_by_the_sheet() -> None:
    less = {sheet: tuple(each.id for each in SHEETS[sheet].inputs() if each.id != "sensitivity") for sheet in LISTS}
    edition = made(Definition(id="less", version=PRESENT, sheets=tuple(full().sheets), columns=less))
    audit = from_answers(
        {"ACTIONS": {"STR-01": {"action": "Light the road"}}, "FLOWS": {"FLW-1": {"present": "yes"}}}, edition=edition
    )
    assert "sensitivity" not in audit.by_id["STR-01"].columns
    public = for_audience(audit, [], "public").audit
    assert public.by_id["STR-01"].filled
    assert not public.by_id["FLW-1"].filled


@pytest.mark.parametrize(("level", "said"), [(None, "official"), ("restricted", "restricted"), ("open", "official")])
def test_cover_and_sending_go_by_the_level_a_line_counts_as(level: str | None, said: str) -> None:
    given = {"PROFILE": {"classification": "official", "encryption": "none"}, **filled("ACTIVITIES", level)}
    audit = from_answers(given)
    given_levels = {row.handled_as for rows in audit.sheets.values() for row in rows if row.filled}
    assert ("restricted" in given_levels) is (said == "restricted")
    assert ("It holds restricted lines" in sending._way(audit, "a.xlsx")) is (said == "restricted")
    assert [each.rule for each in findings(all_rules()["SD-10"], audit)] == ["SD-10"] * (said == "restricted")


def test_a_line_of_a_restricted_sheet_makes_the_file_restricted() -> None:
    audit = from_answers({"PROFILE": {"encryption": "none"}, **filled("MARKETS", None)})
    assert "It holds restricted lines" in sending._way(audit, "a.xlsx")
    assert cover.handling(_Told(audit)) == "Restricted"  # type: ignore[arg-type]


class _Told:
    """What the cover asks of a story."""

    def __init__(self, audit: Any) -> None:
        self.audit, self.words, self.public = audit, words("en"), False

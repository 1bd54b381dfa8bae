"""A name is never laundered: what the method asks of the do-no-harm reader, one test a demand, in findings and in public versions."""

from __future__ import annotations

import pytest

from safeaudit.audience import for_audience
from safeaudit.audit import Audit, from_answers
from safeaudit.care import ON_RECORD, read_text
from safeaudit.rules import all_rules
from safeaudit.rules.base import findings
from safeaudit.rules.care.texts import ORGANISATIONS

TITLES = ("Mr. Tjivikua", "Mrs. Kavetu", "Ms. Kavetu", "Dr. Haimbodi", "Hon. Shilumbu", "Prof. Nangolo", "Rev. Xolobeni", "Sgt. Zvorikta",
          "Capt. Mensah", "Cllr. Okpwara", "Gen. Adeyemi", "Insp. Haimbodi", "Adv. Katjivena")  # fmt: skip
ACCUSED = ("Emmanuel robbed the shop.", "Fatima extorts the stalls.", "Moussa sells drugs near the school.", "Ivan threatens the traders.", "Rosa launders the money.")  # fmt: skip
NICKNAMES = ("They call him the Butcher.", "The boss known as El Chapo Chico pays.", "He goes by Scarface.")
HANDLES = (
    "Ask @harbour_boss for pills.",
    "He sells on Telegram as dark_knight99.",
    "Orders go to fb.com/harbour.boss.99.",
)
NUMBERS = (
    "Paid to NA12 3456 7890 1234 5678 90.",
    "Fees go to IBAN DE89 3704 0044 0532 0130 00.",
    "Account DE89370400440532013000 gets it.",
)
GRIDS = ("The arms lie at grid 4812 7734.", "Meet at 33K XJ 12345 67890.", "It is buried at MGRS 36MYE2715049200.", "Grid reference TQ 3012 8045 is the house.")  # fmt: skip
BOXES = ("Write to P.O. Box 1234.", "Money goes to PO Box 88, Windhoek.", "Letters reach P. O. Box 12.")
ONLY = ("The only pharmacist at Old Harbour pays.", "The only midwife at the clinic knows who fired.")
BLAMED = (
    "Migrants are criminals.",
    "Refugees are thieves.",
    "The Roma are lazy criminals.",
    "Young men from the north are all violent.",
)


def kinds(text: str) -> set[str]:
    return {mark.kind for mark in read_text(text, "en")}


def told(text: str) -> set[str]:
    """The rules that speak of the text; none of it is public."""
    audit = from_answers({"ACTIONS": {"STR-01": {"action": text}}})
    view = for_audience(audit, [], "public")
    assert [row.action for row in view.audit.actions] == ["[withheld]"]
    codes = ("SD-02", "SD-03", "SD-14", "SD-15", "XC-05")
    return {code for code in codes if list(findings(all_rules()[code], audit))}


@pytest.mark.parametrize("name", TITLES)
@pytest.mark.parametrize("form", ["{} pays at night.", "We saw {} at the ranks.", "Paid in June. {} keeps the list."])
def test_titles_with_a_full_stop(name: str, form: str) -> None:
    text = form.format(name)
    assert name.split()[1] in {mark.text for mark in read_text(text, "en") if mark.kind == "name"}
    assert "SD-02" in told(text)


@pytest.mark.parametrize("text", [*ACCUSED, *NICKNAMES, *HANDLES])
def test_single_names_with_a_verb_of_accusing_nicknames_and_handles(text: str) -> None:
    assert "name" in kinds(text)
    assert "SD-02" in told(text)


@pytest.mark.parametrize("text", [*NUMBERS, *GRIDS, *BOXES])
def test_numbers_and_places_that_lead_to_somebody(text: str) -> None:
    assert "SD-03" in told(text)


@pytest.mark.parametrize("text", ONLY)
def test_the_only_one(text: str) -> None:
    assert "SD-15" in told(text)


@pytest.mark.parametrize("text", BLAMED)
def test_a_group_with_a_verb_of_condemning(text: str) -> None:
    assert {"SD-14", "XC-05"} & told(text), "of the name of a line, XC-05 speaks"


# A year is no citation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Tangeni Shilumbu (2024) sets the fee.", "The driver Maria Gonzalez (2023) pays.", "Money for Maria Gonzalez, 2023) is kept.", "It is Tangeni Shilumbu 2024), who drives."],
)  # fmt: skip
def test_a_year_in_brackets_clears_nobody(text: str) -> None:
    assert {mark.kind for mark in read_text(text, "en", on_record=True)} & {"name", ON_RECORD} == {"name"}
    assert "SD-02" in told(text)


@pytest.mark.parametrize(
    "text",
    ["Ruben Kasita was convicted (judgment CC 12/2024 of 3 March 2024).", "A study by Vanda Felbab (2017) names the same four signs."],
)  # fmt: skip
def test_a_judgment_and_a_study_are_on_record_and_still_not_public(text: str) -> None:
    assert {mark.kind for mark in read_text(text, "en", on_record=True)} == {ON_RECORD}
    assert told(text) == set()


# What whitelists is read itself -------------------------------------------------------------------------------------------


def listed(sheet: str, column: str, name: str) -> Audit:
    """A city that lists a name as one of its own, and says something of it."""
    row_id = {"PROFILE": "", "AREAS": "ARE-01", "SOURCES": "SRC-01", "REGULATION": "REG-1", "SYSTEM_MAP": "MAP-01", "AGREEMENTS": "AGR-01", "PARTNERS": "PTR-01"}[sheet]  # fmt: skip
    given = {column: name} if sheet == "PROFILE" else {row_id: {column: name}}
    return from_answers({sheet: given, "FLOWS": {"FLW-3": {"effect": f"Drivers say that {name} sets the fee."}}})


@pytest.mark.parametrize(("sheet", "column"), sorted(ORGANISATIONS))
@pytest.mark.parametrize("name", ["Maria Gonzalez", "Dr. Tjivikua", "Mr. Dlamini"])
def test_an_entry_that_would_clear_a_name_elsewhere_is_read_first(sheet: str, column: str, name: str) -> None:
    found = {(each.row_id, each.column) for each in findings(all_rules()["SD-02"], listed(sheet, column, name))}
    assert ("FLW-3", "effect") in found, "the entry cleared the name"
    assert any(each[1] == column for each in found), "the entry itself is not read"

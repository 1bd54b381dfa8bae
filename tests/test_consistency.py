"""What the consistency rules go by: stand-ins for an answer, columns that ask why, ranges of figures, the days an audit knows of."""

from __future__ import annotations

from datetime import date

import pytest
from asked import SHEETS

from safeaudit import framework
from safeaudit.audit import Audit, from_answers
from safeaudit.framework import FrameworkError, plausible
from safeaudit.framework.method import meanings
from safeaudit.framework.stand_ins import LONGEST, no_reason, stands_in
from safeaudit.reading.units import says_per_cent
from safeaudit.rules import check
from safeaudit.rules.consistency.reasons import asks_why, lifts
from safeaudit.rules.days import filled_by, known_until, period_end

# Words that are no answer --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "-", "–", "???", "…", "n/a", "N.A.", "N / A", "NA", "tbd", "T.B.D.", "To be defined", "to be defined…", "xxx", "x",
        "aaaa", "Not applicable", "à définir", "À DÉFINIR", "s/o", "por definir", "no aplica", "a definir", "не применимо",
        "لا ينطبق", "待定", "不适用", "🤷",
    ],
)  # fmt: skip
def test_a_stand_in_is_no_answer_and_no_reason(text: str) -> None:
    assert stands_in(text)
    assert no_reason(text)


def test_what_the_workbook_itself_takes_for_no_answer_is_none_to_the_rules_either() -> None:
    assert [text for text in meanings().no_answer if not stands_in(text)] == []


@pytest.mark.parametrize(
    "text", ["none", "None.", "no", "nothing", "nobody", "Not relevant", "sin motivo", "rien", "нет", "无", "3", "2026"]
)
def test_a_word_for_nothing_may_be_an_answer_and_is_no_reason(text: str) -> None:
    assert not stands_in(text)
    assert no_reason(text)


@pytest.mark.parametrize(
    "text",
    ["No port.", "None of them is here", "The law forbids it", "A", "III", "县", "Not relevant here: no port", "n/a before 2020",
     "To be defined by the council in May", "Todo el barrio", "No data are kept by law", "Nada Beach"],
)  # fmt: skip
def test_a_short_text_that_says_something_is_an_answer(text: str) -> None:
    assert not stands_in(text)
    assert not no_reason(text)


def test_every_column_that_asks_why_is_known_by_its_label() -> None:
    asking = {f"{sheet}.{column.id}" for sheet, cls in SHEETS.items() for column in cls.inputs() if asks_why(column)}
    waivers = {f"{sheet}.does_not_apply" for sheet, cls in SHEETS.items() if "does_not_apply" in cls.columns}
    others = {
        "PROFILE.overall_score_reason",
        "RISKS.explanation",
        "FLOWS.what",
        "ENFORCEMENT.last_resort",
        "PARTNERS.exception_reason",
    }
    assert waivers | others <= asking
    lifting = {f"{sheet}.{column.id}" for sheet, cls in SHEETS.items() for column in cls.inputs() if lifts(column)}
    assert waivers | {"PROFILE.overall_score_reason", "PARTNERS.exception_reason"} <= lifting


def test_a_warning_accepted_with_no_reason_stays_open() -> None:
    audit = from_answers({"INDICATORS": {"IND-C04": {"value": 1240.0, "gap": "too_old"}}})
    for reason, stays_open in (("The value is of 2019.", False), ("n/a", True), ("ok", True), ("–", True)):
        audit.accepted = {("CO-11", "IND-C04|gap"): reason}
        found = {each.rule: each.accepted for each in check(audit)}
        assert (found["CO-11"] == "") is stays_open
        assert ("CO-23" in found) is stays_open, reason
        assert "WB-11" not in found


def test_a_cell_that_holds_nothing_has_one_line() -> None:
    audit = from_answers(
        {"ACTIONS": {"STR-01": {"action": "Patrols", "component": "enforcement", "rights_check": "TBD"}}}
    )
    found = [each.rule for each in check(audit) if (each.row_id, each.column) == ("STR-01", "rights_check")]
    assert found == ["XC-03"]


# Ranges --------------------------------------------------------------------------------------------------------------


def test_every_figure_that_is_no_share_has_a_range_with_its_source() -> None:
    ranges = plausible.plausible()
    items = {item.id: item for item in framework.rows("indicators").items()}
    shares = {
        row_id for row_id, item in items.items() if says_per_cent(item.details["unit"], "en") and row_id != "IND-S01"
    }
    assert ranges.keys() == items.keys() - shares
    assert all(len(each.source) > 30 for each in ranges.values())


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"low": 0, "high": 10}, "plausible needs low, high and source"),
        ({"low": 10, "high": 0, "source": "Somebody"}, "low and high must be numbers, low the lesser"),
        ({"low": "few", "high": 10, "source": "Somebody"}, "low and high must be numbers, low the lesser"),
        ({"low": 0, "high": 10, "source": " "}, "say where the range comes from"),
        (["0", "10"], "plausible needs low, high and source"),
    ],
)
def test_a_faulty_range_names_file_and_line(given: object, fault: str) -> None:
    document = framework.Document("indicators")
    with pytest.raises(FrameworkError, match=rf"indicators\.yaml:\d+: .*{fault}"):
        plausible.range_of(document, {"id": "IND-C02", "plausible": given})


# Days ----------------------------------------------------------------------------------------------------------------


def dated(**profile: date) -> Audit:
    return from_answers({"PROFILE": profile, "TEAM": {"TEA-01": {"role": "consulted", "month": date(2026, 9, 1)}}})


def test_an_audit_knows_of_the_time_until_its_last_hearing_and_of_no_other_day() -> None:
    audit = dated(period_from=date(2025, 7, 1), period_to=date(2026, 6, 30))
    assert period_end(audit) == date(2026, 6, 30)
    assert known_until(audit) == date(2026, 9, 1)
    assert filled_by(audit) == date(2027, 6, 1)


def test_the_approval_is_the_last_day_of_an_audit() -> None:
    audit = dated(period_to=date(2026, 6, 30), approved_on=date(2026, 8, 15))
    assert known_until(audit) == filled_by(audit) == date(2026, 8, 15)


def test_a_period_turned_round_ends_with_its_later_day_and_one_without_an_end_has_none() -> None:
    assert period_end(dated(period_from=date(2026, 6, 30), period_to=date(2025, 7, 1))) == date(2026, 6, 30)
    audit = dated(period_from=date(2025, 7, 1))
    assert period_end(audit) is known_until(audit) is filled_by(audit) is None


def test_no_listed_word_is_longer_than_what_is_looked_at() -> None:
    names = ("stand_in", "no_reason", "nothing", "nobody")
    assert max(len(phrase) for name in names for phrase in framework.wordlist(name, "")) < LONGEST - 10

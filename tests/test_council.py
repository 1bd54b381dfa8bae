"""The council paper: what may be put to a vote, and what never is; its numbers are worked out in truth_council.py."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from documents import Checked, Manuscript, answers_of, checked, manuscript
from support import open_xml_errors, printed

import safeaudit
from safeaudit import cli
from safeaudit.audit import Audit, from_answers
from safeaudit.examples import sample_city, small_town
from safeaudit.report.chapters.council.request import BLANK
from safeaudit.report.writing.crossrefs import readable
from safeaudit.report.writing.statements import Statement

READY: dict[str, Any] = {
    "action": "Light the stops", "component": "resilience", "lead": "Public works", "ends": date(2027, 6, 1), "cost": 1000,
    "funding": "lasting", "indicator": "Women who feel safe at the stop", "evaluated_by": "University", "status": "proposed",
}  # fmt: skip


def city(*actions: dict[str, Any], **more: Any) -> Audit:
    lines = {f"STR-{place:02}": action for place, action in enumerate(actions, 1)}
    return from_answers({"ACTIONS": lines, **more})


def paper(audit: Audit) -> Manuscript:
    return manuscript(Checked(audit, ()), "council")


def told(cell: str | Statement) -> str:
    return readable(cell.text if isinstance(cell, Statement) else cell)


def asked(audit: Audit, block: str = "asked", column: str = "decision") -> list[str]:
    """The cells of a column of the table of decisions."""
    section = next(each for each in paper(audit).chapters if each.id == "decisions")
    return [told(line[column]) for line in section.blocks[block].lines]


# What may be put to a vote -------------------------------------------------------------------------------------------


def test_an_action_with_everything_is_voted_on() -> None:
    plan, action, *_ = asked(city(READY))
    assert plan == "Adopt the safety plan.\nThe plan has one action: one is put to the vote here."
    assert action == "In resilience: carry out one action.\nSTR-01 · Light the stops"
    assert asked(city(READY), column="money")[1] == "Lasting: 1,000"
    assert asked(city(READY), column="who")[1] == "Public works\nby June 2027"


@pytest.mark.parametrize("lack", ["lead", "ends", "cost", "funding", "indicator"])
def test_an_action_that_lacks_one_thing_is_put_off_and_the_paper_says_what(lack: str) -> None:
    audit = city({column: value for column, value in READY.items() if column != lack})
    decisions = asked(audit)
    assert (
        decisions[0]
        == "Put off one action until it has what a vote needs. The table after this one says what it lacks."
    )
    assert not any("Adopt" in each for each in decisions), "nobody adopts a plan of which everything is put off"
    assert len(asked(audit, "lacking", "missing")) == 1


def test_each_lack_is_its_own() -> None:
    """No office is asked for twenty leads when one action lacks a lead and another a date."""
    bare, late = READY | {"lead": None}, READY | {"ends": None}
    audit = city(*({k: v for k, v in each.items() if v is not None} for each in (bare, late, READY)))
    assert asked(audit, "lacking", "missing") == ["Who leads", "The date"]
    assert "The plan has 3 actions: one is put to the vote here and 2 are put off." in asked(audit)[0]


@pytest.mark.parametrize("status", ["running", "done"])
def test_what_has_begun_needs_no_vote(status: str) -> None:
    audit = city(READY, READY | {"status": status})
    assert "one is put to the vote here and one has begun" in asked(audit)[0]
    assert [each for each in asked(audit) if "STR-02" in each] == []


def test_an_action_stands_under_the_priority_whose_problem_it_names_and_no_other() -> None:
    """One that acts on a risk behind the problem does not answer it for that: nobody said so."""
    more = {
        "PROBLEMS": {"PRB-3": {"how_bad": "3", "risk_1": "RSK-G1"}},
        "PRIORITIES": {"TOP-01": {"problem": "PRB-3", "why_1": "worst"}},
    }
    named, near = READY | {"problem": "PRB-3"}, READY | {"risk_1": "RSK-G1"}
    assert asked(city(near, **more))[1].startswith("In resilience: carry out one action.")
    assert "No action names it yet." in lines_of(city(near, **more))
    assert (
        asked(city(near, named, **more))[1]
        == "Against “Violence against women in public”: carry out one action.\nSTR-02 · Light the stops"
    )


def test_money_is_not_asked_for_what_is_put_off() -> None:
    bare = {column: value for column, value in READY.items() if column != "lead"} | {"funding": "unfunded", "cost": 70}
    said = "Find the money that no source gives yet for what is voted on or has begun."
    assert said not in asked(city(READY, bare))
    place = asked(city(READY, bare, READY | {"funding": "unfunded", "cost": 30})).index(said)
    assert asked(city(READY, bare, READY | {"funding": "unfunded", "cost": 30}), column="money")[place] == "30"


def test_a_stopped_action_is_not_in_the_plan() -> None:
    assert "The plan has one action" in asked(city(READY, READY | {"status": "stopped"}))[0]


def test_an_action_stands_under_one_decision_only() -> None:
    audit, _ = sample_city()
    ids = re.findall(r"STR-\d+", "\n".join(asked(audit)))
    assert len(ids) == len(set(ids)) > 10


def test_one_off_and_lasting_money_are_never_added() -> None:
    audit = city(READY, READY | {"funding": "one_off", "cost": 500})
    assert asked(audit, column="money")[1] == "Lasting: 1,000\nOne-off: 500"


def test_what_has_no_cost_is_not_said_to_cost_nothing() -> None:
    running = {column: value for column, value in READY.items() if column != "cost"} | {"status": "running"}
    assert asked(city(READY, running), column="money")[0] == "Put to the vote: 1,000\none action has no cost yet"
    assert asked(city(READY | {"cost": 0}), column="money")[:2] == ["Put to the vote: 0", "Lasting: 0"]


def test_no_range_of_money_is_put_to_a_vote() -> None:
    """Partly funded, and no budget line says how much of it: the paper asks for the number and names none."""
    audit = city(READY | {"funding": "partly"})
    wanted = "Have it said how much of one action is paid for already: “Light the stops”."
    place = asked(audit).index(wanted)
    assert asked(audit, column="money")[place] == BLANK


def partner(**answers: str) -> dict[str, dict[str, Any]]:
    good = dict.fromkeys(
        ("p1_leadership", "p2_not_illicit", "p3_not_political", "p4_no_violence", "p5_not_rival"), "yes"
    )
    return {
        "PTR-01": {"partner": "Old Wharf Union", "funded": "yes", "exception_review": date(2027, 3, 1)} | good | answers
    }


def test_an_exception_that_the_method_forbids_is_never_put_to_a_vote() -> None:
    forbidden = city(READY, PARTNERS=partner(p4_no_violence="exception", p1_leadership="no"))
    said = "\n".join(asked(forbidden))
    assert "exception" not in said
    assert "Stop the payments to one partner that does not meet the criteria: “Old Wharf Union”." in asked(
        forbidden
    ) or ("Stop the payments to one partner that does not meet the criteria: Old Wharf Union." in asked(forbidden))


def test_an_agreement_that_an_action_carries_on_is_not_asked_for_again() -> None:
    profile = {"PROFILE": {"period_from": date(2025, 7, 1), "period_to": date(2026, 6, 30)}}
    agreement = {"AGREEMENTS": {"AGR-01": {"title": "Joint patrols", "status": "in_force", "ends": date(2026, 12, 1)}}}
    said = "Renew or replace one agreement that ends soon"
    assert any(each.startswith(said) for each in asked(city(READY, **profile, **agreement)))
    assert not any(
        each.startswith(said) for each in asked(city(READY | {"agreement": "AGR-01"}, **profile, **agreement))
    )


def test_an_adopted_plan_is_a_fact_and_not_asked_for_again() -> None:
    decision = {
        "DECISION": {"state": "adopted", "body": "City council", "decided_on": date(2026, 9, 1), "record": "2026/9"}
    }
    audit = city(READY | {"status": "agreed"}, READY, **decision)
    assert asked(audit, "adopted") == ["In resilience: carry out one action.\nSTR-01 · Light the stops"]
    assert asked(audit)[0] == "In resilience: carry out one action.\nSTR-02 · Light the stops"
    assert not any("Adopt the" in each for each in asked(audit))
    assert "vote" not in [
        name for each in paper(audit).chapters for name, block in each.blocks.items() if not block.empty
    ]


def test_a_plan_that_was_sent_back_is_asked_for_again_and_the_paper_says_so() -> None:
    audit = city(READY, DECISION={"state": "sent_back", "decided_on": date(2026, 9, 1), "record": "2026/9"})
    assert asked(audit)[0].startswith("Adopt the safety plan.")
    assert "It was before the council on 1 September 2026: sent back." in lines_of(audit)
    facts = next(each for each in paper(audit).chapters if each.id == "route").blocks["facts"].lines
    assert ("Date of the earlier decision", "1 September 2026") in [
        (line["matter"], told(line["answer"])) for line in facts
    ]


# What the team did not enter -----------------------------------------------------------------------------------------


def lines_of(audit: Audit, audience: str = "restricted") -> str:
    made = manuscript(checked_of(audit), "council", audience)
    return "\n".join(told(each) for section in made.chapters for each in section.statements())


def checked_of(audit: Audit) -> Checked:
    return Checked(audit, ())


def test_what_nobody_entered_is_a_line_to_fill_in_and_no_sentence() -> None:
    text = lines_of(city(READY))
    assert BLANK in text
    assert f"{BLANK}." not in text
    assert "Enter it on the sheet" not in text


def test_a_public_version_has_no_line_to_fill_in() -> None:
    for audit in (city(READY), sample_city()[0], small_town()[0]):
        assert BLANK not in lines_of(audit, "public")


def test_no_order_to_the_officer_and_nothing_counted_as_none() -> None:
    for audit in (city(), from_answers({}), from_answers(answers_of("small-town"))):
        assert not re.search(r"(?<![\d,.])0 (?:actions|are|have)|Enter it", lines_of(audit))


# The file ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "audience"), [("sample-city", "restricted"), ("sample-city", "public"), ("small-town", "restricted"),
                                                ("sample-city-follow-up", "restricted")])  # fmt: skip
def test_it_is_valid_and_has_two_to_four_pages(name: str, audience: Any, tmp_path: Path) -> None:
    it = checked(name)
    path = tmp_path / "council.docx"
    safeaudit.write_report(it.audit, list(it.findings), path, kind="council", audience=audience)
    assert open_xml_errors(path) == []
    assert 2 <= printed(path)[0] <= 4


def test_while_too_little_is_known_there_is_nothing_to_vote_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    safeaudit.build_workbook(tmp_path / "blank.xlsx", from_answers({}), workbook_id="blank")
    cli.run(["report", "blank.xlsx", "--kind", "council"])
    assert [each.name for each in tmp_path.glob("*.docx")] == ["blank-what-we-have.docx"]


def test_forty_actions_fit(tmp_path: Path) -> None:
    """However many actions: the paper names some of each decision and counts the rest; the full report has them all."""
    audit = city(*[READY | {"action": f"Action {number} " + "with a long name " * 8} for number in range(40)])
    plan, action, *_ = asked(audit)
    assert "40 are put to the vote here" in plan
    assert action.endswith("and 34 more in the plan")
    made = safeaudit.write_report(audit, [], tmp_path / "c.docx", kind="council")
    assert docx.Document(str(made.path)).tables

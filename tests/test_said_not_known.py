"""What nobody knows is told as not known in every document: not as missing, not as not done yet, not as none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from safeaudit.analysis import analyse
from safeaudit.audit import Audit, from_answers
from safeaudit.comparison import compare
from safeaudit.report.chapters.assessment.criminal import criminal
from safeaudit.report.chapters.assessment.measures import walks
from safeaudit.report.chapters.assessment.places import areas as areas_chapter
from safeaudit.report.chapters.end import next_audit
from safeaudit.report.chapters.front import summary
from safeaudit.report.chapters.governance.enforcement import enforcement
from safeaudit.report.chapters.governance.people import engagement
from safeaudit.report.chapters.governance.regulation import regulation
from safeaudit.report.chapters.governance.resilience_work import resilience_work
from safeaudit.report.writing.marks import bare
from safeaudit.report.writing.statements import Block, Section, Story
from safeaudit.sheets.indicators import PLACE
from safeaudit.words import words

EN = words("en")


def story(audit: Audit) -> Story:
    return Story(audit, analyse(audit), [], EN, {})


def said(section: Section) -> str:
    """The sentences of a chapter."""
    paragraphs = [*section.text, *(each for block in section.blocks.values() for each in (*block.text, *block.points))]
    return " ".join(bare(statement.text) for paragraph in paragraphs for statement in paragraph.sentences)


def column(block: Block, name: str) -> list[str]:
    """What a table says in one column."""
    return [bare(str(getattr(line[name], "text", line[name]))) for line in block.lines]


# Safeguards of a power -----------------------------------------------------------------------------------------------

SAFEGUARDS = ("criteria_published", "shown_at_start", "outside_oversight", "complaints", "procurement_checked")


def power(*answers: str | None, year: int = 2025) -> Audit:
    """An audit with one power of the city, and these answers on its five safeguards."""
    given = {name: answer for name, answer in zip(SAFEGUARDS, answers, strict=True) if answer is not None}
    profile = {"city": "Aldervale", "period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
    return from_answers({"PROFILE": profile, "REGULATION": {"REG-1": {"held_by": "city", **given}}})


@pytest.mark.parametrize(
    ("answers", "gap", "shown"),
    [
        (("yes",) * 5, 0, "0"),
        (("no",) * 5, 5, "5"),
        (("no", "no", "no", "yes", "yes"), 3, "3"),
        (("unknown",) * 5, None, "0 to 5"),
        (("no", "no", "no", "unknown", "yes"), None, "3 to 4"),
        (("no", None, "yes", "yes", "yes"), None, "1 to 2"),
    ],
)
def test_the_integrity_gap_over_safeguards_not_known_is_a_range(
    answers: tuple[str | None, ...], gap: int | None, shown: str
) -> None:
    audit = power(*answers)
    assert audit.powers[0].integrity_gap == gap
    assert column(regulation(story(audit)).blocks["integrity"], "gap") == [shown]


MISSING = "At least 3 of the five integrity safeguards are missing for "
PERHAPS = "At least 3 of the five integrity safeguards may be missing, for not all of them are known: "
NONE = "No power held by the city lacks 3 or more of the five integrity safeguards."
BLANK = "Nothing is said yet of any of the five integrity safeguards for "


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (("no", "no", "no", "unknown", "yes"), MISSING),
        (("unknown",) * 5, PERHAPS),
        (("no", "no", "unknown", "yes", "yes"), PERHAPS),
        (("unknown", "unknown", "yes", "yes", "yes"), NONE),
        ((None,) * 5, BLANK),
    ],
)
def test_safeguards_not_known_are_not_called_missing_and_not_called_there(
    answers: tuple[str | None, ...], sentence: str
) -> None:
    told = said(regulation(story(power(*answers))))
    assert [each for each in (MISSING, PERHAPS, NONE, BLANK) if each in told] == [sentence]


@pytest.mark.parametrize(
    ("then", "now", "kind", "direction"),
    [
        (("unknown",) * 5, ("yes",) * 5, "data_quality", "neither"),
        (("no",) * 5, ("unknown",) * 5, "data_quality", "neither"),
        (("no",) * 5, ("yes",) * 5, "real", "better"),
        (("yes", "yes", "yes", "yes", "unknown"), ("no", "no", "yes", "yes", "unknown"), "real", "worse"),
    ],
)
def test_a_gap_moved_only_where_its_ranges_do_not_meet(
    then: tuple[str, ...], now: tuple[str, ...], kind: str, direction: str
) -> None:
    [line] = compare(power(*then), power(*now, year=2027)).power_moves
    assert (line.made.kind, line.made.direction) == (kind, direction)


# Enforcement ---------------------------------------------------------------------------------------------------------


def test_what_enforcement_lacks_and_what_nobody_knows_are_two_lists() -> None:
    answers = {"controlled_by": "city", "complaints": "no", "rights_training": "unknown"}
    told = said(enforcement(story(from_answers({"ENFORCEMENT": answers}))))
    assert "Not in place: an independent complaints body." in told
    assert "Not known whether in place: training in human rights." in told
    assert (
        "Not stated yet whether in place: community or problem-solving policing and oversight of private guards."
        in told
    )


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"mandate": "City law", "safeguards": "no"}, "should be mended before the way is widened"),
        ({"mandate": "City law", "safeguards": "unknown"}, "should be found out before the way is widened"),
        ({"safeguards": "unknown"}, "should be mended before the way is widened"),
        ({"mandate": "City law", "safeguards": "yes"}, ""),
    ],
)
def test_safeguards_not_known_of_a_way_in_use_are_not_called_absent(answers: dict[str, Any], sentence: str) -> None:
    told = said(enforcement(story(from_answers({"ENFORCEMENT_MEANS": {"ENF-1": {"in_use": "yes", **answers}}}))))
    verdicts = ("should be mended before the way is widened", "should be found out before the way is widened")
    assert [each for each in verdicts if each in told] == ([sentence] if sentence else [])


def test_a_power_whose_use_is_not_known_is_counted_as_such() -> None:
    powers = {f"REG-{number}": {"held_by": "city", "used_for_safety": "unknown"} for number in (1, 2)}
    told = said(regulation(story(from_answers({"REGULATION": powers}))))
    assert "Whether 2 of those it holds are used with safety in mind is not known." in told
    assert "None of those it holds is said to be used with safety in mind." not in told


# Engagement ----------------------------------------------------------------------------------------------------------

GROUPS = ("ENG-1", "ENG-2", "ENG-3")
NOBODY_ANSWERS, NOTHING_CHANGED = (
    "None of them is said to be able to answer back.",
    "No decision is said to have changed",
)


def reached(**answers: Any) -> str:
    return said(engagement(story(from_answers({"ENGAGEMENT": {row: dict(answers) for row in GROUPS}}))))


def test_groups_of_which_nothing_is_known_are_not_told_as_unheard() -> None:
    told = reached(reached="unknown", answer_back="unknown", changed_decision="unknown")
    assert "How the city reaches 3 of them is not known." in told
    assert "Whether 3 of them can answer back is not known." in told
    assert "Whether a decision changed because of what they said is not known for 3 of them." in told
    assert NOBODY_ANSWERS not in told
    assert NOTHING_CHANGED not in told


def test_groups_that_cannot_answer_back_are_told_beside_those_of_which_it_is_not_known() -> None:
    answers = {row: {"reached": "directly", "answer_back": "no", "changed_decision": "no"} for row in GROUPS}
    answers["ENG-3"].update(answer_back="unknown", changed_decision="unknown")
    told = said(engagement(story(from_answers({"ENGAGEMENT": answers}))))
    assert NOBODY_ANSWERS in told
    assert "Whether one of them can answer back is not known." in told
    assert NOTHING_CHANGED in told
    assert "Whether a decision changed because of what they said is not known for one of them." in told


def test_people_heard_of_whom_the_rest_is_not_known_were_not_left_out() -> None:
    line = {"stakeholder": "Young people", "role": "consulted", "speaks_for": "youth", "heard": "6_20"}
    line |= {"before_decisions": "unknown", "told_back": "unknown"}
    section = engagement(story(from_answers({"TEAM": {"TEA-01": line}})))
    assert "has not been told yet" not in said(section)
    assert "Whether one of these groups was told what came of it is not known." in said(section)
    voices = section.blocks["voices"]
    row = column(voices, "heard").index("yes")
    assert (column(voices, "before")[row], column(voices, "told")[row]) == ("not known", "not known")


# Markets, areas, walks -----------------------------------------------------------------------------------------------

SOME_RISK = {"RISKS": {"RSK-E1": {"relevant": "yes"}}}
"""Without a risk, flow, action, area or partner there is no summary."""
SIGNS = ("protection", "protection_violence", "newcomers", "territory")


def markets(**signs: tuple[Any, ...]) -> Audit:
    return from_answers(
        {
            **SOME_RISK,
            "MARKETS": {
                f"MKT-0{number}": {"market": name, **dict(zip(SIGNS, own, strict=False))}
                for number, (name, own) in enumerate(signs.items(), 1)
            },
        }
    )


def test_a_market_with_no_sign_known_is_not_called_one_that_waits_for_its_scores() -> None:
    told = said(criminal(story(markets(Taxis=("unknown",) * 4, Sand=(1, 2), Homes=(0, 0, 0, 0)))))
    assert "Named, but not scored yet: Sand." in told
    assert "Named, and none of the four signs is known: Taxis." in told


def test_the_summary_keeps_the_markets_that_may_be_strongly_governed() -> None:
    audit = markets(A=(3, 3, 3, 3), B=(2, 2, 1, "unknown"), C=(0, 0, 0, 0), D=("unknown",) * 4)
    told = said(summary(story(audit)))
    assert "In 1 of 3 markets, rule by criminal interests is established or dominant." in told
    assert "One more market may be ruled so: not all signs are known." in told
    assert "For one market, no sign is known." in told


SCORES = ("services", "trust", "justice", "acts_together", "inclusive", "peaceful")


def areas(*scores: tuple[Any, ...]) -> Audit:
    """An audit with one area for each six scores."""
    lines = {
        f"RSL-0{number}": {"area": f"ARE-0{number}", **dict(zip(SCORES, own, strict=False))}
        for number, own in enumerate(scores, 1)
    }
    named = {f"ARE-0{number}": {"name": f"Ward {number}"} for number in range(1, len(scores) + 1)}
    return from_answers({"AREAS": named, "RESILIENCE": lines})


def test_an_area_with_no_score_known_is_not_called_one_that_waits_to_be_placed() -> None:
    told = said(areas_chapter(story(areas((2,) * 6, ("unknown",) * 6, (3, 3), (2, 2, 2, *["unknown"] * 3)))))
    assert "Not placed in the matrix yet: Ward 3." in told
    assert "Too many scores are not known to place these in the matrix: Ward 2 and Ward 4." in told


def test_the_summary_says_which_areas_may_be_strong() -> None:
    audit = areas((2,) * 6, (2, 2, "unknown", 3, 3, 3), ("unknown",) * 6, (1, 1, 1, 3, 3, "unknown"))
    told = said(summary(story(audit)))
    assert "do not come together in the one area scored." in told
    assert "In 2 more areas this is open, for not all scores are known." in told


def test_a_walk_with_no_rating_known_is_no_place_that_was_rated() -> None:
    rated = {"area": "ARE-01", "light": 3, "feeling": 2}
    unknown = {"area": "ARE-01", **dict.fromkeys(PLACE, "unknown")}
    audit = from_answers(
        {"AREAS": {"ARE-01": {"name": "Ward 1"}}, "SAFETY_WALKS": {"WLK-01": rated, "WLK-02": unknown}}
    )
    [paragraph] = walks(story(audit)).text
    told = " ".join(bare(each.text) for each in paragraph.sentences)
    assert "One place was rated on a safety walk." in told
    assert "For one more walk no rating is known." in told


# Earlier audits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("baseline", "This one is a baseline: there is no earlier audit to compare with."),
        ("follow_up", "Changes since the earlier audit are shown in the comparison report, not here."),
        (
            "elsewhere",
            "An earlier audit was made elsewhere. What it found cannot be set beside this one line by line, so there is no",
        ),
    ],
)
def test_only_a_follow_up_points_at_the_comparison_report(kind: str, sentence: str) -> None:
    assert sentence in said(next_audit(story(from_answers({"PROFILE": {"audit_kind": kind}}))))


# What judgements rest on ---------------------------------------------------------------------------------------------


def test_judgements_that_rest_on_nothing_yet_are_told_in_a_sentence() -> None:
    audit = markets(A=(3, 3, 3, 3))
    audit.markets[0].evidence, audit.markets[0].confidence = "none", "low"
    assert "These ratings rest on nothing yet (1); the team’s confidence in them is low for 1." in said(
        criminal(story(audit))
    )


def test_activities_of_which_nobody_knows_what_backs_them_are_not_called_alone() -> None:
    ties = ("with_regulation", "with_engagement", "with_enforcement")
    lines = {
        "RES-01": {"title": "Evening school", **dict.fromkeys(ties, "unknown")},
        "RES-02": {"title": "Boxing club", **dict.fromkeys(ties, "no")},
        "RES-03": {"title": "Street choir", **dict.fromkeys(ties, "unknown"), "with_engagement": "yes"},
    }
    text = said(resilience_work(story(from_answers({"ACTIVITIES": lines}))))
    assert "so likely to stay alone: “Boxing club”." in text
    assert "backs them is not known for “Evening school”." in text


def test_an_action_does_not_make_a_power_unused_whose_use_is_not_known() -> None:
    action = {"action": "Open the licence books", "component": "regulation", "power": "REG-1", "status": "agreed"}
    answers = {
        "REGULATION": {"REG-1": {"held_by": "city", "used_for_safety": "unknown"}},
        "ACTIONS": {"STR-01": action},
    }
    text = said(regulation(story(from_answers(answers))))
    assert "Held and not used for safety yet" not in text
    assert "is not known" in text

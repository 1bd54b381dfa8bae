"""Sentences of ours read as an editor would leave them, whatever is typed into the answers around them."""

from __future__ import annotations

from datetime import date

import pytest

from safeaudit.analysis import analyse
from safeaudit.audit import from_answers
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.writing.phrases import dates
from safeaudit.report.writing.sentences import strung, unended
from safeaudit.report.writing.statements import Story
from safeaudit.words import words


def story(answers):
    audit = from_answers(answers)
    return Story(audit, analyse(audit), (), words("en"), {})


def chapter(answers, name):
    return next(section for section in DOCUMENTS["strategy"].chapters(story(answers)) if section.id == name)


def test_a_name_that_ends_in_a_full_stop_ends_the_sentence():
    partners = chapter({"PARTNERS": {"PTR-01": {"partner": "Harbour Works Inc."}}}, "partners")

    assert "Listed, but not checked yet: Harbour Works Inc." in [each.text for each in partners.text[0].sentences]


def test_only_organisations_with_an_answer_to_a_criterion_were_checked():
    two = {"PTR-01": {"partner": "One", "p1_leadership": "met"}, "PTR-02": {"partner": "Two"}}

    said = [each.text for each in chapter({"PARTNERS": two}, "partners").text[0].sentences]

    assert "One organisation was checked against five criteria." in said
    assert "Listed, but not checked yet: Two." in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("A by-law.", "The council"), "A by-law.\nThe council"),
        (("A by-law", "The council."), "A by-law; The council."),
        (("Why?", "", "Because"), "Why?\nBecause"),
        (("नियम।", "परिषद"), "नियम।\nपरिषद"),
        (("", "The council"), "The council"),
    ],
)
def test_no_semicolon_follows_a_full_stop(given, said):
    assert strung(given) == said


@pytest.mark.parametrize(
    ("text", "said"), [("Done.", "Done"), ("Done…", "Done…"), ("So..", "So.."), ("完。", "完"), ("Done", "Done")]
)
def test_a_shortened_text_goes_on_without_its_full_stop(text, said):
    assert unended(text) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"starts": date(2027, 6, 1)}, "From June 2027, end not set"),
        ({"ends": date(2030, 3, 1)}, "Until March 2030, start not set"),
        ({"starts": date(2027, 6, 1), "ends": date(2030, 3, 1)}, "June 2027 – March 2030"),
        ({}, "–"),
    ],
)
def test_a_date_that_is_missing_is_said_in_words(given, said):
    assert dates(story({"ACTIONS": {"STR-01": {"action": "Light the ranks", **given}}}), "STR-01") == said


@pytest.mark.parametrize(
    ("used", "said"),
    [
        ("yes", "Its legal basis and its limits are not stated; until they are, it should not be used."),
        ("no", "Before it is used, its legal basis and its limits must be stated."),
        ("unknown", "Its legal basis and its limits are not stated either."),
    ],
)
def test_a_technology_without_a_legal_basis_is_told_by_whether_it_is_used(used, said):
    tool = next(row.id for row in from_answers({}).sheets["TOOLS"])

    points = chapter({"TOOLS": {tool: {"in_use": used}}}, "limits").blocks["tools"].points

    assert points[0].sentences[-1].text == said

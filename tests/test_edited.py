"""Sentences of ours read as an editor would leave them: nothing is counted that is not there, and no reference leads nowhere."""

from __future__ import annotations

import re
from datetime import date

import pytest
from documents import Manuscript, document, told
from test_golden_documents import KEPT

from safeaudit.analysis import analyse
from safeaudit.audit import from_answers
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.writing.crossrefs import readable
from safeaudit.report.writing.phrases import dates
from safeaudit.report.writing.sentences import strung, unended
from safeaudit.report.writing.statements import Statement, Story
from safeaudit.words import words

IDS = [".".join(each) for each in KEPT]
COUNTS_NOTHING = re.compile(r"(?<![\w.,–-])(?<!: )(?:0 (?!%)|1 (?:are|have|[a-z]{3,}s)\b)")
"""“0 are absent”, “NAD 0 of it”, “1 risks”; a list such as “(TOOLS: 0 of 4)” may."""
LONG = 12
"""A shorter answer may be a number, which could stand in a sentence of ours as well."""


def of_ours(made: Manuscript, sentence: Statement) -> str:
    """A sentence without what people typed."""
    text = readable(sentence.text)
    for ref in sentence.refs:
        typed = made.story.value(ref.row_id, ref.column) if ref.column else ""
        if len(typed) > LONG:
            text = text.replace(typed, "")
    return text


@pytest.mark.parametrize(("name", "kind", "audience"), KEPT, ids=IDS)
def test_no_sentence_counts_nothing_and_none_has_one_of_many(name, kind, audience):
    made = document(name, kind, audience)

    said = [
        of_ours(made, each) for section in made.chapters for part in section.paragraphs() for each in part.sentences
    ]

    assert [text for text in said if COUNTS_NOTHING.search(text)] == []


@pytest.mark.parametrize(("name", "kind", "audience"), KEPT, ids=IDS)
def test_a_document_refers_only_to_what_it_has(name, kind, audience):
    lines = [line for section in told(document(name, kind, audience)).values() for line in section]
    headings = {line.lstrip("# ") for line in lines if line.startswith("#")}
    text = "\n".join(lines)

    assert {found[1] for found in re.finditer(r"(?:see|the chapter) “([^”]+)”", text)} <= headings
    assert "see the evidence trail" not in text or "Evidence trail" in headings
    assert "the last column says what residents" not in text or "| What it means for residents" in text
    assert "the office named on the cover" not in text or re.search(r"fact: (Lead office|Contact|E-mail)", text)


@pytest.mark.parametrize(("name", "kind", "audience"), [each for each in KEPT if each[1:] == ("strategy", "public")])
def test_a_band_is_explained_where_one_is_printed_and_only_there(name, kind, audience):
    chapters = told(document(name, kind, audience))
    bands = re.search(
        r"(?:answers: |lines: |\()fewer than 5\b", "\n".join(line for lines in chapters.values() for line in lines)
    )

    assert ("is given as “fewer than 5”" in "\n".join(chapters["reading"])) == bool(bands)


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

"""What nobody knows is told as not known in every document: not as missing, not as not done yet, not as none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from safeaudit.analysis import analyse
from safeaudit.audit import Audit, from_answers
from safeaudit.comparison import compare
from safeaudit.report.chapters.enforcement import enforcement
from safeaudit.report.chapters.regulation import regulation
from safeaudit.report.writing.marks import bare
from safeaudit.report.writing.statements import Block, Section, Story
from safeaudit.words import words

EN = words("en")


def story(audit: Audit) -> Story:
    return Story(audit, analyse(audit), [], EN, {})


def said(section: Section) -> str:
    """The sentences of a chapter."""
    paragraphs = [*section.text, *(each for block in section.blocks.values() for each in block.text)]
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

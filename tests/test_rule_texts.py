"""The texts of rules fill themselves; what nothing fills is told where the rule is made, or by its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from safeaudit.audit import Audit, from_answers
from safeaudit.findings import Severity
from safeaudit.rules.base import RULES, Problem, findings, rule
from safeaudit.rules.filling import filled, names, of_the_instrument
from safeaudit.words import words

FLOW = {"FLOWS": {"FLW-2": {"present": "yes", "scale": "high", "scale_basis": "seizures"}}}


def said(
    message: str, *, remedy: str = "", quote: tuple[str, ...] = (), values: Mapping[str, object] | None = None
) -> str:
    """What a rule with this message says of a flow."""

    def find(audit: Audit) -> Iterator[Problem]:
        yield Problem(audit.by_id["FLW-2"], "scale", quote=quote, values=values or {})

    texts = dict.fromkeys(("section", "title", "why", "how"), "")
    try:
        rule("ZZ-01", Severity.ADVICE, basis="T", asks=("FLOWS.scale",), message=message, remedy=remedy, **texts)(find)
        return next(findings(RULES["ZZ-01"], from_answers(FLOW))).message
    finally:
        RULES.pop("ZZ-01", None)


@pytest.mark.parametrize(
    ("message", "filled_in"),
    [
        ("{row}", "FLW-2 · Illicit drugs"),
        ("{sheet}, {column}: {answer}", "FLOWS, Scale: High"),
        ("{FLOWS}, {FLOWS.scale_basis}", "FLOWS, Scale rests on"),
        ("{flow_scale.unknown}", "Not known"),
        ("{IND-C13}", "Extortion"),
        ("{setting.small_area}", "1,000"),
        ("{{row}}", "{row}"),
    ],
)
def test_names_of_the_problem_and_of_the_instrument_fill_themselves(message: str, filled_in: str) -> None:
    assert said(message) == filled_in


def test_a_quote_fills_the_name_of_its_column() -> None:
    text = said("{scale} by {scale_basis}", quote=("scale", "scale_basis"))
    assert text == "High by Seizures only"


def test_what_the_rule_worked_out_has_the_last_word() -> None:
    assert said("{row}: {found}", values={"row": "here", "found": 3}) == "here: 3"


def test_a_quote_that_names_no_column_fails() -> None:
    with pytest.raises(ValueError, match="FLOWS: no column size to quote"):
        said("{size}", quote=("size",))


def test_a_whole_sheet_has_nothing_to_quote() -> None:
    with pytest.raises(ValueError, match="no line: no column scale to quote"):
        Problem(sheet_id="FLOWS", quote=("scale",))


@pytest.mark.parametrize("text", ["{FLOW}", "{FLOWS.size}", "{flow_scale.huge}", "{IND-C99}", "{setting.much}"])
@pytest.mark.parametrize("part", ["message", "remedy"])
def test_a_name_that_the_instrument_does_not_know_fails_where_the_rule_is_made(text: str, part: str) -> None:
    texts = {"message": "", "remedy": "", part: text}
    with pytest.raises(ValueError, match="rule ZZ-01: nothing fills"):
        said(texts["message"], remedy=texts["remedy"])


def test_a_name_that_nothing_fills_fails_when_the_rule_speaks() -> None:
    with pytest.raises(KeyError, match="size"):
        said("{size}")


def test_a_translated_text_cannot_reach_into_objects() -> None:
    with pytest.raises(KeyError):
        filled("{row.__class__}", words(), {"row": "FLW-2"}, {})


def test_names_of_the_instrument_are_known_by_how_they_look() -> None:
    assert names("{row}: {FLOWS.scale} {{no}} {flow_scale.unknown}") == ["row", "FLOWS.scale", "flow_scale.unknown"]
    assert of_the_instrument("found") is None

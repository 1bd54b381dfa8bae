"""A finding that another one hides helps nobody: what each page calls wrong must be seen by the person who runs the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import few
from test_rules import METHOD, PAGES, Example, audit_of, examples

from safeaudit import build_workbook, read_audit
from safeaudit.findings import Severity
from safeaudit.ledger import MISSING
from safeaudit.rules import check

Place = tuple[str, str, str]

WRONG = [(code, each) for code in METHOD for each in examples(PAGES / f"{code}.md") if each.wrong]
TYPED = [(code, each) for code, each in WRONG if "unreadable:" not in str(each.tables) and not each.all_other_sheets]
"""Those whose answers are written into a workbook as they are."""


def told(code: str, example: Example) -> set[Place]:
    """Where the rule itself says something is wrong."""
    found = METHOD[code].find(audit_of(example))
    return {(code, each.row.id if each.row is not None else "", each.column) for each in found}


@pytest.mark.parametrize(("code", "example"), [pytest.param(*each, id=each[1].name) for each in WRONG])
def test_what_a_page_calls_wrong_is_among_the_findings(code: str, example: Example) -> None:
    found = check(audit_of(example))
    seen = {(each.rule, each.row_id, each.column) for each in found}
    answered = {(each.row_id, each.column) for each in found if each.rule != MISSING}
    # a cell that holds “-”, or names itself, has one line: another rule may speak of it, but never only “is empty”
    hidden = {each for each in told(code, example) - seen if each[1:] not in answered}
    assert not hidden, "another finding hides it"


@pytest.mark.parametrize(("code", "example"), [pytest.param(*each, id=each[1].name) for each in few(TYPED, 6)])
def test_what_a_page_calls_wrong_is_found_in_a_workbook(code: str, example: Example, tmp_path: Path) -> None:
    build_workbook(tmp_path / "example.xlsx", audit_of(example), workbook_id="example")
    seen = {(each.rule, each.row_id, each.column) for each in check(read_audit(tmp_path / "example.xlsx"))}
    assert not told(code, example) - seen


def test_advice_on_a_blank_cell_takes_the_place_of_the_blank_and_weighs_as_much() -> None:
    example = next(each for code, each in WRONG if code == "EG-04" and "open" in each.name)
    found = [each for each in check(audit_of(example)) if (each.row_id, each.column) == ("PUB-5", "status")]
    assert [(each.rule, each.severity) for each in found] == [("EG-04", Severity.WARNING)]
    assert not any(each.rule == MISSING and each.row_id == "PUB-5" for each in found)

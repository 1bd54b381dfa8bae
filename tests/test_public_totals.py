"""A public version denies nothing that withheld lines say: what holds of all lines or of none is told of those published."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, plain
from test_public import text_of, without_pictures

from safeaudit.audit import from_answers
from safeaudit.examples import sample_city
from safeaudit.report import write_report
from safeaudit.rules import check

TOTAL = re.compile(r"^(No|None|Nobody|Nothing|All|Every|Each|On no|In none|The city holds none)\b")
CHAPTERS = ROOT / "safeaudit" / "report" / "chapters"
SAFE = {
    "letter.py": "findings letters have no public version",
    "letter_lines.py": "findings letters have no public version",
    "cover.py": "says how the report is made, not what lines say",
    "so_far.py": "counts coverage, which is carried for the whole audit",
    "trail.py": "counts coverage, which is carried for the whole audit",
    "questions.py": "stands only where no line of the sheets it sums up is withheld (chapters/public.py)",
    "measures.py": "of one line, or of charts",
}
OF_ONE_LINE = {
    "No.", "No answers yet", "Nobody responds", "Nobody responds.", "No reason is given.", "No review date is set.", "No measurable targets",
    "All five are still open", "No date for the next audit is set.", "No date for a review is set.", "All shown at the start", "All years", "All sources",
    "No longer listed", "No longer where they were: {names}.", "No longer eligible. End what rests on them: {names}.", "All changes", "All edits", "All of these",
}  # fmt: skip
WHOLE_ALL_THE_SAME = {
    "In none of {count} markets is rule by criminal interests read as established; calm alone is no proof of it.": "summed up only where no line is withheld",
    "Nobody has said yet how the city would notice that a problem moves elsewhere.": "asked of one form",
    "Nobody is said to respond to {names}.": "says it of the lines it names",
    "Nothing is said yet of any of the five integrity safeguards for {names}.": "says it of the lines it names",
    "Nobody spoke for {names}; what this report says about them comes from others.": "left out where lines of TEAM are withheld",
    "No action of the strategy names it.": "withheld actions are counted (carried)",
    "No action of the strategy moves these forward: {names}.": "withheld actions are counted (carried)",
    "Each of these paths is named by an action of the strategy; whether that helps, the next audit will show.": "withheld actions are counted (carried)",
    "All four components are there.": "no withheld line can take one away",
    "All five kinds are there, which is how they work best.": "no withheld line can take one away",
    "Each table lists the actions of one component with what they answer, who gains, who leads and who judges the result, when, at what cost, and by what target success will be seen.": "says what a table holds",
    "Each path links a risk with the flow that feeds it, the actor that steers the flow, what government does, and what builds resilience or could change things.": "says what a path is",
}


def texts(path: Path) -> list[tuple[str, bool]]:
    """Every text that opens like a statement about all lines, and whether it goes through `among`."""
    tree = ast.parse(path.read_text("utf-8"))
    within = {
        id(node)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "among"
        for node in ast.walk(call)
    }
    names = {
        call.args[0].id
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "among"
        if call.args and isinstance(call.args[0], ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id in names for to in node.targets):
            within |= {id(each) for each in ast.walk(node.value)}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.value, id(node) in within)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and TOTAL.match(node.value)
    ]


@pytest.mark.parametrize("path", sorted(CHAPTERS.rglob("*.py")), ids=lambda path: path.stem)
def test_every_statement_about_all_lines_heeds_that_some_are_withheld(path: Path) -> None:
    if path.name in SAFE:
        return
    bare = [text for text, heeded in texts(path) if not heeded]
    assert [text for text in bare if text not in OF_ONE_LINE and text not in WHOLE_ALL_THE_SAME] == []


def answers() -> dict[str, dict[str, Any]]:
    given = plain(sample_city()[0])
    return {sheet: dict(rows.get(sheet, rows)) for sheet, rows in given.items()}


def public_text(given: dict[str, dict[str, Any]], path: Path) -> str:
    audit = from_answers(given)
    with without_pictures():
        return text_of(write_report(audit, check(audit), path, audience="public").path)


def test_a_focus_or_path_that_only_withheld_lines_name_is_not_denied(tmp_path: Path) -> None:
    given = answers()
    paths = {
        row: {**line, "foreseen": "unforeseen", "sensitivity": "restricted"}
        for row, line in given["SYSTEM_MAP"].items()
    }
    paths |= {row: {**paths[row], "foreseen": "foreseen", "sensitivity": "open"} for row in ("MAP-01", "MAP-02")}
    work = {
        row: {**line, "focus": "early_childhood", "sensitivity": "restricted"}
        for row, line in given["ACTIVITIES"].items()
    }
    work["RES-08"] = {**work["RES-08"], "focus": "families", "sensitivity": "open"}
    text = public_text({**given, "SYSTEM_MAP": paths, "ACTIVITIES": work}, tmp_path / "withheld.docx")
    assert "Among the lines published here: on no path is resilience said to help" in text
    assert "Among the lines published here: no activity is said to have this focus" in text
    assert "Among the lines published here: no activity of this kind" in text
    assert "On no path" not in text
    assert "No activity" not in text


def test_what_an_action_that_is_withheld_answers_is_not_called_unanswered(tmp_path: Path) -> None:
    given = answers()
    closed = {row: {**line, "sensitivity": "restricted"} for row, line in given["ACTIONS"].items()}
    opened = next(iter(closed))
    closed[opened] = {**closed[opened], "sensitivity": "open"}
    risks = {row: {**line, "sensitivity": "open"} for row, line in given["RISKS"].items()}
    audit = from_answers({**given, "RISKS": risks, "ACTIONS": closed})
    named = {risk for action in audit.actions for risk in action.risks}
    text = public_text({**given, "RISKS": risks, "ACTIONS": closed}, tmp_path / "actions.docx")
    assert len(named) > 3
    assert text.count("No action of the strategy names it.") <= len(audit.risks) - len(named)
    assert "No action belongs to" not in text
    assert "Every action has" not in text


def test_where_no_line_is_withheld_the_statement_stands_as_it_is(tmp_path: Path) -> None:
    work = {"RES-01": {"title": "Work", "category": "distance", "focus": "families", "sensitivity": "open"}}
    text = public_text({"PROFILE": {"city": "Saranel"}, "ACTIVITIES": work}, tmp_path / "open.docx")
    assert "No activity is said to have this focus" in text
    assert "Among the lines published here" not in text

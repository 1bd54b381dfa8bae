"""How much of what is asked is known, not known and left out: the same at every door, over a measure that no answer changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from asked import SHEETS
from honest import ONE_SENTENCE, empty_that_passes, everything_not_known, quarter_of_the_sample
from hypothesis import given, settings
from hypothesis import strategies as st
from support import declared_finished, few, grid_of, plain, recalculated, sheet_of
from truth_audits import _Maker, by_chance
from truth_cells import Book
from truth_shares import shares as counted_again

import safeaudit
from safeaudit import cli, framework
from safeaudit.analysis import analyse
from safeaudit.audience import for_audience
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.cli.check_one import as_json
from safeaudit.coverage import coverage, finished, list_coverage, thin
from safeaudit.coverage.said import all_four, percent, sentence
from safeaudit.coverage.states import states
from safeaudit.edition import full
from safeaudit.examples import sample_city
from safeaudit.office import results
from safeaudit.office.reports import report
from safeaudit.report.word.render import shown_text
from safeaudit.shares import Shares, State, best
from safeaudit.sheets import Form, Row
from safeaudit.sheets.asked import asked
from safeaudit.sheets.kinds import UNKNOWN, Choice
from safeaudit.words import words
from safeaudit.workbook import build_workbook
from safeaudit.workbook.checks import SHARES, ChecksLayout
from safeaudit.workbook.start import SHARE, STEPS_TOP

MEASURE = 914
"""The answers that the full edition asks from the start, counted once by hand: 48 indicators with 4 each, 18 risks with 8 …"""

# The cases that made it -----------------------------------------------------------------------------------------------


def test_an_audit_that_says_nothing_is_complete_and_hardly_known() -> None:
    audit = empty_that_passes()
    whole = coverage(audit).whole
    assert audit.completeness > 0.9
    assert whole.share("known") < 0.16
    assert whole.share("not_known") > 0.6
    assert whole.share("waived") > 0.2
    assert thin(audit), "so no strategy is made of it"


def test_the_one_sentence_that_waives_every_sheet_is_noticed() -> None:
    found = {finding.message for finding in safeaudit.check(empty_that_passes()) if finding.rule == "XC-07"}
    assert any(ONE_SENTENCE.removesuffix(".") in message and "14 more answers" in message for message in found)


def test_a_quarter_of_each_sheet_is_nowhere_near_complete() -> None:
    audit = quarter_of_the_sample()
    assert audit.completeness > 0.7
    assert coverage(audit).whole.share("known") < 0.45


def test_not_known_everywhere_is_told_as_not_known_and_never_as_nothing_entered(tmp_path: Path) -> None:
    audit = everything_not_known()
    made = safeaudit.write_report(audit, safeaudit.check(audit), tmp_path / "report.docx")
    told = [each.text for each in made.statements]
    found = coverage(audit).sheets
    for sheet_id, shares in found.items():
        nothing = f"Nothing was entered here. Enter it on the sheet {words().tab(sheet_id)}."
        assert (nothing in told) <= (shares.not_known == 0), sheet_id
    gap = "That is a gap in what the city knows, and no sign that nothing is there."
    assert f"Not known: of the 144 answers asked on the sheet RISKS, 144 are “not known”. {gap}" in told
    assert found["RISKS"] == Shares(0, 144, 0, 144)


# What an answer says -------------------------------------------------------------------------------------------------

LINES: list[tuple[str, str, dict[str, Any], dict[str, State]]] = [
    ("blank", "FLW-2", {}, {"present": State.OPEN, "scale": State.OPEN}),
    ("not there", "FLW-2", {"present": "no", "what": "None"}, {"present": State.KNOWN, "scale": State.KNOWN, "effect": State.KNOWN}),
    ("not known whether", "FLW-2", {"present": "unknown", "what": "Rumours"}, {"present": State.NOT_KNOWN, "what": State.NOT_KNOWN}),
    ("size not known", "FLW-2", {"present": "yes", "scale": "unknown"}, {"scale": State.NOT_KNOWN, "effect": State.OPEN}),
    ("rests on nothing", "FLW-2", {"present": "yes", "scale_basis": "nothing"}, {"scale_basis": State.NOT_KNOWN}),
    ("answered out of turn", "FLW-2", {"scale": "high"}, {"present": State.OPEN, "scale": State.KNOWN}),
    ("a value", "IND-C01", {"value": 3.0, "year": 2024}, {"value": State.KNOWN, "year": State.KNOWN, "source": State.OPEN}),
    ("zero is a value", "IND-C01", {"value": 0.0}, {"value": State.KNOWN}),
    ("a named gap", "IND-C01", {"gap": "not_shared"}, {"value": State.NOT_KNOWN, "year": State.NOT_KNOWN, "residents": State.NOT_KNOWN}),
    ("no value, no gap", "IND-C01", {"who_might_know": "Hospital"}, {"value": State.OPEN, "year": State.OPEN}),
    ("does not apply", "IND-C01", {"does_not_apply": "Not counted by law."}, {"value": State.WAIVED, "source": State.WAIVED}),
    ("does not apply, no reason", "IND-C01", {"does_not_apply": "n/a"}, {"value": State.OPEN}),
    ("chosen: does not apply", "PLN-1", {"status": "not_applicable"}, {"status": State.OPEN, "evidence": State.OPEN}),
    ("with a reason", "PLN-1", {"status": "not_applicable", "evidence": "No planners here."}, {"status": State.WAIVED, "evidence": State.WAIVED}),
    ("skipped", "CAR-1", {"decision": "skip", "harm": "Reprisals.", "safeguards": "We do not ask."}, {"decision": State.WAIVED, "harm": State.WAIVED}),
    ("skipped, no word why", "CAR-1", {"decision": "skip"}, {"decision": State.OPEN, "harm": State.OPEN}),
    ("says not known", "QUE-1", {"response": " not  KNOWN. "}, {"response": State.NOT_KNOWN}),
    ("a dash", "QUE-1", {"response": "-"}, {"response": State.NOT_KNOWN}),
    ("says that it is not known and more", "QUE-1", {"response": "Not known, but the clinic counts."}, {"response": State.KNOWN}),
    ("held elsewhere", "REG-1", {"held_by": "national"}, {"legal_basis": State.KNOWN, "effectiveness": State.OPEN}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row_id", "answers", "said"), LINES, ids=[line[0] for line in LINES])
def test_what_an_answer_says(name: str, row_id: str, answers: dict[str, Any], said: dict[str, State]) -> None:
    row = blank_audit().by_id[row_id]
    audit = from_answers({row.sheet_id: {row_id: answers}})
    found = states(audit.by_id[row_id], "en")
    assert {column: found[column] for column in said} == said, name


def test_a_reason_that_says_nothing_leaves_a_sheet_open() -> None:
    audit = blank_audit()
    audit.reasons |= {"MARKETS": "???", "LEVERS": "Too early in the process."}
    found = coverage(audit).sheets
    assert found["MARKETS"] == Shares(asked=8)
    assert found["LEVERS"] == Shares(waived=5, asked=5)


def test_of_free_lines_those_count_that_say_most() -> None:
    told = [Shares(1, 0, 0, 9), Shares(9, 0, 0, 9), Shares(0, 9, 0, 9)]
    assert best(told, 1, 9) == Shares(9, 0, 0, 9)
    assert best(told, 2, 18) == Shares(10, 8, 0, 18)
    assert best([], 1, 9) == Shares(asked=9)


def test_what_the_version_of_a_workbook_did_not_ask_yet_is_not_missing_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    audit = blank_audit()
    monkeypatch.setattr("safeaudit.coverage.added", lambda _version: frozenset({"RISKS.trend", "MARKETS", "GAP-8"}))
    found = coverage(audit)
    assert found.sheets["RISKS"].asked == 144 - 18
    assert found.sheets["MARKETS"].asked == 0
    assert found.sheets["DATA_GAPS"].asked == 7
    assert "L13" not in found.lists
    assert "GAP-8" not in found.lists["L05"].items


# The measure -----------------------------------------------------------------------------------------------------------


def test_the_measure_is_fixed_by_the_edition() -> None:
    assert coverage(blank_audit()).whole == Shares(asked=MEASURE)
    for audit in (sample_city()[0], empty_that_passes(), everything_not_known(), from_answers(by_chance(3))):
        found = coverage(audit)
        assert {sheet_id: shares.asked for sheet_id, shares in found.sheets.items()} == measure()
        assert {key: each.shares.asked for key, each in found.lists.items()} == measure_of_lists()


def measure() -> dict[str, int]:
    return {sheet_id: shares.asked for sheet_id, shares in coverage(blank_audit()).sheets.items()}


def measure_of_lists() -> dict[str, int]:
    return {key: each.shares.asked for key, each in coverage(blank_audit()).lists.items()}


@given(st.integers(0, 2**32), st.data())
@settings(max_examples=60, deadline=None)
def test_filling_in_a_blank_never_lowers_what_is_answered(seed: int, data: st.DataObject) -> None:
    maker = _Maker(data.draw(st.randoms(use_true_random=False)), filled=0.6)
    before = from_answers(by_chance(seed % 40))
    maker.used = {sheet_id: list(rows) for sheet_id, rows in plain(before).items()}
    sheet_id = data.draw(st.sampled_from(sorted(SHEETS)))
    row = data.draw(st.sampled_from(before.sheets[sheet_id]))
    blank = [column for column in row.inputs() if row.get(column.id) is None and column.id != "label"]
    if not blank:
        return
    column = data.draw(st.sampled_from(blank))
    value = maker.answer(sheet_id, row.id, column)
    after = with_answer(before, row, column.id, value)
    was, now = coverage(before), coverage(after)
    assert now.whole.asked == was.whole.asked
    assert now.whole.answered >= was.whole.answered
    kind = column.kind
    quiet = isinstance(kind, Choice) and value in {"unknown", "skip", "not_applicable", *framework.scales()["data_gap"]}
    if not quiet and column.id != "does_not_apply":
        assert now.whole.known >= was.whole.known, f"{row.id}.{column.id} = {value}"
    assert all(now.lists[key].shares.answered >= each.shares.answered for key, each in was.lists.items())


def with_answer(audit: Audit, row: Row, column: str, value: Any) -> Audit:
    answers: dict[str, Any] = plain(audit)
    answers.setdefault(row.sheet_id, {}).setdefault(row.id, {})[column] = value
    return from_answers({
        sheet_id: rows[sheet_id] if isinstance(SHEETS[sheet_id].rows, Form) else rows for sheet_id, rows in answers.items()
    })  # fmt: skip


def test_every_needed_column_is_asked_from_the_start_or_follows_an_answer_that_nobody_needs() -> None:
    left = {
        f"{sheet_id}.{column.id}"
        for sheet_id, cls in SHEETS.items()
        for column in cls.demanding
        if not any(column.id in (each.column.id, *(other.id for other in each.instead)) for row_id in cls.ids() for each in asked(cls, row_id))
    }  # fmt: skip
    needed = {f"{sheet_id}.{column.id}" for sheet_id, cls in SHEETS.items() for column in cls.demanding}
    for name in left:
        sheet_id, _, column = name.partition(".")
        when = SHEETS[sheet_id].columns[column].required
        assert when is not None
        assert any(f"{sheet_id}.{each}" not in needed - left for each in when.rests_on), name


# The lists of the framework --------------------------------------------------------------------------------------------

ITEMS = {
    "L01": 18, "L02": 4, "L03": 3, "L04": 3, "L05": 8, "L06": 4, "L07": 5, "L08": 5, "L09": 7, "L10": 2, "L11": 4, "L12": 2,
    "L13": 4, "L14": 3, "L15": 4, "L16": 3, "L17": 5, "L18": 2, "L19": 4, "L20": 5, "L21": 9, "L22": 5, "L23": 4, "L24": 2,
    "L25": 6, "L26": 3, "L27": 3, "L28": 8, "L29": 4, "L30": 5, "L31": 5, "L32": 10,
}  # fmt: skip
"""How many items the framework itself counts in each list."""


def test_every_list_has_as_many_items_as_the_framework_counts() -> None:
    assert {key: len(each.items) for key, each in framework.method_lists().items()} == ITEMS


def test_every_cell_that_a_list_names_is_one_of_the_full_edition() -> None:
    for key, each in framework.method_lists().items():
        assert full().lists()[key] == each, key
        for item in each.items:
            for cells in (*item.cells, *item.one):
                kind = SHEETS[cells.sheet].columns[cells.column].kind
                codes = framework.scales()[kind.options] if isinstance(kind, Choice) else {}
                assert not cells.code or cells.code in codes, f"{key} {item.id}: {cells}"
            assert not any(cells.code for cells in item.cells), f"{key} {item.id}: a choice stands under “one”"


@pytest.mark.parametrize("key", ITEMS)
def test_every_item_has_a_name_that_is_translated(key: str) -> None:
    for item in framework.method_lists()[key].items:
        assert words("en").list_item(key, item)
        assert words("qps").list_item(key, item).startswith("⟦"), item.id


def test_an_edition_leaves_out_the_cells_that_it_does_not_ask() -> None:
    less = full().without("less", ["MARKETS", "SYSTEM_MAP"], [("FLOWS", "by_trade")], ["RSK-E3"])
    lists = less.lists()
    assert lists.keys() == full().lists().keys() - {"L08", "L13", "L18", "L19"}
    assert [item.id for item in lists["L10"].items] == ["protection"]
    assert "RSK-E3" not in [item.id for item in lists["L01"].items]
    assert lists["L15"].sheets == ("RISKS", "FLOWS")
    found = coverage(blank_audit(edition=less))
    assert found.lists["L10"].shares.asked == 7
    assert found.lists["L01"].shares.asked == 17 * 8


def test_a_list_knows_which_of_its_items_have_no_answer() -> None:
    audit = from_answers({"DATA_GAPS": {"GAP-1": {"applies": "yes"}, "GAP-2": {"applies": "unknown"}}})
    found = list_coverage(audit)["L05"]
    assert found.shares == Shares(1, 1, 0, 8)
    assert found.untouched == [f"GAP-{number}" for number in range(3, 9)]


def test_a_choice_that_each_line_makes_once_answers_the_whole_typology() -> None:
    audit = from_answers({"ACTORS": {"ACT-01": {"label": "Drivers’ association", "network": "loose"}}})
    assert list_coverage(audit)["L16"].untouched == []


def test_each_component_of_a_strategy_is_looked_for() -> None:
    audit = from_answers({"ACTIONS": {"STR-01": {"action": "Light the stops", "component": "engagement"}}})
    found = list_coverage(audit)["L23"]
    assert found.untouched == ["regulation", "enforcement", "resilience"]
    assert found.shares == Shares(1, 0, 0, 4)
    audit = blank_audit()
    audit.reasons["ACTIONS"] = "No plan is made in this round."
    assert list_coverage(audit)["L23"].shares == Shares(0, 0, 4, 4)


def test_the_group_a_risk_rules_out_is_answered() -> None:
    audit = from_answers({"RISKS": {"RSK-G2": {"relevant": "no", "explanation": "Nobody was displaced."}}})
    assert "displaced" not in list_coverage(audit)["L15"].untouched


# Finished --------------------------------------------------------------------------------------------------------------


def test_an_audit_is_in_work_until_it_is_declared_finished() -> None:
    audit = sample_city()[0]
    assert not finished(audit)
    assert not finished(blank_audit(edition=full().without("less", ["ACTIONS"])))
    done = declared_finished(audit)
    assert finished(done)
    done.sheets["DECISION"][0].audit_status = "in_work"  # type: ignore[attr-defined]
    assert not finished(done)


def test_no_answer_yet_is_no_finding_while_the_audit_is_in_work() -> None:
    assert safeaudit.check(blank_audit()) == []


# The same at every door ------------------------------------------------------------------------------------------------


def more_than_ten_high_risks() -> Audit:
    """14 risks: 4 score 20, 8 score 12, one matters very much in words, of one the impact is not known."""
    ids = [row.id for row in blank_audit().risks]
    rated = {
        each: {"relevant": "yes", "likelihood": 4, "impact": 5 if place < 4 else 3}
        for place, each in enumerate(ids[:12])
    }
    in_words = {ids[12]: {"relevant": "yes", "matters": "3"}}
    half_known = {ids[13]: {"relevant": "yes", "likelihood": 4, "impact": UNKNOWN}}
    return from_answers({"RISKS": {**rated, **in_words, **half_known}})


BOOKS: dict[str, Callable[[], Audit]] = {
    "ties": more_than_ten_high_risks,
    "quarter": quarter_of_the_sample,
    "empty": empty_that_passes,
    "unknown": everything_not_known,
    "chance": lambda: from_answers(by_chance(1)),
    "other": lambda: from_answers(by_chance(4)),
}
TRIED = few(list(BOOKS), 3)


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks of these audits after LibreOffice worked out every formula."""
    folder = tmp_path_factory.mktemp("shares")
    paths = [folder / f"{name}.xlsx" for name in TRIED]
    for path in paths:
        build_workbook(path, BOOKS[path.stem](), workbook_id=path.stem)
    return {path.stem: path for path in recalculated(paths, tmp_path_factory.mktemp("worked-out"))}


@pytest.mark.parametrize("name", TRIED)
def test_the_workbook_works_out_the_same_shares(name: str, worked_out: dict[str, Path]) -> None:
    audit, grid = safeaudit.read_audit(worked_out[name]), grid_of(worked_out[name])
    found, checks, start, overview = coverage(audit), *(sheet_of(grid, tab) for tab in ("CHECKS", "START", "OVERVIEW"))
    layout = ChecksLayout("CHECKS", tuple(SHEETS))

    def number(sheet: Any, row: int, column: int) -> Any:
        return sheet.value(row, column).value

    for sheet_id, row in layout.sheet_rows.items():
        told = {each: number(checks, row, column) for each, column in SHARES.items()}
        assert told == {each: getattr(found.sheets[sheet_id], each) for each in SHARES}, sheet_id
    assert {each: number(checks, layout.total_row, column) for each, column in SHARES.items()} == {
        each: getattr(found.whole, each) for each in SHARES
    }
    assert number(start, 4, 2) == all_four(found.whole, words())
    steps = {number(start, row, 3): row for row in range(STEPS_TOP + 1, STEPS_TOP + 45) if start.value(row, 3)}
    shown = {number(overview, row, 2): row for row in range(5, 400) if overview.value(row, 2)}
    for sheet_id, shares in found.sheets.items():
        tab = words().tab(sheet_id)
        for place, each in enumerate(("known", "not_known", "waived")):
            # a sheet that asks nothing from the start has a gap there, and no 0 %
            meant = pytest.approx(shares.share(each)) if shares.asked else ""
            assert number(start, steps[tab], SHARE + place) == meant, f"START {tab}"
            assert number(overview, shown[tab], 3 + place) == meant, f"OVERVIEW {tab}"
    for part, name_of in (("B", "B · Understand"), ("D", "D · Decide")):
        for place, each in enumerate(("known", "not_known", "waived")):
            share = found.parts[part].share(each)
            assert number(overview, shown[name_of], 3 + place) == pytest.approx(share), f"{part} {each}"


@pytest.mark.parametrize("name", TRIED)
def test_the_shares_are_those_counted_again_from_the_cells(name: str, tmp_path: Path) -> None:
    build_workbook(tmp_path / "book.xlsx", BOOKS[name](), workbook_id="book")
    audit, book = BOOKS[name](), Book(tmp_path / "book.xlsx")
    reasons = set(audit.reasons)
    for sheet_id, found in coverage(audit).sheets.items():
        if sheet_id not in reasons:
            assert (found.known, found.not_known, found.waived, found.asked) == counted_again(book, sheet_id), sheet_id


def test_check_tells_the_shares_of_the_whole_of_parts_sheets_and_lists() -> None:
    audit = empty_that_passes()
    told: Any = as_json("a.xlsx", audit, [])
    assert told["completeness"] == round(audit.completeness, 4), "it stays the number it was"
    whole = coverage(audit).whole
    assert {each: told["shares"][each] for each in ("known", "not_known", "waived")} == whole.as_json()
    assert set(told["shares"]) == {"known", "not_known", "waived", "parts", "sheets", "lists"}
    assert told["shares"]["parts"].keys() == {"A", "B", "C", "D"}
    assert told["shares"]["sheets"]["ACTIONS"] == {"known": 0.0, "not_known": 0.0, "waived": 1.0}
    assert told["shares"]["lists"]["L09"] == {"known": 0.0, "not_known": 1.0, "waived": 0.0, "no_answer": []}
    assert json.dumps(told)


def test_pane_and_page_get_the_shares_and_the_open_items_of_each_list() -> None:
    audit = quarter_of_the_sample()
    told = results.result("", "", audit, [], [])
    assert told["audit"]["shares"] == coverage(audit).whole.as_json()
    steps = {step["sheet_id"]: step["shares"] for step in told["steps"]}
    assert steps == {sheet_id: shares.as_json() for sheet_id, shares in coverage(audit).sheets.items()}
    lists = {each["key"]: each for each in told["lists"]}
    assert list(lists) == list(ITEMS)
    assert lists["L09"]["open"] == [words().item(f"FLW-{number}") for number in range(3, 8)]


def test_a_public_version_tells_the_shares_of_the_sheets_it_shows_whole_and_no_withheld_reason() -> None:
    audit = sample_city()[0]
    audit.reasons["MARKETS"] = "The family Obvious runs it."
    for row in audit.sheets["MARKETS"]:
        for column in row.filled:
            row.copy_answer(type(row).blank(row.id), column)
    view = for_audience(audit, [], "public", language="en")
    closed = {each.sheet_id for each in view.withheld if each.row_id and not each.column}
    assert {"FLOWS", "ACTORS"} <= closed
    mine, seen = coverage(audit), coverage(view.audit)
    assert seen.sheets == {key: Shares() if key in closed else each for key, each in mine.sheets.items()}
    assert seen.whole == sum(seen.sheets.values(), Shares())
    open_ = {key for key, each in audit.edition.lists().items() if closed.isdisjoint(each.sheets)}
    assert {key: each.shares for key, each in seen.lists.items()} == {key: mine.lists[key].shares for key in open_}
    assert mine.lists["L13"].reasons == ("The family Obvious runs it.",)
    assert "Obvious" not in str(seen)
    assert "Obvious" not in str(view.audit.carried)


def test_the_shares_in_words() -> None:
    assert (percent(0), percent(0.005), percent(0.385), percent(0.999), percent(1)) == (0, 1, 39, 99, 100)
    shares = Shares(305, 5, 0, 791)
    assert (
        all_four(shares, words())
        == "39 % known · 1 % not known · 0 % left out with a reason · 481 of 791 answers to come"
    )
    assert sentence(shares, words()) == (
        "Of what the method asks here, 39 % is known and 1 % is not known; 481 of 791 answers are to come."
    )
    assert sentence(Shares(8, 1, 1, 10), words()) == (
        "Of what the method asks here, 80 % is known, 10 % is not known and 10 % is left out with a reason."
    )
    assert sentence(Shares(790, 1, 0, 791), words()).endswith("99 % is known and under 1 % is not known.")


def test_the_lists_of_the_analysis_are_the_same() -> None:
    audit = quarter_of_the_sample()
    lines = {line.key: line for line in analyse(audit).coverage}
    for key, each in list_coverage(audit).items():
        line = lines[key]
        assert (line.known, line.not_known, line.waived, line.expected) == (
            each.shares.known, each.shares.not_known, each.shares.waived, each.shares.asked,
        )  # fmt: skip
        assert line.untouched == each.untouched


# Too early for a strategy ----------------------------------------------------------------------------------------------

WHY = "Less than 40 % of what the method asks is known, which is too little for a strategy."


def test_report_writes_what_the_city_has_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    build_workbook(tmp_path / "town.xlsx", everything_not_known(), workbook_id="town")
    assert cli.run(["report", "town.xlsx"]) == 0
    assert WHY in capsys.readouterr().out
    assert not (tmp_path / "town-strategy-report.docx").exists()
    shown = shown_text(docx.Document(str(tmp_path / "town-what-we-have.docx")).element.body)
    assert 0 < shown.index("This is no strategy.") < 1200, "on the first page"


@pytest.mark.parametrize(("kind", "early"), [("strategy", True), ("brief", True), ("findings", False)])
def test_only_what_a_council_would_decide_on_is_too_early(kind: str, early: bool, tmp_path: Path) -> None:
    audit = everything_not_known()
    notes = report(audit, safeaudit.check(audit), tmp_path / "made.docx", kind=kind)
    assert any(note.startswith(WHY) for note in notes) is early


def test_a_template_for_the_strategy_is_not_used_then_and_this_is_said(tmp_path: Path) -> None:
    audit = everything_not_known()
    notes = report(audit, [], tmp_path / "made.docx", template=tmp_path / "office.docx")
    assert notes[1] == "Your Word template is for another kind of document, so it was not used."


def test_the_setting_of_the_edition_decides(tmp_path: Path) -> None:
    audit, settings_ = quarter_of_the_sample(), {"enough_known": 20.0}
    own = replace(full(), settings={**full().settings, **settings_})
    assert not thin(replace(audit, edition=own))
    assert not thin(sample_city()[0])
    assert thin(replace(sample_city()[0], edition=replace(full(), settings={**full().settings, "enough_known": 95})))


def test_check_points_at_the_next_answers_and_promises_no_strategy(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    build_workbook(tmp_path / "blank.xlsx", workbook_id="blank")
    assert cli.run(["check", str(tmp_path / "blank.xlsx")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"0 % known · 0 % not known · 0 % left out with a reason · {MEASURE} of {MEASURE} answers to come" in said
    assert "is no strategy yet" in said


def test_overview_says_what_the_ten_highest_risks_leave_out(worked_out: dict[str, Path]) -> None:
    overview = sheet_of(grid_of(worked_out["ties"]), "OVERVIEW")
    told = {str(cell.value): overview.value(row, 3) for row in range(5, 120) if (cell := overview.value(row, 2))}
    start = "Not among the ten: "
    left_out = {name.removeprefix(start): cell.value for name, cell in told.items() if cell and name.startswith(start)}
    assert left_out == {
        "the same score as the tenth": 2,
        "moderate or high by words, without a score": 1,
        "likelihood or impact not known": 1,
    }


def test_overview_shows_a_gap_and_no_0_where_there_is_no_risk_and_no_price(worked_out: dict[str, Path]) -> None:
    for name in ("empty", "ties"):
        overview = sheet_of(grid_of(worked_out[name]), "OVERVIEW")
        texts = {str(cell.value): row for row in range(5, 160) if (cell := overview.value(row, 2))}
        places = [
            (texts["Prices by flow: earliest and latest"] + 2 + line, column) for line in range(7) for column in (4, 5)
        ]
        if name == "empty":
            places += [(texts["The ten highest risks"] + 2 + line, 3) for line in range(10)]
        shown = [overview.value(*place) for place in places]
        assert {cell.value for cell in shown if cell is not None} == {""}, name

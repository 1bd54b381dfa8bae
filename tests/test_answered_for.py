"""A text that the reader takes for a person's stays in the restricted file when an office answers for it, and is public nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mutations import Book, small, typed
from payloads import payload_from_workbook
from test_accepting import accept, accepted_in, rows_of, written_again
from test_public import everything, without_pictures

from safeaudit import check, cli, read_audit
from safeaudit.audience import for_audience
from safeaudit.audit import Audit, from_answers
from safeaudit.findings import Finding
from safeaudit.ledger import LIFTED, decided_by
from safeaudit.live.json_workbook import open_json
from safeaudit.office import commands
from safeaudit.report import write_report
from safeaudit.rules import all_rules
from safeaudit.service import answers as service

CENTRE, ACCOUNT = "Evenings with Don Bosco at the hall", "Fees go to account 1234 5678 9012"
PLACES = {"SD-02": ("STR-01", "action"), "SD-03": ("STR-01", "learning")}
REASON = "Data protection officer: the youth centre is called so."


def audit(**accepted: str) -> Audit:
    made = from_answers({"ACTIONS": {"STR-01": {"action": CENTRE, "learning": ACCOUNT}}})
    made.accepted = {
        (code.replace("_", "-"), "|".join(PLACES[code.replace("_", "-")])): reason for code, reason in accepted.items()
    }
    return made


def of(code: str, found: list[Finding]) -> Finding:
    return next(each for each in found if each.rule == code and (each.row_id, each.column) == PLACES[code])


@pytest.mark.parametrize("code", sorted(PLACES))
def test_an_office_may_let_it_stand_with_a_reason(code: str) -> None:
    assert of(code, check(audit())).severity == "error"
    found = of(code, check(audit(**{code.replace("-", "_"): REASON})))
    assert (found.severity, found.accepted) == ("warning", REASON)
    assert code in LIFTED


@pytest.mark.parametrize(
    "reason",
    ["the youth centre is called so", ": it is called so", "Data protection officer:", "Data protection officer: …", "12: so",
     "Maria Gonzalez: it is called so", "Office of Maria Gonzalez: it is called so", "Mr. Dlamini: it is called so", f"{'officer ' * 20}: so"],
)  # fmt: skip
def test_without_an_office_or_with_a_persons_name_for_it_the_error_stays(reason: str) -> None:
    found = check(audit(SD_02=reason))
    assert (of("SD-02", found).severity, of("SD-02", found).accepted) == ("error", "")
    [told] = [each for each in found if each.rule == "WB-30"]
    assert (told.row_id, told.column, told.severity) == ("STR-01", "action", "advice")
    assert "colon" in told.remedy


def test_no_other_error_is_lifted_by_an_office() -> None:
    made = from_answers({"MARKETS": {"MKT-01": {"market": "Ranks"}}})
    made.by_id["MKT-01"].reject("sensitivity", "secret")
    made.accepted = {("SD-01", "MKT-01|sensitivity"): REASON}
    found = check(made)
    assert [each.accepted for each in found if each.rule == "SD-01"] == [""]
    assert [each.rule for each in found if each.rule in ("WB-12", "WB-30")] == ["WB-12"]


@pytest.mark.parametrize(
    ("reason", "role"), [(REASON, "Data protection officer"), ("Legal: a: b", "Legal"), ("none", ""), (" :x", "")]
)
def test_the_role_stands_before_the_first_colon(reason: str, role: str) -> None:
    assert decided_by(reason) == role


def test_public_versions_leave_it_out_all_the_same(tmp_path: Path) -> None:
    made = audit(SD_02=REASON, SD_03=REASON)
    view = for_audience(made, check(made), "public")
    assert {(each.row_id, each.column) for each in view.withheld if each.reason == "reader"} == set(PLACES.values())
    with without_pictures():
        public = everything(write_report(made, check(made), tmp_path / "public.docx", audience="public").path)
        restricted = everything(write_report(made, check(made), tmp_path / "restricted.docx").path)
    for hidden in ("Don Bosco", "1234 5678", "youth centre is called so", "Data protection officer"):
        assert hidden not in public
    assert "Don Bosco" in restricted
    assert REASON.removesuffix(".") in restricted, "the limits of the audit name the office and its reason"


def test_the_remedy_says_so_at_every_door() -> None:
    for code in PLACES:
        finding = of(code, check(audit()))
        assert (
            "an office may accept it on CHECKS: its role, a colon, the reason. Public versions never show it."
            in finding.remedy
        )
        assert all_rules()[code].remedy in finding.remedy


# Doors --------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(sample: Path) -> bytes:
    """Some sheets of the sample city with a text that the reader takes for a person's."""
    made = Book(small(sample.read_bytes(), ("PROFILE", "AREAS", "SOURCES", "RISKS", "ACTIONS", "CHECKS", "ABOUT")))
    made.answer(("ACTIONS", "STR-01", "action"), typed(CENTRE))
    made.answer(("ACTIONS", "STR-02", "learning"), typed(ACCOUNT))
    return made.zipped()


ENTRIES = {
    ("SD-02", "STR-01|action"): REASON,
    ("SD-03", "STR-02|learning"): "Treasury: the city's own account, printed on every bill.",
}


def test_on_the_sheet_checks_and_the_command_line(
    book: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "city.xlsx"
    path.write_bytes(book)
    assert cli.run(["check", "--write", str(path)]) == 1
    checked = tmp_path / "city.checked.xlsx"
    table = rows_of(checked)
    assert all("colon" in table[entry].texts["to_do"] for entry in ENTRIES)
    capsys.readouterr()
    assert cli.run(["check", "--format", "json", str(checked)]) == 1
    before = json.loads(capsys.readouterr().out)["counts"]
    told = accept(checked.read_bytes(), tmp_path / "told.xlsx", ENTRIES)
    assert accepted_in(told) == ENTRIES
    assert accepted_in(written_again(told)) == ENTRIES, "the reasons stay when CHECKS is written anew"
    capsys.readouterr()
    cli.run(["check", "--format", "json", str(told)])
    after = json.loads(capsys.readouterr().out)
    assert (after["counts"]["error"], after["counts"]["accepted"]) == (before["error"] - 2, before["accepted"] + 2)
    cli.run(["check", str(told)])
    assert "Data protection officer" in capsys.readouterr().out


def test_in_the_pane_and_on_the_page(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "city.xlsx"
    path.write_bytes(book)
    grid = payload_from_workbook(path)
    found = service.run_command("check_all", {"grid": json.loads(json.dumps(grid))})
    group = next(each for each in found["groups"] if each["rule"] == "SD-02")
    assert group["can_accept"]
    assert group["severity"] == "error"
    named: dict[str, Any] = {"rule": "SD-02", "row_id": "STR-01", "column": "action"}
    for reason, said in (
        ("It is called so", "Write the office or role, a colon"),
        ("Maria Gonzalez: so it is", "looks like a person’s name"),
    ):
        refused = commands.run("accept", open_json(json.loads(json.dumps(grid))), options={**named, "reason": reason})
        assert refused.fault == "refused"
        assert said in refused.message
    book_ = open_json(json.loads(json.dumps(grid)))
    outcome = commands.run("accept", book_, options={**named, "reason": REASON})
    assert outcome.message == (
        "Accepted: 1 warning of rule SD-02. Your reason will be printed in the report. Public versions leave the text out all the same."
    )
    back = commands.run("accept", book_, options={**named, "withdraw": True})
    assert "is open again" in back.message
    assert read_audit(path).accepted == {}

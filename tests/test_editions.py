"""Every sheet, and every column that no rule goes by, can be left out: workbook, reading, check, analysis, charts and documents follow."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from documents import Checked, manuscript, told
from fewer import within
from support import few, grid_of, plain

import safeaudit
from safeaudit import framework
from safeaudit.audit import Audit, blank_audit
from safeaudit.edition import Definition, EditionError, from_text, full, made, text_of
from safeaudit.report.pipeline import write_report
from safeaudit.rules import all_rules, not_asked
from safeaudit.rules.base import asked
from safeaudit.sheets import KNOWN
from safeaudit.words import words
from safeaudit.workbook.layout import layouts

EN = words("en")


def through(audit: Audit, folder: Path) -> Checked:
    """The audit written to a workbook, read again and checked: with its answers and edition, and nothing amiss in the file."""
    path = folder / "audit.xlsx"
    safeaudit.build_workbook(path, audit, workbook_id="mine")
    back = safeaudit.read_audit(path)
    assert plain(back) == plain(audit)
    assert back.edition.definition == audit.edition.definition
    assert back.findings == []
    return Checked(back, tuple(safeaudit.check(back)))


def texts(it: Checked) -> list[str]:
    """Every line of every document about the audit."""
    kinds = (
        ("strategy", "restricted"),
        ("strategy", "public"),
        ("council", "restricted"),
        ("brief", "restricted"),
        ("findings", "restricted"),
    )
    return [
        line
        for kind, audience in kinds
        for chapter in told(manuscript(it, kind, audience)).values()
        for line in chapter
    ]


@pytest.mark.parametrize("sheet_id", few(list(SHEETS), 4))
def test_an_edition_less_a_sheet_goes_the_whole_way(sheet_id: str, tmp_path: Path) -> None:
    less = full().without("less", [sheet_id])
    for audit in (within(less), blank_audit(edition=less)):
        it = through(audit, tmp_path)
        tab = EN.tab(sheet_id)
        assert it.audit.rows(KNOWN[sheet_id]) == []
        assert it.audit.progress(sheet_id).expected == 0
        assert not [finding for finding in it.findings if finding.sheet == tab]
        assert not mentions(tmp_path / "audit.xlsx", sheet_id)
        assert not [line for line in texts(it) if f"on the sheet {tab}" in line]


def mentions(path: Path, sheet_id: str) -> list[str]:
    """The cells of START, OVERVIEW, CHECKS and LISTS that name a sheet, and every formula that points at it."""
    tab, found = EN.tab(sheet_id), []
    for sheet in grid_of(path).sheets:
        for (row, column), value in sheet.cells.items():
            text = str(value.value)
            names = text in (tab, sheet_id) and sheet.title in ("START", "OVERVIEW", "CHECKS", "LISTS")
            if names or (value.formula and f"'{tab}'!" in text):
                found.append(f"{sheet.title}!{row},{column}: {text}")
    return found


def free_columns(part: str) -> list[tuple[str, str]]:
    """The columns of a part of the workbook that no rule names; of numbered ones the first is named for all."""
    named = {name for each in all_rules().values() for name in (*each.asks, *each.may)}
    for sheet_id, cls in SHEETS.items():
        for column in reversed(cls.columns.values()):
            if f"{sheet_id}.{column.id}" in named:
                named |= {f"{sheet or sheet_id}.{name}" for sheet, name in column.rests_on}
    named = {re.sub(r"_\d$", "_1", name) for name in named}
    return [
        (sheet_id, column)
        for sheet_id, cls in SHEETS.items()
        if framework.guides()[sheet_id].part == part
        for column in cls.columns
        if re.sub(r"_\d$", "_1", f"{sheet_id}.{column}") not in named and column != cls.label_column
    ]


def sheet_of(it: Checked, row_id: str) -> str:
    return it.audit.by_id[row_id].sheet_id if row_id else ""


@pytest.mark.parametrize("part", few(["A", "B", "C", "D"], 2))
def test_columns_that_no_rule_goes_by_can_be_left_out(part: str, tmp_path: Path) -> None:
    columns = free_columns(part)
    less = full().without("less", columns=columns)
    assert not_asked(less) == []
    for audit in (within(less), blank_audit(edition=less)):
        it = through(audit, tmp_path)
        assert texts(it)
        assert not [each for each in it.findings if (sheet_of(it, each.row_id), each.column) in columns]


@pytest.mark.parametrize("sheet_id", few(["FLOWS", "MARKETS", "PARTNERS", "ACTIONS"], 1))
def test_a_sheet_may_ask_for_names_alone(sheet_id: str, tmp_path: Path) -> None:
    """The harshest edition: whatever rule, chart or sentence goes by another column of the sheet is silent."""
    cls = SHEETS[sheet_id]
    kept = {cls.label_column, next(column.id for column in cls.inputs() if column.id != "label")}
    less = full().without("less", columns=[(sheet_id, column) for column in cls.columns if column not in kept])
    it = through(within(less), tmp_path)
    assert texts(it)
    assert not [
        each
        for each in it.findings
        if each.column and each.row_id in less.row_ids(sheet_id) and each.column not in kept
    ]


def test_word_files_are_made_of_an_edition_less_most_of_its_chapters(tmp_path: Path) -> None:
    less = full().without(
        "less", ["RISKS", "FLOWS", "MARKETS", "ACTORS", "SYSTEM_MAP", "PARTNERS", "INDICATORS", "CARE"]
    )
    it = through(within(less), tmp_path)
    for kind in ("strategy", "council", "brief", "findings"):
        path = tmp_path / f"{kind}.docx"
        made_of = write_report(it.audit, it.findings, path, kind=kind)
        assert path.stat().st_size > 10_000
        assert not [
            each.text for each in made_of.statements if "Nothing was entered here" in each.text and "RISKS" in each.text
        ]


# What an edition is ------------------------------------------------------------------------------------------------------


def test_the_full_edition_is_every_sheet_as_it_stands() -> None:
    assert set(full().sheets) == set(KNOWN)
    assert all(full().sheets[sheet_id] is cls for sheet_id, cls in KNOWN.items())
    assert full().lists().keys() == framework.method_lists().keys()


def test_links_to_a_sheet_that_is_not_asked_and_what_rests_on_a_column_are_not_asked_either() -> None:
    less = full().without("less", ["PRICES"], [("MARKETS", "territory")])
    assert not less.has("FLOWS", "price_reading")
    assert not less.has("MARKETS", "index")
    assert not less.has("MARKETS", "reading"), "it is worked out from the index"
    assert less.has("MARKETS", "protection")
    assert not any(
        getattr(column.kind, "sheet", "") == "AREAS"
        for cls in full().without("less", ["AREAS"]).sheets.values()
        for column in cls.columns.values()
    )


def test_a_condition_on_a_column_that_is_not_asked_never_holds() -> None:
    less = full().without("less", columns=[("FLOWS", "present")])
    row = less.sheets["FLOWS"].blank("FLW-1")
    assert less.sheets["FLOWS"].columns["scale"].required is None
    assert row.expected() == []
    either = full().without("less", columns=[("PROFILE", "homicide_national")]).sheets["PROFILE"]
    row = either.blank("PROFILE")
    assert "homicide_year" not in [column.id for column in row.expected()]
    row.homicide_city = 3.0  # type: ignore[attr-defined]
    assert "homicide_year" in [column.id for column in row.expected()]


def test_lines_can_be_left_out_and_a_heading_without_lines_is_gone(tmp_path: Path) -> None:
    gone = [row_id for row_id in full().row_ids("RISKS") if row_id.startswith("RSK-S")]
    less = full().without("less", rows=gone)
    it = through(within(less), tmp_path)
    assert [row.id for row in it.audit.risks] == [row.id for row in it.audit.risks if not row.id.startswith("RSK-S")]
    assert len(less.row_ids("RISKS")) == len(full().row_ids("RISKS")) - len(gone)


def test_a_rule_about_a_line_is_not_asked_where_the_line_is_left_out() -> None:
    less = full().without("less", rows=["IND-C14"])
    assert asked(full(), ("IND-C14", "INDICATORS.value"))
    assert not asked(less, ("IND-C14", "INDICATORS.value"))
    assert asked(less, ("IND-C15", "INDICATORS.value"))


def test_an_editions_own_threshold_counts_in_formulas_and_in_python() -> None:
    own = made(Definition(**{**full().definition.model_dump(), "id": "own", "settings": {"price_change": 99}}))
    assert own.settings["price_change"] == 99
    assert own.settings["high_risk"] == full().settings["high_risk"]
    assert layouts(EN, own)["FLOWS"].settings["price_change"] == 99


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "GSC-9.9"}, "unknown version: GSC-9.9"),
        ({"sheets": ["RISKS", "RISQUES"]}, "unknown sheet: RISQUES"),
        ({"columns": {"RISKS": ["relevant", "likeliness"]}}, "unknown column of RISKS: likeliness"),
        ({"rows": {"RISKS": ["RSK-Z9"]}}, "unknown row of RISKS: RSK-Z9"),
        ({"settings": {"risky": 3}}, "unknown setting: risky"),
        ({"settings": {"small_number": 1}}, "small_number protects people"),
        ({"columns": {"MARKETS": ["index"]}}, "no column of MARKETS is asked"),
        ({"id": "Not an ID"}, "id: "),
        ({"colour": "red"}, "colour: "),
    ],
)
def test_an_edition_that_cannot_be_says_why(change: dict[str, Any], said: str) -> None:
    text = json.dumps({**json.loads(full().definition.model_dump_json()), "id": "own", **change})
    with pytest.raises(EditionError, match=said):
        from_text(text)


def test_a_workbook_carries_its_edition_and_the_full_one_carries_none() -> None:
    less = full().without("less", ["TOOLS"], [("RISKS", "trend")])
    assert text_of(full()) == "full"
    assert from_text("") is full()
    assert from_text(text_of(less)).definition == less.definition


def test_only_declarations_and_words_go_by_all_that_is_known() -> None:
    package = Path(safeaudit.__file__).parent
    asking = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"safeaudit\.sheets import .*\bKNOWN\b", path.read_text("utf-8"))
    }
    assert asking == {
        "edition/__init__.py",
        "words.py",
        "rules/filling.py",
        "rules/base.py",
        "charts/registry.py",
        "workbook/layout.py",
    }


def test_an_edition_of_three_risks_has_a_workbook(tmp_path: Path) -> None:
    """The ten highest on OVERVIEW are then three."""
    rows = {"RISKS": ["RSK-E1", "RSK-E2", "RSK-E3"]}
    small = made(Definition(id="three", version="GSC-1.1", sheets=["PROFILE", "RISKS", "ACTIONS"], rows=rows))
    assert len(through(blank_audit(edition=small), tmp_path).audit.risks) == 3

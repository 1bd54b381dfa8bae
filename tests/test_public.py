"""The public version: made of what is allowed and nothing else, honest about what it leaves out, and clean of traces of people."""

from __future__ import annotations

import io
import itertools
import json
import random
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from asked import SHEETS
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from support import ROOT, answers, open_xml_errors

from safeaudit import edition, framework
from safeaudit.analysis import analyse
from safeaudit.audience import (
    REASONS,
    Suppressed,
    Total,
    View,
    Withheld,
    allowed,
    exposed,
    for_audience,
    suppress,
    withheld_json,
)
from safeaudit.audience.texts import few_people
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.cells import Cell, Unplaced
from safeaudit.charts import CHARTS
from safeaudit.examples import sample_city
from safeaudit.findings import Finding, Severity
from safeaudit.report import KINDS, ReportResult, pipeline, write_report
from safeaudit.report.chapters.public import annotated
from safeaudit.report.documents import DOCUMENTS, one_audit
from safeaudit.report.documents.context import context
from safeaudit.report.word.metadata import without_traces_of_people
from safeaudit.report.word.render import shown_text
from safeaudit.report.writing.statements import Story
from safeaudit.rules import check
from safeaudit.sheets import Form, Row
from safeaudit.sheets.kinds import Number, Text
from safeaudit.words import words

NEVER_PUBLIC = ("CARE", "PRICES", "MARKETS", "LEVERS", "RESILIENCE")
LEVELLED = tuple(sheet_id for sheet_id, cls in SHEETS.items() if "sensitivity" in cls.columns)
OPEN_UNMARKED = frozenset(LEVELLED).difference(NEVER_PUBLIC, ("FLOWS", "ACTORS", "QUESTIONS", "SYSTEM_MAP", "PARTNERS"))
"""Sheets of which a line without a level is open."""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


# Audits whose every answer can be told apart --------------------------------------------------------------------------


def words_of_its_own() -> Iterator[str]:
    """Words that no language has, each once, in which the reader finds nothing."""
    syllables = [first + second for first in "bdfglmprtv" for second in "aeiou"]
    for parts in itertools.product(syllables, repeat=5):
        yield "".join(parts[::-1]) + "q"


def numbers_of_its_own() -> Iterator[int]:
    return itertools.count(6_130_007, 1_013)


class Marked:
    """An audit in which every text is a word of its own and every number with room for it a number of its own."""

    def __init__(self, seed: int, levels: list[str | None]) -> None:
        filled = answers(random.Random(seed))
        words_, numbers, level = words_of_its_own(), numbers_of_its_own(), itertools.cycle(levels)
        self.tokens: dict[tuple[str, str], str] = {}
        for sheet_id, cls in SHEETS.items():
            rows = {sheet_id: filled[sheet_id]} if isinstance(cls.rows, Form) else filled[sheet_id]
            for row_id, row in rows.items():
                for column in cls.inputs():
                    kind = column.kind
                    if column.id not in row:
                        continue
                    if isinstance(kind, Text) and not kind.email:
                        row[column.id] = self.tokens[row_id, column.id] = next(words_)
                    elif isinstance(kind, Number) and (kind.maximum or 0) >= 50_000_000:
                        value = next(numbers)
                        row[column.id] = value if kind.whole else float(value)
                        self.tokens[row_id, column.id] = str(value)
                if "sensitivity" in row:
                    row["sensitivity"] = next(level)
        self.audit = from_answers(filled, source="geheimnisq.xlsx")
        self.audit.workbook_id = "wkbuchq-77"
        self.audit.reasons = {"AGREEMENTS": "grundq"}
        self.audit.titles = {"RISKS": "blattq"}
        self.audit.accepted = {("DA-03", "x"): "nachsichtq"}
        self.audit.unplaced = [Unplaced(Cell("blattq", 2, 3), "verirrtq")]
        self.findings = [
            Finding("DA-03", Severity.WARNING, "meldungq", "abhilfeq", "wog", "blattq", "C7", "SRC-01", "name", accepted="nachsichtq"),
            Finding("FL-02", Severity.ERROR, "meldungzweiq", "abhilfeq", "wog", "blattq", "C8", "FLW-1", "scale"),
        ]  # fmt: skip
        self.beside = [
            "geheimnisq",
            "wkbuchq",
            "grundq",
            "blattq",
            "nachsichtq",
            "verirrtq",
            "meldungq",
            "meldungzweiq",
            "abhilfeq",
        ]

    def private(self) -> Iterator[tuple[tuple[str, str], str]]:
        """What must not be public by the plain rules, worked out without the code under test."""
        for sheet_id, rows in self.audit.sheets.items():
            for row in rows:
                level = getattr(row, "sensitivity", None) or ("open" if sheet_id in OPEN_UNMARKED else None)
                closed = sheet_id in NEVER_PUBLIC or (sheet_id in LEVELLED and level != "open")
                for column in row.filled:
                    if (row.id, column) in self.tokens and (closed or not allowed().column(sheet_id, column).public):
                        yield (row.id, column), self.tokens[row.id, column]


@contextmanager
def without_pictures() -> Iterator[None]:
    """Charts are drawn, but not turned into pixels: that takes most of the time."""
    with (
        mock.patch("safeaudit.charts.png", return_value=PIXEL),
        mock.patch("safeaudit.report.word.meanwhile.meanwhile", lambda work: work),
    ):
        yield


@contextmanager
def seen_in_charts() -> Iterator[list[str]]:
    """The texts that are drawn into charts: pixels cannot be searched."""
    from matplotlib.text import Text as Drawn

    texts: list[str] = []
    draw = one_audit.drawn

    def listening(*args: Any) -> Any:
        drawn = draw(*args)
        for chart in drawn.values():
            texts.append(f"{chart.title}\n{chart.alt}")
            texts.extend(text.get_text() for text in chart.figure.findobj(Drawn))
        return drawn

    with mock.patch.object(one_audit, "drawn", listening):
        yield texts


def everything(path: Path) -> str:
    """All that the file holds as text: names and contents of parts, markup removed and not, text inside pictures."""
    found = []
    with zipfile.ZipFile(path) as package:
        assert not package.comment
        for info in package.infolist():
            data = package.read(info)
            found += [info.filename, repr(info.comment), repr(info.extra), data.decode("utf-8", "replace")]
            if info.filename.endswith((".xml", ".rels")):
                found.append("".join(etree.fromstring(data).itertext()))
            if info.filename.endswith(".png"):
                found += [
                    chunk.decode("latin-1")
                    for name, chunk in chunks(data)
                    if name not in (b"IDAT", b"IHDR", b"IEND", b"pHYs")
                ]
    return "\n".join(found)


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        yield name, png[place + 8 : place + 8 + length]
        place += 12 + length


def holds(text: str, token: str) -> bool:
    """Whether a word or number occurs, as it is or as a language groups its digits."""
    if token.isdecimal():
        grouped = f"{int(token):,}"
        return any(
            re.search(rf"(?<!\d){re.escape(form)}(?!\d)", text)
            for form in (token, grouped, grouped.replace(",", "\u202f"))
        )
    return token in text


# Nothing restricted survives -----------------------------------------------------------------------------------------


def survivors(marked: Marked, path: Path, *, pictures: bool = False) -> tuple[list[Any], ReportResult, str]:
    """What must not be in the public report and is, anywhere in the package, the charts or the files beside it."""
    with seen_in_charts() as drawn:
        if pictures:
            result = write_report(marked.audit, marked.findings, path, audience="public", sidecar=True)
        else:
            with without_pictures():
                result = write_report(marked.audit, marked.findings, path, audience="public", sidecar=True)
    assert result.sidecar is not None
    text = "\n".join([everything(path), *drawn, result.sidecar.read_text("utf-8")])
    return left_in(marked, result.withheld, text), result, text


def left_in(marked: Marked, withheld: Iterable[Withheld], text: str) -> list[Any]:
    """What is on the list of what was withheld, or beside the answers, and is in a text all the same."""
    rows = {each.row_id for each in withheld if each.row_id and not each.column}
    cells = {(each.row_id, each.column) for each in withheld if each.column}
    listed = {place: token for place, token in marked.tokens.items() if place in cells or place[0] in rows}
    assert dict(marked.private()).keys() <= listed.keys(), "private by the plain rules and not on the list"
    return [place for place, token in listed.items() if holds(text, token)] + [
        word for word in marked.beside if word in text
    ]


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    levels=st.lists(st.sampled_from(["open", "open", "official", "restricted", None]), min_size=1, max_size=7),
)
def test_no_restricted_string_reaches_a_text_a_chart_or_a_property(seed, levels):
    marked = Marked(seed, levels)
    view = for_audience(marked.audit, marked.findings, "public")
    analysis = analyse(view.audit)
    for kind in KINDS:
        with seen_in_charts() as drawn:
            charts = one_audit.drawn(CHARTS, DOCUMENTS[kind].charts, analysis, view.audit, words("en"))
        titles = {name: chart.title for name, chart in charts.items()}
        story = Story(view.audit, analysis, view.findings, words("en"), titles, public=True)
        plain = context(story, annotated(story, DOCUMENTS[kind].chapters(story), view), DOCUMENTS[kind])
        text = "\n".join([repr(plain), repr(pipeline._properties(story, plain["doc"])), *drawn])
        assert left_in(marked, view.withheld, text) == [], kind


@pytest.mark.parametrize("levels", [["open", "official", "restricted", None], ["open"]])
def test_no_restricted_string_survives_with_all_pictures_drawn(tmp_path, levels):
    marked = Marked(7, levels)
    left, result, text = survivors(marked, tmp_path / "public.docx", pictures=True)
    assert left == []
    shown = [row.action for row in marked.audit.actions if row.sensitivity in ("open", None)]
    assert [word for word in shown if word not in text] == [], "the test would pass for an empty report"
    assert result.warnings == ()
    with zipfile.ZipFile(result.path) as package:
        pictures_ = [package.read(name) for name in package.namelist() if name.endswith(".png")]
    assert len(pictures_) > 4
    assert {name for picture in pictures_ for name, _ in chunks(picture)} <= {b"IHDR", b"IDAT", b"IEND", b"pHYs"}


def test_the_restricted_report_holds_what_the_public_one_withholds(tmp_path):
    marked = Marked(7, ["restricted"])
    with without_pictures():
        text = everything(write_report(marked.audit, marked.findings, tmp_path / "restricted.docx").path)
    actors = [row.label for row in marked.audit.actors]
    assert actors
    assert [label for label in actors if label not in text] == []


def test_every_text_that_is_gone_from_the_sample_city_is_on_the_list(sample_public, sample_restricted):
    audit, public, restricted = sample_city()[0], sample_public[1], sample_restricted[1]
    rows = {each.row_id for each in sample_public[0].withheld if not each.column}
    cells = {(each.row_id, each.column) for each in sample_public[0].withheld}
    unexplained = [
        (row.id, column)
        for sheet in audit.sheets.values()
        for row in sheet
        for column in row.filled
        if isinstance(row.columns[column].kind, Text)
        and (text := getattr(row, column)) in restricted
        and text not in public
        and row.id not in rows
        and (row.id, column) not in cells
        and not _told_elsewhere(audit, row, column, rows, cells)
    ]
    assert unexplained == []


def _told_elsewhere(audit: Audit, row: Row, column: str, gone: set[str], cells: set[tuple[str, str]]) -> bool:
    """Whether the text vanished because only withheld lines hold it: the name of an area they point at, or the same words."""
    text = getattr(row, column)
    lines = (audit.by_id[row_id] for row_id in gone if row_id)
    return any(text in audit.shown(line, each) for line in lines for each in line.filled) or any(
        text in audit.shown(audit.by_id[row_id], each) for row_id, each in cells if each
    )


# The sample city ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("public")


def text_of(path: Path) -> str:
    return shown_text(etree.fromstring(zipfile.ZipFile(path).read("word/document.xml")))


@pytest.fixture(scope="module")
def sample_public(folder) -> tuple[ReportResult, str]:
    audit = sample_city()[0]
    with without_pictures():
        result = write_report(audit, check(audit), folder / "sample-public.docx", audience="public")
    return result, text_of(result.path)


@pytest.fixture(scope="module")
def sample_restricted(folder) -> tuple[ReportResult, str]:
    audit = sample_city()[0]
    with without_pictures():
        result = write_report(audit, check(audit), folder / "sample.docx")
    return result, text_of(result.path)


def test_what_the_sample_city_withholds_by_reason():
    assert for_audience(sample_city()[0], [], "public").by_reason() == {
        "level_restricted": (16, 0), "level_official": (26, 0), "level_none": (17, 0), "sheet": (109, 0), "row_condition": (2, 0),
        "column": (0, 437), "beside": (0, 8), "names_withheld": (0, 3), "points_at": (0, 96), "few_events": (0, 1), "file": (0, 1),
    }  # fmt: skip


def test_no_label_of_a_withheld_line_is_in_the_public_report(sample_public):
    audit = sample_city()[0]
    gone = {each.row_id for each in sample_public[0].withheld if not each.column}
    labels = [
        audit.name(audit.by_id[row_id])
        for row_id in gone
        if row_id
        and audit.by_id[row_id].sheet_id
        in ("ACTORS", "MARKETS", "PARTNERS", "AGREEMENTS", "LEVERS", "PRICES", "SYSTEM_MAP")
    ]
    assert len(labels) > 80
    assert [label for label in labels if " " in label and label in sample_public[1]] == []


def test_the_cover_says_public_version_what_cannot_be_shown_and_where_to_object(sample_public):
    text = sample_public[1]
    assert text.startswith("Public version")
    assert "This audit cannot show what nobody reported" in text
    assert "may object" in text
    assert "safety.audit@portsaranel.test" in text
    assert "Classification" not in text


def test_the_restricted_version_says_how_to_handle_it(sample_restricted, folder):
    assert sample_restricted[1].startswith("Restricted version – handle as: restricted")
    audit = from_answers(
        {"PROFILE": {"classification": "public"}, "ACTORS": {"ACT-01": {"label": "Port", "sensitivity": "official"}}}
    )
    with without_pictures():
        written = write_report(audit, [], folder / "handle.docx").path
    assert "handle as: official" in text_of(written)
    assert "OFFICIAL" in everything(written)


def test_the_limits_tell_how_much_is_withheld_and_small_numbers_only_as_a_band(sample_public):
    text = sample_public[1]
    assert "What is withheld from this version" in text
    assert "Lines marked restricted – lines: 16." in text
    assert "lines: fewer than 5." in text


def test_no_checks_no_accepted_reasons_and_no_cell_addresses_in_public(sample_public):
    text = sample_public[1]
    assert "Open checks" not in text
    assert "Accepted warnings" not in text
    assert re.findall(r"\b[A-Z_ ]{4,}![A-Z]{1,3}\d+\b", everything(sample_public[0].path)) == []
    assert all(ref.cell is None for statement in sample_public[0].statements for ref in statement.refs)


def test_areas_and_groups_are_not_ranked(sample_public):
    audit = sample_city()[0]
    for heading in ("Areas in the order of the workbook", "Resilience by area\nBy the scores", "strongest in"):
        assert heading not in everything(sample_public[0].path)
    risks = [line for line in sample_public[1].splitlines() if line.startswith(tuple(risk.id for risk in audit.risks))]
    assert not [area.name for area in audit.areas if any(area.name in line for line in risks)]


def test_withheld_answers_are_not_called_missing(sample_public, sample_restricted):
    text = sample_public[1]
    for lie in ("Nothing was entered here", "The team has not answered", "No date for", "holds no lines on this yet", "which may be a blind spot",
                "One path is not complete", "paths are not complete", "Nobody spoke for", "holds no answers"):  # fmt: skip
        assert lie not in text or lie in sample_restricted[1], lie
    for told in (
        r"\d+ % of the answers the method needs",
        r"The framework has 32 lists\. [^\n]*missing",
        r"Name a lead and[^\n]*",
    ):
        assert re.findall(told, text) == re.findall(told, sample_restricted[1]), told
    assert "The answers on the sheet MARKETS are withheld" in text


def test_sources_used_by_withheld_lines_are_not_called_unused(sample_public, sample_restricted):
    for text in (sample_public[1], sample_restricted[1]):
        assert "Monthly street price notes" in text
    unused = [text.count("not used") for text in (sample_public[1], sample_restricted[1])]
    assert unused[0] <= unused[1]


def test_the_open_xml_validator_finds_no_fault_in_a_public_report(sample_public):
    assert open_xml_errors(sample_public[0].path) == []


def test_the_same_answers_give_the_same_public_bytes(sample_public, folder):
    audit = sample_city()[0]
    with without_pictures():
        again = write_report(audit, check(audit), folder / "again.docx", audience="public")
    assert again.path.read_bytes() == sample_public[0].path.read_bytes()


# Blank, wholly restricted, other languages ------------------------------------------------------------------------------


def test_the_public_report_of_a_blank_audit_says_that_nothing_was_answered(folder):
    with without_pictures():
        result = write_report(blank_audit(), [], folder / "blank.docx", audience="public")
    text = text_of(result.path)
    assert "This audit holds no answers on this yet." in text
    assert "withheld from this public version to protect" not in text
    assert result.withheld == ()


def test_a_wholly_restricted_audit_makes_an_honest_public_report(folder):
    marked = Marked(3, ["restricted"])
    with without_pictures():
        text = text_of(write_report(marked.audit, marked.findings, folder / "closed.docx", audience="public").path)
    for sheet in ("FLOWS", "MARKETS", "SYSTEM MAP", "RESILIENCE", "PARTNERS"):
        assert f"The answers on the sheet {sheet} are withheld from this public version to protect people." in text
    assert "This audit holds no answers on this yet." not in text


def test_a_skipped_sheet_is_not_called_empty_in_public(folder):
    audit = from_answers({"CARE": {"CAR-6": {"harm": "h", "safeguards": "s", "decision": "skip"}}})
    audit.reasons["MARKETS"] = "Asking would endanger traders."
    with without_pictures():
        text = text_of(write_report(audit, [], folder / "skipped.docx", audience="public").path)
    assert text.count("left this out of the audit for a stated reason, which is not public") >= 2
    assert "endanger traders" not in text


def test_a_public_report_in_another_language_has_its_marks_in_it(folder):
    with without_pictures():
        result = write_report(sample_city()[0], [], folder / "qps.docx", audience="public", language="qps")
    text = text_of(result.path)
    assert "[withheld]" not in text
    assert "⟦" in text


def test_an_unknown_audience_is_refused():
    with pytest.raises(ValueError, match="everyone"):
        for_audience(blank_audit(), [], "everyone")  # type: ignore[arg-type]


# The allow-list -------------------------------------------------------------------------------------------------------


def test_every_column_of_every_sheet_has_a_decision_and_a_reason():
    decided = {(sheet_id, column) for sheet_id, sheet in allowed().sheets.items() for column in sheet.columns}
    asked = {(sheet_id, column.id) for sheet_id, cls in SHEETS.items() for column in cls.inputs()}
    assert asked - decided == set(), "a new column is withheld until somebody decides"
    assert decided - asked == set(), "decided on a column that is not there"
    assert [place for place in decided if not allowed().column(*place).why] == []
    assert all(sheet.why for sheet in allowed().sheets.values())


def test_conditions_of_the_allow_list_name_columns_and_codes_that_exist():
    for sheet_id, sheet in allowed().sheets.items():
        cls = SHEETS[sheet_id]
        for rule in (sheet.only_rows, *(column.only_when for column in sheet.columns.values())):
            if rule is not None:
                assert rule.codes <= framework.scales()[cls.columns[rule.column].kind.options].keys()
        if sheet.bound:
            assert {*sheet.bound.columns, *sheet.bound.hides} <= cls.columns.keys()
        for column in sheet.columns.values():
            assert not column.beside or column.beside in cls.columns


def test_a_column_nobody_decided_on_is_withheld():
    assert not allowed().column("RISKS", "a_new_column").public
    assert not allowed().column("A_NEW_SHEET", "label").public


def test_names_contacts_and_reasons_are_never_public():
    for sheet_id, cls in SHEETS.items():
        for name in ("does_not_apply", "sensitivity"):
            assert name not in cls.columns or not allowed().column(sheet_id, name).public


# Levels, links, texts -------------------------------------------------------------------------------------------------


def public(given: dict[str, Any]) -> View:
    return for_audience(from_answers(given), [], "public")


def reasons(view: View) -> dict[tuple[str, str], str]:
    return {(each.row_id, each.column): each.reason for each in view.withheld}


def actor(level: str | None, **more: Any) -> dict[str, Any]:
    return {"label": "Port authority", "kind": "state_agency", "level": "local", "sensitivity": level, **more}


@pytest.mark.parametrize(
    ("level", "reason"),
    [("open", None), ("official", "level_official"), ("restricted", "level_restricted"), (None, "level_none")],
)
def test_only_open_lines_are_public(level, reason):
    view = public({"ACTORS": {"ACT-01": actor(level)}})
    assert reasons(view).get(("ACT-01", "")) == reason
    assert [row.id for row in view.audit.actors] == ([] if reason else ["ACT-01"])


def test_a_line_marked_secret_is_withheld():
    audit = from_answers({"ACTORS": {"ACT-01": actor(None)}})
    audit.by_id["ACT-01"].reject("sensitivity", "secret")
    assert for_audience(audit, [], "public").audit.actors == []


def test_links_to_withheld_lines_are_dropped():
    view = public(
        {
            "ACTORS": {"ACT-01": actor("open", tied_to_1="ACT-02", tie_1="pays"), "ACT-02": actor("restricted")},
            "ACTIONS": {"STR-01": {"action": "Light the road", "flow": "FLW-1"}},
            "FLOWS": {"FLW-1": {"present": "yes", "sensitivity": "official"}},
        }
    )
    shown = view.audit.by_id["ACT-01"]
    assert (shown.tied_to_1, shown.tie_1) == (None, None)
    assert reasons(view)["ACT-01", "tied_to_1"] == reasons(view)["ACT-01", "tie_1"] == "points_at"
    action = view.audit.by_id["STR-01"]
    assert view.audit.shown(action, "flow") == "[withheld]"


def test_a_text_in_which_the_reader_finds_something_is_withheld():
    view = public(
        {"ACTIONS": {"STR-01": {"action": "Call 0812 345 678 at night"}, "STR-02": {"action": "Light the road"}}}
    )
    assert reasons(view) == {("STR-01", "action"): "reader"}
    assert [row.action for row in view.audit.actions] == ["[withheld]", "Light the road"]


def test_a_text_that_names_a_withheld_partner_is_withheld():
    view = public(
        {
            "PARTNERS": {"PTR-01": {"partner": "Old Harbour boxing club", "sensitivity": "restricted"}},
            "ACTIONS": {
                "STR-01": {"action": "Evenings with the old harbour  Boxing club", "learning": "See PTR-01."},
                "STR-02": {"action": "Evenings for all"},
            },
        }
    )
    found = reasons(view)
    assert (found["STR-01", "action"], found["STR-01", "learning"]) == ("names_withheld", "names_withheld")
    assert ("STR-02", "action") not in found


def test_an_office_address_is_public_and_a_personal_one_is_not():
    assert (
        public({"PROFILE": {"office_email": "safety@city.example"}}).audit.profile.office_email == "safety@city.example"
    )
    view = public({"PROFILE": {"office_email": "maria.lopez@gmail.com"}})
    assert reasons(view) == {("PROFILE", "office_email"): "reader"}


def test_partners_that_did_not_pass_are_not_named():
    met = {f"p{number}": "met" for number in ()}
    criteria = ("p1_leadership", "p2_not_illicit", "p3_not_political", "p4_no_violence", "p5_not_rival")
    passed = {"partner": "Library", "kind": "school", "sensitivity": "open", **met, **dict.fromkeys(criteria, "met"),
              "checked_on": date(2026, 1, 1), "checked_by": "Audit office"}  # fmt: skip
    view = public({"PARTNERS": {"PTR-01": passed, "PTR-02": {**passed, "p4_no_violence": "not_met"}}})
    assert [row.id for row in view.audit.partners] == ["PTR-01"]
    assert view.audit.by_id["PTR-01"].verdict == "eligible"
    assert reasons(view)["PTR-02", ""] == "row_condition"


def test_the_projection_changes_neither_the_audit_nor_the_findings():
    audit = sample_city()[0]
    before = {row.id: row.model_dump() for rows in audit.sheets.values() for row in rows}
    for_audience(audit, check(audit), "public")
    assert {row.id: row.model_dump() for rows in audit.sheets.values() for row in rows} == before
    assert audit.masked == {}
    assert for_audience(audit, [], "restricted").audit is audit


def test_public_findings_keep_what_counting_needs():
    finding = Finding("DA-03", Severity.WARNING, "m", "r", "s", "SOURCES", "B5", "SRC-01", "name", accepted="why")
    (bare,) = for_audience(blank_audit(), [finding], "public").findings
    assert (bare.rule, bare.severity, bare.message, bare.remedy, bare.sheet, bare.cell, bare.row_id) == (
        "DA-03", Severity.WARNING, "", "", "", "", "",
    )  # fmt: skip
    assert bare.accepted
    assert bare.accepted != "why"


def test_the_proof_list_names_places_and_reasons_without_content():
    marked = Marked(11, ["open", "restricted"])
    view = for_audience(marked.audit, marked.findings, "public")
    text = withheld_json(view)
    told = json.loads(text)
    assert told["reasons"].keys() == REASONS.keys()
    assert {each["reason"] for each in told["withheld"]} <= REASONS.keys()
    assert [word for word in [*marked.tokens.values(), *marked.beside] if holds(text, word)] == []
    assert sum(each["lines"] + each["answers"] for each in told["by_reason"].values()) == len(view.withheld)
    assert all(isinstance(each, Withheld) for each in view.withheld)


# Safeguards (C18) ------------------------------------------------------------------------------------------------------

RAID = {"action": "Patrol the ranks", "component": "enforcement", "cost": 5.0, "rights_check": "The ombudsman reads each case",
        "displacement": "Prices are read each month"}  # fmt: skip
SOLDIERS = {"soldiers": "yes", "last_resort": "Nothing else is left", "police_plan": "Train officers by 2027", "soldiers_exit": "They leave in May"}  # fmt: skip


@pytest.mark.parametrize("audience", ["restricted", "public"])
def test_measures_with_risk_are_printed_with_their_safeguards(folder, audience):
    audit = from_answers({"ACTIONS": {"STR-01": RAID}, "ENFORCEMENT": SOLDIERS,
                          "ENFORCEMENT_MEANS": {"ENF-1": {"in_use": "yes", "mandate": "Act of 2001", "oversight": "The council"}}})  # fmt: skip
    with without_pictures():
        text = text_of(write_report(audit, [], folder / f"safe-{audience}.docx", audience=audience).path)
    for said in (
        RAID["action"],
        RAID["rights_check"],
        RAID["displacement"],
        *list(SOLDIERS.values())[1:],
        "Act of 2001",
        "The council",
    ):
        assert said in text, said


def test_a_measure_without_a_safeguard_says_so(folder):
    audit = from_answers({"ACTIONS": {"STR-01": {"action": "Patrol the ranks", "component": "enforcement"}}})
    with without_pictures():
        text = text_of(write_report(audit, [], folder / "bare.docx", audience="public").path)
    assert text.count("Not stated yet") >= 2


def test_a_measure_whose_safeguard_must_be_withheld_is_withheld_too():
    name = "Call 0812 345 678"
    view = public(
        {"ACTIONS": {"STR-01": {**RAID, "rights_check": name}}, "ENFORCEMENT": {**SOLDIERS, "police_plan": name}}
    )
    assert reasons(view)["STR-01", ""] == "safeguard"
    assert view.audit.actions == []
    assert view.audit.enforcement.soldiers is None
    assert view.audit.enforcement.last_resort == "[withheld]"


# Small numbers ---------------------------------------------------------------------------------------------------------

AREAS = {"ARE-01": {"name": "North", "population": 60_000}, "ARE-02": {"name": "South", "population": 40_000}}
CITY = {"city": "Saranel", "population": 100_000}


def figures(**rows: dict[str, Any]) -> View:
    named = {f"IND-CX{number}": row for number, row in enumerate(rows.values(), 1)}
    return public({"PROFILE": CITY, "AREAS": AREAS, "INDICATORS": named})


def figure(value: float, area: str | None = "CITY", **more: Any) -> dict[str, Any]:
    return {"label": "Rapes", "unit": "cases a year", "value": value, "year": 2025, "area": area, **more}


@pytest.mark.parametrize(("value", "hidden"), [(0.0, False), (1.0, True), (4.0, True), (5.0, False)])
def test_counts_of_one_to_four_are_fewer_than_five(value, hidden):
    view = figures(a=figure(value))
    row = view.audit.by_id["IND-CX1"]
    assert (reasons(view).get(("IND-CX1", "value")) == "small_number") is hidden
    assert view.audit.shown(row, "value") == ("fewer than 5" if hidden else view.audit.words.number(value, 2))
    assert row.change is None


def test_a_zero_of_one_area_is_kept_in_the_same_band():
    assert reasons(figures(a=figure(0.0, "ARE-01")))["IND-CX1", "value"] == "small_number"


def test_a_second_cell_is_hidden_where_the_total_gives_the_first_away():
    view = figures(a=figure(103.0), b=figure(100.0, "ARE-01"), c=figure(3.0, "ARE-02"))
    found = reasons(view)
    assert found["IND-CX3", "value"] == "small_number"
    assert "secondary" in (found.get(("IND-CX1", "value")), found.get(("IND-CX2", "value")))


def test_an_earlier_count_goes_when_the_step_between_years_is_small():
    found = reasons(figures(a=figure(103.0, earlier_value=101.0, earlier_year=2024)))
    assert found == {("IND-CX1", "earlier_value"): "secondary"}
    assert reasons(figures(a=figure(103.0, earlier_value=80.0, earlier_year=2024))) == {}


@pytest.mark.parametrize(
    ("rate", "people", "reason"),
    [
        (19.0, 100_000, "few_events"),
        (20.0, 100_000, None),
        (0.0, 100_000, None),
        (50.0, None, "base_unknown"),
        (90_000.0, 999, "few_events"),
    ],
)
def test_rates_are_hidden_on_few_events_or_few_people(rate, people, reason):
    view = public(
        {
            "PROFILE": {"population": people, "homicide_city": rate},
            "INDICATORS": {"IND-C01": {"value": rate, "year": 2025}},
        }
    )
    assert reasons(view).get(("PROFILE", "homicide_city")) == reason
    assert reasons(view).get(("IND-C01", "value")) == reason


def test_shares_and_indices_are_no_counts():
    rows = {"IND-C14": {"value": 3.0, "year": 2025}, "IND-S04": {"value": 0.58, "year": 2025}}
    assert public({"PROFILE": CITY, "INDICATORS": rows}).withheld == ()


def test_areas_below_the_floor_are_not_named_and_their_figures_go():
    small = {**AREAS, "ARE-03": {"name": "Quayside", "population": 300}}
    view = public(
        {
            "PROFILE": {"city": "Saranel", "population": 200_000},
            "AREAS": small,
            "INDICATORS": {"IND-C14": {"value": 61.0, "area": "ARE-03", "year": 2025}},
            "ACTIONS": {
                "STR-01": {"action": "Light the road", "area": "ARE-03"},
                "STR-02": {"action": "Clean Quayside"},
            },
        }
    )
    found = reasons(view)
    assert found["ARE-03", ""] == found["IND-C14", ""] == "small_area"
    assert view.audit.label(view.audit.by_id["STR-01"].area) == "[withheld]"
    assert found["STR-02", "action"] == "names_withheld"


@pytest.mark.parametrize(
    ("text", "language", "gone"),
    [
        ("Light the road where 2 women were killed in 2025", "en", True),
        ("Answer the three young girls who asked for help", "en", True),
        ("Study the 1 murder of last year", "en", True),
        ("Éclairer la rue où deux femmes ont été tuées", "fr", True),
        ("在两名妇女遇害的路上安装路灯", "zh", True),
        ("Light the road where 12 women were robbed", "en", False),
        ("One person in five pays: train 3 offices", "en", False),
        ("Visit 2 of 5 cases, about two thirds of households", "en", False),
        ("Train two officers in 14 days; ACT-02 stays", "en", False),
        ("在十三名妇女遇袭的路上安装路灯", "zh", False),
    ],
)
def test_a_text_that_counts_a_few_people_is_withheld(text: str, language: str, gone: bool) -> None:
    rows = {
        "PROFILE": {"city": "Saranel", "population": 200_000},
        "ACTIONS": {"STR-01": {"action": text}},
    }
    assert bool(few_people(language, 4).search(text)) is gone
    if language == "en":
        found = reasons(for_audience(from_answers(rows), [], "public"))
        assert (found.get(("STR-01", "action")) == "few_people") is gone


def test_a_text_follows_the_small_number_of_its_edition() -> None:
    rows = {"PROFILE": CITY, "ACTIONS": {"STR-01": {"action": "Answer 7 women who asked for help"}}}
    wider = edition.made(edition.full().definition.model_copy(update={"id": "own", "settings": {"small_number": 9}}))
    found = reasons(for_audience(from_answers(rows, edition=wider), [], "public"))
    assert found["STR-01", "action"] == "few_people"
    beside = for_audience(from_answers(rows), [], "public", beside=from_answers(rows, edition=wider))
    assert reasons(beside)["STR-01", "action"] == "few_people", "of two audits the stricter edition counts for both"


def test_masked_figures_are_neither_blank_nor_drawn_as_nothing(folder):
    rows = {f"IND-CX{number}": figure(float(number)) for number in range(1, 4)} | {
        "IND-C14": {"value": 50.0, "year": 2025}
    }
    audit = from_answers({"PROFILE": CITY, "INDICATORS": rows})
    with seen_in_charts() as drawn, without_pictures():
        text = text_of(write_report(audit, [], folder / "masked.docx", audience="public").path)
    assert "Measures whose value is withheld from this public version: fewer than 5." in text
    assert "Withheld" in drawn


# The solver ------------------------------------------------------------------------------------------------------------


def grid(values: list[list[int]]) -> tuple[dict[Any, int], list[Total[Any]]]:
    """A table with margins: its cells, row, column and grand totals."""
    rows, columns = len(values), len(values[0])
    cells: dict[Any, int] = {(r, c): values[r][c] for r in range(rows) for c in range(columns)}
    totals = []
    for r in range(rows):
        cells["row", r] = sum(values[r])
        totals.append(Total(("row", r), tuple((r, c) for c in range(columns))))
    for c in range(columns):
        cells["column", c] = sum(values[r][c] for r in range(rows))
        totals.append(Total(("column", c), tuple((r, c) for r in range(rows))))
    cells["all", 0] = sum(map(sum, values))
    totals.append(Total(("all", 0), tuple(("row", r) for r in range(rows))))
    totals.append(Total(("all", 0), tuple(("column", c) for c in range(columns))))
    return cells, totals


def possible(
    cells: dict[Any, int], bands: dict[Any, tuple[int, int]], totals: list[Total[Any]], shown: Suppressed[Any]
) -> dict[Any, set[int]]:
    """Every value a hidden small cell could have, found by trying all: inner cells decide, margins follow."""
    inner = [cell for cell in cells if isinstance(cell[0], int)]
    most = max(cells[cell] for cell in inner) + 5
    said = {cell: bands[cell] for cell in shown.banded}
    choices = [
        range(said[cell][0], said[cell][1] + 1)
        if cell in said
        else range(most + 1)
        if cell in shown.hidden
        else (cells[cell],)
        for cell in inner
    ]
    found: dict[Any, set[int]] = {cell: set() for cell in bands}
    for chosen in itertools.product(*choices):
        whole = dict(zip(inner, chosen, strict=True))
        for total in totals:
            whole.setdefault(total.cell, sum(whole[part] for part in total.parts))
        seen = all(whole[cell] == cells[cell] for cell in cells if cell not in shown.hidden)
        if seen and all(low <= whole[cell] <= high for cell, (low, high) in said.items()):
            for cell in bands:
                found[cell].add(whole[cell])
    return found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 8), min_size=2, max_size=2), min_size=2, max_size=2))
def test_no_suppressed_cell_can_be_pinned_down(values):
    cells, totals = grid(values)
    bands = {cell: (1, 4) for cell, value in cells.items() if 1 <= value <= 4}
    shown = suppress(cells, bands, totals)
    assert bands.keys() <= shown.hidden
    for cell, seen in possible(cells, bands, totals, shown).items():
        assert {1, 2, 3, 4} <= seen if cell in shown.banded else len(seen) >= 4, cell


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 90), min_size=3, max_size=3), min_size=2, max_size=3))
def test_larger_tables_are_closed_as_well(values):
    cells, totals = grid(values)
    bands = {cell: (1, 4) for cell, value in cells.items() if 1 <= value <= 4}
    assert exposed(cells, bands, totals, suppress(cells, bands, totals)) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(0, 30))
def test_a_total_of_only_some_parts_gives_nothing_away(parts, rest):
    cells: dict[Any, int] = {("part", number): value for number, value in enumerate(parts)} | {
        ("all", 0): sum(parts) + rest
    }
    total = Total(("all", 0), tuple(cell for cell in cells if cell[0] == "part"), whole=False)
    bands = {cell: (0, 4) for cell, value in cells.items() if value <= 4}
    shown = suppress(cells, bands, [total])
    open_ = sum(value for cell, value in cells.items() if cell[0] == "part" and cell not in shown.hidden)
    for cell in bands:
        if ("all", 0) not in shown.hidden and cell != ("all", 0):
            assert cells["all", 0] - open_ >= 4, "what is left has room for the whole band"


def test_nothing_is_hidden_where_nothing_is_small():
    cells, totals = grid([[50, 60, 70], [80, 90, 55]])
    assert suppress(cells, {}, totals).hidden == frozenset()


def test_one_small_cell_takes_three_more_in_a_table_with_margins():
    cells, totals = grid([[3, 60, 70], [80, 90, 55], [40, 20, 30]])
    shown = suppress(cells, {(0, 0): (1, 4)}, totals)
    assert (0, 0) in shown.banded
    assert len(shown.hidden) == 4


# Metadata (C12) ---------------------------------------------------------------------------------------------------------


def test_properties_name_the_office_and_nothing_of_machines(sample_public):
    with zipfile.ZipFile(sample_public[0].path) as package:
        core = package.read("docProps/core.xml").decode()
        app = package.read("docProps/app.xml").decode()
        names = package.namelist()
        settings_ = package.read("word/settings.xml").decode()
    assert "<dc:creator>Office of Community Safety, City of Port Saranel</dc:creator>" in core
    assert "<cp:lastModifiedBy>Office of Community Safety, City of Port Saranel</cp:lastModifiedBy>" in core
    for name in ("Company", "Manager", "Template", "Application"):
        assert f"<{name}>" not in app
    assert not [name for name in names if "custom.xml" in name or "comments" in name or "people" in name]
    assert "rsid" not in settings_
    assert str(ROOT) not in everything(sample_public[0].path)


def test_an_office_that_may_not_be_named_is_not_the_author(folder):
    audit = from_answers({"PROFILE": {"lead_office": "Call 0812 345 678"}})
    with without_pictures():
        text = everything(write_report(audit, [], folder / "author.docx", audience="public").path)
    assert "0812" not in text
    assert "<dc:creator>Lead office not stated</dc:creator>" in text


def test_what_a_template_carries_of_its_owner_is_left_out():
    document = Document()
    paragraph = document.add_paragraph("kept")
    paragraph._p.append(etree.fromstring(
        '<w:ins xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:author="Ana" w:id="1">'
        "<w:r><w:t> and added</w:t></w:r></w:ins>"))  # fmt: skip
    paragraph._p.append(etree.fromstring(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:author="Ben" w:id="2">'
        "<w:r><w:delText>gone</w:delText></w:r></w:del>"))  # fmt: skip
    document.add_comment(paragraph.runs, text="private remark", author="Carla", initials="C")
    without_traces_of_people(document)
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as package:
        text = "\n".join(
            package.read(name).decode("utf-8", "replace")
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        )
        assert not [name for name in package.namelist() if "comments" in name or "thumbnail" in name]
    assert "kept" in text
    assert " and added" in text
    for name in ('"Ana"', '"Ben"', "Carla", "private remark", "gone</w:delText>", "rsidR="):
        assert name not in text, name

"""The commands on reports as people meet them: report, compare, trace, template, and `new --pane`."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl.utils import get_column_letter
from support import open_book, place_of, skip

from safeaudit import cli
from safeaudit.audit import blank_audit
from safeaudit.examples import sample_city, sample_city_later
from safeaudit.workbook import build_workbook

LISTS = ["city-brief-public.docx", "city-brief-public.trace-key.json", "city-brief-public.trace.json",
         "city-brief-public.withheld.json"]  # fmt: skip
STATES = ["matches", "edited", "out_of_date", "edited_and_out_of_date", "removed", "cannot_tell"]


class Ended(NamedTuple):
    """What a command left: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Safe = Callable[..., Ended]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks of these tests: the sample city, the same two years later, and another city. Not to be changed."""
    folder = tmp_path_factory.mktemp("made")
    for name, (audit, raw) in (("city", sample_city()), ("later", sample_city_later())):
        identity = "sample-city" if name == "city" else "sample-city-later"
        build_workbook(folder / f"{name}.xlsx", audit, raw=raw, workbook_id=identity)
    other = blank_audit("en")
    other.profile.city = "Elsewhere"
    build_workbook(folder / "other.xlsx", other, workbook_id="other")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the command is run in, with copies of the workbooks, and a home of its own."""
    for path in made.iterdir():
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def safe(folder: Path, capsys: pytest.CaptureFixture[str]) -> Safe:
    """Runs `safeaudit` with these arguments in the folder."""

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        try:
            code = cli.run(arguments)
        except SystemExit as wrong:  # the parser's own refusal
            code = int(wrong.code or 0)
        return Ended(code, *capsys.readouterr())

    return run


def refusal(ended: Ended) -> str:
    """The one sentence of a command that stopped; steps told before it are no part of it."""
    assert ended.out == ""
    [line] = [line for line in ended.err.splitlines() if not line.startswith("█")]
    return line


def template(path: Path, *texts: str) -> None:
    """A Word template of these paragraphs."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(path))


def written(folder: Path) -> list[str]:
    """What is there beside the workbooks."""
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".xlsx" and path.is_file())


# report --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "audience", "files"),
    [
        ("brief", "restricted", ["city-brief.docx", "city-brief.trace.json"]),
        ("brief", "public", LISTS),
        ("findings", "restricted", ["city-findings-letter.docx", "city-findings-letter.trace.json"]),
    ],
)
def test_report_writes_the_document_with_its_lists_and_names_each(
    kind: str, audience: str, files: list[str], safe: Safe, folder: Path
) -> None:
    before = (folder / "city.xlsx").read_bytes()
    ended = safe("report", "city.xlsx", "--kind", kind, "--audience", audience)
    assert ended.code == cli.ERRORS, ended.err
    assert written(folder) == files
    assert all(name in ended.out for name in files)
    assert docx.Document(str(folder / files[0])).paragraphs
    assert ("Publish the report, not the lists." in ended.out) == (audience == "public")
    assert (folder / "city.xlsx").read_bytes() == before


def test_a_report_is_called_a_draft_and_a_letter_is_not(safe: Safe) -> None:
    assert "marked as a draft" in safe("report", "city.xlsx", "--kind", "brief").out
    letter = safe("report", "city.xlsx", "--kind", "findings").out
    assert "draft" not in letter
    assert re.search(r"The answers hold \d+ errors\.", letter)


def test_report_without_trace_leaves_the_list_out(safe: Safe, folder: Path) -> None:
    assert safe("report", "later.xlsx", "--kind", "brief", "--no-trace").code == cli.DONE
    assert written(folder) == ["later-brief.docx"]


def test_report_makes_a_pdf_too(safe: Safe, folder: Path) -> None:
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        skip("LibreOffice is not installed")
    ended = safe("report", "later.xlsx", "--kind", "brief", "--no-trace", "--pdf", "-o", "our brief.docx")
    assert ended.code == cli.DONE, ended.err
    assert "our brief.pdf" in ended.out
    assert written(folder) == ["our brief.docx", "our brief.pdf"]
    assert (folder / "our brief.pdf").read_bytes().startswith(b"%PDF")


def test_no_public_letter_is_made(safe: Safe, folder: Path) -> None:
    ended = safe("report", "city.xlsx", "--kind", "findings", "--audience", "public")
    assert ended.code == cli.WRONG_USE
    assert "there is no public version" in refusal(ended)
    assert written(folder) == []


@pytest.mark.parametrize("there", LISTS)
def test_report_replaces_no_file_beside_it_either(there: str, safe: Safe, folder: Path) -> None:
    (folder / there).write_text("mine")
    ended = safe("report", "city.xlsx", "--kind", "brief", "--audience", "public")
    assert ended.code == cli.NO_FILE
    assert refusal(ended) == f"{there} exists already. Choose another name, or add --force to replace it."
    assert written(folder) == [there]
    assert (folder / there).read_text() == "mine"


def test_report_replaces_all_files_when_told_to(safe: Safe, folder: Path) -> None:
    for name in LISTS:
        (folder / name).write_text("mine")
    assert safe("report", "city.xlsx", "--kind", "brief", "--audience", "public", "--force").code == cli.ERRORS
    assert written(folder) == LISTS
    assert all((folder / name).read_bytes() != b"mine" for name in LISTS)


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_report_never_takes_the_place_of_its_workbook(force: list[str], safe: Safe, folder: Path) -> None:
    before = (folder / "city.xlsx").read_bytes()
    ended = safe("report", "city.xlsx", "-o", "./city.xlsx", *force)
    assert ended.code == cli.WRONG_USE
    assert refusal(ended).startswith("The report would take the place of the workbook.")
    assert (folder / "city.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "city.xlsx", "-o", "out.pdf", "--pdf"),
        ("compare", "city.xlsx", "later.xlsx", "-o", "out.pdf"),
        ("new", "-o", "out.pdf"),
        ("rescue", "city.xlsx", "-o", "out.pdf"),
    ],
)
def test_an_output_that_its_program_would_not_open_is_refused(
    arguments: tuple[str, ...], safe: Safe, folder: Path
) -> None:
    ended = safe(*arguments)
    assert ended.code == cli.WRONG_USE
    assert re.match(r"The name out\.pdf does not end in \.(docx|xlsx)\.", refusal(ended))
    assert written(folder) == []


def test_report_uses_a_template_of_ones_own(safe: Safe, folder: Path) -> None:
    template(folder / "own.docx", "Our report on {{ doc.city }}")
    ended = safe("report", "later.xlsx", "--kind", "brief", "--no-trace", "--template", "own.docx")
    assert ended.code == cli.DONE, ended.err
    texts = [paragraph.text for paragraph in docx.Document(str(folder / "later-brief.docx")).paragraphs]
    assert "Our report on Port Saranel" in texts


def test_a_template_with_a_fault_is_named_with_the_place_and_makes_no_report(safe: Safe, folder: Path) -> None:
    template(folder / "own.docx", "", "Our report on {{ doc.citty }}")
    ended = safe("report", "later.xlsx", "--kind", "brief", "--template", "own.docx")
    assert ended.code == cli.NO_FILE
    said = refusal(ended)
    assert said.startswith("own.docx: Main text, paragraph 2 near “Our report on {{ doc.citty }}”")
    assert "Did you mean doc.city?" in said
    assert written(folder) == ["own.docx"]


@pytest.mark.parametrize("arguments", [("report", "later.xlsx"), ("compare", "city.xlsx", "later.xlsx")])
def test_a_template_that_is_not_there_is_said_to_be_missing(
    arguments: tuple[str, ...], safe: Safe, folder: Path
) -> None:
    ended = safe(*arguments, "--template", "nowhere.docx")
    assert ended.code == cli.NO_FILE
    assert refusal(ended) == "nowhere.docx was not found. Check the name and the folder."
    assert written(folder) == []


# trace ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def brief(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief of the follow-up and the list beside it. Not to be changed."""
    place = tmp_path_factory.mktemp("brief")
    cli.run(["report", str(made / "later.xlsx"), "--kind", "brief", "-o", str(place / "brief.docx")])
    return place


@pytest.fixture
def traced(brief: Path, folder: Path) -> Path:
    """A copy of the brief with its list, in the folder."""
    for path in brief.iterdir():
        shutil.copy(path, folder)
    return folder / "brief.docx"


def test_trace_ends_with_0_where_all_matches(safe: Safe, traced: Path) -> None:
    ended = safe("trace", traced.name, "later.xlsx")
    assert (ended.code, ended.err) == (cli.DONE, "")
    assert re.search(r"^\s+[\d,]+\s+match the workbook$", ended.out, re.MULTILINE)
    assert "out of date" not in ended.out


def test_trace_ends_with_1_and_names_the_cell_when_an_answer_was_changed(safe: Safe, traced: Path) -> None:
    book = open_book(traced.with_name("later.xlsx"))
    row, column = place_of("RISKS", "RSK-E2", "likelihood")
    cell = book["RISKS"].cell(row, column)
    assert cell.value != 1
    cell.value = 1
    book.save(traced.with_name("later.xlsx"))
    ended = safe("trace", traced.name, "later.xlsx")
    assert ended.code == cli.ERRORS
    assert "are out of date" in ended.out
    assert f"RISKS!{get_column_letter(column)}{row} now says “1”" in ended.out
    assert max(len(line) for line in ended.out.splitlines()) <= 110


def test_trace_ends_with_1_and_quotes_a_sentence_edited_by_hand(safe: Safe, traced: Path) -> None:
    document = docx.Document(str(traced))
    text = next(run for control in document.element.body.iter(qn("w:sdt")) for run in control.iter(qn("w:t"))
                if len(run.text or "") > 60)  # fmt: skip
    text.text += " Written by hand."
    document.save(str(traced))
    ended = safe("trace", traced.name, "later.xlsx")
    assert ended.code == cli.ERRORS
    assert "Edited by hand" in ended.out
    assert "out of date" not in ended.out
    told = json.loads(safe("trace", traced.name, "later.xlsx", "--format", "json").out)
    assert (told["matches"], told["counts"]["edited"]) == (False, 1)


def test_trace_as_json_counts_every_text_once(safe: Safe, traced: Path) -> None:
    ended = safe("trace", traced.name, "later.xlsx", "--format", "json")
    told = json.loads(ended.out)
    assert (ended.code, told["matches"]) == (cli.DONE, True)
    assert list(told["counts"]) == STATES
    assert sum(told["counts"].values()) == len(told["texts"]) > 20


@pytest.mark.parametrize(
    ("report", "workbook", "says"),
    [
        ("nowhere.docx", "later.xlsx", "nowhere.docx was not found"),
        ("brief.docx", "nowhere.xlsx", "nowhere.xlsx was not found"),
        ("later.xlsx", "later.xlsx", "later.xlsx is not a Word document"),
        ("brief.docx", "brief.docx", "brief.docx is a Word document, not a workbook"),
    ],
)
def test_trace_ends_with_3_when_a_file_cannot_be_read(
    report: str, workbook: str, says: str, safe: Safe, traced: Path
) -> None:
    ended = safe("trace", report, workbook)
    assert ended.code == cli.NO_FILE
    assert refusal(ended).startswith(says)


# compare -------------------------------------------------------------------------------------------------------------


def test_compare_writes_what_changed_beside_the_later_workbook(safe: Safe, folder: Path) -> None:
    ended = safe("compare", "city.xlsx", "later.xlsx")
    assert ended.code == cli.DONE, ended.err
    assert ended.out == "Made later-comparison.docx.\n"
    assert written(folder) == ["later-comparison.docx"]
    again = safe("compare", "city.xlsx", "later.xlsx")
    assert again.code == cli.NO_FILE
    assert "--force" in refusal(again)


@pytest.mark.parametrize("form", ["word", "json"])
def test_compare_the_wrong_way_round_is_refused_when_the_first_names_the_second(form: str, safe: Safe) -> None:
    ended = safe("compare", "later.xlsx", "city.xlsx", "--format", form)
    assert ended.code == cli.WRONG_USE
    assert "The two files are in the wrong order" in " ".join(ended.err.split())


def test_compare_as_json_writes_no_file(safe: Safe, folder: Path) -> None:
    ended = safe("compare", "city.xlsx", "later.xlsx", "--format", "json")
    told = json.loads(ended.out)
    assert (ended.code, ended.err) == (cli.DONE, "")
    assert [told[each]["workbook_id"] for each in ("baseline", "followup")] == ["sample-city", "sample-city-later"]
    assert list(told["counts"]) == ["real", "method", "data_quality", "wording"]
    assert all(told["counts"].values())
    assert written(folder) == []


@pytest.mark.parametrize("form", ["word", "json"])
def test_two_cities_are_not_compared(form: str, safe: Safe, folder: Path) -> None:
    ended = safe("compare", "city.xlsx", "other.xlsx", "--format", form)
    assert ended.code == cli.WRONG_USE
    said = refusal(ended)
    assert said.startswith("These two workbooks cannot be compared")
    assert "Port Saranel" in said
    assert "Elsewhere" in said
    assert written(folder) == []


def test_a_workbook_is_not_compared_with_itself(safe: Safe, folder: Path) -> None:
    ended = safe("compare", "city.xlsx", "./city.xlsx")
    assert ended.code == cli.WRONG_USE
    assert refusal(ended).startswith("Both names lead to city.xlsx.")
    assert written(folder) == []


@pytest.mark.parametrize("name", ["city.xlsx", "later.xlsx"])
def test_a_comparison_takes_the_place_of_neither_workbook(name: str, safe: Safe, folder: Path) -> None:
    before = (folder / name).read_bytes()
    ended = safe("compare", "city.xlsx", "later.xlsx", "-o", name, "--force")
    assert ended.code == cli.WRONG_USE
    assert refusal(ended).startswith("The report would take the place of the workbook.")
    assert (folder / name).read_bytes() == before


# template ------------------------------------------------------------------------------------------------------------


def test_lint_says_that_a_sound_template_can_be_used(safe: Safe, folder: Path) -> None:
    template(folder / "own.docx", "{{ doc.city }}")
    ended = safe("template", "lint", "own.docx")
    assert (ended.code, ended.err) == (cli.DONE, "")
    assert ended.out == "own.docx: the template can be used; nothing to mend.\n"
    told = json.loads(safe("template", "lint", "own.docx", "--format", "json").out)
    assert told["faults"] == []


def test_lint_names_each_fault_by_its_place_and_ends_with_1(safe: Safe, folder: Path) -> None:
    template(folder / "own.docx", "{{ doc.citty }}", "{% for x in risks.text %}")
    ended = safe("template", "lint", "own.docx")
    assert (ended.code, ended.err) == (cli.ERRORS, "")
    assert "paragraph 1 near “{{ doc.citty }}”" in " ".join(ended.out.split())
    assert ended.out.endswith("own.docx: 2 errors; the template cannot be used.\n")
    as_json = safe("template", "lint", "own.docx", "--format", "json")
    assert as_json.code == cli.ERRORS
    faults = json.loads(as_json.out)["faults"]
    assert [fault["severity"] for fault in faults] == ["error", "error"]
    assert all(fault["where"] and fault["found"] and fault["remedy"] for fault in faults)


def test_lint_asks_whether_a_template_fits_the_kind_of_document(safe: Safe, folder: Path) -> None:
    template(folder / "own.docx", "{{ risks.heading }}")
    assert safe("template", "lint", "own.docx").code == cli.DONE
    ended = safe("template", "lint", "own.docx", "--kind", "findings")
    assert ended.code == cli.ERRORS
    assert "There is no field “risks”" in " ".join(ended.out.split())


def test_an_approved_template_is_remembered_in_the_persons_own_home(safe: Safe, folder: Path) -> None:
    template(folder / "own.docx", "{{ doc.city }}")
    ended = safe("template", "lint", "own.docx", "--approve")
    assert ended.code == cli.DONE, ended.err
    assert re.fullmatch(r"Approved\. .* Its SHA-256: [0-9a-f]{64}\n", ended.out)
    [kept] = (folder / "home").rglob("approved-templates.json")
    assert list(json.loads(kept.read_text("utf-8")).values()) == ["own.docx"]


def test_a_template_with_a_fault_is_not_approved(safe: Safe, folder: Path) -> None:
    template(folder / "own.docx", "{{ doc.citty }}")
    ended = safe("template", "lint", "own.docx", "--approve")
    assert ended.code == cli.NO_FILE
    assert "doc.citty" in refusal(ended)
    assert not list((folder / "home").rglob("approved-templates.json"))


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("lint",), cli.WRONG_USE, "Name the template: safeaudit template lint FILE.docx"),
        (("lint", "nowhere.docx"), cli.NO_FILE, "nowhere.docx was not found. Check the name and the folder."),
        (("fields", "own.docx"), cli.WRONG_USE, "“template fields” takes no file. Choose the document with --kind."),
    ],
)
def test_a_template_command_used_wrongly_says_how_to_use_it(
    arguments: tuple[str, ...], code: int, says: str, safe: Safe
) -> None:
    ended = safe("template", *arguments)
    assert (ended.code, refusal(ended)) == (code, says)


@pytest.mark.parametrize("kind", ["strategy", "council", "brief", "findings", "comparison"])
def test_fields_lists_what_a_template_of_each_kind_may_use(kind: str, safe: Safe) -> None:
    ended = safe("template", "fields", "--kind", kind)
    assert (ended.code, ended.err) == (cli.DONE, "")
    assert "{{ doc.city }}" in ended.out
    told = json.loads(safe("template", "fields", "--kind", kind, "--format", "json").out)
    assert told["kind"] == kind
    assert "doc.city" in json.dumps(told)


# new --pane ----------------------------------------------------------------------------------------------------------


def test_a_new_workbook_can_open_the_guide_of_an_office(safe: Safe, folder: Path) -> None:
    ended = safe("new", "--pane", "https://audit.example.org", "-o", "mine.xlsx")
    assert ended.code == cli.DONE, ended.err
    with zipfile.ZipFile(folder / "mine.xlsx") as book:
        assert "xl/webextensions/taskpanes.xml" in book.namelist()
    assert safe("check", "mine.xlsx").code == cli.DONE


@pytest.mark.parametrize("url", ["http://audit.example.org", "audit.example.org", "javascript:alert(1)"])
def test_a_guide_without_https_is_refused(url: str, safe: Safe, folder: Path) -> None:
    ended = safe("new", "--pane", url, "-o", "mine.xlsx")
    assert ended.code == cli.WRONG_USE
    assert refusal(ended).startswith(f"The address {url} is not usable.")
    assert not (folder / "mine.xlsx").exists()

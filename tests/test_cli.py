"""The commands as people meet them: what they print, what they write, how they end, and what they leave alone."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st
from support import ROOT, open_book

import safeaudit
from safeaudit import __main__ as command
from safeaudit import cli
from safeaudit.audit import Audit
from safeaudit.examples import sample_city
from safeaudit.languages import PSEUDO
from safeaudit.paths import safe_name
from safeaudit.rules import all_rules

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TOP = ["file", "city", "workbook_id", "instrument", "language", "completeness", "shares", "counts", "findings"]
FINDING = ["rule", "severity", "sheet", "cell", "row_id", "column", "message", "remedy", "section"]
ESCAPE = "\x1b"
HEADLINE = re.compile(r"^Port Saranel: \d+ % known · \d+ % not known · 0 % left out with a reason", re.MULTILINE)


class Ended(NamedTuple):
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str


def safe(*arguments: str | Path, folder: Path, encoding: str = "utf-8", **environment: str) -> Ended:
    """Run `safeaudit` with these arguments, in this folder, as a person would."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "safeaudit", *map(str, arguments)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        timeout=300,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def one_sentence(ended: Ended, *names: str) -> str:
    """The one line a failed command says, after making sure it is one, names these files and is no traceback."""
    lines = ended.err.splitlines()
    assert len(lines) == 1, ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""
    for name in names:
        assert name in ended.err
    return lines[0]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def without_errors() -> Audit:
    """The sample city with its planted mistakes put right."""
    audit, _ = sample_city()
    for row, column, value in (
        ("FLW-6", "scale", "unknown"),
        ("PTR-08", "p4_no_violence", "met"),
        ("IND-S13", "value", None),
        ("STR-16", "partner", None),
        ("HOU-5", "evidence", "Asked on 12 May; the answer is in the minutes."),
    ):
        setattr(audit.by_id[row], column, value)
    return audit


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample city's workbook, as `demo` writes it, and one without errors."""
    folder = tmp_path_factory.mktemp("made")
    audit, raw = sample_city()
    safeaudit.build_workbook(folder / "sample.xlsx", audit, raw=raw, workbook_id="sample-city")
    safeaudit.build_workbook(folder / "right.xlsx", without_errors(), workbook_id="right")
    return folder


@pytest.fixture
def filled(made: Path, tmp_path: Path) -> Path:
    """The sample city's workbook in a folder of this test's own."""
    path = tmp_path / "sample.xlsx"
    path.write_bytes((made / "sample.xlsx").read_bytes())
    return path


# demo ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """The demo, run once: the folder it was run in, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, safe("demo", folder=folder)


def test_demo_writes_a_workbook_and_a_report_that_open(shown: tuple[Path, Ended]) -> None:
    folder, ended = shown
    assert ended.code == cli.DONE, ended.err
    files = sorted(path.name for path in (folder / "safeaudit-demo").iterdir())
    assert files == ["sample-city-strategy-report.docx", "sample-city.xlsx"]
    book = open_book(folder / "safeaudit-demo" / "sample-city.xlsx")
    assert {"START", "PROFILE", "RISKS", "ACTIONS", "CHECKS"} <= set(book.sheetnames)
    report = docx.Document(str(folder / "safeaudit-demo" / "sample-city-strategy-report.docx"))
    headings = [paragraph for paragraph in report.paragraphs if paragraph.style.name.startswith("Heading")]
    assert len(headings) > 10
    assert len(report.tables) > 5
    assert len(list(report.element.body.iter(qn("wp:inline")))) > 3


def test_demo_says_what_was_made_what_was_found_and_what_to_do_next(shown: tuple[Path, Ended]) -> None:
    _, ended = shown
    for path in ("sample-city.xlsx", "sample-city-strategy-report.docx"):
        assert os.path.join("safeaudit-demo", path) in ended.out  # noqa: PTH118  (as this system writes it)
    assert "The sample city is invented" in ended.out
    assert HEADLINE.search(ended.out)
    assert "FLOWS!" in ended.out
    assert "safeaudit check" in ended.out
    assert "safeaudit new" in ended.out


def test_demo_tells_its_steps_on_standard_error(shown: tuple[Path, Ended]) -> None:
    assert steps_of(shown[1]) >= 3
    assert ESCAPE not in shown[1].err


def steps_of(ended: Ended) -> int:
    """How many steps were told on standard error, after making sure that there is nothing else and none is missing."""
    lines = ended.err.splitlines()
    numbers = [re.fullmatch(r"█+░* (\d+)/(\d+) \S.* …", line) for line in lines]
    assert [match and match.groups() for match in numbers] == [
        (str(number), str(len(lines))) for number in range(1, len(lines) + 1)
    ]
    return len(lines)


def test_demo_fills_the_checks_sheet_with_what_it_found(shown: tuple[Path, Ended]) -> None:
    sheet = open_book(shown[0] / "safeaudit-demo" / "sample-city.xlsx")["CHECKS"]
    written = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert any("FL-02" in text for text in written)


def test_demo_makes_the_follow_up_and_the_comparison_when_asked(tmp_path: Path) -> None:
    ended = safe("demo", "--follow-up", "--out", "made", folder=tmp_path)
    assert ended.code == cli.DONE, ended.err
    assert {path.name for path in (tmp_path / "made").iterdir()} == {
        "sample-city.xlsx", "sample-city-strategy-report.docx", "sample-city-follow-up.xlsx", "sample-city-comparison.docx",
    }  # fmt: skip
    later = safeaudit.read_audit(tmp_path / "made" / "sample-city-follow-up.xlsx")
    assert later.profile.audit_kind == "follow_up"
    assert not [finding for finding in safeaudit.check(later) if finding.severity == "error"]
    assert len(docx.Document(str(tmp_path / "made" / "sample-city-comparison.docx")).tables) > 5


def test_a_second_demo_replaces_nothing_unless_told_to(shown: tuple[Path, Ended]) -> None:
    folder, _ = shown
    workbook = folder / "safeaudit-demo" / "sample-city.xlsx"
    before, old = digest(workbook), workbook.stat().st_mtime_ns
    said = one_sentence(refused := safe("demo", folder=folder), "sample-city.xlsx")
    assert refused.code == cli.NO_FILE
    assert "--force" in said
    assert workbook.stat().st_mtime_ns == old
    assert safe("demo", "--force", folder=folder).code == cli.DONE
    assert workbook.stat().st_mtime_ns != old
    assert digest(workbook) == before, "equal answers give equal bytes"


def test_demo_into_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    ended = safe("demo", "--out", "taken", folder=tmp_path)
    assert ended.code == cli.NO_FILE
    one_sentence(ended, "taken")
    assert (tmp_path / "taken").read_text() == "mine"


# new -----------------------------------------------------------------------------------------------------------------


def test_new_writes_a_blank_workbook_that_check_reads(tmp_path: Path) -> None:
    ended = safe("new", folder=tmp_path)
    assert (ended.code, ended.err) == (cli.DONE, "")
    assert "safety-audit.xlsx" in ended.out
    checked = json.loads(safe("check", "safety-audit.xlsx", "--format", "json", folder=tmp_path).out)
    assert checked["completeness"] == 0
    assert checked["findings"] == []
    assert checked["shares"]["known"] == 0


def test_new_writes_the_city_into_workbook_and_file_name(tmp_path: Path) -> None:
    assert safe("new", "--city", "São José & Söhne", folder=tmp_path).code == cli.DONE
    checked = json.loads(safe("check", "safety-audit-São-José-&-Söhne.xlsx", "--format", "json", folder=tmp_path).out)
    assert checked["city"] == "São José & Söhne"


def test_every_new_workbook_has_an_identity_of_its_own(tmp_path: Path) -> None:
    identities = set()
    for name in ("a.xlsx", "b.xlsx"):
        safe("new", "-o", name, folder=tmp_path)
        identities.add(json.loads(safe("check", name, "--format", "json", folder=tmp_path).out)["workbook_id"])
    assert len(identities) == 2
    assert "" not in identities


def test_new_replaces_nothing_unless_told_to(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"mine")
    ended = safe("new", "-o", "mine.xlsx", folder=tmp_path)
    assert ended.code == cli.NO_FILE
    assert "--force" in one_sentence(ended, "mine.xlsx")
    assert (tmp_path / "mine.xlsx").read_bytes() == b"mine"
    assert safe("new", "-o", "mine.xlsx", "--force", folder=tmp_path).code == cli.DONE
    assert zipfile.is_zipfile(tmp_path / "mine.xlsx")


def test_new_into_a_folder_that_is_not_there_names_the_file_asked_for(tmp_path: Path) -> None:
    ended = safe("new", "-o", Path("nowhere") / "audit.xlsx", folder=tmp_path)
    assert ended.code == cli.NO_FILE
    said = one_sentence(ended, "audit.xlsx", "nowhere")
    assert said.startswith("audit.xlsx could not be written")
    assert "does not exist" in said


def test_new_names_the_language_it_does_not_know_and_those_it_does(tmp_path: Path) -> None:
    ended = safe("new", "--language", "xx", folder=tmp_path)
    assert ended.code == cli.WRONG_USE
    assert "there is no language xx; there is: en" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_new_writes_the_pseudo_language(tmp_path: Path) -> None:
    assert safe("new", "--language", PSEUDO, "-o", "pseudo.xlsx", folder=tmp_path).code == cli.DONE
    ended = safe("check", "pseudo.xlsx", "--format", "json", folder=tmp_path)
    assert json.loads(ended.out)["language"] == PSEUDO


@pytest.mark.parametrize("city", ["../../evil", "x" * 400, "مدينة 🏙️", "=1+1\nb"])
def test_a_city_of_any_name_gives_one_ordinary_file_in_this_folder(city: str, tmp_path: Path) -> None:
    assert safe("new", "--city", city, folder=tmp_path).code == cli.DONE
    [path] = tmp_path.iterdir()
    assert path.is_file()
    assert path.suffix == ".xlsx"
    assert [each for each in tmp_path.parent.iterdir() if "evil" in each.name] == []


@pytest.mark.skipif(os.name != "posix", reason="only there an argument may hold bytes that are no text")
def test_a_city_name_in_a_foreign_encoding_is_no_fault_of_the_program(tmp_path: Path) -> None:
    ended = safe("new", "--city", "S\udce3o Paulo", "-o", "city.xlsx", folder=tmp_path)
    assert ended.code in (cli.DONE, cli.WRONG_USE)
    assert "Something went wrong" not in ended.err


# check ---------------------------------------------------------------------------------------------------------------


def test_check_ends_with_1_when_the_answers_hold_errors(filled: Path) -> None:
    ended = safe("check", filled.name, folder=filled.parent)
    assert (ended.code, ended.err) == (cli.ERRORS, "")
    assert HEADLINE.search(ended.out)


def test_check_ends_with_0_when_there_are_no_errors(made: Path) -> None:
    ended = safe("check", "right.xlsx", folder=made)
    assert (ended.code, ended.err) == (cli.DONE, "")
    assert "0 errors" in ended.out


def test_check_names_place_fault_and_remedy(filled: Path) -> None:
    text = " ".join(safe("check", filled.name, folder=filled.parent).out.split())
    assert re.search(r"✗ error FL-02 FLOWS![A-Z]+12: FLW-6 · Firearms: “Scale” says “Medium”", text)
    assert "→ Choose “Not known” for the size." in text


def test_check_shows_three_places_of_a_group_and_all_when_asked(filled: Path) -> None:
    few, every = (safe("check", filled.name, *more, folder=filled.parent).out for more in ([], ["--all"]))
    assert re.search(r"and \d+ more \(", few)
    assert " more (" not in every
    found = json.loads(safe("check", filled.name, "--format", "json", folder=filled.parent).out)["findings"]
    assert every.count("!") >= len(found)


def test_check_as_json_has_exactly_the_documented_keys(filled: Path) -> None:
    ended = safe("check", filled.name, "--format", "json", folder=filled.parent)
    assert (ended.code, ended.err) == (cli.ERRORS, "")
    told = json.loads(ended.out)
    assert list(told) == TOP
    assert (told["file"], told["city"], told["workbook_id"]) == ("sample.xlsx", "Port Saranel", "sample-city")
    assert (told["instrument"], told["language"]) == ("GSC-1.1", "en")
    assert 0 < told["completeness"] < 1
    assert list(told["counts"]) == ["error", "warning", "advice", "accepted"]
    assert sum(told["counts"].values()) == len(told["findings"])
    for found in told["findings"]:
        assert list(found) == FINDING
        assert all(isinstance(value, str) for value in found.values())
        assert found["severity"] in told["counts"]
        assert found["rule"] in all_rules()
        assert found["message"]
        assert found["remedy"]
        assert bool(found["cell"]) <= bool(found["sheet"])


def test_check_as_json_gives_errors_first(filled: Path) -> None:
    told = json.loads(safe("check", filled.name, "--format", "json", folder=filled.parent).out)
    order = ["error", "warning", "advice"]
    positions = [order.index(found["severity"]) for found in told["findings"]]
    assert positions == sorted(positions)


def test_check_reads_several_files_and_goes_on_after_a_bad_one(made: Path, tmp_path: Path) -> None:
    for name in ("right.xlsx", "sample.xlsx"):
        (tmp_path / name).write_bytes((made / name).read_bytes())
    (tmp_path / "note.xlsx").write_text("no workbook")
    ended = safe("check", "right.xlsx", "note.xlsx", "sample.xlsx", "--format", "json", folder=tmp_path)
    assert ended.code == cli.NO_FILE
    assert [json.loads(line)["file"] for line in ended.out.splitlines()] == ["right.xlsx", "sample.xlsx"]
    assert one_sentence(ended._replace(out=""), "note.xlsx")
    assert safe("check", "right.xlsx", "sample.xlsx", folder=tmp_path).code == cli.ERRORS


def test_check_of_several_files_says_which_findings_are_whose(made: Path) -> None:
    out = safe("check", "right.xlsx", "sample.xlsx", folder=made).out
    assert "right.xlsx" in out
    assert "sample.xlsx" in out


def test_check_changes_neither_the_file_nor_its_folder(filled: Path) -> None:
    before = (digest(filled), filled.stat().st_mtime_ns)
    safe("check", filled.name, folder=filled.parent)
    assert (digest(filled), filled.stat().st_mtime_ns) == before
    assert list(filled.parent.iterdir()) == [filled]


@pytest.mark.parametrize(
    "name", ["a name with spaces.xlsx", "città – ünïcode 安全.xlsx", "-dash.xlsx", "{braces} 100%.xlsx"]
)
def test_files_of_any_name_are_read(name: str, filled: Path) -> None:
    filled.rename(filled.with_name(name))
    ended = safe("check", "--format", "json", "--", name, folder=filled.parent)
    assert ended.code == cli.ERRORS, ended.err
    assert json.loads(ended.out)["file"] == name


def test_files_in_other_folders_are_read(filled: Path) -> None:
    deeper = filled.parent / "deeper"
    deeper.mkdir()
    for path in (Path("..") / filled.name, filled, Path("..") / "deeper" / ".." / filled.name):
        ended = safe("check", path, "--format", "json", folder=deeper)
        assert ended.code == cli.ERRORS, ended.err
        assert json.loads(ended.out)["file"] == str(path)


def test_check_can_write_its_findings_into_a_copy(filled: Path) -> None:
    before = digest(filled)
    ended = safe("check", filled.name, "--format", "json", "--write", folder=filled.parent)
    assert ended.code == cli.ERRORS
    assert json.loads(ended.out)["file"] == filled.name, "what a program reads stays clean"
    assert "sample.checked.xlsx" in ended.err
    assert digest(filled) == before
    copy = filled.with_name("sample.checked.xlsx")
    texts = {str(cell.value) for row in open_book(copy)["CHECKS"].iter_rows() for cell in row}
    assert "FL-02" in texts
    again = safe("check", filled.name, "--write", folder=filled.parent)
    assert again.code == cli.NO_FILE
    assert "--force" in again.err
    assert safe("check", copy.name, folder=filled.parent).code == cli.ERRORS, "the copy is an audit itself"


# rescue and upgrade --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("job", "name"),
    [("rescue", "sample.rescued.xlsx"), ("upgrade", "sample.upgraded.xlsx"), ("grow", "sample.grown.xlsx")],
)
def test_a_rebuilt_workbook_holds_the_same_answers(job: str, name: str, filled: Path) -> None:
    before = digest(filled)
    ended = safe(job, filled.name, folder=filled.parent)
    assert (ended.code, ended.err) == (cli.DONE, "")
    assert name in ended.out
    assert digest(filled) == before
    old, new = (
        json.loads(safe("check", file, "--format", "json", folder=filled.parent).out) for file in (filled.name, name)
    )
    assert {**old, "file": ""} == {**new, "file": ""}


@pytest.mark.parametrize("job", ["rescue", "upgrade", "grow"])
def test_a_rebuilt_workbook_replaces_nothing_unless_told_to_and_never_the_old_one(job: str, filled: Path) -> None:
    before = digest(filled)
    refused = safe(job, filled.name, "-o", filled.name, folder=filled.parent)
    assert refused.code == cli.NO_FILE
    assert "--force" in one_sentence(refused, filled.name)
    assert safe(job, filled.name, "-o", filled.name, "--force", folder=filled.parent).code == cli.WRONG_USE
    assert digest(filled) == before
    assert list(filled.parent.iterdir()) == [filled]


# Files that are no audit ---------------------------------------------------------------------------------------------


def zip_bomb(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "made", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 50_000_000)
    return taken(folder / "made")


def other_workbook(folder: Path) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0]["A1"] = "Budget"
    book.save(folder / "made")
    return taken(folder / "made")


def taken(path: Path) -> bytes:
    data = path.read_bytes()
    path.unlink()
    return data


def ole(stream: str) -> bytes:
    """The outside of a file of old Office programs, with one stream of this name."""
    return (OLE + bytes(504) + stream.encode("utf-16-le")).ljust(2048, b"\0")


def content(kind: str, whole: bytes, folder: Path) -> bytes:
    """What a file of this kind holds; `whole` is a good workbook."""
    return {
        "text": lambda: b"city,risk\nPort Saranel,high\n",
        "web page": lambda: b"<!DOCTYPE html><html><body>Sign in</body></html>",
        "old Excel": lambda: ole("Workbook"),
        "Word document": (ROOT / "report_templates" / "strategy-report.docx").read_bytes,
        "password": lambda: ole("EncryptedPackage"),
        "truncated": lambda: whole[: len(whole) // 2],
        "one byte changed": lambda: whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:],
        "random bytes": lambda: bytes(range(256)) * 40,
        "empty": lambda: b"",
        "other workbook": lambda: other_workbook(folder),
        "zip bomb": lambda: zip_bomb(folder),
    }[kind]()


REFUSED = {
    "missing": "was not found",
    "folder": "is a folder",
    "text": "is a text file",
    "web page": "is a web page",
    "old Excel": "is in the old Excel format",
    "Word document": "is a Word document",
    "password": "is protected with a password",
    "truncated": "is damaged",
    "one byte changed": "is damaged",
    "random bytes": "is not an Excel workbook",
    "empty": "is empty",
    "other workbook": "is a workbook, but not a safety audit",
    "zip bomb": "was not opened",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_audit_is_refused_in_one_plain_sentence(kind: str, made: Path, tmp_path: Path) -> None:
    path = tmp_path / "from the office.xlsx"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(content(kind, (made / "sample.xlsx").read_bytes(), tmp_path))
    before = digest(path) if path.is_file() else ""
    for arguments in (
        ("check", path.name),
        ("check", path.name, "--write"),
        ("report", path.name),
        ("rescue", path.name),
    ):
        ended = safe(*arguments, folder=tmp_path)
        assert ended.code == cli.NO_FILE
        assert REFUSED[kind] in one_sentence(ended, path.name)
    assert before == (digest(path) if path.is_file() else "")
    assert {each.name for each in tmp_path.iterdir()} <= {path.name}, "nothing is left behind"


def test_a_file_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    ended = safe("check", f"{ESCAPE}[31mred{ESCAPE}]0;title\a.xlsx", "two\nlines.xlsx", folder=tmp_path)
    assert ended.code == cli.NO_FILE
    assert len(ended.err.splitlines()) == 2
    assert ESCAPE not in ended.err
    assert "\a" not in ended.err


# report --------------------------------------------------------------------------------------------------------------


def test_report_writes_a_draft_beside_the_workbook_and_ends_with_1_on_errors(filled: Path) -> None:
    before = digest(filled)
    ended = safe("report", filled.name, folder=filled.parent)
    assert ended.code == cli.ERRORS
    assert "sample-strategy-report.docx" in ended.out
    assert "draft" in ended.out
    assert "safeaudit check sample.xlsx" in ended.out
    assert steps_of(ended) >= 2
    assert docx.Document(str(filled.with_name("sample-strategy-report.docx"))).core_properties.title
    assert digest(filled) == before


def test_report_ends_with_0_without_errors_and_goes_where_it_is_told(made: Path, tmp_path: Path) -> None:
    ended = safe("report", made / "right.xlsx", "-o", "our report.docx", folder=tmp_path)
    assert ended.code == cli.DONE, ended.err
    assert "our report.docx" in ended.out
    assert "draft" not in ended.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["our report.docx", "our report.trace.json"]


def test_report_replaces_nothing_unless_told_to(filled: Path) -> None:
    (filled.parent / "mine.docx").write_bytes(b"mine")
    ended = safe("report", filled.name, "-o", "mine.docx", folder=filled.parent)
    assert ended.code == cli.NO_FILE
    assert "--force" in one_sentence(ended, "mine.docx")
    assert (filled.parent / "mine.docx").read_bytes() == b"mine"


def test_report_never_takes_the_place_of_its_workbook(filled: Path) -> None:
    before = digest(filled)
    ended = safe("report", filled.name, "-o", filled, "--force", folder=filled.parent)
    assert ended.code == cli.WRONG_USE
    one_sentence(ended)
    assert digest(filled) == before


def test_report_of_a_blank_workbook_is_written_too(tmp_path: Path) -> None:
    safe("new", "-o", "blank.xlsx", folder=tmp_path)
    ended = safe("report", "blank.xlsx", folder=tmp_path)
    assert ended.code == cli.DONE, ended.err
    assert docx.Document(str(tmp_path / "blank-what-we-have.docx")).paragraphs


# explain and use -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["FL-02", "fl-02", " Fl-02 "])
def test_explain_tells_what_why_and_how(code: str, tmp_path: Path) -> None:
    ended = safe("explain", code, folder=tmp_path)
    assert (ended.code, ended.err) == (cli.DONE, "")
    text = " ".join(ended.out.split())
    rule = all_rules()["FL-02"]
    for part in (rule.title, "the framework says so", rule.why, rule.how, rule.section):
        assert part in text


def test_explain_shows_no_braces_to_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    for code in all_rules():
        assert cli.run(["explain", code]) == cli.DONE
        said = capsys.readouterr().out
        assert not re.search(r"\{\w*\}", said), said


@pytest.mark.parametrize(("code", "near"), [("FL-2", "FL-02"), ("PA6", "PA-06"), ("RK-90", "RK-09")])
def test_explain_offers_the_nearest_rules(code: str, near: str, tmp_path: Path) -> None:
    ended = safe("explain", code, folder=tmp_path)
    assert ended.code == cli.WRONG_USE
    assert len(ended.err.splitlines()) == 1
    assert f"There is no rule {code}." in ended.err
    assert near in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["check"],
        ["report"],
        ["explain"],
        ["check", "a.xlsx", "--format", "xml"],
        ["new", "--size", "9"],
    ],
)
def test_wrong_use_ends_with_2_and_shows_the_right_use(arguments: list[str], tmp_path: Path) -> None:
    ended = safe(*arguments, folder=tmp_path)
    assert ended.code == cli.WRONG_USE
    assert ended.err.startswith("usage: safeaudit")
    assert "Traceback" not in ended.err
    assert not ended.err.rstrip().endswith(("required:", "argument :")), "it says what is missing"


def test_help_names_every_command(tmp_path: Path) -> None:
    ended = safe("--help", folder=tmp_path)
    assert ended.code == cli.DONE
    for name in ("demo", "new", "check", "report", "rescue", "upgrade", "grow", "explain"):
        assert re.search(rf"^\s+{name}\s+\w", ended.out, re.MULTILINE)


def test_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert safe("--version", folder=tmp_path).out == f"safeaudit {safeaudit.__version__}\n"


# Terminals -----------------------------------------------------------------------------------------------------------


def test_nothing_is_coloured_when_it_is_no_terminal(filled: Path) -> None:
    ended = safe("check", filled.name, folder=filled.parent)
    assert ESCAPE not in ended.out + ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colour_unless_it_wants_none(environment: dict[str, str], coloured: bool, filled: Path) -> None:
    out = on_a_terminal("check", filled.name, folder=filled.parent, environment=environment)
    assert (f"{ESCAPE}[31m" in out) is coloured
    assert "FL-02" in out


def on_a_terminal(*arguments: str, folder: Path, environment: dict[str, str]) -> str:
    """What a command shows on a terminal of its own."""
    import pty

    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "safeaudit", *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    assert process.wait(60) in (cli.DONE, cli.ERRORS)
    return seen.decode()


@pytest.mark.parametrize("columns", [40, 80])
def test_lines_fit_a_narrow_terminal(columns: int, filled: Path) -> None:
    out = safe("check", filled.name, folder=filled.parent, COLUMNS=str(columns)).out
    too_long = [line for line in out.splitlines() if len(line) > columns and " " in line.strip(" →")]
    assert too_long == []


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_console_of_another_encoding_is_no_reason_to_fail(encoding: str, filled: Path) -> None:
    filled = filled.rename(filled.with_name("città.xlsx"))
    checked = safe("check", filled.name, folder=filled.parent, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (checked.code, checked.err) == (cli.ERRORS, "")
    missing = safe("check", "città 安全.xlsx", folder=filled.parent, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert missing.code == cli.NO_FILE
    assert len(missing.err.splitlines()) == 1
    assert "Something went wrong" not in missing.err


@pytest.mark.skipif(os.name != "posix", reason="pipes close in another way there")
def test_a_reader_that_stops_early_is_no_fault(filled: Path) -> None:
    line = f'"{sys.executable}" -m safeaudit check --all {filled.name} --format json | head -c 10'
    done = subprocess.run(
        line,
        shell=True,
        cwd=filled.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.stdout == b'{"file": "'
    assert done.stderr == b""


# Writing that fails --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="the limit that stands in for a full disk is POSIX's")
@pytest.mark.parametrize(
    ("arguments", "name"),
    [(["new", "-o", "out.xlsx"], "out.xlsx"), (["check", "--write", "sample.xlsx"], "sample.checked.xlsx")],
)
def test_a_file_that_cannot_be_written_whole_is_not_written_at_all(
    arguments: list[str], name: str, filled: Path
) -> None:
    ended = with_files_of_at_most(40_000, arguments, filled.parent)
    assert ended.code == cli.NO_FILE
    assert ended.err.startswith(f"{name} could not be written")
    assert len(ended.err.splitlines()) == 1
    assert {path.name for path in filled.parent.iterdir()} == {"sample.xlsx"}


def with_files_of_at_most(size: int, arguments: list[str], folder: Path) -> Ended:
    """Run a command that may write no file larger than this, as on a disk that fills up."""
    limited = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
        "from safeaudit.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MPLCONFIGDIR": str(folder.parent)},
        capture_output=True,
        check=False,
        text=True,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (OSError(28, "No space left on device"), "the disk is full"),
        (PermissionError(13, "Permission denied"), "Close it in Excel or Word"),
        (OSError(30, "Read-only file system"), "this folder is read-only"),
        (OSError(5, "Input/output error"), "Choose another folder"),
    ],
)
def test_each_reason_for_not_writing_has_its_own_words(
    fault: OSError, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("safeaudit.paths.tempfile.mkstemp", fail)
    assert cli.run(["new", "-o", str(tmp_path / "audit.xlsx")]) == cli.NO_FILE
    said = capsys.readouterr().err
    assert said.startswith("audit.xlsx could not be written")
    assert reason in said


@pytest.mark.skipif(os.name != "posix", reason="there are no such files there")
def test_a_device_or_pipe_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    ended = safe("new", "-o", "pipe.xlsx", "--force", folder=tmp_path)
    assert ended.code == cli.NO_FILE
    one_sentence(ended, "pipe.xlsx")
    assert (tmp_path / "pipe.xlsx").is_fifo()


def test_a_stopped_command_says_so_and_leaves_nothing(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("safeaudit.doors.read_audit", stop)
    assert cli.run(["check", str(filled)]) == cli.NO_FILE
    assert "Stopped." in capsys.readouterr().err
    assert list(filled.parent.iterdir()) == [filled]


def test_an_unforeseen_fault_ends_in_one_sentence_and_shows_more_when_asked(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("safeaudit.rules.check", fail)
    monkeypatch.setattr(sys, "argv", ["safeaudit", "check", str(filled)])
    assert command.main() == cli.NO_FILE
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "ZeroDivisionError" in said
    assert "--debug" in said
    monkeypatch.setattr(sys, "argv", ["safeaudit", "check", str(filled), "--debug"])
    with pytest.raises(ZeroDivisionError):
        command.main()


def test_no_command_touches_the_network(filled: Path) -> None:
    program = """
import sys
def watch(event, details):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind"):
        print("NETWORK", event, details, file=sys.stderr)
sys.addaudithook(watch)
from safeaudit import cli
for arguments in (["new", "-o", "n.xlsx"], ["check", "sample.xlsx"], ["report", "n.xlsx"], ["explain", "FL-02"]):
    print(cli.run(arguments))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=filled.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert b"NETWORK" not in done.stderr
    assert filled.with_name("n-what-we-have.docx").is_file()


# File names ----------------------------------------------------------------------------------------------------------

RESERVED = {
    *("con", "prn", "aux", "nul", "com1", "com9", "com¹", "lpt1", "lpt9", "lpt³", "conin$", "conout$", "clock$"),
}


@given(st.text() | st.text(alphabet="abcCONPRNAUXL1T9 .-/\\:é\u202e", max_size=200))
@example("")
@example(" . ")
@example("CON")
@example("nul.tar.gz")
@example("COM¹")
@example("lpt³.txt")
@example("CONIN$")
@example("conout$")
@example("clock$.x")
@example("~$audit")
@example("~$~$")
@example("a. . ")
@example("../../etc/passwd")
@example("é" * 300)
@example("🏙" * 100)
@example("e\u0301" * 90)
@example("bad \ud83d surrogate")
@example("\u202efdp.exe")
def test_a_safe_name_is_one_that_every_system_accepts(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name) <= 81
    assert len(name.encode("utf-8")) <= 161
    assert not set(name) & set('<>:"/\\|?*')
    assert all(unicodedata.category(letter) not in ("Cc", "Cs") for letter in name)
    assert not set(name) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f\ufeff")
    assert name.partition(".")[0].lower() not in RESERVED
    assert not name.startswith((".", "-", " ", "~$"))
    assert not name.endswith((".", " "))
    assert safe_name(name) == name

"""Every format a workbook may come in, at every door: the same answers, findings and documents, whatever the file is called."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from fewer import FEW, city_of
from support import LONG, ROOT, skip

import safeaudit
from safeaudit import cli
from safeaudit.files.formats import ENDINGS, FORMATS
from safeaudit.files.reader import UnreadableFile, read, read_bytes
from safeaudit.service import answers as service

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
KINDS = {
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    ".xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
}


REBUILT = {ending for each in FORMATS if not each.keeps for ending in each.endings}
"""Endings of formats of which a copy is an Excel workbook built anew."""


def as_kind(data: bytes, content_type: str) -> bytes:
    """An Excel workbook that says it is another kind of Excel workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                part = part.replace(MAIN.encode(), content_type.encode())
            new.writestr(entry, part)
    return out.getvalue()


def by_libreoffice(source: Path, ending: str, folder: Path) -> Path:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        skip("LibreOffice is not installed")
    profile = (folder / "profile").as_uri()
    done = subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", folder, source],
        capture_output=True,
        timeout=180,
        check=False,
    )
    made = folder / f"{source.stem}.{ending}"
    assert made.is_file(), done.stderr
    return made


@pytest.fixture(scope="session")
def excel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return city_of(tmp_path_factory.mktemp("formats") / "city.xlsx", (*FEW, "FLOWS"))


@pytest.fixture(scope="session")
def formats(excel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample city in every format, by its ending."""
    folder = tmp_path_factory.mktemp("every-format")
    ods = by_libreoffice(excel, "ods", folder)
    made = {".xlsx": excel, ".ods": ods, ".ots": ods.with_suffix(".ots")}
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(ods) as old, zipfile.ZipFile(made[".ots"], "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry, f"{mimetype}-template".encode() if entry.filename == "mimetype" else part)
    for ending, kind in KINDS.items():
        made[ending] = folder / f"city{ending}"
        made[ending].write_bytes(as_kind(excel.read_bytes(), kind))
    return made


def findings(path: Path) -> list[dict[str, str]]:
    return [each.as_json() for each in safeaudit.check(safeaudit.read_audit(path))]


def answers(path: Path) -> dict[str, dict[str, dict[str, object]]]:
    """What is in every line, by sheet and line."""
    audit = safeaudit.read_audit(path)
    return {
        sheet: {row.id: {name: getattr(row, name) for name in row.filled} for row in rows}
        for sheet, rows in audit.sheets.items()
    }


def test_the_table_of_formats_holds_what_this_test_makes(formats: dict[str, Path]) -> None:
    assert set(formats) == set(ENDINGS), "the fixture `formats` makes the sample city in every format"


def test_the_page_on_installing_names_every_ending() -> None:
    named = re.search(
        r"A folder stands for the workbooks directly in it \(([^)]*)\)", (ROOT / "INSTALL.md").read_text("utf-8")
    )
    assert named is not None
    assert set(re.findall(r"`(\.\w+)`", named[1])) == set(ENDINGS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_answers_and_findings_are_those_of_the_excel_workbook(
    ending: str, formats: dict[str, Path], excel: Path
) -> None:
    assert answers(formats[ending]) == answers(excel)
    assert findings(formats[ending]) == findings(excel)


def test_a_format_is_known_by_its_content_and_not_by_its_name(formats: dict[str, Path], tmp_path: Path) -> None:
    renamed = tmp_path / "really-ods.xlsx"
    shutil.copy(formats[".ods"], renamed)
    assert findings(renamed) == findings(formats[".xlsx"])
    shutil.copy(formats[".xlsx"], tmp_path / "really-excel.ods")
    assert findings(tmp_path / "really-excel.ods") == findings(formats[".xlsx"])


def test_isolated_reading_gives_the_same_cells(formats: dict[str, Path]) -> None:
    assert read(formats[".ods"], isolate=True) == read(formats[".ods"])


def test_the_last_format_takes_what_no_other_knows() -> None:
    assert FORMATS[-1].name == "Excel workbook"


def copied(source: Path, folder: Path) -> Path:
    target = folder / source.name
    shutil.copy(source, target)
    return target


@pytest.mark.parametrize("ending", ENDINGS if LONG else (".xlsm", ".ots"))
def test_every_command_takes_it(
    ending: str, formats: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied(formats[ending], tmp_path)
    before = file.read_bytes()
    assert cli.run(["check", str(file), "--format", "json", "--write"]) == cli.ERRORS
    told = capsys.readouterr()
    assert json.loads(told.out)["file"] == str(file)
    copy = next(tmp_path.glob("city.checked.*"))
    assert copy.suffix == (".xlsx" if ending in REBUILT else ending)
    assert ("a new Excel workbook" in told.err) == (ending in REBUILT)
    assert [each["rule"] for each in findings(copy)] == [each["rule"] for each in findings(file)]
    for job in ("rescue", "upgrade"):
        assert cli.run([job, str(file)]) == cli.DONE
    report = tmp_path / "r.docx"
    assert cli.run(["report", str(file), "--kind", "findings", "-o", str(report)]) == cli.ERRORS
    assert cli.run(["trace", str(report), str(file)]) == cli.DONE
    assert cli.run(["compare", str(tmp_path / "city.rescued.xlsx"), str(file), "--format", "json"]) == cli.DONE
    assert file.read_bytes() == before
    assert answers(tmp_path / "city.rescued.xlsx") == answers(file)


@pytest.mark.parametrize("ending", ENDINGS if LONG else (".xltm", ".ods"))
def test_the_page_takes_it(ending: str, formats: dict[str, Path]) -> None:
    file = formats[ending]
    found = service.check_bytes(file.read_bytes(), file.name)
    assert (
        found["audit"]["counts"] == service.check_bytes(formats[".xlsx"].read_bytes(), "city.xlsx")["audit"]["counts"]
    )
    made = service.checked_bytes(file.read_bytes(), file.name)
    assert made.name == f"city.checked{'.xlsx' if ending in REBUILT else ending}"
    assert service.report_bytes(file.read_bytes(), file.name, kind="findings").content.startswith(b"PK")


def test_the_copy_of_an_opendocument_file_is_an_excel_workbook_with_the_findings(formats: dict[str, Path]) -> None:
    made = service.checked_bytes(formats[".ods"].read_bytes(), "city.ods")
    checks = next(sheet for sheet in read_bytes(made.content, made.name).sheets if sheet.title == "CHECKS")
    assert "FL-02" in {value.value for value in checks.cells.values()}


def test_libreoffice_reads_per_cent_notes_boxes_and_struck_lines_like_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["B5"] = 0.63, "struck", "noted", "joined"
    sheet["A1"].number_format = "0%"
    sheet["A2"].font = openpyxl.styles.Font(strike=True)
    sheet["A3"].comment = openpyxl.comments.Comment("in a note", "Somebody")
    sheet.merge_cells("B5:C6")
    sheet["D1"] = "=1/0"
    sheet["D2"] = "  blanks   kept\ttab\nline"
    source = tmp_path / "small.xlsx"
    book.save(source)
    again = by_libreoffice(by_libreoffice(source, "ods", tmp_path), "xlsx", tmp_path)
    excel, ods = read(again).sheets[0], read(tmp_path / "small.ods").sheets[0]
    assert ods.cells == excel.cells
    assert (ods.notes, ods.struck, ods.merges) == (excel.notes, excel.struck, excel.merges)
    assert ods.notes == {(3, 1): "in a note"}
    assert ods.struck == {(2, 1)}


def test_libreoffice_with_a_password_is_refused_in_words(formats: dict[str, Path], tmp_path: Path) -> None:
    """LibreOffice itself is not asked to encrypt; a file that says it is encrypted is enough."""
    locked = tmp_path / "locked.ods"
    with zipfile.ZipFile(formats[".ods"]) as old, zipfile.ZipFile(locked, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "META-INF/manifest.xml":
                mark = b'manifest:full-path="content.xml" manifest:media-type="text/xml"'
                assert mark in part
                part = part.replace(mark + b"/>", mark + b"><manifest:encryption-data/></manifest:file-entry>")
            new.writestr(entry, part)
    with pytest.raises(UnreadableFile) as caught:
        read(locked)
    assert caught.value.code == "not_decrypted"
    with pytest.raises(safeaudit.NotReadable, match="without the password or as"):
        safeaudit.read_audit(locked)

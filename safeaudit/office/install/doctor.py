"""What a support person would ask: versions, files, programs, the add-in, and a try of the whole work on the sample city."""

from __future__ import annotations

import importlib.util
import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

import safeaudit
from safeaudit.office import install
from safeaudit.office.install import Home, NoExcelHere, certificate
from safeaudit.paths import data_folder
from safeaudit.words import Words

GOOD_PYTHON = (3, 11, 8)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at: `state` ok, note (works, but worth knowing) or trouble; `remedy` what to do."""

    state: Literal["ok", "note", "trouble"]
    name: str
    found: str
    remedy: str = ""


def examine(at: Home, w: Words, *, try_work: bool = True) -> Iterator[Line]:
    """Everything, one line after the other as it is found; nothing on this computer is changed."""
    yield Line("ok", w.t("safeaudit"), safeaudit.__version__)
    yield Line("ok", w.t("System"), f"{platform.system()} {platform.release()}, {platform.machine()}")
    yield _python(w)
    yield from _packages(w)
    yield _parser(w)
    yield from _files(w)
    yield _folder(w)
    yield from _programs(w)
    yield _letters(w)
    yield from _add_in(at, w)
    if try_work:
        yield _work(w)


def _python(w: Words) -> Line:
    found = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info[:3] < GOOD_PYTHON:
        return Line(
            "note",
            w.t("Python"),
            found,
            w.t("It works, but a newer one guards better against damaged zip files. Install Python 3.12."),
        )
    return Line("ok", w.t("Python"), found)


def _packages(w: Words) -> Iterator[Line]:
    for optional in (False, True):
        name = w.t("Packages for Excel and the web page") if optional else w.t("Packages")
        wrong = [f"{package} {version}" for package, version in _wanted(optional=optional) if _older(package, version)]
        command = (
            'python -m pip install --upgrade "safeaudit[addin]"'
            if optional
            else "python -m pip install --upgrade safeaudit"
        )
        found = w.t("missing or too old: {names}", names=", ".join(wrong))
        if not wrong:
            yield Line("ok", name, w.t("all there"))
        elif optional:
            why = w.t("Needed for the ribbon, the task pane and the web page only. Run: {command}", command=command)
            yield Line("note", name, found, why)
        else:
            yield Line("trouble", name, found, w.t("Run: {command}", command=command))


def _wanted(*, optional: bool) -> Iterator[tuple[str, str]]:
    """The packages safeaudit declares, each with the oldest version it may run with."""
    for line in metadata.requires("safeaudit") or []:
        requirement, _, condition = line.partition(";")
        found = re.match(r"([\w.-]+).*>=\s*([\d.]+)", requirement)
        if found and (re.search(r"""extra\s*==\s*["']addin["']""", condition) if optional else not condition.strip()):
            yield found[1], found[2]


def _older(package: str, wanted: str) -> bool:
    try:
        there = metadata.version(package)
    except metadata.PackageNotFoundError:
        return True
    return _numbers(there) < _numbers(wanted)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3] if part.isdigit())


def _parser(w: Words) -> Line:
    from openpyxl import DEFUSEDXML

    name = w.t("Guard against hostile XML")
    if DEFUSEDXML:
        return Line("ok", name, w.t("in place"))
    remedy = w.t("Run: {command}", command="python -m pip install --upgrade defusedxml openpyxl")
    return Line("trouble", name, w.t("openpyxl does not use defusedxml"), remedy)


def _files(w: Words) -> Iterator[Line]:
    again = w.t("Install safeaudit again: {command}", command="python -m pip install --force-reinstall safeaudit")
    for folder in ("workbook_templates", "report_templates", "examples"):
        path = data_folder(folder)
        if path.is_dir() and any(path.iterdir()):
            yield Line("ok", w.t("Files of {folder}", folder=folder), str(path))
        else:
            yield Line("trouble", w.t("Files of {folder}", folder=folder), w.t("not there"), again)


def _folder(w: Words) -> Line:
    try:
        with tempfile.NamedTemporaryFile(prefix="safeaudit-") as file:
            file.write(b"safeaudit")
    except OSError:
        remedy = w.t("Nothing can be written there. Free some space, or ask your IT staff for the right to write.")
        return Line("trouble", w.t("Folder for temporary files"), tempfile.gettempdir(), remedy)
    return Line("ok", w.t("Folder for temporary files"), tempfile.gettempdir())


def _programs(w: Words) -> Iterator[Line]:
    from safeaudit.report.word.pdf import libreoffice, word_is_there

    office = libreoffice()
    if office is not None:
        yield Line("ok", w.t("PDF"), str(office))
    elif word_is_there():
        yield Line("ok", w.t("PDF"), "Microsoft Word")
    else:
        remedy = w.t("Reports are written as Word files; for PDF install LibreOffice, or save as PDF from Word.")
        yield Line("note", w.t("PDF"), w.t("neither LibreOffice nor Word was found"), remedy)


def _letters(w: Words) -> Line:
    """Which scripts the charts can show; Word brings or borrows its own fonts."""
    from safeaudit.charts.scripts import SCRIPTS, without_font

    name, missing = w.t("Letters in charts"), without_font()
    if not missing:
        return Line("ok", name, w.t("all {count} scripts that were looked for", count=len(SCRIPTS)))
    return Line(
        "note",
        name,
        w.t("no font for: {scripts}", scripts=w.listed([w.t(each) for each in missing])),
        w.t(
            "Charts show the number of a line in place of such a name, and a PDF made here shows boxes. Install a font "
            "of the script, for example Noto from https://fonts.google.com/noto (Debian and Ubuntu: apt install "
            "fonts-noto-core fonts-noto-cjk fonts-symbola), and make the report again."
        ),
    )


def _add_in(at: Home, w: Words) -> Iterator[Line]:
    try:
        parts = install.status(at, Path(sys.executable))
    except NoExcelHere:
        remedy = w.t("Use the web page (safeaudit serve) or the task pane in Excel on the web.")
        yield Line("note", w.t("Ribbon in Excel"), w.t("no desktop Excel on this system"), remedy)
    else:
        said = {
            "current": w.t("in place"),
            "other": w.t("from another version or another Python"),
            "missing": w.t("not installed"),
        }
        for part in parts:
            remedy = "" if part.state == "current" else w.t("Run: {command}", command="safeaudit addin install")
            yield Line(
                "ok" if part.state == "current" else "note",
                w.t(install.NAMES[part.name]),
                f"{said[part.state]} ({part.path})",
                remedy,
            )
    made = certificate.certificate_in(at.settings / "certificate")
    if made.complete and importlib.util.find_spec("cryptography"):
        end = certificate.expires(made)
        yield Line(
            "ok",
            w.t("Certificate for the task pane"),
            w.t("good until {day}", day=w.day(end.date())) if end else str(made.chain),
        )


def _work(w: Words) -> Line:
    """The main job, from answers to a Word report, in a private folder that is wiped."""
    name = w.t("Workbook, check and report of the sample city")
    try:
        with tempfile.TemporaryDirectory(prefix="safeaudit-") as folder:
            findings, size = _demonstrated(Path(folder))
    except Exception as fault:  # noqa: BLE001  (whatever it is, the support person must hear of it)
        return Line("trouble", name, type(fault).__name__, w.t("Run: {command}", command="safeaudit demo --debug"))
    return Line(
        "ok",
        name,
        w.t("made and checked: {findings} findings, a report of {size} KB", findings=findings, size=size // 1024),
    )


def _demonstrated(folder: Path) -> tuple[int, int]:
    from safeaudit.examples import sample_city

    audit, raw = sample_city()
    workbook, report = folder / "sample.xlsx", folder / "sample.docx"
    safeaudit.build_workbook(workbook, audit, raw=raw, workbook_id="sample-city")
    read = safeaudit.read_audit(workbook)
    findings = safeaudit.check(read)
    safeaudit.write_report(read, findings, report)
    return len(findings), report.stat().st_size

"""A PDF of a written Word file, through LibreOffice or Word where one of them is installed: tagged, with bookmarks."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from safeaudit.paths import atomic
from safeaudit.starting import of_windows, on_path
from safeaudit.words import N_, Words, words

if TYPE_CHECKING:
    from safeaudit.report.word.tree import Node

SECONDS = 180.0
"""A first start of LibreOffice on a slow machine, with a long report."""
_OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"},
    "InitialView": {"type": "long", "value": "1"},
    "DisplayPDFDocumentTitle": {"type": "boolean", "value": "true"},
    "ReduceImageResolution": {"type": "boolean", "value": "false"},
    "UseLosslessCompression": {"type": "boolean", "value": "true"},
}
_WINDOWS = ("LibreOffice/program/soffice.com", "LibreOffice/program/soffice.exe", "LibreOffice 5/program/soffice.exe")
_MAC = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "~/Applications/LibreOffice.app/Contents/MacOS/soffice")
_LINUX = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/usr/local/bin/soffice",
)
_WORD_ON_MAC = Path("/Applications/Microsoft Word.app")


_NO_PROGRAM = N_(
    "No program that can make a PDF was found. Install LibreOffice (free, www.libreoffice.org), or open the "
    "report in Word and save it as PDF."
)
_NOT_FINISHED = N_(
    "{program} did not finish the PDF within {seconds} seconds and was stopped. The Word file is written; open it "
    "and save it as PDF."
)


class NoConverter(RuntimeError):
    """No program on this computer can make a PDF; the text says what to install."""


class NotConverted(RuntimeError):
    """A program was asked and did not deliver; the text says what happened and what to do."""


def to_pdf(docx: Path, pdf: Path, *, language: str = "en", seconds: float = SECONDS) -> None:
    """Write `pdf` from `docx`, whole or not at all. NoConverter or NotConverted with a plain sentence, OSError for files.

    The converter works on a copy in a folder of its own, with a profile of its own, so that an open LibreOffice, its
    settings and its recent files stay as they are.
    """
    w = words(language)
    with tempfile.TemporaryDirectory(prefix="safeaudit-pdf-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        copy = folder / "report.docx"
        shutil.copyfile(docx, copy)
        made = _through_libreoffice(copy, seconds, w) or _through_word(copy, seconds, w)
        if made is None:
            raise NoConverter(w.t(_NO_PROGRAM))
        with atomic(pdf) as temporary:
            shutil.copyfile(made, temporary)


def libreoffice() -> Path | None:
    """The LibreOffice of this computer: on PATH, or where its installers put it."""
    if found := on_path("soffice", "libreoffice"):
        return found
    if sys.platform == "win32":
        roots = [
            os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LOCALAPPDATA")
        ]
        places = [
            Path(root) / part / place for root in roots if root for part in ("", "Programs") for place in _WINDOWS
        ]
    elif sys.platform == "darwin":
        places = [Path(place).expanduser() for place in _MAC]
    else:
        places = [*map(Path, _LINUX), *sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)]
    return next((place for place in places if place.is_file()), None)


def _through_libreoffice(docx: Path, seconds: float, w: Words) -> Path | None:
    """The PDF beside the copy; None where there is no LibreOffice."""
    program = libreoffice()
    if program is None:
        return None
    profile = docx.parent / "profile"
    docx.write_bytes(with_pages(docx.read_bytes()))
    quiet = ["--headless", "--invisible", "--norestore", "--nologo", "--nolockcheck", "--nodefault"]
    way = f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS, separators=(',', ':'))}"
    alone = f"-env:UserInstallation={profile.as_uri()}"
    command = [str(program), alone, *quiet, "--convert-to", way, "--outdir", str(docx.parent), str(docx)]
    _run(command, docx.parent, "LibreOffice", seconds, w)
    return _made(docx, "LibreOffice", w)


def with_pages(docx: bytes) -> bytes:
    """The file with its contents as plain entries, whose page fields LibreOffice fills; inside a TOC field it leaves them."""
    from safeaudit.report.word.main_part import main_part

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        main = main_part(source.namelist(), source.read)
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, _without_toc_field(part) if name == main else part)
    return out.getvalue()


def _without_toc_field(part: bytes) -> bytes:
    """The main text without the marks of its TOC field; entries, links and page fields stay."""
    from lxml import etree

    from safeaudit.report.word.tree import as_part, parsed, remove

    root = parsed(part)
    word = f"{{{etree.QName(root).namespace}}}"
    open_fields: list[list[Node]] = []
    for node in root.iter(f"{word}fldChar", f"{word}instrText"):
        kind = node.get(f"{word}fldCharType")
        if kind == "begin":
            open_fields.append([])
        if open_fields:
            open_fields[-1].append(node)
        if kind == "end" and open_fields:
            marks = open_fields.pop()
            if any((mark.text or "").split()[:1] == ["TOC"] for mark in marks):
                for mark in marks:
                    remove(mark)
    return as_part(root)


# Word ----------------------------------------------------------------------------------------------------------------

_POWERSHELL = """
$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
try {
  $word.Visible = $false; $word.DisplayAlerts = 0; $word.AutomationSecurity = 3
  $document = $word.Documents.Open($env:SAFEAUDIT_DOCX, $false, $true, $false)
  try {
    foreach ($contents in $document.TablesOfContents) { $contents.Update() }
    $document.ExportAsFixedFormat($env:SAFEAUDIT_PDF, 17, $false, 0, 0, 1, 1, 0, $true, $true, 1, $true, $true, $false)
  } finally { $document.Close(0) }
} finally { $word.Quit(0) }
"""
"""Export for print, all pages, content only, with properties, bookmarks from headings, and tags for screen readers."""

_APPLESCRIPT = """
on run arguments
  tell application "Microsoft Word"
    set wasRunning to running
    open POSIX file (item 1 of arguments)
    set report to active document
    save as report file name (item 2 of arguments) file format format PDF
    close report saving no
    if not wasRunning then quit saving no
  end tell
end run
"""


def _through_word(docx: Path, seconds: float, w: Words) -> Path | None:
    """The PDF that Word writes; None where there is no Word. Not run here: neither Windows nor Word is at hand."""
    pdf = docx.with_suffix(".pdf")
    if sys.platform == "win32" and _word_on_windows():
        shell = on_path("powershell", "pwsh")
        if shell is None:
            return None
        command = [str(shell), "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL]
        _run(command, docx.parent, "Word", seconds, w, SAFEAUDIT_DOCX=str(docx), SAFEAUDIT_PDF=str(pdf))
    elif sys.platform == "darwin" and _WORD_ON_MAC.exists():
        _run(["/usr/bin/osascript", "-e", _APPLESCRIPT, str(docx), str(pdf)], docx.parent, "Word", seconds, w)
    else:
        return None
    return _made(docx, "Word", w)


def word_is_there() -> bool:
    """Whether Word could be asked."""
    return _word_on_windows() or (sys.platform == "darwin" and _WORD_ON_MAC.exists())


def _word_on_windows() -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    with suppress(OSError), winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application\\CLSID"):
        return True
    return False


# Running -------------------------------------------------------------------------------------------------------------


def _run(command: list[str], folder: Path, name: str, seconds: float, w: Words, **settings: str) -> None:
    """Run a converter in this folder, to its end or its time limit; with it end what it started."""
    windowless = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # known on Windows only
    try:
        process = subprocess.Popen(  # noqa: S603 - a program found on this computer, on a copy of our own file
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **settings},
            creationflags=windowless,
            start_new_session=not windowless,
        )
    except OSError:
        raise NotConverted(
            w.t("{program} could not be started. The Word file is written; open it and save it as PDF.", program=name)
        ) from None
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise NotConverted(w.t(_NOT_FINISHED, program=name, seconds=round(seconds))) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a converter that is still running, and the programs it started."""
    if process.poll() is not None:
        return
    with suppress(OSError):
        if sys.platform == "win32":
            ending = [of_windows("taskkill.exe"), "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(ending, capture_output=True, timeout=20, check=False)  # noqa: S603 - the process we started
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def _made(docx: Path, name: str, w: Words) -> Path:
    """The PDF, if it is one; a converter's exit code says little."""
    pdf = docx.with_suffix(".pdf")
    if pdf.is_file():
        with pdf.open("rb") as file:
            if file.read(5) == b"%PDF-":
                return pdf
    raise NotConverted(
        w.t("{program} wrote no PDF. The Word file is written; open it and save it as PDF.", program=name)
    )

"""From a file to an audit, and the plain sentence when a file cannot be read or written."""

from __future__ import annotations

import errno
from pathlib import Path

from safeaudit.audit import Audit
from safeaudit.words import N_, words


class NotReadable(Exception):
    """A file that could not be read. `str()` is one plain sentence with the file, the reason and what to do."""


REFUSALS: dict[str, str] = {
    "not_found": N_("{file} was not found. Check the name and the folder."),
    "is_directory": N_("{file} is a folder. Name the workbook in it."),
    "no_permission": N_("{file} may not be read by you. Ask its owner for access, or copy it to a folder of your own."),
    "empty": N_("{file} is empty, 0 bytes long. Ask for the file again."),
    "io_error": N_("{file} could not be read from the disk. Copy it to this computer and try again."),
    "not_a_workbook": N_(
        "{file} is not an Excel workbook. Open the audit in a spreadsheet program and save it as .xlsx."
    ),
    "old_excel": N_("{file} is in the old Excel format. Open it in a spreadsheet program and save it as .xlsx."),
    "open_document": N_("{file} is an OpenDocument spreadsheet. Open it and save it as Excel workbook (.xlsx)."),
    "binary_workbook": N_("{file} is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx."),
    "word_document": N_("{file} is a Word document, not a workbook. Name the .xlsx file of the audit."),
    "csv_or_text": N_("{file} is a text file, whatever its name says. Name the .xlsx file of the audit."),
    "html": N_("{file} is a web page, whatever its name says. Download the workbook itself and try again."),
    "encrypted": N_("{file} is protected with a password. Open it, remove the password, save it, and try again."),
    "damaged": N_("{file} is damaged and cannot be read. Ask for the file again, or use an earlier copy."),
    "hostile": N_(
        "{file} is built in a way that no spreadsheet program writes, so it was not opened. "
        "Open it in a spreadsheet program you trust, save it under a new name, and try again."
    ),
    "too_big": N_(
        "{file} is too large to be an audit workbook ({what}). Remove what does not belong to it and try again."
    ),
    "too_slow": N_(
        "{file} took too long to read. Open it in a spreadsheet program, save it under a new name, and try again."
    ),
    "other_workbook": N_("{file} is a workbook, but not a safety audit. Start one with: safeaudit new"),
}

WHAT: dict[str, str] = {
    "file": N_("the file"),
    "unpacked": N_("its unpacked content"),
    "part": N_("one of its parts"),
    "ratio": N_("its unpacked content"),
    "parts": N_("the number of its parts"),
    "sheets": N_("the number of its sheets"),
    "cells": N_("the number of its filled cells"),
    "text": N_("the text in one cell"),
    "all_text": N_("all its text"),
    "memory": N_("its content"),
}


def read_audit(path: str | Path, *, language: str | None = None) -> Audit:
    """The audit in a workbook file, findings about its cells included; `language` is that of the findings.

    NotReadable, with one plain sentence, when the file cannot be read or is no audit workbook.
    """
    from safeaudit.hosts import file as host
    from safeaudit.reading import NotOurWorkbook
    from safeaudit.reading import read_audit as from_grid

    path = Path(path)
    try:
        audit = from_grid(host.read(path), language=language)
    except host.UnreadableFile as refusal:
        raise NotReadable(refused(path, refusal.code, refusal.values, language or "en")) from refusal
    except NotOurWorkbook as refusal:
        raise NotReadable(refused(path, "other_workbook", {}, language or "en")) from refusal
    audit.source = path.name
    return audit


def refused(path: Path, code: str, values: dict[str, str], language: str) -> str:
    """The sentence for a refused file."""
    say = words(language)
    what = say.t(WHAT.get(values.get("what", ""), N_("its content")))
    return say.t(REFUSALS.get(code, REFUSALS["damaged"]), file=path.name or str(path), what=what)


def not_written(path: Path, fault: OSError, language: str = "en") -> str:
    """The sentence for a file that could not be written."""
    say = words(language)
    reasons = {
        errno.ENOSPC: N_("{file} could not be written: the disk is full. Free some room and try again."),
        errno.EACCES: N_(
            "{file} could not be written. Close it in Excel or Word if it is open there, or choose another folder."
        ),
        errno.ENOENT: N_("{file} could not be written: the folder {folder} does not exist. Create it first."),
        errno.EROFS: N_("{file} could not be written: this folder is read-only. Choose another folder."),
    }
    reasons[errno.EPERM] = reasons[errno.EACCES]
    text = reasons.get(fault.errno or 0, N_("{file} could not be written. Choose another folder and try again."))
    return say.t(text, file=path.name, folder=str(path.parent))

"""From a file to an audit, and the plain sentence when a file cannot be read or written."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from safeaudit.audit import Audit
from safeaudit.words import N_, Words, words

if TYPE_CHECKING:
    from safeaudit.cells import Grid


class NotReadable(Exception):
    """A file that could not be read. `str()` is one plain sentence with the file, the reason and what to do.

    `code` is the reason as a stable word, such as encrypted; empty where there is none.
    """

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


REFUSALS: dict[str, str] = {
    "not_found": N_("{file} was not found. Check the name and the folder."),
    "is_directory": N_("{file} is a folder. Name the workbook in it."),
    "no_permission": N_("{file} may not be read by you. Ask its owner for access, or copy it to a folder of your own."),
    "empty": N_("{file} is empty, 0 bytes long. Ask for the file again."),
    "io_error": N_("{file} could not be read from the disk. Copy it to this computer and try again."),
    "not_a_workbook": N_(
        "{file} is not an Excel workbook, nor one of LibreOffice. Open the audit in a spreadsheet program and save it as .xlsx."
    ),
    "old_excel": N_("{file} is in the old Excel format. Open it in a spreadsheet program and save it as .xlsx."),
    "open_document": N_(
        "{file} is an OpenDocument file, but no spreadsheet in its usual form. Open it and save the sheets as .ods or .xlsx."
    ),
    "binary_workbook": N_("{file} is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx."),
    "word_document": N_("{file} is a Word document, not a workbook. Name the .xlsx file of the audit."),
    "csv_or_text": N_("{file} is a text file, whatever its name says. Name the .xlsx file of the audit."),
    "html": N_("{file} is a web page, whatever its name says. Download the workbook itself and try again."),
    "encrypted": N_(
        "{file} is protected with a password. Give the password, or open the workbook, remove the password, save it, and "
        "try again."
    ),
    "wrong_password": N_(
        "The password does not open {file}. Check capital letters and the language of the keyboard, or ask the sender again."
    ),
    "not_decrypted": N_(
        "{file} is protected with a password of a kind that cannot be opened here, as in OpenDocument files. Open it, save it "
        "without the password or as .xlsx, and try again."
    ),
    "rights_managed": N_(
        "{file} is protected by a sensitivity label or another rights management of the office it comes from. This is not a "
        "password. Ask the sender to take the label off, or to send a copy saved without protection."
    ),
    "lock_file": N_(
        "{file} is {program}’s lock file: the workbook is open somewhere. Name the workbook itself; to be sure of the newest "
        "answers, save and close it first."
    ),
    "damaged": N_("{file} is damaged and cannot be read. Ask for the file again, or use an earlier copy."),
    "damaged: missing": N_("{file} is damaged: {part} is missing. Ask for the file again, or use an earlier copy."),
    "damaged: broken": N_("{file} is damaged: {part} is not whole. Ask for the file again, or use an earlier copy."),
    "hostile": N_(
        "{file} is built in a way that no spreadsheet program writes, so it was not opened. "
        "Open it in a spreadsheet program you trust, save it under a new name, and try again."
    ),
    "too_big": N_(
        "{file} is too large to be an audit workbook ({what}). Remove what does not belong to it and try again."
    ),
    "too_big: cell": N_(
        "{file} is too large to be an audit workbook ({what}, at {cell}). Remove what does not belong to it and try again."
    ),
    "too_slow": N_(
        "{file} took too long to read. Open it in a spreadsheet program, save it under a new name, and try again."
    ),
    "newer_version": N_(
        "{file} is of version {found} of the instrument, which is newer than this program knows ({known}). "
        "Install the newest safeaudit and try again."
    ),
    "unknown_version": N_(
        "{file} is of version “{found}” of the instrument, which this program does not know; it reads {known}. "
        "Ask the office that sent it for a workbook of the present version, and copy the answers into it."
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
    "strings": N_("the number of its texts"),
    "styles": N_("the number of its cell styles"),
    "merges": N_("the number of joined cells"),
    "merge": N_("a block of joined cells"),
    "validations": N_("the number of its drop-down lists"),
    "shapes": N_("the number of its notes and drawings"),
    "memory": N_("its content"),
}

PARTS: tuple[tuple[str, str], ...] = (
    (r"xl/sharedstrings\.xml", N_("the part with the texts")),
    (r"xl/styles\.xml|styles\.xml", N_("the part with the number formats")),
    (r"xl/workbook\.xml", N_("the part that lists the sheets")),
    (r"xl/worksheets/[^/]+\.xml", N_("the part with the cells of a sheet")),
    (r"content\.xml", N_("the part with the sheets")),
    (r"\[content_types\]\.xml|meta-inf/manifest\.xml", N_("the list of its parts")),
    (r"(?:.*/)?_rels/[^/]*\.rels", N_("the part that says where the others are")),
    (
        r"(?:.*/)?(?:media|drawings|charts|comments|threadedcomments|pictures)[^/]*(?:/.*)?",
        N_("a part with a picture, a chart or a note"),
    ),
)
"""What a part of a workbook holds, by its name in small letters."""


def read_audit(path: str | Path, *, language: str | None = None, password: str | Sequence[str] | None = None) -> Audit:
    """The audit in a workbook file, findings about its cells included; `language` is that of the findings.

    A workbook protected with a password needs it; of several each is tried. NotReadable, with one plain sentence, when the
    file cannot be read or is no audit workbook.
    """
    from safeaudit.files import reader as host

    path = Path(path)
    return audit_of(lambda: host.read(path, passwords=as_passwords(password)), path, language)


def audit_of(read: Callable[[], Grid], path: Path, language: str | None) -> Audit:
    """The audit in the cells that `read` gives; `path` names the file to a person. NotReadable as in `read_audit`."""
    from safeaudit.files.guard import UnreadableFile
    from safeaudit.reading import NotOurWorkbook
    from safeaudit.reading import read_audit as from_grid

    try:
        audit = from_grid(read(), language=language)
    except UnreadableFile as refusal:
        raise NotReadable(refused(path, refusal.code, refusal.values, language or "en"), refusal.code) from refusal
    except NotOurWorkbook as refusal:
        raise NotReadable(refused(path, refusal.code, refusal.values, language or "en"), refusal.code) from refusal
    audit.source = path.name
    return audit


def as_passwords(password: str | Sequence[str] | None) -> tuple[str, ...]:
    if password is None:
        return ()
    return (password,) if isinstance(password, str) else tuple(password)


def refused(path: Path, code: str, values: Mapping[str, str], language: str) -> str:
    """The sentence for a refused file; it names the sheet and cell, or the part of the file, where that is known."""
    say = words(language)
    part = values.get("part", "")
    if code == "damaged" and part:
        code = "damaged: missing" if values.get("detail") == "missing_part" else "damaged: broken"
    elif code == "too_big" and values.get("cell"):
        code = "too_big: cell"
    return say.t(
        REFUSALS.get(code, REFUSALS["damaged"]),
        file=path.name or str(path),
        what=say.t(WHAT.get(values.get("what", ""), N_("its content"))),
        cell=values.get("cell", ""),
        part=_in_words(part, say),
        found=values.get("found", ""),
        known=values.get("known", ""),
        program="LibreOffice" if path.name.startswith(".~lock.") else "Excel",
    )


def _in_words(part: str, say: Words) -> str:
    """What a part of the file holds, as a person would call it."""
    name = part.replace("\\", "/").lstrip("/").lower()
    found = next((text for pattern, text in PARTS if re.fullmatch(pattern, name)), None)
    return say.t(found or N_("one of its parts"))


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

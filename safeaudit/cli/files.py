"""Which files are meant: names, folders and patterns, as Windows shells fill in neither * nor ?."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from safeaudit.files.formats import ENDINGS, LIKE_WORKBOOKS
from safeaudit.files.kinds import names_lock_file
from safeaudit.words import N_

WILD = ("*", "?")
"""Marks of a pattern; [ stands for itself, as it stands in many file names."""

EMPTY_FOLDER = N_("{file} is a folder without a workbook in it. Name the workbook, or another folder.")
CLOSED_FOLDER = N_("The folder {file} may not be read by you. Ask its owner for access.")
NO_MATCH = N_("No workbook is called {file}. Check the pattern and the folder.")


class Named(NamedTuple):
    """A file to be read, or `problem`: a sentence about a name that leads to none; `file` is what people call it."""

    file: str
    problem: str = ""


def meant(names: Sequence[str]) -> list[Named]:
    """The files that are meant, each once, in the order of the names; those of a folder or pattern sorted.

    Of a folder all workbooks directly in it; of a pattern all workbooks it fits, ** standing for folders at any depth.
    Lock files, hidden files and checked copies beside their workbook are passed over there, links to folders not followed.
    """
    found: dict[str, Named] = {}
    for name in names:
        for each in _of(name):
            found.setdefault(_identity(each), each)
    return list(found.values())


def _of(name: str) -> Iterable[Named]:
    path = Path(name)
    try:
        if name and path.is_dir():  # an empty name would be the folder one is in
            return _in_folder(name, path)
        if any(mark in name for mark in WILD) and not path.exists():
            return _fitting(name)
    except (OSError, ValueError):
        pass  # no name of a file at all: reading it says so
    return [Named(name)]


def _in_folder(name: str, folder: Path) -> list[Named]:
    try:
        files = list(folder.iterdir())
    except OSError:
        return [Named(name, CLOSED_FOLDER)]
    found = [Named(str(path)) for path in _workbooks(files)]
    return found or [Named(name, EMPTY_FOLDER)]


def _fitting(name: str) -> list[Named]:
    parts = Path(name).parts
    first = next(number for number, part in enumerate(parts) if any(mark in part for mark in WILD))
    base = Path(*parts[:first])
    pattern = "/".join(part.replace("[", "[[]") for part in parts[first:])
    try:
        # Below ** pathlib follows no links, so a link that leads up again does no harm.
        found = [Named(str(path)) for path in _workbooks(base.glob(pattern))]
    except (OSError, ValueError, NotImplementedError):
        found = []
    return found or [Named(name, NO_MATCH)]


def _workbooks(paths: Iterable[Path]) -> Iterator[Path]:
    """Those that look like workbooks by their names, sorted; whether they are is found when they are read."""
    files = {path for path in paths if path.suffix.lower() in (*ENDINGS, *LIKE_WORKBOOKS) and _is_file(path)}
    names = {str(path).lower() for path in files}
    for path in sorted(files, key=lambda path: (str(path).lower(), str(path))):
        original = path.with_suffix("")
        is_copy = original.suffix.lower() == ".checked" and any(
            str(original.with_suffix(ending)).lower() in names for ending in ENDINGS
        )
        if not (is_copy or path.name.startswith(".") or names_lock_file(path.name)):
            yield path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return True  # what cannot be looked at is told of when it is read


def _identity(named: Named) -> str:
    """The same for two names of one file."""
    try:
        return str(Path(named.file).resolve()) if not named.problem else f"?{named.file}"
    except (OSError, ValueError, RuntimeError):  # a circle of links
        return named.file

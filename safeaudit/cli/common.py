"""What all commands share: how they end, how they read and where they may write."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from safeaudit.console import Console
from safeaudit.languages import AVAILABLE, PSEUDO
from safeaudit.words import words

if TYPE_CHECKING:
    from safeaudit.audit import Audit

DONE, ERRORS, WRONG_USE, NO_FILE = 0, 1, 2, 3
"""Exit codes: nothing blocks · errors found in the answers · wrong use · a file could not be read or written."""

Command = Callable[[argparse.Namespace, Console], int]


class Add(Protocol):
    """Adds one command to the parser: its name, what runs, and one line of help."""

    def __call__(self, name: str, command: Command, text: str) -> argparse.ArgumentParser: ...


class Stop(Exception):
    """Ends a command with one plain sentence and an exit code."""

    def __init__(self, sentence: str, code: int = NO_FILE) -> None:
        super().__init__(sentence)
        self.code = code


def answers_of(path: Path, language: str | None) -> Audit:
    from safeaudit.doors import NotReadable, read_audit

    try:
        return read_audit(path, language=language)
    except NotReadable as refusal:
        raise Stop(str(refusal)) from refusal


def free(path: Path, *, force: bool) -> None:
    """Stop when a file is there already and may not be replaced."""
    if path.is_dir():
        raise Stop(words("en").t("{file} is a folder. Give a file name.", file=path))
    if path.exists() and not path.is_file():
        raise Stop(words("en").t("{file} is no ordinary file and is left alone. Choose another name.", file=path))
    if path.exists() and not force:
        raise Stop(
            words("en").t("{file} exists already. Choose another name, or add --force to replace it.", file=path)
        )


def ends_in(path: Path, ending: str) -> None:
    """Stop when a file would get a name that its program does not open."""
    if path.suffix.lower() != ending:
        raise Stop(
            words("en").t("The name {file} does not end in {ending}. Choose another name with -o.", file=path, ending=ending),
            WRONG_USE,
        )  # fmt: skip


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Stop(words("en").t("{file} is a file, not a folder. Choose another one.", file=folder)) from None


def language(code: str) -> str:
    if code not in AVAILABLE and code != PSEUDO:
        raise argparse.ArgumentTypeError(
            words("en").t("there is no language {code}; there is: {known}", code=code, known=", ".join(AVAILABLE))
        )
    return code

"""What all commands share: how they end, how they read and where they may write."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from safeaudit.console import Console
from safeaudit.languages import AVAILABLE, has_words
from safeaudit.words import N_, words

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.cli.passwords import Passwords
    from safeaudit.doors import NotReadable

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


def answers_of(path: Path, language: str | None, passwords: Passwords | None = None) -> Audit:
    """The audit in a workbook; at a terminal its password is asked for when none that was given opens it."""
    from safeaudit import doors

    while True:
        try:
            return doors.read_audit(path, language=language, password=passwords.known if passwords else None)
        except doors.NotReadable as refusal:
            if refusal.code in LOCKED and passwords is not None and passwords.ask(path, language, str(refusal)):
                continue
            raise Stop(unread(refusal, language)) from refusal


LOCKED = ("encrypted", "wrong_password")
"""The refusals that a password may undo."""


def unread(refusal: NotReadable, language: str | None) -> str:
    """The sentence for a file that was not read; it says how a password is given to a command."""
    if refusal.code != "encrypted":
        return str(refusal)
    return f"{refusal} {words(language or 'en').t('To give it: --password-file FILE')}"


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
        text = N_("The name {file} does not end in {ending}. Choose another name with -o.")
        raise Stop(words("en").t(text, file=path, ending=ending), WRONG_USE)


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Stop(words("en").t("{file} is a file, not a folder. Choose another one.", file=folder)) from None


def language(code: str) -> str:
    if not has_words(code):
        raise argparse.ArgumentTypeError(
            words("en").t("there is no language {code}; there is: {known}", code=code, known=", ".join(AVAILABLE))
        )
    return code

"""The password of a protected workbook, from an option, a file or a person; it is kept in memory only."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from safeaudit.cli.common import Stop
from safeaudit.console import Console
from safeaudit.words import Words, words

TRIES = 3


class Passwords:
    """What was given with the command, and what a person typed since."""

    def __init__(self, options: argparse.Namespace | None = None) -> None:
        self.known: tuple[str, ...] = ()
        if options is not None:
            self.known = (*(options.password or ()), *_lines(options.password_file))
        self.typed = False
        self._left = TRIES

    def ask(self, path: Path, language: str | None, why: str) -> bool:
        """Ask for the password of a file where somebody sits at a terminal; False when nobody does, or nothing was typed.

        `why` is said before a password is asked for again.
        """
        if not self._left or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        from getpass import getpass

        if self.typed:
            Console().error(why)
        self._left -= 1
        typed = getpass(words(language or "en").t("Password of {file}: ", file=path.name), stream=sys.stderr)
        self.typed = bool(typed)
        self.known = (typed, *self.known) if typed else self.known
        return self.typed

    def for_another_file(self) -> None:
        """Another file may be asked for as often as the first."""
        self._left, self.typed = TRIES, False


def _lines(name: str | None) -> list[str]:
    """The passwords in a file, one a line."""
    if not name:
        return []
    try:
        lines = Path(name).read_text("utf-8-sig").splitlines()
    except (OSError, ValueError):
        raise Stop(words("en").t("The file with the password could not be read: {file}", file=name)) from None
    found = [line for line in lines if line.strip()]
    if not found:
        raise Stop(words("en").t("The file with the password is empty: {file}", file=name))
    return found


def password_options(parser: argparse.ArgumentParser, say: Words) -> None:
    """The two options of every command that reads a workbook."""
    parser.add_argument(
        "--password",
        action="append",
        metavar="TEXT",
        help=say.t("password of a protected workbook; others may see it in the history of commands"),
    )
    parser.add_argument(
        "--password-file", metavar="FILE", help=say.t("a file with the password, or with several, one a line")
    )

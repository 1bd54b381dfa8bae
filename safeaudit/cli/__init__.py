"""The command line: arguments in, one call, print. It knows no rule and no cell; each module holds a family of commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import safeaudit
from safeaudit.cli import answers, check, departments, office, reports, serve
from safeaudit.cli.common import DONE, ERRORS, NO_FILE, WRONG_USE, Command, Stop
from safeaudit.console import Console
from safeaudit.words import words

__all__ = ["DONE", "ERRORS", "NO_FILE", "WRONG_USE", "main", "parser", "run"]

FAMILIES = (answers, departments, check, reports, serve, office)
"""Modules with a `register` of their own, in the order of the help."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    options = parser().parse_args(arguments)
    console = Console()
    try:
        command: Command = options.command
        return command(options, console)
    except Stop as stop:
        console.error(str(stop))
        return stop.code
    except BrokenPipeError:
        raise
    except OSError as fault:
        if options.debug:
            raise
        from safeaudit.doors import not_written

        console.error(not_written(Path(str(fault.filename or ".")), fault))
        return NO_FILE
    except KeyboardInterrupt:
        console.error(words("en").t("Stopped. Nothing half-written is left."))
        return NO_FILE


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    say = words("en")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--debug", action="store_true", help=say.t("show technical details of a failure"))
    root = argparse.ArgumentParser(
        prog="safeaudit",
        description=say.t("Local safety audits in a spreadsheet: workbook, check and Word report."),
        epilog=say.t("Begin with: safeaudit demo"),
    )
    root.add_argument("--version", action="version", version=f"safeaudit {safeaudit.__version__}")
    commands = root.add_subparsers(title=say.t("commands"), metavar="COMMAND", required=True)

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text, parents=[common])
        added.set_defaults(command=command)
        return added

    for family in FAMILIES:
        family.register(add, say)
    return root


def main() -> int:
    """The `safeaudit` command."""
    return run(sys.argv[1:])

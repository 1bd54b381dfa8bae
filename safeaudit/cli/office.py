"""Commands for Excel and for support: the ribbon, the task pane in one's own Excel, and the self-test."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from safeaudit.cli.common import DONE, ERRORS, NO_FILE, WRONG_USE, Add, Stop
from safeaudit.console import Console
from safeaudit.words import Words, words

if TYPE_CHECKING:
    from safeaudit.office.install import Home

SIGNS = {"ok": "✓", "note": "·", "trouble": "✗"}


def addin(options: argparse.Namespace, console: Console) -> int:
    """The ribbon: put in place, looked for, taken away; and the task pane for this person's Excel."""
    say = words("en")
    if options.job == "sideload":
        return _sideload(options, console, say)
    from safeaudit.office import install

    at, interpreter = install.home(), Path(sys.executable)
    try:
        if options.job == "install":
            return _install(at, interpreter, console, say)
        if options.job == "remove":
            return _remove(at, console, say)
        return _status(at, interpreter, console, say)
    except install.NoExcelHere:
        text = say.t(
            "The ribbon needs Excel on Windows or a Mac. Here, use the web page: safeaudit serve. "
            "Excel on the web takes the task pane: safeaudit addin sideload"
        )
        raise Stop(text, NO_FILE) from None


def _install(at: Home, interpreter: Path, console: Console, say: Words) -> int:
    from safeaudit.office import install

    for path in install.install(at, interpreter):
        console.item(str(path))
    console.print(say.t("The ribbon is in place. Start Excel again: the tab “Safety audit” is beside “Home”."))
    _packages_missing(console, say)
    return DONE


def _remove(at: Home, console: Console, say: Words) -> int:
    from safeaudit.office import install
    from safeaudit.office.install import sideload

    try:
        ribbon = install.remove(at)
    except install.NoExcelHere:
        ribbon = []  # no desktop Excel, yet perhaps the files of a guide for Excel on the web
    gone = [*ribbon, *sideload.forget(at)]
    for path in gone:
        console.item(str(path))
    console.print(say.t("The add-in is gone. Start Excel again.") if gone else say.t("There was nothing to take away."))
    return DONE


def _status(at: Home, interpreter: Path, console: Console, say: Words) -> int:
    from safeaudit.office import install

    said = {
        "current": say.t("in place"),
        "other": say.t("from another version or another Python"),
        "missing": say.t("not installed"),
    }
    states = install.status(at, interpreter)
    for part in states:
        console.item(f"{say.t(install.NAMES[part.name])}: {said[part.state]} ({part.path})")
    if any(part.state != "current" for part in states):
        console.print(say.t("To put it in place or bring it up to date: safeaudit addin install"))
        return ERRORS
    return DONE


def _sideload(options: argparse.Namespace, console: Console, say: Words) -> int:
    from safeaudit.office.install import home
    from safeaudit.office.install.manifest import LOCAL_URL
    from safeaudit.office.install.sideload import sideload

    try:
        done = sideload(home(), say, url=options.url or LOCAL_URL, office=options.office)
    except ValueError:
        raise Stop(
            say.t("The address {url} is not usable. Excel asks for one that begins with https://", url=options.url),
            WRONG_USE,
        ) from None
    except ModuleNotFoundError:
        raise Stop(say.t('A package is missing. Run: python -m pip install "safeaudit[addin]"'), NO_FILE) from None
    console.heading(say.t("The manifest is ready: {file}", file=done.manifest))
    for number, step in enumerate(done.steps, 1):
        console.print(f"  {number}. {step}")
    return DONE


def doctor(options: argparse.Namespace, console: Console) -> int:
    """Everything a support person would ask."""
    from safeaudit.office.install import home
    from safeaudit.office.install.doctor import examine

    say = words("en")
    lines = []
    for line in examine(home(), say, try_work=not options.quick):
        lines.append(line)
        console.item(f"{line.name}: {line.found}", SIGNS[line.state])
        if line.remedy:
            console.lines([f"    → {line.remedy}"])
    trouble = sum(line.state == "trouble" for line in lines)
    console.print("")
    console.print(
        say.n("{count} thing keeps safeaudit from working.", "{count} things keep safeaudit from working.", trouble)
        if trouble
        else say.t("Everything safeaudit needs is there.")
    )
    return ERRORS if trouble else DONE


def _packages_missing(console: Console, say: Words) -> None:
    import importlib.util

    if importlib.util.find_spec("xlwings") is None:
        console.print(say.t('The buttons need one more package. Run: python -m pip install "safeaudit[addin]"'))


def register(add: Add, say: Words) -> None:
    """The commands of this module and their options."""
    one = add("addin", addin, say.t("the add-in for Excel: install, status, remove, sideload"))
    jobs = ("install", "status", "remove", "sideload")
    told = say.t(
        "put the ribbon into Excel; say whether it is there; take it away; show the task pane to your own Excel"
    )
    one.add_argument("job", choices=jobs, metavar="|".join(jobs), help=told)
    one.add_argument("--url", metavar="URL", help=say.t("for sideload: the https address of your office’s server"))
    one.add_argument("--office", default="", metavar="NAME", help=say.t("for sideload: who runs that server"))
    one = add("doctor", doctor, say.t("a self-test: what is there, what is missing, what to do"))
    one.add_argument("--quick", action="store_true", help=say.t("leave out the try on the sample city"))

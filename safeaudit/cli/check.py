"""The command check: one workbook in full, or many, one line a file and then a summary."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from safeaudit.cli.check_one import Outcome, Task, check_one
from safeaudit.cli.common import LOCKED, NO_FILE, Add, language
from safeaudit.cli.files import Named, meant
from safeaudit.cli.passwords import Passwords, password_options
from safeaudit.console import Console
from safeaudit.words import N_, Words, words

MOST_JOBS = 4
FILES_A_JOB = 8
"""Without --jobs one more process for so many files; starting one costs about as much as checking two."""

REASONS: dict[str, str] = {
    "not_found": N_("not found"),
    "no_permission": N_("may not be read by you"),
    "encrypted": N_("protected with a password"),
    "wrong_password": N_("protected with another password"),
    "not_decrypted": N_("protected with a password"),
    "rights_managed": N_("protected by a sensitivity label"),
    "lock_file": N_("the lock file of an open workbook"),
    "damaged": N_("damaged"),
    "empty": N_("empty"),
    "hostile": N_("not opened, to be safe"),
    "too_big": N_("too large"),
    "too_slow": N_("too slow"),
    "other_workbook": N_("a workbook, but not a safety audit"),
    "fault": N_("a fault in safeaudit"),
}
"""Why a file was not checked, in a few words for the summary."""


def check(options: argparse.Namespace, console: Console) -> int:
    """Findings of one or more workbooks."""
    passwords, say = Passwords(options), words(options.language or "en")
    files = meant(options.files)
    if len(files) == 1:
        return _show(_one(files[0], options, console, passwords), console, options)
    done: list[Outcome] = []
    with console.progress(len(files)) as progress:
        progress(0, files[0].file)
        for outcome in _all(files, options, console, passwords):
            progress(0, "")
            _show(outcome, console, options, several=True)
            done.append(outcome)
            progress(len(done), outcome.file or "…")
    if options.format == "text":
        _sum_up(done, console, say)
    return max(outcome.code for outcome in done)


def _task(file: str, options: argparse.Namespace, console: Console, passwords: Passwords, *, brief: bool) -> Task:
    return Task(
        file=file,
        language=options.language,
        format=options.format,
        every_place=options.all,
        write=options.write,
        force=options.force,
        passwords=list(passwords.known),
        brief=brief,
        width=console.width,
        colour=console.colour,
    )


def _one(named: Named, options: argparse.Namespace, console: Console, passwords: Passwords) -> Outcome:
    """The outcome of one file, in this process; its password is asked for."""
    if named.problem:
        return _problem(named, options)
    while True:
        outcome = check_one(_task(named.file, options, console, passwords, brief=False))
        locked = outcome.reason in LOCKED
        if not (locked and passwords.ask(Path(named.file), options.language, outcome.error)):
            return outcome


def _all(
    files: Sequence[Named], options: argparse.Namespace, console: Console, passwords: Passwords
) -> Iterator[Outcome]:
    """The outcomes of all files in their order; each is checked in a process under limits, so that it can harm no other."""
    from safeaudit.cli.children import Children

    brief = options.format == "text" and not options.all
    real = [each for each in files if not each.problem]
    jobs = options.jobs or min(os.cpu_count() or 1, MOST_JOBS, 1 + len(real) // FILES_A_JOB)
    tasks = [_task(each.file, options, console, passwords, brief=brief) for each in real]
    with Children(min(jobs, len(tasks)), tasks, options.language or "en") as children:
        outcomes = children.outcomes()
        for named in files:
            if named.problem:
                yield _problem(named, options)
                continue
            outcome = next(outcomes)
            passwords.for_another_file()
            while outcome.reason in LOCKED and passwords.ask(Path(named.file), options.language, outcome.error):
                outcome = children.again(_task(named.file, options, console, passwords, brief=brief))
            yield outcome


def _problem(named: Named, options: argparse.Namespace) -> Outcome:
    return Outcome(NO_FILE, error=words(options.language or "en").t(named.problem, file=named.file), reason="not_found")


def _show(outcome: Outcome, console: Console, options: argparse.Namespace, *, several: bool = False) -> int:
    if outcome.error:
        console.error(outcome.error)
    elif several and options.format == "text" and options.all:
        console.heading(outcome.file)
    if outcome.out:
        console.print(outcome.out)
    if outcome.out and several and options.format == "text" and options.all:
        console.print("")
    for note in outcome.notes:
        console.note(note)
    return outcome.code


def _sum_up(done: Sequence[Outcome], console: Console, say: Words) -> None:
    """How many were checked, how many hold errors, and how many were not read and why."""
    read = [outcome for outcome in done if not outcome.error]
    errors = sum(outcome.errors for outcome in read)
    console.print("")
    console.heading(
        " · ".join(
            (
                say.n("{count} file", "{count} files", len(done)),
                say.n("{count} checked", "{count} checked", len(read)),
                say.n("{count} with errors", "{count} with errors", errors),
                say.n("{count} not read", "{count} not read", len(done) - len(read)),
            )
        )
    )
    reasons = Counter(say.t(REASONS.get(each.reason, N_("another kind of file"))) for each in done if each.error)
    for reason, count in reasons.most_common():
        console.item(f"{reason}: {count}", "–")
    if errors:
        console.print(say.t("Next: see each one with errors in full: safeaudit check FILE"))


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError(words("en").t("give a number of processes, from 1 to 64"))
    return int(text)


def register(add: Add, say: Words) -> None:
    """The command and its options."""
    one = add("check", check, say.t("what is missing or does not fit, place by place"))
    one.add_argument(
        "files", nargs="+", metavar="FILE", help=say.t("workbooks to check; folders and patterns such as *.xlsx, too")
    )
    one.add_argument(
        "--format", choices=("text", "json"), default="text", help=say.t("text for people, json for programs")
    )
    one.add_argument("--language", type=language, metavar="CODE", help=say.t("language of the findings"))
    one.add_argument("--all", action="store_true", help=say.t("name every place, not only the first three"))
    one.add_argument("--write", action="store_true", help=say.t("put the findings into a copy: NAME.checked.xlsx"))
    one.add_argument("--force", action="store_true", help=say.t("replace files that exist"))
    one.add_argument(
        "--jobs",
        type=_jobs,
        default=0,
        metavar="N",
        help=say.t("how many of several files are checked at the same time"),
    )
    password_options(one, say)

"""The commands of the add-in, as functions on an open `Workbook`: ribbon, task pane, server and tests all call these.

Each reads the whole workbook, says what it found in one sentence and what to do next in another, writes at most the
table of findings on CHECKS, and jumps to a cell. `run` is the way in that never raises.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from safeaudit.doors import NotReadable, not_written
from safeaudit.languages import has_words
from safeaudit.live.workbook import LockedSheet, Workbook
from safeaudit.office.accepting import accept
from safeaudit.office.build import build_report
from safeaudit.office.checking import check_all, check_sheet, next_finding
from safeaudit.office.outcome import Options, Outcome, Refused
from safeaudit.office.sending import send_back
from safeaudit.office.way import next_step, start
from safeaudit.words import N_, words

__all__ = ["COMMANDS", "Outcome", "run"]

FAULT = N_(
    "Something went wrong in safeaudit itself. Your answers are as they were. The details are in {file}: "
    "please send them to the office that gave you safeaudit."
)
FAULT_UNKEPT = N_(
    "Something went wrong in safeaudit itself. Your answers are as they were. Please tell the office that gave you safeaudit."
)
LOCKED = N_("The sheet {sheet} is protected with a password. Remove the password, then run the check again.")

Command = Callable[[Workbook, str | None, Options], Outcome]

COMMANDS: dict[str, Command] = {
    "start": start,
    "next_step": next_step,
    "check_sheet": check_sheet,
    "check_all": check_all,
    "next_finding": next_finding,
    "accept": accept,
    "build_report": build_report,
    "send_back": send_back,
}
"""Every command by name. `build_report` needs a workbook that stands on this computer; see service.report_grid."""


def run(
    name: str, book: Workbook, *, language: str | None = None, options: Options | None = None, debug: bool = False
) -> Outcome:
    """Run a command; KeyError for an unknown one. Every fault becomes an outcome with a plain message, unless `debug`."""
    command = COMMANDS[name]
    known = language if has_words(language) else None
    say = words(known or "en")
    try:
        return command(book, known, options or {})
    except (NotReadable, Refused) as refusal:
        return Outcome(str(refusal), "", fault="refused")
    except LockedSheet:
        return Outcome(say.t(LOCKED, sheet=say.t("CHECKS")), "", fault="refused")
    except OSError as fault:
        if fault.filename is None:
            return _internal(fault, name, say.language, debug=debug)
        return Outcome(not_written(Path(str(fault.filename)), fault, say.language), "", fault="refused")
    except Exception as fault:  # noqa: BLE001 - a person gets a sentence, support gets the details
        return _internal(fault, name, say.language, debug=debug)


def _internal(fault: Exception, name: str, language: str, *, debug: bool) -> Outcome:
    from safeaudit.office import details

    if debug:
        raise fault
    say, kept = words(language), details.keep(fault, name)
    message = say.t(FAULT_UNKEPT) if kept is None else say.t(FAULT, file=kept)
    return Outcome(message, "", fault="internal", path=kept)

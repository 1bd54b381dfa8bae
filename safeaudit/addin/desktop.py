"""What a button of the ribbon starts: one command on the workbook that is open in desktop Excel, its answer shown there.

`python -m safeaudit.addin.desktop check_all --excel HANDLE`. Excel passes no file name and no typed text in the clear, so
nothing a person wrote can change the command line.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from safeaudit.words import Words, words

if TYPE_CHECKING:
    import xlwings as xw

    from safeaudit.live.workbook import Workbook
    from safeaudit.office.outcome import Outcome
    from safeaudit.office.results import Plain

TITLE = "safeaudit"
HELP = "help"
_CODED = re.compile(r"x((?:[0-9A-Fa-f]{4})*)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 whenever the person has been told what came of it, 1 when Excel could not be reached."""
    given = _options(sys.argv[1:] if arguments is None else list(arguments))
    book = open_book(given.excel)
    if book is None:
        return 1
    answer(book, given.command, {"kind": given.kind, "audience": given.audience, "reason": decoded(given.reason)})
    return 0


def answer(book: xw.Book, command: str, options: Mapping[str, object]) -> None:
    """Run the command and show its outcome in Excel."""
    from safeaudit.live.excel import ExcelWorkbook

    workbook = ExcelWorkbook(book)
    if command == HELP:
        message, remedy, mode = _help(workbook)
    else:
        from safeaudit.office import commands

        outcome = commands.run(command, workbook, options=options)
        message, remedy, mode = outcome.message, outcome.next, _mode(outcome)
    book.app.alert(f"{message}\n\n{remedy}" if remedy else message, title=TITLE, buttons="ok", mode=mode)


def open_book(handle: int | None) -> xw.Book | None:
    """The workbook people look at, in the Excel with this window handle (Windows) or in the only one there is."""
    import xlwings as xw

    apps = [app for app in xw.apps if handle is None or app.hwnd == handle]
    if not apps or not len(apps[0].books):
        return None
    active: xw.Book = apps[0].books.active
    return active


def decoded(text: str) -> str:
    """A typed text from the numbers of its letters, as the Launcher module writes them; anything else is empty."""
    found = _CODED.fullmatch(text)
    return bytes.fromhex(found[1]).decode("utf-16-be", "replace") if found else ""


def _mode(outcome: Outcome) -> Literal["info", "critical"]:
    return "critical" if outcome.fault else "info"


def _help(book: Workbook) -> tuple[str, str, Literal["info", "critical"]]:
    """What the selected cell asks, whom to ask, and what good evidence is; in short, what the task pane shows at length."""
    from safeaudit.doors import NotReadable
    from safeaudit.office.guide import guide
    from safeaudit.office.outcome import read
    from safeaudit.office.places import here

    try:
        found = read(book)
    except NotReadable as refusal:
        return str(refusal), "", "critical"
    say, at = found.audit.words, here(found.audit, found.at)
    step = next((step for step in guide(say.language)["steps"] if step["sheet_id"] == at.sheet_id), None)
    if step is None:
        return (
            say.t("This sheet asks for nothing. Begin with the sheet START."),
            say.t("“Next step” takes you to the first missing answer."),
            "info",
        )
    column = next((column for column in step["columns"] if column["id"] == at.column), None)
    parts = [step["title"], step["purpose"]]
    parts += [f"{column['label']}: {column['help']}"] if column else []
    return "\n\n".join(parts), _sources(step, at.row_id, say), "info"


def _sources(step: Plain, row_id: str | None, say: Words) -> str:
    row = step["rows"].get(row_id or "", {})
    whom, evidence = row.get("whom") or step["whom"], row.get("evidence") or step["evidence"]
    said = [say.t("Whom to ask: {whom}", whom=whom)] if whom else []
    said += [say.t("Good evidence: {evidence}", evidence=evidence)] if evidence else []
    return "\n".join(said)


def _options(arguments: list[str]) -> argparse.Namespace:
    say = words("en")
    parser = argparse.ArgumentParser(
        prog="safeaudit.addin.desktop", description=say.t("Started by the ribbon in Excel.")
    )
    parser.add_argument("command")
    parser.add_argument("--excel", type=int, default=None)
    parser.add_argument("--reason", default="x")
    parser.add_argument("--kind", default="strategy")
    parser.add_argument("--audience", default="restricted")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

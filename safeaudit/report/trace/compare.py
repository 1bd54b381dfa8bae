"""A report's marked texts against its trace list and the workbook: one state a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from safeaudit.cells import Cell
from safeaudit.charts import cells_of
from safeaudit.report.trace.listed import Entry, Listed, TraceList
from safeaudit.report.trace.returned import Returned
from safeaudit.report.trace.today import Today
from safeaudit.report.writing.ties import Values, digest


class State(StrEnum):
    """What tracing says about one text or figure."""

    MATCHES = "matches"
    EDITED = "edited"
    OUT_OF_DATE = "out_of_date"
    EDITED_AND_OUT_OF_DATE = "edited_and_out_of_date"
    REMOVED = "removed"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that is not what it was when the report was made: where it is now (None: nowhere), and what it says now."""

    row_id: str
    column: str
    sheet: str
    cell: Cell | None
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """One traced text or figure: what it said when it was made (where that is known) and what the document says now.

    `rows` the lines of the workbook it rests on · `changed` the answers behind it that changed; it can match all the same, when the same words would be written today.
    """

    id: str
    kind: str
    chapter: str
    state: State
    then: str
    now: str
    rows: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()


def compare(told: TraceList, returned: Returned, values: Values, now: Today | None) -> Iterator[Text]:
    """Every entry of the list, in its order, with its state."""
    changes = [_change(cell, values) for cell in told["cells"]]
    keyless = not told["cells"] and told["made"].get("audience") == "public"
    for entry in told["entries"]:
        changed = [changes[number] for number in entry["cells"]]
        if entry["kind"] == "figure" and not keyless:
            changed += _new_rows(entry, told, values)
        real = tuple(each for each in changed if each is not None)
        there, edited, words = _as_it_stands(entry, returned)
        stale = _stale(entry, told, now, real, keyless=keyless)
        rows = tuple(dict.fromkeys(told["cells"][number]["row"] for number in entry["cells"]))
        state = _state(there, edited, stale)
        yield Text(entry["id"], entry["kind"], entry["chapter"], state, entry["text"], words, rows, real)


def _state(there: bool | None, edited: bool, stale: bool | None) -> State:
    if there is None:
        return State.CANNOT_TELL
    if not there:
        return State.REMOVED
    if stale is None:
        return State.EDITED if edited else State.CANNOT_TELL
    if edited:
        return State.EDITED_AND_OUT_OF_DATE if stale else State.EDITED
    return State.OUT_OF_DATE if stale else State.MATCHES


def _as_it_stands(entry: Entry, returned: Returned) -> tuple[bool | None, bool, str]:
    """(still there, edited, the words now); of several copies the first that was edited counts. None: nobody can say."""
    if entry["kind"] == "figure":
        shown = returned.pictures.get(entry["id"], [])
        there = bool(shown) if returned.controls else None
        return there, any(each not in entry["digests"] for each in shown), ""
    texts = [text for text in returned.controls.get(entry["id"], []) if text.strip()]
    if not texts:
        if entry["text"] and entry["text"] in returned.text:
            return True, False, entry["text"]  # the words are there; only the control around them was dropped
        return (False if returned.controls else None), False, ""
    edited = [text for text in texts if digest(text) not in entry["digests"]]
    return True, bool(edited), (edited or texts)[0].strip()


def _stale(
    entry: Entry, told: TraceList, now: Today | None, changed: tuple[Changed, ...], *, keyless: bool
) -> bool | None:
    """Whether the text no longer says what the workbook says; None when nobody can tell."""
    if entry["kind"] == "figure":
        return None if keyless else bool(changed)
    if now is None or (entry["altered"] and not entry["text"]):
        return None if keyless else bool(changed)
    cells = [told["cells"][number] for number in entry["cells"]]
    keys = frozenset((cell["row"], cell["column"]) for cell in cells if not cell.get("workbook"))
    texts = [digest(entry["text"])] if entry["text"] else entry["digests"]
    return not any(now.says(entry["kind"], text, entry["chapter"], keys) for text in texts)


def _change(cell: Listed, values: Values) -> Changed | None:
    row_id, column = cell["row"], cell["column"]
    if cell.get("workbook"):  # of another workbook than the one the document is held against
        return None
    if values.digest(row_id, column) == cell["digest"]:
        return None
    return Changed(row_id, column, cell["sheet"], values.cell(row_id, column), values.shown(row_id, column))


def _new_rows(entry: Entry, told: TraceList, values: Values) -> list[Changed]:
    """Answers a figure would be drawn from today that were blank when it was drawn."""
    known = {(told["cells"][number]["row"], told["cells"][number]["column"]) for number in entry["cells"]}
    return [
        Changed(
            ref.row_id, ref.column, ref.cell.sheet if ref.cell else "", ref.cell, values.shown(ref.row_id, ref.column)
        )
        for ref in values.drawn_from(cells_of(entry.get("figure", "")))
        if (ref.row_id, ref.column) not in known
    ]

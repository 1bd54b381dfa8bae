"""What tracing found, in plain lines for a person and as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator

from safeaudit.report.trace.compare import Changed, State, Text
from safeaudit.report.trace.result import TraceResult
from safeaudit.report.writing.ties import address
from safeaudit.words import N_, Words

NOT_TRACED: dict[str, str] = {
    "not_found": N_("{file} was not found. Check the name and the folder."),
    "is_directory": N_("{file} is a folder. Name the report in it."),
    "no_permission": N_("{file} may not be read by you. Ask its owner for access, or copy it to a folder of your own."),
    "io_error": N_("{file} could not be read from the disk. Copy it to this computer and try again."),
    "no_report": N_("{file} is not a Word document (.docx). Name the report."),
    "encrypted": N_(
        "{file} is protected with a password, or is an old Word document. Save it as .docx without a password, and try again."
    ),
    "no_list": N_(
        "{file} holds no trace list, and none lies beside it. Either it was not made by this program, or another program "
        "dropped the list; name the file NAME.trace.json that was made with it."
    ),
    "bad_key": N_(
        "The trace list beside {file}, or named for it, cannot be used. Use the one that was made with the report."
    ),
    "damaged": N_("{file} is damaged and cannot be read. Ask for the file again, or use an earlier copy."),
    "hostile": N_("{file} is built in a way that no word processor writes, so it was not opened."),
    "too_big": N_("{file} is too large to be a report. Remove what does not belong to it and try again."),
    "too_slow": N_("{file} took too long to read. Save it under a new name in your word processor, and try again."),
}
"""Why a report cannot be traced, by code."""

_OTHER_WORKBOOK = N_(
    "{report} was made from another workbook ({other}). What follows compares it with {workbook} all the same."
)
_KEY_MISSING = N_(
    "{report} is a public version, and its key does not lie beside it. Without the key no cell can be named, and figures "
    "cannot be compared. Name the file NAME.trace-key.json that was made with it."
)
_UNMARKED = N_(
    "Another program dropped every mark from {report}. Only texts that are still there word for word can be compared."
)
ORDER = (State.OUT_OF_DATE, State.EDITED_AND_OUT_OF_DATE, State.EDITED, State.REMOVED, State.CANNOT_TELL)
LONGEST = 160
"""How much of a text is quoted."""


def lines(result: TraceResult, w: Words, most: int = 40) -> list[str]:
    """The result in plain lines: the sum first, then each text that needs a look, at most `most` of a state."""
    found = [*_opening(result, w), *_sums(result, w)]
    titles = {
        State.OUT_OF_DATE: w.t("Out of date: the workbook says something else now"),
        State.EDITED_AND_OUT_OF_DATE: w.t("Edited by hand, and the workbook says something else now"),
        State.EDITED: w.t("Edited by hand"),
        State.REMOVED: w.t("No longer in the report"),
        State.CANNOT_TELL: w.t("Cannot be compared"),
    }
    for state in ORDER:
        own = [text for text in result.texts if text.state is state]
        if own:
            found += ["", titles[state]]
            if state in (State.OUT_OF_DATE, State.EDITED_AND_OUT_OF_DATE) and not all(
                text.changed for text in own[:most]
            ):
                found.append(
                    "  " + w.t("Where no cell is named, other lines changed that the text counts or compares with.")
                )
            for text in own[:most]:
                found += _text(text, result, w)
            if len(own) > most:
                found.append("  " + w.n("and {count} more", "and {count} more", len(own) - most))
    return found


def _opening(result: TraceResult, w: Words) -> Iterator[str]:
    if result.other_workbook:
        made_from = result.made.get("workbook") or "?"
        yield w.t(_OTHER_WORKBOOK, report=result.report, other=made_from, workbook=result.workbook)
    if result.key_missing:
        yield w.t(_KEY_MISSING, report=result.report)
    if result.unmarked:
        yield w.t(_UNMARKED, report=result.report)


def _sums(result: TraceResult, w: Words) -> Iterator[str]:
    names = {
        State.MATCHES: w.t("match the workbook"),
        State.OUT_OF_DATE: w.t("are out of date"),
        State.EDITED: w.t("were edited by hand"),
        State.EDITED_AND_OUT_OF_DATE: w.t("were edited by hand and are out of date"),
        State.REMOVED: w.t("are no longer in the report"),
        State.CANNOT_TELL: w.t("cannot be compared"),
    }
    counted = {"report": result.report, "count": w.number(len(result.texts)), "workbook": result.workbook}
    yield w.t("{report}: {count} sentences, figures and table cells, compared with {workbook}", **counted)
    for state, count in result.counts.items():
        if count:
            yield f"  {w.number(count):>6}  {names[state]}"


def _text(text: Text, result: TraceResult, w: Words) -> Iterator[str]:
    chapter = result.headings.get(text.chapter) or text.chapter
    kinds = {"sentence": w.t("sentence"), "cell": w.t("table cell"), "figure": w.t("figure")}
    about = ", ".join(text.rows[:3]) + "…" * (len(text.rows) > 3) if text.kind == "cell" else ""
    where = ", ".join(part for part in (chapter, f"{kinds[text.kind]} {about}".strip(), text.id) if part)
    quoted = _quoted(text.now if text.state is not State.REMOVED and text.now else text.then)
    yield f"  {where}: {quoted}" if quoted else f"  {where}"
    if text.then and text.now and text.state in (State.EDITED, State.EDITED_AND_OUT_OF_DATE):
        yield "    " + w.t("It read: {text}", text=_quoted(text.then))
    for change in text.changed[:4]:
        yield "    " + _change(change, w)
    if len(text.changed) > 4:
        yield "    " + w.n("and {count} more cell", "and {count} more cells", len(text.changed) - 4)


def _change(change: Changed, w: Words) -> str:
    place = address(change.cell) if change.cell else ".".join(part for part in (change.row_id, change.column) if part)
    if not change.column:
        return w.t("{place}: the line {row} changed", place=place, row=change.row_id)
    if not change.value:
        return w.t("{place} is blank now", place=place)
    return w.t("{place} now says {value}", place=place, value=_quoted(change.value))


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        return ""
    return f"“{plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + '…'}”"


def as_json(result: TraceResult) -> str:
    """Everything found, one text an entry."""
    found = {
        "report": result.report,
        "workbook": result.workbook,
        "matches": result.matches,
        "other_workbook": result.other_workbook,
        "key_missing": result.key_missing,
        "unmarked": result.unmarked,
        "made": dict(result.made),
        "counts": {state.value: count for state, count in result.counts.items()},
        "texts": [_text_json(text) for text in result.texts],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _text_json(text: Text) -> dict[str, object]:
    plain = ("id", "kind", "chapter", "state", "then", "now", "rows")
    return {**{name: getattr(text, name) for name in plain}, "changed": [_change_json(each) for each in text.changed]}


def _change_json(change: Changed) -> dict[str, str]:
    cell = str(change.cell.a1) if change.cell else ""
    return {"row": change.row_id, "column": change.column, "sheet": change.sheet, "cell": cell, "value": change.value}

"""What we print on a sheet for people to answer beside: whether it still stands where it was printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safeaudit.cells import Cell, Value
from safeaudit.reading.recognise import FoundSheet, asks, questions
from safeaudit.reading.references import bare, short
from safeaudit.reading.values import fold, shown
from safeaudit.sheets import FixedRow
from safeaudit.words import Words, words

Lines = Mapping[str, tuple[int, Mapping[int, Value]]]
"""{row ID: (row number, cells)}; in a form the row IDs are column IDs."""


@dataclass(frozen=True, slots=True)
class Misprint:
    """A printed text that is not ours any more: its line and cell, what it should say and says, whose text it is now."""

    row_id: str
    cell: Cell
    wanted: str
    found: str
    other: str = ""


def misprints(found: FoundSheet, lines: Lines, own: Words) -> list[Misprint]:
    """The lines whose printed label or unit was changed; `other` is the line whose label it is, where it is one."""
    if found.form:
        return list(_questions(found, lines, own))
    return list(_labels(found, lines, own)) if issubclass(found.cls, FixedRow) else []


def _labels(found: FoundSheet, lines: Lines, own: Words) -> Iterator[Misprint]:
    place, unit = found.columns.get("label", 0), found.printed.get("_unit", 0)
    fixed = {row.id for row in map(found.cls.blank, found.cls.ids()) if row.pre_printed}
    owner: dict[str, str] = {}
    for row_id, (number, cells) in lines.items():
        if row_id not in fixed:
            continue
        if place in cells and not _is(text := shown(cells[place]), row_id, "label", own):
            owner = owner or {_plain(each.item(line)): line for each in (words("en"), own) for line in fixed}
            other = owner.get(_plain(text), "")
            yield Misprint(row_id, found.cell(number, place), own.item(row_id), text, other)
        if unit in cells and not _is(text := shown(cells[unit]), row_id, "unit", own):
            yield Misprint(row_id, found.cell(number, unit), own.item(row_id, "unit"), text)


def _is(text: str, row_id: str, part: str, own: Words) -> bool:
    """Whether a cell shows this text of the line, in the workbook's language or in English; a blank one is not asked."""
    wanted = own.item(row_id, part)
    return not text or text == wanted or _plain(text) in (_plain(wanted), _plain(words("en").item(row_id, part)))


def _plain(text: str) -> str:
    return bare(fold(text))


def _questions(found: FoundSheet, lines: Lines, own: Words) -> Iterator[Misprint]:
    place, known = found.printed.get("_label", 0), questions(found.cls, own)
    for row_id, (number, cells) in lines.items():
        text = shown(cells[place]) if place in cells else ""
        if text and (asked := asks(text, known)) != row_id:
            cell, wanted = found.cell(number, place), own.column(found.sheet_id, row_id)
            if asked or asks(text, questions(found.cls, words("en"))) != row_id:
                yield Misprint(row_id, cell, wanted, text, asked or "")


def told(found: FoundSheet, each: Misprint, more: int, title: str, say: Words) -> str:
    """What stands on a line in place of what we printed, and on how many more of its sheet; `title` is that of the sheet."""
    values = {
        "row": title if found.form else each.row_id,
        "wanted": short(each.wanted),
        "found": short(each.found),
        "other": f"“{say.column(found.sheet_id, each.other)}”" if found.form and each.other else each.other,
    }
    if each.other:
        said = say.t(
            "{row}: on the line of “{wanted}” the printed label says “{found}”, which is that of the line {other}.",
            **values,
        )
    else:
        said = say.t("{row}: where “{wanted}” was printed, “{found}” stands now.", **values)
    if not more:
        return said
    return f"{said} " + say.n(
        "So it is on one more line of this sheet.", "So it is on {count} more lines of this sheet.", more
    )

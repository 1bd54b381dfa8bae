"""Texts of ours on a sheet for answers that say something else now: headers, numbers of lines, explanations."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.reading.own_cells import SAME_BUILD, Overwritten, printed_texts
from safeaudit.reading.printed import Lines
from safeaudit.reading.recognise import ID_MARK, FoundSheet, asks, headers
from safeaudit.reading.references import bare
from safeaudit.reading.values import fold, shown
from safeaudit.sheets import FixedRow
from safeaudit.words import Words, words

FEW = 2
"""So many texts of one sheet that differ are always told: no version changes so few."""


def typed_over(found: FoundSheet, lines: Lines, own: Words) -> list[Overwritten]:
    """The printed cells of a sheet, labels and units apart, that hold something else; blank ones are passed over."""
    if not found.id_row:
        return []  # without the hidden row it is not known which columns are printed
    return [*_headers(found, own), *_numbers(found, lines), *_explanations(found, lines, own)]


def _headers(found: FoundSheet, own: Words) -> list[Overwritten]:
    """Headers that are none of this sheet's; they are followed by their hidden ID all the same."""
    header, known = found.rows.get(found.header_row, {}), printed_texts(found.sheet_id, own)
    if not known:
        return []
    named = headers(found.cls, own)
    wanted = {found.id_column + 1: own.t("No."), found.id_column + 2: own.t("Status")}
    wanted |= {place: _header(column, found, own) for column, place in found.all_columns().items()}
    changed, right = [], 0
    for place, text in wanted.items():
        said = shown(header[place]) if place in header else ""
        if fold(said) in known or _same(said, text) or asks(said, named):
            right += 1
        elif said:
            changed.append(Overwritten(found.cell(found.header_row, place), said, text))
    return _of_this_build(changed, right)


def _header(column: str, found: FoundSheet, own: Words) -> str:
    if column in found.cls.columns:
        return own.column(found.sheet_id, column)
    printed = {
        "answer": own.t("Answer"),
        "_label": own.t("Question"),
        "_help": own.t("What this means"),
        "_unit": own.t("Unit"),
        "_better": own.t("Better when"),
    }
    return printed.get(column, column)


def _numbers(found: FoundSheet, lines: Lines) -> Iterator[Overwritten]:
    """The hidden and the visible number of a line; two numbers of two lines are told of elsewhere."""
    mark = found.rows[found.id_row].get(found.id_column)
    if mark is None or shown(mark) != ID_MARK:
        return  # the hidden column was deleted
    form = found.form
    known = set(lines) if form else set(found.cls.ids())
    for row_id, (number, cells) in lines.items():
        for place in (found.id_column, found.id_column + 1):
            value = cells.get(place)
            text = shown(value) if value is not None and not value.formula else ""
            counted = form and place != found.id_column and text.isdecimal()
            if text and text not in known and not counted:
                yield Overwritten(found.cell(number, place), text, "" if form else row_id)


def _explanations(found: FoundSheet, lines: Lines, own: Words) -> list[Overwritten]:
    """What is printed beside a line: what it means, and for figures which way is better."""
    english = words("en")
    better = {fold(say.t(word)) for say in (own, english) for word in ("lower", "higher", "it depends")}
    changed, right = [], 0
    for row_id, (number, cells) in lines.items():
        local = _is_local(found, row_id)
        for column in ("_help", "_better", "_unit"):
            value = cells.get(found.printed.get(column, 0))
            text = shown(value) if value is not None and not value.formula else ""
            if not text or (column == "_unit" and not local):
                continue
            wanted = _explanation(found, row_id, column, local, own)
            if _same(text, wanted) or _same(text, _explanation(found, row_id, column, local, english)):
                right += 1
            elif column != "_better" or local or fold(text) not in better:
                changed.append(Overwritten(found.cell(number, found.printed[column]), text, wanted))
    return _of_this_build(changed, right)


def _is_local(found: FoundSheet, row_id: str) -> bool:
    return issubclass(found.cls, FixedRow) and not found.cls.blank(row_id).pre_printed


def _explanation(found: FoundSheet, row_id: str, column: str, local: bool, own: Words) -> str:
    if column != "_help":
        return ""
    if found.form:
        return own.help(found.sheet_id, row_id)
    return own.t("Free line for a local item.") if local else own.item(row_id, "help")


def _same(text: str, wanted: str) -> bool:
    return text == wanted or bare(fold(text)) == bare(fold(wanted))


def _of_this_build(changed: list[Overwritten], right: int) -> list[Overwritten]:
    """Nothing where many texts differ: then another version printed them."""
    return changed if len(changed) <= FEW or right >= SAME_BUILD * (right + len(changed)) else []


__all__ = ["typed_over"]

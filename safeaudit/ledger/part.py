"""Putting findings into a copy of a workbook: only the part that holds CHECKS changes, every other part stays as it is."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from safeaudit.cells import column_letters
from safeaudit.ledger import COLUMNS, Line, fitting

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

MAX_TEXT = 32_767

Element = Any
"""A node of lxml, which has no types of its own."""


class NoTable(Exception):
    """The workbook has no CHECKS sheet, or no table of findings on it."""


def write_findings(source: Path, target: Path, lines: Sequence[Line], more: str) -> None:
    """Write a copy of `source` whose CHECKS table holds these lines. `more` is said on the last line when room ends.

    The source has been read before, so it has passed the guard. NoTable when there is no such table; OSError passes
    through.
    """
    with zipfile.ZipFile(source) as package:
        name = _checks_part(package)
        changed = _filled(package.read(name), lines, more)
        with zipfile.ZipFile(target, "w") as copy:
            for entry in package.infolist():
                copy.writestr(entry, changed if entry.filename == name else package.read(entry.filename))


def _checks_part(package: zipfile.ZipFile) -> str:
    """The name of the part that holds the sheet with the mark CHECKS in its first cell."""
    for name in _sheet_parts(package):
        if _table_row(_parse(package.read(name)), _strings(package)) is not None:
            return name
    raise NoTable


def _sheet_parts(package: zipfile.ZipFile) -> list[str]:
    """All worksheet parts, the last first: CHECKS stands near the end."""
    root = _parse(package.read("_rels/.rels"))
    book = next(
        relation.get("Target", "").lstrip("/")
        for relation in root
        if relation.get("Type", "").endswith("/officeDocument")
    )
    folder = posixpath.dirname(book)
    relations = _parse(package.read(posixpath.join(folder, "_rels", posixpath.basename(book) + ".rels")))
    names = [
        _target(folder, relation.get("Target", ""))
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    ]
    return names[::-1]


def _target(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _parse(content: bytes) -> Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=False)
    return etree.fromstring(content, parser)


def _strings(package: zipfile.ZipFile) -> list[str]:
    """The shared strings; none when the file has no such part."""
    name = next((entry for entry in package.namelist() if entry.lower().endswith("sharedstrings.xml")), None)
    if name is None:
        return []
    root = _parse(package.read(name))
    return ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in root.iter(f"{MAIN}si")]


def _table_row(root: Element, strings: Sequence[str]) -> int | None:
    """The row of column IDs of the table of findings."""
    for row in root.iter(f"{MAIN}row"):
        found = {_text(cell, strings) for cell in row}
        if set(COLUMNS) <= found:
            return int(row.get("r"))
    return None


def _text(cell: Element, strings: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))
    value = cell.find(f"{MAIN}v")
    text = "" if value is None or value.text is None else str(value.text)
    if cell.get("t") == "s":
        return strings[int(text)] if text.isdigit() and int(text) < len(strings) else ""
    return text


def _filled(content: bytes, lines: Sequence[Line], more: str) -> bytes:
    """The part with the table filled anew; its own texts, styles and everything outside the table stay."""
    from lxml import etree

    root = _parse(content)
    rows = {int(row.get("r")): row for row in root.iter(f"{MAIN}row")}
    top, count = _room(root)
    shown = fitting(lines, count, more)
    data = root.find(f"{MAIN}sheetData")
    for number in range(count):
        row = rows.get(top + number)
        if row is None:
            row = _new_row(data, top + number)
        _fill(row, shown[number] if number < len(shown) else None)
    xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml


def _room(root: Element) -> tuple[int, int]:
    """(first row, number of rows) of the table, from the validation on its last column."""
    widest = (0, 0)
    letters = column_letters(len(COLUMNS))
    for validation in root.iter(f"{MAIN}dataValidation"):
        for area in (validation.get("sqref") or "").split():
            match = re.fullmatch(rf"{letters}(\d+):{letters}(\d+)", area)
            if match and int(match[2]) - int(match[1]) > widest[1] - widest[0]:
                widest = (int(match[1]), int(match[2]))
    if widest == (0, 0):
        raise NoTable
    return widest[0], widest[1] - widest[0] + 1


def _new_row(data: Element, number: int) -> Element:
    """An empty row at its place in the sheet."""
    from lxml import etree

    row = etree.Element(f"{MAIN}row", r=str(number))
    later = next((other for other in data if int(other.get("r")) > number), None)
    if later is None:
        data.append(row)
    else:
        later.addprevious(row)
    return row


def _fill(row: Element, line: Line | None) -> None:
    """Set the cells of one line, keeping each cell's style; a row outside the table's columns is left alone."""
    number = row.get("r")
    cells = {re.sub(r"\d", "", cell.get("r")): cell for cell in row}
    texts = line.texts if line is not None else {}
    for place, column in enumerate(COLUMNS, 1):
        letters = column_letters(place)
        cell = cells.get(letters)
        if cell is None:
            cell = _new_cell(row, place, f"{letters}{number}")
        had_formula = cell.find(f"{MAIN}f") is not None
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if column == "cell":
            _link(cell, line, keep=had_formula)
        elif texts.get(column):
            _inline(cell, texts[column])
    _height(row, line)


def _new_cell(row: Element, place: int, address: str) -> Element:
    from lxml import etree

    cell = etree.Element(f"{MAIN}c", r=address)
    later = next((other for other in row if _place(other.get("r")) > place), None)
    if later is None:
        row.append(cell)
    else:
        later.addprevious(cell)
    return cell


def _place(address: str) -> int:
    place = 0
    for letter in re.sub(r"\d", "", address):
        place = place * 26 + ord(letter) - 64
    return place


def _inline(cell: Element, text: str) -> None:
    from lxml import etree

    cell.set("t", "inlineStr")
    holder = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
    # The format reads _x0041_ as an escape; a cell holds no more than so many characters.
    holder.text = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", _writable(text)[:MAX_TEXT])
    holder.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _writable(text: str) -> str:
    """Text without the characters that no workbook may hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def _link(cell: Element, line: Line | None, *, keep: bool) -> None:
    """A link that jumps to the cell. A formula that was there stays a formula: Excel's chain of formulas may name it."""
    from lxml import etree

    if line is not None and line.cell:
        tab = line.sheet.replace("'", "''").replace('"', '""')
        formula = _writable(f'HYPERLINK("#\'{tab}\'!{line.cell}","{line.cell}")')
        value = line.cell
    elif keep:
        formula, value = '""', ""
    else:
        return
    cell.set("t", "str")
    etree.SubElement(cell, f"{MAIN}f").text = formula
    etree.SubElement(cell, f"{MAIN}v").text = value


def _height(row: Element, line: Line | None) -> None:
    """A height that shows the longest text; rows without a line go back to the usual height."""
    for name in ("ht", "customHeight"):
        row.attrib.pop(name, None)
    if line is not None:
        longest = max(-(-len(text) // 72) for text in (line.found, line.to_do, "x"))
        row.set("ht", f"{13.2 * longest + 4:g}")

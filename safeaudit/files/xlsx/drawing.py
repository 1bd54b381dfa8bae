"""Words in text boxes, shapes and diagrams of a sheet."""

from __future__ import annotations

from safeaudit.cells import Box, GridSheet
from safeaudit.files.guard import Package, too_big
from safeaudit.files.xlsx.parts import relations
from safeaudit.files.xlsx.values import Reading, Said
from safeaudit.files.xml import read_xml


def read_drawing(package: Package, part: str, sheet: GridSheet, reading: Reading) -> None:
    """Text boxes and shapes, grouped ones too, each with the cell its anchor begins at; words of diagrams go with them."""
    shapes = _Shapes(sheet, reading)
    read_xml(package, part, shapes.start, shapes.end, shapes.text)
    for kind, target in relations(package, part).values():
        if kind == "diagramData" and target in package:
            diagram = _Diagram(reading)
            read_xml(package, target, diagram.start, diagram.end, diagram.said.hear)
            _add(sheet, Box(1, 1, diagram.said.take()), reading)


_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


class _Shapes:
    """Expat callbacks that turn each shape with words into a box."""

    def __init__(self, sheet: GridSheet, reading: Reading) -> None:
        self._sheet = sheet
        self._reading = reading
        self._said = Said(reading)
        self._corner = {"row": "", "col": ""}
        self._counting = ""  # the part of the corner that is being read

    def start(self, local: str, _attributes: dict[str, str], path: list[str]) -> None:
        if local in _ANCHORS:
            self._corner = {"row": "", "col": ""}
        elif local in self._corner and path[-2] == "from":
            self._counting = local
        elif local == "t":
            self._said.open = "txBody" in path
        elif local in ("p", "br"):
            self._said.line()

    def end(self, local: str, _path: list[str]) -> None:
        if local == self._counting:
            self._counting = ""
        elif local == "t":
            self._said.open = False
        elif local in ("sp", "pic"):
            row, column = (_number(self._corner[part]) + 1 for part in ("row", "col"))
            if local == "pic":
                self._sheet.pictures.append((row, column))
            _add(self._sheet, Box(row, column, self._said.take()), self._reading)

    def text(self, text: str) -> None:
        if self._counting:
            self._corner[self._counting] = (self._corner[self._counting] + text)[:10]
        else:
            self._said.hear(text)


class _Diagram:
    """Expat callbacks that gather the words of a diagram (SmartArt), one line a piece."""

    def __init__(self, reading: Reading) -> None:
        self.said = Said(reading)

    def start(self, local: str, _attributes: dict[str, str], _path: list[str]) -> None:
        self.said.open = local == "t"

    def end(self, local: str, _path: list[str]) -> None:
        self.said.open = False
        if local == "p":
            self.said.line()


def _number(text: str) -> int:
    return int(text) if text.strip().isdecimal() and text.isascii() else 0


def _add(sheet: GridSheet, box: Box, reading: Reading) -> None:
    if box.text and box not in sheet.boxes[-1:]:  # a shape may be there twice, the second for older programs
        sheet.boxes.append(box)
    if len(sheet.boxes) + len(sheet.pictures) > reading.limits.shapes:
        raise too_big(reading.limits, "shapes", cell=sheet.title)

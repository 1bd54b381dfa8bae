"""Columns of a table without a heading and without a word are taken out, and the others share their room."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

WIDTH = qn("w:w")


def drop_bare_columns(body: Any) -> None:
    """Take out each column that a public version leaves empty from head to foot; a table with merged cells is left alone."""
    for table in body.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        cells = [row.findall(qn("w:tc")) for row in rows]
        grid = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        headed = bool(rows) and rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        if not headed or len(rows) < 2 or any(len(each) != len(grid) for each in cells):
            continue
        bare = [number for number in range(len(grid)) if not any(_words(each[number]) for each in cells)]
        if bare and len(bare) < len(grid):
            _drop(grid, cells, bare)


def _words(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t"))).strip()


def _drop(grid: list[Any], cells: list[list[Any]], bare: list[int]) -> None:
    widths = [int(column.get(WIDTH) or 0) for column in grid]
    kept = sum(width for number, width in enumerate(widths) if number not in bare) or 1
    for number, column in enumerate(grid):
        wide = str(round(widths[number] * sum(widths) / kept))
        for row in cells:
            if number in bare:
                row[number].getparent().remove(row[number])
            elif (own := row[number].find(f"{qn('w:tcPr')}/{qn('w:tcW')}")) is not None:
                own.set(WIDTH, wide)
        if number in bare:
            column.getparent().remove(column)
        else:
            column.set(WIDTH, wide)

"""Columns of a table without a heading and without a word are taken out, and the others share their room."""

from __future__ import annotations

from safeaudit.report.word.tree import Node, W, remove, text_of

WIDTH = f"{W}w"


def drop_bare_columns(body: Node) -> None:
    """Take out each column that a public version leaves empty from head to foot; a table with merged cells is left alone."""
    for table in body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        cells = [row.findall(f"{W}tc") for row in rows]
        grid = table.findall(f"{W}tblGrid/{W}gridCol")
        headed = bool(rows) and rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        if not headed or len(rows) < 2 or any(len(each) != len(grid) for each in cells):
            continue
        bare = [number for number in range(len(grid)) if not any(text_of(each[number]).strip() for each in cells)]
        if bare and len(bare) < len(grid):
            _drop(grid, cells, bare)


def _drop(grid: list[Node], cells: list[list[Node]], bare: list[int]) -> None:
    widths = [int(column.get(WIDTH) or 0) for column in grid]
    kept = sum(width for number, width in enumerate(widths) if number not in bare) or 1
    for number, column in enumerate(grid):
        wide = str(round(widths[number] * sum(widths) / kept))
        for row in cells:
            if number in bare:
                remove(row[number])
            elif (own := row[number].find(f"{W}tcPr/{W}tcW")) is not None:
                own.set(WIDTH, wide)
        if number in bare:
            remove(column)
        else:
            column.set(WIDTH, wide)

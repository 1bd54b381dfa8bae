"""Rows of a table stay on one page, unless they are so high that keeping them whole would leave half a page empty."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

HIGHEST = 16
"""Printed lines in the small type of tables, about a quarter of a page."""
LETTERS_PER_TWIP = 6.0 / 567
"""Letters of that type in a twentieth of a point of width: six in a centimetre."""


def let_long_rows_break(body: Any) -> None:
    """Take the order to stay whole from rows that are too high for it; heads of tables keep it."""
    for row in body.iter(qn("w:tr")):
        properties = row.find(qn("w:trPr"))
        if properties is None or properties.find(qn("w:tblHeader")) is not None:
            continue
        whole = properties.find(qn("w:cantSplit"))
        if whole is not None and max(map(_lines, row.iter(qn("w:tc"))), default=0) > HIGHEST:
            properties.remove(whole)


def _lines(cell: Any) -> float:
    """About how many lines the text of a cell takes."""
    width = next((int(each.get(qn("w:w")) or 0) for each in cell.iter(qn("w:tcW"))), 0)
    letters = max(4.0, width * LETTERS_PER_TWIP)
    paragraphs = ("".join(text.text or "" for text in each.iter(qn("w:t"))) for each in cell.iter(qn("w:p")))
    return sum(max(1, -(-len(text) // letters)) for text in paragraphs) + sum(1 for _ in cell.iter(qn("w:br")))

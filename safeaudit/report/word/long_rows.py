"""Rows of a table stay on one page, unless they are so high that keeping them whole would leave half a page empty.

The first row under a head may break, too: LibreOffice 7.4 loses all rows of a table of which the head and one whole row just fit
at the end of a page.
"""

from __future__ import annotations

from safeaudit.report.word.tree import Node, W, text_of

HIGHEST = 16
"""Printed lines in the small type of tables, about a quarter of a page."""
LETTERS_PER_TWIP = 6.0 / 567
"""Letters of that type in a twentieth of a point of width: six in a centimetre."""


def let_long_rows_break(body: Node) -> None:
    """Take the order to stay whole from rows that are too high for it, and from the first under a head; heads of tables keep it."""
    under_head = False
    for row in body.iter(f"{W}tr"):
        properties, first = row.find(f"{W}trPr"), under_head
        under_head = properties is not None and properties.find(f"{W}tblHeader") is not None
        if properties is None or under_head:
            continue
        whole = properties.find(f"{W}cantSplit")
        if whole is not None and (first or any(_lines(cell) > HIGHEST for cell in row.iter(f"{W}tc"))):
            properties.remove(whole)


def _lines(cell: Node) -> float:
    """About how many lines the text of a cell takes."""
    width = next((int(each.get(f"{W}w") or 0) for each in cell.iter(f"{W}tcW")), 0)
    letters = max(4.0, width * LETTERS_PER_TWIP)
    lines = sum(max(1, -(-len(text_of(each)) // letters)) for each in cell.iter(f"{W}p"))
    return lines + sum(1 for _ in cell.iter(f"{W}br"))

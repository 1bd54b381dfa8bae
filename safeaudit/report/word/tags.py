"""Tags in the text of a Word part: where each stands, whole again when Word cut it, and picture tags turned into places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from safeaudit.report.word.faults import Place
from safeaudit.report.word.tree import SPACE, Node, W, above, parent, parsed
from safeaudit.report.writing.plain import MARKS

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
SMART = str.maketrans(
    {**dict.fromkeys("“”„‟«»″＂", '"'), **dict.fromkeys("‘’‚‛‹›′＇", "'"), "\xa0": " ", "\u202f": " "}
)
FORM = re.compile(r"\{([{%#])(?:(p|tr|tc|r)\s+)?\s*(.*?)\s*[}%#]\}", re.DOTALL)
"""A tag: its kind, the letters that say what it takes with it (p, tr, tc, r), and what it says."""
FIGURE = re.compile(r"\{\{(?:[pr]\s+)?\s*figure\.(\w+)\s*\}\}")
_WHOLE = re.compile(TAG.pattern + r"|\{_[{%]|[}%]_\}", re.DOTALL)
"""What must be in one piece: tags, and braces that are to be printed."""
PICTURE_WIDTH, EMU = 16.0, 360_000
AROUND = 60


class Tag(NamedTuple):
    """One tag as it stands in a paragraph, smart quotes still in it. `cut` when a break or tab stands inside it."""

    text: str
    start: int
    end: int
    cut: bool


def paragraphs(root: Node) -> Iterator[Node]:
    """All paragraphs of a part in the order of its XML, as places count them."""
    yield from root.iter(f"{W}p")


def shown_paragraphs(root: Node, part: str) -> Iterator[tuple[Place, Node]]:
    """Each paragraph with its place, without the second copies of text boxes that older programs read."""
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    for number, paragraph in enumerate(paragraphs(root), 1):
        if above(paragraph, FALLBACK) is None:
            yield place_of(part, number, paragraph, tables), paragraph


def place_of(part: str, number: int, paragraph: Node, tables: dict[Node, int] | None = None) -> Place:
    """The place of a paragraph, with the beginning of its text."""
    text = own_text(paragraph).strip()
    text = text if len(text) <= AROUND else text[:AROUND] + "…"
    cell = above(paragraph, f"{W}tc")
    row = None if cell is None else above(cell, f"{W}tr")
    table = None if row is None else above(row, f"{W}tbl")
    if cell is None or row is None or table is None:
        return Place(part, number, text=text)
    if tables is None:
        tables = {each: at for at, each in enumerate(paragraph.getroottree().iter(f"{W}tbl"), 1)}
    rows = [each for each in table.iter(f"{W}tr") if above(each, f"{W}tbl") is table]
    cells = [each for each in row.iter(f"{W}tc") if above(each, f"{W}tr") is row]
    return Place(part, number, tables.get(table, 0), rows.index(row) + 1, cells.index(cell) + 1, text)


def own_pieces(paragraph: Node) -> list[tuple[Node, str]]:
    """(element, text) of what a paragraph shows itself, not its text boxes; a break is a line feed, a tab a tab."""
    found = []
    for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}cr", f"{W}tab"):
        if above(node, f"{W}p") is not paragraph:
            continue
        if node.tag == f"{W}t":
            found.append((node, node.text or ""))
        elif parent(node).tag == f"{W}r":
            found.append((node, "\t" if node.tag == f"{W}tab" else "\n"))
    return found


def own_text(paragraph: Node) -> str:
    """The text a paragraph shows itself."""
    return "".join(text for _, text in own_pieces(paragraph))


def tags(text: str) -> list[Tag]:
    """The tags of a paragraph's text, in order."""
    return [Tag(found[0], *found.span(), bool(re.search("[\n\t]", found[0]))) for found in TAG.finditer(text)]


def mend_tags(root: Node) -> None:
    """Make each tag one text again with straight quotes, and picture tags into places for pictures; changes the part.

    Word cuts tags at spelling marks, bookmarks and formats. The whole tag goes where it begins; what stood within stays.
    """
    for paragraph in list(paragraphs(root)):
        for node, text in own_pieces(paragraph):
            if node.tag == f"{W}t" and MARKS.search(text):
                node.text = MARKS.sub("", text)
        _mend(paragraph)
    for paragraph in list(paragraphs(root)):
        if found := FIGURE.fullmatch(own_text(paragraph).strip()):
            _picture_place(paragraph, found[1])


def _mend(paragraph: Node) -> None:
    pieces = own_pieces(paragraph)
    whole = "".join(text for _, text in pieces)
    found = [Tag(each[0], *each.span(), cut=False) for each in _WHOLE.finditer(whole)]
    if not found:
        return
    starts, at = [], 0
    for _, text in pieces:
        starts.append(at)
        at += len(text)
    letters = [[*text] for _, text in pieces]
    for tag in found:
        owner = next(
            index for index in range(len(pieces) - 1, -1, -1) if starts[index] <= tag.start and pieces[index][1]
        )
        for index, start in enumerate(starts):
            for offset in range(max(tag.start - start, 0), min(tag.end - start, len(letters[index]))):
                letters[index][offset] = ""
        letters[owner][tag.start - starts[owner]] = tag.text.translate(SMART).replace("\n", " ").replace("\t", " ")
    for (node, text), changed in zip(pieces, letters, strict=True):
        new = "".join(changed)
        if new != text and node.tag == f"{W}t":
            node.text = new
            node.set(SPACE, "preserve")


def _picture_place(paragraph: Node, name: str) -> None:
    """The paragraph as a place for a picture that is left out when there is nothing to draw."""
    for child in list(paragraph):
        if child.tag != f"{W}pPr":
            paragraph.remove(child)
    room = _room(paragraph)
    paragraph.append(_drawing(name, room))
    for statement, add in ((f"{{%p if figure.{name} %}}", paragraph.addprevious), ("{%p endif %}", paragraph.addnext)):
        beside = paragraph.makeelement(f"{W}p")
        run = beside.makeelement(f"{W}r")
        text = run.makeelement(f"{W}t")
        text.text = statement
        run.append(text)
        beside.append(run)
        add(beside)


def _room(paragraph: Node) -> float:
    """The width of text in cm: of the cell, or of the page the paragraph stands on."""
    cell = above(paragraph, f"{W}tc")
    if cell is not None and (width := cell.find(f"{W}tcPr/{W}tcW")) is not None and width.get(f"{W}type") == "dxa":
        return max(1.0, _twips(width, "w") / 567 - 0.4)
    passed = False
    for section in paragraph.getroottree().iter(f"{W}p", f"{W}sectPr"):
        passed = passed or section is paragraph
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if passed and size is not None and margin is not None:
            wide = _twips(size, "w") - _twips(margin, "left") - _twips(margin, "right")
            return max(1.0, wide / 567)
    return PICTURE_WIDTH


def _twips(element: Node, name: str) -> float:
    """A measure; 0 where it is missing or written in a unit of its own, as strict files may."""
    try:
        return float(element.get(f"{W}{name}", "0"))
    except ValueError:
        return 0.0


def _drawing(name: str, width: float) -> Node:
    """A run with an inline picture that finish.place_pictures fills; its shape is corrected there."""
    wide, high = round(width * EMU), round(width * EMU * 9 / 16)
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    number = 200 + sum(name.encode())
    return parsed(
        f'<w:r xmlns:w="{W[1:-1]}" xmlns:wp="{drawing}/wordprocessingDrawing" xmlns:a="{drawing}/main" xmlns:pic="{drawing}/picture" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="figure:{name}" descr=""/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        f'<a:graphicData uri="{drawing}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed=""/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )

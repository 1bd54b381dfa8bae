"""What people put beside the answers, one kind each, into the XML of a workbook: notes, joined cells, boxes, pictures …"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from mutations import STYLES, TYPES, Book

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


class Beside(NamedTuple):
    """A kind: how it is put in, the rule that speaks of it, the cell the finding is at, and words it quotes."""

    name: str
    do: Callable[[Book], object]
    rule: str
    sheet: str
    cell: str
    quotes: str


def related(book: Book, title: str, kind: str, target: str, content: str) -> str:
    """Add a part that a sheet is related to; the relationship's ID."""
    part = book.part(title)
    rels = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    book.parts.setdefault(rels, empty)
    key = f"rIdBeside{len(book.parts)}"
    book.sub(rels, "</Relationships>", f'<Relationship Id="{key}" Type="{kind}" Target="/{target}"/></Relationships>')
    book.parts[target] = content.encode()
    return key


def joined(book: Book, title: str, area: str) -> None:
    """Join cells into one."""
    book.sub(
        book.part(title), "</mergeCells>", f'<mergeCell ref="{area}"/></mergeCells>'
    )  # every sheet of ours has joined cells in its title


def note(book: Book, title: str, cell: str, text: str, author: str = "Ana Perez") -> None:
    """A note as Excel writes it: the name of who wrote it stands in the first line."""
    words = f'<r><t>{author}:</t></r><r><t xml:space="preserve">\n{escape(text)}</t></r>'
    listed = f'<comment ref="{cell}" authorId="0"><text>{words}</text></comment>'
    content = f'<comments xmlns="{MAIN}"><authors><author>{author}</author></authors><commentList>{listed}</commentList></comments>'
    related(book, title, f"{OFFICE}/comments", "xl/comments1.xml", content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
    book.sub(TYPES, "</Types>", f'<Override PartName="/xl/comments1.xml" ContentType="{kind}"/></Types>')


def conversation(book: Book, title: str, cell: str, *texts: str) -> None:
    """A conversation at a cell: what was said first, and the replies."""
    said = "".join(
        f'<threadedComment ref="{cell}" id="{{{number}}}"><text>{escape(text)}</text></threadedComment>'
        for number, text in enumerate(texts)
    )
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    content = f'<ThreadedComments xmlns="{space}">{said}</ThreadedComments>'
    related(book, title, THREADED, "xl/threadedComments/threadedComment1.xml", content)


def styled(book: Book, title: str, cell: str, *, struck: bool = False, percent: bool = False) -> None:
    """Give a cell a style of its own, like the one it has."""
    part = book.part(title)
    found = re.search(rf'<c r="{cell}"(?: s="(\d+)")?', book.text(part))
    assert found, cell
    looks = re.search("<cellXfs[^>]*>(.*?)</cellXfs>", book.text(STYLES), re.DOTALL)
    assert looks
    styles = re.findall(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", looks[1], re.DOTALL)
    own = styles[int(found[1] or 0)]
    if percent:
        own = re.sub('numFmtId="\\d+"', 'numFmtId="9"', own, count=1)
    if struck:
        font = book.text(STYLES).partition("<fonts")[2].partition("</fonts>")[0].count("<font>")
        book.sub(STYLES, "</fonts>", '<font><strike/><sz val="11"/><name val="Calibri"/></font></fonts>')
        own = re.sub('fontId="\\d+"', f'fontId="{font}"', own, count=1)
    book.sub(STYLES, "</cellXfs>", f"{own}</cellXfs>")
    book.sub(part, rf'<c r="{cell}"(?: s="\d+")?', f'<c r="{cell}" s="{len(styles)}"', 1)


def drawn(book: Book, title: str, *shapes: str) -> None:
    """Lay shapes over a sheet that has none yet."""
    content = f"<xdr:wsDr {DRAWING}>{''.join(shapes)}</xdr:wsDr>"
    key = related(book, title, f"{OFFICE}/drawing", "xl/drawings/drawing77.xml", content)
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    book.sub(TYPES, "</Types>", f'<Override PartName="/xl/drawings/drawing77.xml" ContentType="{kind}"/></Types>')
    book.sub(
        book.part(title), "(<tableParts|<extLst|</worksheet>)", rf'<drawing xmlns:q="{OFFICE}" q:id="{key}"/>\1', 1
    )


def anchored(row: int, column: int, inside: str) -> str:
    """A shape that begins at a cell, both counted from 1."""
    corner = f"<xdr:col>{column - 1}</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>{row - 1}</xdr:row><xdr:rowOff>9</xdr:rowOff>"
    return f'<xdr:oneCellAnchor><xdr:from>{corner}</xdr:from><xdr:ext cx="99" cy="99"/>{inside}<xdr:clientData/></xdr:oneCellAnchor>'


def box(text: str) -> str:
    """A text box."""
    looks = '<xdr:nvSpPr><xdr:cNvPr id="2" name="Box"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/>'
    return (
        f"<xdr:sp>{looks}<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )


PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="Photo"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill/><xdr:spPr/></xdr:pic>'


def grouped(*shapes: str) -> str:
    """Shapes put into one group."""
    looks = '<xdr:nvGrpSpPr><xdr:cNvPr id="4" name="Group"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr><xdr:grpSpPr/>'
    return f"<xdr:grpSp>{looks}{''.join(shapes)}</xdr:grpSp>"


def picture_in(book: Book, title: str, cell: str) -> None:
    """A picture placed in a cell, as Excel keeps it."""
    book.set(title, cell, "e|<v>#VALUE!</v>")
    book.sub(book.part(title), rf'<c r="{cell}"', f'<c r="{cell}" vm="1"', 1)


def partly_struck(book: Book, title: str, cell: str, kept: str, struck: str) -> None:
    """A text of which the last words are struck through."""
    runs = f'<is><r><t xml:space="preserve">{kept}</t></r><r><rPr><strike/></rPr><t>{struck}</t></r></is>'
    book.set(title, cell, f"inlineStr|{runs}")


SAID = "The mayor says 40 families"


def _lie(book: Book, *inside: str) -> None:
    drawn(book, "AREAS", *(anchored(9, 5, each) for each in inside))


KINDS = [
    Beside("two lines joined", lambda book: joined(book, "AREAS", "E8:E9"), "WB-16", "AREAS", "E8", "E8:E9"),
    Beside("a note", lambda book: note(book, "AREAS", "G8", SAID), "WB-17", "AREAS", "G8", SAID),
    Beside(
        "a conversation", lambda book: conversation(book, "AREAS", "G10", "Sure?", SAID), "WB-17", "AREAS", "G10", SAID
    ),
    Beside(
        "a note on a page without answers", lambda book: note(book, "START", "C5", SAID), "WB-17", "START", "C5", SAID
    ),
    Beside("a text box", lambda book: _lie(book, box(SAID)), "WB-18", "AREAS", "E9", SAID),
    Beside("a box in a group", lambda book: _lie(book, grouped(box(SAID))), "WB-18", "AREAS", "E9", SAID),
    Beside("a picture over the cells", lambda book: _lie(book, PICTURE), "WB-18", "AREAS", "E9", "(a picture)"),
    Beside(
        "a picture in a cell", lambda book: picture_in(book, "AREAS", "D8"), "CL-19", "AREAS", "D8", "holds a picture"
    ),
    Beside("struck through", lambda book: styled(book, "AREAS", "D10", struck=True), "WB-19", "AREAS", "D10", "Struck"),
    Beside(
        "struck through in part",
        lambda book: partly_struck(book, "AREAS", "G8", "Quiet by day. ", "Not at night."),
        "WB-19",
        "AREAS",
        "G8",
        "“Not at night.”",
    ),
    Beside(
        "per cent where none is asked",
        lambda book: styled(book, "AREAS", "E8", percent=True),
        "CL-18",
        "AREAS",
        "E8",
        "%",
    ),
]
"""Every kind once, in the sample city."""

__all__ = ["KINDS", "SAID", "Beside"]

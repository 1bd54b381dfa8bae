"""Checks where fields and figures stand: none where no text is shown, and a picture wherever a figure shall be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from safeaudit.report.word.faults import Fault, Place, fault
from safeaudit.report.word.render import Plain
from safeaudit.report.word.tags import own_pieces, own_text, shown_paragraphs
from safeaudit.report.word.tree import Node, W, above, local_name, parent

_HOLDER = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"


def hidden_tags(root: Node, part: str) -> Iterator[Fault]:
    """Tags outside the text: in attributes, field codes, formulas and other places that are not shown as words."""
    opener = re.compile(r"\{[{%#]")
    shown = {node for paragraph in root.iter(f"{W}p") for node, _ in own_pieces(paragraph)}
    for element in root.iter():
        name = local_name(element) if isinstance(element.tag, str) else "comment"
        texts = [element.text or ""] if element not in shown else []
        # The title of a content control is read aloud, and may be filled.
        attributes = element.attrib.values() if isinstance(element.tag, str) and name != "alias" else ()
        texts += [str(value) for value in attributes]
        if any(opener.search(text) for text in (*texts, element.tail or "")):
            paragraph = above(element, f"{W}p")
            text = own_text(paragraph)[:60] if paragraph is not None else ""
            yield fault("hidden_tag", Place(part, text=text), where=name)


def figures(fields: Mapping[str, Plain]) -> list[str]:
    """The figures that the fields of a kind of document name."""
    known = fields.get("figure")
    return list(known) if isinstance(known, Mapping) else []


def picture_places(root: Node, part: str, figures: Collection[str], *, main: bool) -> Iterator[Fault]:
    """Pictures whose name or alternative text says figure:NAME, but that no figure can take the place of."""
    for place, paragraph in shown_paragraphs(root, part):
        for holder in paragraph.iter(_HOLDER):
            texts = [holder.get("name", ""), holder.get("descr", "")]
            named = (text.strip().split(":")[1].strip() for text in texts if text.strip().startswith("figure:"))
            name = next(named, None)
            if name is None:
                continue
            if name not in figures:
                near = ", ".join(get_close_matches(name, list(figures), 3, 0.55))
                yield fault("figure_name", place, name=name[:60], **({"near": near} if near else {}))
            elif not main or next(parent(holder).iter(_BLIP), None) is None:
                yield fault("figure_picture", place, name=name)


def near(part: str, root: Node, element: Node) -> Place:
    """The place of an element: the paragraph that it is, stands in, or stands before."""
    around = element if element.tag == f"{W}p" else above(element, f"{W}p")
    paragraph = next(element.iter(f"{W}p"), None) if around is None else around
    if paragraph is None:
        return Place(part)
    number = next(at for at, each in enumerate(root.iter(f"{W}p"), 1) if each is paragraph)
    return Place(part, number, text=own_text(paragraph).strip()[:60])

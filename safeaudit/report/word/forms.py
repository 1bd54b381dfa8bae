"""Forms of tags that docxtpl made customary, worked into the tree of a part before it is filled.

A tag with p, tr or tc takes its whole paragraph, row or cell with it, so its statement stands where that stood; one with r
stands between two runs. cellbg, colspan, vm and hm say something about the cell they stand in. docxtpl does this on the
text of the XML, which cuts tables in tables, cells without properties, and signs within a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from safeaudit.report.word.tags import FORM, TAG, own_pieces, paragraphs, tags
from safeaudit.report.word.tree import SPACE, Node, W, above, attributes, named, parent, remove

TAKEN = "\ufdee"
"""Stands for the beginning of a paragraph that is taken away, so that every paragraph of the template keeps its number."""
ESCAPES = {"{_{": "\ufde8", "}_}": "\ufde9", "{_%": "\ufdea", "%_}": "\ufdeb"}
"""How a template writes braces that are to be printed, and the mark each is on its way."""
_PRINTED = str.maketrans({"\ufde8": "{{", "\ufde9": "}}", "\ufdea": "{%", "\ufdeb": "%}"})
_ESCAPE = re.compile("|".join(map(re.escape, ESCAPES)))
_CELL_WORD = re.compile(r"\{%\s*(cellbg|colspan|vm|hm)\b\s*(.*?)\s*%\}", re.DOTALL)
_MOST_COLUMNS = 63
_BEFORE_SPAN = ("cnfStyle", "tcW")
_BEFORE_MERGE = (*_BEFORE_SPAN, "gridSpan", "hMerge")
_BEFORE_SHADE = (*_BEFORE_MERGE, "vMerge", "tcBorders")
_FILLED = named("tc hdr ftr txbxContent footnote endnote")
"""Elements that end in a paragraph, or Word calls the file damaged."""


def work_in(root: Node) -> None:
    """Bring the tags of a part into the places they act on; changes the part. Tags are whole already (tags.mend_tags)."""
    for paragraph in list(paragraphs(root)):
        for node, text in own_pieces(paragraph):
            if node.tag != f"{W}t" or not ("{" in text or "}" in text):
                continue
            node.set(SPACE, "preserve")
            node.text, words = _cell_words(TAG.sub(_plain, _escaped(text)))
            for word, rest in words:
                _cell(paragraph, word, rest)
    for level in ("tr", "tc", "p"):
        for paragraph in list(paragraphs(root)):
            statement = next((tag for tag, own in _statements(paragraph) if own == level), None)
            holder = paragraph if level == "p" else above(paragraph, f"{W}{level}")
            if statement is not None and holder is not None and holder is not root:
                _take(holder, paragraph, statement)
    for paragraph in list(paragraphs(root)):
        _between_runs(paragraph)


def as_template(root: Node) -> str:
    """The part as text for Jinja, a paragraph of the template a line; what XML hides in a tag is plain again."""
    source = etree.tostring(root, encoding="unicode").replace("\n", " ")
    prefix = next((name for name, space in root.nsmap.items() if space == W[1:-1]), "w")
    opening = f"<{prefix}:p" if prefix else "<p"
    source = re.sub(rf"{opening}([ >/])", rf"\n{opening}\1", source.replace(TAKEN, "\n"))
    return TAG.sub(_unhidden, source)


def printed(root: Node) -> None:
    """Turn the marks of escaped braces into braces; changes the filled part."""
    for text in root.iter(f"{W}t"):
        if text.text:
            text.text = text.text.translate(_PRINTED)


def _escaped(text: str) -> str:
    """Escaped braces as marks, outside of tags."""
    pieces, at = [], 0
    for tag in tags(text):
        pieces += [_ESCAPE.sub(lambda found: ESCAPES[found[0]], text[at : tag.start]), text[tag.start : tag.end]]
        at = tag.end
    return "".join([*pieces, _ESCAPE.sub(lambda found: ESCAPES[found[0]], text[at:])])


def _plain(found: re.Match[str]) -> str:
    """A field for formatted parts, {{p … }} or {{r … }}, as a plain one; every other tag as it is."""
    match = FORM.fullmatch(found[0])
    return "{{ " + match[3] + " }}" if match is not None and match[1] == "{" and match[2] in ("p", "r") else found[0]


def _unhidden(found: re.Match[str]) -> str:
    tag = found[0]
    for hidden, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        tag = tag.replace(hidden, sign)
    return tag


# Whole paragraphs, rows and cells ------------------------------------------------------------------------------------


def _statements(paragraph: Node) -> Iterator[tuple[str, str]]:
    """(tag as Jinja reads it, its level) for the statements and notes of a paragraph."""
    for node, text in own_pieces(paragraph):
        if node.tag == f"{W}t":
            for tag in tags(text):
                match = FORM.fullmatch(tag.text)
                if match is not None and match[1] != "{" and match[2]:
                    yield _bare(match), match[2]


def _bare(match: re.Match[str]) -> str:
    return "" if match[1] == "#" else "{% " + match[3] + " %}"


def _take(holder: Node, paragraph: Node, statement: str) -> None:
    """Put a statement in the place of an element; every paragraph in it leaves its mark."""
    inside = list(holder.iter(f"{W}p"))
    before = inside.index(paragraph) + 1
    _write_before(holder, TAKEN * before + statement + TAKEN * (len(inside) - before) + (holder.tail or ""))
    holder.tail = None
    remove(holder)


def _write_before(element: Node, text: str) -> None:
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        around = parent(element)
        around.text = (around.text or "") + text


def _between_runs(paragraph: Node) -> None:
    """Cut runs at the tags with r, which then stand between two runs of the same format."""
    for node, text in own_pieces(paragraph):
        run = parent(node)
        if node.tag != f"{W}t" or run.tag != f"{W}r":
            continue
        for tag in reversed(tags(text)):
            match = FORM.fullmatch(tag.text)
            if match is None or match[1] == "{" or match[2] != "r":
                continue
            after = run.makeelement(run.tag, attributes(run))
            properties = run.find(f"{W}rPr")
            if properties is not None:
                after.append(deepcopy(properties))
            rest = node.makeelement(node.tag, attributes(node))
            rest.text, following = (node.text or "")[tag.end :], list(node.itersiblings())
            after.append(rest)
            after.extend(following)
            node.text = text[: tag.start]
            after.tail, run.tail = run.tail, None
            run.addnext(after)
            run.tail = _bare(match)


# Cells ---------------------------------------------------------------------------------------------------------------


def _cell_words(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without the words about its cell, and those words."""
    return _CELL_WORD.sub("", text), [(match[1], match[2]) for match in _CELL_WORD.finditer(text)]


def _cell(paragraph: Node, word: str, rest: str) -> None:
    cell = above(paragraph, f"{W}tc")
    if cell is None:
        return
    match word:
        case "cellbg":
            shade = _property(cell, "shd", _BEFORE_SHADE)
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", "{{ " + rest + " }}")):
                shade.set(f"{W}{name}", value)
        case "colspan":
            _property(cell, "gridSpan", _BEFORE_SPAN).set(f"{W}val", "{{ " + rest + " }}")
        case "vm":
            merge = _property(cell, "vMerge", _BEFORE_MERGE)
            merge.set(f"{W}val", "{% if loop.first %}restart{% else %}continue{% endif %}")
            parent(merge).tail = "{% if loop.first %}"
            cell[-1].tail = (cell[-1].tail or "") + "{% endif %}"
        case _:
            own = cell.find(f"{W}tcPr/{W}gridSpan")
            times = "" if own is None else f"*{own.get(f'{W}val', '1')}"
            _property(cell, "gridSpan", _BEFORE_SPAN).set(f"{W}val", "{{ loop.length }}" + times)
            _write_before(cell, "{% if loop.first %}")
            cell.tail = "{% endif %}" + (cell.tail or "")


def _property(cell: Node, name: str, before: tuple[str, ...]) -> Node:
    """A new property of a cell in its place, instead of the one there was."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = cell.makeelement(f"{W}tcPr")
        cell.insert(0, properties)
    for old in properties.findall(f"{W}{name}"):
        properties.remove(old)
    made = properties.makeelement(f"{W}{name}")
    names = {f"{W}{each}" for each in before}
    at = next((number for number, each in enumerate(properties) if each.tag not in names), len(properties))
    properties.insert(at, made)
    return made


# After the filling ---------------------------------------------------------------------------------------------------


def tidy_tables(root: Node) -> None:
    """What loops over rows and cells leave behind, as Word wants it; changes the filled part."""
    for span in list(root.iter(f"{W}gridSpan")):
        value = span.get(f"{W}val", "")
        match = re.fullmatch(r"(\d{1,4})(?:\*(\d{1,4}))?", value)
        columns = int(match[1]) * int(match[2] or 1) if match is not None else 1
        if columns > 1:
            span.set(f"{W}val", str(min(columns, _MOST_COLUMNS)))
        elif value != "1":
            remove(span)
    for row in list(root.iter(f"{W}tr")):
        if row.find(f".//{W}tc") is None:
            remove(row)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f".//{W}tr") is None:
            remove(table)
        else:
            _fit_grid(table)
    for element in list(root.iter(*_FILLED)):
        if (
            not len(element)
            or (element.tag == f"{W}tc" and element[-1].tag != f"{W}p")
            or element.find(f".//{W}p") is None
        ):
            element.append(element.makeelement(f"{W}p"))


def _fit_grid(table: Node) -> None:
    """Give a table as many columns as its longest row has, and all of them the width it had."""
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    most = max((sum(map(_columns, row.iterchildren(f"{W}tc"))) for row in table.iterchildren(f"{W}tr")), default=0)
    if not columns or most <= len(columns):
        return
    share = len(columns) / most
    for _ in range(most - len(columns)):
        columns.append(deepcopy(columns[-1]))
        columns[-2].addnext(columns[-1])
    widths = []
    for column in columns:
        wide = column.get(f"{W}w", "")
        widths.append(round(int(wide) * share) if wide.isdecimal() else 0)
        column.set(f"{W}w", str(widths[-1]))
    for row in table.iterchildren(f"{W}tr"):
        at = 0
        for cell in row.iterchildren(f"{W}tc"):
            own, end = cell.find(f"{W}tcPr/{W}tcW"), at + _columns(cell)
            if own is not None and own.get(f"{W}type") == "dxa":
                own.set(f"{W}w", str(sum(widths[at:end])))
            at = end


def _columns(cell: Node) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = "1" if span is None else span.get(f"{W}val", "1")
    return int(value) if value.isdecimal() else 1

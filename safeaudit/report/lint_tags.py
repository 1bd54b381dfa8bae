"""Checks the tags of a template before any is run: every field known, every block closed in its place, nothing that acts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from jinja2 import TemplateError, nodes

from safeaudit.report.faults import Fault, Place
from safeaudit.report.safe_jinja import FILTERS, LOOP, TESTS, environment
from safeaudit.report.tags import FIGURE, SMART, Tag, W, own_pieces, own_text, shown_paragraphs, tags

LONGEST, DEEPEST, LOOPS = 400, 20, 6
_TAG = re.compile(r"\{([{%#])(p|tr|tc|r)?(?:\s+|(?=[^\w\s]))(.*?)\s*[}%#]\}", re.DOTALL)
_LEFT_OVER = re.compile(r"\{\s*[{%#]|[}%#]\s*\}(?!\})")
_SINGLE = re.compile(r"(?<!\{)\{\s*([a-z_]+\.[a-z_.]+)\s*\}(?!\})")
_FULL_WIDTH = re.compile(r"[｛﹛]\s*[｛﹛%].{0,60}")
_HOLDER = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_NUMBER = object()
"""The shape of a number, which the context itself does not hold."""
Shape = Any
"""What a field holds: "" a text, a list with one entry, a dict of fields, _NUMBER, or None when it is not known."""


class _Open(NamedTuple):
    """An if or for that is not closed yet."""

    word: str
    level: str
    tag: str
    place: Place
    paragraph: Any
    fields: dict[str, Shape]


@dataclass(slots=True)
class TagCheck:
    """The checks of one part's tags; `fields` is what the template may use, `figures` the names of its pictures."""

    part: str
    fields: Mapping[str, Shape]
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    _open: list[_Open] = field(default_factory=list)
    _place: Place = field(default_factory=Place)
    _tag: str = ""

    def run(self, root: Any) -> list[Fault]:
        """All faults of the part's tags."""
        for place, paragraph in shown_paragraphs(root, self.part):
            self._place = place
            self._paragraph(paragraph, own_text(paragraph))
        for block in self._open:
            self._place = block.place
            level = f"{block.level} " if block.level else ""
            self._add("unclosed", tag=block.tag, level=level, word=block.word)
        return self.faults

    def _add(self, code: str, **values: str) -> None:
        self.faults.append(Fault(code, self._place, tuple(values.items())))

    # One paragraph ---------------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Any, text: str) -> None:
        found = tags(text)
        rest, at = [], 0
        for tag in found:
            rest.append(text[at : tag.start])
            at = tag.end
        rest.append(text[at:])
        self._left_over("\0".join(rest))
        self._alone(paragraph, found, "".join(rest).strip())
        for tag in found:
            self.count += 1
            self._one(tag, paragraph)

    def _left_over(self, text: str) -> None:
        if broken := _LEFT_OVER.search(text):
            around = text[max(0, broken.start() - 20) : broken.end() + 20]
            self._add("broken", tag=around.replace("\0", " ").strip())
        for single in _SINGLE.finditer(text):
            if single[1].partition(".")[0] in self.fields:
                self._add("single_brace", tag=single[0])
        if wide := _FULL_WIDTH.search(text):
            self._add("full_width", tag=wide[0].strip())

    def _alone(self, paragraph: Any, found: list[Tag], rest: str) -> None:
        """Tags that take their whole paragraph, row or cell with them stand alone there."""
        levels = [match[2] for tag in found if (match := _TAG.fullmatch(tag.text)) and match[2] in ("p", "tr", "tc")]
        for level in dict.fromkeys(levels):
            holder = paragraph if level == "p" else next(paragraph.iterancestors(f"{W}{level}"), None)
            if holder is None:
                continue
            whole = rest if level == "p" else "".join(own_text(each) for each in holder.iter(f"{W}p"))
            marks = [
                tag
                for tag in (found if level == "p" else tags(whole))
                if tag.text.startswith((f"{{%{level} ", f"{{%{level}\xa0"))
            ]
            if len(marks) > 1:
                self._add("two_tags", level=level)
            others = [tag for tag in found if not tag.text.startswith("{%" + level)]
            left = rest if level == "p" else re.sub(r"\{[{%#].*?[}%#]\}", "", whole, flags=re.DOTALL).strip()
            if left or others:
                self._add("beside", tag=next(tag.text for tag in found if tag.text.startswith("{%" + level)))

    def _one(self, tag: Tag, paragraph: Any) -> None:
        text = self._tag = tag.text.translate(SMART).replace("\n", " ").replace("\t", " ")
        if len(text) > LONGEST:
            self._add("long_tag", limit=str(LONGEST))
            return
        if tag.cut:
            self._add("broken_line", tag=text)
        if re.search("[“”„‟«»″‘’‚‛‹›′]", tag.text):
            self._add("smart_quotes", tag=tag.text)
        if re.match(r"\{[{%#][-+]", text) or re.search(r"[-+][}%#]\}$", text):
            self._add("dash_tag", tag=text)
            return
        match = _TAG.fullmatch(text)
        if match is None:
            self._add("syntax", tag=text)
        elif match[1] == "#":
            self._add("comment_tag", tag=text)
        elif match[1] == "{":
            self._shown(match[2], match[3], paragraph)
        else:
            self._statement(match[2] or "", match[3], paragraph)

    def _shown(self, level: str | None, content: str, paragraph: Any) -> None:
        """A field that is printed."""
        if level:
            self._add("rich_tag", tag=self._tag)
            return
        if content.startswith("figure."):
            self._figure(paragraph)
            return
        tree = self._parsed("{{ " + content + " }}")
        if tree is None:
            return
        for output in tree.body:
            for node in getattr(output, "nodes", [output]):
                shape = self._shape(node)
                if isinstance(shape, dict):
                    self._add("whole", name=content, fields=", ".join(sorted(shape)[:6]))
                elif isinstance(shape, list):
                    self._add("is_list", name=content, part=_some_field(shape))

    def _figure(self, paragraph: Any) -> None:
        match = FIGURE.fullmatch(self._tag)
        known = self.fields.get("figure", {})
        if match is None or match[1] not in known:
            name = match[1] if match else self._tag
            self._near("figure_name", name, list(known), name=name)
        elif own_text(paragraph).strip() != self._tag or self.part != "word/document.xml":
            self._add("figure_alone", tag=self._tag)

    # Statements ------------------------------------------------------------------------------------------------------

    def _statement(self, level: str, content: str, paragraph: Any) -> None:
        word, _, rest = content.partition(" ")
        if level in ("tr", "tc") and next(paragraph.iterancestors(f"{W}{level}"), None) is None:
            self._add("no_table", tag=self._tag)
            return
        match word:
            case "if":
                self._condition("{% if " + rest + " %}{% endif %}")
                self._push(_Open("if", level, self._tag, self._place, paragraph, {}))
            case "for":
                self._push(_Open("for", level, self._tag, self._place, paragraph, self._loop(rest)))
            case "elif" | "else":
                self._middle(word, rest)
            case "endif" | "endfor":
                self._close(word[3:], level, paragraph)
            case "cellbg":
                self._tint(rest, paragraph)
            case _:
                self._near(
                    "statement", word, ["if", "elif", "else", "endif", "for", "endfor", "cellbg"], word=word[:40]
                )

    def _condition(self, source: str) -> None:
        tree = self._parsed(source)
        if tree is not None and tree.body:
            self._shape(getattr(tree.body[0], "test", tree.body[0]))

    def _loop(self, rest: str) -> dict[str, Shape]:
        tree = self._parsed("{% for " + rest + " %}{% endfor %}")
        loop = tree.body[0] if tree is not None and tree.body else None
        if not isinstance(loop, nodes.For):
            return {}
        if not isinstance(loop.target, nodes.Name) or loop.recursive or loop.target.name == "loop":
            self._add("unsafe_form", tag=self._tag)
            return {}
        name, shape = loop.target.name, self._shape(loop.iter)
        if shape is not None and not isinstance(shape, list):
            self._add("not_a_list", name=_source(loop.iter))
        entry = shape[0] if isinstance(shape, list) and shape else None
        fields = {name: entry, "loop": dict.fromkeys(LOOP, _NUMBER)}
        if loop.test is not None:
            self._open.append(_Open("for", "", "", self._place, None, fields))
            self._shape(loop.test)
            self._open.pop()
        return fields

    def _push(self, block: _Open) -> None:
        self._open.append(block)
        loops = sum(each.word == "for" for each in self._open)
        if len(self._open) == DEEPEST + 1 or (block.word == "for" and loops == LOOPS + 1):
            self._add("deep", limit=str(LOOPS))

    def _middle(self, word: str, rest: str) -> None:
        if not self._open or (word == "elif" and self._open[-1].word != "if"):
            self._add("unopened", tag=self._tag, word="if")
        elif word == "elif":
            self._condition("{% if " + rest + " %}{% endif %}")

    def _close(self, word: str, level: str, paragraph: Any) -> None:
        if not self._open:
            self._add("unopened", tag=self._tag, word=word)
            return
        block = self._open.pop()
        opener = {"tag": self._tag, "opener": block.tag, "place": _short(block.place)}
        if block.word != word:
            self._add("crossed", **opener)
        elif block.level != level:
            self._add("levels", **opener)
        elif level in ("p", "tr", "tc"):
            holder = {"p": None, "tr": "tbl", "tc": "tr"}[level]
            if _holder(paragraph, holder) is not _holder(block.paragraph, holder):
                self._add("containers", **opener)
        elif block.paragraph is not paragraph:
            same = level == "" and block.paragraph.getparent() is paragraph.getparent()
            self._add("spread" if same else "containers", **opener)

    def _tint(self, rest: str, paragraph: Any) -> None:
        tree = self._parsed("{{ " + rest + " }}")
        node = (
            tree.body[0].nodes[0] if tree is not None and tree.body and isinstance(tree.body[0], nodes.Output) else None
        )
        if node is None:
            return
        in_cell = next(paragraph.iterancestors(f"{W}tc"), None) is not None
        if (
            not isinstance(node, nodes.Getattr)
            or not node.attr.endswith("_fill")
            or not in_cell
            or self._shape(node) not in ("", None)
        ):
            self._add("tint", tag=self._tag)

    # Expressions -----------------------------------------------------------------------------------------------------

    def _parsed(self, source: str) -> nodes.Template | None:
        jinja = environment()
        try:
            tree = jinja.parse(source)
        except TemplateError as error:
            message = (error.message or "").lower()
            if "filter named" in message:  # only the compiler looks filters up, but an older one may
                self._add("filter", name="?", known=", ".join(FILTERS))
            else:
                self._add("syntax", tag=self._tag)
            return None
        except RecursionError:
            self._add("deep", limit=str(LOOPS))
            return None
        if len(tree.body) > 1:
            self._add("syntax", tag=self._tag)
            return None
        return tree

    def _shape(self, node: nodes.Node) -> Shape:
        """What an expression holds, with a fault for whatever in it is unknown or not allowed."""
        readers: dict[type[nodes.Node], Callable[[Any], Shape]] = {
            nodes.Name: self._name,
            nodes.Getattr: lambda part: self._part(part, part.attr),
            nodes.Getitem: self._item,
            nodes.Const: lambda const: _NUMBER if isinstance(const.value, int | float) else "",
            nodes.TemplateData: lambda _data: "",
            nodes.Filter: self._filter,
            nodes.Test: self._test,
            nodes.Compare: self._compare,
            nodes.Not: lambda negated: self._shape(negated.node) and None,
            nodes.And: self._either,
            nodes.Or: self._either,
            nodes.CondExpr: self._choice,
        }
        if (read := readers.get(type(node))) is not None:
            return read(node)
        self._add(_unsafe(node), tag=self._tag)
        return None

    def _either(self, node: nodes.And | nodes.Or) -> Shape:
        left, right = self._shape(node.left), self._shape(node.right)
        return right if left is None else left

    def _choice(self, node: nodes.CondExpr) -> Shape:
        self._shape(node.test)
        if node.expr2 is not None:
            self._shape(node.expr2)
        return self._shape(node.expr1)

    def _name(self, node: nodes.Name) -> Shape:
        if node.name.startswith("_"):
            self._add("unsafe_name", tag=self._tag)
            return None
        for block in reversed(self._open):
            if node.name in block.fields:
                return block.fields[node.name]
        if node.name in self.fields:
            return self.fields[node.name]
        known = [*self.fields, *(name for block in self._open for name in block.fields)]
        self._near("unknown", node.name, known, name=node.name)
        return None

    def _part(self, node: nodes.Getattr | nodes.Getitem, name: str) -> Shape:
        if name.startswith("_"):
            self._add("unsafe_name", tag=self._tag)
            return None
        base, whole = self._shape(node.node), _source(node.node)
        if isinstance(base, dict):
            if name in base:
                return base[name]
            near = [f"{whole}.{each}" for each in get_close_matches(name, list(base), 3, 0.55)]
            self._near("unknown", "", [], name=f"{whole}.{name}", near=", ".join(near or self._elsewhere(name)))
        elif isinstance(base, list):
            self._add("is_list", name=whole, part=name)
        elif base is not None:
            self._add("is_text", name=whole, part=name)
        return None

    def _elsewhere(self, name: str) -> list[str]:
        """Where a field of this name is found, near the top."""
        return [f"{top}.{name}" for top, shape in self.fields.items() if isinstance(shape, dict) and name in shape][:3]

    def _item(self, node: nodes.Getitem) -> Shape:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._part(node, node.arg.value)
        if not isinstance(node.arg, nodes.Const) or type(node.arg.value) is not int:
            self._add("unsafe_item", tag=self._tag)
            return None
        shape = self._shape(node.node)
        if isinstance(shape, list):
            return shape[0] if shape else None
        if shape is not None:
            self._add("unsafe_item", tag=self._tag)
        return None

    def _filter(self, node: nodes.Filter) -> Shape:
        if node.name not in FILTERS:
            self._near("filter", node.name, list(FILTERS), name=node.name, known=", ".join(FILTERS))
            return None
        given = [each.value if isinstance(each, nodes.Keyword) else each for each in (*node.args, *node.kwargs)]
        if node.dyn_args or node.dyn_kwargs or not all(isinstance(each, nodes.Const) for each in given):
            self._add("unsafe_form", tag=self._tag)
            return None
        shape = None if node.node is None else self._shape(node.node)
        if node.name == "length":
            if shape == "":
                self._add("length_of_text", name=_source(node.node))
            return _NUMBER
        if node.name in ("first", "last"):
            return shape[0] if isinstance(shape, list) and shape else None
        return shape if node.name == "default" else ""

    def _test(self, node: nodes.Test) -> Shape:
        if node.name not in TESTS or node.args:
            self._near("test", node.name, list(TESTS), name=node.name, known=", ".join(TESTS))
            return None
        if not (node.name == "defined" and isinstance(node.node, nodes.Name)):
            self._shape(node.node)
        return _NUMBER

    def _compare(self, node: nodes.Compare) -> Shape:
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        for side in sides:
            if self._shape(side) == "" and not isinstance(side, nodes.Const):
                self._add("compared", name=_source(side))
        return _NUMBER

    def _near(self, code: str, wrong: str, known: list[str], /, **values: str) -> None:
        if wrong and (near := get_close_matches(wrong, known, 3, 0.55)):
            values["near"] = ", ".join(near)
        self._add(code, **values)


def _unsafe(node: nodes.Node) -> str:
    if isinstance(node, nodes.Call):
        return "unsafe_call"
    if isinstance(node, nodes.BinExpr | nodes.UnaryExpr | nodes.Concat):
        return "unsafe_sum"
    return "unsafe_item" if isinstance(node, nodes.Slice) else "unsafe_form"


def _source(node: nodes.Node | None) -> str:
    """A field as the template wrote it."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(attr=name):
            return f"{_source(node.node)}.{name}"
        case nodes.Getitem(arg=nodes.Const(value=value)):
            return f"{_source(node.node)}[{value}]"
        case nodes.Filter(name=name):
            return f"{_source(node.node)}|{name}"
    return "…"


def _some_field(shape: list[Shape]) -> str:
    entry = shape[0] if shape else ""
    return next(iter(entry), "text") if isinstance(entry, dict) else "text"


def _short(place: Place) -> str:
    return f"{place.part.rpartition('/')[2].removesuffix('.xml')} ¶ {place.paragraph}"


def _holder(paragraph: Any, name: str | None) -> Any:
    """The nearest table or row around a paragraph; the element it stands in when no name is given."""
    return paragraph.getparent() if name is None else next(paragraph.iterancestors(f"{W}{name}"), None)


def hidden_tags(root: Any, part: str) -> Iterator[Fault]:
    """Tags outside the text: in attributes, field codes, formulas and other places that are not shown as words."""
    opener = re.compile(r"\{[{%#]")
    shown = {node for paragraph in root.iter(f"{W}p") for node, _ in own_pieces(paragraph)}
    for element in root.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"
        texts = [element.text or ""] if element not in shown else []
        # The title of a content control is read aloud, and may be filled.
        attributes = element.attrib.values() if isinstance(element.tag, str) and name != "alias" else ()
        texts += [str(value) for value in attributes]
        if any(opener.search(text) for text in (*texts, element.tail or "")):
            paragraph = next(element.iterancestors(f"{W}p"), None)
            text = own_text(paragraph)[:60] if paragraph is not None else ""
            yield Fault("hidden_tag", Place(part, text=text), (("where", name),))


def picture_places(root: Any, part: str, figures: Mapping[str, Shape]) -> Iterator[Fault]:
    """Pictures whose name or alternative text says figure:NAME, but that no figure can take the place of."""
    for place, paragraph in shown_paragraphs(root, part):
        for holder in paragraph.iter(_HOLDER):
            texts = [holder.get("name", ""), holder.get("descr", "")]
            name = next(
                (text.strip().split(":")[1].strip() for text in texts if text.strip().startswith("figure:")), None
            )
            if name is None:
                continue
            if name not in figures:
                near = ", ".join(get_close_matches(name, list(figures), 3, 0.55))
                yield Fault("figure_name", place, (("name", name[:60]), *((("near", near),) if near else ())))
            elif part != "word/document.xml" or next(holder.getparent().iter(_BLIP), None) is None:
                yield Fault("figure_picture", place, (("name", name),))

"""Checks the tags of a template before any is run: every field known, every block closed in its place, nothing that acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import nodes

from safeaudit.report.template.lint.expressions import LOOPS, NUMBER, Expressions, Open, some_field
from safeaudit.report.template.lint.places import figures
from safeaudit.report.word.faults import Place
from safeaudit.report.word.tags import FIGURE, FORM, SMART, Tag, own_pieces, own_text, shown_paragraphs, tags
from safeaudit.report.word.tree import Node, W, above, parent

LONGEST, DEEPEST = 400, 20
CELL_WORDS = ("cellbg", "colspan", "vm", "hm")
"""Words that say something about the cell they stand in."""
WORDS = ("if", "elif", "else", "endif", "for", "endfor", *CELL_WORDS)
_LEFT_OVER = re.compile(r"\{\s*[{%#]|[}%#]\s*\}(?!\})")
_SINGLE = re.compile(r"(?<!\{)\{\s*([a-z_]+\.[a-z_.]+)\s*\}(?!\})")
_FULL_WIDTH = re.compile(r"[｛﹛]\s*[｛﹛%].{0,60}")
_COLOUR = re.compile("[0-9A-Fa-f]{6}")


@dataclass(slots=True)
class TagCheck(Expressions):
    """The checks of one part's tags; `main` for the part with the main text, the only one that shows figures."""

    main: bool = False
    count: int = 0
    _chain: tuple[str, ...] = ()

    def run(self, root: Node) -> None:
        """Find all faults of the part's tags; they are in `faults`."""
        for place, paragraph in shown_paragraphs(root, self.part):
            self._place, self._tag = place, ""
            try:
                self._paragraph(paragraph, own_text(paragraph))
            except MemoryError:
                raise
            except Exception as failure:  # noqa: BLE001 - whatever goes wrong in a check of ours is no fault of the file
                self._add("not_checked", what=type(failure).__name__)
        for block in self._open:
            self._place = block.place
            level = f"{block.level} " if block.level else ""
            self._add("unclosed", tag=block.tag, level=level, word=block.word)

    # One paragraph ---------------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Node, text: str) -> None:
        found = tags(text)
        rest, at = [], 0
        for tag in found:
            rest.append(text[at : tag.start])
            at = tag.end
        rest.append(text[at:])
        self._left_over("\0".join(rest))
        self._alone(paragraph, found)
        for tag in found:
            self.count += 1
            self._chain = _chain(paragraph, tag.start)
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

    def _alone(self, paragraph: Node, found: list[Tag]) -> None:
        """Tags that take their whole paragraph, row or cell with them stand alone there."""
        for level in ("p", "tr", "tc"):
            taking = [tag for tag in found if _takes(tag) == level]
            holder = paragraph if level == "p" else above(paragraph, f"{W}{level}")
            if not taking or holder is None:
                continue
            whole = own_text(paragraph) if level == "p" else "".join(own_text(each) for each in holder.iter(f"{W}p"))
            inside = tags(whole)
            statements = [tag for tag in inside if _takes(tag) == level and tag.text.startswith("{%")]
            if len(statements) > 1:
                self._add("two_tags", level=level)
            left = re.sub(r"\{[{%#].*?[}%#]\}", "", whole, flags=re.DOTALL).strip()
            if left or any(_takes(tag) != level for tag in inside):
                self._add("beside", tag=taking[0].text)

    def _one(self, tag: Tag, paragraph: Node) -> None:
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
        match = FORM.fullmatch(text)
        if match is None:
            self._add("syntax", tag=text)
        elif match[1] == "#":
            self._add("comment_tag", tag=text)
        elif match[1] == "{":
            self._shown(match[2], match[3], paragraph)
        else:
            self._statement(match[2] or "", match[3], paragraph)

    def _shown(self, level: str | None, content: str, paragraph: Node) -> None:
        """A field that is printed."""
        if level in ("tr", "tc"):
            self._add("rich_row", tag=self._tag)
            return
        if level:
            self._add("rich_tag", tag=self._tag)
        if content.startswith("figure."):
            self._figure(paragraph)
            return
        tree = self._parsed("{{ " + content + " }}")
        if tree is None:
            return
        for output in tree.body:
            for node in getattr(output, "nodes", [output]):
                shape = self._shape(node)
                if isinstance(shape, Mapping):
                    self._add("whole", name=content, fields=", ".join(sorted(shape)[:6]))
                elif isinstance(shape, list):
                    self._add("is_list", name=content, part=some_field(shape))

    def _figure(self, paragraph: Node) -> None:
        match = FIGURE.fullmatch(self._tag)
        known = figures(self.fields)
        if match is None or match[1] not in known:
            name = match[1] if match else self._tag
            self._near("figure_name", name, known, name=name)
        elif own_text(paragraph).strip() != self._tag or not self.main:
            self._add("figure_alone", tag=self._tag)

    # Statements ------------------------------------------------------------------------------------------------------

    def _statement(self, level: str, content: str, paragraph: Node) -> None:
        word, _, rest = content.partition(" ")
        if level in ("tr", "tc") and above(paragraph, f"{W}{level}") is None:
            self._add("no_table", tag=self._tag)
            return
        match word:
            case "if":
                self._condition("{% if " + rest + " %}{% endif %}")
                self._push(Open("if", level, self._tag, self._place, paragraph, {}, self._chain))
            case "for":
                fields = self._loop(rest, paragraph)
                self._push(Open("for", level, self._tag, self._place, paragraph, fields, self._chain))
            case "elif" | "else":
                self._middle(word, rest, level, paragraph)
            case "endif" | "endfor":
                self._close(word[3:], level, paragraph)
            case "cellbg" | "colspan" | "vm" | "hm" if not level:
                self._cell(word, rest, paragraph)
            case _:
                self._near("statement", word, list(WORDS), word=word[:40], known=", ".join(WORDS))

    def _push(self, block: Open) -> None:
        self._open.append(block)
        loops = sum(each.word == "for" for each in self._open)
        if len(self._open) == DEEPEST + 1 or (block.word == "for" and loops == LOOPS + 1):
            self._add("deep", limit=str(LOOPS))

    def _middle(self, word: str, rest: str, level: str, paragraph: Node) -> None:
        if not self._open or (word == "elif" and self._open[-1].word != "if"):
            self._add("unopened", tag=self._tag, word="if")
            return
        if word == "elif":
            self._condition("{% if " + rest + " %}{% endif %}")
        self._belongs(self._open[-1], level, paragraph)

    def _close(self, word: str, level: str, paragraph: Node) -> None:
        if not self._open:
            self._add("unopened", tag=self._tag, word=word)
            return
        block = self._open.pop()
        if block.word != word:
            self._add("crossed", tag=self._tag, opener=block.tag, place=_short(block.place))
        else:
            self._belongs(block, level, paragraph)

    def _belongs(self, block: Open, level: str, paragraph: Node) -> None:
        """Whether a tag stands where what was opened can go on or end without cutting a paragraph, row or cell in two."""
        code = ""
        if block.level != level:
            code = "levels"
        elif level in ("p", "tr", "tc"):
            code = "" if _around(paragraph, level) is _around(block.paragraph, level) else "containers"
        elif block.chain != self._chain:
            code = "containers"
        elif block.paragraph is not paragraph:
            same = level == "" and block.paragraph.getparent() is parent(paragraph)
            code = "spread" if same else "containers"
        if code:
            self._add(code, tag=self._tag, opener=block.tag, place=_short(block.place))

    # Words about a cell ----------------------------------------------------------------------------------------------

    def _cell(self, word: str, rest: str, paragraph: Node) -> None:
        cell = above(paragraph, f"{W}tc")
        if word == "cellbg":
            self._tint(rest, cell)
        elif cell is None:
            self._add("cell_only", tag=self._tag)
        elif word == "colspan":
            self._span(rest)
        elif rest.strip():
            self._add("syntax", tag=self._tag)
        elif not any(
            block.word == "for" and cell not in block.paragraph.iterancestors(f"{W}tc") for block in self._open
        ):
            self._add("loop_only", tag=self._tag)

    def _tint(self, rest: str, cell: Node | None) -> None:
        node = self._value(rest)
        if node is None:
            return
        plain = isinstance(node, nodes.Const) and _COLOUR.fullmatch(str(node.value))
        field = isinstance(node, nodes.Getattr) and node.attr.endswith("_fill") and self._shape(node) in ("", None)
        if cell is None or not (plain or field):
            self._add("tint", tag=self._tag)

    def _span(self, rest: str) -> None:
        """How many columns a cell takes: a number, or one that the loop or a list tells."""
        node = self._value(rest)
        if node is None:
            return
        whole = isinstance(node, nodes.Const) and type(node.value) is int and 1 <= node.value <= 63
        if not whole and (isinstance(node, nodes.Const) or self._shape(node) not in (NUMBER, None)):
            self._add("span", tag=self._tag)

    def _value(self, rest: str) -> nodes.Node | None:
        """The one expression behind a word."""
        tree = self._parsed("{{ " + rest + " }}")
        output = tree.body[0] if tree is not None and tree.body else None
        return output.nodes[0] if isinstance(output, nodes.Output) else None


def _takes(tag: Tag) -> str:
    """What a tag takes with it: its paragraph (p), row (tr), cell (tc), or nothing. Fields never do."""
    match = FORM.fullmatch(tag.text.translate(SMART))
    return (match[2] or "") if match is not None and match[1] != "{" and match[2] != "r" else ""


def _chain(paragraph: Node, at: int) -> tuple[str, ...]:
    """The elements between a paragraph and the text at this place in it."""
    end = 0
    for node, text in own_pieces(paragraph):
        end += len(text)
        if at < end:
            above = list(node.iterancestors())
            return tuple(str(each.tag) for each in above[: above.index(paragraph)])
    return ()


def _short(place: Place) -> str:
    return f"{place.part.rpartition('/')[2].removesuffix('.xml')} ¶ {place.paragraph}"


def _around(paragraph: Node, level: str) -> Node | None:
    """The element that a paragraph, its cell or its row stands in."""
    holder = paragraph if level == "p" else above(paragraph, f"{W}{level}")
    return None if holder is None else parent(holder)

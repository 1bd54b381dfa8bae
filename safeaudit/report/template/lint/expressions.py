"""Checks the expressions of a template's tags: every field known, every filter and test allowed, nothing that acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from typing import NamedTuple, TypeAlias

from jinja2 import TemplateError, nodes

from safeaudit.report.word.faults import Fault, Place, fault
from safeaudit.report.word.render import Plain
from safeaudit.report.word.safe_jinja import FILTERS, LOOP, TESTS, environment
from safeaudit.report.word.tree import Node

LOOPS = 6


class Number(Enum):
    """The shape of a number, which the context itself does not hold."""

    NUMBER = "number"


NUMBER = Number.NUMBER
Shape: TypeAlias = "str | Number | Sequence[Shape] | Mapping[str, Shape] | None"
"""What a field holds: "" a text, a list with one entry, a dict of fields, NUMBER, or None when it is not known."""


class Open(NamedTuple):
    """An if or for that is not closed yet; `chain` the elements its tag stands in within its paragraph."""

    word: str
    level: str
    tag: str
    place: Place
    paragraph: Node
    fields: Mapping[str, Shape]
    chain: tuple[str, ...] = ()


@dataclass(slots=True)
class Expressions:
    """The expressions of one part; `fields` is what the template may use. Faults are told of the tag and place set last."""

    part: str
    fields: Mapping[str, Plain]
    faults: list[Fault] = field(default_factory=list)
    _open: list[Open] = field(default_factory=list)
    _place: Place = field(default_factory=Place)
    _tag: str = ""

    def _add(self, code: str, **values: str) -> None:
        self.faults.append(fault(code, self._place, **values))

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

    def _condition(self, source: str) -> None:
        tree = self._parsed(source)
        if tree is not None and tree.body:
            self._shape(getattr(tree.body[0], "test", tree.body[0]))

    def _loop(self, rest: str, paragraph: Node) -> dict[str, Shape]:
        tree = self._parsed("{% for " + rest + " %}{% endfor %}")
        loop = tree.body[0] if tree is not None and tree.body else None
        if not isinstance(loop, nodes.For):
            return {}
        if not isinstance(loop.target, nodes.Name) or loop.recursive or loop.target.name == "loop":
            self._add("unsafe_form", tag=self._tag)
            return {}
        name, shape = loop.target.name, self._shape(loop.iter)
        if shape is not None and not isinstance(shape, list):
            self._add("not_a_list", name=source(loop.iter))
        entry = shape[0] if isinstance(shape, list) and shape else None
        fields = {name: entry, "loop": dict.fromkeys(LOOP, NUMBER)}
        if loop.test is not None:
            self._open.append(Open("for", "", "", self._place, paragraph, fields))
            self._shape(loop.test)
            self._open.pop()
        return fields

    def _shape(self, node: nodes.Node) -> Shape:
        """What an expression holds, with a fault for whatever in it is unknown or not allowed."""
        match node:
            case nodes.Name():
                return self._name(node)
            case nodes.Getattr():
                return self._part(node, node.attr)
            case nodes.Getitem():
                return self._item(node)
            case nodes.TemplateData():
                return ""
            case nodes.Const(value=value):
                return NUMBER if isinstance(value, int | float) else ""
            case nodes.Filter():
                return self._filter(node)
            case nodes.Test():
                return self._test(node)
            case _:
                return self._composed(node)

    def _composed(self, node: nodes.Node) -> Shape:
        """The same for an expression of several."""
        match node:
            case nodes.Compare():
                return self._compare(node)
            case nodes.Not():
                return self._shape(node.node) and None
            case nodes.And() | nodes.Or():
                left, right = self._shape(node.left), self._shape(node.right)
                return right if left is None else left
            case nodes.CondExpr():
                self._shape(node.test)
                if node.expr2 is not None:
                    self._shape(node.expr2)
                return self._shape(node.expr1)
        self._add(_unsafe(node), tag=self._tag)
        return None

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
        base, whole = self._shape(node.node), source(node.node)
        if isinstance(base, Mapping):
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
        return [f"{top}.{name}" for top, shape in self.fields.items() if isinstance(shape, Mapping) and name in shape][
            :3
        ]

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
                self._add("length_of_text", name=source(node.node))
            return NUMBER
        if node.name in ("first", "last"):
            return shape[0] if isinstance(shape, list) and shape else None
        return shape if node.name == "default" else ""

    def _test(self, node: nodes.Test) -> Shape:
        if node.name not in TESTS or node.args:
            self._near("test", node.name, list(TESTS), name=node.name, known=", ".join(TESTS))
            return None
        if not (node.name == "defined" and isinstance(node.node, nodes.Name)):
            self._shape(node.node)
        return NUMBER

    def _compare(self, node: nodes.Compare) -> Shape:
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        for side in sides:
            if self._shape(side) == "" and not isinstance(side, nodes.Const):
                self._add("compared", name=source(side))
        return NUMBER

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


def source(node: nodes.Node | None) -> str:
    """A field as the template wrote it."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(attr=name):
            return f"{source(node.node)}.{name}"
        case nodes.Getitem(arg=nodes.Const(value=value)):
            return f"{source(node.node)}[{value}]"
        case nodes.Filter(name=name):
            return f"{source(node.node)}|{name}"
    return "…"


def some_field(shape: Sequence[Shape]) -> str:
    entry = shape[0] if shape else ""
    return next(iter(entry), "text") if isinstance(entry, Mapping) else "text"

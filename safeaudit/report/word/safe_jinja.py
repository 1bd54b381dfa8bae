"""Jinja that knows plain data and nothing else: which expressions a template may hold, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2 import ChainableUndefined, StrictUndefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = ("default", "first", "join", "last", "length", "lower", "trim", "upper")
TESTS = ("defined", "none")
LOOP = ("index", "index0", "first", "last", "length", "revindex")
"""What a template may use besides plain fields."""

_TEXT = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For)
_FIELDS = (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Keyword, nodes.Filter, nodes.Test)
_CONDITIONS = (nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.CondExpr)
SAFE: tuple[type[nodes.Node], ...] = (*_TEXT, *_FIELDS, *_CONDITIONS)


class Environment(ImmutableSandboxedEnvironment):
    """Fields are entries of dicts, never attributes of Python objects; the fields of an empty block print nothing."""

    def getattr(self, obj: object, attribute: str) -> object:
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
            return self.undefined(obj=obj, name=attribute) if obj else ChainableUndefined(name=attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, ChainableUndefined):
            return obj
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: object, argument: object) -> object:
        if isinstance(obj, list) and isinstance(argument, int):
            return obj[argument] if -len(obj) <= argument < len(obj) else ChainableUndefined(name=str(argument))
        return self.getattr(obj, str(argument))


def environment() -> Environment:
    """Jinja that escapes, refuses unknown fields, and offers a template nothing but the context."""
    # Without Jinja's own optimizer: it works out sums of constants, which no template holds, and takes time for it.
    jinja = Environment(autoescape=True, undefined=StrictUndefined, optimized=False)
    jinja.globals.clear()
    jinja.filters = {name: jinja.filters[name] for name in FILTERS}
    jinja.tests = {name: jinja.tests[name] for name in TESTS}
    return jinja


def unsafe(tree: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes of a parsed template that it may not hold."""
    if not isinstance(tree, SAFE) or not _plain(tree):
        yield tree
        return
    for child in tree.iter_child_nodes():
        yield from unsafe(child)


def _plain(node: nodes.Node) -> bool:
    """Whether a node of an allowed kind is also used in the allowed way."""
    match node:
        case nodes.Getattr(attr=name):
            return not name.startswith("_")
        case nodes.Name(name=name):
            return not name.startswith("_")
        case nodes.Getitem(arg=nodes.Const(value=value)):
            return isinstance(value, int) or (isinstance(value, str) and not value.startswith("_"))
        case nodes.Getitem():
            return False
        case nodes.Filter(name=name):
            given = (*node.args, *node.kwargs)
            return name in FILTERS and not node.dyn_args and not node.dyn_kwargs and all(map(_constant, given))
        case nodes.Test(name=name):
            return name in TESTS and not node.args
        case nodes.For():
            return isinstance(node.target, nodes.Name) and node.target.name != "loop" and not node.recursive
        case nodes.Const(value=value):
            return isinstance(value, str | int | float | bool) or value is None
    return True


def _constant(node: nodes.Node) -> bool:
    return isinstance(node.value if isinstance(node, nodes.Keyword) else node, nodes.Const)

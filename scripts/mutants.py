"""Small faults that a program can plant: every place in a source where one fits, and the text of the file with one of them."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """One fault: the bytes of the file from `start` to `end` become `new`."""

    path: str
    line: int
    start: int
    end: int
    old: str
    new: str
    kind: str

    def __str__(self) -> str:
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.path}:{self.line} {self.kind}: {old[:90]} → {new[:90]}"

    def applied(self, content: bytes) -> bytes:
        """The file with this fault."""
        return content[: self.start] + self.new.encode() + content[self.end :]


def mutants(root: Path, path: str) -> list[Mutant]:
    """Every fault that fits into one file, in order; texts for people, annotations and decorators are left alone."""
    content = (root / path).read_bytes()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = set()
    for node, new, kind in _changes(ast.parse(content)):
        start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        found.add(Mutant(path, node.lineno, start, end, content[start:end].decode(), new, kind))
    return sorted(found)


def sample(root: Path, paths: Iterable[str], number: int, seed: int) -> tuple[list[Mutant], int]:
    """(so many faults of these files, the same ones for the same seed; how many there are to choose from)."""
    every = [mutant for path in paths for mutant in mutants(root, path)]
    random.Random(seed).shuffle(every)  # noqa: S311 - a choice that anybody can repeat
    chosen = (mutant for mutant in every if _parses(mutant.applied((root / mutant.path).read_bytes())))
    return list(islice(chosen, number)), len(every)


def _parses(content: bytes) -> bool:
    try:
        ast.parse(content)
    except SyntaxError:
        return False
    return True


def _changes(tree: ast.Module) -> Iterator[tuple[Any, str, str]]:
    """(node, its new text, kind of fault)."""
    for node in _walk(tree):
        yield from _operators(node)
        yield from _statements(node)
        yield from _containers(node)


def _operators(node: ast.AST) -> Iterator[tuple[Any, str, str]]:
    """Operators turned, constants one off."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            yield node, _text(node, ops=[COMPARISONS[type(operator)]()]), "comparison"
        case ast.BoolOp():
            yield node, _text(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or()), "and, or"
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node, f"({ast.unparse(node.operand)})", "sign"
        case ast.BinOp() if type(node.op) in ARITHMETIC and not _is_text(node):
            yield node, _text(node, op=ARITHMETIC[type(node.op)]()), "arithmetic"
        case ast.Constant(value=bool() as value):
            yield node, str(not value), "constant"
        case ast.Constant(value=int() | float() as value):
            yield node, str(value + 1), "constant"
        case ast.IfExp():
            yield node, _text(node, body=node.orelse, orelse=node.body), "branches swapped"


def _statements(node: ast.AST) -> Iterator[tuple[Any, str, str]]:
    """Conditions turned, filters, results and statements lost."""
    match node:
        case ast.If():
            yield node.test, f"not ({ast.unparse(node.test)})", "condition"
        case ast.comprehension(ifs=[*_, _]):
            yield from ((test, "True", "filter lost") for test in node.ifs)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield node, "return None", "result lost"
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break():
            yield node, "pass", "statement lost"


def _containers(node: ast.AST) -> Iterator[tuple[Any, str, str]]:
    """Elements lost or swapped in what is listed or passed on."""
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) if len(parts) > 1 and not _is_target(
            node
        ):
            last = parts[:-1]
            yield node, _text(node, elts=last), "element lost"
            if not isinstance(node, ast.Set):
                yield node, _text(node, elts=[parts[1], parts[0], *parts[2:]]), "elements swapped"
        case ast.Dict(keys=keys, values=values) if len(keys) > 1:
            yield node, _text(node, keys=keys[:-1], values=values[:-1]), "entry lost"
            yield node, _text(node, values=[values[1], values[0], *values[2:]]), "entries swapped"
        case ast.Call(args=[first, second, *rest]) if type(first) is type(second) and not isinstance(
            first, ast.Starred
        ):
            yield node, _text(node, args=[second, first, *rest]), "arguments swapped"
        case ast.Call(args=[_, _, *rest]) if rest:
            yield node, _text(node, args=node.args[:-1]), "argument lost"


def _text(node: Any, **changed: Any) -> str:
    new = deepcopy(node)
    for name, value in changed.items():
        setattr(new, name, value)
    text = ast.unparse(ast.fix_missing_locations(new))
    return text if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict | ast.Call) else f"({text})"


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and isinstance(each.value, str))
        for each in ast.walk(node)
    )


def _is_target(node: Any) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs when the program does its work."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                yield child
                yield from _walk(child)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case (
            ast.If(test=ast.Name(id="TYPE_CHECKING"))
            | ast.JoinedStr()
            | ast.Assert()
            | ast.Raise()
            | ast.Import()
            | ast.ImportFrom()
        ):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__" | "__slots__")]) | ast.Expr(value=ast.Constant()):
            return True
    return False

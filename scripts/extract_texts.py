"""Collects every translatable text: sentences in the code, and labels, help and items from the definition.

python -m scripts.extract_texts FILE.pot

It reads the code by itself: what a library of translation tools finds and how it writes differs from version to version.
"""

from __future__ import annotations

import ast
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from safeaudit import framework
from safeaudit.edition import full
from safeaudit.sheets import Form
from safeaudit.sheets.kinds import Number

PACKAGE = Path(__file__).resolve().parent.parent / "safeaudit"
KEYWORDS = {"t": 1, "n": 2, "N_": 1}
"""What marks a text in the code, and how many of its arguments are texts: words.t("…"), words.n("one", "many", count), N_("…")."""


@dataclass
class Entry:
    """A text of the catalogue: its one or two forms, its context, and the files it stands in."""

    forms: tuple[str, ...]
    context: str = ""
    files: list[str] = field(default_factory=list)


def catalogue() -> bytes:
    """The template catalogue (POT) of the product: each text with where it stands, without dates."""
    found: dict[tuple[str, str], Entry] = {}
    for file, forms in in_the_code():
        entry = found.setdefault(("", forms[0]), Entry(forms))
        entry.forms = max(entry.forms, forms, key=len)
        if file not in entry.files:
            entry.files.append(file)
    for context, text in sorted(definition()):
        found.setdefault((context, text), Entry((text,), context))
    entries = sorted(found.values(), key=lambda entry: entry.files)
    return "\n".join(written(entry) for entry in entries).encode()


def in_the_code() -> Iterator[tuple[str, tuple[str, ...]]]:
    """(file, forms) of every text marked in the code, file by file as it is written."""
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda path: path.parts):
        for call in calls(ast.parse(path.read_bytes())):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            wanted = KEYWORDS.get(name, 0)
            forms = tuple(
                form.value
                for form in call.args[:wanted]
                if isinstance(form, ast.Constant) and isinstance(form.value, str)
            )
            if forms and len(forms) == wanted:
                yield path.relative_to(PACKAGE.parent).as_posix(), forms


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call inside, the outer one first; not by line and column, which Pythons count differently inside f-strings."""
    if isinstance(node, ast.Call):
        yield node
    for part in ast.iter_child_nodes(node):
        yield from calls(part)


def written(entry: Entry) -> str:
    """One entry as a catalogue holds it."""
    lines = [f"#: {file}" for file in entry.files]
    if any(fields(form) for form in entry.forms):
        lines.append("#, python-brace-format")
    if entry.context:
        lines.append(f"msgctxt {quoted(entry.context)}")
    lines.append(f"msgid {quoted(entry.forms[0])}")
    if len(entry.forms) > 1:
        lines += [f"msgid_plural {quoted(entry.forms[1])}", 'msgstr[0] ""', 'msgstr[1] ""']
    else:
        lines.append('msgstr ""')
    return "\n".join([*lines, ""])


def fields(text: str) -> set[str]:
    """The {names} a text is filled with."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:  # a brace that opens nothing
        return set()


def quoted(text: str) -> str:
    """A text between quotes, each of its lines on one of its own."""
    lines = text.splitlines(keepends=True)
    escaped = [line.translate(_ESCAPES) for line in lines]
    if len(lines) < 2:
        return f'"{"".join(escaped)}"'
    return "\n".join(['""', *(f'"{line}"' for line in escaped)])


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def definition() -> Iterator[tuple[str, str]]:
    """(context, text) of everything that comes from the definition, under the contexts words.py looks up."""
    yield from _sheets()
    yield from _rows()
    for options, codes in framework.scales().items():
        for code, word in codes.items():
            yield f"{options}.{code}", word
    for key, listed in framework.method_lists().items():
        yield f"{key}.title", listed.title
        for item in listed.items:
            if item.title:
                yield f"{key}.{item.id}.title", item.title
    for kind, entries in (("glossary", framework.glossary()), ("readings", framework.readings())):
        for entry in entries:
            yield f"{kind}.{entry.id}.title", entry.title
            yield f"{kind}.{entry.id}.text", entry.text


def _sheets() -> Iterator[tuple[str, str]]:
    for sheet_id, guide in framework.guides().items():
        for part in ("tab", "title", "purpose", "why", "how", "who", "evidence", "section"):
            yield f"{sheet_id}.{part}", getattr(guide, part)
        layout = full().sheets[sheet_id].rows
        for column_id, heading in layout.headings if isinstance(layout, Form) else ():
            yield f"{sheet_id}.{column_id}.heading", heading
        for column in full().sheets[sheet_id].columns.values():
            yield f"{sheet_id}.{column.id}.label", column.label
            yield f"{sheet_id}.{column.id}.help", column.help
            if isinstance(column.kind, Number) and column.kind.unit:
                yield "unit", column.kind.unit


def _rows() -> Iterator[tuple[str, str]]:
    for name in framework.LIST_FILES:
        for group in framework.rows(name).groups:
            yield f"{name}.{group.id}", group.label
            for item in group.items:
                for part in ("label", "help", "evidence", "ask", "section"):
                    yield f"{item.id}.{part}", getattr(item, part)
                if unit := item.details.get("unit"):
                    yield f"{item.id}.unit", unit
                for number, text in item.steps.items():
                    yield f"{item.id}.step_{number}", text


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(catalogue())
